"""A class on one shared server: `python tests/benchmarks/bench_class.py` (dependency group `browser`).

It starts the server as `convbook read` does. Then N students open a lesson and choose Run All in the same
moment, each with a kernel and a websocket; no browser draws what comes. When all is run, each one moves the
longest slider of the first explorer once a second. What is measured is printed, and written to class.md.

- first slider, all run: of the last student, from opening the notebook, so the start of the kernels counts.
- slider: from a move to the first answer that changes the page. It draws what was read ahead before that.
- CPU: seconds of a kernel until all is run. RSS and PSS: its memory then; PSS shares out what kernels share.

The floor, in the same run: kernels that import NumPy, ipywidgets and anywidget, and show as many sliders of
ipywidgets as the lesson does, one of which writes a number into the page. First each notebook is run once, by
one student, so that nothing is compiled while times are taken; that gives the table of memory.
"""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, cycle
from math import inf, nan
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter

import psutil
from bench_explorers import LINES, machine, say, step, table
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from lab import free_port, running
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import websocket_connect

WRITTEN = Path(__file__).with_name("class.md")
HEADERS = {"Authorization": "token class", "Content-Type": "application/json"}
PROTOCOL = "v1.kernel.websocket.jupyter.org"  # the one that JupyterLab speaks
PATIENCE = {"connect_timeout": 600, "request_timeout": 600}  # seconds
MOVES = 20  # of a slider, by each student
HEADS = ("", "students", "first slider", "all run", "CPU", "RSS", "PSS", "slider", "p95", "max")
READ = "import sys; from convbook.book import main; sys.exit(main())"
FLOOR = """\
import numpy, ipywidgets, anywidget
sliders, number = [ipywidgets.IntSlider(max=100) for _ in range({})], ipywidgets.HTML("0")
sliders[0].observe(lambda change: setattr(number, "value", str(change["new"])), "value")
ipywidgets.VBox([*sliders, number])
"""


@contextmanager
def server(folder: Path, scratch: Path) -> Iterator[str]:
    """The address of a server that `convbook read` started, with settings of its own in `scratch`."""
    port = free_port()
    names = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "PYTHONPYCACHEPREFIX")
    own = {name: str(scratch / name.lower()) for name in names} | {"JUPYTER_TOKEN": "class"}
    # Python compiles a module once, unless the environment forbids it to keep what it compiled.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | own
    command = [sys.executable, "-c", READ, "read", str(folder), f"--port={port}", "--no-browser"]
    with running(command, environment, scratch / "log", port):
        yield f"127.0.0.1:{port}"


class Student:
    """A kernel, and what a page hears of it."""

    def __init__(self, address: str, number: int):
        self.address, self.number, self.messages = address, number, Session()
        self.sliders: list[dict] = []
        self.first, self.near = inf, 0  # when sliders were there, and how many

    async def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        request = HTTPRequest(f"http://{self.address}/api/{path}", method, HEADERS, body, **PATIENCE)
        return (await AsyncHTTPClient().fetch(request)).body

    async def run_all(self, cells: list[str]) -> None:
        """Opens a notebook and runs it."""
        start, path = perf_counter(), f"student{self.number}.ipynb"
        about = {"path": path, "name": path, "type": "notebook", "kernel": {"name": "python3"}}
        self.session = json.loads(await self.ask("POST", "sessions", json.dumps(about)))
        kernel = self.session["kernel"]["id"]
        url = f"ws://{self.address}/api/kernels/{kernel}/channels?session_id={self.messages.session}"
        request = HTTPRequest(url, headers=HEADERS, **PATIENCE)
        self.socket = await websocket_connect(request, subprotocols=[PROTOCOL])
        for cell in cells:
            last = await self.send("execute_request", code=cell, silent=False)
        async for kind, content in self.heard(until=last):
            data = content.get("data", {})
            if kind == "error":
                raise RuntimeError(f"{content['ename']}: {content['evalue']}")
            if data.get("state", {}).get("_model_name") == "IntSliderModel":
                self.sliders.append({**data["state"], "id": content["comm_id"]})
            elif self.sliders and not self.near and "application/vnd.jupyter.widget-view+json" in data:
                self.first, self.near = perf_counter() - start, len(self.sliders)
        self.all = perf_counter() - start
        running = psutil.process_iter(["cmdline"])
        self.process = next(each for each in running if kernel in " ".join(each.info["cmdline"] or ()))
        self.cpu = sum(self.process.cpu_times()[:2])

    async def move_slider(self, pause: float) -> list[float]:
        """How long each move of a slider waits for its answer, in milliseconds."""
        slider = max(self.sliders[: self.near], key=lambda slider: slider["max"] - slider["min"])
        low, now, high = (slider[name] for name in ("min", "value", "max"))
        values = cycle([*range(now + 1, high + 1), *range(high - 1, low - 1, -1), *range(low + 1, now + 1)])
        times: list[float] = []
        await asyncio.sleep(pause)
        for count in range(MOVES):
            start = perf_counter()
            data = {"method": "update", "state": {"value": next(values)}, "buffer_paths": []}
            sent = await self.send("comm_msg", comm_id=slider["id"], data=data)
            async for kind, content in self.heard(until=sent):
                if kind == "comm_msg" and content["data"]["method"] == "update" and len(times) == count:
                    times.append(1000 * (perf_counter() - start))
            await asyncio.sleep(max(0, start + 1 - perf_counter()))
        return times

    async def send(self, kind: str, **content) -> str:
        message = self.messages.msg(kind, content)
        packed = serialize_msg_to_ws_v1(message, "shell", pack=self.messages.pack)
        await self.socket.write_message(packed, binary=True)
        return message["header"]["msg_id"]

    async def heard(self, until: str) -> AsyncIterator[tuple[str, dict]]:
        """What the kernel says, until this request is answered."""
        while True:
            channel, parts = deserialize_msg_from_ws_v1(await self.socket.read_message())
            header, parent, content = (json.loads(parts[n]) for n in (0, 1, 3))
            if channel == "iopub":
                yield header["msg_type"], content
                if parent.get("msg_id") == until and content.get("execution_state") == "idle":
                    return


@dataclass
class Row:
    """What was measured of one class: seconds; milliseconds for the moves of sliders; MiB."""

    name: str
    students: int
    sliders: int
    first: float
    all: float
    cpu: float
    rss: float
    pss: float
    moves: list[float]

    @property
    def p95(self) -> float:
        return quantiles(self.moves, n=20)[-1]

    @property
    def texts(self) -> list[str]:
        seconds = f"{self.first:.1f}", f"{self.all:.1f}", f"{self.cpu:.2f}"
        others = self.rss, self.pss, median(self.moves), self.p95, max(self.moves)
        return [self.name, str(self.students), *seconds, *(f"{value:.0f}" for value in others)]


async def attend(address: str, name: str, cells: list[str], n: int, moves: bool = True) -> Row:
    """A class of n students that runs these cells."""
    students = [Student(address, number) for number in range(n)]
    await asyncio.gather(*(each.run_all(cells) for each in students))
    memory = [each.process.memory_full_info() for each in students]
    moved = await asyncio.gather(*(each.move_slider(each.number / n) for each in students if moves))
    await asyncio.gather(*(each.ask("DELETE", f"sessions/{each.session['id']}") for each in students))
    last = (max(each.first for each in students), max(each.all for each in students))
    sizes = (mean(getattr(each, kind, nan) for each in memory) / 2**20 for kind in ("rss", "pss"))
    cpu = mean(each.cpu for each in students)
    row = Row(name, n, len(students[0].sliders), *last, cpu, *sizes, [*chain(*moved)])
    step("  ".join(row.texts) if moves else f"{name}: {row.all:.1f} s, {row.cpu:.2f} s, {row.rss:.0f} MiB")
    return row


async def compare(address: str, books: dict[str, list[str]], lessons: list[str], sizes: list[int]) -> None:
    await attend(address, "floor", [FLOOR.format(3)], 1, moves=False)
    alone = [await attend(address, name, cells, 1, moves=False) for name, cells in books.items()]
    pairs = []
    for row in (row for row in alone if row.name in lessons):
        floor = f"floor, {row.sliders} sliders", [FLOOR.format(row.sliders)]
        for n in sizes:
            pairs.append([await attend(address, *each, n) for each in (floor, (row.name, books[row.name]))])
    say("Seconds; MiB; for the moves of a slider milliseconds.\n")
    table(HEADS, [row.texts for pair in pairs for row in pair])
    charts = {name for name, cells in books.items() if any("charts." in cell for cell in cells)}
    say("One kernel after Run All:\n")
    memory = ([row.name, f"{row.rss:.0f}", "charts" * (row.name in charts)] for row in alone)
    table(["", "RSS MiB", ""], memory)
    say("## Targets\n\nThe first two: how many times as long as the floor.\n")
    table(["", "limit", "measured", ""], targets(pairs, [row for row in alone if row.name not in charts]))


def targets(pairs: list[list[Row]], drawn: list[Row]) -> Iterator[list[str]]:
    def target(words: str, limit: float, measured: float) -> list[str]:
        return [words, f"{limit:g}", f"{measured:.3g}", "holds" if measured <= limit else "**misses**"]

    for floor, own in pairs:
        who = f"{own.name}, {own.students} students"
        if own.students >= 10 and own.name.startswith("00"):
            yield target(f"{who}: first slider", 1.3, own.first / floor.first)
        if own.students >= 10 and own.name.startswith("01"):
            yield target(f"{who}: all run", 1.6, own.all / floor.all)
        if own.students >= 30:
            yield target(f"{who}: slider p95, ms (floor {floor.p95:.0f})", 100, own.p95)
    most = max(drawn, key=lambda row: row.rss)
    yield target(f"{most.name}: most memory where no chart is drawn, MiB", 110, most.rss)


def code_of(notebook: Path) -> list[str]:
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--students", type=int, nargs="+", default=[1, 10, 30])
    parser.add_argument("--lessons", nargs="+", default=["00_start_here", "01_slide_a_window"])
    parser.add_argument("--out", type=Path, default=WRITTEN)
    options = parser.parse_args()
    say(f"# Measured: a class on one server\n\n{machine()}\n")
    say("Written by `python tests/benchmarks/bench_class.py`; its first lines say what is timed.\n")
    AsyncHTTPClient.configure(None, max_clients=100)  # that ask in the same moment
    with TemporaryDirectory() as name:
        folder = Path(name, "book")
        with server(folder, Path(name)) as address:
            books = {path.stem: code_of(path) for path in sorted(folder.glob("[0-9][0-9]_*.ipynb"))}
            asyncio.run(compare(address, books, options.lessons, options.students))
    options.out.write_text("\n".join(LINES), encoding="utf-8")


if __name__ == "__main__":
    main()
