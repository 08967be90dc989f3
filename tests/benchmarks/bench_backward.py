"""Measure batches, conv_layer_backward, pool and pool_backward against PyTorch, with one thread and float32.

    python tests/benchmarks/bench_backward.py

in an environment with convbook and the dependency group `bench` writes backward.md beside this file. The
layers are those of bench_ops.py, and so is the clock. "PyTorch" is the faster of its two layouts.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import geometric_mean

import numpy as np
import torch
from bench_ops import machine, measure, set_threads, step
from contenders import LAYERS, Run, Workload
from report import ms, table
from torch.nn import functional

from convbook.backward import conv_layer_backward
from convbook.ops import conv_layer
from convbook.pooling import pool, pool_backward

HERE = Path(__file__).parent
BATCHES = 1, 32
SECONDS = 3
LAYOUTS = {"first": torch.contiguous_format, "last": torch.channels_last}
POOLINGS = [
    (32, 48, 24, 2, 2),
    (55, 55, 96, 3, 2),
    (224, 224, 64, 2, 2),
    (112, 112, 64, 3, 2),
    (10, 10, 16, 2, 2),
]
INTRODUCTION = """# Measured: batches, the way back, and pooling, against PyTorch

Written by `python tests/benchmarks/bench_backward.py`: one thread, float32, processor time, median, all ways
in turn. Each number is our time divided by that of PyTorch in the faster of its two layouts. On its way
forward, PyTorch's maximum notes where it found the largest pixel; ours looks for it again on the way back.
"""


def integers(*shape: int) -> np.ndarray:
    return np.random.default_rng(6).integers(-9, 10, shape).astype(np.float32)


def first(array: np.ndarray, layout: torch.memory_format) -> torch.Tensor:
    return torch.from_numpy(np.moveaxis(array, -1, -3)).contiguous(memory_format=layout)


def measure_pair(
    forward: Run, backward: Run, theirs: Callable, *arrays: np.ndarray
) -> tuple[list[float], float]:
    """Return our times forward and back in units of PyTorch's, and ours back in seconds."""
    runs = {"forward": forward, "backward": backward}
    for name, layout in LAYOUTS.items():
        inputs = [first(array, layout).requires_grad_() for array in arrays]
        out = theirs(*inputs)
        slopes = torch.ones_like(out)
        runs[f"{name}, forward"] = torch.no_grad()(lambda inputs=inputs: theirs(*inputs))
        runs[f"{name}, backward"] = lambda out=out, inputs=inputs, slopes=slopes: torch.autograd.grad(
            out, inputs, slopes, retain_graph=True
        )
    times = measure([runs], 1, SECONDS)
    best = [min(times[f"{name}, {way}"] for name in LAYOUTS) for way in ("forward", "backward")]
    return [times["forward"] / best[0], times["backward"] / best[1]], times["backward"]


def measure_layer(layer: Workload, N: int) -> tuple[list[float], float]:
    x, kernels = integers(N, layer.H, layer.W, layer.D), integers(layer.K, layer.F, layer.F, layer.D)
    where = {"stride": layer.S, "padding": layer.P}
    grad = np.ones_like(conv_layer(x, kernels, **where))
    return measure_pair(
        lambda: conv_layer(x, kernels, **where),
        lambda: conv_layer_backward(x, kernels, grad, **where),
        lambda x, kernels: functional.conv2d(x, kernels, **where),
        x,
        kernels,
    )


def measure_pooling(H: int, W: int, D: int, F: int, S: int, N: int, kind: str) -> tuple[list[float], float]:
    x = integers(N, H, W, D)
    grad = np.ones_like(pool(x, F, stride=S))
    theirs = functional.max_pool2d if kind == "max" else functional.avg_pool2d
    return measure_pair(
        lambda: pool(x, F, stride=S, kind=kind),
        lambda: pool_backward(x, F, grad, stride=S, kind=kind),
        lambda x: theirs(x, F, S),
        x,
    )


def rows_of(measured: dict[str, tuple[list[float], float]]) -> list[list[str]]:
    rows = [
        [name, *(f"{ratio:.2f}" for ratio in ratios), ms(seconds)]
        for name, (ratios, seconds) in measured.items()
    ]
    means = [geometric_mean(ratios[way] for ratios, _ in measured.values()) for way in (0, 1)]
    return [*rows, ["**geometric mean**", *(f"**{mean:.2f}**" for mean in means), ""]]


def main() -> None:
    set_threads(1)
    processor, others = machine()
    parts = [INTRODUCTION, f"## {processor}\n", f"{others}.\n"]
    for N in BATCHES:
        step(f"layers, N = {N}")
        layers = {layer.name: measure_layer(layer, N) for layer in LAYERS}
        header = [f"N = {N}", "forward", "backward", "backward, ms"]
        parts.append(table([header[0] + ", layer", *header[1:]], rows_of(layers)))
        for kind in ("max", "mean"):
            step(f"{kind}, N = {N}")
            pools = {
                f"{H}×{W}×{D}, F{F} S{S}": measure_pooling(H, W, D, F, S, N, kind)
                for H, W, D, F, S in POOLINGS
            }
            parts.append(table([f"{header[0]}, {kind} of a window", *header[1:]], rows_of(pools)))
    (HERE / "backward.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
