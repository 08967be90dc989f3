"""What the explorers share: exact weights, numbers as texts, and the table that links windows to cells."""

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from math import lcm

import numpy as np

from ..frame import Link, Panel, levels, signed_levels, texts
from ..kernels import KERNELS, blur_kernel, gaussian_kernel
from ..sentences import explorers as say

FOLD = 36  # more terms than these are folded into the partial sums of their rows
LARGEST_DENOMINATOR = 4096  # of a Gaussian kernel at F = 7: 64 · 64
OWN = "own"  # the menu entry for weights that the reader typed
RESIZABLE = {"blur": blur_kernel, "gaussian": gaussian_kernel}


class Refused(ValueError):
    """What the reader typed, pasted or uploaded cannot be used; the message is a sentence for them."""


@dataclass(frozen=True)
class Weights:
    """A kernel as whole numbers over one common denominator, so that every sum is exact."""

    numerators: np.ndarray  # int64 (FH, FW)
    denominator: int = 1

    @property
    def shape(self) -> tuple[int, int]:
        return self.numerators.shape

    def flipped(self) -> "Weights":
        return Weights(self.numerators[::-1, ::-1], self.denominator)

    def reduced(self) -> "Weights":
        """The same weights over their smallest common denominator."""
        common = int(np.gcd.reduce(self.numerators, axis=None, initial=self.denominator))
        return Weights(self.numerators // common, self.denominator // common)

    def texts(self) -> tuple[str, ...]:
        return numbers(self.numerators, self.denominator)


def exact(kernel) -> Weights:
    """A kernel of fractions, decimals or floats as whole numbers over their common denominator."""
    kernel = np.asarray(kernel)
    fractions = [Fraction(value).limit_denominator(LARGEST_DENOMINATOR) for value in kernel.ravel().tolist()]
    denominator = lcm(*(f.denominator for f in fractions))
    numerators = [f.numerator * (denominator // f.denominator) for f in fractions]
    return Weights(np.array(numerators, dtype=np.int64).reshape(kernel.shape), denominator)


@lru_cache(2**11)  # more would let a kernel grow by megabytes; fewer would write the same numbers anew
def number(numerator: int, denominator: int = 1) -> str:
    """numerator / denominator without rounding: a whole number, a decimal when it ends, otherwise n/d."""
    numerator = int(numerator)
    sign, size = ("\N{MINUS SIGN}", -numerator) if numerator < 0 else ("", numerator)
    if size % denominator == 0:
        return f"{sign}{size // denominator}"
    if 100 % denominator == 0:
        hundredths = size * (100 // denominator)
        return f"{sign}{hundredths // 100}.{hundredths % 100:02d}".rstrip("0")
    return f"{sign}{size}/{denominator}"


def numbers(numerators: np.ndarray, denominator: int) -> tuple[str, ...]:
    """All of numerators / denominator, row by row."""
    return tuple(map(number, numerators.ravel().tolist(), repeat(denominator)))


def parse_weight(text: str) -> Fraction:
    """A weight as the reader types it: 2, -1.25 or 1/9. Refused otherwise."""
    typed = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+|\d+/0*[1-9]\d*)", typed) or len(typed) > 12:
        raise Refused(say.NOT_A_WEIGHT.format(text=text.strip()[:20]))
    weight = Fraction(typed)
    decimals = len(typed.partition(".")[2])
    # Hundredths, ninths and sixteenths share the denominator 3600.
    if abs(weight) > 99 or decimals > 2 or 3600 % weight.denominator:
        raise Refused(say.WEIGHT_OUT_OF_RANGE.format(text=text.strip()[:20]))
    return weight


def pasted_rows(text: str) -> list[list[str]]:
    """The weights of a pasted kernel, row by row: rows end at a line's end, a semicolon or a bracket."""
    rows = [re.split(r"[\s,]+", row.strip(" \t\r,[]()")) for row in re.split(r"[\n;]|\]\s*,?", text)]
    return [row for row in rows if row != [""]]


def chosen_kernel(name: str, F: int, own: tuple = ()) -> tuple[Weights, str]:
    """The weights for a menu entry at size F, and a remark when the size could not be followed."""
    if name in RESIZABLE:
        return exact(RESIZABLE[name](F)), ""
    if name == OWN:
        return exact(resized(own, F)), "" if own else say.NOTHING_TYPED
    weights = exact(KERNELS[name])
    remark = "" if weights.shape == (F, F) else say.FIXED_SIZE.format(kernel=say.KERNELS[name], F=F)
    return weights, remark


def resized(own: tuple, F: int) -> np.ndarray:
    """The reader's weights in an F x F kernel: grown with zeros, or cut, around the middle."""
    weights = np.array(own if own else ((Fraction(1),),), dtype=object)
    result = np.full((F, F), Fraction(0), dtype=object)
    side = min(F, len(weights))
    source, target = (len(weights) - side) // 2, (F - side) // 2
    result[target : target + side, target : target + side] = weights[
        source : source + side, source : source + side
    ]
    return result


def with_weight(weights: Weights, cell: int, text: str) -> tuple[tuple[Fraction, ...], ...]:
    """The kernel with one weight replaced by what the reader typed, as rows of fractions."""
    numbers = [Fraction(int(n), weights.denominator) for n in weights.numerators.ravel()]
    numbers[cell] = parse_weight(text)
    width = weights.shape[1]
    return tuple(tuple(numbers[i : i + width]) for i in range(0, len(numbers), width))


def window_cells(shape: tuple[int, int], F: tuple[int, int], stride: tuple[int, int]) -> np.ndarray:
    """The cells under every window, int32 (windows, FH * FW), for a padded input of this shape."""
    rows = np.arange(0, shape[0] - F[0] + 1, stride[0])
    columns = np.arange(0, shape[1] - F[1] + 1, stride[1])
    corners = rows[:, None] * shape[1] + columns
    offsets = np.arange(F[0])[:, None] * shape[1] + np.arange(F[1])
    return (corners.reshape(-1, 1) + offsets.reshape(1, -1)).astype(np.int32)


def window_link(padded: np.ndarray, weights: Weights, stride=(1, 1), **panels) -> Link:
    """The link from every output cell to its window in `padded`, with exact terms and sums.

    `panels` names the three panels: source, target and via (and may give a title).
    """
    cells = window_cells(padded.shape, weights.shape, stride)
    products = padded.ravel()[cells] * weights.numerators.ravel()
    d = weights.denominator
    return Link(
        start=np.arange(0, cells.size + 1, cells.shape[1], dtype=np.int32),
        cells=cells.ravel(),
        weights=np.tile(np.arange(cells.shape[1], dtype=np.int32), len(cells)),
        terms=numbers(products, d),
        sums=numbers(products.sum(axis=1), d),
        partials=_partials(products, weights) if cells.shape[1] > FOLD else None,
        columns=weights.shape[1],
        **panels,
    )


def _partials(products: np.ndarray, weights: Weights) -> tuple[str, ...]:
    """What each row of products adds up to, for every window."""
    rows = products.reshape(len(products), *weights.shape).sum(axis=2)
    return numbers(rows, weights.denominator)


def kernel_panel(weights: Weights, largest: int, title: str, key: str = "kernel", **look) -> Panel:
    """A kernel that the reader can type into, with room for one of `largest` rows and columns."""
    return Panel(
        key,
        title,
        signed_levels(weights.numerators),
        "signed",
        weights.texts(),
        say.EDIT_CAPTION,
        **{"cell": 30, **look},
        room=(largest, largest),
        editable=True,
    )


def shaded(sums: np.ndarray, denominator: int = 1) -> dict:
    """Levels, palette and caption for a result: grey from 0, or signed around 0 when anything is negative."""
    limit = int(np.abs(sums).max(initial=0))
    ends = {"low": number(-limit, denominator), "high": number(limit, denominator)}
    if (sums < 0).any():
        return {
            "levels": signed_levels(sums),
            "palette": "signed",
            "caption": say.SIGNED_CAPTION.format(**ends),
        }
    return {"levels": levels(sums, 0, limit), "palette": "gray", "caption": say.GRAY_CAPTION.format(**ends)}


def fitted(shape: tuple[int, int], place: tuple[float, float], largest: int) -> dict:
    """The largest cells with which a panel of this shape fits in its place, and the room that it keeps.

    `place` is a height and a width in screen pixels. It stays, whatever the shape.
    """
    cell = min(largest, int(place[0] // shape[0]), int(place[1] // shape[1]))
    return {"cell": cell, "room": (place[0] / cell, place[1] / cell)}


def written_sums(
    padded: np.ndarray, F: tuple[int, int], stride: tuple[int, int], sums: np.ndarray
) -> list[str]:
    """The terms of every window and what they add up to, in words: each row of a window in brackets.

    >>> written_sums(np.array([[1, 2, 3], [4, 5, 6]]), (2, 2), (1, 1), np.array([12, 16]))
    ['(1 + 2) + (4 + 5) = 12', '(2 + 3) + (5 + 6) = 16']
    """
    written, (H, W) = texts(padded), padded.shape
    totals = texts(sums)
    if F == (1, 1):
        return list(totals)
    row = "({})" if F[0] > 1 and F[1] > 1 else "{}"
    starts = range(0, W - F[1] + 1, stride[1])
    rows = [[row.format(" + ".join(written[i * W + j : i * W + j + F[1]])) for j in starts] for i in range(H)]
    windows = (zip(*rows[i : i + F[0]], strict=True) for i in range(0, H - F[0] + 1, stride[0]))
    terms = (" + ".join(window) for band in windows for window in band)
    return [f"{window} = {total}" for window, total in zip(terms, totals, strict=True)]
