"""Chapter 3: the window that leaves the picture, and the errors of five ways to treat the border."""

import numpy as np

from ..frame import Frame, Panel, levels, palette, signed_levels
from ..words import say, text
from .picture import draw
from .sheet import SOFT, Picture, Sheet, short

NOTHING = 225  # grey level of the place where no pixel is
COLUMN, TOP, LEFT = 184, 26, 62  # screen pixels
WINDOW_ON_PHOTO = 61


def beyond(photo: np.ndarray, F: int = 3) -> Picture:
    """The upper left corner of a grey photo (H, W), 0 to 255, with a window that hangs over it."""
    out = F // 2
    corner, beside = photo[:5, :7].astype(np.uint8), ((out, 0), (out, 0))
    around = np.pad(photo, WINDOW_ON_PHOTO // 2, constant_values=NOTHING).astype(np.uint8)
    near = np.pad(corner, beside, constant_values=NOTHING)
    written = np.pad(corner.astype("U9"), beside, constant_values=say("figures.beyond.unknown"))
    box = (0, 0, WINDOW_ON_PHOTO, WINDOW_ON_PHOTO)
    whole = Panel("photo", say("figures.beyond.photo"), around, cell=1.2, box=box)
    style = {"caption": say("figures.beyond.caption", F=F), "cell": 44, "box": (0, 0, F, F)}
    cells = Panel("corner", say("figures.beyond.numbers"), near, texts=tuple(written.ravel()), **style)
    outside = F * F - (F - out) ** 2
    return draw(Frame((whole, cells), sentence=say("figures.beyond.alt", F=F, outside=outside, all=F * F)))


def border_errors(truth: np.ndarray, **results: np.ndarray) -> Picture:
    """Filtered pieces side by side, and below each its error against the truth (H, W).

    A result smaller than the truth, such as one without padding, is centred, and hatched where it has no
    value. The border cells are those that the smallest result lacks.
    """
    placed = {}  # with NaN where a result has no value
    for name, result in results.items():
        room = [((n - m) // 2, (n - m + 1) // 2) for n, m in zip(truth.shape, result.shape, strict=True)]
        placed[name] = np.pad(result.astype(float), room, constant_values=np.nan)
    errors = {name: result - truth for name, result in placed.items()}
    sizes = np.abs(list(errors.values()))
    border, limit = np.isnan(sizes).any(axis=0), np.nanmax(sizes)

    wide, high = COLUMN - 8, COLUMN * truth.shape[0] / truth.shape[1] - 6
    lower = TOP + high + 8
    sheet = Sheet(LEFT + COLUMN * len(results), lower + high + 64)
    told = []
    for column, (name, error) in enumerate(errors.items()):
        x = LEFT + column * COLUMN
        mean = float(np.abs(error[border]).mean())
        found = "no_mean" if np.isnan(mean) else "mean"
        told.append(say(f"figures.border_errors.{found}_of", name=name, mean=mean))
        _image(sheet, (x, TOP, wide, high), palette("gray")[levels(placed[name], 0, 255)], error)
        _image(sheet, (x, lower, wide, high), palette("signed")[signed_levels(error, limit)], error)
        sheet.text(x, 12, name, 12, weight="bold")
        sheet.text(x, lower + high + 16, say(f"figures.border_errors.{found}", mean=mean), 12)
    for y, words in ((TOP, "result"), (lower, "error")):
        sheet.text(14, y + 10, say(f"figures.border_errors.{words}"), rotation=90, va="top")
    scale = say("figures.border_errors.scale", low=short(-round(limit)), high=round(limit))
    sheet.text(LEFT, lower + high + 48, scale, 9.5, color=SOFT)
    means = text("figures.list").join(told)
    return Picture(sheet.figure, say("figures.border_errors.alt", n=int(border.sum()), means=means))


def _image(sheet: Sheet, place: tuple[float, ...], rgb: np.ndarray, values: np.ndarray) -> None:
    """An image that leaves out, and shows hatched, where the values are NaN."""
    sheet.box(*place, rim="black", hatch="////", linewidth=0)
    alpha = np.where(np.isnan(values), 0, 255).astype(np.uint8)
    sheet.image(*place, np.dstack([rgb, alpha]))
