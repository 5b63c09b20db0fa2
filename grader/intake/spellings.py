"""How else a name may be spelled: without case, accents and punctuation, or in letters that every keyboard has."""

from __future__ import annotations

import unicodedata

_NAME_BYTES = 255
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "þ": "th"})
_ONE_LETTER = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h"})

# In which Windows and what runs on it write a zip's names without saying so, by the language of the system.
_OF_COMPUTERS = (
    "cp866",
    "cp932",
    "gbk",
    "cp949",
    "big5",
    "cp852",
    "cp737",
    "cp857",
    "cp862",
    "cp1250",
    "cp1251",
    "cp1252",
)


def as_packed(name: str) -> set[str]:
    """Return what a name may be that was read as one in the old code page of zips, and is of another one.

    An unpacked zip may have such names on the disk as well.
    """
    found = set()
    for page in ("cp437", "cp850"):
        for encoding in _OF_COMPUTERS:
            try:
                found.add(name[:_NAME_BYTES].encode(page).decode(encoding))
            except UnicodeError:
                continue
    return found - {name}


def folded(name: str) -> str:
    """Return a name as platforms may write it: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name[:_NAME_BYTES]).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def transliterated(name: str) -> set[str]:
    """Return the same where ö is written oe, or ł as l: a stranger may be called so as well."""
    lower = unicodedata.normalize("NFC", name[:_NAME_BYTES]).casefold()
    return {folded(lower.translate(letters)) for letters in (_TWO_LETTERS, _ONE_LETTER)} - {folded(name), ""}
