"""Chapter 3: the window that leaves the picture, and the errors of five ways to treat the border."""

import numpy as np

from ..frame import Frame, Panel, levels, palette, short, signed_levels
from ..picture import SOFT, Drawing, wrapped
from ..still import draw
from ..words import say, text

NOTHING = 225  # grey level of the place where no pixel is
WINDOW_ON_PHOTO = 61
# In screen pixels; the names of the rows wrap at ROW_NAME.
MARGIN, PICTURE, ROW_NAME, GAP, TOP = 5, 148, 60, 8, 28
NAME, LABEL = 13.5, 12.5


def beyond(photo: np.ndarray, F: int = 3) -> Drawing:
    """The upper left corner of a grey photo (H, W), 0 to 255, with a window that hangs over it."""
    out = F // 2
    corner, beside = photo[:5, :7].astype(np.uint8), ((out, 0), (out, 0))
    around = np.pad(photo, WINDOW_ON_PHOTO // 2, constant_values=NOTHING).astype(np.uint8)
    near = np.pad(corner, beside, constant_values=NOTHING)
    written = np.pad(corner.astype("U9"), beside, constant_values=say("figures.beyond.unknown"))
    box = (0, 0, WINDOW_ON_PHOTO, WINDOW_ON_PHOTO)
    whole = Panel("photo", say("figures.beyond.photo"), around, cell=1, box=box)
    style = {"caption": say("figures.beyond.caption", F=F), "cell": 44, "box": (0, 0, F, F)}
    cells = Panel("corner", say("figures.beyond.numbers"), near, texts=tuple(written.ravel()), **style)
    outside = F * F - (F - out) ** 2
    return draw(Frame((whole, cells), sentence=say("figures.beyond.alt", F=F, outside=outside, all=F * F)))


def border_errors(truth: np.ndarray, **results: np.ndarray) -> Drawing:
    """Filtered pieces side by side, and below each its error against the truth (H, W).

    A result smaller than the truth, such as one without padding, is centred, and hatched where it has no
    value. The border cells are those that the smallest result lacks.
    """
    places = {name: _centred(truth.shape, result.shape) for name, result in results.items()}
    errors = {name: np.full(truth.shape, np.nan) for name in results}
    for name, place in places.items():
        errors[name][place] = results[name] - truth[place]
    sizes = np.abs(list(errors.values()))
    border, limit = np.isnan(sizes).any(axis=0), np.nanmax(sizes)

    high = PICTURE * truth.shape[0] / truth.shape[1]
    tops = TOP, TOP + high + GAP
    drawing, told, ends = Drawing(0, 0), [], []
    for y, row in zip(tops, ("result", "error"), strict=True):
        lines = wrapped(say(f"figures.border_errors.{row}"), ROW_NAME, LABEL)
        ends.append(drawing.text(MARGIN, y + 9, "\n".join(lines), LABEL, colour=SOFT))
    x = max(ends) + GAP
    for name, place in places.items():
        mean = float(np.abs(errors[name][border]).mean())
        found = "no_mean" if np.isnan(mean) else "mean"
        told.append(say(f"figures.border_errors.{found}_of", name=name, mean=mean))
        end = drawing.text(x, 12, name, NAME, bold=True)
        words = say(f"figures.border_errors.{found}", mean=mean)
        end = max(end, drawing.text(x, tops[1] + high + 14, words, LABEL), x + PICTURE)
        _draw_piece(drawing, (x, tops[0]), palette("gray")[levels(results[name], 0, 255)], place, truth.shape)
        shades = palette("signed")[signed_levels(errors[name][place], limit)]
        _draw_piece(drawing, (x, tops[1]), shades, place, truth.shape)
        x = end + GAP
    scale = say("figures.border_errors.scale", low=short(-round(limit)), high=round(limit))
    lines = wrapped(scale, x - MARGIN - GAP, LABEL)
    drawing.text(MARGIN, tops[1] + high + 42, "\n".join(lines), LABEL, colour=SOFT)
    drawing.fit(MARGIN)
    drawing.alt = say("figures.border_errors.alt", n=int(border.sum()), means=text("figures.list").join(told))
    return drawing


def _centred(outer: tuple[int, int], inner: tuple[int, int]) -> tuple[slice, slice]:
    """Rows and columns of an array of the inner shape in the middle of one of the outer."""
    starts = [(n - m) // 2 for n, m in zip(outer, inner, strict=True)]
    return tuple(slice(start, start + m) for start, m in zip(starts, inner, strict=True))


def _draw_piece(
    drawing: Drawing, corner: tuple, rgb: np.ndarray, place: tuple, shape: tuple[int, int]
) -> None:
    """A picture at its place in an area of the shape (H, W), the rest of which is hatched."""
    (x, y), (rows, columns), cell = corner, place, PICTURE / shape[1]
    if rgb.shape[:2] != shape:
        drawing.box(x, y, PICTURE, cell * shape[0], rim="#000000", hatch="/")
    height, width = rgb.shape[0] * cell, rgb.shape[1] * cell
    drawing.photo(x + columns.start * cell, y + rows.start * cell, width, height, rgb)
