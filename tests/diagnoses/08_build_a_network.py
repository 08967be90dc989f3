"""Answers to chapter 8."""

import numpy as np
from edited import cases

import convbook as cb


def merged_by_impulse(a, b):
    """What a single bright pixel shows, turned back."""
    n = len(a) + len(b) - 1
    impulse = np.zeros((2 * n - 1, 2 * n - 1))
    impulse[n - 1, n - 1] = 1
    return cb.conv2d(cb.conv2d(impulse, a), b)[::-1, ::-1]


def merged_by_convolution(a, b):
    return cb.conv2d(np.pad(a, len(b) - 1), b[::-1, ::-1])


def loss_in_a_loop(scores, labels):
    total = 0
    for row, label in zip(scores, labels, strict=True):
        total -= np.log(np.exp(row[label]) / sum(np.exp(row)))
    return total / len(labels)


def by_layers(pictures, kernels, bias, dense, dense_bias):
    maps = cb.conv_layer(pictures, kernels, bias)
    maps[maps < 0] = 0
    return cb.conv_layer(cb.pool(maps, 2), dense, dense_bias)[:, 0, 0]


def pool_first(pictures, kernels, bias, dense, dense_bias):
    """The maximum and ReLU may change places."""
    pooled = np.maximum(cb.pool(cb.conv_layer(pictures, kernels, bias), 2), 0)
    return np.einsum("nijk,dijk->nd", pooled, dense) + dense_bias


def with_a_loop(x, grad):
    slopes = np.zeros_like(x, dtype=float)
    for i, j in np.ndindex(grad.shape):
        places = [(2 * i + m, 2 * j + n) for m in (0, 1) for n in (0, 1)]
        slopes[max(places, key=lambda place: x[place])] += grad[i, j]
    return slopes


CASES = cases(
    {
        "merged_kernel": [
            ("right", merged_by_impulse),
            ("right", merged_by_convolution),
            ("overwritten", "+=", "="),
            ("b_turned", "b[m, n]", "b[G - 1 - m, G - 1 - n]"),
            ("b_turned", lambda a, b: cb.conv2d(np.pad(a, len(b) - 1), b)),
            ("a_turned", "* a", "* a[::-1, ::-1]"),
            ("both_turned", "return merged", "return merged[::-1, ::-1]"),
            ("b_on_its_side", "b[m, n]", "b[n, m]"),
            ("only_a", "b[m, n] * a", "(m == n == 0) * a"),
            ("all_times_the_sum", "b[m, n] * a", "b.sum() * a * (m == n == 0)"),
            ("shape", "F + G - 1, F + G - 1", "F + G, F + G"),
            ("shape", "return merged", "return merged[1:-1, 1:-1]"),
        ],
        "mean_loss": [
            ("right", loss_in_a_loop),
            ("right", "np.exp(scores)", "np.exp(scores - scores.max(axis=1, keepdims=True))"),
            ("sum_not_mean", ".mean()", ".sum()"),
            ("without_minus", "-np.log", "np.log"),
            ("log_of_the_mean", "np.log(right).mean()", "np.log(right.mean())"),
            ("no_log", "-np.log(right)", "right"),
            ("one_minus", "-np.log(right)", "(1 - right)"),
            ("log_10", "np.log(", "np.log10("),
            ("log_2", "np.log(", "np.log2("),
            ("along_the_batch", "axis=1", "axis=0"),
            ("over_everything", "powers.sum(axis=1, keepdims=True)", "powers.sum()"),
            ("all_digits", "-np.log(right)", "-np.log(probabilities)"),
            ("best_digit", "-np.log(right)", "-np.log(probabilities.max(axis=1))"),
            ("scores_for_logs", "-np.log(right).mean()", "-scores[np.arange(len(labels)), labels].mean()"),
            ("other", "-np.log(right).mean()", "-np.log(right)"),
        ],
        "scores_of": [
            ("right", by_layers),
            ("right", pool_first),
            (
                "no_relu",
                "np.maximum(cb.conv_layer(pictures, kernels, bias), 0)",
                "cb.conv_layer(pictures, kernels, bias)",
            ),
            ("mean_pooling", "cb.pool(maps, 2)", 'cb.pool(maps, 2, kind="mean")'),
            (
                "absolute",
                "np.maximum(cb.conv_layer(pictures, kernels, bias), 0)",
                "abs(cb.conv_layer(pictures, kernels, bias))",
            ),
            ("negative_half", "np.maximum", "np.minimum"),
            ("no_bias", "kernels, bias), 0", "kernels), 0"),
            ("no_dense_bias", " + dense_bias", ""),
            (
                "bias_after_relu",
                "np.maximum(cb.conv_layer(pictures, kernels, bias), 0)",
                "np.maximum(cb.conv_layer(pictures, kernels), 0) + bias",
            ),
            (
                "relu_on_scores",
                "return pooled",
                "return relu(pooled",
                ".T + dense_bias",
                ".T + dense_bias)",
                "def scores_of",
                "relu = lambda x: np.maximum(x, 0)\ndef scores_of",
            ),
            ("one_picture_only", "+ dense_bias", "+ dense_bias)[0]", "return pooled", "return (pooled"),
            ("no_pooling_but_every_second", "cb.pool(maps, 2)", "maps[:, :-1:2, :-1:2]"),
            ("raised", "cb.pool(maps, 2)", "maps"),
        ],
        "to_torch": [
            ("right", lambda x: np.moveaxis(x, 3, 1)),
            ("right", lambda x: np.rollaxis(x, 3, 1)),
            ("reshaped", "x.transpose(0, 3, 1, 2)", "x.reshape(len(x), x.shape[3], x.shape[1], x.shape[2])"),
            ("rows_and_columns", "0, 3, 1, 2", "0, 3, 2, 1"),
            ("batch_moved", "0, 3, 1, 2", "3, 0, 1, 2"),
            ("inverse", "0, 3, 1, 2", "0, 2, 3, 1"),
            ("all_turned", "x.transpose(0, 3, 1, 2)", "x.transpose()"),
            ("one_swap", "0, 3, 1, 2", "0, 2, 1, 3"),
            ("shape", "x.transpose(0, 3, 1, 2)", "x[0].transpose(2, 0, 1)"),
        ],
        "sizes": [
            ("right", lambda: (1, 10)),
            ("right", lambda: [100, 13]),
            ("right", lambda: np.array([3, 12])),
            ("not_pooled", lambda: (3, 14)),
            ("F_first", lambda: (12, 19)),
            ("the_other_way_round", lambda: (20, 2)),
            ("one_score", lambda: (12, 7)),
            ("flat_scores", lambda: (20, 4)),
        ],
        "safe_softmax": [
            ("right", "scores - scores.max()", "scores - np.sort(scores)[-1]"),
            ("overflow", "np.exp(scores - scores.max())", "np.exp(scores)"),
            ("smallest_subtracted", "scores.max()", "scores.min()"),
            ("mean_subtracted", "scores.max()", "scores.mean()"),
            ("not_divided", "powers / powers.sum()", "powers"),
            ("divided_by_the_largest", "scores - scores.max()", "scores / (abs(scores).max() or 1)"),
            ("largest_only", "powers / powers.sum()", "(scores == scores.max()) * 1.0"),
        ],
        "relu_slopes": [
            ("right", lambda maps, grad: np.where(maps > 0, grad, 0)),
            ("right", "maps > 0", "maps >= 0"),
            ("right", "maps > 0", "np.maximum(maps, 0) > 0"),
            ("the_other_half", "maps > 0", "maps < 0"),
            ("times_the_map", "(maps > 0)", "np.maximum(maps, 0)"),
            ("sign_of_the_slope", "grad * (maps > 0)", "np.maximum(grad, 0)"),
            ("everything", " * (maps > 0)", ""),
            ("signs", "(maps > 0)", "np.sign(maps)"),
            ("ones", "grad * (maps > 0)", "(maps > 0) * 1.0"),
            ("both", "grad * (maps > 0)", "np.maximum(grad, 0) * (maps > 0)"),
            ("after_the_mean", "(maps > 0)", "(np.maximum(maps, 0) > np.maximum(maps, 0).mean())"),
        ],
        "max_slopes": [
            ("right", with_a_loop),
            ("right", lambda x, grad: cb.pool_backward(x[..., None], 2, grad[..., None])[..., 0]),
            (
                "all_equal_ones",
                lambda x, grad: (
                    np.kron(grad, np.ones((2, 2)))
                    * (x == np.kron(cb.pool(x[..., None], 2)[..., 0], np.ones((2, 2))))
                ),
            ),
            ("to_all_four", lambda x, grad: np.kron(grad, np.ones((2, 2)))),
            ("as_for_a_mean", lambda x, grad: np.kron(grad, np.ones((2, 2))) / 4),
            ("last_of_the_ties", "window.argmax()", "3 - window.ravel()[::-1].argmax()"),
            ("smallest", "argmax", "argmin"),
            ("upper_left", "divmod(window.argmax(), 2)", "0, 0"),
            ("times_the_pixel", "grad[i, j]", "grad[i, j] * window.max()"),
        ],
        "split": [
            ("right", lambda order, learn: tuple(np.split(order, [learn]))),
            ("one_in_both", "order[learn:]", "order[learn - 1 :]"),
            ("all_in_both", "order[learn:]", "order"),
            ("test_from_the_start", "order[learn:]", "order[: len(order) - learn]"),
            ("one_lost", "order[learn:]", "order[learn + 1 :]"),
            ("swapped", "return order[:learn], order[learn:]", "return order[learn:], order[:learn]"),
            ("learns_from_all", "order[:learn],", "order,"),
            ("in_old_order", "return order[:learn]", "order = np.sort(order)\n    return order[:learn]"),
            ("shuffled_twice", "order[learn:]", "order[::-1][learn:]"),
        ],
    }
)
