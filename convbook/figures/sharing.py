"""Chapter 4: the road from a dense layer to a convolution, drawn in one dimension."""

from ..sentences import stack_the_channels as say
from .picture import Picture, canvas

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
    counts = {say.DENSE: inputs * outputs, say.LOCAL: F * outputs, say.SHARED: F}
    figure = canvas(WIDTH * len(counts), HEIGHT)
    for at, (title, count) in enumerate(counts.items()):
        axes = figure.add_axes((at / len(counts), 0, 1 / len(counts), 1))
        axes.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        axes.axis("off")
        axes.text(SIDE, 18, title, fontsize=12, weight="bold", va="center")
        axes.text(SIDE, 38, say.WEIGHTS.format(count=count), fontsize=10, va="center", color="#555555")
        for j in range(outputs):
            reach = range(inputs) if title == say.DENSE else range(j, j + F)
            for i in reach:
                colour, style = LINES[i - j] if title == say.SHARED else ("#888888", "-")
                ends = [_across(i, inputs), _across(j + (F - 1) / 2, inputs)]
                axes.plot(ends, [BOTTOM, TOP], color=colour, linestyle=style, linewidth=1.8, zorder=1)
        _dots(axes, [_across(i, inputs) for i in range(inputs)], BOTTOM, say.INPUTS)
        _dots(axes, [_across(j + (F - 1) / 2, inputs) for j in range(outputs)], TOP, say.OUTPUTS)
    words = dict(zip(("dense", "local", "shared"), counts.values(), strict=True))
    return Picture(figure, say.SHARING.format(inputs=inputs, outputs=outputs, **words))


def _across(place: float, inputs: int) -> float:
    return SIDE + 12 + place * (WIDTH - 2 * SIDE - 64) / (inputs - 1)


def _dots(axes, across: list[float], y: float, label: str) -> None:
    axes.plot(across, [y] * len(across), "o", markersize=10, color="white", markeredgecolor="black", zorder=2)
    axes.text(across[-1] + 12, y, label, fontsize=9, va="center", color="#555555")
