"""The functions that judging relies on: if the reader replaced one, it is put back and the card says so."""

import builtins
import copy
import math
import sys
from collections.abc import Iterator
from types import ModuleType

import numpy as np

from . import compare, plain

OURS = ("convbook", *(f"convbook.{name}" for name in ("images", "kernels", "methods", "ops", "shapes")))
FREE = {"input", "open", "print"}  # notebooks and other libraries replace these themselves
_originals: dict[str, dict[str, object]] = {}  # by module: what it held when it was first looked at


def put_back() -> list[str]:
    """Put back every function that was replaced since the last call; return their names.

    >>> np.abs = sum
    >>> put_back(), put_back()
    (['numpy.abs'], [])
    """
    found = []
    for module in _modules():
        held = vars(module)
        if module.__name__ not in _originals:
            _originals[module.__name__] = {k: v for k, v in held.items() if callable(v) and k[0] != "_"}
        for name, original in _originals[module.__name__].items():
            if held.get(name) is not original and name not in FREE:
                setattr(module, name, original)
                found.append(name if module is builtins else f"{module.__name__}.{name}")
    return found


def _modules() -> Iterator[ModuleType]:
    yield from (builtins, copy, math, np, np.linalg, np.lib.stride_tricks, compare, plain)
    yield from (sys.modules[name] for name in OURS)


put_back()
