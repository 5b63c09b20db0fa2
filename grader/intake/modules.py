"""Find the course's modules in one hand-in, and say what was wrong, odd or ignored.

In doubt nothing is guessed: a file that may be meant as a module but is not named like it is refused with
a sentence, never graded in silence and never dropped in silence. Whatever is refused asks for a human.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from grader.course.model import Course, Module
from grader.intake.encoding import complaint
from grader.intake.extras import read_own_modules
from grader.intake.handed_out import is_released_notebook, is_untouched
from grader.intake.names import listed, looks_like, shown, shown_path
from grader.intake.overlooked import work_elsewhere
from grader.intake.packed import read_packed
from grader.intake.survey import MOST_FOLDERS, Copy, Survey, look_through
from grader.intake.tree import MODULE_BYTES, MOST_ENTRIES, Parts, Refused, Tree
from grader.intake.unpacked import Unpacked
from grader.submission import Submission

_SAID = 3  # sentences about archives
_MOST_COPIES = 20  # of one module that are compared


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
    draft = _Draft()
    for module in course.modules:
        _read_module(module.name, place, base, survey, draft)
    is_idle = not draft.refused and all(is_untouched(source) for source in draft.sources.values())
    if is_idle and survey.archives:
        packed = _packed(student, place, base, survey, draft, course)
        if packed is not None:
            return packed
    if survey.archives:
        _add_packed(place, base, survey, draft, course)
    files = [path for path in survey.others if path not in draft.used]
    own = read_own_modules(place, base, files, draft.homes, course)
    alike = {path for path in own.paths if any(looks_like(path[-1], module.name) for module in course.modules)}
    draft.used |= own.paths - alike  # what may be meant as a module stays to be remarked upon
    idle = [m for m in course.modules if m.name not in draft.refused and _is_idle(m, draft)]
    overlooked = work_elsewhere(place, base, survey.others, idle, draft.sources)
    unread = _unread(survey, draft)
    draft.flags += overlooked
    draft.flags += own.flags
    draft.flags += [f"read from the folder {where}: {', '.join(files)}" for where, files in draft.folders.items()]
    draft.flags += _flags_of_rest(unread, survey, draft)
    is_lost = bool(unread) and is_idle  # there is work, but none that we understand
    look = draft.needs_human or own.needs_human or is_lost or bool(draft.refused or overlooked)
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
    submission = replace(
        submission,
        flags=(*submission.flags, *remarks),
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


@dataclass
class _Draft:
    sources: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)  # foreign folder -> files read from it
    used: set[Parts] = field(default_factory=set)
    homes: dict[Parts, int] = field(default_factory=dict)  # the folders from which modules were read, and how many
    needs_human: bool = False


def _packed(student: str, place: Unpacked, base: Parts, survey: Survey, draft: _Draft, course: Course) -> Work | None:
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


def _add_packed(place: Unpacked, base: Parts, survey: Survey, draft: _Draft, course: Course) -> None:
    """Add what archives hold of the modules that nobody worked on beside them."""
    there = {m.name: None if _is_idle(m, draft) else draft.sources[m.name] for m in course.modules}
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


def _first(sentences: Sequence[str]) -> str:
    more = f"; and {len(sentences) - _SAID} more" if len(sentences) > _SAID else ""
    return "; ".join(sentences[:_SAID]) + more


def _is_idle(module: Module, draft: _Draft) -> bool:
    source = draft.sources.get(module.name)
    return source is None or is_untouched(source)


def _read_module(module: str, place: Tree, base: Parts, survey: Survey, draft: _Draft) -> None:
    file = f"{module}.py"
    copies = sorted(survey.copies.get(file, []), key=lambda copy: copy.directness)
    if not copies:
        _read_under_other_name(module, place, base, survey, draft)
        return
    draft.used.update(copy.path for copy in copies)
    chosen = copies[0]
    if len(copies) > 1:
        worked = _worked_on(place, base, copies[:_MOST_COPIES])
        chosen = worked[0] if worked else chosen
        rivals = [copy for copy in worked or copies if copy.directness == chosen.directness]
        if len(rivals) > 1 and _differ(place, base, rivals):
            names = _paths([copy.path for copy in rivals])
            draft.refused[module] = f"{names} differ, and only you know which one counts: keep one"
            return
        rest = [copy for copy in copies if copy is not chosen]
        passed_over = [copy for copy in copies if copy not in worked and copy.directness <= chosen.directness]
        stubs = ", which is as it was handed out" if worked and passed_over else ""
        draft.needs_human |= bool(stubs)
        draft.flags.append(f"graded {shown_path(chosen.path)}, not {_paths([copy.path for copy in rest])}{stubs}")
    _read_file(module, place, base, chosen, draft)


def _worked_on(place: Tree, base: Parts, copies: Sequence[Copy]) -> list[Copy]:
    """Return the copies that are more than what was handed out; one that cannot be read may be."""
    found = []
    for copy in copies:
        try:
            is_stub = is_untouched(place.read(base + copy.path, MODULE_BYTES))
        except Refused:
            is_stub = False
        if not is_stub:
            found.append(copy)
    return found


def _read_under_other_name(module: str, place: Tree, base: Parts, survey: Survey, draft: _Draft) -> None:
    file = f"{module}.py"
    similar = [path for path in survey.others if looks_like(path[-1], module) and path not in survey.archives]
    if not similar:
        return
    draft.used.update(similar)
    same_but_for_case = [path for path in similar if path[-1].casefold() == file.casefold()]
    if len(same_but_for_case) == 1:
        path = same_but_for_case[0]
        draft.flags.append(f"{shown_path(path)} was graded as {file}: name it exactly so")
        _read_file(module, place, base, Copy(path, detour=len(path) - 1), draft)
    elif all(_is_released(place, base, path) for path in similar):
        return  # nbgrader wants one for each module, and supplies those that are missing
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


def _is_released(place: Tree, base: Parts, path: Parts) -> bool:
    if not path[-1].lower().endswith(".ipynb"):
        return False
    try:
        return is_released_notebook(place.read(base + path, MODULE_BYTES))
    except Refused:
        return False


def _read_file(module: str, place: Tree, base: Parts, copy: Copy, draft: _Draft) -> None:
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
    home = copy.path[:-1]
    draft.homes[home] = draft.homes.get(home, 0) + 1
    if place.has_other_names(base + copy.path):
        draft.flags.append(f"{name} has other names on this disk (hard links): is it the student's own file?")
        draft.needs_human = True
    if copy.detour:
        draft.folders.setdefault(shown_path(home), []).append(shown(copy.path[-1]))


def _differ(place: Tree, base: Parts, copies: list[Copy]) -> bool:
    try:
        return len({place.read(base + copy.path, MODULE_BYTES) for copy in copies}) > 1
    except Refused:
        return True


def _unread(survey: Survey, draft: _Draft) -> list[str]:
    """Return what lies there and was not used; beside a module, its notebook and a reset's backups are no news."""
    modules = "|".join(map(re.escape, (*draft.sources, *draft.refused)))
    no_news = re.compile(rf"(?:{modules})(?:\.ipynb|\.py\.backup-\d+)")
    unused = [path for path in survey.others if path not in draft.used and not no_news.fullmatch(path[-1])]
    return ["/".join(path) for path in unused] + survey.ignored


def _flags_of_rest(unread: list[str], survey: Survey, draft: _Draft) -> list[str]:
    flags = []
    similar = {name for name in unread if any(looks_like(name.rpartition("/")[2], module) for module in draft.sources)}
    if similar:
        flags.append(f"not graded, though named almost like a module: {listed(sorted(similar))}")
    plain = [name for name in unread if name not in similar]
    if plain:
        flags.append(f"ignored {len(plain):,} other {'file' if len(plain) == 1 else 'files'}: {listed(plain)}")
    if not survey.complete:
        flags.append(f"more than {MOST_ENTRIES:,} files or {MOST_FOLDERS} folders: the rest was not looked at")
    if not unread and not draft.sources and not draft.refused:
        flags.append("nothing was handed in")
    return flags


def _paths(paths: list[Parts]) -> str:
    return listed(["/".join(path) for path in paths])
