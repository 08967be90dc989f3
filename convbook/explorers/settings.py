"""What a reader or code can set in an explorer, as plain data. `live/controls.py` turns it into widgets."""

import reprlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..words import cached, say, text

Shape = tuple[int, ...]


class Refused(ValueError):
    """What the reader typed, pasted or uploaded cannot be used; the message tells them why."""


@dataclass(frozen=True)
class Control:
    """A setting that the reader moves; `expected` says in words what it takes."""

    name: str
    takes = object  # the type of its values

    def accepts(self, value: Any) -> bool:
        return isinstance(value, self.takes)

    @property
    def expected(self) -> str:
        return say(f"explorers.settings.{type(self).__name__.lower()}", **vars(self))


@dataclass(frozen=True)
class Slider(Control):
    """A whole number from low to high."""

    low: int
    high: int

    def accepts(self, value: Any) -> bool:
        return _whole(value, self.low, self.high) and not isinstance(value, bool)


@dataclass(frozen=True)
class Menu(Control):
    """One of several named choices."""

    values: tuple[str, ...]

    def accepts(self, value: Any) -> bool:
        return isinstance(value, str) and value in self.values

    @property
    def expected(self) -> str:
        return text("explorers.settings.comma").join(map(repr, self.values))


@dataclass(frozen=True)
class Switch(Control):
    """On or off."""

    takes = bool


@dataclass(frozen=True)
class Upload(Control):
    """A file of the reader's own, as bytes; empty if there is none."""

    kinds: str = "image/*"
    takes = bytes


def sliders(**ends: tuple[int, int]) -> tuple[Slider, ...]:
    """Sliders by their names, each from its lowest to its highest number."""
    return tuple(Slider(name, low, high) for name, (low, high) in ends.items())


def label(explorer: str, control: Control) -> str:
    """What the control of a setting is called in this explorer."""
    return word(explorer, f"labels.{control.name}")


def entries(explorer: str, menu: Menu) -> list[tuple[str, str]]:
    """The choices of a menu: what the reader sees, and the value."""
    return [(word(explorer, f"menus.{menu.name}.{value}"), value) for value in menu.values]


@cached()
def word(explorer: str, key: str) -> str:
    """The explorer's own wording, or the one that all explorers share."""
    try:
        return text(f"explorers.{explorer}.{key}")
    except KeyError:
        return text(f"explorers.{key}")


def unusable(name: str, found: Any, expected: str) -> ValueError:
    """The error about a value that code gave for a setting."""
    return ValueError(say("explorers.settings.unusable", name=name, found=told(found), expected=expected))


def told(value: Any) -> str:
    """A value that code gave, short enough for a sentence: an array or a table by its shape."""
    shape = "×".join(map(str, np.array(value, dtype=object).shape))
    return say("explorers.settings.table", shape=shape) if shape else reprlib.repr(value)


def table_of(name: str, value: Any, shapes: Collection[Shape], expected: str) -> np.ndarray:
    """A table that code gave for a setting, as an array of objects. ValueError for any other shape."""
    table = np.array(value, dtype=object)
    if table.shape not in shapes:
        raise unusable(name, value, expected)
    return table


def whole_numbers(
    name: str, value: Any, shapes: Collection[Shape], most: Iterable[int], expected: str
) -> tuple[int, ...]:
    """A table that code gave, in one row: whole numbers from 0 to `most`. ValueError for anything else."""
    table = table_of(name, value, shapes, expected).ravel().tolist()
    for number, highest in zip(table, most, strict=False):
        if not _whole(number, 0, highest):
            raise unusable(name, number, expected)
    return tuple(map(int, table))


def _whole(value: Any, low: int, high: int) -> bool:
    return isinstance(value, int | np.integer) and low <= value <= high
