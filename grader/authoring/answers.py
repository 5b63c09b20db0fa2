"""The model answers for a folder of exercises that is meant for self-study: the code, the reason, another style.

The code is the solution's, without its docstring, which the student has. The reason is the author's, from
solutions/reasons.toml (exercise = "sentence"). The other style is the shortest other one of tests/alternatives.
"""

from __future__ import annotations

import ast
import base64
import json
import textwrap
import zlib
from pathlib import Path

from grader.course.loading import CourseError, read_toml
from grader.course.model import Course

_MOST_LINES = 30  # of another style: more than that explains nothing


def packed(course: Course) -> bytes:
    """Return the answers to all exercises, packed so that nobody reads one by accident.

    Raises:
        CourseError: a solution, an alternative or solutions/reasons.toml cannot be read.
    """
    names = {e.name for m in course.modules for e in m.exercises}
    reasons = _reasons(course.root / "solutions" / "reasons.toml", names)
    answers = {}
    for module in course.modules:
        solution = _tree(course.root / "solutions" / f"{module.name}.py")
        folder = course.root / "tests" / "alternatives"
        styles = [_tree(path) for path in sorted(folder.glob(f"*/{module.name}.py"))]
        for exercise in module.exercises:
            code = _written(solution, exercise.name, names)
            others = [text for style in styles if (text := _written(style, exercise.name, names)) and text != code]
            short = [text for text in others if text.count("\n") < _MOST_LINES]
            other = min(short, key=len, default="")
            answers[exercise.name] = {"code": code, "why": reasons.get(exercise.name, ""), "other": other}
    text = json.dumps(answers, ensure_ascii=False, sort_keys=True)
    return base64.encodebytes(zlib.compress(text.encode("utf-8"), 9))


def _reasons(path: Path, exercises: set[str]) -> dict[str, str]:
    if not path.is_file():
        return {}
    raw = read_toml(path)
    if not all(isinstance(text, str) for text in raw.values()):
        raise CourseError(f"{path}: expected a sentence for each exercise, got something else")
    if unknown := sorted(map(str, raw.keys() - exercises)):
        raise CourseError(f"{path}: expected exercises of the course, got {unknown[0]!r}")
    return {str(name): " ".join(text.split()) for name, text in raw.items()}


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(path.read_bytes())
    except (OSError, SyntaxError, ValueError) as error:
        raise CourseError(f"{path}: cannot be read: {error}") from error


def _written(tree: ast.Module, name: str, exercises: set[str]) -> str:
    """Return a function or class with what else of its file it uses, but for exercises, and without docstrings."""
    defined = {name: node for node in tree.body for name in _names(node)}
    if not isinstance(defined.get(name), ast.FunctionDef | ast.ClassDef):  # such as `relu = partial(...)`
        return ""
    wanted, queue = [defined[name]], [defined[name]]
    while queue:
        used = [node.id for node in ast.walk(queue.pop()) if isinstance(node, ast.Name)]
        more = [defined[n] for n in dict.fromkeys(used) if n in defined and n not in exercises]
        new = [node for node in more if node not in wanted]
        wanted, queue = [*new, *wanted], [*queue, *new]
    return "\n\n".join(textwrap.dedent(ast.unparse(_without_docstrings(node))) for node in wanted)


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    return [t.id for t in node.targets if isinstance(t, ast.Name)] if isinstance(node, ast.Assign) else []


def _without_docstrings(node: ast.stmt) -> ast.stmt:
    for inner in ast.walk(node):
        if isinstance(inner, ast.FunctionDef | ast.ClassDef) and ast.get_docstring(inner) and len(inner.body) > 1:
            inner.body = inner.body[1:]
    return node
