from __future__ import annotations

import csv
from pathlib import Path

import pytest

from grader.intake.roster import Enrolled, Roster, RosterError, is_usable_id, read_roster


@pytest.mark.parametrize(
    ("name", "number", "student"),
    [
        pytest.param("ada", "", "ada", id="id"),
        pytest.param("Ada Lovelace", "", "ada", id="first and last name"),
        pytest.param("lovelaceada", "", "ada", id="as Canvas writes it"),
        pytest.param("Lovelace, Ada", "", "ada", id="with a comma"),
        pytest.param("amazing@example.org", "", "hopper", id="e-mail"),
        pytest.param("admiral hopper", "", "hopper", id="alias"),
        pytest.param("ADÀ", "", "ada", id="capitals and accents"),
        pytest.param("John Smith", "", None, id="two of that name"),
        pytest.param("John Smith", "108", "smith.k", id="two of that name, told apart by the number"),
        pytest.param("somebody", "104", "minsky", id="unknown name, known number"),
        pytest.param("ada", "104", None, id="the name of one, the number of another"),
        pytest.param("nobody", "", None, id="unknown"),
        pytest.param("", "", None, id="empty"),
        pytest.param("101", "", None, id="a number is no name"),
    ],
)
def test_a_student_is_found_or_nobody_is_guessed(roster: Roster, name: str, number: str, student: str | None):
    assert roster.find(name, number) == student


@pytest.mark.parametrize(
    ("name", "number", "student"),
    [
        ("Ada Lovelace", "104", None),
        ("Ada Lovelace_104", "", None),
        ("Ada Lovelace", "101", "ada"),
        ("Ada Lovelace_101", "", "ada"),
        ("Ada Lovelace_7", "", "ada"),
    ],
)
def test_a_name_with_the_number_of_another_student_is_nobodys(
    roster: Roster, name: str, number: str, student: str | None
):
    assert roster.identify(name, number) == student


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("Name,Mail\nada,a@b\n", r"expected a first line with id, .*; got Name, Mail$", id="no id column"),
        pytest.param("", "expected a first line with id", id="empty"),
        pytest.param("id\nada\nada\n", "line 3: expected each id once, got 'ada'", id="twice"),
        pytest.param("\nid\n\nada\n\nada\n", "line 6: expected each id once", id="twice, between empty lines"),
        pytest.param("sep=;\nid;email\nada;\nada;\n", "line 4: expected each id once", id="twice, as Excel wants it"),
        pytest.param("id\n../../etc\n", "line 2: expected an id of letters", id="a path"),
        pytest.param("id\na+b\n", "line 2: expected an id of letters", id="nbgrader's separator"),
        pytest.param('id\n"ada\n', "expected CSV", id="broken CSV"),
    ],
)
def test_a_wrong_class_list_is_refused_with_its_line(tmp_path: Path, text: str, complaint: str):
    path = tmp_path / "students.csv"
    path.write_text(text)

    with pytest.raises(RosterError, match=complaint):
        read_roster(path)


def test_two_columns_of_ids_are_one_where_they_agree_and_refused_where_they_do_not(tmp_path: Path):
    (tmp_path / "a.csv").write_text("id,last_name,id\nada,Lovelace,ada\nhopper,Hopper,\n")
    (tmp_path / "b.csv").write_text("id,last_name,id\nada,Lovelace,17\n")

    assert [student.id for student in read_roster(tmp_path / "a.csv").students] == ["ada", "hopper"]
    with pytest.raises(RosterError, match=r"b\.csv: line 2: expected one id, got 'ada' and '17' in two columns: take"):
        read_roster(tmp_path / "b.csv")


@pytest.mark.parametrize("headings", ["username,login", "alias,alias,id", "ID-Nummer,Matrikelnummer"])
def test_of_two_columns_of_logins_numbers_or_aliases_each_finds_the_student(tmp_path: Path, headings: str):
    (tmp_path / "list.csv").write_text(f"{headings},last_name\nada,countess,lovelace,\n")

    roster = read_roster(tmp_path / "list.csv")

    assert {roster.find("ada"), roster.find("countess")} == {roster.students[0].id}


def test_a_class_list_saved_by_a_spreadsheet_is_read(tmp_path: Path):
    path = tmp_path / "students.csv"
    path.write_bytes("\ufeffID,First Name,E-mail\r\nada,Ada,ada@example.org\r\n,,\r\n".encode())

    (student,) = read_roster(path).students

    assert (student.id, student.first_name) == ("ada", "Ada")


@pytest.mark.parametrize(
    ("headings", "line", "expected"),
    [
        pytest.param(
            "Vorname;Nachname;ID-Nummer;E-Mail-Adresse", "Ada;Lovelace;4711;a@x.org", "4711", id="Moodle in German"
        ),
        pytest.param(
            "Nachname;Vorname;Anmeldename;Matrikelnummer;E-Mail-Adresse", "Lovelace;Ada;ada;4711;a@x.org", "ada",
            id="with login and number",
        ),
        pytest.param("Matrikelnr.;Nachname;Vorname;E-Mail", "4711;Lovelace;Ada;a@x.org", "4711", id="an office's list"),
        pytest.param(
            "Prénom,Nom de famille,Numéro d’identification,Adresse de courriel", "Ada,Lovelace,4711,a@x.org", "4711",
            id="French",
        ),
        pytest.param("Prénom,Nom,Nom d'utilisateur,Courriel", "Ada,Lovelace,ada,a@x.org", "ada", id="French login"),
        pytest.param(
            "Nombre,Apellido(s),Número de ID,Dirección de correo", "Ada,Lovelace,4711,a@x.org", "4711", id="Spanish"
        ),
        pytest.param(
            "Nome,Cognome,Codice identificativo,Indirizzo email", "Ada,Lovelace,4711,a@x.org", "4711", id="Italian"
        ),
        pytest.param(
            "Nome,Apelido(s),Número de identificação,Endereço de email", "Ada,Lovelace,4711,a@x.org", "4711",
            id="Portuguese",
        ),
        pytest.param(
            "Nome,Sobrenome,Nome de usuário,Endereço de e-mail", "Ada,Lovelace,ada,a@x.org", "ada", id="of Brazil"
        ),
        pytest.param("Voornaam,Achternaam,ID-nummer,E-mailadres", "Ada,Lovelace,4711,a@x.org", "4711", id="Dutch"),
        pytest.param("First name,Last name,ID number,Email address", "Ada,Lovelace,4711,a@x.org", "4711", id="English"),
        pytest.param("First name,Last name,Username,ID number,Email address", "Ada,Lovelace,ada,,a@x.org", "ada",
            id="without the number"),
        pytest.param("First Name,Last Name,SID,Email,Role", "Ada,Lovelace,4711,a@x.org,Student", "4711",
            id="Gradescope's"),
        pytest.param('Student,ID,SIS User ID,SIS Login ID,Section', '"Lovelace, Ada",101,4711,ada,A', "ada",
            id="Canvas's gradebook"),
        pytest.param("OrgDefinedId,Username,Last Name,First Name,Email", "#4711,#ada,Lovelace,Ada,a@x.org", "ada",
            id="Brightspace's"),
    ],
)  # fmt: skip
def test_a_class_list_is_read_as_platforms_export_it(tmp_path: Path, headings: str, line: str, expected: str):
    path = tmp_path / "students.csv"
    path.write_text(f"{headings}\n{line}\n", encoding="utf-8-sig")

    roster = read_roster(path)

    (student,) = roster.students
    assert (student.id, student.first_name, student.last_name) == (expected, "Ada", "Lovelace")
    assert student.email == ("" if "SIS" in headings else "a@x.org")
    for name in ("Ada Lovelace", "Lovelace, Ada", *(("4711",) if "4711" in line else ())):
        assert roster.find(name) == expected


def test_lines_of_canvas_that_are_no_students_are_left_out(tmp_path: Path):
    path = tmp_path / "students.csv"
    path.write_text(
        "Student,ID,SIS User ID,SIS Login ID,Section,Exercise 1 (9001)\n,,,,,Manual Posting\n"
        '    Points Possible,,,,,100\n"Lovelace, Ada",101,4711,ada,A,\n"Student, Test",199,,c0ffee,A,\n'
    )

    roster = read_roster(path)

    assert [s.id for s in roster.students] == ["ada", "c0ffee"]
    assert roster.identify("lovelaceada_101_9001_forward.py") == "ada"
    assert [s.lms_user_id for s in roster.students] == ["101", "199"]


def test_a_full_name_in_one_column_is_matched(tmp_path: Path):
    path = tmp_path / "students.csv"
    path.write_text("Identifier,Full name,Email address\nParticipant 3312,Ada Lovelace,a@x.org\n")

    assert read_roster(path).identify("Ada Lovelace_3312_assignsubmission_file_") == "Participant 3312"


@pytest.mark.parametrize(
    "headings",
    [
        "Vorname,Nachname,E-Mail-Adresse",
        "student,points,max_points",
        "Nome,Cognome",
        "exercise,title,points",
        "",
        "name",
    ],
)
def test_what_tells_no_student_from_another_is_no_class_list(tmp_path: Path, headings: str):
    path = tmp_path / "students.csv"
    path.write_text(f"{headings}\nAda,Lovelace,3\n")

    with pytest.raises(RosterError, match="expected a first line with id, first_name, last_name, email; got"):
        read_roster(path)


TWO = [["id", "first_name", "last_name", "email"], ["ada", "Ada", "Lovelace, Countess", "a@example.org"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_class_list_is_read_in_every_form_that_spreadsheets_write(tmp_path: Path, delimiter: str, encoding: str):
    path = tmp_path / "students.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows(TWO)

    (student,) = read_roster(path).students

    assert [student.id, student.first_name, student.last_name, student.email] == TWO[1]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"id,last_name,email"\n"ada,""Lovelace, A."",a@e.org"\n', id="each line in quotes"),
        pytest.param('id,last_name,email;;\n"ada,""Lovelace, A."",a@e.org";;\n', id="columns of semicolons behind it"),
        pytest.param('id;last_name;email,,\n"ada;Lovelace, A.;a@e.org",,\n', id="columns of commas behind it"),
    ],
)
def test_a_class_list_that_a_spreadsheet_kept_in_its_first_column_is_read(tmp_path: Path, text: str):
    path = tmp_path / "students.csv"
    path.write_text(text, encoding="utf-8")

    assert [(s.id, s.last_name, s.email) for s in read_roster(path).students] == [("ada", "Lovelace, A.", "a@e.org")]


def test_a_first_line_that_names_the_separator_is_no_student(tmp_path: Path):
    path = tmp_path / "students.csv"
    path.write_bytes(b"sep=;\r\nid;E-Mail\r\nada;a@example.org\r\n")

    assert [(s.id, s.email) for s in read_roster(path).students] == [("ada", "a@example.org")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_neither_a_missing_mark_of_the_encoding_nor_empty_lines_in_front_keep_a_list_from_being_read(
    tmp_path: Path, encoding: str
):
    path = tmp_path / "students.csv"
    path.write_bytes("\r\nid|E-Mail\r\nada|a@example.org\r\n".encode(encoding))

    assert [(s.id, s.email) for s in read_roster(path).students] == [("ada", "a@example.org")]


@pytest.mark.parametrize(
    ("name", "student"),
    [
        pytest.param("Ada Lovelace_11_assignsubmission_file", "ada", id="Moodle's folder"),
        pytest.param("lovelaceada_101_2001_forward.py", "ada", id="Canvas's file"),
        pytest.param("Exercise_1_ada_attempt_2026-10-01-18-00-00_forward.py", "ada", id="Blackboard's file"),
        pytest.param("13394-80551 - Lovelace Ada - Oct 1, 2026 605 PM", "ada", id="Brightspace's folder"),
        pytest.param("ada-main", "ada", id="GitHub's zip"),
        pytest.param("somebody_103_2001_forward.py", "rosenblatt", id="by Canvas's number alone"),
        pytest.param("ADA", "ada", id="by the id"),
        pytest.param("ada_late", "ada", id="late"),
        pytest.param("Grace Hopper (verspa\u0308tet)", "hopper", id="late in German, decomposed"),
        pytest.param("Abgabe 2 - Lovelace, Ada", "ada", id="behind an assignment"),
        pytest.param("ada_OK", "ada", id="what an instructor writes behind"),
        pytest.param("Grace Hopper - checked", "hopper", id="another such word"),
        pytest.param("RE_ Exercise 1 - Ada Lovelace", "ada", id="the subject of a mail"),
        pytest.param("fundamentals-feedback", None, id="a branch alone"),
        pytest.param("hopper-feedback", "hopper", id="GitHub Classroom's branch for feedback"),
        pytest.param("Grace%20Hopper", "hopper", id="as in an address"),
        pytest.param("late", None, id="late alone"),
        pytest.param("Smith_late", None, id="late, and one of two"),
        pytest.param("zoe-main", None, id="nobody"),
    ],
)
def test_what_a_platform_made_of_a_name_is_seen_through(roster: Roster, name: str, student: str | None):
    assert roster.identify(name) == student


@pytest.mark.parametrize("encoding", ["cp866", "cp932", "gbk", "cp1250", "cp1252"])
def test_a_name_that_was_packed_on_a_computer_with_another_alphabet_is_found(tmp_path: Path, encoding: str):
    names = {
        "cp866": ("Иван", "Петров"),
        "cp932": ("太郎", "田中"),
        "gbk": ("伟", "王"),
        "cp1250": ("Łukasz", "Żak"),
        "cp1252": ("Jörg", "Müller"),
    }
    lines = [f"{code},{first},{last}" for code, (first, last) in names.items()]
    path = tmp_path / "students.csv"
    path.write_text("\n".join(["id,first_name,last_name", *lines]), encoding="utf-8")
    first, last = names[encoding]
    name = f"{last} {first}"

    assert read_roster(path).identify(name.encode(encoding).decode("cp437")) == encoding
    assert read_roster(path).identify(name.encode().decode("latin-1")) == encoding
    assert read_roster(path).identify(name.encode(encoding).decode("utf-8", "surrogateescape")) == encoding
    assert read_roster(path).identify("".join(f"&#{ord(letter)};" for letter in name)) == encoding
    assert read_roster(path).identify("Ñandú") is None


def test_a_name_that_a_student_chose_is_no_markup_and_still_matches(tmp_path: Path):
    path = tmp_path / "students.csv"
    path.write_text('id,first_name,last_name\nada,"Ada <script>alert(1)</script>","O\'Hara\x1b[2J ""&"" Sons"\n')

    roster = read_roster(path)
    (student,) = roster.students

    shown = student.first_name + student.last_name
    assert not set(shown) & set('<>&"')
    assert shown.isprintable()
    assert student.last_name.startswith("O'Hara")
    assert roster.find("Ada <script>alert(1)</script>") is None, "half of a name is nobody's"
    assert roster.find("O'Hara [2J & Sons, Ada <script>alert(1)</script>") == "ada"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        pytest.param(None, "cannot be read: No such file", id="missing"),
        pytest.param(b"PK\3\4xl/workbook", "a workbook, and no text: save the class list as CSV UTF-8", id="Excel"),
        pytest.param(b"\xd0\xcf\x11\xe0", "a workbook, and no text: save the class list as CSV", id="an old Excel"),
        pytest.param(
            b"First Name,Email Address\n",
            r"csv: no column has ids \(call the one with the addresses id\): expected a",
            id="addresses",
        ),
        pytest.param(b"id\n\xff\xfe\n", "expected UTF-8 text: save the class list as CSV UTF-8", id="not UTF-8"),
    ],
)
def test_a_class_list_that_cannot_be_read_says_why(tmp_path: Path, content: bytes | None, complaint: str):
    path = tmp_path / "students.csv"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(RosterError, match=complaint):
        read_roster(path)


@pytest.mark.parametrize("odd", ["", ".", "..", "a/b", "a+b", ".hidden", " ada", "ada ", "a\nb", "-rf", "x" * 101])
def test_what_is_no_file_name_is_no_id(odd: str):
    assert not is_usable_id(odd)


@pytest.mark.parametrize(
    ("first", "last", "spelled"),
    [
        pytest.param("Jörg", "Müller-Lüdenscheidt", "Joerg Mueller-Luedenscheidt", id="German"),
        pytest.param("Søren", "Kierkegård", "Soeren Kierkegaard", id="Danish"),
        pytest.param("Søren", "Ærø", "Soren Aro", id="Danish, a letter for a letter"),
        pytest.param("Łukasz", "Wałęsa", "Lukasz Walesa", id="Polish"),
        pytest.param("Jo\u0308rg", "Strauß", "Joerg Strauss", id="decomposed"),
    ],
)
def test_a_name_in_letters_of_every_keyboard_is_the_same(first: str, last: str, spelled: str):
    roster = Roster.of([Enrolled("a", first, last), Enrolled("b", "Ada", "Lovelace")])

    assert roster.find(spelled) == "a"


def test_whoever_is_called_so_comes_before_whoever_may_be_spelled_so():
    roster = Roster.of([Enrolled("a", "Jörg", "Roth"), Enrolled("b", "Joerg", "Roth"), Enrolled("c", "Jürg", "Öl")])

    assert roster.find("Joerg Roth") == "b"
    assert roster.find("Jörg Roth") == "a"
    assert roster.find("Oel, Juerg") == "c"


def test_two_ids_that_look_alike_are_two_students():
    roster = Roster.of([Enrolled("ann.lee"), Enrolled("annlee"), Enrolled("ada")])

    assert [roster.find(name) for name in ("ann.lee", "annlee", "Ann Lee", "ADA")] == ["ann.lee", "annlee", None, "ada"]
