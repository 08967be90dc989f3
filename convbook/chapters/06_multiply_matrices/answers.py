"""Chapter 6: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.compare import same
from convbook.exercises.forms import integers, weights

RNG = np.random.default_rng(6)
UNITS = np.array([[1, 2, 3], [4, 5, 6]])
TWO_CHANNELS = np.stack([UNITS, 10 * UNITS], axis=2)  # a value tells which pixel and channel it is
WIDE = RNG.integers(-9, 10, (5, 8, 3))
EIGHTHS = RNG.integers(1, 40, (7, 6, 2)) / 8
SMALL_BANK = RNG.integers(-4, 5, (2, 2, 2, 2))
BANK = RNG.integers(-4, 5, (4, 3, 3, 3))


def rows_and_columns(x, F, S):
    """How many windows there are from top to bottom, and from left to right."""
    return cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)


def windows_of(x, F, S):
    """All windows as a view, (H2, W2, D, F, F)."""
    return sliding_window_view(x, (F, F), axis=(0, 1))[::S, ::S]


# The order of PyTorch's Unfold


def columns_of(x, F, S, *order):
    """Each window as a column, its axes in this order: 2 is the channel, 3 the row, 4 the column."""
    return windows_of(x, F, S).transpose(*order, 0, 1).reshape(x.shape[2] * F * F, -1)


@Exercise(
    probes=((TWO_CHANNELS, 1, 2), (TWO_CHANNELS, 2, 1), (WIDE, 3, 2), (EIGHTHS, 2, 3), (EIGHTHS, 3, 1)),
    reference=lambda x, F, S: columns_of(x, F, S, 2, 3, 4),
)
def unfold(x, F, S):
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    columns = np.zeros((x.shape[2] * F * F, H2 * W2), dtype=x.dtype)
    for column in range(H2 * W2):
        i, j = divmod(column, W2)
        patch = x[i * S : i * S + F, j * S : j * S + F]
        columns[:, column] = patch.transpose(2, 0, 1).ravel()
    return columns


unfold.mistakes(
    channels_fastest=lambda x, F, S: cb.im2col(x, F, stride=S).T,
    columns_before_rows=lambda x, F, S: columns_of(x, F, S, 2, 4, 3),
    patches_in_rows=lambda x, F, S: unfold(x, F, S).T,
    X_of_this_book=lambda x, F, S: cb.im2col(x, F, stride=S),
    X_reshaped=lambda x, F, S: cb.im2col(x, F, stride=S).reshape(F * F * x.shape[2], -1),
    channels_between=lambda x, F, S: columns_of(x, F, S, 3, 2, 4),
    rows_and_columns_exchanged=lambda x, F, S: columns_of(x, F, S, 4, 3, 2),
    windows_down_first=lambda x, F, S: columns_of(x.swapaxes(0, 1), F, S, 2, 4, 3),
    only_the_first_column=lambda x, F, S: unfold(x, F, S) * np.eye(1, unfold(x, F, S).shape[1]),
    last_column_missing=lambda x, F, S: np.pad(unfold(x, F, S)[:, :-1], ((0, 0), (0, 1))),
)


@unfold.mistake
def neighbouring_windows(x, F, S):
    H2, W2 = rows_and_columns(x, F, S)
    return unfold(x[: H2 + F - 1, : W2 + F - 1], F, 1)


# A matrix X without copies


def copies_of_pixels(pair):
    """F > 1, how many windows share a row of pixels at most, and how many rows no window holds."""
    F, S = integers(pair, 2)
    count = np.zeros(224, dtype=int)
    for i in range(cb.output_size(224, F, S)):
        count[i * S : i * S + F] += 1
    return F > 1, int(count.max()), int((count == 0).sum())


def believed_if(condition):
    """The view of somebody who thinks that this is all that the task asks, besides F > 1."""

    def view(pair):
        found = copies_of_pixels(pair)  # refuses what is no answer at all
        return (found[0], 1, 0) if condition(*pair) else found

    return view


@Exercise(view=copies_of_pixels)
def no_copies():
    return 16, 16


no_copies.mistakes(
    as_many_numbers=(lambda: (112, 57), believed_if(lambda F, S: cb.output_size(224, F, S) * F == 224)),
    windows_overlap=(lambda: (16, 8), believed_if(lambda F, S: S < F)),
    windows_apart=(lambda: (8, 16), believed_if(lambda F, S: S > F)),
    some_left_over=(lambda: (11, 11), believed_if(lambda F, S: S == F)),
    one_pixel_each=(lambda: (1, 1), lambda pair: (True, *copies_of_pixels(pair)[1:])),
)


# Fold the product into maps


@Exercise(
    probes=(
        (np.array([[1, 2], [3, 4]]), np.array([[1, 0, 1], [0, 1, 1]]), np.array([0, 10, 20]), 2),
        (RNG.integers(-9, 10, (6, 2)), RNG.integers(-4, 5, (2, 2)), np.array([100, 200]), 3),
        (RNG.integers(0, 40, (8, 3)) / 8, RNG.integers(-4, 5, (3, 4)), np.array([1, 0.5, -2, 9]), 2),
        (RNG.integers(0, 10, (5, 4)), RNG.integers(-4, 5, (4, 1)), np.array([7]), 5),
    ),
    reference=lambda X, M, bias, W2: np.stack(
        [(X @ column + b).reshape(-1, W2) for column, b in zip(M.T, bias, strict=True)], axis=2
    ),
)
def fold(X, M, bias, W2):
    K = M.shape[1]
    product = X @ M + bias
    return product.reshape(-1, W2, K)


fold.mistakes(
    sizes_swapped=lambda X, M, bias, W2: (X @ M + bias).reshape(W2, -1, M.shape[1]),
    turned_afterwards=lambda X, M, bias, W2: (X @ M + bias).reshape(W2, -1, M.shape[1]).transpose(1, 0, 2),
    maps_come_first=lambda X, M, bias, W2: (X @ M + bias).reshape(M.shape[1], -1, W2),
    maps_one_after_another=lambda X, M, bias, W2: (
        (X @ M + bias).reshape(M.shape[1], -1, W2).transpose(1, 2, 0)
    ),
    product_turned=lambda X, M, bias, W2: (X @ M + bias).T.reshape(-1, W2, M.shape[1]),
    no_bias=lambda X, M, bias, W2: fold(X, M, 0, W2),
    bias_subtracted=lambda X, M, bias, W2: fold(X, M, -bias, W2),
    bias_twice=lambda X, M, bias, W2: fold(X, M, 2 * bias, W2),
    bias_multiplied=lambda X, M, bias, W2: fold(X, M * bias, 0, W2),
    first_bias_for_all=lambda X, M, bias, W2: fold(X, M, bias[0], W2),
    each_bias_to_all_maps=lambda X, M, bias, W2: fold(X, M, bias.sum(), W2),
    bias_of_the_last_map=lambda X, M, bias, W2: fold(X, M, bias * np.eye(len(bias))[-1], W2),
)


# The strides of a view


@Exercise(
    probes=(
        (np.arange(12).reshape(2, 3, 2), 2),  # the one that the statement names
        (TWO_CHANNELS.astype(np.int32), 2),
        (WIDE.astype(np.float32), 3),
        (EIGHTHS, 1),
        (EIGHTHS.transpose(2, 0, 1), 2),
    ),
    reference=lambda x, S: windows_of(x, 2, S).transpose(0, 1, 3, 4, 2).strides,
)
def window_strides(x, S):
    down, right, deeper = x.strides
    return S * down, S * right, down, right, deeper


def picked(x, S, *places):
    """The right strides, picked by their places."""
    return tuple(window_strides(x, S)[place] for place in places)


window_strides.mistakes(
    stride_left_out=lambda x, S: window_strides(x, 1),
    numbers_for_bytes=lambda x, S: tuple(n // x.itemsize for n in window_strides(x, S)),
    stride_in_the_window=lambda x, S: picked(x, S, 0, 1, 0, 1, 4),
    worked_out_from_the_shape=lambda x, S: window_strides(np.empty(x.shape, x.dtype), S),
    eight_bytes_each=lambda x, S: window_strides(np.empty(x.shape), S),
    right_before_down=lambda x, S: picked(x, S, 1, 0, 2, 3, 4),
    inside_first=lambda x, S: picked(x, S, 2, 3, 4, 0, 1),
    channel_first=lambda x, S: picked(x, S, 0, 1, 4, 2, 3),
    columns_not_moved=lambda x, S: picked(x, S, 0, 3, 2, 3, 4),
    rows_not_moved=lambda x, S: picked(x, S, 2, 1, 2, 3, 4),
    right_before_down_inside=lambda x, S: picked(x, S, 0, 1, 3, 2, 4),
    backwards=lambda x, S: window_strides(x, S)[::-1],
    stride_in_all_five=lambda x, S: tuple(S * n for n in (*x.strides[:2], *x.strides)),
    windows_side_by_side=lambda x, S: window_strides(x, 2),
    stride_added=lambda x, S: (S + x.strides[0], S + x.strides[1], *x.strides),
    numbers_from_the_shape=lambda x, S: window_strides(np.empty(x.shape, np.int8), S),
)


# Numbers and work


@Exercise(
    probes=((3, 4, 2, 2, 1, 3), (4, 6, 2, 3, 2, 5), (7, 9, 3, 1, 2, 2), (227, 227, 3, 11, 4, 96)),
    reference=lambda H, W, D, F, S, K: (
        math.prod(cb.im2col_shape(H, W, D, F, S)),
        cb.mac_count(H, W, D, K=K, F=F, S=S),
    ),
)
def numbers_and_work(H, W, D, F, S, K):
    H2, W2 = cb.output_size(H, F, S), cb.output_size(W, F, S)
    numbers = H2 * W2 * F * F * D
    return numbers, numbers * K


def of_windows(count, D, F, K):
    return count * F * F * D, count * F * F * D * K


def counting(answer):
    """An answer that follows from the right numbers, the length of a row of X, and K."""
    return lambda *given: answer(*numbers_and_work(*given), given[3] ** 2 * given[2], given[5])


numbers_and_work.mistakes(
    input_size=lambda H, W, D, F, S, K: of_windows(H * W, D, F, K),
    twice_the_macs=lambda *given: (numbers_and_work(*given)[0], 2 * numbers_and_work(*given)[1]),
    only_the_photo=lambda H, W, D, *given: (H * W * D, numbers_and_work(H, W, D, *given)[1]),
    rounded_up=lambda H, W, D, F, S, K: of_windows((1 - (F - H) // S) * (1 - (F - W) // S), D, F, K),
    every_window=lambda H, W, D, F, S, K: numbers_and_work(H, W, D, F, 1, K),
    first_window_forgotten=lambda H, W, D, F, S, K: of_windows((H - F) // S * ((W - F) // S), D, F, K),
    square_output=lambda H, W, *given: numbers_and_work(H, H, *given),
    flat_windows=lambda H, W, D, *given: numbers_and_work(H, W, 1, *given),
    F_not_squared=lambda *given: tuple(n // given[3] for n in numbers_and_work(*given)),
    order_exchanged=counting(lambda numbers, work, row, K: (work, numbers)),
    an_X_for_each_map=counting(lambda numbers, work, row, K: (work, work)),
    one_map_only=counting(lambda numbers, work, row, K: (numbers, numbers)),
    bytes_for_numbers=counting(lambda numbers, work, row, K: (8 * numbers, work)),
    weights_too=counting(lambda numbers, work, row, K: (numbers + row * K, work)),
    rows_only=counting(lambda numbers, work, row, K: (numbers // row, work)),
    outputs_for_work=counting(lambda numbers, work, row, K: (numbers, work // row)),
    weights_counted_twice=counting(lambda numbers, work, row, K: (numbers, work * row)),
)


# Bug hunt: columns of M


@Exercise(
    probes=(
        (TWO_CHANNELS, SMALL_BANK, 1),
        (WIDE, BANK, 2),
        (EIGHTHS, SMALL_BANK, 3),
        (EIGHTHS, SMALL_BANK[:, :1, :1], 2),
    ),
    reference=lambda x, kernels, S: cb.conv_layer(x, kernels, stride=S),
)
def layer_as_product(x, kernels, S):
    K, F = kernels.shape[:2]
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    M = kernels.reshape(K, -1).T
    out = (cb.im2col(x, F, stride=S) @ M).reshape(H2, W2, K)
    return out


def with_matrix(x, kernels, S, M):
    F = kernels.shape[1]
    return (cb.im2col(x, F, stride=S) @ M).reshape(*rows_and_columns(x, F, S), -1)


def reread(change):
    """A layer whose right output is read in another order."""
    return lambda *given: change(layer_as_product(*given))


layer_as_product.mistakes(
    filters_torn_apart=lambda x, kernels, S: with_matrix(x, kernels, S, kernels.reshape(-1, len(kernels))),
    filters_in_rows=lambda x, kernels, S: with_matrix(x, kernels, S, kernels.reshape(len(kernels), -1)),
    all_axes_reversed=lambda x, kernels, S: with_matrix(x, kernels, S, kernels.T.reshape(-1, len(kernels))),
    channels_slowest=lambda x, kernels, S: with_matrix(
        x, kernels, S, kernels.transpose(3, 1, 2, 0).reshape(-1, len(kernels))
    ),
    rows_and_columns=lambda x, kernels, S: cb.conv_layer(x, kernels.swapaxes(1, 2), stride=S),
    flipped=lambda x, kernels, S: cb.conv_layer(x, kernels[:, ::-1, ::-1], stride=S),
    weights_backwards=lambda x, kernels, S: cb.conv_layer(x, kernels[:, ::-1, ::-1, ::-1], stride=S),
    first_filter_for_all=lambda x, kernels, S: cb.conv_layer(
        x, kernels[:1].repeat(len(kernels), 0), stride=S
    ),
    mean_of_the_products=lambda x, kernels, S: cb.conv_layer(x, kernels / kernels[0].size, stride=S),
    filters_and_weights_mixed=lambda x, kernels, S: with_matrix(
        x, kernels, S, kernels.reshape(-1, len(kernels), order="F")
    ),
    maps_one_after_another=reread(lambda out: out.reshape(-1, *out.shape[:2]).transpose(1, 2, 0)),
    product_turned=reread(lambda out: out.transpose(2, 0, 1).reshape(out.shape)),
    pixels_down_first=reread(lambda out: out.reshape(*out.shape[1::-1], -1).swapaxes(0, 1)),
)


# Bug hunt: strips


@Exercise(
    probes=(
        (np.arange(1, 13).reshape(6, 2, 1), np.array([[1], [2], [3], [4]]), 2, 2, 1),
        (EIGHTHS, SMALL_BANK.reshape(2, -1).T, 2, 1, 3),
        (RNG.integers(-9, 10, (11, 4, 3)), BANK.reshape(4, -1).T, 3, 2, 2),
        (WIDE, BANK.reshape(4, -1).T, 3, 2, 5),
        (RNG.integers(-9, 10, (9, 3, 2)), np.array([[1, 2], [3, 5]]), 1, 2, 2),
    ),
    reference=lambda x, M, F, S, rows: (cb.im2col(x, F, stride=S) @ M).reshape(
        *rows_and_columns(x, F, S), -1
    ),
)
def in_strips(x, M, F, S, rows):
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    out = np.zeros((H2, W2, M.shape[1]))
    for i in range(0, H2, rows):
        strip = x[i * S : (i + rows - 1) * S + F]
        out[i : i + rows] = (cb.im2col(strip, F, stride=S) @ M).reshape(-1, W2, M.shape[1])
    return out


def strips(x, M, F, S, rows, ends):
    """Strips of the input between `ends(i, F, S, rows)`."""
    H2, W2 = rows_and_columns(x, F, S)
    out = np.zeros((H2, W2, M.shape[1]))
    for i in range(0, H2, rows):
        strip = x[slice(*ends(i, F, S, rows))]
        out[i : i + rows] = (cb.im2col(strip, F, stride=S) @ M).reshape(-1, W2, M.shape[1])
    return out


in_strips.mistakes(
    begins_at_i=lambda *given: strips(*given, lambda i, F, S, n: (i, i + (n - 1) * S + F)),
    only_the_start_corrected=lambda *given: strips(*given, lambda i, F, S, n: (i * S, i + (n - 1) * S + F)),
    only_the_end_corrected=lambda *given: strips(*given, lambda i, F, S, n: (i, (i + n - 1) * S + F)),
    begins_at_the_top=lambda *given: strips(*given, lambda i, F, S, n: (0, (i + n - 1) * S + F)),
    no_rows_shared=lambda *given: strips(*given, lambda i, F, S, n: (i * S, (i + n) * S)),
    one_window_more=lambda *given: strips(*given, lambda i, F, S, n: (i * S, (i + n) * S + F)),
    one_window_high=lambda *given: strips(*given, lambda i, F, S, n: (i * S, i * S + F)),
    one_row_short=lambda *given: strips(*given, lambda i, F, S, n: (i * S, (i + n - 1) * S + F - 1)),
    down_to_the_end=lambda *given: strips(*given, lambda i, F, S, n: (i * S, None)),
)


# Bug hunt: back to the pixels


@Exercise(
    probes=(
        (np.array([[1, 2, 4, 5], [2, 3, 5, 6]]), 2, 3, 1, 2, 1),
        (RNG.integers(-9, 10, (6, 18)), 6, 8, 2, 3, 2),
        (RNG.integers(0, 40, (12, 8)) / 8, 4, 5, 2, 2, 1),
        (RNG.integers(1, 10, (6, 3)), 4, 5, 3, 1, 2),
    ),
    reference=lambda X, H, W, D, F, S: cb.col2im(X, (H, W, D), F, stride=S),
)
def add_back(X, H, W, D, F, S):
    W2 = cb.output_size(W, F, S)
    out = np.zeros((H, W, D))
    for row in range(len(X)):
        i, j = divmod(row, W2)
        patch = X[row].reshape(F, F, D)
        out[i * S : i * S + F, j * S : j * S + F] += patch
    return out


def last_one_stays(X, H, W, D, F, S):
    x = np.zeros((H, W, D))
    for row, patch in enumerate(X.reshape(-1, F, F, D)):
        i, j = divmod(row, cb.output_size(W, F, S))
        x[i * S : i * S + F, j * S : j * S + F] = patch
    return x


def patch_begins_at_i(X, H, W, D, F, S):
    x = np.zeros((H, W, D))
    rows, columns = (cb.output_size(n, F, S) + F - 1 for n in (H, W))
    x[:rows, :columns] = add_back(X, rows, columns, D, F, 1)
    return x


def patch_channel_first(X, H, W, D, F, S):
    turned = X.reshape(-1, D, F, F).transpose(0, 2, 3, 1).reshape(X.shape)
    return add_back(turned, H, W, D, F, S)


def of_patches(change):
    """Adds `change(patch)` for each patch of X."""

    def answer(X, H, W, D, F, S):
        changed = [change(row.reshape(F, F, D)).ravel() for row in X]
        return add_back(np.array(changed), H, W, D, F, S)

    return answer


def into(dtype):
    """Adds into an array of this type, which NumPy refuses for numbers that it cannot hold."""

    def answer(X, H, W, D, F, S):
        out = np.zeros((H, W, D), dtype)
        out += add_back(X, H, W, D, F, S).astype(X.dtype)
        return out

    return answer


add_back.mistakes(
    last_one_stays=last_one_stays,
    mean_of_copies=lambda X, *given: add_back(X, *given) / np.maximum(add_back(np.ones_like(X), *given), 1),
    patch_begins_at_i=patch_begins_at_i,
    patch_channel_first=patch_channel_first,
    in_whole_numbers=into(int),
    in_eight_bits=into(np.uint8),
    cut_to_whole_numbers=lambda X, *given: add_back(X.astype(int), *given),
    patch_transposed=of_patches(lambda patch: patch.swapaxes(0, 1)),
    patch_flipped=of_patches(lambda patch: patch[::-1, ::-1]),
    patch_read_backwards=of_patches(lambda patch: patch.reshape(patch.shape[::-1]).T),
    ones_counted=of_patches(np.ones_like),
    only_the_first_patch=lambda X, *given: add_back(X[:1], *given),
    last_patch_missing=lambda X, *given: add_back(X[:-1], *given),
)


# A filter that no test should use


def differs_and_agrees(values, changed=lambda values: values.transpose(2, 0, 1)):
    """Whether four weights differ, and whether `changed` changes nothing."""
    values = weights(values, 2, 2, 2)
    is_same = same(values.ravel()[:, np.newaxis], values.ravel())  # 0.1 + 0.2 and 0.3 are
    return len(np.unique(is_same, axis=0)) >= 4, bool(same(values, changed(values)).all())


def agrees_if(changed):
    """The view of somebody who takes the change that matters for this one."""
    return lambda values: differs_and_agrees(values, changed)


@Exercise(view=differs_and_agrees)
def same_in_both_orders():
    return np.array([[[1, 2], [2, 3]], [[2, 3], [3, 4]]])


same_in_both_orders.mistakes(
    equal_channels=(
        lambda: np.array([[[1, 1], [2, 2]], [[3, 3], [4, 4]]]),
        agrees_if(lambda values: values[:, :, ::-1]),
    ),
    rows_and_columns_swapped=(
        lambda: np.array([[[1, 2], [3, 4]], [[3, 4], [5, 6]]]),
        agrees_if(lambda values: values.transpose(1, 0, 2)),
    ),
    ends_swapped=(lambda: np.array([[[1, 2], [3, 4]], [[2, 5], [4, 6]]]), agrees_if(np.transpose)),
    too_few_weights=(lambda: np.ones((2, 2, 2)), lambda values: (True, differs_and_agrees(values)[1])),
)
