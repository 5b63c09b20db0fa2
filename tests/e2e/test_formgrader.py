"""Formgrader in a browser: the instructor sees the class, one student's page, and grades with its button."""

from __future__ import annotations

import os
import re
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import sync_playwright

from tests.e2e.people import BIN
from tests.e2e.term import ASSIGNMENT, MATHJAX, Term
from tests.needs import browser as browser_program
from tests.needs import is_root

pytestmark = pytest.mark.needs("browser")

_TOKEN = "formgrader-of-the-test"
_FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
_PATIENCE_MS = 60_000
_LONG = 2.785714285714286
# Formgrader's page stops without MathJax, and a test has no internet: the course's configuration names this address.
_MATHJAX = "window.MathJax = {Hub: {Config() {}, Queue() {}, Startup: {signal: {Interest(then) { then('End') }}}}}"


@pytest.fixture(scope="module")
def server(term: Term) -> Iterator[str]:
    """Jupyter with formgrader, run by the instructor; its address."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        str(BIN / "jupyter"), "lab", "--no-browser", f"--port={port}", "--ip=127.0.0.1",
        f"--IdentityProvider.token={_TOKEN}", f"--ServerApp.root_dir={term.course}",
        *(["--allow-root"] if is_root() and term.instructor.uid is None else []),
    ]  # fmt: skip
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=term.course, **quiet, **term.instructor.identity()) as jupyter:
        try:
            said: list[str] = []
            assert jupyter.stderr is not None
            for line in jupyter.stderr:
                said.append(line.decode("utf-8", "replace"))
                if "is running at" in said[-1]:
                    break
            assert jupyter.poll() is None, f"jupyter did not start: {''.join(said)}"
            rest = Thread(target=jupyter.stderr.read)  # a full pipe would stop the server
            rest.start()
            yield f"http://127.0.0.1:{port}"
        finally:
            jupyter.terminate()
        rest.join()


@pytest.fixture(scope="module")
def page(server: str) -> Iterator[Any]:
    """A tab of Chromium that is logged in."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=browser_program(), args=_FLAGS)
        tab = browser.new_page(viewport={"width": 1200, "height": 900})
        tab.set_default_timeout(_PATIENCE_MS)
        tab.route(f"{MATHJAX}*", lambda route: route.fulfill(body=_MATHJAX, content_type="text/javascript"))
        tab.goto(f"{server}/formgrader?token={_TOKEN}")  # here first: the cookie's path must fit all pages
        yield tab
        browser.close()


def test_formgrader_knows_the_assignment_and_its_release(term: Term, server: str, page: Any):
    page.goto(f"{server}/formgrader/manage_assignments")
    row = page.locator("tr", has=page.locator(f"text={ASSIGNMENT}"))
    row.wait_for()
    page.wait_for_load_state("networkidle")
    _photograph(page, "assignments")

    assert "released" in row.inner_text()
    assert row.locator("td.num-submissions").inner_text() == str(len(_submitted(term)))


def test_formgrader_shows_the_class_grades_and_explains(term: Term, server: str, page: Any):
    page.goto(f"{server}/formgrader/manage_submissions/{ASSIGNMENT}")
    page.wait_for_selector(f"text={term.id('ada')}")
    row = page.locator("tr", has=page.locator(f"text={term.id('ada')}"))
    _photograph(page, "class")
    assert "105" in row.inner_text()

    row.locator(".autograde a, a[title*='utograde'], td.autograde a").first.click()
    page.wait_for_selector("text=Successfully autograded")
    _photograph(page, "autograded")
    page.keyboard.press("Escape")

    page.goto(f"{server}/formgrader/submissions/{_submission_id(term, 'hopper', 'plane')}")
    page.wait_for_selector("text=area_of_many adds all areas")
    page.wait_for_selector("input.score[placeholder]")
    marks = [float(box.get_attribute("placeholder") or 0) for box in page.locator("input.score").all()]
    assert marks == [20.0, 20.0, 0.0]
    assert "sizes[:-1]" in page.inner_text("body")
    assert not page.locator("text=leak 3.0").is_visible()
    page.locator("summary").last.click()
    assert page.locator("text=leak 3.0").is_visible()
    _photograph(page, "student")


@pytest.fixture
def long_marks(term: Term, server: str, page: Any) -> Iterator[str]:
    """The page of a notebook whose one mark is as seven equal exercises give it, as far as the browser hears."""

    def lengthen(route: Any) -> None:
        answer = route.fetch()
        said = answer.json()
        for grade in said if isinstance(said, list) else [said]:
            grade |= {"max_score": _LONG, "auto_score": _LONG}
        route.fulfill(response=answer, json=said)

    calls = re.compile(r"/api/grades?\b")
    page.route(calls, lengthen)
    yield f"{server}/formgrader/submissions/{_submission_id(term, 'hopper', 'solid')}"
    page.unroute(calls)


def test_formgrader_shows_two_digits_and_stores_them_all(term: Term, page: Any, long_marks: str):
    def by_hand() -> tuple[Any, ...]:
        row = """select manual_score, extra_credit from grade join base_cell on base_cell.id = cell_id
                 where grade.notebook_id = ? and name = 'volume'"""
        return term.query(row, _submission_id(term, "hopper", "solid"))[0]

    def saving(act: Callable[[], object]) -> tuple[Any, ...]:
        with page.expect_response("**/api/grade/*"):
            act()
        return by_hand()

    page.goto(long_marks)
    page.wait_for_selector("#volume[placeholder]")
    cell = page.locator(".nbgrader_cell", has=page.locator("#volume"))
    box, more = page.locator("#volume"), page.locator("#volume_extra_credit")
    _photograph(page, "two-digits")

    assert box.get_attribute("placeholder") == "2.79"
    assert saving(lambda: cell.locator(".full-credit").click()) == (_LONG, None)
    assert box.input_value() == "2.79"
    _photograph(page, "two-digits-full")
    assert saving(lambda: (more.fill("1.23456"), more.blur())) == (_LONG, 1.23456)
    assert (box.input_value(), more.input_value()) == ("2.79", "1.23")
    assert saving(lambda: (box.fill("1.5"), box.blur())) == (1.5, 1.23456)
    assert box.input_value() == "1.5"
    assert saving(lambda: (box.fill("0.125"), box.blur())) == (0.125, 1.23456)
    assert box.input_value() == "0.12"  # as Python rounds beside it
    assert saving(lambda: (box.fill("2.79"), box.blur())) == (_LONG, 1.23456)  # above the maximum, as ever
    assert saving(lambda: cell.locator(".no-credit").click()) == (0, 0)
    assert box.input_value() == "0"
    assert saving(lambda: (box.fill(""), box.blur())) == (None, 0)


def test_formgrader_is_as_ever_where_it_calls_its_parts_otherwise(page: Any, long_marks: str):
    models = "**/formgrade_models.js"
    page.route(models, lambda route: route.fulfill(body=route.fetch().text().replace("render", "paint")))
    page.goto(long_marks)
    page.wait_for_selector("#volume[placeholder]")
    page.unroute(models)

    assert page.locator("#volume").get_attribute("placeholder") == str(_LONG)


def test_formgraders_button_still_writes_feedback(term: Term, server: str):
    url = f"{server}/formgrader/api/assignment/{ASSIGNMENT}/{term.id('hopper')}/generate_feedback"
    with urlopen(Request(url, method="POST", headers={"Authorization": f"token {_TOKEN}"}), timeout=60) as answer:
        said = answer.read().decode()

    assert '"success": true' in said
    assert "area_of_many" in term.feedback("hopper", "plane")


def test_a_students_scripts_do_not_run_in_the_instructors_browser(term: Term, server: str, page: Any):
    page.goto(f"{server}/formgrader/submissions/{_submission_id(term, 'injection', 'plane')}")
    page.wait_for_selector("text=area_of_many adds all areas")
    page.wait_for_load_state("networkidle")
    _photograph(page, "injection")

    assert "window.pwned" in page.inner_text("body")
    assert page.evaluate("window.pwned === undefined")


def test_the_button_works_through_rest_too(term: Term, server: str):
    url = f"{server}/formgrader/api/submission/{ASSIGNMENT}/{term.id('hopper')}/autograde"
    with urlopen(Request(url, method="POST", headers={"Authorization": f"token {_TOKEN}"}), timeout=60) as answer:
        said = answer.read().decode()

    assert '"success": true' in said


def test_a_student_reads_their_feedback_in_a_browser(term: Term, page: Any):
    path = term.course / "feedback" / term.id("hopper") / ASSIGNMENT / "plane.html"
    page.set_content(path.read_text("utf-8"), wait_until="domcontentloaded")  # no page of files: they are private
    _photograph(page, "feedback")

    assert page.locator("text=◐ partly done").is_visible()
    assert page.locator("text=your code raised ValueError (plane.py line 10").is_visible()
    assert page.locator("text=for the instructor").count() == 0


def _submitted(term: Term) -> list[str]:
    return [path.name for path in (term.course / "submitted").iterdir() if not path.name.startswith(".")]


def _submission_id(term: Term, name: str, notebook: str) -> str:
    rows = term.query(
        """select submitted_notebook.id from submitted_notebook
           join submitted_assignment on submitted_assignment.id = submitted_notebook.assignment_id
           join notebook on notebook.id = submitted_notebook.notebook_id
           where submitted_assignment.student_id = ? and notebook.name = ?""",
        term.id(name),
        notebook,
    )
    return str(rows[0][0])


def _photograph(page: Any, name: str) -> None:
    """Keep a picture for people to look at, where GRADER_PICTURES says so."""
    folder = os.environ.get("GRADER_PICTURES")
    if folder:
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
