"""The figures of chapter 6: a layer as a matrix product, the ladder of times, and the memory of two ways."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.patches import FancyArrowPatch, Rectangle

from ..sentences import multiply_matrices as say
from ..shapes import Padding, im2col_shape, output_size
from .picture import Picture, canvas

PAPER, LINE, SOFT = "#f4f4f2", "#777777", "#555555"
ROW, COLUMN, BOTH = "#f0af69", "#78aad7", "#8c4100"  # orange: patch; blue: group; brown: their pixel
TALL, WIDE, NARROW = 200, 130, 64  # the sides of the matrices: patches, values in a patch, groups


def matrix_diagram(H: int, W: int, D: int, *, F: int, S: int = 1, P: Padding = 0, K: int = 1) -> Picture:
    """A layer drawn as a matrix product, with its true sizes; the drawing itself is not to scale.

    Equal sides of the matrices are drawn equally long: X is as high as X·W, and as wide as W is high.

    >>> from convbook import figures
    >>> "X, 12×18." in figures.matrix_diagram(5, 6, 2, F=3, K=4).alt
    True
    """
    rows, values = im2col_shape(H, W, D, F, S, P)
    H2, W2 = output_size(H, F, S, P), output_size(W, F, S, P)
    width, height = 950, 300
    figure = canvas(width, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    top = 50

    _volume(axes, 14, top + 24, 112, min(D, 3), (52, 38, 26, 26), PAPER, ROW)
    _caption(axes, 82, top, say.INPUT, say.VOLUME.format(H=H, W=W, D=D), 136)
    _arrow(axes, 158, 211, top + 89, say.STRETCH)

    _matrix(axes, 225, top, WIDE, TALL, row=True)
    _caption(axes, 225 + WIDE / 2, top, say.MATRIX_X, say.SIZE.format(rows=rows, columns=values))
    axes.text(380, top + 65, "·", fontsize=30, ha="center", va="center")
    _matrix(axes, 405, top, NARROW, WIDE, column=True)
    _caption(axes, 405 + NARROW / 2, top, say.MATRIX_W, say.SIZE.format(rows=values, columns=K), WIDE)
    axes.text(502, top + 65, "=", fontsize=20, ha="center", va="center")
    _matrix(axes, 535, top, NARROW, TALL, row=True, column=True)
    _caption(axes, 535 + NARROW / 2, top, say.MATRIX_Y, say.SIZE.format(rows=rows, columns=K))

    _arrow(axes, 617, 670, top + 89, say.FOLD)
    _volume(axes, 690, top + 48, 88, min(K, 5), (36, 30, 13, 13), COLUMN, BOTH)
    _caption(axes, 758, top, say.OUTPUT, say.VOLUME.format(H=H2, W=W2, D=K), 136)
    _key(axes, 690, top + 176)
    sizes = {"H": H, "W": W, "D": D, "F": F, "K": K, "H2": H2, "W2": W2}
    return Picture(figure, say.DIAGRAM.format(rows=rows, values=values, **sizes))


def ladder(times: Mapping[str, float], limit: float) -> Picture:
    """Bars of times in seconds on a logarithmic axis, with `limit`, the matrix product alone, as a line.

    >>> from convbook import figures
    >>> figures.ladder({"loops": 12, "im2col": 0.02}, limit=0.005)
    Times on a logarithmic axis: loops 12 s, im2col 20 ms. The matrix product alone takes 5 ms.
    """
    width, height = 820, 84 + 44 * len(times)
    figure = canvas(width, height)
    axes = figure.add_axes((160 / width, 54 / height, (width - 280) / width, 1 - 84 / height))
    names, seconds = list(times), list(times.values())
    places = range(len(times))
    axes.barh(places, seconds, height=0.62, color=COLUMN, edgecolor=LINE, linewidth=0.6, log=True)
    axes.axvline(limit, color=BOTH, linewidth=2, linestyle="--")
    for place, value in zip(places, seconds, strict=True):
        words = say.BAR.format(time=_time(value), factor=_two_digits(value / limit))
        axes.annotate(words, (value, place), (6, 0), textcoords="offset points", va="center", fontsize=10.5)
    axes.annotate(
        say.LIMIT.format(time=_time(limit)),
        (limit, -0.5),
        (0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=10.5,
        color=BOTH,
    )
    first = 10 ** _exponent(min([limit, *seconds]))
    axes.set(xlim=(first, max(seconds)), ylim=(len(times) - 0.5, -0.5), yticks=places, yticklabels=names)
    axes.tick_params(axis="y", length=0, labelsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    ticks = [10.0**e for e in range(_exponent(first), _exponent(max(seconds)) + 1)]
    axes.set_xticks(ticks, [_time(tick) for tick in ticks], fontsize=10)
    axes.minorticks_off()
    axes.grid(axis="x", color="#dddddd", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(say.TIME_AXIS, fontsize=10, color=SOFT)
    told = ", ".join(say.LADDER_ENTRY.format(name=name, time=_time(value)) for name, value in times.items())
    return Picture(figure, say.LADDER.format(times=told, limit=_time(limit)))


def memory(sizes: Sequence[int], extra: Mapping[str, Sequence[float]]) -> Picture:
    """Lines of bytes against the side of a square input, one for each way to run a layer.

    >>> from convbook import figures
    >>> print(figures.memory([32, 64], {"all of X": [5.2e5, 2.1e6]}))
    Extra memory against the height and width of the input, on logarithmic axes: all of X from 520 kB at 32 to
    2.1 MB at 64 pixels.
    """
    width, height = 620, 300
    figure = canvas(width, height)
    axes = figure.add_axes((105 / width, 50 / height, 0.58, (height - 66) / height))
    told = []
    for (name, values), colour, mark in zip(extra.items(), (BOTH, COLUMN, ROW), "so^", strict=False):
        axes.loglog(sizes, values, color=colour, marker=mark, linewidth=2)
        axes.annotate(
            name, (sizes[-1], values[-1]), (10, 0), textcoords="offset points", va="center", fontsize=11
        )
        ends = {"first": _bytes(values[0]), "last": _bytes(values[-1]), "low": sizes[0], "high": sizes[-1]}
        told.append(say.MEMORY_ENTRY.format(name=name, **ends))
    every = [value for values in extra.values() for value in values]
    ticks = [10.0**e for e in range(_exponent(min(every)), _exponent(max(every)) + 2)]
    axes.set_yticks(ticks, [_bytes(tick) for tick in ticks], fontsize=10)
    axes.set_xticks(sizes, [str(size) for size in sizes], fontsize=10)
    axes.minorticks_off()
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(color="#dddddd", linewidth=0.8)
    axes.set_xlabel(say.SIZE_AXIS, fontsize=10, color=SOFT)
    axes.set_ylabel(say.MEMORY_AXIS, fontsize=10, color=SOFT)
    return Picture(figure, say.MEMORY.format(told=", ".join(told)))


def _bytes(value: float) -> str:
    unit, factor = (say.MEGABYTES, 1e6) if value >= 1e6 else (say.KILOBYTES, 1e3)
    return unit.format(value=_two_digits(value / factor))


def _exponent(value: float) -> int:
    """The power of ten at or below a number: 2 for 350, -3 for 0.004."""
    return int(f"{value:e}".partition("e")[2])


def _two_digits(value: float) -> str:
    """A number with two digits that count: 5200, 31, 1.7."""
    rounded = float(f"{value:.1e}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def _time(seconds: float) -> str:
    for unit, factor in ((say.SECONDS, 1), (say.MILLISECONDS, 1e3), (say.MICROSECONDS, 1e6)):
        if seconds * factor >= 0.9995 or unit == say.MICROSECONDS:
            return unit.format(value=_two_digits(seconds * factor))
    raise AssertionError("microseconds are the last unit")


def _volume(axes: Axes, x: float, y: float, side: float, count: int, window: tuple, sheet: str, mark: str):
    """A deck of sheets, each with a window (x, y, width, height); the front one has its own colours."""
    dx, dy, width, height = window
    for at in reversed(range(count)):
        left, top = x + 12 * at, y - 12 * at
        paper, colour = (sheet, mark) if at == 0 else (PAPER, ROW)
        axes.add_patch(Rectangle((left, top), side, side, facecolor=paper, edgecolor=LINE, linewidth=1))
        axes.add_patch(Rectangle((left + dx, top + dy), width, height, facecolor=colour, edgecolor=LINE))


def _matrix(axes: Axes, x: float, y: float, width: float, height: float, *, row=False, column=False) -> None:
    """A matrix with one row, one column, or both and their cell picked out."""
    at, thick = 84, 10
    axes.add_patch(Rectangle((x, y), width, height, facecolor=PAPER, edgecolor="none"))
    if row:
        axes.add_patch(Rectangle((x, y + at), width, thick, facecolor=ROW, edgecolor="none"))
    if column:
        axes.add_patch(Rectangle((x + 22, y), thick, height, facecolor=COLUMN, edgecolor="none"))
    if row and column:
        axes.add_patch(Rectangle((x + 22, y + at), thick, thick, facecolor=BOTH, edgecolor="none"))
    for line in range(12, int(height), 12):
        axes.plot((x, x + width), (y + line, y + line), color="#00000014", linewidth=0.6)
    for line in range(11, int(width), 11):
        axes.plot((x + line, x + line), (y, y + height), color="#00000014", linewidth=0.6)
    axes.add_patch(Rectangle((x, y), width, height, facecolor="none", edgecolor=LINE, linewidth=1.2))


def _caption(axes: Axes, x: float, top: float, name: str, size: str, height: float = TALL) -> None:
    axes.text(x, top - 16, name, fontsize=13, weight="bold", ha="center", va="center")
    axes.text(x, top + height + 18, size, fontsize=12, ha="center", va="center")


def _arrow(axes: Axes, start: float, end: float, y: float, word: str) -> None:
    style = {"arrowstyle": "-|>", "mutation_scale": 18, "color": SOFT, "linewidth": 1.6}
    axes.add_patch(FancyArrowPatch((start, y), (end, y), **style))
    axes.text((start + end) / 2, y - 16, word, fontsize=10.5, color=SOFT, ha="center", va="center")


def _key(axes: Axes, x: float, y: float) -> None:
    for at, (colour, word) in enumerate(((ROW, say.ROW), (COLUMN, say.COLUMN), (BOTH, say.PIXEL))):
        axes.add_patch(Rectangle((x, y + 22 * at - 7), 13, 13, facecolor=colour, edgecolor=LINE))
        axes.text(x + 22, y + 22 * at, word, fontsize=10.5, va="center")
