"""The JavaScript of the explorers, in node: its modules load, its highlights are those of Frame.lit."""

import json
import shutil
import subprocess

import pytest
from test_explorers import MODULES, states

from convbook.explorers import NAMES
from convbook.frame import ROLES, Frame, Panel
from convbook.live.javascript import FOLDER, IMPORT, joined

MODULE_FILES = sorted(FOLDER.glob("*.js"))
WIDGETS = ("view.js", "upload.js")
pytestmark = pytest.mark.skipif(not shutil.which("node"), reason="node is not on this machine")

LIGHTS = """
import { lit } from "LINKS";
import { readFileSync } from "node:fs";
const { roles, frames } = JSON.parse(readFileSync(0));
const found = frames.map(({ panels, links }) => {
  const byKey = Object.fromEntries(panels.map((panel) => [panel.key, panel]));
  const places = panels.flatMap(({ key, cells }) => Array.from({ length: cells }, (_, cell) => [key, cell]));
  return places.map((place) => Object.entries(lit({ byKey, links }, roles, place))
    .map(([panel, cells]) => [panel, [...cells].sort(([a], [b]) => a - b)])
    .sort(([a], [b]) => (a < b ? -1 : 1)));
});
console.log(JSON.stringify(found));
"""


def node(script: str, told: str = "") -> str:
    """What a module prints that node runs; it may read what it is told."""
    command = ["node", "--input-type=module", "--eval", script]
    run = subprocess.run(command, input=told, capture_output=True, text=True, encoding="utf-8", check=False)
    assert not run.returncode, run.stderr
    return run.stdout


def test_every_module_loads_and_has_what_others_import_from_it():
    assert len(MODULE_FILES) > 5
    node("".join(f"await import({path.as_uri()!r});" for path in MODULE_FILES))


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_is_one_module_with_a_render_function(name, tmp_path):
    path = tmp_path / "widget.mjs"
    path.write_text(joined(name), encoding="utf-8")
    assert not IMPORT.search(path.read_text(encoding="utf-8"))
    kind = node(f"console.log(typeof (await import({path.as_uri()!r})).default.render)")
    assert kind.strip() == "function"


def test_every_module_is_a_part_of_a_widget():
    widgets = [joined(name) for name in WIDGETS]
    for path in MODULE_FILES:
        last_line = path.read_text(encoding="utf-8").splitlines()[-1]
        assert any(last_line in widget for widget in widgets), path


def test_a_module_elsewhere_can_be_joined_too(tmp_path):
    card = tmp_path / "card.js"
    card.write_text(f'import {{ keepKeys }} from "{FOLDER / "keys.js"}";\nexport default {{ keepKeys }};\n')
    assert joined(card).startswith(joined("keys.js"))
    assert joined(card).endswith("export default { keepKeys };\n")


def cells_of(panel: Panel) -> int:
    """How many cells of a panel can be pointed at."""
    return 0 if panel.texts is None else len(panel.texts)


def as_json(frame: Frame) -> dict:
    """What `lit` reads of a Frame, as the page has it once it is read."""
    panels = [
        {
            "key": panel.key,
            "cells": cells_of(panel),
            "texts": panel.texts,
            "owners": None if panel.owners is None else panel.owners.tolist(),
        }
        for panel in frame.panels
    ]
    links = [
        {"source": link.source, "target": link.target, "via": link.via}
        | {"ends": {end: cells.tolist() for end, cells in link.ends.items()}}
        for link in frame.links
    ]
    return {"panels": panels, "links": links}


def expected(frame: Frame) -> list:
    """The highlights of every numbered cell, in the order in which the script above asks for them."""
    places = [(panel.key, cell) for panel in frame.panels for cell in range(cells_of(panel))]
    lights = [sorted(frame.lit(place).items()) for place in places]
    return [
        [[panel, [list(cell) for cell in sorted(cells.items())]] for panel, cells in lit] for lit in lights
    ]


def test_the_page_highlights_what_a_frame_says():
    """Every numbered cell of every explorer, pointed at in some of its states."""
    frames = [MODULES[name].frame(state) for name in NAMES for state in list(states(name))[::9]]
    script = LIGHTS.replace("LINKS", (FOLDER / "links.js").as_uri())
    found = json.loads(node(script, json.dumps({"roles": ROLES, "frames": list(map(as_json, frames))})))
    for frame, lights in zip(frames, found, strict=True):
        assert lights == expected(frame)
