"""Pictures of what YOUR functions do: each one calls them and draws what they return.

    import pictures

    forward = pictures.student("forward")
    pictures.forward.activations(forward)

Nothing in here is graded, and no picture contains an answer. A function that is not written yet, that fails, or
that never ends, gives a picture that says so. `pictures.dark()` draws for a dark notebook.
"""

import contextlib
import importlib
from typing import Any

from .student_code import student

_PICTURES = (
    *("perceptron", "limits", "history"),
    *("forward", "smooth", "graphs", "network"),
    *("backward", "autograd", "chain"),
    *("loss", "optimizer", "friends", "hands_on", "ninety_minutes", "tables"),
    *("sliders", "warmup"),
)

__all__ = ["dark", "light", "student", *_PICTURES]


def dark() -> None:
    """Draw for a dark page from now on."""
    _set_night(True)


def light() -> None:
    """Draw for a white page again."""
    _set_night(False)


def _set_night(by_night: bool) -> None:
    with contextlib.suppress(ImportError):  # where matplotlib is missing, a picture says so
        importlib.import_module(f"{__name__}.canvas").Picture.by_night = by_night


class _NoPictures:
    """Stands for every picture where matplotlib is missing, and says what to do."""

    def __getattr__(self, name: str) -> "_NoPictures":
        if name.startswith("_"):
            raise AttributeError(name)
        return self

    def __call__(self, *args: Any, **settings: Any) -> "_NoPictures":
        return self

    def __repr__(self) -> str:
        return "The pictures need matplotlib: python -m pip install -r requirements-lessons.txt"


def __getattr__(name: str) -> Any:
    """Load a lesson's pictures when they are asked for: a notebook needs those of one lesson."""
    if name in _PICTURES or name == "first_wrong":
        try:
            return importlib.import_module(f"{__name__}.{name}")
        except ModuleNotFoundError as error:
            if (error.name or "").partition(".")[0] == "matplotlib":
                return _NoPictures()
            raise
    raise AttributeError(f"there are no pictures called {name!r}: choose from {', '.join(_PICTURES)}")
