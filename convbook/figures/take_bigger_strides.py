"""Chapter 5: pictures of different sizes drawn equally wide, and what one pixel of a stack of layers sees."""

from collections.abc import Sequence

import numpy as np
from matplotlib.patches import Rectangle

from ..frame import Frame, Panel, levels
from ..sentences import take_bigger_strides as say
from .picture import GAP, RING, WIDTH, Picture, canvas, draw, short

WIDEST = 300  # of one picture, in screen pixels
ROW = 62  # from one layer to the next, in screen pixels
PIXEL = 22
LABEL = 190
BLUE = "#c9d8e6"


def enlarged(**pictures) -> Picture:
    """Pictures (H, W) side by side, all equally wide, so that a pixel shows how much it stands for.

    They share one grey scale, from the smallest value of all to the largest.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.enlarged(fine=np.eye(4, 6), coarse=np.eye(2, 3))
    fine: 4×6, 0 to 1; coarse: 2×3, 0 to 1; all drawn equally wide.
    """
    arrays = {name.replace("_", " "): np.asarray(picture) for name, picture in pictures.items()}
    low = min(array.min() for array in arrays.values())
    high = max(array.max() for array in arrays.values())
    width = min(WIDEST, (WIDTH - 8 - GAP * (len(arrays) - 1)) / len(arrays))
    captions = {title: _caption(array) for title, array in arrays.items()}
    panels = tuple(
        Panel(
            title,
            title,
            levels(array, low, high),
            caption=captions[title],
            cell=width / array.shape[1],
        )
        for title, array in arrays.items()
    )
    words = "; ".join(say.PICTURE.format(title=title, size=size) for title, size in captions.items())
    return draw(Frame(panels, sentence=say.ALL_AS_WIDE.format(pictures=words)))


def _caption(array: np.ndarray) -> str:
    rows, columns = array.shape
    return say.SIZE.format(rows=rows, columns=columns, low=short(array.min()), high=short(array.max()))


def stack(*stacks: Sequence[tuple[int, int]]) -> Picture:
    """What one pixel depends on through a stack of layers (F, S), first layer first, along one axis.

    >>> from convbook import figures
    >>> figures.stack([(3, 1), (5, 2)])
    One pixel of layer 2 depends on 5 of layer 1, 7 of the input.
    """
    widths = [LABEL + _counts(layers)[0] * PIXEL + GAP for layers in stacks]
    figure = canvas(sum(widths), ROW * (max(map(len, stacks)) + 1))
    left = 0.0
    for layers, width in zip(stacks, widths, strict=True):
        axes = figure.add_axes((left / sum(widths), 0, width / sum(widths), 1))
        axes.set(xlim=(0, width), ylim=(0, ROW * (max(map(len, stacks)) + 1)))
        axes.axis("off")
        _draw_stack(axes, layers)
        left += width
    return Picture(figure, " ".join(map(_in_words, stacks)))


def _draw_stack(axes, layers: Sequence[tuple[int, int]]) -> None:
    centres = _centres(layers)

    def at(level: int, index: int) -> tuple[float, float]:
        offset, step = centres[level]
        return LABEL + PIXEL * (offset + index * step + 0.5), ROW * (level + 0.5)

    for level, count in enumerate(_counts(layers)):
        colour = RING if level == len(layers) else BLUE
        axes.text(4, ROW * (level + 0.5), _label(layers, level, count), fontsize=10, va="center")
        for index in range(count):
            x, y = at(level, index)
            axes.add_patch(Rectangle((x - 8, y - 8), 16, 16, facecolor=colour, edgecolor="#333333", zorder=2))
            if level:
                F, S = layers[level - 1]
                for below in range(index * S, index * S + F):
                    axes.plot(*zip((x, y), at(level - 1, below), strict=True), color="#888888", zorder=1)


def _in_words(layers: Sequence[tuple[int, int]]) -> str:
    counts = _counts(layers)
    between = [say.OF_LAYER.format(count=counts[n], number=n) for n in range(len(layers) - 1, 0, -1)]
    words = ", ".join([*between, say.OF_INPUT.format(count=counts[0])])
    return say.FIELD.format(last=len(layers), counts=words)


def _counts(layers: Sequence[tuple[int, int]]) -> list[int]:
    """How many pixels of the input, and of each layer, the last layer's one pixel depends on."""
    counts = [1]
    for F, S in reversed(layers):
        counts.insert(0, (counts[0] - 1) * S + F)
    return counts


def _centres(layers: Sequence[tuple[int, int]]) -> list[tuple[float, int]]:
    """Where the first pixel of the input, and of each layer, is centred; the step to the next one."""
    centres = [(0.0, 1)]
    for F, S in layers:
        offset, step = centres[-1]
        centres.append((offset + (F - 1) / 2 * step, step * S))
    return centres


def _label(layers: Sequence[tuple[int, int]], level: int, count: int) -> str:
    name = (
        say.LAYER.format(number=level, F=layers[level - 1][0], S=layers[level - 1][1]) if level else say.INPUT
    )
    return (say.ONE if count == 1 else say.COUNT).format(name=name, count=count)
