"""Chapter 5: references, inputs and known mistakes of its exercises. Their words stand in `sentences`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import itertools

import numpy as np

import convbook as cb

from .forms import integers
from .model import Exercise, Mistake

RNG = np.random.default_rng(5)
TINY = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
TALL = RNG.integers(0, 10, (9, 5))
EIGHTHS = RNG.integers(0, 40, (6, 9)) / 8
LINE = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8])
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is


def _rounded_up(n, F, S, P):
    return -(-(n - F + 2 * P) // S) + 1


# --- 5.1: settings that use every pixel


def settings():
    return 5, 4, 1


def _settings(value):
    F, S, P = integers(value, 3)
    if F < 1 or S < 1 or P < 0:
        raise ValueError(value)
    return F, S, P


def _windows(n, F, S, P):
    """As `cb.output_size`, but 0 where no window fits."""
    return max(0, (n - F + 2 * P) // S + 1)


def _padded_once(n, F, S, P):
    return (n - F + P) // S + 1


def _strides_only(n, F, S, P):
    return (n - F + 2 * P) // S


def _all_seen(n, F, S, P):
    """Whether the nearest window that starts at or before a pixel reaches it, for each of the n pixels."""
    last = _windows(n, F, S, P) - 1
    return last >= 0 and all(cell - min(cell // S, last) * S < F for cell in range(P, P + n))


def _no_gaps(n, F, S, P):
    return F >= S


def _halves_fit(n, F, S, P):
    """No gaps, if half of P is meant for each end."""
    return F >= S and P % 2 == 0


def what_they_do(value, windows=_windows, seen=_all_seen):
    """The output size for 240 × 360, whether F is odd, and whether every pixel is in a window."""
    sides, chosen = (240, 360), _settings(value)
    sizes = tuple(windows(n, *chosen) for n in sides)
    return sizes, chosen[0] % 2 == 1, all(seen(n, *chosen) for n in sides)


def leaves_gaps():
    return 3, 4, 0


def last_row_lost():
    return 5, 4, 2


def even_window():
    return 4, 4, 0


def padding_in_all():
    return 7, 4, 6


def first_window_forgotten():
    return 5, 4, 3


def rounded_up():
    return 9, 4, 1


# --- 5.2: bug hunt, the range over the picture before padding


def mended(image, kernel, S, P):
    (H1, W1), F = image.shape, len(kernel)
    H2, W2 = cb.output_size(H1, F, S, P), cb.output_size(W1, F, S, P)
    padded = cb.pad(image, P)
    output = np.zeros((H2, W2))
    for i in range(H2):
        for j in range(W2):
            window = padded[i * S : i * S + F, j * S : j * S + F]
            output[i, j] = (window * kernel).sum()
    return output


def _visit(image, kernel, S, P, tops, lefts):
    """The loop of `hasty`, with windows at these places."""
    F, padded = len(kernel), cb.pad(image, P)
    output = np.zeros([cb.output_size(n, F, S, P) for n in image.shape])
    for i, top in zip(range(len(output)), tops, strict=False):
        for j, left in zip(range(output.shape[1]), lefts, strict=False):
            output[i, j] = (padded[top : top + F, left : left + F] * kernel).sum()
    return output


def size_before_padding(image, kernel, S, P):
    H1, W1 = image.shape
    return _visit(image, kernel, S, P, range(0, H1, S), range(0, W1, S))


def rows_only(image, kernel, S, P):
    return _visit(image, kernel, S, P, itertools.count(0, S), range(0, image.shape[1], S))


def starts_at_i(image, kernel, S, P):
    return _visit(image, kernel, S, P, range(10**9), range(10**9))


def as_far_as_H2(image, kernel, S, P):
    H2, W2 = (cb.output_size(n, len(kernel), S, P) for n in image.shape)
    return _visit(image, kernel, S, P, range(0, H2, S), range(0, W2, S))


def height_for_width(image, kernel, S, P):
    H2, W2 = (cb.output_size(n, len(kernel), S, P) for n in image.shape)
    if H2 > W2:
        raise IndexError
    return _visit(image, kernel, S, P, itertools.count(0, S), range(0, H2 * S, S))


# --- 5.3: one dimension, with a bound that counts the padding once


def stride_along(row, weights, S, P):
    F = len(weights)
    padded = np.pad(row, P)
    outputs = np.zeros((len(row) - F + 2 * P) // S + 1)
    for i in range(len(outputs)):
        outputs[i] = (padded[i * S : i * S + F] * weights).sum()
    return outputs


def _along(row, weights, P, count, step):
    padded, F = np.pad(row, P), len(weights)
    return np.array([(padded[i * step : i * step + F] * weights).sum() for i in range(count)])


def one_side(row, weights, S, P):
    return _along(row, weights, P, (len(row) - len(weights) + P) // S + 1, S)


def padding_in_it_twice(row, weights, S, P):
    return _along(row, weights, P, (len(row) + 2 * P - len(weights) + 2 * P) // S + 1, S)


def a_window_too_many(row, weights, S, P):
    return _along(row, weights, P, _rounded_up(len(row), len(weights), S, P), S)


def size_kept(row, weights, S, P):
    return _along(row, weights, P, -(-len(row) // S), S)


def first_window_missing(row, weights, S, P):
    return stride_along(row, weights, S, P)[:-1]


def at_i(row, weights, S, P):
    return _along(row, weights, P, (len(row) - len(weights) + 2 * P) // S + 1, 1)


# --- 5.4: how many windows use each pixel


def uses(n, F, S, P):
    counts = np.zeros(n + 2 * P)
    for i in range(cb.output_size(n, F, S, P)):
        counts[i * S : i * S + F] += 1
    return counts[P : P + n]


def _cells(n, F, S, P, start, stop):
    counts = np.zeros(n + 2 * P)
    for i in range(cb.output_size(n, F, S, P)):
        counts[start * i : stop * i + F] += 1
    return counts


def window_at_i(n, F, S, P):
    return _cells(n, F, S, P, start=1, stop=1)[P : P + n]


def windows_that_grow(n, F, S, P):
    return _cells(n, F, S, P, start=1, stop=S)[P : P + n]


def windows_that_shrink(n, F, S, P):
    return _cells(n, F, S, P, start=S, stop=1)[P : P + n]


def zeros_too(n, F, S, P):
    return _cells(n, F, S, P, start=S, stop=S)


def first_cells(n, F, S, P):
    return _cells(n, F, S, P, start=S, stop=S)[:n]


def minus_nothing(n, F, S, P):
    return _cells(n, F, S, P, start=S, stop=S)[P:-P]


# --- 5.5: average before you pick, from a blank page


def shrink(image, S):
    H2, W2 = image.shape[0] // S, image.shape[1] // S
    output = np.zeros((H2, W2))
    for i in range(H2):
        for j in range(W2):
            output[i, j] = image[i * S : i * S + S, j * S : j * S + S].mean()
    return output


def _blocks(image, S, rows, columns, step):
    blocks = [[image[i * step :][:S, j * step :][:, :S].mean() for j in columns] for i in rows]
    return np.array(blocks)


def picks(image, S):
    return image[::S, ::S]


def blocks_at_i(image, S):
    return _blocks(image, S, *(range(n // S) for n in image.shape), step=1)


def part_of_a_block(image, S):
    return _blocks(image, S, *(range(-(-n // S)) for n in image.shape), step=S)


def corner_of_a_block(image, S):
    return cb.conv2d(image, np.eye(1, S * S).reshape(S, S), stride=S)


def sums(image, S):
    return shrink(image, S) * S**2


def cut_to_whole_numbers(image, S):
    return shrink(image, S).astype(int)


# --- 5.6: the receptive field, from a blank page


def photo_pixels(layers):
    pixels = 1
    for F, S in reversed(layers):
        pixels = (pixels - 1) * S + F
    return pixels


def last_kernel(layers):
    return layers[-1][0]


def kernels_added(layers):
    return sum(F for F, _ in layers)


def strides_ignored(layers):
    return 1 + sum(F - 1 for F, _ in layers)


def own_stride_too(layers):
    pixels = step = 1
    for F, S in layers:
        step *= S
        pixels += (F - 1) * step
    return pixels


def own_stride_only(layers):
    return 1 + sum((F - 1) * S for F, S in layers)


def one_stride_too_many(layers):
    pixels = 1
    for F, S in reversed(layers):
        pixels = pixels * S + F
    return pixels


def from_the_photo(layers):
    return photo_pixels(layers[::-1])


# --- 5.7: bug hunt, the window starts at i


def layer(x, kernels, bias, S, P):
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


def _layer(x, kernels, bias, S, P, slices, step=1):
    """A layer whose output pixel (i, j) looks at the rows and columns `slices(i, j, F)`."""
    F, padded = kernels.shape[1], cb.pad(x, P)
    output = np.zeros((*(cb.output_size(n, F, S, P) for n in x.shape[:2]), len(kernels)))
    for i, j in itertools.product(*(range(0, n, step) for n in output.shape[:2])):
        output[i, j] = (kernels * padded[slices(i, j, F)]).sum(axis=(1, 2, 3)) + bias
    return output


def starts_at_i_and_j(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i : i + F, j : j + F])


def columns_not_yet(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i * S : i * S + F, j : j + F])


def rows_not_yet(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i : i + F, j * S : j * S + F])


def outputs_stepped_over(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i : i + F, j : j + F], step=S)


def stride_in_both(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i * S : i * S + F, j * S : j * S + F], step=S)


def windows_times_S(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i * S : (i + F) * S, j * S : (j + F) * S])


def end_left_behind(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i * S : i + F, j * S : j + F])


def every_other_pixel(x, kernels, bias, S, P):
    return _layer(x, kernels, bias, S, P, lambda i, j, F: np.s_[i : i + F * S : S, j : j + F * S : S])


# --- 5.8: bug hunt, dilation counted from 0


def dilated(row, weights, dilation):
    F = len(weights)
    reach = (F - 1) * dilation + 1
    outputs = np.zeros(len(row) - reach + 1)
    for i in range(len(outputs)):
        outputs[i] = (row[i : i + reach : dilation] * weights).sum()
    return outputs


def _spread(row, weights, reach, dilation):
    return np.array([(row[i : i + reach : dilation] * weights).sum() for i in range(len(row) - reach + 1)])


def by_zeros_between(row, weights, dilation):
    """What dilation means: a longer row of weights, with zeros in the gaps."""
    longer = np.zeros((len(weights) - 1) * dilation + 1)
    longer[::dilation] = weights
    return np.correlate(row, longer, "valid")


def counted_from_0(row, weights, dilation):
    return dilated(row, weights, dilation + 1)


def step_only(row, weights, dilation):
    return _spread(row, weights, len(weights) + (len(weights) - 1) * dilation, dilation)


def reach_only(row, weights, dilation):
    return _spread(row, weights, (len(weights) - 1) * dilation + 1, dilation + 1)


def gap_after_the_last(row, weights, dilation):
    return _spread(row, weights, len(weights) * dilation, dilation)


def strides_instead(row, weights, dilation):
    return np.correlate(row, weights, "valid")[::dilation]


# --- 5.9: settings that leave nothing over


def nothing_over():
    return 8, 4, 0


def size_and_rest(value, n=224, sides=2):
    """The output size, and the cells that are left over at the end."""
    F, S, P = _settings(value)
    room = n - F + sides * P
    return max(0, room // S + 1), room % S


def one_more(value):
    """As somebody sees it who rounds up."""
    size, rest = size_and_rest(value)
    return size + (rest > 0), 0


def both_sides_in_one():
    return 12, 4, 4


def something_over():
    return 11, 4, 2


def of_the_paper():
    return 11, 4, 0


def up_to_55():
    return 9, 4, 0


def no_first_window():
    return 4, 4, 0


EXERCISES = (
    Exercise(
        "5.1",
        settings,
        view=what_they_do,
        mistakes=(
            Mistake(
                leaves_gaps,
                view=lambda value: what_they_do(value, seen=lambda *chosen: not _no_gaps(*chosen)),
            ),
            Mistake(last_row_lost, view=lambda value: what_they_do(value, seen=_no_gaps)),
            Mistake(even_window, view=lambda value: (what_they_do(value)[0], True, what_they_do(value)[2])),
            Mistake(padding_in_all, view=lambda value: what_they_do(value, _padded_once, _halves_fit)),
            Mistake(first_window_forgotten, view=lambda value: what_they_do(value, _strides_only, _no_gaps)),
            Mistake(rounded_up, view=lambda value: what_they_do(value, _rounded_up, _no_gaps)),
        ),
    ),
    Exercise(
        "5.2",
        mended,
        probes=(
            (TINY, ASKEW[:2, :2], 1, 1),
            (TINY, ASKEW, 2, 1),
            (TALL, ASKEW, 1, 2),
            (EIGHTHS, np.array([[5]]), 1, 2),
            (EIGHTHS, ASKEW, 2, 3),
            (TALL, ASKEW, 3, 0),
        ),
        reference=lambda image, kernel, S, P: cb.conv2d(image, kernel, stride=S, padding=P),
        mistakes=(
            Mistake(size_before_padding),
            Mistake(rows_only),
            Mistake(starts_at_i),
            Mistake(as_far_as_H2),
            Mistake(height_for_width),
        ),
    ),
    Exercise(
        "5.3",
        stride_along,
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
        mistakes=(
            Mistake(one_side),
            Mistake(padding_in_it_twice),
            Mistake(a_window_too_many),
            Mistake(size_kept),
            Mistake(first_window_missing),
            Mistake(at_i),
        ),
    ),
    Exercise(
        "5.4",
        uses,
        probes=((6, 2, 3, 1), (6, 3, 1, 0), (7, 1, 2, 0), (8, 5, 2, 2), (12, 3, 3, 1), (13, 4, 5, 3)),
        reference=lambda n, F, S, P: cb.col2im(
            np.ones((cb.output_size(n, F, S, P), F)), (1, n, 1), (1, F), stride=(1, S), padding=(0, P)
        )[0, :, 0],
        mistakes=(
            Mistake(window_at_i),
            Mistake(windows_that_grow),
            Mistake(windows_that_shrink),
            Mistake(zeros_too),
            Mistake(first_cells),
            Mistake(minus_nothing),
        ),
    ),
    Exercise(
        "5.5",
        shrink,
        probes=((TINY, 2), (TALL, 2), (EIGHTHS, 4), (EIGHTHS, 1)),
        reference=lambda image, S: cb.conv2d(image, cb.blur_kernel(S), stride=S),
        mistakes=(
            Mistake(picks),
            Mistake(corner_of_a_block),
            Mistake(blocks_at_i),
            Mistake(part_of_a_block),
            Mistake(sums),
            Mistake(cut_to_whole_numbers),
        ),
    ),
    Exercise(
        "5.6",
        photo_pixels,
        probes=(
            ([(3, 1)],),
            ([(3, 1), (3, 1)],),
            ([(3, 2), (3, 1)],),
            ([(3, 2), (5, 1)],),
            ([(1, 2), (2, 3), (5, 1)],),
            ([(11, 4), (3, 2), (5, 1), (3, 3)],),
        ),
        reference=lambda layers: cb.receptive_field(layers),
        mistakes=(
            Mistake(last_kernel),
            Mistake(kernels_added),
            Mistake(strides_ignored),
            Mistake(own_stride_too),
            Mistake(own_stride_only),
            Mistake(one_stride_too_many),
            Mistake(from_the_photo),
        ),
    ),
    Exercise(
        "5.7",
        layer,
        probes=(
            (RNG.integers(0, 10, (4, 5, 1)), RNG.integers(-3, 4, (2, 2, 2, 1)), np.array([1, -2]), 2, 0),
            (RNG.integers(0, 10, (5, 4, 2)), RNG.integers(-3, 4, (3, 3, 3, 2)), np.array([4, 0, -1]), 2, 1),
            (
                RNG.integers(0, 40, (6, 9, 2)) / 8,
                RNG.integers(-3, 4, (2, 1, 1, 2)),
                np.array([1, 2]) / 8,
                3,
                0,
            ),
            (
                RNG.integers(0, 40, (9, 8, 3)) / 8,
                RNG.integers(-3, 4, (2, 3, 3, 3)),
                np.array([3, 2]) / 8,
                1,
                2,
            ),
        ),
        reference=lambda x, kernels, bias, S, P: cb.conv_layer(x, kernels, bias, stride=S, padding=P),
        mistakes=(
            Mistake(starts_at_i_and_j),
            Mistake(columns_not_yet),
            Mistake(rows_not_yet),
            Mistake(outputs_stepped_over),
            Mistake(stride_in_both),
            Mistake(windows_times_S),
            Mistake(end_left_behind),
            Mistake(every_other_pixel),
        ),
    ),
    Exercise(
        "5.8",
        dilated,
        probes=(
            (LINE[:5], np.array([1, 2, -1]), 1),
            (LINE[:7], np.array([1, 2, -1]), 2),
            (LINE, np.array([3, -1]), 3),
            (EIGHTHS[0], np.array([5]), 2),
            (EIGHTHS[1], EIGHTHS[2, :3], 3),
        ),
        reference=by_zeros_between,
        mistakes=(
            Mistake(counted_from_0),
            Mistake(step_only),
            Mistake(reach_only),
            Mistake(gap_after_the_last),
            Mistake(strides_instead),
        ),
    ),
    Exercise(
        "5.9",
        nothing_over,
        view=size_and_rest,
        mistakes=(
            Mistake(both_sides_in_one, view=lambda value: size_and_rest(value, sides=1)),
            Mistake(something_over, view=lambda value: (size_and_rest(value)[0], 0)),
            Mistake(of_the_paper, view=lambda value: size_and_rest(value, n=227)),
            Mistake(up_to_55, view=one_more),
            Mistake(no_first_window, view=lambda value: (size_and_rest(value)[0] - 1, 0)),
        ),
    ),
)
