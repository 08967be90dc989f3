"""`convbook verify`: is a stored notebook what a build would write today, and does it keep the rules?"""

import re
import time
from pathlib import Path

from ..exercises.chapter import chapters
from ..explorers import NAMES
from ..live import explore
from ..words import ENGLISH, file_of, say
from .build import stale_or_dirty
from .generated import renewed_readme
from .notebooks import BuildError, in_words, notebooks_in, read_notebook, stored_folder
from .rules import broken_rules
from .rules_of_words import broken_languages


def main(paths: list[Path]) -> int:
    """Verifies these notebooks, or the whole book; returns the command's exit code."""
    found = [] if paths else broken_book(stored_folder())
    for sentence in found:
        print(sentence)
    good = [verify(path.resolve()) for path in notebooks_in(paths or [stored_folder()])]
    return int(bool(found) or not all(good))


def verify(path: Path) -> bool:
    """Prints every problem of the notebook; True if there is none."""
    start, problems = time.monotonic(), []
    try:
        notebook = read_notebook(path)
        problems += broken_rules(notebook, path)
        problems += stale_or_dirty(notebook, path)
    except BuildError as error:
        problems += [each for each in error.problems if each not in problems]
    for problem in problems:
        print(in_words(path, *problem))
    if not problems:
        print(say("book.verify.verified", name=path.name, seconds=time.monotonic() - start), flush=True)
    return not problems


def broken_book(folder: Path) -> list[str]:
    """What is wrong with the book as a whole: translations, explorers, missing lessons, README's table."""
    found = [*broken_languages(), *broken_explorers(folder)]
    for chapter in chapters():
        if not (lesson := folder / f"{chapter.name}.ipynb").exists():
            found.append(say("book.verify.no_lesson", words=file_of(chapter.place, ENGLISH), notebook=lesson))
    if renewed_readme(folder):
        found.append(say("book.verify.old_table"))
    return found


def broken_explorers(folder: Path) -> list[str]:
    """Which explorers cannot be shown, most often because a word is missing, and which no notebook shows."""
    files = sorted(folder.glob("*.ipynb"))
    notebooks = "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    shown = dict.fromkeys(re.findall(r"cb\.explore\([\\\"']+(\w+)", notebooks))
    found = [say("book.verify.explorer_nowhere", name=name) for name in NAMES if name not in shown]
    for name in {**dict.fromkeys(NAMES), **shown}:
        try:
            explore(name)
        except Exception as error:  # whatever an author's module raises
            reason = f"{type(error).__name__}: {' '.join(map(str, error.args))}"
            found.append(say("book.verify.explorer_broken", name=name, error=reason))
    return found
