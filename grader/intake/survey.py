"""Look through one hand-in: where the course's modules lie, what may be meant as one, and what else there is."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from grader.course.loading import FILE_NAME
from grader.course.model import Course
from grader.intake.course_folders import folders_of_course
from grader.intake.kinds import house_names
from grader.intake.names import (
    BYTECODE,
    is_companion,
    is_handed_out_folder,
    is_tool_folder,
    owner_of_archive,
    shown_path,
)
from grader.intake.roster import Roster
from grader.intake.tree import MOST_ENTRIES, Kind, Listing, Parts, Refused, Tree

MOST_FOLDERS = 200  # entered in one hand-in; one or two hold the modules
_DEEPEST = 16  # folders within folders; nobody works deeper
_PACKAGE = "__init__.py"
_JUPYTERS = ".ipynb_checkpoints"
# As Microsoft Teams calls them in the language of the class, and Schoology: Revision 2 - On Time.
_VERSION = re.compile(
    r"(?:version|versión|versione|versão|versie|revision) (\d{1,4})(?: - [^/]*)?", re.IGNORECASE
).fullmatch
_AN_EDITORS = ".history"  # of Visual Studio Code's Local History: forward_20261001180500.py
_MOST_KEPT = 500
_A_VIRTUAL_ENVIRONMENT = "pyvenv.cfg"


@dataclass(frozen=True)
class Copy:
    """A file that has a module's name: where it lies below the hand-in, and behind how many foreign folders."""

    path: Parts
    detour: int

    @property
    def directness(self) -> tuple[int, int]:
        """Return what sorts the most direct first."""
        return self.detour, len(self.path)


@dataclass
class Survey:
    """What one hand-in holds. Paths are below its folder."""

    copies: dict[str, list[Copy]] = field(default_factory=dict)  # by file name, such as forward.py
    others: list[Parts] = field(default_factory=list)  # may be meant as a module, if that module is missing
    archives: list[Parts] = field(default_factory=list)  # of those others
    kept: list[Parts] = field(default_factory=list)  # earlier versions of modules, as Jupyter keeps them
    tests: list[Parts] = field(default_factory=list)  # none of the course's, and nobody's work unless it is imported
    ignored: list[str] = field(default_factory=list)
    earlier: set[Parts] = field(default_factory=set)  # folders with versions before the last, as Teams keeps them
    complete: bool = True
    _quiet: list[tuple[Parts, int]] = field(default_factory=list)  # folders of tools
    _packages: dict[str, list[Copy]] = field(default_factory=dict)  # folders called as a module, by file name

    def is_earlier(self, path: Parts) -> bool:
        """Is this of a version before the last?"""
        return any(path[: len(folder)] == folder for folder in self.earlier)


def look_through(place: Tree, base: Parts, course: Course) -> Survey:  # noqa: C901  # one walk with every limit in sight
    """Look through the folder `base` of a place, as deep as it goes; folders named after assignments come first.

    Raises:
        Refused: the folder itself cannot be read.
    """
    assignments = {a.name for a in course.assignments}
    known = {f"{name}.py" for a in course.assignments for name in a.modules} | {f"{m.name}.py" for m in course.modules}
    survey = Survey()
    waiting: list[tuple[Parts, int]] = [((), 0)]
    entered = seen = 0
    for folder, detour in waiting:  # which grows meanwhile: the shallow ones come first
        entered += 1
        if entered > MOST_FOLDERS:
            survey.complete = False
            break
        try:
            listing = place.listing(base + folder, known, max(MOST_ENTRIES - seen, 0))
        except Refused as refusal:
            if not folder:
                raise
            survey.ignored.append(f"{shown_path(folder)}/ ({refusal})")
            continue
        if folder and _A_VIRTUAL_ENVIRONMENT in listing.entries:
            continue
        if FILE_NAME in listing.entries:
            courses = set(folders_of_course(place, base + folder, listing, course, Roster())) - house_names(course)
            survey.ignored += [f"{shown_path((*folder, name))}/ (the course's own)" for name in sorted(courses)]
            rest = {name: kind for name, kind in listing.entries.items() if name not in courses}
            listing = Listing(rest, listing.complete)
        versions = versions_in(listing)
        survey.earlier.update((*folder, name) for name in versions[:-1])
        seen += len(listing.entries)
        survey.complete &= listing.complete
        for name, kind in sorted(listing.entries.items()):
            path = (*folder, name)
            if kind is Kind.FOLDER:
                later = len(versions) - 1 - versions.index(name) if name in versions else 0
                waiting += _folder(path, detour + (name not in assignments) + later, known, survey)
            elif name in known:
                survey.copies.setdefault(name, []).append(Copy(path, detour))
            elif not is_companion(name) or name.removesuffix("c") in known:  # forward.pyc may be all there is
                survey.others.append(path)
                if owner_of_archive(name) is not None:
                    survey.archives.append(path)
            elif name.startswith("test_") and name.removeprefix("test_") not in known:
                survey.tests.append(path)
    survey.archives = [path for path in survey.archives if not survey.is_earlier(path)] or survey.archives
    for folder, detour in survey._quiet:
        _look_into_quiet(place, base, folder, detour, known, survey)
    for name, folders in survey._packages.items():
        if name not in survey.copies and (copies := _packages(place, base, folders)):
            survey.copies[name] = copies
    return survey


def versions_in(listing: Listing) -> list[str]:
    """Return the folders in which a platform keeps what was handed in, time after time: the last one counts."""
    folders = [name for name, kind in listing.entries.items() if kind is Kind.FOLDER]
    found = {name: match for name in folders if (match := _VERSION(unicodedata.normalize("NFC", name)))}
    return sorted(found, key=lambda name: int(found[name][1]))


def _folder(path: Parts, detour: int, known: set[str], survey: Survey) -> list[tuple[Parts, int]]:
    """Return the folder if it is to be entered."""
    name = path[-1]
    if is_tool_folder(name) or is_handed_out_folder(name):
        survey._quiet.append((path, detour))
        return []
    if len(path) > _DEEPEST:
        survey.ignored.append(f"{shown_path(path)}/")
        return []
    if (file := name if name in known else f"{name}.py") in known:
        survey._packages.setdefault(file, []).append(Copy(path, detour))
    return [(path, detour)]


def _packages(place: Tree, base: Parts, folders: list[Copy]) -> list[Copy]:
    """Return the code of folders that are called as a module: forward/__init__.py, and in any case forward.py/."""
    found = []
    for copy in folders:
        try:
            has_code = _PACKAGE in place.listing(base + copy.path, [_PACKAGE], 0).entries
        except Refused:
            has_code = False
        if has_code:
            found.append(Copy((*copy.path, _PACKAGE), copy.detour))
        elif copy.path[-1].endswith(".py"):
            found.append(copy)
    return found


def _look_into_quiet(place: Tree, base: Parts, folder: Parts, detour: int, known: set[str], survey: Survey) -> None:
    """Look for modules in a folder of a tool or of the exercises, where nobody works and yet one may lie.

    In a tool's folder a copy of what lies elsewhere is no news: editors keep them.
    """
    wanted = known if is_handed_out_folder(folder[-1]) else known - survey.copies.keys()
    kept = {f"{name.removesuffix('.py')}-checkpoint.py" for name in known} if folder[-1] == _JUPYTERS else set()
    try:
        entries = place.listing(base + folder, wanted | kept, 0).entries
    except Refused:
        return
    survey.kept += [(*folder, name) for name in sorted(kept & entries.keys())]
    if folder[-1] == _AN_EDITORS:
        stems = {name.removesuffix(".py") for name in known}
        later_first = sorted(place.listing(base + folder, (), _MOST_KEPT).entries, reverse=True)
        survey.kept += [
            (*folder, name) for name in later_first if name.endswith(".py") and name.rpartition("_")[0] in stems
        ]
    if folder[-1] == BYTECODE:
        made_of = {
            name: f"{name.partition('.')[0]}.py" for name in place.listing(base + folder, (), _MOST_KEPT).entries
        }
        lost = known - survey.copies.keys()
        survey.others += [
            (*folder, name) for name in sorted(made_of) if name.endswith(".pyc") and made_of[name] in lost
        ]
    for name in sorted(wanted & entries.keys()):
        if entries[name] is not Kind.FOLDER:
            survey.copies.setdefault(name, []).append(Copy((*folder, name), detour + 1))
