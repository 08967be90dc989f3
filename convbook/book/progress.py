"""`convbook progress`: one table of a class, built from the students' progress files."""

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..exercises.ask import SURE
from ..exercises.chapter import chapters
from ..exercises.record import FILE, read_progress
from ..exercises.report import KINDS, counted
from ..files import write_atomically
from ..words import say, text
from . import READER_FOLDER

STEM = Path(FILE).stem
EXCEL = "utf-8-sig"  # UTF-8 with the mark by which Excel tells it from older encodings


def main(paths: list[Path], csv_file: Path | None = None) -> int:
    """Prints one table of all progress files in `paths`; writes it to a new CSV file too, if one is named."""
    if csv_file and csv_file.exists():
        raise FileExistsError(say("book.progress.exists", file=csv_file))
    rows = [row for name, file in _files(paths) for row in _rows(name, _read(file))]
    if not rows:
        print(say("book.progress.nothing_read"), file=sys.stderr)
        return 1
    shown = [text("book.progress.heads"), *map(_shown, rows)]
    widths = [max(map(len, column)) for column in zip(*shown, strict=True)]
    for student, *numbers in shown:
        print(student.ljust(widths[0]), *map(str.rjust, numbers, widths[1:]), sep="  ")
    if csv_file:
        content = io.StringIO()
        csv.writer(content).writerows([text("book.progress.heads_in_csv"), *rows])
        write_atomically(csv_file, content.getvalue().encode(EXCEL))
        print(say("book.progress.written", file=csv_file))
    return 0


def _shown(row: list[Any]) -> list[str]:
    shares = [f"{right}/{count}" for right, count in zip(row[2:8:2], row[3:8:2], strict=True)]
    return [row[0], str(row[1]), *shares, str(row[8])]


def _files(paths: list[Path]) -> Iterator[tuple[str, Path]]:
    """(student, progress file). A student is named by the folder, and by what the file's own name adds."""
    for path in paths:
        found = sorted(path.rglob(f"{STEM}*.json")) if path.is_dir() else [path]
        found = [file for file in found if not any(p.startswith(".") for p in file.relative_to(path).parts)]
        if not found or not found[0].exists():
            raise FileNotFoundError(say("book.progress.nothing_there", path=path))
        for file in found:
            folders = [part for part in file.relative_to(path).parts[:-1] if part != READER_FOLDER.name]
            own = file.stem.removeprefix(STEM).strip(" _-")
            above = [p.name for p in file.resolve().parents if p.name != READER_FOLDER.name]
            yield "/".join([*folders, own] if own else folders or above[:1]), file


def _read(file: Path) -> dict[str, dict] | None:
    """The answers in a file; None, and a sentence is printed, if it cannot be used."""
    try:
        return read_progress(file)
    except NotImplementedError:
        reason = say("book.progress.newer", file=file)
    except ValueError:
        reason = say("book.progress.not_progress", file=file)
    except OSError as error:
        reason = say("book.progress.unreadable", file=file, error=error.strerror)
    print(reason, file=sys.stderr)
    return None


def _rows(student: str, known: dict[str, dict] | None) -> Iterator[list[Any]]:
    """Per chapter and kind, how many are right out of how many; how often the student was sure but wrong."""
    counts = {} if known is None else counted(known)
    for chapter in [chapter for chapter in chapters() if chapter.number in counts]:
        predictions = [f"prediction {entry.id}" for entry in chapter.entries("prediction")]
        first = [known[name]["first"] for name in predictions if name in known]
        wrong = [each for each in first if each.get("sure") == SURE and not each["right"]]
        shares = [number for kind in KINDS for number in counts[chapter.number][kind]]
        yield [student, chapter.number, *shares, len(wrong)]
