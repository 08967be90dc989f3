"""The start page: a window over the photo, and the numbers that it holds."""

from dataclasses import dataclass, replace

import numpy as np

from ..frame import Frame, texts
from ..words import say
from .lines import sentences
from .parts import coffee, inside, panel
from .settings import sliders

H, W, LARGEST_F = 240, 360, 9


@dataclass(frozen=True)
class State:
    row: int = 20
    column: int = 30
    F: int = 7


CONTROLS = sliders(row=(0, H - 1), column=(0, W - 1), F=(1, LARGEST_F))
WORDIEST = (State(100, 359, 4),)


def corner(state: State) -> tuple[int, int]:
    """The first pixel of the window, which stays inside the photo."""
    return min(state.row, H - state.F), min(state.column, W - state.F)


def output(state: State) -> np.ndarray:
    """The pixels under the window, as a new array."""
    row, column = corner(state)
    return coffee()[row : row + state.F, column : column + state.F].copy()


def frame(state: State) -> Frame:
    window, (row, column) = output(state), corner(state)
    told = {"F": state.F, "row": row, "column": column, "low": window.min(), "high": window.max()}
    waits = (row, column) != (state.row, state.column)
    box, room = (row, column, *window.shape), (LARGEST_F, LARGEST_F)
    photo = panel("spot", "photo", coffee(), cell=1.3, box=box)
    held = panel("spot", "window", window, texts=texts(window), room=room, first=(row, column))
    sentence = sentences(
        say("explorers.spot.sentence", n=window.size, **told),
        waits and say("explorers.spot.waits", row=state.row, column=state.column),
    )
    return Frame((photo, held), sentence=sentence)


def focus(state: State, panel: str, cell: int) -> State:
    """The window goes where the reader pointed, but stays inside the photo."""
    if panel != "photo":
        return state
    row, column = cell // W - state.F // 2, cell % W - state.F // 2
    return replace(state, row=inside(row, H - state.F + 1), column=inside(column, W - state.F + 1))
