"""The picture of an explorer in the page, and the form in which Frames are sent to it."""

from dataclasses import fields
from heapq import nlargest
from pathlib import Path
from types import ModuleType
from typing import Any

import anywidget
import numpy as np
import traitlets

from ..frame import MARKS, PALETTES, ROLES, Frame, Link, Panel, dark_ink, palette
from ..words import cached, text
from .javascript import joined

SLOTS = tuple(f"frame{n}" for n in range(8))
ALBUM = tuple(f"photo{n}" for n in range(3 * len(SLOTS)))  # no Frame has more than three photos
LONG = ("texts", "lines", "terms", "sums", "partials")  # fields that hold many texts
CANDIDATES = (
    4  # texts for which room is kept: where lines break, the one with most letters need not be the highest
)


class FrameView(anywidget.AnyWidget):
    """Draws Frames in the notebook. It knows grids, highlights and pointers, and nothing about convolution.

    The page keeps a few Frames, each in its own trait: the one that is shown, and others that the reader may
    ask for next. It draws one of those as soon as the controls reach its place. Photos have separate traits,
    because many Frames share one. `store.py` decides which trait holds what.
    """

    _esm = joined("view.js")
    _css = Path(__file__).with_name("style.css")

    shown = traitlets.Unicode().tag(sync=True)  # the slot that Python wants to be seen
    slots = traitlets.List(SLOTS).tag(sync=True)
    controls = traitlets.List().tag(sync=True)  # pairs: a control's model, its trait that places it
    fixed = traitlets.Dict().tag(sync=True)  # palettes and words, sent once

    def __init__(self, module: ModuleType, controls: list[tuple[str, str]]):
        self.add_traits(**{name: traitlets.Any().tag(sync=True) for name in (*SLOTS, *ALBUM)})
        super().__init__(fixed=_fixed() | {"longest": longest(module)}, controls=controls)


def _fixed() -> dict[str, Any]:
    """What the view needs once: colours, the ink readable on each, roles, and a few words of its own."""
    return {
        "palettes": {name: palette(name).tobytes() for name in PALETTES},
        "inks": {name: dark_ink(palette(name)).astype(np.uint8).tobytes() for name in PALETTES},
        "marks": MARKS,
        "roles": ROLES,
        "words": text("explorers.view"),
    }


@cached()
def longest(module: ModuleType) -> dict[str, list[str]]:
    """The longest lines and sentences that an explorer can show; the page reserves room for them."""
    frames = [module.frame(state) for state in module.WORDIEST]
    lines = {line for frame in frames for panel in frame.panels for line in panel.lines or ()}
    found = {"line": lines, "sentence": {frame.sentence for frame in frames}}
    return {kind: nlargest(CANDIDATES, sorted(texts), key=len) for kind, texts in found.items()}


def wire(frame: Frame) -> dict[str, Any]:
    """A Frame as it is sent, without its photos."""
    panels = [_panel(panel) for panel in frame.panels]
    return {**_sent(frame), "panels": panels, "links": [_sent(link) for link in frame.links]}


def _panel(panel: Panel) -> dict[str, Any]:
    numbered, coloured = panel.texts is not None, panel.levels.ndim == 3
    inks = dark_ink(panel.levels).astype(np.uint8).tobytes() if numbered and coloured else None
    sent = {**_sent(panel), "shape": panel.shape, "space": panel.space, "colour": coloured, "inks": inks}
    return sent if numbered else {**sent, "levels": None}


def _sent(part: Frame | Panel | Link) -> dict[str, Any]:
    """The fields of a dataclass: arrays as bytes, many texts as one, because long lists take long to send."""
    sent = {field.name: getattr(part, field.name) for field in fields(part)}
    for name, value in sent.items():
        if isinstance(value, np.ndarray):
            sent[name] = value.astype(np.uint8 if value.dtype == np.uint8 else "<i4").tobytes()
        elif name in LONG and value is not None:
            sent[name] = "".join(f"{text}\t" for text in value)  # a tab ends each
    return sent
