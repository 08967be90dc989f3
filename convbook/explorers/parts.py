"""What the explorers share: pieces of the coffee photo, windows and sums, panels and their places."""

from collections.abc import Sequence
from functools import cache, lru_cache, partial
from itertools import cycle
from math import prod

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..frame import Link, Panel, levels, signed_levels
from ..images import load_pixels
from ..ops import conv2d
from ..words import form, say, text
from .kernels import Weights
from .lines import Place, cell_lines
from .numbers import counted, has_unit, reading
from .settings import word

FOLD = 25  # more terms than these are folded into the partial sums of their rows
coffee = cache(partial(load_pixels, "coffee"))  # the photo of the book at a size, read once


@cache
def cup(top: int, left: int, height: int, width: int, gray: bool = True) -> np.ndarray:
    """A piece of the coffee photo, shrunk to 24 x 36 pixels, in levels from 0 to 9."""
    piece = coffee(size=(24, 36), gray=gray)[top : top + height, left : left + width]
    return np.rint(piece / 255 * 9).astype(np.int64)


def convolved(image: np.ndarray, weights: Weights) -> np.ndarray:
    """The outputs times the denominator of the weights: int64, exact."""
    return np.rint(conv2d(image, weights.numerators)).astype(np.int64)


@lru_cache(64)
def window_cells(shape: Place, F: Place, stride: Place = (1, 1)) -> np.ndarray:
    """The cells under every window, int32 (windows, FH * FW), for a padded input of this shape."""
    numbered = np.arange(prod(shape), dtype=np.int32).reshape(shape)
    return sliding_window_view(numbered, F)[:: stride[0], :: stride[1]].reshape(-1, prod(F))


def window_link(
    source: str, target: str, via: str, padded: np.ndarray, weights: Weights, title: str = ""
) -> Link:
    """The link from every output cell to its window in `padded`, with exact terms and sums."""
    cells, d = window_cells(padded.shape, weights.shape), weights.denominator
    products = padded.ravel()[cells] * weights.numerators.ravel()
    told = {"terms": counted(products, d), "sums": counted(products.sum(axis=1), d), "title": title}
    if has_unit(d):
        title = title or text("explorers.numbers.products")
        told["title"] = say("explorers.numbers.title_with_unit", title=title, denominator=d)
    if cells.shape[1] > FOLD:
        rows = counted(products.reshape(len(cells), *weights.shape).sum(axis=2), d)
        starts = cycle([say("explorers.common.row", row=row) for row in range(weights.shape[0])])
        told["partials"] = tuple(map("{}{}".format, starts, rows))
    joins = np.broadcast_to(np.arange(cells.shape[1]), cells.shape)
    return Link.of(source, target, cells, joins, via=via, columns=weights.shape[1], **told)


def panel(
    explorer: str, key: str, levels: np.ndarray, told: dict | None = None, first: Place = (0, 0), **look
) -> Panel:
    """A panel with its words: a title, a caption and a line for each cell, as far as the explorer has them.

    `told` fills the places in these words, see `cell_lines`. By default {value} is the text of a cell, and
    {rows} and {columns} are the size of the panel.
    The key may end in a number; `look` is everything else that a Panel has, and can replace the words.
    """
    words, (rows, columns) = text(f"explorers.{explorer}.{key.rstrip('0123456789')}"), levels.shape[:2]
    told = {"value": look.get("texts"), "rows": rows, "columns": columns, **(told or {})}
    for part in ("title", "caption"):
        if part in words and part not in look:
            look[part] = form(words[part], told.get("n")).format(**told)
    if "line" in words and "lines" not in look:
        look["lines"] = cell_lines(words["line"], (rows, columns), first, **told)
    return Panel(key, levels=levels, first=first, **look)


def no_panel(key: str, title: str = "", **look) -> Panel:
    """The place of a panel that does not exist."""
    return Panel(key, title, np.zeros((0, 0), np.uint8), texts=(), **look)


def kernel_panel(explorer: str, weights: Weights, largest: int, key: str = "kernel", **look) -> Panel:
    """A kernel that the reader can type into, with room for one of `largest` rows and columns."""
    d, caption = weights.denominator, text("explorers.common.edit")
    if has_unit(d) and not weights.typed:
        caption = say("explorers.numbers.caption_with_unit", caption=caption, denominator=d)
    look["told"] = {"value": weights.written(reading), **look["told"]}
    look |= {"palette": "signed", "texts": weights.texts(), "caption": caption, "room": (largest, largest)}
    return panel(explorer, key, signed_levels(weights.numerators), editable=True, **look)


def from_zero(sums: np.ndarray, limit: int, denominator: int = 1) -> dict:
    """Levels, palette and caption for sums / denominator: grey, from 0 to the limit."""
    high = counted(np.array([limit * denominator]), denominator)[0]
    caption = say("explorers.common.gray", high=high)
    return {"levels": levels(sums, 0, limit * denominator), "palette": "gray", "caption": caption}


def around_zero(sums: np.ndarray, denominator: int = 1) -> dict:
    """Levels, palette and caption for sums / denominator: signed around 0."""
    limit = int(np.abs(sums).max(initial=0))
    low, high = counted(np.array([-limit, limit]), denominator)
    caption = say("explorers.common.signed", low=low, high=high)
    return {"levels": signed_levels(sums), "palette": "signed", "caption": caption}


def fitted(shape: Place, place: tuple[float, float], largest: int) -> dict:
    """The largest cells with which a panel of this shape fits in its place, and the room that it reserves.

    `place` is a height and a width in screen pixels, the same for every shape.
    """
    cell = min(largest, int(place[0] // shape[0]), int(place[1] // shape[1]))
    return {"cell": cell, "room": (place[0] / cell, place[1] / cell)}


def inside(at: int, size: int) -> int:
    """The index nearest to `at` on an axis of this size."""
    return min(max(at, 0), size - 1)


def nearest_cell(place: Sequence[int], shape: Sequence[int]) -> int:
    """The number of the cell in a row and a column, or of the one nearest to that place.

    >>> nearest_cell((1, 2), (3, 4)), nearest_cell((-2, 9), (3, 4))
    (6, 3)
    """
    return int(np.ravel_multi_index(place, shape, mode="clip"))


def legend(explorer: str, *marks: str) -> tuple[tuple[str, str], ...]:
    """These marks and what they mean in this explorer."""
    return tuple((mark, word(explorer, f"marks.{mark}")) for mark in marks)
