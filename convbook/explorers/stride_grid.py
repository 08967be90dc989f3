"""The stride explorer on a grid: the photo with its padding, and every output pixel."""

from dataclasses import replace
from itertools import product

import numpy as np

from ..frame import Frame, Link, Panel, levels, texts
from ..words import say, text
from .lines import written_sums
from .parts import legend, nearest_cell, window_cells
from .stride_axis import LIGHTEST, W1, Axis, State, input_panel, output_panel, photo, sentence, what, where


def axes(state: State) -> tuple[Axis, Axis]:
    return Axis(state.H1, state, "rows"), Axis(W1, state, "columns")


def padded(state: State) -> np.ndarray:
    return np.pad(photo()[: state.H1], state.P)


def output(state: State) -> np.ndarray:
    down, across = axes(state)
    return padded(state)[down.windows[:, None, :, None], across.windows[None, :, None, :]].sum(axis=(2, 3))


def frame(state: State) -> Frame:
    (down, across), cells = axes(state), padded(state)
    marks = {
        "invented": down.invented[:, None] | across.invented,
        "unused": down.unused[:, None] | across.unused,
        "chosen": (down.middles[:, None], across.middles),
    }
    look = {"texts": texts(cells), "lines": _lines(down, across, cells)}
    look["told"] = {"H1": state.H1, "W1": W1, "P": state.P}
    grid = input_panel("grid", levels(cells, 0, LIGHTEST), marks, **look)
    focus = None
    if state.look == "input":
        focus = "input", nearest_cell(state.i + state.P, state.j + state.P, cells.shape)
    elif down.size:
        focus = "output", nearest_cell(state.i, state.j, (down.size, across.size))
    F, S, explained = (state.F, state.F), (state.S, state.S), legend("stride", *marks)
    links = (Link.of("output", "input", window_cells(cells.shape, F, S)),) if down.size else ()
    panels = grid, _output(state, down, across, cells)
    return Frame(panels, links, sentence(down, across), focus, legend=explained)


def _lines(down: Axis, across: Axis, cells: np.ndarray) -> tuple[str, ...]:
    line, rows, columns = text("explorers.stride.grid.cell"), down.holders(), across.holders()
    lines, invented = [], (down.invented[:, None] | across.invented).tolist()
    for (i, j), value in zip(np.ndindex(cells.shape), cells.ravel().tolist(), strict=True):
        (in_i, which_i), (in_j, which_j) = rows[i], columns[j]
        held = where(in_i * in_j, which_i, which_j) if in_i * in_j else _nowhere(down, across, i, j)
        cell = what(invented[i][j], value, (i - down.P, j - across.P))
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


def _output(state: State, down: Axis, across: Axis, cells: np.ndarray) -> Panel:
    if not down.size:
        return output_panel("grid", np.full((1, 1), 255, np.uint8), False, texts=("",), lines=("",))
    sums, line = output(state), text("explorers.stride.grid.work")
    totals = written_sums(cells, (state.F, state.F), (state.S, state.S), sums)
    starts = product(enumerate(down.starts.tolist()), enumerate(across.starts.tolist()))
    lines = tuple(
        line.format(i=i, j=j, S=state.S, row=row, column=column, total=total)
        for ((i, row), (j, column)), total in zip(starts, totals, strict=True)
    )
    return output_panel("grid", levels(sums, 0, LIGHTEST * state.F**2), True, texts=texts(sums), lines=lines)


def focus(state: State, panel: str, cell: int) -> State:
    down, across = axes(state)
    if panel == "input":
        i, j = divmod(cell, across.padded)
        return replace(state, look="input", i=i - state.P, j=j - state.P)
    if not down.size:
        return state
    i, j = divmod(cell, across.size)
    return replace(state, look="output", i=i, j=j)
