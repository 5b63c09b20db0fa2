"""When a hand-in was handed in is what the kernel says, of everything that may be read from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from grader.nbgrader.collect import SafeCollect, last_change
from tests.e2e import geometry

Run = Callable[..., str]


def _change(file: Path) -> None:
    """Write a file anew until the kernel's clock, which has coarse ticks, gives it another time."""
    before = file.stat().st_ctime_ns
    while file.stat().st_ctime_ns == before:
        file.write_text("better")


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("plane.py", id="a file"),
        pytest.param("shapes/plane.py", id="a file in a folder"),
        pytest.param("shapes/week1/plane.py", id="a file as deep as modules are read"),
    ],
)
def test_a_file_that_was_changed_later_dates_the_hand_in(tmp_path: Path, place: str):
    file = tmp_path / place
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("late")
    before = last_change(tmp_path)

    _change(file)

    assert last_change(tmp_path) > before
    assert last_change(tmp_path) == datetime.fromtimestamp(file.stat().st_ctime, UTC).replace(tzinfo=None)


def test_a_link_to_a_folder_is_not_followed(tmp_path: Path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "hand-in").mkdir()
    (tmp_path / "hand-in" / "link").symlink_to(tmp_path / "elsewhere")
    before = last_change(tmp_path / "hand-in")

    (tmp_path / "elsewhere" / "new").write_text("")
    _change(tmp_path / "elsewhere" / "new")

    assert last_change(tmp_path / "hand-in") == before


@pytest.fixture
def inbound(course_folder: Path, tmp_path: Path) -> Path:
    """The folder of an exchange that students write into."""
    exchange = tmp_path / "exchange"
    (exchange / "geometry" / "inbound").mkdir(parents=True)
    with (course_folder / "nbgrader_config.py").open("a") as config:
        config.write(f"c.Exchange.root = {str(exchange)!r}\n")
    return exchange / "geometry" / "inbound"


def _hand_in(inbound: Path, student: str, when: datetime | None = None) -> Path:
    stamp = (when or datetime.now(UTC)).strftime("%Y-%m-%d %H:%M:%S.%f UTC")
    folder = inbound / f"{student}+shapes+{stamp}+abc"
    folder.mkdir()
    (folder / "plane.py").write_text(geometry.PLANE)
    return folder


def test_what_changes_while_it_is_collected_gets_the_time_of_the_change(inbound: Path, course_folder: Path):
    folder = _hand_in(inbound, "ada")
    config = Config()
    config.CourseDirectory.root = str(course_folder)
    config.CourseDirectory.course_id = "geometry"
    config.CourseDirectory.assignment_id = "shapes"
    config.Exchange.root = str(inbound.parent.parent)
    collecting = SafeCollect(coursedir=CourseDirectory(config=config), config=config)
    collecting.init_src()

    _change(folder / "plane.py")
    collecting.copy_files()

    kept = course_folder / "submitted" / "ada" / "shapes"
    assert "was changed while it was collected" in (course_folder / "remarks" / "shapes" / "ada.json").read_text()
    changed = datetime.fromtimestamp((folder / "plane.py").stat().st_ctime, UTC)
    assert (kept / "timestamp.txt").read_text() == changed.strftime("%Y-%m-%d %H:%M:%S.%f UTC")


def test_an_older_hand_in_never_replaces_a_newer_one(inbound: Path, course_folder: Path, run_command: Run):
    now = datetime.now(UTC)
    _hand_in(inbound, "ada", now)
    (_hand_in(inbound, "ada", now - timedelta(seconds=60)) / "plane.py").write_text("an older one")

    run_command(["nbgrader", "collect", "shapes"], course_folder)
    run_command(["nbgrader", "collect", "shapes", "--update"], course_folder)

    assert (course_folder / "submitted" / "ada" / "shapes" / "plane.py").read_text() == geometry.PLANE


def test_a_hand_in_is_collected_once_unless_a_newer_one_is_asked_for(
    inbound: Path, course_folder: Path, run_command: Run
):
    now = datetime.now(UTC)
    _hand_in(inbound, "ada", now - timedelta(seconds=60))
    run_command(["nbgrader", "collect", "shapes"], course_folder)
    (_hand_in(inbound, "ada", now) / "plane.py").write_text("# newer\n")

    said = run_command(["nbgrader", "collect", "shapes"], course_folder)
    kept = course_folder / "submitted" / "ada" / "shapes" / "plane.py"
    assert "Submission already exists, use --update to update: ada shapes" in said
    assert kept.read_text() == geometry.PLANE

    run_command(["nbgrader", "collect", "shapes", "--update"], course_folder)
    assert kept.read_text() == "# newer\n"


def test_only_the_students_who_are_asked_for_are_collected(inbound: Path, course_folder: Path, run_command: Run):
    for student in ("ada", "hopper"):
        _hand_in(inbound, student)

    run_command(["nbgrader", "collect", "shapes", "--student=hopper"], course_folder)

    assert [path.name for path in (course_folder / "submitted").iterdir()] == ["hopper"]


def test_an_exchange_that_was_moved_may_be_believed(inbound: Path, course_folder: Path, run_command: Run):
    when = datetime(2026, 1, 31, 12, 0, 0, 250_000, tzinfo=UTC)
    _hand_in(inbound, "ada", when)

    run_command(["nbgrader", "collect", "shapes", "--SafeCollect.trust_timestamps=True"], course_folder)

    stamp = course_folder / "submitted" / "ada" / "shapes" / "timestamp.txt"
    assert stamp.read_text() == "2026-01-31 12:00:00.250000 UTC"


def test_without_an_exchange_the_cure_is_said(course_folder: Path, tmp_path: Path, run_command: Run):
    (tmp_path / "empty").mkdir()

    said = run_command(
        ["nbgrader", "collect", "shapes", f"--Exchange.root={tmp_path / 'empty'}"], course_folder, code=1
    )

    assert "run `nbgrader release_assignment` first" in said
