"""Answers to chapter 5."""

import numpy as np
from edited import cases
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb


def all_windows(image, kernel, S, P):
    windows = sliding_window_view(np.pad(image, P), kernel.shape)[::S, ::S]
    return np.einsum("ijmn,mn->ij", windows, kernel)


def with_while(image, kernel, S, P):
    F, padded, rows = len(kernel), np.pad(image, P), []
    top = 0
    while top + F <= len(padded):
        lefts = range(0, padded.shape[1] - F + 1, S)
        rows.append([np.sum(padded[top : top + F, left : left + F] * kernel) for left in lefts])
        top += S
    return np.array(rows)


def whole_layer(x, kernels, bias, S, P):
    F, padded = kernels.shape[1], np.pad(x, ((P, P), (P, P), (0, 0)))
    windows = sliding_window_view(padded, (F, F), axis=(0, 1))[::S, ::S]
    return np.einsum("ijdmn,kmnd->ijk", windows, kernels) + bias


def block_means(image, S):
    H2, W2 = image.shape[0] // S, image.shape[1] // S
    return image[: H2 * S, : W2 * S].reshape(H2, S, W2, S).mean(axis=(1, 3))


def right(layers):
    return cb.receptive_field(layers) if layers else 1


def windows_of_each_pixel(n, F, S, P):
    starts = range(-P, n + P - F + 1, S)
    return np.array([sum(start <= pixel < start + F for start in starts) for pixel in range(n)])


CASES = cases(
    {
        "quarter_the_sides": [
            ("right", lambda: (5, 4, 1)),
            ("right", lambda: [7, 4, 2]),
            ("right", lambda: np.array([7.0, 4.0, 3.0])),
            ("leaves_gaps", lambda: (3, 4, 0)),
            ("leaves_gaps", lambda: (1, 4, 0)),
            ("last_row_lost", lambda: (5, 4, 2)),
            ("even_window", lambda: (4, 4, 0)),
            ("even_window", lambda: (6, 4, 1)),
            ("padding_in_all", lambda: (7, 4, 6)),
            ("first_window_forgotten", lambda: (5, 4, 3)),
            ("rounded_up", lambda: (9, 4, 1)),
            ("S_before_F", lambda: (4, 5, 1)),
            ("view", lambda: (5, 2, 2)),
            ("rounded_up", lambda: (5, 4, 0)),
            ("form", lambda: (5, 4)),
            ("form", lambda: (5, 4, -1)),
            ("form", lambda: "5, 4, 1"),
            ("form", lambda: (5, 4, 0.5)),
            ("right", lambda: (239, 4, 118)),
            ("form", lambda: {"F": 5, "S": 4, "P": 1}),
        ],
        "hasty_mended": [
            ("right", all_windows),
            ("right", with_while),
            ("right", lambda image, kernel, S, P: cb.conv2d(image, kernel, stride=S, padding=P)),
            ("right", lambda image, kernel, S, P: all_windows(image, kernel, 1, P)[::S, ::S]),
            ("right", lambda *given: all_windows(*given).astype(np.float32)),
            ("unfinished", "    return output", "        return output"),
            ("starts_at_i", "i * S : i * S", "i : i", "j * S : j * S", "j : j"),
            ("columns_not_yet", "j * S : j * S", "j : j"),
            ("rows_not_yet", "i * S : i * S", "i : i"),
            ("end_left_behind", "i * S : i * S + F, j * S : j * S + F", "i * S : i + F, j * S : j + F"),
            (
                "every_other_pixel",
                "i * S : i * S + F, j * S : j * S + F",
                "i : i + F * S : S, j : j + F * S : S",
            ),
            (
                "row_and_column_exchanged",
                "i * S : i * S + F, j * S : j * S + F",
                "j * S : j * S + F, i * S : i * S + F",
            ),
            ("kernel_transposed", "* kernel)", "* kernel.T)"),
            ("flipped", "* kernel)", "* kernel[::-1, ::-1])"),
            ("kernel_transposed", "window * kernel", "window.T * kernel"),
            ("mean_of_the_products", ".sum()", ".mean()"),
            ("no_kernel", "(window * kernel).sum()", "window.sum()"),
            ("padding_forgotten", "padded[", "image["),
            ("padding_forgotten", "cb.pad(image, P)", "image"),
            ("edge_repeated", "cb.pad(image, P)", "cb.pad(image, P, 'edge')"),
            ("edge_repeated", "cb.pad(image, P)", "np.pad(image, P, 'edge')"),
            (
                "padded_up_to_minus_P",
                "cb.pad(image, P)",
                "np.zeros((image.shape[0] + 2 * P, image.shape[1] + 2 * P))\n    padded[P:-P, P:-P] = image",
            ),
            ("raised", "(H2, W2))", "(W2, H2))"),
            ("truncated", "(H2, W2))", "(H2, W2), dtype=int)"),
            ("uint8", "(H2, W2))", "(H2, W2), dtype=np.uint8)"),
            ("unfinished", "range(H2)", "range(H2 - 1)"),
            ("last_column_missing", "range(W2)", "range(W2 - 1)"),
            ("height_for_width", "range(W2)", "range(H2)"),
            ("unfinished", "range(H2)", "range(0, H2, S)", "range(W2)", "range(0, W2, S)"),
            ("right", "output[i, j] =", "output[i, j] +="),
            ("transposed", "return output", "return output.T"),
            ("shape", "return output", "return output[P:H2 - P, P:W2 - P]"),
            ("factor", "padded = cb", "image *= 2\n    padded = cb"),
        ],
        "stride_along": [
            (
                "right",
                lambda row, weights, S, P: all_windows(np.pad(row, P)[np.newaxis], weights[np.newaxis], S, 0)[
                    0
                ],
            ),
            ("right", lambda row, weights, S, P: np.correlate(np.pad(row, P), weights, "valid")[::S]),
            (
                "right",
                lambda row, weights, S, P: np.array(
                    [
                        np.pad(row, P)[k : k + len(weights)] @ weights
                        for k in range(0, len(row) + 2 * P - len(weights) + 1, S)
                    ]
                ),
            ),
            ("right", "return outputs", "return outputs.astype(np.float32)"),
            ("one_side", "2 * P", "P"),
            ("padding_in_it_twice", "len(row) - F", "len(padded) - F"),
            ("padding_not_counted", "- F + 2 * P", "- F"),
            ("first_window_missing", " // S + 1", " // S"),
            ("right", "(len(row) - F + 2 * P) // S", "int((len(row) - F + 2 * P) / S)"),
            ("a_window_too_many", "(len(row) - F + 2 * P) // S + 1", "-(-(len(row) - F + 2 * P) // S) + 1"),
            ("raised", "(len(row) - F + 2 * P) // S + 1", "round((len(row) - F + 2 * P) / S) + 1"),
            ("raised", "//", "/"),
            ("at_i", "i * S : i * S + F", "i : i + F"),
            ("raised", "i * S : i * S + F", "i * S : i + F"),
            ("raised", "i * S : i * S + F", "i * S : (i + F) * S"),
            ("flipped", "* weights)", "* weights[::-1])"),
            ("flipped", lambda row, weights, S, P: np.convolve(np.pad(row, P), weights, "valid")[::S]),
            ("mean_of_the_products", ".sum()", ".mean()"),
            ("row_without_padding", "padded[", "row["),
            ("raised", "np.pad(row, P)", "np.pad(row, (P, 0))"),
            ("edge_repeated", "np.pad(row, P)", "np.pad(row, P, 'edge')"),
            (
                "padded_up_to_minus_P",
                "np.pad(row, P)",
                "np.zeros(len(row) + 2 * P)\n    padded[P:-P] = row",
            ),
            ("truncated", "S + 1)", "S + 1, dtype=int)"),
            ("uint8", "S + 1)", "S + 1, dtype=np.uint8)"),
            ("raised", "np.zeros((len(row) - F + 2 * P) // S + 1)", "np.zeros(len(row))"),
            ("unfinished", "    return outputs", "        return outputs"),
            ("unfinished", "range(len(outputs))", "range(len(outputs) - 1)"),
            ("list", "return outputs", "return list(outputs)"),
            ("shape", "return outputs", "return outputs[P:-P]"),
            ("other", "return outputs", "return outputs.sum()"),
            ("input", "return outputs", "return row"),
            ("shape", "return outputs", "return padded"),
        ],
        "uses_along": [
            ("right", windows_of_each_pixel),
            ("right", "counts = np.zeros(n + 2 * P)", "counts = np.zeros(n + 2 * P, dtype=int)"),
            (
                "right",
                lambda n, F, S, P: np.add.reduce(
                    [
                        np.pad(np.ones(F), (i * S, n + 2 * P - i * S - F))[P : P + n]
                        for i in range(cb.output_size(n, F, S, P))
                    ]
                ),
            ),
            ("right", lambda n, F, S, P: windows_of_each_pixel(n, F, S, P).astype(np.uint8)),
            ("window_at_i", "i * S : i * S + F", "i : i + F"),
            ("windows_that_grow", "i * S : i * S + F", "i : i * S + F"),
            ("windows_that_shrink", "i * S : i * S + F", "i * S : i + F"),
            ("windows_times_S", "i * S : i * S + F", "i * S : (i + F) * S"),
            ("one_cell_short", "i * S + F]", "i * S + F - 1]"),
            ("zeros_too", "counts[P : P + n]", "counts"),
            ("first_cells", "counts[P : P + n]", "counts[:n]"),
            ("minus_nothing", "counts[P : P + n]", "counts[P:-P]"),
            ("shape", "counts[P : P + n]", "counts[P:n]"),
            ("shape", "counts[P : P + n]", "counts[P:]"),
            ("last_cells", "counts[P : P + n]", "counts[2 * P :]"),
            ("last_cells", "counts[P : P + n]", "counts[-n:]"),
            ("first_cells", "i * S : i * S + F", "i * S + P : i * S + P + F"),
            ("set_to_1", "+= 1", "= 1"),
            ("a_window_for_each_pixel", "range(cb.output_size(n, F, S, P))", "range(n)"),
            ("unfinished", "cb.output_size(n, F, S, P)", "cb.output_size(n, F, S)"),
            ("unfinished", "range(cb.output_size(n, F, S, P))", "range(cb.output_size(n, F, S, P) - 1)"),
            (
                "right",
                "np.zeros(n + 2 * P)",
                "np.zeros(n)",
                "i * S : i * S + F",
                "max(0, i * S - P) : max(0, i * S - P + F)",
                "counts[P : P + n]",
                "counts",
            ),
            ("right", "n + 2 * P", "n + P"),
            ("offset", "np.zeros", "np.ones"),
            ("list", "return counts[P : P + n]", "return counts[P : P + n].tolist()"),
            ("unfinished", "    return counts", "        return counts"),
            ("dtype", "return counts[P : P + n]", "return counts[P : P + n] > 0"),
            ("other", "return counts[P : P + n]", "return counts[P : P + n].sum()"),
        ],
        "shrink": [
            ("right", block_means),
            ("right", lambda image, S: cb.conv2d(image, cb.blur_kernel(S), stride=S)),
            (
                "right",
                lambda image, S: np.array(
                    [
                        [
                            image[i : i + S, j : j + S].sum() / S**2
                            for j in range(0, image.shape[1] - S + 1, S)
                        ]
                        for i in range(0, len(image) - S + 1, S)
                    ]
                ),
            ),
            ("right", lambda image, S: block_means(image, S).astype(np.float32)),
            ("right", ".mean()", ".sum() / S / S"),
            ("picks", lambda image, S: image[::S, ::S]),
            ("corner_of_a_block", ".mean()", "[0, 0]"),
            ("sums", ".mean()", ".sum()"),
            ("divided_by_S", ".mean()", ".sum() / S"),
            ("largest", ".mean()", ".max()"),
            ("cut_to_whole_numbers", "(H2, W2))", "(H2, W2), dtype=int)"),
            ("cut_to_whole_numbers", ".mean()", ".sum() // S**2"),
            ("rounded", ".mean()", ".mean().round()"),
            ("cut_to_whole_numbers", "(H2, W2))", "(H2, W2), dtype=np.uint8)"),
            ("in_the_type_of_the_image", "(H2, W2))", "(H2, W2), dtype=image.dtype)"),
            ("raised", ".mean()", ".mean(axis=0)"),
            ("first_column_only", "j * S : j * S + S", "j * S"),
            ("first_row_only", "i * S : i * S + S", "i * S"),
            ("blocks_at_i", "i * S : i * S", "i : i", "j * S : j * S", "j : j"),
            ("rows_not_moved", "i * S : i * S", "i : i"),
            ("columns_not_moved", "j * S : j * S", "j : j"),
            ("raised", "(H2, W2))", "(W2, H2))"),
            ("unfinished", "range(W2)", "range(H2)"),
            (
                "part_of_a_block",
                "image.shape[0] // S, image.shape[1] // S",
                "-(-image.shape[0] // S), -(-image.shape[1] // S)",
            ),
            ("shape", lambda image, S: cb.conv2d(image, cb.blur_kernel(S))),
            (
                "torn",
                lambda image, S: (
                    image[: image.shape[0] // S * S, : image.shape[1] // S * S]
                    .reshape(image.shape[0] // S, image.shape[1] // S, S, S)
                    .mean(axis=(2, 3))
                ),
            ),
            ("list", "return output", "return output.tolist()"),
            ("zeros", "range(H2)", "range(H2 - 1)"),
            ("unfinished", "range(W2)", "range(W2 - 1)"),
            ("unfinished", "    return output", "        return output"),
            ("shape", lambda image, S: np.repeat(np.repeat(block_means(image, S), S, axis=0), S, axis=1)),
        ],
        "photo_pixels": [
            ("right", lambda layers: cb.receptive_field(layers)),
            (
                "right",
                lambda layers: (
                    1
                    + sum(
                        (F - 1) * int(np.prod([S for _, S in layers[:n]])) for n, (F, _) in enumerate(layers)
                    )
                ),
            ),
            (
                "right",
                lambda layers: 1.0 if not layers else layers[0][0] + (right(layers[1:]) - 1) * layers[0][1],
            ),
            ("right", "(pixels - 1) * S + F", "pixels * S + F - S"),
            ("last_kernel", "    return", "        return"),
            ("kernels_added", "(pixels - 1) * S + F", "pixels + F", "pixels = 1", "pixels = 0"),
            ("strides_ignored", "(pixels - 1) * S + F", "(pixels - 1) + F"),
            ("own_stride_only", lambda layers: 1 + sum((F - 1) * S for F, S in layers)),
            ("one_stride_too_many", "(pixels - 1) * S", "pixels * S"),
            ("from_the_photo", "reversed(layers)", "layers"),
            ("started_from_0", "pixels = 1", "pixels = 0"),
            ("F_and_S_exchanged", "for F, S", "for S, F"),
            ("one_pixel_short", "S + F", "S + F - 1"),
            ("area", "return pixels", "return pixels**2"),
            ("kernels_multiplied", "(pixels - 1) * S + F", "pixels * F"),
            (
                "last_kernel_times_strides",
                lambda layers: layers[-1][0] * int(np.prod([S for _, S in layers[:-1]])),
            ),
            ("other", "return pixels", "return pixels, pixels"),
            ("other", "return pixels", "return [pixels]"),
            ("none", "return pixels", "print(pixels)"),
        ],
        "forward": [
            ("right", whole_layer),
            ("right", lambda *given: whole_layer(*given).astype(np.float32)),
            ("right", lambda x, kernels, bias, S, P: whole_layer(x, kernels, bias, 1, P)[::S, ::S]),
            (
                "right",
                lambda x, kernels, bias, S, P: np.stack(
                    [
                        sum(with_while(x[:, :, d], k[:, :, d], S, P) for d in range(x.shape[2])) + b
                        for k, b in zip(kernels, bias, strict=True)
                    ],
                    axis=2,
                ),
            ),
            ("starts_at_i_and_j", "i * S : i * S", "i : i", "j * S : j * S", "j : j"),
            ("columns_not_yet", "j * S : j * S", "j : j"),
            ("rows_not_yet", "i * S : i * S", "i : i"),
            ("stride_in_both", "range(H2)", "range(0, H2, S)", "range(W2)", "range(0, W2, S)"),
            (
                "every_other_pixel",
                "i * S : i * S + F, j * S : j * S + F",
                "i : i + F * S : S, j : j + F * S : S",
            ),
            ("padded_on_one_side", "- F + 2 * P", "- F + P"),
            ("first_window_missing", "// S + 1", "// S"),
            ("square_output", "(W - F + 2 * P) // S + 1", "(H - F + 2 * P) // S + 1"),
            ("raised", "(H2, W2, K))", "(W2, H2, K))"),
            ("raised", "axis=(1, 2, 3)", "axis=(1, 2)"),
            (
                "channels_padded",
                "((P, P), (P, P), (0, 0))",
                "P",
            ),
            (
                "edge_repeated",
                "(0, 0)))",
                "(0, 0)), 'edge')",
            ),
            (
                "padded_up_to_minus_P",
                "np.pad(x, ((P, P), (P, P), (0, 0)))",
                "np.zeros(np.add(x.shape, (2 * P, 2 * P, 0)))\n    padded[P:-P, P:-P] = x",
            ),
            ("padding_forgotten", "= padded[i", "= x[i"),
            (
                "row_and_column_exchanged",
                "i * S : i * S + F, j * S : j * S + F",
                "j * S : j * S + F, i * S : i * S + F",
            ),
            ("flipped", "(kernels *", "(kernels[:, ::-1, ::-1] *"),
            ("kernel_transposed", "(kernels *", "(kernels.transpose(0, 2, 1, 3) *"),
            ("kernel_transposed", "* patch)", "* patch.swapaxes(0, 1))"),
            ("maps_first", "return output", "return output.transpose(2, 0, 1)"),
            ("first_filter_for_all", "(kernels *", "(kernels[:1] *"),
            ("first_channel_only", "(kernels * patch)", "(kernels * patch)[..., :1]"),
            ("no_bias", " + bias", ""),
            ("first_bias_for_all", "+ bias", "+ bias[0]"),
            ("each_bias_to_all_maps", "+ bias", "+ bias.sum()"),
            (
                "bias_with_each_channel",
                "sum(axis=(1, 2, 3)) + bias",
                "sum(axis=(1, 2, 3)) + x.shape[2] * bias",
            ),
            (
                "bias_with_each_product",
                "(kernels * patch).sum(axis=(1, 2, 3)) + bias",
                "(kernels * patch + bias[:, None, None, None]).sum(axis=(1, 2, 3))",
            ),
            ("mean_of_the_products", ".sum(", ".mean("),
            ("last_column_missing", "range(W2)", "range(W2 - 1)"),
            ("zeros", "range(H2)", "range(H2 - 1)"),
            ("unfinished", "    return output", "        return output"),
            ("truncated", "(H2, W2, K))", "(H2, W2, K), dtype=int)"),
            ("transposed", "return output", "return output.swapaxes(0, 1)"),
            ("no_negatives", "return output", "return np.maximum(output, 0)"),
            ("none", "return output", "print(output.shape)"),
        ],
        "strided_layer": [
            ("right", whole_layer),
            ("right", lambda *given: whole_layer(*given).astype(np.float32)),
            (
                "right",
                lambda x, kernels, bias, S, P: np.stack(
                    [
                        sum(all_windows(x[:, :, d], k[:, :, d], S, P) for d in range(x.shape[2])) + b
                        for k, b in zip(kernels, bias, strict=True)
                    ],
                    axis=2,
                ),
            ),
            ("right", lambda x, kernels, bias, S, P: whole_layer(x, kernels, bias, 1, P)[::S, ::S]),
            ("starts_at_i_and_j", "i * S : i * S", "i : i", "j * S : j * S", "j : j"),
            ("columns_not_yet", "j * S : j * S", "j : j"),
            ("rows_not_yet", "i * S : i * S", "i : i"),
            ("end_left_behind", "i * S + F", "i + F", "j * S + F", "j + F"),
            ("windows_times_S", "i * S + F", "(i + F) * S", "j * S + F", "(j + F) * S"),
            (
                "every_other_pixel",
                "i * S : i * S + F, j * S : j * S + F",
                "i : i + F * S : S, j : j + F * S : S",
            ),
            (
                "outputs_stepped_over",
                "range(H2)",
                "range(0, H2, S)",
                "range(W2)",
                "range(0, W2, S)",
                "i * S : i * S",
                "i : i",
                "j * S : j * S",
                "j : j",
            ),
            ("stride_in_both", "range(H2)", "range(0, H2, S)", "range(W2)", "range(0, W2, S)"),
            ("no_bias", " + bias", ""),
            ("bias_subtracted", "+ bias", "- bias"),
            ("first_bias_for_all", "+ bias", "+ bias[0]"),
            ("each_bias_to_all_maps", "+ bias", "+ bias.sum()"),
            (
                "bias_with_each_product",
                "(kernels * patch).sum(axis=(1, 2, 3)) + bias",
                "(kernels * patch + bias[:, None, None, None]).sum(axis=(1, 2, 3))",
            ),
            ("mean_of_the_products", ".sum(", ".mean("),
            (
                "all_divided",
                "(kernels * patch).sum(axis=(1, 2, 3)) + bias",
                "((kernels * patch).sum(axis=(1, 2, 3)) + bias) / patch.size",
            ),
            (
                "channels_averaged",
                "(kernels * patch).sum(axis=(1, 2, 3)) + bias",
                "(kernels * patch).sum(axis=(1, 2, 3)) / x.shape[2] + bias",
            ),
            ("flipped", "(kernels *", "(kernels[:, ::-1, ::-1] *"),
            ("kernel_transposed", "(kernels *", "(kernels.transpose(0, 2, 1, 3) *"),
            ("kernel_transposed", "* patch)", "* patch.swapaxes(0, 1))"),
            (
                "row_and_column_exchanged",
                "i * S : i * S + F, j * S : j * S + F",
                "j * S : j * S + F, i * S : i * S + F",
            ),
            ("first_filter_for_all", "(kernels *", "(kernels[:1] *"),
            ("raised", "axis=(1, 2, 3)", "axis=(1, 2)"),
            ("padding_forgotten", "= padded[", "= x["),
            ("edge_repeated", "cb.pad(x, P)", "cb.pad(x, P, 'edge')"),
            (
                "padded_up_to_minus_P",
                "cb.pad(x, P)",
                "np.zeros(np.add(x.shape, (2 * P, 2 * P, 0)))\n    padded[P:-P, P:-P] = x",
            ),
            ("right", "cb.pad(x, P)", "np.pad(x, ((P, P), (P, P), (0, 0)))"),
            ("channels_padded", "cb.pad(x, P)", "np.pad(x, P)"),
            ("raised", "(H2, W2, K))", "(W2, H2, K))"),
            ("maps_first", "return output", "return output.transpose(2, 0, 1)"),
            ("transposed", "return output", "return output.swapaxes(0, 1)"),
            ("truncated", "(H2, W2, K))", "(H2, W2, K), dtype=int)"),
            ("uint8", "(H2, W2, K))", "(H2, W2, K), dtype=np.uint8)"),
            ("unfinished", "range(H2)", "range(H2 - 1)"),
            ("last_column_missing", "range(W2)", "range(W2 - 1)"),
            ("unfinished", "    return output", "        return output"),
            ("raised", "x.shape[1], F, S, P", "x.shape[1], F, 1, P"),
            ("shape", "x.shape[0], F, S, P", "x.shape[0], F, S", "x.shape[1], F, S, P", "x.shape[1], F, S"),
            (
                "raised",
                "i * S : i * S + F, j * S : j * S + F",
                "i * S + P : i * S + P + F, j * S + P : j * S + P + F",
            ),
            ("no_negatives", "return output", "return np.maximum(output, 0)"),
        ],
        "dilated": [
            (
                "right",
                lambda row, weights, dilation: sum(
                    w * row[k * dilation : len(row) - (len(weights) - 1 - k) * dilation]
                    for k, w in enumerate(weights)
                ),
            ),
            (
                "right",
                lambda row, weights, dilation: (
                    sliding_window_view(row, (len(weights) - 1) * dilation + 1)[:, ::dilation] @ weights
                ),
            ),
            ("right", "return outputs", "return outputs.astype(np.float32)"),
            ("counted_from_0", "    reach", "    dilation += 1\n    reach"),
            ("step_only", "(F - 1) * dilation + 1", "F + (F - 1) * dilation"),
            ("reach_only", ": dilation]", ": dilation + 1]"),
            ("gap_after_the_last", "(F - 1) * dilation + 1", "F * dilation"),
            ("one_cell_short", "(F - 1) * dilation + 1", "(F - 1) * dilation"),
            ("raised", "(F - 1) * dilation + 1", "F"),
            ("raised", "(F - 1) * dilation + 1", "F + dilation"),
            ("raised", ": dilation]", ": dilation - 1]"),
            (
                "strides_instead",
                lambda row, weights, dilation: np.correlate(row, weights, "valid")[::dilation],
            ),
            ("no_gaps", lambda row, weights, dilation: np.correlate(row, weights, "valid")),
            (
                "weights_repeated",
                lambda row, weights, dilation: np.correlate(row, np.repeat(weights, dilation), "valid"),
            ),
            (
                "gap_after_the_last",
                lambda row, weights, dilation: np.correlate(
                    row, np.kron(weights, np.eye(1, dilation)[0]), "valid"
                ),
            ),
            ("shape", lambda row, weights, dilation: np.correlate(row[::dilation], weights, "valid")),
            ("flipped", "* weights)", "* weights[::-1])"),
            ("mean_of_the_products", ".sum()", ".mean()"),
            ("truncated", "reach + 1)", "reach + 1, dtype=int)"),
            ("uint8", "reach + 1)", "reach + 1, dtype=np.uint8)"),
            ("raised", "len(row) - reach + 1", "len(row) - F + 1"),
            ("shape", "len(row) - reach + 1", "len(row) - reach"),
            ("raised", "row[i : i + reach", "row[i * dilation : i * dilation + reach"),
            ("unfinished", "    return outputs", "        return outputs"),
            ("unfinished", "range(len(outputs))", "range(len(outputs) - 1)"),
            ("raised", "outputs = np.zeros(len(row) - reach + 1)", "outputs = np.zeros(len(row))"),
            ("list", "return outputs", "return list(outputs)"),
            ("other", "return outputs", "return outputs.sum()"),
        ],
        "nothing_over": [
            ("right", lambda: (8, 4, 0)),
            ("right", lambda: [10, 4, 1]),
            ("right", lambda: np.array([12.0, 4, 2])),
            ("right", lambda: (170, 1, 0)),
            ("both_sides_in_one", lambda: (12, 4, 4)),
            ("something_over", lambda: (11, 4, 2)),
            ("something_over", lambda: (7, 4, 0)),
            ("of_the_paper", lambda: (11, 4, 0)),
            ("up_to_55", lambda: (9, 4, 0)),
            ("no_first_window", lambda: (4, 4, 0)),
            ("S_before_F", lambda: (4, 8, 0)),
            ("form", lambda: (8, 4)),
            ("form", lambda: (9, 4, 0.5)),
            ("form", lambda: (6, 4, -1)),
            ("no_first_window", lambda: (5, 4, 2)),
            ("form", lambda: "8, 4, 0"),
        ],
    }
)
