"""Words: none stands in code, each key is there and used, English stands in for what a language lacks."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import convbook as cb
from convbook import words
from convbook.words import cached, form, say, text

PACKAGE = Path(cb.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))
SCRIPTS = sorted(PACKAGE.rglob("*.js"))
JOIN = "{}"  # what stands for a value in the text of an f-string, or of a template literal


class Text(NamedTuple):
    """A string in a program, and its line."""

    line: int
    text: str


# --- no sentence stands in code

WORD = r"[^\W\d_]{2,}"
END = r"[,;:.!?)»”'\"]*"
BEGIN = r"[(«“'\"`]*"
PROSE = re.compile(
    rf"{WORD}{END} +{BEGIN}(?:{WORD}|[{{%])"  # a word and another one, or a place for one
    rf"|\}}{END} +{BEGIN}{WORD}"
    rf"|^ +{BEGIN}{WORD}|{WORD}{END} +$"  # a word that will be joined to others
    rf"|\b[^\W\d_a-z]\w*[.:!?](?:\s|$)|[a-z]{{2,}}[.!?]$"  # the end of a sentence
)
IS_CODE = re.compile(
    r"<[^>]*>"  # HTML
    r"|\[[^]]*\]|,? ?[.#][\w-]+"  # a selector of CSS
    r"|[\w-]+ ?:[^\s:;][^;]*(?:;|$)"  # a declaration of CSS
    r"|\b(?:repeat|rgb|var)\([^)]*\)+"  # a function of CSS
    r"|\b(?:cb|convbook|jp|aria)-[\w-]*"  # a class
)
NO_PROSE = {  # strings that look like prose and are not
    "not started": "the state of a Finding",
    "changes its input": "the state of a Finding",
    "not a function": "the state of a Finding",
    "prediction {}": "a name in the progress file",
    "recalled {}": "a name in the progress file",
    "def ": "looked for in the source of a function",
    r"^def {}\(": "looked for in the source of a function",
    "offset points": "units of matplotlib",
    "row wrap": "a layout of ipywidgets",
    "module {} has no attribute {}": "Python's own wording, for whoever writes code",
    "{} is not in {}": "a KeyError: for whoever writes a key that is missing; a test finds it",
    "(prefers-reduced-motion: reduce)": "a query of CSS",
}


def is_prose(found: str) -> bool:
    return found not in NO_PROSE and bool(PROSE.search(IS_CODE.sub("", found)))


def texts_of_python(source: str) -> Iterator[Text]:
    """All strings of a module but its docstrings. Of an f-string the values are left out."""
    nodes = list(ast.walk(ast.parse(source)))
    strings = [node for node in nodes if isinstance(node, ast.JoinedStr)]
    skipped = {id(part) for node in strings for part in node.values}
    for node in nodes:
        match node:
            case ast.Expr(ast.Constant(str()) as docstring):
                skipped.add(id(docstring))
            case ast.JoinedStr():
                yield Text(node.lineno, literal(node))
            case ast.Constant(str()) if id(node) not in skipped:
                yield Text(node.lineno, node.value)


def literal(node: ast.expr) -> str:
    """A string as far as it is written out, JOIN for the rest."""
    match node:
        case ast.Constant(str()):
            return node.value
        case ast.JoinedStr():
            return "".join(map(literal, node.values))
        case ast.BinOp(left, ast.Add(), right):
            return literal(left) + literal(right)
    return JOIN


def texts_of_javascript(source: str) -> list[Text]:
    """All strings and template literals of a module. Of a template literal the values are left out."""
    found: list[Text] = []
    is_value = re.compile(r"(?:[\w$)\]]|^)\s*$")  # what stands before a slash that divides

    def code(at: int, closed_by: str = "") -> int:
        """Reads code up to the brace that closes it; returns where that is."""
        depth = 0
        while at < len(source):
            here = source[at]
            if comment := re.compile(r"//[^\n]*|/\*[\s\S]*?\*/").match(source, at):
                at = comment.end()
            elif here in "\"'":
                string = re.compile(rf"{here}(?:\\.|[^\\\n])*?{here}").match(source, at)
                found.append(Text(source.count("\n", 0, at) + 1, string[0][1:-1]))
                at = string.end()
            elif here == "`":
                at = template(at + 1)
            elif here == "/" and not is_value.search(source[max(0, at - 30) : at]):
                at = re.compile(r"/(?:\\.|\[(?:\\.|[^]])*\]|[^/\n])*/").match(source, at).end()
            elif here == closed_by and not depth:
                return at
            else:
                depth += (here == "{") - (here == "}")
                at += 1
        return at

    def template(at: int) -> int:
        """Reads a template literal; returns where the code goes on behind it."""
        start, parts = at, ""
        while source[at] != "`":
            if source.startswith("${", at):
                parts, at = parts + JOIN, code(at + 2, "}") + 1
            else:
                size = 2 if source[at] == "\\" else 1
                parts, at = parts + source[at : at + size], at + size
        found.append(Text(source.count("\n", 0, start) + 1, parts))
        return at + 1

    code(0)
    return found


@cache
def texts_in(path: Path) -> list[Text]:
    read = texts_of_javascript if path.suffix == ".js" else texts_of_python
    return list(read(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES + SCRIPTS, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_sentence_stands_in_code(path):
    strays = [f"{path}:{line}: {found!r}" for line, found in texts_in(path) if is_prose(found)]
    assert not strays, "\n".join(["these belong into convbook/words/en.toml:", *strays])


@pytest.mark.parametrize(
    "source",
    [
        'print("The window moves.")',
        'raise ValueError("kernel too large")',
        "f'{n} windows'",
        "f'{name} = {value}, but {expected} is expected'",
        '"%d of %d" % (a, b)',
        '"row {}: ".format(row)',
        '", ".join(names[:-1]) + " and " + names[-1]',
        'title = "Padding:"',
        'label = "Done!"',
        'f"<b>{name}</b> is right"',
        'x = "<div>Well done</div>"',
        '{"F": ("kernel size", 3)}',
        'def f(a="no file chosen"): pass',
        'lambda: "two words"',
        'f"{a}" f" and {b}"',
        "x = 'größer als vier'",
    ],
)
def test_a_stray_sentence_in_python_is_found(source):
    assert any(is_prose(found) for _, found in texts_of_python(source)), source


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring is prose."""\ndef f():\n    "It has two words."\n    return "sum"',
        '"class-name", "image/png", "utf-8", "sobel_horizontal", "(H, W)", "F", "H2"',
        'x = "border-left:4px solid {colour};padding:.3em .8em", "repeat(2, auto)"',
        "f\"<div class='convbook-how' style='{style}'>{words}</div>\"",
        'r"[+-]?(\\d+\\.?\\d*|\\.\\d+)", r"^#+ (.*)"',
        'f"{a} × {b} = {c}", f"{value:.1f}", " + ", "; ", "×".join(shape)',
        'say("explorers.window.sentence", i=i), f"explorers.{name}.labels"',
        '"notebooks/*.ipynb", "https://example.org/a?b=c"',
        "# a comment is prose too\nx = 1",
    ],
)
def test_python_that_only_looks_like_prose_is_left_alone(source):
    assert not [found for _, found in texts_of_python(source) if is_prose(found)]


@pytest.mark.parametrize(
    "source",
    [
        'button.textContent = "Next step";',
        "help('Point at a cell');",
        "`${n} windows`",
        "`step ${n} of ${all}`",
        "`${a ? `the ${b}` : ''}`",
        "`${list.map((x) => { return x + ' cells'; })}`",
        'const half = n / 2; say("not divided by this / at all");',
        'x.replace(/"/g, "two words");',
        '/* no " */ alert("It broke.");',
        "a = b // it's\n + 'two words'",
    ],
)
def test_a_stray_sentence_in_javascript_is_found(source):
    assert any(is_prose(found) for _, found in texts_of_javascript(source)), source


@pytest.mark.parametrize(
    "source",
    [
        '// It\'s a comment with "two words" in it.\n/* `and another` */',
        'root.querySelector(".cb-cell, .cb-grid"); el.matches("input:read-write, [contenteditable]");',
        "`rgb(${r}, ${g}, ${b})`; `${x}px`; `${a} × ${b}`; `Σ = ${sum}`; `repeat(${n}, auto)`",
        "s.match(/two words/); a / b / c; s.split(/[/\"']/);",
        'import { keepKeys } from "./keys.js"; event.key === "ArrowLeft"; "cb-place cb-unseen"',
    ],
)
def test_javascript_that_only_looks_like_prose_is_left_alone(source):
    assert not [found for _, found in texts_of_javascript(source) if is_prose(found)]


def test_the_line_of_a_stray_is_known():
    assert list(texts_of_python('x = 1\ny = f"two {x}"')) == [Text(2, "two {}")]
    assert texts_of_javascript("let x;\nlet y = `two ${x}`;") == [Text(2, "two {}")]


def test_every_exception_is_needed():
    found = {found for path in MODULES + SCRIPTS for _, found in texts_in(path)}
    assert NO_PROSE.keys() - found == set()


# --- every key is there, and every word is used


class Call(NamedTuple):
    """A call of say() or text(): where it stands, the key as far as it is written out, the values named."""

    place: str
    key: str
    named: set[str]
    knows_all: bool  # whether all its values are named here


def keys_in(node: ast.expr) -> list[str]:
    """The keys that an expression can be, values as JOIN."""
    if isinstance(node, ast.IfExp):
        return keys_in(node.body) + keys_in(node.orelse)
    return [literal(node)]


@cache
def calls() -> list[Call]:
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(ast.Name("say" | "text" as name), [key, *_], values):
                    named = {value.arg for value in values}
                    place = f"{path}:{node.lineno}"
                    knows_all = name == "say" and None not in named
                    found += [Call(place, each, named, knows_all) for each in keys_in(key)]
    return found


def entries_of(table: dict, prefix: str = "") -> Iterator[tuple[str, object]]:
    """(key, entry) of every sentence and every list; the forms for a number are one entry."""
    for name, entry in table.items():
        if isinstance(entry, dict) and not entry.keys() <= {"one", "other"}:
            yield from entries_of(entry, f"{prefix}{name}.")
        else:
            yield prefix + name, entry


ENGLISH = dict(entries_of(words.table("", "en")))
TABLES = {key[:at] for key in ENGLISH for at, letter in enumerate(key) if letter == "."}


def matching(key: str) -> list[str]:
    """The entries and tables of English that a key stands for; JOIN can be any name, or a part of one."""
    pattern = re.compile(r"\w*".join(map(re.escape, key.split(JOIN))))
    return [known for known in (*ENGLISH, *TABLES) if pattern.fullmatch(known)]


def starts_wide(key: str) -> bool:
    """Whether nothing but the room is written out, as in f"explorers.{name}.{part}"."""
    return bool(re.match(rf"\w+\.{re.escape(JOIN)}", key))


def test_every_key_in_code_is_in_english():
    """But for keys that are variables, and for those that are open behind their room."""
    keys = [(call.place, call.key) for call in calls() if call.key != JOIN]
    wrong = [f"{place}: {key}" for place, key in keys if not starts_wide(key) and not matching(key)]
    rooms = {key.partition(".")[0] for key in TABLES}
    wrong += [f"{place}: {key}" for place, key in keys if key.partition(".")[0] not in rooms]
    assert not wrong, "\n".join(wrong)
    assert len(keys) > 200


def test_every_english_word_is_used():
    """By a key in code. Where a key is open behind its room, each of its names must stand in code."""
    rooms = {key.partition(".")[0] for key in TABLES}
    sources = [path.read_text(encoding="utf-8") for path in MODULES]
    keys = {key for source in sources for key in key_texts(source) if key.partition(".")[0] in rooms}
    used = {known for key in keys if not starts_wide(key) for known in matching(key)}
    wide = {key.partition(".")[0] for key in keys if starts_wide(key)}
    names = {name for path in MODULES for _, found in texts_in(path) for name in re.split(r"[.{}]+", found)}
    dead = [key for key in ENGLISH if not any(key == own or key.startswith(f"{own}.") for own in used)]
    dead = [
        key for key in dead if key.partition(".")[0] not in wide or not set(key.split(".")) <= names | wide
    ]
    assert not dead, "\n".join(["no code uses these words:", *dead])


def key_texts(source: str) -> Iterator[str]:
    """All strings of a module that can be keys; those that are put together with + as one."""
    yield from re.findall(r'>>> say\("([\w.]+)"', source)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.BinOp) and "." in literal(node):
            yield literal(node)


def test_the_page_uses_every_word_that_it_gets():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    assert [name for name in text("explorers.view") if not re.search(rf'\.{name}\b|"{name}"', code)] == []


def test_every_place_of_a_template_is_filled():
    wrong = []
    for call in calls():
        if call.knows_all and call.key in ENGLISH:
            places = places_of(ENGLISH[call.key])
            wrong += [f"{call.place}: {call.key} has no {name}" for name in places - call.named]
    assert not wrong, "\n".join(wrong)


def places_of(entry: str | dict | list) -> set[str]:
    """The names of the places in a template, in any of its forms."""
    if isinstance(entry, dict | list):
        parts = entry.values() if isinstance(entry, dict) else entry
        return set().union(*map(places_of, parts))
    return {re.split(r"[.[]", name)[0] for _, name, _, _ in Formatter().parse(entry) if name is not None}


def test_forms_for_a_number_are_told_the_number():
    told = {call.key: call for call in calls() if call.knows_all}
    formed = {key for key, entry in ENGLISH.items() if isinstance(entry, dict)}
    assert [told[key].place for key in formed & told.keys() if "n" not in told[key].named] == []


# --- another language


@pytest.fixture
def book(tmp_path, monkeypatch) -> Iterator:
    """book(file, toml): writes a file of words of a small book, which the package then has for its own."""

    def forget() -> None:
        for made in (words.table, *words._caches):
            made.cache_clear()

    def write(file: str, toml: str) -> None:
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(toml, encoding="utf-8")
        forget()

    monkeypatch.setattr(words, "PACKAGE", tmp_path)
    write("words/en.toml", BOOK)
    yield write
    cb.language("en")
    monkeypatch.undo()
    forget()


BOOK = """
[room]
plain = "plain {a}"
list = ["one", "two"]
[room.count]
one = "{n} cell"
other = "{n} cells"
[room.deeper]
word = "deep"
[words]
unknown_language = "no {name}, only {names}"
"""


def test_a_number_chooses_its_form(book):
    assert [say("room.count", n=n) for n in (0, 1, 1.0, 2)] == ["0 cells", "1 cell", "1.0 cell", "2 cells"]
    assert form({"other": "all"}, 1) == form({"one": "a", "other": "all"}, None) == "all"
    assert form("as it is", 1) == "as it is"


def test_a_language_is_shown_and_english_again(book):
    book("words/xx.toml", '[room]\nplain = "PLAIN {a}"\ncount.other = "{n} CELLS"')
    assert words.languages() == ["en", "xx"]
    assert cb.language() == "en"
    assert cb.language("xx") == cb.language() == "xx"
    assert (say("room.plain", a=1), say("room.count", n=1)) == ("PLAIN 1", "1 CELLS")
    cb.language("en")
    assert (say("room.plain", a=1), say("room.count", n=1)) == ("plain 1", "1 cell")


@pytest.mark.parametrize(
    "toml",
    [
        "",
        "[room]",
        '[room]\nplain = "{b}"',
        '[room]\nplain = "{a"',
        '[room]\nplain = "{0} {a.b} {a[0]}"',
        '[room]\nplain = "{a:wide}"',
        '[room]\nplain = "{a[0]}"',
        '[room]\nplain = "{a.b}"',
        '[room]\ncount.one = "1 CELL"',
        "[room]\ncount.other = 3",
        '[room]\ncount.other = "{m}"\nlist = ["one"]',
        '[room.plain]\nother = "a table"',
        '[room]\nplain = ["a", "list"]\nlist = "a text"\ncount = "a text"\ndeeper = 3',
        'room = "a text"',
        "not TOML at all",
        '[room]\nplain = "twice"\nplain = "twice"',
    ],
)
def test_what_a_language_lacks_or_has_wrong_is_said_in_english(book, toml):
    book("words/xx.toml", toml)
    cb.language("xx")
    assert say("room.plain", a=1) == "plain 1"
    assert [say("room.count", n=n) for n in (1, 2)] == ["1 cell", "2 cells"]
    assert (text("room.list"), text("room.deeper.word")) == (["one", "two"], "deep")
    assert text("room.plain") == "plain {a}"  # for whoever fills it in themselves
    assert form(text("room.count"), 2) == "{n} cells"


def test_a_file_that_is_no_text_is_as_good_as_none(book, tmp_path):
    book("words/xx.toml", "")
    (tmp_path / "words/xx.toml").write_bytes(b"\xff\xfe\x00")
    cb.language("xx")
    assert say("room.plain", a=1) == "plain 1"


def test_the_words_of_a_chapter_fall_back_to_english_too(book):
    book("words/xx.toml", "")
    book("chapters/01_one/words.en.toml", '[exercises.a]\ntask = "Do it."\nwhy = "So."\nhints = ["a", "b"]')
    book("chapters/02_two/words.en.toml", 'ends_with = "two"')
    book("chapters/01_one/words.xx.toml", '[exercises.a]\ntask = "DO IT."\nhints = "no list"')
    cb.language("xx")
    assert words.words_of("chapters/01_one")["exercises"]["a"] == {
        "task": "DO IT.",
        "why": "So.",
        "hints": ["a", "b"],
    }
    assert words.words_of("chapters/02_two") == {"ends_with": "two"}


def test_what_is_made_of_words_is_forgotten_when_the_language_changes(book):
    book("words/xx.toml", '[room]\nplain = "PLAIN {a}"')

    @cached(4)
    def made(a: int) -> str:
        runs.append(a)
        return say("room.plain", a=a)

    try:
        runs: list[int] = []
        assert [made(1), made(1)] == ["plain 1", "plain 1"]
        cb.language("en")  # it was English before
        assert (made(1), runs) == ("plain 1", [1])
        cb.language("xx")
        assert (made(1), runs) == ("PLAIN 1", [1, 1])
        cb.language("en")
        assert made(1) == "plain 1"
    finally:
        words._caches.remove(made)


def test_an_unknown_language_is_refused_and_nothing_changes(book):
    for name in ("nope", "", "EN", "en.toml", "../en"):
        with pytest.raises(ValueError, match=r"^no '.*', only en$"):
            cb.language(name)
        assert cb.language() == "en"


def test_the_books_own_sentence_about_an_unknown_language():
    with pytest.raises(ValueError, match="'nope'") as refused:
        cb.language("nope")
    assert str(refused.value) == say("words.unknown_language", name="'nope'", names="en")


def test_a_key_that_nobody_has_is_a_key_error_that_names_it():
    with pytest.raises(KeyError, match="room\\.nothing"):
        say("room.nothing")
    with pytest.raises(KeyError, match="words\\.example\\.one\\.deeper"):
        text("words.example.one.deeper")
