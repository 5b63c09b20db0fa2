"""--watch, --hand-in, --solution, several resets, VS Code: real processes in a real folder."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import zipfile

import pytest

from grader.authoring.build import build, drift
from grader.course.loading import CourseError, load_course
from grader.intake import read_class
from tests.at_home import environment


@pytest.fixture
def watched(student):
    """Start `pytest --watch`; the helper waits until some text is shown, and types keys."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pytest", "--watch", "-k", "area"],
        cwd=student.folder,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    shown: list[str] = []
    reader = threading.Thread(target=lambda: shown.extend(_lines(process.stdout)), daemon=True)
    reader.start()

    class Watched:
        def until(self, text: str) -> None:
            end = time.monotonic() + 60
            while text not in "".join(shown):
                assert time.monotonic() < end, "".join(shown)
                time.sleep(0.05)

        def press(self, keys: str) -> None:
            assert process.stdin is not None
            process.stdin.write(keys.encode())
            process.stdin.flush()

        def ended(self) -> int:
            return process.wait(30)

    yield Watched()
    process.kill()
    reader.join()
    with process:  # closes its pipes
        pass


def _lines(stream):
    return iter(lambda: stream.readline().decode("utf-8"), "")


def test_watching_runs_at_every_save_moves_on_and_ends(student, watched):
    watched.until("h: a hint for area,")
    student.solve("plane", "area", "return width + height")
    watched.until("the result is 6, should be 9")
    student.write("plane.py", (student.folder / "plane.py").read_text().replace("width + height", "width * height"))
    watched.until("h: a hint for area_of_many,")
    watched.press("h")
    watched.until("there are no hints for area_of_many: its examples are in test_plane.py")
    watched.press("q")

    assert watched.ended() == 0


def test_a_hand_in_is_a_zip_that_the_grader_reads_with_the_students_own_modules(finished, small_course, tmp_path):
    finished.write("helpers.py", "from shapes.flat import times\n")
    (finished.folder / "shapes").mkdir()
    finished.write("shapes/flat.py", "def times(a, b):\n    return a * b\n")
    finished.write("notes.py", "nobody imports this\n")
    text = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", "from helpers import times\n" + text.replace("width * height", "times(width, height)"))

    run = finished.run("--hand-in")

    assert "hand-in.zip is written, with plane.py, tortoise.py, helpers.py, shapes/flat.py" in run.shown
    assert run.code == 0
    with zipfile.ZipFile(finished.folder / "hand-in.zip") as archive:
        assert archive.namelist() == ["plane.py", "tortoise.py", "helpers.py", "shapes/flat.py"]
        assert archive.read("plane.py") == (finished.folder / "plane.py").read_bytes()
    (tmp_path / "class").mkdir()
    shutil.copy(finished.folder / "hand-in.zip", tmp_path / "class" / "ada.zip")
    (submission,) = read_class(tmp_path / "class", load_course(small_course / "course.yaml"))
    assert set(submission.sources) == {"plane", "tortoise"}
    assert submission.refused == {}
    assert "own modules, which the others may import: helpers, shapes.flat" in submission.flags


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(("plane.py", "def area(", "def Area("), "plane.py has no area: did you mean Area?", id="name"),
        pytest.param(("plane.py", "return width *", "return (width *"), "plane.py, line 13 is not Python", id="syntax"),
        pytest.param(
            ("plane.py", "import math\n", "import math\nimport pytest\n"),
            "plane.py imports pytest, which is not there when it is graded",
            id="import",
        ),
    ],
)
def test_a_hand_in_with_a_fault_is_written_all_the_same_and_says_it(finished, change, fault):
    file, old, new = change
    finished.write(file, (finished.folder / file).read_text().replace(old, new, 1))

    run = finished.run("--hand-in")

    assert f"  ! {fault}" in run.shown
    assert run.code == 1
    assert (finished.folder / "hand-in.zip").is_file()


def test_a_package_that_is_stood_in_for_is_no_fault_of_a_hand_in(finished):
    finished.write("plane.py", "import matplotlib.pyplot as plt\n" + (finished.folder / "plane.py").read_text())

    run = finished.run("--hand-in")

    assert run.code == 0, run.shown


def test_a_module_that_a_script_puts_on_its_path_comes_along(finished):
    on_the_path = "import sys\nfrom pathlib import Path\n\nsys.path.append(str(Path(__file__).parent / 'src'))\n"
    before = (finished.folder / "plane.py").read_text()
    finished.write("plane.py", before.replace("import math\n", f"import math\n{on_the_path}import sums_of_mine\n", 1))
    (finished.folder / "src").mkdir()
    finished.write("src/sums_of_mine.py", "x = 1\n")

    run = finished.run("--hand-in")

    assert run.code == 0, run.shown
    with zipfile.ZipFile(finished.folder / "hand-in.zip") as archive:
        assert "src/sums_of_mine.py" in archive.namelist()


def test_an_untouched_stub_is_no_hand_in(student):
    assert "  ! nothing is written yet: every file is as it was handed out" in student.run("--hand-in").shown


def test_a_file_that_was_not_started_is_no_fault_of_a_hand_in(student):
    student.solve("plane", "area", "return width * height")

    run = student.run("--hand-in")

    assert "not started: tortoise.py (fine if you hand them in later)" in run.shown
    assert run.code == 0


def test_several_names_are_reset_at_once_and_a_wrong_one_changes_nothing(finished):
    before = (finished.folder / "plane.py").read_bytes()

    assert "there is nothing to reset called are: did you mean area?" in finished.run("--reset", "walk", "are").shown
    assert (finished.folder / "plane.py").read_bytes() == before
    shown = finished.run("--reset", "area", "walk").shown
    assert "area in plane.py is back as it came" in shown
    assert "walk in tortoise.py is back as it came" in shown


def test_answers_are_shown_only_where_they_were_handed_out_and_only_for_what_is_right(course_root, tmp_path, student):
    assert "no answers come with these exercises" in student.run("--solution", "area").shown
    (course_root / "solutions/reasons.toml").write_text('area = "A rectangle is rows of equal length."\n')
    (course_root / "tests/alternatives/loops").mkdir(parents=True)
    other = "def area(width, height):\n    return float(height) * float(width)\n"
    (course_root / "tests/alternatives/loops/plane.py").write_text(other)
    shutil.rmtree(student.folder)
    build(load_course(course_root / "course.yaml"), student.folder, with_answers=True)

    assert "area is not right yet, or was changed since: pytest -k area" in student.run("--solution", "area").shown
    student.solve("plane", "area", "return width * height")
    student.run("-k", "area")
    assert student.run("--solution", "area").shown == (
        "one way to write area:\n\ndef area(width: float, height: float) -> float:\n    return width * height\n\n"
        "why: A rectangle is rows of equal length.\n\nanother style:\n\n" + other
    )
    assert "pytest --solution" in (student.folder / "README.md").read_text()


def test_exercises_with_answers_are_no_course_for_marks(course_root):
    course = load_course(course_root / "course.yaml")
    build(course, with_answers=True)

    assert "exercises/kit/answers.txt is no part of the course any more: run `grader build`" in drift(course)
    build(course)
    assert not (course_root / "exercises/kit/answers.txt").exists()


@pytest.mark.parametrize("text", ["area = 3\n", "aera = 'x'\n", "area = \n"])
def test_reasons_that_fit_no_exercise_are_refused(course_root, text):
    (course_root / "solutions/reasons.toml").write_text(text)

    with pytest.raises(CourseError, match=r"reasons\.toml: "):
        build(load_course(course_root / "course.yaml"), course_root / "out", with_answers=True)


EXPLORER = """
import json, os, pytest

seen = {}

def pytest_sessionfinish(session, exitstatus):
    found = [[str(item.path), item.location[1], item.name] for item in session.items]
    with open(os.environ["TEST_RUN_PIPE"], "w") as pipe:
        json.dump({"found": found, "seen": seen, "exit": int(exitstatus)}, pipe)

@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_report_teststatus(report, config):
    if report.when == "call" or (report.when == "setup" and report.skipped):
        seen[report.nodeid.split("::")[1]] = [report.outcome, report.longreprtext if report.failed else ""]
    yield

@pytest.hookimpl(hookwrapper=True, trylast=True)
def pytest_runtest_protocol(item, nextitem):
    yield
"""  # stands in for the plugin of VS Code's Python extension, with its hooks and its way to be loaded


@pytest.fixture
def explorer(student, tmp_path, monkeypatch):
    """What the Test Explorer learns of a run with these arguments, from this folder."""
    (tmp_path / "python_files").mkdir()
    (tmp_path / "python_files/vscode_pytest.py").write_text(EXPLORER)

    def look(*arguments, cwd=student.folder):
        pipe = tmp_path / "pipe.json"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "vscode_pytest", *map(str, arguments)],
            cwd=cwd,
            env=environment(PYTHONPATH=str(tmp_path / "python_files"), TEST_RUN_PIPE=str(pipe)),
            capture_output=True,
            timeout=60,
        )
        return {**json.loads(pipe.read_text()), "stderr": done.stderr.decode()}

    return look


def _settings(student):
    return json.loads((student.folder / ".vscode/settings.json").read_text())


def test_the_test_explorer_finds_every_test_with_its_line(student, explorer):
    """It runs `python -m pytest -p vscode_pytest --collect-only`, then pytestArgs, in the folder that is open."""
    assert _settings(student)["python.testing.pytestEnabled"] is True

    seen = explorer("--collect-only", *_settings(student)["python.testing.pytestArgs"])

    assert seen["exit"] == 0
    assert seen["stderr"] == ""
    found = {name: (path, line) for path, line, name in seen["found"]}
    assert len(found) == 8
    path = student.folder / "test_plane.py"
    for name in ("test_area_of_nothing_is_zero", "test_they_add_up[one]"):
        line = path.read_text().splitlines()[found[name][1] :]
        assert found[name][0] == str(path)
        assert any(f"def {name.split('[')[0]}(" in row for row in line[:3])


def test_the_test_explorer_finds_every_test_of_a_broken_file_and_of_stubs(student, explorer):
    student.write("plane.py", "def area(:\n")

    seen = explorer("--collect-only", ".")

    assert (seen["exit"], len(seen["found"])) == (0, 8)


@pytest.mark.parametrize("where", ["inside", "above"])
def test_the_test_explorer_runs_single_tests_and_shows_the_boards_words(student, explorer, where):
    student.solve("plane", "area", "return width + height")
    student.solve("tortoise", "walk", "return area(sides)")
    cwd = student.folder if where == "inside" else student.folder.parent
    names = ["test_plane.py::test_area_of_nothing_is_zero", "test_plane.py::test_diagonal_of_3_by_4_is_5"]
    names.append("test_tortoise.py::test_walk_measures")

    seen = explorer(f"--rootdir={cwd}", *(student.folder / name for name in names), cwd=cwd)["seen"]

    assert seen["test_area_of_nothing_is_zero"] == [
        "failed",
        "the result is 3, should be 0\ntest_plane.py, line 13:  plane.area(0.0, 3.0)",
    ]
    assert seen["test_diagonal_of_3_by_4_is_5"] == ["skipped", ""]
    assert seen["test_walk_measures"][0] == "failed"
    assert "missing 1 required positional argument" in seen["test_walk_measures"][1]
    assert "the call leaves out 'height'" in seen["test_walk_measures"][1]
