"""Tell the folders of a course from the hand-ins beside it, such as solutions/ and tests/, by what they hold.

A name alone decides only beside a course's own course.yaml, solutions and tests: a student may be called anything.
"""

from __future__ import annotations

from enum import Enum

from grader.course.loading import FILE_NAME
from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.kinds import (
    folders_in,
    holds_modules,
    is_handed_out,
    is_ours,
    is_packed_hand_in,
    listed_at,
    modules_in,
)
from grader.intake.names import is_opened, owner_of_archive
from grader.intake.of_work import name_in
from grader.intake.roster import Roster
from grader.intake.tree import MODULE_BYTES, MOST_CLASS_ENTRIES, Kind, Listing, Parts, Refused, Tree

_SOLUTIONS, _TESTS, _EXERCISES = "solutions", "tests", "exercises"
_OF_TESTS = ("hidden", "public", "mistakes", "alternatives")
_OTHERS = frozenset({_EXERCISES, "grader", "docs", "examples", "benchmarks"})
_MARK = b"### BEGIN SOLUTION"
_DEEPEST = 4  # folders around a whole course


class _Copy(Enum):
    """What a folder is of a whole course."""

    NONE = 0
    AS_IT_WAS = 1
    WORKED_ON = 2


def folders_of_course(place: Tree, base: Parts, listing: Listing, course: Course, roster: Roster) -> list[str]:
    """Return the names of what lies here and is the course's: its parts, and copies of all of it.

    A copy is a hand-in where the class list knows its name, or where somebody worked on the exercises in another copy.
    """
    entries = listing.entries
    parts = {name for name in (_SOLUTIONS, _TESTS) if name in entries and _is_part(place, (*base, name), name, course)}
    names = {n for n in entries.keys() - parts if roster.identify(owner_of_archive(n) or n) is None}
    if FILE_NAME in entries and parts == {_SOLUTIONS, _TESTS}:
        parts |= {name for name in _OTHERS & names if not _is_worked_on(place, (*base, name), course)}
    parts |= {name for name in names if _is_packed_part(place, (*base, name), course)}
    copies = {name: _copy_of(place, (*base, name), entries[name], course) for name in names - parts}
    if _Copy.WORKED_ON not in copies.values():
        parts |= {name for name, copy in copies.items() if copy is _Copy.AS_IT_WAS}
    return sorted(parts)


def is_hand_out(place: Tree, path: Parts, kind: Kind, course: Course, roster: Roster) -> bool:
    """Are these the exercises, on which nobody has worked, under a name that is no person's?"""
    name = owner_of_archive(path[-1]) or path[-1]
    if roster.identify(name) is not None or name_in(name, course):
        return False
    if kind is Kind.FOLDER:
        return _is_hand_out_at(place, path, course)
    if not is_opened(path[-1]):
        return False
    try:
        with Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)) as archive:
            return _is_hand_out_at(archive, (), course)
    except Refused:
        return False


def _is_hand_out_at(place: Tree, base: Parts, course: Course) -> bool:
    inside = folders_in(listed_at(place, base))
    return is_handed_out(place, base, course) or (len(inside) == 1 and is_handed_out(place, (*base, *inside), course))


def _is_packed_part(place: Tree, path: Parts, course: Course) -> bool:
    """Is this an archive of the course's solutions, tests or exercises, as they were handed out?"""
    part = owner_of_archive(path[-1])
    if part not in (_SOLUTIONS, _TESTS, _EXERCISES) or not is_opened(path[-1]):
        return False
    try:
        with Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)) as archive:
            base = (part,) if part in folders_in(listed_at(archive, ())) else ()
            return is_handed_out(archive, base, course) if part == _EXERCISES else _is_part(archive, base, part, course)
    except Refused:
        return False


def _is_part(place: Tree, path: Parts, part: str, course: Course) -> bool:
    """Are these the course's solutions or tests?"""
    listing = listed_at(place, path)
    modules = modules_in(listing, course)
    if part == _SOLUTIONS:
        return bool(modules) and all(_is_solution(place, (*path, name)) for name in modules)
    return not modules and any(
        _has_tests(place, (*path, name), course) for name in _OF_TESTS if name in listing.entries
    )


def _is_solution(place: Tree, path: Parts) -> bool:
    try:
        return _MARK in place.read(path, MODULE_BYTES)
    except Refused:
        return False


def _has_tests(place: Tree, path: Parts, course: Course) -> bool:
    names = listed_at(place, path).entries.keys()
    return any(f"test_{module.name}.py" in names for module in course.modules)


def _is_worked_on(place: Tree, path: Parts, course: Course) -> bool:
    if path[-1] == _EXERCISES:
        return holds_modules(place, path, course) and not is_ours(place, path, course)
    return bool(modules_in(listed_at(place, path), course))


def _copy_of(place: Tree, path: Parts, kind: Kind, course: Course) -> _Copy:
    """Is this folder or archive a copy of a whole course?"""
    if kind is Kind.FOLDER:
        return _copy_at(place, path, course)
    if not is_opened(path[-1]):
        return _Copy.NONE
    try:
        with Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)) as archive:
            return _copy_at(archive, (), course)
    except Refused:
        return _Copy.NONE


def _copy_at(place: Tree, base: Parts, course: Course) -> _Copy:
    for _ in range(_DEEPEST):
        listing = listed_at(place, base)
        if FILE_NAME in listing.entries:
            if not all(_is_part(place, (*base, name), name, course) for name in (_SOLUTIONS, _TESTS)):
                return _Copy.NONE
            if _holds_hand_ins(place, base, listing, course):
                return _Copy.NONE
            is_worked_on = modules_in(listing, course) or _is_worked_on(place, (*base, _EXERCISES), course)
            return _Copy.WORKED_ON if is_worked_on else _Copy.AS_IT_WAS
        folders = folders_in(listing)
        if len(folders) != 1:
            break
        base = (*base, folders[0])
    return _Copy.NONE


def _holds_hand_ins(place: Tree, base: Parts, listing: Listing, course: Course) -> bool:
    """Do hand-ins lie beside the folders of this course?"""
    others = {name: kind for name, kind in listing.entries.items() if name not in {_SOLUTIONS, _TESTS, *_OTHERS}}
    folders = folders_in(Listing(others))
    return any(holds_modules(place, (*base, name), course) for name in folders) or any(
        is_packed_hand_in(place, (*base, name), kind, course) for name, kind in others.items()
    )
