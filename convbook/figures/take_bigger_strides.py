"""Chapter 5: pictures of different sizes drawn equally wide, and what one pixel of a stack of layers sees."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..frame import Frame, Panel, levels
from ..picture import INK, MARGIN, RIM, RING, Drawing
from ..shapes import receptive_field
from ..still import GAP, WIDTH, draw, in_words, range_of
from ..words import say, text

WIDEST = 430  # of one picture, in screen pixels
ROW, PIXEL, LABEL = 56, 20, 12.5  # of a layer, of one pixel of it, and the letters of its name


def enlarged(**pictures: np.ndarray) -> Drawing:
    """Pictures (H, W) side by side, all equally wide, so that a pixel shows how much it stands for.

    They share one grey scale, from the smallest value of all to the largest.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.enlarged(fine=np.eye(4, 6), coarse=np.eye(2, 3))
    fine: 4×6, 0 to 1; coarse: 2×3, 0 to 1; all drawn equally wide.
    """
    values = np.concatenate([np.ravel(picture) for picture in pictures.values()])
    width = min(WIDEST, (WIDTH - 2 * MARGIN - GAP * (len(pictures) - 1)) // len(pictures))
    panels = []
    for name, picture in pictures.items():
        shades, title = levels(picture, values.min(), values.max()), name.replace("_", " ")
        cell = width / shades.shape[1]
        panels.append(Panel(title, title, shades, caption=range_of(np.asarray(picture)), cell=cell))
    sentence = say("figures.enlarged.alt", pictures=in_words(panels))
    return draw(Frame(tuple(panels), sentence=sentence), described=False)


def stack(*stacks: Sequence[tuple[int, int]]) -> Drawing:
    """What one pixel depends on through a stack of layers (F, S), first layer first, along one axis.

    >>> from convbook import figures
    >>> figures.stack([(3, 1), (5, 2)])
    One pixel of layer 2 depends on 5 of layer 1, 7 of the input.
    """
    drawing = Drawing(alt=text("figures.next").join(map(_in_words, stacks)))
    x, bottom = MARGIN, ROW * (max(map(len, stacks)) + 0.5) - 10
    for layers in stacks:
        x = _draw_stack(drawing, x, bottom, layers) + GAP
    return drawing.fit()


def _draw_stack(drawing: Drawing, x: float, bottom: float, layers: Sequence[tuple[int, int]]) -> float:
    """From the bottom up, pixels of the input and of each layer, in the middle of those they see."""
    width = PIXEL * receptive_field(layers)
    windows = [np.arange(PIXEL / 2, width, PIXEL)[:, np.newaxis]]
    names = [say("figures.stack.input", n=len(windows[0]))]
    for number, (F, S) in enumerate(layers, start=1):
        windows.append(sliding_window_view(windows[-1].mean(axis=1), F)[::S])
        names.append(say("figures.stack.layer", n=len(windows[-1]), number=number, F=F, S=S))
    ends = [drawing.text(x, bottom - ROW * level, name, LABEL) for level, name in enumerate(names)]
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
