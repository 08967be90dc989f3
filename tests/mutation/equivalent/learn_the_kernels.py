"""Mutants of worked solutions that give the same results on every input, each with the reason."""

from .slide_a_window import WRITTEN

SQUARE = "the kernels are square"
FREE = "the weight that meets only zeros may be anything"

EQUIVALENT: dict[str, dict[str, str]] = {
    "kernel_slopes": {"line 3, column 13: np.zeros -> np.ones": WRITTEN},
    "pixel_slopes": {"line 2, column 21: 0 -> 1": SQUARE, "line 2, column 21: 0 -> -1": SQUARE},
    "another_kernel": {"line 3, column 19: 100 -> 101": FREE, "line 3, column 19: 100 -> 99": FREE},
    "slopes_inside": {"line 2, column 21: 0 -> 1": SQUARE, "line 2, column 21: 0 -> -1": SQUARE},
}
