"""How a layer is computed: five short methods, the one place that chooses between them, and the way back.

Every method gets a volume x (H, W, D), kernels (FH, FW, D, K), a stride (vertical, horizontal) and a padding
((top, bottom), (left, right)) that counts zeros, and fills `out` (H2, W2, K). Four of them are the product
X·M of im2col: a patch is a row of X, a filter a column of M. For a large layer none holds the whole X, nor
all of x with its zeros. They build a piece in a scratch array, multiply it while it is still in the cache
of the processor, and reuse the same array for the next piece. Every output is one inner product of F * F * D
terms, so the usual bound on its rounding holds. The fifth, `winograd`, multiplies less and rounds more.

No output depends on a pixel outside its window, so a NaN reaches only the windows that hold it.
"""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.lib.stride_tricks import as_strided

SCRATCH = 2**20  # bytes of a scratch array: it fits in the cache of one core, and products are fast

Pixels = tuple[int, int]
Sides = tuple[Pixels, Pixels]
Method = Callable[[np.ndarray, np.ndarray, Pixels, Sides, np.ndarray], None]


def run_layer(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Fill out (H2, W2, K) with the maps of kernels (K, FH, FW, D), with the method that suits the sizes."""
    kernels = kernels.transpose(1, 2, 3, 0)  # now reshape(-1, K) gives M
    choose(x, kernels, stride, padding, out)(x, kernels, stride, padding, out)


def run_batch(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Fill out (N, H2, W2, K) for x (N, H, W, D): small volumes several at a time, others one by one."""
    K, FH, FW, D = kernels.shape
    one = out[0].size // K * FH * FW * D * x.itemsize + out[0].nbytes  # bytes of X and the maps of a volume
    if 2 * one <= 2 * SCRATCH:
        for n in pieces(len(x), 2 * SCRATCH // one):
            all_patches(x[n], kernels.transpose(1, 2, 3, 0), stride, padding, out[n])
    else:
        for volume, maps in zip(x, out, strict=True):
            run_layer(volume, kernels, stride, padding, maps)


def choose(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> Method:
    """Choose the fastest method; the measurements behind this are in tests/benchmarks/.

    - A 1 × 1 kernel with stride 1: the pixels are X already, and nothing is copied.
    - `winograd` multiplies less and adds more. Good for 3 × 3 kernels between many channels.
    - `all_patches`, one product, is best whenever the whole X is small.

    The other two differ in how they copy pixels into X, which is fast when many numbers lie side by side.

    - `patch_rows` copies FW * D numbers at a time, one row of a patch. Good when there are many channels.
    - `pixel_rows` copies W2 numbers at a time, a row of pixels; and each pixel FW times, not FH * FW times.
      Good when there are few channels, so for every filter of a photo, unless rows are short: each is a
      separate product. With a horizontal stride, the pixels of a row no longer lie side by side.
    """
    (FH, FW, D, K), S = kernels.shape, stride[1]
    if FH == FW == S == stride[0] == 1 and x.flags.c_contiguous and padding == ((0, 0), (0, 0)):
        return pixels_as_they_are
    if FH == FW == 3 and S == stride[0] == 1 and suits_winograd(x, kernels, out):
        return winograd
    rows, row, W2 = out.size // K, FW * D, out.shape[1]
    held = (x.shape[0] + sum(padding[0])) * (x.shape[1] + sum(padding[1])) * D * x.itemsize  # with its zeros
    if rows * FH * row * x.itemsize + out.nbytes <= 2 * SCRATCH and held <= SCRATCH:
        return all_patches
    few_channels = row <= min(W2, 160 if S == 1 else 24)
    return pixel_rows if few_channels and FW > 1 and max(32, K) <= W2 else patch_rows


def pixels_as_they_are(x: np.ndarray, kernels: np.ndarray, _: Pixels, __: Sides, out: np.ndarray) -> None:
    """Run a layer of 1 × 1 kernels: one pixel, with all its channels, is one row of X."""
    _multiply(x.reshape(-1, x.shape[2]), kernels[0, 0], out.reshape(-1, out.shape[2]))


def all_patches(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Build the whole X and multiply once: for small layers, and for several small volumes together."""
    (height, width, _), ((top, bottom), (left, right)) = x.shape[-3:], padding
    padded = _block(x, range(-top, height + bottom), range(-left, width + right))
    M, maps = kernels.reshape(-1, out.shape[-1]), out.reshape(-1, out.shape[-1])
    X = windows_of(padded, kernels.shape[:2], stride).reshape(len(maps), len(M))
    _multiply(X, M, maps)


def patch_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Build some rows of X, one patch in each, and multiply: out is filled from the top, piece by piece."""
    (FH, FW, _, K), (H2, W2, _), (SV, SH), ((top, _), (left, _)) = kernels.shape, out.shape, stride, padding
    M = kernels.reshape(-1, K)
    most = _rows_at_a_time(M)
    if any(map(any, padding)):  # a block with zeros holds the gaps between windows too
        most = most * FH * FW // max(FH * FW, SV * SH)
    scratch = np.empty(min(max(1, most), H2 * W2) * len(M), dtype=x.dtype)
    for j in pieces(W2, most):
        columns = _lines(j, SH, FW, left)
        for i in pieces(H2, most // W2):
            patches = windows_of(_block(x, _lines(i, SV, FH, top), columns), (FH, FW), stride)
            X = scratch[: patches.size].reshape(-1, len(M))
            np.copyto(X.reshape(patches.shape), patches)
            _multiply(X, M, out[i, j].reshape(-1, K))


def _multiply(X: np.ndarray, M: np.ndarray, maps: np.ndarray) -> None:
    """Fill maps with the product X·M; for filters of one weight without BLAS, whose 0 times NaN may be 0."""
    if len(M) > 1:
        np.dot(X, M, out=maps)
    else:
        with np.errstate(all="ignore"):  # as silent as BLAS
            np.multiply(X, M, out=maps)
            maps += 0  # a sum of one product: 0, not -0


def _rows_at_a_time(M: np.ndarray) -> int:
    """Say how many rows of X to multiply by M at once: as many as fit in the cache with their outputs.

    But BLAS rearranges its part of X and all of M for each product, so many small products are slow on every
    processor. With 4 * Q or 4 * K rows, rearranging M takes a fifth of the time or less.
    """
    Q, K = M.shape
    return max(SCRATCH // ((Q + K) * M.itemsize), 4 * min(Q, K))


def pixel_rows(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Build X transposed, one patch in each column, for one row of windows at a time.

    A row of X transposed holds what one weight meets: a row of pixels. For each image row the scratch array
    gets FW * D of them, shifted by 0, 1, ... FW - 1 pixels. FH image rows, one after the other, are the
    transposed X of a row of windows; the next row of windows shares all but the first of them.
    """
    (FH, FW, D, K), (SV, SH), (H2, W2, _) = kernels.shape, stride, out.shape
    M = kernels.reshape(-1, K)  # its columns lie side by side: BLAS prefers that for few kernels
    if K > 12:
        M = np.ascontiguousarray(M)
    bytes_of_a_pixel = max(FW, SH) * D * x.itemsize  # in the scratch array, or before it is shifted
    for j in pieces(W2, SCRATCH // (2 * FH * bytes_of_a_pixel)):
        width, columns = j.stop - j.start, _lines(j, SH, FW, padding[1][0])
        most = max(1, (SCRATCH // (bytes_of_a_pixel * width) - FH) // SV + 1)  # rows of windows at a time
        scratch = np.empty(((min(most, H2) - 1) * SV + FH, FW, D, width), dtype=x.dtype)
        line, _, row, number = scratch.strides
        X = as_strided(scratch, (min(most, H2), width, len(M)), (min(SV, len(scratch)) * line, number, row))
        for i in pieces(H2, most):
            block = _block(x, _lines(i, SV, FH, padding[0][0]), columns)
            pixels = np.ascontiguousarray(block.transpose(0, 2, 1))  # (lines, D, columns)
            shape, (down, channel, right) = (len(pixels), FW, D, width), pixels.strides
            shifted = as_strided(pixels, shape, (down, right, channel, min(SH, len(columns)) * right))
            scratch[: len(pixels)] = shifted
            np.matmul(X[: i.stop - i.start], M, out=out[i, j])  # a product for each row of windows


def winograd(x: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, out: np.ndarray) -> None:
    """Run a layer of 3 × 3 kernels with stride 1: a tile of 2 × 2 outputs takes 16 multiplications, not 36.

    Along one axis, pixels a b c d and weights g h k make two outputs, a·g + b·h + c·k and b·g + c·h + d·k.
    Of the four products p = (a - c)·g, q = (b + c)·(g + h + k)/2, r = (c - b)·(g - h + k)/2, s = (b - d)·k
    the outputs are p + q + r and q - r - s. Along both axes that makes 4 · 4 products, of 16 sums of a tile's
    pixels with 16 sums of weights; adding up the channels turns each of the 16 into a product of matrices.

    Rounding: a pixel also meets the other weights of its window, in terms that cancel. If pixels and weights
    are of about one size, the bound on the error is 64/9 * (D + 12) units instead of 9 * D, and in practice a
    float32 loses up to one bit more than in one product. If they differ much within a window, it loses up to
    as many bits as lie between the largest terms and those that count. Whole numbers: `suits_winograd`.
    Source: A. Lavin and S. Gray, Fast Algorithms for Convolutional Neural Networks (2016), F(2×2, 3×3).
    """
    (_, _, D, K), (H2, W2, _), ((top, _), (left, _)) = kernels.shape, out.shape, padding
    weights = _weight_sums(_weight_sums(kernels).swapaxes(0, 1)).reshape(16, D, K)  # columns, then rows
    most = SCRATCH // (11 * (D + max(D, K)) * x.itemsize)  # tiles at a time
    for j in pieces(-(-W2 // 2), most):  # the last tiles may reach beyond the maps
        columns, wide = range(2 * j.start - left, 2 * j.stop + 2 - left), j.stop - j.start
        for i in pieces(-(-H2 // 2), most // wide):
            lines, high = range(2 * i.start - top, 2 * i.stop + 2 - top), i.stop - i.start
            sums = np.empty((4, 4, high, wide, D), dtype=x.dtype)
            scratch = np.empty(16 * high * wide * max(D, K), dtype=x.dtype)
            halfway = scratch[: 4 * high * len(columns) * D].reshape(4, high, len(columns), D)
            _pixel_sums(_block(x, lines, columns), halfway)
            _pixel_sums(halfway.transpose(2, 0, 1, 3), sums.transpose(0, 3, 1, 2, 4))
            products = scratch[: 16 * high * wide * K].reshape(16, high * wide, K)
            np.matmul(sums.reshape(16, high * wide, D), weights, out=products)
            products = products.reshape(4, 4, high, wide, K)
            _results(products, products[0], products[1])
            for side in (0, 1):
                maps = out[2 * i.start : 2 * i.stop, 2 * j.start + side : 2 * j.stop : 2]
                _results(products[side, :, :, : maps.shape[1]], maps[::2], maps[1::2])


def suits_winograd(x: np.ndarray, kernels: np.ndarray, out: np.ndarray) -> bool:
    """Say whether `winograd` is faster for these sizes, and good enough for these numbers.

    Of whole numbers it adds multiples of 1/4, up to 81 * D * (largest pixel) * (largest weight). If these fit
    in the mantissa, nothing is rounded. This keeps all numbers far from overflow too, and what is not finite
    fails it. With kernels of mostly zeros, pixels under the zeros would leave their rounding behind.
    """
    (_, _, D, K), (H2, W2, _) = kernels.shape, out.shape
    if D * K < 64 * (D + K) or 16 * D * K * x.itemsize > 2 * SCRATCH or H2 * W2 < 600 or min(H2, W2) < 8:
        return False
    numbers = np.finfo(x.dtype)
    pixel, weight = (max(float(a.max()), -float(a.min())) for a in (x, kernels))
    exact = 4 * 81 * D * pixel * weight <= 2.0 ** (numbers.nmant + 1)
    small = min(pixel, weight) < float(numbers.tiny) ** 0.25  # near underflow, halves are rounded
    return exact and not small and 2 * np.count_nonzero(kernels) > kernels.size


def _weight_sums(weights: np.ndarray) -> np.ndarray:
    """Return g, (g + h + k)/2, (g - h + k)/2 and k of weights (3, ...)."""
    g, h, k = weights
    ends = g + k
    return np.stack([g, (ends + h) / 2, (ends - h) / 2, k])


def _pixel_sums(pixels: np.ndarray, sums: np.ndarray) -> None:
    """Fill sums (4, n, ...) with a - c, b + c, c - b and b - d of each tile of pixels (2 * n + 2, ...)."""
    a, b, c, d = pixels[:-2:2], pixels[1:-1:2], pixels[2::2], pixels[3::2]
    np.subtract(a, c, out=sums[0])
    np.add(b, c, out=sums[1])
    np.subtract(c, b, out=sums[2])
    np.subtract(b, d, out=sums[3])


def _results(products: np.ndarray, first: np.ndarray, second: np.ndarray) -> None:
    """Fill first with p + q + r and second with q - r - s; this overwrites the products p q r s."""
    p, q, r, s = products
    p += q
    np.add(p, r, out=first)
    q -= r
    np.subtract(q[: len(second)], s[: len(second)], out=second)


def _lines(windows: slice, stride: int, F: int, before: int) -> range:
    """Return the lines of x under some windows, where `before` lines of zeros come first."""
    return range(windows.start * stride - before, (windows.stop - 1) * stride + F - before)


def _block(x: np.ndarray, lines: range, columns: range) -> np.ndarray:
    """Return x[..., lines, columns, :], or a copy with zeros where the ranges reach beyond x."""
    (*N, H, W, D), i, j = x.shape, lines.start, columns.start
    if i >= 0 and j >= 0 and lines.stop <= H and columns.stop <= W:
        return x[..., i : lines.stop, j : columns.stop, :]
    block = np.zeros((*N, len(lines), len(columns), D), dtype=x.dtype)
    top, bottom = min(max(i, 0), H), min(max(lines.stop, 0), H)
    left, right = min(max(j, 0), W), min(max(columns.stop, 0), W)
    block[..., top - i : bottom - i, left - j : right - j, :] = x[..., top:bottom, left:right, :]
    return block


def windows_of(x: np.ndarray, F: Pixels, stride: Pixels) -> np.ndarray:
    """Return all windows on x (..., H, W, D) as a view (..., H2, W2, FH, FW, D): nothing is copied."""
    (*N, H, W, D), (FH, FW), (SV, SH), (*over, down, right, deeper) = x.shape, F, stride, x.strides
    shape = *N, (H - FH) // SV + 1, (W - FW) // SH + 1, FH, FW, D
    strides = *over, min(SV, H) * down, min(SH, W) * right, down, right, deeper
    if x.flags.c_contiguous:  # the same in a tenth of the time, which counts for small images
        return np.ndarray(shape, x.dtype, x, 0, strides)
    return as_strided(x, shape, strides, writeable=False)


def patches_in_pieces(
    x: np.ndarray, F: Pixels, stride: Pixels, padding: Sides, output: Pixels, most: int
) -> Iterator[tuple[tuple[slice, slice, slice], np.ndarray]]:
    """Yield the X of a batch (N, H, W, D), some rows at a time, and where in (N, H2, W2) they belong."""
    (H2, W2), ((top, _), (left, _)), Q = output, padding, F[0] * F[1] * x.shape[-1]
    scratch = np.empty(min(max(1, most), len(x) * H2 * W2) * Q, x.dtype)
    for n in pieces(len(x), most // (H2 * W2)):
        for j in pieces(W2, most):
            columns = _lines(j, stride[1], F[1], left)
            for i in pieces(H2, most // W2):
                windows = windows_of(_block(x[n], _lines(i, stride[0], F[0], top), columns), F, stride)
                X = scratch[: windows.size].reshape(-1, Q)
                np.copyto(X.reshape(windows.shape), windows)
                yield (n, i, j), X


def add_patches(patches: np.ndarray, stride: Pixels, volume: np.ndarray) -> None:
    """Add patches (H2, W2, FH, FW, D) to the places in a volume that they come from.

    The volume is (H + SV - 1, W + SH - 1, D) for a stride of (SV, SH): there is room for whole strides, and
    what it holds beyond (H, W) stays as it is.
    """
    (H2, W2, _, _, D), (SV, SH) = patches.shape, stride
    for d in pieces(D, 2 * SCRATCH // patches[0, 0, :, :, 0].nbytes):
        for j in pieces(W2, 2 * SCRATCH // patches[0, 0, :, :, d].nbytes):
            for i in pieces(H2, 2 * SCRATCH // patches[0, j, :, :, d].nbytes):
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


def pieces(n: int, most: int) -> Iterator[slice]:
    """Cut 0 ... n into slices of about equal length, at most `most` (but at least 1)."""
    count = -(-n // max(1, most))
    length = -(-n // count)
    return (slice(i, min(i + length, n)) for i in range(0, n, length))
