"""`grader run`, as its user meets it: what it prints, what it writes, what it refuses and what it does not do twice."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.grade.journal import Journal
from grader.grade.results import validate

WRONG = "def double(x):\n    return x\n"


def test_run_prints_a_table_and_writes_a_valid_document_for_each_student(run, hand_ins, solutions):
    ran = run(hand_ins(ada=solutions, hopper={"vectors": WRONG}))

    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"^ada +│ +60.0/60 │ +40.0/40 │ +100.0/100 │ +3 │", ran.out, re.MULTILINE)
    assert re.search(r"^hopper +│ +10.0/60 │ +0.0/40 │ +10.0/100 │ +0 │", ran.out, re.MULTILINE)
    assert re.search(r"^2 results in .*/results$", ran.out, re.MULTILINE)
    assert ran.results.keys() == {"ada", "hopper"}
    for student in ran.results:
        validate(ran.document(student).raw)
        assert ran.document(student)["isolation"] == "landlock+seccomp"


def test_progress_is_a_line_per_hand_in_where_nobody_looks_at_a_terminal(run, hand_ins, solutions):
    ran = run(hand_ins(ada=solutions, hopper={}), "--jobs", 1)

    assert ran.out.splitlines()[:2] == ["[1/2] ada: 100.0 of 100", "[2/2] hopper: 0.0 of 100"]
    assert "\x1b" not in ran.out


def test_a_second_run_grades_nothing_and_changes_no_byte(run, hand_ins, solutions):
    first = run(hand_ins(ada=solutions, hopper={"vectors": WRONG}))

    again = run(hand_ins())

    assert regraded(again) == set()
    assert again.results == first.results


def test_fresh_grades_all_again_to_the_same_bytes(run, hand_ins, solutions):
    first = run(hand_ins(ada=solutions, hopper={"vectors": WRONG}))

    again = run(hand_ins(), "--fresh")

    assert regraded(again) == {"ada", "hopper"}
    assert again.results == first.results


@pytest.mark.parametrize(
    ("file", "anew"),
    [
        pytest.param("class/ada/vectors.py", {"ada"}, id="a hand-in"),
        pytest.param("course/course.yaml", {"ada", "hopper"}, id="the course"),
        pytest.param("course/tests/hidden/test_vectors.py", {"ada", "hopper"}, id="a suite"),
        pytest.param("course/tests/mistakes/vectors.py", {"ada", "hopper"}, id="the mistakes"),
        pytest.param("course/solutions/training.py", {"ada", "hopper"}, id="a solution"),
        pytest.param("results/hopper.json", {"hopper"}, id="a result edited by hand"),
        pytest.param("results/.grader/hopper.key", {"hopper"}, id="the key of a result"),
    ],
)
def test_only_what_is_changed_is_graded_again(run, hand_ins, own_course, tmp_path, file, anew):
    first = run(hand_ins(ada={"vectors": WRONG}, hopper={"vectors": WRONG}), course=own_course)
    with (tmp_path / file).open("a") as changed:
        changed.write("\n# changed\n")

    again = run(hand_ins(), course=own_course)

    assert regraded(again) == anew
    assert again.document("hopper").raw == first.document("hopper").raw


@pytest.mark.parametrize("file", ["ada.json", ".grader/ada.key"])
def test_what_is_missing_is_graded_again(run, hand_ins, tmp_path, file):
    first = run(hand_ins(ada={"vectors": WRONG}, hopper={}))
    (tmp_path / "results" / file).unlink()

    again = run(hand_ins())

    assert regraded(again) == {"ada"}
    assert again.results == first.results


def test_results_are_the_same_with_any_number_of_jobs(run, hand_ins, solutions, stubs, tmp_path):
    hand_ins(ada=solutions, hopper=stubs, minsky={"vectors": WRONG}, rosenblatt={"vectors": "def double(x"})

    one = run(hand_ins(samuel={}), "--jobs", 1, out=tmp_path / "one")
    three = run(hand_ins(), "--jobs", 3, out=tmp_path / "three")

    assert one.results == three.results
    assert len(one.results) == 5


def test_one_student_can_be_graded_alone(run, hand_ins, solutions):
    ran = run(hand_ins(ada=solutions, hopper={}), "--student", "ada")

    assert ran.code == 0
    assert ran.results.keys() == {"ada"}


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
        pytest.param(["/nowhere"], "grader: /nowhere: no such file or folder", id="no hand-ins"),
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
    course = ["--course", str(tiny / "course.yaml"), "--out", str(tmp_path / "results")]

    done = command("run", *hand_ins, *course, *arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "text", "sentence"),
    [
        pytest.param(
            "tests/hidden/test_training.py",
            "import nowhere\n",
            "test_training.py: cannot be collected: E   ModuleNotFoundError: No module named 'nowhere'",
            id="suite that cannot be imported",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            "def test_it():\n    pass\n",
            "test_training.py::test_it: expected a mark such as @pytest.mark.exercise('softmax')",
            id="test of no exercise",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            "import pytest\n@pytest.mark.exercise('meen')\ndef test_it():\n    pass\n",
            "test_training.py::test_it: no exercise 'meen' in the course (did you mean 'mean'?)",
            id="test of an unknown exercise",
        ),
        pytest.param(
            "tests/hidden/test_training.py",
            "import pytest\n@pytest.mark.exercise('mean', weight=0)\ndef test_it():\n    pass\n",
            "test_training.py::test_it: expected a weight greater than 0, got 0",
            id="test without weight",
        ),
        pytest.param(
            "tests/hidden/test_training.py", "", "hidden: no hidden test of largest, mean, quadruple", id="no tests"
        ),
        pytest.param(
            "solutions/training.py", "1 / 0\n", "training.py: cannot be imported: ZeroDivisionError", id="solution"
        ),
        pytest.param("solutions/training.py", "", "no solution defines the exercise quadruple", id="empty solution"),
        pytest.param("tests/mistakes/vectors.py", "1 / 0\n", "vectors.py: cannot be imported: Zero", id="mistakes"),
        pytest.param("course.yaml", "name: [1]\n", "course.yaml: at $.name: expected text, got a list of 1", id="course"),
    ],
)
def test_a_course_that_cannot_grade_is_refused_in_one_sentence(run, hand_ins, own_course, file, text, sentence):
    (own_course / file).write_text(text)

    ran = run(hand_ins(ada={}), course=own_course)

    assert ran.code == 2
    assert sentence in ran.err
    assert ran.err.startswith("grader: ")
    assert ran.err.count("\n") == 1
    assert ran.results == {}


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        pytest.param("None + 1", "the hidden test itself failed: TypeError: unsupported operand", id="suite"),
        pytest.param("os.kill(os.getpid(), 9)", "the grading session ended with -9 and no result", id="session killed"),
        pytest.param("os._exit(3)", "the grading session ended with 3 and no result", id="session ended"),
        pytest.param("os.kill(os.getppid(), 9)", "a grading process ended with exit code -9", id="worker killed"),
    ],
)
def test_a_fault_of_ours_asks_for_a_human_and_costs_the_neighbours_nothing(
    run, hand_ins, own_course, solutions, fault, message
):
    with (own_course / "tests" / "hidden" / "test_vectors.py").open("a") as suite:
        suite.write(f"""
@pytest.mark.exercise("Tally")
def test_fails_by_itself():
    import os
    if vectors.double(X)[0] == 13:
        {fault}
""")
    unlucky = {"vectors": "def double(x):\n    return x + 12\n"}

    ran = run(hand_ins(ada=solutions, hopper=unlucky, minsky=solutions), "--jobs", 1, course=own_course)

    document = ran.document("hopper")
    assert (ran.code, document["needs_human"]) == (0, True)
    assert message in " ".join(document.messages("Tally"))
    assert document.status()["Tally"] == "error"
    assert document["flags"][-1].startswith("the suite of ")
    assert [ran.document(name)["points"] for name in ("ada", "minsky")] == [100.0, 100.0]
    assert "LOOK" in ran.out


def test_a_hand_in_that_could_not_be_graded_is_tried_again_by_the_next_run(run, hand_ins, own_course, tmp_path):
    file = own_course / "tests" / "hidden" / "test_vectors.py"
    killed = tmp_path / "killed"
    file.write_text(
        f"{file.read_text()}\n@pytest.mark.exercise('Tally')\ndef test_fails_once():\n    import os, pathlib\n"
        f"    if not pathlib.Path('{killed}').exists():\n        os.open('{killed}', os.O_CREAT)\n        os._exit(1)\n"
    )
    first = run(hand_ins(ada={"vectors": WRONG}), course=own_course)

    again = run(hand_ins(), course=own_course)

    assert (first.document("ada")["needs_human"], again.document("ada")["needs_human"]) == (True, False)
    assert again.document("ada")["points"] == 10.0


def test_names_of_students_become_files_of_their_own_and_harmless_text(run, hand_ins, tmp_path):
    names = ["Ada Lovelace", "小野", "🦊", "..hidden", "a\tb", "red\x1b[31m", "=1+1", os.fsdecode(b"g\xf6del")]
    for name in names:
        hand_ins({name.lstrip("."): {"vectors": WRONG}})
    with zipfile.ZipFile(tmp_path / "class" / "a..zip", "w") as archive:  # one student's zip that climbs out
        archive.writestr("../../escaped.py", "")
        archive.writestr("vectors.py", WRONG)

    ran = run(tmp_path / "class", out=tmp_path / "deep" / "results")

    assert ran.code == 0
    assert {"Ada Lovelace", "小野", "%F0%9F%A6%8A", "hidden", "a%09b", "red%1B%5B31m", "%3D1%2B1", "g%F6del"} <= {
        name.replace("=1+1", "%3D1%2B1") for name in ran.results
    } | {"%3D1%2B1"}
    assert "\x1b" not in ran.out
    assert ran.document("g%F6del")["student"] == os.fsdecode(b"g\xf6del")
    assert not list(tmp_path.rglob("escaped*"))
    assert run(tmp_path / "class", out=tmp_path / "deep" / "results").results == ran.results


def test_a_second_run_into_the_same_results_is_refused(run, hand_ins, tmp_path):
    with Journal(tmp_path / "results").locked():
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
    folder = hand_ins(ada={}, hopper=hang, minsky=hang)
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
    assert process.stdout.readline().startswith("[1/3] ada")  # now the next one hangs

    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=60)

    assert process.returncode == 2
    assert errors == "grader: stopped; run the same command again to go on\n"
    assert {path.name for path in (tmp_path / "results").glob("*.json")} == {"ada.json"}


def test_help_is_help_and_an_unknown_verb_a_sentence():
    assert command("--help").returncode == 0
    assert "grade the hand-ins in a folder or zip" in command("run", "--help").stdout

    unknown = command("grade")

    assert unknown.returncode == 2
    assert unknown.stderr == "grader: No such command 'grade'.\n"


def regraded(ran):
    """Return who was graded, not found unchanged, after the lines of progress."""
    lines = [re.fullmatch(r"\[\d+/\d+\] (.*): (.*)", line) for line in ran.out.splitlines()]
    return {line[1] for line in lines if line and line[2] != "unchanged"}


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "grader", *arguments], capture_output=True, text=True, timeout=120)


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says EIO when the last writer is gone
        return b""
