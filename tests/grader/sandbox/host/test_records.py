"""Dataclass instances of a suite's as arguments: a hand-in gets instances of its own class, what it does is seen."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass
from typing import Any, cast

import numpy as np
import pytest

from grader.handout import expect
from grader.sandbox.host import proxy
from grader.sandbox.host.errors import StudentCrashed, StudentError, StudentRaised
from grader.sandbox.host.remote import RemoteObject
from grader.values import OnCopies

SHAPES = """
from dataclasses import dataclass, field

@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0

    def moved(self, by):
        return Point(self.x + by.x, self.y + by.y)

    def __add__(self, other):
        return self.moved(other)

@dataclass
class Account:
    owner: str
    balance: float = 0.0
    history: list = field(default_factory=list)
    partner: "Account | None" = None

def middle(points):
    assert all(type(point) is Point for point in points)
    return Point(sum(p.x for p in points) / len(points), sum(p.y for p in points) / len(points))

def rightmost(points): return max(points, key=lambda p: p.x)
def corners(a, b): return {Point(a.x, b.y), Point(b.x, a.y)}
def names(points): return {p: f"{p.x:g}" for p in points}
def owners(accounts): return {name: account.owner for name, account in accounts.items()}
def pay(account, amount):
    account.balance += amount
    account.history.append(amount)
def swap(accounts): accounts.reverse()
def same(a, b): return a is b and type(a) is Account
def richer(account): return Account(account.owner, account.balance + 1, [], account)
def twice(f): return f(2)
"""


@dataclass(frozen=True)
class Point:
    """As the hand-in's, and another class all the same."""

    x: float
    y: float = 0.0


@dataclass
class Account:
    """One that a call may change."""

    owner: str
    balance: float = 0.0
    history: list[float] = field(default_factory=list)
    partner: Account | None = None


@pytest.fixture
def shapes(work) -> Any:
    return work(SHAPES)


def test_the_hand_in_gets_instances_of_its_own_class(shapes):
    points = [Point(0, 0), Point(4, 2)]

    expect.equal(shapes.middle(points), Point(2, 1))
    assert points == [Point(0, 0), Point(4, 2)]


@pytest.mark.parametrize(
    ("name", "args", "want"),
    [
        ("rightmost", [[Point(1), Point(3), Point(2)]], Point(3)),
        ("corners", [Point(0, 0), Point(1, 2)], {Point(0, 2), Point(1, 0)}),
        ("names", [(Point(1), Point(2))], {Point(1): "1", Point(2): "2"}),
        ("owners", [{"a": Account("ada"), 2: Account("bob")}], {"a": "ada", 2: "bob"}),
        ("richer", [Account("ada", 5.0)], Account("ada", 6.0, [], Account("ada", 5.0))),
    ],
)
def test_what_comes_back_is_compared_by_its_fields(shapes, name, args, want):
    expect.equal(getattr(shapes, name)(*args), want)
    expect.equal(getattr(OnCopies(shapes), name)(*args), want)
    here: dict[str, Any] = {}
    exec(SHAPES, here)
    expect.equal(here[name](*[[here["Point"](*vars(p).values()) for p in args[0]]] if name == "middle" else args), want)


@pytest.mark.parametrize(
    ("got", "want", "message"),
    [
        ({Point(1)}, {Point(1), Point(2)}, "the result lacks Point(x=2, y=0.0)"),
        ([Point(1, 2)], [Point(1, 3)], "result[0].y is 2, should be 3"),
        (Account("a", 1, [1]), Account("a", 1, [2]), "result.history[0] is 1, should be 2"),
    ],
)
def test_a_difference_is_named_by_its_field(got, want, message):
    with pytest.raises(expect.Mismatch) as refused:
        expect.equal(got, want)

    assert refused.value.message == message


def test_an_object_of_the_hand_ins_meets_one_of_the_suites(shapes):
    point = shapes.Point(1, 2)

    expect.equal(point.moved(Point(1, 1)), Point(2, 3))
    expect.equal(point + Point(3, 3), Point(4, 5))


def test_one_instance_that_is_passed_twice_is_one_there(shapes):
    account = Account("ada")

    assert shapes.same(account, account) is True
    assert shapes.same(account, Account("ada")) is False


def test_what_a_call_changes_is_changed_here(shapes):
    account = Account("ada", 1.0, [1.0], Account("bob"))
    history, partner = account.history, account.partner

    shapes.pay(account, 4.0)

    assert account == Account("ada", 5.0, [1.0, 4.0], Account("bob"))
    assert account.history is history
    assert account.partner is partner


def test_what_a_frozen_one_holds_may_change_all_the_same(work):
    basket = make_dataclass("Basket", [("name", str), ("things", list)], frozen=True)
    source = "class Basket:\n    def __init__(self, name, things): self.name, self.things = name, things\n"
    mine = basket("a", [1, 2])

    work(source + "def empty(b):\n    b.things.clear()\n    b.name = 'x'").empty(mine)

    assert mine == basket("a", [])


def test_a_list_of_them_that_is_changed_holds_the_suites_own(shapes):
    first, second = Account("ada"), Account("bob")
    accounts = [first, second]

    shapes.swap(accounts)

    assert accounts[0] is second
    assert accounts[1] is first


def test_a_change_is_told_by_the_field(shapes):
    with pytest.raises(expect.Mismatch, match=r"the call changed its argument number 1\.balance \(the number 1\.0\)"):
        expect.pure(shapes.pay, Account("ada", 1.0), 2.0)
    expect.pure(shapes.richer, Account("ada", 1.0))
    expect.pure(shapes.middle, [Point(1), Point(np.float64(2))])


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param("def f(p): return p", r"work\.py has no Point", id="no such class"),
        pytest.param("class Point: pass\ndef f(p): return p", "your code raised TypeError: Point", id="without fields"),
        pytest.param(
            "def Point(x, y): return x\ndef f(p): return p", "should be a class, and is none", id="a function"
        ),
        pytest.param("class Point:\n def __init__(self, x, y): 1 / 0\ndef f(p): return p", "ZeroDivision", id="raises"),
    ],
)
def test_a_hand_in_without_that_class_is_told_so(work, source, message):
    with pytest.raises(StudentRaised, match=message):
        work(source).f(Point(1, 2))


def test_a_class_that_ends_its_process_is_a_crash(work):
    module = work("import os\nclass Point:\n def __init__(self, x, y): os._exit(3)\ndef f(p): return p")

    with pytest.raises(StudentCrashed, match="ended the whole Python process"):
        module.f(Point(1, 2))


@pytest.mark.parametrize(
    "claim",
    [
        pytest.param("property(lambda self: 1 / 0)", id="raises"),
        pytest.param("property(lambda self: object())", id="cannot come"),
        pytest.param("property(lambda self: [[0] * 5] * 9)", id="another kind"),
    ],
)
def test_fields_that_lie_change_the_suites_own_or_are_the_hand_ins_error(work, claim):
    source = (
        f"class Account:\n    def __init__(self, **k): pass\n    balance = {claim}\n    owner = history = partner = 1\n"
    )
    account = Account("ada")

    try:
        work(source + "def f(a): return 1").f(account)
    except StudentError:
        return
    with pytest.raises(expect.Mismatch):
        expect.equal(account, Account("ada"))


def test_a_field_that_claims_to_be_the_whole_is_no_trap(work):
    source = (
        "class Account:\n    def __init__(self, **k): pass\n    owner = balance = history = property(lambda s: s)\n"
    )
    account, module = Account("ada"), work(source + "    partner = None\ndef f(a): return 1")

    module.f(account)

    assert cast(Any, account.owner) is account
    with pytest.raises(TypeError, match="a part of itself"):
        module.f(account)


def test_the_class_of_a_sibling_is_found_where_it_is_defined(student):
    sibling = make_dataclass("Point", ["x"], frozen=True)
    sibling.__module__ = "shapes"
    shapes = "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\n"
    proxy.answer_for(student(work="import shapes\ndef f(p): return type(p) is shapes.Point", shapes=shapes))

    assert proxy.StudentModule("work").f(sibling(1)) is True


def test_what_no_dataclass_is_stays_refused(shapes):
    class Other:
        pass

    Other.__module__ = "solutions.shapes"
    with pytest.raises(TypeError, match=r"cannot pass values of type Other .* docs/boundary\.md"):
        shapes.middle([Point(1), Other()])


def test_what_is_a_part_of_itself_is_refused_in_a_sentence(shapes):
    account = Account("ada")
    cast(list[Any], account.history).append(account)

    with pytest.raises(TypeError, match="a dataclass instance that is a part of itself"):
        shapes.pay(account, 1)


def test_a_timed_call_may_have_them_among_its_arguments(shapes):
    expect.fast(shapes.rightmost, lambda points: points[0], [Point(1)], times=1e9)
    assert isinstance(shapes.rightmost([Point(1)]), RemoteObject)
    assert shapes.rightmost.cpu_seconds_to_talk([Point(1)]) >= 0
