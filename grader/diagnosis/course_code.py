"""Code of the course beside its solutions: wrong code by name, and right answers in another style."""

from __future__ import annotations

import importlib.util
import sys
import types
from collections.abc import Iterator, Mapping
from pathlib import Path

from grader.course.loading import CourseError
from grader.diagnosis.replay import Implementation


def load(path: Path) -> types.ModuleType:
    """Return a file of Python as a module that nothing else imports, an empty one where there is no file.

    Raises:
        CourseError: it cannot be imported.
    """
    module = types.ModuleType(f"mistakes_{path.stem}")
    if not path.is_file():
        return module
    spec = importlib.util.spec_from_file_location(module.__name__, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        raise CourseError(f"{path}: cannot be imported: {type(error).__name__}: {error}") from error
    return module


def alternatives(
    root: Path, reference: Mapping[str, types.ModuleType], module: str, exercise: str
) -> Iterator[Implementation]:
    """Yield the right answer as others have written it, on top of the course's modules."""
    taken = {name: sys.modules.get(name) for name in reference}
    for path in sorted((root / "tests" / "alternatives").glob(f"*/{module}.py")):
        sys.modules.update(reference)
        try:
            style = load(path)
        except CourseError:  # it is `grader check` that says so
            continue
        finally:
            sys.modules.update({name: module for name, module in taken.items() if module is not None})
        if hasattr(style, exercise):
            yield getattr(style, exercise)
