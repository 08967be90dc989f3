"""Runs what a reader wrote: on copies, with its prints kept, and never for longer than a few seconds."""

import ast
import contextlib
import copy
import ctypes
import inspect
import io
import linecache
import textwrap
import threading
import traceback
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

SECONDS = 5.0
PRINTED = 400  # characters of its prints that are kept
STACK = 64 * 2**20  # bytes: deep recursion ends in a RecursionError, and not in a crash
NOTHING = object()


@dataclass
class Outcome:
    """What one call did: the value or the error, and which argument it changed, if any."""

    value: Any = NOTHING
    error: BaseException | None = None
    changed: int | None = None


@dataclass
class Run:
    """All calls of one answer; fewer outcomes than probes, if time was up."""

    outcomes: list[Outcome]
    printed: str = ""
    time_up: bool = False
    still_running: bool = False


class _TimeUp(BaseException):
    """Raised inside the thread of an answer that takes too long. Not an Exception, so that few catch it."""


class _Kept(io.StringIO):
    """Keeps the first characters that are written to it, and drops the rest."""

    def write(self, text: str) -> int:
        super().write(text[: max(0, PRINTED - self.tell())])
        return len(text)


def run(answer: Callable, probes: tuple[tuple, ...], seconds: float = SECONDS) -> Run:
    """Calls `answer` on a copy of each probe, in a thread of its own, for `seconds` in all.

    Signals that could stop a function do not exist on Windows. A thread can be left behind anywhere, and
    an exception set in it from outside ends every loop that is written in Python.
    """
    result, kept = Run([]), _Kept()

    def call_all() -> None:
        with contextlib.suppress(_TimeUp):
            for probe in probes:
                result.outcomes.append(_call(answer, probe))

    old_size = threading.stack_size(STACK)
    thread = threading.Thread(target=call_all, daemon=True)
    with contextlib.redirect_stdout(kept), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        thread.start()
        threading.stack_size(old_size)
        try:
            thread.join(seconds)
        finally:
            result.time_up = thread.is_alive()
            _stop(thread)
    result.still_running = thread.is_alive()
    result.printed = kept.getvalue()
    return result


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
        outcome.value = answer(*arguments)
    except _TimeUp:
        raise
    except BaseException as error:  # whatever it is, even SystemExit, the reader gets a card
        outcome.error = error
    pairs = enumerate(zip(probe, arguments, strict=True))
    changed = (n for n, (old, new) in pairs if not np.array_equal(old, new))
    outcome.changed = next(changed, None)
    return outcome


def line_of(error: BaseException, answer: Callable) -> tuple[int, str] | None:
    """The number and the text of the last line of the reader's own code that `error` passed through."""
    file = getattr(getattr(answer, "__code__", None), "co_filename", None)
    lines = [
        line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == file
    ]
    text = linecache.getline(file, lines[-1]).strip() if lines else ""
    return (lines[-1], text) if text else None


def has_dots(answer: Callable) -> bool:
    """Whether `...` still stands for something to be written; as an index, `x[..., 0]`, it does not."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(answer)))
    except (OSError, TypeError, SyntaxError):  # code that nobody can read back
        return False
    indices = (node.slice for node in ast.walk(tree) if isinstance(node, ast.Subscript))
    inside = {id(part) for index in indices for part in ast.walk(index)}
    dots = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and node.value is ...)
    return any(id(node) not in inside for node in dots)


def short(error: BaseException) -> str:
    """One line about an error: its type and the start of its message."""
    message = " ".join(str(error).split())
    return f"{type(error).__name__}: {message[:200]}" if message else type(error).__name__
