"""The drawing of Frames with matplotlib, and of arrays side by side."""

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from ..frame import MARKS, Frame, Link, Panel, colours, dark_ink, levels, signed_levels
from ..words import say, text
from .sheet import RIM, RING, SOFT, Picture, Sheet, ring, short, size_of

WIDTH = 960  # of a drawing, in screen pixels; the panels wrap at it
PHOTO = 250  # the longer side of a photo
GAP, TITLE, CAPTION, NOTE = 28, 24, 20, 19
# Width and style of the line around cells, as in the live explorer's style sheet.
ROLES = {"focus": (3, "-"), "window": (2, "-"), "weight": (2, "--"), "reach": (2, ":")}
# The longest text, and the size of its letters as a part of the cell.
FONT_SIZES = ((2, 0.35), (3, 0.29), (4, 0.24), (6, 0.2), (99, 0.16))
MARK_STYLES = {
    "invented": {"hatch": "////", "edgecolor": "#88888899", "linewidth": 0},
    "unused": {"hatch": "xxxx", "edgecolor": "#cc3311bb", "linewidth": 0},
    "copied": {"edgecolor": "#0077bb", "linewidth": 1.4, "linestyle": ":"},
    "chosen": {"edgecolor": "#0077bb", "linewidth": 1.4, "linestyle": "-"},
}


def draw(frame: Frame, *, described: bool = True) -> Picture:
    """A Frame as a still picture: the same panels, highlights, arithmetic and sentence as the live one.

    The sentence is always the text alternative; `described` decides whether it also stands below the panels.
    """
    panels = [panel for panel in frame.panels if panel.levels.size]
    places, height = _arrange(panels)
    words = [*_arithmetic(frame), *([frame.sentence] if described else [])]
    notes = [line for passage in words for line in textwrap.wrap(passage, 120)]
    ends = [x + _size(panel)[0] for (x, _), panel in zip(places, panels, strict=True)]
    ends += [6.7 * len(line) for line in notes]
    sheet = Sheet(max(ends) + 8, height + NOTE * len(notes) + 8)
    lit = frame.lit()
    for panel, place in zip(panels, places, strict=True):
        _draw_panel(sheet, panel, place, lit.get(panel.key, {}))
    for i, line in enumerate(notes):
        sheet.text(4, height + NOTE * i, line, 9.5, va="top")
    return Picture(sheet.figure, frame.sentence)


def show(*, numbers: bool | None = None, palette: str | None = None, **arrays) -> Picture:
    """Arrays side by side, each under its keyword; small ones with their numbers.

    A 2-D array is drawn in grey, or, when it holds negative values, in a signed palette centred on 0;
    an (H, W, 3) array in [0, 1] is a colour picture. `numbers` decides whether the cells are numbered
    (arrays of at most 12 x 14 cells are, unless told otherwise).

    >>> import numpy as np
    >>> from convbook import show
    >>> show(ramp=np.arange(6).reshape(2, 3))
    ramp: 2×3, 0 to 5
    """
    panels = tuple(_panel(name, np.asarray(array), numbers, palette) for name, array in arrays.items())
    return draw(Frame(panels, sentence=in_words(panels)), described=False)


def in_words(panels: Sequence[Panel]) -> str:
    """The titles and captions of panels as one text."""
    told = [say("figures.titled", title=panel.title, text=panel.caption) for panel in panels]
    return text("figures.separator").join(told)


def range_of(array: np.ndarray) -> str:
    """Size, smallest and largest value of an array in words."""
    low, high = (float(array.min()), float(array.max())) if array.size else (0, 0)
    return say("figures.range", size=size_of(array), low=short(low), high=short(high))


def _panel(name: str, array: np.ndarray, numbers: bool | None, palette: str | None) -> Panel:
    array = np.atleast_2d(array)
    rows, columns = array.shape[:2]
    if numbers is None:
        numbers = array.ndim == 2 and rows <= 12 and columns <= 14
    low, high = float(array.min(initial=0)), float(array.max(initial=0))
    caption, tone = range_of(array), palette or ("signed" if low < 0 else "gray")
    if array.ndim == 3:
        shades = levels(array, 0, 1 if array.dtype.kind == "f" else 255)
    elif tone == "signed":
        limit = max(-low, high) if numbers else np.percentile(np.abs(array), 99)
        shades = signed_levels(array, limit)
        if limit < max(-low, high):
            caption = say("figures.saturated", range=caption, limit=short(round(limit)))
    else:
        shades = levels(array, low, high)
    written = tuple(map(short, array.ravel().tolist())) if numbers else None
    cell, title = 34 if numbers else PHOTO / max(rows, columns), name.replace("_", " ")
    return Panel(title, title, shades, tone, written, caption, cell)


def _size(panel: Panel) -> tuple[float, float]:
    rows, columns = panel.shape
    width = max(columns * panel.cell, 7.4 * len(panel.title), 6.3 * len(panel.caption))
    return width, rows * panel.cell + TITLE + CAPTION


def _arrange(panels: list[Panel]) -> tuple[list[tuple[float, float]], float]:
    """Where each panel's upper left corner goes, in columns left to right and wrapped; the height of all."""
    columns: list[list[Panel]] = []
    for panel in panels:
        if panel.under:
            columns[-1].append(panel)
        else:
            columns.append([panel])
    places, x, y, tallest = [], 4.0, 0.0, 0.0
    for column in columns:
        widths, heights = zip(*map(_size, column), strict=True)
        if places and x + max(widths) > WIDTH:
            x, y, tallest = 4.0, y + tallest + 10, 0.0
        places += [(x, y + sum(heights[:above])) for above in range(len(column))]
        x, tallest = x + max(widths) + GAP, max(tallest, sum(heights))
    return places, y + tallest + 6


def _draw_panel(sheet: Sheet, panel: Panel, place: tuple[float, float], lit: dict[int, str]) -> None:
    (x, y), (rows, columns) = place, panel.shape
    height, width = rows * panel.cell, columns * panel.cell
    axes = sheet.axes(x, y + TITLE, width, height)
    axes.imshow(colours(panel), interpolation="nearest", aspect="auto", extent=(0, columns, rows, 0))
    axes.set(xticks=[], yticks=[], xlim=(0, columns), ylim=(rows, 0))
    axes.spines[:].set(linewidth=0.5, color=RIM)
    sheet.text(x, y + 6, panel.title, weight="bold", va="top")
    sheet.text(x, y + TITLE + height + 4, panel.caption, 8.5, color=SOFT, va="top")
    if panel.box:
        row, column, high, wide = panel.box
        ring(axes, column, row, wide, high)
    if panel.texts is not None:
        _draw_numbers(axes, panel)
    if panel.marks is not None:
        _draw_marks(axes, panel.marks)
    for role, (thick, style) in ROLES.items():
        segments = outline({cell for cell, cell_role in lit.items() if cell_role == role}, columns)
        for width, colour, line in ((thick + 2.2, "white", "-"), (thick, RING, style)):
            lines = {"linewidths": width, "colors": colour, "linestyles": line, "capstyle": "projecting"}
            axes.add_collection(LineCollection(segments, **lines, clip_on=False, zorder=3))


def outline(cells: set[int], columns: int) -> list[tuple]:
    """The line around a set of cells: the sides of all of them, without those that two of them share."""
    sides: set[tuple] = set()
    for cell in cells:
        i, j = divmod(cell, columns)
        above_and_below = {((j, row), (j + 1, row)) for row in (i, i + 1)}
        sides ^= above_and_below | {((column, i), (column, i + 1)) for column in (j, j + 1)}
    return sorted(sides)


def _draw_numbers(axes: Axes, panel: Panel) -> None:
    rows, columns = panel.shape
    ink = np.where(dark_ink(colours(panel)), "black", "white")
    for (i, j), words in np.ndenumerate(np.reshape(panel.texts, panel.shape)):
        length = max(map(len, words.split("\n")))
        size = panel.cell * next(part for longest, part in FONT_SIZES if length <= longest)
        axes.text(j + 0.5, i + 0.52, words, size=size, ha="center", va="center", color=ink[i, j])
    axes.hlines(range(1, rows), 0, columns, colors="#80808055", linewidth=0.5)
    axes.vlines(range(1, columns), 0, rows, colors="#80808055", linewidth=0.5)


def _draw_marks(axes: Axes, marks: np.ndarray) -> None:
    for row, column in np.argwhere(marks):
        style = MARK_STYLES[MARKS[marks[row, column]]]
        inset = 0 if "hatch" in style else 0.06
        side = 1 - 2 * inset
        axes.add_patch(Rectangle((column + inset, row + inset), side, side, fill=False, **style))


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
