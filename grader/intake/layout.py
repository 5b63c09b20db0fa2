"""Tell a class from one hand-in, and find each student's pieces in whatever the instructor downloaded.

Whose a piece is, the instructor's or the platform's name for it decides. What lies inside a student's own archive
names nobody.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from dataclasses import replace

from grader.course.model import Course
from grader.intake.archives import Archive
from grader.intake.course_folders import folders_of_course, is_hand_out
from grader.intake.downloads import download_pieces, named_files
from grader.intake.kinds import (
    TEAMS_SUBMITTED,
    archives_in,
    folders_in,
    hand_ins_in,
    house_names,
    is_class,
    is_of_nobody,
    is_of_teams,
    is_our_zip,
    is_ours,
    is_packed_hand_in,
    modules_in,
    platform_owners,
)
from grader.intake.names import is_opened, is_stray, listed, looks_like, owner_of_archive, shared_start, shown
from grader.intake.pieces import Piece
from grader.intake.platforms import read_name
from grader.intake.roster import Roster
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Listing, Parts, Refused, Tree
from grader.intake.whose import are_peoples, refuse_files_of_several

_FILE_SUFFIX = re.compile(r"\.\w{1,5}$")
_NBGRADERS = {"nbgrader_config.py", "gradebook.db", "autograded", "release"}  # one of these lies beside it


class Layout:
    """Finds the pieces of a class; `remarks` are about the folder or zip they came in.

    Args:
        keep: closes the zips of a whole class when all was read.
    """

    def __init__(self, course: Course, roster: Roster, keep: ExitStack) -> None:
        self._course, self._roster, self._keep = course, roster, keep
        self.remarks: list[str] = []

    def find(self, place: Tree, title: str, base: Parts = ()) -> list[Piece]:
        """Return the pieces in a place; `title` is its name, and the student's if it is one.

        Raises:
            Refused: it cannot be told whose files these are, or the place cannot be read.
        """
        listing = place.listing(base, most=MOST_CLASS_ENTRIES)
        if listing.entries.get("submitted") is Kind.FOLDER and not _NBGRADERS.isdisjoint(listing.entries):
            return self.find(place, title, (*base, "submitted"))  # the folder of a whole nbgrader course
        if is_of_teams(listing):
            return self.find(place, title, (*base, TEAMS_SUBMITTED))
        listing, courses = self._without_course(place, base, listing)
        if self._has_modules_of_one(place, base, listing):
            return [own_piece(title, place, base)]
        if courses:
            self.remarks.append(f"no hand-ins, because they are of a course: {listed(courses)}")
        if not listing.complete:
            self.remarks.append(f"more than {MOST_CLASS_ENTRIES:,} entries: the rest was not looked at")
        pieces, rest = download_pieces(place, base, listing)
        named, rest = named_files(place, base, Listing(rest, listing.complete), self._course, self._roster)
        pieces += named
        if not pieces:
            if self._is_one(place, base, listing):
                return [own_piece(title, place, base)]
            if (inside := self._around(place, base, listing, title)) is not None:
                return inside
        return pieces + self._each(place, base, Listing(rest, listing.complete))

    def _without_course(self, place: Tree, base: Parts, listing: Listing) -> tuple[Listing, list[str]]:
        """Return what lies there and is not the course's, and what is."""
        courses = folders_of_course(place, base, listing, self._course, self._roster)
        rest = {name: kind for name, kind in listing.entries.items() if name not in courses}
        return Listing(rest, listing.complete), courses

    def _has_modules_of_one(self, place: Tree, base: Parts, listing: Listing) -> bool:
        """Do modules lie right here, as in a student's own folder?

        Raises:
            Refused: they lie beside several hand-ins.
        """
        modules = modules_in(listing, self._course)
        if not modules:
            return False
        inner = hand_ins_in(place, base, listing, self._course)
        if len(inner) < 2 or house_names(self._course).issuperset(inner):
            inner = sorted(platform_owners(listing))
        if len(inner) > 1:
            raise Refused(
                f"holds both modules ({listed(modules)}) and hand-ins ({listed(inner)}): "
                "move the first away if this is a class, the others if it is one student's"
            )
        return True

    def _is_one(self, place: Tree, base: Parts, listing: Listing) -> bool:
        """Is this a student's folder, with folders called after assignments, or files named almost like modules?"""
        folders, archives = folders_in(listing), archives_in(listing)
        if folders and not archives and house_names(self._course).issuperset(folders):
            paths = [(*base, name) for name in folders if not are_peoples(place, (*base, name), self._course)]
            return any(len(hand_ins_in(place, path, place.listing(path), self._course)) < 2 for path in paths)
        files = [name for name, kind in listing.entries.items() if kind is not Kind.FOLDER]
        if any(looks_like(name, module.name) for name in files for module in self._course.modules):
            refuse_files_of_several(files, self._course)
            return not hand_ins_in(place, base, listing, self._course)
        return False

    def _around(self, place: Tree, base: Parts, listing: Listing, title: str) -> list[Piece] | None:
        """Return what is in the one folder or zip that holds the whole class, if there is one."""
        alone = self._alone(place, base, listing)
        if alone is None:
            return None
        name, ours, packed = alone
        if self._roster.identify(owner_of_archive(name) or name) is not None:
            return None
        inner: Tree
        if listing.entries[name] is Kind.FOLDER:
            inside, _ = self._without_course(
                place, (*base, name), place.listing((*base, name), most=MOST_CLASS_ENTRIES)
            )
            found = hand_ins_in(place, (*base, name), inside, self._course)
            is_student = bool(modules_in(inside, self._course)) or not house_names(self._course).isdisjoint(found)
            what, inner, path = "folder", place, (*base, name)
            is_several = is_class(place, path, self._course, self._roster) or are_peoples(place, path, self._course)
            if is_student or not (is_several or (len(found) == 1 and name == title)):
                return None
        elif (archive := self._class_zip(place, (*base, name))) is not None:
            what, inner, path = archive.what, archive, ()
        else:
            return None
        self._name_the_others(listing, {name, *ours, *packed}, ours)
        self.remarks += [f"{shown(one)} was left aside: its folder lies beside it" for one in packed]
        self.remarks.append(f"the hand-ins were read from the {what} {shown(name)} inside")
        return self.find(inner, owner_of_archive(name) or name, path)

    def _alone(self, place: Tree, base: Parts, listing: Listing) -> tuple[str, list[str], list[str]] | None:
        """Return the one folder or zip here, what an earlier run wrote beside it, and the zip it was unpacked from."""
        names = folders_in(listing) + archives_in(listing)
        ours: list[str] = []
        rest: list[str] = []
        for name in names if len(names) > 1 else ():
            is_written = is_ours if listing.entries[name] is Kind.FOLDER else is_our_zip
            (ours if is_written(place, (*base, name), self._course) else rest).append(name)
            if len(rest) > 2:
                return None
        first, *packed = rest or names or [""]
        if not first or (packed and owner_of_archive(packed[0]) != first):
            return None
        return first, ours, packed

    def _name_the_others(self, listing: Listing, known: set[str], ours: list[str]) -> None:
        files = sorted(n for n, kind in listing.entries.items() if n not in known and kind is not Kind.FOLDER)
        self._name_loose([n for n in files if not is_stray(n) and not n.startswith(".")], ours)

    def _name_loose(self, loose: list[str], ours: list[str]) -> None:
        if loose:
            self.remarks.append(f"ignored what is neither a student's folder nor zip: {listed(loose)}")
        if ours:
            self.remarks.append(f"no hand-ins, because the grader wrote them: {listed(sorted(ours))}")

    def _each(self, place: Tree, base: Parts, listing: Listing) -> list[Piece]:  # noqa: C901  # one kind of entry a branch
        """Return what lies there of students under their own names."""
        pieces, loose, ours = [], [], []
        side_by_side = [owner_of_archive(name) or name for name in folders_in(listing) + archives_in(listing)]
        for name, kind in sorted(listing.entries.items()):
            path = (*base, name)
            if kind is Kind.FOLDER:
                if is_of_nobody(place, path, self._course):
                    continue
                if is_ours(place, path, self._course) or is_hand_out(place, path, kind, self._course, self._roster):
                    ours.append(name)
                    continue
                inside = self._class_inside(place, path, kind, side_by_side)
                pieces += inside or [Piece.lying(name, name, place, path, kind)]
            elif is_stray(name):
                continue
            elif (owner := owner_of_archive(name)) and not name.startswith("."):
                if is_our_zip(place, path, self._course) or is_hand_out(place, path, kind, self._course, self._roster):
                    ours.append(name)
                    continue
                inside = self._class_inside(place, path, kind, side_by_side)
                pieces += inside or [Piece.lying(name, owner, place, path, kind)]
            elif kind is Kind.LINK and not _FILE_SUFFIX.search(name) and not name.startswith("."):
                pieces.append(Piece.lying(name, name, place, path, kind))
            elif not name.startswith("."):
                stem = name.partition(".")[0]
                who = self._roster.identify(stem)
                if is_packed_hand_in(place, path, kind, self._course):
                    pieces.append(replace(Piece.lying(name, who or stem, place, path, kind), is_packed=True))
                elif who is None:
                    loose.append(name)
                else:  # such as ada.gz or ada.docx: refused, but hers
                    pieces.append(Piece.lying(name, who, place, path, kind))
        self._name_loose(loose, ours)
        return pieces

    def _class_inside(self, place: Tree, path: Parts, kind: Kind, side_by_side: list[str]) -> list[Piece]:
        """Return the pieces of a class whose zip or folder lies beside others, none if it is a student's.

        Only where the class list tells that it is nobody's: else a student's archive could name others.
        """
        name = owner_of_archive(path[-1]) if kind is not Kind.FOLDER else path[-1]
        if len(side_by_side) < 2 or name is None or not self._roster.students:
            return []
        own = name.removeprefix(shared_start(side_by_side, "-"))  # as repositories are called: fundamentals-ada
        if any(self._roster.identify(one) is not None for one in (name, own)):
            return []
        inner, inside = (place, path) if kind is Kind.FOLDER else (self._class_zip(place, path), ())
        if inner is None or not is_class(inner, inside, self._course, self._roster):
            return []
        try:
            found = Layout(self._course, self._roster, self._keep).find(inner, name, inside)
        except Refused:
            return []
        if not any(self._roster.identify(piece.owner, piece.number) for piece in found):
            return []
        whose = "hand-ins of several students" if len(found) > 1 else f"hand-in of {shown(found[0].owner)}"
        self.remarks.append(f"{shown(path[-1])} was read as the {whose}")
        return [replace(piece, inside=path[-1]) for piece in found]

    def _class_zip(self, place: Tree, path: Parts) -> Archive | None:
        """Return the zip at a path if it holds a class."""
        if not is_opened(path[-1]) or read_name(path[-1]) is not None:
            return None
        try:
            archive = self._keep.enter_context(Archive(place.open(path), MOST_CLASS_ENTRIES, place.sent(path)))
        except Refused:
            return None
        if not is_class(archive, (), self._course, self._roster):
            return None
        self.remarks += archive.remarks
        return archive


def own_piece(title: str, place: Tree, base: Parts = ()) -> Piece:
    """Return all that lies in a place as one student's, `title` being its name."""
    known = read_name(title, folder=True)
    return Piece.lying(title, known.owner if known else title, place, base, Kind.FOLDER)
