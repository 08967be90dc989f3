"""Pooling: each window of a channel becomes one number, its largest pixel or its mean, and the way back.

Windows are pooled along one axis and then along the other: F + F steps for each output, not F * F. Padding is
never stored. Instead, for each place in the window, we work out which windows have a pixel there.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from .arguments import BATCH, VOLUME, as_floats, as_slopes, plan_windows
from .methods import SCRATCH, pieces
from .shapes import Layout, Padding, Pair, describe, room
from .words import say

KINDS = ("max", "mean")


def pool(
    x: ArrayLike,
    F: Pair,
    *,
    stride: Pair | None = None,
    padding: Padding = 0,
    kind: str = "max",
    count_padding: bool = False,
) -> np.ndarray:
    """Keep one number of every F × F window and channel: (H, W, D) gives (H2, W2, D), a batch a batch.

    `kind` is "max", the largest pixel, or "mean". Without a `stride`, the windows lie side by side: it is F.
    Padding never wins a maximum, since it counts as -inf. A mean divides by the number of pixels under the
    window or, with `count_padding`, by F * F, as if the padding were zeros.
    Errors: ValueError for an unknown kind or a window that lies wholly on the padding; otherwise as
    `conv_layer`.
    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.3.

    >>> import numpy as np
    >>> from convbook import pool
    >>> x = np.arange(16).reshape(4, 4, 1)
    >>> pool(x, 2)[:, :, 0]
    array([[ 5.,  7.],
           [13., 15.]])
    >>> pool(x, 2, kind="mean")[:, :, 0]
    array([[ 2.5,  4.5],
           [10.5, 12.5]])
    """
    x, plan = _pooling(x, F, stride, padding, kind)
    volumes = x if x.ndim == 4 else x[None]
    out = room(np.empty, (len(volumes), *plan.output, x.shape[-1]), x.dtype)
    for n, i in _pieces_of(volumes, plan):
        _pool_rows(volumes[n], plan, i, kind, out[n, i])
    if kind == "mean":
        out /= _divisors(x, plan, count_padding)
    return out.reshape(*x.shape[:-3], *out.shape[1:])


def pool_backward(
    x: ArrayLike,
    F: Pair,
    grad: ArrayLike,
    *,
    stride: Pair | None = None,
    padding: Padding = 0,
    kind: str = "max",
    count_padding: bool = False,
) -> np.ndarray:
    """Return the slopes of a loss at the pixels that `pool` was given, from the slopes at its output.

    `grad` has the shape of the output, and the result that of x. In a maximum, only the largest pixel counts,
    so it gets the whole slope of its window; of several equal ones, the first in reading order. In a mean
    every pixel gets the same share. Where windows overlap, the slopes are added up.
    Errors: as `pool`; also ValueError if grad does not have the shape of the output.
    Source: PyTorch chooses the same pixel among equals.

    >>> import numpy as np
    >>> from convbook import pool_backward
    >>> x = np.array([[1, 9, 4, 4], [0, 2, 4, 0]])[:, :, np.newaxis]
    >>> pool_backward(x, 2, [[[10], [20]]])[:, :, 0]
    array([[ 0., 10., 20.,  0.],
           [ 0.,  0.,  0.,  0.]])
    """
    x, plan = _pooling(x, F, stride, padding, kind)
    grad = as_slopes(grad, (*x.shape[:-3], *plan.output, x.shape[-1]), x.dtype)
    volumes, slopes = (x, grad) if x.ndim == 4 else (x[None], grad[None])
    grad_x = np.zeros(volumes.shape, x.dtype)
    shares = 1 if kind == "max" else 1 / _divisors(x, plan, count_padding)
    for n, i in _pieces_of(volumes, plan):
        if kind == "max":
            _max_backward(volumes[n], plan, i, slopes[n, i], grad_x[n])
        else:
            _sum_backward(plan, i, slopes[n, i] * shares[i], grad_x[n])
    return grad_x.reshape(x.shape)


def _pooling(
    x: ArrayLike, F: Pair, stride: Pair | None, padding: Padding, kind: str
) -> tuple[np.ndarray, Layout]:
    """Return x as floats, and where its windows lie; each must hold a pixel."""
    if kind not in KINDS:
        raise ValueError(say("errors.kind", value=describe(kind)))
    x = as_floats(x, "x", VOLUME, BATCH)
    plan = plan_windows(x.shape, F, F if stride is None else stride, padding)
    for n, f, s, (before, _), windows in zip(x.shape[-3:-1], *plan, strict=False):
        if before >= f or (windows - 1) * s - before >= n:
            raise ValueError(say("errors.window_without_pixel", window="x".join(map(str, plan.kernel))))
    return x, plan


def _pieces_of(x: np.ndarray, plan: Layout) -> Iterator[tuple[slice, slice]]:
    """Yield pieces of (N, H2): some volumes, or some rows of windows of one, that fit in the cache."""
    row = x[0, 0].nbytes * plan.stride[0]
    for n in pieces(len(x), SCRATCH // (row * plan.output[0])):
        for i in pieces(plan.output[0], SCRATCH // row):
            yield n, i


def _pool_rows(x: np.ndarray, plan: Layout, i: slice, kind: str, out: np.ndarray) -> None:
    """Fill out (n, rows, W2, D) with the largest pixels, or with sums, of the rows of windows i."""
    combine, neutral = (np.maximum, -np.inf) if kind == "max" else (np.add, 0)
    down = np.full((*out.shape[:2], *x.shape[2:]), neutral, x.dtype)
    for m in range(plan.kernel[0]):
        rows, lines = _meeting(x.shape[1], plan, 0, m, i)
        combine(down[:, rows], x[:, lines], out=down[:, rows])
    out.fill(neutral)
    for k in range(plan.kernel[1]):
        windows, columns = _meeting(x.shape[2], plan, 1, k)
        combine(out[:, :, windows], down[:, :, columns], out=out[:, :, windows])


def _max_backward(x: np.ndarray, plan: Layout, i: slice, grad: np.ndarray, grad_x: np.ndarray) -> None:
    """Add the slope of each window in the rows i to its first largest pixel; NaN counts as the largest.

    A slope times True or False would do, but for infinite ones, and slowly. Instead the bits of a slope meet
    a mask of ones (the integer -1) or zeros.
    """
    integer = np.dtype(f"i{x.itemsize}")
    most, remaining = np.empty_like(grad), grad.view(integer).copy()  # remaining: given to no pixel so far
    _pool_rows(x, plan, i, "max", most)
    holds_nan = np.isnan(most).any()
    for m in range(plan.kernel[0]):
        rows, lines = _meeting(x.shape[1], plan, 0, m, i)
        for k in range(plan.kernel[1]):
            windows, columns = _meeting(x.shape[2], plan, 1, k)
            pixels, waiting = x[:, lines, columns], remaining[:, rows, windows]
            largest = pixels == most[:, rows, windows]
            if holds_nan:
                largest |= np.isnan(pixels)
            given = waiting & -largest.view(np.int8).astype(integer)
            grad_x[:, lines, columns] += given.view(x.dtype)
            waiting ^= given


def _sum_backward(plan: Layout, i: slice, grad: np.ndarray, grad_x: np.ndarray) -> None:
    """Add the slope of each window in the rows i to all its pixels: first sideways, then down."""
    across = np.zeros((*grad.shape[:2], *grad_x.shape[2:]), grad.dtype)
    for k in range(plan.kernel[1]):
        windows, columns = _meeting(grad_x.shape[2], plan, 1, k)
        across[:, :, columns] += grad[:, :, windows]
    for m in range(plan.kernel[0]):
        rows, lines = _meeting(grad_x.shape[1], plan, 0, m, i)
        grad_x[:, lines] += across[:, rows]


def _divisors(x: np.ndarray, plan: Layout, count_padding: bool) -> np.ndarray:
    """Return by what each sum is divided to make a mean, (H2, W2, 1)."""
    if count_padding:
        return np.full((*plan.output, 1), np.prod(plan.kernel), x.dtype)
    held = []
    for axis, n in enumerate(x.shape[-3:-1]):
        first = np.arange(plan.output[axis]) * plan.stride[axis] - plan.padding[axis][0]
        held.append(np.minimum(first + plan.kernel[axis], n) - np.maximum(first, 0))
    return np.multiply.outer(*held)[:, :, None].astype(x.dtype)


def _meeting(n: int, plan: Layout, axis: int, place: int, some: slice | None = None) -> tuple[slice, slice]:
    """Return which windows of `some` have a pixel at this place of the window, and which pixels these are."""
    some = some or slice(0, plan.output[axis])
    S = plan.stride[axis]
    first = some.start * S - plan.padding[axis][0] + place  # the pixel, or padding, in the first window
    start = max(0, -(first // S))
    stop = max(start, min(some.stop - some.start, (n - 1 - first) // S + 1))
    return slice(start, stop), slice(first + start * S, first + max(start, stop - 1) * S + (stop > start), S)
