"""The explorer of chapter 1 against SciPy."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from scipy.signal import convolve2d, correlate2d
from test_explorers import amount, say_to, unit

import convbook as cb
from convbook.explorers import window
from convbook.words import say


@pytest.mark.parametrize("kernel", cb.KERNELS)
@pytest.mark.parametrize("flip", [False, True])
def test_output_is_correlation_and_flipped_it_is_true_convolution(kernel, flip):
    state = window.State(kernel=kernel, flip=flip)
    reference = (convolve2d if flip else correlate2d)(window.pixels(state), cb.KERNELS[kernel], mode="valid")
    np.testing.assert_allclose(window.output(state), reference, atol=1e-12)


def test_pixels_are_ten_grey_levels_of_the_photo():
    pixels = window.pixels(window.State())
    assert pixels.shape == (9, 12)
    assert 0 <= pixels.min() < pixels.max() <= 9


def test_the_window_of_an_output_pixel_has_its_corner_there():
    frame = window.frame(window.State(i=2, j=7))
    lit = sorted(cell for cell, role in frame.lit()["input"].items() if role == "window")
    assert lit == [12 * (2 + m) + 7 + n for m in range(3) for n in range(3)]


def test_a_position_outside_the_output_waits_at_its_end():
    frame = window.frame(window.State(kernel="blur", F=5, i=8, j=11))
    assert frame.focus == ("output", 5 * 8 - 1)
    told = {"i": 8, "j": 11, "last_i": 4, "last_j": 7}
    assert say("explorers.common.waits", F=5, **told) in frame.sentence


def test_a_kernel_of_one_size_says_that_F_is_waiting():
    remark = say("explorers.kernels.fixed_size", kernel=say("explorers.menus.kernel.sobel_horizontal"), F=5)
    assert remark in window.frame(window.State(F=5)).sentence
    assert remark not in window.frame(window.State(F=3)).sentence


def test_pinning_an_output_cell_moves_the_sliders():
    explorer = cb.explore("window")
    explorer.answer({"kind": "focus", "panel": "output", "cells": [23]})
    assert (explorer.controls["i"].value, explorer.controls["j"].value) == (2, 3)
    explorer.answer({"kind": "focus", "panel": "input", "cells": [5]})
    assert (explorer.state.i, explorer.state.j) == (2, 3)


def test_a_weight_typed_into_the_flipped_kernel_stays_where_it_was_typed():
    explorer = cb.explore("window", flip=True)
    explorer.answer({"kind": "edit", "panel": "kernel", "cell": 0, "text": "7"})
    assert explorer.frame.panel("kernel").texts[0] == "7"
    assert explorer.controls["kernel"].value == "own"


def kernel_texts(state):
    return window.frame(state).panel("kernel").texts


@pytest.mark.parametrize("kernel", ["gaussian", "blur", "sharpen", "own"])
@pytest.mark.parametrize("F", range(1, 6))
def test_the_numbers_shown_are_the_output(kernel, F):
    own = ((Fraction(1, 9), Fraction(-1, 16), Fraction(-51, 4)),) * 3
    state = window.State(kernel=kernel, F=F, own=own)
    panel = window.frame(state).panel("output")
    shown = [amount(text, unit(panel.caption)) for text in panel.texts]
    np.testing.assert_allclose([float(value) for value in shown], window.output(state).ravel(), atol=1e-12)
    if kernel == "own" and F == 3:
        assert window.frame(state).panel("kernel").texts[:3] == ("1/9", "−1/16", "−12.75")


def test_a_large_denominator_is_said_once_and_read_out_in_the_line():
    frame = window.frame(window.State(kernel="gaussian", F=5, i=1, j=1))
    output, kernel = frame.panel("output"), frame.panel("kernel")
    assert output.caption == "unit 1/256; 0 black to 2304 white"
    assert kernel.caption == "unit 1/256; type to change"
    assert kernel.texts[12] == "36"
    assert output.texts[9] == frame.links[0].sums[9] == "1470"
    assert output.lines[9] == "output(1, 1) = 1470/256 ≈ 5.74: input rows 1 to 5, columns 1 to 5."
    assert frame.links[0].title == "products, unit 1/256"
    assert "add up to 1470/256 ≈ 5.74." in frame.sentence
    assert window.frame(window.State(kernel="gaussian")).panel("kernel").texts[:2] == ("1/16", "2/16")


@pytest.mark.parametrize("kernel", ["blur", "gaussian", "identity", "own"])
def test_averages_are_grey_on_the_scale_of_the_input(kernel):
    for F in range(1, 6):
        for image in ("rim", "impulse"):
            state = window.State(kernel=kernel, F=F, image=image)
            output = window.frame(state).panel("output")
            assert output.palette == "gray"
            np.testing.assert_allclose(output.levels, window.output(state) / 9 * 255, atol=0.51)


@pytest.mark.parametrize("drawn", [(), (9,) * 108])
def test_other_kernels_are_signed_around_zero_whatever_the_input(drawn):
    state = window.State(kernel="sharpen", image="drawn", drawn=drawn)  # 0 everywhere, or 9: never negative
    output = window.frame(state).panel("output")
    assert output.palette == "signed"
    assert window.frame(window.State(kernel="own", own=((Fraction(2),),))).panel("output").palette == "signed"


def test_a_typed_weight_leaves_F_where_it_is():
    explorer = cb.explore("window", F=5)
    say_to(explorer, "edit", "kernel", 0, "7")
    assert (explorer.state.kernel, explorer.state.F) == ("own", 5)
    shown = np.array([int(amount(text)) for text in explorer.frame.panel("kernel").texts]).reshape(5, 5)
    assert shown[1:4, 1:4].tolist() == [[7, -2, -1], [0, 0, 0], [1, 2, 1]]
    assert np.count_nonzero(shown) == 6


@pytest.mark.parametrize("F", [1, 2, 4, 5])
def test_weights_that_do_not_show_are_kept(F):
    own = tuple(tuple(Fraction(3 * i + j + 1) for j in range(3)) for i in range(3))
    state = window.State(kernel="own", own=own, F=F)
    middle = 0 if F < 3 else F + 1 if F == 4 else 12
    assert kernel_texts(state)[middle] == "5"
    back = replace(window.edit(state, "kernel", {middle: "77"}), F=3)
    assert kernel_texts(back) == ("1", "2", "3", "4", "77", "6", "7", "8", "9")
    remarks = window.frame(state).sentence
    assert (say("explorers.kernels.hidden", F=F) in remarks) == (F < 3)
    assert (say("explorers.kernels.even", F=F) in remarks) == (F % 2 == 0)


def test_a_whole_kernel_is_pasted_where_it_is_shown():
    cells = dict(enumerate("123456789"))
    state = window.edit(window.State(F=5), "kernel", cells)
    assert (state.F, state.kernel) == (5, "own")
    assert kernel_texts(replace(state, F=3)) == tuple("123456789")
    flipped = window.edit(window.State(flip=True), "kernel", cells)
    assert kernel_texts(flipped) == tuple("123456789")
    assert kernel_texts(replace(flipped, flip=False)) == tuple("987654321")


def test_one_bright_pixel_shows_the_kernel_turned_and_flipped_as_it_is():
    kernel = 9 * cb.KERNELS["sobel_horizontal"]
    for flip, expected in ((False, kernel[::-1, ::-1]), (True, kernel)):
        state = window.State(image="impulse", flip=flip)
        assert (window.output(state)[2:5, 4:7] == expected).all()
        assert np.count_nonzero(window.output(state)) == np.count_nonzero(kernel)
        turned = say("explorers.window.impulse", white=9) in window.frame(state).sentence
        assert turned == (not flip)


def test_drawing_starts_from_what_is_shown_and_no_menu_loses_it():
    explorer = cb.explore("window", image="impulse", draw=True, brush=3)
    say_to(explorer, "focus", "input", 0)
    assert explorer.state.image == explorer.controls["image"].value == "drawn"
    drawn = explorer.frame.panel("input").texts
    assert (drawn[0], drawn[4 * 12 + 6], drawn.count("0")) == ("3", "9", 106)
    assert say("explorers.window.yours") in repr(explorer)
    explorer.controls["image"].value = "rim"
    assert explorer.frame.panel("input").texts != drawn
    assert say("explorers.window.anew") in repr(explorer)
    explorer.controls["image"].value = "drawn"
    assert explorer.frame.panel("input").texts == drawn


def test_an_empty_drawing_says_how_to_begin():
    frame = window.frame(window.State(image="drawn"))
    assert set(frame.panel("input").texts) == {"0"}
    assert say("explorers.window.nothing_drawn") in frame.sentence


def test_lines_count_the_windows_of_a_pixel_and_the_uses_of_a_weight():
    for F in range(1, 6):
        frame = window.frame(window.State(kernel="blur", F=F))
        held = np.bincount(frame.links[0].cells, minlength=108)
        for cell, line in enumerate(frame.panel("input").lines):
            told = {"row": cell // 12, "column": cell % 12, "value": frame.panel("input").texts[cell]}
            assert line == say("explorers.window.input.line", n=held[cell], **told)
    lines = window.frame(window.State()).panel("kernel").lines
    assert lines[0] == "Weight (0, 0) = −1 is used once by each of the 70 outputs."


def test_a_single_product_is_not_said_in_the_plural():
    frame = window.frame(window.State(kernel="own", F=1))
    assert "its only product is 4." in frame.sentence
    assert frame.panel("output").lines[13] == "output(1, 1) = 4: input row 1, column 1."


def test_a_kernel_of_the_library_says_that_typing_replaces_the_readers_weights():
    own = ((Fraction(1),),)
    remark = say("explorers.kernels.replaces")
    assert remark in window.frame(window.State(own=own)).sentence
    assert remark not in window.frame(window.State()).sentence
    assert remark not in window.frame(window.State(kernel="own", own=own)).sentence
