"""Chapter 5: every window placed, on a line and on a grid. Input size, F, stride, padding."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, texts
from ..images import load_pixels
from ..sentences import stride as say
from .parts import window_cells
from .widget import Menu, Slider

H1, W1 = 13, 10  # the input at its largest; W1 never changes
LARGEST_F, LARGEST_P = 5, 2
ROWS, COLUMNS = H1 + 2 * LARGEST_P, W1 + 2 * LARGEST_P
CELL = 26
LIGHTEST = 12  # pixels end at 9, so that none is as white as an empty cell
INVENTED, UNUSED, CHOSEN = (MARKS.index(mark) for mark in ("invented", "unused", "chosen"))
LEGEND = (("invented", say.INVENTED), ("unused", say.UNUSED), ("chosen", say.CHOSEN))


@dataclass(frozen=True)
class State:
    view: str = "line"
    H1: int = H1
    F: int = 3
    S: int = 2
    P: int = 1
    i: int = 1  # the output pixel looked at
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

    def __init__(self, n: int, state: State):
        self.n, self.F, self.S, self.P = n, state.F, state.S, state.P
        self.padded = n + 2 * self.P
        self.starts = np.arange(0, self.padded - self.F + 1, self.S)
        self.size = len(self.starts)
        self.windows = self.starts[:, None] + np.arange(self.F)
        self.middles = self.starts + (self.F - 1) // 2
        cells = np.arange(self.padded)
        self.invented = (cells < self.P) | (cells >= self.P + n)
        self.unused = ~np.isin(cells, self.windows)

    def in_words(self, name: str, unit: str) -> str:
        """The formula with its numbers, and what becomes of the remainder."""
        settings = {"name": name, "n": self.n, "F": self.F, "S": self.S, "P": self.P, **say.UNITS[unit]}
        if not self.size:
            return say.NO_FIT.format(padded=self.padded, **settings)
        steps = self.padded - self.F
        rest = steps % self.S
        left = (say.NOTHING_LEFT, say.ONE_LEFT)[rest] if rest < 2 else say.MORE_LEFT
        left = left.format(rest=rest, **settings)
        if 0 < rest <= self.P:
            left = say.ONLY_PADDING.format(left=left)
        return say.SIZE.format(steps=steps, size=self.size, rest=rest, left=left, **settings)


def output(state: State) -> np.ndarray:
    down = Axis(state.H1, state)
    if state.view == "line":
        return line(state)[down.windows].sum(axis=1)
    across = Axis(W1, state)
    return grid(state)[down.windows[:, None, :, None], across.windows[None, :, None, :]].sum(axis=(2, 3))


def frame(state: State) -> Frame:
    return _line_frame(state) if state.view == "line" else _grid_frame(state)


def focus(state: State, panel: str, cell: int) -> State:
    down, across = Axis(state.H1, state), Axis(W1, state)
    if state.view == "line":
        row = cell // (3 if panel == "output" else down.padded) - 1
        return replace(state, i=row) if row >= 0 else state
    if panel == "output" and down.size:
        return replace(state, i=cell // across.size, j=cell % across.size)
    return state


def _line_frame(state: State) -> Frame:
    axis, cells, sums = Axis(state.H1, state), line(state), output(state)
    shown = np.ones((axis.size + 1, axis.padded), dtype=bool)
    shown[1:] = (axis.windows[:, :, None] == np.arange(axis.padded)).any(axis=1)
    marks = np.where(shown & axis.invented, INVENTED, 0)
    marks[0, axis.unused] = UNUSED
    marks[0, axis.middles] = CHOSEN
    marks[np.arange(axis.size) + 1, axis.middles] = CHOSEN

    table = np.stack([np.arange(axis.size), axis.starts, sums], axis=1)
    shades = np.full((axis.size + 1, 3), 255, dtype=np.uint8)
    shades[1:, 2] = levels(sums, 0, LIGHTEST * axis.F)
    works = ["", *(_line_work(axis, cells, sums, i) for i in range(axis.size))]
    i = min(state.i, axis.size - 1)
    return Frame(
        panels=(
            Panel(
                "input",
                say.LINE,
                np.where(shown, levels(cells, 0, LIGHTEST), 255).astype(np.uint8),
                texts=tuple(np.where(shown, texts(cells), "").ravel().tolist()),
                caption=say.LINE_CAPTION.format(n=axis.n, P=axis.P),
                cell=CELL,
                room=(ROWS + 1, ROWS),
                marks=marks.astype(np.uint8),
            ),
            Panel(
                "output",
                say.TABLE,
                shades,
                texts=(*say.TABLE_HEAD, *texts(table)),
                caption=say.TABLE_CAPTION if axis.size else say.NO_OUTPUT,
                cell=CELL,
                room=(ROWS + 1, COLUMNS),
                lines=tuple(work for work in works for _ in say.TABLE_HEAD),
            ),
        ),
        links=(_line_link(axis),),
        sentence=_sentence(state, axis.in_words("H2", "line")),
        focus=("output", 3 * (i + 1) + 2) if axis.size else None,
        legend=LEGEND,
    )


def _line_link(axis: Axis) -> Link:
    """From each cell of a table row to its window: on the line itself, and in the row below the line."""
    below = axis.windows + axis.padded * np.arange(1, axis.size + 1)[:, None]
    both = np.repeat(np.hstack([axis.windows, below]), 3, axis=0)
    owned = np.full(3 * (axis.size + 1), 2 * axis.F)
    owned[:3] = 0  # the head of the table
    start = np.concatenate([[0], np.cumsum(owned)])
    return Link("output", "input", start.astype(np.int32), both.ravel().astype(np.int32))


def _line_work(axis: Axis, cells: np.ndarray, sums: np.ndarray, i: int) -> str:
    terms = " + ".join(texts(cells[axis.windows[i]]))
    return say.LINE_WORK.format(i=i, S=axis.S, start=axis.starts[i], terms=terms, value=sums[i])


def _grid_frame(state: State) -> Frame:
    down, across = Axis(state.H1, state), Axis(W1, state)
    cells, sums = grid(state), output(state)
    marks = np.where(down.invented[:, None] | across.invented, INVENTED, 0)
    marks[down.unused[:, None] | across.unused] = UNUSED
    marks[down.middles[:, None], across.middles] = CHOSEN
    i, j = min(state.i, down.size - 1), min(state.j, across.size - 1)
    words = [down.in_words("H2", "rows")]
    if down.size:
        words.append(across.in_words("W2", "columns"))
    return Frame(
        panels=(
            Panel(
                "input",
                say.GRID,
                levels(cells, 0, LIGHTEST),
                texts=texts(cells),
                caption=say.GRID_CAPTION.format(H1=state.H1, W1=W1, P=state.P),
                cell=CELL,
                room=(ROWS + 1, ROWS),
                marks=marks.astype(np.uint8),
            ),
            _grid_output(state, down, across, sums),
        ),
        links=(_grid_link(state, cells.shape),) if down.size else (),
        sentence=_sentence(state, *words),
        focus=("output", i * across.size + j) if down.size else None,
        legend=LEGEND,
    )


def _grid_output(state: State, down: Axis, across: Axis, sums: np.ndarray) -> Panel:
    place = {"key": "output", "title": say.OUTPUT, "cell": CELL, "room": (ROWS + 1, COLUMNS)}
    if not down.size:
        blank = np.full((1, 1), 255, dtype=np.uint8)
        return Panel(levels=blank, texts=("",), lines=("",), caption=say.NO_OUTPUT, **place)
    works = (
        say.CELL_WORK.format(
            i=i, j=j, S=state.S, row=down.starts[i], column=across.starts[j], n=state.F**2, value=value
        )
        for (i, j), value in np.ndenumerate(sums)
    )
    return Panel(
        levels=levels(sums, 0, LIGHTEST * state.F**2),
        texts=texts(sums),
        caption=say.OUTPUT_CAPTION.format(H2=down.size, W2=across.size),
        lines=tuple(works),
        **place,
    )


def _grid_link(state: State, shape: tuple[int, int]) -> Link:
    cells = window_cells(shape, (state.F, state.F), (state.S, state.S))
    start = np.arange(0, cells.size + 1, cells.shape[1], dtype=np.int32)
    return Link("output", "input", start, cells.ravel())


def _sentence(state: State, *words: str) -> str:
    skipped = state.S - state.F
    remark = say.SKIPPED.format(skipped=skipped, S=state.S) if skipped > 0 else ""
    return " ".join(filter(None, [*words, remark]))
