"""Symlinks, .., devices, FIFOs, zip bombs, a thousand files

Tried: make the reader of hand-ins follow, block, or swell: links to the suites, pipes nobody writes to, archives that
grow a thousandfold or climb out of their folder, and more files than anybody wants to look at.

Stopped: nothing is followed, opened before it is known to be a file, or read past its limit; an archive is never
unpacked to disk.
"""

import io
import os
import tarfile
import zipfile
from pathlib import Path


def _zip(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _link_in_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        entry = zipfile.ZipInfo("forward.py")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "../../course/solutions/forward.py")
    return buffer.getvalue()


def _tgz(*entries: tuple[str, bytes, bytes]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for name, kind, content in entries:
            entry = tarfile.TarInfo(name)
            entry.type, entry.size, entry.linkname = kind, len(content), "../../course/solutions/forward.py"
            archive.addfile(entry, io.BytesIO(content))
    return buffer.getvalue()


def _thousand(path: Path) -> None:
    path.mkdir()
    for number in range(1000):
        (path / f"mallory{number}.py").write_text("")


RELU = b"def relu(x):\n    return x\n"

VARIANTS = {
    "link to a solution": {"forward.py": lambda path: path.symlink_to("../../course/solutions/forward.py")},
    "link to the root": {"target": lambda path: path.symlink_to("/")},
    "linked folder": {"target": lambda path: path.symlink_to("../../course/solutions")},
    "hard link": {"forward.py": lambda path: os.link(path.parents[2] / "course" / "solutions" / "hands_on.py", path)},
    "fifo": {"forward.py": lambda path: os.mkfifo(path)},
    "device": {"forward.py": lambda path: path.symlink_to("/dev/zero")},
    "folder": {"forward.py": lambda path: path.mkdir()},
    "large": {"forward.py": b"#" * (2 << 20)},
    "thousand files": {"many": _thousand, "forward.py": RELU},
    "zip bomb": {"work.zip": lambda path: path.write_bytes(_zip({"forward.py": bytes(200 << 20)}))},
    "zip climbs": {"work.zip": _zip({"../../../mallory.py": RELU, "/tmp/mallory.py": RELU, "forward.py": RELU})},
    "zip link": {"work.zip": _link_in_zip()},
    "tar bomb": {"work.tar.gz": lambda path: path.write_bytes(_tgz(("forward.py", tarfile.REGTYPE, bytes(200 << 20))))},
    "tar climbs": {"work.tgz": _tgz(*((p + "mallory.py", tarfile.REGTYPE, RELU) for p in ("../../../", "/tmp/", "")))},
    "tar link": {"work.tgz": _tgz(("forward.py", tarfile.SYMTYPE, b""), ("loss.py", tarfile.LNKTYPE, b""))},
    "tar device": {"work.tgz": _tgz(("forward.py", tarfile.CHRTYPE, b""), ("loss.py", tarfile.FIFOTYPE, b""))},
    "null bytes": {"forward.py": b"def relu(x):\0 return x\n"},
    "deep expression": {"forward.py": b"x = " + b"(" * 5000 + b")" * 5000 + b"\n"},
    "coding line": {"forward.py": b"# -*- coding: idna -*-\n" + RELU},
}
