"""Decoder abuse

Tried: frames with chosen type names, lying lengths, deep nesting, headers of ten gigabytes, millions of tiny lists,
numbers of thousands of digits, arrays of negative or overflowing shape.

Stopped: types are enumerated, sizes, depth and counts are checked before anything is allocated, and every complaint
is one exception, which costs the call.
"""

SEND = r"""
import os, struct
from msgpack import ExtType, packb

def frame(header, payload=b"", lengths=None):
    sizes = lengths or (len(header), len(payload))
    return struct.pack("<4sIQ", b"FDL1", *sizes) + header + payload

def send(data):
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(4, rest):]

def array(code, *shape):
    return packb(ExtType(2, struct.pack(f"<Bc{len(shape)}q", code, b"C", *shape)))

def deep(code):
    made = packb(0)
    for _ in range(5000):
        made = packb(ExtType(code, b"\x91" + made))
    return made

def reply(value, payload=b""):
    said = {"reply": "returned", "warnings": [], "printed": 0, "output": "", "reseeded": False}
    text = b"\x86" + b"".join(packb(part) for pair in said.items() for part in pair) + packb("value") + value
    return frame(text, payload)
"""


def _sending(expression: str) -> dict:
    return {"forward.py": f"{SEND}\n\ndef relu(x):\n    send({expression})\n    return x\n\nsoftmax = relu\n"}


VARIANTS = {
    "ten gigabytes": _sending("frame(b'\\x80', lengths=(2, 10 << 30))"),
    "four billion": _sending("frame(b'\\x80', lengths=(0xffffffff, 0))"),
    "deep": _sending("reply(b'\\x91' * 100000 + b'\\xc0')"),
    "deep extensions": _sending("reply(deep(1))"),
    "many lists": _sending("reply(packb([[]] * 1300000))"),
    "many dicts": _sending("reply(packb([{}] * 1300000))"),
    "many empty arrays": _sending("reply(b'\\xdd' + (90000).to_bytes(4, 'big') + array(11, 0) * 90000)"),
    "many numbers": _sending("reply(packb([0] * 1900000))"),
    "more announced than came": _sending("reply(b'\\xdd\\xff\\xff\\xff\\xff')"),
    "long number": _sending("reply(packb(ExtType(6, b'1' * 1000000)))"),
    "type name": _sending("reply(array(99, 1), bytes(8))"),
    "a time": _sending("reply(packb(ExtType(127, b'')).replace(b'\\x7f', b'\\xff') + bytes(12))"),
    "unknown extension": _sending("reply(packb(ExtType(99, b'builtins.eval')))"),
    "negative shape": _sending("reply(array(11, -1, -8), bytes(64))"),
    "overflowing shape": _sending("reply(array(11, 4294967296, 4294967296, 0))"),
    "past the end": _sending("reply(array(11, 1000), bytes(8))"),
    "left over": _sending("reply(b'\\x00', bytes(800))"),
    "lying bytes": _sending("reply(packb(ExtType(5, packb(-5))), bytes(8))"),
    "keys that collide": _sending("reply(packb({n * (2**61 - 1): 0 for n in range(20000)}))"),
    "no text": _sending("reply(b'\\xa2\\xff\\xfe')"),
    "large arrays": {
        "forward.py": "import numpy as np\n\ndef relu(x):\n    return np.zeros(8 << 20)\n\nsoftmax = relu\n"
    },
}
