"""Search memory

Tried: go through every object the garbage collector knows, and every module in sys.modules, for the reference
solution or the expected values.

Stopped: a guest is forked from a process that never loads suites or solutions; there is nothing to find.
"""

COLLECT = r"""
import gc, sys, types

def relu(x):
    for thing in gc.get_objects():
        if isinstance(thing, types.FunctionType) and thing.__name__ == "relu" and thing.__module__ != __name__:
            return thing(x)
        if isinstance(thing, types.ModuleType) and "solutions" in thing.__name__:
            return thing.relu(x)
    return x
"""

LEAK = r"""
import gc, sys

def relu(x):
    found = [thing for thing in gc.get_objects() if isinstance(thing, dict)]
    texts = [value for some in found for value in some.values() if isinstance(value, str) and "canary" in value]
    raise ValueError(repr(texts) + repr([name for name in sys.modules if "solution" in name or "hidden" in name]))
"""

RAW_MEMORY = r"""
import ctypes, mmap, sys

def relu(x):
    found = []
    for start in range(id(x) & ~0xFFF, (id(x) & ~0xFFF) + (64 << 12), 1 << 12):
        page = ctypes.string_at(start, 1 << 12)
        if b"canary" in page:
            found.append(page[page.index(b"canary"):][:40])
    raise ValueError(str(found))
"""

VARIANTS = {
    "reference in gc": {"forward.py": COLLECT},
    "strings in gc": {"forward.py": LEAK},
    "raw memory": {"forward.py": RAW_MEMORY},
}
