"""Chapter 3: references, inputs and known mistakes of its exercises. Their words stand in `sentences`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb

from .forms import integers
from .model import Exercise, Mistake

RNG = np.random.default_rng(3)
WIDE = np.array([[2, 7, 1], [8, 5, 9]])
HIGH = np.array([[4, 0], [1, 6], [7, -3], [5, 2]])
FIGURE = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
OTHER = np.array([[2, 1, 4, 3], [7, 8, 0, 6], [5, 6, 4, 1]])
EIGHTHS = RNG.integers(1, 40, (7, 5)) / 8
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is


def _at(image, rows, columns):
    return image[rows[:, np.newaxis], columns]


def _around(n, P):
    """The places 0 to n - 1 of an axis, with P more on each side."""
    return np.arange(-P, n + P)


# --- 3.1: the nearest pixel


def pad_edge(image, P):
    H, W = image.shape
    rows = np.clip(np.arange(-P, H + P), 0, H - 1)
    columns = np.clip(np.arange(-P, W + P), 0, W - 1)
    return image[rows[:, np.newaxis], columns]


def height_for_width(image, P):
    H, W = image.shape
    rows, columns = _around(H, P).clip(0, H - 1), _around(W, P).clip(0, H - 1)
    return _at(image, rows, columns)


def rows_for_columns(image, P):
    rows = _around(len(image), P).clip(0, len(image) - 1)
    return _at(image, rows, rows)


def columns_on_one_side(image, P):
    return pad_edge(image, P)[:, : P + image.shape[1]]


def unclipped(image, P):
    H, W = image.shape
    return _at(image, _around(H, P).clip(0, H - 1), _around(W, P))


def past_the_end(image, P):
    H, W = image.shape
    return _at(image, _around(H, P).clip(0, H - 1), _around(W, P).clip(0, W))


def unclipped_start(image, P):
    H, W = image.shape
    return _at(image, _around(H, P).clip(0, H - 1), _around(W, P).clip(-P, W - 1))


def pair_by_pair(image, P):
    H, W = image.shape
    return image[_around(H, P).clip(0, H - 1), _around(W, P).clip(0, W - 1)]


def both_upright(image, P):
    H, W = image.shape
    return _at(image, _around(H, P).clip(0, H - 1), _around(W, P).clip(0, W - 1)[:, np.newaxis])


# --- 3.2: bug hunt, F = 1


def pad_for(image, F):
    P = (F - 1) // 2
    H, W = image.shape
    padded = np.zeros((H + 2 * P, W + 2 * P))
    padded[P : P + H, P : P + W] = image
    return padded


def minus_zero(image, F):
    P = (F - 1) // 2
    padded = np.zeros((image.shape[0] + 2 * P, image.shape[1] + 2 * P))
    padded[P:-P, P:-P] = image
    return padded


def at_least_one(image, F):
    return np.pad(image, max((F - 1) // 2, 1))


def empty_for_one(image, F):
    return np.pad(image, (F - 1) // 2) * (F > 2)


def wrong_end(image, F):
    P = (F - 1) // 2
    H, W = image.shape
    padded = np.zeros((H + 2 * P, W + 2 * P))
    padded[P:H, P:W] = image
    return padded


def all_at_the_end(image, F):
    return np.pad(image, (0, (F - 1) // 2 * 2))


def one_more_for_even(image, F):
    return np.pad(image, F // 2)


# --- 3.3: every pixel in 25 windows


def settings():
    return 5, 4


def windows_of_pixels(answer):
    """How many windows use a pixel in the middle, how many one in a corner, and is all padding needed."""
    F, P = integers(answer, 2)
    if F < 1 or P < 0:
        raise ValueError(answer)
    return F**2, min(F, P + 1) ** 2, P < F


def keeps_the_size():
    return 5, 2


def both_sides():
    return 5, 8


def more_than_needed():
    return 5, 5


def size_of_25():
    return 25, 24


def padding_first():
    return 4, 5


def no_padding():
    return 5, 0


# --- 3.4: a border of its own for each side


def pad_sides(image, top, bottom, left, right):
    H, W = image.shape
    padded = np.zeros((H + top + bottom, W + left + right))
    padded[top : top + H, left : left + W] = image
    return padded


def half_a_border(image, top, bottom, left, right):
    return np.pad(image, ((top, 0), (left, 0)))


def first_side_twice(image, top, bottom, left, right):
    return np.pad(image, ((top, top), (left, left)))


def other_sides(image, top, bottom, left, right):
    return np.pad(image, ((bottom, top), (right, left)))


def other_axes(image, top, bottom, left, right):
    return np.pad(image, ((left, right), (top, bottom)))


def in_the_corner(image, top, bottom, left, right):
    return np.pad(image, ((0, top + bottom), (0, left + right)))


def from_the_back(image, top, bottom, left, right):
    padded = np.zeros((image.shape[0] + top + bottom, image.shape[1] + left + right))
    padded[top:-bottom, left:-right] = image
    return padded


# --- 3.5: a row that is a ring


def ring(row, P):
    left = row[len(row) - P :]
    right = row[:P]
    return np.concatenate([left, row, right])


def last_of_all(row, P):
    return np.concatenate([row[-P:], row, row[:P]])


def start_again(row, P):
    return np.concatenate([row[:P], row, row[:P]])


def clipped(row, P):
    return row[_around(len(row), P).clip(0, len(row) - 1)]


def turned_round(row, P):
    return np.concatenate([row[len(row) - P :][::-1], row, row[:P]])


def one_pixel(row, P):
    return np.concatenate([row[[-P] * (P > 0)], row, row[:P]])


# --- 3.6: how often a row's pixels are used, with their copies


def uses(n, F, P):
    counts = np.zeros(n, dtype=int)
    for start in range(-P, n + P - F + 1):
        for place in range(start, start + F):
            counts[np.clip(place, 0, n - 1)] += 1
    return counts


def counted(n, F, P, mode):
    """The same with other means: the number of every pixel, padded, then cut into windows."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(np.arange(n), P, mode=mode), F)
    return np.bincount(windows.ravel(), minlength=n)


def _by_place(n, F, P):
    return counted(n + 2 * P, F, 0, "edge")


def copies_forgotten(n, F, P):
    return _by_place(n, F, P)[P : P + n]


def copies_once(n, F, P):
    counts = np.zeros(n, dtype=int)
    for window in np.lib.stride_tricks.sliding_window_view(np.pad(np.arange(n), P, mode="edge"), F):
        counts[window] += 1
    return counts


def with_the_places(n, F, P):
    return _by_place(n, F, P)


def all_alike(n, F, P):
    return np.full(n, F)


def opposite_side(n, F, P):
    return counted(n, F, P, "wrap")


def unlimited(n, F, P):
    places = np.arange(-P, n + P)
    counts = np.zeros(n, dtype=int)
    counts[places] += _by_place(n, F, P)
    return counts


def no_window_outside(n, F, P):
    return _by_place(n, F, 0) if n >= F else np.zeros(n, dtype=int)


# --- 3.7: the mean error along the border


def border_error(attempt, truth, P):
    H, W = truth.shape
    border = np.ones((H, W), dtype=bool)
    border[P : H - P, P : W - P] = False
    return np.abs(attempt - truth)[border].mean()


def _near(truth, P):
    """Which cells are nearer than P to a side, by their distance from it."""
    i, j = np.indices(truth.shape)
    return np.minimum(np.minimum(i, i[::-1]), np.minimum(j, j[:, ::-1])) < P


def mean_by_weights(attempt, truth, P):
    return np.average(np.abs(attempt - truth), weights=_near(truth, P))


def everywhere(attempt, truth, P):
    return np.abs(attempt - truth).mean()


def plus_and_minus(attempt, truth, P):
    return (attempt - truth)[_near(truth, P)].mean()


def size_of_the_mean(attempt, truth, P):
    return abs(plus_and_minus(attempt, truth, P))


def inside(attempt, truth, P):
    return np.abs(attempt - truth)[~_near(truth, P)].mean()


def top_and_left(attempt, truth, P):
    i, j = np.indices(truth.shape)
    return np.abs(attempt - truth)[(i < P) | (j < P)].mean()


def zeros_inside(attempt, truth, P):
    return (np.abs(attempt - truth) * _near(truth, P)).mean()


def corners_twice(attempt, truth, P):
    error = np.abs(attempt - truth)
    sides = error[:P], error[-P:], error[:, :P], error[:, -P:]
    return np.concatenate([side.ravel() for side in sides]).mean()


# --- 3.8: bug hunt, two meanings of "reflect"


def pad_reflect(image, P):
    H, W = image.shape
    top, bottom = image[1 : P + 1], image[H - P - 1 : H - 1]
    tall = np.concatenate([top[::-1], image, bottom[::-1]])
    left, right = tall[:, 1 : P + 1], tall[:, W - P - 1 : W - 1]
    padded = np.concatenate([left[:, ::-1], tall, right[:, ::-1]], axis=1)
    return padded


def mirror_beside(image, P):
    return np.pad(image, P, mode="symmetric")


def rows_only(image, P):
    return np.pad(np.pad(image, ((P, P), (0, 0)), mode="reflect"), ((0, 0), (P, P)), mode="symmetric")


def first_sides_only(image, P):
    mirrored = np.pad(image, ((P, 0), (P, 0)), mode="reflect")
    return np.pad(mirrored, ((0, P), (0, P)), mode="symmetric")


def not_turned(image, P):
    H, W = image.shape
    inner = [np.r_[1 : P + 1, 0:n, n - P - 1 : n - 1] for n in (H, W)]
    return _at(image, *inner)


def one_short(image, P):
    return np.pad(image, max(P - 1, 0), mode="reflect")


# --- 3.9: bug hunt, the padding counted once


def filter_padded(image, kernel, P):
    F = len(kernel)
    padded = np.pad(image, P)
    H = image.shape[0] + 2 * P - F + 1
    W = image.shape[1] + 2 * P - F + 1
    output = np.zeros((H, W))
    for i in range(H):
        for j in range(W):
            output[i, j] = (padded[i : i + F, j : j + F] * kernel).sum()
    return output


def _filtered(image, kernel, P, rows, columns):
    return cb.conv2d(image, kernel, padding=P)[: rows - len(kernel) + 1, : columns - len(kernel) + 1]


def counted_once(image, kernel, P):
    return _filtered(image, kernel, P, image.shape[0] + P, image.shape[1] + P)


def mended_for_the_rows(image, kernel, P):
    return _filtered(image, kernel, P, image.shape[0] + 2 * P, image.shape[1] + P)


def _windows_at(image, kernel, P, H, W):
    padded, F = np.pad(image, P), len(kernel)
    return np.array([[(padded[i : i + F, j : j + F] * kernel).sum() for j in range(W)] for i in range(H)])


def size_of_the_picture(image, kernel, P):
    return _windows_at(image, kernel, P, *image.shape)


def size_of_the_padded(image, kernel, P):
    return _windows_at(image, kernel, P, *np.pad(image, P).shape)


def one_window_too_few(image, kernel, P):
    return cb.conv2d(image, kernel, padding=P)[:-1, :-1]


def padded_twice(image, kernel, P):
    return cb.conv2d(image, kernel, padding=2 * P)


# --- 3.10: settings for a size


def a_layer():
    return 3, 2, 3, 1, 2


def padded_size(F, top, bottom, left, right):
    return 5 + top + bottom, 9 + left + right


def size_and_middle(answer, padded=padded_size):
    """Rows and columns of the output for a picture of 5 × 9, and whether the window has a middle cell.

    `padded` tells what somebody takes for the size of the padded picture.
    """
    F, *sides = integers(answer, 5)
    if F < 1 or min(sides) < 0:
        raise ValueError(answer)
    rows, columns = (max(0, n - F + 1) for n in padded(F, *sides))
    return rows, columns, F % 2 == 1


def sides_in_all():
    return 3, 5, 5, 3, 3


def one_side_of_two(F, top, bottom, left, right):
    return 5 + (top + bottom) / 2, 9 + (left + right) / 2


def one_more():
    return 3, 3, 3, 2, 2


def one_fewer(F, top, bottom, left, right):
    return 4 + top + bottom, 8 + left + right


def axes_exchanged():
    return 3, 1, 2, 2, 3


def columns_first(F, top, bottom, left, right):
    return padded_size(F, left, right, top, bottom)


def size_before_the_window():
    return 3, 1, 2, 0, 1


def whole_window(F, top, bottom, left, right):
    return 4 + top + bottom + F, 8 + left + right + F


def even_window():
    return 4, 3, 3, 2, 2


def same_on_both_sides():
    return 3, 2, 2, 1, 1


def right_where_same(answer):
    """Takes an axis for right if its two sides have the same number."""
    rows, columns, has_middle = size_and_middle(answer)
    _, top, bottom, left, right = integers(answer, 5)
    return 8 if top == bottom else rows, 10 if left == right else columns, has_middle


EXERCISES = (
    Exercise(
        "3.1",
        pad_edge,
        probes=((WIDE, 1), (HIGH, 2), (FIGURE, 0), (EIGHTHS, 6)),
        reference=lambda image, P: np.pad(image, P, mode="edge"),
        mistakes=(
            Mistake(height_for_width),
            Mistake(rows_for_columns),
            Mistake(columns_on_one_side),
            Mistake(unclipped),
            Mistake(past_the_end),
            Mistake(unclipped_start),
            Mistake(pair_by_pair),
            Mistake(both_upright),
        ),
    ),
    Exercise(
        "3.2",
        pad_for,
        probes=((WIDE, 1), (WIDE, 3), (HIGH, 5), (EIGHTHS, 7), (EIGHTHS, 1), (FIGURE, 4)),
        reference=lambda image, F: np.pad(image, (F - 1) // 2),
        mistakes=(
            Mistake(minus_zero),
            Mistake(at_least_one),
            Mistake(empty_for_one),
            Mistake(wrong_end),
            Mistake(all_at_the_end),
            Mistake(one_more_for_even),
        ),
    ),
    Exercise(
        "3.3",
        settings,
        view=windows_of_pixels,
        mistakes=(
            Mistake(keeps_the_size),
            Mistake(both_sides),
            Mistake(more_than_needed),
            Mistake(size_of_25),
            Mistake(padding_first),
            Mistake(no_padding),
        ),
    ),
    Exercise(
        "3.4",
        pad_sides,
        probes=((WIDE, 0, 1, 0, 2), (WIDE, 2, 1, 3, 1), (HIGH, 1, 0, 2, 0), (EIGHTHS, 0, 3, 1, 2)),
        reference=lambda image, top, bottom, left, right: np.pad(image, ((top, bottom), (left, right))),
        mistakes=(
            Mistake(half_a_border),
            Mistake(first_side_twice),
            Mistake(other_sides),
            Mistake(other_axes),
            Mistake(in_the_corner),
            Mistake(from_the_back),
        ),
    ),
    Exercise(
        "3.5",
        ring,
        probes=(
            (np.array([2, 7, 1, 8, 5]), 2),
            (np.array([2, 7, 1, 8, 5]), 0),
            (np.array([3, 1, 4]), 3),
            (EIGHTHS[:, 0], 1),
            (EIGHTHS[:, 1], 4),
        ),
        reference=lambda row, P: np.pad(row, P, mode="wrap"),
        mistakes=(
            Mistake(last_of_all),
            Mistake(start_again),
            Mistake(clipped),
            Mistake(turned_round),
            Mistake(one_pixel),
        ),
    ),
    Exercise(
        "3.6",
        uses,
        probes=((4, 2, 1), (4, 3, 1), (5, 5, 2), (5, 3, 0), (3, 1, 2), (6, 4, 3), (2, 3, 5)),
        reference=lambda n, F, P: counted(n, F, P, "edge"),
        mistakes=(
            Mistake(copies_forgotten),
            Mistake(copies_once),
            Mistake(all_alike),
            Mistake(with_the_places),
            Mistake(opposite_side),
            Mistake(unlimited),
            Mistake(no_window_outside),
        ),
    ),
    Exercise(
        "3.7",
        border_error,
        probes=(
            (FIGURE, OTHER, 1),
            (EIGHTHS, EIGHTHS[::-1] ** 2, 1),
            (EIGHTHS.T, EIGHTHS.T[:, ::-1] ** 2, 2),
        ),
        reference=mean_by_weights,
        mistakes=(
            Mistake(everywhere),
            Mistake(plus_and_minus),
            Mistake(size_of_the_mean),
            Mistake(inside),
            Mistake(top_and_left),
            Mistake(zeros_inside),
            Mistake(corners_twice),
        ),
    ),
    Exercise(
        "3.8",
        pad_reflect,
        probes=((WIDE, 1), (FIGURE, 2), (HIGH, 1), (WIDE, 0), (EIGHTHS, 4)),
        reference=lambda image, P: np.pad(image, P, mode="reflect"),
        mistakes=(
            Mistake(mirror_beside),
            Mistake(rows_only),
            Mistake(first_sides_only),
            Mistake(not_turned),
            Mistake(one_short),
        ),
    ),
    Exercise(
        "3.9",
        filter_padded,
        probes=(
            (WIDE, ASKEW, 1),
            (WIDE, ASKEW[:2, :2], 2),
            (HIGH, ASKEW[1:, 1:], 0),
            (FIGURE, ASKEW, 3),
            (EIGHTHS, EIGHTHS[:5], 1),
            (EIGHTHS, np.array([[3]]), 1),
        ),
        reference=lambda image, kernel, P: cb.conv2d(image, kernel, padding=P),
        mistakes=(
            Mistake(counted_once),
            Mistake(mended_for_the_rows),
            Mistake(size_of_the_picture),
            Mistake(size_of_the_padded),
            Mistake(one_window_too_few),
            Mistake(padded_twice),
        ),
    ),
    Exercise(
        "3.10",
        a_layer,
        view=size_and_middle,
        mistakes=(
            Mistake(sides_in_all, view=lambda answer: size_and_middle(answer, one_side_of_two)),
            Mistake(one_more, view=lambda answer: size_and_middle(answer, one_fewer)),
            Mistake(axes_exchanged, view=lambda answer: size_and_middle(answer, columns_first)),
            Mistake(size_before_the_window, view=lambda answer: size_and_middle(answer, whole_window)),
            Mistake(same_on_both_sides, view=right_where_same),
            Mistake(even_window, view=lambda answer: (*size_and_middle(answer)[:2], True)),
        ),
    ),
)
