"""What a course is: modules, exercises, points, limits, dates. A value, checked when it is made.

course.yaml is the one source of these facts; nothing else in the kit repeats them.
"""

from __future__ import annotations

import builtins
import difflib
import keyword
import math
import sys
import unicodedata
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, NoReturn, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

_DIGITS = 6  # points are rounded to this many decimals, so that sums such as 100.0 come out exactly
_TRAVELS_ALONG = {"conftest", "expect", "kit"}  # files of ours beside a student's modules
_OURS = {"grader", "solutions", "tests"}
_LARGEST_CHOICE = 10**16 - 1
_FIRST_YEAR, _LAST_YEAR = 2000, 2999
_TAKEN = _OURS | {"pytest", "numpy", "scipy", "pandas", "matplotlib", "sklearn", "torch", "pip"}
_TAKEN |= {"pluggy", "iniconfig", "packaging", "pygments", "exceptiongroup", "colorama"}  # what pytest imports


class Tier(StrEnum):
    """How far along the course an exercise lies: the 3-hour track, the rest of the core, or a bonus."""

    EXPRESS = "express"
    CORE = "core"
    STRETCH = "stretch"


def _identifier(name: str) -> str:
    if not name.isidentifier() or keyword.iskeyword(name) or name.startswith("_"):
        raise ValueError("a Python name that does not start with an underscore")
    if name != (as_read := unicodedata.normalize("NFKC", name)):
        raise ValueError(f"a name as Python reads it, {as_read!r}")
    return name


def _module_name(name: str) -> str:
    if name in sys.stdlib_module_names or name in _TRAVELS_ALONG | _TAKEN or name.startswith("test_"):
        raise ValueError("a module name that no file of Python, of the kit or of a known package has")
    return name


def _package_name(name: str) -> str:
    if not name.isidentifier():
        raise ValueError("the name by which a package is imported, such as sklearn, without a version")
    if name in sys.stdlib_module_names or name in _OURS:
        raise ValueError("no module of Python or of the kit, since those are there")
    return name


def _exercise_name(name: str) -> str:
    if hasattr(builtins, name):
        raise ValueError("a name that Python's own functions do not have")
    if "__" in name or name.endswith("_"):
        raise ValueError(
            "a name without two underscores in a row or one at its end, since those part an exercise from a mistake"
        )
    return name


def _utc(moment: datetime) -> datetime:
    if moment.utcoffset() != timedelta(0):
        raise ValueError("a date and time in UTC, such as 2027-01-31T23:59:00Z")
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError(f"a year from {_FIRST_YEAR} to {_LAST_YEAR}")
    return moment


def _choices(values: Any) -> Any:
    """Return what can be drawn from: a list as it is, and the whole numbers of {least: 1, most: 9}."""
    if isinstance(values, dict) and values.keys() == {"least", "most"}:
        least, most = values["least"], values["most"]
        if type(least) is int and type(most) is int and least < most:
            if max(abs(least), abs(most)) > _LARGEST_CHOICE:
                raise ValueError("whole numbers of at most 16 digits")
            return range(least, most + 1)
    elif isinstance(values, list) and len(values) > 1 and all(map(_is_plain, values)):
        return values
    raise ValueError("at least two values such as [2, 3, 5], or whole numbers such as {least: 1, most: 9}")


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return value is None or is_number or isinstance(value, str)


Name = Annotated[str, AfterValidator(_identifier)]
Label = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$", max_length=100)]
TrackName = Annotated[str, Field(pattern=r"^[^\W_][\w-]*$", max_length=100)]
PackageName = Annotated[str, AfterValidator(_package_name)]
_KeyPath = tuple[str | int, ...]
ExerciseName = Annotated[Name, AfterValidator(_exercise_name)]
ModuleName = Annotated[Name, AfterValidator(_module_name)]
Utc = Annotated[datetime, AfterValidator(_utc)]
Choices = Annotated[Any, AfterValidator(_choices)]
Positive = Annotated[float, Field(gt=0, le=1_000_000, allow_inf_nan=False)]
Minutes = Annotated[int, Field(gt=0, le=100_000)]
MinutesOrNone = Annotated[int, Field(ge=0, le=100_000)]
Percent = Annotated[float, Field(ge=0, le=100)]


class _Part(BaseModel):
    # A part is built with the course that holds it, and not by itself as well, whenever a command starts.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class Exercise(_Part):
    """One function or class to write: one grade cell, one mark.

    `points` count within the module (core tiers are scaled to the module's weight; stretch points are a
    bonus, as they are). `seconds` replaces the limit per call where an exercise trains a network. `variant`: what
    differs from student to student, and from which values it is drawn.
    """

    name: ExerciseName
    points: Positive
    tier: Annotated[Tier, Field(strict=False)]
    minutes: Minutes
    seconds: Positive | None = None
    variant: dict[Name, Choices] = {}


class Module(_Part):
    """One file a student edits.

    `builds_on`: modules it may import, lent by the course where they fail. `can`: what a student can do who has
    finished it, after the words "you can now". `talk`: the minutes a teacher talks before the class works.
    """

    name: ModuleName
    weight: Positive
    builds_on: list[Name] = []
    can: str = ""
    talk: MinutesOrNone = 3
    exercises: Annotated[list[Exercise], Field(min_length=1)]

    @cached_property
    def core_points(self) -> float:
        """The sum of the unscaled points that the module's weight stands for."""
        return sum(e.points for e in self.exercises if e.tier is not Tier.STRETCH)

    def max_points(self, exercise: Exercise) -> float:
        """Return the marks this exercise is worth: scaled for the core, as they are for a bonus."""
        if exercise.tier is Tier.STRETCH:
            return exercise.points
        return round(exercise.points * self.weight / self.core_points, _DIGITS)


class Limits(_Part):
    """What a hand-in may use. Seconds are of CPU time and sleep, and the grader counts them, not the student."""

    seconds_per_call: Positive = 2.0
    seconds_per_module: Positive = 60.0
    seconds_per_hand_in: Positive = 240.0
    memory_mb: Annotated[int, Field(ge=256, le=1_000_000)] = 1536


class Assignment(_Part):
    """What is released and collected in one piece."""

    name: Label
    modules: Annotated[list[Name], Field(min_length=1)]
    due: Utc | None = None


class LatePolicy(_Part):
    """What lateness costs: a part of the marks for each day begun after the grace, up to a cap."""

    percent_per_day: Percent = 0.0
    at_most_percent: Percent = 100.0
    grace_minutes: Annotated[int, Field(ge=0, le=525_600)] = 0


class Session(_Part):
    """What a session in a room needs besides the exercises' minutes: stops to ask and look at the board, and breaks."""

    stop_minutes: MinutesOrNone = 2
    work_minutes: Minutes = 30  # at most between two stops, unless one exercise takes longer
    break_minutes: MinutesOrNone = 10
    break_after_minutes: Minutes = 75


class Track(_Part):
    """A way through the course: whole tiers, or named exercises.

    `minutes`: how long its session in a room lasts (None: as long as it takes). `home`: which exercises are left for
    home when that is too short for all, the first of them first.
    """

    tiers: list[Annotated[Tier, Field(strict=False)]] = []
    exercises: list[Name] = []
    minutes: Minutes | None = None
    home: list[Name] = []

    @model_validator(mode="after")
    def _has_one_of_both(self) -> Self:
        if bool(self.tiers) == bool(self.exercises):
            _refuse((), "either tiers or exercises", "both" if self.tiers else "neither")
        return self


class Course(_Part):
    """A whole course, and the folder it lives in. `can`: as of a module, for someone who has finished all."""

    name: Label
    title: Annotated[str, Field(min_length=1)]
    can: str = ""
    packages: list[PackageName] = ["numpy"]
    limits: Limits = Limits()
    modules: Annotated[list[Module], Field(min_length=1)]
    assignments: Annotated[list[Assignment], Field(min_length=1)]
    late: LatePolicy = LatePolicy()
    session: Session = Session()
    tracks: dict[TrackName, Track] = {}
    root: Annotated[Path, Field(exclude=True)] = Path()

    @model_validator(mode="after")
    def _names_agree(self) -> Self:
        modules = [m.name for m in self.modules]
        exercises = [e.name for m in self.modules for e in m.exercises]
        _refuse_twice("module", modules, [("modules", i, "name") for i in range(len(modules))])
        for i, name in enumerate(modules):
            if twin := next((other for other in modules[:i] if other.casefold() == name.casefold()), ""):
                wanted = f"a name that differs from {twin!r} by more than capitals"  # one file, on Windows and macOS
                _refuse(("modules", i, "name"), wanted, repr(name))
        _refuse_twice("exercise", exercises, self._exercise_paths())
        names = [a.name for a in self.assignments]
        _refuse_twice("package", self.packages, [("packages", i) for i in range(len(self.packages))])
        _refuse_twice("assignment", names, [("assignments", i, "name") for i in range(len(names))])
        for i, assignment in enumerate(self.assignments):
            _refuse_unknown("a module", assignment.modules, modules, ("assignments", i, "modules"))
        for i, module in enumerate(self.modules):
            others = [name for name in modules if name != module.name]
            _refuse_unknown("another module", module.builds_on, others, ("modules", i, "builds_on"))
            if module.name in self.packages:
                _refuse(("modules", i, "name"), "a name that none of the packages has", repr(module.name))
            if module.name == "variant" and any(e.variant for m in self.modules for e in m.exercises):
                _refuse(("modules", i, "name"), "another name, since students' numbers come as variant.py", "'variant'")
            if module.core_points == 0:
                _refuse(("modules", i, "exercises"), "at least one exercise that is no stretch", "stretch alone")
        self._refuse_circles()
        self._refuse_more_than_the_hand_in_has()
        for name, track in self.tracks.items():
            _refuse_unknown("an exercise", track.exercises, exercises, ("tracks", name, "exercises"))
            on_it = [e.name for m in self.modules for e in m.exercises if e.tier in track.tiers] + track.exercises
            if not on_it:
                tiers = " and ".join(track.tiers)
                _refuse(("tracks", name, "tiers"), "a tier that some exercise has", tiers)
            _refuse_unknown("an exercise of the track", track.home, on_it, ("tracks", name, "home"))
        return self

    def _refuse_circles(self) -> None:
        """A module cannot build on one that, by others or at once, builds on it."""
        builds_on = {module.name: module.builds_on for module in self.modules}
        for i, module in enumerate(self.modules):
            ahead, below = list(module.builds_on), set[str]()
            while ahead:
                name = ahead.pop()
                if name == module.name:
                    others = " and ".join(sorted(below & {n for n in below if module.name in builds_on[n]}))
                    _refuse(("modules", i, "builds_on"), "no circle", f"{others}, built on {module.name} in turn")
                if name not in below:
                    below.add(name)
                    ahead += builds_on[name]

    def _refuse_more_than_the_hand_in_has(self) -> None:
        most = self.limits.seconds_per_hand_in
        given: dict[_KeyPath, float] = {
            ("limits", "seconds_per_call"): self.limits.seconds_per_call,
            ("limits", "seconds_per_module"): self.limits.seconds_per_module,
        }
        for i, module in enumerate(self.modules):
            for k, exercise in enumerate(module.exercises):
                given["modules", i, "exercises", k, "seconds"] = exercise.seconds or 0.0
        for path, seconds in given.items():
            if seconds > most:
                _refuse(path, f"at most the {most:g} s of a hand-in (limits.seconds_per_hand_in)", f"{seconds:g}")

    def _exercise_paths(self) -> list[_KeyPath]:
        return [
            ("modules", i, "exercises", k, "name")
            for i, module in enumerate(self.modules)
            for k in range(len(module.exercises))
        ]

    def module(self, name: str) -> Module:
        """Return the module of that name.

        Raises:
            KeyError: the course has no such module.
        """
        return next((m for m in self.modules if m.name == name), None) or _missing(name)

    def on_track(self, track: str | None) -> Course:
        """Return the course cut down to the exercises of one track (None: the whole course).

        Raises:
            KeyError: the course has no such track.
        """
        if track is None:
            return self
        chosen = self.tracks[track]
        every = [e for m in self.modules for e in m.exercises]
        return self.only({e.name for e in every if e.name in chosen.exercises or e.tier in chosen.tiers})

    def only(self, exercises: Collection[str]) -> Course:
        """Return the course cut down to some exercises, each worth what it is worth in the whole course.

        A module keeps its share of the weight; one that is left empty drops out.
        """
        cut = []
        for module in self.modules:
            kept = [e for e in module.exercises if e.name in exercises]
            core = sum(e.points for e in kept if e.tier is not Tier.STRETCH)
            if kept:
                weight = module.weight * core / module.core_points
                cut.append(module.model_copy(update={"exercises": kept, "weight": weight}))
                cut[-1].__dict__.pop("core_points", None)  # model_copy carries the cached sum along
        return self.model_copy(update={"modules": cut})


def _missing(name: str) -> NoReturn:
    raise KeyError(name)


def _refuse(path: _KeyPath, expected: str, got: str) -> NoReturn:
    """Complain about one key from the validator of the whole: pydantic would name the whole as the place."""
    context: dict[str, Any] = {"path": path, "expected": expected, "got": got}
    raise PydanticCustomError("cross_reference", "expected {expected}, got {got}", context)


def _refuse_twice(kind: str, names: list[str], paths: list[_KeyPath]) -> None:
    for i, name in enumerate(names):
        if name in names[:i]:
            _refuse(paths[i], f"each {kind} name once", f"{name!r} a second time")


def _refuse_unknown(kind: str, names: list[str], known: list[str], path: _KeyPath) -> None:
    _refuse_twice(
        next(word for word in ("exercise", "module") if word in kind), names, [(*path, i) for i in range(len(names))]
    )
    for i, name in enumerate(names):
        if name not in known:
            _refuse((*path, i), f"the name of {kind}", f"{name!r}{did_you_mean(name, known)}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a suggestion to append to a complaint about an unknown name; '' where nothing is near."""
    near = difflib.get_close_matches(name, list(known), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
