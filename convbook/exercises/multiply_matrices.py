"""Chapter 6: references, inputs and known mistakes of its exercises. Their words stand in `sentences`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb

from .forms import integers, weights
from .model import Exercise, Mistake

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


# --- 6.1: the order of PyTorch's Unfold


def unfold(x, F, S):
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    columns = np.zeros((x.shape[2] * F * F, H2 * W2), dtype=x.dtype)
    for column in range(H2 * W2):
        i, j = divmod(column, W2)
        patch = x[i * S : i * S + F, j * S : j * S + F]
        columns[:, column] = patch.transpose(2, 0, 1).ravel()
    return columns


def channels_fastest(x, F, S):
    return cb.im2col(x, F, stride=S).T


def columns_before_rows(x, F, S):
    return windows_of(x, F, S).transpose(2, 4, 3, 0, 1).reshape(x.shape[2] * F * F, -1)


def patches_in_rows(x, F, S):
    return unfold(x, F, S).T


def neighbouring_windows(x, F, S):
    H2, W2 = rows_and_columns(x, F, S)
    return unfold(x[: H2 + F - 1, : W2 + F - 1], F, 1)


# --- 6.2: a matrix X without copies


def no_copies():
    return 16, 16


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


def as_many_numbers():
    return 112, 57


def windows_overlap():
    return 16, 8


def windows_apart():
    return 8, 16


def some_left_over():
    return 11, 11


def one_pixel_each():
    return 1, 1


# --- 6.3: fold the product into maps


def fold(X, W, bias, W2):
    K = W.shape[1]
    product = X @ W + bias
    return product.reshape(-1, W2, K)


def sizes_swapped(X, W, bias, W2):
    return (X @ W + bias).reshape(W2, -1, W.shape[1])


def turned_afterwards(X, W, bias, W2):
    return sizes_swapped(X, W, bias, W2).transpose(1, 0, 2)


def maps_come_first(X, W, bias, W2):
    return (X @ W + bias).reshape(W.shape[1], -1, W2)


def maps_one_after_another(X, W, bias, W2):
    return maps_come_first(X, W, bias, W2).transpose(1, 2, 0)


# --- 6.4: the strides of a view


def window_strides(x, S):
    down, right, deeper = x.strides
    return S * down, S * right, down, right, deeper


def stride_left_out(x, S):
    return window_strides(x, 1)


def numbers_for_bytes(x, S):
    return tuple(n // x.itemsize for n in window_strides(x, S))


def stride_in_the_window(x, S):
    down, right, deeper = x.strides
    return S * down, S * right, S * down, S * right, deeper


def worked_out_from_the_shape(x, S):
    return window_strides(np.empty(x.shape, x.dtype), S)


def eight_bytes_each(x, S):
    return window_strides(np.empty(x.shape), S)


def right_before_down(x, S):
    down, right, deeper = x.strides
    return S * right, S * down, down, right, deeper


def inside_first(x, S):
    down, right, deeper = x.strides
    return down, right, deeper, S * down, S * right


def channel_first(x, S):
    down, right, deeper = x.strides
    return S * down, S * right, deeper, down, right


# --- 6.5: numbers and work


def numbers_and_work(H, W, D, F, S, K):
    H2, W2 = cb.output_size(H, F, S), cb.output_size(W, F, S)
    numbers = H2 * W2 * F * F * D
    return numbers, numbers * K


def input_size(H, W, D, F, S, K):
    return H * W * F * F * D, H * W * F * F * D * K


def twice_the_macs(H, W, D, F, S, K):
    numbers, macs = numbers_and_work(H, W, D, F, S, K)
    return numbers, 2 * macs


def only_the_photo(H, W, D, F, S, K):
    return H * W * D, numbers_and_work(H, W, D, F, S, K)[1]


def rounded_up(H, W, D, F, S, K):
    numbers = (-((F - H) // S) + 1) * (-((F - W) // S) + 1) * F * F * D
    return numbers, numbers * K


def every_window(H, W, D, F, S, K):
    return numbers_and_work(H, W, D, F, 1, K)


# --- 6.6: bug hunt, columns of W


def layer(x, kernels, S):
    K, F = kernels.shape[:2]
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    W = kernels.reshape(K, -1).T
    out = (cb.im2col(x, F, stride=S) @ W).reshape(H2, W2, K)
    return out


def _layer(x, S, W, F):
    return (cb.im2col(x, F, stride=S) @ W).reshape(*rows_and_columns(x, F, S), -1)


def groups_torn_apart(x, kernels, S):
    return _layer(x, S, kernels.reshape(-1, len(kernels)), kernels.shape[1])


def groups_in_rows(x, kernels, S):
    return _layer(x, S, kernels.reshape(len(kernels), -1), kernels.shape[1])


def all_axes_reversed(x, kernels, S):
    return _layer(x, S, kernels.T.reshape(-1, len(kernels)), kernels.shape[1])


def channels_slowest(x, kernels, S):
    return _layer(x, S, kernels.transpose(3, 1, 2, 0).reshape(-1, len(kernels)), kernels.shape[1])


# --- 6.7: bug hunt, strips


def in_strips(x, W, F, S, rows):
    H2, W2 = cb.output_size(x.shape[0], F, S), cb.output_size(x.shape[1], F, S)
    out = np.zeros((H2, W2, W.shape[1]))
    for i in range(0, H2, rows):
        strip = x[i * S : (i + rows - 1) * S + F]
        out[i : i + rows] = (cb.im2col(strip, F, stride=S) @ W).reshape(-1, W2, W.shape[1])
    return out


def _strips(x, W, F, S, rows, ends):
    """Strips of the input between `ends(i)`."""
    H2, W2 = rows_and_columns(x, F, S)
    out = np.zeros((H2, W2, W.shape[1]))
    for i in range(0, H2, rows):
        strip = x[slice(*ends(i))]
        out[i : i + rows] = (cb.im2col(strip, F, stride=S) @ W).reshape(-1, W2, W.shape[1])
    return out


def begins_at_i(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i, i + (rows - 1) * S + F))


def only_the_start_mended(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i * S, i + (rows - 1) * S + F))


def begins_at_the_top(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (0, (i + rows - 1) * S + F))


def one_window_high(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i * S, i * S + F))


def only_the_end_mended(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i, (i + rows - 1) * S + F))


def no_rows_shared(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i * S, (i + rows) * S))


def one_window_more(x, W, F, S, rows):
    return _strips(x, W, F, S, rows, lambda i: (i * S, (i + rows) * S + F))


# --- 6.8: bug hunt, back to the pixels


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


def mean_of_copies(X, H, W, D, F, S):
    return add_back(X, H, W, D, F, S) / np.maximum(add_back(np.ones_like(X), H, W, D, F, S), 1)


def patch_begins_at_i(X, H, W, D, F, S):
    x = np.zeros((H, W, D))
    rows, columns = (cb.output_size(n, F, S) + F - 1 for n in (H, W))
    x[:rows, :columns] = add_back(X, rows, columns, D, F, 1)
    return x


def patch_channel_first(X, H, W, D, F, S):
    turned = X.reshape(-1, D, F, F).transpose(0, 2, 3, 1).reshape(X.shape)
    return add_back(turned, H, W, D, F, S)


# --- 6.9: a group that no test should use


def same_in_both_orders():
    return np.array([[[1, 2], [2, 3]], [[2, 3], [3, 4]]])


def differs_and_agrees(group, changed=lambda group: group.transpose(2, 0, 1)):
    """Whether four weights differ, and whether `changed` changes nothing."""
    group = weights(group, 2, 2, 2)
    return len(np.unique(group)) >= 4, bool((group == changed(group)).all())


def equal_channels():
    return np.array([[[1, 1], [2, 2]], [[3, 3], [4, 4]]])


def rows_and_columns_swapped():
    return np.array([[[1, 2], [3, 4]], [[3, 4], [5, 6]]])


def ends_swapped():
    return np.array([[[1, 2], [3, 4]], [[2, 5], [4, 6]]])


def too_few_weights():
    return np.ones((2, 2, 2))


EXERCISES = (
    Exercise(
        "6.1",
        unfold,
        probes=(
            (TWO_CHANNELS, 1, 2),
            (TWO_CHANNELS, 2, 1),
            (WIDE, 3, 2),
            (EIGHTHS, 2, 3),
            (EIGHTHS, 3, 1),
        ),
        reference=lambda x, F, S: (
            windows_of(x, F, S).transpose(2, 3, 4, 0, 1).reshape(x.shape[2] * F * F, -1)
        ),
        mistakes=(
            Mistake(channels_fastest),
            Mistake(columns_before_rows),
            Mistake(patches_in_rows),
            Mistake(neighbouring_windows),
        ),
    ),
    Exercise(
        "6.2",
        no_copies,
        view=copies_of_pixels,
        mistakes=(
            Mistake(as_many_numbers, view=believed_if(lambda F, S: cb.output_size(224, F, S) * F == 224)),
            Mistake(windows_overlap, view=believed_if(lambda F, S: S < F)),
            Mistake(windows_apart, view=believed_if(lambda F, S: S > F)),
            Mistake(some_left_over, view=believed_if(lambda F, S: S == F)),
            Mistake(one_pixel_each, view=lambda pair: (True, *copies_of_pixels(pair)[1:])),
        ),
    ),
    Exercise(
        "6.3",
        fold,
        probes=(
            (np.array([[1, 2], [3, 4]]), np.array([[1, 0, 1], [0, 1, 1]]), np.array([0, 10, 20]), 2),
            (RNG.integers(-9, 10, (6, 2)), RNG.integers(-4, 5, (2, 2)), np.array([100, 200]), 3),
            (RNG.integers(0, 40, (8, 3)) / 8, RNG.integers(-4, 5, (3, 4)), np.array([1, 0.5, -2, 9]), 2),
            (RNG.integers(0, 10, (5, 4)), RNG.integers(-4, 5, (4, 1)), np.array([7]), 5),
        ),
        reference=lambda X, W, bias, W2: np.stack(
            [(X @ column + b).reshape(-1, W2) for column, b in zip(W.T, bias, strict=True)], axis=2
        ),
        mistakes=(
            Mistake(sizes_swapped),
            Mistake(turned_afterwards),
            Mistake(maps_come_first),
            Mistake(maps_one_after_another),
        ),
    ),
    Exercise(
        "6.4",
        window_strides,
        probes=(
            (np.arange(12).reshape(2, 3, 2), 2),  # the one that the statement names
            (TWO_CHANNELS.astype(np.int32), 2),
            (WIDE.astype(np.float32), 3),
            (EIGHTHS, 1),
            (EIGHTHS.transpose(2, 0, 1), 2),
        ),
        reference=lambda x, S: windows_of(x, 2, S).transpose(0, 1, 3, 4, 2).strides,
        mistakes=(
            Mistake(stride_left_out),
            Mistake(numbers_for_bytes),
            Mistake(stride_in_the_window),
            Mistake(worked_out_from_the_shape),
            Mistake(eight_bytes_each),
            Mistake(right_before_down),
            Mistake(inside_first),
            Mistake(channel_first),
        ),
    ),
    Exercise(
        "6.5",
        numbers_and_work,
        probes=(
            (3, 4, 2, 2, 1, 3),
            (4, 6, 2, 3, 2, 5),
            (7, 9, 3, 1, 2, 2),
            (227, 227, 3, 11, 4, 96),
        ),
        reference=lambda H, W, D, F, S, K: (
            math.prod(cb.im2col_shape(H, W, D, F, S)),
            cb.mac_count(H, W, D, K=K, F=F, S=S),
        ),
        mistakes=(
            Mistake(input_size),
            Mistake(twice_the_macs),
            Mistake(only_the_photo),
            Mistake(rounded_up),
            Mistake(every_window),
        ),
    ),
    Exercise(
        "6.6",
        layer,
        probes=(
            (TWO_CHANNELS, SMALL_BANK, 1),
            (WIDE, BANK, 2),
            (EIGHTHS, SMALL_BANK, 3),
            (EIGHTHS, SMALL_BANK[:, :1, :1], 2),
        ),
        reference=lambda x, kernels, S: cb.conv_layer(x, kernels, stride=S),
        mistakes=(
            Mistake(groups_torn_apart),
            Mistake(groups_in_rows),
            Mistake(all_axes_reversed),
            Mistake(channels_slowest),
        ),
    ),
    Exercise(
        "6.7",
        in_strips,
        probes=(
            (np.arange(1, 13).reshape(6, 2, 1), np.array([[1], [2], [3], [4]]), 2, 2, 1),
            (EIGHTHS, SMALL_BANK.reshape(2, -1).T, 2, 1, 3),
            (RNG.integers(-9, 10, (11, 4, 3)), BANK.reshape(4, -1).T, 3, 2, 2),
            (WIDE, BANK.reshape(4, -1).T, 3, 2, 5),
            (RNG.integers(-9, 10, (9, 3, 2)), np.array([[1, 2], [3, 5]]), 1, 2, 2),
        ),
        reference=lambda x, W, F, S, rows: (cb.im2col(x, F, stride=S) @ W).reshape(
            *rows_and_columns(x, F, S), -1
        ),
        mistakes=(
            Mistake(begins_at_i),
            Mistake(only_the_start_mended),
            Mistake(only_the_end_mended),
            Mistake(begins_at_the_top),
            Mistake(no_rows_shared),
            Mistake(one_window_more),
            Mistake(one_window_high),
        ),
    ),
    Exercise(
        "6.8",
        add_back,
        probes=(
            (np.array([[1, 2, 4, 5], [2, 3, 5, 6]]), 2, 3, 1, 2, 1),
            (RNG.integers(-9, 10, (6, 18)), 6, 8, 2, 3, 2),
            (RNG.integers(0, 40, (12, 8)) / 8, 4, 5, 2, 2, 1),
            (RNG.integers(1, 10, (6, 3)), 4, 5, 3, 1, 2),
        ),
        reference=lambda X, H, W, D, F, S: cb.col2im(X, (H, W, D), F, stride=S),
        mistakes=(
            Mistake(last_one_stays),
            Mistake(mean_of_copies),
            Mistake(patch_begins_at_i),
            Mistake(patch_channel_first),
        ),
    ),
    Exercise(
        "6.9",
        same_in_both_orders,
        view=differs_and_agrees,
        mistakes=(
            Mistake(equal_channels, view=lambda group: differs_and_agrees(group, lambda g: g[:, :, ::-1])),
            Mistake(
                rows_and_columns_swapped,
                view=lambda group: differs_and_agrees(group, lambda g: g.transpose(1, 0, 2)),
            ),
            Mistake(ends_swapped, view=lambda group: differs_and_agrees(group, np.transpose)),
            Mistake(too_few_weights, view=lambda group: (True, differs_and_agrees(group)[1])),
        ),
    ),
)
