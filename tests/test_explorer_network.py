"""The explorer of chapter 8: the rounded network, what is drawn, and a network of the reader's own."""

import numpy as np
import pytest

import convbook as cb
from convbook import network as model
from convbook.digits import load_digits
from convbook.explorers import network
from convbook.explorers.network import BLANK, DRAWN, PARTS, SIDE, STORED, WHITE, K, State, way
from convbook.words import say


def test_the_rounded_network_reads_as_well_as_the_exact_one():
    pictures, labels = load_digits()[1]
    exact = model.forward(model.trained(), pictures).scores
    inks = np.rint(pictures[:, :, :, 0] * WHITE).astype(np.int64)
    rounded = np.array([way(ink.tobytes(), ()).scores for ink in inks]) / (PARTS * network.LARGER)
    assert (exact.argmax(axis=1) == rounded.argmax(axis=1)).mean() > 0.99
    shares = [(scores.argmax(axis=1) == labels).mean() for scores in (exact, rounded)]
    assert abs(shares[0] - shares[1]) < 0.005


@pytest.mark.parametrize("picture", [0, 7, STORED - 1])
def test_every_stage_follows_from_the_one_before(picture):
    state = State(picture=picture)
    ink, net = network.pixels(state), network._network(())
    found = way(ink.tobytes(), ())
    for k in range(K):
        sums = cb.conv2d(ink, net.kernels[k, :, :, 0]) + net.bias[k]
        np.testing.assert_array_equal(found.maps[:, :, k], sums)
        largest = np.maximum(sums, 0).reshape(5, 2, 5, 2).max(axis=(1, 3)) / PARTS
        assert abs(found.pooled[:, :, k] - largest).max() <= 0.5
        pushes = [(found.pooled[:, :, k] * net.dense[d, :, :, k]).sum() for d in range(10)]
        np.testing.assert_array_equal(found.pushes[k], pushes)
    np.testing.assert_array_equal(found.scores, found.pushes.sum(axis=0) + net.dense_bias)
    np.testing.assert_allclose(found.probabilities.sum(), 1)


def test_stored_digits_are_unseen_and_the_last_ten_are_misread():
    pictures, labels = network.stored()
    assert len(pictures) == STORED
    read = [network.output(State(picture=n)).argmax() for n in range(STORED)]
    assert (np.array(read) == labels)[: network.EASY].mean() > 0.9
    assert (np.array(read) == labels)[network.EASY :].mean() < 0.3
    assert network.frame(State(picture=0)).sentence.endswith(say("explorers.network.right"))


def test_a_score_lights_its_column_and_the_push_of_this_filter_has_its_products():
    frame = network.frame(State(k=3, digit=4, look="scores", cell=4))
    assert [cell for cell in frame.lit()["pushes"]] == [k * 10 + 4 for k in range(K)]
    push = next(link for link in frame.links if link.source == "pushes")
    entries = push.entries(3 * 10 + 4)
    assert entries.stop - entries.start == 25
    assert push.sums[34] == frame.panel("pushes").texts[34]
    assert push.entries(35) == slice(entries.stop, entries.stop)


def test_a_stroke_is_wider_than_a_pixel_and_starts_from_what_is_shown():
    blank = State(source=BLANK, draw=True)
    drawn = network.focus(blank, "input", 5 * SIDE + 6)
    ink = network.pixels(drawn)
    assert drawn.source == DRAWN
    assert ink[5, 6] == WHITE
    assert ink[4, 6] == ink[5, 5] == WHITE // 2
    assert ink.sum() == WHITE + 4 * (WHITE // 2)
    again = network.focus(drawn, "input", 5 * SIDE + 7)
    assert network.pixels(again)[5, 6] == WHITE  # a neighbour is never made fainter
    rubbed = network.focus(network.replace(again, brush=0), "input", 5 * SIDE + 6)
    assert network.pixels(rubbed)[5, 5:8].tolist() == [0, 0, 0]
    corner = network.pixels(network.focus(blank, "input", 0))
    assert np.count_nonzero(corner) == 3


def test_without_drawing_a_click_only_picks_out():
    assert network.focus(State(), "input", 9) == State(look="input", cell=9)
    assert network.focus(State(), "pushes", 37) == State(k=3, digit=7, look="pushes", cell=37)
    assert network.focus(State(), "scores", 6) == State(digit=6, look="scores", cell=6)
    assert network.focus(State(), "bars", 60 * 3 + 44).digit == 7


def test_a_network_of_ones_own_and_what_is_none():
    own = model.start(np.random.default_rng(5))
    explorer = cb.explore("network", own=own)
    assert explorer.frame.sentence.endswith(say("explorers.network.own"))
    assert not np.array_equal(explorer.output, cb.explore("network").output)
    for wrong in (
        3,
        (),
        model.start(np.random.default_rng(5), K=3),
        own._replace(bias=np.full(12, np.nan, np.float32)),
    ):
        with pytest.raises(ValueError, match="a network of 12 filters of 5×5"):
            cb.explore("network", own=wrong)


def test_a_drawing_from_code_may_be_a_table_or_a_row():
    ink = np.zeros((SIDE, SIDE), int)
    ink[3:11, 6] = 9
    one, other = (cb.explore("network", source=DRAWN, drawn=form) for form in (ink, ink.ravel().tolist()))
    np.testing.assert_array_equal(one.output, other.output)
    with pytest.raises(ValueError, match="14×14 whole numbers from 0 to 9"):
        cb.explore("network", drawn=ink + 1)
