"""Answers to chapter 7."""

import numpy as np
from edited import cases
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb


def window_by_window(image, error, F):
    slopes = np.zeros((F, F))
    for i in range(error.shape[0]):
        for j in range(error.shape[1]):
            slopes += error[i, j] * image[i : i + F, j : j + F]
    return slopes


def by_product(image, error, F):
    X = cb.im2col(image[:, :, None], F)
    return (X.T @ error.ravel()).reshape(F, F)


def gathered(kernel, error, H, W):
    """Each pixel looks for the windows that hold it."""
    F, slopes = len(kernel), np.zeros((H, W))
    for y in range(H):
        for x in range(W):
            for m in range(F):
                for n in range(F):
                    i, j = y - m, x - n
                    if 0 <= i < error.shape[0] and 0 <= j < error.shape[1]:
                        slopes[y, x] += error[i, j] * kernel[m, n]
    return slopes


def turned(kernel, error, H, W):
    return cb.conv2d(error, kernel[::-1, ::-1], padding=len(kernel) - 1)


def by_layer(X, M, G):
    return np.einsum("rq,rk->qk", X, G), np.ones(len(G)) @ G, (M @ G.T).T


def in_a_loop(image, wanted, kernel, rate):
    error, F = cb.conv2d(image, kernel) - wanted, len(kernel)
    new = kernel.copy()
    for m in range(F):
        for n in range(F):
            met = image[m : m + error.shape[0], n : n + error.shape[1]]
            new[m, n] -= rate * (error * met).mean()
    return new


def strided_view(image, error, F, S):
    windows = sliding_window_view(image, (F, F))[::S, ::S]
    return np.einsum("ij,ijmn->mn", error, windows[: error.shape[0], : error.shape[1]])


def spread_first(image, error, F, S):
    spread = np.zeros([(n - 1) * S + 1 for n in error.shape])
    spread[::S, ::S] = error
    return cb.conv2d(image, spread)[:F, :F]


def kernel_of(rows):
    return lambda: np.array(rows)


CASES = cases(
    {
        "kernel_slopes": [
            ("right", window_by_window),
            ("right", by_product),
            ("right", lambda image, error, F: cb.conv2d(image, error)),
            (
                "right",
                "(error * image[m : m + rows, n : n + columns]).sum()",
                "np.vdot(error, image[m : m + rows, n : n + columns])",
            ),
            ("sign", "(error *", "-(error *"),
            ("mean_of_the_products", ".sum()", ".mean()"),
            ("half_a_turn", "slopes[m, n]", "slopes[F - 1 - m, F - 1 - n]"),
            ("rows_and_columns", "slopes[m, n]", "slopes[n, m]"),
            ("errors_turned", "(error *", "(error[::-1, ::-1] *"),
            ("squared", "(error *", "(error**2 *"),
            ("sizes_of_errors", "(error *", "(abs(error) *"),
            ("twice", "(error *", "(2 * error *"),
            ("pixels_only", "error * ", ""),
            ("first_window_only", lambda image, error, F: error[0, 0] * image[:F, :F]),
            (
                "last_window_only",
                lambda image, error, F: error[-1, -1] * image[-F:, -F:],
            ),
            (
                "error_summed_first",
                "(error * image[m : m + rows, n : n + columns]).sum()",
                "error.sum() * image[m : m + rows, n : n + columns].sum()",
            ),
            ("raised", "m : m + rows", "m : rows"),
            ("shape", "return slopes", "return slopes[0]"),
            ("shape", "return slopes", "return slopes[None]"),
            ("none", "return slopes", "return None"),
        ],
        "pixel_slopes": [
            ("right", gathered),
            ("right", turned),
            (
                "right",
                lambda kernel, error, H, W: cb.col2im(
                    error.reshape(-1, 1) @ kernel.reshape(1, -1), (H, W, 1), len(kernel)
                )[:, :, 0],
            ),
            ("assigned", "+=", "="),
            ("kernel_turned", "* kernel", "* kernel[::-1, ::-1]"),
            ("kernel_turned", lambda kernel, error, H, W: cb.conv2d(error, kernel, padding=len(kernel) - 1)),
            ("rows_and_columns", "* kernel", "* kernel.T"),
            ("without_kernel", " * kernel", ""),
            ("without_error", "error[i, j] * ", ""),
            ("sign", "+=", "-="),
            (
                "last_error_only",
                "    for i in",
                "    for i in",
                "            slopes[",
                "            slopes[:] = 0; slopes[",
            ),
            ("raised", "i : i + F", "i * F : i * F + F"),
            ("shape", "return slopes", "return slopes[1:, 1:]"),
        ],
        "one_step": [
            ("right", in_a_loop),
            ("right", "/ error.size", "* (1 / error.size)"),
            ("right", "kernel - rate * slopes", "kernel + rate * -slopes"),
            ("right", "cb.conv2d(image, kernel) - wanted", "-(wanted - cb.conv2d(image, kernel))"),
            ("uphill", "kernel - rate", "kernel + rate"),
            ("uphill", "cb.conv2d(image, kernel) - wanted", "wanted - cb.conv2d(image, kernel)"),
            ("sum_not_mean", " / error.size", ""),
            ("without_rate", "rate * ", ""),
            ("only_the_slopes", "kernel - rate * slopes", "slopes"),
            ("only_the_change", "kernel - rate", "-rate"),
            ("change_with_the_wrong_sign", "kernel - rate", "rate"),
            ("slopes_minus_kernel", "kernel - rate * slopes", "rate * slopes - kernel"),
            ("divided_by_the_weights", "error.size", "kernel.size"),
            ("twice", "rate * slopes", "2 * rate * slopes"),
            ("half_a_turn", "rate * slopes", "rate * slopes[::-1, ::-1]"),
            ("output_for_error", " - wanted", ""),
            ("wanted_for_error", "image, error)", "image, wanted)"),
            ("mean_error_for_all", "cb.conv2d(image, error) / error.size", "error.mean()"),
            ("shape", "return kernel - rate * slopes", "return error"),
        ],
        "layer_slopes": [
            ("right", by_layer),
            ("right", "G.sum(axis=0)", "sum(G)"),
            ("right", "return X.T @ G, G.sum(axis=0), G @ M.T", "return [X.T @ G, G.sum(axis=0), G @ M.T]"),
            ("mean_for_the_bias", "G.sum(axis=0)", "G.mean(axis=0)"),
            ("one_bias_for_all", "G.sum(axis=0)", "G.sum()"),
            ("bias_of_each_window", "axis=0", "axis=1"),
            ("M_transposed", "X.T @ G", "G.T @ X"),
            ("X_transposed", "G @ M.T", "M @ G.T"),
            ("both_transposed", "X.T @ G", "G.T @ X", "G @ M.T", "M @ G.T"),
            ("sign", "return X.T @ G, G.sum(axis=0), G @ M.T", "return -X.T @ G, -G.sum(axis=0), -G @ M.T"),
            ("bias_last", "G.sum(axis=0), G @ M.T", "G @ M.T, G.sum(axis=0)"),
            ("pixels_first", "X.T @ G, G.sum(axis=0), G @ M.T", "G @ M.T, G.sum(axis=0), X.T @ G"),
            ("mean_for_the_weights", "X.T @ G,", "X.T @ G / len(G),"),
            ("means_of_windows", "X.T @ G, G.sum", "X.T @ G / len(G), G.mean"),
            ("bias_without_slope", "G.sum(axis=0)", "0 * G[0]"),
            ("bias_of_ones", "G.sum(axis=0)", "np.ones_like(G).sum(axis=0)"),
            ("raised", "X.T @ G", "X @ G"),
            ("raised", "G @ M.T", "G @ M.T @ X"),
            ("length", ", G @ M.T", ""),
            ("shape", "return X.T @ G, G.sum(axis=0), G @ M.T", "return X.T @ G"),
        ],
        "slope_by_trying": [
            ("right", "(2 * step)", "2 / step"),
            (
                "right",
                "(loss(above) - loss(below)) / (2 * step)",
                "((loss(above) - loss(weights)) / step + (loss(weights) - loss(below)) / step) / 2",
            ),
            ("one_step_for_two", "(2 * step)", "step"),
            ("not_divided", " / (2 * step)", ""),
            ("divided_by_two", "(2 * step)", "2"),
            ("times_half_the_step", "(2 * step)", "2 * step"),
            ("sign", "(loss(above) - loss(below))", "(loss(below) - loss(above))"),
            ("one_side", "loss(below)) / (2 * step)", "loss(weights)) / step"),
            (
                "other_side",
                "(loss(above) - loss(below)) / (2 * step)",
                "(loss(weights) - loss(below)) / step",
            ),
            ("stays_nudged", "loss(below)", "loss(weights)"),
            ("first_weight", "[i]", "[0]"),
            ("all_weights_moved", "above[i]", "above", "below[i]", "below"),
            (
                "changed_input",
                "above, below = weights.copy(), weights.copy()",
                "above, below = weights, weights.copy()",
            ),
        ],
        "another_kernel": [
            ("right", kernel_of([[-1, 0, 1], [-2, 5, 2], [-1, 0, 1]])),
            ("right", kernel_of([[-1, 0, 1], [-2, 0.25, 2], [-1, 0, 1]])),
            ("right", lambda: [[-1, 0, 1], [-2, -3, 2], [-1, 0, 1]]),
            ("sobel_itself", kernel_of([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]])),
            ("first_window_only", kernel_of([[-1, 0, 1], [-2, 0, 3], [-1, 0, 1]])),
            ("second_window_only", kernel_of([[-1, 0, 1], [-1, 0, 2], [-1, 0, 1]])),
            ("rows_and_columns", kernel_of([[-1, -2, -1], [0, 3, 0], [1, 2, 1]])),
            ("flipped", kernel_of([[1, 0, -1], [2, 9, -2], [1, 0, -1]])),
            ("view", kernel_of(np.zeros((3, 3)))),
        ],
        "strided_slopes": [
            ("right", strided_view),
            ("right", spread_first),
            ("no_stride", "i * S : i * S + F, j * S : j * S + F", "i : i + F, j : j + F"),
            ("rows_only", "j * S : j * S + F", "j : j + F"),
            ("columns_only", "i * S : i * S + F", "i : i + F"),
            ("divided_by_the_stride", "return slopes", "return slopes / S**2"),
            ("last_window_only", "+=", "="),
            ("raised", "i * S : i * S + F", "i * S : i + F"),
        ],
        "slopes_inside": [
            ("right", "P : H - P, P : W - P", "P : P + H - 2 * P, P : P + W - 2 * P"),
            ("right", "slopes[P : H - P, P : W - P]", "slopes[P:-P, P:-P] if P else slopes"),
            ("right", "P : H - P, P : W - P", "P : -P or None, P : -P or None"),
            ("empty_without_padding", "P : H - P, P : W - P", "P:-P, P:-P"),
            ("border_kept", "slopes[P : H - P, P : W - P]", "slopes"),
            ("one_side_only", "P : H - P, P : W - P", "P:, P:"),
            ("other_side_only", "P : H - P, P : W - P", ": H - P, : W - P"),
            ("rows_only", "P : H - P, P : W - P", "P : H - P"),
            ("twice_the_padding", "P : H - P, P : W - P", "2 * P :, 2 * P :"),
        ],
        "step_with_bias": [
            ("right", "b = b - 0.125 * error.sum()", "b -= 0.125 * error.sum()"),
            ("right", "0.125 * error.sum()", "error.sum() / 8"),
            ("mean_for_the_bias", "error.sum()", "error.mean()"),
            ("uphill_and_mean", "error.sum()", "error.mean()", "kernel - 0.125", "kernel + 0.125"),
            ("kernel_uphill", "kernel - 0.125", "kernel + 0.125"),
            ("bias_uphill", "b - 0.125", "b + 0.125"),
            ("both_uphill", "b - 0.125", "b + 0.125", "kernel - 0.125", "kernel + 0.125"),
            (
                "both_uphill",
                "error = cb.conv2d(image, kernel) + b - wanted",
                "error = wanted - cb.conv2d(image, kernel) - b",
            ),
            ("bias_without_rate", "b - 0.125 * error", "b - error"),
            ("bias_stays", "    b = b - 0.125 * error.sum()\n", ""),
            ("sizes_of_errors", "error.sum()", "abs(error).sum()"),
            ("first_error_only", "error.sum()", "error[0, 0]"),
            ("error_without_bias", " + b - wanted", " - wanted"),
            (
                "means",
                "cb.conv2d(image, error)",
                "cb.conv2d(image, error) / error.size",
                "error.sum()",
                "error.mean()",
            ),
            ("shape", "return kernel, b", "return kernel"),
        ],
    }
)
