"""pool and pool_backward, written out window by window, and how much memory they take.

tests/oracle compares them with PyTorch.
"""

import tracemalloc

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from convbook import pooling
from convbook.pooling import pool, pool_backward
from convbook.words import say
from tests.test_ops import cases


def windows(case, x):
    """Yield the place of each output, the pixels of its window that exist, and how many there would be."""
    (SV, SH), (FH, FW) = (case.stride, case.stride) if isinstance(case.stride, int) else case.stride, case.F
    (top, bottom), (left, right) = case.sides
    for i, y in enumerate(range(-top, case.H + bottom - FH + 1, SV)):
        for j, z in enumerate(range(-left, case.W + right - FW + 1, SH)):
            yield (i, j), np.s_[..., max(y, 0) : max(y + FH, 0), max(z, 0) : max(z + FW, 0), :]


def holds_pixels(case, x):
    return all(x[window].size for _, window in windows(case, x))


def array_of(case, D, N):
    return case.rng.integers(-3, 4, (N, case.H, case.W, D) if N else (case.H, case.W, D)) / 4


LAYERS = {"case": cases(modes=["constant"]), "D": st.integers(1, 3), "N": st.integers(0, 3)}
KINDS = pytest.mark.parametrize(("kind", "count_padding"), [("max", False), ("mean", False), ("mean", True)])
SCRATCHES = pytest.mark.parametrize("scratch", [1, pooling.SCRATCH])  # 1 byte: one row of windows at a time


@SCRATCHES
@KINDS
@given(**LAYERS)
def test_pool_takes_the_largest_or_the_mean_of_every_window(scratch, kind, count_padding, case, D, N):
    x = array_of(case, D, N)
    assume(holds_pixels(case, x))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "SCRATCH", scratch)
        out = pool(
            x, case.F, stride=case.stride, padding=case.padding, kind=kind, count_padding=count_padding
        )
    for (i, j), window in windows(case, x):
        pixels = x[window]
        if kind == "max":
            expected = pixels.max(axis=(-3, -2))
        else:
            count = np.prod(case.F if count_padding else pixels.shape[-3:-1])
            expected = pixels.sum(axis=(-3, -2)) / count
        np.testing.assert_array_equal(out[..., i, j, :], expected)
    assert out.shape[-3:-1] == (i + 1, j + 1)


@SCRATCHES
@KINDS
@settings(max_examples=60)
@given(**LAYERS)
def test_backward_gives_each_slope_to_the_pixels_that_made_the_output(
    scratch, kind, count_padding, case, D, N
):
    x = array_of(case, D, N)
    assume(holds_pixels(case, x))
    options = {"stride": case.stride, "padding": case.padding, "kind": kind, "count_padding": count_padding}
    grad = case.rng.integers(-9, 10, pool(x, case.F, **options).shape) * 1.0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "SCRATCH", scratch)
        result = pool_backward(x, case.F, grad, **options)
    expected = np.zeros((max(N, 1), *x.shape[-3:]))
    for (i, j), window in windows(case, x):
        for n in range(max(N, 1)):
            for d in range(D):
                pixels = (x if N else x[None])[n][window][..., d]
                slope = (grad if N else grad[None])[n, i, j, d]
                if kind == "max":  # argmax: the first in reading order
                    share = (np.arange(pixels.size) == pixels.argmax()).reshape(pixels.shape) * slope
                else:
                    share = slope / (np.prod(case.F) if count_padding else pixels.size)
                expected[n][window][..., d] += share
    np.testing.assert_allclose(result, expected.reshape(x.shape), rtol=1e-12, atol=1e-12)


def test_padding_never_wins_a_maximum():
    np.testing.assert_array_equal(pool(-np.ones((2, 2, 1)), 2, padding=1, stride=1), -np.ones((3, 3, 1)))


def test_the_divisor_at_the_border_is_a_convention():
    ones = np.ones((2, 2, 1))
    np.testing.assert_array_equal(pool(ones, 2, padding=1, kind="mean"), np.ones((2, 2, 1)))
    np.testing.assert_array_equal(
        pool(ones, 2, padding=1, kind="mean", count_padding=True), np.full((2, 2, 1), 0.25)
    )


def test_nan_is_the_largest_and_gets_the_slope():
    x = np.array([[1, np.nan, 3], [2, np.nan, 0]])[:, :, None]
    assert np.isnan(pool(x, 2, stride=1)).all()
    np.testing.assert_array_equal(
        pool_backward(x, 2, [[[5], [7]]], stride=1)[:, :, 0], [[0, 12, 0], [0, 0, 0]]
    )


@pytest.mark.parametrize("F", [2, 3, 7])
@pytest.mark.parametrize("shape", [(600, 600, 3), (40, 60, 61, 16), (9, 20000, 4), (224, 224, 64)])
@KINDS
def test_scratch_memory_is_bounded(kind, count_padding, shape, F):
    x, options = np.ones(shape, np.float32), {"kind": kind, "count_padding": count_padding, "padding": 1}
    grad = pool(x, F, **options)
    for run in (lambda: pool(x, F, **options), lambda: pool_backward(x, F, grad, **options)):
        run()
        tracemalloc.start()
        result = run()
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak - result.nbytes <= 4 * 2**20


@pytest.mark.parametrize(
    ("options", "key", "values"),
    [
        ({"kind": "average"}, "kind", {"value": "'average'"}),
        ({"kind": None}, "kind", {"value": "None"}),
        ({"padding": 2}, "window_without_pixel", {"window": "2x2"}),
        ({"padding": ((0, 0), (0, 3))}, "window_without_pixel", {"window": "2x2"}),
        ({"F": 9}, "kernel_too_large", {"kernel": "9x9", "image": "5x6", "enough": 2}),
        (
            {"x": np.ones((5, 6))},
            "axes",
            {"name": "x", "axes": "(H, W, D) or (N, H, W, D)", "shape": "(5, 6)"},
        ),
    ],
)
def test_bad_input_is_named_with_what_was_expected(options, key, values):
    arguments = {"x": np.ones((5, 6, 3)), "F": 2} | options
    for run in (pool, lambda x, F, **others: pool_backward(x, F, np.ones((2, 3, 3)), **others)):
        with pytest.raises(ValueError, match=r"must|larger|wholly") as caught:
            run(**arguments)
        hint = say("errors.hints.x2") if key == "axes" else ""
        assert str(caught.value) == say(f"errors.{key}", **values) + hint


def test_slopes_of_another_shape_are_answered_with_the_shape_of_the_output():
    with pytest.raises(ValueError, match="grad") as caught:
        pool_backward(np.ones((5, 6, 3)), 2, np.ones((5, 6, 3)))
    assert str(caught.value) == say("errors.grad", expected=(2, 3, 3), shape=(5, 6, 3))
