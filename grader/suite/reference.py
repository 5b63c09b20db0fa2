"""Load the course's own solutions: `from solutions import forward as reference` in a suite."""

from __future__ import annotations

import importlib.util
import sys
import types
from collections.abc import Callable
from pathlib import Path

from grader.course.loading import CourseError
from grader.course.model import Course


def load_reference(course: Course, loading: Callable[[Path], None] = lambda path: None) -> dict[str, types.ModuleType]:
    """Import solutions/*.py as solutions.NAME, with each other as siblings; return them by name.

    `loading` is told of each file before its code runs.

    While they load, `import forward` means the solution; afterwards that name is free for the student's.

    Raises:
        CourseError: a solution is missing, cannot be imported or lacks an exercise.
    """
    package = types.ModuleType("solutions")
    package.__path__ = [str(course.root / "solutions")]
    sys.modules["solutions"] = package
    names = [module.name for module in course.modules]
    taken = {name: sys.modules.pop(name) for name in names if name in sys.modules}
    sys.path.insert(0, str(course.root / "solutions"))
    try:
        loaded = {name: _load(course.root / "solutions" / f"{name}.py", name, loading) for name in names}
    finally:
        sys.path.remove(str(course.root / "solutions"))
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update(taken)
    for name, module in loaded.items():
        setattr(package, name, module)
        sys.modules[f"solutions.{name}"] = module
    for lacking in (e.name for m in course.modules for e in m.exercises if not hasattr(loaded[m.name], e.name)):
        raise CourseError(f"{course.root / 'solutions'}: no solution defines the exercise {lacking}")
    return loaded


def _load(path: Path, name: str, loading: Callable[[Path], None]) -> types.ModuleType:
    if name in sys.modules:  # a sibling has imported it already
        return sys.modules[name]
    if not path.is_file():
        raise CourseError(f"{path}: there is no solution of module {name}")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    loading(path)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise CourseError(f"{path}: cannot be imported: {type(error).__name__}: {error}") from error
    return module
