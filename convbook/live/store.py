"""The Frames that the page has."""

from collections.abc import Collection
from typing import Any

from ..frame import Frame, Panel
from .view import ALBUM, SLOTS, FrameView, wire


class Store:
    """The Frames that the page has, each under the explorer's state that it shows.

    A Frame that shows more than a state, such as one with a pinned cell, is kept under None.
    """

    def __init__(self, view: FrameView):
        self._view = view
        self._kept: dict[Any, tuple[Frame, str]] = {}  # the Frame and its slot, the oldest first

    def __contains__(self, state: Any) -> bool:
        return state in self._kept

    def frame_of(self, state: Any) -> Frame | None:
        """The Frame that the page has for a state."""
        return self._kept.get(state, (None, ""))[0]

    def put(self, state: Any, frame: Frame, place: list | None, wanted: Collection = ()) -> None:
        """Send a Frame that belongs where the controls stand at `place`; None: at no place.

        It takes a slot that holds nothing, or that of the oldest Frame that is neither shown nor `wanted`.
        """
        used = {self._view.shown, *(slot for _, slot in self._kept.values())}
        slot = next((slot for slot in SLOTS if slot not in used), None)
        if slot is None:
            old = (s for s, (_, at) in self._kept.items() if s not in wanted and at != self._view.shown)
            slot = self._kept.pop(next(old))[1]
        with self._view.hold_sync():
            setattr(self._view, slot, None)  # gives back its photos
            photos: dict[str, str] = {}
            for panel in frame.panels:
                if panel.texts is None:
                    photos[panel.key] = self._photo(panel, photos.values())
            setattr(self._view, slot, {**wire(frame), "photos": photos, "place": place})
        self._kept[state] = frame, slot

    def show(self, state: Any) -> None:
        """Show the Frame of a state, which the page has."""
        self._view.shown = self._kept[state][1]

    def forget(self) -> None:
        """Empty all slots. The page goes on showing what it shows until it is told to show another Frame."""
        self._kept = {}
        with self._view.hold_sync():
            for slot in SLOTS:
                setattr(self._view, slot, None)

    def _photo(self, panel: Panel, others: Collection[str]) -> str:
        """The trait that holds this photo; it is sent unless one holds it already."""
        photo = panel.levels.tobytes()
        frames = filter(None, (getattr(self._view, slot) for slot in SLOTS))
        used = {*others, *(name for frame in frames for name in frame["photos"].values())}
        found = next((name for name in ALBUM if getattr(self._view, name) == photo), None)
        name = found or next(name for name in ALBUM if name not in used)
        setattr(self._view, name, photo)
        return name
