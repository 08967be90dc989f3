"""Chapter 4: solutions, probes and known mistakes of its exercises. Their words stand in `words.en.toml`."""

import numpy as np

import convbook as cb
from convbook.exercises.chapter import Exercise
from convbook.exercises.forms import integers

RNG = np.random.default_rng(4)


def example(shape, bank, parts=1):
    """A volume, kernels and biases, in halves or quarters if `parts` says so."""
    x, kernels, bias = RNG.integers(0, 10, shape), RNG.integers(-3, 4, bank), RNG.integers(1, 9, bank[0])
    return x / parts if parts > 1 else x, kernels, bias / parts if parts > 1 else bias


# The first has K = D = F, so that exchanged axes make no error but wrong numbers.
LAYERS = (
    example((3, 4, 2), (2, 2, 2, 2)),
    example((4, 6, 3), (2, 3, 3, 3), parts=4),
    example((3, 5, 4), (3, 1, 1, 4)),
    example((5, 4, 1), (2, 2, 2, 1), parts=2),
    example((4, 5, 2), (1, 3, 3, 2)),
)
POINTWISE = tuple(
    example(shape, bank, parts)[:2]
    for shape, bank, parts in (
        ((2, 3, 2), (2, 1, 1, 2), 1),
        ((3, 2, 3), (2, 1, 1, 3), 4),
        ((2, 4, 2), (4, 1, 1, 2), 1),
        ((4, 3, 1), (2, 1, 1, 1), 1),
        ((3, 4, 5), (1, 1, 1, 5), 2),
    )
)


# --- bug hunt, the bias in the wrong loop


@Exercise(probes=LAYERS, reference=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias))
def layer_of_any_depth(x, kernels, bias):
    K, F, _, D = kernels.shape
    output = np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1, K))
    for k in range(K):
        for d in range(D):
            output[:, :, k] += cb.conv2d(x[:, :, d], kernels[k, :, :, d])
        output[:, :, k] += bias[k]
    return output


def with_bias(wrong):
    """A layer whose maps get `wrong(bias)` in place of the bias."""
    return lambda x, kernels, bias: cb.conv_layer(x, kernels) + wrong(bias)


layer_of_any_depth.mistakes(
    bias_per_channel=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias * x.shape[2]),
    bias_of_the_last_map=lambda x, kernels, bias: cb.conv_layer(
        x, kernels, [*np.zeros(len(bias) - 1), bias[-1]]
    ),
    biases_of_channels=lambda x, kernels, bias: (
        cb.conv_layer(x, kernels) + sum(bias[d] for d in range(x.shape[2]))
    ),
    all_maps_each_time=with_bias(lambda bias: len(bias) * bias),
    each_bias_to_all_maps=with_bias(lambda bias: bias.sum()),
    first_bias_for_all=with_bias(lambda bias: bias[0]),
    bias_for_the_map=lambda x, kernels, bias: cb.conv_layer(x, np.zeros_like(kernels), bias),
    no_bias=lambda x, kernels, bias: cb.conv_layer(x, kernels),
    last_channel_only=lambda x, kernels, bias: cb.conv_layer(x[:, :, -1:], kernels[..., -1:], bias),
    channels_averaged=lambda x, kernels, bias: cb.conv_layer(x, kernels) / x.shape[2] + bias,
)


# --- K and F of a layer with a known number of parameters


def counted(settings, count=lambda K, F: cb.parameter_count(K, F, D=3), least=4):
    """The parameters of a layer on colour pictures, and whether its kernels are large enough."""
    K, F = integers(settings, 2)
    return count(K, F), least <= F


def with_count(count):
    """The view of somebody who counts parameters like this."""
    return lambda answer: counted(answer, count)


@Exercise(view=counted)
def first_layer():
    return 96, 11


first_layer.mistakes(
    biases_forgotten=(lambda: (182, 8), with_count(lambda K, F: K * F * F * 3)),
    flat_groups=(lambda: (1344, 5), with_count(lambda K, F: K * (F * F + 1))),
    a_bias_per_kernel=(lambda: (448, 5), with_count(lambda K, F: K * (F * F + 1) * 3)),
    F_first=(lambda: (11, 96), lambda answer: counted(answer[::-1])),
    small_kernel=(lambda: (1248, 3), lambda answer: counted(answer, least=1)),
)


# --- one map, as a sum over channels


def map_of(x, group, b):
    return cb.conv_layer(x, group[np.newaxis], [b])[:, :, 0]


@Exercise(probes=tuple((x, kernels[0], bias[0]) for x, kernels, bias in LAYERS), reference=map_of)
def one_map(x, group, b):
    F, _, D = group.shape
    output = b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))
    for d in range(D):
        output += cb.conv2d(x[:, :, d], group[:, :, d])
    return output


one_map.mistakes(
    all_on_one_channel=lambda x, group, b: map_of(np.repeat(x[:, :, :1], x.shape[2], axis=2), group, b),
    one_kernel_for_all=lambda x, group, b: map_of(x, np.repeat(group[:, :, :1], x.shape[2], axis=2), b),
    one_channel_only=lambda x, group, b: map_of(x[:, :, :1], group[:, :, :1], b),
    bias_with_each=lambda x, group, b: map_of(x, group, b * x.shape[2]),
    bias_in_the_loop_too=lambda x, group, b: map_of(x, group, b * (x.shape[2] + 1)),
    bias_again=lambda x, group, b: map_of(x, group, 2 * b),
    bias_after_the_last=lambda x, group, b: map_of(x[:, :, -1:], group[:, :, -1:], b),
    last_one_stays=lambda x, group, b: map_of(x[:, :, -1:], group[:, :, -1:], 0),
    mean_of_channels=lambda x, group, b: map_of(x, group, 0) / x.shape[2] + b,
)


# --- one pixel of every map


@Exercise(
    probes=tuple(
        (*layer, i, j) for layer, i, j in zip(LAYERS, (1, 0, 2, 3, 1), (0, 2, 4, 1, 2), strict=True)
    ),
    reference=lambda x, kernels, bias, i, j: cb.conv_layer(x, kernels, bias)[i, j],
)
def all_maps_at(x, kernels, bias, i, j):
    F = kernels.shape[1]
    block = x[i : i + F, j : j + F]
    return (block * kernels).sum(axis=(1, 2, 3)) + bias


def from_products(value):
    """A pixel made from the products (K, F, F, D) and the biases."""

    def answer(x, kernels, bias, i, j):
        F = kernels.shape[1]
        return value(x[i : i + F, j : j + F] * kernels, bias)

    return answer


all_maps_at.mistakes(
    one_sum_for_all=from_products(lambda products, bias: products.sum() + bias),
    channels_kept_apart=from_products(lambda products, bias: products.sum(axis=(1, 2)) + bias[:, np.newaxis]),
    groups_added=from_products(lambda products, bias: products.sum(axis=(0, 1, 2)) + bias),
    bias_with_each_product=from_products(
        lambda products, bias: (products + bias[:, np.newaxis, np.newaxis, np.newaxis]).sum(axis=(1, 2, 3))
    ),
    mean_over_the_block=from_products(lambda products, bias: products.mean(axis=(1, 2, 3)) + bias),
    without_bias=from_products(lambda products, bias: products.sum(axis=(1, 2, 3))),
)


# --- the work of a layer


def macs(H, W, D, K, F, P):
    return cb.mac_count(H, W, D, K, F, P=P)


@Exercise(
    probes=(
        (4, 6, 2, 3, 3, 0),
        (5, 3, 4, 2, 1, 0),
        (6, 9, 3, 5, 2, 1),
        (32, 48, 12, 24, 3, 1),
        (7, 8, 1, 2, 4, 3),
    ),
    reference=lambda H, W, D, K, F, P: 2 * macs(H, W, D, K, F, P),
)
def count_flops(H, W, D, K, F, P):
    H2, W2 = H + 2 * P - F + 1, W + 2 * P - F + 1
    return 2 * H2 * W2 * K * F * F * D


def with_outputs(flops):
    """A count that follows from the products in one output value, and from the number of output values."""
    return lambda H, W, D, K, F, P: flops(F * F * D, macs(H, W, D, K, F, P) // (F * F * D))


count_flops.mistakes(
    macs=macs,
    half_the_macs=lambda H, W, D, K, F, P: macs(H, W, D, K, F, P) / 2,
    size_of_the_input=lambda H, W, D, K, F, P: 2 * H * W * K * F * F * D,
    padded_once=lambda H, W, D, K, F, P: 2 * (H + P - F + 1) * (W + P - F + 1) * K * F * F * D,
    flat_kernels=lambda H, W, D, K, F, P: 2 * macs(H, W, 1, K, F, P),
    one_addition_less=with_outputs(lambda products, outputs: outputs * (2 * products - 1)),
    one_map_only=lambda H, W, D, K, F, P: 2 * macs(H, W, D, 1, F, P),
    padding_forgotten=lambda H, W, D, K, F, P: 2 * macs(H, W, D, K, F, 0),
    biases_too=with_outputs(lambda products, outputs: outputs * (2 * products + 1)),
)


# --- what a stack of layers learns


def in_turn(count):
    """The sum of `count(K, F, D)` over all layers, where D is the K of the layer before."""

    def answer(D, layers):
        depths = [D, *(K for K, _ in layers)]
        return sum(count(K, F, D) for (K, F), D in zip(layers, depths, strict=False))

    return answer


@Exercise(
    probes=(
        (3, ((4, 3),)),
        (2, ((3, 1), (5, 2))),
        (1, ((6, 5), (2, 3), (7, 1))),
        (3, ((96, 11), (256, 5), (384, 3))),
    ),
    reference=in_turn(cb.parameter_count),
)
def numbers_learned(D, layers):
    total = 0
    for K, F in layers:
        total += K * (F * F * D + 1)
        D = K
    return total


numbers_learned.mistakes(
    same_depth=lambda D, layers: sum(cb.parameter_count(K, F, D) for K, F in layers),
    kernels_without_depth=in_turn(lambda K, F, D: K * (F * F + 1)),
    bias_for_each_kernel=in_turn(lambda K, F, D: K * (F * F * D + D)),
    bias_for_each_weight=in_turn(lambda K, F, D: 2 * K * F * F * D),
    one_bias_a_layer=in_turn(lambda K, F, D: K * F * F * D + 1),
    weights_only=in_turn(lambda K, F, D: K * F * F * D),
)


# --- bug hunt, kernels stored in the order of another library


@Exercise(probes=LAYERS, reference=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias))
def blocks_layer(x, kernels, bias):
    K, F, _, _ = kernels.shape
    output = np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1, K))
    for i in range(output.shape[0]):
        for j in range(output.shape[1]):
            for k in range(K):
                block = x[i : i + F, j : j + F]
                output[i, j, k] = (block * kernels[k]).sum() + bias[k]
    return output


def of_blocks(x, F, K, value):
    H2, W2 = x.shape[0] - F + 1, x.shape[1] - F + 1
    return np.array(
        [[[value(x[i : i + F, j : j + F], k) for k in range(K)] for j in range(W2)] for i in range(H2)]
    )


@blocks_layer.mistake
def other_order(x, kernels, bias):
    F, _, _, K = kernels.shape
    return of_blocks(x, F, K, lambda block, k: (block * kernels[:, :, :, k]).sum() + bias[k])


@blocks_layer.mistake
def shape_mended_only(x, kernels, bias):
    K, F, _, _ = kernels.shape
    return of_blocks(x, F, K, lambda block, k: (block * kernels[:, :, :, k]).sum() + bias[k])


@blocks_layer.mistake
def group_mended_only(x, kernels, bias):
    F, _, _, K = kernels.shape
    return of_blocks(x, F, K, lambda block, k: (block * kernels[k]).sum() + bias[k])


# --- bug hunt, a 1 × 1 kernel with one weight


@Exercise(probes=POINTWISE, reference=lambda x, kernels: cb.conv_layer(x, kernels))
def mix_channels(x, kernels):
    output = np.zeros((x.shape[0], x.shape[1], len(kernels)))
    for k in range(len(kernels)):
        weights = kernels[k, 0, 0]
        output[:, :, k] = (x * weights).sum(axis=2)
    return output


def same_for_all(x, weights):
    """One weight for each group, which serves all channels."""
    return x @ np.repeat(weights[:, np.newaxis], x.shape[2], axis=1).T


def map_by_map(value):
    """Stacks `value(x, kernels, k)` for each map k."""
    return lambda x, kernels: np.stack([value(x, kernels, k) for k in range(len(kernels))], axis=2)


mix_channels.mistakes(
    one_weight_for_all=lambda x, kernels: same_for_all(x, kernels[:, 0, 0, 0]),
    channels_scaled=map_by_map(lambda x, kernels, k: x[:, :, k] * kernels[k, 0, 0, k]),
    mean_weight=lambda x, kernels: same_for_all(x, kernels[:, 0, 0].mean(axis=1)),
    mean_of_the_channels=lambda x, kernels: cb.conv_layer(x, kernels) / x.shape[2],
    groups_and_channels_exchanged=map_by_map(lambda x, kernels, k: (x * kernels[:, 0, 0, k]).sum(axis=2)),
)


# --- equally many parameters, less work


def work(K, F, D):
    return cb.mac_count(32, 48, D, K, F)


def compared(layers, parameters=cb.parameter_count, work=work):
    """Two layers of K, F, D: how their parameters, kernel sizes and work compare."""
    first, second = (integers(layer, 3) for layer in layers)
    more = parameters(*second) - parameters(*first)
    return more, first[1] != second[1], work(*first) > work(*second)


def comparing(**counts):
    """The view of somebody who counts parameters or work like this."""
    return lambda layers: compared(layers, **counts)


@Exercise(view=compared)
def two_layers():
    return (4, 1, 9), (4, 3, 1)


two_layers.mistakes(
    D_first=(
        lambda: ((9, 1, 4), (1, 3, 4)),
        lambda layers: compared([layer[::-1] for layer in layers]),
    ),
    weights_equal=(
        lambda: ((9, 1, 4), (4, 3, 1)),
        comparing(parameters=lambda K, F, D: K * F * F * D),
    ),
    biases_of_kernels=(
        lambda: ((1, 3, 2), (5, 1, 2)),
        comparing(parameters=lambda K, F, D: K * D * (F * F + 1)),
    ),
    no_depth=(
        lambda: ((1, 3, 3), (5, 1, 2)),
        comparing(parameters=lambda K, F, D: K * (F * F + 1), work=lambda K, F, D: work(K, F, 1)),
    ),
    work_on_the_input=(
        lambda: ((4, 3, 1), (5, 1, 7)),
        comparing(work=lambda K, F, D: K * F * F * D),
    ),
    more_work=(lambda: ((4, 3, 1), (4, 1, 9)), lambda layers: compared(layers[::-1])),
)
