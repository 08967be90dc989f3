"""Answers to chapter 3."""

import numpy as np
from edited import cases
from numpy.lib.stride_tricks import sliding_window_view

import convbook as cb


def filled(top, bottom, left, right):
    """`pad_sides` with other places for the picture, which depend on the four sides and the size."""

    def answer(image, *sides):
        (H, W), (up, down, near, far) = image.shape, sides
        padded = np.zeros((H + up + down, W + near + far))
        padded[top(H, *sides) : bottom(H, *sides), left(W, *sides) : right(W, *sides)] = image
        return padded

    return answer


def pixel_by_pixel(image, P):
    H, W = image.shape
    padded = np.zeros((H + 2 * P, W + 2 * P))
    for i in range(H + 2 * P):
        for j in range(W + 2 * P):
            padded[i, j] = image[min(max(i - P, 0), H - 1), min(max(j - P, 0), W - 1)]
    return padded


def row_by_row(image, P):
    wide = np.array([[row[0]] * P + list(row) + [row[-1]] * P for row in image])
    return np.vstack([wide[:1]] * P + [wide] + [wide[-1:]] * P)


def zeros_with_copied_sides(image, P):
    H, W = image.shape
    padded = np.pad(image, P).astype(float)
    padded[:P, P : P + W], padded[P + H :, P : P + W] = image[0], image[-1]
    padded[P : P + H, :P], padded[P : P + H, P + W :] = image[:, :1], image[:, -1:]
    return padded


def grown(image, F):
    for _ in range((F - 1) // 2):
        image = np.pad(image, 1)
    return image


def four_strips(image, top, bottom, left, right):
    W = image.shape[1]
    tall = np.vstack([np.zeros((top, W)), image, np.zeros((bottom, W))])
    return np.hstack([np.zeros((len(tall), left)), tall, np.zeros((len(tall), right))])


def rolled(row, P):
    return np.array([row[i % len(row)] for i in range(-P, len(row) + P)])


def cut_windows(n, F, P):
    windows = sliding_window_view(np.pad(np.arange(n), P, mode="edge"), F)
    return np.array([(windows == k).sum() for k in range(n)])


def strips_left_out(attempt, truth, P):
    error = np.abs(attempt - truth)
    inside = error[P:-P, P:-P]
    return (error.sum() - inside.sum()) / (error.size - inside.size)


def cell_by_cell(attempt, truth, P):
    (H, W), errors = truth.shape, []
    for i in range(H):
        for j in range(W):
            if i < P or i >= H - P or j < P or j >= W - P:
                errors.append(abs(attempt[i, j] - truth[i, j]))
    return sum(errors) / len(errors)


def border_of(*limits):
    """`border_error` with another inside: four ends, which depend on H or W and P."""

    def answer(attempt, truth, P):
        H, W = truth.shape
        border = np.ones((H, W), dtype=bool)
        top, bottom, left, right = (limit(n, P) for limit, n in zip(limits, (H, H, W, W), strict=True))
        border[top:bottom, left:right] = False
        return np.abs(attempt - truth)[border].mean()

    return answer


def folded(image, P):
    H, W = image.shape
    rows, columns = np.abs(np.arange(-P, H + P)), np.abs(np.arange(-P, W + P))
    rows, columns = np.minimum(rows, 2 * (H - 1) - rows), np.minimum(columns, 2 * (W - 1) - columns)
    return image[np.ix_(rows, columns)]


def all_windows(image, kernel, P):
    return np.einsum("ijmn,mn->ij", sliding_window_view(np.pad(image, P), kernel.shape), kernel)


SIZES = "H + top + bottom, W + left + right"
HELD = "padded[top : top + H, left : left + W]"
CORNER = "padded[i : i + F, j : j + F]"
PLACE = "padded[P : P + H, P : P + W]"

CASES = cases(
    {
        "pad_edge": [
            ("right", pixel_by_pixel),
            ("right", row_by_row),
            ("right", lambda image, P: np.pad(image, P, "edge")),
            ("list", lambda image, P: cb.pad(image, P, "edge").tolist()),
            ("right", lambda image, P: np.pad(image, P, "edge").astype(np.float32)),
            ("zeros", lambda image, P: np.pad(image, P)),
            ("reflect", lambda image, P: np.pad(image, P, "reflect")),
            ("wrap", lambda image, P: np.pad(image, P, "wrap")),
            ("mirror_beside", lambda image, P: np.pad(image, P, "symmetric")),
            ("empty_corners", zeros_with_copied_sides),
            ("unclipped", "np.clip(np.arange(-P, W + P), 0, W - 1)", "np.arange(-P, W + P)"),
            ("values", "np.clip(np.arange(-P, W + P), 0, W - 1)", "np.arange(-P, W + P) % W"),
            ("height_for_width", "0, W - 1", "0, H - 1"),
            ("rows_for_columns", "columns = np.clip(np.arange(-P, W + P), 0, W - 1)", "columns = rows"),
            ("columns_on_one_side", "(-P, W + P)", "(-P, W)"),
            ("shape", "(-P, W + P)", "(0, W + P)"),
            ("shape", "(-P, W + P)", "(-P, W + P - 1)"),
            ("shape", "(-P, W + P)", "(-P, W + P + 1)"),
            ("past_the_end", "0, W - 1", "0, W"),
            ("values", "0, W - 1", "0, W - 2"),
            ("values", "0, W - 1", "1, W - 1"),
            ("unclipped_start", "0, W - 1", "-P, W - 1"),
            ("as_many_as_rows", "np.arange(-P, W + P)", "np.arange(-P, H + P)"),
            ("pair_by_pair", "rows[:, np.newaxis]", "rows"),
            ("both_upright", ", columns]", ", columns[:, np.newaxis]]"),
            ("raised", "image[rows[:, np.newaxis], columns]", "image[columns[:, np.newaxis], rows]"),
            ("transposed", "image[rows[:, np.newaxis], columns]", "image[rows, columns[:, np.newaxis]]"),
            ("uint8", lambda image, P: np.pad(image, P, "edge").astype(np.uint8)),
            ("truncated", lambda image, P: np.pad(image, P, "edge").astype(int)),
        ],
        "pad_for": [
            ("right", grown),
            ("right", lambda image, F: np.pad(image, (F - 1) // 2)),
            ("right", PLACE, "padded[P : len(padded) - P, P : padded.shape[1] - P]"),
            ("right", PLACE, "padded[P : -P or None, P : -P or None]"),
            ("minus_zero", PLACE, "padded[P:-P, P:-P]"),
            ("minus_zero", PLACE, "padded[P : P + H, P:-P]"),
            ("at_least_one", "(F - 1) // 2", "max(1, (F - 1) // 2)"),
            ("wrong_end", PLACE, "padded[P:H, P:W]"),
            ("empty_for_one", PLACE + " = image", "padded[P:-P, P:-P] = image if P else 0"),
            ("all_at_the_end", PLACE, "padded[:H, :W]"),
            (
                "raised",
                "(H + 2 * P, W + 2 * P)",
                "(W + 2 * P, H + 2 * P)",
                PLACE,
                "padded[P : P + W, P : P + H]",
                "= image",
                "= image.T",
            ),
            ("truncated", "W + 2 * P))", "W + 2 * P), dtype=int)"),
            ("uint8", "W + 2 * P))", "W + 2 * P), dtype=np.uint8)"),
            ("one_more_for_even", "(F - 1) // 2", "F // 2"),
            ("values", "np.zeros", "np.ones"),
            ("values", lambda image, F: np.pad(image, (F - 1) // 2, "edge")),
            ("none", "H, W = image.shape", "if F == 1:\n        return None\n    H, W = image.shape"),
            ("empty_for_one", PLACE + " = image", "padded[P:-P, P:-P] = image if P else image[:0, :0]"),
            ("shape", "(F - 1) // 2", "F - 1"),
            ("shape", "(F - 1) // 2", "(F + 1) // 2"),
            ("shape", "H + 2 * P, W + 2 * P", "H + P, W + P"),
            ("raised", PLACE, "padded[P : -P - 1, P : -P - 1]"),
            ("raised", PLACE, "padded[P : P + H - 1, P : P + W - 1]", "= image", "= image[:-1, :-1]"),
        ],
        "used_25_times": [
            ("right", lambda: (5, 4)),
            ("right", lambda: [5, 4]),
            ("right", lambda: np.array([5, 4])),
            ("keeps_the_size", lambda: (5, 2)),
            ("both_sides", lambda: (5, 8)),
            ("more_than_needed", lambda: (5, 5)),
            ("more_than_needed", lambda: (5, 6)),
            ("size_of_25", lambda: (25, 24)),
            ("size_of_25", lambda: (25, 12)),
            ("padding_first", lambda: (4, 5)),
            ("no_padding", lambda: (5, 0)),
            ("corner_left_out", lambda: (5, 3)),
            ("corner_left_out", lambda: (5, 1)),
            ("view", lambda: (3, 2)),
            ("view", lambda: (7, 6)),
            ("form", lambda: 5),
            ("form", lambda: (5, 4, 1)),
            ("form", lambda: "5, 4"),
            ("size_of_25", lambda: (25, 0)),
        ],
        "pad_sides": [
            ("right", four_strips),
            ("right", lambda image, t, b, le, r: np.pad(image, ((t, b), (le, r)))),
            ("list", lambda image, t, b, le, r: cb.pad(image, ((t, b), (le, r))).tolist()),
            ("half_a_border", SIZES, "H + top, W + left"),
            ("first_side_twice", SIZES, "H + 2 * top, W + 2 * left"),
            ("from_the_back", HELD, "padded[top:-bottom, left:-right]"),
            ("in_the_corner", HELD, "padded[:H, :W]"),
            ("end_of_the_picture", HELD, "padded[top:H, left:W]"),
            ("other_sides", HELD, "padded[bottom : bottom + H, right : right + W]"),
            ("other_axes", "top, bottom, left, right)", "left, right, top, bottom)"),
            ("height_only", SIZES, "H + top + bottom, W + left"),
            ("width_only", SIZES, "H + top, W + left + right"),
            ("from_the_back", HELD, "padded[top : top + H, left:-right]"),
            ("from_the_back", HELD, "padded[top:-bottom, left : left + W]"),
            ("truncated", "+ right))", "+ right), dtype=int)"),
            ("uint8", "+ right))", "+ right), dtype=np.uint8)"),
            ("values", "np.zeros", "np.ones"),
            ("edge_repeated", lambda image, t, b, le, r: np.pad(image, ((t, b), (le, r)), "edge")),
            ("shape", lambda image, t, b, le, r: np.pad(image, ((t, le), (b, r)))),
            ("shape", lambda image, t, b, le, r: np.pad(image, ((t, le), (r, b)))),
            ("shape", lambda image, t, b, le, r: np.pad(image, ((max(t, b),) * 2, (max(le, r),) * 2))),
            ("shape", SIZES, "H, W"),
            ("shape", lambda image, t, b, le, r: np.pad(image, t + b)),
            ("left_for_top", HELD, "padded[left : left + H, top : top + W]"),
            ("zeros", HELD + " = image", "padded[0, 0] = 0"),
            ("shape", SIZES, "H + 2 * (top + bottom), W + 2 * (left + right)"),
        ],
        "ring": [
            ("right", rolled),
            ("right", lambda row, P: np.pad(row, P, "wrap")),
            ("list", lambda row, P: list(row)[len(row) - P :] + list(row) + list(row)[:P]),
            ("right", lambda row, P: np.take(row, range(-P, len(row) + P), mode="wrap")),
            ("right", lambda row, P: np.tile(row, 3)[len(row) - P : 2 * len(row) + P]),
            ("last_of_all", "row[len(row) - P :]", "row[-P:]"),
            ("start_again", "row[len(row) - P :]", "row[:P]"),
            ("sides_exchanged", lambda row, P: np.concatenate([row[:P], row, row[len(row) - P :]])),
            ("clipped", lambda row, P: np.pad(row, P, "edge")),
            ("turned_round", "row[len(row) - P :]", "row[len(row) - P :][::-1]"),
            ("mirror_beside", lambda row, P: np.pad(row, P, "symmetric")),
            ("zeros", lambda row, P: np.pad(row, P)),
            ("one_pixel", "row[len(row) - P :]", "row[len(row) - P : len(row) - P + 1]"),
            ("one_pixel", "row[len(row) - P :]", "[row[-P]] if P else []"),
            ("shape", "row[len(row) - P :]", "row[-1:]"),
            ("without_the_last", "row[len(row) - P :]", "row[len(row) - P : -1]"),
            ("one_too_many", "row[len(row) - P :]", "row[len(row) - P - 1 :]"),
            ("one_too_few", "row[len(row) - P :]", "row[len(row) - P + 1 :]"),
            ("values", "row[len(row) - P :]", "row[len(row) - P - 1 : -1]"),
            ("shape", "[left, row, right]", "[left, row]"),
            ("left_part_missing", "[left, row, right]", "[row, right]"),
            ("sides_exchanged", "[left, row, right]", "[right, row, left]"),
            ("left_part_alone", "return np.concatenate([left, row, right])", "return left"),
            ("raised", "np.concatenate([left, row, right])", "left + row + right"),
            ("from_P", "row[len(row) - P :]", "row[P:]"),
            ("left_part_missing", "row[len(row) - P :]", "row[-P:0]"),
            ("values", lambda row, P: np.pad(row, P, "reflect")),
            ("raised", "np.concatenate([left, row, right])", "np.array([left, row, right])"),
        ],
        "uses_with_copies": [
            ("right", cut_windows),
            ("list", lambda n, F, P: cut_windows(n, F, P).tolist()),
            ("right", lambda n, F, P: cut_windows(n, F, P).astype(float)),
            (
                "copies_forgotten",
                "counts[np.clip(place, 0, n - 1)] += 1",
                "if 0 <= place < n:\n                counts[place] += 1",
            ),
            ("all_alike", lambda n, F, P: np.full(n, F)),
            ("unlimited", "np.clip(place, 0, n - 1)", "place"),
            ("opposite_side", "np.clip(place, 0, n - 1)", "place % n"),
            ("last_window_missing", "n + P - F + 1", "n + P - F"),
            ("one_window_more", "n + P - F + 1", "n + P - F + 2"),
            ("every_place_starts", "n + P - F + 1", "n + P"),
            ("starts_at_zero", "range(-P, n", "range(0, n"),
            ("no_window_outside", "range(-P, n + P - F + 1)", "range(n - F + 1)"),
            ("ends_inside", "n + P - F + 1", "n - F + 1"),
            ("windows_of_the_padded", "n + P - F + 1", "n + 2 * P - F + 1"),
            ("not_moved_back", "range(-P, n + P - F + 1)", "range(n + 2 * P - F + 1)"),
            ("raised", "n - 1)", "n)"),
            ("offset", "np.zeros(n, dtype=int)", "np.ones(n, dtype=int)"),
            ("values", lambda n, F, P: cut_windows(n, F, P) * 0 + F * 2),
            ("values", lambda n, F, P: np.array([n + 2 * P - F + 1] * n)),
            (
                "copies_once",
                lambda n, F, P: np.array(
                    [
                        (sliding_window_view(np.pad(np.arange(n), P, "edge"), F) == k).any(axis=1).sum()
                        for k in range(n)
                    ]
                ),
            ),
            (
                "with_the_places",
                lambda n, F, P: np.array(
                    [sum(s <= k < s + F for s in range(n + 2 * P - F + 1)) for k in range(n + 2 * P)]
                ),
            ),
            ("no_windows", lambda n, F, P: np.bincount(np.pad(np.arange(n), P, "edge"))),
        ],
        "border_error": [
            ("right", strips_left_out),
            ("right", cell_by_cell),
            ("right", border_of(*[lambda n, P: P, lambda n, P: -P] * 2)),
            ("everywhere", lambda attempt, truth, P: np.abs(attempt - truth).mean()),
            ("plus_and_minus", "np.abs(attempt - truth)", "(attempt - truth)"),
            ("inside", "[border]", "[~border]"),
            ("squares", "np.abs(attempt - truth)", "((attempt - truth) ** 2)"),
            (
                "root_of_squares",
                lambda attempt, truth, P: np.sqrt(
                    (
                        (attempt - truth)[
                            ~np.pad(np.ones((truth.shape[0] - 2 * P, truth.shape[1] - 2 * P), bool), P)
                        ]
                        ** 2
                    ).mean()
                ),
            ),
            ("total", ".mean()", ".sum()"),
            ("largest", ".mean()", ".max()"),
            ("other", "[border].mean()", "[border]"),
            (
                "one_too_wide",
                border_of(
                    lambda n, P: P + 1, lambda n, P: n - P - 1, lambda n, P: P + 1, lambda n, P: n - P - 1
                ),
            ),
            (
                "inside_too_large",
                border_of(lambda n, P: P, lambda n, P: n - P + 1, lambda n, P: P, lambda n, P: n - P + 1),
            ),
            (
                "inside_too_small",
                border_of(lambda n, P: P, lambda n, P: n - P - 1, lambda n, P: P, lambda n, P: n - P - 1),
            ),
            ("one_wide", border_of(lambda n, P: 1, lambda n, P: n - 1, lambda n, P: 1, lambda n, P: n - 1)),
            ("top_and_left", border_of(lambda n, P: P, lambda n, P: n, lambda n, P: P, lambda n, P: n)),
            (
                "bottom_and_right",
                border_of(lambda n, P: 0, lambda n, P: n - P, lambda n, P: 0, lambda n, P: n - P),
            ),
            ("top_and_bottom", border_of(lambda n, P: P, lambda n, P: n - P, lambda n, P: 0, lambda n, P: n)),
            ("left_and_right", border_of(lambda n, P: 0, lambda n, P: n, lambda n, P: P, lambda n, P: n - P)),
            ("zeros_inside", "[border].mean()", " * border).mean()", "return np.abs", "return (np.abs"),
            ("axes_exchanged", "border[P : H - P, P : W - P]", "border[P : W - P, P : H - P]"),
            (
                "size_of_the_mean",
                "np.abs(attempt - truth)[border].mean()",
                "abs((attempt - truth)[border].mean())",
            ),
            (
                "corners_twice",
                lambda attempt, truth, P: np.concatenate(
                    [
                        s.ravel()
                        for s in (lambda e: (e[:P], e[-P:], e[:, :P], e[:, -P:]))(np.abs(attempt - truth))
                    ]
                ).mean(),
            ),
            (
                "mean_of_means",
                lambda attempt, truth, P: np.mean(
                    [
                        s.mean()
                        for s in (lambda e: (e[:P], e[-P:], e[:, :P], e[:, -P:]))(np.abs(attempt - truth))
                    ]
                ),
            ),
            (
                "corners_left_out",
                lambda attempt, truth, P: np.concatenate(
                    [
                        s.ravel()
                        for s in (lambda e: (e[:P, P:-P], e[-P:, P:-P], e[P:-P, :P], e[P:-P, -P:]))(
                            np.abs(attempt - truth)
                        )
                    ]
                ).mean(),
            ),
            (
                "value",
                lambda attempt, truth, P: np.abs(attempt - truth)[
                    np.ix_(
                        np.r_[0:P, truth.shape[0] - P : truth.shape[0]],
                        np.r_[0:P, truth.shape[1] - P : truth.shape[1]],
                    )
                ].mean(),
            ),
            ("value", lambda attempt, truth, P: np.median(np.abs(attempt - truth))),
            ("value", "np.abs(attempt - truth)", "np.abs((attempt - truth) / truth)"),
        ],
        "pad_reflect": [
            ("right", folded),
            ("right", lambda image, P: np.pad(image, P, "reflect")),
            ("list", lambda image, P: cb.pad(image, P, "reflect").tolist()),
            ("mirror_beside", lambda image, P: np.pad(image, P, "symmetric")),
            (
                "rows_only",
                "left, right = tall[:, 1 : P + 1], tall[:, W - P - 1 : W - 1]",
                "left, right = tall[:, :P], tall[:, W - P :]",
            ),
            (
                "columns_only",
                "top, bottom = image[1 : P + 1], image[H - P - 1 : H - 1]",
                "top, bottom = image[:P], image[H - P :]",
            ),
            (
                "first_sides_only",
                "image[H - P - 1 : H - 1]",
                "image[H - P :]",
                "tall[:, W - P - 1 : W - 1]",
                "tall[:, W - P :]",
            ),
            ("last_sides_only", "image[1 : P + 1]", "image[:P]", "tall[:, 1 : P + 1]", "tall[:, :P]"),
            ("not_turned", "[::-1]", "", "[:, ::-1]", ""),
            ("rows_not_turned", "[::-1]", ""),
            ("columns_not_turned", "[:, ::-1]", ""),
            ("one_short", "1 : P + 1", "1 : P", "H - P - 1 : H", "H - P : H", "W - P - 1 : W", "W - P : W"),
            ("shape", "1 : P + 1", "1 : P"),
            (
                "right",
                "image[H - P - 1 : H - 1]",
                "image[-P - 1 : -1]",
                "tall[:, W - P - 1 : W - 1]",
                "tall[:, -P - 1 : -1]",
            ),
            (
                "shape",
                "1 : P + 1",
                "2 : P + 2",
                "H - P - 1 : H - 1",
                "H - P - 2 : H - 2",
                "W - P - 1 : W - 1",
                "W - P - 2 : W - 2",
            ),
            (
                "shape",
                "1 : P + 1",
                "0 : P + 1",
                "H - P - 1 : H - 1",
                "H - P - 1 : H",
                "W - P - 1 : W - 1",
                "W - P - 1 : W",
            ),
            ("edge_repeated", lambda image, P: np.pad(image, P, "edge")),
            ("opposite_side", lambda image, P: np.pad(image, P, "wrap")),
            ("zeros", lambda image, P: np.pad(image, P)),
            ("raised", "tall[:, 1 : P + 1]", "image[:, 1 : P + 1]"),
            ("values", "[left[:, ::-1], tall, right[:, ::-1]]", "[right[:, ::-1], tall, left[:, ::-1]]"),
            (
                "sides_exchanged",
                "[top[::-1], image, bottom[::-1]]",
                "[bottom[::-1], image, top[::-1]]",
                "[left[:, ::-1], tall, right[:, ::-1]]",
                "[right[:, ::-1], tall, left[:, ::-1]]",
            ),
            ("values", "tall[:, W - P - 1 : W - 1]", "tall[:, H - P - 1 : H - 1]"),
            (
                "one_too_many",
                "image[H - P - 1 : H - 1]",
                "image[H - P - 1 :]",
                "tall[:, W - P - 1 : W - 1]",
                "tall[:, W - P - 1 :]",
            ),
            ("shape", "return padded", "return tall"),
        ],
        "filter_padded": [
            ("right", all_windows),
            ("right", lambda image, kernel, P: cb.conv2d(image, kernel, padding=P)),
            ("list", lambda image, kernel, P: cb.conv2d(np.pad(image, P), kernel).tolist()),
            ("right", lambda *given: all_windows(*given).astype(np.float32)),
            ("counted_once", "2 * P", "P"),
            ("height_only", "shape[1] + 2 * P", "shape[1] + P"),
            ("width_only", "shape[0] + 2 * P", "shape[0] + P"),
            (
                "size_of_the_picture",
                "image.shape[0] + 2 * P - F + 1",
                "image.shape[0]",
                "image.shape[1] + 2 * P - F + 1",
                "image.shape[1]",
            ),
            ("size_of_the_padded", "- F + 1", ""),
            ("one_window_too_few", "- F + 1", "- F"),
            ("raised", "- F + 1", "- F + 2"),
            ("padded_too_far", "np.pad(image, P)", "np.pad(image, 2 * P)"),
            ("padded_twice", "np.pad(image, P)", "np.pad(image, 2 * P)", "+ 2 * P", "+ 4 * P"),
            ("flipped", "* kernel)", "* kernel[::-1, ::-1])"),
            ("kernel_transposed", "* kernel)", "* kernel.T)"),
            ("raised", CORNER, "padded[j : j + F, i : i + F]"),
            ("kernel_transposed", CORNER, "padded[i : i + F, j : j + F].T"),
            ("mean_of_the_products", ".sum()", ".mean()"),
            (
                "no_kernel",
                "(padded[i : i + F, j : j + F] * kernel).sum()",
                "padded[i : i + F, j : j + F].sum()",
            ),
            ("raised", CORNER + " *", "image[i : i + F, j : j + F] *"),
            ("uint8", "(H, W))", "(H, W), dtype=np.uint8)"),
            ("truncated", "(H, W))", "(H, W), dtype=int)"),
            ("raised", "(H, W))", "(W, H))"),
            ("transposed", "return output", "return output.T"),
            ("edge_repeated", "np.pad(image, P)", "np.pad(image, P, 'edge')"),
            ("raised", "np.pad(image, P)", "np.pad(image, (F - 1) // 2)"),
            ("unfinished", "    return output", "        return output"),
            ("shape", "W = image.shape[1]", "W = image.shape[0]"),
            ("unfinished", "range(H)", "range(H - 1)"),
            ("last_column_missing", "range(W)", "range(W - 1)"),
            ("zeros", "range(H)", "range(P, H - P)", "range(W)", "range(P, W - P)"),
            ("shape", "return output", "return output[P : H - P, P : W - P]"),
            (
                "minus_zero",
                "np.pad(image, P)",
                "np.zeros((image.shape[0] + 2 * P, image.shape[1] + 2 * P))\n    padded[P:-P, P:-P] = image",
            ),
            ("size_of_the_padded", "- F + 1", "- (F - 1) // 2"),
        ],
        "padding_for_8_by_10": [
            ("right", lambda: (3, 2, 3, 1, 2)),
            ("right", lambda: [5, 3, 4, 2, 3]),
            ("right", lambda: (1, 3, 0, 1, 0)),
            ("right", lambda: np.array([3, 5, 0, 3, 0])),
            ("right", lambda: (7, 4, 5, 3, 4)),
            ("sides_in_all", lambda: (3, 5, 5, 3, 3)),
            ("axes_exchanged", lambda: (3, 1, 2, 2, 3)),
            ("one_more", lambda: (3, 3, 3, 2, 2)),
            ("size_before_the_window", lambda: (3, 1, 2, 0, 1)),
            ("same_on_both_sides", lambda: (3, 2, 2, 1, 1)),
            ("same_on_both_sides", lambda: (3, 3, 3, 1, 1)),
            ("even_window", lambda: (4, 3, 3, 2, 2)),
            ("even_window", lambda: (2, 2, 2, 1, 1)),
            ("same_on_both_sides", lambda: (3, 2, 3, 1, 1)),
            ("same_on_both_sides", lambda: (3, 2, 2, 1, 2)),
            ("same_on_both_sides", lambda: (3, 0, 0, 0, 0)),
            ("same_on_both_sides", lambda: (3, 1, 1, 1, 1)),
            ("same_on_both_sides", lambda: (5, 2, 2, 2, 2)),
            ("form", lambda: (3, 2)),
            ("form", lambda: (3, 2.5, 2.5, 1.5, 1.5)),
            ("form", lambda: (3, -2, 7, 1, 2)),
            ("axes_exchanged", lambda: (3, 2, 1, 3, 2)),
            ("axes_exchanged", lambda: (3, 2, 1, 2, 3)),
        ],
    }
)
