"""Let a fresh guest run a hand-in that is right, before the first submission: where it cannot, nobody's could.

The self-test shows that a guest can do no harm. A jail in which nothing works passes that as well, and would then
give every student zeros.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from grader.sandbox.wire import frames
from grader.sandbox.wire.replies import Raised, Returned, parse
from grader.text import clean

_SOURCE = b"""
import collections, dataclasses, functools, itertools, json, math, random
import numpy as np


@dataclasses.dataclass
class Line:
    slope: float
    start: float

    def __call__(self, x):
        return self.slope * x + self.start


def fit(x, y):
    print("a hand-in may print")
    (slope, start), *_ = np.linalg.lstsq(np.stack([x, np.ones_like(x)], axis=1), y, rcond=None)
    try:
        raise ValueError("a hand-in may catch what it raises")
    except ValueError:
        line = Line(float(slope), float(start))
    digits = np.random.default_rng(0).normal(size=(2000, 1000))
    return np.round(line(np.arange(4.0)), 6), digits.shape
"""


def fault_of(send: Callable[[bytes], None], receive: Callable[[], bytes]) -> str:
    """Let a fresh guest run a small hand-in; return what went wrong, or ''. The guest is of no other use.

    Args:
        send: gives the guest a frame.
        receive: returns its next one; whatever these two raise passes through.
    """
    x = np.arange(6.0)
    value: Any = None
    try:
        for message in (
            {"do": "begin", "sources": {"trial": _SOURCE}, "lend": []},
            {"do": "import", "module": "trial"},
            {"do": "call", "target": "trial.fit", "args": [x, 2.0 * x + 1.0], "kwargs": {}},
        ):
            send(frames.encode(message))
            reply = _reply(receive)
            if isinstance(reply, Raised):
                return clean(f"{reply.types[0]}: {reply.message}", 200)
            value = reply.value
    except frames.FrameError as error:
        return clean(f"no answer, but {error}", 200)
    is_right = type(value) is tuple and value[1:] == ((2000, 1000),) and np.array_equal(value[0], [1, 3, 5, 7])
    return "" if is_right else clean(f"a wrong answer, {value!r}", 200)


def _reply(receive: Callable[[], bytes]) -> Returned | Raised:
    while True:
        reply = parse(frames.decode(receive()))
        if isinstance(reply, Returned | Raised):
            return reply
