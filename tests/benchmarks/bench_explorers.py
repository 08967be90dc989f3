"""How soon explorers in the real JupyterLab answer a key, and the memory that a lesson's kernel needs.

Run it with the dependency groups `test` and `browser`: `python tests/benchmarks/bench_explorers.py`.

A slider is moved with real arrow keys, there and back. The clock starts when the page captures the key and
stops at the first animation frame in which the picture differs: so a time includes the rest of one frame
(16.7 ms) and the comparison itself. The first row is what most notebooks do: the numbers of the window
explorer drawn by matplotlib under ipywidgets' @interact.
"""

import sys
from itertools import cycle
from pathlib import Path
from shutil import copy
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import nbformat

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from lab import LiveExplorer, OpenNotebook, chromium, jupyterlab

from convbook.explorers import NAMES

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PRESSES = 36  # for each explorer, shared by its sliders
STOCK = """\
import ipywidgets, matplotlib.pyplot as plt, numpy as np
import convbook as cb
from convbook.explorers.window import pixels

@ipywidgets.interact(kernel=["sobel_horizontal", "blur"], F=(1, 5), i=(0, 6), j=(0, 9), flip=False)
def window(kernel, F, i=0, j=0, flip=False):
    weights = np.full((F, F), 1 / F**2) if kernel == "blur" else cb.KERNELS[kernel]
    weights = weights[::-1, ::-1] if flip else weights
    result = cb.conv2d(pixels().astype(float), weights)
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.6))
    for axis, name, array in zip(axes, ("input", "kernel", "output"), (pixels(), weights, result)):
        axis.imshow(array, cmap="gray")
        axis.set_title(f"{name} ({i}, {j})")
        for (row, column), value in np.ndenumerate(array):
            axis.text(column, row, f"{value:.3g}", ha="center", va="center", color="tab:orange", fontsize=7)
    axes[0].add_patch(plt.Rectangle((j - 0.5, i - 0.5), F, F, fill=False, edgecolor="tab:red", linewidth=2))
    plt.show()
"""
MEMORY = "import psutil; print(psutil.Process().memory_info().rss / 2**20)"


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name, "book")
        folder.mkdir()
        write(folder / "empty.ipynb", "1")
        write(
            folder / "explorers.ipynb", STOCK, *(f"import convbook\nconvbook.explore({x!r})" for x in NAMES)
        )
        for lesson in LESSONS:
            copy(lesson, folder)
        with jupyterlab(folder, Path(name, "lab")) as address, chromium() as browser:
            latency(OpenNotebook(browser, address, "explorers.ipynb"))
            memory(browser, address, ["empty.ipynb", *(lesson.name for lesson in LESSONS)])


def write(path: Path, *cells: str) -> None:
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


def latency(notebook: OpenNotebook) -> None:
    notebook.run_all()
    stock = LiveExplorer(notebook.page, notebook.page.query_selector(".widget-interact"))
    print(f"{'key press to picture, ms':34}{'median':>8}{'p95':>8}{'max':>8}{'steps':>8}", flush=True)
    for name, explorer in zip(("@interact + plt.show", *NAMES), (stock, *notebook.explorers()), strict=True):
        times = key_presses(explorer)
        p95 = quantiles(times, n=20)[-1]
        print(f"{name:34}{median(times):8.0f}{p95:8.0f}{max(times):8.0f}{len(times):8}", flush=True)
    notebook.close()


def key_presses(explorer: LiveExplorer) -> list[float]:
    """The times of steps by the arrow keys: one to three to the right, and back."""
    handles = explorer.query(".noUi-handle")
    times = []
    for handle in handles:
        low, now, high = (float(handle.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        there, back, room = "ArrowRight", "ArrowLeft", high - now
        if room == 0:
            there, back, room = back, there, now - low
        reach = int(min(3, room))
        keys = cycle([there] * reach + [back] * reach)
        handle.focus()
        for _ in range(-(-PRESSES // len(handles))):
            step = explorer.press(next(keys))
            if not step.changed:
                raise RuntimeError(f"a key press on {handle.get_attribute('aria-valuenow')} changed nothing")
            times.append(step.ms)
    return times


def memory(browser, address: str, names: list[str]) -> None:
    print(f"\n{'kernel after Run All':34}{'MiB':>8}")
    for name in names:
        notebook = OpenNotebook(browser, address, name)
        notebook.run_all()
        print(
            f"{name:34}{float(notebook.do('(code) => convbookTests.execute(code)', MEMORY)):8.0f}", flush=True
        )
        notebook.close()


if __name__ == "__main__":
    main()
