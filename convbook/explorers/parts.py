"""What the explorers share: exact weights, numbers as texts, and the table that links windows to cells."""

import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from math import gcd, lcm

import numpy as np

from ..frame import Link, Panel, levels, signed_levels, texts
from ..kernels import KERNELS, blur_kernel, gaussian_kernel
from ..ops import conv2d
from ..sentences import explorers as say

FOLD = 25  # more terms than these are folded into the partial sums of their rows
LARGEST_DENOMINATOR = 4096  # of a Gaussian kernel at F = 7: 64 · 64
TYPED_DENOMINATOR = 3600  # hundredths, ninths and sixteenths share it
LARGEST_WEIGHT = 99
HUNDREDTHS = 100  # with a larger denominator cells show numerators, and the unit is said once
LONGEST = 7  # characters in a line of a cell of 30 pixels
OWN = "own"  # the menu entry for weights that the reader typed
RESIZABLE = {"blur": blur_kernel, "gaussian": gaussian_kernel}


class Refused(ValueError):
    """What the reader typed, pasted or uploaded cannot be used; the message is a sentence for them."""


@dataclass(frozen=True)
class Weights:
    """A kernel as whole numbers over one common denominator, so that every sum is exact."""

    numerators: np.ndarray  # int64 (FH, FW)
    denominator: int = 1
    typed: bool = False  # by the reader: each weight is written as they did, in lowest terms

    @property
    def shape(self) -> tuple[int, int]:
        return self.numerators.shape

    def flipped(self) -> "Weights":
        return replace(self, numerators=self.numerators[::-1, ::-1])

    @property
    def unit(self) -> str:
        """What products are counted in, such as "256ths"; nothing when they are written as numbers."""
        return in_unit(self.denominator)

    @property
    def averages(self) -> bool:
        """No weight is negative and they add up to 1: an output is no darker, no brighter than its pixels."""
        return bool((self.numerators >= 0).all() and self.numerators.sum() == self.denominator)

    def reduced(self) -> "Weights":
        """The same weights over their smallest common denominator."""
        common = int(np.gcd.reduce(self.numerators, axis=None, initial=self.denominator))
        return replace(self, numerators=self.numerators // common, denominator=self.denominator // common)

    def texts(self) -> tuple[str, ...]:
        """What each cell says; a kernel of the library says numerators where `unit` is said beside it."""
        if self.typed:
            return tuple(number(*pair) for pair in self._lowest())
        return counted(self.numerators, self.denominator)

    def lines(self, line: str, **told) -> tuple[str, ...]:
        """A line of words for each weight; `line` has places for m, n, value and what else is told."""
        pairs = self._lowest() if self.typed else zip(self._flat(), repeat(self.denominator))
        columns = self.shape[1]
        return tuple(
            line.format(m=at // columns, n=at % columns, value=reading(*pair), **told)
            for at, pair in enumerate(pairs)
        )

    def _flat(self) -> list[int]:
        return self.numerators.ravel().tolist()

    def _lowest(self) -> Iterator[tuple[int, int]]:
        for numerator in self._flat():
            common = gcd(numerator, self.denominator)
            yield numerator // common, self.denominator // common


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


@lru_cache(2**11)
def reading(numerator: int, denominator: int = 1) -> str:
    """numerator / denominator in words: exact, and rounded too when it is a fraction.

    >>> reading(1470, 256), reading(1280, 256), reading(5, 4)
    ('1470/256 ≈ 5.74', '1280/256 = 5', '1.25')
    """
    exact = number(numerator, denominator)
    written = fraction(numerator, denominator)
    if "/" not in written:
        return exact
    if "/" not in exact:
        return f"{written} = {exact}"
    value = numerator / denominator
    places = {"precision": 2, "fractional": abs(value) >= 0.1, "trim": "k"}
    rounded = np.format_float_positional(value, **places)
    return f"{written} ≈ {rounded}".replace("-", "\N{MINUS SIGN}")


def fraction(numerator: int, denominator: int = 1) -> str:
    """numerator / denominator in words; over a large denominator even when it is whole."""
    return (
        f"{number(numerator)}/{denominator}" if denominator > HUNDREDTHS else number(numerator, denominator)
    )


def in_unit(denominator: int) -> str:
    """The name of the parts that a large denominator stands for; nothing when numbers are written whole.

    >>> in_unit(256), in_unit(192), in_unit(9)
    ('256ths', '192nds', '')
    """
    if denominator <= HUNDREDTHS:
        return ""
    teens = denominator // 10 % 10 == 1
    return f"{denominator}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(denominator % 10, 'th')}s"


def counted(numerators: np.ndarray, denominator: int) -> tuple[str, ...]:
    """All of numerators / denominator as the arithmetic writes them: counted in the unit, if there is one."""
    return texts(numerators) if denominator > HUNDREDTHS else numbers(numerators, denominator)


def cell_texts(
    numerators: np.ndarray, denominator: int, longest: int = LONGEST, over: bool = False
) -> tuple[tuple[str, ...], str]:
    """What cells say of numerators / denominator, no line longer than `longest`; and what a caption adds.

    What is too long has its whole part above the rest; with `over`, every fraction has.
    """
    unit, flat = in_unit(denominator), numerators.ravel().tolist()
    if not unit:
        return tuple(_short(n, denominator, longest, over) for n in flat), ""
    counts = texts(numerators)
    if not over and max(map(len, counts)) <= longest:
        return counts, say.IN_UNIT.format(unit=unit)
    return tuple(_above(n, denominator) for n in flat), say.BELOW_UNIT.format(unit=unit)


def _short(numerator: int, denominator: int, longest: int, over: bool) -> str:
    text = number(numerator, denominator)
    if len(text) <= longest and not (over and "/" in text and abs(numerator) > denominator):
        return text
    whole, rest = divmod(abs(numerator), denominator)
    return f"{number(whole if numerator > 0 else -whole)}\n{number(rest, denominator)}"


def _above(numerator: int, denominator: int) -> str:
    """The whole part above the rest, counted in the unit; a number between -1 and 1 has its sign below."""
    whole, rest = divmod(abs(numerator), denominator)
    sign = 1 if numerator > 0 else -1
    below = f"\n{number(rest if whole else sign * rest)}" if rest else ""
    return number(sign * whole) + below


def parse_weight(text: str, longest: int = LONGEST) -> Fraction:
    """A weight as the reader types it: 2, -1.25 or 1/9. Refused otherwise."""
    typed = text.strip().replace("\N{MINUS SIGN}", "-").replace(",", ".")
    if not re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+|\d+/0*[1-9]\d*)", typed) or len(typed) > 12:
        raise Refused(say.NOT_A_WEIGHT.format(text=text.strip()[:20]))
    decimals = len(typed.partition(".")[2])
    return _usable(Fraction(typed), text.strip()[:20], longest, exact=decimals <= 2)


def given_weight(value, longest: int = LONGEST) -> Fraction:
    """A weight as code gives it: a whole number, a float, a Fraction or a text. Refused otherwise."""
    if isinstance(value, str):
        return parse_weight(value, longest)
    value = value.item() if isinstance(value, np.generic) else value
    try:
        weight = Fraction(value).limit_denominator(TYPED_DENOMINATOR)
    except (TypeError, ValueError, OverflowError):  # neither a number, nor finite
        raise Refused(say.NOT_A_WEIGHT.format(text=str(value)[:20])) from None
    return _usable(weight, str(value)[:20], longest, exact=float(weight) == float(value))


def _usable(weight: Fraction, text: str, longest: int, exact: bool) -> Fraction:
    if abs(weight) > LARGEST_WEIGHT:
        raise Refused(say.WEIGHT_OUT_OF_RANGE.format(text=text, most=LARGEST_WEIGHT))
    if not exact or TYPED_DENOMINATOR % weight.denominator:
        raise Refused(say.WEIGHT_NOT_EXACT.format(text=text, parts=TYPED_DENOMINATOR))
    if len(number(weight.numerator, weight.denominator)) > longest:
        raise Refused(say.WEIGHT_TOO_LONG.format(text=text, longest=longest))
    return weight


def pasted_rows(text: str) -> list[list[str]]:
    """The weights of a pasted kernel, row by row: rows end at a line's end, a semicolon or a bracket."""
    rows = [re.split(r"[\s,]+", row.strip(" \t\r,[]()")) for row in re.split(r"[\n;]|\]\s*,?", text)]
    return [row for row in rows if row != [""]]


@lru_cache(16)
def chosen_kernel(name: str, F: int, own: tuple = ()) -> tuple[Weights, str]:
    """The weights for a menu entry at size F, and what there is to remark on its size and on typing."""
    if name == OWN:
        return replace(exact(resized(own, F)), typed=True), _on_own(own, F)
    weights = exact(RESIZABLE[name](F) if name in RESIZABLE else KERNELS[name])
    fixed = "" if weights.shape == (F, F) else say.FIXED_SIZE.format(kernel=say.KERNELS[name], F=F)
    return weights, " ".join(filter(None, [fixed, say.REPLACES if own else ""]))


def _on_own(own: tuple, F: int) -> str:
    remarks = [] if own else [say.NOTHING_TYPED]
    if own and np.count_nonzero(resized(own, F)) < np.count_nonzero(np.array(own, dtype=object)):
        remarks.append(say.HIDDEN.format(F=F))
    if F % 2 == 0:
        remarks.append(say.EVEN_OWN.format(F=F))
    return " ".join(remarks)


def middle(F: int) -> int:
    """The row of the middle weight of a kernel; in an even one it is above and left of the centre."""
    return (F - 1) // 2


def resized(own: tuple, F: int) -> np.ndarray:
    """The reader's weights in an F x F kernel: grown with zeros, or cut; the middle weight stays that."""
    weights = np.array(own if own else ((Fraction(1),),), dtype=object)
    n = len(weights)
    before = middle(n) + max(F, n)  # zeros on each side, so that any cut lies inside
    padded = np.pad(weights, max(F, n), constant_values=Fraction(0))
    start = before - middle(F)
    return padded[start : start + F, start : start + F]


def with_weights(name: str, F: int, own: tuple, typed: dict[int, str]) -> tuple[tuple[Fraction, ...], ...]:
    """The reader's weights once they have typed into cells of the kernel that is shown, as rows.

    Weights of their own that do not show at this F are kept.
    """
    shown, _ = chosen_kernel(name, F, own)
    side = shown.shape[0]
    if name == OWN:
        table = resized(own, max(len(own), side))
    else:
        fractions = [Fraction(n, shown.denominator) for n in shown.numerators.ravel().tolist()]
        table = np.array(fractions, dtype=object).reshape(shown.shape)
    corner = middle(len(table)) - middle(side)
    for cell, text in typed.items():
        table[corner + cell // side, corner + cell % side] = parse_weight(text)
    return tuple(map(tuple, table.tolist()))


def convolved(image: np.ndarray, weights: Weights) -> np.ndarray:
    """The outputs times the denominator of the weights: int64, exact."""
    return np.rint(conv2d(image, weights.numerators)).astype(np.int64)


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
        terms=counted(products, d),
        sums=counted(products.sum(axis=1), d),
        partials=_partials(products, weights) if cells.shape[1] > FOLD else None,
        columns=weights.shape[1],
        **panels,
    )


def _partials(products: np.ndarray, weights: Weights) -> tuple[str, ...]:
    """What each row of products adds up to, for every window."""
    rows = products.reshape(len(products), *weights.shape).sum(axis=2)
    written = counted(rows, weights.denominator)
    starts = [say.PARTIAL.format(row=row) for row in range(weights.shape[0])] * len(products)
    return tuple(map("".join, zip(starts, written, strict=True)))


@lru_cache(32)
def uses(shape: tuple[int, int], F: int) -> tuple[int, ...]:
    """How many windows hold each pixel of an unpadded input, at stride 1."""
    rows, columns = (np.convolve(np.ones(n - F + 1, dtype=int), np.ones(F, dtype=int)) for n in shape)
    return tuple(np.outer(rows, columns).ravel().tolist())


def pixel_lines(pixels: np.ndarray, F: int, lines: tuple[str, str], corner=(0, 0)) -> tuple[str, ...]:
    """A line of words for each pixel: its place, its value, and how many windows hold it (one, or more)."""
    (rows, columns), (one, many) = pixels.shape, lines
    places = [(corner[0] + i, corner[1] + j) for i in range(rows) for j in range(columns)]
    return tuple(
        (one if n == 1 else many).format(row=row, column=column, value=value, n=n)
        for (row, column), value, n in zip(
            places, pixels.ravel().tolist(), uses(pixels.shape, F), strict=True
        )
    )


def kernel_panel(weights: Weights, largest: int, title: str, key: str = "kernel", **look) -> Panel:
    """A kernel that the reader can type into, with room for one of `largest` rows and columns."""
    unit = "" if weights.typed or not weights.unit else say.IN_UNIT.format(unit=weights.unit)
    return Panel(
        key,
        title,
        signed_levels(weights.numerators),
        "signed",
        weights.texts(),
        unit + say.EDIT_CAPTION,
        **{"cell": 30, **look},
        room=(largest, largest),
        editable=True,
    )


def shaded(sums: np.ndarray) -> dict:
    """Levels, palette and caption for a result: grey from 0, or signed around 0 when anything is negative."""
    if (sums < 0).any():
        return around_zero(sums)
    limit = int(sums.max(initial=0))
    caption = say.GRAY_CAPTION.format(high=number(limit))
    return {"levels": levels(sums, 0, limit), "palette": "gray", "caption": caption}


def around_zero(sums: np.ndarray, denominator: int = 1) -> dict:
    """Levels, palette and caption for sums / denominator: signed around 0."""
    limit = int(np.abs(sums).max(initial=0))
    low, high = counted(np.array([-limit, limit]), denominator)
    caption = say.SIGNED_CAPTION.format(low=low, high=high)
    return {"levels": signed_levels(sums), "palette": "signed", "caption": caption}


def fitted(shape: tuple[int, int], place: tuple[float, float], largest: int) -> dict:
    """The largest cells with which a panel of this shape fits in its place, and the room that it keeps.

    `place` is a height and a width in screen pixels. It stays, whatever the shape.
    """
    cell = min(largest, int(place[0] // shape[0]), int(place[1] // shape[1]))
    return {"cell": cell, "room": (place[0] / cell, place[1] / cell)}


def nearest_cell(i: int, j: int, shape: tuple[int, int]) -> int:
    """The number of the cell in row i, column j, or of the one nearest to that place.

    >>> nearest_cell(1, 2, (3, 4)), nearest_cell(-2, 9, (3, 4))
    (6, 3)
    """
    row, column = (min(max(at, 0), size - 1) for at, size in zip((i, j), shape, strict=True))
    return row * shape[1] + column


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


def told(value) -> str:
    """A value that code gave, short enough for a sentence: an array or a table by its shape."""
    shape = np.shape(np.array(value, dtype=object))
    return say.TABLE.format(shape="×".join(map(str, shape))) if shape else reprlib.repr(value)


def table_of(name: str, value, fits: Callable[[tuple[int, ...]], bool], expected: str) -> np.ndarray:
    """A table that code gives for a setting, as an array of objects. ValueError unless its shape fits."""
    table = np.array(value, dtype=object)
    if not fits(table.shape):
        raise ValueError(say.UNUSABLE.format(name=name, found=told(value), expected=expected))
    return table


def weights_of(name: str, table: np.ndarray, longest: int = LONGEST) -> list[Fraction]:
    """The entries of a table as weights. ValueError when one of them is none."""
    try:
        return [given_weight(value, longest) for value in table.ravel().tolist()]
    except Refused as refused:
        raise ValueError(say.UNUSABLE_WEIGHT.format(name=name, why=refused)) from None


def take_own(value, largest: int) -> tuple[tuple[Fraction, ...], ...]:
    """The setting `own` as code gives it: a square table of weights; an empty one takes them back."""
    expected = say.SQUARE_TABLE.format(largest=largest)
    table = table_of("own", value, lambda shape: shape == (0,) or _square(shape, largest), expected)
    fractions = weights_of("own", table)
    side = len(table)
    return tuple(tuple(fractions[row * side : (row + 1) * side]) for row in range(side))


def _square(shape: tuple[int, ...], largest: int) -> bool:
    return len(shape) == 2 and shape[0] == shape[1] and 1 <= shape[0] <= largest
