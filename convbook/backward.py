"""The way back through a layer: from the slopes of a loss at its outputs to those at all that it was given.

The slope of a loss at a number says by how much the loss grows for each unit that is added to the number.
With X the matrix of im2col, M the matrix of filters and G the slopes at the outputs, one row a window, the
layer is X·M. Then the slopes at M are X.T @ G, and those at the pixels are G @ M.T, with each row added back
to its patch. As on the way forward, none of these matrices ever exists whole for a large layer.
"""

import numpy as np
from numpy.typing import ArrayLike

from .arguments import BATCH, VOLUME, as_bank, as_floats, as_slopes, plan_windows
from .methods import SCRATCH, Pixels, Sides, add_patches, patches_in_pieces, pieces, run_batch
from .shapes import Padding, Pair


def conv_layer_backward(
    x: ArrayLike, kernels: ArrayLike, grad: ArrayLike, *, stride: Pair = 1, padding: Padding = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (grad_x, grad_kernels, grad_bias): the slopes of a loss at what `conv_layer` was given.

    `grad` holds the slopes at the layer's output, (H2, W2, K), or (N, H2, W2, K) for a batch. The results
    have the shapes of x, of kernels and (K,), and the dtype of x. A weight is used at every position, and in
    every volume of a batch: the slopes of all its uses are added up. Padding is zeros. What falls on it is
    dropped, and pixels that no window reaches get 0.
    Errors: as `conv_layer`; also ValueError if grad does not have the shape of the output.
    Source: for the two products, Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks
    for Document Processing (2006), section 2.

    >>> import numpy as np
    >>> from convbook import conv_layer_backward
    >>> x = np.arange(16).reshape(4, 4, 1)
    >>> kernels = np.array([[1, 2], [3, 4]]).reshape(1, 2, 2, 1)
    >>> grad = np.zeros((3, 3, 1))
    >>> grad[0, 0] = 1  # only the output in the corner matters
    >>> grad_x, grad_kernels, grad_bias = conv_layer_backward(x, kernels, grad)
    >>> grad_kernels[0, :, :, 0], grad_x[:2, :2, 0], grad_bias
    (array([[0., 1.],
           [4., 5.]]), array([[1., 2.],
           [3., 4.]]), array([1.]))
    """
    x = as_floats(x, "x", VOLUME, BATCH)
    kernels = as_bank(kernels, x)
    K, *F, _ = kernels.shape
    plan = plan_windows(x.shape, F, stride, padding)
    grad = as_slopes(grad, (*x.shape[:-3], *plan.output, K), x.dtype)
    volumes, slopes = (x, grad) if x.ndim == 4 else (x[None], grad[None])
    grad_x = _slopes_at_pixels(slopes, kernels, plan.stride, plan.padding, volumes.shape)
    grad_kernels = _slopes_at_weights(volumes, slopes, plan.kernel, plan.stride, plan.padding)
    rows = grad.reshape(-1, K)
    grad_bias = np.ones(len(rows), x.dtype) @ rows
    return grad_x.reshape(x.shape), grad_kernels.reshape(kernels.shape), grad_bias


def _slopes_at_weights(
    x: np.ndarray, grad: np.ndarray, F: Pixels, stride: Pixels, padding: Sides
) -> np.ndarray:
    """Return (X.T @ G).T, (K, F * F * D): the slope of each output times what a weight met, added up."""
    K, Q = grad.shape[-1], F[0] * F[1] * x.shape[-1]
    total = np.zeros((K, Q), x.dtype)
    for where, X in patches_in_pieces(x, F, stride, padding, grad.shape[1:3], _most_windows(Q, K, x)):
        total += grad[where].reshape(-1, K).T @ X
    return total


def _slopes_at_pixels(
    grad: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, shape: tuple[int, ...]
) -> np.ndarray:
    """Return the slopes at the pixels of x, which has this shape (N, H, W, D).

    With stride 1 and few filters for each channel, this is quickest as a layer from K maps to D channels: the
    slopes, with a border of F - 1, meet the kernels turned by 180 degrees.
    """
    K, FH, FW, D = kernels.shape
    if stride != (1, 1) or K > 2 * D:
        return _patches_added(grad, kernels, stride, padding, shape)
    (top, bottom), (left, right) = padding
    border = (FH - 1 - top, FH - 1 - bottom), (FW - 1 - left, FW - 1 - right)  # negative: cut off
    turned = np.ascontiguousarray(kernels[:, ::-1, ::-1].transpose(1, 2, 0, 3))
    grad_x = np.empty(shape, grad.dtype)
    run_batch(grad, turned.transpose(3, 0, 1, 2), stride, border, grad_x)
    return grad_x


def _patches_added(
    grad: np.ndarray, kernels: np.ndarray, stride: Pixels, padding: Sides, shape: tuple[int, ...]
) -> np.ndarray:
    """Return the rows of G @ M.T, each added back to its patch, in an array of this shape (N, H, W, D)."""
    (N, H, W, D), (K, FH, FW, _), ((top, _), (left, _)) = shape, kernels.shape, padding
    (_, H2, W2, _), (SV, SH) = grad.shape, stride
    most = _most_windows(FH * FW * D, K, grad) * FH * FW // max(FH * FW, SV * SH)  # a block has gaps too
    grad_x = np.zeros(shape, grad.dtype)
    for n in pieces(N, most // (H2 * W2)):
        for j in pieces(W2, most):
            for i in pieces(H2, most // W2):
                block = _some_patches_added(grad[n, i, j], kernels, stride)
                y, x = i.start * SV - top, j.start * SH - left  # the first pixel of the block, in the volume
                lines = slice(max(y, 0), min(y + block.shape[1], H))
                columns = slice(max(x, 0), min(x + block.shape[2], W))
                if lines.start < lines.stop and columns.start < columns.stop:
                    inside = block[:, lines.start - y : lines.stop - y, columns.start - x : columns.stop - x]
                    grad_x[n, lines, columns] += inside
    return grad_x


def _some_patches_added(grad: np.ndarray, kernels: np.ndarray, stride: Pixels) -> np.ndarray:
    """Do so for some windows (n, h, w, K): return (n, lines, columns, D), beginning at the first window.

    Several volumes are laid below one another as one tall volume. There, rows of windows with slopes of 0
    keep the volumes apart.
    """
    (n, h, w, K), (_, FH, FW, D), (SV, SH) = grad.shape, kernels.shape, stride
    bands = -(-FH // SV)
    apart = h if n == 1 else h + bands - 1  # rows of windows from one volume to the next
    tall = np.zeros((n, apart, w, K), grad.dtype)
    tall[:, :h] = grad
    patches = tall.reshape(-1, K) @ kernels.reshape(K, -1)
    blocks = np.zeros(((n * apart + bands - 1) * SV, (w - 1) * SH + FW + SH - 1, D), grad.dtype)
    add_patches(patches.reshape(n * apart, w, FH, FW, D), stride, blocks)
    return blocks[None] if n == 1 else blocks[: n * apart * SV].reshape(n, apart * SV, -1, D)


def _most_windows(Q: int, K: int, x: np.ndarray) -> int:
    """Say how many rows of X, or of G @ M.T, to hold at once: many for a quick product, in few bytes."""
    return max(SCRATCH // ((Q + K) * x.itemsize), min(4 * min(Q, K), 2 * SCRATCH // (Q * x.itemsize)))
