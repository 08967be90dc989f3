"""How soon explorers in the real JupyterLab answer, what that costs, and the memory of their kernels.

Run it with the dependency groups `test` and `browser`: `python tests/benchmarks/bench_explorers.py`. It
prints what it measures, and writes it to explorers.md beside this file. On a busy machine times mean little.

A slider is walked to its end and back with real arrow keys. The clock starts when the page captures the key.
It stops at the first animation frame with the picture that is still there when page and kernel have come to
rest: a wrong picture, put right later, would count as a late one. So a time includes the rest of one frame
(16.7 ms) and the comparison itself. The next key follows once page and kernel have rested for 60 ms. A slider
has the focus for a quarter of a second before its first key; what the kernel does then counts as CPU time of
the updates.

Two rows to compare with. The first is what most notebooks do: the numbers of the window explorer drawn by
matplotlib under ipywidgets' @interact. The second is the floor of any picture that Python sends when it is
asked: a slider whose callback writes one number into an HTML widget.
"""

import os
import platform
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import cycle
from pathlib import Path
from shutil import copy
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import strftime

import psutil
from jupyter_client.manager import run_kernel

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
from lab import LiveExplorer, OpenNotebook, chromium, jupyterlab, write_notebook

from convbook.explorers import NAMES

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9][0-9]_*.ipynb"))
WRITTEN = Path(__file__).with_name("explorers.md")
LINES: list[str] = []  # of that file
STOCK_NAME, FLOOR_NAME = "`@interact` and `plt.show`", "slider to number"
PRESSES = 36  # for each explorer, shared by its sliders
HELD, REPEAT = 2.0, 1 / 30  # seconds that a key is held down, and from one repeat to the next
FEW, MANY = 100, 10_000  # updates between which a kernel's memory is compared
STOCK = """\
import ipywidgets, matplotlib.pyplot as plt, numpy as np
import convbook as cb
from convbook.explorers import window as shown

rim = shown.pixels(shown.State())

@ipywidgets.interact(kernel=["sobel_horizontal", "blur"], F=(1, 5), i=(0, 6), j=(0, 9), flip=False)
def window(kernel, F, i=0, j=0, flip=False):
    weights = np.full((F, F), 1 / F**2) if kernel == "blur" else cb.KERNELS[kernel]
    weights = weights[::-1, ::-1] if flip else weights
    result = cb.conv2d(rim.astype(float), weights)
    figure, axes = plt.subplots(1, 3, figsize=(10, 3.6))
    for axis, name, array in zip(axes, ("input", "kernel", "output"), (rim, weights, result)):
        axis.imshow(array, cmap="gray")
        axis.set_title(f"{name} ({i}, {j})")
        for (row, column), value in np.ndenumerate(array):
            axis.text(column, row, f"{value:.3g}", ha="center", va="center", color="tab:orange", fontsize=7)
    axes[0].add_patch(plt.Rectangle((j - 0.5, i - 0.5), F, F, fill=False, edgecolor="tab:red", linewidth=2))
    plt.show()
"""
FLOOR = """\
import ipywidgets
slider, number = ipywidgets.IntSlider(max=100), ipywidgets.HTML("0")
slider.observe(lambda change: setattr(number, "value", str(change["new"])), "value")
floor = ipywidgets.VBox([slider, number])
floor.add_class("convbook-floor")
floor
"""
MEMORY = "import gc, psutil; gc.collect(); print(psutil.Process().memory_info().rss / 2**20)"
EXPLORER = """\
import convbook
from convbook.explorers import find
from convbook.explorers.settings import Slider
explorer = convbook.explore({name!r})
slider = next(control for control in reversed(find({name!r}).CONTROLS) if isinstance(control, Slider))
print(slider.low, slider.high, explorer.controls[slider.name].model_id)
"""


@dataclass
class Row:
    """What was measured of one explorer, or of something to compare with; milliseconds."""

    name: str
    key: float  # from a key pressed to the changed picture: the median
    p95: float
    worst: float
    cpu: float  # of the kernel, for each update
    point: float  # from a move of the pointer to the highlighted window, p95; nan: there is none
    lag: float  # for how long the picture changes after a held key
    jumps: int  # frames in which the height was another

    @property
    def texts(self) -> list[str]:
        numbers = (self.key, self.p95, self.worst, self.cpu, self.point, self.lag)
        return [self.name, *("-" if n != n else f"{n:.1f}" for n in numbers), str(self.jumps)]


@dataclass
class Target:
    """What is asked for, with the row that comes off worst."""

    words: str
    limit: float
    row: str
    measured: float
    floor: str = ""
    at_least: bool = False

    @property
    def texts(self) -> list[str]:
        holds = self.measured >= self.limit if self.at_least else self.measured <= self.limit
        limit = f"{'≥' if self.at_least else '≤'} {self.limit:g}"
        return [
            self.words,
            limit,
            f"{self.measured:.1f}",
            self.row,
            self.floor,
            "holds" if holds else "**misses**",
        ]


def main() -> None:
    say(f"# Measured: the explorers in JupyterLab\n\n{machine()}\n")
    say("Written by `python tests/benchmarks/bench_explorers.py`; its first lines say what is timed.\n")
    with TemporaryDirectory() as name:
        folder = Path(name, "book")
        folder.mkdir()
        write_notebook(folder / "empty.ipynb", "1")
        cells = [f"import convbook\n{name} = convbook.explore({name!r})\n{name}" for name in NAMES]
        write_notebook(folder / "explorers.ipynb", STOCK, FLOOR, *cells)
        for lesson in LESSONS:
            copy(lesson, folder)
        with jupyterlab(folder, Path(name, "lab")) as address, chromium() as browser:
            heads = ("milliseconds", "key", "p95", "max", "CPU", "point", "lag", "jumps")
            rows = list(answers(OpenNotebook(browser, address, "explorers.ipynb")))
            table(heads, (row.texts for row in rows))
            notebooks = ["empty.ipynb", *(lesson.name for lesson in LESSONS)]
            table(("kernel after Run All", "MiB"), memory(browser, address, notebooks))
    growth = list(grown())
    table(("kernel, MiB", f"{FEW} updates", f"{MANY:,} updates"), growth)
    say("## Targets\n\nThe explorer that comes off worst; the floor is a slider that writes one number.\n")
    heads = ("target", "limit", "measured", "explorer", "floor", "")
    table(heads, (target.texts for target in targets(rows, growth)))
    WRITTEN.write_text("\n".join(LINES), encoding="utf-8")


def say(line: str) -> None:
    LINES.append(line)
    print(line, flush=True)


def step(words: str) -> None:
    print(f"{strftime('%H:%M:%S')}  {words}", file=sys.stderr, flush=True)


def table(heads: Iterable[str], rows: Iterable[list[str]]) -> None:
    heads = list(heads)
    for line in (heads, ["---", *["--:"] * (len(heads) - 1)], *rows):
        say("| " + " | ".join(line) + " |")
    say("")


def machine() -> str:
    model = platform.processor() or platform.machine()
    if Path("/proc/cpuinfo").exists():
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        model = next((line.partition(": ")[2] for line in lines if line.startswith("model name")), model)
    versions = ", ".join(f"{name} {version(name)}" for name in ("jupyterlab", "ipykernel", "anywidget"))
    load = f"load average before {os.getloadavg()[0]:.1f}"
    return (
        f"{model}, {os.cpu_count()} cores, {platform.system()}; Python {platform.python_version()}, "
        f"{versions}; {load}."
    )


def answers(notebook: OpenNotebook) -> Iterator[Row]:
    notebook.run_all()
    kernel = psutil.Process(int(notebook.execute("import os; print(os.getpid())")))
    compared = [notebook.page.query_selector(found) for found in (".widget-interact", ".convbook-floor")]
    explorers = [*(LiveExplorer(notebook.page, root) for root in compared), *notebook.explorers()]
    for name, explorer in zip((STOCK_NAME, FLOOR_NAME, *NAMES), explorers, strict=True):
        explorer.root.scroll_into_view_if_needed()
        before = sum(kernel.cpu_times()[:2])
        times = key_presses(explorer)
        cpu = 1000 * (sum(kernel.cpu_times()[:2]) - before) / len(times)
        point = quantiles(explorer.ask("pointAtCells"), n=20)[-1] if name in NAMES else float("nan")
        key = (median(times), quantiles(times, n=20)[-1], max(times))
        row = Row(name, *key, cpu, point, *hold_a_key(explorer))
        step("  ".join(row.texts))
        yield row
    notebook.close()


def key_presses(explorer: LiveExplorer) -> list[float]:
    """The times of steps by the arrow keys: to the end of each slider, and back."""
    handles = explorer.query(".noUi-handle")
    times = []
    for handle in handles:
        handle.focus()
        explorer.page.wait_for_timeout(250)
        low, now, high = (float(handle.get_attribute(f"aria-value{name}")) for name in ("min", "now", "max"))
        keys = cycle(
            ["ArrowRight"] * int(high - now)
            + ["ArrowLeft"] * int(high - low)
            + ["ArrowRight"] * int(now - low)
        )
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


def memory(browser, address: str, names: list[str]) -> Iterator[list[str]]:
    for name in names:
        notebook = OpenNotebook(browser, address, name)
        notebook.run_all()
        yield [name, f"{float(notebook.execute(MEMORY)):.0f}"]
        notebook.close()


def grown() -> Iterator[list[str]]:
    """The memory of a kernel of its own for each explorer, whose slider a page walks there and back."""
    for name in NAMES:
        with run_kernel() as kernel:
            low, high, slider = run(kernel, EXPLORER.format(name=name)).split()
            values = cycle([*range(int(low), int(high)), *range(int(high), int(low), -1)])
            sizes = {}
            for done in range(1, MANY + 1):
                move(kernel, slider, next(values))
                if done in (FEW, MANY // 2, MANY):
                    sizes[done] = run(kernel, MEMORY)
                    step(f"{name}: {sizes[done]} MiB after {done} updates")
        yield [name, f"{float(sizes[FEW]):.1f}", f"{float(sizes[MANY]):.1f}"]


def move(kernel, slider: str, value: int) -> None:
    """Tells a kernel what a page tells it when a slider moves, and reads all that it answers."""
    content = {"comm_id": slider, "data": {"method": "update", "state": {"value": value}, "buffer_paths": []}}
    message = kernel.session.msg("comm_msg", content)
    kernel.shell_channel.send(message)
    while True:
        answer = kernel.get_iopub_msg(timeout=60)
        mine = answer["parent_header"].get("msg_id") == message["header"]["msg_id"]
        if mine and answer["content"].get("execution_state") == "idle":
            return


def run(kernel, code: str) -> str:
    """What code prints in a kernel."""
    printed = []
    kernel.execute_interactive(
        code, timeout=600, output_hook=lambda message: printed.append(message["content"])
    )
    return "".join(content.get("text", "") for content in printed).strip()


def targets(rows: list[Row], growth: list[list[str]]) -> Iterator[Target]:
    own = [row for row in rows if row.name in NAMES]
    stock, floor = (next(row for row in rows if row.name == name) for name in (STOCK_NAME, FLOOR_NAME))
    limits = {
        "key press to changed picture, median, ms": ("key", 33),
        "key press to changed picture, p95, ms": ("p95", 50),
        "CPU time of the kernel for each update, ms": ("cpu", 6),
        "pointer to highlighted window, p95, ms": ("point", 16),
        "lag after a held key, ms": ("lag", 100),
        "frames with another height": ("jumps", 0),
    }
    for words, (field, limit) in limits.items():
        worst = max(own, key=lambda row, field=field: getattr(row, field))
        value = getattr(floor, field)
        yield Target(
            words, limit, worst.name, getattr(worst, field), "-" if value != value else f"{value:.1f}"
        )
    slowest = max(own, key=lambda row: row.key)
    yield Target("times faster than @interact", 5, slowest.name, stock.key / slowest.key, at_least=True)
    name, few, many = max(growth, key=lambda entry: float(entry[2]) - float(entry[1]))
    yield Target(f"growth of a kernel, {FEW} to {MANY:,} updates, MiB", 2, name, float(many) - float(few))


if __name__ == "__main__":
    main()
