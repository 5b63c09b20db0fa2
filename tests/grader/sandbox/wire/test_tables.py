"""Tables of pandas between grader and guest: what is sent arrives, and a forged one is one kind of error."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from grader.sandbox.wire import frames, tables
from tests.grader.sandbox.wire.handmade import extension, framed

pandas = pytest.importorskip("pandas")

TABLE = pandas.DataFrame(
    {
        "name": ["ada", None, "hopper"],
        "points": [1.5, float("nan"), 3.0],
        "count": [1, 2, 3],
        "right": [True, False, True],
        "when": pandas.to_datetime(["2027-01-31", None, "2027-02-01"]),
        "took": pandas.to_timedelta(["1 day", "2 h", None]),
        "group": pandas.Categorical(["a", "b", "a"]),
        "maybe": pandas.array([1, None, 3], dtype="Int64"),
        "mixed": [1, "a", (2, 3)],
    }
)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(TABLE, id="every type"),
        pytest.param(TABLE.iloc[:0], id="no rows"),
        pytest.param(pandas.DataFrame(), id="nothing"),
        pytest.param(TABLE.set_index("name"), id="labels of text"),
        pytest.param(TABLE.set_index(["name", "count"]), id="two labels"),
        pytest.param(TABLE.iloc[::2], id="a part"),
        pytest.param(pandas.concat([TABLE, TABLE]), id="labels that stand twice"),
        pytest.param(TABLE.set_index("when")["points"], id="a column by moments"),
        pytest.param(TABLE.groupby("group", observed=True)["count"].sum(), id="groups"),
        pytest.param(pandas.DataFrame([[1, 2], [3, 4]], columns=["x", "x"]), id="two columns of one name"),
        pytest.param(pandas.pivot_table(TABLE, index="name", columns="right", values="count"), id="a pivot"),
        pytest.param(pandas.Timestamp("2027-01-31 10:00"), id="a moment"),
        pytest.param(pandas.Timestamp.min, id="the first moment"),
        pytest.param(pandas.Timedelta("-1 days +2:03:04.5"), id="a time that passes backwards"),
        pytest.param(pandas.Timedelta.max, id="the longest time"),
        pytest.param(TABLE.columns, id="labels alone"),
    ],
)
def test_a_table_arrives_as_it_was_sent(value):
    came = frames.decode(frames.encode([value]))[0]

    assert type(came) is type(value)
    if isinstance(value, pandas.DataFrame):
        pandas.testing.assert_frame_equal(came, value, check_index_type=False, check_categorical=False)
        assert list(came.dtypes.astype(str)) == list(value.dtypes.astype(str))
    elif isinstance(value, pandas.Series):
        pandas.testing.assert_series_equal(came, value, check_index_type=False, check_freq=False)
    else:
        assert came.equals(value) if isinstance(value, pandas.Index) else came == value
    assert frames.encode([came]) == frames.encode([value])


def test_what_no_list_names_is_refused_in_words():
    with pytest.raises(frames.FrameError, match="a column of type datetime64"):
        frames.encode(pandas.DataFrame({"t": pandas.to_datetime(["2027-01-31"], utc=True)}))
    with pytest.raises(frames.FrameError, match="1,001 columns"):
        frames.encode(pandas.DataFrame(np.zeros((1, 1001))))


@pytest.mark.parametrize("text", ["now", "today", "2020", "1", "2020-01-01T00:00:00+01:00", "01/02/03", ""])
@pytest.mark.parametrize("kind", ["Timestamp", "Timedelta"])
def test_no_moment_is_guessed(kind, text):
    with pytest.raises(frames.FrameError, match="TableError"):
        frames.decode(framed(extension("TABLE", [kind, text])))


def test_damaged_parts_are_a_table_or_a_frame_error():
    dice = random.Random(1)
    junk: list[Any] = [
        "DataFrame",
        "Series",
        "Index",
        "object",
        "range",
        None,
        -1,
        10**12,
        [],
        {},
        [1, 2],
        np.zeros(2),
        "x" * 50,
    ]

    def damaged(value):
        if dice.random() < 0.08:
            return dice.choice(junk)
        return [damaged(item) for item in value] if isinstance(value, list) else value

    parts = [tables.taken_apart(value) for value in (TABLE, TABLE["points"], TABLE.set_index(["name", "count"]))]
    for _ in range(400):
        message = damaged(dice.choice(parts))
        raw = frames.encode(message)
        header, _ = frames.sizes(raw[: frames.PREAMBLE.size])
        start = frames.PREAMBLE.size
        forged = framed(extension("TABLE", raw[start:][:header]), raw[start + header :])
        try:
            came = frames.decode(forged)
        except frames.FrameError:
            continue
        assert tables.is_table(came)


def test_labels_that_take_room_only_when_looked_at_are_refused():
    with pytest.raises(frames.FrameError, match="TableError"):
        frames.decode(framed(extension("TABLE", ["Index", ["range", [None], [0, 10**12, 1]]])))
