"""A sheet to draw on, measured in screen pixels, and the picture that is made of it.

`matplotlib.pyplot` is never used: it keeps figures alive and talks to the notebook on its own.
"""

import base64
import io
from functools import cached_property

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle

DPI = 125  # a little finer than a screen's 96 to the inch, and small on disk
INK, SOFT, RIM, PAPER, RING = "#333333", "#555555", "#888888", "#f4f4f2", "#cc3311"


class Picture:
    """A matplotlib figure whose repr is its text alternative: notebooks store both."""

    def __init__(self, figure: Figure, alt: str):
        self.figure = figure
        self.alt = alt

    def __repr__(self) -> str:
        return self.alt

    def png(self) -> bytes:
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=DPI, facecolor="white", metadata={"Software": None})
        return buffer.getvalue()

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """The PNG and its text alternative; as metadata the text once more, and the size on the screen."""
        width, height = (int(inches * 96) for inches in self.figure.get_size_inches())
        data = {"text/plain": self.alt, "image/png": base64.b64encode(self.png()).decode()}
        return data, {"image/png": {"alt": self.alt, "width": width, "height": height}}


class Sheet:
    """An empty drawing, measured in screen pixels: x to the right, y down from the upper left corner."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 96, height / 96))

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes of their own in a rectangle of the sheet."""
        bottom = 1 - (y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))

    @cached_property
    def page(self) -> Axes:
        """The whole sheet as axes whose units are its pixels."""
        page = self.axes(0, 0, self.width, self.height)
        page.set(xlim=(0, self.width), ylim=(self.height, 0), autoscale_on=False)
        page.axis("off")
        return page

    def text(self, x: float, y: float, words: str, size: float = 10, **style) -> None:
        """A text that starts at x, its middle at y, unless the style says otherwise."""
        style = {"va": "center", "fontsize": size} | style
        self.figure.text(x / self.width, 1 - y / self.height, words, **style)

    def box(self, x: float, y: float, width: float, height: float, fill="none", rim="none", **style) -> None:
        style = {"facecolor": fill, "edgecolor": rim} | style
        self.page.add_patch(Rectangle((x, y), width, height, **style))

    def image(self, x: float, y: float, width: float, height: float, rgb: np.ndarray, layer=1, **rim) -> None:
        """Colours (H, W, 3) in a rectangle of the sheet, with a rim around it."""
        extent = (x, x + width, y + height, y)
        self.page.imshow(rgb, extent=extent, interpolation="nearest", aspect="auto", zorder=layer)
        self.box(x, y, width, height, zorder=layer, **{"rim": RIM, "linewidth": 0.6} | rim)

    def arrow(self, start: float, end: float, y: float) -> None:
        style = {"arrowstyle": "-|>", "mutation_scale": 17, "color": SOFT, "linewidth": 1.4}
        self.page.add_patch(FancyArrowPatch((start, y), (end, y), **style))


def ring(axes: Axes, x: float, y: float, width: float, height: float, line=1.8, colour=RING, layer=1) -> None:
    """A frame that shows on every picture: coloured, on a white one that is a little wider."""
    for rim, thick in (("white", line + 2), (colour, line)):
        style = {"fill": False, "edgecolor": rim, "linewidth": thick, "zorder": layer}
        axes.add_patch(Rectangle((x, y), width, height, **style))


def finish(axes: Axes, size: float = 10, colour: str = SOFT, *, grid: str = "", **labels) -> None:
    """Put the last hand to a chart: labels of this size and colour, a grid, no line above or to the right."""
    axes.set(**labels)
    for label in (axes.xaxis.label, axes.yaxis.label):
        label.set(fontsize=size, color=colour)
    axes.minorticks_off()
    axes.tick_params(labelsize=10)
    if grid:
        axes.grid(axis=grid, color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)


def short(value: float) -> str:
    """A number as a cell shows it: whole when it is whole, otherwise with two decimals; with a real minus."""
    digits = 0 if float(value).is_integer() else 2
    return f"{value:.{digits}f}".replace("-", "\N{MINUS SIGN}")


def size_of(array: np.ndarray) -> str:
    """The shape of an array, as in 3×3×64."""
    return "×".join(map(str, array.shape))
