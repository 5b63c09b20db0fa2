"""Look into the archives that lie beside a hand-in's modules, so that no work in them is lost without a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from grader.course.model import Course
from grader.intake.handed_out import is_untouched
from grader.intake.names import listed, shown_path
from grader.intake.survey import look_through
from grader.intake.tree import MODULE_BYTES, Parts, Refused
from grader.intake.unpacked import Unpacked


@dataclass
class PackedWork:
    """What the archives of one hand-in hold of modules that nobody worked on beside them."""

    sources: dict[str, bytes] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    flags: list[str] = field(default_factory=list)
    homes: list[Parts] = field(default_factory=list)  # the folders in archives from which modules were read
    others: list[Parts] = field(default_factory=list)  # what else lies in those archives
    used: set[Parts] = field(default_factory=set)
    needs_human: bool = False


@dataclass(frozen=True)
class _Found:
    archive: Parts
    path: Parts
    source: bytes


def read_packed(
    place: Unpacked,
    base: Parts,
    archives: Sequence[Parts],
    course: Course,
    modules: Mapping[str, bytes | None],
) -> PackedWork:
    """Look into each archive.

    Args:
        modules: those that may be in one, with what lies beside it and counts; None where that is nothing, or as it
            was handed out: such a module is taken. Of another, a second version is only named, and a person asked.
    """
    packed = PackedWork()
    found: dict[str, list[_Found]] = {}
    others: dict[Parts, list[Parts]] = {}
    for archive in archives:
        try:
            place.enter(base + archive)
            survey = look_through(place, base + archive, course)
        except Refused as refusal:
            if None in modules.values():  # they may be in it
                packed.flags.append(f"{shown_path(archive)} {refusal}")
                packed.needs_human = True
            continue
        others[archive] = [archive + path for path in survey.others]
        for name in modules:
            for copy in sorted(survey.copies.get(f"{name}.py", []), key=lambda copy: copy.directness)[:1]:
                path = archive + copy.path
                try:
                    source = _worked_on(place, base + path)
                except Refused as refusal:
                    packed.flags.append(f"{shown_path(path)} {refusal}")
                    packed.needs_human = True
                    continue
                if source is not None:
                    found.setdefault(name, []).append(_Found(archive, path, source))
    taken: dict[Parts, list[str]] = {}
    for name, several in found.items():
        _decide(name, several, modules[name], packed, taken)
    for archive, names in taken.items():
        packed.used.add(archive)
        packed.flags.append(f"read from {shown_path(archive)}: {listed(names)}")
        packed.others += others[archive]
    return packed


def _decide(
    name: str, several: Sequence[_Found], beside: bytes | None, packed: PackedWork, taken: dict[Parts, list[str]]
) -> None:
    """Take a module out of the archives that have it, or say why not."""
    versions = {one.source for one in several}
    where = listed(list(dict.fromkeys(shown_path(one.archive) for one in several)))
    if beside is not None:
        if versions != {beside}:
            packed.flags.append(f"another {name}.py lies in {where} and was not graded: see which one counts")
            packed.needs_human = True
    elif len(versions) > 1:
        packed.refused[name] = f"{name}.py differs in {where}, and only you know which one counts: keep one"
    else:
        packed.sources[name] = several[0].source
        packed.homes.append(several[0].path[:-1])
        taken.setdefault(several[0].archive, []).append(f"{name}.py")


def _worked_on(place: Unpacked, path: Parts) -> bytes | None:
    """Return a module that is more than what was handed out; raises Refused where it cannot be read."""
    source = place.read(path, MODULE_BYTES)
    return None if is_untouched(source) or not source.strip() else source
