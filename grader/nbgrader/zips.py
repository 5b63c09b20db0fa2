"""nbgrader zip_collect for downloads from a learning platform: whose file is it, and is it safe to unpack?

    downloaded/<assignment>/archive/     what was downloaded: zips of Moodle or Canvas, zips and folders per student
    downloaded/<assignment>/extracted/   <student id>/ for each student of the roster, tidy, as in submitted/

Nothing in archive/ is ever changed, so what could not be matched is not lost: it is named, with the cure.
"""

from __future__ import annotations

import io
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from grader.course.loading import CourseError
from grader.intake.archives import Archive
from grader.intake.folders import Folder
from grader.intake.names import shown
from grader.intake.tree import ARCHIVE_BYTES, MOST_CLASS_ENTRIES, Kind, Listing, Parts, Refused, Tree
from grader.nbgrader.folder import ROSTER, HandInError, folder_of
from grader.nbgrader.keeping import keep, take
from grader.nbgrader.platforms import is_of_platform, is_typed, read_name, version
from grader.nbgrader.roster import Roster, read_roster

_LEFT_BY_TOOLS = ("__MACOSX", ".DS_Store")


@dataclass(frozen=True)
class _File:
    place: Tree
    path: Parts
    kind: Kind


@dataclass
class _Found:
    """What a download holds of one owner. `number` is the platform's for this user, where it tells."""

    owner: str
    number: str = ""
    is_typed: bool = False
    is_late: bool = False
    files: dict[str, _File] = field(default_factory=dict)
    folders: list[tuple[Tree, Parts]] = field(default_factory=list)


class _Gathered:
    """One student's files, which lie side by side with everybody's, as a place of their own."""

    remarks: tuple[str, ...] = ()
    suspicious = False

    def __init__(self, files: dict[str, _File]) -> None:
        self._files = files

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = 0) -> Listing:
        """See `Tree`."""
        if folder:
            raise Refused("is no folder")
        return Listing({name: file.kind for name, file in self._files.items()})

    def read(self, path: Parts, limit: int) -> bytes:
        """See `Tree`."""
        if len(path) != 1 or path[0] not in self._files:
            raise Refused("cannot be read: No such file or directory")
        file = self._files[path[0]]
        return file.place.read(file.path, limit)


class SafeExtractor(ExtractorPlugin):  # type: ignore[misc]  # nbgrader has no type hints
    """Reads every download, matches its owners with the roster, and writes one tidy folder per student."""

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Called by nbgrader zip_collect, once."""
        self._remarks: list[str] = []
        try:
            self._extract(Path(archive_path), Path(extracted_path))
        except (CourseError, HandInError) as error:
            self.parent.fail(str(error))
        for remark in self._remarks:
            self.log.warning(remark)

    def _extract(self, source: Path, target: Path) -> None:
        folder = folder_of(self)
        course = folder.course()
        assignment = self.parent.coursedir.assignment_id
        roster = read_roster(folder.root / ROSTER)
        when = self._when()
        with Folder(source) as downloads:
            found = self._owners(downloads, roster)
            for student, several in sorted(self._matched(found, roster).items()):
                chosen, *others = several
                try:
                    place, base = _place_of(chosen)
                    hand_in = take(place, base, student, assignment, folder, course)
                except Refused as refusal:
                    self._remarks.append(f"{student}: {shown(chosen.owner)} {refusal}: nothing was taken")
                    continue
                flags = list(hand_in.flags)
                if others:
                    flags.insert(0, f"handed in {len(several)} times, as {_named(several)}: the first counts")
                if chosen.is_late:
                    flags.insert(0, "the platform says LATE and not by how much: give the penalty by hand")
                self._remarks += [f"{student}: {flag}" for flag in flags]
                look = hand_in.submission.needs_human or bool(others) or chosen.is_late
                submission = replace(hand_in.submission, needs_human=look)
                keep(replace(hand_in, submission=submission, flags=tuple(flags), when=when), target / student)
        missing = [s.id for s in roster.students if not (target / s.id).is_dir()]
        if missing:
            self._remarks.append(
                f"nothing from {len(missing)} of {len(roster.students)} students: {', '.join(missing)}"
            )

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

    def _owners(self, downloads: Tree, roster: Roster) -> list[_Found]:
        """Return what there is of each owner, over all downloads; the same name in two of them is two hand-ins."""
        found: list[_Found] = []
        for name, kind in sorted(downloads.listing((), most=MOST_CLASS_ENTRIES).entries.items()):
            if name.startswith(".") or name in _LEFT_BY_TOOLS:
                continue
            try:
                if kind is Kind.FILE and name.lower().endswith(".zip"):
                    archive = Archive(io.BytesIO(downloads.read((name,), ARCHIVE_BYTES * 20)), MOST_CLASS_ENTRIES)
                    self._remarks += [f"{shown(name)}: {remark}" for remark in archive.remarks]
                    owner = Path(name).stem
                    is_theirs = roster.find(owner) is not None
                    found += _in_folder(archive, (), owner) if is_theirs else _in_archive(archive, owner)
                elif kind is Kind.FOLDER:
                    found += _in_folder(downloads, (name,), name)
                else:
                    found += _loose(downloads, (), {name: kind})
            except Refused as refusal:
                self._remarks.append(f"{shown(name)} {refusal}: nothing was taken from it")
        return found

    def _matched(self, found: list[_Found], roster: Roster) -> dict[str, list[_Found]]:
        matched: dict[str, list[_Found]] = {}
        for entry in found:
            student = roster.find(entry.owner, entry.number)
            if student is None:
                self._remarks.append(
                    f"nobody on the roster, or more than one, is {shown(entry.owner)!r}: not taken; add it to the "
                    f"column alias in {ROSTER} and run this again with --force"
                )
            else:
                matched.setdefault(student, []).append(entry)
        for student, several in matched.items():
            files = [entry for entry in several if not entry.is_typed]
            matched[student] = files or several
        return matched


class ExtractedFiles(FileNameCollectorPlugin):  # type: ignore[misc]  # nbgrader has no type hints
    """Tells zip_collect whose each extracted file is: the folder's name is the student's id."""

    def collect(self, submitted_file: str) -> dict[str, str]:
        """Called by nbgrader zip_collect for each file in extracted/."""
        path = Path(submitted_file)
        return {"student_id": path.parent.name, "file_id": path.name}


def _in_archive(archive: Archive, owner: str) -> list[_Found]:
    """Return what a zip holds: one student's files, or the files or folders of a class."""
    entries = {n: k for n, k in archive.listing((), most=MOST_CLASS_ENTRIES).entries.items() if n not in _LEFT_BY_TOOLS}
    if all(kind is Kind.FOLDER for kind in entries.values()) and len(entries) == 1:
        inner = next(iter(entries))
        below = archive.listing((inner,), most=MOST_CLASS_ENTRIES).entries
        if (
            below
            and all(kind is Kind.FOLDER or is_of_platform(n) for n, kind in below.items())
            and not is_of_platform(inner)
        ):
            return _class_in(archive, (inner,), below)  # the class's folder within the zip
        return _in_folder(archive, (), owner) if not is_of_platform(inner) else _class_in(archive, (), entries)
    if any(is_of_platform(n) for n in entries) or all(
        k is Kind.FOLDER or n.lower().endswith(".zip") for n, k in entries.items()
    ):
        return _class_in(archive, (), entries)
    return _in_folder(archive, (), owner)


def _class_in(place: Tree, base: Parts, entries: dict[str, Kind]) -> list[_Found]:
    found = []
    for name, kind in entries.items():
        if kind is Kind.FOLDER:
            found += _in_folder(place, (*base, name), name)
    return found + _loose(place, base, {n: k for n, k in entries.items() if k is not Kind.FOLDER})


def _in_folder(place: Tree, base: Parts, name: str) -> list[_Found]:
    if not is_of_platform(name):
        return [_Found(name, folders=[(place, base)])]
    known = read_name(name)
    return [_Found(known.owner, known.number, is_typed(name), known.is_late, folders=[(place, base)])]


def _loose(place: Tree, base: Parts, entries: dict[str, Kind]) -> list[_Found]:
    """Return files that lie side by side, each with its owner in front of its name."""
    found: dict[tuple[str, str], _Found] = {}
    for name in sorted(entries, key=version):
        known = read_name(name)
        entry = found.setdefault((known.owner, known.number), _Found(known.owner, known.number))
        entry.is_late |= known.is_late
        entry.files[known.file] = _File(place, (*base, name), entries[name])  # the latest version comes last
    return list(found.values())


def _place_of(found: _Found) -> tuple[Tree, Parts]:
    """Return where one student's files lie; a single zip among them is opened."""
    if found.folders:
        place, base = found.folders[0]
        listing = place.listing(base).entries
        if len(listing) == 1 and next(iter(listing)).lower().endswith(".zip"):
            return _opened(place, (*base, next(iter(listing)))), ()
        return place, base
    zips = [name for name in found.files if name.lower().endswith(".zip")]
    if len(found.files) == 1 and zips:
        file = found.files[zips[0]]
        return _opened(file.place, file.path), ()
    return _Gathered(found.files), ()


def _opened(place: Tree, path: Parts) -> Archive:
    return Archive(io.BytesIO(place.read(path, ARCHIVE_BYTES)))


def _named(several: list[_Found]) -> str:
    return ", ".join(shown(entry.owner) for entry in several)
