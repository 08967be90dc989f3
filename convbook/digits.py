"""Handwritten digits of MNIST, 14 x 14, and how a drawing or a photo of one's own becomes such a picture."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image

from .words import PACKAGE, say

SIDE, BOX = 14, 10  # of a picture, and of the box into which the digit in it fits
FINE = 2  # times as many pixels, until the digit is in its place, as in MNIST
FAINT = 0.2  # of the darkest ink: what is fainter counts as paper


class Digits(NamedTuple):
    """Pictures (N, 14, 14, 1), from 0 for paper to 1 for ink, and which digits they are, 0 to 9."""

    pictures: np.ndarray
    labels: np.ndarray


@cache
def _stored() -> dict[str, np.ndarray]:
    with np.load(PACKAGE / "data" / "digits.npz") as file:
        return dict(file)


def load_digits() -> tuple[Digits, Digits]:
    """Return 3,000 handwritten digits to learn from and 1,000 others to test with; never mix the two.

    The pictures are float32. Each is new in each call, so that nothing done to one call's changes another's.
    Source: MNIST, by Y. LeCun, C. Cortes and C. Burges, averaged from 28 x 28; see data/SOURCES.md.

    >>> from convbook import load_digits
    >>> to_learn, to_test = load_digits()
    >>> to_learn.pictures.shape, to_test.labels[:5]
    ((3000, 14, 14, 1), array([4, 0, 1, 5, 2]))
    """
    found = _stored()
    return tuple(
        Digits(
            found[f"{part}_pictures"][..., np.newaxis].astype(np.float32) / 255,
            found[f"{part}_labels"].astype(int),
        )
        for part in ("learn", "test")
    )


def centred(ink: ArrayLike) -> np.ndarray:
    """Cut the digit out of a picture (H, W), shrink it to 10 x 10, and put its middle in that of 14 x 14.

    In `ink`, 0 is paper and larger is darker; the darkest becomes 1. The middle is the centre of mass. The
    digits of MNIST were prepared in this way.
    Errors: ValueError for a picture without ink, or with another number of axes.

    >>> import numpy as np
    >>> from convbook.digits import centred
    >>> ink = np.zeros((40, 60))
    >>> ink[5:35, 20:23] = 0.7  # an upright stroke: a 1
    >>> centred(ink).shape, bool(centred(ink)[2:12, 6:8].max() > 0.9)
    ((14, 14), True)
    """
    ink = np.asarray(ink, dtype=np.float64)
    if ink.ndim != 2 or not np.isfinite(ink).all() or ink.max(initial=0) <= 0:
        raise ValueError(say("errors.no_ink", shape=ink.shape))
    ink = np.clip(ink / ink.max(), 0, 1)
    rows, columns = (np.flatnonzero((ink > FAINT).any(axis=axis)) for axis in (1, 0))
    digit = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    size = [max(1, round(FINE * BOX * n / max(digit.shape))) for n in digit.shape]
    image = Image.fromarray(digit.astype(np.float32)).resize(size[::-1], Image.Resampling.BOX)
    digit, side = np.clip(np.asarray(image), 0, 1), FINE * SIDE
    middles = [(digit.sum(axis=1 - axis) @ np.arange(size[axis])) / digit.sum() for axis in (0, 1)]
    top, left = (
        int(np.clip(round((side - 1) / 2 - middle), 0, side - n))
        for middle, n in zip(middles, size, strict=True)
    )
    picture = np.zeros((side, side))
    picture[top : top + size[0], left : left + size[1]] = digit
    picture = picture.reshape(SIDE, FINE, SIDE, FINE).mean(axis=(1, 3))
    return (picture / picture.max()).astype(np.float32)
