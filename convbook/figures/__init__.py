"""The book's still pictures: `show` puts arrays side by side, `draw` draws a Frame; both give a `Picture`."""

from .kernels import arrows, profile
from .layer import layer_diagram
from .map import book_map
from .matrix import ladder, matrix_diagram, memory
from .padding import beyond, border_errors
from .picture import draw, show
from .sharing import sharing
from .sheet import Picture
from .take_bigger_strides import enlarged, stack

__all__ = ["Picture", "arrows", "beyond", "book_map", "border_errors", "draw", "enlarged", "ladder"]
__all__ += ["layer_diagram", "matrix_diagram", "memory", "profile", "sharing", "show", "stack"]
