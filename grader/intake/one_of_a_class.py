"""Tell one student's folder or zip from a class where the path to it was given, whatever the folders in it are called.

What lies inside names nobody. What lies around it may tell: a platform's name, the class list, or its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from grader.course.model import Course
from grader.intake.folders import open_folder
from grader.intake.kinds import holds_modules
from grader.intake.names import owner_of_archive
from grader.intake.platforms import read_name
from grader.intake.roster import Roster
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Refused


def is_one_of_a_class(path: Path, owners: Collection[str], course: Course, roster: Roster) -> bool:
    """Say whether a path leads to one student's hand-in, though `owners` are called in it.

    It does where a platform has named it, where the class list knows its name, and where hand-ins of some of these
    owners lie beside it.
    """
    path = path.resolve()
    title = owner_of_archive(path.name) or path.name
    if set(owners) <= {title}:
        return False
    if read_name(path.name, folder=True) is not None or roster.identify(title) is not None:
        return True
    claimed = {roster.identify(owner) or owner for owner in owners}
    try:
        with open_folder(path.parent) as around:
            entries = around.listing((), most=MOST_CLASS_ENTRIES).entries
            return any(
                claimed & _owners_of(name, kind, roster)
                and (kind is not Kind.FOLDER or holds_modules(around, (name,), course))
                for name, kind in entries.items()
                if name != path.name
            )
    except (OSError, Refused):  # nothing can be seen of its neighbours
        return False


def _owners_of(name: str, kind: Kind, roster: Roster) -> set[str]:
    """Return who a neighbour may be of."""
    known = read_name(name, folder=kind is Kind.FOLDER)
    owner = known.owner if known else name if kind is Kind.FOLDER else owner_of_archive(name)
    return set() if owner is None else {owner, roster.identify(owner) or owner}
