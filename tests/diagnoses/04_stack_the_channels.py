"""Answers to chapter 4."""

import numpy as np
from edited import cases
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb


def with_einsum(x, kernels, bias):
    F = kernels.shape[1]
    return np.einsum("ijdmn,kmnd->ijk", sliding_window_view(x, (F, F), axis=(0, 1)), kernels) + bias


def pixel_by_pixel(x, kernels, bias):
    """Four loops, and Python's own sums."""
    (H, W, D), (K, F) = x.shape, kernels.shape[:2]
    output = np.empty((H - F + 1, W - F + 1, K))
    for k in range(K):
        for i in range(H - F + 1):
            for j in range(W - F + 1):
                products = [
                    x[i + m, j + n, d] * kernels[k, m, n, d]
                    for m in range(F)
                    for n in range(F)
                    for d in range(D)
                ]
                output[i, j, k] = sum(products) + bias[k]
    return output


def numbers(D, layers):
    return 0 if not layers else cb.parameter_count(*layers[0], D) + numbers(layers[0][0], layers[1:])


def in_32_bits(x, kernels, bias):
    return with_einsum(x, kernels, bias).astype(np.float32)


CASES = cases(
    {
        "layer_of_any_depth": [
            ("right", with_einsum),
            ("right", pixel_by_pixel),
            ("right", in_32_bits),
            ("right", "bias[k]\n", "bias[k].item()\n"),
            ("right", "output[:, :, k] += bias[k]", "output[:, :, k] = bias[k] + output[:, :, k]"),
            (
                "right",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d])",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d]) + bias[k] / D",
                "        output[:, :, k] += bias[k]\n",
                "",
            ),
            ("only_the_first_map", "    return output", "        return output"),
            ("bias_for_the_map", "output[:, :, k] += bias[k]", "output[:, :, k] = bias[k]"),
            ("bias_subtracted", "+= bias[k]", "-= bias[k]"),
            ("flipped", "kernels[k, :, :, d]", "kernels[k, ::-1, ::-1, d]"),
            ("rows_and_columns", "kernels[k, :, :, d]", "kernels[k, :, :, d].T"),
            ("all_on_one_channel", "x[:, :, d]", "x[:, :, 0]"),
            ("first_filter_for_all", "kernels[k, :, :, d]", "kernels[0, :, :, d]"),
            ("one_kernel_for_all", "kernels[k, :, :, d]", "kernels[k, :, :, 0]"),
            ("all_maps_each_time", "+= bias[k]", "+= bias", "output[:, :, k] += bias", "output += bias"),
            ("first_bias_for_all", "bias[k]", "bias[0]"),
            (
                "bias_of_the_last_map",
                "        output[:, :, k] += bias[k]\n    return",
                "    output[:, :, k] += bias[k]\n    return",
            ),
            ("channel_0_left_out", "range(D)", "range(1, D)"),
            ("last_channel_left_out", "range(D)", "range(D - 1)"),
            ("last_map_empty", "range(K)", "range(K - 1)"),
            ("in_whole_numbers", "+ 1, K))", "+ 1, K), dtype=int)"),
            ("raised", "+ 1, K))", "+ 1, K), dtype=np.uint8)"),
            ("raised", "+ 1, K))", "+ 1, K), dtype=x.dtype)"),
            ("no_negatives", "return output", "return np.maximum(output, 0)"),
            ("shape", "return output", "return output[:, :, 0]"),
            ("shape", "return output", "return output.transpose(2, 0, 1)"),
            ("shape", "return output", "return output.sum(axis=2)"),
            (
                "channels_averaged",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d])",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d]) / D",
            ),
            (
                "mean_of_a_kernel",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d])",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d]) / (F * F)",
            ),
            (
                "mean_of_the_products",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d])",
                "cb.conv2d(x[:, :, d], kernels[k, :, :, d]) / (F * F * D)",
            ),
            ("no_bias", "        output[:, :, k] += bias[k]\n", ""),
            ("last_channel_only", "+= cb", "= cb"),
            (
                "channels_added_first",
                lambda x, kernels, bias: np.stack(
                    [cb.conv2d(x.sum(axis=2), k.sum(axis=2)) + b for k, b in zip(kernels, bias, strict=True)],
                    axis=2,
                ),
            ),
            ("offset", "np.zeros", "np.ones"),
            ("changed_input", "    return output", "    x[:] = 0\n    return output"),
        ],
        "first_layer": [
            ("right", lambda: (96, 11)),
            ("right", lambda: [np.int64(96), 11.0]),
            ("right", lambda: np.array([34_944 / 364, 11])),
            ("F_first", lambda: (11, 96)),
            ("F_not_squared", lambda: (96, 121)),
            ("F_not_squared", lambda: (2184, 5)),
            ("biases_forgotten", lambda: (728, 4)),
            ("flat_filters", lambda: (1344, 5)),
            ("small_kernel", lambda: (1248, 3)),
            ("small_kernel", lambda: (8736, 1)),
            ("form", lambda: (96, 11, 3)),
            ("form", lambda: 96),
            ("form", lambda: 34_944),
            ("view", lambda: (97, 11)),
            ("form", lambda: (34_944 / (3 * 25 + 1), 5)),
            ("form", lambda: "96, 11"),
            ("form", lambda: {96, 11}),
            ("form", lambda: (0, 0)),
            ("form", lambda: (-96, 11)),
        ],
        "one_map": [
            (
                "right",
                lambda x, weights, b: (
                    (sliding_window_view(x, weights.shape)[:, :, 0] * weights).sum(axis=(2, 3, 4)) + b
                ),
            ),
            (
                "right",
                lambda x, weights, b: (
                    sum(cb.conv2d(x[:, :, d], weights[:, :, d]) for d in range(x.shape[2])) + b
                ),
            ),
            ("right", lambda x, weights, b: pixel_by_pixel(x, weights[np.newaxis], [b])[:, :, 0]),
            ("right", lambda x, weights, b: in_32_bits(x, weights[np.newaxis], [b])[:, :, 0]),
            ("no_bias", "b + np", "np"),
            ("bias_subtracted", "b + np", "-b + np"),
            (
                "mean_of_channels",
                "cb.conv2d(x[:, :, d], weights[:, :, d])",
                "cb.conv2d(x[:, :, d], weights[:, :, d]) / D",
            ),
            ("all_divided_by_D", "return output", "return output / D"),
            ("flipped", "weights[:, :, d]", "weights[::-1, ::-1, d]"),
            ("rows_and_columns", "weights[:, :, d]", "weights[:, :, d].T"),
            ("all_on_one_channel", "x[:, :, d]", "x[:, :, 0]"),
            ("one_kernel_for_all", "weights[:, :, d]", "weights[:, :, 0]"),
            ("raised", "x[:, :, d]", "x[d]"),
            ("one_channel_only", "    return output", "        return output"),
            ("channel_0_left_out", "range(D)", "range(1, D)"),
            ("last_channel_left_out", "range(D)", "range(D - 1)"),
            ("last_one_stays", "output +=", "output ="),
            ("bias_with_each", "b + np", "np", "weights[:, :, d])", "weights[:, :, d]) + b"),
            ("bias_in_the_loop_too", "weights[:, :, d])", "weights[:, :, d]) + b"),
            ("bias_again", "return output", "return output + b"),
            ("right", "output = b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))", "output = b"),
            ("in_whole_numbers", "+ 1))", "+ 1), dtype=int)"),
            ("in_whole_numbers", "+ 1))", "+ 1), dtype=np.uint8)"),
            (
                "raised",
                "b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))",
                "b + np.zeros_like(x[:, :, 0])",
            ),
            ("partial_sums_subtracted", "output +=", "output -="),
            (
                "shape",
                lambda x, weights, b: (
                    np.stack([cb.conv2d(x[:, :, d], weights[:, :, d]) for d in range(x.shape[2])], axis=2) + b
                ),
            ),
        ],
        "all_maps_at": [
            (
                "right",
                lambda x, kernels, bias, i, j: np.array(
                    [
                        (x[i : i + len(k), j : j + len(k)] * k).sum() + b
                        for k, b in zip(kernels, bias, strict=True)
                    ]
                ),
            ),
            ("right", "(block * kernels).sum(axis=(1, 2, 3))", "np.tensordot(kernels, block, 3)"),
            (
                "right",
                "(block * kernels).sum(axis=(1, 2, 3))",
                "kernels.reshape(len(bias), -1) @ block.ravel()",
            ),
            (
                "right",
                "return (block * kernels).sum(axis=(1, 2, 3)) + bias",
                "return ((block * kernels).sum(axis=(1, 2, 3)) + bias).astype(np.float32)",
            ),
            (
                "cut_to_whole_numbers",
                "(block * kernels).sum(axis=(1, 2, 3)) + bias",
                "((block * kernels).sum(axis=(1, 2, 3)) + bias).astype(int)",
            ),
            ("one_sum_for_all", ".sum(axis=(1, 2, 3))", ".sum()"),
            ("other", ".sum(axis=(1, 2, 3)) + bias", ".sum()"),
            (
                "other",
                "return (block * kernels).sum(axis=(1, 2, 3)) + bias",
                "return ((block * kernels).sum(axis=(1, 2, 3)) + bias).sum()",
            ),
            (
                "list",
                "return (block * kernels).sum(axis=(1, 2, 3)) + bias",
                "return [(block * kernels[k]).sum() + bias[k] for k in range(len(bias))]",
            ),
            ("channels_kept_apart", "(1, 2, 3)) + bias", "(1, 2)) + bias[:, np.newaxis]"),
            ("filters_added", "(1, 2, 3)", "(0, 1, 2)"),
            ("shape", "(1, 2, 3)", "(1, 2)"),
            ("shape", "(1, 2, 3)", "(2, 3)"),
            ("shape", "(1, 2, 3)", "3"),
            ("shape", "(1, 2, 3)", "-1"),
            ("mean_over_the_block", ".sum(", ".mean("),
            (
                "all_divided",
                "return (block * kernels).sum(axis=(1, 2, 3)) + bias",
                "return ((block * kernels).sum(axis=(1, 2, 3)) + bias) / block.size",
            ),
            ("without_bias", " + bias", ""),
            ("bias_subtracted", " + bias", " - bias"),
            ("first_bias_for_all", " + bias", " + bias[0]"),
            ("each_bias_to_all_maps", " + bias", " + bias.sum()"),
            (
                "bias_with_each_product",
                "(block * kernels).sum(axis=(1, 2, 3)) + bias",
                "(block * kernels + bias[:, None, None, None]).sum(axis=(1, 2, 3))",
            ),
            ("flipped", "* kernels)", "* kernels[:, ::-1, ::-1])"),
            ("rows_and_columns", "* kernels)", "* kernels.transpose(0, 2, 1, 3))"),
            ("i_and_j_exchanged", "x[i : i + F, j : j + F]", "x[j : j + F, i : i + F]"),
            (
                "first_map_only",
                "return (block * kernels).sum(axis=(1, 2, 3)) + bias",
                "for k in range(len(bias)):\n        return (block * kernels[k]).sum() + bias[k]",
            ),
            ("shape", " + bias", " + bias[:, None]"),
        ],
        "count_flops": [
            ("right", lambda H, W, D, K, F, P: 2 * cb.mac_count(H, W, D, K, F, P=P)),
            ("right", "return 2 *", "return 2.0 *"),
            (
                "right",
                lambda H, W, D, K, F, P: sum(
                    2 * F * F * D
                    for _ in range(K)
                    for i in range(H + 2 * P - F + 1)
                    for j in range(W + 2 * P - F + 1)
                ),
            ),
            ("macs", "2 * H2", "H2"),
            ("first_window_forgotten", " + 1", ""),
            ("kernel_not_taken_off", " - F + 1", ""),
            ("padded_once", "2 * P", "P"),
            ("padding_forgotten", " + 2 * P", ""),
            ("square_output", "W + 2 * P", "H + 2 * P"),
            ("F_not_squared", "F * F * D", "F * D"),
            ("flat_kernels", "F * F * D", "F * F"),
            ("one_map_only", "* K", ""),
            ("factor", "return 2 *", "return 4 *"),
            ("biases_too", "F * F * D", "F * F * D + H2 * W2 * K"),
            ("biases_as_products", "F * F * D", "(F * F * D + 1)"),
            ("a_bias_for_each_map", "F * F * D", "F * F * D + K"),
            ("one_addition_less", "2 * H2 * W2 * K * F * F * D", "H2 * W2 * K * (2 * F * F * D - 1)"),
            ("size_of_the_input", "2 * H2 * W2", "2 * H * W"),
            ("one_place_only", "2 * H2 * W2", "2"),
            ("other", "2 * H2 * W2 * K * F * F * D", "(2, H2, W2, K, F, F, D)"),
            ("other", "2 * H2 * W2 * K * F * F * D", "str(2 * H2 * W2 * K * F * F * D)"),
            ("other", "2 * H2 * W2 * K * F * F * D", "np.array([2 * H2 * W2 * K * F * F * D])"),
        ],
        "numbers_learned": [
            (
                "right",
                lambda D, layers: sum(
                    cb.parameter_count(K, F, d)
                    for (K, F), d in zip(layers, [D] + [K for K, _ in layers], strict=False)
                ),
            ),
            ("right", lambda D, layers: float(numbers(D, layers))),
            ("right", lambda D, layers: layers and numbers(D, layers)),
            ("same_depth", "        D = K\n", ""),
            ("D_replaced_too_early", "        total", "        D = K\n        total"),
            ("last_layer_only", "total +=", "total ="),
            ("first_layer_only", "    return", "        return"),
            ("first_layer_only", "        D = K\n    return total", "        return total"),
            ("weights_only", "D + 1", "D"),
            ("K_biases_for_each_map", "+ 1", "+ K"),
            ("bias_for_each_kernel", "D + 1", "D + D"),
            ("one_bias_a_layer", "K * (F * F * D + 1)", "K * F * F * D + 1"),
            ("F_not_squared", "F * F", "F"),
            ("a_bias_for_each_channel", "K * (F * F * D + 1)", "D * (F * F * K + 1)"),
            ("F_before_K", "for K, F in", "for F, K in"),
            ("last_layer_first", "in layers", "in reversed(layers)"),
            (
                "other",
                "total = 0",
                "total = []",
                "total += K * (F * F * D + 1)",
                "total.append(K * (F * F * D + 1))",
            ),
            ("offset", "total = 0", "total = 1"),
            ("kernels_without_depth", "F * F * D", "F * F"),
        ],
        "blocks_layer": [
            ("right", with_einsum),
            ("right", pixel_by_pixel),
            ("right", in_32_bits),
            ("right", lambda x, kernels, bias: cb.conv_layer(x, kernels, bias)),
            ("other_order", "K, F, _, _", "F, _, _, K", "kernels[k]", "kernels[:, :, :, k]"),
            ("shape_corrected_only", "kernels[k]", "kernels[:, :, :, k]"),
            ("filter_corrected_only", "K, F, _, _", "F, _, _, K"),
            ("K_from_the_last_axis", "K, F, _, _", "_, F, _, K"),
            ("only_F_corrected", "K, F, _, _", "_, F, _, K", "kernels[k]", "kernels[:, :, :, k]"),
            ("no_bias", " + bias[k]", ""),
            ("first_bias_for_all", "bias[k]", "bias[0]"),
            ("each_bias_to_all_maps", "bias[k]", "bias.sum()"),
            ("bias_subtracted", "+ bias[k]", "- bias[k]"),
            (
                "bias_with_each_product",
                "(block * kernels[k]).sum() + bias[k]",
                "(block * kernels[k] + bias[k]).sum()",
            ),
            ("mean_of_the_products", ".sum()", ".mean()"),
            (
                "all_divided",
                "(block * kernels[k]).sum() + bias[k]",
                "((block * kernels[k]).sum() + bias[k]) / block.size",
            ),
            (
                "channels_averaged",
                "(block * kernels[k]).sum() + bias[k]",
                "(block * kernels[k]).sum() / x.shape[2] + bias[k]",
            ),
            ("flipped", "kernels[k]", "kernels[k, ::-1, ::-1]"),
            ("rows_and_columns", "kernels[k]", "kernels[k].transpose(1, 0, 2)"),
            ("first_filter_for_all", "kernels[k])", "kernels[0])"),
            ("truncated", "+ 1, K))", "+ 1, K), dtype=int)"),
            ("uint8", "+ 1, K))", "+ 1, K), dtype=np.uint8)"),
            ("unfinished", "    return output", "        return output"),
            ("last_map_empty", "range(K)", "range(K - 1)"),
            ("shape", "return output", "return output.transpose(2, 0, 1)"),
        ],
        "mix_channels": [
            ("right", lambda x, kernels: x @ kernels[:, 0, 0].T),
            ("right", lambda x, kernels: np.einsum("ijd,kd->ijk", x, kernels[:, 0, 0])),
            ("right", lambda x, kernels: pixel_by_pixel(x, kernels, np.zeros(len(kernels)))),
            ("right", "kernels[k, 0, 0]", "kernels[k].ravel()"),
            ("right", "kernels[k, 0, 0]", "kernels[k]"),
            ("one_weight_for_all", "kernels[k, 0, 0]", "kernels[k, 0, 0, 0]"),
            ("last_weight_for_all", "kernels[k, 0, 0]", "kernels[k, 0, 0, -1]"),
            ("filters_and_channels_exchanged", "kernels[k, 0, 0]", "kernels[:, 0, 0, k]"),
            ("summed_weights", "kernels[k, 0, 0]", "kernels[k, 0, 0].sum()"),
            ("mean_weight", "kernels[k, 0, 0]", "kernels[k, 0, 0].mean()"),
            ("mean_of_the_channels", ".sum(axis=2)", ".mean(axis=2)"),
            ("first_filter_for_all", "kernels[k, 0, 0]", "kernels[0, 0, 0]"),
            ("right", "kernels[k, 0, 0]", "kernels[k, 0]"),
            ("raised", ".sum(axis=2)", ".sum(axis=0)"),
            ("pixels_added_too", ".sum(axis=2)", ".sum()"),
            ("channels_scaled", "(x * weights).sum(axis=2)", "x[:, :, k] * weights[k]"),
            ("truncated", "len(kernels)))\n", "len(kernels)), dtype=int)\n"),
            ("uint8", "len(kernels)))\n", "len(kernels)), dtype=np.uint8)\n"),
            ("only_the_first_map", "    return", "        return"),
            ("last_map_empty", "range(len(kernels))", "range(len(kernels) - 1)"),
            ("raised", "(x.shape[0], x.shape[1]", "(x.shape[1], x.shape[0]"),
            ("shape", "return output", "return output.transpose(2, 0, 1)"),
        ],
        "two_layers": [
            ("right", lambda: ((4, 1, 9), (4, 3, 1))),
            ("right", lambda: [[4, 1, 9], [4, 3, 1]]),
            ("right", lambda: np.array([[2, 1, 25], [2, 5, 1]])),
            ("right", lambda: ((4.0, 1.0, 9.0), (4.0, 3.0, 1.0))),
            ("right", lambda: ((2, 2, 9), (2, 3, 4))),
            ("more_work", lambda: ((4, 3, 1), (4, 1, 9))),
            ("D_first", lambda: ((9, 1, 4), (1, 3, 4))),
            ("view", lambda: ((4, 3, 1), (4, 3, 1))),
            ("form", lambda: (4, 1, 9, 4, 3, 1)),
            ("F_first", lambda: ((1, 4, 9), (3, 4, 1))),
            ("form", lambda: (4, 1, 9)),
            ("form", lambda: ((32, 48, 9), (32, 48, 1))),
            ("form", lambda: ((0, 1, 9), (0, 3, 1))),
            ("form", lambda: ((4, 33, 1), (4, 1, 33 * 33))),
            ("view", lambda: ((4, 3, 2), (3, 3, 3))),
            ("view", lambda: ((4, 1, 8), (4, 3, 1))),
        ],
    }
)
