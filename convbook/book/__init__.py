"""The command line `convbook`: read (the default), student, build and verify."""

import argparse
import sys
from pathlib import Path

from convbook.sentences import book as sentences

READER_FOLDER = Path("my_notebooks")


def main(arguments: list[str] | None = None) -> int:
    """Runs `convbook ...` with the command line's arguments; returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    if not arguments or arguments[0] not in ("read", "student", "build", "verify", "-h", "--help"):
        arguments = ["read", *arguments]
    options = _parser().parse_args(arguments)
    try:
        return options.run(options)
    except (FileNotFoundError, NotADirectoryError, FileExistsError, PermissionError) as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="convbook", description=sentences.ABOUT)
    commands = parser.add_subparsers(required=True)

    read = commands.add_parser("read", help=sentences.ABOUT_READ)
    read.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=READER_FOLDER,
        help=sentences.ABOUT_FOLDER.format(folder=READER_FOLDER),
    )
    read.add_argument("--port", type=int, help=sentences.ABOUT_PORT)
    read.add_argument("--no-browser", action="store_true", help=sentences.ABOUT_NO_BROWSER)
    read.set_defaults(run=_read)

    student = commands.add_parser("student", help=sentences.ABOUT_STUDENT)
    student.add_argument("folder", type=Path, help=sentences.ABOUT_STUDENT_FOLDER)
    student.set_defaults(run=_student)

    for name, about, run in (
        ("build", sentences.ABOUT_BUILD, _build),
        ("verify", sentences.ABOUT_VERIFY, _verify),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument("paths", nargs="*", type=Path, help=sentences.ABOUT_PATHS)
        command.set_defaults(run=run)
    return parser


def _read(options: argparse.Namespace) -> int:
    from .read import read

    return read(options.folder, port=options.port, browser=not options.no_browser)


def _student(options: argparse.Namespace) -> int:
    from .chapters import stored_folder
    from .student import write_student_edition

    print(write_student_edition(stored_folder(), options.folder))
    return 0


def _build(options: argparse.Namespace) -> int:
    from .build import BuildError, build

    failed = False
    for path in _chosen(options.paths):
        try:
            print(build(path), flush=True)
        except BuildError as error:
            print(error, file=sys.stderr)
            failed = True
    return int(failed)


def _verify(options: argparse.Namespace) -> int:
    from .verify import verify

    return int(not all([verify(path) for path in _chosen(options.paths)]))


def _chosen(paths: list[Path]) -> list[Path]:
    from .chapters import notebooks_in, stored_folder

    return [path.resolve() for path in notebooks_in(paths or [stored_folder()])]
