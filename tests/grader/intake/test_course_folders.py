"""Nothing of a course that lies among the hand-ins becomes a student, and no student is taken for a course."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from grader.course.model import Course
from grader.intake import read_class
from grader.intake.roster import Roster, read_roster
from tests.grader.intake.conftest import Files

_WORK = "def forward_it(x):\n    return x\n"
_STUB = "def forward_it(x):\n    raise NotImplementedError\n"
_SOLUTION = "def forward_it(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION\n"
_CLASS = {"ada/forward.py": _WORK, "hopper/exercises/forward.py": _WORK}
_PARTS = {
    "solutions/forward.py": _SOLUTION,
    "solutions/lessons/forward.md": "# Forward",
    "tests/hidden/test_forward.py": "import forward\n",
    "tests/mistakes/forward.py": _WORK,
}
_COURSE = {
    **_PARTS,
    "course.yaml": "name: c\n",
    "exercises/course.json": "{}",
    "exercises/conftest.py": "",
    "exercises/kit/board.py": "",
    "exercises/forward.py": _STUB,
    "docs/nbgrader.md": "# nbgrader",
    "examples/class/zuse/forward.py": _WORK,
    "grader/cli/main.py": "",
}


def _in(folder: str, files: Files) -> dict[str, str | bytes]:
    return {f"{folder}/{name}": content for name, content in files.items()}


@pytest.mark.parametrize(
    ("files", "named"),
    [
        pytest.param(_PARTS, "solutions, tests", id="its solutions and tests"),
        pytest.param({"solutions/forward.py": _SOLUTION}, "solutions", id="its solutions"),
        pytest.param({"tests/mistakes/forward.py": _WORK, "tests/public/test_forward.py": ""}, "tests", id="its tests"),
        pytest.param(_COURSE, "docs, examples, exercises, grader, solutions, ...", id="all of it, side by side"),
        pytest.param(_in("fundamentals", _COURSE), "fundamentals", id="a copy of it"),
        pytest.param(_in("fundamentals/fundamentals-main", _COURSE), "fundamentals", id="a copy as GitHub packs it"),
    ],
)
def test_a_course_beside_hand_ins_is_no_student(write: Callable[..., Path], course: Course, files: Files, named: str):
    found = read_class(write({**_CLASS, **files}), course)

    assert [submission.student for submission in found] == ["ada", "hopper"]
    assert f"no hand-ins, because they are of a course: {named}" in found.remarks


@pytest.mark.parametrize(
    ("name", "files"),
    [
        pytest.param("fundamentals-main.zip", _in("fundamentals-main", _COURSE), id="all of it"),
        pytest.param("solutions.zip", _PARTS, id="its solutions"),
        pytest.param("tests.zip", {n.removeprefix("tests/"): t for n, t in _PARTS.items()}, id="its tests"),
        pytest.param("exercises.zip", _COURSE, id="its exercises"),
    ],
)
def test_an_archive_of_a_course_is_no_student(
    write: Callable[..., Path], course: Course, zipped: Callable[..., bytes], name: str, files: Files
):
    found = read_class(write({**_CLASS, name: zipped(files)}), course)

    assert found.students == ["ada", "hopper"]
    assert f"no hand-ins, because they are of a course: {name}" in found.remarks


@pytest.mark.parametrize("around", ["week3", "a/week3"])
def test_hand_ins_that_lie_within_a_course_are_read(write: Callable[..., Path], course: Course, around: str):
    found = read_class(write(_in(around, {**_CLASS, **_COURSE})), course)

    assert found.students == ["ada", "hopper"]


def test_exercises_that_somebody_worked_on_are_a_hand_in(
    write: Callable[..., Path], course: Course, zipped: Callable[..., bytes]
):
    worked = zipped(
        {n: t for n, t in (_COURSE | {"exercises/forward.py": _WORK}).items() if n.startswith("exercises/")}
    )
    found = read_class(write({**_CLASS, "exercises.zip": worked}), course)

    assert found.students == ["ada", "exercises", "hopper"]


def test_what_was_submitted_is_read_from_nbgraders_folders_without_its_settings(
    write: Callable[..., Path], course: Course
):
    submitted = {f"submitted/{who}/week1/forward.py": _WORK for who in ("ada", "hopper")}
    found = read_class(write({**submitted, "release/week1/forward.py": _STUB, "autograded/ada/week1/x.py": ""}), course)

    assert found.students == ["ada", "hopper"]


@pytest.mark.parametrize(
    ("files", "student"),
    [
        pytest.param({"tests/forward.py": _WORK}, "tests", id="called tests"),
        pytest.param({"tests/exercises/forward.py": _WORK}, "tests", id="called tests, in the exercises' folder"),
        pytest.param({"solutions/forward.py": _WORK}, "solutions", id="called solutions"),
        pytest.param({**_COURSE, "tests/forward.py": _WORK}, "tests", id="called tests, beside a course"),
        pytest.param({**_COURSE, "docs/forward.py": _WORK}, "docs", id="called docs, beside a course"),
        pytest.param(
            _in("turing", {**_COURSE, "exercises/forward.py": _WORK}), "turing", id="who worked in a copy of the course"
        ),
    ],
)
def test_a_student_is_not_taken_for_a_course(write: Callable[..., Path], course: Course, files: Files, student: str):
    found = read_class(write({**_CLASS, **files}), course)

    assert student in found.students
    work = found[found.students.index(student)]
    assert work.sources == {"forward": _WORK.encode()}
    assert not work.refused


@pytest.fixture
def listed(tmp_path: Path) -> Roster:
    """A class list on which students are called as folders of a course are."""
    file = tmp_path / "students.csv"
    file.write_text("id,first_name,last_name\ntests,Theo,Ests\ndocs,Dora,Ocs\nada,Ada,Lovelace\n", encoding="utf-8")
    return read_roster(file)


def test_who_is_called_as_a_folder_of_the_course_is_found_on_the_class_list(
    write: Callable[..., Path], course: Course, listed: Roster
):
    found = read_class(write({"ada/forward.py": _WORK, **_COURSE}), course, roster=listed)

    assert found.students == ["ada", "docs"]
    assert found.missing == ("tests",)
    assert "no hand-ins, because they are of a course: examples, exercises, grader, solutions, tests" in found.remarks


def test_a_copy_of_the_course_is_a_hand_in_where_others_worked_in_theirs(write: Callable[..., Path], course: Course):
    worked = {**_COURSE, "exercises/forward.py": _WORK}
    found = read_class(write({**_in("c-ada", worked), **_in("c-bob", _COURSE)}), course)

    assert found.students == ["c-ada", "c-bob"]
    assert found[1].sources == {"forward": _STUB.encode()}


def test_an_unchanged_copy_of_the_course_is_its_students_on_the_class_list(
    write: Callable[..., Path], course: Course, listed: Roster
):
    found = read_class(write({**_in("ada", _COURSE), "docs/forward.py": _WORK}), course, roster=listed)

    assert found.students == ["ada", "docs"]


def test_the_course_that_came_with_a_students_copy_is_said(write: Callable[..., Path], course: Course):
    files = _in("turing", {**_COURSE, "exercises/forward.py": _WORK})
    turing = read_class(write({**_CLASS, **files}), course, "turing", Roster())[0]

    assert any("solutions/ (the course's own)" in flag for flag in turing.flags)


_HAND_OUT = {"course.json": "{}", "conftest.py": "", "kit/board.py": "", "forward.py": _STUB}


@pytest.mark.parametrize(
    "name", ["handout", "exercises (1)", "Vorlage", "Week 1 - starter", "exercises-main/exercises-main"]
)
@pytest.mark.parametrize("is_packed", [False, True])
def test_exercises_as_they_were_handed_out_are_no_student_under_a_name_that_is_nobodys(
    write: Callable[..., Path], zipped: Callable[..., bytes], course: Course, name: str, is_packed: bool
):
    first, _, below = name.partition("/")
    files = _in(below, _HAND_OUT) if below else _HAND_OUT
    there = {f"{first}.zip": zipped(files)} if is_packed else _in(first, files)

    found = read_class(write({**_CLASS, **there}), course)

    assert [submission.student for submission in found] == ["ada", "hopper"]
    assert found.remarks == (f"no hand-ins, because the grader wrote them: {first}{'.zip' if is_packed else ''}",)


@pytest.mark.parametrize("files", [_in("turing", _HAND_OUT), _in("handout", {**_HAND_OUT, "forward.py": _WORK})])
def test_whoever_handed_in_nothing_new_under_a_name_is_a_student_and_so_is_who_worked(
    write: Callable[..., Path], course: Course, files: Files
):
    assert len(read_class(write({**_CLASS, **files}), course)) == 3
