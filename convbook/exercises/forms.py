"""The form that an answer must have in a task with many right answers; a ValueError says when it doesn't."""

from typing import Any

import numpy as np


def weights(value: Any, *shape: int) -> np.ndarray:
    """A table of real numbers of this shape; a nested list will do.

    >>> weights([[1, 2]], 1, 2)
    array([[1, 2]])
    """
    table = np.asarray(value)
    if table.shape != shape or table.dtype.kind not in "iuf" or not np.isfinite(table).all():
        raise ValueError(value)
    return table


def integers(value: Any, count: int) -> tuple[int, ...]:
    """`count` whole numbers in a tuple, a list or an array; 3.0, from a division, will do.

    >>> integers([6 / 2, 1], 2)
    (3, 1)
    """
    is_row = isinstance(value, tuple | list | np.ndarray) and np.shape(value) == (count,)
    if not is_row or not all(map(_is_whole, value)):
        raise ValueError(value)
    return tuple(map(int, value))


def _is_whole(number: Any) -> bool:
    if isinstance(number, bool | np.bool):
        return False
    return isinstance(number, int | np.integer) or (isinstance(number, float) and number.is_integer())
