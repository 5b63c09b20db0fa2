"""expect.equal, expect.prints and the message of expect.raises: what they accept, and the sentence of a refusal."""

from __future__ import annotations

from collections import Counter, OrderedDict, namedtuple
from dataclasses import dataclass

import numpy as np
import pytest

from grader.handout import expect
from tests.grader.handout.test_expect import refusal

Pair = namedtuple("Pair", "left right")


@dataclass
class Point:
    x: float
    y: list[int]


@dataclass(frozen=True)
class Corner:
    x: float
    y: int


class Other:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __repr__(self):
        return "<Other>"


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param("abc", "abc", id="text"),
        pytest.param(np.bool_(True), True, id="a numpy bool"),
        pytest.param(0.1 + 0.2, 0.3, id="rounding"),
        pytest.param(3.0, 3, id="a float that is whole"),
        pytest.param(np.int64(3), 3, id="a numpy number"),
        pytest.param(float("nan"), float("nan"), id="nan"),
        pytest.param(frozenset({1, 2}), {2, 1}, id="sets of both kinds"),
        pytest.param({"b": 1, "a": [0.3]}, {"a": [0.1 + 0.2], "b": 1}, id="dicts in any order"),
        pytest.param(Counter("aab"), {"a": 2, "b": 1}, id="a Counter"),
        pytest.param({(1, 2): None}, OrderedDict({(1, 2): None}), id="keys that are no text"),
        pytest.param([1, "a", (None, {True})], [1, "a", (None, {True})], id="mixed"),
        pytest.param(Other(1.0, [2]), Point(1.0, [2]), id="attributes, whatever the class"),
        pytest.param({Other(1.0, 2), Other(3, 4)}, {Corner(3, 4), Corner(1, 2)}, id="a set of them"),
        pytest.param({Other(1.0, 2): "a"}, {Corner(1.0, 2): "a"}, id="keys that are some"),
        pytest.param((1, 2), Pair(1, 2), id="a tuple for a namedtuple"),
        pytest.param([np.eye(2)], [np.eye(2) + 1e-12], id="arrays inside"),
        pytest.param(np.array(["a", "b"]), np.array(["a", "b"]), id="array of texts"),
        pytest.param(1 + 2j, 1 + 2j, id="complex"),
        pytest.param(10**30, 1e30, id="a whole number larger than numpy's"),
        pytest.param(float("inf"), float("inf"), id="infinity"),
    ],
)
def test_equal_accepts_what_is_equal(got, want):
    expect.equal(got, want)


@pytest.mark.parametrize(
    ("got", "want", "message"),
    [
        ({"a": 1, "b": [2, 3]}, {"a": 1, "b": [3, 3]}, "result['b'][0] is 2, should be 3"),
        (True, 1, "the result is True, should be the number 1"),
        (1, True, "the result is 1, should be True"),
        ("3", 3, "the result is '3', should be the number 3"),
        (None, "a", "the result is None, should be 'a'"),
        ("Ada", "ada", "the result is 'Ada', should be 'ada'; only capital and small letters differ"),
        ("a  b", "a b", "the result is 'a  b', should be 'a b'; only spaces and line ends differ"),
        ("a\nb\nc", "a\nx\nc", "the result: line 2 is 'b', should be 'x'"),
        ("a\nb", "a\nb\nc", "the result has 2 lines, should have 3; 'c' is missing"),
        ({1, 2}, {1, 2, 3}, "the result lacks 3"),
        ({1, 4}, {1, 2, 3}, "the result lacks 2 and 1 other, and has 4 too many"),
        ({1, 2, 3}, {1, 2}, "the result has 3, which should not be in it"),
        ([1, 2], {1, 2}, "the result should be a set, not a list of 2"),
        ({}, set(), "the result should be a set, not a dict of 0"),
        ({True, 2}, {1, 2}, "the result has True, should have 1"),
        ({0, 3}, {False, 3}, "the result has 0, should have False"),
        ({True: "a"}, {1: "a"}, "the result, among its keys, has True, should have 1"),
        ({"1": 2}, {1: 2}, "the result has no key 1; it has '1'; its key '1' is of type str"),
        ({1: 2, 3: 4}, {1: 2}, "the result has the key 3, which should not be there"),
        ((1, 2), [1, 2], "the result is a tuple of 2, should be a list of 2"),
        (iter([1]), [1], "the result is a list_iterator, should be a list of 1"),
        ([1, 2], [1, 2, 3], "the result has 2 entries, should have 3; 3 is missing"),
        ([2, 3], [1, 2, 3], "the result has 2 entries, should have 3; result[0] is 2, should be 1"),
        ([3, 1, 2], [1, 2, 3], "result[0] is 3, should be 1; the entries are right, but in another order"),
        ([("a", 1)], [("a", 2)], "result[0][1] is 1, should be 2"),
        (Other(1.0, [3]), Point(1.0, [2]), "result.y[0] is 3, should be 2"),
        (5, Point(1.0, [2]), "the result should be a Point with x, y, and the number 5 has no x"),
        ([np.eye(2)], [np.zeros((2, 2))], "result[0]: the entry [0, 0] is 1, should be 0; 2 of 4 values are wrong"),
        (2 + 0j, 2.0, "the result is (2+0j), should be the number 2.0"),
        (10**400, 1.0, f"the result is 1{'0' * 59}..., should be 1.0"),
        (np.array([1.0]), 1.0, "the result is array([1.]), should be the number 1.0"),
        (float("nan"), 1.0, "the result is nan, should be 1.0"),
        ([[1], [1, 2]], 1.0, "the result is [[1], [1, 2]], should be the number 1.0"),
        ({Other(1.0, 3)}, {Corner(1.0, 2)}, "the result lacks Corner(x=1.0, y=2), and has Corner(x=1.0, y=3) too many"),
        ({Other(1.0, [])}, {Corner(1.0, 2)}, "the result lacks Corner(x=1.0, y=2), and has <Other> too many"),
        ({Other(1.0, 2): 3}, {Corner(1.0, 2): 4}, "result[Corner(x=1.0, y=2)] is 3, should be 4"),
    ],
)
def test_equal_names_the_first_difference(got, want, message):
    assert refusal(expect.equal, got, want) == message


def test_equal_asks_for_another_order_in_time_that_does_not_grow_with_the_depth(monkeypatch):
    asked: list[None] = []
    compare = expect._difference

    def counted(*args):
        asked.append(None)
        return compare(*args)

    monkeypatch.setattr(expect, "_difference", counted)
    rows = [[(row * 7 + k * 3) % 11 for k in range(11)] for row in range(11)]
    wanted = [row[::-1] for row in rows[::-1]]

    refusal(expect.equal, [rows] * 4, [wanted] * 4)

    assert len(asked) < 2_000


def test_equal_shows_no_address_that_differs_from_run_to_run():
    def found():
        pass

    assert " at 0x" not in refusal(expect.equal, [object(), found], [1, 2])
    assert refusal(expect.equal, object(), 1) == "the result is <object object>, should be the number 1"


def test_equal_shortens_what_is_long():
    assert len(refusal(expect.equal, "a" * 10_000, "b" * 10_000)) < 200


def test_equal_survives_a_repr_that_raises():
    class Hostile:
        def __repr__(self):
            raise RuntimeError("no")

    assert refusal(expect.equal, [Hostile()], ["a"]) == "result[0] is a Hostile, should be 'a'"


def test_equal_compares_tables_by_columns():
    pandas = pytest.importorskip("pandas")
    want = pandas.DataFrame({"name": ["a", "b"], "points": [1.0, float("nan")]})

    expect.equal(want.copy(), want)
    expect.equal(want["points"].copy(), want["points"])
    assert refusal(expect.equal, want.drop(columns="name"), want).startswith("the result has no column 'name'")
    assert refusal(expect.equal, want.iloc[:1], want) == "the result has 1 row, should have 2"
    assert refusal(expect.equal, want.fillna(0), want) == "result['points'] in row 1 is 0.0, should be missing (nan)"
    assert refusal(expect.equal, want.iloc[::-1], want).startswith("result['name'].index[0] is 1, should be 0")
    assert refusal(expect.equal, want[["points", "name"]], want).startswith("the result has the columns")
    expect.equal(want.columns, want.columns)
    moment = pandas.Timestamp("2027-01-31")
    expect.equal(moment, moment)
    assert refusal(expect.equal, moment + pandas.Timedelta("1 day"), moment).startswith("the result is Timestamp(")
    assert refusal(expect.equal, [1], want) == "the result should be a DataFrame, not a list of 1"


def greet(name, end="\n"):
    print("Hello", name, end=end)
    return "done"


def test_prints_takes_the_same_lines_and_returns_the_result():
    assert expect.prints(greet, "Ada", want="Hello Ada") == "done"
    assert expect.prints(greet, "Ada", want="Hello Ada", end="  \n\n") == "done"


def test_prints_says_what_differs():
    assert refusal(expect.prints, greet, "Ada", want="Hallo Ada") == (
        "what the call prints is 'Hello Ada', should be 'Hallo Ada'"
    )
    assert refusal(expect.prints, lambda: "Hi", want="Hi") == "the call should print 'Hi', and prints nothing"


def test_raises_looks_at_the_message():
    def take(amount):
        raise ValueError(f"cannot take {amount}")

    expect.raises(ValueError, take, 3, match="Cannot take 3")
    assert refusal(expect.raises, ValueError, take, 3, match="balance") == (
        "the ValueError is right, but its message says 'cannot take 3', and should have 'balance' in it"
    )
