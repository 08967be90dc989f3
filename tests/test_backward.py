"""conv_layer_backward: exactly on whole numbers, against differences on floats, and how much memory it takes.

tests/oracle compares it with PyTorch.
"""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convbook import backward, methods
from convbook.backward import conv_layer_backward
from convbook.ops import col2im, conv_layer, im2col
from convbook.words import say
from tests.test_ops import cases

SCRATCHES = [1, 600, methods.SCRATCH]


def layer_of(case, D, K, N):
    """Return x, kernels and slopes of whole numbers at the output of this layer; N = 0 is a single volume."""
    x = case.integers(N, case.H, case.W, D)[... if N else 0] if N else case.integers(case.H, case.W, D)
    kernels = case.integers(K, *case.F, D)
    where = {"stride": case.stride, "padding": case.padding}
    return x, kernels, case.integers(*conv_layer(x, kernels, **where).shape), where


@pytest.mark.parametrize("scratch", SCRATCHES)
@given(case=cases(modes=["constant"]), D=st.integers(1, 4), K=st.integers(1, 9), N=st.integers(0, 3))
def test_it_is_the_adjoint_of_the_layer(scratch, case, D, K, N):
    """The layer is linear in x and in the kernels, so slopes foretell its sums for any x and kernels."""
    x, kernels, grad, where = layer_of(case, D, K, N)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "SCRATCH", scratch)  # 1 byte: a single patch at a time
        patch.setattr(backward, "SCRATCH", scratch)
        grad_x, grad_kernels, grad_bias = conv_layer_backward(x, kernels, grad, **where)
    assert grad_x.shape == x.shape
    assert grad_kernels.shape == kernels.shape
    other_x, other_kernels = case.integers(*x.shape), case.integers(*kernels.shape)
    assert (conv_layer(other_x, kernels, **where) * grad).sum() == (other_x * grad_x).sum()
    assert (conv_layer(x, other_kernels, **where) * grad).sum() == (other_kernels * grad_kernels).sum()
    np.testing.assert_array_equal(grad_bias, grad.reshape(-1, K).sum(axis=0))


@given(case=cases(modes=["constant"]), D=st.integers(1, 3), K=st.integers(1, 9))
def test_it_is_the_two_products_of_the_book(case, D, K):
    x, kernels, grad, where = layer_of(case, D, K, 0)
    X, M, G = im2col(x, case.F, **where), kernels.reshape(K, -1).T, grad.reshape(-1, K)
    grad_x, grad_kernels, _ = conv_layer_backward(x, kernels, grad, **where)
    np.testing.assert_array_equal(grad_kernels.reshape(K, -1).T, X.T @ G)
    np.testing.assert_array_equal(grad_x, col2im(G @ M.T, x.shape, case.F, **where))


@settings(max_examples=30)
@given(case=cases(modes=["constant"]), D=st.integers(1, 2), N=st.integers(0, 2))
def test_slopes_are_what_a_nudge_shows(case, D, N):
    """The loss is quadratic in each number, so a central difference has no error but that of rounding."""
    x, kernels, grad, where = layer_of(case, D, 2, N)
    x, kernels, bias, wanted = x / 99, kernels / 99, np.array([0.5, -0.25]), grad / 99

    def loss():
        return ((conv_layer(x, kernels, bias, **where) - wanted) ** 2).sum() / 2

    error = conv_layer(x, kernels, bias, **where) - wanted
    for array, slopes in zip(
        (x, kernels, bias), conv_layer_backward(x, kernels, error, **where), strict=True
    ):
        for place in case.rng.integers(0, array.shape, (5, array.ndim)):
            kept = array[tuple(place)]
            losses = []
            for nudged in (kept - 2**-6, kept + 2**-6):
                array[tuple(place)] = nudged
                losses.append(loss())
            array[tuple(place)] = kept
            difference = (losses[1] - losses[0]) / 2**-5
            assert abs(difference - slopes[tuple(place)]) <= 1e-7 * (1 + abs(slopes).max())


def test_pixels_that_no_window_reaches_get_zero():
    grad_x, _, _ = conv_layer_backward(
        np.ones((8, 9, 1)), np.ones((1, 3, 3, 1)), np.ones((2, 2, 1)), stride=4
    )
    np.testing.assert_array_equal(
        grad_x.any(axis=2), np.outer([1, 1, 1, 0, 1, 1, 1, 0], [1, 1, 1, 0, 1, 1, 1, 0, 0])
    )


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_results_have_the_dtype_of_x_whatever_the_others_have(dtype):
    x, kernels, grad = (
        np.ones((4, 5, 2), dtype),
        np.ones((3, 2, 2, 2), "uint8"),
        np.ones((3, 4, 3), "float64"),
    )
    assert {slopes.dtype.name for slopes in conv_layer_backward(x, kernels, grad)} == {dtype}


def test_no_argument_is_modified_and_none_is_shared():
    rng = np.random.default_rng(3)
    arrays = rng.normal(size=(2, 6, 7, 3)), rng.normal(size=(3, 1, 1, 3)), rng.normal(size=(2, 6, 7, 3))
    kept = [array.copy() for array in arrays]
    for array in arrays:
        array.flags.writeable = False
    for slopes in conv_layer_backward(*arrays):
        slopes[...] = 7
    for array, copy in zip(arrays, kept, strict=True):
        np.testing.assert_array_equal(array, copy)


@pytest.mark.parametrize("S", [1, 2, 4])
@pytest.mark.parametrize(
    ("x_shape", "bank_shape"),
    [
        ((300, 310, 16), (16, 3, 3, 16)),
        ((300, 310, 16), (64, 3, 3, 16)),
        ((300, 310, 64), (4, 5, 5, 64)),
        ((40, 60, 61, 16), (24, 3, 3, 16)),
        ((3, 20000, 8), (32, 3, 3, 8)),
        ((600, 600, 1), (8, 11, 11, 1)),
        ((2, 30, 31, 256), (64, 3, 3, 256)),
        ((30, 31, 128), (256, 3, 3, 128)),
    ],
)
def test_scratch_memory_is_bounded(x_shape, bank_shape, S):
    """Beyond what it returns, it takes 4 MiB, and room for the kernels once more."""
    x, kernels = np.ones(x_shape, np.float32), np.ones(bank_shape, np.float32)
    grad = np.ones(conv_layer(x, kernels, stride=S, padding=1).shape, np.float32)
    conv_layer_backward(
        x, kernels, grad, stride=S, padding=1
    )  # what the first call alone needs is not scratch
    tracemalloc.start()
    slopes = conv_layer_backward(x, kernels, grad, stride=S, padding=1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak - sum(array.nbytes for array in slopes) <= 4 * 2**20 + 2 * kernels.nbytes


X, BANK = np.ones((5, 6, 3)), np.ones((2, 3, 3, 3))


@pytest.mark.parametrize(
    ("arguments", "expected", "found"),
    [
        ((X, BANK, np.ones((3, 4))), (3, 4, 2), (3, 4)),
        ((X, BANK, np.ones((5, 6, 2))), (3, 4, 2), (5, 6, 2)),
        ((X, BANK, np.ones((2, 3, 4))), (3, 4, 2), (2, 3, 4)),
        ((X[None], BANK, np.ones((3, 4, 2))), (1, 3, 4, 2), (3, 4, 2)),
    ],
)
def test_slopes_of_another_shape_are_answered_with_the_shape_of_the_output(arguments, expected, found):
    with pytest.raises(ValueError, match="grad") as caught:
        conv_layer_backward(*arguments)
    assert str(caught.value) == say("errors.grad", expected=expected, shape=found)


@pytest.mark.parametrize("grad", ["up", None, np.ones((3, 4, 2)) * 1j])
def test_slopes_that_are_no_numbers_are_told(grad):
    with pytest.raises(TypeError, match=r"^grad must hold real numbers"):
        conv_layer_backward(X, BANK, grad)
