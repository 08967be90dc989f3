"""What the reader answered, in a small JSON file beside their notebooks.

Nothing in the book depends on it. Where the file cannot be read or written, a sentence says so once, and
the reader goes on. `convbook build` and `verify` switch it off, and so does pytest.
"""

import json
import os
from pathlib import Path
from typing import Any

from IPython import get_ipython
from IPython.display import display

from ..files import write_atomically
from ..sentences import exercises as say
from .card import Card

FILE = "convbook_progress.json"
SWITCH = "CONVBOOK_PROGRESS"  # an environment variable; "off" keeps and reads nothing
FORM = 1  # of the file; another number is a file that this version does not know
_told: set[str] = set()


def is_on() -> bool:
    """Whether answers are kept: in a kernel that neither a build nor a test has started."""
    if os.environ.get(SWITCH) == "off" or "PYTEST_CURRENT_TEST" in os.environ:
        return False
    return get_ipython() is not None


def answers() -> dict[str, dict[str, Any]]:
    """Every answer that was kept, by "prediction 1.2", "question 1.2" or "exercise 1.2"."""
    return _read(Path(FILE)) if is_on() else {}


def keep(kind: str, number: str, **facts: Any) -> None:
    """Adds what is known of one answer to the file. The first answer stays beside the last one."""
    if not is_on():
        return
    path = Path(FILE)
    known = _read(path)
    entry = known.setdefault(f"{kind} {number}", {"first": facts, "tries": 0})
    entry.update(last=facts, tries=entry["tries"] + 1)
    try:
        write_atomically(
            path, json.dumps({"convbook": FORM, "answers": known}, indent=1, sort_keys=True) + "\n"
        )
    except OSError as error:
        _tell_once(say.NOT_KEPT.format(file=FILE, error=error.strerror))


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError):
        return _set_aside(path)
    try:
        stored = json.loads(text)
        known = stored["answers"] if stored["convbook"] == FORM else None
    except (ValueError, TypeError, KeyError, RecursionError):
        known = None
    return known if _is_sound(known) else _set_aside(path)


def _is_sound(known: Any) -> bool:
    """Whether all that the file says has the form in which it is written."""
    return isinstance(known, dict) and all(
        isinstance(entry, dict)
        and isinstance(entry.get("tries"), int)
        and all(
            isinstance(entry.get(part), dict) and isinstance(entry[part].get("right"), bool)
            for part in ("first", "last")
        )
        for entry in known.values()
    )


def _set_aside(path: Path) -> dict[str, Any]:
    """Renames a file that is damaged, or not ours, so that it is neither trusted nor lost."""
    count = 1
    while (aside := path.with_name(f"{path.stem}_unreadable_{count}.json")).exists():
        count += 1
    try:
        path.rename(aside)
        _tell_once(say.SET_ASIDE.format(file=path.name, aside=aside.name))
    except OSError as error:
        _tell_once(say.NOT_KEPT.format(file=path.name, error=error.strerror))
    return {}


def _tell_once(sentence: str) -> None:
    if sentence not in _told:
        _told.add(sentence)
        display(Card("open", say.PROGRESS, sentence))
