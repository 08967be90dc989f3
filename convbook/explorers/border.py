"""Chapter 3: what lies beyond the picture. Kernel size, padding per side, and where each value comes from."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from ..frame import MARKS, Frame, Link, Panel, levels, texts
from ..ops import MODES, OUTSIDE, conv2d, source_indices
from ..words import say, text
from .lines import sentences, uses, written_sums
from .parts import coffee, cup, fitted, from_zero, legend, nearest_cell, panel, window_cells
from .settings import Menu, Switch, sliders

ROWS, COLUMNS, LARGEST_F, LARGEST_P = 5, 7, 5, 3
# Height and width of the place for the padded picture and for the output, the largest side of a cell.
PLACE, LARGEST = (275, 330), 46
PHOTO_ROWS, PHOTO_COLUMNS = 40, 60
INVENTED, COPIED = MARKS.index("invented"), MARKS.index("copied")
KINDS = {0: "pixel", COPIED: "copied", INVENTED: "invented"}
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


CONTROLS = (*sliders(F=(1, LARGEST_F), P=(0, LARGEST_P)), Menu("mode", MODES), Switch("origin"))
WORDIEST = (State(5, 2, "edge"), State(2, 3, "reflect"))


def pixels() -> np.ndarray:
    """A corner of the cup's rim, 5 x 7 pixels in ten grey levels."""
    return cup(2, 10, ROWS, COLUMNS)


def photo() -> np.ndarray:
    return coffee(size=(PHOTO_ROWS, PHOTO_COLUMNS), gray=False)


def output(state: State) -> np.ndarray:
    return conv2d(pixels(), np.ones((state.F, state.F)), padding=state.P, mode=state.mode)


def frame(state: State) -> Frame:
    P, owners = state.P, _owners(state, ROWS, COLUMNS)
    padded = _fill(pixels().ravel(), owners)
    kinds = np.where(owners == OUTSIDE, INVENTED, COPIED).astype(np.uint8)
    kinds[P : P + ROWS, P : P + COLUMNS] = 0
    windows = window_cells(padded.shape, (state.F, state.F))
    sums = padded.ravel()[windows].sum(axis=1).reshape(padded.shape[0] - state.F + 1, -1)
    held = [sorted({*window} - {OUTSIDE}) for window in owners.ravel()[windows].tolist()]  # each pixel once
    links = (Link.of("output", "padded", windows), Link.of("output", "usage", held))
    usage = np.bincount(links[1].cells, minlength=ROWS * COLUMNS).reshape(ROWS, COLUMNS)
    look = {"texts": texts(usage), "palette": "magnitude", "cell": LARGEST, "under": True}
    panels = (
        _padded(state, padded, owners, kinds, len(windows)),
        panel("border", "usage", levels(usage, 0, usage.max()), {"windows": len(windows)}, **look),
        _output(state, padded, sums, kinds.ravel()[windows]),
        _photo(state),
    )
    frame = Frame(panels, links, _sentence(state), legend=legend("border", "invented", "copied"))
    shown = frame.panel(state.look)
    pinned = nearest_cell((state.i - shown.first[0], state.j - shown.first[1]), shown.shape)
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


def _padded(state: State, padded: np.ndarray, owners: np.ndarray, kinds: np.ndarray, windows: int) -> Panel:
    numbers, P, (i, j) = texts(padded), state.P, divmod(owners.ravel(), COLUMNS)
    told = {"kind": [KINDS[kind] for kind in kinds.ravel().tolist()], "i": i.tolist(), "j": j.tolist()}
    told |= {"value": numbers, "n": uses(padded.shape, state.F), "windows": windows}
    look, shades = {"texts": numbers, **fitted(padded.shape, PLACE, LARGEST)}, levels(padded, 0, 9)
    if state.origin:
        shades = _fill(_tints(ROWS, COLUMNS).reshape(-1, 3), owners)
        nowhere = text("explorers.border.nowhere")
        places = zip(told["i"], told["j"], strict=True)
        look["texts"] = tuple(nowhere if i < 0 else f"{i},{j}" for i, j in places)  # OUTSIDE: i = -1
        look["caption"] = text("explorers.border.origin")
    look |= {"marks": kinds, "owners": owners.ravel(), "first": (-P, -P)}
    return panel("border", "padded", shades, told | _sizes(ROWS, COLUMNS, P), **look)


def _output(state: State, padded: np.ndarray, sums: np.ndarray, kinds: np.ndarray) -> Panel:
    """The sum of each window; `kinds` says whether each of its cells is copied or invented."""
    told: dict = {"total": written_sums(padded, (state.F, state.F), (1, 1), sums)}
    for kind in (COPIED, INVENTED):
        of_them, counts = text(f"explorers.border.output.{KINDS[kind]}"), (kinds == kind).sum(axis=1).tolist()
        told[KINDS[kind]] = [of_them.format(n=n) if n else "" for n in counts]
    # Cells as large as those of the padded picture, so that the two sizes can be compared.
    look = fitted(sums.shape, PLACE, fitted(padded.shape, PLACE, LARGEST)["cell"])
    return panel("border", "output", told=told, texts=texts(sums), **look, **from_zero(sums, int(sums.max())))


def _photo(state: State) -> Panel:
    H, W, P, shown = PHOTO_ROWS, PHOTO_COLUMNS, state.P, photo()
    if state.origin:
        shown = (shown // 2 + _tints(H, W) // 2).astype(np.uint8)
    look = {"cell": 5, "room": (H + 2 * LARGEST_P, W + 2 * LARGEST_P), "box": (P, P, H, W), "under": True}
    filled = _fill(shown.reshape(-1, 3), _owners(state, H, W))
    return panel("border", "photo", filled, _sizes(H, W, P), **look)


@cache
def _tints(H: int, W: int) -> np.ndarray:
    """A colour for every place: the four corner colours, mixed by distance."""
    left, right = np.linspace(*CORNERS, H).swapaxes(0, 1)
    return np.rint(np.linspace(left, right, W, axis=1)).astype(np.uint8)


def _sentence(state: State) -> str:
    F, P, grown = state.F, state.P, 2 * state.P - state.F + 1
    change = "same" if grown == 0 else "larger" if grown > 0 else "smaller"
    told = {"change": say(f"explorers.border.change.{change}", n=abs(grown)), **_sizes(ROWS, COLUMNS, P)}
    beyond = state.mode if P else "none" if F > 1 else "none_needed"
    return sentences(
        say("explorers.border.size", F=F, P=P, output=f"{ROWS + grown}×{COLUMNS + grown}", **told),
        say(f"explorers.border.beyond.{beyond}", n=(ROWS + 2 * P) * (COLUMNS + 2 * P) - ROWS * COLUMNS),
        F % 2 == 0 and say("explorers.border.even"),
    )


def _sizes(H: int, W: int, P: int) -> dict[str, str]:
    """An H x W picture before and after padding."""
    return {"before": f"{H}×{W}", "after": f"{H + 2 * P}×{W + 2 * P}"}
