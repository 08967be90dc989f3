"""The network of chapter 8: its slopes against differences, its training, and the digits that it reads."""

import asyncio

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from convbook import load_digits, network, training
from convbook.digits import BOX, SIDE, centred
from convbook.network import Network
from convbook.words import say

TO_LEARN, TO_TEST = load_digits()


def small_network(seed=0):
    """A network in float64 with biases, so that differences are exact enough."""
    rng = np.random.default_rng(seed)
    return Network(*(numbers + rng.normal(0, 0.1, numbers.shape) for numbers in network.start(rng, K=3)))


def test_slopes_are_what_a_nudge_shows():
    net, pictures, labels = small_network(), TO_LEARN.pictures[:4].astype(float), TO_LEARN.labels[:4]
    _, slopes = network.slopes(net, pictures, labels)
    rng = np.random.default_rng(1)
    for name in Network._fields:
        numbers = getattr(net, name)
        for place in rng.integers(0, numbers.shape, (6, numbers.ndim)):
            losses = []
            for nudge in (-1e-5, 1e-5):
                other = numbers.copy()
                other[tuple(place)] += nudge
                losses.append(network.slopes(net._replace(**{name: other}), pictures, labels)[0])
            difference = (losses[1] - losses[0]) / 2e-5
            assert abs(difference - getattr(slopes, name)[tuple(place)]) < 1e-7


def test_softmax_is_not_shaken_by_large_scores():
    scores = np.array([[1000.0, 999.0, 0.0], [-2000.0, -2001.0, -2000.0], [0.0, 0.0, 0.0]])
    probabilities = network.softmax(scores)
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_allclose(probabilities[0, 0] / probabilities[0, 1], np.e)


def test_training_is_the_same_for_the_same_seed_and_leaves_what_it_yielded():
    def steps(seed):
        rng = np.random.default_rng(seed)
        some = TO_LEARN.pictures[:100], TO_LEARN.labels[:100]
        return list(network.train(network.start(rng), *some, rng, rounds=2, batch=30))

    one, same, other = steps(3), steps(3), steps(4)
    assert [step.step for step in one] == list(range(1, 9))
    assert [step.loss for step in one] == [step.loss for step in same]
    assert [step.loss for step in one] != [step.loss for step in other]
    assert not np.array_equal(one[0].network.kernels, one[1].network.kernels)


def test_every_round_uses_every_picture_once(monkeypatch):
    used = []

    def remember(net, pictures, labels):
        used.append(labels)
        return 0.0, Network(*map(np.zeros_like, net))

    monkeypatch.setattr(network, "slopes", remember)
    rng = np.random.default_rng(0)
    pictures, labels = np.zeros((70, 14, 14, 1), np.float32), np.arange(70) % 10
    list(network.train(network.start(rng), pictures, labels, rng, rounds=2))
    assert [len(batch) for batch in used] == [32, 32, 6] * 2
    for part in (used[:3], used[3:]):
        np.testing.assert_array_equal(np.bincount(np.concatenate(part)), np.full(10, 7))


def test_the_last_quarter_of_the_rounds_takes_small_steps(monkeypatch):
    monkeypatch.setattr(network, "slopes", lambda net, *_: (0.0, Network(*map(np.ones_like, net))))
    rng = np.random.default_rng(0)
    pictures, labels = np.zeros((32, 14, 14, 1), np.float32), np.zeros(32, int)
    biases = [
        step.network.bias[0] for step in network.train(network.start(rng), pictures, labels, rng, rounds=8)
    ]
    np.testing.assert_allclose(-np.diff([0, *biases]), [0.5] * 6 + [0.1] * 2, rtol=1e-5)


def test_the_stored_network_reads_the_unseen_digits_and_was_made_by_the_script():
    assert network.accuracy(network.trained(), TO_TEST) >= 0.96
    rng = np.random.default_rng(0)
    first = network.start(rng)
    assert [part.shape for part in first] == [part.shape for part in network.trained()]
    assert abs(first.kernels - network.trained().kernels).max() > 0.1


@pytest.mark.parametrize(
    ("poisoned", "stage"),
    [("kernels", "maps"), ("dense", "scores"), ("bias", "maps"), ("dense_bias", "scores")],
)
def test_what_is_not_finite_ends_training_and_is_told_by_its_stage(poisoned, stage):
    rng = np.random.default_rng(0)
    net = network.start(rng)
    getattr(net, poisoned).flat[0] = np.nan
    *_, last = network.train(net, *TO_LEARN, rng, rate=7)
    assert last.step == 1
    assert last.trouble == say("network.trouble", stage=say(f"network.stages.{stage}"), step=1, rate=7)


def test_a_rate_beyond_all_measure_ends_with_a_sentence_and_no_warning():
    rng = np.random.default_rng(0)
    *_, last = network.train(network.start(rng), *TO_LEARN, rng, rate=1e30)
    assert last.trouble.startswith("After step ")


@pytest.mark.parametrize(
    ("labels", "key", "values"),
    [
        ([0, 1], "labels", {"n": 3, "shape": (2,), "dtype": "int64"}),
        ([0.0, 1.0, 2.0], "labels", {"n": 3, "shape": (3,), "dtype": "float64"}),
        ([0, 10, 2], "label", {"found": 10, "last": 9}),
        ([0, -1, 2], "label", {"found": -1, "last": 9}),
    ],
)
def test_labels_that_are_no_digits_are_told(labels, key, values):
    with pytest.raises(ValueError, match="labels") as caught:
        network.slopes(network.start(np.random.default_rng(0)), TO_TEST.pictures[:3], labels)
    assert str(caught.value) == say(f"errors.{key}", **values)


def test_pictures_of_another_size_or_none_at_all_are_told():
    net = network.start(np.random.default_rng(0))
    with pytest.raises(ValueError, match="pictures") as caught:
        network.forward(net, np.zeros((2, 28, 28, 1)))
    assert str(caught.value) == say("errors.picture_size", shape=(28, 28))
    with pytest.raises(ValueError, match="pictures") as caught:
        network.forward(net, TO_TEST.pictures[:0])
    assert str(caught.value) == say("errors.empty", name="pictures", shape=(0, 14, 14, 1))


# ---- the digits -----------------------------------------------------------------------------------


def test_digits_are_balanced_and_none_is_in_both():
    assert (np.bincount(TO_LEARN.labels) == 300).all()
    assert (np.bincount(TO_TEST.labels) == 100).all()
    assert TO_LEARN.pictures.min() == 0
    assert TO_LEARN.pictures.max() == 1
    seen = {picture.tobytes() for picture in TO_LEARN.pictures}
    assert not seen & {picture.tobytes() for picture in TO_TEST.pictures}


def test_what_a_call_returns_may_be_changed():
    load_digits()[0].pictures[...] = 7
    assert load_digits()[0].pictures.max() == 1


@given(
    height=st.integers(1, 60),
    width=st.integers(1, 60),
    top=st.integers(0, 30),
    left=st.integers(0, 30),
    dark=st.floats(0.01, 300),
)
def test_a_digit_is_brought_into_the_middle_wherever_it_was(height, width, top, left, dark):
    ink = np.zeros((top + height + 9, left + width + 5))
    ink[top : top + height, left : left + width] = dark
    picture = centred(ink)
    assert picture.shape == (SIDE, SIDE)
    assert picture.max() == pytest.approx(1)
    rows, columns = np.nonzero(picture)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 in (BOX, BOX + 1)  # a row may lie half on each
    assert abs(picture.sum(axis=1) @ np.arange(SIDE) / picture.sum() - (SIDE - 1) / 2) <= 0.51
    assert abs(picture.sum(axis=0) @ np.arange(SIDE) / picture.sum() - (SIDE - 1) / 2) <= 0.51


def test_digits_that_were_enlarged_are_read_as_before():
    shares = [
        (network.forward(network.trained(), pictures).scores.argmax(axis=1) == TO_TEST.labels[:200]).mean()
        for pictures in (
            TO_TEST.pictures[:200],
            np.array([centred(np.kron(p[:, :, 0], np.ones((7, 7)))) for p in TO_TEST.pictures[:200]])[
                ..., None
            ],
        )
    ]
    assert shares[1] > shares[0] - 0.06


@pytest.mark.parametrize(
    "ink", [np.zeros((5, 5)), np.ones((5, 5, 3)), np.full((3, 3), np.nan), np.zeros((0, 4))]
)
def test_a_picture_without_ink_is_told(ink):
    with pytest.raises(ValueError, match="ink") as caught:
        centred(ink)
    assert str(caught.value) == say("errors.no_ink", shape=ink.shape)


# ---- the training with buttons --------------------------------------------------------------------


def run(*things):
    async def all_of_them():
        for thing in things:
            result = thing()
            if asyncio.iscoroutine(result):
                await result

    asyncio.run(all_of_them())


def test_a_training_runs_to_its_end_and_says_how_well_it_reads():
    trainer = training(rounds=1)
    assert repr(trainer) == say("training.waiting", rounds=1)
    assert trainer.network is None
    run(trainer.run)
    share = f"{100 * network.accuracy(trainer.network, TO_TEST):.1f}"
    assert repr(trainer) == say("training.done", n=94, share=share, step=94)
    assert (trainer.bar.value, trainer.bar.max) == (94, 94)
    assert not trainer.start.disabled
    assert trainer.stop.disabled


def test_stop_is_heard_while_it_trains_and_keeps_what_was_learned():
    trainer = training(rounds=50)

    async def stop_soon():
        trainer.start.click()
        while not trainer.bar.value:
            await asyncio.sleep(0.01)
        assert trainer.start.disabled
        trainer.start.click()  # a second click starts nothing
        trainer.stop.click()
        await trainer.running

    run(stop_soon)
    assert 0 < trainer.bar.value < trainer.bar.max
    assert repr(trainer).startswith(f"Stopped after step {trainer.bar.value} ")
    assert len(trainer.losses) == trainer.bar.value
    assert abs(trainer.network.dense_bias).max() > 0
    run(stop_soon)  # and it can be started again


def test_a_training_with_too_large_a_rate_says_so():
    worse, broken = training(rounds=1, rate=50), training(rounds=1, rate=1e30)
    run(worse.run, broken.run)
    assert repr(worse).endswith(say("training.worse", rate=50))
    assert "1e+30" in repr(broken)
    assert broken.network is None or np.isfinite(broken.network.kernels).all()
