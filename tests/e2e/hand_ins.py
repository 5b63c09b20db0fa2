"""What a class hands in besides honest work: broken and hostile folders, each under the name of a case.

Every function gets the term, its student's name and the files of an honest right hand-in, and puts something
into the exchange.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.e2e import geometry

if TYPE_CHECKING:
    from tests.e2e.term import Term

Files = dict[str, bytes]
ABSENT = b"\0absent"
HUGE = 300 << 20


def raw(texts: dict[str, str]) -> Files:
    """Return texts as files."""
    return {name: text.encode() for name, text in texts.items()}


def released(folder: Path) -> Files:
    """Return the notebooks as students get them, with right answers beside them."""
    notebooks = {path.name: path.read_bytes() for path in folder.glob("*.ipynb")}
    return notebooks | raw(geometry.RIGHT)


def missing_notebook(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files | {"plane.ipynb": ABSENT})


def renamed_notebook(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files | {"plane.ipynb": ABSENT, "my plane (1).ipynb": files["plane.ipynb"]})


def damaged_notebook(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files | {"plane.ipynb": files["plane.ipynb"][:500]})


def no_notebooks(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files | {"plane.ipynb": ABSENT, "solid.ipynb": ABSENT})


def changed_cells(term: Term, name: str, files: Files) -> None:
    """One grade cell deleted, one there twice, one edited."""
    whole = json.loads(files["plane.ipynb"])
    cells = {c["metadata"].get("nbgrader", {}).get("grade_id"): c for c in whole["cells"]}
    whole["cells"].remove(cells["area"])
    cells["area_of_many"]["source"] = "1 + 1"
    whole["cells"].append(json.loads(json.dumps(cells["diagonal"])) | {"id": "another"})
    term.put_inbound(name, files | {"plane.ipynb": json.dumps(whole).encode()})


def symlinks(term: Term, name: str, files: Files) -> None:
    """Modules and notebooks that are links to what only the instructor may read."""
    folder = term.put_inbound(name, files | {"plane.py": ABSENT, "solid.ipynb": ABSENT})
    (folder / "plane.py").symlink_to(term.base / "geometry" / "solutions" / "plane.py")
    (folder / "solid.ipynb").symlink_to(term.course / "gradebook.db")


def fifo(term: Term, name: str, files: Files) -> None:
    folder = term.put_inbound(name, files | {"solid.py": ABSENT})
    os.mkfifo(folder / "solid.py")


def forged_time(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files, age=timedelta(days=30))


def no_time(term: Term, name: str, files: Files) -> None:
    folder = term.put_inbound(name, files | {"timestamp.txt": ABSENT})
    folder.rename(folder.with_name(f"{term.id(name)}+shapes+yesterday"))


def missing_secret(term: Term, name: str, files: Files) -> None:
    term.put_inbound(name, files | {"submission_secret.txt": ABSENT})


def huge_file(term: Term, name: str, files: Files) -> None:
    folder = term.put_inbound(name, files | {"solid.py": ABSENT})
    for file in ("solid.py", "film.mp4"):
        with (folder / file).open("wb") as content:
            content.truncate(HUGE)


def wrong_id(term: Term, name: str, files: Files) -> None:
    """Right work, handed in under a name that nobody has."""
    term.put_inbound(name, files, claimed="somebody")


def forger(term: Term, name: str, files: Files) -> None:
    """An empty hand-in in hopper's name, newer than hopper's own."""
    term.put_inbound(name, {}, claimed=term.id("hopper"))


def stranger(term: Term, name: str, files: Files) -> None:
    """A user who is not on the roster."""
    term.put_inbound(name, files)


def garbage(term: Term, name: str, files: Files) -> None:
    """Names in the exchange that break parsers and lead out of folders; nothing that could be graded."""
    inbound = term.exchange / "geometry" / "inbound"
    for odd in ("..+shapes+2026-01-01 00:00:00 UTC", "x+shapes+", "+shapes+1", "a\nb+shapes+2026-01-01 00:00:00 UTC"):
        (inbound / odd).mkdir()
        term.people[name].own(inbound / odd)
    (inbound / f"{term.id(name)}+shapes+2026-01-01 00:00:00 UTC").write_text("a file")


CHEATS = {
    "cheat_transformer": """\
class _Empty:
    def visit(self, node):
        node.body = []
        return node
get_ipython().ast_transformers.append(_Empty())""",
    "cheat_run_cell": """\
async def _nothing(*arguments, **settings):
    from IPython.core.interactiveshell import ExecutionResult
    return ExecutionResult(None)
type(get_ipython()).run_cell_async = _nothing""",
    "cheat_trigger": """\
import sqlite3
db = sqlite3.connect(DATABASE)
db.execute("create trigger full after update on grade begin update grade set manual_score = 60; end")
db.commit()""",
    "cheat_update": """\
import sqlite3
db = sqlite3.connect(DATABASE)
db.execute("update grade set manual_score = 60")
db.commit()""",
}


def _cheat(term: Term, name: str, files: Files) -> None:
    """The cheat both in the notebook's first cell and at the top of the student's file; nothing else is done."""
    code = CHEATS[name].replace("DATABASE", repr(str(term.course / "gradebook.db")))
    mark = f"open({str(term.base / 'was-run')!r}, 'w').close()\n"
    whole = json.loads(files["plane.ipynb"])
    whole["cells"].insert(0, _code(mark + code))
    stub = (term.course / "release" / "shapes" / "plane.py").read_text(encoding="utf-8")
    tried = "try:\n" + "".join(f"    {line}\n" for line in (mark + code).splitlines()) + "except Exception:\n    pass\n"
    term.put_inbound(
        name,
        {
            "plane.ipynb": json.dumps(whole).encode(),
            "plane.py": (tried + stub).encode(),
            "solid.ipynb": files["solid.ipynb"],
        },
    )


def _code(source: str) -> dict[str, Any]:
    return {"cell_type": "code", "id": "mine", "metadata": {}, "source": source, "outputs": [], "execution_count": None}


SCRIPT = "<script>window.pwned = 1</script><img src=x onerror='window.pwned = 1'>"


def injection(term: Term, name: str, files: Files) -> None:
    """Scripts in a markdown cell, in an output, in an exception, in a docstring, in a file name."""
    whole = json.loads(files["plane.ipynb"])
    whole["cells"].insert(0, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": SCRIPT})
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT}}
    whole["cells"].append(_code("1") | {"id": "shown", "outputs": [shown]})
    work = f'"""{SCRIPT}"""\n\n\ndef area(w, h):\n    print({SCRIPT!r})\n    raise ValueError({SCRIPT!r})\n'
    odd = {"<img src=x onerror=alert(1)>.txt": b"x"}
    term.put_inbound(name, files | odd | {"plane.ipynb": json.dumps(whole).encode(), "plane.py": work.encode()})


SPY = """\
seen = []


def area(width, height):
    \"\"\"Learns what the hidden tests ask.\"\"\"
    seen.append((width, height))
    area.__doc__ = str(seen)
    print("seen:", seen)
    raise ValueError(f"seen: {seen}")


def area_of_many(sizes):
    raise type("Seen_" + "_".join(str(s) for pair in sizes for s in pair).replace(".", "_"), (ValueError,), {})("x")


def diagonal(width, height):
    return f"seen: {seen}"
"""


def spy(term: Term, name: str, files: Files) -> None:
    """Code that tries to carry the hidden tests' inputs out through everything a student may read."""
    term.put_inbound(name, files | {"plane.py": SPY.encode()})


def leaver(term: Term, name: str, files: Files) -> None:
    """Code that ends the process as soon as it is asked, before anything is compared."""
    work = "import os\n\n\ndef volume(width, height, depth):\n    os._exit(0)\n"
    term.put_inbound(name, files | {"solid.py": work.encode()})


def half(term: Term, name: str, files: Files) -> None:
    """Honest work, half of it right, handed in in time."""
    term.put_inbound(name, files | raw(geometry.HALF))


LATER = ("again", "tardy", "judged")  # of whom more comes after the first marks

CASES: dict[str, Callable[[Any, str, Files], None]] = {
    **dict.fromkeys(LATER, half),
    "missing_notebook": missing_notebook,
    "renamed_notebook": renamed_notebook,
    "damaged_notebook": damaged_notebook,
    "no_notebooks": no_notebooks,
    "changed_cells": changed_cells,
    "symlinks": symlinks,
    "fifo": fifo,
    "forged_time": forged_time,
    "no_time": no_time,
    "missing_secret": missing_secret,
    "huge_file": huge_file,
    "wrong_id": wrong_id,
    "forger": forger,
    "stranger": stranger,
    "garbage": garbage,
    **dict.fromkeys(CHEATS, _cheat),
    "injection": injection,
    "spy": spy,
    "leaver": leaver,
}

# Who owns a folder is all that tells these from the student's own: where one user plays all roles, they cannot be made.
OF_ANOTHER_USER = (wrong_id, forger)
