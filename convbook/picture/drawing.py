"""A picture with its words, and the code that draws one from texts, boxes, lines and photos."""

import base64
import io
from collections.abc import Iterable
from math import hypot, inf

import numpy as np
from PIL import Image

from .letters import LINE_HEIGHT, SCALE, text_width, wrapped
from .parts import INK, PAGE, RIM, RING, SOFT, Box, Line, Part, Photo, Point, Text, flat, with_palette

SCALES, MOST_BYTES = (SCALE, 1.5, 1, 0.75, 0.6), 150_000  # many large photos are stored at a smaller one
LARGE = 130_000  # pixels of the screen that photos cover: at the first scale their file would be too heavy
MARGIN = 5  # around what is drawn, in screen pixels


class Picture:
    """What `png(scale)` draws, and what it says: the repr is the text alternative; notebooks store both."""

    scales = SCALES  # those that are tried for a notebook, until the file is light enough

    def __init__(self, width: float, height: float, alt: str = ""):
        self.width, self.height, self.alt = width, height, alt

    def __repr__(self) -> str:
        return self.alt

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        """The PNG and its text alternative; as metadata the text once more, and the size on the screen."""
        files = (self.png(scale) for scale in self.scales)
        png = next((file for file in files if len(file) <= MOST_BYTES), None) or self.png(SCALES[-1])
        data = {"text/plain": self.alt, "image/png": base64.b64encode(png).decode()}
        size = {"width": round(self.width), "height": round(self.height)}
        return data, {"image/png": {"alt": self.alt, **size}}


class Drawing(Picture):
    """A picture made of parts, in screen pixels: x to the right, y down from the upper left corner."""

    def __init__(self, width: float = 0, height: float = 0, alt: str = ""):
        super().__init__(width, height, alt)
        self.parts: list[Part] = []

    @property
    def scales(self) -> tuple[float, ...]:
        photos = [part for part in self.parts if isinstance(part, Photo) and not flat(part)]
        return SCALES[sum(photo.width * photo.height for photo in photos) > LARGE :]

    def text(self, x: float, y: float, words: str, size=13.0, bold=False, colour=INK, anchor="left") -> float:
        """A text with its anchor at x, the middle of its first line at y. Returns where the longest ends."""
        share, end = {"left": 0, "middle": 0.5, "right": 1}[anchor], x
        for number, line in enumerate(words.split("\n")):
            width, middle = text_width(line, size, bold), y + number * LINE_HEIGHT * size
            self.parts.append(Text(x - share * width, middle, line, size, bold, colour, width))
            end = max(end, self.parts[-1].x + width)
        return end

    def note(self, x: float, y: float, words: str, size: float, room=inf, anchor="left") -> float:
        """A text in a softer colour, in as many lines as its room needs. Returns where it ends."""
        return self.text(x, y, "\n".join(wrapped(words, room, size)), size, colour=SOFT, anchor=anchor)

    def box(self, x: float, y: float, width: float, height: float, fill="", rim="", **style) -> None:
        self.parts.append(Box(x, y, width, height, fill, rim, **style))

    def ring(self, x: float, y: float, width: float, height: float, line=2.0, colour=RING) -> None:
        """A frame that is visible on any picture: coloured, on a slightly wider white one."""
        self.box(x, y, width, height, rim="#ffffff", line=line + 2)
        self.box(x, y, width, height, rim=colour, line=line)

    def line(self, points: Iterable[Point], colour=INK, line=1.0, dash="-", closed=False) -> None:
        self.parts.append(Line(tuple(map(tuple, points)), colour, line, dash, closed))

    def photo(self, x: float, y: float, width: float, height: float, rgb: np.ndarray, rim=RIM) -> None:
        """An image with a rim around it."""
        self.parts.append(Photo(x, y, width, height, rgb))
        self.box(x, y, width, height, rim=rim, line=0.5)

    def dot(self, x: float, y: float, radius: float, fill: str, rim: str) -> None:
        turns = np.linspace(0, 2 * np.pi, 33)
        for r, colour in ((radius, rim), (radius - 1, fill)):
            points = zip(x + r * np.cos(turns), y + r * np.sin(turns), strict=True)
            self.line(points, colour, closed=True)

    def arrow(self, start: Point, end: Point, colour=SOFT, line=1.5, head=8.0) -> None:
        """An arrow whose head is `head` long; a short one is nearly all head."""
        way = np.subtract(end, start)
        length = hypot(*way)
        along = min(head, 0.8 * length) * way / length
        across, neck = 0.42 * along[::-1] * (-1, 1), end - along
        self.line((start, neck), colour, line)
        self.line((end, neck + across, neck - across), colour, closed=True)

    def fit(self) -> "Drawing":
        """The drawing itself, resized to what is drawn plus a margin."""
        ends = []
        for part in self.parts:
            if isinstance(part, Line):
                ends += part.points
            else:
                deep = 0.6 * part.size if isinstance(part, Text) else part.height
                ends.append((part.x + part.width, part.y + deep))
        self.width, self.height = (max(side) + MARGIN for side in zip(*ends, strict=True))
        return self

    def png(self, scale: float = SCALE) -> bytes:
        """The picture as a PNG file, with `scale` pixels for each pixel of the screen."""
        image = Image.new("RGB", (round(self.width * scale), round(self.height * scale)), PAGE)
        for part in self.parts:
            part.paint(image, scale)
        buffer = io.BytesIO()
        with_palette(image, self.parts).save(buffer, "PNG", compress_level=5)
        return buffer.getvalue()
