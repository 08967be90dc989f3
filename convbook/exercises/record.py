"""What the reader answered, in a small JSON file beside their notebooks.

Nothing in the book depends on it. If the file cannot be read or written, `news` says so once, and the reader
carries on. `convbook build` and `verify` switch it off, and so does pytest. Notebooks that are open at the
same time share the file: whichever changes it holds a lock, a file beside it.

Answers are kept by id. The first edition kept them by number; its files are carried over when they are read.
"""

import json
import os
from pathlib import Path
from typing import Any

from IPython import get_ipython

from ..files import write_atomically
from ..words import say
from .chapter import first_edition

FILE = "convbook_progress.json"
SWITCH = "CONVBOOK_PROGRESS"  # an environment variable; "off" keeps and reads nothing
PATIENCE = 10  # seconds to wait for another notebook that writes
FORM = 2  # of the file: 1 kept answers by number; a larger one comes from a later edition
_told: dict[str, bool] = {}  # sentences about the file, and whether the reader has seen them


def is_on() -> bool:
    """Whether answers are kept: in a kernel that neither a build nor a test has started."""
    if os.environ.get(SWITCH) == "off" or "PYTEST_CURRENT_TEST" in os.environ:
        return False
    return get_ipython() is not None


def answers() -> dict[str, dict[str, Any]]:
    """Every answer that was kept, by "prediction ten_layers_left", "exercise pad_edge" and so on."""
    return _open()[1] if is_on() else {}


def keep(kind: str, name: str, **facts: Any) -> None:
    """Adds one answer to the file. The first answer is kept beside the last one."""
    if not is_on():
        return
    from filelock import FileLock  # takes a while to import, and only who answers needs it

    file = _file()
    try:
        with FileLock(file.with_name(f".{file.name}.lock"), timeout=PATIENCE):
            path, known = _open()
            entry = known.setdefault(f"{kind} {name}", {"first": facts, "tries": 0})
            entry.update(last=facts, tries=entry["tries"] + 1)
            content = json.dumps({"convbook": FORM, "answers": known}, indent=1, sort_keys=True) + "\n"
            write_atomically(path, content)
    except OSError as error:
        _tell("not_kept", file=file.name, error=error.strerror or error)


def news() -> list[str]:
    """Sentences about the file that the reader has not seen yet."""
    unseen = [sentence for sentence, seen in _told.items() if not seen]
    _told.update(dict.fromkeys(unseen, True))
    return unseen


def read_progress(path: Path) -> dict[str, dict[str, Any]]:
    """The answers in a progress file of any edition up to this one.

    Raises OSError if it cannot be read, ValueError if it is not a progress file, and NotImplementedError if a
    later edition wrote it.
    """
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        form, known = stored["convbook"], stored["answers"]
    except (TypeError, KeyError, RecursionError) as error:
        raise ValueError(str(error)) from error
    if isinstance(form, int) and form > FORM:
        raise NotImplementedError(form)
    if form not in (1, FORM) or not _is_sound(known):
        raise ValueError(form)
    return known if form == FORM else _carried_over(known)


def _file() -> Path:
    """The file in the folder where the kernel started, even if the reader has changed folders since."""
    return Path(os.path.realpath(Path(getattr(get_ipython(), "starting_dir", ""), FILE)))


def _open() -> tuple[Path, dict[str, dict[str, Any]]]:
    """The file for answers, and the answers in it: a second file if the first is from a later edition."""
    first = _file()
    beside = first.with_stem(f"{first.stem}_form{FORM}")
    for path in (first, beside):
        try:
            return path, read_progress(path)
        except FileNotFoundError:
            return path, {}
        except NotImplementedError:
            _tell("later_form", file=first.name, beside=beside.name)
        except (OSError, ValueError):
            return path, _set_aside(path)
    return beside, _set_aside(beside)


def _is_sound(known: Any) -> bool:
    """Whether everything in the file has the form in which this edition writes it."""
    try:
        return all(
            isinstance(entry["tries"], int)
            and all(isinstance(entry[part]["right"], bool) for part in ("first", "last"))
            for entry in known.values()
        )
    except (AttributeError, KeyError, TypeError, IndexError):
        return False


def _carried_over(known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The answers of the first edition, under today's ids and letters. What has no id stays as it is."""
    carried = {}
    for name, entry in known.items():
        kind, _, number = name.partition(" ")
        found, order = first_edition("prediction" if kind == "recalled" else kind, number)
        for part in ("first", "last"):
            if found and len(choice := str(entry[part].get("choice", ""))) == 1:
                place = "abcdefgh".find(choice)
                entry[part]["choice"] = order[place] if 0 <= place < len(order) else choice
        carried[f"{kind} {found}" if found else name] = entry
    return carried


def _set_aside(path: Path) -> dict[str, Any]:
    """Renames a file that is damaged, or not ours, so that it is neither trusted nor lost."""
    count = 1
    while (aside := path.with_name(f"{path.stem}_unreadable_{count}.json")).exists():
        count += 1
    try:
        path.rename(aside)
        _tell("set_aside", file=path.name, aside=aside.name)
    except OSError as error:
        _tell("not_kept", file=path.name, error=error.strerror)
    return {}


def _tell(key: str, **facts: Any) -> None:
    _told.setdefault(say(f"exercises.progress.{key}", **facts), False)
