"""Chapter 5: every window placed, on a line and on a grid. Input size, F, stride, padding."""

import numpy as np

from ..frame import Frame
from . import stride_grid, stride_line
from .settings import Menu, sliders
from .stride_axis import H1, State

VIEWS = {"line": stride_line, "grid": stride_grid}
CONTROLS = (Menu("view", tuple(VIEWS)), *sliders(H1=(1, H1), F=(1, 5), S=(1, 4), P=(0, 2)))
WORDIEST = (State("grid", 12, 5, 1, 2), State("grid", 13, 1, 3, 1))


def output(state: State) -> np.ndarray:
    return VIEWS[state.view].output(state)


def frame(state: State) -> Frame:
    return VIEWS[state.view].frame(state)


def focus(state: State, panel: str, cell: int) -> State:
    return VIEWS[state.view].focus(state, panel, cell)
