"""sys.exit and os._exit(0)

Tried: end the process successfully, at import or inside a call, before anything is compared.

Stopped: only a value earns anything. An exit code is no value; the next test gets a fresh guest.
"""


def _with(statement: str, at_import: bool) -> dict:
    body = "import os, sys, signal\n"
    body += f"{statement}\n" if at_import else ""
    return {"forward.py": body + f"def relu(x):\n    {statement}\ndef softmax(x):\n    {statement}\n"}


VARIANTS = {
    "os exit at import": _with("os._exit(0)", True),
    "sys exit at import": _with("sys.exit(0)", True),
    "os exit in call": _with("os._exit(0)", False),
    "sys exit in call": _with("raise SystemExit(0)", False),
    "keyboard interrupt": _with("raise KeyboardInterrupt", False),
    "generator exit": _with("raise GeneratorExit", False),
    "exit 2 to 4 of pytest": _with("os._exit(5)", False),
}
