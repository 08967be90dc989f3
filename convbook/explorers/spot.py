"""The start page: a window over the photo, and the numbers that it holds."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import Frame, Panel, texts
from ..images import load_pixels
from ..sentences import spot as say
from .widget import Slider

PHOTO, H, W, LARGEST_F = "coffee", 240, 360, 9
LINE_ROOM, SENTENCE_ROOM = 30, 215  # characters of the longest line and the longest sentence


@dataclass(frozen=True)
class State:
    row: int = 20
    column: int = 30
    F: int = 7


CONTROLS = (
    Slider("row", 0, H - 1, say.ROW),
    Slider("column", 0, W - 1, say.COLUMN),
    Slider("F", 1, LARGEST_F, say.SIZE),
)


@cache
def photo() -> np.ndarray:
    return load_pixels(PHOTO)


def corner(state: State) -> tuple[int, int]:
    """The first pixel of the window, which stays inside the photo."""
    return min(state.row, H - state.F), min(state.column, W - state.F)


def output(state: State) -> np.ndarray:
    """The pixels under the window, as an array of their own."""
    row, column = corner(state)
    return photo()[row : row + state.F, column : column + state.F].copy()


def frame(state: State) -> Frame:
    window, (row, column) = output(state), corner(state)
    words = {"F": state.F, "row": row, "column": column, "low": window.min(), "high": window.max()}
    sentence = (say.SENTENCE if state.F > 1 else say.SENTENCE_ONE).format(**words, n=window.size)
    if (row, column) != (state.row, state.column):
        sentence += " " + say.CLAMPED.format(asked_row=state.row, asked_column=state.column)
    return Frame(
        panels=(
            Panel(
                "photo",
                say.PHOTO,
                photo(),
                caption=say.PHOTO_CAPTION,
                cell=1.3,
                box=(row, column, state.F, state.F),
            ),
            Panel(
                "window",
                say.WINDOW,
                window,
                texts=texts(window),
                caption=say.WINDOW_CAPTION,
                cell=34,
                room=(LARGEST_F, LARGEST_F),
                lines=tuple(
                    say.LINE.format(row=row + i, column=column + j, value=value)
                    for (i, j), value in np.ndenumerate(window)
                ),
                first=(row, column),
            ),
        ),
        sentence=sentence,
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
    )


def focus(state: State, panel: str, cell: int) -> State:
    """The window goes where the photo was pointed at, as far as it stays inside."""
    if panel != "photo":
        return state
    row, column = cell // W - state.F // 2, cell % W - state.F // 2
    return replace(state, row=min(max(row, 0), H - state.F), column=min(max(column, 0), W - state.F))
