"""A page is printed by the browser that is there, one slide a page; where there is none, a sentence says what to do."""

from __future__ import annotations

import re
import sys

import pytest
from click.testing import CliRunner

from grader.authoring import printing
from grader.authoring.printing import print_to_pdf
from grader.cli import cli
from grader.course.loading import CourseError

PAGE = """\
<!DOCTYPE html>
<style>@page { size: 1280px 720px; margin: 0 } body { margin: 0 } .slide { height: 720px; break-after: page }</style>
<div class="slide">one</div><div class="slide">two</div>
"""


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "a deck.html"
    path.write_text(PAGE)
    return path


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_a_slide_is_a_page_of_its_shape(page):
    (made,) = print_to_pdf([page])

    assert made == page.with_suffix(".pdf")
    assert re.findall(rb"/Type /Pages\s*/Count (\d+)", made.read_bytes()) == [b"2"]
    assert b"/MediaBox [0 0 960 540]" in made.read_bytes()


def test_without_a_browser_it_is_said_how_to_print(page, monkeypatch):
    monkeypatch.setattr(printing, "browser", lambda: None)

    with pytest.raises(CourseError, match="needs Chromium, Chrome or Edge, and none is on this machine: install"):
        print_to_pdf([page])


def test_a_browser_that_prints_nothing_is_named_with_its_last_words(page, monkeypatch, tmp_path):
    program = tmp_path / "browser"
    program.write_text(f"#!{sys.executable}\nimport sys\nsys.exit('no display')\n")
    program.chmod(0o755)
    monkeypatch.setattr(printing, "browser", lambda: str(program))

    with pytest.raises(CourseError, match=r"a deck.html: .*browser did not print it: no display"):
        print_to_pdf([page])


def test_to_print_goes_with_slides_alone():
    done = CliRunner().invoke(cli, ["build", "--pdf"])

    assert done.exit_code == 2
    assert "--pdf goes with --slides" in done.output
