"""Right code with one slip in it: which slips there are, and that an endless one is given up."""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from grader.diagnosis.edits import changes
from grader.diagnosis.patience import TooLong, patience
from grader.diagnosis.slips import HINTS, slips

LOOP = "def right(x):\n    t = 0\n    for i in x:\n        t += i\n    return t"
HELPER = "def _h(x):\n    return x + 1\n\ndef right(x):\n    return _h(x)"


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Any]:
    """Load a function from a file of its own, as those of a course are."""

    def _load(source: str, name: str = "right") -> Any:
        path = tmp_path / "course_part.py"
        path.write_text(dedent(source), encoding="utf-8")
        spec = importlib.util.spec_from_file_location("course_part", path)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return getattr(module, name)

    return _load


def kinds_that(right: Callable[..., Any], arguments: tuple[Any, ...], result: Any) -> set[str]:
    """Return the kinds of the slips that answer so."""
    found = set()
    for slip in slips(right, 1000):
        try:
            if slip.implementation(*arguments) == result:
                found.add(slip.kind)
        except Exception:
            continue
    return found


@pytest.mark.parametrize(
    ("source", "arguments", "result", "kind"),
    [
        pytest.param("def right(x):\n    return x > 0", (0,), True, "equality_on_the_other_side", id=">="),
        pytest.param("def right(x):\n    return x > 0", (2,), False, "comparison_turned_round", id="<"),
        pytest.param("def right(x):\n    return 3 - x", (1,), 4, "sign_turned_round", id="sign"),
        pytest.param("def right(a, b):\n    return a * b + 1", (2, 3), 6, "term_left_out", id="a term"),
        pytest.param("def right(a, b):\n    return a * (1 - b)", (2, 3), -1, "brackets", id="brackets"),
        pytest.param("def right(x):\n    return abs(x)", (-2,), -2, "function_left_out", id="a function"),
        pytest.param(LOOP, ([1, 2],), 2, "overwrites", id="="),
        pytest.param("def right(a, b):\n    return a / b", (2, 4), 2.0, "another_operation", id="upside down"),
        pytest.param("def right(x):\n    return x / 2", (2,), 2.0, "another_constant", id="a number"),
        pytest.param("def right(a, b):\n    return a if a > b else b", (1, 2), 1, "condition", id="a branch"),
        pytest.param("def right(a, b):\n    return 10 * a + b", (1, 2), 22, "another_variable", id="a variable"),
        pytest.param("def right(x):\n    return sum(x[1:])", ([1, 2],), 3, "bounds", id="a slice"),
        pytest.param(HELPER, (1,), 0, "sign_turned_round", id="a helper"),
    ],
)  # fmt: skip
def test_a_slip_is_made_in_every_kind_of_place(load, source, arguments, result, kind):
    assert kind in kinds_that(load(source), arguments, result)


def test_a_class_may_lack_an_operation_or_do_one_wrong(load):
    right = load(
        """
        class right:
            def __init__(self, x):
                self.x = x

            def __add__(self, other):
                return right(self.x + other)

            def __radd__(self, other):
                return self + other
        """
    )
    found: dict[str, Any] = {}
    for slip in slips(right, 1000):
        try:
            found.setdefault(slip.kind, []).append((1 + slip.implementation(2)).x)
        except Exception:
            found.setdefault(slip.kind, []).append(None)

    assert None in found["operation_left_out"]
    assert 1 in found["sign_turned_round"]


def test_every_kind_has_a_hint_that_asks(load):
    assert all(hint.endswith(("?", ".")) for hint in HINTS.values())
    assert {slip.kind for slip in slips(load("def right(a, b):\n    return a @ b.T"), 1000)} <= HINTS.keys()


def test_no_slip_is_made_in_a_while_loop_which_may_never_end(load):
    assert list(slips(load("def right(x):\n    while x > 1:\n        x -= 1"), 1000)) == []


def _without_end() -> None:
    while True:
        pass


def test_what_never_ends_is_given_up():
    with pytest.raises(TooLong), patience(0.05):
        _without_end()


def test_the_original_stays_as_it_is(load):
    right = load("def right(x):\n    return x + 1")

    assert [right(1) for _ in slips(right, 1000)] == [2] * len(list(slips(right, 1000)))
    assert "course_part" not in sys.modules


def test_whatever_changes_stands_in_a_line_so_that_nobody_has_to_look_for_lines():
    solution = ast.parse((Path(__file__).parents[3] / "solutions" / "hands_on.py").read_bytes())
    pieces = [node for node in ast.walk(solution) if isinstance(node, ast.FunctionDef)]

    made = [changed for piece in pieces for _, changed in changes(piece, ["X", "y"])]

    assert len(made) > 300
    for changed in made:
        compile(ast.Module([changed], []), "<slip>", "exec")  # a node without a line is a TypeError
