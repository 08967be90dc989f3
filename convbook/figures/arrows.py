"""Chapter 2: gradients as arrows."""

from itertools import product

import numpy as np

from ..frame import levels, palette, short
from ..picture import RING, Drawing
from ..words import say

WIDTH = 720  # of the picture, in screen pixels
HALO = 1.6  # of white around an arrow


def arrows(image: np.ndarray, across: np.ndarray, down: np.ndarray, *, step: int = 4) -> Drawing:
    """Gradients (across, down) as arrows on an image (H, W), 0 to 255, where they are strong.

    Of every step x step pixels the one with the longest gradient gets an arrow, if that is at least 0.35 of
    the longest of all.
    """
    strength = np.hypot(across, down)
    rows, columns = image.shape
    longest, cell = strength.max(), WIDTH / columns
    spots = []
    for top, left in product(range(0, rows, step), range(0, columns, step)):
        block = strength[top : top + step, left : left + step]
        i, j = np.unravel_index(block.argmax(), block.shape)
        if block[i, j] >= 0.35 * longest > 0:
            spots.append((top + i, left + j))
    at = np.unravel_index(strength.argmax(), strength.shape)
    facts = {"row": at[0], "column": at[1], "across": short(across[at]), "down": short(down[at])}
    alt = say("figures.arrows", n=len(spots), rows=rows, columns=columns, **facts)
    drawing = Drawing(WIDTH, rows * cell, alt)
    drawing.photo(0, 0, WIDTH, rows * cell, palette("gray")[levels(image, 0, 255)])
    for i, j in spots:
        start = np.array([j + 0.5, i + 0.5]) * cell
        way = 1.6 * step * cell * np.array([across[i, j], down[i, j]]) / longest
        edge = HALO * way / np.hypot(*way)
        drawing.arrow(start - edge, start + way + 2 * edge, "#ffffff", 3 + 2 * HALO, 13 + 4 * HALO)
        drawing.arrow(start, start + way, RING, 3, 13)
    return drawing
