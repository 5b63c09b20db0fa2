"""The bytes of a header and of a payload as values: the direction in. Nothing of what comes is trusted.

msgpack reads the header in C, with limits of its own; every extension comes here. No type is chosen by the sender.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from struct import Struct
from typing import Any

import msgpack
import numpy as np

from grader.sandbox.wire import tables
from grader.sandbox.wire.kinds import (
    DTYPES,
    MAX_CONTAINERS,
    MAX_DEPTH,
    MAX_DIMENSIONS,
    MAX_INT_BITS,
    MAX_PAYLOAD,
    Extension,
    FrameError,
    openings,
    refuse_crowded,
    refuse_deep,
)

_SHAPES = {struct.size: struct for struct in (Struct(f"<Bc{axes}q") for axes in range(MAX_DIMENSIONS + 1))}
_TWO_DOUBLES = Struct("<dd")
_AS_A_NUMBER = 1  # how msgpack gives a time of its own format: as a float, no object of another kind

FromReference = Callable[[str, Any], Any]


class Unpacking:
    """Turns one header back into values, taking the contents of arrays from the payload in order.

    Args:
        frame: all bytes that came.
        payload: where in them the payload begins.
        resolve: returns what a reference stands for; None refuses them all.
    """

    def __init__(self, frame: bytes | bytearray, payload: int, resolve: FromReference | None) -> None:
        self.position = self._begin = payload
        self._frame = frame
        self._resolve = resolve
        self._is_careful = False
        self._depth = 0
        self._containers = 0

    def unpack(self, header: bytes | bytearray) -> Any:
        """Return the message of a header.

        Raises:
            FrameError, struct.error, ValueError, TypeError, LookupError, OverflowError, RecursionError, MemoryError: it
                is none.
        """
        opened = openings(header)
        self._is_careful = opened > MAX_CONTAINERS
        try:
            message = self._read(header)
        except ValueError:  # keys that are no text, which are read only where that is asked for; or no message at all
            if self._is_careful:
                raise
            self.position, self._depth, self._containers, self._is_careful = self._begin, 0, 0, True
            message = self._read(header)
        if opened > MAX_DEPTH:
            refuse_deep(message)
        return message

    def _read(self, packed: bytes | bytearray) -> Any:
        if not self._is_careful:
            return msgpack.unpackb(
                packed, ext_hook=self._extension, unicode_errors="surrogatepass", timestamp=_AS_A_NUMBER
            )
        return msgpack.unpackb(
            packed,
            ext_hook=self._extension,
            list_hook=self._list,
            object_pairs_hook=self._dict,
            strict_map_key=False,
            unicode_errors="surrogatepass",
            timestamp=_AS_A_NUMBER,
        )

    def _within(self, packed: bytes) -> Any:
        """Read what an extension holds."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FrameError(f"nested more than {MAX_DEPTH} deep")
        value = self._read(packed)
        self._depth -= 1
        return value

    def _list(self, items: list[Any]) -> list[Any]:
        self._count()
        return items

    def _dict(self, pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
        self._count()
        if not all(type(key) is str for key, _ in pairs):
            refuse_crowded([key for key, _ in pairs])
        return dict(pairs)

    def _count(self) -> None:
        self._containers += 1
        if self._containers > MAX_CONTAINERS:
            raise FrameError(f"more than {MAX_CONTAINERS:,} lists and dicts")

    def _extension(self, code: int, data: bytes) -> Any:  # noqa: C901  # one kind a branch: this is the list of what may cross
        self._count()
        match code:
            case Extension.ARRAY:
                return self._array(data)
            case Extension.TUPLE:
                return tuple(_a(list, self._within(data)))
            case Extension.REFERENCE:
                name, content = _a(list, self._within(data))
                if self._resolve is None:
                    raise FrameError("a reference where only values may stand")
                return self._resolve(_a(str, name), content)
            case Extension.SCALAR:
                dtype = DTYPES[data[0]]
                if len(data) != 1 + dtype.itemsize:
                    raise FrameError("a number of another size than its type")
                return _numbers(data, dtype, 1, 1)[0]
            case Extension.SET | Extension.FROZENSET:
                members = _a(list, self._within(data))
                refuse_crowded(members)
                return set(members) if code == Extension.SET else frozenset(members)
            case Extension.COMPLEX:
                return complex(*_TWO_DOUBLES.unpack(data))
            case Extension.BYTES:
                size = _a(int, self._within(data))
                return bytes(self._frame[self._take(size) : self.position])
            case Extension.INT:
                number = int.from_bytes(data, "little", signed=True)
                if number.bit_length() > MAX_INT_BITS:
                    raise FrameError("an int that is too long")
                return number
            case Extension.RANDOM:
                kind, state = _a(list, self._within(data))
                return _generator(kind, state)
            case Extension.TABLE:
                return tables.put_together(self._within(data))
            case _:
                raise FrameError("an unknown extension")

    def _array(self, data: bytes) -> np.ndarray:
        struct = _SHAPES.get(len(data))
        if struct is None:
            raise FrameError("a shape that no array has")
        code, order, *shape = struct.unpack(data)
        if order not in (b"C", b"F"):
            raise FrameError("an unknown order of an array")
        if shape and not 0 <= min(shape) <= max(shape) <= MAX_PAYLOAD:
            raise FrameError("a shape that no array has")  # an empty array may have one axis of any length
        dtype, count = DTYPES[code], math.prod(shape)
        numbers = _numbers(self._frame, dtype, count, self._take(dtype.itemsize * count))
        return numbers if len(shape) == 1 else numbers.reshape(shape, order="C" if order == b"C" else "F")

    def _take(self, size: int) -> int:
        """Return where so many bytes of the payload begin, and go on behind them."""
        begin = self.position
        if size < 0 or begin + size > len(self._frame):
            raise FrameError("an array that reaches past the end of its frame")
        self.position = begin + size
        return begin


def _numbers(raw: bytes | bytearray, dtype: np.dtype[Any], count: int, begin: int) -> np.ndarray:
    if not count:
        return np.empty(0, dtype)
    if dtype.kind == "b":  # a bool of any other byte than 0 and 1 is equal to neither True nor False
        return np.frombuffer(raw, np.uint8, count, begin).astype(bool)
    return np.frombuffer(raw, dtype, count, begin).copy()


def _generator(kind: Any, state: Any) -> Any:
    """Return a generator of random numbers that stands where another one stood.

    One that would give the same number for ever is refused: who draws until a number fits would never come to an end.
    """
    if kind == "Random":
        made = random.Random()
        made.setstate(state)
        _, (first, *words, _), pending = made.getstate()
        if not (first >> 31 or any(words)) or type(pending) not in (type(None), float):
            raise FrameError("a state that no generator of random numbers has")
        return made
    if kind != "PCG64":
        raise FrameError("an unknown generator of random numbers")
    numpys = np.random.PCG64(0)
    numpys.state = state
    if numpys.state["state"]["inc"] % 2 == 0:
        raise FrameError("a state that no generator of random numbers has")
    return np.random.Generator(numpys)


def _a(kind: type, value: Any) -> Any:
    if type(value) is not kind:  # not isinstance: True is an int
        raise FrameError(f"expected a {kind.__name__} in the header")
    return value
