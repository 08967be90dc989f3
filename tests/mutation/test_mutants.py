"""Changes one thing in each worked solution: its grader rejects every mutant that behaves otherwise.

Run it by itself: `pytest tests/mutation`. It prints the share of rejected mutants for each exercise.
"""

import pytest
from equivalent import EQUIVALENT
from mutate import mutants

from convbook.exercises.chapter import entries
from convbook.exercises.judge import judge

EXERCISES = {entry.id: entry.exercise for entry in entries("exercise")}


@pytest.mark.parametrize("name", EXERCISES)
def test_every_mutant_is_rejected(name):
    exercise = EXERCISES[name]
    names = {each: judge(exercise, mutant, seconds=2).state for each, mutant in mutants(exercise)}
    survivors = {each for each, state in names.items() if state == "right"}
    rejected = len(names) - len(survivors)
    print(f"\n{name}: {rejected} of {len(names)} mutants rejected, {len(survivors)} equivalent")
    assert names
    assert survivors == set(EQUIVALENT.get(name, {}))


def test_every_equivalent_mutant_has_a_reason():
    assert set(EQUIVALENT) <= set(EXERCISES)
    assert all(reason for reasons in EQUIVALENT.values() for reason in reasons.values())
