"""The figures of chapter 3 say what a computation of our own says."""

import numpy as np
from scipy.ndimage import uniform_filter

from convbook import blur_kernel, conv2d, load_pixels
from convbook.figures import beyond, border_errors


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
    assert "drop gives no answer" in picture.alt
    assert picture.png().startswith(b"\x89PNG")


def test_a_window_at_the_corner_counts_the_cells_outside():
    photo = load_pixels("coffee", size=(48, 72)).astype(int)
    assert "5 of its 9 cells" in beyond(photo).alt
    assert "16 of its 25 cells" in beyond(photo, F=5).alt
