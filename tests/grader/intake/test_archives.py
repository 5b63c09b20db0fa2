"""Zips as systems and students make them, and as nobody should: bombs, lies, links, damage."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest

from grader.intake import read_class
from grader.intake.archives import Archive
from grader.intake.tree import MODULE_BYTES, MOST_ENTRIES, Refused

CODE = "def forward_it(): return 1\n"
_SPLIT = b"PK\x05\x06" + struct.pack("<4H2LH", 1, 1, 0, 0, 0, 0, 0)
TEN_GB = 10 << 30


@pytest.fixture
def ada(folder, course, zipped):
    """Read Ada's zip of the given files, in a class of two."""

    def _ada(files):
        content = files if isinstance(files, bytes) else zipped(files)
        (folder / "ada.zip").write_bytes(content)
        (folder / "zuse.zip").write_bytes(zipped({"forward.py": "zuse"}))
        ada, zuse = read_class(folder, course)
        assert zuse.sources == {"forward": b"zuse"}  # whatever Ada does
        assert not zuse.needs_human
        return ada

    return _ada


@pytest.fixture
def bomb():
    """Return a zip with 10 GB of zeros under a name, and another size claimed for them if given."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    megabyte = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)  # after this, the same again
    stream = megabyte * (TEN_GB >> 20) + press.flush(zlib.Z_FINISH)

    def _bomb(name, claimed=TEN_GB, **others):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr(name, stream)
            member = archive.getinfo(name)
            member.compress_type, member.file_size = zipfile.ZIP_DEFLATED, claimed
            for other, content in others.items():
                archive.writestr(f"{other}.py", content)
        return packed.getvalue()

    return _bomb


def entry(name, mode=0o644, system=3):
    """A zip's entry with a file mode, as Unix systems write them."""
    made = zipfile.ZipInfo(name)
    made.create_system, made.external_attr = system, mode << 16
    return made


def test_a_zip_is_read_as_a_folder_would_be(ada):
    submission = ada({"forward.py": CODE, "week2/loss.py": "x = 1", "notes.txt": "", "__MACOSX/._forward.py": ""})

    assert submission.sources == {"forward": CODE.encode(), "loss": b"x = 1"}
    assert submission.flags == ("ignored 1 other file: notes.txt",)
    assert not submission.needs_human


def test_one_foreign_folder_in_a_zip_is_tolerated_and_named(ada):
    submission = ada({"ada/": "", "ada/forward.py": CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == ("read from the folder ada: forward.py",)


def test_an_empty_zip_is_said_to_be_empty(ada):
    assert ada({}).flags == ("nothing was handed in",)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "ada.zip is empty: pack the folder as a zip", id="empty"),
        pytest.param(b"%PDF-1.7 ...", "ada.zip is a PDF, which is not read: pack the folder as a zip", id="a PDF"),
        pytest.param(b"<!DOCTYPE html>", "ada.zip is a web page, which is not read: pack the folder", id="a web page"),
        pytest.param(b"junk", "ada.zip is neither a zip nor a tar: pack the folder as a zip", id="junk"),
        pytest.param(_SPLIT, "ada.zip is one part of an archive that was split: pack the folder", id="the last part"),
        pytest.param(b"PK\x03\x04", "ada.zip is not a zip that can be read (it ends too early): pack", id="cut"),
        pytest.param(b"PK\x05\x06" + b"\xff" * 18, "ada.zip is not a zip that can be read", id="a lying directory"),
    ],
)
def test_what_is_no_zip_is_refused_for_every_module(ada, content, sentence):
    submission = ada(content)

    assert submission.sources == {}
    assert set(submission.refused) == {"forward", "backward", "loss", "hands_on"}
    assert submission.refused["forward"].startswith(sentence)
    assert submission.needs_human


def test_a_cut_zip_is_refused(ada, zipped):
    submission = ada(zipped({"forward.py": CODE * 99})[:-30])

    assert submission.refused["forward"].startswith("ada.zip is not a zip that can be read")


def test_a_damaged_member_is_refused_and_the_others_are_read(ada, zipped):
    content = bytearray(zipped({"forward.py": random.Random(1).randbytes(500), "loss.py": "x = 1"}))
    content[200] ^= 0xFF

    submission = ada(bytes(content))

    assert submission.sources == {"loss": b"x = 1"}
    assert submission.refused == {
        "forward": "forward.py is damaged within the zip (bad crc-32 for file 'forward.py'): pack it again"
    }


def test_mutated_zips_never_raise_anything_but_a_refusal(zipped):
    original = zipped({"forward.py": CODE, "week1/": "", "week1/loss.py": CODE})
    dice = random.Random(7)
    refusals = []
    for _ in range(3000):
        content = bytearray(original)
        for _ in range(dice.choice([1, 1, 2, 5])):
            content[dice.randrange(len(content))] = dice.randrange(256)
        try:
            archive = Archive(io.BytesIO(content))
            for name in archive.listing(()).entries:
                archive.read((name,), MODULE_BYTES)
        except Refused as refusal:
            refusals.append(str(refusal))

    assert len(set(refusals)) > 10
    assert all(refusal.isprintable() for refusal in refusals)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        pytest.param(stat.S_IFLNK, "forward.py is a symbolic link, which is not followed", id="link"),
        pytest.param(stat.S_IFIFO, "forward.py is a named pipe", id="pipe"),
        pytest.param(stat.S_IFCHR, "forward.py is a device", id="device"),
    ],
)
def test_special_files_in_a_zip_are_refused(ada, kind, sentence):
    submission = ada([(entry("forward.py", kind | 0o777), "/etc/passwd")])

    assert submission.refused == {"forward": sentence}
    assert submission.needs_human


def test_files_from_windows_have_no_mode_and_are_read(ada):
    assert ada([(entry("forward.py", 0, system=0), CODE)]).sources == {"forward": CODE.encode()}


def test_a_name_that_stands_twice_is_refused(ada):
    with pytest.warns(UserWarning, match="Duplicate name"):
        submission = ada([("forward.py", "x = 1"), ("forward.py", "x = 2"), ("loss.py", "x = 3")])

    assert submission.sources == {"loss": b"x = 3"}
    assert submission.refused == {
        "forward": "forward.py stands twice in the zip, and only you know which one counts: keep one"
    }


def test_a_file_that_is_also_a_folder_is_refused(ada):
    submission = ada({"forward.py": "x = 1", "forward.py/loss.py": "x = 3"})

    assert submission.refused["forward"].startswith("forward.py stands twice in the zip")


def test_a_locked_member_is_refused(ada, zipped):
    content = bytearray(zipped({"forward.py": CODE}))
    content[6] |= 1  # "encrypted", in the member's own header
    content[content.index(b"PK\x01\x02") + 8] |= 1  # and in the directory

    submission = ada(bytes(content))

    assert submission.refused == {"forward": "forward.py is locked with a password: pack it without one"}


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_methods_that_inflate_without_a_limit_are_refused(ada, method):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("forward.py", CODE)

    submission = ada(packed.getvalue())

    assert submission.refused == {
        "forward": f"forward.py is packed by method {method}, which is not read: pack it as an ordinary zip"
    }


@pytest.mark.parametrize("name", ["/forward.py", "C:/forward.py", "/home/ada/forward.py", "//server/ada/forward.py"])
def test_names_that_begin_at_the_root_of_a_disk_are_read_below_it(ada, name):
    submission = ada({name: CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags[-1] == (
        "the zip's names begin at the root of a disk, and were read as if they began in the zip"
    )
    assert not submission.needs_human


@pytest.mark.parametrize(
    "name", ["/../forward.py", "../forward.py", "a/../../forward.py", "C:/../forward.py", "a/" * 99 + "b"]
)
def test_names_that_lead_out_are_not_read_and_reported(ada, name):
    submission = ada({name: "wrong", "loss.py": "x = 1"})

    assert submission.sources == {"loss": b"x = 1"}
    [flag] = submission.flags
    assert flag.startswith("the zip has names that lead out of it, which are not read: ")
    assert submission.needs_human


def test_names_that_no_disk_can_hold_are_not_read_and_called_that(ada):
    submission = ada({"-" * 3000 + ".py": "x", "loss.py": "x = 1"})

    assert submission.sources == {"loss": b"x = 1"}
    [flag] = submission.flags
    assert flag.startswith("the zip has names that no disk can hold, which are not read: -----")
    assert submission.needs_human


def test_backslashes_are_read_as_slashes(ada):
    submission = ada({"week1\\forward.py": CODE, "..\\loss.py": CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == (
        "the zip's names have backslashes for slashes",
        "the zip has names that lead out of it, which are not read: ../loss.py",
    )


def test_names_in_utf8_are_read_even_where_the_zip_does_not_say_so(folder, course, zipped):
    content = zipped({"福島/forward.py": CODE, "zuse/forward.py": CODE})
    flagged_at = [i for i in range(len(content)) if content[i : i + 4] in (b"PK\x01\x02", b"PK\x03\x04")]
    unflagged = bytearray(content)
    for position in flagged_at:
        unflagged[position + (9 if content[position + 2] == 1 else 7)] &= ~0x08
    (folder / "class.zip").write_bytes(unflagged)

    assert [s.student for s in read_class(folder / "class.zip", course)] == ["zuse", "福島"]


def test_names_in_the_old_code_page_are_read(folder, course, zipped):
    content = zipped({"Goedel/forward.py": CODE, "zuse/forward.py": CODE}).replace(b"Goedel", b"G\x94del_")

    (folder / "class.zip").write_bytes(content)

    assert [s.student for s in read_class(folder / "class.zip", course)] == ["Gödel_", "zuse"]


def test_a_module_of_ten_gigabytes_is_refused_unread(ada, bomb):
    submission = ada(bomb("forward.py"))

    assert submission.refused == {
        "forward": "forward.py has 10,737,418,240 bytes, and at most 1,048,576 are read: keep only the code"
    }
    assert "the zip claims to unpack to 10,737,418,240 bytes; only the modules were read" in submission.flags


@pytest.mark.parametrize("claimed", [0, 1000, MODULE_BYTES])
def test_a_bomb_that_lies_about_its_size_is_refused_in_little_memory(ada, bomb, claimed):
    content = bomb("forward.py", claimed=claimed)
    tracemalloc.start()

    submission = ada(content)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert submission.refused["forward"].startswith("forward.py is damaged within the zip (bad crc-32")
    assert peak < len(content) + 10 * MODULE_BYTES


def test_a_bomb_beside_the_modules_is_left_alone_and_reported(ada, bomb):
    submission = ada(bomb("data.bin", forward=CODE))

    assert submission.sources == {"forward": CODE.encode()}
    assert "the zip claims to unpack to 10,737,418,267 bytes; only the modules were read" in submission.flags
    assert submission.needs_human


def test_a_bomb_of_a_students_zip_in_the_class_zip_is_refused(folder, course, bomb):
    (folder / "class.zip").write_bytes(bomb("ada.zip", **{"zuse/loss": CODE}))

    submission, zuse = read_class(folder / "class.zip", course)

    assert zuse.sources == {"loss": CODE.encode()}
    assert submission.refused["forward"] == (
        "ada.zip has 10,737,418,240 bytes, and at most 52,428,800 are read: keep only the code"
    )


def test_a_zip_of_too_many_entries_is_refused_before_it_is_opened(ada):
    submission = ada({f"{number}": "" for number in range(MOST_ENTRIES + 1)})

    assert submission.refused["forward"] == (
        "ada.zip is a zip of 10,001 entries, and at most 10,000 are read: pack only the exercises"
    )


@pytest.mark.parametrize("deep", [1, 3])
def test_the_only_zip_within_a_students_zip_is_opened(ada, zipped, deep):
    files = {"forward.py": CODE}
    for _ in range(deep):
        files = {"more.zip": zipped(files), "report.pdf": "%PDF"}

    submission = ada(files)

    assert submission.sources == {"forward": CODE.encode()}
    assert "read from more.zip" in submission.flags
    assert not submission.needs_human


@pytest.mark.parametrize("environment", [".venv/lib/site-packages/torch", "miniconda3/pkgs", ".conda/share"])
def test_a_virtual_environment_in_a_zip_counts_nothing(ada, environment):
    tools = {f"{environment}/{number}.py": "" for number in range(MOST_ENTRIES)}
    tools |= {f"node_modules/{number}/loss.py": "" for number in range(100)}

    submission = ada({**tools, "exercises/forward.py": CODE, ".git/objects/x": "", "a.pyc": ""})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == ("read from the folder exercises: forward.py",)
    assert not submission.needs_human


def test_a_zip_of_any_size_is_read_where_it_lies(folder, course, zipped):
    """As with 120 MB of torch in a student's virtual environment, none of which is read."""
    with (folder / "ada.zip").open("wb") as file, zipfile.ZipFile(file, "w") as archive:
        with archive.open(zipfile.ZipInfo(".venv/torch.so"), "w") as large:
            for _ in range(60):
                large.write(bytes(1 << 20))
        archive.writestr("forward.py", CODE)

    [submission] = read_class(folder, course)

    assert (submission.sources, submission.needs_human) == ({"forward": CODE.encode()}, False)


def test_the_same_zip_inside_the_classes_zip_is_read(folder, course):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr(".venv/torch.so", random.Random(1).randbytes(1 << 20) * 55)
        archive.writestr("forward.py", CODE)
    with zipfile.ZipFile(folder / "class.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("ada.zip", inner.getvalue())
        archive.writestr("zuse/forward.py", CODE)

    ada, _ = read_class(folder / "class.zip", course)

    assert ada.sources == {"forward": CODE.encode()}


def test_what_looks_like_a_zips_directory_inside_a_file_of_it_counts_nothing(folder, course):
    with zipfile.ZipFile(folder / "class.zip", "w") as archive:
        archive.writestr("ada/forward.py", CODE)
        archive.writestr("mallory/notes.txt", b"PK\x01\x02" * 200_001)
        archive.writestr("zuse/forward.py", CODE)

    assert [s.student for s in read_class(folder / "class.zip", course)] == ["ada", "mallory", "zuse"]


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("-" * 65_000 + "x.py", id="dashes"),
        pytest.param("e" + "\u0301" * 30_000 + ".py", id="combining marks"),
        pytest.param("(" * 65_000 + ")", id="brackets"),
        pytest.param("a_1" * 20_000, id="numbers"),
        pytest.param(" - 2026" * 9_000, id="dates"),
    ],
)
def test_a_name_that_no_disk_can_hold_costs_nothing(ada, name):
    start = time.process_time()

    submission = ada({name: "", "loss.py": CODE, "x/" + name: ""})

    assert submission.sources == {"loss": CODE.encode()}
    assert submission.needs_human
    assert time.process_time() - start < 2  # it was 25 s


@pytest.mark.parametrize("letter", ["-", "e\u0301", "(", "_1", " - 2026", "x"])
def test_ten_thousand_long_names_are_looked_at_in_little_time(ada, letter):
    long = (letter * 255)[:240]
    start = time.process_time()

    ada({f"{long}{number}.py": "" for number in range(3_000)})

    assert time.process_time() - start < 5


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_of_two_archives_the_one_that_can_be_read_counts(folder, course, zipped, order):
    good, bad = order
    (folder / "ada").mkdir()
    (folder / "ada" / f"{good}.zip").write_bytes(zipped({"forward.py": CODE}))
    (folder / "ada" / f"{bad}.zip").write_bytes(b"junk")
    (folder / "zuse").mkdir()

    ada, _ = read_class(folder, course)

    assert ada.sources == {"forward": CODE.encode()}
    assert ada.flags[0] == f"read from {good}.zip"
    assert f"{bad}.zip is neither a zip nor a tar" in ada.flags[1]
    assert ada.needs_human


def test_of_a_rar_and_a_zip_of_one_student_the_zip_counts(folder, course, zipped):
    (folder / "ada.rar").write_bytes(b"Rar!")
    (folder / "ada.zip").write_bytes(zipped({"forward.py": CODE}))

    [ada] = read_class(folder, course)

    assert ada.sources == {"forward": CODE.encode()}
    assert ada.flags[0] == "graded ada.zip, not ada.rar, which was handed in as well"
    assert ada.needs_human


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        pytest.param("ada.rar", b"Rar!\x1a\x07\x01\0", "a RAR archive, which is not read", id="rar"),
        pytest.param("ada.7z", b"7z\xbc\xaf'\x1c\0\4", "a 7z archive, which is not read", id="7z"),
        pytest.param("ada.tar.xz", lzma.compress(b"tar"), "packed by xz, which is not read", id="xz"),
        pytest.param("ada.tbz2", bz2.compress(b"tar"), "packed by bzip2, which is not read", id="bzip2"),
        pytest.param("ada.tar.gz", bz2.compress(b"tar"), "packed by bzip2, which is not read", id="bzip2, called gzip"),
        pytest.param("ada.tar.gz", b"junk", "neither a zip nor a tar", id="junk, called tar.gz"),
        pytest.param("ada.tgz", b"", "empty", id="empty, called tgz"),
        pytest.param("ada.tar.gz", gzip.compress(b"x" * 999), "one file that gzip packed, and not a tar of", id="gzip"),
        pytest.param("ada.zip.001", b"PK\x03\x04", "one part of an archive that was split", id="the first part"),
        pytest.param("ada.z01", b"PK\x03\x04", "one part of an archive that was split", id="a part"),
        pytest.param("ada.dmg", b"koly", "neither a zip nor a tar", id="dmg"),
    ],
)
def test_other_archives_are_called_what_they_are_with_what_to_do(folder, course, name, content, what):
    (folder / name).write_bytes(content)

    [submission] = read_class(folder, course)

    assert submission.student == "ada"
    assert submission.refused["forward"].startswith(f"{name} is {what}")
    assert ": pack the folder as a zip" in submission.refused["forward"]
    assert submission.needs_human


def test_a_zip_with_the_name_of_another_kind_is_read(folder, course, zipped):
    (folder / "ada.rar").write_bytes(zipped({"forward.py": CODE}))

    [submission] = read_class(folder, course)

    assert submission.sources == {"forward": CODE.encode()}


def test_a_zip_that_is_a_link_is_refused(folder, course, zipped):
    (folder / "ada.zip").write_bytes(zipped({"forward.py": CODE}))
    (folder / "eve.zip").symlink_to("ada.zip")

    [submission] = read_class(folder, course, "eve")

    assert submission.refused["forward"] == "eve.zip is a symbolic link, which is not followed"
