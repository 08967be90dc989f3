"""The operations against SciPy and NumPy: integers to the last bit, floats within the rounding of a sum.

Whole numbers are small enough that every sum is exact in the dtype used, so those tests compare bit by bit.
"""

from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import ndimage
from scipy.signal import correlate2d

from convbook.ops import MODES, OUTSIDE, col2im, conv2d, conv_layer, im2col, pad, source_indices
from convbook.words import say

SCIPY_MODES = {"constant": "constant", "edge": "nearest", "reflect": "mirror", "wrap": "grid-wrap"}
SIZE = st.integers(1, 9)
SIDE = st.integers(0, 4)
PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))


def same_sides(n, F, S):
    """Write out "same": as much as ceil(n / S) windows need, and an odd one goes to the end."""
    total = max((int(np.ceil(n / S)) - 1) * S + F - n, 0)
    return total // 2, (total + 1) // 2


class Case(NamedTuple):
    """One random setting: what is passed to convbook, and `sides`, what the padding means in NumPy's form."""

    H: int
    W: int
    F: tuple
    stride: object
    padding: object
    mode: str
    sides: tuple
    rng: np.random.Generator

    @property
    def steps(self):
        SV, SH = (self.stride, self.stride) if isinstance(self.stride, int) else self.stride
        return np.s_[::SV, ::SH]

    @property
    def where(self):
        return {"stride": self.stride, "padding": self.padding, "mode": self.mode}

    def integers(self, *shape):
        return self.rng.integers(-99, 100, shape)

    def padded(self, x):
        return np.pad(x, (*self.sides, *[(0, 0)] * (x.ndim - 2)), self.mode)


@st.composite
def cases(draw, modes=MODES):
    H, W, F = draw(SIZE), draw(SIZE), draw(PAIR)
    stride = draw(st.one_of(st.integers(1, 4), PAIR))
    SV, SH = (stride, stride) if isinstance(stride, int) else stride
    form = draw(st.sampled_from(["one", "pair", "four", "valid", "same"]))
    match form:
        case "one":
            padding = p = draw(SIDE)
            sides = (p, p), (p, p)
        case "pair":
            padding = v, h = draw(st.tuples(SIDE, SIDE))
            sides = (v, v), (h, h)
        case "four":
            padding = sides = draw(st.tuples(st.tuples(SIDE, SIDE), st.tuples(SIDE, SIDE)))
        case "valid":
            padding, sides = "valid", ((0, 0), (0, 0))
        case "same":
            padding, sides = "same", (same_sides(H, F[0], SV), same_sides(W, F[1], SH))
    mode = draw(st.sampled_from(modes))
    most = {"reflect": (H - 1, W - 1), "wrap": (H, W)}.get(mode, (99, 99))
    assume(max(sides[0]) <= most[0])
    assume(max(sides[1]) <= most[1])
    assume(H + sum(sides[0]) >= F[0])
    assume(W + sum(sides[1]) >= F[1])
    return Case(H, W, F, stride, padding, mode, sides, np.random.default_rng(draw(st.integers(0, 2**32 - 1))))


# ---- pad ------------------------------------------------------------------------------------------


@given(case=cases(), D=st.integers(1, 3))
def test_pad_is_numpys_pad(case, D):
    assume(not isinstance(case.padding, str))
    image, volume = case.integers(case.H, case.W), case.integers(case.H, case.W, D)
    for x in (image, volume):
        padded = pad(x, case.padding, case.mode)
        np.testing.assert_array_equal(padded, case.padded(x))
        assert padded.dtype == np.float64


@given(n=st.integers(1, 9), before=SIDE, after=SIDE, mode=st.sampled_from(MODES))
def test_source_indices_say_where_each_pixel_comes_from(n, before, after, mode):
    assume(max(before, after) <= {"reflect": n - 1, "wrap": n}.get(mode, 99))
    pixels = np.arange(n)
    expected = np.pad(
        pixels, (before, after), mode, **({"constant_values": OUTSIDE} if mode == "constant" else {})
    )
    np.testing.assert_array_equal(source_indices(n, before, after, mode), expected)


# ---- conv2d ---------------------------------------------------------------------------------------


@given(case=cases())
def test_conv2d_is_scipys_correlate2d_at_every_s_th_window(case):
    image, kernel = case.integers(case.H, case.W), case.integers(*case.F)
    expected = correlate2d(case.padded(image), kernel, mode="valid")[case.steps]
    result = conv2d(image, kernel, **case.where)
    np.testing.assert_array_equal(result, expected)
    assert result.dtype == np.float64


@given(case=cases(), half=st.tuples(st.integers(0, 2), st.integers(0, 2)))
def test_conv2d_same_is_scipys_ndimage_correlate(case, half):
    assume(half[0] < case.H)
    assume(half[1] < case.W)
    image, kernel = case.integers(case.H, case.W), case.integers(2 * half[0] + 1, 2 * half[1] + 1)
    expected = ndimage.correlate(image, kernel, mode=SCIPY_MODES[case.mode], cval=0)
    np.testing.assert_array_equal(conv2d(image, kernel, padding="same", mode=case.mode), expected)
    np.testing.assert_array_equal(conv2d(image, kernel, padding=half, mode=case.mode), expected)


@given(case=cases(), dtype=st.sampled_from([np.float32, np.float64]))
def test_conv2d_of_floats_is_within_the_rounding_of_a_sum(case, dtype):
    image = case.rng.normal(size=(case.H, case.W)).astype(dtype)
    kernel = case.rng.normal(size=case.F)
    result = conv2d(image, kernel, **case.where)
    exact = correlate2d(
        case.padded(image.astype(np.longdouble)), kernel.astype(dtype).astype(np.longdouble), "valid"
    )
    total = correlate2d(case.padded(abs(image)).astype(float), abs(kernel), "valid")
    # N products and N additions, each rounded once: Higham, Accuracy and Stability, section 3.1.
    bound = (kernel.size + 2) * np.finfo(dtype).eps * total[case.steps] * 1.001
    assert result.dtype == dtype
    assert (abs(result - exact[case.steps]) <= bound).all()


def test_conv2d_does_not_flip_the_kernel():
    spot = np.zeros((5, 6))
    spot[2, 3] = 1
    kernel = np.arange(1, 7).reshape(2, 3)
    np.testing.assert_array_equal(conv2d(spot, kernel)[1:3, 1:4], kernel[::-1, ::-1])


# ---- conv_layer -----------------------------------------------------------------------------------


@given(case=cases(), D=st.integers(1, 4), K=st.integers(1, 5), dtype=st.sampled_from("?bBhif"))
def test_conv_layer_sums_scipys_correlate2d_over_the_channels(case, D, K, dtype):
    x = case.integers(case.H, case.W, D).astype(dtype)
    kernels, bias = case.integers(K, *case.F, D), case.integers(K)
    padded = case.padded(x).astype(np.int64)
    maps = [
        sum(correlate2d(padded[:, :, d], kernels[k, :, :, d], "valid") for d in range(D)) for k in range(K)
    ]
    expected = np.stack(maps, axis=-1)[case.steps]
    result = conv_layer(x, kernels, bias, **case.where)
    np.testing.assert_array_equal(result, expected + bias)
    np.testing.assert_array_equal(conv_layer(x, kernels, **case.where), expected)
    assert result.dtype == (np.float32 if dtype == "f" else np.float64)


# ---- im2col and col2im ----------------------------------------------------------------------------


@given(case=cases(), D=st.integers(1, 4))
def test_rows_of_im2col_are_the_patches_in_reading_order(case, D):
    x = case.integers(case.H, case.W, D)
    padded = case.padded(x)
    FH, FW = case.F
    corners = np.indices((padded.shape[0] - FH + 1, padded.shape[1] - FW + 1)).transpose(1, 2, 0)[case.steps]
    expected = [padded[i : i + FH, j : j + FW].ravel() for i, j in corners.reshape(-1, 2)]
    X = im2col(x, case.F, **case.where)
    np.testing.assert_array_equal(X, expected)
    assert X.dtype == np.float64


@given(case=cases(modes=["constant"]), D=st.integers(1, 4))
def test_col2im_is_the_adjoint_of_im2col(case, D):
    x = case.integers(case.H, case.W, D)
    where = {"stride": case.stride, "padding": case.padding}
    X = im2col(x, case.F, **where)
    Y = case.integers(*X.shape)
    back = col2im(Y, x.shape, case.F, **where)
    assert back.shape == x.shape
    assert (X.astype(np.int64) * Y).sum() == (x * back.astype(np.int64)).sum()


@pytest.mark.parametrize(
    ("P", "corner", "side", "centre"),
    [(0, 1, 3, 9), (1, 4, 6, 9), (2, 9, 9, 9)],
)
def test_col2im_of_ones_counts_how_often_each_pixel_is_used(P, corner, side, centre):
    windows = 8 - 3 + 2 * P + 1
    uses = col2im(np.ones((windows**2, 9)), (8, 8, 1), 3, padding=P)
    assert (uses[0, 0], uses[0, 4], uses[4, 4]) == (corner, side, centre)


def test_alexnets_first_layer():
    rng = np.random.default_rng(12)
    x, kernels = rng.integers(0, 10, (227, 227, 3)), rng.integers(-3, 4, (96, 11, 11, 3))
    X = im2col(x, 11, stride=4)
    assert X.shape == (3025, 363)
    out = conv_layer(x, kernels, stride=4)
    assert out.shape == (55, 55, 96)
    np.testing.assert_array_equal(out[54, 1], np.tensordot(kernels, x[216:227, 4:15], 3))
    uses = col2im(np.ones_like(X), x.shape, 11, stride=4)
    assert (uses.min(), uses.max(), uses.sum()) == (1, 9, 1_098_075)


# ---- dtypes and memory ----------------------------------------------------------------------------

OPERATIONS = {
    "pad": lambda x: pad(x, 0),
    "conv2d": lambda x: conv2d(x[:, :, 0], np.ones((1, 1))),
    "conv_layer": lambda x: conv_layer(x, np.ones((1, 1, 1, 2)), [0]),
    "im2col": lambda x: im2col(x, 1),
    "col2im": lambda x: col2im(np.reshape(x, (20, 2)), (4, 5, 2), 1),
}
EVERY_OPERATION = pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)


@EVERY_OPERATION
@pytest.mark.parametrize(
    ("given_dtype", "result_dtype"),
    [
        ("float32", "float32"),
        (">f4", "float32"),
        ("float64", "float64"),
        (">f8", "float64"),
        ("float16", "float64"),
        ("uint8", "float64"),
        ("int64", "float64"),
        ("bool", "float64"),
    ],
)
def test_float32_stays_and_everything_else_becomes_float64(operation, given_dtype, result_dtype):
    result = operation(np.ones((4, 5, 2), dtype=given_dtype))
    assert result.dtype == np.dtype(result_dtype)
    assert result.dtype.isnative


def test_kernels_and_bias_take_the_dtype_of_the_image():
    image, weight, bias = np.float32([[0.1]]), 0.1, 0.3
    rounded = np.float32(0.1) * np.float32(0.1)
    assert rounded != np.float32(np.float64(image[0, 0]) * 0.1)  # so this example can tell the two apart
    assert conv2d(image, [[weight]]) == rounded
    assert conv_layer(image[:, :, None], [[[[weight]]]], [bias]) == rounded + np.float32(bias)


def test_small_integers_do_not_wrap():
    bright = np.full((3, 3), 200, dtype=np.uint8)
    assert conv2d(bright, np.ones((3, 3), dtype=np.uint8)) == 1800
    assert conv_layer(bright[:, :, None], -np.ones((1, 3, 3, 1), dtype=np.int8), [True]) == -1799
    assert col2im(np.full((2, 2), 200, dtype=np.uint8), (1, 3, 1), (1, 2))[0, 1, 0] == 400


@EVERY_OPERATION
def test_results_are_new_arrays_that_may_be_changed(operation):
    x = np.arange(40.0).reshape(4, 5, 2)
    before = x.copy()
    result = operation(x)
    result[...] = -1
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize(("shape", "F"), [((4, 2, 3), 2), ((4, 5, 3), 1), ((2, 6, 1), 2)])
def test_rows_of_im2col_share_no_memory(shape, F):
    X = im2col(np.zeros(shape), F)
    X[0] = 7
    assert not X[1:].any()


@EVERY_OPERATION
def test_memory_layout_does_not_matter_and_inputs_stay(operation):
    plain = np.random.default_rng(3).integers(0, 9, (4, 5, 2)).astype(float)
    expected = operation(plain)
    wide = np.zeros((8, 15, 2))
    wide[::2, ::3] = plain
    layouts = [
        np.asfortranarray(plain),
        wide[::2, ::3],
        plain[::-1, ::-1, ::-1].copy()[::-1, ::-1, ::-1],
        plain.transpose(1, 0, 2).copy().transpose(1, 0, 2),
        plain.copy(),
    ]
    for x in layouts:
        x.flags.writeable = False
        before = x.copy()
        np.testing.assert_array_equal(operation(x), expected)
        np.testing.assert_array_equal(x, before)


@settings(max_examples=30)
@given(case=cases())
def test_no_argument_is_modified(case):
    x, kernels = case.rng.normal(size=(case.H, case.W, 2)), case.rng.normal(size=(3, *case.F, 2))
    bias = case.rng.normal(size=3)
    kept = x.copy(), kernels.copy(), bias.copy()
    conv_layer(x, kernels, bias, **case.where)
    conv2d(x[:, :, 0], kernels[0, :, :, 0], **case.where)
    for array, copy in zip((x, kernels, bias), kept, strict=True):
        np.testing.assert_array_equal(array, copy)


def test_lists_are_arrays_too():
    np.testing.assert_array_equal(conv2d([[1, 2], [3, 4]], [[1, 0], [0, -1]]), [[-3]])
    np.testing.assert_array_equal(conv_layer([[[1, 2]]], [[[[3, 4]]]], [5]), [[[16]]])


# ---- not a number ---------------------------------------------------------------------------------


def test_nan_reaches_every_window_that_holds_it_and_no_other():
    x = np.ones((5, 7, 2))
    x[1, 3, 1] = np.nan
    kernels = np.zeros((3, 3, 3, 2))  # even a weight of 0 does not hide it
    reached = np.zeros((3, 5), dtype=bool)
    reached[0:2, 1:4] = True
    np.testing.assert_array_equal(np.isnan(conv2d(x[:, :, 1], kernels[0, :, :, 1])), reached)
    for map_ in np.moveaxis(conv_layer(x, kernels), -1, 0):
        np.testing.assert_array_equal(np.isnan(map_), reached)


def test_nan_in_kernel_or_bias_reaches_its_own_map():
    kernels = np.ones((3, 1, 1, 2))
    kernels[0, 0, 0, 1] = np.nan
    maps = conv_layer(np.ones((2, 3, 2)), kernels, [0, 0, np.nan])
    np.testing.assert_array_equal(np.isnan(maps), np.broadcast_to([True, False, True], (2, 3, 3)))


def test_zeros_around_nan_are_zeros():
    padded = pad([[np.nan]], 1)
    assert np.isnan(padded[1, 1])
    assert np.nansum(abs(padded)) == 0
    assert np.isnan(padded).sum() == 1


# ---- bad input ------------------------------------------------------------------------------------

IMAGE, VOLUME, KERNEL, BANK = np.ones((5, 6)), np.ones((5, 6, 3)), np.ones((3, 3)), np.ones((2, 3, 3, 3))
PADDING, IN_NUMBERS = ("padding", "padding"), ("padding_in_numbers", "padding")


def expected(form, name, value):
    """What an error says of an argument that has none of the forms that it may have."""
    return say(f"errors.expected.{form}", name=name, value=value, least=1)


def wrong_mode(value):
    return say("errors.mode", modes='"constant", "edge", "reflect", "wrap"', value=value)


def too_large(kernel, image, enough):
    return say("errors.kernel_too_large", kernel=kernel, image=image, enough=enough)


def too_much(padding, mode, size, most):
    return say("errors.padding_beyond", padding=padding, mode=mode, size=size, most=most)


def wrong_axes(name, axes, shape):
    return say("errors.axes", name=name, axes=axes, shape=shape)


def not_real(name, dtype):
    return say("errors.not_real", name=name, dtype=dtype)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        # the kernel and the padded image
        (lambda: conv2d(IMAGE, np.ones((7, 7))), ValueError, too_large("7x7", "5x6", 1)),
        (
            lambda: conv2d(IMAGE, np.ones((1, 9)), padding=((0, 0), (2, 0))),
            ValueError,
            too_large("1x9", "5x8", 2),
        ),
        (
            lambda: conv_layer(VOLUME, np.ones((2, 8, 1, 3)), padding=1),
            ValueError,
            too_large("8x1", "7x8", 2),
        ),
        (lambda: im2col(VOLUME, (6, 2)), ValueError, too_large("6x2", "5x6", 1)),
        (lambda: col2im(VOLUME, (5, 6, 3), 9, padding=1), ValueError, too_large("9x9", "7x8", 2)),
        # F, stride, padding, mode
        (lambda: im2col(VOLUME, 0), ValueError, expected("pair", "F", 0)),
        (lambda: im2col(VOLUME, (3, -1)), ValueError, expected("pair", "F", "(3, -1)")),
        (lambda: im2col(VOLUME, 3.0), TypeError, expected("pair", "F", "3.0")),
        (lambda: im2col(VOLUME, True), TypeError, expected("pair", "F", "True")),
        (lambda: im2col(VOLUME, KERNEL), TypeError, expected("pair", "F", "an array of shape (3, 3)")),
        (lambda: col2im(np.ones((12, 27)), (5, 6, 3), "3"), TypeError, expected("pair", "F", "'3'")),
        (lambda: conv2d(IMAGE, KERNEL, stride=0), ValueError, expected("pair", "stride", 0)),
        (lambda: conv2d(IMAGE, KERNEL, stride=(1, -2)), ValueError, expected("pair", "stride", "(1, -2)")),
        (lambda: conv_layer(VOLUME, BANK, stride=1.5), TypeError, expected("pair", "stride", "1.5")),
        (lambda: conv_layer(VOLUME, BANK, stride=None), TypeError, expected("pair", "stride", "None")),
        (lambda: conv2d(IMAGE, KERNEL, stride=(1, 2, 3)), TypeError, expected("pair", "stride", "(1, 2, 3)")),
        (lambda: conv2d(IMAGE, KERNEL, padding=-1), ValueError, expected(*PADDING, -1)),
        (lambda: conv2d(IMAGE, KERNEL, padding=(0, -1)), ValueError, expected(*PADDING, "(0, -1)")),
        (lambda: conv2d(IMAGE, KERNEL, padding="full"), ValueError, expected(*PADDING, "'full'")),
        (lambda: conv2d(IMAGE, KERNEL, padding=0.5), TypeError, expected(*PADDING, "0.5")),
        (lambda: pad(IMAGE, -2), ValueError, expected(*IN_NUMBERS, -2)),
        (lambda: pad(IMAGE, ((0, 0), (0, -1))), ValueError, expected(*IN_NUMBERS, "((0, 0), (0, -1))")),
        (lambda: pad(IMAGE, "same"), TypeError, expected(*IN_NUMBERS, "'same'")),
        (lambda: pad(IMAGE, 1.0), TypeError, expected(*IN_NUMBERS, "1.0")),
        (lambda: pad(IMAGE, True), TypeError, expected(*IN_NUMBERS, "True")),
        (lambda: pad(IMAGE, 1, "zeros"), ValueError, wrong_mode("'zeros'")),
        (lambda: pad(IMAGE, 0, None), ValueError, wrong_mode("None")),
        (lambda: pad(IMAGE, 0, ["wrap"]), ValueError, wrong_mode("['wrap']")),
        (lambda: conv2d(IMAGE, KERNEL, mode="nearest"), ValueError, wrong_mode("'nearest'")),
        (lambda: conv_layer(VOLUME, BANK, mode="mirror"), ValueError, wrong_mode("'mirror'")),
        # reflect and wrap beyond the image
        (lambda: pad(IMAGE, 5, "reflect"), ValueError, too_much(5, "reflect", 5, most=4)),
        (lambda: pad(IMAGE, ((0, 0), (0, 6)), "reflect"), ValueError, too_much(6, "reflect", 6, most=5)),
        (
            lambda: conv2d(IMAGE, KERNEL, padding=(6, 0), mode="wrap"),
            ValueError,
            too_much(6, "wrap", 5, most=5),
        ),
        (
            lambda: conv_layer(np.ones((1, 6, 3)), BANK, padding="same", mode="reflect"),
            ValueError,
            too_much(1, "reflect", 1, most=0),
        ),
        # dimensions, empty arrays, channels, bias
        (lambda: conv2d(VOLUME, KERNEL), ValueError, wrong_axes("image", "(H, W)", "(5, 6, 3)")),
        (lambda: conv2d(IMAGE, VOLUME), ValueError, wrong_axes("kernel", "(F, F)", "(5, 6, 3)")),
        (lambda: conv2d(7, KERNEL), ValueError, wrong_axes("image", "(H, W)", "()")),
        (lambda: pad([1, 2], 1), ValueError, wrong_axes("x", "(H, W) or (H, W, D)", "(2,)")),
        (lambda: conv_layer(IMAGE, BANK), ValueError, wrong_axes("x", "(H, W, D)", "(5, 6)")),
        (lambda: im2col(IMAGE, 3), ValueError, wrong_axes("x", "(H, W, D)", "(5, 6)")),
        (lambda: conv_layer(VOLUME, BANK[0]), ValueError, wrong_axes("kernels", "(K, F, F, D)", "(3, 3, 3)")),
        (
            lambda: conv_layer(VOLUME, np.ones((2, 3, 3, 4))),
            ValueError,
            say("errors.channels", channels=3, found=4, shape="(2, 3, 3, 4)"),
        ),
        (lambda: conv_layer(VOLUME, BANK, [1, 2, 3]), ValueError, say("errors.bias", n=2, shape="(3,)")),
        (lambda: conv_layer(VOLUME, BANK, 1), ValueError, say("errors.bias", n=2, shape="()")),
        (
            lambda: conv2d(np.ones((0, 6)), KERNEL),
            ValueError,
            say("errors.empty", name="image", shape="(0, 6)"),
        ),
        (
            lambda: conv2d(IMAGE, np.ones((3, 0))),
            ValueError,
            say("errors.empty", name="kernel", shape="(3, 0)"),
        ),
        (lambda: pad(np.ones((5, 0)), 1), ValueError, say("errors.empty", name="x", shape="(5, 0)")),
        (lambda: im2col(np.ones((5, 6, 0)), 3), ValueError, say("errors.empty", name="x", shape="(5, 6, 0)")),
        (
            lambda: conv_layer(VOLUME, BANK[:0]),
            ValueError,
            say("errors.empty", name="kernels", shape="(0, 3, 3, 3)"),
        ),
        # what is no number
        (lambda: conv2d("cup", KERNEL), TypeError, not_real("image", "<U3")),
        (lambda: conv2d(None, KERNEL), TypeError, not_real("image", "object")),
        (lambda: conv2d(IMAGE, KERNEL * 1j), TypeError, not_real("kernel", "complex128")),
        (lambda: conv_layer(VOLUME, BANK, ["a", "b"]), TypeError, not_real("bias", "<U1")),
        (lambda: conv_layer(VOLUME.astype(complex), BANK), TypeError, not_real("x", "complex128")),
        (lambda: pad([["a"]], 1), TypeError, not_real("x", "<U1")),
        (lambda: im2col(VOLUME.astype("M8[s]"), 3), TypeError, not_real("x", "datetime64[s]")),
        (lambda: col2im(1j, (5, 6, 3), 3), TypeError, not_real("X", "complex128")),
        (lambda: conv2d([[1, 2], [3]], KERNEL), ValueError, say("errors.not_rectangular", name="image")),
        # col2im
        (
            lambda: col2im(np.ones((12, 26)), (5, 6, 3), 3),
            ValueError,
            say("errors.columns", expected="(12, 27)", volume="(5, 6, 3)", shape="(12, 26)"),
        ),
        (
            lambda: col2im(np.ones(12), (5, 6, 3), 3),
            ValueError,
            wrong_axes("X", "(H2 * W2, F * F * D)", "(12,)"),
        ),
        (lambda: col2im(np.ones((12, 9)), (5, 6), 3), TypeError, expected("volume_shape", "shape", "(5, 6)")),
        (
            lambda: col2im(np.ones((12, 9)), (5, 0, 3), 3),
            ValueError,
            expected("volume_shape", "shape", "(5, 0, 3)"),
        ),
    ],
)
def test_bad_input_is_named_with_what_was_expected(call, error, message):
    with pytest.raises(error) as caught:
        call()
    assert str(caught.value) == message
