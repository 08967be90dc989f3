"""Chapter 2: a kernel on the whole photo, and the numbers behind one spot of it."""

from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from typing import Any

import numpy as np

from ..frame import Frame, Panel, levels, signed_levels, texts
from ..images import read_pixels
from ..words import cached, say, text
from .kernels import MENU, Weights, chosen_kernel, edit_kernel, longest_own, middle, on_kernel, take_own
from .lines import Place, sentences, spans, uses
from .numbers import cell_texts, number, reading
from .parts import coffee, convolved, fitted, inside, kernel_panel, panel, window_link
from .settings import Menu, Refused, Slider, Upload, sliders, unusable, whole_numbers

HEIGHT, WIDTH = 240, 360  # of the photo
ROWS, COLUMNS, LARGEST_F = 7, 9, 7  # of the outputs that are numbered; their pixels are F - 1 more each way
PHOTO_CELL, KERNEL_CELL, OUTPUT_CELL = 1, 34, 38
PIXELS_PLACE, LARGEST_PIXEL = (286, 340), 34  # height and width of their place on the screen; a cell at most
TERM_ROWS = 5  # more rows of products are folded
LONGEST = 9  # characters in a line of an output cell
MOST_SHOWN = 99.5  # per cent of the outputs lie within the colour scale
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

    @property
    def weights(self) -> Weights:
        return chosen_kernel(self.kernel, self.F, self.own)

    @property
    def filter(self) -> tuple[bytes, str, int, tuple]:
        """What the outputs depend on. F is that of the weights, so that a fixed kernel filters only once."""
        return self.file, self.kernel, self.weights.shape[0], self.own


CONTROLS = (
    MENU,
    Slider("F", 1, LARGEST_F),
    Menu("view", ("signed", "absolute", "clipped")),
    *sliders(row=(0, HEIGHT - 1), column=(0, WIDTH - 1)),
    Menu("picture", (BOOK, YOURS)),
    Upload("photo"),
)


@cached(2)
def photo_of(upload: bytes) -> tuple[np.ndarray, str]:
    """The photo in grey levels from 0 to 255, or the middle of the reader's own; a remark on its range."""
    try:
        photo, remark = read_pixels(upload, (HEIGHT, WIDTH), cut=True) if upload else (coffee(), "")
    except ValueError as problem:
        raise Refused(str(problem)) from None
    return photo.astype(np.int64), remark


def pixels(upload: bytes) -> np.ndarray:
    return photo_of(upload)[0]


@lru_cache(maxsize=8)  # as many as a page keeps Frames
def filtered(upload: bytes, kernel: str, F: int, own: tuple) -> np.ndarray:
    """The outputs over the whole photo, times the denominator of the weights: whole numbers, exact."""
    return convolved(pixels(upload), chosen_kernel(kernel, F, own))


def output(state: State) -> np.ndarray:
    d = state.weights.denominator
    return viewed(filtered(*state.filter), d, state.view) / d


def viewed(sums: np.ndarray, denominator: int, view: str) -> np.ndarray:
    """The outputs as the view shows them; still times the denominator."""
    if view == "absolute":
        return np.abs(sums)
    return np.clip(sums, 0, 255 * denominator) if view == "clipped" else sums


@cached(8)  # as many as a page keeps Frames
def shades(upload: bytes, kernel: str, F: int, own: tuple, view: str) -> dict:
    """Levels, palette and caption of the whole filtered photo. The kernel and the view choose the palette."""
    weights, sums = chosen_kernel(kernel, F, own), filtered(upload, kernel, F, own)
    d = weights.denominator
    shown = viewed(sums, d, view)
    limit, scale = 255, "clipped" if view == "clipped" else "plain"
    if view != "clipped" and not weights.averages:
        limit, scale = max(1, int(np.ceil(np.percentile(np.abs(sums), MOST_SHOWN) / d))), view
    signed = scale == "signed"
    of_cells = signed_levels(shown, limit * d) if signed else levels(shown, 0, limit * d)
    caption = say(f"explorers.photo.scale.{scale}", limit=limit)
    return {"levels": of_cells, "palette": "signed" if signed else "gray", "caption": caption}


def frame(state: State) -> Frame:
    weights, photo, colour = state.weights, pixels(state.file), shades(*state.filter, state.view)
    F, d = weights.shape[0], weights.denominator
    (i, j), (top, left) = _spot(state, F)
    patch = photo[top : top + ROWS + F - 1, left : left + COLUMNS + F - 1]
    sums = filtered(*state.filter)[top : top + ROWS, left : left + COLUMNS]
    look = {"told": {"n": uses(patch.shape, F)}, **fitted(patch.shape, PIXELS_PLACE, LARGEST_PIXEL)}
    look |= {"texts": texts(patch), "caption": text("explorers.photo.scale.plain"), "first": (top, left)}
    whole = {"cell": PHOTO_CELL, "room": (HEIGHT, WIDTH)}
    panels = (
        panel("photo", "photo", photo.astype(np.uint8), box=(top, left, *patch.shape), **whole),
        panel("photo", "filtered", box=(top, left, *sums.shape), **colour, **whole),
        panel("photo", "pixels", patch.astype(np.uint8), **look),
        _kernel(state.kernel, F, state.own),
        _outputs(sums, viewed(sums, d, state.view), d, colour, (top, left), F),
    )
    links = (window_link("output", "pixels", "kernel", patch, weights),)
    sentence = _sentence(state, (i + middle(F), j + middle(F)), int(sums[i - top, j - left]))
    pinned = "output", (i - top) * COLUMNS + j - left
    return Frame(panels, links, sentence, pinned, term_rows=TERM_ROWS, term_columns=(LARGEST_F,))


def _spot(state: State, F: int) -> tuple[Place, Place]:
    """The output looked at, and the first output of the box; both kept inside the filtered photo."""
    height, width = HEIGHT - F + 1, WIDTH - F + 1
    i, j = inside(state.row - middle(F), height), inside(state.column - middle(F), width)
    top, left = state.corner or (i - ROWS // 2, j - COLUMNS // 2)
    if not (0 <= i - top < ROWS and 0 <= j - left < COLUMNS):
        top, left = i - ROWS // 2, j - COLUMNS // 2
    return (i, j), (inside(top, height - ROWS + 1), inside(left, width - COLUMNS + 1))


@cached(8)
def _kernel(kernel: str, F: int, own: tuple) -> Panel:
    weights, told = chosen_kernel(kernel, F, own), {"outputs": ROWS * COLUMNS}
    return kernel_panel("photo", weights, LARGEST_F, told=told, cell=KERNEL_CELL)


def _outputs(sums: np.ndarray, shown: np.ndarray, d: int, colour: dict, corner: Place, F: int) -> Panel:
    """The numbered outputs, as they are and as they are shown; `corner` is the place of the first."""
    (top, left), shown_as = corner, text("explorers.photo.output.shown_as")
    values, seen = ([reading(value, d) for value in each.ravel().tolist()] for each in (sums, shown))
    remarks = ["" if a == b else shown_as.format(shown=b) for a, b in zip(values, seen, strict=True)]
    told = {"n": F, "value": values, "shown_as": remarks, **spans(sums.shape, F, corner)}
    levels = colour["levels"][top : top + ROWS, left : left + COLUMNS]
    look = cell_texts(shown, d, colour["caption"], LONGEST, over=True)
    look |= {"palette": colour["palette"], "cell": OUTPUT_CELL}
    return panel("photo", "output", levels, told, (top + middle(F), left + middle(F)), **look)


def _sentence(state: State, spot: Place, total: int) -> str:
    (row, column), weights, asked = spot, state.weights, (state.row, state.column)
    d, flat, n = weights.denominator, int(weights.numerators.sum()), weights.numerators.size
    on_flat = "ignores" if flat == 0 else "keeps" if flat == d else "scales"
    whose, remark = "cut_out" if state.photo else "no_photo", photo_of(state.file)[1]
    return sentences(
        say("explorers.photo.sentence", n=n, row=row, column=column, value=reading(total, d)),
        say(f"explorers.photo.{on_flat}", total=number(flat, d)),
        on_kernel(state.kernel, state.F, state.own),
        spot != asked and say("explorers.photo.waits", row=asked[0], column=asked[1]),
        state.picture == YOURS and (remark or say(f"explorers.photo.{whose}", height=HEIGHT, width=WIDTH)),
    )


def focus(state: State, panel: str, cell: int) -> State:
    F = state.weights.shape[0]
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


edit = edit_kernel


def _take_corner(value: Any) -> tuple[int, ...]:
    """The setting `corner` as code gives it: row and column of the first output in the box, or none."""
    most = (HEIGHT - ROWS, WIDTH - COLUMNS)
    expected = say("explorers.photo.corner", rows=most[0], columns=most[1])
    return whole_numbers("corner", value, ((0,), (2,)), most, expected)


def _take_photo(value: Any) -> bytes:
    """The setting `photo` as code gives it: the bytes of a picture file, or none."""
    if not isinstance(value, bytes):
        raise unusable("photo", value, say("explorers.photo.file"))
    pixels(value)
    return value


TAKES = {"own": partial(take_own, largest=LARGEST_F), "corner": _take_corner, "photo": _take_photo}
WORDIEST = (
    State("own", LARGEST_F, "absolute", 120, 176, longest_own(LARGEST_F)),
    State("own", LARGEST_F - 1, row=HEIGHT - 1, column=WIDTH - 1, own=longest_own(LARGEST_F), picture=YOURS),
)
