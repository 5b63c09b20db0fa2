"""A wrong answer that the student may see: found on inputs of their own tests, with nothing of a hidden one in it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from grader.course.loading import load_course
from grader.diagnosis.public_calls import PublicCalls
from grader.grade.document import Grade, GradedExercise
from grader.grade.results import Counterexample
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.suite.reference import load_reference
from grader.workers.process import GradingProcess

PUBLIC = {
    "test_vectors.py": '''
        import expect
        import numpy as np
        import pytest
        import vectors


        def test_double_of_the_hidden_input():
            """double of what a hidden test has as well"""
            expect.close(vectors.double(np.array([1.0, 2.0, 4.0])), [2.0, 4.0, 8.0])


        @pytest.mark.exercise("double")
        @pytest.mark.parametrize(("x", "twice"), [(np.array([3.0, 5.0]), [6.0, 10.0])])
        def test_it_is_twice(x, twice):
            """double gives twice each entry"""
            expect.close(vectors.double(x), twice)


        def test_slope_of_a_line():
            """slope of a line"""
            expect.close(vectors.slope(lambda x: 3 * x, 1.0), 3.0)
        ''',
    "test_training.py": '''
        import expect
        import numpy as np
        import training


        def test_mean_needs_a_fixture(tmp_path):
            training.mean(np.array([9.0]))


        def test_mean_of_two():
            """mean of two"""
            expect.close(training.mean(np.array([1.0, 2.0])), 1.5)


        def test_largest_of_three():
            """largest of three"""
            expect.close(training.largest(np.array([3.0, 1.0, 2.0])), 3.0)
        ''',
}
ALTERNATIVE = "import numpy as np\n\n\ndef mean(x):\n    return np.mean(x) if len(x) > 1 else 7.0\n"
Show = Callable[..., Counterexample | None]


@pytest.fixture(scope="module")
def course(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny course with public tests, and one alternative that does something else with a single number."""
    folder = Path(shutil.copytree(tiny, tmp_path_factory.mktemp("public") / "course"))
    (folder / "tests" / "public").mkdir(parents=True)
    (folder / "tests" / "alternatives" / "odd").mkdir(parents=True, exist_ok=True)
    (folder / "tests" / "alternatives" / "odd" / "training.py").write_text(ALTERNATIVE)
    for name, text in PUBLIC.items():
        (folder / "tests" / "public" / name).write_text(dedent(text))
    return folder


@pytest.fixture(scope="module")
def process(course: Path) -> Iterator[GradingProcess]:
    process = GradingProcess(course / "course.yaml", Isolation.JAIL, None)
    process.ready()
    yield process
    process.close()


@pytest.fixture
def graded(process: GradingProcess) -> Callable[..., Grade]:
    def _graded(**sources: str) -> Grade:
        return process.grade(Submission("ada", {name: dedent(text).encode() for name, text in sources.items()}))

    return _graded


@pytest.fixture
def show(graded: Callable[..., Grade]) -> Show:
    """Grade one file: show("double", vectors="..."); return the example of an exercise."""

    def _show(exercise: str, **sources: str) -> Counterexample | None:
        found: GradedExercise = graded(**sources).exercise(exercise)
        return found.counterexample

    return _show


@pytest.mark.parametrize(
    ("body", "given", "got", "want"),
    [
        pytest.param("3 * x", "3.", "[9.]", "[6.]", id="one number is enough"),
        pytest.param("2 * x - x.mean() * (len(x) > 1)", "3., 5.", "[2., 6.]", "[6., 10.]", id="two are needed"),
        pytest.param("x[9]", "3.", "raises IndexError", "[6.]", id="an exception"),
        pytest.param("None", "3.", "None", "[6.]", id="nothing comes back"),
        pytest.param("'<b>'", "3.", "'<b>'", "[6.]", id="a text"),
        pytest.param("np.ones(5000)", "3.", "an array of shape (5000,)", "[6.]", id="a large array"),
        pytest.param("2 * x + (x == 3) / 2e4", "3.", "[6.00005]", "[6.]", id="more digits where they are needed"),
        pytest.param("np.where(x < 0, 0, 2 * x)", "-3.", "[0.]", "[-6.]", id="a variation of an input"),
    ],
)
def test_the_smallest_wrong_answer_is_shown(show, body, given, got, want):
    found = show("double", vectors=f"import numpy as np\n\n\ndef double(x):\n    return {body}\n")

    assert found == Counterexample(f"vectors.double(np.array([{given}]))", got, want)


def test_an_input_of_a_hidden_test_is_never_shown(show):
    wrong_there_alone = "import numpy as np\n\n\ndef double(x):\n    return 2 * x + (np.sum(x) == 7)\n"

    assert show("double", vectors=wrong_there_alone) is None


def test_no_answer_carries_a_hidden_input_out(show):
    keeps_what_it_sees = """
        import numpy as np

        seen = []
        try:
            seen.extend(float(line) for line in open("/tmp/seen-by-double"))
        except OSError:
            pass


        def double(x):
            seen.extend(np.ravel(x).tolist())
            try:
                with open("/tmp/seen-by-double", "w") as file:
                    file.write("\\n".join(map(str, seen)))
            except OSError:
                pass
            return np.array(seen)
        """

    found = show("double", vectors=keeps_what_it_sees)

    assert found is None or (found.got, found.want) == ("[3.]", "[6.]")


@pytest.mark.parametrize(
    ("exercise", "sources"),
    [
        pytest.param("slope", {"vectors": "def slope(f, x):\n    return 0.0\n"}, id="a function among the arguments"),
        pytest.param("quadruple", {"training": "def quadruple(x):\n    return x\n"}, id="no public test calls it"),
        pytest.param("double", {"vectors": "import os\ndef double(x):\n    os._exit(1)\n"}, id="it ends the process"),
        pytest.param(
            "double", {"vectors": "def double(x):\n    x *= 2\n    return x\n"}, id="right but for what it does besides"
        ),
        pytest.param("double", {"vectors": "def double(x):\n    raise NotImplementedError\n"}, id="not written yet"),
    ],
)
def test_where_nothing_can_be_shown_nothing_is(show, exercise, sources):
    assert show(exercise, **sources) is None


def test_an_answer_that_an_accepted_spelling_does_not_give_is_called_right_nowhere(show):
    found = show("mean", training="def mean(x):\n    return 0.0\n")

    assert found == Counterexample(
        "training.mean(np.array([1., 2.]))", "0", "1.5"
    )  # of one number, two spellings differ


def test_examples_cost_no_marks_and_are_the_same_again(graded):
    code = "def double(x):\n    return 3 * x\n\n\ndef slope(f, x):\n    return (f(x + 1e-5) - f(x - 1e-5)) / 2e-5\n"

    one, other = graded(vectors=code), graded(vectors=code)

    assert one.to_json() == other.to_json()
    assert one.exercise("slope").tests[0].outcome == "passed"


def test_of_public_tests_only_plain_and_short_inputs_are_taken(course):
    reference = load_reference(load_course(course))

    calls = PublicCalls(course / "tests" / "public" / "test_vectors.py", reference, ["double", "slope"])

    assert [given[0].tolist() for given in calls.of("double")] == [[3.0, 5.0], [1.0, 2.0, 4.0]]
    assert calls.of("slope") == []


@pytest.mark.parametrize("text", ["import nothing_of_this_name\n", "def test_double(:\n", None])
def test_public_tests_that_cannot_be_run_call_nothing(course, tmp_path, text):
    path = tmp_path / "test_vectors.py"
    if text is not None:
        path.write_text(text)

    assert PublicCalls(path, load_reference(load_course(course)), ["double"]).of("double") == []
