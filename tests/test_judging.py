"""Answers that break things, cheat or never end: each gets a verdict in time, and nothing else changes."""

import builtins
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

import convbook as cb
from convbook import ops
from convbook.exercises import record
from convbook.exercises.cards import card_of
from convbook.exercises.chapter import entries, entry, exercise
from convbook.exercises.judge import judge
from convbook.exercises.originals import put_back
from convbook.exercises.patterns import CHANGES, pattern
from convbook.exercises.plain import plain
from convbook.exercises.run import CALLS
from tests.test_exercises import run_in_a_kernel

ENTRY = exercise("add_neighbours")  # its answer is an array
FLOPS = exercise("count_flops")  # a number
FORMS = exercise("mover")  # anything of a certain form
RIGHT = ENTRY.exercise.solution


def verdict(answer, of=ENTRY, **limit):
    """The finding on an answer, whose card can be shown in both forms."""
    finding = judge(of.exercise, answer, **limit)
    shown = card_of(of, finding)
    assert len(repr(shown)) < 4_000
    assert shown.html().startswith("<div")
    return finding


# --- what cannot be taken at its word


class Agrees(np.ndarray):
    """Equals everything, whatever it holds."""

    def __eq__(self, other):
        return np.ones(self.shape, dtype=bool)

    __hash__ = None

    def __array_ufunc__(self, *arguments, **options):
        return np.zeros(self.shape)

    def __array_function__(self, *arguments, **options):
        return True


class Number(float):
    def __eq__(self, other):
        return True

    __hash__ = None

    def __sub__(self, other):
        return 0.0

    __rsub__ = __sub__


class Five:
    """Says that it is a number of the class float."""

    __class__ = float

    def __float__(self):
        return 5.0


class Broken(ValueError):
    def __str__(self):
        raise RuntimeError("no words")


class NoName(type):
    @property
    def __name__(cls):
        raise RuntimeError


class Hollow(metaclass=NoName):
    def __getattr__(self, name):
        raise RuntimeError(name)

    def __call__(self, *arguments):
        return self


def wrong_matrix(image):
    return np.zeros((3, 4)).view(np.matrix)


def masked(image):
    """Wrong where the mask hides it."""
    made = np.ma.masked_array(RIGHT(image).astype(float))
    made[0, 0] = 99
    made[0, 0] = np.ma.masked
    return made


def a_terabyte(image):
    return np.broadcast_to(0.0, (10**6, 10**6))


def endless_words(*arguments):
    class Talks:
        def __repr__(self):
            while True:
                pass

    return Talks()


def raises_broken(*arguments):
    raise Broken


CHEATS = {
    "agrees": lambda *arguments: np.zeros((3, 4)).view(Agrees),
    "right shape, agrees": lambda image: (RIGHT(image) + 1).view(Agrees),
    "number": lambda *arguments: Number(3),
    "five": lambda *arguments: Five(),
    "hollow": lambda *arguments: Hollow(),
    "hollow class": lambda *arguments: Hollow,
    "itself": lambda *arguments: np.array([[np.zeros, {}]], dtype=object),
    "records": lambda *arguments: np.zeros(3, dtype=[("a", "f8"), ("b", "S3")]),
    "dates": lambda *arguments: np.zeros(3, dtype="M8[s]"),
    "half": lambda image: RIGHT(image).astype(np.float16),
    "scalar array": lambda *arguments: np.array(3.5),
    "generator": lambda *arguments: (n for n in range(3)),
    "module": lambda *arguments: np,
    "wrong matrix": wrong_matrix,
    "masked": masked,
    "a terabyte": a_terabyte,
    "raises broken": raises_broken,
    "not implemented": lambda *arguments: NotImplemented,
    "huge number": lambda *arguments: 10**5000,
    "nested": lambda *arguments: [[[[[[[1]]]]]]],
    "tuple of liars": lambda *arguments: (Number(1), np.zeros(2).view(Agrees)),
}


@pytest.mark.parametrize("of", [ENTRY, FLOPS, FORMS, exercise("wide_range"), exercise("used_25_times")])
@pytest.mark.parametrize("name", CHEATS)
def test_nothing_that_an_answer_returns_passes_or_raises(of, name):
    assert verdict(CHEATS[name], of).state in ("wrong", "stopped", "not a function")


NO_FUNCTIONS = [Hollow(), Hollow, np, 3, Five(), Number(2), a_terabyte(0)]


@pytest.mark.parametrize("answer", NO_FUNCTIONS, ids=map(str, range(len(NO_FUNCTIONS))))
def test_nothing_that_is_no_function_raises(answer):
    assert verdict(answer).state in ("not a function", "wrong", "stopped")


def test_a_right_matrix_or_a_right_array_behind_a_mask_is_right():
    assert verdict(lambda image: RIGHT(image).view(np.matrix)).state == "right"
    assert verdict(lambda image: np.ma.masked_array(RIGHT(image), mask=True)).state == "right"


def test_what_is_returned_later_does_not_change_what_was_returned():
    """An answer that returns one and the same array each time is judged by what was in it at that time."""
    kept = {}

    def the_same_array(image):
        made = kept.setdefault(image.shape, np.empty_like(RIGHT(image)))
        made[...] = RIGHT(image)
        return made

    assert verdict(the_same_array).state == "right"


def test_plain_keeps_numbers_as_they_are():
    for value in (True, 3, 2.5, 1j, None, np.float32(0.1), np.int8(-3)):
        assert type(plain(value)) is type(value)
        assert plain(value) == value


# --- what an answer does to others


def replaces(module, name):
    def answer(image):
        setattr(module, name, lambda *arguments, **options: 0)
        return image * 0

    return answer


REPLACED = {
    np: ("abs", "array_equal", "asarray"),
    builtins: ("abs", "len"),
    cb: ("conv2d",),
    ops: ("conv2d",),
    np.linalg: ("norm",),
    np.lib.stride_tricks: ("sliding_window_view",),
}


@pytest.mark.parametrize(("module", "name"), [(each, name) for each in REPLACED for name in REPLACED[each]])
def test_a_replaced_function_is_told_and_put_back(module, name):
    original = getattr(module, name)
    finding = verdict(replaces(module, name))
    assert getattr(module, name) is original
    assert finding.kind == "replaced"
    assert any(name in each for each in finding.facts["names"])
    assert verdict(RIGHT).state == "right"


def test_a_function_that_was_replaced_in_an_earlier_cell_is_put_back():
    original, np.abs = np.abs, lambda x: x
    assert verdict(RIGHT).facts == {"names": ["numpy.abs"]}
    assert np.abs is original
    assert verdict(RIGHT).state == "right"


def test_other_names_are_nobody_s_business(monkeypatch):
    monkeypatch.setattr(builtins, "print", print)
    monkeypatch.setattr(np, "my_own_helper", len, raising=False)
    builtins.print = lambda *texts: None
    assert put_back() == []


def test_closing_the_output_harms_nobody():
    def closes(image):
        print("before")
        sys.stdout.close()
        return RIGHT(image)

    assert verdict(closes).state == "right"


# --- what never ends


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.full((3, 3), np.nan), "NaN"),
        (np.where(np.eye(3), np.inf, 0), "3 values that are infinite"),
        (np.ones((3, 3), bool), "(3, 3) and dtype bool"),
        (np.ones((3, 3), complex), "(3, 3) and dtype complex128"),
    ],
)
def test_a_table_of_the_right_shape_is_told_what_else_is_wrong(value, said):
    assert said in card_of(FORMS, judge(FORMS.exercise, lambda: value)).lines[0]


@pytest.mark.parametrize("answer", [endless_words, raises_broken])
def test_words_that_never_come_are_not_waited_for(answer):
    start = time.monotonic()
    assert verdict(answer, seconds=0.3).state == "stopped"
    assert time.monotonic() - start < 3


def deeper(*arguments):
    return deeper(*arguments)


def raises_the_limit(image):
    sys.setrecursionlimit(10**9)
    return deeper(image)


def raises_the_limit_by_another_name(image, set_limit=sys.setrecursionlimit):
    set_limit(10**9)
    return deeper(image)


def test_a_raised_recursion_limit_is_lowered_again(monkeypatch):
    # What stops a thread may arrive within a callback of Python's own, which drops it and calls this hook. It
    # is then sent again, and may arrive within pytest's own hook.
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    before, set_limit = sys.getrecursionlimit(), sys.setrecursionlimit
    assert verdict(raises_the_limit).kind == "endless_recursion"
    assert verdict(raises_the_limit_by_another_name, seconds=60).state == "stopped"
    assert sys.getrecursionlimit() == before
    assert sys.setrecursionlimit is set_limit
    sys.setrecursionlimit(10**6)  # in an earlier cell
    try:
        assert verdict(lambda image: deeper(image)).kind == "endless_recursion"
        assert sys.getrecursionlimit() == 10**6
    finally:
        sys.setrecursionlimit(before)
    assert before < CALLS


EXITS = """
import convbook as cb
def my_answer(image):
    {}
cb.check("add_neighbours", my_answer)
"""


@pytest.mark.parametrize("call", ["exit()", "quit()", "raise SystemExit", "import sys; sys.exit(3)"])
def test_exit_does_not_end_the_kernel(tmp_path, call):
    shown = run_in_a_kernel(tmp_path, EXITS.format(call))
    assert "SystemExit" in shown
    assert "in line 3" in shown


def test_every_exercise_with_a_loop_says_how_to_restart(capsys):
    with_loops = 0
    for each in entries("exercise"):
        loops = any(line.lstrip().startswith(("for ", "while ")) for line in each.exercise.code.splitlines())
        cb.hint(each.id)
        assert ("Restart Kernel" in capsys.readouterr().out) == loops
        with_loops += loops
    assert with_loops > 10


# --- patterns


IMAGE = np.array([[1.5, -2.25, 300.5], [4, 5.75, -6]])
PROBES = [IMAGE, IMAGE.T - 7, np.arange(12.0).reshape(3, 4) ** 3 / 7 - 90.3]
MADE = {
    "transposed": lambda x: x.T,
    "half_turn": lambda x: np.rot90(x, 2),
    "left_to_right": np.fliplr,
    "upside_down": np.flipud,
    "sign": lambda x: -x,
    "absolute": np.abs,
    "no_negatives": lambda x: np.where(x < 0, 0, x),
    "clipped": lambda x: np.clip(x, 0, 255),
    "truncated": lambda x: x.astype(int),
    "floored": lambda x: np.floor(x),
    "rounded": np.round,
    "uint8": lambda x: x.astype(int).astype(np.uint8),
    "factor": lambda x: x / 9,
    "offset": lambda x: x - 90,
    "close": lambda x: x.astype(np.float32),
}


def test_every_pattern_has_an_example():
    assert MADE.keys() == CHANGES.keys() | {"factor", "offset", "close"}


@pytest.mark.parametrize("kind", MADE)
def test_a_pattern_is_recognised(kind):
    assert pattern(PROBES, [MADE[kind](x) for x in PROBES]).kind == kind


@pytest.mark.parametrize("kind", MADE)
def test_a_pattern_that_one_input_breaks_is_none(kind):
    broken = [MADE[kind](x).astype(float) for x in PROBES]
    broken[1][0, 0] += 1000.5
    found = pattern(PROBES, broken)
    assert found is None or found.kind != kind


def test_numbers_have_patterns_too():
    assert pattern([10, 20, 31], [5, 10, 15.5]).facts == {"factor": "1/2"}
    assert pattern([10, 20, 31], [9, 19, 30]).facts == {"added": "\N{MINUS SIGN}1"}
    assert pattern([10, 20, 31], [0, 0, 0]) is None
    assert pattern([10, 20], [5, 10]) is None  # two values are too few to tell
    assert pattern([(1, 2)] * 3, [(2, 4)] * 3) is None


def test_a_pattern_is_said_in_words():
    shown = card_of(ENTRY, judge(ENTRY.exercise, lambda image: RIGHT(image) * 0.5))
    assert "1/2 times the expected one" in shown.lines[0]


def test_digits_that_differ_are_shown():
    """A card that shows six digits of numbers that agree in seven would show equal ones as different."""
    finding = judge(ENTRY.exercise, lambda image: RIGHT(image) * (1 + 3e-8))
    assert finding.difference.kind == "factor" or finding.difference.kind == "close"
    wanted, found = card_of(ENTRY, finding).tables[-2:]
    differing = wanted.marked
    assert differing.any()
    expected, yours = (table.text().split() for table in (wanted, found))
    marked = [(a, b) for a, b in zip(expected[1:], yours[1:], strict=False) if a.endswith("*")]
    assert marked
    assert all(a != b for a, b in marked)


# --- the reader's file, when several notebooks write


MANY = """
import sys
from convbook.exercises import record
record.is_on = lambda: True
for n in range({count}):
    record.keep("question", f"{{sys.argv[1]}} {{n}}", right=True)
    record.keep("exercise", "shared", right=False)
print(record.news())
"""


def test_two_notebooks_lose_no_answer(tmp_path):
    count = 250  # of its own, and as many that both give: 2 × 500 answers
    command = [sys.executable, "-c", MANY.format(count=count)]
    outside = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    both = [
        subprocess.Popen([*command, name], cwd=tmp_path, env=outside, stdout=subprocess.PIPE, text=True)
        for name in "ab"
    ]
    assert [each.communicate()[0] for each in both] == ["[]\n"] * 2
    known = record.read_progress(tmp_path / record.FILE)
    assert known.keys() == {f"question {name} {n}" for name in "ab" for n in range(count)} | {
        "exercise shared"
    }
    assert known["exercise shared"]["tries"] == 2 * count
    assert {each.name for each in tmp_path.iterdir()} <= {record.FILE, f".{record.FILE}.lock"}


@pytest.fixture
def reader(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(record, "is_on", lambda: True)
    monkeypatch.setattr(record, "_told", {})
    return tmp_path / record.FILE


def test_a_link_is_followed(reader, tmp_path):
    elsewhere = tmp_path / "home" / "answers.json"
    elsewhere.parent.mkdir()
    reader.symlink_to(elsewhere)
    for tries in (1, 2):
        record.keep("exercise", "slide", right=True)
        assert reader.is_symlink()
        assert record.read_progress(elsewhere)["exercise slide"]["tries"] == tries


def test_a_full_disk_leaves_nothing_behind(reader, monkeypatch):
    record.keep("exercise", "slide", right=False)
    before = sorted(reader.parent.iterdir()), reader.read_bytes()

    def full(self, content):
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    record.keep("exercise", "slide", right=True)
    assert (sorted(reader.parent.iterdir()), reader.read_bytes()) == before
    assert "No space left on device" in record.news()[0]


def test_a_folder_that_cannot_be_written_stops_nobody(reader, monkeypatch):
    monkeypatch.setattr(record, "FILE", "no_folder/answers.json")
    (reader.parent / "no_folder").write_text("a file")
    record.keep("exercise", "slide", right=True)
    assert "cannot be saved" in record.news()[0]
    assert record.answers() == {}


def test_a_lock_that_is_never_released_is_told(reader, monkeypatch):
    from filelock import FileLock

    monkeypatch.setattr(record, "PATIENCE", 0.1)
    with FileLock(reader.with_name(f".{reader.name}.lock")):
        record.keep("exercise", "slide", right=True)
    assert "cannot be saved" in record.news()[0]
    assert not reader.exists()


def test_going_elsewhere_does_not_split_the_answers(tmp_path):
    right = entry("question", "two_by_two_window").right
    (tmp_path / "data").mkdir()
    source = f"import os\nimport convbook as cb\nos.chdir('data')\ncb.quiz('two_by_two_window', '{right}')"
    run_in_a_kernel(tmp_path, source)
    assert json.loads((tmp_path / record.FILE).read_text())["answers"]
    assert not list((tmp_path / "data").iterdir())
