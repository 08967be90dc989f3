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


# What can go wrong in any layer, however it is written


def with_bias(wrong):
    """A layer whose maps get `wrong(bias)` in place of the bias."""
    return lambda x, kernels, bias: cb.conv_layer(x, kernels) + wrong(bias)


def with_kernels(wrong):
    """A layer with `wrong(kernels)` in place of its bank."""
    return lambda x, kernels, bias: cb.conv_layer(x, wrong(kernels), bias)


def but(place, count):
    """Ones, but for a 0 at this place."""
    return np.arange(count) != place % count


IN_A_FILTER = {
    "no_bias": lambda x, kernels, bias: cb.conv_layer(x, kernels),
    "bias_subtracted": with_bias(np.negative),
    "flipped": with_kernels(lambda kernels: kernels[:, ::-1, ::-1]),
    "rows_and_columns": with_kernels(lambda kernels: kernels.transpose(0, 2, 1, 3)),
    "mean_of_a_kernel": with_kernels(lambda kernels: kernels / kernels[0, :, :, 0].size),
    "mean_of_the_products": with_kernels(lambda kernels: kernels / kernels[0].size),
    "all_divided": lambda x, kernels, bias: cb.conv_layer(x, kernels, bias) / kernels[0].size,
}
CHANNEL_BY_CHANNEL = {
    "one_kernel_for_all": with_kernels(lambda kernels: kernels[..., :1].repeat(kernels.shape[3], 3)),
    "channel_0_left_out": with_kernels(lambda kernels: kernels * but(0, kernels.shape[3])),
    "last_channel_left_out": with_kernels(lambda kernels: kernels * but(-1, kernels.shape[3])),
}
OF_A_BANK = {
    **IN_A_FILTER,
    "first_bias_for_all": with_bias(lambda bias: bias[0]),
    "each_bias_to_all_maps": with_bias(lambda bias: bias.sum()),
    "first_filter_for_all": with_kernels(lambda kernels: kernels[:1].repeat(len(kernels), 0)),
}
MAP_BY_MAP = {
    **OF_A_BANK,
    "only_the_first_map": lambda x, kernels, bias: cb.conv_layer(x, kernels, bias) * np.eye(1, len(bias)),
    "last_map_empty": lambda x, kernels, bias: cb.conv_layer(x, kernels, bias) * but(-1, len(bias)),
}


def in_whole_numbers(x, kernels, bias, start=0):
    """NumPy refuses to add fractions to an array of whole numbers."""
    output = start + np.zeros(cb.conv_layer(x, kernels).shape, dtype=int)
    output += cb.conv_layer(x, kernels, bias)
    return output


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


layer_of_any_depth.mistakes(
    bias_per_channel=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias * x.shape[2]),
    bias_of_the_last_map=with_bias(lambda bias: bias * ~but(-1, len(bias))),
    biases_of_channels=lambda x, kernels, bias: (
        cb.conv_layer(x, kernels) + sum(bias[d] for d in range(x.shape[2]))
    ),
    all_maps_each_time=with_bias(lambda bias: len(bias) * bias),
    bias_for_the_map=lambda x, kernels, bias: cb.conv_layer(x, np.zeros_like(kernels), bias),
    last_channel_only=lambda x, kernels, bias: cb.conv_layer(x[:, :, -1:], kernels[..., -1:], bias),
    channels_averaged=lambda x, kernels, bias: cb.conv_layer(x, kernels) / x.shape[2] + bias,
    all_on_one_channel=lambda x, kernels, bias: cb.conv_layer(0 * x + x[:, :, :1], kernels, bias),
    channels_added_first=lambda x, kernels, bias: cb.conv_layer(
        x.sum(axis=2, keepdims=True), kernels.sum(axis=3, keepdims=True), bias
    ),
    **CHANNEL_BY_CHANNEL,
    **MAP_BY_MAP,
    in_whole_numbers=in_whole_numbers,
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
    flat_filters=(lambda: (1344, 5), with_count(lambda K, F: K * (F * F + 1))),
    a_bias_per_kernel=(lambda: (448, 5), with_count(lambda K, F: K * (F * F + 1) * 3)),
    F_not_squared=(lambda: (96, 121), with_count(lambda K, F: K * (F * 3 + 1))),
    F_first=(lambda: (11, 96), lambda answer: counted(answer[::-1])),
    small_kernel=(lambda: (1248, 3), lambda answer: counted(answer, least=1)),
)


# --- one map, as a sum over channels


def map_of(x, weights, b):
    return cb.conv_layer(x, weights[np.newaxis], [b])[:, :, 0]


def in_one_map(layer):
    return lambda x, weights, b: layer(x, weights[np.newaxis], np.array([b]))[:, :, 0]


@Exercise(probes=tuple((x, kernels[0], bias[0]) for x, kernels, bias in LAYERS), reference=map_of)
def one_map(x, weights, b):
    F, _, D = weights.shape
    output = b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))
    for d in range(D):
        output += cb.conv2d(x[:, :, d], weights[:, :, d])
    return output


one_map.mistakes(
    all_on_one_channel=lambda x, weights, b: map_of(np.repeat(x[:, :, :1], x.shape[2], axis=2), weights, b),
    one_channel_only=lambda x, weights, b: map_of(x[:, :, :1], weights[:, :, :1], b),
    bias_with_each=lambda x, weights, b: map_of(x, weights, b * x.shape[2]),
    bias_in_the_loop_too=lambda x, weights, b: map_of(x, weights, b * (x.shape[2] + 1)),
    bias_again=lambda x, weights, b: map_of(x, weights, 2 * b),
    bias_after_the_last=lambda x, weights, b: map_of(x[:, :, -1:], weights[:, :, -1:], b),
    last_one_stays=lambda x, weights, b: map_of(x[:, :, -1:], weights[:, :, -1:], 0),
    mean_of_channels=lambda x, weights, b: map_of(x, weights, 0) / x.shape[2] + b,
    all_divided_by_D=lambda x, weights, b: map_of(x, weights, b) / x.shape[2],
    partial_sums_subtracted=lambda x, weights, b: map_of(x, -weights, b),
    **{name: in_one_map(layer) for name, layer in (CHANNEL_BY_CHANNEL | IN_A_FILTER).items()},
    in_whole_numbers=lambda x, weights, b: in_whole_numbers(x, weights[np.newaxis], [0], start=b)[:, :, 0],
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


SAID_ALREADY = "no_bias", "mean_of_the_products"


def at_one_place(layer):
    return lambda x, kernels, bias, i, j: layer(x, kernels, bias)[i, j]


def from_products(value):
    """A pixel made from the products (K, F, F, D) and the biases."""

    def answer(x, kernels, bias, i, j):
        F = kernels.shape[1]
        return value(x[i : i + F, j : j + F] * kernels, bias)

    return answer


all_maps_at.mistakes(
    one_sum_for_all=from_products(lambda products, bias: products.sum() + bias),
    channels_kept_apart=from_products(lambda products, bias: products.sum(axis=(1, 2)) + bias[:, np.newaxis]),
    filters_added=from_products(lambda products, bias: products.sum(axis=(0, 1, 2)) + bias),
    bias_with_each_product=from_products(
        lambda products, bias: (products + bias[:, np.newaxis, np.newaxis, np.newaxis]).sum(axis=(1, 2, 3))
    ),
    mean_over_the_block=from_products(lambda products, bias: products.mean(axis=(1, 2, 3)) + bias),
    without_bias=from_products(lambda products, bias: products.sum(axis=(1, 2, 3))),
    first_map_only=from_products(lambda products, bias: products[0].sum() + bias[0]),
    i_and_j_exchanged=lambda x, kernels, bias, i, j: all_maps_at(x, kernels, bias, j, i),
    cut_to_whole_numbers=lambda *given: all_maps_at(*given).astype(int),
    **{name: at_one_place(layer) for name, layer in OF_A_BANK.items() if name not in SAID_ALREADY},
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
    biases_as_products=with_outputs(lambda products, outputs: 2 * outputs * (products + 1)),
    a_bias_for_each_map=lambda H, W, D, K, F, P: 2 * macs(H, W, D, K, F, P) + K,
    first_window_forgotten=lambda H, W, D, K, F, P: 2 * (H + 2 * P - F) * (W + 2 * P - F) * K * F * F * D,
    square_output=lambda H, W, D, K, F, P: 2 * macs(H, H, D, K, F, P),
    F_not_squared=lambda H, W, D, K, F, P: 2 * macs(H, W, D, K, F, P) // F,
    one_place_only=lambda H, W, D, K, F, P: 2 * K * F * F * D,
    kernel_not_taken_off=lambda H, W, D, K, F, P: 2 * (H + 2 * P) * (W + 2 * P) * K * F * F * D,
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
    K_biases_for_each_map=in_turn(lambda K, F, D: K * (F * F * D + K)),
    D_replaced_too_early=lambda D, layers: sum(cb.parameter_count(K, F, K) for K, F in layers),
    last_layer_only=lambda D, layers: cb.parameter_count(*layers[-1], [D, *(K for K, _ in layers)][-2]),
    first_layer_only=lambda D, layers: cb.parameter_count(*layers[0], D),
    F_not_squared=in_turn(lambda K, F, D: K * (F * D + 1)),
    a_bias_for_each_channel=in_turn(lambda K, F, D: D * (F * F * K + 1)),
    F_before_K=lambda D, layers: numbers_learned(D, [(F, K) for K, F in layers]),
    last_layer_first=lambda D, layers: numbers_learned(D, layers[::-1]),
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


def loops(F, K, axis):
    """The loops of `blocks_layer`, with F, K and the filters taken from these axes of the bank."""

    def layer(x, kernels, bias):
        size = kernels.shape[F]
        output = np.zeros((x.shape[0] - size + 1, x.shape[1] - size + 1, kernels.shape[K]))
        for i, j, k in np.ndindex(output.shape):
            block = x[i : i + size, j : j + size]
            output[i, j, k] = (block * kernels.take(k, axis)).sum() + bias[k]
        return output

    return layer


blocks_layer.mistakes(
    other_order=loops(F=0, K=3, axis=3),
    shape_corrected_only=loops(F=1, K=0, axis=3),
    filter_corrected_only=loops(F=0, K=3, axis=0),
    only_F_corrected=loops(F=1, K=3, axis=3),
    K_from_the_last_axis=loops(F=1, K=3, axis=0),
    bias_with_each_product=lambda x, kernels, bias: cb.conv_layer(x, kernels, bias * kernels[0].size),
    channels_averaged=lambda x, kernels, bias: cb.conv_layer(x, kernels) / x.shape[2] + bias,
    **MAP_BY_MAP,
)


# --- bug hunt, a 1 × 1 kernel with one weight


@Exercise(probes=POINTWISE, reference=lambda x, kernels: cb.conv_layer(x, kernels))
def mix_channels(x, kernels):
    output = np.zeros((x.shape[0], x.shape[1], len(kernels)))
    for k in range(len(kernels)):
        weights = kernels[k, 0, 0]
        output[:, :, k] = (x * weights).sum(axis=2)
    return output


def same_for_all(x, weights):
    """One weight for each filter, which serves all channels."""
    return x @ np.repeat(weights[:, np.newaxis], x.shape[2], axis=1).T


def map_by_map(value):
    """Stacks `value(x, kernels, k)` for each map k."""
    return lambda x, kernels: np.stack([value(x, kernels, k) for k in range(len(kernels))], axis=2)


mix_channels.mistakes(
    one_weight_for_all=lambda x, kernels: same_for_all(x, kernels[:, 0, 0, 0]),
    channels_scaled=map_by_map(lambda x, kernels, k: x[:, :, k] * kernels[k, 0, 0, k]),
    mean_weight=lambda x, kernels: same_for_all(x, kernels[:, 0, 0].mean(axis=1)),
    mean_of_the_channels=lambda x, kernels: cb.conv_layer(x, kernels) / x.shape[2],
    last_weight_for_all=lambda x, kernels: same_for_all(x, kernels[:, 0, 0, -1]),
    summed_weights=lambda x, kernels: same_for_all(x, kernels[:, 0, 0].sum(axis=1)),
    first_filter_for_all=lambda x, kernels: cb.conv_layer(x, kernels[:1].repeat(len(kernels), 0)),
    pixels_added_too=map_by_map(lambda x, kernels, k: 0 * x[:, :, 0] + (x * kernels[k, 0, 0]).sum()),
    only_the_first_map=lambda x, kernels: cb.conv_layer(x, kernels) * np.eye(1, len(kernels)),
    last_map_empty=lambda x, kernels: cb.conv_layer(x, kernels) * but(-1, len(kernels)),
    filters_and_channels_exchanged=map_by_map(lambda x, kernels, k: (x * kernels[:, 0, 0, k]).sum(axis=2)),
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
    F_first=(lambda: ((1, 4, 9), (3, 4, 1)), lambda layers: compared([(K, F, D) for F, K, D in layers])),
)
