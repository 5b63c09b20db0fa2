"""Say one sentence for a run that hangs inside Python itself or ends at once, where it cannot speak any more itself.

faulthandler can end a run that hangs, and then writes the places of all threads: into a pipe to this process, which
stays silent unless that happens, and then says the one line that a student needs. It ends with the run, whatever
happens. What the run is doing stands in memory that both share: so a run that ends in the middle of a student's code,
by os._exit() or a crash, is told from one that is over.
"""

from __future__ import annotations

import mmap
import os
import re
import subprocess
import sys

_LONGEST = 200
_WHY = "is there an os._exit() in your code, does it need all the memory, or was pytest stopped from outside?"
_PLACE = re.compile(r'File "(.+)", line (\d+) in (\S+)')


class Running:
    """What the run does at the moment, for the process that waits: on Windows that one cannot read it."""

    def __init__(self) -> None:
        self._page = mmap.mmap(-1, mmap.PAGESIZE)

    def says(self, what: str) -> None:
        """Note whose code runs now, '' for nobody's."""
        text = what.encode("ascii", "replace")[:_LONGEST]
        self._page[: len(text) + 1] = text + b"\0"

    def what(self) -> str:
        """Return what was noted last."""
        return self._page[: _LONGEST + 1].partition(b"\0")[0].decode("ascii")


def begin(folder: str, screen: int, running: Running) -> int:
    """Start the process that waits; return where faulthandler is to write to.

    Args:
        folder: the student's, whose files are the ones to name.
        screen: the file descriptor of what the student sees.
        running: what the run does.
    """
    reading, writing = os.pipe()
    if hasattr(os, "fork"):
        if os.fork() == 0:
            try:
                os.close(writing)
                _wait(reading, screen, folder, running)
            finally:
                os._exit(0)
        os.close(reading)
    else:  # Windows
        command = [sys.executable, "-I", "-S", __file__, folder]
        subprocess.Popen(command, stdin=reading, stdout=screen, stderr=subprocess.DEVNULL)
        os.close(reading)
    return writing


def sentence(report: str, folder: str) -> str:
    """Return what to say about faulthandler's report: the student's innermost line, if there is one."""
    said = "your code hangs inside one step of Python that cannot be stopped: pytest ends here"
    for path, line, function in _PLACE.findall(report):
        is_own = os.path.dirname(path) == folder and not os.path.basename(path).startswith(("test_", "expect."))
        if is_own:
            where = "" if function == "<module>" else f", in {function}"
            return f"{said}\n    {os.path.basename(path)}, line {line}{where}:  {_code(path, int(line))}"
    return said


def _code(path: str, line: int) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return next((row.strip()[:100] for number, row in enumerate(file, 1) if number == line), "")
    except OSError:
        return ""


def _wait(reading: int, screen: int, folder: str, running: Running) -> None:
    """Read until the run ends; most runs end without a word."""
    report = b""
    while chunk := os.read(reading, 65536):
        report = (report + chunk)[-1_000_000:]
    if report:
        said = sentence(report.decode("utf-8", "replace"), folder)
    elif what := running.what():
        said = f"Python itself ended while {what} ran, so pytest ends here:\n    {_WHY}"
    else:
        return
    os.write(screen, f"\n\n{said}\n".encode("ascii", "replace"))


if __name__ == "__main__":
    _wait(0, 1, sys.argv[1], Running())
