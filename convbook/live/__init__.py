"""Explorers in the notebook: sliders and menus of ipywidgets around one view that draws Frames."""


def explore(name: str, **settings):
    """A live explorer by name, set up with the settings given; the last line of a cell shows it.

    Raises ValueError for an unknown explorer or setting, and for a value that no control could take.

    >>> from convbook import explore
    >>> explore("window", kernel="blur").output.shape
    (7, 10)
    """
    from ..explorers import find
    from .explorer import Explorer

    return Explorer(find(name), **settings)
