"""Whether two values are the same, and if they are not, in what they differ."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..sentences import exercises as say

RELATIVE = (
    1e-9  # of the largest expected value: room for another order of adding float64, and for nothing else
)


@dataclass(frozen=True)
class Difference:
    """One sentence about what differs; `place` is the index of the first value that does, if there is one."""

    sentence: str
    place: tuple[int, ...] | None = None


def difference(expected: Any, got: Any) -> Difference | None:
    """What keeps `got` from being `expected`; None if nothing does.

    An array equals an array of the same shape with the same numbers, whatever their number type. Whole
    numbers are compared exactly. A list is no array.

    >>> difference(3, 4)
    Difference(sentence='The value is wrong.', place=None)
    >>> difference((1, 2.5), [1, 2.5]) is None
    True
    """
    if isinstance(expected, np.ndarray):
        return _array_difference(expected, got)
    if isinstance(expected, tuple):
        return _tuple_difference(expected, got)
    if isinstance(expected, bool | np.bool):
        return _truth_difference(bool(expected), got)
    return _number_difference(expected, got)


def _tuple_difference(expected: tuple, got: Any) -> Difference | None:
    if not isinstance(got, tuple | list) and not (isinstance(got, np.ndarray) and got.ndim):
        return Difference(_returned(got, say.A_TUPLE.format(count=len(expected))))
    if len(got) != len(expected):
        return Difference(say.GOT_LENGTH.format(found=len(got), expected=len(expected)))
    found = [difference(one, other) for one, other in zip(expected, got, strict=True)]
    wrong = [index for index, each in enumerate(found) if each]
    if wrong and found[wrong[0]].sentence == say.GOT_VALUE:
        return Difference(say.GOT_ONE_VALUE.format(count=len(found), index=wrong[0]))
    return found[wrong[0]] if wrong else None


def _truth_difference(expected: bool, got: Any) -> Difference | None:
    if not isinstance(got, bool | np.bool):
        return Difference(_returned(got, say.A_TRUTH))
    return None if bool(got) == expected else Difference(say.GOT_VALUE)


def _number_difference(expected: float, got: Any) -> Difference | None:
    if isinstance(got, bool | np.bool) or not _is_number(got):
        return Difference(_returned(got, say.A_NUMBER))
    return None if same(np.asarray(expected), np.asarray(got)).all() else Difference(say.GOT_VALUE)


def _is_number(value: Any) -> bool:
    return (
        isinstance(value, int | float | np.number | np.ndarray)
        and np.ndim(value) == 0
        and _real(np.asarray(value))
    )


def _real(array: np.ndarray) -> bool:
    """Integers and floats of at least 32 bits; `float16` has too few digits to be compared."""
    return array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.dtype.itemsize >= 4)


def _array_difference(expected: np.ndarray, got: Any) -> Difference | None:
    if isinstance(got, list | tuple):
        return Difference(say.GOT_LIST.format(found=type(got).__name__))
    if not isinstance(got, np.ndarray):
        return Difference(_returned(got, say.AN_ARRAY))
    if not (_real(got) or got.dtype == expected.dtype == bool):
        return Difference(say.GOT_DTYPE.format(found=got.dtype))
    if got.shape != expected.shape:
        return Difference(say.GOT_SHAPE.format(found=_shape(got), expected=_shape(expected)))
    equal = same(expected, got)
    if equal.all():
        return None
    place = tuple(int(n) for n in np.argwhere(~equal)[0])
    return Difference(_about_values(expected, got, equal, place), place)


def same(expected: np.ndarray, got: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape hold the same numbers."""
    if expected.dtype.kind in "iub" and got.dtype.kind in "iub":
        return expected == got
    room = RELATIVE * np.abs(expected).max(initial=0)
    with np.errstate(invalid="ignore", over="ignore"):
        return (expected == got) | (np.abs(expected - got) <= room)


def _about_values(expected: np.ndarray, got: np.ndarray, equal: np.ndarray, place: tuple[int, ...]) -> str:
    if count := np.isnan(got).sum():
        return say.GOT_NAN.format(count=count)
    if not got.any():
        return say.GOT_ZEROS
    if got.ndim == 2 and got.shape[0] == got.shape[1] and same(expected, got.T).all():
        return say.GOT_TRANSPOSED
    where = str(place[0] if len(place) == 1 else place)
    first = int(np.flatnonzero(~equal)[0])
    if first and not got.ravel()[first:].any():
        return say.GOT_UNFINISHED.format(place=where)
    return say.GOT_VALUES.format(wrong=(~equal).sum(), all=equal.size, place=where)


def _shape(array: np.ndarray) -> str:
    return "×".join(map(str, array.shape)) or "()"


def _returned(got: Any, expected: str) -> str:
    if got is None:
        return say.GOT_NONE
    if callable(got):
        return say.GOT_FUNCTION
    return say.GOT_OTHER.format(found=described(got), expected=expected)


def described(value: Any) -> str:
    """A few words for a value of any kind.

    >>> described(np.zeros((2, 3)))
    'an array of shape (2, 3)'
    >>> described((np.int64(2), 0.5, 3.0))
    '(2, 0.5, 3)'
    """
    if isinstance(value, np.ndarray) and value.ndim:
        return say.AN_ARRAY_OF.format(shape=value.shape)
    if isinstance(value, tuple) and len(value) < 9:
        text = f"({', '.join(map(_one, value))}{',' * (len(value) == 1)})"
    else:
        text = say.AN_OBJECT.format(type=type(value).__name__) if _is_long(value) else _one(value)
    return text if len(text) <= 60 else say.AN_OBJECT.format(type=type(value).__name__)


def _is_long(value: Any) -> bool:
    return isinstance(value, list | tuple | dict | set | str | bytes) and len(value) > 100


def _one(value: Any) -> str:
    """A number without the name of its type, and without a `.0`; anything else as Python writes it."""
    if isinstance(value, np.generic | np.ndarray) and np.ndim(value) == 0:
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return f"{value:.0f}"
    try:
        return repr(value)
    except Exception:  # whatever a reader's own class does when it is asked for its words
        return say.AN_OBJECT.format(type=type(value).__name__)
