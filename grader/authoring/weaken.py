"""Weaken each hidden test a little, and see whether any catalogued mistake slips through: if none does, what for?

A tolerance becomes a thousand times as wide, an expectation is dropped, of a parametrized test only the first case is
left. All weakened copies of a suite's tests stand beside the originals in one copy of the course, so that a mistake is
graded once for all of them. A copy is noticed if it lets a mistake pass that its original refuses.
"""

from __future__ import annotations

import ast
import copy
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.authoring.files import parsed
from grader.authoring.mutants import Mistakes
from grader.course.model import Course
from grader.diagnosis.catalogue import Catalogue
from grader.grade.document import Grade
from grader.grading import Settings
from grader.submission import Submission
from grader.suite import variant
from grader.suite.reference import load_reference
from grader.workers.pool import Here, Job, Pool

_WIDER = 1000.0
_RTOL, _ATOL = 1e-7, 1e-10  # of expect.close where a test says nothing
_COPIED = ("course.yaml", "solutions", "tests", "exercises")


@dataclass(frozen=True)
class Weakening:
    """One weakened copy of a test: the original's name, what was done and where, and the copy's name."""

    suite: str
    test: str
    line: int
    what: str
    copy: str


def unnoticed(
    course: Course,
    settings: Settings,
    names: Collection[str],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[list[str], int]:
    """Return a sentence for each weakening that lets no mistake pass, and how many weakenings there were.

    Args:
        names: exercises; none means all.
    """
    wanted = set(names) or {e.name for m in course.modules for e in m.exercises}
    with tempfile.TemporaryDirectory(prefix="grader-weaken-") as folder:
        root = Path(folder)
        for name in _COPIED:
            _copy(course.root / name, root / name)
        made: dict[str, Weakening] = {}
        for module in course.modules:
            suite = f"tests/hidden/test_{module.name}.py"
            made |= {weak.copy: weak for weak in _write(course.root / suite, root / suite, suite)}
        noticed: set[str] = set()
        faults: list[str] = []
        with Pool(Here(root / "course.yaml", settings.isolation, None, settings.jobs)) as pool:
            pool.ready()
            jobs = list(_mistakes(course, wanted))
            for done, (_, grade) in enumerate(pool.grade(jobs), 1):
                if isinstance(grade, Grade):
                    noticed |= _let_pass(grade, made)
                else:
                    faults.append(f"the grading itself failed, so that less is known: {grade}")
                progress(done, len(jobs))
    left = [weak for weak in made.values() if weak.copy not in noticed and _exercise_of(course, weak) in wanted]
    total = [weak for weak in made.values() if _exercise_of(course, weak) in wanted]
    told = [f"{w.suite}: line {w.line}: {w.test}: {w.what}, and no mistake notices" for w in left]
    return [*dict.fromkeys(faults), *told], len(total)


def _copy(old: Path, new: Path) -> None:
    if old.is_dir():
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    elif old.is_file():
        shutil.copy(old, new)


def _mistakes(course: Course, wanted: Collection[str]) -> Iterator[Job]:
    variant.install(course)
    catalogue = Catalogue(course, load_reference(course))
    sources = {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}
    for module in course.modules:
        mistakes = Mistakes(course.root / "tests" / "mistakes" / f"{module.name}.py")
        for exercise in (e.name for e in module.exercises if e.name in wanted):
            for name in catalogue.mistakes[exercise]:
                full = f"{exercise}__{name}"
                source = mistakes.planted(sources[module.name], exercise, full)
                yield Job(full, Submission(full, {**sources, module.name: source}), (exercise,))


def _let_pass(grade: Grade, made: dict[str, Weakening]) -> set[str]:
    """Return the copies that accept what their originals refuse."""
    failed: dict[str, bool] = {}
    for test in (t for m in grade.modules for e in m.exercises for t in e.tests):
        name = test.name.partition("[")[0]
        failed[name] = failed.get(name, False) or test.outcome != "passed"
    return {name for name, weak in made.items() if name in failed and failed.get(weak.test) and not failed[name]}


def _exercise_of(course: Course, weak: Weakening) -> str:
    for node in parsed(course.root / weak.suite).body:
        if isinstance(node, ast.FunctionDef) and node.name == weak.test:
            return _mark(node)
    return ""


def _write(old: Path, new: Path, suite: str) -> Iterator[Weakening]:
    """Write a suite with all weakened copies of its tests behind them."""
    tree = parsed(old)
    body: list[ast.stmt] = []
    for node in tree.body:
        body.append(node)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test") and _mark(node):
            for number, (weaker, line, what) in enumerate(_weaker(node)):
                weaker.name = f"{node.name}__weakened_{number}"
                body.append(weaker)
                yield Weakening(suite, node.name, line, what, weaker.name)
    if old.is_file():
        text = ast.unparse(ast.fix_missing_locations(ast.Module(body, [])))
        new.write_text(text, encoding="utf-8")


def _mark(node: ast.FunctionDef) -> str:
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call) and ast.unparse(decorator.func).endswith("mark.exercise") and decorator.args:
            return str(getattr(decorator.args[0], "value", ""))
    return ""


def _weaker(test: ast.FunctionDef) -> Iterator[tuple[ast.FunctionDef, int, str]]:
    """Yield the test with one expectation weakened or dropped, or with its first case alone."""
    total = list(ast.walk(test))
    for position, node in enumerate(total):
        weaker = copy.deepcopy(test)
        twin = list(ast.walk(weaker))[position]
        if isinstance(node, ast.Call) and _called(node) == "close":
            assert isinstance(twin, ast.Call)
            _widen(twin)
            yield weaker, node.lineno, "a tolerance a thousand times as wide"
        elif isinstance(node, ast.Expr | ast.Assert) and _is_expectation(node) and _drop(weaker, twin):
            yield weaker, node.lineno, "an expectation dropped"
        elif isinstance(node, ast.Call) and _called(node) == "parametrize" and len(node.args) > 1:
            assert isinstance(twin, ast.Call)
            cases = twin.args[1]
            if isinstance(cases, ast.List | ast.Tuple) and len(cases.elts) > 1:
                cases.elts = cases.elts[:1]
                for keyword in twin.keywords:
                    if keyword.arg == "ids" and isinstance(keyword.value, ast.List | ast.Tuple):
                        keyword.value.elts = keyword.value.elts[:1]
                yield weaker, node.lineno, "only the first case left"


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else ""


def _is_expectation(node: ast.Expr | ast.Assert) -> bool:
    if isinstance(node, ast.Assert):
        return True
    return isinstance(node.value, ast.Call) and ast.unparse(node.value.func).startswith("expect.")


def _widen(call: ast.Call) -> None:
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    names = {"rtol": _RTOL, "atol": _ATOL}
    call.keywords = [keyword for keyword in call.keywords if keyword.arg not in names]
    for name, default in names.items():
        value = given.get(name, ast.Constant(default))
        call.keywords.append(ast.keyword(name, ast.BinOp(value, ast.Mult(), ast.Constant(_WIDER))))


def _drop(tree: ast.AST, statement: ast.AST) -> bool:
    for node in ast.walk(tree):
        for name in ("body", "orelse", "finalbody"):
            block = getattr(node, name, None)
            if isinstance(block, list) and statement in block:
                block[block.index(statement)] = ast.Pass()
                return True
    return False
