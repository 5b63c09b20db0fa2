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
        pytest.param(A + 1e-3, A, "expected 1 at [0, 0], got 1.001", id="value"),
        pytest.param(A.T, A, "got an array of shape (3, 2): it is transposed", id="transposed"),
        pytest.param(
            A[:1], A, "expected the result to be an array of shape (2, 3), got an array of shape (1, 3)", id="row"
        ),
        pytest.param(A[..., None], A, "an axis of length 1 too many", id="axis"),
        pytest.param(A.tolist(), A, "got a list of 2; wrap it in np.array(...)", id="list"),
        pytest.param(None, A, "got None (does every path end in a return?)", id="no return"),
        pytest.param(1.0, A, "got the number 1.0: one number instead of one per entry", id="number"),
        pytest.param(A > 2, A, "of bool of shape (2, 3): True and False are no numbers here", id="truth values"),
        pytest.param(A * 1j, A, "got an array of complex128", id="complex"),
        pytest.param(True, 1.0, "expected the result to be a number, got True", id="True"),
        pytest.param("1", 1.0, "got the text '1'", id="text"),
        pytest.param(np.array([1.0]), 1.0, "got an array of shape (1,)", id="array for number"),
        pytest.param(10**400, 1.0, "got inf", id="a whole number beyond all floats"),
        pytest.param(np.array([np.nan, 1.0]), np.ones(2), "got nan", id="nan"),
        pytest.param(np.zeros((0,)), np.ones(2), "got an array of shape (0,)", id="nothing"),
        pytest.param(2 * A, A, "every value is 2 times too large", id="factor"),
        pytest.param(A / 6, A, "every value is 6 times too small", id="part"),
        pytest.param(-A, A, "every value has the opposite sign", id="sign"),
        pytest.param(A + 1, A, "every value is 1 too large", id="shift"),
        pytest.param(0 * A, A, "every value is 0", id="zeros"),
    ],
)
def test_close_refuses_everything_else_and_says_what_came(got, want, message):
    assert message in refusal(expect.close, got, want)


def test_a_small_input_is_shown_by_value_and_a_large_one_by_shape():
    assert refusal(expect.close, 1, 2, given=np.array([1.0, 2.0])).endswith("(for input [1., 2.])")
    assert refusal(expect.close, 1, 2, given={"X": np.ones((9, 9)), "h": 2}).endswith("(for X of shape (9, 9), h 2)")


def test_the_hint_goes_with_the_message():
    with pytest.raises(expect.Mismatch) as caught:
        expect.close(1, 2, hint="what is 1 + 1?")

    assert caught.value.hint == "what is 1 + 1?"
    assert str(caught.value).endswith("\nhint: what is 1 + 1?")


@pytest.mark.parametrize(
    ("check", "args", "message"),
    [
        pytest.param(expect.whole, (np.array([1.5]), [1]), "expected 1 at [0], got 1.5", id="whole"),
        pytest.param(expect.number, ([1],), "expected the result to be a number, got a list of 1", id="number"),
        pytest.param(
            expect.array, (np.array([1, np.inf]),), "expected finite numbers, the result has inf at [1]", id="finite"
        ),
        pytest.param(expect.array, (np.ones(2), (3,)), "expected the result to be an array of shape (3,)", id="shape"),
        pytest.param(expect.parts, ((1, 2), "loss"), "expected the 1 parts (loss), got 2", id="parts"),
        pytest.param(
            expect.parts, (None, "a", "b"), "expected the 2 parts (a, b), got None (does every", id="no parts"
        ),
        pytest.param(expect.items, (np.ones((2, 2)),), "expected the result to be a list, got an array", id="items"),
        pytest.param(
            expect.items,
            (np.zeros(60_000_000, bool),),
            "a list that can be looked through, got 60,000,000",
            id="endless",
        ),
        pytest.param(
            expect.mapping, ({"w1": 1}, "W1"), "no key 'W1'; it has 'w1'; is 'w1' meant to be 'W1'?", id="mapping"
        ),
        pytest.param(expect.mapping, (None, "W1"), "expected the result to be a dict, got None", id="no mapping"),
        pytest.param(expect.that, (False, "the loss goes down"), "the loss goes down", id="that"),
        pytest.param(expect.same, (0.0, -0.0), "the result differs between two calls with equal arguments", id="same"),
    ],
)
def test_each_check_says_what_it_expected_and_what_came(check, args, message):
    assert message in refusal(check, *args)


def test_mapping_refuses_a_key_too_many_where_asked():
    assert "a key too many: 'b'" in refusal(expect.mapping, {"a": 1, "b": 2}, "a", exact=True)


def test_items_counts():
    assert "expected the result to have 3 entries, got 2" in refusal(expect.items, [1, 2], length=3)
    assert expect.items(np.arange(3), length=3) == [0, 1, 2]


def test_raises_accepts_subclasses_and_lets_others_through():
    class Own(ValueError): ...

    def fail(kind):
        raise kind

    expect.raises(ValueError, fail, Own)
    with pytest.raises(KeyError):
        expect.raises(ValueError, fail, KeyError)
    assert refusal(expect.raises, ValueError, int, "1", because="it is text") == (
        "expected a ValueError because it is text, but the call returned the number 1"
    )


def test_no_warnings_sees_overflow_and_nothing_else():
    with expect.no_warnings():
        warnings.warn("old style", DeprecationWarning, stacklevel=1)
        np.exp(1.0)

    def overflow():
        with expect.no_warnings():
            np.exp(np.array([1e4]))

    assert "expected no warning, got a RuntimeWarning: overflow" in refusal(overflow)


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
            change_array, (np.ones(2),), {}, "changed its argument number 1 (an array of shape (2,))", id="array"
        ),
        pytest.param(change_list, ([[0]],), {}, "changed its argument number 1 (a list of 1)", id="nested list"),
        pytest.param(
            change_dict, (), {"params": {"W": np.ones(2)}}, "changed its argument params (a dict of 1)", id="dict"
        ),
        pytest.param(lambda: np.random.rand(), (), {}, "changed the global random state", id="numpy's randomness"),
        pytest.param(lambda: random.random(), (), {}, "changed the global random state", id="Python's randomness"),
        pytest.param(lambda: np.random.seed(0), (), {}, "changed the global random state", id="a seed"),
        pytest.param(
            lambda: np.random.rand(312), (), {}, "changed the global random state", id="a whole round of numbers"
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

    assert message.startswith("dx is not the slope: expected 2 at [0, 0], got 1 for dx")
    assert message.endswith("every value is 2 times too small")


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
        (np.ones(2, dtype=np.int8), "an array of int8 of shape (2,)"),
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

    assert refused.value.hint.startswith("look at the form before the values: is dx of the type and shape")
