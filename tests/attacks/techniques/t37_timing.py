"""Timing channel

Tried: wait for a time that encodes a hidden input, and read it off the report.

Stopped: no report holds a measured time, so equal work gives equal bytes.
"""

WAIT = r"""
import time

def relu(x):
    time.sleep(min(abs(float(x.ravel()[0])) / 20, 0.1))
    return x
"""

VARIANTS = {"wait": {"forward.py": WAIT}}
