"""The figures of chapter 3 say what a computation of our own says."""

import numpy as np
from scipy.ndimage import uniform_filter

from convbook import blur_kernel, conv2d, load_pixels
from convbook.figures import beyond, border_errors
from convbook.frame import palette, signed_levels
from convbook.picture import Box, Photo, Text


def test_the_errors_told_are_those_of_scipys_blur():
    photo = load_pixels("coffee", size=(48, 72)).astype(float)
    piece = np.s_[10:31, 20:53]
    truth = uniform_filter(photo, 5)[piece]
    nearest = uniform_filter(photo[piece], 5, mode="nearest")
    border = np.ones(truth.shape, dtype=bool)
    border[2:-2, 2:-2] = False
    expected = np.abs(nearest - truth)[border].mean()

    kernel = blur_kernel(5)
    edge = conv2d(photo[piece], kernel, padding=2, mode="edge")
    picture = border_errors(truth, drop=conv2d(photo[piece], kernel), edge=edge)
    assert f"edge {expected:.1f}" in picture.alt
    assert f"{border.sum()} border cells" in picture.alt
    assert "drop gives no output" in picture.alt
    assert picture.png().startswith(b"\x89PNG")

    texts = {shape.words: shape for shape in picture.parts if isinstance(shape, Text)}
    assert texts[f"mean error {expected:.1f}"].x == texts["edge"].x
    assert texts["no output"].x == texts["drop"].x
    dropped, dropped_error, result, error = [shape for shape in picture.parts if isinstance(shape, Photo)]
    limit = np.abs(nearest - truth).max()
    assert np.abs(error.rgb.astype(int) - palette("signed")[signed_levels(nearest - truth, limit)]).max() <= 3
    assert np.array_equal(dropped.rgb, result.rgb[2:-2, 2:-2])
    hatched = [shape for shape in picture.parts if isinstance(shape, Box) and shape.hatch]
    for area, inner in zip(hatched, (dropped, dropped_error), strict=True):
        cell = area.width / truth.shape[1]
        assert np.isclose(inner.x - area.x, 2 * cell)
        assert np.isclose(inner.y - area.y, 2 * cell)
        assert np.isclose(area.width - inner.width, 4 * cell)


def test_a_window_at_the_corner_counts_the_cells_outside():
    photo = load_pixels("coffee", size=(48, 72)).astype(int)
    assert "5 of its 9 cells" in beyond(photo).alt
    assert "16 of its 25 cells" in beyond(photo, F=5).alt


def test_the_corner_shows_the_photos_own_numbers_and_what_is_not_known():
    photo = np.arange(200).reshape(10, 20)
    shown = [shape.words for shape in beyond(photo).parts if isinstance(shape, Text)]
    assert shown.count("?") == 6 * 8 - 5 * 7
    assert {str(value) for value in photo[:5, :7].flat} <= set(shown)
