"""Forged frames on every open descriptor

Tried: write well-formed and malformed frames to every descriptor there is: replies ahead of time, replies to
nobody, verdicts in place of values, questions for functions that were never passed, blame for other modules.

Stopped: a guest can write to its own pipe alone, and a reply is read as nothing but a value, field by field. An early
reply answers the guest's own next request, with a value it could have returned anyway.
"""

SEND = r"""
import os
import numpy as np
from grader.sandbox import frames

def send(message, times=1):
    data = frames.encode(message, lambda value: ("opaque", "x")) if not isinstance(message, bytes) else message
    for descriptor in range(3, 64):
        try:
            for _ in range(times):
                os.write(descriptor, data)
        except OSError:
            pass

CALLBACK = b'{"dict":{"reply":"returned","value":{"reference":["callback",0]}}}'
RETURNED = {"reply": "returned", "value": None, "warnings": [], "printed": 0, "said": "", "reseeded": False}
RAISED = {"reply": "raised", "types": ["ValueError"], "message": "", "frames": [], "module": None, "unwritten": None,
          "reseeded": False, "printed": 0, "said": ""}
"""


def _forging(*messages: str) -> dict:
    lines = "".join(f"    send({message})\n" for message in messages)
    return {"forward.py": f"{SEND}\ndef relu(x):\n{lines}    return x\n\nsoftmax = relu\n"}


VARIANTS = {
    "ahead": _forging("{**RETURNED, 'value': np.zeros((4, 3))}", "{**RETURNED, 'value': np.full((4, 3), 1 / 3)}"),
    "many ahead": _forging("RETURNED, 500"),
    "verdict": _forging("{'grade': {'points': 100.0, 'student': 'aaron'}}", "{'ready': True}", "'{\"grade\": {}}'"),
    "garbage": _forging("b'mallory' * 1000"),
    "half a frame": _forging("b'FDL1\\xff\\xff'"),
    "array as arguments": _forging(
        "{'reply': 'callback', 'callable': 0, 'args': np.zeros(2), 'kwargs': {}}",
        "{'reply': 'callback', 'callable': 0, 'args': 7, 'kwargs': {}}",
    ),
    "callback of nobody": _forging("{'reply': 'callback', 'callable': -1, 'args': (), 'kwargs': {}}"),
    "callback by name": _forging("{'reply': 'callback', 'callable': ['os', 'getcwd'], 'args': (), 'kwargs': {}}"),
    "private of a lent one": _forging(
        "{'reply': 'callback', 'callable': ['hands_on', '__loader__'], 'args': ('x',), 'kwargs': {}}"
    ),
    "blame": _forging(
        "{'reply': 'importing', 'module': 'backward'}", "{**RAISED, 'module': '\\ud800', 'types': ['Exception']}"
    ),
    "no types": _forging("{**RAISED, 'types': []}"),
    "odd types": _forging("{**RAISED, 'types': ['BaseExceptionGroup', 'KeyboardInterrupt', 'eval', 'StopIteration']}"),
    "odd frames": _forging("{**RAISED, 'frames': [['/etc/passwd', -1, '', ''], ['x', 10 ** 1000, 'y', 'z']]}"),
    "not started": _forging("{**RAISED, 'types': ['NotImplementedError'], 'unwritten': 'relu'}"),
    "warnings": _forging("{**RETURNED, 'warnings': [['SystemExit', 'x'], ['Warning', '\\x1b[31m' * 400]] * 9}"),
    "printed": _forging("{**RETURNED, 'printed': 10 ** 1200, 'said': '\\ud800' * 4000}"),
    "references": _forging(
        "{**RETURNED, 'value': 1}",
        "b'FDL1' + bytes([len(CALLBACK), *bytes(11)]) + CALLBACK",
    ),
}
