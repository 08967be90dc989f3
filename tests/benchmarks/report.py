"""Write what was measured: Markdown tables, the targets, and a figure with a logarithmic axis."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import ceil, log, prod
from statistics import geometric_mean, median

from contenders import FLOORS, LAYERS, PHOTOS, Workload
from matplotlib.figure import Figure

Key = tuple[int, str, Workload]
MIB = 2**20
INTRODUCTION = """# Measured: the operations against PyTorch, SciPy and OpenCV

Written by `python tests/benchmarks/bench_ops.py`, with the dependency group `bench`: a section for each
processor. All ways take turns. One thread: processor time of that thread, median. Two threads: time on the
wall, the shortest, because any program that takes a processor for a moment holds up both threads, by far
more than a layer takes. Random layers: H and W from 4 to 256, D and K from 1 to 512, F from 1 to 11, S from
1 to 4, all even on a logarithmic scale; in units of the faster of `im2col(x) @ W` and `np.tensordot` over a
view of all windows.

![Time of each way to run each workload, on a logarithmic axis](results.png)

(The picture is of the processor that was measured last.)

Beside a target that is missed stand the measured times of parts of the work, in the same unit: as
shares of the time that the target compares with. They say how far it is out of reach:

- *peak*: all multiplications of the definition, at the rate of a large product (last table) on each thread.
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
CALL = "`conv_layer` on 3×3 pixels, microseconds"
FFT = ("signal.correlate", "signal.oaconvolve")


@dataclass
class Results:
    processor: str
    machine: str
    roofline: dict[str, dict[str, float]]
    times: dict[Key, dict[str, float]] = field(default_factory=dict)
    busy_elsewhere: dict[Key, float] = field(default_factory=dict)
    col2im: dict[Key, dict[str, float]] = field(default_factory=dict)
    memory: dict[str, dict[str, int]] = field(default_factory=dict)
    sweep: dict[str, tuple[float, float]] = field(default_factory=dict)  # convbook and the product alone
    tiny: dict[str, tuple[float, float]] = field(default_factory=dict)


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
    others = ["naive im2col", "einsum"]
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
    names = ["convbook", "patch_rows", "pixel_rows", "winograd"]
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


def percentile_99(values: Iterable[float]) -> float:
    values = sorted(values)
    return values[ceil(0.99 * len(values)) - 1]


def sweep_table(results: Results) -> str:
    rows = []
    for name, sweep in [
        ("1 million to 2 billion multiplications", results.sweep),
        ("30,000 to 1 million", results.tiny),
    ]:
        own, product = ([pair[part] for pair in sweep.values()] for part in (0, 1))
        slowest = sorted(sweep, key=sweep.get)[:-4:-1]
        cells = geometric_mean(own), median(own), percentile_99(own), geometric_mean(product), median(product)
        names = ", ".join(f"{layer}: {sweep[layer][0]:.2f}" for layer in slowest)
        rows.append([name, str(len(sweep)), *(f"{value:.2f}" for value in cells), names])
    header = ["random layers", "number", "geometric mean", "median", "99th percentile"]
    return table([*header, "product alone, geometric mean", "product alone, median", "the slowest"], rows)


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
    own, product = ([pair[part] for pair in results.sweep.values()] for part in (0, 1))
    for words, value, limit, parts in [
        ("random layers, median", median(own), 0.9, f"product {median(product):.2f}"),
        ("random layers, 99th percentile", percentile_99(own), 1.15, f"product {percentile_99(product):.2f}"),
        *(
            (f"`conv_layer` on 3×3 pixels, {dtype}, microseconds", rates[CALL], 30, "")
            for dtype, rates in results.roofline.items()
        ),
    ]:
        holds = ["holds", ""] if value <= limit else ["**misses**", parts]
        rows.append([words, "1", f"{value:.3f}", f"≤ {limit}", *holds])
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
    peak = workload.flops / rates["a large matrix product, GFLOP/s"] / 1e9 / key[0]  # for each thread
    parts = {} if workload.photo else {"peak": peak / unit, "product": floor(medians) / unit}
    parts |= {
        "rest": medians["all but the product"] / unit,
        "call": rates[CALL] / 1e6 / unit,
    }
    size = prod(workload.output) * (4 if dtype == "float32" else 8)
    if size >= 2**25:
        parts["result"] = size / 1e9 / rates["filling new memory, GB a second"] / unit
    return parts


def markdown(results: Results) -> str:
    parts = [
        f"## {results.processor}\n",
        f"{results.machine}.\n",
        "### Targets\n",
        targets(results),
        "### Random layers\n",
        sweep_table(results),
    ]
    for threads, dtype in dict.fromkeys(key[:2] for key in results.times):
        parts += [
            f"### {threads} thread{'s' if threads > 1 else ''}, {dtype}\n",
            "Times relative to the faster of PyTorch's two layouts. The floor is `np.dot` alone, with X\n"
            "already built, at the number of rows that is best; the rest is all but the product.\n",
            layer_table(results, threads, dtype),
            "Times relative to `cv2.filter2D`.\n",
            photo_table(results, threads, dtype),
        ]
    parts += [
        "### The choice between the methods\n",
        method_table(results),
        "### The way back\n",
        col2im_table(results),
        "### Memory\n",
        "Most memory beyond input and output, as tracemalloc sees it (it does not see the buffers inside\n"
        "BLAS). RSS: how much one run raises the most memory that its process ever held, output included.\n",
        memory_table(results),
        "### What bounds the times\n",
        table(
            ["one thread", *results.roofline],
            [
                [name, *(f"{rates[name]:.1f}" for rates in results.roofline.values())]
                for name in next(iter(results.roofline.values()))
            ],
        ),
    ]
    return "\n".join(parts)


def with_section(page: str, results: Results) -> str:
    """Return the page with this processor's section, in place of an older one; those of others stay."""
    _, *sections = re.split(r"^(?=## )", page, flags=re.MULTILINE)
    found = {section.partition("\n")[0]: section.rstrip() + "\n" for section in sections}
    new = markdown(results)
    found[new.partition("\n")[0]] = new
    return "\n".join([INTRODUCTION, *found.values()])


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
