"""Folders with what a student should not be able to make us read: links, pipes, devices, floods, locked files."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.intake import read_class
from grader.intake.folders import Folder
from grader.intake.tree import MODULE_BYTES, MOST_ENTRIES, Kind, Refused

CODE = b"def forward_it(): return 1\n"
NOBODY = 65534


@pytest.fixture
def ada(folder: Path) -> Path:
    """Ada's folder, still empty, beside another student's."""
    (folder / "zuse").mkdir()
    (folder / "zuse" / "loss.py").write_bytes(CODE)
    made = folder / "ada"
    made.mkdir()
    return made


@pytest.fixture
def read_ada(ada, course):
    """Read what is now in Ada's folder."""
    return lambda: read_class(ada.parent, course, "ada")[0]


@pytest.mark.parametrize("target", ["/etc/passwd", "../zuse/loss.py", "missing", "forward.py"])
def test_a_link_is_refused_and_not_followed(ada, read_ada, target):
    (ada / "forward.py").symlink_to(target)

    submission = read_ada()

    assert submission.sources == {}
    assert submission.refused == {"forward": "forward.py is a symbolic link, which is not followed"}
    assert submission.needs_human


def test_a_link_that_is_swapped_in_while_we_look_is_not_followed(ada):
    secret = ada.parent / "secret"
    secret.write_bytes(b"secret")
    swapping = threading.Event()
    swapping.set()

    def swap() -> None:
        while swapping.is_set():
            (ada / "file").write_bytes(CODE)
            (ada / "file").rename(ada / "forward.py")
            (ada / "link").symlink_to(secret)
            (ada / "link").rename(ada / "forward.py")

    swapper = threading.Thread(target=swap)
    swapper.start()
    seen: set[str | bytes] = set()
    try:
        with Folder(ada) as place:
            for _ in range(5000):
                try:
                    seen.add(place.read(("forward.py",), MODULE_BYTES))
                except Refused as refusal:
                    seen.add(str(refusal))
    finally:
        swapping.clear()
        swapper.join()

    assert b"secret" not in seen


def test_a_named_pipe_is_refused_and_not_waited_for(ada, read_ada):
    os.mkfifo(ada / "forward.py")

    assert read_ada().refused == {"forward": "forward.py is a named pipe"}


def test_a_socket_is_refused(ada, read_ada, monkeypatch):
    monkeypatch.chdir(ada)  # the path of a socket may have 107 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("forward.py")

        assert read_ada().refused == {"forward": "forward.py is a socket"}


def test_a_device_is_refused_and_not_opened():
    with Folder(Path("/dev")) as devices, pytest.raises(Refused, match=r"^is a device$"):
        devices.read(("zero",), MODULE_BYTES)


def test_a_folder_of_a_modules_name_is_refused(ada, read_ada):
    (ada / "forward.py").mkdir()

    assert read_ada().refused == {"forward": "forward.py is a folder"}


def test_a_link_of_an_almost_right_name_is_refused(ada, read_ada):
    (ada / "Forward.py").symlink_to("/etc/passwd")

    assert read_ada().refused == {"forward": "Forward.py is a symbolic link, which is not followed"}


def test_a_students_folder_that_is_a_link_is_refused_and_not_entered(folder, course, ada):
    (ada / "forward.py").write_bytes(CODE)
    (folder / "eve").symlink_to("ada")

    submission = read_class(folder, course, "eve")[0]

    assert submission.sources == {}
    assert submission.refused["forward"] == "the hand-in is a symbolic link, which is not followed"
    assert submission.needs_human


def test_a_foreign_folder_that_is_a_link_is_not_entered(ada, read_ada):
    (ada / "exercises").symlink_to("../zuse")

    submission = read_ada()

    assert submission.sources == {}
    assert submission.flags == ("ignored 1 other file: exercises",)
    assert submission.needs_human


def test_no_part_of_a_path_is_followed(folder, ada):
    (ada / "zuse").symlink_to("../zuse")

    with Folder(folder) as place, pytest.raises(Refused, match=r"^is a symbolic link, which is not followed$"):
        place.read(("ada", "zuse", "loss.py"), MODULE_BYTES)


def test_the_instructors_own_path_may_be_a_link(tmp_path, folder, course, ada):
    (tmp_path / "link").symlink_to(folder)

    assert [s.student for s in read_class(tmp_path / "link", course)] == ["ada", "zuse"]


def test_a_module_of_the_largest_size_is_read(ada, read_ada):
    (ada / "forward.py").write_bytes(b"#" * MODULE_BYTES)

    assert len(read_ada().sources["forward"]) == MODULE_BYTES


def test_a_larger_module_is_refused_and_not_read(ada, read_ada):
    with (ada / "forward.py").open("wb") as file:
        file.truncate(10 << 40)  # 10 TB of nothing

    submission = read_ada()

    assert submission.refused == {
        "forward": "forward.py has 10,995,116,277,760 bytes, and at most 1,048,576 are read: keep only the code"
    }
    assert submission.needs_human


def test_a_file_that_grows_while_it_is_read_is_refused():
    with Folder(Path("/proc/self")) as process, pytest.raises(Refused, match=r"^changed while it was read"):
        process.read(("status",), MODULE_BYTES)  # it has more than the 0 bytes that its size says


def test_a_flood_of_files_does_not_hide_a_module(ada, read_ada):
    for number in range(MOST_ENTRIES + 5):
        os.mknod(ada / f"{number}.tmp")
    (ada / "forward.py").write_bytes(CODE)

    submission = read_ada()

    assert submission.sources == {"forward": CODE}
    assert "more than 10,000 files or 200 folders: the rest was not looked at" in submission.flags
    assert submission.needs_human


def test_a_cut_listing_holds_what_was_asked_for(ada):
    names = ["first.py", *(f"{number}.tmp" for number in range(100)), "last.py"]
    for name in names:
        (ada / name).touch()

    with Folder(ada) as place:
        listing = place.listing((), ["first.py", "last.py", "missing.py"], most=3)

    assert {"first.py", "last.py"} <= set(listing.entries) < set(names)
    assert not listing.complete


def test_a_flood_of_folders_is_bounded(ada, read_ada):
    (ada / "forward.py").write_bytes(CODE)
    for number in range(300):
        (ada / f"{number}").mkdir()

    submission = read_ada()

    assert submission.sources == {"forward": CODE}
    assert submission.flags == ("more than 10,000 files or 200 folders: the rest was not looked at",)


def test_no_descriptor_is_left_open(folder, course, ada):
    (ada / "forward.py").symlink_to("x")
    (ada / "week1").mkdir()
    (ada / "week1" / "loss.py").write_bytes(CODE)
    before = len(os.listdir("/proc/self/fd"))

    read_class(folder, course)

    assert len(os.listdir("/proc/self/fd")) == before


def test_names_that_are_not_valid_text_are_read(folder, course):
    student = os.fsdecode(b"lovelace \xe9\xff")
    (folder / student).mkdir()
    (folder / student / "forward.py").write_bytes(CODE)
    (folder / student / os.fsdecode(b"\xe9.txt")).write_bytes(b"")

    [submission] = read_class(folder, course)

    assert submission.student == student
    assert submission.sources == {"forward": CODE}
    assert submission.flags == ("ignored 1 other file: \\udce9.txt",)
    assert submission.content_key()


@pytest.mark.parametrize("student", ["-rf", "a\nb\x1b[31m", "x" * 255, "Kunihiko Fukushima 福島", "o'brien; ls", "%2e"])
def test_every_name_a_folder_can_have_stays_as_it_is(folder, course, student):
    (folder / student).mkdir()
    (folder / student / "forward.py").write_bytes(CODE)

    [submission] = read_class(folder, course, student)

    assert submission.student == student
    assert submission.sources == {"forward": CODE}


class TestWithoutRights:
    """What an ordinary user may not read; root, who may read everything, becomes nobody for these tests."""

    @pytest.fixture
    def folder(self) -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as made:  # pytest's own folders are closed to nobody
            Path(made).chmod(0o755)
            yield Path(made)

    @pytest.fixture
    def as_nobody(self, folder: Path) -> Iterator[None]:
        was = os.geteuid()
        if was == 0:
            os.seteuid(NOBODY)
        yield
        os.seteuid(was)
        for path in folder.rglob("*"):
            path.chmod(0o755)

    @pytest.fixture
    def locked(self, ada, request):
        """Take the rights of one path away before root becomes nobody."""
        (ada / "forward.py").write_bytes(CODE)
        (ada / "loss.py").write_bytes(CODE)
        (ada.parent / request.param).chmod(0)

    @pytest.mark.parametrize("locked", ["ada/forward.py"], indirect=True)
    def test_a_locked_file_is_refused_and_the_others_are_read(self, locked, as_nobody, read_ada):
        submission = read_ada()

        assert submission.sources == {"loss": CODE}
        assert submission.refused == {"forward": "forward.py cannot be read: Permission denied"}
        assert submission.needs_human

    @pytest.mark.parametrize("locked", ["ada"], indirect=True)
    def test_a_locked_folder_is_refused_and_its_neighbour_read(self, locked, as_nobody, folder, course):
        ada, zuse = read_class(folder, course)

        assert ada.refused["forward"] == "the hand-in cannot be read: Permission denied"
        assert ada.needs_human
        assert zuse.sources == {"loss": CODE}

    @pytest.fixture
    def exchange(self, folder):
        """Hand in through nbgrader's exchange, where a student can lock the folder that is theirs."""
        for name in ("grace", "hopper"):
            inbound = folder / f"{name}+week1+2026-10-01 18:05:00 UTC"
            inbound.mkdir()
            (inbound / "loss.py").write_bytes(CODE)
        (folder / "grace+week1+2026-10-01 18:05:00 UTC").chmod(0)

    def test_a_locked_folder_of_the_exchange_is_refused_and_its_neighbour_read(
        self, exchange, as_nobody, folder, course
    ):
        found = {submission.student: submission for submission in read_class(folder, course)}

        assert found["grace"].needs_human
        assert found["hopper"].sources == {"loss": CODE}


def test_kinds_are_told_apart(ada):
    (ada / "link").symlink_to("x")
    os.mkfifo(ada / "pipe")
    (ada / "folder").mkdir()
    (ada / "file").write_bytes(b"")

    with Folder(ada) as place:
        assert place.listing(()).entries == {
            "link": Kind.LINK,
            "pipe": Kind.PIPE,
            "folder": Kind.FOLDER,
            "file": Kind.FILE,
        }
