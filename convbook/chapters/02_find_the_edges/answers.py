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
# multiples of 12, so that a quarter of Sobel's output is a multiple of 3
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
    """A function that filters an image with a kernel of these rows."""
    return lambda image: cb.conv2d(image, np.array(rows))


def wrapped(values):
    """What whole numbers become in a `uint8`, on every kind of processor."""
    return values.astype(int).astype(np.uint8)


@Exercise(
    probes=((TINY[:3, :4],), (TINY,), (CROP,), (EIGHTHS,)),
    reference=lambda image: cb.conv2d(image, cb.KERNELS["prewitt_vertical"]),
)
def right_minus_left(image):
    output = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            left = image[i : i + 3, j].sum()
            right = image[i : i + 3, j + 2].sum()
            output[i, j] = right - left
    return output


right_minus_left.mistakes(
    only_left=filtered([-1, 0, 0], [-1, 0, 0], [-1, 0, 0]),
    next_column=filtered([-1, 1, 0], [-1, 1, 0], [-1, 1, 0]),
    left_minus_right=lambda image: -right_minus_left(image),
    lower_minus_upper=lambda image: cb.conv2d(image, cb.KERNELS["prewitt_horizontal"]),
    without_sign=lambda image: np.abs(right_minus_left(image)),
    two_rows=lambda image: cb.conv2d(image[:-1], np.array([[-1, 0, 1], [-1, 0, 1]])),
    only_right=filtered([0, 0, 1], [0, 0, 1], [0, 0, 1]),
    added=filtered([1, 0, 1], [1, 0, 1], [1, 0, 1]),
    whole_window=filtered([0, 1, 1], [0, 1, 1], [0, 1, 1]),
    two_columns=filtered([-1, 1, 1], [-1, 1, 1], [-1, 1, 1]),
    lower_row=filtered([-1, 0, 0], [-1, 0, 0], [0, 1, 1]),
    middle_counts_double=filtered([-1, 0, 1], [-2, 0, 2], [-1, 0, 1]),
    means=lambda image: right_minus_left(image) / 3,
    same_column_each_time=lambda image: (
        cb.conv2d(image[:, 2:3], np.ones((3, 1))) - cb.conv2d(image[:, :-2], np.ones((3, 1)))
    ),
)


def greys(picture):
    """The nearest multiples of 3, which all right greys are: so every way to round is accepted."""
    if not isinstance(picture, np.ndarray) or picture.dtype.kind not in "iuf":
        raise ValueError(picture)
    return 3 * np.rint(picture / 3)


@Exercise(
    probes=((STEPS,), (PIXELS[:4, :4],), (PIXELS,)),
    reference=lambda pixels: np.abs(gradient(pixels)[1]) / 4,
    view=greys,
)
def edge_picture(pixels):
    output = cb.conv2d(pixels, cb.KERNELS["sobel_horizontal"])
    return (np.abs(output) / 4).astype(np.uint8)


edge_picture.mistakes(
    as_it_was=lambda pixels: wrapped(np.maximum(gradient(pixels)[1], 0)),
    half_missing=lambda pixels: np.maximum(gradient(pixels)[1], 0) / 4,
    one_side=lambda pixels: gradient(pixels)[1].clip(0, 255),
    too_large=lambda pixels: wrapped(np.abs(gradient(pixels)[1])),
    sign_kept=lambda pixels: wrapped(gradient(pixels)[1] / 4),
    cut_off=lambda pixels: np.abs(gradient(pixels)[1]).clip(0, 255),
    from_0_to_1=lambda pixels: np.abs(gradient(pixels)[1]) / 1020,
    with_signs=lambda pixels: gradient(pixels)[1],
    grey_for_no_edge=lambda pixels: ((gradient(pixels)[1] + 1020) / 8).astype(np.uint8),
    divided_by_8=lambda pixels: (np.abs(gradient(pixels)[1]) / 8).astype(np.uint8),
    everything_wraps=lambda pixels: wrapped(gradient(pixels)[1]),
    sign_taken_away_late=lambda pixels: wrapped(gradient(pixels)[1]) / 4,
    vertical_edges=lambda pixels: (np.abs(gradient(pixels)[0]) / 4).astype(np.uint8),
)


@edge_picture.mistake
def stretched(pixels):
    output = gradient(pixels)[1]
    return ((output - output.min()) / np.ptp(output) * 255).astype(np.uint8)


@edge_picture.mistake
def scale_of_its_own(pixels):
    strength = np.abs(gradient(pixels)[1])
    return (strength / strength.max() * 255).astype(np.uint8)


BACKSLASH = 9 * np.tri(7, 10)
SLASH = BACKSLASH[:, ::-1]


def keeps_silent(kernel):
    """Whether every output is 0 in a flat region, along `\\` and along `/`."""
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
    output = np.zeros((image.shape[0] - 2, image.shape[1] - 2))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            window = image[i : i + 3, j : j + 3]
            output[i, j] = window.sum() - 9 * window[1, 1]
    return output


def counted_in_image(image, first):
    output = np.zeros(np.subtract(image.shape, 2))
    for i, j in np.ndindex(output.shape):
        window = image[i : i + 3, j : j + 3]
        output[i, j] = window.sum() - 9 * window[i + first, j + first]
    return output


laplace.mistakes(
    corner=filtered([-8, 1, 1], [1, 1, 1], [1, 1, 1]),
    middle_in_the_image=lambda image: counted_in_image(image, 1),
    corner_in_the_image=lambda image: counted_in_image(image, 0),
    eight_times=lambda image: laplace(image) + image[1:-1, 1:-1],
    pixel_minus_neighbours=lambda image: -laplace(image),
    four_neighbours=filtered([0, 1, 0], [1, -4, 1], [0, 1, 0]),
    counted_from_one=filtered([1, 1, 1], [1, 1, 1], [1, 1, -8]),
    mean_of_window=filtered([1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9 - 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]),
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
    both_turned=lambda image, down, across: two_passes(image, down[::-1], across[::-1]),
    across_twice=lambda image, down, across: two_passes(image, across, across),
    across_again=lambda image, down, across: two_passes(
        two_passes(image, np.array([1]), across), down, across
    ),
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
    sign_of_the_sum=lambda image: middle_of_largest(np.abs(sum(gradient(image)))),
    larger_of_the_two=lambda image: middle_of_largest(np.max(np.abs(gradient(image)), axis=0)),
    counted_in_image=lambda image: np.add(
        np.unravel_index(np.hypot(*gradient(image)).argmax(), image.shape), 1
    ),
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
    up_to_180=lambda image: directions(image) % 180,
    up_to_270=lambda image: 90 - angle(*reversed(gradient(image))),
    against_the_edge=lambda image: directions(image) - 90,
    from_below=lambda image: 90 - directions(image),
    turned_to_fit=lambda image: angle(*reversed(gradient(image))) + 90,
    to_the_dark_side=lambda image: angle(*np.negative(gradient(image))),
    radians=lambda image: np.radians(directions(image)),
)


@directions.mistake
def half_a_circle(image):
    Gx, Gy = gradient(image)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.degrees(np.arctan(Gy / Gx))


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
    pixel_itself=lambda pixels: np.diff(pixels.astype(int))[:, 1:],
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
    rows_plus_columns=lambda image, F: blur(image, F) * F / 2,
    two_to_the_F=lambda image, F: blur(image, F) * F**2 / 2**F,
    divided_twice=lambda image, F: blur(image, F) / F**2,
    mean_by_nine=lambda image, F: blur(image, F) / 9,
)


def becomes_and_reaches(kernel):
    """What a flat region of 100 becomes, and the largest output for pixels from 0 to 255."""
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
    for_edges=(
        lambda: cb.KERNELS["sobel_vertical"],
        lambda kernel: (becomes_and_reaches(kernel)[0] + 100, 510),
    ),
    reaches_too_far=(
        lambda: cb.KERNELS["sharpen"],
        lambda kernel: np.minimum(becomes_and_reaches(kernel), (np.inf, 510)),
    ),
)


def vessel(tops, widths, noise):
    """Pixels (9, W): a dark vessel, which starts at row `tops[j]` of column j, on ground that is not even."""
    row = np.arange(9)[:, np.newaxis]
    inside = (row >= tops) & (row < np.add(tops, widths))
    return (np.where(inside, 40, 160) + noise * ((5 * row * row + 3 * np.arange(len(tops))) % 11)).astype(
        np.uint8
    )


@Exercise(
    probes=(
        (vessel([3, 3, 3, 4], [3] * 4, 1),),
        (vessel([2, 2, 3, 3, 2, 2, 1], [2, 2, 3, 3, 4, 4, 4], 2),),
        (vessel([4, 4, 3, 3, 2, 2], [4, 4, 4, 3, 3, 4], 3)[:, ::-1],),
    ),
    reference=lambda image: np.ptp(
        [gradient(image)[1].argmin(axis=0), gradient(image)[1].argmax(axis=0)], axis=0
    ),
)
def vessel_widths(image):
    Gy = cb.conv2d(image, cb.KERNELS["sobel_horizontal"])
    return Gy.argmax(axis=0) - Gy.argmin(axis=0)


def span(output, axis=0):
    """How far the largest output lies behind the smallest."""
    return output.argmax(axis=axis) - output.argmin(axis=axis)


vessel_widths.mistakes(
    upper_edges=lambda image: gradient(image)[1].argmin(axis=0),
    lower_edges=lambda image: gradient(image)[1].argmax(axis=0),
    lower_edges_in_image=lambda image: gradient(image)[1].argmax(axis=0) + 1,
    upper_minus_lower=lambda image: -vessel_widths(image),
    fences=lambda image: vessel_widths(image) + 1,
    along_rows=lambda image: span(gradient(image)[1], axis=1),
    wrong_direction=lambda image: span(gradient(image)[0]),
    no_signs=lambda image: span(np.abs(gradient(image)[1])),
    wraps=lambda image: span(wrapped(gradient(image)[1])),
    zeros_around=lambda image: span(gradient(image, padding=1)[1]),
    one_column_wide=lambda image: span(cb.conv2d(image, np.array([[-1], [0], [1]]))),
    dark_pixels=lambda image: (image < image.mean()).sum(axis=0)[1:-1],
    mean_width=lambda image: vessel_widths(image).mean(),
)
