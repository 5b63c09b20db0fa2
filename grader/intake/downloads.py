"""Sort the downloads of learning platforms by student: folders with their names, or files side by side."""

from __future__ import annotations

import os.path
import re
from collections import Counter
from collections.abc import Iterable

from grader.course.model import Course
from grader.intake.folders import Folder
from grader.intake.gradescope import GRADESCOPES_LIST, submitters_in
from grader.intake.names import looks_like, shared_start, shown
from grader.intake.pieces import File, Piece
from grader.intake.platforms import Download, readings
from grader.intake.roster import Roster
from grader.intake.tree import Kind, Listing, Parts, Refused, Tree

_NOTE_BYTES = 64 << 10
_NOTE_NAME = re.compile(rb"\A\xef?\xbb?\xbf?Name:[^\n]*\(([^()\n]{1,100})\)[ \t]*\r?$", re.MULTILINE)
_PERSON = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:[ ,_]+[^\W\d_a-z][^\W\d_]+){1,3}")  # Ada Lovelace, also Lovelace_Ada
_SEPARATORS = " _-"
_Entries = dict[str, Kind]
_Key = tuple[str, str, str, str, bool]


def download_pieces(place: Tree, base: Parts, listing: Listing) -> tuple[list[Piece], _Entries]:
    """Return what a platform has named, by student and attempt, and the entries that none has named."""
    rest: _Entries = {}
    found: list[tuple[str, Kind, Download]] = []
    submitters = submitters_in(place, base, listing)
    of_gradescope: list[Piece] = []
    read = _of_one_platform(listing)
    for name, kind in sorted(listing.entries.items()):
        if submitters and name == GRADESCOPES_LIST:
            continue
        if name in submitters:
            folder = File(place, (*base, name), kind)
            of_gradescope += [
                Piece(name, who, hand_in=name, folder=folder, other_names=tuple(others))
                for who, *others in submitters[name]
            ]
            continue
        known = read.get(name)
        if known is None:
            rest[name] = kind
        else:
            found.append((name, kind, known))
    owners, users = _users(place, base, found), _users_of_the_exchange(place, base, found)
    pieces: dict[_Key, Piece] = {}
    versions: dict[tuple[_Key, str], int] = {}
    for name, kind, known in found:
        if known.is_note:
            continue
        owner = users.get(name) or owners.get(known.owner, known.owner)
        key = (owner, known.number, known.hand_in, known.attempt, known.is_typed)
        path = File(place, (*base, name), kind)
        if kind is Kind.FOLDER:
            piece = Piece(name, owner, known.number, known.hand_in, known.attempt, known.is_typed, folder=path)
            if name in users:
                piece.flags, piece.needs_human = (f"handed in under the name of {shown(known.owner)}",), True
            pieces[key] = piece
            continue
        piece = pieces.setdefault(key, Piece(name, owner, known.number, known.hand_in, known.attempt, known.is_typed))
        piece.is_late |= known.is_late
        file = known.file or name
        if versions.get((key, file), -1) <= known.version:
            versions[key, file] = known.version
            piece.files[file] = path
    return [*of_gradescope, *pieces.values()], rest


def named_files(
    place: Tree, base: Parts, listing: Listing, course: Course, roster: Roster
) -> tuple[list[Piece], _Entries]:
    """Return files that somebody on the class list has put their name to, such as forward_ada.py, and the others."""
    rest: _Entries = {}
    pieces: dict[str, Piece] = {}
    for name, kind in sorted(listing.entries.items()):
        theirs = _student_and_file(name, course, roster) if kind is Kind.FILE and roster.students else None
        if theirs is None:
            rest[name] = kind
            continue
        student, file = theirs
        piece = pieces.setdefault(student, Piece(name, student))
        piece.files[file if file not in piece.files else name] = File(place, (*base, name), kind)
    return list(pieces.values()), rest


def files_of_people(files: Iterable[str], course: Course) -> list[str]:
    """Return the files that have a person's name beside a module's, if there are several people."""
    modules = "|".join(re.escape(module.name) for module in course.modules)
    beside = re.compile(rf"(?:(.+?)[ _-]+)?(?:{modules})(?: \d+)?(?:[ _-]+(.+?))?\.(?:py|ipynb)", re.IGNORECASE)
    found = {name: match[1] or match[2] or "" for name in sorted(files) if (match := beside.fullmatch(name))}
    people = {name: who for name, who in found.items() if _PERSON.fullmatch(who)}
    return list(people) if len(set(people.values())) > 1 else []


def _student_and_file(name: str, course: Course, roster: Roster) -> tuple[str, str] | None:
    stem, suffix = os.path.splitext(name)
    if suffix.lower() not in (".py", ".ipynb"):
        return None
    almost: tuple[str, str] | None = None
    for position in [place for place, letter in enumerate(stem) if letter in _SEPARATORS]:
        for who, what in ((stem[:position], stem[position + 1 :]), (stem[position + 1 :], stem[:position])):
            who, what = who.strip(_SEPARATORS), what.strip(_SEPARATORS)  # Ada Lovelace - forward.py
            student = roster.find(who)
            module = next((m.name for m in course.modules if looks_like(f"{what}{suffix}", m.name)), None)
            if student is None or module is None:
                continue
            if what.casefold() == module.casefold():
                return student, f"{module}{suffix.lower()}"
            almost = min(almost or (what, student), (what, student), key=lambda one: len(one[0]))  # the longest name
    return (almost[1], f"{almost[0]}{suffix}") if almost is not None else None


def _of_one_platform(listing: Listing) -> dict[str, Download]:
    """Return what each name says that some platform gave: of several, the one that gave most of those beside it.

    One platform gave all of them. Only the file of a student may be called as another platform would call it.
    """
    read = {name: readings(name, folder=kind is Kind.FOLDER) for name, kind in listing.entries.items()}
    gave = Counter(platform for found in read.values() for platform in found)
    return {name: found[max(found, key=gave.__getitem__)] for name, found in read.items() if found}


def _users(place: Tree, base: Parts, found: list[tuple[str, Kind, Download]]) -> dict[str, str]:
    """Return what Blackboard's users are called: work and user are both free to have underscores.

    The note that Blackboard puts beside a hand-in says it; else what all names begin with is the work's.
    """
    attempts = [(name, known) for name, _, known in found if known.attempt and (known.is_note or "_attempt_" in name)]
    owners = sorted({known.owner for _, known in attempts})
    users = {owner: owner[len(shared_start(owners, "_")) :] for owner in owners}
    for name, known in attempts:
        if known.is_note and (user := _noted_user(place, (*base, name), known.owner)):
            users[known.owner] = user
    return users


def _users_of_the_exchange(place: Tree, base: Parts, found: list[tuple[str, Kind, Download]]) -> dict[str, str]:
    """Return who has handed in under somebody else's name in nbgrader's exchange, by the name of the folder.

    Everybody may write there, under any name, and the disk knows whose a folder is. Where users are called otherwise
    than students, or are all one, it knows nothing.
    """
    if not isinstance(place, Folder):
        return {}
    claims = {
        name: (known.owner, place.user_of((*base, name)))
        for name, kind, known in found
        if kind is Kind.FOLDER and known.attempt and not known.hand_in  # which Brightspace's folders have
    }
    students = {claimed for claimed, _ in claims.values()}
    proven = {claimed for claimed, user in claims.values() if user in (None, claimed)}
    return {
        name: user
        for name, (claimed, user) in claims.items()
        if user not in (None, claimed) and (claimed in proven or user in students)
    }


def _noted_user(place: Tree, path: Parts, owner: str) -> str | None:
    try:
        match = _NOTE_NAME.search(place.read(path, _NOTE_BYTES))
    except Refused:
        return None
    user = match[1].decode("utf-8", "replace") if match else ""
    return user if user and f"_{owner}".endswith(f"_{user}") else None
