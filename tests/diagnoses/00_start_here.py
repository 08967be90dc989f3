"""Answers to chapter 0."""

import numpy as np
from edited import cases

CASES = cases(
    {
        "brightest": [
            ("right", lambda window: max(max(row) for row in window)),
            ("right", lambda window: np.sort(window, axis=None)[-1]),
            ("right", lambda window: float(np.amax(window))),
            ("right", lambda window: window[np.unravel_index(window.argmax(), window.shape)]),
            ("darkest", "max", "min"),
            ("where_it_is", "max", "argmax"),
            ("of_each_column", "max()", "max(axis=0)"),
            ("of_each_row", "max()", "max(axis=1)"),
            ("mean_of_all", "max", "mean"),
            ("sum_of_all", "max", "sum"),
            ("value", "window.max()", "window[0, 0]"),
            ("value", "window.max()", "window[-1, -1]"),
            ("value", "window.max()", "window[0, -1]"),
            ("value", "window.max()", "window.max() - window.min()"),
            ("value", "window.max()", "window.max(axis=0).min()"),
            ("value", "window.max()", "236"),
            ("other", "window.max()", "[window.max()]"),
            ("other", "window.max()", "window.max(keepdims=True)"),
            ("other", "window.max()", "window.argmax(axis=0)"),
            ("function", "max()", "max"),
            ("none", "return window.max()", "print(window.max())"),
            ("raised", "window.max()", "max(window)"),
        ],
    }
)
