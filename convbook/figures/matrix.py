"""Chapter 6: a layer as a matrix product."""

from ..picture import BROWN, MARGIN, ORANGE, PAPER, RIM, SKY, Drawing, text_width
from ..shapes import Padding, im2col_shape, output_size
from ..words import say

ROW, COLUMN, BOTH = ORANGE, SKY, BROWN  # a patch, a filter, their pixel
TALL, WIDE, NARROW = 180, 120, 60  # the sides of the matrices: patches, values in a patch, filters
TOP, GAP, DEEP = 36, 12, 11  # in screen pixels; DEEP: how far a map sticks out from behind another
MIDDLE, GRID = TOP + 78, 12  # of the row that is picked out; from line to line in a matrix
NAME, SIZE, LABEL = 15, 13, 12.5  # of letters


def matrix_diagram(H: int, W: int, D: int, *, F: int, S: int = 1, P: Padding = 0, K: int = 1) -> Drawing:
    """A layer drawn as a matrix product, with its true sizes; the drawing itself is not to scale.

    Equal sides of the matrices are drawn equal: X is as high as X·M, and as wide as M is high.

    >>> from convbook import figures
    >>> "X, 12×18." in figures.matrix_diagram(5, 6, 2, F=3, K=4).alt
    True
    """
    rows, values = im2col_shape(H, W, D, F, S, P)
    H2, W2 = output_size(H, F, S, P), output_size(W, F, S, P)
    alt = say("figures.matrix_diagram.alt", rows=rows, values=values, H=H, W=W, D=D, F=F, K=K, H2=H2, W2=W2)
    drawing = Drawing(alt=alt)
    x = _draw_deck(drawing, MARGIN, "input", f"{H}×{W}×{D}", (104, 26, min(D, 3)), (PAPER, ROW))
    x = _draw_arrow(drawing, x, "stretch")
    x = _draw_matrix(drawing, x, "X", f"{rows}×{values}", (WIDE, TALL), ROW)
    x = drawing.text(x, TOP + WIDE / 2, "·", 30) + GAP
    x = _draw_matrix(drawing, x, "W", f"{values}×{K}", (NARROW, WIDE), COLUMN)
    x = drawing.text(x, TOP + WIDE / 2, "=", 20) + GAP
    x = _draw_matrix(drawing, x, "product", f"{rows}×{K}", (NARROW, TALL), ROW, COLUMN, BOTH)
    x = _draw_arrow(drawing, x, "fold")
    end = _draw_deck(drawing, x, "output", f"{H2}×{W2}×{K}", (84, 13, min(K, 5)), (COLUMN, BOTH))
    _draw_legend(drawing, end, TOP + TALL + 46)
    return drawing.fit()


def _draw_deck(drawing: Drawing, x: float, name: str, size: str, sides: tuple, front: tuple) -> float:
    """A deck of squares (side, side of a window, how many), the front one in colour. Returns its end."""
    side, window, count = sides
    whole = side + DEEP * (count - 1)
    bottom = MIDDLE + whole / 2
    end = _draw_caption(drawing, x, name, size, whole, bottom)
    x = (x + end - whole) / 2
    for at in reversed(range(count)):
        left, top = x + DEEP * at, bottom - side - DEEP * at
        fill, mark = (PAPER, ROW) if at else front
        drawing.box(left, top, side, side, fill, RIM)
        drawing.box(left + 0.45 * side, top + 0.35 * side, window, window, mark, RIM)
    return end + GAP


def _draw_matrix(drawing: Drawing, x: float, name: str, size: str, sides: tuple, *picked: str) -> float:
    """A matrix (width, height) with one row, one column, or both and their cell picked out."""
    width, height = sides
    end = _draw_caption(drawing, x, name, size, width, TOP + height)
    x = (x + end - width) / 2
    row, column = TOP + 6 * GRID, x + 2 * GRID
    strips = {ROW: (x, row, width, GRID), COLUMN: (column, TOP, GRID, height)}
    strips[BOTH] = column, row, GRID, GRID
    drawing.box(x, TOP, width, height, PAPER)
    for colour in picked:
        drawing.box(*strips[colour], colour)
    for y in range(TOP + GRID, TOP + height, GRID):
        drawing.line(((x, y), (x + width, y)), "#00000014", 0.5)
    for across in range(GRID, width, GRID):
        drawing.line(((x + across, TOP), (x + across, TOP + height)), "#00000014", 0.5)
    drawing.box(x, TOP, width, height, rim=RIM, line=1.2)
    return end + GAP


def _draw_caption(drawing: Drawing, x: float, name: str, size: str, width: float, bottom: float) -> float:
    """Name and size above and below the middle of what is `width` wide. Returns where all of it ends."""
    words = say(f"figures.matrix_diagram.{name}")
    room = max(width, text_width(words, NAME, bold=True), text_width(size, SIZE))
    drawing.text(x + room / 2, 14, words, NAME, bold=True, anchor="middle")
    drawing.text(x + room / 2, bottom + 16, size, SIZE, anchor="middle")
    return x + room


def _draw_arrow(drawing: Drawing, x: float, name: str) -> float:
    words = say(f"figures.matrix_diagram.{name}")
    room = max(36, text_width(words, LABEL))
    drawing.note(x + room / 2, MIDDLE - 16, words, LABEL, anchor="middle")
    drawing.arrow((x, MIDDLE), (x + room, MIDDLE))
    return x + room + GAP


def _draw_legend(drawing: Drawing, end: float, y: float) -> None:
    """What the colours mean, in one line or as many as it takes."""
    x = MARGIN
    for colour, name in ((ROW, "row"), (COLUMN, "column"), (BOTH, "pixel")):
        words = say(f"figures.matrix_diagram.{name}")
        if x > MARGIN and x + 20 + text_width(words, LABEL) > end:
            x, y = MARGIN, y + 22
        drawing.box(x, y - 7, 14, 14, colour, RIM)
        x = drawing.text(x + 20, y, words, LABEL) + 2 * GAP
