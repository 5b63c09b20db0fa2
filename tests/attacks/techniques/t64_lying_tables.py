"""Tables that lie

Tried: answer with tables of ragged, huge or nested columns, thousands of columns, labels that are lists or escape
codes or stand a million times, rows that take no room until somebody looks, moments out of range, cells that are
arrays, tables or objects that answer slowly; and claim that an argument has become one of those.

Stopped: a table travels as its labels and columns, each checked for its type, number and length before pandas sees it,
and counts of members with one hash are capped. What a suite does with such a table, right answers show not to be its
fault.
"""

BODY = r"""
import gc
import numpy as np
import pandas as pd

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")
TURN = [0]

class Slow:
    def __getattr__(self, name):
        raise KeyError(name)

BIG = np.zeros(1_000_000, np.int8)
KINDS = [
    lambda t: pd.DataFrame({n: [1] for n in range(5_000)}),
    lambda t: pd.DataFrame({n: [1] for n in range(1_000)}),
    lambda t: pd.DataFrame({"name": BIG, "group": BIG, "points": BIG}),
    lambda t: pd.DataFrame(index=range(8_000_000)),
    lambda t: pd.DataFrame({"name": [[1], [2, 3]], "group": [t, t], "points": [{"x": 1}, {1, 2}]}),
    lambda t: pd.DataFrame({"name": [np.zeros(3), np.zeros((2, 2))], "group": [Slow(), Slow()], "points": [1j, None]}),
    lambda t: t.set_axis(["\x1b[31m", "\u202e", "\x00"], axis=1),
    lambda t: t.set_axis(["name", "name", "name"], axis=1),
    lambda t: t.set_axis([("group", "points"), None, float("nan")], axis=1),
    lambda t: t.set_axis([1] * len(t)),
    lambda t: pd.concat([t] * 20_000),
    lambda t: t["points"],
    lambda t: t.columns,
    lambda t: pd.Timestamp("2262-04-11"),
    lambda t: pd.DataFrame({"name": pd.to_datetime(["1700-01-01"] * 2), "group": pd.NaT, "points": pd.Timedelta.max}),
    lambda t: pd.DataFrame({"name": pd.Categorical(["a"] * 2), "group": pd.array([None, 1]), "points": ["x", 2**4000]}),
    lambda t: t.to_dict(),
    lambda t: [t, t],
    lambda t: t.astype("string"),
    lambda t: pd.DataFrame({"name": ["\ud800"] * 2, "group": ["x" * 900_000] * 2, "points": [b"", ()]}),
    lambda t: t.T,
    lambda t: pd.MultiIndex.from_product([range(300), range(300)]).to_frame(),
    lambda t: t.assign(group=[n * (2**61 - 1) for n in range(1, len(t) + 1)]),
    lambda t: pd.DataFrame({"name": [n * (2**61 - 1) for n in range(1, 40_000)], "group": "x", "points": 1}),
]
NAMED = KINDS[START:START + 8]

def odd(table):
    TURN[0] += 1
    return NAMED[TURN[0] % len(NAMED)](table)

def best(table):
    return odd(table)
"""
CHANGED = """
import pandas as pd

def best(table):
    table["name"] = [[n] * n for n in range(len(table))]
    table.columns = ["\\x1b", ("a", 1), None]
    table.index = [float("nan")] * len(table)
    return table
"""
RAW = r"""
import gc, os
import msgpack
from grader.sandbox.wire import frames

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")
PARTS = [
    ["DataFrame", ["range", [None], [0, 3, 1]], ["range", [None], [0, 10**12, 1]], []],
    ["DataFrame", ["range", [None], [0, 10**12, 1]], ["range", [None], [0, 3, 1]], []],
    ["DataFrame", ["plain", [None], ["object", [[], [1]]]], ["range", [None], [0, 2, 1]], [["object", [1]]]],
    ["DataFrame", ["plain", [None], ["object", ["a"]]], ["range", [None], [0, 2, 1]], [["object", [1]]]],
    ["DataFrame", ["tuples", [1, 2], [[1], [1, 2, 3]]], ["range", ["x" * 99999], [0, 0, 0]], []],
    ["Series", [[]], ["range", [None], [0, 1, 1]], ["object", [1]]],
    ["Series", "x", ["range", [None], [0, 1, 1]], ["category", [[1]]]],
    ["Series", "x", ["range", [None], [0, 1, 1]], ["datetime64[ns]", ["x"]]],
    ["Index", ["plain", [None, None], ["Int64", [2**70]]]],
    ["Timestamp", "9" * 50], ["Timedelta", "\x1b"], ["Interval", 1], "DataFrame", [], {},
]
TURN = [0]

def lie(frame):
    if b"call" not in frame:
        return honestly(frame)
    TURN[0] += 1
    said = {"reply": "returned", "value": 0, "warnings": [], "printed": 0, "output": "", "reseeded": False}
    table = msgpack.ExtType(10, msgpack.packb(PARTS[TURN[0] % len(PARTS)], default=str))
    text = msgpack.packb({**said, "value": table})
    guest._write(frames.PREAMBLE.pack(b"FDL1", len(text), 0) + text)

honestly, guest.answer = guest.answer, lie

def best(table):
    return table
"""

VARIANTS = {f"odd {start}": {"values.py": BODY.replace("START", str(start))} for start in (0, 8, 16)}
VARIANTS |= {"changed": {"values.py": CHANGED}}
VARIANTS |= {f"raw {turn}": {"values.py": RAW.replace("TURN = [0]", f"TURN = [{turn}]")} for turn in range(0, 15, 5)}
