"""Warm pages and bytecode before the first fork, and keep the heap as the children find it.

A forked child pays two microseconds and more for each page that it is the first to touch or to change: so what
every guest begins with is done once in the parent, and the garbage collector leaves alone what is there by then.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import io
import linecache
import os
import sys
from collections.abc import Iterator

import numpy as np

from grader.sandbox.guest import answering, scratch
from grader.sandbox.wire import frames

_BEYOND_ANY_HOLE = 100_000  # bytes: more than the heap has free in one piece, less than what gets a mapping of its own
_TIMES = 10  # Python 3.11 and later specialise a function's code after eight calls
_MODULE = "warmup"
_SOURCE = b"import numpy as np\n\ndef positive(x):\n    return np.maximum(x, 0)\n"


def warm_up() -> None:
    """Let a guest that never leaves this process do what every guest begins with."""
    for _ in range(_TIMES):
        with _as_it_was():
            _one_guest()


def draw_once() -> None:
    """Draw a figure into nowhere: what matplotlib loads when it first draws, a guest could not read any more."""
    pyplot = importlib.import_module("matplotlib.pyplot")
    pyplot.switch_backend("agg")
    _, axes = pyplot.subplots()
    axes.plot([1, 2], label="a line")
    axes.set_title("$x^2$")
    axes.legend()
    pyplot.savefig(io.BytesIO(), format="png")
    pyplot.close("all")


def tidy_heap() -> None:
    """Tidy the heap, and keep what is there now out of any later garbage collection."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None  # glibc's alone
    if trim is not None:
        trim(0)  # merges what was freed; the next large request sorts the pieces, and so touches all of them
        bytearray(_BEYOND_ANY_HOLE)
    gc.freeze()


def _one_guest() -> None:
    requests, ask = os.pipe()
    answers, replies = os.pipe()
    try:
        responder = answering.Responder(requests, replies)
        for message in (
            {"do": "begin", "sources": {_MODULE: _SOURCE}, "lend": []},
            {"do": "import", "module": _MODULE},
            {"do": "call", "target": f"{_MODULE}.positive", "args": [np.ones(3)], "kwargs": {}},
        ):
            os.write(ask, frames.encode(message))
            frame = responder.read()
            assert frame is not None
            responder.answer(frame)
            os.read(answers, 1 << 16)
    finally:
        for descriptor in (requests, ask, answers, replies):
            os.close(descriptor)


@contextlib.contextmanager
def _as_it_was() -> Iterator[None]:
    standard, arguments, finders = (sys.stdout, sys.stderr), sys.argv, sys.meta_path[:]
    try:
        yield
    finally:
        sys.stdout, sys.stderr = standard
        sys.argv, sys.meta_path[:] = arguments, finders
        sys.modules.pop(_MODULE, None)
        scratch.uninstall()
        linecache.clearcache()
