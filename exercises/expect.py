# A copy of the kit's grader/handout/expect.py, written by `grader build`: a change made here is lost.
"""Compare what a student's code returned with what it should return, strictly, and say what differs.

Hidden suites and the students' own tests use the same comparisons (students get a copy of this file), so
it needs numpy alone. Form comes first (type, shape, finite), then tolerance: a broadcasting comparison
never decides, because an empty array or a scalar would agree with anything. `__tracebackhide__` lets a
debugger stop in the test, not here.
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import io
import random
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NoReturn

import numpy as np

_MOST_ITEMS = 1_000_000
_SHORT = 60  # characters of a repr that still fit on a student's line
_FORM = "look at the form before the values: is {} of the type and shape that the docstring promises?"
_MOST_PARTS = 1000  # of a list, to look for the one that was changed
_TINY = 8  # numbers an input may have to be shown by value instead of by shape
_KINDS = {"f": "", "i": " of whole numbers", "u": " of whole numbers", "b": " of True and False", "U": " of texts"}
_KINDS |= {"S": " of texts", "O": " of Python objects", "c": " of complex numbers"}
_WHOLE_NUMBERS = "an array of whole numbers holds no fractions: was one cut off (np.zeros_like, dtype), or never added?"
_IN_PLACE = "+=, -=, x[...] = ... and methods such as sort or pop change the value itself: which line does that?"


class Mismatch(AssertionError):
    """A property does not hold: `message` says what was expected and what came, `hint` asks a question.

    `want` is what `close` compared with, for whoever looks for a smaller example.
    """

    want: np.ndarray | None = None

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}\nhint: {hint}" if hint else message)
        self.message = message
        self.hint = hint


def close(
    got: Any,
    want: Any,
    *,
    hint: str = "",
    given: Any = None,
    name: str = "the result",
    rtol: float = 1e-7,
    atol: float = 1e-10,
    slips: Mapping[str, Any] | None = None,
) -> np.ndarray:
    """Check that `got` has exactly the shape of `want` and equal values within rtol * |want| + atol.

    NaN and infinity are accepted only where `want` has the same. A `want` of shape () accepts a Python
    number, a numpy scalar or a 0-d array.

    Args:
        slips: hints, each with the value that one common slip gives; where exactly that came, its hint replaces `hint`.

    Returns:
        `got` as float64, the shape of `want`.

    Raises:
        Mismatch: another type, shape or value.
    """
    __tracebackhide__ = True
    want = np.asarray(want, dtype=np.float64)
    try:
        return _closely(got, want, hint, given, name, rtol, atol)
    except Mismatch as mismatch:
        if found := next((text for text, value in (slips or {}).items() if _about_equal(got, np.asarray(value))), ""):
            mismatch = Mismatch(mismatch.message, found)
        mismatch.want = want
        raise mismatch from None


def whole(got: Any, want: Any, *, hint: str = "", given: Any = None, name: str = "the result") -> np.ndarray:
    """Check labels or counts: the exact shape, whole numbers of any integer or float dtype, all equal."""
    __tracebackhide__ = True
    return close(got, want, hint=hint, given=given, name=name, rtol=0.0, atol=0.0)


def number(value: Any, *, hint: str = "", name: str = "the result") -> float:
    """Return the single real number `value`: a Python number, a numpy scalar or a 0-d array."""
    __tracebackhide__ = True
    return float(_real(value, (), name, hint, None))


def array(
    value: Any, shape: tuple[int, ...] | None = None, *, hint: str = "", name: str = "the result", given: Any = None
) -> np.ndarray:
    """Return `value` as float64 after checking that it is numeric, finite and of `shape` (None: any)."""
    __tracebackhide__ = True
    checked = _real(value, shape, name, hint, given)
    if not np.isfinite(checked).all():
        where = tuple(np.argwhere(~np.isfinite(checked))[0])
        bad = checked[where]
        _fail(f"{_entry(name, where)} is {bad}, should be an ordinary number{_origin(bad)}", hint, given)
    return checked


def parts(
    value: Any,
    *names: str,
    hint: str = "",
    shapes: Sequence[tuple[int, ...]] | None = None,
    name: str = "the result",
) -> tuple[Any, ...]:
    """Return the parts of a tuple (or list, or namedtuple) that must have exactly one part per name.

    Args:
        shapes: one for each part; with them, parts that come in another order are called that.
    """
    __tracebackhide__ = True
    if len(names) == 1:
        wanted = f"{name} should be a tuple of one part, ({names[0]},)"
    else:
        wanted = f"{name} should be {_count(len(names), 'part')}, ({', '.join(names)})"
    if not isinstance(value, tuple | list):
        _fail(f"{wanted}, not {describe(value)}", _forgot_return(value) or hint)
    if len(value) != len(names):
        _fail(f"{wanted}, but it has {len(value)}", hint)
    if shapes is not None and (order := _other_order(value, names, shapes)):
        _fail(
            f"{wanted}; by their shapes yours are ({', '.join(order)})", "in which order does the docstring have them?"
        )
    return tuple(value)


def items(value: Any, *, length: int | None = None, hint: str = "", name: str = "the result") -> list[Any]:
    """Return the items of a list, tuple or 1-d array, checking their number when `length` is given."""
    __tracebackhide__ = True
    is_row = isinstance(value, np.ndarray) and value.ndim == 1
    if not is_row and not isinstance(value, tuple | list):
        cure = "list(...) makes a list of it" if isinstance(value, Iterator) else _forgot_return(value)
        _fail(f"{name} should be a list, not {describe(value)}", cure or hint)
    if length is not None and len(value) != length:
        _fail(f"{name} has {_count(len(value), 'entry')}, should have {length}", hint)
    if len(value) > _MOST_ITEMS:  # as Python objects they would take more memory than there is
        _fail(f"{name} has {len(value):,} entries, too many to look through", hint)
    return list(value)


def numbers(
    got: Any, want: Sequence[float], *, hint: str = "", name: str = "the result", rtol: float = 1e-7
) -> np.ndarray:
    """Check a list, tuple or 1-d array of as many numbers as `want` has, all equal within rtol."""
    __tracebackhide__ = True
    values = items(got, length=len(want), hint=hint, name=name)
    row = np.array([number(value, name=_entry(name, (i,)), hint=hint) for i, value in enumerate(values)])
    return close(row, want, hint=hint, name=name, rtol=rtol)


def mapping(value: Any, *keys: str, hint: str = "", name: str = "the result", exact: bool = False) -> dict[str, Any]:
    """Return a dict that has at least `keys` (with `exact`: no others)."""
    __tracebackhide__ = True
    if not isinstance(value, dict):
        _fail(f"{name} should be a dict, not {describe(value)}", _forgot_return(value) or hint)
    for key in keys:
        if key not in value:
            some = list(value)[:100]  # to look for a similar one among 100,000 takes seconds
            has = ", ".join(repr(k)[:_SHORT] for k in some[:12]) or "no key at all"
            texts = [k for k in some if isinstance(k, str) and k not in keys]  # another that is asked for means itself
            import difflib  # most runs need it not

            near = [k for k in texts if k.lower() == key.lower()] or difflib.get_close_matches(key, texts, n=1)
            did_you_mean = f"; is {near[0]!r} meant to be {key!r}?" if near else ""
            _fail(f"{name} has no key {key!r}; it has {has}{did_you_mean}", hint)
    extra = [key for key in value if key not in keys]
    if exact and extra:
        _fail(f"{name} has the key {extra[0]!r}, which should not be there"[:200], hint)
    return dict(value)


def that(condition: bool, message: str, *, hint: str = "", given: Any = None) -> None:
    """Check any other property, computed from values that were checked before."""
    __tracebackhide__ = True
    if not condition:
        _fail(message, hint, given)


def raises(
    kind: type[Exception],
    function: Callable[..., Any],
    *args: Any,
    match: str = "",
    because: str = "",
    hint: str = "",
    **settings: Any,
) -> None:
    """Check that the call raises `kind` or a subclass; any other exception passes through with a note of that.

    Args:
        kind: one of Python's own, or a class of the course's, by its name: there may be two of it, as of its module.
        match: a regular expression that the exception's own message must fit somewhere, in capitals or not.
    """
    __tracebackhide__ = True
    if not callable(kind):
        raise TypeError(f"expect.raises: expected the class of an exception first, got {describe(kind)}")
    reason = f" because {because}" if because else ""
    try:
        value = function(*args, **settings)
    except BaseException as error:
        if not _is_of(error, kind):
            if isinstance(error, Exception):
                error.add_note(f"it should raise {kind.__name__}{reason}")
            raise
        # The grader's stand-in for the exception says more than the student wrote.
        message = str(getattr(error, "own_message", error))
        if match and not re.search(match, message, re.IGNORECASE):
            says = f"says {message[:_SHORT]!r}" if message else "says nothing"
            _fail(f"the {kind.__name__} is right, but its message {says}, and should have {match!r} in it", hint)
        return
    _fail(f"the call should raise {kind.__name__}{reason}, but it returned {describe(value)}", hint)


def _is_of(error: BaseException, kind: Any) -> bool:
    if kind.__module__ == "builtins":
        return isinstance(error, kind)
    return kind.__name__ in (getattr(error, "kinds", ()) or [base.__name__ for base in type(error).__mro__])


@contextmanager
def no_warnings(hint: str = "") -> Iterator[None]:
    """Fail if the code inside gives a RuntimeWarning (overflow, invalid value, division by zero)."""
    __tracebackhide__ = True
    with (
        warnings.catch_warnings(record=True) as caught,
        np.errstate(over="warn", divide="warn", invalid="warn"),
    ):
        warnings.simplefilter("always")
        yield
    for warning in caught:
        if issubclass(warning.category, RuntimeWarning):
            _fail(f"numpy warns ({str(warning.message)[:200]}), and there should be no warning", hint)


def pure(function: Callable[..., Any], *args: Any, hint: str = "", **settings: Any) -> Any:
    """Call `function`; fail if it changed an argument (nested ones too) or the global random state.

    A generator of random numbers among the arguments may be drawn from: that is what it is handed over for.
    """
    __tracebackhide__ = True
    given_args, given_settings = copy.deepcopy((args, settings))  # yours stay as they are, whatever happens to these
    before_random = _random_state()
    result = function(*given_args, **given_settings)
    for position, (old, new) in enumerate(zip(args, given_args, strict=True)):
        if not _same_bits(old, new):
            _fail_changed(_parameter(function, position), old, new, hint)
    for key, old in settings.items():
        if not _same_bits(old, given_settings[key]):
            _fail_changed(key, old, given_settings[key], hint)
    after_random = _random_state()
    if before_random[0] is None and after_random[0] is not None:  # the call loaded them: only another one can tell
        before_random = (after_random[0], before_random[1])
        function(*copy.deepcopy(args), **copy.deepcopy(settings))
        after_random = (_random_state()[0], after_random[1])
    if before_random != after_random:
        _fail("the call draws from the random numbers that all code shares (np.random or random)", hint)
    return result


def same(a: Any, b: Any, *, hint: str = "", name: str = "the result") -> None:
    """Check that two results are the same bit for bit, nested ones too."""
    __tracebackhide__ = True
    if not _same_bits(a, b):
        _fail(f"{name} is not the same in two calls with equal arguments", hint)


def gradient(
    got: Any,
    f: Callable[[np.ndarray], Any],
    x: Any,
    *,
    hint: str = "",
    given: Any = None,
    name: str = "the gradient",
    h: float = 1e-5,
    blame: str = "does not match the function's own slope",
) -> np.ndarray:
    """Check a gradient against central differences (f(x + h e_i) - f(x - h e_i)) / 2h, in float64.

    Passes iff max|a - n| <= 1e-6 * max(max|a|, max|n|) + 1e-9. The absolute part is needed: a purely
    relative criterion gives false alarms up to 1.0 where a gradient vanishes (a saturated tanh).
    The step 1e-5 balances truncation (h^2) and rounding (eps / h): error about 3e-11 for sigmoid.
    """
    __tracebackhide__ = True
    x = np.array(x, dtype=np.float64)
    analytic = array(got, x.shape, hint=_FORM.format(name), name=name, given=given)
    numeric = np.empty_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + h
        right = number(f(x.copy()), name="the function's value", hint=hint)
        x[index] = kept - h
        left = number(f(x.copy()), name="the function's value", hint=hint)
        x[index] = kept
        numeric[index] = (right - left) / (2 * h)
    error = np.abs(analytic - numeric)
    largest = max(np.abs(analytic).max(initial=0.0), np.abs(numeric).max(initial=0.0))
    right_at = error <= 1e-6 * largest + 1e-9
    if not right_at.all():
        whole = pattern(analytic, numeric, rtol=1e-5)
        text = f"{name} {blame}: {_first_difference(analytic, numeric, right_at, name, whole, digits=6)}"
        _fail(text, hint, given)
    return analytic


def fast(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    *args: Any,
    times: float = 100.0,
    hint: str = "",
    **settings: Any,
) -> None:
    """Fail only if the quickest of five calls takes more than `times` as long as the reference's quickest.

    Loops over single numbers measure 800 to 4,700 times the reference, a loop over rows 15 to 26 times.
    CPU time is compared, so that a busy machine refuses nobody; a function that runs elsewhere brings its own
    `cpu_clock`, and `cpu_seconds_to_talk` for what it costs to get there. The message carries no measured
    time, so that equal hand-ins get equal reports.
    """
    __tracebackhide__ = True
    quickest = min(_timed(reference, _varied(args), settings)[0] for _ in range(5))
    taken = min(_checked_time(function, reference, args, settings, hint) for _ in range(2))
    if taken > times * quickest:
        taken = min(taken, *(_checked_time(function, reference, args, settings, hint) for _ in range(3)))
        talk: Callable[..., float] = getattr(function, "cpu_seconds_to_talk", lambda *args, **settings: 0.0)
        taken -= talk(*args, **settings)
        quickest = min(quickest, *(_timed(reference, _varied(args), settings)[0] for _ in range(5)))
    if taken > times * quickest:
        _fail(f"right, but more than {times:g} times slower than whole-array code", hint)


def describe(value: Any) -> str:  # noqa: C901  # one kind of value a line
    """Name a value's kind and size in a few words, never its whole content."""
    match value:
        case None | bool():
            return repr(value)
        case np.ndarray():
            return f"an array{_KINDS.get(value.dtype.kind, f' of {value.dtype.name}')} of shape {value.shape}"
        case np.bool_():
            return repr(bool(value))
        case int() | float() | complex() | np.generic():
            return f"the number {value}"[:_SHORT]
        case bytes():
            return f"{len(value)} bytes"
        case str():
            return f"the text {value[:_SHORT]!r}"
        case tuple():
            return f"a tuple of {len(value)}"
        case list():
            return f"a list of {len(value)}"
        case dict():
            return f"a dict of {len(value)}"
        case set() | frozenset():
            return f"a set of {len(value)}"
        case Iterator():
            return f"a {type(value).__name__}"
        case _ if callable(value) and hasattr(value, "__name__"):
            return f"the function {value.__name__}"[:_SHORT]
        case _:
            return _shown(value)[:_SHORT]


def pattern(got: np.ndarray, want: np.ndarray, rtol: float = 1e-6) -> str:
    """Say how `got` is wrong as a whole, if that can be said in a few words; else ''."""
    if got.shape != want.shape or got.size < 2 or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return ""
    scale = np.abs(want).max()
    if scale == 0 or np.ptp(want) == 0:
        return ""
    if np.abs(got).max() == 0:
        return "every value is 0"
    k = float(np.vdot(want, got) / np.vdot(want, want))
    if k != 0 and np.allclose(got, k * want, rtol=rtol, atol=rtol * scale * abs(k)):
        others = np.count_nonzero(want)
        return _times(k, "every value" if others == want.size else "every value but 0") if others > 1 else ""
    if got.ndim == 2 and got.shape[0] == got.shape[1] and np.allclose(got.T, want, rtol=rtol, atol=rtol * scale):
        return "the values are right, but rows and columns are exchanged (transposed)"
    shift = got - want
    if np.ptp(shift) <= rtol * scale:
        return f"every value is {abs(shift.flat[0]):.4g} too {'large' if shift.flat[0] > 0 else 'small'}"
    is_telling = want.size > 2 and np.unique(want).size == want.size
    if is_telling and np.allclose(np.sort(got, axis=None), np.sort(want, axis=None), rtol=rtol, atol=rtol * scale):
        return "the values are right, but in another order"
    return ""


def _times(k: float, which: str) -> str:
    if abs(k + 1) < 1e-6:
        return f"{which} has the wrong sign"
    also = ", and has the wrong sign" if k < 0 else ""
    k = abs(k)
    if abs(k - 1) < 5e-6:  # nearly right, and a number so small says nothing
        return ""
    if abs(k - 1) < 0.1:
        return f"{which} is {abs(k - 1) * 100:.2g} % too {'large' if k > 1 else 'small'}{also}"
    if k > 1:
        return f"{which} is {k:.4g} times as large as it should be{also}"
    return f"{which} should be {1 / k:.4g} times as large{also}"


def _closely(got: Any, want: np.ndarray, hint: str, given: Any, name: str, rtol: float, atol: float) -> np.ndarray:
    __tracebackhide__ = True
    checked = _real(got, want.shape, name, _FORM.format(name), given)  # the hint is about values
    with np.errstate(all="ignore"):  # an infinity minus itself is not worth a warning here
        right = np.abs(checked - want) <= rtol * np.abs(want) + atol
    right = np.where(np.isfinite(want), right, (checked == want) | (np.isnan(checked) & np.isnan(want)))
    if not right.all():
        where = tuple(np.argwhere(~right)[0])
        is_cut_off = _is_cut_off(got, checked, want)
        whole = "these are whole numbers only" if is_cut_off else pattern(checked, want)
        message = _first_difference(checked, want, right, name, whole)
        _fail(message, _WHOLE_NUMBERS if is_cut_off else hint, _narrowed(given, want.shape, where))
    return checked


def _is_cut_off(got: Any, checked: np.ndarray, want: np.ndarray) -> bool:
    """Say whether whole numbers came where fractions belong: an array of whole numbers cut them off."""
    if not want.shape or not np.isfinite(want).all() or not (want % 1).any():
        return False
    if isinstance(got, np.ndarray) and got.dtype.kind in "iu":
        return want.size > 1 or bool(np.array_equal(checked, np.trunc(want)))
    has_lost = (np.abs(want) > 1e-3) & (want % 1 != 0)  # a tiny number may have become 0 in other ways
    return bool(has_lost.any() and want.size > 1 and checked.any() and np.array_equal(checked, np.trunc(want)))


def _narrowed(given: Any, shape: tuple[int, ...], where: tuple[Any, ...]) -> Any:
    """Return what the result was computed from, with the row that belongs to its first wrong entry where it fits."""
    if isinstance(given, Mapping):
        return {name: _narrowed(value, shape, where) for name, value in given.items()}
    if not isinstance(given, np.ndarray) or given.size <= _TINY:
        return given
    for axes in (given.ndim - 1, given.ndim):
        belongs = 1 <= axes <= len(shape) and given.shape[:axes] == shape[:axes]
        if belongs and given[where[:axes]].size <= _TINY:
            return _Row(given, where[:axes])
    return given


class _Row:
    """An array too large to be shown, and the index of the part of it that says enough."""

    def __init__(self, whole: np.ndarray, at: tuple[Any, ...]) -> None:
        self.whole, self.at = whole, at


def _real(value: Any, shape: tuple[int, ...] | None, name: str, hint: str, given: Any) -> np.ndarray:
    __tracebackhide__ = True
    is_numeric = isinstance(value, int | float | np.integer | np.floating) or (
        isinstance(value, np.ndarray) and value.dtype.kind in "iuf"
    )
    if not is_numeric or isinstance(value, bool):
        wanted = "numbers" if shape is None else "a number" if shape == () else f"an array of shape {shape}"
        what, cure = _misfit(value, shape, name)
        _fail(f"{name} should be {wanted}, not {what}", cure or hint, given)
    if shape is not None and np.shape(value) != shape:  # first: to make floats of millions of bytes takes room
        _fail(f"{name} {_shape_pattern(np.shape(value), shape)}", hint, given)
    if np.size(value) > _MOST_ITEMS and shape is None:
        _fail(f"{name} should be numbers that can be looked through, not {describe(value)}", hint, given)
    try:
        return np.asarray(value, dtype=np.float64)
    except OverflowError:  # a Python int beyond the range of float64
        return np.asarray(np.inf if value > 0 else -np.inf)


def _misfit(value: Any, shape: tuple[int, ...] | None, name: str) -> tuple[str, str]:
    """Return what a value of the wrong kind or shape is, and the question to ask, '' where none is better."""
    what, kind = describe(value), value.dtype.kind if isinstance(value, np.ndarray | np.generic) else ""
    if value is None:
        return what, _forgot_return(value) if name == "the result" else "where does it get its value?"
    if isinstance(value, bool) or kind == "b":
        return what, "True and False are no numbers here: which numbers should they become?"
    if isinstance(value, list) and shape != ():
        return what, "wrap it in np.array(...)"
    if isinstance(value, tuple):
        return what, "is a comma too much after return, or is the result not taken apart (out, cache = ...)?"
    if isinstance(value, str) or kind in ("U", "S"):
        return what, "text is no number: are there quotation marks too many?"
    if kind == "O":
        return what, "its parts are no plain numbers: what did you put into np.array(...)?"
    if callable(value):
        return f"{what} itself", "is it called, with (...) after its name?"
    return what, ""


def _shape_pattern(got: tuple[int, ...], want: tuple[int, ...]) -> str:
    """Say which shape came, which should have come, and how they differ where that can be said in a few words."""
    text = f"has the shape {got}, should have {want}"
    if want == ():
        return f"should be one number, and is an array of shape {got}"
    if got == ():
        return f"is one number for everything, should be an array of shape {want}"
    if len(got) == 2 and got == want[::-1]:
        return f"{text}: rows and columns are exchanged (transposed)"
    if tuple(n for n in got if n != 1) == tuple(n for n in want if n != 1) and len(got) != len(want):
        return f"{text}: an axis of length 1 is {'too many' if len(got) > len(want) else 'missing'}"
    longer, shorter = (got, want) if len(got) > len(want) else (want, got)
    lengths = {n for axis, n in enumerate(longer) if longer[:axis] + longer[axis + 1 :] == shorter}
    if len(lengths) == 1:
        what = (
            "too many: is something to be added up along it?"
            if longer is got
            else "missing: was it added up, or never made?"
        )
        return f"{text}: an axis of length {lengths.pop()} is {what}"
    return text


def _other_order(value: Sequence[Any], names: tuple[str, ...], shapes: Sequence[tuple[int, ...]]) -> list[str]:
    """Return the names in the order in which the parts seem to come, [] where they are right or it cannot be told."""
    came = [np.shape(part) if isinstance(part, np.ndarray | int | float | np.generic) else None for part in value]
    if came == list(shapes) or len(set(shapes)) < len(shapes) or set(came) != set(shapes):
        return []
    return [name for shape in came for name, wanted in zip(names, shapes, strict=True) if shape == wanted]


def _first_difference(
    got: np.ndarray, want: np.ndarray, right: np.ndarray, name: str, whole_pattern: str, digits: int = 10
) -> str:
    where = tuple(np.argwhere(~right)[0])
    is_, should = (f"{value + 0.0:.{digits}g}" for value in (got[where], want[where]))  # no -0
    if is_ == should:
        is_, should = repr(float(got[where])), repr(float(want[where]))
    text = f"{_entry(name, where)} is {is_}, should be {should}{_origin(got[where], want[where])}"
    if whole_pattern:
        text += f"; {whole_pattern}"
    elif right.size > 1:
        wrong = right.size - np.count_nonzero(right)
        text += f"; {wrong} of {right.size} values {'is' if wrong == 1 else 'are'} wrong"
    return text


def _entry(name: str, where: Sequence[Any]) -> str:
    """Name one entry of an array: result[0, 1] of "the result"; a longer name stays in one piece."""
    if not len(where):
        return name
    short, index = name.removeprefix("the "), f"[{', '.join(str(i) for i in where)}]"
    return f"{short}{index}" if short.replace(".", "").isidentifier() else f"{name}: the entry {index}"


def _origin(got: float, want: float = 0.0) -> str:
    """Say where numbers come from that nobody wants."""
    if np.isnan(got) and not np.isnan(want):
        return " (nan comes from steps such as 0/0, inf - inf, or log of a negative number)"
    if np.isinf(got) and not np.isinf(want):
        return " (inf comes from steps such as 1/0, log(0), or e to a large power)"
    return ""


def _forgot_return(value: Any) -> str:
    return "does every path through the function end in a return?" if value is None else ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun if number == 1 else 'entries' if noun == 'entry' else noun + 's'}"


def _parameter(function: Callable[..., Any], position: int) -> str:
    """Return the name of an argument, or which one it is where the function does not tell."""
    try:
        parameter = list(inspect.signature(function).parameters.values())[position]
    except (ValueError, TypeError, IndexError):
        parameter = None
    named = parameter is not None and parameter.kind in (parameter.POSITIONAL_ONLY, parameter.POSITIONAL_OR_KEYWORD)
    return parameter.name if parameter is not None and named else f"number {position + 1}"


def _fail_changed(name: str, old: Any, new: Any, hint: str) -> NoReturn:
    """Say which argument was changed, and in a dict or list which part of it."""
    __tracebackhide__ = True
    if isinstance(old, dict) and isinstance(new, dict):
        if gone := [key for key in old if key not in new]:
            _fail(f"the call took the key {gone[0]!r} out of its argument {name}", hint)
        if more := [key for key in new if key not in old]:
            _fail(f"the call put the key {more[0]!r} into its argument {name}"[:200], hint)
        key = next((key for key in old if not _same_bits(old[key], new[key])), None)
        if key is not None:
            _fail_changed(f"{name}[{key!r}]", old[key], new[key], hint)
    if isinstance(old, list | tuple) and isinstance(new, list | tuple) and len(old) == len(new) <= _MOST_PARTS:
        place = next((i for i, (a, b) in enumerate(zip(old, new, strict=True)) if not _same_bits(a, b)), None)
        if place is not None:
            _fail_changed(f"{name}[{place}]", old[place], new[place], hint)
    if hasattr(old, "__dataclass_fields__") and type(old) is type(new):
        field = next((f for f in old.__dataclass_fields__ if not _same_bits(getattr(old, f), getattr(new, f))), None)
        if field is not None:
            _fail_changed(f"{name}.{field}", getattr(old, field), getattr(new, field), hint)
    became = ""
    if all(isinstance(value, np.ndarray) and 0 < value.size <= _TINY for value in (old, new)):
        became = f": it was {_describe_input(old)} before and is {_describe_input(new)} after it"
        became = became if len(became) <= 2 * _SHORT else ""
    _fail(f"the call changed its argument {name}{became or f' ({describe(old)})'}", hint or _IN_PLACE)


def _fail(message: str, hint: str, given: Any = None) -> NoReturn:
    __tracebackhide__ = True
    if given is not None:
        message += f" (for {_describe_given(given)})"
    raise Mismatch(message, hint)


def _describe_given(given: Any) -> str:
    if not isinstance(given, Mapping):
        return f"the input {_describe_input(given)}"
    names = ((name if isinstance(name, str) else _shown(name))[:_SHORT] for name in given)
    return ", ".join(f"{name} {_describe_input(value)}" for name, value in zip(names, given.values(), strict=True))


def _describe_input(value: Any) -> str:
    if isinstance(value, _Row):
        return f"of shape {value.whole.shape}, there {_describe_input(np.asarray(value.whole[value.at]))}"
    if isinstance(value, np.ndarray) and value.size > _TINY:
        return f"of shape {value.shape}"
    if isinstance(value, np.ndarray):
        return np.array2string(value, separator=", ", precision=6).replace("\n", "")
    return _shown(value)[:_SHORT]


def _random_state() -> tuple[Any, ...]:
    """Return the state of the random numbers that all code shares; numpy's are loaded by whoever uses them first."""
    if "numpy.random" not in sys.modules:
        return None, random.getstate()
    _, keys, *rest = np.random.get_state(legacy=True)
    return (np.asarray(keys).tobytes(), *rest), random.getstate()


def _same_bits(a: Any, b: Any) -> bool:
    if isinstance(a, np.random.Generator | np.random.RandomState | random.Random):
        return type(a) is type(b)
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        if not (isinstance(a, np.ndarray) and isinstance(b, np.ndarray)):  # a list of equal numbers is no array
            return False
        return bool(a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes())
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return list(a) == list(b) and all(_same_bits(a[key], b[key]) for key in a)
    if isinstance(a, tuple | list) or isinstance(b, tuple | list):
        return type(a) is type(b) and len(a) == len(b) and all(_same_bits(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, float | np.floating) and isinstance(b, float | np.floating):
        return np.float64(a).tobytes() == np.float64(b).tobytes()
    if _is_of_pandas(a) and hasattr(a, "equals"):
        return type(a) is type(b) and bool(a.equals(b)) and _difference(a, b, "", 0.0, 0.0) is None
    if hasattr(a, "__dataclass_fields__") and not isinstance(a, type):
        return type(a) is type(b) and all(_same_bits(getattr(a, f), getattr(b, f)) for f in a.__dataclass_fields__)
    return callable(a) or (type(a) is type(b) and bool(a == b))


def _checked_time(
    function: Callable[..., Any],
    reference: Callable[..., Any],
    args: tuple[Any, ...],
    settings: dict[str, Any],
    hint: str,
) -> float:
    """Time a call, and see that its result is right as well: an answer kept from an earlier call is none."""
    __tracebackhide__ = True
    varied = _varied(args)
    seconds, got = _timed(function, copy.deepcopy(varied), settings)
    if not _about_equal(got, _timed(reference, varied, settings)[1]):
        _fail("the result is wrong when the function is called again with other numbers", hint)
    return seconds


def _varied(args: tuple[Any, ...]) -> list[Any]:
    """Return arguments that nobody can have prepared an answer for: each number is another one in every round."""
    unforeseen = np.random.default_rng()  # deliberately without a seed: whatever follows from x can be foreseen
    return [
        a * unforeseen.uniform(1, 1.0625, a.shape) if isinstance(a, np.ndarray) and a.dtype.kind == "f" else a
        for a in args
    ]


def _timed(function: Callable[..., Any], args: Sequence[Any], settings: dict[str, Any]) -> tuple[float, Any]:
    clock: Callable[[], float] = getattr(function, "cpu_clock", time.process_time)
    start = clock()
    value = function(*args, **settings)
    return clock() - start, value


def _about_equal(a: Any, b: Any) -> bool:
    if isinstance(b, tuple | list):
        return isinstance(a, tuple | list) and len(a) == len(b) and all(map(_about_equal, a, b))
    if _is_of_pandas(b):
        return _difference(a, b, "", 1e-6, 1e-9) is None
    if isinstance(b, np.ndarray | float | np.floating):
        try:
            got = _real(a, np.shape(b), "", "", None)
        except Mismatch:
            return False
        return bool(np.allclose(got, b, rtol=1e-6, atol=1e-9))
    return True


# What is no array: text, sets, dicts, lists of mixed things, objects, tables, and what is printed.


def equal(
    got: Any,
    want: Any,
    *,
    hint: str = "",
    given: Any = None,
    name: str = "the result",
    rtol: float = 1e-9,
    atol: float = 1e-12,
) -> None:
    """Check a value of any plain kind, nested ones too; the message names the first difference and its place.

    Text, None, True and False, and whole numbers must be equal; floats within rtol * |want| + atol; lists, tuples and
    arrays entry by entry; sets and dicts in any order; a DataFrame or Series of pandas by columns. Where `want` is a
    dataclass or a namedtuple, `got` needs its attributes, whatever its class is. A list is no tuple, True is not 1.

    Raises:
        Mismatch: something differs: "result['b'][0] is 2, should be 3".
    """
    __tracebackhide__ = True
    found = _difference(got, want, name, rtol, atol)
    if found:
        text, cure = found
        _fail(text, cure or hint, given)


def prints(
    function: Callable[..., Any], *args: Any, want: str, hint: str = "", given: Any = None, **settings: Any
) -> Any:
    """Check what a call prints, but for spaces at the end of lines and empty lines at the end; return its result.

    Of what a hand-in prints in one call the grader keeps 1,900 characters.
    """
    __tracebackhide__ = True
    paper = Paper()
    with contextlib.redirect_stdout(paper):
        result = function(*args, **settings)
    got, want = _as_lines(paper.getvalue()), _as_lines(want)
    if got == want:
        return result
    if not got:
        text = f"the call should print {_quoted(want)}, and prints nothing"
        cure = "is it returned instead of printed?" if isinstance(result, str) and result == want else ""
        _fail(text, cure or hint, given)
    _fail(_text_difference(got, want, "what the call prints"), hint, given)


class Paper(io.StringIO):
    """Where `prints` collects: the grader writes here what a hand-in printed in its own process."""

    takes_what_a_hand_in_prints = True


_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")  # another one in every run
_NEVER_OBJECTS = frozenset((type(None), bool, int, float, complex, str, bytes, tuple, frozenset))
_PARTS_OF_TABLES = ("columns", "index", "tolist")  # they tell a DataFrame, a Series, an Index and a moment apart
_Found = tuple[str, str] | None  # what differs, and the question to ask where one is better than the suite's


def _difference(got: Any, want: Any, name: str, rtol: float, atol: float) -> _Found:
    """Return what is said of the first difference, None where there is none."""
    match want:
        case None | bool() | np.bool_() | str() | bytes():
            return _plain_difference(got, want, name)
        case int() | float() | complex() | np.number():
            return _number_difference(got, want, name, rtol, atol)
        case np.ndarray():
            return _array_difference(got, want, name, rtol, atol)
        case set() | frozenset():
            return _set_difference(got, want, name)
        case Mapping():
            return _dict_difference(got, want, name, rtol, atol)
        case tuple() if hasattr(want, "_fields") and not isinstance(got, tuple | list):
            return _attribute_difference(got, want, want._fields, name, rtol, atol)
        case tuple() | list():
            return _sequence_difference(got, want, name, rtol, atol)
    if hasattr(want, "__dataclass_fields__"):
        return _attribute_difference(got, want, list(want.__dataclass_fields__), name, rtol, atol)
    if _is_of_pandas(want):
        return _table_difference(got, want, name, rtol, atol)
    return None if got == want else (f"{name} is {_quoted(got)}, should be {_quoted(want)}", _forgot_return(got))


def _plain_difference(got: Any, want: Any, name: str) -> _Found:
    kinds: Any = bool | np.bool_ if isinstance(want, bool | np.bool_) else type(want)
    if isinstance(got, kinds) and got == want:
        return None
    if isinstance(got, str) and isinstance(want, str):
        return _text_difference(got, want, name), ""
    return f"{name} is {_quoted(got)}, should be {_quoted(want)}", _cure(got, want)


def _number_difference(got: Any, want: Any, name: str, rtol: float, atol: float) -> _Found:
    is_number = isinstance(got, int | float | complex | np.number) or (isinstance(got, np.ndarray) and got.shape == ())
    is_of_another_kind = is_number and np.iscomplexobj(got) and not np.iscomplexobj(want)
    if not is_number or isinstance(got, bool | np.bool_) or is_of_another_kind:
        return f"{name} is {_quoted(got)}, should be the number {want}", _cure(got, want)
    if isinstance(want, int | np.integer):
        is_right = bool(got == want)
    else:
        try:
            number = complex(got)
        except OverflowError:  # a whole number beyond the range of floats
            number = complex("inf" if got > 0 else "-inf")
        with np.errstate(all="ignore"):
            is_right = bool(np.isclose(number, want, rtol=rtol, atol=atol, equal_nan=True))
    return None if is_right else (f"{name} is {_quoted(got)}, should be {_quoted(want)}", "")


def _array_difference(got: Any, want: np.ndarray, name: str, rtol: float, atol: float) -> _Found:
    if want.dtype.kind in "iuf":
        try:
            _closely(got, np.asarray(want, dtype=np.float64), "", None, name, rtol, atol)
        except Mismatch as mismatch:
            return mismatch.message, mismatch.hint
        return None
    if not isinstance(got, np.ndarray) or got.shape != want.shape:
        return f"{name} should be {describe(want)}, not {describe(got)}", _forgot_return(got)
    return _difference(got.tolist(), want.tolist(), name, rtol, atol)


def _set_difference(got: Any, want: set[Any] | frozenset[Any], name: str) -> _Found:
    if not isinstance(got, set | frozenset):
        cure = "{...} with colons is a dict, set() an empty set" if isinstance(got, dict) else _forgot_return(got)
        return f"{name} should be a set, not {describe(got)}", cure
    kind = _dataclass_of(want)
    got = {_as_a(kind, member) for member in got}
    missing, extra = _in_order(want - got), _in_order(got - want)
    if missing:
        others = f" and {_count(len(missing) - 1, 'other')}" if len(missing) > 1 else ""
        also = f", and has {_quoted(extra[0])} too many" if extra else ""
        return f"{name} lacks {_quoted(missing[0])}{others}{also}", ""
    if extra:
        return f"{name} has {_quoted(extra[0])}, which should not be in it", ""
    return _truth_difference(got, want, name)


def _truth_difference(got: Collection[Any], want: Collection[Any], name: str) -> _Found:
    """Tell True from 1, and False from 0, which are the same member of a set and the same key."""
    wanted = {member: member for member in want}
    for member in got:
        right = wanted.get(member, member)
        if isinstance(member, bool | np.bool_) != isinstance(right, bool | np.bool_):
            return f"{name} has {_quoted(member)}, should have {_quoted(right)}", ""
    return None


def _dict_difference(got: Any, want: Mapping[Any, Any], name: str, rtol: float, atol: float) -> _Found:
    if not isinstance(got, Mapping):
        return f"{name} should be a dict, not {describe(got)}", _forgot_return(got)
    kind = _dataclass_of(want)
    got = {_as_a(kind, key): value for key, value in got.items()}
    for key in want:
        if key not in got:
            same = next((other for other in list(got)[:1000] if str(other) == str(key)), None)
            has = ", ".join(_quoted(other) for other in list(got)[:6]) or "no key at all"
            kinds = f"; its key {_quoted(same)} is of type {type(same).__name__}" if same is not None else ""
            return f"{name} has no key {_quoted(key)}; it has {has}{kinds}", ""
    if extra := [key for key in got if key not in want]:
        return f"{name} has the key {_quoted(extra[0])}, which should not be there", ""
    if found := _truth_difference(got, want, f"{name}, among its keys,"):
        return found
    return _first(_difference(got[key], want[key], _inside(name, f"[{key!r}]"), rtol, atol) for key in want)


def _dataclass_of(members: Collection[Any]) -> Any:
    """Return the one dataclass that wanted members of a set, or keys, are of; None if there is none."""
    kinds = {type(member) for member in members if hasattr(member, "__dataclass_fields__")}
    return kinds.pop() if len(kinds) == 1 else None


def _as_a(kind: Any, value: Any) -> Any:
    """Return a member of a set, or a key, as an instance of a dataclass of the suite's, if it can be one.

    The class that a hand-in writes is another one, so that its instances never count as equal.
    """
    if kind is None or type(value) in _NEVER_OBJECTS:
        return value
    try:
        fields = {name: getattr(value, name) for name, field in kind.__dataclass_fields__.items() if field.init}
    except AttributeError:
        return value
    try:
        made = kind(**fields)
        hash(made)
    except Exception:  # fields that the suite's own class does not take, or that no member of a set may have
        return value
    return made


def _sequence_difference(got: Any, want: Sequence[Any], name: str, rtol: float, atol: float) -> _Found:
    kind = list if isinstance(want, list) else tuple
    if not isinstance(got, kind):
        if isinstance(got, Iterator):
            cure = "list(...) makes a list of it"
        elif isinstance(got, list | tuple) and kind is tuple:
            cure = "(a, b) is a tuple, [a, b] a list"
        else:
            cure = _forgot_return(got)
        return f"{name} is {describe(got)}, should be a {kind.__name__} of {len(want)}", cure
    if len(got) == len(want):
        parts = enumerate(zip(got, want, strict=True))
        found = _first(_difference(a, b, _inside(name, f"[{i}]"), rtol, atol) for i, (a, b) in parts)
        if found and name and 1 < len(want) <= _MOST_PARTS and _is_reordered(got, want, rtol, atol):
            return f"{found[0]}; the entries are right, but in another order", found[1]
        return found
    size = f"{name} has {_count(len(got), 'entry')}, should have {len(want)}"
    for i, (a, b) in enumerate(zip(got, want, strict=False)):
        if found := _difference(a, b, _inside(name, f"[{i}]"), rtol, atol):
            return f"{size}; {found[0]}", ""
    longer = want if len(want) > len(got) else got
    at, what = min(len(got), len(want)), "is missing" if longer is want else "is too many"
    return f"{size}; {_quoted(longer[at])} {what}", ""


def _attribute_difference(got: Any, want: Any, fields: Sequence[str], name: str, rtol: float, atol: float) -> _Found:
    for field in fields:
        try:
            value = getattr(got, field)
        except AttributeError:
            kind = type(want).__name__
            a = "an" if kind[0] in "AEIOU" else "a"
            return f"{name} should be {a} {kind} with {', '.join(fields)}, and {describe(got)} has no {field}", ""
        if found := _difference(value, getattr(want, field), _inside(name, f".{field}"), rtol, atol):
            return found
    return None


def _table_difference(got: Any, want: Any, name: str, rtol: float, atol: float) -> _Found:
    """Compare a DataFrame, a Series or an Index of pandas: its labels first, then its values, column by column."""
    kind = type(want).__name__
    if not _is_of_pandas(got) or any(hasattr(got, part) != hasattr(want, part) for part in _PARTS_OF_TABLES):
        return f"{name} should be a {kind}, not {_kind_of(got)}", _forgot_return(got)
    if not hasattr(want, "tolist") and not hasattr(want, "columns"):  # one moment
        return None if got == want else (f"{name} is {_quoted(got)}, should be {_quoted(want)}", "")
    if not hasattr(want, "index"):
        if len(got) != len(want):
            return f"{name} has {_count(len(got), 'entry')}, should have {len(want)}", ""
        return _sequence_difference(got.tolist(), want.tolist(), name, rtol, atol)
    if not hasattr(want, "columns"):
        return _column_difference(got, want, name, rtol, atol)
    has, should = list(got.columns), list(want.columns)
    if has != should:
        lacks = [column for column in should if column not in has]
        extra = [column for column in has if column not in should]
        if lacks:
            return f"{name} has no column {_quoted(lacks[0])}; its columns are {_quoted(has)}", ""
        if extra:
            return f"{name} has the column {_quoted(extra[0])}, which should not be there", ""
        return f"{name} has the columns {_quoted(has)}, should have them in the order {_quoted(should)}", ""
    if len(got) != len(want):
        return f"{name} has {_count(len(got), 'row')}, should have {len(want)}", ""
    short = _short_name(name)
    return _first(_column_difference(got[c], want[c], f"{short}[{c!r}]", rtol, atol) for c in dict.fromkeys(should))


def _column_difference(got: Any, want: Any, name: str, rtol: float, atol: float) -> _Found:
    if hasattr(want, "columns"):  # two columns of one name
        return None if got.equals(want) else (f"{name} stands twice, and differs", "")
    labels, wanted = got.index.tolist(), want.index.tolist()
    if len(labels) != len(wanted):
        return f"{name} has {_count(len(labels), 'row')}, should have {len(wanted)}", ""
    if found := _sequence_difference(labels, wanted, f"{_short_name(name)}.index", rtol, atol):
        return found[0], found[1] or "is the index what the docstring promises? reset_index() numbers the rows anew"
    for row, (a, b) in enumerate(zip(got.tolist(), want.tolist(), strict=True)):
        is_gap = b is None or (isinstance(b, float) and b != b) or type(b).__name__ in ("NaTType", "NAType")
        if is_gap:
            same = a is None or (isinstance(a, float) and a != a) or type(a).__name__ in ("NaTType", "NAType")
            found = None if same else (f"{name} in row {row} is {_quoted(a)}, should be missing (nan)", "")
        else:
            found = _difference(a, b, f"{name} in row {row}", rtol, atol)
        if found:
            return found
    return None


def _first(found: Iterator[_Found]) -> _Found:
    return next((one for one in found if one), None)


def _is_reordered(got: Sequence[Any], want: Sequence[Any], rtol: float, atol: float) -> bool:
    left = list(want)
    for value in got:
        at = next((i for i, other in enumerate(left) if _difference(value, other, "", rtol, atol) is None), None)
        if at is None:
            return False
        del left[at]
    return True


def _text_difference(got: str, want: str, name: str) -> str:
    """Say where two texts differ: the line, where they have several."""
    if got.split() == want.split():
        why = "; only spaces and line ends differ"
    elif got.casefold() == want.casefold():
        why = "; only capital and small letters differ"
    else:
        why = ""
    has, should = got.split("\n"), want.split("\n")
    if len(should) == 1 and len(has) == 1:
        return f"{name} is {_quoted(got)}, should be {_quoted(want)}{why}"
    at = next((i for i, (a, b) in enumerate(zip(has, should, strict=False)) if a != b), min(len(has), len(should)))
    if at >= len(has):
        return (
            f"{name} has {_count(len(has), 'line')}, should have {len(should)}; {_quoted(should[at])} is missing{why}"
        )
    if at >= len(should):
        return f"{name} has {_count(len(has), 'line')}, should have {len(should)}; {_quoted(has[at])} is too many{why}"
    return f"{name}: line {at + 1} is {_quoted(has[at])}, should be {_quoted(should[at])}{why}"


def _cure(got: Any, want: Any) -> str:
    if got is None:
        return _forgot_return(got)
    if isinstance(want, bool | np.bool_) and isinstance(got, str):
        return "True and False are written without quotation marks"
    if isinstance(got, str) and not isinstance(want, str) and got == str(want):
        return "text is no number: are there quotation marks too many?"
    if isinstance(want, str) and isinstance(got, int | float | np.number) and str(got) == want:
        return "str(...) makes text of a number"
    return ""


def _as_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).rstrip("\n")


def _in_order(values: Any) -> list[Any]:
    """Return the members of a set in an order that is the same in every run."""
    return sorted(values, key=lambda value: (type(value).__name__, repr(value)))


def _short_name(name: str) -> str:
    return name.removeprefix("the ")


def _inside(name: str, place: str) -> str:
    """Name a part of a value; where no name is wanted, only whether two values differ, there is none for its parts."""
    return f"{_short_name(name)}{place}" if name else ""


def _quoted(value: Any) -> str:
    if isinstance(value, np.generic):
        value = value.item()
    text = _shown(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}..."


def _shown(value: Any) -> str:
    try:
        return _ADDRESS.sub("", repr(value))
    except Exception:  # a student's own __repr__ may raise anything
        return f"a {type(value).__name__}"


def _is_of_pandas(value: Any) -> bool:
    return any(kind.__module__.partition(".")[0] == "pandas" for kind in type(value).__mro__)


def _kind_of(value: Any) -> str:
    return f"a {type(value).__name__}" if _is_of_pandas(value) else describe(value)


# What a function draws with matplotlib: read from the figures themselves, not from the calls that made them.

_WORDS = {"title": "title", "xlabel": "label of the x-axis", "ylabel": "label of the y-axis"}
_SCALES = {"xscale": "scale of the x-axis", "yscale": "scale of the y-axis"}
_TICKS = {"xticks": "texts at the ticks of the x-axis", "yticks": "texts at the ticks of the y-axis"}
_MARKS = {"lines": "line", "points": "scatter", "bars": "row of bars"}
_KEYS = (*_WORDS, *_SCALES, "legend", *_TICKS, *_MARKS)
_PLURALS = {"line": "lines", "scatter": "scatters", "row of bars": "rows of bars"}


def drawn(function: Callable[..., Any], *args: Any, **settings: Any) -> list[dict[str, Any]]:
    """Call a function and return what it draws: one dict for each pair of axes, in the order in which they were made.

    Each has the texts title, xlabel, ylabel, xscale and yscale, the lists of texts legend, xticks and yticks, and the
    lists lines, points (one entry for each scatter) and bars, whose entries are dicts of the arrays x and y and the
    text label. Seen are the figures that pyplot opens during the call, shown or closed or not, and a figure or axes
    that the function returns.
    """
    elsewhere = getattr(function, "what_it_draws", None)  # a hand-in's function draws in its own process
    if elsewhere is not None:
        told = elsewhere(*args, **settings)
        return told if isinstance(told, list) else []
    plt: Any = importlib.import_module("matplotlib.pyplot")  # only who asks for drawings needs it
    kept = plt.get_backend(), plt.show, plt.close, plt.pause
    plt.close("all")
    plt.switch_backend("agg")  # no window opens
    plt.show = plt.close = plt.pause = lambda *_, **__: None
    try:
        result = function(*args, **settings)
        figures = [plt.figure(number) for number in plt.get_fignums()]
        owner = getattr(result, "figure", None) or result  # of axes; newer versions say it of a figure as well
        if hasattr(owner, "get_axes") and owner not in figures:
            figures.append(owner)
        every = [axes for figure in figures for axes in figure.get_axes()]
        return [_drawn_in(axes) for axes in every if axes.get_label() != "<colorbar>"]
    finally:
        backend, plt.show, plt.close, plt.pause = kept
        plt.close("all")
        plt.switch_backend(backend)


def draws(
    function: Callable[..., Any],
    *args: Any,
    want: Mapping[str, Any] | Sequence[Mapping[str, Any]],
    hint: str = "",
    given: Any = None,
    rtol: float = 1e-6,
    atol: float = 1e-9,
    **settings: Any,
) -> list[dict[str, Any]]:
    """Check what a call draws with matplotlib; return it as `drawn` does.

    Args:
        want: what is compared, by the keys of `drawn`, and nothing else; one such dict, or one for each pair of
            axes. Where a text is wanted, True stands for any, and a compiled pattern has to fit somewhere. lines,
            points and bars are a number, or a list of what is wanted of each: its y, or a dict with some of x, y and
            label. They may come in any order, and so may the legend.
    """
    __tracebackhide__ = True
    wanted = [want] if isinstance(want, Mapping) else list(want)
    for axes in wanted:
        if unknown := axes.keys() - {*_KEYS}:
            known = ", ".join(_KEYS)
            raise TypeError(f"expect.draws compares {known}, and no {sorted(unknown)[0]!r}")
    has = drawn(function, *args, **settings)
    if not has:
        _fail("the call draws nothing", "is there a plt.plot(...) or ax.plot(...) inside of the function?", given)
    if len(has) != len(wanted):
        _fail(f"the call draws {_count(len(has), 'pair')} of axes, should draw {len(wanted)}", hint, given)
    for number, (axes, should) in enumerate(zip(has, wanted, strict=True), 1):
        name = "the figure" if len(wanted) == 1 else f"the pair of axes number {number}"
        if found := _first(_drawing_difference(axes, key, should[key], name, rtol, atol) for key in should):
            _fail(found[0], found[1] or hint, given)
    return has


def _drawn_in(axes: Any) -> dict[str, Any]:
    legend = axes.get_legend()
    points = [mark for mark in axes.collections if type(mark).__name__ == "PathCollection"]  # fill_between is another
    bars = [mark for mark in axes.containers if hasattr(mark, "patches")]
    return {
        "title": axes.get_title(),
        "xlabel": axes.get_xlabel(),
        "ylabel": axes.get_ylabel(),
        "xscale": axes.get_xscale(),
        "yscale": axes.get_yscale(),
        "legend": [] if legend is None else [text.get_text() for text in legend.get_texts()],
        "xticks": [text.get_text() for text in axes.get_xticklabels()],
        "yticks": [text.get_text() for text in axes.get_yticklabels()],
        "lines": [_mark(line.get_xdata(orig=False), line.get_ydata(orig=False), line) for line in axes.get_lines()],
        "points": [_mark(*_places(mark), mark) for mark in points],
        "bars": [_mark(*_bars(mark.patches, getattr(mark, "orientation", "")), mark) for mark in bars],
    }


def _places(points: Any) -> tuple[Any, Any]:
    places = np.asarray(points.get_offsets(), dtype=float).reshape(-1, 2)
    return places[:, 0], places[:, 1]


def _bars(patches: Sequence[Any], orientation: str | None) -> tuple[list[float], list[float]]:
    """Return where bars stand and how long they are, whichever way they lie."""
    if orientation == "horizontal":
        return [bar.get_y() + bar.get_height() / 2 for bar in patches], [bar.get_width() for bar in patches]
    return [bar.get_x() + bar.get_width() / 2 for bar in patches], [bar.get_height() for bar in patches]


def _mark(x: Any, y: Any, mark: Any) -> dict[str, Any]:
    label = str(mark.get_label() or "")
    label = "" if label.startswith("_") else label  # matplotlib's own name for what has none
    return {"x": np.array(x, dtype=float), "y": np.array(y, dtype=float), "label": label}


def _drawing_difference(axes: Any, key: str, want: Any, name: str, rtol: float, atol: float) -> _Found:
    if not isinstance(axes, Mapping) or key not in axes:  # only who wants to mislead us brings that about
        return f"{name} cannot be read", ""
    if key in _MARKS:
        return _marks_difference(axes[key], want, _MARKS[key], name, rtol, atol)
    if key == "legend":
        return _legend_difference(axes[key], want, name)
    if key in _TICKS:
        return _difference(axes[key], want, f"{name}'s {_TICKS[key]}", rtol, atol)
    got, what = axes[key], {**_WORDS, **_SCALES}[key]
    if not isinstance(got, str):
        return f"the {what} is {_quoted(got)}, should be text", ""
    where = "" if name == "the figure" else f" of {name.removeprefix('the ')}"
    if not got.strip():
        should = "one" if want is True else _quoted(getattr(want, "pattern", want))
        return f"{name} has no {what}, should have {should}", f"is there a plt.{key}(...), or an ax.set_{key}(...)?"
    if isinstance(want, re.Pattern):
        fits = want.search(got)
        return None if fits else (f"the {what}{where} is {_quoted(got)}, should have {want.pattern!r} in it", "")
    if want is True or got.split() == str(want).split():
        return None
    return _text_difference(got, str(want), f"the {what}{where}"), ""


def _legend_difference(got: Any, want: Sequence[str], name: str) -> _Found:
    if not isinstance(got, list) or not all(isinstance(text, str) for text in got):
        return f"{name}'s legend cannot be read", ""
    if not got and want:
        cure = "labels are shown once plt.legend() or ax.legend() is called: is it, after the last line?"
        return f"{name} has no legend, should have one with {', '.join(map(_quoted, want))}", cure
    has, should = Counter(got), Counter(want)
    missing = next(iter(should - has), None)
    if missing is not None:
        return f"the legend lacks {_quoted(missing)}; it has {', '.join(map(_quoted, got[:_MOST_PARTS]))}"[:300], ""
    extra = next((text for text in got if has[text] > should[text]), None)
    if extra is not None:
        return f"the legend has {_quoted(extra)}, which is too many", ""
    return None


def _marks_difference(got: Any, want: Any, kind: str, name: str, rtol: float, atol: float) -> _Found:
    """Compare lines with those that are wanted, in any order; of those that fit none, the first is told of."""
    count = want if isinstance(want, int) else len(want)
    if not isinstance(got, list) or not all(isinstance(m, Mapping) and {"x", "y", "label"} <= m.keys() for m in got):
        return f"{name}'s {kind}s cannot be read", ""
    if len(got) != count:
        return f"{name} has {len(got)} {kind if len(got) == 1 else _PLURALS[kind]}, should have {count}", ""
    if isinstance(want, int):
        return None
    left = list(enumerate(got, 1))
    wrong = []
    marks = [wanted if isinstance(wanted, Mapping) else {"y": wanted} for wanted in want]
    for mark in sorted(
        marks, key=len, reverse=True
    ):  # who asks for most first: else another takes the only one that fits
        fit = next((one for one in left if _mark_difference(one, mark, kind, rtol, atol) is None), None)
        if fit:
            left.remove(fit)
        else:
            wrong.append(mark)
    if not wrong:
        return None
    of_its_name = [one for one in left if "label" in wrong[0] and one[1]["label"] == wrong[0]["label"]]
    return _mark_difference((of_its_name or left)[0], wrong[0], kind, rtol, atol)


def _mark_difference(
    numbered: tuple[int, Mapping[str, Any]], want: Mapping[str, Any], kind: str, rtol: float, atol: float
) -> _Found:
    number, got = numbered
    called = f"{kind} {number}" + (f" ({got['label']!r})"[:_SHORT] if got["label"] else "")
    if "label" in want and got["label"] != want["label"]:
        if not got["label"]:
            cure = "a line gets its name where it is drawn: plot(x, y, label=...)"
            return f"{called} has no label, should have {_quoted(want['label'])}", cure
        return f"the label of {kind} {number} is {_quoted(got['label'])}, should be {_quoted(want['label'])}", ""
    axes = {axis: np.asarray(want[axis], dtype=float) for axis in ("x", "y") if axis in want}
    if (
        len(axes) == 2
        and all(_about_equal(got[a], axes[b]) for a, b in ("xy", "yx"))
        and any(not _about_equal(got[axis], axes[axis]) for axis in axes)
    ):
        return f"{called} has x and y exchanged", "plot(x, y): which of them goes along the bottom?"
    for axis, should in axes.items():
        if np.ndim(got[axis]) == 1 and np.size(got[axis]) != should.size:
            return f"{called} has {_count(np.size(got[axis]), 'point')}, should have {should.size}", ""
        if found := _array_difference(got[axis], should, f"the {axis} of {called}", rtol, atol):
            return found
    return None
