"""The command line where it meets the machine: full disks, odd names, other encodings, interruptions."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from convbook.book import main, read
from convbook.book.notebooks import read_notebook
from convbook.book.read import update_copy
from convbook.files import write_atomically
from convbook.words import text


@pytest.fixture
def book(write_notebook, tmp_path, monkeypatch):
    for name in ("00_start_here", "01_slide", "01_slide_practice", "02_edges"):
        write_notebook(f"book/{name}.ipynb", f"# {name}", "1 + 1")
    monkeypatch.setattr(read, "stored_folder", lambda: tmp_path / "book")
    monkeypatch.setattr(read.LabApp, "launch_instance", lambda arguments: None)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "book"


def one_sentence(capsys) -> str:
    """What the command wrote to stderr, which is one line and no traceback."""
    [line] = capsys.readouterr().err.strip().splitlines()
    return line


REFUSED = [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ENAMETOOLONG, errno.EIO]


@pytest.mark.parametrize("number", REFUSED, ids=errno.errorcode.get)
@pytest.mark.parametrize(
    "command", [["read", "mine"], ["student", "class"], ["build", "book/01_slide.ipynb"]]
)
def test_whatever_the_disk_refuses_is_one_sentence(book, monkeypatch, capsys, command, number):
    def refuses(self, content):
        raise OSError(number, os.strerror(number), str(self))

    monkeypatch.setattr(Path, "write_bytes", refuses)
    monkeypatch.setattr("convbook.book.student.stored_folder", lambda: book)
    assert main(command) == 1
    said = one_sentence(capsys)
    assert os.strerror(number) in said
    assert ".tmp" not in said  # the file that is meant, not the one beside it
    helps = text("book.refused.what_helps")
    assert said.endswith(helps.get(errno.errorcode[number], helps["other"]))


NO_FOLDERS = ["a" * 300, "a/" * 3000, "file/below", "link", "/dev/null/x", "line\nbreak/file" + "x" * 300]


@pytest.mark.parametrize("name", NO_FOLDERS, ids=range(len(NO_FOLDERS)))
@pytest.mark.parametrize("command", ["read", "student"])
def test_a_folder_that_cannot_be_made_is_one_sentence(book, capsys, command, name):
    Path("file").write_text("x")
    Path("link").symlink_to("nowhere")
    assert main([command, name]) == 1
    assert len(one_sentence(capsys)) < 600


TAKE_PATHS = [["read"], ["student"], ["progress"], ["build"], ["verify"]]


@pytest.mark.parametrize("name", ["", "  ", "nul\0byte"])
@pytest.mark.parametrize("command", [*TAKE_PATHS, ["progress", "x", "--csv"]])
def test_a_name_that_is_none_is_a_mistake_of_use(book, capsys, command, name):
    with pytest.raises(SystemExit) as stopped:
        main([*command, name])
    assert stopped.value.code == 2
    assert "the name of a file or folder is needed" in capsys.readouterr().err
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["book"]


@pytest.mark.parametrize("port", ["-1", "65536", "x", "", "1e3", "9" * 5000, "²"])
def test_a_port_that_is_none_is_a_mistake_of_use(book, capsys, port):
    with pytest.raises(SystemExit) as stopped:
        main(["read", f"--port={port}"])
    assert stopped.value.code == 2
    assert "a port is a whole number from 0" in capsys.readouterr().err


@pytest.mark.parametrize("port", [0, 1, 65535])
def test_every_port_reaches_jupyterlab(book, monkeypatch, port):
    started = []
    monkeypatch.setattr(read.LabApp, "launch_instance", started.extend)
    assert main(["read", "--port", str(port)]) == 0
    assert f"--port={port}" in started


def test_ctrl_c_ends_without_a_traceback(book, monkeypatch, capsys):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(read.LabApp, "launch_instance", interrupted)
    assert main(["read"]) == 130
    assert capsys.readouterr().err == ""


# --- in a process of its own


def convbook(*arguments: str, code: str = "", **environment: str) -> subprocess.CompletedProcess:
    command = f"import sys\nfrom convbook.book import main, read\n{code}\nsys.exit(main(sys.argv[1:]))"
    outside = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1]), **environment}
    return subprocess.run(
        [sys.executable, "-c", command, *arguments], env=outside, capture_output=True, check=False
    )


STARTS_NOTHING = "read.LabApp.launch_instance = lambda arguments: print(*arguments)"


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_a_folder_whose_letters_a_terminal_lacks_is_opened(tmp_path, encoding):
    folder = tmp_path / "日本 ✓"
    done = convbook("read", str(folder), code=STARTS_NOTHING, PYTHONIOENCODING=encoding, PYTHONUTF8="1")
    assert done.returncode == 0, done.stderr
    assert b"--ServerApp.root_dir=" in done.stdout
    assert (folder / "00_start_here.ipynb").exists()
    done = convbook("student", str(folder), PYTHONIOENCODING=encoding, PYTHONUTF8="1")
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_a_closed_pipe_is_no_error(tmp_path):
    code = "import os\nr, w = os.pipe()\nos.close(r)\nos.dup2(w, 1)"
    done = convbook("verify", str(tmp_path / "none"), code=code)
    assert b"Traceback" not in done.stderr
    done = convbook("read", str(tmp_path / "mine"), code=f"{code}\n{STARTS_NOTHING}")
    assert done.returncode == 1
    assert done.stderr == b""


def test_a_home_that_cannot_be_written_stops_nobody(tmp_path):
    (tmp_path / "home").write_text("a file")
    where = dict.fromkeys(("HOME", "USERPROFILE"), str(tmp_path / "home" / "mine"))
    names = ("IPYTHONDIR", "MPLCONFIGDIR", "JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR")
    code = f"{STARTS_NOTHING}\nimport os\n[os.environ.pop(name, None) for name in {names}]"
    done = convbook("read", str(tmp_path / "book"), code=code, **where)
    assert done.returncode == 0, done.stderr
    assert b"Your home folder cannot be written to" in done.stdout


def test_a_home_that_cannot_be_written_shows_no_red_lines_at_a_chart(tmp_path):
    (tmp_path / "home").write_text("a file")
    outside = {**os.environ, "HOME": str(tmp_path / "home" / "mine")}
    outside = {
        name: value for name, value in outside.items() if name not in ("MPLCONFIGDIR", "XDG_CACHE_HOME")
    }
    outside["PYTHONPATH"] = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", "import convbook as cb; cb.charts.ladder"]
    done = subprocess.run(command, env=outside, capture_output=True, check=True)
    assert done.stderr == b""


# --- a copy that is interrupted


class After:
    """Stands in for os.replace: the n-th call stops, by Ctrl+C or a full disk, before or after it."""

    def __init__(self, n: int, error: BaseException, done: bool):
        self.left, self.error, self.done, self.replace = n, error, done, os.replace

    def __call__(self, source, target):
        self.left -= 1
        if self.left != 0 or self.done:
            self.replace(source, target)
        if self.left == 0:
            raise self.error


STOPPED = [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left on device")]


@pytest.mark.parametrize("error", STOPPED, ids=["Ctrl+C", "full disk"])
@pytest.mark.parametrize("done", [False, True])
def test_a_copy_goes_on_where_it_was_interrupted(book, tmp_path, monkeypatch, error, done):
    n, complete = 0, False
    while not complete:
        n += 1
        folder = tmp_path / f"mine {n}"
        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", After(n, error, done))
            try:
                update_copy(book, folder)
                complete = True
            except (KeyboardInterrupt, OSError):
                assert not list(folder.glob(".*.tmp"))
        assert not [sentence for sentence in update_copy(book, folder) if "added" not in sentence]
        for path in book.glob("*.ipynb"):
            assert read_notebook(folder / path.name) == read_notebook(path)
        assert update_copy(book, folder) == []
    assert n > 2 * 4


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.99])
def test_half_a_chapter_is_no_change_of_the_reader_s(book, tmp_path, share):
    """What an older convbook, or a power cut, can leave behind."""
    update_copy(book, tmp_path / "mine")
    half = tmp_path / "mine" / "01_slide.ipynb"
    whole = half.read_bytes()
    for record in ((tmp_path / "mine" / ".convbook.json").read_text(), "{}"):
        (tmp_path / "mine" / ".convbook.json").write_text(record)
        half.write_bytes(whole[: int(share * len(whole))])
        assert update_copy(book, tmp_path / "mine") == ["  01_slide.ipynb: new chapter, added"]
        assert half.read_bytes() == whole


def test_a_folder_with_the_name_of_a_chapter_stays(book, tmp_path):
    (tmp_path / "mine" / "01_slide.ipynb").mkdir(parents=True)
    assert any("01_slide_new.ipynb" in sentence for sentence in update_copy(book, tmp_path / "mine"))
    assert (tmp_path / "mine" / "01_slide.ipynb").is_dir()


# --- one file


def test_a_link_stays_a_link(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_atomically(tmp_path / "link", "one")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_text() == "one"


@pytest.mark.parametrize("error", STOPPED, ids=["Ctrl+C", "full disk"])
def test_what_cannot_be_written_leaves_nothing(tmp_path, monkeypatch, error):
    (tmp_path / "file").write_text("old")
    monkeypatch.setattr(os, "replace", After(1, error, done=False))
    with pytest.raises(type(error)):
        write_atomically(tmp_path / "file", "new")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "old"
