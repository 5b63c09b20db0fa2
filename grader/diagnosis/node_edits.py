"""What a slip turns one node of a syntax tree into: a sign, a comparison, an axis, a term left out."""

from __future__ import annotations

import ast
import copy
import math
from collections.abc import Callable, Iterator
from typing import Any

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


def edited(node: ast.AST, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    """Yield each kind of slip in this node alone, and what stands in its place then.

    Args:
        names: the variables that one may be taken for another of.
    """
    for kinds, make in _BY_NODE:
        if isinstance(node, kinds):
            yield from make(node, names)


def _compare(node: ast.Compare, names: list[str]) -> Iterator[tuple[str, ast.AST]]:
    for i, operator in enumerate(node.ops):
        for kind, table in (("equality_on_the_other_side", _STRICT), ("comparison_turned_round", _TURNED)):
            if type(operator) in table:
                operators = [*node.ops[:i], table[type(operator)](), *node.ops[i + 1 :]]
                yield kind, ast.Compare(node.left, operators, node.comparators)


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
