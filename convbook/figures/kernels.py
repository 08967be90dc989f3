"""Chapter 2: the answers of a difference along a line, and gradients as arrows."""

import numpy as np

from ..frame import levels
from ..sentences import find_the_edges as say
from .picture import Picture, canvas, short

INK, UP, DOWN, RING = "#333333", "#8c4100", "#003c78", "#cc3311"  # brown and blue as in the signed palette


def profile(brightness: np.ndarray, answer: np.ndarray, first: int = 1) -> Picture:
    """The brightness along a line of pixels and, below it, the answer of a kernel, on one axis of rows.

    `first` is the row of the first answer: 1 for a kernel of three weights, whose window is centred there.
    """
    rows = first + np.arange(len(answer))
    figure = canvas(900, 400)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=(1, 1))
    above.plot(brightness, color=INK, linewidth=1.4)
    above.set(ylabel=say.BRIGHTNESS, ylim=(0, 260), yticks=(0, 100, 200))
    below.axhline(0, color="#999999", linewidth=0.8)
    below.fill_between(rows, answer, 0, where=answer > 0, color=UP, step="mid", linewidth=0)
    below.fill_between(rows, answer, 0, where=answer < 0, color=DOWN, step="mid", linewidth=0)
    below.set(ylabel=say.ANSWER, xlabel=say.ALONG, xlim=(0, len(brightness) - 1))
    below.margins(y=0.25)
    ends = {"high": int(answer.argmax()), "low": int(answer.argmin())}
    for name, at in ends.items():
        place = {"ha": "left", "va": "bottom" if name == "high" else "top"}
        below.text(rows[at] + 2, answer[at], short(answer[at]), fontsize=11, **place)
    for axes in (above, below):
        axes.spines[["top", "right"]].set_visible(False)
        axes.tick_params(labelsize=10)
        axes.yaxis.label.set_size(11)
    below.xaxis.label.set_size(11)
    figure.align_ylabels()
    figure.subplots_adjust(0.075, 0.13, 0.985, 0.97, hspace=0.12)
    return Picture(
        figure,
        say.PROFILE.format(
            n=len(answer),
            dark=short(brightness.min()),
            bright=short(brightness.max()),
            high=short(answer[ends["high"]]),
            low=short(answer[ends["low"]]),
            high_at=rows[ends["high"]],
            low_at=rows[ends["low"]],
            calm=int((np.abs(answer) <= 10).sum()),
        ),
    )


def arrows(
    image: np.ndarray, across: np.ndarray, down: np.ndarray, *, step: int = 4, share: float = 0.35
) -> Picture:
    """Gradients (across, down) as arrows on an image of the same size, where they are strong.

    Of every step x step pixels the one with the longest gradient gets an arrow, if that is at least `share`
    of the longest of all.
    """
    strength = np.hypot(across, down)
    spots = [
        spot
        for top in range(0, image.shape[0], step)
        for left in range(0, image.shape[1], step)
        if strength[spot := _strongest(strength, top, left, step)] >= share * strength.max()
    ]
    i, j = np.array(spots).T
    rows, columns = image.shape
    figure = canvas(900, 900 * rows / columns)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.imshow(levels(image, 0, 255), cmap="gray", vmin=0, vmax=255, interpolation="nearest", aspect="auto")
    length = 1.6 * step / strength.max()
    style = {"angles": "xy", "scale_units": "xy", "scale": 1, "headwidth": 4, "headlength": 4.5}
    style |= {"width": 0.005, "color": RING, "edgecolor": "white", "linewidth": 0.8}
    axes.quiver(j, i, across[i, j] * length, down[i, j] * length, **style)
    axes.set_axis_off()
    row, column = np.unravel_index(strength.argmax(), strength.shape)
    return Picture(
        figure,
        say.ARROWS.format(
            count=len(spots),
            rows=rows,
            columns=columns,
            row=row,
            column=column,
            across=short(across[row, column]),
            down=short(down[row, column]),
        ),
    )


def _strongest(strength: np.ndarray, top: int, left: int, step: int) -> tuple[int, int]:
    block = strength[top : top + step, left : left + step]
    i, j = np.unravel_index(block.argmax(), block.shape)
    return top + int(i), left + int(j)
