"""Mutants of worked solutions that give the same results on every input, each with the reason."""

from .learn_the_kernels import SQUARE

ALSO_RIGHT = "many sizes are right, and these are among them"
UNKNOWN = "any negative length is worked out by reshape"

EQUIVALENT: dict[str, dict[str, str]] = {
    "merged_kernel": {
        "line 2, column 19: 0 -> 1": SQUARE,
        "line 2, column 19: 0 -> -1": SQUARE,
        "line 2, column 31: 0 -> 1": SQUARE,
        "line 2, column 31: 0 -> -1": SQUARE,
    },
    "scores_of": {
        "line 2, column 11: np.maximum(cb.conv_layer(pictures, kernels, bias), 0) -> "
        "np.maximum(0, cb.conv_layer(pictures, kernels, bias))": "the larger of two numbers, in either order",
        "line 4, column 42: 1 -> 2": UNKNOWN,
        "line 4, column 74: 1 -> 2": UNKNOWN,
    },
    "sizes": {
        "line 2, column 11: (12, 11) -> (11, 12)": ALSO_RIGHT,
        "line 2, column 11: 12 -> 13": ALSO_RIGHT,
        "line 2, column 11: 12 -> 11": ALSO_RIGHT,
        "line 2, column 15: 11 -> 12": ALSO_RIGHT,
        "line 2, column 15: 11 -> 10": ALSO_RIGHT,
    },
    "relu_slopes": {"line 2, column 19: maps > 0 -> maps >= 0": "at 0 itself either slope is a convention"},
}
