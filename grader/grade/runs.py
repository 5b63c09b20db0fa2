"""The runs of a class by date, as points only: what moved since last time; and where the last one's hand-ins lay.

results/.grader/runs/DATE.points holds each student's points after a run that changed any. No grade depends on it:
delete the folder, and the next run starts a new history.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from grader.files import make_private_folder, write_private
from grader.grade.collects import FOLDER as _FOLDER
from grader.grade.collects import forget_states
from grader.grade.document import Grade, GradedModule

_ORIGIN = _FOLDER / "origin.json"
_MOST_SHOWN = 10


class How(Enum):
    """What a run did for a hand-in: grade it, give the results that were there other marks, or nothing."""

    GRADED = "graded"
    MARKED = "marked again"
    KEPT = "unchanged"


@dataclass
class Run:
    """What a run did: how many hand-ins it graded, and what their marks were before and are now."""

    did: Counter[How] = field(default_factory=Counter)
    moves: list[Move] = field(default_factory=list)

    def note(self, how: How, before: Grade | None, now: Grade) -> None:
        """Count one hand-in, and what moved where it had a grade of the same course and track before."""
        self.did[how] += 1
        if before is not None and (before.course, before.track) == (now.course, now.track):
            then = {module.name: _points(module) for module in before.modules}
            self.moves += [
                Move(now.student, module.name, then[module.name], _points(module))
                for module in now.modules
                if then.get(module.name, _points(module)) != _points(module)
            ]


@dataclass(frozen=True)
class Move:
    """The marks of one student in one module, bonus and all, before a run and after it."""

    student: str
    module: str
    before: float
    now: float


@dataclass(frozen=True)
class Moved:
    """What changed since an earlier run: `points` are those of then; `most` has the largest changes (then, now)."""

    before: str
    points: dict[str, float]
    up: tuple[str, ...]
    down: tuple[str, ...]
    most: tuple[tuple[str, float, float], ...]


def note_run(results: Path, grades: Sequence[Grade], now: datetime | None = None) -> None:
    """Keep the points of a run, unless they are those of the last one.

    Raises:
        OSError: the folder cannot be written.
    """
    points = {grade.student: grade.points + grade.bonus for grade in grades}
    runs = _runs(results)
    last = runs[-1][1] if runs else {}
    if {**last, **points} == last:
        return
    stamp = (now or datetime.now(UTC)).strftime("%Y-%m-%dT%H%M%SZ")
    make_private_folder(results / _FOLDER)
    write_private(results / _FOLDER / f"{stamp}.points", _written({**last, **points}))


def moved_since(results: Path, grades: Sequence[Grade]) -> Moved | None:
    """Return what is different from the last run that had other points; None if there was none."""
    now = {grade.student: grade.points + grade.bonus for grade in grades}
    for stamp, points in reversed(_runs(results)):
        changes = [(s, points.get(s, 0.0), mark) for s, mark in now.items() if points.get(s, 0.0) != mark]
        if changes:
            changes.sort(key=lambda change: -abs(change[2] - change[1]))
            return Moved(
                f"{stamp[:10]} {stamp[11:13]}:{stamp[13:15]} UTC",
                points,
                tuple(s for s, before, after in changes if after > before),
                tuple(s for s, before, after in changes if after < before),
                tuple(changes[:_MOST_SHOWN]),
            )
    return None


@dataclass(frozen=True)
class Origin:
    """Where the hand-ins of a run and its class list lay."""

    hand_ins: Path
    roster: Path | None = None


def note_origin(results: Path, origin: Origin) -> None:
    """Keep where the hand-ins lie, so that a report can quote them.

    Raises:
        OSError: the folder cannot be written.
    """
    paths = {"hand_ins": origin.hand_ins, "roster": origin.roster}
    told = {name: str(path.resolve()) for name, path in paths.items() if path is not None}
    make_private_folder(results / _FOLDER)
    write_private(results / _ORIGIN, json.dumps(told, indent=1).encode("utf-8", "surrogateescape"))


def noted_origin(results: Path) -> Origin | None:
    """Return where the hand-ins of the last run lay; None where nothing was noted, or they are gone."""
    try:
        told = json.loads((results / _ORIGIN).read_bytes().decode("utf-8", "surrogateescape"))
        hand_ins, roster = Path(told["hand_ins"]), told.get("roster")
        found = Origin(hand_ins, Path(roster) if roster else None)
        return found if hand_ins.exists() and (found.roster is None or found.roster.exists()) else None
    except (OSError, ValueError, AttributeError, TypeError, KeyError):
        return None


def forget(results: Path, student: str, file_name: str) -> list[Path]:
    """Delete what is kept of one student; return the files that were deleted or changed.

    Args:
        file_name: of the student's results, without its ending.

    Raises:
        OSError: something cannot be deleted.
    """
    gone = [results / f"{file_name}.json", results / ".grader" / f"{file_name}.key"]
    gone = [path for path in gone if path.is_file()]
    for path in gone:
        path.unlink()
    gone += forget_states(results, student)
    for stamp, points in _runs(results):
        if points.pop(student, None) is not None:
            path = results / _FOLDER / f"{stamp}.points"
            write_private(path, _written(points))
            gone.append(path)
    return gone


def _points(module: GradedModule) -> float:
    return round(sum(exercise.points for exercise in module.exercises), 4)


def _written(points: dict[str, float]) -> bytes:
    return json.dumps(points, indent=1, sort_keys=True).encode("ascii")  # a name may be anything


def _runs(results: Path) -> list[tuple[str, dict[str, float]]]:
    found = []
    for path in sorted((results / _FOLDER).glob("*.points")):
        try:
            points = json.loads(path.read_bytes())
            found.append((path.stem, {str(name): float(mark) for name, mark in points.items()}))
        except (OSError, ValueError, AttributeError, TypeError):
            continue  # a damaged page of the history is left out
    return found
