"""Any value that a guest may answer with, as a hypothesis strategy: what frames carry, and what stays there."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pandas
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from grader.sandbox.host.errors import StudentRaised
from grader.sandbox.host.remote import Drawn, Opaque, RemoteObject


class _Shown(Opaque):
    """What stays in the guest, as hypothesis can print it."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


class _Guest:
    """Who is asked for what a stand-in has: the same value every time, or an error."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def get(self, on: RemoteObject, name: str) -> Any:
        if self._answer is None:
            raise StudentRaised("your code raised RuntimeError: no")
        return self._answer

    def operate(self, operator: str, on: RemoteObject, operands: tuple[Any, ...]) -> Any:
        return self.get(on, operator)

    def call_method(self, on: RemoteObject, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self.get(on, name)


class _Object(RemoteObject):
    """What a guest says is an instance of its class, as hypothesis can print it."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


class _Endless(Drawn, _Object):
    """An iterator that gives the same value for ever."""


_NUMBERS = ("?", "i1", "i8", "u1", "u8", "f2", "f4", "f8", "c8", "c16")
_KEYS = st.sampled_from(["", "W1", "b1", "dx", "dW", "v", "m", "s", "t", "x", "\ud800", "n" * 70])

texts = st.text(max_size=4) | st.sampled_from(["W1", "\ud800"])
whole = st.integers(-(2**4095), 2**4095) | st.integers(-3, 3) | st.sampled_from([2**63, 2**64 - 1, -(2**63)])
arrays = st.sampled_from(_NUMBERS).flatmap(
    lambda dtype: of_numpy.arrays(dtype, of_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
large = st.sampled_from([np.empty((1 << 40, 0)), np.zeros((3000, 1, 3000), np.int8), [0.0] * 100_000, "x" * 100_000])
scalars = arrays.filter(lambda array: array.size > 0).map(lambda array: array.ravel()[0])
stays = st.sampled_from([_Shown("set"), _Shown("generator"), _Shown("method")])
plain_keys = st.none() | st.booleans() | whole | st.floats() | texts | st.tuples(whole, texts) | st.frozensets(whole)
objects = st.builds(
    lambda kind, answer, name: kind(_Guest(answer), None, 0, name, ("work", "f")),
    st.sampled_from([_Object, _Endless]),
    st.none() | whole | texts | arrays | stays,
    st.sampled_from(["Point", "\x1b[31m", "n" * 70]),
)
generators = st.builds(random.Random, st.integers(0, 3)) | st.builds(np.random.default_rng, st.integers(0, 3))
leaves: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | whole | st.floats() | st.complex_numbers() | texts | st.binary(max_size=4)
    | arrays | scalars | stays | large | objects | generators | st.sets(plain_keys, max_size=4)
)  # fmt: skip
_ODD_TABLES = {  # by name: hypothesis would print them all
    "nothing": pandas.DataFrame(),
    "rows alone": pandas.DataFrame(index=range(8 << 20)),
    "many columns": pandas.DataFrame(np.zeros((2, 1000))),
    "labels": pandas.Index(["name", "points"]),
    "pairs": pandas.MultiIndex.from_tuples([(1, "a"), (2, "b")]),
    "a moment": pandas.Timestamp(0),
    "a while": pandas.Timedelta(1),
}
labels = st.lists(plain_keys, min_size=2, max_size=2)
_columns: st.SearchStrategy[list[Any]] = st.lists(
    whole | texts | st.none() | arrays | objects | st.lists(texts, max_size=2), min_size=2, max_size=2
) | st.sampled_from([[1.5, float("nan")], [True, None], [pandas.Timestamp(0), pandas.NaT], [pandas.Timedelta(1), 3]])
columns = _columns.map(lambda values: pandas.Series(values, dtype="object" if type(values[0]) in (int, str) else None))
tables: st.SearchStrategy[Any] = (
    columns
    | st.builds(lambda name, row, index: row.set_axis(index).rename(name), plain_keys, columns, labels)
    | st.builds(
        lambda names, left, right, index: pandas.concat([left, right], axis=1).set_axis(names, axis=1).set_axis(index),
        labels | st.sampled_from([["name", "points"], ["points", "name"], ["x", "x"]]), columns, columns, labels,
    )
    | st.sampled_from(sorted(_ODD_TABLES)).map(lambda name: _ODD_TABLES[name])
)  # fmt: skip


@st.composite
def _named(draw: st.DrawFn, name: str) -> Any:
    """Draw from one of these by its name: hypothesis prints strategies whole, each of their parts many times."""
    return draw({"leaf": leaves, "table": tables, "anything": anything}[name])


anything: st.SearchStrategy[Any] = st.recursive(
    _named("leaf") | _named("table"),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(_KEYS, inner, max_size=4)
        | st.dictionaries(plain_keys, inner, max_size=4)
    ),
    max_leaves=8,
)
_marks = st.lists(
    st.fixed_dictionaries(
        {"x": _named("anything"), "y": _named("anything"), "label": st.sampled_from(["train", ""]) | _named("anything")}
    ),
    max_size=3,
)
_texts = st.sampled_from(["epoch", "\x1b[31m", ""]) | _named("anything")
_words = st.lists(st.sampled_from(["train", "test"]), max_size=3) | _named("anything")
_axes = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("title", "xlabel", "ylabel", "xscale", "yscale"), _texts),
        **dict.fromkeys(("legend", "xticks", "yticks"), _words),
        **dict.fromkeys(("lines", "points", "bars"), _marks | _named("anything")),
    },
)
drawings: st.SearchStrategy[Any] = st.lists(_axes | _named("anything"), max_size=2) | _named("anything")
