"""Keep grades on disk: atomic, and keyed by everything a grade depends on, so that a run can be resumed.

results/<student>.json is the grade. results/.grader/<student>.key holds what it was made from and a digest of
the file itself: a grade that is missing, out of date or was edited by hand is made again. Nobody but the caller may
read any of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Collection, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from grader.files import PRIVATE_FILE, OnceEach, make_private_folder, write_private
from grader.grade.document import Grade, NoGrade
from grader.outcome import MustAct

_PRIVATE = ".grader"
_HEAD = 2000  # bytes of a document


class StoreError(MustAct):
    """The folder of results cannot be used; the operator must act."""


class Store:
    """The results of one class in one folder.

    Raises:
        StoreError: the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._private = folder / _PRIVATE
        self._files = OnceEach()
        try:
            make_private_folder(self._private)
        except OSError as error:
            raise StoreError(f"{folder}: results cannot be written: {error.strerror}") from error

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Keep a second run away from this folder.

        Raises:
            StoreError: another run is at work there, or the folder cannot be written.
        """
        lock = FileLock(self._private / "lock", timeout=0, mode=PRIVATE_FILE)
        try:
            lock.acquire()
        except Timeout:
            raise StoreError(f"{self.folder}: another grader run is writing here: wait for it") from None
        except NotImplementedError:
            raise StoreError(f"{self.folder}: this disk cannot lock files: choose another one with --out") from None
        except OSError as error:
            raise StoreError(f"{self.folder}: results cannot be written: {error.strerror}") from error
        try:
            for left_over in self._private.glob("*.new"):  # of a run that was killed
                with contextlib.suppress(OSError):
                    left_over.unlink()
            self._files = OnceEach()
            yield
        finally:
            lock.release()

    def path(self, file_name: str) -> Path:
        """Return where the grade of a student lies."""
        return self.folder / f"{file_name}.json"

    def of_another_track(self, track: str | None, names: str = "*") -> int:
        """Return how many of the grades called so were made for another track, or for the whole course."""
        wanted = f'"track": {json.dumps(track)}'.encode() if track else None
        found = 0
        for path in self.folder.glob(f"{names}.json"):
            with contextlib.suppress(OSError), path.open("rb") as file:
                head = file.read(_HEAD)  # the track stands among the first keys
                found += (wanted not in head) if wanted else (b'"track": ' in head)
        return found

    def others(self, file_names: Collection[str]) -> list[str]:
        """Return of whom a grade lies there beside those called so, by the names of their files."""
        return sorted({path.name.removesuffix(".json") for path in self.folder.glob("*.json")} - {*file_names})

    def find(self, file_name: str, key: str) -> Grade | None:
        """Return the grade made from exactly `key`, or None."""
        try:
            stored = self.path(file_name).read_bytes()
            entry = (self._private / f"{file_name}.key").read_bytes()
        except OSError:
            return None
        if entry != _entry(key, stored):
            return None
        with contextlib.suppress(NoGrade):  # written by another version: made again
            grade = Grade.from_json(stored)
            self._files.note(self.path(file_name))
            return grade
        return None

    def last(self, file_name: str) -> Grade | None:
        """Return the grade that lies there, whatever it was made from, or None."""
        with contextlib.suppress(OSError, NoGrade):
            return Grade.from_json(self.path(file_name).read_bytes())
        return None

    def keep(self, file_name: str, key: str, grade: Grade) -> None:
        """Write a grade and then its key, each in one step: a kill in between costs one grading, no more.

        Raises:
            StoreError: the disk is full, the folder is gone, or another student of this run has the same file.
        """
        content = grade.to_json()
        new = self._private / f"{os.getpid()}.new"
        try:
            self._files.note(self.path(file_name))
            write_private(self.path(file_name), content, new)
            write_private(self._private / f"{file_name}.key", _entry(key, content), new)
        except OSError as error:
            raise StoreError(f"{self.path(file_name)}: cannot be written: {error.strerror}") from error


def _entry(key: str, content: bytes) -> bytes:
    return f"{key} {hashlib.sha256(content).hexdigest()}\n".encode()
