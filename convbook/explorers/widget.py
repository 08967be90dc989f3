"""The live form of an explorer: ordinary sliders and menus around one view that draws Frames.

An explorer is a module of this package with a `State` (a frozen dataclass), `CONTROLS`, and pure functions:
`frame(state)`, `output(state)`, and, where the picture itself can be worked, `focus(state, panel, cell)`,
`edit(state, panel, cell, text)` and `paste(state, panel, texts)`, which return the next state.
"""

from contextlib import nullcontext
from dataclasses import dataclass, fields, replace
from threading import RLock
from types import ModuleType

import anywidget
import ipywidgets
import numpy as np
import traitlets

from ..figures.picture import Picture, draw
from ..frame import Frame
from ..sentences import explorers as say
from ..sentences import images
from .view import HERE, SLOTS, FrameView
from .weights import Refused, pasted_rows, told

LARGEST_UPLOAD = 8 * 2**20  # bytes; a notebook's connection breaks at a message of 10 MiB
AHEAD = 4  # steps of a slider that are drawn before the reader takes them


class Control:
    """A setting of the state and the widget that moves it."""

    stands = "value"  # the trait of the widget that tells where it stands

    def place(self, widget: ipywidgets.Widget, value):
        """Where the widget stands when the setting has this value."""
        return value

    def read(self, value):
        """The setting for what the widget holds."""
        return value

    def follow(self, widget: ipywidgets.Widget, value) -> None:
        """Bring the widget to where the state is."""
        if widget.value != value:
            widget.value = value


@dataclass(frozen=True)
class Slider(Control):
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
class Menu(Control):
    """One of several named choices: pairs of what the reader sees and the value."""

    name: str
    options: tuple[tuple[str, str], ...]
    label: str = ""

    stands = "index"

    def place(self, widget: ipywidgets.Widget, value: str) -> int:
        return [option for _, option in self.options].index(value)

    def accepts(self, value) -> bool:
        return isinstance(value, str) and value in [option for _, option in self.options]

    @property
    def expected(self) -> str:
        return ", ".join(repr(value) for _, value in self.options)

    def widget(self, value: str) -> ipywidgets.Widget:
        return ipywidgets.Dropdown(options=self.options, value=value, description=_label(self), **_WIDE)


@dataclass(frozen=True)
class Switch(Control):
    """On or off."""

    name: str
    label: str = ""

    expected = "True or False"

    def accepts(self, value) -> bool:
        return isinstance(value, bool)

    def widget(self, value: bool) -> ipywidgets.Widget:
        return ipywidgets.Checkbox(value, description=_label(self), indent=False, **_WIDE)


@dataclass(frozen=True)
class Upload(Control):
    """A file of the reader's own, as bytes; no bytes when there is none."""

    name: str
    label: str
    kinds: str = "image/*"

    expected = "the bytes of a file"
    stands = "at"

    def place(self, widget: ipywidgets.Widget, value: bytes) -> float:
        return widget.at

    def accepts(self, value) -> bool:
        return isinstance(value, bytes)

    def widget(self, value: bytes) -> ipywidgets.Widget:
        return FileButton(label=self.label, kinds=self.kinds)

    def read(self, value: dict) -> bytes:
        if not value["size"]:
            raise Refused(images.EMPTY_FILE.format(file=images.UPLOAD))
        if value["size"] > LARGEST_UPLOAD:
            sizes = {"size": value["size"] // 2**20, "most": LARGEST_UPLOAD // 2**20}
            raise Refused(say.UPLOAD_TOO_LARGE.format(**sizes))
        return bytes(value["content"])

    def follow(self, widget: ipywidgets.Widget, value: bytes) -> None:
        """A file chosen in the browser cannot be put there by code."""


_WIDE = {"style": {"description_width": "130px"}}  # room for the longest label: sliders stand in line


def _label(control) -> str:
    return control.label or say.LABELS[control.name]


class FileButton(anywidget.AnyWidget):
    """A button for a file. It tells the size of a file, and sends it if the connection can carry it."""

    _esm = HERE / "upload.js"

    label = traitlets.Unicode().tag(sync=True)
    kinds = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(LARGEST_UPLOAD).tag(sync=True)
    value = traitlets.Dict().tag(sync=True, echo_update=False)  # size, and content when it is not too large
    at = traitlets.Float().tag(sync=True)  # when it was chosen: tells one attempt from the next


class Explorer(ipywidgets.VBox):
    """An explorer as a widget. `set` moves its controls; `state`, `output` and `figure()` answer."""

    def __init__(self, module: ModuleType, **settings):
        self._module = module
        self._name = module.__name__.rpartition(".")[2]
        self._turn = RLock()  # JupyterLab lets some messages run beside cells and others, in a second thread
        self.state = self._checked(module.State(), settings)
        self._controls = {
            control.name: control.widget(getattr(self.state, control.name)) for control in module.CONTROLS
        }
        for name, widget in self._controls.items():
            widget.observe(lambda change, name=name: self._moved(name, change["new"]), "value")
        self._view = FrameView(
            [(self._controls[control.name].model_id, control.stands) for control in module.CONTROLS]
        )
        self._view.on_msg(self._answer)
        self._frame = module.frame(self.state)
        self._focus, self._pin = self._frame.focus, None
        slot = self._show(self._frame, self._place(self.state))
        # Frame and slot of the states that the page has
        self._kept: dict[object, tuple[Frame, str]] = {self.state: (self._frame, slot)}
        controls = ipywidgets.Box(list(self._controls.values()), layout={"flex_flow": "row wrap"})
        super().__init__([controls, self._view])
        self.add_class("convbook-explorer")

    def set(self, **settings) -> None:
        """Move the controls from code: `explorer.set(F=5, flip=True)`."""
        with self._turn:
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
        names = [field.name for field in fields(state) if not field.name.startswith("_")]
        controls = {control.name: control for control in self._module.CONTROLS}
        takes = getattr(self._module, "TAKES", {})  # settings that are read: each by its own function
        for name, value in settings.items():
            if name not in names:
                which = {"explorer": self._name, "name": name, "names": ", ".join(names)}
                raise ValueError(say.UNKNOWN_SETTING.format(**which))
            control = controls.get(name)
            if control and name not in takes and not control.accepts(value):
                raise ValueError(
                    say.SETTING_OUT_OF_RANGE.format(name=name, value=told(value), expected=control.expected)
                )
        read = {name: takes[name](value) for name, value in settings.items() if name in takes}
        return replace(state, **settings | read)

    def _moved(self, name: str, value) -> None:
        with self._turn:
            self._move(name, value)

    def _move(self, name: str, value) -> None:
        control = next(control for control in self._module.CONTROLS if control.name == name)
        try:
            value = control.read(value)
        except Refused as refused:
            self._say(str(refused))
            return
        step = value - getattr(self.state, name) if isinstance(control, Slider) else 0
        state = replace(self.state, **{name: value})
        if state == self.state:
            return
        # What the page has drawn already is confirmed together with the next Frame.
        with self._view.hold_sync() if state in self._kept else nullcontext():
            self._go(state)
            if 0 < abs(step) <= AHEAD and state in self._kept:
                side = step // abs(step)
                self._read_ahead(control, [side * n for n in (*range(1, AHEAD + 1), -1)])

    def _go(self, state) -> None:
        """Show a new state, and let the controls follow it."""
        try:
            frame, slot = self._kept.get(state) or (self._module.frame(state), None)
        except Refused as refused:
            self._say(str(refused))
            return
        except Exception as problem:
            self._say(say.BROKEN.format(problem=type(problem).__name__))
            raise
        self.state, self._frame = state, self._with_pin(frame)
        if slot:
            self._view.shown = slot
        else:
            slot = self._show(self._frame, self._place(state))
            self._kept = {} if self._pin else {state: (frame, slot)}
        for control in self._module.CONTROLS:
            control.follow(self._controls[control.name], getattr(state, control.name))

    def _show(self, frame: Frame, place: list | None) -> str:
        """Show a Frame, and forget all others; returns the slot that it is in."""
        self._kept = {}
        slot = next(slot for slot in SLOTS if slot != self._view.shown)
        with self._view.hold_sync():
            self._view.keep(slot, frame, place)
            self._view.show(slot)
        return slot

    def _place(self, state) -> list:
        """Where the controls stand in a state."""
        return [c.place(self._controls[c.name], getattr(state, c.name)) for c in self._module.CONTROLS]

    def _read_ahead(self, control: Slider, steps: list[int]) -> None:
        """Send what steps of a slider will show, so that the page need not wait for it then."""
        values = [getattr(self.state, control.name) + step for step in steps]
        states = [replace(self.state, **{control.name: value}) for value in values if control.accepts(value)]
        for state in states:
            if state in self._kept:
                continue
            try:
                frame = self._module.frame(state)
            except Exception:  # the reader is told when they take this step
                return
            slot = self._free_slot({*states, self.state})
            self._view.keep(slot, frame, self._place(state))
            self._kept[state] = frame, slot

    def _free_slot(self, wanted: set) -> str:
        """A slot that holds nothing, or else the oldest Frame that is not wanted."""
        used = {slot for _, slot in self._kept.values()}
        free = next((slot for slot in SLOTS if slot not in used), None)
        return free or self._kept.pop(next(state for state in self._kept if state not in wanted))[1]

    def _with_pin(self, frame: Frame) -> Frame:
        """The frame with the cell that the reader pinned, until the state itself picks out another."""
        stays = self._pin and frame.focus == self._focus and self._pin[0] in [p.key for p in frame.panels]
        self._focus = frame.focus
        if not stays or self._pin[1] >= len(frame.panel(self._pin[0]).texts or ()):
            self._pin = None
            return frame
        return replace(frame, focus=self._pin)

    def _answer(self, _, message: dict, __) -> None:
        """What the reader does in the picture: pin, release, type, paste. Also: a control has the focus."""
        with self._turn:
            if message["kind"] == "near":
                self._come_near(self._module.CONTROLS[message["control"]])
                return
            try:
                self._obey(message)
            except Refused as refused:
                self._say(str(refused))
            finally:
                self._view.send("answered")  # also when the picture stays as it was

    def _come_near(self, control: Control) -> None:
        if isinstance(control, Slider) and self.state in self._kept:
            self._read_ahead(control, [1, -1, 2])

    def _obey(self, message: dict) -> None:
        match message:
            case {"kind": "edit", "panel": panel, "cell": cell, "text": text}:
                self._edit(self._module.edit(self.state, panel, cell, text))
            case {"kind": "paste", "panel": panel, "text": text}:
                self._paste(panel, text)
            case {"kind": "focus", "panel": panel, "cells": cells}:
                self._focus_on(panel, cells)
            case {"kind": "release"}:
                self._release()

    def _focus_on(self, panel: str, cells: list[int]) -> None:
        """The explorer may answer with a new state; otherwise the last cell is pinned."""
        state = self.state
        for cell in cells if hasattr(self._module, "focus") else ():
            state = self._module.focus(state, panel, cell)
        if state == self.state and self._frame.panel(panel).texts is not None:
            self._pin = (panel, cells[-1])
            self._kept = {}  # those Frames have another focus
        self._go(state)

    def _release(self) -> None:
        """Nothing is picked out, until a control moves or a cell is pinned."""
        self._pin, self._frame = None, replace(self._frame, focus=None)
        self._show(self._frame, self._place(self.state))

    def _paste(self, panel: str, text: str) -> None:
        """Weights for a whole kernel at once, in the shape that is shown."""
        rows, shape = pasted_rows(text), self._frame.panel(panel).shape
        if {len(row) for row in rows} != {shape[1]} or len(rows) != shape[0]:
            found = "×".join(map(str, (len(rows), max((len(row) for row in rows), default=0))))
            raise Refused(say.PASTED_SHAPE.format(found=found, shown="×".join(map(str, shape))))
        self._edit(self._module.paste(self.state, panel, [text for row in rows for text in row]))

    def _edit(self, state) -> None:
        """The click before the typing pinned the cell; what the reader wants to see now is the result."""
        self._pin = None
        self._go(state)

    def _say(self, sentence: str) -> None:
        self._show(replace(self._frame, sentence=sentence), None)
