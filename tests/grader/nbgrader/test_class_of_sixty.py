"""The class of sixty in which everything goes wrong once, on nbgrader's way: the same is read, and the same is said."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.nbgrader.collected import hand_ins
from grader.nbgrader.folder import open_course_folder
from grader.submission import Submission
from tests.e2e import geometry
from tests.grader.intake.situations import situations, write

WORK = {"plane.py": geometry.PLANE, "solid.py": geometry.SOLID}
READ = {name.removesuffix(".py"): text.encode() for name, text in WORK.items()}


@pytest.fixture(scope="module")
def collected(generated: Path, tmp_path_factory: pytest.TempPathFactory, run_command: Callable[..., str]):
    """What became of each student, by the situation of the hand-in, and what zip_collect said."""
    target = Path(shutil.copytree(generated, tmp_path_factory.mktemp("sixty") / "nbgrader"))
    config = target / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(generated), str(target)))
    stubs = {name: (target / "source" / "shapes" / name).read_text() for name in WORK}
    every = situations(WORK, stubs)
    names = {f"s{number:02}": name for number, name in enumerate([*every, *["folder"] * (60 - len(every))])}
    roster = target / "class.csv"
    roster.write_text("id\n" + "\n".join([*names, "absent"]) + "\n")
    run_command(["grader", "build", "--nbgrader", ".", "--roster", str(roster)], target)
    archive = target / "downloaded" / "shapes" / "archive"
    for student, name in names.items():
        write(archive, every[name].files(student))
    write(archive, {".DS_Store": "x", "index.html": "x"})
    said = run_command(["nbgrader", "zip_collect", "shapes"], target)
    folder = open_course_folder(target)
    return every, names, {s.student: s for s in hand_ins(folder, folder.course())}, said


def test_each_is_collected_as_it_was_meant_or_named(collected):
    every, names, found, said = collected

    for student, name in names.items():
        submission: Submission = found[student]
        assert (dict(submission.sources) == READ) == every[name].is_read, name
        assert submission.needs_human == every[name].asks, name
        if every[name].asks:
            assert f"WARNING] {student}: " in said, name


def test_who_handed_nothing_in_is_named(collected):
    _, names, found, said = collected

    assert found.keys() == names.keys()
    assert "nothing from 1 of 61 students: absent" in said


def test_nothing_is_said_of_who_did_everything_right(collected):
    _, names, _, said = collected

    for student, name in names.items():
        if name in ("folder", "zip"):
            assert f"WARNING] {student}: " not in said
    assert ".ipynb" not in "".join(line for line in said.splitlines() if "WARNING]" in line)
