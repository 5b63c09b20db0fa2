"""Find the modules of a student's own, such as helpers.py, that lie beside the course's modules in a hand-in.

They come along so that the student's modules can import them, and are never graded by themselves. A name that
Python, a package or the course has taken is refused: no file of a hand-in stands in for any of those.
"""

from __future__ import annotations

import keyword
import sys
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from grader.course.model import Course
from grader.course.variants import MODULE, has_variants
from grader.intake.encoding import complaint
from grader.intake.names import listed, shown_path
from grader.intake.tree import MODULE_BYTES, Parts, Refused, Tree
from grader.sandbox.wire.stand_ins import STAND_INS

_MOST_FILES = 50  # one or two is what there is; a virtual environment is not what is meant
_MOST_BYTES = 4 << 20
_TOO_MANY = f"was left out: at most {_MOST_FILES} modules of one's own, of 4 MB together, are read"
_OF_THE_COURSE = frozenset({"conftest", "expect", "grader", "kit", "pytest", "solutions"})


@dataclass
class OwnModules:
    """The modules of one hand-in that are the student's own, and what had to be said about them."""

    sources: dict[str, bytes] = field(default_factory=dict)  # dotted name, such as helpers or tools.plots
    paths: set[Parts] = field(default_factory=set)
    flags: list[str] = field(default_factory=list)
    needs_human: bool = False
    looked_at: int = 0  # files, also those that were left out


def read_own_modules(
    place: Tree, base: Parts, files: Iterable[Parts], homes: Collection[Parts], course: Course
) -> OwnModules:
    """Read those of `files` that Python would find from the folders `homes`, where the course's modules lie."""
    own = OwnModules()
    refused: list[str] = []
    for path in sorted(files):
        name = _import_name(path, homes)
        if name is None:
            continue
        if name == MODULE and has_variants(course):  # ours, with the student's numbers: nobody's handed-in copy counts
            own.paths.add(path)
            continue
        if why := _taken(name.partition(".")[0], course):
            refused.append(f"{shown_path(path)} is named like {why} and was left out: give it another name")
            own.paths.add(path)
            continue
        try:
            own.sources[name] = _read(place, (*base, *path), name, own)
        except Refused as refusal:
            refused.append(f"{shown_path(path)} {refusal}")
            own.needs_human = True
            continue
        own.paths.add(path)
    if own.sources:
        own.flags.append(f"own modules, which the others may import: {listed(sorted(own.sources))}")
    own.flags += refused
    return own


def _read(place: Tree, path: Parts, name: str, own: OwnModules) -> bytes:
    """Return the content of one more module of the student's own.

    Raises:
        Refused: it is left out.
    """
    if own.looked_at == _MOST_FILES:
        raise Refused(_TOO_MANY)
    own.looked_at += 1
    source = place.read(path, MODULE_BYTES)
    if problem := complaint(source):
        raise Refused(f"was left out: {problem}")
    if sum(map(len, own.sources.values())) + len(source) > _MOST_BYTES:
        raise Refused(_TOO_MANY)
    if own.sources.get(name, source) != source:
        raise Refused("stands there twice, with another content each time: keep one")
    return source


def _import_name(path: Parts, homes: Collection[Parts]) -> str | None:
    """Return the dotted name under which this file is imported by a module in one of `homes`."""
    if not path[-1].endswith(".py"):
        return None
    home = max((h for h in homes if path[: len(h)] == h), key=len, default=None)
    if home is None:
        return None
    parts = [*path[len(home) : -1], path[-1].removesuffix(".py")]
    if parts[-1] == "__init__":
        parts.pop()
    if not parts or not all(part.isidentifier() and not keyword.iskeyword(part) for part in parts):
        return None
    return ".".join(parts)


def _taken(name: str, course: Course) -> str:
    if name in sys.stdlib_module_names:
        return f"Python's own module {name}"
    if name in ("numpy", *course.packages, *STAND_INS):
        return f"the package {name}"
    if name in _OF_THE_COURSE or name in {module.name for module in course.modules}:
        return f"a part of the course, {name}"
    return ""
