"""What pages know besides the grades, and what is left of it where nobody is to be recognised."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from grader.course.model import Course
from grader.grade.collects import Collects
from grader.grade.document import Grade
from grader.grade.reading import Results
from grader.grade.redaction import student_view
from grader.grade.runs import Moved
from grader.intake.roster import Roster
from grader.report.reckoning import Reckoning


@dataclass(frozen=True)
class About:
    """What is known besides the grades; every part may be missing.

    `sources` maps student -> module -> file, to quote students' own lines. `moved` says what changed since an earlier
    run, `collects` how long exercises took where several runs saw them, `reckonings` what a gradebook makes of each
    student's grade. With `pseudonyms`, no name and no id of a student stands on any page.
    """

    sources: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)
    roster: Roster = field(default_factory=Roster)
    course: Course | None = None
    moved: Moved | None = None
    collects: Collects | None = None
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


def under_pseudonyms(results: Results, about: About) -> tuple[Results, About]:
    """Give everybody a number, in an order that nobody can work out who knows the names, but not all grades."""
    students = [grade.student for grade in results.briefs]
    digest = hashlib.blake2b()
    for student in students:
        digest.update(results.whole(student).to_json())
    secret = digest.digest()
    names_as = {s: hashlib.blake2b(s.encode("utf-8", "replace"), key=secret).digest() for s in students}
    order = sorted(results.briefs, key=lambda grade: names_as[grade.student])
    student_of = {f"student {number:03}": grade.student for number, grade in enumerate(order, 1)}

    def hidden(name: str, grade: Grade) -> Grade:
        modules = tuple(module.model_copy(update={"reason": None}) for module in grade.modules)
        return student_view(
            grade.model_copy(update={"student": name, "flags": (), "needs_human": False, "modules": modules})
        )

    briefs = tuple(hidden(name, grade) for name, grade in zip(student_of, order, strict=True))
    reckonings = {
        name: about.reckonings[student].without_words()
        for name, student in student_of.items()
        if student in about.reckonings
    }
    return (
        Results(briefs, lambda name: hidden(name, results.whole(student_of[name]))),
        About(course=about.course, collects=about.collects, reckonings=reckonings),
    )
