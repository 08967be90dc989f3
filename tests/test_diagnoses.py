"""Answers as readers write them, and what the book must say of each: `tests/diagnoses` has a file a chapter.

A file has a list `CASES` of (id of the exercise, the answer, what is found). What is found is the name of a
known mistake, the kind of a difference or of a finding, or "right".
"""

import importlib.util
from pathlib import Path

import pytest

from convbook.exercises.chapter import exercise
from convbook.exercises.judge import judge


def _cases():
    for path in sorted((Path(__file__).parent / "diagnoses").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"diagnoses_{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        for n, (name, answer, found) in enumerate(module.CASES):
            yield pytest.param(name, answer, found, id=f"{name}-{n}-{found}")


@pytest.mark.parametrize(("name", "answer", "found"), list(_cases()))
def test_an_answer_is_told_what_it_does(name, answer, found):
    finding = judge(exercise(name).exercise, answer)
    kind = finding.difference.kind if finding.difference else ""
    assert found in (finding.mistake or kind or finding.kind, finding.kind)
