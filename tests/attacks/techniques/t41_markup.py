"""HTML, ANSI and CSV formulas in names, exceptions and docstrings

Tried: texts that a terminal, a browser or a spreadsheet would act on, wherever a text of a student's is shown.

Stopped: every such text is cleaned of whatever does not print when it arrives, and escaped by what shows it.
"""

TEXTS = r"""
import warnings

EVIL = "\x1b]0;mallory\x07\x1b[2J\x1b[31m<script>alert(1)</script>=HYPERLINK(\"http://mallory\")\u202e\u200b\r\n\x9b31m"

class Evil(Exception):
    __doc__ = EVIL

Evil.__name__ = EVIL

print(EVIL)

def relu(x):
    warnings.warn(EVIL)
    raise Evil(EVIL)

relu.__name__ = relu.__qualname__ = EVIL

def softmax(x):
    "<img src=x onerror=alert(1)>"
    return {EVIL: EVIL}
"""

SYNTAX = "x = '\x1b[31mmallory\u202e<script>' + \n"

VARIANTS = {
    "texts": {"forward.py": TEXTS},
    "syntax error": {"forward.py": SYNTAX},
    "file names": {"\x1b[31m=cmd|mallory<b>.py": "x = 1\n", "forward\u202eyp.exe": "x = 1\n"},
    "=HYPERLINK(\x1b[31m<b>\u202e": {"forward.py": "def relu(x):\n    return x\n"},
}
