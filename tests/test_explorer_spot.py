"""The explorer of the start page: its window reaches every pixel and stays inside the photo."""

import numpy as np
import pytest

from convbook import explore
from convbook.explorers.spot import State, focus, frame, output
from convbook.images import load_pixels

PIXELS = load_pixels("coffee")


@pytest.mark.parametrize("F", range(1, 10))
def test_the_sliders_reach_the_last_pixel_and_the_sentence_tells_that_the_window_waits(F):
    explorer = explore("spot", F=F)
    for control in ("row", "column"):
        explorer._controls[control].value = explorer._controls[control].max
    np.testing.assert_array_equal(explorer.output, PIXELS[-F:, -F:])
    assert explorer._frame.panel("photo").box == (240 - F, 360 - F, F, F)
    asked = "From row 239 and column 359 on it would leave the photo, so it waits at the edge."
    assert (asked in repr(explorer)) == (F > 1)
    assert f"row {240 - F} and column {360 - F}" in repr(explorer)
    explorer.set(row=240 - F, column=360 - F)
    assert "waits" not in repr(explorer)


@pytest.mark.parametrize("F", [1, 4, 9])
def test_pointing_at_a_corner_keeps_the_window_inside(F):
    state = focus(State(F=F), "photo", 240 * 360 - 1)
    assert (state.row, state.column) == (240 - F, 360 - F)
    np.testing.assert_array_equal(output(state)[-1, -1], PIXELS[-1, -1])
    assert "waits" not in frame(state).sentence


def test_every_pixel_has_a_line_with_its_place():
    panel = frame(State(row=7, column=11, F=2)).panel("window")
    assert panel.first == (7, 11)
    assert panel.lines[3] == f"Photo pixel (8, 12) = {PIXELS[8, 12]}."


def test_a_single_pixel_is_not_said_in_the_plural():
    assert "a single pixel, at row 20 and column 30: " in frame(State(F=1)).sentence
