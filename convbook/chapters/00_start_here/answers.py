"""Chapter 0: solution, probes and known mistakes of the rehearsal. Its words stand in `words.en.toml`."""

import numpy as np

from convbook.exercises.chapter import Exercise

DARK = np.array([[22, 23, 26], [24, 26, 25]])
RIM = np.array([[81, 236, 90, 120], [80, 84, 177, 233]])  # its corners are neither darkest nor brightest


@Exercise(probes=((DARK,), (RIM,)), reference=np.max)
def brightest(window):
    return window.max()


brightest.mistakes(
    darkest=lambda window: window.min(),
    where_it_is=lambda window: window.argmax(),
    of_each_column=lambda window: window.max(axis=0),
    of_each_row=lambda window: window.max(axis=1),
    mean_of_all=lambda window: window.mean(),
    sum_of_all=lambda window: window.sum(),
)
