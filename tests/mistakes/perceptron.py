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
def perceptron_predict__tie_is_zero(X, w, b):
    """A perceptron says -1 or +1, never 0. What does your code say when the score is exactly 0?"""
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


def perceptron_predict__tiny_scores_are_zero(X, w, b):
    """From which size on is a score larger than 0 for your code? Is 0.0000000001 larger than 0?"""
    return np.where(X @ w + b > 1e-9, 1, -1)


def perceptron_predict__probability_above_half(X, w, b):
    """You turn the score into a probability first. What is the probability for a score of 1e-20?"""
    with np.errstate(over="ignore"):
        return np.where(1 / (1 + np.exp(-(X @ w + b))) > 0.5, 1, -1)


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


def accuracy__same_sign(pred, y):
    """3 times 2 is above 0. Are class 3 and class 2 the same answer?"""
    return float(np.mean(pred * y > 0))


def accuracy__half_the_distance(pred, y):
    """A wrong answer of -1 for +1 is 2 away. And class 3 for class 4: does it count as half right?"""
    return float(1 - np.mean(np.abs(pred - y)) / 2)


def accuracy__distance(pred, y):
    """A wrong answer of -1 for +1 is 2 away. How many wrong answers is it?"""
    return 1 - float(np.mean(np.abs(np.asarray(pred, dtype=float) - y)))


def accuracy__cut_to_integer(pred, y):
    """What do you return if three of four are right? Is the share cut to a whole number, or all or nothing?"""
    return int(np.mean(pred == y))


def accuracy__list_of_matches(pred, y):
    """You know which answers are right. Which single number sums that up?"""
    return pred == y


def accuracy__recall(pred, y):
    """You divide by the number of one class only. Out of how many answers is the share asked for?"""
    positives = max(int(np.sum(y == 1)), 1)
    return float(np.sum((pred == 1) & (y == 1)) / positives)


def accuracy__types_compared(pred, y):
    """Is 1.0 another label than 1?"""
    return float(np.mean([type(p) is type(t) and p == t for p, t in zip(pred.tolist(), y.tolist(), strict=True)]))


def accuracy__same_object(pred, y):
    """`is` asks whether two names stand for one thing in memory. Is 1001 always the same thing as 1001?"""
    return float(np.mean([p is t for p, t in zip(pred.tolist(), y.tolist(), strict=True)]))


def accuracy__nearly_equal(pred, y):
    """Labels are names, not measurements. May class 1000001 be taken for class 1000000?"""
    return float(np.mean(np.isclose(pred, y)))


def accuracy__two_labels_counted(pred, y):
    """You count the right answers of +1 and those of -1. Who counts the right answers of class 2?"""
    return float(np.mean(((pred == 1) & (y == 1)) | ((pred == -1) & (y == -1))))


def accuracy__from_the_product(pred, y):
    """For labels of -1 and +1 your product says whether both agree. What does it say of 3 and 3?"""
    return float((1 + np.mean(pred * y)) / 2)


def accuracy__order_ignored(pred, y):
    """You compare what is there, but is each prediction compared with the label of its own example?"""
    return float(np.mean(np.sort(pred) == np.sort(y)))


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


def gate_weights__a_little_too_close(name):
    """The answers are right. Which corner's score misses the distance that is asked for by very little?"""
    w, b = _M_GATES[name]
    return 0.19 * np.array(w), 0.19 * b


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


def perceptron_update__step_alone(w, b, x, y, lr=1.0):
    """You return the step. To what is a step added?"""
    if y * (w @ x + b) > 0:
        return w.copy(), b
    return lr * y * x, lr * y


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


def perceptron_update__tiny_scores_are_mistakes(w, b, x, y, lr=1.0):
    """The score has the sign of y, but is very small. Is that a mistake?"""
    if y * (x @ w + b) <= 1e-9:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__tiny_mistakes_pass(w, b, x, y, lr=1.0):
    """The score has the other sign than y, but is very small. Is that a right answer?"""
    score = x @ w + b
    if y * score <= -1e-9 or score == 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__label_outside_the_parentheses(w, b, x, y, lr=1.0):
    """What does y multiply in the condition: the whole score, or a part of it?"""
    if y * (x @ w) + b <= 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__target_minus_prediction(w, b, x, y, lr=1.0):
    """How large is y minus the prediction after a mistake, and after a score of 0 with y = -1?"""
    error = y - (1 if x @ w + b > 0 else -1)
    return w + lr * error * x, b + lr * error


def perceptron_update__zero_weights_always_learn(w, b, x, y, lr=1.0):
    """If w is 0, what is the score: is there nothing else in it?"""
    if not np.any(w) or y * (x @ w + b) <= 0:
        return w + lr * y * x, b + lr * y
    return w.copy(), b


def perceptron_update__asks_again_after_the_bias(w, b, x, y, lr=1.0):
    """You ask twice whether it was a mistake. With which b does your code ask the second time?"""
    new = b + lr * y if y * (x @ w + b) <= 0 else b
    return (w + lr * y * x if y * (x @ w + new) <= 0 else w.copy()), new


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


def perceptron_train__epochs_ignored(X, y, epochs=100, lr=1.0):
    """How many epochs does your loop run: those that the caller allows, or a number of your own?"""
    return _m_train(X, y, 100, lr, _m_wrong)


def perceptron_train__whole_bias(X, y, epochs=100, lr=1.0):
    """The bias learns in steps of lr. What is left of 0.9 if you return it as a whole number?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, int(b), mistakes


# M008
def perceptron_train__no_early_stop(X, y, epochs=100, lr=1.0):
    """After an epoch without a mistake, what can the next epoch still change?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, mistakes + [0] * (epochs - len(mistakes))


# M009
def perceptron_train__labels_zero_one(X, y, epochs=100, lr=1.0):
    """Two conventions exist for labels, {0, 1} and {-1, +1}. Which one does your comparison assume?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            error = y_i - (1 if x_i @ w + b > 0 else 0)
            w, b, wrong = w + lr * error * x_i, b + lr * error, wrong + int(error != 0)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


# M010
def perceptron_train__updates_after_the_epoch(X, y, epochs=100, lr=1.0):
    """When does the second example of an epoch see what the first one has taught?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = y * (X @ w + b) <= 0
        w, b = w + lr * (y[wrong] @ X[wrong]), b + lr * y[wrong].sum()
        mistakes.append(int(wrong.sum()))
        if not wrong.any():
            break
    return w, b, mistakes


# M011
def perceptron_train__integer_weights(X, y, epochs=100, lr=1.0):
    """Which number type do your weights have when X holds integers? What becomes of 0.5 in them?"""
    w, b, mistakes = np.zeros_like(X[0]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w[:] = w + lr * y_i * x_i
                b, wrong = b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__uses_prediction(X, y, epochs=100, lr=1.0):
    """The score is 0 and y is -1: the prediction is right. Does the training rule agree?"""
    return _m_train(X, y, epochs, lr, lambda score, label: (1 if score > 0 else -1) != label)


def perceptron_train__double_step_but_for_ties(X, y, epochs=100, lr=1.0):
    """How long is your step when the score is 0, and how long when y is 1 and the score is -3? Should they differ?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            error = y_i - np.sign(x_i @ w + b)
            w, b, wrong = w + lr * error * x_i, b + lr * error, wrong + int(error != 0)
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__double_step(X, y, epochs=100, lr=1.0):
    """How large is y minus the prediction when both are -1 or +1? How large should the step be?"""
    return _m_train(X, y, epochs, 2 * lr, _m_wrong)


def perceptron_train__bias_not_in_score(X, y, epochs=100, lr=1.0):
    """The bias learns, but is it used when you decide whether there was a mistake?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__counts_after_the_epoch(X, y, epochs=100, lr=1.0):
    """Your count looks at the whole data again after the epoch. Which mistakes are asked for?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + lr * y_i * x_i, b + lr * y_i
        mistakes.append(int(np.sum(y * (X @ w + b) <= 0)))
        if mistakes[-1] == 0:
            break
    return w, b, mistakes


def perceptron_train__counter_never_reset(X, y, epochs=100, lr=1.0):
    """Your counts never become smaller. Where do you set the counter to 0: before or inside the loop?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, np.cumsum(mistakes).tolist()


def perceptron_train__total_only(X, y, epochs=100, lr=1.0):
    """You return one number. How many mistakes were made in the second epoch?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, sum(mistakes)


def perceptron_train__error_rates(X, y, epochs=100, lr=1.0):
    """Should mistakes hold counts or shares?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, [count / len(X) for count in mistakes]


def perceptron_train__last_epoch_not_recorded(X, y, epochs=100, lr=1.0):
    """Which comes first in your code: writing the count down, or leaving the loop?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, mistakes[:-1] if mistakes[-1] == 0 else mistakes


def perceptron_train__one_epoch_too_many(X, y, epochs=100, lr=1.0):
    """Count the epochs of your loop by hand for epochs=3. Where does your count begin and end?"""
    return _m_train(X, y, epochs + 1, lr, _m_wrong)


def perceptron_train__one_epoch_only(X, y, epochs=100, lr=1.0):
    """In which loop does your return stand? How many epochs can happen before it?"""
    return _m_train(X, y, 1, lr, _m_wrong)


def perceptron_train__stops_at_the_first_right_answer(X, y, epochs=100, lr=1.0):
    """You stop as soon as one answer is right. What about the rows that come after it?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) > 0:
                break
            w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__shuffles(X, y, epochs=100, lr=1.0):
    """In which order does the docstring ask you to visit the rows?"""
    order = np.random.default_rng(0).permutation(len(X))
    return _m_train(X[order], y[order], epochs, lr, _m_wrong)


def perceptron_train__lr_forgotten(X, y, epochs=100, lr=1.0):
    """What changes in your code when lr is 0.1 instead of 1?"""
    return _m_train(X, y, epochs, 1.0, _m_wrong)


def perceptron_train__lr_not_for_bias(X, y, epochs=100, lr=1.0):
    """Does the bias learn at the same rate as the weights?"""
    return _m_train(X, y, epochs, lr, _m_wrong, lr_b=1.0)


def perceptron_train__starts_at_ones(X, y, epochs=100, lr=1.0):
    """Which weights does the docstring start from?"""
    w, b, mistakes = np.ones(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__starts_at_random(X, y, epochs=100, lr=1.0):
    """Random first weights are for networks. Where does the docstring start here?"""
    rng = np.random.default_rng(0)
    w, b, mistakes = rng.normal(size=X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__forgets_every_epoch(X, y, epochs=100, lr=1.0):
    """Where do you set w to zero: once, or at the beginning of every epoch?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        w, b, wrong = np.zeros(X.shape[1]), 0.0, 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__label_missing_for_bias(X, y, epochs=100, lr=1.0):
    """After a mistake with y = -1, should the bias rise or fall?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__margin_of_one(X, y, epochs=100, lr=1.0):
    """An answer was right, but only just. Does the perceptron learn from it?"""
    return _m_train(X, y, epochs, lr, lambda score, label: label * score < 1)


def perceptron_train__mistakes_forgotten(X, y, epochs=100, lr=1.0):
    """How many things does the docstring promise to return, and how many do you return?"""
    return _m_train(X, y, epochs, lr, _m_wrong)[:2]


def perceptron_train__tiny_scores_are_mistakes(X, y, epochs=100, lr=1.0):
    """With a tiny lr every score is tiny. Is a tiny score of the right sign a mistake?"""
    return _m_train(X, y, epochs, lr, lambda score, label: label * score <= 1e-9)


def perceptron_train__label_outside_the_parentheses(X, y, epochs=100, lr=1.0):
    """What does y multiply in the condition: the whole score, or a part of it?"""
    w, b, mistakes = np.zeros(X.shape[1]), 0.0, []
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w) + b <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        mistakes.append(wrong)
        if wrong == 0:
            break
    return w, b, mistakes


def perceptron_train__target_minus_prediction(X, y, epochs=100, lr=1.0):
    """How large is y minus the prediction after a mistake, and after a score of 0 with y = -1?"""
    return _m_train(X, y, epochs, 2 * lr, lambda score, label: (1 if score > 0 else -1) != label)


def perceptron_train__default_of_1000_epochs(X, y, epochs=1000, lr=1.0):
    """How many epochs are there if nobody says how many? What does the signature promise?"""
    return _m_train(X, y, epochs, lr, _m_wrong)


def perceptron_train__zero_after_the_last_epoch(X, y, epochs=100, lr=1.0):
    """Does your list always end with 0? How many epochs were run, and how many counts are there?"""
    w, b, mistakes = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, mistakes if mistakes[-1] == 0 else [*mistakes, 0]


# xor_network


def xor_network__or(X):
    """What should the answer be when both inputs are on? Which gate says "not both"?"""
    return np.where(X.sum(axis=1) > 0.5, 1, -1)


def xor_network__and(X):
    """Your network says yes when both inputs are on. Is that "exactly one of the two"?"""
    return np.where(X.sum(axis=1) > 1.5, 1, -1)


def xor_network__nand(X):
    """What should the answer be when no input is on? Which gate says "at least one"?"""
    return np.where(X.sum(axis=1) < 1.5, 1, -1)


def xor_network__xnor(X):
    """Your answers are turned round. What is the sign of the third gate?"""
    return np.where(X.sum(axis=1) == 1, -1, 1)


def xor_network__zero_one(X):
    """Your network decides rightly. Which two numbers should stand for yes and no?"""
    return np.where(X.sum(axis=1) == 1, 1, 0)


def xor_network__signs_into_a_zero_one_gate(X):
    """The third gate receives -1 and +1, but was built for 0 and 1. What must change between them?"""
    first = np.where(X @ np.array([1.0, -1.0]) - 0.5 > 0, 1, -1)
    second = np.where(X @ np.array([-1.0, 1.0]) - 0.5 > 0, 1, -1)
    return np.where(first + second - 0.5 > 0, 1, -1)


def xor_network__one_side_only(X):
    """You find (1,0). Which other corner should be answered with +1?"""
    return np.where(X @ np.array([1.0, -1.0]) - 0.5 > 0, 1, -1)


def xor_network__learned_table(X):
    """Your answers come in a fixed order. What if the rows of X come in another order?"""
    return np.array([-1, 1, 1, -1])


def xor_network__column(X):
    """Which shape do you return, (n,) or (n, 1)? Print it."""
    return np.where(X.sum(axis=1) == 1, 1, -1)[:, None]


def xor_network__scores(X):
    """You return the scores of the third gate. What is still to be decided?"""
    either, both = (X.sum(axis=1) > 0.5).astype(float), (X.sum(axis=1) > 1.5).astype(float)
    return either - both - 0.5


def xor_network__whole_batch(X):
    """Your answer is one for all rows. Does each row get its own?"""
    return np.full(len(X), 1 if X[0].sum() == 1 else -1)


# hill_climb


def _m_climb(X, y, w, b, deltas, rises=lambda new, old: new > old, measure=_m_accuracy):
    """Climb with another idea of a rise, or another measure."""
    best, history = measure(X, y, w, b), []
    w = w.copy()
    for delta in deltas:
        w_try, b_try = w + delta[:-1], b + delta[-1]
        new = measure(X, y, w_try, b_try)
        if rises(new, best):
            w, b, best = w_try, b_try, new
        history.append(best)
    return w, b, history


def hill_climb__scores_squeezed(X, y, w, b, deltas):
    """What does squeeze leave of an array with one score? Can a loop go through that?"""

    def measure(X, y, w, b):
        scores = np.squeeze(X @ w[:, None]) + b
        return float(np.mean([(1 if score > 0 else -1) == label for score, label in zip(scores, y, strict=True)]))

    return _m_climb(X, y, w, b, deltas, measure=measure)


def hill_climb__keeps_equals(X, y, w, b, deltas):
    """The accuracy stays equal. Is that a strict rise?"""
    return _m_climb(X, y, w, b, deltas, lambda new, old: new >= old)


def hill_climb__keeps_everything(X, y, w, b, deltas):
    """What does your code do with a delta that makes the accuracy worse?"""
    w, history = w.copy(), []
    for delta in deltas:
        w, b = w + delta[:-1], b + delta[-1]
        history.append(_m_accuracy(X, y, w, b))
    return w, b, history


def hill_climb__keeps_what_harms(X, y, w, b, deltas):
    """Is a larger accuracy better or worse? Which way round is your comparison?"""
    return _m_climb(X, y, w, b, deltas, lambda new, old: new < old)


def hill_climb__always_from_the_start(X, y, w, b, deltas):
    """To which weights do you add the third delta: to the start, or to the weights held so far?"""
    best, history = _m_accuracy(X, y, w, b), []
    held = w.copy(), b
    for delta in deltas:
        new = _m_accuracy(X, y, w + delta[:-1], b + delta[-1])
        if new > best:
            held, best = (w + delta[:-1], b + delta[-1]), new
        history.append(best)
    return *held, history


def hill_climb__compares_with_the_start(X, y, w, b, deltas):
    """After a success, with which accuracy must the next try be compared?"""
    start = _m_accuracy(X, y, w, b)
    w, history = w.copy(), []
    for delta in deltas:
        if _m_accuracy(X, y, w + delta[:-1], b + delta[-1]) > start:
            w, b = w + delta[:-1], b + delta[-1]
        history.append(_m_accuracy(X, y, w, b))
    return w, b, history


def hill_climb__best_starts_at_zero(X, y, w, b, deltas):
    """With which accuracy is the first try compared: with that of the weights you start from?"""
    best, history = 0.0, []
    for delta in deltas:
        tried = _m_accuracy(X, y, w + delta[:-1], b + delta[-1])
        if tried > best:
            w, b, best = w + delta[:-1], b + delta[-1], tried
        history.append(best)
    return w, b, history


def hill_climb__drops_taken_for_good(X, y, w, b, deltas):
    """A delta did not help. Does the next one start from the weights with it, or without it?"""
    best, history, held = _m_accuracy(X, y, w, b), [], (w, b)
    for delta in deltas:
        w, b = w + delta[:-1], b + delta[-1]
        if _m_accuracy(X, y, w, b) > best:
            best, held = _m_accuracy(X, y, w, b), (w, b)
        history.append(best)
    return *held, history


def hill_climb__history_of_tries(X, y, w, b, deltas):
    """A delta was dropped. Whose accuracy do you write down: that of the try, or of the weights held?"""
    best, history = _m_accuracy(X, y, w, b), []
    w = w.copy()
    for delta in deltas:
        new = _m_accuracy(X, y, w + delta[:-1], b + delta[-1])
        if new > best:
            w, b, best = w + delta[:-1], b + delta[-1], new
        history.append(new)
    return w, b, history


def hill_climb__history_with_the_start(X, y, w, b, deltas):
    """How many deltas are there, and how many entries has your history?"""
    held_w, held_b, history = _m_climb(X, y, w, b, deltas)
    return held_w, held_b, [_m_accuracy(X, y, w, b), *history]


def hill_climb__history_of_successes(X, y, w, b, deltas):
    """When do you write an accuracy down: after every delta, or only after those you keep?"""
    before = _m_accuracy(X, y, w, b)
    held_w, held_b, history = _m_climb(X, y, w, b, deltas)
    rises = [new for old, new in zip([before, *history], history, strict=False) if new > old]
    return held_w, held_b, rises


def hill_climb__history_before_the_step(X, y, w, b, deltas):
    """Which accuracy is history[0]: before the first delta, or after it?"""
    held_w, held_b, history = _m_climb(X, y, w, b, deltas)
    return held_w, held_b, [_m_accuracy(X, y, w, b), *history][:-1]


def hill_climb__bias_first(X, y, w, b, deltas):
    """Which entry of a delta belongs to the bias: the first or the last?"""
    return _m_climb(X, y, w, b, np.roll(deltas, -1, axis=1))


def hill_climb__bias_never_moves(X, y, w, b, deltas):
    """What do you do with the last entry of a delta?"""
    return _m_climb(X, y, w, b, deltas * np.r_[np.ones(len(w)), 0.0])


def hill_climb__subtracts(X, y, w, b, deltas):
    """There is no gradient here. Is a delta added or subtracted?"""
    return _m_climb(X, y, w, b, -deltas)


def hill_climb__in_place(X, y, w, b, deltas):
    """You add a delta and take it back if it does not help. Whose array are you changing?"""
    best, history = _m_accuracy(X, y, w, b), []
    for delta in deltas:
        w += delta[:-1]
        new = _m_accuracy(X, y, w, b + delta[-1])
        if new > best:
            b, best = b + delta[-1], new
        else:
            w -= delta[:-1]
        history.append(best)
    return w, b, history


def hill_climb__tie_is_plus(X, y, w, b, deltas):
    """Which label does a score of exactly 0 get?"""

    def measure(X, y, w, b):
        return float(np.mean(np.where(X @ w + b >= 0, 1, -1) == y))

    return _m_climb(X, y, w, b, deltas, measure=measure)


def hill_climb__tie_is_wrong(X, y, w, b, deltas):
    """A score of 0 counts as a mistake in training. Is this training, or prediction?"""

    def measure(X, y, w, b):
        return float(np.mean(y * (X @ w + b) > 0))

    return _m_climb(X, y, w, b, deltas, measure=measure)


def hill_climb__stops_at_the_first_success(X, y, w, b, deltas):
    """After the first delta that helps, what about the others?"""
    best, history = _m_accuracy(X, y, w, b), []
    w = w.copy()
    for delta in deltas:
        new = _m_accuracy(X, y, w + delta[:-1], b + delta[-1])
        history.append(max(new, best))
        if new > best:
            return w + delta[:-1], b + delta[-1], history
    return w, b, history


def hill_climb__counts_instead_of_shares(X, y, w, b, deltas):
    """Should history hold how many are right, or which share?"""
    held_w, held_b, history = _m_climb(X, y, w, b, deltas)
    return held_w, held_b, [round(share * len(X)) for share in history]


def hill_climb__cut_to_integers(X, y, w, b, deltas):
    """If w holds integers, which numbers can your copy hold? What becomes of 0.5?"""
    best, history = _m_accuracy(X, y, w, b), []
    w = w.copy()
    for delta in deltas:
        w_try = w.copy()
        w_try[:] = w + delta[:-1]
        new = _m_accuracy(X, y, w_try, b + delta[-1])
        if new > best:
            w, b, best = w_try, b + delta[-1], new
        history.append(best)
    return w, b, history


def hill_climb__small_rises_dropped(X, y, w, b, deltas):
    """One answer more is right, out of many. Has the accuracy risen?"""
    return _m_climb(X, y, w, b, deltas, lambda new, old: new > old + 0.01)


def hill_climb__tiny_scores_are_zero(X, y, w, b, deltas):
    """Which label does a score of 0.0000000001 get when you measure the accuracy?"""

    def measure(X, y, w, b):
        return float(np.mean(np.where(X @ w + b > 1e-9, 1, -1) == y))

    return _m_climb(X, y, w, b, deltas, measure=measure)


# pocket_train


def _m_pocket(X, y, epochs, lr, better=lambda new, old: new > old, wrong=_m_wrong, measure=_m_accuracy):
    """Train with a pocket and another idea of better, of a mistake, or of accuracy."""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if wrong(x_i @ w + b, y_i):
                w, b = w + lr * y_i * x_i, b + lr * y_i
                new = measure(X, y, w, b)
                if better(new, best[2]):
                    best = w, b, new
    return best


def pocket_train__last_weights(X, y, epochs, lr=1.0):
    """You return the weights at the end. Were there better ones on the way?"""
    w, b, _ = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, _m_accuracy(X, y, w, b)


def pocket_train__wants_both_classes(X, y, epochs, lr=1.0):
    """Does the docstring say that both classes must occur? Is there nothing to learn from one?"""
    if len(np.unique(y)) < 2:
        raise ValueError("there must be two classes")
    return _m_pocket(X, y, epochs, lr)


def pocket_train__last_weights_best_accuracy(X, y, epochs, lr=1.0):
    """You return the best accuracy. Do the weights you return with it reach that accuracy?"""
    w, b, _ = _m_train(X, y, epochs, lr, _m_wrong)
    return w, b, _m_pocket(X, y, epochs, lr)[2]


def pocket_train__last_of_equals(X, y, epochs, lr=1.0):
    """Several weights are equally good. Which of them does the docstring keep?"""
    return _m_pocket(X, y, epochs, lr, lambda new, old: new >= old)


def pocket_train__end_of_epoch_only(X, y, epochs, lr=1.0):
    """When do you look at the accuracy: after each update, or after each epoch?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b = w + lr * y_i * x_i, b + lr * y_i
        new = _m_accuracy(X, y, w, b)
        if new > best[2]:
            best = w, b, new
    return best


def pocket_train__start_competes(X, y, epochs, lr=1.0):
    """Can your code return the zero weights of the start? Are they a candidate?"""
    w, b = np.zeros(X.shape[1]), 0.0
    start = w, b, _m_accuracy(X, y, w, b)
    best = _m_pocket(X, y, epochs, lr)
    return best if best[2] > start[2] else start


def pocket_train__content_with_one_mistake(X, y, epochs, lr=1.0):
    """After which epoch may the training stop: after one with a single mistake, or with none?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, -1.0
    for _ in range(epochs):
        updates = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, updates = w + lr * y_i * x_i, b + lr * y_i, updates + 1
                best = max(best, (w, b, _m_accuracy(X, y, w, b)), key=lambda kept: kept[2])
        if updates <= 1:
            break
    return best


def pocket_train__longest_run(X, y, epochs, lr=1.0):
    """You count right answers in a row (Gallant's first version). Which measure is asked for here?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best, best_run, run = (w, b), -1, 0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, run = w + lr * y_i * x_i, b + lr * y_i, 0
            else:
                run += 1
            if run > best_run:
                best, best_run = (w, b), run
    return *best, _m_accuracy(X, y, *best)


def pocket_train__tie_is_plus(X, y, epochs, lr=1.0):
    """Which label does a score of exactly 0 get when the accuracy is measured?"""

    def measure(X, y, w, b):
        return float(np.mean(np.where(X @ w + b >= 0, 1, -1) == y))

    return _m_pocket(X, y, epochs, lr, measure=measure)


def pocket_train__tie_is_wrong(X, y, epochs, lr=1.0):
    """A score of 0 counts as a mistake in training. What does prediction say, for y = -1?"""

    def measure(X, y, w, b):
        return float(np.mean(y * (X @ w + b) > 0))

    return _m_pocket(X, y, epochs, lr, measure=measure)


def pocket_train__uses_prediction(X, y, epochs, lr=1.0):
    """The score is 0 and y is -1: does the training rule count that as a mistake?"""
    return _m_pocket(X, y, epochs, lr, wrong=lambda score, label: (1 if score > 0 else -1) != label)


def pocket_train__strict(X, y, epochs, lr=1.0):
    """At w = 0 and b = 0 every score is 0. Does your training ever begin?"""
    w, b, best_acc = _m_pocket(X, y, epochs, lr, wrong=lambda score, label: label * score < 0)
    return w, b, max(best_acc, 0.0)


def pocket_train__pocket_is_the_same_array(X, y, epochs, lr=1.0):
    """You remember w and then change it in place. What is in your pocket now?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best_w, best_b, best_acc = w, b, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w += lr * y_i * x_i
                b = b + lr * y_i
                new = _m_accuracy(X, y, w, b)
                if new > best_acc:
                    best_w, best_b, best_acc = w, b, new
    return best_w, best_b, best_acc


def pocket_train__bias_not_in_the_pocket(X, y, epochs, lr=1.0):
    """You return the best w. Does the b that you return belong to it?"""
    best_w, _, best_acc = _m_pocket(X, y, epochs, lr)
    return best_w, _m_train(X, y, epochs, lr, _m_wrong)[1], best_acc


def pocket_train__count_instead_of_share(X, y, epochs, lr=1.0):
    """Should best_acc be a count or a share?"""
    w, b, best_acc = _m_pocket(X, y, epochs, lr)
    return w, b, round(best_acc * len(X))


def pocket_train__errors_of_the_epoch(X, y, epochs, lr=1.0):
    """The mistakes during an epoch were made by many different weights. Whose accuracy is asked for?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, -1.0
    for _ in range(epochs):
        wrong = 0
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w, b, wrong = w + lr * y_i * x_i, b + lr * y_i, wrong + 1
        if 1 - wrong / len(X) > best[2]:
            best = w, b, 1 - wrong / len(X)
    return best


def pocket_train__trains_on_from_the_pocket(X, y, epochs, lr=1.0):
    """After an update that made things worse: does training go on from the pocket, or as usual?"""
    best_w, best_b, best_acc = np.zeros(X.shape[1]), 0.0, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ best_w + best_b) <= 0:
                w, b = best_w + lr * y_i * x_i, best_b + lr * y_i
                new = _m_accuracy(X, y, w, b)
                if new > best_acc:
                    best_w, best_b, best_acc = w, b, new
    return best_w, best_b, best_acc


def pocket_train__lr_forgotten(X, y, epochs, lr=1.0):
    """What changes in your code when lr is 0.1 instead of 1?"""
    return _m_pocket(X, y, epochs, 1.0)


def pocket_train__one_epoch_only(X, y, epochs, lr=1.0):
    """In which loop does your return stand? How many epochs can happen before it?"""
    return _m_pocket(X, y, 1, lr)


def pocket_train__integer_weights(X, y, epochs, lr=1.0):
    """Which number type do your first weights have when X holds integers?"""
    w, b = np.zeros_like(X[0]), 0.0
    best = w.copy(), b, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                w[:] = w + lr * y_i * x_i
                b = b + lr * y_i
                new = _m_accuracy(X, y, w, b)
                if new > best[2]:
                    best = w.copy(), b, new
    return best


def pocket_train__bias_not_updated(X, y, epochs, lr=1.0):
    """The bias is the weight of an input that is always 1. How does it learn?"""
    w = np.zeros(X.shape[1])
    best = w, 0.0, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w) <= 0:
                w = w + lr * y_i * x_i
                new = _m_accuracy(X, y, w, 0.0)
                if new > best[2]:
                    best = w, 0.0, new
    return best


def pocket_train__small_gains_ignored(X, y, epochs, lr=1.0):
    """One answer more is right, out of many. Is that better?"""
    return _m_pocket(X, y, epochs, lr, lambda new, old: new > old + 0.01)


def pocket_train__tiny_scores_are_mistakes(X, y, epochs, lr=1.0):
    """With a tiny lr every score is tiny. Is a tiny score of the right sign a mistake?"""
    return _m_pocket(X, y, epochs, lr, wrong=lambda score, label: label * score <= 1e-9)


def pocket_train__looks_before_the_update(X, y, epochs, lr=1.0):
    """Whose accuracy do you measure after a mistake: that of the old weights, or of the new ones?"""
    w, b = np.zeros(X.shape[1]), 0.0
    best = w, b, -1.0
    for _ in range(epochs):
        for x_i, y_i in zip(X, y, strict=True):
            if y_i * (x_i @ w + b) <= 0:
                reached = _m_accuracy(X, y, w, b)
                if reached > best[2]:
                    best = w, b, reached
                w, b = w + lr * y_i * x_i, b + lr * y_i
    return best


# margin_bound


def _m_parts(X, y, w, b):
    """Return the lengths of (x, 1), the margins y*(w.x + b), and the length of (w, b)."""
    return np.sqrt((X**2).sum(axis=1) + 1), y * (X @ w + b), np.sqrt((w**2).sum() + b**2)


def margin_bound__no_bias_input(X, y, w, b):
    """The bias belongs to one more input. How long is the example with it?"""
    _, margins, length = _m_parts(X, y, w, b)
    return float(((X**2).sum(axis=1).max()) / (margins.min() / length) ** 2)


def margin_bound__margin_not_normalised(X, y, w, b):
    """Double w and b: the border does not move. Does your bound change?"""
    radii, margins, _ = _m_parts(X, y, w, b)
    return float((radii.max() / margins.min()) ** 2)


def margin_bound__bias_not_in_the_length(X, y, w, b):
    """Is b one of the weights when you measure their length?"""
    radii, margins, _ = _m_parts(X, y, w, b)
    return float((radii.max() * np.sqrt((w**2).sum()) / margins.min()) ** 2)


def margin_bound__bias_among_integers(X, y, w, b):
    """If w holds integers, what can an array of its type hold? What becomes of a b of 1.5 in it?"""
    both = np.zeros(len(w) + 1, dtype=w.dtype)
    both[:-1], both[-1] = w, b
    radii, margins, length = _m_parts(X, y, both[:-1], both[-1])
    return float((radii.max() * length / margins.min()) ** 2)


def margin_bound__no_bias_anywhere(X, y, w, b):
    """Most textbooks drop the bias. Where does it enter R and the length of the weights here?"""
    _, margins, _ = _m_parts(X, y, w, b)
    return float((X**2).sum(axis=1).max() * (w**2).sum() / margins.min() ** 2)


def margin_bound__bias_not_in_the_margin(X, y, w, b):
    """What is the score of an example: is the bias part of it?"""
    radii, _, length = _m_parts(X, y, w, b)
    return float((radii.max() * length / (y * (X @ w)).min()) ** 2)


def margin_bound__not_squared(X, y, w, b):
    """The theorem bounds the mistakes by a square. Of what?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float(radii.max() / (margins.min() / length))


def margin_bound__only_radius_squared(X, y, w, b):
    """What exactly is squared: R alone, or the whole fraction?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float(radii.max() ** 2 / (margins.min() / length))


def margin_bound__only_margin_squared(X, y, w, b):
    """What exactly is squared: gamma alone, or the whole fraction?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float(radii.max() / (margins.min() / length) ** 2)


def margin_bound__upside_down(X, y, w, b):
    """A wide gap should mean few mistakes. Does your bound fall when gamma grows?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((margins.min() / length / radii.max()) ** 2)


def margin_bound__mean_margin(X, y, w, b):
    """Which example decides how wide the gap is: the average one?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((radii.max() * length / margins.mean()) ** 2)


def margin_bound__largest_margin(X, y, w, b):
    """Is gamma the margin of the nearest example or of the farthest?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((radii.max() * length / margins.max()) ** 2)


def margin_bound__mean_radius(X, y, w, b):
    """Does the theorem speak of the average length of an example, or of the largest?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((radii.mean() * length / margins.min()) ** 2)


def margin_bound__mean_of_the_squares(X, y, w, b):
    """Does the theorem speak of an average over the examples, or of the longest of them?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((radii**2).mean() * length**2 / margins.min() ** 2)


def margin_bound__smallest_radius(X, y, w, b):
    """R is a radius that holds all examples. Does yours?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float((radii.min() * length / margins.min()) ** 2)


def margin_bound__labels_forgotten(X, y, w, b):
    """The score of an example with y = -1 is negative. Is its margin?"""
    radii, _, length = _m_parts(X, y, w, b)
    return float((radii.max() * length / (X @ w + b).min()) ** 2)


def margin_bound__length_of_the_whole_matrix(X, y, w, b):
    """Whose length does np.linalg.norm(X) measure: that of each row, or of all rows together?"""
    _, margins, length = _m_parts(X, y, w, b)
    return float(((X**2).sum() + len(X)) * length**2 / margins.min() ** 2)


def margin_bound__largest_entry(X, y, w, b):
    """The length of an example is the root of a sum of squares. What do you take instead?"""
    _, margins, length = _m_parts(X, y, w, b)
    return float((max(np.abs(X).max(), 1.0) * length / margins.min()) ** 2)


def margin_bound__one_added_to_the_length(X, y, w, b):
    """Is the 1 an entry of the example, or something added to its length?"""
    _, margins, length = _m_parts(X, y, w, b)
    return float(((np.sqrt((X**2).sum(axis=1)).max() + 1) * length / margins.min()) ** 2)


def margin_bound__rounded_down(X, y, w, b):
    """A count of mistakes is whole, but is the bound? Does the docstring ask you to round?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return int((radii.max() * length / margins.min()) ** 2)


def margin_bound__label_outside_the_parentheses(X, y, w, b):
    """What does y multiply: the whole score, or a part of it?"""
    radii, _, length = _m_parts(X, y, w, b)
    return float((radii.max() * length / (y * (X @ w) + b).min()) ** 2)


def margin_bound__largest_ratio_of_one_example(X, y, w, b):
    """Must the longest example and the one with the smallest margin be the same?"""
    radii, margins, length = _m_parts(X, y, w, b)
    return float(((radii * length / margins) ** 2).max())
