"""Whatever a student's file is like when a picture is drawn, the answer is a picture that helps."""

from __future__ import annotations

import shutil

import pytest

RELU = "pictures.forward.activations(forward, 'relu')"
TWO = "pictures.forward.activations(forward, 'relu', 'tanh')"
AGAIN = "Save the file, run this cell again."
RIGHT = "return np.maximum(x, 0)"


@pytest.fixture(scope="module")
def folder(stubs, tmp_path_factory):
    return shutil.copytree(stubs, tmp_path_factory.mktemp("student") / "exercises")


@pytest.fixture(scope="module")
def look(folder, open_reader):
    """A student whose forward.py changes from cell to cell; the kernel stays the same."""
    return open_reader(folder)


@pytest.fixture(scope="module")
def solve(stubs):
    """Return forward.py with these lines in the place of a stub: solve(relu="return x")."""

    def solved(**bodies: str) -> str:
        text = (stubs / "forward.py").read_text(encoding="utf-8")
        for name, body in bodies.items():
            stub = f'raise NotImplementedError("{name} is not written yet")'
            assert stub in text
            text = text.replace(stub, body)
        return text

    return solved


def line_of(name: str, text: str) -> int:
    """Return the line in which the stub of a function stands."""
    return text[: text.index(f'"{name} is not written yet"')].count("\n") + 1


def test_what_is_not_written_is_named_once_with_what_to_do(look, solve):
    seen = look(TWO, forward=solve())

    assert seen.notes == [
        "This picture needs relu from forward.py.",
        "This picture needs tanh from forward.py.",
        "Write, save, and run this cell again.",
    ]


def test_what_is_written_is_drawn_beside_what_is_not(look, solve):
    seen = look(TWO, forward=solve(relu=RIGHT))

    assert seen.notes == ["This picture needs tanh from forward.py.", "Write, save, and run this cell again."]


def test_nothing_is_cut_off_beside_a_placeholder(look, stubs):
    text = (stubs / "perceptron.py").read_text(encoding="utf-8")
    stub = 'raise NotImplementedError("linear_score is not written yet")'

    seen = look("pictures.perceptron.halves(perceptron)", perceptron=text.replace(stub, "return X @ w + b"))

    look("1", perceptron=text)
    assert seen.notes[0] == "This picture needs perceptron_predict from perceptron.py."
    assert seen.cut_off == []


def test_what_is_right_is_a_picture(look, solve):
    assert look(RELU, forward=solve(relu=RIGHT)).notes == []


@pytest.mark.parametrize(
    ("body", "notes"),
    [
        pytest.param("y = x", ["relu(x) is None: is there a return?", AGAIN], id="no return"),
        pytest.param("return x[:3]", ["relu(x): expected shape (401,), got (3,)", AGAIN], id="shape"),
        pytest.param(
            "return ['a', 'b']",
            ["relu(x): expected numbers of shape (401,), got a list of length 2", AGAIN],
            id="words",
        ),
        pytest.param(
            "return x / y",
            [
                "NameError: name 'y' is not defined",
                "forward.py, line {line}, in relu:  return x / y",
                AGAIN,
            ],
            id="exception",
        ),
        pytest.param(
            "raise KeyboardInterrupt",
            ["Stopped.", "forward.py, line {line}, in relu:  raise KeyboardInterrupt"],
            id="stop button",
        ),
        pytest.param(
            "retrun x",
            [
                "forward.py, line {line} is not Python yet: invalid syntax: did you mean return?",
                "    retrun x",
                "           ^",
                AGAIN,
            ],
            id="syntax",
        ),
    ],
)
def test_what_is_wrong_is_said_with_the_line(look, solve, body, notes):
    line = line_of("relu", solve())

    assert look(RELU, forward=solve(relu=body)).notes == [note.format(line=line) for note in notes]


def test_a_renamed_function_is_found(look, solve):
    seen = look(RELU, forward=solve().replace("def relu(", "def Relu("))

    assert seen.notes == ["forward.py has no relu: did you mean Relu?", AGAIN]


def test_a_file_that_is_gone_is_said_and_its_return_is_noticed(look, solve, folder):
    (folder / "forward.py").unlink()
    gone = look(RELU)

    assert gone.notes == ["forward.py is not in this folder. Get it back: pytest --reset forward.py", AGAIN]
    assert look(RELU, forward=solve(relu=RIGHT)).notes == []


def test_one_broken_file_does_not_stop_the_others(look, solve):
    seen = look("pictures.perceptron.neuron(perceptron)", forward=solve(relu="retrun x"))

    assert seen.notes[0] == "This picture needs linear_score from perceptron.py."


def test_a_save_counts_at_once_even_of_equal_length_in_the_same_second(look, solve):
    first = look(RELU, forward=solve(relu="return x[:3]"))
    second = look(RELU, forward=solve(relu="return x[:4]"))

    assert "got (3,)" in first.notes[0]
    assert "got (4,)" in second.notes[0]


def test_a_function_that_changes_its_argument_spoils_no_other_part(look, solve):
    seen = look(
        "pictures.smooth.hinges(forward)", forward=solve(gelu="x *= 0; return x", silu="return x", softplus="return x")
    )
    other = look("float(pictures.shapes.X[0])")

    assert seen.notes == []
    assert other.shown == "-4.0"


def test_a_flood_of_prints_is_cut(look, solve):
    seen = look(RELU, forward=solve(relu="for i in range(500): print(i)\n    return np.maximum(x, 0)"))

    assert seen.notes == []
    assert seen.printed.splitlines()[-2:] == ["11", "... and 488 more lines"]


def test_a_warning_stands_below_the_picture_with_its_line(look, solve):
    seen = look("pictures.forward.far_out(forward)", forward=solve(sigmoid="return 1 / (1 + np.exp(-x))"))

    assert seen.notes == []
    assert seen.below == [
        f"forward.py, line {line_of('sigmoid', solve())} warns: overflow encountered in exp",
        "sigmoid is not right yet: numpy warns (overflow encountered in exp), and there should be no warning",
    ]
    assert seen.warned == []
