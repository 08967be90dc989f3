"""JupyterLab and a browser for the tests in this folder and for tests/benchmarks/bench_explorers.py.

Playwright is imported where it is used, so that readers, who do not have it, can still collect these files.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import nbformat

PAGE = Path(__file__).parent / "page.js"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
APPS = {"jupyterlab": "LabApp", "notebook": "JupyterNotebookApp"}
LAPTOP = {"width": 1280, "height": 900}
SETTINGS = {
    # Every cell is in the page at once, so that each explorer can be found.
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": '{"fetchNews": "false"}',
}


def browser_path() -> str:
    """The browser named by CONVBOOK_CHROMIUM, or the first one found."""
    found = os.environ.get("CONVBOOK_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found:
        raise FileNotFoundError("no Chromium found; install one or set CONVBOOK_CHROMIUM to its path")
    return found


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook of these code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, path)


@contextmanager
def jupyterlab(folder: Path, scratch: Path, app: str = "jupyterlab", progress: bool = False) -> Iterator[str]:
    """Runs JupyterLab, or `app`, on `folder`, with settings of its own in `scratch`; yields its address.

    With `progress` answers are kept, which pytest otherwise switches off in all that it starts.
    """
    for name, text in SETTINGS.items():
        path = scratch / "settings" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    port = free_port()
    own = {
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "IPYTHONDIR": "ipython",
    }
    command = [sys.executable, "-m", app, "--no-browser", f"--ServerApp.port={port}"]
    command += ["--ServerApp.port_retries=0", "--IdentityProvider.token=", f"--ServerApp.root_dir={folder}"]
    command += [f"--{APPS[app]}.expose_app_in_browser=True", "--LanguageServerManager.autodetect=False"]
    command += ["--allow-root"] if ROOT else []
    environment = os.environ | {name: str(scratch / path) for name, path in own.items()}
    if progress:
        environment.pop("PYTEST_CURRENT_TEST", None)
    with running(command, environment, scratch / "log", port):
        yield f"http://127.0.0.1:{port}"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def running(command: list[str], environment: dict[str, str], said: Path, port: int) -> Iterator[None]:
    """Runs a server that answers on a port. What it prints goes into the file `said`."""
    with said.open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        until = time.monotonic() + 60
        while not _answers(port):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The server did not start:\n{said.read_text()}")
            time.sleep(0.1)
        yield
    finally:
        server.terminate()  # it ends its kernels itself
        server.wait(60)


def _answers(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def chromium() -> Iterator:
    """A headless browser, as Playwright's BrowserContext: its pages share one cache."""
    from playwright.sync_api import sync_playwright

    options = ["--disable-gpu", "--disable-background-networking", *(["--no-sandbox"] if ROOT else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=options)
        try:
            yield browser.new_context(viewport=LAPTOP)
        finally:
            browser.close()


@dataclass
class Step:
    """What an explorer shows after one action."""

    changed: bool
    ms: float  # from the last key pressed to the first other picture
    sentence: str
    height: float
    cut: list[str]
    drawing: str


class OpenNotebook:
    """One notebook in JupyterLab, in a page of its own."""

    def __init__(self, browser, address: str, name: str, path: str = "doc/tree"):
        self.problems: list[str] = []  # page errors and errors in the console
        self.requested: set[str] = set()  # the hosts that the page asked
        self.page = browser.new_page()
        self.page.on("request", lambda request: self.requested.add(urlsplit(request.url).netloc))
        self.page.on("websocket", lambda socket: self.requested.add(urlsplit(socket.url).netloc))
        self.page.add_init_script(path=PAGE)
        self.page.on("pageerror", lambda error: self.problems.append(f"page error: {error}"))
        self.page.on("console", self._hear)
        self.page.goto(f"{address}/{path}/{name}?reset")
        self.page.wait_for_function("() => convbookTests.kernel()?.status === 'idle'", timeout=60_000)
        self.do("() => convbookTests.notebook().context.ready")
        if self.page.locator("#jp-left-stack").is_visible():
            self.do("() => jupyterapp.commands.execute('application:toggle-left-area')")
        self.page.mouse.move(2, 2)  # away from every cell

    def _hear(self, message) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def do(self, script: str, argument=None):
        return self.page.evaluate(script, argument)

    def run_all(self) -> None:
        """Runs every cell and waits until each live explorer is drawn."""
        self.do("() => convbookTests.runAll()")
        if not self.do("() => convbookTests.allDrawn()"):
            self.problems.append("an explorer was not drawn")

    def fresh(self, at: int) -> "LiveExplorer":
        """Runs a cell again, and puts the explorer that it shows in view."""
        root = self.page.evaluate_handle("(at) => convbookTests.fresh(at)", at).as_element()
        return LiveExplorer(self.page, root)

    def execute(self, code: str) -> str:
        """What code prints that runs beside the notebook, in its kernel."""
        return self.do("(code) => convbookTests.execute(code)", code)

    def resize(self, width: int, height: int = 900) -> None:
        self.page.set_viewport_size({"width": width, "height": height})
        self.page.wait_for_function("(width) => innerWidth === width", arg=width)
        self.settle()

    def set_theme(self, theme: str) -> None:
        self.do("(theme) => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        self.page.wait_for_function("(theme) => document.body.dataset.jpThemeName === theme", arg=theme)
        self.settle()

    def settle(self) -> None:
        """Lets the page lay itself out: a frame in which sizes are observed, one in which they are used."""
        self.do("() => convbookTests.settle()")

    def explorers(self) -> list["LiveExplorer"]:
        return [LiveExplorer(self.page, root) for root in self.page.query_selector_all(".convbook-explorer")]

    def close(self) -> None:
        self.do("() => convbookTests.notebook().sessionContext.shutdown()")
        self.page.close()


class LiveExplorer:
    """An explorer in the page, worked as a reader works it."""

    def __init__(self, page, root):
        self.page, self.root = page, root

    def query(self, selector: str) -> list:
        return self.root.query_selector_all(selector)

    def after(self, action) -> Step:
        """Does `action` and waits for the picture to change."""
        self.root.evaluate("(root) => convbookTests.arm(root)")
        action()
        return Step(**self.page.evaluate("() => convbookTests.changed()"))

    def press(self, key: str) -> Step:
        return self.after(lambda: self.page.keyboard.press(key))

    def ask(self, question: str):
        """The answer of one of the functions in page.js about this explorer."""
        return self.root.evaluate(f"(root) => convbookTests.{question}(root)")
