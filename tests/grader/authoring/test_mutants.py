"""What is wrong with a file of mistakes, and which of its lines a planted mistake takes along."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from grader.authoring.mutants import Mistakes

GOOD = """
def relu__all(x):
    '''Which numbers pass?'''
    return x


def tanh__none(x):
    '''And the others?'''
    return _zero(x)


def _zero(x):
    return 0 * x
"""


@pytest.fixture
def mistakes(tmp_path: Path) -> Callable[[str], Mistakes]:
    def _mistakes(text: str) -> Mistakes:
        path = tmp_path / "forward.py"
        path.write_text(dedent(text), encoding="utf-8")
        return Mistakes(path)

    return _mistakes


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        pytest.param("def rleu__none(x):\n    'Why?'", "rleu__none belongs to no exercise", id="another exercise"),
        pytest.param(
            "def relu_none(x):\n    'Why?'",
            "relu_none: expected a name such as relu__none, or _relu_none for a helper",
            id="one underscore",
        ),
        pytest.param(
            "def none(x):\n    'Why?'",
            "none: expected a name such as EXERCISE__none, or _none for a helper",
            id="no exercise at all",
        ),
        pytest.param("def relu__some(x):\n    return x", "relu__some has no docstring", id="no hint"),
        pytest.param("ACCEPTED = {'relu__al': 'right'}", "(did you mean 'relu__all'?)", id="accepted, but not there"),
    ],
)
def test_each_fault_is_named(mistakes, more, fault):
    (found,) = mistakes(f"{GOOD}\n\n{more}\n").faults(["relu", "tanh"])

    assert fault in found


def test_an_exercise_without_a_mistake_is_named(mistakes):
    found = list(mistakes(GOOD).faults(["relu", "tanh", "elu"]))

    assert found == ["expected a mistake of elu (elu__what_is_wrong), got none"]


def test_what_a_mistake_imports_of_the_solutions_is_the_hand_ins_own_there(mistakes):
    text = f"from solutions import loss, forward as f\nfrom solutions.loss import mse as m, Pair\nimport math\n{GOOD}"

    source = mistakes(text).planted(b"", "relu", "relu__all").decode()

    assert source.split("def ")[0].split() == (
        "import loss import forward as f from loss import mse as m, Pair import math".split()
    )


def test_a_planted_mistake_takes_along_what_it_needs_and_nothing_else(mistakes):
    source = mistakes(GOOD).planted(b"import numpy as np\n", "tanh", "tanh__none").decode()

    assert source.startswith("import numpy as np\n")
    assert "def _zero" in source
    assert "relu" not in source
    assert source.endswith("tanh = tanh__none\ntanh.__name__ = 'tanh'\n")
