"""Chapter 4: references, inputs and known mistakes of its exercises. Their words stand in `sentences`."""

import numpy as np

import convbook as cb

from .forms import integers
from .model import Exercise, Mistake

RNG = np.random.default_rng(4)


def _example(shape, bank, parts=1):
    """A volume, kernels and biases, in halves or quarters if `parts` says so."""
    x, kernels, bias = RNG.integers(0, 10, shape), RNG.integers(-3, 4, bank), RNG.integers(1, 9, bank[0])
    return x / parts if parts > 1 else x, kernels, bias / parts if parts > 1 else bias


# The first has K = D = F, so that exchanged axes make no error but wrong numbers.
LAYERS = (
    _example((3, 4, 2), (2, 2, 2, 2)),
    _example((4, 6, 3), (2, 3, 3, 3), parts=4),
    _example((3, 5, 4), (3, 1, 1, 4)),
    _example((5, 4, 1), (2, 2, 2, 1), parts=2),
    _example((4, 5, 2), (1, 3, 3, 2)),
)
MAPS = tuple((x, kernels[0], bias[0]) for x, kernels, bias in LAYERS)
PIXELS = tuple((*layer, i, j) for layer, i, j in zip(LAYERS, (1, 0, 2, 3, 1), (0, 2, 4, 1, 2), strict=True))
POINTWISE = tuple(
    _example(shape, bank, parts)[:2]
    for shape, bank, parts in (
        ((2, 3, 2), (2, 1, 1, 2), 1),
        ((3, 2, 3), (2, 1, 1, 3), 4),
        ((2, 4, 2), (4, 1, 1, 2), 1),
        ((4, 3, 1), (2, 1, 1, 1), 1),
        ((3, 4, 5), (1, 1, 1, 5), 2),
    )
)
SIZES = (
    (4, 6, 2, 3, 3, 0),
    (5, 3, 4, 2, 1, 0),
    (6, 9, 3, 5, 2, 1),
    (32, 48, 12, 24, 3, 1),
    (7, 8, 1, 2, 4, 3),
)
STACKS = (
    (3, ((4, 3),)),
    (2, ((3, 1), (5, 2))),
    (1, ((6, 5), (2, 3), (7, 1))),
    (3, ((96, 11), (256, 5), (384, 3))),
)


# --- 4.1: bug hunt, the bias in the wrong loop


def my_layer(x, kernels, bias):
    K, F, _, D = kernels.shape
    output = np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1, K))
    for k in range(K):
        for d in range(D):
            output[:, :, k] += cb.conv2d(x[:, :, d], kernels[k, :, :, d])
        output[:, :, k] += bias[k]
    return output


def bias_per_channel(x, kernels, bias):
    return cb.conv_layer(x, kernels, bias * x.shape[2])


def bias_of_the_last_map(x, kernels, bias):
    return cb.conv_layer(x, kernels, [*np.zeros(len(bias) - 1), bias[-1]])


def biases_of_channels(x, kernels, bias):
    return cb.conv_layer(x, kernels) + sum(bias[d] for d in range(x.shape[2]))


def all_maps_each_time(x, kernels, bias):
    return cb.conv_layer(x, kernels) + len(bias) * bias


def each_bias_to_all_maps(x, kernels, bias):
    return cb.conv_layer(x, kernels) + bias.sum()


def first_bias_for_all(x, kernels, bias):
    return cb.conv_layer(x, kernels) + bias[0]


def bias_for_the_map(x, kernels, bias):
    return cb.conv_layer(x, np.zeros_like(kernels), bias)


def no_bias(x, kernels, bias):
    return cb.conv_layer(x, kernels)


def last_channel_only(x, kernels, bias):
    return cb.conv_layer(x[:, :, -1:], kernels[..., -1:], bias)


def channels_averaged(x, kernels, bias):
    return cb.conv_layer(x, kernels) / x.shape[2] + bias


# --- 4.2: K and F of a layer with a known number of parameters


def first_layer():
    return 96, 11


def counted(settings, count=lambda K, F: cb.parameter_count(K, F, D=3), least=4):
    """The parameters of a layer on colour pictures, and whether its kernels are large enough."""
    K, F = integers(settings, 2)
    return count(K, F), least <= F


def biases_forgotten():
    return 182, 8


def flat_groups():
    return 1344, 5


def a_bias_per_kernel():
    return 448, 5


def F_first():
    return 11, 96


def small_kernel():
    return 1248, 3


# --- 4.3: one map, as a sum over channels


def one_map(x, group, b):
    F, _, D = group.shape
    output = b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))
    for d in range(D):
        output += cb.conv2d(x[:, :, d], group[:, :, d])
    return output


def _map(x, group, b):
    return cb.conv_layer(x, group[np.newaxis], [b])[:, :, 0]


def all_on_one_channel(x, group, b):
    return _map(np.repeat(x[:, :, :1], x.shape[2], axis=2), group, b)


def one_kernel_for_all(x, group, b):
    return _map(x, np.repeat(group[:, :, :1], x.shape[2], axis=2), b)


def one_channel_only(x, group, b):
    return _map(x[:, :, :1], group[:, :, :1], b)


def bias_with_each(x, group, b):
    return _map(x, group, b * x.shape[2])


def bias_in_the_loop_too(x, group, b):
    return _map(x, group, b * (x.shape[2] + 1))


def bias_after_the_last(x, group, b):
    return _map(x[:, :, -1:], group[:, :, -1:], b)


def last_one_stays(x, group, b):
    return _map(x[:, :, -1:], group[:, :, -1:], 0)


def bias_again(x, group, b):
    return _map(x, group, 2 * b)


def mean_of_channels(x, group, b):
    return _map(x, group, 0) / x.shape[2] + b


# --- 4.4: one pixel of every map


def all_maps_at(x, kernels, bias, i, j):
    F = kernels.shape[1]
    block = x[i : i + F, j : j + F]
    return (block * kernels).sum(axis=(1, 2, 3)) + bias


def _products(x, kernels, i, j):
    F = kernels.shape[1]
    return x[i : i + F, j : j + F] * kernels


def one_sum_for_all(x, kernels, bias, i, j):
    return _products(x, kernels, i, j).sum() + bias


def channels_kept_apart(x, kernels, bias, i, j):
    return _products(x, kernels, i, j).sum(axis=(1, 2)) + bias[:, np.newaxis]


def groups_added(x, kernels, bias, i, j):
    return _products(x, kernels, i, j).sum(axis=(0, 1, 2)) + bias


def bias_with_each_product(x, kernels, bias, i, j):
    return (_products(x, kernels, i, j) + bias[:, np.newaxis, np.newaxis, np.newaxis]).sum(axis=(1, 2, 3))


def mean_over_the_block(x, kernels, bias, i, j):
    return _products(x, kernels, i, j).mean(axis=(1, 2, 3)) + bias


def without_bias(x, kernels, bias, i, j):
    return _products(x, kernels, i, j).sum(axis=(1, 2, 3))


# --- 4.5: the work of a layer


def count_flops(H, W, D, K, F, P):
    H2, W2 = H + 2 * P - F + 1, W + 2 * P - F + 1
    return 2 * H2 * W2 * K * F * F * D


def macs(H, W, D, K, F, P):
    return cb.mac_count(H, W, D, K, F, P=P)


def half_the_macs(H, W, D, K, F, P):
    return macs(H, W, D, K, F, P) / 2


def size_of_the_input(H, W, D, K, F, P):
    return 2 * H * W * K * F * F * D


def padded_once(H, W, D, K, F, P):
    return 2 * (H + P - F + 1) * (W + P - F + 1) * K * F * F * D


def flat_kernels(H, W, D, K, F, P):
    return 2 * macs(H, W, 1, K, F, P)


def one_addition_less(H, W, D, K, F, P):
    return macs(H, W, D, K, F, P) // (F * F * D) * (2 * F * F * D - 1)


def one_map_only(H, W, D, K, F, P):
    return 2 * macs(H, W, D, 1, F, P)


def padding_forgotten(H, W, D, K, F, P):
    return 2 * macs(H, W, D, K, F, 0)


def biases_too(H, W, D, K, F, P):
    return 2 * macs(H, W, D, K, F, P) + macs(H, W, D, K, F, P) // (F * F * D)


# --- 4.6: what a stack of layers learns


def learned(D, layers):
    total = 0
    for K, F in layers:
        total += K * (F * F * D + 1)
        D = K
    return total


def _in_turn(D, layers, count):
    depths = [D, *(K for K, _ in layers)]
    return sum(count(K, F, D) for (K, F), D in zip(layers, depths, strict=False))


def same_depth(D, layers):
    return sum(cb.parameter_count(K, F, D) for K, F in layers)


def kernels_without_depth(D, layers):
    return _in_turn(D, layers, lambda K, F, D: K * (F * F + 1))


def bias_for_each_kernel(D, layers):
    return _in_turn(D, layers, lambda K, F, D: K * (F * F * D + D))


def bias_for_each_weight(D, layers):
    return _in_turn(D, layers, lambda K, F, D: 2 * K * F * F * D)


def one_bias_a_layer(D, layers):
    return _in_turn(D, layers, lambda K, F, D: K * F * F * D + 1)


def weights_only(D, layers):
    return _in_turn(D, layers, lambda K, F, D: K * F * F * D)


# --- 4.7: bug hunt, kernels stored in the order of another library


def blocks_layer(x, kernels, bias):
    K, F, _, _ = kernels.shape
    output = np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1, K))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for k in range(K):
                block = x[i : i + F, j : j + F]
                output[i, j, k] = (block * kernels[k]).sum() + bias[k]
    return output


def _of_blocks(x, F, K, value):
    H2, W2 = x.shape[0] - F + 1, x.shape[1] - F + 1
    return np.array(
        [[[value(x[i : i + F, j : j + F], k) for k in range(K)] for j in range(W2)] for i in range(H2)]
    )


def other_order(x, kernels, bias):
    F, _, _, K = kernels.shape
    return _of_blocks(x, F, K, lambda block, k: (block * kernels[:, :, :, k]).sum() + bias[k])


def shape_mended_only(x, kernels, bias):
    K, F, _, _ = kernels.shape
    return _of_blocks(x, F, K, lambda block, k: (block * kernels[:, :, :, k]).sum() + bias[k])


def group_mended_only(x, kernels, bias):
    F, _, _, K = kernels.shape
    return _of_blocks(x, F, K, lambda block, k: (block * kernels[k]).sum() + bias[k])


# --- 4.8: bug hunt, a 1 × 1 kernel with one weight


def mix_channels(x, kernels):
    output = np.zeros((x.shape[0], x.shape[1], len(kernels)))
    for k in range(len(kernels)):
        weights = kernels[k, 0, 0]
        output[:, :, k] = (x * weights).sum(axis=2)
    return output


def _mixed(x, matrix):
    """Each pixel's D numbers times a matrix with D rows."""
    return x @ matrix


def one_weight_for_all(x, kernels):
    return _mixed(x, np.repeat(kernels[:, 0, 0, :1], x.shape[2], axis=1).T)


def channels_scaled(x, kernels):
    return np.stack([x[:, :, k] * kernels[k, 0, 0, k] for k in range(len(kernels))], axis=2)


def mean_weight(x, kernels):
    return _mixed(x, np.repeat(kernels[:, 0, 0].mean(axis=1, keepdims=True), x.shape[2], axis=1).T)


def mean_of_the_channels(x, kernels):
    return cb.conv_layer(x, kernels) / x.shape[2]


def groups_and_channels_exchanged(x, kernels):
    return np.stack([(x * kernels[:, 0, 0, k]).sum(axis=2) for k in range(len(kernels))], axis=2)


# --- 4.9: equally many parameters, less work


def two_layers():
    return (4, 1, 9), (4, 3, 1)


def work(K, F, D):
    return cb.mac_count(32, 48, D, K, F)


def compared(layers, parameters=cb.parameter_count, work=work):
    """Two layers of K, F, D: how their parameters, kernel sizes and work compare."""
    first, second = (integers(layer, 3) for layer in layers)
    more = parameters(*second) - parameters(*first)
    return more, first[1] != second[1], work(*first) > work(*second)


def D_first():
    return (9, 1, 4), (1, 3, 4)


def weights_equal():
    return (9, 1, 4), (4, 3, 1)


def biases_of_kernels():
    return (1, 3, 2), (5, 1, 2)


def no_depth():
    return (1, 3, 3), (5, 1, 2)


def work_on_the_input():
    return (4, 3, 1), (5, 1, 7)


def more_work():
    return (4, 3, 1), (4, 1, 9)


EXERCISES = (
    Exercise(
        "4.1",
        my_layer,
        probes=LAYERS,
        reference=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias),
        mistakes=(
            Mistake(bias_per_channel),
            Mistake(bias_of_the_last_map),
            Mistake(biases_of_channels),
            Mistake(all_maps_each_time),
            Mistake(each_bias_to_all_maps),
            Mistake(first_bias_for_all),
            Mistake(bias_for_the_map),
            Mistake(no_bias),
            Mistake(last_channel_only),
            Mistake(channels_averaged),
        ),
    ),
    Exercise(
        "4.2",
        first_layer,
        view=counted,
        mistakes=(
            Mistake(biases_forgotten, view=lambda answer: counted(answer, lambda K, F: K * F * F * 3)),
            Mistake(flat_groups, view=lambda answer: counted(answer, lambda K, F: K * (F * F + 1))),
            Mistake(a_bias_per_kernel, view=lambda answer: counted(answer, lambda K, F: K * (F * F + 1) * 3)),
            Mistake(F_first, view=lambda answer: counted(answer[::-1])),
            Mistake(small_kernel, view=lambda answer: counted(answer, least=1)),
        ),
    ),
    Exercise(
        "4.3",
        one_map,
        probes=MAPS,
        reference=_map,
        mistakes=(
            Mistake(all_on_one_channel),
            Mistake(one_kernel_for_all),
            Mistake(one_channel_only),
            Mistake(bias_with_each),
            Mistake(bias_in_the_loop_too),
            Mistake(bias_again),
            Mistake(bias_after_the_last),
            Mistake(last_one_stays),
            Mistake(mean_of_channels),
        ),
    ),
    Exercise(
        "4.4",
        all_maps_at,
        probes=PIXELS,
        reference=lambda x, kernels, bias, i, j: cb.conv_layer(x, kernels, bias)[i, j],
        mistakes=(
            Mistake(one_sum_for_all),
            Mistake(channels_kept_apart),
            Mistake(groups_added),
            Mistake(bias_with_each_product),
            Mistake(mean_over_the_block),
            Mistake(without_bias),
        ),
    ),
    Exercise(
        "4.5",
        count_flops,
        probes=SIZES,
        reference=lambda H, W, D, K, F, P: 2 * cb.mac_count(H, W, D, K, F, P=P),
        mistakes=(
            Mistake(macs),
            Mistake(half_the_macs),
            Mistake(size_of_the_input),
            Mistake(padded_once),
            Mistake(flat_kernels),
            Mistake(one_addition_less),
            Mistake(one_map_only),
            Mistake(padding_forgotten),
            Mistake(biases_too),
        ),
    ),
    Exercise(
        "4.6",
        learned,
        probes=STACKS,
        reference=lambda D, layers: _in_turn(D, layers, cb.parameter_count),
        mistakes=(
            Mistake(same_depth),
            Mistake(kernels_without_depth),
            Mistake(bias_for_each_kernel),
            Mistake(bias_for_each_weight),
            Mistake(one_bias_a_layer),
            Mistake(weights_only),
        ),
    ),
    Exercise(
        "4.7",
        blocks_layer,
        probes=LAYERS,
        reference=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias),
        mistakes=(Mistake(other_order), Mistake(shape_mended_only), Mistake(group_mended_only)),
    ),
    Exercise(
        "4.8",
        mix_channels,
        probes=POINTWISE,
        reference=lambda x, kernels: cb.conv_layer(x, kernels),
        mistakes=(
            Mistake(one_weight_for_all),
            Mistake(channels_scaled),
            Mistake(mean_weight),
            Mistake(mean_of_the_channels),
            Mistake(groups_and_channels_exchanged),
        ),
    ),
    Exercise(
        "4.9",
        two_layers,
        view=compared,
        mistakes=(
            Mistake(D_first, view=lambda layers: compared([layer[::-1] for layer in layers])),
            Mistake(weights_equal, view=lambda layers: compared(layers, lambda K, F, D: K * F * F * D)),
            Mistake(
                biases_of_kernels, view=lambda layers: compared(layers, lambda K, F, D: K * D * (F * F + 1))
            ),
            Mistake(
                no_depth,
                view=lambda layers: compared(
                    layers, lambda K, F, D: K * (F * F + 1), lambda K, F, D: work(K, F, 1)
                ),
            ),
            Mistake(
                work_on_the_input, view=lambda layers: compared(layers, work=lambda K, F, D: K * F * F * D)
            ),
            Mistake(more_work, view=lambda layers: compared(layers[::-1])),
        ),
    ),
)
