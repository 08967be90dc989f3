"""Settings that all tests share."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from hypothesis import settings

# No deadline: a test here never depends on how fast the machine is.
settings.register_profile("convbook", deadline=None, print_blob=True)
settings.load_profile("convbook")


def pytest_configure(config: pytest.Config) -> None:
    """Where Python may not keep bytecode, as in many containers, this run keeps it until it ends.

    Thirty kernels start. Otherwise each of them would compile again all that it imports: half of its time.
    """
    if sys.dont_write_bytecode:
        folder, patch = TemporaryDirectory(prefix="convbook-bytecode-"), pytest.MonkeyPatch()
        config.add_cleanup(folder.cleanup)
        config.add_cleanup(patch.undo)  # comes first
        patch.setattr(sys, "dont_write_bytecode", False)
        patch.setattr(sys, "pycache_prefix", folder.name)
        patch.setenv("PYTHONPYCACHEPREFIX", folder.name)
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)


@pytest.fixture
def write_notebook(tmp_path: Path) -> Callable[..., Path]:
    """write_notebook(name, cell, ...): a notebook in tmp_path; a cell that starts with "# " is Markdown."""

    def write(name: str, *cells: str) -> Path:
        notebook = nbformat.v4.new_notebook()
        for cell in cells:
            new = nbformat.v4.new_markdown_cell if cell.startswith("# ") else nbformat.v4.new_code_cell
            notebook.cells.append(new(cell))
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(notebook), encoding="utf-8")
        return path

    return write
