"""Right code with one slip in it: each behaves as a student's does who knows the formula and missed one thing.

The slips are made from the right answers of the course (its reference and alternatives), one change to one place of
their syntax trees: a sign, a comparison, an axis, a term left out. A hint says which kind of thing to look for, never
where in the right answer it stands.
"""

from __future__ import annotations

import ast
import copy
import math
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

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
_SWAPPED_CALLS = [
    ("max", "min"), ("maximum", "minimum"), ("sum", "mean"), ("argmax", "argmin"), ("exp", "expm1"), ("log", "log1p"),
    ("log", "log2"), ("log", "log10"), ("zeros", "ones"), ("zeros_like", "ones_like"), ("any", "all"),
    ("sqrt", "square"), ("floor", "round"), ("sin", "cos"), ("maximum", "fmax"), ("max", "sum"), ("sum", "max"),
    ("cos", "sin"),
    ("std", "var"), ("tanh", "exp"), ("norm", "sum"), ("mean", "sum"), ("min", "max"), ("minimum", "maximum"),
]  # fmt: skip
_STRICT = {ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Lt: ast.LtE, ast.LtE: ast.Lt}
_TURNED = {ast.Gt: ast.Lt, ast.GtE: ast.LtE, ast.Lt: ast.Gt, ast.LtE: ast.GtE, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}
_OPERATIONS: dict[type[ast.operator], tuple[type[ast.operator], ...]] = {
    ast.Mult: (ast.Div, ast.Add), ast.Div: (ast.Mult, ast.FloorDiv), ast.Pow: (ast.Mult,), ast.FloorDiv: (ast.Div,),
    ast.MatMult: (ast.Mult,),
}  # fmt: skip


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
        for kind, changed in _changed(piece, names):
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
            code = compile(ast.fix_missing_locations(ast.Module([changed], [])), "<slip>", "exec")
            exec(code, namespace)
            if owner:
                setattr(namespace[owner], name, namespace.pop(name))
    except Exception:  # no Python any more, or nothing to leave out
        return None
    found: Implementation | None = namespace.get(right.__name__)
    return found


def _changed(piece: ast.FunctionDef, names: list[str]) -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the kind of a slip and the definition with it, for every place."""
    for path, node in _places(piece, ()):
        for kind, other in _variants(node, names):
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


def _variants(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    for kinds, make in _BY_NODE:
        if isinstance(node, kinds):
            yield from make(node, names)


def _compare(node: ast.Compare, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    for i, operator in enumerate(node.ops):
        for kind, table in (("equality_on_the_other_side", _STRICT), ("comparison_turned_round", _TURNED)):
            if type(operator) in table:
                yield (
                    kind,
                    ast.Compare(
                        node.left, [*node.ops[:i], table[type(operator)](), *node.ops[i + 1 :]], node.comparators
                    ),
                )


def _binary(node: ast.BinOp, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    a, b, op = node.left, node.right, node.op
    if isinstance(op, ast.Add | ast.Sub):
        turned = ast.Sub() if isinstance(op, ast.Add) else ast.Add()
        yield "sign_turned_round", ast.BinOp(a, turned, b)
        if isinstance(op, ast.Sub):
            yield "sign_turned_round", ast.BinOp(b, op, a)
    yield "term_left_out", a
    yield "term_left_out", b
    for other in _OPERATIONS.get(type(op), ()):
        yield "another_operation", ast.BinOp(a, other(), b)
    if isinstance(op, ast.Div):
        yield "another_operation", ast.BinOp(b, op, a)
    if isinstance(op, ast.MatMult):
        yield "not_transposed", ast.BinOp(b, op, a)
    if isinstance(b, ast.BinOp):
        yield "brackets", ast.BinOp(ast.BinOp(a, op, b.left), b.op, b.right)
    if isinstance(a, ast.BinOp):
        yield "brackets", ast.BinOp(a.left, a.op, ast.BinOp(a.right, op, b))


def _unary(node: ast.UnaryOp, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    yield ("sign_turned_round" if isinstance(node.op, ast.USub) else "condition"), node.operand


def _constant(node: ast.Constant, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    value = node.value
    if isinstance(value, bool):
        yield "condition", ast.Constant(not value)
    elif isinstance(value, int | float) and math.isfinite(value):
        others = [0, 1, 2, -1, 0.5, value + 1, value - 1, value * 10, value / 10, value**2, math.sqrt(abs(value)), 1e-8]
        for other in dict.fromkeys(others):
            if other != value:
                yield "another_constant", ast.Constant(other)


def _keyword(node: ast.keyword, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    if node.arg == "axis":
        for axis in (0, 1, -1, None):
            yield "other_axis", ast.keyword(node.arg, ast.Constant(axis))
    if node.arg == "keepdims":
        yield "other_axis", ast.keyword(node.arg, ast.Constant(False))


def _attribute(node: ast.Attribute, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    if node.attr == "T":
        yield "not_transposed", node.value
    if node.attr == "shape":
        yield "another_variable", ast.Subscript(node, ast.Slice(None, None, ast.Constant(-1)), ast.Load())
    for one, other in _SWAPPED_CALLS:
        if node.attr == one and isinstance(node.ctx, ast.Load):
            yield "another_function", ast.Attribute(node.value, other, node.ctx)


def _call(node: ast.Call, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    is_numpy = isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") in ("np", "math", "numpy")
    if isinstance(node.func, ast.Attribute) and not is_numpy:
        yield ("works_on_the_original" if name == "copy" else "function_left_out"), node.func.value
    if node.args and name not in ("range", "len", "zip", "enumerate", "where"):
        kind = "works_on_the_original" if name in ("copy", "array", "list", "dict") else "function_left_out"
        yield kind, node.args[0]
    if name == "where" and len(node.args) == 3:
        condition, a, b = node.args
        yield "condition", ast.Call(node.func, [condition, b, a], [])
        yield "condition", a
        yield "condition", b
    if len(node.args) == 2 and name not in ("where", "reshape", "zip"):
        yield "another_operation", ast.Call(node.func, node.args[::-1], node.keywords)
        yield "term_left_out", node.args[1]
    for i, keyword in enumerate(node.keywords):
        kind = "other_axis" if keyword.arg in ("axis", "keepdims") else "term_left_out"
        yield kind, ast.Call(node.func, node.args, [*node.keywords[:i], *node.keywords[i + 1 :]])
    if name == "range":
        one = ast.Constant(1)
        last = len(node.args) - 1 if len(node.args) < 3 else 1
        for i, operator in ((last, ast.Sub()), (last, ast.Add()), (0, ast.Add()), (0, ast.Sub())):
            args = [*node.args[:i], ast.BinOp(node.args[i], operator, one), *node.args[i + 1 :]]
            yield "bounds", ast.Call(node.func, args, node.keywords)
        if len(node.args) == 1:
            yield "bounds", ast.Call(node.func, [one, node.args[0]], [])
    if name == "reversed":
        yield "bounds", node.args[0]


def _name(node: ast.Name, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    if not isinstance(node.ctx, ast.Load) or node.id not in names:
        return
    for other in names:
        if other != node.id:
            yield "another_variable", ast.Name(other, node.ctx)
    yield "sign_turned_round", ast.UnaryOp(ast.USub(), node)
    yield "another_operation", ast.BinOp(node, ast.Pow(), ast.Constant(2))
    yield "another_operation", ast.Call(ast.Name("abs", ast.Load()), [node], [])


def _subscript(node: ast.Subscript, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.ctx, ast.Load):
        yield "bounds", node.value
    if isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2:
        yield "not_transposed", ast.Subscript(node.value, ast.Tuple(node.slice.elts[::-1], ast.Load()), node.ctx)


def _slice(node: ast.Slice, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    for bounds in {(None, node.upper), (node.lower, None)} - {(node.lower, node.upper)}:
        yield "bounds", ast.Slice(*bounds, node.step)
    if node.step is not None:
        yield "bounds", ast.Slice(node.lower, node.upper, None)


def _statement(node: ast.stmt, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    nothing = ast.Pass()
    if isinstance(node, ast.AugAssign):
        target = copy.copy(node.target)
        yield "overwrites", ast.Assign([target], node.value)
        yield "step_left_out", nothing
        if isinstance(node.op, ast.Add | ast.Sub):
            turned = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield "sign_turned_round", ast.AugAssign(node.target, turned, node.value)
    elif isinstance(node, ast.Assign | ast.Expr | ast.Raise | ast.Break | ast.Continue):
        yield "step_left_out", nothing
    elif isinstance(node, ast.If):
        yield "condition", ast.If(ast.Constant(True), node.body, node.orelse)
        yield "condition", ast.If(ast.Constant(False), node.body, node.orelse or [nothing])
        yield "condition", ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)
    elif isinstance(node, ast.For):
        yield "step_left_out", nothing
        yield "step_left_out", ast.For(node.target, node.iter, [*node.body, ast.Break()], node.orelse)


def _if_expression(node: ast.IfExp, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    yield "condition", node.body
    yield "condition", node.orelse
    yield "condition", ast.IfExp(node.test, node.orelse, node.body)


def _boolean(node: ast.BoolOp, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    yield "condition", ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for value in node.values:
        yield "condition", value


def _tuple(node: ast.Tuple, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node.ctx, ast.Load) and len(node.elts) == 2:
        yield "another_variable", ast.Tuple(node.elts[::-1], node.ctx)


_Make = Callable[[Any, list[str]], Iterator[tuple[str, ast.AST]]]
_BY_NODE: list[tuple[Any, _Make]] = [
    (ast.Compare, _compare), (ast.BinOp, _binary), (ast.UnaryOp, _unary), (ast.Constant, _constant),
    (ast.keyword, _keyword), (ast.Attribute, _attribute), (ast.Call, _call), (ast.Name, _name),
    (ast.Subscript, _subscript), (ast.Slice, _slice), (ast.stmt, _statement), (ast.IfExp, _if_expression),
    (ast.BoolOp, _boolean), (ast.Tuple, _tuple),
]  # fmt: skip
