"""The live form of an explorer: its controls, its picture, and what the reader does with them."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import fields, replace
from functools import partial
from threading import RLock
from types import ModuleType
from typing import Any

import ipywidgets
import numpy as np

from ..explorers.pasted import pasted_rows
from ..explorers.settings import Control, Refused, Slider, Upload, told
from ..frame import Frame
from ..picture import Picture
from ..still import draw
from ..words import say, text
from .controls import STANDS, follow, place, read, widget
from .store import Store
from .view import FrameView

AHEAD = 4  # steps of a slider that are drawn before the reader takes them


class Explorer(ipywidgets.VBox):
    """An explorer as a widget. `set` moves its controls; read `state`, `frame`, `output` and `figure()`."""

    def __init__(self, module: ModuleType, **settings):
        self._module = module
        self._name = module.__name__.rpartition(".")[2]
        self._lock = RLock()  # JupyterLab lets some messages run beside cells and others, in a second thread
        self.state = self._checked(module.State(), settings)
        self.controls = {c.name: widget(self._name, c, getattr(self.state, c.name)) for c in module.CONTROLS}
        for control in module.CONTROLS:
            self.controls[control.name].observe(partial(self._moved, control), "value")
        placed = [(self.controls[c.name].model_id, STANDS[type(c)]) for c in module.CONTROLS]
        self.view = FrameView(module, placed)
        self.view.on_msg(lambda _, message, __: self.answer(message))
        self.store = Store(self.view)
        self.frame = module.frame(self.state)
        self._focus, self._pin = self.frame.focus, None
        self._show(self.state, self.frame, self._place(self.state))
        controls = ipywidgets.Box(list(self.controls.values()), layout={"flex_flow": "row wrap"})
        super().__init__([controls, self.view])
        self.add_class("convbook-explorer")

    def set(self, **settings) -> None:
        """Move the controls from code: `explorer.set(F=5, flip=True)`."""
        with self._lock:
            state = self._checked(self.state, settings)
            with self._turn():
                self._go(state)

    @property
    def output(self) -> np.ndarray:
        """The array that the explorer shows as its output."""
        return self._module.output(self.state)

    def figure(self) -> Picture:
        """What the explorer shows now, as a still picture; `.png(scale=3)` makes a file of it."""
        return draw(self.frame)

    def __repr__(self) -> str:
        return self.frame.sentence

    def _repr_mimebundle_(self, **kwargs) -> tuple[dict, dict]:
        live = super()._repr_mimebundle_(**kwargs) or {}
        try:
            still, shape = self.figure()._repr_mimebundle_()
        except Exception:  # a still that cannot be drawn, whatever the reason, must not cost the live picture
            still, shape = {"text/plain": repr(self)}, {}
        return {**live, **still}, shape

    def _checked(self, state: Any, settings: dict[str, Any]) -> Any:
        """The state with these settings, given by code. ValueError for one that cannot be used."""
        names = [field.name for field in fields(state) if not field.name.startswith("_")]
        listed = text("explorers.settings.comma").join(names)
        controls = {control.name: control for control in self._module.CONTROLS}
        takes = getattr(self._module, "TAKES", {})  # settings that are read: each by its own function
        for name, value in settings.items():
            if name not in names:
                facts = {"explorer": repr(self._name), "name": repr(name), "names": listed}
                raise ValueError(say("explorers.errors.unknown_setting", **facts))
            if name in controls and name not in takes and not controls[name].accepts(value):
                facts = {"name": name, "value": told(value), "expected": controls[name].expected}
                raise ValueError(say("explorers.errors.out_of_range", **facts))
        taken = {name: takes[name](value) for name, value in settings.items() if name in takes}
        return replace(state, **settings | taken)

    # What the controls do

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """One thread at a time. What goes wrong is said in the picture, and the last good one stays."""
        with self._lock:
            try:
                yield
            except Refused as refused:
                self._say(str(refused))
            except Exception as problem:
                self._say(say("explorers.errors.broken", problem=type(problem).__name__))
                raise

    def _moved(self, control: Control, change: dict[str, Any]) -> None:
        with self._turn():
            value = read(control, change["new"])
            step = value - getattr(self.state, control.name) if isinstance(control, Slider) else 0
            state = replace(self.state, **{control.name: value})
            if state == self.state:
                if isinstance(control, Upload):
                    self.view.send("answered")  # the same file again
                return
            # What the page has drawn already is confirmed together with the next Frame.
            with self.view.hold_sync() if state in self.store else nullcontext():
                self._go(state)
                if 0 < abs(step) <= AHEAD and state in self.store:
                    side = step // abs(step)
                    self._read_ahead(control, [side * n for n in (*range(1, AHEAD + 1), -1)])

    def _go(self, state: Any) -> None:
        """Show a new state, and let the controls follow it."""
        frame = self.store.frame_of(state) or self._module.frame(state)
        self.state, self.frame = state, self._with_pin(frame)
        if state in self.store and not self._pin:
            self.store.show(state)
        else:
            self._show(None if self._pin else state, self.frame, self._place(state))
        for control in self._module.CONTROLS:
            follow(control, self.controls[control.name], getattr(state, control.name))

    def _show(self, state: Any, frame: Frame, place: list | None) -> None:
        """Show a Frame, the only one in the page. `state` is None if it shows more, or less, than a state."""
        with self.view.hold_sync():
            self.store.forget()
            self.store.put(state, frame, place)
            self.store.show(state)

    def _say(self, sentence: str) -> None:
        self._show(None, replace(self.frame, sentence=sentence), None)

    def _place(self, state: Any) -> list:
        """Where the controls stand in a state."""
        return [place(c, self.controls[c.name], getattr(state, c.name)) for c in self._module.CONTROLS]

    def _read_ahead(self, control: Slider, steps: list[int]) -> None:
        """Send what the next steps of a slider will show, so that the page does not have to wait for it."""
        values = [getattr(self.state, control.name) + step for step in steps]
        states = [replace(self.state, **{control.name: value}) for value in values if control.accepts(value)]
        for state in [state for state in states if state not in self.store]:
            try:
                frame = self._module.frame(state)
            except Exception:  # the reader is told when they take this step
                return
            self.store.put(state, frame, self._place(state), wanted=states)

    # What the reader does in the picture

    def answer(self, message: dict[str, Any]) -> None:
        """Do what the page asks for: pin, release, type, paste. Also: a control has the focus."""
        try:
            with self._turn():
                self._obey(message)
        finally:
            if message["kind"] != "near":
                self.view.send("answered")  # also when the picture stays as it was

    def _obey(self, message: dict[str, Any]) -> None:
        match message:
            case {"kind": "near", "control": at}:
                if isinstance(self._module.CONTROLS[at], Slider) and self.state in self.store:
                    self._read_ahead(self._module.CONTROLS[at], [1, -1, 2])
            case {"kind": "edit", "panel": panel, "cell": cell, "text": typed}:
                self._edit(panel, {cell: typed})
            case {"kind": "paste", "panel": panel, "text": pasted}:
                self._edit(panel, _cells_of(pasted, self.frame.panel(panel).shape))
            case {"kind": "focus", "panel": panel, "cells": cells}:
                self._focus_on(panel, cells)
            case {"kind": "release"}:  # nothing is picked out until a control moves or a cell is pinned
                self._pin, self.frame = None, replace(self.frame, focus=None)
                self._show(None, self.frame, self._place(self.state))

    def _edit(self, panel: str, cells: dict[int, str]) -> None:
        """The click before the typing pinned the cell; what the reader wants to see now is the output."""
        state = self._module.edit(self.state, panel, cells)
        self._pin = None
        self._go(state)

    def _focus_on(self, panel: str, cells: list[int]) -> None:
        """The explorer may answer with a new state; otherwise the last cell is pinned."""
        state = self.state
        for cell in cells if hasattr(self._module, "focus") else ():
            state = self._module.focus(state, panel, cell)
        if state == self.state and self.frame.panel(panel).texts is not None:
            self._pin = (panel, cells[-1])
        self._go(state)

    def _with_pin(self, frame: Frame) -> Frame:
        """The frame with the cell that the reader pinned, until the state itself picks out another."""
        stays = self._pin and frame.focus == self._focus and self._pin[0] in [p.key for p in frame.panels]
        self._focus = frame.focus
        if not stays or self._pin[1] >= len(frame.panel(self._pin[0]).texts or ()):
            self._pin = None
            return frame
        return replace(frame, focus=self._pin)


def _cells_of(pasted: str, shape: tuple[int, int]) -> dict[int, str]:
    """What each cell will say after pasting. Refused unless the shape is the one shown."""
    rows = pasted_rows(pasted)
    if [len(row) for row in rows] != [shape[1]] * shape[0]:
        found = "×".join(map(str, (len(rows), max(map(len, rows), default=0))))
        shown = "×".join(map(str, shape))
        raise Refused(say("explorers.errors.pasted_shape", found=found, shown=shown))
    return dict(enumerate(text for row in rows for text in row))
