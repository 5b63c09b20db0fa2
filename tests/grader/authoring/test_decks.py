"""The slides are made from the lessons' own text, open from a file without internet, and none is overfull."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from grader.authoring.decks import write_decks
from grader.authoring.hints import hints_as_written
from grader.authoring.outline import Kind, exercises_in, outline
from grader.authoring.plan import as_page, plan
from grader.authoring.slides import slides_of
from grader.course.loading import CourseError, load_course
from grader.course.model import Tier
from tests.needs import browser

ROOT = Path(__file__).parents[3]
COURSE = load_course(ROOT / "course.yaml")
MODULES = {module.name: module for module in COURSE.modules}

OVERFULL = """() => [...document.querySelectorAll(".slide")].filter(slide => {
  const frame = slide.querySelector(".frame"), body = slide.querySelector(".body");
  const room = body.getBoundingClientRect(), edge = frame.getBoundingClientRect();
  const sticksOut = [...body.querySelectorAll("*")].some(part => {
    const box = part.getBoundingClientRect();
    return box.width && (box.right > edge.right || box.left < edge.left || box.bottom > room.bottom + 2);
  });
  return sticksOut || frame.scrollHeight > frame.clientHeight + 1 || frame.scrollWidth > frame.clientWidth + 1;
}).map(slide => slide.id + " " + slide.querySelector("h2").textContent)"""


@pytest.fixture(scope="module")
def decks(tmp_path_factory):
    """The folder of all decks, with the figures drawn by the solutions."""
    folder = tmp_path_factory.mktemp("slides")
    write_decks(COURSE, folder)
    return folder


@pytest.mark.parametrize("name", MODULES)
def test_every_exercise_that_is_no_stretch_has_its_moment_with_its_minutes_in_the_lessons_order(name):
    sections = outline(lesson(name))

    made = slides(name)

    of = {e.name: e for e in MODULES[name].exercises if e.tier is not Tier.STRETCH}
    told = [(re.findall(r"<code>(\w+)</code>", s.body[0])[0], s.minutes) for s in made if s.kind == "exercise"]
    assert told == [(e, of[e].minutes) for e in exercises_in(sections) if e in of]


@pytest.mark.parametrize("name", MODULES)
def test_every_question_to_think_about_is_shown_with_its_answer(name):
    thinks = [part for section in outline(lesson(name)) if not section.is_stretch for part in section.of(Kind.THINK)]

    shown = [slide for slide in slides(name) if slide.kind == "think"]

    assert len(shown) == len(thinks)
    assert all('class="answer"' in slide.body[1] for slide in shown)


@pytest.mark.parametrize("name", MODULES)
def test_slides_have_few_words_and_the_speaker_has_the_rest(name):
    made = [slide for slide in slides(name) if slide.kind == "text"]

    for slide in made:
        words = re.sub(r"<math.*?</math>|<[^>]+>", " ", " ".join(slide.body), flags=re.DOTALL).split()
        assert len(words) <= 60, slide.title


@pytest.mark.parametrize("name", MODULES)
def test_the_speaker_has_notes_for_every_slide_also_for_one_that_goes_on(name):
    assert [slide.title for slide in slides(name) if not slide.notes] == []


@pytest.mark.parametrize("name", MODULES)
def test_no_formula_is_parted_from_the_sentence_that_leads_to_it(name):
    shown = [slide.body for slide in slides(name) if slide.kind == "text"]

    leads = [body[-1] for body in shown if body[-1].startswith("<p>") and re.search(r":</p>$", body[-1])]
    followed_by_a_figure = [lead for lead in leads if "at work:" in lead]
    assert leads == followed_by_a_figure
    assert all(words.count("(") == words.count(")") for body in shown for words in map(without_formulas, body))


@pytest.mark.parametrize("name", MODULES)
def test_hints_are_shown_with_their_formulas_and_not_as_a_terminal_would(name):
    first = " ".join(slide.body[2] for slide in slides(name) if slide.kind == "exercise")

    assert not re.search(r"\w\^|_\d|->", without_formulas(first))


def test_a_heading_that_is_gone_is_refused_with_its_place(tmp_path):
    course = copied(tmp_path)
    places = tmp_path / "solutions" / "slides.toml"
    places.write_text('[perceptron]\n"A long history" = "timeline"\n')
    shutil.rmtree(tmp_path / "solutions" / "demonstrations")

    with pytest.raises(CourseError, match=r"slides.toml: perceptron: expected a heading of the lesson, got 'A long"):
        write_decks(course)


def test_a_course_without_lessons_says_so(tmp_path):
    course = copied(tmp_path)
    shutil.rmtree(tmp_path / "solutions" / "lessons")

    with pytest.raises(CourseError, match="expected a lesson named after a module, got none"):
        write_decks(course)


@pytest.mark.slow
def test_there_is_a_deck_for_each_lesson_and_one_of_all_in_the_agendas_order(decks):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in decks.glob("*.html")}

    assert pages.keys() - {"plan"} == {"index", "all", *MODULES}
    titles = [outline(lesson(name))[0].title for name in MODULES]
    places = [pages["all"].rindex(f"<h2>{title}</h2>") for title in titles]
    assert places == sorted(places)
    for name in MODULES:
        assert f'href="{name}.html"' in pages["index"]


@pytest.mark.slow
def test_the_figures_to_project_are_those_that_slides_show_and_have_words(decks):
    drawn = {path.stem for path in (decks / "figures" / "light").glob("*.txt")}

    shown = tomllib.loads((ROOT / "solutions" / "slides.toml").read_text(encoding="utf-8")).values()
    of_slides = {name for lesson in shown for of in lesson.values() for name in ([of] if isinstance(of, str) else of)}
    assert of_slides == drawn
    for path in (decks / "figures" / mode / name for mode in ("light", "dark") for name in drawn):
        assert path.with_suffix(".png").stat().st_size > 20_000, path
        assert len(path.with_suffix(".txt").read_text(encoding="utf-8").split()) > 8, path
    assert len([*(decks / "figures" / "light").glob("spiral-*.png")]) == 18


@pytest.mark.slow
def test_all_that_a_page_names_lies_beside_it(decks):
    for path in decks.glob("*.html"):
        text = path.read_text(encoding="utf-8")
        named = re.findall(r'(?:src|href)="([^"#]+)"', text)
        frames = " ".join(re.findall(r'data-frames="([^"]+)"', text)).split()
        named += [f"figures/{mode}/{frame}" for frame in frames for mode in ("light", "dark")]
        for name in named:
            assert (decks / unquote(name)).is_file(), name
        assert all(url.startswith("http://www.w3.org/1998/Math/") for url in re.findall(r"https?://[^\"' <]+", text))


@pytest.mark.slow
@pytest.mark.needs("browser")
@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)], ids=["720", "1080"])
def test_no_slide_is_overfull_and_no_host_is_asked_for_anything(page, decks, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto((decks / "all.html").as_uri())
    page.wait_for_load_state("load")

    assert page.evaluate(OVERFULL) == []
    assert all(url.startswith("file:") for url in asked)


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_keys_turn_slides_show_answers_and_notes_and_count_down(page, decks):
    page.goto((decks / "perceptron.html").as_uri())

    page.keyboard.press("ArrowRight")
    assert page.evaluate("location.hash") == "#s2"
    assert page.evaluate("document.activeElement.id") == "s2"  # where a screen reader reads on
    page.keyboard.press("n")
    assert page.locator("#s2 .notes").is_visible()
    for kind, key in (("think", "a"), ("exercise", "t")):
        number = page.evaluate(f"1 + slides.findIndex(slide => slide.classList.contains('{kind}'))")
        page.evaluate(f"show({number - 1})")
        page.keyboard.press(key)
    assert page.locator(".think .answer").first.is_visible()
    page.wait_for_function("document.querySelector('.exercise .clock').textContent.startsWith('1:5')")


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_a_countdown_is_right_after_the_computer_slept(page, decks):
    page.clock.install()
    page.goto((decks / "perceptron.html").as_uri())
    number = page.evaluate("1 + slides.findIndex(slide => slide.classList.contains('exercise'))")
    page.evaluate(f"show({number - 1})")
    clock = page.locator(f"#s{number} .clock")

    page.keyboard.press("t")
    page.clock.fast_forward(90_000)
    assert clock.text_content() == "0:30"
    page.keyboard.press("t")  # stops it
    page.clock.fast_forward(90_000)
    assert clock.text_content() == "0:30"
    page.keyboard.press("t")
    page.clock.fast_forward(45_000)
    assert clock.text_content() == "+0:15"


@pytest.mark.slow
@pytest.mark.needs("browser")
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_moving_figure_begins_with_its_first_frame_and_is_printed_as_one_still(page, decks, mode):
    page.emulate_media(color_scheme=mode)
    page.goto((decks / "perceptron.html").as_uri())
    shown = "[...document.querySelectorAll('.moves img')].filter(i => i.offsetParent).map(i => i.getAttribute('src'))"

    assert page.evaluate(shown) == [f"figures/{mode}/perceptron_line-01.png"]
    page.locator(".moves .on").click()
    assert page.evaluate(shown) == [f"figures/{mode}/perceptron_line-02.png"]
    page.emulate_media(media="print", color_scheme=mode)
    assert page.evaluate(shown) == [f"figures/{mode}/perceptron_line.png"]


@pytest.mark.slow
@pytest.mark.needs("browser")
def test_the_same_slide_is_shown_when_the_window_becomes_larger(page, decks):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto((decks / "perceptron.html").as_uri())
    page.evaluate("show(9)")

    page.set_viewport_size({"width": 1920, "height": 1080})
    page.wait_for_function("Math.abs(slides[9].getBoundingClientRect().top) < 2")
    page.keyboard.press("ArrowRight")

    assert page.evaluate("location.hash") == "#s11"


@pytest.mark.slow
@pytest.mark.needs("browser")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_decks_index_and_plan_are_for_everyone(page, decks, scheme):
    (decks / "plan.html").write_text(as_page(plan(COURSE, "express"), time(9)), encoding="utf-8")
    page.emulate_media(color_scheme=scheme)

    for name in ("plan", "index", "loss"):
        page.goto((decks / f"{name}.html").as_uri())
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.response["violations"] == [], name


@pytest.fixture(scope="module")
def started():
    """A browser."""
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=browser(), args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def page(started):
    """A page that shares nothing with any other."""
    page = started.new_page()
    yield page
    page.close()


def without_formulas(html):
    return re.sub(r"<math.*?</math>|<code>.*?</code>", "", html, flags=re.DOTALL)


def lesson(name):
    return ROOT / "solutions" / "lessons" / f"{name}.md"


def slides(name):
    solution = (ROOT / "solutions" / f"{name}.py").read_text(encoding="utf-8")
    return list(slides_of(MODULES[name], outline(lesson(name)), {}, solution, hints_as_written(lesson(name))))


def copied(folder):
    shutil.copytree(ROOT / "solutions", folder / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "course.yaml", folder)
    return load_course(folder / "course.yaml")
