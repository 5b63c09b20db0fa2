"""Hand each student their page: as feedback files under the names a platform knows, or with a table for mail.

Moodle takes any file behind a student's name and number. Canvas takes a file only in the place of one that was handed
in, and shows it under that name: in the place of forward.py stands text that is all comments, in that of a zip a page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.files import make_private_folder, write_private
from grader.grade.document import Grade
from grader.grade.redaction import student_view
from grader.intake import result_file_name
from grader.intake.names import listed
from grader.intake.return_names import ReturnNames
from grader.report.about import About
from grader.report.letter import letter
from grader.report.reading import ReportError
from grader.report.student import student_page
from grader.report.table import written

PAGE = "feedback.html"
_TEXTS = (".py", ".txt", ".md")
_NAMES = {
    "moodle": "Ada Lovelace_3312_assignsubmission_file_forward.py",
    "canvas": "lovelaceada_101_9001_forward.py",
}


@dataclass(frozen=True)
class Feedback:
    """A zip to upload, for how many students it is, and what to know about it."""

    content: bytes
    students: int
    remarks: tuple[str, ...] = ()


def for_moodle(grades: Sequence[Grade], about: About, names: Mapping[str, ReturnNames]) -> Feedback:
    """Return a zip for Moodle's "Upload multiple feedback files in a zip": each student's page.

    Raises:
        ReportError: nothing in the download is named as Moodle does it.
    """
    files = {}
    for grade in grades:
        if grade.student in names and (prefixes := names[grade.student].moodle):
            page = student_page(grade, about).encode("utf-8", "backslashreplace")
            files[grade.student] = {f"{prefix}{PAGE}": page for prefix in prefixes}
    return _feedback("moodle", grades, files)


def for_canvas(grades: Sequence[Grade], about: About, names: Mapping[str, ReturnNames]) -> Feedback:
    """Return a zip for Canvas's "Re-upload submissions": remarks in the place of the files that were handed in.

    Raises:
        ReportError: nothing in the download is named as Canvas does it.
    """
    files = {}
    for grade in grades:
        if grade.student in names and (own := _in_the_place_of(names[grade.student].canvas, grade, about)):
            files[grade.student] = own
    return _feedback("canvas", grades, files)


def write_mail(grades: Sequence[Grade], about: About, folder: Path) -> tuple[Path, list[str]]:
    """Write each student's page, and a table of who gets which, as programs that merge mails read it.

    Returns:
        The table, and the students without an address.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private_folder(folder)
    head: list[str | float] = [*"student first_name last_name email points max_points attachment".split()]
    lines = [head]
    without = []
    for grade in grades:
        page = folder.resolve() / f"{result_file_name(grade.student)}.html"
        write_private(page, student_page(grade, about).encode("utf-8", "backslashreplace"))
        who = about.roster.enrolled(grade.student)
        reckoning = about.reckonings.get(grade.student)
        person = [who.first_name, who.last_name, who.email] if who else ["", "", ""]
        without += [] if person[-1] else [grade.student]
        points = reckoning.total if reckoning else grade.points + grade.bonus
        lines.append([grade.student, *person, points, grade.max_points, str(page)])
    table = folder / "mail-merge.csv"
    write_private(table, written(lines).encode("utf-8-sig"))
    return table, without


def _in_the_place_of(handed_in: Mapping[str, str], grade: Grade, about: About) -> dict[str, bytes]:
    """Return what stands in the place of a student's files: of modules if there are any, else of the first that can."""
    view = student_view(grade, about.sources.get(grade.student, {}))
    modules = {f"{module.name}.py": module for module in view.modules}
    if found := {name: modules[own] for own, name in handed_in.items() if own in modules}:
        return {name: letter(view, (module,)).encode("utf-8", "backslashreplace") for name, module in found.items()}
    for own, name in sorted(handed_in.items()):
        if own.lower().endswith(".zip"):
            return {name: _zip({PAGE: student_page(grade, about).encode("utf-8", "backslashreplace")})}
        if own.lower().endswith(_TEXTS):
            return {name: letter(view, view.modules).encode("utf-8", "backslashreplace")}
    return {}


def _feedback(platform: str, grades: Sequence[Grade], files: Mapping[str, Mapping[str, bytes]]) -> Feedback:
    if not files:
        raise ReportError(
            f"no student of the results has a hand-in in the download that is named as {platform.title()} names it, "
            f"such as {_NAMES[platform]!r}: give the zip as it was downloaded, and the same --roster as `grader run`"
        )
    without = [grade.student for grade in grades if grade.student not in files]
    whom = f"{len(without)} student{'' if len(without) == 1 else 's'}"
    remark = f"the download has no place for the feedback of {whom}: {listed(without)}"
    content = _zip({name: raw for own in files.values() for name, raw in own.items()})
    return Feedback(content, len(files), (remark,) if without else ())


def _zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of these files, equal for equal files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(name)  # of 1980: no time enters
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, content)
    return out.getvalue()
