"""Doubt whether one hand-in is of one student, by the folders in which its modules lie and what files are called.

Nothing in a hand-in names another student, so nobody is made of such a folder; a person is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from grader.course.model import Course
from grader.intake.downloads import files_of_people
from grader.intake.handed_out import is_untouched
from grader.intake.kinds import folders_in, listed_at
from grader.intake.names import is_handed_out_folder, is_tool_folder, listed, looks_like, owner_of_archive
from grader.intake.of_work import name_in
from grader.intake.platforms import read_name
from grader.intake.survey import Survey, look_through
from grader.intake.tree import MODULE_BYTES, Kind, Parts, Refused, Tree

_MOST_FILES = 100  # looked at
_MOST_FOLDERS = 10


def doubts(place: Tree, base: Parts, survey: Survey, course: Course) -> list[str]:
    """Return a sentence for each reason to think that these are several students' files."""
    folders = {part for copies in survey.copies.values() for copy in copies for part in copy.path[:-1]}
    found = (read_name(folder, folder=True) for folder in folders)
    owners = sorted({download.owner for download in found if download is not None})
    if len(owners) > 1:
        return [f"looks like a platform's download of {len(owners)} students ({listed(owners)}), not of one"]
    people = _people(place, base, survey, course)
    if len(people) > 1:
        return [
            f"{listed(people)} hold modules each: if these are of {len(people)} students, give a class list "
            "(--roster), or lay them beside the other hand-ins"
        ]
    return []


def are_peoples(place: Tree, base: Parts, course: Course) -> bool:
    """Are all folders here called after people, and does more than one of them hold what may be meant as a module?"""
    folders = folders_in(listed_at(place, base))
    people = {name_in(name, course) for name in folders}
    if "" in people or len(people) < 2:
        return False
    return sum(_may_hold_work(place, (*base, name), course) for name in folders[:_MOST_FILES]) > 1


def refuse_files_of_several(files: Sequence[str], course: Course) -> None:
    """Refuse files such as `Ada Lovelace - forward.py` of which only a class list can tell whose they are.

    Raises:
        Refused: there are some.
    """
    everybodys = files_of_people(files, course)
    for module in course.modules:
        name = re.escape(module.name)
        front, behind = (
            re.compile(form, re.IGNORECASE) for form in (rf"\w.*?[ _-]+{name}\.py", rf"{name}[ _-]+\w.*\.py")
        )
        signed = {file: name_in(file[:-3], course) for file in sorted(files) if behind.fullmatch(file)}
        by_people = [file for file, who in signed.items() if who and len(set(signed.values()) - {""}) > 1]
        named = everybodys or sorted(file for file in files if front.fullmatch(file))
        for found in (named, by_people):
            if len(found) > 1 and module.name.casefold() in found[0].casefold():
                raise Refused(
                    f"holds files that may be of several students side by side ({listed(found)}): give a class list "
                    "with these names (--roster), or one folder per student; if they are all of one, keep one as "
                    f"{module.name}.py"
                )


def _people(place: Tree, base: Parts, survey: Survey, course: Course) -> list[str]:
    """Return the folders and archives side by side, with work in each, that may be called after students."""
    homes = [path[:-1] for path in _worked_on(place, base, survey)]
    for archive in survey.archives:
        owner = (*archive[:-1], owner_of_archive(archive[-1]) or archive[-1])
        with suppress(Refused):
            inside = look_through(place, base + archive, course)
            homes += [owner for _ in _worked_on(place, base + archive, inside)[:1]]
    first, last = min(homes, default=()), max(homes, default=())
    depth = next((d for d, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))
    if any(len(home) == depth for home in homes):
        return []  # modules lie beside the folders, or in one
    sides = sorted({home[depth] for home in homes})
    people = [n for n in sides if not is_tool_folder(n) and not is_handed_out_folder(n) and name_in(n, course)]
    return people if len({name_in(name, course) for name in people}) > 1 else []


def _may_hold_work(place: Tree, base: Parts, course: Course) -> bool:
    """Is a file here, or a folder below, called almost like a module?"""
    here = listed_at(place, base)
    below = [listed_at(place, (*base, name)) for name in folders_in(here)[:_MOST_FOLDERS]]
    files = [name for one in (here, *below) for name, kind in one.entries.items() if kind is not Kind.FOLDER]
    return any(looks_like(name, module.name) for name in files[:_MOST_FILES] for module in course.modules)


def _worked_on(place: Tree, base: Parts, survey: Survey) -> list[Parts]:
    paths = [copy.path for copies in survey.copies.values() for copy in copies if not survey.is_earlier(copy.path)]
    found = []
    for path in paths[:_MOST_FILES]:
        try:
            source = place.read(base + path, MODULE_BYTES)
        except Refused:
            continue
        if source.strip() and not is_untouched(source):
            found.append(path)
    return found
