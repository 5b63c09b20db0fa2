"""What a diagnosis rests on: calls of failed tests that differ from the course's own, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.course.loading import load_course
from grader.diagnosis.behaviour import Behaviour
from grader.diagnosis.catalogue import Catalogue, Failure
from grader.diagnosis.deviations import deviation_of
from grader.diagnosis.evidence import gather
from grader.diagnosis.recordings import Recording, recordings
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames
from grader.suite.reference import load_reference
from grader.values import digest

ROOT = Path(__file__).parents[3]
X = np.array([-2.0, -0.5, 0.25, 3.0, 4.0])


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    course = load_course(ROOT)
    return Catalogue(course, load_reference(course))


def call(value: Any, *args: Any, name: str = "relu", changed: Any = None, warnings: Any = ()) -> Call:
    """A call as the sandbox records it."""
    request = frames.encode({"do": "call", "target": f"forward.{name}", "args": list(args), "kwargs": {}})
    common = {"reseeded": False, "printed": 0, "output": ""}
    reply = {"reply": "returned", "value": value, "changed": changed, "warnings": list(warnings), **common}
    return Call("forward", name, 1, request, frames.encode(reply), [])


def raised(kind: str, message: str, *args: Any) -> Call:
    """A call that ended in an exception, as the sandbox records it."""
    reply: dict[str, Any] = {"reply": "raised", "types": [kind, "Exception"], "message": message, "frames": []}
    reply |= {"module": None, "unwritten": None, "reseeded": False, "printed": 0, "output": ""}
    request = frames.encode({"do": "call", "target": "forward.relu", "args": list(args), "kwargs": {}})
    return Call("forward", "relu", 1, request, frames.encode(reply), [])


def _seen(value: np.ndarray, x: np.ndarray) -> Recording:
    request = {"do": "call", "target": "forward.relu", "args": [x], "kwargs": {}}
    return Recording(1, 100, request, Behaviour(value, [(x,), {}], frozenset(), False), frozenset())


def relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0.0)


def named(catalogue: Catalogue, *calls: Call, failing: Any = None, wanted: Any = ()) -> str | None:
    failing = range(len(calls)) if failing is None else failing
    found = catalogue.diagnose("relu", Failure(calls, failing, wanted))
    return found.mistake if found else None


def test_nothing_is_named_where_only_passed_tests_saw_the_mistake(catalogue):
    calls = [call(np.abs(X), X), call(relu(X + 2), X + 2)]

    assert named(catalogue, *calls, failing=[1]) is None
    assert named(catalogue, *calls, failing=[0, 1]) is not None


def test_nothing_is_named_where_every_call_is_right(catalogue):
    assert named(catalogue, call(relu(X), X)) is None


def test_a_mistake_that_only_large_calls_show_is_named_by_them(catalogue):
    x = np.linspace(-3, 3, 5000)

    assert named(catalogue, call(np.abs(x), x)) == "absolute_value"


@pytest.mark.parametrize("factor", [2.0, -1.0, 3.7])
def test_no_factor_is_said_unless_the_test_wanted_the_references_own(catalogue, factor):
    x = np.linspace(-1, 2, 7)
    calls = [call(factor * relu(x), x), call(factor * relu(x + 1), x + 1)]

    assert named(catalogue, *calls, wanted=[relu(x)]) == "constant_factor"
    assert named(catalogue, *calls, wanted=[np.ones(7)]) != "constant_factor"


@pytest.mark.parametrize(
    ("calls", "mistake"),
    [
        pytest.param(
            [call(relu(X), X, warnings=[["RuntimeWarning", "overflow encountered"]])], "warns", id="a warning"
        ),
        pytest.param([call(relu(X), X, changed=[[X * 0 + 7], {}])], "argument_changed", id="an argument"),
        pytest.param([call(relu(X)[::-1].tolist(), X)], "list_for_array", id="a list"),
        pytest.param([call((relu(X), relu(X)), X)], "other_container", id="a tuple"),
        pytest.param([call(relu(X) * (1 + 1e-6), X)], "nearly_right", id="few digits"),
        pytest.param(
            [call(np.where(X == 0.25, 9.0, relu(X)), X), *[call(relu(X + k), X + k) for k in (0.5, 1, 2)]],
            None,
            id="one number that stands for nothing",
        ),
        pytest.param(
            [call(relu(X).astype(int) + 7, X.astype(int)), *[call(relu(X + k), X + k) for k in (0, 1, 2)]],
            "wrong_for_whole_numbers",
            id="whole numbers",
        ),
        pytest.param([call(relu(X + 1), X), call(relu(X + 1), X + 1)], "remembers", id="an earlier answer"),
    ],
)
def test_what_differs_is_described_where_no_mistake_is_known(catalogue, calls, mistake):
    assert named(catalogue, *calls, wanted=[relu(X), relu(X.astype(int))]) == mistake


@pytest.mark.parametrize(
    ("wrong", "of_all"),
    [
        pytest.param(0 * X, "all_zero", id="zeros"),
        pytest.param(0 * X + 3.5, "always_the_same", id="one number"),
        pytest.param(np.trunc(X + 0.6), "cut_to_whole_numbers", id="whole numbers"),
    ],
)
def test_what_is_said_of_all_results_is_not_contradicted_by_the_right_ones(wrong, of_all):
    right = np.array([0.6 + X, 0.6 - X])

    def said(*results: np.ndarray) -> str | None:
        evidence = gather([_seen(x, of) for x, of in zip(results, right, strict=False)], [0], [right[0]], lambda x: x)
        found = deviation_of(evidence)
        return found.mistake if found else None

    assert said(wrong) == said(wrong, wrong if of_all != "cut_to_whole_numbers" else np.trunc(right[1])) == of_all
    assert said(wrong, right[1]) != of_all


FINE = [call(relu(X + k), X + k) for k in (0.1, 0.2, 0.3, 0.4)]  # right, and neither 0 nor a single row among them


@pytest.mark.parametrize(
    ("x", "wrong"),
    [
        pytest.param(np.array([0.0, 7.0, -1.0]), np.array([0.0, 99.0, 0.0]), id="a 0 whose own result is right"),
        pytest.param(
            np.linspace(2, 9, 50)[None], np.linspace(2, 9, 50)[None] + np.eye(50)[:1], id="one row, mostly right"
        ),
        pytest.param(np.array([1e-9, 3.0]), np.array([0.0, 3.0]), id="0 for a tiny number, which has no right digits"),
    ],
)
def test_what_the_wrong_numbers_speak_against_is_not_said(catalogue, x, wrong):
    found = named(catalogue, call(wrong, x), *FINE, failing=[0], wanted=[relu(x)])

    assert found not in ("wrong_for_zero", "wrong_for_one_example", "nearly_right")


def test_a_number_of_a_single_call_without_a_result_of_its_own_is_no_reason(catalogue):
    rows = [np.array([[0.5, 1.0], [2.0, k]]) for k in (0.1, 0.2, 50.0, 60.0)]
    calls = [call(np.log(np.exp(x).sum(axis=-1)), x, name="logsumexp") for x in rows]
    calls += [call(np.array([np.inf, -27.6]), np.array([[1000.0, 0.0], [-900.0, -1000.0]]), name="logsumexp")]

    found = catalogue.diagnose("logsumexp", Failure(calls, [4], [np.array([1000.0, -900.0])]))

    assert found is None or found.mistake != "wrong_for_zero", found


def test_refusing_what_must_be_refused_says_nothing_of_where_results_are_right(catalogue):
    def one_hot(value, *labels):
        return call(value, np.array(labels), 3, name="one_hot")

    def refused(label):
        reply = frames.decode(raised("ValueError", "no such class").reply, lambda *_: None)
        return replace(one_hot(None, label), reply=frames.encode(reply))

    calls = [one_hot(np.array([[1.0, 1.0, 0.0]]), 0, 1), one_hot(np.array([[1.0, 0.0, 1.0]]), 2, 0)]
    calls += [refused(label) for label in (-1, 3, 4, 5)]

    found = catalogue.diagnose("one_hot", Failure(calls, [0, 1], [np.eye(3)[[0, 1]], np.eye(3)[[2, 0]]]))

    assert found is None or found.mistake != "wrong_for_zero", found


def test_an_array_turned_round_is_another_argument_than_one_with_its_values(catalogue):
    x = np.array([[-1.0, 2.0, 5.0], [3.0, -4.0, 6.0]])
    turned = np.asfortranarray(x)
    by_memory = relu(turned.ravel(order="K").reshape(x.shape))

    found = named(catalogue, call(by_memory, turned), call(relu(x), x), *FINE, failing=[0], wanted=[relu(x)])

    assert found == "wrong_for_views"


def test_no_factor_is_put_on_top_of_a_mistake_for_the_sake_of_one_number(catalogue):
    pred, y = np.array([5, 100, 100, 1001, 1001]), np.array([-5, 100, 101, 1000, 1001])
    floats, ints = np.array([1.0, -1.0, 1.0, -1.0]), np.array([1, -1, -1, -1])
    calls = [call(0.2, pred, y, name="accuracy"), call(0.0, floats, ints, name="accuracy")]

    found = catalogue.diagnose("accuracy", Failure(calls, [0, 1], [np.array(0.4), np.array(0.75)]))

    assert found is None or "on top of that" not in found.hint


def test_an_exception_is_named_by_its_text_and_by_nothing_like_it(catalogue):
    ambiguous = "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"

    assert named(catalogue, raised("ValueError", ambiguous, X)) == "python_max"
    assert named(catalogue, raised("ValueError", "cannot reshape array of size 5 into shape (2,2)", X)) is None


def test_digests_tell_large_arrays_apart_and_are_small():
    x = np.random.default_rng(1).normal(size=(300, 40))

    assert digest(x[:5]) is not x
    assert np.array_equal(digest(x[0]), x[0])
    assert len(repr(digest({"W1": x}))) < 4000
    assert not np.allclose(digest(x)["sums"], digest(2 * x)["sums"])


def test_the_digest_of_a_huge_array_is_made_of_a_part_of_its_numbers():
    x = np.ones(5 << 20, np.uint8)

    assert digest(x)["sums"][0] <= 1 << 20
    assert digest(x)["shape"] == (5 << 20,)
    assert not np.allclose(digest(x)["sums"], digest(2 * x)["sums"])


def test_what_does_not_fit_the_first_call_is_asked_for_no_other():
    """Also where the hand-in only raises: to repeat all calls with each known mistake takes seconds."""
    asked = []

    def returns(x: np.ndarray) -> np.ndarray:
        asked.append(x)
        return x

    calls = [raised("TypeError", "no", X + i) for i in range(5)]
    recorded, _ = recordings(calls)
    evidence = gather(recorded, range(5), [], relu)

    assert not evidence.is_explained_by(evidence.replay(returns))
    assert len(asked) == 1


def test_where_python_finds_a_recursion_too_deep_explains_nothing():
    """It depends on how deep the caller stands, and the guest stands elsewhere than we do."""

    def calls_itself(x: np.ndarray) -> np.ndarray:
        raise RecursionError("maximum recursion depth exceeded while calling a Python object")

    recorded, _ = recordings([raised("RecursionError", "maximum recursion depth exceeded in comparison", X)])
    evidence = gather(recorded, range(1), [], relu)

    assert evidence.is_explained_by(evidence.replay(calls_itself))
