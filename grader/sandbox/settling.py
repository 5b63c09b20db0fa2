"""Make a process's memory ready to be forked many times.

A forked child copies each page that it changes. A heap first tidied in the child, or a garbage collection there,
would change hundreds.
"""

from __future__ import annotations

import ctypes
import gc
import sys

_BEYOND_ANY_HOLE = 100_000  # bytes: more than the heap has free in one piece, less than what gets a mapping of its own


def settle() -> None:
    """Tidy the heap, and keep what is there now out of any later garbage collection."""
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None  # glibc's alone
    if trim is not None:
        trim(0)  # merges what was freed; the next large request sorts the pieces, and so touches all of them
        bytearray(_BEYOND_ANY_HOLE)
    gc.freeze()
