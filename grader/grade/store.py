"""Keep grades on disk: atomic, and keyed by everything a grade depends on, so that a run can be resumed.

results/<student>.json is the grade. results/.grader/<student>.key holds what it was made from and a digest of
the file itself: a grade that is missing, out of date or was edited by hand is made again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.grade.document import Grade, NoGrade

_PRIVATE = ".grader"


class StoreError(Exception):
    """The folder of results cannot be used; the operator must act."""


class Store:
    """The results of one class in one folder.

    Raises:
        StoreError: the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._private = folder / _PRIVATE
        try:
            self._private.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{folder}: results cannot be written: {error.strerror}") from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second run away from this folder.

        Raises:
            StoreError: another run is at work there, or the folder cannot be written.
        """
        with contextlib.ExitStack() as stack:
            try:
                lock = stack.enter_context((self._private / "lock").open("w"))
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for left_over in self._private.glob("*.new"):  # of a run that was killed
                    left_over.unlink()
            except BlockingIOError:
                raise StoreError(f"{self.folder}: another grader run is writing here: wait for it") from None
            except OSError as error:
                raise StoreError(f"{self.folder}: results cannot be written: {error.strerror}") from error
            yield

    def path(self, file_name: str) -> Path:
        """Return where the grade of a student lies."""
        return self.folder / f"{file_name}.json"

    def find(self, file_name: str, key: str) -> Grade | None:
        """Return the grade made from exactly `key`, or None."""
        try:
            stored = self.path(file_name).read_bytes()
            entry = (self._private / f"{file_name}.key").read_text()
        except OSError:
            return None
        if entry != _entry(key, stored):
            return None
        with contextlib.suppress(NoGrade):  # written by another version: made again
            return Grade.from_json(stored)
        return None

    def keep(self, file_name: str, key: str, grade: Grade) -> None:
        """Write a grade and then its key, each in one step: a kill in between costs one grading, no more.

        Raises:
            StoreError: the disk is full or the folder is gone.
        """
        content = grade.to_json()
        try:
            self._replace(self.path(file_name), content)
            self._replace(self._private / f"{file_name}.key", _entry(key, content).encode())
        except OSError as error:
            raise StoreError(f"{self.path(file_name)}: cannot be written: {error.strerror}") from error

    def _replace(self, path: Path, content: bytes) -> None:
        new = self._private / f"{os.getpid()}.new"
        new.write_bytes(content)
        new.replace(path)


def _entry(key: str, content: bytes) -> str:
    return f"{key} {hashlib.sha256(content).hexdigest()}\n"
