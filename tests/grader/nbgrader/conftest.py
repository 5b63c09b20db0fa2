"""A small course, its nbgrader folder, and a class list."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e import geometry
from tests.e2e.people import Person
from tests.grader.class_list import ROSTER


@pytest.fixture(scope="session")
def geometry_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course; not for changing."""
    root = tmp_path_factory.mktemp("geometry")
    geometry.write_course(root)
    return root


@pytest.fixture(scope="session")
def roster_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class list."""
    path = tmp_path_factory.mktemp("roster") / "students.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def run_command(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    """Type a command of the environment in a folder; returns what it said."""
    we = Person("we", tmp_path_factory.mktemp("home"), None)

    def run(command: list[str], cwd: Path | None = None, code: int = 0) -> str:
        return we.run(*command, cwd=cwd, code=code).said

    yield run
    we.leave()


@pytest.fixture(scope="session")
def generated(
    geometry_root: Path, roster_file: Path, run_command: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """An nbgrader course with its assignment generated; not for changing."""
    target = tmp_path_factory.mktemp("course") / "nbgrader"
    roster = ["--roster", str(roster_file)]
    run_command(["grader", "build", "--nbgrader", str(target), *roster, "--course", str(geometry_root)])
    run_command(["nbgrader", "generate_assignment", "shapes"], target)
    return target


@pytest.fixture
def course_folder(generated: Path, tmp_path: Path) -> Path:
    """A copy of the nbgrader course for changing."""
    target = Path(shutil.copytree(generated, tmp_path / "nbgrader"))
    config = target / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(generated), str(target)))
    return target
