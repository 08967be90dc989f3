"""How parts become pixels: level lines sharp, slanted ones smooth, the pixels of a photo equally large."""

from collections.abc import Sequence
from functools import cache
from itertools import chain, pairwise
from math import hypot

import numpy as np
from PIL import Image, ImageColor, ImageDraw

from .letters import CAPITAL, line_of
from .parts import MOST_FLAT, Box, Colour, Line, Part, Photo, Text

SMOOTH = 4  # slanted lines are drawn this many times as large, and shrunk
SAMPLE = 5  # of so many pixels, one decides on the colours, along each side
DASHES = {"-": (), "--": (3, 2), ":": (1, 1.2)}  # lengths drawn and left out, in widths of the line


class Brush:
    """Paints shapes on an image, `scale` of its pixels for each of the screen."""

    def __init__(self, image: Image.Image, scale: float):
        self.image, self.scale = image, scale
        self.draw = ImageDraw.Draw(image, "RGBA")  # blends colours that let something through

    def paint(self, part: Part) -> None:
        match part:
            case Text():
                self._text(part)
            case Box():
                self._box(part)
            case Line():
                self._line(part)
            case Photo():
                self._photo(part)

    def _text(self, text: Text) -> None:
        x, y = round(text.x * self.scale), round((text.y + CAPITAL / 2 * text.size) * self.scale)
        mask, left, top = line_of(text.words, text.size * self.scale, text.bold)
        self.image.paste(text.colour, (x + left, y + top), mask)

    def _photo(self, photo: Photo) -> None:
        left, top, right, bottom = self._corners(photo)
        size = max(1, right - left), max(1, bottom - top)
        self.image.paste(stretched(photo.rgb, size), (left, top))

    def _box(self, box: Box) -> None:
        left, top, right, bottom = self._corners(box)
        if box.fill and right > left and bottom > top:
            self.draw.rectangle((left, top, right - 1, bottom - 1), box.fill)
        if box.hatch:
            tile = hatching(box.hatch, box.rim, right - left, bottom - top, self.scale)
            self.image.paste(tile, (left, top), tile)
        elif box.rim:
            corners = (box.x, box.y), (box.x + box.width, box.y), (box.x + box.width, box.y + box.height)
            around = (*corners, (box.x, box.y + box.height), (box.x, box.y))
            self._line(Line(around, box.rim, box.line, box.dash))

    def _line(self, line: Line) -> None:
        if line.closed:
            return self._slanted(line.points, line)
        for start, end in pairwise(line.points):
            for piece in dashes(start, end, line.line, line.dash):
                (x0, y0), (x1, y1) = piece
                if x0 == x1 or y0 == y1:
                    self._bar(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), line)
                else:
                    self._slanted(piece, line)

    def _corners(self, area: Box | Photo) -> tuple[int, int, int, int]:
        ends = area.x, area.y, area.x + area.width, area.y + area.height
        return tuple(round(end * self.scale) for end in ends)

    def _bar(self, left: float, top: float, right: float, bottom: float, line: Line) -> None:
        """A level or upright line as a rectangle of whole pixels, so that its sides are sharp."""
        thick = max(1, round(line.line * self.scale))
        x0, y0 = (round(start * self.scale) - thick // 2 for start in (left, top))
        wide, high = (round(length * self.scale) + thick for length in (right - left, bottom - top))
        if line.dash != "-":  # a dash is as long as it says; a whole line covers the corners
            wide, high = (side if side == thick else side - thick for side in (wide, high))
        self.draw.rectangle((x0, y0, x0 + wide - 1, y0 + high - 1), line.colour)

    def _slanted(self, points: Sequence[tuple[float, float]], line: Line) -> None:
        """A slanted line, or a filled shape, with smooth sides: drawn large and shrunk."""
        large = np.array(points) * self.scale
        low, high = np.floor(large.min(axis=0)) - line.line * 2, np.ceil(large.max(axis=0)) + line.line * 2
        low, size = low.astype(int), np.ceil(high - low).astype(int) + 1
        mask = Image.new("L", tuple(SMOOTH * size), 0)
        places = [tuple(place) for place in (large - low) * SMOOTH]
        if line.closed:
            ImageDraw.Draw(mask).polygon(places, 255)
        else:
            ImageDraw.Draw(mask).line(places, 255, round(line.line * self.scale * SMOOTH))
        self.image.paste(ImageColor.getrgb(line.colour)[:3], tuple(low), mask.reduce(SMOOTH))


def stretched(rgb: np.ndarray, size: tuple[int, int]) -> Image.Image:
    """An image of `size` (width, height) in which all pixels of rgb are equally large, up to one of its own.

    It is first made larger by whole factors, which copies pixels, and then shrunk by the rest.
    """
    whole = [-(-side // pixels) * pixels for side, pixels in zip(size, rgb.shape[1::-1], strict=True)]
    large = Image.fromarray(np.ascontiguousarray(rgb)).resize(whole, Image.Resampling.NEAREST)
    return large if large.size == size else large.resize(size, Image.Resampling.BOX)


@cache
def hatching(kind: str, colour: str, width: int, height: int, scale: float) -> Image.Image:
    """Slanted lines over a rectangle, everything between them transparent."""
    mask = Image.new("L", (SMOOTH * width, SMOOTH * height), 0)
    step, line = round(5 * scale * SMOOTH), round(scale * SMOOTH)
    for start in range(-mask.height, mask.width + mask.height, step):
        for lean in (1, -1) if kind == "x" else (-1,):
            low = start if lean < 0 else start - mask.height + mask.height % step
            high = low + mask.height
            ends = ((low, mask.height), (high, 0)) if lean < 0 else ((low, 0), (high, mask.height))
            ImageDraw.Draw(mask).line(ends, 255, line)
    tile = Image.new("RGBA", (width, height), colour)
    strength = ImageColor.getcolor(colour, "RGBA")[3]
    tile.putalpha(mask.reduce(SMOOTH).point(lambda share: share * strength // 255))
    return tile


def dashes(start: tuple[float, float], end: tuple[float, float], line: float, dash: str) -> list[tuple]:
    """The pieces of a line that are drawn: a dashed one begins and ends with a dash."""
    if not DASHES[dash]:
        return [(start, end)]
    drawn, left_out = (max(1.0, line) * part for part in DASHES[dash])
    length = hypot(end[0] - start[0], end[1] - start[1])
    count = int((length + left_out) / (drawn + left_out))
    if count < 2:  # too short for a gap
        return [(start, end)]
    step = (length - drawn) / (count - 1)
    ends = [(n * step, min(length, n * step + drawn)) for n in range(count)]
    across, down = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    return [tuple((start[0] + at * across, start[1] + at * down) for at in piece) for piece in ends]


def with_palette(image: Image.Image, flat: list[Colour]) -> Image.Image:
    """The image in 256 colours, so that its file is small: the flat ones, and the best for all the others."""
    part = image.resize([side // SAMPLE + 1 for side in image.size], Image.Resampling.NEAREST)
    flat = list(dict.fromkeys(flat))[:MOST_FLAT]
    rest = part.quantize(256 - len(flat), Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).getpalette()
    table = Image.new("P", (1, 1))
    table.putpalette([*chain.from_iterable(flat), *rest])
    reduced = image.quantize(palette=table, dither=Image.Dither.NONE)
    if image.getpixel((0, 0)) == (255, 255, 255):  # a page around what is drawn
        page, colours = reduced.getpixel((0, 0)), reduced.getpalette()
        colours[3 * page : 3 * page + 3] = 255, 255, 255  # white has close neighbours; the page stays white
        reduced.putpalette(colours)
    return reduced
