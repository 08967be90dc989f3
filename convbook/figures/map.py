"""The map on the start page: what each part of the book does to the photo, drawn from the photo itself."""

import numpy as np
from matplotlib.figure import Figure

from ..frame import palette, signed_levels
from ..images import load_image
from ..kernels import KERNELS
from ..ops import conv_layer, im2col
from ..sentences import map as say
from .picture import Picture, canvas

WIDTH, HEIGHT = 940, 230
TILE = (186, 124)  # of one picture, in screen pixels


def book_map() -> Picture:
    """Photo, edge map, layer and matrix product side by side, joined by arrows."""
    photo = load_image("coffee", size=(60, 90), gray=False)
    names = ("sobel_horizontal", "sobel_vertical", "laplace")
    groups = np.stack([np.repeat(KERNELS[name][:, :, None], 3, axis=2) for name in names])
    maps = conv_layer(photo, groups.astype(np.float32), padding=1, mode="edge")
    figure = canvas(WIDTH, HEIGHT)
    for place, (title, text) in enumerate(say.STATIONS):
        x = 8 + place * (TILE[0] + 58)
        figure.text(x / WIDTH, 0.95, title, fontsize=11, weight="bold", va="top")
        figure.text(x / WIDTH, 0.22, text, fontsize=8.5, va="top", color="#444444", linespacing=1.4)
        if place:
            figure.text((x - 46) / WIDTH, 0.55, "→", fontsize=22, va="center")
    _tile(figure, 0, photo)
    _tile(figure, 1, _signed(maps[:, :, 0]))
    for k in (2, 1, 0):
        _tile(figure, 2, _signed(maps[:, :, k]), shift=9 * k, shrink=0.86)
    rows = im2col(photo[20:28, 30:42], 3)
    _tile(figure, 3, np.repeat((rows / rows.max())[:, :, None], 3, axis=2))
    return Picture(figure, say.ALT)


def _tile(figure: Figure, place: int, picture: np.ndarray, shift: float = 0, shrink: float = 1.0) -> None:
    left, bottom = 8 + place * (TILE[0] + 58) + shift, 62 + shift
    box = (left / WIDTH, bottom / HEIGHT, shrink * TILE[0] / WIDTH, shrink * TILE[1] / HEIGHT)
    axes = figure.add_axes(box)
    axes.imshow(np.clip(picture, 0, 1), aspect="auto", interpolation="nearest")
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(color="white" if shift else "#888888")


def _signed(feature_map: np.ndarray) -> np.ndarray:
    limit = float(np.percentile(np.abs(feature_map), 98))
    return palette("signed")[signed_levels(feature_map, limit)] / 255
