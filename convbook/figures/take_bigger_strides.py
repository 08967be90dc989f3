"""Chapter 5: pictures of different sizes drawn equally wide, and what one pixel of a stack of layers sees."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..frame import Frame, Panel, levels
from ..picture import INK, RIM, RING, Drawing
from ..shapes import receptive_field
from ..still import GAP, MARGIN, WIDTH, draw, in_words, range_of
from ..words import say, text

WIDEST = 300  # of one picture, in screen pixels
ROW, PIXEL, LABEL = 56, 20, 12.5  # of a layer, of one pixel of it, and the letters of its name


def enlarged(**pictures: np.ndarray) -> Drawing:
    """Pictures (H, W) side by side, all equally wide, so that a pixel shows how much it stands for.

    They share one grey scale, from the smallest value of all to the largest.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.enlarged(fine=np.eye(4, 6), coarse=np.eye(2, 3))
    fine: 4×6, 0 to 1; coarse: 2×3, 0 to 1; all drawn equally wide.
    """
    arrays = {name.replace("_", " "): np.asarray(picture) for name, picture in pictures.items()}
    values = np.concatenate([array.ravel() for array in arrays.values()])
    ends = values.min(), values.max()
    width = min(WIDEST, (WIDTH - 2 * MARGIN - GAP * (len(arrays) - 1)) // len(arrays))
    panels = tuple(
        Panel(title, title, levels(array, *ends), caption=range_of(array), cell=width / array.shape[1])
        for title, array in arrays.items()
    )
    sentence = say("figures.enlarged.alt", pictures=in_words(panels))
    return draw(Frame(panels, sentence=sentence), described=False)


def stack(*stacks: Sequence[tuple[int, int]]) -> Drawing:
    """What one pixel depends on through a stack of layers (F, S), first layer first, along one axis.

    >>> from convbook import figures
    >>> figures.stack([(3, 1), (5, 2)])
    One pixel of layer 2 depends on 5 of layer 1, 7 of the input.
    """
    drawing = Drawing(0, 0, text("figures.next").join(map(_in_words, stacks)))
    x, bottom = float(MARGIN), ROW * (max(map(len, stacks)) + 0.5) - 10
    for layers in stacks:
        x = _draw_stack(drawing, x, bottom, layers) + GAP
    drawing.fit(MARGIN)
    return drawing


def _draw_stack(drawing: Drawing, x: float, bottom: float, layers: Sequence[tuple[int, int]]) -> float:
    """From the bottom up: the pixels of the input and of each layer, each in the middle of those it sees.

    Returns where it ends.
    """
    width = PIXEL * receptive_field(layers)
    windows, ends = [np.arange(PIXEL / 2, width, PIXEL)[:, np.newaxis]], []
    for level, (F, S) in enumerate([(1, 1), *layers]):
        if level:
            windows.append(sliding_window_view(windows[-1].mean(axis=1), F)[::S])
        name = say(
            f"figures.stack.{'layer' if level else 'input'}", n=len(windows[-1]), number=level, F=F, S=S
        )
        ends.append(drawing.text(x, bottom - ROW * level, name, LABEL))
    left = max(ends) + 12
    for level, places in reversed(list(enumerate(windows))):  # boxes cover the lines from above
        y, fill = bottom - ROW * level, RING if level == len(layers) else "#c9d8e6"
        for window in places:
            middle = left + window.mean()
            for end in window if level else ():
                drawing.line(((middle, y), (left + end, y + ROW)), RIM, 1.5)
            drawing.box(middle - 8, y - 8, 16, 16, fill, INK)
    return left + width


def _in_words(layers: Sequence[tuple[int, int]]) -> str:
    below = range(len(layers) - 1, 0, -1)
    told = [say("figures.stack.of_layer", count=receptive_field(layers[n:]), number=n) for n in below]
    told.append(say("figures.stack.of_input", count=receptive_field(layers)))
    return say("figures.stack.alt", last=len(layers), counts=text("figures.list").join(told))
