"""How else a name may be spelled: without case, accents and punctuation, or in letters that every keyboard has."""

from __future__ import annotations

import unicodedata

_NAME_BYTES = 255
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae", "œ": "oe", "þ": "th"})
_ONE_LETTER = str.maketrans({"ø": "o", "æ": "a", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ħ": "h"})


def folded(name: str) -> str:
    """Return a name as platforms may write it: without case, accents, spaces and punctuation."""
    plain = unicodedata.normalize("NFKD", name[:_NAME_BYTES]).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def transliterated(name: str) -> set[str]:
    """Return the same where ö is written oe, or ł as l: a stranger may be called so as well."""
    lower = unicodedata.normalize("NFC", name[:_NAME_BYTES]).casefold()
    return {folded(lower.translate(letters)) for letters in (_TWO_LETTERS, _ONE_LETTER)} - {folded(name), ""}
