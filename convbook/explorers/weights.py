"""Exact weights: of the library, typed, pasted or set by the reader, and numbers as the texts of cells."""

import re
import reprlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import repeat
from math import gcd, lcm

import numpy as np

from ..frame import texts
from ..kernels import KERNELS, blur_kernel, gaussian_kernel
from ..sentences import explorers as say

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
