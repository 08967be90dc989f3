"""What a drawing is made of, as plain data in screen pixels."""

from dataclasses import dataclass

import numpy as np
from PIL import ImageColor

from .letters import text_width

Colour = tuple[int, int, int]
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

    @property
    def width(self) -> float:
        return text_width(self.words, self.size, self.bold)

    @property
    def flat(self) -> list[Colour]:
        return [ImageColor.getrgb(self.colour)[:3]]


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

    @property
    def flat(self) -> list[Colour]:
        return [ImageColor.getrgb(colour)[:3] for colour in (self.fill, self.rim) if colour]


@dataclass(frozen=True)
class Line:
    """Straight pieces from point to point; a closed one is filled instead."""

    points: tuple[tuple[float, float], ...]
    colour: str
    line: float = 1
    dash: str = "-"
    closed: bool = False

    @property
    def flat(self) -> list[Colour]:
        return [ImageColor.getrgb(self.colour)[:3]]


@dataclass(frozen=True)
class Photo:
    """Colours, uint8 (H, W, 3), stretched over a rectangle; pixels stay sharp squares."""

    x: float
    y: float
    width: float
    height: float
    rgb: np.ndarray

    @property
    def flat(self) -> list[Colour]:
        """The colours of a grid of cells, each of which must stay what it is; a photo has too many."""
        cells = self.rgb.shape[0] * self.rgb.shape[1] <= MOST_FLAT
        return [tuple(rgb) for rgb in self.rgb.reshape(-1, 3).tolist()] if cells else []


Part = Text | Box | Line | Photo
