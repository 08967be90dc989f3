"""Changes one thing in each worked solution: its grader rejects every mutant that behaves otherwise.

Run it by itself: `pytest tests/mutation`. It prints the share of rejected mutants for each exercise.
"""

import pytest
from equivalent import EQUIVALENT
from mutate import mutants

from convbook.exercises.judge import judge
from convbook.exercises.library import exercises

EXERCISES = exercises()


@pytest.mark.parametrize("number", EXERCISES)
def test_every_mutant_is_rejected(number):
    exercise = EXERCISES[number]
    names = {name: judge(exercise, mutant, seconds=2).state for name, mutant in mutants(exercise.solution)}
    survivors = {name for name, state in names.items() if state == "right"}
    rejected = len(names) - len(survivors)
    print(f"\n{number}: {rejected} of {len(names)} mutants rejected, {len(survivors)} equivalent")
    assert names
    assert survivors == set(EQUIVALENT.get(number, {}))


def test_every_equivalent_mutant_has_a_reason():
    assert all(reason for reasons in EQUIVALENT.values() for reason in reasons.values())
