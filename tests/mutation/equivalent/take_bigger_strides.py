"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"
CUT_OFF = "only cells up to P + n are read, and there are that many; a window cut short there still counts"
SAME_SUM = "a sum over all three axes, in whatever order they are named"

EQUIVALENT = {
    "hasty_mended": {"line 5, column 13: np.zeros -> np.ones": WRITTEN},
    "stride_along": {"line 4, column 14: np.zeros -> np.ones": WRITTEN},
    "uses_along": {
        "line 2, column 26: 2 * P -> 2 + P": CUT_OFF,
        "line 2, column 26: 2 -> 3": CUT_OFF,
        "line 2, column 26: 2 -> 1": CUT_OFF,
    },
    "shrink": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "forward": {
        "line 5, column 13: np.zeros -> np.ones": WRITTEN,
        "line 9, column 54: (1, 2, 3) -> (1, 3, 2)": SAME_SUM,
        "line 9, column 54: (1, 2, 3) -> (2, 1, 3)": SAME_SUM,
    },
    "strided_layer": {
        "line 6, column 13: np.zeros -> np.ones": WRITTEN,
        "line 10, column 54: (1, 2, 3) -> (1, 3, 2)": SAME_SUM,
        "line 10, column 54: (1, 2, 3) -> (2, 1, 3)": SAME_SUM,
    },
    "dilated": {"line 4, column 14: np.zeros -> np.ones": WRITTEN},
}
