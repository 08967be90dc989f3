"""Chapter 2: the outputs of a difference along a line."""

import numpy as np

from ..frame import short
from ..picture import BROWN, INK, MARGIN, NAVY
from ..words import say
from .chart import Chart, own_settings

COLOURS = {1: BROWN, -1: NAVY}  # by the sign of the output
WIDTH, HEIGHT, LEFT, AXES = 760, 400, 44, 140  # in screen pixels


def profile(brightness: np.ndarray, answer: np.ndarray) -> Chart:
    """The brightness along a line of pixels and, below it, the output of a kernel, on one axis of rows."""
    # An output is drawn at the row on which its window is centred.
    rows = np.arange(len(answer)) + (len(brightness) - len(answer)) // 2
    high, low = int(answer.argmax()), int(answer.argmin())
    with own_settings():
        chart = Chart(WIDTH, HEIGHT)
        above, below = (chart.axes(LEFT, top, WIDTH - LEFT - 14, AXES) for top in (26, 62 + AXES))
        chart.text(MARGIN, 13, say("figures.profile.brightness"))
        chart.text(MARGIN, 49 + AXES, say("figures.profile.answer"))
        ends = (0, len(brightness) - 1)
        above.plot(brightness, color=INK, linewidth=1.4)
        above.set(xlim=ends, ylim=(0, 260), yticks=(0, 100, 200), xticklabels=())
        below.axhline(0, color="#999999", linewidth=0.8)
        for sign, colour in COLOURS.items():
            below.fill_between(rows, answer, where=sign * answer > 0, color=colour, step="mid", linewidth=0)
        below.margins(y=0.25)
        for at, side in ((high, "bottom"), (low, "top")):
            below.text(rows[at] + 2, answer[at], short(answer[at]), va=side)
        below.set(xlim=ends, xlabel=say("figures.profile.along"))
    facts = {"dark": brightness.min(), "bright": brightness.max(), "high": answer[high], "low": answer[low]}
    facts = {name: short(value) for name, value in facts.items()}
    facts |= {"high_at": rows[high], "low_at": rows[low], "calm": int((np.abs(answer) <= 10).sum())}
    chart.alt = say("figures.profile.alt", n=len(answer), **facts)
    return chart
