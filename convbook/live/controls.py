"""The settings of an explorer as widgets: a slider, a menu, a switch, a button for a file."""

from typing import Any

import anywidget
import ipywidgets
import traitlets

from ..explorers.settings import Control, Menu, Refused, Slider, Switch, Upload, entries, label
from ..words import say, text
from .javascript import joined

LARGEST_UPLOAD = 8 * 2**20  # bytes; a notebook's connection breaks at a message of 10 MiB
# The trait that tells where a widget stands.
STANDS = {Slider: "value", Menu: "index", Switch: "value", Upload: "at"}


class FileButton(anywidget.AnyWidget):
    """A button for a file. It reports the size of the file, and sends it if the connection can carry it."""

    _esm = joined("upload.js")

    label = traitlets.Unicode().tag(sync=True)
    kinds = traitlets.Unicode().tag(sync=True)
    most = traitlets.Int(LARGEST_UPLOAD).tag(sync=True)
    value = traitlets.Dict().tag(sync=True, echo_update=False)  # size, and content when it is not too large
    at = traitlets.Float().tag(sync=True)  # when it was chosen: tells one attempt from the next


def widget(explorer: str, control: Control, value: Any) -> ipywidgets.DOMWidget:
    """The widget that moves this setting of an explorer, standing at a value."""
    name = label(explorer, control)
    look = {"description": name, "style": {"description_width": "130px"}}  # so that sliders stand in line
    match control:
        case Slider(low=low, high=high):
            return ipywidgets.IntSlider(value, low, high, **look)
        case Menu():
            return ipywidgets.Dropdown(options=entries(explorer, control), value=value, **look)
        case Switch():
            return ipywidgets.Checkbox(value, indent=False, **look)
        case Upload(kinds=kinds):
            return FileButton(label=name, kinds=kinds)


def place(control: Control, widget: ipywidgets.DOMWidget, value: Any) -> Any:
    """The widget's value when its setting has this value."""
    if isinstance(control, Upload):
        return widget.at
    return control.values.index(value) if isinstance(control, Menu) else value


def read(control: Control, value: Any) -> Any:
    """The setting for the widget's value. A file that cannot be used is refused with a sentence."""
    if not isinstance(control, Upload):
        return value
    if not value["size"]:
        raise Refused(say("errors.images.empty_file", file=text("errors.images.upload")))
    if value["size"] > LARGEST_UPLOAD:
        sizes = {"size": -(-value["size"] // 2**20), "most": LARGEST_UPLOAD // 2**20}
        raise Refused(say("explorers.errors.upload_too_large", **sizes))
    return bytes(value["content"])


def follow(control: Control, widget: ipywidgets.DOMWidget, value: Any) -> None:
    """Move a widget to its setting. Code cannot put back a file that was chosen in the browser."""
    if not isinstance(control, Upload) and widget.value != value:
        widget.value = value
