"""The book's diagrams: boxes, arrows and pictures, drawn from the numbers they show."""

from importlib import import_module

from .arrows import arrows
from .layer import layer_diagram
from .map import book_map
from .matrix import matrix_diagram
from .network import network_sketch
from .padding import beyond, border_errors
from .sharing import sharing
from .take_bigger_strides import enlarged, stack

__all__ = ["arrows", "beyond", "book_map", "border_errors", "enlarged", "layer_diagram"]
__all__ += ["matrix_diagram", "network_sketch", "sharing", "stack"]

# Readers' older copies of the notebooks still look for these here.
_MOVED = {"Picture": "picture", "draw": "still", "show": "still"}
_MOVED |= {"ladder": "charts", "memory": "charts", "profile": "charts"}


def __getattr__(name: str):
    if name not in _MOVED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"convbook.{_MOVED[name]}"), name)
