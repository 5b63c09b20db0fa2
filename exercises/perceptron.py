"""The perceptron: one artificial neuron, the rule that trains it, and what it cannot learn.

A neuron multiplies every input by a weight, adds the products and a bias, and answers yes (+1)
or no (-1). Nobody programs the weights: they are learned from examples with known answers.

    score = w_1*x_1 + w_2*x_2 + ... + w_d*x_d + b
    answer = +1 if score > 0, else -1

Conventions of this file
- Rows are examples: X has shape (n, d), the weights w have shape (d,), the bias b is one number.
- Labels y have shape (n,), and every label is -1 or +1 (other books write 0 and 1).
- A score of exactly 0 is answered with -1 by `perceptron_predict`, and always counts as a mistake
  in training. The two differ on purpose: before training every score is 0, and a neuron that knows
  nothing has earned nothing. Only exactly 0 is 0: every other score has a sign, however small it is.
- Functions are pure: they never change the arrays they are given, and nothing is left over from one
  call to the next.
- X and w may hold integers (int64). Learned weights are floats all the same.
- X may be a part of another array, or turned round: A[::2] and A.T are arrays like any other.
- n = 1 and d = 1 are ordinary cases.
- Values are checked, not number types: labels and counts may be whole numbers of any type.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.int_]


def linear_score(X: Array, w: Array, b: float) -> Array:
    """Add up the weighted inputs of every example.

        score_i = w_1*X[i, 1] + ... + w_d*X[i, d] + b

    The bias is added once per example, not once per input. (Some books subtract a threshold
    instead: their threshold is our -b.)

    Args:
        X: examples, shape (n, d).
        w: weights, shape (d,).
        b: bias, one number.

    Returns:
        One score per example, shape (n,): not (n, 1).

    Example: X = [[1, 2]], w = [10, 100], b = 5 gives [215].

    Source: F. Rosenblatt, "The perceptron", Psychological Review 65, 1958.
    """
    raise NotImplementedError("linear_score is not written yet")


def perceptron_predict(X: Array, w: Array, b: float) -> Labels:
    """Answer +1 or -1 for every example.

        answer_i = +1 if score_i > 0, else -1        (scores as in `linear_score`)

    A score of exactly 0 gives -1, never 0 and never +1; a score above 0, however small, gives +1.
    (In training a score of 0 always counts as a mistake, see `perceptron_update`: the two differ on
    purpose. np.sign answers 0 there; scikit-learn's classifiers, like this function, want strictly
    more than 0.)

    Args:
        X: examples, shape (n, d).
        w: weights, shape (d,).
        b: bias, one number.

    Returns:
        Labels, shape (n,), every one -1 or +1.

    Example: X = [[3], [1], [2]], w = [1], b = -2 has the scores 1, -1, 0 and gives [1, -1, -1].

    Source: F. Rosenblatt, "The perceptron", Psychological Review 65, 1958.
    """
    raise NotImplementedError("perceptron_predict is not written yet")


def accuracy(pred: Labels, y: Labels) -> float:
    """Say which share of the predictions is right: 0.0 for none, 1.0 for all.

        accuracy = (number of i with pred_i == y_i) / n

    Arthur Samuel asked for "some automatic means of testing the effectiveness of any current weight
    assignment in terms of actual performance": this one line is it. It is a share between 0 and 1,
    not a percentage and not rounded, and it works for all whole numbers as labels, not only -1 and +1.

    Args:
        pred: predicted labels, shape (n,), n at least 1.
        y: true labels, shape (n,).

    Returns:
        A single number from 0.0 to 1.0.

    Example: pred = [1, -1, 1, 1], y = [1, -1, -1, 1] gives 0.75.

    Source: A. L. Samuel, "Some studies in machine learning using the game of checkers", 1959; the
    words are from his "Artificial intelligence: a frontier of automation", 1962.
    """
    raise NotImplementedError("accuracy is not written yet")


def gate_weights(name: str) -> tuple[Array, float]:
    """Choose by hand the weights that turn one neuron into a logic gate.

    The inputs are the four corners of the square, (0,0), (0,1), (1,0), (1,1). The neuron must say
    +1 where the gate says "true" and -1 where it says "false":

        corner   (0,0)  (0,1)  (1,0)  (1,1)
        AND       -1     -1     -1     +1
        OR        -1     +1     +1     +1
        NAND      +1     +1     +1     -1
        NOR       +1     -1     -1     -1

    Keep clear of the border: the score w.x + b must be at least 0.1 away from 0 at every corner.
    Many choices are right, and any right choice counts. Draw the square, then draw the line.

    Args:
        name: "AND", "OR", "NAND" or "NOR".

    Returns:
        (w, b): weights of shape (2,) and the bias, one number.

    Example of another gate, "the first input, whatever the second": w = [1, 0], b = -0.5.

    Source: W. McCulloch and W. Pitts, "A logical calculus of the ideas immanent in nervous
    activity", 1943.
    """
    raise NotImplementedError("gate_weights is not written yet")


def perceptron_update(
    w: Array,
    b: float,
    x: Array,
    y: float,
    lr: float = 1.0,
) -> tuple[Array, float]:
    """Show the perceptron one example, and let it learn only if it made a mistake.

        it is a mistake if      y * (w.x + b) <= 0
        after a mistake         w_new = w + lr*y*x        b_new = b + lr*y
        otherwise               w and b stay as they are

    A score of exactly 0 always counts as a mistake here, for y = -1 too, although
    `perceptron_predict` would answer -1: otherwise training that starts from zero weights could
    never leave them. A score of the right sign is no mistake, however small it is. The bias learns
    like the weight of one more input that is always 1.

    Args:
        w: weights, shape (d,). Not changed in place: after a mistake hand back a new array.
        b: bias, one number.
        x: one example, shape (d,).
        y: its label, -1 or +1.
        lr: learning rate, the length of the step.

    Returns:
        (w_new, b_new): shape (d,) and one number.

    Example: w = [0, 0], b = 0, x = [2, 3], y = -1, lr = 0.5 gives w = [-1, -1.5], b = -0.5.

    Source: F. Rosenblatt, "Principles of neurodynamics", 1962.
    """
    raise NotImplementedError("perceptron_update is not written yet")


def perceptron_train(
    X: Array,
    y: Labels,
    epochs: int = 100,
    lr: float = 1.0,
) -> tuple[Array, float, list[int]]:
    """Train a perceptron: visit the examples one after the other until no mistake is left.

    Start with w = 0 and b = 0. One epoch visits every row of X once, in the order given, no
    shuffling. After each single mistake w and b are updated at once by the rule of
    `perceptron_update`, so the next example already meets the new weights. Count the mistakes of
    each epoch. Stop after the first epoch without a mistake, or after `epochs` epochs.

    If a line separates the two classes, this always ends (see `margin_bound`). If none does, it
    never settles: XOR makes 4 mistakes in every epoch.

    Args:
        X: examples, shape (n, d), floats or integers.
        y: labels, shape (n,), every one -1 or +1.
        epochs: the largest number of epochs, at least 1.
        lr: learning rate. From zero weights it only scales w and b; the mistakes stay the same.

    Returns:
        (w, b, mistakes): weights of shape (d,), the bias, and a list with one count for each epoch
        that was run; it ends with 0 if the training has converged.

    Example: X = [[1], [-1]], y = [1, -1] gives w = [2], b = 0, mistakes = [2, 0]: the second
    row has a score of exactly 0 when its turn comes, and that counts as a mistake.

    Source: F. Rosenblatt, "Principles of neurodynamics", 1962.
    """
    raise NotImplementedError("perceptron_train is not written yet")


def xor_network(X: Array) -> Labels:
    """Compute XOR, "exactly one of the two", with neurons in two layers.

        corner   (0,0)  (0,1)  (1,0)  (1,1)
        XOR       -1     +1     +1     -1

    No single neuron can do this: no straight line has (0,1) and (1,0) on one side and (0,0) and
    (1,1) on the other. Two gates that look at the inputs, and a third gate that looks at their
    answers, can. Mind what the third gate receives: an answer of a neuron is -1 or +1, a corner
    of the square is 0 or 1.

    Args:
        X: corners of the square, shape (n, 2), every entry 0 or 1, in any order, any n from 1 on.

    Returns:
        Labels, shape (n,), every one -1 or +1.

    Example: X = [[0, 1], [1, 1]] gives [1, -1].

    Source: M. Minsky and S. Papert, "Perceptrons", 1969.
    """
    raise NotImplementedError("xor_network is not written yet")


def hill_climb(
    X: Array,
    y: Labels,
    w: Array,
    b: float,
    deltas: Array,
) -> tuple[Array, float, list[float]]:
    """Learn by trying: change the weights a little, and keep the change if it helps.

    Arthur Samuel asked for "a mechanism for altering the weight assignment so as to maximize the
    performance". This is the plainest one. For each delta in turn, add it to the weights held so
    far (its first d entries to w, its last entry to b). Keep the sum only if the accuracy of
    `perceptron_predict` on (X, y) strictly rises: an equal accuracy is not enough, one more right
    answer is. The deltas are given, so nothing in this function is random.

    Args:
        X: examples, shape (n, d).
        y: labels, shape (n,), every one -1 or +1.
        w: weights to start from, shape (d,). Not changed in place.
        b: bias to start from.
        deltas: changes to try, shape (k, d+1), the last column for the bias; k is at least 1.

    Returns:
        (w, b, history): the weights and bias held at the end, and a list of k accuracies:
        history[i] is the accuracy of what is held after delta i, kept or not.

    Example: X = [[1], [-1]], y = [1, -1], w = [-1], b = 0, deltas = [[1, 0], [2, 0]] starts with
    accuracy 0, and gives w = [2], b = 0, history = [0.5, 1.0].

    Source: A. L. Samuel, 1959 and 1962, as in `accuracy`.
    """
    raise NotImplementedError("hill_climb is not written yet")


def pocket_train(X: Array, y: Labels, epochs: int, lr: float = 1.0) -> tuple[Array, float, float]:
    """Train a perceptron that keeps the best weights it has met "in its pocket".

    On data that no line separates, the weights of `perceptron_train` never settle, and the last
    ones may be bad. So train exactly as there (from zero, rows in order), and after every single
    update measure the accuracy of `perceptron_predict` on all of (X, y) with the new weights.
    Remember the best, if only by one right answer. Of several equally good ones, remember the first.

    Only weights after an update are candidates: the zero weights at the start are not. (Gallant's
    first version counts runs of right answers instead; this is his version "with ratchet".)

    Args:
        X: examples, shape (n, d).
        y: labels, shape (n,), every one -1 or +1.
        epochs: the largest number of epochs, at least 1.
        lr: learning rate.

    Returns:
        (w, b, best_acc): the remembered weights, shape (d,), the remembered bias, and their
        accuracy, a single number from 0.0 to 1.0.

    Example: X = [[1], [2], [3]], y = [1, -1, 1], epochs = 1 updates to w = 1, b = 1 (accuracy
    2/3), then to w = -1, b = 0 (1/3), then to w = 2, b = 1 (2/3, not better) and gives
    w = [1], b = 1, best_acc = 0.6667.

    Source: S. I. Gallant, "Perceptron-based learning algorithms", 1990.
    """
    raise NotImplementedError("pocket_train is not written yet")


def margin_bound(X: Array, y: Labels, w: Array, b: float) -> float:
    """Bound the mistakes a perceptron can make before it has learned separable data.

    Write the bias as one more weight of an input that is always 1: the example becomes (x, 1), the
    weights become (w, b). Then, with the usual length (the root of the sum of squares),

        R     = the largest length of (x_i, 1) over all examples
        gamma = the smallest y_i * (w.x_i + b) over all examples, divided by the length of (w, b)
        bound = (R / gamma)^2

    and Novikoff's theorem says: however long the training, it makes at most `bound` mistakes.
    A wide gap between the classes means few mistakes, whatever the number of examples. The
    bound does not depend on the length of (w, b), only on its direction.

    Args:
        X: examples, shape (n, d).
        y: labels, shape (n,), every one -1 or +1.
        w: weights, shape (d,), which with b separate the data: every y_i*(w.x_i + b) is positive.
        b: bias, one number.

    Returns:
        A single number.

    Example: X = [[2], [-2]], y = [1, -1], w = [1], b = 0: R^2 = 5, gamma = 2, the bound is 1.25.

    Source: A. Novikoff, "On convergence proofs on perceptrons", 1962.
    """
    raise NotImplementedError("margin_bound is not written yet")
