"""Read a folder that a student may have prepared: every step is taken relative to an open folder.

No component below the root is followed if it is a link, and a file is judged after it was opened, so
nothing that is swapped in between can be read in its place or block the reader.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from grader.intake.tree import MOST_ENTRIES, STORED_ARCHIVE_BYTES, Kind, Listing, Parts, Refused, too_large

try:
    import pwd
except ImportError:  # there are no such users on Windows
    pwd = None  # type: ignore[assignment]

_KINDS = {
    stat.S_IFREG: Kind.FILE,
    stat.S_IFDIR: Kind.FOLDER,
    stat.S_IFLNK: Kind.LINK,
    stat.S_IFIFO: Kind.PIPE,
    stat.S_IFSOCK: Kind.SOCKET,
    stat.S_IFCHR: Kind.DEVICE,
    stat.S_IFBLK: Kind.DEVICE,
}


def kind_of(mode: int) -> Kind:
    """Return what a file mode (of stat, or of a zip's entry) stands for."""
    return _KINDS.get(stat.S_IFMT(mode), Kind.UNKNOWN)


class Folder:
    """A folder as a place. The root is the instructor's own path and may be a link; nothing below it may.

    Raises:
        OSError: the root cannot be opened.
    """

    remarks: tuple[str, ...] = ()
    suspicious = False

    def __init__(self, root: Path) -> None:
        self._root = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        self._linked: set[Parts] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        os.close(self._root)

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = MOST_ENTRIES) -> Listing:
        """See `Tree`."""
        with self._opened_folder(folder) as descriptor, _complaining():
            entries: dict[str, Kind] = {}
            with os.scandir(descriptor) as found:
                for entry in found:
                    if len(entries) >= most:
                        return Listing(entries | _looked_up(descriptor, wanted), complete=False)
                    entries[entry.name] = _kind_of_entry(entry)
            return Listing(entries)

    def read(self, path: Parts, limit: int) -> bytes:
        """See `Tree`."""
        with self._open(path, limit) as file, _complaining():
            size = os.fstat(file.fileno()).st_size
            content = file.read(size + 1)
        if len(content) > size:
            raise Refused("changed while it was read: grade it again")
        return content

    def open(self, path: Parts) -> BinaryIO:
        """See `Tree`."""
        return self._open(path, STORED_ARCHIVE_BYTES)

    def sent(self, path: Parts) -> int:
        """See `Tree`."""
        return STORED_ARCHIVE_BYTES

    def has_other_names(self, path: Parts) -> bool:
        """See `Tree`."""
        return path in self._linked

    def user_of(self, path: Parts) -> str | None:
        """Return the name of the user whom a folder belongs to; None where it is ours, or that cannot be said."""
        *folder, name = path
        if pwd is None:
            return None
        with self._opened_folder(tuple(folder)) as parent:
            try:
                user = os.stat(name, dir_fd=parent, follow_symlinks=False).st_uid  # it need not let us in
                return None if user == os.geteuid() else pwd.getpwuid(user).pw_name
            except OSError:  # it has gone
                return None
            except KeyError:
                return f"user {user}"

    def _open(self, path: Parts, limit: int) -> BinaryIO:
        *folder, name = path
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        with self._opened_folder(tuple(folder)) as parent, _complaining():
            _expect_a_file(os.stat(name, dir_fd=parent, follow_symlinks=False))  # opening a device may already act
            descriptor = os.open(name, flags, dir_fd=parent)
            file = os.fdopen(descriptor, "rb")
            try:
                status = os.fstat(descriptor)
                _expect_a_file(status)
                if status.st_size > limit:
                    raise too_large(status.st_size, limit)
            except BaseException:
                file.close()
                raise
        if status.st_nlink > 1:
            self._linked.add(path)
        return file

    @contextmanager
    def _opened_folder(self, path: Parts) -> Iterator[int]:
        flags = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
        with _complaining():
            current = os.dup(self._root)
        try:
            for name in path:
                with _complaining():
                    kind = kind_of(os.stat(name, dir_fd=current, follow_symlinks=False).st_mode)
                    if kind is not Kind.FOLDER:
                        raise Refused(f"is {kind}")
                    inner = os.open(name, flags, dir_fd=current)
                os.close(current)
                current = inner
            yield current
        finally:
            os.close(current)


class FolderByPath(Folder):
    """The same where the system knows no paths relative to an open folder, as Windows.

    What is swapped while it is read may be followed there; grading hostile hand-ins is not done on such systems.
    """

    def __init__(self, root: Path) -> None:
        self._path = root
        self._linked = set()
        os.scandir(root).close()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return

    def listing(self, folder: Parts, wanted: Collection[str] = (), most: int = MOST_ENTRIES) -> Listing:
        """See `Tree`."""
        where = self._checked(folder)
        entries: dict[str, Kind] = {}
        with _complaining(), os.scandir(where) as found:
            for entry in found:
                if len(entries) >= most:
                    there = {n: kind_of(os.lstat(where / n).st_mode) for n in wanted if os.path.lexists(where / n)}
                    return Listing(entries | there, complete=False)
                entries[entry.name] = _kind_of_entry(entry)
        return Listing(entries)

    def _open(self, path: Parts, limit: int) -> BinaryIO:
        where = self._checked(path[:-1]) / path[-1]
        with _complaining():
            status = os.lstat(where)
            _expect_a_file(status)
            if status.st_size > limit:
                raise too_large(status.st_size, limit)
            if status.st_nlink > 1:
                self._linked.add(path)
            return where.open("rb")

    def _checked(self, folder: Parts) -> Path:
        where = self._path
        for name in folder:
            where = where / name
            with _complaining():
                kind = kind_of(os.lstat(where).st_mode)
            if kind is not Kind.FOLDER:
                raise Refused(f"is {kind}")
        return where


def open_folder(root: Path) -> Folder:
    """Return the folder as a place, as safely as this system can.

    Raises:
        OSError: it cannot be opened.
    """
    return Folder(root) if os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW") else FolderByPath(root)


@contextmanager
def _complaining() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as error:  # ValueError: a NUL in a name
        reason = error.strerror if isinstance(error, OSError) else error
        raise Refused(f"cannot be read: {reason}") from error


def _expect_a_file(status: os.stat_result) -> None:
    kind = kind_of(status.st_mode)
    if kind is not Kind.FILE:
        raise Refused(f"is {kind}")


def _kind_of_entry(entry: os.DirEntry[str]) -> Kind:
    if entry.is_file(follow_symlinks=False):
        return Kind.FILE
    if entry.is_dir(follow_symlinks=False):
        return Kind.FOLDER
    if entry.is_symlink():
        return Kind.LINK
    try:
        return kind_of(entry.stat(follow_symlinks=False).st_mode)
    except OSError:  # gone, or in a folder that may be listed but not entered
        return Kind.UNKNOWN


def _looked_up(descriptor: int, names: Collection[str]) -> dict[str, Kind]:
    found = {}
    for name in names:
        try:
            found[name] = kind_of(os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode)
        except FileNotFoundError:
            continue
    return found
