"""The stride explorer on a line: one column of the photo, and below it each window, as on a staircase."""

from dataclasses import replace

import numpy as np

from ..frame import Frame, Link, Panel, levels, texts
from ..words import text
from .lines import written_sums
from .parts import inside, legend
from .stride_axis import LIGHTEST, Axis, State, input_panel, output_panel, photo, sentence, what, where


def line(state: State) -> np.ndarray:
    """One column of the photo with its padding, laid on its side."""
    return np.pad(photo()[: state.H1, 3], state.P)


def output(state: State) -> np.ndarray:
    return line(state)[Axis(state.H1, state, "cells").windows].sum(axis=1)


def frame(state: State) -> Frame:
    axis, cells = Axis(state.H1, state, "cells"), line(state)
    shown = np.ones((axis.size + 1, axis.padded), dtype=bool)
    shown[1:] = (axis.windows[:, :, None] == np.arange(axis.padded)).any(axis=1)
    marks = {
        "invented": shown & axis.invented,
        "unused": (0, axis.unused),
        "chosen": ([*[0] * axis.size, *range(1, axis.size + 1)], np.tile(axis.middles, 2)),
    }
    look = {"texts": tuple(np.where(shown, texts(cells), "").ravel().tolist())}
    look |= {"lines": _lines(axis, cells.tolist()), "told": {"n": axis.n, "P": axis.P}}
    shades = np.where(shown, levels(cells, 0, LIGHTEST), 255).astype(np.uint8)
    staircase = input_panel("line", shades, marks, **look)
    # From each cell of a row of the table to its window: on the line itself, and in the row below the line.
    below = axis.windows + axis.padded * np.arange(1, axis.size + 1)[:, None]
    windows = [(), *np.hstack([axis.windows, below]).tolist()]
    focus = None
    if state.look == "input":
        focus = "input", inside(state.i + state.P, axis.padded)
    elif axis.size:
        focus = "output", 3 * (inside(state.i, axis.size) + 1) + 2
    link = Link.of("output", "input", [window for window in windows for _ in range(3)])
    panels = staircase, _table(axis, cells, staircase.cell)
    return Frame(panels, (link,), sentence(axis), focus, legend=legend("stride", *marks))


def _table(axis: Axis, cells: np.ndarray, cell: float) -> Panel:
    """A row for each window, as high as the row that shows the window."""
    sums, shades = cells[axis.windows].sum(axis=1), np.full((axis.size + 1, 3), 255, dtype=np.uint8)
    shades[1:, 2] = levels(sums, 0, LIGHTEST * axis.F)
    totals = written_sums(cells[None], (1, axis.F), (1, axis.S), sums)
    head, work = text("explorers.stride.line.head"), text("explorers.stride.line.work")
    lines = list(text("explorers.stride.line.head_lines"))
    for i, (start, total) in enumerate(zip(axis.starts.tolist(), totals, strict=True)):
        lines += [work.format(i=i, S=axis.S, start=start, total=total)] * len(head)
    written = (*head, *texts(np.stack([np.arange(axis.size), axis.starts, sums], axis=1)))
    return output_panel("line", shades, axis.size > 0, cell, texts=written, lines=tuple(lines))


def _lines(axis: Axis, cells: list[int]) -> tuple[str, ...]:
    """Words for the line, and for each window in the rows below it."""
    of_cell, of_step = text("explorers.stride.line.cell"), text("explorers.stride.line.step")
    nowhere, invented = text("explorers.stride.in_none"), axis.invented.tolist()
    lines, whats = [], []
    for cell, (n, windows) in enumerate(axis.holders()):
        whats.append(what(invented[cell], cells[cell], cell - axis.P))
        held = where(n, windows) if n else nowhere.format(why=axis.why_unused(cell))
        lines.append(of_cell.format(cell=cell, what=whats[cell], where=held))
    for i, start in enumerate(axis.starts.tolist()):
        window = enumerate(whats[start : start + axis.F])
        steps = [of_step.format(i=i, S=axis.S, place=n, cell=start + n, what=cell) for n, cell in window]
        lines += [""] * start + steps + [""] * (axis.padded - start - axis.F)
    return tuple(lines)


def focus(state: State, panel: str, cell: int) -> State:
    row, at = divmod(cell, 3 if panel == "output" else state.H1 + 2 * state.P)
    if row > 0:
        return replace(state, look="output", i=row - 1)
    return replace(state, look="input", i=at - state.P) if panel == "input" else state
