"""A language made for these tests, English with every letter doubled, reaches every place in the package.

It is written out nowhere: `doubled` makes it from the English words. Whatever else a reader is shown would
stand there undoubled.
"""

import csv
import io
import json
import re
import shutil
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, product
from pathlib import Path

import matplotlib.text
import nbformat
import numpy as np
import pytest
from ipywidgets import HTML, Button, Dropdown, ToggleButtons
from PIL import Image
from pypdf import PdfReader

import convbook as cb
from convbook import charts, exercises, figures, words
from convbook.book import build, main, read, rules_of_words, student, verify, worksheet
from convbook.exercises import record
from convbook.exercises.ask import SURE, Announcement, QuestionCard
from convbook.exercises.card import Card
from convbook.exercises.cards import card_of
from convbook.exercises.chapter import Entry, chapters, entries, exercise
from convbook.exercises.compare import Difference
from convbook.exercises.judge import NOT_STARTED, Finding, judge
from convbook.exercises.patterns import CHANGES
from convbook.explorers import NAMES, find
from convbook.explorers.settings import Menu, Slider, Switch, label
from convbook.explorers.settings import entries as choices
from convbook.frame import Frame
from convbook.images import FORMATS, photo_names
from convbook.live import explore
from convbook.live.view import SLOTS
from convbook.ops import ELSEWHERE
from convbook.picture import Text

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
FACTS = ("right", "misconception", "draft")  # in a chapter's words; another language leaves them out
KEPT = r"`[^`]*`|<code>.*?</code>|<[^>]*>"  # code, and the tags of HTML


def doubled(entry, *, places: bool):
    """Words with every letter doubled, outside of code and, in templates, of places."""
    if isinstance(entry, dict):
        facts = () if places else FACTS
        return {key: doubled(part, places=places) for key, part in entry.items() if key not in facts}
    if isinstance(entry, list):
        return [doubled(part, places=places) for part in entry]
    prose, gap, code = (entry, "", "") if places else entry.partition("\n\n")  # of a hint the end is code
    kept = rf"{KEPT}|\{{[^}}]*\}}" if places else KEPT
    return (
        re.sub(rf"{kept}|([^\W\d_])", lambda found: 2 * found[1] if found[1] else found[0], prose)
        + gap
        + code
    )


READ = words.table


@cache
def table(place: str, name: str) -> dict:
    """As `words.table`, in a book that has the other language too."""
    return doubled(READ(place, "en"), places=not place) if name == "xx" else READ(place, name)


@pytest.fixture
def other_language(monkeypatch) -> Iterator[None]:
    """Everything is shown in the language "xx"."""
    monkeypatch.setattr(words, "table", table)
    monkeypatch.setattr(words, "languages", lambda: ["en", "xx"])
    words.language("xx")
    yield
    words.language("en")


@pytest.fixture
def shown_keys(monkeypatch) -> set[str]:
    """The keys of all that `say` has said, as far as the test has come."""
    found, text = set(), words.text

    def heard(key: str):
        found.add(key)
        return text(key)

    monkeypatch.setattr(words, "text", heard)
    return found


def english_in(shown: str, known: Iterable[str] = ()) -> list[str]:
    """The words of a text that are not doubled, but for code, single letters and the `known` ones.

    >>> english_in("rroowwss of F = 3 and `pad`, not window", known=["window"])
    ['of', 'and', 'not']
    """
    prose = re.sub(KEPT, " ", shown)
    for word in sorted(known, key=len, reverse=True):
        prose = re.sub(rf"(?<![^\W\d_]){re.escape(word)}(?![^\W\d_])", " ", prose)
    found = re.findall(r"[^\W\d_]{2,}", prose)
    return [word for word in found if word[::2] != word[1::2]]


def check(shown: Iterable[str], known: Iterable[str] = ()) -> None:
    """Asserts that nothing is left in English."""
    left = {text: found for text in set(shown) if (found := english_in(text, known))}
    assert not left, "\n".join(f"{found} in {text!r}" for text, found in list(left.items())[:20])


# --- the language and the finder


def test_doubling_keeps_places_and_code():
    assert doubled("row {i:.1f}: `pad(x)` é", places=True) == "rrooww {i:.1f}: `pad(x)` éé"
    assert doubled({"right": "a", "why": "So {x}."}, places=False) == {"why": "SSoo {xx}."}
    assert doubled(["Look.\n\nreturn x"], places=False) == ["LLooookk.\n\nreturn x"]


def test_english_is_found():
    assert english_in("TThhee window mmoovveess to H2.") == ["window", "to"]
    assert english_in("TThhee `window` <b>mmoovveess</b>: F, S, 3×5, H2, x_y") == []
    assert english_in("kernel 'sobel_x' kernels", known=["kernel", "sobel"]) == ["kernels"]


# --- explorers


def states_of(name: str) -> Iterator:
    """The wordiest states of an explorer, and its first one with any two controls moved to their ends."""
    module = find(name)
    yield from module.WORDIEST
    for one, other in combinations(module.CONTROLS, 2):
        for values in product(ends_of(one), ends_of(other)):
            yield replace(module.State(), **dict(zip((one.name, other.name), values, strict=True)))


def ends_of(control) -> tuple:
    match control:
        case Slider(low=low, high=high):
            return low, high
        case Menu(values=values):
            return values
        case Switch():
            return False, True
    return b"", picture()


@cache
def picture() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.full((300, 400), 200, np.uint8)).save(file, "PNG")
    return file.getvalue()


def texts_of(frame: Frame) -> Iterator[str]:
    yield frame.sentence
    yield from (meaning for _, meaning in frame.legend)
    for panel in frame.panels:
        yield from (panel.title, panel.caption, *(panel.texts or ()), *(panel.lines or ()))
    for link in frame.links:
        yield from (link.title, *(link.terms or ())[:99], *(link.sums or ())[:99], *(link.partials or ()))


@pytest.mark.parametrize("name", NAMES)
def test_explorers(name, other_language):
    module = find(name)
    check(text for state in states_of(name) for text in texts_of(module.frame(state)))
    check(label(name, control) for control in module.CONTROLS)
    menus = [control for control in module.CONTROLS if isinstance(control, Menu)]
    check(entry for menu in menus for entry, _ in choices(name, menu))
    known = {value for menu in menus for value in menu.values}
    check((control.expected for control in module.CONTROLS), known)


@pytest.mark.parametrize("name", NAMES)
def test_explorers_in_the_page(name, other_language):
    """The names of controls, the entries of menus, the words and the Frames that are sent."""
    check(texts_in_page(explore(name)))


def texts_in_page(explorer) -> list[str]:
    view = explorer.view
    found = [re.sub(r"\{\w+\}", "", word) for word in view.fixed["words"].values()]
    found += [text for texts in view.fixed["longest"].values() for text in texts]
    for control in explorer.controls.values():
        found.append(getattr(control, "description", "") or getattr(control, "label", ""))
        found += [entry for entry, _ in control.options] if isinstance(control, Dropdown) else []
    for frame in filter(None, (getattr(view, slot) for slot in SLOTS)):
        found += [frame["sentence"], *(panel["title"] for panel in frame["panels"])]
        found += [panel["caption"] for panel in frame["panels"]]
        found += [line for panel in frame["panels"] for line in (panel["lines"] or "").split("\t")]
    return [*found, repr(explorer), repr(explorer.figure())]


def test_what_explorers_say_of_bad_input(other_language, shown_keys):
    explorer, photo = explore("window", kernel="own"), explore("photo")
    said = []
    for typed in ("x", "999", "1/7", "1/3.5", "-97.99/3", "98999/1000"):
        explorer.answer({"kind": "edit", "panel": "kernel", "cell": 0, "text": typed})
        said.append(
            explorer.frame.sentence
            if False
            else explorer.view.trait_values()[explorer.view.shown]["sentence"]
        )
    explorer.answer({"kind": "paste", "panel": "kernel", "text": "1 2\n3 4"})
    said.append(sentence_in_page(explorer))
    for content in (b"", b"no picture", b"0" * 9 * 2**20):
        photo.controls["photo"].value = {"size": len(content), "content": content[:99]}
        said.append(sentence_in_page(photo))
    check(said, {*FORMATS})
    bad = [
        lambda: explore("windows"),
        lambda: explore("window", G=3),
        lambda: explore("window", F=99),
        lambda: explore("window", flip=3),
        lambda: explore("window", kernel="blurred"),
        lambda: explore("window", own=[[1, 2]]),
        lambda: explore("window", own=[["1/7"]]),
        lambda: explore("window", drawn=[1, 2]),
        lambda: explore("window", drawn=[99] * 108),
        lambda: explore("photo", photo=3),
        lambda: explore("photo", corner=(1, 2, 3)),
        lambda: explore("layer", weights=[1]),
        lambda: explore("layer", biases=[1]),
    ]
    known = {*NAMES, *cb.KERNELS, "own", "kernel", "kernels", "flip", "windows", "image", "draw", "brush"}
    check(map(message_of, bad), known | {"drawn", "photo", "corner", "weights", "biases", "blurred"})


def sentence_in_page(explorer) -> str:
    return getattr(explorer.view, explorer.view.shown)["sentence"]


def message_of(call: Callable) -> str:
    with pytest.raises((ValueError, TypeError, KeyError)) as raised:
        call()
    return str(raised.value)


@pytest.mark.parametrize("name", NAMES)
def test_the_language_can_change_while_explorers_are_shown(name, other_language):
    words.language("en")
    explorer = explore(name)
    before = texts_in_page(explorer)
    assert english_in(" ".join(before))
    words.language("xx")
    check(texts_in_page(explore(name)))
    control = next(control for control in find(name).CONTROLS if isinstance(control, Slider))
    start = getattr(explorer.state, control.name)
    other = control.low if start > control.low else control.high
    explorer.set(**{control.name: other})
    check([repr(explorer), *texts_of(explorer.frame)])
    words.language("en")
    explorer.set(**{control.name: start})
    assert texts_in_page(explore(name)) == before


# --- figures


PHOTO = cb.load_pixels("coffee").astype(int)
BANK = np.ones((4, 3, 3, 3)) * np.array([1, 2, 0, -1])[:, None, None, None]
FIGURES = {
    "arrows": lambda: figures.arrows(
        PHOTO[8:24, 104:120], PHOTO[8:24, 104:120] - 90, PHOTO[8:24, 104:120] - 50
    ),
    "beyond": lambda: figures.beyond(PHOTO),
    "book_map": figures.book_map,
    "border_errors": lambda: figures.border_errors(
        PHOTO[:30, :40], **{"XX": PHOTO[1:-1, 1:-1][:28, :38], "YY": PHOTO[:30, :40] + 1}
    ),
    "draw": lambda: cb.draw(find("window").frame(find("window").State())),
    "enlarged": lambda: figures.enlarged(XX=PHOTO, YY=PHOTO[::2, ::2]),
    "ladder": lambda: charts.ladder({"XX": 2.5, "YY": 0.003, "ZZ": 0.00002}, limit=0.00001),
    "layer_diagram": lambda: figures.layer_diagram(PHOTO[:30, :99].reshape(30, 33, 3), BANK, [1, 0, 2, 5]),
    "matrix_diagram": lambda: figures.matrix_diagram(227, 227, 3, F=11, S=4, K=96),
    "loss": lambda: charts.loss({"XX": [4, 2], "YY": [3, 2, 1]}),
    "memory": lambda: charts.memory([32, 64], {"XX": [20_000, 80_000], "YY": [3_000_000, 9_000_000]}),
    "profile": lambda: charts.profile(
        PHOTO[:, 175], cb.conv2d(PHOTO[:, 175:176], np.array([[-1], [0], [1]]))[:, 0]
    ),
    "network_sketch": figures.network_sketch,
    "sharing": figures.sharing,
    "show": lambda: cb.show(XX=PHOTO[:5, :5], YY=np.array([[-900, 3.5]])),
    "stack": lambda: figures.stack([(3, 1), (3, 1)], [(3, 2), (1, 1)]),
}


def test_every_figure_is_looked_at():
    assert FIGURES.keys() == {*figures.__all__, *charts.__all__, "draw", "show"} - {"Chart"}


@pytest.mark.parametrize("name", FIGURES)
def test_figures(name, other_language):
    picture = FIGURES[name]()
    picture.png()  # draws it: only then ticks have their labels
    check([picture.alt, *written_in(picture)])


def written_in(picture) -> list[str]:
    if isinstance(picture, charts.Chart):
        return [text.get_text() for text in picture.figure.findobj(matplotlib.text.Text)]
    return [shape.words for shape in picture.parts if isinstance(shape, Text)]


# --- exercises


@pytest.fixture
def cards(monkeypatch, tmp_path) -> list:
    """The cards that were shown. Answers are kept, in an empty folder."""
    shown = []
    monkeypatch.setattr(exercises, "display", shown.append)
    monkeypatch.setattr(exercises, "_hints_open", {})
    monkeypatch.setattr(record, "is_on", lambda: True)
    monkeypatch.setattr(record, "_told", {})
    monkeypatch.chdir(tmp_path)
    return shown


def words_on(card) -> Iterator[str]:
    """All that a card shows, but for code."""
    if isinstance(card, Card):
        yield from (card.title, card.verdict, *card.lines, *card.after)
        yield from (table.caption for table in card.tables)
        return
    yield from (child.description for child in widgets_in(card) if isinstance(child, Button))
    for child in widgets_in(card):
        match child:
            case ToggleButtons():
                yield from (child.description, *(label for label, _ in child.options))
            case HTML():
                yield child.value
            case Announcement():
                yield child.html
    yield from [card.note] if isinstance(card, QuestionCard) else [card.head().title, card.head().verdict]
    for each in card.cards() if isinstance(card, QuestionCard) else []:
        yield from words_on(each)


def widgets_in(box) -> Iterator:
    for child in box.children:
        yield child
        yield from widgets_in(child) if hasattr(child, "children") else ()


def names_of(entry: Entry) -> set[str]:
    return {entry.id, *entry.exercise.arguments}


@pytest.mark.parametrize("entry", entries("exercise"), ids=lambda entry: entry.id)
def test_words_of_exercises(entry, other_language, cards):
    """Every known mistake, every hint, and the reason for the solution."""
    entry = exercise(entry.id)
    for name in entry.exercise.known:
        cards.append(card_of(entry, Finding("wrong", "mistake", {}, name)))
    for _ in range(len(entry.words["hints"]) + 1):
        cb.hint(entry.id)
    cb.solution(entry.id)
    cb.check(entry.id, ...)
    shown = [text for card in cards for text in words_on(card)]
    check([*shown, entry.words["task"], entry.words.get("form", "")], names_of(entry))


def answers() -> Iterator[tuple[str, object]]:
    """Exercises and answers, of each kind that gets a card of its own."""

    def right(image):
        output = np.array(image, dtype=float)
        output[1:-1, 1:-1] = cb.conv2d(image, np.ones((3, 3)))
        return output

    def talks(image):
        print("xx" * 99)
        return image * 2

    def whispers(image):
        print("xx")
        return image * 2

    def raises(image):
        return image / [][0]

    def half_done(image):
        image = ...
        return image.sum()

    def deeper(image):
        return deeper(image)

    def changes(image):
        image[:] = (output := right(image))
        return output

    def ends_early(image):
        output = right(image)
        output.ravel()[5:] = 0
        return output

    def with_nan(count):
        return lambda image: np.where(np.indices(image.shape)[1] < count, np.nan, right(image))

    def first_nan(image):
        output = right(image)
        output[0, 0] = np.nan
        return output

    of_neighbours = [
        right, talks, whispers, next, raises, half_done, deeper, changes, ends_early, first_nan, with_nan(2),
        np.ndarray, np, np.ones((2, 3)), 3, "xx", lambda: 1, lambda a, b: a, lambda image: image,
        lambda image: None,
        lambda image: right, lambda image: right(image).tolist(), lambda image: {}, lambda image: 2 * image,
        lambda image: right(image) > 3, lambda image: right(image)[1:], lambda image: 0 * image,
        lambda image: right(image) * 1j, print, lambda image: (1, 2),
    ]  # fmt: skip
    yield from (("add_neighbours", answer) for answer in of_neighbours)
    yield "mover", lambda: np.ones((3, 3), dtype=bool)
    for entry in entries("exercise"):
        for value in (None, 3, 2.5, (1, 2), (1, 2, 3), [1], True, np.ones((3, 3)), np.zeros((3, 3, 2)), {}):
            yield entry.id, lambda *arguments, value=value: value


OF_ARITHMETIC = ("factor", "offset", "close")
PYTHONS = {
    *("ndarray", "numpy", "np", "dict", "list", "tuple", "bool", "complex", "function", "xx"),
    *("True", "False", "None", "float64", "complex128", "int64"),
    *("IndexError", "TypeError", "AttributeError"),
    "'ellipsis' object has no attribute 'sum'",
    "list index out of range",
    "'numpy.ndarray' object is not an iterator",
}  # fmt: skip


def test_cards_for_answers_of_every_kind(other_language, cards, shown_keys):
    for name, answer in answers():
        entry = exercise(name)
        card = card_of(entry, judge(entry.exercise, answer))
        check(words_on(card), PYTHONS | names_of(entry) | {"array"})
    entry = exercise("slide")
    known = [name for name in entry.exercise.known if "misconception" in entry.words["mistakes"][name]]
    no_truth = Difference("other", {"found": 3, "expected": "truth"})
    patterns = [Difference(kind, {"factor": "1/2", "added": "+3"}) for kind in (*CHANGES, *OF_ARITHMETIC)]
    infinite = Difference("infinite", {"n": 2})
    rare = (Finding("wrong", "differs", {}, "", found) for found in (*patterns, no_truth, infinite))
    for finding in (NOT_STARTED, Finding("wrong", "mistake", {}, known[0]), *rare):
        check(words_on(card_of(entry, finding)), names_of(entry))
    for names in (["xx"], ["xx", "np"]):
        check(words_on(card_of(entry, Finding("stopped", "replaced", {"names": names}))), PYTHONS)
    for running in (True, False):
        for seconds in (1.0, 0.5):
            facts = {"seconds": seconds, "still_running": running}
            check(words_on(card_of(exercise("slide"), Finding("stopped", "time_up", facts))))
    for part in ("verdicts", "findings", "differences", "properties", "values", "trial"):
        assert_all_shown(f"exercises.{part}", shown_keys)


def assert_all_shown(table: str, shown: set[str], but: Iterable[str] = ()) -> None:
    """Asserts that a test has shown every sentence of a table, so that none was left unlooked at."""
    keys = keys_below(table, words.text(table))
    assert sorted(set(keys) - shown - {f"{table}.{key}" for key in but}) == []


def keys_below(key: str, entry) -> Iterator[str]:
    if isinstance(entry, dict) and not entry.keys() <= words.FORMS:
        for name, part in entry.items():
            yield from keys_below(f"{key}.{name}", part)
    else:
        yield key


@pytest.mark.parametrize("kind", ["prediction", "question", "recall"])
def test_words_of_questions(kind, other_language, cards):
    """Every option of every question, with every degree of certainty."""
    for question in entries(kind):
        card = QuestionCard(question, title="1" if kind == "recall" else "")
        known = code_in(question)  # buttons show it without backticks
        check(words_on(card), known)
        for n, key in enumerate(question.order):
            card.choose(key, n % (SURE + 1))
            check(words_on(card), known)
        card.typed("z")
        check(words_on(card), known)


def code_in(question) -> set[str]:
    texts = (question.ask, question.again, *(option.text for option in question.options.values()))
    return {
        word for text in texts for code in re.findall("`([^`]+)`", text) for word in re.findall(r"\w+", code)
    }


def test_what_cards_say_around_questions(other_language, cards, shown_keys):
    (first,) = entries("prediction")[:1]
    missed = next(key for key in first.order if key != first.right)
    cb.predict(first.id)
    cb.predict(first.id, first.letter(missed), sure=3)
    cb.predict(first.id, "z")
    cb.predict(first.id, "a", sure="xx")
    for name in ("xx", 3, None):
        for call in (cb.predict, cb.quiz, cb.hint, cb.solution, lambda name: cb.check(name, print)):
            call(name)
    cb.recall(99)
    cb.recall("xx")
    for right in (False, True):
        cb.recall(2)
        for each in cards[-1].cards:
            each.choose(next(key for key in each.question.order if (key == each.question.right) == right), 1)
    cb.predict(first.id, "a", sure=2)
    cb.predict(first.id, "a")
    ids = {entry.id for kind in ("prediction", "question", "exercise") for entry in entries(kind)}
    code = {word for each in entries("prediction") + entries("recall") for word in code_in(each)}
    check((text for card in cards for text in words_on(card)), {*ids, *code, "None"})
    for part in ("ask", "recall", "unknown"):
        assert_all_shown(
            f"exercises.{part}", shown_keys, but=["levels", "between", "how.prediction", "how.question"]
        )


FILES = {"convbook_progress", "convbook_progress_unreadable", "convbook_progress_form", "json"}


def test_progress(other_language, cards, shown_keys, monkeypatch, tmp_path):
    def show() -> None:
        cards.clear()
        cb.progress()
        check((text for card in cards for text in words_on(card)), FILES)

    show()
    file = tmp_path / record.FILE
    for content in ("damaged", json.dumps({"convbook": record.FORM + 1, "answers": {}})):
        file.write_text(content, encoding="utf-8")
        cb.quiz(entries("question")[0].id, "a")
        check((text for card in cards for text in words_on(card)), FILES)
        show()
    file.unlink()
    for path in tmp_path.glob("*.json"):
        path.unlink()
    for question in entries("prediction") + entries("question"):
        for sure in (3, 1):
            record.keep(question.kind, question.id, right=sure == 1 and question.chapter < 3, sure=sure)
    record.keep("exercise", "slide", right=False)
    show()
    monkeypatch.setattr(record, "write_atomically", unwritable)
    record.keep("exercise", "slide", right=True)
    check(record.news(), FILES)
    monkeypatch.setattr(record, "is_on", lambda: False)
    show()
    assert_all_shown("exercises.progress", shown_keys)


def unwritable(*_) -> None:
    raise OSError(28, "XX")


# --- errors, and the line about the reader's computer


def errors(folder: Path) -> Iterator[Callable]:
    """A call for every sentence in the table of errors."""
    one, x, bank = np.ones((5, 5)), np.ones((5, 5, 2)), np.ones((1, 3, 3, 2))
    yield lambda: cb.output_size(one, 3)
    yield lambda: cb.receptive_field(3)
    yield lambda: cb.receptive_field([3])
    yield lambda: cb.pad(one, 1, mode="xx")
    yield lambda: cb.pad(one[:2], 2, mode="reflect")
    for mode in ("zeros", "nearest", "mirror", "circular", "symmetric", "same", "valid", "full"):
        yield lambda mode=mode: cb.pad(one, 1, mode=mode)
    yield lambda: cb.conv2d(one, np.ones((7, 7)))
    yield lambda: cb.conv2d(x, one)
    yield lambda: cb.conv2d(x[None], one)
    yield lambda: cb.conv2d(one, x)
    yield lambda: cb.conv2d(one, bank)
    yield lambda: cb.im2col(x[None], 3)
    yield lambda: cb.conv_layer_backward(x, bank, one)
    yield lambda: cb.pool(x, 2, kind="xx")
    yield lambda: cb.pool(x, 2, padding=2)
    net, pictures = cb.network.trained(), np.zeros((2, 14, 14, 1))
    for labels in ([1, 2, 3], [1, 10]):
        yield lambda labels=labels: cb.network.slopes(net, pictures, labels)
    yield lambda: cb.network.slopes(net, pictures[:1], [])
    yield lambda: cb.network.forward(net, np.zeros((2, 9, 9, 1)))
    yield lambda: cb.digits.centred(np.zeros((3, 3)))
    yield lambda: cb.conv_layer(x, one)
    yield lambda: cb.conv_layer(x, x)
    yield lambda: cb.conv_layer(x, bank.transpose(0, 3, 1, 2))
    yield lambda: cb.im2col(x.transpose(2, 0, 1), 3)
    yield lambda: cb.pad(one, 10**9)
    yield lambda: cb.output_size(2, 5)
    yield lambda: cb.conv2d([[1], [1, 2]], one)
    yield lambda: cb.conv2d([["xx"]], one)
    yield lambda: cb.conv2d(one[0], one)
    yield lambda: cb.conv_layer(one, bank)
    yield lambda: cb.conv2d(one[:0], one)
    yield lambda: cb.conv_layer(one[:, :, None], bank)
    yield lambda: cb.col2im(np.ones((2, 2)), (5, 5, 1), 3)
    yield lambda: cb.col2im(np.ones((9, 9)), (5, 5), 3)
    yield lambda: cb.KERNELS["xx"]
    yield lambda: cb.conv_layer(x, bank, [1, 2])
    yield lambda: cb.conv_layer(x, np.ones((2, 3, 3, 2)), [1])
    yield lambda: cb.output_size(5, 2.5)
    yield lambda: cb.output_size(5, 3, P="xx")
    yield lambda: cb.conv2d(one, one, stride="xx")
    yield lambda: cb.conv2d(one, one, padding="xx")
    yield lambda: cb.conv2d(one, one, padding=-1)
    yield lambda: cb.pad(one, "same")
    yield lambda: cb.blur_kernel(0)
    yield lambda: cb.load_pixels(3)
    yield lambda: cb.load_pixels("xx")
    yield lambda: cb.load_pixels("cofee")
    yield lambda: cb.load_pixels("coffee", size=0)
    yield lambda: cb.load_pixels("coffee", size="xx")
    yield lambda: cb.load_pixels("https://xx/xx.png")
    for content in (b"", b"xx", b"\0\0\0\0ftypheic", picture()[:200], large_picture()):
        yield lambda content=content: cb.load_pixels(content)
    (folder / "xx.tif").write_bytes(unknown_range())
    for path in (folder / "yy.png", folder, Path("/dev/null"), folder / "xx.tif"):
        yield lambda path=path: cb.load_pixels(path)


def large_picture() -> bytes:
    """A PNG of one pixel that claims to have 30,000 × 30,000."""
    file = io.BytesIO()
    Image.new("L", (1, 1)).save(file, "PNG")
    start, head, rest = file.getvalue()[:12], b"IHDR" + (30_000).to_bytes(4) * 2, file.getvalue()[24:]
    head += rest[:5]
    return start + head + zlib.crc32(head).to_bytes(4) + rest[9:]


def unknown_range() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.ones((4, 4), np.float32)).save(file, "TIFF")
    return file.getvalue()


def test_errors(other_language, shown_keys, tmp_path):
    known = {*cb.KERNELS, *FORMATS, *photo_names(), "constant", "edge", "reflect", "wrap", "same", "layers"}
    known |= {
        "stride",
        "padding",
        "kernel",
        "image",
        "bias",
        "kernels",
        "mode",
        "size",
        "shape",
        "dtype",
        "cofee",
        "grad",
        "kind",
        "labels",
        "pictures",
        "ink",
        "float64",
        "int64",
        "max",
        "mean",
    }
    known |= {"dev", "null", "png", "tif", "int", "name", "str", "name_or_path", "array", "x", "U2"}
    known |= {"HEIC", "https", "transpose", *chain.from_iterable(ELSEWHERE.values())}
    messages = [
        message_of(call).replace(str(tmp_path), "").replace(str(Path.cwd()), "") for call in errors(tmp_path)
    ]
    check(messages, known)
    deep = io.BytesIO()
    Image.fromarray(np.full((2, 2), 4000, np.uint16)).save(deep, "PNG")
    with pytest.warns(UserWarning, match="4000") as warned:
        cb.load_pixels(deep.getvalue())
    check([str(each.message) for each in warned])
    but = ["separator", "alternative", "images.upload", "images.unreadable"]
    assert_all_shown("errors", shown_keys, but)


def test_the_line_about_the_readers_computer(other_language, monkeypatch):
    assert "ookk" in cb.environment_line()
    monkeypatch.setattr("convbook.environment._imports", lambda name: False)
    check([cb.environment_line()], {"anywidget", "ipywidgets"})


# --- the command line


COMMANDS = ("read", "student", "progress", "build", "verify")


@pytest.mark.parametrize("command", [(), *((name,) for name in COMMANDS)], ids=str)
def test_help(command, other_language, capsys):
    with pytest.raises(SystemExit):
        main([*command, "-h"])
    options = {"port", "no", "browser", "csv", "help", "folder", "paths"}
    known = {*COMMANDS, *options, *map(str.upper, options), "CSV_FILE", "my_notebooks"}
    check([capsys.readouterr().out.replace("convbook", "")], known)


@pytest.fixture
def small_book(tmp_path, monkeypatch) -> Path:
    """The start page and one chapter of the book, in a folder of their own."""
    folder = tmp_path / "book" / "notebooks"
    folder.mkdir(parents=True)
    for name in ("00_start_here", "01_slide_a_window", "01_slide_a_window_practice"):
        shutil.copy(NOTEBOOKS / f"{name}.ipynb", folder)
    for module in (build, read, student, verify):
        monkeypatch.setattr(module, "stored_folder", lambda: folder)
    monkeypatch.setattr(read.LabApp, "launch_instance", lambda arguments: None)
    monkeypatch.setattr(build, "_run", lambda notebook, path: None)
    return folder


@pytest.fixture
def said(capsys, tmp_path) -> Callable[..., str]:
    """said("read", folder): what a command prints, without the paths of the test."""

    def run(*arguments: object) -> str:
        main([*map(str, arguments)])
        printed = "".join(capsys.readouterr())
        return re.sub(r"\S*\.(ipynb|toml|json|csv|md)\b", "", printed.replace(str(tmp_path), ""))

    return run


def test_read(other_language, small_book, said, tmp_path, shown_keys, monkeypatch):
    copy = tmp_path / "xx"
    check([said("read", copy), said("read", copy)])
    for name in ("00_start_here", "01_slide_a_window"):
        path = small_book / f"{name}.ipynb"
        path.write_text(path.read_text(encoding="utf-8").replace("the", "THE"), encoding="utf-8")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("mine")])
    nbformat.write(notebook, copy / "00_start_here.ipynb")
    check([said("read", copy)])
    (copy / "00_start_here.ipynb").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(read, "_home_can_be_written", lambda: False)
    monkeypatch.setattr(read.os, "environ", {})
    check([said("read", copy)])
    (copy / read.RECORD).write_text("damaged", encoding="utf-8")
    check([said("read", copy)])
    check([said("read", tmp_path / "xx" / "00_start_here.ipynb")])
    assert_all_shown("book.read", shown_keys, but=["no_book"])


def test_student(other_language, small_book, said, tmp_path, monkeypatch):
    monkeypatch.setattr(student, "worksheet", lambda lesson: b"")
    check([said("student", tmp_path / "xx"), said("student", tmp_path / "book")], {"book", "notebooks"})


def test_progress_of_a_class(other_language, cards, said, tmp_path, shown_keys):
    (tmp_path / "aa").mkdir()
    for name, content in {
        "aa/convbook_progress.json": {"convbook": record.FORM, "answers": {}},
        "convbook_progress_x.json": {"convbook": record.FORM + 1, "answers": {}},
        "convbook_progress_y.json": {},
    }.items():
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "convbook_progress_z.json").mkdir()
    table = tmp_path / "xx.csv"
    of_the_system = {"Is a directory"}
    check([said("progress", tmp_path, "--csv", table), said("progress", tmp_path / "nn")], of_the_system)
    check(
        [said("progress", tmp_path, "--csv", table), said("progress", tmp_path / "convbook_progress_y.json")]
    )
    with table.open(encoding="utf-8-sig", newline="") as file:
        check(next(csv.reader(file)))
    but = ["heads", "heads_in_csv"]
    assert_all_shown("book.progress", shown_keys, but)


def test_build_and_verify(other_language, small_book, said, monkeypatch):
    """What they find in a book that was built in English. Cells are not run here."""
    broken = nbformat.v4.new_notebook(
        cells=[*map(nbformat.v4.new_markdown_cell, ["# A", "# B", "[x](y.ipynb) ![](z.png)"])]
    )
    broken.cells += map(
        nbformat.v4.new_code_cell, ["x = 1;", "from matplotlib import pyplot", "cb.hint('zz')"]
    )
    broken.cells += [nbformat.v4.new_code_cell("x\n" * 20 + "# aa bb cc dd ee ff gg")]
    broken.cells[3].outputs = [
        nbformat.v4.new_output("error", ename="XX", evalue="", traceback=[]),
        nbformat.v4.new_output("stream", name="stderr", text="XX"),
        nbformat.v4.new_output("display_data", {"image/jpeg": "", "text/plain": "XX"}),
    ]
    broken.metadata.widgets = {}
    (small_book / "02_find_the_edges.ipynb").write_text(nbformat.writes(broken), encoding="utf-8")
    (small_book / "damaged.ipynb").write_text("{}", encoding="utf-8")
    (small_book.parent / "README.md").write_text("<!-- chapters -->\n\n\n\n<!-- end of chapters -->")
    printed = said("verify") + said("verify", small_book / "nn") + said("build") + said("build")
    of_nbformat = (
        "Notebook could not be converted from version 1 to version 2 because it's missing a key: cells"
    )
    check(printed.splitlines(), {*known_to_authors(), *NAMES, "book", "notebooks", of_nbformat})


def known_to_authors() -> set[str]:
    """What sentences for authors quote: names in notebooks, of exercises, of parts of a cell."""
    ids = {entry.id for kind in ("prediction", "question", "recall", "exercise") for entry in entries(kind)}
    names = {
        "cb.hint",
        "zz",
        "pyplot",
        "metadata",
        "source",
        "execution_count",
        "id",
        "cb",
        "check",
        "predict",
    }
    return ids | names | {"quiz", "recall", "exercise", "None", "python3", "README", "png"}


def test_rules_of_words(other_language, monkeypatch):
    """What is wrong with a chapter that has no words, and with a language that lacks half of them."""
    chapter = chapters()[1]
    monkeypatch.setattr(rules_of_words, "table", lambda place, name: {"exercises": {"slide": 3}, "zz": "x"})
    found = rules_of_words.broken_words(chapter)
    check((re.sub(r"\S*\.toml|[\w.]+:", "", sentence) for sentence in found), {"misconceptions"})


# --- worksheets


def test_worksheets(other_language):
    """All but the title, which is the notebook's. Lines may end within a word."""
    lesson = NOTEBOOKS / "03_pad_the_border.ipynb"
    pdf = PdfReader(io.BytesIO(worksheet.worksheet(lesson)))
    shown = " ".join(page.extract_text() for page in pdf.pages)
    asked = worksheet.chapter_of(lesson).entries("prediction") + worksheet.chapter_of(lesson).entries(
        "question"
    )
    code = {word for question in asked for word in code_in(question)}
    check([shown], {*code, *re.findall(r"\w+", worksheet.title(lesson))})


def test_a_mistake_is_known_in_every_language(other_language):
    """What a mistake does on the probes may be an error of the package, whose words have changed since."""
    entry = exercise("in_strips")
    answer = entry.exercise.known["only_the_start_corrected"].answer
    for name in (words.ENGLISH, "xx", words.ENGLISH):
        words.language(name)
        assert judge(entry.exercise, answer).mistake == "only_the_start_corrected"
