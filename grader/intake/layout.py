"""Tell a class from one hand-in, and find each student's hand-in in whatever the instructor downloaded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.modules import read_modules, refuse_all, with_flag
from grader.intake.names import is_companion, listed, looks_like, owner_of_archive, shown
from grader.intake.tree import ARCHIVE_BYTES, MOST_CLASS_ENTRIES, Kind, Listing, Parts, Refused, Tree
from grader.submission import Submission

_HAND_OUT = "exercises"  # what a hand-in's folder is often called, because the exercises come in it
_FILE_SUFFIX = re.compile(r"\.\w{1,5}$")


@dataclass(frozen=True)
class HandIn:
    """One student's hand-in, found and not yet read."""

    student: str
    read: Callable[[], Submission]


def find_hand_ins(place: Tree, title: str, course: Course) -> tuple[list[HandIn], list[str]]:
    """Return the hand-ins in a place, and remarks about the place; `title` is its name, and the student's if it is one.

    Raises:
        Refused: it cannot be told whose files these are.
    """
    base: Parts = ()
    listing = place.listing(base, most=MOST_CLASS_ENTRIES)
    if "nbgrader_config.py" in listing.entries and listing.entries.get("submitted") is Kind.FOLDER:
        base = ("submitted",)  # the folder of a whole nbgrader course
        listing = place.listing(base, most=MOST_CLASS_ENTRIES)
    if _is_one_hand_in(place, base, listing, course):
        return [_in_folder(title, place, base, course)], []
    remarks = []
    wrapper = _wrapper(place, base, listing, title, course)
    if wrapper:
        remarks.append(f"the hand-ins were read from the folder {shown(wrapper)} inside")
        base = (*base, wrapper)
        listing = place.listing(base, most=MOST_CLASS_ENTRIES)
    found, loose = _each_hand_in(place, base, listing, course)
    if loose:
        remarks.append(f"ignored what is neither a student's folder nor zip: {listed(loose)}")
    if not listing.complete:
        remarks.append(f"more than {MOST_CLASS_ENTRIES:,} entries: the rest was not looked at")
    return found, remarks


def _is_one_hand_in(place: Tree, base: Parts, listing: Listing, course: Course) -> bool:
    """Is this a student's own folder? Then modules lie in it, or in folders called after assignments or the exercises.

    Files that are only named almost like modules decide where nothing else lies there to be graded.

    Raises:
        Refused: modules lie beside several hand-ins.
    """
    files = [name for name, kind in listing.entries.items() if kind is not Kind.FOLDER]
    if _modules_in(listing, course):
        inner = _surely_hand_ins(place, base, listing, course)
        if len(inner) > 1 and not _house_names(course).issuperset(inner):
            raise Refused(
                f"holds both modules ({listed(_modules_in(listing, course))}) and hand-ins ({listed(inner)}): "
                "move the first away if this is a class, the others if it is one student's"
            )
        return True
    folders, archives = _folders_in(listing), _archives_in(listing)
    if folders and not archives and _house_names(course).issuperset(folders):
        return any(not _surely_hand_ins(place, (*base, name), None, course) for name in folders)
    if any(looks_like(name, module.name) for name in files for module in course.modules):
        return not _surely_hand_ins(place, base, listing, course)
    return False


def _wrapper(place: Tree, base: Parts, listing: Listing, title: str, course: Course) -> str | None:
    """Return the one folder that holds the whole class, if there is one.

    A lone folder in which only one folder holds modules is a student whose work lies one folder deeper,
    unless it is called like the zip itself.
    """
    folders = _folders_in(listing)
    if len(folders) != 1 or _archives_in(listing):
        return None
    inside = place.listing((*base, folders[0]), most=MOST_CLASS_ENTRIES)
    hand_ins = _surely_hand_ins(place, (*base, folders[0]), inside, course)
    is_class = len(hand_ins) > 1 or (len(hand_ins) == 1 and folders[0] == title)
    is_student = bool(_modules_in(inside, course)) or not _house_names(course).isdisjoint(hand_ins)
    return folders[0] if is_class and not is_student else None


def _each_hand_in(place: Tree, base: Parts, listing: Listing, course: Course) -> tuple[list[HandIn], list[str]]:
    """Return one hand-in per student, and the names of files that belong to nobody."""
    entries: dict[str, list[str]] = {}
    loose = []
    for name, kind in sorted(listing.entries.items()):
        if not _is_visible(name, kind):
            continue
        if owner := _owner(name, kind):
            entries.setdefault(owner, []).append(name)
        elif kind is Kind.FOLDER or (kind is Kind.LINK and not _FILE_SUFFIX.search(name)):
            entries.setdefault(name, []).append(name)  # sorted before ada.zip, so the folder goes first
        else:
            loose.append(name)
    return [_one_of(names, student, place, base, course) for student, names in entries.items()], loose


def _one_of(names: list[str], student: str, place: Tree, base: Parts, course: Course) -> HandIn:
    name, *others = names
    if name == student:
        first = _in_folder(student, place, (*base, name), course)
    else:
        first = HandIn(student, lambda: _read_archive(student, place, (*base, name), course))
    if not others:
        return first
    flag = f"graded {shown(name)}, not {listed(others)}, which was handed in as well"
    return HandIn(student, lambda: with_flag(first.read(), flag, needs_human=True))


def _in_folder(student: str, place: Tree, base: Parts, course: Course) -> HandIn:
    return HandIn(student, lambda: _read_folder(student, place, base, course))


def _read_folder(student: str, place: Tree, base: Parts, course: Course) -> Submission:
    """Read a folder, or the one archive in it: some systems put a student's zip into a folder of its own."""
    try:
        entries = place.listing(base).entries
    except Refused:
        return read_modules(student, place, base, course)  # says why
    files = [name for name, kind in entries.items() if not is_companion(name, folder=kind is Kind.FOLDER)]
    if len(files) != 1 or not _owner(files[0], entries[files[0]]):
        return read_modules(student, place, base, course)
    submission = _read_archive(student, place, (*base, files[0]), course)
    return with_flag(submission, f"read from {shown(files[0])}")


def _read_archive(student: str, place: Tree, path: Parts, course: Course) -> Submission:
    try:
        if not path[-1].lower().endswith(".zip"):
            raise Refused("is not a zip: hand in a folder or a zip")
        archive = Archive(io.BytesIO(place.read(path, ARCHIVE_BYTES)))
    except Refused as refusal:
        return refuse_all(student, course, f"{shown(path[-1])} {refusal}")
    return read_modules(student, archive, (), course)


def _surely_hand_ins(place: Tree, base: Parts, listing: Listing | None, course: Course) -> list[str]:
    """Return what is a hand-in by its content: an archive, or a folder with modules or with an assignment's folder."""
    listing = listing or place.listing(base, most=MOST_CLASS_ENTRIES)
    found = _archives_in(listing)
    for name in _folders_in(listing):
        try:
            inside = place.listing((*base, name))
        except Refused:
            continue
        if _modules_in(inside, course) or not _house_names(course).isdisjoint(inside.entries):
            found.append(name)
    return sorted(found)


def _house_names(course: Course) -> set[str]:
    return {assignment.name for assignment in course.assignments} | {_HAND_OUT}


def _modules_in(listing: Listing, course: Course) -> list[str]:
    files = (f"{module.name}.py" for module in course.modules)
    return [name for name in files if listing.entries.get(name, Kind.FOLDER) is not Kind.FOLDER]


def _folders_in(listing: Listing) -> list[str]:
    return [name for name, kind in listing.entries.items() if kind is Kind.FOLDER and _is_visible(name, kind)]


def _archives_in(listing: Listing) -> list[str]:
    return [name for name, kind in listing.entries.items() if _owner(name, kind) and _is_visible(name, kind)]


def _owner(name: str, kind: Kind) -> str | None:
    """Return whose archive lies under this name; a link or a pipe of such a name is one that will be refused."""
    return owner_of_archive(name) if kind is not Kind.FOLDER else None


def _is_visible(name: str, kind: Kind) -> bool:
    return not name.startswith(".") and not is_companion(name, folder=kind is Kind.FOLDER)
