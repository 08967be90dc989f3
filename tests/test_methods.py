"""Every method at every size: exact on whole numbers, within the bound of a dot product, small in memory.

The oracle adds Python's fractions or NumPy's integers, window by window. No sum here is left to a BLAS.
"""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from convbook import methods
from convbook.measure import extra_memory
from convbook.methods import (
    SCRATCH,
    add_patches,
    all_patches,
    choose,
    patch_rows,
    pixel_rows,
    pixels_as_they_are,
    run_layer,
    winograd,
)
from convbook.ops import MODES, col2im, conv2d, conv_layer, im2col, pad
from convbook.shapes import im2col_shape

DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])
METHODS = (all_patches, patch_rows, pixel_rows)
NO_PADDING = ((0, 0), (0, 0))
PAIR = st.tuples(st.integers(1, 4), st.integers(1, 4))


def reference(x, kernels, stride):
    """Add up products one weight at a time, in whatever numbers x and kernels hold."""
    (K, FH, FW, _), (SV, SH) = kernels.shape, stride
    H2, W2 = (x.shape[0] - FH) // SV + 1, (x.shape[1] - FW) // SH + 1
    total = np.zeros((H2, W2, K), dtype=x.dtype)
    for m, n in np.ndindex(FH, FW):
        pixels = x[m : m + SV * (H2 - 1) + 1 : SV, n : n + SH * (W2 - 1) + 1 : SH]
        total = total + (pixels[:, :, None, :] * kernels[:, m, n]).sum(axis=-1)
    return total


def run(method, x, kernels, stride=(1, 1), padding=NO_PADDING):
    (H, W, _), (K, FH, FW, _), (SV, SH) = x.shape, kernels.shape, stride
    shape = (H + sum(padding[0]) - FH) // SV + 1, (W + sum(padding[1]) - FW) // SH + 1, K
    out = np.full(shape, 777, dtype=x.dtype)  # every number of it has to be written
    method(x, kernels.transpose(1, 2, 3, 0), stride, padding, out)
    return out


def layers(rng, x_shape, bank_shape, dtype=np.float64):
    """Whole numbers up to 9: a sum of 200,000 products is exact even in float32."""
    return rng.integers(-9, 10, x_shape).astype(dtype), rng.integers(-9, 10, bank_shape).astype(dtype)


# ---- exactness ------------------------------------------------------------------------------------


@st.composite
def cases(draw):
    F, stride = draw(PAIR), draw(PAIR)
    H, W = draw(st.integers(F[0], 12)), draw(st.integers(F[1], 12))
    D, K = draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 3, 5, 13]))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    return *layers(rng, (H, W, D), (K, *F, D), draw(st.sampled_from([np.float32, np.float64]))), stride


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("scratch", [1, 600, SCRATCH])
@given(case=cases())
def test_methods_are_exact_however_they_cut(method, scratch, case):
    x, kernels, stride = case
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "SCRATCH", scratch)  # 1 byte: a single patch at a time
        result = run(method, x, kernels, stride)
    np.testing.assert_array_equal(result, reference(x, kernels, stride), strict=True)


@given(case=cases())
def test_a_1_x_1_kernel_copies_nothing_and_is_exact(case):
    x, kernels, _ = case
    kernels = kernels[:, :1, :1].copy()
    np.testing.assert_array_equal(run(pixels_as_they_are, x, kernels, (1, 1)), reference(x, kernels, (1, 1)))


SIDES = st.tuples(*[st.tuples(st.integers(0, 15), st.integers(0, 15))] * 2)


@pytest.mark.parametrize("scratch", [1, 600, SCRATCH])
@given(case=cases(), padding=SIDES)
def test_zeros_are_added_to_one_block_after_the_other(scratch, case, padding):
    """Also blocks that hold nothing but zeros, and more zeros than pixels."""
    x, kernels, stride = case
    expected = reference(np.pad(x, (*padding, (0, 0))), kernels, stride)
    out = np.full(expected.shape, 777, dtype=x.dtype)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "SCRATCH", scratch)
        run_layer(x, kernels, stride, padding, out)
        for method in METHODS:
            np.testing.assert_array_equal(run(method, x, kernels, stride, padding), expected, strict=True)
    np.testing.assert_array_equal(out, expected, strict=True)


@settings(max_examples=30)
@given(case=cases())
def test_methods_agree_with_fractions(case):
    """Thirds are exact in no float: the result is the exact sum up to the bound of a dot product."""
    x, kernels, stride = case
    dtype = x.dtype.type
    x, kernels = x / dtype(3), kernels / dtype(7)
    to_fraction = np.vectorize(lambda number: Fraction(float(number)), otypes=[object])
    exact = reference(to_fraction(x), to_fraction(kernels), stride)
    total = reference(abs(x).astype(float), abs(kernels).astype(float), stride)
    n = kernels[0].size
    # Higham, Accuracy and Stability of Numerical Algorithms, section 3.1: n products, n additions.
    unit = float(np.finfo(dtype).eps) / 2
    bound = n * unit / (1 - n * unit) * total * (1 + 1e-12)
    for method in METHODS:
        error = abs(to_fraction(run(method, x, kernels, stride)) - exact)
        assert (error <= bound).all()


@DTYPES
@pytest.mark.parametrize("n", [64, 1000])
def test_long_sums_stay_within_the_bound_of_a_dot_product(n, dtype):
    rng = np.random.default_rng(n)
    x, kernels = rng.normal(size=(9, 30, n)).astype(dtype), rng.normal(size=(5, 3, 2, n)).astype(dtype)
    exact = reference(x.astype(np.longdouble), kernels.astype(np.longdouble), (1, 1))
    total = reference(abs(x).astype(np.longdouble), abs(kernels).astype(np.longdouble), (1, 1))
    bound = (6 * n) * np.finfo(dtype).eps / 2 * total
    for method in METHODS:
        assert (abs(run(method, x, kernels, (1, 1)) - exact) <= bound).all()


# ---- fewer multiplications ------------------------------------------------------------------------


def exact_and_bound(x, kernels):
    """Return the exact maps, and what the rounding of `winograd` cannot exceed, both in higher precision.

    Higham, section 3.1, for the D products of a sum, and at most 12 more roundings before and after it, in
    sums of these absolute values: |A| · ((|G| |g| |G|) * (|B| |d| |B|)) · |A|, along both axes.
    """
    wide = np.longdouble if x.dtype == np.float64 else np.float64
    exact = reference(x.astype(wide), kernels.astype(wide), (1, 1))
    B = abs(np.array([[1, 0, -1, 0], [0, 1, 1, 0], [0, -1, 1, 0], [0, 1, 0, -1]]))
    G = abs(np.array([[2, 0, 0], [1, 1, 1], [1, -1, 1], [0, 0, 2]]) / 2)
    A = abs(np.array([[1, 1, 1, 0], [0, 1, -1, -1]]))
    bound = np.empty(exact.shape)
    weights = np.einsum("am,bn,kmnd->abdk", G, G, abs(kernels).astype(float))
    for i, j in np.ndindex(-(-exact.shape[0] // 2), -(-exact.shape[1] // 2)):
        tile = np.zeros((4, 4, x.shape[2]))
        inside = abs(x[2 * i : 2 * i + 4, 2 * j : 2 * j + 4])
        tile[: inside.shape[0], : inside.shape[1]] = inside
        sums = np.einsum("am,bn,mnd->abd", B, B, tile)
        maps = bound[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        four = np.einsum("pa,qb,abd,abdk->pqk", A, A, sums, weights, optimize=True)
        maps[:] = four[: maps.shape[0], : maps.shape[1]]
    n = x.shape[2] + 12
    unit = np.finfo(x.dtype).eps / 2
    return exact, n * unit / (1 - n * unit) * bound


@pytest.mark.parametrize("scratch", [1, 600, SCRATCH])
@given(case=cases(), padding=SIDES)
def test_winograd_is_exact_for_whole_numbers(scratch, case, padding):
    """Odd sizes too: the last tiles reach beyond the maps."""
    x, kernels, _ = case
    kernels = np.resize(kernels, (len(kernels), 3, 3, x.shape[2]))
    padded = np.pad(x, (*padding, (0, 0)))
    if min(padded.shape[:2]) >= 3:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(methods, "SCRATCH", scratch)
            result = run(winograd, x, kernels, padding=padding)
        np.testing.assert_array_equal(result, reference(padded, kernels, (1, 1)), strict=True)


@DTYPES
@pytest.mark.parametrize("D", [1, 64, 200])
@pytest.mark.parametrize("kind", ["normal", "not negative", "of all sizes", "far from zero"])
def test_winograd_stays_within_its_bound(kind, D, dtype):
    rng = np.random.default_rng(D)
    x, kernels = rng.normal(size=(9, 12, D)), rng.normal(size=(5, 3, 3, D))
    match kind:
        case "not negative":
            x = np.maximum(x, 0)
        case "of all sizes":
            x, kernels = (
                x * 10 ** rng.uniform(-4, 4, x.shape),
                kernels * 10 ** rng.uniform(-4, 4, kernels.shape),
            )
        case "far from zero":
            x = x + 100
    x, kernels = x.astype(dtype), kernels.astype(dtype)
    exact, bound = exact_and_bound(x, kernels)
    assert (abs(run(winograd, x, kernels) - exact) <= bound).all()


@DTYPES
@pytest.mark.parametrize("relu", [False, True])
def test_where_winograd_is_chosen_even_the_bound_of_a_dot_product_holds(relu, dtype):
    """With pixels and weights of about one size: 64 channels and more cost Winograd nothing."""
    rng = np.random.default_rng(3)
    x, kernels = rng.normal(size=(26, 27, 128)).astype(dtype), rng.normal(size=(128, 3, 3, 128)).astype(dtype)
    x = np.maximum(x, 0) if relu else x
    assert chosen(x.shape, kernels.shape) is winograd
    wide = np.longdouble if dtype is np.float64 else np.float64
    some = slice(0, 5)  # maps; the oracle is slow
    exact = reference(x.astype(wide), kernels[some].astype(wide), (1, 1))
    bound = (
        1152
        * np.finfo(dtype).eps
        / 2
        * reference(abs(x).astype(float), abs(kernels[some]).astype(float), (1, 1))
    )
    assert (abs(conv_layer(x, kernels)[:, :, some] - exact) <= bound / 50).all()


def deep_layer(dtype, largest=9):
    rng = np.random.default_rng(5)
    x = rng.integers(-largest, largest + 1, (27, 26, 128)).astype(dtype)
    return x, rng.integers(1, 10, (128, 3, 3, 128)).astype(dtype)


@DTYPES
def test_whole_numbers_in_a_deep_layer_are_exact_up_to_the_largest(dtype):
    """Where quarters of their sums might not fit in the mantissa, another method runs."""
    for largest in (9, 44, 45, 250):
        x, kernels = deep_layer(dtype, largest)
        maps = conv_layer(x, kernels, padding=1)
        expected = reference(
            np.pad(x.astype(np.int64), ((1, 1), (1, 1), (0, 0))), kernels.astype(np.int64), (1, 1)
        )
        np.testing.assert_array_equal(maps, expected)
        used = choose(x, kernels.transpose(1, 2, 3, 0), (1, 1), ((1, 1), (1, 1)), maps)
        assert used is (winograd if dtype is np.float64 or largest <= 44 else patch_rows)


@DTYPES
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # BLAS fills up its blocks: 0 * inf
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, "large", "small", "zeros"])
def test_numbers_that_winograd_cannot_take_go_another_way(bad, dtype):
    x, kernels = deep_layer(dtype)
    limits = np.finfo(dtype)
    match bad:
        case "large":
            x *= limits.max / 10
            kernels *= limits.tiny * 64
        case "small":
            kernels *= limits.smallest_subnormal
        case "zeros":  # a pixel is copied, exactly
            kernels[:] = 0
            kernels[:, 1, 1] = np.eye(128)
            x = x / dtype(3)
        case _:
            x[11, 12, 5] = bad
    out = np.empty((25, 24, 128), dtype)
    assert choose(x, kernels.transpose(1, 2, 3, 0), (1, 1), NO_PADDING, out) is patch_rows
    result = conv_layer(x, kernels)
    if bad == "zeros":
        np.testing.assert_array_equal(result, x[1:-1, 1:-1])
    reached = np.zeros((25, 24), dtype=bool)
    if not isinstance(bad, str):
        reached[9:12, 10:13] = True
        np.testing.assert_array_equal(
            ~np.isfinite(result), np.broadcast_to(reached[:, :, None], result.shape)
        )
        kernels[7, 1, 1, 3], x[11, 12, 5] = bad, 1
        assert (~np.isfinite(conv_layer(x, kernels)[:, :, 7])).all()
        assert np.isfinite(np.delete(conv_layer(x, kernels), 7, axis=2)).all()
    else:
        assert np.isfinite(result).all()


# ---- the choice -----------------------------------------------------------------------------------


def chosen(x_shape, bank_shape, stride=(1, 1)):
    (H, W, _), (K, FH, FW, _), (SV, SH) = x_shape, bank_shape, stride
    out = np.zeros(((H - FH) // SV + 1, (W - FW) // SH + 1, K))
    return choose(np.ones(x_shape), np.ones((FH, FW, x_shape[2], K)), stride, NO_PADDING, out)


@pytest.mark.parametrize(
    ("method", "x_shape", "bank_shape", "stride"),
    [
        (pixels_as_they_are, (5, 6, 7), (4, 1, 1, 7), (1, 1)),
        (all_patches, (5, 6, 90), (4, 1, 1, 90), (2, 1)),
        (all_patches, (64, 64, 1), (1, 3, 3, 1), (1, 1)),
        (all_patches, (34, 50, 12), (24, 3, 3, 12), (2, 2)),
        (pixel_rows, (514, 514, 1), (1, 3, 3, 1), (1, 1)),
        (pixel_rows, (112, 112, 32), (8, 3, 3, 32), (1, 1)),
        (pixel_rows, (226, 226, 3), (64, 3, 3, 3), (1, 1)),
        (pixel_rows, (230, 230, 3), (64, 7, 7, 3), (2, 2)),
        (patch_rows, (226, 50, 3), (64, 3, 3, 3), (1, 1)),  # rows of 48 windows, for 64 filters
        (patch_rows, (58, 58, 64), (64, 3, 3, 64), (1, 1)),
        (patch_rows, (227, 227, 3), (96, 11, 11, 3), (4, 4)),
        (patch_rows, (30, 30, 256), (256, 3, 3, 256), (1, 1)),  # its 16 sums of weights take 8 MiB
        (winograd, (58, 58, 128), (128, 3, 3, 128), (1, 1)),
        (patch_rows, (58, 58, 128), (128, 3, 3, 128), (1, 2)),
        (patch_rows, (58, 58, 128), (128, 3, 5, 128), (1, 1)),
    ],
)
def test_the_choice_is_the_one_that_was_measured(method, x_shape, bank_shape, stride):
    assert chosen(x_shape, bank_shape, stride) is method


@DTYPES
@pytest.mark.parametrize(
    ("widths", "channels", "stride"),
    [
        (range(29, 40), [6], (1, 1)),  # rows of 32 windows and more
        ([180], range(50, 57), (1, 1)),  # rows of patches of 160 numbers and less
        ([180], range(6, 11), (2, 2)),  # of 24, with a stride
    ],
)
def test_methods_agree_where_the_choice_switches(widths, channels, stride, dtype, monkeypatch):
    monkeypatch.setattr(methods, "SCRATCH", 2**14)
    rng = np.random.default_rng(8)
    seen = set()
    for W in widths:
        for D in channels:
            x, kernels = layers(rng, (40, W, D), (2, 3, 3, D), dtype)
            seen.add(chosen(x.shape, kernels.shape, stride))
            expected = reference(x, kernels, stride)
            for method in METHODS:
                np.testing.assert_array_equal(run(method, x, kernels, stride), expected)
            np.testing.assert_array_equal(conv_layer(x, kernels, stride=stride), expected)
    assert seen == {patch_rows, pixel_rows}


@DTYPES
def test_methods_agree_where_one_piece_becomes_two(dtype):
    """Sizes at which the scratch array is full, downwards and sideways."""
    rng = np.random.default_rng(2)
    for H, W, D, F in [
        (40, 70, 40, 3),
        (41, 71, 41, 3),
        (17, 1500, 1, 11),
        (30, 1400, 1, 11),
        (300, 130, 2, 5),
    ]:
        x, kernels = layers(rng, (H, W, D), (2, F, F, D), dtype)
        expected = reference(x, kernels, (1, 1))
        for method in METHODS:
            np.testing.assert_array_equal(run(method, x, kernels, (1, 1)), expected)


def test_pieces_are_equal_and_complete():
    for n in (1, 2, 7, 10, 100):
        for most in (-1, 0, 1, 3, 10, 99, 1000):
            pieces = list(methods.pieces(n, most))
            lengths = [piece.stop - piece.start for piece in pieces]
            assert [i for piece in pieces for i in range(piece.start, piece.stop)] == list(range(n))
            assert max(lengths) <= max(1, most)
            assert len(pieces) == -(-n // max(1, most)) or max(lengths) * (len(pieces) + 1) >= n


# ---- layouts --------------------------------------------------------------------------------------


def layouts(x):
    """The same numbers, arranged in memory in every way that NumPy knows."""
    wide = np.zeros((2 * x.shape[0], 3 * x.shape[1], 2 * x.shape[2]), x.dtype)
    wide[::2, ::3, 1::2] = x
    yield "Fortran-ordered", np.asfortranarray(x)
    yield "every other", wide[::2, ::3, 1::2]
    yield "reversed", x[::-1, ::-1, ::-1].copy()[::-1, ::-1, ::-1]
    yield "rows reversed", x[::-1].copy()[::-1]
    yield "channels first", x.transpose(2, 0, 1).copy().transpose(1, 2, 0)
    yield "other byte order", x.astype(x.dtype.newbyteorder())
    frozen = x.copy()
    frozen.flags.writeable = False
    yield "read-only", frozen


@DTYPES
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("F", "stride", "padding"), [(1, 1, 0), ((3, 2), 1, 0), (3, 1, 1), ((2, 3), (2, 3), 2)]
)
@pytest.mark.parametrize("D", [1, 3, 30])
def test_layout_in_memory_does_not_matter(D, F, stride, padding, mode, dtype):
    FH, FW = (F, F) if isinstance(F, int) else F
    x, kernels = layers(np.random.default_rng(D), (13, 40, D), (4, FH, FW, D), dtype)
    where = {"stride": stride, "padding": padding, "mode": mode}
    steps = (stride, stride) if isinstance(stride, int) else stride
    expected = reference(pad(x, padding, mode), kernels, steps)
    for name, other in layouts(x):
        before = other.copy()
        np.testing.assert_array_equal(conv_layer(other, kernels, **where), expected, err_msg=name)
        np.testing.assert_array_equal(
            conv_layer(x, next(layouts(kernels[0]))[1][None], **where), expected[..., :1]
        )
        image, kernel = other[:, :, 0], kernels[0, :, :, 0]
        alone = reference(pad(x[:, :, :1], padding, mode), kernels[:1, :, :, :1], steps)[:, :, 0]
        np.testing.assert_array_equal(conv2d(image, kernel, **where), alone, err_msg=name)
        np.testing.assert_array_equal(other, before)


@DTYPES
def test_broadcast_inputs_with_stride_zero(dtype):
    rng = np.random.default_rng(4)
    row, kernels = layers(rng, (1, 50, 2), (3, 3, 3, 2), dtype)
    x = np.broadcast_to(row, (20, 50, 2))
    assert x.strides[0] == 0
    np.testing.assert_array_equal(conv_layer(x, kernels), reference(x.copy(), kernels, (1, 1)))
    one = np.broadcast_to(kernels[0, 0, 0], (3, 3, 3, 2))
    np.testing.assert_array_equal(conv_layer(x, one), reference(x.copy(), one.copy(), (1, 1)))
    np.testing.assert_array_equal(conv_layer(x, one[:, :1, :1]), reference(x.copy(), one[:, :1, :1], (1, 1)))


@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")  # inf - inf, in winograd
@pytest.mark.parametrize("method", [*METHODS, winograd])
def test_not_a_number_and_infinity_stay_in_their_windows(method):
    for bad in (np.nan, np.inf):
        x, kernels = np.ones((9, 60, 2)), np.ones((3, 3, 3, 2))
        x[4, 30, 1] = bad
        reached = np.zeros((7, 58, 3), dtype=bool)
        reached[2:5, 28:31] = True
        np.testing.assert_array_equal(~np.isfinite(run(method, x, kernels, (1, 1))), reached)


def plain_sum(X, W):
    """X·M as it is defined, product by product, on Python's floats."""
    n, Q, K = len(X), *W.shape
    return [[sum(float(X[i, q]) * float(W[q, k]) for q in range(Q)) for k in range(K)] for i in range(n)]


@DTYPES
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_no_method_takes_zero_times_what_is_not_finite_for_zero(bad, dtype):
    """With one pixel, one weight or one filter NumPy has shortcuts, which leave out a factor of 0."""
    for n, D, K in np.ndindex(3, 3, 3):
        x, kernels = np.zeros((1, n + 1, D + 1), dtype), np.zeros((K + 1, 1, 1, D + 1), dtype)
        for array in (x, kernels):
            array.ravel()[-1] = bad
            for method in (pixels_as_they_are, all_patches, patch_rows, pixel_rows):
                expected = plain_sum(x[0], kernels[:, 0, 0].T)
                np.testing.assert_array_equal(run(method, x, kernels)[0], expected)
            array[:] = 0


# ---- the way back ---------------------------------------------------------------------------------


@pytest.mark.parametrize("scratch", [1, 600, SCRATCH])
@given(case=cases())
def test_add_patches_is_the_adjoint_of_taking_them(scratch, case):
    x, kernels, stride = case
    F = kernels.shape[1:3]
    X = im2col(x, F, stride=stride)
    Y = np.random.default_rng(X.size).integers(-9, 10, X.shape)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(methods, "SCRATCH", scratch)
        back = col2im(Y, x.shape, F, stride=stride)
    assert (X.astype(np.int64) * Y).sum() == (x.astype(np.int64) * back.astype(np.int64)).sum()


def test_add_patches_adds_to_what_is_there():
    volume = np.full((3, 4, 1), 5.0)
    add_patches(np.ones((2, 3, 2, 2, 1)), (1, 1), volume)
    np.testing.assert_array_equal(volume[:, :, 0], [[6, 7, 7, 6], [7, 9, 9, 7], [6, 7, 7, 6]])


def test_add_patches_leaves_the_room_for_whole_strides_as_it_is():
    volume = np.full((6, 7, 1), 5.0)
    add_patches(np.ones((2, 2, 1, 2, 1)), (3, 3), volume)
    changed = np.full((6, 7), 5.0)
    changed[::3, [0, 1, 3, 4]] = 6
    np.testing.assert_array_equal(volume[:, :, 0], changed)


# ---- memory ---------------------------------------------------------------------------------------


def scratch_of(operation):
    """Return the bytes held at the worst moment of an operation, beyond those of its result."""
    operation()  # what the first call alone needs is not scratch
    return extra_memory(operation)


@DTYPES
@pytest.mark.parametrize(
    ("x_shape", "bank_shape", "stride"),
    [
        ((300, 300, 64), (4, 3, 3, 64), 1),  # the whole X would take 204 MB in float32
        ((200, 200, 3), (8, 11, 11, 3), 2),
        ((700, 700, 1), (1, 11, 11, 1), 1),
        ((12, 5000, 1), (1, 11, 11, 1), 1),
        ((400, 400, 3), (8, 5, 5, 3), 1),
        ((20, 20, 600), (300, 3, 3, 600), 1),  # W alone takes 6.5 MB
        ((300, 300, 40), (4, 1, 1, 40), 1),
        ((60, 60, 128), (128, 3, 3, 128), 1),  # by winograd
        ((200, 200, 128), (65, 3, 3, 128), 1),
        ((400, 6000, 2), (4, 1, 1, 2), 20),  # few of the pixels are used
        ((12, 12, 9000), (2, 11, 11, 9000), 1),  # one patch takes 4.4 MB in float32, 8.7 in float64
    ],
)
def test_scratch_memory_is_bounded(x_shape, bank_shape, stride, dtype):
    x, kernels = np.ones(x_shape, dtype), np.ones(bank_shape, dtype)
    limit = max(4 * 2**20, 6 * kernels.nbytes)  # pieces of X, and their zeros, grow with the weights
    assert scratch_of(lambda: conv_layer(x, kernels, stride=stride)) <= limit
    assert scratch_of(lambda: conv_layer(x, kernels, stride=stride, padding=1)) <= limit


@DTYPES
def test_rows_in_Fortran_order_need_no_more(dtype):
    x, kernels = np.ones((300, 300, 64), dtype, order="F"), np.ones((4, 3, 3, 64), dtype, order="F")
    assert scratch_of(lambda: conv_layer(x, kernels, padding=1)) <= 4 * 2**20


def test_the_measure_of_memory_sees_the_whole_X():
    x, kernels = np.ones((300, 300, 8)), np.ones((4, 3, 3, 8))
    assert scratch_of(lambda: im2col(x, 3) @ kernels.reshape(4, -1).T) > 40 * 2**20


@DTYPES
@pytest.mark.parametrize(
    ("shape", "F", "stride"),
    [
        ((300, 300, 1), 3, 1),
        ((300, 300, 30), 3, 1),
        ((12, 12, 9000), 11, 1),  # one patch takes 8.7 MB in float64
        ((6, 4000, 64), 3, 1),  # one row of windows takes 18 MB
        ((400, 400, 2), 2, 9),
    ],
)
def test_col2im_needs_little_more_than_its_result(shape, F, stride, dtype):
    rows, columns = im2col_shape(*shape, F, stride)
    X = np.ones((rows, columns), dtype)
    result = np.prod(shape) * X.itemsize if stride > 1 else 0  # with room for whole strides, a second time
    assert scratch_of(lambda: col2im(X, shape, F, stride=stride)) <= 4 * 2**20 + 1.1 * result
