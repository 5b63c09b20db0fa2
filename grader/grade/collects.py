"""The hand-ins of a class as runs have seen them, one after another: how many tries an exercise took, and how long.

results/.grader/runs/DATE.states holds, after a run that saw anything new, how each exercise of each new file stands.
A file is known by the first letters of its digest. The same file with other results (the suite was changed) is no new
try. No grade depends on it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from grader.files import make_private_folder, write_private
from grader.grade.document import Grade
from grader.grade.results import Status

FOLDER = Path(".grader") / "runs"
_STAMP = "%Y-%m-%dT%H%M%SZ"
_FEWEST_RUNS = 2
_LETTERS = {
    Status.PASSED: "d", Status.PARTIAL: "h", Status.FAILED: "w", Status.ERROR: "e", Status.NOT_STARTED: "o",
}  # fmt: skip
_States = dict[str, dict[str, list[str]]]  # student -> module -> the digest's first letters, a letter for each exercise


@dataclass(frozen=True)
class UntilDone:
    """What one exercise took the `students` who have it done: hand-ins with a change to its file, and time (medians).

    Both count from the first hand-in in which it was begun.
    """

    students: int
    tries: float
    time: timedelta


@dataclass(frozen=True)
class Collects:
    """What several runs have seen: how many there were, since when, and by module and exercise what it took."""

    runs: int
    since: datetime
    until_done: Mapping[tuple[str, str], UntilDone]


def note_states(results: Path, grades: Sequence[Grade], now: datetime | None = None) -> None:
    """Keep how the exercises of each file stand that is new, or has other results than before.

    Raises:
        OSError: the folder cannot be written.
    """
    last: _States = defaultdict(dict)
    for _, run in _runs(results):
        for student, modules in run["students"].items():
            last[student].update(modules)
    new: _States = defaultdict(dict)
    for grade in grades:
        for module in grade.modules:
            seen = [(module.sha256 or "")[:8], "".join(_LETTERS[e.status] for e in module.exercises)]
            if last[grade.student].get(module.name) != seen:
                new[grade.student][module.name] = seen
    if new:
        exercises = {module.name: [e.name for e in module.exercises] for module in grades[0].modules}
        stamp = (now or datetime.now(UTC)).strftime(_STAMP)
        make_private_folder(results / FOLDER)
        write_private(results / FOLDER / f"{stamp}.states", _written({"exercises": exercises, "students": new}))


def collects(results: Path, students: Collection[str]) -> Collects | None:
    """Return what the runs of these students have seen, None where there were not several."""
    runs = list(_runs(results))
    if len(runs) < _FEWEST_RUNS:
        return None
    took: dict[tuple[str, str], list[tuple[int, timedelta]]] = defaultdict(list)
    for (student, module), seen in _hand_ins(runs).items():
        for name in dict.fromkeys(name for hand_in in seen for name in hand_in.states) if student in students else ():
            if found := _until_done(seen, name):
                took[module, name].append(found)
    until_done = {
        key: UntilDone(
            len(each), median(tries for tries, _ in each), timedelta(seconds=median(s.total_seconds() for _, s in each))
        )
        for key, each in took.items()
    }
    return Collects(len(runs), runs[0][0], until_done)


def forget_states(results: Path, student: str) -> list[Path]:
    """Delete what is kept of one student; return the files that were changed.

    Raises:
        OSError: something cannot be written.
    """
    changed = []
    for when, run in _runs(results):
        if run["students"].pop(student, None) is not None:
            path = results / FOLDER / f"{when.strftime(_STAMP)}.states"
            write_private(path, _written(run))
            changed.append(path)
    return changed


@dataclass
class _HandIn:
    """One file of one student: when a run first saw it, and how its exercises stand by the last run that did."""

    when: datetime
    digest: str
    states: dict[str, str]


def _hand_ins(runs: Sequence[tuple[datetime, dict[str, Any]]]) -> dict[tuple[str, str], list[_HandIn]]:
    found: dict[tuple[str, str], list[_HandIn]] = defaultdict(list)
    for when, run in runs:
        for student, modules in run["students"].items():
            for module, (digest, letters) in modules.items():
                states = dict(zip(run["exercises"].get(module, ()), letters, strict=False))
                before = found[student, module]
                if before and before[-1].digest == digest:
                    before[-1].states = states
                else:
                    before.append(_HandIn(when, digest, states))
    return found


def _until_done(seen: Sequence[_HandIn], exercise: str) -> tuple[int, timedelta] | None:
    """Return the tries and the time that an exercise took, None where it is not done."""
    states = [hand_in.states.get(exercise, _LETTERS[Status.NOT_STARTED]) for hand_in in seen]
    if _LETTERS[Status.PASSED] not in states:
        return None
    done = states.index(_LETTERS[Status.PASSED])
    begun = next(i for i, state in enumerate(states) if state != _LETTERS[Status.NOT_STARTED])
    return done - begun + 1, seen[done].when - seen[begun].when


def _written(run: Mapping[str, Any]) -> bytes:
    return json.dumps(run, sort_keys=True).encode("ascii")  # a name may be anything


def _runs(results: Path) -> Iterator[tuple[datetime, dict[str, Any]]]:
    for path in sorted((results / FOLDER).glob("*.states")):
        try:
            run = json.loads(path.read_bytes())
            when = datetime.strptime(path.stem, _STAMP).replace(tzinfo=UTC)
            students = {
                str(student): {str(name): [str(digest), str(letters)] for name, (digest, letters) in modules.items()}
                for student, modules in run["students"].items()
            }
            exercises = {str(module): list(map(str, names)) for module, names in run["exercises"].items()}
        except (OSError, ValueError, AttributeError, TypeError, KeyError):
            continue  # a damaged page of the history is left out
        yield when, {"exercises": exercises, "students": students}
