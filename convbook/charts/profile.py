"""Chapter 2: the answers of a difference along a line."""

import numpy as np

from ..frame import short
from ..picture import INK
from ..words import say
from .chart import Chart, own_settings

UP, DOWN = "#8c4100", "#003c78"  # brown and blue as in the signed palette
MARGIN, WIDTH, HEIGHT, LEFT, AXES = 5, 760, 400, 44, 140  # in screen pixels


def profile(brightness: np.ndarray, answer: np.ndarray) -> Chart:
    """The brightness along a line of pixels and, below it, the answer of a kernel, on one axis of rows."""
    # An answer stands at the row on which its window is centred.
    rows = np.arange(len(answer)) + (len(brightness) - len(answer)) // 2
    high, low = int(answer.argmax()), int(answer.argmin())
    with own_settings():
        chart = Chart(WIDTH, HEIGHT)
        above = chart.axes(LEFT, 26, WIDTH - LEFT - 14, AXES)
        below = chart.axes(LEFT, 62 + AXES, WIDTH - LEFT - 14, AXES)
        above.plot(brightness, color=INK, linewidth=1.4)
        below.axhline(0, color="#999999", linewidth=0.8)
        for sign, colour in ((1, UP), (-1, DOWN)):
            below.fill_between(rows, answer, where=sign * answer > 0, color=colour, step="mid", linewidth=0)
        below.margins(y=0.25)
        for at, side in ((high, "bottom"), (low, "top")):
            below.text(rows[at] + 2, answer[at], short(answer[at]), va=side)
        above.set(ylim=(0, 260), yticks=(0, 100, 200), xticklabels=())
        below.set(xlabel=say("figures.profile.along"))
        for axes, words in ((above, "brightness"), (below, "answer")):
            axes.set(xlim=(0, len(brightness) - 1))
            top = HEIGHT * (1 - axes.get_position().y1)
            chart.text(MARGIN, top - 13, say(f"figures.profile.{words}"))
    facts = {"dark": brightness.min(), "bright": brightness.max(), "high": answer[high], "low": answer[low]}
    facts = {name: short(value) for name, value in facts.items()}
    facts |= {"high_at": rows[high], "low_at": rows[low], "calm": int((np.abs(answer) <= 10).sum())}
    chart.alt = say("figures.profile.alt", n=len(answer), **facts)
    return chart
