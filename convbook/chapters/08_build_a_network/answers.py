"""Chapter 8: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`."""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import integers

RNG = np.random.default_rng(8)


def whole(*shape):
    """Random whole numbers, none of them 0."""
    return RNG.integers(1, 6, shape) * RNG.choice([-1, 1], shape)


# --- two layers are one


def turned(kernel):
    return kernel[::-1, ::-1]


def full(a, b):
    """The kernel a, slid over by b wherever they touch."""
    return cb.conv2d(np.pad(a, len(b) - 1), b)


@Exercise(probes=tuple((whole(F, F), whole(G, G)) for F, G in ((2, 2), (3, 2), (3, 3), (1, 4), (2, 3))))
def merged_kernel(a, b):
    F, G = a.shape[0], b.shape[0]
    merged = np.zeros((F + G - 1, F + G - 1))
    for m in range(G):
        for n in range(G):
            merged[m : m + F, n : n + F] += b[m, n] * a
    return merged


def overwritten(a, b):
    F, G = a.shape[0], b.shape[0]
    merged = np.zeros((F + G - 1, F + G - 1))
    for m, n in np.ndindex(G, G):
        merged[m : m + F, n : n + F] = b[m, n] * a
    return merged


merged_kernel.mistakes(
    overwritten=overwritten,
    b_turned=full,
    a_turned=lambda a, b: full(turned(a), turned(b)),
    both_turned=lambda a, b: full(turned(a), b),
    b_on_its_side=lambda a, b: full(a, turned(b).T),
    only_a=lambda a, b: np.pad(a, (0, len(b) - 1)),
    middle_only=lambda a, b: full(a, turned(b))[len(b) - 1 : len(a), len(b) - 1 : len(a)],
    all_times_the_sum=lambda a, b: np.pad(a, (0, len(b) - 1)) * b.sum(),
)


# --- the loss of a batch

BATCHES = tuple((whole(N, K) / 2, RNG.integers(0, K, N)) for N, K in ((1, 2), (2, 3), (3, 3), (5, 10)))


def log_probabilities(scores, axis=1):
    return scores - np.log(np.exp(scores).sum(axis=axis, keepdims=True))


@Exercise(probes=BATCHES)
def mean_loss(scores, labels):
    powers = np.exp(scores)
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    right = probabilities[np.arange(len(labels)), labels]
    return -np.log(right).mean()


def of_the_right(values, result):
    """A loss from `values(scores)`, taken at the right digit of each picture."""
    return lambda scores, labels: result(values(scores)[np.arange(len(labels)), labels])


mean_loss.mistakes(
    sum_not_mean=of_the_right(log_probabilities, lambda logs: -logs.sum()),
    without_minus=of_the_right(log_probabilities, lambda logs: logs.mean()),
    log_of_the_mean=of_the_right(log_probabilities, lambda logs: -np.log(np.exp(logs).mean())),
    no_log=of_the_right(log_probabilities, lambda logs: np.exp(logs).mean()),
    one_minus=of_the_right(log_probabilities, lambda logs: 1 - np.exp(logs).mean()),
    log_10=of_the_right(log_probabilities, lambda logs: -logs.mean() / np.log(10)),
    log_2=of_the_right(log_probabilities, lambda logs: -logs.mean() / np.log(2)),
    along_the_batch=of_the_right(lambda scores: log_probabilities(scores, axis=0), lambda logs: -logs.mean()),
    over_everything=of_the_right(
        lambda scores: scores - np.log(np.exp(scores).sum()), lambda logs: -logs.mean()
    ),
    scores_for_logs=of_the_right(lambda scores: scores, lambda scores: -scores.mean()),
    all_digits=lambda scores, labels: -log_probabilities(scores).mean(),
    best_digit=lambda scores, labels: -log_probabilities(scores).max(axis=1).mean(),
)


# --- from a blank page: the way forward


def network(N, side, K, F):
    pooled = (side - F + 1) // 2
    return (
        whole(N, side, side, 1) / 4,
        whole(K, F, F, 1) / 2,
        whole(K) / 2,
        whole(3, pooled, pooled, K) / 4,
        whole(3) * 1.0,
    )


def through(pictures, kernels, bias, dense, dense_bias, between=lambda maps: cb.pool(np.maximum(maps, 0), 2)):
    maps = between(cb.conv_layer(pictures, kernels, bias))
    return cb.conv_layer(maps, dense, dense_bias)[:, 0, 0]


@Exercise(
    probes=tuple(network(*sizes) for sizes in ((1, 4, 1, 3), (2, 5, 2, 2), (3, 6, 3, 3), (2, 8, 2, 5))),
    reference=through,
)
def scores_of(pictures, kernels, bias, dense, dense_bias):
    maps = np.maximum(cb.conv_layer(pictures, kernels, bias), 0)
    pooled = cb.pool(maps, 2)
    return pooled.reshape(len(pictures), -1) @ dense.reshape(len(dense), -1).T + dense_bias


def with_stage(between):
    return lambda *given: through(*given, between=between)


scores_of.mistakes(
    no_relu=with_stage(lambda maps: cb.pool(maps, 2)),
    mean_pooling=with_stage(lambda maps: cb.pool(np.maximum(maps, 0), 2, kind="mean")),
    absolute=with_stage(lambda maps: cb.pool(abs(maps), 2)),
    negative_half=with_stage(lambda maps: cb.pool(np.minimum(maps, 0), 2)),
    no_pooling_but_every_second=with_stage(lambda maps: np.maximum(maps, 0)[:, :-1:2, :-1:2]),
    bias_after_relu=lambda pictures, kernels, bias, dense, dense_bias: through(
        pictures, kernels, 0 * bias, dense, dense_bias, lambda maps: cb.pool(np.maximum(maps, 0) + bias, 2)
    ),
    no_bias=lambda pictures, kernels, bias, dense, dense_bias: through(
        pictures, kernels, 0 * bias, dense, dense_bias
    ),
    no_dense_bias=lambda pictures, kernels, bias, dense, dense_bias: through(
        pictures, kernels, bias, dense, 0 * dense_bias
    ),
    relu_on_scores=lambda *given: np.maximum(through(*given), 0),
    one_picture_only=lambda *given: through(*given)[0],
    channels_first=lambda pictures, kernels, bias, dense, dense_bias: through(
        pictures,
        kernels,
        bias,
        dense.reshape(len(dense), dense.shape[3], *dense.shape[1:3]).transpose(0, 2, 3, 1),
        dense_bias,
    ),
)


# --- another order of the axes


@Exercise(
    probes=tuple((whole(*shape),) for shape in ((2, 2, 2, 2), (1, 2, 3, 4), (3, 4, 2, 3), (2, 5, 4, 1)))
)
def to_torch(x):
    return x.transpose(0, 3, 1, 2)


to_torch.mistakes(
    reshaped=lambda x: x.reshape(x.shape[0], x.shape[3], x.shape[1], x.shape[2]),
    rows_and_columns=lambda x: x.transpose(0, 3, 2, 1),
    batch_moved=lambda x: x.transpose(3, 0, 1, 2),
    inverse=lambda x: x.transpose(0, 2, 3, 1),
    all_turned=lambda x: x.T,
    one_swap=lambda x: x.swapaxes(1, 2),
    nothing=lambda x: x.copy(),
)


# --- settings with more weights in the first layer


def heavier_first(answer, first=lambda K, F: K * (F * F + 1), second=lambda K, h: 10 * (h * h * K + 1)):
    """Whether the sizes fit, and whether the first layer learns more than the second."""
    K, F = integers(answer, 2)
    h = (14 - F + 1) // 2
    fits = K >= 1 and F >= 1 and h >= 1
    return fits, fits and first(K, F) > second(K, h)


@Exercise(view=heavier_first)
def sizes():
    return 12, 11


sizes.mistakes(
    not_pooled=(
        lambda: (50, 14),
        lambda answer: (answer[1] == 14,) * 2,
    ),
    one_score=(lambda: (12, 6), lambda answer: heavier_first(answer, second=lambda K, h: h * h * K + 1)),
    flat_scores=(lambda: (16, 4), lambda answer: heavier_first(answer, second=lambda K, h: 10 * (h * h + 1))),
    F_first=(lambda: (11, 20), lambda answer: heavier_first(answer[::-1])),
    the_other_way_round=(lambda: (20, 3), lambda answer: (True, not heavier_first(answer)[1])),
)


# --- bug hunt, numbers that overflow


def softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


@Exercise(
    probes=tuple(
        (np.array(scores),)
        for scores in (
            [1.0, 2.0],
            [0.0, -1.0, 3.0],
            [1000.0, 999.0],
            [-2000.0, -2001.0, -2003.0],
            [0.0, 800.0, 799.0, 799.5],
            [0.5, 1500.0, -3.0],
        )
    ),
    reference=softmax,
)
def safe_softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum()


def quiet(answer):
    """An answer whose overflows are not told."""

    def silent(*given):
        with np.errstate(all="ignore"):
            return answer(*given)

    return silent


safe_softmax.mistakes(
    overflow=quiet(lambda scores: np.exp(scores) / np.exp(scores).sum()),
    smallest_subtracted=quiet(
        lambda scores: np.exp(scores - scores.min()) / np.exp(scores - scores.min()).sum()
    ),
    mean_subtracted=quiet(
        lambda scores: np.exp(scores - scores.mean()) / np.exp(scores - scores.mean()).sum()
    ),
    cut_off=lambda scores: np.exp(np.clip(scores, -700, 700)) / np.exp(np.clip(scores, -700, 700)).sum(),
    divided_by_the_largest=lambda scores: softmax(scores / (abs(scores).max() or 1)),
    nan_to_num=quiet(lambda scores: np.nan_to_num(np.exp(scores) / np.exp(scores).sum())),
    not_divided=lambda scores: np.exp(scores - scores.max()),
    largest_only=lambda scores: (scores == scores.max()) * 1.0,
)


# --- bug hunt, the slope of ReLU

SIGNS = tuple((whole(H, W) / 2, whole(H, W) / 4) for H, W in ((1, 3), (2, 3), (3, 4), (4, 2)))


@Exercise(probes=SIGNS)
def relu_slopes(maps, grad):
    return grad * (maps > 0)


relu_slopes.mistakes(
    after_the_mean=lambda maps, grad: grad * (np.maximum(maps, 0) - np.maximum(maps, 0).mean() > 0),
    sign_of_the_slope=lambda maps, grad: np.maximum(grad, 0),
    times_the_map=lambda maps, grad: grad * np.maximum(maps, 0),
    everything=lambda maps, grad: grad,
    the_other_half=lambda maps, grad: grad * (maps < 0),
    both=lambda maps, grad: grad * (maps > 0) * (grad > 0),
    signs=lambda maps, grad: grad * np.sign(maps),
    ones=lambda maps, grad: (maps > 0) * 1.0,
)


# --- bug hunt, the slope of max pooling

TIES = tuple(
    (np.array(x), np.array(grad))
    for x, grad in (
        ([[1, 4], [3, 2]], [[10]]),
        ([[1, 2, 3, 0], [5, 4, 1, 6]], [[2, 9]]),
        ([[0, 1, 5, 4], [2, 3, 8, 7], [9, 6, 1, 0], [3, 7, 2, 4]], [[1, 2], [3, 4]]),
        (np.arange(36).reshape(6, 6), np.arange(1, 10).reshape(3, 3)),
        ([[5, 1, 2, 2], [0, 3, 1, 2]], [[7, 3]]),
        ([[0, 0], [0, 0], [1, 2], [2, 1]], [[4], [6]]),
        ([[3, 1, 0, 9], [3, 3, 9, 8], [2, 7, 7, 7], [7, 2, 1, 7]], [[1, -2], [5, 8]]),
    )
)


def of_channel(x, grad, kind="max"):
    return cb.pool_backward(x[..., np.newaxis], 2, grad[..., np.newaxis], kind=kind)[..., 0]


@Exercise(probes=TIES, reference=of_channel)
def max_slopes(x, grad):
    slopes = np.zeros(x.shape)
    for i in range(grad.shape[0]):
        for j in range(grad.shape[1]):
            window = x[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
            m, n = divmod(window.argmax(), 2)
            slopes[2 * i + m, 2 * j + n] += grad[i, j]
    return slopes


def spread(x, grad, share):
    """Slopes for each window: `share(window)` times the slope of its output."""
    slopes = np.zeros(x.shape)
    for i, j in np.ndindex(grad.shape):
        place = np.s_[2 * i : 2 * i + 2, 2 * j : 2 * j + 2]
        slopes[place] = share(x[place]) * grad[i, j]
    return slopes


def last_of(window):
    place = 3 - window.ravel()[::-1].argmax()
    return (np.arange(4) == place).reshape(2, 2)


max_slopes.mistakes(
    all_equal_ones=lambda x, grad: spread(x, grad, lambda window: window == window.max()),
    to_all_four=lambda x, grad: spread(x, grad, np.ones_like),
    as_for_a_mean=lambda x, grad: of_channel(x, grad, kind="mean"),
    shared_by_ties=lambda x, grad: spread(
        x, grad, lambda window: (window == window.max()) / (window == window.max()).sum()
    ),
    last_of_the_ties=lambda x, grad: spread(x, grad, last_of),
    times_the_pixel=lambda x, grad: of_channel(x, grad) * x,
    smallest=lambda x, grad: of_channel(-x, grad),
    upper_left=lambda x, grad: np.kron(grad, [[1, 0], [0, 0]]) * 1.0,
)


# --- bug hunt, digits that were seen before


@Exercise(
    probes=tuple(
        (np.array(order), learn)
        for order, learn in (([2, 0, 1], 2), ([3, 1, 0, 4, 2], 3), ([0, 5, 2, 1, 4, 3], 4))
    )
)
def split(order, learn):
    return order[:learn], order[learn:]


split.mistakes(
    one_in_both=lambda order, learn: (order[:learn], order[learn - 1 :]),
    all_in_both=lambda order, learn: (order[:learn], order),
    test_from_the_start=lambda order, learn: (order[:learn], order[: len(order) - learn]),
    one_lost=lambda order, learn: (order[:learn], order[learn + 1 :]),
    learns_from_all=lambda order, learn: (order, order[learn:]),
    swapped=lambda order, learn: (order[learn:], order[:learn]),
    in_old_order=lambda order, learn: (np.sort(order)[:learn], np.sort(order)[learn:]),
    shuffled_twice=lambda order, learn: (order[:learn], order[::-1][learn:]),
)
