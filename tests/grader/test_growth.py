"""A class of any size: hand-ins, whole grades and pages pass one by one, and none is kept."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from grader.grade.document import Grade
from grader.grade.reading import Results, read_results
from grader.grade.runs import How
from grader.grade.score import ungraded
from grader.grade.store import Store
from grader.grading import Settings, course_key, grade_class, key_of
from grader.intake import open_class
from grader.intake.classes import SourcesByStudent
from grader.intake.return_names import ReturnNames
from grader.nbgrader.exporting import rows_of
from grader.report.about import About
from grader.report.handing_back import for_canvas, for_moodle, write_mail
from grader.report.page import write_report
from grader.report.reckoning import reckoned
from grader.submission import Submission

SETTINGS = Settings()
STUDENTS = [f"student{number:02}" for number in range(30)]


@pytest.fixture
def store(tiny_course, tmp_path: Path) -> Store:
    """Results in which everybody is graded already."""
    store, of_course = Store(tmp_path / "results"), course_key(tiny_course, SETTINGS)
    for student in STUDENTS:
        submission = Submission(student, {})
        grade = ungraded(tiny_course, submission, "a test", "process", None)
        store.keep(student, key_of(of_course, submission), grade)
    return store


class Alive:
    """Counts what is still there of what was added."""

    def __init__(self) -> None:
        self._all: list[weakref.ref[object]] = []

    def add(self, one: object) -> None:
        self._all.append(weakref.ref(one))

    def __len__(self) -> int:
        return sum(one() is not None for one in self._all)


class Passing:
    """Hand-ins that are counted: how many were taken, and how many of them are still there."""

    def __init__(self, students: list[str], sources: dict[str, bytes]) -> None:
        self._students, self._sources = students, sources
        self.taken = 0
        self.alive = Alive()

    def __iter__(self) -> Iterator[Submission]:
        for student in self._students:
            self.taken += 1
            submission = Submission(student, dict(self._sources))
            self.alive.add(submission)
            yield submission
            del submission


def test_neither_hand_ins_nor_whole_grades_are_kept(tiny_course, store):
    class_ = Passing(STUDENTS, {})
    whole = Alive()
    most_hand_ins, most_grades = [], []

    def progress(grade: Grade, how: How) -> None:
        assert how is How.KEPT
        whole.add(grade)
        most_hand_ins.append(len(class_.alive))
        most_grades.append(len(whole))

    grades, _ = grade_class(tiny_course, class_, store, SETTINGS, progress)

    assert [grade.student for grade in grades] == STUDENTS
    assert max(most_hand_ins) <= 2
    assert max(most_grades) <= 2


def test_hand_ins_are_taken_when_a_grading_process_is_about_to_be_free(tiny_course, tmp_path, stubs):
    class_ = Passing(STUDENTS[:9], {name: source.encode() for name, source in stubs.items()})
    done, ahead = [], []

    def progress(grade: Grade, how: How) -> None:
        done.append(grade.student)
        ahead.append(class_.taken - len(done))

    grade_class(tiny_course, class_, Store(tmp_path / "new"), SETTINGS, progress)

    assert sorted(done) == STUDENTS[:9]
    assert max(ahead) <= 2


def test_a_hand_in_is_read_when_its_turn_comes(tiny_course, hand_ins):
    folder = hand_ins(ada={"vectors": "first"}, hopper={"vectors": "first"})

    with open_class(folder, tiny_course) as found:
        hand_ins(hopper={"vectors": "second"})

        assert [submission.sources["vectors"] for submission in found] == [b"first", b"second"]
        assert SourcesByStudent(found)["hopper"] == {"vectors": b"second"}
        assert SourcesByStudent(found).get("minsky") is None


def test_a_report_holds_the_pages_of_one_student_at_a_time(store, tmp_path):
    results = read_results(store.folder)
    written_before = []

    def whole(student: str) -> Grade:
        written_before.append(len([*(tmp_path / "report").rglob("*.html")]))
        return results.whole(student)

    write_report(Results(results.briefs, whole), tmp_path / "report")

    assert written_before == [1 + 2 * place for place in range(len(STUDENTS))]


@pytest.mark.parametrize(
    "hand_back",
    [
        lambda results, names, to: for_moodle(results, About(), names, to / "feedback.zip"),
        lambda results, names, to: for_canvas(results, About(), names, to / "feedback.zip"),
        lambda results, names, to: write_mail(results, About(), to),
    ],
    ids=["moodle", "canvas", "mail"],
)
def test_what_is_handed_back_is_made_from_one_whole_grade_at_a_time(store, tmp_path, hand_back):
    results = read_results(store.folder)
    alive = Alive()
    most = []

    def whole(student: str) -> Grade:
        grade = results.whole(student)
        alive.add(grade)
        most.append(len(alive))
        return grade

    names = {student: ReturnNames((f"{student}_1_file_",), {"vectors.py": f"{student}_1_2_"}) for student in STUDENTS}
    hand_back(Results(results.briefs, whole), names, tmp_path)

    assert len(most) == len(STUDENTS)
    assert max(most) <= 2


def test_marks_by_hand_are_put_into_a_whole_grade_when_it_is_asked_for(store):
    results = read_results(store.folder)
    asked = []

    def whole(student: str) -> Grade:
        asked.append(student)
        return results.whole(student)

    [row, *_] = rows_of(store.folder).rows
    by_hand = replace(row, marks=(replace(row.marks[0], points=1.0, by_tests=0.0), *row.marks[1:]))
    judged, reckonings, _ = reckoned(Results(results.briefs, whole), [by_hand])

    assert asked == []
    assert [grade.points for grade in judged.briefs[:2]] == [1.0, 0.0]
    assert next(judged.whole("student00").exercises).points == 1.0
    assert reckonings["student00"].by_hand == 1.0


def test_the_rows_of_an_export_hold_no_document_and_share_their_marks(store):
    one, other, *_ = rows_of(store.folder).rows

    assert one.marks[0] is other.marks[0]
    assert one.document is not None
    store.path("student00").unlink()
    with pytest.raises(Exception, match="No such file"):
        one.document()
