"""What stands for stdout and stderr in a guest: it takes everything, counts, and keeps the beginning of a call's."""

from __future__ import annotations

import io
from typing import Any

from grader.sandbox.guest.surroundings import without_home

_KEPT = 1_900  # characters of one call: a reply may have 2,000
_NOWHERE = 1  # a guest's descriptor of /dev/null, for faulthandler and other code that asks for a number


class Output(io.TextIOBase):
    """Accepts all that scripts do with sys.stdout: reconfigure it, write bytes to its buffer, wrap or close it."""

    encoding = "utf-8"
    errors = "replace"
    name = "<stdout>"
    mode = "w"
    line_buffering = True
    write_through = True

    def __init__(self) -> None:
        self.characters = 0
        self.beginning = ""
        self.buffer = _Bytes(self)

    def begin(self) -> None:
        """Keep the beginning of what is printed from now on."""
        self.beginning = ""

    def write(self, text: str) -> int:
        self.characters += len(text)
        if (room := _KEPT - len(self.beginning)) > 0:
            self.beginning += without_home(text[: 2 * _KEPT])[:room]
        return len(text)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return _NOWHERE

    def reconfigure(self, **settings: Any) -> None:
        """Whatever is set, nothing is written anywhere."""

    def detach(self) -> Any:
        return self.buffer

    def close(self) -> None:
        """Stay open: what is printed later is no error."""


class _Bytes(io.RawIOBase):
    """The binary side; `raw` and `buffer` of a file are the same here."""

    name = "<stdout>"
    mode = "wb"

    def __init__(self, output: Output) -> None:
        self._output = output
        self.raw = self

    def write(self, data: Any) -> int:
        raw = bytes(data)
        self._output.write(raw.decode("utf-8", "replace"))
        return len(raw)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return _NOWHERE

    def close(self) -> None:
        """Stay open, also when a wrapper that a script made around this is thrown away."""
