"""The people and folders of a term, what commands said, and how the term goes."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.e2e import geometry, hand_ins
from tests.e2e.people import Done, Person

ASSIGNMENT = "shapes"
MATHJAX = "http://mathjax.example.org/MathJax.js"  # "a copy on your network", which only the browser's test answers for


@dataclass
class Term:
    """The people, the folders, and what commands said."""

    base: Path
    people: dict[str, Person]
    said: dict[str, Done] = field(default_factory=dict)

    @property
    def instructor(self) -> Person:
        return self.people["instructor"]

    @property
    def course(self) -> Path:
        return self.base / "nbgrader"

    @property
    def exchange(self) -> Path:
        return self.base / "exchange"

    def id(self, name: str) -> str:
        """Return a student's id: the name of their account."""
        return self.people[name].name

    def nbgrader(self, *command: str, code: int | None = 0) -> Done:
        """Let the instructor type an nbgrader command in the course folder."""
        done = self.instructor.run("nbgrader", *command, cwd=self.course, code=code)
        self.said[" ".join(command)] = done
        return done

    def grader(self, *command: str, code: int | None = 0) -> Done:
        """Let the instructor type a grader command in the course folder."""
        done = self.instructor.run("grader", *command, cwd=self.course, code=code)
        self.said["grader " + " ".join(command)] = done
        return done

    def student(self, name: str, *command: str, cwd: Path | None = None, code: int | None = 0) -> Done:
        """Let a student type an nbgrader command."""
        person = self.people[name]
        where = ["--course", "geometry", f"--Exchange.root={self.exchange}"]
        as_whom = [f"--student={person.name}"] if person.uid is None and command[0] == "submit" else []
        return person.run("nbgrader", *command, *where, *as_whom, cwd=cwd, code=code)

    def query(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the gradebook."""
        with closing(sqlite3.connect(self.course / "gradebook.db")) as database:
            return database.execute(sql, values).fetchall()

    def marks(self, name: str) -> dict[str, float]:
        """Return a student's automatic marks in the gradebook, by exercise."""
        rows = self.query(
            """select base_cell.name, grade.auto_score from grade
               join base_cell on base_cell.id = grade.cell_id
               join submitted_notebook on submitted_notebook.id = grade.notebook_id
               join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
               where submitted_assignment.student_id = ?""",
            self.id(name),
        )
        return dict(rows)

    def comments(self, name: str) -> str:
        """Return the comments on a student's files."""
        rows = self.query(
            """select comment.auto_comment from comment
               join submitted_notebook on submitted_notebook.id = comment.notebook_id
               join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
               where submitted_assignment.student_id = ?""",
            self.id(name),
        )
        return "\n".join(row[0] or "" for row in rows)

    def result(self, name: str) -> dict[str, Any]:
        """Return the kit's own grade document of a student."""
        whole: dict[str, Any] = json.loads((self.course / "results" / f"{self.id(name)}.json").read_text())
        return whole

    def feedback(self, name: str, module: str) -> str:
        """Return the feedback page as nbgrader generated it."""
        path = self.course / "feedback" / self.id(name) / ASSIGNMENT / f"{module}.html"
        return path.read_text(encoding="utf-8")

    def put_inbound(
        self, name: str, files: dict[str, bytes], *, claimed: str | None = None, age: timedelta = timedelta()
    ) -> Path:
        """Write into the exchange what `nbgrader submit` would, or what a student would rather have there."""
        when = (datetime.now(UTC) - age).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
        folder = (
            self.exchange
            / "geometry"
            / "inbound"
            / f"{claimed or self.id(name)}+{ASSIGNMENT}+{when}+{os.urandom(4).hex()}"
        )
        folder.mkdir()
        stamped = {"timestamp.txt": when.encode(), "submission_secret.txt": os.urandom(32).hex().encode()}
        for file, content in {**stamped, **files}.items():
            if content is not hand_ins.ABSENT:
                (folder / file).write_bytes(content)
        self.people[name].own(folder)
        folder.chmod(0o777)
        return folder


def prepare(term: Term) -> None:
    geometry.write_course(term.base / "geometry")
    term.course.mkdir()
    term.exchange.mkdir()
    term.instructor.own(term.exchange)
    term.instructor.own(term.base / "geometry")
    term.instructor.own(term.course)
    roster = term.base / "students.csv"
    names = ["ada", "hopper", *hand_ins.CASES]
    first = {name: name.title() for name in names} | {"injection": hand_ins.SCRIPT}  # as a platform lets them be called
    lines = [f"{term.id(name)},{first[name]},Example,{name}@example.org" for name in names if name != "stranger"]
    roster.write_text("\n".join(["id,first_name,last_name,email", *lines]), encoding="utf-8")
    course_file = str(term.base / "geometry" / "course.yaml")
    term.grader("build", "--nbgrader", str(term.course), "--roster", str(roster), "--course", course_file)
    with (term.course / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(term.exchange)!r}\n")
        config.write(f"c.HTMLExporter.mathjax_url = {MATHJAX!r}\n")
    term.nbgrader("generate_assignment", ASSIGNMENT)
    term.nbgrader("release_assignment", ASSIGNMENT)


def hand_in(term: Term) -> None:
    term.student("ada", "fetch_assignment", ASSIGNMENT)
    work = term.people["ada"].home / ASSIGNMENT
    term.said["validate stub"] = term.student("ada", "validate", "plane.ipynb", cwd=work, code=None)
    for file, text in geometry.RIGHT.items():
        (work / file).write_text(text, encoding="utf-8")
    term.said["validate right"] = term.student("ada", "validate", "plane.ipynb", cwd=work, code=None)
    term.student("ada", "submit", ASSIGNMENT)
    released = hand_ins.released(term.course / "release" / ASSIGNMENT)
    term.put_inbound("hopper", {**released, **hand_ins.raw(geometry.HALF)}, age=timedelta(seconds=5))
    for name, prepare in hand_ins.CASES.items():
        if term.people[name].uid is not None or prepare not in hand_ins.OF_ANOTHER_USER:
            prepare(term, name, dict(released))


def grade(term: Term) -> None:
    term.nbgrader("collect", ASSIGNMENT)
    term.grader("run", ".")
    term.nbgrader("autograde", ASSIGNMENT)
    term.nbgrader("generate_feedback", ASSIGNMENT)
    term.nbgrader("release_feedback", ASSIGNMENT)
    term.student("ada", "fetch_feedback", ASSIGNMENT)
    term.nbgrader("export")
