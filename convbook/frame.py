"""What a picture shows, as plain data: panels of cells, links between them, one sentence in words.

A Frame is drawn twice: live in the notebook (`explorers/widget.js`) and still, by matplotlib
(`figures/picture.py`). Both draw what stands here and nothing else, so a test that reads a Frame
has read the picture. Colours are palette levels from 0 to 255; numbers are texts, formatted here in Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np

# Anchor colours, dark to light. `signed` is centred: level 128 is zero. All three survive colour blindness.
PALETTES = {
    "gray": ((0, 0, 0), (255, 255, 255)),
    "magnitude": ((0, 34, 78), (66, 78, 108), (124, 123, 120), (187, 175, 113), (254, 232, 56)),
    "signed": ((0, 60, 120), (120, 170, 215), (248, 248, 246), (240, 175, 105), (140, 65, 0)),
}

# How a marked cell is drawn, so that it can be told apart without colour.
MARKS = ("", "invented", "copied", "unused", "chosen")


@dataclass(frozen=True)
class Panel:
    """A grid of cells: numbered when it has `texts`, otherwise a photo."""

    key: str
    title: str
    levels: np.ndarray  # uint8: (H, W) levels of the palette, or (H, W, 3) true colour
    palette: str = "gray"
    texts: tuple[str, ...] | None = None  # what each cell says, row by row, in one line or two
    caption: str = ""
    cell: float = 34  # width and height of a cell on the screen, in pixels
    room: tuple[float, float] | None = None  # rows and columns kept free, so that the height never jumps
    marks: np.ndarray | None = None  # uint8 (H, W): indices into MARKS
    owners: np.ndarray | None = None  # int32, one per cell: the cell it is a copy of; itself; or -1
    lines: tuple[str, ...] | None = None  # one per cell: its arithmetic in words, ending in the cell's value
    box: tuple[int, int, int, int] | None = None  # row, column, height, width of a frame drawn on a photo
    editable: bool = False  # the reader may type into the cells
    paintable: bool = False  # a stroke of mouse or finger goes on from cell to cell
    first: tuple[int, int] = (0, 0)  # row and column of its first cell, as words name them
    under: bool = False  # drawn below the panel before it, not beside it

    @property
    def shape(self) -> tuple[int, int]:
        return self.levels.shape[:2]

    @property
    def space(self) -> tuple[float, float]:
        """Rows and columns that the drawing reserves: the room asked for, at least the panel itself."""
        room = self.room or (1, 1)
        return max(room[0], self.shape[0]), max(room[1], self.shape[1])


@dataclass(frozen=True)
class Link:
    """Which cells of `target` belong to each cell of `source`, and the cell of `via` that joins them.

    The table is compressed row by row: cell q of the source owns the entries start[q] to start[q + 1].
    """

    source: str
    target: str
    start: np.ndarray  # int32, one more than the source has cells
    cells: np.ndarray  # int32, a cell of the target for each entry
    via: str = ""
    weights: np.ndarray | None = None  # int32, a cell of the via panel for each entry
    terms: tuple[str, ...] | None = None  # for each entry its product, when the entries are a sum
    sums: tuple[str, ...] | None = None  # for each cell of the source what its terms add up to
    partials: tuple[str, ...] | None = None  # what each row of terms adds up to, where they are many
    columns: int = 1  # how many terms stand in a row
    title: str = ""

    def entries(self, cell: int) -> slice:
        return slice(int(self.start[cell]), int(self.start[cell + 1]))


@dataclass(frozen=True)
class Frame:
    """One picture: its panels in reading order, the links between them, and what it says."""

    panels: tuple[Panel, ...]
    links: tuple[Link, ...] = ()
    sentence: str = ""
    focus: tuple[str, int] | None = None  # the panel and the cell that are picked out
    term_rows: int = 0  # rows of arithmetic kept free below the panels
    term_columns: tuple[int, ...] = ()  # columns of each block of arithmetic, at its widest
    line_room: int = 0  # characters of the longest line and sentence: rows for them are kept free
    sentence_room: int = 0
    legend: tuple[tuple[str, str], ...] = ()  # (mark, what it means)

    def panel(self, key: str) -> Panel:
        return next(panel for panel in self.panels if panel.key == key)

    def lit(self, focus: tuple[str, int] | None = None) -> dict[str, dict[int, str]]:
        """The highlighted cells of each panel with their role, for a cell pointed at.

        `focus` is the cell itself; `window` cells belong to it; `weight` cells join the two; `reach` cells
        are those that it belongs to, through copies of it in the border as well, and these copies.
        """
        focus = focus or self.focus
        if focus is None:
            return {}
        key, cell = focus
        written = self.panel(key).texts
        if written and not written[cell]:
            return {}  # a cell without a text only keeps its place in a table
        lit: dict[str, dict[int, str]] = {}
        for link in self.links:
            if link.source == key:
                entries = np.arange(link.start[cell], link.start[cell + 1])
                _light(lit, link, entries, target="window", via="weight")
            if link.target == key:
                copies = holders(self.panel(key), cell)
                _light(lit, link, np.flatnonzero(np.isin(link.cells, copies)), source="reach", via="weight")
            if link.via == key:
                _light(lit, link, np.flatnonzero(link.weights == cell), target="window")
        for copy in holders(self.panel(key), cell).tolist():
            lit.setdefault(key, {})[copy] = "reach"
        lit.setdefault(key, {})[cell] = "focus"
        return lit


def holders(panel: Panel, cell: int) -> np.ndarray:
    """All cells of a panel that hold the same pixel as `cell`: the pixel and its copies in the border."""
    if panel.owners is None or panel.owners[cell] < 0:
        return np.array([cell])
    return np.flatnonzero(panel.owners == panel.owners[cell])


def _light(lit: dict, link: Link, entries: np.ndarray, **roles: str) -> None:
    owner = np.searchsorted(link.start, entries, side="right") - 1
    columns = {"source": owner, "target": link.cells[entries]}
    if link.via and link.weights is not None:
        columns["via"] = link.weights[entries]
    for end, role in roles.items():
        for cell in columns.get(end, ()):
            lit.setdefault(getattr(link, end), {})[int(cell)] = role


@cache
def palette(name: str) -> np.ndarray:
    """The 256 colours of a palette as uint8 (256, 3)."""
    anchors = np.array(PALETTES[name], dtype=float)
    at = np.linspace(0, len(anchors) - 1, 256)
    colours = [np.interp(at, np.arange(len(anchors)), channel) for channel in anchors.T]
    return np.rint(np.stack(colours, axis=1)).astype(np.uint8)


def colours(panel: Panel) -> np.ndarray:
    """A panel's cells in true colour, uint8 (H, W, 3)."""
    return panel.levels if panel.levels.ndim == 3 else palette(panel.palette)[panel.levels]


def dark_ink(rgb: np.ndarray) -> np.ndarray:
    """Where black digits are easier to read on a colour than white ones, by luminance (WCAG 2)."""
    linear = np.where(rgb <= 10, rgb / 3294, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722) > 0.179


def levels(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Palette levels for values between low and high; what lies outside takes the end colour."""
    span = (high - low) or 1
    return np.rint(np.clip((np.nan_to_num(values) - low) / span, 0, 1) * 255).astype(np.uint8)


def signed_levels(values: np.ndarray, limit: float | None = None) -> np.ndarray:
    """Levels of a signed palette, centred on zero: -limit to limit."""
    limit = float(np.abs(values).max(initial=0)) if limit is None else limit
    return levels(values, -(limit or 1), limit or 1)


def texts(values: np.ndarray | Sequence) -> tuple[str, ...]:
    """Whole numbers as texts, row by row, with a real minus sign."""
    return tuple(map(_written, np.asarray(values).ravel().tolist()))


@lru_cache(2**11, typed=True)
def _written(value: int) -> str:
    return str(value).replace("-", "\N{MINUS SIGN}")
