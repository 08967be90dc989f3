"""How soon explorers in the real JupyterLab answer, what that costs, and the memory of their kernels.

Run it with the dependency groups `test` and `browser`: `python tests/benchmarks/bench_explorers.py`.

A slider is moved with real arrow keys, there and back. The clock starts when the page captures the key and
stops at the first animation frame in which the picture differs: so a time includes the rest of one frame
(16.7 ms) and the comparison itself. The first row is what most notebooks do: the numbers of the window
explorer drawn by matplotlib under ipywidgets' @interact.
"""

import os
import sys
from itertools import cycle
from pathlib import Path
from shutil import copy
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import psutil

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from lab import LiveExplorer, OpenNotebook, chromium, jupyterlab, write_notebook

from convbook.explorers import NAMES

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
PRESSES = 36  # for each explorer, shared by its sliders
HELD, REPEAT = 2.0, 1 / 30  # seconds that a key is held down, and from one repeat to the next
FEW, MANY = 100, 10_000  # updates between which a kernel's memory is compared
STOCK = """\
import ipywidgets, matplotlib.pyplot as plt, numpy as np
import convbook as cb
from convbook.explorers.window import rim

@ipywidgets.interact(kernel=["sobel_horizontal", "blur"], F=(1, 5), i=(0, 6), j=(0, 9), flip=False)
def window(kernel, F, i=0, j=0, flip=False):
    weights = np.full((F, F), 1 / F**2) if kernel == "blur" else cb.KERNELS[kernel]
    weights = weights[::-1, ::-1] if flip else weights
    result = cb.conv2d(rim().astype(float), weights)
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.6))
    for axis, name, array in zip(axes, ("input", "kernel", "output"), (rim(), weights, result)):
        axis.imshow(array, cmap="gray")
        axis.set_title(f"{name} ({i}, {j})")
        for (row, column), value in np.ndenumerate(array):
            axis.text(column, row, f"{value:.3g}", ha="center", va="center", color="tab:orange", fontsize=7)
    axes[0].add_patch(plt.Rectangle((j - 0.5, i - 0.5), F, F, fill=False, edgecolor="tab:red", linewidth=2))
    plt.show()
"""
MEMORY = "import psutil; print(psutil.Process().memory_info().rss / 2**20)"
UPDATES = """\
import gc, psutil
def update(explorer, times):
    slider = next(c for c in reversed(explorer._module.CONTROLS) if type(c).__name__ == "Slider")
    widget = explorer._controls[slider.name]
    for step in range(times):
        widget.value = slider.low + step % 2
    gc.collect()
    print(psutil.Process().memory_info().rss / 2**20)
"""


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name, "book")
        folder.mkdir()
        write_notebook(folder / "empty.ipynb", "1")
        cells = [f"import convbook\n{name} = convbook.explore({name!r})\n{name}" for name in NAMES]
        write_notebook(folder / "explorers.ipynb", STOCK, *cells)
        for lesson in LESSONS:
            copy(lesson, folder)
        with jupyterlab(folder, Path(name, "lab")) as address, chromium() as browser:
            answers(OpenNotebook(browser, address, "explorers.ipynb"))
            memory(browser, address, ["empty.ipynb", *(lesson.name for lesson in LESSONS)])


def answers(notebook: OpenNotebook) -> None:
    notebook.run_all()
    kernel = psutil.Process(int(notebook.execute("import os; print(os.getpid())")))
    stock = LiveExplorer(notebook.page, notebook.page.query_selector(".widget-interact"))
    print(f"load average {os.getloadavg()[0]:.1f}; milliseconds; key = key press to changed picture")
    heads = ("key", "p95", "max", "CPU", "point", "p95", "lag", "jumps")
    print(" " * 22 + "".join(f"{head:>8}" for head in heads), flush=True)
    for name, explorer in zip(("@interact + plt.show", *NAMES), (stock, *notebook.explorers()), strict=True):
        explorer.root.scroll_into_view_if_needed()
        before = sum(kernel.cpu_times()[:2])
        times = key_presses(explorer)
        row = [median(times), quantiles(times, n=20)[-1], max(times)]
        row.append(1000 * (sum(kernel.cpu_times()[:2]) - before) / len(times))
        pointed = explorer.ask("pointAtCells") if explorer is not stock else []
        row += [median(pointed), quantiles(pointed, n=20)[-1]] if pointed else [float("nan")] * 2
        lag, jumps = hold_a_key(explorer)
        print(f"{name:22}" + "".join(f"{value:8.1f}" for value in (*row, lag)) + f"{jumps:8}", flush=True)
    grown(notebook)
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


def hold_a_key(explorer: LiveExplorer) -> tuple[float, int]:
    """How long the picture goes on changing after a held key is let go, and in how many frames it had
    another height than before. The key goes to the longest slider, there and back."""
    handle = max(explorer.query(".noUi-handle"), key=lambda h: float(h.get_attribute("aria-valuemax")))
    handle.focus()
    explorer.ask("follow")
    key, stays = "ArrowRight", explorer.page.wait_for_timeout
    for _ in range(int(HELD / REPEAT)):
        low, now, high = (float(handle.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        key = "ArrowLeft" if now == high else "ArrowRight" if now == low else key
        explorer.page.keyboard.down(key)
        stays(1000 * REPEAT)
    explorer.page.keyboard.up(key)
    stays(1000)
    followed = explorer.page.evaluate("() => convbookTests.followed()")
    return followed["lag"], followed["jumps"]


def grown(notebook: OpenNotebook) -> None:
    print(f"\n{'kernel, MiB':22}{FEW:>8}{MANY:>8} updates")
    notebook.execute(UPDATES)
    for name in NAMES:
        few, many = (float(notebook.execute(f"update({name}, {n})")) for n in (FEW, MANY - FEW))
        print(f"{name:22}{few:8.1f}{many:8.1f}", flush=True)


def memory(browser, address: str, names: list[str]) -> None:
    print(f"\n{'kernel after Run All':34}{'MiB':>8}")
    for name in names:
        notebook = OpenNotebook(browser, address, name)
        notebook.run_all()
        print(f"{name:34}{float(notebook.execute(MEMORY)):8.0f}", flush=True)
        notebook.close()


if __name__ == "__main__":
    main()
