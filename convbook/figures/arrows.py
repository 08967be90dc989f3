"""Chapter 2: gradients as arrows."""

import numpy as np

from ..frame import levels, palette, short
from ..picture import RIM, RING, Drawing
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
    spots = [spot for spot in _strongest(strength, step) if strength[spot] >= 0.35 * longest > 0]
    at = np.unravel_index(strength.argmax(), strength.shape)
    facts = {"row": at[0], "column": at[1], "across": short(across[at]), "down": short(down[at])}
    alt = say("figures.arrows", n=len(spots), rows=rows, columns=columns, **facts)
    drawing = Drawing(WIDTH, rows * cell, alt)
    drawing.photo(0, 0, WIDTH, rows * cell, palette("gray")[levels(image, 0, 255)], RIM)
    for i, j in spots:
        middle = np.array([j + 0.5, i + 0.5]) * cell
        way = np.array([across[i, j], down[i, j]]) / longest
        _draw_arrow(drawing, middle, middle + 1.6 * step * cell * way)
    return drawing


def _strongest(strength: np.ndarray, step: int) -> list[tuple[int, int]]:
    """Row and column of the largest value in each block of step x step."""
    found = []
    for top in range(0, strength.shape[0], step):
        for left in range(0, strength.shape[1], step):
            block = strength[top : top + step, left : left + step]
            i, j = np.unravel_index(block.argmax(), block.shape)
            found.append((top + int(i), left + int(j)))
    return found


def _draw_arrow(drawing: Drawing, start: np.ndarray, end: np.ndarray) -> None:
    """A coloured arrow on a white one that is a little larger."""
    along = HALO * (end - start) / np.hypot(*(end - start))
    drawing.arrow(start - along, end + 2 * along, "#ffffff", 3 + 2 * HALO, 13 + 4 * HALO)
    drawing.arrow(start, end, RING, 3, 13)
