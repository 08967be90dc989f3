"""Chapter 1: one window, one output pixel. Kernel, size, flip, and the pixel looked at."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import Frame, Panel, levels, texts
from ..images import load_pixels
from ..ops import conv2d
from ..sentences import explorers as common
from ..sentences import window as say
from .parts import OWN, chosen_kernel, kernel_panel, shaded, window_link, with_weight
from .widget import Menu, Slider, Switch

ROWS, COLUMNS, LARGEST_F = 9, 12, 5


@dataclass(frozen=True)
class State:
    kernel: str = "sobel_horizontal"
    F: int = 3
    i: int = 0
    j: int = 0
    flip: bool = False
    draw: bool = False
    brush: int = 9
    own: tuple = ()  # rows of fractions: what the reader typed
    drawn: tuple[int, ...] = ()  # the pixels, once the reader has drawn into them


CONTROLS = (
    Menu("kernel", tuple((label, name) for name, label in common.KERNELS.items())),
    Slider("F", 1, LARGEST_F),
    Slider("i", 0, ROWS - 1, say.ROW),
    Slider("j", 0, COLUMNS - 1, say.COLUMN),
    Switch("flip"),
    Switch("draw", say.DRAW),
    Slider("brush", 0, 9, say.BRUSH),
)


@cache
def rim() -> np.ndarray:
    """The rim of the cup, 9 x 12 pixels in ten grey levels."""
    photo = load_pixels("coffee", size=(24, 36))
    return np.rint(photo[2:11, 9:21] / 255 * 9).astype(np.int64)


def pixels(state: State) -> np.ndarray:
    """What the window slides over: the rim, or what the reader has made of it."""
    return np.array(state.drawn).reshape(ROWS, COLUMNS) if state.drawn else rim()


def output(state: State) -> np.ndarray:
    weights = _weights(state)[0]
    return conv2d(pixels(state), weights.numerators) / weights.denominator


def frame(state: State) -> Frame:
    image = pixels(state)
    weights, remark = _weights(state)
    link = window_link(image, weights, source="output", target="input", via="kernel")
    rows, columns = ROWS - weights.shape[0] + 1, COLUMNS - weights.shape[1] + 1
    sums = conv2d(image, weights.numerators)
    i, j = min(state.i, rows - 1), min(state.j, columns - 1)
    where = {"i": i, "j": j, "n": weights.numerators.size, "value": link.sums[i * columns + j]}
    remarks = [say.SENTENCE.format(**where, rows=rows, columns=columns), remark]
    if (i, j) != (state.i, state.j):
        remarks.append(say.CLAMPED.format(F=weights.shape[0], i=state.i, j=state.j, last_i=i, last_j=j))
    if state.flip:
        remarks.append(say.FLIPPED)
    if state.draw:
        remarks.append(say.DRAWING.format(brush=state.brush))
    elif state.brush != State.brush:
        remarks.append(say.BRUSH_WAITS.format(brush=state.brush))
    return Frame(
        panels=(
            Panel(
                "input",
                say.INPUT,
                levels(image, 0, 9),
                texts=texts(image),
                caption=say.INPUT_CAPTION,
                cell=30,
                paintable=state.draw,
            ),
            kernel_panel(weights, LARGEST_F, title=say.KERNEL_FLIPPED if state.flip else say.KERNEL),
            Panel(
                "output",
                say.OUTPUT,
                **shaded(sums, weights.denominator),
                texts=link.sums,
                cell=30,
                room=(ROWS, COLUMNS),
                lines=tuple(
                    say.LINE.format(i=at // columns, j=at % columns, value=value, n=where["n"])
                    for at, value in enumerate(link.sums)
                ),
            ),
        ),
        links=(link,),
        sentence=" ".join(filter(None, remarks)),
        focus=("output", i * columns + j),
        term_rows=LARGEST_F,
    )


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "input" and state.draw:
        drawn = pixels(state).ravel().tolist()
        drawn[cell] = state.brush
        return replace(state, drawn=tuple(drawn))
    if panel != "output":
        return state
    columns = COLUMNS - _weights(state)[0].shape[1] + 1
    return replace(state, i=cell // columns, j=cell % columns)


def edit(state: State, panel: str, cell: int, text: str) -> State:
    weights = _weights(replace(state, flip=False))[0]
    cell = weights.numerators.size - 1 - cell if state.flip else cell
    own = with_weight(weights, cell, text)
    return replace(state, kernel=OWN, F=len(own), own=own)


def _weights(state: State):
    weights, remark = chosen_kernel(state.kernel, state.F, state.own)
    return (weights.flipped() if state.flip else weights), remark
