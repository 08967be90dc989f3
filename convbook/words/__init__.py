"""The words that the package shows: TOML files, one for each language, read when something is shown.

`en.toml` beside this file holds every sentence of the package itself; the words of a chapter are in the
chapter's own folder. A sentence that a language lacks, or that does not fit, is shown in English.

A sentence is a template for `str.format`. One that depends on a number `n` is a table with the forms `one`
and `other`; a language without plurals has `other` alone.
"""

import re
import tomllib
from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

ENGLISH = "en"
FORMS = {"one", "other"}  # of a sentence that depends on a number
PACKAGE = Path(__file__).parents[1]
_shown = ENGLISH
_caches: list[Any] = []  # of what was made of words, to be forgotten when the language changes


def languages() -> list[str]:
    """The languages that the book has, by the names of their files."""
    return sorted(path.stem for path in (PACKAGE / "words").glob("*.toml"))


def language(name: str | None = None) -> str:
    """Return the language in which everything is shown; if `name` is given, change to it first.

    Raises ValueError for a language that the book does not have.

    >>> from convbook import language
    >>> language("en")
    'en'
    """
    global _shown
    if name is not None and name != _shown:
        if name not in languages():
            raise ValueError(say("words.unknown_language", name=repr(name), names=", ".join(languages())))
        _shown = name
        for made in _caches:
            made.cache_clear()
    return _shown


def cached(maxsize: int | None = None) -> Callable[[Callable], Callable]:
    """Like `functools.lru_cache`, for anything that holds words: cleared when the language changes."""

    def decorate(function: Callable) -> Callable:
        made = lru_cache(maxsize)(function)
        _caches.append(made)
        return made

    return decorate


def say(key: str, /, **values: Any) -> str:
    """The sentence of this key in the language shown, filled in; `n` chooses its form.

    >>> say("words.example", n=1), say("words.example", n=4)
    ('1 window', '4 windows')
    """
    return form(text(key), values.get("n")).format(**values)


def text(key: str) -> Any:
    """The entry of a key, not filled in: a sentence, a list, or a table of sentences."""
    try:
        return _at(words_of(""), key)
    except (KeyError, TypeError):
        raise KeyError(f"{key!r} is not in {file_of('', ENGLISH)}") from None


def form(entry: Any, n: Any) -> str:
    """The form of an entry for n; an entry without forms is returned as it is."""
    if not isinstance(entry, dict):
        return entry
    return entry["one"] if n == 1 and "one" in entry else entry["other"]


@cached()
def words_of(place: str) -> dict[str, Any]:
    """All words of a place in the language shown, English where it has none.

    The place is "" for the package, or a folder inside it, such as "chapters/03_pad_the_border".
    """
    english = table(place, ENGLISH)
    if _shown == ENGLISH:
        return english
    try:
        return _merged(english, table(place, _shown), templates=not place)
    except (OSError, ValueError):  # no such file, or one that cannot be read: `convbook verify` says why
        return english


@cache
def table(place: str, name: str) -> dict[str, Any]:
    """The words of a place in one language as its file has them. Raises OSError and TOMLDecodeError."""
    return tomllib.loads(file_of(place, name).read_text(encoding="utf-8"))


def file_of(place: str, name: str) -> Path:
    """Where the words of a place are in one language."""
    return PACKAGE / place / f"words.{name}.toml" if place else PACKAGE / "words" / f"{name}.toml"


def _at(words: Any, key: str) -> Any:
    for part in key.split("."):
        words = words[part]
    return words


def places(template: str) -> set[str]:
    """The places of a template as they are written; the reason, if it is not a template.

    >>> sorted(places("{name} has {mean:.1f}"))
    ['{mean:.1f}', '{name}']
    """
    try:
        list(Formatter().parse(template))
    except ValueError as error:
        return {str(error)}
    return set(re.findall(r"\{[^{}]*\}", template.replace("{{", "").replace("}}", "")))


def _merged(english: dict, other: dict, templates: bool) -> dict:
    """The words of `other`, with English wherever one is missing or does not fit."""
    merged = dict(english)
    for key, entry in other.items():
        own = english.get(key)
        if isinstance(own, dict) and isinstance(entry, dict) and not own.keys() <= FORMS:
            merged[key] = _merged(own, entry, templates)
        elif _fits(own, entry, templates):
            merged[key] = entry
    return merged


def _fits(own: Any, entry: Any, templates: bool) -> bool:
    """Whether an entry can stand where English has `own`: it is of the same kind, and has no other places."""
    if type(own) is not type(entry):
        return False
    if isinstance(own, dict):
        return "other" in entry and all(_fits(own["other"], each, templates) for each in entry.values())
    if isinstance(own, list):
        return len(own) == len(entry) and all(
            _fits(*pair, templates) for pair in zip(own, entry, strict=True)
        )
    return not isinstance(own, str) or not templates or places(entry) <= places(own)
