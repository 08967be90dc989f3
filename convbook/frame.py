"""What a picture shows, as plain data: panels of cells, links between them, one sentence in words.

A Frame is drawn twice: live in the notebook (`live/js/`) and still (`still.py`), each time from the data
here and nothing else, so a test that reads a Frame has read the picture. Numbers are texts.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np

# Anchor colours, dark to light. `signed` is centred: level 128 is zero. All three survive colour blindness.
PALETTES = {
    "gray": ((0, 0, 0), (255, 255, 255)),
    "magnitude": ((0, 34, 78), (66, 78, 108), (124, 123, 120), (187, 175, 113), (254, 232, 56)),
    "signed": ((0, 60, 120), (120, 170, 215), (248, 248, 246), (240, 175, 105), (140, 65, 0)),
}

# How a marked cell is drawn, so that it can be recognised without colour.
MARKS = ("", "invented", "copied", "unused", "chosen")

# Pointing at a cell at one end of a link highlights the cells at its other ends, each in a role.
ROLES = {
    "source": {"target": "window", "via": "weight"},
    "target": {"source": "reach", "via": "weight"},
    "via": {"target": "window"},
}


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
    room: tuple[float, float] | None = None  # rows and columns reserved, so that the height never jumps
    marks: np.ndarray | None = None  # uint8 (H, W): indices into MARKS
    owners: np.ndarray | None = None  # int32, one per cell: the cell it is a copy of; itself; or -1
    lines: tuple[str, ...] | None = None  # one per cell: its arithmetic in words, ending in the cell's value
    box: tuple[int, int, int, int] | None = None  # row, column, height, width of a frame drawn on a photo
    editable: bool = False  # the reader may type into the cells
    paintable: bool = False  # a stroke of the mouse or a finger continues from cell to cell
    first: tuple[int, int] = (0, 0)  # row and column of its first cell, as words name them
    under: bool = False  # drawn below the panel before it, not beside it

    @property
    def shape(self) -> tuple[int, int]:
        return self.levels.shape[:2]

    @property
    def space(self) -> tuple[float, float]:
        """Rows and columns that the drawing reserves: the room asked for, at least the panel itself."""
        return tuple(map(max, self.room or (1, 1), self.shape))


@dataclass(frozen=True)
class Link:
    """Which cells of `target` belong to each cell of `source`, and the cell of `via` that joins them."""

    source: str
    target: str
    start: np.ndarray  # int32: cell q of the source owns the entries start[q] to start[q + 1]
    cells: np.ndarray  # int32, a cell of the target for each entry
    via: str = ""
    weights: np.ndarray | None = None  # int32, a cell of the via panel for each entry
    terms: tuple[str, ...] | None = None  # for each entry its product, when the entries are a sum
    sums: tuple[str, ...] | None = None  # for each cell of the source what its terms add up to
    partials: tuple[str, ...] | None = None  # what each row of terms adds up to, where they are many
    columns: int = 1  # how many terms stand in a row
    title: str = ""

    @classmethod
    def of(cls, source: str, target: str, rows: Sequence, weights: Sequence | None = None, **more) -> "Link":
        """The link in which rows[q] lists the cells that belong to cell q of the source; `weights` is alike.

        >>> Link.of("output", "input", [[0, 1], [], [4]]).start.tolist()
        [0, 2, 2, 3]
        """
        start = np.cumsum([0, *map(len, rows)], dtype=np.int32)
        cells = np.concatenate([(), *rows]).astype(np.int32)
        joins = None if weights is None else np.concatenate([(), *weights]).astype(np.int32)
        return cls(source, target, start, cells, weights=joins, **more)

    @property
    def ends(self) -> dict[str, np.ndarray]:
        """The cells that each entry joins, by the end of the link where they are."""
        owners = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))
        return {"source": owners, "target": self.cells, "via": self.weights if self.via else self.cells}

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
    legend: tuple[tuple[str, str], ...] = ()  # (mark, what it means)

    def panel(self, key: str) -> Panel:
        return next(panel for panel in self.panels if panel.key == key)

    def lit(self, focus: tuple[str, int] | None = None) -> dict[str, dict[int, str]]:
        """The highlighted cells of each panel with their role, for a cell pointed at.

        `focus` is the cell itself; `window` cells belong to it; `weight` cells join the two; `reach` cells
        are those that it belongs to, through copies of it in the border as well, and these copies.
        """
        key, cell = focus or self.focus or ("", 0)
        if not key or (self.panel(key).texts and not self.panel(key).texts[cell]):
            return {}  # a cell without a text only keeps its place in a table
        copies = holders(self.panel(key), cell)
        lit: dict[str, dict[int, str]] = defaultdict(dict)
        for link, end in product(self.links, ROLES):
            if getattr(link, end) == key:
                entries = np.isin(link.ends[end], copies if end == "target" else cell)
                for other, role in ROLES[end].items():
                    lit[getattr(link, other)] |= dict.fromkeys(link.ends[other][entries].tolist(), role)
        lit[key] |= dict.fromkeys(copies.tolist(), "reach") | {cell: "focus"}
        return {panel: cells for panel, cells in lit.items() if panel and cells}


def holders(panel: Panel, cell: int) -> np.ndarray:
    """All cells of a panel that hold the same pixel as `cell`: the pixel and its copies in the border."""
    copied = panel.owners is not None and panel.owners[cell] >= 0
    return np.flatnonzero(panel.owners == panel.owners[cell]) if copied else np.array([cell])


@cache
def palette(name: str) -> np.ndarray:
    """The 256 colours of a palette as uint8 (256, 3)."""
    anchors = np.array(PALETTES[name], dtype=float)
    at, places = np.linspace(0, len(anchors) - 1, 256), np.arange(len(anchors))
    return np.rint(np.transpose([np.interp(at, places, channel) for channel in anchors.T])).astype(np.uint8)


def colours(panel: Panel) -> np.ndarray:
    """A panel's cells in true colour, uint8 (H, W, 3)."""
    return panel.levels if panel.levels.ndim == 3 else palette(panel.palette)[panel.levels]


def dark_ink(rgb: np.ndarray) -> np.ndarray:
    """Where black digits are easier to read on a colour than white ones, by luminance (WCAG 2)."""
    linear = np.where(rgb <= 10, rgb / 3294, ((rgb / 255 + 0.055) / 1.055) ** 2.4)
    return linear @ (0.2126, 0.7152, 0.0722) > 0.179


def levels(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Palette levels for values between low and high; what lies outside takes the end colour; NaN is 0."""
    # Halves, because the difference between two very large floats could overflow.
    share = (np.nan_to_num(values) / 2 - low / 2) / ((high / 2 - low / 2) or 1)
    return np.rint(np.clip(share, 0, 1) * 255).astype(np.uint8)


def signed_levels(values: np.ndarray, limit: float | None = None) -> np.ndarray:
    """Levels of a signed palette centred on zero, from -limit to limit."""
    limit = float(np.abs(values).max(initial=0)) if limit is None else limit
    return levels(values, -(limit or 1), limit or 1)


def short(value: float) -> str:
    """A number as a cell shows it: whole numbers as they are, others with two decimals; with a real minus.

    A small one has one more decimal; very large and very small ones are written as 1e300 or 2.5e−7.

    >>> [short(value) for value in (3.0, -0.5, 0.004, 2.5e-7, float("inf"))]
    ['3', '−0.50', '0.004', '2.5e−7', '∞']
    """
    value, size = float(value), abs(value)
    if value != value:
        return "NaN"
    if size == np.inf:
        written = "-\N{INFINITY}" if value < 0 else "\N{INFINITY}"
    elif size >= 1e9 or 0 < size < 0.0005:
        mantissa, exponent = f"{value:.1e}".split("e")
        written = f"{mantissa.removesuffix('.0')}e{int(exponent)}"
    else:
        written = f"{value:.{0 if value.is_integer() else 2 if size >= 0.005 else 3}f}"
    return written.replace("-", "\N{MINUS SIGN}")


def size_of(array: np.ndarray) -> str:
    """The shape of an array, as in 3×3×64."""
    return "×".join(map(str, array.shape))


def texts(values: np.ndarray | Sequence) -> tuple[str, ...]:
    """Whole numbers as texts, row by row, with a real minus sign."""
    return tuple(str(value).replace("-", "\N{MINUS SIGN}") for value in np.asarray(values).ravel().tolist())
