"""Look at the students' own tests: which exercises they cover, and whether the solutions pass them."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from grader.course.build import build
from grader.course.model import Course, Module


def exercises_tested(course: Course, module: Module) -> set[str]:
    """Return the exercises of a module that have a public test.

    A test belongs to the exercise whose name its own begins with (the longest that fits), or to its mark's.
    """
    path = course.root / "tests" / "public" / f"test_{module.name}.py"
    tree = ast.parse(path.read_bytes() if path.is_file() else b"", str(path))
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


def public_tests_fail(course: Course) -> list[str]:
    """Return a complaint if the reference does not pass the public tests of every module."""
    with tempfile.TemporaryDirectory(prefix="grader-public-") as folder:
        build(course, Path(folder))
        for module in course.modules:
            shutil.copy(course.root / "solutions" / f"{module.name}.py", folder)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "."],
            cwd=folder,
            env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode == 0:
        return []
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return [f"tests/public: the reference does not pass the students' own tests: {' / '.join(said[:6])}"[:600]]
