"""Which mistake is named, and when none is: hand-ins to the real course, through its real suites."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from textwrap import dedent
from typing import Any

import numpy as np
import pytest

from grader.course.loading import CourseError, load_course
from grader.course.model import Course
from grader.diagnosis.catalogue import Catalogue, Failure
from grader.grade.results import Status
from grader.sandbox.host.isolation import Isolation
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames
from grader.submission import Submission
from grader.suite.reference import load_reference
from grader.workers.process import GradingProcess

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def course_worker() -> Iterator[GradingProcess]:
    process = GradingProcess(ROOT / "course.yaml", Isolation.JAIL, None)
    process.ready()
    yield process
    process.close()


@pytest.fixture(scope="module")
def diagnosis(course_worker: GradingProcess) -> Callable[..., dict[str, str] | None]:
    """Say what is found in a solution with one function written anew: diagnosis("forward", "relu", code)."""

    def _diagnosis(module: str, exercise: str, code: str) -> dict[str, str] | None:
        source = (ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8") + "\n\n" + dedent(code)
        grade = course_worker.grade(Submission("ada", {module: source.encode()}), (exercise,))
        document = grade.exercise(exercise)
        assert document.status is not Status.PASSED
        return asdict(document.diagnosis) if document.diagnosis else None

    return _diagnosis


@pytest.mark.parametrize(
    ("module", "exercise", "code", "name"),
    [
        pytest.param(
            "forward",
            "softmax",
            """
            def softmax(s):
                shifted = s - s.max()
                powers = np.exp(shifted)
                return powers / powers.sum(axis=-1, keepdims=True)
            """,
            "global_max",
            id="by its behaviour, however it is written",
        ),
        pytest.param(
            "perceptron",
            "gate_weights",
            """
            def gate_weights(name):
                table = {"AND": (1.0, -1.5), "OR": (1.0, -0.5), "NAND": (1.0, -1.5), "NOR": (-1.0, 0.5)}
                weight, bias = table[name]
                return np.array([weight, weight]), bias
            """,
            "wrong_with_a_word",
            id="the answer to another name, which nothing remembers",
        ),
        pytest.param(
            "perceptron",
            "xor_network",
            """
            def xor_network(X):
                return np.ones(len(X), dtype=int)
            """,
            "always_the_same",
            id="one answer to everything",
        ),
        pytest.param(
            "optimizer",
            "sgd",
            """
            def sgd(w, dw, state=None, *, lr=1e-3, weight_decay=0.0):
                return w - lr * (dw + weight_decay * w), None
            """,
            "other_default",
            id="beside a state of None, which is as good as {}",
        ),
        pytest.param(
            "optimizer",
            "adam",
            """
            _kept = {}
            def adam(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
                m, v, t = _kept.get(np.shape(w), (0.0, 0.0, 0))
                t += 1
                m, v = beta1 * m + (1 - beta1) * dw, beta2 * v + (1 - beta2) * dw * dw
                _kept[np.shape(w)] = m, v, t
                new = w - lr * (m / (1 - beta1 ** t)) / (np.sqrt(v / (1 - beta2 ** t)) + eps)
                return new, {"m": m, "v": v, "t": t}
            """,
            "global_memory",
            id="by what it is_stateful from call to call",
        ),
    ],
)
def test_a_catalogued_mistake_is_named(diagnosis, module, exercise, code, name):
    found = diagnosis(module, exercise, code)

    assert found["mistake"] == name
    assert found["hint"].endswith("?")


@pytest.mark.parametrize(
    ("factor", "words"),
    [
        pytest.param("2", "times 2:", id="2"),
        pytest.param("dscores.shape[1]", "times the number of columns:", id="C"),
        pytest.param("-1", "times -1:", id="sign"),
    ],
)
def test_the_right_result_times_a_constant_is_said_to_be_so(diagnosis, factor, words):
    found = diagnosis(
        "loss",
        "softmax_cross_entropy",
        f"""
        _right = softmax_cross_entropy
        def softmax_cross_entropy(scores, y):
            loss, dscores = _right(scores, y)
            return loss * {factor}, dscores * {factor}
        """,
    )

    assert found["mistake"] == "constant_factor"
    assert words in found["hint"]


def test_each_part_of_a_result_may_have_a_factor_of_its_own(diagnosis):
    found = diagnosis(
        "loss",
        "bce_with_logits",
        """
        def bce_with_logits(logits, y):
            z = np.asarray(logits, dtype=float)
            loss = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
            small = np.exp(-np.abs(z))
            return float(loss.sum()), (y - np.where(z >= 0, 1, small) / (1 + small)) / len(z)
        """,
    )

    assert found["mistake"] == "constant_factor"
    assert "times n, the number of examples or -1:" in found["hint"]


@pytest.mark.parametrize(
    ("module", "exercise", "code", "name", "factor"),
    [
        pytest.param(
            "forward",
            "softmax",
            """
            def softmax(s):
                powers = np.exp(s - s.max())
                return 2 * powers / powers.sum(axis=-1, keepdims=True)
            """,
            "global_max",
            "2",
            id="all of it doubled",
        ),
    ],
)
def test_a_mistake_with_a_constant_factor_on_top_is_named_with_both(diagnosis, module, exercise, code, name, factor):
    found = diagnosis(module, exercise, code)

    assert found["mistake"] == name
    assert found["hint"].endswith(f"(And a factor of {factor} on top of that.)")


@pytest.mark.parametrize(
    ("module", "exercise", "code", "names"),
    [
        pytest.param(
            "loss",
            "softmax_cross_entropy",
            """
            def softmax_cross_entropy(scores, y):
                shifted = scores - scores.max(axis=1, keepdims=True)
                p = np.exp(shifted) / np.exp(shifted).sum(axis=1, keepdims=True)
                log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
                loss = -np.mean(log_p[np.arange(len(y)), y]) / np.log(2)
                return float(loss), p / len(y)
            """,
            {"log_base_2", "one_hot_forgotten"},
            id="one in the loss, one in the gradient",
        ),
        pytest.param(
            "perceptron",
            "perceptron_update",
            """
            def perceptron_update(w, b, x, y, lr=1.0):
                return (w + lr * y * x, b) if y * (w @ x + b) < 0 else (w.copy(), b)
            """,
            {"strict", "bias_not_updated"},
            id="one in the condition, one in the step",
        ),
    ],
)
def test_two_mistakes_in_one_function_are_both_named(diagnosis, module, exercise, code, names):
    found = diagnosis(module, exercise, code)

    assert set(found["mistake"].split("+")) == names
    assert found["hint"].count("?") >= 2
    assert " And then: " in found["hint"]


def test_what_nobody_has_seen_before_gets_no_diagnosis(diagnosis):
    found = diagnosis("forward", "tanh", "def tanh(x):\n    return np.sin(x) * 0.37 + np.cos(3 * x)")

    assert found is None


@pytest.mark.parametrize(
    ("module", "exercise", "code"),
    [
        pytest.param(
            "loss",
            "svm_loss",
            """
            def svm_loss(scores, y, delta=1.0):
                return -(scores > delta), None
            """,
            id="an exception, which any misreading may end in",
        ),
        pytest.param(
            "backward",
            "second_derivative",
            "def second_derivative(f, x, h=1e-4):\n    return f(x) * np.nan",
            id="NaN, which any misreading may give",
        ),
        pytest.param(
            "hands_on",
            "solve_xor",
            """
            def solve_xor():
                two, none = np.eye(2), np.zeros(2)
                last = {"W3": np.array([[0.0, 1.0], [0.0, 1.0]]), "b3": np.array([0.5, 0.0])}  # that is OR
                return {"W1": two, "b1": none, "W2": two, "b2": none, **last}
            """,
            id="other keys than the course's own network, where none are promised",
        ),
    ],
)
def test_nothing_is_said_that_would_fit_anything(diagnosis, module, exercise, code):
    assert diagnosis(module, exercise, code) is None


def test_the_name_of_a_node_that_only_wrong_calls_have_is_not_blamed(diagnosis):
    found = diagnosis(
        "backward",
        "topo_sort",
        """
        _right = topo_sort
        def topo_sort(graph):
            try:
                return _right(graph)
            except ValueError as error:
                if "cycle" in str(error) and any("args" not in node for node in graph):
                    return []
                raise
        """,
    )

    assert found["mistake"] == "nothing_refused"


@pytest.mark.parametrize(
    ("module", "exercise", "code", "habit"),
    [
        pytest.param("forward", "tanh", "def tanh(x):\n    np.tanh(x)", "returns_none", id="nothing is returned"),
        pytest.param(
            "forward", "tanh", "def tanh(x):\n    print(np.tanh(x))", "prints_instead", id="printed, not returned"
        ),
        pytest.param("forward", "tanh", "def tanh(x):\n    return np.tanh(x).tolist()", "list_for_array", id="a list"),
        pytest.param(
            "forward",
            "tanh",
            "def tanh(x):\n    return np.tanh(x)[..., None]",
            "axis_too_many",
            id="(n, 1) for (n,)",
        ),
        pytest.param(
            "forward",
            "leaky_relu",
            "def leaky_relu(x, slope=0.1):\n    return np.where(x > 0, x, slope * x)",
            "other_arguments",
            id="keyword",
        ),
        pytest.param("forward", "tanh", "def tanh():\n    return 0", "other_arguments", id="no argument"),
        pytest.param(
            "forward",
            "tanh",
            "def tanh(x):\n    return np.tanh(x).astype(np.float_)",
            "removed_from_numpy",
            id="a name numpy has no more",
        ),
        pytest.param(
            "loss",
            "one_hot",
            """
            _right = one_hot
            def one_hot(y, num_classes):
                return _right(y, num_classes).astype(np.float32)
            """,
            "other_type",
            id="right numbers of another type",
        ),
        pytest.param(
            "backward",
            "rel_error",
            """
            _right = rel_error
            def rel_error(a, n):
                return _right(a, n) if np.shape(a) == np.shape(n) else ValueError("the shapes differ")
            """,
            "exception_returned",
            id="an exception that is returned",
        ),
    ],
)
def test_a_habit_is_recognised_in_any_function(diagnosis, module, exercise, code, habit):
    found = diagnosis(module, exercise, code)

    assert found is not None
    assert found["mistake"] == habit
    assert found["hint"].endswith("?")


# The catalogue alone, asked about calls as the sandbox records them.


@pytest.fixture(scope="module")
def course() -> Course:
    return load_course(ROOT)


@pytest.fixture
def catalogue(course: Course) -> Catalogue:
    return Catalogue(course, load_reference(course))


def call(value: Any, *args: Any) -> Call:
    """A call as it is recorded: its request and its reply in bytes."""
    request = frames.encode({"do": "call", "target": "forward.relu", "args": list(args), "kwargs": {}})
    common = {"reseeded": False, "printed": 0, "output": ""}
    reply = frames.encode({"reply": "returned", "value": value, "changed": None, "warnings": [], **common})
    return Call("forward", "relu", 1, request, reply, [])


def failure(*calls: Call) -> Failure:
    """All of these calls were made by failed tests."""
    return Failure(calls, range(len(calls)))


def test_nothing_recorded_is_nothing_diagnosed(catalogue):
    assert catalogue.diagnose("relu", failure(*[])) is None


def test_more_than_one_mistake_that_fits_is_no_diagnosis(catalogue):
    x = np.array([2.0, 3.0])  # positive numbers alone: many wrong relus are right there

    assert catalogue.diagnose("relu", failure(*[call(x, x)])) is None


def test_a_reply_that_is_none_is_no_diagnosis(catalogue):
    broken = Call("forward", "relu", 1, frames.encode({}), frames.encode({"reply": "nonsense"}), [])

    assert catalogue.diagnose("relu", failure(*[broken])) is None


def test_replaying_leaves_the_global_random_state_alone(catalogue):
    np.random.seed(3)
    x = np.array([-2.0, 3.0])

    catalogue.diagnose("relu", failure(*[call(np.abs(x), x)]))

    drawn = np.random.random()
    np.random.seed(3)
    assert drawn == np.random.random()


def test_a_mistake_is_replayed_only_until_it_differs(catalogue):
    asked = []
    x = np.array([-2.0, 3.0])

    def counting(x):
        asked.append(len(x))
        return x

    catalogue.mistakes["relu"] = {"counting": counting}

    catalogue.diagnose("relu", failure(*[call(np.full(2, 7.0), x) for _ in range(50)]))

    assert len(asked) <= 41  # one for the first question, the most telling 40 for the others


def test_mistakes_that_cannot_be_imported_are_refused_with_their_file(course, tmp_path):
    (tmp_path / "tests" / "mistakes").mkdir(parents=True)
    (tmp_path / "tests" / "mistakes" / "forward.py").write_text("import nothing_like_this", encoding="utf-8")
    elsewhere = course.model_copy(update={"root": tmp_path})

    with pytest.raises(CourseError, match=r"mistakes.forward\.py: cannot be imported: ModuleNotFoundError"):
        Catalogue(elsewhere, load_reference(course))
