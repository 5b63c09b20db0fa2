"""Say how much of somebody else's wrong code is refused, and what is said about it.

A folder holds MODULE/wrong/EXERCISE__anything.py; each file defines the exercise anew and says in the first line of
its docstring what is wrong with it. It is appended to the solution and graded by the real session, jail included.

    python benchmarks/recall.py FOLDER                    # a summary for each module
    python benchmarks/recall.py FOLDER --rows rows.tsv    # what was said of each file, for a human to judge
    python benchmarks/recall.py FOLDER backward Value     # some modules or exercises
"""

from __future__ import annotations

import argparse
import ast
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.course.loading import load_course
from grader.grade.document import Grade
from grader.grading import Settings
from grader.submission import Submission
from grader.workers.orders import GradingFault
from grader.workers.pool import Here, Job, Pool

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Row:
    """What was said of one wrong version; `mistake` is empty where nothing was named."""

    module: str
    exercise: str
    file: str
    wrong: str  # in its author's words
    outcome: str  # refused or passed
    mistake: str = ""
    hint: str = ""  # of the diagnosis
    test: str = ""  # the first failing one: its name, sentence and hint
    sentence: str = ""
    test_hint: str = ""
    message: str = ""


def main() -> None:
    """Grade the versions and print the summary."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="modules or exercises")
    parser.add_argument("--rows", type=Path, help="write what was said of each version, as tab-separated values")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one of N files alone")
    given = parser.parse_args()
    rows = []
    with (given.rows or Path(os.devnull)).open("w", encoding="utf-8") as table:
        for row in _graded(given.folder, given.names, given.every, given.jobs):
            rows.append(row)
            print("\t".join(map(_cell, vars(row).values())), file=table, flush=True)
    rows.sort(key=lambda row: (row.module, row.file))
    for module in dict.fromkeys(row.module for row in rows):
        _summarize(module, [row for row in rows if row.module == module])
    _summarize("all", rows)


def _graded(folder: Path, names: list[str], every: int, jobs: int) -> Iterator[Row]:
    course = load_course(_ROOT)
    settings = Settings(jobs=jobs)
    found = {}
    with Pool(Here(course.root / "course.yaml", settings.isolation, None, settings.jobs)) as pool:
        for module in course.modules:
            solution = (_ROOT / "solutions" / f"{module.name}.py").read_bytes()
            for path in sorted(folder.glob(f"{module.name}/wrong/*.py"))[::every]:
                exercise = path.stem.partition("__")[0]
                if not names or {module.name, exercise, path.stem} & set(names):
                    source = solution + b"\n\n" + path.read_bytes()
                    words = ast.get_docstring(ast.parse(path.read_bytes())) or ""
                    row = Row(module.name, exercise, path.name, words.partition("\n")[0].removeprefix("WRONG: "), "")
                    found[str(path)] = row, Job(str(path), Submission("stranger", {module.name: source}), (exercise,))
        for job, grade in pool.grade([job for _, job in found.values()]):
            yield _row(found[job.key][0], grade)


def _row(row: Row, grade: Grade | GradingFault) -> Row:
    if isinstance(grade, GradingFault):
        return Row(row.module, row.exercise, row.file, row.wrong, "our fault", message=str(grade))
    document = grade.modules[0].exercises[0]
    failed = [test for test in document.tests if test.outcome != "passed"]
    named = (document.diagnosis.mistake, document.diagnosis.hint) if document.diagnosis else ("", "")
    told = (failed[0].name, failed[0].sentence, failed[0].hint, failed[0].message) if failed else ("", "", "", "")
    outcome = "refused" if failed else "passed"
    for flag in grade.flags:
        print(f"{row.file}: {flag}")
    return Row(row.module, row.exercise, row.file, row.wrong, outcome, *named, *told)


def _cell(value: str) -> str:
    return " ".join(value.split())


def _summarize(name: str, rows: list[Row]) -> None:
    counts = Counter(row.outcome for row in rows)
    named = [row for row in rows if row.mistake]
    share = f"{100 * len(named) / counts['refused']:.0f} %" if counts["refused"] else "none"
    print(f"{name}: {len(rows)} wrong versions, {counts['refused']} refused, {len(named)} of them named ({share})")
    for row in rows:
        if row.outcome != "refused":
            print(f"    {row.outcome}: {row.file}: {row.wrong} {row.message}".rstrip())


if __name__ == "__main__":
    main()
