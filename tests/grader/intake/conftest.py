"""What a class hands in, made as real files, links, pipes and zips."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from grader.course.model import Course
from grader.intake import read_class
from grader.intake.roster import Roster, read_roster
from grader.submission import Submission
from tests.grader.class_list import ROSTER

Files = Mapping[str, bytes | str]


@pytest.fixture(scope="session")
def course() -> Course:
    """A course of four modules and two assignments."""
    modules = [
        {
            "name": name,
            "weight": 25.0,
            "exercises": [{"name": f"{name}_it", "points": 1.0, "tier": "core", "minutes": 1}],
        }
        for name in ("forward", "backward", "loss", "hands_on")
    ]
    assignments = [
        {"name": "week1", "modules": ["forward", "backward"]},
        {"name": "week2", "modules": ["loss", "hands_on"]},
    ]
    return Course.model_validate({"name": "c", "title": "t", "modules": modules, "assignments": assignments})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a class, still empty."""
    made = tmp_path / "class"
    made.mkdir()
    return made


@pytest.fixture
def write(folder: Path) -> Callable[..., Path]:
    """Write files below the class's folder; a name that ends in / is an empty folder."""

    def _write(files: Files) -> Path:
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if name.endswith("/"):
                path.mkdir(exist_ok=True)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return _write


@pytest.fixture
def hand_in(folder: Path, course: Course, write: Callable[..., Path]) -> Callable[..., Submission]:
    """Read one student's hand-in of the given files, in a class of two."""
    write({"zuse/forward.py": ""})

    def _hand_in(files: Files, student: str = "ada") -> Submission:
        (folder / student).mkdir(exist_ok=True)
        write({f"{student}/{name}": content for name, content in files.items()})
        return read_class(folder, course, student)[0]

    return _hand_in


@pytest.fixture
def zipped() -> Callable[..., bytes]:
    """Pack files into a zip; a list of pairs may hold a name twice, a ZipInfo keeps its attributes."""

    def _zipped(files: Files | list[tuple[str | zipfile.ZipInfo, bytes | str]]) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files if isinstance(files, list) else files.items():
                archive.writestr(name, content)
        return packed.getvalue()

    return _zipped


@pytest.fixture(scope="session")
def roster(tmp_path_factory: pytest.TempPathFactory) -> Roster:
    """The class list."""
    path = tmp_path_factory.mktemp("roster") / "students.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return read_roster(path)
