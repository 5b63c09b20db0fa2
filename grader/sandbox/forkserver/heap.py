"""Let all objects of a guest lie where those of any other guest would, whatever its fork server has done before.

Python hands out small blocks of memory by their size: first those that were freed, the last one first. Which ones are
free depends on all that ran before, and a set of objects is ordered by their addresses. So the holes in the heap are
filled once, and each fork takes what its parent may have freed since: what comes next is memory nobody had before.
"""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Sequence
from itertools import pairwise, repeat

_SIZES = range(16, 513, 16)  # of the blocks that Python keeps in pools; larger ones come from the system
_POOL = 1 << 14  # bytes; blocks of one size fill it but for its header
_HEADER = 48
_MOST = 100  # times three pools of one size: another Python may have other pools, or none
_SMALL, _MANY, _FEW = 128, 64, 16  # up to which size a parent may have freed many blocks, and how many
_FREED = tuple([size for size in _SIZES for _ in range(_MANY if size <= _SMALL else _FEW)])
_NUMBER = 1_000_000  # which no table of small numbers has
_BYTES = {size: size - 40 for size in _SIZES}  # how many make an object of this size


def fill_holes() -> list[object]:
    """Return objects that take all blocks that were freed; the heap has holes again when they are gone."""
    filling: list[object] = []
    for size in _SIZES:
        of_a_pool = (_POOL - _HEADER) // size
        for _ in repeat(None, _MOST):
            row = [_block(size) for _ in repeat(None, 3 * of_a_pool)]  # one of which is whole, wherever it starts
            filling += row
            if _is_new_memory(row, size, of_a_pool):
                break
    return filling


def take_what_was_freed() -> Sequence[object]:
    """Return objects that take the blocks that a parent of this process may have freed since it filled its holes.

    Each line is there because it leaves no block behind: nothing small is made, but for what is kept.
    """
    gc.collect()  # Python keeps some freed tuples, dicts and floats for the next ones: now they are freed as well
    taken: deque[object] = deque()
    sizes = iter(_FREED)
    blocks = map(_block, sizes)
    taken.extend(blocks)
    taken.append(sizes)
    taken.append(blocks)
    return taken


def _block(size: int) -> object:
    """Return a new object that takes one block of this size, and nothing else."""
    if size == 16:
        return object()
    if size == 32:
        return -_NUMBER
    return b"-" * _BYTES[size]


def _is_new_memory(row: Sequence[object], size: int, of_a_pool: int) -> bool:
    """Say whether a whole pool came in order of its addresses: nobody had it before, and no hole is left."""
    length = 1
    for before, after in pairwise(map(id, row)):
        length = length + 1 if after == before + size else 1
        if length == of_a_pool:
            return True
    return False
