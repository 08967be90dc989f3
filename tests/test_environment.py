"""The line that a student pastes to a teacher."""

import re

import convbook as cb
from convbook import environment


def test_the_line_names_versions_and_widgets():
    assert re.fullmatch(
        r"convbook \d+\.\d+ · Python 3\.\d+ · NumPy \d+\.\d+ · widgets ok", cb.environment_line()
    )


def test_a_missing_widget_library_is_named(monkeypatch):
    monkeypatch.setattr(environment, "import_module", _no_anywidget)
    assert cb.environment_line().endswith("widgets missing: anywidget")


def _no_anywidget(name):
    if name == "anywidget":
        raise ImportError(name)
