"""What the explorers draw alike: windows and their sums, lines of words, panels and the places they fit."""

from functools import lru_cache

import numpy as np

from ..frame import Link, Panel, levels, signed_levels, texts
from ..ops import conv2d
from ..sentences import explorers as say
from .weights import Weights, counted, number

FOLD = 25  # more terms than these are folded into the partial sums of their rows


def convolved(image: np.ndarray, weights: Weights) -> np.ndarray:
    """The outputs times the denominator of the weights: int64, exact."""
    return np.rint(conv2d(image, weights.numerators)).astype(np.int64)


def window_cells(shape: tuple[int, int], F: tuple[int, int], stride: tuple[int, int]) -> np.ndarray:
    """The cells under every window, int32 (windows, FH * FW), for a padded input of this shape."""
    rows = np.arange(0, shape[0] - F[0] + 1, stride[0])
    columns = np.arange(0, shape[1] - F[1] + 1, stride[1])
    corners = rows[:, None] * shape[1] + columns
    offsets = np.arange(F[0])[:, None] * shape[1] + np.arange(F[1])
    return (corners.reshape(-1, 1) + offsets.reshape(1, -1)).astype(np.int32)


def window_link(padded: np.ndarray, weights: Weights, stride=(1, 1), **panels) -> Link:
    """The link from every output cell to its window in `padded`, with exact terms and sums.

    `panels` names the three panels: source, target and via (and may give a title).
    """
    cells = window_cells(padded.shape, weights.shape, stride)
    products = padded.ravel()[cells] * weights.numerators.ravel()
    d = weights.denominator
    return Link(
        start=np.arange(0, cells.size + 1, cells.shape[1], dtype=np.int32),
        cells=cells.ravel(),
        weights=np.tile(np.arange(cells.shape[1], dtype=np.int32), len(cells)),
        terms=counted(products, d),
        sums=counted(products.sum(axis=1), d),
        partials=_partials(products, weights) if cells.shape[1] > FOLD else None,
        columns=weights.shape[1],
        **panels,
    )


def _partials(products: np.ndarray, weights: Weights) -> tuple[str, ...]:
    """What each row of products adds up to, for every window."""
    rows = products.reshape(len(products), *weights.shape).sum(axis=2)
    written = counted(rows, weights.denominator)
    starts = [say.PARTIAL.format(row=row) for row in range(weights.shape[0])] * len(products)
    return tuple(map("".join, zip(starts, written, strict=True)))


@lru_cache(32)
def uses(shape: tuple[int, int], F: int) -> tuple[int, ...]:
    """How many windows hold each pixel of an unpadded input, at stride 1."""
    rows, columns = (np.convolve(np.ones(n - F + 1, dtype=int), np.ones(F, dtype=int)) for n in shape)
    return tuple(np.outer(rows, columns).ravel().tolist())


def pixel_lines(pixels: np.ndarray, F: int, lines: tuple[str, str], corner=(0, 0)) -> tuple[str, ...]:
    """A line of words for each pixel: its place, its value, and how many windows hold it (one, or more)."""
    (rows, columns), (one, many) = pixels.shape, lines
    places = [(corner[0] + i, corner[1] + j) for i in range(rows) for j in range(columns)]
    return tuple(
        (one if n == 1 else many).format(row=row, column=column, value=value, n=n)
        for (row, column), value, n in zip(
            places, pixels.ravel().tolist(), uses(pixels.shape, F), strict=True
        )
    )


def kernel_panel(weights: Weights, largest: int, title: str, key: str = "kernel", **look) -> Panel:
    """A kernel that the reader can type into, with room for one of `largest` rows and columns."""
    unit = "" if weights.typed or not weights.unit else say.IN_UNIT.format(unit=weights.unit)
    return Panel(
        key,
        title,
        signed_levels(weights.numerators),
        "signed",
        weights.texts(),
        unit + say.EDIT_CAPTION,
        **{"cell": 30, **look},
        room=(largest, largest),
        editable=True,
    )


def shaded(sums: np.ndarray) -> dict:
    """Levels, palette and caption for a result: grey from 0, or signed around 0 when anything is negative."""
    if (sums < 0).any():
        return around_zero(sums)
    limit = int(sums.max(initial=0))
    caption = say.GRAY_CAPTION.format(high=number(limit))
    return {"levels": levels(sums, 0, limit), "palette": "gray", "caption": caption}


def around_zero(sums: np.ndarray, denominator: int = 1) -> dict:
    """Levels, palette and caption for sums / denominator: signed around 0."""
    limit = int(np.abs(sums).max(initial=0))
    low, high = counted(np.array([-limit, limit]), denominator)
    caption = say.SIGNED_CAPTION.format(low=low, high=high)
    return {"levels": signed_levels(sums), "palette": "signed", "caption": caption}


def fitted(shape: tuple[int, int], place: tuple[float, float], largest: int) -> dict:
    """The largest cells with which a panel of this shape fits in its place, and the room that it keeps.

    `place` is a height and a width in screen pixels. It stays, whatever the shape.
    """
    cell = min(largest, int(place[0] // shape[0]), int(place[1] // shape[1]))
    return {"cell": cell, "room": (place[0] / cell, place[1] / cell)}


def nearest_cell(i: int, j: int, shape: tuple[int, int]) -> int:
    """The number of the cell in row i, column j, or of the one nearest to that place.

    >>> nearest_cell(1, 2, (3, 4)), nearest_cell(-2, 9, (3, 4))
    (6, 3)
    """
    row, column = (min(max(at, 0), size - 1) for at, size in zip((i, j), shape, strict=True))
    return row * shape[1] + column


def written_sums(
    padded: np.ndarray, F: tuple[int, int], stride: tuple[int, int], sums: np.ndarray
) -> list[str]:
    """The terms of every window and what they add up to, in words: each row of a window in brackets.

    >>> written_sums(np.array([[1, 2, 3], [4, 5, 6]]), (2, 2), (1, 1), np.array([12, 16]))
    ['(1 + 2) + (4 + 5) = 12', '(2 + 3) + (5 + 6) = 16']
    """
    written, (H, W) = texts(padded), padded.shape
    totals = texts(sums)
    if F == (1, 1):
        return list(totals)
    row = "({})" if F[0] > 1 and F[1] > 1 else "{}"
    starts = range(0, W - F[1] + 1, stride[1])
    rows = [[row.format(" + ".join(written[i * W + j : i * W + j + F[1]])) for j in starts] for i in range(H)]
    windows = (zip(*rows[i : i + F[0]], strict=True) for i in range(0, H - F[0] + 1, stride[0]))
    terms = (" + ".join(window) for band in windows for window in band)
    return [f"{window} = {total}" for window, total in zip(terms, totals, strict=True)]
