"""The parts of the project agree: dependency lists, commands, versions, licences, and who may import whom."""

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
import yaml

from convbook.book.notebooks import lessons_in

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "convbook"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")

# A module imports its own row and the rows above.
HOUSE = [
    {"words", "files", "measure"},
    {"shapes", "kernels", "images", "digits", "methods", "environment"},
    {"arguments"},
    {"ops", "backward", "pooling"},
    {"network"},
    {"picture", "frame"},
    {"still", "charts", "explorers"},
    {"figures"},
    {"live"},
    {"exercises"},
    {"chapters"},
    {"book"},
]
FLOOR = {name: floor for floor, names in enumerate(HOUSE) for name in names}
# matplotlib-base comes without the Qt that nobody needs here
CONDA_NAMES = {"matplotlib": "matplotlib-base", "jupyter-server": "jupyter_server"}


def test_environment_yml_has_the_same_direct_dependencies():
    environment = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
    listed = {entry for entry in environment["dependencies"] if isinstance(entry, str)}
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"]
    for pip_name, conda_name in CONDA_NAMES.items():
        wanted = [re.sub(rf"^{pip_name}\b", conda_name, entry) for entry in wanted]
    assert listed == {*wanted, "pip", "python" + PROJECT["project"]["requires-python"]}
    # conda hands this line to pip in a requirements file, which knows few options
    assert environment["dependencies"][-1] == {"pip": ["--editable ."]}


GROUPS = [PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"].values()]


@pytest.mark.parametrize("dependency", [dependency for group in GROUPS for dependency in group])
def test_dependency_has_a_lower_bound_and_a_major_cap(dependency):
    assert re.fullmatch(r"[a-z]+[a-z0-9-]*>=\d+(\.\d+)*,<\d+", dependency)


def test_reader_installs_no_group():
    assert PROJECT["tool"]["uv"]["default-groups"] == []


def _command_in_readme(name: str) -> str:
    [command] = re.findall(rf"<!-- {name} command -->\n *```bash\n *(.+)\n *```", README)
    return command


def test_page_of_nbconvert_shows_a_described_still_for_each_explorer(tmp_path):
    start, *options, notebook = _command_in_readme("page").split()
    assert (ROOT / "notebooks" / Path(notebook).name).exists()
    assert [start, *options[:2]] == [".uv/bin/uv", "run", "jupyter"]
    page = nbformat.v4.new_notebook()
    for call in ('explore("window")', 'explore("layer")', "show(row=[[1, 2]])", 'quiz("two_by_two_window")'):
        page.cells.append(nbformat.v4.new_code_cell(f"import convbook as cb\ncb.{call}"))
    nbformat.write(page, tmp_path / "page.ipynb")
    command = [sys.executable, "-m", *options[2:], "page.ipynb"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<img [^>]*>", html)
    assert len(pictures) == 3
    assert all(re.search(r'alt="[^"]*\d', picture) for picture in pictures)
    assert "widget-view" not in html.partition("<main")[2]


def test_workflow_runs_the_commands_that_readme_prints():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    runs = {step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step}
    windows = re.findall(r"^py .*pytest .*$", README, re.MULTILINE)
    assert runs == {
        _command_in_readme("test"),
        *windows,
        ".ci/run ${{ matrix.stage }}",
        "pytest -n auto --dist loadfile",
    }
    assert len(windows) == 1


def test_jobs_of_the_workflow_are_the_stages_of_ci_run():
    workflow = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    [stages] = re.findall(r"^stages=\((.+)\)$", script, re.MULTILINE)
    assert workflow["jobs"]["stages"]["strategy"]["matrix"]["stage"] == stages.split()
    assert re.findall(r"^        (\w+)\) ", script, re.MULTILINE) == stages.split()
    assert f"the quick ones first: {stages}\n" in script


def test_ci_takes_the_test_command_from_readme():
    script = (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert "/<!-- test command -->/" in script
    assert _command_in_readme("test").endswith("pytest -n auto --dist loadfile")
    assert _command_in_readme("read").endswith("convbook")


def test_links_in_readme_lead_to_files():
    targets = {target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", README)}
    local = {target for target in targets if target and not re.match(r"https?:", target)}
    assert {target for target in local if not (ROOT / target).exists()} == set()


def test_readme_names_every_lesson():
    lessons = {path.name for path in lessons_in(ROOT / "notebooks")}
    assert lessons == set(re.findall(r"\(notebooks/([^)]+\.ipynb)\)", README))


def test_citation_agrees_with_pyproject():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == PROJECT["project"]["version"]
    assert " AND ".join(citation["license"]) == PROJECT["project"]["license"]
    assert citation["authors"] == PROJECT["project"]["authors"]


def _imports(path: Path) -> set[str]:
    """The modules that `path` imports at any place, in full: "convbook.ops", "numpy"."""
    package = ("convbook", *path.parent.relative_to(PACKAGE).parts)
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            found |= {f"{module}.{alias.name}" for alias in node.names}
    return found


MODULES = [
    p for p in sorted(PACKAGE.rglob("*.py")) if p.relative_to(PACKAGE).parts[0].removesuffix(".py") in FLOOR
]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_arrows_of_the_house_go_one_way(path):
    floor = FLOOR[path.relative_to(PACKAGE).parts[0].removesuffix(".py")]
    imported = {name.split(".")[1] for name in _imports(path) if name.startswith("convbook.")}
    assert {name for name in imported if FLOOR.get(name, 0) > floor} == set()


def test_every_module_has_its_place_in_the_house():
    assert {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in PACKAGE.rglob("*.py")} == {
        *FLOOR,
        "__init__",
    }


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_pyplot_is_imported_nowhere(path):
    assert not {name for name in _imports(path) if name.startswith(("matplotlib.pyplot", "pylab"))}


def test_import_of_the_package_loads_no_heavy_module():
    code = "import sys, convbook, convbook.ops; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert "numpy" in loaded
    assert loaded & {"matplotlib", "ipywidgets", "anywidget", "IPython", "jupyterlab"} == set()
