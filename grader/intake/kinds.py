"""Tell what a folder or zip of the instructor's is by its content: one hand-in, a class, a download, or our own output.

Looking costs a few listings, and what cannot be read is nothing of these.
"""

from __future__ import annotations

import re

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.downloads import named_files
from grader.intake.gradescope import GRADESCOPES_LIST
from grader.intake.handed_out import is_untouched
from grader.intake.names import is_handed_out_folder, is_opened, is_stray, is_tool_folder, owner_of_archive
from grader.intake.platforms import read_name
from grader.intake.roster import Roster
from grader.intake.tree import MODULE_BYTES, MOST_CLASS_ENTRIES, Kind, Listing, Parts, Refused, Tree

_HAND_OUT = "exercises"  # what a hand-in's folder is often called, because the exercises come in it
_DEPTH, _FOLDERS = 4, 40  # how far is looked for a module
_DEEPEST = 8  # folders around a class
_OURS = ({".grader"}, {"index.html", "details", "students"}, {"mail-merge.csv"})  # results, report, hand-back by mail
_HANDED_OUT = {"course.json", "conftest.py", "kit"}
FEEDBACK = b"feedback, written by grader hand-back"  # the comment of its zips, whose names are the platform's

_FEEDBACK_OF_MOODLE = re.compile(r".+_\d+_assignfeedback_\w+")
TEAMS_SUBMITTED = "Submitted files"  # beside drafts, in the library that Microsoft Teams calls Student Work
_TEAMS = {TEAMS_SUBMITTED, "Working files"}


def listed_at(place: Tree, base: Parts) -> Listing:
    """Return what lies there; nothing where that cannot be read."""
    try:
        return place.listing(base, most=MOST_CLASS_ENTRIES)
    except Refused:
        return Listing({})


def is_of_teams(listing: Listing) -> bool:
    """Is this where Microsoft Teams keeps what was handed in, beside what students still work on?"""
    return TEAMS_SUBMITTED in listing.entries and _TEAMS.issuperset(folders_in(listing))


def house_names(course: Course) -> set[str]:
    """Return what the folders in one hand-in are called: assignments, and the exercises themselves."""
    return {assignment.name for assignment in course.assignments} | {_HAND_OUT}


def modules_in(listing: Listing, course: Course) -> list[str]:
    """Return the course's modules that lie right here."""
    files = (f"{module.name}.py" for module in course.modules)
    return [name for name in files if listing.entries.get(name, Kind.FOLDER) is not Kind.FOLDER]


def folders_in(listing: Listing) -> list[str]:
    """Return the folders that a person may have made."""
    return [name for name, kind in listing.entries.items() if kind is Kind.FOLDER and not _is_of_tools(name)]


def archives_in(listing: Listing) -> list[str]:
    """Return the archives; a link or a pipe of such a name is one that will be refused."""
    return [
        name
        for name, kind in listing.entries.items()
        if kind is not Kind.FOLDER and owner_of_archive(name) and not is_stray(name) and not name.startswith(".")
    ]


def platform_owners(listing: Listing) -> set[str]:
    """Return whose files a learning platform says these are."""
    found = (read_name(name, folder=kind is Kind.FOLDER) for name, kind in listing.entries.items())
    return {download.owner for download in found if download is not None}


def holds_modules(place: Tree, base: Parts, course: Course) -> bool:
    """Does a module lie here, or some folders below?"""
    waiting = [base]
    for folder in waiting:  # which grows meanwhile
        listing = listed_at(place, folder)
        if modules_in(listing, course):
            return True
        if len(folder) - len(base) < _DEPTH:
            waiting += [(*folder, name) for name in folders_in(listing)[: _FOLDERS - len(waiting)]]
    return False


def hand_ins_in(place: Tree, base: Parts, listing: Listing, course: Course) -> list[str]:
    """Return what is a hand-in by its content: an archive, or a folder that holds modules."""
    return sorted(
        [*archives_in(listing), *(n for n in folders_in(listing) if holds_modules(place, (*base, n), course))]
    )


def is_class(place: Tree, base: Parts, course: Course, roster: Roster, depth: int = 0) -> bool:
    """Are there several students in this folder or zip, or files that a platform or the class list names?"""
    listing = listed_at(place, base)
    if modules_in(listing, course):
        return False
    if (
        GRADESCOPES_LIST in listing.entries
        or platform_owners(listing)
        or named_files(place, base, listing, course, roster)[0]
    ):
        return True
    folders, archives = folders_in(listing), archives_in(listing)
    named = [n for n in folders + archives if roster.identify(owner_of_archive(n) or n) is not None]
    if len(named) > 1 or any(n in archives or holds_modules(place, (*base, n), course) for n in named):
        return True
    if len(folders) == 1 and not archives:
        return depth < _DEEPEST and is_class(place, (*base, folders[0]), course, roster, depth + 1)
    if len({roster.identify(owner_of_archive(name) or name) for name in folders + archives_in(listing)} - {None}) > 1:
        return True  # whatever their files are called
    found = hand_ins_in(place, base, listing, course)
    return len(found) > 1 and not house_names(course).issuperset(found)


def is_ours(place: Tree, base: Parts, course: Course) -> bool:
    """Did `grader run`, `build`, `report`, `export` or `hand-back` write this? What holds work is a hand-in.

    In an archive the folder may lie that was packed, such as results/ in results.zip.
    """
    listing = listed_at(place, base)
    if base and base[-1] == _HAND_OUT and listing.entries.keys() >= _HANDED_OUT:
        return is_handed_out(place, base, course)
    names = listing.entries.keys()
    packed = folders_in(listing) if not base and len(names) == 1 else []
    return _is_output(place, (*base, *packed)) and not holds_modules(place, base, course)


def is_handed_out(place: Tree, base: Parts, course: Course) -> bool:
    """Are these the exercises, and nobody has worked on them?"""
    listing = listed_at(place, base)
    is_whole = listing.entries.keys() >= _HANDED_OUT
    return is_whole and all(_is_stub(place, (*base, file)) for file in modules_in(listing, course))


def is_our_zip(place: Tree, path: Parts, course: Course) -> bool:
    """Is this one of our zips, or one that somebody packed our output into?"""
    if not is_opened(path[-1]):
        return False
    try:
        with Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)) as archive:
            return archive.comment == FEEDBACK or is_ours(archive, (), course)
    except Refused:
        return False


def is_packed_hand_in(place: Tree, path: Parts, kind: Kind, course: Course) -> bool:
    """Is this file an archive with modules in it, whatever it is called?"""
    if kind is not Kind.FILE:
        return False
    try:
        with Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)) as archive:
            return holds_modules(archive, (), course)
    except Refused:
        return False


def is_of_nobody(place: Tree, base: Parts, course: Course) -> bool:
    """Is this a folder of a tool, of the exercises or of Moodle's feedback, in which there is no module?"""
    name = base[-1]
    if _FEEDBACK_OF_MOODLE.fullmatch(name):
        return not holds_modules(place, base, course)
    if is_tool_folder(name):
        return not modules_in(listed_at(place, base), course)
    return (name.startswith(".") or is_handed_out_folder(name)) and not holds_modules(place, base, course)


def _is_output(place: Tree, base: Parts) -> bool:
    listing = listed_at(place, base)
    return any(mark <= listing.entries.keys() for mark in _OURS) or _is_gradescope(place, base, listing)


def _is_stub(place: Tree, path: Parts) -> bool:
    try:
        return is_untouched(place.read(path, MODULE_BYTES))
    except Refused:
        return False


def _is_gradescope(place: Tree, base: Parts, listing: Listing) -> bool:
    kinds = set(listing.entries.values())
    if kinds != {Kind.FOLDER}:
        return False
    return all("results.json" in listed_at(place, (*base, name)).entries for name in sorted(listing.entries)[:3])


def _is_of_tools(name: str) -> bool:
    return is_tool_folder(name) or name.startswith(".") or is_handed_out_folder(name)
