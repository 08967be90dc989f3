"""Chapter 4: a convolution layer on a small volume. Channels, kernel groups, partial sums, biases, cost."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache, partial

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, signed_levels, texts
from ..images import load_pixels
from ..ops import conv_layer
from ..sentences import explorers as common
from ..sentences import layer as say
from ..shapes import mac_count, parameter_count
from .parts import around_zero, convolved, kernel_panel, pixel_lines, window_link
from .weights import Weights, cell_texts, exact, fraction, parse_weight, reading, table_of, weights_of
from .widget import Slider

ROWS, COLUMNS, CHANNELS = 7, 6, 4
GROUPS, LARGEST_F = 4, 3
CELL, MAP_CELL = 26, 5  # screen pixels
LONGEST = 6  # characters in a line of a cell
LINE_ROOM, SENTENCE_ROOM = 150, 400  # characters of the longest line and the longest sentence

# Four groups of four 3x3 kernels, by hand. In each of the first three the weights for red, green and blue add
# up to 0, so that a grey surface leaves nothing but the bias.
KERNELS = (
    # red light against green and blue
    ((0, 1, 0), (1, 2, 1), (0, 1, 0)),
    ((0, -1, 0), (0, -1, -1), (0, 0, 0)),
    ((0, 0, 0), (-1, -1, 0), (0, -1, 0)),
    ((0, 0, 1), (0, -1, 0), (0, 0, 0)),
    # brighter on the right
    ((-1, 0, 1), (-2, 1, 1), (-1, 0, 1)),
    ((-1, 0, 1), (-1, 1, 0), (-1, 0, 1)),
    ((0, -1, 1), (-1, 1, 0), (0, -1, 1)),
    ((0, 1, 0), (0, 1, 0), (0, 1, 0)),
    # blue light against red and green
    ((0, 0, 0), (-1, -1, 0), (0, 0, 0)),
    ((0, -1, 0), (0, -1, 0), (0, 0, 0)),
    ((0, 1, 0), (1, 2, 0), (0, 0, 0)),
    ((1, 0, 0), (0, -2, 0), (0, 0, 1)),
    # light of every colour
    ((0, 1, 0), (0, 1, 1), (0, 0, 0)),
    ((1, 1, 0), (1, 1, 0), (0, 0, 1)),
    ((0, 0, 0), (0, 1, 0), (1, 0, 0)),
    ((-1, 0, 0), (0, 1, 0), (0, 0, -1)),
)
WEIGHTS = tuple(np.ravel(KERNELS).tolist())  # in the order (group, channel, row, column)
BIASES = (1, -4, 3, -20)


@dataclass(frozen=True)
class State:
    D: int = 3
    K: int = 2
    F: int = 3
    k: int = 0
    i: int = 0
    j: int = 0
    weights: tuple[Fraction | int, ...] = WEIGHTS  # what the reader types goes here
    biases: tuple[Fraction | int, ...] = BIASES


CONTROLS = (
    Slider("D", 1, CHANNELS, say.D),
    Slider("K", 1, GROUPS, say.K),
    Slider("F", 1, LARGEST_F),
    Slider("k", 0, GROUPS - 1, say.GROUP),
    Slider("i", 0, ROWS - 1, say.ROW),
    Slider("j", 0, COLUMNS - 1, say.COLUMN),
)


@cache
def volume() -> np.ndarray:
    """Cup and saucer, 7 x 6 pixels in ten levels of red, green, blue; and the steps between greens."""
    photo = np.rint(load_pixels("coffee", size=(24, 36), gray=False)[5:12, 7:14] / 255 * 9).astype(np.int64)
    steps = np.abs(np.diff(photo[:, :, 1:2], axis=1))
    return np.concatenate([photo[:, :COLUMNS], steps], axis=2)


@lru_cache(maxsize=4)
def _exact(weights: tuple, biases: tuple) -> Weights:
    """All weights and biases over one denominator, which is 1 until the reader types a fraction."""
    return exact([*weights, *biases])


def denominator(state: State) -> int:
    return _exact(state.weights, state.biases).denominator


def biases(state: State) -> np.ndarray:
    """The K biases, times the denominator: whole numbers."""
    return _exact(state.weights, state.biases).numerators[len(WEIGHTS) :][: state.K]


def bank(state: State) -> np.ndarray:
    """The kernel bank (K, F, F, D), times the denominator: whole numbers.

    Of the 3x3 kernels F = 2 takes the upper left and F = 1 the middle.
    """
    numerators = _exact(state.weights, state.biases).numerators[: len(WEIGHTS)]
    weights = numerators.reshape(GROUPS, CHANNELS, LARGEST_F, LARGEST_F)
    start = (LARGEST_F - state.F) // 2
    window = slice(start, start + state.F)
    return weights[: state.K, : state.D, window, window].transpose(0, 2, 3, 1)


def sums(state: State) -> np.ndarray:
    """The output volume, times the denominator: whole numbers."""
    return conv_layer(volume()[:, :, : state.D], bank(state), biases(state)).astype(np.int64)


def output(state: State) -> np.ndarray:
    return sums(state) / denominator(state)


def frame(state: State) -> Frame:
    maps, parts = sums(state), denominator(state)
    rows, columns, K = maps.shape
    k, i, j = min(state.k, K - 1), min(state.i, rows - 1), min(state.j, columns - 1)
    panels, links = _tables(replace(state, k=k, i=0, j=0))
    return Frame(
        panels,
        links,
        sentence=" ".join(
            [_sentence(state, k, (i, j), reading(int(maps[i, j, k]), parts)), *_remarks(state, k, i, j)]
        ),
        focus=("output", i * columns + j),
        term_rows=LARGEST_F,
        term_columns=(LARGEST_F,) * CHANNELS,
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
    )


@lru_cache(maxsize=8)
def _tables(state: State) -> tuple[tuple[Panel, ...], tuple[Link, ...]]:
    """What stays while the output pixel moves."""
    maps, k = sums(state), state.k
    kernels = bank(state)[k]
    weights = [Weights(kernels[:, :, d], denominator(state), typed=True).reduced() for d in range(state.D)]
    links = tuple(_partial_sums(d, weights[d]) for d in range(state.D))
    panels = []
    pixels = maps[:, :, 0].size
    for d in range(CHANNELS):
        panels += [_channel(d, state.F), _kernel(d, k, weights[d], pixels)] if d < state.D else _no_channel(d)
    panels += [_output(state, k, maps, weights), _maps(k, maps), _bias(state, k, pixels)]
    return tuple(panels), (*links, _bias_link(k, pixels))


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "output":
        columns = COLUMNS - state.F + 1
        return replace(state, i=cell // columns, j=cell % columns)
    if panel == "maps":
        step = COLUMNS - state.F + 2  # a map and the gap to its right
        return replace(state, k=cell % (state.K * step - 1) // step)
    return replace(state, k=cell) if panel == "bias" else state


def edit(state: State, panel: str, cell: int, text: str) -> State:
    value = parse_weight(text, LONGEST)
    if panel == "bias":
        return replace(state, biases=_with(state.biases, cell, value))
    k, d = min(state.k, state.K - 1), int(panel.removeprefix("kernel"))
    start = (LARGEST_F - state.F) // 2
    place = (k, d, start + cell // state.F, start + cell % state.F)
    at = int(np.ravel_multi_index(place, (GROUPS, CHANNELS, LARGEST_F, LARGEST_F)))
    return replace(state, weights=_with(state.weights, at, value))


def paste(state: State, panel: str, texts: list[str]) -> State:
    for cell, text in enumerate(texts):
        state = edit(state, panel, cell, text)
    return state


def _take(name: str, shape: tuple[int, ...], expected: str, value) -> tuple[Fraction, ...]:
    """The weights or the biases as code gives them: in a table of this shape, or in one row."""
    flat = (int(np.prod(shape)),)
    table = table_of(name, value, (shape, flat).__contains__, expected)
    return tuple(weights_of(name, table, LONGEST))


TAKES = {
    "weights": partial(_take, "weights", (GROUPS, CHANNELS, LARGEST_F, LARGEST_F), say.WEIGHTS),
    "biases": partial(_take, "biases", (GROUPS,), say.BIASES),
}


def _with(numbers: tuple, at: int, value: Fraction) -> tuple:
    return (*numbers[:at], value, *numbers[at + 1 :])


def _partial_sums(d: int, weights: Weights) -> Link:
    """From every output pixel to its window in channel d, with the products and their sum."""
    ends = {"source": "output", "target": f"channel{d}", "via": f"kernel{d}"}
    unit = common.IN_UNIT_OF.format(what=say.CHANNELS[d], unit=weights.unit)
    return window_link(volume()[:, :, d], weights, **ends, title=unit if weights.unit else say.CHANNELS[d])


def _bias_link(k: int, pixels: int) -> Link:
    """Every pixel of map k uses the same bias."""
    start = np.arange(pixels + 1, dtype=np.int32)
    return Link("output", "bias", start, np.full(pixels, k, dtype=np.int32))


def _channel(d: int, F: int) -> Panel:
    pixels, name = volume()[:, :, d], say.CHANNELS[d]
    return Panel(
        f"channel{d}",
        say.CHANNEL.format(d=d, name=name),
        levels(pixels, 0, 9),
        texts=texts(pixels),
        caption=say.CHANNEL_CAPTION,
        cell=CELL,
        lines=pixel_lines(pixels, F, say.LINES_PIXEL[name]),
    )


def _kernel(d: int, k: int, weights: Weights, pixels: int) -> Panel:
    name = say.CHANNELS[d]
    lines = weights.lines(say.LINE_WEIGHT, name=name, k=k, pixels=pixels)
    look = {"cell": CELL, "under": True, "lines": lines}
    return kernel_panel(weights, LARGEST_F, say.KERNEL.format(k=k, name=name), f"kernel{d}", **look)


def _no_channel(d: int) -> list[Panel]:
    """The place of a channel that the volume does not have."""
    nothing = {"levels": np.zeros((0, 0), np.uint8), "texts": (), "cell": CELL}
    return [
        Panel(f"channel{d}", say.NO_CHANNEL.format(d=d), **nothing, room=(ROWS, COLUMNS)),
        Panel(f"kernel{d}", "", **nothing, room=(LARGEST_F, LARGEST_F), under=True),
    ]


def _output(state: State, k: int, maps: np.ndarray, weights: list[Weights]) -> Panel:
    parts, look = denominator(state), around_zero(maps, denominator(state))
    written, unit = cell_texts(maps[:, :, k], parts, LONGEST)
    return Panel(
        "output",
        say.OUTPUT.format(k=k),
        signed_levels(maps[:, :, k], float(np.abs(maps).max())),
        look["palette"],
        written,
        unit + look["caption"],
        CELL,
        room=(ROWS, COLUMNS),
        lines=_lines(k, maps[:, :, k], parts, weights, _added(state).texts()[k]),
    )


def _lines(k: int, sums: np.ndarray, parts: int, weights: list[Weights], bias: str) -> tuple[str, ...]:
    """The sum of each output pixel: what each channel gives, and the bias."""
    named = [
        [
            say.PARTIAL.format(name=name, value=fraction(value, w.denominator))
            for value in convolved(volume()[:, :, d], w).ravel().tolist()
        ]
        for d, (name, w) in enumerate(zip(say.CHANNELS, weights, strict=False))
    ]
    lines = []
    for at, (total, *partials) in enumerate(zip(sums.ravel().tolist(), *named, strict=True)):
        where = {"i": at // sums.shape[1], "j": at % sums.shape[1], "k": k}
        told = {"partials": " + ".join(partials), "bias": bias, "total": reading(total, parts)}
        lines.append(say.LINE.format(**where, **told))
    return tuple(lines)


def _maps(k: int, maps: np.ndarray) -> Panel:
    """The K maps side by side, small, with the one shown framed."""
    rows, columns, K = maps.shape
    gaps = np.pad(maps, ((0, 0), (0, 1), (0, 0)))  # a white column after each map
    side_by_side = gaps.transpose(0, 2, 1).reshape(rows, -1)[:, :-1]
    return Panel(
        "maps",
        say.MAPS.format(K=K),
        signed_levels(side_by_side),
        "signed",
        caption=say.MAPS_CAPTION.format(rows=rows, columns=columns, K=K),
        cell=MAP_CELL,
        room=(ROWS, GROUPS * (COLUMNS + 1)),
        box=(0, k * (columns + 1), rows, columns),
        under=True,
    )


def _added(state: State) -> Weights:
    """The K biases as they are shown, in a row."""
    return Weights(biases(state)[np.newaxis], denominator(state), typed=True)


def _bias(state: State, k: int, pixels: int) -> Panel:
    added = _added(state)
    marks = np.zeros(added.shape, np.uint8)
    marks[0, k] = MARKS.index("chosen")
    return Panel(
        "bias",
        say.BIAS,
        signed_levels(added.numerators),
        "signed",
        added.texts(),
        common.EDIT_CAPTION,
        CELL,
        room=(1, GROUPS),
        marks=marks,
        lines=tuple(
            say.LINE_BIAS.format(k=k, value=value, pixels=pixels) for k, value in enumerate(added.texts())
        ),
        editable=True,
        under=True,
    )


def _sentence(state: State, k: int, place: tuple[int, int], total: str) -> str:
    (i, j), K, F, D = place, state.K, state.F, state.D
    rows, columns = ROWS - F + 1, COLUMNS - F + 1
    return say.SENTENCE.format(
        **{"i": i, "j": j, "k": k, "F": F, "D": D, "K": K, "rows": rows, "columns": columns},
        products=F * F * D,
        total=total,
        parameters=parameter_count(K, F, D),
        macs=f"{mac_count(ROWS, COLUMNS, D, K, F):,}",
    )


def _remarks(state: State, k: int, i: int, j: int) -> list[str]:
    remarks = [say.EVEN] if state.F == 2 else []
    if k != state.k:
        remarks.append(say.CLAMPED_MAP.format(k=state.k, K=state.K, last=k))
    if (i, j) != (state.i, state.j):
        remarks.append(say.CLAMPED.format(F=state.F, i=state.i, j=state.j, last_i=i, last_j=j))
    return remarks
