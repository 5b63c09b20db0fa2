"""The handout as students get it, with the stubs and with the solutions in their place, and a reader at work in it."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.authoring.build import build
from grader.course.loading import load_course
from grader.course.model import Course
from tests.at_home import compile_kit
from tests.lessons.reader import Seen, reading

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture(scope="session")
def stubs(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student who has not begun; not for changing."""
    folder = tmp_path_factory.mktemp("handout") / "exercises"
    build(course, folder)
    compile_kit(folder)
    return folder


@pytest.fixture(scope="session")
def solved(course: Course, stubs: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a student who has finished; not for changing."""
    folder = Path(shutil.copytree(stubs, tmp_path_factory.mktemp("solved") / "exercises"))
    for module in course.modules:
        shutil.copy(ROOT / "solutions" / f"{module.name}.py", folder)
    return folder


@pytest.fixture(scope="session")
def open_reader() -> Iterator[Callable[..., Callable[..., Seen]]]:
    """Begin to read in a folder; the reader stays until the end of the session."""
    with contextlib.ExitStack() as readers:
        yield lambda folder: readers.enter_context(reading(folder))
