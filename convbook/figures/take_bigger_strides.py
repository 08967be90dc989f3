"""Chapter 5: pictures of different sizes drawn equally wide, and what one pixel of a stack of layers sees."""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from ..frame import Frame, Panel, levels
from ..shapes import receptive_field
from ..words import say, text
from .picture import GAP, WIDTH, draw, in_words, range_of
from .sheet import INK, RIM, RING, Picture, Sheet

WIDEST = 300  # of one picture, in screen pixels
ROW, PIXEL, LABEL = 62, 22, 190  # of a layer, of one pixel of it, and its name, in screen pixels


def enlarged(**pictures) -> Picture:
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
    width = min(WIDEST, (WIDTH - 8 - GAP * (len(arrays) - 1)) / len(arrays))
    panels = tuple(
        Panel(title, title, levels(array, *ends), caption=range_of(array), cell=width / array.shape[1])
        for title, array in arrays.items()
    )
    sentence = say("figures.enlarged.alt", pictures=in_words(panels))
    return draw(Frame(panels, sentence=sentence), described=False)


def stack(*stacks: Sequence[tuple[int, int]]) -> Picture:
    """What one pixel depends on through a stack of layers (F, S), first layer first, along one axis.

    >>> from convbook import figures
    >>> figures.stack([(3, 1), (5, 2)])
    One pixel of layer 2 depends on 5 of layer 1, 7 of the input.
    """
    widths = [LABEL + receptive_field(layers) * PIXEL + GAP for layers in stacks]
    sheet = Sheet(sum(widths), ROW * (max(map(len, stacks)) + 1))
    for at, layers in enumerate(stacks):
        _draw_stack(sheet, sum(widths[:at]), layers)
    return Picture(sheet.figure, text("figures.next").join(map(_in_words, stacks)))


def _draw_stack(sheet: Sheet, left: float, layers: Sequence[tuple[int, int]]) -> None:
    """From the bottom up: the pixels of the input and of each layer, each in the middle of those it sees."""
    below = left + LABEL + PIXEL * (np.arange(receptive_field(layers)) + 0.5)
    for level, (F, S) in enumerate([(1, 1), *layers]):
        windows = sliding_window_view(below, F)[::S]
        y = sheet.height - ROW * (level + 0.5)
        kind = "layer" if level else "input"
        sheet.text(left + 4, y, say(f"figures.stack.{kind}", n=len(windows), number=level, F=F, S=S))
        for window in windows:
            x, colour = window.mean(), RING if level == len(layers) else "#c9d8e6"
            sheet.box(x - 8, y - 8, 16, 16, colour, INK, zorder=2)
            for end in window if level else ():
                sheet.page.plot((x, end), (y, y + ROW), color=RIM, zorder=1)
        below = windows.mean(axis=1)


def _in_words(layers: Sequence[tuple[int, int]]) -> str:
    below = range(len(layers) - 1, 0, -1)
    told = [say("figures.stack.of_layer", count=receptive_field(layers[n:]), number=n) for n in below]
    told.append(say("figures.stack.of_input", count=receptive_field(layers)))
    return say("figures.stack.alt", last=len(layers), counts=text("figures.list").join(told))
