"""Give a guest the small things that every student's machine has and the jail has not: a home, a name, a locale."""

from __future__ import annotations

import locale
import os
import sys
from typing import Any

_set_locale = locale.setlocale
_home: list[str] = []


def settle() -> None:
    """Let scripts ask for these; no mark depends on what they get."""
    _home[:] = [os.getcwd()]
    for name in ("HOME", "USERPROFILE"):
        os.environ.setdefault(name, os.getcwd())
    for name in ("USER", "LOGNAME", "USERNAME"):
        os.environ.setdefault(name, "student")
    sys.breakpointhook = lambda *args, **settings: None  # nobody is there to debug
    locale.setlocale = _set_or_keep  # type: ignore[assignment]  # whatever its second argument is


def without_home(text: str) -> str:
    """Return a text with paths as they are seen from the hand-in's own folder, which is another one on each machine.

    So equal hand-ins get equal documents wherever they are graded.
    """
    for home in _home:
        if home != os.sep and home in text:
            text = text.replace(home + os.sep, "").replace(home, os.curdir)
    return text


def _set_or_keep(category: int, wanted: Any = None) -> str:
    """Set a locale that this machine has; for one that only the student's has, leave what there is."""
    try:
        return _set_locale(category, wanted)
    except locale.Error:
        return _set_locale(category)
