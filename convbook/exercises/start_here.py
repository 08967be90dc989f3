"""Chapter 0: the rehearsal, an exercise to try the machinery on. Its words stand in `sentences`."""

import numpy as np

from .model import Exercise, Mistake


def brightest(window):
    return window.max()


def darkest(window):
    return window.min()


def where_it_is(window):
    return window.argmax()


def of_each_column(window):
    return window.max(axis=0)


EXERCISES = (
    Exercise(
        "0.1",
        brightest,
        probes=(
            (np.array([[22, 23, 26], [24, 26, 25]]),),
            (np.array([[80, 84, 177, 233], [81, 90, 120, 236]]),),
        ),
        reference=np.max,
        mistakes=(Mistake(darkest), Mistake(where_it_is), Mistake(of_each_column)),
    ),
)
