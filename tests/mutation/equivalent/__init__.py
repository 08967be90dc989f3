"""Every mutant that survives, chapter by chapter; the reasons are there for people to check."""

from importlib import import_module

from convbook.exercises.library import CHAPTERS

EQUIVALENT = {
    number: reasons
    for chapter in CHAPTERS.values()
    for number, reasons in import_module(f".{chapter}", __package__).EQUIVALENT.items()
}
