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


def training(rounds: int = 12, rate: float = 0.5, seed: int = 0):
    """Train the network of chapter 8: a start button, a bar, and a stop button that keeps what was learned.

    The `network` of the result is what has been learned so far. `seed` chooses the start and the order of the
    pictures.

    >>> from convbook import training
    >>> training(rounds=3)
    Press *train*: 3 rounds through 3,000 digits.
    """
    from .trainer import Training

    return Training(rounds, rate, seed)
