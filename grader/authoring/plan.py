"""Plan a session by the minute: when to talk, when the class works, where to stop, and what to leave out.

Every number comes from course.yaml: the minutes of the exercises, of a teacher's words, of stops and breaks. What does
not fit into the session is left for home in the order the author gave, so that the minutes always add up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from grader.authoring.hints import hints_of, plain
from grader.authoring.outline import Kind, outline
from grader.course.model import Course, Exercise, Module, Tier

_LAST_BREAK_BEFORE_END = 30  # minutes: nobody wants a break just before the end


class Doing(Enum):
    """What a stretch of the session is for."""

    TALK = "talk"
    WORK = "work"
    STOP = "stop"
    BREAK = "break"
    CLOSE = "close"


@dataclass(frozen=True)
class Entry:
    """One stretch of a session: what is done for so many minutes, and what to say, ask or check."""

    doing: Doing
    minutes: int
    title: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """A session: `home` is left out from the start, `next_out` when time runs out all the same, first of them first."""

    title: str
    track: str
    entries: tuple[Entry, ...]
    home: tuple[Exercise, ...]
    next_out: tuple[Exercise, ...]
    wanted: int | None

    @property
    def minutes(self) -> int:
        """How long it takes: the sum of its entries."""
        return sum(entry.minutes for entry in self.entries)

    @property
    def too_long(self) -> int:
        """By how many minutes it is longer than the track's session, if nothing more can go home."""
        return max(0, self.minutes - self.wanted) if self.wanted else 0

    def times(self, start: time) -> Iterator[tuple[str, str, Entry]]:
        """Yield each entry with the clock time at which it begins and ends."""
        at = datetime.combine(datetime.min, start)
        for entry in self.entries:
            end = at + timedelta(minutes=entry.minutes)
            yield f"{at:%H:%M}", f"{end:%H:%M}", entry
            at = end


def plan(course: Course, track: str) -> Plan:
    """Return the plan of a track's session.

    Raises:
        KeyError: the course has no such track.
        CourseError: a lesson cannot be read.
    """
    chosen = course.tracks[track]
    on_track = course.on_track(track)
    by_name = {e.name: e for m in on_track.modules for e in m.exercises}
    questions, first_hints = questions_of(course), hints_of(course)
    left_out: list[str] = []
    entries = _entries(on_track, left_out, questions, first_hints)
    for name in chosen.home:
        if chosen.minutes is None or sum(e.minutes for e in entries) <= chosen.minutes:
            break
        left_out.append(name)
        entries = _entries(on_track, left_out, questions, first_hints)
    if chosen.minutes and (spare := chosen.minutes - sum(e.minutes for e in entries)) > 0:
        last = entries[-1]
        entries[-1] = Entry(last.doing, last.minutes + spare, last.title, last.notes)
    rest = [name for name in chosen.home if name not in left_out]
    others = [e for e in by_name.values() if e.name not in chosen.home]
    longest = sorted(others, key=lambda e: (e.tier is not Tier.STRETCH, -e.minutes))  # a bonus can wait
    next_out = [*(by_name[name] for name in rest), *longest][:3]
    home = tuple(by_name[name] for name in by_name if name in left_out)
    return Plan(course.title, track, tuple(entries), home, tuple(next_out), chosen.minutes)


def as_text(made: Plan, start: time) -> str:
    """Return a plan as lines of text."""
    lines = [f"{made.title}: {made.track}, {made.minutes} minutes", ""]
    for begin, end, entry in made.times(start):
        lines.append(f"{begin}-{end}  {entry.minutes:3d} min  {entry.doing.value.upper():5}  {entry.title}")
        lines += [f"{'':30}{note}" for note in entry.notes]
    lines += ["", *_afterwards(made)]
    return "\n".join(lines) + "\n"


def as_page(made: Plan, start: time) -> str:
    """Return a plan as a page to print or to keep open, which loads nothing."""
    loader = PackageLoader("grader.authoring", "templates")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("plan.html.j2").render(
        plan=made, times=list(made.times(start)), afterwards=_afterwards(made), with_code=_with_code
    )


def _with_code(text: str) -> Markup:
    """Return text as HTML, what stands between backticks as code."""
    pieces = enumerate(text.split("`"))
    return Markup("").join(Markup("<code>{}</code>").format(piece) if n % 2 else piece for n, piece in pieces)


def _afterwards(made: Plan) -> list[str]:
    """Return what is said below the plan."""
    lines = []
    if made.too_long:
        lines.append(
            f"{made.too_long} minutes longer than the session of {made.wanted}: give the track of course.yaml more "
            f"exercises in `home`"
        )
    if made.home:
        lines.append(f"At home, because the session is too short for all: {_listed(made.home)}")
    if made.next_out:
        lines.append(f"If time runs out, leave for home in this order: {_listed(made.next_out)}")
    return lines


def _listed(exercises: Collection[Exercise]) -> str:
    return ", ".join(f"{e.name} ({e.minutes} min)" for e in exercises)


def _entries(
    course: Course, left_out: Collection[str], questions: dict[str, list[str]], hints: dict[str, list[str]]
) -> list[Entry]:
    """Return all stretches of a session in which some exercises are left out; breaks stand where they are due."""
    entries: list[Entry] = []
    for module in course.modules:
        inside = [e for e in module.exercises if e.name not in left_out]
        if not inside:
            entries.append(Entry(Doing.TALK, module.talk, f"{module.name}: its exercises are for home"))
            continue
        goal = (f"Goal: {module.can}",) if module.can else ()
        entries.append(Entry(Doing.TALK, module.talk, module.name, goal))
        for together in _chunks(inside, course.session.work_minutes):
            entries += _work(module, together, course.session.stop_minutes, questions, hints)
    return [*_with_breaks(entries, course), Entry(Doing.CLOSE, course.session.stop_minutes, "Close", _closing(course))]


def _closing(course: Course) -> tuple[str, ...]:
    can = f"Say what they can do now: {course.can}" if course.can else "Say what they can do now"
    return (can, "Say what is left for home, and how hand-ins are collected")


def _chunks(exercises: list[Exercise], at_most: int) -> Iterator[list[Exercise]]:
    """Yield exercises in stretches of at most so many minutes, or of one exercise that is longer."""
    chunk: list[Exercise] = []
    for exercise in exercises:
        if chunk and sum(e.minutes for e in chunk) + exercise.minutes > at_most:
            yield chunk
            chunk = []
        chunk.append(exercise)
    yield chunk


def _work(
    module: Module, together: list[Exercise], stop: int, questions: dict[str, list[str]], hints: dict[str, list[str]]
) -> Iterator[Entry]:
    hardest = max(together, key=lambda e: (e.points, e.minutes))
    first = [f"Begin together: {hints[hardest.name][0]}"] if hints.get(hardest.name) else []
    each = ", ".join(f"{e.name} {e.minutes}" + (" (stretch)" if e.tier is Tier.STRETCH else "") for e in together)
    minutes = sum(e.minutes for e in together)
    yield Entry(Doing.WORK, minutes, f"{module.name}.py: {each}", tuple(first))
    asks = [f"Ask: {question}" for e in together for question in questions.get(e.name, [])]
    check = f"Go on when {hardest.name} is green on the boards of two students out of three"
    yield Entry(Doing.STOP, stop, "Stop and ask", (*asks, check))


def _with_breaks(entries: list[Entry], course: Course) -> list[Entry]:
    session = course.session
    if not session.break_minutes or not entries:
        return entries
    made, since, ahead = [entries[0]], entries[0].minutes, sum(e.minutes for e in entries[1:])
    for before, entry in pairwise(entries):
        is_due = before.doing is Doing.STOP and since + entry.minutes > session.break_after_minutes
        if is_due and ahead > _LAST_BREAK_BEFORE_END:
            made.append(Entry(Doing.BREAK, session.break_minutes, "Break"))
            since = 0
        made.append(entry)
        since += entry.minutes
        ahead -= entry.minutes
    return made


def questions_of(course: Course) -> dict[str, list[str]]:
    """Return the questions to think about of the lessons, by the exercise they come after; raises as `plain`."""
    found: dict[str, list[str]] = {}
    for module in course.modules:
        path = course.root / "solutions" / "lessons" / f"{module.name}.md"
        latest = ""
        for section in outline(path) if path.is_file() else []:
            for part in section.parts:
                if part.kind is Kind.EXERCISE:
                    latest = part.text
                elif part.kind is Kind.THINK and latest:
                    question = plain(part.text, f"{path}: a question to think about under {section.title!r}")
                    found.setdefault(latest, []).append(question)
    return found
