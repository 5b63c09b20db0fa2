"""What one hand-in earns: everything a student's code can do to itself, graded by a real worker in the jail."""

from __future__ import annotations

import pytest

NOTHING_STARTED = dict.fromkeys(("double", "slope", "Tally", "quadruple", "largest", "mean"), "not_started")


def test_the_solutions_earn_everything_exactly(grade, solutions):
    document = grade(**solutions)

    assert (document["points"], document["max_points"]) == (100.0, 100.0)
    assert (document["bonus"], document["max_bonus"]) == (3.0, 3.0)
    assert set(document.status().values()) == {"passed"}
    assert (document["needs_human"], document["flags"]) == (False, [])


def test_stubs_are_not_started_in_every_exercise_even_where_an_exception_is_wanted(grade, stubs):
    document = grade(**stubs)

    assert document.status() == NOTHING_STARTED
    assert (document["points"], document["bonus"], document["needs_human"]) == (0, 0, False)


def test_nothing_handed_in_is_not_started(grade):
    document = grade()

    assert document.status() == NOTHING_STARTED
    assert document.messages("mean") == ["training.py was not handed in"] * 2


HANG = "while True: pass"


@pytest.mark.parametrize(
    ("body", "outcome", "message"),
    [
        pytest.param(HANG, "timeout", "did not answer within 1 s: is a loop endless?", id="endless loop"),
        pytest.param("import os; os._exit(0)", "crashed", "ended the whole Python process (exit code 0)", id="exit"),
        pytest.param("import ctypes; ctypes.string_at(0)", "crashed", "segmentation fault", id="segfault"),
        pytest.param("return bytearray(8 << 30)", "crashed", "asked for more memory than there is", id="8 GB"),
        pytest.param("return np.ones(1 << 30)", "crashed", "asked for more memory than there is", id="8 GB of numpy"),
        pytest.param("return double(x)", "failed", "RecursionError", id="endless recursion"),
        pytest.param("raise SystemExit", "failed", "your code called exit(): return a value instead", id="exit()"),
        pytest.param("raise KeyboardInterrupt", "failed", "your code raised KeyboardInterrupt", id="interrupt"),
        pytest.param("return 1 / 0", "failed", "ZeroDivisionError: division by zero (vectors.py line 3: ", id="raises"),
        pytest.param(
            "return {}['w']", "failed", "your code raised KeyError: 'w' (vectors.py line 3: ", id="no such key"
        ),
        pytest.param("return [6.0]", "failed", "should be an array of shape (2, 3), not a list", id="a list"),
        pytest.param("pass", "failed", "should be an array of shape (2, 3), not None", id="no return"),
    ],
)
def test_a_function_that_misbehaves_costs_its_own_marks_with_a_reason(grade, solutions, body, outcome, message):
    source = f"import numpy as np\ndef double(x):\n    {body}\n" + _without_double(solutions["vectors"])

    document = grade(vectors=source, training=solutions["training"])

    assert document.exercise("double")["points"] == 0
    assert document.outcomes("double")[1] == outcome
    assert message in document.messages("double")[1]
    assert document.messages("double")[1][0] in "yeat"  # the text itself, not its repr
    assert document.status()["largest"] == document.status()["mean"] == document.status()["Tally"] == "passed"
    assert document.outcomes("slope")[0] == "passed"
    assert document["needs_human"] is False


def _without_double(source):
    return source[source.index("def slope") :]


def test_a_hang_is_not_waited_for_again_and_again(grade, solutions):
    document = grade(vectors=f"def double(x):\n    {HANG}\n" + _without_double(solutions["vectors"]))

    assert document.outcomes("double") == ["timeout"] * 3
    assert document.messages("double")[2] == "double was not called again: it did not answer 2 times"


def test_a_hand_in_that_hangs_everywhere_ends_in_time_with_a_reason_for_each_test(grade):
    everywhere = "\n".join(f"def {name}(*x):\n    {HANG}" for name in ("double", "slope", "Tally"))

    document = grade(vectors=everywhere)

    assert {o for name in ("double", "slope", "Tally") for o in document.outcomes(name)} == {"timeout"}
    assert "did not answer within 0.25 s" in document.messages("Tally")[0]  # patience ends
    assert "was not called again: it did not answer once" in document.messages("Tally")[1]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "def double(x:\n    return x\n", "SyntaxError: '(' was never closed (vectors.py line 1", id="syntax"
        ),
        pytest.param("x = 1\ny = x / 0\n", "ZeroDivisionError: division by zero (vectors.py line 2", id="exception"),
        pytest.param("import pandas\n", "No module named 'pandas' (vectors.py line 1: import pandas)", id="package"),
        pytest.param("import os\nos._exit(0)\n", "ended the whole Python process (exit code 0)", id="exit"),
        pytest.param("import ctypes\nctypes.string_at(0)\n", "segmentation fault", id="segfault"),
        pytest.param("exit()\n", "vectors.py cannot be imported: ", id="exit()"),
        pytest.param("x = bytearray(8 << 30)\n", "MemoryError", id="8 GB"),
        pytest.param(f"{HANG}\n", "did not answer within 5 s: is a loop endless?", id="endless loop"),
    ],
)
def test_a_module_that_cannot_be_imported_earns_nothing_and_its_sibling_is_lent_the_courses(
    grade, solutions, source, message
):
    document = grade(vectors=source, training=solutions["training"])

    assert [m["points"] for m in document["modules"]] == [0, 40]
    assert {document.status()[name] for name in ("double", "slope", "Tally")} == {"error"}
    assert message in document.messages("double")[0]
    assert (
        "vectors.py could not be used by the other files: they were tested with the course's own" in document["flags"]
    )


def test_a_missing_function_is_named_with_what_was_meant(grade):
    document = grade(vectors="def Double(x):\n    return 2 * x\n")

    assert document.messages("double")[0] == "vectors.py has no double; is Double meant to be it?"
    assert document.messages("slope")[0] == "vectors.py has no slope"
    assert document.status()["double"] == "failed"


def test_partial_marks_follow_the_weights(grade):
    document = grade(vectors="def double(x):\n    return x + 0.0\n")

    assert document.outcomes("double") == ["failed", "passed", "failed"]
    assert document.exercise("double")["points"] == 10.0  # 2 of 4 parts of 20
    assert document.exercise("double")["status"] == "partial"


def test_a_failure_says_expected_got_and_the_suites_hint(grade):
    document = grade(vectors="def double(x):\n    return x + 1\n")

    test = document.exercise("double")["tests"][0]
    assert test["sentence"] == "double gives twice each entry, and leaves its argument alone"
    assert test["message"].startswith("result[1] is 3, should be 4; 2 of 3 values are wrong")
    assert "(for the input [1., 2., 4.])" in test["message"]
    assert test["hint"] == "what is 1 + 1?"


def test_a_known_mistake_is_named(grade):
    document = grade(vectors="def double(x):\n    if not len(x): raise ValueError\n    return x ** 2\n")

    assert document.exercise("double")["diagnosis"] == {
        "mistake": "squares",
        "hint": "Is it two times, or to the power of two?",
    }


def test_a_change_of_an_argument_is_seen(grade):
    document = grade(vectors="def double(x):\n    x *= 2\n    return x\n")

    message = "the call changed its argument number 1: it was [1., 2., 4.] before and is [2., 4., 8.] after it"
    assert message in document.messages("double")[0]


def test_work_on_top_of_a_wrong_module_is_graded_with_the_courses_as_well_and_the_better_counts(grade, solutions):
    document = grade(vectors="def double(x):\n    return 3 * x\n", training=solutions["training"])

    assert document.status()["quadruple"] == "passed"
    assert document["flags"] == [
        "training: quadruple works with the course's modules, not with your own: look at vectors"
    ]


LARGEST_IS_WRONG = """
import numpy as np
from vectors import double

def largest(x):
    {largest}

def _from_the_top(x):
    return x - largest(x)

def mean(x):
    return largest(x) + np.mean(_from_the_top(x))

def quadruple(x):
    return {quadruple}
"""


@pytest.mark.parametrize(
    "largest",
    [
        pytest.param("return np.array([np.max(x), np.min(x)])", id="wrong"),
        pytest.param("import os; os._exit(3)", id="ends the process"),
    ],
)
def test_a_function_that_calls_a_wrong_sibling_is_graded_with_the_courses_as_well(grade, solutions, largest):
    source = LARGEST_IS_WRONG.format(largest=largest, quadruple="double(double(x))")

    document = grade(vectors=solutions["vectors"], training=source)

    assert document.status()["mean"] == "passed"
    assert document.status()["largest"] == "failed"
    assert "training: mean works with the course's largest, not with your own: fix largest first" in document["flags"]


def test_a_lent_sibling_answers_no_exercise_that_comes_before_it(grade, solutions):
    source = LARGEST_IS_WRONG.format(
        largest="return None", quadruple="0 * x + 4 * largest(x) * (x / 4) if x.size else x"
    )

    document = grade(vectors=solutions["vectors"], training=source)

    assert document.status()["quadruple"] == "failed"


def test_code_that_fails_on_purpose_gets_no_answers_for_itself(grade, solutions):
    source = """
        import numpy as np
        import training

        def largest(x):
            import sys
            return sys.modules["training"].__dict__["largest"](x) if largest is not _own else np.max(x) + 1

        _own = largest

        def mean(x):
            return sys.modules["training"].largest(x) * 0 + np.mean(x)
        """

    document = grade(vectors=solutions["vectors"], training=source)

    assert document.status()["largest"] == "failed"


def test_work_that_fits_ones_own_modules_only_keeps_its_marks(grade, solutions):
    own = solutions["vectors"] + "\ndef twice_double(x):\n    return double(double(x))\n"
    training = "import vectors\ndef quadruple(x):\n    return vectors.twice_double(x)\ndef mean(x):\n    return 0.0\n"

    document = grade(vectors=own, training=training)

    assert document.status()["quadruple"] == "passed"
    assert document.status()["mean"] == "failed"  # a second run was worth it, and changed nothing
    assert document["flags"] == []


def test_a_function_that_waits_for_another_says_which(grade, stubs, solutions):
    document = grade(
        vectors=stubs["vectors"] + "\n", training=solutions["training"].replace("double(double", "double(double")
    )

    assert document.status()["double"] == "not_started"
    assert document.status()["quadruple"] == "passed"  # with the course's double


def test_an_exercise_that_needs_an_unwritten_one_is_failed_and_not_unstarted(grade):
    source = "def double(x):\n    raise NotImplementedError\ndef slope(f, x):\n    return double(x)\n"

    document = grade(vectors=source)

    assert document.status()["slope"] == "failed"
    assert document.messages("slope")[0] == "slope needs double, which is not written yet"


def test_prints_and_plots_are_flagged_and_cost_nothing(grade, solutions):
    chatty = "import matplotlib.pyplot as plt\nfig, ax = plt.subplots()\nax.plot([1])\nplt.show()\n" + solutions[
        "vectors"
    ].replace("    h = 1e-5", "    print('here', x)\n    h = 1e-5")

    document = grade(vectors=chatty)

    assert document["modules"][0]["points"] == 60
    assert document["flags"] == [
        "matplotlib is not available here and was stood in for: nothing is drawn while grading",
        "vectors.py prints while it runs: 'here 3.0'",
    ]


def test_unseeded_randomness_gives_the_same_marks_every_time(grade):
    source = "import numpy as np\ndef double(x):\n    return 2 * x * (np.random.rand() < 0.5)\n"

    first, second = grade(vectors=source), grade(vectors=source)

    assert first.raw == second.raw


def test_one_hand_in_leaves_nothing_behind_for_the_next(grade, solutions):
    before = grade(**solutions)
    grade(vectors="import builtins, numpy\nbuiltins.len = numpy.max = None\n" + solutions["vectors"])

    assert grade(**solutions).raw == before.raw
