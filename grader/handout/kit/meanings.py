"""What the messages of Python and numpy mean, row by row.

Each row: a part of the message, and what it means. Some look at the line and its variables, and may have nothing to
say; the first row that fits and has something to say is taken, so what is special stands above what is general.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .course import did_you_mean
from .scene import Scene

_MOST_KEYS = 8

Row = tuple[str, str | Callable[[re.Match[str], Scene], str]]


def _power_or_xor(found: re.Match[str], scene: Scene) -> str:
    return "^ is no power in Python: x squared is x ** 2" if "^" in scene.line else ""


def _not_unpacked(found: re.Match[str], scene: Scene) -> str:
    """Several results in one name: `out = affine_forward(x, W, b)` without the cache."""
    for name, value in scene.named():
        if isinstance(value, tuple) and len(value) > 1:
            return f"{name} is a tuple of {len(value)}: take it apart first, as in out, cache = ..."
    return ""


def _needs_axes(found: re.Match[str], scene: Scene) -> str:
    for name, value in scene.named():
        if not getattr(value, "shape", ()) and isinstance(value, int | float):
            return f"@ needs arrays on both sides, and {name} is the number {value}: is it np.zeros(...) that you want?"
    return "@ needs arrays on both sides: * multiplies by a number"


def _matmul(found: re.Match[str], scene: Scene) -> str:
    right, left = found[1], found[2]
    return (
        f"@ cannot multiply these shapes: the axes that meet have the lengths {left} and {right}, "
        f"and must be equal{scene.shapes()}"
    )


def _dot(found: re.Match[str], scene: Scene) -> str:
    return f"the axes that meet have the lengths {found[1]} and {found[2]}, and must be equal{scene.shapes()}"


def _broadcast(found: re.Match[str], scene: Scene) -> str:
    return f"entry by entry, these shapes do not fit{scene.shapes() or ': which of them is not what you think?'}"


def _second_is_an_axis(found: re.Match[str], scene: Scene) -> str:
    call = re.search(r"\bnp\.(max|min|sum|mean|any|all|amax|amin)\(", scene.line)
    if call is None:
        return ""
    pairs = {"max": "maximum", "amax": "maximum", "min": "minimum", "amin": "minimum"}
    entrywise = f"; of two arrays, entry by entry, it is np.{pairs[call[1]]}(a, b)" if call[1] in pairs else ""
    return f"the second argument of np.{call[1]} is an axis{entrywise}"


def _range_of(found: re.Match[str], scene: Scene) -> str:
    if found[1] == "float" and "range" in scene.line:
        return "range counts in whole numbers: // divides without a rest, / gives a float"
    if found[1] == "float":
        return "a whole number belongs here: // divides without a rest, / gives a float"
    if "range" in scene.line:
        return f"range needs a number, and this is a {found[1]}: range(len(x))?"
    return _second_is_an_axis(found, scene) or f"a whole number belongs here, not a {_kind(found[1])}"


def _shape_twice(found: re.Match[str], scene: Scene) -> str:
    made = re.search(r"np\.(zeros|ones|empty|full)\(([^()]*)\)", scene.line)
    if made is None:
        return "the second argument is the kind of number (dtype): the shape is one argument, a tuple"
    return f"the shape is one argument, with brackets of its own: np.{made[1]}(({made[2]}))"


def keys_of(found: re.Match[str], scene: Scene) -> str:
    """List the keys of the dict that lacks one; of several dicts the one that the line asks."""
    wanted = found[1].strip("'\"")
    asked = re.findall(r"([A-Za-z_]\w*)\s*\[", scene.line)
    dicts = {**scene.local, **scene.known}
    for name in [*asked, *(name for name, value in scene.named() if isinstance(value, dict))]:
        keys = dicts.get(name)
        if isinstance(keys, dict) and wanted not in keys:
            has = ", ".join(repr(key)[:20] for key in list(keys)[:_MOST_KEYS]) or "no key at all"
            more = ", ..." if len(keys) > _MOST_KEYS else ""
            near = did_you_mean(wanted, [key for key in keys if isinstance(key, str)])
            return f"{name} has {has}{more}{near}"
    return "a dict has no such key"


def _out_of_bounds(found: re.Match[str], scene: Scene) -> str:
    index, size = int(found[1]), int(found[3])
    if size == 0:
        return "the array is empty there: is its shape what you think?"
    if size == 1:
        return "there is one entry, and its index is 0, because Python counts from 0"
    hint = f"of {size} entries the last has the index {size - 1}, because Python counts from 0"
    if index == size and "+ 1" in scene.line.replace("+1", "+ 1"):
        return f"{hint}: does your + 1 go beyond the end?"
    return hint


def _no_second_axis(found: re.Match[str], scene: Scene) -> str:
    call = re.search(r"([A-Za-z_]\w*)\.shape\[(-?\d+)\]", scene.line)
    value = scene.local.get(call[1]) if call else None
    if call is not None and value is not None and hasattr(value, "shape"):
        return f"{call[1]} has the shape {value.shape}: there is no shape[{call[2]}]"
    return "a tuple has fewer parts than this index asks for: Python counts from 0"


def _called(found: re.Match[str], scene: Scene) -> str:
    kind = found[1]
    if kind == "tuple" and (name := re.search(r"(\w+)\.(?:shape)\s*\(", scene.line)):
        return f"shape is no function: write {name[1]}.shape, without ()"
    if kind in ("int", "float", "numpy.float64", "numpy.int64") and ".size(" in scene.line.replace(" ", ""):
        return "size is no function: write x.size, without ()"
    if kind in ("tuple", "list", "dict", "numpy.ndarray"):
        return "round brackets call a function: an entry is taken with square ones, x[i]"
    if kind in ("int", "float", "bool", "str", "numpy.float64", "numpy.int64"):
        hidden = [
            name for name in re.findall(r"([A-Za-z_]\w*)\s*\(", scene.line)
            if name in scene.local and not callable(scene.local[name])
        ]  # fmt: skip
        if hidden:
            return f"{hidden[0]} is a {_kind(kind)} in this function, and no function any more: give it another name"
        return "a * is missing before the bracket: 2 * (x + 1), not 2(x + 1)"
    if kind == "module":
        return "a module cannot be called: which of its functions do you mean?"
    return ""


def _no_entries(found: re.Match[str], scene: Scene) -> str:
    kind = found[1]
    if kind in ("builtin_function_or_method", "function", "method", "type", "numpy.ufunc"):
        return "square brackets take an entry: a function is called with round ones, f(x)"
    if kind == "NoneType":
        return _none(found, scene)
    return f"a {_kind(kind)} has no entries to take with [...]: is it an array that you want?"


def _appended(found: re.Match[str], scene: Scene) -> str:
    if found[1] == "NoneType":
        return "append changes the list itself and returns None: write items.append(x) alone, without items = "
    return "an array cannot grow: collect in a list (items = [], items.append(x)), then np.array(items)"


def _none(found: re.Match[str], scene: Scene) -> str:
    names = [name for name, value in scene.named() if value is None]
    what = f"{names[0]} is None" if names else "something is None"
    if names and names[0] == "state":
        return "state is None on the first call: what does the docstring say to begin with?"
    return f"{what} here: an argument that may be None, or the result of a function without a return?"


def _of_list(found: re.Match[str], scene: Scene) -> str:
    return f"a list has no {found[1]}: make an array of it first, np.array(...)"


def _not_given(found: re.Match[str], scene: Scene) -> str:
    return f"{found[1]} has no value yet on this line: is it set further down, or only inside an if or a loop?"


def _keyword(found: re.Match[str], scene: Scene) -> str:
    if found[1] in scene.local:
        return f"= gives a value to a name: to compare, it is {found[1]} == ..."
    return f"it has no argument called {found[1]}: see its docstring"


def _iterated(found: re.Match[str], scene: Scene) -> str:
    if re.search(r"\bin\s+len\(", scene.line):
        return "len gives one number: for i in range(len(x)) counts 0, 1, 2, ..."
    if found[1] in ("int", "float", "numpy.int64", "numpy.float64"):
        return "this is one number, and a for loop or an unpacking needs several: range(n) counts 0, 1, 2, ..."
    return _none(found, scene) if found[1] == "NoneType" else ""


def _operands(found: re.Match[str], scene: Scene) -> str:
    sign, kinds = found[1], {found[2], found[3]}
    if "NoneType" in kinds:
        return _none(found, scene)
    if kinds & {"builtin_function_or_method", "function", "method", "type", "numpy.ufunc"}:
        return "a function stands here that is not called: are its () missing?"
    if sign.startswith("^"):
        return _power_or_xor(found, scene)
    if "dict" in kinds:
        return "a dict is not calculated with as a whole: which of its values do you mean, params[name]?"
    if "tuple" in kinds:
        return _not_unpacked(found, scene) or "a tuple is not calculated with: take its parts first, a, b = ..."
    if "list" in kinds:
        return "lists are not calculated with entry by entry: make arrays of them first, np.array(...)"
    if "str" in kinds:
        return _key_of_dict(found, scene) or "a text is not calculated with: are there quotation marks too many?"
    return ""


def _key_of_dict(found: re.Match[str], scene: Scene) -> str:
    """A text that is a key of a dict, or a letter of one: somebody took the dict apart and got its keys."""
    dicts = {name: value for name, value in {**scene.known, **scene.local}.items() if isinstance(value, dict)}
    keys = [key for name, value in dicts.items() if not name.startswith("__") for key in value if isinstance(key, str)]
    for container in (value for value in scene.local.values() if isinstance(value, list | tuple)):
        keys += [key for part in container if isinstance(part, dict) for key in part if isinstance(key, str)]
    for name, value in scene.named():
        if isinstance(value, str) and value and any(value in key for key in keys):
            cure = "a loop over a dict, or taking it apart, gives its keys: d[key] is a value, d.items() gives both"
            return f"{name} is the text {value!r}: {cure}"
    return ""


def _too_many(found: re.Match[str], scene: Scene) -> str:
    return "there are more values on the right than names on the left of the ="


def _too_many_indices(found: re.Match[str], scene: Scene) -> str:
    return f"it has {found[1]} {'axis' if found[1] == '1' else 'axes'}, and you give {found[2]} indices"


def _recursion(found: re.Match[str], scene: Scene) -> str:
    return "the function calls itself again and again: when does it return without doing so?"


def _kind(name: str) -> str:
    names = {
        "float": "number", "int": "number", "numpy.float64": "number", "numpy.int64": "number", "str": "text",
        "bool": "True or False", "numpy.bool": "True or False", "numpy.bool_": "True or False", "set": "set",
    }  # fmt: skip
    return names.get(name, name)


MEANINGS: tuple[Row, ...] = (
    (r"mismatch in its core dimension.*\(size (\d+) is different from (\d+)\)", _matmul),
    (r"matmul: Input operand \d does not have enough dimensions", _needs_axes),
    (r"shapes \S+ and \S+ not aligned: (\d+) \(dim \d+\) != (\d+) ", _dot),
    (r"could not be broadcast together|could not broadcast input array", _broadcast),
    (r"non-broadcastable output operand", "+= keeps the shape of what stands on its left: x = x + ... may change it"),
    (
        r"truth value of an array with more than one element",
        "if, and, or, max ... need one True or False, but this is a whole array of them: "
        "which function of numpy decides entry by entry?",
    ),
    (r"inhomogeneous shape|setting an array element with a sequence", _not_unpacked),
    (
        r"inhomogeneous shape",
        "parts of different shapes make no array: to return several things, put commas between them, no np.array",
    ),
    (r"setting an array element with a sequence", "one number fits into an entry, and this is several"),
    (r"'(list|tuple|numpy\.ndarray|float)' object cannot be interpreted as an integer", _range_of),
    (r"only integer scalar arrays can be converted", _second_is_an_axis),
    (
        r"only integer scalar arrays can be converted",
        "an array stands where one whole number is expected: is the order of the arguments right?",
    ),
    (
        r"only (length-1|0-dimensional|size-1) arrays can be converted",
        "an array stands where one number is expected: Python's math takes numbers, numpy's functions take arrays",
    ),
    (
        r"Cannot cast ufunc '\w+' output from .*float.* to .*int",
        "an array of whole numbers cannot hold the result; += keeps the kind of an array, x = x + ... does not",
    ),
    (r"'bitwise_xor' not supported", _power_or_xor),
    (r"loop of ufunc does not support argument 0 of type (\w+)", "np.array(...) was made of parts that are no numbers"),
    (r"ufunc '\w+' (not supported|did not contain a loop)", "this works with numbers: is one of them a text, or None?"),
    (r"only integers, slices .* are valid indices", "an index must be a whole number: // gives one, / does not"),
    (
        r"arrays used as indices must be of integer",
        "an index must be a whole number: x.astype(int) makes whole numbers of floats",
    ),
    (r"boolean index did not match", "the True and False that choose need the shape of what they choose from"),
    (r"list indices must be integers or slices, not tuple", "a list takes x[i][j]; x[i, j] is for arrays: np.array(x)"),
    (r"(list|tuple|string) indices must be integers", "an index must be a whole number: what is it here?"),
    (r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)", _out_of_bounds),
    (r"^(?:list|string) index out of range", "Python counts from 0: of n entries the last has the index n - 1"),
    (r"^tuple index out of range", _no_second_axis),
    (r"too many indices for array: array is (\d)-dim\S+ but (\d) were", _too_many_indices),
    (r"axis (-?\d+) is out of bounds for array of dimension 0", "this is one number, without any axis"),
    (r"axis (-?\d+) is out of bounds for array of dimension 1", "this array has one axis only: 0, or -1 for the last"),
    (r"axis (-?\d+) is out of bounds for array of dimension (\d+)", r"this array has \2 axes, and the first is 0"),
    (r"cannot reshape array of size (\d+) into shape (.+)", r"the new shape must have \1 entries as well"),
    (r"Cannot interpret '.*' as a data type", _shape_twice),
    (r"data type '.*' not understood", _shape_twice),
    (r"'tuple' object does not support item assignment", "a tuple cannot be changed: make a list, or an array, of it"),
    (r"assignment destination is read-only", "this array may not be changed: work on a copy, x.copy()"),
    (r"'numpy\.(?:float|int)\d+' object does not support item assignment", "this is one number, not an array"),
    (r"'(?:int|float)' object does not support item assignment", "this is one number, not an array: np.zeros(...)?"),
    (r"Integers to negative integer powers", "whole numbers have no negative powers: 10.0 ** -3, with a float"),
    (r"'(\S+)' object is not callable", _called),
    (r"'(\S+)' object is not subscriptable", _no_entries),
    (r"'(numpy\.ndarray|NoneType)' object has no attribute 'append'", _appended),
    (r"'list' object has no attribute '(shape|T|dot|sum|mean|max|min|size|ndim|astype|reshape)'", _of_list),
    (r"'tuple' object has no attribute", _not_unpacked),
    (r"'(?:numpy\.)?(?:float|int)\d*' object has no attribute '(\w+)'", r"this is one number: it has no \1"),
    (r"object has no attribute 'length'", "the number of entries is len(x)"),
    (r"object of type '(?:numpy\.)?(?:float|int)\d*' has no len\(\)", "this is one number: it has no len"),
    (r"len\(\) of unsized object", "this is one number: it has no len"),
    (r"'(\S+)' object is not iterable", _iterated),
    (r"cannot unpack non-iterable (\S+) object", _iterated),
    (r"iteration over a 0-d array", "this is one number: there is nothing to loop over"),
    (r"not enough values to unpack", "there are fewer values on the right than names on the left of the ="),
    (r"too many values to unpack", _too_many),
    (r"cannot access local variable '(\w+)'|local variable '(\w+)' referenced before", _not_given),
    (r"unsupported operand type\(s\) for (.+?): '(\S+)' and '(\S+)'", _operands),
    (r"can't multiply sequence by non-int", "a list times a number repeats the list: use np.array(...)"),
    (r"concatenate str \(not \"(?:int|float|numpy\.\w+)\"\)", 'a text + a number: write str(n), or f"W{n}" for both'),
    (r"'str' object has no attribute", _key_of_dict),
    (r"can only concatenate (list|tuple|str)", "+ joins lists and texts: to calculate, use np.array(...)"),
    (r"bad operand type for unary -: '(list|tuple)'", "a list has no minus: make an array of it first, np.array(...)"),
    (r"bad operand type for abs\(\)", "abs takes a number or an array: np.array(...)?"),
    (r"not supported between instances of '(\S+)' and '(\S+)'", "one of these is no number that can be compared"),
    (r"got an unexpected keyword argument '(\w+)'", _keyword),
    (r"missing \d+ required positional arguments?: (.+)", r"the call leaves out \1"),
    (
        r"takes from \d+ to (\d+) positional arguments but (\d+) were given",
        r"\2 arguments without a name, and at most \1 are allowed: the others are given by their names, name=value",
    ),
    (r"takes (\d+) positional arguments? but (\d+) (?:was|were) given", r"the call has \2 arguments instead of \1"),
    (r"^No module named ", "is its name right? If so, take that import out: it is not there when your work is graded"),
    (r"is not there when it is graded$|is not used in this course$", "take that import out"),
    (r"math domain error|expected a (?:nonnegative|positive) input", "log and sqrt take no such number"),
    (r"math range error", "the result is too large for a float: which number goes into exp?"),
    (r"maximum recursion depth exceeded", _recursion),
    (r"exceptions must derive from BaseException", "raise reports an error: a result is handed back with return"),
    (r"division by zero", "a number is divided by 0: which one is 0 here?"),
    (r"unhashable type: 'numpy.ndarray'", "an array cannot be a key of a dict or a part of a set: int(x) or tuple(x)"),
    (r"unhashable type", "a list or a dict cannot be a key of a dict or a part of a set"),
    (r"dictionary changed size during iteration", "a dict must not change while you loop over it: use list(d)"),
    (r"could not convert string to float", "a text stands where a number is expected"),
    (r"need at least one array to concatenate", "the list of arrays is empty: did the loop before it run?"),
    (r"zero-size array to reduction", "the array is empty: has a slice or a condition left nothing?"),
    (r"NoneType", _none),
)  # fmt: skip
