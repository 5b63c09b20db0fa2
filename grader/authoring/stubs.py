"""Cut the stub a student gets from a solution: the answers go, signatures and docstrings stay.

An answer stands between the comments `### BEGIN SOLUTION` and `### END SOLUTION`, indented like the code
between them. Inside a function it becomes a `raise NotImplementedError` that names the function (a method
with its class); outside of every function it is dropped, with nothing in its place. The stub's remaining
lines are the solution's, byte for byte, so what students read is what authors wrote.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from grader.course.loading import CourseError, read_text
from grader.course.model import Module

_BEGIN, _END = "### BEGIN SOLUTION", "### END SOLUTION"
_MEANT_AS_MARKER = re.compile(r"#+\s*(begin|end)[ _-]*solution", re.IGNORECASE)

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class _Region:
    begin: int  # the markers' lines, counted from 1
    end: int
    column: int


def stub(solution: Path, module: Module) -> str:
    """Return the stub of a module.

    Raises:
        CourseError: the solution cannot be read or parsed, its markers do not pair up, or one of the
            module's exercises is not there or would not be "not started" in the stub.
    """
    source = read_text(solution)
    tree = _parse(source, solution)
    owners = dict(_functions(tree))
    lines = source.splitlines(keepends=True)
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    for region in reversed(_regions(source, solution)):
        answer = [node for node in statements if _is_inside(node, region)]
        _refuse_crooked(answer, region, owners, solution)
        owner = next((name for node, name in owners.items() if node.lineno < region.begin <= _last(node)), None)
        lines[region.begin - 1 : region.end] = _replacement(owner, region)
        if owner is None:
            _close_gap(lines, region.begin - 1)
    text = "".join(lines)
    _refuse_unraised(_parse(text, solution, "the stub of "), module, solution)
    return text


def _parse(source: str, path: Path, what: str = "") -> ast.Module:
    try:
        tree = ast.parse(source)
        compile(tree, str(path), "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}: " if line else ""
        problem = error.msg if isinstance(error, SyntaxError) else error  # else it would say the line once more
        raise CourseError(f"{what}{path}: {where}expected Python, got: {problem}") from error
    return tree


def _regions(source: str, path: Path) -> list[_Region]:
    regions: list[_Region] = []
    begin: tuple[int, int] | None = None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT or not _MEANT_AS_MARKER.match(token.string):
            continue
        (line, column), marker = token.start, token.string.rstrip()
        if marker not in (_BEGIN, _END) or token.line[:column].strip():
            raise CourseError(f"{path}: line {line}: expected {_BEGIN!r} or {_END!r} on its own line, got {marker!r}")
        if marker == _BEGIN:
            if begin:
                raise CourseError(f"{path}: line {line}: expected {_END!r} for line {begin[0]} first, got {_BEGIN!r}")
            begin = (line, column)
            continue
        if begin is None:
            raise CourseError(f"{path}: line {line}: expected {_BEGIN!r} before it, got {_END!r} alone")
        if column != begin[1]:
            raise CourseError(f"{path}: line {line}: expected the indentation of line {begin[0]}, got {column} columns")
        regions.append(_Region(begin[0], line, column))
        begin = None
    if begin:
        raise CourseError(f"{path}: line {begin[0]}: expected {_END!r} after it, got the end of the file")
    return regions


def _functions(node: ast.AST, prefix: str = "") -> list[tuple[_Function, str]]:
    """Return the functions and methods that are not inside another function, with their qualified names."""
    found: list[tuple[_Function, str]] = []
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Function):
            found.append((child, prefix + child.name))
        elif isinstance(child, ast.ClassDef):
            found += _functions(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.stmt):
            found += _functions(child, prefix)
    return found


def _is_inside(node: ast.stmt, region: _Region) -> bool:
    return region.begin < node.lineno < region.end


def _last(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _refuse_crooked(answer: list[ast.stmt], region: _Region, owners: dict[_Function, str], path: Path) -> None:
    here = f"{path}: line {region.begin}"
    if not answer:
        raise CourseError(f"{here}: expected an answer before {_END!r}, got none")
    first = min(answer, key=lambda node: node.lineno)
    if first.col_offset != region.column:
        wanted = f"{_BEGIN!r} indented like the line below it"
        raise CourseError(f"{here}: expected {wanted} ({first.col_offset} columns), got {region.column}")
    longest = max(answer, key=_last)
    crossed = [name for node, name in owners.items() if node.lineno < region.begin <= _last(node) < _last(longest)]
    if crossed or _last(longest) > region.end:
        raise CourseError(
            f"{here}: expected {_END!r} where {crossed[0] if crossed else 'the statement'} ends, got it later"
        )


def _replacement(owner: str | None, region: _Region) -> list[str]:
    if owner is None:
        return []
    return [f'{" " * region.column}raise NotImplementedError("{owner} is not written yet")\n']


def _close_gap(lines: list[str], at: int) -> None:
    """Take out the blank lines above a dropped region: those below it separate enough."""
    while at > 0 and not lines[at - 1].strip() and (at == len(lines) or not lines[at].strip()):
        at -= 1
        del lines[at]


def _refuse_unraised(tree: ast.Module, module: Module, path: Path) -> None:
    """An exercise whose stub does not raise would be marked as failed instead of not started."""
    top = {node.name: node for node in tree.body if isinstance(node, _Function | ast.ClassDef)}
    for exercise in module.exercises:
        node = top.get(exercise.name)
        if node is None:
            raise CourseError(f"{path}: expected the exercise {exercise.name} as a function or class, got none")
        inner = node.body if isinstance(node, ast.ClassDef) else [node]
        methods = [child for child in inner if isinstance(child, _Function)]
        if not any(_raises_not_implemented(line) for method in methods for line in method.body):
            wanted = f"{_BEGIN!r} in the body of {exercise.name}"
            raise CourseError(f"{path}: line {node.lineno}: expected {wanted}, got no answer to cut out")


def _raises_not_implemented(line: ast.stmt) -> bool:
    return (
        isinstance(line, ast.Raise)
        and isinstance(line.exc, ast.Call)
        and isinstance(line.exc.func, ast.Name)
        and line.exc.func.id == "NotImplementedError"
    )
