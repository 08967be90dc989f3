"""The start page: a photo on its way through a network, drawn from the outputs of real layers."""

import numpy as np

from ..frame import palette, signed_levels, size_of
from ..images import load_pixels
from ..ops import conv_layer
from ..picture import INK, MARGIN, RIM, SOFT, Drawing, text_width
from ..words import say

MIDDLE, BELOW = 84, 160  # of the row of stacks, and of the words under it, in screen pixels
STACKS = ((4, 108, 9), (8, 72, 6), (16, 45, 4))  # maps, the width of one, how far each shows behind the next
PHOTO, HEADING, TEXT = 120, 14, 13  # width of the photo, sizes of letters
SEED = 8  # of the numbers in the kernels


def network_sketch() -> Drawing:
    """The photo, what three layers make of it one after the other, and the word that comes out at the end.

    The weights are random numbers: the maps are real outputs, the word is what a trained network would say.
    """
    photo, random = load_pixels("coffee", size=(60, 90), gray=False), np.random.default_rng(SEED)
    told = {f"layer_{n}": K for n, (K, _, _) in enumerate(STACKS, start=1)}
    drawing = Drawing(alt=say("figures.network.alt", **told))
    height = PHOTO * photo.shape[0] / photo.shape[1]
    drawing.photo(MARGIN, MIDDLE - height / 2, PHOTO, height, photo)
    words = say("figures.network.photo", size=size_of(photo[:, :, 0]))
    end = max(MARGIN + PHOTO, drawing.note(MARGIN, BELOW, words, TEXT, PHOTO))
    maps = photo / 255 - 0.5
    for number, (K, width, behind) in enumerate(STACKS, start=1):
        left = _draw_arrow(drawing, end, say("figures.network.layer", number=number))
        bank = random.normal(size=(K, 3, 3, maps.shape[2]))
        maps = conv_layer(maps, bank / np.abs(bank).sum(axis=(1, 2, 3), keepdims=True), stride=2, padding=1)
        _draw_stack(drawing, maps, left, width, behind)
        room = width + behind * (K - 1)
        words = say("figures.network.maps", n=K, size=size_of(maps[:, :, 0]))
        end = max(left + room, drawing.note(left, BELOW, words, TEXT, room))
    left = _draw_arrow(drawing, end, say("figures.network.more"), "--")
    word = say("figures.network.word")
    drawing.box(left, MIDDLE - 18, text_width(word, HEADING, bold=True) + 20, 36, "#eeeeee", RIM)
    drawing.text(left + 10, MIDDLE, word, HEADING, bold=True)
    return drawing.fit()


def _draw_arrow(drawing: Drawing, x: float, words: str, dash: str = "-") -> float:
    """A layer: an arrow with its name above it. Returns where the next stack begins."""
    start, end = x + 8, x + 24 + text_width(words, HEADING, bold=True)
    drawing.text(x + 12, MIDDLE - 14, words, HEADING, bold=True)
    if dash != "-":
        drawing.line(((start, MIDDLE), (end - 8, MIDDLE)), SOFT, 1.5, dash)
    drawing.arrow((end - 10 if dash != "-" else start, MIDDLE), (end, MIDDLE))
    return end + 8


def _draw_stack(drawing: Drawing, maps: np.ndarray, x: float, width: float, behind: float) -> None:
    """Maps (H, W, K) one behind the other, the first in front and lowest."""
    rows, columns, K = maps.shape
    height, rise = width * rows / columns, behind * 0.55
    top = MIDDLE - (height + rise * (K - 1)) / 2
    for k in reversed(range(K)):
        one = maps[:, :, k]
        shades = palette("signed")[signed_levels(one, np.percentile(abs(one), 98))]
        drawing.photo(x + behind * k, top + rise * (K - 1 - k), width, height, shades, INK)
