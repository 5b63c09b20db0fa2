"""Iterators without end

Tried: give where a list or an iterator is asked for one that never ends, gives megabytes each time, gives iterators or
itself, changes its kind on the way, raises what ends iterators, sleeps, or ends its process in the middle.

Stopped: an iterator stays in the guest and is asked for one value after the other, at most 10,000 times, each against
the clocks of a call and of the hand-in. What fills the grader's memory ends the test, and right answers show whose
fault that is.
"""

KINDS = {
    "endless": "while True: yield 1",
    "itself": "s = iter(lambda: s, 0); yield from s",
    "iterators": "while True: yield (x for x in [1])",
    "megabytes": "while True: yield __import__('numpy').zeros(8_000_000)",
    "long texts": "while True: yield 'x' * 1_900_000",
    "lists": "while True: yield [[]] * 90_000",
    "stops twice": "yield 9; raise RuntimeError('generator raised StopIteration')",
    "exit": "yield 9; __import__('os')._exit(0)",
    "sleeps": "yield 9; __import__('time').sleep(9); yield 16",
    "rare": "yield from (9, 16, 25, None, {}, [1], 36.0, float('nan'), 49)",
    "hangs": "yield 9\n    while True: pass",
}
VARIANTS = {name: {"values.py": f"def squares(first):\n    {body}\n"} for name, body in KINDS.items()}
VARIANTS |= {
    "no generator": {
        "values.py": "class squares:\n    def __init__(self, first): pass\n"
        "    def __iter__(self): return self\n    def __next__(self): return 1\n"
    },
    "map of itself": {"values.py": "def squares(first):\n    return map(squares, iter(int, 1))\n"},
}
