# A copy of the kit's grader/handout/kit/versions.py, written by `grader build`: a change made here is lost.
"""Tell from what Python or numpy said whether code was written for another version of them.

Python has no list of what later versions know, so the names are written down here; where a name is not, and numpy
itself says that it was removed, that is enough.
"""

from __future__ import annotations

import re
import sys

_Version = tuple[int, int]
_LAZY: _Version = (3, 14)  # looks at annotations only when somebody asks for them

_NEW_NAMES: dict[str, _Version] = {
    **dict.fromkeys(
        (
            "itertools.batched", "math.sumprod", "typing.override", "typing.TypeAliasType", "random.binomialvariate",
            "calendar.Month", "calendar.Day", "collections.abc.Buffer", "Path.walk", "types.get_original_bases",
            "inspect.markcoroutinefunction", "sys.monitoring",
        ),
        (3, 12),
    ),
    **dict.fromkeys(
        (
            "copy.replace", "warnings.deprecated", "math.fma", "typing.TypeIs", "typing.ReadOnly", "typing.NoDefault",
            "statistics.kde", "statistics.kde_random", "os.process_cpu_count", "queue.ShutDown", "dbm.sqlite3",
            "pathlib.UnsupportedOperation", "types.CapsuleType", "Path.from_uri", "Path.full_match",
        ),
        (3, 13),
    ),
    **dict.fromkeys(
        (
            "annotationlib", "compression", "string.templatelib", "concurrent.interpreters", "functools.Placeholder",
            "heapq.heapify_max", "heapq.heappush_max", "heapq.heappop_max", "operator.is_none", "operator.is_not_none",
            "uuid.uuid7", "uuid.uuid6", "pathlib.types", "io.Reader", "io.Writer", "Path.copy", "Path.copy_into",
            "Path.move", "Path.move_into",
        ),
        (3, 14),
    ),
}  # fmt: skip
_OLD_NAMES: dict[str, _Version] = {  # the last version that had them
    "time.clock": (3, 7),
    "fractions.gcd": (3, 8),
    **dict.fromkeys(
        (
            f"collections.{name}"
            for name in "Callable Iterable Iterator Mapping MutableMapping Sequence MutableSequence Set".split()
        ),
        (3, 9),
    ),
    **dict.fromkeys(("inspect.getargspec", "asyncio.coroutine"), (3, 10)),
    **dict.fromkeys("distutils imp asynchat asyncore smtpd configparser.SafeConfigParser".split(), (3, 11)),
    **dict.fromkeys(
        "aifc audioop cgi cgitb chunk crypt imghdr mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau "
        "telnetlib uu xdrlib lib2to3 locale.resetlocale typing.io typing.re".split(),
        (3, 12),
    ),
    **dict.fromkeys("ast.Num ast.Str ast.Bytes ast.NameConstant pkgutil.find_loader".split(), (3, 13)),
}
_NEW_NUMPY = """
    acos acosh asin asinh atan atan2 atanh astype bitwise_count bitwise_invert bitwise_left_shift bitwise_right_shift
    concat cumulative_prod cumulative_sum isdtype long matrix_transpose matvec permute_dims pow strings trapezoid ulong
    unique_all unique_counts unique_inverse unique_values unstack vecdot vecmat matrix_norm vector_norm
""".split()
_OLD_NUMPY = """
    alltrue asfarray bool8 byte_bounds cast cfloat chararray clongfloat compat complex_ core cumproduct deprecate
    disp DataSource find_common_type float_ geterrobj in1d Inf Infinity infty int0 issctype issubclass_ issubsctype
    longcomplex longfloat lookfor mat maximum_sctype NAN NaN nbytes NINF NZERO obj2sctype object0 PINF product PZERO
    recfromcsv recfromtxt round_ row_stack safe_eval sctype2char sctypes seterrobj set_numeric_ops set_string_function
    singlecomplex sometrue source str0 string_ tracemalloc_domain trapz uint0 unicode_ void0 who
    float int bool object complex str math msort asscalar alen rank loads typeDict mafromtxt ndfromtxt
""".split()
_OLD_ARRAY = "ptp itemset newbyteorder tostring".split()  # what arrays had
_OLD_MODULES = re.compile(r"numpy\.(?:core|distutils|matlib|linalg\.linalg|lib\.\w+|testing\.\w+)(?:\.|$)")

_SAYS_PYTHON_2 = re.compile(
    r"name '(?:basestring|cmp|execfile|raw_input|reload|unichr|unicode|xrange)' is not defined"
    r"|No module named '(?:ConfigParser|Queue|StringIO|Tkinter|cPickle|cStringIO|httplib|urllib2|urlparse)'"
    r"|'dict' object has no attribute '(?:has_key|iteritems|iterkeys|itervalues)'"
)
_SAYS_OLD = re.compile(
    r"was removed (?:in the|from the \w+ class in) NumPy 2|NumPy 1\.x|(?:was|is) a deprecated alias"
    r"|^numpy\.[\w.]+ is now private"
    r"|Python integer -?\d+ out of bounds for u?int\d+"
)
_LOOKS_PYTHON_2 = r"\s*except\s+[\w.]+\s*,\s*[a-z_]\w*\s*:|.*\b[uU][rR]['\"]"  # except ValueError, error:
_SYNTAX: tuple[tuple[str, str, _Version], ...] = (  # what Python said, how the line looks, what knows it
    (r"f-string", r"", (3, 12)),
    (r"unterminated string literal|unmatched|never closed|expecting '}'", r"\b[rR]?[fF]['\"]", (3, 12)),
    (r"", r"\s*type\s+\w+(?:\[.*\])?\s*=", (3, 12)),
    (r"", r"\s*(?:async\s+)?def\s+\w+\s*\[", (3, 12)),
    (r"", r"\s*class\s+\w+\s*\[", (3, 12)),
    (r"unterminated string literal|never closed", r".*\b[rR]?[fF]['\"][^'\"]*\{(?:[^}'\"]*[(\[,+*/-])?\s*$", (3, 12)),
    (r"unexpected character after line continuation", r".*\b[rR]?[fF]['\"].*\{.*\\", (3, 12)),
    (r"multiple exception types must be parenthesized", r"", (3, 14)),
    (r"", r".*\b[rR]?[tT][rR]?['\"]", (3, 14)),
    (r"", r"\s*except\s*\*", (3, 11)),
    (r"", r"\s*match\s+.+:\s*(?:#.*)?$", (3, 10)),
)


def other_version(kind: str, message: str, code: str, numpy: str, python: _Version = sys.version_info[:2]) -> str:
    """Return which version code may need, such as "Python 3.12 or newer"; '' if it is no matter of versions.

    Args:
        kind: the name of the exception.
        message: what it said.
        code: the line at which it was raised.
        numpy: the version of numpy that ran it.
    """
    if kind in ("SyntaxError", "IndentationError"):
        return _of_syntax(message, code, python)
    if kind == "NameError" and python < _LAZY and (found := re.match(r"name '([A-Z]\w*)' is not defined", message)):
        is_annotation = re.match(rf"\s*(?:async\s+)?def\s.*(?::|->)[^=]*\b{found[1]}\b", code)
        return "Python 3.14 or newer" if is_annotation else ""
    if _SAYS_PYTHON_2.search(message):
        return "Python 2"
    if _SAYS_OLD.search(message):
        return "an older numpy"
    for pattern in (
        r"cannot import name '(?P<name>\w+)' from (?:partially initialized module )?'(?P<module>[\w.]+)'",
        r"module '(?P<module>[\w.]+)' has no attribute '(?P<name>\w+)'",
        r"(?:type object )?'\w*?(?P<module>Path)'(?: object)? has no attribute '(?P<name>\w+)'",
        r"'(?P<module>numpy\.ndarray)' object has no attribute '(?P<name>\w+)'",
        r"No module named '(?P<module>[\w.]+)'(?P<name>)",
    ):
        if found := re.search(pattern, message):
            return _of_name(found["module"], found["name"], numpy, python)
    return ""


def _of_syntax(message: str, code: str, python: _Version) -> str:
    if message.startswith("Missing parentheses in call to") or re.match(_LOOKS_PYTHON_2, code):
        return "Python 2"
    for said, looks, version in _SYNTAX:
        if version > python and re.match(looks, code) and re.search(said, message):
            return f"Python {version[0]}.{version[1]} or newer"
    return ""


def _of_name(module: str, name: str, numpy: str, python: _Version) -> str:
    if module.partition(".")[0] == "numpy":
        is_new = not numpy.startswith(("0.", "1."))
        old = _OLD_ARRAY if module == "numpy.ndarray" else _OLD_NUMPY
        if is_new and (name in old or _OLD_MODULES.match(module)):
            return "an older numpy"
        return "numpy 2.0 or newer" if not is_new and name in _NEW_NUMPY else ""
    whole = f"{module}.{name}".rstrip(".")
    if (since := _NEW_NAMES.get(whole)) and since > python:
        return f"Python {since[0]}.{since[1]} or newer"
    if (last := _OLD_NAMES.get(whole)) and last < python:
        return f"Python {last[0]}.{last[1]} or older"
    return ""
