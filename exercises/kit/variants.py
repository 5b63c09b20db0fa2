# A copy of the kit's grader/handout/kit/variants.py, written by `grader build`: a change made here is lost.
"""One small change to a student's own function, for asking what it would do: one line taken out, or a part of a line.

A change is one of text: what is shown is what is run. Nothing here runs it.
"""

from __future__ import annotations

import ast
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

_DEFINITION = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_SIMPLE = ast.Assign | ast.AugAssign | ast.AnnAssign | ast.Expr
_OTHERS = {ast.Lt: ("<", "<="), ast.LtE: ("<=", "<"), ast.Gt: (">", ">="), ast.GtE: (">=", ">")}
_Span = tuple[int, int, str]  # which bytes of a line are replaced, and what stands in their place


@dataclass(frozen=True)
class Variant:
    """A line of the file, counted from 1, and what stands in its place: '' if it is taken out."""

    line: int
    old: str
    new: str

    def source(self, raw: bytes) -> bytes:
        """Return the whole file with the change."""
        rows = raw.splitlines(keepends=True)
        row = rows[self.line - 1]
        indent = row[: len(row) - len(row.lstrip())]
        rows[self.line - 1] = indent + (self.new or "pass").encode() + b"\n"
        return b"".join(rows)


def variants_of(raw: bytes, name: str, most: int, draw: random.Random) -> list[Variant]:
    """Return at most so many variants of a function or class, drawn so that every line gets its turn."""
    tree = ast.parse(raw)
    same = [node for node in tree.body if isinstance(node, _DEFINITION) and node.name == name]
    if not same:
        return []
    rows = raw.splitlines()
    found: dict[int, list[Variant]] = {}
    for line, start, end, text in _changes(same[-1], rows):
        row = rows[line - 1]
        new = (row[:start] + text.encode() + row[end:]).strip().decode()
        new = "" if new.startswith("#") else new
        variant = Variant(line, row.strip().decode(), new)
        if _is_another_program(variant, raw, tree) and variant not in found.setdefault(line, []):
            found[line].append(variant)
    lines = [found[line] for line in sorted(found) if found[line]]
    for variants in lines:
        draw.shuffle(variants)
    in_turn = [variants[place] for place in range(most) for variants in lines if place < len(variants)]
    return in_turn[:most]


def _changes(top: ast.stmt, rows: list[bytes]) -> Iterator[tuple[int, int, int, str]]:
    """Yield line, first and last byte, and the text in their place."""
    for node in _code_of(top):
        if isinstance(node, ast.expr) and node.lineno == node.end_lineno:
            for start, end, text in _of_expression(node, rows[node.lineno - 1]):
                yield node.lineno, start, end, text
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if isinstance(node, _SIMPLE) and node.lineno == node.end_lineno and not is_text:
            yield node.lineno, node.col_offset, node.end_col_offset or 0, ""


def _code_of(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what runs when the function is called: no annotations, no defaults, no decorators, no text of an error."""
    if isinstance(node, ast.Raise):
        return
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        inner: list[ast.AST] = [*node.body]
    else:
        yield node
        inner = [*ast.iter_child_nodes(node)]
    for child in inner:
        yield from _code_of(child)


def _of_expression(node: ast.expr, row: bytes) -> Iterator[_Span]:
    start, end = node.col_offset, node.end_col_offset or 0
    if isinstance(node, ast.BinOp) and not isinstance(node.left, ast.Constant):
        yield start, end, _text(node.left, row, start, end)  # what stands behind the sign is left out
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield start, end, _text(node.operand, row, start, end)
    elif isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _OTHERS:
        sign, other = _OTHERS[type(node.ops[0])]
        first, last = node.left.end_col_offset or 0, node.comparators[0].col_offset
        yield first, last, row[first:last].decode().replace(sign, other)
    elif isinstance(node, ast.Call):
        yield from _of_call(node, row)


def _of_call(node: ast.Call, row: bytes) -> Iterator[_Span]:
    """Yield the call with one argument less that has a name, or only what it is called with."""
    parts: list[ast.expr | ast.keyword] = [*node.args, *node.keywords]
    for before, keyword in itertools.pairwise(parts):
        if isinstance(keyword, ast.keyword) and keyword.arg:
            yield before.end_col_offset or 0, keyword.end_col_offset or 0, ""
    values = [part for part in node.args if not isinstance(part, ast.Constant | ast.Starred | ast.GeneratorExp)]
    if len(values) == 1 and not node.keywords:
        start, end = node.col_offset, node.end_col_offset or 0
        yield start, end, _text(values[0], row, start, end)


def _text(node: ast.expr, row: bytes, start: int, end: int) -> str:
    """Return a part of the line, in brackets where it may need them in its new place."""
    text = row[node.col_offset : node.end_col_offset].decode()
    before, behind = row[:start].rstrip(), row[end:].strip()
    stands_alone = before.endswith((b"return", b" =")) and not behind
    is_in_brackets = before.endswith(b"(") and behind.startswith(b")")
    is_long = isinstance(node, ast.BinOp | ast.Compare | ast.UnaryOp | ast.IfExp | ast.BoolOp)
    return f"({text})" if is_long and not stands_alone and not is_in_brackets else text


def _is_another_program(variant: Variant, raw: bytes, tree: ast.Module) -> bool:
    try:
        changed = ast.parse(variant.source(raw))
    except (SyntaxError, ValueError):
        return False
    return ast.dump(changed) != ast.dump(tree)
