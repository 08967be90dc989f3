"""The picture of an explorer in the notebook: Frames on their way to the page."""

from collections.abc import Iterable
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from ..frame import MARKS, PALETTES, Frame, Link, Panel, dark_ink, palette
from ..sentences import explorers as say

HERE = Path(__file__).parent
SLOTS = tuple(f"frame{n}" for n in range(8))
ALBUM = tuple(f"photo{n}" for n in range(3 * len(SLOTS)))  # no Frame has more than three photos


class FrameView(anywidget.AnyWidget):
    """Draws Frames in the notebook. It knows grids, highlights and pointers, and nothing of convolution.

    The page keeps a few Frames, each in a trait of its own: the one that is shown, and others that the reader
    may ask for next. It draws one of those as soon as the controls stand at its place. Photos have traits of
    their own, because many Frames share one.
    """

    _esm = HERE / "widget.js"
    _css = HERE / "widget.css"

    shown = traitlets.Unicode().tag(sync=True)  # the slot that Python wants to be seen
    slots = traitlets.List(SLOTS).tag(sync=True)
    controls = traitlets.List().tag(sync=True)  # pairs: a control's model, its trait that places it
    fixed = traitlets.Dict().tag(sync=True)  # palettes and words, sent once

    def __init__(self, controls: list[tuple[str, str]]):
        self.add_traits(**{name: traitlets.Any().tag(sync=True) for name in (*SLOTS, *ALBUM)})
        super().__init__(fixed=_fixed(), controls=controls)

    @property
    def frame(self) -> dict:
        """What is shown, as the page has it."""
        return getattr(self, self.shown)

    def keep(self, slot: str, frame: Frame, place: list | None) -> None:
        """Sends a Frame that belongs where the controls stand at `place`; None: at no place."""
        with self.hold_sync():
            setattr(self, slot, None)  # gives back its photos
            photos: dict[str, str] = {}
            for panel in frame.panels:
                if panel.texts is None:
                    photos[panel.key] = self._photo(panel, photos)
            setattr(self, slot, {**_wire(frame), "photos": photos, "place": place})

    def show(self, slot: str) -> None:
        """Shows the Frame of a slot, and forgets all others."""
        with self.hold_sync():
            self.shown = slot
            for other in SLOTS:
                if other != slot:
                    setattr(self, other, None)

    def _photo(self, panel: Panel, others: dict[str, str]) -> str:
        """The trait that holds this photo; it is sent unless one holds it already."""
        photo = np.ascontiguousarray(panel.levels).tobytes()
        frames = filter(None, (getattr(self, slot) for slot in SLOTS))
        used = {
            name for photos in (others, *(frame["photos"] for frame in frames)) for name in photos.values()
        }
        found = next((name for name in ALBUM if getattr(self, name) == photo), None)
        name = found or next(name for name in ALBUM if name not in used)
        setattr(self, name, photo)
        return name


def _fixed() -> dict:
    """What the view needs once: colours, the ink that is readable on each, and its own few words."""
    return {
        "palettes": {name: palette(name).tobytes() for name in PALETTES},
        "inks": {name: dark_ink(palette(name)).astype(np.uint8).tobytes() for name in PALETTES},
        "marks": list(MARKS),
        "words": say.VIEW,
    }


def _wire(frame: Frame) -> dict:
    return {
        "panels": [_panel(panel) for panel in frame.panels],
        "links": [_link(link) for link in frame.links],
        "sentence": frame.sentence,
        "focus": list(frame.focus) if frame.focus else None,
        "termRows": frame.term_rows,
        "termColumns": list(frame.term_columns),
        "lineRoom": frame.line_room,
        "sentenceRoom": frame.sentence_room,
        "legend": [list(entry) for entry in frame.legend],
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
        "texts": _joined(panel.texts),
        "lines": _joined(panel.lines),
        "marks": None if panel.marks is None else panel.marks.astype(np.uint8).tobytes(),
        "owners": _int32(panel.owners),
        "box": list(panel.box) if panel.box else None,
        "editable": panel.editable,
        "paintable": panel.paintable,
        "first": list(panel.first),
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
        "terms": _joined(link.terms),
        "sums": _joined(link.sums),
        "partials": _joined(link.partials),
        "columns": link.columns,
        "title": link.title,
    }


def _joined(texts: Iterable[str] | None) -> str | None:
    """Texts as one, because a long list takes long to send: a tab ends each."""
    return None if texts is None else "".join(f"{text}\t" for text in texts)


def _int32(array: np.ndarray | None) -> bytes | None:
    return None if array is None else array.astype("<i4").tobytes()
