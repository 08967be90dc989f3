"""Chapter 2: the answers of a difference along a line, and gradients as arrows."""

import numpy as np

from ..words import say
from .sheet import INK, RING, Picture, Sheet, finish, short

UP, DOWN = "#8c4100", "#003c78"  # brown and blue as in the signed palette


def profile(brightness: np.ndarray, answer: np.ndarray) -> Picture:
    """The brightness along a line of pixels and, below it, the answer of a kernel, on one axis of rows."""
    # An answer stands at the row on which its window is centred.
    rows = np.arange(len(answer)) + (len(brightness) - len(answer)) // 2
    sheet = Sheet(900, 400)
    above, below = sheet.axes(67, 12, 820, 160), sheet.axes(67, 188, 820, 160)
    above.plot(brightness, color=INK, linewidth=1.4)
    below.axhline(0, color="#999999", linewidth=0.8)
    for sign, colour in ((1, UP), (-1, DOWN)):
        below.fill_between(rows, answer, where=sign * answer > 0, color=colour, step="mid", linewidth=0)
    below.margins(y=0.25)
    high, low = int(answer.argmax()), int(answer.argmin())
    for at, side in ((high, "bottom"), (low, "top")):
        below.text(rows[at] + 2, answer[at], short(answer[at]), fontsize=11, va=side)
    above.set(ylabel=say("figures.profile.brightness"), ylim=(0, 260), yticks=(0, 100, 200), xticklabels=())
    below.set(ylabel=say("figures.profile.answer"), xlabel=say("figures.profile.along"))
    for axes in (above, below):
        finish(axes, 11, "black", xlim=(0, len(brightness) - 1))
    sheet.figure.align_ylabels()
    facts = {"dark": brightness.min(), "bright": brightness.max(), "high": answer[high], "low": answer[low]}
    facts = {name: short(value) for name, value in facts.items()}
    facts |= {"high_at": rows[high], "low_at": rows[low], "calm": int((np.abs(answer) <= 10).sum())}
    return Picture(sheet.figure, say("figures.profile.alt", n=len(answer), **facts))


def arrows(image: np.ndarray, across: np.ndarray, down: np.ndarray, *, step: int = 4) -> Picture:
    """Gradients (across, down) as arrows on an image of the same size, where they are strong.

    Of every step x step pixels the one with the longest gradient gets an arrow, if that is at least 0.35 of
    the longest of all.
    """
    strength = np.hypot(across, down)
    rows, columns = image.shape
    spots = []
    for top in range(0, rows, step):
        for left in range(0, columns, step):
            block = strength[top : top + step, left : left + step]
            i, j = np.unravel_index(block.argmax(), block.shape)
            if block[i, j] >= 0.35 * strength.max():
                spots.append((top + i, left + j))
    i, j = np.array(spots).T
    sheet = Sheet(900, 900 * rows / columns)
    axes = sheet.axes(0, 0, sheet.width, sheet.height)
    axes.imshow(image, cmap="gray", vmin=0, vmax=255, interpolation="nearest", aspect="auto")
    style = {"angles": "xy", "scale_units": "xy", "headwidth": 4, "headlength": 4.5, "width": 0.005}
    style |= {"color": RING, "edgecolor": "white", "linewidth": 0.8}
    axes.quiver(j, i, across[i, j], down[i, j], scale=strength.max() / (1.6 * step), **style)
    axes.set_axis_off()
    at = np.unravel_index(strength.argmax(), strength.shape)
    longest = {"row": at[0], "column": at[1], "across": short(across[at]), "down": short(down[at])}
    return Picture(sheet.figure, say("figures.arrows", n=len(spots), rows=rows, columns=columns, **longest))
