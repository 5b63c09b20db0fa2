"""Forged frames on every open descriptor

Tried: write well-formed and malformed frames to every descriptor there is: replies ahead of time, replies to
nobody, verdicts in place of values, questions for functions that were never passed, blame for other modules, and
anything the format can say, at random.

Stopped: a guest can write to its own pipe alone, and a reply is read as nothing but a value, field by field. An early
reply answers the guest's own next request, with a value it could have returned anyway.
"""

SEND = r"""
import os
import msgpack
import numpy as np
from grader.sandbox.wire import frames

def send(message, times=1):
    data = frames.encode(message, lambda value: ("opaque", "x")) if not isinstance(message, bytes) else message
    for descriptor in range(3, 64):
        try:
            for _ in range(times):
                os.write(descriptor, data)
        except OSError:
            pass

CALLBACK = msgpack.packb({"reply": "returned", "value": msgpack.ExtType(11, msgpack.packb(["callback", 0]))})
RETURNED = {"reply": "returned", "value": None, "warnings": [], "printed": 0, "output": "", "reseeded": False}
RAISED = {"reply": "raised", "types": ["ValueError"], "message": "", "frames": [], "module": None, "unwritten": None,
          "reseeded": False, "printed": 0, "output": ""}
"""


def _forging(*messages: str) -> dict:
    lines = "".join(f"    send({message})\n" for message in messages)
    return {"forward.py": f"{SEND}\ndef relu(x):\n{lines}    return x\n\nsoftmax = relu\n"}


LIE = r"""
import gc, random
import numpy as np
from grader.sandbox.wire import frames

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")
dice = random.Random(SEED)
SHAPES = [(), (0,), (4, 3), (3, 2), (8,), (1, 1), (4, 3, 1), (0, 2 ** 26), (2 ** 26, 0), (1,) * 32, (12,)]
NUMBERS = [None, True, 0, 42, -1, 2 ** 63, -(2 ** 64), 0.0, -0.0, 42.0, 1e308, float("nan"), float("inf"), 1j]
TEXTS = ["", "ValueError", "NotImplementedError", "relu", "TypeError", "\ud800", "\x1b[31m", "z" * 999, "KeyError",
         "UnicodeDecodeError", "MemoryError", "AssertionError", "forward", "RuntimeWarning"]

class Reference:
    def __init__(self, *named):
        self.named = named

def value(depth=0):
    many = range(dice.randrange(4) if depth < 3 else 0)
    shape = dice.choice(SHAPES)
    kind = np.dtype(dice.choice("b1 i1 i8 u1 u8 f2 f4 f8 c8 c16".split()))
    raw = dice.randbytes(int(np.prod(shape)) * kind.itemsize)
    return dice.choice([
        lambda: dice.choice(NUMBERS),
        lambda: dice.choice([b"", b"\x80\x04.", "", "\ud800", "x" * 9999]),
        lambda: np.frombuffer(raw, kind).reshape(shape),
        lambda: kind.type(1),
        lambda: Reference("callback", dice.choice([0, 0, 0, 1])),
        lambda: Reference("object", [dice.choice([0, 1, -1, 2 ** 70]), dice.choice(["Counter", "\x1b"]), "backward"]),
        lambda: Reference("method", None),
        lambda: Reference("opaque", dice.choice(["set", "\ud800" * 999])),
        lambda: [value(depth + 1) for _ in many],
        lambda: tuple(value(depth + 1) for _ in many),
        lambda: {dice.choice(["value", "", "\ud800", "0"]): value(depth + 1) for _ in many},
    ])()

def text():
    return dice.choice(TEXTS)

def message():
    few = range(dice.randrange(3))
    values = [value() for _ in few]
    named = {text(): value() for _ in few}
    said = {"printed": dice.choice([0, 5, -1, 2 ** 4000]), "output": text(), "reseeded": dice.random() < 0.5}
    warnings = [[text(), text()] for _ in few]
    made = dice.choice([
        {"reply": "returned", "value": value(), "warnings": warnings, **said},
        {"reply": "returned", "value": value(), "warnings": [], "changed": [values, named], **said},
        {"reply": "raised", "types": [text(), text()], "message": text(), "module": dice.choice([None, text()]),
         "frames": [[text(), 1, text(), text()] for _ in few], "unwritten": dice.choice([None, text()]), **said},
        {"reply": "callback", "callable": dice.choice([0, 0, 1, ["forward", "relu"]]), "args": values, "kwargs": named},
        {"reply": "importing", "module": text()},
    ])
    if dice.random() < 0.1:
        made.pop(dice.choice(list(made)))
    return made

def lie(frame):
    if b"import" in frame or dice.random() < 0.2:  # who cannot be imported is not asked again
        return honestly(frame)
    for _ in range(50):
        said = message()
        guest._write(frames.encode(said, lambda thing: thing.named))
        if said.get("reply") in ("returned", "raised"):
            return
        if said.get("reply") == "callback":
            guest.read()

honestly, guest.answer = guest.answer, lie

def relu(x):
    return x

softmax = numerical_gradient = predict = relu

class Counter:
    def __init__(self, start):
        self.value = start
    def __add__(self, other):
        return self
"""


def _lying(seed: int) -> dict:
    return {f"{name}.py": LIE.replace("SEED", str(seed)) for name in ("forward", "backward", "hands_on")}


VARIANTS = {
    **{f"anything {seed}": _lying(seed) for seed in range(8)},
    "ahead": _forging("{**RETURNED, 'value': np.zeros((4, 3))}", "{**RETURNED, 'value': np.full((4, 3), 1 / 3)}"),
    "many ahead": _forging("RETURNED, 500"),
    "verdict": _forging("{'grade': {'points': 100.0, 'student': 'aaron'}}", "{'ready': True}", "'{\"grade\": {}}'"),
    "garbage": _forging("b'mallory' * 1000"),
    "half a frame": _forging("b'FDL1\\xff\\xff'"),
    "array as arguments": _forging(
        "{'reply': 'callback', 'callable': 0, 'args': np.zeros(2), 'kwargs': {}}",
        "{'reply': 'callback', 'callable': 0, 'args': 7, 'kwargs': {}}",
    ),
    "callback of nobody": _forging("{'reply': 'callback', 'callable': -1, 'args': [], 'kwargs': {}}"),
    "callback by name": _forging("{'reply': 'callback', 'callable': ['os', 'getcwd'], 'args': [], 'kwargs': {}}"),
    "private of a lent one": _forging(
        "{'reply': 'callback', 'callable': ['hands_on', '__loader__'], 'args': ['x'], 'kwargs': {}}"
    ),
    "blame": _forging(
        "{'reply': 'importing', 'module': 'backward'}", "{**RAISED, 'module': '\\ud800', 'types': ['Exception']}"
    ),
    "no types": _forging("{**RAISED, 'types': []}"),
    "odd types": _forging("{**RAISED, 'types': ['BaseExceptionGroup', 'KeyboardInterrupt', 'eval', 'StopIteration']}"),
    "odd frames": _forging("{**RAISED, 'frames': [['/etc/passwd', -1, '', ''], ['x', 10 ** 1000, 'y', 'z']]}"),
    "not started": _forging("{**RAISED, 'types': ['NotImplementedError'], 'unwritten': 'relu'}"),
    "warnings": _forging("{**RETURNED, 'warnings': [['SystemExit', 'x'], ['Warning', '\\x1b[31m' * 400]] * 9}"),
    "printed": _forging("{**RETURNED, 'printed': 10 ** 1200, 'output': '\\ud800' * 4000}"),
    "references": _forging(
        "{**RETURNED, 'value': 1}",
        "b'FDL1' + bytes([len(CALLBACK), *bytes(11)]) + CALLBACK",
    ),
}
