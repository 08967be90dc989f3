"""What a drawing is made of, as plain data in screen pixels, and how each part of it is painted.

`paint` gets an image and how many of its pixels make one of the screen. Level lines stay sharp, slanted ones
become smooth, and the pixels of a photo equally large.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from math import hypot, inf

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from .letters import CAPITAL, line_of

Point = tuple[float, float]
PAGE = "#ebebe9"  # behind everything: does not glare on a dark page, and white cells stand out from it
INK, SOFT, RIM, PAPER, RING = "#333333", "#505050", "#808080", "#f4f4f2", "#cc3311"
ORANGE, SKY, BROWN, NAVY = "#f0af69", "#78aad7", "#8c4100", "#003c78"  # as in the signed palette
WHITE = 255, 255, 255
MOST_FLAT = 160  # of the 256 colours of a picture, those that are kept exactly
SMOOTH = 4  # slanted lines are drawn this many times as large, and shrunk
SAMPLE = 5  # of so many pixels, one decides on the colours, along each side
DASHES = {"-": (inf, 0), "--": (3, 2), ":": (1, 1.2)}  # lengths drawn and left out, in widths of the line


@dataclass(frozen=True)
class Text:
    """One line of words: x is where it starts, y the middle of its capital letters."""

    x: float
    y: float
    words: str
    size: float
    bold: bool
    colour: str
    width: float

    def paint(self, image: Image.Image, scale: float) -> None:
        x, y = round(self.x * scale), round((self.y + CAPITAL / 2 * self.size) * scale)
        mask, left, top = line_of(self.words, self.size * scale, self.bold)
        image.paste(self.colour, (x + left, y + top), mask)


@dataclass(frozen=True)
class Line:
    """Straight pieces from point to point; a closed one is filled instead."""

    points: tuple[Point, ...]
    colour: str
    line: float = 1
    dash: str = "-"
    closed: bool = False

    def paint(self, image: Image.Image, scale: float) -> None:
        if self.closed:
            return self._slanted(self.points, image, scale)
        for start, end in pairwise(self.points):
            paint = self._level if start[0] == end[0] or start[1] == end[1] else self._slanted
            for piece in dashes(start, end, self.line, self.dash):
                paint(piece, image, scale)

    def _level(self, ends: Sequence[Point], image: Image.Image, scale: float) -> None:
        """A level or upright line as a rectangle of whole pixels, so that its sides are sharp."""
        thick = max(1, round(self.line * scale))
        (left, right), (top, bottom) = map(sorted, zip(*ends, strict=True))
        x, y = (round(start * scale) - thick // 2 for start in (left, top))
        wide, high = (round(length * scale) + thick for length in (right - left, bottom - top))
        if self.dash != "-":  # a dash is as long as it says; a whole line covers the corners
            wide, high = (side if side == thick else side - thick for side in (wide, high))
        _fill(image, (x, y, wide, high), self.colour)

    def _slanted(self, points: Sequence[Point], image: Image.Image, scale: float) -> None:
        """A slanted line, or a filled shape, with smooth sides: drawn large and shrunk."""
        large, room = np.array(points) * scale, 2 * self.line
        low = (np.floor(large.min(axis=0)) - room).astype(int)
        size = np.ceil(np.ceil(large.max(axis=0)) + room - low).astype(int) + 1
        mask = Image.new("L", tuple(SMOOTH * size), 0)
        places = [tuple(place) for place in (large - low) * SMOOTH]
        if self.closed:
            ImageDraw.Draw(mask).polygon(places, 255)
        else:
            ImageDraw.Draw(mask).line(places, 255, round(self.line * scale * SMOOTH))
        image.paste(ImageColor.getrgb(self.colour)[:3], tuple(low), mask.reduce(SMOOTH))


@dataclass(frozen=True)
class Box:
    """A rectangle; its rim lies half inside and half outside."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    rim: str = ""
    line: float = 1
    dash: str = "-"
    hatch: str = ""  # "/" or "x": lines across it, in the colour of the rim

    def paint(self, image: Image.Image, scale: float) -> None:
        left, top, width, height = area = _area(self, scale)
        if self.fill and width > 0 and height > 0:
            _fill(image, area, self.fill)
        if self.hatch:
            *colour, strength = ImageColor.getcolor(self.rim, "RGBA")
            image.paste(tuple(colour), (left, top), hatching(self.hatch, strength, width, height, scale))
        elif self.rim:
            x, y, end, below = self.x, self.y, self.x + self.width, self.y + self.height
            around = (x, y), (end, y), (end, below), (x, below), (x, y)
            Line(around, self.rim, self.line, self.dash).paint(image, scale)


@dataclass(frozen=True)
class Photo:
    """Colours, uint8 (H, W, 3), stretched over a rectangle; pixels stay sharp squares."""

    x: float
    y: float
    width: float
    height: float
    rgb: np.ndarray

    def paint(self, image: Image.Image, scale: float) -> None:
        left, top, width, height = _area(self, scale)
        image.paste(stretched(self.rgb, (max(1, width), max(1, height))), (left, top))


Part = Text | Box | Line | Photo


def _area(part: Box | Photo, scale: float) -> tuple[int, int, int, int]:
    """Left, top, width and height of a part in whole pixels of the image."""
    ends = part.x, part.y, part.x + part.width, part.y + part.height
    left, top, right, bottom = (round(end * scale) for end in ends)
    return left, top, right - left, bottom - top


def _fill(image: Image.Image, area: tuple[int, int, int, int], colour: str) -> None:
    left, top, width, height = area
    draw = ImageDraw.Draw(image, "RGBA")  # blends colours that let something through
    draw.rectangle((left, top, left + width - 1, top + height - 1), colour)


def stretched(rgb: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """An image of `size` (width, height) with equally large pixels of rgb, up to one of its own."""
    # First made larger by whole factors, which copies pixels, and then shrunk by the rest.
    whole = [-(-side // pixels) * pixels for side, pixels in zip(size, rgb.shape[1::-1], strict=True)]
    large = Image.fromarray(np.ascontiguousarray(rgb)).resize(whole, Image.Resampling.NEAREST)
    return large if large.size == size else large.resize(size, Image.Resampling.BOX)


@cache
def hatching(kind: str, strength: int, width: int, height: int, scale: float) -> Image.Image:
    """Slanted lines over a rectangle as a mask: `strength` on them, 0 between them."""
    mask = Image.new("L", (SMOOTH * width, SMOOTH * height), 0)
    draw, step, thick = ImageDraw.Draw(mask), round(5 * scale * SMOOTH), round(scale * SMOOTH)
    for start in range(-mask.height, mask.width + step, step):
        end = start + mask.height
        draw.line((start, mask.height, end, 0), 255, thick)
        if kind == "x":
            draw.line((start, 0, end, mask.height), 255, thick)
    return mask.reduce(SMOOTH).point(lambda share: share * strength // 255)


def dashes(start: Point, end: Point, line: float, dash: str) -> list[tuple[Point, Point]]:
    """The pieces of a line that are drawn: a dashed one begins and ends with a dash."""
    drawn, left_out = (max(1.0, line) * part for part in DASHES[dash])
    length = hypot(end[0] - start[0], end[1] - start[1])
    count = int((length + left_out) / (drawn + left_out))
    if count < 2:  # too short for a gap
        return [(start, end)]
    way = np.subtract(end, start) / length
    starts = np.linspace(0, length - drawn, count)
    return [(start + at * way, start + min(length, at + drawn) * way) for at in starts]


def flat(part: Part) -> list[tuple[int, int, int]]:
    """The colours of a part that must stay what they are: a grid of cells has some, a photo too many."""
    if isinstance(part, Photo):
        pixels = part.rgb.reshape(-1, 3)
        return [tuple(rgb) for rgb in pixels.tolist()] if len(pixels) <= MOST_FLAT else []
    names = (part.fill, part.rim) if isinstance(part, Box) else (part.colour,)
    return [ImageColor.getrgb(name)[:3] for name in names if name]


def with_palette(image: Image.Image, parts: Iterable[Part]) -> Image.Image:
    """The image in 256 colours, so that its file is small: the flat ones, and the best for all others."""
    sample = image.resize([side // SAMPLE + 1 for side in image.size], Image.Resampling.NEAREST)
    exact = ImageColor.getrgb(PAGE), WHITE  # both have close neighbours, and must stay what they are
    kept = list(dict.fromkeys([*exact, *chain.from_iterable(map(flat, parts))]))[:MOST_FLAT]
    rest = sample.quantize(256 - len(kept), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    table = Image.new("P", (1, 1))
    table.putpalette([*chain.from_iterable(kept), *rest])
    reduced = image.quantize(palette=table, dither=Image.Dither.NONE)
    colours, pixels, indices = reduced.getpalette(), np.asarray(image), np.asarray(reduced)
    for colour in exact:
        for index in indices[(pixels == colour).all(axis=2)][:1].tolist():
            colours[3 * index : 3 * index + 3] = colour
    reduced.putpalette(colours)
    return reduced
