"""Examples for perceptron.py: small enough to check by hand.

Run all of them with `pytest test_perceptron.py`, those of one exercise with
`pytest test_perceptron.py -k perceptron_update`.
"""

import expect
import numpy as np
import perceptron
import pytest


def corners():
    return np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])


OR = [-1, 1, 1, 1]
XOR = [-1, 1, 1, -1]


# linear_score: X @ w + b


def test_linear_score_adds_weighted_inputs_and_bias():
    X = np.array([[1.0, 2.0], [3.0, 0.0], [0.0, 0.0]])

    scores = perceptron.linear_score(X, np.array([10.0, 100.0]), 5.0)

    expect.close(scores, [215.0, 35.0, 5.0], hint="what is the score of an example that is all zeros?")


def test_linear_score_gives_one_score_per_example():
    scores = perceptron.linear_score(np.array([[1.0, 1.0, 1.0]]), np.array([1.0, 2.0, 3.0]), 0.5)

    expect.close(scores, [6.5], hint="the score is 1*1 + 1*2 + 1*3 + 0.5", slips={"how does b come in?": [5.5]})


def test_linear_score_takes_integers_and_changes_nothing():
    A = np.array([[1, 4], [2, 5], [3, 6]])

    scores = expect.pure(perceptron.linear_score, A.T, np.array([1, 0, 2]), 0.5, hint="which line writes into X?")

    expect.close(scores, [7.5, 16.5], hint="A.T is [[1, 2, 3], [4, 5, 6]]")


# perceptron_predict: +1 if the score is above 0, else -1


def test_perceptron_predict_answers_plus_or_minus_one():
    X = np.array([[3.0], [1.0], [-4.0]])

    labels = perceptron.perceptron_predict(X, np.array([1.0]), -2.0)

    expect.whole(labels, [1, -1, -1], hint="which two answers can a perceptron give?")


def test_perceptron_predict_answers_a_score_of_zero_with_minus_one():
    X = np.array([[2.0], [0.0]])

    labels = perceptron.perceptron_predict(X, np.array([1.0]), -2.0)

    expect.whole(labels, [-1, -1], hint="the first score is exactly 0: what does the docstring say?")


def test_perceptron_predict_answers_a_tiny_score_by_its_sign():
    X = np.array([[1e-20], [-1e-20]])

    labels = expect.pure(perceptron.perceptron_predict, X, np.array([1.0]), 0.0)

    expect.whole(labels, [1, -1], hint="is 1e-20 larger than 0?")


# accuracy: the share of right predictions


def test_accuracy_is_the_share_of_right_predictions():
    share = perceptron.accuracy(np.array([1, -1, 1, 1]), np.array([1, -1, -1, 1]))

    slips = {"3 is how many of the four are right: which share of them is that?": 3}
    expect.close(share, 0.75, hint="three of the four are right", slips=slips)


def test_accuracy_is_one_if_all_are_right_and_zero_if_none_is():
    y = np.array([1, -1, -1])

    expect.close(expect.pure(perceptron.accuracy, y, y.copy()), 1.0)
    expect.close(perceptron.accuracy(-y, y), 0.0)


def test_accuracy_works_for_any_whole_numbers():
    expect.close(perceptron.accuracy(np.array([0, 3, 2.0]), np.array([0, 2, 2])), 2 / 3)


# gate_weights: any weights that do it


@pytest.mark.parametrize(
    ("name", "truth"),
    [
        ("AND", [-1, -1, -1, 1]),
        ("OR", [-1, 1, 1, 1]),
        ("NAND", [1, 1, 1, -1]),
        ("NOR", [1, -1, -1, -1]),
    ],
)
def test_gate_weights_make_the_gate(name, truth):
    w, b = expect.parts(perceptron.gate_weights(name), "w", "b")
    w = expect.array(w, (2,), name="w")
    b = expect.number(b, name="b")

    scores = corners() @ w + b
    expect.whole(np.where(scores > 0, 1, -1), truth, given=name, name="the truth table")
    expect.that(
        bool(np.abs(scores).min() >= 0.1 - 1e-9),
        f"{name}: every score must be at least 0.1 away from 0",
        hint="which corner is too close to your line?",
    )


# perceptron_update: learn from a mistake, and only from a mistake


def test_perceptron_update_moves_after_a_mistake():
    result = perceptron.perceptron_update(np.array([1.0, -2.0]), 0.5, np.array([2.0, 1.0]), -1, lr=0.5)

    w, b = expect.parts(result, "w", "b")
    slips = {"which way do w and b move where y is -1?": [2.0, -1.5]}
    expect.close(w, [0.0, -2.5], name="w", slips=slips)
    expect.close(b, 0.0, name="b", hint="which input does the bias belong to?")


def test_perceptron_update_leaves_a_right_answer_alone():
    result = perceptron.perceptron_update(np.array([1.0, -2.0]), 0.5, np.array([2.0, 1.0]), 1)

    w, b = expect.parts(result, "w", "b")
    expect.close(w, [1.0, -2.0], name="w", hint="the score is 0.5 and y is 1: is that a mistake?")
    expect.close(b, 0.5, name="b")


@pytest.mark.parametrize("y", [1, -1])
def test_perceptron_update_counts_a_score_of_zero_as_a_mistake(y):
    result = perceptron.perceptron_update(np.array([0.0, 0.0]), 0.0, np.array([2.0, 3.0]), y)

    w, b = expect.parts(result, "w", "b")
    expect.close(w, [2.0 * y, 3.0 * y], name="w", hint="has a score of 0 the sign of y?")
    expect.close(b, 1.0 * y, name="b")


def test_perceptron_update_looks_at_the_sign_of_a_tiny_score():
    w = np.array([1e-20])  # with x = 1 and y = 1 that is right, by very little

    got, b = expect.parts(perceptron.perceptron_update(w, 0.0, np.array([1.0]), 1), "w", "b")

    expect.close(expect.array(got, (1,), name="w") * 1e20, [1.0], name="w times 1e20", hint="was it a mistake?")
    expect.close(b, 0.0, name="b")


def test_perceptron_update_steps_by_one_unless_told_otherwise():
    w, b = expect.parts(perceptron.perceptron_update(np.array([1]), 0, np.array([2]), -1), "w", "b")

    expect.close(w, [-1.0], name="w", hint="what is lr if nobody says so?")
    expect.close(b, -1.0, name="b")


def test_perceptron_update_does_not_change_its_arguments():
    w = np.array([1.0, 1.0])

    expect.pure(perceptron.perceptron_update, w, 0.0, np.array([1.0, 2.0]), -1, hint="+= changes w itself")


# perceptron_train: epoch after epoch, until no mistake is left


def test_perceptron_train_on_two_points():
    X, y = np.array([[1.0], [-1.0]]), np.array([1, -1])

    w, b, mistakes = expect.parts(perceptron.perceptron_train(X, y), "w", "b", "mistakes")

    expect.close(w, [2.0], name="w", hint="row 2 meets w = 1, b = 1: what is its score?")
    expect.close(b, 0.0, name="b")
    hint = "one entry for each epoch, for its own mistakes alone; after which epoch does it end?"
    expect.numbers(mistakes, [2, 0], name="mistakes", hint=hint)


def test_perceptron_train_learns_or_and_then_stops():
    w, b, mistakes = expect.parts(perceptron.perceptron_train(corners(), np.array(OR)), "w", "b", "mistakes")

    hint = "does each example already meet the weights that the one before has changed?"
    expect.numbers(mistakes, [3, 1, 2, 2, 1, 0], name="mistakes", hint=hint)
    expect.close(w, [2.0, 2.0], name="w")
    expect.close(b, -1.0, name="b")


def test_perceptron_train_gives_up_after_the_given_number_of_epochs():
    result = perceptron.perceptron_train(corners(), np.array(XOR), epochs=3)

    _, _, mistakes = expect.parts(result, "w", "b", "mistakes")
    expect.numbers(mistakes, [4, 4, 4], name="mistakes", hint="how many epochs may it take?")


def test_perceptron_train_works_for_integer_inputs():
    X, y = np.array([[1, 0], [0, 1]]), np.array([1, -1])

    w, b, mistakes = expect.parts(perceptron.perceptron_train(X, y, lr=0.5), "w", "b", "mistakes")

    expect.close(w, [0.5, -0.5], name="w", hint="which number type do your weights have?")
    expect.close(b, 0.0, name="b")
    expect.numbers(mistakes, [2, 0], name="mistakes")


def test_perceptron_train_changes_nothing_and_starts_afresh():
    X, y = np.array([[1.0], [-1.0]]), np.array([1, -1])

    for _ in range(2):
        w, _, mistakes = expect.parts(expect.pure(perceptron.perceptron_train, X, y, epochs=1), "w", "b", "mistakes")
        expect.close(w, [2.0], name="w", hint="does something remain from the training before?")
        expect.numbers(mistakes, [2], name="mistakes")


# xor_network: what one neuron cannot do


def test_xor_network_says_yes_if_exactly_one_input_is_on():
    labels = expect.pure(perceptron.xor_network, corners())

    expect.whole(labels, XOR, hint="which two gates does the third one need?")


def test_xor_network_takes_one_corner_alone():
    labels = perceptron.xor_network(np.array([[1.0, 1.0]]))

    expect.whole(labels, [-1], hint="does each row get its own answer?")


# hill_climb: keep what helps


def test_hill_climb_keeps_what_helps():
    X, y = np.array([[1.0], [-1.0]]), np.array([1, -1])
    deltas = np.array([[1.0, 0.0], [2.0, 0.0]])

    result = expect.pure(perceptron.hill_climb, X, y, np.array([-1.0]), 0.0, deltas, hint="+= changes w itself")

    w, b, history = expect.parts(result, "w", "b", "history")
    expect.close(w, [2.0], name="w", hint="what is the second delta added to?")
    expect.close(b, 0.0, name="b")
    expect.numbers(history, [0.5, 1.0], name="history")


def test_hill_climb_drops_what_does_not_help():
    X, y = np.array([[1.0], [2.0], [-1.0]]), np.array([1, 1, 1])
    deltas = np.array([[1.0, 0.0], [-3.0, 0.0], [0.0, 3.0]])

    result = perceptron.hill_climb(X, y, np.array([1.0]), 0.0, deltas)

    w, b, history = expect.parts(result, "w", "b", "history")
    expect.close(w, [1.0], name="w", hint="is an equal accuracy enough?")
    expect.close(b, 3.0, name="b")
    expect.numbers(history, [2 / 3, 2 / 3, 1.0], name="history")


# pocket_train: remember the best


def test_pocket_train_remembers_the_first_best_weights():
    X, y = np.array([[1.0], [2.0], [3.0]]), np.array([1, -1, 1])

    result = expect.pure(perceptron.pocket_train, X, y, epochs=1)

    w, b, best_acc = expect.parts(result, "w", "b", "best_acc")
    expect.close(best_acc, 2 / 3, name="best_acc")
    expect.close(w, [1.0], name="w", hint="two candidates are equally good: which one stays?")
    expect.close(b, 1.0, name="b")


def test_pocket_train_trains_on_from_the_latest_weights():
    X, y = np.array([[-2.0], [-2.0], [1.0]]), np.array([1, -1, 1])

    w, b, best_acc = expect.parts(perceptron.pocket_train(X, y, epochs=1), "w", "b", "best_acc")

    expect.close(best_acc, 2 / 3, name="best_acc")
    expect.close(w, [1.0], name="w", hint="w is -2, then 0, then 1: does each step begin where the last one ended?")
    expect.close(b, 1.0, name="b")


def test_pocket_train_never_keeps_the_zero_weights():
    X, y = np.array([[1.0], [2.0]]), np.array([1, -1])

    result = perceptron.pocket_train(X, y, epochs=1)

    w, b, best_acc = expect.parts(result, "w", "b", "best_acc")
    expect.close(best_acc, 0.5, name="best_acc")
    expect.close(w, [1.0], name="w", hint="are the zero weights at the start a candidate?")
    expect.close(b, 1.0, name="b")


# margin_bound: how many mistakes there can be


def test_margin_bound_on_two_points():
    X, y = np.array([[2.0], [-2.0]]), np.array([1, -1])

    expect.close(expect.pure(perceptron.margin_bound, X, y, np.array([1.0]), 0.0), 1.25)
    expect.close(perceptron.margin_bound(X, y, np.array([7.0]), 0.0), 1.25, hint="does the length of w matter?")


def test_margin_bound_takes_the_longest_example_and_the_smallest_margin():
    X, y = np.array([[0.0, 3.0], [1.0, 0.0], [2.0, 0.0]]), np.array([1, -1, -1])

    bound = perceptron.margin_bound(X, y, np.array([0.0, 3.0]), -4.0)

    expect.close(bound, 10 / (4 / 5) ** 2, hint="the margins are 5, 4, 4; how long is (w, b)?")
