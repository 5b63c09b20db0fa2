"""Names that students chose: how they are shown, stored as a file, and compared with a module's name."""

from __future__ import annotations

import difflib
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

BYTECODE = "__pycache__"  # where Python keeps what it made of each module
_LONGEST = 200  # bytes of a file name without its suffix: file systems take 255, and a temporary name needs some
PATH_SHOWN = 300  # characters of the instructor's own path in a sentence
_SHOWN = 60  # characters of a name in a sentence
_LISTED = 5  # names in a sentence
_LONGEST_NAME = 255  # bytes, on any disk
_PLAIN = frozenset(" -_.@+'()")

_COMPANION_FILES = frozenset(
    {
        "expect.py", "conftest.py", "readme.md", "pytest.ini", "course.json",  # handed out
        "requirements.txt", "requirements-lessons.txt", "warmup.ipynb", "glossary.md", "cheat_sheet.md",
        "timestamp.txt", "submission_secret.txt", "collect_remarks.json",  # nbgrader's and its collecting
        ".gitkeep", ".gitignore", ".gitattributes", ".gitmodules",
    }
)  # fmt: skip
_LEFT_BEHIND = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".localized", "icon\r"})
_HANDED_OUT_FOLDERS = frozenset({"data", "kit", "pictures"})
_TOOL_FOLDERS = frozenset(
    {
        "__pycache__", "__macosx", ".pytest_cache", ".ipynb_checkpoints", ".mypy_cache", ".ruff_cache", ".cache",
        ".git", ".svn", ".hg", ".idea", ".vscode", ".vs", ".venv", "venv", ".env", "env", ".tox", ".nox",
        "node_modules", "site-packages", "dist-packages", ".spyproject", ".trashes", ".fseventsd",
        ".conda", "miniconda3", "anaconda3", "miniforge3", "virtualenv", ".virtualenvs", ".pyenv", ".pixi",
        ".eggs", ".history",
        "@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found", ".trash", ".trash-1000",
        ".appledouble", ".stfolder", ".stversions", ".dropbox.cache",
    }
)  # fmt: skip
_ARCHIVE = re.compile(
    r"(.+?)\.(?:zip|tar|tar(?: ?\(\d{1,3}\))?\.[a-z0-9]+|tgz|tbz2?|txz|(?:7z|zip|rar)(?:\.\d{3})?"
    r"|part\d+\.rar|zipx|z\d\d|dmg|sitx?)",
    re.IGNORECASE | re.DOTALL,
)
_OPENED = re.compile(
    r"\.(?:zip|tgz|tar(?: ?\(\d{1,3}\))?\.gz|tar)$", re.IGNORECASE
)  # hw.tar (1).gz, as browsers write it
_CODE_SUFFIXES = (".py", ".pyw", ".py3", ".py2", ".pyi", ".pyx", ".ipynb")
_NO_CODE_SUFFIXES = (
    ".gdoc", ".lnk", ".url", ".webloc", ".pages", ".swp", ".rej", ".rtf", ".doc", ".docx", ".odt", ".pdf", ".html",
    ".htm", ".pyc",
)  # fmt: skip
_TEXT_SUFFIXES = (".txt", ".md", ".bak", ".orig", *_NO_CODE_SUFFIXES)
_BYTECODE_OF = re.compile(r"\.[a-z]+-\d+(?:\.opt-\d)?(?=\.pyc$)")  # forward.cpython-311.pyc
_LIKE_LATIN = str.maketrans(
    "асеорхуіјѕһԁкмтвнοανρτ", "aceopxyijshdkmtbhoavpt"
)  # letters of other alphabets that look so
_SIMILAR = 0.8  # more than this, of difflib: `optimiser` is 0.89 like `optimizer`, `glossy` 0.80 like `loss`


def result_file_name(student: str) -> str:
    """Return a file name, without suffix, that is safe and belongs to this student alone.

    Letters and digits of any language, spaces and -_.@+'() stay; everything else, and a dot or dash in front,
    is percent-encoded as in a URL, which can be undone. A name over 200 bytes is cut and ends in ~ and a hash.
    """
    coded = [_coded(character) for character in student]
    for position, character in enumerate(student):
        if character not in ".-":
            break
        coded[position] = f"%{ord(character):02X}"
    whole = "".join(coded) or "%"
    if len(whole.encode()) <= _LONGEST:
        return whole
    tag = "~" + hashlib.sha256(student.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    kept, size = [], len(tag)
    for code in coded:
        size += len(code.encode())
        if size > _LONGEST:
            break
        kept.append(code)
    return "".join(kept) + tag


def shown(name: str, most: int = _SHOWN) -> str:
    """Return a name fit for a sentence: one line, no control characters, not endless."""
    cut = name if len(name) <= most else name[: most - 3] + "..."
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)


def shown_path(parts: Sequence[str]) -> str:
    """Return a path fit for a sentence."""
    return "/".join(shown(part) for part in parts)


def listed(names: Sequence[str]) -> str:
    """Return the first few names, fit for a sentence."""
    return ", ".join(shown(name) for name in names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")


def shared_start(names: Sequence[str], mark: str) -> str:
    """Return what all names begin with, up to and with the last `mark` in it."""
    first, last = min(names, default=""), max(names, default="")
    size = next(
        (place for place, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first)
    )
    return first[:size][: first[:size].rfind(mark) + 1]


def is_companion(name: str) -> bool:
    """Did this file come with the exercises, or was it left by a tool? Such files are nobody's work."""
    lower = name.lower()
    is_test = lower.startswith("test_") and lower.endswith(".py")
    return is_test or is_stray(name) or lower in _COMPANION_FILES or lower.endswith(".pyc")


def is_stray(name: str) -> bool:
    """Is this a file that file managers leave behind, of which there is nothing to say?"""
    lower = name.lower()
    return lower in _LEFT_BEHIND or lower.startswith("._")


def is_handed_out_folder(name: str) -> bool:
    """Is this what a folder of the exercises is called?"""
    return name.lower() in _HANDED_OUT_FOLDERS


def is_tool_folder(name: str) -> bool:
    """Is this what programs call a folder of their own, which may hold tens of thousands of files?"""
    return name.lower() in _TOOL_FOLDERS


def is_opened(name: str) -> bool:
    """Is this what a zip or tar is called, the kinds of archives that are opened?"""
    return bool(_OPENED.search(name[-_SHOWN:]))


def owner_of_archive(name: str) -> str | None:
    """Return whose archive this is: the name without .zip, or without the suffix of what should have been a zip."""
    owner = None
    while match := _ARCHIVE.fullmatch(name if owner is None else owner):  # ada.zip.zip, where suffixes are hidden
        owner = match[1]
    return owner


def looks_like(name: str, module: str) -> bool:
    """May a file of this name be meant as that module, such as `forward (1).py` or `forward.py.txt`?

    The work is linear in the name, and a name that no disk can hold is like nothing.
    """
    is_code, stem = _stem(name)
    wanted = module.casefold().replace("_", "")
    if is_code and wanted in stem:
        return True
    stem = stem[:_SHOWN]
    if not stem or 2 * min(len(stem), len(wanted)) <= _SIMILAR * (len(stem) + len(wanted)):
        return False
    match = difflib.SequenceMatcher(None, stem, wanted)
    return match.quick_ratio() > _SIMILAR and match.ratio() > _SIMILAR


def odd_letter(name: str) -> str:
    """Return which letter of a name only looks like one of those on every keyboard, fit for a sentence; else ''."""
    odd = next((letter for letter in name if letter.casefold().translate(_LIKE_LATIN) != letter.casefold()), "")
    return f" (its {odd} is U+{ord(odd):04X})" if odd else ""


def is_no_code(name: str) -> bool:
    """Is this what a document is called, so that another name makes no Python file of it?"""
    return name.lower().endswith(_NO_CODE_SUFFIXES)


@lru_cache(maxsize=4096)  # asked for each module of the course
def _stem(name: str) -> tuple[bool, str]:
    """Return whether a name is one of code, and its letters and digits without suffixes; '' where it is no text."""
    if len(name) > _LONGEST_NAME:
        return False, ""
    name = unicodedata.normalize("NFKC", name).casefold().translate(_LIKE_LATIN).rstrip(" ~").strip("#")
    name = _BYTECODE_OF.sub("", name)
    if name.endswith(")"):  # forward.py (1)
        opened = name.rfind("(")
        if opened >= 0 and name[opened + 1 : -1].isdigit():
            name = name[:opened].rstrip(" _-")
    is_code = name.endswith(_CODE_SUFFIXES) or ".py." in name or "." not in name
    if not is_code and not name.endswith(_TEXT_SUFFIXES):
        return False, ""
    while name.endswith(_CODE_SUFFIXES + _TEXT_SUFFIXES):
        name = name.rpartition(".")[0].rstrip()
    return is_code, "".join(letter for letter in name if letter.isalnum())


def _coded(character: str) -> str:
    if character in _PLAIN or unicodedata.category(character)[0] in "LMN":
        return character
    try:
        raw = character.encode("utf-8", "surrogateescape")  # a byte of a file name that is not UTF-8
    except UnicodeEncodeError:
        raw = character.encode("utf-8", "surrogatepass")
        return "".join(f"%x{byte:02X}" for byte in raw)  # not to be mistaken for the same bytes from a file system
    return "".join(f"%{byte:02X}" for byte in raw)
