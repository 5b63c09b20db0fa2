"""Choose which copy of each module counts, and say what is wrong with one that cannot be graded.

In doubt nothing is guessed: a file that may be meant as a module but is not named like it is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.course.model import Module
from grader.handout.kit.recognise import other_kind
from grader.intake.encoding import complaint
from grader.intake.handed_out import defines, is_released_notebook, is_untouched
from grader.intake.names import is_handed_out_folder, is_no_code, listed, looks_like, odd_letter, shown, shown_path
from grader.intake.survey import Copy, Survey
from grader.intake.tree import MODULE_BYTES, Parts, Refused, Tree

_SHORTCUTS = (".lnk", ".url", ".webloc", ".desktop", ".icloud", ".gdoc")
_COMPRESSED = (".gz", ".bz2", ".xz", ".zst")
_MOST_COPIES = 20  # of one module that are compared


@dataclass
class Draft:
    """What was read of one hand-in so far, and what there is to say."""

    sources: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    folders: dict[str, list[str]] = field(default_factory=dict)  # foreign folder -> files read from it
    used: set[Parts] = field(default_factory=set)
    homes: dict[Parts, int] = field(default_factory=dict)  # the folders from which modules were read, and how many
    needs_human: bool = False

    @property
    def is_idle(self) -> bool:
        """Is there nothing so far that anybody worked on?"""
        return not self.refused and all(is_untouched(source) for source in self.sources.values())

    def is_open(self, module: str) -> bool:
        """Is this module not there, or as it was handed out?"""
        source = self.sources.get(module)
        return source is None or is_untouched(source)


def read_module(module: Module, place: Tree, base: Parts, survey: Survey, draft: Draft) -> None:
    """Read one module, or say why not."""
    copies = sorted(survey.copies.get(f"{module.name}.py", []), key=lambda copy: copy.directness)
    others = [copy for copy in copies if _is_handed_out(copy)]
    # the exercises' own folders, such as pictures, have files of the same names
    least = 1 if len(others) == len(copies) else (len(module.exercises) + 1) // 2
    no_module = [copy for copy in others if _count(copy, module, place, base) < least]
    _read(module.name, [copy for copy in copies if copy not in no_module], place, base, survey, draft)


def _is_handed_out(copy: Copy) -> bool:
    return any(is_handed_out_folder(folder) for folder in copy.path[:-1])


def _count(copy: Copy, module: Module, place: Tree, base: Parts) -> int:
    """Return how many of the module's exercises are written there; all, where that cannot be seen."""
    try:
        content = place.read(base + copy.path, MODULE_BYTES)
    except Refused:
        return len(module.exercises)
    return len(defines(content, [exercise.name for exercise in module.exercises]))


def _read(module: str, copies: list[Copy], place: Tree, base: Parts, survey: Survey, draft: Draft) -> None:
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
    _read_file(module, place, base, chosen, survey, draft)


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


def _read_under_other_name(module: str, place: Tree, base: Parts, survey: Survey, draft: Draft) -> None:
    file = f"{module}.py"
    similar = [path for path in survey.others if looks_like(path[-1], module) and path not in survey.archives]
    if not similar:
        return
    draft.used.update(similar)
    same_but_for_case = [path for path in similar if path[-1].casefold() == file.casefold()]
    if len(same_but_for_case) == 1:
        path = same_but_for_case[0]
        draft.flags.append(f"{shown_path(path)} was graded as {file}: name it exactly so")
        _read_file(module, place, base, Copy(path, detour=len(path) - 1), survey, draft)
    elif all(_is_released(place, base, path) for path in similar):
        return  # nbgrader wants one for each module, and supplies those that are missing
    elif all(path[-1].lower().endswith(".ipynb") for path in similar):
        draft.refused[module] = (
            f"{_paths(similar)} is a notebook, and only {file} is graded: hand in the {file} that came with it"
        )
    elif len(similar) == 1 and similar[0][-1].lower().endswith(_SHORTCUTS):
        draft.refused[module] = f"{_paths(similar)} only points to a file: hand in {file} itself"
    elif all(path[-1].lower().endswith(_COMPRESSED) for path in similar):
        draft.refused[module] = f"{_paths(similar)} is compressed: hand in {file} itself"
    elif all(is_no_code(path[-1]) for path in similar):
        draft.refused[module] = f"{_paths(similar)} is no Python file: hand in {file} itself"
    elif len(similar) == 1:
        odd = odd_letter(similar[0][-1])
        draft.refused[module] = f"{_paths(similar)} is not named {file}{odd}: rename it and hand it in again"
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


def _read_file(module: str, place: Tree, base: Parts, copy: Copy, survey: Survey, draft: Draft) -> None:
    name = shown_path(copy.path)
    try:
        source = place.read(base + copy.path, MODULE_BYTES)
    except Refused as refusal:
        draft.refused[module] = f"{name} {refusal}"
        return
    if problem := complaint(source):
        draft.refused[module] = other_kind(name, source) or f"{name}: {problem}"
        return
    draft.sources[module] = source
    home = copy.path[:-1]
    draft.homes[home] = draft.homes.get(home, 0) + 1
    if survey.is_earlier(copy.path):
        draft.flags.append(f"{name} is of an earlier version: nobody worked on it in the last one")
        draft.needs_human = True
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


def _paths(paths: list[Parts]) -> str:
    return listed(["/".join(path) for path in paths])
