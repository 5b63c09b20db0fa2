"""Random numbers out of step

Tried: leave the generators that a suite passes along in a state from which they give the same number for ever, or the
numbers one likes; replace them by others, by values, or by ones that were drawn from a million times.

Stopped: a generator comes back as its state alone, and one that would never move on is refused. A suite compares what
its own twin of the generator gives.
"""

BODY = """
import random
import numpy as np

def stuck(rng, dice):
    rng.bit_generator.state = {{**rng.bit_generator.state, "state": {{"state": 0, "inc": {inc}}}}}
    dice.setstate((3, ({first},) + (0,) * 623 + ({place},), {gauss}))

def shuffled(things, rng, dice):
    {body}
    return list(things), 3
"""
WAYS = {
    "zeros": ("stuck(rng, dice)", 0, 0, 624, "None"),
    "zeros of python": ("stuck(rng, dice)", 1, 0, 1, "None"),
    "zeros but for a bit": ("stuck(rng, dice)", 1, 2**31 - 1, 624, "None"),
    "one bit": ("stuck(rng, dice)", 1, 2**31, 624, "None"),
    "a text pending": ("dice.gauss_next = 'x'; rng.random()", 1, 1, 1, "None"),
    "an array pending": ("dice.gauss_next = np.zeros(3)", 1, 1, 1, "None"),
    "an infinity pending": ("dice.gauss_next = float('inf')", 1, 1, 1, "None"),
    "drawn a lot": ("rng.random(10**6); [dice.random() for _ in range(10**5)]", 1, 1, 1, "None"),
    "others": ("rng.__class__ = type('Mine', (np.random.Generator,), {}); return rng, dice", 1, 1, 1, "None"),
    "returned": ("stuck(rng, dice); return [rng, dice], rng", 1, 1, 624, "None"),
}
VARIANTS = {
    name: {"values.py": BODY.format(body=body, inc=inc, first=first, place=place, gauss=gauss)}
    for name, (body, inc, first, place, gauss) in WAYS.items()
}
