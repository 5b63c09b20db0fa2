# A copy of the kit's grader/handout/kit/commands.py, written by `grader build`: a change made here is lost.
"""What `pytest` does instead of running the tests: --hint, --why, --reset, --solution, --hand-in, --watch."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .course import FOLDER, read_course

_OPTIONS: dict[str, dict[str, Any]] = {
    "--hint": {"metavar": "EXERCISE", "nargs": "?", "const": "", "help": "one more hint each time; alone: the list"},
    "--reset": {
        "metavar": "NAME",
        "nargs": "*",
        "help": "put exercises, or files, back as they came; your versions are kept beside them",
    },
    "--solution": {"metavar": "EXERCISE", "help": "a model answer, once yours is right and if answers are handed out"},
    "--why": {
        "metavar": "EXERCISE",
        "nargs": "?",
        "const": "",
        "help": "two questions about your own function, once it is right; alone: the list",
    },
    "--answer": {"metavar": "LETTERS", "help": "the answers to the questions of --why, a letter each"},
    "--hand-in": {"action": "store_true", "dest": "hand_in", "help": "check your files, and put them into hand-in.zip"},
    "--watch": {"action": "store_true", "help": "run again at every save; h shows a hint, q ends it"},
}


def add_options(group: Any) -> None:
    """Add the options to pytest's."""
    for name, settings in _OPTIONS.items():
        group.addoption(name, **settings)


def answer(config: pytest.Config) -> int | None:
    """Do what was asked for instead of running the tests, and return the exit code; None: run them.

    Each part is loaded only where it is asked for: most runs need none of them.
    """
    try:
        return _answered(config)
    except (EOFError, KeyboardInterrupt):  # whoever was asked has left
        print()
    except LookupError as error:
        raise pytest.UsageError(error.args[0]) from None
    except OSError as error:
        raise pytest.UsageError(
            f"{Path(error.filename or 'the file').name} cannot be written: {error.strerror}"
        ) from None
    return 0


def _answered(config: pytest.Config) -> int | None:
    option = config.option
    if option.watch:
        from .watch import Watch

        _take_the_keys(config)
        return Watch(FOLDER, read_course(), list(config.invocation_params.args)).run()
    if option.hand_in:
        from .hand_in import hand_in

        text, is_fine = hand_in(FOLDER, read_course())
        print(text)
        return 0 if is_fine else 1
    if option.reset is not None:
        from .reset import put_back

        print(put_back(FOLDER, option.reset))
    elif option.solution is not None:
        from .answers import model_answer

        print(model_answer(FOLDER, read_course(), option.solution))
    elif option.why is not None:
        from .why import why

        why(FOLDER, read_course(), option.why, option.answer, _reader(config))
    elif option.answer is not None:
        raise LookupError("say what the answers are about: pytest --why EXERCISE --answer LETTERS")
    elif option.hint is not None:
        from .hints import next_hint

        print(next_hint(FOLDER, option.hint))
    else:
        return None
    return 0


def _reader(config: pytest.Config) -> Callable[[str], str] | None:
    """Return what asks a student who sits at a terminal; None where nobody can answer."""
    _take_the_keys(config)
    return input if sys.stdin is not None and sys.stdin.isatty() else None


def _take_the_keys(config: pytest.Config) -> None:
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture is not None:
        capture.suspend_global_capture(in_=True)
