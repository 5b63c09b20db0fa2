"""What a student handed in, as bytes: nothing here opens, follows or runs anything."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Submission:
    """One student's hand-in.

    `sources` holds each graded module's file as it came, `refused` a sentence for each module whose file
    was there but cannot be used (a symlink, too large, a notebook in its place). A module in neither is
    not started. `flags` are remarks for the instructor; `needs_human` asks for a look. `extras` are modules of
    the student's own by dotted name, which the others may import; they are never graded by themselves.
    """

    student: str
    sources: Mapping[str, bytes]
    refused: Mapping[str, str] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    needs_human: bool = False
    extras: Mapping[str, bytes] = field(default_factory=dict)

    def own_files(self) -> dict[str, bytes]:
        """Return the files of `extras` by their path beside the modules, such as helpers.py or tools/plots.py."""
        return {path: self.extras[name] for name, path in _paths(self.extras).items()}

    def modules(self) -> dict[str, bytes]:
        """Return all modules by dotted name; a graded one before one of the student's own."""
        return {**self.extras, **self.sources}

    def content_key(self) -> str:
        """Return a SHA-256 over everything above that a grade depends on."""
        digest = hashlib.sha256(repr((self.student, self.flags, self.needs_human)).encode("utf-8", "surrogatepass"))
        for kind in (self.sources, self.refused, self.extras):
            for name in sorted(kind):
                content = kind[name]
                raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
                digest.update(f"\0{name}\0{len(raw)}\0".encode())
                digest.update(raw)
            digest.update(b"\1")
        return digest.hexdigest()


def by_file_name(modules: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return modules by the names that a traceback has for their files, such as forward.py or plots.py."""
    return {path.rpartition("/")[2]: modules[name] for name, path in _paths(modules).items()}


def _paths(modules: Iterable[str]) -> dict[str, str]:
    packages = {name.rpartition(".")[0] for name in modules}
    return {name: name.replace(".", "/") + ("/__init__.py" if name in packages else ".py") for name in modules}
