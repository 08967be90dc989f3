"""Mutants of worked solutions that give the same results on every input, each with the reason."""

from .slide_a_window import WRITTEN

ONLY_ONE = "an axis of length 1 has one place, and −1 names it too"

EQUIVALENT: dict[str, dict[str, str]] = {
    "one_map": {
        "line 3, column 13: b + np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1)) -> "
        "b - np.zeros((x.shape[0] - F + 1, x.shape[1] - F + 1))": "0 is added or taken away",
    },
    "all_maps_at": {
        "line 2, column 22: 1 -> 2": "a bank is (K, F, F, D), so both axes have the length F",
        "line 4, column 38: (1, 2, 3) -> (1, 3, 2)": "the order in which axes are named does not matter",
        "line 4, column 38: (1, 2, 3) -> (2, 1, 3)": "the order in which axes are named does not matter",
    },
    "count_flops": {
        "line 2, column 13: (H + 2 * P - F + 1, W + 2 * P - F + 1) -> "
        "(W + 2 * P - F + 1, H + 2 * P - F + 1)": "the result depends on the product H2 · W2 only",
    },
    "blocks_layer": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "mix_channels": {
        "line 2, column 13: np.zeros -> np.ones": WRITTEN,
        "line 4, column 29: 0 -> -1": ONLY_ONE,
        "line 4, column 32: 0 -> -1": ONLY_ONE,
    },
}
