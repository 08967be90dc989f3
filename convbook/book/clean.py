"""Removes from a notebook everything that changes from one run, or one machine, to the next."""

import base64
import io
import json
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image

WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
PICTURE_KB = 150  # what a stored picture may weigh
MEDIAN, OCTREE = Image.Quantize.MEDIANCUT, Image.Quantize.FASTOCTREE
ATTEMPTS = [(MEDIAN, 1), (OCTREE, 1), (OCTREE, 0.7), (OCTREE, 0.5)]  # the finest first: how, at what scale
KEPT_CELL_METADATA = ("tags", "jupyter", "slideshow", "editable", "deletable", "convbook")
# The same on every machine: without the version of Python.
NOTEBOOK_METADATA = Path(__file__).with_name("notebook_metadata.json").read_text(encoding="utf-8")


def clean(notebook: NotebookNode) -> NotebookNode:
    """Cleans `notebook` in place: metadata, counts 1..n, outputs without widget views, small pictures."""
    notebook.metadata = nbformat.from_dict(json.loads(NOTEBOOK_METADATA))
    notebook.cells = [cell for cell in notebook.cells if cell.cell_type != "code" or cell.source.strip()]
    for cell in notebook.cells:
        cell.source = tidy(cell.source)
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k in KEPT_CELL_METADATA})
    for count, cell in enumerate((c for c in notebook.cells if c.cell_type == "code"), start=1):
        cell.execution_count = count
        for output in cell.outputs:
            _clean_output(output, count)
    return notebook


def tidy(source: str) -> str:
    """The text without empty lines at either end, and without trailing spaces."""
    return "\n".join(line.rstrip() for line in source.strip("\n").split("\n"))


def _clean_output(output: NotebookNode, count: int) -> None:
    if output.output_type == "error":
        output.traceback = [f"{output.ename}: {output.evalue}"]  # the full one names files of this machine
    if output.output_type == "execute_result":
        output.execution_count = count
    if "data" in output:
        output.metadata = NotebookNode({k: v for k, v in output.metadata.items() if k == "image/png"})
        output.data.pop(WIDGET_VIEW, None)
        if "image/png" in output.data:
            output.data["image/png"] = small_png(output.data["image/png"])


def small_png(encoded: str) -> str:
    """The picture in a palette of 256 colours, made coarser and then smaller until it is light enough.

    Base64 in, base64 out. A picture that already has a palette is returned as it is: cleaning twice is safe.
    """
    picture = Image.open(io.BytesIO(base64.b64decode(encoded)))
    if picture.mode in ("P", "L", "1"):
        return encoded.replace("\n", "")
    if picture.mode == "RGBA" and picture.getextrema()[3] == (255, 255):
        picture = picture.convert("RGB")
    for method, scale in ATTEMPTS[picture.mode == "RGBA" :]:  # median cut knows no transparency
        small = io.BytesIO()
        shrunk = picture.resize([round(scale * side) for side in picture.size], Image.Resampling.LANCZOS)
        shrunk.quantize(256, method=method, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
        if small.tell() <= PICTURE_KB * 1000:
            break
    return base64.b64encode(small.getvalue()).decode("ascii")
