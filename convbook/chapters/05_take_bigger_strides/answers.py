"""Chapter 5: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import functools
import math

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import integers

RNG = np.random.default_rng(5)
TINY = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
TALL = RNG.integers(0, 10, (9, 5))
EIGHTHS = RNG.integers(0, 40, (6, 9)) / 8
LINE = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is


def settings(value):
    F, S, P = integers(value, 3)
    if F < 1 or S < 1 or P < 0:
        raise ValueError(value)
    return F, S, P


# How many windows there are: as it is, and as it is miscounted


def whole_windows(n, F, S, P):
    """As `cb.output_size`, but 0 where no window fits."""
    return max(0, (n - F + 2 * P) // S + 1)


def padded_once(n, F, S, P):
    return (n - F + P) // S + 1


def strides_only(n, F, S, P):
    return (n - F + 2 * P) // S


def rounded_up(n, F, S, P):
    return -(-(n - F + 2 * P) // S) + 1


# Settings that use every pixel


def all_seen(n, F, S, P):
    """Whether the nearest window that starts at or before a pixel reaches it, for each of the n pixels."""
    last = whole_windows(n, F, S, P) - 1
    return last >= 0 and all(cell - min(cell // S, last) * S < F for cell in range(P, P + n))


def no_gaps(n, F, S, P):
    return F >= S


def halves_fit(n, F, S, P):
    """No gaps, if half of P is meant for each end."""
    return F >= S and P % 2 == 0


def what_they_do(value, windows=whole_windows, seen=all_seen):
    """The output size for 240 × 360, whether F is odd, and whether every pixel is in a window."""
    sides, chosen = (240, 360), settings(value)
    sizes = tuple(windows(n, *chosen) for n in sides)
    return sizes, chosen[0] % 2 == 1, all(seen(n, *chosen) for n in sides)


@Exercise(view=what_they_do)
def quarter_the_sides():
    return 5, 4, 1


quarter_the_sides.mistakes(
    leaves_gaps=(lambda: (3, 4, 0), lambda value: what_they_do(value, seen=lambda n, F, S, P: F < S)),
    last_row_lost=(lambda: (5, 4, 2), lambda value: what_they_do(value, seen=no_gaps)),
    even_window=(lambda: (4, 4, 0), lambda value: (what_they_do(value)[0], True, what_they_do(value)[2])),
    padding_in_all=(lambda: (7, 4, 6), lambda value: what_they_do(value, padded_once, halves_fit)),
    first_window_forgotten=(lambda: (5, 4, 3), lambda value: what_they_do(value, strides_only, no_gaps)),
    rounded_up=(lambda: (9, 4, 1), lambda value: what_they_do(value, rounded_up, no_gaps)),
    S_before_F=(lambda: (4, 5, 1), lambda value: what_they_do((value[1], value[0], value[2]))),
)


# What can go wrong in any layer with stride and padding


FAR = 10**9  # further than any picture reaches


def output_shape(image, F, S, P):
    return [cb.output_size(n, F, S, P) for n in image.shape[:2]]


def not_moved(i, F, S):
    return slice(i, i + F)


def moved(i, F, S):
    return slice(i * S, i * S + F)


def layer_of(x, kernels, bias, S, P, rows=moved, columns=None, stepping=False, turned=False, pad=cb.pad):
    """A layer, or one map of an image: its pixel (i, j) looks at `rows(i, F, S)` and `columns(j, F, S)`."""
    F, padded = kernels.shape[1], pad(x, P)
    output = np.zeros((*output_shape(x, F, S, P), *kernels.shape[: x.ndim - 2]))
    step = S if stepping else 1
    for i in range(0, output.shape[0], step):
        for j in range(0, output.shape[1], step):
            row, column = (j, i) if turned else (i, j)
            patch = padded[rows(row, F, S), (columns or rows)(column, F, S)]
            output[i, j] = (
                (kernels * patch).sum(axis=(1, 2, 3)) + bias if x.ndim > 2 else (patch * kernels).sum()
            )
    return output


def with_wrong(kernels=np.array, bias=np.array):
    """A layer with `kernels(bank)` in place of its bank, and `bias(biases)` in place of its biases."""
    return lambda x, k, b, S, P: cb.conv_layer(x, kernels(k), stride=S, padding=P) + bias(b)


def up_to_minus_P(x, P):
    """Zeros around `x`, by a slice that is empty at P = 0."""
    padded = np.zeros([n + 2 * P for n in x.shape[:2]] + [*x.shape[2:]])
    padded[(slice(P, -P),) * min(x.ndim, 2)] = x
    return padded


MOVED = {
    "columns_not_yet": {"columns": not_moved},
    "rows_not_yet": {"rows": not_moved, "columns": moved},
    "end_left_behind": {"rows": lambda i, F, S: slice(i * S, i + F)},
    "every_other_pixel": {"rows": lambda i, F, S: slice(i, i + F * S, S)},
    "row_and_column_exchanged": {"turned": True},
    "padding_forgotten": {"pad": lambda x, P: x},
    "edge_repeated": {"pad": lambda x, P: cb.pad(x, P, "edge")},
    "padded_up_to_minus_P": {"pad": up_to_minus_P},
}


def on_an_image(how):
    return lambda image, kernel, S, P: layer_of(image, kernel, 0, S, P, **how)


# Bug hunt: the range over the picture before padding


@Exercise(
    probes=(
        (TINY, ASKEW[:2, :2], 1, 1),
        (TINY, ASKEW, 2, 1),
        (TALL, ASKEW, 1, 2),
        (EIGHTHS, np.array([[5]]), 1, 2),
        (EIGHTHS, ASKEW, 2, 3),
        (TALL, ASKEW, 3, 0),
    ),
    reference=lambda image, kernel, S, P: cb.conv2d(image, kernel, stride=S, padding=P),
)
def hasty_mended(image, kernel, S, P):
    (H1, W1), F = image.shape, len(kernel)
    H2, W2 = cb.output_size(H1, F, S, P), cb.output_size(W1, F, S, P)
    padded = cb.pad(image, P)
    output = np.zeros((H2, W2))
    for i in range(H2):
        for j in range(W2):
            window = padded[i * S : i * S + F, j * S : j * S + F]
            output[i, j] = (window * kernel).sum()
    return output


def visit(image, kernel, S, P, ends, step=None):
    """The loop of `hasty`, with rows and columns of windows that start before `ends`, `step` apart."""
    F, padded = len(kernel), cb.pad(image, P)
    output = np.zeros(output_shape(image, F, S, P))
    tops, lefts = (range(0, end, step or S) for end in ends)
    for i, top in zip(range(len(output)), tops, strict=False):
        for j, left in zip(range(output.shape[1]), lefts, strict=False):
            output[i, j] = (padded[top : top + F, left : left + F] * kernel).sum()
    return output


hasty_mended.mistakes(
    size_before_padding=lambda image, *given: visit(image, *given, ends=image.shape),
    rows_only=lambda image, *given: visit(image, *given, ends=(FAR, image.shape[1])),
    starts_at_i=lambda *given: visit(*given, ends=(FAR, FAR), step=1),
    as_far_as_H2=lambda image, kernel, S, P: visit(
        image, kernel, S, P, ends=output_shape(image, len(kernel), S, P)
    ),
)


hasty_mended.mistakes(
    **{name: on_an_image(how) for name, how in MOVED.items()},
    flipped=lambda image, kernel, S, P: cb.conv2d(image, kernel[::-1, ::-1], stride=S, padding=P),
    kernel_transposed=lambda image, kernel, S, P: cb.conv2d(image, kernel.T, stride=S, padding=P),
    mean_of_the_products=lambda image, kernel, S, P: cb.conv2d(
        image, kernel / kernel.size, stride=S, padding=P
    ),
    last_column_missing=lambda *given: np.pad(hasty_mended(*given)[:, :-1], ((0, 0), (0, 1))),
    no_kernel=lambda image, kernel, S, P: cb.conv2d(image, np.ones_like(kernel), stride=S, padding=P),
)


@hasty_mended.mistake
def height_for_width(image, kernel, S, P):
    H2, W2 = output_shape(image, len(kernel), S, P)
    if H2 > W2:
        raise ValueError  # a window beyond the border has fewer pixels than weights
    return visit(image, kernel, S, P, ends=(FAR, H2 * S))


# One dimension, with a bound that counts the padding once


@Exercise(
    probes=(
        (LINE[:5], np.array([1, 2, -1]), 2, 1),
        (LINE, np.array([1, 2, -1]), 2, 1),
        (LINE, np.array([3, -1]), 3, 2),
        (EIGHTHS[0], np.array([5]), 2, 1),
        (EIGHTHS[1], EIGHTHS[2, :5], 3, 0),
        (EIGHTHS[3], EIGHTHS[2, :5], 1, 3),
    ),
    reference=lambda row, weights, S, P: cb.conv2d(
        row[np.newaxis], weights[np.newaxis], stride=S, padding=(0, P)
    )[0],
)
def stride_along(row, weights, S, P):
    F = len(weights)
    padded = np.pad(row, P)
    outputs = np.zeros((len(row) - F + 2 * P) // S + 1)
    for i in range(len(outputs)):
        outputs[i] = (padded[i * S : i * S + F] * weights).sum()
    return outputs


def along(row, weights, S, P, count=whole_windows, step=None, pad=np.pad):
    """`count(n, F, S, P)` outputs, with windows `step` apart."""
    padded, F, step = pad(row, P), len(weights), step or S
    starts = [i * step for i in range(count(len(row), F, S, P))]
    return np.array([(padded[start : start + F] * weights).sum() for start in starts])


stride_along.mistakes(
    one_side=lambda *given: along(*given, padded_once),
    padding_in_it_twice=lambda *given: along(*given, lambda n, F, S, P: whole_windows(n + 2 * P, F, S, P)),
    a_window_too_many=lambda *given: along(*given, rounded_up),
    size_kept=lambda *given: along(*given, lambda n, F, S, P: -(-n // S)),
    first_window_missing=lambda *given: stride_along(*given)[:-1],
    at_i=lambda *given: along(*given, step=1),
    padding_not_counted=lambda *given: along(*given, lambda n, F, S, P: whole_windows(n, F, S, 0)),
    row_without_padding=lambda *given: along(*given, pad=lambda row, P: row),
    edge_repeated=lambda *given: along(*given, pad=lambda row, P: np.pad(row, P, "edge")),
    padded_up_to_minus_P=lambda *given: along(*given, pad=up_to_minus_P),
    flipped=lambda row, weights, S, P: along(row, weights[::-1], S, P),
    mean_of_the_products=lambda row, weights, S, P: along(row, weights / len(weights), S, P),
)


# How many windows use each pixel


@Exercise(
    probes=((6, 2, 3, 1), (6, 3, 1, 0), (7, 1, 2, 0), (8, 5, 2, 2), (12, 3, 3, 1), (13, 4, 5, 3)),
    reference=lambda n, F, S, P: cb.col2im(
        np.ones((cb.output_size(n, F, S, P), F)), (1, n, 1), (1, F), stride=(1, S), padding=(0, P)
    )[0, :, 0],
)
def uses_along(n, F, S, P):
    counts = np.zeros(n + 2 * P)
    for i in range(cb.output_size(n, F, S, P)):
        counts[i * S : i * S + F] += 1
    return counts[P : P + n]


def cells(n, F, S, P, start, stop, windows=None):
    """The uses of all cells, zeros of the border included, if window i covers start·i to stop·i + F − 1."""
    counts = np.zeros(n + 2 * P)
    for i in range(windows or cb.output_size(n, F, S, P)):
        counts[start * i : stop * i + F] += 1
    return counts


uses_along.mistakes(
    window_at_i=lambda n, F, S, P: cells(n, F, S, P, start=1, stop=1)[P : P + n],
    windows_that_grow=lambda n, F, S, P: cells(n, F, S, P, start=1, stop=S)[P : P + n],
    windows_that_shrink=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=1)[P : P + n],
    zeros_too=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=S),
    first_cells=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=S)[:n],
    minus_nothing=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=S)[P:-P],
    last_cells=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=S)[-n:],
    set_to_1=lambda *given: np.minimum(uses_along(*given), 1),
    a_window_for_each_pixel=lambda n, F, S, P: cells(n, F, S, P, start=S, stop=S, windows=n)[P : P + n],
    one_cell_short=lambda n, F, S, P: cells(n, F - 1, S, P, S, S, cb.output_size(n, F, S, P))[P : P + n],
    windows_times_S=lambda n, F, S, P: cells(n, F * S, S, P, S, S, cb.output_size(n, F, S, P))[P : P + n],
)


# Average before you pick, from a blank page


@Exercise(
    probes=((TINY, 2), (TALL, 2), (EIGHTHS, 4), (EIGHTHS, 1)),
    reference=lambda image, S: cb.conv2d(image, cb.blur_kernel(S), stride=S),
)
def shrink(image, S):
    H2, W2 = image.shape[0] // S, image.shape[1] // S
    output = np.zeros((H2, W2))
    for i in range(H2):
        for j in range(W2):
            output[i, j] = image[i * S : i * S + S, j * S : j * S + S].mean()
    return output


def whole_blocks(image, S, rows, columns):
    """All blocks, (H2, W2, S, S), `rows` and `columns` apart."""
    H2, W2 = image.shape[0] // S, image.shape[1] // S
    return sliding_window_view(image, (S, S))[::rows, ::columns][:H2, :W2]


shrink.mistakes(
    picks=lambda image, S: image[::S, ::S],
    corner_of_a_block=lambda image, S: cb.conv2d(image, np.eye(1, S * S).reshape(S, S), stride=S),
    blocks_at_i=lambda image, S: whole_blocks(image, S, 1, 1).mean(axis=(2, 3)),
    part_of_a_block=lambda image, S: np.nanmean(
        whole_blocks(np.pad(image / 1, (0, S - 1), constant_values=np.nan), S, S, S), axis=(2, 3)
    ),
    sums=lambda image, S: shrink(image, S) * S**2,
    cut_to_whole_numbers=lambda image, S: shrink(image, S).astype(int),
    in_the_type_of_the_image=lambda image, S: shrink(image, S).astype(image.dtype),
    largest=lambda image, S: whole_blocks(image, S, S, S).max(axis=(2, 3)),
    divided_by_S=lambda image, S: shrink(image, S) * S,
    first_column_only=lambda image, S: whole_blocks(image, S, S, S)[:, :, :, 0].mean(axis=2),
    first_row_only=lambda image, S: whole_blocks(image, S, S, S)[:, :, 0].mean(axis=2),
    rows_not_moved=lambda image, S: whole_blocks(image, S, 1, S).mean(axis=(2, 3)),
    columns_not_moved=lambda image, S: whole_blocks(image, S, S, 1).mean(axis=(2, 3)),
    torn=lambda image, S: (
        image[: len(image) // S * S, : image.shape[1] // S * S]
        .reshape(len(image) // S, -1, S, S)
        .mean((2, 3))
    ),
)


# The receptive field, from a blank page


@Exercise(
    probes=(
        ([(3, 1)],),
        ([(3, 1), (3, 1)],),
        ([(3, 2), (3, 1)],),
        ([(3, 2), (5, 1)],),
        ([(1, 2), (2, 3), (5, 1)],),
        ([(11, 4), (3, 2), (5, 1), (3, 3)],),
    ),
    reference=lambda layers: cb.receptive_field(layers),
)
def photo_pixels(layers):
    pixels = 1
    for F, S in reversed(layers):
        pixels = (pixels - 1) * S + F
    return pixels


def own_stride_too(layers):
    pixels = step = 1
    for F, S in layers:
        step *= S
        pixels += (F - 1) * step
    return pixels


def backwards(step, pixels=1):
    """From the last layer to the first with `step(pixels, F, S)`."""
    return lambda layers: functools.reduce(lambda n, layer: step(n, *layer), reversed(layers), pixels)


photo_pixels.mistakes(
    last_kernel=lambda layers: layers[-1][0],
    kernels_added=lambda layers: sum(F for F, _ in layers),
    strides_ignored=lambda layers: 1 + sum(F - 1 for F, _ in layers),
    own_stride_too=own_stride_too,
    own_stride_only=lambda layers: 1 + sum((F - 1) * S for F, S in layers),
    one_stride_too_many=backwards(lambda n, F, S: n * S + F),
    from_the_photo=lambda layers: photo_pixels(layers[::-1]),
    started_from_0=backwards(lambda n, F, S: (n - 1) * S + F, pixels=0),
    F_and_S_exchanged=backwards(lambda n, F, S: (n - 1) * F + S),
    one_pixel_short=backwards(lambda n, F, S: (n - 1) * S + F - 1),
    kernels_multiplied=backwards(lambda n, F, S: n * F),
    last_kernel_times_strides=lambda layers: layers[-1][0] * math.prod(S for _, S in layers[:-1]),
    area=lambda layers: photo_pixels(layers) ** 2,
)


# A whole layer, from a blank page


@Exercise(
    probes=(
        (RNG.integers(0, 10, (3, 5, 1)), RNG.integers(-3, 4, (2, 2, 2, 1)), np.array([1, -2]), 2, 0),
        (RNG.integers(0, 10, (4, 7, 2)), RNG.integers(-3, 4, (3, 3, 3, 2)), np.array([4, 0, -1]), 2, 1),
        (RNG.integers(0, 40, (9, 6, 2)) / 8, RNG.integers(-3, 4, (2, 1, 1, 2)), np.array([1, 2]) / 8, 3, 0),
        (RNG.integers(0, 40, (9, 8, 3)) / 8, RNG.integers(-3, 4, (2, 3, 3, 3)), np.array([3, 2]) / 8, 1, 2),
    ),
    reference=lambda x, kernels, bias, S, P: cb.conv_layer(x, kernels, bias, stride=S, padding=P),
)
def forward(x, kernels, bias, S, P):
    (H, W), (K, F) = x.shape[:2], kernels.shape[:2]
    padded = np.pad(x, ((P, P), (P, P), (0, 0)))
    H2, W2 = (H - F + 2 * P) // S + 1, (W - F + 2 * P) // S + 1
    output = np.zeros((H2, W2, K))
    for i in range(H2):
        for j in range(W2):
            patch = padded[i * S : i * S + F, j * S : j * S + F]
            output[i, j] = (kernels * patch).sum(axis=(1, 2, 3)) + bias
    return output


forward.mistakes(
    starts_at_i_and_j=lambda *given: layer_of(*given, not_moved),
    stride_in_both=lambda *given: layer_of(*given, moved, stepping=True),
    **{name: functools.partial(layer_of, **how) for name, how in MOVED.items() if name != "end_left_behind"},
    channels_padded=lambda *given: layer_of(*given, pad=np.pad),
    first_window_missing=lambda *given: forward(*given)[:-1, :-1],
    maps_first=lambda *given: forward(*given).transpose(2, 0, 1),
    flipped=with_wrong(lambda kernels: kernels[:, ::-1, ::-1]),
    kernel_transposed=with_wrong(lambda kernels: kernels.swapaxes(1, 2)),
    mean_of_the_products=with_wrong(lambda kernels: kernels / kernels[0].size),
    first_filter_for_all=with_wrong(lambda kernels: kernels[:1].repeat(len(kernels), 0)),
    first_channel_only=with_wrong(lambda kernels: kernels * (np.arange(kernels.shape[-1]) == 0)),
    no_bias=with_wrong(bias=np.zeros_like),
    first_bias_for_all=with_wrong(bias=lambda bias: bias[0]),
    each_bias_to_all_maps=with_wrong(bias=lambda bias: bias.sum()),
    bias_with_each_product=lambda x, kernels, bias, *given: forward(
        x, kernels, kernels[0].size * bias, *given
    ),
    bias_with_each_channel=lambda x, kernels, bias, *given: forward(x, kernels, x.shape[2] * bias, *given),
    last_column_missing=lambda *given: np.pad(forward(*given)[:, :-1], ((0, 0), (0, 1), (0, 0))),
)


@forward.mistake
def padded_on_one_side(x, kernels, bias, S, P):
    H2, W2 = (padded_once(n, kernels.shape[1], S, P) for n in x.shape[:2])
    return forward(x, kernels, bias, S, P)[:H2, :W2]


@forward.mistake
def square_output(x, kernels, bias, S, P):
    F, padded = kernels.shape[1], cb.pad(x, P)
    H2 = cb.output_size(len(x), F, S, P)
    output = np.zeros((H2, H2, len(kernels)))
    for i, j in np.ndindex(H2, H2):
        patch = padded[moved(i, F, S), moved(j, F, S)]
        output[i, j] = (kernels * patch).sum(axis=(1, 2, 3)) + bias
    return output


# Bug hunt: the window starts at i


@Exercise(
    probes=(
        (RNG.integers(0, 10, (4, 5, 1)), RNG.integers(-3, 4, (2, 2, 2, 1)), np.array([1, -2]), 2, 0),
        (RNG.integers(0, 10, (5, 4, 2)), RNG.integers(-3, 4, (3, 3, 3, 2)), np.array([4, 0, -1]), 2, 1),
        (RNG.integers(0, 40, (6, 9, 2)) / 8, RNG.integers(-3, 4, (2, 1, 1, 2)), np.array([1, 2]) / 8, 3, 0),
        (RNG.integers(0, 40, (9, 8, 3)) / 8, RNG.integers(-3, 4, (2, 3, 3, 3)), np.array([3, 2]) / 8, 1, 2),
    ),
    reference=lambda x, kernels, bias, S, P: cb.conv_layer(x, kernels, bias, stride=S, padding=P),
)
def strided_layer(x, kernels, bias, S, P):
    K, F = kernels.shape[:2]
    H2 = cb.output_size(x.shape[0], F, S, P)
    W2 = cb.output_size(x.shape[1], F, S, P)
    padded = cb.pad(x, P)
    output = np.zeros((H2, W2, K))
    for i in range(H2):
        for j in range(W2):
            patch = padded[i * S : i * S + F, j * S : j * S + F]
            output[i, j] = (kernels * patch).sum(axis=(1, 2, 3)) + bias
    return output


strided_layer.mistakes(
    starts_at_i_and_j=lambda *given: layer_of(*given, not_moved),
    outputs_stepped_over=lambda *given: layer_of(*given, not_moved, stepping=True),
    stride_in_both=lambda *given: layer_of(*given, moved, stepping=True),
    windows_times_S=lambda *given: layer_of(*given, lambda i, F, S: slice(i * S, (i + F) * S)),
    maps_first=lambda *given: strided_layer(*given).transpose(2, 0, 1),
    channels_padded=lambda *given: layer_of(*given, pad=np.pad),
    **{name: functools.partial(layer_of, **how) for name, how in MOVED.items()},
    flipped=with_wrong(lambda kernels: kernels[:, ::-1, ::-1]),
    kernel_transposed=with_wrong(lambda kernels: kernels.swapaxes(1, 2)),
    mean_of_the_products=with_wrong(lambda kernels: kernels / kernels[0].size),
    no_kernel=with_wrong(np.ones_like),
    last_column_missing=lambda *given: np.pad(strided_layer(*given)[:, :-1], ((0, 0), (0, 1), (0, 0))),
    no_bias=with_wrong(bias=np.zeros_like),
    bias_subtracted=with_wrong(bias=np.negative),
    first_bias_for_all=with_wrong(bias=lambda bias: bias[0]),
    each_bias_to_all_maps=with_wrong(bias=lambda bias: bias.sum()),
    bias_with_each_product=lambda *given: strided_layer(*given[:2], given[1][0].size * given[2], *given[3:]),
    all_divided=lambda x, kernels, *given: strided_layer(x, kernels, *given) / kernels[0].size,
    channels_averaged=lambda x, kernels, bias, S, P: strided_layer(x, kernels / x.shape[2], bias, S, P),
    first_filter_for_all=with_wrong(lambda kernels: kernels[:1].repeat(len(kernels), 0)),
)


# Bug hunt: dilation counted from 0


def by_zeros_between(row, weights, dilation):
    """What dilation means: a longer row of weights, with zeros in the gaps."""
    longer = np.zeros((len(weights) - 1) * dilation + 1)
    longer[::dilation] = weights
    return np.correlate(row, longer, "valid")


@Exercise(
    probes=(
        (LINE[:5], np.array([1, 2, -1]), 1),
        (LINE[:7], np.array([1, 2, -1]), 2),
        (LINE, np.array([3, -1]), 3),
        (EIGHTHS[0], np.array([5]), 2),
        (EIGHTHS[1], EIGHTHS[2, :3], 3),
    ),
    reference=by_zeros_between,
)
def dilated(row, weights, dilation):
    F = len(weights)
    reach = (F - 1) * dilation + 1
    outputs = np.zeros(len(row) - reach + 1)
    for i in range(len(outputs)):
        outputs[i] = (row[i : i + reach : dilation] * weights).sum()
    return outputs


def spread(row, weights, step, reach):
    """Windows of `reach` numbers, of which every `step`-th meets a weight."""
    return np.array([(row[i : i + reach : step] * weights).sum() for i in range(len(row) - reach + 1)])


dilated.mistakes(
    counted_from_0=lambda row, weights, dilation: dilated(row, weights, dilation + 1),
    step_only=lambda row, weights, d: spread(row, weights, d, len(weights) + (len(weights) - 1) * d),
    reach_only=lambda row, weights, d: spread(row, weights, d + 1, (len(weights) - 1) * d + 1),
    gap_after_the_last=lambda row, weights, d: spread(row, weights, d, len(weights) * d),
    strides_instead=lambda row, weights, dilation: np.correlate(row, weights, "valid")[::dilation],
    no_gaps=lambda row, weights, dilation: np.correlate(row, weights, "valid"),
    weights_repeated=lambda row, weights, dilation: np.correlate(row, weights.repeat(dilation), "valid"),
    one_cell_short=lambda row, weights, d: spread(row, weights, d, (len(weights) - 1) * d),
    flipped=lambda row, weights, dilation: dilated(row, weights[::-1], dilation),
    mean_of_the_products=lambda row, weights, dilation: dilated(row, weights / len(weights), dilation),
)


# Settings that leave nothing over


def size_and_rest(value, n=224, sides=2):
    """The output size, and the cells that are left over at the end."""
    F, S, P = settings(value)
    room = n - F + sides * P
    return max(0, room // S + 1), room % S


def one_more(value):
    """As somebody sees it who rounds up."""
    size, rest = size_and_rest(value)
    return size + (rest > 0), 0


@Exercise(view=size_and_rest)
def nothing_over():
    return 8, 4, 0


nothing_over.mistakes(
    both_sides_in_one=(lambda: (12, 4, 4), lambda value: size_and_rest(value, sides=1)),
    something_over=(lambda: (11, 4, 2), lambda value: (size_and_rest(value)[0], 0)),
    of_the_paper=(lambda: (11, 4, 0), lambda value: size_and_rest(value, n=227)),
    up_to_55=(lambda: (9, 4, 0), one_more),
    no_first_window=(lambda: (4, 4, 0), lambda value: (size_and_rest(value)[0] - 1, 0)),
    S_before_F=(lambda: (4, 8, 0), lambda value: size_and_rest((value[1], value[0], value[2]))),
)
