"""A student's own functions, found by their lines."""

from __future__ import annotations

from grader.report.own_code import own_lines


def test_a_students_function_is_found_by_its_lines():
    source = b"def f(x):\n    return 1\n\n\nclass V:\n    def f(self):\n        pass\ny = 2\ndef f(x):\n    return 2\n"

    assert own_lines(source) == {"f": "def f(x):\n    return 2", "V": "class V:\n    def f(self):\n        pass"}
