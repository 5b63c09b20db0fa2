"""Tars as students on Linux and macOS make them, and as nobody should: read as zips are, under the same limits."""

from __future__ import annotations

import gzip
import io
import random
import struct
import tarfile
import time
import tracemalloc
import zlib

import pytest

from grader.intake import read_class
from grader.intake.archives import Archive
from grader.intake.folders import open_folder
from grader.intake.roster import Roster
from grader.intake.tree import ARCHIVE_BYTES, MODULE_BYTES, MOST_ENTRIES, Refused
from grader.intake.unpacked import Unpacked

CODE = "def forward_it(): return 1\n"
KINDS = ["tar", "tar.gz", "tgz", "TAR.GZ"]


def member(name, content=b"", kind=tarfile.REGTYPE, target=""):
    """One entry of a tar, as tarfile writes it."""
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, target
    made.size = len(content) if kind == tarfile.REGTYPE else 0
    return made, content


def packed(entries, form=tarfile.GNU_FORMAT):
    """Pack entries, or a mapping from names to contents, into a tar."""
    if isinstance(entries, dict):
        entries = [member(name, c.encode() if isinstance(c, str) else c) for name, c in entries.items()]
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for entry, content in entries:
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


@pytest.fixture
def ada(folder, course):
    """Read Ada's tar, in a class of two."""

    def _ada(content, kind="tar"):
        content = content if isinstance(content, bytes) else packed(content)
        is_plain = kind == "tar" or content.startswith(b"\x1f\x8b")
        (folder / f"ada.{kind}").write_bytes(content if is_plain else gzip.compress(content))
        (folder / "zuse.tar").write_bytes(packed({"forward.py": "zuse"}))
        ada, zuse = read_class(folder, course)
        assert zuse.sources == {"forward": b"zuse"}  # whatever Ada does
        assert not zuse.needs_human
        return ada

    return _ada


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT, tarfile.USTAR_FORMAT])
def test_a_tar_is_read_as_a_zip_would_be(ada, kind, form):
    files = {"work/forward.py": CODE, "work/week2/loss.py": "x = 1", "work/._forward.py": "", "work/notes.txt": ""}

    submission = ada(packed(files, form), kind)

    assert submission.sources == {"forward": CODE.encode(), "loss": b"x = 1"}
    assert "ignored 1 other file: work/notes.txt" in submission.flags
    assert not submission.needs_human


@pytest.mark.parametrize("kind", KINDS)
def test_a_tar_in_a_students_folder_is_opened(hand_in, kind):
    content = packed({"forward.py": CODE})

    submission = hand_in({f"work.{kind}": content if kind == "tar" else gzip.compress(content), "report.pdf": "%PDF"})

    assert submission.sources == {"forward": CODE.encode()}
    assert f"read from work.{kind}" in submission.flags
    assert not submission.needs_human


@pytest.mark.parametrize("kind", KINDS)
def test_a_tar_of_the_whole_class_is_one(folder, course, kind):
    path = folder / f"class.{kind}"
    content = packed({"class/ada/forward.py": CODE, "class/zuse/forward.py": "zuse"})
    path.write_bytes(content if kind == "tar" else gzip.compress(content))

    assert [s.student for s in read_class(path, course)] == ["ada", "zuse"]
    around = read_class(folder, course)
    assert [s.student for s in around] == ["ada", "zuse"]
    assert f"the hand-ins were read from the tar class.{kind} inside" in around.remarks


@pytest.mark.parametrize("name", ["hw.tar (1).gz", "hw(1).tar.gz", "hw.tar(2).gz", "hw (1).tgz"])
def test_a_tar_that_was_downloaded_twice_is_opened(hand_in, name):
    assert hand_in({name: gzip.compress(packed({"forward.py": CODE}))}).sources == {"forward": CODE.encode()}


def test_a_module_that_is_compressed_by_itself_is_called_that(hand_in):
    submission = hand_in({"forward.py.gz": gzip.compress(CODE.encode())})

    assert submission.refused == {"forward": "forward.py.gz is compressed: hand in forward.py itself"}


def test_what_gitlab_packs_of_a_branch_is_its_students(folder, course, roster):
    for student in ("ada", "hopper"):
        name = f"hw-{student}-main-{'0123456789abcdef' * 2}01234567"
        (folder / f"{name}.tar.gz").write_bytes(gzip.compress(packed({f"{name}/exercises/forward.py": CODE})))

    assert [s.student for s in read_class(folder, course, roster=roster)] == ["ada", "hopper"]


def test_what_it_is_decide_its_bytes_and_not_its_name(folder, course, zipped):
    (folder / "ada.tar.gz").write_bytes(zipped({"forward.py": CODE}))
    (folder / "hopper.tar.gz").write_bytes(packed({"forward.py": CODE}))  # a browser has unpacked half of it
    (folder / "zuse.zip").write_bytes(gzip.compress(packed({"forward.py": CODE})))

    assert [s.sources for s in read_class(folder, course)] == [{"forward": CODE.encode()}] * 3


@pytest.mark.parametrize("inner", ["zip in a tar", "tar in a zip", "tar in a tar"])
def test_an_archive_in_the_other_kind_is_opened(hand_in, zipped, inner):
    files = {"forward.py": CODE}
    tgz = gzip.compress(packed(files))
    outer = {
        "zip in a tar": {"a.tar.gz": gzip.compress(packed({"b.zip": zipped(files), "report.pdf": "%PDF"}))},
        "tar in a zip": {"a.zip": zipped({"b.tgz": tgz, "report.pdf": "%PDF"})},
        "tar in a tar": {"a.tar": packed({"b.tgz": tgz, "report.pdf": "%PDF"})},
    }

    submission = hand_in(outer[inner])

    assert submission.sources == {"forward": CODE.encode()}
    assert not submission.needs_human


def test_long_names_and_those_of_any_language_are_read(ada):
    deep = "/".join(["a rather long folder of the 福島 exercises"] * 4)
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        assert ada(packed({f"{deep}/forward.py": CODE}, form), "tgz").sources == {"forward": CODE.encode()}


def test_git_archive_writes_its_commit_first(ada):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT, pax_headers={"comment": "f" * 40}) as archive:
        archive.addfile(*(lambda entry, content: (entry, io.BytesIO(content)))(*member("m/forward.py", CODE.encode())))

    assert ada(out.getvalue(), "tar.gz").sources == {"forward": CODE.encode()}


def test_what_grader_wrote_is_no_hand_in_when_it_is_in_a_tar_either(folder, course, write):
    write({"ada/forward.py": CODE, "zuse/forward.py": CODE})
    (folder / "results.tar.gz").write_bytes(gzip.compress(packed({"results/.grader": "", "results/ada.json": "{}"})))

    intake = read_class(folder, course)

    assert [s.student for s in intake] == ["ada", "zuse"]
    assert "no hand-ins, because the grader wrote them: results.tar.gz" in intake.remarks


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        pytest.param(tarfile.SYMTYPE, "forward.py is a symbolic link, which is not followed", id="symbolic link"),
        pytest.param(tarfile.LNKTYPE, "forward.py is a hard link, which is not followed", id="hard link"),
        pytest.param(tarfile.FIFOTYPE, "forward.py is a named pipe", id="pipe"),
        pytest.param(tarfile.CHRTYPE, "forward.py is a device", id="device"),
        pytest.param(tarfile.BLKTYPE, "forward.py is a device", id="block device"),
        pytest.param(b"Z", "forward.py is neither a file nor a folder", id="unknown"),
    ],
)
def test_special_members_are_refused(ada, kind, sentence):
    submission = ada([member("forward.py", kind=kind, target="/etc/passwd"), member("loss.py", b"x = 1")])

    assert submission.sources == {"loss": b"x = 1"}
    assert submission.refused == {"forward": sentence}
    assert submission.needs_human


def test_a_linked_folder_leads_nowhere(ada):
    submission = ada([member("week1", kind=tarfile.SYMTYPE, target="/etc"), member("week1/forward.py", CODE.encode())])

    assert submission.sources == {}
    assert submission.needs_human


@pytest.mark.parametrize("name", ["/forward.py", "C:/forward.py", "/home/ada/forward.py", "//server/ada/forward.py"])
def test_names_that_begin_at_the_root_of_a_disk_are_read_below_it(ada, name):
    submission = ada({name: CODE})

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags[-1] == (
        "the tar's names begin at the root of a disk, and were read as if they began in the tar"
    )
    assert not submission.needs_human


@pytest.mark.parametrize(
    "name", ["/../forward.py", "../forward.py", "a/../../forward.py", "C:/../forward.py", "a/" * 99 + "b"]
)
def test_names_that_lead_out_are_not_read_and_reported(ada, name):
    submission = ada({name: "wrong", "loss.py": "x = 1"})

    assert submission.sources == {"loss": b"x = 1"}
    [flag] = submission.flags
    assert flag.startswith("the tar has names that lead out of it, which are not read: ")
    assert submission.needs_human


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_that_no_disk_can_hold_are_not_read_and_called_that(ada, form):
    submission = ada(packed({"-" * 3000 + ".py": "x", "loss.py": "x = 1"}, form))

    assert submission.sources == {"loss": b"x = 1"}
    [flag] = submission.flags
    assert flag.startswith("the tar has names that no disk can hold, which are not read: -----")


def test_a_name_that_stands_twice_is_refused(ada):
    submission = ada([member("forward.py", b"x = 1"), member("forward.py", b"x = 2"), member("loss.py", b"x = 3")])

    assert submission.sources == {"loss": b"x = 3"}
    assert submission.refused == {
        "forward": "forward.py stands twice in the tar, and only you know which one counts: keep one"
    }


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_cut_tar_is_refused_wherever_it_ends(ada, share):
    content = gzip.compress(packed({"forward.py": random.Random(1).randbytes(9000), "loss.py": "x = 1"}))

    submission = ada(content[: int(len(content) * share)], "tar.gz")

    assert submission.refused["forward"] == (
        "ada.tar.gz is not a tar that can be read (it ends too early): pack it again"
    )
    assert submission.needs_human


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(
            gzip.compress(b"%PDF-1.7" * 99), "is one file that gzip packed, and not a tar of a folder", id="a PDF"
        ),
        pytest.param(gzip.compress(b""), "is not a tar that can be read (it is empty)", id="empty"),
        pytest.param(packed({"forward.py": CODE * 99})[:700], "is not a tar that can be read (it ends", id="cut"),
        pytest.param(gzip.compress(packed({})) * 3, "has something behind its end", id="several"),
        pytest.param(b"\x1f\x8b" + b"x" * 99, "is not a tar that can be read (error -3", id="damaged gzip"),
    ],
)
def test_what_is_no_tar_is_refused_for_every_module(ada, content, sentence):
    submission = ada(content, "tgz" if content.startswith(b"\x1f\x8b") else "tar")

    assert set(submission.refused) == {"forward", "backward", "loss", "hands_on"}
    assert sentence in submission.refused["forward"]


def test_mutated_tars_never_raise_anything_but_a_refusal():
    deep = "/".join(["abcdefghij"] * 15)
    original = packed([member("forward.py", CODE.encode()), member(f"{deep}/loss.py", CODE.encode())])
    other = packed({f"{deep}/ü.py": CODE, "loss.py": CODE}, tarfile.PAX_FORMAT)
    dice = random.Random(7)
    refusals = set()
    for turn in range(4000):
        content = bytearray(dice.choice([original, other])[:5120])
        for _ in range(dice.choice([1, 1, 2, 5])):
            content[dice.randrange(len(content))] = dice.randrange(256)
        if turn % 2:  # else most damage ends at a header's checksum
            for start in range(0, len(content) - 512, 512):
                header = content[start : start + 512]
                content[start + 148 : start + 156] = b"%06o\0 " % (sum(header[:148]) + 256 + sum(header[156:]))
        try:
            with Archive(io.BytesIO(content)) as archive:
                for name in archive.listing(()).entries:
                    archive.read((name,), MODULE_BYTES)
        except Refused as refusal:
            refusals.add(str(refusal))

    assert len(refusals) > 6
    assert all(refusal.isprintable() for refusal in refusals)


def test_a_bomb_is_inflated_no_further_than_its_own_size_allows(ada):
    content = gzip.compress(packed({"forward.py": bytes(200 << 20)}))
    tracemalloc.start()

    submission = ada(content, "tar.gz")

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert submission.refused["forward"] == (
        f"ada.tar.gz unpacks to more than {ARCHIVE_BYTES:,} bytes, and at most so many are read: "
        "pack only the exercises"
    )
    assert peak < 2 * ARCHIVE_BYTES


@pytest.mark.parametrize("outer", ["zip", "tar.gz"])
def test_bombs_within_each_other_grow_no_further_than_what_was_sent_allows(folder, course, zipped, outer):
    """Each archive around another one made twenty times as much of it, which is 8,000 times after three."""
    content = packed({"forward.py": bytes(60 << 20)})
    loose, tight = zlib.compressobj(0, zlib.DEFLATED, -15), zlib.compressobj(9, zlib.DEFLATED, -15)
    stream = loose.compress(content[: 40 << 20]) + loose.flush(zlib.Z_FULL_FLUSH)  # which looks large, and is not
    stream += tight.compress(content[40 << 20 :]) + tight.flush()
    ends = struct.pack("<2L", zlib.crc32(content), len(content))
    around = {"bomb.tar.gz": b"\x1f\x8b\x08" + bytes(7) + stream + ends}
    assert gzip.decompress(around["bomb.tar.gz"]) == content
    (folder / f"ada.{outer}").write_bytes(zipped(around) if outer == "zip" else gzip.compress(packed(around)))

    [ada] = read_class(folder, course)

    assert ada.refused["forward"] == (
        f"bomb.tar.gz unpacks to more than {ARCHIVE_BYTES:,} bytes, and at most so many are read: "
        "pack only the exercises"
    )


def test_what_was_sent_is_the_least_of_what_lies_around(folder, zipped):
    inner = gzip.compress(packed({"forward.py": bytes(40 << 20)}))  # 40 kB
    (folder / "a.zip").write_bytes(zipped({"b.tar": packed({"c.tar.gz": inner, "zeros": bytes(30 << 20)})}))
    with open_folder(folder) as place, Unpacked(place) as unpacked:
        unpacked.enter(("a.zip",))
        unpacked.enter(("a.zip", "b.tar"))

        assert unpacked.sent(("a.zip", "b.tar", "zeros")) < 200_000
        assert unpacked.sent(("a.zip", "b.tar", "c.tar.gz")) <= len(inner)


def test_a_tar_of_too_many_entries_is_refused_for_itself_alone(ada):
    submission = ada({f"{number}": "" for number in range(MOST_ENTRIES + 1)}, "tar.gz")

    assert submission.refused["forward"] == (
        "ada.tar.gz is a tar of more than 10,000 entries, and at most so many are read: pack only the exercises"
    )


def test_a_virtual_environment_in_a_tar_counts_nothing(ada):
    tools = {f".venv/lib/site-packages/torch/{number}.py": "" for number in range(MOST_ENTRIES + 1)}

    submission = ada({**tools, "exercises/forward.py": CODE, ".git/objects/x": ""}, "tar.gz")

    assert submission.sources == {"forward": CODE.encode()}
    assert submission.flags == ("read from the folder exercises: forward.py",)
    assert not submission.needs_human


def test_a_size_below_nothing_leads_nowhere(ada):
    """tarfile's own way through such an archive goes back to where it came from, for ever."""
    header = bytearray(packed({"forward.py": CODE})[:512])
    header[124:136] = b"\xff" * 11 + b"\x00"
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)

    submission = ada(bytes(header) + bytes(10_240))

    assert submission.refused["forward"].startswith("ada.tar is not a tar that can be read")


def test_attributes_are_read_in_linear_time_and_up_to_a_limit(ada):
    """A million digits kept tarfile's own search busy for hours."""
    records = [(b"x", 1 << 20, "forward"), (b"x", (1 << 20) + 1, "refused")]
    for kind, size, outcome in records:
        header, _ = member("./PaxHeaders/forward.py")
        header.type, header.size = kind, size
        body = b"1" * (size - 6) + b" path="
        content = header.tobuf() + body + bytes(-size % 512) + packed({"forward.py": CODE})
        start = time.process_time()

        submission = ada(content)

        assert time.process_time() - start < 5
        assert submission.needs_human, outcome
        assert "ada.tar" in submission.refused["forward"]


def _about(content: bytes) -> bytes:
    """A header of attributes, about whatever entry comes next."""
    header, _ = member("./PaxHeaders/forward.py")
    header.type, header.size = b"x", len(content)
    return header.tobuf() + content + bytes(-len(content) % 512)


@pytest.mark.parametrize(
    "about",
    [
        pytest.param(17 * _about(b"6 a=b\n"), id="many about one entry"),
        pytest.param(12 * _about(b"8 path=\n" + b"6 a=b\n" * 160_000), id="millions of attributes"),
    ],
)
def test_more_headers_than_entries_need_are_refused(ada, about):
    """A file of 74 kB kept the reader busy for more than a minute."""
    submission = ada(about + packed({"forward.py": CODE}))

    assert "has more headers than entries need" in submission.refused["forward"]


def test_attributes_that_say_nothing_of_name_and_size_are_not_looked_at(ada):
    submission = ada(16 * _about(b"6 a=b\n" * 100_000) + packed({"forward.py": CODE}))

    assert submission.sources == {"forward": CODE.encode()}


@pytest.mark.parametrize("form", ["GNU", "PAX"])
def test_a_sparse_member_is_refused_and_the_others_are_read(ada, form):
    sparse, _ = member("forward.py")
    if form == "GNU":
        sparse.type = tarfile.GNUTYPE_SPARSE
        header = bytearray(sparse.tobuf(tarfile.GNU_FORMAT))
        header[482] = 1  # where its holes are goes on in the next block
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
        start = bytes(header) + bytes(512)
    else:
        sparse.pax_headers = {"GNU.sparse.major": "1", "GNU.sparse.name": "forward.py", "GNU.sparse.realsize": "9" * 12}
        start = sparse.tobuf(tarfile.PAX_FORMAT)

    submission = ada(start + packed({"loss.py": "x = 1"}))

    assert submission.sources == {"loss": b"x = 1"}
    assert submission.refused == {
        "forward": "forward.py is stored with holes, as a sparse file: pack it again without them"
    }


def test_an_empty_tar_is_said_to_be_empty(ada):
    assert ada(packed([])).flags == ("nothing was handed in",)


def test_a_tar_that_is_a_link_is_refused(folder, course):
    (folder / "ada.tar").write_bytes(packed({"forward.py": CODE}))
    (folder / "eve.tar").symlink_to("ada.tar")

    [submission] = read_class(folder, course, "eve", Roster())

    assert submission.refused["forward"] == "eve.tar is a symbolic link, which is not followed"


@pytest.mark.parametrize("name", ["work.rar", "work.7z", "work.tar.xz"])
def test_other_kinds_stay_a_sentence(hand_in, name):
    submission = hand_in({name: b"Rar!"})

    assert submission.refused["forward"] == f"{name} is a RAR archive, which is not read: pack the folder as a zip"
    assert submission.needs_human
