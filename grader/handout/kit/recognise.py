"""Recognise what often goes wrong with a whole file, and say in one sentence what to do. Nothing here runs the file.

The board of the exercises and the grader both read this page, so that a student meets the same sentence twice.
"""

from __future__ import annotations
import __future__

import ast
import functools
import io
import json
import re
import tokenize
import unicodedata
import warnings
from collections.abc import Collection, Iterator

_OTHER_KINDS = (  # how the content of a file begins that only has the name of a Python file
    (b"{\\rtf", "saved as rich text: save it as plain text"),
    (b"PK\x03\x04", "a zip or an office document: save the code as plain text"),
    (b"%PDF", "a PDF: save the code as plain text"),
    (b"\xd0\xcf\x11\xe0", "an office document: save the code as plain text"),
    *((start, "packed: unpack it, and hand in the code") for start in (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!")),
    *((start, "a picture: hand in the code itself") for start in (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")),
    (b"diff --git ", "a patch, as git diff writes it: hand in the file itself"),
    (b"<!doctype html", "a web page: download the file itself ('Raw' on GitHub), not the page that shows it"),
    (b"version https://git-lfs", "a pointer of Git LFS: hand in the file itself (git lfs pull brings it)"),
    (b"<html", "a web page: download the file itself ('Raw' on GitHub), not the page that shows it"),
)
_CONFLICT = re.compile(rb"^(<{7}|>{7})(?: |\r?$)", re.MULTILINE)
_COMMAND = re.compile(
    r"\s*(?:%{1,2}[A-Za-z]|!{1,2}\s*[\w./~{($\"']|\?{1,2}\w|[\w.,'\"\[\] ]+=\s*[!%]\s*\w|[\w.]+\?{1,2}\s*$"
    r"|\$ +\w|cd +[\w./~\"']"
    r"|(?:python3? -m )?(?:pip3?|conda|mamba|uv) +(?:pip +)?(?:install|uninstall|list|show|update)\b)"
)
_FUTURE = re.compile(r"\s*from\s+__future__\s+import\s+\(?\s*(\w+)")
_FENCE = re.compile(r"\s*```")
_PROMPT = re.compile(r"\s*(?:>>> |\.\.\. |In \[\d*\]:)")
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "#39": "'"}
_ENTITY = re.compile(rf"[^'\"]*?(&({'|'.join(_ENTITIES)});)")  # in no text
_NUMBERED = re.compile(r"\s*(\d{1,6})(?: *[|:.]|\s)\s*\S")
_NOTEBOOKS_OWN = ("get_ipython", "display")  # functions that are there without an import, in a notebook
_TYPED = {  # a character that editors and web pages put in the place of another
    **dict.fromkeys("“”„‟«»″", '"'), **dict.fromkeys("‘’‚‛´′", "'"), **dict.fromkeys("–—−‐‑", "-"),
    "×": "*", "·": "*", "÷": "/", "…": "...", "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "²": "**2", "³": "**3",
}  # fmt: skip
_MAKERS = ("vectorize", "partial")  # give a function
_NAMED = re.compile(r"invalid (?:character|non-printable character).*\(?U\+([0-9A-F]{4,6})")


def no_code(file: str, raw: bytes) -> str:
    """Return what to do about a file that cannot be code at all, '' where it may be."""
    text = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text and not text.strip(b"\0"):
        return f"{file} has nothing but zero bytes, as after a crash, or before a cloud brought it: save it once more"
    if not text:
        return f"{file} is empty: hand in the one with your work (a fresh one: pytest --reset {file})"
    if text.startswith(b"{") and b'"nbformat"' in raw:
        return f"{file} is a notebook, not Python code: put your functions into the {file} that came with the exercises"
    return other_kind(file, raw)


def other_kind(file: str, raw: bytes) -> str:
    """Return what to do about a document or an archive that has the name of a Python file, '' where it is none."""
    text = raw.removeprefix(b"\xef\xbb\xbf").lstrip()
    starts = ((start.lower(), what) for start, what in _OTHER_KINDS)
    return next((f"{file} is {what}" for start, what in starts if text[: len(start)].lower() == start), "")


def cause(file: str, raw: bytes) -> str:
    """Return why Python cannot run a file, and the cure, where it is one of the common mistakes; else ''."""
    if sentence := no_code(file, raw):
        return sentence
    if (mark := _CONFLICT.search(raw)) and re.search(rb"^={7}\r?$", raw, re.MULTILINE):
        line = raw.count(b"\n", 0, mark.start()) + 1
        return (
            f"{file} line {line} is a mark of git ({mark[1].decode()}), which could not merge two versions: "
            "keep one of them and take out the marks"
        )
    tree = tree_of(raw)
    if isinstance(tree, ast.Module):
        return _notebook_call(file, tree)
    if tree is None or tree.lineno is None:
        return ""
    lines = raw.decode("utf-8", "replace").splitlines()
    return cause_at(file, tree.lineno, tree.msg, lines[tree.lineno - 1] if 1 <= tree.lineno <= len(lines) else "")


def syntax(file: str, raw: bytes) -> str:
    """Return what Python says of a file that is none, '' where it is Python."""
    error = tree_of(raw)
    if not isinstance(error, SyntaxError) or error.lineno is None:
        return ""
    where = f" line {error.lineno}" if error.lineno else ""  # 0 where the encoding on top is unknown
    return f"{file}{where} is not Python yet: {' '.join(error.msg.split())}"


def cause_at(file: str, line: int, message: str, code: str) -> str:
    """Return why a line is no Python, and the cure, where that can be seen from the line and what Python says of it."""
    where = f"{file} line {line}"
    if _COMMAND.match(code):
        return f"{where} is a command of a notebook: take it out ({file} is run by Python alone)"
    if (feature := _FUTURE.match(code)) and feature[1] in __future__.all_feature_names:
        return f"{where} has to stand above all other code: move it to the top"
    if _FENCE.match(code):
        return f"{where} is a mark of Markdown (```): take it out, and the text around the code"
    if _PROMPT.match(code):
        return f"{where} begins with the prompt of a Python session: take the prompts out"
    if entity := _ENTITY.match(code):
        letter = _ENTITIES[entity[2]]
        return f"{where} has {entity[1]}, as web pages write {letter}: type {letter} in its place"
    if (number := _NUMBERED.match(code)) and int(number[1]) == line:
        return f"{where} begins with its own number: take the numbers of the lines out"
    named = _NAMED.search(message)
    odd = chr(int(named[1], 16)) if named else next((c for c in code if _is_invisible(c)), "")
    if not odd:
        return ""
    shown = f"{odd} (U+{ord(odd):04X})" if odd.isprintable() else f"U+{ord(odd):04X}, which cannot be seen"
    instead = _TYPED.get(odd) or unicodedata.normalize("NFKC", odd)
    is_letter = instead.isascii() and instead.isprintable() and instead.strip()
    cure = f"type {instead} in its place" if is_letter else "delete it and type it anew"
    return f"{where} has the character {shown}: Python does not know it, {cure}"


def relative_import(file: str, line: int, code: str, modules: Collection[str]) -> str:
    """Return what to do about `from .chain import ...` and `import exercises.chain`, as in a package; else ''.

    Args:
        modules: what can be imported from beside the file.
    """
    found = re.match(r"\s*(from|import)\s+(\.+|\w+(?:\.\w+)*\.)\s*(import\s+)?(\w+)\b", code)
    if not found or found[4] not in modules or found[2] + found[4] in modules:
        return ""
    first, before, whole, name = found.groups()
    how = "with a dot in front" if before.startswith(".") else f"out of {before.rstrip('.')}"
    instead = f"from {name} import ..." if first == "from" and not whole else f"import {name}"
    return f"{file} line {line} imports {name} {how}: write `{instead}` ({code.strip()})"


def in_a_circle(file: str, line: int, code: str) -> str:
    """Return what to do about a line that imports from a file which itself waits for this one."""
    other = next(iter(imported_by(code.encode())), "")
    what = f"imports from {other}.py, which waits" if other else "uses a file that waits"
    return f"{file} line {line} {what} for {file} in turn: import it inside the function that needs it ({code.strip()})"


def in_the_way(file: str, raw: bytes, name: str) -> str:
    """Return which line of the stub keeps the student's code of `name` from being run, and the cure; else ''."""
    tree = tree_of(raw)
    if not isinstance(tree, ast.Module):
        return ""
    same = [node for node in tree.body if isinstance(node, _DEFINITION) and node.name == name]
    if not same:
        return _inside_another(file, tree, name)
    if len(same) > 1 and not is_written(same[-1]) and any(is_written(node) for node in same[:-1]):
        return (
            f"{file} defines {name} twice, and Python takes the last one, on line {same[-1].lineno}, which is not "
            "written yet: take that one out"
        )
    for node in ast.walk(same[-1]):
        if isinstance(node, _FUNCTION):
            for line, following in zip(node.body, node.body[1:], strict=False):
                if _raises(line) and not _raises(following):
                    return (
                        f"{file} line {line.lineno} still raises NotImplementedError before your code of {name} "
                        "is reached: take that line out"
                    )
            last = node.body[-1]
            if _raises(last) and (is_written(node) or _holds_code(last)):
                where = f"{file} line {last.lineno}"
                if _holds_code(last):
                    return f"{where} has your code of {name} inside the raise: hand it back with return instead"
                return f"{where} raises NotImplementedError after your code of {name}: does that end in a return?"
    return ""


def _inside_another(file: str, tree: ast.Module, name: str) -> str:
    """Return which line defines a function inside of something else, so that nobody finds it; else ''."""
    told = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    told += [(alias.asname or alias.name) for node in tree.body if isinstance(node, _IMPORT) for alias in node.names]
    for around in ast.walk(tree) if name not in told else ():
        for node in ast.iter_child_nodes(around):
            if isinstance(node, _DEFINITION) and node.name == name:
                what = (
                    around.name
                    if isinstance(around, _DEFINITION)
                    else f"what begins on line {getattr(around, 'lineno', 1)}"
                )
                return f"{file} line {node.lineno} has {name} inside {what}: move all of it to the left margin"
    return ""


def written_in(file: str, raw: bytes) -> tuple[str, ...]:
    """Return the functions and classes that a file defines, a notebook too, without those that are not written yet."""
    parts = _cells(raw) if file.lower().endswith(".ipynb") else [raw]
    trees = [tree for part in parts if isinstance(tree := tree_of(part), ast.Module)]
    lines = [node for tree in trees for node in tree.body]
    found = [node.name for node in lines if isinstance(node, _DEFINITION) and is_written(node)]
    made = [node for node in lines if isinstance(node, ast.Assign) and _is_function(node.value)]
    found += [name.id for node in made for name in node.targets if isinstance(name, ast.Name)]
    return tuple(dict.fromkeys(found))


def imported_by(raw: bytes) -> tuple[str, ...]:
    """Return the modules that a file imports, of each the first part of its name."""
    tree = tree_of(raw)
    found: dict[str, None] = {}
    for node in ast.walk(tree) if isinstance(tree, ast.Module) else ():
        if isinstance(node, ast.Import):
            found |= dict.fromkeys(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found[node.module.partition(".")[0]] = None
    return tuple(found)


def is_as_handed_out(raw: bytes, stub: bytes) -> bool:
    """Say whether a file is the stub, whatever an editor did to its line ends and the spaces at their ends."""

    def lines(content: bytes) -> list[bytes]:
        return [line.rstrip() for line in content.removeprefix(b"\xef\xbb\xbf").strip().splitlines()]

    return lines(raw) == lines(stub)


def has_no_work(raw: bytes, stub: bytes | None) -> bool:
    """Say whether a file is but a stub, perhaps an earlier one: functions that are not written, and nothing new beside.

    Without the stub to compare with, what stands beside the functions is no work either.
    """
    mine, theirs = tree_of(raw), tree_of(stub) if stub is not None else None
    if not isinstance(mine, ast.Module):
        return False
    functions = [node for node in mine.body if isinstance(node, _DEFINITION)]
    if not functions or any(is_written(node) for node in functions):
        return False
    if stub is None or not isinstance(theirs, ast.Module):
        return True
    return _beside(mine) <= _beside(theirs) and _comments(raw) <= _comments(stub)


def is_written(node: ast.stmt) -> bool:
    """Say whether a function has more than a docstring and `raise NotImplementedError`, or a class such a method."""
    if isinstance(node, ast.ClassDef):
        methods = [inner for inner in node.body if isinstance(inner, _FUNCTION)]
        return not methods or any(is_written(method) for method in methods)
    assert isinstance(node, _FUNCTION)
    if not any(_raises(line) for line in node.body):  # as every stub does, where `pass` is somebody's
        return True
    return any(not _raises(line) and not _is_text(line) and not isinstance(line, ast.Pass) for line in node.body)


_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_IMPORT = ast.Import | ast.ImportFrom
_DEFINITION = (*_FUNCTION, ast.ClassDef)


@functools.lru_cache(maxsize=32)
def tree_of(raw: bytes) -> ast.Module | SyntaxError | None:
    """Return the syntax tree, or what is wrong; None where nothing can be said."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape sequence is none of our business
            return ast.parse(raw)
    except SyntaxError as error:
        return error
    except (ValueError, RecursionError, MemoryError):
        return None


def _notebook_call(file: str, tree: ast.Module) -> str:
    """Return the line that asks for the notebook in which a file was written, unless the file gives it that name."""
    given = {alias.asname or alias.name for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) for alias in n.names}
    given |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    given |= {node.name for node in ast.walk(tree) if isinstance(node, _DEFINITION)}
    wanted = {name for name in _NOTEBOOKS_OWN if not {name, "*"} & given}
    lines = [node.lineno for node in _surely_run(tree) if isinstance(node, ast.Name) and node.id in wanted]
    if not lines:
        return ""
    return f"{file} line {min(lines)} is a command of a notebook: take it out ({file} is run by Python alone)"


def _surely_run(node: ast.AST) -> Iterator[ast.AST]:
    """Return what runs whenever a file is imported: no functions, and nothing that depends or may fail."""
    for child in ast.iter_child_nodes(node):
        is_guarded = isinstance(child, ast.Try) and bool(child.handlers)
        if not is_guarded and not isinstance(child, (*_FUNCTION, ast.Lambda, ast.If, ast.IfExp, ast.BoolOp)):
            yield child
            yield from _surely_run(child)


def _cells(raw: bytes) -> list[bytes]:
    """Return the code cells of a notebook, each without its commands for the notebook."""
    try:
        cells = [cell for cell in json.loads(raw)["cells"] if cell["cell_type"] == "code"]
        texts = ["".join(cell["source"]) for cell in cells]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return [
        "\n".join("" if _COMMAND.match(line) else line for line in text.splitlines()).encode("utf-8", "replace")
        for text in texts
    ]


def _beside(tree: ast.Module) -> set[str]:
    """Return what a file does beside defining functions and importing."""
    told = (*_DEFINITION, ast.Import, ast.ImportFrom)
    return {ast.dump(line) for line in tree.body if not isinstance(line, told) and not _is_text(line)}


def _comments(raw: bytes) -> set[str]:
    tokens = tokenize.tokenize(io.BytesIO(raw).readline)
    return {token.string.strip("# ") for token in tokens if token.type == tokenize.COMMENT}


def _is_function(value: ast.expr) -> bool:
    """Say whether a value is a function that was made without def."""
    called = value.func if isinstance(value, ast.Call) else None
    return isinstance(value, ast.Lambda) or getattr(called, "attr", getattr(called, "id", "")) in _MAKERS


def _raises(line: ast.stmt) -> bool:
    raised = line.exc if isinstance(line, ast.Raise) else None
    raised = raised.func if isinstance(raised, ast.Call) else raised
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _holds_code(line: ast.stmt) -> bool:
    """Say whether a raise has more than a text in its brackets."""
    raised = line.exc if isinstance(line, ast.Raise) else None
    return isinstance(raised, ast.Call) and any(not isinstance(part, ast.Constant) for part in raised.args)


def _is_text(line: ast.stmt) -> bool:
    return isinstance(line, ast.Expr) and isinstance(line.value, ast.Constant)  # a docstring, or `...`


def _is_invisible(character: str) -> bool:
    return not character.isascii() and (not character.isprintable() or character.isspace())
