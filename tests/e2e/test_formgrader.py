"""Formgrader in a browser: the instructor sees the class, one student's page, and grades with its button."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Iterator
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
