"""What the docstrings promise, word for word, and the hidden tests that fail where a promise is not kept.

# tests/hidden/promises_MODULE.toml
[[softmax]]
promise = "along the last axis"
tests = ["softmax_works_along_the_last_axis"]
without = "softmax__first_axis"  # may be left out: a mistake that breaks the promise, and so fails one of these tests

[[forward]] is for what the module says at its top, of several exercises or of all.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Set
from pathlib import Path
from typing import Any

from grader.authoring.files import parsed
from grader.course.loading import CourseError, read_text, read_toml
from grader.course.model import Course, Module, did_you_mean


def unkept_promises(
    course: Course, part: Course, tests: Mapping[str, Set[str]], refused_by: Mapping[str, Set[str]]
) -> Iterator[str]:
    """Yield a complaint for each promise that no docstring makes or no test keeps, and each exercise without any.

    Args:
        part: the exercises to look at.
        tests: the names of each exercise's hidden tests.
        refused_by: the hidden tests that failed for each mistake that was graded.

    Raises:
        CourseError: a file of promises cannot be read.
    """
    listed: dict[str, list[tuple[str, Any]]] = {}
    for path in sorted((course.root / "tests" / "hidden").glob("promises*.toml")):
        for exercise, promises in _read(path).items():
            listed.setdefault(exercise, []).extend((f"tests/hidden/{path.name}: {exercise}", p) for p in promises)
    known = [e.name for m in course.modules for e in m.exercises] + [m.name for m in course.modules]
    for exercise, promises in listed.items():
        if exercise not in known:
            yield f"{promises[0][0]} is no exercise or module of the course{did_you_mean(exercise, known)}"
    is_whole = part == course
    for module in part.modules:
        read = _what_students_read(course, module)
        of_module = {name for e in module.exercises for name in tests.get(e.name, ())}
        for where, entry in listed.get(module.name, ()) if is_whole else ():
            yield from _faults(where, entry, read[""], of_module, refused_by, is_whole)
        for exercise in (e.name for e in module.exercises):
            if exercise not in listed:
                yield (
                    f"tests/hidden/promises_{module.name}.toml: expected what the docstring of {exercise} promises, "
                    f"and the tests that keep it ([[{exercise}]] with promise and tests), got none"
                )
            for where, entry in listed.get(exercise, ()):
                words = f"{read.get(exercise, '')} {read['']}"
                yield from _faults(where, entry, words, tests.get(exercise, frozenset()), refused_by, is_whole)


def _faults(
    where: str, entry: Any, read: str, tests: Set[str], refused_by: Mapping[str, Set[str]], is_whole: bool
) -> Iterator[str]:
    match entry:
        case {"promise": str(promise), "tests": [str(), *_] as names, **more} if not more.keys() - {"without"}:
            if not promise.strip() or _words(promise) not in read:
                yield f"{where}: expected words of the docstring, got {promise!r}"
            without = more.get("without")
            if isinstance(without, str) and without in refused_by:
                failed = {name.partition("[")[0].removeprefix("test_") for name in refused_by[without]}
                if not failed & {str(name).removeprefix("test_") for name in names}:
                    yield f"{where}: {without} breaks this promise, it is said, and none of these tests refuses it"
            elif without is not None and is_whole:
                near = did_you_mean(str(without), refused_by)
                yield f"{where}: without: expected a mistake that some test refuses, got {without!r}{near}"
            short = {name.partition("[")[0].removeprefix("test_") for name in tests}
            for name in map(str, names):
                if name.removeprefix("test_") not in short:
                    yield f"{where}: expected a hidden test of this exercise, got {name!r}{did_you_mean(name, short)}"
        case _:
            yield f"{where}: expected `promise`, a text, and `tests`, at least one name, got {str(entry)[:80]}"


def _read(path: Path) -> dict[str, list[Any]]:
    found = read_toml(path)
    for exercise, promises in found.items():
        if not isinstance(promises, list):
            raise CourseError(f"{path}: expected [[{exercise}]], a list of promises, got {str(promises)[:60]}")
    return found


def _what_students_read(course: Course, module: Module) -> dict[str, str]:
    """Return the signature and the docstrings of each exercise as one line of words, and under "" the module's own."""
    found = {"": _words(ast.get_docstring(parsed(course.root / "solutions" / f"{module.name}.py")) or "")}
    for node in parsed(course.root / "solutions" / f"{module.name}.py").body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = [n for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef)]
            texts = [ast.get_docstring(n) or "" for n in inner]
            texts += [f"{n.name}({ast.unparse(n.args)})" for n in inner if isinstance(n, ast.FunctionDef)]
            source = course.root / "solutions" / f"{module.name}.py"
            lines = read_text(source).splitlines()[node.lineno - 1 : node.end_lineno]
            texts.append("\n".join(lines).partition('"""')[0])  # the signature as it is written
            found[node.name] = _words("\n".join(texts))
    return found


def _words(text: str) -> str:
    return " ".join(text.split())
