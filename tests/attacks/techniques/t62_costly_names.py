"""Names and archives that cost the reader time

Tried: names of tens of thousands of dashes, brackets or combining marks, thousands of names that are almost a module's,
thousands of large files that are called as second downloads, helpers or tests are, zips whose files look like a million
entries, zips within zips: before a deadline runs, or so that the class's whole zip is refused.

Stopped: a name that no disk can hold is not looked at, each name is compared in linear time, of each kind few files are
read and at most 48 MB of one hand-in, the directory of a zip is counted entry by entry, and each hand-in is opened by
itself: an archive can refuse nothing but itself.
"""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

FORWARD = b"def relu(x):\n    return x\n"


def _zip(entries: dict[str, bytes], around: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return _zip({"inner.zip": buffer.getvalue()}, around - 1) if around else buffer.getvalue()


def _zipped(entries: dict[str, bytes], around: int = 0) -> Callable[[Path], int]:
    """Return what writes such a zip: to pack them all takes seconds, and whoever collects tests needs none."""
    return lambda path: path.write_bytes(_zip(entries, around))


_LARGE = FORWARD + b"def softmax\n" * 80_000
_LONG = ["-" * 65_000 + "x.py", "e" + "\u0301" * 30_000 + ".py", "(" * 65_000 + ")", "_1" * 32_000, " - 2026" * 9_000]

VARIANTS = {
    "long names": {"work.zip": _zipped(dict.fromkeys(_LONG, b""))},
    "almost modules": {"work.zip": _zipped({f"forwar{'d' * (n % 200)} ({n}).py": b"" for n in range(5_000)})},
    "entries that are none": {
        "notes.txt": b"PK\x01\x02" * 200_000,
        "work.zip": _zipped({"x": b"PK\x01\x02" * 200_000}),
    },
    "second downloads": {
        "work.zip": _zipped({"forward.py": FORWARD, **{f"forward ({n}).py": _LARGE for n in range(900)}})
    },
    "helpers": {"work.zip": _zipped({"forward.py": FORWARD, **{f"helper{n}.py": _LARGE for n in range(900)}})},
    "tests that may be imported": {
        "work.zip": _zipped(
            {"forward.py": FORWARD + b"import a\n" * 110_000, **{f"test_{n}.py": b"" for n in range(9_000)}}
        )
    },
    "zips in zips": {"work.zip": _zipped({"forward.py": FORWARD}, around=40)},
    "many zips": {f"work{number}.zip": _zipped({"x.txt": b""}) for number in range(200)},
    "whitespace": {"forward.txt": b"def" + b" " * (1 << 20) + b"\n" * (1 << 20)},
}
