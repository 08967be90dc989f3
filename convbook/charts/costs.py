"""Chapter 6: the ladder of times, and the memory that different methods need."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import numpy as np

from ..picture import BROWN, MARGIN, ORANGE, PAGE, RIM, SKY, SOFT, text_width, wrapped
from ..words import say, text
from .chart import LETTERS, Chart, own_settings

GAP, TOP, BAR = 10, 38, 40  # in screen pixels
WIDE, LINES = 440, (340, 220)  # the axes of the ladder, and those of the lines
PAPER = {"facecolor": PAGE, "edgecolor": "none", "pad": 1}  # behind the words at a bar


def ladder(times: Mapping[str, float], limit: float) -> Chart:
    """Bars of times in seconds on a logarithmic axis, with `limit`, the matrix product alone, as a line.

    >>> from convbook import charts
    >>> charts.ladder({"loops": 12, "im2col": 0.02}, limit=0.005)
    Times on a logarithmic axis: loops 12 s, im2col 20 ms. The matrix product alone takes 5 ms.
    """
    seconds, high = list(times.values()), BAR * len(times)
    notes = [say("figures.ladder.bar", time=_time(s), factor=_two_digits(s / limit)) for s in seconds]
    alone = say("figures.ladder.limit", time=_time(limit))
    left, right = MARGIN + _widest(times) + GAP, _widest(notes) + GAP + MARGIN
    axis = wrapped(say("figures.ladder.axis"), WIDE, LETTERS)
    first = 10 ** np.floor(np.log10(min(limit, *seconds)))  # the power of ten at or below all of them
    last = max(limit, *seconds, 2 * first)
    with own_settings():
        chart = Chart(left + WIDE + right, TOP + high + 40 + 21 * len(axis))
        axes = chart.axes(left, TOP, WIDE, high)
        bars = axes.barh(list(times), seconds, 0.62, color=SKY, edgecolor=RIM, linewidth=0.6, log=True)
        axes.bar_label(bars, notes, padding=GAP / 2, bbox=PAPER)
        axes.axvline(limit, color=BROWN, linewidth=2, linestyle="--")
        half = text_width(alone, LETTERS) / 2 + MARGIN
        middle = left + WIDE * np.log(limit / first) / np.log(last / first)
        middle = np.clip(middle, half, max(half, chart.width - half))
        chart.text(middle, TOP - 16, alone, ha="center", color=BROWN)
        axes.set(xlim=(first, last), ylim=(len(times) - 0.5, -0.5), xlabel="\n".join(axis))
        axes.xaxis.set_major_formatter(lambda value, _: _time(value))
        axes.minorticks_off()
        axes.grid(axis="x")
        axes.tick_params(axis="y", length=0)
    told = [say("figures.ladder.entry", name=name, time=_time(value)) for name, value in times.items()]
    chart.alt = say("figures.ladder.alt", times=text("figures.list").join(told), limit=_time(limit))
    return chart


def memory(sizes: Sequence[int], extra: Mapping[str, Sequence[float]]) -> Chart:
    """Lines of bytes against the side of a square input, one for each way to run a layer.

    >>> from convbook import charts
    >>> print(charts.memory([32, 64], {"all of X": [5.2e5, 2.1e6]}))
    Extra memory against the height and width of the input, on logarithmic axes: all of X from 520 kB at 32 to
    2.1 MB at 64 pixels.
    """
    every = np.array(list(extra.values()))
    low, high = np.floor(np.log10([every.min(), every.max()]))
    ticks = 10 ** np.arange(low, high + 2)
    side, heading = wrapped(say("figures.memory.side"), LINES[0], LETTERS), say("figures.memory.bytes")
    left = MARGIN + _widest(map(_bytes, ticks)) + GAP
    width = max(left + LINES[0] + 2 * GAP + _widest(extra), MARGIN + _widest([heading])) + MARGIN
    told = []
    with own_settings():
        chart = Chart(width, TOP + LINES[1] + 40 + 21 * len(side))
        chart.text(MARGIN, TOP - 26, heading, color=SOFT)
        axes = chart.axes(left, TOP, *LINES)
        for (name, values), colour, mark in zip(extra.items(), (BROWN, SKY, ORANGE), "so^", strict=False):
            axes.loglog(sizes, values, color=colour, marker=mark, linewidth=2, clip_on=False)
            where = {"textcoords": "offset points", "va": "center"}
            axes.annotate(name, (sizes[-1], values[-1]), (GAP, 0), **where)
            ends = {"first": _bytes(values[0]), "last": _bytes(values[-1])}
            told.append(say("figures.memory.entry", name=name, low=sizes[0], high=sizes[-1], **ends))
        axes.set_xticks(sizes, sizes)
        axes.set_yticks(ticks, list(map(_bytes, ticks)))
        axes.set_xlabel("\n".join(side))
        axes.minorticks_off()
        axes.grid()
    chart.alt = say("figures.memory.alt", told=text("figures.list").join(told))
    return chart


def _widest(words: Iterable[str]) -> float:
    return max(text_width(one, LETTERS) for one in words)


def _measure(value: float, units: dict[str, float]) -> str:
    """A value in the largest unit that leaves it at least 1, otherwise in the smallest, as in 5.1 ms."""
    unit = next((unit for unit, factor in units.items() if value * factor >= 0.9995), list(units)[-1])
    return say(f"figures.units.{unit}", value=_two_digits(value * units[unit]))


_time = partial(_measure, units={"s": 1, "ms": 1e3, "us": 1e6})
_bytes = partial(_measure, units={"MB": 1e-6, "kB": 1e-3})


def _two_digits(value: float) -> str:
    """A number with two significant digits: 5200, 31, 1.7."""
    rounded = float(f"{value:.1e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"
