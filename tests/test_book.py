"""The command line: help, read, build, verify."""

import base64
import io
import json
import os
import shutil
from pathlib import Path

import nbformat
import numpy as np
import pytest
from jupyter_server.serverapp import ServerApp
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from PIL import Image
from traitlets.config import Config

import convbook.book.read as reading
from convbook import words
from convbook.book import build as building
from convbook.book import main
from convbook.book import verify as verifying
from convbook.book.clean import PICTURE_KB, small_png
from convbook.book.generated import navigation_line
from convbook.book.notebooks import as_text, notebooks_in, read_notebook, stored_folder
from convbook.book.read import fingerprint, update_copy

DRAW = """\
import io
from matplotlib.figure import Figure
class Drawing:
    def __repr__(self):
        return "A drawing of four squares"
    def _repr_png_(self):
        figure, file = Figure(), io.BytesIO()
        figure.subplots().imshow([[0, 1], [2, 3]])
        figure.savefig(file)
        return file.getvalue()
Drawing()"""
SLIDER = "import ipywidgets\nipywidgets.IntSlider()"


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


# --- help


def test_help_names_every_command(capsys):
    for arguments in (["-h"], ["--help"]):
        with pytest.raises(SystemExit):
            run(*arguments)
        said = capsys.readouterr().out
        assert all(f"    {name} " in said for name in ("read", "student", "progress", "build", "verify"))


def test_broken_words_of_the_package_are_named(write_chapter, monkeypatch, capsys):
    folder = write_chapter("01_slide", "").parents[1] / "words"
    (folder / "en.toml").write_text("[words]\nbroken", encoding="utf-8")
    words.table.cache_clear()
    assert run("verify") == 1
    assert str(folder / "en.toml") in capsys.readouterr().err


# --- build


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A folder of notebooks, built twice; the second build must not change a byte."""
    folder = tmp_path_factory.mktemp("book")
    clock = new_code_cell("import time\ntime.time_ns()", metadata={"tags": ["nbval-ignore-output"]})
    error = new_code_cell("[][0]", metadata={"tags": ["raises-exception"], "scrolled": True})
    many = new_code_cell("for i in range(500):\n    print(i, flush=True)   \n")
    notebooks = {
        "00_start_here.ipynb": [clock, error, many, new_code_cell("")],
        "01_slide.ipynb": [new_code_cell(DRAW), new_code_cell(SLIDER)],
        "01_slide_practice.ipynb": [],
        "02_edges.ipynb": [],
        "notation.ipynb": [],
    }
    for name, cells in notebooks.items():
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_markdown_cell(f"# Title of {name[:2]}"), *cells]
        )
        notebook.metadata = {"widgets": {}, "kernelspec": {"name": "conda-env-x", "display_name": "x"}}
        for cell in notebook.cells:
            del cell["id"]
        notebook.nbformat_minor = 4
        (folder / name).write_text(json.dumps(notebook), encoding="utf-8")
    assert run("build", folder) == 0
    return folder


def test_building_twice_gives_the_same_bytes(built, capsys):
    first = {path.name: path.read_bytes() for path in built.iterdir()}
    assert run("build", built) == 0
    assert {path.name: path.read_bytes() for path in built.iterdir()} == first
    assert capsys.readouterr().out.count("unchanged") == 5


def test_file_is_ordinary_utf8_text_with_a_final_newline(built):
    text = (built / "01_slide.ipynb").read_bytes()
    assert text.endswith(b"}\n")
    assert b"\r" not in text
    assert "←".encode() in text


def test_build_cleans(built):
    notebook = read_notebook(built / "00_start_here.ipynb")
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3]  # the empty cell is gone
    assert dict(notebook.metadata.kernelspec)["name"] == "python3"
    assert "widgets" not in notebook.metadata
    assert "version" not in notebook.metadata.language_info
    assert code[1].metadata == {"tags": ["raises-exception"]}
    assert code[1].outputs[0].traceback == ["IndexError: list index out of range"]
    assert code[2].source == "for i in range(500):\n    print(i, flush=True)"
    assert [output.text for output in code[2].outputs] == ["".join(f"{i}\n" for i in range(500))]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_build_stores_a_small_picture_and_no_widget_view(built):
    picture, slider = [c for c in read_notebook(built / "01_slide.ipynb").cells if c.cell_type == "code"]
    data = picture.outputs[0].data
    assert data["text/plain"] == "A drawing of four squares"
    assert Image.open(io.BytesIO(base64.b64decode(data["image/png"]))).mode == "P"
    assert list(slider.outputs[0].data) == ["text/plain"]


def test_navigation_follows_the_order_of_the_files(built):
    assert navigation_line(built / "00_start_here.ipynb") == (
        "[notation](notation.ipynb) · [Title of 01 →](01_slide.ipynb)"
    )
    assert navigation_line(built / "01_slide.ipynb") == (
        "[← Title of 00](00_start_here.ipynb) · [contents](00_start_here.ipynb#The-map) · "
        "[notation](notation.ipynb) · "
        "[practice](01_slide_practice.ipynb) · [Title of 02 →](02_edges.ipynb)"
    )
    assert navigation_line(built / "01_slide_practice.ipynb") == (
        "[back to the lesson](01_slide.ipynb) · [contents](00_start_here.ipynb#The-map) · "
        "[notation](notation.ipynb) · "
        "[Title of 02 →](02_edges.ipynb)"
    )
    assert navigation_line(built / "notation.ipynb") == "[contents](00_start_here.ipynb#The-map)"
    cells = read_notebook(built / "02_edges.ipynb").cells
    assert cells[0].source == cells[-1].source == navigation_line(built / "02_edges.ipynb")
    assert [path.name[:12] for path in notebooks_in([built])] == [
        *("00_start_her", "01_slide.ipy", "01_slide_pra", "02_edges.ipy", "notation.ipy"),
    ]


def test_machine_dependent_cell_keeps_its_example_until_it_is_cleared(tmp_path):
    kept, cleared = (
        new_code_cell(source, metadata={"tags": ["nbval-ignore-output"]}) for source in ("6 * 7", "6 * 8")
    )
    kept.outputs = [new_output("execute_result", {"text/plain": "an old example"}, execution_count=1)]
    path = tmp_path / "00_start_here.ipynb"
    path.write_text(as_text(nbformat.v4.new_notebook(cells=[kept, cleared])), encoding="utf-8")
    assert run("build", path) == 0
    code = [cell for cell in read_notebook(path).cells if cell.cell_type == "code"]
    assert [cell.outputs[0].data["text/plain"] for cell in code] == ["an old example", "48"]


def test_failing_cell_is_named_and_the_file_left_as_it_was(write_notebook, capsys):
    path = write_notebook("03_pad.ipynb", "# Pad", "x = 1", "print(x)\nx / 0")
    before = path.read_bytes()
    assert run("build", path) == 1
    assert "03_pad.ipynb, cell 4: ZeroDivisionError: division by zero" in capsys.readouterr().err
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("content", ["", "{}", "[1]", "not json", '{"nbformat": 4, "cells": 3}'])
@pytest.mark.parametrize("command", ["build", "verify"])
def test_file_that_is_no_notebook_is_named(tmp_path, capsys, command, content):
    path = tmp_path / "01_x.ipynb"
    path.write_text(content)
    assert run(command, path) == 1
    output = capsys.readouterr()
    assert "01_x.ipynb: not a notebook" in output.out + output.err
    assert path.read_text() == content


@pytest.mark.parametrize("command", ["build", "verify"])
def test_no_notebook_there(tmp_path, capsys, command):
    assert run(command, tmp_path) == 1
    assert run(command, tmp_path / "nothing.ipynb") == 1
    assert capsys.readouterr().err.count("there is no notebook in") == 2


def test_picture_that_is_too_heavy_is_shrunk_and_keeps_its_proportions():
    noise = np.random.default_rng(1).integers(0, 256, (400, 700, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "PNG")
    small = base64.b64decode(small_png(base64.b64encode(buffer.getvalue()).decode()))
    width, height = Image.open(io.BytesIO(small)).size
    assert len(small) <= PICTURE_KB * 1000
    assert width < 700
    assert abs(width / height - 700 / 400) < 0.02


def test_picture_without_a_palette_gets_one_and_keeps_its_colours():
    colours = Image.new("RGB", (2, 1))
    colours.putdata([(200, 30, 10), (0, 0, 255)])
    for picture in (colours, colours.convert("RGBA")):
        file = io.BytesIO()
        picture.save(file, "PNG")
        small = small_png(base64.b64encode(file.getvalue()).decode())
        result = Image.open(io.BytesIO(base64.b64decode(small)))
        assert result.mode == "P"
        assert result.convert("RGB").tobytes() == colours.tobytes()
        assert small_png(small) == small


# --- verify


def test_verify_says_which_cell_is_stale_and_which_part_is_dirty(built, tmp_path, capsys, write_chapter):
    write_chapter("02_edges", "")
    for path in built.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert run("verify", tmp_path / "02_edges.ipynb") == 1  # its links lead to headings that are not there
    said = capsys.readouterr().out
    assert "stale" not in said
    assert "dirty" not in said
    assert "links to 00_start_here.ipynb#The-map" in said
    assert run("verify", tmp_path / "00_start_here.ipynb") == 0
    assert "up to date and clean" in capsys.readouterr().out

    path = tmp_path / "00_start_here.ipynb"
    notebook = read_notebook(path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    code[2].outputs[0].text = code[2].outputs[0].text.replace("77\n", "78\n", 1)
    code[0].metadata["scrolled"] = True
    path.write_text(as_text(notebook), encoding="utf-8")
    assert run("verify", path) == 1
    said = capsys.readouterr().out
    assert "00_start_here.ipynb, cell 5: stale: it shows '78'" not in said  # 78 stands there rightly as well
    assert "00_start_here.ipynb, cell 5: stale: " in said
    assert "00_start_here.ipynb, cell 3: dirty: not as `convbook build` writes it (metadata differs)" in said


def test_verify_of_the_whole_book_looks_at_more_than_its_notebooks(
    tmp_path, monkeypatch, capsys, write_chapter
):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    monkeypatch.setattr(verifying, "stored_folder", lambda: folder)
    monkeypatch.setattr(verifying, "NAMES", ())  # of explorers, which such a book need not show
    monkeypatch.setattr(building, "stored_folder", lambda: folder)
    write_chapter("01_slide", "draft = true")
    cells = [
        new_markdown_cell("# Start\n\n## The map"),
        new_markdown_cell("<!-- chapters -->"),
    ]
    (folder / "00_start_here.ipynb").write_text(
        as_text(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8"
    )
    readme = "<!-- chapters -->\n\n\n\n<!-- end of chapters -->"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    assert run("verify") == 1
    said = capsys.readouterr().out
    assert "01_slide.ipynb" in said
    assert "README.md: the table of chapters" in said
    lesson = nbformat.v4.new_notebook(cells=[new_markdown_cell("# 1. Slide")])
    (folder / "01_slide.ipynb").write_text(as_text(lesson), encoding="utf-8")
    assert run("build") == 0
    assert "README.md" in capsys.readouterr().out
    assert run("verify") == 0
    assert "[1. Slide](notebooks/01_slide.ipynb)" in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert run("build") == 0
    assert "README.md" not in capsys.readouterr().out


def test_an_edit_to_a_generated_cell_and_broken_words_are_sentences(tmp_path, capsys, write_chapter):
    write_chapter("01_slide", "draft = true")
    path = tmp_path / "01_slide.ipynb"
    (tmp_path / "00_start_here.ipynb").write_text(as_text(nbformat.v4.new_notebook()), encoding="utf-8")
    cells = [new_markdown_cell("# 1. Slide"), new_markdown_cell("<!-- chapters -->")]
    path.write_text(as_text(nbformat.v4.new_notebook(cells=cells)), encoding="utf-8")
    assert run("build", path) == 0
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("|---", "|:---"), encoding="utf-8")
    capsys.readouterr()
    assert run("build", path) == run("verify", path) == 1
    output = capsys.readouterr()
    assert "01_slide.ipynb, cell 3: the table of chapters was edited here" in output.err
    assert output.out.count("01_slide.ipynb, cell 3: the table of chapters was edited here") == 1
    write_chapter("01_slide", "draft = true\nnothing")
    assert run("build", path) == run("verify", path) == 1
    output = capsys.readouterr()
    assert "words.en.toml, line 2, " in output.err
    assert output.out.count("words.en.toml, line 2, ") == 1


# --- read


@pytest.fixture
def book(tmp_path, write_notebook) -> Path:
    """A small stored book."""
    write_notebook("book/00_start_here.ipynb", "# Start", "1 + 1")
    write_notebook("book/01_slide.ipynb", "# Slide", "2 + 2")
    (tmp_path / "book" / ".hidden").write_text("x")
    return tmp_path / "book"


def type_into(path: Path, text: str) -> None:
    """What a reader does: a new cell, and outputs of a run."""
    notebook = json.loads(path.read_text())
    notebook["cells"].append(nbformat.v4.new_code_cell(text))
    path.write_text(json.dumps(notebook))


def run_cells(path: Path) -> None:
    notebook = json.loads(path.read_text())
    notebook["cells"][1]["execution_count"] = 3
    notebook["cells"][1]["outputs"] = [new_output("stream", text="4")]
    path.write_text(json.dumps(notebook, indent=3))


def test_first_read_copies_the_book_and_the_second_nothing(book, tmp_path):
    folder = tmp_path / "deep" / "mine"
    assert len(update_copy(book, folder)) == 2
    assert read_notebook(folder / "01_slide.ipynb") == read_notebook(book / "01_slide.ipynb")
    assert not (folder / ".hidden").exists()
    assert update_copy(book, folder) == []


def test_new_chapter_is_added(book, tmp_path, write_notebook):
    update_copy(book, tmp_path / "mine")
    write_notebook("book/02_edges.ipynb", "# Edges")
    assert update_copy(book, tmp_path / "mine") == ["  02_edges.ipynb: new chapter, added"]


def test_chapter_that_the_reader_only_ran_is_updated(book, tmp_path):
    mine = tmp_path / "mine"
    update_copy(book, mine)
    run_cells(mine / "01_slide.ipynb")
    assert update_copy(book, mine) == []
    type_into(book / "01_slide.ipynb", "new in the book")
    assert update_copy(book, mine) == ["  01_slide.ipynb: updated"]
    assert "new in the book" in (mine / "01_slide.ipynb").read_text()


def test_what_the_reader_changed_is_never_overwritten(book, tmp_path):
    mine = tmp_path / "mine"
    update_copy(book, mine)
    type_into(mine / "01_slide.ipynb", "my answer")
    before = (mine / "01_slide.ipynb").read_bytes()
    assert update_copy(book, mine) == []
    for number in ("", "2"):  # the book changes twice, and the reader changes the new copy too
        type_into(book / "01_slide.ipynb", f"edition {number}")
        [said] = update_copy(book, mine)
        assert f"01_slide_new{number}.ipynb" in said
        assert (mine / "01_slide.ipynb").read_bytes() == before
        assert update_copy(book, mine) == []
    assert read_notebook(mine / "01_slide_new2.ipynb") == read_notebook(book / "01_slide.ipynb")


def test_what_answers_a_prediction_is_empty_in_the_copy(book, tmp_path):
    path, shown = book / "01_slide.ipynb", [new_output("stream", text="4")]
    notebook = read_notebook(path)
    for source in (
        "cb.predict('a')",
        "x = 1",
        "x",
        "y",
        "cb.quiz('b')",
        "cb.predict('c')",
        "cb.predict('d')",
        "z",
        "z",
    ):
        outputs = [] if source == "x = 1" else shown
        notebook.cells.append(new_code_cell(source, outputs=outputs, execution_count=len(notebook.cells)))
    notebook.cells.append(new_markdown_cell("`cb.predict('e')`"))
    notebook.cells.append(new_code_cell("last", outputs=shown, execution_count=99))
    path.write_text(as_text(notebook), encoding="utf-8")
    update_copy(book, tmp_path / "mine")
    copied = [c for c in read_notebook(tmp_path / "mine" / "01_slide.ipynb").cells if c.cell_type == "code"]
    shows = {f"{n} {c.source}": bool(c.outputs) for n, c in enumerate(copied)}
    empty = {"0 2 + 2", "2 x = 1", "3 x", "8 z"}
    assert {name for name, shown in shows.items() if not shown} == empty
    assert copied[3].execution_count is copied[8].execution_count is None
    assert fingerprint(tmp_path / "mine" / "01_slide.ipynb") == fingerprint(path)


def test_copy_of_an_older_edition_is_brought_over_and_nothing_is_overwritten(book, tmp_path):
    """As version 0.1 left it: the book's files byte for byte, and a record of what they were."""
    mine = tmp_path / "mine"
    mine.mkdir()
    for path in book.glob("*.ipynb"):
        (mine / path.name).write_bytes(path.read_bytes())
    record = {path.name: fingerprint(path) for path in book.glob("*.ipynb")}
    (mine / ".convbook.json").write_text(json.dumps(record))
    run_cells(mine / "00_start_here.ipynb")
    type_into(mine / "01_slide.ipynb", "my answer")
    before = (mine / "01_slide.ipynb").read_bytes()
    for path in book.glob("*.ipynb"):
        type_into(path, "new in 0.2")
    said = update_copy(book, mine)
    assert [line.partition(":")[0].strip() for line in said] == ["00_start_here.ipynb", "01_slide.ipynb"]
    assert "new in 0.2" in (mine / "00_start_here.ipynb").read_text()
    assert "new in 0.2" in (mine / "01_slide_new.ipynb").read_text()
    assert (mine / "01_slide.ipynb").read_bytes() == before


@pytest.mark.parametrize("record", [None, "not json", "[1, 2]"])
def test_lost_record_costs_the_reader_nothing(book, tmp_path, record):
    mine = tmp_path / "mine"
    update_copy(book, mine)
    type_into(mine / "01_slide.ipynb", "my answer")
    (mine / ".convbook.json").unlink()
    if record is not None:
        (mine / ".convbook.json").write_text(record)
    said = update_copy(book, mine)
    assert "01_slide_new.ipynb" in said[-1]
    assert "my answer" in (mine / "01_slide.ipynb").read_text()


@pytest.mark.parametrize("left", ["{half a noteb", "[]", '{"cells": 3}', "\0" * 4096])
def test_a_damaged_copy_is_put_aside_and_made_anew(book, tmp_path, left):
    mine = tmp_path / "mine"
    update_copy(book, mine)
    (mine / "01_slide.ipynb").write_text(left)
    [said] = update_copy(book, mine)
    assert "damaged" in said
    assert (mine / "01_slide_damaged.ipynb").read_text() == left
    assert read_notebook(mine / "01_slide.ipynb") == read_notebook(book / "01_slide.ipynb")
    assert update_copy(book, mine) == []


def test_fingerprint_sees_sources_and_order_only(book):
    path = book / "01_slide.ipynb"
    first = fingerprint(path)
    run_cells(path)
    assert fingerprint(path) == first
    notebook = json.loads(path.read_text())
    notebook["cells"].reverse()
    path.write_text(json.dumps(notebook))
    assert fingerprint(path) != first


def test_folder_that_is_a_file(book, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reading, "stored_folder", lambda: book)
    (tmp_path / "mine").write_text("x")
    assert run("read", tmp_path / "mine") == 1
    assert "mine is a file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "folder", "options"),
    [
        ([], "my_notebooks", []),
        (["read"], "my_notebooks", []),
        (["--no-browser"], "my_notebooks", ["--no-browser"]),
        (["mine", "--port", "9001"], "mine", ["--port=9001"]),
        (["read", "--port", "9001", "--no-browser", "mine"], "mine", ["--port=9001", "--no-browser"]),
    ],
)
def test_read_starts_jupyterlab_at_the_start_page(
    book, tmp_path, monkeypatch, capsys, arguments, folder, options
):
    started = []
    monkeypatch.setattr(reading.LabApp, "launch_instance", started.extend)
    monkeypatch.setattr(reading, "stored_folder", lambda: book)
    monkeypatch.chdir(tmp_path)
    assert run(*arguments) == 0
    assert f"--ServerApp.root_dir={tmp_path / folder}" in started
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in started
    assert started[len(started) - len(options) :] == options
    assert str(tmp_path / folder) in capsys.readouterr().out


def test_jupyterlab_does_not_ask_for_news():
    settings = json.loads((reading.LAB_SETTINGS / "overrides.json").read_text())
    assert settings["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"


def test_stored_notebooks_are_found_from_anywhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (stored_folder() / "00_start_here.ipynb").is_file()
    assert os.path.isabs(stored_folder())


def test_a_prompt_connection_sends_each_message_at_once(monkeypatch):
    asked = []

    class Websocket:
        def set_nodelay(self, value):
            asked.append(value)

    monkeypatch.setattr(reading.ZMQChannelsWebsocketConnection, "connect", lambda self: asked.append("open"))
    prompt = object.__new__(reading.PromptConnection)
    monkeypatch.setattr(reading.PromptConnection, "websocket_handler", Websocket(), raising=False)
    prompt.connect()
    assert asked == [True, "open"]


def test_the_server_knows_the_prompt_connection(book, tmp_path, monkeypatch):
    started = []
    monkeypatch.setattr(reading.LabApp, "launch_instance", started.extend)
    monkeypatch.setattr(reading, "stored_folder", lambda: book)
    reading.main(tmp_path / "mine")
    (option,) = [argument for argument in started if "connection_class" in argument]
    app = ServerApp(
        config=Config({"ServerApp": {"kernel_websocket_connection_class": option.partition("=")[2]}})
    )
    assert app.kernel_websocket_connection_class is reading.PromptConnection


def test_a_damaged_lesson_is_named_and_no_traceback_comes(tmp_path, monkeypatch, capsys):
    """README's table and the links between chapters read the titles of all lessons, this one's too."""
    folder = tmp_path / "notebooks"
    shutil.copytree(stored_folder(), folder, ignore=shutil.ignore_patterns("*.md"))
    shutil.copyfile(stored_folder().parent / "README.md", tmp_path / "README.md")
    (folder / "03_pad_the_border.ipynb").write_text("{")
    monkeypatch.setattr(verifying, "stored_folder", lambda: folder)
    monkeypatch.setattr(verifying, "stale_or_dirty", lambda *_: [])
    assert main(["verify"]) == 1
    assert "03_pad_the_border.ipynb" in capsys.readouterr().out
