"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"
LARGER = "the zeros reach further than any window"

EQUIVALENT = {
    "filter_image": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "slide": {"line 3, column 14: np.zeros -> np.ones": WRITTEN},
    "filter_square": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "convolve_same": {
        "line 3, column 44: 1 -> 0": LARGER,
        "line 3, column 32: 1 -> 0": LARGER,
        "line 3, column 35: W + FW - 1 -> W + FW + 1": LARGER,
        "line 3, column 23: H + FH - 1 -> H + FH + 1": LARGER,
        "line 5, column 13: np.zeros -> np.ones": WRITTEN,
    },
    "same_both_ways": {"line 2, column 36: 5 -> 6": "the middle weight is free, and 6 differs as well"},
}
