"""What the two views of the stride explorer share: its settings, and the windows along an axis."""

from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from ..frame import MARKS, Panel
from ..words import cached, say, text
from .lines import Place, held_by, sentences
from .parts import cup, fitted, panel

H1, W1 = 13, 10  # the input at its largest; W1 never changes
INPUT_PLACE, OUTPUT_PLACE = (306, 396), (306, 238)  # height and width of each panel's place, in screen pixels
LARGEST = 40  # the side of a cell
LIGHTEST = 12  # pixels end at 9, so that none is as white as an empty cell


@dataclass(frozen=True)
class State:
    view: str = "line"
    H1: int = H1
    F: int = 3
    S: int = 2
    P: int = 1
    look: str = "output"  # the panel in which a cell is picked out
    i: int = 1  # a pixel of the output; in the input a pixel of the photo, so that its padding begins at -P
    j: int = 1


def photo() -> np.ndarray:
    """The left rim of the cup, 13 x 10 pixels in ten grey levels."""
    return cup(1, 9, H1, W1)


class Axis:
    """Where the windows lie along one axis of the padded input."""

    def __init__(self, n: int, state: State, steps: str):
        self.n, self.F, self.S, self.P = n, state.F, state.S, state.P
        self.steps = steps  # what lies along it: "cells" of a line, "rows" or "columns" of a grid
        self.padded = n + 2 * self.P
        self.starts = np.arange(0, self.padded - self.F + 1, self.S)
        self.size = len(self.starts)
        self.windows = self.starts[:, None] + np.arange(self.F)
        self.middles = self.starts + (self.F - 1) // 2
        cells = np.arange(self.padded)
        self.invented = (cells < self.P) | (cells >= self.P + n)
        self.unused = ~np.isin(cells, self.windows)
        self.left = cells >= (self.windows[-1, -1] + 1 if self.size else 0)
        self.skipped = self.unused & ~self.left

    def holders(self) -> list[tuple[int, str]]:
        """For each cell how many windows hold it, and which."""
        comma = text("explorers.settings.comma")
        return [(len(held), comma.join(held)) for held in held_by(self.windows, self.padded)]

    def why_unused(self, cell: int) -> str:
        why = "no_fit" if not self.size else "left_over" if self.left[cell] else "skipped"
        return text(f"explorers.stride.why.{why}")

    def formula(self, name: str) -> str:
        """The formula with its numbers, and what becomes of the remainder."""
        told = {"name": name, "n": self.n, "F": self.F, "S": self.S, "P": self.P}
        if not self.size:
            return say("explorers.stride.no_fit", padded=self.count(self.padded), **told)
        steps, rest = self.padded - self.F, (self.padded - self.F) % self.S
        told |= {"steps": steps, "size": self.size, "rest": rest, "left": self._left(rest)}
        return say("explorers.stride.size", **told)

    def count(self, n: int) -> str:
        return say(f"explorers.stride.{self.steps}.count", n=n)

    def _left(self, n: int) -> str:
        """How many cells are left over at the end, and of what."""
        if not n:
            return text(f"explorers.stride.{self.steps}.none_left")
        zeros = int((self.left & self.invented).sum())
        kinds = {"of_padding": zeros, "of_picture": n - zeros}
        which = [say(f"explorers.stride.{kind}", n=count) for kind, count in kinds.items() if count]
        joined = text("explorers.settings.comma").join(which)
        return say(f"explorers.stride.{self.steps}.left", n=n, which=joined)


@cached(2**9)
def what(invented: bool, value: int, at: int | Place) -> str:
    """What a cell of the padded input is: a zero, or the pixel with this number or this row and column."""
    return text("explorers.stride.zero") if invented else say("explorers.stride.pixel", at=at, value=value)


@cached(2**9)
def where(n: int, i: str, j: str = "") -> str:
    """In how many windows a cell is, and in which."""
    which = say("explorers.stride.which_ij" if j else "explorers.stride.which_i", i=i, j=j)
    return say("explorers.stride.windows", n=n, which=which)


def input_panel(view: str, shades: np.ndarray, marks: dict[str, Any], **look) -> Panel:
    """The padded input; `marks` says for each mark where it is."""
    marked = np.zeros(shades.shape, np.uint8)
    for mark, cells in marks.items():
        marked[cells] = MARKS.index(mark)
    place = fitted(shades.shape, INPUT_PLACE, LARGEST)
    return panel(f"stride.{view}", "input", shades, marks=marked, **place, **look)


def output_panel(view: str, shades: np.ndarray, fits: bool, largest: float = LARGEST, **look) -> Panel:
    """The output, or what stands for it where no window fits."""
    if not fits:
        look["caption"] = text("explorers.stride.no_output")
    return panel(f"stride.{view}", "output", shades, **fitted(shades.shape, OUTPUT_PLACE, largest), **look)


def sentence(*axes: Axis) -> str:
    """The formula for each axis, what the windows skip, and how many pixels all this costs."""
    if not axes[0].size:
        return axes[0].formula("H2")
    skipped = [axis.count(n) for axis in axes if (n := int(axis.skipped.sum()))]
    everything = prod(axis.n for axis in axes)
    seen = prod(int((~axis.unused & ~axis.invented).sum()) for axis in axes)
    unused = any(axis.unused.any() for axis in axes)
    return sentences(
        *(axis.formula(name) for axis, name in zip(axes, ("H2", "W2"), strict=False)),
        skipped and say("explorers.stride.skipped", what=text("explorers.stride.and").join(skipped)),
        unused and say("explorers.stride.lost", n=everything - seen, all=everything),
    )
