"""A class of sixty in which everything goes wrong once: nobody is lost, nobody else is changed, no zero is silent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.intake import ClassIntake, read_class
from grader.intake.roster import Enrolled, Roster
from tests.grader.intake.situations import situations, write

WORK = {"forward.py": "def forward_it(x):\n    return 1\n", "loss.py": "def loss_it(x):\n    return 2\n"}
STUBS = {name: text.partition("\n")[0] + "\n    raise NotImplementedError\n" for name, text in WORK.items()}
SITUATIONS = situations(WORK, STUBS)
STUDENTS = [f"s{number:02}" for number in range(60)]
OF = dict(zip(STUDENTS, SITUATIONS, strict=False))  # the others hand in plain folders
STRAY = {".DS_Store": "x", "index.html": "x", "grades.xlsx": "x", "results/.grader/lock": "", "results/s00.json": "{}"}
READ = {name.removesuffix(".py"): text.encode() for name, text in WORK.items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sixty")
    for student in STUDENTS:
        write(made, SITUATIONS[OF.get(student, "folder")].files(student))
    write(made, STRAY)
    return made


@pytest.fixture(scope="module", params=[True, False], ids=["with a class list", "without"])
def intake(request, folder: Path, course) -> ClassIntake:
    roster = Roster.of([Enrolled(student) for student in [*STUDENTS, "absent"]]) if request.param else None
    return read_class(folder, course, roster=roster)


def test_nobody_is_lost_and_nobody_comes_in(intake: ClassIntake):
    assert [submission.student for submission in intake] == STUDENTS
    assert intake.missing in ((), ("absent",))
    assert intake.unknown == ()


@pytest.mark.parametrize(("student", "name"), OF.items(), ids=OF.values())
def test_each_is_read_as_it_was_meant_or_asks_for_a_person(intake: ClassIntake, student: str, name: str):
    [submission] = [submission for submission in intake if submission.student == student]
    situation = SITUATIONS[name]

    assert (dict(submission.sources) == READ) == situation.is_read
    assert submission.needs_human == situation.asks
    if situation.asks:
        assert [*submission.flags, *submission.refused.values()]


def test_the_others_are_as_if_they_were_alone(intake: ClassIntake):
    for submission in intake:
        if submission.student not in OF:
            assert (dict(submission.sources), submission.flags, submission.needs_human) == (READ, (), False)


def test_the_same_class_in_one_zip_is_read_the_same(folder: Path, course, tmp_path: Path):
    plain = tmp_path / "plain"
    shutil.copytree(folder, plain, symlinks=True, ignore=lambda where, names: [n for n in names if n == "s23"])
    archive = shutil.make_archive(str(tmp_path / "class"), "zip", plain)
    special = {student for student, name in OF.items() if name in ("link", "pipe", "hard link")}

    in_zip = {s.student: s for s in read_class(Path(archive), course)}

    for submission in read_class(plain, course):
        if submission.student not in special:
            assert in_zip[submission.student] == submission
