"""Time and memory on the reader's machine: numbers that vary from run to run, to be shown, not compared."""

import tracemalloc
from collections.abc import Callable, Mapping
from timeit import repeat
from typing import Any

import numpy as np
from IPython.display import ProgressBar


def best_time(run: Callable[[], Any], times: int = 5) -> float:
    """Return the shortest time of several runs of `run`, in seconds: other programs can only add to it.

    >>> from convbook.measure import best_time
    >>> 0 <= best_time(lambda: sum(range(100))) < 1
    True
    """
    return min(repeat(run, number=1, repeat=times))


def best_times(ways: Mapping[str, Callable[[], Any]]) -> dict[str, float]:
    """Return the `best_time` of each way, and show a progress bar meanwhile.

    >>> from convbook.measure import best_times
    >>> list(best_times({"sum": lambda: sum(range(100))}))
    [                                                            ] 0/1
    [                                                            ] 0/1
    [============================================================] 1/1
    ['sum']
    """
    bar = ProgressBar(len(ways))
    return {name: best_time(run) for _, (name, run) in zip(bar, ways.items(), strict=False)}


def extra_memory(run: Callable[[], np.ndarray]) -> int:
    """Return the most bytes that NumPy held at once during `run`, not counting the array that it returns.

    >>> import numpy as np
    >>> from convbook.measure import extra_memory
    >>> 8_000 <= extra_memory(lambda: np.ones(1000) + np.ones(1000)) < 18_000
    True
    """
    tracemalloc.start()
    try:
        result = run()
        return tracemalloc.get_traced_memory()[1] - result.nbytes
    finally:
        tracemalloc.stop()
