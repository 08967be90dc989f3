"""`convbook student`: the edition for a class, without solutions and outputs, and a worksheet per chapter.

A small record in its folder holds a hash of each file that was written. A second run into the same folder
updates these files. It writes nothing at all if the folder holds anything else, or a file that was changed,
which may be somebody's work. Entries whose name begins with a dot, such as `.git`, are ignored and stay.
"""

import copy
import hashlib
import json
import re
from pathlib import Path

from nbconvert.preprocessors import ClearOutputPreprocessor, TagRemovePreprocessor
from nbformat import NotebookNode

from ..files import write_atomically
from ..words import say
from .notebooks import SOLUTION, as_text, is_lesson, notebooks_in, read_notebook, stored_folder
from .worksheet import worksheet

RECORD = ".convbook_student.json"
WORKSHEETS = "worksheets"


def main(folder: Path) -> int:
    print(write_student_edition(stored_folder(), folder))
    return 0


def write_student_edition(stored: Path, folder: Path) -> str:
    """Writes the edition of the notebooks in `stored` to `folder`; returns the sentence to print.

    Raises FileExistsError, and writes nothing, if `folder` holds what this function did not write.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(say("book.read.not_a_folder", folder=folder))
    edition, held = student_edition(stored), _held(folder)
    if found := [name for name in held if not _is_ours(name, folder, edition)]:
        names = "\n".join(say("book.student.not_ours_name", name=name) for name in found)
        raise FileExistsError(say("book.student.not_ours", folder=folder, names=names))
    (folder / WORKSHEETS).mkdir(parents=True, exist_ok=True)
    for name, content in edition.items():
        write_atomically(folder / name, content)
    for name in set(held) - edition.keys() - {WORKSHEETS}:
        (folder / name).unlink()  # of a chapter that the book no longer has
    record = {name: _hash(content) for name, content in edition.items()}
    write_atomically(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    sheets = sum(name.endswith(".pdf") for name in edition)
    facts = {"worksheets": say("book.student.worksheets", n=sheets), "folder": folder.resolve()}
    return say("book.student.written", n=len(edition) - sheets, **facts)


def student_edition(stored: Path) -> dict[str, bytes]:
    """Every file of the edition, by its path in the edition's folder."""
    edition = {}
    for path in notebooks_in([stored]):
        edition[path.name] = as_text(without_solutions(read_notebook(path))).encode()
        if is_lesson(path):
            edition[f"{WORKSHEETS}/{path.stem}_worksheet.pdf"] = worksheet(path)
    return edition


def without_solutions(notebook: NotebookNode) -> NotebookNode:
    """A new notebook without the cells tagged as a solution, and with no cell run.

    Its prose does not say where solutions are, either.
    """
    new, _ = TagRemovePreprocessor(remove_cell_tags={SOLUTION}).preprocess(copy.deepcopy(notebook), {})
    new, _ = ClearOutputPreprocessor().preprocess(new, {})
    shown = re.escape(say("book.student.solution_shown", id="ID")).replace("ID", r"\w+")
    told = f" ?({re.escape(say('book.student.solution_folded'))}|{shown})"
    for cell in new.cells:
        if cell.cell_type == "markdown":
            cell.source = re.sub(told, "", cell.source)
    return new


def _held(folder: Path) -> list[str]:
    """The paths of everything in `folder`, except hidden entries."""
    names = [path.relative_to(folder) for path in sorted(folder.rglob("*"))]
    return [name.as_posix() for name in names if not any(part.startswith(".") for part in name.parts)]


def _is_ours(name: str, folder: Path, edition: dict[str, bytes]) -> bool:
    """Whether a path in `folder` is as the last run left it, or as this run would write it."""
    path = folder / name
    if path.is_symlink() or not path.is_file():
        return name == WORKSHEETS and path.is_dir() and not path.is_symlink()
    content = path.read_bytes()
    return content == edition.get(name) or _hash(content) == _read_record(folder).get(name)


def _read_record(folder: Path) -> dict[str, str]:
    """What the last run wrote: path and hash. Empty if there is no record, or it cannot be trusted."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
