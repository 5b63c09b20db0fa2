"""Output flood

Tried: print without end, by print, sys.stdout, sys.__stdout__, os.write to 1 and 2, warnings, logging and exceptions.

Stopped: print counts and keeps the beginning, descriptors 1 and 2 are /dev/null, and every text is capped.
"""

FLOOD = r"""
import logging, os, sys, warnings

def relu(x):
    for _ in range(200):
        print("mallory" * 1000)
        sys.stderr.write("mallory" * 1000)
        os.write(1, b"mallory" * 1000)
        os.write(2, b"mallory" * 1000)
        warnings.warn("mallory" * 10000)
        logging.error("mallory" * 1000)
        if sys.__stdout__ is not None:
            sys.__stdout__.write("mallory" * 1000)
    raise ValueError("mallory" * 1000000)

def softmax(x):
    while True:
        print("mallory" * 1000)
"""

VARIANTS = {"flood": {"forward.py": FLOOD}}
