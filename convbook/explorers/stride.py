"""Chapter 5: every window placed, on a line and on a grid. Input size, F, stride, padding.

The line is one column of the photo laid on its side, with each window in a row below it, as on a staircase.
"""

from dataclasses import dataclass, replace
from math import prod
from typing import Any

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, texts
from ..words import cached, say, text
from .lines import Place, held_by, sentences, written_sums
from .parts import cup, fitted, legend, nearest_cell, panel, window_cells
from .settings import Menu, sliders

H1, W1 = 13, 10  # the input at its largest; W1 never changes
INPUT_PLACE, OUTPUT_PLACE = (306, 396), (306, 238)  # height and width of each panel's place, in screen pixels
LARGEST = 40  # the side of a cell
LIGHTEST = 12  # pixels end at 9, so that none is as white as an empty cell

View = tuple[tuple[Panel, ...], tuple[Link, ...]]


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


CONTROLS = (Menu("view", ("line", "grid")), *sliders(H1=(1, H1), F=(1, 5), S=(1, 4), P=(0, 2)))
WORDIEST = (State("grid", 12, 5, 1, 2), State("grid", 13, 1, 3, 1))


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

    def why_unused(self, cell: int) -> str:
        why = "no_fit" if not self.size else "left_over" if self.left[cell] else "skipped"
        return text(f"explorers.stride.why.{why}")

    def formula(self, name: str) -> str:
        """The formula with its numbers, and what happens to the remainder."""
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


def axes(state: State) -> tuple[Axis, ...]:
    """The axis of the line, or both of the grid."""
    if state.view == "line":
        return (Axis(state.H1, state, "cells"),)
    return Axis(state.H1, state, "rows"), Axis(W1, state, "columns")


def padded(state: State) -> np.ndarray:
    """The left rim of the cup in ten grey levels, for the line one column of it; with its padding."""
    photo = cup(1, 9, state.H1, W1)
    return np.pad(photo[:, 3] if state.view == "line" else photo, state.P)


def output(state: State) -> np.ndarray:
    sums = padded(state)
    for at, axis in enumerate(axes(state)):
        sums = sums.take(axis.windows, axis=at).sum(axis=at + 1)
    return sums


def frame(state: State) -> Frame:
    view, along = _line if state.view == "line" else _grid, axes(state)
    panels, links = view(state, padded(state), *along)
    marks = legend("stride", "invented", "unused", "chosen")
    return Frame(panels, links, _sentence(*along), _picked(state, along), legend=marks)


def _picked(state: State, along: tuple[Axis, ...]) -> tuple[str, int] | None:
    """The panel and the cell that are picked out; none if there is no output."""
    of_input = state.look == "input"
    beside, sizes = state.P if of_input else 0, [axis.padded if of_input else axis.size for axis in along]
    if not sizes[0]:
        return None
    cell = nearest_cell((state.i + beside, state.j + beside)[: len(sizes)], sizes)
    in_table = state.view == "line" and not of_input  # below its head, in the last of three columns
    return state.look, 3 * (cell + 1) + 2 if in_table else cell


def focus(state: State, panel: str, cell: int) -> State:
    sizes = [axis.padded if panel == "input" else axis.size for axis in axes(state)]
    if state.view == "line":
        row, at = divmod(cell, sizes[0] if panel == "input" else 3)
        if row > 0:  # of a window, in both panels
            return replace(state, look="output", i=row - 1)
        return replace(state, look="input", i=at - state.P) if panel == "input" else state
    if not sizes[0]:
        return state
    (i, j), beside = divmod(cell, sizes[1]), state.P if panel == "input" else 0
    return replace(state, look=panel, i=i - beside, j=j - beside)


@cached(2**9)
def _what(invented: bool, value: int, at: int | Place) -> str:
    """What a cell of the padded input is: a zero, or the pixel with this number or this row and column."""
    return text("explorers.stride.zero") if invented else say("explorers.stride.pixel", at=at, value=value)


@cached(2**9)
def _where(n: int, i: str, j: str = "") -> str:
    """In how many windows a cell is, and in which."""
    which = say("explorers.stride.which_ij" if j else "explorers.stride.which_i", i=i, j=j)
    return say("explorers.stride.windows", n=n, which=which)


def _sentence(*axes: Axis) -> str:
    """The formula for each axis, what the windows skip, and how many pixels are lost."""
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


def _input(state: State, shades: np.ndarray, marks: dict[str, Any], **look) -> Panel:
    """The padded input; `marks` says for each mark where it is."""
    marked = np.zeros(shades.shape, np.uint8)
    for mark, cells in marks.items():
        marked[cells] = MARKS.index(mark)
    place = fitted(shades.shape, INPUT_PLACE, LARGEST)
    return panel(f"stride.{state.view}", "input", shades, marks=marked, **place, **look)


def _output(state: State, shades: np.ndarray, fits: bool, largest: float = LARGEST, **look) -> Panel:
    """The output, or a stand-in where no window fits."""
    if not fits:
        look["caption"] = text("explorers.stride.no_output")
    place = fitted(shades.shape, OUTPUT_PLACE, largest)
    return panel(f"stride.{state.view}", "output", shades, **place, **look)


def _line(state: State, cells: np.ndarray, axis: Axis) -> View:
    """The line and below it each window, as on a staircase; beside it a table."""
    shown = np.ones((axis.size + 1, axis.padded), dtype=bool)
    shown[1:] = (axis.windows[:, :, None] == np.arange(axis.padded)).any(axis=1)
    marks = {
        "invented": shown & axis.invented,
        "unused": (0, axis.unused),
        "chosen": ([*[0] * axis.size, *range(1, axis.size + 1)], np.tile(axis.middles, 2)),
    }
    look = {"texts": tuple(np.where(shown, texts(cells), "").ravel().tolist())}
    look |= {"lines": _steps(axis, cells.tolist()), "told": {"n": axis.n, "P": axis.P}}
    shades = np.where(shown, levels(cells, 0, LIGHTEST), 255).astype(np.uint8)
    staircase = _input(state, shades, marks, **look)
    # From each cell of a row of the table to its window: on the line itself, and in the row below the line.
    below = axis.windows + axis.padded * np.arange(1, axis.size + 1)[:, None]
    windows = [(), *np.hstack([axis.windows, below]).tolist()]
    link = Link.of("output", "input", [window for window in windows for _ in range(3)])
    return (staircase, _table(state, axis, cells, staircase.cell)), (link,)


def _table(state: State, axis: Axis, cells: np.ndarray, cell: float) -> Panel:
    """A row for each window, as high as the row that shows the window."""
    sums, shades = output(state), np.full((axis.size + 1, 3), 255, dtype=np.uint8)
    shades[1:, 2] = levels(sums, 0, LIGHTEST * axis.F)
    totals = written_sums(cells[None], (1, axis.F), (1, axis.S), sums)
    head, work = text("explorers.stride.line.head"), text("explorers.stride.line.work")
    lines = list(text("explorers.stride.line.head_lines"))
    for i, (start, total) in enumerate(zip(axis.starts.tolist(), totals, strict=True)):
        lines += [work.format(i=i, S=axis.S, start=start, total=total)] * len(head)
    written = (*head, *texts(np.stack([np.arange(axis.size), axis.starts, sums], axis=1)))
    return _output(state, shades, axis.size > 0, cell, texts=written, lines=tuple(lines))


def _steps(axis: Axis, cells: list[int]) -> tuple[str, ...]:
    """Words for the line, and for each window in the rows below it."""
    of_cell, of_step = text("explorers.stride.line.cell"), text("explorers.stride.line.step")
    nowhere, invented = text("explorers.stride.in_none"), axis.invented.tolist()
    lines, whats = [], []
    for cell, (n, windows) in enumerate(held_by(axis.windows, axis.padded)):
        whats.append(_what(invented[cell], cells[cell], cell - axis.P))
        held = _where(n, windows) if n else nowhere.format(why=axis.why_unused(cell))
        lines.append(of_cell.format(cell=cell, what=whats[cell], where=held))
    for i, start in enumerate(axis.starts.tolist()):
        window = enumerate(whats[start : start + axis.F])
        steps = [of_step.format(i=i, S=axis.S, place=n, cell=start + n, what=cell) for n, cell in window]
        lines += [""] * start + steps + [""] * (axis.padded - start - axis.F)
    return tuple(lines)


def _grid(state: State, cells: np.ndarray, down: Axis, across: Axis) -> View:
    """The photo with its padding, and every output pixel."""
    marks = {
        "invented": down.invented[:, None] | across.invented,
        "unused": down.unused[:, None] | across.unused,
        "chosen": (down.middles[:, None], across.middles),
    }
    look = {"texts": texts(cells), "lines": _places(down, across, cells)}
    look["told"] = {"H1": state.H1, "W1": W1, "P": state.P}
    grid = _input(state, levels(cells, 0, LIGHTEST), marks, **look)
    if not down.size:
        empty = np.full((1, 1), 255, np.uint8)
        return (grid, _output(state, empty, False, texts=("",), lines=("",))), ()
    F, S, sums = (state.F, state.F), (state.S, state.S), output(state)
    top, left = (at.ravel().tolist() for at in np.meshgrid(down.starts, across.starts, indexing="ij"))
    told = {"S": state.S, "top": top, "left": left, "total": written_sums(cells, F, S, sums)}
    shades = levels(sums, 0, LIGHTEST * state.F**2)
    link = Link.of("output", "input", window_cells(cells.shape, F, S))
    return (grid, _output(state, shades, True, told=told, texts=texts(sums))), (link,)


def _places(down: Axis, across: Axis, cells: np.ndarray) -> tuple[str, ...]:
    """Words for each cell of the grid."""
    line = text("explorers.stride.grid.cell")
    rows, columns = (held_by(axis.windows, axis.padded) for axis in (down, across))
    lines, invented = [], (down.invented[:, None] | across.invented).tolist()
    for (i, j), value in zip(np.ndindex(cells.shape), cells.ravel().tolist(), strict=True):
        (in_i, which_i), (in_j, which_j) = rows[i], columns[j]
        held = _where(in_i * in_j, which_i, which_j) if in_i * in_j else _nowhere(down, across, i, j)
        cell = _what(invented[i][j], value, (i - down.P, j - across.P))
        lines.append(line.format(row=i, column=j, what=cell, where=held))
    return tuple(lines)


def _nowhere(down: Axis, across: Axis, row: int, column: int) -> str:
    """Why no window holds a cell of the grid."""
    whys = [] if down.size else [down.why_unused(row)]
    if down.size and down.unused[row]:
        whys.append(say("explorers.stride.its_row", why=down.why_unused(row)))
    if down.size and across.unused[column]:
        whys.append(say("explorers.stride.its_column", why=across.why_unused(column)))
    return say("explorers.stride.in_none", why=text("explorers.settings.comma").join(whys))
