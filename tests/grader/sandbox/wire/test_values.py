"""What crosses between a suite and a student's code: values, changed arguments, warnings, drawn numbers."""

from __future__ import annotations

import random
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from grader.handout import expect
from grader.sandbox.host.errors import StudentError, StudentRaised


@pytest.mark.parametrize(
    "value",
    [
        None, True, 0, -7, 2**300, 1.5, float("inf"), 1 + 2j, "naïve 🦊\n", b"\x00\xff", (1, "a"), [1, [2.5]], (),
        {"W1": [1], "": {}}, np.float32(1.5), np.bool_(True), np.int8(-3),
    ],
    ids=repr,
)  # fmt: skip
def test_plain_values_come_back_as_they_went(work, value):
    came = work("def same(x): return x").same(value)

    assert came == value
    assert type(came) is type(value)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3)), np.arange(10)[::-3],
        np.zeros((0, 3)), np.array(3.0), np.array([True, False]), np.arange(3, dtype=np.int8),
        np.array([1 + 2j], dtype=np.complex64), np.ones(2, dtype=">f8"), np.array([np.nan, -0.0, np.inf]),
    ],
    ids=lambda a: f"{a.dtype}{a.shape}",
)  # fmt: skip
def test_arrays_come_back_bit_for_bit_and_writable(work, array):
    came = work("def same(x): return x").same(array)

    assert came.shape == array.shape
    assert came.dtype == array.dtype.newbyteorder("=")
    assert came.tobytes() == array.astype(came.dtype).tobytes()
    assert came.flags.writeable


@pytest.mark.parametrize(
    ("returned", "expected"),
    [
        pytest.param("np.matrix([[1.0, 2.0]])", np.array([[1.0, 2.0]]), id="matrix"),
        pytest.param("np.longdouble(1.5)", np.float64(1.5), id="long double"),
        pytest.param("np.ones(2, dtype=np.longdouble)", np.ones(2), id="array of long doubles"),
        pytest.param("collections.namedtuple('P', 'x y')(1, 2)", (1, 2), id="namedtuple"),
        pytest.param("collections.OrderedDict(a=1)", {"a": 1}, id="ordered dict"),
        pytest.param("collections.defaultdict(list, a=[1])", {"a": [1]}, id="default dict"),
        pytest.param("enum.IntEnum('E', 'one two').two", 2, id="enum"),
        pytest.param("np.array(['b', 'a'])", ["b", "a"], id="row of texts"),
    ],
)
def test_relatives_of_plain_values_come_as_these(work, returned, expected):
    module = work(f"import collections, enum\nimport numpy as np\ndef f(): return {returned}")

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)  # numpy's, of its matrix
        came = module.f()

    assert type(came) is type(expected)
    np.testing.assert_equal(came, expected)


@pytest.mark.parametrize(
    ("returned", "shown"),
    [
        pytest.param("range(3)", "a value of type range", id="range"),
        pytest.param("np.array([None])", "a value of type array of dtype object", id="array of objects"),
        pytest.param("np.array([['a']])", "a value of type array of dtype <U1", id="table of text"),
        pytest.param("len", "a value of type builtin_function_or_method", id="function"),
        pytest.param("np", "a value of type module", id="module"),
        pytest.param("2 ** 10_000", "a value of type int", id="an endless whole number"),
    ],
)
def test_a_value_that_cannot_cross_is_named_and_nothing_can_be_done_with_it(work, returned, shown):
    came = work(f"import numpy as np\ndef f(): return {returned}").f()

    assert repr(came) == shown
    with pytest.raises(StudentRaised, match="with which nothing can be computed"):
        came + 1
    with pytest.raises(StudentRaised, match="of which no shape can be asked for"):
        came.shape  # noqa: B018  # asking is the point


def test_a_masked_array_comes_as_its_data(work):
    came = work("import numpy as np\ndef f(): return np.ma.array([1.0, 2.0], mask=[0, 1])").f()

    assert type(came) is np.ndarray
    assert came.tolist() == [1.0, 2.0]


def test_a_result_that_contains_itself_is_refused_with_a_reason(work):
    with pytest.raises(StudentRaised, match="the returned value cannot be sent: nested more than"):
        work("def f():\n    x = []\n    x.append(x)\n    return x").f()


# what a call does besides returning


def test_changes_of_arguments_come_back_nested_ones_too(work):
    module = work(
        "def change(x, params, rows, *, cache):\n    x *= 2\n    params['W'][0] = 9\n    params['new'] = 1\n"
        "    del params['old']\n    rows.append(4)\n    rows[0].append(5)\n    cache['grads'] = x.sum()\n"
    )
    x, inner, row = np.ones(3), np.zeros(2), [1]
    cache: dict[str, Any] = {}
    params, rows = {"W": inner, "old": 0}, [row, 2]

    module.change(x, params, rows, cache=cache)

    assert x.tolist() == [2, 2, 2]
    assert params["W"] is inner
    assert (inner[0], set(params)) == (9, {"W", "new"})
    assert rows == [[1, 5], 2, 4]
    assert rows[0] is row
    assert cache == {"grads": 6.0}


def _numpy_state() -> tuple[bytes, int]:
    state: Any = np.random.get_state()  # of the legacy kind: a name, the numbers, how many are used up
    return state[1].tobytes(), state[2]


def test_a_pure_call_changes_nothing(work):
    x = np.ones(3)
    before = random.getstate(), _numpy_state()

    work("def f(x): return x + 1").f(x)

    assert x.tolist() == [1, 1, 1]
    assert (random.getstate(), _numpy_state()) == before


@pytest.mark.parametrize(
    "draw",
    ["np.random.rand()", "np.random.seed(0)", "random.random()", "random.seed(1)", "np.random.rand(312)"],
)
def test_a_touch_of_the_global_randomness_is_mirrored_each_time(work, draw):
    module = work(f"import random\nimport numpy as np\ndef f(): {draw}")
    module.f()
    before = random.getstate(), _numpy_state()

    module.f()

    assert (random.getstate(), _numpy_state()) != before


def test_warnings_are_issued_again_with_their_kind(work):
    module = work("import warnings\nimport numpy as np\ndef f(x):\n    warnings.warn('mind')\n    return np.exp(x)")

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        module.f(np.array([1e4]))

    assert [(w.category, str(w.message).partition(" enc")[0]) for w in caught] == [
        (UserWarning, "mind"),
        (RuntimeWarning, "overflow"),
    ]


def test_print_is_counted_and_harmless(student):
    one = student(work="import sys\ndef f():\n    print('here')\n    sys.stderr.write('there')\n    return 1")

    assert one.call("work", "f", (), {}) == 1
    assert one.output == {"work": "here\nthere"}


def test_a_suite_that_passes_no_value_is_told_so_and_the_student_is_not_blamed(work):
    with pytest.raises((RuntimeError, TypeError)) as fault:
        work("def f(x): return x").f(object())

    assert not isinstance(fault.value, StudentError)


def test_sets_and_dicts_with_any_key_go_and_come_and_changes_to_them_show(work):
    one = work("def f(x, y):\n    x.add(4)\n    y[1, 2] = 'b'\n    return {frozenset(x): y}")
    given, keyed = {1, 2}, {(0, 1): "a"}

    assert one.f(given, keyed) == {frozenset({1, 2, 4}): {(0, 1): "a", (1, 2): "b"}}
    assert (given, keyed) == ({1, 2, 4}, {(0, 1): "a", (1, 2): "b"})


def test_what_a_call_prints_is_there_for_who_collects_it_and_for_nobody_else(work, capsys):
    one = work("print('import')\ndef f(x):\n    print('got', x)\n    return x")

    assert expect.prints(one.f, 3, want="got 3") == 3
    assert expect.prints(one.f, 4, want="got 4") == 4
    with pytest.raises(expect.Mismatch, match="what the call prints is 'got 5', should be 'got 6'"):
        expect.prints(one.f, 5, want="got 6")
    one.f(7)
    assert capsys.readouterr().out == ""


def test_the_message_of_an_exception_is_the_students_own(work):
    one = work("def f(x):\n    raise ValueError(f'no {x}')")

    expect.raises(ValueError, one.f, 3, match="^no 3$")
    with pytest.raises(expect.Mismatch, match="its message says 'no 3', and should have 'line' in it"):
        expect.raises(ValueError, one.f, 3, match="line")


def test_a_generator_of_the_students_is_drawn_value_by_value(work):
    one = work(
        "def f():\n    n = 0\n    while True:\n        yield [n]\n        n += 1\ndef g(): return map(str, [1, 2])"
    )
    endless = one.f()

    assert [next(endless), next(endless)] == [[0], [1]]
    assert list(one.g()) == ["1", "2"]
    with pytest.raises(expect.Mismatch, match="the result should be a list, not a generator"):
        expect.items(one.g())


def test_what_a_generator_raises_is_what_the_call_raises(work):
    one = work("def f():\n    yield 1\n    raise ValueError('no')")

    with pytest.raises(ValueError, match="your code raised ValueError: no"):
        list(one.f())


@pytest.mark.parametrize("make", [lambda: np.random.default_rng(3), lambda: random.Random(3)], ids=["numpy", "Python"])
def test_a_generator_of_random_numbers_stays_in_step(work, make):
    one = work("def f(rng): return rng.random()")
    given, own = make(), make()

    assert [one.f(given), one.f(given), given.random()] == [own.random(), own.random(), own.random()]


def test_the_order_of_an_array_in_memory_is_kept(work):
    one = work("def f(x): return x.flags.f_contiguous and not x.flags.c_contiguous, x.T.copy(order='F')")
    by_columns, came = one.f(np.asfortranarray(np.arange(6.0).reshape(2, 3)))

    assert by_columns
    assert came.flags.f_contiguous
    assert came.tolist() == [[0, 3], [1, 4], [2, 5]]


@dataclass
class Point:
    x: float
    tags: set[str]


def test_an_object_of_the_students_is_compared_by_its_attributes(work):
    one = work(
        "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: float\n    tags: set\n"
        "def f(x): return [Point(x, {'a'})]\ndef g(): return [3]"
    )

    expect.equal(one.f(2.0), [Point(2.0, {"a"})])
    with pytest.raises(expect.Mismatch, match=r"result\[0\].x is 3.0, should be 2.0"):
        expect.equal(one.f(3.0), [Point(2.0, {"a"})])
    with pytest.raises(expect.Mismatch, match=r"result\[0\] should be a Point with x, tags, and the number 3 has no x"):
        expect.equal(one.g(), [Point(2.0, {"a"})])
