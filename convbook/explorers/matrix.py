"""Chapter 6: a layer as a matrix product. Patch, row of X, column of M and output pixel, together."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from math import prod

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, signed_levels, texts
from ..ops import conv_layer, im2col
from ..shapes import output_size
from ..words import cached, say, text
from .lines import Place, held_by, sentences
from .numbers import number
from .parts import cup, fitted, legend, no_panel, panel, window_cells
from .settings import sliders

ROWS, COLUMNS, DEPTH = 4, 5, 2
LARGEST_F, LARGEST_P, LARGEST_K = 3, 1, 3
PAGE = 20  # rows of X shown at once
MOST_PATCHES = (ROWS + 2 * LARGEST_P) * (COLUMNS + 2 * LARGEST_P)
INVENTED = MARKS.index("invented")
KINDS = ("pixel", "pixel_unused"), ("zero", "zero_unused")  # of padded cells: those that X has, and has not
LARGEST = 28  # the side of a cell in screen pixels
# Height and width of each panel's place, in screen pixels.
CHANNEL_PLACE, MAP_PLACE, X_PLACE, W_PLACE, Y_PLACE = (120, 126), (90, 126), (400, 342), (400, 75), (400, 84)
BANK = np.random.default_rng(6).choice([-2, -1, 1, 2], (LARGEST_K, LARGEST_F, LARGEST_F, DEPTH))


@dataclass(frozen=True)
class State:
    F: int = 2
    S: int = 1
    P: int = 0
    D: int = 2
    K: int = 2
    patch: int = 5
    k: int = 0


CONTROLS = sliders(
    F=(1, LARGEST_F), S=(1, 3), P=(0, LARGEST_P), D=(1, DEPTH), K=(1, LARGEST_K), patch=(0, MOST_PATCHES - 1)
)
WORDIEST = (State(F=1, P=1, patch=0), State(F=3, P=1, patch=20, k=2))


@cache
def volume(D: int = DEPTH) -> np.ndarray:
    """Where the cup meets the saucer: 4 x 5 pixels, red and blue, in ten levels."""
    return cup(9, 19, ROWS, COLUMNS, gray=False)[:, :, [0, 2]][:, :, :D]


def bank(state: State) -> np.ndarray:
    """The bank of filters (K, F, F, D), small whole numbers."""
    return BANK[: state.K, : state.F, : state.F, : state.D]


def output(state: State) -> np.ndarray:
    return conv_layer(volume(state.D), bank(state), stride=state.S, padding=state.P)


def map_size(state: State) -> tuple[int, ...]:
    """Height and width of each map."""
    return tuple(output_size(n, state.F, state.S, state.P) for n in (ROWS, COLUMNS))


class Product:
    """The layer as matrices, and which cell of the padded input each value of X was copied from."""

    def __init__(self, state: State):
        x, F, S, P = volume(state.D), state.F, state.S, state.P
        self.state = state
        self.padded = np.pad(x, ((P, P), (P, P), (0, 0)))  # (H, W, D)
        self.X = im2col(x, F, stride=S, padding=P).astype(np.int64)
        self.M = bank(state).reshape(state.K, -1).T
        self.Y = self.X @ self.M
        self.limit = float(np.abs(self.Y).max())  # of the colours in X·M and every map: one scale for all
        self.size = map_size(state)
        self.sources = window_cells(self.padded.shape[:2], (F, F), (S, S))  # cells of one padded channel
        self.copied = np.repeat(self.sources, state.D, axis=1)  # the same, for every value of X
        first = min(state.patch, len(self.X) - 1) // PAGE * PAGE
        self.page = range(first, min(first + PAGE, len(self.X)))  # the rows of X that are shown
        self.shown = slice(first, self.page.stop)

    def pixels(self, patches: np.ndarray) -> dict[str, list]:
        """The pixel of a map that each patch gives."""
        return dict(zip(("i", "j"), (at.tolist() for at in divmod(patches, self.size[1])), strict=True))

    def weights(self, columns: np.ndarray) -> dict[str, list]:
        """The weight that each of these columns of X, or rows of M, stands for."""
        F, D, names = self.state.F, self.state.D, text("explorers.matrix.channels")
        m, n, d = (at.tolist() for at in np.unravel_index(columns, (F, F, D)))
        return {"m": m, "n": n, "channel": [names[str(channel)] for channel in d]}


def frame(state: State) -> Frame:
    patch, k = min(state.patch, prod(map_size(state)) - 1), min(state.k, state.K - 1)
    p, panels, links = _tables(replace(state, patch=patch // PAGE * PAGE, k=0))
    pinned = "Y", (patch - p.page.start) * state.K + k
    room = {"term_rows": LARGEST_F, "term_columns": (LARGEST_F * DEPTH,)}
    marks = legend("matrix", "invented", "unused")
    return Frame(panels, links, _sentence(state, p, patch, k), pinned, legend=marks, **room)


def _sentence(state: State, p: Product, patch: int, k: int) -> str:
    (patches, values), (i, j) = p.X.shape, divmod(patch, p.size[1])
    told = {"patches": patches, "n_patches": say("explorers.matrix.patches", n=patches)}
    told |= {"values": values, "n_values": say("explorers.matrix.values", n=values)}
    told |= {"pixels": ROWS * COLUMNS * state.D, "copies": p.X.size}
    told |= {"factor": number(p.X.size // state.D, ROWS * COLUMNS), "value": number(p.Y[patch, k])}
    return sentences(
        say("explorers.matrix.sentence", F=state.F, D=state.D, patch=patch, k=k, i=i, j=j, **told),
        patch < state.patch and say("explorers.matrix.no_row", n=patches, patch=state.patch),
        k < state.k and say("explorers.matrix.no_map", k=state.k, K=state.K, last=k),
    )


@cached(8)
def _tables(state: State) -> tuple[Product, tuple[Panel, ...], tuple[Link, ...]]:
    """What stays while the patch moves over one page of X."""
    p = Product(state)
    marks, P = np.full(p.padded.shape[:2], MARKS.index("unused"), dtype=np.uint8), state.P
    marks.ravel()[p.sources] = 0
    marks = np.pad(marks[P : P + ROWS, P : P + COLUMNS], P, constant_values=INVENTED)
    held = held_by(p.sources, marks.size)
    channels = (_channel(p, d, marks, held) for d in range(DEPTH))
    maps = (_map(p, k) for k in range(LARGEST_K))
    return p, (*channels, _X(p, marks), _W(p), _Y(p), *maps), tuple(_links(p))


def _channel(p: Product, d: int, marks: np.ndarray, held: list[tuple[int, str]]) -> Panel:
    look, P = {**fitted(marks.shape, CHANNEL_PLACE, LARGEST), "under": d > 0}, p.state.P
    if d >= p.state.D:
        return no_panel(f"channel{d}", **look)
    pixels, (counts, which) = p.padded[:, :, d], zip(*held, strict=True)
    told = {"channel": text(f"explorers.matrix.channels.{d}"), "n": counts, "which": which}
    told["border"] = text("explorers.matrix.border") if P else ""
    cells = zip(marks.ravel().tolist(), counts, strict=True)
    told["kind"] = [KINDS[mark == INVENTED][n == 0] for mark, n in cells]
    look |= {"texts": texts(pixels), "marks": marks, "first": (-P, -P)}
    return panel("matrix", f"channel{d}", levels(pixels, 0, 9), told, **look)


def _X(p: Product, marks: np.ndarray) -> Panel:
    shown, (rows, columns) = p.X[p.shown], p.X.shape
    patch, column = np.indices(shown.shape).reshape(2, -1)
    told = {**p.pixels(patch + p.page.start), **p.weights(column), "rows": rows, "columns": columns}
    look = {"marks": marks.ravel()[p.copied[p.shown]], "texts": texts(shown)}
    if len(shown) < rows:
        ends = {"first": p.page.start, "last": p.page.stop - 1}
        look["caption"] = say("explorers.matrix.X.page", **told, **ends)
    look |= fitted(shown.shape, X_PLACE, LARGEST)
    return panel("matrix", "X", levels(shown, 0, 9), told, first=(p.page.start, 0), **look)


def _W(p: Product) -> Panel:
    row, _ = np.indices(p.M.shape).reshape(2, -1)
    look = {"palette": "signed", "texts": texts(p.M), **fitted(p.M.shape, W_PLACE, LARGEST)}
    return panel("matrix", "W", signed_levels(p.M, 2), p.weights(row), **look)


def _Y(p: Product) -> Panel:
    shown, (rows, columns) = p.Y[p.shown], p.Y.shape
    told = {**p.pixels(np.repeat(p.page, columns)), "rows": rows, "columns": columns}
    cell = fitted(p.X[p.shown].shape, X_PLACE, LARGEST)["cell"]  # its rows are as high as those of X
    look = {"palette": "signed", "texts": texts(shown), **fitted(shown.shape, Y_PLACE, cell)}
    return panel("matrix", "Y", signed_levels(shown, p.limit), told, first=(p.page.start, 0), **look)


def _map(p: Product, k: int) -> Panel:
    look = {**fitted(p.size, MAP_PLACE, LARGEST), "under": k > 0}
    if k >= p.state.K:
        return no_panel(f"map{k}", **look)
    pixels, turn = p.Y[:, k].reshape(p.size), text("explorers.matrix.map.turn")
    turns = ["" if patch in p.page else turn.format(patch=patch) for patch in range(len(p.X))]
    look |= {"palette": "signed", "texts": texts(pixels)}
    told = {"k": k, "patch": range(len(p.X)), "turn": turns}
    return panel("matrix", f"map{k}", signed_levels(pixels, p.limit), told, **look)


def _links(p: Product) -> Iterable[Link]:
    K, D, copied = p.state.K, p.state.D, p.copied[p.shown].ravel().tolist()
    shown = list(product(p.page, range(K)))  # the patch and the filter of each cell of X·M
    yield _sums(p, "Y", shown)
    for k in range(K):
        yield _sums(p, f"map{k}", [(patch, k) for patch in range(len(p.X))])
        yield Link.of("Y", f"map{k}", [[patch] if column == k else [] for patch, column in shown])
    for d in range(D):
        yield Link.of("X", f"channel{d}", [[cell] if at % D == d else [] for at, cell in enumerate(copied)])
        yield Link.of("Y", f"channel{d}", np.repeat(p.sources[p.shown], K, axis=0))
        for k in range(K):
            yield Link.of(f"map{k}", f"channel{d}", p.sources)


def _sums(p: Product, source: str, results: list[Place]) -> Link:
    """The link from results, each a patch and a filter, to their rows of X through their columns of M.

    An output whose row of X is on another page keeps its sum but shows no terms.
    """
    values, (patches, filters) = len(p.M), np.array(results).T
    shown = (patches >= p.page.start) & (patches < p.page.stop)
    cells = {patch: range(row * values, (row + 1) * values) for row, patch in enumerate(p.page)}
    rows, columns = [cells.get(patch, ()) for patch, _ in results], filters[shown]
    joins = np.arange(p.M.size).reshape(p.M.shape).T[columns]
    told = {"terms": texts(p.X[patches[shown]] * p.M.T[columns]), "sums": texts(p.Y[patches, filters])}
    told["title"] = say("explorers.matrix.products", n=p.state.D)
    return Link.of(source, "X", rows, joins, via="W", columns=p.state.F * p.state.D, **told)


def focus(state: State, panel: str, cell: int) -> State:
    """A pinned cell of X, X·M or a map chooses the patch; one of M, X·M or a map chooses the filter."""
    p = Product(state)
    if panel == "X":
        return replace(state, patch=p.page.start + cell // len(p.M))
    if panel == "W":
        return replace(state, k=cell % state.K)
    if panel == "Y":
        return replace(state, patch=p.page.start + cell // state.K, k=cell % state.K)
    k = int(panel[-1])
    return replace(state, patch=cell, k=k) if panel.startswith("map") and k < state.K else state
