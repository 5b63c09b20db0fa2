"""Answers that make the grader's own work fail

Tried: return what passes the decoder and breaks what looks at it later, so that the grader or the suite seems to be at
fault and a person gives the marks: ints beyond any float, exceptions that end a generator of the suite's, methods where
a number is asked for, rows of millions, dicts of thousands of names, all of the hand-in's time.

Stopped: what cannot be compared as a number is no number; such an exception keeps its name and loses its meaning; a
time for the whole hand-in covers the grader's own work on its answers; and a failing explanation costs no marks.
"""

FUNCTIONS = """
def relu(x, *more):
    {body}

softmax = numerical_gradient = predict = relu

class Counter:
    def __init__(self, start):
        self.value = relu(start)
    def __add__(self, other):
        {body}
"""

BODIES = {
    "huge int": "return 2 ** 4000",
    "huge ints": "return [-(2 ** 4000)] * 12, {'value': 10 ** 1000}",
    "stop iteration": "raise StopIteration",
    "stop async iteration": "raise StopAsyncIteration",
    "generator exit": "raise GeneratorExit",
    "method": "return [].append",
    "own method": "return Counter(1).__init__ if x is not None else None",
    "long row": "return __import__('numpy').zeros(60_000_000, 'u1')",
    "many names": "return {f'ab{i}': i for i in range(200_000)}",
    "slow and wrong": "return __import__('time').sleep(0.45)",
}

VARIANTS = {
    name: {f"{m}.py": FUNCTIONS.format(body=body) for m in ("forward", "backward", "hands_on")}
    for name, body in BODIES.items()
}
