"""Find lines of a function that surely do not do what was meant, where its results are wrong. Nothing here runs it."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator
from dataclasses import dataclass

from .recognise import tree_of

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_ROUNDS = ("round", "around", "rint")
_CHANGES = set(  # what is called for what it does, and not for its result
    "seed at put place copyto fill_diagonal seterr seterrcall shuffle putmask put_along_axis set_printoptions "
    "save savetxt savez savez_compressed info show_config".split()
)


@dataclass(frozen=True)
class Symptoms:
    """What the wrong result looks like.

    `numbers`: what came and what should have come. `passed`: the arguments that the test gives by name. `has_hint`: the
    test has a hint of its own, or the comparison one that fits.
    """

    is_none: bool = False
    numbers: tuple[float, float] | None = None
    passed: frozenset[str] = frozenset()
    has_hint: bool = False


def oddity(file: str, raw: bytes, name: str, symptoms: Symptoms) -> str:
    """Return one sentence about the first odd line of the function or class `name`, '' if there is none."""
    tree = tree_of(raw)
    same = [node for node in tree.body if getattr(node, "name", "") == name] if isinstance(tree, ast.Module) else []
    if not same:
        return ""
    if len(same) > 1:
        lines = " and ".join(str(node.lineno) for node in same[-2:])
        return f"{file} defines {name} twice, on the lines {lines}, and Python takes the last one"
    found = min([*_odd(same[-1]), *_fitting(same[-1], symptoms)], default=None)
    if found is not None:
        return f"{file} line {found[0]} {found[1]}"
    return _unused(same[-1], symptoms)


def _odd(top: ast.stmt) -> Iterator[tuple[int, str]]:
    for node in ast.walk(top):
        if isinstance(node, ast.Expr):
            if isinstance(node.value, ast.Compare):
                yield node.lineno, "compares and does nothing with the answer: == compares, = gives a value"
            elif isinstance(node.value, ast.BinOp | ast.UnaryOp | ast.Name | ast.Subscript):
                yield node.lineno, "calculates something and does nothing with it: is a return or a name = missing?"
            elif isinstance(node.value, ast.Call) and _is_wasted(node.value):
                yield node.lineno, "does nothing with the result of the call: numpy returns it, and x stays as it is"
        elif isinstance(node, ast.BinOp) and (text := _odd_sign(node)):
            yield node.lineno, text
        elif isinstance(node, ast.For) and isinstance(node.body[-1], ast.Return) and not _goes_on(node):
            yield node.body[-1].lineno, "returns in the first round of the loop: does it begin too far right?"
        if isinstance(node, ast.For) and not _looks_beside(node) and (text := _short_range(node.iter)):
            yield node.iter.lineno, text


def _odd_sign(node: ast.BinOp) -> str:
    """Return what is odd about one sign between two parts."""
    left = node.left
    if isinstance(node.op, ast.BitXor) and _is_number(node.right):
        return "has ^, which is no power in Python: x squared is x ** 2"
    if isinstance(node.op, ast.Mult) and isinstance(left, ast.List) and any(map(_is_list, left.elts)):
        return "makes one row and shows it several times: a change in one changes them all"
    if isinstance(left, ast.BinOp) and isinstance(left.op, ast.Mult | ast.Div):
        part = ast.unparse(node)
        is_nothing = isinstance(left.right, ast.Constant) and left.right.value == 1
        if is_nothing and isinstance(node.op, ast.Add | ast.Sub):
            return f"multiplies or divides by 1 before it goes on, in {part}: are brackets missing?"
    return ""


def _short_range(call: ast.expr) -> str:
    """Ask about a loop that leaves out the last or the first one: range(len(x) - 1), range(1, len(x))."""
    if not isinstance(call, ast.Call) or getattr(call.func, "id", "") != "range" or not 1 <= len(call.args) <= 2:
        return ""
    end = call.args[-1]
    if isinstance(end, ast.BinOp) and isinstance(end.op, ast.Sub) and _is_number(end.right) and _is_len(end.left):
        return f"has {ast.unparse(call)}, which leaves out the last one as well: range(n) ends with n - 1 already"
    if len(call.args) == 2 and _is_len(end) and isinstance(call.args[0], ast.Constant) and call.args[0].value == 1:
        return f"has {ast.unparse(call)}, which leaves out the first one: Python counts from 0"
    return ""


def _looks_beside(loop: ast.For) -> bool:
    """Say whether a loop works on neighbours, as x[i] and x[i + 1]: then its range is one shorter, and right."""
    sums = [n for n in ast.walk(loop) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Add | ast.Sub)]
    return any(ast.unparse(loop.target) in (ast.unparse(n.left), ast.unparse(n.right)) for n in sums)


def _fitting(top: ast.stmt, symptoms: Symptoms) -> Iterator[tuple[int, str]]:
    """Yield what may be right elsewhere, and explains just this wrong result."""
    if symptoms.is_none and isinstance(top, _FUNCTION):
        returns = [node for node in ast.walk(top) if isinstance(node, ast.Return)]
        prints = [n for n in ast.walk(top) if isinstance(n, ast.Call) and getattr(n.func, "id", "") == "print"]
        if prints and not any(node.value is not None for node in returns):
            yield prints[-1].lineno, "shows the result with print; return hands it back"
    if symptoms.numbers is None:
        return
    came, wanted = symptoms.numbers
    is_far_off = not 1e-3 * abs(wanted) <= abs(came) <= 1e3 * abs(wanted)  # as where a small step should divide
    for node in ast.walk(top):
        if isinstance(node, ast.Return) and _cuts_off(node.value) and came == math.floor(wanted) != wanted:
            yield node.lineno, "has //, which cuts the fraction off: / keeps it"
        elif isinstance(node, ast.BinOp) and (is_far_off or not symptoms.has_hint):
            if text := _divides_by_a_part(node):
                yield node.lineno, text
        elif isinstance(node, ast.Call) and _called(node) in _ROUNDS and _is_rounded(came, wanted):
            yield node.lineno, "rounds: the result is wanted as it is"


def _divides_by_a_part(node: ast.BinOp) -> str:
    """Ask about x / 2 * h: right where half of it is wanted times h, and not where all of it is to be divided."""
    if not isinstance(node.op, ast.Mult) or not isinstance(node.left, ast.BinOp):
        return ""
    by = node.left.right
    if not isinstance(node.left.op, ast.Div) or not _is_number(by):
        return ""
    return f"divides by {ast.unparse(by)} alone: is it / ({ast.unparse(by)} * {ast.unparse(node.right)}) that you want?"


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _cuts_off(value: ast.expr | None) -> bool:
    return isinstance(value, ast.BinOp) and isinstance(value.op, ast.FloorDiv)


def _is_rounded(came: float, wanted: float) -> bool:
    return came != wanted and any(came == round(wanted, digits) for digits in range(7))


def _unused(top: ast.stmt, symptoms: Symptoms) -> str:
    """Name an argument that the function never looks at, where the test is about it or has no better hint."""
    if not isinstance(top, _FUNCTION):
        return ""
    used = {node.id for node in ast.walk(top) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    places, named = [*top.args.posonlyargs, *top.args.args], top.args.kwonlyargs
    by_place = zip(places[len(places) - len(top.args.defaults) :], top.args.defaults, strict=True)
    defaults = {arg.arg: value for arg, value in [*by_place, *zip(named, top.args.kw_defaults, strict=True)] if value}
    for arg in [*places, *named]:
        if arg.arg not in used and "locals" not in used and _may_matter(arg.arg, defaults.get(arg.arg), symptoms):
            return f"{top.name} never uses its argument {arg.arg}"
    return ""


def _may_matter(name: str, default: ast.expr | None, symptoms: Symptoms) -> bool:
    """Say whether an argument may be what is missing: of one that the test leaves out, only its default can be."""
    if symptoms.numbers is None and symptoms.has_hint:  # it is the form that is wrong, and known how
        return False
    if default is None or name in symptoms.passed:
        return True
    is_something = not (isinstance(default, ast.Constant) and not default.value)
    return is_something and symptoms.numbers is not None and not symptoms.has_hint


def _is_list(node: ast.expr) -> bool:
    return isinstance(node, ast.List | ast.ListComp) or (isinstance(node, ast.BinOp) and _is_list(node.left))


def _is_len(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "len"


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
