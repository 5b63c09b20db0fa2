"""What a file sets for all of Python or numpy is as new for every call; what only its own code reads stays."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

OVERFLOW = "import numpy as np\n{}\n\ndef f(x):\n    return np.exp(x)\n"


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param('np.seterr(all="ignore")', id="seterr"),
        pytest.param('np.seterr(over="print", divide="print")', id="print"),
        pytest.param('np.errstate(all="ignore").__enter__()', id="errstate left open"),
        pytest.param('np.seterrcall(print)\nnp.seterr(all="call")', id="errcall"),
        pytest.param('import warnings\nwarnings.filterwarnings("ignore")', id="filterwarnings"),
        pytest.param('import warnings\nwarnings.simplefilter("ignore")', id="simplefilter"),
        pytest.param("import warnings\nwarnings.catch_warnings(record=True).__enter__()", id="catch left open"),
        pytest.param("import logging\nlogging.captureWarnings(True)", id="captured by logging"),
        pytest.param('import warnings\nnp.seterr(all="raise")\nwarnings.simplefilter("error")', id="raise"),
    ],
)
def test_an_overflow_is_a_warning_whatever_a_file_sets_at_its_top(work, setting):
    with pytest.warns(RuntimeWarning, match="overflow encountered in exp"):
        value = work(OVERFLOW.format(setting)).f(np.array([1e4]))

    assert value == np.inf


def test_what_one_call_sets_is_gone_in_the_next(work):
    module = work("import numpy as np\ndef quiet(): np.seterr(all='ignore')\ndef f(x): return np.exp(x)")

    module.quiet()

    with pytest.warns(RuntimeWarning, match="overflow"):
        module.f(np.array([1e4]))


def test_what_a_call_sets_for_itself_holds_in_it(work):
    module = work(
        "import numpy as np\n"
        "@np.errstate(over='ignore')\ndef decorated(x): return np.exp(x)\n"
        "def f(x):\n    with np.errstate(over='ignore'): return np.exp(x)\n"
        "def g(x):\n    np.seterr(over='raise')\n"
        "    try: return np.exp(x)\n    except FloatingPointError: return 'caught'\n"
    )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert module.f(1e4) == module.decorated(1e4) == np.inf
        assert module.g(1e4) == "caught"


def test_a_call_from_inside_a_callback_runs_under_the_callers_settings(work):
    module = work(
        "import numpy as np\ndef outer(f):\n    with np.errstate(over='ignore'): return f()\n"
        "def inner(): return np.exp(1e4)\n"
    )

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert module.outer(lambda: module.inner()) == np.inf


def test_print_options_are_as_new(work):
    module = work(
        "import numpy as np\nnp.set_printoptions(precision=1, suppress=True, threshold=2)\n"
        "def show(x):\n    text = str(x)\n    np.set_printoptions(precision=2)\n    return text\n"
    )
    x = np.array([0.123456789, 1e-9, 3.0])

    assert module.show(x) == module.show(x) == str(x)


def test_settings_that_only_the_files_own_code_reads_stay(work):
    module = work(
        "import decimal, sys\ndecimal.getcontext().prec = 40\nsys.setrecursionlimit(9000)\n"
        "def digits(): return len(str(decimal.Decimal(1) / 3))\n"
        "def deep(n=8000): return 0 if n == 0 else deep(n - 1)\n"
    )

    assert module.digits() == 42
    assert module.deep() == 0


@pytest.mark.parametrize(
    "line",
    [
        "sys.stdout.reconfigure(encoding='utf-8')",
        "sys.stdout.buffer.write('é'.encode())",
        "sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding='utf-8')\nprint('x')\nsys.stdout.flush()",
        "sys.stderr.writelines(['a', 'b'])",
        "sys.stdout.close()\nprint('still open')",
        "sys.stdout.isatty(), sys.stdout.encoding, sys.stdout.errors, sys.stdout.name, sys.stdout.closed",
        "with contextlib.redirect_stdout(io.StringIO()): print('x')",
        "sys.stdout = codecs.getwriter('utf-8')(sys.stdout.detach())\nprint('x')",
        "print('x', file=sys.stderr, flush=True)",
        "sys.stdin.read()",
        "print('x', file=sys.__stdout__)",
        "logging.basicConfig(level='INFO')\nlogging.info('x')",
        "logging.StreamHandler(sys.stdout).emit(logging.makeLogRecord({'msg': 'x'}))",
    ],
)
def test_standard_output_takes_what_scripts_do_with_it(work, line):
    module = work(
        f"import codecs, contextlib, io, logging, os, sys\n{line}\n\ndef f():\n    print('more')\n    return 1\n"
    )

    assert module.f() == 1
    assert module.f() == 1
