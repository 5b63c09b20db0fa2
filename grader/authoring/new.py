"""Start a module: a solution, its suites, a mistake and its entry in course.yaml, which pass `grader check`."""

from __future__ import annotations

import os
import re
from importlib import resources
from pathlib import Path
from string import Template

from pydantic import TypeAdapter, ValidationError

from grader.authoring.build import build
from grader.course.loading import FILE_NAME, CourseError, load_course
from grader.course.model import Course, ExerciseName, ModuleName

_FILES = {
    "solution": "solutions/{}.py",
    "public": "tests/public/test_{}.py",
    "hidden": "tests/hidden/test_{}.py",
    "promises": "tests/hidden/promises_{}.toml",
    "mistakes": "tests/mistakes/{}.py",
}
_ENTRY = [
    "- name: {0}",
    "  weight: 10             # marks: what the whole course is worth grows by them",
    "  exercises:",
    "    - {{name: {0}_example, points: 1, tier: core, minutes: 5}}",
]


def new_module(course: Course, name: str) -> list[Path]:
    """Write the skeleton of a module into a course, and build what students get of it.

    course.yaml keeps its comments and its order: the module comes last, and into the last assignment.

    Returns:
        The files written or changed, those of exercises/ apart.

    Raises:
        CourseError: the name cannot be a module's, something of that name is there, or course.yaml is laid out
            in a way that only its author can extend.
    """
    _refuse_bad_name(course, name)
    files = {course.root / pattern.format(name): kind for kind, pattern in _FILES.items()}
    for path in files:
        if path.exists():
            raise CourseError(f"{path}: expected no file of that name yet, got one: choose another name")
    changed = _extended(course, name)
    for path, kind in files.items():
        template = resources.files("grader.authoring").joinpath("templates", f"{kind}.txt").read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(template).substitute(module=name), encoding="utf-8")
    os.replace(changed, course.root / FILE_NAME)
    build(load_course(course.root))
    return [course.root / FILE_NAME, *files]


def _refuse_bad_name(course: Course, name: str) -> None:
    try:
        TypeAdapter(ModuleName).validate_python(name)
        TypeAdapter(ExerciseName).validate_python(f"{name}_example")
    except ValidationError as error:
        wanted = error.errors()[0]["msg"].removeprefix("Value error, ")
        raise CourseError(f"expected {wanted}, got {name!r}") from None
    taken = {module.name: "a module" for module in course.modules}
    taken |= dict.fromkeys(course.packages, "a package that students import")
    twin = next((other for other in taken if other.casefold() == name.casefold()), "")  # one file on Windows and macOS
    if twin:
        raise CourseError(
            f"{twin} is {taken[twin]} of {course.name} already: choose another name, such as {name}_basics"
        )


def _extended(course: Course, name: str) -> Path:
    """Write course.yaml with the new module beside the old one, and make sure that it says what it should."""
    path = course.root / FILE_NAME
    text = path.read_bytes().decode("utf-8")
    lines = text.splitlines(keepends=True)
    newline = "\r\n" if lines[0].endswith("\r\n") else "\n"
    fresh = path.with_name(f".{FILE_NAME}.{os.getpid()}")
    try:
        lines = _with_assignment(_with_entry(lines, name, newline), name, newline)
        fresh.write_bytes("".join(lines).encode("utf-8"))
        _refuse_another_meaning(course, load_course(fresh), name)
    except (CourseError, StopIteration, ValueError):
        fresh.unlink(missing_ok=True)
        raise CourseError(
            f"{path}: expected modules and assignments as lists of one entry a line, got a layout that cannot be "
            f"extended from here: add the module {name} and its exercise {name}_example by hand"
        ) from None
    return fresh


def _refuse_another_meaning(old: Course, new: Course, name: str) -> None:
    added = new.modules[-1]
    same = new.modules[:-1] == old.modules and new.assignments[:-1] == old.assignments[:-1] and new.tracks == old.tracks
    if not same or added.name != name or new.assignments[-1].modules != [*old.assignments[-1].modules, name]:
        raise CourseError("the text was understood in another way")


def _with_entry(lines: list[str], name: str, newline: str) -> list[str]:
    start, end = _block(lines, "modules")
    indent = next(m[1] for line in lines[start:end] if (m := re.match(r"(\s*)- ", line)))
    entry = [f"{indent}{line.format(name)}{newline}" for line in _ENTRY]
    are_apart = any(not line.strip() for line in lines[start:end])
    return [*lines[:end], *([newline] if are_apart else []), *entry, *lines[end:]]


def _with_assignment(lines: list[str], name: str, newline: str) -> list[str]:
    start, end = _block(lines, "assignments")
    body = "".join(lines[start:end])
    lists = list(re.finditer(r"\bmodules:[ \t]*\[[^\]]*", body))
    if lists:
        at = len(body[: lists[-1].end()].rstrip())
        comma = "" if body[at - 1] in "[," else ","
        body = f"{body[:at]}{comma} {name}{body[at:]}"
    else:
        *_, rows = re.finditer(r"\bmodules:[^\n]*\n((?:([ \t]*)- [^\n]*\n)+)", body)
        body = f"{body[: rows.end()]}{rows[2]}- {name}{newline}{body[rows.end() :]}"
    return [*lines[:start], body, *lines[end:]]


def _block(lines: list[str], key: str) -> tuple[int, int]:
    """Return where the value of a top-level key begins and ends, trailing blank lines and comments left out."""
    start = next(i for i, line in enumerate(lines) if re.match(rf"{key}:\s*(#.*)?$", line)) + 1
    end = next((i for i, line in enumerate(lines[start:], start) if re.match(r"[^\s#-]", line)), len(lines))
    while end > start and (not lines[end - 1].strip() or re.match(r"#", lines[end - 1])):
        end -= 1
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return start, end
