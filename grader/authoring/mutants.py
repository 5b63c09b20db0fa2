"""Plant one catalogued mistake in a solution: the hand-in of a student who got everything else right."""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from grader.authoring.files import parsed
from grader.course.loading import read_text
from grader.course.model import did_you_mean

_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Mistakes:
    """The file of a module's mistakes, as text.

    Raises:
        CourseError: it is no Python.
    """

    def __init__(self, path: Path) -> None:
        text = read_text(path) if path.is_file() else ""
        self._body = parsed(path).body
        self._lines = text.splitlines()
        self._defined = {name: node for node in self._body for name in _names_bound(node)}

    def faults(self, exercises: Collection[str]) -> Iterator[str]:  # noqa: C901  # one complaint a line
        """Yield what is wrong with the file as a catalogue of mistakes of these exercises."""
        accepted = self._listed("ACCEPTED")
        for name, node in self._defined.items():
            exercise, separator, wrong = name.partition("__")
            if name.startswith("_"):  # a helper
                continue
            if not separator:
                if isinstance(node, _Definition):
                    yield f"{name}: expected a name such as {_better(name, exercises)}, or _{name} for a helper"
            elif exercise not in exercises:
                yield f"{name} belongs to no exercise of the module{did_you_mean(exercise, exercises)}"
            elif not re.match("[a-zA-Z]", wrong):
                yield f"{name}: expected what is wrong after two underscores, such as {exercise}__no_sum"
            elif name not in accepted and not (isinstance(node, _Definition) and ast.get_docstring(node)):
                what = "has no docstring" if isinstance(node, _Definition) else "is no def or class with a docstring"
                yield f"{name} {what}: it is the hint a student gets"
        for part in (part for top in self._body if isinstance(top, _Definition) for part in ast.walk(top)):
            if isinstance(part, ast.ImportFrom) and (part.module or "").partition(".")[0] == "solutions":
                yield f"line {part.lineno}: expected `from {part.module} import` at the top of the file, got it inside"
        planned = {name.partition("__")[0] for name in self._defined if "__" in name}
        for exercise in exercises:
            if exercise not in planned:
                yield f"expected a mistake of {exercise} ({exercise}__what_is_wrong), got none"
        for title, listed in (("ACCEPTED", accepted), ("UNNAMED", self.unnamed)):
            for name in listed - self._defined.keys():
                yield f"{title} has {name}, which is not defined{did_you_mean(name, self._defined)}"

    def planted(self, source: bytes, exercise: str, mistake: str) -> bytes:
        """Return a solution's source in which `mistake` stands in for its exercise.

        Only what the mistake needs of its file comes along: a student's file is compiled in every guest anew.
        """
        needed = self._needed(mistake)
        lines = [line for node in self._body if node in needed for line in self._as_in_a_hand_in(node)]
        swap = [f"{exercise} = {mistake}", f"{exercise}.__name__ = {exercise!r}", ""]
        return source + "\n".join(["", "", *lines, *swap]).encode()

    def written(self, source: bytes, exercise: str, mistake: str) -> bytes:
        """Return a solution's source in which `mistake` stands where its exercise stood, as a student would write it.

        What it needs of its file stands above it, unless the source says the same; where the source gives one of these
        names to something else, the mistake is planted instead.
        """
        there = {ast.unparse(node): node for node in ast.parse(source).body}
        taken = {name: node for node in there.values() for name in _names_bound(node)}
        old, new, lines = taken[exercise], self._defined[mistake], source.decode().splitlines()
        needed = self._needed(mistake)
        used = {name for node in needed for name in _names_used(node)}
        beside = [node for node in self._body if node in needed - {new} and ast.unparse(node) not in there]
        beside = [node for node in beside if not used.isdisjoint(_names_bound(node))]
        if any(name in taken for node in beside for name in _names_bound(node)):
            return self.planted(source, exercise, mistake)
        above = [line for node in beside for line in [*self._as_in_a_hand_in(node), "", ""]]
        own = [re.sub(rf"\b{mistake}\b", exercise, line) for line in self._without_its_hint(new)]
        return "\n".join([*lines[: _first(old)], *above, *own, *lines[old.end_lineno :], ""]).encode()

    def _without_its_hint(self, node: ast.stmt) -> list[str]:
        first, last = _first(node), node.end_lineno
        if not isinstance(node, _Definition) or not _is_text(node.body[0]) or len(node.body) == 1:
            return self._lines[first:last]
        return [*self._lines[first : node.body[0].lineno - 1], *self._lines[node.body[0].end_lineno : last]]

    def _as_in_a_hand_in(self, node: ast.stmt) -> list[str]:
        """Return the lines of a statement; what it imports of the solutions is the hand-in's own there."""
        if isinstance(node, ast.ImportFrom) and node.module == "solutions":
            return [ast.unparse(ast.Import([alias])) for alias in node.names]
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solutions."):
            return [ast.unparse(ast.ImportFrom((node.module or "").removeprefix("solutions."), node.names, 0))]
        return self._lines[_first(node) : node.end_lineno]

    @property
    def unnamed(self) -> set[str]:
        """The mistakes that no diagnosis can name, each with a reason in the dict UNNAMED of the file."""
        return self._listed("UNNAMED")

    def _listed(self, title: str) -> set[str]:
        node = self._defined.get(title)
        keys = node.value.keys if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict) else []
        return {str(key.value) for key in keys if isinstance(key, ast.Constant)}

    def _needed(self, name: str) -> set[ast.stmt]:
        ahead: list[ast.stmt] = [self._defined[name]]
        ahead += [node for node in self._body if not isinstance(node, _Definition | ast.Assign | ast.AnnAssign)]
        needed: set[ast.stmt] = set()
        while ahead:
            node = ahead.pop()
            if node not in needed:
                needed.add(node)
                ahead += [self._defined[used] for used in _names_used(node) if used in self._defined]
        return needed


def _better(name: str, exercises: Collection[str]) -> str:
    """Return what a function may have been meant to be called."""
    exercise = max([e for e in exercises if name.startswith(f"{e}_")], key=len, default="")
    return f"{exercise}_{name.removeprefix(exercise)}" if exercise else f"EXERCISE__{name}"


def _names_bound(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, _Definition):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from ((alias.asname or alias.name).partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        for part in (part for target in targets for part in ast.walk(target)):
            if isinstance(part, ast.Name):
                yield part.id


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _names_used(node: ast.stmt) -> Iterator[str]:
    return (part.id for part in ast.walk(node) if isinstance(part, ast.Name))


def _first(node: ast.stmt) -> int:
    """Return the index of a statement's first line, its decorators included."""
    decorators = node.decorator_list if isinstance(node, _Definition) else []
    return min([node.lineno, *(decorator.lineno for decorator in decorators)]) - 1
