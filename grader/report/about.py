"""What pages know besides the grades, and what is left of it where nobody is to be recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.model import Course
from grader.grade.document import Grade
from grader.grade.runs import Moved
from grader.intake.roster import Roster
from grader.report.reckoning import Reckoning


@dataclass(frozen=True)
class About:
    """What is known besides the grades; every part may be missing.

    `sources` maps student -> module -> file, to quote students' own lines. `moved` says what changed since an earlier
    run, `reckonings` what a gradebook makes of each student's grade. With `pseudonyms`, no name and no id of a student
    stands on any page.
    """

    sources: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    course: Course | None = None
    moved: Moved | None = None
    reckonings: Mapping[str, Reckoning] = field(default_factory=dict)
    pseudonyms: bool = False

    def name_of(self, student: str) -> str:
        """Return the first and last name that the class list has for a student, '' where it has none."""
        enrolled = self.roster.enrolled(student)
        return f"{enrolled.first_name} {enrolled.last_name}".strip() if enrolled else ""

    def section_of(self, student: str) -> str:
        """Return the section that the class list has for a student, '' where it has none."""
        enrolled = self.roster.enrolled(student)
        return enrolled.section if enrolled else ""


def under_pseudonyms(grades: Sequence[Grade], about: About) -> tuple[list[Grade], About]:
    """Give everybody a number, in an order that nobody can work out who knows the names, but not all grades."""
    secret = hashlib.blake2b(b"".join(grade.to_json() for grade in grades)).digest()
    names_as = {g.student: hashlib.blake2b(g.student.encode("utf-8", "replace"), key=secret).digest() for g in grades}
    order = sorted(grades, key=lambda grade: names_as[grade.student])
    names = {grade.student: f"student {number:03}" for number, grade in enumerate(order, 1)}
    hidden = [g.model_copy(update={"student": names[g.student], "flags": ()}) for g in order]
    reckonings = {names[student]: known.without_words() for student, known in about.reckonings.items()}
    return hidden, About(course=about.course, reckonings=reckonings)
