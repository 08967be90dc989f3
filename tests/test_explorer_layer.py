"""The layer explorer: what it shows equals SciPy's correlation of every channel, and every sum adds up."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from random import Random

import numpy as np
import pytest
from scipy.signal import correlate2d

from convbook import explore
from convbook.explorers.layer import (
    BIASES,
    CHANNELS,
    COLUMNS,
    FILTERS,
    ROWS,
    State,
    edit,
    focus,
    frame,
    volume,
)
from convbook.explorers.settings import Refused
from convbook.words import say

SETTINGS = list(product(range(1, 5), range(1, 5), range(1, 4)))  # D, K, F


def ints(texts):
    return [int(text.replace("−", "-")) for text in texts]


def grid(panel):
    return np.array(ints(panel.texts)).reshape(panel.shape)


@pytest.mark.parametrize(("D", "K", "F"), SETTINGS)
def test_every_map_is_the_sum_of_the_channels_and_its_bias(D, K, F):
    answer = explore("layer", D=D, K=K, F=F).output
    assert answer.shape == (ROWS - F + 1, COLUMNS - F + 1, K)
    for k in range(K):
        shown = frame(State(D=D, K=K, F=F, k=k))
        partial = [
            correlate2d(grid(shown.panel(f"channel{d}")), grid(shown.panel(f"kernel{d}")), mode="valid")
            for d in range(D)
        ]
        assert [ints(link.sums) for link in shown.links[:D]] == [p.ravel().tolist() for p in partial]
        expected = sum(partial) + BIASES[k]
        np.testing.assert_array_equal(grid(shown.panel("output")), expected)
        np.testing.assert_array_equal(answer[:, :, k], expected)


@pytest.mark.parametrize(("D", "K", "F"), SETTINGS)
def test_terms_partial_sums_and_bias_add_up_as_written(D, K, F):
    shown = frame(State(D=D, K=K, F=F, k=K - 1))
    output, bias = shown.panel("output"), grid(shown.panel("bias"))[0, K - 1]
    channels = shown.links[:D]
    for cell, total in enumerate(ints(output.texts)):
        for link in channels:
            terms = ints(link.terms[link.entries(cell)])
            assert len(terms) == F * F
            assert sum(terms) == ints(link.sums)[cell]
        partial_sums = [ints(link.sums)[cell] for link in channels]
        assert sum(partial_sums) + bias == total
        left, right = output.lines[cell].replace("−", "-").split(" = ")[1:]
        numbers = [int(part.split()[-1]) for part in left.split(" + ")]
        assert (numbers, int(right)) == ([*partial_sums, bias], total)


@pytest.mark.parametrize("F", [1, 2, 3])
def test_pointing_at_a_pixel_lights_one_window_in_each_channel_and_one_bias(F):
    shown = frame(State(D=4, K=3, F=F, k=2, i=3, j=2))
    lit = shown.lit()
    window = {i * COLUMNS + j for i in range(3, 3 + F) for j in range(2, 2 + F)}
    assert shown.focus == ("output", 3 * (COLUMNS - F + 1) + 2)
    for d in range(4):
        assert {cell for cell, role in lit[f"channel{d}"].items() if role == "window"} == window
        assert set(lit[f"kernel{d}"]) == set(range(F * F))
    assert lit["bias"] == {2: "window"}


def test_a_bias_reaches_every_pixel_of_its_map_only():
    shown = frame(State(K=3, k=1))
    assert set(shown.lit(("bias", 1))["output"]) == set(range(20))
    assert "output" not in shown.lit(("bias", 0))


@pytest.mark.parametrize("F", [1, 2, 3])
def test_grey_light_leaves_the_bias_of_the_colour_filters(F, monkeypatch):
    grey = np.repeat(np.full((ROWS, COLUMNS, 1), 5), CHANNELS, axis=2)
    monkeypatch.setattr("convbook.explorers.layer.volume", lambda: grey)
    maps = [ints(frame(State(K=4, F=F, k=k)).panel("output").texts) for k in range(FILTERS)]
    blind = [k for k in range(FILTERS) if set(maps[k]) == {BIASES[k]}]
    assert blind == {1: [0, 2], 2: [0, 2], 3: [0, 1, 2]}[F]


def test_the_place_of_every_panel_is_kept():
    spaces = set()  # what the drawing reserves, for every setting
    for D, K, F in SETTINGS:
        shown = frame(State(D=D, K=K, F=F, k=3, i=6, j=5))
        assert shown.term_rows == 3
        spaces.add(tuple((panel.key, panel.space, panel.cell, panel.under) for panel in shown.panels))
    assert len(spaces) == 1


def test_counts_in_the_sentence():
    sentence = frame(State(D=3, K=2, F=3)).sentence
    assert "2·27 weights + 2 biases = 56" in sentence
    assert "5·4·2 output values × 27 products = 1,080 MACs" in sentence


def test_settings_beyond_the_output_are_held_at_its_end():
    shown = frame(State(K=2, F=3, k=3, i=6, j=5))
    assert shown.focus == ("output", 19)
    assert "map 1: " in shown.sentence
    assert say("explorers.layer.waits", k=3, K=2, last=1) in shown.sentence
    told = {"i": 6, "j": 5, "last_i": 4, "last_j": 3}
    assert say("explorers.common.waits", F=3, **told) in shown.sentence


def test_tapping_a_pixel_a_map_or_a_bias():
    state = State(K=4, F=2)
    assert focus(state, "output", 13) == replace(state, i=2, j=3)
    assert [focus(state, "maps", 23 + cell).k for cell in (0, 5, 6, 18, 22)] == [0, 0, 1, 3, 3]
    assert focus(state, "bias", 2).k == 2
    assert focus(state, "channel0", 5) == state


@pytest.mark.parametrize("F", [1, 2, 3])
def test_any_weight_and_bias_can_be_typed(F):
    numbers = Random(F)
    for k, d in product(range(FILTERS), range(CHANNELS)):
        cell, value = numbers.randrange(F * F), numbers.randrange(-99, 100)
        before = State(D=4, K=4, F=F, k=k)
        state = edit(before, f"kernel{d}", {cell: str(value)})
        changed = grid(frame(before).panel(f"kernel{d}")).ravel()
        changed[cell] = value
        np.testing.assert_array_equal(grid(frame(state).panel(f"kernel{d}")).ravel(), changed)
        assert [frame(replace(state, k=other)).panel(f"kernel{d}").texts for other in range(k)] == [
            frame(replace(before, k=other)).panel(f"kernel{d}").texts for other in range(k)
        ]
    assert edit(State(K=4), "bias", {3: "−7"}).biases == (*BIASES[:3], -7)


@pytest.mark.parametrize("text", ["blue", "1e300", "", "1/0"])
def test_what_is_no_weight_is_refused_with_a_sentence(text):
    with pytest.raises(Refused) as told:
        edit(State(), "kernel0", {0: text})
    assert str(told.value) == say("explorers.weights.not_a_weight", text=text)


def test_fractions_and_decimals_add_up_exactly():
    state = edit(edit(State(), "kernel1", {4: "1/9"}), "bias", {0: "−0.25"})
    block = volume()[:3, :3, :3].transpose(2, 0, 1).ravel()
    weights = [Fraction(w) for d in range(3) for w in state.weights[9 * d : 9 * d + 9]]
    total = sum(int(pixel) * weight for pixel, weight in zip(block, weights, strict=True)) - Fraction(1, 4)
    whole, rest = frame(state).panel("output").texts[0].split("\n")  # "27 35/36" does not fit in one line
    assert int(whole) + Fraction(rest) == total
    assert frame(state).panel("output").lines[0].endswith(f" = {total.numerator}/36 ≈ {float(total):.2f}")
    assert frame(state).panel("kernel1").texts[4] == "1/9"
    assert frame(state).panel("bias").texts[0] == "−0.25"


def test_the_volume_is_whole_and_has_its_channels_apart():
    assert volume().shape == (ROWS, COLUMNS, CHANNELS)
    assert (volume().min(), volume().max()) == (0, 9)
    assert len({volume()[:, :, d].tobytes() for d in range(CHANNELS)}) == CHANNELS


def test_large_denominators_are_counted_and_the_line_adds_up_as_fractions():
    state = State(
        biases=(Fraction(1, 9), Fraction(1, 16), 3, -20), weights=(Fraction(1, 9), *State.weights[1:])
    )
    shown = frame(state)
    output = shown.panel("output")
    assert output.caption.startswith("unit 1/144; ")
    for text, line in zip(output.texts, output.lines, strict=True):
        left, right = line.replace("−", "-").split(" = ")[1:3]
        total = sum(Fraction(part.split()[-1]) for part in left.split(" + "))
        assert total == Fraction(int(text.replace("−", "-")), 144) == Fraction(right.split()[0])
    assert shown.panel("bias").texts == ("1/9", "1/16")
    assert shown.links[0].sums[0].endswith("/9")  # up to 99, a denominator is written


def test_lines_of_pixels_weights_and_biases():
    shown = frame(State(k=1))
    held = np.bincount(shown.links[0].cells)
    assert shown.panel("channel0").lines[14] == f"Red pixel (2, 2) = 6 is in {held[14]} windows."
    assert (
        shown.panel("kernel2")
        .lines[4]
        .startswith("Weight (1, 1) for blue = 1 is used once by each of the 20")
    )
    assert shown.panel("bias").lines[1] == "Bias 1 = −4 is added to each of the 20 pixels of map 1."


@pytest.mark.parametrize("F", [1, 2, 3])
def test_an_even_kernel_says_which_part_it_is(F):
    assert (say("explorers.layer.even") in frame(State(F=F)).sentence) == (F == 2)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"biases": [1, 2]}, "biases is a table of 2; expected 4 biases in one row"),
        (
            {"weights": np.ones((3, 3))},
            "weights is a table of 3×3; expected 4×4×3×3 weights (filter, channel, row, column), "
            "as a table or in one row",
        ),
        (
            {"biases": [1, 2, 3, 100]},
            "biases holds a weight that cannot be used: "
            "“100” is out of range: a weight lies between −99 and 99.",
        ),
    ],
)
def test_settings_that_are_no_weights_are_told_in_one_sentence(settings, message):
    with pytest.raises(ValueError) as told:  # noqa: PT011 - the whole message is compared below
        explore("layer").set(**settings)
    assert str(told.value) == message


def test_weights_and_biases_can_be_set():
    explorer = explore("layer", K=4, D=4)
    explorer.set(weights=np.arange(144).reshape(4, 4, 3, 3) % 9 / 9, biases=np.array([1, 0.5, 0, -2]))
    assert explorer.frame.panel("kernel3").texts[:4] == ("0", "1/9", "2/9", "1/3")
    assert explorer.frame.panel("bias").texts == ("1", "0.5", "0", "−2")
