"""What the benchmark compares: the workloads, and every other way to compute them.

A contender is a function of a Case that returns a function without arguments: what can be prepared once, such
as PyTorch's own arrangement of the axes, is prepared before the clock starts. Each returns the same numbers.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal
from torch.nn import functional

from convbook import methods
from convbook.methods import patch_rows, pixel_rows, winograd
from convbook.ops import conv2d, conv_layer, im2col, pad


@dataclass(frozen=True)
class Workload:
    name: str
    H: int
    W: int
    D: int
    F: int
    S: int
    P: int
    K: int
    photo: bool = False  # a filter of a photo, not a layer of a network
    gemm_bound: bool = False  # the matrix product takes most of the time

    @property
    def output(self) -> tuple[int, int, int]:
        side = [(n - self.F + 2 * self.P) // self.S + 1 for n in (self.H, self.W)]
        return side[0], side[1], self.K

    @property
    def flops(self) -> int:
        return 2 * int(np.prod(self.output)) * self.F * self.F * self.D


LAYERS = [
    Workload("32×48×12 → 24, F3", 32, 48, 12, 3, 1, 1, 24),
    Workload("32×48×12 → 24, F3 S2", 32, 48, 12, 3, 2, 1, 24),
    Workload("AlexNet conv1, 227×227×3 → 96, F11 S4", 227, 227, 3, 11, 4, 0, 96, gemm_bound=True),
    Workload("VGG, 56×56×128 → 128, F3", 56, 56, 128, 3, 1, 1, 128, gemm_bound=True),
    Workload("VGG, 224×224×3 → 64, F3", 224, 224, 3, 3, 1, 1, 64, gemm_bound=True),
    Workload("ResNet stem, 224×224×3 → 64, F7 S2", 224, 224, 3, 7, 2, 3, 64, gemm_bound=True),
    Workload("bottleneck, 56×56×256 → 64, F1", 56, 56, 256, 1, 1, 0, 64, gemm_bound=True),
]
PHOTOS = [
    *(
        Workload(f"{n}×{n} grey, F{F}", n, n, 1, F, 1, F // 2, 1, photo=True)
        for n in (512, 2048)
        for F in (3, 5, 11)
    ),
    Workload("512×512×3 → 8, F5", 512, 512, 3, 5, 1, 2, 8, photo=True),
]


class Case:
    """The arrays of one workload: small whole numbers, so that every sum is exact."""

    def __init__(self, workload: Workload, dtype: type) -> None:
        self.of = workload
        rng = np.random.default_rng(6)
        self.x = rng.integers(-9, 10, (workload.H, workload.W, workload.D)).astype(dtype)
        self.kernels = rng.integers(-9, 10, (workload.K, workload.F, workload.F, workload.D)).astype(dtype)

    @cached_property
    def padded(self) -> np.ndarray:
        return pad(self.x, self.of.P)

    @cached_property
    def X(self) -> np.ndarray:
        return im2col(self.x, self.of.F, stride=self.of.S, padding=self.of.P)

    @cached_property
    def W(self) -> np.ndarray:
        return self.kernels.reshape(self.of.K, -1).T.copy()

    def empty(self) -> np.ndarray:
        return np.empty(self.of.output, dtype=self.x.dtype)


Run = Callable[[], object]


def convbook(case: Case) -> Run:
    of = case.of
    if of.D == of.K == 1:
        image, kernel = case.x[:, :, 0], case.kernels[0, :, :, 0]
        return lambda: conv2d(image, kernel, stride=of.S, padding=of.P)[:, :, np.newaxis]
    return lambda: conv_layer(case.x, case.kernels, stride=of.S, padding=of.P)


def floor(rows: int) -> Callable[[Case], Run]:
    """The matrix product alone, on a matrix X that is there already, `rows` rows at a time."""

    def prepare(case: Case) -> Run:
        X, W, out = case.X, case.W, case.empty()
        flat = out.reshape(len(X), -1)

        def run() -> np.ndarray:
            for i in range(0, len(X), rows):
                np.dot(X[i : i + rows], W, out=flat[i : i + rows])
            return out

        return run

    return prepare


class NoProducts:
    """NumPy, but a matrix product leaves `out` as it is."""

    dot = matmul = staticmethod(lambda *factors, out=0: out)

    def __getattr__(self, name: str) -> object:
        return getattr(np, name)


def all_but_the_product(case: Case) -> Run:
    """Run convbook with every product left out: checks, borders, copies, and memory that is never touched."""
    run, without = convbook(case), NoProducts()

    def rest() -> None:
        methods.np = without
        try:
            run()
        finally:
            methods.np = np

    return rest


def one_addition_each(X: np.ndarray, of: Workload) -> Run:
    """Add each number of X once, in the longest runs that one patch offers to a sum of whole strides.

    This is less than the way back needs: it stays within 128 KiB of X, in the cache, and spreads no sums.
    """
    H2, W2, _ = of.output
    some = max(1, 2**17 * H2 // X.nbytes)  # rows of windows
    patches = X.reshape(H2, W2, of.F, of.F, of.D)[:some].copy()
    sums = np.zeros_like(patches[:, :, : of.S])

    def run() -> None:
        for i in range(0, H2, some):
            for m in range(0, of.F, of.S):
                band = patches[: H2 - i, :, m : m + of.S]
                sums[: len(band), :, : band.shape[2]] += band

    return run


def naive_im2col(case: Case) -> Run:
    of = case.of
    W = case.kernels.reshape(of.K, -1).T
    return lambda: (im2col(case.x, of.F, stride=of.S, padding=of.P) @ W).reshape(of.output)


def tensordot(case: Case) -> Run:
    of = case.of

    def run() -> np.ndarray:
        windows = sliding_window_view(pad(case.x, of.P), (of.F, of.F), axis=(0, 1))[:: of.S, :: of.S]
        return np.tensordot(windows, case.kernels, axes=((2, 3, 4), (3, 1, 2)))

    return run


def einsum(case: Case) -> Run:
    of = case.of

    def run() -> np.ndarray:
        windows = sliding_window_view(pad(case.x, of.P), (of.F, of.F), axis=(0, 1))[:: of.S, :: of.S]
        return np.einsum("ijdmn,kmnd->ijk", windows, case.kernels, optimize=True)

    return run


def with_method(method: Callable) -> Callable[[Case], Run]:
    """One of convbook's own methods, whether or not it would be chosen."""

    def prepare(case: Case) -> Run:
        def run() -> np.ndarray:
            out, (S, P) = case.empty(), (case.of.S, case.of.P)
            method(case.x, case.kernels.transpose(1, 2, 3, 0), (S, S), ((P, P), (P, P)), out)
            return out

        return run

    return prepare


def pytorch(memory_format: torch.memory_format) -> Callable[[Case], Run]:
    def prepare(case: Case) -> Run:
        x = torch.from_numpy(case.x.transpose(2, 0, 1).copy())[None].contiguous(memory_format=memory_format)
        kernels = torch.from_numpy(case.kernels.transpose(0, 3, 1, 2).copy())
        kernels = kernels.contiguous(memory_format=memory_format)

        def run() -> np.ndarray:
            with torch.inference_mode():
                maps = functional.conv2d(x, kernels, stride=case.of.S, padding=case.of.P)
            return maps[0].numpy().transpose(1, 2, 0)

        return run

    return prepare


def by_channel(correlate: Callable[[np.ndarray, np.ndarray], np.ndarray]) -> Callable[[Case], Run]:
    """Build maps from a function that correlates one image with one kernel and keeps the size."""

    def prepare(case: Case) -> Run:
        channels = case.x.transpose(2, 0, 1).copy()
        kernels = case.kernels.transpose(0, 3, 1, 2).copy()

        def one_map(group: Iterable[np.ndarray]) -> np.ndarray:
            return sum(correlate(image, kernel) for image, kernel in zip(channels, group, strict=True))

        return lambda: np.stack([one_map(group) for group in kernels], axis=-1)

    return prepare


FLOORS = {f"product of {rows} rows": floor(rows) for rows in (128, 256, 512, 1024, 2048, 2**30)}
REST = {"all but the product": all_but_the_product}
NOT_ALL = {*FLOORS, *REST}  # parts of the work, whose result is no result
EVERYWHERE = {
    "convbook": convbook,
    "PyTorch": pytorch(torch.contiguous_format),
    "PyTorch channels_last": pytorch(torch.channels_last),
}
OBVIOUS = {"naive im2col": naive_im2col, "tensordot": tensordot}
WRITES_ALL_OF_X = {"naive im2col": naive_im2col, "einsum": einsum}
FOR_PHOTOS = {
    "cv2.filter2D": by_channel(lambda x, k: cv2.filter2D(x, -1, k, borderType=cv2.BORDER_CONSTANT)),
    "ndimage.correlate": by_channel(lambda x, k: ndimage.correlate(x, k, mode="constant")),
    "signal.correlate": by_channel(lambda x, k: signal.correlate(x, k, mode="same")),
    "signal.oaconvolve": by_channel(lambda x, k: signal.oaconvolve(x, k[::-1, ::-1], mode="same")),
}
METHODS = {"patch_rows": with_method(patch_rows), "pixel_rows": with_method(pixel_rows)}
FOR_3_X_3 = {"winograd": with_method(winograd)}


def contenders(workload: Workload, itemsize: int, threads: int) -> dict[str, Callable[[Case], Run]]:
    """Return all that run this workload: those that write all of X only where it is below half a gigabyte.

    The methods among themselves are compared with one thread.
    """
    X_bytes = workload.flops // (2 * workload.K) * itemsize
    return {
        **EVERYWHERE,
        **REST,
        **(METHODS if threads == 1 else {}),
        **(FOR_3_X_3 if threads == 1 and (workload.F, workload.S) == (3, 1) else {}),
        **(WRITES_ALL_OF_X if X_bytes < 2**29 else {}),
        **(FOR_PHOTOS if workload.photo else FLOORS),
    }
