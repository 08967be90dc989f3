"""The book's still pictures: `show` puts arrays side by side, `draw` draws a Frame; both give a `Picture`."""

from .picture import Picture, draw, show

__all__ = ["Picture", "draw", "show"]
