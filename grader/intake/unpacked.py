"""A student's folder in which zips and tars can be entered like folders: nothing is unpacked, each is opened once."""

from __future__ import annotations

from collections.abc import Collection
from types import TracebackType
from typing import BinaryIO, Self

from grader.intake.archives import Archive
from grader.intake.foreign_kinds import PART, is_part
from grader.intake.tree import MOST_ENTRIES, Listing, Parts, Refused, Tree

_MOST_ARCHIVES = 10  # one is what there is
_MOST_READ = 48 << 20  # bytes, of files looked at again and again: work has less than one, and each costs time


class Unpacked:
    """A place, and the archives in it that were entered; to be used in a `with`, which closes those."""

    def __init__(self, place: Tree) -> None:
        self._place = place
        self._archives: dict[Parts, Archive] = {}
        self._left = _MOST_READ

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for archive in self._archives.values():
            archive.__exit__(kind, error, at)

    @property
    def remarks(self) -> tuple[str, ...]:
        """See `Tree`; of the place itself and of the archives."""
        return (*self._place.remarks, *(remark for archive in self._archives.values() for remark in archive.remarks))

    @property
    def suspicious(self) -> bool:
        """See `Tree`."""
        return self._place.suspicious or any(archive.suspicious for archive in self._archives.values())

    @property
    def archives(self) -> tuple[Archive, ...]:
        """Return those that were entered."""
        return tuple(self._archives.values())

    def enter(self, path: Parts) -> None:
        """Make the zip or tar at `path` a folder.

        Raises:
            Refused: it cannot be read, or there are too many.
        """
        if path in self._archives:
            return
        if is_part(path[-1]):
            raise Refused(PART)
        if len(self._archives) >= _MOST_ARCHIVES:
            raise Refused(f"was not opened: more than {_MOST_ARCHIVES} archives in one hand-in")
        tree, rest = self._tree_of(path)
        self._archives[path] = Archive(tree.open(rest), sent=tree.sent(rest))

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = MOST_ENTRIES) -> Listing:
        """See `Tree`."""
        tree, rest = self._tree_of(folder)
        return tree.listing(rest, wanted, most)

    def read(self, path: Parts, limit: int) -> bytes:
        """See `Tree`; what lies in one hand-in is read up to a limit, so that no intake takes minutes."""
        if self._left <= 0:
            raise Refused(f"was not read: at most {_MOST_READ >> 20} MB of one hand-in are")
        tree, rest = self._tree_of(path)
        content = tree.read(rest, limit)
        self._left -= len(content)
        return content

    def open(self, path: Parts) -> BinaryIO:
        """See `Tree`."""
        tree, rest = self._tree_of(path)
        return tree.open(rest)

    def sent(self, path: Parts) -> int:
        """See `Tree`."""
        tree, rest = self._tree_of(path)
        return tree.sent(rest)

    def has_other_names(self, path: Parts) -> bool:
        """See `Tree`."""
        tree, rest = self._tree_of(path)
        return tree.has_other_names(rest)

    def _tree_of(self, path: Parts) -> tuple[Tree, Parts]:
        for size in range(len(path), 0, -1):
            if path[:size] in self._archives:
                return self._archives[path[:size]], path[size:]
        return self._place, path
