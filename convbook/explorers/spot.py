"""The start page: a window over the photo, and the numbers that it holds."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import Frame, Panel, texts
from ..images import load_pixels
from ..sentences import spot as say
from .widget import Slider

PHOTO, H, W, LARGEST_F = "coffee", 240, 360, 9


@dataclass(frozen=True)
class State:
    row: int = 20
    column: int = 30
    F: int = 7


CONTROLS = (
    Slider("row", 0, H - LARGEST_F, say.ROW),
    Slider("column", 0, W - LARGEST_F, say.COLUMN),
    Slider("F", 1, LARGEST_F, say.SIZE),
)


@cache
def photo() -> np.ndarray:
    return load_pixels(PHOTO)


def output(state: State) -> np.ndarray:
    """The pixels under the window, as an array of their own."""
    return photo()[state.row : state.row + state.F, state.column : state.column + state.F].copy()


def frame(state: State) -> Frame:
    window = output(state)
    box = (state.row, state.column, state.F, state.F)
    words = {"F": state.F, "row": state.row, "column": state.column}
    return Frame(
        panels=(
            Panel("photo", say.PHOTO, photo(), caption=say.PHOTO_CAPTION, cell=1.3, box=box),
            Panel(
                "window",
                say.WINDOW,
                window,
                texts=texts(window),
                caption=say.WINDOW_CAPTION,
                cell=34,
                room=(LARGEST_F, LARGEST_F),
            ),
        ),
        sentence=say.SENTENCE.format(**words, n=window.size, low=window.min(), high=window.max()),
    )


def focus(state: State, panel: str, cell: int) -> State:
    """The window goes where the photo was pointed at, as far as it stays inside."""
    if panel != "photo":
        return state
    row, column = cell // W - state.F // 2, cell % W - state.F // 2
    return replace(state, row=min(max(row, 0), H - LARGEST_F), column=min(max(column, 0), W - LARGEST_F))
