"""The command line `convbook`: read (the default), student, progress, build and verify."""

import argparse
import errno
import io
import os
import sys
import tomllib
from importlib import import_module
from pathlib import Path

from ..words import ENGLISH, file_of, say, text

READER_FOLDER = Path("my_notebooks")
PORTS = range(2**16)
INTERRUPTED = 130  # what a shell calls a command that was ended by Ctrl+C


def main(arguments: list[str] | None = None) -> int:
    """Runs `convbook ...` with the command line's arguments; returns its exit code.

    Each command is the function `main` of the file with the same name.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a folder may have letters that a terminal lacks
    try:
        parser, commands = _parser()
        if not arguments or arguments[0] not in (*commands, "-h", "--help"):
            arguments = ["read", *arguments]
        options = vars(parser.parse_args(arguments))
        return import_module(f".{options.pop('command')}", __name__).main(**options)
    except BrokenPipeError:  # the program reading the output, such as `head`, has stopped
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(in_words(error), file=sys.stderr)
    except KeyboardInterrupt:
        return INTERRUPTED
    except tomllib.TOMLDecodeError as error:  # in the package's own words; without them nothing can be said
        print(f"{file_of('', ENGLISH)}: {error}", file=sys.stderr)
    return 1


def in_words(error: OSError) -> str:
    """What the operating system refused and what helps, or the sentence that the book itself raised."""
    if error.errno is None:
        return str(error)
    what_helps = text("book.refused.what_helps")
    helps = what_helps.get(errno.errorcode.get(error.errno, ""), what_helps["other"])
    return say("book.refused.by_the_system", path=_shown(error.filename), reason=error.strerror, help=helps)


def _shown(path: object) -> str:
    """A path on one line, no longer than a reader wants to see."""
    written = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in str(path))
    return written if len(written) <= 200 else f"{written[:100]} ... {written[-80:]}"


def _path(given: str) -> Path:
    if not given.strip() or "\0" in given:
        raise argparse.ArgumentTypeError(say("book.refused.no_path", found=repr(given)))
    return Path(given)


def _port(given: str) -> int:
    if not (given.isdecimal() and len(given) < 6 and int(given) in PORTS):
        raise argparse.ArgumentTypeError(say("book.refused.no_port", most=PORTS[-1], found=repr(given)[:40]))
    return int(given)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage, actions, groups, prefix=None):
        super().add_usage(usage, actions, groups, say("book.help.usage") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse, with its headings in the words of the book."""

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
    read.add_argument("folder", nargs="?", type=_path, default=READER_FOLDER, help=folder)
    read.add_argument("--port", type=_port, help=say("book.help.port"))
    read.add_argument("--no-browser", dest="browser", action="store_false", help=say("book.help.no_browser"))
    student.add_argument("folder", type=_path, help=say("book.help.student_folder"))
    progress.add_argument("paths", nargs="+", type=_path, help=say("book.help.progress_paths"))
    progress.add_argument("--csv", dest="csv_file", type=_path, help=say("book.help.csv"))
    for authors in (build, verify):
        authors.add_argument("paths", nargs="*", type=_path, help=say("book.help.paths"))
    return parser, list(commands.choices)
