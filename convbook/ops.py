"""The operations of the book on NumPy arrays: pad, convolve, run a layer, write it as a matrix product.

Images are (H, W), volumes (H, W, D) with channels last, banks of filters (K, F, F, D). float32 stays float32;
all other real numbers become float64 before any arithmetic. Kernels and biases take the dtype of the image.
No input is modified, and no output shares memory with an input.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import BATCH, IMAGE, VOLUME, as_bank, as_floats, as_real, plan_windows
from .methods import add_patches, run_batch, run_layer, windows_of
from .shapes import Padding, Pair, Sides, describe, four_sides, integers, room
from .words import say, text

MODES = ("constant", "edge", "reflect", "wrap")
ELSEWHERE = {  # the names that SciPy, PyTorch, Keras and OpenCV give to a mode, in small letters
    "constant": ("constant", "zeros", "zero", "fill", "grid_constant", "border_constant"),
    "edge": ("edge", "nearest", "replicate", "replication", "border", "border_replicate"),
    "reflect": (
        "reflect",
        "mirror",
        "reflection",
        "border_reflect_101",
        "border_reflect101",
        "border_default",
    ),
    "wrap": ("wrap", "circular", "periodic", "grid_wrap", "border_wrap"),
    "symmetric": ("symmetric", "symm", "grid_mirror", "border_reflect"),
    "same": ("same",),
    "valid": ("valid",),
    "full": ("full",),
}
OUTSIDE = -1  # in source_indices: this pixel comes from nowhere; it is a zero


def pad(x: ArrayLike, padding: Padding, mode: str = "constant") -> np.ndarray:
    """Put a border around an image (H, W) or a volume (H, W, D).

    `padding` counts pixels: an integer, a pair (vertical, horizontal), or ((top, bottom), (left, right)).
    `mode` says what they hold: "constant" zeros, "edge" the nearest pixel, "reflect" the image mirrored about
    its outermost pixel (which is not repeated), "wrap" the pixels of the opposite side.
    Errors: ValueError for an unknown mode, negative padding, or more than n - 1 ("reflect") or n ("wrap")
    pixels on an axis of n; TypeError for any other kind of argument.
    Source: the modes and their names are those of `numpy.pad`; SciPy's "reflect" means something else.

    >>> from convbook import pad
    >>> pad([[1, 2, 3]], ((0, 1), (2, 0)), mode="edge")
    array([[1., 1., 1., 2., 3.],
           [1., 1., 1., 2., 3.]])
    """
    x = as_floats(x, "x", IMAGE, VOLUME)
    padded = _bordered(x, four_sides(padding, "padding", "padding_in_numbers"), mode)
    return x.copy() if padded is x else padded


def source_indices(n: int, before: int, after: int, mode: str = "constant") -> np.ndarray:
    """Return, for each pixel of a padded axis, which of the n pixels it copies; OUTSIDE (-1) is a zero.

    Errors: as `pad`.

    >>> from convbook.ops import source_indices
    >>> source_indices(4, 3, 2, "reflect")
    array([3, 2, 1, 0, 1, 2, 3, 2, 1])
    """
    _check_mode(mode)
    padding = max(before, after)
    most = {"reflect": n - 1, "wrap": n}.get(mode, padding)
    if padding > most:
        raise ValueError(say("errors.padding_beyond", padding=padding, mode=mode, size=n, most=most))
    i = np.arange(-before, n + after)
    match mode:
        case "constant":
            return np.where((i < 0) | (i >= n), OUTSIDE, i)
        case "edge":
            return np.clip(i, 0, n - 1)
        case "reflect":
            return (n - 1) - abs((n - 1) - abs(i))
        case _:  # "wrap"
            return i % n


def conv2d(
    image: ArrayLike, kernel: ArrayLike, *, stride: Pair = 1, padding: Padding = 0, mode: str = "constant"
) -> np.ndarray:
    """Convolve an image (H, W) with a kernel (F, F), as deep learning does: without flipping the kernel.

    The result is (H2, W2): out[i, j] is the sum of kernel[m, n] * padded[i * S + m, j * S + n] over m and n.
    Errors: ValueError or TypeError for a kernel larger than the padded image, or for an argument of the wrong
    form.
    Source: cross-correlation, Goodfellow, Bengio and Courville, Deep Learning (2016), equation 9.6.

    >>> from convbook import conv2d
    >>> conv2d([[1, 2, 4], [0, 3, 9]], [[-1, 1]])
    array([[1., 2.],
           [3., 6.]])
    """
    image, kernel = as_floats(image, "image", IMAGE), as_floats(kernel, "kernel", "(F, F)")
    one_channel, one_filter = image[:, :, None], kernel[None, :, :, None]
    return conv_layer(one_channel, one_filter, stride=stride, padding=padding, mode=mode)[:, :, 0]


def conv_layer(
    x: ArrayLike,
    kernels: ArrayLike,
    bias: ArrayLike | None = None,
    *,
    stride: Pair = 1,
    padding: Padding = 0,
    mode: str = "constant",
) -> np.ndarray:
    """Run a convolution layer: a volume (H, W, D) and a bank of K filters (K, F, F, D) give (H2, W2, K).

    Each output map is the sum of D convolutions, one for each channel, plus one bias. `bias` holds K numbers;
    None means no bias. A batch of N volumes, (N, H, W, D), gives (N, H2, W2, K).
    PyTorch uses another order, (K, D, F, F). Where D = F, as for RGB and 3 x 3, such kernels raise no error,
    but the maps are wrong. Reorder them with kernels.transpose(0, 2, 3, 1).
    Errors: as `conv2d`; also ValueError if x and kernels differ in channels, or bias does not hold K numbers.
    Source: for the single matrix product, Chellapilla, Puri and Simard, High Performance Convolutional Neural
    Networks for Document Processing (2006).

    >>> import numpy as np
    >>> from convbook import conv_layer
    >>> x = np.ones((5, 6, 3))
    >>> kernels = np.ones((2, 3, 3, 3))
    >>> out = conv_layer(x, kernels, bias=[0, 100], stride=2)
    >>> out.shape, out[0, 0]
    ((2, 2, 2), array([ 27., 127.]))
    """
    x = as_floats(x, "x", VOLUME, BATCH)
    kernels = as_bank(kernels, x)
    K, *F, _ = kernels.shape
    plan = plan_windows(x.shape, F, stride, padding)
    if bias is not None:
        bias = as_real(bias, "bias").astype(x.dtype, copy=False)
        if bias.shape != (K,):
            raise ValueError(say("errors.bias", n=K, shape=bias.shape))
    _check_mode(mode)
    sides = plan.padding
    if mode != "constant":  # zeros are added by run_layer itself
        x, sides = _bordered(x, sides, mode), ((0, 0), (0, 0))
    out = room(np.empty, (*x.shape[:-3], *plan.output, K), x.dtype)
    (run_layer if x.ndim == 3 else run_batch)(x, kernels, plan.stride, sides, out)
    if bias is not None:
        out += bias
    return out


def im2col(
    x: ArrayLike, F: Pair, *, stride: Pair = 1, padding: Padding = 0, mode: str = "constant"
) -> np.ndarray:
    """Write each patch of a volume (H, W, D) into a row of its own in a matrix (H2 * W2, F * F * D).

    The rows follow the windows in reading order; the columns follow (row, column, channel) of the patch, with
    the channel changing fastest.
    Errors: as `conv2d`.
    Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for Document
    Processing (2006).

    >>> from convbook import im2col
    >>> im2col([[[1], [2], [3]], [[4], [5], [6]]], F=2)
    array([[1., 2., 4., 5.],
           [2., 3., 5., 6.]])
    """
    x = as_floats(x, "x", VOLUME)
    plan = plan_windows(x.shape, F, stride, padding)
    windows = windows_of(_bordered(x, plan.padding, mode), plan.kernel, plan.stride)
    X = room(np.empty, windows.shape, x.dtype)
    X[...] = windows
    return X.reshape(-1, windows[0, 0].size)


def col2im(
    X: ArrayLike, shape: tuple[int, int, int], F: Pair, *, stride: Pair = 1, padding: Padding = 0
) -> np.ndarray:
    """Add every row of a matrix (H2 * W2, F * F * D) back to its patch, in a volume of `shape` = (H, W, D).

    Where patches overlap, their values are summed; pixels under no patch stay 0; values that fall on the
    padding are dropped. So this is not the inverse of `im2col` but its adjoint (with zero padding):
    im2col(x) * X and x * col2im(X) have the same sum.
    Errors: ValueError if X does not have the shape that `im2col` gives; otherwise as `conv2d`.
    Source: the transposed convolution of Dumoulin and Visin, A guide to convolution arithmetic for deep
    learning (2016), chapter 4.

    >>> from convbook import col2im
    >>> col2im([[1, 1, 1, 1], [1, 1, 1, 1]], (2, 3, 1), F=2)[:, :, 0]
    array([[1., 2., 1.],
           [1., 2., 1.]])
    """
    match shape:
        case [_, _, _]:
            H, W, D = integers(shape, 1, "shape", "volume_shape", shape)
        case _:
            raise TypeError(say("errors.expected.volume_shape", name="shape", value=describe(shape)))
    plan = plan_windows((H, W, D), F, stride, padding)
    (H2, W2), (FH, FW), (SV, SH) = plan.output, plan.kernel, plan.stride
    X = as_floats(X, "X", "(H2 * W2, F * F * D)")
    expected = H2 * W2, FH * FW * D
    if X.shape != expected:
        raise ValueError(say("errors.columns", expected=expected, volume=(H, W, D), shape=X.shape))
    patches = X.reshape(H2, W2, FH, FW, D)
    (top, bottom), (left, right) = plan.padding
    padded = room(np.zeros, (top + H + bottom + SV - 1, left + W + right + SH - 1, D), X.dtype)
    add_patches(patches, plan.stride, padded)
    return np.ascontiguousarray(padded[top : top + H, left : left + W])


def _bordered(x: np.ndarray, padding: Sides, mode: str) -> np.ndarray:
    """Return x with its border; without a border, x itself, not a copy."""
    _check_mode(mode)
    if not any(map(any, padding)):
        return x
    if x.ndim == 4:
        return np.stack([_bordered(volume, padding, mode) for volume in x])
    (H, W), ((top, bottom), (left, right)) = x.shape[:2], padding
    padded = room(np.zeros, (top + H + bottom, left + W + right, *x.shape[2:]), x.dtype)
    padded[top : top + H, left : left + W] = x
    if mode != "constant":
        rows, columns = source_indices(H, top, bottom, mode), source_indices(W, left, right, mode)
        sides = np.r_[:left, left + W : len(columns)]
        padded[top : top + H, sides] = x[:, columns[sides]]
        ends = np.r_[:top, top + H : len(rows)]
        padded[ends] = padded[top + rows[ends]]  # whole rows, with their sides already filled
    return padded


def _check_mode(mode: str) -> None:
    if not isinstance(mode, str) or mode not in MODES:
        modes = text("errors.separator").join(f'"{known}"' for known in MODES)
        name = str(mode).lower().replace("-", "_")
        here = next((here for here, names in ELSEWHERE.items() if name in names), None)
        hint = say(f"errors.here.{here}") if here else ""
        raise ValueError(say("errors.mode", modes=modes, value=describe(mode)) + hint)
