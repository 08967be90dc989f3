"""Mutants of worked solutions that give the same results on every input, each with the reason."""

EQUIVALENT: dict[str, dict[str, str]] = {}
