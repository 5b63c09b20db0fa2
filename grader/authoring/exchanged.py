"""Find comparisons whose two values are exchanged: their messages would call the right answer the student's."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from grader.authoring.files import parsed
from grader.authoring.names import names_in, names_of_hand_in
from grader.course.model import Course

_COMPARE = ("expect.close", "expect.whole", "expect.numbers", "expect.equal")


def exchanged(course: Course) -> Iterator[str]:
    """Yield a complaint for each comparison that gives what is right first, and then what the hand-in returns.

    Only what is certain: the first value has nothing to do with the hand-in, and the second is a call of it.
    """
    modules = {module.name for module in course.modules}
    for name in (f"tests/{kind}/test_{module.name}.py" for module in course.modules for kind in ("hidden", "public")):
        tree = parsed(course.root / name)
        theirs = names_of_hand_in(tree, modules)
        ours = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        for test in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for call in _comparisons(test):
                first, second = call.args[:2]
                if not any(_is_call_of(node, theirs) for node in ast.walk(second)):
                    continue
                if not names_in(first) & (theirs | ours | _touched(test, theirs, ours)):
                    order = f"{ast.unparse(call.func)}(what came, what is right)"
                    yield f"{name}: line {call.lineno}: expected {order}, got the two exchanged"


def _comparisons(test: ast.FunctionDef) -> Iterator[ast.Call]:
    methods = (n for n in ast.walk(test) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute))
    yield from (call for call in methods if len(call.args) >= 2 and ast.unparse(call.func) in _COMPARE)


def _touched(test: ast.FunctionDef, theirs: set[str], ours: set[str]) -> set[str]:
    """Return the names of a test that may hold what came of a call of the hand-in, or what such a call has filled."""
    cases = {part.strip() for text in _texts(test.decorator_list) for part in text.split(",")}
    touched = {argument.arg for argument in test.args.args} - cases  # fixtures
    nodes = list(ast.walk(test))
    for node in nodes:
        if isinstance(node, ast.Lambda) or (isinstance(node, ast.FunctionDef) and node is not test):
            touched |= names_in(node)
        value, targets = _assigned(node)
        if value is not None and ast.unparse(value) in ("[]", "{}", "list()", "dict()", "set()"):  # to be filled
            touched |= {name for target in targets for name in names_in(target)}
    while True:
        before = len(touched)
        for node in nodes:
            value, targets = _assigned(node)
            if value is not None and names_in(value) & (theirs | touched | ours):
                touched |= {name for target in targets for name in names_in(target)}
        if len(touched) == before:
            return touched


def _assigned(node: ast.AST) -> tuple[ast.expr | None, list[ast.expr]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            return value, targets
        case ast.AnnAssign(target=target, value=value) | ast.AugAssign(target=target, value=value):
            return value, [target]
        case ast.For(target=target, iter=value) | ast.comprehension(target=target, iter=value):
            return value, [target]
        case ast.NamedExpr(target=target, value=value) | ast.withitem(context_expr=value, optional_vars=target):
            return value, [target] if target is not None else []
    return None, []


def _is_call_of(node: ast.AST, theirs: set[str]) -> bool:
    return isinstance(node, ast.Call) and bool(names_in(node.func) & theirs)


def _texts(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        yield from (p.value for p in ast.walk(node) if isinstance(p, ast.Constant) and isinstance(p.value, str))
