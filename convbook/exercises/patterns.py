"""How a wrong answer distorts the right one, if it does the same to every value on every input."""

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from .compare import CLOSE, Difference, is_number, same

EVIDENCE = 3  # values that must differ, so that chance does not pass for a pattern
CHANGES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "transposed": lambda x: x.swapaxes(0, 1),
    "half_turn": lambda x: x[::-1, ::-1],
    "left_to_right": lambda x: x[:, ::-1],
    "upside_down": lambda x: x[::-1],
    "sign": np.negative,
    "absolute": np.abs,
    "no_negatives": lambda x: np.maximum(x, 0),
    "clipped": lambda x: np.clip(x, 0, 255),
    "truncated": np.trunc,
    "floored": np.floor,
    "rounded": np.rint,
    "uint8": lambda x: np.trunc(x) % 256,
}
AXES = {"transposed": 2, "half_turn": 2, "left_to_right": 2, "upside_down": 1}  # that the change needs


def pattern(expected: Sequence[Any], got: Sequence[Any]) -> Difference | None:
    """Return how the values `got` follow from `expected`, a pair for each input; None if they do not.

    >>> pattern([np.array([1.5, 2]), np.array([3.5])], [np.array([1, 2]), np.array([3])])
    >>> pattern([np.array([1.5, 2.5]), np.array([3.5])], [np.array([1, 2]), np.array([3])])
    Difference(kind='truncated', facts={}, place=None)
    """
    if not all(map(_is_numeric, (*expected, *got))):
        return None
    pairs = [(np.asarray(e), np.asarray(g)) for e, g in zip(expected, got, strict=True)]
    if sum(_count_of_differences(*pair) for pair in pairs) < EVIDENCE:
        return None
    for kind, change in CHANGES.items():
        if min(e.ndim for e, _ in pairs) >= AXES.get(kind, 0) and all(
            not _count_of_differences(change(e), g) for e, g in pairs
        ):
            return Difference(kind)
    if any(e.shape != g.shape for e, g in pairs):
        return None
    return _of_arithmetic(*(np.concatenate([x.ravel() for x in side]) for side in zip(*pairs, strict=True)))


def _of_arithmetic(expected: np.ndarray, got: np.ndarray) -> Difference | None:
    """A constant that multiplies every value, or is added to it; or too few digits."""
    expected, got = expected.astype(float), got.astype(float)
    if not np.isfinite(got).all() or np.ptp(expected) == 0:
        return None
    added = got[0] - expected[0]
    if same(expected + added, got).all():
        return Difference("offset", {"added": f"{added:+.6g}".replace("-", "\N{MINUS SIGN}")})
    factor = (got @ expected) / (expected @ expected)
    ratio = Fraction(factor).limit_denominator(1000)
    if factor and same(factor * expected, got).all() and np.isclose(float(ratio), factor, rtol=1e-9):
        return Difference("factor", {"factor": str(ratio).replace("-", "\N{MINUS SIGN}")})
    if np.abs(expected - got).max() <= CLOSE * np.abs(expected).max():
        return Difference("close")
    return None


def _is_numeric(value: Any) -> bool:
    return value.dtype.kind in "iuf" if isinstance(value, np.ndarray) else is_number(value)


def _count_of_differences(expected: np.ndarray, got: np.ndarray) -> int:
    return int((~same(expected, got)).sum()) if expected.shape == got.shape else expected.size
