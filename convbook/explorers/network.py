"""Chapter 8: a network reads a digit. Picture, filter, score, and every sum on the way from pixels to scores.

So that each number can be shown exactly, the network is rounded: pixels and pooled maps to whole numbers,
weights to tenths. Its scores are ten times as large as the network's, which give the probabilities.
"""

from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat
from typing import Any, NamedTuple

import numpy as np

from .. import network as model
from ..digits import SIDE, load_digits
from ..frame import Frame, Link, Panel, levels, texts
from ..ops import conv_layer
from ..pooling import pool
from ..words import cached, say
from .kernels import Weights
from .lines import sentences
from .numbers import cell_texts, counted, reading
from .parts import around_zero, from_zero, panel, window_link
from .settings import Menu, Slider, Switch, sliders, unusable, whole_numbers

WHITE, PARTS = 9, 10  # ink is counted from 0 to 9, weights in tenths
LARGER = 10  # times: the scores
K, F, CLASSES = 12, 5, 10
MAP, POOLED = SIDE - F + 1, (SIDE - F + 1) // 2
STORED, EASY = 40, 30  # digits that can be chosen: 30 of the test, then 10 that the network gets wrong
BLANK, DRAWN = "blank", "drawn"
PIXEL, CELL, NARROW = 20, 34, 32  # screen pixels of a cell
HIGH = 20  # rows of the bars
SHADE = 8  # levels from one shade to the next; 128, which is 0, is one of them


@dataclass(frozen=True)
class State:
    source: str = "stored"
    picture: int = 0
    k: int = 0
    digit: int = 0
    draw: bool = False
    brush: int = WHITE
    look: str = "map"  # the panel and the cell that are picked out
    cell: int = 45
    drawn: tuple[int, ...] = ()
    own: tuple[int, ...] = ()  # a network of the reader's own, in tenths


CONTROLS = (
    Menu("source", ("stored", BLANK, DRAWN)),
    *sliders(picture=(0, STORED - 1), k=(0, K - 1), digit=(0, CLASSES - 1)),
    Switch("draw"),
    Slider("brush", 0, WHITE),
)


class Rounded(NamedTuple):
    """A network in tenths, so scaled that pixels count from 0 to 9 and scores are ten times as large."""

    kernels: np.ndarray
    bias: np.ndarray
    dense: np.ndarray
    dense_bias: np.ndarray


SHAPES = (K, F, F, 1), (K,), (CLASSES, POOLED, POOLED, K), (CLASSES,)


def rounded(network: model.Network) -> tuple[int, ...]:
    """The network's numbers in tenths, in one row."""
    scales = PARTS, PARTS * WHITE, PARTS * LARGER / WHITE, PARTS * LARGER
    parts = [np.rint(np.multiply(numbers, scale)) for numbers, scale in zip(network, scales, strict=True)]
    return tuple(np.concatenate([part.ravel() for part in parts]).astype(np.int64).tolist())


@cached(4)
def _network(own: tuple[int, ...]) -> Rounded:
    numbers, ends = np.array(own or rounded(model.trained())), np.cumsum([0, *map(np.prod, SHAPES)])
    parts = zip(ends, ends[1:], SHAPES, strict=False)
    return Rounded(*(numbers[start:end].reshape(shape) for start, end, shape in parts))


@cache
def stored() -> tuple[np.ndarray, np.ndarray]:
    """The digits that can be chosen, in ink from 0 to 9, and what they are."""
    pictures, labels = load_digits()[1]
    read = model.forward(model.trained(), pictures).scores.argmax(axis=1)
    chosen = np.r_[:EASY, np.flatnonzero(read != labels)[: STORED - EASY]]
    return np.rint(pictures[chosen, :, :, 0] * WHITE).astype(np.int64), labels[chosen]


def pixels(state: State) -> np.ndarray:
    if state.source == "stored":
        return stored()[0][state.picture]
    ink = np.zeros((SIDE, SIDE), np.int64)
    if state.source == DRAWN and state.drawn:
        ink.flat = state.drawn
    return ink


class Way(NamedTuple):
    """What a picture becomes; all but `pooled` in tenths."""

    maps: np.ndarray
    pooled: np.ndarray  # whole numbers
    pushes: np.ndarray  # (K, 10): what each filter adds to each score
    scores: np.ndarray

    @property
    def probabilities(self) -> np.ndarray:
        return model.softmax(self.scores[np.newaxis] / (PARTS * LARGER))[0]


@cached(8)
def way(ink: bytes, own: tuple[int, ...]) -> Way:
    """The way of a picture through the rounded network, in whole numbers."""
    net, pixels = _network(own), np.frombuffer(ink, np.int64).reshape(SIDE, SIDE, 1)
    maps = np.rint(conv_layer(pixels, net.kernels, net.bias)).astype(np.int64)
    pooled = np.rint(pool(np.maximum(maps, 0), model.WINDOW) / PARTS).astype(np.int64)
    pushes = np.einsum("ijk,dijk->kd", pooled, net.dense)
    return Way(maps, pooled, pushes, pushes.sum(axis=0) + net.dense_bias)


def output(state: State) -> np.ndarray:
    """The ten probabilities."""
    return way(pixels(state).tobytes(), state.own).probabilities


def frame(state: State) -> Frame:
    found = way(pixels(state).tobytes(), state.own)
    panels, links = _tables(replace(state, look="map", cell=0, brush=0))
    order = np.argsort(-found.probabilities, kind="stable")
    percents = [round(100 * found.probabilities[digit]) for digit in order[:2]]
    told = {"first": order[0], "second": order[1], "percent": percents[0], "other": percents[1]}
    sure = "sure" if percents[0] >= 90 else "unsure"
    is_drawn = state.source == DRAWN
    sentence = sentences(
        say(f"explorers.network.{sure}", **told),
        state.source == "stored" and _truth(state, int(order[0])),
        is_drawn and say(f"explorers.network.{'yours' if state.drawn else 'nothing_drawn'}"),
        state.source == BLANK and say("explorers.network.blank"),
        state.draw and say("explorers.network.drawing", brush=state.brush),
        not state.draw and state.brush != WHITE and say("explorers.network.brush_waits", brush=state.brush),
        state.own and say("explorers.network.own"),
    )
    shown = next(panel for panel in panels if panel.key == state.look)
    pinned = state.look, min(state.cell, shown.levels.size - 1)
    return Frame(panels, links, sentence, pinned, term_rows=F, term_columns=(F,))


def _truth(state: State, read: int) -> str:
    label = int(stored()[1][state.picture])
    return say(f"explorers.network.{'right' if read == label else 'wrong'}", label=label)


@cached(8)
def _tables(state: State) -> tuple[tuple[Panel, ...], tuple[Link, ...]]:
    """What stays while another cell is looked at."""
    net, ink, (k, digit) = _network(state.own), pixels(state), (state.k, state.digit)
    found = way(ink.tobytes(), state.own)
    kernel = Weights(net.kernels[k, :, :, 0], PARTS)
    dense = Weights(net.dense[digit, :, :, k], PARTS)
    told = {"k": k, "digit": digit}
    look = {"texts": texts(ink), "cell": PIXEL, "paintable": state.draw}
    panels = (
        panel("network", "input", levels(ink, 0, WHITE), **look),
        _weights("kernel", kernel, told),
        _map(found.maps[:, :, k], told | {"bias": reading(int(net.bias[k]), PARTS)}),
        panel("network", "pooled", told=told, **_whole(found.pooled[:, :, k], int(found.pooled.max()))),
        _weights("dense", dense, told),
        _pushes(found.pushes),
        _scores(found, net.dense_bias),
        _bars(found.probabilities),
    )
    return panels, (
        window_link("map", "input", "kernel", ink, kernel),
        Link.of("pooled", "map", _blocks()),
        _one_push(found.pooled[:, :, k], dense, k * CLASSES + digit),
        Link.of("scores", "pushes", np.arange(K * CLASSES).reshape(K, CLASSES).T),
    )


def _signed(tenths: np.ndarray) -> dict[str, Any]:
    """How a table of tenths looks; in few shades, since a stored picture has 256 colours."""
    look = around_zero(tenths, PARTS)
    look["levels"] = look["levels"] // SHADE * SHADE
    return look | cell_texts(tenths, PARTS, look["caption"])


def _weights(key: str, weights: Weights, told: dict) -> Panel:
    look = _signed(weights.numerators) | {"cell": CELL, "under": True}
    return panel("network", key, told=told | {"value": _read(weights.numerators)}, **look)


def _map(sums: np.ndarray, told: dict) -> Panel:
    look = _signed(sums) | {"cell": CELL}
    rows, columns = (at.ravel().tolist() for at in np.indices(sums.shape))
    ends = {"bottom": [row + F - 1 for row in rows], "right": [column + F - 1 for column in columns]}
    return panel("network", "map", told=told | ends | {"value": _read(sums)}, **look)


def _whole(values: np.ndarray, most: int) -> dict[str, Any]:
    return {"texts": texts(values), "cell": CELL, "under": True, **from_zero(values, max(most, 1))}


def _pushes(pushes: np.ndarray) -> Panel:
    look = _signed(pushes) | {"cell": NARROW}
    return panel("network", "pushes", told={"value": _read(pushes)}, **look)


def _scores(found: Way, bias: np.ndarray) -> Panel:
    scores, percents = found.scores[np.newaxis], np.rint(100 * found.probabilities).astype(int)
    told = {"value": _read(scores), "bias": _read(bias), "percent": percents.tolist()}
    look = _signed(scores) | {"cell": NARROW, "under": True}
    return panel("network", "scores", told=told, **look)


def _bars(probabilities: np.ndarray) -> Panel:
    """A bar for each digit, below its score."""
    wide = np.repeat(probabilities, 6)
    filled = np.arange(HIGH)[::-1, np.newaxis] < np.rint(wide * HIGH)
    gaps = np.arange(len(wide)) % 6 == 5
    shades = np.where(filled & ~gaps, 40, 235).astype(np.uint8)
    return panel("network", "bars", shades, cell=NARROW / 6, under=True)


def _blocks() -> np.ndarray:
    """The cells of the map under each window of the pooling."""
    numbered = np.arange(MAP * MAP).reshape(POOLED, model.WINDOW, POOLED, model.WINDOW)
    return numbered.swapaxes(1, 2).reshape(POOLED * POOLED, -1)


def _one_push(pooled: np.ndarray, dense: Weights, shown: int) -> Link:
    """The link from one cell of the pushes to the pooled map: the products that it is the sum of."""
    products, cells = (pooled * dense.numerators).ravel(), np.arange(pooled.size)
    rows = [cells if cell == shown else () for cell in range(K * CLASSES)]
    sums = [
        counted(products.sum(keepdims=True), PARTS)[0] if cell == shown else "" for cell in range(K * CLASSES)
    ]
    told = {"terms": counted(products, PARTS), "sums": tuple(sums)}
    return Link.of("pushes", "pooled", rows, rows, via="dense", columns=POOLED, **told)


def _read(tenths: np.ndarray) -> list[str]:
    return list(map(reading, tenths.ravel().tolist(), repeat(PARTS)))


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "input":
        return _painted(state, cell) if state.draw else replace(state, look="input", cell=cell)
    if panel == "bars":
        return replace(state, digit=cell % 60 // 6)
    if panel == "pushes":
        state = replace(state, k=cell // CLASSES, digit=cell % CLASSES)
    return replace(state, look=panel, cell=cell, digit=cell if panel == "scores" else state.digit)


def _painted(state: State, cell: int) -> State:
    """The pixel gets the brush, and its neighbours half of it: strokes of a pen are wider than a pixel."""
    ink = pixels(state).copy()
    row, column = divmod(cell, SIDE)
    for i, j in ((row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)):
        if 0 <= i < SIDE and 0 <= j < SIDE:
            ink[i, j] = max(ink[i, j], state.brush // 2) if state.brush else 0
    ink[row, column] = state.brush
    return replace(state, drawn=tuple(ink.ravel().tolist()), source=DRAWN)


def _take_drawn(value: Any) -> tuple[int, ...]:
    expected = say("explorers.network.drawn", side=SIDE, white=WHITE)
    shapes = ((0,), (SIDE * SIDE,), (SIDE, SIDE))
    return whole_numbers("drawn", value, shapes, repeat(WHITE), expected)


def _take_own(value: Any) -> tuple[int, ...]:
    """A network that the reader has trained."""
    shapes = tuple(np.shape(part) for part in value) if isinstance(value, tuple) else ()
    if shapes != SHAPES or not all(np.isfinite(part).all() for part in value):
        raise unusable("own", value, say("explorers.network.expected_network", filters=K, F=F))
    return rounded(value)


TAKES = {"drawn": _take_drawn, "own": _take_own}
_FULL = (WHITE,) * (SIDE * SIDE)
WORDIEST = (
    State(DRAWN, 0, 11, 9, True, drawn=_FULL, own=rounded(model.trained())),
    State(DRAWN, 0, 11, 9, False, 5, drawn=_FULL, own=rounded(model.trained())),
    State(picture=STORED - 1, k=5),
)
