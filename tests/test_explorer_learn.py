"""The explorer of chapter 7: a descent on whole hundredths."""

from itertools import pairwise

import numpy as np
import pytest

from convbook.explorers import learn
from convbook.explorers.learn import PARTS, RATES, STARTS, STEPS, WANTED, F, State, descent
from convbook.ops import conv2d

EVERY = [(rate, start, wanted) for rate in RATES for start in STARTS for wanted in WANTED]


@pytest.mark.parametrize(("rate", "start", "wanted"), EVERY)
def test_each_stage_follows_from_the_one_before(rate, start, wanted):
    stages, (up, down) = descent(rate, start, wanted), RATES[rate]
    answer = learn.wanted_map(State(wanted=wanted))
    for before, after in pairwise(stages):
        exact = before.weights / PARTS - up / down * before.slopes / PARTS
        assert abs(after.weights / PARTS - exact).max() <= 0.005 + 1e-9  # rounded to hundredths
    for stage in stages[:: max(1, len(stages) // 5)]:
        error = conv2d(learn.pixels(), stage.weights / PARTS) - answer
        np.testing.assert_allclose(stage.error / PARTS, error, atol=1e-9)
        assert stage.loss == pytest.approx((error**2).sum() / 2)
        for m, n in np.ndindex(F, F):
            met = learn.pixels()[m : m + error.shape[0], n : n + error.shape[1]]
            assert stage.slopes[m, n] / PARTS == pytest.approx((error * met).sum())


@pytest.mark.parametrize("start", STARTS)
def test_the_medium_rate_finds_the_kernel_the_small_one_is_slower_and_the_large_one_diverges(start):
    slow, right, large = (descent(rate, start, "sobel") for rate in ("small", "right", "large"))
    assert abs(right[-1].weights / PARTS - WANTED["sobel"]).max() < 0.3
    assert right[-1].loss < slow[-1].loss < slow[0].loss
    assert len(large) < STEPS
    assert large[-1].loss > 100 * large[0].loss
    assert "broken off" in learn.frame(State(STEPS, "large", start)).sentence
    assert "broken off" not in learn.frame(State(STEPS, "right", start)).sentence


def test_a_flipped_map_teaches_the_flipped_kernel_and_a_map_without_signs_none():
    flipped = descent("right", "zeros", "flipped")[-1].weights / PARTS
    assert abs(flipped - WANTED["sobel"][::-1, ::-1]).max() < 0.3
    losses = [stage.loss for stage in descent("right", "zeros", "absolute")]
    assert losses[-1] > 0.15 * losses[0]
    assert learn.frame(State(wanted="absolute")).panel("wanted").shape == (0, 0)


def test_a_click_on_the_curve_goes_to_that_step_and_one_on_a_weight_to_its_slope():
    there = learn.focus(State(), "curve", 3 * (STEPS + 1) + 17)
    assert there.step == 17
    assert learn.frame(there).panel("curve").box[1] == 17
    assert learn.focus(State(), "kernel", 5) == State(m=1, n=2)
    assert learn.frame(State(m=1, n=2)).focus == ("slopes", 5)
    assert learn.focus(State(), "input", 5) == State()


def test_bars_are_higher_for_larger_losses_and_end_with_the_descent():
    for rate in RATES:
        stages, panel = descent(rate, "zeros", "sobel"), learn.frame(State(rate=rate)).panel("curve")
        heights = (panel.levels < 200).sum(axis=0)
        losses = [stage.loss for stage in stages]
        assert (np.diff(heights[: len(losses)]) * np.sign(np.diff(losses)) >= 0).all()
        assert not heights[len(losses) :].any()
