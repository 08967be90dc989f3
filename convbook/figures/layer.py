"""Chapter 4: a convolution layer drawn from its own numbers."""

import numpy as np
from matplotlib.patches import FancyArrowPatch, Rectangle
from numpy.typing import ArrayLike

from ..frame import levels, palette, signed_levels
from ..ops import conv_layer
from ..sentences import stack_the_channels as say
from ..shapes import parameter_count
from .picture import RING, Picture, canvas, short

# All in screen pixels.
TOP, ROW, GAP = 66, 104, 26
SHIFT = 26  # from one channel of the input volume to the next
MAP, RESULT = (190, 130), (130, 84)  # the most that a channel and an output map may take
KERNEL = 60
LABEL, BIAS, MARGIN = 76, 50, 90


def layer_diagram(volume: ArrayLike, kernels: ArrayLike, bias: ArrayLike) -> Picture:
    """A layer as a picture: volume (H, W, D), kernel bank (K, F, F, D) and K biases, without padding.

    One window is framed in every channel, and the pixel that it makes in every output map.
    Errors: as `conv_layer`.

    >>> import numpy as np
    >>> from convbook import figures
    >>> figures.layer_diagram(np.ones((7, 9, 3)), np.ones((2, 3, 3, 3)), [0, 1]).alt[-24:]
    ', 5×7×2. Parameters: 56.'
    """
    volume, kernels = np.asarray(volume), np.asarray(kernels)
    maps = conv_layer(volume, kernels, bias)
    K, FH, FW, D = kernels.shape
    left = 10 + MAP[0] + SHIFT * (D - 1) + 46  # of the groups
    right = left + LABEL + D * (KERNEL + GAP) + BIAS + 40  # of the output maps
    height = TOP + max(K * ROW, MAP[1] + SHIFT * (D - 1) + 40)
    width = right + RESULT[0] + MARGIN
    figure = canvas(width, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.axis("off")
    # Near the upper right corner, where the channels in front leave it free.
    corner = min(1, maps.shape[0] - 1), max(0, maps.shape[1] - 2)
    _draw_volume(axes, volume, (*corner, FH, FW))
    for k in range(K):
        y = TOP + k * ROW
        _draw_group(axes, k, kernels[k], float(np.asarray(bias)[k]), left, y, float(np.abs(kernels).max()))
        _arrow(axes, right - 34, right - 6, y + KERNEL / 2)
        _draw_map(axes, maps[:, :, k], right, y, RESULT, (*corner, 1, 1), signed=True)
    _arrow(axes, left - 40, left - 8, TOP + MAP[1] / 2)
    sizes = {"input": _size(volume), "group": _size(kernels[0]), "output": _size(maps)}
    _title(axes, 10, say.INPUT.format(size=sizes["input"]))
    _title(axes, left, say.GROUPS.format(K=K, size=sizes["group"]))
    _title(axes, right, say.MAPS.format(size=sizes["output"]))
    axes.text(right - BIAS - 40, TOP - 22, say.BIAS, fontsize=9, va="center", ha="center", color="#555555")
    axes.set(xlim=(0, width), ylim=(height, 0))
    return Picture(figure, say.ALT.format(**sizes, K=K, D=D, parameters=parameter_count(K, (FH, FW), D)))


def _draw_volume(axes, volume: np.ndarray, window: tuple[int, int, int, int]) -> None:
    """The channels one behind the other, the first in front, with the same window framed in each."""
    D = volume.shape[2]
    for d in reversed(range(D)):
        x, y = 10 + SHIFT * d, TOP + SHIFT * (D - 1 - d)
        height = _draw_map(axes, volume[:, :, d], x, y, MAP, window, layer=D - d)
        label = {"facecolor": "#333333", "edgecolor": "none", "pad": 1.5}
        axes.text(
            x + 6,
            y + 11,
            say.CHANNEL.format(d=d),
            fontsize=9,
            color="white",
            bbox=label,
            va="center",
            zorder=D - d,
        )
    bottom = TOP + SHIFT * (D - 1) + height + 18
    axes.text(10, bottom, say.WINDOW, fontsize=9, va="center", color="#555555")


def _draw_group(
    axes, k: int, group: np.ndarray, bias: float, left: float, y: float, strongest: float
) -> None:
    """D kernels with plus signs between them, and the bias."""
    D = group.shape[2]
    axes.text(left, y + KERNEL / 2, say.GROUP.format(k=k), fontsize=11, weight="bold", va="center")
    for d in range(D):
        x = left + LABEL + d * (KERNEL + GAP)
        _draw_kernel(axes, group[:, :, d], x, y, strongest)
        axes.text(
            x + KERNEL / 2, y + KERNEL + 11, say.CHANNEL.format(d=d), fontsize=9, ha="center", va="center"
        )
        axes.text(x + KERNEL + GAP / 2, y + KERNEL / 2, "+", fontsize=14, ha="center", va="center")
    x = left + LABEL + D * (KERNEL + GAP)
    axes.add_patch(Rectangle((x, y + KERNEL / 2 - 15), BIAS, 30, facecolor="#eeeeee", edgecolor="#888888"))
    axes.text(x + BIAS / 2, y + KERNEL / 2, short(bias), fontsize=11, ha="center", va="center")


def _draw_kernel(axes, kernel: np.ndarray, x: float, y: float, strongest: float) -> None:
    shades = palette("signed")[signed_levels(kernel, strongest)]
    rows, columns = kernel.shape
    axes.imshow(shades, extent=(x, x + KERNEL, y + KERNEL, y), interpolation="nearest", aspect="auto")
    axes.add_patch(Rectangle((x, y), KERNEL, KERNEL, fill=False, edgecolor="#555555"))
    written = [short(value) for value in kernel.ravel().tolist()]
    if max(map(len, written)) * columns > 12:
        return
    for cell, text in enumerate(written):
        row, column = divmod(cell, columns)
        middle = x + (column + 0.5) * KERNEL / columns, y + (row + 0.5) * KERNEL / rows
        ink = "white" if abs(kernel[row, column]) > 0.6 * strongest else "black"
        axes.text(*middle, text, fontsize=8, ha="center", va="center", color=ink)


def _draw_map(
    axes, pixels: np.ndarray, x: float, y: float, most: tuple, window: tuple, layer: int = 1, signed=False
) -> float:
    """One map, at most so large, with its window (row, column, height, width) framed. Returns its height."""
    rows, columns = pixels.shape
    pixel = min(most[0] / columns, most[1] / rows)
    width, height = columns * pixel, rows * pixel
    shades = palette("signed")[signed_levels(pixels)]
    if not signed:
        shades = palette("gray")[levels(pixels, 0, float(pixels.max()))]
    extent = (x, x + width, y + height, y)
    axes.imshow(shades, extent=extent, interpolation="nearest", aspect="auto", zorder=layer)
    i, j, FH, FW = window
    place = (x + j * pixel, y + i * pixel), FW * pixel, FH * pixel
    for box, rim, colour in ((((x, y), width, height), 1, "#555555"), (place, 2, RING)):
        axes.add_patch(Rectangle(*box, fill=False, edgecolor="white", linewidth=rim + 2, zorder=layer))
        axes.add_patch(Rectangle(*box, fill=False, edgecolor=colour, linewidth=rim, zorder=layer))
    return height


def _arrow(axes, start: float, end: float, y: float) -> None:
    axes.add_patch(
        FancyArrowPatch((start, y), (end, y), arrowstyle="-|>", mutation_scale=16, color="#555555")
    )


def _title(axes, x: float, text: str) -> None:
    axes.text(x, 20, text, fontsize=11, weight="bold", va="center")


def _size(array: np.ndarray) -> str:
    return "×".join(map(str, array.shape))
