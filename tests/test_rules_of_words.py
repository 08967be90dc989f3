"""What is wrong in a file of words is said with file, line and key; whatever it is, nothing else breaks."""

import re

import pytest

from convbook import words
from convbook.book.rules_of_words import broken_languages, broken_words, differences, line_of
from convbook.exercises.chapter import chapters, entries
from convbook.words import ENGLISH, PACKAGE, table

WORDS = '''\
ends_with = "a number"

[predictions.how_many]
ask = "How many?"
right = "b"
[predictions.how_many.a]
text = "one"
say = "No."
misconception = "M7"
[predictions.how_many.b]
text = "two"
say = "Yes."

[exercises.double]
task = """
Return twice `n`:

why = 3"""
hints = ["Twice."]
why = "Two of them."
[exercises.double.mistakes]
squared = { misconception = "M7", say = "You squared it." }
added = "You added two."
'''
ANSWERS = """
from convbook.exercises.chapter import Exercise

@Exercise(probes=((3,), (4,)))
def double(n):
    return 2 * n

double.mistakes(squared=lambda n: n**2, added=lambda n: n + 2)
"""
NAME = "01_slide"


@pytest.mark.parametrize("chapter", chapters(), ids=lambda chapter: chapter.name)
def test_words_of_the_book_are_whole(chapter):
    assert broken_words(chapter) == []


def test_every_language_has_what_english_has():
    assert broken_languages() == []


def test_good_words_are_not_reported(write_chapter):
    write_chapter(NAME, WORDS, ANSWERS)
    write_chapter("02_draft", "draft = true")
    assert [broken_words(chapter) for chapter in chapters()] == [[], []]
    assert broken_languages() == []


# what is changed, how, then the line and the key that are named
BROKEN = {
    "no task": ('task = """\nReturn twice `n`:\n\nwhy = 3"""\n', "", 14, "exercises.double.task"),
    "no hints": ('hints = ["Twice."]\n', "", 14, "exercises.double.hints"),
    "no why": ('why = "Two of them."\n', "", 14, "exercises.double.why"),
    "no ask": ('ask = "How many?"\n', "", 3, "predictions.how_many.ask"),
    "no right": ('right = "b"\n', "", 3, "predictions.how_many.right"),
    "no text": ('text = "one"\n', "", 6, "predictions.how_many.a.text"),
    "no say": ('say = "Yes."\n', "", 10, "predictions.how_many.b.say"),
    "right is no option": ('right = "b"', 'right = "c"', 5, "predictions.how_many.right"),
    "right is no text": ('right = "b"', "right = 2", 5, "predictions.how_many.right"),
    "unknown misconception": (
        'misconception = "M7"\n',
        'misconception = "M99"\n',
        9,
        "predictions.how_many.a.misconception",
    ),
    "unknown misconception of a mistake": (
        '"M7", say',
        '"M99", say',
        22,
        "exercises.double.mistakes.squared.misconception",
    ),
    "misspelt key": ("hints =", "hint =", 19, "exercises.double.hint"),
    "misspelt table": (
        "[exercises.double.mistakes]",
        "[exercises.double.mistake]",
        21,
        "exercises.double.mistake",
    ),
    "misspelt kind": ("[predictions.how_many]", "[prediction.how_many]", 3, "prediction"),
    "hints are a text": ('["Twice."]', '"Twice."', 19, "exercises.double.hints"),
    "mistake without words": ('added = "You added two."\n', "", 21, "exercises.double.mistakes.added"),
    "words without mistake": ("added =", "add =", 23, "exercises.double.mistakes.add"),
    "no code": ("[exercises.double", "[exercises.triple", 14, "exercises.triple"),
    "no words": ("[exercises.double", "[recall.double", 1, "exercises"),
    "no value": ('ask = "How many?"', "ask = ", 4, "predictions.how_many.ask"),
    "no quotes": ('say = "No."', "say = No.", 8, "predictions.how_many.a.say"),
    "twice": ('say = "No."', 'say = "No."\nsay = "No."', 9, "predictions.how_many.a.say"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_is_wrong_is_said_with_file_line_and_key(write_chapter, what):
    old, new, line, key = BROKEN[what]
    assert old in WORDS
    folder = write_chapter(NAME, WORDS.replace(old, new), ANSWERS)
    write_chapter(
        "02_other",
        WORDS.replace("how_many", "how_few").replace("exercises", "unknown").partition("[unknown")[0],
    )
    one, other = chapters()
    said = broken_words(one)
    assert any(f"{folder / 'words.en.toml'}, line {line}, " in each and f"{key}:" in each for each in said), (
        said
    )
    assert broken_words(other) == []
    assert "how_few" in [entry.id for entry in entries("prediction")]


def test_a_file_that_is_no_text_and_code_that_cannot_run_are_named(write_chapter):
    folder = write_chapter(NAME, WORDS, "import nothing_of_this_name")
    [chapter] = chapters()
    [said] = broken_words(chapter)
    assert f"{folder / 'answers.py'}" in said
    assert "ModuleNotFoundError" in said
    write_chapter(NAME, WORDS, ANSWERS)
    (folder / "words.en.toml").write_bytes(b"\xff")
    table.cache_clear()
    [said] = broken_words(chapter)
    assert str(folder / "words.en.toml") in said


def test_a_line_is_found_in_the_words_of_every_chapter():
    for chapter in chapters():
        toml = (PACKAGE / chapter.place / "words.en.toml").read_text(encoding="utf-8")
        for entry in entries("exercise"):
            if entry.number.startswith(f"{chapter.number}."):
                line = toml.splitlines()[line_of(toml, f"exercises.{entry.id}.why") - 1]
                assert line.startswith("why = ")


# --- another language


def translated(entry):
    """Every letter doubled, places apart."""
    if isinstance(entry, dict):
        return {name: translated(each) for name, each in entry.items()}
    if isinstance(entry, list):
        return [translated(each) for each in entry]
    return re.sub(r"\{[^}]*\}|(\w)", lambda found: found[1] * 2 if found[1] else found[0], entry)


def as_toml(entry: dict, place: str = "") -> str:
    """Enough of TOML for words: each text on a line of its own, each table after the texts."""
    lines = [f"[{place}]"] if place else []
    quoted = {name: each for name, each in entry.items() if not isinstance(each, dict)}
    for name, each in quoted.items():
        lines.append(f"{name} = {_quoted(each)}")
    for name in entry.keys() - quoted.keys():
        lines.append(as_toml(entry[name], f"{place}.{name}" if place else name))
    return "\n".join(lines)


def _quoted(value) -> str:
    import json

    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def translation(write_chapter):
    """The files of a complete translation of the package and of one chapter."""
    folder = write_chapter(NAME, WORDS, ANSWERS)
    files = {"": folder.parents[1] / "words" / "xx.toml", f"chapters/{NAME}": folder / "words.xx.toml"}
    for place, file in files.items():
        file.write_text(as_toml(translated(table(place, ENGLISH))), encoding="utf-8")
    return files


def test_a_complete_translation_is_not_reported(translation):
    assert broken_languages() == []


def test_facts_and_the_plural_may_be_left_out(translation):
    chapter, package = translation[f"chapters/{NAME}"], translation[""]
    chapter.write_text(re.sub(r"(?m)^(right|misconception) = .*\n", "", chapter.read_text()))
    package.write_text(re.sub(r"(?m)^one = .*\n", "", package.read_text()))
    assert broken_languages() == []


@pytest.mark.parametrize(
    ("place", "old", "new", "key"),
    [
        ("", r"^added = .*\n", "", "book.read.added"),
        ("", r"^(added = .*)\{name\}", r"\1{file}", "book.read.added"),
        ("", r"^(added = .*)\{name\}", r"\1", "book.read.added"),
        ("", r"^(added = .*)\{name\}", r"\1{name", "book.read.added"),
        ("", r"^added =", "addded =", "book.read.addded"),
        ("", r"^added = .*", 'added = ["x"]', "book.read.added"),
        (f"chapters/{NAME}", r"^hints = .*", "hints = []", "exercises.double.hints"),
        (f"chapters/{NAME}", r"^ask = .*\n", "", "predictions.how_many.ask"),
    ],
)
def test_what_a_translation_lacks_is_said_with_file_line_and_key(translation, place, old, new, key):
    file = translation[place]
    text = file.read_text(encoding="utf-8")
    changed, count = re.subn(old, new, text, flags=re.MULTILINE)
    assert count == 1
    file.write_text(changed, encoding="utf-8")
    said = differences(place, "xx")
    assert broken_languages() == said
    line = line_of(changed, key)
    assert [f"{file}, line {line}, {key}: " in each for each in said].count(True) == 1


def test_a_missing_and_a_broken_file_of_a_translation_are_named_and_english_is_shown(translation):
    file = translation[f"chapters/{NAME}"]
    file.unlink()
    [said] = broken_languages()
    assert str(file) in said
    file.write_text('ends_with = "x"\nbroken', encoding="utf-8")
    [said] = broken_languages()
    assert f"{file}, line 2, " in said
    words.language("xx")
    try:
        [chapter] = chapters()
        assert chapter.words["ends_with"] == "a number"
    finally:
        words.language(ENGLISH)
