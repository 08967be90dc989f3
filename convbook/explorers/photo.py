"""Chapter 2: a kernel on the whole photo, and the numbers behind one spot of it."""

from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from ..frame import Frame, Panel, levels, signed_levels, texts
from ..images import load_pixels
from ..ops import conv2d
from ..sentences import explorers as common
from ..sentences import photo as say
from .parts import OWN, Refused, chosen_kernel, kernel_panel, number, window_link, with_weight
from .widget import Menu, Slider, Upload

HEIGHT, WIDTH = 240, 360  # of the photo
ROWS, COLUMNS, LARGEST_F = 7, 9, 7  # of the outputs that are numbered; their pixels are F - 1 more each way
PHOTO_CELL, PIXEL_CELL, OUTPUT_CELL = 1.2, 26, 38
MOST_SHOWN = 99.5  # per cent of the outputs that lie within the colour scale


@dataclass(frozen=True)
class State:
    kernel: str = "sobel_horizontal"
    F: int = 3
    view: str = "signed"
    row: int = 124  # the photo pixel in the middle of the window
    column: int = 180
    own: tuple = ()  # rows of fractions: what the reader typed
    photo: bytes = b""  # a file of the reader's own; none: the book's photo
    corner: tuple = ()  # of the box, once an output in it is pinned; () puts the spot in the middle


CONTROLS = (
    Menu("kernel", tuple((label, name) for name, label in common.KERNELS.items())),
    Slider("F", 1, LARGEST_F),
    Menu("view", tuple((label, name) for name, label in say.VIEWS.items()), say.VIEW),
    Slider("row", 0, HEIGHT - 1, say.ROW),
    Slider("column", 0, WIDTH - 1, say.COLUMN),
    Upload("photo", say.UPLOAD),
)


@lru_cache(maxsize=2)
def pixels(upload: bytes) -> np.ndarray:
    """The photo in grey levels from 0 to 255; the middle of the reader's own, if they uploaded one."""
    if not upload:
        return load_pixels("coffee").astype(np.int64)
    try:
        height, width = load_pixels(upload, size=WIDTH).shape
        scale = max(HEIGHT / height, WIDTH / width)
        whole = load_pixels(upload, size=(round(height * scale), round(width * scale)))
    except ValueError as problem:
        raise Refused(str(problem)) from None
    top, left = (whole.shape[0] - HEIGHT) // 2, (whole.shape[1] - WIDTH) // 2
    return whole[top : top + HEIGHT, left : left + WIDTH].astype(np.int64)


@lru_cache(maxsize=8)  # as many as a page keeps Frames
def filtered(upload: bytes, kernel: str, F: int, own: tuple) -> np.ndarray:
    """The outputs over the whole photo, times the denominator of the weights: whole numbers, exact."""
    weights, _ = chosen_kernel(kernel, F, own)
    return np.rint(conv2d(pixels(upload), weights.numerators)).astype(np.int64)


def output(state: State) -> np.ndarray:
    weights, _ = chosen_kernel(state.kernel, state.F, state.own)
    sums = filtered(state.photo, state.kernel, weights.shape[0], state.own)
    return viewed(sums, weights.denominator, state.view) / weights.denominator


def viewed(sums: np.ndarray, denominator: int, view: str) -> np.ndarray:
    """The outputs as the view has them; still times the denominator."""
    if view == "absolute":
        return np.abs(sums)
    return np.clip(sums, 0, 255 * denominator) if view == "clipped" else sums


@lru_cache(maxsize=8)  # as many as a page keeps Frames
def shades(upload: bytes, kernel: str, F: int, own: tuple, view: str) -> dict:
    """Levels, palette and caption of the whole filtered photo."""
    d = chosen_kernel(kernel, F, own)[0].denominator
    sums = filtered(upload, kernel, F, own)
    shown = viewed(sums, d, view)
    if view == "clipped" or (sums.min() >= 0 and sums.max() <= 255 * d):
        caption = say.CLIPPED if view == "clipped" else say.PLAIN
        return {"levels": levels(shown, 0, 255 * d), "palette": "gray", "caption": caption}
    limit = max(1, int(np.ceil(np.percentile(np.abs(sums), MOST_SHOWN) / d)))
    if (shown < 0).any():
        caption = say.SIGNED.format(limit=limit)
        return {"levels": signed_levels(shown, limit * d), "palette": "signed", "caption": caption}
    return {
        "levels": levels(shown, 0, limit * d),
        "palette": "gray",
        "caption": say.GRAY.format(limit=limit),
    }


def frame(state: State) -> Frame:
    weights, remark = chosen_kernel(state.kernel, state.F, state.own)
    F, d = weights.shape[0], weights.denominator
    chosen = (state.photo, state.kernel, F, state.own)  # F of the weights: a fixed kernel filters once
    photo, colour = pixels(state.photo), shades(*chosen, state.view)
    (i, j), (top, left) = _spot(state, F)
    patch = photo[top : top + ROWS + F - 1, left : left + COLUMNS + F - 1]
    link = window_link(patch, weights, source="output", target="pixels", via="kernel")
    sums = filtered(*chosen)[top : top + ROWS, left : left + COLUMNS]
    shown = tuple(_two_lines(s, d) for s in viewed(sums, d, state.view).ravel().tolist())
    here = (i - top) * COLUMNS + j - left
    middle = (F - 1) // 2
    where = {"row": i + middle, "column": j + middle}
    asked = {"row": state.row, "column": state.column}
    clamped = say.CLAMPED.format(**asked) if where != asked else ""
    return Frame(
        panels=(
            Panel(
                "photo",
                say.PHOTO,
                photo.astype(np.uint8),
                caption=say.PHOTO_CAPTION,
                cell=PHOTO_CELL,
                box=(top, left, *patch.shape),
            ),
            Panel(
                "filtered",
                say.FILTERED,
                **colour,
                cell=PHOTO_CELL,
                room=(HEIGHT, WIDTH),
                box=(top, left, ROWS, COLUMNS),
            ),
            Panel(
                "pixels",
                say.PIXELS,
                patch.astype(np.uint8),
                texts=texts(patch),
                caption=say.PIXELS_CAPTION,
                cell=PIXEL_CELL,
                room=(ROWS + LARGEST_F - 1, COLUMNS + LARGEST_F - 1),
            ),
            kernel_panel(weights, LARGEST_F, title=say.KERNEL),
            Panel(
                "output",
                say.OUTPUT,
                colour["levels"][top : top + ROWS, left : left + COLUMNS],
                colour["palette"],
                shown,
                cell=OUTPUT_CELL,
                lines=_lines(link.sums, shown, top + middle, left + middle),
            ),
        ),
        links=(link,),
        sentence=" ".join(
            filter(
                None,
                (
                    say.SENTENCE.format(**where, n=F * F, value=link.sums[here]),
                    _on_flat_regions(int(weights.numerators.sum()), d),
                    remark,
                    clamped,
                ),
            )
        ),
        focus=("output", here),
        term_rows=LARGEST_F,
    )


def focus(state: State, panel: str, cell: int) -> State:
    F = chosen_kernel(state.kernel, state.F, state.own)[0].shape[0]
    middle = (F - 1) // 2
    if panel == "photo":
        return replace(state, row=cell // WIDTH, column=cell % WIDTH, corner=())
    if panel == "filtered":
        i, j = divmod(cell, WIDTH - F + 1)
        return replace(state, row=i + middle, column=j + middle, corner=())
    if panel == "output":
        _, (top, left) = _spot(state, F)
        i, j = divmod(cell, COLUMNS)
        return replace(state, row=top + i + middle, column=left + j + middle, corner=(top, left))
    return state


def edit(state: State, panel: str, cell: int, text: str) -> State:
    weights, _ = chosen_kernel(state.kernel, state.F, state.own)
    own = with_weight(weights, cell, text)
    return replace(state, kernel=OWN, F=len(own), own=own)


def _spot(state: State, F: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The output looked at, and the first output of the box; both kept inside the filtered photo."""
    height, width, middle = HEIGHT - F + 1, WIDTH - F + 1, (F - 1) // 2
    i = min(max(state.row - middle, 0), height - 1)
    j = min(max(state.column - middle, 0), width - 1)
    top, left = state.corner or (i - ROWS // 2, j - COLUMNS // 2)
    if not (0 <= i - top < ROWS and 0 <= j - left < COLUMNS):
        top, left = i - ROWS // 2, j - COLUMNS // 2
    return (i, j), (min(max(top, 0), height - ROWS), min(max(left, 0), width - COLUMNS))


def _lines(sums: tuple[str, ...], shown: tuple[str, ...], top: int, left: int) -> tuple[str, ...]:
    lines = []
    for at, (value, text) in enumerate(zip(sums, shown, strict=True)):
        line = say.LINE.format(row=top + at // COLUMNS, column=left + at % COLUMNS, value=value)
        shown_as = say.SHOWN_AS.format(line=line, shown=text.replace("\n", " "))
        lines.append(line if text == value else shown_as)
    return tuple(lines)


def _two_lines(numerator: int, denominator: int) -> str:
    """A number as `number` writes it, or, when that is a fraction, its whole part above the rest."""
    text = number(numerator, denominator)
    if "/" not in text or abs(numerator) < denominator:
        return text
    whole, rest = divmod(abs(numerator), denominator)
    return f"{number(whole if numerator > 0 else -whole)}\n{number(rest, denominator)}"


def _on_flat_regions(total: int, denominator: int) -> str:
    if total == 0:
        return say.IGNORES
    return say.KEEPS if total == denominator else say.SCALES.format(total=number(total, denominator))
