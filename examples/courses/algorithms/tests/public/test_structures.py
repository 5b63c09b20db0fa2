"""Examples for structures.py that a hand can check: run `pytest` in this folder."""

import expect
import structures


def test_Stack_gives_the_last_first():
    """a Stack returns what was put on last"""
    stack = structures.Stack()
    stack.push("a")
    stack.push("b")
    expect.equal(stack.pop(), "b", name="the thing on top")


def test_is_balanced_knows_the_kinds():
    """is_balanced wants each bracket closed by its own kind"""
    expect.equal(structures.is_balanced("a[0](b)"), True)
    expect.equal(structures.is_balanced("([)]"), False, hint="which bracket was opened last when ) comes?")


def test_distances_in_a_triangle():
    """distances counts steps"""
    graph = {"a": {"b", "c"}, "b": {"c"}, "c": set()}
    expect.equal(structures.distances(graph, "a"), {"a": 0, "b": 1, "c": 1})
