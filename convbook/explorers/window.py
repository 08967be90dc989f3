"""Chapter 1: one window, one output pixel. Kernel, size, flip, and the pixel looked at."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache, partial

import numpy as np

from ..frame import Frame, Link, Panel, levels, texts
from ..images import load_pixels
from ..sentences import explorers as common
from ..sentences import window as say
from .parts import around_zero, convolved, kernel_panel, pixel_lines, window_link
from .weights import (
    OWN,
    Weights,
    cell_texts,
    chosen_kernel,
    counted,
    reading,
    table_of,
    take_own,
    with_weights,
)
from .widget import Menu, Slider, Switch

ROWS, COLUMNS, LARGEST_F = 9, 12, 5
WHITE = 9  # the brightest of ten grey levels
BRIGHT = (4, 6)  # the place of the one bright pixel
DRAWN = "drawn"  # the menu entry for what the reader drew
LINE_ROOM, SENTENCE_ROOM = 84, 600  # characters of the longest line and the longest sentence


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
    Menu("kernel", tuple((label, name) for name, label in common.KERNELS.items())),
    Slider("F", 1, LARGEST_F),
    Slider("i", 0, ROWS - 1, say.ROW),
    Slider("j", 0, COLUMNS - 1, say.COLUMN),
    Switch("flip"),
    Menu("image", tuple((label, name) for name, label in say.IMAGES.items()), say.IMAGE),
    Switch("draw", say.DRAW),
    Slider("brush", 0, WHITE, say.BRUSH),
)


@cache
def rim() -> np.ndarray:
    """The rim of the cup, 9 x 12 pixels in ten grey levels."""
    photo = load_pixels("coffee", size=(24, 36))
    return np.rint(photo[2:11, 9:21] / 255 * 9).astype(np.int64)


@cache
def impulse() -> np.ndarray:
    """One bright pixel among black ones: its output is the kernel, turned by half a turn."""
    image = np.zeros((ROWS, COLUMNS), dtype=np.int64)
    image[BRIGHT] = WHITE
    return image


def pixels(state: State) -> np.ndarray:
    """What the window slides over: the rim, one bright pixel, or what the reader has drawn."""
    if state.image == DRAWN:
        return np.array(state.drawn or (0,) * (ROWS * COLUMNS)).reshape(ROWS, COLUMNS)
    return rim() if state.image == "rim" else impulse()


def output(state: State) -> np.ndarray:
    weights, _ = _weights(state)
    return convolved(pixels(state), weights) / weights.denominator


def frame(state: State) -> Frame:
    weights, remark = _weights(state)
    panels, link, sums = _tables(replace(state, i=0, j=0, brush=0))
    rows, columns = sums.shape
    i, j = min(state.i, rows - 1), min(state.j, columns - 1)
    total = reading(int(sums[i, j]), weights.denominator)
    remarks = [_sentence(i, j, weights, total, sums.shape), remark]
    if (i, j) != (state.i, state.j):
        remarks.append(say.CLAMPED.format(F=weights.shape[0], i=state.i, j=state.j, last_i=i, last_j=j))
    return Frame(
        panels,
        (link,),
        sentence=" ".join(filter(None, remarks + _on_input(state))),
        focus=("output", i * columns + j),
        term_rows=LARGEST_F,
        term_columns=(LARGEST_F,),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
    )


@lru_cache(maxsize=4)
def _tables(state: State) -> tuple[tuple[Panel, ...], Link, np.ndarray]:
    """What stays while the window moves: the panels, their link, and the outputs times the denominator."""
    image, (weights, _) = pixels(state), _weights(state)
    title = common.PRODUCTS.format(unit=weights.unit) if weights.unit else ""
    link = window_link(image, weights, source="output", target="input", via="kernel", title=title)
    sums = convolved(image, weights)
    drawn = Panel(
        "input",
        say.INPUT.format(image=say.IMAGES[state.image]),
        levels(image, 0, WHITE),
        texts=texts(image),
        caption=say.INPUT_CAPTION,
        cell=30,
        lines=pixel_lines(image, weights.shape[0], say.LINES_PIXEL),
        paintable=state.draw,
    )
    kernel = kernel_panel(
        weights,
        LARGEST_F,
        title=say.KERNEL_FLIPPED if state.flip else say.KERNEL,
        lines=weights.lines(say.LINE_WEIGHT, outputs=sums.size),
    )
    return (drawn, kernel, _output(sums, weights)), link, sums


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "input" and state.draw:
        drawn = pixels(state).ravel().tolist()
        drawn[cell] = state.brush
        return replace(state, drawn=tuple(drawn), image=DRAWN)
    if panel != "output":
        return state
    columns = COLUMNS - _weights(state)[0].shape[1] + 1
    return replace(state, i=cell // columns, j=cell % columns)


def edit(state: State, panel: str, cell: int, text: str) -> State:
    return _typed(state, {cell: text})


def paste(state: State, panel: str, texts: list[str]) -> State:
    return _typed(state, dict(enumerate(texts)))


def _typed(state: State, cells: dict[int, str]) -> State:
    if state.flip:
        last = _weights(state)[0].numerators.size - 1
        cells = {last - cell: text for cell, text in cells.items()}
    return replace(state, kernel=OWN, own=with_weights(state.kernel, state.F, state.own, cells))


def _take_drawn(value) -> tuple[int, ...]:
    """The setting `drawn` as code gives it: the pixels, as a table or in one row; none takes them back."""
    expected = say.DRAWN_TABLE.format(rows=ROWS, columns=COLUMNS, white=WHITE)
    shapes = ((0,), (ROWS * COLUMNS,), (ROWS, COLUMNS))
    drawn = table_of("drawn", value, shapes.__contains__, expected).ravel().tolist()
    for pixel in drawn:
        if not isinstance(pixel, int | np.integer) or not 0 <= pixel <= WHITE:
            raise ValueError(common.UNUSABLE.format(name="drawn", found=repr(pixel), expected=expected))
    return tuple(map(int, drawn))


TAKES = {"own": partial(take_own, largest=LARGEST_F), "drawn": _take_drawn}


def _weights(state: State) -> tuple[Weights, str]:
    weights, remark = chosen_kernel(state.kernel, state.F, state.own)
    return (weights.flipped() if state.flip else weights), remark


def _output(sums: np.ndarray, weights: Weights) -> Panel:
    d, F = weights.denominator, weights.shape[0]
    written, unit = cell_texts(sums, d)
    look = _grey(sums, d) if weights.averages else around_zero(sums, d)
    lines = []
    for at, total in enumerate(sums.ravel().tolist()):
        i, j = divmod(at, sums.shape[1])
        ends = {"i": i, "j": j, "last_i": i + F - 1, "last_j": j + F - 1}
        lines.append((say.LINE if F > 1 else say.LINE_ONE).format(value=reading(total, d), **ends))
    look["caption"] = unit + look["caption"]
    return Panel(
        "output", say.OUTPUT, **look, texts=written, cell=30, room=(ROWS, COLUMNS), lines=tuple(lines)
    )


def _grey(sums: np.ndarray, denominator: int) -> dict:
    """The look of averages: grey on the scale of the input."""
    white = WHITE * denominator
    high = counted(np.array([white]), denominator)[0]
    return {
        "levels": levels(sums, 0, white),
        "palette": "gray",
        "caption": common.GRAY_CAPTION.format(high=high),
    }


def _sentence(i: int, j: int, weights: Weights, total: str, shape: tuple[int, int]) -> str:
    n = weights.numerators.size
    sentence = say.SENTENCE_ONE if n == 1 else say.SENTENCE
    return sentence.format(i=i, j=j, n=n, value=total, rows=shape[0], columns=shape[1])


def _on_input(state: State) -> list[str]:
    """What there is to say of the input, the flip and the brush."""
    remarks = [say.FLIPPED] if state.flip else []
    if state.image == "impulse":
        turned = say.AS_CHOSEN if state.flip else say.TURNED
        remarks.append(say.IMPULSE.format(white=WHITE, turned=turned))
    if state.image == DRAWN:
        remarks.append(say.YOURS if state.drawn else say.NOTHING_DRAWN)
    if state.draw:
        remarks.append(say.DRAWING.format(brush=state.brush))
        if state.drawn and state.image != DRAWN:
            remarks.append(say.ANEW)
    elif state.brush != State.brush:
        remarks.append(say.BRUSH_WAITS.format(brush=state.brush))
    return remarks
