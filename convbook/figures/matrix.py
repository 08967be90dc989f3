"""The figures of chapter 6: a layer as a matrix product, the ladder of times, and the memory of two ways."""

from collections.abc import Mapping, Sequence
from functools import partial

import numpy as np

from ..shapes import Padding, im2col_shape, output_size
from ..words import say, text
from .sheet import PAPER, RIM, SOFT, Picture, Sheet, finish

ROW, COLUMN, BOTH = "#f0af69", "#78aad7", "#8c4100"  # orange: patch; blue: group; brown: their pixel
TALL, WIDE, NARROW = 200, 130, 64  # the sides of the matrices: patches, values in a patch, groups
TOP = 50  # of the matrices, in screen pixels


def matrix_diagram(H: int, W: int, D: int, *, F: int, S: int = 1, P: Padding = 0, K: int = 1) -> Picture:
    """A layer drawn as a matrix product, with its true sizes; the drawing itself is not to scale.

    Equal sides of the matrices are drawn equally long: X is as high as X·W, and as wide as W is high.

    >>> from convbook import figures
    >>> "X, 12×18." in figures.matrix_diagram(5, 6, 2, F=3, K=4).alt
    True
    """
    rows, values = im2col_shape(H, W, D, F, S, P)
    H2, W2 = output_size(H, F, S, P), output_size(W, F, S, P)
    sheet = Sheet(950, 300)

    _draw_volume(sheet, (14, TOP + 24, 112), min(D, 3), (52, 38, 26, 26), (PAPER, ROW))
    _caption(sheet, 82, "input", f"{H}×{W}×{D}", 136)
    _arrow(sheet, 158, "stretch")
    _draw_matrix(sheet, 225, WIDE, TALL, ROW)
    _caption(sheet, 225 + WIDE / 2, "X", f"{rows}×{values}", TALL)
    sheet.text(380, TOP + 65, "·", 30, ha="center")
    _draw_matrix(sheet, 405, NARROW, WIDE, COLUMN)
    _caption(sheet, 405 + NARROW / 2, "W", f"{values}×{K}", WIDE)
    sheet.text(502, TOP + 65, "=", 20, ha="center")
    _draw_matrix(sheet, 535, NARROW, TALL, ROW, COLUMN, BOTH)
    _caption(sheet, 535 + NARROW / 2, "product", f"{rows}×{K}", TALL)
    _arrow(sheet, 617, "fold")
    _draw_volume(sheet, (690, TOP + 48, 88), min(K, 5), (36, 30, 13, 13), (COLUMN, BOTH))
    _caption(sheet, 758, "output", f"{H2}×{W2}×{K}", 136)
    for y, colour, word in ((176, ROW, "row"), (198, COLUMN, "column"), (220, BOTH, "pixel")):
        sheet.box(690, TOP + y - 7, 13, 13, colour, RIM)
        sheet.text(712, TOP + y, say(f"figures.matrix_diagram.{word}"), 10.5)
    alt = say("figures.matrix_diagram.alt", rows=rows, values=values, H=H, W=W, D=D, F=F, K=K, H2=H2, W2=W2)
    return Picture(sheet.figure, alt)


def _draw_volume(sheet: Sheet, place: tuple, count: int, window: tuple, front: tuple[str, str]) -> None:
    """A deck of squares (x, y, side), each with a window (x, y, width, height); the front one in colour."""
    (x, y, side), (dx, dy, width, height) = place, window
    for at in reversed(range(count)):
        fill, mark = (PAPER, ROW) if at else front
        sheet.box(x + 12 * at, y - 12 * at, side, side, fill, RIM)
        sheet.box(x + 12 * at + dx, y - 12 * at + dy, width, height, mark, RIM)


def _draw_matrix(sheet: Sheet, x: int, width: int, height: int, *picked: str) -> None:
    """A matrix with one row, one column, or both and their cell picked out."""
    row, column = TOP + 84, x + 22
    strips = {ROW: (x, row, width, 10), COLUMN: (column, TOP, 10, height), BOTH: (column, row, 10, 10)}
    sheet.box(x, TOP, width, height, PAPER)
    for colour in picked:
        sheet.box(*strips[colour], colour)
    sheet.page.hlines(range(TOP + 12, TOP + height, 12), x, x + width, colors="#00000014", linewidth=0.6)
    sheet.page.vlines(range(x + 11, x + width, 11), TOP, TOP + height, colors="#00000014", linewidth=0.6)
    sheet.box(x, TOP, width, height, rim=RIM, linewidth=1.2)


def _caption(sheet: Sheet, x: float, name: str, size: str, height: float) -> None:
    sheet.text(x, TOP - 16, say(f"figures.matrix_diagram.{name}"), 13, weight="bold", ha="center")
    sheet.text(x, TOP + height + 18, size, 12, ha="center")


def _arrow(sheet: Sheet, start: float, name: str) -> None:
    sheet.arrow(start, start + 53, TOP + 89)
    sheet.text(start + 26, TOP + 73, say(f"figures.matrix_diagram.{name}"), 10.5, color=SOFT, ha="center")


def ladder(times: Mapping[str, float], limit: float) -> Picture:
    """Bars of times in seconds on a logarithmic axis, with `limit`, the matrix product alone, as a line.

    >>> from convbook import figures
    >>> figures.ladder({"loops": 12, "im2col": 0.02}, limit=0.005)
    Times on a logarithmic axis: loops 12 s, im2col 20 ms. The matrix product alone takes 5 ms.
    """
    sheet = Sheet(820, 84 + 44 * len(times))
    axes = sheet.axes(160, 30, 540, 44 * len(times))
    seconds = np.array(list(times.values()))
    bars = axes.barh(list(times), seconds, 0.62, color=COLUMN, edgecolor=RIM, linewidth=0.6, log=True)
    notes = [say("figures.ladder.bar", time=_time(s), factor=_two_digits(s / limit)) for s in seconds]
    axes.bar_label(bars, notes, padding=6, fontsize=10.5)
    axes.axvline(limit, color=BOTH, linewidth=2, linestyle="--")
    style = {"textcoords": "offset points", "ha": "center", "va": "bottom", "color": BOTH, "fontsize": 10.5}
    axes.annotate(say("figures.ladder.limit", time=_time(limit)), (limit, -0.5), (0, 3), **style)
    first = 10 ** np.floor(np.log10(min(limit, *seconds)))  # the power of ten at or below all of them
    axes.set(xlim=(first, max(seconds)), ylim=(len(times) - 0.5, -0.5))
    axes.xaxis.set_major_formatter(lambda value, _: _time(value))
    finish(axes, grid="x", xlabel=say("figures.ladder.axis"))
    axes.tick_params(axis="y", length=0, labelsize=11)
    told = [say("figures.ladder.entry", name=name, time=_time(value)) for name, value in times.items()]
    words = say("figures.ladder.alt", times=text("figures.list").join(told), limit=_time(limit))
    return Picture(sheet.figure, words)


def memory(sizes: Sequence[int], extra: Mapping[str, Sequence[float]]) -> Picture:
    """Lines of bytes against the side of a square input, one for each way to run a layer.

    >>> from convbook import figures
    >>> print(figures.memory([32, 64], {"all of X": [5.2e5, 2.1e6]}))
    Extra memory against the height and width of the input, on logarithmic axes: all of X from 520 kB at 32 to
    2.1 MB at 64 pixels.
    """
    sheet = Sheet(620, 300)
    axes = sheet.axes(105, 16, 360, 234)
    told = []
    for (name, values), colour, mark in zip(extra.items(), (BOTH, COLUMN, ROW), "so^", strict=False):
        axes.loglog(sizes, values, color=colour, marker=mark, linewidth=2)
        style = {"textcoords": "offset points", "va": "center", "fontsize": 11}
        axes.annotate(name, (sizes[-1], values[-1]), (10, 0), **style)
        ends = {"first": _bytes(values[0]), "last": _bytes(values[-1]), "low": sizes[0], "high": sizes[-1]}
        told.append(say("figures.memory.entry", name=name, **ends))
    every = np.array(list(extra.values()))
    low, high = np.floor(np.log10([every.min(), every.max()]))
    axes.set_yticks(10 ** np.arange(low, high + 2))
    axes.yaxis.set_major_formatter(lambda value, _: _bytes(value))
    axes.set_xticks(sizes, sizes)
    finish(axes, grid="both", xlabel=say("figures.memory.side"), ylabel=say("figures.memory.bytes"))
    return Picture(sheet.figure, say("figures.memory.alt", told=text("figures.list").join(told)))


def _measure(value: float, units: dict[str, float]) -> str:
    """A value in the first unit of which it holds at least one, else in the last, as in 5.1 ms."""
    unit = next((unit for unit, factor in units.items() if value * factor >= 0.9995), list(units)[-1])
    return say(f"figures.units.{unit}", value=_two_digits(value * units[unit]))


_time = partial(_measure, units={"s": 1, "ms": 1e3, "us": 1e6})
_bytes = partial(_measure, units={"MB": 1e-6, "kB": 1e-3})


def _two_digits(value: float) -> str:
    """A number with two digits that count: 5200, 31, 1.7."""
    rounded = float(f"{value:.1e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"
