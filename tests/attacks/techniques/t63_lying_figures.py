"""Figures that lie

Tried: draw a figure with 20,000 axes, 100,000 lines, legends of as many texts, names that are escape codes or no text
at all, and points that are no numbers; reply in the figure's place with anything else; patch the reader of figures.

Stopped: the facts about a figure are data like any other, counted and capped by the decoder, compared kind by kind in
linear time, and printed only in letters that print. What is no such fact costs the test.
"""

PLAIN = """
import matplotlib
import matplotlib.pyplot as plt
import numpy as np

def draw_losses(losses):
    {body}
"""

LIE = r"""
import gc
import numpy as np
import pandas as pd

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")
TOLD = [TOLD]
TURN = [0]

def lie(request):
    TURN[0] += 1
    return {"value": TOLD[TURN[0] % len(TOLD)]}

guest._do_draw = lie

def draw_losses(losses):
    pass
"""

LINE = "{'x': np.array([1.0, 2.0, 3.0]), 'y': np.array([4.0, 2.0, 1.0]), 'label': 'train'}"
TITLES = "'title': 'Losses', 'xlabel': 'epoch', 'yscale': 'linear'"
BODIES = {
    "many axes": "figure = plt.figure()\n    for _ in range(20_000): figure.add_axes((0, 0, 1, 1))",
    "many lines": "plt.plot(np.zeros((2, 100_000)))\n    plt.xlabel('epoch'); plt.title('x'); plt.legend('train')",
    "escape codes": "plt.plot([1], [1], label='\\x1b[31m\\u202e')\n"
    "    plt.xlabel('\\x1b]0;mallory\\x07'); plt.title('\\x00\\r\\n'); plt.legend()",
    "no numbers": "plt.plot(['a', 'b'], ['c', 'd'], label='train'); plt.xlabel('epoch'); plt.title('x'); plt.legend()",
    "wide": "plt.plot(np.zeros(9_000_000), label='train'); plt.xlabel('epoch'); plt.title('x'); plt.legend()",
    "own reader": "import grader.handout.expect as e\n    e.drawn = lambda *a, **k: [{}]\n"
    "    plt.get_fignums = lambda: [1] * 10**6",
    "own axes": "class A: get_axes = lambda self: [self] * 1000\n    A.get_label = lambda self: 1 / 0\n    return A()",
    "no end": "\n    while True: plt.figure()",
}
TOLD = {
    "no list": "7, {}, None, 'x', [[]], [None], [{}] * 50_000, [{'title': [1]}]",
    "odd facts": f"[{{{TITLES}, 'legend': [2] * 9, 'lines': {{}}}}],"
    f"[{{{TITLES}, 'legend': 'train', 'lines': [1, 2]}}],"
    f"[{{{TITLES}, 'legend': ['train'], 'lines': [{{'x': 1}}]}}], [{{'title': np.zeros(3), 'xlabel': pd.DataFrame()}}],"
    f"[{{**dict.fromkeys(('title', 'xlabel', 'yscale'), np.array(['a', 'b'])), 'legend': np.zeros(2), 'lines': (1,)}}]",
    "endless legend": f"[{{{TITLES}, 'legend': [str(n) for n in range(200_000)], 'lines': [{LINE}], 'bars': []}}],"
    f"[{{{TITLES}, 'legend': ['train'] + ['t' * n for n in range(1500)], 'lines': [{LINE}], 'bars': []}}]",
    "odd lines": "".join(
        f"[{{{TITLES}, 'legend': ['train'], 'bars': [], 'lines': [{{'x': {x}, 'y': {y}, 'label': {label}}}]}}],"
        for x, y, label in [
            ("None", "7", "'train'"),
            ("np.array([1.0, 2.0, 3.0])", "np.zeros((3, 3))", "'train'"),
            ("np.array([1, 2, 3])", "[[4], [2, 1], 1]", "np.array(['a', 'b'])"),
            ("pd.Series([1, 2, 3])", "pd.DataFrame({'a': [4]})", "{1: 2}"),
            ("np.arange(3) * 1j", "{4.0, 2.0, 1.0}", "'train'"),
            ("[2 ** 4000] * 3", "np.full(3, np.nan)", "'\\x1b' * 99_999"),
        ]
    ),
}

VARIANTS = {name: {"values.py": PLAIN.format(body=body)} for name, body in BODIES.items()}
VARIANTS |= {f"told {name}": {"values.py": LIE.replace("[TOLD]", f"[{told}]")} for name, told in TOLD.items()}
