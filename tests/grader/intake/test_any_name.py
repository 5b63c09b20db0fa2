"""Whatever somebody calls a file or themselves: it is read in little time, and class lists come back as they were."""

from __future__ import annotations

import csv
import io
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from grader.course.model import Course
from grader.grade.marks import Person, Row, no_show
from grader.intake.downloads import files_of_people
from grader.intake.names import looks_like, odd_letter, owner_of_archive, result_file_name
from grader.intake.of_work import name_in
from grader.intake.platforms import moodle_group_and_name, moodle_prefix, read_name, shorter_owners
from grader.intake.roster import Enrolled, Roster, is_usable_id, read_roster
from grader.intake.spellings import folded, transliterated
from grader.intake.tree import Refused
from grader.intake.whose import refuse_files_of_several
from grader.report.table import as_canvas, as_moodle
from grader.text import clean

_LONGEST = 255  # of a name on any disk, and in an archive: what is longer is not read
_SECONDS = 0.5  # of CPU time; a hundred times what the slowest takes
_PARTS = st.sampled_from(
    [
        *"a 1 _ - . , + ( ) a_ 1_ _1 a1 é ada ada_ Ada forward forward_ late LATE_ anon_ 2026 2026-10 1-1 i ii".split(),
        *"main v1_ _assignsubmission_file_ _1_assignsubmission_ _attempt_2026-10-01-18-00-00_ 12:00:00 %41".split(),
        *"&amp; .zip .tar .tar.gz .py .part1 (1)".split(),
        *(" ", "- ", " - ", "1-1 - a - ", " - Oct 1, 2026 605 PM", "a+b+2026-10-01 18:00:00 UTC", "\udcff", "Aa "),
    ]
)
_TEXT = st.text(st.characters(exclude_categories=["Cc"]), max_size=10) | _PARTS
NAMES = st.builds(
    lambda before, pump, times, behind: f"{before}{pump * times}{behind}"[:_LONGEST],
    _TEXT, st.lists(_PARTS, min_size=1, max_size=3).map("".join), st.integers(1, _LONGEST), _TEXT,
)  # fmt: skip
ADA = Enrolled("ada", "Ada", "Lovelace", "ada@example.org", "101", ("countess",))
ROSTER = Roster.of([ADA, Enrolled("a", "A", "A"), Enrolled("1")])


def _read_everywhere(name: str, course: Course) -> None:
    for file in (name, f"{name}.py", f"forward {name}.py", f"{name} forward.py"):
        read_name(file)
        for module in course.modules:
            looks_like(file, module.name)
    read_name(name, folder=True)
    ROSTER.identify(name, name)
    files_of_people([f"{name} forward.py", f"Ada Lovelace - forward{name}.py"], course)
    with suppress(Refused):
        refuse_files_of_several([f"{name}.py", f"b{name}forward.py", f"forward_{name}.py"], course)
    for read in (owner_of_archive, odd_letter, result_file_name, moodle_prefix, moodle_group_and_name, shorter_owners):
        read(name)
    name_in(name, course)


@settings(deadline=None, max_examples=300)
@given(name=NAMES)
def test_no_name_takes_long_to_read(course: Course, name: str):
    before = time.process_time()

    _read_everywhere(name, course)

    assert time.process_time() - before < _SECONDS


# Two spaces side by side are one in a file for a platform, as they are in a browser; no platform has such an id.
IDS = st.from_regex(r"[a-zäé0-9](?: ?[a-zA-Zö0-9.@'_-]){0,12}", fullmatch=True).filter(is_usable_id)
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=15).map(str.strip)
STUDENTS = st.lists(
    st.builds(Enrolled, IDS, WORDS, WORDS, WORDS, section=WORDS), min_size=1, max_size=5, unique_by=lambda one: one.id
)


def _read(text: str, encoding: str) -> tuple[Enrolled, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(text.encode(encoding))
        return read_roster(path).students


def _shown(text: str) -> str:
    """What a list keeps of a name: one line of what prints, and no markup."""
    return clean(text).translate(str.maketrans('<>&"', "‹›＆”"))


@settings(deadline=None)
@given(
    students=STUDENTS, delimiter=st.sampled_from(",;\t|"), encoding=st.sampled_from(["utf-8-sig", "utf-8", "utf-16"])
)
def test_a_class_list_comes_back_as_it_was_written(students: list[Enrolled], delimiter: str, encoding: str):
    out = io.StringIO(newline="")
    rows = [[s.id, s.first_name, s.last_name, s.email, s.section] for s in students]
    csv.writer(out, delimiter=delimiter).writerows([["id", "first_name", "last_name", "email", "section"], *rows])

    found = _read(out.getvalue(), encoding)

    assert [[s.id, s.first_name, s.last_name, s.email, s.section] for s in found] == [
        [row[0], *map(_shown, row[1:])] for row in rows
    ]


@settings(deadline=None)
@given(students=STUDENTS)
def test_what_is_written_for_a_platform_is_a_class_list_again(students: list[Enrolled]):
    work = Row(Person(""), "work", (), 0.0, 0.0, 1.0)
    people = [Person(s.id, s.first_name, s.last_name, s.email, str(number)) for number, s in enumerate(students)]
    rows = [no_show(work, person) for person in people]

    for written in (as_moodle(rows), as_canvas(rows)):
        found = _read(written, "utf-8")

        assert [s.id for s in found] == [s.id for s in students]


@settings(deadline=None)
@given(students=STUDENTS)
def test_no_name_finds_somebody_who_is_not_called_so(students: list[Enrolled]):
    roster = Roster.of(students)

    for student in students:
        assert roster.identify(student.id) == student.id
        for name in student.names():
            assert roster.find(name) in (None, *(s.id for s in students if _folds(name) & set(map(folded, s.names()))))


def _folds(name: str) -> set[str]:
    return {folded(name), *transliterated(name)}
