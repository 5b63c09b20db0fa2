"""Four graders behind one interface: what to install, how to lay out a class, what grades it, where the marks are."""

from __future__ import annotations

import csv
import json
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

from .exercises import EXERCISES, MARKER, Exercise

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Command:
    """One command and the folder it runs in; `environment` is added to a bare one."""

    line: tuple[str, ...]
    folder: Path


class Grader(ABC):
    """One of them, installed in an environment whose programs lie in `programs`."""

    name = ""
    packages: tuple[str, ...] = ()
    isolation = ""

    def __init__(self, programs: Path) -> None:
        self.programs = programs

    @abstractmethod
    def prepare(self, scratch: Path, sources: dict[str, str]) -> list[Command]:
        """Lay out course and hand-ins below a folder; return commands to run once, which are not measured."""

    @abstractmethod
    def commands(self, scratch: Path) -> Iterator[Command]:
        """Yield the commands that grade the class."""

    @abstractmethod
    def marks(self, scratch: Path) -> dict[str, float]:
        """Return how many exercises are right for each student who has a result."""


def _numpy_test(exercise: Exercise) -> str:
    lines = [
        f"np.testing.assert_allclose({exercise.name}({given}), {wanted}, rtol=1e-7, atol=1e-10, err_msg={MARKER!r})"
        for given, wanted in exercise.checks
    ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


class Ours(Grader):
    """This kit."""

    name = "this kit"
    packages = (str(ROOT),)
    isolation = "a process in a jail of Landlock and seccomp"

    def prepare(self, scratch: Path, sources: dict[str, str]) -> list[Command]:
        course = scratch / "course"
        exercises = "\n".join(f"      - {{name: {e.name}, points: 1, tier: core, minutes: 1}}" for e in EXERCISES)
        _write(
            course / "course.yaml",
            "name: ten\ntitle: Ten exercises\n"
            "limits: {seconds_per_call: 2, seconds_per_module: 30, seconds_per_hand_in: 60, memory_mb: 1024}\n"
            f"modules:\n  - name: ten\n    weight: 100\n    exercises:\n{exercises}\n"
            "assignments:\n  - {name: all, modules: [ten]}\n",
        )
        _write(
            course / "solutions" / "ten.py",
            "import numpy as np\n\n\n" + "\n\n".join(e.source(e.right) for e in EXERCISES),
        )
        tests = [
            f'@pytest.mark.exercise("{e.name}")\ndef test_{e.name}():\n    """{e.name} is right"""\n'
            + indent(_our_test(e), "    ")
            for e in EXERCISES
        ]
        head = "import numpy as np\nimport pytest\nimport ten\n\nfrom grader.handout import expect\n\n"
        head += f"MARKER = {MARKER!r}\n"
        _write(course / "tests" / "hidden" / "test_ten.py", head + "\n\n" + "\n\n\n".join(tests) + "\n")
        for student, source in sources.items():
            _write(scratch / "class" / student / "ten.py", source)
        return []

    def commands(self, scratch: Path) -> Iterator[Command]:
        given = ("run", "class", "--course", "course", "--out", "results", "--jobs", "1")
        yield Command((str(self.programs / "grader"), *given), scratch)

    def marks(self, scratch: Path) -> dict[str, float]:
        found = {}
        for path in (scratch / "results").glob("*.json"):
            grade = json.loads(path.read_text())
            found[grade["student"]] = sum(e["status"] == "passed" for m in grade["modules"] for e in m["exercises"])
        return found


def _our_test(exercise: Exercise) -> str:
    return "\n".join(f"expect.close(ten.{exercise.name}({given}), {wanted})" for given, wanted in exercise.checks)


class Gradescope(Grader):
    """gradescope-utils: unittest with weights, in one fresh process for each hand-in, as its containers have it."""

    name = "gradescope-utils"
    packages = ("gradescope-utils", "numpy")
    isolation = "none (Gradescope runs it in a container for each hand-in)"

    def prepare(self, scratch: Path, sources: dict[str, str]) -> list[Command]:
        tests = [
            f"    @weight(1)\n    def test_{e.name}(self):\n        from ten import {e.name}\n\n"
            + indent(_numpy_test(e), " " * 8)
            for e in EXERCISES
        ]
        head = (
            "import unittest\n\nimport numpy as np\n"
            "from gradescope_utils.autograder_utils.decorators import weight\n\n\nclass TestTen(unittest.TestCase):\n"
        )
        run = (
            "import unittest\nfrom gradescope_utils.autograder_utils.json_test_runner import JSONTestRunner\n\n"
            "suite = unittest.defaultTestLoader.discover('tests')\n"
            "with open('results.json', 'w') as file:\n"
            "    JSONTestRunner(visibility='visible', stream=file).run(suite)\n"
        )
        for student, source in sources.items():
            place = scratch / "graded" / student
            _write(place / "ten.py", source)
            _write(place / "tests" / "test_ten.py", head + "\n\n".join(tests) + "\n")
            _write(place / "run_tests.py", run)
        return []

    def commands(self, scratch: Path) -> Iterator[Command]:
        for place in sorted((scratch / "graded").iterdir()):
            yield Command((str(self.programs / "python"), "run_tests.py"), place)

    def marks(self, scratch: Path) -> dict[str, float]:
        return _results(scratch / "graded")


class Otter(Grader):
    """otter-grader: `otter run` on a notebook, in one fresh process and kernel for each hand-in."""

    name = "otter-grader"
    packages = ("otter-grader", "ipykernel", "numpy")
    isolation = "none (`otter grade` runs it in a Docker container for each hand-in)"

    def prepare(self, scratch: Path, sources: dict[str, str]) -> list[Command]:
        for e in EXERCISES:
            test = f"@test_case()\ndef test_{e.name}({e.name}):\n    import numpy as np\n" + indent(
                _numpy_test(e), "    "
            )
            head = f"from otter.test_files import test_case\n\nOK_FORMAT = False\nname = {e.name!r}\npoints = 1\n\n\n"
            _write(scratch / "tests" / f"{e.name}.py", head + test + "\n")
        for student, source in sources.items():
            _write(scratch / "graded" / student / "ten.ipynb", _notebook([_cell("hand-in", source)]))
        generate = ("generate", "-t", "tests", "-o", "autograder.zip", "--no-requirements", "--no-environment")
        return [Command((str(self.programs / "otter"), *generate), scratch)]

    def commands(self, scratch: Path) -> Iterator[Command]:
        for place in sorted((scratch / "graded").iterdir()):
            run = ("run", "--no-logo", "-a", str(scratch / "autograder.zip"), "-o", ".", "ten.ipynb")
            yield Command((str(self.programs / "otter"), *run), place)

    def marks(self, scratch: Path) -> dict[str, float]:
        return _results(scratch / "graded")


class Nbgrader(Grader):
    """Stock nbgrader: `nbgrader autograde` runs the notebook with the tests in it, in a kernel for each hand-in."""

    name = "nbgrader"
    packages = ("nbgrader", "numpy")
    isolation = "none (a kernel for each hand-in)"

    def prepare(self, scratch: Path, sources: dict[str, str]) -> list[Command]:
        course = scratch / "course"
        settings = f"c = get_config()\nc.CourseDirectory.course_id = 'ten'\nc.CourseDirectory.root = {str(course)!r}\n"
        _write(course / "nbgrader_config.py", settings)
        answer = {"schema_version": 3, "solution": True, "grade": False, "locked": False, "task": False}
        test = {"schema_version": 3, "solution": False, "grade": True, "locked": True, "task": False, "points": 1}
        tests = [
            _cell(
                f"test-{e.name}",
                "import numpy as np\n### BEGIN HIDDEN TESTS\n" + _numpy_test(e) + "\n### END HIDDEN TESTS",
                test,
            )
            for e in EXERCISES
        ]
        _write(
            course / "source" / "ten" / "ten.ipynb",
            _notebook([_cell("hand-in", "raise NotImplementedError", answer), *tests]),
        )
        _write(scratch / "sources.json", json.dumps(sources))
        fill = (
            "import json, pathlib\n"
            "released = json.loads(pathlib.Path('course/release/ten/ten.ipynb').read_text())\n"
            "for student, source in json.loads(pathlib.Path('sources.json').read_text()).items():\n"
            "    released['cells'][0]['source'] = source\n"
            "    place = pathlib.Path('course/submitted', student, 'ten')\n"
            "    place.mkdir(parents=True)\n"
            "    (place / 'ten.ipynb').write_text(json.dumps(released))\n"
        )
        return [
            Command((str(self.programs / "nbgrader"), "generate_assignment", "ten"), course),
            Command((str(self.programs / "python"), "-c", fill), scratch),
        ]

    def commands(self, scratch: Path) -> Iterator[Command]:
        yield Command((str(self.programs / "nbgrader"), "autograde", "ten"), scratch / "course")

    def finish(self, scratch: Path) -> Command:
        """Return the command that brings the marks out of the gradebook."""
        return Command((str(self.programs / "nbgrader"), "export"), scratch / "course")

    def marks(self, scratch: Path) -> dict[str, float]:
        path = scratch / "course" / "grades.csv"
        if not path.is_file():
            return {}
        with path.open() as file:
            rows = list(csv.DictReader(file))
        graded = {
            place.name
            for place in (scratch / "course" / "autograded").glob("*")
            if (place / "ten" / "ten.ipynb").exists()
        }
        return {row["student_id"]: float(row["raw_score"] or 0) for row in rows if row["student_id"] in graded}


def _results(folder: Path) -> dict[str, float]:
    """Return the marks of results.json, which Gradescope's own form has."""
    names, found = {e.name for e in EXERCISES}, {}
    for path in folder.glob("*/results.json"):
        try:
            tests = json.loads(path.read_text())["tests"]
        except (ValueError, KeyError):
            continue
        scores = [(test.get("name", ""), float(test.get("score") or 0)) for test in tests]
        found[path.parent.name] = sum(score for name, score in scores if any(part in names for part in _parts(name)))
    return found


def _parts(name: str) -> list[str]:
    first = name.split(" ")[0]
    return [name, first, first.removeprefix("test_")]


def _cell(name: str, source: str, nbgrader: Mapping[str, object] | None = None) -> dict[str, object]:
    metadata = {} if nbgrader is None else {"nbgrader": {**nbgrader, "grade_id": name}}
    return {
        "cell_type": "code",
        "id": name.replace("_", "-"),
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def _notebook(cells: list[dict[str, object]]) -> str:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return json.dumps({"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5})


GRADERS: tuple[type[Grader], ...] = (Ours, Gradescope, Nbgrader, Otter)
