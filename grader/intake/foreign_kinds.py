"""Say what is called an archive and is none that is read: another kind, a part of one, or no archive at all."""

from __future__ import annotations

import re

START = 64  # bytes of a file that tell its kind
_CURE = "pack the folder as a zip"
_KINDS = (  # how a file begins, in small letters
    (b"7z\xbc\xaf'\x1c", "a 7z archive"),
    (b"rar!", "a RAR archive"),
    (b"bzh", "packed by bzip2"),
    (b"\xfd7zxz\0", "packed by xz"),
    (b"\x28\xb5\x2f\xfd", "packed by zstd"),
    (b"%pdf", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"version https://git-lfs", "a pointer of Git LFS"),
)
_FILES = {  # what is no hand-in by itself, by the end of its name
    **dict.fromkeys(
        "crdownload part partial download opdownload".split(), "is a download that has not ended: download it again"
    ),
    **dict.fromkeys("eml msg".split(), "is a mail, which is not read: hand in the files that came with it"),
}
_OF_A_ZIP = b"pk\3\4"
_PART = re.compile(r"\.(?:(?:7z|zip|rar)\.\d{3}|part\d+\.rar|z\d\d)$", re.IGNORECASE)
PART = f"is one part of an archive that was split: {_CURE} in one piece"


def no_place(name: str) -> str:
    """Return why one file is no hand-in where a folder or a zip was expected: the rest of a sentence."""
    return _FILES.get(name.rpartition(".")[2].lower(), "is neither a folder nor a zip: hand in one of these")


def is_part(name: str) -> bool:
    """Is this what one of several parts of an archive is called?"""
    return bool(_PART.search(name))


def no_archive(start: bytes) -> str:
    """Return what a file is that is neither a zip nor a tar, by its first bytes: the rest of a sentence."""
    text = start.lower()
    if not text:
        return f"is empty: {_CURE}"
    if text.startswith(_OF_A_ZIP):
        return "is not a zip that can be read (it ends too early): pack it again"
    kind = next((what for begin, what in _KINDS if text.lstrip().startswith(begin)), "")
    return f"is {kind}, which is not read: {_CURE}" if kind else f"is neither a zip nor a tar: {_CURE}"
