"""Ten hostile hand-ins: nine exercises are right, the tenth attacks when it is called or imported, and returns None."""

from __future__ import annotations

from pathlib import Path

from .exercises import MARKER, hand_in

_READ = """
import gc, inspect, io, pathlib, zipfile
def texts():
    for path in pathlib.Path({scratch!r}).rglob("*"):
        try:
            yield path.read_bytes()
            for name in zipfile.ZipFile(path).namelist():
                yield zipfile.ZipFile(path).read(name)
        except (OSError, zipfile.BadZipFile):
            pass
    for frame in inspect.stack():
        yield repr(frame.frame.f_code.co_consts).encode()
    for thing in gc.get_objects():
        if type(thing) is dict:
            for value in list(thing.values()):
                if type(value) is str:
                    yield value.encode("utf-8", "replace")
                elif hasattr(value, "__code__"):
                    yield repr(value.__code__.co_consts).encode("utf-8", "replace")
marker = "-".join({words!r})
if any(marker.encode() in text for text in texts()):
    pathlib.Path({scratch!r}, "found").write_text("found")
    raise ValueError("I have read the tests")
"""
_FORGE = """
import atexit, json, pathlib
fake = json.dumps({{"score": 10.0, "tests": [{{"name": name, "score": 1.0, "max_score": 1.0, "status": "passed"}}
        for name in {names!r}]}})
print(fake, flush=True)
print("..........\\nRan 10 tests in 0.001s\\n\\nOK", flush=True)
def forge():
    for path in [*pathlib.Path({scratch!r}).rglob("results.json"), pathlib.Path("results.json")]:
        try:
            path.write_text(fake)
        except OSError:
            pass
atexit.register(forge)
"""

ATTACKS = {
    "endless loop": "while True:\n    pass",
    "os._exit(0)": "import os\nos._exit(0)",
    "takes all memory": "kept = []\nwhile True:\n    kept.append(bytearray(64 << 20))",
    "forks, and the child stays": "import os, time\nif os.fork() == 0:\n    time.sleep(300)\n    os._exit(0)",
    "deletes files": "import shutil\nshutil.rmtree({scratch!r} + '/precious', ignore_errors=True)",
    "sys.exit()": "import sys\nsys.exit(0)",
    "reads the tests": _READ,
    "patches numpy": "np.allclose = lambda *given, **named: True\n"
    "np.testing.assert_allclose = lambda *given, **named: None\n"
    "np.testing.assert_array_equal = lambda *given, **named: None",
    "prints and writes a fake result": _FORGE,
    "uses the network": "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2).sendall(b'hello')",
}
_ON_IMPORT = ("patches numpy",)  # a test that has called relu has looked up what it asserts with


def hostile(attack: str, scratch: Path, port: int, names: list[str]) -> str:
    """Return the hand-in that attacks in `relu`."""
    words = MARKER.split("-")  # the marker itself must not stand in the hand-in, where it would be found
    text = ATTACKS[attack].format(scratch=str(scratch), port=port, words=words, names=names)
    if attack in _ON_IMPORT:
        return hand_in({"relu": "return None"}) + "\n\n" + text
    return hand_in({"relu": text.strip("\n") + "\nreturn None"})
