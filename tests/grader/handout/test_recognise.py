"""Common mistakes with a whole file are recognised without running it, in a sentence that says what to do."""

from __future__ import annotations

import json

import pytest

from grader.handout.kit.oddities import Symptoms, oddity
from grader.handout.kit.recognise import cause, in_the_way, is_as_handed_out, written_in

COMMAND = "is a command of a notebook: take it out (work.py is run by Python alone)"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param("", "work.py is empty: hand in the one with your work", id="0 bytes"),
        pytest.param("\0" * 900, "work.py has nothing but zero bytes, as after a crash, or before", id="zero bytes"),
        pytest.param("\ufeff \r\n\n", "work.py is empty", id="blank lines"),
        pytest.param("import numpy\n%matplotlib inline", f"work.py line 2 {COMMAND}", id="magic"),
        pytest.param("%%time\nx = 1", f"work.py line 1 {COMMAND}", id="magic of a cell"),
        pytest.param("!pip install numpy", f"work.py line 1 {COMMAND}", id="shell"),
        pytest.param("!!ls", f"work.py line 1 {COMMAND}", id="shell, twice"),
        pytest.param("files = !ls", f"work.py line 1 {COMMAND}", id="shell, assigned"),
        pytest.param("import numpy as np\nnp.array?", f"work.py line 2 {COMMAND}", id="help"),
        pytest.param("! pip install numpy", f"work.py line 1 {COMMAND}", id="shell after a space"),
        pytest.param("!{sys.executable} -m pip list", f"work.py line 1 {COMMAND}", id="shell with a value"),
        pytest.param("python -m pip install numpy", f"work.py line 1 {COMMAND}", id="no mark"),
        pytest.param("$ pip install numpy", f"work.py line 1 {COMMAND}", id="terminal"),
        pytest.param("??relu", f"work.py line 1 {COMMAND}", id="source"),
        pytest.param(
            "x = 1\nif x &lt; 2: pass", "work.py line 2 has &lt;, as web pages write <: type < in", id="entity"
        ),
        pytest.param(
            "1 import numpy\n2 x = 1", "work.py line 1 begins with its own number: take the numbers", id="numbers"
        ),
        pytest.param("GIF89a", "work.py is a picture: hand in the code itself", id="picture"),
        pytest.param("a, b = !ls", f"work.py line 1 {COMMAND}", id="two names"),
        pytest.param("x = 1\ndisplay(x)", f"work.py line 2 {COMMAND}", id="display"),
        pytest.param("```python\nx = 1\n```", "work.py line 1 is a mark of Markdown (```)", id="Markdown"),
        pytest.param("x = 1\nget_ipython().system('ls')", f"work.py line 2 {COMMAND}", id="get_ipython"),
        pytest.param(
            "def f():\n<<<<<<< HEAD\n    return 1\n=======\n    return 2\n>>>>>>> other\n",
            "work.py line 2 is a mark of git (<<<<<<<), which could not merge two versions: keep one of them",
            id="conflict",
        ),
        pytest.param(
            "x = “a”", 'line 1 has the character “ (U+201C): Python does not know it, type " in its place', id="“"
        ),
        pytest.param("x = ‘a’", "has the character ‘ (U+2018): Python does not know it, type ' in its place", id="‘"),
        pytest.param("x = 2 − 1", "type - in its place", id="minus"),
        pytest.param("f（x）", "type ( in its place", id="full width"),
        pytest.param("x =\u00a01", "has the character U+00A0, which cannot be seen", id="no-break space"),
        pytest.param("x = 1\u200b", "has the character U+200B, which cannot be seen", id="zero width"),
        pytest.param(">>> x = 1", "work.py line 1 begins with the prompt of a Python session", id="prompt"),
        pytest.param("{\\rtf1\\ansi x}", "work.py is saved as rich text: save it as plain text", id="rtf"),
        pytest.param("```python\nx = 1\n```", "work.py line 1 is a mark of Markdown (```): take it out", id="fence"),
        pytest.param("version https://git-lfs.github.com/spec/v1\n", "work.py is a pointer of Git LFS", id="LFS"),
        pytest.param("<!DOCTYPE html><html>", "work.py is a web page: download the file itself", id="web page"),
        pytest.param('{"cells": [], "nbformat": 4}', "work.py is a notebook, not Python code", id="notebook"),
    ],
)
def test_the_cause_is_recognised(source, sentence):
    assert sentence in cause("work.py", source.encode())


@pytest.mark.parametrize(
    "source",
    [
        "def f(:\n    pass",
        '"""How git marks a conflict:\n\n<<<<<<< HEAD\n"""\nx = = 1',
        "from IPython import get_ipython\nget_ipython()",
        "from IPython.display import *\ndisplay(3)",
        "try:\n    get_ipython()\nexcept NameError:\n    pass",
        "if 'get_ipython' in globals():\n    get_ipython()",
        "def show(x):\n    display(x)",
        "pip = conda = install = 1\nx = pip in [install]",
        "x = 'typographic “quotes” in a text'\ny = 'not closed",
        "x = 1 if True else\n",
        "(" * 5000,
        "x = 1\0",
    ],
)
def test_nothing_is_said_where_it_is_something_else(source):
    assert cause("work.py", source.encode()) == ""


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param(
            'def f(x):\n    """Doc."""\n    raise NotImplementedError("f is not written yet")\n    return x\n',
            "work.py line 3 still raises NotImplementedError before your code of f is reached: take that line out",
            id="code below",
        ),
        pytest.param(
            "class f:\n    def g(self):\n        raise NotImplementedError\n        return 1\n",
            "work.py line 3 still raises",
            id="in a method",
        ),
        pytest.param(
            "def f(x):\n    return x\n\ndef f(x):\n    raise NotImplementedError\n",
            "work.py defines f twice, and Python takes the last one, on line 4, which is not written yet: take that",
            id="twice",
        ),
        pytest.param("def f(x):\n    raise NotImplementedError\n", "", id="stub"),
        pytest.param("def f(x):\n    if x:\n        raise NotImplementedError\n    return x\n", "", id="on purpose"),
        pytest.param("def f(x):\n    raise NotImplementedError\n\ndef f(x):\n    return x\n", "", id="written last"),
        pytest.param("def g(x):\n    return x\n", "", id="not there"),
        pytest.param(
            "def g(x):\n    return x\n\n    def f(x):\n        return x\n",
            "work.py line 4 has f inside g: move all of it to the left margin",
            id="inside another",
        ),
        pytest.param(
            "class A:\n    def f(x):\n        return x\n", "work.py line 2 has f inside A: move", id="a class"
        ),
        pytest.param(
            "if __name__ == '__main__':\n    def f(x):\n        return x\n",
            "work.py line 2 has f inside what begins on line 1: move all of it to the left margin",
            id="inside an if",
        ),
        pytest.param("class A:\n    def f(x):\n        return x\n\nf = A.f\n", "", id="inside, and given a name"),
        pytest.param("from g import f\nclass A:\n    def f(x):\n        return x\n", "", id="inside, and imported"),
    ],
)
def test_a_stub_that_is_in_the_way_is_found(source, sentence):
    assert in_the_way("work.py", source.encode(), "f").startswith(sentence)
    assert bool(in_the_way("work.py", source.encode(), "f")) == bool(sentence)


def test_work_is_found_in_a_notebook_and_in_another_file_and_stubs_are_none():
    cells = [
        {"cell_type": "markdown", "source": "def no(): pass"},
        {"cell_type": "code", "source": ["%matplotlib inline\n", "def relu(x):\n", "    return x\n"]},
        {"cell_type": "code", "source": "def tanh(x):\n    raise NotImplementedError"},
        {"cell_type": "code", "source": "not Python at all"},
    ]

    assert written_in("work.ipynb", json.dumps({"cells": cells}).encode()) == ("relu",)
    assert written_in(
        "final.py", b"def relu(x): return x\nclass Value:\n    def f(self): raise NotImplementedError\n"
    ) == ("relu",)
    assert written_in("work.ipynb", b'{"cells": 3}') == written_in("x.py", b"\xff\0") == ()


def test_an_exclamation_is_no_beginners_not():
    from grader.handout.kit.syntax import cure

    assert "not" not in cure("invalid syntax", "Sure! Here is the code:")
    assert cure("invalid syntax", "if !done:") == "! is written `not` in Python"


def test_an_editors_line_ends_are_no_work():
    assert is_as_handed_out(b"\xef\xbb\xbfx = 1  \r\ny = 2\r\n\r\n", b"x = 1\ny = 2\n")
    assert not is_as_handed_out(b"x = 1\ny = 3\n", b"x = 1\ny = 2\n")


STUB = b'"""Doc."""\nimport numpy as np\n\nLIMIT = 3  # of all\n\n\n'
STUB += b'def f(x):\n    """Doc."""\n    raise NotImplementedError("f")\n'


@pytest.mark.parametrize(
    ("change", "is_idle"),
    [
        pytest.param((b"", b""), True, id="the stub"),
        pytest.param((b'"""Doc."""', b'"""Another docstring, of an earlier stub."""'), True, id="docstrings"),
        pytest.param((b"\n", b"\r\n"), True, id="line ends"),
        pytest.param((b"LIMIT = 3  # of all\n", b""), True, id="less than the stub"),
        pytest.param((b"import numpy", b"import math\nimport numpy"), True, id="an import"),
        pytest.param((b"\ndef f", b"\n# return np.maximum(x, 0)\ndef f"), False, id="a comment"),
        pytest.param((b"LIMIT = 3", b"LIMIT = 4"), False, id="a number"),
        pytest.param((b"def f", b"f = np.tanh\n\ndef g"), False, id="a lambda in its place"),
        pytest.param((b"    raise", b"    x = 1\n    raise"), False, id="begun"),
        pytest.param((b'raise NotImplementedError("f")', b"pass"), False, id="pass"),
        pytest.param((b'raise NotImplementedError("f")', b"..."), False, id="an ellipsis"),
        pytest.param((b'    raise NotImplementedError("f")\n', b""), False, id="the docstring alone"),
        pytest.param((b'("f")', b'("f")\n\ndef helper(x):\n    return x'), False, id="a helper"),
    ],
)
def test_a_stub_is_told_from_work(change, is_idle):
    from grader.handout.kit.recognise import has_no_work

    assert has_no_work(STUB.replace(*change), STUB) == is_idle


@pytest.mark.parametrize("call", ["np.savetxt('x.csv', x)", "np.save('x', x)", "np.savez('x', x)", "np.show_config()"])
def test_a_call_that_is_there_for_what_it_does_is_not_odd(call):
    assert oddity("work.py", f"def f(x):\n    {call}\n    return x\n".encode(), "f", Symptoms()) == ""


def test_a_call_whose_result_is_lost_is_odd():
    said = oddity("work.py", b"def f(x):\n    np.maximum(x, 0)\n    return x\n", "f", Symptoms())

    assert said.startswith("work.py line 2 does nothing with the result of the call")
