"""How else a name may be spelled: without case, accents and punctuation, or in letters that every keyboard has."""

from __future__ import annotations

import html
import re
import unicodedata
from contextlib import suppress
from urllib.parse import unquote

_NAME_BYTES = 255
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "þ": "th"})
_ONE_LETTER = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h"})

# What people write beside a name, and platforms in the language of their interface; no part of anybody's name.
_BESIDE = frozenset(
    "late verspätet nachgereicht retard tarde tardio ritardo laat submission submitted homework assignment exercise "
    "abgabe hausaufgabe übung aufgabe lösung rendu devoir exercice entrega tarea ejercicio consegna compito inlevering "
    "final neu new copy kopie draft resubmission resubmitted ok done checked graded corrected korrigiert fertig "
    "re fw fwd aw wg".split()
)
_A_VERSION = re.compile(r"v\d{1,2}", re.IGNORECASE)
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
_READ_AS = ("cp437", "cp850", "cp1252", "latin-1")


def is_beside_names(word: str) -> bool:
    """Is this a word that people and platforms write beside a name, such as "late" or "v2"?"""
    return word.casefold() in _BESIDE or bool(_A_VERSION.fullmatch(word))


def unspoiled(name: str) -> set[str]:
    """Return what a name may have been before its bytes were taken for another alphabet's, or written as in an address.

    An unpacked zip may have such names on the disk as well.
    """
    name = name[:_NAME_BYTES]
    found = {unquote(name), html.unescape(name)}
    if not name.isascii():
        for page, errors in [*((page, "strict") for page in _READ_AS), ("utf-8", "surrogateescape")]:
            for encoding in ("utf-8", *_OF_COMPUTERS):
                with suppress(UnicodeError):
                    found.add(name.encode(page, errors).decode(encoding))
    return found - {name}


def folded(name: str) -> str:
    """Return a name as platforms may write it: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name[:_NAME_BYTES]).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def transliterated(name: str) -> set[str]:
    """Return the same where ö is written oe, or ł as l: a stranger may be called so as well."""
    lower = unicodedata.normalize("NFC", name[:_NAME_BYTES]).casefold()
    return {folded(lower.translate(letters)) for letters in (_TWO_LETTERS, _ONE_LETTER)} - {folded(name), ""}
