"""Still pictures, drawn with Pillow and the book's own fonts.

A `Drawing` keeps its parts as data, in screen pixels, until its PNG is asked for. So it can be drawn at any
scale, and a test that reads the parts has read the picture. Every text is measured, never estimated.
"""

from .drawing import INK, MARGIN, MOST_BYTES, PAPER, RIM, RING, SOFT, Drawing, Picture
from .letters import CHINESE_FONT, FONTS, LINE_HEIGHT, SCALE, text_width, wrapped
from .parts import Box, Line, Photo, Text

__all__ = ["CHINESE_FONT", "FONTS", "INK", "LINE_HEIGHT", "MARGIN", "MOST_BYTES", "PAPER", "RIM", "RING"]
__all__ += ["SCALE", "SOFT", "Box", "Drawing", "Line", "Photo", "Picture", "Text", "text_width", "wrapped"]
