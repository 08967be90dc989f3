"""Chapter 7: a kernel learns. Step, learning rate, start, wanted map, and the weight looked at.

The descent is a true one, but its weights are rounded to hundredths after each step, so that every sum can be
shown exactly.
"""

from dataclasses import dataclass, replace

import numpy as np

from ..frame import Frame, Link, Panel, levels, short, texts
from ..kernels import KERNELS
from ..ops import conv2d
from ..words import cached, say, text
from .kernels import Weights
from .lines import sentences
from .numbers import cell_texts, reading
from .parts import around_zero, coffee, convolved, no_panel, panel, window_link
from .settings import Menu, sliders

ROWS, COLUMNS, F, WHITE = 6, 7, 3, 3
PARTS = 100  # weights are counted in hundredths
STEPS = 60
RATES = {"small": (1, 1000), "right": (1, 100), "large": (17, 1000)}
STARTS = {
    "zeros": np.zeros((F, F), np.int64),
    "random": np.array([[31, -12, 8], [-27, 5, 40], [-9, 22, -35]]),
}
SOBEL = KERNELS["sobel_vertical"].astype(np.int64)
WANTED = {
    "sobel": SOBEL,
    "flipped": SOBEL[::-1, ::-1],
    "absolute": None,
}  # the kernel that makes the wanted map
TOO_LARGE = 100  # times the loss at the start: the descent is broken off
CELL, WIDE = 34, 46  # screen pixels
KERNEL_PLACE = {"cell": WIDE, "room": (F, 4.5)}  # as wide as the words below it
BARS, BAR, LEAST = 30, 4, 0.01  # rows of the curve, screen pixels of its cells, the loss at its foot


@dataclass(frozen=True)
class State:
    step: int = 0
    rate: str = "right"
    start: str = "zeros"
    wanted: str = "sobel"
    m: int = 0
    n: int = 0


CONTROLS = (
    *sliders(step=(0, STEPS)),
    Menu("rate", tuple(RATES)),
    Menu("start", tuple(STARTS)),
    Menu("wanted", tuple(WANTED)),
    *sliders(m=(0, F - 1), n=(0, F - 1)),
)


@cached()
def pixels() -> np.ndarray:
    """A piece of the coffee photo, 6 x 7 pixels in four grey levels."""
    piece = coffee(size=(24, 36))[12:18, 9:16].astype(float)
    return np.rint((piece - piece.min()) / (piece.max() - piece.min()) * WHITE).astype(np.int64)


def wanted_map(state: State) -> np.ndarray:
    if state.wanted == "absolute":
        return abs(conv2d(pixels(), SOBEL)).astype(np.int64)
    return conv2d(pixels(), WANTED[state.wanted]).astype(np.int64)


@dataclass(frozen=True)
class Stage:
    """One stage of a descent: weights, errors and slopes in hundredths, and the loss."""

    weights: np.ndarray
    error: np.ndarray
    slopes: np.ndarray
    loss: float


@cached(8)
def descent(rate: str, start: str, wanted: str) -> tuple[Stage, ...]:
    """All stages, the start included; it ends early if the loss grows beyond all measure."""
    weights, stages = STARTS[start], []
    for _ in range(STEPS + 1):
        error = convolved(pixels(), Weights(weights)) - PARTS * wanted_map(State(wanted=wanted))
        slopes = convolved(pixels(), Weights(error))
        stages.append(Stage(weights, error, slopes, float((error**2).sum()) / (2 * PARTS**2)))
        if stages[-1].loss > TOO_LARGE * stages[0].loss:
            break
        weights = weights + _moves(slopes, rate)
    return tuple(stages)


def _moves(slopes: np.ndarray, rate: str) -> np.ndarray:
    """By how much one step changes each weight, rounded to hundredths."""
    up, down = RATES[rate]
    return -np.rint(up * slopes / down).astype(np.int64)


def output(state: State) -> np.ndarray:
    """The kernel after so many steps."""
    stages = descent(state.rate, state.start, state.wanted)
    return stages[min(state.step, len(stages) - 1)].weights / PARTS


def frame(state: State) -> Frame:
    stages = descent(state.rate, state.start, state.wanted)
    step = min(state.step, len(stages) - 1)
    panels, link = _tables(replace(state, step=step, m=0, n=0))
    slope = reading(int(stages[step].slopes[state.m, state.n]), PARTS)
    told = {"m": state.m, "n": state.n, "slope": slope, "outputs": stages[step].error.size, "step": step}
    ended = step == len(stages) - 1 and step < STEPS
    still = not ended and not _moves(stages[step].slopes, state.rate).any()
    sentence = sentences(
        say("explorers.learn.sentence", loss=short(stages[step].loss), first=short(stages[0].loss), **told),
        ended and say("explorers.learn.diverges", times=TOO_LARGE),
        still and say("explorers.learn.still"),
    )
    pinned = "slopes", state.m * F + state.n
    return Frame(panels, (link,), sentence, pinned, term_rows=ROWS - F + 1, term_columns=(COLUMNS - F + 1,))


@cached(8)
def _tables(state: State) -> tuple[tuple[Panel, ...], Link]:
    """What stays while another weight is looked at."""
    stages = descent(state.rate, state.start, state.wanted)
    stage, error = stages[state.step], Weights(stages[state.step].error, PARTS)
    told = {"slope": _read(stage.slopes), "move": _read(_moves(stage.slopes, state.rate))}
    kernel = {**cell_texts(stage.weights, PARTS, ""), **around_zero(stage.weights, PARTS), **KERNEL_PLACE}
    look = {"texts": texts(pixels()), "cell": CELL}
    panels = (
        panel("learn", "input", levels(pixels(), 0, WHITE), **look),
        _curve(state, stages),
        panel("learn", "kernel", told={"value": _read(stage.weights), **told}, **kernel),
        _wanted(state),
        _error(state, stage),
        _slopes(stage),
    )
    return panels, window_link("slopes", "input", "error", pixels(), error)


def _curve(state: State, stages: tuple[Stage, ...]) -> Panel:
    """The loss of every step as a bar, on a logarithmic scale; the bar of this step is framed."""
    losses = np.array([stage.loss for stage in stages])
    most = TOO_LARGE * losses[0]
    heights = np.log(np.clip(losses, LEAST, most) / LEAST) / np.log(most / LEAST) * BARS
    bars = np.zeros((BARS, STEPS + 1))
    bars[:, : len(heights)] = np.arange(BARS)[::-1, np.newaxis] < np.maximum(1, np.rint(heights))
    shades = np.where(bars, 90, 235).astype(np.uint8)
    shades[:, : state.step + 1][bars[:, : state.step + 1] > 0] = 20
    told = {"first": short(losses[0]), "last": short(losses[-1]), "n": len(losses) - 1, "least": LEAST}
    look = {"cell": BAR, "box": (0, state.step, BARS, 1), "under": True}
    return panel("learn", "curve", shades, told, **look)


def _wanted(state: State) -> Panel:
    weights, look = WANTED[state.wanted], {**KERNEL_PLACE, "under": True}
    if weights is None:
        return no_panel("wanted", text("explorers.learn.wanted.none"), **look)
    look |= {"palette": "signed", "texts": texts(weights)}
    return panel("learn", "wanted", levels(weights, -2, 2), **look)


def _error(state: State, stage: Stage) -> Panel:
    wanted = wanted_map(state)
    outputs = stage.error + PARTS * wanted
    told = {"output": _read(outputs), "wanted": texts(wanted), "value": _read(stage.error)}
    look = around_zero(stage.error, PARTS)
    look |= {**cell_texts(stage.error, PARTS, look["caption"]), "cell": WIDE}
    return panel("learn", "error", told=told, **look)


def _slopes(stage: Stage) -> Panel:
    look = around_zero(stage.slopes, PARTS)
    look |= {**cell_texts(stage.slopes, PARTS, look["caption"]), "cell": WIDE, "under": True}
    return panel("learn", "slopes", told={"value": _read(stage.slopes), "n": stage.error.size}, **look)


def _read(hundredths: np.ndarray) -> list[str]:
    return [reading(value, PARTS) for value in hundredths.ravel().tolist()]


def focus(state: State, panel: str, cell: int) -> State:
    if panel == "curve":
        return replace(state, step=cell % (STEPS + 1))
    return replace(state, m=cell // F, n=cell % F) if panel in ("slopes", "kernel", "wanted") else state


WORDIEST = (State(STEPS, "large", "random"), State(STEPS, "small", "random", "absolute"), State(STEPS))
