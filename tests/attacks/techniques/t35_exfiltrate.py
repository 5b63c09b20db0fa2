"""Exfiltrate through exceptions and prints

Tried: put hidden inputs, paths and whatever can be read into messages, types, lines and output, for the
student to read.

Stopped: a student sees of a hidden test its sentence, hint and diagnosis, the type of an exception if it is Python's
own, and a line of the code they handed in. The rest is in the instructor's view, cleaned and capped.
"""

TELL = r"""
import sys

def relu(x):
    print("hidden input", x.tolist())
    kind = type("Input_" + "_".join(str(int(abs(v) * 1000)) for v in x.ravel()), (ValueError,), {})
    raise kind("hidden input " + repr(x.tolist()))

def softmax(x):
    code = compile("\n" * int(abs(x.ravel()[0]) * 1000) + "raise ValueError", __file__, "exec")
    exec(code)
"""

VARIANTS = {"messages": {"forward.py": TELL}}
