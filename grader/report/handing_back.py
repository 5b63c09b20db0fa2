"""Hand each student their page: as feedback files under the names a platform knows, in a zip, or with a table for mail.

Moodle takes any file behind a student's name and number. Canvas takes a file only in the place of one that was handed
in, and shows it under that name: in the place of forward.py stands text that is all comments, in that of an archive one
with a page.
"""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from grader.files import export_to, make_private_folder, write_private
from grader.grade.document import Grade, GradedModule
from grader.grade.reading import Results, ResultsError
from grader.grade.redaction import student_view
from grader.intake import result_file_name
from grader.intake.kinds import FEEDBACK
from grader.intake.names import is_opened
from grader.intake.return_names import ReturnNames
from grader.report.about import About
from grader.report.cells import Cell
from grader.report.letter import letter
from grader.report.student import student_page
from grader.report.table import written

PAGE = "feedback.html"
_GRADED = "graded"
_TEXTS = (".py", ".txt", ".md")
_NAMES = {
    "moodle": "Ada Lovelace_3312_assignsubmission_file_forward.py",
    "canvas": "lovelaceada_101_9001_forward.py",
}


def for_moodle(results: Results, about: About, names: Mapping[str, ReturnNames], to: Path) -> list[str]:
    """Write a zip for Moodle's "Upload multiple feedback files in a zip": each student's page.

    Returns:
        The students for whose page the download has no place.

    Raises:
        ResultsError: nothing in the download is named as Moodle does it.
        OSError: the zip cannot be written.
    """

    def files(own: ReturnNames, student: str) -> dict[str, bytes]:
        page = _page(results.whole(student), about) if own.moodle else b""
        return {f"{prefix}{PAGE}": page for prefix in own.moodle}

    return _feedback("moodle", results, names, files, to)


def for_canvas(results: Results, about: About, names: Mapping[str, ReturnNames], to: Path) -> list[str]:
    """Write a zip for Canvas's "Re-upload submissions": remarks in the place of the files that were handed in.

    Returns:
        The students for whose remarks the download has no place.

    Raises:
        ResultsError: nothing in the download is named as Canvas does it.
        OSError: the zip cannot be written.
    """

    def files(own: ReturnNames, student: str) -> dict[str, bytes]:
        return _in_the_place_of(own.canvas, results.whole(student), about) if own.canvas else {}

    return _feedback("canvas", results, names, files, to)


def write_mail(results: Results, about: About, folder: Path) -> tuple[Path, list[str]]:
    """Write each student's page, and a table of who gets which, as programs that merge mails read it.

    Returns:
        The table, and the students without an address.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private_folder(folder)
    head: list[Cell] = [*"student first_name last_name email points max_points attachment".split()]
    lines = [head]
    without = []
    for grade in results.briefs:
        page = folder.resolve() / f"{result_file_name(grade.student)}.html"
        write_private(page, _page(results.whole(grade.student), about))
        who = about.roster.enrolled(grade.student)
        reckoning = about.reckonings.get(grade.student)
        person = [who.first_name, who.last_name, who.email] if who else ["", "", ""]
        without += [] if person[-1] else [grade.student]
        points = reckoning.total if reckoning else grade.points + grade.bonus
        lines.append([grade.student, *person, points, grade.max_points, str(page)])
    table = folder / "mail-merge.csv"
    write_private(table, written(lines).encode("utf-8-sig"))
    return table, without


def write_zips(results: Results, about: About, folder: Path) -> None:
    """Write a zip for each student: their page, and in a folder the files that were graded, where those are known.

    Raises:
        OSError: the folder cannot be written.
    """
    make_private_folder(folder)
    for grade in results.briefs:
        sources = about.sources.get(grade.student, {})
        files = {f"{_GRADED}/{m.name}.py": sources[m.name] for m in grade.modules if m.name in sources}
        page = _page(results.whole(grade.student), about)
        write_private(folder / f"{result_file_name(grade.student)}.zip", _zip({PAGE: page, **files}))


def _in_the_place_of(handed_in: Mapping[str, str], grade: Grade, about: About) -> dict[str, bytes]:
    """Return what stands in the place of a student's files: of modules if there are any, else of the first that can."""
    view = student_view(grade, about.sources.get(grade.student, {}))
    modules = {f"{module.name}.py": module for module in view.modules}
    reckoning = about.reckonings.get(grade.student)

    def letter_of(*some: GradedModule) -> bytes:
        return letter(view, some, reckoning).encode("utf-8", "backslashreplace")

    if found := {name: modules[own] for own, name in handed_in.items() if own in modules}:
        return {name: letter_of(module) for name, module in found.items()}
    for own, name in sorted(handed_in.items()):
        if is_opened(own):
            files = {PAGE: _page(grade, about)}
            return {name: _zip(files) if own.lower().endswith(".zip") else _tar(files, own.lower().endswith("gz"))}
        if own.lower().endswith(_TEXTS):
            return {name: letter_of(*view.modules)}
    return {}


def _page(grade: Grade, about: About) -> bytes:
    return student_page(grade, about).encode("utf-8", "backslashreplace")


def _feedback(
    platform: str,
    results: Results,
    names: Mapping[str, ReturnNames],
    files: Callable[[ReturnNames, str], Mapping[str, bytes]],
    to: Path,
) -> list[str]:
    """Write the zip, one student's files after another: those of a large class are more than memory holds."""
    without = []
    with export_to(to) as file, zipfile.ZipFile(file, "w") as archive:
        archive.comment = FEEDBACK
        for student in (grade.student for grade in results.briefs):
            own = files(names[student], student) if student in names else {}
            without += [] if own else [student]
            _put(archive, own)
        if len(without) == len(results.briefs):
            raise ResultsError(
                f"no student of the results has a hand-in in the download that is named as {platform.title()} names "
                f"it, such as {_NAMES[platform]!r}: give the zip as it was downloaded, and the same --roster as "
                f"`grader run`"
            )
    return without


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, files)
    return out.getvalue()


def _tar(files: Mapping[str, bytes], is_compressed: bool) -> bytes:
    """Put files into a tar, which is equal for equal files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(out.getvalue(), mtime=0) if is_compressed else out.getvalue()


def _put(archive: zipfile.ZipFile, files: Mapping[str, bytes]) -> None:
    """Put files into a zip, which is equal for equal files."""
    for name, content in sorted(files.items()):
        entry = zipfile.ZipInfo(name)  # of 1980: no time enters
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        archive.writestr(entry, content)
