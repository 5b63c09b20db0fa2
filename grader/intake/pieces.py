"""What one student handed in, piece by piece: folders, archives, and files that lie beside those of others.

A piece says whose it is by the name it lies under, and nothing inside it can say otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

from grader.intake.names import owner_of_archive, shown
from grader.intake.tree import Kind, Listing, Parts, Refused, Tree
from grader.intake.unpacked import Unpacked

_HIDDEN = "its folder is hidden (the name starts with a dot): is it a student's?"


@dataclass(frozen=True)
class File:
    """Where a file lies."""

    place: Tree
    path: Parts
    kind: Kind


@dataclass
class Piece:
    """One hand-in as it came. `label` is what it is called there, `owner` whose it is by that name.

    `folder` is a folder or an archive, else `files` are its files by the names that the student gave them.
    `attempt` sorts the attempts of one student; `is_typed` is a text typed into a platform's form; `inside` is the
    zip or folder of several students, beside other hand-ins, in which it came; `other_names` are what else the platform
    knows this student by; `is_packed` says that it is an archive, though it is not called so.
    """

    label: str
    owner: str
    number: str = ""
    hand_in: str = ""
    attempt: str = ""
    is_typed: bool = False
    is_late: bool = False
    folder: File | None = None
    files: dict[str, File] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    needs_human: bool = False
    inside: str = ""
    other_names: tuple[str, ...] = ()
    is_packed: bool = False

    @classmethod
    def lying(cls, name: str, owner: str, place: Tree, path: Parts, kind: Kind) -> Piece:
        """Return what lies somewhere under a name: a folder, or one file."""
        is_hidden = name.startswith(".")
        flags = (_HIDDEN,) if is_hidden else ()
        return cls(name, owner, folder=File(place, path, kind), flags=flags, needs_human=is_hidden)

    @property
    def shown(self) -> str:
        """What to call it in a sentence."""
        return f"{shown(self.inside)}/{shown(self.label)}" if self.inside else shown(self.label)

    @property
    def is_archive(self) -> bool:
        """Is it one archive of the student's own?"""
        is_folder = self.folder is None or self.folder.kind is Kind.FOLDER
        return not is_folder and (self.is_packed or owner_of_archive(self.label) is not None)

    @property
    def is_single_file(self) -> bool:
        """Is it a file that is no archive, where a folder was expected?"""
        return self.folder is not None and self.folder.kind is Kind.FILE and not self.is_archive

    @contextmanager
    def opened(self) -> Iterator[tuple[Unpacked, Parts]]:
        """Yield a place and the folder in it that holds this piece.

        Raises:
            Refused: it is an archive that cannot be read.
        """
        place: Tree = self.folder.place if self.folder is not None else _SideBySide(self.files)
        with Unpacked(place) as unpacked:
            if self.folder is None:
                yield unpacked, ()
                return
            if self.is_archive:
                unpacked.enter(self.folder.path)
            yield unpacked, self.folder.path


class _SideBySide:
    """One student's files, which lie side by side with everybody's, as a place of their own."""

    remarks: tuple[str, ...] = ()
    suspicious = False

    def __init__(self, files: dict[str, File]) -> None:
        self._files = files

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = 0) -> Listing:
        """See `Tree`."""
        if folder:
            raise Refused("is no folder")
        return Listing({name: file.kind for name, file in self._files.items()})

    def read(self, path: Parts, limit: int) -> bytes:
        """See `Tree`."""
        file = self._file(path)
        return file.place.read(file.path, limit)

    def open(self, path: Parts) -> BinaryIO:
        """See `Tree`."""
        file = self._file(path)
        return file.place.open(file.path)

    def sent(self, path: Parts) -> int:
        """See `Tree`."""
        file = self._file(path)
        return file.place.sent(file.path)

    def has_other_names(self, path: Parts) -> bool:
        """See `Tree`."""
        file = self._file(path)
        return file.place.has_other_names(file.path)

    def _file(self, path: Parts) -> File:
        if len(path) != 1 or path[0] not in self._files:
            raise Refused("cannot be read: No such file or directory")
        return self._files[path[0]]
