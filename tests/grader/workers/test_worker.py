"""A grading process: which courses it refuses and why, and what a fault of our own does to a hand-in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from multiprocessing.connection import Pipe
from pathlib import Path

import pytest

from grader.course.loading import CourseError
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.line import Line
from grader.workers.orders import GradingFault
from grader.workers.process import GradingProcess

ONE_TEST = "import pytest\n@pytest.mark.exercise({})\ndef test_it():\n    pass\n"


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        pytest.param(
            "tests/hidden/test_training.py",
            "import nowhere\n",
            "test_training.py: cannot be collected: ModuleNotFoundError: No module named 'nowhere' (line ",
            id="suite that cannot be imported",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            "def test_it():\n    pass\n",
            "test_training.py::test_it: expected a mark such as @pytest.mark.exercise('softmax'), got none",
            id="test of no exercise",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'meen'"),
            "test_training.py::test_it: no exercise 'meen' in the course (did you mean 'mean'?)",
            id="test of an unknown exercise",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'mean', weight=0"),
            "test_training.py::test_it: expected a weight greater than 0 and at most 1000, got 0",
            id="test without weight",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'mean', wieght=2"),
            "::test_it: expected no keyword of the mark but weight, got wieght (did you mean 'weight'?)",
            id="keyword with a typo",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'mean'").replace("def test_it", "@pytest.mark.skip\ndef test_it"),
            "::test_it: a hidden test is always run: expected no mark skip",
            id="skipped test",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'mean'").replace("def test_it", "@pytest.mark.filterwarnings('error')\ndef test_it"),
            "::test_it: expected filterwarnings('ignore') or none, got ('error',)",
            id="warnings that become errors",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            ONE_TEST.format("'mean'"),
            "tests/hidden/test_training.py: no hidden test of quadruple, largest",
            id="exercises without a test",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            "import vectors\nvectors.double(1)\n",
            "RuntimeError: vectors.double was called while no submission is graded: call it inside a test",
            id="call outside a test",
        ),
        pytest.param(
            "solutions/training.py", "1 / 0\n", "solutions/training.py: cannot be imported: ZeroDivision", id="solution"
        ),
        pytest.param("solutions/training.py", "", "solutions: no solution defines the exercise quadruple", id="empty"),
        pytest.param(
            "tests/mistakes/vectors.py", "1 / 0\n", "mistakes/vectors.py: cannot be imported: Zero", id="mistakes"
        ),
    ],
)
def test_a_course_that_cannot_grade_is_refused_with_the_place(own_course, file, text, sentence):
    (own_course / file).write_text(text)

    process = GradingProcess(own_course / "course.yaml", Isolation.PROCESS, None)
    with closing(process), pytest.raises(CourseError) as refused:
        process.ready()

    assert sentence in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.fixture(scope="module")
def faulty(tiny: Path, tmp_path_factory) -> Iterator[GradingProcess]:
    """A worker of a course whose suite fails by itself, in a way that depends on what the student's double gives."""
    course = tmp_path_factory.mktemp("faulty")
    for path in tiny.rglob("*.*"):
        if path.is_file():
            (course / path.relative_to(tiny)).parent.mkdir(parents=True, exist_ok=True)
            (course / path.relative_to(tiny)).write_bytes(path.read_bytes())
    with (course / "tests" / "hidden" / "test_vectors.py").open("a") as suite:
        suite.write('''

@pytest.mark.exercise("Tally")
def test_fails_by_itself():
    """a fault of the suite's own"""
    import os
    match int(vectors.double(X)[0]):
        case 10: BROKEN.append(True)  # from now on, whoever answers
        case 11: os.kill(os.getpid(), 9)
        case 12: os._exit(3)
        case 13: os.kill(os.getppid(), 9)
        case 14: None + 1
    if BROKEN:
        None + 1

BROKEN = []
''')
    process = GradingProcess(course / "course.yaml", Isolation.PROCESS, None)
    with closing(process):
        process.ready()
        yield process


@pytest.fixture
def first_number(faulty, solutions) -> Callable[[int], Submission]:
    """A hand-in, right but for double, which gives this number first."""

    def _first_number(number: int) -> Submission:
        wrong = solutions["vectors"].replace("2.0 * np.asarray(x)", f"np.asarray(x) + {number - 1}")
        return Submission("ada", {"vectors": wrong.encode(), "training": solutions["training"].encode()})

    return _first_number


def test_a_suite_that_fails_by_itself_costs_its_own_test_only_and_asks_for_a_human(faulty, first_number):
    grade = faulty.grade(first_number(10))

    assert grade.needs_human is True
    assert grade.flags[-1] == "the suite of Tally failed by itself: see the messages"
    tests = grade.modules[0].exercises[2].tests
    assert [test.outcome for test in tests] == ["passed", "passed", "error"]
    assert tests[2].message.startswith("the hidden test itself failed: TypeError: unsupported operand")


def test_a_suite_that_fails_on_what_came_back_alone_costs_the_hand_in_that_test(faulty, first_number):
    grade = faulty.grade(first_number(14))

    assert not grade.needs_human
    test = grade.modules[0].exercises[2].tests[2]
    assert test.outcome == "failed"
    assert "cannot be used as a right answer can: TypeError" in test.message


@pytest.mark.parametrize(
    ("number", "message"),
    [
        pytest.param(11, "it ended the grading session with -9", id="session killed"),
        pytest.param(12, "it ended the grading session with 3", id="session ended"),
    ],
)
def test_a_session_that_dies_costs_its_own_test_only_and_asks_for_a_human(faulty, first_number, number, message):
    grade = faulty.grade(first_number(number))

    assert grade.needs_human
    assert "the suite of Tally failed by itself: see the messages" in grade.flags
    tests = grade.modules[0].exercises[2].tests
    assert [test.outcome for test in tests] == ["passed", "passed", "error"]
    assert message in tests[2].message
    assert grade.modules[1].points == 40.0
    assert faulty.grade(first_number(2)).modules[1].points == 40.0


def test_a_worker_that_dies_is_a_fault_of_ours_and_the_next_hand_in_is_graded(faulty, first_number):
    with pytest.raises(GradingFault, match="a grading process ended with exit code -9"):
        faulty.grade(first_number(13))

    assert faulty.grade(first_number(2)).modules[1].points == 40.0


def test_some_exercises_can_be_graded_alone(worker, solutions):
    grade = worker.grade(Submission("ada", {"vectors": solutions["vectors"].encode()}), only=["slope"])

    assert [(m.name, [e.name for e in m.exercises]) for m in grade.modules] == [("vectors", ["slope"])]
    assert grade.points == grade.max_points == 40.0


def test_what_the_instructor_has_set_for_pytest_elsewhere_changes_nothing(tiny, solutions, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "--no-such-option")
    monkeypatch.setenv("PYTEST_PLUGINS", "no_such_plugin")
    shuffler = tmp_path / "shuffler-1.dist-info"
    shuffler.mkdir()
    (shuffler / "entry_points.txt").write_text("[pytest11]\nshuffler = shuffler\n")
    (shuffler / "METADATA").write_text("Metadata-Version: 2.1\nName: shuffler\nVersion: 1\n")
    (tmp_path / "shuffler.py").write_text("def pytest_collection_modifyitems(items):\n    items.clear()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    hand_in = Submission("ada", {name: text.encode() for name, text in solutions.items()})

    with closing(GradingProcess(tiny / "course.yaml", Isolation.PROCESS, None)) as process:
        process.ready()
        grade = process.grade(hand_in)

    assert grade.points == grade.max_points


def test_a_grade_of_megabytes_comes_back_whole():
    grade = {"grade": {"flags": ["é" * 500] * 2000}}  # 7 MB once each letter is escaped twice
    ours, theirs = Pipe(duplex=False)

    with ours, theirs, ThreadPoolExecutor() as pool:
        pool.submit(Line(theirs, theirs).write, grade)

        assert json.loads(ours.recv_bytes()) == grade
