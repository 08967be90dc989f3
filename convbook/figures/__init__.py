"""The book's still pictures: `show` puts arrays side by side, `draw` draws a Frame; both give a `Picture`."""

from .kernels import arrows, profile
from .map import book_map
from .padding import beyond, border_errors
from .picture import Picture, draw, show
from .take_bigger_strides import enlarged, stack

__all__ = [
    "Picture",
    "arrows",
    "beyond",
    "book_map",
    "border_errors",
    "draw",
    "enlarged",
    "profile",
    "show",
    "stack",
]
