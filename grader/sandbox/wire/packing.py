"""Values as the bytes of a header and of a payload: the direction out. A library does it, msgpack, in C.

What msgpack has no type for comes here, one value at a time, and becomes an extension (kinds.Extension).
"""

from __future__ import annotations

import random
import re
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
    Extension,
    FrameError,
    levels,
    openings,
    refuse_crowded,
    refuse_deep,
)

_CODES = {dtype: code for code, dtype in enumerate(DTYPES)}
_BY_NAME = {f"{dtype.kind}{dtype.itemsize}": code for dtype, code in _CODES.items()}
_SHAPES = [Struct(f"<Bc{dimensions}q") for dimensions in range(MAX_DIMENSIONS + 1)]
_TWO_DOUBLES = Struct("<dd")
_WORTH_A_VIEW = 1 << 20  # bytes of an array
_FIRST_BUFFER = 1 << 12  # bytes
_MSGPACKS_OWN = frozenset((bool, float, str, list, dict))
_BYTES = frozenset((bytes, bytearray, memoryview))  # msgpack takes the second and third for the first
_MAY_HOLD_BYTES = re.compile(rb"[\xc4-\xc6]")  # how bytes begin in msgpack's format

Payload = list[bytes | memoryview]
Reference = tuple[str, Any]
ToReference = Callable[[Any], Reference]
_Extended = tuple[Extension, bytes]


class Packing:
    """Packs one message after the other."""

    def __init__(self) -> None:
        self._packers: list[Any] = []  # a packer cannot be used while it packs: one for each extension in another
        self._depth = 0
        self._extensions = 0
        self._payload: Payload = []
        self._refer: ToReference | None = None

    def pack(self, message: Any, refer: ToReference | None) -> tuple[bytes, Payload]:
        """Return header and payload of a message.

        Raises:
            FrameError, ValueError, RecursionError: it cannot be sent.
        """
        try:
            header, payload = self._packed_with(message, refer)
        except ValueError:  # msgpack goes deeper than we do, but not for ever
            refuse_deep(message)
            raise
        if openings(header) <= MAX_DEPTH and not _MAY_HOLD_BYTES.search(header):
            return header, payload
        holds_bytes = False
        for level in levels(message):
            holds_bytes = holds_bytes or not _BYTES.isdisjoint(map(type, level))
            if len(header) > MAX_CONTAINERS:  # msgpack asks nobody about the keys of a dict
                _refuse_crowded_keys(level)
        return self._packed_with(_with_bytes_apart(message), refer) if holds_bytes else (header, payload)

    def _packed_with(self, message: Any, refer: ToReference | None) -> tuple[bytes, Payload]:
        self._depth, self._extensions, self._refer = 0, 0, refer
        payload: Payload = []
        self._payload = payload
        try:
            return self._packed(message), payload
        finally:
            self._payload, self._refer = [], None

    def _packed(self, value: Any) -> bytes:
        while len(self._packers) <= self._depth:
            self._packers.append(
                msgpack.Packer(
                    default=self._extended, strict_types=True, unicode_errors="surrogatepass", buf_size=_FIRST_BUFFER
                )
            )
        packed: bytes = self._packers[self._depth].pack(value)
        return packed

    def _within(self, value: Any) -> bytes:
        """Pack what an extension holds."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FrameError(f"nested more than {MAX_DEPTH} deep")
        packed = self._packed(value)
        self._depth -= 1
        return packed

    def _extended(self, value: Any) -> Any:
        """Return what msgpack packs in the place of a value that it does not know: an extension, or a known value."""
        self._extensions += 1
        if self._extensions > MAX_CONTAINERS:
            raise FrameError(f"more than {MAX_CONTAINERS:,} lists and dicts")
        kind = type(value)
        if kind is np.ndarray or isinstance(value, np.generic):
            code = _CODES.get(value.dtype)
            if code is None:
                code = _code_of(value.dtype)
            if code is not None:
                return self._numbers(code, value, kind is np.ndarray)
        if kind is tuple:
            return msgpack.ExtType(Extension.TUPLE, self._within(list(value)))
        made = self._made_of(value, kind)
        if made is not None:
            return msgpack.ExtType(*made)
        standard = _standard(value)
        if standard is not None:
            return standard if type(standard) in _MSGPACKS_OWN else self._extended(standard)
        if self._refer is None:
            raise FrameError(f"a value of type {kind.__name__}")
        return msgpack.ExtType(Extension.REFERENCE, self._within(list(self._refer(value))))

    def _numbers(self, code: int, value: Any, is_array: bool) -> msgpack.ExtType:
        dtype = DTYPES[code]
        flat = value if value.dtype is dtype else _converted(value, dtype)
        if not is_array:
            return msgpack.ExtType(Extension.SCALAR, bytes((code,)) + flat.tobytes())
        if value.ndim > MAX_DIMENSIONS:
            raise FrameError(f"an array of more than {MAX_DIMENSIONS} axes")
        by_columns = value.ndim > 1 and value.flags.fnc
        self._payload.append(_bytes_of(flat, by_columns))
        shape = _SHAPES[value.ndim].pack(code, b"F" if by_columns else b"C", *value.shape)
        return msgpack.ExtType(Extension.ARRAY, shape)

    def _made_of(self, value: Any, kind: type) -> _Extended | None:  # noqa: C901  # one kind a branch: this is the list of what may cross
        """Return the extension of a value of a kind of its own."""
        if kind is complex:
            return Extension.COMPLEX, _TWO_DOUBLES.pack(value.real, value.imag)
        if kind is _Apart:
            if type(value.held) is bytes:
                self._payload.append(value.held)
                return Extension.BYTES, self._within(len(value.held))
            if self._refer is None:
                raise FrameError(f"a value of type {type(value.held).__name__}")
            return Extension.REFERENCE, self._within(list(self._refer(value.held)))
        if kind is int and value.bit_length() <= MAX_INT_BITS:
            return Extension.INT, value.to_bytes(value.bit_length() // 8 + 1, "little", signed=True)
        if kind is set:
            return Extension.SET, self._members(value)
        if kind is frozenset:
            return Extension.FROZENSET, self._members(value)
        if kind is np.random.Generator and type(value.bit_generator) is np.random.PCG64:
            return Extension.RANDOM, self._within(["PCG64", value.bit_generator.state])
        if kind is random.Random:
            return Extension.RANDOM, self._within(["Random", value.getstate()])
        if tables.is_table(value):
            return Extension.TABLE, self._within(_with_bytes_apart(tables.taken_apart(value)))
        return None

    def _members(self, value: set[Any] | frozenset[Any]) -> bytes:
        """Pack the members of a set in an order that equal sets have in common, whatever was put into them first."""
        refuse_crowded(value)
        outer, packed = self._payload, []
        for member in value:
            self._payload = []
            packed.append((self._within(member), self._payload))
        packed.sort()
        for _, contents in packed:
            outer += contents
        self._payload = outer
        return b"\xdd" + len(packed).to_bytes(4, "big") + b"".join(member for member, _ in packed)


def _refuse_crowded_keys(values: list[Any]) -> None:
    for value in values:
        if type(value) is dict and not all(type(key) is str for key in value):
            refuse_crowded(value)


class _Apart:
    """Bytes, or what msgpack would take for bytes, on their way to the payload."""

    def __init__(self, held: Any) -> None:
        self.held = held


def _with_bytes_apart(value: Any) -> Any:
    kind = type(value)
    if kind in _BYTES:
        return _Apart(value)
    if kind in (list, tuple, set, frozenset):
        return kind(map(_with_bytes_apart, value))
    if kind is dict:
        return {_with_bytes_apart(key): _with_bytes_apart(item) for key, item in value.items()}
    return value


def _converted(value: Any, dtype: np.dtype[Any]) -> Any:
    with np.errstate(all="ignore"):  # a long double may be infinite as float64: the value says so itself
        return value.astype(dtype, copy=False)


def _standard(value: Any) -> Any:
    """Return what a subclass (namedtuple, IntEnum, np.matrix, np.str_ keys) is an instance of, or None."""
    if isinstance(value, np.ndarray) and type(value) is not np.ndarray:
        return np.array(value, subok=False)
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype.kind == "U":
        return value.tolist()  # names in a row: a list of them may be an array
    base: Any
    for base in (int, float, complex, str, bytes, list, tuple, set, frozenset, dict):
        if isinstance(value, base) and type(value) is not base:
            return _with_bytes_apart(base(value))
    return None


def _code_of(dtype: np.dtype[Any]) -> int | None:
    if dtype.kind not in "biufc":
        return None
    # long double: its bytes mean something else on every platform
    return _BY_NAME.get(f"{dtype.kind}{dtype.itemsize}", _BY_NAME["c16" if dtype.kind == "c" else "f8"])


def _bytes_of(array: np.ndarray, by_columns: bool) -> bytes | memoryview:
    if array.nbytes > _WORTH_A_VIEW and array.flags.c_contiguous:
        return array.data.cast("B")  # a copy less
    return array.tobytes("F" if by_columns else "C")
