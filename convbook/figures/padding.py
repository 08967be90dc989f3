"""Chapter 3: the window that leaves the picture, and the errors of five ways to treat the border."""

import numpy as np

from ..frame import Frame, Panel, levels, palette, short, signed_levels
from ..picture import MARGIN, Drawing
from ..still import draw
from ..words import say, text

NOTHING = 225  # grey level of the place where no pixel is
WINDOW_ON_PHOTO = 61
PICTURE, ROW_NAME, GAP, TOP = 148, 60, 8, 28  # in screen pixels; the names of the rows wrap at ROW_NAME
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
    errors = {name: result - truth[_centre(truth, result)] for name, result in results.items()}
    border = np.ones(truth.shape, dtype=bool)
    border[_centre(truth, min(results.values(), key=np.size))] = False
    limit = max(np.abs(error).max() for error in errors.values())

    high = PICTURE * truth.shape[0] / truth.shape[1]
    below = TOP + high + GAP  # where the errors begin
    drawing, told = Drawing(), []
    x = GAP + max(
        drawing.note(MARGIN, TOP + 9, say("figures.border_errors.result"), LABEL, ROW_NAME),
        drawing.note(MARGIN, below + 9, say("figures.border_errors.error"), LABEL, ROW_NAME),
    )
    for name, result in results.items():
        mean = np.abs(errors[name][border]).mean() if result.shape == truth.shape else np.nan
        found = "no_mean" if np.isnan(mean) else "mean"
        told.append(say(f"figures.border_errors.{found}_of", name=name, mean=mean))
        words = say(f"figures.border_errors.{found}", mean=mean)
        ends = drawing.text(x, 12, name, NAME, bold=True), drawing.text(x, below + high + 14, words, LABEL)
        _draw_piece(drawing, x, TOP, palette("gray")[levels(result, 0, 255)], truth)
        _draw_piece(drawing, x, below, palette("signed")[signed_levels(errors[name], limit)], truth)
        x = max(x + PICTURE, *ends) + GAP
    scale = say("figures.border_errors.scale", low=short(-round(limit)), high=round(limit))
    drawing.note(MARGIN, below + high + 42, scale, LABEL, x - MARGIN - GAP)
    drawing.alt = say("figures.border_errors.alt", n=int(border.sum()), means=text("figures.list").join(told))
    return drawing.fit()


def _centre(outer: np.ndarray, inner: np.ndarray) -> tuple[slice, slice]:
    """Rows and columns of the outer array over which the inner one lies in its middle."""
    starts = [(n - m) // 2 for n, m in zip(outer.shape, inner.shape, strict=False)]
    return tuple(slice(start, start + m) for start, m in zip(starts, inner.shape, strict=False))


def _draw_piece(drawing: Drawing, x: float, y: float, rgb: np.ndarray, truth: np.ndarray) -> None:
    """A picture in the middle of an area as large as the truth, the rest of which is hatched."""
    (rows, columns), cell = _centre(truth, rgb), PICTURE / truth.shape[1]
    if rgb.shape[:2] != truth.shape:
        drawing.box(x, y, PICTURE, cell * truth.shape[0], rim="#000000", hatch="/")
    height, width = rgb.shape[0] * cell, rgb.shape[1] * cell
    drawing.photo(x + columns.start * cell, y + rows.start * cell, width, height, rgb)
