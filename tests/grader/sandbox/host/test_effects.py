"""What a call changed in the guest is changed here: in the same objects, and only there."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from grader.sandbox.host.effects import copy_back, warn_again


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(np.zeros(3), np.ones(3), id="array"),
        pytest.param(np.zeros((2, 3)), np.ones((3, 2)), id="array of another shape"),
        pytest.param(np.array(1.0), np.array(2.0), id="0-d array"),
        pytest.param({"a": 1, "b": 2}, {"b": 3, "c": 4}, id="dict"),
        pytest.param([1, 2, 3], [1], id="shorter list"),
        pytest.param([1], [1, 2, 3], id="longer list"),
        pytest.param({"a": [1, {"b": np.zeros(2)}]}, {"a": [5, {"b": np.ones(2)}]}, id="nested"),
    ],
)
def test_an_argument_gets_the_content_it_has_after_the_call(old, new):
    copy_back(old, new)

    np.testing.assert_equal(old, new)


def test_parts_that_others_hold_are_changed_in_place():
    weights, row = np.zeros(2), [1]
    params = {"W": weights, "rows": (row,)}

    copy_back(params, {"W": np.ones(2), "rows": ([2, 3],)})

    assert params["W"] is weights
    assert weights.tolist() == [1, 1]
    assert row == [2, 3]


def test_a_view_changes_what_it_looks_at():
    whole = np.zeros((2, 3))

    copy_back(whole[:, 1], np.ones(2))

    assert whole.tolist() == [[0, 1, 0], [0, 1, 0]]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(np.zeros(3), np.ones(2), id="another size"),
        pytest.param(np.zeros(3), [1, 1, 1], id="another kind"),
        pytest.param([1], None, id="nothing"),
        pytest.param("text", "other", id="text"),
        pytest.param((1, 2), (3, 4), id="tuple of numbers"),
    ],
)
def test_what_cannot_have_changed_stays(old, new):
    before = repr(old)

    copy_back(old, new)

    assert repr(old) == before


def test_a_read_only_array_stays():
    fixed = np.zeros(2)
    fixed.flags.writeable = False

    copy_back(fixed, np.ones(2))

    assert fixed.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("RuntimeWarning", RuntimeWarning), ("Own", UserWarning), ("ValueError", UserWarning), ("print", UserWarning)],
)
def test_a_warning_is_one_of_pythons_own_kinds_or_a_plain_one(name, kind):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warn_again([(name, "mind the gap")])

    assert [(w.category, str(w.message)) for w in caught] == [(kind, "mind the gap")]
