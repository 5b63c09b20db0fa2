"""Code for another Python or numpy is told from code that is wrong."""

from __future__ import annotations

import ast
import sys

import pytest

from grader.handout.kit.versions import other_version

OF_3_11 = sys.version_info[:2] == (3, 11)


@pytest.mark.parametrize(
    ("message", "code", "needs"),
    [
        ("f-string: unmatched '['", 'return f"{d["a"]}"', "Python 3.12 or newer"),
        ("f-string: expecting '}'", "f'{x!r:{'a'}}'", "Python 3.12 or newer"),
        ("f-string expression part cannot include a backslash", "f'{\"\\n\".join(x)}'", "Python 3.12 or newer"),
        ("unexpected character after line continuation character", 'f"{"\\n".join(x)}"', "Python 3.12 or newer"),
        ("unterminated string literal (detected at line 1)", "x = f'{", "Python 3.12 or newer"),
        ("unterminated string literal (detected at line 1)", "return f'{', '.join(", ""),
        ("unterminated string literal (detected at line 1)", "print(f'{a", ""),
        ("unexpected character after line continuation character", "x = a \\ b", ""),
        ("invalid syntax", "type Vector = list[float]", "Python 3.12 or newer"),
        ("expected '('", "def first[T](items: list[T]) -> T:", "Python 3.12 or newer"),
        ("invalid syntax", "class Box[T]:", "Python 3.12 or newer"),
        ("multiple exception types must be parenthesized", "    except ValueError, TypeError:", "Python 3.14 or newer"),
        ("invalid syntax", 'x = t"{name}"', "Python 3.14 or newer"),
        ("Missing parentheses in call to 'print'. Did you mean print(...)?", "print 'a'", "Python 2"),
        ("multiple exception types must be parenthesized", "except ValueError, error:", "Python 2"),
        ("invalid syntax", "x = ur'abc'", "Python 2"),
        ("invalid syntax", "x = = 1", ""),
        ("'(' was never closed", "x = (1", ""),
        ("expected ':'", "def f(x)", ""),
        ("invalid syntax", "return 'a' b", ""),
        ("unterminated string literal (detected at line 1)", "x = 'a", ""),
    ],
)
def test_syntax_of_a_later_python_is_recognised(message, code, needs):
    assert other_version("SyntaxError", message, code, "2.1.0", (3, 11)) == needs
    if OF_3_11 and needs and not code.strip().startswith("except"):
        with pytest.raises(SyntaxError):
            ast.parse(code + (" pass" if code.endswith(":") else ""))


@pytest.mark.parametrize(
    ("kind", "message", "needs"),
    [
        ("ImportError", "cannot import name 'batched' from 'itertools' (unknown location)", "Python 3.12 or newer"),
        ("AttributeError", "module 'math' has no attribute 'sumprod'", "Python 3.12 or newer"),
        ("AttributeError", "module 'math' has no attribute 'fma'", "Python 3.13 or newer"),
        ("ImportError", "cannot import name 'override' from 'typing' (/usr/lib/typing.py)", "Python 3.12 or newer"),
        ("ModuleNotFoundError", "No module named 'annotationlib'", "Python 3.14 or newer"),
        ("ModuleNotFoundError", "No module named 'distutils'", ""),
        ("ModuleNotFoundError", "No module named 'urllib2'", "Python 2"),
        ("NameError", "name 'xrange' is not defined", "Python 2"),
        ("NameError", "name 'Queue' is not defined", ""),
        ("AttributeError", "'dict' object has no attribute 'has_key'", "Python 2"),
        ("AttributeError", "module 'time' has no attribute 'clock'", "Python 3.7 or older"),
        ("ImportError", "cannot import name 'Mapping' from 'collections'", "Python 3.9 or older"),
        ("AttributeError", "`np.float_` was removed in the NumPy 2.0 release. Use `np.float64`.", "an older numpy"),
        ("AttributeError", "module 'numpy' has no attribute 'trapz'", "an older numpy"),
        ("AttributeError", "module 'numpy' has no attribute 'in1d'", "an older numpy"),
        (
            "AttributeError",
            "module 'numpy' has no attribute 'float'.\n`np.float` was a deprecated alias",
            "an older numpy",
        ),
        ("ImportError", "cannot import name 'float_' from 'numpy'", "an older numpy"),
        (
            "AttributeError",
            "`ptp` was removed from the ndarray class in NumPy 2.0. Use np.ptp(arr, ...) instead.",
            "an older numpy",
        ),
        ("ModuleNotFoundError", "No module named 'numpy.core.umath_tests'", "an older numpy"),
        ("AttributeError", "'PosixPath' object has no attribute 'walk'", "Python 3.12 or newer"),
        ("AttributeError", "type object 'Path' has no attribute 'walk'", "Python 3.12 or newer"),
        ("AttributeError", "type object 'Path' has no attribute 'from_uri'", "Python 3.13 or newer"),
        ("AttributeError", "'PosixPath' object has no attribute 'copy_into'", "Python 3.14 or newer"),
        ("AttributeError", "'Path' object has no attribute 'copies'", ""),
        ("AttributeError", "module 'numpy' has no attribute 'maximun'", ""),
        ("ImportError", "cannot import name 'bached' from 'itertools'", ""),
        ("ModuleNotFoundError", "No module named 'scipy'", ""),
        ("AttributeError", "module 'numpy' has no attribute 'concat'", ""),
        ("TypeError", "unsupported operand", ""),
        ("AttributeError", "'numpy.ndarray' object has no attribute 'ptp'", "an older numpy"),
        ("AttributeError", "'numpy.ndarray' object has no attribute 'append'", ""),
        ("AttributeError", "module 'numpy' has no attribute 'math'", "an older numpy"),
        ("AttributeError", "module 'numpy' has no attribute 'msort'", "an older numpy"),
        ("AttributeError", "numpy.lib.function_base is now private. If you are using", "an older numpy"),
        ("ModuleNotFoundError", "No module named 'numpy.lib.function_base'", "an older numpy"),
        ("ModuleNotFoundError", "No module named 'numpy.linalg.linalg'", "an older numpy"),
        ("ModuleNotFoundError", "No module named 'numpy.random2'", ""),
        ("OverflowError", "Python integer 300 out of bounds for uint8", "an older numpy"),
    ],
)
def test_names_of_other_versions_are_recognised(kind, message, needs):
    assert other_version(kind, message, "", "2.1.0", (3, 11)) == needs


@pytest.mark.parametrize(
    ("name", "code", "needs"),
    [
        ("Vector", "def norm(x: Vector) -> float:", "Python 3.14 or newer"),
        ("Net", "    def copy(self) -> Net:", "Python 3.14 or newer"),
        ("Vector", "def norm(x=Vector()):", ""),
        ("Vector", "x = Vector()", ""),
        ("np", "def norm(x: np.ndarray):", ""),
    ],
)
def test_annotations_that_name_what_comes_later_need_a_later_python(name, code, needs):
    message = f"name '{name}' is not defined"

    assert other_version("NameError", message, code, "2.1.0", (3, 13)) == needs
    assert other_version("NameError", message, code, "2.1.0", (3, 14)) == ""


def test_an_older_numpy_lacks_what_a_newer_has():
    message = "module 'numpy' has no attribute 'concat'"

    assert other_version("AttributeError", message, "", "1.26.4", (3, 12)) == "numpy 2.0 or newer"
    assert other_version("AttributeError", "module 'numpy' has no attribute 'trapz'", "", "1.26.4", (3, 12)) == ""


def test_a_newer_python_lacks_what_an_older_had():
    assert (
        other_version("ModuleNotFoundError", "No module named 'distutils'", "", "2.1.0", (3, 13))
        == "Python 3.11 or older"
    )


def test_no_name_that_this_python_has_is_said_to_be_of_another():
    from grader.handout.kit import versions

    here = sys.version_info[:2]
    for whole, since in versions._NEW_NAMES.items():
        module, _, name = whole.rpartition(".")
        if since > here and module in sys.modules:
            assert not hasattr(sys.modules[module], name), whole
