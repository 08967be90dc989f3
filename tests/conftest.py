"""Settings that all tests share."""

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from hypothesis import settings
from nbformat import NotebookNode

pytest_plugins = ["pytester"]

# No deadline: a test here never depends on how fast the machine is.
settings.register_profile("convbook", deadline=None, print_blob=True)
settings.load_profile("convbook")


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    """write_notebook(name, cell, ...): a notebook in tmp_path; a cell is code, or Markdown if it starts with #."""

    def write(name: str, *cells: str | NotebookNode) -> Path:
        notebook = nbformat.v4.new_notebook()
        for cell in cells:
            if isinstance(cell, str):
                new = nbformat.v4.new_markdown_cell if cell.startswith("# ") else nbformat.v4.new_code_cell
                cell = new(cell)
            notebook.cells.append(cell)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write
