"""Frames as still pictures, drawn with Pillow: `draw` for any Frame, `show` for arrays side by side.

A still shows what the page shows live: the same panels, numbers, marks, highlights, arithmetic, legend and
sentence. Every place is measured from the texts themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .frame import MARKS, Frame, Link, Panel, colours, dark_ink, levels, short, signed_levels, size_of
from .picture import RIM, RING, SOFT, Drawing, Picture, text_width, wrapped
from .words import say, text

WIDTH = 850  # of a drawing, in screen pixels; the panels wrap at it
NOTE_WIDTH = 620  # the words below are at least allowed this width
PHOTO = 250  # the longer side of a photo
MARGIN, GAP = 5, 28
TITLE, CAPTION, NOTE = 13, 11.5, 13  # sizes of letters
ABOVE, BELOW, NOTE_STEP = 24, 22, 20  # height of a title, of a caption, and of a line of words
DIGITS = 0.44, 17  # the size of a cell's digits: at most this part of the cell, and at most so many pixels
NUMBERED = 12, 14  # rows and columns of the largest array that `show` draws with its numbers
MOST_CHANNELS = 8  # of a volume, one panel each
# Width and style of the line around cells, as in the live explorer's style sheet.
ROLES = {"focus": (3, "-"), "window": (2, "-"), "weight": (2, "--"), "reach": (2, ":")}
GRID = "#80808055"
MARK_STYLES = {
    "invented": {"hatch": "/", "rim": "#88888899"},
    "unused": {"hatch": "x", "rim": "#cc3311bb"},
    "copied": {"rim": "#0077bb", "line": 1.5, "dash": ":"},
    "chosen": {"rim": "#0077bb", "line": 1.5},
}


@dataclass(frozen=True)
class Place:
    """Where a panel stands: the upper left corner of its title."""

    panel: Panel
    x: float
    y: float

    def cell(self, row: float, column: float) -> tuple[float, float]:
        """The upper left corner of a cell."""
        return self.x + column * self.panel.cell, self.y + ABOVE + row * self.panel.cell


def draw(frame: Frame, *, described: bool = True) -> Drawing:
    """A Frame as a still picture: the same panels, highlights, arithmetic and sentence as the live one.

    The sentence is always the text alternative; `described` decides whether it also stands below the panels.
    """
    places, height = arrange(frame.panels)
    wide = max(place.x + _width(place.panel) for place in places)
    passages = [*_arithmetic(frame), *([frame.sentence] if described else [])]
    notes = [line for passage in passages for line in wrapped(passage, max(wide, NOTE_WIDTH), NOTE)]
    keys = _keys(frame.legend, height, max(wide, NOTE_WIDTH))
    ends = [wide, *(x + KEY + text_width(words, CAPTION) for _, words, x, _ in keys)]
    below = keys[-1][-1] + NOTE_STEP if keys else height
    width = max([*ends, *(MARGIN + text_width(line, NOTE) for line in notes)]) + MARGIN
    drawing = Drawing(width, below + NOTE_STEP * len(notes) + MARGIN, frame.sentence)
    lit = frame.lit()
    for place in places:
        _draw_panel(drawing, place, lit.get(place.panel.key, {}))
    for mark, words, x, y in keys:
        drawing.box(x, y - 8, 16, 16, rim=RIM, line=0.5)
        _draw_mark(drawing, x, y - 8, 16, mark)
        drawing.text(x + KEY, y, words, CAPTION, colour=SOFT)
    for number, line in enumerate(notes):
        drawing.text(MARGIN, below + NOTE_STEP * (number + 0.5), line, NOTE)
    return drawing


def show(*, numbers: bool | None = None, palette: str | None = None, **arrays: ArrayLike) -> Picture:
    """Arrays side by side, each under its keyword; small ones with their numbers.

    A 2-D array is drawn in grey, or, when it holds negative values, in a signed palette centred on 0; an
    (H, W, 3) array, fractions in [0, 1] or whole numbers up to 255, is a colour picture, and any other number
    of channels is shown channel by channel. `numbers` decides whether the cells are numbered (arrays of at
    most 12 x 14 cells are, unless told otherwise). Cells that hold no number (NaN) are crossed out.
    Errors: ValueError when there is no array, or one that is not of numbers or has more than three axes.

    >>> import numpy as np
    >>> from convbook import show
    >>> show(ramp=np.arange(6).reshape(2, 3))
    ramp: 2×3, 0 to 5
    """
    if not arrays:
        raise ValueError(say("figures.errors.no_array"))
    pictures = [one for name, array in arrays.items() for one in _channels(name.replace("_", " "), array)]
    panels = tuple(_panel(title, array, numbers, palette) for title, array in pictures)
    return draw(Frame(panels, sentence=in_words(panels)), described=False)


def in_words(panels: Sequence[Panel]) -> str:
    """The titles and captions of panels as one text."""
    told = [say("figures.titled", title=panel.title, text=panel.caption) for panel in panels]
    return text("figures.separator").join(told)


def range_of(array: np.ndarray) -> str:
    """Size, smallest and largest value of an array in words, and how many of its values are no number."""
    values = array[~np.isnan(array)]
    if not values.size:
        return say("figures.no_values", size=size_of(array))
    told = say("figures.range", size=size_of(array), low=short(values.min()), high=short(values.max()))
    missing = array.size - values.size
    return say("figures.with_nan", n=missing, range=told) if missing else told


def _channels(title: str, array: ArrayLike) -> list[tuple[str, np.ndarray]]:
    """An array as what is shown of it, with titles: itself, or its channels when they are no colours."""
    array = np.atleast_2d(np.asarray(array))
    if array.dtype.kind not in "biuf" or array.ndim > 3:
        facts = {"name": title, "dtype": array.dtype, "size": size_of(array)}
        raise ValueError(say("figures.errors.array", **facts))
    if array.ndim == 2 or array.shape[2] in (0, 3):
        return [(title, array)]
    channels = np.moveaxis(array, 2, 0)[:MOST_CHANNELS]
    return [(say("figures.channel", title=title, d=d), channel) for d, channel in enumerate(channels)]


def _panel(title: str, array: np.ndarray, numbers: bool | None, palette: str | None) -> Panel:
    array = array.astype(float) if array.dtype.kind == "f" else array
    rows, columns = array.shape[:2]
    if numbers is None:
        numbers = array.ndim == 2 and rows <= NUMBERED[0] and columns <= NUMBERED[1]
    finite = array[np.isfinite(array)]
    low, high = float(finite.min(initial=0)), float(finite.max(initial=0))
    caption, tone = range_of(array), palette or ("signed" if low < 0 else "gray")
    if array.ndim == 3:
        shades = levels(array, 0, 1 if array.dtype.kind == "f" else 255)
    elif tone == "signed":
        limit = max(-low, high)
        if not numbers and finite.size:  # the strongest hundredth would make all others pale
            weaker = finite.size * 99 // 100
            limit = float(np.partition(np.abs(finite), weaker)[weaker])
        shades = signed_levels(array, limit)
        if limit < max(-low, high):
            caption = say("figures.saturated", range=caption, limit=short(round(limit)))
    else:
        shades = levels(array, low, high)
    written = tuple(map(short, array.ravel().tolist())) if numbers and array.ndim == 2 else None
    cell = 34 if written else PHOTO / max(rows, columns, 1)
    missing = array.ndim == 2 and not written and np.isnan(array)
    marks = (missing * MARKS.index("unused")).astype(np.uint8) if np.any(missing) else None
    return Panel(title, title, shades, tone, written, caption, cell, marks=marks)


def _width(panel: Panel) -> float:
    words = text_width(panel.title, TITLE, bold=True), text_width(panel.caption, CAPTION)
    return max(panel.shape[1] * panel.cell, *words)


def arrange(panels: Sequence[Panel]) -> tuple[list[Place], float]:
    """Where each panel goes, in columns left to right and wrapped at WIDTH, and the height of all.

    A panel with neither cells nor a caption only keeps its place in the page, and is left out.
    """
    columns: list[list[Panel]] = []
    for panel in (panel for panel in panels if panel.levels.size or panel.caption):
        if panel.under and columns:
            columns[-1].append(panel)
        else:
            columns.append([panel])
    places, x, top, bottom = [], float(MARGIN), 0.0, 0.0
    for column in columns:
        width = max(map(_width, column))
        if x > MARGIN and x + width > WIDTH:
            x, top = float(MARGIN), bottom + 10
        y = top
        for panel in column:
            places.append(Place(panel, x, y))
            y += ABOVE + panel.shape[0] * panel.cell + BELOW
        x, bottom = x + width + GAP, max(bottom, y)
    return places, bottom + 6


def _draw_panel(drawing: Drawing, place: Place, lit: dict[int, str]) -> None:
    panel, (rows, columns) = place.panel, place.panel.shape
    x, y = place.cell(0, 0)
    height, width = rows * panel.cell, columns * panel.cell
    drawing.text(place.x, place.y + 11, panel.title, TITLE, bold=True)
    drawing.text(place.x, y + height + 12, panel.caption, CAPTION, colour=SOFT)
    if panel.levels.size:
        drawing.photo(x, y, width, height, colours(panel))
    if panel.texts is not None:
        for row in range(1, rows):
            drawing.line((place.cell(row, 0), place.cell(row, columns)), GRID, 0.5)
        for column in range(1, columns):
            drawing.line((place.cell(0, column), place.cell(rows, column)), GRID, 0.5)
    for row, column in () if panel.marks is None else np.argwhere(panel.marks).tolist():
        _draw_mark(drawing, *place.cell(row, column), panel.cell, MARKS[panel.marks[row, column]])
    if panel.texts is not None:
        _draw_numbers(drawing, place)
    if panel.box:
        row, column, high, wide = panel.box
        drawing.ring(*place.cell(row, column), wide * panel.cell, high * panel.cell)
    for colour, more in (("#ffffff", 2.2), (RING, 0)):
        for role, (thick, dash) in ROLES.items():
            for side in outline({cell for cell, one in lit.items() if one == role}, columns):
                ends = [place.cell(row, column) for column, row in side]
                drawing.line(ends, colour, thick + more, dash if colour == RING else "-")


def _draw_numbers(drawing: Drawing, place: Place) -> None:
    panel, size = place.panel, digit_size(place.panel)
    dark = dark_ink(colours(panel))
    for (row, column), words in np.ndenumerate(np.reshape(panel.texts, panel.shape)):
        x, y = place.cell(row + 0.5, column + 0.5)
        first = y - words.count("\n") * size * 0.675  # the middle of its first line
        ink = "#000000" if dark[row, column] else "#ffffff"
        drawing.text(x, first, words, size, colour=ink, anchor="middle")


def digit_size(panel: Panel) -> float:
    """The size at which every text of a panel fits into its cell, in whole pixels of the drawing."""
    lines = {line for words in panel.texts for line in words.split("\n")}
    widest = max((text_width(line, 20) for line in lines), default=0) / 20  # at size 1
    share, most = DIGITS
    tall = 1 + max((words.count("\n") for words in panel.texts), default=0)
    fits = (panel.cell - 5) / max(widest, 1e-9), (panel.cell - 4) / (1.2 * tall)
    return max(1, np.floor(2 * min(share * panel.cell, most, *fits)) / 2)


def _draw_mark(drawing: Drawing, x: float, y: float, side: float, mark: str) -> None:
    style = MARK_STYLES[mark]
    inset = 0 if "hatch" in style else 1.5
    drawing.box(x + inset, y + inset, side - 2 * inset, side - 2 * inset, **style)


def outline(cells: set[int], columns: int) -> list[tuple]:
    """The line around a set of cells: the sides of all of them, without those that two of them share."""
    sides: set[tuple] = set()
    for cell in cells:
        i, j = divmod(cell, columns)
        above_and_below = {((j, row), (j + 1, row)) for row in (i, i + 1)}
        sides ^= above_and_below | {((column, i), (column, i + 1)) for column in (j, j + 1)}
    return sorted(sides)


KEY = 22  # from the sign of a legend to its words


def _keys(legend: Sequence[tuple[str, str]], top: float, width: float) -> list[tuple[str, str, float, float]]:
    """The entries of a legend, each with the place of its sign, wrapped at a width."""
    placed, x, y = [], float(MARGIN), top + NOTE_STEP / 2
    for mark, words in legend:
        long = KEY + text_width(words, CAPTION)
        if placed and x + long > width:
            x, y = float(MARGIN), y + NOTE_STEP
        placed.append((mark, words, x, y))
        x += long + GAP
    return placed


def _arithmetic(frame: Frame) -> list[str]:
    """The arithmetic of the focused cell, as sums of products and in words."""
    if not frame.focus:
        return []
    key, cell = frame.focus
    sums = [sum_in_words(frame, link, cell) for link in frame.links if link.source == key and link.terms]
    lines = frame.panel(key).lines
    return [*sums, lines[cell]] if lines else sums


def sum_in_words(frame: Frame, link: Link, cell: int) -> str:
    """The products of one cell written out: (10)(−1) + (20)(2) + ... = 30."""
    entries = link.entries(cell)
    pixels, weights = frame.panel(link.target).texts, frame.panel(link.via).texts
    factors = zip(link.cells[entries], link.weights[entries], strict=True)
    products = " + ".join(f"({pixels[p]})({weights[w]})" for p, w in factors)
    whole = f"{products} = {link.sums[cell]}"
    return say("figures.titled", title=link.title, text=whole) if link.title else whole
