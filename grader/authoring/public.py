"""Look at the students' own tests: which exercises they cover, whether the solutions pass them, and the stubs none."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

from grader.authoring.build import build
from grader.authoring.files import parsed
from grader.course.model import Course, Module
from grader.launch import own_environment

_RESULTS = "results.xml"
_SECONDS = 600.0  # for all public tests; they take a few


def exercises_tested(course: Course, module: Module) -> set[str]:
    """Return the exercises of a module that have a public test.

    A test belongs to the exercise whose name its own begins with (the longest that fits), or to its mark's.
    """
    path = course.root / "tests" / "public" / f"test_{module.name}.py"
    tree = parsed(path)
    names = [exercise.name for exercise in module.exercises]
    tested = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            title = node.name.removeprefix("test_").casefold()
            fitting = [name for name in names if f"{title}_".startswith(f"{name.casefold()}_")]
            tested |= {max(fitting, key=len)} if fitting else set()
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "exercise":
            tested |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    return tested


@contextmanager
def public_tests(course: Course, modules: Sequence[str]) -> Iterator[Callable[[], list[str]]]:
    """Start the public tests of these modules on the reference, and on what students begin with.

    Yields:
        What waits for their end and returns a complaint if the reference does not pass, or stubs do.
    """
    with tempfile.TemporaryDirectory(prefix="grader-public-") as temporary:
        stubs, reference = Path(temporary, "stubs"), Path(temporary, "reference")
        build(course, stubs)
        shutil.copytree(stubs, reference)
        for module in course.modules:
            shutil.copy(course.root / "solutions" / f"{module.name}.py", reference)
        files = [name for module in modules if (stubs / (name := f"test_{module}.py")).is_file()]
        with _pytest(reference, files) as of_reference, _pytest(stubs, files) as of_stubs:
            try:
                yield lambda: _complaints(of_reference) or _passed_by_stubs(of_stubs, stubs / _RESULTS)
            finally:
                of_reference.kill()
                of_stubs.kill()


def _pytest(folder: Path, files: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={_RESULTS}", *files],
        cwd=folder,
        env={**own_environment(), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _passed_by_stubs(process: subprocess.Popen[str], results: Path) -> list[str]:
    process.communicate()  # the reference's took longer
    tests = ElementTree.parse(results).iter("testcase") if results.is_file() else ()
    vacuous = [test for test in tests if len(test) == 0]
    says = "passes while nothing is written yet: let it look at what the exercise returns"
    return [f"tests/public/{t.get('classname', '').partition('.')[0]}.py: {t.get('name')} {says}" for t in vacuous]


def _complaints(process: subprocess.Popen[str]) -> list[str]:
    try:
        output, _ = process.communicate(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        return [f"tests/public: the students' own tests do not end on the reference within {_SECONDS:g} s"]
    if re.search(r"^[.]*s[.s]*\s*(\[|$)", output, re.MULTILINE):
        return ["tests/public: expected every test to be run, got one that is skipped: `pytest -rs` names it"]
    if process.returncode == 0 and re.search(r"\d+ (passed|done)\b", output):
        return []
    if crash := re.findall(r"^INTERNALERROR> (\w.*)", output, re.MULTILINE):
        what = "a file ends pytest when it is imported" if "SystemExit" in crash[-1] else "pytest itself failed"
        cure = ": is there an exit() in it?" if "SystemExit" in crash[-1] else ""
        return [f"tests/public: {what} ({crash[-1]}){cure}"]
    if not re.search(r"\d+ (passed|done|wrong|failed|errors?|not started|blocked)\b", output):
        code = process.returncode
        return [f"tests/public: pytest ended in the middle (exit code {code}): is there an exit in a test?"]
    said = [line.strip() for line in output.splitlines() if line.strip()]
    lines = " / ".join([line for line in said if not re.fullmatch(r"[-.x!]+( +\[ *\d+%\])?", line)][:6])
    return [f"tests/public: the reference does not pass the students' own tests: {lines}"[:600]]
