"""Chapter 5: every window placed, on a line and on a grid. Input size, F, stride, padding."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from math import prod

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, texts
from ..images import load_pixels
from ..sentences import stride as say
from .parts import fitted, nearest_cell, window_cells, written_sums
from .widget import Menu, Slider

H1, W1 = 13, 10  # the input at its largest; W1 never changes
LARGEST_F, LARGEST_P = 5, 2
# Height and width of each panel's place, and the largest side of a cell, in screen pixels.
INPUT_PLACE, OUTPUT_PLACE, LARGEST = (306, 396), (306, 238), 40
LIGHTEST = 12  # pixels end at 9, so that none is as white as an empty cell
INVENTED, UNUSED, CHOSEN = (MARKS.index(mark) for mark in ("invented", "unused", "chosen"))
LINE_ROOM, SENTENCE_ROOM = 190, 360  # characters
LEGEND = (("invented", say.INVENTED), ("unused", say.UNUSED), ("chosen", say.CHOSEN))


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


CONTROLS = (
    Menu("view", ((say.ON_A_LINE, "line"), (say.ON_A_GRID, "grid")), say.VIEW),
    Slider("H1", 1, H1, say.H1),
    Slider("F", 1, LARGEST_F),
    Slider("S", 1, 4),
    Slider("P", 0, LARGEST_P),
)


@cache
def photo() -> np.ndarray:
    """The left rim of the cup, 13 x 10 pixels in ten grey levels."""
    return np.rint(load_pixels("coffee", size=(24, 36))[1 : 1 + H1, 9 : 9 + W1] / 255 * 9).astype(np.int64)


def line(state: State) -> np.ndarray:
    """One column of the photo with its padding, laid on its side."""
    return np.pad(photo()[: state.H1, 3], state.P)


def grid(state: State) -> np.ndarray:
    return np.pad(photo()[: state.H1], state.P)


class Axis:
    """Where the windows lie along one axis of the padded input."""

    def __init__(self, n: int, state: State, unit: str):
        self.n, self.F, self.S, self.P = n, state.F, state.S, state.P
        self.unit = unit  # what one step along it is called: a key of say.UNITS
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

    def holders(self) -> list[list[int]]:
        """For each cell the windows that hold it."""
        held: list[list[int]] = [[] for _ in range(self.padded)]
        for i, window in enumerate(self.windows.tolist()):
            for cell in window:
                held[cell].append(i)
        return held

    def why_unused(self, cell: int) -> str:
        return say.WHY["no fit" if not self.size else "left over" if self.left[cell] else "skipped"]

    def kinds(self, cells: np.ndarray) -> str:
        """How many of these cells are padding, how many are of the picture, in words."""
        zeros = int((cells & self.invented).sum())
        counts = (say.OF_PADDING, zeros), (say.OF_PICTURE, int(cells.sum()) - zeros)
        return ", ".join(words.format(n=n) for words, n in counts if n)

    def in_words(self, name: str) -> str:
        """The formula with its numbers, and what becomes of the remainder."""
        settings = {"name": name, "n": self.n, "F": self.F, "S": self.S, "P": self.P, **say.UNITS[self.unit]}
        if not self.size:
            return say.NO_FIT.format(padded=self.padded, **settings)
        steps = self.padded - self.F
        rest = steps % self.S
        left = (say.NOTHING_LEFT, say.ONE_LEFT)[rest] if rest < 2 else say.MORE_LEFT
        left = left.format(rest=rest, which=self.kinds(self.left), **settings)
        return say.SIZE.format(steps=steps, size=self.size, rest=rest, left=left, **settings)

    def skipped_in_words(self) -> str:
        """How much lies between windows that do not touch; nothing when there is none."""
        n = int(self.skipped.sum())
        unit = say.UNITS[self.unit]["one" if n == 1 else "many"]
        return say.SOME.format(n=n, unit=unit) if n else ""


def axes(state: State) -> tuple[Axis, ...]:
    """The one axis of a line, or the two of a grid."""
    if state.view == "line":
        return (Axis(state.H1, state, "line"),)
    return Axis(state.H1, state, "rows"), Axis(W1, state, "columns")


def output(state: State) -> np.ndarray:
    if state.view == "line":
        (axis,) = axes(state)
        return line(state)[axis.windows].sum(axis=1)
    down, across = axes(state)
    return grid(state)[down.windows[:, None, :, None], across.windows[None, :, None, :]].sum(axis=(2, 3))


def frame(state: State) -> Frame:
    return _line_frame(state) if state.view == "line" else _grid_frame(state)


def focus(state: State, panel: str, cell: int) -> State:
    down, *across = axes(state)
    if state.view == "line":
        row, at = divmod(cell, 3 if panel == "output" else down.padded)
        if row > 0:
            return replace(state, look="output", i=row - 1)
        return replace(state, look="input", i=at - state.P) if panel == "input" else state
    if panel == "input":
        i, j = divmod(cell, across[0].padded)
        return replace(state, look="input", i=i - state.P, j=j - state.P)
    if not down.size:
        return state
    i, j = divmod(cell, across[0].size)
    return replace(state, look="output", i=i, j=j)


def _picked(state: State) -> tuple[str, int] | None:
    """The cell that is picked out, or the nearest one that there is at these settings."""
    down, *across = axes(state)
    i, j, P = state.i, state.j, state.P
    if state.look == "input" and state.view == "line":
        return "input", nearest_cell(0, i + P, (1, down.padded))
    if state.look == "input":
        return "input", nearest_cell(i + P, j + P, (down.padded, across[0].padded))
    if not down.size:
        return None
    if state.view == "line":
        return "output", 3 * (min(i, down.size - 1) + 1) + 2
    return "output", nearest_cell(i, j, (down.size, across[0].size))


def _line_frame(state: State) -> Frame:
    (axis,), cells, sums = axes(state), line(state), output(state)
    shown = np.ones((axis.size + 1, axis.padded), dtype=bool)
    shown[1:] = (axis.windows[:, :, None] == np.arange(axis.padded)).any(axis=1)
    marks = np.where(shown & axis.invented, INVENTED, 0)
    marks[0, axis.unused] = UNUSED
    marks[0, axis.middles] = CHOSEN
    marks[np.arange(axis.size) + 1, axis.middles] = CHOSEN
    look = fitted(shown.shape, INPUT_PLACE, LARGEST)
    return Frame(
        panels=(
            Panel(
                "input",
                say.LINE,
                np.where(shown, levels(cells, 0, LIGHTEST), 255).astype(np.uint8),
                texts=tuple(np.where(shown, texts(cells), "").ravel().tolist()),
                caption=say.LINE_CAPTION.format(n=axis.n, pixels=say.PIXELS[axis.n > 1], P=axis.P),
                marks=marks.astype(np.uint8),
                lines=_line_lines(axis, cells.tolist()),
                **look,
            ),
            _table(axis, cells, sums, look["cell"]),
        ),
        links=(_line_link(axis),),
        sentence=_sentence(state),
        focus=_picked(state),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
        legend=LEGEND,
    )


def _table(axis: Axis, cells: np.ndarray, sums: np.ndarray, cell: int) -> Panel:
    """A row for each window, as high as the row that shows the window."""
    shades = np.full((axis.size + 1, 3), 255, dtype=np.uint8)
    shades[1:, 2] = levels(sums, 0, LIGHTEST * axis.F)
    totals = written_sums(cells[None], (1, axis.F), (1, axis.S), sums)
    works = (
        say.LINE_WORK.format(i=i, S=axis.S, start=start, total=total)
        for i, (start, total) in enumerate(zip(axis.starts, totals, strict=True))
    )
    return Panel(
        "output",
        say.TABLE,
        shades,
        texts=(*say.TABLE_HEAD, *texts(np.stack([np.arange(axis.size), axis.starts, sums], axis=1))),
        caption=say.TABLE_CAPTION if axis.size else say.NO_OUTPUT,
        lines=(*say.HEAD_LINES, *(work for work in works for _ in say.TABLE_HEAD)),
        **fitted(shades.shape, OUTPUT_PLACE, cell),
    )


def _line_lines(axis: Axis, cells: list[int]) -> tuple[str, ...]:
    """Words for the line, and for each window in the rows below it."""
    invented = axis.invented.tolist()
    whats = [_what(invented[cell], value, cell - axis.P) for cell, value in enumerate(cells)]
    wheres = [
        _where(len(held), _listed(held)) if held else say.IN_NONE.format(why=axis.why_unused(cell))
        for cell, held in enumerate(axis.holders())
    ]
    lines = [
        say.LINE_CELL.format(cell=cell, what=what, where=where)
        for cell, (what, where) in enumerate(zip(whats, wheres, strict=True))
    ]
    for i, start in enumerate(axis.starts.tolist()):
        row = [""] * axis.padded
        for place in range(axis.F):
            cell = start + place
            row[cell] = say.STEP_CELL.format(i=i, S=axis.S, place=place, cell=cell, what=whats[cell])
        lines += row
    return tuple(lines)


@lru_cache(2**9)
def _what(invented: bool, value: int, *at: int) -> str:
    """What a cell of the padded input is: a zero, or the pixel with this number or this row and column."""
    place = at[0] if len(at) == 1 else at
    return say.ZERO if invented else say.PIXEL.format(at=place, value=value)


@lru_cache(2**9)
def _where(n: int, i: str, j: str = "") -> str:
    """In how many windows a cell is, and in which."""
    which = (say.GRID_WHICH if j else say.LINE_WHICH).format(i=i, j=j)
    return (say.IN_ONE if n == 1 else say.IN_MANY).format(n=n, which=which)


def _listed(windows: list[int]) -> str:
    return ", ".join(map(str, windows))


def _line_link(axis: Axis) -> Link:
    """From each cell of a table row to its window: on the line itself, and in the row below the line."""
    below = axis.windows + axis.padded * np.arange(1, axis.size + 1)[:, None]
    both = np.repeat(np.hstack([axis.windows, below]), 3, axis=0)
    owned = np.full(3 * (axis.size + 1), 2 * axis.F)
    owned[:3] = 0  # the head of the table
    start = np.concatenate([[0], np.cumsum(owned)])
    return Link("output", "input", start.astype(np.int32), both.ravel().astype(np.int32))


def _grid_frame(state: State) -> Frame:
    (down, across), cells = axes(state), grid(state)
    marks = np.where(down.invented[:, None] | across.invented, INVENTED, 0)
    marks[down.unused[:, None] | across.unused] = UNUSED
    marks[down.middles[:, None], across.middles] = CHOSEN
    return Frame(
        panels=(
            Panel(
                "input",
                say.GRID,
                levels(cells, 0, LIGHTEST),
                texts=texts(cells),
                caption=say.GRID_CAPTION.format(H1=state.H1, W1=W1, P=state.P),
                marks=marks.astype(np.uint8),
                lines=_grid_lines(down, across, cells),
                **fitted(cells.shape, INPUT_PLACE, LARGEST),
            ),
            _grid_output(state, down, across, cells),
        ),
        links=(_grid_link(state, cells.shape),) if down.size else (),
        sentence=_sentence(state),
        focus=_picked(state),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
        legend=LEGEND,
    )


def _grid_lines(down: Axis, across: Axis, cells: np.ndarray) -> tuple[str, ...]:
    rows, columns = ([(len(held), _listed(held)) for held in axis.holders()] for axis in (down, across))
    above, beside = down.invented.tolist(), across.invented.tolist()
    lines = []
    for i, values in enumerate(cells.tolist()):
        in_i, which_i = rows[i]
        for j, value in enumerate(values):
            in_j, which_j = columns[j]
            what = _what(above[i] or beside[j], value, i - down.P, j - across.P)
            where = _where(in_i * in_j, which_i, which_j) if in_i * in_j else _why(down, across, i, j)
            lines.append(say.GRID_CELL.format(row=i, column=j, what=what, where=where))
    return tuple(lines)


def _why(down: Axis, across: Axis, row: int, column: int) -> str:
    """Why no window holds a cell of the grid."""
    if not down.size:
        return say.IN_NONE.format(why=down.why_unused(row))
    whys = [say.WHY_ROW.format(why=down.why_unused(row))] if down.unused[row] else []
    if across.unused[column]:
        whys.append(say.WHY_COLUMN.format(why=across.why_unused(column)))
    return say.IN_NONE.format(why=", ".join(whys))


def _grid_output(state: State, down: Axis, across: Axis, cells: np.ndarray) -> Panel:
    if not down.size:
        blank = np.full((1, 1), 255, dtype=np.uint8)
        look = fitted(blank.shape, OUTPUT_PLACE, LARGEST)
        return Panel("output", say.OUTPUT, blank, texts=("",), lines=("",), caption=say.NO_OUTPUT, **look)
    sums = output(state)
    totals = written_sums(cells, (state.F, state.F), (state.S, state.S), sums)
    starts = product(enumerate(down.starts.tolist()), enumerate(across.starts.tolist()))
    works = (
        say.CELL_WORK.format(i=i, j=j, S=state.S, row=row, column=column, total=total)
        for ((i, row), (j, column)), total in zip(starts, totals, strict=True)
    )
    return Panel(
        "output",
        say.OUTPUT,
        levels(sums, 0, LIGHTEST * state.F**2),
        texts=texts(sums),
        caption=say.OUTPUT_CAPTION.format(H2=down.size, W2=across.size),
        lines=tuple(works),
        **fitted(sums.shape, OUTPUT_PLACE, LARGEST),
    )


def _grid_link(state: State, shape: tuple[int, int]) -> Link:
    cells = window_cells(shape, (state.F, state.F), (state.S, state.S))
    start = np.arange(0, cells.size + 1, cells.shape[1], dtype=np.int32)
    return Link("output", "input", start, cells.ravel())


def _sentence(state: State) -> str:
    """The formula for each axis, what the windows skip, and how many pixels all this costs."""
    along = axes(state)
    if not along[0].size:
        return along[0].in_words("H2")
    words = [axis.in_words(name) for axis, name in zip(along, ("H2", "W2"), strict=False)]
    skipped = [what for axis in along if (what := axis.skipped_in_words())]
    if skipped:
        words.append(say.SKIPPED.format(what=say.AND.join(skipped)))
    if any(axis.unused.any() for axis in along):
        everything = prod(axis.n for axis in along)
        seen = prod(int((~axis.unused & ~axis.invented).sum()) for axis in along)
        words.append(say.LOST.format(n=everything - seen, all=everything))
    return " ".join(words)
