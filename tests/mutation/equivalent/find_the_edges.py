"""Mutants of worked solutions that give the same results on every input, each with the reason."""

WRITTEN = "every cell is written before it is read"

EQUIVALENT: dict[str, dict[str, str]] = {
    "right_minus_left": {"line 2, column 13: np.zeros -> np.ones": WRITTEN},
    "edge_picture": {
        "line 3, column 12: np.abs(output) / 4 -> np.abs(output) // 4": (
            "nothing here is negative, so the cast to uint8 cuts off the same fractions"
        )
    },
    "laplace": {"line 2, column 13: np.zeros -> np.ones": WRITTEN},
    "strongest_edge": {
        "line 4, column 15: np.hypot(Gx, Gy) -> np.hypot(Gy, Gx)": "the order of two legs is free"
    },
    "blur": {"line 2, column 13: np.zeros -> np.ones": WRITTEN},
}
