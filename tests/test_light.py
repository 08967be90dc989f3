"""matplotlib costs a kernel a second and 35 MiB: only a notebook with a chart loads it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from convbook.book.notebooks import read_notebook
from convbook.explorers import NAMES

# Runs cells as a kernel does, each output in all its forms, and ends with the name of what loads matplotlib.
RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell

shell = InteractiveShell.instance()
for name, cells in json.load(sys.stdin).items():
    for cell in cells:
        shell.run_cell(cell).raise_error()
    if "matplotlib" in sys.modules:
        sys.exit(f"{name} loads matplotlib")
    shell.reset()
"""
CARDS = """\
import convbook as cb
cb.recall(2)
cb.predict("how_many_outputs", "b", 3)
cb.quiz("two_by_two_window")
cb.check("brightest", lambda window: window.min())
cb.hint("brightest")
cb.solution("brightest")
cb.progress()
print(cb.environment_line())
"""
SHOWN = """\
import convbook as cb
import numpy as np
cb.show(photo=cb.load_pixels("coffee"), signed=np.eye(3) - 1, volume=np.ones((4, 5, 3)))
"""
PARTS = {
    "import convbook": ["import convbook as cb"],
    "the cards": CARDS.splitlines(),
    "cb.show": [SHOWN],
    "cb.figures": ["import convbook as cb", "cb.figures.book_map()"],
    **{name: [f"import convbook as cb; cb.explore({name!r})"] for name in NAMES},
}
NOTEBOOKS = {
    path.stem: [cell.source for cell in read_notebook(path).cells if cell.cell_type == "code"]
    for path in sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
}
WITH_CHARTS = {name for name, cells in NOTEBOOKS.items() if any("charts." in cell for cell in cells)}


@pytest.mark.parametrize(
    "doings",
    [PARTS, {name: cells for name, cells in NOTEBOOKS.items() if name not in WITH_CHARTS}],
    ids=["parts", "notebooks"],
)
def test_what_draws_no_chart_never_loads_matplotlib(doings, tmp_path):
    result = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(doings),
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "IPYTHONDIR": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
    )
    assert result.returncode == 0, result.stdout[-2000:] + result.stderr


def test_few_notebooks_draw_charts():
    assert {name for name in WITH_CHARTS if name.endswith("_practice")} == set()
    assert 0 < len(WITH_CHARTS) <= 4
