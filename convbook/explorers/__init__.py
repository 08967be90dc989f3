"""The explorers, one module each: from a small state to a Frame; `widget.py` draws the Frames live."""

from importlib import import_module

from ..sentences import explorers as say

NAMES = ("spot", "window", "photo", "border", "layer", "stride", "matrix")


def explore(name: str, **settings):
    """A live explorer by name, set up with the settings given; the last line of a cell shows it.

    Raises ValueError for an unknown explorer or setting, and for a value that no control could take.

    >>> from convbook import explore
    >>> explore("window", kernel="blur").output.shape
    (7, 10)
    """
    from .widget import Explorer

    if name not in NAMES:
        raise ValueError(say.UNKNOWN_EXPLORER.format(name=name, names=", ".join(NAMES)))
    return Explorer(import_module(f".{name}", __package__), **settings)
