"""Dataclasses that lie

Tried: have a class of the name of the suite's dataclass that makes something else of its fields: nothing, itself, an
endless property, megabytes, other kinds, one that exits or sleeps, or a function; change fields on every look; give
back one of the suite's own instances, or numbers of objects that there are not.

Stopped: an instance of the suite's is made anew by calling the hand-in's class, and read field by field, each as the
answer to a call. The suite's own object is only ever given values, and is compared with what it should be.
"""

FIELDS = {
    "raises": "1 / 0",
    "itself": "self",
    "class": "type(self)",
    "megabytes": "__import__('numpy').zeros(8_000_000)",
    "other kinds": "next(KINDS)",
    "endless": "[None for _ in iter(int, 1)]",
    "sleeps": "__import__('time').sleep(0.45) or 3.0",
    "exits": "__import__('os')._exit(0)",
    "cycle": "CYCLE",
    "method": "self.__init__",
    "generator": "(n for n in iter(int, 1))",
    "table": "__import__('pandas').DataFrame({'a': [1]})",
    "figure": "__import__('matplotlib.pyplot').pyplot.figure()",
}
SOURCE = """
import itertools
import numpy as np

KINDS = itertools.cycle([1, "x", None, [], {{}}, np.zeros(3), 2**4000, 3.0, 1j, b"", {{1.0}}, float("nan")])
CYCLE = []
CYCLE.append((CYCLE,))

class Account:
    def __init__(self, owner="", balance=0.0): pass
    @property
    def owner(self): return {field}
    balance = owner

def pay(account, amount):
    return account
"""
OTHER = {
    "function": "def Account(owner='', balance=0.0): return 3.0\n\ndef pay(account, amount): return account\n",
    "value": "Account = 3\n\ndef pay(account, amount): return account\n",
    "iterator": "def Account(owner='', balance=0.0): return iter([1])\n\ndef pay(account, amount): return account\n",
    "one for all": "class Account:\n    owner, balance = 'ada', 3.0\n\nONE = Account()\n"
    "Account = lambda *a, **k: ONE\n\ndef pay(account, amount): return ONE\n",
    "metaclass": "class Meta(type):\n    def __call__(self, *a, **k): return self\n\nclass Account(metaclass=Meta):\n"
    "    owner, balance = 'ada', 3.0\n\ndef pay(account, amount): return Account\n",
    "exits": "import os\n\nclass Account:\n    def __init__(self, *a, **k): os._exit(0)\n\ndef pay(a, b): return a\n",
}
NUMBERS = r"""
import gc
from dataclasses import dataclass

guest = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Responder")

@dataclass
class Account:
    owner: str
    balance: float = 0.0

def lie(value):
    return "object", [{number}, "Account\x1b", "values"]

def pay(account, amount):
    guest._refer = lie
    return account
"""
VARIANTS = {name: {"values.py": SOURCE.format(field=field)} for name, field in FIELDS.items()}
VARIANTS |= {f"class that is a {name}": {"values.py": source} for name, source in OTHER.items()}
VARIANTS |= {f"number {n}": {"values.py": NUMBERS.replace("{number}", n)} for n in ("0", "-1", "99", "2 ** 70")}
