"""The frames between grader and guest: what is sent arrives, and whatever else comes is one kind of error."""

from __future__ import annotations

import math
import random
import resource
import time
import tracemalloc

import msgpack
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.sandbox.wire import frames
from grader.sandbox.wire.frames import FrameError
from grader.sandbox.wire.kinds import DTYPES
from grader.sandbox.wire.replies import parse
from tests.grader.sandbox.wire.handmade import array, extension, frame, framed, long, packed

NUMBERS = st.sampled_from(DTYPES).flatmap(
    lambda dtype: st.lists(st.integers(0, 3), max_size=3).map(lambda shape: np.ones(shape, dtype))
)
PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False)
KEYS = PLAIN | st.tuples(PLAIN, PLAIN) | st.frozensets(st.integers())
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.complex_numbers() | st.text() | st.binary() | NUMBERS,
    lambda inner: (
        st.lists(inner)
        | st.lists(inner).map(tuple)
        | st.dictionaries(st.text(), inner)
        | st.dictionaries(KEYS, inner)
        | st.sets(KEYS)
        | st.frozensets(KEYS)
    ),
    max_leaves=20,
)


@settings(deadline=None, max_examples=200)
@given(VALUES)
def test_a_value_arrives_as_it_was_sent(value):
    assert same(frames.decode(frames.encode(value)), value)


LONGEST = (1 << 4096) - 1


@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: [v, 1], lambda v: (v, None), lambda v: {"n": v}, lambda v: {v}]
)
@pytest.mark.parametrize("value", [LONGEST, -LONGEST, "7" * 5000])
def test_the_longest_int_arrives_wherever_it_stands_and_digits_of_a_text_are_text(value, wrap):
    assert same(frames.decode(frames.encode(wrap(value))), wrap(value))


@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: [v, 1], lambda v: (v, None), lambda v: {"n": v}, lambda v: {v}]
)
@pytest.mark.parametrize("value", [LONGEST + 1, -LONGEST - 1, 10**5000], ids=["one more", "one less", "no digits"])
def test_a_longer_int_is_named_and_not_sent(value, wrap):
    named = frames.encode(wrap(value), lambda odd: ("opaque", type(odd).__name__))

    with pytest.raises(FrameError):
        frames.encode(wrap(value))
    assert packed(["opaque", "int"]) in named


def test_a_generator_of_random_numbers_arrives_where_it_stood():
    for made in (random.Random(3), np.random.default_rng(3)):
        made.random()
        arrived = frames.decode(frames.encode(made))

        assert [arrived.random() for _ in range(700)] == [made.random() for _ in range(700)]


def test_a_generator_that_never_moves_on_is_refused():
    """Who draws from it until a number fits, as numpy's integers do, would draw for ever."""
    pythons, numpys, odd = random.Random(3), np.random.default_rng(3), random.Random(3)
    pythons.setstate((3, (2**31 - 1, *[0] * 623, 624), None))
    numpys.bit_generator.state = {**numpys.bit_generator.state, "state": {"state": 0, "inc": 0}}
    odd.setstate((3, odd.getstate()[1], "a text"))

    for made in (pythons, numpys, odd):
        with pytest.raises(FrameError, match="a state that no generator of random numbers has"):
            frames.decode(frames.encode(made))


@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [v], lambda v: extension("TUPLE", [1, v]), lambda v: {"n": v}])
def test_a_longer_int_that_comes_all_the_same_is_refused(wrap):
    with pytest.raises(FrameError, match="too long"):
        frames.decode(framed(wrap(extension("INT", long(LONGEST + 1)))))


@settings(deadline=None, max_examples=1000)
@given(st.binary(max_size=200))
@example(b"FDL1")
@example(frame(b"\x91" * 5000 + b"\xc0"))
def test_random_bytes_are_a_frame_or_a_frame_error(raw):
    assert_value_or_frame_error(raw)
    assert_value_or_frame_error(frame(raw))


@settings(deadline=None, max_examples=1000)
@given(VALUES, st.data())
def test_a_damaged_frame_is_a_frame_or_a_frame_error(value, data):
    raw = bytearray(frames.encode({"reply": "returned", "value": value}))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))

    assert_value_or_frame_error(bytes(raw))


def nested(kind, times):
    made = 0
    for _ in range(times):
        made = extension(kind, [made])
    return made


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        pytest.param(b"", "a preamble of 0 bytes", id="nothing"),
        pytest.param(b"FDL2" + bytes(12), "not a frame", id="another magic"),
        pytest.param(frame(b"0", lengths=(2, 10 << 30)), "too large", id="ten gigabytes announced"),
        pytest.param(frame(b"0", lengths=(5, 0)), "announced 21 bytes, came 17", id="shorter than announced"),
        pytest.param(frame(b"\x91" * 50 + b"\xc0"), "nested more than 40 deep", id="deep"),
        pytest.param(frame(b"\x91" * 99_000 + b"\xc0"), "StackError", id="deeper than msgpack reads"),
        pytest.param(framed(nested("TUPLE", 45)), "nested more than 40 deep", id="tuples in tuples"),
        pytest.param(framed(nested("RANDOM", 45)), "nested more than 40 deep", id="extensions in extensions"),
        pytest.param(framed([[]] * 100_001), "more than 100,000 lists", id="many empty lists"),
        pytest.param(framed([{}] * 100_001), "more than 100,000 lists", id="many empty dicts"),
        pytest.param(framed([array("f8", 0)] * 100_001), "more than 100,000 lists", id="many empty arrays"),
        pytest.param(framed(extension("TUPLE", 7)), "expected a list", id="a number as a tuple"),
        pytest.param(framed(extension("ARRAY", b"\x63C" + bytes(8))), "IndexError", id="a type that is not listed"),
        pytest.param(framed(array("f8", -1, -1), bytes(8)), "a shape", id="negative shape"),
        pytest.param(framed(extension("ARRAY", b"\x0bC" + bytes(7))), "a shape", id="half a length"),
        pytest.param(framed(array("f8", 0, 1152921504606846976)), "a shape", id="an empty axis and an endless one"),
        pytest.param(framed(array("b1", *[1] * 33), bytes(1)), "a shape", id="too many axes"),
        pytest.param(framed(array("f8", 8388608, 8388608)), "past the end", id="more than came"),
        pytest.param(framed(extension("BYTES", -1), b"x"), "past the end", id="negative length"),
        pytest.param(framed(extension("BYTES", True), b"x"), "expected a int", id="a bool for a length"),
        pytest.param(framed(0, b"left"), "4 bytes left over", id="left over"),
        pytest.param(frame(b"\x00\x00"), "ExtraData", id="two messages"),
        pytest.param(frame(b"\x92\x00"), "ValueError", id="half a message"),
        pytest.param(frame(b"\xc1"), "FormatError", id="a byte that msgpack has no use for"),
        pytest.param(framed(msgpack.ExtType(99, b"1")), "an unknown extension", id="an extension that is not listed"),
        pytest.param(frame(b"\xd4\x80\x00"), "an unknown extension", id="a negative extension"),
        pytest.param(
            framed(extension("REFERENCE", ["object", [1, "a", "b"]])), "only values", id="a reference to nobody"
        ),
        pytest.param(framed(extension("SET", [[]])), "TypeError", id="a list in a set"),
        pytest.param(framed(extension("SET", [1] * 41)), "too many members of one hash", id="one member often"),
        pytest.param(
            framed(extension("SET", [n * (2**61 - 1) for n in range(1, 5_000)])),
            "too many members of one hash",
            id="members chosen to collide",
        ),
        pytest.param(
            framed({n * (2**61 - 1): 0 for n in range(1, 5_000)}),
            "too many members of one hash",
            id="keys that collide",
        ),
        pytest.param(
            framed(extension("TUPLE", [{n * (2**61 - 1): 0 for n in range(1, 50)}])),
            "too many members of one hash",
            id="keys that collide within a tuple",
        ),
        pytest.param(frame(b"\x81" + packed(extension("SET", [])) + b"\x00"), "TypeError", id="a set for a key"),
        pytest.param(frame(b"\x81\x90\x00"), "TypeError", id="a list for a key"),
        pytest.param(framed(extension("TABLE", ["DataFrame", 1, 2, 3])), "TableError", id="parts of no table"),
        pytest.param(framed(extension("RANDOM", ["PCG64", {"state": 1}])), "KeyError|ValueError", id="half a state"),
        pytest.param(framed(extension("RANDOM", ["MT19937", {}])), "an unknown generator", id="another generator"),
        pytest.param(framed(array("f8", 0, order=b"G")), "an unknown order", id="an order that is not listed"),
        pytest.param(framed(extension("SCALAR", b"\x0b" + bytes(4))), "another size", id="half a number"),
        pytest.param(framed(extension("SCALAR", b"")), "IndexError", id="no number"),
        pytest.param(framed(extension("COMPLEX", bytes(8))), "error", id="half a complex number"),
        pytest.param(framed(extension("TABLE", "os.system")), "TableError", id="a text for a table"),
        pytest.param(frame(b"\xa2\xff\xfe"), "UnicodeDecodeError", id="no text"),
    ],
)
def test_what_no_honest_side_sends_is_refused_and_says_why(raw, complaint):
    with pytest.raises(FrameError, match=complaint):
        frames.decode(raw)


@pytest.mark.parametrize("announced", [(2 << 20, 64 << 20), (0, (64 << 20) + 1), (2**32 - 1, 2**64 - 1)])
def test_an_announced_size_costs_no_memory(announced):
    tracemalloc.start()
    with pytest.raises(FrameError):
        frames.decode(frame(b"\x80", lengths=announced))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 100_000


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(packed([0] * 2_000_000), id="numbers"),
        pytest.param(packed([[]] * 95_000), id="lists"),
        pytest.param(packed([array("f8", 0)] * 95_000), id="empty arrays"),
        pytest.param(packed(["ab"] * 690_000), id="texts"),
        pytest.param(packed({str(n): 0 for n in range(250_000)}), id="keys"),
        pytest.param(packed([0.1] * 230_000), id="numbers whose bytes look like lists"),
    ],
)
def test_the_worst_header_is_read_in_bounded_time_and_memory(header):
    start = time.process_time()
    before_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    frames.decode(frame(header))

    assert time.process_time() - start < 20  # about 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < 400 << 10


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        pytest.param(set(range(100_001)), "more than 100,000 members", id="a large set"),
        pytest.param(dict.fromkeys(range(100_001)), "more than 100,000 members", id="a large dict"),
        pytest.param({n * (2**61 - 1) for n in range(33)}, "too many members of one hash, more than 32", id="one hash"),
        pytest.param([[] for _ in range(100_001)], "more than 100,000 lists and dicts", id="lists"),
        pytest.param("a" * (2 << 20), "2,097,157 bytes in its lists and arrays are too many", id="a long text"),
    ],
)
def test_what_the_other_side_would_refuse_is_not_sent(value, complaint):
    with pytest.raises(FrameError, match=f"cannot be sent: .*{complaint}"):
        frames.encode(value)


class Names(list):
    """A list of one's own."""


@pytest.mark.parametrize("odd", [bytearray(b"ab"), memoryview(b"ab")], ids=["bytearray", "memoryview"])
@pytest.mark.parametrize(
    "wrap", [lambda v: v, lambda v: [0.1, v], lambda v: (v,), lambda v: {"k": [v]}, lambda v: Names([v])]
)
def test_what_the_library_would_take_for_bytes_is_not_sent_as_bytes(odd, wrap):
    with pytest.raises(FrameError, match=f"cannot be sent: a value of type {type(odd).__name__}"):
        frames.encode(wrap(odd))

    assert packed(["opaque", type(odd).__name__]) in frames.encode(wrap(odd), lambda v: ("opaque", type(v).__name__))


def test_bytes_may_be_more_than_a_header_holds():
    sent = {"sources": {"forward": bytes(3 << 20)}, 7: (b"a", {b"b"})}

    assert same(frames.decode(frames.encode(sent)), sent)


def test_a_time_of_the_librarys_own_is_a_number():
    assert frames.decode(frame(b"\xd6\xff" + (7).to_bytes(4, "big"))) == 7.0


def test_equal_sets_have_equal_frames():
    """Else a set that nobody touched would count as changed by the call."""
    one, other = set(range(0, 4096, 64)), set(range(4032, -1, -64))
    words = {"a", "b", b"c", (1, "d"), np.float64(0.5), frozenset({1, 2})}

    assert frames.encode(one) == frames.encode(other)
    assert frames.encode(frames.decode(frames.encode(words))) == frames.encode(words)


def test_a_bool_is_true_or_false_whatever_byte_came():
    flags = frames.decode(framed(array("b1", 3), b"\x00\x01\x07"))

    assert flags.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize(
    "message",
    [
        pytest.param(7, id="no dict"),
        pytest.param({"reply": "passed"}, id="a verdict"),
        pytest.param({"reply": "returned", "warnings": [["x"]], "printed": 0, "output": ""}, id="half a warning"),
        pytest.param({"reply": "returned", "warnings": [], "printed": True, "output": ""}, id="a bool for a number"),
        pytest.param(
            {"reply": "callback", "callable": 0, "args": np.zeros(2), "kwargs": {}}, id="an array as arguments"
        ),
        pytest.param({"reply": "callback", "callable": 0, "args": 7, "kwargs": {}}, id="a number as arguments"),
        pytest.param({"reply": "callback", "callable": ["a"], "args": [], "kwargs": {}}, id="half a name"),
        pytest.param({"reply": "importing", "module": 7}, id="a number as a module"),
        pytest.param(
            {"reply": "raised", "types": [], "message": "", "frames": [], "printed": 0, "output": ""}, id="no types"
        ),
        pytest.param(
            {
                "reply": "raised",
                "types": ["E"],
                "message": "",
                "frames": [["f", -1, "", ""]],
                "printed": 0,
                "output": "",
            },
            id="a negative line",
        ),
    ],
)
def test_a_reply_that_is_none_is_refused(message):
    with pytest.raises(FrameError):
        parse(message)


def assert_value_or_frame_error(raw: bytes) -> None:
    try:
        value = frames.decode(raw, lambda name, data: None)
    except FrameError:
        return
    try:
        parse(value)
    except FrameError:
        return


def same(a, b):
    if isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and (a == b).all()
    if isinstance(b, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in b)
    if isinstance(b, set | frozenset):
        return type(a) is type(b) and a == b
    if isinstance(b, list | tuple):
        return type(a) is type(b) and len(a) == len(b) and all(map(same, a, b))
    if isinstance(b, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    return type(a) is type(b) and (a == b or (isinstance(b, float) and math.isnan(a) and math.isnan(b)))
