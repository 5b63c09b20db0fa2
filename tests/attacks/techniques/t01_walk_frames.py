"""Walk the stack

Tried: follow sys._getframe, inspect.stack and tracebacks outwards from a call, and read or change the variables of
whoever compares the result.

Stopped: the comparison runs in another process. Above a student's function there is only the loop that reads requests.
"""

WALK = r"""
import inspect, sys

def relu(x):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
            if name in ("expected", "want", "reference", "CANARY"):
                return value
            if hasattr(value, "relu") and value is not sys.modules[__name__]:
                return value.relu(x)
        frame = frame.f_back
    return x
"""

INSPECT = r"""
import inspect

def relu(x):
    for record in inspect.stack():
        lines = "".join(record.code_context or [])
        if "assert" in lines or "expect" in lines:
            record.frame.f_globals["expect"] = None
    raise RuntimeError(str([record.filename for record in inspect.stack()]))
"""

VARIANTS = {"getframe": {"forward.py": WALK}, "inspect stack": {"forward.py": INSPECT}}
