"""The same hand-in, graded again and again, between others, by one process and by another: one document to the byte.

The hand-ins keep nodes in sets of objects, whose order follows from addresses. One is right in any order; of the other
it depends on the order which of its values are wrong.
"""

from __future__ import annotations

from contextlib import closing
from difflib import unified_diff
from pathlib import Path
from textwrap import dedent

import pytest

from grader.course.loading import load_course
from grader.sandbox.host.isolation import Isolation
from grader.submission import Submission
from grader.workers.process import GradingProcess

ROOT = Path(__file__).parents[3]
ONLY = ("graph_backward", "topo_sort")
PROCESSES = 2
SHELF = (
    "SHELF = [[number] for number in range(3 + 100 * {0})]\ndef relu(x):\n    return x + {0}\n"  # leaves more each time
)
IN_SETS = """
class _Node:
    def __init__(self, entry):
        self.entry, self.users, self.left, self.grad = entry, [], 0, 0.0


def _nodes(graph):
    nodes = {entry["id"]: _Node(entry) for entry in graph}
    for node in list(nodes.values()):
        for name in node.entry.get("args", []):
            if name not in nodes:
                raise ValueError(f"no node {name}")
            nodes[name].users.append(node)
            node.left += 1
    return nodes


def topo_sort(graph):
    nodes = _nodes(graph)
    ready, order = {node for node in nodes.values() if not node.left}, []
    while ready:
        node = ready.pop()
        order.append(node.entry["id"])
        for user in node.users:
            user.left -= 1
            if not user.left:
                ready.add(user)
    if len(order) < len(nodes):
        raise ValueError("a cycle")
    return order


def graph_backward(graph, values, output):
    nodes = _nodes(graph)
    nodes[output].grad = 1.0
    order = {name: place for place, name in enumerate(topo_sort(graph))}
    for node in sorted(set(nodes.values()), key=lambda node: -order[node.entry["id"]]):
        names = node.entry.get("args", [])
        if names:
            a, b, v = values[names[0]], values[names[-1]], values[node.entry["id"]]
            slopes = {
                "add": (1, 1), "sub": (1, -1), "mul": (b, a), "div": (1 / b if b else 0.0, -v / b if b else 0.0),
                "neg": (-1,), "exp": (v,), "log": (1 / a if a else 0.0,), "tanh": (1 - v * v,),
                "sigmoid": (v * (1 - v),), "relu": (float(a > 0),), "square": (2 * a,),
            }[node.entry["op"]]
            for name, slope in zip(names, slopes):
                nodes[name].grad += node.grad * slope
    return {name: node.grad for name, node in nodes.items()}
"""


IN_ORDER = """
class Node:
    pass

nodes = [Node() for _ in range(40)]

def double(x):
    raise KeyError([nodes.index(node) for node in set(nodes)])
"""
OF_EVERY_SIZE = """
from zlib import crc32

kept = [[object() for _ in range(40)], [10**6 + i for i in range(40)], [type(f"T{i}", (), {}) for i in range(40)]]
kept += [[bytes(16 * size + 8) for _ in range(40)] for size in range(60)]

def double(x):
    raise KeyError(" ".join(format(crc32(repr([id(one) for one in row]).encode()) % 256, "x") for row in kept))
"""


@pytest.mark.parametrize("code", [IN_ORDER, OF_EVERY_SIZE], ids=["a set's order", "addresses"])
def test_objects_lie_at_the_same_addresses_whatever_was_graded_before(code, grade):
    first = grade(vectors=code).messages("double")

    for number in range(8):
        fate = "return 2 * x" if number % 3 else "__import__('os')._exit(1)"  # some take one guest, some more
        grade(vectors=f"KEPT = [[n] for n in range({1 + 300 * number})]\ndef double(x):\n    {fate}\n")

        assert grade(vectors=code).messages("double") == first


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "is_right", "times"),
    [
        pytest.param(IN_SETS, True, 10, id="right in any order"),
        # To explain what is wrong takes three times as long; the first of a process is the one that used to differ.
        pytest.param(IN_SETS.replace(".grad += ", ".grad = "), False, 3, id="wrong by the order"),
    ],
)
def test_gradings_in_a_row_and_in_another_process_give_one_document(code, is_right, times):
    names = [module.name for module in load_course(ROOT).modules]
    sources = {name: (ROOT / "solutions" / f"{name}.py").read_bytes() for name in names}
    sources["backward"] += dedent(code).encode()
    hand_in = Submission("ada", sources)
    documents = []
    for _ in range(PROCESSES):
        with closing(GradingProcess(ROOT / "course.yaml", Isolation.JAIL, None)) as process:
            process.ready()
            for others in range(times):
                documents.append(process.grade(hand_in, ONLY).to_json())
                process.grade(Submission("hopper", {"forward": SHELF.format(others).encode()}), ("relu",))

    assert len(documents) == PROCESSES * times
    assert [line for other in documents for line in unified_diff(_lines(documents[0]), _lines(other), n=0)] == []
    assert (b'"outcome": "failed"' not in documents[0]) is is_right


def _lines(document: bytes) -> list[str]:
    return document.decode().splitlines()
