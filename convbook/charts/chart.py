"""A chart has axes and curves. matplotlib draws it, with the book's own settings and in the book's own font.

`matplotlib.pyplot` is never used: it keeps figures alive and displays them in the notebook unasked.
"""

import io
from contextlib import AbstractContextManager

from matplotlib import style
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontEntry, fontManager

from ..picture import CHINESE_FONT, FONTS, PAGE, SCALE, SOFT, Picture
from ..words import PACKAGE

INCH, POINT = 96, 0.75  # pixels of the screen in an inch; points in a pixel
LETTERS = 12.5  # their size on the screen, in pixels
# The fonts get unusual names, so that none of the reader's own fonts is mistaken for one of them.
FILES = {"convbook": FONTS[False], "convbook-chinese": CHINESE_FONT}
SETTINGS = {
    "font.family": list(FILES),
    "font.size": LETTERS * POINT,
    "axes.facecolor": PAGE,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.labelcolor": SOFT,
    "grid.color": "#cccccc",
    "text.parse_math": False,
    "ytick.alignment": "center",
}
for name, file in FILES.items():
    fontManager.ttflist.append(FontEntry(fname=str(PACKAGE / "data" / "fonts" / file), name=name))


def own_settings() -> AbstractContextManager:
    """Inside this context matplotlib uses the book's settings, whatever the reader's are."""
    return style.context(["default", SETTINGS])


class Chart(Picture):
    """A picture that holds a matplotlib figure, in screen pixels. Draw on it within `own_settings`."""

    def __init__(self, width: float, height: float):
        super().__init__(width, height)
        self.figure = Figure(figsize=(width / INCH, height / INCH), facecolor=PAGE)

    def axes(self, x: float, y: float, width: float, height: float) -> Axes:
        """Axes in a rectangle of the chart, from its upper left corner."""
        bottom = 1 - (y + height) / self.height
        return self.figure.add_axes((x / self.width, bottom, width / self.width, height / self.height))

    def text(self, x: float, y: float, words: str, **how) -> None:
        """A text that starts at x, unless said otherwise, and has its middle at y."""
        self.figure.text(x / self.width, 1 - y / self.height, words, va="center", **how)

    def png(self, scale: float = SCALE) -> bytes:
        buffer = io.BytesIO()
        with own_settings():
            self.figure.savefig(buffer, format="png", dpi=INCH * scale, metadata={"Software": None})
        return buffer.getvalue()
