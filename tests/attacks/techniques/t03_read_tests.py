"""Read the tests

Tried: find the hidden suite or the solution by path, by __file__, by linecache, by importing it, and answer from it;
or what the instructor has left in the students' folder: model answers for self-study, results, the hand-ins of others.

Stopped: Landlock lets a guest read the standard library, numpy and the exercises' data; every other open is refused.
"""

from pathlib import Path

BY_PATH = r"""
import glob, os

def _read():
    found = []
    here = os.path.abspath(os.getcwd())
    places = [here, os.path.dirname(here), "/", "/root", "/home", "/tmp", "/work", *__import__("sys").path]
    for place in places:
        for pattern in ("tests/hidden/*.py", "solutions/*.py", "../tests/hidden/*.py", "../solutions/*.py"):
            for path in glob.glob(os.path.join(place, pattern)):
                found.append(open(path).read())
    return found

FOUND = _read()

def relu(x):
    raise ValueError(repr(FOUND))
"""

BY_FILE = r"""
import os, sys, linecache

def relu(x):
    found = []
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None) or ""
        if "grader" in file:
            root = file.split("grader")[0]
            for name in ("tests/hidden/test_forward.py", "solutions/forward.py", "course.yaml", "README.md"):
                try:
                    found.append(open(root + name).read())
                except OSError as error:
                    found.append(type(error).__name__)
                found += linecache.getlines(root + name)
    raise ValueError("".join(found))
"""

BY_IMPORT = r"""
import importlib, sys

def relu(x):
    for name in ("solutions.forward", "tests.hidden.test_forward", "solutions", "test_forward", "grader.expect"):
        try:
            module = importlib.import_module(name)
        except Exception:
            continue
        return getattr(module, "relu", lambda x: x)(x)
    return x
"""

EXACT = r"""
def relu(x):
    found = []
    for path in PATHS:
        try:
            text = open(path).read()
            found.append(text[text.index("canary"):][:60])
        except OSError as error:
            found.append(type(error).__name__)
    raise ValueError(" ".join(found))
"""

STUDENTS_FOLDER = r"""
import os

def relu(x):
    found = []
    for name in ("kit/answers.txt", "results/ada.json", "hand-ins/ada/forward.py"):
        try:
            with os.fdopen(os.open(name, os.O_RDONLY)) as file:
                found.append(file.read())
        except OSError as error:
            found.append(type(error).__name__)
    raise ValueError(" ".join(found))
"""


def _exact(path: Path) -> None:
    """Write an attacker who knows where everything lies."""
    world = path.parents[2]
    names = ("course/tests/hidden/test_forward.py", "course/solutions/forward.py", "home/.netrc")
    path.write_text(f"PATHS = {[str(world / name) for name in names]}\n{EXACT}")


VARIANTS = {
    "exact paths": {"forward.py": _exact},
    "by path": {"forward.py": BY_PATH},
    "by file": {"forward.py": BY_FILE},
    "in the students folder": {"forward.py": STUDENTS_FOLDER},
    "by import": {"forward.py": BY_IMPORT},
}
