"""Chapter 7: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`."""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import weights

RNG = np.random.default_rng(7)


def whole(*shape):
    """Random whole numbers, none of them 0, so that nothing hides what is left out."""
    return RNG.integers(1, 6, shape) * RNG.choice([-1, 1], shape)


def one_filter(kernel):
    return kernel[np.newaxis, :, :, np.newaxis]


def backward(image, kernel, error, S=1, P=0):
    """The slopes at the pixels and at the weights of one channel and one filter."""
    slopes = cb.conv_layer_backward(
        image[:, :, np.newaxis], one_filter(kernel), error[:, :, np.newaxis], stride=S, padding=P
    )
    return slopes[0][:, :, 0], slopes[1][0, :, :, 0]


# --- the slopes of the weights

SIZES = ((4, 5, 2, 2), (5, 4, 3, 3), (3, 6, 1, 1), (6, 7, 3, 3), (4, 4, 4, 4))  # H, W, and F twice


def at_weights(image, error):
    FH, FW = (n - k + 1 for n, k in zip(image.shape, error.shape, strict=True))
    return backward(image, np.zeros((FH, FW)), error)[1]


@Exercise(
    probes=tuple((whole(H, W), whole(H - F + 1, W - F + 1), F) for H, W, F, _ in SIZES),
    reference=lambda image, error, F: at_weights(image, error),
)
def kernel_slopes(image, error, F):
    rows, columns = error.shape
    slopes = np.zeros((F, F))
    for m in range(F):
        for n in range(F):
            slopes[m, n] = (error * image[m : m + rows, n : n + columns]).sum()
    return slopes


def each_weight(value):
    """A slope for each weight, made from the errors and the pixels that it met."""

    def answer(image, error, F):
        rows, columns = error.shape
        places = np.ndindex(F, F)
        values = [value(error, image[m : m + rows, n : n + columns]) for m, n in places]
        return np.reshape(values, (F, F))

    return answer


kernel_slopes.mistakes(
    first_window_only=lambda image, error, F: error[0, 0] * image[:F, :F],
    last_window_only=lambda image, error, F: error[-1, -1] * image[-F:, -F:],
    mean_of_the_products=each_weight(lambda error, pixels: (error * pixels).mean()),
    sign=each_weight(lambda error, pixels: -(error * pixels).sum()),
    error_summed_first=each_weight(lambda error, pixels: error.sum() * pixels.sum()),
    pixels_only=each_weight(lambda error, pixels: pixels.sum()),
    squared=each_weight(lambda error, pixels: (error**2 * pixels).sum()),
    twice=each_weight(lambda error, pixels: 2 * (error * pixels).sum()),
    sizes_of_errors=each_weight(lambda error, pixels: (abs(error) * pixels).sum()),
    half_a_turn=lambda image, error, F: at_weights(image, error)[::-1, ::-1],
    rows_and_columns=lambda image, error, F: at_weights(image, error).T,
    errors_turned=lambda image, error, F: at_weights(image, error[::-1, ::-1]),
)


# --- the slopes of the pixels


def at_pixels(kernel, error, H, W):
    return backward(np.zeros((H, W)), kernel, error)[0]


@Exercise(
    probes=tuple((whole(F, F), whole(H - F + 1, W - F + 1), H, W) for H, W, F, _ in SIZES),
    reference=at_pixels,
)
def pixel_slopes(kernel, error, H, W):
    F = kernel.shape[0]
    slopes = np.zeros((H, W))
    for i in range(error.shape[0]):
        for j in range(error.shape[1]):
            slopes[i : i + F, j : j + F] += error[i, j] * kernel
    return slopes


def laid_down(put, size=lambda H, W, F: (H, W)):
    """The loop of the solution, with another way to put a copy of the kernel down."""

    def answer(kernel, error, H, W):
        slopes = np.zeros(size(H, W, kernel.shape[0]))
        for i, j in np.ndindex(error.shape):
            put(slopes, i, j, error[i, j], kernel)
        return slopes

    return answer


def assign(slopes, i, j, error, kernel):
    slopes[i : i + len(kernel), j : j + len(kernel)] = error * kernel


def windows_over(H, W, F):
    """How many windows hold each pixel."""
    return at_pixels(np.ones((F, F)), np.ones((H - F + 1, W - F + 1)), H, W)


pixel_slopes.mistakes(
    assigned=laid_down(assign),
    kernel_turned=lambda kernel, error, H, W: at_pixels(kernel[::-1, ::-1], error, H, W),
    rows_and_columns=lambda kernel, error, H, W: at_pixels(kernel.T, error, H, W),
    without_kernel=lambda kernel, error, H, W: at_pixels(np.ones_like(kernel), error, H, W),
    without_error=lambda kernel, error, H, W: at_pixels(kernel, np.ones_like(error), H, W),
    sign=lambda kernel, error, H, W: -at_pixels(kernel, error, H, W),
    mean_over_windows=lambda kernel, error, H, W: (
        at_pixels(kernel, error, H, W) / windows_over(H, W, len(kernel))
    ),
    last_error_only=laid_down(
        lambda slopes, i, j, error, kernel: (slopes.fill(0), assign(slopes, i, j, error, kernel))
    ),
)


# --- one step of the descent


@Exercise(
    probes=tuple(
        (whole(H, W), whole(H - F + 1, W - F + 1), whole(F, F) / 2, rate)
        for (H, W, F, _), rate in zip(SIZES, (0.5, 0.25, 0.125, 0.01, 1.0), strict=True)
    ),
)
def one_step(image, wanted, kernel, rate):
    error = cb.conv2d(image, kernel) - wanted
    slopes = cb.conv2d(image, error) / error.size
    return kernel - rate * slopes


def stepped(change):
    """A step whose kernel is `change(kernel, rate, slopes, error)`; the slopes are those of the mean."""

    def answer(image, wanted, kernel, rate):
        error = cb.conv2d(image, kernel) - wanted
        return change(kernel, rate, cb.conv2d(image, error) / error.size, error)

    return answer


one_step.mistakes(
    uphill=stepped(lambda kernel, rate, slopes, error: kernel + rate * slopes),
    sum_not_mean=stepped(lambda kernel, rate, slopes, error: kernel - rate * slopes * error.size),
    without_rate=stepped(lambda kernel, rate, slopes, error: kernel - slopes),
    only_the_slopes=stepped(lambda kernel, rate, slopes, error: slopes),
    only_the_change=stepped(lambda kernel, rate, slopes, error: -rate * slopes),
    change_with_the_wrong_sign=stepped(lambda kernel, rate, slopes, error: rate * slopes),
    slopes_minus_kernel=stepped(lambda kernel, rate, slopes, error: rate * slopes - kernel),
    divided_by_the_weights=stepped(
        lambda kernel, rate, slopes, error: kernel - rate * slopes * error.size / kernel.size
    ),
    twice=stepped(lambda kernel, rate, slopes, error: kernel - 2 * rate * slopes),
    mean_error_for_all=stepped(lambda kernel, rate, slopes, error: kernel - rate * error.mean()),
    half_a_turn=stepped(lambda kernel, rate, slopes, error: kernel - rate * slopes[::-1, ::-1]),
    output_for_error=lambda image, wanted, kernel, rate: (
        kernel - rate * cb.conv2d(image, cb.conv2d(image, kernel)) / wanted.size
    ),
    wanted_for_error=lambda image, wanted, kernel, rate: (
        kernel - rate * cb.conv2d(image, wanted) / wanted.size
    ),
)


# --- from a blank page: the slopes of a whole layer as products

PRODUCTS = tuple(
    (whole(rows, Q), whole(Q, K), whole(rows, K))
    for rows, Q, K in ((2, 3, 2), (4, 2, 3), (3, 3, 3), (6, 4, 1))
)


@Exercise(probes=PRODUCTS)
def layer_slopes(X, M, G):
    return X.T @ G, G.sum(axis=0), G @ M.T


layer_slopes.mistakes(
    M_transposed=lambda X, M, G: (G.T @ X, G.sum(axis=0), G @ M.T),
    X_transposed=lambda X, M, G: (X.T @ G, G.sum(axis=0), M @ G.T),
    both_transposed=lambda X, M, G: (G.T @ X, G.sum(axis=0), M @ G.T),
    mean_for_the_bias=lambda X, M, G: (X.T @ G, G.mean(axis=0), G @ M.T),
    one_bias_for_all=lambda X, M, G: (X.T @ G, G.sum(), G @ M.T),
    bias_of_each_window=lambda X, M, G: (X.T @ G, G.sum(axis=1), G @ M.T),
    bias_without_slope=lambda X, M, G: (X.T @ G, np.zeros(G.shape[1]), G @ M.T),
    bias_of_ones=lambda X, M, G: (X.T @ G, np.full(G.shape[1], len(G)), G @ M.T),
    means_of_windows=lambda X, M, G: (X.T @ G / len(G), G.mean(axis=0), G @ M.T),
    mean_for_the_weights=lambda X, M, G: (X.T @ G / len(G), G.sum(axis=0), G @ M.T),
    pixels_first=lambda X, M, G: (G @ M.T, G.sum(axis=0), X.T @ G),
    bias_last=lambda X, M, G: (X.T @ G, G @ M.T, G.sum(axis=0)),
    sign=lambda X, M, G: (-X.T @ G, -G.sum(axis=0), -G @ M.T),
)


# --- a slope by trying


def cubic(weights):
    """A loss that is curved, so that one side of a weight is not like the other."""
    return float((weights**3).sum() + weights[0] * weights[-1])


@Exercise(
    probes=tuple(
        (cubic, np.array(weights), i, step)
        for weights, i, step in (
            ([1.0, 2.0], 0, 0.5),
            ([2.0, -1.0, 3.0], 1, 0.25),
            ([0.5, 1.5, -2.0], 2, 0.125),
            ([3.0, 1.0], 1, 0.5),
        )
    )
)
def slope_by_trying(loss, weights, i, step):
    above, below = weights.copy(), weights.copy()
    above[i] += step
    below[i] -= step
    return (loss(above) - loss(below)) / (2 * step)


def nudged(weights, i, step):
    other = weights.copy()
    other[i] += step
    return other


def tried(slope):
    """A slope from the losses above, here and below, and the step."""
    return lambda loss, weights, i, step: slope(
        loss(nudged(weights, i, step)), loss(weights), loss(nudged(weights, i, -step)), step
    )


slope_by_trying.mistakes(
    one_side=tried(lambda above, here, below, step: (above - here) / step),
    other_side=tried(lambda above, here, below, step: (here - below) / step),
    one_step_for_two=tried(lambda above, here, below, step: (above - below) / step),
    not_divided=tried(lambda above, here, below, step: above - below),
    divided_by_two=tried(lambda above, here, below, step: (above - below) / 2),
    times_half_the_step=tried(lambda above, here, below, step: (above - below) / 2 * step),
    sign=tried(lambda above, here, below, step: (below - above) / (2 * step)),
    all_weights_moved=lambda loss, weights, i, step: (
        (loss(weights + step) - loss(weights - step)) / (2 * step)
    ),
    stays_nudged=tried(lambda above, here, below, step: (above - here) / (2 * step)),
    first_weight=lambda loss, weights, i, step: slope_by_trying(loss, weights, 0, step),
)


# --- another kernel with the same map

PICTURE = np.array([[3, 1, 4, 2], [5, 0, 0, 6], [2, 4, 1, 3]])
SOBEL = cb.KERNELS["sobel_vertical"]


def same_map(answer, turn=lambda kernel: kernel):
    """The two outputs of a kernel of 3 × 3, and whether it is not Sobel's."""
    kernel = weights(answer, 3, 3)
    first, second = cb.conv2d(PICTURE, turn(kernel))[0].tolist()
    return first, second, not np.array_equal(kernel, SOBEL)


@Exercise(view=same_map)
def another_kernel():
    kernel = cb.KERNELS["sobel_vertical"].copy()
    kernel[1, 1] = 100
    return kernel


def with_weights(**changed):
    """Sobel's kernel with other weights: m1n2=5 is weight (1, 2)."""
    kernel = SOBEL.copy()
    for place, weight in changed.items():
        kernel[int(place[1]), int(place[3])] = weight
    return kernel


another_kernel.mistakes(
    sobel_itself=(lambda: SOBEL, lambda answer: (*same_map(answer)[:2], True)),
    flipped=(
        lambda: with_weights(m1n1=7)[::-1, ::-1],
        lambda answer: same_map(answer, lambda kernel: kernel[::-1, ::-1]),
    ),
    rows_and_columns=(
        lambda: with_weights(m1n1=7).T,
        lambda answer: same_map(answer, lambda kernel: kernel.T),
    ),
    first_window_only=(
        lambda: with_weights(m1n2=5),
        lambda answer: (same_map(answer)[0], same_map(SOBEL)[1], same_map(answer)[2]),
    ),
    second_window_only=(
        lambda: with_weights(m1n0=4),
        lambda answer: (same_map(SOBEL)[0], *same_map(answer)[1:]),
    ),
)


# --- bug hunt, the stride

STRIDED = tuple(
    (whole(H, W), whole((H - F) // S + 1, (W - F) // S + 1), F, S)
    for H, W, F, S in ((3, 5, 1, 2), (5, 7, 2, 2), (6, 8, 3, 3), (7, 5, 3, 2), (4, 5, 2, 1))
)


@Exercise(
    probes=STRIDED,
    reference=lambda image, error, F, S: backward(image, np.zeros((F, F)), error, S)[1],
)
def strided_slopes(image, error, F, S):
    slopes = np.zeros((F, F))
    for i in range(error.shape[0]):
        for j in range(error.shape[1]):
            slopes += error[i, j] * image[i * S : i * S + F, j * S : j * S + F]
    return slopes


def windows_at(row, column):
    """The loop of the solution, with windows that begin somewhere else."""

    def answer(image, error, F, S):
        slopes = np.zeros((F, F))
        for i, j in np.ndindex(error.shape):
            y, x = row(i, S, F), column(j, S, F)
            slopes += error[i, j] * image[y : y + F, x : x + F]
        return slopes

    return answer


strided_slopes.mistakes(
    no_stride=windows_at(lambda i, S, F: i, lambda j, S, F: j),
    rows_only=windows_at(lambda i, S, F: i * S, lambda j, S, F: j),
    columns_only=windows_at(lambda i, S, F: i, lambda j, S, F: j * S),
    every_S_th_error=lambda image, error, F, S: sum(
        error[i, j] * image[i : i + F, j : j + F]
        for i in range(0, error.shape[0], S)
        for j in range(0, error.shape[1], S)
    ),
    divided_by_the_stride=lambda image, error, F, S: strided_slopes(image, error, F, S) / S**2,
    last_window_only=lambda image, error, F, S: (
        error[-1, -1] * image[(error.shape[0] - 1) * S :, (error.shape[1] - 1) * S :][:F, :F]
    ),
    F_for_S=windows_at(lambda i, S, F: min(i * F, i * S), lambda j, S, F: min(j * F, j * S)),
)


# --- bug hunt, the padding

PADDED = tuple(
    (whole(F, F), whole(H + 2 * P - F + 1, W + 2 * P - F + 1), P)
    for H, W, F, P in ((2, 3, 2, 0), (3, 4, 3, 1), (4, 3, 2, 1), (3, 5, 5, 2), (4, 4, 1, 0))
)


def with_border(kernel, error):
    """The slopes at all pixels of the padded picture."""
    size = (n + len(kernel) - 1 for n in error.shape)
    return at_pixels(kernel, error, *size)


@Exercise(
    probes=PADDED,
    reference=lambda kernel, error, P: with_border(kernel, error)[
        P : with_border(kernel, error).shape[0] - P, P : with_border(kernel, error).shape[1] - P
    ],
)
def slopes_inside(kernel, error, P):
    F = kernel.shape[0]
    H, W = error.shape[0] + F - 1, error.shape[1] + F - 1
    slopes = np.zeros((H, W))
    for i in range(error.shape[0]):
        for j in range(error.shape[1]):
            slopes[i : i + F, j : j + F] += error[i, j] * kernel
    return slopes[P : H - P, P : W - P]


slopes_inside.mistakes(
    border_kept=lambda kernel, error, P: with_border(kernel, error),
    empty_without_padding=lambda kernel, error, P: with_border(kernel, error)[P:-P, P:-P],
    one_side_only=lambda kernel, error, P: with_border(kernel, error)[P:, P:],
    other_side_only=lambda kernel, error, P: with_border(kernel, error)[
        : with_border(kernel, error).shape[0] - P, : with_border(kernel, error).shape[1] - P
    ],
    twice_the_padding=lambda kernel, error, P: with_border(kernel, error)[2 * P :, 2 * P :],
    rows_only=lambda kernel, error, P: with_border(kernel, error)[P : len(with_border(kernel, error)) - P],
    border_zeroed=lambda kernel, error, P: zeroed(with_border(kernel, error), P),
)


def zeroed(slopes, P):
    inside = np.zeros_like(slopes)
    H, W = slopes.shape
    inside[P : H - P, P : W - P] = slopes[P : H - P, P : W - P]
    return inside


# --- bug hunt, the direction and the bias


@Exercise(
    probes=tuple(
        (whole(H, W), whole(H - F + 1, W - F + 1), whole(F, F) / 2, b)
        for (H, W, F, _), b in zip(SIZES, (0.5, -1.0, 2.0, 0.25, 1.5), strict=True)
    )
)
def step_with_bias(image, wanted, kernel, b):
    error = cb.conv2d(image, kernel) + b - wanted
    kernel = kernel - 0.125 * cb.conv2d(image, error)
    b = b - 0.125 * error.sum()
    return kernel, b


def with_bias_step(weights, bias):
    """A step that changes the kernel by `weights(slopes, error)` and the bias by `bias(error)`."""

    def answer(image, wanted, kernel, b):
        error = cb.conv2d(image, kernel) + b - wanted
        return kernel + weights(cb.conv2d(image, error), error), b + bias(error)

    return answer


def down(slopes, error):
    return -0.125 * slopes


step_with_bias.mistakes(
    mean_for_the_bias=with_bias_step(down, lambda error: -0.125 * error.mean()),
    bias_uphill=with_bias_step(down, lambda error: 0.125 * error.sum()),
    both_uphill=with_bias_step(lambda slopes, error: 0.125 * slopes, lambda error: 0.125 * error.sum()),
    kernel_uphill=with_bias_step(lambda slopes, error: 0.125 * slopes, lambda error: -0.125 * error.sum()),
    uphill_and_mean=with_bias_step(lambda slopes, error: 0.125 * slopes, lambda error: -0.125 * error.mean()),
    bias_stays=with_bias_step(down, lambda error: 0),
    bias_without_rate=with_bias_step(down, lambda error: -error.sum()),
    sizes_of_errors=with_bias_step(down, lambda error: -0.125 * abs(error).sum()),
    first_error_only=with_bias_step(down, lambda error: -0.125 * error[0, 0]),
    means=with_bias_step(
        lambda slopes, error: -0.125 * slopes / error.size, lambda error: -0.125 * error.mean()
    ),
    error_without_bias=lambda image, wanted, kernel, b: (
        step_with_bias(image, wanted, kernel, 0)[0],
        b + step_with_bias(image, wanted, kernel, 0)[1],
    ),
)
