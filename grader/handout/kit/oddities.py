"""Find lines of a function that surely do not do what was meant, where its results are wrong. Nothing here runs it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .recognise import tree_of

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_CHANGES = {"seed", "at", "put", "place", "copyto", "fill_diagonal", "seterr", "shuffle", "putmask", "set_printoptions"}


def oddity(file: str, raw: bytes, name: str, is_none: bool) -> str:
    """Return one sentence about the first odd line of the function or class `name`, '' if there is none.

    Args:
        is_none: the result was None.
    """
    tree = tree_of(raw)
    same = [node for node in tree.body if getattr(node, "name", "") == name] if isinstance(tree, ast.Module) else []
    if not same:
        return ""
    if len(same) > 1:
        lines = " and ".join(str(node.lineno) for node in same[-2:])
        return f"{file} defines {name} twice, on the lines {lines}, and Python takes the last one"
    found = min(_odd(same[-1], is_none), default=None)
    return "" if found is None else f"{file} line {found[0]} {found[1]}"


def _odd(top: ast.stmt, is_none: bool) -> Iterator[tuple[int, str]]:
    for node in ast.walk(top):
        if isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Compare):
                yield node.lineno, "compares and does nothing with the answer: == compares, = gives a value"
            elif isinstance(node.value, ast.BinOp | ast.UnaryOp | ast.Name | ast.Subscript):
                yield node.lineno, "calculates something and does nothing with it: is a return or a name = missing?"
            elif isinstance(node.value, ast.Call) and _is_wasted(node.value):
                yield node.lineno, "does nothing with the result of the call: numpy returns it, and x stays as it is"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor) and _is_number(node.right):
            yield node.lineno, "has ^, which is no power in Python: x squared is x ** 2"
        elif isinstance(node, ast.For) and isinstance(node.body[-1], ast.Return) and not _goes_on(node):
            yield node.body[-1].lineno, "returns in the first round of the loop: does it begin too far right?"
    if is_none and isinstance(top, _FUNCTION):
        returns = [node for node in ast.walk(top) if isinstance(node, ast.Return)]
        prints = [n for n in ast.walk(top) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "print"]
        if prints and not any(node.value is not None for node in returns):
            yield prints[-1].lineno, "shows the result with print; return hands it back"


def _is_wasted(call: ast.Call) -> bool:
    function = call.func
    if (
        not isinstance(function, ast.Attribute)
        or function.attr in _CHANGES
        or any(k.arg == "out" for k in call.keywords)
    ):
        return False
    is_numpys = isinstance(function.value, ast.Name) and function.value.id == "np"
    return is_numpys or function.attr in ("astype", "reshape", "copy", "transpose", "flatten", "ravel", "clip", "round")


def _goes_on(loop: ast.For) -> bool:
    return any(isinstance(node, ast.Continue) for node in ast.walk(loop))


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int | float)
