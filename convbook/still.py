"""Frames as still pictures, drawn with Pillow: `draw` for any Frame, `show` for arrays side by side.

A still shows what the page shows live. Every place is measured from the texts themselves.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from math import ceil

import numpy as np
from numpy.typing import ArrayLike

from .frame import (
    MARKS,
    PALETTES,
    Frame,
    Link,
    Panel,
    colours,
    dark_ink,
    levels,
    short,
    size_of,
)
from .picture import MARGIN, RIM, RING, SOFT, Drawing, Picture, text_width, wrapped
from .words import say, text

WIDTH = 890  # of a Frame, in screen pixels; the panels wrap at it
SHOWN = 650  # of arrays side by side: letters stay readable where a phone makes the picture smaller
NOTE_WIDTH = 620  # the words below are at least allowed this width
PHOTO = 300, 420  # the longer side of a photo among others, and of one alone
GAP, KEY = 28, 22  # between panels; from the sign of a legend to its words
TITLE, CAPTION, NOTE = 15, 13, 15  # sizes of letters
ABOVE, BELOW, NOTE_STEP = 27, 25, 23  # height of a title, of a caption, and of a line of words
DIGITS = 0.44, 17  # the size of a cell's digits: at most this part of the cell, and at most so many pixels
NUMBERED = 12, 14  # rows and columns of the largest array that `show` draws with its numbers
MOST_NUMBERED = 2_500  # cells, if `numbers` asks for them
MOST_CHANNELS = 8  # of a volume, one panel each
MOST_CELLS = 2_000  # along a side; of a larger array only every second, third ... row and column is drawn
SMALLEST_MARK = 4  # screen pixels; where cells are smaller, one mark stands for a block of them
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


def draw(frame: Frame, *, described: bool = True, width: float = WIDTH) -> Drawing:
    """A Frame as a still picture. `described` decides whether its sentence also stands below the panels."""
    drawing, lit = Drawing(alt=frame.sentence), frame.lit()
    places, bottom = arrange(frame.panels, width)
    for place in places:
        _draw_panel(drawing, place, lit.get(place.panel.key, {}))
    room = max(NOTE_WIDTH, *(place.x + _width(place.panel) for place in places))
    if frame.legend:
        bottom = _draw_legend(drawing, frame.legend, bottom + NOTE_STEP / 2, room)
    for passage in [*_arithmetic(frame), *([frame.sentence] if described else [])]:
        for line in wrapped(passage, room, NOTE):
            drawing.text(MARGIN, bottom + NOTE_STEP / 2, line, NOTE)
            bottom += NOTE_STEP
    drawing.fit().height = bottom + MARGIN
    return drawing


def show(*unnamed, numbers: bool | None = None, palette: str | None = None, **arrays: ArrayLike) -> Picture:
    """Arrays side by side, each under its keyword; small ones with their numbers.

    A 2-D array is grey, or has a signed palette centred on 0 if it holds negative values. An (H, W, 3) array
    is a colour picture: white is 1 if no value is larger, 255 for whole numbers, and otherwise the largest
    value; black is 0 or the smallest value. The caption says so if the range is unusual. Any other number of
    channels is shown channel by channel, at most 8 of them. Arrays of at most 12 x 14 cells show their
    numbers, unless `numbers` says otherwise. A masked cell counts as NaN, and NaN is crossed out where there
    are no digits. Errors: ValueError for an array without a name, for anything that is not an array of
    numbers, for too many cells to be numbered, and for an unknown palette.

    >>> import numpy as np
    >>> from convbook import show
    >>> show(ramp=np.arange(6).reshape(2, 3))
    ramp: 2×3, 0 to 5
    """
    if unnamed or not arrays:
        raise ValueError(say("figures.errors.no_array"))
    if palette not in (None, *PALETTES):
        names = text("figures.list").join(map(repr, PALETTES))
        raise ValueError(say("figures.errors.palette", names=names, found=repr(palette)))
    named = [(name.replace("_", " "), _numbers(name, array)) for name, array in arrays.items()]
    pictures = [one for name, array in named for one in _channels(name, array)]
    photo = PHOTO[len(pictures) == 1]
    panels = tuple(_panel(title, array, numbers, palette, photo) for title, array in pictures)
    return draw(Frame(panels, sentence=in_words(panels)), described=False, width=SHOWN)


def in_words(panels: Sequence[Panel]) -> str:
    """The titles and captions of panels as one text."""
    told = [say("figures.titled", title=panel.title, text=panel.caption) for panel in panels]
    return text("figures.separator").join(told)


def range_of(array: np.ndarray) -> str:
    """Size, smallest and largest value of an array in words, and how many of its values are NaN."""
    missing = np.count_nonzero(np.isnan(array))
    if missing == array.size:
        return say("figures.no_values", size=size_of(array))
    low, high = (end.reduce(array, axis=None) + 0.0 for end in (np.fmin, np.fmax))  # −0 becomes 0
    told = say("figures.range", size=size_of(array), low=short(low), high=short(high))
    return say("figures.with_nan", n=missing, range=told) if missing else told


def _numbers(name: str, given: ArrayLike) -> np.ndarray:
    """The value as an array of real numbers, NaN where it is masked. ValueError for anything else."""
    try:
        if given is None:
            raise TypeError  # NumPy would take it for NaN, as it does inside a table
        array = np.asarray(given.astype(float).filled(np.nan) if np.ma.isMaskedArray(given) else given)
        if array.dtype.kind == "O" or (array.dtype.kind == "f" and array.dtype not in (np.float32, float)):
            with np.errstate(over="ignore"):  # what is too large for a float is infinite
                array = array.astype(float)
    except Exception:  # rows of different lengths, words, or whatever an object of another library raises
        raise ValueError(say("figures.errors.type", name=name, type=type(given).__name__)) from None
    array = np.atleast_2d(array)
    if array.dtype.kind not in "biuf" or array.ndim > 3:
        raise ValueError(say("figures.errors.array", name=name, dtype=array.dtype, size=size_of(array)))
    return array


def _channels(title: str, array: np.ndarray) -> list[tuple[str, np.ndarray]]:
    """What is shown of an array, with titles: the array itself, or its channels if they are not colours."""
    if array.ndim == 2 or array.shape[2] in (0, 3):
        return [(title, array)]
    channels = np.moveaxis(array, 2, 0)[:MOST_CHANNELS]
    key = "figures.channel_of" if array.shape[2] > MOST_CHANNELS else "figures.channel"
    return [(say(key, title=title, d=d, D=array.shape[2]), channel) for d, channel in enumerate(channels)]


def _panel(title: str, array: np.ndarray, numbers: bool | None, palette: str | None, photo: float) -> Panel:
    rows, columns = array.shape[:2]
    small = rows <= NUMBERED[0] and columns <= NUMBERED[1]
    numbers = array.ndim == 2 and (small if numbers is None else numbers)
    if numbers and array.size > MOST_NUMBERED:
        raise ValueError(say("figures.errors.numbers", name=title, n=array.size, most=MOST_NUMBERED))
    there = np.isfinite(array)
    low, high = (float(end(where=there, initial=0)) for end in (array.min, array.max))
    caption, tone = range_of(array), palette or ("signed" if (array < 0).any() else "gray")
    step = 1 if numbers else max(1, ceil(max(rows, columns) / MOST_CELLS))
    missing = _blocks(np.isnan(array) if array.ndim == 2 else np.isnan(array).any(axis=2), step)
    array, there = array[::step, ::step].astype(float) + 0.0, there[::step, ::step]
    unusual = np.isinf(array).any()
    if array.ndim == 3:
        whole = (np.rint(array) == array)[there].all()
        high = max(high, 1 if high <= 1 else 255 if whole else 0)
        unusual |= low < 0 or high not in (1, 255)
    if array.ndim == 2 and tone == "signed":
        limit = max(-low, high)
        if not numbers and there.any():  # the strongest hundredth would make all others pale
            weaker = np.count_nonzero(there) * 99 // 100
            limit = float(np.partition(np.abs(array[there]), weaker)[weaker])
        if unusual or limit < max(-low, high):
            told = short(limit if limit < 10 else round(limit))
            caption = say("figures.saturated", range=caption, limit=told)
        low, high = -(limit or 1), limit or 1
    elif unusual:
        high = high or 1
        caption = say("figures.ends", range=caption, low=short(low), high=short(high))
    shades = levels(np.clip(array, low, high), low, high)
    written = tuple(map(short, array.ravel().tolist())) if numbers else None
    cell = 34 if written else photo / max(*shades.shape[:2], 1)
    marks = None if written else np.uint8(MARKS.index("unused")) * missing  # no digits say that it is none
    return Panel(title, title, shades, tone, written, caption, cell, marks=marks)


def _blocks(cells: np.ndarray, step: int) -> np.ndarray:
    """The largest value in each block of step x step cells, the last ones smaller."""
    for axis in (0, 1):
        cells = np.maximum.reduceat(cells, np.arange(0, cells.shape[axis], step), axis=axis)
    return cells


def _width(panel: Panel) -> float:
    words = text_width(panel.title, TITLE, bold=True), text_width(panel.caption, CAPTION)
    return max(panel.shape[1] * panel.cell, *words)


def arrange(panels: Sequence[Panel], room: float = WIDTH) -> tuple[list[Place], float]:
    """Where each panel goes, in columns left to right and wrapped at `room`, and the height of all.

    A panel with neither cells nor a caption only reserves its place in the page, and is left out here.
    """
    columns: list[list[Panel]] = []
    for panel in (panel for panel in panels if panel.levels.size or panel.caption):
        if panel.under and columns:
            columns[-1].append(panel)
        else:
            columns.append([panel])
    places, x, top, bottom = [], MARGIN, 0.0, 0.0
    for column in columns:
        width, y = max(map(_width, column)), top
        if x > MARGIN and x + width > room:
            x, y = MARGIN, bottom + 10
        top = y
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
    step = max(1, ceil(SMALLEST_MARK / panel.cell))
    marks = np.zeros((0, 0), np.uint8) if panel.marks is None else _blocks(panel.marks, step)
    for row, column in np.argwhere(marks).tolist():
        corner, side = place.cell(row * step, column * step), step * panel.cell
        _draw_mark(drawing, *corner, side, MARKS[marks[row, column]])
    if panel.texts is not None:
        draw_numbers(drawing, place, digit_size(panel))
    if panel.box:
        row, column, high, wide = panel.box
        drawing.ring(*place.cell(row, column), wide * panel.cell, high * panel.cell)
    for colour, more in (("#ffffff", 2.2), (RING, 0)):
        for role, (thick, dash) in ROLES.items():
            for side in outline({cell for cell, one in lit.items() if one == role}, columns):
                ends = [place.cell(row, column) for column, row in side]
                drawing.line(ends, colour, thick + more, dash if colour == RING else "-")


def draw_numbers(drawing: Drawing, place: Place, size: float) -> None:
    """The texts of a panel in its cells, each in the ink that is easier to read on its colour."""
    for (row, column), dark in np.ndenumerate(dark_ink(colours(place.panel))):
        words = place.panel.texts[row * place.panel.shape[1] + column]
        x, y = place.cell(row + 0.5, column + 0.5)
        first = y - words.count("\n") * size * 0.675  # the middle of its first line
        drawing.text(x, first, words, size, colour="#000000" if dark else "#ffffff", anchor="middle")


def digit_size(panel: Panel) -> float:
    """The size at which every text of a panel fits into its cell, in whole pixels of the drawing."""
    lines = [words.split("\n") for words in panel.texts]
    widest = max((text_width(line, 20) for line in chain.from_iterable(lines)), default=0) / 20  # at size 1
    share, most = DIGITS
    fits = (panel.cell - 5) / max(widest, 1e-9), (panel.cell - 4) / (1.2 * max(map(len, lines), default=1))
    return max(1, np.floor(2 * min(share * panel.cell, most, *fits)) / 2)


def _draw_mark(drawing: Drawing, x: float, y: float, side: float, mark: str) -> None:
    inset = 0 if "hatch" in MARK_STYLES[mark] else 1.5
    drawing.box(x + inset, y + inset, side - 2 * inset, side - 2 * inset, **MARK_STYLES[mark])


def outline(cells: set[int], columns: int) -> list[tuple]:
    """The line around a set of cells: the sides of all of them, except those shared by two of them."""
    sides: set[tuple] = set()
    for cell in cells:
        i, j = divmod(cell, columns)
        sides ^= {((j, i), (j + 1, i)), ((j, i + 1), (j + 1, i + 1))}  # above and below
        sides ^= {((j, i), (j, i + 1)), ((j + 1, i), (j + 1, i + 1))}  # left and right
    return sorted(sides)


def _draw_legend(drawing: Drawing, legend: Sequence[tuple[str, str]], y: float, width: float) -> float:
    """Marks and what they mean, wrapped at a width. Returns where they end."""
    x = MARGIN
    for mark, words in legend:
        if x > MARGIN and x + KEY + text_width(words, CAPTION) > width:
            x, y = MARGIN, y + NOTE_STEP
        drawing.box(x, y - 8, 16, 16, rim=RIM, line=0.5)
        _draw_mark(drawing, x, y - 8, 16, mark)
        x = drawing.note(x + KEY, y, words, CAPTION) + GAP
    return y + NOTE_STEP


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
