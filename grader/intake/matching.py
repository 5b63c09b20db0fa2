"""Say whose each piece is: by the class list where there is one, else by the name it came under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from grader.intake.hand_ins import HandIn
from grader.intake.names import shared_start, shown
from grader.intake.pieces import Piece
from grader.intake.platforms import moodle_group_and_name, moodle_prefix
from grader.intake.roster import Roster
from grader.intake.spellings import folded

_NUMBERED = re.compile(r" ?\(\d{1,2}\)\Z")  # ada (1).zip, as browsers write it


@dataclass(frozen=True)
class Matched:
    """The hand-ins of a class by student, and the ids of those on the class list of whom there is none."""

    hand_ins: tuple[HandIn, ...]
    missing: tuple[str, ...] = ()


def match(pieces: Sequence[Piece], roster: Roster) -> Matched:
    """Join the pieces of each student."""
    prefixes = _prefixes(pieces)
    groups: dict[tuple[str, bool], list[Piece]] = {}
    numbers: dict[str, set[str]] = {}
    for piece in pieces:
        numbers.setdefault(piece.owner, set()).add(piece.number or piece.hand_in)
    members = _members(pieces, roster)
    almost = _almost(pieces, roster)
    for piece in pieces:
        names = dict.fromkeys((*piece.other_names, piece.owner, piece.owner.removeprefix(prefixes[piece.inside])))
        student = next((known for name in names if (known := _whose(name, piece, roster)) is not None), None)
        if student is None and piece.owner in members:
            student, is_certain = members[piece.owner]
            doubt = f"{shown(piece.owner)} may be a group and a name, or a name alone: see whether it is {student}'s"
            piece = piece if is_certain else replace(piece, flags=(*piece.flags, doubt), needs_human=True)
        if student is None and (doubtful := almost.get(piece.owner)) is not None:
            student, doubt = doubtful
            piece = replace(piece, flags=(*piece.flags, doubt), needs_human=True)
        if student is not None:
            groups.setdefault((student, True), []).append(piece)
        else:
            number = piece.number or piece.hand_in
            name = f"{piece.owner} ({number})" if number and len(numbers[piece.owner]) > 1 else piece.owner
            groups.setdefault((name, False), []).append(piece)
    hand_ins = [HandIn(name, _in_order(group), is_known) for (name, is_known), group in groups.items()]
    hand_ins.sort(key=lambda hand_in: hand_in.student)
    handed_in = {name for name, is_known in groups if is_known}
    missing = tuple(student.id for student in roster.students if student.id not in handed_in)
    return Matched(tuple(hand_ins), missing)


def _almost(pieces: Sequence[Piece], roster: Roster) -> dict[str, tuple[str | None, str]]:
    """Return the student of each owner whose name is almost known, and what a person has to see.

    Without a class list nobody is known: then it is a file that a browser has numbered because there was one.
    """
    owners = {piece.owner: piece for piece in pieces}
    if not roster.students:
        numbered = {owner: _NUMBERED.sub("", owner) for owner in owners}
        return {
            owner: (None, f"{shown(owner)} may be {shown(name)} once more: see which of the two counts")
            for owner, name in numbered.items()
            if name != owner and name in owners
        }
    known = {student for owner, piece in owners.items() if (student := _whose(owner, piece, roster)) is not None}
    by_ends: dict[tuple[str, str], set[str]] = {}
    for enrolled in roster.students:
        if ends := _ends(f"{enrolled.last_name}, {enrolled.first_name}"):
            by_ends.setdefault(ends, set()).add(enrolled.id)
    found: dict[str, list[str]] = {}
    for owner, piece in owners.items():
        same = by_ends.get(_ends(owner) or ("", ""), set())
        if len(same) == 1 and not same & known and _whose(owner, piece, roster) is None:
            found.setdefault(next(iter(same)), []).append(owner)
    return {
        owner: (who, f"{shown(owner)} has the first and the last name of {who}: see whether it is {who}'s")
        for who, (owner, *others) in found.items()
        if not others
    }


def _ends(name: str) -> tuple[str, str] | None:
    """Return the first and the last word of a whole name, whatever stands between them."""
    last, comma, first = name.partition(",")
    words = [folded(word) for word in (f"{first} {last}" if comma else name).replace("_", " ").split()]
    words = [word for word in words if word and not word.isdecimal()]
    return (words[0], words[-1]) if len(words) > 1 else None


def _prefixes(pieces: Sequence[Piece]) -> dict[str, str]:
    """Return what all owners who lie side by side begin with, by the folder or zip that they lie in.

    GitHub Classroom calls repositories so: fundamentals-ada, fundamentals-hopper. What somebody brings in a folder of
    their own is called as they like, and changes no name of the others.
    """
    owners: dict[str, list[str]] = {}
    for piece in pieces:
        owners.setdefault(piece.inside, []).append(piece.owner)
    if len(owners.get("", ())) == 1:
        owners[""] += [inside for inside in owners if inside]
    return {inside: shared_start(names, "-") if len(names) > 1 else "" for inside, names in owners.items()}


def _whose(name: str, piece: Piece, roster: Roster) -> str | None:
    if (student := roster.identify(name, piece.number)) is None and piece.hand_in:
        return roster.find(f"{name} {piece.hand_in}")  # Moodle without names: everybody is Participant, with a number
    return student


def _members(pieces: Sequence[Piece], roster: Roster) -> dict[str, tuple[str, bool]]:
    """Return the student of each owner who is called by group and name, and whether that is certain.

    Moodle puts the group in front of everybody's name or of nobody's. It is certain where more than one name is read
    so, and no shorter group of somebody else's would make the name a longer one: Jean-Luc is no Luc of a group Jean.
    """
    of_moodle = [piece for piece in pieces if moodle_prefix(piece.label)]
    if not all("-" in piece.owner for piece in of_moodle):
        return {}
    found = {}
    for piece in of_moodle:
        for group, name in moodle_group_and_name(piece.owner):
            if (student := _whose(name, piece, roster)) is not None:
                found[piece.owner] = group, student
                break
    groups = {group for group, _ in found.values()}
    shorter = {o: any(o.startswith(f"{g}-") and len(g) < len(group) for g in groups) for o, (group, _) in found.items()}
    return {owner: (student, len(found) > 1 and not shorter[owner]) for owner, (_, student) in found.items()}


def _in_order(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the pieces in the order in which they count, without texts typed beside files."""
    files = [piece for piece in pieces if not piece.is_typed] or list(pieces)
    return tuple(sorted(files, key=lambda piece: (piece.inside, piece.label)))
