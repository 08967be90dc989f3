"""Words for the cells of a panel, and the sentence of a Frame."""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from ..frame import texts
from ..words import form, say, text

Place = tuple[int, int]


def sentences(*said: object) -> str:
    """All the sentences as one text; empty or False ones are left out."""
    return text("explorers.common.between_sentences").join(filter(None, said))


def waits(asked: Place, shown: Place, F: int) -> str:
    """Nothing, or a remark that the requested output does not exist, so the window stays at another."""
    told = {"i": asked[0], "j": asked[1], "last_i": shown[0], "last_j": shown[1]}
    return "" if asked == shown else say("explorers.common.waits", F=F, **told)


def cell_lines(
    line: str | dict, shape: Place, first: Place = (0, 0), **told: Iterable | str | int
) -> tuple[str, ...]:
    """A line of words for each cell of a panel, row by row.

    `line` has places for `row`, `column` and the other arguments: a text or a number is the same for all
    cells, an iterable has an item for each. From a table of lines `kind` chooses one; if that has the forms
    `one` and `other`, `n` chooses.

    >>> cell_lines("({row}, {column}) is {value}.", (1, 2), first=(5, 7), value=["red", "blue"])
    ('(5, 7) is red.', '(5, 8) is blue.')
    """
    rows, columns = (range(start, start + size) for start, size in zip(first, shape, strict=True))
    each = {"row": [row for row in rows for _ in columns], "column": [*columns] * len(rows)}
    each |= {name: list(values) for name, values in told.items() if not isinstance(values, str | int)}
    numbered = {name: f"{{{at}}}" for at, name in enumerate(each)}  # a template by position is filled faster
    counts, kinds = (each.get(name, [told.get(name)] * len(each["row"])) for name in ("n", "kind"))
    chosen = [*zip(kinds, counts, strict=True)]
    lines = {(kind, n): form(line[kind] if kind else line, n) for kind, n in {*chosen}}
    templates = {key: line.format(**told | numbered) for key, line in lines.items()}
    return tuple(map(str.format, map(templates.get, chosen), *each.values()))


def held_by(windows: np.ndarray, cells: int) -> list[tuple[int, str]]:
    """For each of the cells, how many windows hold it, and the numbers of those windows."""
    comma = text("explorers.settings.comma")
    held = [np.flatnonzero((windows == cell).any(axis=1)).tolist() for cell in range(cells)]
    return [(len(numbers), comma.join(map(str, numbers))) for numbers in held]


@lru_cache(32)
def uses(shape: Place, F: int) -> tuple[int, ...]:
    """How many windows hold each pixel of an unpadded input, at stride 1."""
    rows, columns = (np.convolve(np.ones(n - F + 1, dtype=int), np.ones(F, dtype=int)) for n in shape)
    return tuple(np.outer(rows, columns).ravel().tolist())


def spans(shape: Place, F: int, first: Place = (0, 0)) -> dict[str, list[int]]:
    """The rows and columns that the window of each output covers, at stride 1, from the place `first` on."""
    top, left = (at.ravel() + start for at, start in zip(np.indices(shape), first, strict=True))
    ends = {"top": top, "bottom": top + F - 1, "left": left, "right": left + F - 1}
    return {name: end.tolist() for name, end in ends.items()}


def written_sums(padded: np.ndarray, F: Place, stride: Place, sums: np.ndarray) -> list[str]:
    """The terms of every window and what they add up to, in words: each row of a window in brackets.

    >>> written_sums(np.array([[1, 2, 3], [4, 5, 6]]), (2, 2), (1, 1), np.array([12, 16]))
    ['(1 + 2) + (4 + 5) = 12', '(2 + 3) + (5 + 6) = 16']
    """
    written, totals, (H, W) = texts(padded), texts(sums), padded.shape
    if F == (1, 1):
        return list(totals)
    row = "({})" if F[0] > 1 and F[1] > 1 else "{}"
    starts = range(0, W - F[1] + 1, stride[1])
    rows = [[row.format(" + ".join(written[i * W + j : i * W + j + F[1]])) for j in starts] for i in range(H)]
    windows = (zip(*rows[i : i + F[0]], strict=True) for i in range(0, H - F[0] + 1, stride[0]))
    terms = (" + ".join(window) for band in windows for window in band)
    return [f"{window} = {total}" for window, total in zip(terms, totals, strict=True)]
