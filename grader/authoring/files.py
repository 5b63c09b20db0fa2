"""What is wrong with the files of a course that can be seen without running any of them."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from grader.course.loading import CourseError
from grader.course.model import Course, Module, did_you_mean

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file of the course; of one that is not there, an empty one.

    Raises:
        CourseError: it is no Python; with the line.
    """
    try:
        return _tree(path.read_bytes() if path.is_file() else b"")
    except (SyntaxError, ValueError) as error:
        line = f"line {error.lineno}: " if isinstance(error, SyntaxError) and error.lineno else ""
        what = error.msg if isinstance(error, SyntaxError) else str(error)
        raise CourseError(f"{path}: {line}expected Python, got: {what}") from error


@lru_cache(maxsize=64)  # several questions are asked of each file; whoever changes a tree copies it first
def _tree(source: bytes) -> ast.Module:
    return ast.parse(source)


def faults_of_files(course: Course) -> Iterator[str]:
    """Yield a complaint for each name that stands twice, each file of nothing, and each test that says nothing.

    Raises:
        CourseError: a file is no Python, or a test is of no exercise.
    """
    for path in sorted(course.root.glob("tests/**/conftest.py")):
        parsed(path)
    for module in course.modules:
        yield from _twice(course, f"solutions/{module.name}.py", "definition")
        yield from _twice(course, f"tests/hidden/test_{module.name}.py", "test")
        yield from _twice(course, f"tests/public/test_{module.name}.py", "test")
        yield from _twice(course, f"tests/mistakes/{module.name}.py", "mistake")
        yield from _accepted(course, module)
        yield from _tests(course, module)
        yield from _never_run(course, module)
        yield from _imports_of_students(course, module)
    for pattern, prefix in (
        ("tests/hidden/*.py", "test_"),
        ("tests/public/*.py", "test_"),
        ("tests/mistakes/*.py", ""),
    ):
        yield from _of_no_module(course, pattern, prefix)
    yield from _alternatives(course)
    yield from _drawings(course)


def _twice(course: Course, name: str, kind: str) -> Iterator[str]:
    lines: dict[str, list[int]] = {}
    for node in parsed(course.root / name).body:
        if isinstance(node, _Definition):
            lines.setdefault(node.name, []).append(node.lineno)
    for found, where in lines.items():
        is_meant = kind != "test" or found.startswith("test")
        if len(where) > 1 and is_meant:
            first = f"first in line {where[0]}"
            yield f"{name}: line {where[1]}: the {kind} {found} stands twice ({first}): only the last one counts"


def _accepted(course: Course, module: Module) -> Iterator[str]:
    name = f"tests/mistakes/{module.name}.py"
    for node in parsed(course.root / name).body:
        if not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and target.id in ("ACCEPTED", "UNNAMED"):
                value = node.value
                if not isinstance(value, ast.Dict):
                    yield f"{name}: line {node.lineno}: expected {target.id} to be a dict, mistake: reason, got none"
                elif not all(isinstance(v, ast.Constant) and str(v.value).strip() for v in value.values):
                    yield f"{name}: line {node.lineno}: expected a reason for each mistake in {target.id}"


def _tests(course: Course, module: Module) -> Iterator[str]:
    name = f"tests/hidden/test_{module.name}.py"
    for node in ast.walk(parsed(course.root / name)):
        if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test"):
            continue
        marks = [
            d for d in node.decorator_list if isinstance(d, ast.Call) and ast.unparse(d.func).endswith("mark.exercise")
        ]
        known = {exercise.name for module in course.modules for exercise in module.exercises}
        for name_in_mark in (a.value for mark in marks for a in mark.args if isinstance(a, ast.Constant)):
            if name_in_mark not in known:  # here and not only when it is collected: with its line, and at once
                near = did_you_mean(str(name_in_mark), known)
                where = f"{course.root / name}: line {node.lineno}: {node.name}"
                raise CourseError(f"{where}: no exercise {name_in_mark!r} in the course{near}")
        if len(marks) > 1:
            yield f"{name}: line {node.lineno}: {node.name} has {len(marks)} exercise marks: a test gives marks for one"
        if not ast.get_docstring(node):
            yield f"{name}: line {node.lineno}: {node.name} has no docstring: it is the sentence that a student reads"


def _never_run(course: Course, module: Module) -> Iterator[str]:
    """Yield tests of a suite that pytest passes by, or whose failures it keeps to itself."""
    name = f"tests/hidden/test_{module.name}.py"
    ahead: list[tuple[ast.stmt, str]] = [(node, "") for node in parsed(course.root / name).body]
    while ahead:
        node, why = ahead.pop(0)
        if isinstance(node, ast.ClassDef):
            defined = {inner.name for inner in node.body if isinstance(inner, ast.FunctionDef)}
            if any(ast.unparse(base).endswith("TestCase") for base in node.bases):
                why = f"{node.name} is a unittest.TestCase: write a class without it"
            elif not node.name.startswith("Test"):
                why = f"begin the name of its class {node.name} with Test"
            elif defined & {"__init__", "__new__"}:
                why = f"its class {node.name} has an __init__: take that out"
            ahead += [(inner, why) for inner in node.body]
        elif isinstance(node, ast.FunctionDef) and "mark.exercise" in "".join(map(ast.unparse, node.decorator_list)):
            cure = why or ("" if node.name.startswith("test") else "begin its name with test_")
            if cure:
                yield f"{name}: line {node.lineno}: {node.name} is marked as a test, and never run as one: {cure}"


def _imports_of_students(course: Course, module: Module) -> Iterator[str]:
    """Yield imports that would end a student's own tests, since they have no such module."""
    name = f"tests/public/test_{module.name}.py"
    there = {"expect", "numpy", "pytest", "variant", *course.packages, *(m.name for m in course.modules)}
    for node in ast.walk(parsed(course.root / name)):
        if isinstance(node, ast.Import):
            wanted = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            wanted = [node.module or "."]
        else:
            continue
        for whole in wanted:
            first = whole.partition(".")[0]
            if first not in there and first not in sys.stdlib_module_names:
                cure = (
                    "`import expect`" if first == "grader" else "the packages of course.yaml and the course's modules"
                )
                yield f"{name}: line {node.lineno}: students have no {first or whole}: expected {cure}"


def _of_no_module(course: Course, pattern: str, prefix: str) -> Iterator[str]:
    names = [module.name for module in course.modules]
    for path in sorted(course.root.glob(pattern)):
        if path.stem.startswith("_") or path.name == "conftest.py":
            continue
        name = path.stem.removeprefix(prefix)
        if name not in names or not path.stem.startswith(prefix):
            where = path.relative_to(course.root).as_posix()
            helper = "" if path.stem.startswith(prefix) or not prefix else ": the name of a helper begins with _"
            yield f"{where} is of no module of the course, and never looked at{did_you_mean(name, names)}{helper}"


def _alternatives(course: Course) -> Iterator[str]:
    folder = course.root / "tests" / "alternatives"
    modules = {module.name: module for module in course.modules}
    for path in sorted(folder.glob("**/*.py")):
        where = path.relative_to(course.root).as_posix()
        if any(part.startswith("_") for part in path.relative_to(folder).parts):
            continue
        if path.parent.parent != folder:
            yield f"{where}: expected tests/alternatives/STYLE/MODULE.py"
        elif path.stem not in modules:
            yield f"{where} is of no module of the course, and never graded{did_you_mean(path.stem, modules)}"
        elif not {exercise.name for exercise in modules[path.stem].exercises} & _bound(parsed(path)):
            yield f"{where} has no exercise of {path.stem}: an alternative is another right answer to some of them"


def _drawings(course: Course) -> Iterator[str]:
    """Refuse to judge figures where matplotlib is no package of the course: hand-ins then only seem to draw."""
    if "matplotlib" in course.packages:
        return
    for module in course.modules:
        for kind in ("hidden", "public"):
            name = f"tests/{kind}/test_{module.name}.py"
            for node in ast.walk(parsed(course.root / name)):
                if isinstance(node, ast.Attribute) and node.attr in ("draws", "drawn") and _is_of_expect(node):
                    yield f"{name}: line {node.lineno}: expected matplotlib among the packages of course.yaml, got none"
                    break


def _is_of_expect(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "expect"


def _bound(tree: ast.Module) -> set[str]:
    nodes = list(ast.walk(tree))
    found = {node.name for node in nodes if isinstance(node, _Definition)}
    found |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return found | {node.asname or node.name for node in nodes if isinstance(node, ast.alias)}
