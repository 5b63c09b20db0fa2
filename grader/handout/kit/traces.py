"""What is told of an exception: its text, and which of the student's own lines it passed through."""

from __future__ import annotations

import functools
import itertools
import linecache
import os
import re
from collections.abc import Iterator
from pathlib import Path
from types import FrameType, TracebackType

from .course import FOLDER
from .scene import Scene

_SHOWN_FRAMES = 3
_MOST_TEXT = 300


def lines_of(trace: TracebackType | None) -> list[str]:
    """Return "file, line, function: code" for the student's own frames, outermost first, at most three."""
    frames = [f"{_place(frame, line)}" for frame, line in _walk(trace) if is_students(frame.f_code.co_filename)]
    if len(frames) > _SHOWN_FRAMES:
        frames[1:-1] = [f"... {len(frames) - 2} calls between ..."]
    return frames


def last_frame(trace: TracebackType | None) -> FrameType | None:
    """Return the innermost frame of the student's code that an exception passed through."""
    frames = [frame for frame, _ in _walk(trace) if is_students(frame.f_code.co_filename)]
    return frames[-1] if frames else None


def last_place(trace: TracebackType | None) -> tuple[str, int] | None:
    """Return the file and the line of the innermost of them."""
    places = [(frame.f_code.co_filename, line) for frame, line in _walk(trace)]
    return next((place for place in reversed(places) if is_students(place[0])), None)


def files_begun(trace: TracebackType | None) -> list[str]:
    """Return the student's files that an exception passed through while they were imported, outermost first."""
    codes = [frame.f_code for frame, _ in _walk(trace)]
    return [code.co_filename for code in codes if code.co_name == "<module>" and is_students(code.co_filename)]


def scene_of(trace: TracebackType | None) -> Scene:
    """Return where the student's innermost code was that an exception passed through, for explaining it."""
    entries = [e for e in _entries(trace) if is_students(e.tb_frame.f_code.co_filename)]
    if not entries:
        return Scene()
    frame = entries[-1].tb_frame
    code, at = frame.f_code, entries[-1].tb_lasti // 2
    local, known = dict(frame.f_locals), frame.f_globals
    line, end, column, end_column = next(itertools.islice(code.co_positions(), at, None), (None,) * 4)
    if line is None or end is None or column is None or end_column is None:
        line = entries[-1].tb_lineno or code.co_firstlineno
        return Scene(code_line(code.co_filename, line), "", local, known)
    rows = [linecache.getline(code.co_filename, number).encode() for number in range(line, end + 1)]
    rows[-1] = rows[-1][:end_column]
    rows[0] = rows[0][column:]
    part = b" ".join(row.strip() for row in rows).decode("utf-8", "replace")
    return Scene(linecache.getline(code.co_filename, line).strip(), part, local, known)


def line_where_it_hangs(frame: FrameType | None) -> str:
    """Return the student's innermost line of a running program, '' if there is none."""
    while frame is not None and not is_students(frame.f_code.co_filename):
        frame = frame.f_back
    return "" if frame is None else _place(frame, frame.f_lineno or _line_before(frame, frame.f_lasti))


def chain_of(error: BaseException) -> list[BaseException]:
    """Return an exception and those it came from; one may claim to come from itself."""
    chain: list[BaseException] = []
    seen: BaseException | None = error
    while seen is not None and all(seen is not known for known in chain):
        chain.append(seen)
        seen = seen.__cause__ or seen.__context__
    return chain


def give_lines(error: BaseException) -> bool:
    """Give every entry of the tracebacks a line, and say whether some had none.

    An endless loop may be stopped between two lines; pytest itself breaks on such an entry.
    """
    broken = [e for e in chain_of(error) if any(entry.tb_lineno is None for entry in _entries(e.__traceback__))]
    for one in broken:
        entries, places = [*_entries(one.__traceback__)], [*_walk(one.__traceback__)]
        one.__traceback__ = None
        for entry, (frame, line) in reversed([*zip(entries, places, strict=True)]):
            one.__traceback__ = TracebackType(one.__traceback__, frame, entry.tb_lasti, line)
    return bool(broken)


def describe(error: BaseException) -> str:
    """Return an exception's type and message, as short as a student can use."""
    text = re.sub(r" \([^()]*\.py\)$", "", " ".join(str(error).split()))  # no path of a whole machine
    text = re.sub(r",? with gufunc signature \S+", "", text)
    if len(text) > _MOST_TEXT:
        text = text[:_MOST_TEXT].rpartition(" ")[0] + " ..."
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def code_line(path: str, line: int) -> str:
    """Return one line of a file for showing."""
    return linecache.getline(path, line).strip()[:100]


@functools.cache
def is_here(path: Path) -> bool:
    """Say whether a file is directly in the folder of the exercises, however one came there."""
    return os.path.normcase(path.resolve().parent) == os.path.normcase(FOLDER)


@functools.cache
def is_students(filename: str) -> bool:
    """Say whether a file is code of the student's."""
    path = Path(filename)
    if path.suffix != ".py" or path.name.startswith("test_") or path.stem in ("conftest", "expect"):
        return False
    return is_here(path)


def _walk(trace: TracebackType | None) -> Iterator[tuple[FrameType, int]]:
    for entry in _entries(trace):
        line: int | None = entry.tb_lineno  # whatever its type says: None where code stood between two lines
        yield entry.tb_frame, _line_before(entry.tb_frame, entry.tb_lasti) if line is None else line


def _entries(trace: TracebackType | None) -> Iterator[TracebackType]:
    while trace is not None:
        yield trace
        trace = trace.tb_next


def _line_before(frame: FrameType, instruction: int) -> int:
    lines = [line for start, _, line in frame.f_code.co_lines() if line is not None and start <= instruction]
    return lines[-1] if lines else frame.f_code.co_firstlineno


def _place(frame: FrameType, line: int) -> str:
    code = frame.f_code
    where = "" if code.co_name == "<module>" else f", in {code.co_name}"
    return f"{Path(code.co_filename).name}, line {line}{where}:  {code_line(code.co_filename, line)}"
