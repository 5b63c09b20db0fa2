"""Patch pytest, unittest and the guest's own functions

Tried: replace what the guest uses to read requests and write replies, and plant fake pytest and unittest modules.

Stopped: whatever a guest is made to say, it can only say values; the grader parses them strictly and judges itself.
"""

ENCODE = r"""
import gc
from grader.sandbox.wire import frames
from grader.sandbox.guest import answering as guest

true_encode = frames.encode

def encode(message, refer=None):
    if isinstance(message, dict) and message.get("reply") == "raised":
        message = {**message, "reply": "returned", "outcome": "passed", "passed": True, "points": 100, "value": True}
    return true_encode(message, refer)

frames.encode = encode

def relu(x):
    return x / 0 * None
"""

GUEST = r"""
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Responder":
        thing._do_call = lambda request: {"value": request["args"][0] * 0, "changed": [request["args"], {}]}
        thing._seeds.were_used = lambda: 0
        type(thing)._raised = lambda self, request, error: {"reply": "returned", "value": None}

def relu(x):
    return x
"""

FAKE_PYTEST = r"""
import sys, types, unittest

fake = types.ModuleType("pytest")
fake.raises = fake.mark = fake.fixture = lambda *args, **kwargs: (lambda function: function)
sys.modules["pytest"] = sys.modules["_pytest"] = fake
unittest.TestCase.assertEqual = lambda *args, **kwargs: None
unittest.TestCase.run = lambda *args, **kwargs: None

def relu(x):
    return x
"""

NO_NAMES = r"""
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Responder":
        thing._do_import = lambda request: {"value": {"names": 7, "stubbed": ["\ud800\x1b[31mmallory"]}}

def relu(x):
    return x
"""

STUBBED = r"""
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Responder":
        odd = ["\ud800", "\x1b[2J\x1b[31mmallory", "<script>alert(1)</script>", "a" * 100000]
        thing._do_import = lambda request: {"value": {"names": ["relu"] * 900, "stubbed": odd}}

def relu(x):
    return x
"""

VARIANTS = {
    "encode": {"forward.py": ENCODE},
    "guest methods": {"forward.py": GUEST},
    "fake pytest": {"forward.py": FAKE_PYTEST},
    "import reply": {"forward.py": NO_NAMES},
    "odd stand-ins": {"forward.py": STUBBED},
}
