"""Chapter 4: the road from a dense layer to a convolution, drawn in one dimension."""

from ..picture import MARGIN, RIM, Drawing
from ..words import say

GAP, STEP = 30, 28  # screen pixels: between two drawings, between two dots
TOP, BOTTOM, DOT = 62, 172, 6
TITLE, COUNT, LABEL = 13.5, 13, 12
# Three weights, told apart by colour and by line.
LINES = (("#0077bb", "-"), ("#cc3311", "--"), ("#555555", ":"))


def sharing(inputs: int = 7) -> Drawing:
    """Which inputs each output looks at, and with how many weights: dense, local, and local with shared ones.

    >>> from convbook import figures
    >>> figures.sharing(7)
    7 inputs, 5 outputs. Dense: 35 weights. Local: 15 weights. Shared: 3 weights, reused at every place.
    """
    outputs = inputs - len(LINES) + 1
    counts = {"dense": inputs * outputs, "local": len(LINES) * outputs, "shared": len(LINES)}
    drawing = Drawing(alt=say("figures.sharing.alt", inputs=inputs, outputs=outputs, **counts))
    x = MARGIN
    for kind, count in counts.items():
        title = drawing.text(x, 12, say(f"figures.sharing.{kind}", n=len(LINES)), TITLE, bold=True)
        weights = drawing.note(x, 33, say("figures.sharing.weights", n=count), COUNT)
        x = max(title, weights, _draw_layer(drawing, x, kind, inputs)) + GAP
    return drawing.fit()


def _draw_layer(drawing: Drawing, x: float, kind: str, inputs: int) -> float:
    """Inputs below, outputs above, and a line for each weight. Returns where it ends."""
    F = len(LINES)
    below = [x + DOT + STEP * i for i in range(inputs)]
    above = below[F // 2 :][: inputs - F + 1]  # each above the middle of its window
    for j, end in enumerate(above):
        for i in range(inputs) if kind == "dense" else range(j, j + F):
            colour, dash = LINES[i - j] if kind == "shared" else (RIM, "-")
            drawing.line(((below[i], BOTTOM), (end, TOP)), colour, 1.8, dash)
    for dots, y in ((below, BOTTOM), (above, TOP)):
        for dot in dots:
            drawing.dot(dot, y, DOT, "#ffffff", "#000000")
    named = drawing.note(above[-1] + 14, TOP, say("figures.sharing.outputs"), LABEL)
    return max(named, drawing.note(below[-1] + 14, BOTTOM, say("figures.sharing.inputs"), LABEL))
