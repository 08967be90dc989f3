"""Mutants of worked solutions that give the same results on every input, each with the reason."""

CLIPPED = "the larger of two numbers is the same in either order, and the limit above stays as it was"
EITHER_SIDE = "another right answer: the two sides of an axis count together"

ROWS, COLUMNS = "np.arange(-P, H + P)", "np.arange(-P, W + P)"

EQUIVALENT = {
    "pad_edge": {
        f"line 3, column 11: np.clip({ROWS}, 0, H - 1) -> np.clip(0, {ROWS}, H - 1)": CLIPPED,
        f"line 4, column 14: np.clip({COLUMNS}, 0, W - 1) -> np.clip(0, {COLUMNS}, W - 1)": CLIPPED,
    },
    "uses_with_copies": {
        "line 2, column 13: np.zeros(n, dtype=int) -> np.zeros(n)": "whole numbers count alike as floats",
        "line 5, column 19: np.clip(place, 0, n - 1) -> np.clip(0, place, n - 1)": CLIPPED,
    },
    "filter_padded": {"line 6, column 13: np.zeros -> np.ones": "every cell is written before it is read"},
    "padding_for_8_by_10": {
        "line 2, column 11: (3, 2, 3, 1, 2) -> (3, 3, 2, 1, 2)": EITHER_SIDE,
        "line 2, column 11: (3, 2, 3, 1, 2) -> (3, 2, 3, 2, 1)": EITHER_SIDE,
    },
}
