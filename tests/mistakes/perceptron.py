"""Wrong answers to perceptron.py that beginners write, each with the question a good assistant asks.

The grader replays a student's calls through these functions to say which mistake it sees.
"""

import numpy as np

ACCEPTED: dict[str, str] = {}

_M_GATES = {
    "AND": ([1.0, 1.0], -1.5),
    "OR": ([1.0, 1.0], -0.5),
    "NAND": ([-1.0, -1.0], 1.5),
    "NOR": ([-1.0, -1.0], 0.5),
}


def _m_predict(X, w, b):
    return np.where(X @ w + b > 0, 1, -1)


def _m_accuracy(X, y, w, b):
    return float(np.mean(_m_predict(X, w, b) == y))


# linear_score


def linear_score__no_bias(X, w, b):
    """What is the score of an example whose inputs are all zero? Which argument have you not used?"""
    return X @ w


def linear_score__subtracts_bias(X, w, b):
    """Some books subtract a threshold. Is b a threshold here, or something that is added?"""
    return X @ w - b


def linear_score__bias_per_input(X, w, b):
    """How many times do you add b for one example? How many biases does one neuron have?"""
    return (X * w + b).sum(axis=1)


def linear_score__bias_weighted(X, w, b):
    """Is the bias an input that is weighted, or a number that is added after the weighting?"""
    return (X + b) @ w


def linear_score__column(X, w, b):
    """Which shape do you return, (n,) or (n, 1)? Print it."""
    return (X @ w + b)[:, None]


def linear_score__products_not_added(X, w, b):
    """You have the products of inputs and weights. How many scores should one example have?"""
    return X * w + b


def linear_score__sums_columns(X, w, b):
    """Over which axis do you add: over the inputs of one example, or over the examples?"""
    return (X * w).sum(axis=0) + b


def linear_score__already_the_answer(X, w, b):
    """A score can be any number. Where do -1 and +1 come in: here, or one function later?"""
    return _m_predict(X, w, b)


def linear_score__one_number(X, w, b):
    """You add over everything. How many examples are in X, and how many scores do you return?"""
    return float((X * w).sum() + b)


# perceptron_predict


# M001
def perceptron_predict__np_sign(X, w, b):
    """A perceptron says -1 or +1, never 0. What does np.sign say when the score is exactly 0?"""
    return np.sign(X @ w + b)


# M002
def perceptron_predict__tie_is_plus(X, w, b):
    """Read the rule for a score of exactly 0 again: is it > or >= that decides for +1?"""
    return np.where(X @ w + b >= 0, 1, -1)


# M003
def perceptron_predict__no_bias(X, w, b):
    """Draw the border between the two answers: does it always pass through the origin? Where is b?"""
    return np.where(X @ w > 0, 1, -1)


def perceptron_predict__zero_one(X, w, b):
    """Two conventions exist for the two answers, {0, 1} and {-1, +1}. Which one is used here?"""
    return np.where(X @ w + b > 0, 1, 0)


def perceptron_predict__booleans(X, w, b):
    """You return True and False. Which two numbers does the docstring ask for?"""
    return X @ w + b > 0


def perceptron_predict__threshold_half(X, w, b):
    """Which number do you compare the score with? If all weights were 1000 times smaller, what then?"""
    return np.where(X @ w + b > 0.5, 1, -1)


def perceptron_predict__threshold_one(X, w, b):
    """The border lies where the score changes its sign. Where does your border lie?"""
    return np.where(X @ w + b > 1, 1, -1)


def perceptron_predict__subtracts_bias(X, w, b):
    """If b grows, should more examples be answered with +1 or fewer?"""
    return np.where(X @ w - b > 0, 1, -1)


def perceptron_predict__swapped_labels(X, w, b):
    """Take one example with a large positive score. Which label does it get from your code?"""
    return np.where(X @ w + b > 0, -1, 1)


def perceptron_predict__returns_scores(X, w, b):
    """You return the scores. What is still to be decided about each of them?"""
    return X @ w + b


def perceptron_predict__column(X, w, b):
    """Which shape do you return, (n,) or (n, 1)? Print it."""
    return _m_predict(X, w, b)[:, None]


def perceptron_predict__sign_of_rounded(X, w, b):
    """What happens to a score of 0.2 when it is turned into a whole number first?"""
    return np.where((X @ w + b).astype(int) > 0, 1, -1)


# accuracy


def accuracy__count(pred, y):
    """You return how many are right. Out of how many?"""
    return int(np.sum(pred == y))


def accuracy__percent(pred, y):
    """Which is asked for, a share between 0 and 1 or a percentage?"""
    return float(100 * np.mean(pred == y))


def accuracy__error_rate(pred, y):
    """Do you count what is right or what is wrong? Try two predictions that are both right."""
    return float(np.mean(pred != y))


def accuracy__rounded(pred, y):
    """Why round? What is the accuracy of one right answer out of three, exactly?"""
    return round(float(np.mean(pred == y)), 2)


def accuracy__positives_only(pred, y):
    """A right -1 is a right answer, too. Do you count it?"""
    return float(np.mean((pred == 1) & (y == 1)))


def accuracy__mean_product(pred, y):
    """Multiply -1 by +1: what does a wrong answer add to your mean? And class 3 times class 2?"""
    return float(np.mean(pred * y))


def accuracy__compares_signs(pred, y):
    """Your code only looks at the sign. Are class 2 and class 3 the same answer?"""
    return float(np.mean((pred > 0) == (y > 0)))


def accuracy__all_or_nothing(pred, y):
    """You ask whether everything is right. What if nine of ten are?"""
    return float(np.array_equal(pred, y))


def accuracy__cut_to_integer(pred, y):
    """Which number type do you return? What becomes of 0.75 in it?"""
    return int(np.mean(pred == y))


def accuracy__list_of_matches(pred, y):
    """You know which answers are right. Which single number sums that up?"""
    return pred == y


def accuracy__recall(pred, y):
    """You divide by the number of one class only. Out of how many answers is the share asked for?"""
    positives = max(int(np.sum(y == 1)), 1)
    return float(np.sum((pred == 1) & (y == 1)) / positives)


# gate_weights


def gate_weights__and_like_or(name):
    """Compute the score of AND at (0,1): one input is on. On which side of your line should it be?"""
    w, b = _M_GATES["OR" if name == "AND" else name]
    return np.array(w), b


def gate_weights__or_like_and(name):
    """Compute the score of OR at (0,1): one input is enough. Is your bias too strong?"""
    w, b = _M_GATES["AND" if name == "OR" else name]
    return np.array(w), b


def gate_weights__nand_and_nor_swapped(name):
    """NAND is "not AND", NOR is "not OR". Which of the two is true at (0,1)?"""
    w, b = _M_GATES[{"NAND": "NOR", "NOR": "NAND"}.get(name, name)]
    return np.array(w), b


def gate_weights__threshold_instead_of_bias(name):
    """A threshold is subtracted, a bias is added. Which sign does your b need?"""
    w, b = _M_GATES[name]
    return np.array(w), -b


def gate_weights__not_forgotten(name):
    """What does the N in NAND and NOR do to the answers? And to the weights and the bias?"""
    w, b = _M_GATES[name[-3:] if name == "NAND" else name[-2:] if name == "NOR" else name]
    return np.array(w), b


def gate_weights__bias_not_negated(name):
    """To turn every answer round, which numbers must change their sign: the weights only?"""
    w, b = _M_GATES[name]
    return np.array(w), -abs(b)


def gate_weights__on_the_border(name):
    """Your line runs exactly through some corners. How far away from 0 must every score stay?"""
    w, _ = _M_GATES[name]
    return np.array(w), {"AND": -1.0, "OR": 0.0, "NAND": 2.0, "NOR": 0.0}[name]


def gate_weights__for_inputs_of_plus_minus_one(name):
    """Are the corners of the square written with 0 and 1, or with -1 and +1?"""
    w, _ = _M_GATES[name]
    return np.array(w), {"AND": -1.0, "OR": 1.0, "NAND": 1.0, "NOR": -1.0}[name]


def gate_weights__bias_among_the_weights(name):
    """How many inputs does the gate have, and how many weights do you return?"""
    w, b = _M_GATES[name]
    return np.array([b, *w]), b


def gate_weights__always_and(name):
    """Do you use the name at all? Ask for two different gates and compare."""
    w, b = _M_GATES["AND"]
    return np.array(w), b


def gate_weights__too_close(name):
    """The answers are right. How large is the smallest score, and how large should it be?"""
    w, b = _M_GATES[name]
    return 0.1 * np.array(w), 0.1 * b


# perceptron_update


# M004
def perceptron_update__strict(w, b, x, y, lr=1.0):
    """With zero weights every score is 0. Is 0 a right answer, or a mistake?"""
    if y * (x @ w + b) < 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


# M006
def perceptron_update__always(w, b, x, y, lr=1.0):
    """Does the perceptron learn when its answer was right?"""
    return w + lr * y * x, b + lr * y


# M005
def perceptron_update__bias_not_updated(w, b, x, y, lr=1.0):
    """The bias is the weight of an input that is always 1. What happens to it after a mistake?"""
    if y * (x @ w + b) <= 0:
        return w + lr * y * x, b
    return w.copy(), b


# M007
def perceptron_update__wrong_direction(w, b, x, y, lr=1.0):
    """After the update, is y*(w.x + b) larger or smaller than before? Which should it be?"""
    if y * (x @ w + b) <= 0:
        return w - lr * y * x, b - lr * y
    return w.copy(), b


def perceptron_update__lr_forgotten(w, b, x, y, lr=1.0):
    """What changes in your code when lr is 0.1 instead of 1?"""
    if y * (x @ w + b) <= 0:
        return w + y * x, b + y
    return w.copy(), b


def perceptron_update__lr_not_for_bias(w, b, x, y, lr=1.0):
    """Does the bias learn at the same rate as the weights?"""
    if y * (x @ w + b) <= 0:
        return w + lr * y * x, b + y
    return w.copy(), b


def perceptron_update__in_place(w, b, x, y, lr=1.0):
    """What does += do to the array that the caller gave you?"""
    if y * (x @ w + b) <= 0:
        w += lr * y * x
        b = b + lr * y
    return w, b


def perceptron_update__uses_prediction(w, b, x, y, lr=1.0):
    """The score is 0 and y is -1: is that a mistake for the training rule? And for the prediction?"""
    if (1 if x @ w + b > 0 else -1) != y:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__bias_not_in_score(w, b, x, y, lr=1.0):
    """When you decide whether there was a mistake, is the score complete?"""
    if y * (x @ w) <= 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__label_missing_for_bias(w, b, x, y, lr=1.0):
    """After a mistake with y = -1, should the bias rise or fall?"""
    if y * (x @ w + b) <= 0:
        return w + lr * y * x, b + lr
    return w.copy(), b


def perceptron_update__label_missing(w, b, x, y, lr=1.0):
    """For y = -1 the score should become smaller. Does it? Where does y enter the step?"""
    if y * (x @ w + b) <= 0:
        return w + lr * x, b + lr
    return w.copy(), b


def perceptron_update__double_step(w, b, x, y, lr=1.0):
    """How large is y minus the prediction when both are -1 or +1? How large should the step be?"""
    if y * (x @ w + b) <= 0:
        return w + lr * 2 * y * x, b + lr * 2 * y
    return w.copy(), b


# M009
def perceptron_update__labels_zero_one(w, b, x, y, lr=1.0):
    """Two conventions exist for labels, {0, 1} and {-1, +1}. Which one does your comparison assume?"""
    step = lr * (y - (1 if x @ w + b > 0 else 0))
    return w + step * x, b + step


def perceptron_update__delta_rule(w, b, x, y, lr=1.0):
    """Your step depends on the size of the score. Does the perceptron's step?"""
    step = lr * (y - (x @ w + b))
    return w + step * x, b + step


def perceptron_update__margin_of_one(w, b, x, y, lr=1.0):
    """The answer was right, but only just. Does the perceptron care how far it was from the border?"""
    if y * (x @ w + b) < 1:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__learns_when_right(w, b, x, y, lr=1.0):
    """In which case does your code change the weights: after a right answer or after a wrong one?"""
    if y * (x @ w + b) > 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__cut_to_integers(w, b, x, y, lr=1.0):
    """If w holds integers, which numbers can your new array hold? What becomes of 0.5?"""
    new = np.zeros_like(w)
    new[:] = w
    if y * (x @ w + b) <= 0:
        new[:] = w + lr * y * x
        b = b + lr * y
    return new, b


def perceptron_update__bias_forgotten_in_return(w, b, x, y, lr=1.0):
    """How many things does the docstring promise to return, and how many do you return?"""
    return w + lr * y * x if y * (x @ w + b) <= 0 else w.copy()


# perceptron_train


def _m_train(X, y, epochs, lr, is_mistake, lr_b=None):
    """Train with another idea of what a mistake is, or another rate for the bias."""
    lr_b = lr if lr_b is None else lr_b
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if is_mistake(x_i @ w + b, y_i):
                w, b, wrong = w + lr * y_i * x_i, b + lr_b * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def _m_wrong(score, y):
    return y * score <= 0


# M004
def perceptron_train__strict(X, y, epochs=100, lr=1.0):
    """At w = 0 and b = 0 every score is 0. Is 0 a right answer? What does your first epoch learn?"""
    return _m_train(X, y, epochs, lr, lambda score, label: label * score < 0)


# M005
def perceptron_train__bias_not_updated(X, y, epochs=100, lr=1.0):
    """The bias is the weight of an input that is always 1. How does it learn?"""
    return _m_train(X, y, epochs, lr, _m_wrong, lr_b=0.0)


# M006
def perceptron_train__updates_on_every_example(X, y, epochs=100, lr=1.0):
    """The perceptron learns from its mistakes. Does yours learn from its right answers, too?"""
    return _m_train(X, y, epochs, lr, lambda score, label: True)


def perceptron_train__updates_always_counts_right(X, y, epochs=100, lr=1.0):
    """Your count of mistakes may be right. But under which condition do the weights change?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            wrong += int(y_i * (x_i @ w + b) <= 0)
            w, b = w + lr * y_i * x_i, b + lr * y_i
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


# M007
def perceptron_train__wrong_direction(X, y, epochs=100, lr=1.0):
    """After the update, is y*(w.x + b) larger or smaller than before? Which should it be?"""
    return _m_train(X, y, epochs, -lr, _m_wrong)


# M008
def perceptron_train__no_early_stop(X, y, epochs=100, lr=1.0):
    """After an epoch without a mistake, what can the next epoch still change?"""
    w, b, mistakes = perceptron_train__counts_from(X, y, epochs, lr, 0)
    return w, b, mistakes + [0] * (epochs - len(mistakes))


def _m_count_from(X, y, epochs, lr, start):
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, [start + count for count in mistakes]


perceptron_train__counts_from = _m_count_from
del perceptron_train__counts_from
