"""Every complaint about a course.yaml says where, what was expected and what came."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.course.loading import CourseError, find_course, load_course, read_text, read_toml

GOOD = """\
name: geometry
title: A Little Geometry
packages: [numpy]
limits: {memory_mb: 512}
modules:
  - name: plane
    weight: 60
    exercises:
      - {name: area, points: 1, tier: express, minutes: 3}
      - {name: diagonal, points: 2, tier: stretch, minutes: 4}
  - name: tortoise
    weight: 40
    builds_on: [plane]
    exercises:
      - {name: walk, points: 1, tier: core, minutes: 1}
assignments:
  - {name: first, modules: [plane], due: 2027-01-31T23:59:00Z}
  - {name: second, modules: [plane, tortoise], due: null}
late: {percent_per_day: 10}
tracks:
  short: {exercises: [walk, area]}
  für-Eilige: {tiers: [express]}
"""
UTC = "expected a date and time in UTC, such as 2027-01-31T23:59:00Z"


def complaint(path: Path) -> str:
    with pytest.raises(CourseError) as caught:
        load_course(path)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_good_course_is_read_from_its_file_or_its_folder(tmp_path):
    (tmp_path / "course.yaml").write_text(GOOD, encoding="utf-8")

    course = load_course(tmp_path)

    assert course == load_course(tmp_path / "course.yaml")
    assert [module.name for module in course.modules] == ["plane", "tortoise"]
    assert course.root == tmp_path.resolve()


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        pytest.param(
            "weight: 60", "weight: 0", "$.modules[0].weight: expected a number greater than 0, got 0", id="zero"
        ),
        pytest.param(
            "weight: 60", "weight: -5", "$.modules[0].weight: expected a number greater than 0, got -5", id="negative"
        ),
        pytest.param("weight: 60", "weight: .nan", "$.modules[0].weight: expected a finite number, got nan", id="nan"),
        pytest.param("weight: 60", "weight: true", "$.modules[0].weight: expected a number, got true", id="boolean"),
        pytest.param("weight: 60", "weight: yes", "weight: expected a number, got the text 'yes'", id="yes"),
        pytest.param(
            "weight: 60",
            "weight: '60'",
            "$.modules[0].weight: expected a number, got the text '60': write it without quotation marks",
            id="quoted number",
        ),
        pytest.param("weight: 60", "weight: 1:30", "expected a number, got the text '1:30'", id="sixty times"),
        pytest.param("weight: 60", "weight: 010", "expected a number, got the text '010'", id="octal"),
        pytest.param("weight: 60", "weight: 0x10", "expected a number, got the text '0x10'", id="hexadecimal"),
        pytest.param("weight: 60", "weight: 1e400", "expected a finite number, got inf", id="infinite"),
        pytest.param("weight: 60", "weight: 1e7", "expected a number of at most 1000000, got 10000000", id="huge"),
        pytest.param("minutes: 3", "minutes: 100001", "expected a number of at most 100000, got 100001", id="months"),
        pytest.param(
            "points: 1",
            "points: 1,5",
            "$.modules[0].exercises[0]: expected keys that are text, got the key 5: write a decimal with a point",
            id="decimal comma",
        ),
        pytest.param("title: A Little Geometry", "title: 2027", "got 2027: put it into quotation marks", id="a year"),
        pytest.param(
            "minutes: 3",
            "minutes: 2.5",
            "$.modules[0].exercises[0].minutes: expected a whole number, got 2.5",
            id="part",
        ),
        pytest.param(
            "minutes: 3",
            "minutes: true",
            "$.modules[0].exercises[0].minutes: expected a whole number, got true",
            id="bool",
        ),
        pytest.param(
            "minutes: 3",
            "minute: 3",
            "$.modules[0].exercises[0].minute: expected no such key (did you mean 'minutes'?), got 3 (and 1 more)",
            id="missing key",
        ),
        pytest.param(
            "minutes: 3",
            "minutes: 3, pionts: 1",
            "$.modules[0].exercises[0].pionts: expected no such key (did you mean 'points'?), got 1",
            id="unknown key",
        ),
        pytest.param(
            "tracks:",
            "track:",
            "$.track: expected no such key (did you mean 'tracks'?), got keys and values",
            id="top key",
        ),
        pytest.param(
            "title:", "title: x\nroot:", "$.root: expected no such key, got the text 'A Little Geometry'", id="root"
        ),
        pytest.param(
            "memory_mb: 512",
            "memory_mb: 1",
            "$.limits.memory_mb: expected a number of at least 256, got 1",
            id="memory",
        ),
        pytest.param(
            "percent_per_day: 10",
            "percent_per_day: 101",
            "$.late.percent_per_day: expected a number of at most 100, got 101",
            id="percent",
        ),
        pytest.param(
            "tier: express",
            "tier: expres",
            "$.modules[0].exercises[0].tier: expected one of 'express', 'core' or 'stretch', got the text 'expres'",
            id="tier",
        ),
        pytest.param(
            "packages: [numpy]", "packages: numpy", "$.packages: expected a list, got the text 'numpy'", id="list"
        ),
        pytest.param("packages: [numpy]", "packages: [1]", "$.packages[0]: expected text, got 1", id="text"),
        pytest.param(
            "packages: [numpy]",
            "packages: [scikit-learn]",
            "$.packages[0]: expected the name by which a package is imported, such as sklearn, without a version, "
            "got the text 'scikit-learn'",
            id="as pip calls it",
        ),
        pytest.param("packages: [numpy]", "packages: [math]", "$.packages[0]: expected no module of Python", id="math"),
        pytest.param("packages: [numpy]", "packages: [grader]", "$.packages[0]: expected no module of", id="grader"),
        pytest.param(
            "packages: [numpy]", "packages: [numpy, numpy]", "$.packages[1]: expected each package name", id="packages"
        ),
        pytest.param("percent_per_day: 10", "grace_minutes: 600000", "expected a number of at most 525600", id="grace"),
        pytest.param("2027-01-31T23", "0202-01-31T23", "$.assignments[0].due: expected a year from", id="year 202"),
        pytest.param(
            "2027-01-31T23:59:00Z",
            "'2027-01-31T23:59:00Z'",
            "got the text '2027-01-31T23:59:00Z': write it without quotation marks",
            id="quoted date",
        ),
        pytest.param(
            "due: 2027",
            "day: 2027",
            "$.assignments[0].day: expected one of the keys name, modules and due, got 2027-01-31T23:59:00",
            id="a key of its own",
        ),
        pytest.param(
            "short: {exercises: [walk, area]}",
            "short: {exercises: [walk], home: [walk, walk]}",
            "$.tracks.short.home[1]: expected each exercise name once, got 'walk' a second time",
            id="home twice",
        ),
        pytest.param(
            "short: {exercises: [walk, area]}",
            "short: {exercises: [walk], tiers: [core]}",
            "$.tracks.short: expected either tiers or exercises, got both",
            id="tiers and exercises",
        ),
        pytest.param(
            "- {name: area, points: 1, tier: express",
            "- {name: area, points: 1, tier: core",
            "$.tracks['für-Eilige'].tiers: expected a tier that some exercise has, got express",
            id="track without an exercise",
        ),
        pytest.param(
            "minutes: 3",
            "minutes: 3, variant: {n: {least: 1, most: 10000000000000001}}",
            "$.modules[0].exercises[0].variant.n: expected whole numbers of at most 16 digits, got keys and values",
            id="more choices than can be counted",
        ),
        pytest.param(
            "name: area,",
            "name: area__2,",
            "$.modules[0].exercises[0].name: expected a name without two underscores in a row or one at its end, since "
            "those part an exercise from a mistake, got the text 'area__2'",
            id="as a mistake is called",
        ),
        pytest.param("name: area,", "name: area_,", "expected a name without two underscores in a row", id="one more"),
        pytest.param("short: {", "'a b': {", "$.tracks: expected a name of letters", id="track with a space"),
        pytest.param("name: area", "name: \ufb01x", "a name as Python reads it, 'fix', got the text", id="ligature"),
        pytest.param(
            "name: first", f"name: {'a' * 101}", "$.assignments[0].name: expected at most 100 characters", id="long"
        ),
        pytest.param("title: A", "title: !A", "put a text with a ! in front into quotation marks", id="exclamation"),
        pytest.param("title: A", "title: - A", "put a text that begins with - into quotation marks", id="dash"),
        pytest.param("- name: tortoise", "* name: tortoise", "begin an entry of a list with -", id="star"),
        pytest.param("title: A Little Geometry", "title:", "$.title: expected text, got nothing", id="no title"),
        pytest.param(
            "title: A Little Geometry", "title: ''", "$.title: expected at least 1 character", id="empty title"
        ),
        pytest.param(
            "name: geometry",
            "name: a b",
            "$.name: expected a name of letters from a to z, digits, - and _ that starts with a letter or digit",
            id="course name",
        ),
        pytest.param(
            "name: area",
            "name: 3d",
            "$.modules[0].exercises[0].name: expected a Python name that does not start with an underscore",
            id="no Python name",
        ),
        pytest.param(
            "name: area", "name: class", "$.modules[0].exercises[0].name: expected a Python name", id="Python keyword"
        ),
        pytest.param(
            "- name: tortoise",
            "- name: random",
            "$.modules[1].name: expected a module name that no file of Python, of the kit or of a known package has, "
            "got the text 'random'",
            id="module of Python",
        ),
        pytest.param(
            "- name: tortoise", "- name: expect", "$.modules[1].name: expected a module name", id="of the kit"
        ),
        pytest.param(
            "- name: tortoise",
            "- name: plane",
            "$.modules[1].name: expected each module name once, got 'plane' a second time",
            id="two modules",
        ),
        pytest.param(
            "name: walk,",
            "name: area,",
            "$.modules[1].exercises[0].name: expected each exercise name once, got 'area' a second time",
            id="two exercises",
        ),
        pytest.param(
            "name: second",
            "name: first",
            "$.assignments[1].name: expected each assignment name once, got 'first' a second time",
            id="two assignments",
        ),
        pytest.param(
            "tier: express",
            "tier: stretch",
            "$.modules[0].exercises: expected at least one exercise that is no stretch, got stretch alone",
            id="bonus alone",
        ),
        pytest.param(
            "builds_on: [plane]",
            "builds_on: [plain]",
            "$.modules[1].builds_on[0]: expected the name of another module, got 'plain' (did you mean 'plane'?)",
            id="builds on unknown",
        ),
        pytest.param(
            "name: tortoise",
            "name: Plane",
            "$.modules[1].name: expected a name that differs from 'plane' by more than capitals, got 'Plane'",
            id="two modules that are one file on Windows",
        ),
        pytest.param(
            "builds_on: [plane]",
            "builds_on: [tortoise]",
            "$.modules[1].builds_on[0]: expected the name of another module, got 'tortoise'",
            id="builds on itself",
        ),
        pytest.param(
            "modules: [plane, tortoise]",
            "modules: [plane, turtle]",
            "$.assignments[1].modules[1]: expected the name of a module, got 'turtle'",
            id="assignment of an unknown module",
        ),
        pytest.param(
            "modules: [plane, tortoise]",
            "modules: [plane, plane]",
            "$.assignments[1].modules[1]: expected each module name once, got 'plane' a second time",
            id="module twice in an assignment",
        ),
        pytest.param(
            "exercises: [walk, area]",
            "exercises: [walk, aera]",
            "$.tracks.short.exercises[1]: expected the name of an exercise, got 'aera' (did you mean 'area'?)",
            id="track with an unknown exercise",
        ),
        pytest.param(
            "short: {exercises: [walk, area]}",
            "short: {}",
            "$.tracks.short: expected either tiers or exercises, got neither",
            id="empty",
        ),
        pytest.param(
            "short: {exercises: [walk, area]}",
            "3: {tiers: [core]}",
            "$.tracks: expected keys that are text, got the key 3",
            id="number as a track",
        ),
        pytest.param("title:", "1: x\ntitle:", "$: expected keys that are text, got the key 1", id="number as a key"),
        pytest.param("T23:59:00Z", "", f"$.assignments[0].due: {UTC}, got 2027-01-31 without a time", id="no time"),
        pytest.param("23:59:00Z", "23:59:00", f"$.assignments[0].due: {UTC}, got 2027-01-31T23:59:00", id="no zone"),
        pytest.param(
            "23:59:00Z",
            "23:59:00+02:00",
            f"$.assignments[0].due: {UTC}, got 2027-01-31T23:59:00+02:00",
            id="other zone",
        ),
        pytest.param("2027-01-31T23:59:00Z", "soon", f"$.assignments[0].due: {UTC}, got the text 'soon'", id="no date"),
        pytest.param(
            "2027-01-31T23:59:00Z",
            "2027-02-30",
            "line 17, column 42: expected a day and time that exist, got 2027-02-30",
            id="no such day",
        ),
        pytest.param(
            "title:", "title: x\ntitle:", "line 3, column 1: expected each key once, got 'title' twice", id="twice"
        ),
        pytest.param("title: A", "title: [A", "line 3, column 9: expected ',' or ']'", id="no YAML"),
        pytest.param("title: A", "title: \a", "line 2: expected text, got the control character '\\x07'", id="control"),
        pytest.param(
            "title: A",
            "? [a]\n: b\ntitle: A",
            "line 2, column 3: expected a key that is text, got a list",
            id="list as a key",
        ),
    ],
)
def test_a_bad_course_is_refused_with_place_wanted_and_got(tmp_path, good, bad, sentence):
    path = tmp_path / "course.yaml"
    path.write_text(GOOD.replace(good, bad, 1), encoding="utf-8")
    assert GOOD.count(good) >= 1

    text = complaint(path)

    assert text.startswith(f"{path}: ")
    assert sentence in text
    assert len(text) - len(str(path)) < 220


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(b"", "at $: expected keys such as name and modules, got an empty file", id="empty file"),
        pytest.param(b"# nothing\n", "at $: expected keys such as name and modules, got an empty file", id="comment"),
        pytest.param(b"- a\n- b\n", "at $: expected keys such as name and modules, got a list of 2", id="list"),
        pytest.param(b"hello", "at $: expected keys such as name and modules, got the text 'hello'", id="text"),
        pytest.param(
            b"name: !!int x\n", "line 1, column 7: expected int, as its tag says, got the text 'x'", id="no number"
        ),
        pytest.param(b"name: !!float ''\n", "expected float, as its tag says, got the text ''", id="no fraction"),
        pytest.param(
            b"name: !!bool x\n", "expected bool, as its tag says, got the text 'x'", id="neither true nor false"
        ),
        pytest.param(b"name: !!timestamp x\n", "expected timestamp, as its tag says, got the text 'x'", id="no moment"),
        pytest.param(b"name: " + b"[" * 20_000, "expected YAML, got what it cannot read", id="brackets in brackets"),
        pytest.param(
            b"a: 1\n---\nb: 2\n",
            "line 2, column 1: expected one course, got a second one below `---`",
            id="two documents",
        ),
        pytest.param(
            b"name: x\ntitle: G\xe9om\xe9trie\n",
            "expected UTF-8 text, got byte 0xe9 in line 2: save it as UTF-8",
            id="Latin-1",
        ),
    ],
)
def test_a_file_that_is_no_course_is_refused(tmp_path, content, sentence):
    path = tmp_path / "course.yaml"
    path.write_bytes(content)

    assert sentence in complaint(path)


@pytest.mark.parametrize(
    ("good", "bad", "line"),
    [
        pytest.param("weight: 40", "weight: 0", 12, id="a value"),
        pytest.param("points: 2, ", "", 10, id="a key that is missing: where it should be"),
        pytest.param("[walk, area]", "[walk, aera]", 21, id="an entry of a list"),
        pytest.param("builds_on:", "build_on:", 13, id="a key that nobody knows"),
        pytest.param("{percent_per_day: 10}", "{<<: {grace_minutes: x}}", 19, id="merged in"),
        pytest.param("short: {", "3: {", 21, id="a key that is no text"),
    ],
)
def test_the_line_of_what_is_wrong_is_named(tmp_path, good, bad, line):
    path = tmp_path / "course.yaml"
    path.write_text(GOOD.replace(good, bad, 1), encoding="utf-8")

    assert complaint(path).startswith(f"{path}: line {line}: at $.")


def test_plain_words_are_texts_and_numbers_are_read_as_they_are_written(tmp_path):
    words = "minutes: 3, variant: {land: [no, de], x: [1e3, 1.5]}"
    (tmp_path / "course.yaml").write_text(GOOD.replace("minutes: 3", words, 1), encoding="utf-8")

    variant = load_course(tmp_path).modules[0].exercises[0].variant

    assert variant == {"land": ["no", "de"], "x": [1000.0, 1.5]}


def test_a_file_with_a_byte_order_mark_is_read(tmp_path):
    (tmp_path / "course.yaml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())

    assert load_course(tmp_path).name == "geometry"


def test_a_missing_file_is_named(tmp_path):
    assert complaint(tmp_path) == f"{tmp_path / 'course.yaml'}: cannot be read: No such file or directory"


def test_yaml_merge_keys_are_no_doubled_keys(tmp_path):
    merged = GOOD.replace("percent_per_day: 10}", "percent_per_day: 10, <<: {grace_minutes: 5}}")
    (tmp_path / "course.yaml").write_text(merged, encoding="utf-8")

    assert load_course(tmp_path).late.grace_minutes == 5


def test_the_course_of_a_folder_is_found_above_it(tmp_path):
    (tmp_path / "course.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "a" / "b").mkdir(parents=True)

    assert find_course(tmp_path / "a" / "b") == tmp_path.resolve() / "course.yaml"


def test_no_course_anywhere_says_where_it_looked(tmp_path):
    with pytest.raises(
        CourseError, match=r"no course\.yaml in .* or above it: run this inside a course, or give --course"
    ):
        find_course(tmp_path)


def test_a_course_among_the_hand_ins_is_not_said_to_be_missing(tmp_path):
    (tmp_path / "course.yaml").write_text(GOOD, encoding="utf-8")

    with pytest.raises(
        CourseError, match=r"course\.yaml: lies in the folder of the hand-ins, .*: name a folder that holds"
    ):
        find_course(tmp_path, never_in=tmp_path)


def test_a_track_keeps_marks_and_an_unknown_one_is_refused(tmp_path):
    (tmp_path / "course.yaml").write_text(GOOD, encoding="utf-8")
    course = load_course(tmp_path)

    short = course.on_track("short")

    assert [e.name for m in short.modules for e in m.exercises] == ["area", "walk"]
    assert [m.max_points(e) for m in short.modules for e in m.exercises] == [60.0, 40.0]
    with pytest.raises(KeyError):
        course.on_track("long")
    with pytest.raises(KeyError):
        course.module("nothing")


def test_a_text_that_is_no_utf8_is_named_with_its_byte_and_line(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_bytes(b"# Lines\r\n\r\nna\xefve\r\n")

    with pytest.raises(CourseError, match=r"expected UTF-8 text, got byte 0xef in line 3: save it as UTF-8"):
        read_text(path)


def test_a_text_that_is_not_there_is_named_with_what_it_is_for(tmp_path):
    with pytest.raises(CourseError, match=r"plane\.py: cannot be read: No such file or directory: students need it"):
        read_text(tmp_path / "test_plane.py", "students need it")


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path):
    path = tmp_path / "answers.toml"
    path.write_text("area = width times height\n")

    with pytest.raises(CourseError, match=r"answers\.toml: expected TOML, got: .*line 1.*are there quotation marks"):
        read_toml(path)
