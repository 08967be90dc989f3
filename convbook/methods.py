"""How a layer is computed: three short methods, and the one place that chooses between them.

First the layer, then the way back from X to the volume, `add_patches`.

Every method gets a volume x (H, W, D) that already has its border, kernels (FH, FW, D, K) and a stride
(vertical, horizontal), and fills `out` (H2, W2, K). Each is the product X·W of im2col: a patch is a row of X,
a kernel group a column of W. None of them ever holds the whole X. They build a piece in a scratch array,
multiply it while it is still in the cache of the processor, and use the same array for the next piece.

No weight is ever multiplied with a pixel outside its window, so a NaN reaches the windows that hold it and no
other; and every result is one inner product of F * F * D terms, so the usual bound on its rounding holds.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

SCRATCH = 2**20  # bytes of a scratch array: they fit in the cache of one core, and make fast products

Pixels = tuple[int, int]
Method = Callable[[np.ndarray, np.ndarray, Pixels, np.ndarray], None]


def run_layer(
    x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: tuple[Pixels, Pixels], out: np.ndarray
) -> None:
    """Fill out (H2, W2, K) with the maps of kernels (K, FH, FW, D), by the method that suits the sizes.

    `padding`, ((top, bottom), (left, right)), counts zeros. Only a block of x at a time gets its zeros: a
    copy of all of x would have to go to main memory and back.
    """
    kernels = kernels.transpose(1, 2, 3, 0)  # now reshape(-1, K) makes W
    (FH, FW, D, _), (SV, SH), ((top, _), (left, _)) = kernels.shape, stride, padding
    if FH * FW > 1 and kernels.nbytes <= SCRATCH:
        kernels = kernels.copy()  # many small products prefer whole rows of W, but not at any price in memory
    if not any(map(any, padding)):
        return _run(x, kernels, stride, out)
    pixel = D * x.itemsize
    for j in _pieces(out.shape[1], (SCRATCH // (4 * FH * pixel) - FW) // SH + 1):
        columns = range(j.start * SH - left, (j.stop - 1) * SH + FW - left)
        for i in _pieces(out.shape[0], (SCRATCH // (len(columns) * pixel) - FH) // SV + 1):
            rows = range(i.start * SV - top, (i.stop - 1) * SV + FH - top)
            _run(_block(x, rows, columns), kernels, stride, out[i, j])


def _run(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    choose(x, kernels, stride, out)(x, kernels, stride, out)


def _block(x: np.ndarray, rows: range, columns: range) -> np.ndarray:
    """Return a copy of x[rows, columns], where the ranges may reach beyond x: there it has zeros."""
    block = np.zeros((len(rows), len(columns), x.shape[2]), dtype=x.dtype)
    top, bottom = (min(max(i, 0), x.shape[0]) for i in (rows.start, rows.stop))
    left, right = (min(max(j, 0), x.shape[1]) for j in (columns.start, columns.stop))
    inside = block[top - rows.start : bottom - rows.start, left - columns.start : right - columns.start]
    inside[:] = x[top:bottom, left:right]
    return block


def choose(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> Method:
    """Say which method is fastest; tests/benchmarks/ has the measurements behind this.

    All methods do the same multiplications. What differs is how they copy pixels into X, and copying is fast
    when many numbers lie side by side, in the volume and in X.

    - A 1 × 1 kernel with stride 1: the pixels are X already, and nothing is copied.
    - `patch_rows` copies FW * D numbers at a time, one row of a patch. Good when there are many channels.
    - `pixel_rows` copies W2 numbers at a time, a row of pixels; and each pixel FW times, not FH * FW times.
      Good when there are few channels, so for every filter of a photo, unless rows are very short. A
      horizontal stride takes most of the gain away: the pixels of a row no longer lie side by side.

    Of 2600 layers of all sizes, the limits below make the average one 3 % slower than the better method of
    the two would, and the worst one 2.1 times.
    """
    FH, FW, D, _ = kernels.shape
    if FH == FW == stride[0] == stride[1] == 1 and x.flags.c_contiguous and out.flags.c_contiguous:
        return pixels_as_they_are
    row = FW * D
    few_channels = row <= 160 if stride[1] == 1 else row <= 24
    return pixel_rows if few_channels and out.shape[1] >= 16 else patch_rows


def pixels_as_they_are(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Run a layer of 1 × 1 kernels: one pixel, with all its channels, is one row of X."""
    _, _, D, K = kernels.shape
    np.dot(x.reshape(-1, D), kernels.reshape(D, K), out=out.reshape(-1, K))


def patch_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Build some rows of X, one patch in each, and multiply: out is filled from the top, piece by piece.

    A patch too large for the scratch array is taken some of its rows at a time, and the products add up. So
    a scratch array is never larger than SCRATCH, or one row of a patch.
    """
    (FH, FW, D, K), (H2, W2, _) = kernels.shape, out.shape
    windows = windows_of(x, (FH, FW), stride)
    bytes_of_a_row = FW * D * x.itemsize
    most = max(1, SCRATCH // (FH * bytes_of_a_row))  # patches at a time
    rows = max(1, min(FH, SCRATCH // bytes_of_a_row))  # of a patch at a time
    scratch = np.empty(min(most, H2 * W2) * rows * FW * D, dtype=x.dtype)
    for i in _pieces(H2, most // W2 if out.flags.c_contiguous else 1):
        for j in _pieces(W2, most):
            maps = out[i, j].reshape(-1, K)
            for m in _pieces(FH, rows):
                patches, W = windows[i, j, m], kernels[m].reshape(-1, K)
                X = scratch[: patches.size].reshape(len(maps), -1)
                np.copyto(X.reshape(patches.shape), patches)
                if m.start == 0:
                    np.dot(X, W, out=maps)
                else:
                    maps += np.dot(X, W)


def pixel_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, out: np.ndarray) -> None:
    """Build X transposed, one patch in each column, for one row of windows at a time.

    A row of X transposed holds what one weight meets: a row of pixels. For each image row the scratch array
    gets FW * D of them, shifted by 0, 1, ... FW - 1 pixels. FH image rows, one after the other, are the
    transposed X of a row of windows; the next row of windows shares all but the first of them.
    """
    (FH, FW, D, K), (SV, SH), (H2, W2, _) = kernels.shape, stride, out.shape
    W = kernels.reshape(-1, K)
    if K <= 12:
        W = np.asfortranarray(W)  # for few kernels BLAS prefers whole columns, with X on its side
    bytes_of_a_pixel = max(FW, SH) * D * x.itemsize  # in the scratch array, or before it is shifted
    for j in _pieces(W2, SCRATCH // (2 * FH * bytes_of_a_pixel)):
        width = j.stop - j.start
        strip = x[:, j.start * SH : (j.stop - 1) * SH + FW].transpose(0, 2, 1)  # (H, D, pixels)
        most = max(1, (SCRATCH // (bytes_of_a_pixel * width) - FH) // SV + 1)  # rows of windows at a time
        scratch = np.empty(((min(most, H2) - 1) * SV + FH, FW, D, width), dtype=x.dtype)
        line, _, row, number = scratch.strides
        X = as_strided(scratch, (min(most, H2), width, len(W)), (SV * line, number, row))  # FH lines each
        for i in _pieces(H2, most):
            lines = np.ascontiguousarray(strip[i.start * SV : (i.stop - 1) * SV + FH])
            down, channel, right = lines.strides
            shifted = as_strided(lines, (len(lines), FW, D, width), (down, right, channel, SH * right))
            scratch[: len(lines)] = shifted
            np.matmul(X[: i.stop - i.start], W, out=out[i, j])  # a product for each row of windows


def windows_of(x: np.ndarray, F: Pixels, stride: Pixels) -> np.ndarray:
    """Return all windows on x (H, W, D) as a view (H2, W2, FH, FW, D): nothing is copied."""
    (H, W, D), (FH, FW), (SV, SH), (down, right, deeper) = x.shape, F, stride, x.strides
    shape = (H - FH) // SV + 1, (W - FW) // SH + 1, FH, FW, D
    return as_strided(x, shape, (SV * down, SH * right, down, right, deeper), writeable=False)


def add_patches(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add patches (H2, W2, FH, FW, D) to the places in a volume that they come from.

    The volume is (H + SV - 1, W + SH - 1, D) for a stride of (SV, SH): there is room for whole strides, and
    what it holds beyond (H, W) stays as it is.
    """
    (H2, W2, _, _, D), (SV, SH) = patches.shape, stride
    for d in _pieces(D, 2 * SCRATCH // patches[0, 0, :, :, 0].nbytes):
        for j in _pieces(W2, 2 * SCRATCH // patches[0, 0, :, :, d].nbytes):
            for i in _pieces(H2, 2 * SCRATCH // patches[0, j, :, :, d].nbytes):
                _add_some(patches[i, j, :, :, d], stride, volume[i.start * SV :, j.start * SH :, d])


def _add_some(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add up what overlaps: first downwards, then sideways.

    Cut each patch into bands of SV rows: band b of one patch lies where band 0 lies b windows further down.
    So whole bands are added, and in X the numbers of a band stand side by side. One band a window is left.
    Those that are `apart` windows from each other do not overlap, and are added to the volume at once.
    """
    (height, width, FH, FW, D), (SV, SH) = patches.shape, stride
    bands, apart, thick = -(-FH // SV), -(-FW // SH), min(SV, FH)
    sums = np.empty((height + bands - 1, width, thick, FW, D), dtype=patches.dtype)
    sums[:height], sums[height:] = patches[:, :, :thick], 0
    for b in range(1, bands):
        band = patches[:, :, b * SV : (b + 1) * SV]
        sums[b : b + height, :, : band.shape[2]] += band
    lines = volume[: len(sums) * SV]
    for first in range(min(apart, width)):
        some = sums[:, first::apart].transpose(0, 2, 1, 3, 4)  # (lines, thick, count, FW, D)
        count = some.shape[2]
        # Cut into as many equal parts as there are bands; each begins with the place of one.
        places = lines[:, first * SH : (first + count * apart) * SH]
        places.reshape(len(sums), SV, count, apart * SH, D)[:, :thick, :, :FW] += some


def _pieces(n: int, most: int) -> Iterator[slice]:
    """Cut 0 ... n into slices of about equal length, at most `most` (but at least 1)."""
    count = -(-n // max(1, most))
    length = -(-n // count)
    return (slice(i, min(i + length, n)) for i in range(0, n, length))
