"""Find the course's modules in one hand-in, and say what was wrong, odd or ignored.

In doubt nothing is guessed: a file that may be meant as a module but is not named like it is refused with
a sentence, never graded in silence and never dropped in silence. Whatever is refused asks for a human.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from grader.course.model import Course
from grader.intake.choosing import Draft, read_module
from grader.intake.encoding import complaint
from grader.intake.extras import read_own_modules
from grader.intake.handed_out import defines, is_untouched
from grader.intake.names import listed, looks_like, shown_path
from grader.intake.overlooked import work_elsewhere, work_in_modules
from grader.intake.packed import read_packed
from grader.intake.survey import MOST_FOLDERS, Survey, look_through
from grader.intake.tree import MODULE_BYTES, MOST_ENTRIES, Parts, Refused
from grader.intake.unpacked import Unpacked
from grader.intake.whose import doubts
from grader.submission import Submission

_SAID = 3  # sentences about archives
_MOST_SECONDS = 20  # files called as second downloads are, which are compared with what was graded
_IMPORT = re.compile(rb"^[ \t]*(?:from|import)[ \t].*", re.MULTILINE)
_WORD = re.compile(rb"[\w\x80-\xff]+")
_SECOND = re.compile(  # as browsers call a second download, and what keeps folders the same calls what it could not
    r"(\w+?)(?: ?\(\d{1,3}\)| \d{1,3}| ?[\[(][^\])]*conflict[^\])]*[\])]|\.sync-conflict-[\w-]+"
    r"|-[\w-]*(?:desktop|laptop|macbook|imac)[\w-]*)\.py",
    re.IGNORECASE,
)
_NOTHING = "nothing was handed in"


@dataclass(frozen=True)
class Work:
    """What was read of one hand-in, and the folder of the place where most of it lay."""

    submission: Submission
    home: Parts


def read_work(student: str, place: Unpacked, base: Parts, course: Course) -> Work:
    """Read one hand-in, and where nothing else of it can be graded, the one archive that lies in its folder."""
    try:
        survey = look_through(place, base, course)
    except Refused as refusal:
        return Work(refuse_all(student, course, f"the hand-in {refusal}"), base)
    draft = Draft()
    for module in course.modules:
        read_module(module, place, base, survey, draft)
    if survey.archives and draft.is_idle:
        packed = _packed(student, place, base, survey, draft, course)
        if packed is not None:
            return packed
    if survey.archives:
        _add_packed(place, base, survey, draft, course)
    files = [path for path in survey.others if path not in draft.used] + _imported_tests(survey, draft)
    own = read_own_modules(place, base, files, draft.homes, course)
    alike = {path for path in own.paths if any(looks_like(path[-1], module.name) for module in course.modules)}
    draft.used |= own.paths - alike  # what may be meant as a module stays to be remarked upon
    idle = [m for m in course.modules if m.name not in draft.refused and draft.is_open(m.name)]
    overlooked = work_elsewhere(place, base, survey.others, idle, draft.sources, survey.kept)
    overlooked += work_in_modules(idle, draft.sources, course)
    unread = _unread(survey, draft)
    rivals = _seconds(place, base, survey, draft, course)
    of_several = doubts(place, base, survey, course)
    draft.flags += of_several
    draft.needs_human |= bool(of_several)
    draft.flags += [*overlooked, *rivals]
    draft.flags += own.flags
    draft.flags += [f"read from the folder {where}: {', '.join(files)}" for where, files in draft.folders.items()]
    draft.flags += _flags_of_rest(unread, survey, draft)
    is_lost = bool(unread) and draft.is_idle  # there is work, but none that we understand
    look = draft.needs_human or own.needs_human or is_lost or bool(draft.refused or overlooked or rivals)
    submission = Submission(
        student=student,
        sources=draft.sources,
        refused=draft.refused,
        flags=tuple(draft.flags),
        needs_human=look or not survey.complete,
        extras=own.sources,
    )
    places = place if not base else None  # the place is this student's own
    remarks = places.remarks if places else tuple(remark for archive in place.archives for remark in archive.remarks)
    suspicious = places.suspicious if places else any(archive.suspicious for archive in place.archives)
    flags = tuple(flag for flag in submission.flags if not (suspicious and flag == _NOTHING))  # something was, unread
    submission = replace(
        submission,
        flags=(*flags, *remarks),
        needs_human=submission.needs_human or suspicious,
    )
    return Work(submission, base + max(draft.homes, key=draft.homes.__getitem__, default=()))


def refuse_all(student: str, course: Course, sentence: str) -> Submission:
    """Return a submission of which nothing can be used, for one reason."""
    return Submission(student, sources={}, refused={m.name: sentence for m in course.modules}, needs_human=True)


def with_flags(submission: Submission, *flags: str, needs_human: bool = False) -> Submission:
    """Return the submission with more remarks, in front."""
    look = submission.needs_human or needs_human
    return replace(submission, flags=(*flags, *submission.flags), needs_human=look)


def _packed(student: str, place: Unpacked, base: Parts, survey: Survey, draft: Draft, course: Course) -> Work | None:
    """Return the work in the one archive that has some; None where there is none, or more than one could count.

    Of several archives the one that can be read counts.
    """
    good, refusals = [], {}
    for path in survey.archives:
        try:
            place.enter(base + path)
            inside = look_through(place, base + path, course)
        except Refused as refusal:
            refusals[path] = f"{shown_path(path)} {refusal}"
            continue
        if (
            inside.copies
            or inside.archives
            or any(looks_like(o[-1], m.name) for o in inside.others for m in course.modules)
        ):
            good.append(path)
    if len(good) == 1:
        work = read_work(student, place, base + good[0], course)
        flags = [f"read from {shown_path(good[0])}"]
        others = [refusals.get(path, shown_path(path)) for path in survey.archives if path != good[0]]
        if others:
            flags.append(f"not read: {_first(others)}")
        if draft.sources:
            flags.append(f"beside it lay, as handed out: {', '.join(f'{name}.py' for name in sorted(draft.sources))}")
        return Work(with_flags(work.submission, *flags, needs_human=bool(others)), work.home)
    if not good and refusals and not draft.sources:
        return Work(refuse_all(student, course, _first(list(refusals.values()))), base)
    return None


def _add_packed(place: Unpacked, base: Parts, survey: Survey, draft: Draft, course: Course) -> None:
    """Add what archives hold of the modules that nobody worked on beside them."""
    there = {m.name: None if draft.is_open(m.name) else draft.sources[m.name] for m in course.modules}
    open_to = {name: source for name, source in there.items() if name not in draft.refused}
    packed = read_packed(place, base, survey.archives, course, open_to)
    for name, source in packed.sources.items():
        if problem := complaint(source):
            draft.refused[name] = f"{name}.py: {problem}"
        else:
            draft.sources[name] = source
    draft.refused |= packed.refused
    draft.flags += packed.flags
    draft.used |= packed.used
    draft.needs_human |= packed.needs_human
    for home in packed.homes:
        draft.homes[home] = draft.homes.get(home, 0) + 1
    survey.others += packed.others


def _seconds(place: Unpacked, base: Parts, survey: Survey, draft: Draft, course: Course) -> list[str]:
    """Return a sentence for each copy that a computer named, such as that of a second download, and which differs."""
    sentences = []
    exercises = {module.name: [exercise.name for exercise in module.exercises] for module in course.modules}
    graded_ones = {name: source for name, source in draft.sources.items() if not is_untouched(source)}
    named = ((path, match[1]) for path in survey.others if (match := _SECOND.fullmatch(path[-1])))
    for path, name in islice((one for one in named if one[1] in graded_ones), _MOST_SECONDS):
        graded = graded_ones[name]
        try:
            copy = place.read(base + path, MODULE_BYTES)
        except Refused:
            continue
        if copy != graded and defines(copy, exercises[name]) and not is_untouched(copy):
            sentences.append(f"{shown_path(path)} differs from {name}.py, which was graded: see which one counts")
    return sentences[:_SAID]


def _imported_tests(survey: Survey, draft: Draft) -> list[Parts]:
    """Return the files called as tests are, from which a module imports: they are helpers."""
    lines = (line for source in draft.sources.values() for line in _IMPORT.findall(source))
    words = {word for line in lines for word in _WORD.findall(line)}
    return [path for path in survey.tests if path[-1].removesuffix(".py").encode() in words]


def _first(sentences: Sequence[str]) -> str:
    more = f"; and {len(sentences) - _SAID} more" if len(sentences) > _SAID else ""
    return "; ".join(sentences[:_SAID]) + more


def _unread(survey: Survey, draft: Draft) -> list[str]:
    """Return what lies there and was not used; beside a module, its notebook and a reset's backups are no news."""
    modules = "|".join(map(re.escape, (*draft.sources, *draft.refused)))
    no_news = re.compile(rf"(?:{modules})(?:\.ipynb|\.py\.backup-\d+)")
    unused = [path for path in survey.others if path not in draft.used and not no_news.fullmatch(path[-1])]
    return ["/".join(path) for path in unused] + survey.ignored


def _flags_of_rest(unread: list[str], survey: Survey, draft: Draft) -> list[str]:
    flags = []
    similar = {name for name in unread if any(looks_like(name.rpartition("/")[2], module) for module in draft.sources)}
    if similar:
        flags.append(f"not graded, though named almost like a module: {listed(sorted(similar))}")
    plain = [name for name in unread if name not in similar]
    if plain:
        flags.append(f"ignored {len(plain):,} other {'file' if len(plain) == 1 else 'files'}: {listed(plain)}")
    if not survey.complete:
        flags.append(f"more than {MOST_ENTRIES:,} files or {MOST_FOLDERS} folders: the rest was not looked at")
    if not unread and not draft.sources and not draft.refused and not draft.flags:
        flags.append(_NOTHING)
    return flags
