"""The command line `convbook`: read (the default), student, progress, build and verify."""

import argparse
import sys
import tomllib
from importlib import import_module
from pathlib import Path

from ..words import ENGLISH, file_of, say

READER_FOLDER = Path("my_notebooks")


def main(arguments: list[str] | None = None) -> int:
    """Runs `convbook ...` with the command line's arguments; returns its exit code.

    Each command is the function `main` of the file of its name.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        parser, commands = _parser()
        if not arguments or arguments[0] not in (*commands, "-h", "--help"):
            arguments = ["read", *arguments]
        options = vars(parser.parse_args(arguments))
        return import_module(f".{options.pop('command')}", __name__).main(**options)
    except (FileNotFoundError, NotADirectoryError, FileExistsError, PermissionError) as error:
        print(error, file=sys.stderr)
    except tomllib.TOMLDecodeError as error:  # in the package's own words, without which nothing can be said
        print(f"{file_of('', ENGLISH)}: {error}", file=sys.stderr)
    return 1


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, say("book.help.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse, with the words of the book for its own headings."""

    def __init__(self, **options):
        super().__init__(**options, add_help=False, formatter_class=_Help)
        self._positionals.title, self._optionals.title = say("book.help.arguments"), say("book.help.options")
        self.add_argument("-h", "--help", action="help", help=say("book.help.help"))


def _parser() -> tuple[argparse.ArgumentParser, list[str]]:
    """The parser, and the names of its commands."""
    parser = _Parser(prog="convbook", description=say("book.help.about"))
    commands = parser.add_subparsers(required=True, dest="command", metavar=say("book.help.command"))
    read, student, progress, build, verify = (
        commands.add_parser(name, help=say(f"book.help.{name}"))
        for name in ("read", "student", "progress", "build", "verify")
    )
    folder = say("book.help.folder", folder=READER_FOLDER)
    read.add_argument("folder", nargs="?", type=Path, default=READER_FOLDER, help=folder)
    read.add_argument("--port", type=int, help=say("book.help.port"))
    read.add_argument("--no-browser", dest="browser", action="store_false", help=say("book.help.no_browser"))
    student.add_argument("folder", type=Path, help=say("book.help.student_folder"))
    progress.add_argument("paths", nargs="+", type=Path, help=say("book.help.progress_paths"))
    progress.add_argument("--csv", dest="csv_file", type=Path, help=say("book.help.csv"))
    for authors in (build, verify):
        authors.add_argument("paths", nargs="*", type=Path, help=say("book.help.paths"))
    return parser, list(commands.choices)
