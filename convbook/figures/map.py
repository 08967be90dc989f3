"""The map on the start page: what each part of the book does to the photo, drawn from the photo itself."""

import numpy as np

from ..frame import levels, palette, signed_levels
from ..images import load_image
from ..kernels import KERNELS
from ..ops import conv_layer, im2col
from ..words import PACKAGE, say
from .sheet import RIM, Picture, Sheet

WIDTH, HEIGHT = 186, 124  # of one station's picture, in screen pixels
LEFT, TOP, STEP = 8, 44, 244  # the place of the first one, and the way to the next


def book_map() -> Picture:
    """Photo, edge map, layer and matrix product side by side, joined by arrows."""
    photo = load_image("coffee", size=(60, 90), gray=False)
    names = ("sobel_horizontal", "sobel_vertical", "laplace")
    maps = conv_layer(photo, [np.dstack([KERNELS[name]] * 3) for name in names], padding=1, mode="edge")
    signed = [palette("signed")[signed_levels(m, np.percentile(abs(m), 98))] for m in np.moveaxis(maps, 2, 0)]
    rows = im2col(photo[20:28, 30:42], 3)
    folders = (PACKAGE / "chapters").glob("[0-9][0-9]_*")
    chapters = {folder.name[3:]: int(folder.name[:2]) for folder in folders}

    sheet = Sheet(940, 230)
    for place, station in enumerate(("photo", "edges", "layer", "product")):
        x = LEFT + place * STEP
        title, text = (say(f"figures.map.{station}.{part}", **chapters) for part in ("title", "text"))
        sheet.text(x, 11, title, 11, weight="bold", va="top")
        sheet.text(x, 179, text, 8.5, color="#444444", linespacing=1.4, va="top")
        if place:
            sheet.arrow(x - 48, x - 10, TOP + HEIGHT / 2)
    sheet.image(LEFT, TOP, WIDTH, HEIGHT, photo)
    sheet.image(LEFT + STEP, TOP, WIDTH, HEIGHT, signed[0])
    for k in (2, 1, 0):
        x, y = LEFT + 2 * STEP + 9 * k, TOP + 0.14 * HEIGHT - 9 * k
        sheet.image(x, y, 0.86 * WIDTH, 0.86 * HEIGHT, signed[k], rim="white" if k else RIM)
    sheet.image(LEFT + 3 * STEP, TOP, WIDTH, HEIGHT, palette("gray")[levels(rows, 0, rows.max())])
    return Picture(sheet.figure, say("figures.map.alt", **chapters))
