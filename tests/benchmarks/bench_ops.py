"""Measure conv2d, conv_layer and col2im against PyTorch, SciPy, OpenCV and the plain ways to write them.

    python tests/benchmarks/bench_ops.py

in an environment with convbook and the dependency group `bench` (of PyTorch, the CPU build is enough) writes
a section of results.md, named after the processor, and results.png beside this file; --quick measures little,
prints and writes nothing. Contenders run in turn, again and again, so that a busy moment hits all of them.

A sweep of random layers, with one thread, asks whether conv_layer is ever slower than the obvious.

With one thread the clock is the processor time of that thread, which other programs hardly lengthen, and
medians are compared. With two threads it is the clock on the wall. Where two threads wait for each other, any
other program that takes a processor for a moment holds up both, by ten times the time of a small layer. So
the shortest times are compared, and rounds go on for up to three times as long until three of them had the
machine nearly to themselves. And a library lets its idle threads spin for a while: each turn waits until
those of the one before have gone to sleep.
"""

import argparse
import math
import os
import platform
import random
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
import scipy
import torch
from contenders import (
    LAYERS,
    NOT_ALL,
    OBVIOUS,
    PHOTOS,
    Case,
    Run,
    Workload,
    contenders,
    convbook,
    einsum,
    floor,
    naive_im2col,
    one_addition_each,
)
from report import FFT, Results, figure, markdown, with_section
from threadpoolctl import threadpool_info, threadpool_limits
from torch.nn import functional

from convbook.ops import col2im, conv_layer, im2col

HERE = Path(__file__).parent
BY_FFT = (*FFT, "cv2.filter2D")  # OpenCV too, from F = 11 on: their results are rounded
DTYPES = {"float32": np.float32, "float64": np.float64}
LARGE = Workload("2048×2048×64 → 16, F3", 2048, 2048, 64, 3, 1, 1, 16)
MEMORY = [
    LAYERS[0],
    *LAYERS[2:6],
    PHOTOS[-2],
    Workload("512×512×64 → 16, F3", 512, 512, 64, 3, 1, 1, 16),
    LARGE,
]

PLACES = 2  # how often all arrays are put into memory: where they happen to lie is worth up to a fifth
QUIET = 0.05  # of the processors' time may go to other programs in a quiet round
SPIN = 0.03  # seconds after which OpenBLAS and OpenMP have put idle threads to sleep


def measure(places: Sequence[dict[str, Run]], threads: int, seconds: float) -> dict[str, float]:
    """Return the time of each run in seconds: with one thread the median, with two the shortest.

    All take turns, in a new order each round, for about `seconds`, 3 to 99 rounds; with two threads for up to
    three times as long, until three rounds were quiet. A turn repeats a short run until it has taken 2
    milliseconds, so that it does not pay for the caches that the others left behind.
    """
    clock = time.thread_time if threads == 1 else time.perf_counter
    for run in places[0].values():
        run()  # the first call pays for memory that the others find
    repeats = {name: 1 + int(0.002 / max(measure_once(run), 1e-5)) for name, run in places[0].items()}
    times = {name: [] for name in places[0]}
    order = random.Random(1)
    begin, quiet = time.perf_counter(), 0
    for rounds in range(99):
        enough = seconds if threads == 1 or quiet >= 3 else 3 * seconds
        if rounds >= 3 and time.perf_counter() - begin > enough:
            break
        round_begin, busy = time.perf_counter(), busy_elsewhere()
        runs = places[rounds % len(places)]
        for name in order.sample(list(runs), len(runs)):
            if threads > 1:
                time.sleep(SPIN)
                if repeats[name] > 1:
                    runs[name]()  # wakes its threads up
            start = clock()
            for _ in range(repeats[name]):
                runs[name]()
            times[name].append((clock() - start) / repeats[name])
        quiet += share_elsewhere(busy, round_begin) <= QUIET
    return {name: (statistics.median if threads == 1 else min)(taken) for name, taken in times.items()}


def measure_once(run: Run) -> float:
    start = time.thread_time()
    run()
    return time.thread_time() - start


def busy_elsewhere() -> float:
    """Return the seconds for which processors have worked for other programs than this one; Linux only."""
    fields = Path("/proc/stat").read_text().split()[1:9]  # user, nice, system, idle, waiting, ..., stolen
    ticks = sum(map(int, fields)) - int(fields[3]) - int(fields[4])
    return ticks / os.sysconf("SC_CLK_TCK") - time.process_time()


def share_elsewhere(busy: float, start: float) -> float:
    """Return the share of the processors' time since `start` that went to others, who had had `busy` then."""
    return max(0, (busy_elsewhere() - busy) / (time.perf_counter() - start) / os.cpu_count())


def set_threads(threads: int) -> None:
    threadpool_limits(threads)
    torch.set_num_threads(threads)
    cv2.setNumThreads(threads)


def measure_workload(workload: Workload, dtype: type, threads: int, seconds: float) -> dict[str, float]:
    places = []
    for _ in range(PLACES):
        case = Case(workload, dtype)
        ways = contenders(workload, dtype().itemsize, threads)
        places.append({name: prepare(case) for name, prepare in ways.items()})
    expected = places[0]["PyTorch"]()
    for name, run in places[0].items():
        error = 0 if name in NOT_ALL else abs(run() - expected).max()
        if error > (1e-3 * abs(expected).max() if name in BY_FFT else 0):
            raise AssertionError(f"{name} is wrong on {workload.name}")
    return measure(places, threads, seconds)


def measure_col2im(workload: Workload, dtype: type, threads: int, seconds: float) -> dict[str, float]:
    F, where, shape = workload.F, {"stride": workload.S, "padding": workload.P}, Case(workload, dtype).x.shape
    X = im2col(Case(workload, dtype).x, F, **where)
    columns = torch.from_numpy(
        X.reshape(len(X), -1, workload.D).transpose(2, 1, 0).reshape(-1, len(X)).copy()
    )
    copy = np.empty_like(X)
    runs = {
        "copy of X": lambda: np.copyto(copy, X),
        "one addition each": one_addition_each(X, workload),
        "convbook": lambda: col2im(X, shape, F, **where),
        "PyTorch": lambda: functional.fold(columns, shape[:2], F, **where),
    }
    return measure([runs], threads, seconds)


def scratch_memory(prepare: Callable[[Case], Run], workload: Workload, dtype: type) -> int:
    """Return the bytes that NumPy held at the worst moment, beyond the input and the output."""
    case = Case(workload, dtype)
    run = prepare(case)
    run()
    tracemalloc.start()
    result = run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak - result.nbytes


def peak_rss(name: str, index: int) -> int:
    """Return by how many bytes one run, in a process of its own, raises the memory that this holds."""
    command = [sys.executable, __file__, "--rss", name, str(index)]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def print_rss(name: str, index: int) -> None:
    case = Case(MEMORY[index], np.float32)
    run = {"convbook": convbook, "naive im2col": naive_im2col}[name](case)
    np.dot(np.ones((512, 512)), np.ones((512, 512)))  # BLAS's own buffers exist from here on
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far; Linux only
    before = most_resident()
    run()
    print(most_resident() - before)


def most_resident() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def measure_memory(workloads: Iterable[Workload]) -> dict[str, dict[str, int]]:
    found = {}
    for index, workload in enumerate(workloads):
        step(f"memory: {workload.name}")
        found[workload.name] = {
            "convbook, float32": scratch_memory(convbook, workload, np.float32),
            "convbook, float64": scratch_memory(convbook, workload, np.float64),
        }
        if workload is not LARGE:
            found[workload.name] |= {
                "naive im2col, float32": scratch_memory(naive_im2col, workload, np.float32),
                "einsum, float32": scratch_memory(einsum, workload, np.float32),
                "RSS: naive im2col, float32": peak_rss("naive im2col", index),
            }
        found[workload.name]["RSS: convbook, float32"] = peak_rss("convbook", index)
    return found


def random_layers(count: int, least: float, most: float) -> Iterator[tuple[Workload, type]]:
    """Draw layers of `least` to `most` multiplications whose X takes 256 MiB at most."""
    rng = random.Random(11)

    def draw(low: int, high: int) -> int:
        return int(math.exp(rng.uniform(math.log(low), math.log(high + 1))))

    while count:
        H, W, D, K, F, S = draw(4, 256), draw(4, 256), draw(1, 512), draw(1, 512), draw(1, 11), draw(1, 4)
        dtype, P = rng.choice(list(DTYPES.values())), rng.choice([0, F // 2])
        name = f"{H}×{W}×{D} → {K}, F{F} S{S} P{P}, {dtype.__name__}"
        workload = Workload(name, H, W, D, F, S, P, K)
        fits = min(H, W) + 2 * P >= F and workload.flops // (2 * K) * dtype().itemsize <= 2**28
        if fits and least <= workload.flops / 2 <= most:
            count -= 1
            yield workload, dtype


def measure_sweep(count: int, least: float, most: float, seconds: float) -> dict[str, tuple[float, float]]:
    """Return the times of conv_layer and of one product alone, in units of the faster obvious way."""
    found = {}
    for workload, dtype in random_layers(count, least, most):
        ways = {"convbook": convbook, "product": floor(2**30), **OBVIOUS}
        cases = [Case(workload, dtype) for _ in range(PLACES)]
        places = [{name: prepare(case) for name, prepare in ways.items()} for case in cases]
        times = measure(places, 1, seconds)
        obvious = min(times[name] for name in OBVIOUS)
        found[workload.name] = times["convbook"] / obvious, times["product"] / obvious
    return found


def roofline() -> dict[str, dict[str, float]]:
    """Measure what bounds everything: multiplications and bytes per second, and the cost of a call."""
    found = {}
    for name, dtype in DTYPES.items():
        A, source = np.ones((1024, 1024), dtype), np.ones(2**23, dtype)
        target = np.empty_like(source)
        cached, there = source[: 2**16], target[: 2**16]
        pixel, weight = np.ones((3, 3, 1), dtype), np.ones((1, 3, 3, 1), dtype)
        patches = im2col(pixel, 3, padding=1)
        runs = {
            "product": lambda A=A: A @ A,
            "memory": lambda source=source, target=target: np.copyto(target, source),
            "cache": lambda cached=cached, there=there: np.copyto(there, cached),
            "known": lambda target=target: target.fill(1),
            "new": lambda dtype=dtype: np.empty(2**25 // dtype().itemsize + 2**12, dtype).fill(1),
            "conv_layer": lambda pixel=pixel, weight=weight: conv_layer(pixel, weight, padding=1),
            "col2im": lambda patches=patches: col2im(patches, (3, 3, 1), 3, padding=1),
        }
        times = measure([runs], 1, 3)
        found[name] = {
            "a large matrix product, GFLOP/s": 2 * 1024**3 / times["product"] / 1e9,
            "a copy in main memory, GB read and written a second": 2 * source.nbytes / times["memory"] / 1e9,
            "a copy in cache, GB read and written a second": 2 * cached.nbytes / times["cache"] / 1e9,
            "filling known memory, GB a second": target.nbytes / times["known"] / 1e9,
            "filling new memory, GB a second": (2**25 + 2**12 * dtype().itemsize) / times["new"] / 1e9,
            "`conv_layer` on 3×3 pixels, microseconds": times["conv_layer"] * 1e6,
            "`col2im` to 3×3 pixels, microseconds": times["col2im"] * 1e6,
        }
    return found


def machine() -> tuple[str, str]:
    """Return the name of the processor, with the kernels of its BLAS, and what else matters."""
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), model)
    blas = next(
        pool for pool in threadpool_info() if pool["user_api"] == "blas" and "numpy" in pool["filepath"]
    )
    return f"{model}, {blas.get('architecture')} kernels", (
        f"{platform.system()}; Python {platform.python_version()}, "
        f"NumPy {np.__version__} with {blas['internal_api']} {blas['version']}, "
        f"PyTorch {torch.__version__} ({torch.backends.cpu.get_cpu_capability()}), "
        f"SciPy {scipy.__version__}, OpenCV {cv2.__version__}"
    )


def step(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="small workloads, one thread; writes nothing")
    parser.add_argument(
        "--seconds", type=float, default=2.5, help="for each workload, dtype and number of threads"
    )
    parser.add_argument("--rss", nargs=2, metavar=("METHOD", "INDEX"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.rss:
        print_rss(options.rss[0], int(options.rss[1]))
        return
    quick = options.quick
    seconds = 0.2 if quick else options.seconds
    workloads = [w for w in [*LAYERS, *PHOTOS] if not quick or w.H < 2048]
    np.ones(2**21)  # from here on malloc keeps what is freed, as in any process that has run for a while
    set_threads(1)
    results = Results(*machine(), roofline=roofline())
    step("random layers")
    results.sweep = measure_sweep(20 if quick else 300, 1e6, 2e9, seconds / 10)
    results.tiny = measure_sweep(5 if quick else 60, 3e4, 1e6, seconds / 10)
    for threads in (1,) if quick else (1, 2):
        set_threads(threads)
        for dtype in DTYPES:
            for workload in workloads:
                step(f"{threads} thread{'s' if threads > 1 else ''}, {dtype}: {workload.name}")
                key, start, busy = (threads, dtype, workload), time.perf_counter(), busy_elsewhere()
                results.times[key] = measure_workload(workload, DTYPES[dtype], threads, seconds)
                results.busy_elsewhere[key] = share_elsewhere(busy, start)
            for workload in LAYERS:
                if workload.F > 1:
                    times = measure_col2im(workload, DTYPES[dtype], threads, seconds / 2)
                    results.col2im[threads, dtype, workload] = times
    set_threads(1)
    results.memory = measure_memory(MEMORY[:2] if quick else MEMORY)
    print(markdown(results))
    if not quick:
        path = HERE / "results.md"
        path.write_text(with_section(path.read_text("utf-8"), results), encoding="utf-8")
        figure(results).savefig(HERE / "results.png", dpi=110)


if __name__ == "__main__":
    main()
