"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"

EQUIVALENT = {
    "1.1": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "1.4": {"line 3, column 14: np.zeros -> np.ones": WRITTEN},
    "1.6": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "1.8": {"line 2, column 36: 5 -> 6": "the middle weight is free, and 6 differs from the others too"},
}
