"""Exact numbers as texts: in the cells of a panel, in the arithmetic below it, in a sentence."""

from functools import lru_cache
from itertools import repeat

import numpy as np

from ..frame import texts
from ..words import say

HUNDREDTHS = 100  # with a larger denominator cells show numerators, and the unit is said once
LONGEST = 7  # characters in a line of a cell of 30 pixels


@lru_cache(2**11)  # more would cost the kernel megabytes; fewer would write the same numbers again
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


@lru_cache(2**11)
def reading(numerator: int, denominator: int = 1) -> str:
    """numerator / denominator for a sentence: exact, and rounded too when it is a fraction.

    >>> reading(1470, 256), reading(1280, 256), reading(5, 4)
    ('1470/256 ≈ 5.74', '1280/256 = 5', '1.25')
    """
    exact, written = number(numerator, denominator), fraction(numerator, denominator)
    if "/" not in exact:
        return exact if written == exact else f"{written} = {exact}"
    value = numerator / denominator
    rounded = np.format_float_positional(value, precision=2, fractional=abs(value) >= 0.1, trim="k")
    return f"{written} ≈ {rounded}".replace("-", "\N{MINUS SIGN}")


def fraction(numerator: int, denominator: int = 1) -> str:
    """numerator / denominator for a sentence; over a large denominator a fraction even when it is whole."""
    return f"{number(numerator)}/{denominator}" if has_unit(denominator) else number(numerator, denominator)


def has_unit(denominator: int) -> bool:
    """Whether numbers with this denominator are counted in a unit that is stated once, such as 1/256."""
    return denominator > HUNDREDTHS


def counted(numerators: np.ndarray, denominator: int) -> tuple[str, ...]:
    """All of numerators / denominator as the arithmetic writes them: counted in the unit, if there is one."""
    if has_unit(denominator):
        return texts(numerators)
    return tuple(map(number, numerators.ravel().tolist(), repeat(denominator)))


def cell_texts(
    numerators: np.ndarray, denominator: int, caption: str, longest: int = LONGEST, over: bool = False
) -> dict:
    """The texts of cells for numerators / denominator, no line longer than `longest`, and their caption.

    A number that is too long has its whole part above the rest; with `over`, so has every fraction. The
    caption states the unit, if there is one.
    """
    flat = numerators.ravel().tolist()
    if not has_unit(denominator):
        return {"texts": tuple(_short(n, denominator, longest, over) for n in flat), "caption": caption}
    told, counts = {"caption": caption, "denominator": denominator}, texts(numerators)
    if not over and max(map(len, counts)) <= longest:
        return {"texts": counts, "caption": say("explorers.numbers.caption_with_unit", **told)}
    above = tuple(_above(n, denominator, unit=denominator) for n in flat)
    return {"texts": above, "caption": say("explorers.numbers.caption_with_unit_below", **told)}


def _short(numerator: int, denominator: int, longest: int, over: bool) -> str:
    written = number(numerator, denominator)
    fits = len(written) <= longest and not (over and "/" in written and abs(numerator) > denominator)
    return written if fits else _above(numerator, denominator)


def _above(numerator: int, denominator: int, unit: int = 1) -> str:
    """The whole part above the rest, which is counted in 1/unit; between -1 and 1 the rest has the sign."""
    whole, rest = divmod(abs(numerator), denominator)
    sign = 1 if numerator > 0 else -1
    below = number(rest if whole else sign * rest, denominator // unit)
    return f"{number(sign * whole)}\n{below}" if rest else number(sign * whole)
