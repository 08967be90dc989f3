"""Letters: the book's own fonts, and the room that words need, measured with them."""

import re
from functools import cache, lru_cache
from math import ceil

from PIL import Image, ImageFont

from ..words import PACKAGE

SCALE = 2  # pixels of the PNG for each of the screen: crisp on a phone, and shrunk by half crisp elsewhere
LINE_HEIGHT = 1.35  # from one line of a text to the next, in sizes of its letters
CAPITAL = 0.714  # height of a capital letter or a digit, in sizes
FONTS = {False: "NotoSans-Regular.ttf", True: "NotoSans-Bold.ttf"}  # by whether a text is bold
CHINESE_FONT, CHINESE = "NotoSansSC-Regular.otf", re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
WORDS = re.compile(rf"{CHINESE.pattern}\s*|[^\s\u2e80-\uffef]+\s*|\s+")  # a line may break after each


@cache
def font(name: str, size: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(PACKAGE / "data" / "fonts" / name, size, layout_engine=ImageFont.Layout.BASIC)


@cache
def glyph(character: str, size: float, bold: bool) -> tuple[Image.Image, int, int, float]:
    """One character: its mask, the place of that from the pen on the base line, and how far the pen moves."""
    face = font(CHINESE_FONT if CHINESE.match(character) else FONTS[bold], size)
    mask, (left, top) = face.getmask2(character, "L", anchor="ls")
    return Image.frombytes("L", mask.size, bytes(mask)), left, top, face.getlength(character)


@lru_cache(2**10)
def line_of(words: str, size: float, bold: bool) -> tuple[Image.Image, int, int]:
    """One line of words: its mask, and the place of that from where the words start on the base line."""
    glyphs = [glyph(character, size, bold) for character in words]
    room, pen = ceil(size), 0.0  # beside and below the words, twice above them: no letter is larger
    line = Image.new("L", (ceil(sum(advance for *_, advance in glyphs)) + 2 * room, 3 * room))
    for mask, left, top, advance in glyphs:
        line.paste(255, (room + round(pen) + left, 2 * room + top), mask)
        pen += advance
    return line, -room, -2 * room


@cache
def text_width(words: str, size: float, bold: bool = False) -> float:
    """The width of one line of words in screen pixels, measured with the font itself."""
    return sum(glyph(character, size * SCALE, bold)[-1] for character in words) / SCALE


def wrapped(words: str, width: float, size: float) -> list[str]:
    """The words in lines of at most this width, broken between words or beside a Chinese character."""
    lines = [""]
    for word in WORDS.findall(words):
        if lines[-1] and text_width(lines[-1] + word.rstrip(), size) > width:
            lines.append("")
        lines[-1] += word
    return [line.rstrip() for line in lines]
