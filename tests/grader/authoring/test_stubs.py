"""A stub is the solution without its answers, and a solution that cannot be cut is refused."""

from __future__ import annotations

import pytest

from grader.authoring.stubs import stub
from grader.course.loading import CourseError
from grader.course.model import Module

AREA = Module.model_validate(
    {"name": "plane", "weight": 1, "exercises": [{"name": "area", "points": 1, "tier": "core", "minutes": 1}]}
)
B, E = "### BEGIN SOLUTION", "### END SOLUTION"


@pytest.fixture
def cut(tmp_path):
    def cut_it(source):
        path = tmp_path / "plane.py"
        path.write_bytes(source.encode() if isinstance(source, str) else source)
        return stub(path, AREA)

    return cut_it


def test_an_answer_becomes_a_raise_that_names_the_function(cut):
    text = cut(f'def area(w):\n    """Docs."""\n    {B}\n    x = w\n\n    return x\n    {E}\n')

    assert text == 'def area(w):\n    """Docs."""\n    raise NotImplementedError("area is not written yet")\n'


def test_a_method_is_named_with_its_class(cut):
    text = cut(f"class area:\n    def grow(self):\n        {B}\n        return 1\n        {E}\n")

    assert 'raise NotImplementedError("area.grow is not written yet")' in text


def test_an_answer_inside_a_block_keeps_its_indentation(cut):
    text = cut(
        f"def area(w):\n    {B}\n    w = 1\n    {E}\n    if w:\n        {B}\n        w = 2\n        {E}\n    return w\n"
    )

    assert text.count('raise NotImplementedError("area is not written yet")') == 2
    assert '    if w:\n        raise NotImplementedError("area is not written yet")\n    return w\n' in text


def test_a_helper_inside_an_answer_goes_with_it(cut):
    text = cut(f"def area(w):\n    {B}\n    def half(x):\n        return x / 2\n\n    return half(w)\n    {E}\n")

    assert "half" not in text


def test_a_region_outside_of_functions_is_dropped_without_a_gap(cut):
    text = cut(f"import os\n\n{B}\n_HALF = 0.5\n{E}\n\n\ndef area(w):\n    {B}\n    return w\n    {E}\n")

    assert text.startswith("import os\n\n\ndef area(w):\n")


def test_the_stub_raises_when_it_is_called(cut):
    namespace: dict = {}
    exec(cut(f"def area(w):\n    {B}\n    return w\n    {E}\n"), namespace)

    with pytest.raises(NotImplementedError, match="area is not written yet"):
        namespace["area"](1)


def test_line_ends_of_other_systems_come_out_as_lf(cut):
    assert "\r" not in cut(f"def area(w):\r\n    {B}\r\n    return w\r\n    {E}\r\n")


def test_markers_in_a_docstring_are_text(cut):
    text = cut(f'def area(w):\n    """\n    {B}\n    """\n    {B}\n    return w\n    {E}\n')

    assert f'"""\n    {B}\n    """' in text


GOOD = f"def area(w):\n    {B}\n    return w\n    {E}\n"


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        pytest.param(GOOD.replace(f"    {E}\n", ""), f"line 2: expected '{E}' after it, got the end", id="no end"),
        pytest.param(
            GOOD.replace(f"    {B}\n", ""), f"line 3: expected '{B}' before it, got '{E}' alone", id="no begin"
        ),
        pytest.param(
            f"def area(w):\n    {B}\n    {B}\n    return w\n    {E}\n    {E}\n",
            f"line 3: expected '{E}' for line 2 first, got '{B}'",
            id="nested",
        ),
        pytest.param(
            "def area(w):\n    return w\n", f"line 1: expected '{B}' in the body of area, got no answer", id="none"
        ),
        pytest.param(
            GOOD.replace("area", "aera"), "expected the exercise area as a function or class, got none", id="name"
        ),
        pytest.param(
            GOOD.replace("### BEGIN", "#BEGIN"),
            f"line 2: expected '{B}' or '{E}' on its own line, got '#BEGIN",
            id="form",
        ),
        pytest.param(GOOD.replace(f"    {B}", f"    w = 1  {B}"), "on its own line", id="behind code"),
        pytest.param(GOOD.replace(f"    {B}", B), "line 4: expected the indentation of line 2", id="indentation"),
        pytest.param(
            f"def area(w):\n{B}\n    return w\n{E}\n",
            f"line 2: expected '{B}' indented like the line below it (4 columns), got 0",
            id="both at the margin",
        ),
        pytest.param(
            f"def area(w):\n    {B}\n    # later\n    {E}\n    pass\n", "expected an answer before", id="empty"
        ),
        pytest.param(
            f"def area(w):\n    {B}\n    return w\ndef other():\n    return 1\n    {E}\n",
            f"line 2: expected '{E}' where area ends, got it later",
            id="over two functions",
        ),
        pytest.param(f"class area:\n    {B}\n    x = 1\n    {E}\n", "the stub of ", id="a class left without a body"),
        pytest.param(
            f"def area(w):\n    def inner():\n        {B}\n        return w\n        {E}\n    return inner()\n",
            "in the body of area, got no answer to cut out",
            id="only in an inner function",
        ),
        pytest.param("def area(w:\n", "line 1: expected Python, got: '(' was never closed", id="no Python"),
        pytest.param(b"# \xff\n", "expected UTF-8 text, got byte 0xff", id="no UTF-8"),
    ],
)
def test_a_solution_that_cannot_be_cut_names_file_and_line(cut, tmp_path, source, sentence):
    with pytest.raises(CourseError) as caught:
        cut(source)

    assert str(tmp_path / "plane.py") in str(caught.value)
    assert sentence in str(caught.value)


def test_a_missing_solution_is_named(tmp_path):
    with pytest.raises(CourseError, match=r"plane\.py: cannot be read: No such file or directory"):
        stub(tmp_path / "plane.py", AREA)
