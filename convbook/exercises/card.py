"""The card with feedback for the reader: as HTML in a notebook, and as the same words in plain text."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from ..words import say

LARGEST = 12  # rows and columns of a table
MOST = 6  # tables of one volume or bank
DIGITS, ALL_DIGITS = 6, 17  # of a float: as a rule, and as many as a float64 has
COLOURS = {  # JupyterLab's own, which fit its theme; elsewhere the second one
    "right": "var(--jp-success-color1, #1a7f37)",
    "wrong": "var(--jp-warn-color1, #b35900)",
    "open": "var(--jp-ui-font-color2, #57606a)",
    "hint": "var(--jp-brand-color1, #0969da)",
}
SIGNS = {"right": "✓", "wrong": "✗", "open": "○", "hint": "?"}
BOX = (
    "direction:ltr;text-align:left;border-left:4px solid {colour};padding:.3em .8em;margin:.3em 0;"
    "max-width:62em;overflow-x:auto"
)
CELL = "text-align:right;padding:.1em .5em;border:1px solid #8c959f80;font-variant-numeric:tabular-nums"
MARKED = ";outline:2px solid var(--jp-warn-color1, #b35900);outline-offset:-2px;font-weight:bold"
SIDE_BY_SIDE = "display:flex;flex-wrap:wrap;gap:.5em 2em;align-items:flex-start"


@dataclass(frozen=True)
class Table:
    """An array under a caption; the cells in `marked` are outlined, and bear a * in the text."""

    caption: str
    cells: np.ndarray
    marked: np.ndarray
    digits: int = DIGITS

    def html(self) -> str:
        rows = "".join(
            "<tr>" + "".join(self._cell(i, j) for j in range(self.cells.shape[1])) + "</tr>"
            for i in range(self.cells.shape[0])
        )
        style = "border-collapse:collapse;margin:0"
        return f"<div><div>{inline(self.caption)}</div><table style='{style}'>{rows}</table></div>"

    def _cell(self, i: int, j: int) -> str:
        style = CELL + (MARKED if self.marked[i, j] else "")
        return f"<td style='{style}'>{html.escape(written(self.cells[i, j], self.digits))}</td>"

    def text(self) -> str:
        shown = [
            [written(n, self.digits) + ("*" if mark else "") for n, mark in zip(*row, strict=True)]
            for row in zip(self.cells, self.marked, strict=True)
        ]
        width = max((len(cell) for row in shown for cell in row), default=0)
        return "\n".join(
            [self.caption, *("  " + " ".join(f"{cell:>{width}}" for cell in row) for row in shown)]
        )


@dataclass
class Card:
    """A title with a verdict, then lines, tables side by side, and code."""

    kind: str  # "right", "wrong", "open" or "hint"
    title: str
    verdict: str
    lines: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    code: str = ""
    after: list[str] = field(default_factory=list)

    def html(self) -> str:
        sign = f"<span aria-hidden='true' style='color:{COLOURS[self.kind]}'>{SIGNS[self.kind]}</span>"
        parts = [f"<div>{sign} <strong>{inline(self.title)}:</strong> {inline(self.verdict)}</div>"]
        parts += [f"<div>{inline(line)}</div>" for line in self.lines]
        if self.tables:
            parts.append(side_by_side(table.html() for table in self.tables))
        if self.code:
            parts.append(f"<pre style='margin:.4em 0'>{html.escape(self.code)}</pre>")
        parts += [f"<div>{inline(line)}</div>" for line in self.after]
        return f"<div style='{BOX.format(colour=COLOURS[self.kind])}'>{''.join(parts)}</div>"

    _repr_html_ = html  # what a notebook asks for

    def __repr__(self) -> str:
        parts = [f"{self.title}: {self.verdict}", *self.lines, *(table.text() for table in self.tables)]
        return "\n".join([*parts, *([self.code] if self.code else []), *self.after])


def tables_of(
    name: str, array: np.ndarray, marked: np.ndarray | None = None, digits: int = DIGITS
) -> list[Table]:
    """The array as a table, or, if it is large, the part of it around the first marked cell.

    An array with three or more axes shows the rows and columns at one index of the other axes; without
    marks, each channel of a volume (H, W, D) or each kernel of a bank (K, F, F, D) is a table.
    An empty array, or a large one without marks, has no table.
    """
    if marked is None and array.ndim > 2:
        return _slices(name, array)
    has_marks = marked is not None and marked.any()
    if not array.size or (max(array.shape[:2], default=0) > LARGEST and not has_marks):
        return []
    marked = np.zeros(array.shape, dtype=bool) if marked is None else marked
    first = tuple(np.argwhere(marked)[0]) if has_marks else (0,) * array.ndim
    if array.ndim > 2:
        index = ", ".join(str(n) for n in first[2:])
        name = say("exercises.table.channel", name=name, index=index)
        array, marked, first = array[:, :, *first[2:]], marked[:, :, *first[2:]], first[:2]
    if array.ndim < 2:
        array, marked, first = np.atleast_2d(array), np.atleast_2d(marked), (0, 0, *first)[-2:]
    window = [_around(n, size) for n, size in zip(first, array.shape, strict=True)]
    if any(part != (0, size) for part, size in zip(window, array.shape, strict=True)):
        (top, bottom), (left, right) = window
        ends = {"top": top, "bottom": bottom - 1, "left": left, "right": right - 1}
        name = say("exercises.table.part", name=name, **ends)
    part = tuple(slice(*ends) for ends in window)
    return [Table(name, array[part], marked[part], digits)]


def _slices(name: str, array: np.ndarray) -> list[Table]:
    rows = 0 if array.ndim == 3 else 1  # the axis of the rows; the columns follow it
    others = array.shape[:rows] + array.shape[rows + 2 :]
    if np.prod(others) > MOST:
        return []
    tables = []
    for place in np.ndindex(others):
        index = (*place[:rows], slice(None), slice(None), *place[rows:])
        words = ", ".join(":" if isinstance(n, slice) else str(n) for n in index)
        tables += tables_of(f"{name}[{words}]", array[index])
    return tables


def _around(n: int, size: int) -> tuple[int, int]:
    start = int(min(max(0, n - LARGEST // 3), max(0, size - LARGEST)))
    return start, min(size, start + LARGEST)


def written(number: object, digits: int = DIGITS) -> str:
    """A number of any kind as a table shows it."""
    is_float = isinstance(number, float | np.floating)
    return (f"{number:.{digits}g}" if is_float else str(number)).replace("-", "−")


def side_by_side(parts: Iterable[str]) -> str:
    """Pieces of HTML in a row, or below one another where the page is narrow."""
    return f"<div style='{SIDE_BY_SIDE}'>{''.join(parts)}</div>"


def runs(text: str) -> list[tuple[str, str]]:
    """The runs of one style each: `code`, *italics* ("em"), **bold** ("strong"), and what is only "text".

    >>> runs("`a * b` is *not* it")
    [('code', 'a * b'), ('text', ' is '), ('em', 'not'), ('text', ' it')]
    """
    found = []
    for n, part in enumerate(re.split(r"`([^`]+)`", text)):
        if n % 2:
            found.append(("code", part))
            continue
        for m, run in enumerate(re.split(r"(\*\*\w[^*]*\*\*|\*\w[^*]*\*)", part)):
            style = "strong" if run.startswith("**") else "em"
            found.append((style, run.strip("*")) if m % 2 else ("text", run))
    return [(style, run) for style, run in found if run]


def plain(text: str) -> str:
    """A text without the marks of its styles."""
    return "".join(run for _, run in runs(text))


def inline(text: str) -> str:
    """A text as escaped HTML."""
    escaped = [(style, html.escape(run, quote=False)) for style, run in runs(text)]
    return "".join(run if style == "text" else f"<{style}>{run}</{style}>" for style, run in escaped)
