"""The operations against PyTorch, in an environment of its own (see README, "How this book is built").

PyTorch puts channels first, and its unfold writes patches as columns, channel slowest. The helpers translate.
"""

from typing import NamedTuple

import numpy as np
import pytest
import torch
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from torch.nn import functional

from convbook.backward import conv_layer_backward
from convbook.ops import col2im, conv2d, conv_layer, im2col, pad
from convbook.pooling import pool, pool_backward

settings.register_profile("oracle", deadline=None)  # the first call of PyTorch takes its time
settings.load_profile("oracle")

TORCH_MODES = {"constant": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}
PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))


class Case(NamedTuple):
    x: np.ndarray
    kernels: np.ndarray
    bias: np.ndarray
    F: tuple
    stride: tuple
    padding: tuple


@st.composite
def cases(draw):
    """Draw a layer of whole numbers, so that every sum is exact, with padding (vertical, horizontal)."""
    H, W, D, K = draw(st.tuples(*[st.integers(1, top) for top in (10, 11, 3, 5)]))
    F, stride = draw(PAIR), draw(PAIR)
    padding = draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    assume(H + 2 * padding[0] >= F[0])
    assume(W + 2 * padding[1] >= F[1])
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x, kernels, bias = (rng.integers(-99, 100, size) for size in [(H, W, D), (K, *F, D), (K,)])
    return Case(x.astype(float), kernels.astype(float), bias.astype(float), F, stride, padding)


def channels_first(x):
    return torch.from_numpy(np.moveaxis(x, -1, -3).copy())


def channels_last(x):
    return np.moveaxis(x.numpy(), -3, -1)


def to_rows(columns, D):
    """Turn unfold's (D * F * F, patches) into (patches, F * F * D)."""
    columns = columns.numpy()
    return columns.reshape(D, -1, columns.shape[1]).transpose(2, 1, 0).reshape(columns.shape[1], -1)


def to_columns(rows, D):
    """Turn (patches, F * F * D) into unfold's (D * F * F, patches)."""
    return torch.from_numpy(rows.reshape(len(rows), -1, D).transpose(2, 1, 0).reshape(-1, len(rows)).copy())


@given(case=cases(), dtype=st.sampled_from([np.float32, np.float64]))
def test_conv_layer_is_torchs_conv2d(case, dtype):
    x, kernels, bias = (array.astype(dtype) for array in (case.x, case.kernels, case.bias))
    expected = functional.conv2d(
        channels_first(x),
        channels_first(kernels),
        torch.from_numpy(bias),
        stride=case.stride,
        padding=case.padding,
    )
    result = conv_layer(x, kernels, bias, stride=case.stride, padding=case.padding)
    np.testing.assert_array_equal(result, channels_last(expected), strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("H", "W", "D", "F", "S", "P", "K"),
    [
        *((9, W, 2, 3, 1, 0, 5) for W in (32, 33, 34, 35)),  # around 32 windows a row
        *((9, 40, D, 3, 1, 1, 5) for D in (25, 26, 27, 28)),  # around 80 numbers in a row of a patch
        (300, 130, 2, 5, 1, 2, 3),
        (20, 1500, 1, 11, 1, 5, 1),
        (57, 58, 128, 3, 1, 1, 30),
        (227, 227, 3, 11, 4, 0, 96),
        (224, 225, 3, 7, 2, 3, 64),
        (28, 29, 256, 1, 1, 0, 64),
        (28, 29, 256, 1, 2, 0, 64),
    ],
)
def test_layers_of_true_size_are_torchs(H, W, D, F, S, P, K, dtype):
    rng = np.random.default_rng(H + W + D)
    x = rng.integers(-9, 10, (H, W, D)).astype(dtype)
    kernels = rng.integers(-9, 10, (K, F, F, D)).astype(dtype)
    expected = functional.conv2d(channels_first(x), channels_first(kernels), stride=S, padding=P)
    result = conv_layer(x, kernels, stride=S, padding=P)
    np.testing.assert_array_equal(result, channels_last(expected), strict=True)


@given(case=cases())
def test_conv2d_is_torchs_conv2d_of_one_channel(case):
    image, kernel = case.x[:, :, 0], case.kernels[0, :, :, 0]
    expected = functional.conv2d(
        torch.from_numpy(image)[None], torch.from_numpy(kernel)[None, None], None, case.stride, case.padding
    )
    result = conv2d(image, kernel, stride=case.stride, padding=case.padding)
    np.testing.assert_array_equal(result, expected[0].numpy(), strict=True)


@given(case=cases())
def test_same_with_stride_1_is_torchs_same(case):
    expected = functional.conv2d(channels_first(case.x), channels_first(case.kernels), padding="same")
    np.testing.assert_array_equal(conv_layer(case.x, case.kernels, padding="same"), channels_last(expected))


@given(case=cases())
def test_im2col_is_torchs_unfold(case):
    columns = functional.unfold(channels_first(case.x), case.F, stride=case.stride, padding=case.padding)
    X = im2col(case.x, case.F, stride=case.stride, padding=case.padding)
    np.testing.assert_array_equal(X, to_rows(columns, case.x.shape[2]), strict=True)


@given(case=cases())
def test_col2im_is_torchs_fold(case):
    where = {"stride": case.stride, "padding": case.padding}
    X = im2col(case.x, case.F, **where)
    H, W, D = case.x.shape
    expected = functional.fold(to_columns(X, D), (H, W), case.F, **where)
    np.testing.assert_array_equal(col2im(X, (H, W, D), case.F, **where), channels_last(expected), strict=True)


@given(case=cases(), mode=st.sampled_from(list(TORCH_MODES)))
def test_pad_is_torchs_pad(case, mode):
    H, W, _ = case.x.shape
    vertical, horizontal = case.padding
    assume(mode != "reflect" or (vertical < H and horizontal < W))
    assume(mode != "wrap" or (vertical <= H and horizontal <= W))
    sides = (horizontal, horizontal, vertical, vertical)
    expected = functional.pad(channels_first(case.x)[None], sides, mode=TORCH_MODES[mode])[0]
    np.testing.assert_array_equal(pad(case.x, case.padding, mode), channels_last(expected), strict=True)


@given(case=cases())
def test_col2im_is_the_gradient_that_torch_finds(case):
    """A layer's gradient with respect to its input is col2im of the output's gradient times the kernels."""
    where = {"stride": case.stride, "padding": case.padding}
    x = channels_first(case.x).requires_grad_()
    out = functional.conv2d(x, channels_first(case.kernels), **where)
    upstream = np.arange(out.numel(), dtype=float).reshape(*out.shape[1:], -1) - 7
    out.backward(channels_first(upstream))
    K = len(case.kernels)
    X = upstream.reshape(-1, K) @ case.kernels.reshape(K, -1)
    expected = channels_last(x.grad)
    np.testing.assert_array_equal(col2im(X, case.x.shape, case.F, **where), expected, strict=True)


def autograd(function, *inputs):
    """Return PyTorch's output, and a function from the slopes at it to those at the inputs."""
    inputs = [torch.from_numpy(array).requires_grad_() for array in inputs]
    out = function(*inputs)
    return out.detach().numpy(), lambda grad: [
        slopes.numpy() for slopes in torch.autograd.grad(out, inputs, torch.from_numpy(grad))
    ]


def torch_layer(stride, padding):
    def layer(x, kernels, bias):
        first = x.movedim(-1, -3), kernels.movedim(-1, -3)
        return functional.conv2d(*first, bias, stride, padding).movedim(-3, -1)

    return layer


@given(case=cases(), N=st.integers(0, 3), dtype=st.sampled_from([np.float32, np.float64]))
def test_a_layer_and_its_backward_are_torchs_for_batches_too(case, N, dtype):
    rng = np.random.default_rng(5)
    x = rng.integers(-9, 10, (N, *case.x.shape) if N else case.x.shape).astype(dtype)
    kernels, bias = case.kernels.astype(dtype), case.bias.astype(dtype)
    expected, slopes = autograd(torch_layer(case.stride, case.padding), x, kernels, bias)
    where = {"stride": case.stride, "padding": case.padding}
    np.testing.assert_array_equal(conv_layer(x, kernels, bias, **where), expected, strict=True)
    grad = rng.integers(-9, 10, expected.shape).astype(dtype)
    for ours, theirs in zip(conv_layer_backward(x, kernels, grad, **where), slopes(grad), strict=True):
        np.testing.assert_array_equal(ours, theirs, strict=True)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("N", "H", "W", "D", "F", "S", "P", "K"),
    [
        (32, 14, 14, 1, 5, 1, 0, 16),
        (5, 33, 48, 12, 3, 2, 1, 24),
        (3, 56, 57, 64, 3, 1, 1, 64),  # Winograd's way, forwards and back
        (2, 14, 15, 256, 3, 1, 1, 128),
        (1, 227, 227, 3, 11, 4, 0, 96),
        (2, 224, 225, 3, 7, 2, 3, 64),
        (3, 28, 29, 64, 1, 1, 0, 24),
        (2, 1, 3000, 2, 1, 3, 0, 4),
        (2, 40, 40, 5, 3, 1, 4, 6),  # more padding than F - 1
    ],
)
def test_backward_at_true_size_is_torchs(N, H, W, D, F, S, P, K, dtype):
    rng = np.random.default_rng(N + H + W + D)
    x = rng.integers(-3, 4, (N, H, W, D)).astype(dtype)
    kernels = rng.integers(-3, 4, (K, F, F, D)).astype(dtype)
    expected, slopes = autograd(torch_layer(S, P), x, kernels, np.zeros(K, dtype))
    grad = rng.integers(-3, 4, expected.shape).astype(dtype)
    for ours, theirs in zip(
        conv_layer_backward(x, kernels, grad, stride=S, padding=P), slopes(grad), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs, strict=True)


@st.composite
def poolings(draw):
    """Draw small whole numbers, so that many are equal, and a window; PyTorch pads by half of it at most."""
    H, W, D, N = draw(st.tuples(*[st.integers(1, top) for top in (10, 11, 3, 3)]))
    F = draw(PAIR)
    padding = draw(st.tuples(*[st.integers(0, f // 2) for f in F]))
    assume(H + 2 * padding[0] >= F[0])
    assume(W + 2 * padding[1] >= F[1])
    seed = draw(st.integers(0, 2**32 - 1))
    x = np.random.default_rng(seed).integers(-2, 3, (N, H, W, D)).astype(draw(st.sampled_from("fd")))
    return x if draw(st.booleans()) else x[0], F, draw(PAIR | st.none()), padding


@given(case=poolings(), kind=st.sampled_from(["max", "mean", "mean of F * F"]), infinite=st.booleans())
def test_pooling_and_its_backward_are_torchs(case, kind, infinite):
    x, F, stride, padding = case
    options = {
        "stride": stride,
        "padding": padding,
        "kind": kind.partition(" ")[0],
        "count_padding": "of" in kind,
    }
    if infinite:
        x = np.where(x < 1, -np.inf, x).astype(x.dtype) if kind == "max" else x
    theirs = {
        "max": lambda x: functional.max_pool2d(x, F, stride, padding),
        "mean": lambda x: functional.avg_pool2d(x, F, stride, padding, count_include_pad=False),
        "mean of F * F": lambda x: functional.avg_pool2d(x, F, stride, padding),
    }[kind]
    expected, slopes = autograd(lambda x: theirs(x.movedim(-1, -3)).movedim(-3, -1), x)
    agree = np.testing.assert_array_equal if kind == "max" else close
    agree(pool(x, F, **options), expected, strict=True)
    grad = np.random.default_rng(5).integers(-9, 10, expected.shape).astype(x.dtype)
    agree(pool_backward(x, F, grad, **options), slopes(grad)[0], strict=True)


def close(ours, theirs, strict):
    np.testing.assert_allclose(ours, theirs, rtol=1e-5, atol=1e-5, strict=strict)
