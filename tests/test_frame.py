"""Frames as data: colours, highlights, and links read in all three directions."""

import numpy as np
import pytest

from convbook.frame import (
    PALETTES,
    Frame,
    Link,
    Panel,
    dark_ink,
    holders,
    levels,
    palette,
    signed_levels,
    texts,
)

# Three input cells in a row, the last a copy of the first; two windows of two cells; two weights.
INPUT = Panel("input", "in", np.zeros((1, 3), np.uint8), owners=np.array([0, 1, 0], np.int32))
WEIGHTS = Panel("weights", "w", np.zeros((1, 2), np.uint8))
OUTPUT = Panel("output", "out", np.zeros((1, 2), np.uint8))
LINK = Link.of("output", "input", [[0, 1], [1, 2]], weights=[[0, 1], [0, 1]], via="weights")
FRAME = Frame((INPUT, WEIGHTS, OUTPUT), (LINK,), focus=("output", 1))


def test_an_output_cell_lights_its_window_and_its_weights():
    assert FRAME.lit() == {
        "output": {1: "focus"},
        "input": {1: "window", 2: "window"},
        "weights": {0: "weight", 1: "weight"},
    }


def test_an_input_cell_lights_every_output_that_holds_it_or_a_copy():
    assert FRAME.lit(("input", 0)) == {
        "input": {0: "focus", 2: "reach"},
        "output": {0: "reach", 1: "reach"},
        "weights": {0: "weight", 1: "weight"},
    }


def test_a_weight_lights_every_input_cell_that_it_touches():
    assert FRAME.lit(("weights", 1)) == {"weights": {1: "focus"}, "input": {1: "window", 2: "window"}}


def test_nothing_is_lit_without_a_focus():
    assert Frame((INPUT,)).lit() == {}


def test_a_cell_without_a_text_lights_nothing():
    table = Panel("output", "out", np.zeros((1, 2), np.uint8), texts=("", "5"))
    assert Frame((INPUT, table), (LINK,)).lit(("output", 0)) == {}


def test_what_no_link_joins_lights_itself_alone():
    assert Frame((INPUT, OUTPUT), (Link.of("output", "input", [[], [0]]),)).lit(("output", 0)) == {
        "output": {0: "focus"}
    }


@pytest.mark.parametrize(
    ("rows", "start", "cells"),
    [
        (np.array([[3, 1], [1, 2]]), [0, 2, 4], [3, 1, 1, 2]),
        ([[3], [], [1, 2]], [0, 1, 1, 3], [3, 1, 2]),
        ([[], []], [0, 0, 0], []),
        ([], [0], []),
    ],
)
def test_a_link_is_made_of_one_list_for_each_cell_of_its_source(rows, start, cells):
    link = Link.of("output", "input", rows, weights=rows, via="weights", columns=2)
    assert (link.start.tolist(), link.cells.tolist(), link.weights.tolist()) == (start, cells, cells)
    assert {array.dtype for array in (link.start, link.cells, link.weights)} == {np.dtype(np.int32)}
    assert [link.cells[link.entries(q)].tolist() for q in range(len(rows))] == [list(row) for row in rows]
    assert (link.columns, Link.of("output", "input", rows).weights) == (2, None)


def test_an_invented_cell_holds_only_itself():
    zeros = Panel("p", "p", np.zeros((1, 3), np.uint8), owners=np.array([-1, 1, -1], np.int32))
    assert holders(zeros, 0).tolist() == [0]
    assert holders(INPUT, 2).tolist() == [0, 2]


@pytest.mark.parametrize("name", PALETTES)
def test_brightness_of_a_palette_grows_towards_its_middle_or_its_end(name):
    luminance = palette(name) @ np.array([0.2126, 0.7152, 0.0722])
    steps = np.diff(luminance)
    rising = steps[:127] if name == "signed" else steps
    assert (rising >= 0).all()
    if name == "signed":
        assert (steps[129:] <= 0).all()
        assert luminance[127:129].min() > 240


@pytest.mark.parametrize("name", PALETTES)
def test_digits_have_a_contrast_of_at_least_four_and_a_half(name):
    rgb = palette(name) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    luminance = linear @ np.array([0.2126, 0.7152, 0.0722])
    ink = np.where(dark_ink(palette(name)), 0.0, 1.0)
    brighter, darker = np.maximum(ink, luminance), np.minimum(ink, luminance)
    assert ((brighter + 0.05) / (darker + 0.05)).min() >= 4.5


def test_levels_reach_from_low_to_high_and_stop_there():
    assert levels(np.array([-5.0, 0, 4.5, 9, 99]), 0, 9).tolist() == [0, 0, 128, 255, 255]


def test_zero_is_the_middle_of_a_signed_palette_whatever_the_limits():
    assert signed_levels(np.array([-3, 0, 1])).tolist() == [0, 128, 170]
    assert signed_levels(np.zeros(2)).tolist() == [128, 128]
    assert signed_levels(np.array([1.0]), limit=4).tolist() == [159]


def test_numbers_are_written_with_a_real_minus_sign():
    assert texts(np.array([[-3, 0], [12, 255]])) == ("−3", "0", "12", "255")


def test_space_is_the_room_asked_for_and_never_less_than_the_panel():
    assert Panel("p", "p", np.zeros((2, 7), np.uint8), room=(5, 3)).space == (5, 7)
    assert Panel("p", "p", np.zeros((2, 7), np.uint8)).space == (2, 7)
