"""A class in which each thing happens once that happens around hand-ins: what was handed in, and what it must come to.

The course is small, and its hidden tests are its public ones: so what a student's own pytest says of an exercise and
what the grader says of it must be the same.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import dedent

COURSE = """\
name: waves
title: Waves, and a chain of them
limits: {seconds_per_call: 1, seconds_per_module: 10, seconds_per_hand_in: 30, memory_mb: 1024}
modules:
  - name: bend
    weight: 60
    exercises:
      - {name: relu, points: 1, tier: express, minutes: 1}
      - {name: sigmoid, points: 1, tier: core, minutes: 1}
      - {name: tanh, points: 1, tier: core, minutes: 1}
  - name: chain
    weight: 40
    builds_on: [bend]
    exercises:
      - {name: twice, points: 1, tier: express, minutes: 1}
assignments:
  - {name: all, modules: [bend, chain]}
"""
BEND = '''\
"""Functions that bend a line."""

import numpy as np


def relu(x):
    """max(x, 0)"""
    ### BEGIN SOLUTION
    return np.maximum(x, 0.0)
    ### END SOLUTION


def sigmoid(x):
    """1 / (1 + exp(-x)), without a warning for any finite x"""
    ### BEGIN SOLUTION
    return 0.5 * (1.0 + np.tanh(0.5 * x))
    ### END SOLUTION


def tanh(x):
    """The hyperbolic tangent."""
    ### BEGIN SOLUTION
    return np.tanh(x)
    ### END SOLUTION
'''
CHAIN = '''\
"""One after the other."""

from bend import relu


def twice(x):
    """relu of relu"""
    ### BEGIN SOLUTION
    return relu(relu(x))
    ### END SOLUTION
'''
_TESTS = {
    "bend": '''\
"""Examples for bend.py."""

import numpy as np
import pytest
import bend

{expect}


@pytest.mark.exercise("relu")
def test_relu_keeps_what_is_positive():
    """relu keeps what is positive"""
    expect.close(bend.relu(np.array([-1.0, 2.0])), np.array([0.0, 2.0]))


@pytest.mark.exercise("sigmoid")
def test_sigmoid_warns_of_nothing():
    """sigmoid has the right values, and gives no warning"""
    with expect.no_warnings():
        expect.close(bend.sigmoid(np.array([-1e4, 0.0, 1e4])), np.array([0.0, 0.5, 1.0]), atol=1e-12)


@pytest.mark.exercise("tanh")
def test_tanh_of_one():
    """tanh has the right value at 1"""
    expect.close(bend.tanh(np.array([1.0])), np.tanh(np.array([1.0])))
''',
    "chain": '''\
"""Examples for chain.py."""

import chain
import numpy as np
import pytest

{expect}


@pytest.mark.exercise("twice")
def test_twice_is_once_more():
    """twice applies relu two times"""
    expect.close(chain.twice(np.array([-1.0, 2.0])), np.array([0.0, 2.0]))
''',
}
COURSE_FILES = {
    "course.yaml": COURSE,
    "solutions/bend.py": BEND,
    "solutions/chain.py": CHAIN,
    **{f"tests/public/test_{name}.py": text.format(expect="import expect") for name, text in _TESTS.items()},
    **{
        f"tests/hidden/test_{name}.py": text.format(expect="from grader import expect") for name, text in _TESTS.items()
    },
}


def solved(source: str) -> str:
    """Return a solution as a student writes it."""
    return "".join(line for line in source.splitlines(keepends=True) if "### " not in line)


_BEND, _CHAIN = solved(BEND), solved(CHAIN)
_CHAIN_ALONE = "def twice(x):\n    return relu(relu(x))\n"
_STUB = "@stub"  # stands for the file as it is handed out
_ALL = frozenset({"relu", "sigmoid", "tanh", "twice"})
_NOTHING: frozenset[str] = frozenset()
_SAME_WORDS = (
    "command of a notebook", "mark of git", "has the character", "is empty", "still raises", "defines relu twice",
    "mark of Markdown", "with a dot in front", "is a patch", "office document", "is packed", "its own number", "&lt;",
    "out of exercises", "out of fundamentals", "out of homework", "but chain.py defines",
)  # fmt: skip


@dataclass(frozen=True)
class Situation:
    """One hand-in. `done`: the exercises that earn full marks.

    `reason`: what the reason of the module `bend` must say ('' where it has none), `look`: a human is asked.
    `at_home`: the student's own folder looks the same, so that their pytest can be asked.
    """

    name: str
    files: Mapping[str, str | bytes]
    done: frozenset[str] = _ALL
    reason: str = ""
    look: bool = False
    at_home: bool = True
    flag: str = ""
    untouched: frozenset[str] = field(default=_NOTHING)

    @property
    def is_same_sentence(self) -> bool:
        """Is the reason one that the board at home says in the same words?"""
        return any(word in self.reason for word in _SAME_WORDS)


def fine(name: str, before: str = "", *, flag: str = "", at_home: bool = True, **more: str | bytes) -> Situation:
    """Return a hand-in in which all is right, with these lines in front of bend.py and these files beside it."""
    files = {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return Situation(name, {"bend.py": dedent(before) + _BEND, "chain.py": _CHAIN, **files}, flag=flag, at_home=at_home)


def lost(name: str, before: str, reason: str) -> Situation:
    """Return a hand-in whose bend.py cannot be imported for these lines; chain.py is then tried with the course's."""
    return Situation(name, {"bend.py": dedent(before) + _BEND}, _NOTHING, reason, look=True)


def alone(name: str, files: Mapping[str, str | bytes], reason: str, **more: object) -> Situation:
    """Return a hand-in of which nothing earns marks."""
    return Situation(name, files, _NOTHING, reason, look=bool(reason), **more)  # type: ignore[arg-type]


def _notebook(*cells: str) -> str:
    return json.dumps({"cells": [{"cell_type": "code", "source": cell} for cell in cells], "nbformat": 4})


def _zip(files: Mapping[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


_COMMAND = "is a command of a notebook: take it out (bend.py is run by Python alone)"
_RAISE = "    raise NotImplementedError\n"
_HELPED = "import numpy as np\nfrom {0} import positive\n\n\ndef relu(x):\n    return positive(x)\n"
_HELPER = "import numpy as np\n\n\ndef positive(x):\n    return np.maximum(x, 0)\n"

SITUATIONS = [
    fine("solved"),
    # what lies beside
    Situation(
        "helper", {"bend.py": _HELPED.format("helpers"), "helpers.py": _HELPER}, frozenset({"relu"}), flag="own modules"
    ),
    Situation(
        "package",
        {"bend.py": _HELPED.format("tools.sums"), "tools/sums.py": _HELPER},
        frozenset({"relu"}),
        flag="own modules",
    ),
    Situation(
        "folders-of-helpers",
        {"bend.py": _HELPED.format("tools.of.sums"), "tools/of/sums.py": _HELPER},
        frozenset({"relu"}),
        flag="own modules",
    ),
    Situation(
        "helper-on-a-path-of-ones-own",
        {
            "bend.py": "import sys\nfrom pathlib import Path\nsys.path.append(str(Path(__file__).parent / 'src'))\n"
            + _HELPED.format("sums_of_mine"),
            "src/sums_of_mine.py": _HELPER,
        },
        frozenset({"relu"}),
        flag="own modules",
    ),
    Situation(
        "helper-run-by-path",
        {
            "bend.py": "import runpy\n\nrelu = runpy.run_path('helper.py')['positive']\n",
            "helper.py": _HELPER,
        },
        frozenset({"relu"}),
        flag="own modules",
    ),
    Situation(
        "helper-called-like-a-test",
        {"bend.py": _HELPED.format("test_helpers"), "test_helpers.py": _HELPER},
        frozenset({"relu"}),
        flag="own modules, which the others may import: test_helpers",
    ),
    Situation(
        "helper-in-a-notebook",
        {"bend.py": _HELPED.format("sums"), "sums.ipynb": _notebook(_HELPER)},
        _NOTHING,
        "bend.py line 2 imports sums, which is not there while grading: there are Python's own modules and numpy; "
        "take that import out, or put what is in sums.ipynb into a sums.py beside bend.py",
        look=True,
    ),
    Situation(
        "helper-one-folder-up",
        {"code/bend.py": "import sys\nsys.path.append('..')\n" + _HELPED.format("sums"), "sums.py": _HELPER},
        _NOTHING,
        "bend.py line 4 imports sums, which is not there while grading: there are Python's own modules and numpy; "
        "take that import out, or put what is in sums.py into a sums.py beside bend.py",
        look=True,
        at_home=False,
    ),
    Situation(
        "helper-missing",
        {"bend.py": _HELPED.format("helpers")},
        _NOTHING,
        "bend.py line 2 imports helpers, which is not there while grading: there are Python's own modules and numpy; "
        "take that import out, or hand in helpers.py if you wrote it",
        look=True,
    ),
    Situation(
        "helper-from-a-notebook",
        {"bend.py": _HELPED.format("helpers"), "helpers.py": "%matplotlib inline\n" + _HELPER},
        _NOTHING,
        "helpers.py line 1 is a command of a notebook: take it out (helpers.py is run by Python alone)",
        look=True,
    ),
    Situation(
        "helper-like-a-library",
        {"bend.py": _HELPED.format("colorsys"), "colorsys.py": _HELPER},
        _NOTHING,
        "bend.py cannot be imported: ImportError (bend.py line 2: from colorsys import positive)",
        look=True,
        flag="colorsys.py is named like Python's own module colorsys and was left out: give it another name",
    ),
    fine("report-beside", report_dot_pdf=b"%PDF-1.4"),
    fine("own-test", test_numpy_dot_py="import numpy\n\ndef test_it():\n    assert numpy.mean([1]) == 1\n"),
    fine("notebook-beside", bend_dot_ipynb=_notebook("import bend")),
    # plots and displays
    fine(
        "rc-params",
        "import matplotlib.pyplot as plt\nplt.rcParams['figure.figsize'] = (8.0, 6.0)\n",
        flag="matplotlib is",
    ),
    fine(
        "subplots",
        "import matplotlib.pyplot as plt\nfig, (a, b, c) = plt.subplots(1, 3)\na.plot([1])\n",
        flag="matplotlib is",
    ),
    fine(
        "histogram",
        "import matplotlib.pyplot as plt\ncounts, edges, bars = plt.hist([1, 2, 2])\n",
        flag="matplotlib is",
    ),
    fine(
        "one-line",
        "from matplotlib import pyplot as plt\nline, = plt.plot([1, 2])\nplt.close()\n",
        flag="matplotlib is",
    ),
    fine(
        "colours",
        "import numpy as np\nimport matplotlib.pyplot as plt\nc = plt.cm.viridis(np.linspace(0, 1, 5)) * 0.5\n",
    ),
    fine(
        "inline-figures",
        "import matplotlib_inline\nmatplotlib_inline.backend_inline.set_matplotlib_formats('svg')\n",
        flag="matplotlib_inline is",
        at_home=False,
    ),
    fine(
        "pixels",
        """\
        import numpy as np
        import matplotlib.pyplot as plt
        canvas = plt.gcf().canvas
        width, height = canvas.get_width_height()
        assert np.frombuffer(canvas.tostring_argb(), dtype=np.uint8).reshape(height, width, 4).any() in (True, False)
        """,
        flag="matplotlib is",
        at_home=False,
    ),
    fine(
        "maybe-a-notebook",
        "try:\n    get_ipython().run_line_magic('matplotlib', 'inline')\nexcept NameError:\n    pass\n",
    ),
    fine("maybe-a-package", "try:\n    import pydantic\nexcept ImportError:\n    pydantic = None\n"),
    fine("three-dimensions", "from mpl_toolkits.mplot3d import Axes3D\n", flag="mpl_toolkits is"),
    fine("display", "from IPython.display import HTML, display\n", flag="IPython is"),
    fine("seaborn", "import seaborn as sns\nsns.set_theme()\n", flag="seaborn is", at_home=False),
    fine(
        "tqdm", "from tqdm import tqdm\nassert sum(tqdm(range(3), disable=True)) == 3\n", flag="tqdm is", at_home=False
    ),
    # files, folders, settings
    fine("own-folder", "import os\nos.chdir(os.path.dirname(os.path.abspath(__file__)))\n"),
    fine("log-file", "import logging\nlogging.basicConfig(filename='debug.log')\nlogging.warning('x')\n"),
    fine("notes", "with open('notes.txt', 'w') as f:\n    f.write('hello')\n"),
    fine("dump", "import numpy as np\nnp.save('x.npy', np.ones(3))\nassert np.load('x.npy').sum() == 3\n"),
    fine("table", "import numpy as np\nnp.savetxt('x.csv', np.ones((2, 2)))\n"),
    fine(
        "folders",
        "import os\nfrom pathlib import Path\nos.makedirs('out/a', exist_ok=True)\nPath('out').mkdir(exist_ok=True)\n",
    ),
    fine("stdout-bytes", "import sys\nsys.stdout.buffer.write(b'x')\n"),
    fine(
        "stdout-anew",
        "import sys\nsys.stdout.reconfigure(encoding='utf-8')\nsys.stderr.reconfigure(errors='replace')\n",
    ),
    fine("stdout-wrapped", "import io, sys\nsys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\n"),
    fine("faults-shown", "import faulthandler\nfaulthandler.enable()\n"),
    fine("main", "if __name__ == '__main__':\n    input('ready?')\n"),
    fine("arguments", "import argparse\nargs = argparse.ArgumentParser().parse_known_args()\n"),
    fine("error-state", "import numpy as np\nnp.seterr(all='raise')\n"),
    fine("print-options", "import numpy as np\nnp.set_printoptions(precision=2, suppress=True)\n"),
    fine("warnings-off", "import warnings\nwarnings.filterwarnings('ignore')\n"),
    fine("seed", "import random\nimport numpy as np\nnp.random.seed(0)\nrandom.seed(0)\n"),
    fine("version", "from importlib.metadata import version\nassert version('numpy')[0] in '123456789'\n"),
    fine("recursion", "import sys\nsys.setrecursionlimit(10000)\n"),
    fine("clock", "import time, datetime, typing\nstart = time.time()\nnow = datetime.datetime.now()\n"),
    fine("home", "import os\nfrom pathlib import Path\nprint(Path.home(), os.getcwd())\n", flag="bend.py prints"),
    Situation("windows", {"bend.py": ("\ufeff" + _BEND.replace("\n", "\r\n")).encode(), "chain.py": _CHAIN}),
    Situation(
        "overflow-hidden",
        {
            "bend.py": "import numpy as np\nnp.seterr(all='ignore')\n"
            + _BEND.replace("0.5 * (1.0 + np.tanh(0.5 * x))", "1 / (1 + np.exp(-x))")
        },
        frozenset({"relu", "tanh"}),
    ),
    # files that are no Python
    lost("magic", "%matplotlib inline\n", f"bend.py line 1 {_COMMAND}"),
    lost("shell", "!pip install numpy\n", f"bend.py line 1 {_COMMAND}"),
    lost("get-ipython", "get_ipython().run_line_magic('matplotlib', 'inline')\n", f"bend.py line 1 {_COMMAND}"),
    lost("shell-anew", "import sys\n!{sys.executable} -m pip install numpy\n", f"bend.py line 2 {_COMMAND}"),
    lost("shell-unmarked", "pip install numpy\n", f"bend.py line 1 {_COMMAND}"),
    lost("display-alone", "display(3)\n", f"bend.py line 1 {_COMMAND}"),
    lost("fence", "```python\n", "bend.py line 1 is a mark of Markdown (```): take it out"),
    lost(
        "conflict", "<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> main\n", "bend.py line 1 is a mark of git (<<<<<<<)"
    ),
    lost("quotes", "title = “waves”\n", "bend.py line 1 has the character “ (U+201C)"),
    lost("chat", "Sure! Here is it:\n", "bend.py line 1 is not Python yet: invalid syntax (Sure! Here is it:)"),
    lost("entity", "if 1 &lt; 2:\n    pass\n", "bend.py line 1 has &lt;, as web pages write <: type < in its place"),
    lost("line-numbers", "1 import math\n2 x = 1\n", "bend.py line 1 begins with its own number: take the numbers"),
    lost("line-bars", "  1 | import math\n  2 | x = 1\n", "bend.py line 1 begins with its own number: take the"),
    lost(
        "patch",
        "diff --git a/bend.py b/bend.py\n",
        "bend.py is a patch, as git diff writes it: hand in the file",
    ),
    alone(
        "office-document",
        {"bend.py": b"PK\x03\x04\x14\0\x06\0word/document.xml"},
        "bend.py is a zip or an office document: save the code as plain text",
    ),
    alone(
        "compressed",
        {"bend.py": b"\x1f\x8b\x08\0\0\0\0\0\0\3KIM"},
        "bend.py is packed: unpack it, and hand in the code",
    ),
    lost(
        "end-of-file-of-dos",
        "x = 1\n\x1a\n",
        "bend.py line 2 has the character U+001A, which cannot be seen: Python does not know it, delete it and type it",
    ),
    lost("syntax", "def f(x)\n    return x\n", "bend.py line 1 is not Python yet: expected ':'"),
    lost(
        "package-missing",
        "import scipy_of_nobody.stats\n",
        "bend.py line 1 imports scipy_of_nobody, which is not there",
    ),
    lost("package-at-home", "import pydantic\n", "bend.py line 1 imports pydantic, which is not there"),
    lost("part-of-the-kit", "from kit import board\n", "bend.py line 1 imports kit, which is not there"),
    lost(
        "second-package",
        "import math, scipy_of_nobody\n",
        "bend.py line 1 imports scipy_of_nobody, which is not there",
    ),
    lost(
        "future-too-late",
        "import numpy\nfrom __future__ import annotations\n",
        "bend.py line 2 has to stand above all other code: move it to the top",
    ),
    lost(
        "with-a-dot",
        "from .chain import twice\n",
        "bend.py line 1 imports chain with a dot in front: write `from chain import ...` (from .chain import twice)",
    ),
    lost(
        "all-of-it-with-a-dot",
        "from . import chain\n",
        "bend.py line 1 imports chain with a dot in front: write `import chain` (from . import chain)",
    ),
    alone(
        "own-helper-with-a-dot",
        {"bend.py": "from .helpers import positive\n" + _BEND, "helpers.py": "def positive(x):\n    return x\n"},
        "bend.py line 1 imports helpers with a dot in front: write `from helpers import ...` (from .helpers import",
    ),
    alone(
        "own-helper-out-of-a-folder",
        {
            "bend.py": "from homework.helpers import positive\n" + _BEND,
            "helpers.py": "def positive(x):\n    return x\n",
        },
        "bend.py line 1 imports helpers out of homework: write `from helpers import ...` (from homework.helpers",
    ),
    lost(
        "out-of-a-folder",
        "from exercises.chain import twice\n",
        "bend.py line 1 imports chain out of exercises: write `from chain import ...` (from exercises.chain import",
    ),
    lost(
        "out-of-a-folder-as-a-whole",
        "import fundamentals.exercises.chain as c\n",
        "bend.py line 1 imports chain out of fundamentals.exercises: write `import chain` (import fundamentals",
    ),
    lost(
        "older-python",
        "from collections import Mapping\n",
        "bend.py line 1 may need Python 3.9 or older: it was graded with",
    ),
    lost(
        "older-numpy",
        "import numpy as np\nnp.float_\n",
        "bend.py line 2 may need an older numpy: it was graded with Python",
    ),
    lost("python-2", "for i in xrange(3):\n    pass\n", "bend.py line 1 may need Python 2: it was graded with Python"),
    lost("python-2-except", "try:\n    pass\nexcept ValueError, e:\n    pass\n", "bend.py line 3 may need Python 2:"),
    lost("no-future", "from __future__ import braces\n", "bend.py line 1 is not Python yet (from __future__"),
    lost("keyboard", "name = input('name')\n", "bend.py line 1"),
    lost("exit", "import sys\nsys.exit(0)\n", "bend.py line 2 ends Python while the file is imported"),
    lost("endless", "while True:\n    pass\n", "bend.py does not come to its end when it is imported"),
    lost("own-data", "open('my_data.csv')\n", "bend.py line 1 wants a file that is not there while grading"),
    alone("empty", {"bend.py": ""}, "bend.py is empty: hand in the one with your work"),
    alone("utf-16", {"bend.py": _BEND.encode("utf-16")}, "bend.py: saved as UTF-16 or UTF-32: save the file as UTF-8"),
    # the stub in the way, and work elsewhere
    alone(
        "below-raise",
        {"bend.py": _BEND.replace("    return", _RAISE + "    return")},
        "bend.py line 8 still raises NotImplementedError before your code of relu is reached: take that line out (",
    ),
    alone(
        "twice",
        {"bend.py": _BEND + "".join(f"\n\ndef {name}(x):\n{_RAISE}" for name in ("relu", "sigmoid", "tanh"))},
        "bend.py defines relu twice, and Python takes the last one",
    ),
    alone(
        "in-the-notebook",
        {"bend.py": _STUB, "bend.ipynb": _notebook(_BEND)},
        "bend.py is as it was handed out, but bend.ipynb",
    ),
    alone(
        "final",
        {"bend.py": _STUB, "bend_final.py": _BEND},
        "bend.py is as it was handed out, but bend_final.py defines relu",
    ),
    Situation(
        "in-the-other-module",
        {
            "bend.py": _STUB,
            "chain.py": "import numpy as np\n\n\ndef relu(x):\n    return np.maximum(x, 0)\n\n\n" + _CHAIN_ALONE,
        },
        frozenset({"twice"}),
        "bend.py is as it was handed out, but chain.py defines relu",
        look=True,
    ),
    alone(
        "in-a-comment",
        {"bend.py": "@stub# return np.maximum(x, 0)\n"},
        "bend.py was changed, but every exercise in it still",
    ),
    alone(
        "pass-in-each",
        {"bend.py": "".join(f"def {name}(x):\n    pass\n\n\n" for name in ("relu", "sigmoid", "tanh"))},
        "bend.py was worked on, but no test of it passes",
    ),
    alone(
        "another-file",
        {"bend.py": "def gradient(f):\n    return f\n"},
        "bend.py defines none of its exercises, such as relu",
    ),
    alone(
        "all-wrong",
        {"bend.py": _BEND.replace("return ", "return 3 + ")},
        "bend.py was worked on, but no test of it passes",
    ),
    alone(
        "all-wrong-maybe-in-a-notebook",
        {"bend.py": "try:\n    get_ipython()\nexcept NameError:\n    pass\n" + _BEND.replace("return ", "return 3 + ")},
        "bend.py was worked on, but no test of it passes",
    ),
    # names and archives
    alone("renamed", {"bend (1).py": _BEND}, "bend (1).py is not named bend.py: rename it", at_home=False),
    alone("renamed-text", {"bend.py.txt": _BEND}, "bend.py.txt is not named bend.py: rename it", at_home=False),
    alone(
        "notebook-alone", {"bend.ipynb": _notebook(_BEND)}, "bend.ipynb is a notebook, and only bend.py", at_home=False
    ),
    alone(
        "two-copies",
        {"a/bend.py": _BEND, "b/bend.py": _BEND + "\nx = 1\n"},
        "a/bend.py, b/bend.py differ",
        at_home=False,
    ),
    alone("rar", {"work.rar": b"Rar!\x1a\x07"}, "work.rar is a RAR archive", at_home=False),
    Situation("zip", {"work.zip": _zip({"work/bend.py": _BEND, "work/chain.py": _CHAIN})}, at_home=False),
    Situation("deep", {"exercises/bend.py": _BEND, "exercises/chain.py": _CHAIN}, at_home=False),
    # nothing to look at
    alone("stubs", {"bend.py": _STUB, "chain.py": _STUB}, "", untouched=frozenset({"bend", "chain"})),
    alone("earlier-stub", {"bend.py": "@stub".replace("@", "@earlier ")}, "", untouched=frozenset({"bend"})),
    alone("nothing", {}, "", at_home=False),
    Situation(
        "one-call-for-another-numpy",
        {"bend.py": _BEND.replace("np.tanh(x)", "np.tanh(x).astype(np.float_)")},
        frozenset({"relu", "sigmoid"}),
        look=True,
        flag="may need an older numpy: it was graded with Python",
    ),
]
