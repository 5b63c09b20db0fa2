"""What calls, or the numbers in them, may have in common: a test of each, and what is said where only those fail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.diagnosis.evidence import numbers_of
from grader.diagnosis.recordings import Recording


def arrays_of(recording: Recording) -> list[np.ndarray]:
    """Return all arrays and numbers among the arguments of a call."""
    return numbers_of([recording.request.get("args"), list((recording.request.get("kwargs") or {}).values())])


def _any(test: Callable[[np.ndarray], Any]) -> Callable[[Recording], bool]:
    def holds(recording: Recording) -> bool:
        with np.errstate(all="ignore"):
            return any(bool(test(array)) for array in arrays_of(recording))

    return holds


CALLS: dict[str, tuple[Callable[[Recording], bool], str]] = {
    "wrong_for_whole_numbers": (
        _any(lambda x: x.ndim > 0 and x.dtype.kind in "iu"),
        "Only calls with whole numbers go wrong in the tests: which array of yours takes their type, and what becomes "
        "of 0.6 in it?",
    ),
    "wrong_for_nan": (
        _any(lambda x: np.isnan(x).any()),
        "Only calls with a nan go wrong in the tests: which step loses it?",
    ),
    "wrong_for_infinity": (
        _any(lambda x: np.isinf(x).any()),
        "Only calls with an infinite number go wrong in the tests: which step cannot bear it?",
    ),
    "wrong_for_nothing": (
        _any(lambda x: x.ndim > 0 and not x.size),
        "Only calls with an empty array go wrong in the tests: which step needs an entry?",
    ),
    "wrong_for_a_number": (
        lambda recording: bool(arrays_of(recording)) and not any(x.ndim for x in arrays_of(recording)),
        "Calls with arrays go right in the tests. And with a single number?",
    ),
    "wrong_for_views": (
        _any(lambda x: not x.flags.c_contiguous),
        "Only calls with an array that was turned round, such as X.T, go wrong in the tests: does your code go by its "
        "axes, or by the place of its numbers in memory?",
    ),
    "wrong_for_one_example": (
        lambda recording: any(x.ndim > 1 and len(x) == 1 for x in arrays_of(recording)),
        "Only calls with a single example go wrong in the tests: what happens to an axis of length 1?",
    ),
    "wrong_for_one_unit": (
        lambda recording: any(x.ndim > 1 and x.shape[-1] == 1 for x in arrays_of(recording)),
        "Only calls with an array of one column go wrong in the tests: what happens to an axis of length 1?",
    ),
    "wrong_for_square_arrays": (
        lambda recording: any(x.ndim == 2 and x.shape[0] == x.shape[1] > 1 for x in arrays_of(recording)),
        "Only calls with as many rows as columns go wrong in the tests: which axis do you take it for?",
    ),
    "wrong_for_many_axes": (
        lambda recording: any(x.ndim > 2 for x in arrays_of(recording)),
        "Calls with up to two axes go right in the tests. And with three?",
    ),
    "wrong_for_large_numbers": (
        _any(lambda x: x.size and x.dtype.kind == "f" and np.nanmax(np.abs(x)) >= 30),
        "Only calls with large numbers go wrong in the tests: which step overflows, is cut off, or "
        "loses its digits there?",
    ),
    "wrong_for_tiny_numbers": (
        _any(lambda x: ((x != 0) & (np.abs(x) < 1e-5)).any()),
        "Only calls with a tiny number that is not 0 go wrong: do you treat it as if it were 0, or "
        "add something as small?",
    ),
    "wrong_for_zero": (
        _any(lambda x: (x == 0).any()),
        "Only calls with a number that is exactly 0 go wrong in the tests: what does your code do with it?",
    ),
    "wrong_for_negative_numbers": (
        _any(lambda x: (x < 0).any()),
        "Only calls with a negative number go wrong in the tests: what does your code do with it?",
    ),
}
OF_SHAPES = {"wrong_for_one_example", "wrong_for_one_unit", "wrong_for_square_arrays", "wrong_for_many_axes"}
AT: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "wrong_for_nan": np.isnan,
    "wrong_for_infinity": np.isinf,
    "wrong_for_large_numbers": lambda x: np.abs(x) >= 30,
    "wrong_for_tiny_numbers": lambda x: (x != 0) & (np.abs(x) < 1e-5),
    "wrong_for_zero": lambda x: x == 0,
    "wrong_for_negative_numbers": lambda x: x < 0,
}
NUMBERS: dict[str, tuple[Callable[[np.ndarray], np.ndarray], str]] = {
    "wrong_at_zero": (
        lambda x: x == 0,
        "Only results for an argument of exactly 0 are wrong: what does the docstring say about 0?",
    ),
    "wrong_at_one": (
        lambda x: np.abs(x) == 1,
        "Only results for an argument of exactly 1 or -1 are wrong: what is special there?",
    ),
    "wrong_at_nan": (np.isnan, "Only results for an argument of nan are wrong: which step loses the nan?"),
    "wrong_near_zero": (
        lambda x: (x != 0) & (np.abs(x) < 1e-5),
        "Only results for a tiny argument that is not 0 are wrong: do you treat it as if it were 0?",
    ),
    "wrong_near_zero_and_at_it": (
        lambda x: np.abs(x) < 1e-5,
        "Only results for arguments of 0, or as small as 1e-6, are wrong: which step is special there?",
    ),
    "wrong_for_large_numbers": (
        lambda x: np.abs(x) >= 30,
        "Only results for large arguments are wrong: which step overflows or is cut off there?",
    ),
    "wrong_below_zero": (
        lambda x: x < 0,
        "Only results for negative arguments are wrong: which formula is used there?",
    ),
    "wrong_above_zero": (
        lambda x: x > 0,
        "Only results for positive arguments are wrong: which formula is used there?",
    ),
    "wrong_between_0_and_1": (
        lambda x: (x > 0) & (x < 1),
        "Only results for arguments between 0 and 1 are wrong: which formula is used there?",
    ),
    "wrong_beyond_1": (
        lambda x: np.abs(x) > 1,
        "Only results for arguments above 1 or below -1 are wrong: which formula is used there?",
    ),
}
