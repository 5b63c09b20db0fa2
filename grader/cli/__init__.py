"""The command line: a verb, a noun, an exit code.

Exit 0 all is well, 1 checks are missing, 2 the user must act (one sentence on stderr). A traceback is a bug.
Each command is imported when it is asked for: `grader run` starts without what writes slides.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module

import click

from grader.cli.arguments import complain, sentence_of
from grader.outcome import MustAct

__all__ = ["cli", "main", "sentence_of"]

_COMMANDS: Mapping[str, str] = {
    **dict.fromkeys(("run", "forget", "doctor"), "grader.cli.classes"),
    **dict.fromkeys(("report", "hand-back", "export"), "grader.cli.marks"),
    **dict.fromkeys(("build", "init", "new", "plan", "rehearse", "variants"), "grader.cli.courses"),
    "check": "grader.cli.proving",
}


def main() -> None:
    """Run the command line; turn every error into one sentence and an exit code."""
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may not know the letters of a name
    try:
        code = cli.main(standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        code = complain(error.format_message())
    except click.Abort:
        code = complain("stopped; run the same command again to go on")
    except MustAct as error:
        code = complain(str(error))
    except OSError as error:
        code = complain(sentence_of(error))
        _silence_stdout()
    sys.exit(code if isinstance(code, int) else 0)


class _Commands(click.Group):
    """The commands by name, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = getattr(import_module(_COMMANDS[cmd_name]), f"{cmd_name.replace('-', '_')}_command")
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="fundamentals-grader")
def cli() -> None:
    """grade a class's hand-ins of a course"""


def _open_what_is_closed() -> None:
    """Let what a caller closed lead nowhere: else the next file to be opened would be standard output."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # takes the lowest number that is free, which is this one
            setattr(sys, name, open(number, "r" if number == 0 else "w", closefd=False))  # noqa: SIM115  # to the end


def _silence_stdout() -> None:
    """Give up what could not be written, or Python would complain once more at its end."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
