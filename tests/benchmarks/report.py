"""Write what was measured: Markdown tables, the targets, and a figure with a logarithmic axis."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, log
from statistics import geometric_mean

from contenders import FLOORS, LAYERS, PHOTOS, Workload
from matplotlib.figure import Figure

Key = tuple[int, str, Workload]
MIB = 2**20
BOUNDS = """What bounds the targets that are missed:

- *Layers in float32.* The column `floor` is what NumPy's BLAS needs for the product, with nothing copied, as
  a part of PyTorch's time. Where it is above 1, PyTorch's own kernels multiply faster than that BLAS (see
  the last two columns), and no way to build X makes up for it.
- *The smallest layers.* A call has a fixed cost, whatever the sizes: the checks, the border and some twenty
  steps in Python. The last table has it in microseconds.
- *Against the floor.* What lies between is the copying. Every number of X is written to the cache and read
  from it: 2 · H2 · W2 · F · F · D values for `patch_rows`, F times fewer for `pixel_rows`, at the bytes a
  second of the last table. The floor writes its result into the same memory each time; a layer returns new
  memory.
- *`col2im`.* PyTorch's X has channels and offsets outermost, so that `fold` adds rows of pixels. Ours has one
  patch a row: numbers that belong side by side in a row of pixels lie a whole patch apart. The last column
  shows what one copy of X costs, without any addition.
- *Two threads.* NumPy copies with one thread, and only the product uses two. These are times on the wall, so
  whatever else the machine does is in them; one thread is the more exact half of this page.
"""
FFT = ("signal.correlate", "signal.oaconvolve")


@dataclass
class Results:
    machine: str
    roofline: dict[str, float]
    times: dict[Key, dict[str, float]] = field(default_factory=dict)
    col2im: dict[Key, dict[str, float]] = field(default_factory=dict)
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    growth: dict[str, dict[str, float]] = field(default_factory=dict)


def torch_best(medians: dict[str, float]) -> float:
    return min(medians["PyTorch"], medians["PyTorch channels_last"])


def floor(medians: dict[str, float]) -> float:
    return min(medians[name] for name in FLOORS)


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    header = list(header)
    lines = [header, ["---", *["--:"] * (len(header) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def ms(seconds: float) -> str:
    value = seconds * 1e3
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def ratio(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def layer_table(results: Results, threads: int, dtype: str) -> str:
    others = ["naive im2col", "einsum", "lecture notes' loop", "six loops"]
    rows = []
    for workload in LAYERS:
        medians = results.times.get((threads, dtype, workload))
        if medians is None:
            continue
        best, own = torch_best(medians), medians["convbook"]
        rows.append(
            [
                workload.name,
                ms(own),
                f"**{ratio(own / best)}**",
                ratio(floor(medians) / best),
                ratio(own / floor(medians)),
                *(ratio(medians[name] / best) for name in ("PyTorch", "PyTorch channels_last")),
                *(ratio(medians[name] / best if name in medians else None) for name in others),
                f"{workload.flops / floor(medians) / 1e9:.0f}",
                f"{workload.flops / best / 1e9:.0f}",
            ]
        )
    header = [
        "layer",
        "convbook, ms",
        "convbook",
        "floor",
        "convbook / floor",
        "PyTorch",
        "channels last",
        *others,
    ]
    return table([*header, "floor, GFLOP/s", "PyTorch, GFLOP/s"], rows)


def photo_table(results: Results, threads: int, dtype: str) -> str:
    others = ["PyTorch", "PyTorch channels_last", "ndimage.correlate", *FFT, "naive im2col", "einsum"]
    others += ["lecture notes' loop", "six loops"]
    rows = []
    for workload in PHOTOS:
        medians = results.times.get((threads, dtype, workload))
        if medians is None:
            continue
        limit = medians["cv2.filter2D"]
        cells = [ratio(medians[name] / limit if name in medians else None) for name in others]
        rows.append(
            [workload.name, ms(medians["convbook"]), f"**{ratio(medians['convbook'] / limit)}**", *cells]
        )
    return table(["photo filter", "convbook, ms", "convbook", *others], rows)


def method_table(results: Results) -> str:
    names = ["convbook", "patch_rows", "pixel_rows", "shift-and-add", "banded product"]
    rows = [
        [workload.name, dtype, *(ms(medians[name]) if name in medians else "-" for name in names)]
        for (threads, dtype, workload), medians in results.times.items()
        if threads == 1
    ]
    return table(["one thread, ms", "dtype", "chosen", *names[1:]], rows)


def col2im_table(results: Results) -> str:
    rows = []
    for (threads, dtype, workload), medians in results.col2im.items():
        fold = medians["PyTorch"]
        cells = [
            ms(medians["convbook"]),
            ratio(medians["convbook"] / fold),
            ratio(medians["copy of X"] / fold),
        ]
        rows.append([workload.name, str(threads), dtype, *cells])
    return table(["layer", "threads", "dtype", "col2im, ms", "col2im / fold", "a copy of X / fold"], rows)


def memory_table(results: Results) -> str:
    names = list(dict.fromkeys(name for row in results.memory.values() for name in row))
    rows = [
        [workload, *(f"{row[name] / MIB:.2f}" if name in row else "-" for name in names)]
        for workload, row in results.memory.items()
    ]
    return table(["MiB", *names], rows)


def growth_table(results: Results) -> str:
    first = next(iter(results.growth.values()))
    rows = []
    for name, row in results.growth.items():
        cells = []
        for way, value in row.items():
            shown = ms(value) if way.startswith("time") else f"{value / MIB:.2f}"
            cells.append(f"{shown} (×{value / first[way]:.1f})")
        rows.append([name, *cells])
    header = [way + (", ms" if way.startswith("time") else ", MiB") for way in first]
    return table(["float32, one thread", *header], rows)


def targets(results: Results) -> str:
    """Check every target for each number of threads."""
    rows = []
    for threads in sorted({key[0] for key in results.times}):

        def add(words: str, value: float, limit: float, threads: int = threads) -> None:
            holds = "holds" if value <= limit else "**misses**"
            rows.append([words, str(threads), ratio(value), f"≤ {limit}", holds])

        times = {key: medians for key, medians in results.times.items() if key[0] == threads}
        layers = {k: m for k, m in times.items() if not k[2].photo}
        photos = {k: m for k, m in times.items() if k[2].photo}
        against = [m["convbook"] / torch_best(m) for m in layers.values()]
        add("layers against the faster PyTorch layout, geometric mean", geometric_mean(against), 1.0)
        add("layers against the faster PyTorch layout, worst", max(against), 1.5)
        bound = [m["convbook"] / floor(m) for k, m in layers.items() if k[2].gemm_bound]
        add("layers bound by the product, against the floor, worst", max(bound), 1.15)
        against = [m["convbook"] / m["ndimage.correlate"] for m in photos.values()]
        add("photo filters against `ndimage.correlate`, worst", max(against), 0.6)
        add(
            "photo filters against PyTorch, worst",
            max(m["convbook"] / torch_best(m) for m in photos.values()),
            1,
        )
        large = [m["convbook"] / min(m[f] for f in FFT) for k, m in photos.items() if k[2].F == 11]
        add("F = 11 against the faster FFT, worst", max(large), 1.1)
        against = [m["convbook"] / m["cv2.filter2D"] for m in photos.values()]
        add("photo filters against `cv2.filter2D`, worst", max(against), 8)
        folds = [m["convbook"] / m["PyTorch"] for k, m in results.col2im.items() if k[0] == threads]
        add("`col2im` against `fold`, geometric mean", geometric_mean(folds), 1.5)
        add("`col2im` against `fold`, worst", max(folds), 1.5)
    scratch = max(
        v for row in results.memory.values() for name, v in row.items() if name.startswith("convbook")
    )
    holds = "holds" if scratch <= 4 * MIB else "**misses**"
    rows.append(
        ["scratch beyond padded input and output, MiB, worst", "1", f"{scratch / MIB:.2f}", "≤ 4", holds]
    )
    return table(["target", "threads", "measured", "limit", ""], rows)


def markdown(results: Results) -> str:
    parts = [
        "# Measured: the operations against PyTorch, SciPy and OpenCV\n",
        f"{results.machine}.\n",
        "Written by `python tests/benchmarks/bench_ops.py`, with the dependency group `bench`. Medians of\n"
        "runs that take turns. One thread: processor time of that thread; two threads: time on the wall.\n",
        "![Time of each way to run each workload, on a logarithmic axis](results.png)\n",
        "## Targets\n",
        targets(results),
        BOUNDS,
    ]
    for threads, dtype in dict.fromkeys(key[:2] for key in results.times):
        parts += [
            f"## {threads} thread{'s' if threads > 1 else ''}, {dtype}\n",
            "Times relative to the faster of PyTorch's two layouts. The floor is `np.dot` alone, with X\n"
            "already built, at the number of rows that is best. The loops were timed on a few pixels.\n",
            layer_table(results, threads, dtype),
            "Times relative to `cv2.filter2D`.\n",
            photo_table(results, threads, dtype),
        ]
    parts += [
        "## The choice between the methods\n",
        method_table(results),
        "## The way back\n",
        col2im_table(results),
        "## Memory\n",
        "Most memory beyond padded input and output, as tracemalloc sees it (it does not see the buffers\n"
        "inside BLAS). RSS: how much one run raises the most memory that its process ever held, padded\n"
        "input and output included.\n",
        memory_table(results),
        "## Growth\n",
        growth_table(results),
        "## What bounds the times\n",
        table(
            ["one thread", "measured"], [[name, f"{value:.1f}"] for name, value in results.roofline.items()]
        ),
    ]
    return "\n".join(parts)


def figure(results: Results) -> Figure:
    """Draw one row of marks for each workload: float32, one thread."""
    marks = {
        "convbook": "D",
        "PyTorch": "o",
        "PyTorch channels_last": "o",
        "naive im2col": "s",
        "einsum": "s",
    }
    marks |= {
        "cv2.filter2D": "^",
        "ndimage.correlate": "^",
        "signal.oaconvolve": "v",
        "signal.correlate": "v",
    }
    marks |= {"lecture notes' loop": "x", "six loops": "X"}
    rows = {key[2]: medians for key, medians in results.times.items() if key[:2] == (1, "float32")}
    picture = Figure(figsize=(11, 1.6 + 0.45 * len(rows)), layout="constrained")
    axes = picture.add_subplot()
    for name, mark in marks.items():
        points = [(m[name] * 1e3, row) for row, m in enumerate(rows.values()) if name in m]
        own = {"s": 70, "color": "#8c4100", "zorder": 3} if name == "convbook" else {"s": 40, "alpha": 0.8}
        axes.scatter(*zip(*points, strict=True), marker=mark, label=name, **own)
    for row, (workload, medians) in enumerate(rows.items()):
        if not workload.photo:
            label = "floor: the product alone" if row == 0 else None
            axes.plot([floor(medians) * 1e3] * 2, [row - 0.4, row + 0.4], color="black", label=label)
    top = ceil(log(max(max(m.values()) for m in rows.values()) * 1e3, 10))
    axes.set(
        xscale="log",
        xlim=(0.02, 10**top),
        xlabel="milliseconds, float32, one thread (each grid line is ten times the one before)",
    )
    axes.set_xticks([10.0**power for power in range(-1, top + 1)])
    axes.minorticks_off()
    axes.set_yticks(range(len(rows)), [workload.name for workload in rows])
    axes.invert_yaxis()
    axes.grid(axis="x", color="#dddddd")
    axes.set_axisbelow(True)
    axes.legend(fontsize=9, loc="center left", bbox_to_anchor=(1, 0.5))
    return picture
