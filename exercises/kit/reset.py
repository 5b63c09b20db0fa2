# A copy of the kit's grader/handout/kit/reset.py, written by `grader build`: a change made here is lost.
"""Put a file, or one exercise in it, back as it came: `pytest --reset NAME`.

Nothing is ever lost: what was there is kept in a numbered backup first, and no backup is overwritten.
"""

from __future__ import annotations

import ast
import os
import re
import warnings
from pathlib import Path

from .course import did_you_mean, read_course

_STUBS = Path("kit", "stubs")
_Lines = list[bytes]


def put_back(folder: Path, names: list[str]) -> str:
    """Put modules (`forward` or `forward.py`) and exercises back, and return what was done.

    Raises:
        LookupError: there is nothing of a name, or nothing can be put back; nothing was changed.
    """
    if not names:
        raise LookupError("say what to reset: an exercise, or a file of yours, such as in `pytest --reset NAME.py`")
    places = [_place_of(folder, name) for name in dict.fromkeys(names)]
    return "\n".join(_put_back(folder, module, exercise) for module, exercise in places)


def _place_of(folder: Path, name: str) -> tuple[str, str]:
    """Return the module of a name, and the exercise in it, '' for the whole of it."""
    exercises = read_course(folder).exercises
    stubs = {path.stem for path in (folder / _STUBS).glob("*.txt")}
    exercise = next((e for e in exercises if e.name == name and e.module in stubs), None)
    module = exercise.module if exercise else name.removesuffix(".py")
    if module not in stubs:
        known = [*(e.name for e in exercises), *sorted(stubs)]
        near = did_you_mean(module, known) or "; it may be an exercise, or a file of yours"
        raise LookupError(f"there is nothing to reset called {name}{near}")
    return module, name if exercise else ""


def _put_back(folder: Path, module: str, name: str) -> str:
    stub = (folder / _STUBS / f"{module}.txt").read_bytes()
    path = (folder / f"{module}.py").resolve()  # a link stays a link
    before = path.read_bytes() if path.is_file() else None
    if before is None or not name:
        what, after = f"{module}.py", stub
    else:
        what, after = f"{name} in {module}.py", _with_exercise(before, stub, name, module)
    if after == before:
        return f"{what} is as it came: nothing to do"
    kept = "" if before is None else f"; your version is kept in {_keep(path, before)}"
    _replace(path, after)
    return f"{what} is back as it came{kept}"


def _with_exercise(before: bytes, stub: bytes, name: str, module: str) -> bytes:
    if b"\0" in before:
        raise LookupError(f"{module}.py is not saved as UTF-8, so only all of it can be reset: --reset {module}.py")
    mine, theirs = before.splitlines(keepends=True), stub.splitlines(keepends=True)
    start, end = _place(theirs, name) or (0, 0)
    newline = b"\r\n" if mine and mine[0].endswith(b"\r\n") else b"\n"
    fresh = [line.rstrip(b"\r\n") + newline for line in theirs[start:end]]
    place = _place(mine, name)
    if place is None:  # it was deleted or renamed
        ending = b"" if not mine or mine[-1].endswith((b"\n", b"\r")) else newline
        return b"".join([*mine, ending, newline, newline, *fresh])
    return b"".join([*mine[: place[0]], *fresh, *mine[place[1] :]])


def _place(lines: _Lines, name: str) -> tuple[int, int] | None:
    """Return where a function or class begins and ends, decorators included; of several the last, as Python does."""
    try:
        tree = ast.parse(b"".join(lines))
        with warnings.catch_warnings(action="ignore"):
            compile(tree, "", "exec")  # finds more, such as a return that stands outside of every function
    except (SyntaxError, ValueError):
        return _place_by_look(lines, name)
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    nodes = [node for node in tree.body if isinstance(node, kinds) and node.name == name]
    if not nodes:
        return None
    first = min([nodes[-1].lineno, *(decorator.lineno for decorator in nodes[-1].decorator_list)])
    return first - 1, nodes[-1].end_lineno or first


def _place_by_look(lines: _Lines, name: str) -> tuple[int, int] | None:
    """Return the same for a file that is not Python yet: up to the next function or class, or the end."""
    head = re.compile(rb"(?:async\s+)?(?:def|class)\s+" + name.encode() + rb"\b")
    start = next((at for at, line in reversed([*enumerate(lines)]) if head.match(line)), None)
    if start is None:
        return None
    following = (at for at in range(start + 1, len(lines)) if re.match(rb"(?:async\s+)?(?:def|class)\s|@", lines[at]))
    end = next(following, len(lines))
    while end > start + 1 and not lines[end - 1].strip():
        end -= 1
    return start, end


def _keep(path: Path, content: bytes) -> str:
    number = 1
    while True:
        backup = path.with_name(f"{path.name}.backup-{number}")
        try:
            with open(backup, "xb") as opened:
                opened.write(content)
        except FileExistsError:
            number += 1
        else:
            return backup.name


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        fresh.write_bytes(content)
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
