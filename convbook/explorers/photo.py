"""Chapter 2: a kernel on the whole photo, and the numbers behind one spot of it."""

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

import numpy as np

from ..frame import Frame, Panel, levels, signed_levels, texts
from ..images import load_pixels
from ..sentences import explorers as common
from ..sentences import photo as say
from .parts import convolved, fitted, kernel_panel, pixel_lines, window_link
from .weights import (
    OWN,
    Refused,
    cell_texts,
    chosen_kernel,
    middle,
    number,
    reading,
    table_of,
    take_own,
    told,
    with_weights,
)
from .widget import Menu, Slider, Upload

HEIGHT, WIDTH = 240, 360  # of the photo
ROWS, COLUMNS, LARGEST_F = 7, 9, 7  # of the outputs that are numbered; their pixels are F - 1 more each way
PHOTO_CELL, KERNEL_CELL, OUTPUT_CELL = 1, 34, 38
PIXELS_PLACE, LARGEST_PIXEL = (286, 340), 34  # height and width of their place on the screen; a cell at most
TERM_ROWS = 5  # more rows of products are folded
LONGEST = 9  # characters in a line of an output cell
LINE_ROOM, SENTENCE_ROOM = 152, 480  # characters of the longest line and the longest sentence
MOST_SHOWN = 99.5  # per cent of the outputs that lie within the colour scale
BOOK, YOURS = "book", "yours"  # whose photo


@dataclass(frozen=True)
class State:
    kernel: str = "sobel_horizontal"
    F: int = 3
    view: str = "signed"
    row: int = 124  # the photo pixel in the middle of the window
    column: int = 180
    own: tuple = ()  # rows of fractions: what the reader typed
    photo: bytes = b""  # a file of the reader's own
    picture: str = BOOK  # whose photo is shown
    corner: tuple = ()  # of the box, once an output in it is pinned; () puts the spot in the middle
    _seen: bytes = field(default=b"", repr=False)  # the file that was shown already

    def __post_init__(self):
        """A new file is shown at once; after that the menu decides."""
        if self.photo != self._seen:
            object.__setattr__(self, "picture", YOURS if self.photo else BOOK)
            object.__setattr__(self, "_seen", self.photo)

    @property
    def file(self) -> bytes:
        """The file to be shown; no bytes: the book's photo."""
        return self.photo if self.picture == YOURS else b""


CONTROLS = (
    Menu("kernel", tuple((label, name) for name, label in common.KERNELS.items())),
    Slider("F", 1, LARGEST_F),
    Menu("view", tuple((label, name) for name, label in say.VIEWS.items()), say.VIEW),
    Slider("row", 0, HEIGHT - 1, say.ROW),
    Slider("column", 0, WIDTH - 1, say.COLUMN),
    Menu("picture", tuple((label, name) for name, label in say.PICTURES.items()), say.PICTURE),
    Upload("photo", say.UPLOAD.format(height=HEIGHT, width=WIDTH)),
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
    return convolved(pixels(upload), weights)


def output(state: State) -> np.ndarray:
    weights, _ = chosen_kernel(state.kernel, state.F, state.own)
    sums = filtered(state.file, state.kernel, weights.shape[0], state.own)
    return viewed(sums, weights.denominator, state.view) / weights.denominator


def viewed(sums: np.ndarray, denominator: int, view: str) -> np.ndarray:
    """The outputs as the view has them; still times the denominator."""
    if view == "absolute":
        return np.abs(sums)
    return np.clip(sums, 0, 255 * denominator) if view == "clipped" else sums


@lru_cache(maxsize=8)  # as many as a page keeps Frames
def shades(upload: bytes, kernel: str, F: int, own: tuple, view: str) -> dict:
    """Levels, palette and caption of the whole filtered photo. The kernel and the view choose the palette."""
    weights, _ = chosen_kernel(kernel, F, own)
    d, sums = weights.denominator, filtered(upload, kernel, F, own)
    shown = viewed(sums, d, view)
    if view == "clipped" or weights.averages:
        caption = say.CLIPPED if view == "clipped" else say.PLAIN
        return {"levels": levels(shown, 0, 255 * d), "palette": "gray", "caption": caption}
    limit = max(1, int(np.ceil(np.percentile(np.abs(sums), MOST_SHOWN) / d)))
    if view == "signed":
        caption = say.SIGNED.format(limit=limit)
        return {"levels": signed_levels(shown, limit * d), "palette": "signed", "caption": caption}
    caption = say.GRAY.format(limit=limit)
    return {"levels": levels(shown, 0, limit * d), "palette": "gray", "caption": caption}


def frame(state: State) -> Frame:
    weights, remark = chosen_kernel(state.kernel, state.F, state.own)
    F, d = weights.shape[0], weights.denominator
    chosen = (state.file, state.kernel, F, state.own)  # F of the weights: a fixed kernel filters once
    photo, colour = pixels(state.file), shades(*chosen, state.view)
    (i, j), (top, left) = _spot(state, F)
    patch = photo[top : top + ROWS + F - 1, left : left + COLUMNS + F - 1]
    title = common.PRODUCTS.format(unit=weights.unit) if weights.unit else ""
    link = window_link(patch, weights, source="output", target="pixels", via="kernel", title=title)
    sums = filtered(*chosen)[top : top + ROWS, left : left + COLUMNS]
    here = (i - top) * COLUMNS + j - left
    remarks = [_sentence(i, j, F, reading(int(sums[i - top, j - left]), d))]
    remarks += [_on_flat_regions(int(weights.numerators.sum()), d), remark, _clamped(state, i, j, F)]
    remarks.append(_on_picture(state))
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
                lines=pixel_lines(patch, F, (say.LINE_PIXEL,) * 2, (top, left)),
                first=(top, left),
                **fitted(patch.shape, PIXELS_PLACE, LARGEST_PIXEL),
            ),
            _kernel(state.kernel, F, state.own),
            _outputs(state, sums, d, colour, (top, left), F),
        ),
        links=(link,),
        sentence=" ".join(filter(None, remarks)),
        focus=("output", here),
        term_rows=TERM_ROWS,
        term_columns=(LARGEST_F,),
        line_room=LINE_ROOM,
        sentence_room=SENTENCE_ROOM,
    )


def focus(state: State, panel: str, cell: int) -> State:
    F = chosen_kernel(state.kernel, state.F, state.own)[0].shape[0]
    if panel == "photo":
        return replace(state, row=cell // WIDTH, column=cell % WIDTH, corner=())
    if panel == "filtered":
        i, j = divmod(cell, WIDTH - F + 1)
        return replace(state, row=i + middle(F), column=j + middle(F), corner=())
    if panel == "output":
        _, (top, left) = _spot(state, F)
        i, j = divmod(cell, COLUMNS)
        return replace(state, row=top + i + middle(F), column=left + j + middle(F), corner=(top, left))
    return state


def edit(state: State, panel: str, cell: int, text: str) -> State:
    return _typed(state, {cell: text})


def paste(state: State, panel: str, texts: list[str]) -> State:
    return _typed(state, dict(enumerate(texts)))


def _typed(state: State, cells: dict[int, str]) -> State:
    return replace(state, kernel=OWN, own=with_weights(state.kernel, state.F, state.own, cells))


def _take_corner(value) -> tuple[int, ...]:
    """The setting `corner` as code gives it: row and column of the first output in the box, or none."""
    expected = say.CORNER.format(rows=HEIGHT - ROWS, columns=WIDTH - COLUMNS)
    corner = table_of("corner", value, ((0,), (2,)).__contains__, expected).tolist()
    for place, most in zip(corner, (HEIGHT - ROWS, WIDTH - COLUMNS), strict=False):
        if not isinstance(place, int | np.integer) or not 0 <= place <= most:
            raise ValueError(common.UNUSABLE.format(name="corner", found=told(place), expected=expected))
    return tuple(map(int, corner))


def _take_photo(value) -> bytes:
    """The setting `photo` as code gives it: the bytes of a picture file, or none."""
    if not isinstance(value, bytes):
        raise ValueError(common.UNUSABLE.format(name="photo", found=told(value), expected=say.PHOTO_FILE))
    pixels(value)
    return value


TAKES = {"own": partial(take_own, largest=LARGEST_F), "corner": _take_corner, "photo": _take_photo}


def _spot(state: State, F: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """The output looked at, and the first output of the box; both kept inside the filtered photo."""
    height, width = HEIGHT - F + 1, WIDTH - F + 1
    i = min(max(state.row - middle(F), 0), height - 1)
    j = min(max(state.column - middle(F), 0), width - 1)
    top, left = state.corner or (i - ROWS // 2, j - COLUMNS // 2)
    if not (0 <= i - top < ROWS and 0 <= j - left < COLUMNS):
        top, left = i - ROWS // 2, j - COLUMNS // 2
    return (i, j), (min(max(top, 0), height - ROWS), min(max(left, 0), width - COLUMNS))


@lru_cache(maxsize=8)
def _kernel(kernel: str, F: int, own: tuple) -> Panel:
    weights, _ = chosen_kernel(kernel, F, own)
    lines = weights.lines(say.LINE_WEIGHT, outputs=ROWS * COLUMNS)
    return kernel_panel(weights, LARGEST_F, title=say.KERNEL, cell=KERNEL_CELL, lines=lines)


def _outputs(state: State, sums: np.ndarray, d: int, colour: dict, corner: tuple[int, int], F: int) -> Panel:
    """The numbered outputs; `corner` is the place of the first in the filtered photo."""
    top, left = corner
    values = viewed(sums, d, state.view)
    written, unit = cell_texts(values, d, LONGEST, over=True)
    return Panel(
        "output",
        say.OUTPUT,
        colour["levels"][top : top + ROWS, left : left + COLUMNS],
        colour["palette"],
        written,
        unit + colour["caption"],
        OUTPUT_CELL,
        lines=_lines(sums.ravel().tolist(), values.ravel().tolist(), d, corner, F),
        first=(top + middle(F), left + middle(F)),
    )


def _lines(sums: list[int], values: list[int], d: int, corner: tuple[int, int], F: int) -> tuple[str, ...]:
    """A line for each numbered output: what it is, as what it is shown, and where it comes from."""
    lines, line = [], say.LINE if F > 1 else say.LINE_ONE
    for at, (value, shown) in enumerate(zip(sums, values, strict=True)):
        top, left = corner[0] + at // COLUMNS, corner[1] + at % COLUMNS
        place = {"top": top, "bottom": top + F - 1, "left": left, "right": left + F - 1}
        middle_pixel = {"row": top + middle(F), "column": left + middle(F)}
        shown_as = "" if value == shown else say.SHOWN_AS.format(shown=reading(shown, d))
        lines.append(line.format(**place, **middle_pixel, value=reading(value, d), shown_as=shown_as))
    return tuple(lines)


def _sentence(i: int, j: int, F: int, total: str) -> str:
    where = {"row": i + middle(F), "column": j + middle(F)}
    return (say.SENTENCE if F > 1 else say.SENTENCE_ONE).format(**where, n=F * F, value=total)


def _clamped(state: State, i: int, j: int, F: int) -> str:
    inside = (i + middle(F), j + middle(F)) == (state.row, state.column)
    return "" if inside else say.CLAMPED.format(row=state.row, column=state.column)


def _on_picture(state: State) -> str:
    if state.picture == BOOK:
        return ""
    return (say.CUT_OUT if state.photo else say.NO_PHOTO).format(height=HEIGHT, width=WIDTH)


def _on_flat_regions(total: int, denominator: int) -> str:
    if total == 0:
        return say.IGNORES
    return say.KEEPS if total == denominator else say.SCALES.format(total=number(total, denominator))
