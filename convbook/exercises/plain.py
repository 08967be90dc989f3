"""What an answer returned, as plain data: it runs no code, cannot lie, and never changes again."""

from dataclasses import dataclass
from typing import Any

import numpy as np

DEEPEST = 4  # lists within lists
LONGEST = 10_000  # values of a list or a tuple
LARGEST = 2**26  # bytes of an array that is copied; an answer as large as that is wrong, whatever it holds
NUMBERS = bool, int, float, complex


@dataclass(frozen=True)
class Thing:
    """Something that is not data: the name of its type, how Python writes it, whether it can be called."""

    type: str
    words: str
    is_function: bool = False

    def __repr__(self) -> str:
        return self.words


def plain(value: Any, deepest: int = DEEPEST) -> Any:
    """Return numbers, arrays, and lists and tuples of them as NumPy and Python define them; else a Thing.

    Nothing is asked of a class that the reader wrote, except its `__repr__`: `__eq__`, `__len__`,
    `__array_ufunc__`, the mask of an array and the like could hide what is there. If its `__repr__` never
    returns, neither does this function.

    >>> plain(np.ma.masked_equal([1, 2], 2)), plain({1: 2})
    (array([1, 2]), {1: 2})
    """
    kind = type(value)
    if kind is int and value.bit_length() > LONGEST:
        return Thing("int", "")  # more digits than Python agrees to write
    if value is None or value is ... or kind in NUMBERS:
        return value
    if issubclass(kind, np.ndarray):
        array = np.ndarray.view(value, np.ndarray)
        return array.copy() if array.nbytes <= LARGEST else array
    if issubclass(kind, np.generic):
        return np.asarray(value)[()]
    for base in NUMBERS:
        if issubclass(kind, base):
            return base.__add__(value, base())
    for base in (list, tuple):
        if issubclass(kind, base) and base.__len__(value) <= LONGEST and deepest:
            return base(plain(each, deepest - 1) for each in base.__iter__(value))
    return Thing(kind.__name__, _words(value), callable(value))


def _words(value: Any) -> str:
    """How Python writes a value; nothing, if it is long or raises an error."""
    try:
        is_long = issubclass(type(value), list | tuple | dict | set | str | bytes) and len(value) > 100
        return "" if is_long else str(repr(value))
    except Exception:  # whatever a class of the reader's own does
        return ""
