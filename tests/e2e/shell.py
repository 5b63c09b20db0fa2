"""Run commands of this environment one after the other, each in a fork of a process that has imported them.

Importing nbgrader takes longer than most of what it does. Standard input has one JSON object per command, standard
output one exit code per line; what the command said is in the file `out`.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from importlib.metadata import entry_points

PROGRAMS = ("nbgrader", "grader")


def main() -> None:
    """Serve until standard input ends."""
    programs = {name: entry_points(group="console_scripts")[name].load() for name in PROGRAMS}
    for line in sys.stdin:
        order = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _run(programs[order["argv"][0]], order)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(program: Callable[[], object], order: dict[str, str]) -> None:
    os.chdir(order["cwd"])
    out = os.open(order["out"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nowhere = os.open(os.devnull, os.O_RDONLY)
    for target, source in ((0, nowhere), (1, out), (2, out)):
        os.dup2(source, target)
    sys.argv = list(order["argv"])
    code = 0
    try:
        result = program()
        code = result if isinstance(result, int) else 0
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1 if leave.code else 0
    except BaseException:
        traceback.print_exc()
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
