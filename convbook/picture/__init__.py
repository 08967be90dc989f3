"""Still pictures, drawn with Pillow and the book's own fonts.

A `Drawing` keeps its parts as data, in screen pixels, until its PNG is asked for. So it can be drawn at any
scale, and a test that reads the parts has read the picture. Every text is measured, never estimated.
"""

from .drawing import MARGIN, MOST_BYTES, Drawing, Picture
from .letters import CHINESE_FONT, FONTS, LINE_HEIGHT, SCALE, text_width, wrapped
from .parts import BROWN, INK, NAVY, ORANGE, PAGE, PAPER, RIM, RING, SKY, SOFT, Box, Line, Photo, Text

__all__ = ["BROWN", "CHINESE_FONT", "FONTS", "INK", "LINE_HEIGHT", "MARGIN", "MOST_BYTES", "NAVY", "ORANGE"]
__all__ += ["PAGE", "PAPER", "RIM", "RING", "SCALE", "SKY", "SOFT"]
__all__ += ["Box", "Drawing", "Line", "Photo", "Picture", "Text", "text_width", "wrapped"]
