"""The pages of a report: complete, linked, harmless, and silent to students about hidden tests."""

from __future__ import annotations

import base64
import hashlib
import html
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from grader.course.loading import load_course
from grader.grade.reading import Results, ResultsError, of_one_course, read_results
from grader.grade.runs import Moved, Origin, note_origin
from grader.report.about import About
from grader.report.page import write_report
from tests.e2e import geometry


def test_the_class_has_one_page_and_each_student_two(make_class, tmp_path):
    written = write_report(Results.of(make_class()), tmp_path)

    assert written[0] == tmp_path / "index.html"
    names = {"ada.html", "hopper.html", "boole.html"}
    assert {path.name for path in (tmp_path / "details").iterdir()} == names
    assert {path.name for path in (tmp_path / "students").iterdir()} == names


def test_names_with_dots_have_pages_of_their_own(make_class, tmp_path):
    grades = [make_class(student=name)[-1] for name in ("ada", "ada.x", "ada.html", "v1.2")]

    write_report(Results.of(grades), tmp_path)

    names = {"ada.html", "ada.x.html", "ada.html.html", "v1.2.html"}
    assert {path.name for path in (tmp_path / "students").iterdir()} == names


def test_pages_are_for_their_owner_alone(make_class, tmp_path):
    os.umask(0o022)

    written = write_report(Results.of(make_class()), tmp_path / "report")

    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert {path.parent.stat().st_mode & 0o777 for path in written} == {0o700}


def test_a_file_of_which_nothing_could_be_tested_comes_next(make_class, tmp_path):
    *others, boole = make_class()
    plane, space = boole.modules
    space = space.model_copy(update={"reason": "space.py line 3 is not Python yet"})

    write_report(Results.of([*others, boole.model_copy(update={"modules": (plane, space)})]), tmp_path)

    pages = {name: (tmp_path / "students" / f"{name}.html").read_text() for name in ("hopper", "boole")}
    assert "Next: the file <b>space.py</b>. Nothing in it could be tested" in pages["boole"]
    assert "Next: <b>area</b> in plane.py" in pages["hopper"]


@pytest.mark.parametrize("has_lesson", [True, False])
def test_a_hint_is_offered_where_the_module_has_a_lesson(make_class, tmp_path, has_lesson):
    course = load_course(geometry.write_course(tmp_path / "course"))
    if has_lesson:
        (course.root / "solutions" / "lessons").mkdir(exist_ok=True)
        (course.root / "solutions" / "lessons" / "plane.md").write_text("# Flat things")

    write_report(Results.of(make_class()), tmp_path / "report", About(course=course))

    page = (tmp_path / "report" / "students" / "hopper.html").read_text()
    assert "Next: <b>area</b> in plane.py" in page
    assert ("For a hint: <code>pytest --hint area</code>" in page) is has_lesson


def test_one_student_is_no_average(make_class, tmp_path):
    write_report(Results.of(make_class()[:1]), tmp_path)

    page = (tmp_path / "index.html").read_text()

    assert "1 student.\nThey have 30 of 60 points.</p>" in page
    assert "Core marks of 1 student, from 0 to 60" in page


def test_two_results_of_one_student_are_refused(make_class, tmp_path):
    with pytest.raises(ResultsError, match="two results are of the same student"):
        write_report(Results.of([*make_class(), *make_class()]), tmp_path)


def test_the_class_page_says_who_is_stuck_where_and_why(make_class, tmp_path):
    write_report(Results.of(make_class()), tmp_path)
    page = (tmp_path / "index.html").read_text()

    assert "3 students.\nThey have 30 of 60 points on average" in page
    first = page.partition("<h3>1. area</h3>")[2].partition("</article>")[0]
    assert "2 of 3 who tried are stuck" in first
    assert "What do two sides make: a sum or a product?" in first
    assert "2 students (sides_added)" in first
    assert page.index('<a href="details/hopper.html">hopper</a>, <a href="details/boole.html">boole</a>')


def test_the_class_page_says_what_a_person_must_decide(make_class, tmp_path):
    grades = make_class("space.py is a symbolic link", needs_human=True, flags=["two hand-ins"])

    write_report(Results.of(grades), tmp_path)

    decide = (tmp_path / "index.html").read_text().partition("A person must decide")[2]
    assert decide.index("boole") < decide.index("two hand-ins") < decide.index("space.py is a symbolic link")


def test_every_link_leads_to_a_page(make_class, tmp_path):
    write_report(Results.of(make_class(student="福 50% #1?")), tmp_path)

    pages = list(tmp_path.rglob("*.html"))
    links = [(page, unquote(link)) for page in pages for link in re.findall(r'href="([^"]*)"', page.read_text())]
    assert {page.name for page, link in links if link.startswith("details/")} == {"index.html"}
    for page, link in links:
        if link.startswith("#"):
            assert f'id="{link[1:]}"' in page.read_text()
        else:
            assert (page.parent / link).is_file()


def test_what_students_may_see_has_sentence_and_hint_and_no_hidden_value(make_class, tmp_path):
    write_report(Results.of(make_class("expected 7351.0625, got 4")), tmp_path)

    for_instructor = (tmp_path / "details" / "hopper.html").read_text()
    for_student = (tmp_path / "students" / "hopper.html").read_text()
    assert "7351.0625" in for_instructor
    assert "7351.0625" not in for_student
    assert "sides_added" not in for_student
    for shown in ("area does thing 1", "What do two sides make"):
        assert shown in for_student
        assert shown in for_instructor
    assert "which sides?" in for_instructor
    assert "which sides?" not in for_student  # the diagnosis says it


def test_a_students_own_line_is_quoted_where_the_hand_in_is_known(make_class, tmp_path):
    grades = make_class("your code raised ZeroDivisionError: secret (plane.py line 2: boom)")

    write_report(
        Results.of(grades), tmp_path, About(sources={"hopper": {"plane": b"def area(a, b):\n    return a / 0\n"}})
    )

    page = html.unescape((tmp_path / "students" / "hopper.html").read_text())
    assert "your code raised ZeroDivisionError (plane.py line 2: return a / 0)" in page


HOSTILE = [
    pytest.param("<script>alert(1)</script>", "<script>alert", id="script"),
    pytest.param("<img src=x onerror=alert(1)>", "<img", id="image"),
    pytest.param("\"><a href='javascript:1'>", "<a href='", id="attribute"),
    pytest.param("a\x1b[2Jb", "\x1b", id="escape sequence"),
    pytest.param("\u202egnp.exe", "\u202e", id="right to left"),
    pytest.param("{{ 7 * 7 }}{% raw %}", "49", id="template"),
    pytest.param("half\udcf6", "\udcf6", id="half a character"),
]


@pytest.mark.parametrize(("hostile", "harm"), HOSTILE)
def test_what_a_hand_in_says_is_shown_harmless_on_every_page(make_class, tmp_path, hostile, harm):
    clean = tmp_path / "clean"
    write_report(Results.of(make_class("x", flags=["x"], needs_human=True)), clean)
    assert not any(harm in page.read_text() for page in clean.rglob("*.html"))

    write_report(
        Results.of(make_class(hostile, student=hostile, flags=[hostile], needs_human=True)), tmp_path / "hostile"
    )

    pages = [page.read_text() for page in (tmp_path / "hostile").rglob("*.html")]
    assert len(pages) == 7
    assert not any(harm in page for page in pages)


def test_a_page_loads_nothing_and_runs_only_the_script_that_its_policy_names(make_class, tmp_path):
    for page in write_report(Results.of(make_class()), tmp_path):
        text = page.read_text()
        policy = html.unescape(re.findall(r'Content-Security-Policy" content="([^"]*)"', text)[0])
        assert "default-src 'none'" in policy
        for kind, found in (("style", "style"), ("script", "script")):
            for body in re.findall(rf"<{found}>(.*?)</{found}>", text, re.DOTALL):
                digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                assert f"{kind}-src 'sha256-{digest}'" in policy
        assert not re.search(r"<link|<img|src=|url\(|@import|https?:|style=|\son\w+=", text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(None, "no results: expected what `grader run` wrote", id="nothing"),
        pytest.param("{", "expected a grade document: Invalid JSON", id="half a file"),
        pytest.param("[]", "expected a grade document", id="something else"),
        pytest.param('{"student": "ada"}', "expected a grade document", id="half a document"),
    ],
)
def test_results_that_are_none_are_refused_in_one_sentence(tmp_path, content, sentence):
    if content is not None:
        (tmp_path / "ada.json").write_text(content)

    with pytest.raises(ResultsError, match=re.escape(sentence)) as refused:
        read_results(tmp_path)

    assert str(tmp_path) in str(refused.value)


def test_the_command_writes_the_pages_and_names_the_one_to_open(make_class, tmp_path):
    results = tmp_path / "results"
    results.mkdir()
    for grade in make_class():
        (results / f"{grade.student}.json").write_bytes(grade.to_json())

    done = _grader("report", "results", "--out", "pages", cwd=tmp_path)
    nothing = _grader("report", "pages", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "7 pages: open pages/index.html\n")
    assert len(list((tmp_path / "pages").rglob("*.html"))) == 7
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert nothing.stderr == "grader: pages: no results: expected what `grader run` wrote\n"


def _grader(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "grader", *arguments], cwd=cwd, capture_output=True, text=True)


def test_a_reason_stands_once_and_is_the_same_on_both_pages(make_class, tmp_path):
    grades = make_class()
    reason = "space.py line 2 imports scipy, which is not there while grading"
    plane, space = grades[2].modules
    boole = grades[2].model_copy(
        update={
            "modules": (plane, space.model_copy(update={"reason": reason})),
            "flags": (reason,),
            "needs_human": True,
        }
    )

    write_report(Results.of([boole]), tmp_path)

    for view in ("details", "students"):
        page = (tmp_path / view / "boole.html").read_text()
        assert page.count(reason) == 1
        assert "could not be tested: diagonal" in page
    assert reason in (tmp_path / "index.html").read_text()


def test_the_versions_that_graded_stand_on_the_page(make_class, tmp_path):
    grade = make_class()[0].model_copy(update={"versions": {"python": "3.11.9", "numpy": "2.1.0"}})

    write_report(Results.of([grade]), tmp_path)

    assert "Graded with Python 3.11.9 and numpy 2.1.0." in (tmp_path / "students" / "ada.html").read_text()


def test_modules_of_the_students_own_are_shown_to_the_instructor_as_text(make_class, tmp_path):
    helpers = b"def f(x):\n    return '<script>alert(1)</script>'  # \x1b[2J\n"

    write_report(
        Results.of(make_class()[:1]), tmp_path, About(sources={"ada": {"plane": b"import helpers", "helpers": helpers}})
    )

    page = (tmp_path / "details" / "ada.html").read_text()
    assert "helpers.py, a module of the student's own" in page
    assert '\n<i>2</i>    <span class="k">return</span> <span class="s">&#39;&lt;script&gt;' in page
    assert "\x1b" not in page
    assert "helpers" not in (tmp_path / "students" / "ada.html").read_text()


def test_of_endless_modules_of_the_students_own_the_beginning_is_shown(make_class, tmp_path):
    own = {f"helper{number}": b"x = 1  # a remark\n" * 9_000 for number in range(10)}

    write_report(Results.of(make_class()[:1]), tmp_path, About(sources={"ada": own}))

    page = (tmp_path / "details" / "ada.html").read_text()
    assert page.count("x") < 15_000
    assert page.count("# ... the rest is in the hand-in") == 8
    assert "helper9.py, a module of the student's own" in page


def test_two_names_that_are_written_alike_have_a_page_each(make_class, tmp_path):
    ada, *_ = make_class()
    for name in ("bad%FF", "bad%5CudcFF"):
        (tmp_path / f"{name}.json").write_bytes(ada.to_json())

    assert [grade.student for grade in read_results(tmp_path).briefs] == ["ada", "ada (2)"]


def test_results_of_another_course_or_track_are_left_out_and_said(make_class):
    ada, hopper, boole = make_class()

    kept, said = of_one_course(Results.of([ada, hopper.model_copy(update={"track": "express"}), boole]))

    assert [grade.student for grade in kept.briefs] == ["ada", "boole"]
    assert said == "1 of 3 results are not of the whole of geometry and were left out: hopper"
    alone = Results.of([ada, boole])
    assert of_one_course(alone) == (alone, "")


def test_a_mark_stands_under_its_own_heading_whatever_the_order_of_a_document(make_class, tmp_path):
    ada, hopper, boole = make_class()
    turned = boole.model_copy(update={"modules": boole.modules[::-1]})

    write_report(Results.of([ada, hopper, boole]), tmp_path / "one")
    write_report(Results.of([ada, hopper, turned]), tmp_path / "other")

    rows = [
        [line for line in (tmp_path / name / "index.html").read_text().splitlines() if ">boole</a></th>" in line]
        for name in ("one", "other")
    ]
    assert len(rows[0]) == 1
    assert rows[0] == rows[1]


def test_pages_of_who_is_not_in_the_results_any_more_are_removed(make_class, tmp_path):
    write_report(Results.of(make_class()), tmp_path)
    write_report(Results.of(make_class()[:1]), tmp_path)

    assert [path.name for path in (tmp_path / "students").iterdir()] == ["ada.html"]


def test_under_pseudonyms_no_page_and_no_file_holds_a_name(make_class, tmp_path):
    grades = [_telling(grade) for grade in make_class()]
    about = About(sources={"ada": {"plane": b"# by ada"}}, pseudonyms=True)

    written = write_report(Results.of(grades), tmp_path, about)

    told = " ".join([*map(str, written), *(page.read_text() for page in written)]).casefold()
    assert [name for name in ("ada", "hopper", "boole") if re.search(rf"\b{name}\b", told)] == []
    assert "student 003" in told


def _telling(grade):
    """Return a grade that names its student wherever one can be named."""
    (module, *rest), name = grade.modules, grade.student
    exercise = module.exercises[0]
    tests = tuple(t.model_copy(update={"message": f"raised KeyError: 'I am {name}'"}) for t in exercise.tests)
    exercises = (exercise.model_copy(update={"tests": tests}), *module.exercises[1:])
    told = module.model_copy(update={"reason": f"{name}_work.py defines it", "exercises": exercises})
    return grade.model_copy(update={"flags": (f"{name} hangs",), "needs_human": True, "modules": (told, *rest)})


def test_who_knows_all_names_cannot_work_out_the_pseudonyms(make_class, tmp_path):
    ada, hopper, _ = make_class()
    names = [f"student-{number}" for number in range(20)]

    def shown(points: float, to: Path) -> list[bool]:
        grades = [
            (ada if number % 2 else hopper).model_copy(update={"student": name, "points": points})
            for number, name in enumerate(names)
        ]
        write_report(Results.of(grades), to, About(pseudonyms=True))
        return ["1 of 2 properties hold" in page.read_text() for page in sorted((to / "students").glob("*.html"))]

    assert shown(1.0, tmp_path / "one") == shown(1.0, tmp_path / "again")
    assert shown(1.0, tmp_path / "one") != shown(2.0, tmp_path / "other")


def test_the_hand_ins_of_the_last_run_are_found_and_only_what_was_graded_is_quoted(make_class, tmp_path):
    course = geometry.write_course(tmp_path / "course")
    code = tmp_path / "hand-ins" / "hopper" / "plane.py"
    code.parent.mkdir(parents=True)
    code.write_text("def area(a, b):\n    return a / 0\n")
    _, hopper, _ = make_class("your code raised ZeroDivisionError: secret (plane.py line 2: boom)")
    plane, space = hopper.modules
    plane = plane.model_copy(update={"sha256": hashlib.sha256(code.read_bytes()).hexdigest()})
    results = tmp_path / "results"
    results.mkdir()
    (results / "hopper.json").write_bytes(hopper.model_copy(update={"modules": (plane, space)}).to_json())
    note_origin(results, Origin(tmp_path / "hand-ins"))

    _grader("report", "--course", str(course), cwd=tmp_path)
    found = html.unescape((tmp_path / "report" / "students" / "hopper.html").read_text())
    code.write_text("# something else\n" + code.read_text())
    changed = _grader("report", "--course", str(course), cwd=tmp_path)
    not_quoted = html.unescape((tmp_path / "report" / "students" / "hopper.html").read_text())

    assert "(plane.py line 2: return a / 0)" in found
    assert "return a / 0" not in not_quoted
    assert "1 file has changed since the grading and no line of it is quoted" in changed.stderr


def test_a_student_whose_points_did_not_move_reads_of_no_other_points(make_class, tmp_path):
    ada, hopper, _ = make_class()
    before = {"ada": ada.points + ada.bonus, "hopper": 12.0}

    write_report(
        Results.of([ada, hopper]),
        tmp_path,
        About(moved=Moved("then", before, ("hopper",), (), (("hopper", 12.0, 31.0),))),
    )

    assert "before" not in (tmp_path / "students" / "ada.html").read_text().partition("<main>")[0].partition("<h1>")[2]
    assert "by the tests of the run before: 12 in all" in (tmp_path / "students" / "hopper.html").read_text()
