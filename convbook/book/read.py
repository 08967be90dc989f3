"""`convbook read`: the reader's own copy of the notebooks, and JupyterLab open at its start page.

A small record in the copy's folder holds, for each file, a fingerprint of the version it was copied from. So
`update_copy` can tell a file that the reader has changed from one that only the book has changed.
"""

import asyncio
import hashlib
import json
import os
from pathlib import Path

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyterlab.labapp import LabApp

from ..files import write_atomically
from ..words import say
from .notebooks import START, as_text, calls, notebooks_in, read_notebook, stored_folder

RECORD = ".convbook.json"
LAB_SETTINGS = Path(__file__).parent / "lab_settings"
PROMPT = "convbook.book.read.PromptConnection"


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Sends each small message at once.

    Otherwise the operating system holds a message back until the one before has been acknowledged, which
    takes some 40 ms: two frames and more of a picture that follows a slider.
    """

    def connect(self) -> asyncio.Future | None:
        self.websocket_handler.set_nodelay(True)
        return super().connect()


def main(folder: Path, port: int | None = None, browser: bool = True) -> int:
    """Brings the reader's copy in `folder` up to date and runs JupyterLab there until it is stopped."""
    for sentence in update_copy(stored_folder(), folder):
        print(sentence)
    print(say("book.read.your_copy", folder=folder.resolve()), flush=True)
    arguments = [
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/{START}",
        f"--LabApp.app_settings_dir={LAB_SETTINGS}",
        "--LanguageServerManager.autodetect=False",
        f"--ServerApp.kernel_websocket_connection_class={PROMPT}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # in a container root is the usual user
        arguments.append("--allow-root")  # and this server is their own
    arguments += [f"--port={port}"] if port else []
    arguments += [] if browser else ["--no-browser"]
    LabApp.launch_instance(arguments)
    return 0


def update_copy(stored: Path, folder: Path) -> list[str]:
    """Copies new and updated notebooks of the book to `folder`, overwrites nothing that the reader changed.

    Returns one sentence for each file that was added, updated or put beside the reader's version.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(say("book.read.not_a_folder", folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    record, said = _read_record(folder)
    for source in notebooks_in([stored]):  # and not what stands beside them for teachers
        target, book, known = folder / source.name, fingerprint(source), record.get(source.name)
        record[source.name] = book
        now = fingerprint(target) if target.exists() else None
        if now == book or (now and known == book):
            continue
        if now is None:
            said.append(say("book.read.added", name=source.name))
        elif now == known:  # the reader has not touched it
            said.append(say("book.read.updated", name=source.name))
        else:
            target = _free_name(target)
            said.append(say("book.read.kept_both", name=source.name, new_name=target.name))
        write_atomically(target, for_a_reader(source))
    write_atomically(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return said


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
    """A hash of what an author writes in a notebook: running it changes nothing, typing in it does.

    Of any other file, and of a notebook that cannot be read, the hash of its bytes.
    """
    content = path.read_bytes()
    try:
        cells = json.loads(content)["cells"]
        written = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
        content = json.dumps(written).encode()
    except (ValueError, KeyError, TypeError):
        pass  # a damaged notebook counts as changed
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> tuple[dict[str, str], list[str]]:
    path = folder / RECORD
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))), []
    except FileNotFoundError:
        return {}, []
    except (ValueError, TypeError):
        return {}, [say("book.read.record_unreadable", name=path)]


def _free_name(path: Path) -> Path:
    """The name for the book's new version beside the reader's: ..._new, ..._new2, ..."""
    names = (path.with_stem(f"{path.stem}_new{number}") for number in ("", *range(2, 1000)))
    return next(name for name in names if not name.exists())
