# A copy of the kit's grader/handout/kit/faults.py, written by `grader build`: a change made here is lost.
"""Why a student's file cannot be imported, in the few lines that a student needs."""

from __future__ import annotations

import linecache
import sys
from pathlib import Path

from .course import FOLDER, did_you_mean, read_course
from .foreign import is_installed, why_foreign
from .recognise import cause, in_a_circle, relative_import
from .traces import code_line, describe, files_begun, is_students, last_place, lines_of, scene_of
from .watchdog import TookTooLong


class Unusable(Exception):
    """A student's file cannot be used at all; the lines say why, and where to look."""

    def __init__(self, module: str, lines: list[str]) -> None:
        super().__init__(lines[0])
        self.module = module
        self.lines = lines


def to_blame(error: BaseException, path: Path) -> Path:
    """Return the file of the course's whose own lines failed, while the one at `path` was imported."""
    modules = {exercise.module for exercise in read_course().exercises}
    files = [Path(file) for file in (*files_begun(error.__traceback__), getattr(error, "filename", None) or "")]
    return next((file for file in reversed(files) if file.stem in modules and is_students(str(file))), path)


def is_in_a_circle(error: BaseException) -> bool:
    """Say whether a file asked for something of another that itself waits for this one."""
    asked = error.name if isinstance(error, ImportError) else None
    if isinstance(error, AttributeError):
        asked = getattr(error.obj, "__name__", None)
    return any(Path(file).stem == asked for file in files_begun(error.__traceback__))


def import_fault(error: BaseException, path: Path, seconds: float) -> list[str]:
    """Return what is wrong with the file at `path`, and where to look."""
    if isinstance(error, Unusable):
        return error.lines
    if sentence := _recognised(error, path):
        return [sentence]
    if isinstance(error, SyntaxError):
        return [*_syntax_fault(error, path), *version_note(error)]
    places = [f"    {line}" for line in lines_of(error.__traceback__)]
    if isinstance(error, TookTooLong):
        return [f"{path.name} had not been imported after {seconds:g} seconds: an endless loop?", *places]
    if is_in_a_circle(error) and (found := last_place(error.__traceback__)):
        return [in_a_circle(Path(found[0]).name, found[1], code_line(*found)), *places]
    if isinstance(error, ModuleNotFoundError):
        return [_not_found(path, error.name or ""), *version_note(error), *places]
    if isinstance(error, SystemExit) or type(error).__name__ == "BdbQuit":
        what, name = ("ends Python", "exit() or quit()") if isinstance(error, SystemExit) else ("stops", "breakpoint()")
        return [f"{path.name} {what} while it is imported: take {name} out", *places]
    if isinstance(error, OSError) and "reading from stdin" in str(error):
        return [f"{path.name} asks for keyboard input while it is imported: take input() out", *places]
    if isinstance(error, NotImplementedError):
        return [f"{path.name} calls a function that is not written yet, outside of every function", *places]
    from .explain import in_plain_words  # only a file with a fault needs it

    plain = in_plain_words(error, scene_of(error.__traceback__))
    said = version_note(error) or ([plain] if plain else [])
    return [f"{path.name} cannot be imported: {describe(error)}", *said, *places]


def _recognised(error: BaseException, path: Path) -> str:
    """Return what to do, where it is one of the common mistakes with a whole file: this one, or one that it imports."""
    if isinstance(error, SyntaxError | NameError):
        other = Path(getattr(error, "filename", None) or path)
        files = [file for file in dict.fromkeys((path, other)) if file.is_file()]
        return next((sentence for file in files if (sentence := cause(file.name, file.read_bytes()))), "")
    return _relative(error) if isinstance(error, ImportError) else ""


def _relative(error: ImportError) -> str:
    """Return what to do about an import with a dot in front."""
    found = last_place(error.__traceback__)
    if found is None:
        return ""
    path, line = found
    modules = {exercise.module for exercise in read_course().exercises} | {p.stem for p in FOLDER.glob("*.py")}
    return relative_import(Path(path).name, line, code_line(path, line), modules)


def version_note(error: BaseException) -> list[str]:
    """Return which other version of Python or numpy code seems to need, and which one this is."""
    from .versions import other_version  # only an error needs it

    numpy = getattr(sys.modules.get("numpy"), "__version__", "")
    said, code = (error.msg, error.text or "") if isinstance(error, SyntaxError) else (str(error), "")
    needs = other_version(type(error).__name__, said, code, numpy)
    here = f"Python {'.'.join(map(str, sys.version_info[:3]))}{f' and numpy {numpy}' if numpy else ''}"
    return [f"this may need {needs}; here it is {here}"] if needs else []


def _not_found(path: Path, wanted: str) -> str:
    if wanted in {exercise.module for exercise in read_course().exercises}:
        return f"{path.name} needs {wanted}.py, which is not in this folder"
    if is_installed(wanted):
        return f"{path.name} imports {wanted}, {why_foreign(wanted)[0]}: take that import out"
    if wanted == "numpy":
        return "numpy is not installed: python -m pip install -r requirements.txt"
    near = did_you_mean(wanted, ["numpy"], closeness=0.7)  # numba is another one
    return f"{path.name} imports {wanted}, which is not installed{near or ': take that import out'}"


def _syntax_fault(error: SyntaxError, path: Path) -> list[str]:
    file = Path(error.filename or path).name
    text = (error.text or "").rstrip("\n")
    if isinstance(error, TabError):
        said = ": let your editor turn every tab into 4 spaces"
    else:
        from .syntax import cure  # only a file with a fault needs it

        above = linecache.getline(str(path), error.lineno - 1) if error.lineno else ""
        said = cure(error.msg, text, above)
        said = f": {said}" if said else ""
    where = f", line {error.lineno}" if error.lineno else ""
    lines = [f"{file}{where} is not Python yet: {error.msg}{said}"]
    if text.strip():
        shift = len(text) - len(text.lstrip())
        lines.append(f"    {text.strip()}")
        if error.offset and not isinstance(error, IndentationError):
            lines.append(f"    {' ' * max(0, error.offset - 1 - shift)}^")
    return lines
