"""The live form of an explorer: ordinary sliders and menus around one view that draws Frames.

An explorer is a module of this package with a `State` (a frozen dataclass), `CONTROLS`, and pure functions:
`frame(state)`, `output(state)`, and, where the picture itself can be worked, `focus(state, panel, cell)` and
`edit(state, panel, cell, text)`, which return the next state.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import ModuleType

import anywidget
import ipywidgets
import numpy as np
import traitlets

from ..figures.picture import Picture, draw
from ..frame import MARKS, PALETTES, Frame, Link, Panel, dark_ink, palette
from ..sentences import explorers as say

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Slider:
    """A whole number from low to high."""

    name: str
    low: int
    high: int
    label: str = ""

    def accepts(self, value) -> bool:
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        return whole and self.low <= value <= self.high

    @property
    def expected(self) -> str:
        return f"{self.low} to {self.high}"

    def widget(self, value: int) -> ipywidgets.Widget:
        return ipywidgets.IntSlider(value, self.low, self.high, description=_label(self), **_WIDE)


@dataclass(frozen=True)
class Menu:
    """One of several named choices: pairs of what the reader sees and the value."""

    name: str
    options: tuple[tuple[str, str], ...]
    label: str = ""

    def accepts(self, value) -> bool:
        return value in [option for _, option in self.options]

    @property
    def expected(self) -> str:
        return ", ".join(repr(value) for _, value in self.options)

    def widget(self, value: str) -> ipywidgets.Widget:
        return ipywidgets.Dropdown(options=self.options, value=value, description=_label(self), **_WIDE)


@dataclass(frozen=True)
class Switch:
    """On or off."""

    name: str
    label: str = ""

    expected = "True or False"

    def accepts(self, value) -> bool:
        return isinstance(value, bool)

    def widget(self, value: bool) -> ipywidgets.Widget:
        return ipywidgets.Checkbox(value, description=_label(self), indent=False, **_WIDE)


_WIDE = {"style": {"description_width": "initial"}}


def _label(control) -> str:
    return control.label or say.LABELS[control.name]


class FrameView(anywidget.AnyWidget):
    """Draws a Frame in the notebook. It knows grids, highlights and pointers, and nothing of convolution."""

    _esm = HERE / "widget.js"
    _css = HERE / "widget.css"

    frame = traitlets.Dict().tag(sync=True)
    photos = traitlets.Dict().tag(sync=True)  # apart, because an unchanged photo is then not sent again
    fixed = traitlets.Dict().tag(sync=True)  # palettes and words, sent once

    def __init__(self, frame: Frame):
        super().__init__(fixed=_fixed(), **_wire(frame))

    def show(self, frame: Frame) -> None:
        wire = _wire(frame)
        with self.hold_sync():
            self.photos, self.frame = wire["photos"], wire["frame"]


class Explorer(ipywidgets.VBox):
    """An explorer as a widget. `set` moves its controls; `state`, `output` and `figure()` answer."""

    def __init__(self, module: ModuleType, **settings):
        self._module = module
        self._name = module.__name__.rpartition(".")[2]
        self.state = self._checked(module.State(), settings)
        self._frame = module.frame(self.state)
        self._controls = {
            control.name: control.widget(getattr(self.state, control.name)) for control in module.CONTROLS
        }
        for name, widget in self._controls.items():
            widget.observe(lambda change, name=name: self._move({name: change["new"]}), "value")
        self._view = FrameView(self._frame)
        self._view.on_msg(self._answer)
        controls = ipywidgets.Box(list(self._controls.values()), layout={"flex_flow": "row wrap"})
        super().__init__([controls, self._view])
        self.add_class("convbook-explorer")

    def set(self, **settings) -> None:
        """Move the controls from code: `explorer.set(F=5, flip=True)`."""
        self._go(self._checked(self.state, settings))

    @property
    def output(self) -> np.ndarray:
        """The array that the explorer shows as its result."""
        return self._module.output(self.state)

    def figure(self) -> Picture:
        """What the explorer shows now, as a still picture."""
        return draw(self._frame)

    def __repr__(self) -> str:
        return self._frame.sentence

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        live = super()._repr_mimebundle_(**kwargs) or {}
        still, shape = self.figure()._repr_mimebundle_()
        return {**live, **still}, shape

    def _checked(self, state, settings: dict):
        names = [field.name for field in fields(state)]
        controls = {control.name: control for control in self._module.CONTROLS}
        for name, value in settings.items():
            if name not in names:
                told = {"explorer": self._name, "name": name, "names": ", ".join(names)}
                raise ValueError(say.UNKNOWN_SETTING.format(**told))
            control = controls.get(name)
            if control and not control.accepts(value):
                raise ValueError(
                    say.SETTING_OUT_OF_RANGE.format(name=name, value=value, expected=control.expected)
                )
        return replace(state, **settings)

    def _move(self, changes: dict) -> None:
        if any(getattr(self.state, name) != value for name, value in changes.items()):
            self._go(replace(self.state, **changes))

    def _go(self, state) -> None:
        """Show a new state, and let the controls follow it."""
        try:
            frame = self._module.frame(state)
        except Exception as problem:
            self._say(say.BROKEN.format(problem=type(problem).__name__))
            raise
        self.state, self._frame = state, frame
        self._view.show(frame)
        for name, widget in self._controls.items():
            if widget.value != getattr(state, name):
                widget.value = getattr(state, name)

    def _answer(self, _, message: dict, __) -> None:
        """A cell of the picture was pinned, or typed into."""
        panel, cell = message["panel"], message["cell"]
        try:
            if message["kind"] == "edit":
                self._go(self._module.edit(self.state, panel, cell, message["text"]))
            elif hasattr(self._module, "focus"):
                self._go(self._module.focus(self.state, panel, cell))
        except ValueError as problem:
            self._say(str(problem))
        finally:
            self._view.send("answered")  # also when the picture stays as it was

    def _say(self, sentence: str) -> None:
        self._view.show(replace(self._frame, sentence=sentence))


def _fixed() -> dict:
    """What the view needs once: colours, the ink that is readable on each, and its own few words."""
    return {
        "palettes": {name: palette(name).tobytes() for name in PALETTES},
        "inks": {name: dark_ink(palette(name)).astype(np.uint8).tobytes() for name in PALETTES},
        "marks": list(MARKS),
        "point": say.POINT,
    }


def _wire(frame: Frame) -> dict:
    photos = {p.key: np.ascontiguousarray(p.levels).tobytes() for p in frame.panels if p.texts is None}
    return {
        "photos": photos,
        "frame": {
            "panels": [_panel(panel) for panel in frame.panels],
            "links": [_link(link) for link in frame.links],
            "sentence": frame.sentence,
            "focus": list(frame.focus) if frame.focus else None,
            "termRows": frame.term_rows,
            "legend": [list(entry) for entry in frame.legend],
        },
    }


def _panel(panel: Panel) -> dict:
    numbered, coloured = panel.texts is not None, panel.levels.ndim == 3
    return {
        "key": panel.key,
        "title": panel.title,
        "caption": panel.caption,
        "shape": list(panel.shape),
        "space": list(panel.space),
        "cell": panel.cell,
        "palette": panel.palette,
        "colour": coloured,
        "levels": np.ascontiguousarray(panel.levels).tobytes() if numbered else None,
        "inks": dark_ink(panel.levels).astype(np.uint8).tobytes() if numbered and coloured else None,
        "texts": _list(panel.texts),
        "lines": _list(panel.lines),
        "marks": None if panel.marks is None else panel.marks.astype(np.uint8).tobytes(),
        "owners": _int32(panel.owners),
        "box": _list(panel.box),
        "editable": panel.editable,
        "under": panel.under,
    }


def _link(link: Link) -> dict:
    return {
        "source": link.source,
        "target": link.target,
        "via": link.via,
        "start": _int32(link.start),
        "cells": _int32(link.cells),
        "weights": _int32(link.weights),
        "terms": _list(link.terms),
        "sums": _list(link.sums),
        "columns": link.columns,
        "title": link.title,
    }


def _list(items: Iterable | None) -> list | None:
    return None if items is None else list(items)


def _int32(array: np.ndarray | None) -> bytes | None:
    return None if array is None else array.astype("<i4").tobytes()
