"""The arithmetic of sizes and costs: whole numbers in, whole numbers out, no arrays.

H, W, D are the height, width and depth of the input; F is the kernel size, S the stride, P the padding per
side, K the number of filters. F and S are an integer or a pair (vertical, horizontal). P is an integer, a
pair (vertical, horizontal), two pairs ((top, bottom), (left, right)), "valid" or "same".
"""

import reprlib
from collections.abc import Callable, Iterable, Sequence
from math import prod
from numbers import Integral
from typing import Any, NamedTuple

from convbook.words import say

Pair = int | tuple[int, int]
Sides = tuple[tuple[int, int], tuple[int, int]]
Padding = int | tuple[int, int] | Sides | str


def output_size(n: int, F: int, S: int = 1, P: int | str = 0) -> int:
    """Count the windows of size F that fit along an axis of n pixels: (n - F + 2P) // S + 1.

    P is the padding per side, "valid" (none) or "same" (just enough to make the output ceil(n / S) long).
    It is normal for a few pixels to be left over at the end, too few for another stride; hence the `//`.
    Errors: ValueError if the kernel is larger than the padded input, or n, F, S < 1, or P < 0; TypeError for
    anything but integers.
    Source: Dumoulin and Visin, A guide to convolution arithmetic for deep learning (2016), relationship 6.

    >>> from convbook import output_size
    >>> output_size(224, F=11, S=4), output_size(227, F=11, S=4)
    (54, 55)
    >>> output_size(224, F=3, S=2, P="same")
    112
    """
    n, F, S = whole(n, "n"), whole(F, "F"), whole(S, "S")
    if isinstance(P, str):
        before, after = _named_padding(P, n, F, S, "P", "padding_of_one_axis")
    else:
        before = after = integers([P], 0, "P", "padding_of_one_axis", P)[0]
    padded = n + before + after
    if padded < F:
        raise ValueError(say("errors.kernel_too_long", kernel=F, image=padded, enough=(F - n + 1) // 2))
    return (padded - F) // S + 1


def parameter_count(K: int, F: Pair, D: int, bias: bool = True) -> int:
    """Count what a layer learns: K * F * F * D weights and, with `bias`, K biases.

    The height and width of the input do not matter, since every position shares the same weights.
    Errors: ValueError if K, F or D < 1; TypeError for anything but integers.
    Source: Goodfellow, Bengio and Courville, Deep Learning (2016), section 9.2, on parameter sharing.

    >>> from convbook import parameter_count
    >>> parameter_count(K=96, F=11, D=3)
    34944
    """
    FH, FW = pair(F, "F")
    weights = whole(K, "K") * FH * FW * whole(D, "D")
    return weights + K if bias else weights


def mac_count(H: int, W: int, D: int, K: int, F: Pair, S: Pair = 1, P: Padding = 0) -> int:
    """Count the multiply-accumulate operations of a layer: H2 * W2 * K * F * F * D.

    A MAC is one multiplication and one addition, so it counts as two floating-point operations. Windows that
    lie partly on the padding count in full, because a layer computes them in full.
    Errors: as `output_size`.

    >>> from convbook import mac_count
    >>> mac_count(227, 227, 3, K=96, F=11, S=4)
    105415200
    """
    rows, columns = im2col_shape(H, W, D, F, S, P)
    return rows * columns * whole(K, "K")


def im2col_shape(H: int, W: int, D: int, F: Pair, S: Pair = 1, P: Padding = 0) -> tuple[int, int]:
    """Return the shape of the matrix from `im2col`: (H2 * W2 patches, F * F * D values in each).

    Errors: as `output_size`.
    Source: Chellapilla, Puri and Simard, High Performance Convolutional Neural Networks for Document
    Processing (2006).

    >>> from convbook import im2col_shape
    >>> im2col_shape(227, 227, 3, F=11, S=4)
    (3025, 363)
    """
    (FH, FW), _, _, (H2, W2) = layout(H, W, F, S, P)
    return H2 * W2, FH * FW * whole(D, "D")


def receptive_field(layers: Iterable[Sequence[int]]) -> int:
    """Return how many input pixels, along one axis, a single output of a stack of layers depends on.

    `layers` is a list of pairs (F, S), first layer first. Each layer adds F - 1 steps, and the length of a
    step, in input pixels, is the product of all the strides before it.
    Errors: ValueError if F or S < 1; TypeError if an item is not a pair of integers.
    Source: Araujo, Norris and Sim, Computing Receptive Fields of Convolutional Neural Networks (Distill,
    2019).

    >>> from convbook import receptive_field
    >>> receptive_field([(3, 1), (3, 1)]), receptive_field([(11, 4), (3, 2), (5, 1)])
    (5, 51)
    """
    field = step = 1
    for layer in layers if isinstance(layers, Iterable) else [layers]:
        match layer:
            case [F, S]:
                field += (whole(F, "F") - 1) * step
                step *= whole(S, "S")
            case _:
                raise TypeError(say("errors.layers", value=describe(layer)))
    return field


class Layout(NamedTuple):
    """Where the windows of one operation lie: every setting as pairs, and the resulting size."""

    kernel: tuple[int, int]
    stride: tuple[int, int]
    padding: Sides
    output: tuple[int, int]


def layout(
    H: int, W: int, F: Pair, S: Pair = 1, P: Padding = 0, names: tuple[str, str, str] = ("F", "S", "P")
) -> Layout:
    """Work out the windows of size F on an H x W image; `names` are what the caller calls F, S and P.

    Errors: as `output_size`.

    >>> from convbook.shapes import layout
    >>> layout(5, 7, F=(3, 2), S=2, P="same")
    Layout(kernel=(3, 2), stride=(2, 2), padding=((1, 1), (0, 1)), output=(3, 4))
    """
    H, W = whole(H, "H"), whole(W, "W")
    FH, FW = pair(F, names[0])
    SV, SH = pair(S, names[1])
    if isinstance(P, str):
        vertical = _named_padding(P, H, FH, SV, names[2], "padding")
        padding = vertical, _named_padding(P, W, FW, SH, names[2], "padding")
    else:
        padding = four_sides(P, names[2], "padding")
    padded_H, padded_W = H + sum(padding[0]), W + sum(padding[1])
    if padded_H < FH or padded_W < FW:
        sizes = {"kernel": f"{FH}x{FW}", "image": f"{padded_H}x{padded_W}"}
        raise ValueError(say("errors.kernel_too_large", **sizes, enough=(max(FH - H, FW - W) + 1) // 2))
    output = (padded_H - FH) // SV + 1, (padded_W - FW) // SH + 1
    # A stride longer than the padded image leaves one window, so cap it there: costs must not grow with it.
    return Layout((FH, FW), (min(SV, padded_H), min(SH, padded_W)), padding, output)


def room(make: Callable[..., Any], shape: tuple[int, ...], dtype: Any) -> Any:
    """Return a new array make(shape, dtype). Errors: ValueError with its size, if memory is too small."""
    try:
        return make(shape, dtype)
    except (MemoryError, OverflowError, ValueError):  # NumPy's, for an array that is too large
        size = prod(shape) * dtype.itemsize // 10**9
        raise ValueError(say("errors.too_large", shape=shape, size=f"{size:,}")) from None


def whole(value: Any, name: str) -> int:
    """Return `value` as an int, or raise an error about the argument `name`."""
    return integers([value], 1, name, "integer", value)[0]


def pair(value: Any, name: str) -> tuple[int, int]:
    """Return an integer or a pair as (vertical, horizontal), or raise an error about the argument `name`."""
    match value:
        case [_, _]:
            return integers(value, 1, name, "pair", value)
        case _:
            return integers([value], 1, name, "pair", value) * 2


def four_sides(padding: Any, name: str, form: str) -> Sides:
    """Return numeric padding as ((top, bottom), (left, right)); for `name` and `form` see `integers`."""
    match padding:
        case [[top, bottom], [left, right]]:
            sides = [top, bottom, left, right]
        case [vertical, horizontal]:
            sides = [vertical, vertical, horizontal, horizontal]
        case _:
            sides = [padding] * 4
    top, bottom, left, right = integers(sides, 0, name, form, padding)
    return (top, bottom), (left, right)


def describe(value: Any) -> str:
    """Describe an unexpected value in a few characters on one line."""
    shape = getattr(value, "shape", ())
    return say("errors.array_of_shape", shape=tuple(shape)) if shape else reprlib.repr(value)


def _named_padding(padding: str, n: int, F: int, S: int, name: str, form: str) -> tuple[int, int]:
    """Return what "valid" or "same" means along one axis: (before, after)."""
    if padding == "valid":
        return 0, 0
    if padding == "same":
        windows = (n + S - 1) // S
        total = max((windows - 1) * S + F - n, 0)
        return total // 2, total - total // 2  # an odd total puts the extra one at the end
    raise ValueError(say(f"errors.expected.{form}", name=name, value=describe(padding)))


def integers(values: Sequence[Any], least: int, name: str, form: str, found: Any) -> tuple[int, ...]:
    """Return the values as a tuple of int; True and 3.0 do not count as integers here.

    An error says what the argument `name` was, `found`, and which `form` was expected (a key of the words).
    """
    for value in values:  # the usual case first: it takes a fraction of a microsecond
        if type(value) is not int or value < least:
            break
    else:
        return tuple(values)
    are_whole = all(isinstance(value, (int, Integral)) and not isinstance(value, bool) for value in values)
    if are_whole and min(values) >= least:
        return tuple(int(value) for value in values)
    message = say(f"errors.expected.{form}", name=name, least=least, value=describe(found))
    raise (ValueError if are_whole else TypeError)(message)
