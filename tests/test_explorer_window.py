"""The explorer of chapter 1 against SciPy."""

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d

import convbook as cb
from convbook.explorers import window


@pytest.mark.parametrize("kernel", cb.KERNELS)
@pytest.mark.parametrize("flip", [False, True])
def test_output_is_correlation_and_flipped_it_is_true_convolution(kernel, flip):
    state = window.State(kernel=kernel, flip=flip)
    reference = (convolve2d if flip else correlate2d)(window.rim(), cb.KERNELS[kernel], mode="valid")
    np.testing.assert_allclose(window.output(state), reference, atol=1e-12)


def test_pixels_are_ten_grey_levels_of_the_photo():
    pixels = window.rim()
    assert pixels.shape == (9, 12)
    assert 0 <= pixels.min() < pixels.max() <= 9


def test_the_window_of_an_output_pixel_has_its_corner_there():
    frame = window.frame(window.State(i=2, j=7))
    lit = sorted(cell for cell, role in frame.lit()["input"].items() if role == "window")
    assert lit == [12 * (2 + m) + 7 + n for m in range(3) for n in range(3)]


def test_a_position_outside_the_output_waits_at_its_end():
    frame = window.frame(window.State(kernel="blur", F=5, i=8, j=11))
    assert frame.focus == ("output", 5 * 8 - 1)
    assert "no output (8, 11) at F = 5: the window waits at (4, 7)" in frame.sentence


def test_a_kernel_of_one_size_says_that_F_is_waiting():
    assert "exists at 3×3 only, so F = 5 is waiting" in window.frame(window.State(F=5)).sentence


def test_pinning_an_output_cell_moves_the_sliders():
    explorer = cb.explore("window")
    explorer._answer(None, {"kind": "focus", "panel": "output", "cells": [23]}, [])
    assert (explorer._controls["i"].value, explorer._controls["j"].value) == (2, 3)
    explorer._answer(None, {"kind": "focus", "panel": "input", "cells": [5]}, [])
    assert (explorer.state.i, explorer.state.j) == (2, 3)


def test_a_weight_typed_into_the_flipped_kernel_stays_where_it_was_typed():
    explorer = cb.explore("window", flip=True)
    explorer._answer(None, {"kind": "edit", "panel": "kernel", "cell": 0, "text": "7"}, [])
    assert explorer._frame.panel("kernel").texts[0] == "7"
    assert explorer._controls["kernel"].value == "own"
