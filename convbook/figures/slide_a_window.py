"""Chapter 1: two ways to count inside one window, from its middle and from its corner."""

import numpy as np

from ..frame import Panel, levels, short
from ..picture import MARGIN, SOFT, Drawing
from ..still import ABOVE, Place, draw_numbers

# In screen pixels; TOP and SIDE have room for the numbers of columns and rows.
CELL, GAP, TOP, SIDE = 48, 36, 30, 22
TITLE, LABEL, DIGITS = 15, 13, 14
ORIGIN = "#0077bb"  # the pixel that the counting starts from
MIDDLE, CORNER = "f(i+m, j+n)", "image[i+m, j+n]"


def two_counts(image: np.ndarray, corner: tuple[int, int], F: int = 3) -> Drawing:
    """An image (H, W) of levels 0 to 9 twice, with the same window: as the formula and as the code counts it.

    Each pixel of the window says its (m, n). A blue frame marks the pixel (i, j).

    >>> import numpy as np
    >>> two_counts(np.ones((5, 6)), (2, 1))
    f(i+m, j+n): (i, j) = (3, 2); m, n = −1, 0, 1. image[i+m, j+n]: (i, j) = (2, 1); m, n = 0, 1, 2.
    """
    drawing, x, told = Drawing(), MARGIN, []
    for title, first in ((MIDDLE, -(F // 2)), (CORNER, 0)):
        i, j = (start - first for start in corner)
        steps = ", ".join(short(first + step) for step in range(F))
        told += [f"(i, j) = ({i}, {j})", f"m, n = {steps}"]
        drawing.text(x + SIDE, 11, title, TITLE, bold=True)
        x, bottom = _draw_counted(drawing, x + SIDE, TOP + SIDE, image, corner, F, first)
        drawing.note(x - image.shape[1] * CELL, bottom + 14, f"{told[-2]};  {told[-1]}", LABEL)
        x += GAP
    drawing.alt = "{0}: {2}; {3}. {1}: {4}; {5}.".format(MIDDLE, CORNER, *told)
    return drawing.fit()


def _draw_counted(drawing, x, y, image, corner, F, first) -> tuple[float, float]:
    """The image with its rows and columns numbered, and (m, n) in the window. Returns where it ends."""
    (rows, columns), (top, left) = image.shape, corner
    said = np.full(image.shape, "", dtype=object)
    for m, n in np.ndindex(F, F):
        said[top + m, left + n] = f"{short(first + m)}, {short(first + n)}"
    panel = Panel("", "", levels(image, 0, 9), texts=tuple(said.ravel()), cell=CELL)
    drawing.photo(x, y, columns * CELL, rows * CELL, np.repeat(panel.levels[:, :, None], 3, axis=2))
    for n in range(max(rows, columns)):
        middle = (n + 0.5) * CELL
        if n < columns:
            drawing.text(x + middle, y - 11, str(n), LABEL, colour=SOFT, anchor="middle")
        if n < rows:
            drawing.text(x - 12, y + middle, str(n), LABEL, colour=SOFT, anchor="middle")
    draw_numbers(drawing, Place(panel, x, y - ABOVE), DIGITS)
    drawing.ring(x + left * CELL, y + top * CELL, F * CELL, F * CELL)
    i, j = top - first, left - first
    drawing.ring(x + j * CELL + 4, y + i * CELL + 4, CELL - 8, CELL - 8, 3, ORIGIN)
    return x + columns * CELL, y + rows * CELL
