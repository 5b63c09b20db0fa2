"""Show the numbers that a public test hands to the student's function, where they are few."""

from __future__ import annotations

import ast
import functools
import inspect
import textwrap
from types import CodeType, FrameType
from typing import Any

from .course import read_course

_MOST_NUMBERS = 8
_MOST_TEXT = 90


def small_inputs(frame: FrameType) -> str:
    """Return "x = [[1., 2.]], y = [0]": what the test function of this frame calls the exercise with, '' if it is much.

    Only what is called by a name: numbers that stand in the call itself are in the line that is shown anyway.
    """
    texts = []
    for name in _handed_over(frame.f_code):
        if name in frame.f_locals and (text := _shown(frame.f_locals[name])):
            texts.append(f"{name} = {text}")
    shown = ", ".join(texts)
    return shown if len(shown) <= _MOST_TEXT else ""


@functools.cache
def _handed_over(code: CodeType) -> tuple[str, ...]:
    """Return the names among the arguments of calls to a module of the course."""
    modules = {exercise.module for exercise in read_course().exercises}
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(code)))
    except (OSError, SyntaxError):
        return ()
    found: dict[str, None] = {}
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        called = [call.func, *call.args[:1]]  # expect.pure(module.function, ...) calls it as well
        owners = [
            part.value.id for part in called if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name)
        ]
        if modules.intersection(owners):
            values = [*call.args, *(keyword.value for keyword in call.keywords)]
            names = [n.id for value in values for n in ast.walk(value) if isinstance(n, ast.Name)]
            found |= dict.fromkeys(name for name in names if name not in modules)
    return tuple(found)


def _shown(value: Any) -> str:
    if hasattr(value, "dtype") and hasattr(value, "tolist"):
        return repr(value.tolist()) if value.size <= _MOST_NUMBERS else ""
    if isinstance(value, bool | int | float | str | None):
        return repr(value)
    if isinstance(value, list | tuple) and len(value) <= _MOST_NUMBERS:
        parts = [_shown(part) for part in value]
        text = ", ".join(parts)
        return "" if "" in parts else f"[{text}]" if isinstance(value, list) else f"({text})"
    if isinstance(value, dict) and len(value) <= _MOST_NUMBERS:
        texts = [(repr(key), _shown(part)) for key, part in value.items()]
        return (
            "" if any(not part for _, part in texts) else "{" + ", ".join(f"{key}: {part}" for key, part in texts) + "}"
        )
    return ""
