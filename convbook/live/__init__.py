"""Explorers in the notebook: sliders and menus of ipywidgets around one view that draws Frames."""


def explore(name: str, **settings):
    """A live explorer by name, with the given settings; put it on the last line of a cell to show it.

    Raises ValueError for an unknown explorer or setting, and for a value that no control could take.

    >>> from convbook import explore
    >>> explore("window", kernel="blur").output.shape
    (7, 10)
    """
    from ..explorers import find
    from .explorer import Explorer

    return Explorer(find(name), **settings)
