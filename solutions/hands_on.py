"""Hands-on: put your own five modules together and train a network that reads handwritten digits.

Everything is there by now: a forward pass, a loss, a backward pass, an optimizer. Training repeats
four steps, batch after batch, epoch after epoch:

    1. forward    what does the network say about this batch?
    2. loss       how poorly does it perform, and how should the logits change?
    3. backward   so how should every weight and every bias change?
    4. update     one small step of each parameter in that direction

An epoch is one walk through all the training data. The functions imported below are yours: a
mistake in one of them shows up here, and this is what the session is for.

Conventions:
- Rows are examples: X (n, d), class labels y (n,) whole numbers in 0..C-1.
- params is the dict of `mlp_forward`: {"W1": (d, h), "b1": (h,), ..., "WL", "bL"}.
- Functions are pure: X, y and params keep their values, and the global random generator is not
  used. A run is deterministic: the start comes in as params, the order of the batches as seed.
- Whole numbers in X and params are fine. Labels may be of any integer type, small ones such as
  uint8 as well: mind that a uint8 cannot count beyond 255.

The digits (8x8 pixels, 0 to 16) lie in the folder data:

    digits = np.load("data/digits.npz")
    X = digits["images"].reshape(-1, 64) / 16.0
    y = digits["labels"]
    X_train, y_train = X[digits["train"]], y[digits["train"]]

An accuracy alone proves little: with Adam, more than half of all bugs still read 96 % of the
digits. Compare single steps and gradients as well.
"""

from typing import Any

import numpy as np
from backward import mlp_backward
from forward import mlp_forward
from loss import l2_penalty, softmax_cross_entropy
from numpy.typing import NDArray
from optimizer import adam, minibatches

Array = NDArray[np.float64]
Labels = NDArray[np.integer[Any]]
Params = dict[str, Array]


def predict(X: Array, params: Params) -> Labels:
    """Name the class that the network finds most likely for each example.

    That is the class with the largest logit of the row. Softmax is not needed for it: it turns
    logits into probabilities, but the largest one stays the largest. Logits may be of any size,
    thousands as well.

    Args:
        X: the examples, shape (n, d).
        params: the network, as for mlp_forward.

    Returns:
        The classes, shape (n,), whole numbers in 0..C-1.

    Example: logits [[1, 3, 2], [5, 0, 0]] mean the classes [1, 0].
    """
    ### BEGIN SOLUTION
    logits, _ = mlp_forward(X, params)
    classes: Labels = np.argmax(logits, axis=1)
    return classes
    ### END SOLUTION


def train(
    X: Array,
    y: Labels,
    params: Params,
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    reg: float = 0.0,
    seed: int = 0,
) -> dict[str, Any]:
    """Train a network with Adam and return the trained parameters and how it went.

    In every epoch (counted from 0) `minibatches` deals the data out in a new order: its seed is
    seed + epoch. For each batch: mlp_forward, softmax_cross_entropy, mlp_backward, then one step
    of adam for every parameter, weights and biases, with the given lr and its other defaults. All
    gradients are taken before the first update. Each parameter has an optimizer state of its own,
    which is None before its first step and lives on from batch to batch and from epoch to epoch.

    With reg > 0 the loss of a batch is cross-entropy + l2_penalty(params, reg), and the gradients
    are added accordingly. With reg = 0 l2_penalty is not needed.

    Args:
        X: the training data, shape (n, d).
        y: their classes, shape (n,).
        params: the start; copied, so that it keeps its values.
        epochs: how many walks through the data, at least 1.
        batch_size: examples per batch; the last batch of an epoch may be smaller.
        lr: learning rate of adam.
        reg: strength of the L2 penalty.
        seed: order of the batches; an equal seed gives an equal run.

    Returns:
        A dict: "params" the trained parameters, with the keys and shapes of params; "loss" a list
        with one number per epoch, the mean of its batches' losses (with the penalty); "accuracy" a
        list with one number from 0 to 1 per epoch, the share of all of X that the network gets
        right after that epoch. The loss of a batch is the one that its step was made for, so it
        belongs to the weights before that step, and in the mean each batch counts once, the smaller
        last one too.

    Example: X = [[1]], y = [0], W1 = [[0, 0]], b1 = [0, 0], one epoch with batch_size 1 and lr 0.1
    gives W1 = [[0.1, -0.1]] and b1 = [0.1, -0.1]: Adam's first step is about lr in every direction.
    """
    ### BEGIN SOLUTION
    params = {name: np.array(value, dtype=np.float64) for name, value in params.items()}
    states: dict[str, Any] = dict.fromkeys(params)
    losses, accuracies = [], []
    for epoch in range(epochs):
        batch_losses = []
        for X_batch, y_batch in minibatches(X, y, batch_size, seed=seed + epoch):
            logits, caches = mlp_forward(X_batch, params)
            loss, dlogits = softmax_cross_entropy(logits, y_batch)
            grads = mlp_backward(dlogits, caches, params)
            if reg > 0:
                penalty, extra = l2_penalty(params, reg)
                loss = loss + penalty
                grads = {name: grads[name] + extra[name] for name in params}
            for name in params:
                params[name], states[name] = adam(params[name], grads[name], states[name], lr=lr)
            batch_losses.append(loss)
        losses.append(float(np.mean(batch_losses)))
        accuracies.append(float(np.mean(predict(X, params) == y)))
    return {"params": params, "loss": losses, "accuracy": accuracies}
    ### END SOLUTION


def confusion_matrix(y: Labels, pred: Labels, num_classes: int) -> Labels:
    """Count which class was taken for which.

        M[i, j] = number of examples whose true class is i and whose predicted class is j

    Rows are the truth, columns the prediction, as in scikit-learn (some books turn it round). The
    diagonal counts the right answers; a row adds up to the number of examples of that class.

    Args:
        y: the true classes, shape (n,), whole numbers in 0..num_classes-1 of any integer type.
        pred: the predicted classes, shape (n,).
        num_classes: C. A class may be missing in y and in pred, it has a row and a column all
            the same.

    Returns:
        The counts, shape (C, C), whole numbers.

    Example: y = [0, 0, 1], pred = [0, 1, 1], num_classes = 2 gives [[1, 1], [0, 1]].
    """
    ### BEGIN SOLUTION
    counts = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(counts, (y, pred), 1)
    return counts
    ### END SOLUTION


def solve_xor() -> Params:
    """Return a network that solves XOR: class 1 where the two inputs differ, class 0 elsewhere.

    No perceptron can do it, a network with one hidden layer can. Train one on the four points, or
    work its weights out by hand; any network for mlp_forward with two inputs and two logits will
    do. If you train: two hidden units often get stuck in a corner, 16 hardly ever do. If you work
    by hand: what are relu(x1 + x2) and relu(x1 + x2 - 1) at the four points?

    Returns:
        params {"W1", "b1", ...}: for the rows 00, 01, 10, 11 the larger one of the two logits is
        that of class 0, 1, 1, 0. Two equal logits do not count: none of them is the larger one.
    """
    ### BEGIN SOLUTION
    return {
        "W1": np.array([[1.0, 1.0], [1.0, 1.0]]),
        "b1": np.array([0.0, -1.0]),
        "W2": np.array([[0.0, 1.0], [0.0, -2.0]]),
        "b2": np.array([0.5, 0.0]),
    }
    ### END SOLUTION


def solve_spiral(X: Array, y: Labels) -> Params:
    """Return a network that tells the arms of a spiral apart, trained on the given points.

    Three arms wind around each other, so no straight line helps. Choose the network and the
    settings yourself; an accuracy of 0.97 on X is asked for, within 60 seconds. Where do the first
    weights come from? All zeros keep all hidden units alike for ever; take random numbers of a
    sensible size from np.random.default_rng with a seed of your own.

    Args:
        X: the points, shape (n, 2), coordinates from about -1 to 1.
        y: their arms, shape (n,): 0, 1 or 2.

    Returns:
        params {"W1", "b1", ...} of a network with 2 inputs and 3 logits.

    Source: the spiral of the CS231n notes, "Putting it together".
    """
    ### BEGIN SOLUTION
    rng = np.random.default_rng(0)
    hidden, classes = 100, int(np.max(y)) + 1
    params = {
        "W1": rng.normal(scale=np.sqrt(2.0 / X.shape[1]), size=(X.shape[1], hidden)),
        "b1": np.zeros(hidden),
        "W2": rng.normal(scale=np.sqrt(2.0 / hidden), size=(hidden, classes)),
        "b2": np.zeros(classes),
    }
    trained: Params = train(X, y, params, epochs=60, batch_size=30, lr=2e-2)["params"]
    return trained
    ### END SOLUTION
