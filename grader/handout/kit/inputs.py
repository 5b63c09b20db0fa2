"""Show what a public test calls the student's function with, where that is short.

It is read from the text of the test and never from its variables: by then, the function may have changed those.
"""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from collections.abc import Iterator
from types import CodeType, FrameType

from .course import read_course

_MOST_TEXT = 100
_PLAIN = (bool, int, float, str, type(None))


def call_before(frame: FrameType, line: int) -> tuple[int, str, str] | None:
    """Return the last call of the exercise up to a line of a test, None if the test does not show one.

    Returns:
        The line of the call, the call itself, and "x = [[1.0]], y = 1" for the names in it, where they are short.
    """
    first, tree = _tree(frame.f_code)
    watches = ast.With | ast.Expr | ast.Assign  # what a with watches over has failed; a call may go over several lines
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, watches) and node.lineno + first == line:
            line = (node.end_lineno or node.lineno) + first
    calls = [call for call in _calls(tree) if call.lineno + first <= line] if tree else []
    if tree is None or not calls:
        return None
    call = max(calls, key=lambda call: (call.lineno, call.col_offset))
    text = " ".join(ast.unparse(_as_called(call)).split())
    if len(text) > _MOST_TEXT:
        return None
    values = {name: repr(value) for name, value in frame.f_locals.items() if isinstance(value, _PLAIN)}
    values |= _assigned(tree, call.lineno)
    names = dict.fromkeys(node.id for node in ast.walk(call) if isinstance(node, ast.Name))
    given = ", ".join(f"{name} = {values[name]}" for name in names if name in values)
    return call.lineno + first, text, given if len(given) <= _MOST_TEXT else ""


@functools.cache
def _tree(code: CodeType) -> tuple[int, ast.Module | None]:
    """Return the syntax tree of a test, and by how much its lines are further down in the file."""
    try:
        rows, start = inspect.getsourcelines(code)
        return start - 1, ast.parse(textwrap.dedent("".join(rows)))
    except (OSError, SyntaxError):
        return 0, None


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Yield the calls of functions of the course's modules; expect.pure(module.function, ...) is one as well."""
    modules = {exercise.module for exercise in read_course().exercises}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        is_ours = getattr(getattr(call.func, "value", None), "id", "") == "expect"
        for part in (call.func, *(call.args if is_ours else ())):
            if isinstance(part, ast.Attribute) and getattr(part.value, "id", "") in modules:
                yield call
                break


def _as_called(call: ast.Call) -> ast.Call:
    """Return expect.pure(module.function, x, hint=...) as the call that it makes, module.function(x)."""
    if getattr(getattr(call.func, "value", None), "id", "") != "expect":
        return call
    function = next(i for i, part in enumerate(call.args) if isinstance(part, ast.Attribute))
    settings = [keyword for keyword in call.keywords if keyword.arg not in ("hint", "because", "name", "times")]
    return ast.Call(call.args[function], call.args[function + 1 :], settings)


def _assigned(tree: ast.Module, before: int) -> dict[str, str]:
    """Return the plain values and arrays that a test writes down for its names."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and node.lineno <= before:
            target, value = node.targets[0], node.value
            pairs = [(target, value)]
            if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
                pairs = list(zip(target.elts, value.elts, strict=False))
            for name, written in pairs:
                if isinstance(name, ast.Name) and (text := _written(written)):
                    found[name.id] = text
    return found


def _written(value: ast.expr) -> str:
    """Return a value as it is written down: of np.array([1, 2]) the list; '' for anything that must be worked out."""
    if isinstance(value, ast.Call) and getattr(value.func, "attr", "") == "array" and value.args:
        value = value.args[0]
    is_plain = all(
        isinstance(node, ast.Constant | ast.List | ast.Tuple | ast.Dict | ast.UnaryOp | ast.unaryop | ast.expr_context)
        for node in ast.walk(value)
    )
    return ast.unparse(value) if is_plain else ""
