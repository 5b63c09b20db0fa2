"""Results that differ from the right ones in one regular way: by a factor, an offset, an order, a number of digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from grader.diagnosis.behaviour import Behaviour, RaisedKind
from grader.diagnosis.evidence import Evidence, numbers_of
from grader.grade.results import Diagnosis

_NEARLY = 1e-3  # the first digits agree
_FEW = 4  # numbers: fewer than that may be a multiple of others by chance


def other_form_of(evidence: Evidence, docstring: str) -> Diagnosis | None:
    """Return how every wrong result is put together otherwise than the right one, or None.

    Args:
        docstring: of the function; keys that stand neither there nor in the arguments are promised to nobody.
    """
    found = _first(_FORMS, _pairs(evidence))
    if found and found.mistake == "other_keys":
        return found if all(_promises_keys(i, evidence, docstring) for i in evidence.wrong) else None
    return found


def _promises_keys(i: int, evidence: Evidence, docstring: str) -> bool:
    """Say whether docstring or arguments name the keys of the right result: a network of any depth has others."""
    given = repr([evidence.recorded[i].request.get(part) for part in ("args", "kwargs")])
    return all(repr(key) in given or f'"{key}"' in docstring for key in evidence.right[i].value)


def deviation_of(evidence: Evidence) -> Diagnosis | None:
    """Return the one regular way in which the numbers of every wrong result differ from the right ones, or None."""
    pairs = _pairs(evidence)
    if _same_number(pairs) and _same_number(_pairs(evidence, of_all=True)):
        return Diagnosis("always_the_same", "The same number comes back every time: what should it depend on?")
    ways = [way for way in _WAYS if way[0] not in _ALWAYS or _is_always_so(_ALWAYS[way[0]], evidence)]
    if _are_labels([want for _, want in pairs]):  # each is another with a sign lost, and off by a constant
        return _first([way for way in ways if way[0] not in _OF_SIZES], pairs)
    if not any(_has_right_digits(got, want) for got, want in pairs):
        ways = [way for way in ways if way[0] != "nearly_right"]
    return _first(ways, pairs) or _offset(pairs)


def _pairs(evidence: Evidence, *, of_all: bool = False) -> list[tuple[Any, Any]]:
    """Return what came and what should have, of every wrong call; nothing where one of them is an exception.

    Args:
        of_all: of the right calls as well, exceptions that are right left out.
    """
    pairs = [(got.value, want.value) for got, want in evidence.both(evidence.wrong)]
    if any(isinstance(value, RaisedKind) for pair in pairs for value in pair):
        return []
    if of_all:
        pairs = [(got.value, want.value) for got, want in evidence.both()]
    return [pair for pair in pairs if not any(isinstance(value, RaisedKind) for value in pair)]


def _is_always_so(change: Callable[[np.ndarray], np.ndarray], evidence: Evidence) -> bool:
    """Say whether what is said of the wrong results holds for the right ones too: else it is not said."""
    pairs = [(numbers_of(got), numbers_of(want)) for got, want in _pairs(evidence, of_all=True)]
    parts = {k for got, want in pairs for k, (x, y) in enumerate(zip(got, want, strict=False)) if not _alike(x, y)}
    seen = [got[k] for got, _ in pairs for k in parts if k < len(got)]
    return sum(np.size(x) for x in seen) >= _FEW and all(_alike(x, change(x)) for x in seen)


def _first(ways: Sequence[_Way], pairs: Sequence[tuple[Any, Any]]) -> Diagnosis | None:
    for name, shows, hint in ways if pairs else ():
        if all(shows(got, want) for got, want in pairs):
            return Diagnosis(name, hint)
    return None


def factor_of(evidence: Evidence) -> Diagnosis | None:
    """Return the factor of every wrong number, the same everywhere or by the same rule; or None."""
    rules: dict[int, set[str]] = {}  # for each part of the results
    numbers = 0
    for i in evidence.wrong:
        got, want = evidence.seen(i), evidence.right[i]
        found = _factors(got.value, want.value)
        if found is None:
            return None
        sizes = _sizes(want)
        for part, (factor, size) in found.items():
            numbers += size
            of_this = {name for name, value in sizes if np.isclose(value, factor, rtol=1e-9, atol=0)}
            if size > 1 or factor in (2, 0.5, -1):  # one number is any factor of any other
                of_this |= {_in_words(factor)}
            part = part if len(found) <= _FEW else 0
            rules[part] = rules.get(part, of_this) & of_this
    if _are_labels([evidence.right[i].value for i in evidence.wrong]):  # each is another times something
        return None
    if not rules or not all(rules.values()) or numbers < _FEW:
        return None
    order = [name for name, _ in _sizes(evidence.right[evidence.wrong[0]])]
    simplest = [
        min(of, key=lambda rule: (order.index(rule) if rule in order else -1, rule)) for _, of in sorted(rules.items())
    ]
    common = set.intersection(*rules.values()) & set(simplest)
    factors = " or ".join(sorted(common)[:1] or dict.fromkeys(simplest))
    return Diagnosis(
        "constant_factor", f"Each wrong number is the right one times {factors}: where is it lost or counted twice?"
    )


def _are_labels(wanted: Sequence[Any]) -> bool:
    return all(np.isin(part, (-1, 0, 1)).all() for value in wanted for part in numbers_of(value))


def _same_number(pairs: Sequence[tuple[Any, Any]]) -> bool:
    """Say whether all wrong results hold one number other than 0, again and again, and the right ones several."""
    got, want = ([n for pair in pairs for part in numbers_of(pair[k]) for n in np.ravel(part)] for k in (0, 1))
    return len(got) >= _FEW and got[0] != 0 and len(set(got)) == 1 and len(set(want)) > 1


def _factors(got: Any, want: Any) -> dict[int, tuple[float, int]] | None:
    """Return the factor of each wrong part, and how many numbers it has; None where there is none."""
    a, b = numbers_of(got), numbers_of(want)
    if len(a) != len(b) or not a or any(x.shape != y.shape for x, y in zip(a, b, strict=True)):
        return None
    factors = {}
    for part, (x, y) in enumerate(zip(a, b, strict=True)):
        if np.allclose(x, y, rtol=1e-9, atol=1e-12, equal_nan=True):
            continue
        if not (np.isfinite(x).all() and np.isfinite(y).all()) or not np.any(y):
            return None
        factor = float(np.vdot(y, x) / np.vdot(y, y))
        if factor == 0 or not np.allclose(x, factor * y, rtol=1e-9, atol=1e-12 * float(np.abs(y).max())):
            return None
        factors[part] = factor, int(np.count_nonzero(y))
    return factors or None


def _in_words(factor: float) -> str:
    short = Fraction(factor).limit_denominator(20)
    if np.isclose(float(short), factor, rtol=1e-12, atol=0):
        return str(short)
    return f"{factor:.6g}"


def _sizes(behaviour: Behaviour) -> list[tuple[str, float]]:
    """Return what a factor may stand for: the lengths of the arguments' axes, and one over them."""
    shapes = [part.shape for part in numbers_of(behaviour.arguments) if part.ndim]
    found: dict[str, float] = {}
    if shapes:
        found["n, the number of examples"] = shapes[0][0]
        found["the number of columns"] = next((shape[-1] for shape in shapes if len(shape) > 1), 1)
        found["the number of entries"] = float(np.prod(shapes[0]))
    both = list(found.items())
    over = {"n, the number of examples": "1/n", "the number of columns": "1 over the number of columns"}
    both += [(over.get(name, f"1 over {name}"), 1 / size) for name, size in found.items() if size]
    return both


def _offset(pairs: list[tuple[Any, Any]]) -> Diagnosis | None:
    offsets = []
    for got, want in pairs:
        a, b = numbers_of(got), numbers_of(want)
        if len(a) != 1 or len(b) != 1 or a[0].shape != b[0].shape:
            return None
        with np.errstate(all="ignore"):
            difference = a[0].astype(float) - b[0]
        if not difference.size or not np.isfinite(difference).all():
            return None
        offsets += difference.ravel().tolist()
    middle = float(np.median(offsets)) if offsets else 0.0
    if len(offsets) < 4 or middle == 0 or not np.allclose(offsets, middle, rtol=1e-6, atol=1e-12):
        return None
    side = "large" if middle > 0 else "small"
    return Diagnosis("offset", f"Every wrong number is too {side} by {abs(middle):.4g}: where does that come from?")


def _other_digits(got: Any, want: Any) -> bool:
    """Say whether all numbers agree in their first digits, and some differ in later ones."""
    a, b = numbers_of(got), numbers_of(want)
    if len(a) != len(b) or not a or any(x.shape != y.shape for x, y in zip(a, b, strict=True)):
        return False
    with np.errstate(all="ignore"):
        return all(
            np.allclose(x, y, rtol=_NEARLY, atol=1e-7 * float(np.abs(y).max(initial=0)), equal_nan=True)
            for x, y in zip(a, b, strict=True)
        )


def _has_right_digits(got: Any, want: Any) -> bool:
    """Say whether a number that is wrong agrees in its first digits: 0 for a tiny number has none that are right."""
    with np.errstate(all="ignore"):
        return any(
            x.shape == y.shape and (~np.isclose(x, y, rtol=1e-9, atol=0) & np.isclose(x, y, rtol=_NEARLY, atol=0)).any()
            for x, y in zip(numbers_of(got), numbers_of(want), strict=False)
        )


def _one_array(got: Any, want: Any) -> bool:
    return isinstance(got, np.ndarray) and isinstance(want, np.ndarray)


def _transposed(got: Any, want: Any) -> bool:
    a, b = numbers_of(got), numbers_of(want)
    return len(a) == len(b) and all(_alike(x, y) or (y.ndim > 1 and _alike(x, y.T)) for x, y in zip(a, b, strict=True))


def _turned_over(got: Any, want: Any) -> bool:
    return _one_array(got, want) and got.shape == want.shape and got.ndim and _alike(got, want[::-1])


def _absolute(got: Any, want: Any) -> bool:
    return _each(got, want, np.abs)


def _without_negatives(x: np.ndarray) -> np.ndarray:
    return np.asarray(np.maximum(x, 0))


def _never_negative(got: Any, want: Any) -> bool:
    return _each(got, want, _without_negatives)


def _cut_off(got: Any, want: Any) -> bool:
    return _each(got, want, np.trunc)


def _all_zero(got: Any, want: Any) -> bool:
    a, b = numbers_of(got), numbers_of(want)
    return len(a) == len(b) > 0 and not any(np.any(x) or np.shape(x) != np.shape(y) for x, y in zip(a, b, strict=True))


def _one_part_zero(got: Any, want: Any) -> bool:
    a, b = numbers_of(got), numbers_of(want)
    if len(a) != len(b) or len(a) < 2 or any(x.shape != y.shape for x, y in zip(a, b, strict=True)):
        return False
    differ = [(x, y) for x, y in zip(a, b, strict=True) if not _alike(x, y)]
    return bool(differ) and all(not np.any(x) for x, _ in differ)


def _reordered(got: Any, want: Any) -> bool:
    left, parts = numbers_of(want), numbers_of(got)
    if isinstance(want, dict) or len(left) != len(parts) or len(left) < 2:
        return False
    for part in parts:
        found = next((k for k, other in enumerate(left) if _alike(part, other)), None)
        if found is None:
            return False
        left.pop(found)
    return True


def _other_keys(got: Any, want: Any) -> bool:
    return isinstance(got, dict) and isinstance(want, dict) and got.keys() != want.keys()


def _same_numbers_reshaped(got: Any, want: Any) -> bool:
    a, b = numbers_of(got), numbers_of(want)
    if len(a) != len(b) or not a:
        return False
    return all(x.size == y.size and _alike(x.ravel(), y.ravel()) for x, y in zip(a, b, strict=True)) and any(
        x.shape != y.shape for x, y in zip(a, b, strict=True)
    )


def _other_container(got: Any, want: Any) -> bool:
    if got is None and isinstance(want, dict) and not want:  # a state that remembers nothing
        return False
    if _kind(got) != _kind(want):
        return True
    if isinstance(want, tuple | list) and len(got) == len(want):
        return any(_other_container(x, y) for x, y in zip(got, want, strict=True))
    return False


def _other_number_of_parts(got: Any, want: Any) -> bool:
    if not isinstance(got, tuple | list) or not isinstance(want, tuple):  # a list may be a history, as long as it gets
        return False
    return len(got) != len(want) or any(_other_number_of_parts(x, y) for x, y in zip(got, want, strict=True))


def _kind(value: Any) -> str:
    return "row" if isinstance(value, tuple | list) else "dict" if isinstance(value, dict) else "one value"


def _each(got: Any, want: Any, change: Any) -> bool:
    a, b = numbers_of(got), numbers_of(want)
    if len(a) != len(b) or not a:
        return False
    with np.errstate(all="ignore"):
        return all(_alike(x, y) or _alike(x, change(y)) for x, y in zip(a, b, strict=True))


def _alike(x: Any, y: Any) -> bool:
    return bool(np.shape(x) == np.shape(y) and np.allclose(x, y, rtol=1e-9, atol=1e-12, equal_nan=True))


_Way = tuple[str, Callable[[Any, Any], bool], str]
_FORMS: list[_Way] = [
    (
        "other_container",
        _other_container,
        "Does your function return one value, a tuple, a list or a dict? Which one is promised?",
    ),
    ("other_keys", _other_keys, "Which keys does the docstring promise, and which ones has your dict?"),
    (
        "other_number_of_parts",
        _other_number_of_parts,
        "How many values does the docstring promise, and how many does your function return?",
    ),
]
_OF_SIZES = {"sign_lost", "never_negative", "cut_to_whole_numbers"}
_ALWAYS: dict[str, Callable[[np.ndarray], np.ndarray]] = {  # said of all results: this leaves each of them as it is
    "all_zero": np.zeros_like,
    "one_part_zero": np.zeros_like,
    "sign_lost": np.abs,
    "never_negative": _without_negatives,
    "cut_to_whole_numbers": np.trunc,
}
_WAYS: list[_Way] = [
    ("another_order", _reordered, "The values are right, but in which order are they promised?"),
    ("transposed", _transposed, "The numbers are right, but rows and columns have changed places: which comes first?"),
    ("other_shape", _same_numbers_reshaped, "The numbers are right, the shape is not: which one is promised?"),
    ("all_zero", _all_zero, "Only zeros come back: is nothing written into your result, or is it 0 that you work out?"),
    ("one_part_zero", _one_part_zero, "One of the values you return is 0 everywhere: where is it calculated?"),
    ("sign_lost", _absolute, "Your numbers are never negative, and some should be: where is the sign lost?"),
    ("never_negative", _never_negative, "Where a number should be negative yours is 0: what cuts it off?"),
    ("cut_to_whole_numbers", _cut_off, "What stands after the point is lost: which array holds whole numbers?"),
    ("turned_over", _turned_over, "The numbers are right, in the opposite order: where do you begin?"),
    ("nearly_right", _other_digits, "Only the first digits are right: do you round, or add a small number?"),
]  # fmt: skip
