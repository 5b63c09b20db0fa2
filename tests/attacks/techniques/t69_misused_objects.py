"""Objects of a suite's, misused

Tried: set what the suite reads off an object that it passes along, take its methods and data, give back another object
in its place, or one by a number that there is not; call its methods for ever, with each other, with what makes them
fail, after the call, and from a process that ends in the middle.

Stopped: a hand-in gets a stand-in that has the public methods and nothing else, and nothing of it can be set. What it
gives back stands for the suite's object only where it is, word for word, what was said of one to the same process.
"""

BODIES = {
    "sets": "axes.title, axes.lines = '2 heights', [[2.0, 6.0]]; return axes",
    "by force": "axes.__dict__.update(title='2 heights', lines=[[2.0, 6.0]]); return axes",
    "reads": "axes.set_title(str(axes.lines)); return axes",
    "private": "axes.__init__([5, 'Axes', []], None); return axes",
    "class": "type(axes).plot = lambda *a, **k: None; axes.set_title('2 heights'); return axes",
    "another": "return type(axes)([0, 'Axes', []], lambda n: print)",
    "a copy": "import copy; return copy.copy(axes)",
    "for ever": "while True: axes.plot([1.0])",
    "each other": "axes.plot(axes); axes.set_title(axes.plot); return axes",
    "fails": "axes.plot('xy'); return axes",
    "huge": "axes.plot(__import__('numpy').zeros(7_000_000)); return axes",
    "no text": "axes.set_title(2 ** 4000); return axes",
    "agrees": "axes.set_title(type('T', (str,), {'strip': lambda s: s})('2 heights')); return axes",
    "later": "KEPT.append(axes); KEPT[0].plot(heights, width=2); return KEPT[0]",
    "exits": "axes.plot(heights); __import__('os')._exit(0)",
    "many": "return [axes] * 90_000",
}
NUMBERS = """
def sketch(axes, heights):
    axes.__dict__["_grader_passed"] = {passed}
    return axes
"""
PASSED = ("[99, 'Axes', []]", "[-1, 'Axes', []]", "[True, 'Axes', []]", "[[]]", "{}", "'\\x1b[31m'", "[2 ** 70] * 3")
VARIANTS = {
    name: {"values.py": f"KEPT = []\n\ndef sketch(axes, heights):\n    {body}\n"} for name, body in BODIES.items()
}
VARIANTS |= {f"said {i}": {"values.py": NUMBERS.format(passed=passed)} for i, passed in enumerate(PASSED)}
