"""Any value that a guest may answer with, as a hypothesis strategy: what frames carry, and what stays there."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from grader.sandbox.host.remote import Opaque


class _Shown(Opaque):
    """What stays in the guest, as hypothesis can print it."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(repr(self))


_NUMBERS = ("?", "i1", "i8", "u1", "u8", "f2", "f4", "f8", "c8", "c16")
_KEYS = st.sampled_from(["", "W1", "b1", "dx", "dW", "v", "m", "s", "t", "x", "\ud800", "n" * 70])

texts = st.text(max_size=4) | st.sampled_from(["W1", "\ud800"])
whole = st.integers(-(2**4095), 2**4095) | st.integers(-3, 3) | st.sampled_from([2**63, 2**64 - 1, -(2**63)])
arrays = st.sampled_from(_NUMBERS).flatmap(
    lambda dtype: of_numpy.arrays(dtype, of_numpy.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
large = st.sampled_from([np.empty((1 << 40, 0)), np.zeros((3000, 1, 3000), np.int8), [0.0] * 100_000, "x" * 100_000])
scalars = arrays.filter(lambda array: array.size > 0).map(lambda array: array.ravel()[0])
stays = st.sampled_from([_Shown("set"), _Shown("generator"), _Shown("method")])
leaves: st.SearchStrategy[Any] = (
    st.none() | st.booleans() | whole | st.floats() | st.complex_numbers() | texts | st.binary(max_size=4)
    | arrays | scalars | stays | large
)  # fmt: skip
anything: st.SearchStrategy[Any] = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(_KEYS, inner, max_size=4)
    ),
    max_leaves=8,
)
