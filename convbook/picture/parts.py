"""What a drawing is made of, as plain data in screen pixels."""

from dataclasses import dataclass

import numpy as np
from PIL import ImageColor

Point = tuple[float, float]
INK, SOFT, RIM, PAPER, RING = "#333333", "#555555", "#888888", "#f4f4f2", "#cc3311"
ORANGE, SKY, BROWN, NAVY = "#f0af69", "#78aad7", "#8c4100", "#003c78"  # as in the signed palette
MOST_FLAT = 160  # of the 256 colours of a picture, those that are kept exactly


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


@dataclass(frozen=True)
class Line:
    """Straight pieces from point to point; a closed one is filled instead."""

    points: tuple[Point, ...]
    colour: str
    line: float = 1
    dash: str = "-"
    closed: bool = False


@dataclass(frozen=True)
class Photo:
    """Colours, uint8 (H, W, 3), stretched over a rectangle; pixels stay sharp squares."""

    x: float
    y: float
    width: float
    height: float
    rgb: np.ndarray


Part = Text | Box | Line | Photo


def flat(part: Part) -> list[tuple[int, int, int]]:
    """The colours of a part that must stay what they are: a grid of cells has some, a photo too many."""
    if isinstance(part, Photo):
        pixels = part.rgb.reshape(-1, 3)
        return [tuple(rgb) for rgb in pixels.tolist()] if len(pixels) <= MOST_FLAT else []
    names = (part.fill, part.rim) if isinstance(part, Box) else (part.colour,)
    return [ImageColor.getrgb(name)[:3] for name in names if name]
