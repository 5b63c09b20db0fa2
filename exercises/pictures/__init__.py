# A copy of the kit's solutions/lessons/pictures/__init__.py, written by `grader build`: a change made here is lost.
"""Pictures of what YOUR functions do: each one calls them and draws what they return.

    import pictures

    forward = pictures.student("forward")
    pictures.forward.activations(forward)

Nothing in here is graded, and no picture contains an answer. A function that is not written yet, or that
fails, gives a picture that says so.
"""

import importlib
from types import ModuleType

from .own import student

_PICTURES = (
    *("perceptron", "limits"),
    *("forward", "smooth", "graphs"),
    *("backward", "autograd"),
    *("loss", "optimizer", "hands_on", "first_wrong"),
)

__all__ = ["student", *_PICTURES]


def __getattr__(name: str) -> ModuleType:
    """Load a lesson's pictures when they are asked for: a notebook needs those of one lesson."""
    if name in _PICTURES:
        return importlib.import_module(f"{__name__}.{name}")
    raise AttributeError(f"there are no pictures called {name!r}: choose from {', '.join(_PICTURES)}")
