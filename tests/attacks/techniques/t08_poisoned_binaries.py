"""Poisoned __pycache__ or .so

Tried: hand in compiled code that differs from the source: a .pyc in __pycache__, an extension module,
machine code in memory that enters the kernel by its 32-bit door.

Stopped: modules are compiled from the bytes of their .py alone; nothing else of a hand-in exists in the jail. A call
of another architecture ends the guest.
"""

import importlib.util
import marshal
import sys

FORWARD = "def relu(x):\n    return x\n"
TAG = sys.implementation.cache_tag
CODE = marshal.dumps(compile("import os\nos._exit(0)\n", "forward.py", "exec"))
PYC = importlib.util.MAGIC_NUMBER + bytes(12) + CODE
ELF = b"\x7fELF" + bytes(500)

VARIANTS = {
    "pycache": {f"__pycache__/forward.{TAG}.pyc": PYC, "forward.py": FORWARD},
    "pyc beside": {"forward.pyc": PYC, "forward.py": FORWARD},
    "pyc alone": {"forward.pyc": PYC},
    "extension": {"forward.so": ELF, f"forward.{TAG}-x86_64-linux-gnu.so": ELF, "forward.py": FORWARD},
    "native code": {
        "forward.py": """
import ctypes, mmap

code = b"\\xb8\\x27\\x00\\x00\\x00\\xcd\\x80\\xc3"  # getpid by the 32-bit entry
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(code)
function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
function()

def relu(x):
    return x
"""
    },
}
