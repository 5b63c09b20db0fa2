"""`grader run`, as its user meets it: what it prints, what it writes, what it refuses and what it does not do twice."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import zipfile

import pytest

from grader.grade.document import Grade
from grader.grade.store import Store

WRONG = "def double(x):\n    return x\n"


@pytest.fixture(scope="module")
def first(tiny, tmp_path_factory, solutions):
    """A class that was graded once: its folder, and what the command printed."""
    folder = tmp_path_factory.mktemp("graded")
    write = {"ada": solutions, "hopper": {"vectors": WRONG}, "minsky": {}}
    for student, sources in write.items():
        (folder / "class" / student).mkdir(parents=True)
        for name, text in sources.items():
            (folder / "class" / student / f"{name}.py").write_text(text)
    where = ["--course", str(tiny), "--out", str(folder / "results"), "--jobs", "1"]
    done = command("run", str(folder / "class"), *where)
    assert (done.returncode, done.stderr) == (0, "")
    return folder, done.stdout


@pytest.fixture
def graded(first, tmp_path):
    """A copy of that class and its results, to change and run again."""
    shutil.copytree(first[0], tmp_path, dirs_exist_ok=True)
    return {path.stem: path.read_bytes() for path in (tmp_path / "results").glob("*.json")}


def test_run_says_line_by_line_how_far_it_is_and_ends_with_a_table_and_the_path(first):
    lines = first[1].splitlines()

    assert lines[:3] == ["[1/3] ada: 100.0 of 100", "[2/3] hopper: 10.0 of 100", "[3/3] minsky: 0.0 of 100"]
    assert re.fullmatch(r"student +┃ +vectors +┃ +training +┃ +points +┃ +bonus +┃ flags *", lines[3])
    assert re.fullmatch(r"ada +│ +60.0/60 │ +40.0/40 │ +100.0/100 │ +3 │ *", lines[5])
    assert re.fullmatch(r"hopper +│ +10.0/60 │ +0.0/40 │ +10.0/100 │ +0 │ *", lines[6])
    assert lines[-1] == f"3 results in {first[0] / 'results'}"
    assert "\x1b" not in first[1]


def test_run_writes_a_valid_document_for_each_student(graded):
    assert graded.keys() == {"ada", "hopper", "minsky"}
    for content in graded.values():
        assert Grade.from_json(content).to_json() == content
        assert json.loads(content)["isolation"] == "landlock+seccomp"


def test_a_second_run_grades_nothing_and_changes_no_byte(run, hand_ins, graded):
    again = run(hand_ins())

    assert regraded(again) == set()
    assert again.results == graded


def test_fresh_grades_all_again_to_the_same_bytes_with_any_number_of_jobs(run, hand_ins, graded):
    again = run(hand_ins(), "--fresh", jobs=3)

    assert regraded(again) == {"ada", "hopper", "minsky"}
    assert again.results == graded


@pytest.mark.parametrize(
    ("damage", "anew"),
    [
        pytest.param(lambda folder: append(folder / "class" / "ada" / "vectors.py"), "ada", id="hand-in"),
        pytest.param(lambda folder: append(folder / "results" / "hopper.json"), "hopper", id="result edited by hand"),
        pytest.param(lambda folder: (folder / "results" / "ada.json").unlink(), "ada", id="result deleted"),
        pytest.param(lambda folder: (folder / "results/.grader/ada.key").unlink(), "ada", id="key deleted"),
        pytest.param(lambda folder: append(folder / "results/.grader/ada.key"), "ada", id="key damaged"),
    ],
)
def test_only_what_is_changed_or_missing_is_graded_again(run, hand_ins, graded, tmp_path, damage, anew):
    damage(tmp_path)

    again = run(hand_ins())

    assert regraded(again) == {anew}
    assert again.results["hopper"] == graded["hopper"]
    assert again.document("ada")["points"] == 100.0


def test_run_says_what_it_kept_what_it_graded_and_how_marks_moved(run, hand_ins, graded, solutions):
    again = run(hand_ins(hopper=solutions))

    lines = again.out.splitlines()
    start = lines.index("marks moved")
    assert lines[start + 1 : start + 5] == [
        "  hopper vectors 10.0 → 63.0", "  hopper training 0.0 → 40.0", "", "of 3 hand-ins: 1 graded, 2 unchanged",
    ]  # fmt: skip
    assert "marks moved" not in run(hand_ins()).out


def test_a_result_of_an_earlier_run_that_is_of_none_of_these_hand_ins_is_named(run, hand_ins, graded, tmp_path):
    folder = hand_ins()
    assert "of an earlier run" not in run(folder).out
    (folder / "minsky").rename(folder / "marvin")

    ran = run(folder)

    assert "of an earlier run, and not among these hand-ins: minsky; reports and exports have them" in ran.out
    assert "of an earlier run" not in run(folder, "--student", "ada").out


def test_one_student_can_be_graded_alone(run, hand_ins, graded):
    ran = run(hand_ins(), "--student", "ada", "--fresh")

    assert regraded(ran) == {"ada"}
    assert ran.results == graded


def test_a_track_grades_its_exercises_only(run, hand_ins, solutions):
    ran = run(hand_ins(ada=solutions), "--track", "express")

    document = ran.document("ada")
    assert list(document.status()) == ["double", "quadruple"]
    assert (document["track"], document["points"], document["max_points"]) == ("express", 33.3333, 33.3333)


def test_without_a_jail_every_result_says_so(run, hand_ins, solutions):
    ran = run(hand_ins(ada=solutions), "--isolation", "process")

    assert ran.document("ada")["isolation"] == "process"
    assert ran.document("ada")["points"] == 100.0
    assert "not jailed" in ran.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        pytest.param(["/no/such/place"], "grader: /no/such/place: no such file or folder", id="no hand-ins"),
        pytest.param(["--track", "slow"], "grader: no track 'slow' in the course: it has express", id="track"),
        pytest.param(["--student", "adda"], "no hand-in of 'adda'; did you mean 'ada'?", id="student"),
        pytest.param(["--jobs", "0"], "grader: Invalid value for '--jobs'", id="jobs"),
        pytest.param(["--isolation", "none"], "grader: Invalid value for '--isolation'", id="isolation"),
        pytest.param(["--quick"], "grader: No such option", id="option"),
        pytest.param(["--out", "/dev/null/results"], "grader: /dev/null/results: results cannot be written", id="out"),
    ],
)
def test_what_the_user_must_mend_is_one_sentence_and_exit_2(tiny, tmp_path, arguments, sentence):
    (tmp_path / "ada").mkdir()
    hand_ins = [] if arguments[0].startswith("/") else [str(tmp_path)]
    course = ["--course", str(tiny), "--out", str(tmp_path / "results")]

    done = command("run", *hand_ins, *course, *arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        pytest.param("course.yaml", "course.yaml: at $: expected keys such as name and modules", id="course"),
        pytest.param("tests/hidden/test_training.py", "no hidden test of quadruple, largest, mean", id="suite"),
    ],
)
def test_a_course_that_cannot_grade_is_refused_in_one_sentence(run, hand_ins, own_course, file, sentence):
    (own_course / file).write_text("")

    ran = run(hand_ins(ada={}), course=own_course)

    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.startswith("grader: ")
    assert ran.err.count("\n") == 1
    assert ran.results == {}


def test_a_hidden_test_that_ends_the_session_costs_itself_alone_and_asks_for_a_human(run, hand_ins, own_course):
    suite = own_course / "tests" / "hidden" / "test_vectors.py"
    suite.write_text(
        f"{suite.read_text()}\n@pytest.mark.exercise('Tally')\ndef test_dies():\n    import os\n    os._exit(1)\n"
    )
    first = run(hand_ins(ada={"vectors": WRONG}, hopper={}), course=own_course)

    again = run(hand_ins(), course=own_course)

    assert (first.code, again.code) == (0, 0)
    assert first.document("ada")["needs_human"]
    assert "a hidden test of Tally was stopped in the middle: see its message" in first.document("ada")["flags"]
    assert first.document("ada")["points"] == 10.0
    assert regraded(again) == set()


def test_names_of_students_become_files_of_their_own_and_harmless_text(run, hand_ins, tmp_path):
    names = ["Ada Lovelace", "小野", "🦊", "a\tb", "red\x1b[31m", "=1+1", "-rf", os.fsdecode(b"g\xf6del")]
    hand_ins({name: {"vectors": WRONG} for name in names})
    with zipfile.ZipFile(tmp_path / "class" / "a..zip", "w") as archive:  # one student's zip that climbs out
        archive.writestr("../../escaped.py", "")
        archive.writestr("vectors.py", WRONG)

    ran = run(tmp_path / "class", out=tmp_path / "deep" / "results")

    assert ran.code == 0
    files = {"Ada Lovelace", "小野", "%F0%9F%A6%8A", "a%09b", "red%1B%5B31m", "%3D1+1", "%2Drf", "g%F6del", "a."}
    assert ran.results.keys() == files
    assert "\x1b" not in ran.out
    assert ran.document("g%F6del")["student"] == "g\\udcf6del"
    assert not list(tmp_path.rglob("escaped*"))
    assert run(tmp_path / "class", out=tmp_path / "deep" / "results").results == ran.results


def test_a_second_run_into_the_same_results_is_refused(run, hand_ins, tmp_path):
    with Store(tmp_path / "results").locked():
        ran = run(hand_ins(ada={}))

    assert ran.code == 2
    assert ran.err.endswith("results: another grader run is writing here: wait for it\n")


def test_results_that_cannot_be_written_end_the_run_with_a_sentence(run, hand_ins, tmp_path):
    (tmp_path / "results" / "ada.json").mkdir(parents=True)  # where the file should go

    ran = run(hand_ins(ada={}, hopper={}))

    assert ran.code == 2
    assert ran.err == f"grader: {tmp_path / 'results' / 'ada.json'}: cannot be written: Is a directory\n"


def test_a_terminal_sees_a_bar_with_a_count_and_no_hostile_character(tiny, tmp_path, hand_ins):
    folder = hand_ins({"evil\x1b]0;owned\x07": {}, "ada": {}})
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "run", str(folder), "--course", str(tiny), "--out", str(tmp_path / "results")],
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "120", "PYTHONIOENCODING": "utf-8"},
    )
    os.close(theirs)
    seen = b""
    while part := _read(ours):
        seen += part
    os.close(ours)

    assert process.wait() == 0
    text = seen.decode()
    assert "\x1b[" in text  # the bar moves
    assert re.search(r"grading .*[012]/2", text)
    assert "\x1b]0;" not in text
    assert "\x07" not in text


def test_stopped_by_ctrl_c_it_says_how_to_go_on(tiny, tmp_path, hand_ins):
    hang = {"vectors": "def double(x):\n    while True: pass\n"}
    folder = hand_ins(ada={}, hopper=hang)
    arguments = [str(folder), "--course", str(tiny), "--out", str(tmp_path / "results"), "--jobs", "1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "run", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("[1/2] ada")  # now the next one hangs

    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert errors.lstrip() == "grader: stopped; run the same command again to go on\n"
    assert {path.name for path in (tmp_path / "results").glob("*.json")} == {"ada.json"}


def test_help_is_help_and_an_unknown_verb_a_sentence():
    assert command("--help").returncode == 0
    assert "grade the hand-ins in a folder" in command("run", "--help").stdout

    unknown = command("grade")

    assert unknown.returncode == 2
    assert unknown.stderr == "grader: No such command 'grade'.\n"


def regraded(ran):
    """Return who was graded, not found unchanged, after the lines of progress."""
    lines = [re.fullmatch(r"\[\d+/\d+\] (.*): (.*)", line) for line in ran.out.splitlines()]
    return {line[1] for line in lines if line and line[2] != "unchanged"}


def append(path):
    with path.open("a") as file:
        file.write("\n# changed\n")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "grader", *arguments], capture_output=True, text=True, timeout=120)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says EIO when the last writer is gone
        return b""


@pytest.mark.parametrize("module", ["classes", "marks", "courses"])
def test_a_command_that_calculates_nothing_starts_without_what_calculates(module):
    asked = f"import sys, grader.cli.{module}; print({{'numpy', 'pytest', 'msgpack'}} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
