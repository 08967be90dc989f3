"""Chapter 2: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`.

A mistake is written as short as it can be: what counts is what it returns.
"""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import integers, weights

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


def filtered(*rows):
    """What a kernel with these rows makes of an image, as a function."""
    return lambda image: cb.conv2d(image, np.array(rows))


def wrapped(values):
    """What whole numbers become in a `uint8`, on every kind of processor."""
    return values.astype(int).astype(np.uint8)


@Exercise(
    probes=((TINY[:3, :4],), (TINY,), (CROP,), (EIGHTHS,)),
    reference=lambda image: cb.conv2d(image, cb.KERNELS["prewitt_vertical"]),
)
def right_minus_left(image):
    answers = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(answers.shape[0]):
        for j in range(answers.shape[1]):
            left = image[i : i + 3, j].sum()
            right = image[i : i + 3, j + 2].sum()
            answers[i, j] = right - left
    return answers


right_minus_left.mistakes(
    only_left=filtered([-1, 0, 0], [-1, 0, 0], [-1, 0, 0]),
    next_column=filtered([-1, 1, 0], [-1, 1, 0], [-1, 1, 0]),
    left_minus_right=lambda image: -right_minus_left(image),
    lower_minus_upper=lambda image: cb.conv2d(image, cb.KERNELS["prewitt_horizontal"]),
    without_sign=lambda image: np.abs(right_minus_left(image)),
    two_rows=lambda image: cb.conv2d(image[:-1], np.array([[-1, 0, 1], [-1, 0, 1]])),
)


def greys(picture):
    """The nearest multiples of 3, which all right answers are: however one rounds, it is the same."""
    if not isinstance(picture, np.ndarray) or picture.dtype.kind not in "iuf":
        raise ValueError(picture)
    return 3 * np.rint(picture / 3)


@Exercise(
    probes=((STEPS,), (PIXELS[:4, :4],), (PIXELS,)),
    reference=lambda pixels: np.abs(gradient(pixels)[1]) / 4,
    view=greys,
)
def edge_picture(pixels):
    answers = cb.conv2d(pixels, cb.KERNELS["sobel_horizontal"])
    return (np.abs(answers) / 4).astype(np.uint8)


edge_picture.mistakes(
    as_it_was=lambda pixels: wrapped(np.maximum(gradient(pixels)[1], 0)),
    half_missing=lambda pixels: np.maximum(gradient(pixels)[1], 0) / 4,
    one_side=lambda pixels: gradient(pixels)[1].clip(0, 255),
    too_large=lambda pixels: wrapped(np.abs(gradient(pixels)[1])),
    sign_kept=lambda pixels: wrapped(gradient(pixels)[1] / 4),
    cut_off=lambda pixels: np.abs(gradient(pixels)[1]).clip(0, 255),
    from_0_to_1=lambda pixels: np.abs(gradient(pixels)[1]) / 1020,
)


@edge_picture.mistake
def scale_of_its_own(pixels):
    strength = np.abs(gradient(pixels)[1])
    return (strength / strength.max() * 255).astype(np.uint8)


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


@Exercise(view=finds_slash_only)
def diagonal():
    return np.array([[-2, -1, 0], [-1, 0, 1], [0, 1, 2]])


diagonal.mistakes(  # each with the view in which it looks right
    drawn_in=(
        lambda: np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0]]),
        lambda kernel: (not keeps_silent(kernel)[0], True, True),
    ),
    other_diagonal=(lambda: np.fliplr(diagonal()), lambda kernel: finds_slash_only(np.fliplr(kernel))),
    both_diagonals=(
        lambda: cb.KERNELS["sobel_horizontal"],
        lambda kernel: (True, not keeps_silent(kernel)[1], True),
    ),
    neither=(lambda: np.array([[0, 1, 0], [-1, 0, -1], [0, 1, 0]]), keeps_silent),
)


@Exercise(
    probes=((TINY[:3, :4],), (TINY,), (CROP,), (EIGHTHS,)),
    reference=lambda image: cb.conv2d(image, cb.KERNELS["laplace"]),
)
def laplace(image):
    answers = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(answers.shape[0]):
        for j in range(answers.shape[1]):
            window = image[i : i + 3, j : j + 3]
            answers[i, j] = window.sum() - 9 * window[1, 1]
    return answers


def counted_in_image(image, first):
    answers = np.zeros(np.subtract(image.shape, 2))
    for i, j in np.ndindex(answers.shape):
        window = image[i : i + 3, j : j + 3]
        answers[i, j] = window.sum() - 9 * window[i + first, j + first]
    return answers


laplace.mistakes(
    corner=filtered([-8, 1, 1], [1, 1, 1], [1, 1, 1]),
    middle_in_the_image=lambda image: counted_in_image(image, 1),
    corner_in_the_image=lambda image: counted_in_image(image, 0),
    eight_times=lambda image: laplace(image) + image[1:-1, 1:-1],
    pixel_minus_neighbours=lambda image: -laplace(image),
    four_neighbours=filtered([0, 1, 0], [1, -4, 1], [0, 1, 0]),
    counted_from_one=filtered([1, 1, 1], [1, 1, 1], [1, 1, -8]),
)


@Exercise(
    probes=(
        (TINY, np.array([-1, 0, 1]), np.array([1, 2, 1])),
        (CROP, np.array([2, -1]), np.array([1, 0, 3, 1])),
        (EIGHTHS, np.array([1, 4, -2]), np.array([3])),
    ),
    reference=lambda image, down, across: cb.conv2d(image, np.outer(down, across)),
)
def two_passes(image, down, across):
    smoothed = cb.conv2d(image, across[np.newaxis])
    return cb.conv2d(smoothed, down[:, np.newaxis])


two_passes.mistakes(
    first_pass_only=lambda image, down, across: cb.conv2d(image, across[np.newaxis]),
    second_pass_only=lambda image, down, across: cb.conv2d(image, down[:, np.newaxis]),
    both_across=lambda image, down, across: cb.conv2d(cb.conv2d(image, across[np.newaxis]), down[np.newaxis]),
    exchanged=lambda image, down, across: two_passes(image, across, down),
    turned_round=lambda image, down, across: two_passes(image, down[::-1], across),
)


@Exercise(
    probes=((RIVALS,), (CROP,), (EIGHTHS,), (PIXELS,)),
    view=lambda place: integers(place, 2),
)
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


strongest_edge.mistakes(
    place_of_answer=lambda image: place_of_largest(np.hypot(*gradient(image))),
    border_wins=lambda image: place_of_largest(np.hypot(*gradient(image, padding=1))),
    signs_cancel=lambda image: middle_of_largest(sum(gradient(image))),
    horizontal_only=lambda image: middle_of_largest(np.abs(gradient(image)[1])),
    vertical_only=lambda image: middle_of_largest(np.abs(gradient(image)[0])),
    sizes_added=lambda image: middle_of_largest(sum(map(np.abs, gradient(image)))),
    column_first=lambda image: strongest_edge(image)[::-1],
)


def angle(Gx, Gy):
    return np.degrees(np.arctan2(Gy, Gx))


def of_the_complex_number(image):
    Gx, Gy = gradient(image)
    return np.angle(Gx + 1j * Gy, deg=True)


@Exercise(
    probes=((SHELF,), (TINY[:3, :4],), (CROP[:, :8],), (EIGHTHS,)),
    reference=of_the_complex_number,
)
def directions(image):
    Gx = cb.conv2d(image, cb.KERNELS["sobel_vertical"])
    Gy = cb.conv2d(image, cb.KERNELS["sobel_horizontal"])
    return np.degrees(np.arctan2(Gy, Gx))


directions.mistakes(
    names_mixed_up=lambda image: angle(*reversed(gradient(image))),
    vertical_twice=lambda image: angle(gradient(image)[0], gradient(image)[0]),
    horizontal_twice=lambda image: angle(gradient(image)[1], gradient(image)[1]),
    along_the_edge=lambda image: directions(image) + 90,
    counted_upwards=lambda image: -directions(image),
    up_to_360=lambda image: directions(image) % 360,
)


@Exercise(
    probes=((np.array([[10, 10, 80, 80, 50]], dtype=np.uint8),), (STEPS.T,), (PIXELS,)),
    reference=filtered([-1, 0, 1]),
)
def change(pixels):
    pixels = pixels.astype(int)
    return pixels[:, 2:] - pixels[:, :-2]


change.mistakes(
    too_late=lambda pixels: wrapped(change(pixels)),
    into_int8=lambda pixels: change(pixels).astype(np.int8),
    size_of_change=lambda pixels: np.abs(change(pixels)),
    steps_up_only=lambda pixels: np.maximum(change(pixels), 0),
    cut_at_both_ends=lambda pixels: change(pixels).clip(-128, 127),
    other_way_round=lambda pixels: -change(pixels),
)


@Exercise(
    probes=((TINY, 2), (TINY, 3), (CROP, 1), (EIGHTHS, 4)),
    reference=lambda image, F: cb.conv2d(image, np.full((F, F), 1 / (F * F))),
)
def blur(image, F):
    output = np.zeros((image.shape[0] - F + 1, image.shape[1] - F + 1))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            output[i, j] = image[i : i + F, j : j + F].sum() / F**2
    return output


blur.mistakes(
    always_nine=lambda image, F: blur(image, F) * F**2 / 9,
    divided_by_F=lambda image, F: blur(image, F) * F,
    not_divided=lambda image, F: blur(image, F) * F**2,
    whole_numbers=lambda image, F: np.floor(blur(image, F)),
)


def becomes_and_reaches(kernel):
    """What a flat region of 100 becomes, and the largest answer to pixels from 0 to 255."""
    kernel = weights(kernel, 3, 3)
    return np.round(100 * kernel.sum(), 6), np.round(255 * kernel[kernel > 0].sum(), 6)


@Exercise(view=becomes_and_reaches)
def wide_range():
    return np.array([[0, -1, 0], [0, 2, 0], [0, 0, 0]])


wide_range.mistakes(  # each with the view in which it looks right
    sum_of_0=(
        lambda: np.array([[0, -2, 0], [0, 2, 0], [0, 0, 0]]),
        lambda kernel: np.add(becomes_and_reaches(kernel), (100, 0)),
    ),
    doubled=(
        lambda: 2 * cb.KERNELS["identity"],
        lambda kernel: np.multiply(becomes_and_reaches(kernel), (0.5, 1)),
    ),
    stays_inside=(
        lambda: cb.KERNELS["blur"],
        lambda kernel: np.multiply(becomes_and_reaches(kernel), (1, 2)),
    ),
    largest_weight=(
        lambda: np.array([[0, -2, 0], [0, 2, 1], [0, 0, 0]]),
        lambda kernel: (becomes_and_reaches(kernel)[0], 255 * np.max(kernel)),
    ),
    minus_counted_as_plus=(
        lambda: np.array([[0, -0.5, 0], [0, 1.5, 0], [0, 0, 0]]),
        lambda kernel: (becomes_and_reaches(kernel)[0], 255 * np.abs(kernel).sum()),
    ),
)
