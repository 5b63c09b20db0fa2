"""Recorded calls repeated with other implementations: the same arguments, the same order, nothing of the student's."""

from __future__ import annotations

import random
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from grader.diagnosis.behaviour import Behaviour, RaisedKind, agree, matches, same_types, takes_sides
from grader.diagnosis.randomness import watching_randomness
from grader.diagnosis.recordings import recordings
from grader.diagnosis.replay import Replay, episodes
from grader.diagnosis.statefulness import is_stateful
from grader.sandbox.host.recording import Call
from grader.sandbox.wire import frames

_COMMON = {"reseeded": False, "printed": 0, "output": ""}


def returned(value: Any, *args: Any, changed: Any = None, do: dict[str, Any] | None = None, guest: int = 1) -> Call:
    """A call as the sandbox records it; objects are ("object", number)."""

    def refer(thing: Any) -> frames.Reference:
        return "object", [thing.number, "Tally", "vectors"]

    request = {"do": "call", "target": "vectors.double", **(do or {}), "args": list(args), "kwargs": {}}
    reply = {"reply": "returned", "value": value, "changed": changed, "warnings": [], **_COMMON}
    return Call("vectors", "double", guest, frames.encode(request, refer), frames.encode(reply, refer), [])


class Numbered:
    """Stands for an object in a guest."""

    def __init__(self, number: int) -> None:
        self.number = number


def replayed(implementation: Callable[..., Any], *calls: Call) -> list[Behaviour]:
    recorded, _ = recordings(calls)
    replay = Replay(recorded, episodes(recorded), implementation)
    with watching_randomness():
        return [replay[i] for i in range(len(recorded))]


@dataclass(frozen=True)
class Point:
    """One of a course's own."""

    x: int


def got(number: int, name: str, value: Any) -> Call:
    """A look at an attribute."""
    return returned(value, do={"do": "get", "object": Numbered(number), "name": name})


@pytest.mark.parametrize(
    ("implementation", "is_the_same"),
    [
        pytest.param(lambda: {Point(1), Point(2)}, True, id="the same"),
        pytest.param(lambda: {Point(1), Point(3)}, False, id="another member"),
        pytest.param(lambda: {Point(1)}, False, id="one too few"),
    ],
)
def test_members_of_a_set_are_told_by_what_was_asked_of_them(implementation, is_the_same):
    calls = [returned({Numbered(4), Numbered(7)}), got(4, "x", 2), got(7, "x", 1)]
    recorded, _ = recordings(calls)

    seen = replayed(implementation, *calls)

    assert agree(recorded[0].seen, seen[0]) is is_the_same
    assert (not is_the_same) or all(agree(one.seen, again) for one, again in zip(recorded, seen, strict=True))


@pytest.mark.parametrize("generator", [np.random.default_rng(3), random.Random(3)], ids=["numpy's", "Python's"])
def test_a_generator_among_the_arguments_stands_where_it_stood_whoever_draws_again(generator):
    call = returned(0.0, {"rng": [generator]})
    recorded, _ = recordings([call])

    with watching_randomness():
        drawn = [Replay(recorded, [[0]], lambda given: given["rng"][0].random())[0].value for _ in range(2)]

    assert drawn[0] == drawn[1]


def test_objects_in_a_list_keep_their_places():
    calls = [returned([Numbered(4), Numbered(7)]), got(7, "x", 2), got(4, "x", 1)]
    recorded, _ = recordings(calls)

    right, wrong = (replayed(lambda last=last: [Point(1), Point(last)], *calls) for last in (2, 3))

    assert all(agree(one.seen, again) for one, again in zip(recorded, right, strict=True))
    assert not all(agree(one.seen, again) for one, again in zip(recorded, wrong, strict=True))


class Pair:
    """Two numbers; each subclass has its own idea of what comes back when it is doubled."""

    def __init__(self, x: int) -> None:
        self.x = x


class Fresh(Pair):
    """Another one comes back."""

    def doubled(self) -> Pair:
        return Fresh(2 * self.x)


class Own(Pair):
    """Itself comes back, changed."""

    def doubled(self) -> Pair:
        self.x *= 2
        return self


class Moved(Pair):
    """Another one comes back, and itself is changed."""

    def doubled(self) -> Pair:
        self.x *= 2
        return Moved(self.x)


@pytest.mark.parametrize("made_by", [Fresh, Own, Moved])
@pytest.mark.parametrize(("did", "number", "of_the_old"), [(Fresh, 5, 1), (Own, 4, 2), (Moved, 5, 2)])
def test_an_object_that_changes_and_returns_itself_is_told_from_one_that_returns_another(
    did, number, of_the_old, made_by
):
    doubling = returned(Numbered(number), do={"do": "call", "target": [Numbered(4), "doubled"]})
    calls = [returned(Numbered(4), 1), doubling, got(4, "x", of_the_old), got(number, "x", 2)]
    recorded, _ = recordings(calls)

    seen = replayed(made_by, *calls)

    same = all(agree(one.seen, again) for one, again in zip(recorded, seen, strict=True))
    assert same is (did is made_by or {did, made_by} == {Own, Moved})


def test_an_object_that_is_its_own_iterator_is_like_one_that_makes_another():
    class Countdown(Pair):
        def __iter__(self):
            yield self.x

    again = {"do": "call", "target": [Numbered(4), "__iter__"]}
    following = {"do": "call", "target": [Numbered(4), "__next__"]}
    calls = [returned(Numbered(4), 3), returned(Numbered(4), do=again), returned(3, do=following)]
    recorded, _ = recordings(calls)

    assert all(agree(one.seen, more) for one, more in zip(recorded, replayed(Countdown, *calls), strict=True))


def test_whether_an_object_that_stayed_the_same_or_its_like_comes_back_makes_no_difference():
    calls = [returned(Numbered(4), 0), returned(Numbered(4), do={"do": "call", "target": [Numbered(4), "doubled"]})]
    recorded, _ = recordings(calls)

    assert all(agree(one.seen, again) for one, again in zip(recorded, replayed(Fresh, *calls), strict=True))


def test_a_dataclass_instance_of_the_suites_is_given_as_it_was_and_compared_as_it_became():
    call = replace(returned(3, [Numbered(2)]), records=({2: Account(1)}, {2: Account(4)}))
    recorded, _ = recordings([call])

    def paid(accounts: list[Any], amount: int) -> int:
        accounts[0].balance += amount
        return 3

    right, wrong = (replayed(lambda accounts, n=n: paid(accounts, n), call, call) for n in (3, 2))

    assert all(agree(recorded[0].seen, seen) for seen in right)
    assert not any(agree(recorded[0].seen, seen) for seen in wrong)


@dataclass
class Account:
    """One that a call may change."""

    balance: int


@pytest.mark.parametrize("make", [random.Random, np.random.default_rng])
def test_a_generator_of_random_numbers_stands_where_it_stood_in_each_replay(make):
    before, after = make(3), make(3)
    value = after.random()
    call = returned(value, before, changed=[[after], {}])
    recorded, _ = recordings([call])

    once, again = replayed(lambda rng: rng.random(), call, call)
    (twice,) = replayed(lambda rng: (rng.random(), rng.random())[0], call)

    assert agree(recorded[0].seen, once)
    assert agree(recorded[0].seen, again)
    assert not agree(recorded[0].seen, twice)


def test_an_implementation_that_never_ends_is_tried_once():
    calls = [returned(1, 2), returned(1, 3)]
    recorded, _ = recordings(calls)
    tries = []

    def endless(x: int) -> None:
        tries.append(x)
        while True:
            pass

    replay = Replay(recorded, episodes(recorded), endless, seconds=0.05)

    assert not any(agree(recorded[i].seen, replay[i]) for i in range(2))
    assert tries == [2]


def test_a_replay_gets_fresh_arguments_every_time():
    x = np.array([1.0, 2.0])
    call = returned(2 * x, x)

    def in_place(x):
        x *= 2
        return x

    first, again = replayed(in_place, call, call)

    assert first.value.tolist() == again.value.tolist() == [2.0, 4.0]
    assert first.arguments[0][0].tolist() == [2.0, 4.0]


def test_what_raises_or_warns_or_draws_is_noticed():
    def moody(x):
        if x == 0:
            raise KeyError("no")
        if x == 1:
            warnings.warn("overflow encountered in exp", RuntimeWarning, stacklevel=1)
        if x == 2:
            random.random()
        if x == 3:
            np.random.normal()
        return x

    found = replayed(moody, *(returned(0, k) for k in range(5)))

    assert found[0].value == RaisedKind("KeyError")
    assert [sorted(b.warned) for b in found[1:]] == [["overflow"], [], [], []]
    assert [b.reseeded for b in found] == [False, False, True, True, False]


def test_the_global_random_states_are_left_as_they_were():
    np.random.seed(1)
    random.seed(1)
    with watching_randomness():
        pass
    drawn = np.random.random(), random.random()

    np.random.seed(1)
    random.seed(1)
    assert drawn == (np.random.random(), random.random())


def test_calls_with_objects_in_common_are_one_episode():
    one, other = Numbered(0), Numbered(1)
    calls = [
        returned(one, 3),
        returned(other, 4),
        returned(5.0, do={"do": "get", "object": one, "name": "value"}),
        returned(5.0, 2.5),
        returned(5.0, do={"do": "get", "object": other, "name": "value"}, guest=2),
        returned(one, do={"do": "operate", "operator": "add"}, guest=1),
    ]

    assert episodes(recordings(calls)[0]) == [[0, 2, 5], [1], [3], [4]]


def test_an_object_lives_through_its_episode():
    class Tally:
        def __init__(self, value: float) -> None:
            self.value = value

    one = Numbered(0)
    calls = [returned(one, 3), returned(3, do={"do": "get", "object": one, "name": "value"})]

    assert replayed(Tally, *calls)[1].value == 3


def test_what_returns_no_object_where_one_came_is_told_apart():
    one = Numbered(0)

    behaviour = replayed(lambda x: None, returned(one, 3))[0]

    assert not agree(recordings([returned(one, 3)])[0][0].seen, behaviour)


def test_a_call_is_repeated_only_when_it_is_asked_for():
    asked = []
    recorded, _ = recordings([returned(k, k) for k in range(5)])

    def asks(x):
        asked.append(x)
        return x

    replay = Replay(recorded, episodes(recorded), asks)

    with watching_randomness():
        assert replay[3].value == replay[3].value == 3

    assert asked == [3]


def test_large_calls_are_not_replayed():
    recorded, kept = recordings([returned(0, np.zeros(10_000)), returned(0, 1)])

    assert kept == [1]
    assert recorded[0].request["args"] == [1]


@pytest.mark.parametrize(
    ("a", "b", "factors", "expected"),
    [
        pytest.param(1.0, 1.0 + 1e-12, (1.0,), True, id="rounding"),
        pytest.param(1.0, 1.001, (1.0,), False, id="another number"),
        pytest.param(np.ones(2), np.ones((2, 1)), (1.0,), False, id="another shape"),
        pytest.param(np.nan, np.nan, (1.0,), True, id="nan"),
        pytest.param((6.0, np.ones(2)), (2.0, np.ones(2)), (1.0, 3.0), True, id="one part times a factor"),
        pytest.param([1.0], np.ones(1), (1.0,), False, id="list and array"),
        pytest.param({"a": 1}, {"b": 1}, (1.0,), False, id="other keys"),
        pytest.param(RaisedKind("KeyError", "x"), RaisedKind("KeyError", "y"), (1.0,), True, id="texts do not count"),
        pytest.param(None, 0.0, (1.0,), False, id="None is no number"),
        pytest.param(len, min, (1.0,), True, id="two methods"),
    ],
)
def test_two_behaviours_agree_where_nothing_tells_them_apart(a, b, factors, expected):
    assert agree(Behaviour(a, [], frozenset(), False), Behaviour(b, [], frozenset(), False), factors) is expected


def test_types_decide_between_what_agrees():
    floats, whole = (Behaviour(np.array([1], dtype=d), [], frozenset(), False) for d in (float, int))

    assert agree(floats, whole)
    assert not same_types(floats, whole)


def test_matches_are_counted_number_by_number():
    a = Behaviour((1.0, np.array([1.0, 2.0])), [], frozenset(), False)
    b = Behaviour((1.0, np.array([1.0, 3.0])), [], frozenset(), False)

    assert matches(a, b).tolist() == [True, True, False]
    assert matches(a, Behaviour(RaisedKind("KeyError"), None, frozenset(), False)).tolist() == [False] * 3


def test_a_result_takes_sides_part_by_part():
    def of(*parts: float) -> Behaviour:
        return Behaviour(parts, [], frozenset(), False)

    assert takes_sides(of(1, 2), of(1, 3), of(4, 2))
    assert not takes_sides(of(1, 5), of(1, 3), of(4, 2))


_kept: dict[int, float] = {}
_TABLE = (1, 2)


def _with_default(x, seen=[]):  # noqa: B006  # what is looked for
    return x


def _with_table(x):
    return _TABLE[x]


def _with_container(x):
    return _kept.setdefault(x, x)


def _through_another(x):
    return _with_container(x)


def _with_global(x):
    global _TABLE
    _TABLE = (x, x)
    return x


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        pytest.param(_with_table, False, id="a constant"),
        pytest.param(lambda x: np.exp(x), False, id="numpy"),
        pytest.param(_with_default, True, id="a mutable default"),
        pytest.param(_with_container, True, id="a container of the module"),
        pytest.param(_through_another, True, id="through another function"),
        pytest.param(_with_global, True, id="a global variable"),
    ],
)
def test_a_place_to_remember_something_is_found_in_the_code(function, expected):
    assert is_stateful(function) is expected
