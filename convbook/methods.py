"""How a layer is computed: three short methods, and the one place that chooses between them.

First the layer, then the way back from X to the volume, `add_patches`.

Every method gets a volume x (H, W, D) that already has its border, kernels (K, FH, FW, D) and a stride
(vertical, horizontal), and fills `out` (H2, W2, K). Each is the product X·W of im2col: a patch is a row of X,
a kernel group a column of W. None of them ever holds the whole X. They build a piece in a scratch array,
multiply it while it is still in the cache of the processor, and use the same array for the next piece.

No weight is ever multiplied with a pixel outside its window, so a NaN reaches the windows that hold it and no
other; and every result is one inner product of F * F * D terms, so the usual bound on its rounding holds.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

SCRATCH = 2**20  # bytes of scratch: small enough for the cache of one core, large enough for fast products

Pixels = tuple[int, int]
Method = Callable[[np.ndarray, np.ndarray, Pixels, np.ndarray], None]


def run_layer(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Fill out (H2, W2, K) with the layer's maps, by the method that suits the sizes."""
    choose(x, kernels, stride, out)(x, kernels, stride, out)


def choose(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> Method:
    """Say which method is fastest; tests/benchmarks/ has the measurements behind this.

    All methods do the same multiplications. What differs is how they copy pixels into X, and copying is fast
    when many numbers lie side by side, in the volume and in X.

    - A 1 × 1 kernel with stride 1: the pixels are X already, and nothing is copied.
    - `patch_rows` copies FW * D numbers at a time, one row of a patch. Good when there are many channels.
    - `pixel_rows` copies W2 numbers at a time, a row of pixels; and each pixel FW times, not FH * FW times.
      Good when there are few channels, so for every filter of a photo, unless rows are very short. A
      horizontal stride takes part of the gain away: the pixels of a row no longer lie side by side.
    """
    _, FH, FW, D = kernels.shape
    if FH == FW == stride[0] == stride[1] == 1 and x.flags.c_contiguous:
        return pixels_as_they_are
    few_channels = FW * D * stride[1] <= 80
    return pixel_rows if few_channels and out.shape[1] >= 32 else patch_rows


def pixels_as_they_are(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Run a layer of 1 × 1 kernels: one pixel, with all its channels, is one row of X."""
    K, _, _, D = kernels.shape
    np.dot(x.reshape(-1, D), _columns_of(kernels), out=out.reshape(-1, K))


def patch_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Build some rows of X, one patch in each, and multiply: out is filled from the top, piece by piece."""
    (K, FH, FW, _), (SV, SH), (H2, W2, _) = kernels.shape, stride, out.shape
    W = _columns_of(kernels)
    windows = sliding_window_view(x, (FH, FW), axis=(0, 1))[::SV, ::SH]  # a view: nothing is copied yet
    windows = windows.transpose(0, 1, 3, 4, 2)  # (H2, W2, FH, FW, D)
    most = max(1, SCRATCH // (len(W) * x.itemsize))  # patches at a time
    scratch = np.empty((min(most, H2 * W2), len(W)), dtype=x.dtype)
    for i in _pieces(H2, most // W2):
        for j in _pieces(W2, most):
            patches, maps = windows[i, j], out[i, j]
            X = scratch[: patches.shape[0] * patches.shape[1]]
            np.copyto(X.reshape(patches.shape), patches)
            np.dot(X, W, out=maps.reshape(-1, K))


def pixel_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Build X transposed, one patch in each column, for one row of windows at a time.

    A row of X transposed holds what one weight meets: a row of pixels. For each image row the scratch array
    gets FW * D of them, shifted by 0, 1, ... FW - 1 pixels. FH image rows, one after the other, are the
    transposed X of a row of windows; the next row of windows shares all but the first of them.
    """
    (_, FH, FW, D), (SV, SH), (H2, W2, _) = kernels.shape, stride, out.shape
    W = _columns_of(kernels)
    bytes_of_one_pixel = FW * D * x.itemsize
    for j in _pieces(W2, SCRATCH // (2 * FH * bytes_of_one_pixel)):
        width = j.stop - j.start
        strip = x[:, j.start * SH : (j.stop - 1) * SH + FW].transpose(0, 2, 1)  # (H, D, pixels)
        most = max(1, (SCRATCH // (bytes_of_one_pixel * width) - FH) // SV + 1)  # rows of windows at a time
        height = (min(most, H2) - 1) * SV + FH
        planes = np.empty((height, *strip.shape[1:]), dtype=x.dtype)
        shifted = sliding_window_view(planes, (width - 1) * SH + 1, axis=2)[..., ::SH].transpose(0, 2, 1, 3)
        scratch = np.empty((height, FW, D, width), dtype=x.dtype)
        X = sliding_window_view(scratch, FH, axis=0)[::SV].transpose(0, 4, 1, 2, 3)  # FH lines each, a view
        X = X.reshape(-1, len(W), width).transpose(0, 2, 1)  # a view still: these lines lie one after another
        for i in _pieces(H2, most):
            lines = strip[i.start * SV : (i.stop - 1) * SV + FH]
            np.copyto(planes[: len(lines)], lines)
            np.copyto(scratch[: len(lines)], shifted[: len(lines)])
            np.matmul(X[: i.stop - i.start], W, out=out[i, j])  # a product for each row of windows


def add_patches(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add patches (H2, W2, FH, FW, D) to the places in a volume (H, W + SH - 1, D) that they come from.

    The SH - 1 more columns, for stride SH, are never written to: they make room for whole strides.
    Long rows of a patch are added as they are. Short ones, of fewer than 20 numbers, cost more to find than
    to add: then the patches are first turned into rows of pixels.
    """
    FW, D = patches.shape[3:]
    (_add_pixel_rows if FW * D < 20 else _add_patch_rows)(patches, stride, volume)


def _add_patch_rows(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add one row of many patches at once: of patches that lie apart, so that none of them overlap."""
    (H2, W2, FH, FW, D), (SV, SH) = patches.shape, stride
    apart = -(-FW // SH)
    for i in _pieces(H2, SCRATCH // patches[0].nbytes):
        for m, first in np.ndindex(FH, min(apart, W2)):
            rows = patches[i, first::apart, m]  # (height, count, FW, D)
            height, count = rows.shape[:2]
            lines = volume[i.start * SV + m :: SV, first * SH : (first + count * apart) * SH][:height]
            # Cut into as many equal parts as there are patches; each begins with the place of one.
            lines.reshape(height, count, apart * SH, D)[:, :, :FW] += rows


def _add_pixel_rows(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add what one weight meets, a row of pixels: in a strip with separate channels, then to the volume."""
    (H2, W2, FH, FW, D), (SV, SH) = patches.shape, stride
    most = SCRATCH // patches[0, 0].nbytes  # patches at a time
    for j in _pieces(W2, most):
        width = j.stop - j.start
        scratch = np.empty((FH, FW, max(1, most // width), D, width), dtype=patches.dtype)
        for i in _pieces(H2, most // width):
            height = i.stop - i.start
            pixels = scratch[:, :, :height]
            for row in range(height):
                np.copyto(pixels[:, :, row], patches[i.start + row, j].transpose(1, 2, 3, 0))
            strip = np.zeros(((height - 1) * SV + FH, D, (width - 1) * SH + FW), dtype=patches.dtype)
            for m, n in np.ndindex(FH, FW):
                strip[m::SV, :, n::SH][:height, :, :width] += pixels[m, n]
            lines = volume[i.start * SV : i.start * SV + len(strip)]
            lines[:, j.start * SH : j.start * SH + strip.shape[2]] += strip.transpose(0, 2, 1)


def _columns_of(kernels: np.ndarray) -> np.ndarray:
    """Return W (FH * FW * D, K): every kernel group stretched into a column."""
    W = kernels.reshape(len(kernels), -1).T
    return W.copy() if W.nbytes <= SCRATCH else W  # BLAS prefers whole rows, but not at any price in memory


def _pieces(n: int, most: int) -> Iterator[slice]:
    """Cut 0 ... n into slices of about equal length, at most `most` (but at least 1)."""
    count = -(-n // max(1, most))
    length = -(-n // count)
    return (slice(i, min(i + length, n)) for i in range(0, n, length))
