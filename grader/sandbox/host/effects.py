"""Make on the grader's side what a call did besides returning: changed arguments, warnings, prints, drawn numbers.

So a suite checks purity and warnings in the same words under plain pytest and under the grader.
"""

from __future__ import annotations

import builtins
import random
import sys
import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from grader.sandbox.wire.tables import is_table


def copy_back(old: Any, new: Any) -> None:  # noqa: C901  # one kind of value a branch
    """Give `old`, an argument of ours, the content it has in the guest after the call."""
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        if old.size == new.size and old.flags.writeable and (old.shape == new.shape or old.flags.c_contiguous):
            old.shape = new.shape  # of a view that cannot take another shape nothing is copied back
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of a complex number only the real part fits
                np.copyto(old, new, casting="unsafe")
    elif isinstance(old, dict) and isinstance(new, dict):
        for key in [key for key in old if key not in new]:
            del old[key]
        for key, value in new.items():
            old[key] = _merged(old.get(key), value)
    elif isinstance(old, list) and isinstance(new, list):
        kept = old[: len(new)] + [None] * (len(new) - len(old))
        old[:] = [_merged(mine, value) for mine, value in zip(kept, new, strict=True)]
    elif isinstance(old, set) and isinstance(new, set):
        old.clear()
        old.update(new)
    elif is_table(old) and type(old) is type(new) and hasattr(old, "_update_inplace"):
        old._update_inplace(new)  # pandas' own word for it: no public one changes labels, types and values at once
    elif isinstance(old, np.random.Generator) and isinstance(new, np.random.Generator):
        old.bit_generator.state = new.bit_generator.state
    elif type(old) is random.Random and type(new) is random.Random:
        old.setstate(new.getstate())
    elif isinstance(old, tuple) and isinstance(new, tuple):
        for mine, value in zip(old, new, strict=False):
            copy_back(mine, value)


def copy_back_field(old: Any, name: str, new: Any) -> None:
    """Give a field of a dataclass instance of ours the content it has in the guest after the call."""
    before = getattr(old, name)
    after = _merged(before, new)
    if after is not before:
        object.__setattr__(old, name, after)  # a hand-in's class need not be frozen where the suite's is


def warn_again(caught: Sequence[tuple[str, str]]) -> None:
    """Issue the warnings a call gave in the guest."""
    for name, text in caught:
        kind = getattr(builtins, name, None)
        is_warning = isinstance(kind, type) and issubclass(kind, Warning)
        warnings.warn(text, kind if is_warning else UserWarning, stacklevel=4)


def print_again(output: str) -> None:
    """Print what a call printed in the guest, where a suite collects it: nobody else wants to read it."""
    if getattr(sys.stdout, "takes_what_a_hand_in_prints", False):
        sys.stdout.write(output)


def randomness_was_touched() -> None:
    """Move the global random state on, because the call moved the guest's."""
    np.random.random()
    random.random()


def _merged(old: Any, new: Any) -> Any:
    same_kind = (
        (
            isinstance(old, np.ndarray)
            and isinstance(new, np.ndarray)
            and (old.shape, old.dtype) == (new.shape, new.dtype)
        )
        or (isinstance(old, dict) and isinstance(new, dict))
        or (isinstance(old, set) and isinstance(new, set))
        or isinstance(new, np.random.Generator | random.Random)
        or (isinstance(old, list) and isinstance(new, list))
        or (isinstance(old, tuple) and isinstance(new, tuple) and len(old) == len(new))
    )
    if same_kind and type(old) is type(new):
        copy_back(old, new)
        return old
    return new
