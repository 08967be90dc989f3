"""The classical kernels by name, and two kernels that come in any size.

Weights are applied as they stand, without a flip. "sobel_horizontal" responds to horizontal edges.
"""

from difflib import get_close_matches
from math import comb
from types import MappingProxyType

import numpy as np

from convbook.shapes import Pair, pair, room
from convbook.words import say, text


def blur_kernel(F: Pair) -> np.ndarray:
    """Return the (F, F) kernel that averages its window: every weight is 1 / (F * F).

    F is an integer or a pair (vertical, horizontal). Errors: ValueError if F < 1; TypeError if it is not an
    integer.

    >>> from convbook.kernels import blur_kernel
    >>> blur_kernel((1, 4))
    array([[0.25, 0.25, 0.25, 0.25]])
    """
    FH, FW = pair(F, "F")
    return room(np.ones, (FH, FW), np.dtype(float)) / (FH * FW)


def gaussian_kernel(F: Pair) -> np.ndarray:
    """Return the (F, F) kernel that blurs with binomial weights, close to a Gaussian; their sum is 1.

    The weights along one axis are a row of Pascal's triangle, 1 2 1 for F = 3; the kernel is the outer
    product of two such rows. F is an integer or a pair (vertical, horizontal). Errors: ValueError if F < 1;
    TypeError if it is not an integer.

    >>> from convbook.kernels import gaussian_kernel
    >>> gaussian_kernel(3) * 16
    array([[1., 2., 1.],
           [2., 4., 2.],
           [1., 2., 1.]])
    """
    kernel = room(np.empty, pair(F, "F"), np.dtype(float))
    vertical, horizontal = ([comb(f - 1, k) / 2 ** (f - 1) for k in range(f)] for f in kernel.shape)
    return np.outer(vertical, horizontal, out=kernel)


class UnknownKernel(KeyError):
    """A KeyError that shows its sentence without quotation marks around it."""

    def __str__(self) -> str:
        return self.args[0]


class _NamedKernels(dict[str, np.ndarray]):
    def __missing__(self, name: object) -> np.ndarray:
        [nearest] = get_close_matches(str(name), self, n=1, cutoff=0)
        names = text("errors.separator").join(self)
        raise UnknownKernel(say("errors.unknown_kernel", name=repr(name), nearest=nearest, names=names))


def _read_only(weights: object) -> np.ndarray:
    kernel = np.array(weights, dtype=np.float64)
    kernel.flags.writeable = False
    return kernel


# Sobel: Sobel and Feldman, A 3x3 isotropic gradient operator for image processing (talk, 1968).
# Prewitt: Prewitt, Object enhancement and extraction (1970).
# The others: Gonzalez and Woods, Digital Image Processing, the chapter on spatial filtering.
KERNELS = MappingProxyType(
    _NamedKernels(
        blur=_read_only(blur_kernel(3)),
        gaussian=_read_only(gaussian_kernel(3)),
        sharpen=_read_only([[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]]),
        sobel_horizontal=_read_only([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
        sobel_vertical=_read_only([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
        prewitt_horizontal=_read_only([[-1, -1, -1], [0, 0, 0], [1, 1, 1]]),
        prewitt_vertical=_read_only([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]]),
        laplace=_read_only([[1, 1, 1], [1, -8, 1], [1, 1, 1]]),
        identity=_read_only([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    )
)
