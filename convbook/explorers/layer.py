"""Chapter 4: a convolution layer on a small volume. Channels, filters, partial sums, biases, cost."""

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache, lru_cache, partial
from itertools import repeat
from math import prod
from typing import Any

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, signed_levels, texts
from ..images import DATA
from ..ops import conv_layer
from ..shapes import mac_count, parameter_count
from ..words import cached, say, text
from .kernels import Weights, exact, weight_of, weights_of
from .lines import sentences, uses, waits
from .numbers import cell_texts, fraction, reading
from .parts import around_zero, convolved, cup, kernel_panel, no_panel, panel, window_link
from .settings import sliders, table_of

ROWS, COLUMNS, CHANNELS = 7, 6, 4
FILTERS, LARGEST_F = 4, 3
BANK = (FILTERS, CHANNELS, LARGEST_F, LARGEST_F)  # the order in which weights stand in a row
STARTS = {1: 1, 2: 0, 3: 0}  # of the 3x3 kernels F = 1 takes the middle and F = 2 the upper left
CELL, MAP_CELL = 26, 5  # screen pixels
LONGEST = 6  # characters in a line of a cell

WEIGHTS = tuple(np.loadtxt(DATA / "layer_kernels.txt", dtype=int).ravel().tolist())  # the file says what for
BIASES = (1, -4, 3, -20)
_exact = lru_cache(4)(exact)  # all weights and biases: their denominator is 1 until somebody types a fraction


@dataclass(frozen=True)
class State:
    D: int = 3
    K: int = 2
    F: int = 3
    k: int = 0
    i: int = 0
    j: int = 0
    weights: tuple[Fraction | int, ...] = WEIGHTS  # what the reader types is kept here
    biases: tuple[Fraction | int, ...] = BIASES


CONTROLS = sliders(
    D=(1, CHANNELS), K=(1, FILTERS), F=(1, LARGEST_F), k=(0, FILTERS - 1), i=(0, ROWS - 1), j=(0, COLUMNS - 1)
)


@cache
def volume() -> np.ndarray:
    """Cup and saucer, 7 x 6 pixels in ten levels of red, green, blue; and the steps between greens."""
    photo = cup(5, 7, ROWS, COLUMNS + 1, gray=False)
    steps = np.abs(np.diff(photo[:, :, 1:2], axis=1))
    return np.concatenate([photo[:, :COLUMNS], steps], axis=2)


class Layer:
    """The bank, the biases and the output volume as whole numbers over one denominator."""

    def __init__(self, state: State):
        exactly, start = _exact(state.weights + state.biases), STARTS[state.F]
        window = slice(start, start + state.F)
        self.K, self.F, self.D, self.k = state.K, state.F, state.D, min(state.k, state.K - 1)
        self.parts = exactly.denominator
        weights = exactly.numerators[: len(WEIGHTS)].reshape(BANK)
        self.bank = weights[: self.K, : self.D, window, window].transpose(0, 2, 3, 1)  # (K, F, F, D)
        biases = exactly.numerators[np.newaxis, len(WEIGHTS) :][:, : self.K]
        self.biases = Weights(biases, self.parts, typed=True)  # in a row
        self.maps = conv_layer(volume()[:, :, : self.D], self.bank, biases[0]).astype(np.int64)
        self.shown = self.maps[:, :, self.k]
        shown = (Weights(self.bank[self.k, :, :, d], self.parts, typed=True) for d in range(self.D))
        self.kernels = [kernel.reduced() for kernel in shown]


def output(state: State) -> np.ndarray:
    layer = Layer(state)
    return layer.maps / layer.parts


def frame(state: State) -> Frame:
    F, D, K, k = state.F, state.D, state.K, min(state.k, state.K - 1)
    layer, panels, links = _tables(replace(state, k=k, i=0, j=0))
    rows, columns = layer.shown.shape
    i, j = min(state.i, rows - 1), min(state.j, columns - 1)
    told = {"rows": rows, "columns": columns, "total": reading(int(layer.shown[i, j]), layer.parts)}
    told |= {"products": F**2 * D, "parameters": parameter_count(K, F, D)}
    macs = f"{mac_count(ROWS, COLUMNS, D, K, F):,}"
    sentence = sentences(
        say("explorers.layer.sentence", i=i, j=j, k=k, F=F, D=D, K=K, macs=macs, **told),
        F == 2 and say("explorers.layer.even"),
        k != state.k and say("explorers.layer.waits", k=state.k, K=K, last=k),
        waits((state.i, state.j), (i, j), F),
    )
    pinned, most = ("output", i * columns + j), (LARGEST_F,) * CHANNELS
    return Frame(panels, links, sentence, pinned, term_rows=LARGEST_F, term_columns=most)


@cached(8)
def _tables(state: State) -> tuple[Layer, tuple[Panel, ...], tuple[Link, ...]]:
    """What stays while the output pixel moves."""
    layer, panels, links = Layer(state), [], []
    look = {"cell": CELL, "under": True}
    for d, kernel in enumerate(layer.kernels):
        name = text(f"explorers.layer.channels.{d}")
        told = {"k": layer.k, "outputs": layer.shown.size, "d": d, "name": name}
        panels.append(_channel(d, told, layer.F))
        panels.append(kernel_panel("layer", kernel, LARGEST_F, f"kernel{d}", told=told, **look))
        links.append(window_link("output", f"channel{d}", f"kernel{d}", volume()[:, :, d], kernel, name))
    for d in range(layer.D, CHANNELS):
        title = say("explorers.layer.channel.none", d=d)
        panels.append(no_panel(f"channel{d}", title, cell=CELL, room=(ROWS, COLUMNS)))
        panels.append(no_panel(f"kernel{d}", room=(LARGEST_F, LARGEST_F), **look))
    links.append(Link.of("output", "bias", np.full((layer.shown.size, 1), layer.k)))  # one for all pixels
    panels += [_output(layer), _maps(layer), _bias(layer)]
    return layer, tuple(panels), tuple(links)


def _channel(d: int, told: dict, F: int) -> Panel:
    pixels = volume()[:, :, d]
    told = {**told, "kind": str(d), "n": uses(pixels.shape, F)}
    return panel("layer", f"channel{d}", levels(pixels, 0, 9), told, texts=texts(pixels), cell=CELL)


def _output(layer: Layer) -> Panel:
    """The map that is shown; the line of each pixel says what each channel and the bias add to it."""
    k, parts, sums, partials = layer.k, layer.parts, layer.shown, []
    look, partial = around_zero(layer.maps, parts), text("explorers.layer.output.partial")
    for d, kernel in enumerate(layer.kernels):
        name, values = text(f"explorers.layer.channels.{d}"), convolved(volume()[:, :, d], kernel)
        written = map(fraction, values.ravel().tolist(), repeat(kernel.denominator))
        partials.append(map(partial.format(name=name, value="{}").format, written))
    told = {"k": k, "bias": layer.biases.texts()[k], "partials": map(" + ".join, zip(*partials, strict=True))}
    told["total"] = map(reading, sums.ravel().tolist(), repeat(parts))
    look["levels"] = signed_levels(sums, float(np.abs(layer.maps).max()))  # one scale for all maps
    look |= {**cell_texts(sums, parts, look["caption"], LONGEST), "cell": CELL, "room": (ROWS, COLUMNS)}
    return panel("layer", "output", told=told, **look)


def _maps(layer: Layer) -> Panel:
    """The K maps side by side, small, with the one shown framed."""
    rows, columns, K = layer.maps.shape
    gaps = np.pad(layer.maps, ((0, 0), (0, 1), (0, 0)))  # a white column after each map
    side_by_side = gaps.transpose(0, 2, 1).reshape(rows, -1)[:, :-1]
    look = {"palette": "signed", "cell": MAP_CELL, "room": (ROWS, FILTERS * (COLUMNS + 1)), "under": True}
    box, told = (0, layer.k * (columns + 1), rows, columns), {"rows": rows, "columns": columns, "K": K}
    return panel("layer", "maps", signed_levels(side_by_side), told, box=box, **look)


def _bias(layer: Layer) -> Panel:
    marks = np.where(np.arange(layer.K) == layer.k, MARKS.index("chosen"), 0).astype(np.uint8)[np.newaxis]
    look = {"palette": "signed", "texts": layer.biases.texts(), "caption": text("explorers.common.edit")}
    look |= {"cell": CELL, "room": (1, FILTERS), "marks": marks, "editable": True, "under": True}
    shades = signed_levels(layer.biases.numerators)
    return panel("layer", "bias", shades, {"outputs": layer.shown.size}, **look)


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "output":
        i, j = divmod(cell, COLUMNS - state.F + 1)
        return replace(state, i=i, j=j)
    if panel == "maps":
        step = COLUMNS - state.F + 2  # a map and the gap to its right
        return replace(state, k=cell % (state.K * step - 1) // step)
    return replace(state, k=cell) if panel == "bias" else state


def edit(state: State, panel: str, cells: dict[int, str]) -> State:
    values = {cell: weight_of(typed, LONGEST) for cell, typed in cells.items()}
    if panel == "bias":
        return replace(state, biases=tuple(values.get(k, bias) for k, bias in enumerate(state.biases)))
    k, d = min(state.k, state.K - 1), int(panel.removeprefix("kernel"))
    weights, start = np.array(state.weights, dtype=object).reshape(BANK), STARTS[state.F]
    for cell, value in values.items():
        weights[k, d, start + cell // state.F, start + cell % state.F] = value
    return replace(state, weights=tuple(weights.ravel().tolist()))


def _take(name: str, shape: tuple[int, ...], value: Any) -> tuple[Fraction, ...]:
    """The weights or the biases as code gives them: in a table of this shape, or in one row."""
    table = table_of(name, value, (shape, (prod(shape),)), text(f"explorers.layer.{name}"))
    return tuple(weights_of(name, table, LONGEST).ravel().tolist())


TAKES = {"weights": partial(_take, "weights", BANK), "biases": partial(_take, "biases", (FILTERS,))}
_LARGE = {"weights": (Fraction(-9899, 100), Fraction(-890, 9)) * 72, "biases": (Fraction(-97, 16),) * FILTERS}
WORDIEST = (State(4, 1, **_LARGE), State(3, 3, 2, 3, 6, 5, **_LARGE))
