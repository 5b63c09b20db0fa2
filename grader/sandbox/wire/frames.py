"""The bytes between grader and guest: a JSON header, then the raw contents of arrays.

Both sides treat the other's bytes as untrusted. The values that may cross are enumerated here (None, bool, int, float,
complex, str, bytes, list, tuple, set, dict, numeric and bool arrays, numpy scalars, random generators, pandas' tables,
and references that the receiving side resolves itself); every size is checked before anything is allocated; whatever
does not fit ends in a FrameError. No pickle, no eval, no type chosen by the sender.

    frame   = b"FDL1", header length (4 bytes), payload length (8 bytes), header, payload    (little endian)
    header  = JSON; a dict with a single key of _TAGS is a tagged value
    payload = the contents of arrays, numpy scalars and bytes, in the order in which the header names them
"""

from __future__ import annotations

import json
import math
import random
import re
import struct
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Any

import numpy as np

from grader.sandbox.wire import tables

PREAMBLE = struct.Struct("<4sIQ")
MAX_HEADER = 2 << 20  # a graph of 3,000 nodes takes 0.3 MB, the digits as lists 1 MB
MAX_PAYLOAD = 64 << 20  # the digits as float64 take 1 MB
_MAGIC = b"FDL1"
_MAX_CONTAINERS = 100_000  # lists, dicts and tags of one header: a graph of 3,000 nodes has 12,000, and each costs
# far more memory and time than its two bytes
_MAX_DEPTH = 40
_MAX_DIMENSIONS = 32
_WORTH_A_VIEW = 1 << 20  # bytes of an array
_MAX_INT_BITS = 4096
_MOST_MEMBERS = 100_000  # of a set, or keys that are no text
_MOST_OF_ONE_HASH = 32  # -1 and -2 share one; thousands that do make a set slow to build
_DTYPES = {
    name: np.dtype("<" + name)
    for name in ("b1", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8", "c8", "c16")
}

_NAMES = {dtype: name for name, dtype in _DTYPES.items()}
_AS_IS = frozenset((type(None), bool, str, float))  # what JSON carries by itself, whatever its value
_TEXT = frozenset((str,))
_LONG_INT = re.compile(rb"[0-9]{1233}")  # one of more than _MAX_INT_BITS has so many digits; a text may, too
_JSON = json.JSONEncoder(separators=(",", ":"))

_Kinds = frozenset[type]
_Payload = list[bytes | memoryview]
Reference = tuple[str, Any]
ToReference = Callable[[Any], Reference]
FromReference = Callable[[str, Any], Any]


class FrameError(Exception):
    """Bytes that are no frame, or a value that no frame can carry."""


def encode(message: Any, refer: ToReference | None = None) -> bytes:
    """Return the frame of one message.

    Args:
        message: a value of the kinds above.
        refer: turns any other value into a reference (kind, plain JSON data); None refuses those.

    Raises:
        FrameError: the value is of another kind, too deep or too large.
    """
    try:
        try:
            header, payload = _packed_as_json(message, refer, _AS_IS | {int})
        except ValueError:  # an int of more digits than Python writes
            header, payload = _packed_as_json(message, refer, _AS_IS)
        if _LONG_INT.search(header):
            header, payload = _packed_as_json(message, refer, _AS_IS)
    except (ValueError, RecursionError) as error:
        raise FrameError(f"cannot be sent: {error}") from error
    size = sum(map(len, payload))
    if _has_too_many_containers(header):
        raise FrameError(f"cannot be sent: more than {_MAX_CONTAINERS:,} lists and dicts")
    if len(header) > MAX_HEADER or size > MAX_PAYLOAD:
        raise FrameError(f"cannot be sent: {len(header) + size:,} bytes in its lists and arrays are too many")
    return b"".join((PREAMBLE.pack(_MAGIC, len(header), size), header, *payload))


def _packed_as_json(message: Any, refer: ToReference | None, plain: _Kinds) -> tuple[bytes, _Payload]:
    payload: _Payload = []
    return _JSON.encode(_pack(message, payload, refer, plain, 0)).encode("ascii"), payload


def sizes(preamble: bytes) -> tuple[int, int]:
    """Return the lengths of header and payload that a preamble announces, checked against the limits."""
    try:
        magic, header, payload = PREAMBLE.unpack(preamble)
    except struct.error as error:
        raise FrameError(f"a preamble of {len(preamble)} bytes") from error
    if magic != _MAGIC or header > MAX_HEADER or payload > MAX_PAYLOAD:
        raise FrameError(f"not a frame, or too large: {preamble.hex()}")
    return header, payload


def decode(frame: bytes | bytearray, resolve: FromReference | None = None) -> Any:
    """Return the message of one whole frame; arrays are fresh and writable.

    Raises:
        FrameError: anything is not as `encode` writes it.
    """
    header, payload = sizes(bytes(frame[: PREAMBLE.size]))
    start = PREAMBLE.size + header
    if len(frame) != start + payload:
        raise FrameError(f"announced {start + payload} bytes, came {len(frame)}")
    body = memoryview(frame)
    try:
        text = bytes(body[PREAMBLE.size : start])
        if _has_too_many_containers(text):
            raise FrameError("too many lists and dicts")
        packed = json.loads(text.decode("ascii"))
        reader = _Reader(body[start:], resolve, _AS_IS if _LONG_INT.search(text) else _AS_IS | {int})
        message = reader.unpack(packed, 0)
    except FrameError:
        raise
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, MemoryError) as error:
        raise FrameError(f"not a frame: {type(error).__name__}") from error
    if reader.position != payload:
        raise FrameError(f"{payload - reader.position} bytes left over")
    return message


def _has_too_many_containers(header: bytes) -> bool:
    return header.count(b"[") + header.count(b"{") > _MAX_CONTAINERS  # those in texts as well: cheap and safe


def _pack(value: Any, payload: _Payload, refer: ToReference | None, plain: _Kinds, depth: int) -> Any:  # noqa: C901  # one kind of value a branch: this is the list of what may cross
    if depth > _MAX_DEPTH:
        raise FrameError(f"cannot be sent: nested more than {_MAX_DEPTH} deep")
    kind = type(value)
    if kind in plain:
        return value
    if kind is np.ndarray or isinstance(value, np.generic):
        dtype = _NAMES.get(value.dtype) or _dtype_name(value.dtype)
        if dtype is not None:
            flat = value if value.dtype is _DTYPES[dtype] else _converted(value, _DTYPES[dtype])
            if kind is not np.ndarray:
                payload.append(flat.tobytes())
                return {"scalar": dtype}
            by_columns = value.ndim > 1 and value.flags.fnc
            payload.append(_bytes_of(flat, by_columns))
            return {"array": [dtype, value.shape, "F"] if by_columns else [dtype, value.shape]}
    if kind is int and value.bit_length() <= _MAX_INT_BITS:
        return value
    below = depth + 1
    if kind is list:
        return _packed(value, payload, refer, plain, below)
    if kind is tuple:
        return {"tuple": _packed(value, payload, refer, plain, below)}
    if kind is dict and _TEXT.issuperset(map(type, value)):
        if plain.issuperset(map(type, value.values())):
            return {"dict": value}
        items = value.items()
        return {"dict": {k: v if type(v) in plain else _pack(v, payload, refer, plain, below) for k, v in items}}
    if kind is complex:
        return {"complex": [value.real, value.imag]}
    if kind is bytes:
        payload.append(value)
        return {"bytes": len(value)}
    if kind is set or kind is frozenset:
        return {kind.__name__: _members(value, payload, refer, plain, below)}
    if kind is dict and not all(isinstance(key, str) for key in value):
        _refuse_crowded(value, "cannot be sent: ")
        return {"pairs": [_packed([k, v], payload, refer, plain, below) for k, v in value.items()]}
    if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
        return {"random": ["PCG64", _pack(value.bit_generator.state, payload, refer, plain, below)]}
    if kind is random.Random:
        return {"random": ["Random", _pack(value.getstate(), payload, refer, plain, below)]}
    if tables.is_table(value):
        return {"table": _pack(tables.taken_apart(value), payload, refer, plain, below)}
    standard = _standard(value)
    if standard is not None:
        return _pack(standard, payload, refer, plain, depth)
    if refer is None:
        raise FrameError(f"cannot be sent: a value of type {kind.__name__}")
    name, data = refer(value)
    return {"reference": [name, data]}


def _packed(
    items: Sequence[Any], payload: _Payload, refer: ToReference | None, plain: _Kinds, depth: int
) -> Sequence[Any]:
    if plain.issuperset(map(type, items)):
        return items
    return [item if type(item) in plain else _pack(item, payload, refer, plain, depth) for item in items]


def _converted(value: Any, dtype: np.dtype[Any]) -> Any:
    with np.errstate(all="ignore"):  # a long double may be infinite as float64: the value says so itself
        return value.astype(dtype, copy=False)


def _members(
    value: set[Any] | frozenset[Any],
    payload: _Payload,
    refer: ToReference | None,
    plain: _Kinds,
    depth: int,
) -> list[Any]:
    """Pack the members of a set in an order that equal sets have in common, whatever was put into them first."""
    _refuse_crowded(value, "cannot be sent: ")
    packed = []
    for member in value:
        contents: _Payload = []
        packed.append((_pack(member, contents, refer, plain, depth), contents))
    packed.sort(key=lambda pair: (_JSON.encode(pair[0]), pair[1]))
    for _, contents in packed:
        payload += contents
    return [member for member, _ in packed]


def _standard(value: Any) -> Any:
    """Return what a subclass (namedtuple, IntEnum, np.matrix, np.str_ keys) is an instance of, or None."""
    if isinstance(value, np.ndarray) and type(value) is not np.ndarray:
        return np.array(value, subok=False)
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind == "U":
        return value.tolist()  # names in a row: a list of them may be an array
    base: Any
    for base in (int, float, complex, str, bytes, list, tuple, set, frozenset):
        if isinstance(value, base) and type(value) is not base:
            return base(value)
    if isinstance(value, dict):  # one of text keys that are no plain str is among them
        return {str(key) if isinstance(key, str) else key: item for key, item in value.items()}
    return None


def _dtype_name(dtype: np.dtype[Any]) -> str | None:
    if dtype.kind not in "biufc":
        return None
    name = f"{dtype.kind}{dtype.itemsize}"
    if name not in _DTYPES:  # long double: its bytes mean something else on every platform
        return "c16" if dtype.kind == "c" else "f8"
    return name


class _Reader:
    """Turns packed JSON back into values, taking the contents of arrays from the payload in order."""

    def __init__(self, payload: memoryview, resolve: FromReference | None, plain: _Kinds) -> None:
        self.position = 0
        self._plain = plain
        self._payload = payload
        self._resolve = resolve

    def unpack(self, packed: Any, depth: int) -> Any:  # noqa: C901  # one tag a branch: this is the list of what may cross
        if depth > _MAX_DEPTH:
            raise FrameError(f"nested more than {_MAX_DEPTH} deep")
        below = depth + 1
        if isinstance(packed, list):
            return self._each(packed, below)
        if type(packed) is int and packed.bit_length() > _MAX_INT_BITS:
            raise FrameError("an int that is too long")
        if not isinstance(packed, dict):
            return packed
        if len(packed) != 1:
            raise FrameError("a tagged value has exactly one tag")
        ((tag, content),) = packed.items()
        match tag:
            case "tuple":
                return tuple(self._each(_a(list, content), below))
            case "dict":
                items = _a(dict, content).items()
                return {k: v if type(v) in self._plain else self.unpack(v, below) for k, v in items}
            case "array":
                return self._array(content)
            case "set" | "frozenset" as kind:
                members = [self.unpack(member, below) for member in _a(list, content)]
                _refuse_crowded(members)
                return set(members) if kind == "set" else frozenset(members)
            case "pairs":
                pairs = [(self.unpack(k, below), self.unpack(v, below)) for k, v in map(_pair, _a(list, content))]
                _refuse_crowded([key for key, _ in pairs])
                return dict(pairs)
            case "random":
                kind, state = _a(list, content)
                return _generator(kind, self.unpack(state, below))
            case "table":
                return tables.put_together(self.unpack(content, below))
            case "scalar":
                dtype = _DTYPES[_a(str, content)]
                return _numbers(self._take(dtype.itemsize), dtype)[0]
            case "complex":
                real, imag = _a(list, content)
                return complex(_a(float, real), _a(float, imag))
            case "bytes":
                return bytes(self._take(_a(int, content)))
            case "reference":
                name, data = _a(list, content)
                if self._resolve is None:
                    raise FrameError("a reference where only values may stand")
                return self._resolve(_a(str, name), data)
            case _:
                raise FrameError("an unknown tag")

    def _each(self, items: list[Any], depth: int) -> list[Any]:
        if self._plain.issuperset(map(type, items)):
            return items
        return [item if type(item) in self._plain else self.unpack(item, depth) for item in items]

    def _array(self, content: Any) -> np.ndarray:
        name, shape, *order = _a(list, content)
        if order and order != ["F"]:
            raise FrameError("an unknown order of an array")
        dtype = _DTYPES[_a(str, name)]
        if len(_a(list, shape)) > _MAX_DIMENSIONS or any(not 0 <= _a(int, n) <= MAX_PAYLOAD for n in shape):
            raise FrameError("a shape that no array has")  # an empty array may have one axis of any length
        numbers = _numbers(self._take(dtype.itemsize * math.prod(shape)), dtype)
        return numbers.reshape(shape, order="F" if order else "C")

    def _take(self, size: int) -> memoryview:
        end = self.position + size
        if size < 0 or end > len(self._payload):
            raise FrameError("an array that reaches past the end of its frame")
        part = self._payload[self.position : end]
        self.position = end
        return part


def _bytes_of(array: np.ndarray, by_columns: bool) -> bytes | memoryview:
    if array.nbytes > _WORTH_A_VIEW and array.flags.c_contiguous:
        return array.data.cast("B")  # a copy less
    return array.tobytes("F" if by_columns else "C")


def _numbers(raw: memoryview, dtype: np.dtype[Any]) -> np.ndarray:
    if dtype.kind == "b":  # a bool of any other byte than 0 and 1 is equal to neither True nor False
        return np.frombuffer(raw, np.uint8).astype(bool)
    return np.frombuffer(raw, dtype).copy()


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


def _pair(value: Any) -> list[Any]:
    if type(value) is not list or len(value) != 2:
        raise FrameError("expected a key and its value")
    return value


def _refuse_crowded(members: Collection[Any], what_of_it: str = "") -> None:
    """Refuse members that are no set's, or that were chosen so that a set of them takes minutes to make."""
    if len(members) > _MOST_MEMBERS:
        raise FrameError(f"{what_of_it}a set, or keys that are no text, of more than {_MOST_MEMBERS:,} members")
    if members and max(Counter(map(hash, members)).values()) > _MOST_OF_ONE_HASH:
        raise FrameError(f"{what_of_it}too many members of one hash, more than {_MOST_OF_ONE_HASH}")


def _a(kind: type, value: Any) -> Any:
    if type(value) is not kind:  # not isinstance: True is an int
        raise FrameError(f"expected a {kind.__name__} in the header")
    return value
