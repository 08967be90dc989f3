"""Kernels with exact weights: from the library, or the reader's own, whether typed, pasted or set by code."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

import numpy as np

from ..kernels import KERNELS, blur_kernel, gaussian_kernel
from ..words import cached, say, text
from .lines import sentences
from .numbers import LONGEST, counted, number
from .pasted import number_of
from .settings import Menu, Refused, table_of

LARGEST_DENOMINATOR = 4096  # of a Gaussian kernel at F = 7: 64 · 64
TYPED_DENOMINATOR = 3600  # hundredths, ninths and sixteenths share it
LARGEST_WEIGHT = 99
OWN = "own"  # the menu entry for weights that the reader typed
MENU = Menu("kernel", (*KERNELS, OWN))
RESIZABLE = {"blur": blur_kernel, "gaussian": gaussian_kernel}

Table = tuple[tuple[Fraction, ...], ...]  # the reader's own weights, row by row


@dataclass(frozen=True)
class Weights:
    """A kernel as whole numbers over one common denominator, so that every sum is exact."""

    numerators: np.ndarray  # int64 (FH, FW)
    denominator: int = 1
    typed: bool = False  # by the reader: each weight is written as they did, in lowest terms

    @property
    def shape(self) -> tuple[int, int]:
        return self.numerators.shape

    @property
    def averages(self) -> bool:
        """No weight is negative and they add up to 1: no output is darker or brighter than all its pixels."""
        return bool((self.numerators >= 0).all() and self.numerators.sum() == self.denominator)

    def reduced(self) -> "Weights":
        """The same weights over their smallest common denominator."""
        common = int(np.gcd.reduce(self.numerators, axis=None, initial=self.denominator))
        return replace(self, numerators=self.numerators // common, denominator=self.denominator // common)

    def texts(self) -> tuple[str, ...]:
        """What each cell says; a kernel of the library says numerators where there is a unit."""
        return self.written(number) if self.typed else counted(self.numerators, self.denominator)

    def written(self, write: Callable[[int, int], str]) -> tuple[str, ...]:
        """Each weight as `write` does it, in lowest terms if the reader typed it."""
        numerators, d = self.numerators.ravel(), self.denominator
        common = np.gcd(numerators, d) if self.typed else np.ones_like(numerators)
        return tuple(map(write, (numerators // common).tolist(), (d // common).tolist()))


def exact(kernel) -> Weights:
    """A kernel of fractions, decimals or floats as whole numbers over their common denominator."""
    kernel = np.asarray(kernel)
    fractions = [Fraction(value).limit_denominator(LARGEST_DENOMINATOR) for value in kernel.ravel().tolist()]
    denominator = lcm(*(f.denominator for f in fractions))
    numerators = [f.numerator * (denominator // f.denominator) for f in fractions]
    return Weights(np.array(numerators, dtype=np.int64).reshape(kernel.shape), denominator)


@lru_cache(16)
def chosen_kernel(name: str, F: int, own: Table = ()) -> Weights:
    """The weights for a menu entry at size F."""
    if name == OWN:
        return replace(exact(resized(own, F)), typed=True)
    return exact(RESIZABLE[name](F) if name in RESIZABLE else KERNELS[name])


@cached(16)
def on_kernel(name: str, F: int, own: Table) -> str:
    """Remarks about the size of a kernel, and about typing into it."""
    if name == OWN:
        hidden = own and np.count_nonzero(resized(own, F)) < np.count_nonzero(np.array(own, dtype=object))
        return sentences(
            not own and say("explorers.kernels.nothing_typed"),
            hidden and say("explorers.kernels.hidden", F=F),
            F % 2 == 0 and say("explorers.kernels.even", F=F),
        )
    waits = chosen_kernel(name, F).shape != (F, F)
    return sentences(
        waits and say("explorers.kernels.fixed_size", kernel=text(f"explorers.menus.kernel.{name}"), F=F),
        own and say("explorers.kernels.replaces"),
    )


def middle(F: int) -> int:
    """The row of the middle weight of a kernel; in an even one it is above and left of the centre."""
    return (F - 1) // 2


def resized(own: Table, F: int) -> np.ndarray:
    """The reader's weights in an F x F kernel: padded with zeros, or cut; the middle weight stays there."""
    weights = np.array(own or ((Fraction(1),),), dtype=object)
    border = max(F, len(weights))  # zeros on each side, so that any cut lies inside
    padded = np.pad(weights, border, constant_values=Fraction(0))
    start = border + middle(len(weights)) - middle(F)
    return padded[start : start + F, start : start + F]


def edit_kernel(state: Any, panel: str, cells: dict[int, str]) -> Any:
    """The next state once the reader has typed into cells of the kernel that is shown.

    `state` has the settings kernel, F and own. The reader's weights that are hidden at this F are kept.
    """
    shown = chosen_kernel(state.kernel, state.F, state.own)
    side = shown.shape[0]
    table = shown.numerators.astype(object) * Fraction(1, shown.denominator)
    if state.kernel == OWN:
        table = resized(state.own, max(len(state.own), side))
    corner = middle(len(table)) - middle(side)
    for cell, typed in cells.items():
        table[corner + cell // side, corner + cell % side] = weight_of(typed)
    return replace(state, kernel=OWN, own=tuple(map(tuple, table.tolist())))


def weight_of(value: Any, longest: int = LONGEST) -> Fraction:
    """A weight as the reader types it (2, -1.25 or 1/9), or as code gives it. Anything else is refused."""
    told = str(value).strip()[:20]
    try:
        if isinstance(value, str):
            value = number_of(value)
        value = value.item() if isinstance(value, np.generic) else value
        weight = Fraction(value).limit_denominator(TYPED_DENOMINATOR)
        exact = float(weight) == float(value)
    except (TypeError, ValueError, OverflowError):  # neither a number, nor finite
        raise Refused(say("explorers.weights.not_a_weight", text=told)) from None
    if abs(weight) > LARGEST_WEIGHT:
        raise Refused(say("explorers.weights.out_of_range", text=told, most=LARGEST_WEIGHT))
    if not exact or TYPED_DENOMINATOR % weight.denominator:
        raise Refused(say("explorers.weights.not_exact", text=told, parts=TYPED_DENOMINATOR))
    if len(number(weight.numerator, weight.denominator)) > longest:
        raise Refused(say("explorers.weights.too_long", text=told, longest=longest))
    return weight


def weights_of(name: str, table: np.ndarray, longest: int = LONGEST) -> np.ndarray:
    """A table given by code, as weights. ValueError if one of them cannot be used."""
    try:
        return np.frompyfunc(lambda value: weight_of(value, longest), 1, 1)(table)
    except Refused as refused:
        raise ValueError(say("explorers.weights.unusable", name=name, why=refused)) from None


def take_own(value: Any, largest: int) -> Table:
    """The setting `own` as code gives it: a square table of weights; an empty one removes them."""
    shapes = ((0,), *((side, side) for side in range(1, largest + 1)))
    table = table_of("own", value, shapes, say("explorers.weights.square_table", largest=largest))
    return tuple(map(tuple, weights_of("own", table).tolist()))


def longest_own(side: int) -> Table:
    """A reader's weights whose sums are as long as sums can get: large, with no small common denominator."""
    smallest, large = Fraction(1, LARGEST_DENOMINATOR), (Fraction(-9899, 100), Fraction(-890, 9))
    weights = [smallest, *(large[at % 2] for at in range(1, side**2))]
    return tuple(map(tuple, np.reshape(weights, (side, side)).tolist()))
