"""The explorer of the start page: its window reaches every pixel and stays inside the photo."""

import numpy as np
import pytest

from convbook import explore
from convbook.explorers.spot import State, focus, frame, output
from convbook.images import load_pixels
from convbook.words import say

PIXELS = load_pixels("coffee")


@pytest.mark.parametrize("F", range(1, 10))
def test_the_sliders_reach_the_last_pixel_and_the_sentence_tells_that_the_window_waits(F):
    explorer = explore("spot", F=F)
    for control in ("row", "column"):
        explorer.controls[control].value = explorer.controls[control].max
    np.testing.assert_array_equal(explorer.output, PIXELS[-F:, -F:])
    assert explorer.frame.panel("photo").box == (240 - F, 360 - F, F, F)
    asked = say("explorers.spot.waits", row=239, column=359)
    assert (asked in repr(explorer)) == (F > 1)
    told = {"row": 240 - F, "column": 360 - F, "low": PIXELS[-F:, -F:].min(), "high": PIXELS[-F:, -F:].max()}
    assert say("explorers.spot.sentence", n=F * F, F=F, **told) in repr(explorer)
    explorer.set(row=240 - F, column=360 - F)
    assert asked not in repr(explorer)


@pytest.mark.parametrize("F", [1, 4, 9])
def test_pointing_at_a_corner_keeps_the_window_inside(F):
    state = focus(State(F=F), "photo", 240 * 360 - 1)
    assert (state.row, state.column) == (240 - F, 360 - F)
    np.testing.assert_array_equal(output(state)[-1, -1], PIXELS[-1, -1])


def test_every_pixel_has_a_line_with_its_place():
    panel = frame(State(row=7, column=11, F=2)).panel("window")
    assert panel.first == (7, 11)
    assert panel.lines[3] == say("explorers.spot.window.line", row=8, column=12, value=PIXELS[8, 12])


def test_a_single_pixel_is_not_said_in_the_plural():
    assert "a single pixel, at row 20 and column 30: " in frame(State(F=1)).sentence
