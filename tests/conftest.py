"""Settings that all tests share."""

import importlib
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
import pytest
from hypothesis import settings

import convbook.chapters
from convbook import words
from convbook.exercises import chapter

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


@pytest.fixture
def write_chapter(tmp_path: Path, monkeypatch) -> Iterator[Callable[..., Path]]:
    """write_chapter(name, words, answers): a chapter of a book that has no others; returns its folder.

    The package looks for words and chapters in tmp_path / "convbook" meanwhile.
    """
    package = tmp_path / "convbook"
    shutil.copytree(words.PACKAGE / "words", package / "words", ignore=shutil.ignore_patterns("*.py", "_*"))
    monkeypatch.setattr(words, "PACKAGE", package)
    monkeypatch.setattr(chapter, "PACKAGE", package)
    monkeypatch.setattr(convbook.chapters, "__path__", [str(package / "chapters")])

    def write(name: str, words: str, answers: str | None = None) -> Path:
        folder = package / "chapters" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "words.en.toml").write_text(words, encoding="utf-8")
        if answers is not None:
            (folder / "answers.py").write_text(answers, encoding="utf-8")
        _forget_words()
        return folder

    _forget_words()
    yield write
    monkeypatch.undo()
    _forget_words()


def _forget_words() -> None:
    """The package reads all words, and all chapters' code, anew."""
    for name in [name for name in sys.modules if name.startswith("convbook.chapters.")]:
        del sys.modules[name]
    importlib.invalidate_caches()
    for made in (words.table, chapter._answers, *words._caches):
        made.cache_clear()
