"""Chapters 7 and 8: how a loss falls, step by step."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from matplotlib.ticker import MaxNLocator

from ..frame import short
from ..picture import BROWN, MARGIN, NAVY, ORANGE, SKY, text_width
from ..words import say, text
from .chart import LETTERS, Chart, own_settings

TOP, LEFT, WIDE, HIGH, BELOW, GAP = 50, 70, 420, 230, 64, 10  # in screen pixels
COLOURS = NAVY, BROWN, SKY, ORANGE
STYLES = "-", "--", "-.", ":"
SAMPLE = 1.02, 1.08  # where a piece of the line stands before its name, in widths of the axes
APART = 23  # the least distance between two names
LARGEST, SMALLEST = 1e6, 1e-9  # of the axis: beyond, a curve leaves the picture


def loss(curves: Mapping[str, Sequence[float]], unit: str = "") -> Chart:
    """Curves of a loss on a logarithmic axis, each with its name at its end; `unit` is what is counted below.

    A curve ends where it is no longer finite, and leaves the picture above a million.

    >>> from convbook import charts
    >>> charts.loss({"rate 0.1": [4, 2, 1]})
    Loss after each step, on a logarithmic axis: rate 0.1 from 4 to 1 after 2 steps.
    """
    shown = {name: _finite(values) for name, values in curves.items()}
    every = np.clip(np.concatenate(list(shown.values())), SMALLEST, LARGEST)
    low, high = 10 ** np.floor(np.log10(every.min())), 10 ** np.ceil(np.log10(every.max()) + 1e-9)
    steps = max(map(len, shown.values())) - 1
    right = WIDE * (SAMPLE[1] - 1) + max(text_width(name, LETTERS) for name in shown) + 2 * GAP + MARGIN
    told = []
    with own_settings():
        chart = Chart(LEFT + WIDE + right, TOP + HIGH + BELOW)
        chart.text(MARGIN, 13, say("figures.loss.loss"))
        axes = chart.axes(LEFT, TOP, WIDE, HIGH)
        axes.set(
            yscale="log", xlim=(0, max(steps, 1)), ylim=(low, high), xlabel=unit or say("figures.loss.steps")
        )
        axes.yaxis.set_major_formatter(lambda value, _: short(value))
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.minorticks_off()
        axes.grid()
        ends = []
        for (name, values), colour, style in zip(shown.items(), COLOURS, STYLES, strict=False):
            axes.plot(np.minimum(values, 10 * high), color=colour, linestyle=style, linewidth=2)
            height = np.log(np.clip(values[-1], low, high) / low) / np.log(high / low)
            ends.append([TOP + HIGH * (1 - height), name, colour, style])
            facts = {"first": short(values[0]), "last": short(values[-1]), "n": len(values) - 1}
            told.append(say("figures.loss.entry", name=name, **facts))
        for y, name, colour, style in _spread(ends):
            height = [1 - (y - TOP) / HIGH] * 2
            axes.plot(SAMPLE, height, color=colour, linestyle=style, transform=axes.transAxes, clip_on=False)
            chart.text(LEFT + WIDE * SAMPLE[1] + GAP, y, name)
    chart.alt = say("figures.loss.alt", curves=text("figures.separator").join(told))
    return chart


def _finite(values: Sequence[float]) -> np.ndarray:
    values = np.asarray(values, dtype=float)
    return values[: len(values) if np.isfinite(values).all() else int(np.argmin(np.isfinite(values)))]


def _spread(ends: list[list]) -> list[list]:
    """Names that would lie on each other are moved apart, from the top down."""
    ends = sorted(ends)
    for above, below in pairwise(ends):
        below[0] = max(below[0], above[0] + APART)
    return ends
