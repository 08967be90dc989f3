"""Chapter 1: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.compare import same
from convbook.exercises.forms import weights

RNG = np.random.default_rng(1)
TALL = np.array([[1, 2], [3, 5], [-4, 7]])  # its rows and columns cannot be swapped unnoticed
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is
TINY = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
CROP = RNG.integers(0, 10, (6, 9))
EIGHTHS = RNG.integers(0, 40, (5, 7)) / 8


def windows(image, kernel):
    """Every window of the image, for matrix products with the kernel."""
    return np.lib.stride_tricks.sliding_window_view(image, kernel.shape)


def in_the_type_of_the_image(image, kernel):
    """Fractions are lost only where the image has none."""
    return cb.conv2d(image, kernel).astype(image.dtype)


# In the last one only the kernel has fractions.
@Exercise(
    probes=((TINY, ASKEW[:2, :2]), (TINY, TALL), (EIGHTHS, ASKEW), (CROP, TALL.T / 4)), reference=cb.conv2d
)
def filter_image(image, kernel):
    FH, FW = kernel.shape
    output = np.zeros((image.shape[0] - FH + 1, image.shape[1] - FW + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + FH, j : j + FW]
            output[i, j] = (window * kernel).sum()
    return output


@filter_image.mistake
def stays_at_the_top(image, kernel):
    first = filter_image(image[: len(kernel)], kernel)
    return np.repeat(first, len(image) - len(kernel) + 1, axis=0)


def with_rows(rows, columns=lambda i, j, FW: slice(j, j + FW)):
    """A loop whose window has the rows `rows(i, j, FH, FW)` of the image."""

    def answer(image, kernel):
        FH, FW = kernel.shape
        output = np.zeros(np.subtract(image.shape, kernel.shape) + 1)
        for i, j in np.ndindex(output.shape):
            output[i, j] = (image[rows(i, j, FH, FW), columns(i, j, FW)] * kernel).sum()
        return output

    return answer


filter_image.mistakes(
    square_window=with_rows(lambda i, j, FH, FW: slice(i, i + FW)),
    end_left_behind=with_rows(lambda i, j, FH, FW: slice(i, FH)),
    one_row_short=with_rows(lambda i, j, FH, FW: slice(i, i + FH - 1)),
    one_row_down=with_rows(lambda i, j, FH, FW: slice(i + 1, i + FH + 1)),
    rows_follow_j=with_rows(lambda i, j, FH, FW: slice(j, j + FH)),
    rows_and_columns_swapped=with_rows(
        lambda i, j, FH, FW: slice(j, j + FH), lambda i, j, FW: slice(i, i + FW)
    ),
    turned_kernel=lambda image, kernel: filter_image(image, kernel[::-1, ::-1]),
    matrix_product=lambda image, kernel: (windows(image, kernel) @ kernel).sum(axis=(2, 3)),
    mean_of_products=lambda image, kernel: filter_image(image, kernel) / kernel.size,
    whole_numbers=lambda image, kernel: filter_image(image, kernel).astype(int),
    in_the_type_of_the_image=in_the_type_of_the_image,
)


def what_it_makes(kernel):
    """The picture that a 3 × 3 kernel makes of a small one."""
    return cb.conv2d(TINY, weights(kernel, 3, 3), padding=1)


@Exercise(view=what_it_makes)
def mover():
    return np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])


def right_after(undo):
    """The view in which a kernel looks right once `undo` has changed it."""
    return lambda kernel: what_it_makes(undo(weights(kernel, 3, 3)))


mover.mistakes(
    several_weights=(
        lambda: np.array([[0, 0, 0], [1, 1, 0], [0, 0, 0]]),
        right_after(lambda kernel: mover() if np.count_nonzero(kernel) > 1 else kernel),
    ),
    moves_left=(lambda: mover()[:, ::-1], right_after(np.fliplr)),
    moves_down=(lambda: mover().T, right_after(np.transpose)),
    moves_up=(lambda: mover()[:, ::-1].T, right_after(lambda kernel: kernel[::-1].T)),
    copies=(lambda: cb.KERNELS["identity"], right_after(lambda kernel: np.roll(kernel, -1, axis=1))),
    moves_up_or_down_too=(
        lambda: np.roll(mover(), -1, axis=0),
        right_after(lambda kernel: np.outer([0, 1, 0], kernel[0] + kernel[2])),
    ),
    changes_brightness=(lambda: 2 * mover(), right_after(lambda kernel: (kernel != 0).astype(int))),
)


@Exercise(
    probes=(
        *((TINY, ASKEW, i, j) for i, j in ((1, 1), (1, 2), (0, 0), (2, 3), (2, 0))),
        (EIGHTHS, ASKEW, 2, 4),
    ),
    reference=lambda image, kernel, i, j: cb.conv2d(image, kernel, padding=1)[i, j],
)
def output_pixel(image, kernel, i, j):
    padded = np.zeros((image.shape[0] + 2, image.shape[1] + 2))
    padded[1:-1, 1:-1] = image
    window = padded[i : i + 3, j : j + 3]
    return (window * kernel).sum()


def pixel(image, kernel, rows, columns):
    return (np.pad(image, 1)[slice(*rows), slice(*columns)] * kernel).sum()


output_pixel.mistakes(
    centre_as_corner=lambda image, kernel, i, j: pixel(image, kernel, (i - 1, i + 2), (j - 1, j + 2)),
    begins_at_the_pixel=lambda image, kernel, i, j: pixel(image, kernel, (i + 1, i + 4), (j + 1, j + 4)),
    one_column_right=lambda image, kernel, i, j: pixel(image, kernel, (i, i + 3), (j + 1, j + 4)),
    one_column_left=lambda image, kernel, i, j: pixel(image, kernel, (i, i + 3), (j - 1, j + 2)),
    rows_and_columns_swapped=lambda image, kernel, i, j: pixel(image, kernel, (j, j + 3), (i, i + 3)),
    two_rows=lambda image, kernel, i, j: pixel(image, kernel, (i, i + 2), (j, j + 2)),
    turned=lambda image, kernel, i, j: pixel(image, kernel[::-1, ::-1], (i, i + 3), (j, j + 3)),
    kernel_transposed=lambda image, kernel, i, j: output_pixel(image, kernel.T, i, j),
    product_of_matrices=lambda image, kernel, i, j: (np.pad(image, 1)[i : i + 3, j : j + 3] @ kernel).sum(),
    mean_of_products=lambda image, kernel, i, j: output_pixel(image, kernel, i, j) / 9,
    whole_numbers=lambda image, kernel, i, j: output_pixel(image.astype(int), kernel, i, j),
    cut_to_a_whole_number=lambda image, kernel, i, j: int(output_pixel(image, kernel, i, j)),
)


@Exercise(
    probes=(
        (np.array([3, 1, 4, 1, 5]), np.array([1, 2, -1])),
        (np.array([2, 7, 1, 8]), np.array([3, -1]) / 4),
        (EIGHTHS[0], np.array([5])),
        (EIGHTHS[1], EIGHTHS[2]),
    ),
    reference=lambda row, weights: np.correlate(row, weights, "valid"),
)
def slide(row, weights):
    F = len(weights)
    outputs = np.zeros(len(row) - F + 1)
    for i in range(len(outputs)):
        outputs[i] = (row[i : i + F] * weights).sum()
    return outputs


slide.mistakes(
    one_too_few=lambda row, weights: slide(row, weights)[:-1],
    one_per_number=lambda row, weights: np.convolve(row, weights[::-1], "same"),
    zeros_at_the_end=lambda row, weights: np.pad(slide(row, weights), (0, len(weights) - 1)),
    turned_weights=lambda row, weights: slide(row, weights[::-1]),
    turned_and_sticking_out=lambda row, weights: np.convolve(row, weights),
    one_product=lambda row, weights: row[: len(weights)] * weights,
    last_product_only=lambda row, weights: row[len(weights) - 1 :] * weights[-1],
    first_window_for_all=lambda row, weights: 0 * slide(row, weights) + slide(row, weights)[0],
    mean_of_products=lambda row, weights: slide(row, weights) / len(weights),
    in_the_type_of_the_row=lambda row, weights: slide(row, weights).astype(row.dtype),
)


UPRIGHT = np.array([[1, 2, -1], [0, 3, 5], [4, -2, 7], [6, 1, 0], [-3, 2, 8]])  # more rows than columns


@Exercise(
    probes=(
        (TINY, np.array([[2, -1, 3]])),  # nothing is added above and below
        (TINY, ASKEW),
        (EIGHTHS, np.array([[3]])),
        (CROP, UPRIGHT / 4),
        (EIGHTHS, UPRIGHT.T),
    ),
    reference=lambda image, kernel: cb.conv2d(image, kernel, padding="same"),
)
def convolve_same(image, kernel):
    (H, W), (FH, FW) = image.shape, kernel.shape
    padded = np.zeros((H + FH - 1, W + FW - 1))
    padded[FH // 2 : FH // 2 + H, FW // 2 : FW // 2 + W] = image
    output = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            output[i, j] = (padded[i : i + FH, j : j + FW] * kernel).sum()
    return output


def with_zeros(image, kernel, before, after):
    """Convolve with these shares of the zeros before and after the image, on both axes."""
    rows, columns = np.subtract(kernel.shape, 1)
    sides = ((before(rows), after(rows)), (before(columns), after(columns)))
    return cb.conv2d(np.pad(image, sides), kernel)


convolve_same.mistakes(
    without_padding=cb.conv2d,
    one_on_each_side=lambda image, kernel: cb.conv2d(image, kernel, padding=1),
    rows_and_columns_swapped=lambda image, kernel: cb.conv2d(
        image, kernel, padding=(kernel.shape[1] // 2, kernel.shape[0] // 2)
    ),
    zeros_at_the_end=lambda image, kernel: with_zeros(image, kernel, lambda n: 0, lambda n: n),
    zeros_at_the_start=lambda image, kernel: with_zeros(image, kernel, lambda n: n, lambda n: 0),
    border_left_zero=lambda image, kernel: np.pad(
        cb.conv2d(image, kernel), [(n // 2, n // 2) for n in kernel.shape]
    ),
    border_copied=lambda image, kernel: cb.conv2d(image, kernel, padding="same", mode="edge"),
    turned_kernel=lambda image, kernel: convolve_same(image, kernel[::-1, ::-1]),
    kernel_transposed=lambda image, kernel: convolve_same(image, kernel.T),
    mean_of_products=lambda image, kernel: convolve_same(image, kernel) / kernel.size,
    in_the_type_of_the_image=lambda image, kernel: convolve_same(image, kernel).astype(image.dtype),
)


@Exercise(probes=((TINY, TALL), (TINY, ASKEW[:2]), (CROP, ASKEW), (EIGHTHS, TALL.T)))
def true_convolution(image, kernel):
    return cb.conv2d(image, kernel[::-1, ::-1])


true_convolution.mistakes(
    no_flip=cb.conv2d,
    rows_only=lambda image, kernel: cb.conv2d(image, kernel[::-1]),
    columns_only=lambda image, kernel: cb.conv2d(image, kernel[:, ::-1]),
    transposed=lambda image, kernel: cb.conv2d(image, kernel.T),
    quarter_turn=lambda image, kernel: cb.conv2d(image, np.rot90(kernel)),
    quarter_turn_back=lambda image, kernel: cb.conv2d(image, np.rot90(kernel, -1)),
    turned_picture=lambda image, kernel: cb.conv2d(image[::-1, ::-1], kernel[::-1, ::-1]),
)


@Exercise(probes=((TINY, ASKEW[:2, :2]), (CROP, ASKEW / 4), (EIGHTHS, ASKEW)), reference=cb.conv2d)
def filter_square(image, kernel):
    F = len(kernel)
    output = np.zeros((image.shape[0] - F + 1, image.shape[1] - F + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + F, j : j + F]
            output[i, j] = (window * kernel).sum()
    return output


filter_square.mistakes(
    at_sign=lambda image, kernel: (windows(image, kernel) @ kernel).sum(axis=(2, 3)),
    other_way_round=lambda image, kernel: (kernel @ windows(image, kernel)).sum(axis=(2, 3)),
    rows_with_rows=lambda image, kernel: (windows(image, kernel) @ kernel.T).sum(axis=(2, 3)),
    kernel_transposed=lambda image, kernel: cb.conv2d(image, kernel.T),
    turned_kernel=lambda image, kernel: cb.conv2d(image, kernel[::-1, ::-1]),
    mean_of_products=lambda image, kernel: cb.conv2d(image, kernel) / kernel.size,
    in_the_type_of_the_image=in_the_type_of_the_image,
)


@Exercise(probes=((TINY,), (CROP,), (EIGHTHS,)))
def add_neighbours(image):
    output = image.copy()
    for i in range(1, image.shape[0] - 1):
        for j in range(1, image.shape[1] - 1):
            output[i, j] = image[i - 1 : i + 2, j - 1 : j + 2].sum()
    return output


@add_neighbours.mistake
def over_the_pixels(image):
    for i in range(1, image.shape[0] - 1):
        for j in range(1, image.shape[1] - 1):
            image[i, j] = image[i - 1 : i + 2, j - 1 : j + 2].sum()
    return image


def inside(image, values):
    """A copy of the image with these values inside its border."""
    output = image.copy()
    output[1:-1, 1:-1] = values
    return output


add_neighbours.mistakes(
    over_a_copy=lambda image: over_the_pixels(image.copy()),
    border_lost=lambda image: np.pad(add_neighbours(image)[1:-1, 1:-1], 1),
    border_summed=lambda image: cb.conv2d(image, np.ones((3, 3)), padding=1),
    means=lambda image: inside(image, (add_neighbours(image) / 9)[1:-1, 1:-1]),
    last_row_missing=lambda image: np.vstack([add_neighbours(image)[:-2], image[-2:]]),
    last_column_missing=lambda image: np.hstack([add_neighbours(image)[:, :-2], image[:, -2:]]),
)


def differs_and_agrees(kernel, turned=lambda kernel: kernel[::-1, ::-1]):
    """Whether five weights differ, and whether `turned` changes nothing."""
    kernel = weights(kernel, 3, 3)
    is_same = same(kernel.ravel()[:, np.newaxis], kernel.ravel())  # 0.1 + 0.2 and 0.3 are
    return len(np.unique(is_same, axis=0)) >= 5, bool(same(kernel, turned(kernel)).all())


@Exercise(view=differs_and_agrees)
def same_both_ways():
    return np.array([[1, 2, 3], [4, 5, 4], [3, 2, 1]])


MIRRORED = np.array([[1, 2, 1], [3, 4, 3], [5, 6, 5]])
same_both_ways.mistakes(  # each with the view in which it looks right
    mirrored=(lambda: MIRRORED, lambda kernel: differs_and_agrees(kernel, np.fliplr)),
    upside_down=(lambda: MIRRORED.T, lambda kernel: differs_and_agrees(kernel, np.flipud)),
    across_the_diagonal=(
        lambda: np.array([[1, 2, 3], [2, 4, 5], [3, 5, 6]]),
        lambda kernel: differs_and_agrees(kernel, np.transpose),
    ),
    middle_row_left=(
        lambda: np.array([[1, 2, 3], [4, 5, 6], [3, 2, 1]]),
        lambda kernel: differs_and_agrees(kernel, lambda k: np.vstack([k[2, ::-1], k[1], k[0, ::-1]])),
    ),
    opposite_signs=(
        lambda: np.array([[1, 2, 3], [4, 0, -4], [-3, -2, -1]]),
        lambda kernel: differs_and_agrees(kernel, lambda k: -k[::-1, ::-1]),
    ),
    too_few_weights=(lambda: np.ones((3, 3)), lambda kernel: (True, differs_and_agrees(kernel)[1])),
)
