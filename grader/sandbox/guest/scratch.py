"""Files that a hand-in writes: they are kept in memory, go with the guest, and there are none when it begins.

The kernel refuses every write (grader.sandbox.guest.jail) and stays the one that protects others. This only lets
an ordinary script go on that keeps a log, dumps an array or changes into its own folder, and it costs no mark to
do so. What a script reads is its own files, then the exercises' data, as the kernel allows.
"""

from __future__ import annotations

import _io
import builtins
import bz2
import errno
import io
import os
import pathlib
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from grader.sandbox.guest.memory_file import MemoryFile, Node, file_over

_MOST_BYTES = 64 << 20
_NAMES = "chdir getcwd mkdir rmdir remove unlink rename replace listdir scandir stat lstat access chmod utime".split()
_REAL: dict[str, Any] = {name: getattr(os, name) for name in _NAMES}
_REAL |= {"open": io.open, "touch": pathlib.Path.touch, "rmtree": shutil.rmtree}
_REAL |= {name: getattr(tempfile, name) for name in ("TemporaryFile", "NamedTemporaryFile")}


class Scratch:
    """The files of one guest; `own` holds the hand-in's, path -> content."""

    def __init__(self, own: Mapping[str, bytes]) -> None:
        self._cwd: str = _REAL["getcwd"]()
        self._home = self._cwd
        self._files = {path: Node(content) for path, content in own.items()}
        self._folders: set[str] = set()
        self._temporary = 0

    def install(self) -> None:
        """Let open, os, pathlib, shutil, tempfile and numpy use these files."""
        tempfile.tempdir = "/tmp"  # found by writing there, otherwise
        _put(self)

    # What follows is called in the place of the functions of these names, with their arguments.

    def open(
        self,
        file: Any,
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,
        opener: Any = None,
    ) -> Any:
        path = self._path(file)
        writes = not set("wax+").isdisjoint(mode)
        is_odd = len(set("rwax") & set(mode)) != 1 or ("b" in mode and (encoding or errors or newline))
        if path is None or opener is not None or is_odd or not (writes or path in self._files or path == os.devnull):
            where = file if path is None else self._really(file, path)
            return _REAL["open"](where, mode, buffering, encoding, errors, newline, closefd, opener)
        node = Node(b"") if path == os.devnull else self._node(path, file, mode) if writes else self._files[path]
        return file_over(MemoryFile(node, file, mode, self._has_room), mode, buffering, encoding, errors, newline)

    def chdir(self, path: Any) -> None:
        where = self._path(path)
        if where is None or self._is_folder(where):
            self._cwd = where or self._cwd
        elif self._exists(where):
            raise _error(errno.ENOTDIR, path)
        else:  # the name that the student's own folder has at home
            self._cwd = self._home

    def getcwd(self) -> str:
        return self._cwd

    def mkdir(self, path: Any, mode: int = 0o777, **settings: Any) -> None:
        where = self._path(path)
        if where is None or self._exists(where):
            raise _error(errno.EEXIST, path)
        self._add_folder(where)

    def rmdir(self, path: Any, **settings: Any) -> None:
        where = self._there(path)
        if where not in self._folders:
            _REAL["rmdir"](path, **settings)
        elif self._inside(where):
            raise _error(errno.ENOTEMPTY, path)
        else:
            self._folders.discard(where)

    def remove(self, path: Any, **settings: Any) -> None:
        if self._files.pop(self._there(path), None) is None:
            _REAL["remove"](path, **settings)

    def rename(self, source: Any, target: Any, **settings: Any) -> None:
        node = self._files.pop(self._there(source), None)
        if node is None:
            _REAL["rename"](source, target, **settings)
        else:
            self._files[self._path(target) or ""] = node

    def stat(self, path: Any, **settings: Any) -> os.stat_result:
        return self._stat(path, "stat", settings)

    def lstat(self, path: Any, **settings: Any) -> os.stat_result:
        return self._stat(path, "lstat", settings)

    def access(self, path: Any, mode: int, **settings: Any) -> bool:
        where = self._path(path)
        if where in self._files or where in self._folders:
            return True
        return bool(_REAL["access"](self._really(path, where), mode, **settings))

    def listdir(self, path: Any = ".") -> list[Any]:
        where = self._path(path)
        if where is None or not (mine := self._inside(where)):
            return list(_REAL["listdir"](self._really(path, where)))
        return sorted(mine | set(self._real_names(where)))

    def scandir(self, path: Any = ".") -> Any:
        where = self._path(path)
        if where is None or not self._inside(where):
            return _REAL["scandir"](self._really(path, where))
        return _Entries(self, os.fspath(path), self.listdir(where))

    def unchanged(self, path: Any, *values: Any, **settings: Any) -> None:
        """Stands for chmod and utime."""

    def touch(self, path: Any, *_: Any) -> None:
        self.open(path, "a").close()

    def rmtree(self, path: Any, *arguments: Any, **settings: Any) -> None:
        where = self._path(path) or ""
        if where not in self._folders:
            _REAL["rmtree"](path, *arguments, **settings)
            return
        below = f"{where}/"
        self._files = {name: node for name, node in self._files.items() if not name.startswith(below)}
        self._folders = {name for name in self._folders if name != where and not name.startswith(below)}

    def temporary(self, mode: str = "w+b", *_: Any, encoding: str | None = None, suffix: str = "", **__: Any) -> Any:
        self._temporary += 1
        return self.open(f"{tempfile.tempdir}/tmp{self._temporary}{suffix or ''}", mode, encoding=encoding)

    def _path(self, path: Any) -> str | None:
        """Return the whole path, None for the number of an open file."""
        if isinstance(path, int):
            return None
        return os.path.normpath(os.path.join(self._cwd, os.fsdecode(os.fspath(path))))

    def _there(self, path: Any) -> str:
        """Return the whole path of what is there; the kernel refuses a change before it looks whether it is."""
        where = self._path(path)
        if where is not None and not self._exists(where):
            raise _error(errno.ENOENT, path)
        return where or ""

    def _really(self, path: Any, where: str | None) -> Any:
        """Return what to ask the kernel for, which does not know of any change of the folder."""
        return path if where is None or self._cwd == self._home else where

    def _node(self, path: str, file: Any, mode: str) -> Node:
        if self._is_folder(path):
            raise _error(errno.EISDIR, file)
        if "x" in mode and self._exists(path):
            raise _error(errno.EEXIST, file)
        node = self._files.get(path)
        if node is None:
            content = b"" if "w" in mode or ("r" not in mode and not self._exists(path)) else self._real_content(path)
            node = self._files[path] = Node(content)
            self._add_folder(os.path.dirname(path))
        if "w" in mode:
            node.content = bytearray()
        return node

    def _add_folder(self, path: str) -> None:
        """Make a folder, and those above it: at home the student may have them."""
        while not self._exists(path):
            self._folders.add(path)
            path = os.path.dirname(path)

    def _real_content(self, path: str) -> bytes:
        with _REAL["open"](path, "rb") as stream:
            content: bytes = stream.read()
        return content

    def _exists(self, path: str) -> bool:
        try:
            self.stat(path)
        except OSError:
            return False
        return True

    def _is_folder(self, path: str) -> bool:
        return self._exists(path) and stat.S_ISDIR(self.stat(path).st_mode)

    def _stat(self, path: Any, how: str, settings: Mapping[str, Any]) -> os.stat_result:
        where = self._path(path)
        if where in self._files:
            return os.stat_result((stat.S_IFREG | 0o644, 0, 0, 1, 0, 0, len(self._files[where].content), 0, 0, 0))
        if where in self._folders:
            return os.stat_result((stat.S_IFDIR | 0o755, 0, 0, 1, 0, 0, 0, 0, 0, 0))
        found: os.stat_result = _REAL[how](self._really(path, where), **settings)
        return found

    def _inside(self, folder: str) -> set[str]:
        start = folder.rstrip("/") + "/"
        names = [path[len(start) :] for path in (*self._files, *self._folders) if path.startswith(start)]
        return {name.partition("/")[0] for name in names}

    def _real_names(self, folder: str) -> list[str]:
        try:
            return list(_REAL["listdir"](folder))
        except OSError:
            return []

    def _has_room(self, more: int) -> bool:
        return sum(len(node.content) for node in self._files.values()) + more <= _MOST_BYTES


class _Entries:
    """What os.scandir gives: entries to iterate over, in a with statement or not."""

    def __init__(self, scratch: Scratch, folder: Any, names: list[str]) -> None:
        self._entries = iter([_Entry(scratch, os.path.join(folder, name), name) for name in names])

    def __iter__(self) -> Iterator[_Entry]:
        return self._entries

    def __next__(self) -> _Entry:
        return next(self._entries)

    def __enter__(self) -> _Entries:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    close = __exit__


class _Entry:
    def __init__(self, scratch: Scratch, path: str, name: str) -> None:
        self.path, self.name = path, name
        self._stat = scratch.stat

    def __fspath__(self) -> str:
        return self.path

    def stat(self, **settings: Any) -> os.stat_result:
        return self._stat(self.path)

    def is_dir(self, **settings: Any) -> bool:
        return stat.S_ISDIR(self.stat().st_mode)

    def is_file(self, **settings: Any) -> bool:
        return stat.S_ISREG(self.stat().st_mode)

    def is_symlink(self) -> bool:
        return False


def uninstall() -> None:
    """Put the functions of Python back."""
    _put(None)


def _put(scratch: Scratch | None) -> None:
    def of(name: str, method: str = "") -> Callable[..., Any]:
        function: Callable[..., Any] = _REAL[name] if scratch is None else getattr(scratch, method or name)
        return function

    others = {"unlink": "remove", "replace": "rename", "chmod": "unchanged", "utime": "unchanged"}
    for name in _NAMES:
        setattr(os, name, of(name, others.get(name, "")))
    builtins.open = io.open = bz2._builtin_open = of("open")  # type: ignore[attr-defined]  # bz2 keeps one of its own
    # how runpy and loaders that a script makes for itself read their files
    io.open_code = _io.open_code = lambda path: of("open")(path, "rb")
    touch = of("touch")
    pathlib.Path.touch = lambda path, *arguments, **settings: touch(path, *arguments, **settings)  # type: ignore[method-assign]
    shutil.rmtree = of("rmtree")  # type: ignore[assignment]  # whatever has its arguments
    tempfile.TemporaryFile = of("TemporaryFile", "temporary")
    tempfile.NamedTemporaryFile = of("NamedTemporaryFile", "temporary")
    try:
        from numpy.lib import _datasource

        _datasource._file_openers._file_openers[None] = of("open")  # type: ignore[attr-defined]  # np.savetxt's own
    except (ImportError, AttributeError):  # of another numpy: then it has not, or is refused by the kernel
        pass


def _error(number: int, path: Any) -> OSError:
    return OSError(number, os.strerror(number), os.fsdecode(path) if not isinstance(path, int) else path)
