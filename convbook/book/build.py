"""`convbook build` and `convbook verify`: run a notebook, clean it, and write or compare it."""

import copy
import os
import re
import time
import uuid
import warnings
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode
from nbformat.warnings import MissingIDFieldWarning

from convbook.exercises.record import SWITCH
from convbook.files import write_atomically
from convbook.sentences import book as sentences

from .chapters import is_navigation, tags, with_navigation
from .clean import clean

SECONDS_PER_CELL = 30
MACHINE_DEPENDENT = "nbval-ignore-output"  # nbval's own tag: the stored output is an example, not a claim


class BuildError(Exception):
    """A notebook could not be read or run; the message says which, where and why."""


def build(path: Path) -> str:
    """Runs, cleans and writes the notebook; returns the sentence to print. Raises BuildError."""
    start = time.monotonic()
    text = as_text(rebuilt(read_notebook(path), path))
    same = path.read_text(encoding="utf-8") == text
    if not same:
        write_atomically(path, text)
    sentence = sentences.ALREADY_BUILT if same else sentences.BUILT
    return sentence.format(name=path.name, seconds=time.monotonic() - start)


def rebuilt(stored: NotebookNode, path: Path) -> NotebookNode:
    """A new notebook: `stored` run in a fresh kernel beside `path`, cleaned, with its navigation line."""
    fresh = with_navigation(copy.deepcopy(stored), path)
    _give_ids(fresh)
    clean(fresh)
    if any(cell.cell_type == "code" for cell in fresh.cells):
        _run(fresh, path)
    _keep_examples(stored, fresh)
    return clean(fresh)


def _give_ids(notebook: NotebookNode) -> None:
    """Every cell keeps its id, or gets a new one if it has none or shares it with an earlier cell."""
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)  # the first format with ids
    seen: set[str] = set()
    for cell in notebook.cells:
        if cell.get("id") is None or cell.id in seen:
            cell.id = uuid.uuid4().hex[:8]
        seen.add(cell.id)


def _run(notebook: NotebookNode, path: Path) -> None:
    started = []  # the cells that began to run; the last one is the one that failed
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=SECONDS_PER_CELL,
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        extra_arguments=["--log-level=CRITICAL"],  # the kernel's own log; errors of cells come back as errors
        resources={"metadata": {"path": str(path.parent)}},
        on_cell_start=lambda cell, cell_index: started.append(cell_index),
    )
    try:
        client.execute(env={**os.environ, SWITCH: "off"})  # what a build answers is no reader's progress
    except (CellControlSignal, DeadKernelError) as error:
        last_line = re.sub(r"\x1b\[[\d;]*m", "", str(error)).strip().splitlines()[-1]  # without its colours
        raise BuildError(
            sentences.CELL_FAILED.format(name=path.name, cell=started[-1] + 1, error=last_line)
        ) from error


def _keep_examples(stored: NotebookNode, fresh: NotebookNode) -> None:
    """A machine-dependent cell keeps its stored output, so two builds are equal; clear it to renew it."""
    examples = {
        c.source: c.outputs for c in stored.cells if MACHINE_DEPENDENT in tags(c) and c.get("outputs")
    }
    for cell in fresh.cells:
        if MACHINE_DEPENDENT in tags(cell):
            cell.outputs = copy.deepcopy(examples.get(cell.source, cell.outputs))


def read_notebook(path: Path) -> NotebookNode:
    """The notebook, in format 4. Raises BuildError with the reason if it is none."""
    try:
        with warnings.catch_warnings(category=MissingIDFieldWarning, action="ignore"):  # _give_ids does it
            notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        return notebook
    except (ValueError, TypeError, AttributeError, KeyError, nbformat.ValidationError) as error:
        reason = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise BuildError(sentences.NOT_A_NOTEBOOK.format(name=path.name, error=reason)) from error


def as_text(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip("\n") + "\n"


def stale_or_dirty(path: Path) -> list[tuple[int | None, str]]:
    """(cell number, reason) for each cell that a new build would write otherwise, pictures apart."""
    stored = read_notebook(path)
    fresh = rebuilt(stored, path)
    found = []
    if len(stored.cells) != len(fresh.cells):
        return [(None, sentences.STALE_COUNT.format(stored=len(stored.cells), fresh=len(fresh.cells)))]
    if (stored.metadata, stored.nbformat_minor) != (fresh.metadata, fresh.nbformat_minor):
        found.append((None, sentences.DIRTY.format(part="metadata")))
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), start=1):
        old_shown, new_shown = (_without_pictures(cell.get("outputs", [])) for cell in (old, new))
        if old_shown != new_shown:
            shown = {"stored": _excerpt(old_shown, new_shown), "fresh": _excerpt(new_shown, old_shown)}
            found.append((number, sentences.STALE_OUTPUT.format(**shown)))
        for part in ("source", "metadata", "id", "cell_type", "execution_count"):
            if old.get(part) != new.get(part) and not is_navigation(new):
                found.append((number, sentences.DIRTY.format(part=part)))
    return found


def _without_pictures(outputs: list[NotebookNode]) -> list[NotebookNode]:
    outputs = copy.deepcopy(outputs)
    for output in outputs:
        for kind in ("image/png", "image/jpeg"):
            if kind in output.get("data", {}):
                output.data[kind] = ""
    return outputs


def _excerpt(outputs: list[NotebookNode], others: list[NotebookNode]) -> str:
    """The first line of `outputs` that `others` lacks, for a message."""
    lines, other_lines = (_lines(each) for each in (outputs, others))
    different = [line for line in lines if line not in other_lines]
    return repr(next(iter(different or lines), sentences.NOTHING_SHOWN))[:120]


def _lines(outputs: list[NotebookNode]) -> list[str]:
    texts = []
    for output in outputs:
        texts.append(output.get("text", output.get("evalue", "")))
        texts += [str(value) for value in output.get("data", {}).values()]
    return [line for text in texts for line in text.splitlines() if line.strip()]
