"""`convbook read`: the reader's own copy of the notebooks, and JupyterLab open at its start page.

A small record in the copy's folder holds, for each file, a fingerprint of the version it was copied from. So
`update_copy` can tell a file that the reader has changed from one that only the book has changed.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path

from jupyterlab.labapp import LabApp

from convbook.files import write_atomically
from convbook.sentences import book as sentences

from .chapters import START, notebooks_in, stored_folder

RECORD = ".convbook.json"
LAB_SETTINGS = Path(__file__).parent / "lab_settings"
PROMPT = "convbook.book.connection.PromptConnection"


def read(folder: Path, port: int | None = None, browser: bool = True) -> int:
    """Brings the reader's copy in `folder` up to date and runs JupyterLab there until it is stopped."""
    for sentence in update_copy(stored_folder(), folder):
        print(sentence)
    print(sentences.YOUR_COPY.format(folder=folder.resolve()), flush=True)
    arguments = [
        f"--ServerApp.root_dir={folder.resolve()}",
        f"--LabApp.default_url=/lab/tree/{START}",
        f"--LabApp.app_settings_dir={LAB_SETTINGS}",
        "--LanguageServerManager.autodetect=False",
        f"--ServerApp.kernel_websocket_connection_class={PROMPT}",
    ]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        arguments.append(
            "--allow-root"
        )  # in a container root is the usual user, and this server is their own
    arguments += [f"--port={port}"] if port else []
    arguments += [] if browser else ["--no-browser"]
    LabApp.launch_instance(arguments)
    return 0


def update_copy(stored: Path, folder: Path) -> list[str]:
    """Copies new and updated files of the book to `folder`, overwrites nothing that the reader changed.

    Returns one sentence for each file that was added, updated or put beside the reader's version.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(sentences.NOT_A_FOLDER.format(folder=folder))
    folder.mkdir(parents=True, exist_ok=True)
    record, said = _read_record(folder)
    for source in notebooks_in([stored]):  # and not what stands beside them for teachers
        copy, book = folder / source.name, fingerprint(source)
        if not copy.exists():
            shutil.copyfile(source, copy)
            said.append(sentences.ADDED.format(name=source.name))
        elif fingerprint(copy) != book and record.get(source.name) != book:
            if fingerprint(copy) == record.get(source.name):  # the reader has not touched it
                shutil.copyfile(source, copy)
                said.append(sentences.UPDATED.format(name=source.name))
            else:
                beside = _free_name(copy)
                shutil.copyfile(source, beside)
                said.append(sentences.KEPT_BOTH.format(name=source.name, new_name=beside.name))
        record[source.name] = book
    write_atomically(folder / RECORD, json.dumps(record, indent=1, sort_keys=True) + "\n")
    return said


def fingerprint(path: Path) -> str:
    """A hash of what an author writes in a notebook: running it changes nothing, typing in it does.

    Of any other file, and of a notebook that cannot be read, the hash of its bytes.
    """
    content = path.read_bytes()
    if path.suffix == ".ipynb":
        try:
            cells = json.loads(content)["cells"]
            written = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
            content = json.dumps(written).encode()
        except (ValueError, KeyError, TypeError):
            pass  # a damaged notebook counts as changed
    return hashlib.sha256(content).hexdigest()


def _read_record(folder: Path) -> tuple[dict[str, str], list[str]]:
    path = folder / RECORD
    if not path.exists():
        return {}, []
    try:
        return dict(json.loads(path.read_text(encoding="utf-8"))), []
    except (ValueError, TypeError):
        return {}, [sentences.RECORD_UNREADABLE.format(name=path)]


def _free_name(path: Path) -> Path:
    """The name for the book's new version beside the reader's: ..._new, ..._new2, ..."""
    names = (path.with_stem(f"{path.stem}_new{number}") for number in ("", *range(2, 1000)))
    return next(name for name in names if not name.exists())
