"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"

EQUIVALENT: dict[str, dict[str, str]] = {
    "2.1": {"line 2, column 14: np.zeros -> np.ones": WRITTEN},
    "2.2": {
        "line 3, column 12: np.abs(answers) / 4 -> np.abs(answers) // 4": (
            "nothing here is negative, so the cast to uint8 cuts off the same fractions"
        )
    },
    "2.4": {"line 2, column 14: np.zeros -> np.ones": WRITTEN},
    "2.6": {"line 4, column 15: np.hypot(Gx, Gy) -> np.hypot(Gy, Gx)": "the order of two legs is free"},
    "2.9": {"line 2, column 13: np.zeros -> np.ones": WRITTEN},
}
