"""Doubt whether one hand-in is of one student, by the folders in which its modules lie and what files are called.

Nothing in a hand-in names another student, so nobody is made of such a folder; a person is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress

from grader.course.model import Course
from grader.intake.downloads import files_of_people
from grader.intake.handed_out import is_untouched
from grader.intake.kinds import house_names
from grader.intake.names import is_handed_out_folder, is_tool_folder, listed, owner_of_archive
from grader.intake.platforms import read_name
from grader.intake.survey import Survey, look_through
from grader.intake.tree import MODULE_BYTES, Parts, Refused, Tree

_OF_WORK = (  # what people call folders of their own
    "v version old alt new neu final copy kopie backup bak draft archiv archive src code python work project projekt "
    "part teil week woche day tag lab task aufgabe aufgaben exercise exercises uebung uebungen übung übungen blatt "
    "sheet homework hw assignment abgabe submission solution solutions loesung lösung lesson chapter unit core bonus "
    "extra optional done fertig my mine of von hand in zip ii iii iv"
).split()
# The longest first, and none is tried otherwise later (*+): a long name of i's would else be parted in years of ways.
_IS_OF_WORK = re.compile(f"(?:{'|'.join(sorted(_OF_WORK, key=len, reverse=True))})*+")
_BETWEEN = re.compile(r"[\W_]+|(?<!\d)\d{1,3}(?!\d)|(?<![^\W\d_])[a-z](?![^\W\d_])")  # part 2, part b
_MOST_FILES = 100  # looked at


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
            if len(found) > 1:
                raise Refused(
                    f"holds files that may be of several students side by side ({listed(found)}): give a class list "
                    "with these names (--roster), or one folder per student; if they are all of one, keep one as "
                    f"{module.name}.py"
                )


def name_in(name: str, course: Course) -> str:
    """Return what may be somebody's name in that of a folder or file.

    It is '' where nothing may be: a number, a letter, or what people call work.
    """
    text = unicodedata.normalize("NFC", name).casefold()
    known = {module.name for module in course.modules} | house_names(course)
    for one in sorted(known, key=len, reverse=True):
        text = text.replace(one.casefold(), " ")
    stem = _BETWEEN.sub("", text)
    return "" if _IS_OF_WORK.fullmatch(stem) else stem


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
