"""A figure with a text alternative, and the drawing of Frames with matplotlib.

`matplotlib.pyplot` is never used: it keeps figures alive and talks to the notebook on its own.
"""

import base64
import io
import textwrap

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ..frame import MARKS, Frame, Panel, colours, dark_ink, levels, signed_levels, texts
from ..sentences import figures as say

DPI = 125  # a little finer than a screen's 96 to the inch, and small on disk
WIDTH = 960  # of a drawing, in screen pixels; the panels wrap at it
PHOTO = 250  # the longer side of a photo
GAP, TITLE, CAPTION = 28, 24, 20
ROLES = {  # the same forms as in explorers/widget.css
    "focus": {"linewidth": 3, "linestyle": "-"},
    "window": {"linewidth": 2, "linestyle": "-"},
    "weight": {"linewidth": 2, "linestyle": "--"},
    "reach": {"linewidth": 2, "linestyle": ":"},
}
RING = "#cc3311"
# The longest text, and the size of its letters as a part of the cell.
FONT_SIZES = ((2, 0.35), (3, 0.29), (4, 0.24), (6, 0.2), (99, 0.16))
HATCHES = {"invented": ("////", "#88888899"), "unused": ("xxxx", "#cc3311bb")}  # and colour


class Picture:
    """A matplotlib figure whose repr is its text alternative: notebooks store both."""

    def __init__(self, figure: Figure, alt: str):
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        return self.alt

    def png(self) -> bytes:
        buffer = io.BytesIO()
        FigureCanvasAgg(self.figure)
        self.figure.savefig(buffer, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        data = {"text/plain": self.alt, "image/png": base64.b64encode(self.png()).decode()}
        return data, {"image/png": self.shape()}

    def shape(self) -> dict:
        """Size on the screen and text alternative, as a notebook's output metadata wants them."""
        width, height = (int(inches * 96) for inches in self.figure.get_size_inches())
        return {"alt": self.alt, "width": width, "height": height}


def canvas(width: float, height: float) -> Figure:
    """An empty figure of so many screen pixels (at 96 to the inch)."""
    return Figure(figsize=(width / 96, height / 96))


def draw(frame: Frame) -> Picture:
    """A Frame as a still picture: the same panels, highlights, arithmetic and sentence as the live one."""
    panels = [panel for panel in frame.panels if panel.levels.size]
    places, height = _arrange(panels)
    notes = _notes(frame)
    reach = [x + _size(panel)[0] for (x, _), panel in zip(places, panels, strict=True)]
    width = max(reach + [6.7 * len(line) for line in notes]) + 8
    total = height + 19 * len(notes) + 8
    figure = canvas(width, total)
    lit = frame.lit()
    for panel, (x, y) in zip(panels, places, strict=True):
        _draw_panel(figure, panel, x, total - y, lit.get(panel.key, {}))
    for i, line in enumerate(notes):
        figure.text(4 / width, (total - height - 19 * i) / total, line, fontsize=9.5, va="top")
    return Picture(figure, frame.sentence)


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
    panels = [_panel(name, np.asarray(array), numbers, palette) for name, array in arrays.items()]
    return draw(Frame(tuple(panels), sentence="; ".join(f"{p.title}: {p.caption}" for p in panels)))


def _panel(name: str, array: np.ndarray, numbers: bool | None, palette: str | None) -> Panel:
    array = np.atleast_2d(array)
    rows, columns = array.shape[:2]
    if numbers is None:
        numbers = array.ndim == 2 and rows <= 12 and columns <= 14
    low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
    caption = say.RANGE.format(size="×".join(map(str, array.shape)), low=short(low), high=short(high))
    tone = palette or ("signed" if low < 0 else "gray")
    if array.ndim == 3:
        shades = levels(array, 0, 1 if array.dtype.kind == "f" else 255)
    elif tone == "signed":
        limit = np.abs(array).max(initial=0) if numbers else np.percentile(np.abs(array), 99)
        shades = signed_levels(array, limit)
        if limit < max(-low, high):
            caption += say.SATURATED.format(limit=short(round(limit)))
    else:
        shades = levels(array, min(low, 0), high)
    written = tuple(short(value) for value in array.ravel().tolist()) if numbers else None
    cell = 34 if numbers else PHOTO / max(rows, columns)
    title = name.replace("_", " ")
    return Panel(title, title, shades, tone, written, caption, cell)


def short(value: float) -> str:
    """A number as a cell shows it: whole when it is whole, otherwise with two decimals."""
    text = f"{value:.0f}" if float(value).is_integer() else f"{value:.2f}"
    return texts([text])[0]


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
        sizes = [_size(panel) for panel in column]
        width, height = max(size[0] for size in sizes), sum(size[1] for size in sizes)
        if places and x + width > WIDTH:
            x, y, tallest = 4.0, y + tallest + 10, 0.0
        places += [(x, y + sum(size[1] for size in sizes[:above])) for above in range(len(sizes))]
        x, tallest = x + width + GAP, max(tallest, height)
    return places, y + tallest + 6


def _draw_panel(figure: Figure, panel: Panel, x: float, top: float, lit: dict[int, str]) -> None:
    whole, total = figure.get_size_inches() * 96
    rows, columns = panel.shape
    height, width = rows * panel.cell, columns * panel.cell
    bottom = top - TITLE - height
    axes = figure.add_axes((x / whole, bottom / total, width / whole, height / total))
    axes.imshow(colours(panel), interpolation="nearest", aspect="auto", extent=(0, columns, rows, 0))
    axes.set(xticks=[], yticks=[], xlim=(0, columns), ylim=(rows, 0))
    axes.spines[:].set(linewidth=0.5, color="#888888")
    figure.text(x / whole, (top - 6) / total, panel.title, fontsize=10, weight="bold", va="top")
    figure.text(x / whole, (bottom - 4) / total, panel.caption, fontsize=8.5, color="#555555", va="top")
    if panel.box:
        row, column, high, wide = panel.box
        axes.add_patch(Rectangle((column, row), wide, high, fill=False, edgecolor="white", linewidth=3.5))
        axes.add_patch(Rectangle((column, row), wide, high, fill=False, edgecolor=RING, linewidth=1.8))
    if panel.texts is not None:
        _draw_numbers(axes, panel)
    _draw_marks(axes, panel)
    for role, style in ROLES.items():
        segments = outline({cell for cell, cell_role in lit.items() if cell_role == role}, columns)
        for colour, extra, line in (("white", 2.2, "-"), (RING, 0, style["linestyle"])):
            lines = {"colors": colour, "linewidths": style["linewidth"] + extra, "linestyles": line}
            axes.add_collection(
                LineCollection(segments, **lines, clip_on=False, zorder=3, capstyle="projecting")
            )


def outline(cells: set[int], columns: int) -> list[tuple]:
    """The line around a set of cells: every side of a cell whose neighbour on that side is not in the set."""
    segments = []
    for cell in sorted(cells):
        row, column = divmod(cell, columns)
        corners = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
        inside = (
            cell - columns in cells,
            column + 1 < columns and cell + 1 in cells,
            cell + columns in cells,
            column > 0 and cell - 1 in cells,
        )
        for side in range(4):
            if not inside[side]:
                segments.append((corners[side], corners[(side + 1) % 4]))
    return segments


def _draw_numbers(axes, panel: Panel) -> None:
    rows, columns = panel.shape
    ink = np.where(dark_ink(colours(panel)), "black", "white").ravel()
    for cell, text in enumerate(panel.texts):
        length = max(map(len, text.split("\n")))
        size = panel.cell * next(part for longest, part in FONT_SIZES if length <= longest)
        row, column = divmod(cell, columns)
        axes.text(column + 0.5, row + 0.52, text, ha="center", va="center", fontsize=size, color=ink[cell])
    axes.hlines(range(1, rows), 0, columns, colors="#80808055", linewidth=0.5)
    axes.vlines(range(1, columns), 0, rows, colors="#80808055", linewidth=0.5)


def _draw_marks(axes, panel: Panel) -> None:
    if panel.marks is None:
        return
    for (row, column), mark in np.ndenumerate(panel.marks):
        name = MARKS[mark]
        if name in HATCHES:
            hatch, colour = HATCHES[name]
            style = {"hatch": hatch, "linewidth": 0, "edgecolor": colour}
            axes.add_patch(Rectangle((column, row), 1, 1, fill=False, **style))
        elif name:
            line = ":" if name == "copied" else "-"
            style = {"edgecolor": "#0077bb", "linewidth": 1.4, "linestyle": line}
            axes.add_patch(Rectangle((column + 0.06, row + 0.06), 0.88, 0.88, fill=False, **style))


def _notes(frame: Frame) -> list[str]:
    """The arithmetic of the focused cell and the frame's sentence, wrapped to the width of the drawing."""
    lines = []
    if frame.focus:
        key, cell = frame.focus
        for link in frame.links:
            if link.source == key and link.terms:
                lines += textwrap.wrap(sum_in_words(frame, link, cell), 120)
        panel = frame.panel(key)
        if panel.lines:
            lines += textwrap.wrap(panel.lines[cell], 120)
    described = not any(p.title and frame.sentence.startswith(p.title + ":") for p in frame.panels)
    return lines + (textwrap.wrap(frame.sentence, 120) if described else [])


def sum_in_words(frame: Frame, link, cell: int) -> str:
    """The products of one cell written out: (10)(−1) + (20)(2) + ... = 30."""
    entries = link.entries(cell)
    pixels, weights = frame.panel(link.target).texts, frame.panel(link.via).texts
    factors = zip(link.cells[entries], link.weights[entries], strict=True)
    products = " + ".join(f"({pixels[p]})({weights[w]})" for p, w in factors)
    start = f"{link.title}: " if link.title else ""
    return f"{start}{products} = {link.sums[cell]}"
