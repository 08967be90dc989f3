"""The kernels by name: exact weights, what they answer to, and that nobody can change them by accident."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from convbook.kernels import KERNELS, blur_kernel, gaussian_kernel
from convbook.ops import conv2d
from convbook.words import say

NAMES = [
    "blur",
    "gaussian",
    "sharpen",
    "sobel_horizontal",
    "sobel_vertical",
    "prewitt_horizontal",
    "prewitt_vertical",
    "laplace",
    "identity",
]


def test_the_weights_are_exact():
    ninth = 1 / 9
    expected = {
        "blur": [[ninth, ninth, ninth], [ninth, ninth, ninth], [ninth, ninth, ninth]],
        "gaussian": [[0.0625, 0.125, 0.0625], [0.125, 0.25, 0.125], [0.0625, 0.125, 0.0625]],
        "sharpen": [[-1, -1, -1], [-1, 9, -1], [-1, -1, -1]],
        "sobel_horizontal": [[-1, -2, -1], [0, 0, 0], [1, 2, 1]],
        "sobel_vertical": [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]],
        "prewitt_horizontal": [[-1, -1, -1], [0, 0, 0], [1, 1, 1]],
        "prewitt_vertical": [[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]],
        "laplace": [[1, 1, 1], [1, -8, 1], [1, 1, 1]],
        "identity": [[0, 0, 0], [0, 1, 0], [0, 0, 0]],
    }
    assert list(KERNELS) == NAMES
    for name, weights in expected.items():
        np.testing.assert_array_equal(KERNELS[name], weights, strict=False)
        assert KERNELS[name].dtype == np.float64


@pytest.mark.parametrize(
    ("name", "scipy_filter", "axis"),
    [
        ("sobel_horizontal", ndimage.sobel, 0),
        ("sobel_vertical", ndimage.sobel, 1),
        ("prewitt_horizontal", ndimage.prewitt, 0),
        ("prewitt_vertical", ndimage.prewitt, 1),
    ],
)
def test_edge_kernels_are_scipys(name, scipy_filter, axis):
    image = np.random.default_rng(2).integers(0, 256, (7, 10)).astype(float)
    ours = conv2d(image, KERNELS[name], padding="same", mode="reflect")
    np.testing.assert_array_equal(ours, scipy_filter(image, axis=axis, mode="mirror"))


def test_horizontal_kernels_answer_to_horizontal_edges_only():
    dark_above_bright = np.repeat([[0], [0], [0], [5], [5]], 7, axis=1)
    for family in ("sobel", "prewitt"):
        assert conv2d(dark_above_bright, KERNELS[f"{family}_horizontal"]).max() > 0
        assert not conv2d(dark_above_bright, KERNELS[f"{family}_vertical"]).any()
        assert not conv2d(dark_above_bright.T, KERNELS[f"{family}_horizontal"]).any()


def test_kernels_cannot_be_changed():
    with pytest.raises(ValueError, match="read-only"):
        KERNELS["blur"][0, 0] = 1
    with pytest.raises(TypeError, match="does not support item assignment"):
        KERNELS["blur"] = np.ones((3, 3))


def test_an_unknown_name_brings_the_nearest_one():
    for name, nearest in (("sobel_horizontale", "sobel_horizontal"), ("Blur", "blur")):
        with pytest.raises(KeyError) as caught:
            KERNELS[name]
        facts = {"name": repr(name), "nearest": nearest, "names": ", ".join(NAMES)}
        assert str(caught.value) == say("errors.unknown_kernel", **facts)  # no quotation marks around it
    with pytest.raises(KeyError, match="sobel_horizontal"):
        KERNELS[""]
    assert "sobel" not in KERNELS
    assert KERNELS.get("sobel") is None


@given(FH=st.integers(1, 12), FW=st.integers(1, 12))
def test_gaussian_kernel_is_a_box_of_two_pixels_applied_again_and_again(FH, FW):
    vertical, horizontal = np.array([1.0]), np.array([1.0])
    for _ in range(FH - 1):
        vertical = np.convolve(vertical, [0.5, 0.5])
    for _ in range(FW - 1):
        horizontal = np.convolve(horizontal, [0.5, 0.5])
    kernel = gaussian_kernel((FH, FW))
    np.testing.assert_array_equal(kernel, vertical[:, np.newaxis] * horizontal)  # halves: exact
    assert kernel.sum() == 1


@given(FH=st.integers(1, 12), FW=st.integers(1, 12))
def test_blur_kernel_shares_one_equally(FH, FW):
    kernel = blur_kernel((FH, FW))
    assert kernel.shape == (FH, FW)
    assert set(kernel.flat) == {1 / (FH * FW)}


def test_kernels_that_grow_agree_with_the_named_ones_and_may_be_changed():
    np.testing.assert_array_equal(blur_kernel(3), KERNELS["blur"])
    np.testing.assert_array_equal(gaussian_kernel(3), KERNELS["gaussian"])
    assert blur_kernel(4).flags.writeable
    assert gaussian_kernel(4).flags.writeable
    assert np.isclose(gaussian_kernel(2001).sum(), 1)  # binomials far beyond what an int64 holds


@pytest.mark.parametrize("make", [blur_kernel, gaussian_kernel])
def test_bad_sizes(make):
    for F, error in ((0, ValueError), (2.5, TypeError)):
        with pytest.raises(error) as caught:
            make(F)
        assert str(caught.value) == say("errors.expected.pair", name="F", least=1, value=F)


@pytest.mark.parametrize("make", [blur_kernel, gaussian_kernel])
@pytest.mark.parametrize("F", [10**6, (10**12, 5), 10**19, 10**30])
def test_a_kernel_too_large_for_any_memory_is_told_by_its_size(make, F):
    shape = F if isinstance(F, tuple) else (F, F)
    with pytest.raises(ValueError, match="array of shape") as caught:
        make(F)
    size = shape[0] * shape[1] * 8 // 10**9
    assert str(caught.value) == say("errors.too_large", shape=shape, size=f"{size:,}")
