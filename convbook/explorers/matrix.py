"""Chapter 6: a layer as a matrix product. Patch, row of X, column of W and output pixel, together."""

from dataclasses import dataclass, replace
from functools import cache, lru_cache

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, signed_levels, texts
from ..images import load_pixels
from ..ops import conv_layer, im2col
from ..sentences import explorers as common
from ..sentences import matrix as say
from ..shapes import output_size
from .parts import fitted, window_cells
from .weights import number
from .widget import Slider

ROWS, COLUMNS, DEPTH = 4, 5, 2
LARGEST_F, LARGEST_P, LARGEST_K = 3, 1, 3
PAGE = 20  # rows of X shown at once
MOST_PATCHES = (ROWS + 2 * LARGEST_P) * (COLUMNS + 2 * LARGEST_P)
LARGEST = 28  # the side of a cell in screen pixels
# Height and width of each panel's place, in screen pixels.
CHANNEL_PLACE, MAP_PLACE, X_PLACE, W_PLACE, Y_PLACE = (120, 126), (90, 126), (400, 342), (400, 75), (400, 84)
LINE_ROOM, SENTENCE_ROOM = 112, 270  # characters
BANK = np.random.default_rng(6).choice([-2, -1, 1, 2], (LARGEST_K, LARGEST_F, LARGEST_F, DEPTH))


@dataclass(frozen=True)
class State:
    F: int = 2
    S: int = 1
    P: int = 0
    D: int = 2
    K: int = 2
    patch: int = 5
    group: int = 0


CONTROLS = (
    Slider("F", 1, LARGEST_F),
    Slider("S", 1, 3),
    Slider("P", 0, LARGEST_P),
    Slider("D", 1, DEPTH),
    Slider("K", 1, LARGEST_K),
    Slider("patch", 0, MOST_PATCHES - 1, say.PATCH),
)


@cache
def volume(D: int = DEPTH) -> np.ndarray:
    """Where the cup meets the saucer: 4 x 5 pixels, red and blue, in ten levels."""
    photo = load_pixels("coffee", size=(24, 36), gray=False)
    return np.rint(photo[9:13, 19:24, [0, 2]] / 255 * 9).astype(np.int64)[:, :, :D]


def bank(state: State) -> np.ndarray:
    """The kernel bank (K, F, F, D), small whole numbers."""
    return BANK[: state.K, : state.F, : state.F, : state.D]


def output(state: State) -> np.ndarray:
    return conv_layer(volume(state.D), bank(state), stride=state.S, padding=state.P)


@dataclass(frozen=True)
class Product:
    """The layer as matrices, and which cell of the padded input each value of X was copied from."""

    state: State
    padded: np.ndarray  # (H, W, D)
    X: np.ndarray
    W: np.ndarray
    Y: np.ndarray
    size: tuple[int, int]  # H2, W2
    sources: np.ndarray  # (patches, F * F): cells of one padded channel
    patch: int  # the row that is picked out, and the column
    group: int
    page: slice  # the rows of X that are shown

    def place(self, patch: int) -> dict[str, int]:
        i, j = divmod(patch, self.size[1])
        return {"i": i, "j": j}

    def weight(self, column: int) -> dict:
        """Which weight a column of X (a row of W) stands for."""
        at, d = divmod(column, self.state.D)
        m, n = divmod(at, self.state.F)
        return {"m": m, "n": n, "channel": say.CHANNELS[d]}


def product(state: State) -> Product:
    x, P = volume(state.D), state.P
    padded = np.pad(x, ((P, P), (P, P), (0, 0)))
    X = im2col(x, state.F, stride=state.S, padding=P).astype(np.int64)
    W = bank(state).reshape(state.K, -1).T
    size = tuple(output_size(n, state.F, state.S, P) for n in x.shape[:2])
    patch, group = min(state.patch, len(X) - 1), min(state.group, state.K - 1)
    first = patch // PAGE * PAGE
    page = slice(first, min(first + PAGE, len(X)))
    sources = window_cells(padded.shape[:2], (state.F, state.F), (state.S, state.S))
    return Product(state, padded, X, W, X @ W, size, sources, patch, group, page)


def frame(state: State) -> Frame:
    p = product(state)
    panels, links = _tables(replace(state, patch=p.page.start, group=0))
    return Frame(
        panels,
        links,
        _sentence(p),
        focus=("Y", (p.patch - p.page.start) * state.K + p.group),
        term_rows=LARGEST_F,
        term_columns=(LARGEST_F * DEPTH,),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
        legend=tuple((mark, common.MARKS[mark]) for mark in ("invented", "unused")),
    )


@lru_cache(maxsize=8)
def _tables(state: State) -> tuple[tuple[Panel, ...], tuple[Link, ...]]:
    """What stays while the patch moves over one page of X."""
    p = product(state)
    marks = _marks(p)
    panels = [_channel(p, d, marks) for d in range(DEPTH)]
    panels += [_X(p, marks), _W(p), _Y(p)]
    panels += [_map(p, k) for k in range(LARGEST_K)]
    return tuple(panels), _links(p)


def focus(state: State, panel: str, cell: int) -> State:
    """A pinned cell of X, X·W or a map chooses the patch; one of W, X·W or a map the group."""
    p = product(state)
    kind, k = panel.rstrip("0123456789"), panel[-1]
    if kind == "X":
        return replace(state, patch=p.page.start + cell // p.X.shape[1])
    if kind == "W":
        return replace(state, group=cell % state.K)
    if kind == "Y":
        return replace(state, patch=p.page.start + cell // state.K, group=cell % state.K)
    if kind == "map" and int(k) < state.K:
        return replace(state, patch=cell, group=int(k))
    return state


def _sentence(p: Product) -> str:
    state, remarks = p.state, []
    patches, values = p.X.shape
    remarks.append(
        say.SENTENCE.format(
            patches=patches,
            values=values,
            n_patches=_counted(patches, say.PATCHES),
            n_values=_counted(values, say.VALUES),
            F=state.F,
            D=state.D,
            pixels=ROWS * COLUMNS * state.D,
            copies=p.X.size,
            factor=number(p.X.size // state.D, ROWS * COLUMNS),
            patch=p.patch,
            k=p.group,
            value=number(p.Y[p.patch, p.group]),
            **p.place(p.patch),
        )
    )
    if p.patch < state.patch:
        remarks.append(say.CLAMPED.format(patch=state.patch, n_rows=_counted(patches, say.ROWS_OF_X)))
    if p.group < state.group:
        remarks.append(say.CLAMPED_GROUP.format(k=state.group, K=state.K, last=p.group))
    return " ".join(remarks)


def _counted(n: int, words: tuple[str, str]) -> str:
    one, many = words
    return (one if n == 1 else many).format(n=n)


def _marks(p: Product) -> np.ndarray:
    """A mark for each cell of a padded channel: zeros of the border, pixels that no window reaches."""
    marks = np.zeros(p.padded.shape[:2], dtype=np.uint8)
    unused = np.ones(marks.size, dtype=bool)
    unused[p.sources] = False
    marks.ravel()[unused] = MARKS.index("unused")
    rows, columns = np.indices(marks.shape)
    P = p.state.P
    inside = (rows >= P) & (rows < P + ROWS) & (columns >= P) & (columns < P + COLUMNS)
    marks[~inside] = MARKS.index("invented")
    return marks


def _channel(p: Product, d: int, marks: np.ndarray) -> Panel:
    look = {**fitted(p.padded.shape[:2], CHANNEL_PLACE, LARGEST), "under": d > 0}
    if d >= p.state.D:
        return Panel(f"channel{d}", "", np.zeros((0, 0), np.uint8), texts=(), **look)
    pixels = p.padded[:, :, d]
    caption = say.CHANNEL_CAPTION_PADDED if p.state.P else say.CHANNEL_CAPTION
    rows, columns = pixels.shape
    return Panel(
        f"channel{d}",
        say.CHANNEL.format(channel=say.CHANNELS[d]),
        levels(pixels, 0, 9),
        texts=texts(pixels),
        caption=caption.format(rows=rows, columns=columns),
        marks=marks,
        first=(-p.state.P, -p.state.P),
        lines=tuple(
            _pixel_line(p, d, cell, value, found)
            for cell, (value, found) in enumerate(zip(pixels.ravel().tolist(), _patches(p), strict=True))
        ),
        **look,
    )


def _patches(p: Product) -> list[list[int]]:
    """For each cell of a padded channel the patches that hold it."""
    found: list[list[int]] = [[] for _ in range(p.padded[:, :, 0].size)]
    for patch, cells in enumerate(p.sources.tolist()):
        for cell in cells:
            found[cell].append(patch)
    return found


def _pixel_line(p: Product, d: int, cell: int, value: int, found: list[int]) -> str:
    row, column = divmod(cell, p.padded.shape[1])
    i, j = row - p.state.P, column - p.state.P
    what = {"i": i, "j": j, "channel": say.CHANNELS[d], "value": value}
    inside = 0 <= i < ROWS and 0 <= j < COLUMNS
    if not found:
        return (say.LINE_UNUSED if inside else say.LINE_UNUSED_ZERO).format(**what)
    n_rows = _counted(len(found), say.ROWS_OF_X)
    where = (say.ROW if len(found) == 1 else say.ROWS).format(rows=", ".join(map(str, found)))
    return (say.LINE_PIXEL if inside else say.LINE_ZERO).format(**what, n_rows=n_rows, where=where)


def _X(p: Product, marks: np.ndarray) -> Panel:
    rows, columns = p.X.shape
    shown = p.X[p.page]
    sources = np.repeat(p.sources[p.page], p.state.D, axis=1)
    whole = len(shown) == rows
    ends = {"first": p.page.start, "last": p.page.stop - 1}
    caption = (say.X_CAPTION if whole else say.X_CAPTION_PAGED).format(rows=rows, columns=columns, **ends)
    weights = [p.weight(column) for column in range(columns)]
    lines = [
        say.LINE_X.format(row=row, column=column, value=value, **p.place(row), **weights[column])
        for row, values in enumerate(shown.tolist(), start=p.page.start)
        for column, value in enumerate(values)
    ]
    return Panel(
        "X",
        say.X,
        levels(shown, 0, 9),
        texts=texts(shown),
        caption=caption,
        marks=marks.ravel()[sources],
        lines=tuple(lines),
        first=(p.page.start, 0),
        **fitted(shown.shape, X_PLACE, LARGEST),
    )


def _W(p: Product) -> Panel:
    rows, K = p.W.shape
    written = texts(p.W)
    weights = [p.weight(row) for row in range(rows)]
    lines = (
        say.LINE_W.format(row=at // K, column=at % K, value=value, **weights[at // K])
        for at, value in enumerate(written)
    )
    caption = say.W_CAPTION.format(rows=rows, columns=K)
    look = {"levels": signed_levels(p.W, 2), "palette": "signed", **fitted(p.W.shape, W_PLACE, LARGEST)}
    return Panel("W", say.W, texts=written, caption=caption, lines=tuple(lines), **look)


def _Y(p: Product) -> Panel:
    rows, K = p.Y.shape
    shown = p.Y[p.page]
    written = texts(shown)
    lines = (_sum_line(p, p.page.start + at // K, at % K, value) for at, value in enumerate(written))
    caption = say.Y_CAPTION.format(rows=rows, columns=K)
    cell = fitted(p.X[p.page].shape, X_PLACE, LARGEST)["cell"]  # so that its rows are as high as those of X
    look = {"levels": _shades(p, shown), "palette": "signed", **fitted(shown.shape, Y_PLACE, cell)}
    return Panel(
        "Y", say.Y, texts=written, caption=caption, lines=tuple(lines), first=(p.page.start, 0), **look
    )


def _map(p: Product, k: int) -> Panel:
    look = {**fitted(p.size, MAP_PLACE, LARGEST), "under": k > 0}
    if k >= p.state.K:
        return Panel(f"map{k}", "", np.zeros((0, 0), np.uint8), texts=(), **look)
    pixels = p.Y[:, k].reshape(p.size)
    written = texts(pixels)
    rows, columns = p.size
    return Panel(
        f"map{k}",
        say.MAP.format(k=k),
        _shades(p, pixels),
        "signed",
        texts=written,
        caption=say.MAP_CAPTION.format(rows=rows, columns=columns),
        lines=tuple(_sum_line(p, row, k, value) for row, value in enumerate(written)),
        **look,
    )


def _shades(p: Product, values: np.ndarray) -> np.ndarray:
    """Levels with one scale for X·W and every map, so that equal numbers look equal."""
    return signed_levels(values, float(np.abs(p.Y).max()))


def _sum_line(p: Product, row: int, k: int, value: str) -> str:
    line = say.LINE_Y.format(row=row, k=k, value=value, **p.place(row))
    return line if p.page.start <= row < p.page.stop else f"{line} {say.TURN_PAGE.format(patch=row)}"


def _links(p: Product) -> tuple[Link, ...]:
    state, values = p.state, p.X.shape[1]
    rows = np.arange(p.page.start, p.page.stop)
    products = p.X[rows, :, None] * p.W  # (rows shown, values, K)
    cells = np.arange(rows.size * values).reshape(rows.size, values)
    by_pixel = np.repeat(rows, state.K)  # the patch of each cell of X·W
    links = [
        _sums(p, "Y", products.transpose(0, 2, 1), np.repeat(cells, state.K, axis=0), p.Y[rows]),
    ]
    for k in range(state.K):
        links.append(_sums(p, f"map{k}", products[:, :, k], cells, p.Y[:, k], k))
        links.append(_link("Y", f"map{k}", by_pixel[:, None], np.tile(np.arange(state.K), rows.size) == k))
    for d in range(state.D):
        of_channel = np.tile(np.arange(values) % state.D == d, rows.size)
        links.append(
            _link("X", f"channel{d}", np.repeat(p.sources[rows], state.D, axis=1).reshape(-1, 1), of_channel)
        )
        links.append(_link("Y", f"channel{d}", p.sources[by_pixel]))
        links += [_link(f"map{k}", f"channel{d}", p.sources) for k in range(state.K)]
    return tuple(links)


def _sums(p: Product, source: str, products: np.ndarray, cells: np.ndarray, sums: np.ndarray, k=None) -> Link:
    """The link from a result to its row of X through its column of W, with every term.

    A pixel whose row of X is on another page keeps its sum and has no terms.
    """
    K, values = p.state.K, p.X.shape[1]
    columns = np.tile(np.arange(K), len(cells) // K) if k is None else np.full(len(cells), k)
    counts = np.full(sums.size, values)
    if k is not None:
        at = np.arange(sums.size)
        counts[(at < p.page.start) | (at >= p.page.stop)] = 0
    return Link(
        source,
        "X",
        start=np.concatenate([[0], np.cumsum(counts)]).astype(np.int32),
        cells=cells.ravel().astype(np.int32),
        via="W",
        weights=(np.arange(values) * K + columns[:, None]).ravel().astype(np.int32),
        terms=texts(products),
        sums=texts(sums),
        columns=p.state.F * p.state.D,
        title=_channels_of_the_products(p.state),
    )


def _channels_of_the_products(state: State) -> str:
    """Of which channels the products are, in the order in which they stand."""
    return say.PRODUCTS[state.D > 1].format(channels=say.AND.join(say.CHANNELS[: state.D]))


def _link(source: str, target: str, cells: np.ndarray, keep: np.ndarray | None = None) -> Link:
    """A plain link: row q of `cells` belongs to source cell q, for the rows that are kept."""
    keep = np.ones(len(cells), dtype=bool) if keep is None else keep
    start = np.concatenate([[0], np.cumsum(keep * cells.shape[1])]).astype(np.int32)
    return Link(source, target, start, cells[keep].ravel().astype(np.int32))
