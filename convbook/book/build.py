"""`convbook build`: run a notebook in a fresh kernel, clean it, write it; or say what that would change."""

import copy
import os
import re
import sys
import time
from pathlib import Path

from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from nbformat import NotebookNode
from nbformat.v4 import upgrade

from ..exercises.record import SWITCH
from ..files import write_atomically
from ..words import say
from .clean import clean
from .generated import NAVIGATION, readme_of, renewed_readme, with_generated
from .notebooks import BuildError, Problem, as_text, notebooks_in, read_notebook, stored_folder, tags

SECONDS_PER_CELL = 30
MACHINE_DEPENDENT = "nbval-ignore-output"  # nbval's own tag: the stored output is an example, not a claim


def main(paths: list[Path]) -> int:
    """Builds these notebooks, or the whole book and README's table; returns the command's exit code."""
    failed = False
    for path in notebooks_in(paths or [stored_folder()]):
        try:
            print(build(path.resolve()), flush=True)
        except BuildError as error:
            print(error, file=sys.stderr)
            failed = True
    if not paths and (content := renewed_readme(stored_folder())):
        write_atomically(readme_of(stored_folder()), content)
        print(say("book.build.renewed"))
    return int(failed)


def build(path: Path) -> str:
    """Runs, cleans and writes the notebook; returns the sentence to print. Raises BuildError."""
    start = time.monotonic()
    content = as_text(rebuilt(read_notebook(path), path))
    same = path.read_text(encoding="utf-8") == content
    if not same:
        write_atomically(path, content)
    key = "book.build.already_built" if same else "book.build.built"
    return say(key, name=path.name, seconds=time.monotonic() - start)


def rebuilt(stored: NotebookNode, path: Path) -> NotebookNode:
    """A new notebook: `stored` with updated generated cells, run in a fresh kernel beside `path`, cleaned."""
    fresh = upgrade(copy.deepcopy(stored))  # to a format in which cells have ids
    with_generated(fresh, path)
    clean(fresh)
    if any(cell.cell_type == "code" for cell in fresh.cells):
        _run(fresh, path)
    _keep_examples(stored, fresh)
    return clean(fresh)


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
        client.execute(env={**os.environ, SWITCH: "off"})  # the answers of a build are nobody's progress
    except (CellControlSignal, DeadKernelError) as error:
        last_line = re.sub(r"\x1b\[[\d;]*m", "", str(error)).strip().splitlines()[-1]  # without its colours
        raise BuildError(path, (started[-1] + 1, say("book.build.cell_failed", error=last_line))) from error


def _keep_examples(stored: NotebookNode, fresh: NotebookNode) -> None:
    """A machine-dependent cell keeps its stored output, so two builds are equal; clear it to renew it."""
    examples = {
        c.source: c.outputs for c in stored.cells if MACHINE_DEPENDENT in tags(c) and c.get("outputs")
    }
    for cell in fresh.cells:
        if MACHINE_DEPENDENT in tags(cell):
            cell.outputs = copy.deepcopy(examples.get(cell.source, cell.outputs))


def stale_or_dirty(stored: NotebookNode, path: Path) -> list[Problem]:
    """(cell number, reason) for each cell that a new build would write differently, pictures aside."""
    fresh = rebuilt(stored, path)
    if len(stored.cells) != len(fresh.cells):
        return [(None, say("book.verify.stale_count", n=len(stored.cells), fresh=len(fresh.cells)))]
    found = []
    if (stored.metadata, stored.nbformat_minor) != (fresh.metadata, fresh.nbformat_minor):
        found.append((None, say("book.verify.dirty", part="metadata")))
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), start=1):
        old_shown, new_shown = (_without_pictures(cell.get("outputs", [])) for cell in (old, new))
        if old_shown != new_shown:
            shown = {"stored": _excerpt(old_shown, new_shown), "fresh": _excerpt(new_shown, old_shown)}
            found.append((number, say("book.verify.stale_output", **shown)))
        for part in ("source", "metadata", "id", "cell_type", "execution_count"):
            if old.get(part) != new.get(part) and NAVIGATION not in tags(new):
                found.append((number, say("book.verify.dirty", part=part)))
    return found


def _without_pictures(outputs: list[NotebookNode]) -> list[NotebookNode]:
    outputs = copy.deepcopy(outputs)
    for output in outputs:
        for kind in {"image/png", "image/jpeg"} & output.get("data", {}).keys():
            output.data[kind] = ""
    return outputs


def _excerpt(outputs: list[NotebookNode], others: list[NotebookNode]) -> str:
    """The first line of `outputs` that `others` lacks, for a message."""
    lines, other_lines = _lines(outputs), _lines(others)
    different = [line for line in lines if line not in other_lines]
    return repr(next(iter(different or lines), say("book.verify.nothing_shown")))[:120]


def _lines(outputs: list[NotebookNode]) -> list[str]:
    shown = [[o.get("text", o.get("evalue", "")), *o.get("data", {}).values()] for o in outputs]
    return [line for texts in shown for each in texts for line in str(each).splitlines() if line.strip()]
