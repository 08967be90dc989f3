"""Chapter 4: a convolution layer drawn from its own numbers."""

import numpy as np
from numpy.typing import ArrayLike

from ..frame import levels, palette, signed_levels
from ..ops import conv_layer
from ..shapes import parameter_count
from ..words import say
from .sheet import INK, RIM, SOFT, Picture, Sheet, ring, short, size_of

# All in screen pixels.
LEFT, TOP, ROW, GAP = 10, 66, 104, 26
SHIFT = 26  # from one channel of the input volume to the next
MAP, RESULT = (190, 130), (130, 84)  # the most that a channel and an output map may take
KERNEL, LABEL, BIAS, MARGIN = 60, 76, 50, 90


def layer_diagram(volume: ArrayLike, kernels: ArrayLike, bias: ArrayLike) -> Picture:
    """A layer as a picture: volume (H, W, D), kernel bank (K, F, F, D) and K biases, without padding.

    One window is framed in every channel, and the pixel that it makes in every output map.
    Errors: as `conv_layer`.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.layer_diagram(np.ones((7, 9, 3)), np.ones((2, 3, 3, 3)), [0, 1]).alt[-24:]
    ', 5×7×2. Parameters: 56.'
    """
    volume, kernels, bias = np.asarray(volume), np.asarray(kernels), np.asarray(bias)
    maps = conv_layer(volume, kernels, bias)
    K, FH, FW, D = kernels.shape
    left = LEFT + MAP[0] + SHIFT * (D - 1) + 46  # of the groups
    right = left + LABEL + D * (KERNEL + GAP) + BIAS + 40  # of the output maps
    sheet = Sheet(right + RESULT[0] + MARGIN, TOP + max(K * ROW, MAP[1] + SHIFT * (D - 1) + 40))
    # Near the upper right corner, where the channels in front leave it free.
    corner = min(1, maps.shape[0] - 1), max(0, maps.shape[1] - 2)
    _draw_volume(sheet, volume, (*corner, FH, FW))
    sheet.arrow(left - 40, left - 8, TOP + MAP[1] / 2)
    for k in range(K):
        y = TOP + k * ROW
        sheet.text(left, y + KERNEL / 2, say("figures.layer_diagram.group", k=k), 11, weight="bold")
        _draw_group(sheet, kernels[k], bias[k], left + LABEL, y, np.abs(kernels).max())
        sheet.arrow(right - 34, right - 6, y + KERNEL / 2)
        shades = palette("signed")[signed_levels(maps[:, :, k])]
        _draw_map(sheet, shades, (right, y), RESULT, (*corner, 1, 1))
    sizes = {"input": size_of(volume), "group": size_of(kernels[0]), "output": size_of(maps)}
    headings = zip((LEFT, left, right), ("input", "groups", "maps"), sizes.values(), strict=True)
    for x, heading, size in headings:
        sheet.text(x, 20, say(f"figures.layer_diagram.{heading}", K=K, size=size), 11, weight="bold")
    sheet.text(right - BIAS - 40, TOP - 22, say("figures.layer_diagram.bias"), 9, ha="center", color=SOFT)
    parameters = parameter_count(K, (FH, FW), D)
    return Picture(sheet.figure, say("figures.layer_diagram.alt", **sizes, K=K, D=D, parameters=parameters))


def _draw_volume(sheet: Sheet, volume: np.ndarray, window: tuple[int, int, int, int]) -> None:
    """The channels one behind the other, the first in front, with the same window framed in each."""
    D = volume.shape[2]
    for d in reversed(range(D)):
        x, y = LEFT + SHIFT * d, TOP + SHIFT * (D - 1 - d)
        grey = palette("gray")[levels(volume[:, :, d], 0, volume[:, :, d].max())]
        height = _draw_map(sheet, grey, (x, y), MAP, window, layer=D - d)
        label = {"color": "white", "bbox": {"facecolor": INK, "edgecolor": "none", "pad": 1.5}}
        sheet.text(x + 6, y + 11, say("figures.layer_diagram.channel", d=d), 9, **label)
    sheet.text(LEFT, y + height + 18, say("figures.layer_diagram.window"), 9, color=SOFT)


def _draw_group(sheet: Sheet, group: np.ndarray, bias: float, x: float, y: float, strongest: float) -> None:
    """D kernels with plus signs between them, and the bias."""
    middle = y + KERNEL / 2
    for d in range(group.shape[2]):
        _draw_kernel(sheet, group[:, :, d], x, y, strongest)
        words = say("figures.layer_diagram.channel", d=d)
        sheet.text(x + KERNEL / 2, y + KERNEL + 11, words, 9, ha="center")
        sheet.text(x + KERNEL + GAP / 2, middle, "+", 14, ha="center")
        x += KERNEL + GAP
    sheet.box(x, middle - 15, BIAS, 30, "#eeeeee", RIM)
    sheet.text(x + BIAS / 2, middle, short(bias), 11, ha="center")


def _draw_kernel(sheet: Sheet, kernel: np.ndarray, x: float, y: float, strongest: float) -> None:
    sheet.image(x, y, KERNEL, KERNEL, palette("signed")[signed_levels(kernel, strongest)], rim=SOFT)
    rows, columns = kernel.shape
    if max(len(short(weight)) for weight in kernel.flat) * columns > 12:
        return
    for (row, column), weight in np.ndenumerate(kernel):
        across, down = x + (column + 0.5) * KERNEL / columns, y + (row + 0.5) * KERNEL / rows
        ink = "white" if abs(weight) > 0.6 * strongest else "black"
        sheet.text(across, down, short(weight), 8, ha="center", color=ink)


def _draw_map(sheet: Sheet, rgb: np.ndarray, place: tuple, most: tuple, window: tuple, layer=1) -> float:
    """A map at (x, y), at most so large, with a window (row, column, height, width). Returns its height."""
    (x, y), (i, j, FH, FW) = place, window
    rows, columns = rgb.shape[:2]
    pixel = min(most[0] / columns, most[1] / rows)
    width, height = columns * pixel, rows * pixel
    sheet.image(x, y, width, height, rgb, layer)
    ring(sheet.page, x, y, width, height, 1, SOFT, layer)
    ring(sheet.page, x + j * pixel, y + i * pixel, FW * pixel, FH * pixel, 2, layer=layer)
    return height
