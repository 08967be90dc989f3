"""How parts become pixels: level lines sharp, slanted ones smooth, the pixels of a photo equally large."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from math import hypot, inf

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from .letters import CAPITAL, line_of
from .parts import MOST_FLAT, Box, Line, Part, Photo, Point, Text, flat

SMOOTH = 4  # slanted lines are drawn this many times as large, and shrunk
SAMPLE = 5  # of so many pixels, one decides on the colours, along each side
DASHES = {"-": (inf, 0), "--": (3, 2), ":": (1, 1.2)}  # lengths drawn and left out, in widths of the line
WHITE = 255, 255, 255


class Brush:
    """Paints parts on an image, `scale` of its pixels for each of the screen."""

    def __init__(self, image: Image.Image, scale: float):
        self.image, self.scale = image, scale
        self.draw = ImageDraw.Draw(image, "RGBA")  # blends colours that let something through

    def paint(self, part: Part) -> None:
        painters = {Text: self._text, Box: self._box, Line: self._line, Photo: self._photo}
        painters[type(part)](part)

    def _text(self, text: Text) -> None:
        x, y = round(text.x * self.scale), round((text.y + CAPITAL / 2 * text.size) * self.scale)
        mask, left, top = line_of(text.words, text.size * self.scale, text.bold)
        self.image.paste(text.colour, (x + left, y + top), mask)

    def _photo(self, photo: Photo) -> None:
        left, top, width, height = self._area(photo)
        self.image.paste(stretched(photo.rgb, (max(1, width), max(1, height))), (left, top))

    def _box(self, box: Box) -> None:
        left, top, width, height = self._area(box)
        if box.fill and width > 0 and height > 0:
            self.draw.rectangle((left, top, left + width - 1, top + height - 1), box.fill)
        if box.hatch:
            *colour, strength = ImageColor.getcolor(box.rim, "RGBA")
            mask = hatching(box.hatch, strength, width, height, self.scale)
            self.image.paste(tuple(colour), (left, top), mask)
        elif box.rim:
            x, y, end, below = box.x, box.y, box.x + box.width, box.y + box.height
            around = (x, y), (end, y), (end, below), (x, below), (x, y)
            self._line(Line(around, box.rim, box.line, box.dash))

    def _line(self, line: Line) -> None:
        if line.closed:
            return self._slanted(line.points, line)
        for start, end in pairwise(line.points):
            draw = self._bar if start[0] == end[0] or start[1] == end[1] else self._slanted
            for piece in dashes(start, end, line.line, line.dash):
                draw(piece, line)

    def _area(self, part: Box | Photo) -> tuple[int, int, int, int]:
        ends = part.x, part.y, part.x + part.width, part.y + part.height
        left, top, right, bottom = (round(end * self.scale) for end in ends)
        return left, top, right - left, bottom - top

    def _bar(self, ends: Sequence[Point], line: Line) -> None:
        """A level or upright line as a rectangle of whole pixels, so that its sides are sharp."""
        thick = max(1, round(line.line * self.scale))
        (left, right), (top, bottom) = map(sorted, zip(*ends, strict=True))
        x, y = (round(start * self.scale) - thick // 2 for start in (left, top))
        wide, high = (round(length * self.scale) + thick for length in (right - left, bottom - top))
        if line.dash != "-":  # a dash is as long as it says; a whole line covers the corners
            wide, high = (side if side == thick else side - thick for side in (wide, high))
        self.draw.rectangle((x, y, x + wide - 1, y + high - 1), line.colour)

    def _slanted(self, points: Sequence[Point], line: Line) -> None:
        """A slanted line, or a filled shape, with smooth sides: drawn large and shrunk."""
        large, room = np.array(points) * self.scale, 2 * line.line
        low = (np.floor(large.min(axis=0)) - room).astype(int)
        size = np.ceil(np.ceil(large.max(axis=0)) + room - low).astype(int) + 1
        mask = Image.new("L", tuple(SMOOTH * size), 0)
        places = [tuple(place) for place in (large - low) * SMOOTH]
        if line.closed:
            ImageDraw.Draw(mask).polygon(places, 255)
        else:
            ImageDraw.Draw(mask).line(places, 255, round(line.line * self.scale * SMOOTH))
        self.image.paste(ImageColor.getrgb(line.colour)[:3], tuple(low), mask.reduce(SMOOTH))


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


def with_palette(image: Image.Image, parts: Iterable[Part]) -> Image.Image:
    """The image in 256 colours, so that its file is small: the flat ones, and the best for all others."""
    sample = image.resize([side // SAMPLE + 1 for side in image.size], Image.Resampling.NEAREST)
    kept = list(dict.fromkeys([WHITE, *chain.from_iterable(map(flat, parts))]))[:MOST_FLAT]
    rest = sample.quantize(256 - len(kept), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    table = Image.new("P", (1, 1))
    table.putpalette([*chain.from_iterable(kept), *rest])
    reduced = image.quantize(palette=table, dither=Image.Dither.NONE)
    if image.getpixel((0, 0)) == WHITE:  # a page around what is drawn
        page, colours = reduced.getpixel((0, 0)), reduced.getpalette()
        colours[3 * page : 3 * page + 3] = WHITE  # white has close neighbours; the page stays white
        reduced.putpalette(colours)
    return reduced
