"""Marks put into the gradebook that Canvas exports: in the right line and column, and nothing else is changed."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from grader.grade.marks import Mark, Person, Row, no_show
from grader.outcome import MustAct
from grader.report.canvas import merge

EXPORT = """\
Student,ID,SIS User ID,SIS Login ID,Section,Exercise 1 (4711),Exercise 2 (4712),Current Score,Final Score
,,,,,Manual Posting,,,
    Points Possible,,,,,100.00,10.00,(read only),(read only)
"Lovelace, Ada",101,S1,ada,Monday,,7,70,70
"Hopper, Grace",102,S2,amazing@example.org,Tuesday,3,EX,,
"Smith, John",107,S7,smith.j,Monday,,,,
"Smith, John",108,S8,smith.k,Monday,,,,
"Rosenblatt, Frank",103,S3,rosenblatt,"Monday and Tuesday",11,,,
"Student, Test",199,,0f1e2d,Monday,,,,
"""


def row(student: str, total: float, *, work: str = "Exercise 1", most: float = 100.0, **more: str) -> Row:
    return Row(Person(student, **more), work, (Mark("plane", "area", total, most),), total, 0.0, most)


@pytest.fixture
def theirs(tmp_path: Path):
    def _theirs(text: str = EXPORT, encoding: str = "utf-8") -> Path:
        path = tmp_path / "canvas.csv"
        path.write_text(text, encoding=encoding)
        return path

    return _theirs


def lines(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def column(text: str, delimiter: str = ",") -> dict[str, str]:
    return {line[1]: line[5] for line in lines(text, delimiter)[3:]}


def test_each_mark_stands_in_its_students_line_and_the_others_cells_stay(theirs):
    merged = merge(theirs(), [row("ada", 64.3), row("nobody", 1.0, number="108")], None)

    assert column(merged.text) == {"101": "64.3", "102": "3", "107": "", "108": "1", "103": "11", "199": ""}


def test_what_canvas_finds_students_and_assignments_by_is_as_it_came(theirs):
    [head, posting, points, ada, *_] = lines(merge(theirs(), [row("ada", 64.3)], None).text)

    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Exercise 1 (4711)"]
    assert posting == ["", "", "", "", "", "Manual Posting"]
    assert points == ["    Points Possible", "", "", "", "", "100.00"]
    assert ada[:5] == ["Lovelace, Ada", "101", "S1", "ada", "Monday"]


@pytest.mark.parametrize(
    "person",
    [
        pytest.param({"student": "x", "number": "102"}, id="the platform's number"),
        pytest.param({"student": "amazing@example.org"}, id="the login"),
        pytest.param({"student": "S2"}, id="the number of the university"),
        pytest.param({"student": "x", "email": "amazing@example.org"}, id="the e-mail"),
        pytest.param({"student": "x", "first_name": "Grace", "last_name": "Hopper"}, id="the name"),
        pytest.param({"student": "hoppergrace"}, id="the name as Canvas writes it into files"),
        pytest.param({"student": "Hopper, Grace"}, id="the name as it stands there"),
    ],
)
def test_a_student_is_found_by_whatever_tells(theirs, person):
    student = person.pop("student")

    assert column(merge(theirs(), [row(student, 5.0, **person)], None).text)["102"] == "5"


def test_a_name_of_two_students_is_named_and_not_guessed(theirs):
    merged = merge(theirs(), [row("John Smith", 5.0)], None)

    assert column(merged.text)["107"] == column(merged.text)["108"] == ""
    assert any("or more than one, is John Smith: not written" in remark for remark in merged.remarks)


def test_of_two_results_for_one_line_the_first_counts_and_both_are_named(theirs):
    merged = merge(theirs(), [row("ada", 5.0), row("Ada Lovelace", 6.0)], None)

    assert column(merged.text)["101"] == "5"
    assert any("Ada Lovelace and ada" in remark for remark in merged.remarks)


def test_who_handed_nothing_in_keeps_the_cell_and_is_named(theirs):
    absent = no_show(row("ada", 5.0), Person("rosenblatt"))

    merged = merge(theirs(), [row("ada", 5.0), absent], None)

    assert column(merged.text)["103"] == "11"
    assert any("nothing from 5 of 6" in remark and "Rosenblatt" in remark for remark in merged.remarks)


@pytest.mark.parametrize("name", ["Exercise 2 (4712)", "exercise 2", "4712"])
def test_the_column_is_named_by_title_or_number(theirs, name: str):
    merged = merge(theirs(), [row("ada", 9.0, work="fundamentals", most=10.0)], name)

    assert lines(merged.text)[0][5] == "Exercise 2 (4712)"
    assert lines(merged.text)[3][5] == "9"


@pytest.mark.parametrize("name", ["fundamentals", "Current Score", "", "1"])
def test_a_column_that_is_not_there_is_said_with_those_that_are(theirs, name: str):
    with pytest.raises(MustAct, match=r"name one with --column; it has Exercise 1 \(4711\), Exercise 2 \(4712\)"):
        merge(theirs(), [row("ada", 9.0)], name)


def test_another_maximum_in_canvas_is_said(theirs):
    merged = merge(theirs(), [row("ada", 64.0)], "4712")

    assert any("Canvas gives 10.00 for it, and the marks are out of 100" in remark for remark in merged.remarks)
    assert not any("gives" in remark for remark in merge(theirs(), [row("ada", 64.0)], "4711").remarks)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_every_form_in_which_canvas_exports_is_read_and_handed_back(theirs, delimiter: str, encoding: str):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(csv.reader(io.StringIO(EXPORT)))

    merged = merge(theirs(out.getvalue(), encoding), [row("ada", 64.3)], None)

    assert column(merged.text, delimiter)["101"] == "64.3"


@pytest.mark.parametrize("text", ["", "\n", "id,name\nada,Ada\n", "Student,ID\nx,1\n", '"'])
def test_what_is_no_export_of_canvas_is_refused(theirs, text: str):
    with pytest.raises(MustAct, match="expected what Canvas exports"):
        merge(theirs(text), [row("ada", 1.0)], None)


def test_a_name_that_is_a_formula_stays_a_name(theirs):
    merged = merge(theirs(EXPORT.replace("Hopper, Grace", "=cmd()")), [row("ada", 1.0)], None)

    assert lines(merged.text)[4][:2] == ["'=cmd()", "102"]
