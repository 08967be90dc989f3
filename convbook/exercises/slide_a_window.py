"""Chapter 1: references, inputs and known mistakes of its exercises. Their words stand in `sentences`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb

from .forms import weights
from .model import Exercise, Mistake

RNG = np.random.default_rng(1)
TALL = np.array([[1, 2], [3, 5], [-4, 7]])  # its rows and columns cannot be swapped unnoticed
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is
TINY = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
CROP = RNG.integers(0, 10, (6, 9))
EIGHTHS = RNG.integers(0, 40, (5, 7)) / 8


# --- 1.1: the loop for any kernel


def filter_image(image, kernel):
    FH, FW = kernel.shape
    output = np.zeros((image.shape[0] - FH + 1, image.shape[1] - FW + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + FH, j : j + FW]
            output[i, j] = (window * kernel).sum()
    return output


def stays_at_the_top(image, kernel):
    first = filter_image(image[: len(kernel)], kernel)
    return np.repeat(first, len(image) - len(kernel) + 1, axis=0)


def square_window(image, kernel):
    FW = kernel.shape[1]
    output = np.zeros(np.subtract(image.shape, kernel.shape) + 1)
    for i, j in np.ndindex(output.shape):
        output[i, j] = (image[i : i + FW, j : j + FW] * kernel).sum()
    return output


def turned_kernel(image, kernel):
    return filter_image(image, kernel[::-1, ::-1])


def matrix_product(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows @ kernel).sum(axis=(2, 3))


def mean_of_products(image, kernel):
    return filter_image(image, kernel) / kernel.size


def whole_numbers(image, kernel):
    return filter_image(image, kernel).astype(int)


# --- 1.2: a kernel that moves the picture to the right


def mover():
    return np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])


def what_it_makes(kernel):
    """The picture that a 3 × 3 kernel makes of a small one."""
    return cb.conv2d(TINY, weights(kernel, 3, 3), padding=1)


def moves_left():
    return mover()[:, ::-1]


def moves_down():
    return mover().T


def copies():
    return cb.KERNELS["identity"]


# --- 1.3: one output pixel, counted from the middle of its window


def output_pixel(image, kernel, i, j):
    padded = np.zeros((image.shape[0] + 2, image.shape[1] + 2))
    padded[1:-1, 1:-1] = image
    window = padded[i : i + 3, j : j + 3]
    return (window * kernel).sum()


def _pixel(image, kernel, i, j, size=3):
    return (np.pad(image, 1)[i : i + size, j : j + size] * kernel).sum()


def centre_as_corner(image, kernel, i, j):
    return (np.pad(image, 1)[i - 1 : i + 2, j - 1 : j + 2] * kernel).sum()


def begins_at_the_pixel(image, kernel, i, j):
    return _pixel(image, kernel, i + 1, j + 1)


def one_column_right(image, kernel, i, j):
    return _pixel(image, kernel, i, j + 1)


def two_rows(image, kernel, i, j):
    return _pixel(image, kernel, i, j, size=2)


def turned(image, kernel, i, j):
    return _pixel(image, kernel[::-1, ::-1], i, j)


def product_of_matrices(image, kernel, i, j):
    return (np.pad(image, 1)[i : i + 3, j : j + 3] @ kernel).sum()


# --- 1.4: one dimension, from a blank page


def slide(row, weights):
    F = len(weights)
    outputs = np.zeros(len(row) - F + 1)
    for i in range(len(outputs)):
        outputs[i] = (row[i : i + F] * weights).sum()
    return outputs


def one_too_few(row, weights):
    return slide(row, weights)[:-1]


def one_per_number(row, weights):
    return np.convolve(row, weights[::-1], "same")


def turned_weights(row, weights):
    return slide(row, weights[::-1])


def one_product(row, weights):
    return row[: len(weights)] * weights


# --- 1.5: true convolution


def true_convolution(image, kernel):
    return cb.conv2d(image, kernel[::-1, ::-1])


def no_flip(image, kernel):
    return cb.conv2d(image, kernel)


def rows_only(image, kernel):
    return cb.conv2d(image, kernel[::-1])


def columns_only(image, kernel):
    return cb.conv2d(image, kernel[:, ::-1])


def transposed(image, kernel):
    return cb.conv2d(image, kernel.T)


def turned_picture(image, kernel):
    return cb.conv2d(image[::-1, ::-1], kernel[::-1, ::-1])


# --- 1.6: bug hunt, a matrix product


def filter_square(image, kernel):
    F = len(kernel)
    output = np.zeros((image.shape[0] - F + 1, image.shape[1] - F + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + F, j : j + F]
            output[i, j] = (window * kernel).sum()
    return output


def at_sign(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (windows @ kernel).sum(axis=(2, 3))


def other_way_round(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return (kernel @ windows).sum(axis=(2, 3))


def diagonal_only(image, kernel):
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    return np.trace(windows @ kernel, axis1=2, axis2=3)


# --- 1.7: bug hunt, sums written over pixels


def add_neighbours(image):
    output = image.copy()
    for i in range(1, image.shape[0] - 1):
        for j in range(1, image.shape[1] - 1):
            output[i, j] = image[i - 1 : i + 2, j - 1 : j + 2].sum()
    return output


def over_the_pixels(image):
    for i in range(1, image.shape[0] - 1):
        for j in range(1, image.shape[1] - 1):
            image[i, j] = image[i - 1 : i + 2, j - 1 : j + 2].sum()
    return image


def over_a_copy(image):
    return over_the_pixels(image.copy())


def border_lost(image):
    return np.pad(add_neighbours(image)[1:-1, 1:-1], 1)


# --- 1.8: five weights that no half turn changes


def same_both_ways():
    return np.array([[1, 2, 3], [4, 5, 4], [3, 2, 1]])


def differs_and_agrees(kernel, turned=lambda kernel: kernel[::-1, ::-1]):
    """Whether five weights differ, and whether `turned` changes nothing."""
    kernel = weights(kernel, 3, 3)
    return len(np.unique(kernel)) >= 5, bool((kernel == turned(kernel)).all())


def mirrored():
    return np.array([[1, 2, 1], [3, 4, 3], [5, 6, 5]])


def upside_down():
    return mirrored().T


def across_the_diagonal():
    return np.array([[1, 2, 3], [2, 4, 5], [3, 5, 6]])


def too_few_weights():
    return np.ones((3, 3))


EXERCISES = (
    Exercise(
        "1.1",
        filter_image,
        probes=((TINY, ASKEW[:2, :2]), (TINY, TALL), (EIGHTHS, ASKEW), (CROP, TALL.T)),
        reference=lambda image, kernel: cb.conv2d(image, kernel),
        mistakes=(
            Mistake(stays_at_the_top),
            Mistake(square_window),
            Mistake(turned_kernel),
            Mistake(matrix_product),
            Mistake(mean_of_products),
            Mistake(whole_numbers),
        ),
    ),
    Exercise(
        "1.2", mover, view=what_it_makes, mistakes=(Mistake(moves_left), Mistake(moves_down), Mistake(copies))
    ),
    Exercise(
        "1.3",
        output_pixel,
        probes=tuple((TINY, ASKEW, i, j) for i, j in ((1, 1), (1, 2), (0, 0), (2, 3), (2, 0))),
        reference=lambda image, kernel, i, j: cb.conv2d(image, kernel, padding=1)[i, j],
        mistakes=(
            Mistake(centre_as_corner),
            Mistake(begins_at_the_pixel),
            Mistake(one_column_right),
            Mistake(two_rows),
            Mistake(turned),
            Mistake(product_of_matrices),
        ),
    ),
    Exercise(
        "1.4",
        slide,
        probes=(
            (np.array([3, 1, 4, 1, 5]), np.array([1, 2, -1])),
            (np.array([2, 7, 1, 8]), np.array([3, -1])),
            (EIGHTHS[0], np.array([5])),
            (EIGHTHS[1], EIGHTHS[2]),
        ),
        reference=lambda row, weights: np.correlate(row, weights, "valid"),
        mistakes=(
            Mistake(one_too_few),
            Mistake(one_per_number),
            Mistake(turned_weights),
            Mistake(one_product),
        ),
    ),
    Exercise(
        "1.5",
        true_convolution,
        probes=((TINY, TALL), (TINY, ASKEW[:2]), (CROP, ASKEW), (EIGHTHS, TALL.T)),
        mistakes=(
            Mistake(no_flip),
            Mistake(rows_only),
            Mistake(columns_only),
            Mistake(transposed),
            Mistake(turned_picture),
        ),
    ),
    Exercise(
        "1.6",
        filter_square,
        probes=((TINY, ASKEW[:2, :2]), (CROP, ASKEW), (EIGHTHS, ASKEW)),
        reference=lambda image, kernel: cb.conv2d(image, kernel),
        mistakes=(Mistake(at_sign), Mistake(other_way_round), Mistake(diagonal_only)),
    ),
    Exercise(
        "1.7",
        add_neighbours,
        probes=((TINY,), (CROP,), (EIGHTHS,)),
        mistakes=(Mistake(over_the_pixels), Mistake(over_a_copy), Mistake(border_lost)),
    ),
    Exercise(
        "1.8",
        same_both_ways,
        view=differs_and_agrees,
        mistakes=(
            Mistake(mirrored, view=lambda kernel: differs_and_agrees(kernel, np.fliplr)),
            Mistake(upside_down, view=lambda kernel: differs_and_agrees(kernel, np.flipud)),
            Mistake(across_the_diagonal, view=lambda kernel: differs_and_agrees(kernel, np.transpose)),
            Mistake(too_few_weights, view=lambda kernel: (True, differs_and_agrees(kernel)[1])),
        ),
    ),
)
