"""Chapter 2: references, inputs and known mistakes of its exercises. Their words stand in `sentences`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb

from .forms import integers, weights
from .model import Exercise, Mistake

RNG = np.random.default_rng(2)
TINY = np.array([[3, 1, 4, 1, 5], [5, 9, 2, 6, 5], [5, 3, 5, 8, 9], [9, 7, 9, 3, 2]])
SHELF = np.array([[0] * 4, [0] * 4, [9] * 4])
CROP = RNG.integers(0, 10, (6, 9))
EIGHTHS = RNG.integers(0, 40, (5, 7)) / 8
# multiples of 12, so that a quarter of Sobel's answer is a multiple of 3
PIXELS = (12 * RNG.integers(0, 22, (7, 6))).astype(np.uint8)
STEPS = np.array([[255] * 3, [255] * 3, [0] * 3, [0] * 3, [255] * 3], dtype=np.uint8)
# each way to measure an edge finds another place the strongest
RIVALS = np.array(
    [[9, 8, 8, 8, 8, 9], [4, 0, 3, 5, 6, 8], [9, 2, 5, 2, 4, 4], [6, 6, 2, 4, 3, 1], [7, 3, 5, 7, 2, 3]]
)


def gradient(image, padding=0):
    """Gx and Gy, by Sobel."""
    kernel = np.outer([-1, 0, 1], [1, 2, 1])
    return cb.conv2d(image, kernel.T, padding=padding), cb.conv2d(image, kernel, padding=padding)


# --- 2.1: the right column of the window minus the left one


def right_minus_left(image):
    answers = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(answers.shape[0]):
        for j in range(answers.shape[1]):
            left = image[i : i + 3, j].sum()
            right = image[i : i + 3, j + 2].sum()
            answers[i, j] = right - left
    return answers


def only_left(image):
    return -cb.conv2d(image, np.array([[1, 0, 0]] * 3))


def next_column(image):
    return cb.conv2d(image, np.array([[-1, 1, 0]] * 3))


def left_minus_right(image):
    return -right_minus_left(image)


def lower_minus_upper(image):
    return cb.conv2d(image, cb.KERNELS["prewitt_horizontal"])


def without_sign(image):
    return np.abs(right_minus_left(image))


def two_rows(image):
    return cb.conv2d(image[:-1], np.array([[-1, 0, 1]] * 2))


# --- 2.2: bug hunt, a picture of all horizontal edges


def edge_picture(pixels):
    answers = cb.conv2d(pixels, cb.KERNELS["sobel_horizontal"])
    return (np.abs(answers) / 4).astype(np.uint8)


def greys(picture):
    """The nearest multiples of 3, which all right answers are: however one rounds, it is the same."""
    if not isinstance(picture, np.ndarray) or picture.dtype.kind not in "iuf":
        raise ValueError(picture)
    return 3 * np.rint(picture / 3)


def wrapped(values):
    """What whole numbers become in a `uint8`, on every kind of processor."""
    return values.astype(int).astype(np.uint8)


def as_it_was(pixels):
    return wrapped(np.maximum(gradient(pixels)[1], 0))


def half_missing(pixels):
    return np.maximum(gradient(pixels)[1], 0) / 4


def one_side(pixels):
    return gradient(pixels)[1].clip(0, 255)


def too_large(pixels):
    return wrapped(np.abs(gradient(pixels)[1]))


def sign_kept(pixels):
    return wrapped(gradient(pixels)[1] / 4)


def cut_off(pixels):
    return np.abs(gradient(pixels)[1]).clip(0, 255)


def from_0_to_1(pixels):
    return np.abs(gradient(pixels)[1]) / 1020


def scale_of_its_own(pixels):
    strength = np.abs(gradient(pixels)[1])
    return (strength / strength.max() * 255).astype(np.uint8)


# --- 2.3: a kernel for edges that run like /


def diagonal():
    return np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])


BACKSLASH = 9 * np.tri(7, 10)
SLASH = BACKSLASH[:, ::-1]


def keeps_silent(kernel):
    """Whether all answers are 0 in a flat region, along `\\` and along `/`."""
    kernel = weights(kernel, 3, 3)
    pictures = np.ones((3, 3)), BACKSLASH, SLASH
    return [bool(np.allclose(cb.conv2d(picture, kernel), 0)) for picture in pictures]


def finds_slash_only(kernel):
    flat, backslash, slash = keeps_silent(kernel)
    return flat, backslash, not slash


def drawn_in():
    return np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]])


def other_diagonal():
    return np.fliplr(diagonal())


def both_diagonals():
    return cb.KERNELS["sobel_horizontal"]


def neither():
    return np.array([[0, 1, 0], [-1, 0, -1], [0, 1, 0]])


# --- 2.4: Laplace, from the sum of the window


def laplace(image):
    answers = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(answers.shape[0]):
        for j in range(answers.shape[1]):
            window = image[i : i + 3, j : j + 3]
            answers[i, j] = window.sum() - 9 * window[1, 1]
    return answers


def corner(image):
    return cb.conv2d(image, np.array([[-8, 1, 1], [1, 1, 1], [1, 1, 1]]))


def eight_times(image):
    return laplace(image) + image[1:-1, 1:-1]


def pixel_minus_neighbours(image):
    return -laplace(image)


def _counted_in_image(image, first):
    answers = np.zeros(np.subtract(image.shape, 2))
    for i, j in np.ndindex(answers.shape):
        window = image[i : i + 3, j : j + 3]
        answers[i, j] = window.sum() - 9 * window[i + first, j + first]
    return answers


def middle_in_the_image(image):
    return _counted_in_image(image, 1)


def corner_in_the_image(image):
    return _counted_in_image(image, 0)


def four_neighbours(image):
    return cb.conv2d(image, np.array([[0, 1, 0], [1, -4, 1], [0, 1, 0]]))


def counted_from_one(image):
    return cb.conv2d(image, np.array([[1, 1, 1], [1, 1, 1], [1, 1, -8]]))


# --- 2.5: a kernel of two factors, in two passes


def two_passes(image, down, across):
    smoothed = cb.conv2d(image, across[np.newaxis])
    return cb.conv2d(smoothed, down[:, np.newaxis])


def first_pass_only(image, down, across):
    return cb.conv2d(image, across[np.newaxis])


def second_pass_only(image, down, across):
    return cb.conv2d(image, down[:, np.newaxis])


def both_across(image, down, across):
    return cb.conv2d(cb.conv2d(image, across[np.newaxis]), down[np.newaxis])


def exchanged(image, down, across):
    return two_passes(image, across, down)


def turned_round(image, down, across):
    return two_passes(image, down[::-1], across)


# --- 2.6: where the strongest edge is


def strongest_edge(image):
    Gx = cb.conv2d(image, cb.KERNELS["sobel_vertical"])
    Gy = cb.conv2d(image, cb.KERNELS["sobel_horizontal"])
    strength = np.hypot(Gx, Gy)
    i, j = np.unravel_index(strength.argmax(), strength.shape)
    return i + 1, j + 1


def place_of_largest(strength):
    return np.unravel_index(strength.argmax(), strength.shape)


def middle_of_largest(strength):
    i, j = place_of_largest(strength)
    return i + 1, j + 1


def place_of_answer(image):
    return place_of_largest(np.hypot(*gradient(image)))


def border_wins(image):
    return place_of_largest(np.hypot(*gradient(image, padding=1)))


def signs_cancel(image):
    return middle_of_largest(sum(gradient(image)))


def horizontal_only(image):
    return middle_of_largest(np.abs(gradient(image)[1]))


def vertical_only(image):
    return middle_of_largest(np.abs(gradient(image)[0]))


def sizes_added(image):
    return middle_of_largest(sum(map(np.abs, gradient(image))))


def column_first(image):
    return strongest_edge(image)[::-1]


# --- 2.7: bug hunt, where the gradient points


def directions(image):
    Gx = cb.conv2d(image, cb.KERNELS["sobel_vertical"])
    Gy = cb.conv2d(image, cb.KERNELS["sobel_horizontal"])
    return np.degrees(np.arctan2(Gy, Gx))


def of_the_complex_number(image):
    Gx, Gy = gradient(image)
    return np.angle(Gx + 1j * Gy, deg=True)


def names_mixed_up(image):
    Gx, Gy = gradient(image)
    return np.degrees(np.arctan2(Gx, Gy))


def vertical_twice(image):
    Gx, _ = gradient(image)
    return np.degrees(np.arctan2(Gx, Gx))


def horizontal_twice(image):
    _, Gy = gradient(image)
    return np.degrees(np.arctan2(Gy, Gy))


def along_the_edge(image):
    return directions(image) + 90


def counted_upwards(image):
    return -directions(image)


def up_to_360(image):
    return directions(image) % 360


# --- 2.8: bug hunt, a difference of pixels


def change(pixels):
    pixels = pixels.astype(int)
    return pixels[:, 2:] - pixels[:, :-2]


def too_late(pixels):
    return wrapped(change(pixels))


def into_int8(pixels):
    return change(pixels).astype(np.int8)


def size_of_change(pixels):
    return np.abs(change(pixels))


def steps_up_only(pixels):
    return np.maximum(change(pixels), 0)


def cut_at_both_ends(pixels):
    return change(pixels).clip(-128, 127)


def other_way_round(pixels):
    return -change(pixels)


# --- 2.9: bug hunt, a blur of any size


def blur(image, F):
    output = np.zeros((image.shape[0] - F + 1, image.shape[1] - F + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = image[i : i + F, j : j + F].sum() / F**2
    return output


def always_nine(image, F):
    return blur(image, F) * F**2 / 9


def divided_by_F(image, F):
    return blur(image, F) * F


def not_divided(image, F):
    return blur(image, F) * F**2


def whole_numbers(image, F):
    return np.floor(blur(image, F))


# --- 2.10: a kernel that keeps brightness, and goes beyond 255


def wide_range():
    return np.array([[0, -1, 0], [0, 2, 0], [0, 0, 0]])


def becomes_and_reaches(kernel):
    """What a flat region of 100 becomes, and the largest answer to pixels from 0 to 255."""
    kernel = weights(kernel, 3, 3)
    return np.round(100 * kernel.sum(), 6), np.round(255 * kernel[kernel > 0].sum(), 6)


def sum_of_0():
    return np.array([[0, -2, 0], [0, 2, 0], [0, 0, 0]])


def doubled():
    return 2 * cb.KERNELS["identity"]


def stays_inside():
    return cb.KERNELS["blur"]


def largest_weight():
    return np.array([[0, -2, 0], [0, 2, 1], [0, 0, 0]])


def minus_counted_as_plus():
    return np.array([[0, -0.5, 0], [0, 1.5, 0], [0, 0, 0]])


EXERCISES = (
    Exercise(
        "2.1",
        right_minus_left,
        probes=((TINY[:3, :4],), (TINY,), (CROP,), (EIGHTHS,)),
        reference=lambda image: cb.conv2d(image, cb.KERNELS["prewitt_vertical"]),
        mistakes=(
            Mistake(only_left),
            Mistake(next_column),
            Mistake(left_minus_right),
            Mistake(lower_minus_upper),
            Mistake(without_sign),
            Mistake(two_rows),
        ),
    ),
    Exercise(
        "2.2",
        edge_picture,
        probes=((STEPS,), (PIXELS[:4, :4],), (PIXELS,)),
        reference=lambda pixels: np.abs(gradient(pixels)[1]) / 4,
        view=greys,
        mistakes=(
            Mistake(as_it_was),
            Mistake(half_missing),
            Mistake(one_side),
            Mistake(too_large),
            Mistake(sign_kept),
            Mistake(cut_off),
            Mistake(from_0_to_1),
            Mistake(scale_of_its_own),
        ),
    ),
    Exercise(
        "2.3",
        diagonal,
        view=finds_slash_only,
        mistakes=(
            Mistake(drawn_in, view=lambda kernel: (not keeps_silent(kernel)[0], True, True)),
            Mistake(other_diagonal, view=lambda kernel: finds_slash_only(np.fliplr(kernel))),
            Mistake(both_diagonals, view=lambda kernel: (True, not keeps_silent(kernel)[1], True)),
            Mistake(neither, view=lambda kernel: keeps_silent(kernel)),
        ),
    ),
    Exercise(
        "2.4",
        laplace,
        probes=((TINY[:3, :4],), (TINY,), (CROP,), (EIGHTHS,)),
        reference=lambda image: cb.conv2d(image, cb.KERNELS["laplace"]),
        mistakes=(
            Mistake(corner),
            Mistake(middle_in_the_image),
            Mistake(corner_in_the_image),
            Mistake(eight_times),
            Mistake(pixel_minus_neighbours),
            Mistake(four_neighbours),
            Mistake(counted_from_one),
        ),
    ),
    Exercise(
        "2.5",
        two_passes,
        probes=(
            (TINY, np.array([-1, 0, 1]), np.array([1, 2, 1])),
            (CROP, np.array([2, -1]), np.array([1, 0, 3, 1])),
            (EIGHTHS, np.array([1, 4, -2]), np.array([3])),
        ),
        reference=lambda image, down, across: cb.conv2d(image, np.outer(down, across)),
        mistakes=(
            Mistake(first_pass_only),
            Mistake(second_pass_only),
            Mistake(both_across),
            Mistake(exchanged),
            Mistake(turned_round),
        ),
    ),
    Exercise(
        "2.6",
        strongest_edge,
        probes=((RIVALS,), (CROP,), (EIGHTHS,), (PIXELS,)),
        view=lambda place: integers(place, 2),
        mistakes=(
            Mistake(place_of_answer),
            Mistake(border_wins),
            Mistake(signs_cancel),
            Mistake(horizontal_only),
            Mistake(vertical_only),
            Mistake(sizes_added),
            Mistake(column_first),
        ),
    ),
    Exercise(
        "2.7",
        directions,
        probes=((SHELF,), (TINY[:3, :4],), (CROP[:, :8],), (EIGHTHS,)),
        reference=of_the_complex_number,
        mistakes=(
            Mistake(names_mixed_up),
            Mistake(vertical_twice),
            Mistake(horizontal_twice),
            Mistake(along_the_edge),
            Mistake(counted_upwards),
            Mistake(up_to_360),
        ),
    ),
    Exercise(
        "2.8",
        change,
        probes=((np.array([[10, 10, 80, 80, 50]], dtype=np.uint8),), (STEPS.T,), (PIXELS,)),
        reference=lambda pixels: cb.conv2d(pixels, np.array([[-1, 0, 1]])),
        mistakes=(
            Mistake(too_late),
            Mistake(into_int8),
            Mistake(size_of_change),
            Mistake(steps_up_only),
            Mistake(cut_at_both_ends),
            Mistake(other_way_round),
        ),
    ),
    Exercise(
        "2.9",
        blur,
        probes=((TINY, 2), (TINY, 3), (CROP, 1), (EIGHTHS, 4)),
        reference=lambda image, F: cb.conv2d(image, np.full((F, F), 1 / (F * F))),
        mistakes=(
            Mistake(always_nine),
            Mistake(divided_by_F),
            Mistake(not_divided),
            Mistake(whole_numbers),
        ),
    ),
    Exercise(
        "2.10",
        wide_range,
        view=becomes_and_reaches,
        mistakes=(
            Mistake(sum_of_0, view=lambda kernel: np.add(becomes_and_reaches(kernel), (100, 0))),
            Mistake(doubled, view=lambda kernel: np.multiply(becomes_and_reaches(kernel), (0.5, 1))),
            Mistake(stays_inside, view=lambda kernel: np.multiply(becomes_and_reaches(kernel), (1, 2))),
            Mistake(
                largest_weight,
                view=lambda kernel: (becomes_and_reaches(kernel)[0], 255 * np.max(kernel)),
            ),
            Mistake(
                minus_counted_as_plus,
                view=lambda kernel: (becomes_and_reaches(kernel)[0], 255 * np.abs(kernel).sum()),
            ),
        ),
    ),
)
