"""A table of pandas as plain values: its labels, and each column as an array or a list with the name of its type.

pandas is never imported for its own sake: a process that has no table needs none.
"""

from __future__ import annotations

import importlib
import re
import sys
from typing import Any

import numpy as np

_KINDS = ("DataFrame", "Series", "Index", "RangeIndex", "DatetimeIndex", "MultiIndex", "Timestamp", "Timedelta")
_MOMENTS = frozenset(f"{kind}64[{unit}]" for kind in ("datetime", "timedelta") for unit in ("s", "ms", "us", "ns"))
_NULLABLE = frozenset(f"{kind}{bits}" for kind in ("Int", "UInt") for bits in (8, 16, 32, 64))
_AS_LISTS = frozenset(("object", "str", "string", "category", "boolean", "Float64", "Float32", *_NULLABLE))
_WRITTEN = {  # as isoformat writes them: of anything else, such as "now", pandas would make what it takes it for
    "Timestamp": re.compile(r"-?\d{4,9}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?"),
    "Timedelta": re.compile(r"P-?\d{1,12}DT\d{1,2}H\d{1,2}M\d{1,2}(?:\.\d{1,9})?S"),
}
_MOST_COLUMNS = 1_000
_MOST_ROWS = 8 << 20  # as many numbers as one message holds


class TableError(ValueError):
    """Parts that make no table, or a table that no frame can carry."""


def is_table(value: Any) -> bool:
    """Say whether this is a table, a column, labels, or a moment of pandas, and no subclass of the student's."""
    kind = type(value)
    return kind.__name__ in _KINDS and kind.__module__.partition(".")[0] == "pandas"


def taken_apart(value: Any) -> list[Any]:
    """Return the parts of a table, which `put_together` takes.

    Raises:
        TableError: it has a column of a type that is not listed, or too many columns.
    """
    match type(value).__name__:
        case "DataFrame":
            if value.shape[1] > _MOST_COLUMNS:
                raise TableError(f"a table of {value.shape[1]:,} columns")
            columns = [_column(value.iloc[:, at]) for at in range(value.shape[1])]
            return ["DataFrame", _labels(value.columns), _labels(value.index), columns]
        case "Series":
            return ["Series", value.name, _labels(value.index), _column(value)]
        case "Timestamp" | "Timedelta" as kind:
            if getattr(value, "tz", None) is not None:
                raise TableError("a moment with a time zone")
            return [kind, value.isoformat()]
        case _:
            return ["Index", _labels(value)]


def put_together(parts: Any) -> Any:
    """Return the table of these parts.

    Raises:
        TableError: they are no such parts, or there is no pandas here.
    """
    try:
        pandas: Any = sys.modules.get("pandas") or importlib.import_module("pandas")
    except ImportError:
        raise TableError("a table, and no pandas here") from None
    try:
        match parts:
            case ["DataFrame", columns, index, list(data)] if len(data) <= _MOST_COLUMNS:
                rows = _index(pandas, index)
                made = {at: _series(pandas, column, rows) for at, column in enumerate(data)}
                table = pandas.DataFrame(made, index=rows)
                table.columns = _index(pandas, columns)
                return table
            case ["Series", name, index, column]:
                hash(name)
                return _series(pandas, column, _index(pandas, index)).rename(name)
            case ["Index", labels]:
                return _index(pandas, labels)
            case ["Timestamp" | "Timedelta" as kind, str(text)] if _WRITTEN[kind].fullmatch(text):
                return getattr(pandas, kind)(text)
    except TableError:
        raise
    except Exception as error:  # what pandas says of parts that do not fit together
        raise TableError(f"no table: {type(error).__name__}") from None
    raise TableError("no table")


def _column(series: Any) -> list[Any]:
    name = str(series.dtype)
    if series.dtype.__class__.__module__.startswith("numpy"):
        if name in _MOMENTS:
            return [name, series.to_numpy().view(np.int64)]
        if series.dtype.kind in "biufc":
            return [name, np.array(series.to_numpy())]
    if name not in _AS_LISTS:
        raise TableError(f"a column of type {name}")
    return [name, [None if _is_gap(value) else value for value in series.tolist()]]


def _labels(index: Any) -> list[Any]:
    """Return [kind, names, labels]."""
    names = list(index.names)
    if type(index).__name__ == "RangeIndex":
        return ["range", names, [index.start, index.stop, index.step]]
    if type(index).__name__ == "MultiIndex":
        return ["tuples", names, index.tolist()]
    return ["plain", names, _column(index.to_series())]


def _index(pandas: Any, labels: Any) -> Any:
    kind, names, data = labels
    for name in names:
        hash(name)
    match kind:
        case "range":
            start, stop, step = data
            if len(range(start, stop, step)) > _MOST_ROWS:  # it takes no room until somebody looks
                raise TableError("labels for too many rows")
            return pandas.RangeIndex(start, stop, step, name=names[0])
        case "tuples":
            return pandas.MultiIndex.from_tuples(data, names=names)
        case "plain":
            return pandas.Index(_values(pandas, data), name=names[0])
    raise TableError("no labels")


def _series(pandas: Any, column: Any, index: Any) -> Any:
    values = _values(pandas, column)
    if len(values) != len(index):  # before pandas repeats or fills anything
        raise TableError("a column of another length than its labels")
    values.index = index
    return values


def _values(pandas: Any, column: Any) -> Any:
    name, values = column
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            raise TableError("a column is a row of values")
        if name in _MOMENTS:
            values = values.astype(np.int64, copy=False).view(np.dtype(name))
        return pandas.Series(values)
    if name not in _AS_LISTS or type(values) is not list:
        raise TableError("a column of an unknown type")
    return pandas.Series(values, dtype=name)


def _is_gap(value: Any) -> bool:
    return value is None or type(value).__name__ in ("NaTType", "NAType") or (type(value) is float and value != value)
