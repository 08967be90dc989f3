"""The explorers, one module each: from a small state to a Frame. `convbook.live` puts them into a notebook.

Each module has `State` (a frozen dataclass), `CONTROLS`, and pure functions: `frame(state)`,
`output(state)` and, where the reader can act on the picture itself, `focus(state, panel, cell)` and
`edit(state, panel, cells)`, which return the next state. `TAKES` reads settings that only code can give.
`WORDIEST` holds a few states with the longest line and the longest sentence; space is reserved for them.
"""

from importlib import import_module
from pathlib import Path
from types import ModuleType

from ..words import say, text

# Each module here that has controls; the others are what explorers share.
NAMES = tuple(
    file.stem
    for file in sorted(Path(__file__).parent.glob("*.py"))
    if "\nCONTROLS = " in file.read_text(encoding="utf-8")
)


def find(name: str) -> ModuleType:
    """The module of an explorer. ValueError if no explorer has this name.

    >>> from convbook.explorers import find
    >>> [control.name for control in find("spot").CONTROLS]
    ['row', 'column', 'F']
    """
    if name not in NAMES:
        names = text("explorers.settings.comma").join(NAMES)
        raise ValueError(say("explorers.settings.unknown_explorer", name=repr(name), names=names))
    return import_module(f".{name}", __package__)
