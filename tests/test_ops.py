"""The operations against SciPy and NumPy: integers to the last bit, floats within the rounding of a sum.

Whole numbers are small enough that every sum is exact in the dtype used, so those tests compare bit by bit.
"""

import math
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import ndimage
from scipy.signal import correlate2d

from convbook.backward import conv_layer_backward
from convbook.ops import MODES, OUTSIDE, col2im, conv2d, conv_layer, im2col, pad, source_indices
from convbook.pooling import pool, pool_backward
from convbook.shapes import output_size
from convbook.words import say, text

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


@settings(max_examples=30)
@given(case=cases(), D=st.integers(1, 3), N=st.integers(1, 4))
def test_a_batch_is_its_volumes_one_by_one(case, D, N):
    x, kernels, bias = case.integers(N, case.H, case.W, D), case.integers(3, *case.F, D), case.integers(3)
    one_by_one = [conv_layer(volume, kernels, bias, **case.where) for volume in x]
    np.testing.assert_array_equal(conv_layer(x, kernels, bias, **case.where), one_by_one, strict=True)


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


# ---- strides and sizes beyond all bounds -----------------------------------------------------------

HUGE = (
    st.integers(1, 12) | st.integers(0, 30).map(lambda k: 10**k) | st.sampled_from([2**31, 2**63, 2**64 - 1])
)


@given(case=cases(), D=st.integers(1, 3), stride=st.tuples(HUGE, HUGE) | HUGE, K=st.integers(1, 3))
def test_a_stride_may_be_as_long_as_it_likes(case, D, stride, K):
    """A long one leaves the first window; "same" pads by it, so it is worked out anew."""
    SV, SH = (stride, stride) if isinstance(stride, int) else stride
    x, kernels = case.integers(case.H, case.W, D), case.integers(K, *case.F, D)
    sides, padding = case.sides, case.padding
    if padding == "same":
        padding = sides = tuple(
            (total // 2, total - total // 2)
            for n, F, S in zip((case.H, case.W), case.F, (SV, SH), strict=True)
            for total in [max((-(-n // S) - 1) * S + F - n, 0)]
        )
        assume(case.mode == "constant")
    where = {"stride": stride, "padding": case.padding}
    padded = np.pad(x, (*sides, (0, 0)), case.mode)
    steps = np.s_[:: min(SV, 99), :: min(SH, 99)]  # no image here has 99 pixels
    maps = [sum(correlate2d(padded[..., d], k[..., d], "valid") for d in range(D)) for k in kernels]
    expected = np.stack(maps, axis=-1)[steps]
    np.testing.assert_array_equal(conv_layer(x, kernels, mode=case.mode, **where), expected)
    one = correlate2d(padded[..., 0], kernels[0, ..., 0], "valid")[steps]
    np.testing.assert_array_equal(conv2d(x[..., 0], kernels[0, ..., 0], mode=case.mode, **where), one)
    X = im2col(x, case.F, mode=case.mode, **where)
    np.testing.assert_array_equal(X @ kernels.reshape(K, -1).T, expected.reshape(-1, K))
    H2, W2, _ = expected.shape
    assert (output_size(padded.shape[0], case.F[0], SV), output_size(padded.shape[1], case.F[1], SH)) == (
        H2,
        W2,
    )
    if case.mode == "constant":
        Y = case.integers(*X.shape)
        back = col2im(Y, x.shape, case.F, **where)
        assert (X.astype(np.int64) * Y).sum() == (x * back.astype(np.int64)).sum()


@pytest.mark.parametrize("k", [5, 12, 18, 19, 30])
def test_zeros_that_no_window_meets_cost_nothing(k):
    """The middle of 21 windows on an image with 10**k zeros around it holds the image."""
    out = conv_layer(VOLUME, BANK, padding=10**k, stride=10 ** (k - 1))
    assert out.shape == (21, 21, 2)
    assert out[10, 10].tolist() == [27, 27]
    assert out.sum() == 54
    wide = conv_layer(VOLUME[:, :, :1], BANK[:1, :, :, :1], padding=10**k, stride=(10**k, 10 ** (k - 2)))
    assert wide.shape == (3, 201, 1)
    assert wide.sum() == wide[1, 100, 0] == 9


IMPOSSIBLE = {  # and the array that there would have to be
    "pad": (lambda n: pad(IMAGE, n), lambda n: (2 * n + 5, 2 * n + 6)),
    "pad, edge": (lambda n: pad(VOLUME, (0, n * n), "edge"), lambda n: (5, 2 * n * n + 6, 3)),
    "conv2d": (lambda n: conv2d(IMAGE, KERNEL, padding=n), lambda n: (2 * n + 3, 2 * n + 4, 1)),
    "conv2d, wrap": (
        lambda n: conv2d(IMAGE, KERNEL, padding=n, mode="edge"),
        lambda n: (2 * n + 5, 2 * n + 6, 1),
    ),
    "conv_layer": (lambda n: conv_layer(VOLUME, BANK, padding=n), lambda n: (2 * n + 3, 2 * n + 4, 2)),
    "im2col": (lambda n: im2col(VOLUME, 3, padding=n), lambda n: (2 * n + 5, 2 * n + 6, 3)),
    "im2col, F": (lambda n: im2col(VOLUME, n, padding=n), lambda n: (2 * n + 5, 2 * n + 6, 3)),
    "im2col, one axis": (
        lambda n: im2col(VOLUME, (1, 3), padding=((0, 0), (n * n, 0))),
        lambda n: (5, n * n + 6, 3),
    ),
    "col2im": (
        lambda n: col2im(np.ones((1, 1)), (n, n, 1), 1, stride=n),
        lambda n: (2 * n - 1, 2 * n - 1, 1),
    ),
}


@pytest.mark.parametrize("n", [10**6, 10**9, 10**12, 10**19, 10**30])
@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_an_array_too_large_for_any_memory_is_told_by_its_size(name, n):
    call, shape = IMPOSSIBLE[name]
    with pytest.raises(ValueError, match="array of shape") as caught:
        call(n)
    size = math.prod(shape(n)) * 8 // 10**9
    assert str(caught.value) == say("errors.too_large", shape=shape(n), size=f"{size:,}")


def test_a_matrix_may_be_too_large_though_its_image_is_not():
    with pytest.raises(ValueError, match="array of shape") as caught:
        im2col(np.ones((1500, 1600, 1), np.float32), 700)
    shape = (801, 901, 700, 700, 1)
    assert str(caught.value) == say("errors.too_large", shape=shape, size="1,414")


# ---- dtypes and memory ----------------------------------------------------------------------------

OPERATIONS = {
    "pad": lambda x: pad(x, 0),
    "conv2d": lambda x: conv2d(x[:, :, 0], np.ones((1, 1))),
    "conv_layer": lambda x: conv_layer(x, np.ones((1, 1, 1, 2)), [0]),
    "conv_layer of a batch": lambda x: conv_layer(x[None], np.ones((1, 1, 1, 2)), [0]),
    "conv_layer_backward": lambda x: conv_layer_backward(x, np.ones((1, 1, 1, 2)), np.ones((4, 5, 1)))[1],
    "conv_layer_backward, grad": lambda x: conv_layer_backward(x, np.ones((2, 1, 1, 2)), x)[0],
    "pool": lambda x: pool(x, 1),
    "pool_backward": lambda x: pool_backward(x, 1, x),
    "pool_backward of a mean": lambda x: pool_backward(x, 2, x[::2, :4:2], kind="mean"),
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


def definition(x, kernels, stride):
    """What the formula says, one multiplication and one addition after the other, on Python's floats."""
    (K, FH, FW, D), (SV, SH) = kernels.shape, stride
    H2, W2 = (x.shape[0] - FH) // SV + 1, (x.shape[1] - FW) // SH + 1
    out = np.zeros((H2, W2, K))
    for i, j, k, m, n, d in np.ndindex(H2, W2, K, FH, FW, D):
        out[i, j, k] += float(kernels[k, m, n, d]) * float(x[i * SV + m, j * SH + n, d])
    return out


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # matmul's, of BLAS
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("F", [(1, 1), (1, 2), (3, 1), (2, 2)])
@pytest.mark.parametrize("stride", [(1, 1), (2, 1), (1, 3)])
def test_zero_times_what_is_not_finite_is_nan_in_the_smallest_layers_too(stride, F, bad, dtype):
    """One pixel, one weight, one channel, one filter and more: whatever shortcut a product could take."""
    reached = 0
    for more, W, D, K, padding in product((0, 1, 4), (1, 2, 40), (1, 2), (1, 2, 5), (0, 1)):
        x = np.zeros((F[0] + more, F[1] + W - 1, D), dtype)
        kernels = np.zeros((K, *F, D), dtype)
        for array, place in ((x, (F[0] // 2, W // 2, D - 1)), (kernels, (K - 1, 0, F[1] - 1, 0))):
            array[place] = bad
            expected = definition(
                np.pad(x, ((padding, padding), (padding, padding), (0, 0))), kernels, stride
            )
            reached += np.isnan(expected).any()
            result = conv_layer(x, kernels, stride=stride, padding=padding)
            np.testing.assert_array_equal(result, expected)
            if K == D == 1:
                alone = conv2d(x[..., 0], kernels[0, ..., 0], stride=stride, padding=padding)
                np.testing.assert_array_equal(alone, expected[..., 0])
            array[place] = 0
    assert reached > 72  # of 144; some strides step over the pixel


@pytest.mark.parametrize(("D", "K"), [(1, 1), (1, 3), (2, 1)])
def test_a_sum_of_zeros_has_no_minus(D, K):
    assert not np.signbit(conv_layer(np.zeros((2, 3, D)), -np.ones((K, 1, 1, D)))).any()


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


def wrong_mode(value, here=""):
    hint = text(f"errors.here.{here}") if here else ""
    return say("errors.mode", modes='"constant", "edge", "reflect", "wrap"', value=value) + hint


def too_large(kernel, image, enough):
    return say("errors.kernel_too_large", kernel=kernel, image=image, enough=enough)


def too_much(padding, mode, size, most):
    return say("errors.padding_beyond", padding=padding, mode=mode, size=size, most=most)


def wrong_axes(name, axes, shape, hint=""):
    return say("errors.axes", name=name, axes=axes, shape=shape) + (
        text(f"errors.hints.{hint}") if hint else ""
    )


def channels(of_x, found, shape, *call):
    fault = say("errors.channels", channels=of_x, found=found, shape=shape)
    return fault + (say("errors.turns", x=call[0], turn=call[1].removeprefix("kernels")) if call else "")


def turned(shape):
    """What an error adds if a shape looks like that of a volume with its channels first."""
    return say("errors.turn", shape=shape, form="(D, H, W)", turn=".transpose(1, 2, 0)")


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
        (lambda: pad(IMAGE, 1, "zeros"), ValueError, wrong_mode("'zeros'", "constant")),
        (lambda: pad(IMAGE, 0, None), ValueError, wrong_mode("None")),
        (lambda: pad(IMAGE, 0, ["wrap"]), ValueError, wrong_mode("['wrap']")),
        (lambda: conv2d(IMAGE, KERNEL, mode="nearest"), ValueError, wrong_mode("'nearest'", "edge")),
        (lambda: conv_layer(VOLUME, BANK, mode="mirror"), ValueError, wrong_mode("'mirror'", "reflect")),
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
        (lambda: conv2d(VOLUME, KERNEL), ValueError, wrong_axes("image", "(H, W)", "(5, 6, 3)", "image3")),
        (lambda: conv2d(IMAGE, VOLUME), ValueError, wrong_axes("kernel", "(F, F)", "(5, 6, 3)", "kernel3")),
        (lambda: conv2d(7, KERNEL), ValueError, wrong_axes("image", "(H, W)", "()")),
        (lambda: pad([1, 2], 1), ValueError, wrong_axes("x", "(H, W) or (H, W, D)", "(2,)")),
        (
            lambda: conv_layer(IMAGE, BANK),
            ValueError,
            wrong_axes("x", "(H, W, D) or (N, H, W, D)", "(5, 6)", "x2"),
        ),
        (
            lambda: conv_layer(VOLUME[None][:0], BANK),
            ValueError,
            say("errors.empty", name="x", shape="(0, 5, 6, 3)"),
        ),
        (lambda: im2col(IMAGE, 3), ValueError, wrong_axes("x", "(H, W, D)", "(5, 6)", "x2")),
        (
            lambda: conv_layer(VOLUME, BANK[0]),
            ValueError,
            wrong_axes("kernels", "(K, F, F, D)", "(3, 3, 3)", "kernels3"),
        ),
        (
            lambda: conv_layer(VOLUME, np.ones((2, 3, 3, 4))),
            ValueError,
            channels(3, 4, "(2, 3, 3, 4)", "x", "kernels.transpose(0, 2, 3, 1)"),
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


# ---- what comes from another library --------------------------------------------------------------

OTHER_MODES = {  # by what it is here, as NumPy, SciPy, PyTorch, OpenCV, Keras and Matlab call it
    "constant": ["zeros", "zero", "CONSTANT", "grid-constant", "fill", "BORDER_CONSTANT"],
    "edge": ["nearest", "replicate", "border", "BORDER_REPLICATE", "Edge"],
    "reflect": [
        "mirror",
        "REFLECT",
        "reflection",
        "BORDER_REFLECT_101",
        "BORDER_DEFAULT",
        "border_reflect101",
    ],
    "wrap": ["circular", "grid-wrap", "periodic", "BORDER_WRAP", "Wrap"],
    "symmetric": ["symmetric", "SYMMETRIC", "symm", "grid-mirror", "BORDER_REFLECT"],
    "same": ["same", "SAME"],
    "valid": ["valid"],
    "full": ["full"],
    "": ["", "empty", "mean", "linear_ramp", "no such mode"],
}
WITH_A_MODE = {
    "pad": lambda mode: pad(IMAGE, 1, mode),
    "conv2d": lambda mode: conv2d(IMAGE, KERNEL, mode=mode),
    "conv_layer": lambda mode: conv_layer(VOLUME, BANK, padding=1, mode=mode),
    "im2col": lambda mode: im2col(VOLUME, 3, mode=mode),
}


@pytest.mark.parametrize("call", WITH_A_MODE.values(), ids=WITH_A_MODE)
def test_a_mode_of_another_library_is_answered_with_its_name_here(call):
    for here, names in OTHER_MODES.items():
        for name in names:
            with pytest.raises(ValueError, match="mode must be") as caught:
                call(name)
            assert str(caught.value) == wrong_mode(repr(name), here)
            assert here not in MODES or f'"{here}"' in text(f"errors.here.{here}")


X_ORDERS = {"x": lambda x: x, "x.transpose(1, 2, 0)": lambda x: x.transpose(2, 0, 1)}
BANK_ORDERS = {
    "kernels": lambda bank: bank,
    "kernels.transpose(0, 2, 3, 1)": lambda bank: bank.transpose(0, 3, 1, 2),  # (K, D, F, F)
    "kernels.transpose(3, 0, 1, 2)": lambda bank: bank.transpose(1, 2, 3, 0),  # (F, F, D, K)
}


@given(
    H=st.integers(11, 13),
    W=st.integers(14, 16),
    D=st.integers(1, 3),
    K=st.integers(6, 9),
    F=st.sampled_from([4, 5]),
    orders=st.sampled_from(list(product(X_ORDERS, BANK_ORDERS))[1:]),
)
def test_axes_of_another_order_are_answered_with_the_call_that_fits(H, W, D, K, F, orders):
    right = np.arange(H * W * D).reshape(H, W, D), np.arange(K * F * F * D).reshape(K, F, F, D)
    x, kernels = X_ORDERS[orders[0]](right[0]), BANK_ORDERS[orders[1]](right[1])
    with pytest.raises(ValueError, match="channels") as caught:
        conv_layer(x, kernels)
    call = f"conv_layer({orders[0]}, {orders[1]})"
    assert str(caught.value) == channels(x.shape[2], kernels.shape[3], kernels.shape, *orders)
    assert call in str(caught.value)
    fitting = eval(call, {"conv_layer": conv_layer, "x": x, "kernels": kernels})
    np.testing.assert_array_equal(fitting, conv_layer(*right))


def test_rectangular_kernels_of_pytorch_are_known_and_what_nothing_turns_has_no_hint():
    for F in ((2, 4), (3, 4), (3, 1)):
        with pytest.raises(ValueError, match="channels") as caught:
            conv_layer(VOLUME, np.ones((7, 3, *F)))
        assert "conv_layer(x, kernels.transpose(0, 2, 3, 1))" in str(caught.value)
    with pytest.raises(ValueError, match="channels") as caught:
        conv_layer(VOLUME, np.ones((2, 4, 4, 9)))
    assert str(caught.value) == channels(3, 9, "(2, 4, 4, 9)")


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: im2col(np.ones((3, 40, 50)), 5),
            too_large("5x5", "3x40", 1) + turned((3, 40, 50)),
        ),
        (
            lambda: col2im(np.ones((1656, 75)), (3, 40, 50), 5),
            too_large("5x5", "3x40", 1) + turned((3, 40, 50)),
        ),
        (
            lambda: col2im(np.ones((12, 27)), (3, 5, 6), 3),
            say("errors.columns", expected="(3, 54)", volume="(3, 5, 6)", shape="(12, 27)"),
        ),
        (lambda: im2col(np.ones((4, 40, 3)), 5), too_large("5x5", "4x40", 1)),
        (lambda: conv2d(np.ones((2, 9)), KERNEL), too_large("3x3", "2x9", 1)),
        (
            lambda: conv2d(np.ones((2, 3, 40, 50)), KERNEL),
            wrong_axes("image", "(H, W)", "(2, 3, 40, 50)", "image4"),
        ),
        (lambda: conv2d(IMAGE, BANK), wrong_axes("kernel", "(F, F)", "(2, 3, 3, 3)", "kernel4")),
        (lambda: conv_layer(VOLUME, KERNEL), wrong_axes("kernels", "(K, F, F, D)", "(3, 3)", "kernels2")),
        (
            lambda: conv_layer(np.ones((2, 3, 40, 50)), np.ones((4, 5, 5, 50))),
            too_large("5x5", "3x40", 1)
            + say("errors.turn", shape=(2, 3, 40, 50), form="(N, D, H, W)", turn=".transpose(0, 2, 3, 1)"),
        ),
        (
            lambda: conv_layer(np.ones((2, 3, 40, 50)), BANK),
            channels(50, 3, "(2, 3, 3, 3)", "x.transpose(0, 2, 3, 1)", "kernels"),
        ),
        (lambda: im2col(VOLUME[None], 3), wrong_axes("x", "(H, W, D)", "(1, 5, 6, 3)", "x4")),
        (lambda: pad(VOLUME[None], 3), wrong_axes("x", "(H, W) or (H, W, D)", "(1, 5, 6, 3)", "x4")),
    ],
)
def test_a_batch_and_channels_at_another_place_are_named(call, message):
    with pytest.raises(ValueError, match=r"axes|kernel|shape") as caught:
        call()
    assert str(caught.value) == message


def test_the_docstring_warns_of_the_order_that_no_shape_betrays():
    assert "kernels.transpose(0, 2, 3, 1)" in conv_layer.__doc__
    assert "D = F" in conv_layer.__doc__
