"""Chapter 3: the window that leaves the picture, and the errors of five ways to treat the border."""

import numpy as np

from ..frame import Frame, Panel, colours, levels, signed_levels, texts
from ..sentences import pad_the_border as say
from .picture import Picture, canvas, draw

PAPER = 225  # grey level of the place where no pixel is
COLUMN, TOP, LEFT = 184, 26, 62  # screen pixels
WINDOW_ON_PHOTO = 61


def beyond(photo: np.ndarray, F: int = 3) -> Picture:
    """The upper left corner of a grey photo (H, W), 0 to 255, with a window that hangs over it."""
    out = F // 2
    above_and_left = ((out, 0), (out, 0))
    around = np.pad(photo, WINDOW_ON_PHOTO // 2, constant_values=PAPER).astype(np.uint8)
    near = np.pad(photo[:5, :7], above_and_left, constant_values=PAPER).astype(np.uint8)
    outside = np.ones(near.shape, dtype=bool)
    outside[out:, out:] = False
    written = [
        say.UNKNOWN if is_outside else str(n)
        for is_outside, n in zip(outside.ravel(), near.ravel(), strict=True)
    ]
    count = int(outside[:F, :F].sum())
    return draw(
        Frame(
            panels=(
                Panel("photo", say.PHOTO, around, cell=1.2, box=(0, 0, WINDOW_ON_PHOTO, WINDOW_ON_PHOTO)),
                Panel(
                    "corner",
                    say.NUMBERS,
                    near,
                    texts=tuple(written),
                    caption=say.NUMBERS_CAPTION.format(F=F),
                    cell=44,
                    box=(0, 0, F, F),
                ),
            ),
            sentence=say.BEYOND.format(F=F, outside=count, all=F * F),
        )
    )


def border_errors(truth: np.ndarray, **results: np.ndarray) -> Picture:
    """Filtered pieces side by side, and below each its error against the truth (H, W).

    A result smaller than the truth, such as one without padding, is centred, and hatched where it has no
    value. The border cells are those that the smallest result lacks.
    """
    placed = {name: _centred(result, truth.shape) for name, result in results.items()}
    errors = {name: result - truth for name, result in placed.items()}
    border = np.any([np.isnan(error) for error in errors.values()], axis=0)
    limit = max(np.nanmax(np.abs(error)) for error in errors.values())
    means = {name: float(np.abs(error[border]).mean()) for name, error in errors.items()}

    wide, high = COLUMN - 8, COLUMN * truth.shape[0] / truth.shape[1] - 6
    lower = TOP + high + 8
    figure = canvas(LEFT + COLUMN * len(results), lower + high + 64)
    for column, (name, result) in enumerate(placed.items()):
        x = LEFT + column * COLUMN
        mean = say.NO_ANSWER if np.isnan(means[name]) else say.MEAN.format(mean=means[name])
        _image(figure, (x, TOP, wide, high), result, levels(result, 0, 255), "gray")
        _image(figure, (x, lower, wide, high), errors[name], signed_levels(errors[name], limit), "signed")
        _write(figure, (x, 4), name, fontsize=12, weight="bold")
        _write(figure, (x, lower + high + 8), mean, fontsize=12)
    _write(figure, (14, TOP + 10), say.RESULT, fontsize=10, rotation=90)
    _write(figure, (14, lower + 10), say.ERROR, fontsize=10, rotation=90)
    scale = say.SCALE.format(low=texts([-round(limit)])[0], high=round(limit))
    _write(figure, (LEFT, lower + high + 40), scale, fontsize=9.5, color="#555555")
    return Picture(figure, say.TREATMENTS.format(n=int(border.sum()), means=_in_words(means)))


def _in_words(means: dict[str, float]) -> str:
    return ", ".join(
        say.NO_ANSWER_FOR.format(name=name) if np.isnan(mean) else say.TREATMENT.format(name=name, mean=mean)
        for name, mean in means.items()
    )


def _centred(result: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """The result in the middle of an array of this shape, NaN around it."""
    whole = np.full(shape, np.nan)
    top, left = ((n - m) // 2 for n, m in zip(shape, result.shape, strict=True))
    whole[top : top + result.shape[0], left : left + result.shape[1]] = result
    return whole


def _image(figure, place: tuple[float, ...], values: np.ndarray, shades: np.ndarray, tone: str) -> None:
    """An image at (x, y from the top, width, height) in screen pixels; where values are NaN it is hatched."""
    x, y, wide, high = place
    width, height = figure.get_size_inches() * 96
    axes = figure.add_axes((x / width, 1 - (y + high) / height, wide / width, high / height))
    picture = colours(Panel("", "", shades, tone)).copy()
    missing = np.isnan(values)
    picture[missing] = 255
    axes.imshow(picture, interpolation="nearest", aspect="auto")
    if missing.any():
        axes.contourf(missing, levels=[0.5, 1.5], colors="none", hatches=["////"])
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(linewidth=0.5, color="#888888")


def _write(figure, place: tuple[float, float], text: str, **style) -> None:
    """A text whose upper left corner lies at (x, y from the top), in screen pixels."""
    width, height = figure.get_size_inches() * 96
    figure.text(place[0] / width, 1 - place[1] / height, text, va="top", **style)
