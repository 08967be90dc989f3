"""Chapter 4: the road from a dense layer to a convolution, drawn in one dimension."""

import numpy as np

from ..words import say
from .sheet import RIM, SOFT, Picture, Sheet

WIDTH, HEIGHT = 320, 200  # of each of the three drawings, in screen pixels
TOP, BOTTOM, SIDE = 62, 180, 20
# Three weights, told apart by colour and by line.
LINES = (("#0077bb", "-"), ("#cc3311", "--"), ("#555555", ":"))


def sharing(inputs: int = 7) -> Picture:
    """Which inputs each output looks at, with how many weights: dense, local, and local with shared ones.

    >>> from convbook import figures
    >>> figures.sharing(7)
    7 inputs, 5 outputs. Dense: 35 weights. Local: 15 weights. Shared: 3 weights, used again at every place.
    """
    F = len(LINES)
    outputs = inputs - F + 1
    counts = {"dense": inputs * outputs, "local": F * outputs, "shared": F}
    step = (WIDTH - 2 * SIDE - 64) / (inputs - 1)
    sheet = Sheet(WIDTH * len(counts), HEIGHT)
    for at, (kind, count) in enumerate(counts.items()):
        left = at * WIDTH + SIDE
        below = left + 12 + step * np.arange(inputs)
        above = below[F // 2 :][:outputs]  # each above the middle of its window
        sheet.text(left, 18, say(f"figures.sharing.{kind}", n=F), 12, weight="bold")
        sheet.text(left, 38, say("figures.sharing.weights", n=count), color=SOFT)
        for j in range(outputs):
            for i in range(inputs) if kind == "dense" else range(j, j + F):
                colour, style = LINES[i - j] if kind == "shared" else (RIM, "-")
                sheet.page.plot((below[i], above[j]), (BOTTOM, TOP), style, color=colour, linewidth=1.8)
        for dots, y, label in ((below, BOTTOM, "inputs"), (above, TOP, "outputs")):
            sheet.page.plot(dots, [y] * len(dots), "o", markersize=10, color="white", markeredgecolor="black")
            sheet.text(dots[-1] + 12, y, say(f"figures.sharing.{label}"), 9, color=SOFT)
    return Picture(sheet.figure, say("figures.sharing.alt", inputs=inputs, outputs=outputs, **counts))
