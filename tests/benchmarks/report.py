"""Write what was measured: Markdown tables, the targets, and a figure with a logarithmic axis."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, log, prod
from statistics import geometric_mean

from contenders import FLOORS, LAYERS, PHOTOS, Workload
from matplotlib.figure import Figure

Key = tuple[int, str, Workload]
MIB = 2**20
BOUNDS = """Beside a target that is missed stand the measured times of parts of the work, in the same unit: as
shares of the time that the target compares with. They say how far it is out of reach:

- *product*: `np.dot` alone on the same matrices, with X already built, at the number of rows that is best.
  What is here above 1 against PyTorch is the BLAS inside NumPy (see the columns in GFLOP/s); no way to build
  X makes up for it. It writes its result into the same memory each time; a layer returns new memory.
- *rest*: the same call with every product left out, so checks, borders and copying. Every number of X is
  written to the cache and read from it: 2 · H2 · W2 · F · F · D numbers for `patch_rows`, F times fewer for
  `pixel_rows`.
- *call*: the same function on 3 × 3 pixels, a cost that does not depend on sizes.
- *one addition each*: what NumPy needs to add each number of X once, in cache, in the longest runs that the
  order of X allows. PyTorch's X has channels and offsets outermost, so that `fold` adds whole rows of pixels;
  in ours a patch is a row, and what belongs side by side in a row of pixels lies a patch apart.
- *result*: filling new memory, at the rate in the last table, if the result has 32 MiB or more; the memory of
  smaller ones is used again.
- *others*: the share of the machine's processor time that went to other programs meanwhile, for two threads.
  A library waits for both threads at the end of each product, and a layer has many. If another program has
  one of two processors, each wait may last until the system switches, which takes longer than a layer.

NumPy copies with one thread; of two, only the product uses both. Times of two threads are on the wall, the
shortest of all rounds. One thread is the more exact half of this page.
"""
FFT = ("signal.correlate", "signal.oaconvolve")


@dataclass
class Results:
    machine: str
    roofline: dict[str, dict[str, float]]
    times: dict[Key, dict[str, float]] = field(default_factory=dict)
    busy_elsewhere: dict[Key, float] = field(default_factory=dict)
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
                ratio(medians["all but the product"] / best),
                *(ratio(medians[name] / best) for name in ("PyTorch", "PyTorch channels_last")),
                *(ratio(medians[name] / best if name in medians else None) for name in others),
                f"{workload.flops / floor(medians) / 1e9:.0f}",
                f"{workload.flops / best / 1e9:.0f}",
                f"{results.busy_elsewhere[threads, dtype, workload]:.0%}",
            ]
        )
    header = [
        "layer",
        "convbook, ms",
        "convbook",
        "floor",
        "convbook / floor",
        "rest",
        "PyTorch",
        "channels last",
        *others,
    ]
    return table([*header, "floor, GFLOP/s", "PyTorch, GFLOP/s", "others"], rows)


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
        own = [ms(medians["convbook"]), f"**{ratio(medians['convbook'] / limit)}**"]
        rest = ratio(medians["all but the product"] / limit)
        share = f"{results.busy_elsewhere[threads, dtype, workload]:.0%}"
        rows.append([workload.name, *own, rest, *cells, share])
    return table(["photo filter", "convbook, ms", "convbook", "rest", *others, "others"], rows)


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
            ratio(medians["one addition each"] / fold),
        ]
        rows.append([workload.name, str(threads), dtype, *cells])
    header = ["layer", "threads", "dtype", "col2im, ms", "col2im / fold", "a copy of X / fold"]
    return table([*header, "one addition each / fold"], rows)


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
    """Check every target for each number of threads; beside a miss, say what its parts take."""
    rows = []
    for threads in sorted({key[0] for key in results.times}):
        layers = {k: m for k, m in results.times.items() if k[0] == threads and not k[2].photo}
        photos = {k: m for k, m in results.times.items() if k[0] == threads and k[2].photo}
        bound = {k: m for k, m in layers.items() if k[2].gemm_bound}
        large = {k: m for k, m in photos.items() if k[2].F == 11}
        folds = {k: m for k, m in results.col2im.items() if k[0] == threads}
        fastest_fft = "the faster FFT", lambda m: min(m[name] for name in FFT)
        torch, fold = ("the faster PyTorch layout", torch_best), ("`fold`", lambda m: m["PyTorch"])
        ndimage = "`ndimage.correlate`", lambda m: m["ndimage.correlate"]
        opencv = "`cv2.filter2D`", lambda m: m["cv2.filter2D"]
        for what, measured, (name, other), limit, mean in [
            ("layers", layers, torch, 1.0, True),
            ("layers", layers, torch, 1.5, False),
            ("layers bound by the product", bound, ("the product alone", floor), 1.15, False),
            ("photo filters", photos, ndimage, 0.6, False),
            ("photo filters", photos, torch, 1.0, False),
            ("F = 11", large, fastest_fft, 1.1, False),
            ("photo filters", photos, opencv, 8, False),
            ("`col2im`", folds, fold, 1.5, True),
            ("`col2im`", folds, fold, 1.5, False),
        ]:
            against = {k: m["convbook"] / other(m) for k, m in measured.items()}
            worst = max(against, key=against.get)
            value = geometric_mean(against.values()) if mean else against[worst]
            parts = [
                share_of_parts(results, k, m, other(m)) for k, m in measured.items() if mean or k == worst
            ]
            means = {part: geometric_mean(p[part] for p in parts) for part in parts[0]}
            where = "geometric means" if mean else f"{worst[2].name}, {worst[1]}"
            shares = ", ".join(f"{part} {ratio(share)}" for part, share in means.items())
            if threads > 1:
                others = [results.busy_elsewhere[k] for k in measured if mean or k == worst]
                shares += f"; others {max(others):.0%}" + (" at most" if mean else "")
            words = f"{what} against {name}, {'geometric mean' if mean else 'worst'}"
            holds = ["holds", ""] if value <= limit else ["**misses**", f"{where}: {shares}"]
            rows.append([words, str(threads), f"{value:.3f}", f"≤ {limit}", *holds])
    scratch = max(
        v for row in results.memory.values() for name, v in row.items() if name.startswith("convbook")
    )
    holds = "holds" if scratch <= 4 * MIB else "**misses**"
    words = "scratch beyond input and output, MiB, worst"
    rows.append([words, "1", f"{scratch / MIB:.2f}", "≤ 4", holds, ""])
    return table(["target", "threads", "measured", "limit", "", "parts, where it misses"], rows)


def share_of_parts(results: Results, key: Key, medians: dict[str, float], unit: float) -> dict[str, float]:
    """Return the measured times of parts of convbook's work, in units of another time."""
    _, dtype, workload = key
    rates = results.roofline[dtype]
    if "one addition each" in medians:
        return {
            "one addition each": medians["one addition each"] / unit,
            "a copy of X": medians["copy of X"] / unit,
            "call": rates["`col2im` to 3×3 pixels, microseconds"] / 1e6 / unit,
        }
    parts = {} if workload.photo else {"product": floor(medians) / unit}
    parts |= {
        "rest": medians["all but the product"] / unit,
        "call": rates["`conv_layer` on 3×3 pixels, microseconds"] / 1e6 / unit,
    }
    size = prod(workload.output) * (4 if dtype == "float32" else 8)
    if size >= 2**25:
        parts["result"] = size / 1e9 / rates["filling new memory, GB a second"] / unit
    return parts


def markdown(results: Results) -> str:
    parts = [
        "# Measured: the operations against PyTorch, SciPy and OpenCV\n",
        f"{results.machine}.\n",
        "Written by `python tests/benchmarks/bench_ops.py`, with the dependency group `bench`. All ways\n"
        "take turns. One thread: processor time of that thread, median. Two threads: time on the wall, the\n"
        "shortest, because any program that takes a processor for a moment holds up both threads, by far\n"
        "more than a layer takes.\n",
        "![Time of each way to run each workload, on a logarithmic axis](results.png)\n",
        "## Targets\n",
        targets(results),
        BOUNDS,
    ]
    for threads, dtype in dict.fromkeys(key[:2] for key in results.times):
        parts += [
            f"## {threads} thread{'s' if threads > 1 else ''}, {dtype}\n",
            "Times relative to the faster of PyTorch's two layouts. The floor is `np.dot` alone, with X\n"
            "already built, at the number of rows that is best; the rest is all but the product. The loops\n"
            "were timed on a few pixels.\n",
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
        "Most memory beyond input and output, as tracemalloc sees it (it does not see the buffers inside\n"
        "BLAS). RSS: how much one run raises the most memory that its process ever held, output included.\n",
        memory_table(results),
        "## Growth\n",
        growth_table(results),
        "## What bounds the times\n",
        table(
            ["one thread", *results.roofline],
            [
                [name, *(f"{rates[name]:.1f}" for rates in results.roofline.values())]
                for name in next(iter(results.roofline.values()))
            ],
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
