"""Decoder abuse

Tried: frames with chosen type names, lying lengths, deep nesting, headers of ten gigabytes, millions of tiny lists,
numbers with millions of digits, arrays of negative or overflowing shape.

Stopped: types are enumerated, sizes, depth and counts are checked before anything is allocated, and every complaint
is one exception, which costs the call.
"""

SEND = r"""
import os, struct

def frame(header, payload=b"", lengths=None):
    sizes = lengths or (len(header), len(payload))
    return struct.pack("<4sIQ", b"FDL1", *sizes) + header + payload

def send(data):
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(4, rest):]

def reply(value, payload=b""):
    text = b'{"dict":{"reply":"returned","value":' + value
    return frame(text + b',"warnings":[],"printed":0,"output":"","reseeded":false}}', payload)
"""


def _sending(expression: str) -> dict:
    return {"forward.py": f"{SEND}\n\ndef relu(x):\n    send({expression})\n    return x\n\nsoftmax = relu\n"}


VARIANTS = {
    "ten gigabytes": _sending("frame(b'{}', lengths=(2, 10 << 30))"),
    "four billion": _sending("frame(b'{}', lengths=(0xffffffff, 0))"),
    "deep": _sending("reply(b'[' * 100000 + b']' * 100000)"),
    "deep tags": _sending("reply(b'{\"tuple\":[' * 5000 + b']}' * 5000)"),
    "many lists": _sending("reply(b'[' + b'[],' * 1300000 + b'[]]')"),
    "many empty arrays": _sending("reply(b'[' + b'{\"array\":[\"f8\",[0]]},' * 90000 + b'0]')"),
    "many numbers": _sending("reply(b'[' + b'0,' * 1900000 + b'0]')"),
    "long number": _sending("reply(b'1' * 4000000)"),
    "type name": _sending('reply(b\'{"array":["object",[1]]}\', bytes(8))'),
    "type of python": _sending('reply(b\'{"builtins.eval":["1"]}\')'),
    "negative shape": _sending('reply(b\'{"array":["f8",[-1,-8]]}\', bytes(64))'),
    "overflowing shape": _sending('reply(b\'{"array":["f8",[4294967296,4294967296,0]]}\')'),
    "past the end": _sending('reply(b\'{"array":["f8",[1000]]}\', bytes(8))'),
    "left over": _sending("reply(b'0', bytes(800))"),
    "lying bytes": _sending("reply(b'{\"bytes\":-5}', bytes(8))"),
    "two tags": _sending('reply(b\'{"tuple":[],"array":[]}\')'),
    "not json": _sending("reply(b'\\xff\\xfe')"),
    "large arrays": {
        "forward.py": "import numpy as np\n\ndef relu(x):\n    return np.zeros(8 << 20)\n\nsoftmax = relu\n"
    },
}
