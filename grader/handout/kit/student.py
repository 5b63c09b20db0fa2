"""The student's own files: import one without letting its faults stop the others.

A file that cannot be imported is replaced by a stand-in, so that its tests are still collected, and
each of them can point to the one thing to fix.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import importlib.util
import io
import os
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from .course import FOLDER, did_you_mean, read_course
from .faults import Unusable, import_fault, is_in_a_circle, to_blame
from .recognise import in_the_way, is_as_handed_out, no_code, tree_of, written_in
from .traces import is_students
from .watchdog import Watchdog


class _StandIn(ModuleType):
    """Has every name one could ask for; calling any of them raises Unusable."""

    def __init__(self, fault: Unusable) -> None:
        super().__init__(fault.module)
        self.__dict__["fault"] = fault

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)

        def refuse(*args: Any, **settings: Any) -> NoReturn:
            raise self.__dict__["fault"]

        return refuse


def import_module(name: str, watchdog: Watchdog, seconds: float) -> Unusable | None:
    """Put the student's module (or its stand-in) into sys.modules; return what is wrong with it."""
    known = sys.modules.get(name)
    if isinstance(known, _StandIn):
        return known.__dict__["fault"]  # type: ignore[no-any-return]  # our own attribute of ours
    if known is not None and is_students(getattr(known, "__file__", None) or ""):
        return None  # another file of the student's imported it
    faults: dict[str, Unusable] = {}  # by the module that was begun with
    ways = [name]
    for way in ways:  # which grows where files import each other, and one of them may be the one to begin with
        fault, is_circle = _try(way, watchdog, seconds)
        if fault is None:
            break
        faults[way] = fault
        if is_circle and fault.module not in ways:
            ways.append(fault.module)
    else:
        order = [exercise.module for exercise in read_course().exercises if exercise.module in faults]
        said = faults[next(iter(order), name)]  # the grader begins with the first of the course as well
        sys.modules[said.module] = _StandIn(said)
    return import_module(name, watchdog, seconds)  # which is there now, or has one file less to import


def _try(name: str, watchdog: Watchdog, seconds: float) -> tuple[Unusable | None, bool]:
    """Import a file; return what is wrong, with it or with one that it imports, and whether files wait for each other.

    As in the grader, the file whose own lines fail is to blame: those that import it can be tested without it.
    """
    path = FOLDER / f"{name}.py"
    try:
        _check_readable(path, name)
        with _silence():
            _import_packages(name)
        with _silence(), watchdog.limit(seconds, path.name):
            _execute(name, path)
    except KeyboardInterrupt:
        raise
    except Unusable as error:
        return Unusable(name, error.lines), False
    except BaseException as error:  # even sys.exit() at the top of a file must not end the run
        blamed = to_blame(error, path)
        return Unusable(blamed.stem, import_fault(error, blamed, seconds)), is_in_a_circle(error)
    return None, False


def _import_packages(name: str, seen: tuple[str, ...] = ()) -> None:
    """Import what a file, and those of the course that it imports, want of packages.

    That takes long where a disk is slow or a machine is busy, and is not the student's time.
    """
    course, path = read_course(), FOLDER / f"{name}.py"
    tree = tree_of(path.read_bytes()) if path.is_file() and name not in seen else None
    for node in tree.body if isinstance(tree, ast.Module) else ():
        wanted = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            wanted = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        for whole in wanted:
            if whole.partition(".")[0] in ("numpy", *course.packages):
                with contextlib.suppress(Exception):  # a name of a package is no module, or the package is not there
                    importlib.import_module(whole)
            elif course.of_module(whole):
                _import_packages(whole, (*seen, name))


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Print nothing: it would tear the row of letters. A file may still set its output up, or ask for its bytes."""
    with (
        open(os.devnull, "w", encoding="utf-8") as out,
        open(os.devnull, "w", encoding="utf-8") as problems,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(problems),
    ):
        yield


def _execute(name: str, path: Path) -> None:
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    writes_no_cache = sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # of two saves within a second, a cache could keep the first
    try:
        spec.loader.exec_module(module)
    except BaseException:
        sys.modules.pop(name, None)
        raise
    finally:
        sys.dont_write_bytecode = writes_no_cache


def _check_readable(path: Path, name: str) -> None:
    """Complain about what Python itself would say in words for experts."""
    if not path.is_file():
        ours = read_course().generated  # a lesson such as forward.ipynb is no forward.py gone astray
        files = [p for p in FOLDER.iterdir() if p.name not in ours]
        if (FOLDER / f".{path.name}.icloud").exists():
            raise Unusable(name, [f"{path.name} still lies in the cloud: download it, with a click in the Finder"])
        others = [p.name for p in files if p.stem.split(" ")[0].split(".")[0].casefold() == name.casefold()]
        own = {exercise.name for exercise in read_course().exercises if exercise.module == name}
        others = others or [
            p.name for p in files if p.suffix == ".py" and p.is_file() and own & {*written_in(p.name, p.read_bytes())}
        ]
        found = f" There is {', '.join(sorted(others))}: rename it?" if others else ""
        back = "" if others or not stub_of(name).is_file() else f" Get it back: pytest --reset {path.name}"
        raise Unusable(name, [f"{path.name} is not in this folder.{found}{back}"])
    raw = path.read_bytes()
    if sentence := no_code(path.name, raw):
        raise Unusable(name, [sentence])
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw:
        raise Unusable(name, [f"{path.name} is not saved as UTF-8: save it again with the encoding UTF-8"])
    try:
        raw.decode(_encoding(raw))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        text = raw.splitlines()[line - 1].decode("ascii", "replace").replace("\ufffd", "?").strip()
        why = f"{path.name}, line {line} has a letter that is not saved as UTF-8"
        raise Unusable(name, [why, f"    {text[:100]}", "save the file again with the encoding UTF-8"]) from error


def _encoding(raw: bytes) -> str:
    try:
        return tokenize.detect_encoding(io.BytesIO(raw).readline)[0]
    except SyntaxError:  # no declaration that Python knows: the letters themselves are looked at as UTF-8
        return "utf-8"


def missing_name(module: str, name: str) -> list[str]:
    """Return the complaint about a function that the student's file does not have."""
    path = FOLDER / f"{module}.py"
    if path.is_file() and (sentence := in_the_way(path.name, path.read_bytes(), name)):
        return [sentence]
    loaded = vars(sys.modules[module])
    near = did_you_mean(name, (key for key, value in loaded.items() if callable(value) and key != name))
    return [f"{module}.py has no {name}{near or ': was it deleted or renamed?'}"]


def stub_of(module: str) -> Path:
    """Return where a file lies as it was handed out."""
    return FOLDER / "kit" / "stubs" / f"{module}.txt"


@functools.cache
def is_untouched(module: str) -> bool:
    """Say whether a file is as it was handed out."""
    file, stub = FOLDER / f"{module}.py", stub_of(module)
    return file.is_file() and stub.is_file() and is_as_handed_out(file.read_bytes(), stub.read_bytes())


@functools.cache
def work_elsewhere(module: str) -> list[str]:
    """Return where a student's functions may be, while the file that is tested is still as it was handed out."""
    file = FOLDER / f"{module}.py"
    if not is_untouched(module):
        return []
    names = set(read_course().of_module(module))
    others = {exercise.module for exercise in read_course().exercises} - {module}
    found = []
    for path in sorted(FOLDER.iterdir()):
        if path.name in read_course().generated and path.stem not in others and path.suffix != ".ipynb":
            continue  # a lesson is a notebook to write in, and some write their functions there
        is_other = path.suffix in (".py", ".ipynb") and path != file and not path.name.startswith("test_")
        if is_other and path.is_file() and (path.stem not in others or path.suffix == ".py"):
            theirs = set(read_course().of_module(path.stem)) if path.stem in others else set()
            written = written_in(path.name, path.read_bytes())
            defined = [name for name in written if name in names - theirs]
            if defined and (not theirs or theirs & set(written)):  # a module's own work, and this module's below it
                what = f"{', '.join(defined[:3])}{', ...' if len(defined) > 3 else ''}"
                found.append(
                    f"{file.name} is as it was handed out, but {path.name} defines {what}: put that into {file.name}"
                )
    return found


def names_in(module: str) -> list[str]:
    """Return the top-level functions and classes of a file, without running it."""
    try:
        tree = ast.parse((FOLDER / f"{module}.py").read_bytes())
    except (OSError, SyntaxError, ValueError):
        return []
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
