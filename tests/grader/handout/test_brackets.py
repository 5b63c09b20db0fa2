"""The exercises run in a folder of any name, however a test is asked for: pytest itself stumbles over a bracket."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.handout.kit.brackets import without_brackets
from tests.at_home import run_pytest


@pytest.mark.parametrize(
    "asked", ["", "test_plane.py", "{}/test_plane.py", "{}/test_plane.py::test_area_of_a_square_is_its_side_squared"]
)
def test_a_folder_with_brackets(finished, tmp_path, asked):
    folder = tmp_path / "Ada's course [2026] $HOME"
    finished.folder.rename(folder)

    shown, code = run_pytest(folder, *([asked.format(folder)] if asked else []))

    assert "done" in shown
    assert "ERROR" not in shown
    assert code == 0


def test_what_is_no_path_with_a_bracket_stays_as_it_is(tmp_path: Path):
    for argument in ("test_plane.py", "test_plane.py::test_it[3-4]", str(tmp_path), "nowhere [1]"):
        assert without_brackets(argument, tmp_path) == argument
