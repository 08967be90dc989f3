"""Every mutant that survives, chapter by chapter; the reasons are there for people to check."""

from importlib import import_module
from pathlib import Path

EQUIVALENT = {
    name: reasons
    for path in sorted(Path(__file__).parent.glob("[a-z]*.py"))
    for name, reasons in import_module(f".{path.stem}", __package__).EQUIVALENT.items()
}
