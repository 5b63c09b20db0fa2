"""nbgrader zip_collect for downloads from a learning platform: the same reading as `grader run`'s, written tidily.

    downloaded/<assignment>/archive/     what was downloaded: zips of a platform, zips and folders per student
    downloaded/<assignment>/extracted/   <student id>/ for each student of the class list, tidy, as in submitted/

Nothing in archive/ is ever changed, so what could not be matched is not lost: it is named, with the cure.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from grader.course.loading import CourseError
from grader.course.model import Course
from grader.intake.classes import SubmissionError, found_hand_ins
from grader.intake.hand_ins import HandIn
from grader.intake.names import listed, shown
from grader.intake.roster import RosterError, read_roster
from grader.nbgrader.folder import ROSTER, CourseFolder, HandInError, folder_of, part_of_course
from grader.nbgrader.keeping import keep, take

_NAMED = 20  # students in a sentence


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]  # nbgrader has no type hints
    """Reads every download, matches its owners with the class list, and writes one tidy folder per student."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Called by nbgrader zip_collect, once."""
        try:
            for remark in self._extract(Path(archive_path), Path(extracted_path)):
                self.log.warning(remark)
        except (CourseError, HandInError, RosterError, SubmissionError) as error:
            self.parent.fail(str(error))

    def _extract(self, source: Path, target: Path) -> list[str]:
        folder = folder_of(self)
        course = folder.course()
        assignment = self.parent.coursedir.assignment_id
        part = part_of_course(course, assignment)
        roster = read_roster(folder.root / ROSTER)
        when = self._when()
        remarks: list[str] = []
        with found_hand_ins(source, part, roster) as (matched, about_the_place):
            remarks += about_the_place
            missing = list(matched.missing)
            for hand_in in matched.hand_ins:
                if not hand_in.is_known:
                    remarks.append(_of_nobody(hand_in, part))
                    continue
                try:
                    remarks += _kept(hand_in, target / hand_in.student, assignment, folder, part, when)
                except OSError as error:
                    remarks.append(f"{hand_in.student}: cannot be written: {error.strerror}")
                    missing.append(hand_in.student)
        if missing:
            names = ", ".join(sorted(missing)[:_NAMED]) + (", ..." if len(missing) > _NAMED else "")
            remarks.append(f"nothing from {len(missing)} of {len(roster.students)} students: {names}")
        return remarks

    def _when(self) -> datetime:
        """Return the time every hand-in of a download gets: now, or the due date where that is over.

        Platforms do not say when, or in which time zone: nobody is taken for late without a word of theirs.
        """
        now = datetime.now(UTC)
        coursedir = self.parent.coursedir
        with Gradebook(coursedir.db_url, coursedir.course_id) as gradebook:
            try:
                due = gradebook.find_assignment(coursedir.assignment_id).duedate
            except MissingEntry:
                due = None
        return now if due is None else min(now, due.replace(tzinfo=UTC))


def _of_nobody(hand_in: HandIn, part: Course) -> str:
    """Return what is to be said of a hand-in whose student is not on the class list."""
    labels = listed([piece.label for piece in hand_in.pieces])
    whose = f"nobody on the roster, or more than one, is {shown(hand_in.student)!r}"
    where = f" ({labels})" if labels != hand_in.student else ""
    reasons = set(hand_in.read(part).refused.values())
    why = f" ({reasons.pop()})" if len(reasons) == 1 else ""
    cure = f"add it to the column alias in {ROSTER} and run this again with --force"
    return f"{whose}{where}: not taken{why}; {cure}"


def _kept(
    hand_in: HandIn, target: Path, assignment: str, folder: CourseFolder, part: Course, when: datetime
) -> list[str]:
    """Write one hand-in; return what a person should know of it, each sentence once.

    One that cannot be read at all is kept as well, with its reason: formgrader then asks a person to look, and the
    student reads in the feedback what to hand in.
    """
    taken = replace(take(hand_in, assignment, folder, part), when=when)
    keep(taken, target, assignment, folder)
    sentences = dict.fromkeys([*taken.flags, *taken.submission.flags, *taken.submission.refused.values()])
    return [f"{hand_in.student}: {sentence}" for sentence in sentences]


class ExtractedFiles(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no type hints
    """Tells zip_collect whose each extracted file is: the folder's name is the student's id."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """Called by nbgrader zip_collect for each file in extracted/."""
        extracted = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        student, *below = Path(submitted_file).relative_to(extracted).parts
        return {"student_id": student, "file_id": str(Path(*below))}
