"""The figures of chapter 2 say in words what they draw."""

import numpy as np
import pytest

from convbook.charts import profile
from convbook.figures import arrows
from convbook.picture import RING, Line


def test_profile_names_its_extremes_by_row():
    words = repr(profile(np.array([5, 5, 90, 90, 40, 40]), np.array([85, 85, -50, -50])))
    assert "from 5 to 90" in words
    assert "highest, 85, at row 1" in words
    assert "lowest, −50, at row 3" in words
    assert "at 0 of the 4 rows" in words


def drawn(picture, cell):
    """The arrows of a picture, in its pixels: where each starts, and where its head ends."""
    red = [shape for shape in picture.parts if isinstance(shape, Line) and shape.colour == RING]
    shafts, heads = red[::2], red[1::2]
    ends = zip(shafts, heads, strict=True)
    return [
        (np.divide(shaft.points[0], cell) - 0.5, np.divide(head.points[0], cell) - 0.5)
        for shaft, head in ends
    ]


def test_arrows_stand_on_the_edge_and_point_across_it():
    image = np.repeat([[0, 0, 0, 200, 200, 200]], 8, axis=0)
    across, down = np.gradient(image, axis=1), np.zeros(image.shape)
    picture = arrows(image, across, down, step=2)
    found = drawn(picture, picture.width / 6)
    for start, end in found:
        assert round(start[0]) in {2, 3}
        assert end[0] - start[0] == pytest.approx(1.6 * 2)
        assert end[1] == pytest.approx(start[1])
    assert f"{len(found)} arrows" in repr(picture)


def test_an_arrow_goes_the_way_of_its_gradient_and_is_as_long():
    across, down = np.zeros((8, 12)), np.zeros((8, 12))
    across[1, 2], down[1, 2] = -30, 40
    across[6, 9], down[6, 9] = 20, 0
    across[1, 9] = 10  # too short for an arrow
    picture = arrows(np.zeros((8, 12)), across, down)
    long, short = drawn(picture, picture.width / 12)
    assert np.allclose(long, ((2, 1), (2 - 1.6 * 4 * 0.6, 1 + 1.6 * 4 * 0.8)))
    assert np.allclose(short, ((9, 6), (9 + 1.6 * 4 * 0.4, 6)))


def test_a_flat_image_has_no_arrows():
    flat = np.zeros((8, 12))
    assert drawn(arrows(flat, flat, flat), 60) == []
