"""The smallest failing input in the instructor's message, found by asking the hand-in and the reference again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.counterexample import smallest
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames

FOUND = "smallest failing input found: "


@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("return np.where(x > 3, 0, 2 * x)", "double([4.]): result[0] is 0, should be 8", id="one entry"),
        pytest.param("return 2 * x + 1", "double([1.]): result[0] is 3, should be 2", id="the first of many"),
        pytest.param(
            "return 2 * x - x.mean() * (len(x) > 1)",
            "double([2., 4.]): result[0] is 1, should be 4",
            id="two entries are needed",
        ),
        pytest.param(
            "if len(x) == 1: raise KeyError(x)\n    return 3 * x",
            "double([2., 4.]): result[0] is 6, should be 4",
            id="another failure on what is smaller",
        ),
    ],
)
def test_a_failing_comparison_is_shown_on_the_smallest_input_found(grade, code, said):
    document = grade(vectors=f"import numpy as np\n\n\ndef double(x):\n    {code}\n")

    assert f"{FOUND}{said}" in document.messages("double")[0]


def test_rows_and_columns_are_cut(grade):
    document = grade(training="def mean(x):\n    return x.mean() + 1\n")

    first, second = document.messages("mean")
    assert f"{FOUND}mean([[3.]]): the result is 4, should be 3" in first
    assert FOUND not in second  # one example of an exercise is enough


@pytest.mark.parametrize(
    ("code", "exercise"),
    [
        pytest.param("def slope(f, x):\n    return f(x)", "slope", id="a function among the arguments"),
        pytest.param(
            "class Tally:\n    def __init__(self, value):\n        self.value = 0\n\n"
            "    def add(self, amount):\n        return self",
            "Tally",
            id="an object",
        ),
        pytest.param(
            "def double(x):\n    while len(x) < 3:\n        pass\n    return x",
            "double",
            id="a hang on what is smaller",
        ),
        pytest.param(
            "import numpy as np\n\ndef double(x):\n    return np.zeros(1 << 20)",
            "double",
            id="a result too large to keep",
        ),
    ],
)
def test_where_nothing_small_can_be_said_nothing_is(grade, code, exercise):
    document = grade(vectors=code)

    assert not any(FOUND in message for message in document.messages(exercise))


def test_looking_for_it_costs_no_marks(grade, solutions):
    hangs = "\n\ndef double(x):\n    while len(x) < 3:\n        pass\n    return 3 * x\n"

    document = grade(vectors=solutions["vectors"] + hangs)

    assert document.status()["slope"] != "error"
    assert document.status()["Tally"] == "passed"


def test_equal_hand_ins_get_equal_documents(grade):
    code = "import numpy as np\n\n\ndef double(x):\n    return np.where(x > 1, 0, 2 * x)\n"

    assert grade(vectors=code).raw == grade(vectors=code).raw


def test_an_input_without_a_right_answer_is_not_the_smallest_one():
    def share(x: Any) -> Any:  # 0/0 for what 0.3 is rounded to
        return x / np.abs(x)

    x = np.array([0.3, -0.2])
    request = frames.encode({"do": "call", "target": "m.share", "args": [x], "kwargs": {}})
    student: Any = SimpleNamespace(call=lambda module, name, args, kwargs: 2 * np.sign(*args))
    reference: Any = {"m": SimpleNamespace(share=share)}

    said = smallest(student, reference, Call("m", "share", 1, request, b"", []), share(x))

    assert said == f"{FOUND}share([0.3]): result[0] is 2, should be 1"
