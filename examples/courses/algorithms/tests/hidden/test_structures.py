"""Grade structures.py: one test, one property; its docstring is the sentence a student reads."""

import pytest
import structures as hand_in

from grader import expect
from grader.values import OnCopies

structures = OnCopies(hand_in)


@pytest.mark.exercise("Stack", weight=2)
def test_stack_gives_the_last_first():
    """a Stack returns things in the opposite order, and knows how many there are"""
    stack = hand_in.Stack()
    for thing in ("a", 2, None):
        stack.push(thing)
    expect.equal(stack.size(), 3, name="the size", hint="what counts the things?")
    expect.equal(
        [stack.pop(), stack.pop(), stack.pop()], [None, 2, "a"], name="the order", hint="at which end do you take?"
    )
    expect.equal(stack.size(), 0, name="the size", hint="is what was taken off still there?")


@pytest.mark.exercise("Stack")
def test_stack_says_that_it_is_empty():
    """a Stack raises an IndexError that says it is empty"""
    expect.raises(IndexError, hand_in.Stack().pop, match="empty", because="there is nothing on it")


@pytest.mark.exercise("is_balanced", weight=2)
@pytest.mark.parametrize(
    ("text", "want"),
    [("", True), ("a[0](b){c}", True), ("([)]", False), ("({[]})[]", True), ("(]", False)],
    ids=["nothing", "side by side", "crossed", "inside", "another kind"],
)
def test_is_balanced_wants_the_same_kind(text, want):
    """is_balanced closes the bracket that was opened last, by its own kind"""
    expect.equal(structures.is_balanced(text), want, given={"text": text}, hint="which bracket was opened last?")


@pytest.mark.exercise("is_balanced")
def test_is_balanced_sees_what_stays_open():
    """is_balanced refuses a bracket that nobody closes"""
    expect.equal(structures.is_balanced("f(x"), False, hint="what is left on the stack at the end?")


@pytest.mark.exercise("is_balanced")
def test_is_balanced_sees_what_was_never_opened():
    """is_balanced refuses a bracket that nobody opened"""
    expect.equal(structures.is_balanced("x)"), False, hint="what is on the stack when ) comes first?")


GRAPH = {"a": {"b", "c"}, "b": {"d"}, "c": {"d", "e"}, "d": {"a", "f"}, "e": {"f"}, "f": set(), "g": {"a"}}
GRAPH |= {"p": {"q", "z"}, "q": {"t"}, "t": set(), "y": {"t"}, "z": {"y"}}  # t is nearer by q


@pytest.mark.exercise("distances", weight=2)
@pytest.mark.parametrize("start", ["a", "d", "f", "p"])
def test_distances_counts_the_fewest_steps(start):
    """distances finds the shortest way to each place that can be reached, and no others"""
    want = {
        "a": {"a": 0, "b": 1, "c": 1, "d": 2, "e": 2, "f": 3},
        "d": {"d": 0, "a": 1, "f": 1, "b": 2, "c": 2, "e": 3},
        "f": {"f": 0},
        "p": {"p": 0, "q": 1, "z": 1, "t": 2, "y": 2},
    }[start]
    expect.equal(structures.distances(GRAPH, start), want, hint="in which order do you look at the places?")


@pytest.mark.exercise("distances")
def test_distances_leaves_the_graph_alone():
    """distances does not change the graph"""
    expect.pure(
        hand_in.distances, {place: set(others) for place, others in GRAPH.items()}, "a", hint="what do you take out?"
    )
