"""`convbook read`: the reader's own copy of the notebooks, and JupyterLab open at its start page.

A small record in the copy's folder holds, for each file, a fingerprint of the version it was copied from. So
`update_copy` can tell a file that the reader has changed from one that only the book has changed.
"""

import asyncio
import hashlib
import json
import os
import tempfile
from pathlib import Path

from jupyter_core.paths import jupyter_runtime_dir
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyterlab.labapp import LabApp

from ..files import write_atomically
from ..words import say
from .notebooks import START, as_text, calls, notebooks_in, read_notebook, stored_folder

RECORD = ".convbook.json"
LAB_SETTINGS = Path(__file__).parent / "lab_settings"
PROMPT = "convbook.book.read.PromptConnection"
SETTINGS = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR")


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each small message at once.

    Otherwise the operating system holds a message back until the one before has been acknowledged, which
    takes about 40 ms, more than two frames of a picture that follows a slider.
    """

    def connect(self) -> asyncio.Future | None:
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def main(folder: Path, port: int | None = None, browser: bool = True) -> int:
    """Brings the reader's copy in `folder` up to date and runs JupyterLab there until it is stopped."""
    for sentence in update_copy(stored_folder(), folder):
        print(sentence)
    print(say("book.read.your_copy", folder=folder.resolve()), flush=True)
    if not _home_can_be_written():
        print(say("book.read.no_home"), flush=True)
        os.environ.update(dict.fromkeys(SETTINGS, tempfile.mkdtemp(prefix="convbook-")))
    arguments = [
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/{START}",
        f"--LabApp.app_settings_dir={LAB_SETTINGS}",
        "--LanguageServerManager.autodetect=False",
        f"--ServerApp.kernel_websocket_connection_class={PROMPT}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container root is the usual user
        arguments.append("--allow-root")  # and this server is their own
    arguments += [] if port is None else [f"--port={port}"]
    arguments += [] if browser else ["--no-browser"]
    LabApp.launch_instance(arguments)
    return 0


def _home_can_be_written() -> bool:
    """Whether JupyterLab can write where it keeps what it needs while it runs."""
    folder = Path(jupyter_runtime_dir())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def update_copy(stored: Path, folder: Path) -> list[str]:
    """Copies new and updated notebooks to `folder`, and overwrites nothing that the reader changed.

    Returns one sentence for each file that was added, updated or put beside the reader's version. The record
    is written after every file, so that an interrupted copy resumes where it stopped.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(say("book.read.not_a_folder", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    record, said = _read_record(folder)
    for source in notebooks_in([stored]):  # and not the files for teachers beside them
        target, book, known = folder / source.name, fingerprint(source), record.get(source.name)
        content = for_a_reader(source)
        now = _now_in(target, content)
        if now == book or (now and known == book):
            record[source.name] = book
            continue
        if now is None and target.exists():
            aside = _free_name(target, "damaged")
            target.rename(aside)
            said.append(say("book.read.damaged", name=source.name, new_name=aside.name))
        elif now is None:
            said.append(say("book.read.added", name=source.name))
        elif now == known:  # the reader has not touched it
            said.append(say("book.read.updated", name=source.name))
        else:
            target = _free_name(target, "new")
            said.append(say("book.read.kept_both", name=source.name, new_name=target.name))
        write_atomically(target, content)
        record[source.name] = book
        _write_record(folder, record)
    _write_record(folder, record)
    return said


def _now_in(target: Path, content: str) -> str | None:
    """The fingerprint of the reader's file; None if there is no file, or only the remains of one.

    A file that is just the start of the book's own `content` is deleted: it is an interrupted copy.
    """
    if not target.exists():
        return None
    if not target.is_file():
        return "a folder"
    found = target.read_bytes()
    if content.encode().startswith(found) and len(found) < len(content.encode()):
        target.unlink()
        return None
    return fingerprint(target) if _cells_of(found) is not None else None


def for_a_reader(source: Path) -> str:
    """The stored notebook, without the output that answers a prediction before the reader has made it.

    That is the output of the first code cell after each `cb.predict` that has one.
    """
    notebook, asked = read_notebook(source), False
    for cell in notebook.cells:
        if "predict" in dict(calls(cell)) and cell.cell_type == "code":
            asked = True
        elif asked and cell.get("outputs"):
            cell.outputs, cell.execution_count, asked = [], None, False
    return as_text(notebook)


def fingerprint(path: Path) -> str:
    """A hash of what an author writes in a notebook: running the notebook doesn't change it, typing does.

    For any other file, and for a notebook that cannot be read, the hash of its bytes.
    """
    content = path.read_bytes()
    cells = _cells_of(content)
    return hashlib.sha256(content if cells is None else json.dumps(cells).encode()).hexdigest()


def _cells_of(content: bytes) -> list[tuple[str, str]] | None:
    """What an author writes in a notebook: kind and source of each cell. None if it is not a notebook."""
    try:
        return [(cell["cell_type"], "".join(cell["source"])) for cell in json.loads(content)["cells"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _write_record(folder: Path, record: dict[str, str]) -> None:
    write_atomically(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")


def _read_record(folder: Path) -> tuple[dict[str, str], list[str]]:
    path = folder / RECORD
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))), []
    except FileNotFoundError:
        return {}, []
    except (ValueError, TypeError, RecursionError):
        return {}, [say("book.read.record_unreadable", name=path)]


def _free_name(path: Path, word: str) -> Path:
    """A name for another version beside the reader's: ..._new, ..._new2, ..."""
    names = (path.with_stem(f"{path.stem}_{word}{number}") for number in ("", *range(2, 1000)))
    return next(name for name in names if not name.exists())
