"""The notebook tests can fail: a notebook that lies, run under this project's own settings, does not pass."""

import subprocess
import sys
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from convbook.book.notebooks import as_text

PROJECT = Path(__file__).parents[1] / "pyproject.toml"
CELLS = [
    ("3025 * 363", "1098075"),
    ("3025 * 363", "1098076"),
    ("import ipywidgets\nslider = ipywidgets.IntSlider(value=3)", None),
    ("slider.observe(lambda change: 1 / (change.new - 4), names='value')", None),
    ("slider.value = 5", None),
    ("slider.value = 4", None),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> str:
    """What pytest says of a notebook of these cells and stored results."""
    folder = tmp_path_factory.mktemp("notebooks")
    notebook = new_notebook()
    for count, (source, result) in enumerate(CELLS, start=1):
        cell = new_code_cell(source, execution_count=count)
        if result:
            cell.outputs = [new_output("execute_result", {"text/plain": result}, execution_count=count)]
        notebook.cells.append(cell)
    (folder / "lies.ipynb").write_text(as_text(notebook), encoding="utf-8")
    settings = ["-c", str(PROJECT), "-p", "no:cacheprovider", "-rA", "--color=no"]
    command = [sys.executable, "-m", "pytest", *settings, f"--rootdir={folder}", str(folder)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder).stdout


def test_true_number_passes(report):
    assert "PASSED lies.ipynb::Cell 0" in report


def test_wrong_stored_number_fails(report):
    assert "FAILED lies.ipynb::Cell 1" in report
    assert "1098076" in report


def test_slider_callback_that_raises_fails(report):
    assert "PASSED lies.ipynb::Cell 4" in report
    assert "FAILED lies.ipynb::Cell 5" in report
    assert "ZeroDivisionError" in report


def test_nothing_else_happened(report):
    assert "2 failed, 4 passed" in report
