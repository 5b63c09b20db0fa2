"""A page of feedback names each exercise, says what it gave as everywhere else, and calls a bonus a bonus."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.nbgrader.feedback import marks
from grader.nbgrader.pages import titled
from tests.e2e import geometry


@pytest.fixture(scope="module")
def page(generated: Path, tmp_path_factory: pytest.TempPathFactory, run_command: Callable[..., str]) -> str:
    """What a student who did everything reads of one notebook."""
    target = Path(shutil.copytree(generated, tmp_path_factory.mktemp("pages") / "nbgrader"))
    config = target / "nbgrader_config.py"
    config.write_text(config.read_text().replace(str(generated), str(target)))
    archive = target / "downloaded" / "shapes" / "archive" / "ada"
    archive.mkdir(parents=True)
    (archive / "plane.py").write_text(geometry.PLANE)
    (archive / "solid.py").write_text(geometry.SOLID)
    for command in ("zip_collect", "autograde", "generate_feedback"):
        run_command(["nbgrader", command, "shapes"], target)
    return (target / "feedback" / "ada" / "shapes" / "plane.html").read_text()


def test_each_line_of_the_contents_is_called_after_its_exercise(page: str):
    contents = page.partition("</ol>")[0]

    assert "Test cell" not in contents
    assert '<a href="#area">area</a> (Score: 20.0 / 20.0)' in contents
    assert '<a href="#comment-plane-code">Your file, and what to know about it</a>' in contents


def test_a_bonus_is_no_mark_out_of_nothing(page: str):
    assert '<a href="#diagonal">diagonal</a> (Bonus: 5.0)' in page
    assert "/ 0.0" not in page


@pytest.mark.parametrize(
    ("points", "shown"),
    [(2.7857141494750977, "2.79"), (0.9286, "0.93"), (20.0, "20"), (0.0, "0"), (14.857, "14.86"), (105.0, "105")],
)
def test_points_are_shown_as_nbgrader_shows_them(points: float, shown: str):
    assert marks(points) == shown
    assert float(shown) == round(points, 2)


def test_a_name_from_a_page_stays_text():
    line = '<li><a href="#&lt;img src=x&gt;">Test cell</a> (Score: 1.0 / 2.0)</li></ol>'

    assert "&lt;img src=x&gt;</a>" in titled(line)
    assert "<img" not in titled(line)


@pytest.mark.parametrize("page", ["", "<p>no list at all</p>", "Test cell</ol>Test cell"])
def test_what_nbgrader_did_not_write_stays(page: str):
    assert titled(page) == page
