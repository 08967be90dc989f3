"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"
NEGATIVE = "NumPy takes any negative size in `reshape` for the one to work out"

EQUIVALENT = {
    "6.1": {
        "line 3, column 14: np.zeros -> np.ones": WRITTEN,
        "line 3, column 14: np.zeros((x.shape[2] * F * F, H2 * W2), dtype=x.dtype)"
        " -> np.zeros((x.shape[2] * F * F, H2 * W2))": (
            "the numbers are the same, and `check` compares numbers of whatever number type"
        ),
    },
    "6.3": {"line 4, column 28: 1 -> 2": NEGATIVE},
    "6.5": {
        "line 2, column 13: (cb.output_size(H, F, S), cb.output_size(W, F, S))"
        " -> (cb.output_size(W, F, S), cb.output_size(H, F, S))": (
            "H2 and W2 change places, and only their product is used"
        )
    },
    "6.6": {"line 4, column 28: 1 -> 2": NEGATIVE},
    "6.7": {
        "line 3, column 10: np.zeros -> np.ones": WRITTEN,
        "line 6, column 73: 1 -> 2": NEGATIVE,
    },
    "6.9": {
        "line 2, column 23: 1 -> 0": "the first weight is in no ring, and 0 differs from the others too",
        "line 2, column 52: 4 -> 5": "the last weight is in no ring, and 5 differs from the others too",
    },
}
