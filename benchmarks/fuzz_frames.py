"""Throw random and damaged frames at the decoder: each is a value that parses, or one kind of error.

Run: python benchmarks/fuzz_frames.py [FRAMES] [SEED]        (1,000,000 by default, a few minutes)

Half of the frames are honest ones with bytes flipped, cut, doubled or exchanged; the rest are random headers made of
the words of the format, which come further than random bytes do, and random bytes. Any other exception than
FrameError, a decoding that takes longer than a second, or more than 200 MB of memory ends the run with the frame;
so does a generator of random numbers that came through and never gives a number that fits.
"""

from __future__ import annotations

import faulthandler
import random
import resource
import struct
import sys
import time
from collections import Counter
from typing import Any

import msgpack
import numpy as np
import pandas

from grader.sandbox.wire import frames
from grader.sandbox.wire.kinds import Extension
from grader.sandbox.wire.replies import parse, parse_import

_TEXTS = (
    "PCG64 Random F C DataFrame Series plain range object Index Timestamp Timedelta tuples category datetime64[ns] "
    "Int64 state inc gauss title legend lines label xticks train generator opaque method reply returned raised "
    "callback importing value changed warnings printed output types message frames module callable args kwargs x \ud800"
).split()
_NUMBERS = (0, 1, -1, 3, 2**63, -(2**63), 0.5, -0.0, float("nan"), float("inf"), None, True, False)
_OPENINGS = (*range(0x80, 0x83), 0x8F, *range(0x90, 0x94), 0x9F, *range(0xC4, 0xCA), *range(0xD4, 0xE0))
_WORDS = [
    *(msgpack.packb(word, unicode_errors="surrogatepass") for word in (*_TEXTS, *_NUMBERS)),
    *(bytes((opening,)) for opening in _OPENINGS),
    *(bytes((0xC7, length, kind)) for length in (0, 1, 2, 9, 10, 18) for kind in Extension),
    *(bytes((opening, kind)) for opening in range(0xD4, 0xD9) for kind in Extension),
    *(struct.pack("<Bcq", 11, order, size) for order in (b"C", b"F") for size in (0, 1, 2, 2**32)),
    b"\xd6\xff" + bytes(4),
    b"\xc7\x0c\xff" + bytes(12),
]


def main() -> int:
    """Fuzz and print the figures."""
    total = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    dice = random.Random(seed)
    corpus = [frames.encode(message, lambda kind: ("object", [0, kind.__name__, "work"])) for message in _honest()]
    ended: Counter[str] = Counter()
    slowest = 0.0
    start = time.perf_counter()
    for _ in range(total):
        frame = _frame(dice, corpus)
        before = time.perf_counter()
        try:
            ended[_outcome(frame)] += 1
        except Exception as error:
            print(f"{type(error).__name__}: {error}\n{frame!r}")
            return 1
        slowest = max(slowest, time.perf_counter() - before)
        if slowest > 1:
            print(f"took {slowest:.1f} s\n{frame[:2000]!r}")
            return 1
    seconds = time.perf_counter() - start
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = ", ".join(f"{kind} {count:,} ({count / total:.1%})" for kind, count in ended.most_common())
    print(f"{total:,} frames, seed {seed}: {figures}")
    print(f"{seconds:.0f} s, {total / seconds:,.0f} a second, slowest {slowest * 1e3:.1f} ms, peak {memory_mb:.0f} MB")
    return 0 if memory_mb < 200 else 1


def _outcome(frame: bytes) -> str:
    try:
        message = frames.decode(frame, lambda name, data: None)
    except frames.FrameError:
        return "no frame"
    _draw_from(message)
    try:
        parse(message)
    except frames.FrameError:
        pass
    else:
        return "a reply"
    try:
        parse_import(message)
    except frames.FrameError:
        return "a value, but no reply"
    return "a reply to an import"


def _draw_from(value: Any) -> None:
    """Draw from every generator of random numbers that came through: numbers that only some draws give."""
    if isinstance(value, np.random.Generator | random.Random):
        faulthandler.dump_traceback_later(10, exit=True)
        if isinstance(value, random.Random):
            value.normalvariate(), value.randrange(10), value.gauss()
        else:
            value.integers(0, 10, 3), value.normal(), value.standard_exponential()
        faulthandler.cancel_dump_traceback_later()
    elif isinstance(value, dict):
        for item in value.values():
            _draw_from(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _draw_from(item)


def _frame(dice: random.Random, corpus: list[bytes]) -> bytes:
    kind = dice.random()
    if kind < 0.5:
        return _damaged(dice, corpus)
    if kind < 0.6:
        return dice.randbytes(dice.randrange(60))
    payload = dice.randbytes(dice.choice((0, 1, 8, 16, 48)))
    if kind < 0.65:
        header = dice.randbytes(dice.randrange(60))
    else:
        header = b"".join(dice.choices(_WORDS, k=dice.randrange(1, 14)))
    lengths = [len(header), len(payload)]
    if dice.random() < 0.05:
        lengths[dice.randrange(2)] = dice.choice((0, 1, 1 << 22, (1 << 32) - 1))
    return frames.PREAMBLE.pack(b"FDL1", *lengths) + header + payload


def _damaged(dice: random.Random, corpus: list[bytes]) -> bytes:
    raw = bytearray(dice.choice(corpus))
    announced = frames.sizes(bytes(raw[: frames.PREAMBLE.size]))
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        if not raw:
            break
        at, size = dice.randrange(len(raw)), dice.randrange(1, 9)
        match dice.randrange(6):
            case 0:
                raw[at] ^= 1 << dice.randrange(8)
            case 1:
                raw[at] = dice.randrange(256)
            case 2:
                del raw[at : at + size]
            case 3:
                raw[at:at] = raw[at : at + size]
            case 4:
                other = dice.choice(corpus)
                raw[at : at + size] = other[at : at + size]
            case _:
                raw[at:at] = dice.choice(_WORDS)
    if dice.random() < 0.7 and len(raw) > frames.PREAMBLE.size:  # a right preamble, or nothing gets past it
        rest = min(announced[1], len(raw) - frames.PREAMBLE.size)
        header = len(raw) - frames.PREAMBLE.size - rest
        raw[: frames.PREAMBLE.size] = frames.PREAMBLE.pack(b"FDL1", header, rest)
    return bytes(raw)


def _honest() -> list[Any]:
    said = {"warnings": [["RuntimeWarning", "overflow"]], "printed": 3, "output": "hi", "reseeded": False}
    raised = {"types": ["ValueError"], "message": "no", "frames": [["forward.py", 3, "relu", "x"]], "module": None}
    values = [
        np.arange(6.0).reshape(2, 3),
        np.array([True, False]),
        np.float32(2),
        (1, 2.5, None, "text", b"bytes", 1 + 2j),
        {"loss": 0.1, "grads": [np.zeros((0, 4)), np.ones((1, 1), np.int8)]},
        [[[]], {}, (), -0.0, float("nan")],
        {1, "a", (2, 3)},
        {(1, 2): {3}, None: frozenset()},
        [np.random.default_rng(1), random.Random(1)],
        pandas.DataFrame({"name": ["a", None], "points": [1.5, 2.0], "when": pandas.to_datetime(["2027-01-31"] * 2)}),
        pandas.Series([1, 2], index=["a", "b"], dtype="Int64").astype("category"),
        [pandas.MultiIndex.from_tuples([(1, "a"), (2, "b")]), pandas.Timestamp(0), pandas.Timedelta(1)],
        [list, {"point": dict}, {tuple}],  # stand for objects
        [
            {
                "title": "Losses",
                "legend": ["train"],
                "xticks": [],
                "lines": [{"x": np.ones(2), "y": np.ones(2), "label": ""}],
            }
        ],
    ]
    messages: list[Any] = [{"reply": "returned", "value": value, "changed": None, **said} for value in values]
    messages.append({"reply": "returned", "value": 1, "changed": [[np.zeros(2)], {"lr": 0.1}], **said})
    messages.append({"reply": "raised", "unwritten": "relu", **raised, **said})
    messages.append({"reply": "callback", "callable": 0, "args": [np.zeros(2)], "kwargs": {}})
    messages.append({"reply": "callback", "callable": ["forward", "relu"], "args": [], "kwargs": {"x": 1}})
    messages += [{"reply": "importing", "module": "forward"}, {"names": ["relu", "np"], "stubbed": ["matplotlib"]}]
    return messages


if __name__ == "__main__":
    sys.exit(main())
