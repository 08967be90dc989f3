"""Runs a reader's code: on copies, with its prints kept, and never for longer than a few seconds."""

import ast
import contextlib
import copy
import ctypes
import inspect
import io
import linecache
import sys
import textwrap
import threading
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

import numpy as np
from IPython import get_ipython

from .originals import put_back
from .plain import plain

SECONDS = 5.0
LOOK = 0.01  # seconds between two looks at a function that is running
PRINTED = 400  # characters of its prints that are kept
CALLS = 10_000  # calls within calls; more end in a RecursionError, and not in a crash
STACK = 64 * 2**20  # bytes, for as many calls
NOTHING = object()


@dataclass
class Outcome:
    """What one call did: the value as plain data or the error and its message; which argument it changed.

    `replaced`: the functions of NumPy, Python or the book that it replaced with something else.
    """

    value: Any = NOTHING
    error: BaseException | None = None
    message: str = ""
    changed: int | None = None
    replaced: list[str] = field(default_factory=list)


@dataclass
class Run:
    """All calls of one answer; fewer outcomes than probes, if time was up."""

    outcomes: list[Outcome]
    printed: str = ""
    time_up: bool = False
    still_running: bool = False


class _TimeUp(BaseException):
    """Raised in the thread of an answer that takes too long. Not an Exception, so few `except`s catch it."""


class _Kept(io.StringIO):
    """Keeps the first characters that are written to it, and drops the rest. Cannot be closed."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, PRINTED - self.tell())])
        return len(text)

    def close(self) -> None:
        pass


def run(answer: Callable, probes: tuple[tuple, ...], seconds: float = SECONDS) -> Run:
    """Calls `answer` on a copy of each probe, in a separate thread, for at most `seconds` in total.

    Windows has no signals that could stop a function. A thread can be abandoned on any system, and an
    exception set in it from outside ends every loop written in Python. While C code holds on to the
    interpreter, nothing here can run until it returns: only a new kernel helps.
    """
    result, kept = Run([]), _Kept()

    def call_all() -> None:
        with contextlib.suppress(_TimeUp):
            for probe in probes:
                result.outcomes.append(_call(answer, probe))

    old_size = threading.stack_size(STACK)
    thread = threading.Thread(target=call_all, daemon=True)
    with contextlib.redirect_stdout(kept), warnings.catch_warnings(), _exit_is_an_error(), _few_calls():
        warnings.simplefilter("ignore")
        thread.start()
        threading.stack_size(old_size)
        try:
            _wait(thread, seconds)
        finally:
            result.time_up = thread.is_alive()
            _stop(thread)
    result.still_running = thread.is_alive()
    result.printed = kept.getvalue()
    return result


def _wait(thread: threading.Thread, seconds: float) -> None:
    """Waits for the thread, but stops waiting if it managed to raise its own recursion limit."""
    end = time.monotonic() + seconds
    while thread.is_alive() and sys.getrecursionlimit() <= CALLS and (left := end - time.monotonic()) > 0:
        thread.join(min(LOOK, left))


@contextlib.contextmanager
def _few_calls() -> Iterator[None]:
    """Keeps the recursion limit at `CALLS` or below, even if an answer raises it.

    It is never lowered below what a function has already used, because Python 3.11 would end the kernel.
    """
    before, set_limit = sys.getrecursionlimit(), sys.setrecursionlimit
    sys.setrecursionlimit = lambda limit: set_limit(min(limit, CALLS))
    sys.setrecursionlimit(before)
    try:
        yield
    finally:
        sys.setrecursionlimit = set_limit
        set_limit(before)


@contextlib.contextmanager
def _exit_is_an_error() -> Iterator[None]:
    """Makes a notebook's `exit()`, which would end the kernel, raise SystemExit as it does elsewhere."""

    def leave() -> None:
        raise SystemExit("exit()")

    shell = get_ipython()
    if shell is None:
        yield
        return
    shell.ask_exit = leave
    try:
        yield
    finally:
        del shell.ask_exit


def _stop(thread: threading.Thread) -> None:
    for _ in range(20):
        if not thread.is_alive():
            return
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(_TimeUp))
        thread.join(0.05)


def _call(answer: Callable, probe: tuple) -> Outcome:
    arguments = copy.deepcopy(probe)
    outcome = Outcome()
    try:
        outcome.value = plain(answer(*arguments))
    except _TimeUp:
        raise
    except BaseException as error:  # whatever it is, even SystemExit, the reader gets a card
        outcome.error, outcome.message = error, _message(error)
    outcome.replaced = put_back()
    pairs = enumerate(zip(probe, arguments, strict=True))
    changed = (n for n, (old, new) in pairs if not np.array_equal(old, new))
    outcome.changed = next(changed, None)
    return outcome


def line_of(error: BaseException, answer: Callable) -> tuple[int, str] | None:
    """The number and the text of the last line of the reader's own code that `error` passed through."""
    file = answer.__code__.co_filename if type(answer) is FunctionType else None
    lines = [
        line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file
    ]
    text = linecache.getline(file, lines[-1]).strip() if lines else ""
    return (lines[-1], text) if text else None


def has_dots(answer: Callable) -> bool:
    """Whether a `...` still has to be filled in; as an index, `x[..., 0]`, it is code."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except Exception:  # code that nobody can read back, or an object that only looks like a function
        return False
    indices = (node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript))
    inside = {id(part) for index in indices for part in ast.walk(index)}
    dots = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value is ...)
    return any(id(node) not in inside for node in dots)


def _message(error: BaseException) -> str:
    """An error's message on one line, or nothing if it has none."""
    try:
        return " ".join(str(error).split())
    except Exception:  # an error of the reader's own
        return ""


def short(outcome: Outcome) -> str:
    """One line about an error: its type and the start of its message."""
    kind = type(outcome.error).__name__
    return f"{kind}: {outcome.message[:200]}" if outcome.message else kind
