"""Tell one student's folder or zip from a class where the path to it was given, whatever the folders in it are called.

What lies inside names nobody. What lies around it may tell: a platform's name, the class list, or its neighbours.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from shlex import quote

from grader.course.model import Course
from grader.intake.folders import open_folder
from grader.intake.kinds import holds_modules
from grader.intake.names import PATH_SHOWN, listed, owner_of_archive, shown
from grader.intake.platforms import read_name
from grader.intake.roster import Roster
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Refused
from grader.outcome import MustAct


class Undecided(MustAct):
    """It cannot be told whose work lies at a path; the message says what to do."""


def is_one_of_a_class(path: Path, owners: Collection[str], course: Course, roster: Roster) -> bool:
    """Say whether a path leads to one student's hand-in, though `owners` are called in it.

    It does where a platform has named it, where the class list knows its name, and where hand-ins of all these
    owners lie beside it.

    Raises:
        Undecided: those of some lie beside it. Somebody may have copied them out of a class; and a student may have
            made any number of folders that are called after others.
    """
    path = path.resolve()
    title = owner_of_archive(path.name) or path.name
    if set(owners) <= {title}:
        return False
    if read_name(path.name, folder=True) is not None or roster.identify(title) is not None:
        return True
    claimed = {roster.identify(owner) or owner for owner in owners} - {title}
    beside = sorted(claimed & _owners_beside(path, claimed, course, roster))
    if beside and len(beside) < len(claimed):
        others = sorted(claimed.difference(beside))
        raise Undecided(
            f"{shown(str(path), most=PATH_SHOWN)}: expected a class or one student's folder, got what may be either: "
            f"work of {listed(beside)} lies in it and beside it, of {listed(others)} only in it: for a class move away "
            f"what lies beside it; for one student grade the folder around it, with --student {quote(shown(title))}"
        )
    return bool(beside)


def _owners_beside(path: Path, claimed: Collection[str], course: Course, roster: Roster) -> set[str]:
    """Return which of those owners have a hand-in that lies beside a path."""
    found: set[str] = set()
    try:
        with open_folder(path.parent) as around:
            for name, kind in around.listing((), most=MOST_CLASS_ENTRIES).entries.items():
                theirs = _owners_of(name, kind, roster).intersection(claimed) if name != path.name else set()
                if theirs and (kind is not Kind.FOLDER or holds_modules(around, (name,), course)):
                    found |= theirs
    except (OSError, Refused):  # nothing more can be seen of its neighbours
        pass
    return found


def _owners_of(name: str, kind: Kind, roster: Roster) -> set[str]:
    """Return who a neighbour may be of."""
    known = read_name(name, folder=kind is Kind.FOLDER)
    owner = known.owner if known else name if kind is Kind.FOLDER else owner_of_archive(name)
    return set() if owner is None else {owner, roster.identify(owner) or owner}
