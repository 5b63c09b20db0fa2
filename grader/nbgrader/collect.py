"""Collect from nbgrader's exchange, where any student may write anything under any name.

Who handed in is decided by who owns the folder, and when by the kernel's own time of the last change to anything
that may be read from it: both are beyond a student's reach, a folder's name is not. One broken hand-in never stops
the others.
"""

from __future__ import annotations

import contextlib
import fnmatch
import os
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc
from traitlets import Bool, Integer

from grader.course.loading import CourseError
from grader.intake.folders import Folder
from grader.intake.hand_ins import HandIn
from grader.intake.names import shown
from grader.intake.pieces import File, Piece
from grader.intake.roster import is_usable_id
from grader.intake.tree import MOST_CLASS_ENTRIES, Kind, Refused
from grader.nbgrader.folder import HandInError, folder_of, part_of_course
from grader.nbgrader.keeping import CollectedHandIn, keep, take

try:
    import pwd
except ImportError:  # Windows, where nbgrader has no exchange
    pwd = None  # type: ignore[assignment]

_DEEPEST_READ = 3  # folders: the hand-in, one named after the assignment, and one more, is where modules are found


@dataclass(frozen=True)
class _Inbound:
    """One folder in the exchange: who claims it, who owns it, and when."""

    name: str
    claimed: str
    owner: str
    when: datetime
    changed: datetime
    flags: tuple[str, ...] = ()

    @property
    def is_proper(self) -> bool:
        return self.claimed == self.owner


class SafeCollect(ExchangeCollect):  # type: ignore[misc]  # nbgrader has no type hints
    """`nbgrader collect`: the same options and the same folders as nbgrader's own."""

    trust_timestamps = Bool(
        False, help="take the time from the folder's name, for an exchange that was moved to another disk"
    ).tag(config=True)
    seconds_of_doubt = Integer(
        120, help="how far the time in the folder's name may be from the time of its last change"
    ).tag(config=True)

    def init_src(self) -> None:
        """Find the hand-in of each student that counts."""
        if self.coursedir.course_id == "":
            self.fail("No course id specified. Re-run with --course flag.")
        self.inbound_path = os.path.join(self.root, self.coursedir.course_id, "inbound")
        if not os.path.isdir(self.inbound_path) or not os.access(self.inbound_path, os.R_OK | os.X_OK):
            self.fail(
                f"no inbound folder that can be read: {self.inbound_path}: run `nbgrader release_assignment` first"
            )
        due, known = self._due_and_students()
        found: dict[str, list[_Inbound]] = {}
        for inbound in self._inbound():
            student = self._whose(inbound, known)
            if student is not None:
                found.setdefault(student, []).append(inbound)
        wanted = self.coursedir.student_id or "*"
        self.src_records = [
            (student, self._which_counts(entries, due))
            for student, entries in sorted(found.items())
            if fnmatch.fnmatchcase(student, wanted)
        ]

    def copy_files(self) -> None:
        """Keep each hand-in in submitted/, as nbgrader would decide it: none twice, newer ones with --update."""
        folder = folder_of(self)
        assignment = self.coursedir.assignment_id
        part = part_of_course(folder.course(), assignment)
        if not self.src_records:
            self.log.warning("No submissions of %r for course %r to collect", assignment, self.coursedir.course_id)
        broken = []
        with Folder(Path(self.inbound_path)) as place:
            for student, inbound in self.src_records:
                target = folder.submitted(student, assignment)
                if not self._is_wanted(student, inbound, target):
                    continue
                try:
                    piece = Piece(inbound.name, student, folder=File(place, (inbound.name,), Kind.FOLDER))
                    hand_in = take(HandIn(student, (piece,)), assignment, folder, part, from_exchange=True)
                    keep(self._stamped(hand_in, self._judged_again(inbound)), target, assignment, folder)
                except (OSError, Refused) as error:
                    broken.append(student)
                    self.log.error("%s could not be collected, the others were: %s", student, error)
                except (CourseError, HandInError) as error:
                    self.fail(str(error))
        if broken:
            self.fail(f"not collected, by a fault of the disk or of the grader: {', '.join(broken)}")

    def _due_and_students(self) -> tuple[datetime | None, set[str]]:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                due = None
            return due, {student.id for student in gradebook.students}

    def _inbound(self) -> list[_Inbound]:
        found = []
        with os.scandir(self.inbound_path) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                claimed, sign, rest = entry.name.rpartition(f"+{self.coursedir.assignment_id}+")
                if not sign:
                    continue
                if not entry.is_dir(follow_symlinks=False):
                    self.log.warning("not collected, because it is no folder: %s", shown(entry.name))
                elif not is_usable_id(claimed):
                    self.log.warning("not collected, because of its student's name: %s", shown(entry.name))
                else:
                    found.append(self._judged(entry, claimed, rest.split("+")[0]))
        return found

    def _judged(self, entry: os.DirEntry[str], claimed: str, time: str) -> _Inbound:
        changed = last_change(Path(entry.path))
        stamp = _parsed(time)
        owner = self._owner(entry)
        if stamp is not None and (self.trust_timestamps or abs(changed - stamp) <= self._doubt):
            return _Inbound(entry.name, claimed, owner, stamp, changed)
        what = "has no time in its name" if stamp is None else f"says it was handed in at {stamp:%Y-%m-%d %H:%M:%S} UTC"
        flag = f"the hand-in {what}, but was last changed at {changed:%Y-%m-%d %H:%M:%S} UTC, which counts"
        return _Inbound(entry.name, claimed, owner, changed, changed, (flag,))

    def _judged_again(self, inbound: _Inbound) -> _Inbound:
        """Return what is to be said of a hand-in once it was read, which may have been changed meanwhile."""
        changed = last_change(Path(self.inbound_path, inbound.name))
        if changed <= inbound.changed or self.trust_timestamps:
            return inbound
        flag = f"the hand-in was changed while it was collected, at {changed:%Y-%m-%d %H:%M:%S} UTC, which counts"
        return replace(inbound, when=changed, changed=changed, flags=(*inbound.flags, flag))

    @property
    def _doubt(self) -> timedelta:
        return timedelta(seconds=self.seconds_of_doubt)

    def _owner(self, entry: os.DirEntry[str]) -> str:
        """Return who handed in: the folder's owner, or the claimed name where that is to be believed."""
        claimed = entry.name.rpartition(f"+{self.coursedir.assignment_id}+")[0]
        owner = entry.stat(follow_symlinks=False).st_uid
        if not self.check_owner or pwd is None or owner == os.getuid():  # an instructor may hand in for a student
            return claimed
        try:
            return pwd.getpwuid(owner).pw_name
        except KeyError:
            return f"user {owner}"

    def _whose(self, inbound: _Inbound, known: set[str]) -> str | None:
        if inbound.is_proper:
            return inbound.owner
        self.log.warning(
            "%s claims to be from %s but belongs to %s: %s (where users and students have different names, set "
            "c.ExchangeCollect.check_owner = False)",
            shown(inbound.name),
            inbound.claimed,
            inbound.owner,
            "taken as theirs, if they handed in nothing else" if inbound.owner in known else "not collected",
        )
        return inbound.owner if inbound.owner in known else None

    def _which_counts(self, entries: list[_Inbound], due: datetime | None) -> _Inbound:
        """Return the latest, or the latest before the due date; one under a wrong name only if there is no other."""
        candidates = [entry for entry in entries if entry.is_proper] or entries
        candidates.sort(key=lambda entry: (entry.when, entry.name), reverse=True)
        if self.before_duedate and due is not None:
            in_time = [entry for entry in candidates if entry.when <= due]
            return in_time[0] if in_time else candidates[0]
        return candidates[0]

    def _is_wanted(self, student: str, inbound: _Inbound, target: Path) -> bool:
        if not target.is_dir():
            self.log.info("Collecting submission: %s %s", student, self.coursedir.assignment_id)
            return True
        have = self.coursedir.get_existing_timestamp(str(target))
        is_newer = self.update and (have is None or inbound.when > have)
        if is_newer or (self.before_duedate and have != inbound.when):
            self.log.info("Updating submission: %s %s", student, self.coursedir.assignment_id)
            return True
        hint = "No newer submission to collect" if self.update else "Submission already exists, use --update to update"
        self.log.info("%s: %s %s", hint, student, self.coursedir.assignment_id)
        return False

    def _stamped(self, hand_in: CollectedHandIn, inbound: _Inbound) -> CollectedHandIn:
        flags = (*inbound.flags, *hand_in.flags)
        if not inbound.is_proper:
            flags = (f"handed in under the name of {inbound.claimed}", *flags)
        for flag in flags:
            self.log.warning("%s: %s", hand_in.submission.student, flag)
        is_odd = bool(inbound.flags) or not inbound.is_proper
        submission = replace(hand_in.submission, needs_human=hand_in.submission.needs_human or is_odd)
        return replace(hand_in, submission=submission, flags=flags, when=inbound.when.replace(tzinfo=UTC))


def last_change(folder: Path) -> datetime:
    """Return when anything in a folder last changed, by the kernel's clock, as nbgrader writes times: UTC.

    Where there is more than anybody hands in, what was not looked at may have changed just now.
    """
    times = [os.lstat(folder).st_ctime]
    waiting = [(folder, 1)]
    while waiting:
        place, depth = waiting.pop()
        with contextlib.suppress(OSError), os.scandir(place) as entries:  # what cannot be read is said at reading
            for entry in entries:
                times.append(entry.stat(follow_symlinks=False).st_ctime)
                if len(times) > MOST_CLASS_ENTRIES:
                    return datetime.now(UTC).replace(tzinfo=None)
                if depth < _DEEPEST_READ and entry.is_dir(follow_symlinks=False):
                    waiting.append((Path(entry.path), depth + 1))
    return datetime.fromtimestamp(max(times), UTC).replace(tzinfo=None)


def _parsed(time: str) -> datetime | None:
    try:
        moment: datetime = parse_utc(time)
    except (ValueError, OverflowError, TypeError):
        return None
    return moment if 2000 <= moment.year < 9000 else None
