"""Calls of a suite's function without end

Tried: call the function that a suite passes along for ever, with millions of different or huge arguments, with objects
whose methods call it again, with keywords that are no text, inside of itself, from a generator, or after the call.

Stopped: the time of a call covers all that it asks back, on both sides; what is passed is counted and capped, calls
inside calls are counted, and what a suite's function does with wrong arguments is the hand-in's error.
"""

BODIES = {
    "for ever": "while True: look(0)",
    "other arguments": "n = 0\n    while True: look(n % 100); n += 1",
    "megabytes": "while True: look(__import__('numpy').zeros(1_900_000))",
    "and keeps": "for n in range(10**7):\n        try: look([n] * 9_000)\n        except Exception: pass",
    "swallows": "while True:\n        try: look('x')\n        except Exception: pass",
    "keywords": "return look(**{'': 1, '\\x1b[31m': 2})",
    "many": "return look(*range(101))",
    "itself": "return look(look)",
    "object": "return look(Asks(look))",
    "nested": "return Asks(look).__index__()",
    "generator": "return (look(n) for n in range(10**9))",
    "after": "LATER.append(look); return LATER[0](0)",
    "exits inside": "look(3); __import__('os')._exit(0)",
}
SOURCE = """
LATER = []

class Asks:
    def __init__(self, look):
        self.look = look
    def __index__(self):
        return self.look(Asks(self.look))
    __hash__ = __eq__ = __lt__ = lambda self, *others: self.look(self)

def find(look, size, wanted):
    {body}
"""
VARIANTS = {name: {"values.py": SOURCE.format(body=body)} for name, body in BODIES.items()}
