"""Which other exercises a function mentions, read as text."""

from __future__ import annotations

import pytest

from grader.suite.siblings import mentioned

NAMES = ["relu", "sigmoid", "graph_forward"]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param("def graph_forward(g):\n    return sigmoid(g)", ["sigmoid"], id="called"),
        pytest.param("def graph_forward(g):\n    return g\n\ndef relu(x):\n    return sigmoid(x)", [], id="by another"),
        pytest.param(
            "def _apply(x):\n    return relu(x)\n\ndef graph_forward(g):\n    return _apply(g)",
            ["relu"],
            id="by a helper",
        ),
        pytest.param("from forward import relu as r\ndef graph_forward(g):\n    return r(g)", ["relu"], id="renamed"),
        pytest.param("import forward\ndef graph_forward(g):\n    return forward.relu(g)", ["relu"], id="of a module"),
        pytest.param("class graph_forward:\n    def f(self):\n        return relu(self)", ["relu"], id="a class"),
        pytest.param("graph_forward = lambda g: relu(g)", [], id="no definition"),
        pytest.param("def graph_forward(g):\n    return graph_forward(g)", [], id="itself"),
        pytest.param("", [], id="nothing at all"),
        pytest.param("\xff\x00def graph_forward(", [], id="no Python"),
    ],
)
def test_a_mention_is_found(source, found):
    assert mentioned(source.encode("latin-1"), "graph_forward", NAMES) == found
