"""Which names stand in a piece of a suite's code, and which of them mean what students hand in."""

from __future__ import annotations

import ast
from collections.abc import Collection


def names_in(node: ast.AST) -> set[str]:
    """Return the names in a piece of code."""
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def names_of_hand_in(tree: ast.Module, modules: Collection[str]) -> set[str]:
    """Return by which names a suite knows the hand-in: the modules, what it imports of them, and what wraps them."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name for alias in node.names if alias.name in modules}
        elif isinstance(node, ast.ImportFrom) and node.module in modules:
            found |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign) and names_in(node.value) & found:
            found |= {name for target in node.targets for name in names_in(target)}
    return found
