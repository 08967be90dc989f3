"""`convbook progress`: a teacher's table of many students' files."""

import csv
import json
import os

import pytest

from convbook.book import main
from convbook.exercises.record import FILE

WORDS = """
[predictions.how_many]
ask = "How many?"
right = "b"
a = { text = "one", say = "No." }
b = { text = "two", say = "Yes." }
[questions.how_few]
ask = "How few?"
right = "a"
a = { text = "one", say = "Yes." }
b = { text = "two", say = "No." }
"""
SURE_AND_WRONG = {"right": False, "sure": 3, "choice": "a"}
RIGHT = {"right": True, "sure": 1, "choice": "b"}


@pytest.fixture
def students(tmp_path, write_chapter):
    """A folder of a class; students(name, answers): puts a progress file there."""
    write_chapter("01_slide", WORDS)
    folder = tmp_path / "class"
    folder.mkdir()

    def write(name, answers=None, form=2):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        answers = {
            name: {"first": first, "last": last, "tries": 2}
            for name, (first, last) in (answers or {}).items()
        }
        (folder / name).write_text(json.dumps({"convbook": form, "answers": answers}), encoding="utf-8")
        return folder

    return write


def table(capsys, *arguments):
    assert main(["progress", *map(str, arguments)]) == 0
    return [line.split() for line in capsys.readouterr().out.splitlines()[1:]]


def test_each_student_has_a_row_for_each_chapter(students, capsys):
    students(f"ben/{FILE}")
    folder = students(
        f"anna/{FILE}", {"prediction how_many": (SURE_AND_WRONG, RIGHT), "question gone": (RIGHT, RIGHT)}
    )
    assert table(capsys, folder) == [
        ["anna", "1", "1/1", "0/1", "0/0", "1"],
        ["ben", "1", "0/1", "0/1", "0/0", "0"],
    ]


def test_students_go_by_their_folder_or_by_their_file(students, capsys):
    for name in (
        f"one/anna/{FILE}",
        f"ben/my_notebooks/{FILE}",
        "convbook_progress_eva.json",
        f"ben/.ipynb_checkpoints/{FILE}",
    ):
        folder = students(name)
    assert [row[0] for row in table(capsys, folder)] == ["ben", "eva", "one/anna"]
    students("fay.json")
    files = [folder / "fay.json", folder / "ben/my_notebooks" / FILE, folder / "ben", folder / "one/anna"]
    assert [row[0] for row in table(capsys, *files)] == ["fay", "ben", "ben", "anna"]


def test_what_is_no_progress_file_is_named_and_left_out(students, capsys):
    folder = students(f"anna/{FILE}")
    students(f"later/{FILE}", form=99)
    for name, content in {
        "cut": '{"convbook": 2, "answers"',
        "list": "[1]",
        "other": '{"name": "x"}',
    }.items():
        (folder / f"convbook_progress_{name}.json").write_text(content)
    assert main(["progress", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 2
    assert [name in err for name in ("_cut.json", "_list.json", "_other.json", "later")] == [True] * 4
    assert len(err.splitlines()) == 4
    assert main(["progress", str(folder / "convbook_progress_cut.json")]) == 1
    assert capsys.readouterr().out == ""


def test_nothing_there_is_a_sentence(students, tmp_path, capsys):
    students(f"anna/{FILE}")
    for path in (tmp_path / "nowhere", tmp_path / "nowhere.json", tmp_path / "convbook" / "chapters"):
        assert main(["progress", str(path)]) == 1
        assert str(path) in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nobody is kept from reading here")
def test_file_that_cannot_be_read_is_named(students, capsys):
    folder = students(f"anna/{FILE}")
    (folder / "anna" / FILE).chmod(0)
    assert main(["progress", str(folder)]) == 1
    assert "could not be read" in capsys.readouterr().err


def test_the_table_is_written_as_csv_and_over_nothing(students, tmp_path, capsys):
    folder = students(f"Zoë 王/{FILE}", {"prediction how_many": (SURE_AND_WRONG, RIGHT)})
    file = tmp_path / "class.csv"
    assert main(["progress", str(folder), "--csv", str(file)]) == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    with file.open(encoding="utf-8-sig", newline="") as lines:
        [row] = csv.DictReader(lines)
    assert row["student"] == "Zoë 王"
    assert [*row.values()][1:] == ["1", "1", "1", "0", "1", "0", "0", "1"]
    before = file.read_bytes()
    capsys.readouterr()
    assert main(["progress", str(folder), "--csv", str(file)]) == 1
    assert "class.csv already exists" in capsys.readouterr().err
    assert file.read_bytes() == before
