"""Chapter 3: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import integers

RNG = np.random.default_rng(3)
WIDE = np.array([[2, 7, 1], [8, 5, 9]])
HIGH = np.array([[4, 0], [1, 6], [7, -3], [5, 2]])
FIGURE = np.array([[3, 1, 4, 1], [5, 9, 2, 6], [5, 3, 5, 8]])
OTHER = np.array([[2, 1, 4, 3], [7, 8, 0, 6], [5, 6, 4, 1]])
EIGHTHS = RNG.integers(1, 40, (7, 5)) / 8
ASKEW = np.array([[1, 2, 3], [0, -1, 5], [4, 0, -2]])  # no mirror image and no turn leaves it as it is


def cells(image, rows, columns):
    """Every one of these rows with every one of these columns."""
    return image[rows[:, np.newaxis], columns]


def around(n, P):
    """The places 0 to n - 1 of an axis, with P more on each side."""
    return np.arange(-P, n + P)


def nearest(n, P):
    """The same places, each moved to the nearest one that exists."""
    return around(n, P).clip(0, n - 1)


def stops_for_zero(answer):
    """What an answer does that writes to `padded[P:-P, P:-P]`: right for each P but 0."""

    def answers(*arguments):
        if not arguments[-1]:
            raise ValueError  # with any message
        return answer(*arguments)

    return answers


# --- the nearest pixel


@Exercise(
    probes=((WIDE, 1), (HIGH, 2), (FIGURE, 0), (EIGHTHS, 6)),
    reference=lambda image, P: np.pad(image, P, mode="edge"),
)
def pad_edge(image, P):
    H, W = image.shape
    rows = np.clip(np.arange(-P, H + P), 0, H - 1)
    columns = np.clip(np.arange(-P, W + P), 0, W - 1)
    return image[rows[:, np.newaxis], columns]


def with_columns(columns):
    """`pad_edge` with other columns, which depend on H, W and P."""
    return lambda image, P: cells(image, nearest(len(image), P), columns(*image.shape, P))


pad_edge.mistakes(
    height_for_width=with_columns(lambda H, W, P: around(W, P).clip(0, H - 1)),
    rows_for_columns=with_columns(lambda H, W, P: nearest(H, P)),
    columns_on_one_side=lambda image, P: pad_edge(image, P)[:, : P + image.shape[1]],
    unclipped=with_columns(lambda H, W, P: around(W, P)),
    past_the_end=with_columns(lambda H, W, P: around(W, P).clip(0, W)),
    unclipped_start=with_columns(lambda H, W, P: around(W, P).clip(-P, W - 1)),
    pair_by_pair=lambda image, P: image[nearest(image.shape[0], P), nearest(image.shape[1], P)],
    both_upright=with_columns(lambda H, W, P: nearest(W, P)[:, np.newaxis]),
    as_many_as_rows=with_columns(lambda H, W, P: around(H, P).clip(0, W - 1)),
    zeros=lambda image, P: np.pad(image, P),
    reflect=lambda image, P: np.pad(image, P, mode="reflect"),
    wrap=lambda image, P: np.pad(image, P, mode="wrap"),
    mirror_beside=lambda image, P: np.pad(image, P, mode="symmetric"),
    empty_corners=lambda image, P: (
        np.pad(image, P, mode="edge")
        * np.logical_or.outer(*(around(n, P) == nearest(n, P) for n in image.shape))
    ),
    minus_zero=stops_for_zero(lambda image, P: np.pad(image, P, mode="edge")),
)


# --- bug hunt, F = 1


@Exercise(
    probes=((WIDE, 1), (WIDE, 3), (HIGH, 5), (EIGHTHS, 7), (EIGHTHS, 1), (FIGURE, 4)),
    reference=lambda image, F: np.pad(image, (F - 1) // 2),
)
def pad_for(image, F):
    P = (F - 1) // 2
    H, W = image.shape
    padded = np.zeros((H + 2 * P, W + 2 * P))
    padded[P : P + H, P : P + W] = image
    return padded


pad_for.mistakes(
    minus_zero=lambda image, F: stops_for_zero(np.pad)(image, (F - 1) // 2),
    at_least_one=lambda image, F: np.pad(image, max((F - 1) // 2, 1)),
    empty_for_one=lambda image, F: np.pad(image, (F - 1) // 2) * (F > 2),
)


@pad_for.mistake
def wrong_end(image, F):
    P = (F - 1) // 2
    H, W = image.shape
    padded = np.zeros((H + 2 * P, W + 2 * P))
    padded[P:H, P:W] = image
    return padded


pad_for.mistakes(
    all_at_the_end=lambda image, F: np.pad(image, (0, (F - 1) // 2 * 2)),
    one_more_for_even=lambda image, F: np.pad(image, F // 2),
)


# --- every pixel in 25 windows


def windows_of_pixels(answer):
    """How many windows use a pixel in the middle, how many one in a corner, and is all padding needed."""
    F, P = integers(answer, 2)
    if F < 1 or P < 0:
        raise ValueError(answer)
    return F**2, min(F, P + 1) ** 2, P < F


@Exercise(view=windows_of_pixels)
def used_25_times():
    return 5, 4


def right_if(condition):
    """The view of somebody who takes every F and P of this kind for right."""
    return lambda answer: (25, 25, True) if condition(*integers(answer, 2)) else windows_of_pixels(answer)


used_25_times.mistakes(
    keeps_the_size=lambda: (5, 2),
    both_sides=lambda: (5, 8),
    more_than_needed=(lambda: (5, 5), right_if(lambda F, P: F == 5 and P > 4)),
    size_of_25=(lambda: (25, 24), right_if(lambda F, P: F == 25)),
    padding_first=lambda: (4, 5),
    no_padding=lambda: (5, 0),
    corner_left_out=(lambda: (5, 3), right_if(lambda F, P: F == 5 and P < 4)),
)


# --- a border of its own for each side


@Exercise(
    probes=((WIDE, 0, 1, 0, 2), (WIDE, 2, 1, 3, 1), (HIGH, 1, 0, 2, 0), (EIGHTHS, 0, 3, 1, 2)),
    reference=lambda image, top, bottom, left, right: np.pad(image, ((top, bottom), (left, right))),
)
def pad_sides(image, top, bottom, left, right):
    H, W = image.shape
    padded = np.zeros((H + top + bottom, W + left + right))
    padded[top : top + H, left : left + W] = image
    return padded


pad_sides.mistakes(
    half_a_border=lambda image, top, bottom, left, right: np.pad(image, ((top, 0), (left, 0))),
    first_side_twice=lambda image, top, bottom, left, right: np.pad(image, ((top, top), (left, left))),
    other_sides=lambda image, top, bottom, left, right: np.pad(image, ((bottom, top), (right, left))),
    other_axes=lambda image, top, bottom, left, right: np.pad(image, ((left, right), (top, bottom))),
    in_the_corner=lambda image, top, bottom, left, right: np.pad(
        image, ((0, top + bottom), (0, left + right))
    ),
)


def placed(image, top, bottom, left, right, i, j):
    """The picture at row i and column j of its padded size."""
    padded = np.zeros((image.shape[0] + top + bottom, image.shape[1] + left + right))
    padded[i : i + image.shape[0], j : j + image.shape[1]] = image
    return padded


pad_sides.mistakes(
    from_the_back=lambda image, *sides: stops_for_zero(lambda *_: placed(image, *sides, sides[0], sides[2]))(
        sides[1] * sides[3]
    ),
    height_only=lambda image, top, bottom, left, right: np.pad(image, ((top, bottom), (left, 0))),
    width_only=lambda image, top, bottom, left, right: np.pad(image, ((top, 0), (left, right))),
    left_for_top=lambda image, *sides: placed(image, *sides, sides[2], sides[0]),
    edge_repeated=lambda image, top, bottom, left, right: np.pad(
        image, ((top, bottom), (left, right)), mode="edge"
    ),
)


@pad_sides.mistake
def end_of_the_picture(image, top, bottom, left, right):
    H, W = image.shape
    padded = np.zeros((H + top + bottom, W + left + right))
    padded[top:H, left:W] = image
    return padded


# --- a row that is a ring


@Exercise(
    probes=(
        (np.array([2, 7, 1, 8, 5]), 2),
        (np.array([2, 7, 1, 8, 5]), 0),
        (np.array([3, 1, 4]), 3),
        (EIGHTHS[:, 0], 1),
        (EIGHTHS[:, 1], 4),
    ),
    reference=lambda row, P: np.pad(row, P, mode="wrap"),
)
def ring(row, P):
    left = row[len(row) - P :]
    right = row[:P]
    return np.concatenate([left, row, right])


ring.mistakes(
    last_of_all=lambda row, P: np.concatenate([row[-P:], row, row[:P]]),
    start_again=lambda row, P: np.concatenate([row[:P], row, row[:P]]),
    clipped=lambda row, P: row[nearest(len(row), P)],
    turned_round=lambda row, P: np.concatenate([row[len(row) - P :][::-1], row, row[:P]]),
    one_pixel=lambda row, P: np.concatenate([row[[-P] * (P > 0)], row, row[:P]]),
    sides_exchanged=lambda row, P: np.concatenate([row[:P], row, row[len(row) - P :]]),
    mirror_beside=lambda row, P: np.pad(row, P, mode="symmetric"),
    zeros=lambda row, P: np.pad(row, P),
    without_the_last=lambda row, P: np.concatenate([row[len(row) - P : -1], row, row[:P]]),
    one_too_many=lambda row, P: np.concatenate([row[len(row) - P - 1 :], row, row[:P]]),
    one_too_few=lambda row, P: np.concatenate([row[len(row) - P + 1 :], row, row[:P]]),
    from_P=lambda row, P: np.concatenate([row[P:], row, row[:P]]),
    left_part_alone=lambda row, P: row[len(row) - P :],
    left_part_missing=lambda row, P: np.concatenate([row, row[:P]]),
)


# --- how often a row's pixels are used, with their copies


def counted(n, F, P, mode):
    """The same with other means: the number of every pixel, padded, then cut into windows."""
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(np.arange(n), P, mode=mode), F)
    return np.bincount(windows.ravel(), minlength=n)


def by_place(n, F, P):
    """How often each place of the padded row is used, whatever it holds."""
    return counted(n + 2 * P, F, 0, "edge")


@Exercise(
    probes=((4, 2, 1), (4, 3, 1), (5, 5, 2), (5, 3, 0), (3, 1, 2), (6, 4, 3), (2, 3, 5)),
    reference=lambda n, F, P: counted(n, F, P, "edge"),
)
def uses_with_copies(n, F, P):
    counts = np.zeros(n, dtype=int)
    for start in range(-P, n + P - F + 1):
        for place in range(start, start + F):
            counts[np.clip(place, 0, n - 1)] += 1
    return counts


uses_with_copies.mistakes(copies_forgotten=lambda n, F, P: by_place(n, F, P)[P : P + n])


@uses_with_copies.mistake
def copies_once(n, F, P):
    counts = np.zeros(n, dtype=int)
    for window in np.lib.stride_tricks.sliding_window_view(np.pad(np.arange(n), P, mode="edge"), F):
        counts[window] += 1
    return counts


uses_with_copies.mistakes(
    all_alike=lambda n, F, P: np.full(n, F),
    with_the_places=by_place,
    opposite_side=lambda n, F, P: counted(n, F, P, "wrap"),
)


@uses_with_copies.mistake
def unlimited(n, F, P):
    counts = np.zeros(n, dtype=int)
    counts[around(n, P)] += by_place(n, F, P)
    return counts


@uses_with_copies.mistake
def no_window_outside(n, F, P):
    return by_place(n, F, 0) if n >= F else np.zeros(n, dtype=int)


def windows_from(starts):
    """`uses_with_copies` with windows that start elsewhere, which depends on n, F and P."""

    def answer(n, F, P):
        places = [place for start in starts(n, F, P) for place in range(start, start + F)]
        return np.bincount(np.clip(places, 0, n - 1).astype(int), minlength=n)

    return answer


uses_with_copies.mistakes(
    last_window_missing=windows_from(lambda n, F, P: range(-P, n + P - F)),
    starts_at_zero=windows_from(lambda n, F, P: range(n + P - F + 1)),
    not_moved_back=windows_from(lambda n, F, P: range(n + 2 * P - F + 1)),
    ends_inside=windows_from(lambda n, F, P: range(-P, n - F + 1)),
    one_window_more=windows_from(lambda n, F, P: range(-P, n + P - F + 2)),
    windows_of_the_padded=windows_from(lambda n, F, P: range(-P, n + 2 * P - F + 1)),
    every_place_starts=windows_from(lambda n, F, P: range(-P, n + P)),
    no_windows=lambda n, F, P: counted(n, 1, P, "edge"),
)


# --- the mean error along the border


def near(truth, P):
    """Which cells are nearer than P to a side, by their distance from it."""
    i, j = np.indices(truth.shape)
    return np.minimum(np.minimum(i, i[::-1]), np.minimum(j, j[:, ::-1])) < P


@Exercise(
    probes=((FIGURE, OTHER, 1), (EIGHTHS, EIGHTHS[::-1] ** 2, 1), (EIGHTHS.T, EIGHTHS.T[:, ::-1] ** 2, 2)),
    reference=lambda attempt, truth, P: np.average(np.abs(attempt - truth), weights=near(truth, P)),
)
def border_error(attempt, truth, P):
    H, W = truth.shape
    border = np.ones((H, W), dtype=bool)
    border[P : H - P, P : W - P] = False
    return np.abs(attempt - truth)[border].mean()


border_error.mistakes(
    everywhere=lambda attempt, truth, P: np.abs(attempt - truth).mean(),
    plus_and_minus=lambda attempt, truth, P: (attempt - truth)[near(truth, P)].mean(),
    size_of_the_mean=lambda attempt, truth, P: abs((attempt - truth)[near(truth, P)].mean()),
    inside=lambda attempt, truth, P: np.abs(attempt - truth)[~near(truth, P)].mean(),
)


border_error.mistakes(
    zeros_inside=lambda attempt, truth, P: (np.abs(attempt - truth) * near(truth, P)).mean(),
    squares=lambda attempt, truth, P: ((attempt - truth) ** 2)[near(truth, P)].mean(),
    root_of_squares=lambda attempt, truth, P: np.sqrt(((attempt - truth) ** 2)[near(truth, P)].mean()),
    total=lambda attempt, truth, P: np.abs(attempt - truth)[near(truth, P)].sum(),
    largest=lambda attempt, truth, P: np.abs(attempt - truth)[near(truth, P)].max(),
    one_wide=lambda attempt, truth, P: border_error(attempt, truth, 1),
    one_too_wide=lambda attempt, truth, P: np.abs(attempt - truth)[near(truth, P + 1)].mean(),
)


def with_inside(inside):
    """`border_error` with another inside, two slices that depend on H, W and P."""

    def answer(attempt, truth, P):
        border = np.ones(truth.shape, dtype=bool)
        border[inside(*truth.shape, P)] = False
        return np.abs(attempt - truth)[border].mean()

    return answer


border_error.mistakes(
    top_and_left=with_inside(lambda H, W, P: np.s_[P:, P:]),
    bottom_and_right=with_inside(lambda H, W, P: np.s_[: H - P, : W - P]),
    top_and_bottom=with_inside(lambda H, W, P: np.s_[P : H - P]),
    left_and_right=with_inside(lambda H, W, P: np.s_[:, P : W - P]),
    inside_too_small=with_inside(lambda H, W, P: np.s_[P : H - P - 1, P : W - P - 1]),
    inside_too_large=with_inside(lambda H, W, P: np.s_[P : H - P + 1, P : W - P + 1]),
    axes_exchanged=with_inside(lambda H, W, P: np.s_[P : W - P, P : H - P]),
)


def strips(attempt, truth, P):
    """The errors of the four sides, each with its two corners."""
    error = np.abs(attempt - truth)
    return [side.ravel() for side in (error[:P], error[-P:], error[:, :P], error[:, -P:])]


@border_error.mistake
def corners_left_out(attempt, truth, P):
    i, j = np.indices(truth.shape)
    rows, columns = np.minimum(i, i[::-1]) < P, np.minimum(j, j[:, ::-1]) < P
    return np.abs(attempt - truth)[rows != columns].mean()


border_error.mistakes(
    corners_twice=lambda *given: np.concatenate(strips(*given)).mean(),
    mean_of_means=lambda *given: np.mean([side.mean() for side in strips(*given)]),
)


# --- bug hunt, two meanings of "reflect"


@Exercise(
    probes=((WIDE, 1), (FIGURE, 2), (HIGH, 1), (WIDE, 0), (EIGHTHS, 4)),
    reference=lambda image, P: np.pad(image, P, mode="reflect"),
)
def pad_reflect(image, P):
    H, W = image.shape
    top, bottom = image[1 : P + 1], image[H - P - 1 : H - 1]
    tall = np.concatenate([top[::-1], image, bottom[::-1]])
    left, right = tall[:, 1 : P + 1], tall[:, W - P - 1 : W - 1]
    padded = np.concatenate([left[:, ::-1], tall, right[:, ::-1]], axis=1)
    return padded


def mirrored(image, reflect, symmetric):
    """`reflect` gets some of the four sides, `symmetric` the others."""
    return np.pad(np.pad(image, reflect, mode="reflect"), symmetric, mode="symmetric")


pad_reflect.mistakes(
    mirror_beside=lambda image, P: np.pad(image, P, mode="symmetric"),
    rows_only=lambda image, P: mirrored(image, ((P, P), (0, 0)), ((0, 0), (P, P))),
    first_sides_only=lambda image, P: mirrored(image, ((P, 0), (P, 0)), ((0, P), (0, P))),
    last_sides_only=lambda image, P: mirrored(image, ((0, P), (0, P)), ((P, 0), (P, 0))),
    zeros=lambda image, P: np.pad(image, P),
)


@pad_reflect.mistake
def not_turned(image, P):
    return cells(image, *(np.r_[1 : P + 1, 0:n, n - P - 1 : n - 1] for n in image.shape))


def turned(rows, columns):
    """`pad_reflect` with or without the turn of the strips, 1 or -1, in each direction."""

    def answer(image, P):
        strips = [
            np.r_[np.arange(1, P + 1)[::-step], 0:n, np.arange(n - P - 1, n - 1)[::-step]]
            for n, step in zip(image.shape, (rows, columns), strict=True)
        ]
        return cells(image, *strips)

    return answer


@pad_reflect.mistake
def sides_exchanged(image, P):
    first, last = np.arange(P, 0, -1), -np.arange(2, P + 2)
    return cells(image, *(np.r_[n + last, 0:n, first] for n in image.shape))


pad_reflect.mistakes(
    one_short=lambda image, P: np.pad(image, max(P - 1, 0), mode="reflect"),
    columns_only=lambda image, P: mirrored(image, ((0, 0), (P, P)), ((P, P), (0, 0))),
    rows_not_turned=turned(-1, 1),
    columns_not_turned=turned(1, -1),
    edge_repeated=lambda image, P: np.pad(image, P, mode="edge"),
    opposite_side=lambda image, P: np.pad(image, P, mode="wrap"),
    minus_zero=stops_for_zero(lambda image, P: np.pad(image, P, mode="reflect")),
    one_too_many=lambda image, P: cells(
        image, *(np.r_[np.arange(P, 0, -1), 0:n, np.arange(n - P - 1, n)[::-1]] for n in image.shape)
    ),
)


# --- bug hunt, the padding counted once


@Exercise(
    probes=(
        (WIDE, ASKEW, 1),
        (WIDE, ASKEW[:2, :2], 2),
        (HIGH, ASKEW[1:, 1:], 0),
        (FIGURE, ASKEW, 3),
        (EIGHTHS, EIGHTHS[:5], 1),
        (EIGHTHS, np.array([[3]]), 1),
    ),
    reference=lambda image, kernel, P: cb.conv2d(image, kernel, padding=P),
)
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


def filtered(image, kernel, P, more_rows, more_columns):
    """The output, if the padded picture is taken to have so many more rows and columns than the picture."""
    H, W = image.shape[0] + more_rows - len(kernel) + 1, image.shape[1] + more_columns - len(kernel) + 1
    return cb.conv2d(image, kernel, padding=P)[:H, :W]


def windows_at(image, kernel, P, H, W):
    """The sums of H × W windows, cut off where the padded picture ends."""
    padded, F = np.pad(image, P), len(kernel)
    return np.array([[(padded[i : i + F, j : j + F] * kernel).sum() for j in range(W)] for i in range(H)])


filter_padded.mistakes(
    counted_once=lambda image, kernel, P: filtered(image, kernel, P, P, P),
    height_only=lambda image, kernel, P: filtered(image, kernel, P, 2 * P, P),
    size_of_the_picture=lambda image, kernel, P: windows_at(image, kernel, P, *image.shape),
    size_of_the_padded=lambda image, kernel, P: windows_at(image, kernel, P, *np.pad(image, P).shape),
    one_window_too_few=lambda image, kernel, P: cb.conv2d(image, kernel, padding=P)[:-1, :-1],
    padded_twice=lambda image, kernel, P: cb.conv2d(image, kernel, padding=2 * P),
    padded_too_far=lambda *given: windows_at(
        np.pad(given[0], given[2]), *given[1:], *filter_padded(*given).shape
    ),
    width_only=lambda image, kernel, P: filtered(image, kernel, P, P, 2 * P),
    flipped=lambda image, kernel, P: cb.conv2d(image, kernel[::-1, ::-1], padding=P),
    kernel_transposed=lambda image, kernel, P: cb.conv2d(image, kernel.T, padding=P),
    mean_of_the_products=lambda image, kernel, P: cb.conv2d(image, kernel / kernel.size, padding=P),
    no_kernel=lambda image, kernel, P: cb.conv2d(image, np.ones_like(kernel), padding=P),
    edge_repeated=lambda image, kernel, P: cb.conv2d(image, kernel, padding=P, mode="edge"),
    minus_zero=stops_for_zero(lambda image, kernel, P: cb.conv2d(image, kernel, padding=P)),
    last_column_missing=lambda *given: np.pad(filter_padded(*given)[:, :-1], ((0, 0), (0, 1))),
)


# --- settings for a size


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


def with_size(padded):
    """The view of somebody who takes this for the size of the padded picture."""
    return lambda answer: size_and_middle(answer, padded)


@Exercise(view=size_and_middle)
def padding_for_8_by_10():
    return 3, 2, 3, 1, 2


def right_where_same(answer):
    """Takes an axis for right if its two sides have the same number."""
    rows, columns, has_middle = size_and_middle(answer)
    _, top, bottom, left, right = integers(answer, 5)
    return 8 if top == bottom else rows, 10 if left == right else columns, has_middle


padding_for_8_by_10.mistakes(
    sides_in_all=(
        lambda: (3, 5, 5, 3, 3),
        with_size(lambda F, top, bottom, left, right: (5 + (top + bottom) / 2, 9 + (left + right) / 2)),
    ),
    one_more=(
        lambda: (3, 3, 3, 2, 2),
        with_size(lambda F, top, bottom, left, right: (4 + top + bottom, 8 + left + right)),
    ),
    axes_exchanged=(
        lambda: (3, 1, 2, 2, 3),
        with_size(lambda F, top, bottom, left, right: padded_size(F, left, right, top, bottom)),
    ),
    size_before_the_window=(
        lambda: (3, 1, 2, 0, 1),
        with_size(lambda F, top, bottom, left, right: (4 + top + bottom + F, 8 + left + right + F)),
    ),
    same_on_both_sides=(lambda: (3, 2, 2, 1, 1), right_where_same),
    even_window=(lambda: (4, 3, 3, 2, 2), lambda answer: (*size_and_middle(answer)[:2], True)),
)
