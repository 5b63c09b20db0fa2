"""Kinds of wrong code that students write, each of them done to every function of a file at once."""

from __future__ import annotations

from grader.course.model import Module

# Each wraps a right function: `right` is the function, `args` and `settings` what it is called with.
KINDS = {
    "no return": "right(*args, **settings)",
    "a list": "return _mapped(right(*args, **settings), lambda part: np.asarray(part).tolist())",
    "one axis more": "return _mapped(right(*args, **settings), lambda part: np.asarray(part)[None])",
    "twice as much": "return _mapped(right(*args, **settings), lambda part: 2 * np.asarray(part) + 1)",
    "not a number": "return _mapped(right(*args, **settings), lambda part: np.asarray(part) * np.nan)",
    "words": "return 'done'",
    "a division by zero": "return 1 / 0",
    "an index too far": "return [][len(args)]",
    "an exit": "raise SystemExit",
    "recursion": "return wrong(*args, **settings)",
}
_WRAPPER = '''

import functools

def _mapped(value, change):
    """Change every array and number of a result, wherever it stands."""
    if isinstance(value, dict):
        return {{key: _mapped(part, change) for key, part in value.items()}}
    if isinstance(value, (tuple, list)) and not all(isinstance(part, (str, int, float)) for part in value):
        return type(value)(_mapped(part, change) for part in value)
    if isinstance(value, (str, type(None))):
        return value
    return change(value)

def _wronged(right):
    @functools.wraps(right)
    def wrong(*args, **settings):
        {body}
    return wrong

for _name in {names}:
    globals()[_name] = _wronged(globals()[_name])
'''


def spoiled(solution: str, module: Module, kind: str) -> str:
    """Return a module's solution with every function of it wrong in one way; a class is left out of the file."""
    names = [exercise.name for exercise in module.exercises if exercise.name != "Value"]
    return solution + _WRAPPER.format(body=KINDS[kind].replace("\n    ", "\n        "), names=names)
