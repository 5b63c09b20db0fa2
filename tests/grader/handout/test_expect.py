"""The comparisons: what they accept, what they refuse, and the sentence a student reads."""

from __future__ import annotations

import random
import warnings

import numpy as np
import pytest

from grader.handout import expect

A = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])


def refusal(check, *args, **settings) -> str:
    with pytest.raises(expect.Mismatch) as caught:
        check(*args, **settings)
    return caught.value.message


@pytest.mark.parametrize(
    ("got", "want"),
    [
        pytest.param(A + 1e-9, A, id="rounding"),
        pytest.param(A.astype(np.float32), A, id="float32 of whole numbers"),
        pytest.param(A.astype(int), A, id="whole numbers"),
        pytest.param(3, 3.0, id="a Python number"),
        pytest.param(np.float64(3), 3.0, id="a numpy number"),
        pytest.param(np.array(3.0), 3.0, id="a 0-d array"),
        pytest.param(np.array([np.nan, np.inf]), [np.nan, np.inf], id="nan and infinity where expected"),
        pytest.param(np.zeros((0, 3)), np.zeros((0, 3)), id="nothing"),
    ],
)
def test_close_accepts_what_is_equal_but_for_rounding(got, want):
    assert expect.close(got, want).dtype == np.float64


@pytest.mark.parametrize(
    ("got", "want", "message"),
    [
        pytest.param(A + 1e-3, A, "result[0, 0] is 1.001, should be 1; every value is 0.001 too large", id="value"),
        pytest.param(
            A.T,
            A,
            "has the shape (3, 2), should have (2, 3): rows and columns are exchanged (transposed)",
            id="transposed",
        ),
        pytest.param(A[:1], A, "the result has the shape (1, 3), should have (2, 3)", id="row"),
        pytest.param(A[..., None], A, "an axis of length 1 is too many", id="axis"),
        pytest.param(A.tolist(), A, "not a list of 2", id="list"),
        pytest.param(None, A, "should be an array of shape (2, 3), not None", id="no return"),
        pytest.param(
            1.0, A, "the result is one number for everything, should be an array of shape (2, 3)", id="number"
        ),
        pytest.param(A > 2, A, "not an array of True and False of shape (2, 3)", id="truth values"),
        pytest.param(A * 1j, A, "not an array of complex numbers of shape (2, 3)", id="complex"),
        pytest.param(True, 1.0, "the result should be a number, not True", id="True"),
        pytest.param("1", 1.0, "not the text '1'", id="text"),
        pytest.param(
            np.array([1.0]),
            1.0,
            "the result should be one number, and is an array of shape (1,)",
            id="array for number",
        ),
        pytest.param(10**400, 1.0, "the result is inf, should be 1", id="a whole number beyond all floats"),
        pytest.param(np.array([np.nan, 1.0]), np.ones(2), "result[0] is nan, should be 1 (nan comes from", id="nan"),
        pytest.param(np.zeros((0,)), np.ones(2), "the result has the shape (0,), should have (2,)", id="nothing"),
        pytest.param(2 * A, A, "every value is 2 times as large as it should be", id="factor"),
        pytest.param(A / 6, A, "every value should be 6 times as large", id="part"),
        pytest.param(-A, A, "every value has the wrong sign", id="sign"),
        pytest.param(A + 1, A, "every value is 1 too large", id="shift"),
        pytest.param(0 * A, A, "every value is 0", id="zeros"),
        pytest.param(A * (1 + 1e-5), A, "every value is 0.001 % too large", id="a little"),
        pytest.param(A * [2, 0, 0], A * [1, 0, 0], "every value but 0 is 2 times as large", id="factor beside zeros"),
        pytest.param(A[:2, :2].T, A[:2, :2], "rows and columns are exchanged (transposed)", id="square"),
        pytest.param(A[0, ::-1], A[0], "the values are right, but in another order", id="order"),
        pytest.param(A[0] - [0, 0, 1], A[0], "1 of 3 values is wrong", id="one wrong"),
        pytest.param(np.array([1, 2, 3]), A[0] / 2, "these are whole numbers only", id="dtype"),
        pytest.param(np.trunc(A / 2), A / 2, "these are whole numbers only", id="cut off on the way"),
        pytest.param(A * [0, 1, 1], A * [1e-9, 1, 1], "2 of 6 values are wrong", id="tiny ones cut off"),
        pytest.param(np.array(["a", "b"]), A[0, :2], "not an array of texts of shape (2,)", id="texts"),
        pytest.param(np.exp, A, "not the function exp itself", id="function"),
        pytest.param(A[0, :2] + [np.inf, 0], A[0, :2], "result[0] is inf, should be 1 (inf comes from", id="inf"),
    ],
)
def test_close_refuses_everything_else_and_says_what_came(got, want, message):
    assert message in refusal(expect.close, got, want)


def test_no_factor_is_named_where_one_value_alone_tells_of_it():
    assert "times" not in refusal(expect.close, np.array([1.0, 0.0]), np.array([6.0, 0.0]))


@pytest.mark.parametrize(
    ("got", "hint"),
    [
        pytest.param(A.tolist(), "wrap it in np.array(...)", id="list"),
        pytest.param(None, "does every path through the function end in a return?", id="no return"),
        pytest.param((A, A), "is the result not taken apart (out, cache = ...)?", id="tuple"),
        pytest.param(np.exp, "is it called, with (...) after its name?", id="function"),
        pytest.param(A.astype(int), "was one cut off (np.zeros_like, dtype), or never added?", id="dtype"),
        pytest.param(A + 1, "is it 0.5 + A?", id="a wrong value keeps the hint of the test"),
        pytest.param(A.T, "look at the form before the values", id="a wrong shape is asked about first"),
    ],
)
def test_form_and_dtype_come_before_the_hint_of_the_test(got, hint):
    with pytest.raises(expect.Mismatch) as caught:
        expect.close(got, A + 0.5, hint="is it 0.5 + A?")

    assert hint in caught.value.hint


def test_parts_in_another_order_are_called_that():
    dx, dW, db = np.ones((2, 3)), np.ones((3, 4)), np.ones(4)
    shapes = [(2, 3), (3, 4), (4,)]

    expect.parts((dx, dW, db), "dx", "dW", "db", shapes=shapes)
    assert refusal(expect.parts, (dW, db, dx), "dx", "dW", "db", shapes=shapes) == (
        "the result should be 3 parts, (dx, dW, db); by their shapes yours are (dW, db, dx)"
    )


def test_a_long_name_is_not_cut_by_an_index():
    assert refusal(expect.close, A, A + 1, name="the gradient of W1").startswith(
        "the gradient of W1: the entry [0, 0] is 1"
    )
    assert refusal(expect.close, A, A + 1, name="W1").startswith("W1[0, 0] is 1, should be 2")


def test_a_small_input_is_shown_by_value_and_a_large_one_by_shape():
    assert refusal(expect.close, 1, 2, given=np.array([1.0, 2.0])).endswith("(for the input [1., 2.])")
    assert refusal(expect.close, 1, 2, given={"X": np.ones((9, 9)), "h": 2}).endswith("(for X of shape (9, 9), h 2)")


def test_the_hint_goes_with_the_message():
    with pytest.raises(expect.Mismatch) as caught:
        expect.close(1, 2, hint="what is 1 + 1?")

    assert caught.value.hint == "what is 1 + 1?"
    assert str(caught.value).endswith("\nhint: what is 1 + 1?")


@pytest.mark.parametrize(
    ("check", "args", "message"),
    [
        pytest.param(expect.whole, (np.array([1.5]), [1]), "result[0] is 1.5, should be 1", id="whole"),
        pytest.param(expect.number, ([1],), "the result should be a number, not a list of 1", id="number"),
        pytest.param(
            expect.array,
            (np.array([1, np.inf]),),
            "result[1] is inf, should be an ordinary number (inf comes from",
            id="finite",
        ),
        pytest.param(
            expect.array,
            (np.ones(2), (3,)),
            "the result has the shape (2,), should have (3,)",
            id="shape",
        ),
        pytest.param(
            expect.parts,
            ((1, 2), "loss"),
            "the result should be a tuple of one part, (loss,), but it has 2",
            id="parts",
        ),
        pytest.param(expect.parts, (None, "a", "b"), "the result should be 2 parts, (a, b), not None", id="no parts"),
        pytest.param(expect.items, (np.ones((2, 2)),), "the result should be a list, not an array", id="items"),
        pytest.param(
            expect.items,
            (np.zeros(60_000_000, bool),),
            "the result has 60,000,000 entries, too many to look through",
            id="endless",
        ),
        pytest.param(
            expect.mapping, ({"w1": 1}, "W1"), "no key 'W1'; it has 'w1'; is 'w1' meant to be 'W1'?", id="mapping"
        ),
        pytest.param(expect.mapping, (None, "W1"), "the result should be a dict, not None", id="no mapping"),
        pytest.param(expect.that, (False, "the loss goes down"), "the loss goes down", id="that"),
        pytest.param(
            expect.same, (0.0, -0.0), "the result is not the same in two calls with equal arguments", id="same"
        ),
    ],
)
def test_each_check_says_what_it_expected_and_what_came(check, args, message):
    assert message in refusal(check, *args)


def test_mapping_takes_no_key_that_is_asked_for_to_mean_another():
    said = refusal(expect.mapping, {"n5": 1, "n49": 1}, "n5", "n49", "n50")

    assert said.endswith("the result has no key 'n50'; it has 'n5', 'n49'")


def test_mapping_refuses_a_key_too_many_where_asked():
    assert "the result has the key 'b', which should not be there" in refusal(
        expect.mapping, {"a": 1, "b": 2}, "a", exact=True
    )


def test_items_counts():
    assert "the result has 2 entries, should have 3" in refusal(expect.items, [1, 2], length=3)
    assert expect.items(np.arange(3), length=3) == [0, 1, 2]


def test_raises_accepts_subclasses_and_lets_others_through():
    class Own(ValueError): ...

    def fail(kind):
        raise kind

    expect.raises(ValueError, fail, Own)
    with pytest.raises(KeyError):
        expect.raises(ValueError, fail, KeyError)
    assert refusal(expect.raises, ValueError, int, "1", because="it is text") == (
        "the call should raise ValueError because it is text, but it returned the number 1"
    )


def test_raises_knows_a_class_of_the_courses_own_by_its_name():
    class TooLittle(Exception): ...

    twin, other = type("TooLittle", (Exception,), {}), type("TooMuch", (Exception,), {})
    below = type("Empty", (twin,), {})

    def fail(kind):
        raise kind("no money")

    expect.raises(TooLittle, fail, twin)
    expect.raises(TooLittle, fail, below, match="money")
    with pytest.raises(other, match="no money") as let_through:
        expect.raises(TooLittle, fail, other)
    assert let_through.value.__notes__ == ["it should raise TooLittle"]
    with pytest.raises(TypeError, match=r"expected the class of an exception first, got the text 'ValueError'"):
        expect.raises("ValueError", fail, twin)  # type: ignore[arg-type]


def test_no_warnings_sees_overflow_and_nothing_else():
    with expect.no_warnings():
        warnings.warn("old style", DeprecationWarning, stacklevel=1)
        np.exp(1.0)

    def overflow():
        with expect.no_warnings():
            np.exp(np.array([1e4]))

    assert "numpy warns (overflow encountered in exp), and there should be no warning" in refusal(overflow)


def change_list(x):
    x[0].append(1)


def change_array(x):
    x += 1


def change_dict(*, params):
    params["W"][0] = 9


@pytest.mark.parametrize(
    ("function", "args", "settings", "message"),
    [
        pytest.param(
            change_array, (np.ones(2),), {}, "argument x: it was [1., 1.] before and is [2., 2.] after it", id="array"
        ),
        pytest.param(change_list, ([[0]],), {}, "changed its argument x[0] (a list of 1)", id="nested list"),
        pytest.param(
            change_dict, (), {"params": {"W": np.ones(2)}}, "params['W']: it was [1., 1.] before and is", id="dict"
        ),
        pytest.param(
            lambda: np.random.rand(),
            (),
            {},
            "the call draws from the random numbers that all code shares",
            id="numpy's randomness",
        ),
        pytest.param(
            lambda: random.random(),
            (),
            {},
            "the call draws from the random numbers that all code shares",
            id="Python's randomness",
        ),
        pytest.param(
            lambda: np.random.seed(0),
            (),
            {},
            "the call draws from the random numbers that all code shares",
            id="a seed",
        ),
        pytest.param(
            lambda: np.random.rand(312),
            (),
            {},
            "the call draws from the random numbers that all code shares",
            id="a whole round of numbers",
        ),
    ],
)
def test_pure_sees_every_change(function, args, settings, message):
    assert message in refusal(expect.pure, function, *args, **settings)


def test_pure_returns_the_result_and_finds_equal_bits_equal():
    assert expect.pure(lambda x, f: (f(x), np.random.default_rng(0).random())[0], [np.nan, -0.0], f=len) == 2


@pytest.mark.parametrize(
    "generator",
    [
        pytest.param(np.random.default_rng(1), id="numpy"),
        pytest.param(np.random.RandomState(1), id="numpy, the old kind"),
        pytest.param(random.Random(1), id="Python"),
    ],
)
def test_pure_lets_a_function_draw_from_the_generator_it_is_given(generator):
    drawn = expect.pure(lambda rng, *, more: (rng.random(), more["rng"].random()), generator, more={"rng": generator})

    assert len(set(drawn)) == 2


def test_gradient_accepts_the_right_one_also_where_it_vanishes():
    expect.gradient(2 * A, lambda x: (x**2).sum(), A)
    expect.gradient(np.zeros(2), lambda x: np.tanh(x).sum(), np.array([40.0, -40.0]))


def test_gradient_refuses_a_wrong_one_and_says_how():
    message = refusal(expect.gradient, A, lambda x: (x**2).sum(), A, name="dx", blame="is not the slope")

    assert message.startswith("dx is not the slope: dx[0, 0] is 1, should be 2; every value")
    assert message.endswith("every value should be 2 times as large")


def test_fast_fails_only_what_is_a_hundred_times_slower():
    x = np.ones(20_000)

    def loop(x):
        total = 0.0
        for value in x:
            total += float(np.sqrt(np.square(np.abs(value)))) * float(np.sign(value))
        return total

    expect.fast(np.sum, np.sum, x)
    assert refusal(expect.fast, loop, np.sum, x) == "right, but more than 100 times slower than whole-array code"


def test_fast_asks_with_other_numbers_each_time_so_that_a_remembered_answer_does_not_pass():
    x = np.ones(1000)

    assert "wrong when the function is called again" in refusal(expect.fast, lambda x: 1000.0, np.sum, x)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "None"),
        (True, "True"),
        (np.ones((2, 3)), "an array of shape (2, 3)"),
        (np.ones(2, dtype=np.int8), "an array of whole numbers of shape (2,)"),
        (1.5, "the number 1.5"),
        ("x" * 100, f"the text {'x' * 60!r}"),
        ((1, 2), "a tuple of 2"),
        ([1], "a list of 1"),
        ({}, "a dict of 0"),
    ],
)
def test_describe_names_kind_and_size_and_never_the_whole(value, words):
    assert expect.describe(value) == words


@pytest.mark.parametrize("value", [[1.0, 2.0], np.ones((2, 1)), None], ids=["list", "column", "nothing"])
@pytest.mark.parametrize("compare", [expect.close, expect.whole])
def test_a_hint_about_values_is_not_given_while_the_form_is_wrong(compare, value):
    with pytest.raises(expect.Mismatch) as refused:
        compare(value, np.ones(2), hint="what is 1 + 1?", name="dx")

    assert refused.value.hint
    assert "1 + 1" not in refused.value.hint
