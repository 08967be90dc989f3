"""The rules for words files: what is wrong in a chapter's folder, or in a translation.

Every sentence names the file, the line and the key, as `convbook verify` prints it and pytest asserts it.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import Any

from ..exercises.chapter import LETTERS, Chapter, Exercise, chapters
from ..words import ENGLISH, file_of, languages, places, say, table, text

Found = Iterator[tuple[str, str]]  # a key, and what is wrong with it

# What the words of a chapter must have, in the form of words; an empty list means any list.
MISTAKE = {"say": "", "misconception": ""}
OPTION = MISTAKE | {"text": ""}
QUESTION = {"ask": "", "again": "", "right": ""}
EXERCISE = {"task": "", "form": "", "asks": [], "hints": [], "why": ""}
QUESTIONS = ("predictions", "questions", "recall")
MAY_LACK = {"draft", "ends_with", "form", "asks", "again", "misconception", *QUESTIONS}
FACTS = {"draft", "right", "misconception"}  # the same in every language, so a translation leaves them out


def broken_words(chapter: Chapter) -> list[str]:
    """What is wrong with the words of a chapter, and where they do not fit its `answers.py`."""
    try:
        words, code = table(chapter.place, ENGLISH), chapter.answers()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return [_unreadable(chapter.place, ENGLISH)]
    except Exception as error:  # whatever an author's module raises
        file = file_of(chapter.place, ENGLISH).with_name("answers.py")
        return [say("book.words.answers", file=file, error=f"{type(error).__name__}: {error}")]
    found = [*_compared("", _pattern(words, code), words, MAY_LACK, False), *_facts("", words)]
    return _located(chapter.place, ENGLISH, found)


def broken_languages() -> list[str]:
    """Where the words of other languages do not match the English ones."""
    places = [chapter.place for chapter in chapters()]
    files = [file for place in places for file in file_of(place, ENGLISH).parent.glob("words.*.toml")]
    without = {file.name.split(".")[1] for file in files} - {*languages()}
    found = [_unreadable("", name) for name in sorted(without)]
    others = [name for name in languages() if name != ENGLISH]
    return found + [each for name in others for place in ["", *places] for each in differences(place, name)]


def differences(place: str, name: str) -> list[str]:
    """Where the words of a place in the language `name` lack a key of the English ones, or do not fit."""
    try:
        english, other = table(place, ENGLISH), table(place, name)
    except (OSError, ValueError):
        return [_unreadable(place, name)]
    return _located(place, name, _compared("", english, other, FACTS if place else set(), not place))


def line_of(toml: str, key: str) -> int:
    """The line of a key in the text of a TOML file, or of the nearest table that should hold it.

    >>> line_of('[exercises.pad_edge]\\ntask = "Pad it."', "exercises.pad_edge.task")
    2
    """
    fitting = [(-1, 0)]  # how much of the key fits; among equals the first line
    for line, found in _keys_in(toml):
        if f"{found}.".startswith(f"{key}.") or f"{key}.".startswith(f"{found}."):
            fitting.append((min(len(found), len(key)), -line))
    return max(1, -max(fitting)[1])


def _keys_in(toml: str) -> Iterator[tuple[int, str]]:
    """(line, whole key) of every table and every entry; text inside long strings does not count."""
    toml = re.sub(r'"""[\s\S]*?"""|\'\'\'[\s\S]*?\'\'\'', lambda found: "\n" * found[0].count("\n"), toml)
    head = ""
    for number, line in enumerate(toml.split("\n"), start=1):
        if found := re.match(r"\[([\w.-]+)\]|([\w.-]+)\s*=", line):
            head = f"{found[1]}." if found[1] else head
            yield number, found[1] or head + found[2]


def _located(place: str, name: str, found: Found) -> list[str]:
    file, key = file_of(place, name), "book.verify.problem_in_words"
    toml = file.read_text(encoding="utf-8")
    return [say(key, file=file, line=line_of(toml, where), key=where, text=what) for where, what in found]


def _unreadable(place: str, name: str) -> str:
    """Why a file cannot be read; for broken TOML, the line and the key found there."""
    file = file_of(place, name)
    try:
        toml = file.read_text(encoding="utf-8")
        tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        at_line = re.search(r"line (\d+)", str(error))
        line = int(at_line[1]) if at_line else toml.count("\n") + 1
        key = ([""] + [key for number, key in _keys_in(toml) if number <= line])[-1]
        return say("book.words.unreadable_line", file=file, line=line, key=key, error=error)
    except (OSError, UnicodeDecodeError) as error:
        return say("book.words.unreadable", file=file, error=error)


def _pattern(words: dict, code: dict[str, Exercise]) -> dict:
    """The form that the words of a chapter must have, given its code and the options of its questions."""
    pattern: dict[str, Any] = {"draft": False, "ends_with": ""}
    for plural in QUESTIONS:
        tables = _tables(words, plural)
        options = {name: dict.fromkeys(set(LETTERS) & each.keys(), OPTION) for name, each in tables.items()}
        pattern[plural] = {name: QUESTION | each for name, each in options.items()}
    exercises = {}
    for name, exercise in code.items():
        tables = _tables(_tables(words, "exercises").get(name, {}), "mistakes")
        mistakes = {each: MISTAKE if each in tables else "" for each in exercise.known}
        exercises[name] = EXERCISE | ({"mistakes": mistakes} if mistakes else {})
    return pattern | ({"exercises": exercises} if exercises else {})


def _tables(words: dict, key: str) -> dict[str, dict]:
    found = words.get(key)
    return {k: v for k, v in found.items() if isinstance(v, dict)} if isinstance(found, dict) else {}


def _facts(key: str, words: dict) -> Found:
    """Where `right` is not an option, and where a misconception is not one that the package knows."""
    for name, entry in words.items():
        if isinstance(entry, dict):
            yield from _facts(f"{key}{name}.", entry)
        elif name == "right" and "ask" in words and entry not in [k for k in words if k in [*LETTERS]]:
            yield key + name, say("book.words.no_option", found=entry)
        elif name == "misconception" and entry not in [*text("exercises.misconceptions")]:
            yield key + name, say("book.words.misconception", found=entry)


def _compared(key: str, pattern: Any, words: Any, may_lack: set[str], templates: bool) -> Found:
    """Where words differ from a pattern in their form: from that of a chapter, or from the English words."""
    if type(words) is not type(pattern):
        yield key, say("book.words.kind", kind=text(f"book.words.kinds.{type(pattern).__name__}"))
    elif isinstance(pattern, dict):
        prefix = f"{key}." if key else ""
        may_lack = may_lack | ({"one"} if "other" in pattern else set())  # some languages have no plural
        for name in [name for name in pattern if name not in words and name not in may_lack]:
            yield prefix + name, say("book.words.missing")
        for name in [name for name in words if name not in pattern]:
            yield prefix + name, say("book.words.unknown")
        for name in [name for name in pattern if name in words]:
            yield from _compared(prefix + name, pattern[name], words[name], may_lack, templates)
    elif isinstance(pattern, list):
        if pattern and len(pattern) != len(words):
            yield key, say("book.words.length", found=len(words), wanted=len(pattern))
        for one, other in zip(pattern, words, strict=False):
            yield from _compared(key, one, other, may_lack, templates)
    elif templates and isinstance(pattern, str):
        found, wanted = sorted(places(words)), sorted(places(pattern))
        if found != wanted and not (key.endswith(".one") and {*found} < {*wanted}):
            yield key, say("book.words.places", found=" ".join(found), wanted=" ".join(wanted))
