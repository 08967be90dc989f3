"""Answers to chapter 6."""

import math

import numpy as np
from edited import cases
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb


def unfold_by_loops(x, F, S):
    """One column after the other, one number after the other."""
    (H, W, D), columns = x.shape, []
    for i in range(0, H - F + 1, S):
        for j in range(0, W - F + 1, S):
            columns.append([x[i + m, j + n, d] for d in range(D) for m in range(F) for n in range(F)])
    return np.array(columns).T


def fold_by_loops(X, M, bias, W2):
    volume = np.zeros((len(X) // W2, W2, M.shape[1]))
    for row, numbers in enumerate(X @ M):
        volume[row // W2, row % W2] = numbers + bias
    return volume


def layer_by_windows(x, kernels, S):
    F = kernels.shape[1]
    windows = sliding_window_view(x, (F, F), axis=(0, 1))[::S, ::S]
    return np.einsum("ijdmn,kmnd->ijk", windows, kernels)


def at_once(x, M, F, S, rows):
    return (cb.im2col(x, F, stride=S) @ M).reshape(cb.output_size(len(x), F, S), -1, M.shape[1])


def add_by_numbers(X, H, W, D, F, S):
    out, W2 = np.zeros((H, W, D)), cb.output_size(W, F, S)
    for row in range(len(X)):
        for column in range(F * F * D):
            m, n, d = np.unravel_index(column, (F, F, D))
            out[row // W2 * S + m, row % W2 * S + n, d] += X[row, column]
    return out


SUM = 0.1 + 0.2  # not quite 0.3

CASES = cases(
    {
        "unfold": [
            ("right", unfold_by_loops),
            (
                "right",
                lambda x, F, S: (
                    np.hstack([cb.im2col(x[:, :, d : d + 1], F, stride=S) for d in range(x.shape[2])]).T
                ),
            ),
            (
                "right",
                lambda x, F, S: (
                    cb.im2col(x, F, stride=S)
                    .reshape(-1, F * F, x.shape[2])
                    .transpose(2, 1, 0)
                    .reshape(F * F * x.shape[2], -1)
                ),
            ),
            ("right", "return columns", "return columns.astype(np.float32)"),
            ("right", ", dtype=x.dtype", ""),
            ("channels_fastest", ".transpose(2, 0, 1)", ""),
            ("channels_fastest", lambda x, F, S: cb.im2col(x, F, stride=S).T),
            ("columns_before_rows", ".transpose(2, 0, 1)", ".T"),
            ("columns_before_rows", ".transpose(2, 0, 1)", ".transpose(2, 1, 0)"),
            ("columns_before_rows", ".transpose(2, 0, 1).ravel()", ".ravel(order='F')"),
            ("channels_between", "(2, 0, 1)", "(0, 2, 1)"),
            ("rows_and_columns_exchanged", "(2, 0, 1)", "(1, 0, 2)"),
            ("channels_fastest", ".transpose(2, 0, 1)", ".reshape(x.shape[2], F, F)"),
            ("columns_before_rows", ".transpose(2, 0, 1)", ".swapaxes(0, 2)"),
            ("rows_and_columns_exchanged", ".transpose(2, 0, 1)", ".swapaxes(0, 1)"),
            ("patches_in_rows", "return columns", "return columns.T"),
            ("channels_fastest", "return columns", "return cb.im2col(x, F, stride=S).T"),
            ("X_of_this_book", "return columns", "return cb.im2col(x, F, stride=S)"),
            (
                "X_reshaped",
                "return columns",
                "return cb.im2col(x, F, stride=S).reshape(F * F * x.shape[2], -1)",
            ),
            ("neighbouring_windows", "i * S : i * S + F, j * S : j * S + F", "i : i + F, j : j + F"),
            ("raised", "i * S : i * S + F, j * S : j * S + F", "j * S : j * S + F, i * S : i * S + F"),
            ("windows_down_first", "i, j = divmod(column, W2)", "j, i = divmod(column, H2)"),
            ("raised", "i, j = divmod(column, W2)", "j, i = divmod(column, W2)"),
            ("raised", "divmod(column, W2)", "divmod(column, H2)"),
            ("truncated", "dtype=x.dtype", "dtype=int"),
            ("uint8", "dtype=x.dtype", "dtype=np.uint8"),
            ("only_the_first_column", "    return columns", "        return columns"),
            ("last_column_missing", "range(H2 * W2)", "range(H2 * W2 - 1)"),
            ("list", "return columns", "return columns.tolist()"),
        ],
        "no_copies": [
            ("right", lambda: (16, 16)),
            ("right", lambda: [2, 2.0]),
            ("right", lambda: np.array([7, 7])),
            ("right", lambda: (224, 224)),
            ("one_pixel_each", lambda: (1, 1)),
            ("some_left_over", lambda: (11, 11)),
            ("some_left_over", lambda: (3, 3)),
            ("windows_overlap", lambda: (16, 8)),
            ("windows_overlap", lambda: (2, 1)),
            ("windows_apart", lambda: (8, 16)),
            ("view", lambda: (1, 2)),
            ("as_many_numbers", lambda: (112, 57)),
            ("form", lambda: 16),
            ("form", lambda: (16, 16, 3)),
            ("form", lambda: (225, 225)),
            ("form", lambda: (16, 0)),
            ("form", lambda: (22.4, 22.4)),
            ("form", lambda: "16, 16"),
        ],
        "fold": [
            ("right", fold_by_loops),
            (
                "right",
                lambda X, M, bias, W2: np.stack(
                    [(X @ M[:, k] + bias[k]).reshape(-1, W2) for k in range(len(bias))], axis=-1
                ),
            ),
            ("right", lambda X, M, bias, W2: (X @ M + bias).T.reshape(len(bias), -1, W2).transpose(1, 2, 0)),
            ("right", lambda *given: fold_by_loops(*given).astype(np.float32)),
            ("sizes_swapped", "-1, W2", "W2, -1"),
            ("turned_afterwards", "-1, W2, K)", "W2, -1, K).transpose(1, 0, 2)"),
            ("turned_afterwards", "-1, W2, K)", "-1, W2, K, order='F')"),
            ("shape", "-1, W2, K)", "K, -1, W2, order='F')"),
            ("maps_come_first", "-1, W2, K", "K, -1, W2"),
            ("maps_one_after_another", "-1, W2, K)", "K, -1, W2).transpose(1, 2, 0)"),
            ("product_turned", "product.reshape(-1, W2, K)", "product.T.reshape(-1, W2, K)"),
            ("shape", "-1, W2, K", "-1, K, W2"),
            ("shape", ".reshape(-1, W2, K)", ""),
            ("no_bias", " + bias", ""),
            ("bias_subtracted", "+ bias", "- bias"),
            ("first_bias_for_all", "+ bias", "+ bias[0]"),
            ("each_bias_to_all_maps", "+ bias", "+ bias.sum()"),
            ("bias_multiplied", "+ bias", "* bias"),
            ("bias_twice", "return product", "return (product + bias)"),
            ("raised", "X @ M + bias", "X @ M + bias[:, np.newaxis]"),
            (
                "bias_of_the_last_map",
                "return product.reshape(-1, W2, K)",
                "product = X @ M\n    product[:, -1] += bias[-1]\n    return product.reshape(-1, W2, K)",
            ),
            (
                "transposed",
                "return product.reshape(-1, W2, K)",
                "return product.reshape(-1, W2, K).transpose(1, 0, 2)",
            ),
            (
                "truncated",
                "return product.reshape(-1, W2, K)",
                "return product.reshape(-1, W2, K).astype(int)",
            ),
            ("list", "return product.reshape(-1, W2, K)", "return product.reshape(-1, W2, K).tolist()"),
            ("raised", "X @ M", "X * M"),
            ("raised", "X @ M", "M.T @ X.T"),
            ("half_turn", "product.reshape", "product[::-1].reshape"),
            ("right", "X @ M + bias\n", "X @ M\n    product += bias\n"),
        ],
        "window_strides": [
            (
                "right",
                lambda x, S: (
                    sliding_window_view(x, (2, 2), axis=(0, 1))[::S, ::S].transpose(0, 1, 3, 4, 2).strides
                ),
            ),
            ("right", lambda x, S: [S * n for n in x.strides[:2]] + list(x.strides)),
            ("right", lambda x, S: np.array([S * x.strides[0], S * x.strides[1], *x.strides])),
            ("right", lambda x, S: (x[::S].strides[0], x[:, ::S].strides[1], *x.strides)),
            ("stride_left_out", "S * down, S * right", "down, right"),
            ("columns_not_moved", "S * right", "right"),
            ("numbers_for_bytes", "x.strides\n", "(n // x.itemsize for n in x.strides)\n"),
            ("worked_out_from_the_shape", "x.strides\n", "np.ascontiguousarray(x).strides\n"),
            ("eight_bytes_each", "x.strides\n", "(x.shape[1] * x.shape[2] * 8, x.shape[2] * 8, 8)\n"),
            ("numbers_from_the_shape", "x.strides\n", "(x.shape[1] * x.shape[2], x.shape[2], 1)\n"),
            ("right_before_down", "S * down, S * right", "S * right, S * down"),
            (
                "inside_first",
                "S * down, S * right, down, right, deeper",
                "down, right, deeper, S * down, S * right",
            ),
            ("channel_first", "right, down, right, deeper", "right, deeper, down, right"),
            ("stride_in_the_window", ", down, right, deeper", ", S * down, S * right, deeper"),
            ("stride_in_all_five", ", down, right, deeper", ", S * down, S * right, S * deeper"),
            ("one_value", ", down, right, deeper", ", down, right, S * deeper"),
            ("right_before_down_inside", ", down, right, deeper", ", right, down, deeper"),
            (
                "backwards",
                "return S * down, S * right, down, right, deeper",
                "return deeper, right, down, S * right, S * down",
            ),
            (
                "length",
                "return S * down, S * right, down, right, deeper",
                "return S * down, S * right, deeper",
            ),
            ("length", "return S * down, S * right, down, right, deeper", "return x.strides"),
            ("windows_side_by_side", "S * down, S * right", "2 * down, 2 * right"),
            ("stride_added", "S * down, S * right", "S + down, S + right"),
            ("length", lambda x, S: sliding_window_view(x, (2, 2), axis=(0, 1))[::S, ::S]),
            ("channel_first", lambda x, S: sliding_window_view(x, (2, 2), axis=(0, 1))[::S, ::S].strides),
            (
                "stride_left_out",
                lambda x, S: sliding_window_view(x, (2, 2), axis=(0, 1)).transpose(0, 1, 3, 4, 2).strides,
            ),
            ("one_value", lambda x, S: sliding_window_view(x, (2, 2), axis=(0, 1))[::S, ::S].shape),
        ],
        "numbers_and_work": [
            (
                "right",
                lambda H, W, D, F, S, K: (
                    math.prod(cb.im2col_shape(H, W, D, F, S)),
                    cb.mac_count(H, W, D, K=K, F=F, S=S),
                ),
            ),
            (
                "right",
                lambda H, W, D, F, S, K: [
                    float(n)
                    for n in (math.prod(cb.im2col_shape(H, W, D, F, S)), cb.mac_count(H, W, D, K=K, F=F, S=S))
                ],
            ),
            (
                "right",
                lambda H, W, D, F, S, K: (
                    cb.im2col(np.zeros((H, W, D)), F, stride=S).size,
                    cb.im2col(np.zeros((H, W, D)), F, stride=S).size * K,
                ),
            ),
            ("input_size", "H2 * W2", "H * W"),
            ("order_exchanged", "numbers, numbers * K", "numbers * K, numbers"),
            ("twice_the_macs", "numbers * K", "2 * numbers * K"),
            ("an_X_for_each_map", "return numbers, numbers * K", "return numbers * K, numbers * K"),
            ("one_map_only", "numbers, numbers * K", "numbers, numbers"),
            ("only_the_photo", "return numbers,", "return H * W * D,"),
            ("every_window", "F, S)", "F)"),
            (
                "rounded_up",
                "cb.output_size(H, F, S), cb.output_size(W, F, S)",
                "-(-(H - F) // S) + 1, -(-(W - F) // S) + 1",
            ),
            (
                "first_window_forgotten",
                "cb.output_size(H, F, S), cb.output_size(W, F, S)",
                "(H - F) // S, (W - F) // S",
            ),
            ("flat_windows", "F * F * D", "F * F"),
            ("F_not_squared", "F * F * D", "F * D"),
            ("bytes_for_numbers", "return numbers,", "return 8 * numbers,"),
            ("weights_too", "return numbers,", "return numbers + F * F * D * K,"),
            ("one_value", "return numbers,", "return numbers + H2 * W2 * K,"),
            ("rows_only", "return numbers,", "return H2 * W2,"),
            ("other", "return numbers,", "return (H2 * W2, F * F * D),"),
            ("other", "return numbers, numbers * K", "return numbers * K"),
            ("weights_counted_twice", "numbers * K", "numbers * K * F * F * D"),
            ("outputs_for_work", "numbers * K", "H2 * W2 * K"),
            ("square_output", "cb.output_size(W, F, S)", "cb.output_size(H, F, S)"),
            ("one_value", "numbers * K", "numbers + K"),
        ],
        "layer_as_product": [
            ("right", layer_by_windows),
            ("right", lambda x, kernels, S: cb.conv_layer(x, kernels, stride=S)),
            ("right", lambda *given: layer_by_windows(*given).astype(np.float32)),
            ("right", "kernels.reshape(K, -1).T", "kernels.transpose(1, 2, 3, 0).reshape(-1, K)"),
            ("right", "kernels.reshape(K, -1).T", "np.column_stack([k.ravel() for k in kernels])"),
            ("filters_torn_apart", "kernels.reshape(K, -1).T", "kernels.reshape(-1, K)"),
            ("filters_in_rows", "kernels.reshape(K, -1).T", "kernels.reshape(K, -1)"),
            ("all_axes_reversed", "kernels.reshape(K, -1).T", "kernels.T.reshape(-1, K)"),
            ("all_axes_reversed", "kernels.reshape(K, -1).T", "kernels.reshape(K, -1, order='F').T"),
            ("channels_slowest", "kernels.reshape(K, -1).T", "kernels.transpose(3, 1, 2, 0).reshape(-1, K)"),
            (
                "channels_slowest",
                "kernels.reshape(K, -1).T",
                "kernels.transpose(0, 3, 1, 2).reshape(K, -1).T",
            ),
            ("filters_and_weights_mixed", "kernels.reshape(K, -1).T", "kernels.reshape(-1, K, order='F')"),
            (
                "rows_and_columns",
                "kernels.reshape(K, -1).T",
                "kernels.transpose(0, 2, 1, 3).reshape(K, -1).T",
            ),
            ("flipped", "kernels.reshape(K, -1).T", "kernels[:, ::-1, ::-1].reshape(K, -1).T"),
            ("weights_backwards", "kernels.reshape(K, -1).T", "kernels.reshape(K, -1).T[::-1]"),
            ("first_filter_for_all", "kernels.reshape(K, -1).T", "np.tile(kernels[0].reshape(-1, 1), K)"),
            ("mean_of_the_products", "@ M)", "@ M / len(M))"),
            ("shape", "reshape(H2, W2, K)", "reshape(W2, H2, K)"),
            ("shape", "reshape(H2, W2, K)", "reshape(K, H2, W2)"),
            ("maps_one_after_another", "reshape(H2, W2, K)", "reshape(K, H2, W2).transpose(1, 2, 0)"),
            ("pixels_down_first", "reshape(H2, W2, K)", "reshape(H2, W2, K, order='F')"),
            ("transposed", "return out", "return out.swapaxes(0, 1)"),
            ("shape", ".reshape(H2, W2, K)", ""),
            ("raised", "F, stride=S", "F"),
            ("truncated", "return out", "return out.astype(int)"),
            ("raised", "@ M", "* M"),
            ("product_turned", "cb.im2col(x, F, stride=S) @ M", "M.T @ cb.im2col(x, F, stride=S).T"),
        ],
        "in_strips": [
            ("right", at_once),
            (
                "right",
                lambda x, M, F, S, rows: np.concatenate(
                    [at_once(x[i * S : i * S + F], M, F, S, 1) for i in range(cb.output_size(len(x), F, S))]
                ),
            ),
            ("right", lambda *given: at_once(*given).astype(np.float32)),
            ("right", "range(0, H2, rows)", "range(0, H2)"),
            ("begins_at_i", "i * S : (i + rows - 1) * S + F", "i : i + (rows - 1) * S + F"),
            ("only_the_start_corrected", "i * S : (i + rows - 1) * S + F", "i * S : i + (rows - 1) * S + F"),
            ("only_the_end_corrected", "i * S :", "i :"),
            ("begins_at_the_top", "i * S :", ":"),
            ("no_rows_shared", "(i + rows - 1) * S + F", "(i + rows) * S"),
            ("one_window_more", "(i + rows - 1)", "(i + rows)"),
            ("one_window_high", "(i + rows - 1) * S + F", "i * S + F"),
            ("one_row_short", "(i + rows - 1) * S + F", "(i + rows - 1) * S + F - 1"),
            ("down_to_the_end", "i * S : (i + rows - 1) * S + F", "i * S :"),
            ("right", "(i + rows - 1) * S + F", "(i + rows - 1) * S + F + S - 1"),
            ("raised", "strip, F, stride=S", "strip, F"),
            ("unfinished", "    return out", "        return out"),
            ("unfinished", "range(0, H2, rows)", "range(0, H2 - rows + 1, rows)"),
            ("down_to_the_end", "im2col(strip", "im2col(x"),
            ("raised", "(-1, W2, M.shape[1])", "(W2, -1, M.shape[1])"),
            ("truncated", "M.shape[1]))\n", "M.shape[1]), dtype=int)\n"),
            ("uint8", "M.shape[1]))\n", "M.shape[1]), dtype=np.uint8)\n"),
            ("raised", "x[i * S : (i + rows - 1) * S + F]", "x[:, i * S : (i + rows - 1) * S + F]"),
            ("zeros", "out[i : i + rows]", "out[i : i + rows - 1]"),
            ("raised", "i * S :", "i * S + 1 :"),
            ("right", "(i + rows - 1) * S + F", "i * S + rows * S + F - 1"),
            ("transposed", "return out", "return out.swapaxes(0, 1)"),
        ],
        "add_back": [
            ("right", add_by_numbers),
            ("right", lambda X, H, W, D, F, S: cb.col2im(X, (H, W, D), F, stride=S)),
            ("right", "return out", "return out.astype(np.float32)"),
            ("right", "+= patch", "= out[i * S : i * S + F, j * S : j * S + F] + patch"),
            ("right", "(H, W, D))", "(H, W, D), dtype=X.dtype)"),
            ("last_one_stays", "+=", "="),
            (
                "mean_of_copies",
                lambda X, H, W, D, F, S: (
                    add_by_numbers(X, H, W, D, F, S)
                    / np.maximum(add_by_numbers(np.ones_like(X), H, W, D, F, S), 1)
                ),
            ),
            ("patch_begins_at_i", "i * S : i * S + F, j * S : j * S + F", "i : i + F, j : j + F"),
            ("patch_channel_first", "reshape(F, F, D)", "reshape(D, F, F).transpose(1, 2, 0)"),
            ("patch_read_backwards", "reshape(F, F, D)", "reshape(D, F, F).T"),
            ("patch_read_backwards", "reshape(F, F, D)", "reshape(F, F, D, order='F')"),
            ("patch_transposed", "reshape(F, F, D)", "reshape(F, F, D).swapaxes(0, 1)"),
            ("patch_flipped", "reshape(F, F, D)", "reshape(F, F, D)[::-1, ::-1]"),
            ("ones_counted", "+= patch", "+= 1"),
            ("sign", "+= patch", "-= patch"),
            ("in_whole_numbers", "(H, W, D))", "(H, W, D), dtype=int)"),
            ("raised", "(H, W, D))", "(H, W, D), dtype=np.int32)"),
            ("in_eight_bits", "(H, W, D))", "(H, W, D), dtype=np.uint8)"),
            (
                "cut_to_whole_numbers",
                "(H, W, D))",
                "(H, W, D), dtype=int)",
                "+= patch",
                "+= patch.astype(int)",
            ),
            ("raised", "i * S : i * S + F, j * S : j * S + F", "j * S : j * S + F, i * S : i * S + F"),
            ("raised", "i, j = divmod", "j, i = divmod"),
            ("raised", "divmod(row, W2)", "divmod(row, W)"),
            ("raised", "cb.output_size(W, F, S)", "cb.output_size(H, F, S)"),
            ("raised", "(H, W, D))", "(W, H, D))"),
            ("only_the_first_patch", "    return out", "        return out"),
            ("last_patch_missing", "range(len(X))", "range(len(X) - 1)"),
            ("offset", "np.zeros", "np.ones"),
            ("changed_input", "+= patch", "+= patch\n        X[row] = 0"),
            ("raised", "cb.output_size(W, F, S)", "cb.output_size(W, F)"),
        ],
        "same_in_both_orders": [
            ("right", lambda: np.array([[[1, 2], [2, 3]], [[2, 3], [3, 4]]])),
            ("right", lambda: [[[1, 2], [2, 3]], [[2, 3], [3, 4]]]),
            ("right", lambda: np.array([[[-1, 0.5], [0.5, 7]], [[0.5, 7], [7, 0]]], dtype=np.float32)),
            ("right", lambda: np.array([[[0, 0.3], [SUM, 3]], [[0.3, 3], [3, 4]]])),
            ("right", lambda: sum(np.indices((2, 2, 2))) / 10 + sum(np.indices((2, 2, 2))) / 5),
            ("equal_channels", lambda: np.array([[[1, 1], [2, 2]], [[3, 3], [4, 4]]])),
            ("rows_and_columns_swapped", lambda: np.array([[[1, 2], [3, 4]], [[3, 4], [5, 6]]])),
            ("ends_swapped", lambda: np.array([[[1, 2], [3, 4]], [[2, 5], [4, 6]]])),
            ("too_few_weights", lambda: np.ones((2, 2, 2))),
            ("too_few_weights", lambda: np.array([[[0, 0.3], [SUM, 0]], [[0.3, 0], [0, 1]]])),
            ("too_few_weights", lambda: np.array([[[SUM, 0.5], [0.5, 0.3]], [[0.5, 0.3], [0.3, 1]]])),
            ("view", lambda: np.arange(8).reshape(2, 2, 2)),
            ("form", lambda: [1, 2, 2, 3, 2, 3, 3, 4]),
            ("form", lambda: np.array([1, 2, 2, 3, 2, 3, 3, 4])),
            ("nan", lambda: np.full((2, 2, 2), np.nan)),
            ("form", lambda: np.ones((2, 2, 2), dtype=bool)),
            ("form", lambda: np.ones((3, 3, 3))),
            ("form", lambda: (np.arange(8), np.arange(8))),
        ],
    }
)
