"""Right code with one slip in it: each behaves as a student's does who knows the formula and missed one thing.

The slips are made from the right answers of the course (its reference and alternatives), one change to one place of
their syntax trees: a sign, a comparison, an axis, a term left out. A hint says which kind of thing to look for, never
where in the right answer it stands.
"""

from __future__ import annotations

import ast
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader.diagnosis.edits import changes
from grader.diagnosis.replay import Implementation

HINTS = {  # where several slips fit, the first kind is said
    "operation_left_out": "Which operations does the docstring promise? One of them your class does not have.",
    "equality_on_the_other_side": "Look at each comparison: on which side of it does exact equality belong?",
    "overwrites": "Where several contributions meet, are they added up, or does the last one replace the others?",
    "not_transposed": "Look at each matrix product: which factor must be transposed, and which comes first?",
    "other_axis": "Along which axis does each sum, mean or maximum run, and is that axis kept?",
    "term_left_out": "Compare your formula with the docstring's term by term: which term or factor is missing?",
    "function_left_out": "One step applies a function to a value: which function is missing in yours?",
    "step_left_out": "Go through the steps of the docstring one by one: which one does your code leave out?",
    "brackets": "Which operation comes first in your formula? Where is a pair of brackets missing, or too much?",
    "another_function": "Look at each function you call: is it the one that the formula needs?",
    "sign_turned_round": "Go through the signs: which term comes in with the wrong one?",
    "comparison_turned_round": "Look at each comparison: does it ask for the larger or for the smaller side?",
    "bounds": "Where do your loops, indices and slices begin and end: is one too early or too late?",
    "another_operation": "Go through the formula: where do you add, subtract, multiply or divide, and should you?",
    "another_constant": "Look at each number that you wrote into the formula: is it the one that the docstring has?",
    "condition": "Look at each condition: when is it true, when is it false, and is each branch the right one?",
    "another_variable": "Look at each variable: does one line use a different value from the one it should?",
    "works_on_the_original": "Which of your lines writes into an array that somebody else still uses?",
}


@dataclass(frozen=True)
class Slip:
    """One slip: its kind (a key of HINTS) and what behaves by it."""

    kind: str
    implementation: Implementation


def slips(right: Implementation, most: int) -> Iterator[Slip]:
    """Yield a right answer with each single slip, those in its private helpers as well; at most `most`."""
    definitions = _definitions_of(right)
    if not definitions or any(_digs_deep(definition) for definition in definitions):
        return
    whole = compile(ast.fix_missing_locations(ast.Module(definitions, [])), "<slip>", "exec")
    names = _variables(definitions)
    made = 0
    for owner, piece in _pieces(definitions):
        for kind, changed in changes(piece, names):
            made += 1
            if made > most:
                return
            implementation = _built(right, whole, owner, piece.name, changed)
            if implementation is not None:
                yield Slip(kind, implementation)
        if owner and piece.name != "__init__":
            implementation = _built(right, whole, owner, piece.name, None)
            if implementation is not None:
                yield Slip("operation_left_out", implementation)


def _definitions_of(right: Implementation) -> list[ast.stmt]:
    """Return the definition of a right answer, and with it those of the private helpers that it calls."""
    namespace = _namespace(right)
    wanted: list[Any] = [right]
    seen = {getattr(right, "__name__", "")}
    body: list[ast.stmt] = []
    while wanted:
        definition = _definition(wanted.pop())
        if definition is None:
            continue
        body.append(definition)
        for name in sorted({node.id for node in ast.walk(definition) if isinstance(node, ast.Name)} - seen):
            thing: Any = namespace.get(name)
            is_helper = name.startswith("_") and isinstance(thing, types.FunctionType | type)
            if is_helper and getattr(thing, "__module__", None) == right.__module__:
                wanted.append(thing)
                seen.add(name)
    return body[::-1]


def _digs_deep(definition: ast.stmt) -> bool:
    """Say whether code asks for more recursion or for threads: with a slip it could end the whole process."""
    return any(
        isinstance(node, ast.Attribute) and node.attr in ("setrecursionlimit", "stack_size", "Thread")
        for node in ast.walk(definition)
    )


def _variables(definitions: list[ast.stmt]) -> list[str]:
    nodes = [node for definition in definitions for node in ast.walk(definition)]
    names = [node.arg for node in nodes if isinstance(node, ast.arg) and node.arg != "self"]
    names += [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return list(dict.fromkeys(names))


def _pieces(definitions: list[ast.stmt]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield what is compiled alone when it changes: each function, and each method with the name of its class."""
    for definition in definitions:
        if isinstance(definition, ast.FunctionDef):
            yield "", definition
        elif isinstance(definition, ast.ClassDef):
            yield from ((definition.name, node) for node in definition.body if isinstance(node, ast.FunctionDef))


def _definition(thing: Any) -> ast.stmt | None:
    """Return the definition of a function or class of the course, from the file it was read from."""
    function = _function_of(thing)
    return _definitions(function.__code__.co_filename).get(getattr(thing, "__name__", "")) if function else None


@cache
def _definitions(file: str) -> dict[str, ast.stmt]:
    try:
        body = ast.parse(Path(file).read_bytes()).body
    except (OSError, SyntaxError, ValueError):
        return {}
    return {node.name: node for node in body if isinstance(node, ast.FunctionDef | ast.ClassDef)}


def _function_of(thing: Any) -> types.FunctionType | None:
    """Return the function itself, or a method of the class: both know their file and their module's names."""
    candidates = vars(thing).values() if isinstance(thing, type) else [thing]
    return next((c for c in candidates if isinstance(c, types.FunctionType)), None)


def _namespace(right: Any) -> dict[str, Any]:
    function = _function_of(right)
    return function.__globals__ if function else {}


def _compiled(changed: ast.FunctionDef) -> types.CodeType:
    try:
        return compile(ast.Module([changed], []), "<slip>", "exec")
    except TypeError:  # a node without a line: to look at each of them takes as long as to compile them
        return compile(ast.fix_missing_locations(ast.Module([changed], [])), "<slip>", "exec")


def _built(
    right: Implementation, whole: types.CodeType, owner: str, name: str, changed: ast.FunctionDef | None
) -> Implementation | None:
    """Return the right answer with one function or method changed, or left out."""
    namespace = dict(_namespace(right))
    try:
        exec(whole, namespace)  # the course's own code
        if changed is None:
            delattr(namespace[owner], name)
        else:
            exec(_compiled(changed), namespace)
            if owner:
                setattr(namespace[owner], name, namespace.pop(name))
    except Exception:  # no Python any more, or nothing to leave out
        return None
    found: Implementation | None = namespace.get(right.__name__)
    return found
