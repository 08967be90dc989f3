"""The map on the start page: what each part of the book does to the photo, drawn from the photo itself."""

import numpy as np

from ..digits import SIDE, load_digits
from ..frame import levels, palette, signed_levels
from ..images import load_pixels
from ..kernels import KERNELS
from ..ops import conv_layer, im2col
from ..picture import MARGIN, Drawing
from ..words import PACKAGE, say

WIDTH, HEIGHT = 150, 100  # of one station's picture, in screen pixels
TOP, GAP = 30, 30
BEHIND = 10  # how far a map shows from behind the one before it
TITLE, TEXT = 14, 12.5


def book_map() -> Drawing:
    """Photo, edge map, layer, matrix product and digits side by side, joined by arrows."""
    photo = load_pixels("coffee", size=(60, 90), gray=False)
    names = ("sobel_horizontal", "sobel_vertical", "laplace")
    maps = conv_layer(photo, [np.dstack([KERNELS[name]] * 3) for name in names], padding=1, mode="edge")
    signed = [palette("signed")[signed_levels(m, np.percentile(abs(m), 98))] for m in np.moveaxis(maps, 2, 0)]
    rows = im2col(photo[20:28, 30:42], 3)
    grey = palette("gray")[levels(rows, 0, rows.max())]
    digits = load_digits()[0].pictures[:24, :, :, 0].reshape(4, 6, SIDE, SIDE).swapaxes(1, 2)
    digits = levels(digits.reshape(4 * SIDE, 6 * SIDE), 0, 1)
    stations = {"photo": [photo], "edges": signed[:1], "layer": signed, "product": [grey]}
    stations["network"] = [palette("gray")[digits]]
    folders = (PACKAGE / "chapters").glob("[0-9][0-9]_*")
    chapters = {folder.name[3:]: int(folder.name[:2]) for folder in folders}

    drawing, x = Drawing(alt=say("figures.map.alt", **chapters)), MARGIN
    for station, pictures in stations.items():
        title, text = (say(f"figures.map.{station}.{part}", **chapters) for part in ("title", "text"))
        if x > MARGIN:
            drawing.arrow((x - GAP + 6, TOP + HEIGHT / 2), (x - 6, TOP + HEIGHT / 2))
        behind = BEHIND * (len(pictures) - 1)
        width, height = WIDTH - behind, HEIGHT * (WIDTH - behind) / WIDTH
        for k in reversed(range(len(pictures))):  # the first in front
            y = TOP + (HEIGHT - height) * (1 - k / max(1, len(pictures) - 1))
            drawing.photo(x + BEHIND * k, y, width, height, pictures[k])
        end = max(x + WIDTH, drawing.text(x, 13, title, TITLE, bold=True))
        x = max(end, drawing.note(x, TOP + HEIGHT + 16, text, TEXT, WIDTH)) + GAP
    return drawing.fit()
