"""Say whether a function can remember anything from one call to the next, by looking at its code."""

from __future__ import annotations

import dis
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

_STORE_GLOBAL = dis.opmap["STORE_GLOBAL"]
_CANNOT_CHANGE = (
    *(type(None), bool, int, float, complex, str, bytes, tuple, frozenset),
    *(np.generic, np.ufunc, types.ModuleType, types.BuiltinFunctionType),
)


def is_stateful(thing: Any) -> bool:
    """Say whether a function or class, or what it calls in its own module, has a place to keep something.

    Such places are mutable defaults, global variables, containers of the module, attributes of the function
    and of the class. In doubt the answer is yes.
    """
    return _can_keep(thing, set())


def _can_keep(thing: Any, visited: set[int]) -> bool:
    if isinstance(thing, _CANNOT_CHANGE) or id(thing) in visited:
        return False
    visited.add(id(thing))
    if isinstance(thing, staticmethod | classmethod):
        return _can_keep(thing.__func__, visited)
    if isinstance(thing, property):
        return any(_can_keep(part, visited) for part in (thing.fget, thing.fset))
    if isinstance(thing, type):
        own = [value for name, value in vars(thing).items() if not name.startswith("__") or callable(value)]
        return thing.__module__.startswith("mistakes_") and any(_can_keep(value, visited) for value in own)
    if not isinstance(thing, types.FunctionType):
        return True
    if thing.__dict__ or any(code.co_code[::2].count(_STORE_GLOBAL) for code in _codes(thing.__code__)):
        return True
    defaults = [*(thing.__defaults__ or ()), *(thing.__kwdefaults__ or {}).values()]
    cells = [cell.cell_contents for cell in thing.__closure__ or ()]
    names = {name for code in _codes(thing.__code__) for name in code.co_names}
    used = [thing.__globals__[name] for name in names & thing.__globals__.keys()]
    return any(_can_keep(value, visited) for value in [*defaults, *cells, *used])


def _codes(code: types.CodeType) -> Iterator[types.CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _codes(constant)
