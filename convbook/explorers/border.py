"""Chapter 3: what stands beyond the picture. Kernel size, padding per side, and where each value is from."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, texts
from ..images import load_pixels
from ..ops import OUTSIDE, conv2d, source_indices
from ..sentences import border as say
from ..sentences import explorers as common
from .parts import fitted, nearest_cell, shaded, uses, window_cells, written_sums
from .widget import Menu, Slider, Switch

ROWS, COLUMNS, LARGEST_F, LARGEST_P = 5, 7, 5, 3
# Height and width of the place for the padded picture and for the output, the largest side of a cell.
PLACE, LARGEST = (275, 330), 46
LINE_ROOM, SENTENCE_ROOM = 170, 250  # characters
PHOTO_ROWS, PHOTO_COLUMNS = 40, 60
INVENTED, COPIED = MARKS.index("invented"), MARKS.index("copied")
# Four of the colours that Okabe and Ito chose to survive colour blindness, one for each corner.
CORNERS = np.array([[(86, 180, 233), (230, 159, 0)], [(240, 228, 66), (0, 158, 115)]])


@dataclass(frozen=True)
class State:
    F: int = 3
    P: int = 1
    mode: str = "constant"
    origin: bool = False
    look: str = "output"  # the panel and the cell that are picked out
    i: int = 0  # counted from the pixel (0, 0) in the padded picture, so that its border begins at -P
    j: int = 0


CONTROLS = (
    Slider("F", 1, LARGEST_F),
    Slider("P", 0, LARGEST_P, say.PADDING),
    Menu("mode", tuple((label, name) for name, label in common.MODES.items())),
    Switch("origin", say.ORIGIN),
)


@cache
def pixels() -> np.ndarray:
    """A corner of the cup's rim, 5 x 7 pixels in ten grey levels."""
    photo = load_pixels("coffee", size=(24, 36))
    return np.rint(photo[2:7, 10:17] / 255 * 9).astype(np.int64)


@cache
def photo() -> np.ndarray:
    return load_pixels("coffee", size=(PHOTO_ROWS, PHOTO_COLUMNS), gray=False)


def output(state: State) -> np.ndarray:
    return conv2d(pixels(), np.ones((state.F, state.F)), padding=state.P, mode=state.mode)


def frame(state: State) -> Frame:
    owners = _owners(state, ROWS, COLUMNS)
    padded = _fill(pixels().ravel(), owners)
    kinds = np.where(owners == OUTSIDE, INVENTED, COPIED)
    kinds[state.P : state.P + ROWS, state.P : state.P + COLUMNS] = 0
    windows = window_cells(padded.shape, (state.F, state.F), (1, 1))
    shape = padded.shape[0] - state.F + 1, padded.shape[1] - state.F + 1
    sums = padded.ravel()[windows].sum(axis=1).reshape(shape)
    held, usage = _held(owners.ravel()[windows])
    frame = Frame(
        panels=(
            _padded_panel(state, padded, owners, kinds, len(windows)),
            _usage_panel(usage, len(windows)),
            _output_panel(state, padded, sums, kinds.ravel()[windows]),
            _photo_panel(state),
        ),
        links=(_link("padded", windows.ravel(), np.full(len(windows), state.F**2)), held),
        sentence=_sentence(state, padded.shape, shape),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
        legend=tuple((mark, common.MARKS[mark]) for mark in ("invented", "copied")),
    )
    shown = frame.panel(state.look)
    pinned = nearest_cell(state.i - shown.first[0], state.j - shown.first[1], shown.shape)
    return replace(frame, focus=(state.look, pinned))


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "photo":
        return state
    shown = frame(state).panel(panel)
    i, j = divmod(cell, shown.shape[1])
    return replace(state, look=panel, i=i + shown.first[0], j=j + shown.first[1])


def _owners(state: State, H: int, W: int) -> np.ndarray:
    """For every cell of a padded H x W picture the pixel that it holds, counted row by row, or OUTSIDE."""
    rows = source_indices(H, state.P, state.P, state.mode)[:, np.newaxis]
    columns = source_indices(W, state.P, state.P, state.mode)
    return np.where((rows == OUTSIDE) | (columns == OUTSIDE), OUTSIDE, rows * W + columns)


def _fill(pixels: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """What each padded cell holds: its owner's value, or 0. `pixels` stand in one row, numbers or colours."""
    padded = pixels[owners]
    padded[owners == OUTSIDE] = 0
    return padded


def _held(owners: np.ndarray) -> tuple[Link, np.ndarray]:
    """From the owners in each window: the link to these pixels, each once, and how many windows hold each."""
    owners = np.sort(owners, axis=1)
    first = owners != OUTSIDE
    first[:, 1:] &= owners[:, 1:] != owners[:, :-1]
    usage = np.bincount(owners[first], minlength=ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    return _link("usage", owners[first], first.sum(axis=1)), usage


def _link(target: str, cells: np.ndarray, counts: np.ndarray) -> Link:
    start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
    return Link("output", target, start, cells.astype(np.int32))


def _padded_panel(
    state: State, padded: np.ndarray, owners: np.ndarray, kinds: np.ndarray, windows: int
) -> Panel:
    lines = {0: say.LINE_PIXEL, COPIED: say.LINE_COPY, INVENTED: say.LINE_ZERO}
    columns = (a.ravel().tolist() for a in (kinds, owners, padded))
    held = uses(padded.shape, state.F)
    cells = [
        (kind, *divmod(owner, COLUMNS), *rest) for kind, owner, *rest in zip(*columns, held, strict=True)
    ]
    if state.origin:
        shades = _fill(_tints(ROWS, COLUMNS).reshape(-1, 3), owners)
        written = tuple(say.NOWHERE if kind == INVENTED else f"{i},{j}" for kind, i, j, *_ in cells)
        caption = say.ORIGIN_CAPTION
    else:
        shades, written = levels(padded, 0, 9), texts(padded)
        caption = say.SIZES.format(before=_size((ROWS, COLUMNS)), after=_size(padded.shape))
    return Panel(
        "padded",
        say.PADDED,
        shades,
        texts=written,
        caption=caption,
        marks=kinds.astype(np.uint8),
        owners=owners.ravel(),
        lines=tuple(
            lines[kind].format(i=i, j=j, value=value, n=n, windows=windows) for kind, i, j, value, n in cells
        ),
        first=(-state.P, -state.P),
        **fitted(padded.shape, PLACE, LARGEST),
    )


def _output_panel(state: State, padded: np.ndarray, sums: np.ndarray, kinds: np.ndarray) -> Panel:
    totals = written_sums(padded, (state.F, state.F), (1, 1), sums)
    copied, invented = ((kinds == kind).sum(axis=1).tolist() for kind in (COPIED, INVENTED))
    lines = []
    for at, total in enumerate(totals):
        i, j = divmod(at, sums.shape[1])
        line = say.LINE_OUTPUT.format(i=i, j=j, total=total)
        line += say.OF_THEM_COPIED.format(n=copied[at]) if copied[at] else ""
        line += say.OF_THEM_INVENTED.format(n=invented[at]) if invented[at] else ""
        lines.append(line)
    # Cells as large as those of the padded picture, so that the two sizes can be compared.
    look = fitted(sums.shape, PLACE, fitted(padded.shape, PLACE, LARGEST)["cell"])
    return Panel("output", say.OUTPUT, **shaded(sums), texts=texts(sums), lines=tuple(lines), **look)


def _photo_panel(state: State) -> Panel:
    H, W, P = PHOTO_ROWS, PHOTO_COLUMNS, state.P
    shown = photo()
    if state.origin:
        shown = (shown // 2 + _tints(H, W) // 2).astype(np.uint8)
    return Panel(
        "photo",
        say.PHOTO,
        _fill(shown.reshape(-1, 3), _owners(state, H, W)),
        caption=say.PHOTO_SIZES.format(before=_size((H, W)), after=_size((H + 2 * P, W + 2 * P))),
        cell=5,
        room=(H + 2 * LARGEST_P, W + 2 * LARGEST_P),
        box=(P, P, H, W),
        under=True,
    )


def _usage_panel(usage: np.ndarray, windows: int) -> Panel:
    return Panel(
        "usage",
        say.USAGE,
        levels(usage, 0, usage.max()),
        "magnitude",
        texts(usage),
        say.USAGE_CAPTION,
        cell=LARGEST,
        under=True,
        lines=tuple(
            say.LINE_USAGE.format(i=i, j=j, n=n, windows=windows) for (i, j), n in np.ndenumerate(usage)
        ),
    )


@cache
def _tints(H: int, W: int) -> np.ndarray:
    """A colour for every place: the four corner colours, mixed by distance."""
    down, across = np.linspace(0, 1, H)[:, np.newaxis, np.newaxis], np.linspace(0, 1, W)[:, np.newaxis]
    left, right = (CORNERS[0, side] * (1 - down) + CORNERS[1, side] * down for side in (0, 1))
    return np.rint(left * (1 - across) + right * across).astype(np.uint8)


def _sentence(state: State, padded: tuple[int, int], shape: tuple[int, int]) -> str:
    grown = shape[0] - ROWS
    change = say.SAME if grown == 0 else (say.LARGER if grown > 0 else say.SMALLER).format(n=abs(grown))
    sizes = {"before": _size((ROWS, COLUMNS)), "after": _size(padded), "output": _size(shape)}
    cells = padded[0] * padded[1] - ROWS * COLUMNS
    none = say.NO_BORDER if state.F > 1 else say.NO_BORDER_NEEDED
    border = say.BORDER[state.mode].format(n=cells) if cells else none
    parts = [say.SIZE.format(F=state.F, P=state.P, change=change, **sizes), border]
    if state.F % 2 == 0:
        parts.append(say.EVEN)
    return " ".join(parts)


def _size(shape: tuple[int, int]) -> str:
    return "{}×{}".format(*shape)
