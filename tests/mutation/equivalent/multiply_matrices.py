"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"
NEGATIVE = "NumPy takes any negative size in `reshape` for the one to work out"

EQUIVALENT = {
    "unfold": {
        "line 3, column 14: np.zeros -> np.ones": WRITTEN,
        "line 3, column 14: np.zeros((x.shape[2] * F * F, H2 * W2), dtype=x.dtype)"
        " -> np.zeros((x.shape[2] * F * F, H2 * W2))": (
            "the numbers are the same, and `check` compares numbers of whatever number type"
        ),
    },
    "fold": {"line 4, column 28: 1 -> 2": NEGATIVE},
    "numbers_and_work": {
        "line 2, column 13: (cb.output_size(H, F, S), cb.output_size(W, F, S))"
        " -> (cb.output_size(W, F, S), cb.output_size(H, F, S))": (
            "H2 and W2 change places, and only their product is used"
        )
    },
    "layer_as_product": {"line 4, column 28: 1 -> 2": NEGATIVE},
    "in_strips": {
        "line 3, column 10: np.zeros -> np.ones": WRITTEN,
        "line 6, column 73: 1 -> 2": NEGATIVE,
    },
    "same_in_both_orders": {
        "line 2, column 23: 1 -> 0": "the first weight is in no ring, and 0 differs from the others too",
        "line 2, column 52: 4 -> 5": "the last weight is in no ring, and 5 differs from the others too",
    },
}
