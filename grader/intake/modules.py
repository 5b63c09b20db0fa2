"""Find the course's modules in one hand-in, and say what was wrong, odd or ignored.

In doubt nothing is guessed: a file that may be meant as a module but is not named like it is refused with
a sentence, never graded in silence and never dropped in silence. Whatever is refused asks for a human.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from grader.course.model import Course
from grader.intake.encoding import complaint
from grader.intake.extras import read_own_modules
from grader.intake.names import is_companion, listed, looks_like, shown, shown_path
from grader.intake.tree import MODULE_BYTES, MOST_ENTRIES, Kind, Parts, Refused, Tree
from grader.submission import Submission

_MOST_FOLDERS = 200  # entered in one hand-in; one or two hold the modules


def read_modules(student: str, place: Tree, base: Parts, course: Course) -> Submission:
    """Read one hand-in, which lies in the folder `base` of a place."""
    try:
        survey = _survey(place, base, course)
    except Refused as refusal:
        return refuse_all(student, course, f"the hand-in {refusal}")
    draft = _Draft()
    for module in (m.name for m in course.modules):
        _read_module(module, place, base, survey, draft)
    files = [path for path in survey.others if path not in draft.used]
    own = read_own_modules(place, base, files, draft.homes, course)
    alike = {path for path in own.paths if any(looks_like(path[-1], module.name) for module in course.modules)}
    draft.used |= own.paths - alike  # what may be meant as a module stays to be remarked upon
    unread = _unread(survey, draft)
    draft.flags += own.flags
    draft.flags += [f"read from the folder {where}: {', '.join(files)}" for where, files in draft.folders.items()]
    draft.flags += _flags_of_rest(unread, survey, draft)
    is_lost = bool(unread) and not draft.sources  # there is work, but none that we understand
    is_suspicious = False
    if not base:  # the place is this student's own
        draft.flags += place.remarks
        is_suspicious = place.suspicious
    return Submission(
        student=student,
        sources=draft.sources,
        refused=draft.refused,
        flags=tuple(draft.flags),
        needs_human=bool(draft.refused) or own.needs_human or is_lost or is_suspicious or not survey.complete,
        extras=own.sources,
    )


def refuse_all(student: str, course: Course, sentence: str) -> Submission:
    """Return a submission of which nothing can be used, for one reason."""
    return Submission(student, sources={}, refused={m.name: sentence for m in course.modules}, needs_human=True)


def with_flag(submission: Submission, flag: str, *, needs_human: bool = False) -> Submission:
    """Return the submission with one more remark, in front."""
    return replace(submission, flags=(flag, *submission.flags), needs_human=submission.needs_human or needs_human)


@dataclass(frozen=True)
class _Copy:
    """A file that has a module's name: where it lies below the hand-in, and behind how many foreign folders."""

    path: Parts
    detour: int

    @property
    def directness(self) -> tuple[int, int]:
        return self.detour, len(self.path)


@dataclass
class _Survey:
    copies: dict[str, list[_Copy]] = field(default_factory=dict)  # by file name, such as forward.py
    others: list[Parts] = field(default_factory=list)  # may be meant as a module, if that module is missing
    ignored: list[str] = field(default_factory=list)
    complete: bool = True


@dataclass
class _Draft:
    sources: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)  # foreign folder -> files read from it
    used: set[Parts] = field(default_factory=set)
    homes: set[Parts] = field(default_factory=set)  # the folders from which modules were read


def _survey(place: Tree, base: Parts, course: Course) -> _Survey:
    """Look through the hand-in: its own folder, folders named after an assignment, and one foreign folder."""
    assignments = {a.name for a in course.assignments}
    known = {f"{name}.py" for a in course.assignments for name in a.modules} | {f"{m.name}.py" for m in course.modules}
    survey = _Survey()
    waiting: list[tuple[Parts, int]] = [((), 0)]
    entered = seen = 0
    while waiting:
        folder, detour = waiting.pop(0)
        entered += 1
        try:
            listing = place.listing(base + folder, known, max(MOST_ENTRIES - seen, 0))
        except Refused as refusal:
            if not folder:
                raise
            survey.ignored.append(f"{shown_path(folder)}/ ({refusal})")
            continue
        seen += len(listing.entries)
        survey.complete &= listing.complete
        for name, kind in sorted(listing.entries.items()):
            path = (*folder, name)
            if name in known:
                survey.copies.setdefault(name, []).append(_Copy(path, detour))
            elif is_companion(name, folder=kind is Kind.FOLDER):
                continue
            elif kind is not Kind.FOLDER:
                survey.others.append(path)
            elif len(path) == 1 or (len(path) == 2 and (name in assignments or folder[0] in assignments)):
                waiting.append((path, detour + (name not in assignments)))
            else:
                survey.ignored.append(f"{shown_path(path)}/")
        if entered >= _MOST_FOLDERS and waiting:
            survey.complete = False
            break
    return survey


def _read_module(module: str, place: Tree, base: Parts, survey: _Survey, draft: _Draft) -> None:
    file = f"{module}.py"
    copies = sorted(survey.copies.get(file, []), key=lambda copy: copy.directness)
    if not copies:
        _read_under_other_name(module, place, base, survey, draft)
        return
    chosen, *rest = copies
    draft.used.update(copy.path for copy in copies)
    rivals = [copy for copy in copies if copy.directness == chosen.directness]
    if len(rivals) > 1 and _differ(place, base, rivals):
        names = _paths([copy.path for copy in rivals])
        draft.refused[module] = f"{names} differ, and only you know which one counts: keep one"
        return
    _read_file(module, place, base, chosen, draft)
    if rest:
        draft.flags.append(f"graded {shown_path(chosen.path)}, not {_paths([copy.path for copy in rest])}")


def _read_under_other_name(module: str, place: Tree, base: Parts, survey: _Survey, draft: _Draft) -> None:
    file = f"{module}.py"
    similar = [path for path in survey.others if looks_like(path[-1], module)]
    if not similar:
        return
    draft.used.update(similar)
    same_but_for_case = [path for path in similar if path[-1].casefold() == file.casefold()]
    if len(same_but_for_case) == 1:
        path = same_but_for_case[0]
        draft.flags.append(f"{shown_path(path)} was graded as {file}: name it exactly so")
        _read_file(module, place, base, _Copy(path, detour=len(path) - 1), draft)
    elif all(path[-1].lower().endswith(".ipynb") for path in similar):
        draft.refused[module] = (
            f"{_paths(similar)} is a notebook, and only {file} is graded: hand in the {file} that came with it"
        )
    elif len(similar) == 1:
        draft.refused[module] = f"{_paths(similar)} is not named {file}: rename it and hand it in again"
    else:
        draft.refused[module] = (
            f"{_paths(similar)} are not named {file}: rename the one that counts and hand it in again"
        )


def _read_file(module: str, place: Tree, base: Parts, copy: _Copy, draft: _Draft) -> None:
    name = shown_path(copy.path)
    try:
        source = place.read(base + copy.path, MODULE_BYTES)
    except Refused as refusal:
        draft.refused[module] = f"{name} {refusal}"
        return
    if problem := complaint(source):
        draft.refused[module] = f"{name}: {problem}"
        return
    draft.sources[module] = source
    draft.homes.add(copy.path[:-1])
    if copy.detour:
        draft.folders.setdefault(shown_path(copy.path[:-1]), []).append(shown(copy.path[-1]))


def _differ(place: Tree, base: Parts, copies: list[_Copy]) -> bool:
    try:
        return len({place.read(base + copy.path, MODULE_BYTES) for copy in copies}) > 1
    except Refused:
        return True


def _unread(survey: _Survey, draft: _Draft) -> list[str]:
    """Return what lies there and was not used; beside a module, its notebook and a reset's backups are no news."""
    modules = "|".join(map(re.escape, (*draft.sources, *draft.refused)))
    no_news = re.compile(rf"(?:{modules})(?:\.ipynb|\.py\.backup-\d+)")
    unused = [path for path in survey.others if path not in draft.used and not no_news.fullmatch(path[-1])]
    return ["/".join(path) for path in unused] + survey.ignored


def _flags_of_rest(unread: list[str], survey: _Survey, draft: _Draft) -> list[str]:
    flags = []
    similar = {name for name in unread if any(looks_like(name.rpartition("/")[2], module) for module in draft.sources)}
    if similar:
        flags.append(f"not graded, though named almost like a module: {listed(sorted(similar))}")
    plain = [name for name in unread if name not in similar]
    if plain:
        flags.append(f"ignored {len(plain):,} other {'file' if len(plain) == 1 else 'files'}: {listed(plain)}")
    if not survey.complete:
        flags.append(f"more than {MOST_ENTRIES:,} files or {_MOST_FOLDERS} folders: the rest was not looked at")
    if not unread and not draft.sources and not draft.refused:
        flags.append("nothing was handed in")
    return flags


def _paths(paths: list[Parts]) -> str:
    return listed(["/".join(path) for path in paths])
