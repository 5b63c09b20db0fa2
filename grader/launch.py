"""How a child process of ours is started: nothing in the current folder, and nothing a student wrote, is on its path.

`python -m grader…` would put the current folder first, which may be a hand-in with a struct.py. So the child takes
the very package that started it, from wherever that was installed, and works in a folder that nobody writes to.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import grader

NEUTRAL_FOLDER = "/" if os.name == "posix" else str(Path(sys.executable).parent)

_START = """\
import importlib.util, runpy, sys
spec = importlib.util.spec_from_file_location("grader", sys.argv[1])
sys.modules["grader"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sys.modules["grader"])
sys.argv[:] = sys.argv[2:]
runpy.run_module(sys.argv[0], run_name="__main__")
"""


def own_program(module: str) -> list[str]:
    """Return the command that runs a module of this package as a program; start it in `NEUTRAL_FOLDER`."""
    assert grader.__file__ is not None
    return [sys.executable, "-P", "-c", _START, os.path.abspath(grader.__file__), module]


# Where Python finds itself and what is installed. Anything else may change a result: -OO alone takes away every title.
_OF_PYTHON = {f"PYTHON{name}" for name in "HOME USERBASE NOUSERSITE PLATLIBDIR DONTWRITEBYTECODE PYCACHEPREFIX".split()}


def own_environment() -> dict[str, str]:
    """Return the environment without what makes Python or pytest load or do something that is not ours."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_CORE_", "PYTHON"))}
    kept.update((key, value) for key, value in os.environ.items() if key in _OF_PYTHON)
    if path := os.pathsep.join(part for part in _search_path() if os.path.isabs(part)):
        kept["PYTHONPATH"] = path
    return {**kept, "PYTHONSAFEPATH": "1"}


def forget_current_folder() -> None:
    """Take the current folder off our own path, where `python -m grader` has put it in front."""
    if not sys.flags.safe_path and sys.path:
        del sys.path[0]


def _search_path() -> list[str]:
    return [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part]
