"""Rewrite a hidden suite so that each of its expectations fails softly (grader.authoring.softly), with a number each.

Weakened are: an expectation, or a call of the suite's own function that has some (dropped); a tolerance that is
written down, and the usual one, for the whole module (a thousand times as wide); a parametrization (the first case).
An assert on what the author made alone is none: it is there for the author, and no answer can fail it.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from grader.authoring.names import names_in, names_of_hand_in
from grader.authoring.softly import USUAL

_COMPARING = ("close", "numbers", "equal")  # of expect: they have a tolerance
_PRELUDE = "from grader.authoring import softly as _softly"
_Function = ast.FunctionDef


@dataclass(frozen=True)
class Weakening:
    """One way to weaken a suite: in which function of it, its how-manieth there, where, and what was done."""

    number: int
    function: str
    place: int
    line: int
    what: str

    @property
    def name(self) -> str:
        """Its name in a list of reasons."""
        return f"{self.function.removeprefix('test_')}#{self.place}"


@dataclass
class Softened:
    """A suite rewritten: its text and its weakenings."""

    text: str = ""
    weakenings: list[Weakening] = field(default_factory=list)
    exercise_of: dict[str, str] = field(default_factory=dict)  # by test
    has_usual: bool = False  # the usual tolerance


def softened(tree: ast.Module, modules: Collection[str]) -> Softened:
    """Rewrite a suite; `modules` are the names of the modules that students hand in."""
    suite, tree = Softened(), copy.deepcopy(tree)
    functions = {node.name: node for node in tree.body if isinstance(node, _Function)}
    checking = _checking(functions)
    handed_in = names_of_hand_in(tree, modules)
    for name, node in functions.items():
        if exercise := exercise_of(node):
            suite.exercise_of[name] = exercise
    suite.has_usual = any(_is_usual(node) for node in ast.walk(tree))
    for function in functions.values():
        if function.name in suite.exercise_of or function.name in checking:
            _Softening(suite, function, checking, handed_in).rewrite()
    at = next((i for i, node in enumerate(tree.body) if not _comes_first(node)), len(tree.body))
    tree.body[at:at] = ast.parse(_PRELUDE).body
    suite.text = ast.unparse(ast.fix_missing_locations(tree))
    return suite


def exercise_of(node: ast.FunctionDef) -> str:
    """Return the exercise that a test gives marks for; of any other function, nothing."""
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.exercise") and decorator.args:
            return str(getattr(decorator.args[0], "value", "")) if node.name.startswith("test") else ""
    return ""


class _Softening(ast.NodeTransformer):
    """Rewrites one function."""

    def __init__(
        self, suite: Softened, function: _Function, checking: Collection[str], handed_in: Collection[str]
    ) -> None:
        self._suite, self._function = suite, function
        self._checking, self._handed_in = checking, _spread(function, handed_in)

    def rewrite(self) -> None:
        own = self._function
        cases = list(self._cases()) if own.name in self._suite.exercise_of else []
        is_documented = ast.get_docstring(own) is not None
        body = [self.visit(node) for node in own.body[is_documented:]]
        if own.name in self._suite.exercise_of:
            later = ", ".join(f"*[{number}] * (request.node.callspec.indices[{name!r}] > 0)" for number, name in cases)
            (whole,) = ast.parse(f"with _softly.whole([{later}]): pass").body
            assert isinstance(whole, ast.With)
            whole.body, body = body, [whole]
            if cases and all(argument.arg != "request" for argument in own.args.args):
                own.args.args.append(ast.arg("request"))
        own.body = [*own.body[:is_documented], *body]

    def visit_Expr(self, node: ast.Expr) -> ast.stmt:
        is_one = self._is_expectation(node.value)
        line = node.lineno
        self.generic_visit(node)
        return self._dropping(node, line) if is_one else node

    def visit_Assert(self, node: ast.Assert) -> ast.stmt:
        return self._dropping(node, node.lineno) if names_in(node) & self._handed_in else node

    def visit_With(self, node: ast.With) -> ast.stmt:
        for item in node.items:
            if _called(item.context_expr):
                number = self._number(item.context_expr.lineno, "an expectation dropped")
                item.context_expr = _call("lifting", number, item.context_expr)
        self.generic_visit(node)
        return node

    def visit_Try(self, node: ast.Try) -> ast.stmt:
        """Leave alone what is tried: whether it fails decides what comes next."""
        for part in (node.handlers, node.orelse, node.finalbody):
            part[:] = [self.visit(statement) for statement in part]
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        self.generic_visit(node)
        if _called(node) not in _COMPARING or _is_exact(node):
            return node
        number = USUAL if _is_usual(node) else self._number(node.lineno, "a tolerance a thousand times as wide")
        wider = _call("widening", number, node.func, *node.args)
        wider.keywords = node.keywords
        return wider

    def _cases(self) -> Iterator[tuple[int, str]]:
        """Yield a number and the first argument's name of each parametrization with several cases."""
        for node in self._function.decorator_list:
            if not (
                isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".parametrize") and len(node.args) > 1
            ):
                continue
            names, cases = node.args[:2]
            if isinstance(cases, ast.List | ast.Tuple) and len(cases.elts) < 2:  # one case is the first
                continue
            first = names.elts[0] if isinstance(names, ast.List | ast.Tuple) else names
            name = str(getattr(first, "value", "")).partition(",")[0].strip()
            yield self._number(node.lineno, "only the first case left"), name

    def _is_expectation(self, node: ast.expr) -> bool:
        if not isinstance(node, ast.Call):
            return False
        return bool(_called(node)) or (isinstance(node.func, ast.Name) and node.func.id in self._checking)

    def _dropping(self, node: ast.stmt, line: int) -> ast.stmt:
        call = _call("dropping", self._number(line, "an expectation dropped"))
        return ast.With([ast.withitem(call)], [node])

    def _number(self, line: int, what: str) -> int:
        number, name = len(self._suite.weakenings), self._function.name
        place = 1 + sum(weak.function == name for weak in self._suite.weakenings)
        self._suite.weakenings.append(Weakening(number, name, place, line, what))
        return number


def _call(name: str, number: int, *args: ast.expr) -> ast.Call:
    return ast.Call(ast.Attribute(ast.Name("_softly"), name), [ast.Constant(number), *args], [])


def _called(node: ast.AST) -> str:
    """Return which function of `expect` is called, if one is."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        owner = node.func.value
        return node.func.attr if isinstance(owner, ast.Name) and owner.id == "expect" else ""
    return ""


def _is_usual(node: ast.AST) -> bool:
    return _called(node) in _COMPARING and not {k.arg for k in getattr(node, "keywords", ())} & {"rtol", "atol", None}


def _is_exact(node: ast.Call) -> bool:
    given = [k.value for k in node.keywords if k.arg in ("rtol", "atol")]
    return bool(given) and all(isinstance(value, ast.Constant) and value.value == 0 for value in given)


def _checking(functions: dict[str, _Function]) -> set[str]:
    """Return the suite's own functions that expect something, or call one that does."""
    return {
        name
        for name in functions
        if any(_called(node) for other in _reached(name, functions) for node in ast.walk(functions[other]))
    }


def _reached(name: str, functions: dict[str, _Function]) -> set[str]:
    found, ahead = set(), [name]
    while ahead:
        if (one := ahead.pop()) not in found:
            found.add(one)
            ahead += names_in(functions[one]) & functions.keys()
    return found


def _spread(function: _Function, names: Collection[str]) -> set[str]:
    """Return these names and those that a function gives to what comes of them."""
    found = set(names)
    while new := _assigned(list(ast.walk(function)), found) - found:
        found |= new
    return found


def _assigned(nodes: list[ast.stmt] | list[ast.AST], names: Collection[str]) -> set[str]:
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Assign) and names_in(node.value) & set(names):
            found |= {part.id for target in node.targets for part in ast.walk(target) if isinstance(part, ast.Name)}
    return found


def _comes_first(node: ast.stmt) -> bool:
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or (isinstance(node, ast.ImportFrom) and node.module == "__future__")
