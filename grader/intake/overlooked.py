"""Find work that lies in another file than the module it belongs to, so that no zero is silent.

A module that was left as it was handed out, or not handed in at all, earns nothing. Where another file of the hand-in
is named like it or writes one of its functions, a person must look, and this says why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from grader.course.model import Course, Module
from grader.intake.handed_out import defines, defines_at_top, is_untouched
from grader.intake.names import listed, looks_like, shown_path
from grader.intake.tree import Parts, Refused, Tree

_SUFFIXES = (".py", ".pyw", ".py3", ".py2", ".pyi", ".pyx", ".ipynb", ".txt", ".md", ".rtf", ".bak", ".orig", ".old")
_MOST_FILES = 40
_BYTES = 8 << 20  # of all together: notebooks have pictures in them


def work_elsewhere(
    place: Tree,
    base: Parts,
    files: Sequence[Parts],
    idle: Sequence[Module],
    handed_in: Collection[str],
    kept: Sequence[Parts] = (),
) -> list[str]:
    """Return a sentence for each of the modules `idle` whose work may lie in another of the `files`.

    Args:
        idle: modules that nobody has worked on, or that are not there.
        handed_in: the names of those that are there.
        kept: files that nobody named, so that only what is in them can say what they are.
    """
    if not idle:
        return []
    names = [exercise.name for module in idle for exercise in module.exercises]
    written, untouched = _written(place, base, [*files, *kept], names)
    sentences = []
    for module in idle:
        own = {exercise.name for exercise in module.exercises}
        why = [f"{shown_path(path)} defines {listed(mine)}" for path, all_ in written if (mine := _in(own, all_))]
        if module.name in handed_in:
            almost = [
                path
                for path in files
                if _may_be(path, module.name) and path not in untouched and not _in(own, dict(written).get(path, []))
            ]
            why += [f"{shown_path(path)} is named almost like it" for path in almost]
        if why:
            state = "is as it was handed out" if module.name in handed_in else "was not handed in"
            sentences.append(
                f"{module.name}.py {state}, but {'; '.join(why[:3])}: only {module.name}.py is graded, "
                "so put the work there and hand it in again"
            )
    return sentences


def work_in_modules(idle: Sequence[Module], sources: Mapping[str, bytes], course: Course) -> list[str]:
    """Return a sentence for each of the modules `idle` of which functions are written in another one, below its own."""
    taken = {module.name: {exercise.name for exercise in module.exercises} for module in course.modules}
    sentences = []
    for module in idle:
        for name, source in sources.items():
            own = sorted(taken[module.name] - taken[name]) if name != module.name else []
            is_its_own = not is_untouched(source) and defines_at_top(source, sorted(taken[name]))
            if is_its_own and (mine := defines_at_top(source, own)):
                state = "is as it was handed out" if module.name in sources else "was not handed in"
                sentences.append(
                    f"{module.name}.py {state}, but {name}.py defines {listed(mine)}: "
                    f"put the work into {module.name}.py and hand it in again"
                )
    return sentences


def _in(own: Collection[str], names: Sequence[str]) -> list[str]:
    return [name for name in names if name in own]


def _may_be(path: Parts, module: str) -> bool:
    """Is it named like the module, and none of the notebooks and backups that come with it?"""
    name = path[-1]
    return looks_like(name, module) and name != f"{module}.ipynb" and not name.startswith(f"{module}.py.backup-")


def _written(
    place: Tree, base: Parts, files: Sequence[Parts], names: Sequence[str]
) -> tuple[list[tuple[Parts, list[str]]], set[Parts]]:
    """Return which of the files write which of these functions, and which are but copies of what was handed out."""
    found = []
    untouched = set()
    budget = _BYTES
    texts = [path for path in files if path[-1].lower().endswith(_SUFFIXES) or "." not in path[-1]]
    for path in texts[:_MOST_FILES]:
        try:
            content = place.read(base + path, budget)
        except Refused:
            continue
        budget -= len(content)
        if is_untouched(content):
            untouched.add(path)
        elif names_there := defines(content, names):
            found.append((path, names_there))
    return found, untouched
