"""Chapter 1: one window, one output pixel. Kernel, size, flip, and the pixel looked at."""

from dataclasses import dataclass, replace
from functools import partial
from itertools import repeat
from typing import Any

import numpy as np

from ..frame import Frame, Link, Panel, levels, texts
from ..words import cached, say, text
from .kernels import MENU, Weights, chosen_kernel, edit_kernel, longest_own, on_kernel, take_own
from .lines import sentences, spans, uses, waits
from .numbers import cell_texts, reading
from .parts import around_zero, convolved, cup, from_zero, kernel_panel, panel, window_link
from .settings import Menu, Slider, Switch, sliders, whole_numbers

ROWS, COLUMNS, LARGEST_F = 9, 12, 5
CELL = 30  # screen pixels
WHITE = 9  # the brightest of ten grey levels
BRIGHT = (4, 6)  # the place of the one bright pixel
DRAWN = "drawn"  # the menu entry for what the reader drew


@dataclass(frozen=True)
class State:
    kernel: str = "sobel_horizontal"
    F: int = 3
    i: int = 0
    j: int = 0
    flip: bool = False
    image: str = "rim"
    draw: bool = False
    brush: int = 9
    own: tuple = ()  # rows of fractions: what the reader typed
    drawn: tuple[int, ...] = ()  # the pixels, once the reader has drawn into them


CONTROLS = (
    MENU,
    *sliders(F=(1, LARGEST_F), i=(0, ROWS - 1), j=(0, COLUMNS - 1)),
    Switch("flip"),
    Menu("image", ("rim", "impulse", DRAWN)),
    Switch("draw"),
    Slider("brush", 0, WHITE),
)


def pixels(state: State) -> np.ndarray:
    """What the window slides over: the rim of the cup, one bright pixel, or what the reader has drawn."""
    if state.image == "rim":
        return cup(2, 9, ROWS, COLUMNS)
    image = np.zeros((ROWS, COLUMNS), dtype=np.int64)
    if state.image == "impulse":
        image[BRIGHT] = WHITE
    elif state.drawn:
        image.flat = state.drawn
    return image


def output(state: State) -> np.ndarray:
    weights = kernel(state)
    return convolved(pixels(state), weights) / weights.denominator


def kernel(state: State) -> Weights:
    """The weights that slide: the chosen kernel, flipped if the reader wants that."""
    weights = chosen_kernel(state.kernel, state.F, state.own)
    return replace(weights, numerators=weights.numerators[::-1, ::-1]) if state.flip else weights


def frame(state: State) -> Frame:
    panels, link, sums = _tables(replace(state, i=0, j=0, brush=0))
    (rows, columns), weights = sums.shape, kernel(state)
    i, j = min(state.i, rows - 1), min(state.j, columns - 1)
    bright = "impulse_flipped" if state.flip else "impulse"
    drawn, brush_waits = "yours" if state.drawn else "nothing_drawn", not state.draw and state.brush != WHITE
    told = {"n": weights.numerators.size, "value": reading(int(sums[i, j]), weights.denominator)}
    sentence = sentences(
        say("explorers.window.sentence", i=i, j=j, rows=rows, columns=columns, **told),
        on_kernel(state.kernel, state.F, state.own),
        waits((state.i, state.j), (i, j), weights.shape[0]),
        state.flip and say("explorers.window.flipped"),
        state.image == "impulse" and say(f"explorers.window.{bright}", white=WHITE),
        state.image == DRAWN and say(f"explorers.window.{drawn}"),
        state.draw and say("explorers.window.drawing", brush=state.brush),
        state.draw and state.drawn and state.image != DRAWN and say("explorers.window.anew"),
        brush_waits and say("explorers.window.brush_waits", brush=state.brush),
    )
    pinned = "output", i * columns + j
    return Frame(panels, (link,), sentence, pinned, term_rows=LARGEST_F, term_columns=(LARGEST_F,))


@cached(4)
def _tables(state: State) -> tuple[tuple[Panel, ...], Link, np.ndarray]:
    """What stays while the window moves: the panels, their link, and the outputs times the denominator."""
    image, weights = pixels(state), kernel(state)
    sums, F, d = convolved(image, weights), weights.shape[0], weights.denominator
    told = {"n": uses(image.shape, F), "image": text(f"explorers.window.menus.image.{state.image}")}
    look = {"texts": texts(image), "cell": CELL, "paintable": state.draw}
    drawn = panel("window", "input", levels(image, 0, WHITE), told, **look)
    title = text("explorers.window.kernel.flipped" if state.flip else "explorers.window.kernel.title")
    told = {"outputs": sums.size}
    shown = kernel_panel("window", weights, LARGEST_F, title=title, told=told, cell=CELL)
    look = from_zero(sums, WHITE, d) if weights.averages else around_zero(sums, d)
    look |= {**cell_texts(sums, d, look["caption"]), "cell": CELL, "room": (ROWS, COLUMNS)}
    told = {"n": F, "value": map(reading, sums.ravel().tolist(), repeat(d)), **spans(sums.shape, F)}
    panels = (drawn, shown, panel("window", "output", told=told, **look))
    return panels, window_link("output", "input", "kernel", image, weights), sums


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "input" and state.draw:
        drawn = pixels(state).ravel().tolist()
        drawn[cell] = state.brush
        return replace(state, drawn=tuple(drawn), image=DRAWN)
    if panel != "output":
        return state
    i, j = divmod(cell, COLUMNS - kernel(state).shape[1] + 1)
    return replace(state, i=i, j=j)


def edit(state: State, panel: str, cells: dict[int, str]) -> State:
    if state.flip:
        last = kernel(state).numerators.size - 1
        cells = {last - cell: typed for cell, typed in cells.items()}
    return edit_kernel(state, panel, cells)


def _take_drawn(value: Any) -> tuple[int, ...]:
    """The setting `drawn` as code gives it: the pixels, as a table or in one row; none removes them."""
    expected = say("explorers.window.drawn", rows=ROWS, columns=COLUMNS, white=WHITE)
    shapes = ((0,), (ROWS * COLUMNS,), (ROWS, COLUMNS))
    return whole_numbers("drawn", value, shapes, repeat(WHITE), expected)


TAKES = {"own": partial(take_own, largest=LARGEST_F), "drawn": _take_drawn}
WORDIEST = (
    State("own", LARGEST_F, image=DRAWN, own=longest_own(LARGEST_F), drawn=(WHITE,) * (ROWS * COLUMNS)),
    State("prewitt_horizontal", 1, 8, 11, True, "impulse", True, own=longest_own(1), drawn=(WHITE,)),
)
