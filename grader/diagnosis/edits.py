"""One change to one place of a syntax tree."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator

from grader.diagnosis.node_edits import edited


def changes(piece: ast.FunctionDef, names: list[str]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield every definition that differs from this one in a single place, and the kind of slip that it is.

    Args:
        piece: a function or method; it is not changed.
        names: the variables that one may be taken for another of.
    """
    for path, node in _places(piece, ()):
        for kind, other in edited(node, names):
            _locate(other, node)
            yield kind, _replaced(piece, path, other)


_Path = tuple[tuple[str, int | None], ...]


def _places(node: ast.AST, path: _Path) -> Iterator[tuple[_Path, ast.AST]]:
    if isinstance(node, ast.While):  # a slip there may never come to an end
        return
    for name, value in ast.iter_fields(node):
        if name in ("decorator_list", "returns", "annotation", "type_params", "ctx"):
            continue
        if isinstance(value, ast.AST):
            yield (*path, (name, None)), value
            yield from _places(value, (*path, (name, None)))
        elif isinstance(value, list):
            for i, item in enumerate(value):
                if isinstance(item, ast.AST) and not _is_docstring(item):
                    yield (*path, (name, i)), item
                    yield from _places(item, (*path, (name, i)))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _replaced(piece: ast.FunctionDef, path: _Path, other: ast.AST) -> ast.FunctionDef:
    """Return a tree that shares all but the way to the place that changes."""
    parent = copy.copy(piece)
    here: ast.AST = parent
    for position, (name, index) in enumerate(path):
        value = getattr(here, name)
        is_last = position == len(path) - 1
        child = other if is_last else copy.copy(value if index is None else value[index])
        if index is None:
            setattr(here, name, child)
        else:
            items = list(value)
            items[index] = child
            setattr(here, name, items)
        here = child
    return parent


def _locate(new: ast.AST, old: ast.AST) -> None:
    """Give nodes that were just made the lines of what they stand for; what was read from a file has its own."""
    if hasattr(new, "lineno"):
        return
    ast.copy_location(new, old)
    for child in ast.iter_child_nodes(new):
        _locate(child, old)
