"""The documents are true where a program can tell: the files, names, commands, options, figures and tests they show."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from grader.cli import cli
from grader.course import model
from grader.course.loading import load_course
from grader.grade.document import Grade, GradedExercise, GradedModule
from grader.outcome import Outcome
from grader.sandbox.guest import jail

ROOT = Path(__file__).parents[2]
CONTEXT = click.Context(cli)
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
_COMMAND = re.compile(r"(?<!from )(?<![\w/])grader ([a-z][a-z-]+)([^`\n]*)", re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#:\s]+)\)")
_OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
_OF_OTHER_PROGRAMS = """
    --pdb --no-dashboard --nthreads --protocol --port --force --update --check
    --find-links --no-index --only-binary --platform --python-version --compile-bytecode --omit
""".split()  # of pytest, dask, nbgrader, ruff, pip, uv and coverage
_LONGEST = 250  # lines of a file without a reason
_OUR_MODULES = {
    ".".join(path.relative_to(ROOT / "grader").with_suffix("").parts).removesuffix(".__init__"): path
    for path in (ROOT / "grader").rglob("*.py")
} | {"expect": ROOT / "grader" / "handout" / "expect.py"}  # by the name that suites know


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_option_that_a_document_shows_is_there(document: Path):
    shown = [match for line in _code(document.read_text(encoding="utf-8")) for match in _COMMAND.findall(line)]

    for name, rest in shown:
        command = cli.get_command(CONTEXT, name)
        assert command is not None, f"{document.name}: grader {name}"
        options = {option for parameter in command.params for option in parameter.opts} | {"--help", "-h"}
        for option in re.findall(r"(?<!\S)--[a-z][a-z-]*", rest):
            assert option in options, f"{document.name}: grader {name} {option}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_inside_the_repository_leads_to_a_file(document: Path):
    for link in _LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / link).exists(), f"{document.name}: {link}"


@pytest.mark.parametrize("name", cli.list_commands(CONTEXT))
def test_the_help_of_a_command_names_the_default_of_every_option(name):
    for option in _parameters(name):
        if isinstance(option, click.Option) and option.default and isinstance(option.default, str | int | Path):
            assert f"default: {option.default}" in (option.help or ""), option.name


def test_every_command_stands_in_architecture():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    for name in cli.list_commands(CONTEXT):
        assert f"`grader {name}`" in text


def test_every_room_of_the_grader_stands_in_the_picture_of_the_layout():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.partition("\ngrader/\n")[2].partition("```")[0]
    rooms = {path.name for path in (ROOT / "grader").iterdir() if path.is_dir() and path.name != "__pycache__"}
    files = {path.stem for path in (ROOT / "grader").glob("*.py") if not path.stem.startswith("__")}

    for name in rooms:
        assert f"{name}/" in picture, name
    for name in files:
        assert re.search(rf"\b{name}\b", picture), name
    for place in re.findall(r"^ {4}([\w/]+/) ", picture, re.MULTILINE):
        assert (ROOT / "grader" / place).is_dir(), place


def test_every_folder_beside_the_grader_stands_in_the_picture_of_the_layout():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    picture = text.partition("## Where things happen")[2].partition("\ngrader/\n")[0]
    known = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    parents = {
        Path(name).parts[: 2 if name.startswith(("tests/", "examples/")) else 1] for name in known if "/" in name
    }
    folders = {"/".join(parts) for parts in parents if (ROOT / Path(*parts)).is_dir()}

    for name in folders - {"grader", "tests", "examples"}:
        assert re.search(rf"(?<!\S){re.escape(name)}/ ", picture), name


def test_every_module_and_name_in_architecture_is_there():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    rooms = {name.partition(".")[0] for name in _OUR_MODULES}

    for dotted in re.findall(r"`((?:\w+\.)+\w+)`", text):
        module, _, name = dotted.rpartition(".")
        if dotted.partition(".")[0] in rooms and not dotted.endswith((".py", ".toml", ".md", ".json")):
            assert dotted in _OUR_MODULES or name in _defined(module), dotted


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_file_of_python_that_a_document_of_the_kit_names_is_there(document: str):
    text = re.sub(r"```.*?```", "", (ROOT / document).read_text(encoding="utf-8"), flags=re.DOTALL)
    there = [
        f"/{path.relative_to(ROOT)}" for room in ("grader", "tests", "benchmarks", "docs") for path in _python(room)
    ]
    there += [f"/solutions/{path.name}" for path in (ROOT / "solutions").glob("*.py")]

    for name in re.findall(r"`([\w./]+\.py)`", text):
        assert name == "helpers.py" or any(path.endswith(f"/{name}") for path in there), name


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_that_a_document_names_is_somebodys(document: Path):
    ours = {o for name in cli.list_commands(CONTEXT) for p in _parameters(name) for o in p.opts} | {"--help"}
    scripts = [*_python("grader/handout"), *_python("benchmarks"), *_python("docs"), *_python("examples/cluster")]
    theirs = {option for path in scripts for option in _OPTION.findall(path.read_text(encoding="utf-8"))}

    named = set(_OPTION.findall(document.read_text(encoding="utf-8")))

    assert named - ours - theirs - set(_OF_OTHER_PROGRAMS) == set()


def test_every_test_that_a_document_shows_is_one_that_grades():
    graders = [*ROOT.glob("tests/hidden/test_*.py"), *ROOT.glob("examples/courses/*/tests/hidden/test_*.py")]
    known = {name: code for path in graders for name, code in _tests(path.read_text(encoding="utf-8"))}

    shown = [
        (name, code)
        for document in (ROOT / "README.md", ROOT / "docs" / "authors.md")
        for block in re.findall(r"```python\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
        for name, code in _tests(block)
    ]

    assert len(shown) == 3
    for name, code in shown:
        assert code == known.get(name), name


def test_the_readme_counts_the_exercises():
    count = sum(len(module.exercises) for module in load_course(ROOT).modules)

    assert f"{count} small functions" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_architecture_tells_the_outcomes_and_the_keys_that_may_be_missing():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    [outcomes] = re.findall(r"outcome \(([\w, ]+)\)", text)
    [keys] = re.findall(r"keys\nmay be there: (.*?)\n`grade", text, re.DOTALL)

    assert outcomes.split(", ") == list(Outcome)
    optional = [
        n for part in (Grade, GradedModule, GradedExercise) for n, f in part.model_fields.items() if not f.is_required()
    ]
    assert re.findall(r"`(\w+)`", keys) == optional


def test_every_long_file_has_its_reason_in_contributing():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")

    for path in _python("grader"):
        if len(path.read_text(encoding="utf-8").splitlines()) > _LONGEST:
            assert f"{path.parent.name}/{path.stem}" in text, path


def test_every_call_that_the_jail_lets_through_was_considered():
    text = (ROOT / "docs" / "jail.md").read_text(encoding="utf-8")
    table = {
        word for line in text.splitlines() if line.startswith("| ") for word in re.findall(r"\w+", line.split("|")[1])
    }

    allowed = {*jail._ALLOWED, *jail._VALUES, "openat", "mmap", "futex", "write"}
    assert allowed <= table
    assert f"by {len(allowed)} calls and make no others" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")


def test_what_check_says_by_the_guide_for_authors_is_what_it_says():
    text = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    table = text.partition("| it says |")[2].partition("\n\n")[0]
    code = "".join(path.read_text(encoding="utf-8") for path in _python("grader"))
    said = [quoted for row in table.splitlines()[2:] for quoted in re.findall(r"`([^`]+)`", row.split("|")[1])]

    assert len(said) > 9
    for sentence in said:
        for words in re.split(r" of X\b|\bX(?:__y)?\b|exercises/\.\.\.", sentence):
            assert words.strip() in code, sentence


def test_the_guide_for_authors_tells_every_key_of_a_course_and_its_default():
    text = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    told: dict[str, dict[str, str]] = {}
    of = ""
    for row in text.partition("| of | key |")[2].partition("\n\n")[0].splitlines()[2:]:
        _, whose, keys, _, default, _ = (cell.strip() for cell in row.split("|"))
        of = whose or of
        names, defaults = re.findall(r"`(\w+)`", keys), default.split(", ")
        told.setdefault(of, {}).update(zip(names, defaults * (len(names) if len(defaults) == 1 else 1), strict=True))

    for part, whose in _PARTS.items():
        fields = {name: info for name, info in part.model_fields.items() if name != "root"}
        assert told[whose].keys() == fields.keys(), whose
        for name, info in fields.items():
            is_number = isinstance(info.default, int | float)
            assert not is_number or told[whose][name] == f"{info.default:g}", name
            assert info.is_required() is (told[whose][name] == "must be there"), name
    assert told.keys() == set(_PARTS.values())


_PARTS: dict[type[BaseModel], str] = {
    model.Course: "the course",
    model.Module: "a module",
    model.Exercise: "an exercise",
    model.Assignment: "an assignment",
    model.Limits: "`limits`",
    model.LatePolicy: "`late`",
    model.Track: "`tracks`: a name, and",
    model.Session: "`session`",
}


def test_the_guide_for_authors_tells_all_that_a_suite_compares_with():
    text = (ROOT / "docs" / "authors.md").read_text(encoding="utf-8")
    tree = ast.parse(_OUR_MODULES["expect"].read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]

    assert [name for name in names if not re.search(rf"`(expect\.)?{name}\b", text)] == ["describe", "pattern"]


def _python(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


def _parameters(command: str) -> list[click.Parameter]:
    found = cli.get_command(CONTEXT, command)
    assert found is not None
    return found.params


def _defined(module: str) -> set[str]:
    """Return what a module of ours defines, and what its classes do."""
    path = _OUR_MODULES.get(module) or _OUR_MODULES.get(module.rpartition(".")[0])
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if path is not None else ()
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _tests(source: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the code of each test, without comments."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.unparse(node)


def _code(text: str) -> list[str]:
    """Return what stands in code, inline and in blocks."""
    blocks = re.findall(r"```[^\n]*\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()] + re.findall(
        r"`(grader [^`]*)`", re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    )
