"""Chapter 1: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
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


@Exercise(probes=((TINY, ASKEW[:2, :2]), (TINY, TALL), (EIGHTHS, ASKEW), (CROP, TALL.T)), reference=cb.conv2d)
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


@filter_image.mistake
def square_window(image, kernel):
    FW = kernel.shape[1]
    output = np.zeros(np.subtract(image.shape, kernel.shape) + 1)
    for i, j in np.ndindex(output.shape):
        output[i, j] = (image[i : i + FW, j : j + FW] * kernel).sum()
    return output


filter_image.mistakes(
    turned_kernel=lambda image, kernel: filter_image(image, kernel[::-1, ::-1]),
    matrix_product=lambda image, kernel: (windows(image, kernel) @ kernel).sum(axis=(2, 3)),
    mean_of_products=lambda image, kernel: filter_image(image, kernel) / kernel.size,
    whole_numbers=lambda image, kernel: filter_image(image, kernel).astype(int),
)


def what_it_makes(kernel):
    """The picture that a 3 × 3 kernel makes of a small one."""
    return cb.conv2d(TINY, weights(kernel, 3, 3), padding=1)


@Exercise(view=what_it_makes)
def mover():
    return np.array([[0, 0, 0], [1, 0, 0], [0, 0, 0]])


mover.mistakes(
    moves_left=lambda: mover()[:, ::-1],
    moves_down=lambda: mover().T,
    copies=lambda: cb.KERNELS["identity"],
)


@Exercise(
    probes=tuple((TINY, ASKEW, i, j) for i, j in ((1, 1), (1, 2), (0, 0), (2, 3), (2, 0))),
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
    two_rows=lambda image, kernel, i, j: pixel(image, kernel, (i, i + 2), (j, j + 2)),
    turned=lambda image, kernel, i, j: pixel(image, kernel[::-1, ::-1], (i, i + 3), (j, j + 3)),
    product_of_matrices=lambda image, kernel, i, j: (np.pad(image, 1)[i : i + 3, j : j + 3] @ kernel).sum(),
)


@Exercise(
    probes=(
        (np.array([3, 1, 4, 1, 5]), np.array([1, 2, -1])),
        (np.array([2, 7, 1, 8]), np.array([3, -1])),
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
    turned_weights=lambda row, weights: slide(row, weights[::-1]),
    one_product=lambda row, weights: row[: len(weights)] * weights,
)


@Exercise(probes=((TINY, TALL), (TINY, ASKEW[:2]), (CROP, ASKEW), (EIGHTHS, TALL.T)))
def true_convolution(image, kernel):
    return cb.conv2d(image, kernel[::-1, ::-1])


true_convolution.mistakes(
    no_flip=cb.conv2d,
    rows_only=lambda image, kernel: cb.conv2d(image, kernel[::-1]),
    columns_only=lambda image, kernel: cb.conv2d(image, kernel[:, ::-1]),
    transposed=lambda image, kernel: cb.conv2d(image, kernel.T),
    turned_picture=lambda image, kernel: cb.conv2d(image[::-1, ::-1], kernel[::-1, ::-1]),
)


@Exercise(probes=((TINY, ASKEW[:2, :2]), (CROP, ASKEW), (EIGHTHS, ASKEW)), reference=cb.conv2d)
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
    diagonal_only=lambda image, kernel: np.trace(windows(image, kernel) @ kernel, axis1=2, axis2=3),
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


add_neighbours.mistakes(
    over_a_copy=lambda image: over_the_pixels(image.copy()),
    border_lost=lambda image: np.pad(add_neighbours(image)[1:-1, 1:-1], 1),
)


def differs_and_agrees(kernel, turned=lambda kernel: kernel[::-1, ::-1]):
    """Whether five weights differ, and whether `turned` changes nothing."""
    kernel = weights(kernel, 3, 3)
    return len(np.unique(kernel)) >= 5, bool((kernel == turned(kernel)).all())


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
    too_few_weights=(lambda: np.ones((3, 3)), lambda kernel: (True, differs_and_agrees(kernel)[1])),
)
