"""Chapter 4: a convolution layer drawn from its own numbers."""

import numpy as np
from numpy.typing import ArrayLike

from ..frame import Panel, colours, levels, palette, short, signed_levels, size_of
from ..ops import conv_layer
from ..picture import INK, LINE_HEIGHT, MARGIN, RIM, SOFT, Drawing, text_width
from ..shapes import parameter_count
from ..still import ABOVE, Place, draw_numbers
from ..words import say

# All in screen pixels; SHIFT: from one channel of the input volume to the next.
TOP, ROW, GAP, ARROW, SHIFT = 58, 98, 24, 28, 23
MAP, OUTPUT = (165, 115), (126, 84)  # the most that a channel and an output map may take
KERNEL, SMALLEST = 60, 7  # the side of a kernel, and of the smallest letters in it
HEADING, LABEL, BIAS = 13.5, 12, 13  # sizes of letters


def layer_diagram(volume: ArrayLike, kernels: ArrayLike, bias: ArrayLike) -> Drawing:
    """A layer as a picture: a volume (H, W, D), a bank (K, F, F, D) and K biases, without padding.

    One window is framed in every channel, and the pixel it gives in every output map.
    Errors: as `conv_layer`.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.layer_diagram(np.ones((7, 9, 3)), np.ones((2, 3, 3, 3)), [0, 1]).alt[-24:]
    ', 5×7×2. Parameters: 56.'
    """
    volume, kernels, bias = np.asarray(volume), np.asarray(kernels), np.asarray(bias)
    maps = conv_layer(volume, kernels, bias)
    K, FH, FW, D = kernels.shape
    sizes = {"input": size_of(volume), "group": size_of(kernels[0]), "output": size_of(maps)}
    parameters = parameter_count(K, (FH, FW), D)
    drawing = Drawing(alt=say("figures.layer_diagram.alt", **sizes, K=K, D=D, parameters=parameters))
    # Near the upper right corner, where the channels in front leave it free.
    corner = min(1, maps.shape[0] - 1), max(0, maps.shape[1] - 2)

    words = say("figures.layer_diagram.input", size=sizes["input"])
    end = drawing.text(MARGIN, 12, words, HEADING, bold=True)
    end = max(end, _draw_volume(drawing, volume, (*corner, FH, FW)))
    left = end + ARROW + 16
    drawing.arrow((end + 8, TOP + MAP[1] / 2), (left - 8, TOP + MAP[1] / 2))
    words = say("figures.layer_diagram.groups", K=K, size=sizes["group"])
    end = drawing.text(left, 12, words, HEADING, bold=True)
    end = max(end, _draw_bank(drawing, left, kernels, [short(value) for value in bias.tolist()]))
    right = end + ARROW + 12
    drawing.text(right, 12, say("figures.layer_diagram.maps", size=sizes["output"]), HEADING, bold=True)
    for k in range(K):
        middle = TOP + k * ROW + KERNEL / 2
        drawing.arrow((end + 6, middle), (right - 6, middle))
        shades = palette("signed")[signed_levels(maps[:, :, k])]
        _draw_map(drawing, shades, right, middle - OUTPUT[1] / 2, OUTPUT, (*corner, 1, 1))
    return drawing.fit()


def _draw_volume(drawing: Drawing, volume: np.ndarray, window: tuple[int, int, int, int]) -> float:
    """The channels one behind the other, the first in front, with the same window framed in each."""
    D, end = volume.shape[2], 0.0
    for d in reversed(range(D)):
        x, y = MARGIN + SHIFT * d, TOP - KERNEL / 4 + SHIFT * (D - 1 - d)
        grey = palette("gray")[levels(volume[:, :, d], 0, volume[:, :, d].max())]
        right, bottom = _draw_map(drawing, grey, x, y, MAP, window)
        words = say("figures.layer_diagram.channel", d=d)
        drawing.box(x, y, text_width(words, LABEL) + 10, 20, INK)
        end = max(end, right, drawing.text(x + 5, y + 10, words, LABEL, colour="#ffffff") + 5)
    drawing.note(MARGIN, bottom + 16, say("figures.layer_diagram.window"), LABEL, end - MARGIN)
    return end


def _draw_bank(drawing: Drawing, x: float, kernels: np.ndarray, biases: list[str]) -> float:
    """One row per filter: its name, D kernels joined by plus signs, and the bias. Returns where it ends."""
    names = [say("figures.layer_diagram.group", k=k) for k in range(len(kernels))]
    channels = [say("figures.layer_diagram.channel", d=d) for d in range(kernels.shape[3])]
    start = x + max(text_width(name, LABEL, bold=True) for name in names) + 10
    step = max(KERNEL + GAP, *(text_width(words, LABEL) + 10 for words in channels))
    start += max(0, (text_width(channels[0], LABEL) - KERNEL) / 2)
    bias_at, room = start + step * len(channels), max(text_width(bias, BIAS) for bias in biases) + 14
    for k, (name, bias) in enumerate(zip(names, biases, strict=True)):
        y = TOP + k * ROW + KERNEL / 2
        drawing.text(x, y, name, LABEL, bold=True)
        for d, words in enumerate(channels):
            middle = start + d * step + KERNEL / 2
            _draw_kernel(drawing, kernels[k, :, :, d], middle, y, np.abs(kernels).max())
            drawing.note(middle, y + KERNEL / 2 + 11, words, LABEL, anchor="middle")
            drawing.text(middle + step / 2, y, "+", 17, anchor="middle")
        drawing.box(bias_at, y - 14, room, 28, "#eeeeee", RIM)
        drawing.text(bias_at + room / 2, y, bias, BIAS, anchor="middle")
    words = say("figures.layer_diagram.bias")
    end = max(bias_at + room, x + text_width(words, LABEL))
    drawing.note(end, TOP - LINE_HEIGHT * LABEL, words, LABEL, anchor="right")
    return end


def _draw_kernel(drawing: Drawing, kernel: np.ndarray, x: float, y: float, strongest: float) -> None:
    """A kernel around (x, y), with its weights in its cells if the digits can be large enough."""
    cell = KERNEL / max(kernel.shape)
    height, width = kernel.shape[0] * cell, kernel.shape[1] * cell
    left, top = x - width / 2, y - height / 2
    weights = tuple(map(short, kernel.ravel().tolist()))
    panel = Panel("", "", signed_levels(kernel, strongest), "signed", weights, cell=cell)
    drawing.photo(left, top, width, height, colours(panel), SOFT)
    widest = max(text_width(weight, LABEL) for weight in weights)
    size = LABEL * min(1, (cell - 3) / widest, (cell - 3) / LABEL)
    if size >= SMALLEST:
        draw_numbers(drawing, Place(panel, left, top - ABOVE), size)


def _draw_map(drawing: Drawing, rgb: np.ndarray, x: float, y: float, most: tuple, window: tuple) -> tuple:
    """A map of at most this size, with a window (row, column, height, width). Returns its far corner."""
    (i, j, FH, FW), (rows, columns) = window, rgb.shape[:2]
    pixel = min(most[0] / columns, most[1] / rows)
    width, height = columns * pixel, rows * pixel
    drawing.photo(x, y, width, height, rgb)
    drawing.ring(x, y, width, height, 1, SOFT)
    drawing.ring(x + j * pixel, y + i * pixel, FW * pixel, FH * pixel)
    return x + width, y + height
