"""Let pytest speak to a student: what is wrong and where, a board at the end, and the next exercise.

Everything is in the folder `kit`; nothing in it gives or takes a mark.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

if sys.version_info < (3, 11):  # noqa: UP036  a student may have an older one
    sys.exit("these exercises need Python 3.11 or newer, and this is " + sys.version.split()[0])


def _is_too_late() -> bool:
    """Say whether pytest runs already, because it was started in another folder; its walls of text tell nobody so."""
    frame = sys._getframe()
    while frame.f_back is not None and frame.f_code.co_name != "_importconftest":
        frame = frame.f_back
    return getattr(frame.f_locals.get("self"), "_configured", False) is True


def _missing_part() -> str:
    """Return which file of the kit is not there; without it, pytest speaks for itself."""
    try:
        importlib.import_module("kit.plugin")
    except ModuleNotFoundError as error:
        return f"{(error.name or 'kit').replace('.', '/')}{'.py' if '.' in (error.name or '') else ''}"
    return ""


if _is_too_late():
    collect_ignore_glob = ["*"]

    def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
        """Say where to go, or why nothing here ran."""
        here = Path(__file__).parent.name
        if "kit.plugin" in sys.modules:
            terminalreporter.write_line(f"the folder {here} has a copy of the exercises, which does not run")
        else:
            terminalreporter.write_line(f"the exercises are in the folder {here}: cd into it first")
elif missing := _missing_part():

    def pytest_configure(config: pytest.Config) -> None:
        """Say it as shortly as pytest can by itself."""
        config.option.tbstyle, config.option.reportchars, config.option.disable_warnings = "line", "N", True

    def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
        """Name what is missing."""
        terminalreporter.write_line(f"{missing} is missing: take a fresh copy of the folder kit, and keep your files")
else:
    pytest_plugins = ["kit.plugin"]
