"""Whether two values are the same, and if not, how they differ. `cards.py` puts it into words."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .plain import Thing

RELATIVE = 1e-9  # of the largest expected value: enough for adding float64 in another order, and no more
CLOSE = 1e-5  # a value this close, but no closer, was computed in float32 or rounded on the way


@dataclass(frozen=True)
class Difference:
    """What differs: its kind, the facts to tell, and the index of the first value that does, if any."""

    kind: str
    facts: dict[str, Any] = field(default_factory=dict)
    place: tuple[int, ...] | None = None


def difference(expected: Any, got: Any) -> Difference | None:
    """How `got` differs from `expected`; None if they are the same.

    An array equals an array of the same shape with the same numbers, whatever their number type. Whole
    numbers are compared exactly. A list does not count as an array.

    >>> difference(3, 4)
    Difference(kind='value', facts={}, place=None)
    >>> difference((1, 2.5), [1, 2.5]) is None
    True
    """
    if isinstance(expected, np.ndarray):
        return _of_arrays(expected, got)
    if isinstance(expected, tuple):
        return _of_tuples(expected, got)
    if isinstance(expected, bool | np.bool):
        return _of_truths(bool(expected), got)
    return _of_numbers(expected, got)


def _of_tuples(expected: tuple, got: Any) -> Difference | None:
    if not isinstance(got, tuple | list) and not (isinstance(got, np.ndarray) and got.ndim):
        return _another_kind(got, "tuple", count=len(expected))
    if len(got) != len(expected):
        return Difference("length", {"found": len(got), "expected": len(expected)})
    found = [difference(one, other) for one, other in zip(expected, got, strict=True)]
    first = next((index for index, each in enumerate(found) if each), None)
    if first is None:
        return None
    if found[first].kind == "value":
        return Difference("one_value", {"count": len(found), "index": first})
    return found[first]


def _of_truths(expected: bool, got: Any) -> Difference | None:
    if not isinstance(got, bool | np.bool):
        return _another_kind(got, "truth")
    return None if bool(got) == expected else Difference("value")


def _of_numbers(expected: float, got: Any) -> Difference | None:
    if isinstance(got, bool | np.bool) or not is_number(got):
        return _another_kind(got, "number")
    return None if same(np.asarray(expected), np.asarray(got)).all() else Difference("value")


def _of_arrays(expected: np.ndarray, got: Any) -> Difference | None:
    if isinstance(got, list | tuple):
        return Difference("list", {"found": type(got).__name__})
    if not isinstance(got, np.ndarray):
        return _another_kind(got, "array")
    if not (_is_real(got) or got.dtype == expected.dtype == bool):
        return Difference("dtype", {"found": got.dtype})
    if got.shape != expected.shape:
        return Difference("shape", {"found": got.shape, "expected": expected.shape})
    equal = same(expected, got)
    return None if equal.all() else _of_values(expected, got, equal)


def _of_values(expected: np.ndarray, got: np.ndarray, equal: np.ndarray) -> Difference:
    place = tuple(int(n) for n in np.argwhere(~equal)[0])
    if count := int(np.isnan(got).sum()):
        return Difference("nan", {"n": count}, place)
    if not got.any():
        return Difference("zeros", place=place)
    where = place[0] if len(place) == 1 else place
    first = int(np.flatnonzero(~equal)[0])
    if first and not got.ravel()[first:].any():
        return Difference("unfinished", {"place": where}, place)
    return Difference("values", {"wrong": int((~equal).sum()), "all": equal.size, "place": where}, place)


def _another_kind(got: Any, expected: str, **facts: Any) -> Difference:
    if got is None:
        return Difference("none")
    if isinstance(got, Thing) and got.is_function:
        return Difference("function")
    return Difference("other", {"found": got, "expected": expected, **facts})


def same(expected: np.ndarray, got: np.ndarray) -> np.ndarray:
    """Where two arrays of one shape hold the same numbers. NaN equals NaN: a known mistake may expect it."""
    if expected.dtype.kind in "iub" and got.dtype.kind in "iub":
        return expected == got
    room = RELATIVE * np.nan_to_num(np.abs(expected)).max(initial=0)
    with np.errstate(invalid="ignore", over="ignore"):
        near = np.abs(expected - got) <= room
    return (expected == got) | near | (np.isnan(expected) & np.isnan(got))


def is_number(value: Any) -> bool:
    is_scalar = isinstance(value, int | float | np.number | np.ndarray) and np.ndim(value) == 0
    return is_scalar and _is_real(np.asarray(value))


def _is_real(array: np.ndarray) -> bool:
    """Integers, and floats of at least 32 bits; `float16` has too few digits to be compared."""
    return array.dtype.kind in "iu" or (array.dtype.kind == "f" and array.dtype.itemsize >= 4)
