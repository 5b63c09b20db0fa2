"""Whatever stands behind an option: one sentence and exit 2, or it does what it should; never a traceback."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from grader.cli import cli, main, sentence_of
from tests.e2e import geometry

HERE = "HERE"  # the test's own folder: what can be written is written there
BAD = [
    pytest.param("", id="nothing"),
    pytest.param(" ", id="a space"),
    pytest.param(f"{HERE}/..", id="the folder above"),
    pytest.param(f"{HERE}/folder/../folder/.", id="a long way round"),
    pytest.param("/dev/null", id="nowhere"),
    pytest.param("/dev/full", id="a full disk"),
    pytest.param("/dev/zero", id="an endless file"),
    pytest.param("/proc/self/mem", id="memory"),
    pytest.param(f"{HERE}/nowhere/at/all", id="no such place"),
    pytest.param("x" * 300, id="a name too long"),
    pytest.param("a/" * 3000, id="a path too long"),
    pytest.param("a\nb\x1b[31m", id="control characters"),
    pytest.param("\udcff\udcfe", id="no text"),
    pytest.param("福島 🦊", id="other letters"),
    pytest.param("-1", id="a negative number"),
    pytest.param("--", id="dashes"),
    pytest.param("nan", id="not a number"),
    pytest.param("*.csv", id="a pattern"),
    pytest.param(f"{HERE}/file", id="a file"),
    pytest.param(f"{HERE}/file/inner", id="inside a file"),
    pytest.param(f"{HERE}/folder", id="a folder"),
    pytest.param(f"{HERE}/loop", id="a link to itself"),
    pytest.param(f"{HERE}/binary", id="no text in it"),
    pytest.param(f"{HERE}/results/ada.json", id="a result"),
]
COMMANDS = {
    "run": [
        "HAND-INS",
        "--out",
        "--track",
        "--jobs",
        "--scheduler",
        "--student",
        "--isolation",
        "--roster",
        "--course",
    ],
    "build": ["--course"],
    "build --nbgrader target": ["--roster", "--course"],
    "build --roster students.csv": ["--nbgrader"],
    "report results": ["--out", "--hand-ins", "--student", "--roster", "--course"],
    "report": ["RESULTS"],
    "hand-back mail results": ["--to", "--hand-ins", "--roster", "--course"],
    "hand-back moodle results": ["--download"],
    "hand-back moodle results --download download.zip": ["--to"],
    "hand-back mail": ["RESULTS"],
    "hand-back": ["FORMAT"],
    "export csv": ["RESULTS"],
    "export csv results": ["--to", "--roster"],
    "export gradescope results": ["--to"],
    "export canvas results": ["--into", "--column"],
    "export canvas results --into canvas.csv": ["--column", "--to"],
    "export": ["FORMAT"],
    "check": ["NAME", "--jobs", "--isolation", "--course"],
    "new": ["MODULE", "--course"],
    "init": ["FOLDER"],
    "init afresh": ["--subject"],
    "plan": ["--track", "--start", "--out", "--course"],
    "forget ada": ["RESULTS"],
    "forget": ["STUDENT"],
    "variants": ["--student", "--roster"],
    "variants --student ada": ["--out", "--course"],
    "rehearse": ["FOLDER", "--track", "--course"],
    "build --slides": ["--course"],
    "doctor": ["--out", "--course"],
}
GRADES = {("run", "--out"), ("run", "--jobs"), ("check", "--jobs"), ("check", "--course"), ("doctor", "--out")}
MAY_BE_EMPTY = {("init afresh", "--subject"), ("report results", "--student")}
EVERY = [(command, option) for command, options in COMMANDS.items() for option in options]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, a class without a hand-in, a result and a class list; nobody changes it."""
    root = tmp_path_factory.mktemp("bad") / "course"
    geometry.write_course(root)
    (root / "class" / "ada").mkdir(parents=True)
    (root / "students.csv").write_text("id\nada\n")
    (root / "canvas.csv").write_text("Student,ID,SIS Login ID,Section,geometry (7)\nAda,1,ada,A,\n")
    with zipfile.ZipFile(root / "download.zip", "w") as archive:
        archive.writestr("ada_1_assignsubmission_file_/plane.py", "x = 1\n")
    ours = [sys.executable, "-m", "grader", "run", "class", "--jobs", "1"]
    subprocess.run(ours, cwd=root, check=True, capture_output=True, timeout=120)
    (root / "file").write_text("a file\n")
    (root / "binary").write_bytes(bytes(range(256)))
    (root / "folder").mkdir()
    (root / "loop").symlink_to("loop")
    return root


@pytest.fixture
def said(once: Path, tmp_path: Path, monkeypatch, capfd) -> Callable[..., tuple[int, str, str]]:
    """Type a command in a copy of that folder."""
    here = Path(shutil.copytree(once, tmp_path / "here", symlinks=True))
    monkeypatch.chdir(here)

    def _said(*arguments: str) -> tuple[int, str, str]:
        given = [argument.replace(HERE, str(here)) for argument in arguments]
        monkeypatch.setattr(sys, "argv", ["grader", *given])
        with pytest.raises(SystemExit) as caught:
            main()
        return (int(caught.value.code or 0), *capfd.readouterr())

    return _said


def _arguments(command: str, option: str, value: str) -> list[str]:
    words = command.split()
    if not option.startswith("--"):
        return [*words, "--", value] if value.startswith("-") else [*words, value]
    hand_ins = ["class"] if words == ["run"] else []
    exists = ["--course", "course.yaml"] if words[0] in ("run", "new") and option != "--course" else []
    name = ["attention"] if words == ["new"] else []
    return [*words, *hand_ins, *name, *exists, f"{option}={value}"]


@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize(("command", "option"), [pair for pair in EVERY if pair not in GRADES])
def test_a_bad_value_is_one_sentence_or_no_matter(said, command: str, option: str, value: str):
    code, out, err = said(*_arguments(command, option, value))

    lines = [line for line in err.splitlines() if line]
    assert code in (0, 1, 2)
    assert "Traceback" not in out + err
    assert all(line.startswith("grader: ") and line.isprintable() for line in lines), err
    if code == 2 and not command.startswith("doctor"):
        assert len(lines) == 1, err
        assert out == ""


def test_every_option_of_every_command_is_tried():
    """An option that comes new belongs into the table."""
    context = click.Context(cli)

    for name in cli.list_commands(context):
        tried = {option for command, option in EVERY if command.split()[0] == name}
        command = cli.get_command(context, name)
        assert command is not None
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                what = "" if parameter.is_flag else max(parameter.opts, key=len)
            else:
                what = str(parameter.metavar).strip("[].").replace("MODULE-OR-EXERCISE", "NAME")
            assert not what or what in tried, (name, what)


@pytest.mark.parametrize(("command", "option"), EVERY)
def test_an_empty_argument_is_refused(said, command: str, option: str):
    code, _, err = said(*_arguments(command, option, ""))

    assert code == 2
    assert err.startswith("grader: ")


@pytest.mark.parametrize("command", ["export csv results", "hand-back moodle results --download download.zip"])
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        pytest.param("/dev/full", "No space left on device: make room", id="a full disk"),
        pytest.param("nowhere/marks.csv", "No such file or directory", id="no such folder"),
        pytest.param("folder", "Is a directory: expected the name of a file", id="a folder"),
        pytest.param("file/marks.csv", "Not a directory: a part of this path is a file", id="inside a file"),
    ],
)
def test_where_marks_cannot_be_written_is_said(said, command: str, value: str, sentence: str):
    code, _, err = said(*command.split(), "--to", value)

    assert code == 2
    assert sentence in err


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("report results --out file", "File exists: expected the name of a folder"),
        ("report results --out file/pages", "File exists: expected the name of a folder"),
        ("run class --out file", "file: results cannot be written: "),
        ("report folder", "folder: no results: expected what `grader run` wrote"),
    ],
)
def test_a_place_that_cannot_be_written_is_said(said, command: str, sentence: str):
    code, _, err = said(*command.split())

    assert code == 2
    assert sentence in err


@pytest.mark.parametrize("content", ["{", "[]", '{"student": "ada"}', '{"version": 1}', "null", ""])
@pytest.mark.parametrize("command", ["report results", "export csv results"])
def test_an_incomplete_document_is_named(said, command: str, content: str):
    Path("results/ada.json").write_text(content)

    code, out, err = said(*command.split())

    assert (code, out) == (2, "")
    assert err.startswith("grader: results/ada.json: expected a grade document: ")
    assert "run `grader run` again" in err


def test_doctor_and_run_agree_on_where_results_can_go(said):
    code, out, _ = said("doctor", "--out", "file", "--course", "course.yaml")

    assert code == 2
    assert "results: file cannot be written (Not a directory): choose another folder with --out" in out


def test_exports_are_for_their_owner_alone_and_spreadsheets_see_that_they_are_utf8(said):
    said("export", "csv", "results", "--to", "marks.csv")
    said("export", "moodle", "results", "--to", "moodle.csv")

    assert Path("marks.csv").read_bytes().startswith(b"\xef\xbb\xbfstudent,")
    assert Path("moodle.csv").read_bytes().startswith(b"Username,")
    assert stat.S_IMODE(Path("marks.csv").stat().st_mode) == 0o600


def test_an_output_that_nobody_reads_is_no_traceback(once: Path):
    command = f"'{sys.executable}' -m grader export table results | true; exit ${{PIPESTATUS[0]}}"

    done = subprocess.run(["bash", "-c", command], cwd=once, capture_output=True, encoding="utf-8", timeout=60)

    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr


def test_an_output_onto_a_full_disk_is_a_sentence(once: Path):
    command = f"'{sys.executable}' -m grader export table results > /dev/full"

    done = subprocess.run(["bash", "-c", command], cwd=once, capture_output=True, encoding="utf-8", timeout=60)

    assert done.returncode == 2
    assert done.stderr == "grader: No space left on device: make room, or write somewhere else\n"


def test_a_terminal_that_knows_few_letters_gets_all_the_same(once: Path):
    done = subprocess.run(
        [sys.executable, "-m", "grader", "run", "福島"],
        cwd=once,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [errno.EPERM, errno.EIO, errno.EMFILE, errno.ELOOP, errno.EDQUOT, 0])
def test_every_refusal_of_the_system_has_a_sentence(number: int):
    sentence = sentence_of(OSError(number, os.strerror(number), "a\nplace"))

    assert sentence.startswith("a place: ")
    assert sentence.isprintable()
