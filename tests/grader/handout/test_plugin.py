"""What a student sees who types `pytest`: real runs in a real folder of exercises."""

from __future__ import annotations

import shutil

import pytest


def test_untouched_stubs_are_not_started_and_no_wall_of_text(student):
    run = student.run()

    assert run.shown.splitlines() == [
        "--------",
        "",
        "  plane     ---  3 not started",
        "  tortoise  --   2 not started",
        "",
        "  0 of 4 exercises done, and 0 of 1 for a bonus",
        "  next: start with area in plane.py (about 3 minutes)",
        "  run it alone: pytest -k area",
    ]


def test_everything_right_is_said_in_a_few_lines(finished):
    run = finished.run()

    assert run.shown.splitlines() == [
        "........",
        "",
        "  plane     \u2713\u2713\u2713  3 done",
        "  tortoise  \u2713\u2713   2 done",
        "",
        "  4 of 4 exercises done, and 1 of 1 for a bonus",
        "  all done: well done!",
    ]


def test_a_wrong_answer_shows_sentence_expected_got_hint_and_the_example(student):
    student.solve("plane", "area", "return width + height")

    run = student.run("-k", "area")

    assert run.shown.startswith(
        "xx\n"
        "\n"
        "x area of a square is its side squared\n"
        "    the result is 6, should be 9\n"
        "    hint: what is 3 times 3?\n"
        "    test_plane.py, line 9:  plane.area(3.0, 3.0)\n"
        "\n"
        "x area of nothing is zero\n"
        "    the result is 3, should be 0\n"
    )
    assert "next: fix area in plane.py (about 3 minutes)" in run.shown


def test_the_docstring_is_the_sentence_and_a_case_is_named(finished):
    finished.write("plane.py", (finished.folder / "plane.py").read_text().replace("sum(w * h", "sum(w + h"))

    shown = finished.run().shown

    assert "x area_of_many adds the areas [one]\n" in shown
    assert "... and 1 more of area_of_many: pytest -k area_of_many" in shown
    assert "3 of 4 exercises done" in shown


def test_a_bare_assert_shows_its_line(finished):
    finished.write(
        "plane.py", (finished.folder / "plane.py").read_text().replace("math.hypot(width, height)", "width + height")
    )

    assert "x diagonal of 3 by 4 is 5\n    this does not hold:\n    test_plane.py, line 24:" in finished.run().shown


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        pytest.param(
            ["return 1 / 0"],
            ["your code raised ZeroDivisionError: division by zero", "    plane.py, line 8, in area:  return 1 / 0"],
            id="exception",
        ),
        pytest.param(
            ["width * height"],
            [
                "the result should be a number, not None",
                "hint: plane.py line 8 calculates something and does nothing with it: is a return",
            ],
            id="none",
        ),
        pytest.param(
            ["return area(width, height)"],
            [
                "your code raised RecursionError: maximum recursion depth exceeded",
                "    plane.py, line 8, in area:  return area(width, height)",
                "    ... ",
            ],
            id="recursion",
        ),
        pytest.param(
            ["return input()"],
            ["your code asks for keyboard input: take input() out", "    plane.py, line 8, in area:  return input()"],
            id="input",
        ),
        pytest.param(
            ["exit()"],
            ["your code ends Python: take exit() or quit() out", "    plane.py, line 8, in area:  exit()"],
            id="exit",
        ),
        pytest.param(
            ["print('w =', width)", "return 0.5"],
            ["the result is 0.5, should be 9", "your code printed:", "    w = 3.0"],
            id="print",
        ),
    ],
)
def test_a_failure_says_what_happened_at_the_students_own_line(student, body, lines):
    student.solve("plane", "area", *body)

    run = student.run("-k", "area")

    for line in lines:
        assert f"\n    {line}" in run.shown
    assert "kit" not in run.shown
    assert "site-packages" not in run.shown
    assert str(student.folder) not in run.shown


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        pytest.param("np.ones(3) @ np.ones(2)", "the axes that meet have the lengths 3 and 2, and must", id="matmul"),
        pytest.param("np.dot(np.ones(3), np.ones(2))", "the axes that meet have the lengths 3 and 2", id="dot"),
        pytest.param("np.ones(3) + np.ones(2)", "entry by entry, these shapes do not fit", id="broadcast"),
        pytest.param("max(np.ones(3), 0)", "which function of numpy decides entry by entry?", id="truth"),
        pytest.param("np.array([np.ones(3), 1])", "to return several things, put commas between", id="inhomogeneous"),
        pytest.param("np.max(0, np.ones(3))", "of two arrays, entry by entry, it is np.maximum(a, b)", id="order"),
        pytest.param("math.exp(np.ones(3))", "Python's math takes numbers, numpy's functions take arrays", id="math"),
        pytest.param("np.arange(3).__iadd__(0.5)", "an array of whole numbers cannot hold the result", id="cast"),
        pytest.param("np.ones(3)[3 / 2]", "an index must be a whole number: // gives one", id="index"),
        pytest.param("None + 1", "something is None here: an argument that may be None, or", id="None"),
        pytest.param("diagonl(1, 2)", "did you mean diagonal?", id="name"),
        pytest.param("heigth", "did you mean height?", id="local name"),
        pytest.param("random.random()", "is there an `import random` at the top of the file?", id="import"),
        pytest.param("hypot(1, 2)", "did you mean np.hypot?", id="name of numpy"),
        pytest.param("walk((1, 2))", "walk is a function of tortoise.py: is it imported here?", id="other file"),
        pytest.param("np.maximun(1, 2)", "did you mean maximum?", id="attribute"),
    ],
)
def test_an_experts_message_comes_with_plain_words(student, line, meaning):
    student.solve("plane", "area", f"return {line}")
    student.write("plane.py", "import numpy as np\n" + (student.folder / "plane.py").read_text())

    raised, plain, place = student.run("-k", "area").shown.splitlines()[3:6]

    assert raised.startswith("    your code raised ")
    assert meaning in plain
    assert place == f"        plane.py, line 9, in area:  return {line}"


def test_numpy_without_its_import_is_told_where_it_belongs(student):
    student.solve("plane", "area", "return np.ones(3)")

    assert "    is `import numpy as np` still at the top of the file?\n" in student.run("-k", "area").shown


def test_an_exception_that_claims_to_come_from_itself_is_told_as_any_other(student):
    student.solve("plane", "area", "error = ValueError('no')", "raise error from error")

    assert "    your code raised ValueError: no\n" in student.run("-k", "area").shown


def test_wrong_arguments_are_shown_with_the_call(finished):
    text = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", text.replace("area(width: float, height: float)", "area(width)"))

    shown = finished.run("-k", "area").shown

    assert "TypeError: area() takes 1 positional argument but 2 were given" in shown
    assert "the call has 2 arguments instead of 1\n    test_plane.py, line 9:  plane.area(3.0, 3.0)" in shown


def test_a_flood_of_prints_is_cut(student):
    student.solve("plane", "area", "for i in range(5000): print('x' * 500)")

    shown = student.run("-k", "area").shown

    assert shown.count("x" * 100) == 2 * 8
    assert "... and 4,992 more lines" in shown
    assert len(shown) < 4000


def test_what_right_code_prints_is_not_shown(student):
    student.solve("plane", "area", "print('hello')", "return width * height")

    assert "hello" not in student.run().shown


@pytest.mark.parametrize(
    ("done", "expected"),
    [
        pytest.param([], 1, id="nothing started"),
        pytest.param(["area"], 1, id="some done"),
        pytest.param(["area", "area_of_many", "diagonal"], 0, id="all that ran done"),
    ],
)
def test_the_exit_code_is_0_only_if_everything_that_ran_is_done(student, done, expected):
    answers = {
        "area": "return width * height",
        "area_of_many": "return sum(w * h for w, h in sizes)",
        "diagonal": "return math.hypot(width, height)",
    }
    for exercise in done:
        student.solve("plane", exercise, answers[exercise])

    assert student.run("test_plane.py").code == expected


def test_one_file_ran_and_the_board_is_silent_about_the_rest(finished):
    run = finished.run("test_plane.py")

    assert run.shown.splitlines()[-6:] == [
        "  plane  \u2713\u2713\u2713  3 done",
        "",
        "  3 of 3 exercises done; 2 more have not run yet",
        "  plane.py is finished: you can now measure flat things",
        "  after that comes Tortoise in tortoise.py (about 10 minutes)",
        "  run it alone: pytest -k Tortoise",
    ]


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        pytest.param("area", "..", id="not area_of_many"),
        pytest.param("area_of_many", "..", id="marked, the test's name lacks it"),
        pytest.param("Tortoise", "..", id="class"),
        pytest.param("square", ".", id="any other word as in pytest"),
        pytest.param("area or walk", ".....", id="expression"),
    ],
)
def test_k_with_the_name_of_an_exercise_runs_just_that(finished, name, letters):
    run = finished.run("-k", name)

    assert run.shown.splitlines()[0] == letters
    assert run.code == 0


def test_k_with_a_typo_suggests_the_right_name(finished):
    run = finished.run("-k", "tortoize")

    assert run.shown.strip() == "no test matches -k tortoize: did you mean Tortoise?"
    assert run.code != 0


@pytest.mark.parametrize(
    ("argument", "cure"),
    [
        pytest.param("area", "area is no file: run `pytest -k area`", id="exercise"),
        pytest.param("plane", "the examples for plane.py are in another file: run `pytest test_plane.py`", id="module"),
        pytest.param("plane.py", "run `pytest test_plane.py`", id="the student's own file"),
    ],
)
def test_a_name_in_the_wrong_place_is_answered_with_the_right_command(finished, argument, cure):
    assert cure in finished.run(argument).shown


def test_a_track_runs_and_counts_its_own_exercises_alone(student):
    student.solve("plane", "area", "return width * height")

    run = student.run("--track", "short")

    assert (
        "  1 of 2 exercises done\n  next on the track short: start with walk in tortoise.py (about 1 minute)\n"
        in run.shown
    )
    assert "area_of_many" not in run.shown


def test_an_unknown_track_is_refused_with_those_there_are(student):
    assert "there is no track fast; the tracks are express, short" in student.run("--track", "fast").shown


def test_a_bonus_comes_after_everything_else(student):
    student.solve("plane", "area", "return width * height")
    student.solve("plane", "area_of_many", "return sum(w * h for w, h in sizes)")

    assert "next: start with diagonal in plane.py, a bonus (about 4 minutes)" in student.run("test_plane.py").shown
    assert "next: start with Tortoise in tortoise.py (about 10 minutes)" in student.run().shown


def test_a_class_half_written_is_not_done(student):
    student.solve("tortoise", "Tortoise.__init__", "self.place = 0.0")

    run = student.run("-k", "Tortoise")

    assert run.shown.startswith(".-\n")
    assert "0 of 1 exercise done" in run.shown


def test_an_exercise_that_needs_another_says_so(student):
    student.solve("tortoise", "walk", "return area(*sides)")

    run = student.run("-k", "walk")

    assert "- walk in tortoise.py needs area in plane.py, which is not written yet" in run.shown
    assert run.shown.startswith("-\n")


def test_an_exercise_that_needs_another_of_its_own_file_says_so(student):
    student.solve("plane", "area_of_many", "return sum(area(w, h) for w, h in sizes)")

    run = student.run("-k", "area_of_many")

    assert "- area_of_many in plane.py needs area in plane.py, which is not written yet" in run.shown


def test_a_console_with_few_letters_gets_plain_ones(finished):
    run = finished.run(encoding="cp1252")

    assert "  plane     +++  3 done" in run.shown


def test_v_brings_pytests_own_list_back(finished):
    run = finished.run("-v")

    assert "test_plane.py::test_area_of_nothing_is_zero DONE" in run.shown


def test_a_file_alone_works_without_the_others(finished):
    for name in ("tortoise.py", "test_tortoise.py", "README.md", "requirements.txt"):
        (finished.folder / name).unlink()
    shutil.rmtree(finished.folder / "data")

    run = finished.run("test_plane.py")

    assert "  plane  \u2713\u2713\u2713  3 done" in run.shown
    assert run.code == 0


@pytest.mark.parametrize("content", [None, "{", "[]"], ids=["missing", "no JSON", "other JSON"])
def test_without_the_facts_of_the_course_the_loop_still_runs(finished, content):
    path = finished.folder / "course.json"
    path.unlink() if content is None else path.write_text(content)

    run = finished.run()

    assert "  5 of 5 exercises done\n" in run.shown
    assert finished.run("-k", "walk").shown.startswith(".\n")


def test_the_settings_of_the_folders_around_do_not_interfere(finished):
    (finished.folder.parent / "pyproject.toml").write_text('[tool.pytest.ini_options]\naddopts = "--nonsense"\n')
    (finished.folder.parent / "conftest.py").write_text("raise RuntimeError('not mine')\n")

    inside, above = finished.run(), finished.run(finished.folder.name, cwd=finished.folder.parent)

    assert inside.code == above.code == 0
    assert inside.shown == above.shown


def test_pytest_in_the_folder_above_says_where_to_go(student):
    run = student.run(cwd=student.folder.parent)

    assert "the exercises are in the folder exercises: cd into it first" in run.shown


def test_pytest_in_a_folder_of_the_exercises_says_where_to_go(student):
    run = student.run(cwd=student.folder / "kit")

    assert "the exercises are in the folder exercises: cd into it first" in run.shown
    assert len(run.shown.splitlines()) < 10
    assert run.code == 5


def test_a_folder_behind_a_link_works_as_any_other(student):
    student.solve("plane", "area", "return 1 / 0")
    link = student.folder.parent / "link"
    link.symlink_to(student.folder, target_is_directory=True)

    run = student.run("link", "-k", "area", cwd=link.parent)

    assert "    plane.py, line 8, in area:  return 1 / 0" in run.shown
    assert "  plane  \u2717    1 wrong (area), 2 not run" in run.shown


def test_many_wrong_exercises_are_not_all_told_at_length(student):
    names = [f"f{i}" for i in range(9)]
    student.write("plane.py", "".join(f"def {name}():\n    return 0\n\n\n" for name in names))
    tests = "".join(f"def test_{name}_is_one():\n    expect.close(plane.{name}(), 1.0)\n\n\n" for name in names)
    student.write("test_plane.py", f"import expect\nimport plane\n\n\n{tests}")
    (student.folder / "course.json").unlink()

    run = student.run("test_plane.py")

    assert run.shown.count("the result is 0, should be 1") == 6
    assert "... 3 more wrong: see the board" in run.shown


def test_a_saved_change_counts_at_once_and_leaves_no_cache_behind(student):
    student.solve("plane", "area", "return width + height")
    assert student.run("-k", "area").code == 1
    student.write("plane.py", (student.folder / "plane.py").read_text().replace("width + height", "width * height"))

    assert student.run("-k", "area").code == 0
    assert not list(student.folder.glob("__pycache__/plane*"))


def test_the_readmes_exercise_is_the_boards_first(student):
    readme = (student.folder / "README.md").read_text(encoding="utf-8")

    assert "Open `plane.py`, find `def area`" in readme
    assert "next: start with area in plane.py" in student.run().shown


SHARED = """\
import pytest

made = []


@pytest.fixture(scope="module")
def once():
    made.append(1)
    yield len(made)
    made.append(1)


def test_plain():
    pass


def test_first(once):
    assert once == 1


def test_plain_between():
    assert len(made) == 1


@pytest.mark.parametrize("value", [1, 2])
def test_second(once, value):
    assert (once, len(made)) == (1, 1)


@pytest.mark.skip
def test_left_out():
    raise AssertionError


class TestTogether:
    def setup_method(self):
        self.ready = True

    def test_in_a_class(self):
        assert self.ready
"""


@pytest.mark.parametrize("name", ["test_plane.py", "test_mine.py"], ids=["of the course", "of one's own"])
def test_what_tests_share_is_made_once_whatever_runs_between(finished, name):
    """Plain tests are run without setting up; all others must not notice."""
    before = (finished.folder / name).read_text() if name == "test_plane.py" else ""
    finished.write(name, before + SHARED.replace("test_", "test_area_", 10) if before else SHARED)

    run = finished.run(name, "-rs")

    assert "  x " not in run.shown
    assert "wrong" not in run.shown
    assert run.code == 0


def test_whoever_listens_to_every_phase_hears_them(finished):
    finished.run("--junitxml=report.xml")
    text = (finished.folder / "report.xml").read_text()

    assert text.count("<testcase ") == 8
    assert 'failures="0"' in text


def test_a_folder_with_settings_of_its_own_has_pytests_logging_as_well(finished):
    run = finished.run("-o", "addopts=", "-k", "area")

    assert "1 done" in run.shown


@pytest.mark.parametrize("option", ["--setup-show", "--durations=3", "--lf", "-x"])
def test_pytests_own_options_work_as_ever(finished, option):
    run = finished.run(option, "-k", "area")

    assert "1 done" in run.shown
    assert run.code == 0
