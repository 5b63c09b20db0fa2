"""The pages in a real browser: for everyone, by keyboard, with names that are hostile, and quick for a large class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from grader.course.loading import load_course
from grader.grade.collects import Collects, UntilDone
from grader.grade.document import Grade, GradedExercise, GradedModule
from grader.grade.reading import Results
from grader.intake.roster import Enrolled, Roster
from grader.report.about import About
from grader.report.page import class_page, write_report
from tests.grader.report.classes import class_of
from tests.needs import browser as browser_program

pytestmark = pytest.mark.needs("browser")
ROOT = Path(__file__).parents[3]
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_AA = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser_program(), args=_FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a class of 40."""
    return report_of(class_of(load_course(ROOT), 40), tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="module")
def of_each_kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of those of that class who bring something new: every rule looks at every cell of every row."""
    grades = class_of(load_course(ROOT), 40)
    kept, seen = grades[:4], set[object]()
    for grade in grades:
        new = {(grade.needs_human, module.sha256, e.status, bool(e.diagnosis)) for module, e in cells(grade)} - seen
        kept += [grade] if new and grade not in kept else []
        seen |= new
    return report_of(kept, tmp_path_factory.mktemp("kinds"))


def cells(grade: Grade) -> Iterator[tuple[GradedModule, GradedExercise]]:
    return ((module, exercise) for module in grade.modules for exercise in module.exercises)


def report_of(grades: list[Grade], folder: Path) -> Path:
    course = load_course(ROOT)
    people = [Enrolled(g.student, f"Ada{i}", "Lovelace", section="AB"[i % 2]) for i, g in enumerate(grades)]
    grades[3] = grades[3].model_copy(update={"student": "<img src=x onerror=alert(1)>"})
    own = {m.name: (course.root / "solutions" / f"{m.name}.py").read_bytes() for m in course.modules}
    own["perceptron"] += b"\n\ndef linear_score(X, w, b):\n    return '<script>alert(1)</script>'\n"
    sources = {g.student: own for g in grades}
    took = {(m.name, e.name): UntilDone(9, 2.5, timedelta(days=3)) for m in course.modules for e in m.exercises}
    seen = Collects(4, datetime(2026, 10, 5, tzinfo=UTC), took)
    about = About(sources=sources, roster=Roster.of(people), course=course, collects=seen)
    write_report(Results.of(grades), folder, about)
    return folder


@pytest.fixture
def page(browser: Any, pages: Path) -> Iterator[Any]:
    """The class page; whatever it asks for, runs or complains of is an error."""
    tab = browser.new_page(viewport={"width": 1366, "height": 900})
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("dialog", lambda dialog: said.append("a dialog"))
    tab.on("dialog", lambda dialog: dialog.dismiss())
    tab.on("request", lambda request: said.append(request.url) if not request.url.startswith("file:") else None)
    tab.goto((pages / "index.html").as_uri())
    yield tab
    tab.close()
    assert said == []


def open_all(tab: Any) -> None:
    """Open what is folded: what is hidden breaks no rule."""
    tab.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")


def names(page: Any) -> list[str]:
    return [text.split()[0] for text in page.locator("#matrix tbody tr:visible th a").all_inner_texts()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [400, 1366])
@pytest.mark.parametrize("name", ["index.html", "details/student0001.html", "students/student0001.html"])
def test_no_rule_of_wcag_2_1_aa_is_broken(browser, of_each_kind, name, width, scheme):
    tab = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    tab.goto((of_each_kind / name).as_uri())
    open_all(tab)

    found = Axe().run(tab, options=_AA)

    assert found.violations_count == 0, found.generate_report()
    assert tab.evaluate("document.documentElement.scrollWidth") <= width  # only tables scroll sideways, in their frames
    tab.close()


@pytest.mark.parametrize("name", ["index.html", "students/student0001.html"])
def test_on_paper_no_rule_is_broken_either(browser, of_each_kind, name):
    tab = browser.new_page(viewport={"width": 794, "height": 1123}, color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    tab.goto((of_each_kind / name).as_uri())
    open_all(tab)

    found = Axe().run(tab, options=_AA)

    assert found.violations_count == 0, found.generate_report()
    tab.close()


@pytest.mark.parametrize(("width", "is_beside"), [(400, False), (1366, True), (1920, True)])
def test_a_students_own_lines_stand_beside_what_is_said_of_them_where_there_is_room(browser, pages, width, is_beside):
    tab = browser.new_page(viewport={"width": width, "height": 800})
    tab.goto((pages / "students" / "student0001.html").as_uri())
    exercise = tab.locator("article", has=tab.locator(".own")).filter(has=tab.locator(".example")).first

    said, code = exercise.locator(".example").bounding_box(), exercise.locator("pre").bounding_box()

    assert (code["x"] > said["x"] + said["width"]) is is_beside
    assert exercise.locator("pre span.k", has_text="def").count()
    assert exercise.locator("dd").nth(1).inner_text() == "[[<b>1.</b>, 1.]]"
    tab.close()


def test_the_first_screen_of_a_phone_says_how_one_stands_and_what_to_do_next(browser, pages):
    tab = browser.new_page(viewport={"width": 400, "height": 800})
    tab.goto((pages / "students" / "student0002.html").as_uri())

    box = tab.locator(".next").bounding_box()

    assert box["y"] + box["height"] <= 800
    tab.close()


def test_numbers_of_tests_and_tries_are_folded_and_open_by_keyboard(page):
    for words, cell in (("Tries and time until done", "3 days"), ("perceptron: ", "linear_score, as a whole")):
        summary = page.locator("summary", has_text=words).first
        inside = page.locator("details", has=summary).get_by_text(cell, exact=True).first
        assert inside.is_hidden()
        summary.focus()
        page.keyboard.press("Enter")
        assert inside.is_visible()


def test_a_click_on_a_heading_sorts_and_a_second_one_turns_it_round(page):
    page.get_by_role("button", name="points").click()
    points = [float(text) for text in page.locator("#matrix tbody tr td:nth-child(2)").all_inner_texts()]
    assert points == sorted(points, reverse=True)

    page.get_by_role("button", name="points").click()
    assert page.locator("#matrix tbody tr td:nth-child(2)").first.inner_text() == f"{min(points):g}"
    assert page.locator("th[aria-sort]").all_inner_texts() == ["points"]


@pytest.mark.parametrize("key", ["Enter", " "])
def test_the_keyboard_does_what_the_mouse_does(page, key):
    page.get_by_role("button", name="points").focus()
    page.keyboard.press(key)

    assert page.locator("th[aria-sort=descending]").inner_text() == "points"


def test_printed_each_page_of_the_table_has_the_headings_and_all_of_the_exercises(browser, tmp_path):
    course = load_course(ROOT)
    grades = class_of(course, 60)
    path = tmp_path / "index.html"
    path.write_text(class_page(grades, {g.student: "x.html" for g in grades}, About(course=course)), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    tab.pdf(path=tmp_path / "class.pdf", prefer_css_page_size=True)
    tab.close()

    printed = [page.extract_text() for page in PdfReader(tmp_path / "class.pdf").pages]
    with_rows = [text for text in printed if re.search(r"^student\d{4} (?:LOOK )?[\d.]+ ", text, re.MULTILINE)]
    assert len(with_rows) > 1
    assert all("linear_score" in text and "solve_spiral" in text for text in with_rows)


def test_search_status_module_and_section_work_together(page):
    page.get_by_label("search").fill("ada1")
    assert set(names(page)) == {"Ada1", *(f"Ada1{i}" for i in range(10))}

    page.get_by_label("section").select_option("A")
    assert set(names(page)) == {f"Ada1{i}" for i in range(0, 10, 2)}

    page.get_by_label("show").select_option(label="who has: not started")
    page.locator("#module").select_option("hands_on")
    rows = page.locator("#matrix tbody tr:visible")
    assert page.locator("#shown").inner_text() == f"{rows.count()} of 40 students"
    for i in range(rows.count()):
        assert "o" in {
            cell[0] for cell in rows.nth(i).locator("td").evaluate_all("c => c.slice(-5).map(x => x.className)")
        }


def test_hostile_names_and_code_are_text(page, pages):
    assert page.locator("img").count() == 0

    page.goto((pages / "details" / "student0001.html").as_uri())
    page.locator("summary", has_text="your code").first.click()
    assert not page.locator("pre:visible").filter(has_text="alert").count()
    page.locator("summary", has_text="your code").first.click()
    assert page.locator("pre:visible").first.inner_text().endswith("return '<script>alert(1)</script>'")


@pytest.mark.slow
def test_two_thousand_students_are_one_page_that_opens_and_sorts(browser, tmp_path):
    """How long it takes is measured by benchmarks/report.py; here it has to work."""
    course = load_course(ROOT)
    grades = class_of(course, 50)
    many = [g.model_copy(update={"student": f"s{k}-{g.student}"}) for k in range(40) for g in grades]
    path = tmp_path / "index.html"
    path.write_text(class_page(many, {g.student: "x.html" for g in many}, About(course=course)), encoding="utf-8")
    tab = browser.new_page()
    tab.goto(path.as_uri())
    tab.get_by_role("button", name="points").click()
    rows = tab.locator("#matrix tbody tr")

    assert rows.count() == 2000
    assert tab.locator("#matrix tbody tr:visible").count() == 250
    assert tab.locator("#shown").inner_text() == "2000 of 2000 students, the first 250 are shown"
    best = max(grade.points for grade in many)
    assert rows.first.locator("td").first.inner_text() == f"{best:.1f}".removesuffix(".0")

    tab.get_by_label("search").fill("s7-")
    assert tab.locator("#shown").inner_text() == "50 of 2000 students"
    tab.get_by_label("search").fill("")
    tab.get_by_role("button", name="show all").click()
    assert tab.locator("#matrix tbody tr:visible").count() == 2000
    assert tab.get_by_role("button", name="show all").is_hidden()
    tab.close()
