"""The notebook tests can fail: notebooks that lie, run under this project's own settings, must not pass."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from convbook.book.build import as_text

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
NOTEBOOKS = {
    "true": [("3025 * 363", "1098075")],
    "wrong_number": [("3025 * 363", "1098076")],
    "callback_raises": [
        ("import ipywidgets\nslider = ipywidgets.IntSlider(value=3)", None),
        ("slider.observe(lambda change: 1 / (change.new - 4), names='value')", None),
        ("slider.value = 5", None),
        ("slider.value = 4", None),
    ],
}


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """What pytest says of the three notebooks."""
    folder = tmp_path_factory.mktemp("notebooks")
    for name, cells in NOTEBOOKS.items():
        notebook = new_notebook()
        for count, (source, result) in enumerate(cells, start=1):
            cell = new_code_cell(source, execution_count=count)
            if result:
                data = {"text/plain": result}
                cell.outputs = [new_output("execute_result", data, execution_count=count)]
            notebook.cells.append(cell)
        (folder / f"{name}.ipynb").write_text(as_text(notebook), encoding="utf-8")
    settings = ["-c", str(PROJECT), "-p", "no:cacheprovider", "-rA", "--color=no"]
    command = [sys.executable, "-m", "pytest", *settings, f"--rootdir={folder}", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stdout


def test_true_notebook_passes(report):
    assert "PASSED true.ipynb::Cell 0" in report


def test_wrong_stored_number_fails(report):
    assert "FAILED wrong_number.ipynb::Cell 0" in report
    assert "1098076" in report


def test_slider_callback_that_raises_fails(report):
    assert "PASSED callback_raises.ipynb::Cell 2" in report
    assert "FAILED callback_raises.ipynb::Cell 3" in report
    assert "ZeroDivisionError" in report


def test_nothing_else_happened(report):
    assert "2 failed, 4 passed" in report
