"""Broken hand-ins each end in a right mark and a remark; hostile ones earn nothing and run nowhere."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from tests.e2e.geometry import SECRET
from tests.e2e.hand_ins import CHEATS
from tests.e2e.term import Term

FULL = {"area": 20.0, "area_of_many": 40.0, "diagonal": 5.0, "volume": 40.0}
NO_PLANE = {"area": 0.0, "area_of_many": 0.0, "diagonal": 0.0, "volume": 40.0}
NO_SOLID = FULL | {"volume": 0.0}
NOTHING = dict.fromkeys(FULL, 0.0)


@pytest.mark.parametrize(
    ("name", "marks", "remark"),
    [
        pytest.param("missing_notebook", FULL, "plane.ipynb cannot be read: No such file", id="missing notebook"),
        pytest.param("renamed_notebook", FULL, "my plane (1).ipynb", id="renamed notebook"),
        pytest.param("damaged_notebook", FULL, "plane.ipynb is no notebook", id="damaged notebook"),
        pytest.param("no_notebooks", FULL, "solid.ipynb cannot be read", id="no notebook at all"),
        pytest.param("changed_cells", FULL, "grade cells deleted, which changes no mark: area", id="deleted cell"),
        pytest.param(
            "changed_cells", FULL, "grade cells there twice, which changes no mark: diagonal", id="double cell"
        ),
        pytest.param(
            "changed_cells", FULL, "grade cells edited, which changes no mark: area_of_many", id="edited cell"
        ),
        pytest.param("symlinks", NO_PLANE, "solid.ipynb is a symbolic link", id="linked notebook"),
        pytest.param("symlinks", NO_PLANE, "A person will look", id="linked module"),
        pytest.param("fifo", NO_SOLID, "A person will look", id="named pipe"),
        pytest.param("forged_time", FULL, "which counts", id="forged timestamp"),
        pytest.param("no_time", FULL, "has no time in its name", id="no timestamp"),
        pytest.param("missing_secret", FULL, "submission_secret.txt cannot be read", id="missing secret"),
        pytest.param("huge_file", NO_SOLID, "film.mp4", id="300 MB"),
        pytest.param("leaver", NO_SOLID, "1 not right yet", id="process ended"),
        pytest.param("stranger", FULL, "", id="not on the roster"),
    ],
)
def test_a_broken_hand_in_gets_its_right_mark_and_a_remark(term: Term, name: str, marks: dict[str, float], remark: str):
    assert term.marks(name) == pytest.approx(marks)
    assert remark in term.comments(name)


@pytest.mark.needs("users")  # who handed in is told by who owns it
def test_work_under_a_wrong_name_counts_for_its_owner(term: Term):
    assert term.marks("wrong_id") == pytest.approx(FULL)
    assert "handed in under the name of somebody" in term.comments("wrong_id")


@pytest.mark.needs("users")  # who handed in is told by who owns it
def test_nobody_hands_in_for_somebody_else(term: Term):
    assert term.marks("hopper")["volume"] == 40.0
    assert term.marks("forger") == pytest.approx(NOTHING)


def test_odd_names_in_the_exchange_stop_nobody(term: Term):
    assert "because of its student's name: ..+shapes" in term.said["collect shapes"].said
    assert not (term.course / "shapes").exists()
    assert term.query("select count(*) from student where id like '%..%'") == [(0,)]


def test_a_linked_file_is_never_read(term: Term):
    kept = term.course / "submitted" / term.id("symlinks") / "shapes"

    assert not (kept / "plane.py").exists()
    assert not any(path.is_symlink() for path in kept.rglob("*"))
    assert json.loads((kept / "solid.ipynb").read_text())["nbformat"] == 4


def test_large_files_stay_where_they_are(term: Term):
    kept = term.course / "submitted" / term.id("huge_file") / "shapes"

    assert sum(path.stat().st_size for path in kept.iterdir()) < 1 << 20


def test_feedback_is_released_to_everybody(term: Term):
    released = [path for path in (term.exchange / "geometry" / "feedback").iterdir() if path.suffix == ".html"]
    hand_ins = [path for path in (term.course / "submitted").glob("*/shapes") if path.is_dir()]

    assert len(hand_ins) > 20
    assert len(released) == 2 * len(hand_ins)


@pytest.mark.parametrize("name", CHEATS)
def test_a_cheat_earns_nothing(term: Term, name: str):
    assert term.marks(name) == pytest.approx(NOTHING)


def test_no_code_of_a_student_ran_as_the_instructor(term: Term):
    assert not (term.base / "was-run").exists()
    assert term.query("select count(*) from sqlite_master where type = 'trigger'") == [(0,)]
    assert term.query("select count(*) from grade where manual_score is not null") == [(0,)]


def test_no_student_reads_an_input_of_a_hidden_test(term: Term):
    secret = str(SECRET).partition(".")[0]
    read_by_students = [*(term.course / "feedback").rglob("*.html"), *(term.exchange / "geometry").rglob("feedback/*")]

    assert secret in json.dumps(term.result("spy")), "the spy saw it, so that this test can fail"
    assert len(read_by_students) > 40
    assert [path.name for path in read_by_students if secret in path.read_text("utf-8")] == []
    assert secret not in term.comments("spy")


def test_a_script_never_becomes_part_of_a_page(term: Term):
    page = _Page()
    page.feed(term.feedback("injection", "plane"))
    shown = (term.course / "autograded" / term.id("injection") / "shapes" / "plane.ipynb").read_text("utf-8")
    outputs = [o["data"]["text/html"] for c in json.loads(shown)["cells"] for o in c.get("outputs", []) if o]

    assert page.handlers == []
    assert "pwned" not in page.scripts
    assert len(outputs) > 3
    assert not any("<script" in output or "<img" in output for output in outputs)
    assert "<" not in term.comments("injection")


class _Page(HTMLParser):
    """Collects what a browser would run."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts = ""
        self.handlers: list[str] = []
        self._is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._is_script = tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]

    def handle_endtag(self, tag: str) -> None:
        self._is_script = False

    def handle_data(self, data: str) -> None:
        self.scripts += data if self._is_script else ""
