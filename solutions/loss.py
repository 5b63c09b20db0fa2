"""Loss functions: how poorly the model is performing, as one number, and which way is down.

Every loss returns a pair (loss, gradient). The gradient says how the loss changes with each entry
of the first argument; it has the shape of that argument, and backpropagation begins with it.

Conventions of this module:

- Losses are means, over the examples or, where the docstring says so, over all elements. The 1/n
  lives here and nowhere else: no other step of the backward pass divides by n again. (The one
  exception is `l2_penalty`, a sum over weights, which knows nothing of examples.)
- The loss and the gradient belong together: the gradient is exactly that of the returned loss.
- Rows are examples: scores (n, C), class labels y (n,) whole numbers in 0..C-1 of any integer
  type; for the hinge loss y is -1 or +1; for the binary cross-entropy a number from 0 to 1.
- Scores, predictions, targets and weights may be whole numbers (int64, as np.array([1, 2]) makes
  them): the values must come out as for floats.
- An array may be a part of another one, or turned round: A[::2] and A.T are arrays like any other.
- The loss is a single number (a Python float, a numpy scalar or a 0-d array), not an array of
  shape (1,). Result shapes are exact. n = 1 and C = 2 are ordinary cases, and so is n = C.
- Exactly at a kink (a margin that is just met) the gradient is 0. Only exactly there: a margin that
  is violated pushes, by however little.
- Functions are pure: the arguments are the same after the call, and nothing is left over from one
  call to the next.
- A number counts as right within 1e-7 of its size or 1e-10, whichever is more.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.integer]
Params = dict[str, Array]  # {"W1": ..., "b1": ..., "W2": ..., "b2": ..., ...}


def one_hot(y: Labels, num_classes: int) -> Array:
    """Write each label as a row that is 1 in the label's column and 0 elsewhere.

        out[i, k] = 1 if y[i] == k else 0

    Args:
        y: labels, shape (n,), whole numbers in 0..num_classes-1. Not every class need occur.
        num_classes: the number of columns, C.

    Returns:
        Shape (n, C), of type float64.

    Raises:
        ValueError: a label, wherever it stands, is negative or not smaller than num_classes. (numpy
            would take -1 for the last column, and fail with an IndexError for one too large.)

    Example: one_hot([2, 0], 3) = [[0, 0, 1], [1, 0, 0]].
    Source: Goodfellow, Bengio & Courville, "Deep Learning", 2016, section 5.1.
    """
    ### BEGIN SOLUTION
    y = np.asarray(y)
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError(f"expected labels in 0..{num_classes - 1}, got {y.min()}..{y.max()}")
    return np.asarray(y[:, None] == np.arange(num_classes), dtype=np.float64)
    ### END SOLUTION


def mse_loss(pred: Array, target: Array) -> tuple[float, Array]:
    """Mean squared error, the usual loss for predicting numbers.

        loss = mean over ALL elements of (pred - target)^2
        dpred = 2 * (pred - target) / (number of elements)

    Args:
        pred: predictions, any shape, for example (n,) or (n, k).
        target: the right values, of exactly the same shape.

    Returns:
        (loss, dpred): a number, and the gradient with the shape of pred.

    Raises:
        ValueError: the shapes differ, even if sizes or numbers of axes are equal. (numpy would
            silently turn (n, 1) minus (n,), and (n, 1) minus (1, n), into (n, n).)

    Who differs: Coursera and CMU 11-785 use half of this, with the gradient (pred - target) / n;
    others divide by the rows only. This is the convention of PyTorch and Keras.
    Example: pred [1, 2], target [1, 4]: loss 2 (the mean of 0 and 4), dpred [0, -2].
    Source: Goodfellow, Bengio & Courville, "Deep Learning", 2016, section 5.1.4.
    """
    ### BEGIN SOLUTION
    if np.shape(pred) != np.shape(target):
        raise ValueError(f"expected equal shapes, got {np.shape(pred)} and {np.shape(target)}")
    difference = np.asarray(pred, dtype=np.float64) - target
    return float(np.mean(difference**2)), 2.0 * difference / difference.size
    ### END SOLUTION


def softmax_cross_entropy(logits: Array, y: Labels) -> tuple[float, Array]:
    """Cross-entropy of a classifier: how surprised the model is by the right class, on average.

        p = softmax(logits), row by row
        loss = -mean over i of log p[i, y[i]]
             = mean over i of (log(sum over k of e^logits[i, k]) - logits[i, y[i]])
        dlogits = (p - onehot(y)) / n

    Args:
        logits: scores, shape (n, C); not probabilities.
        y: the right classes, shape (n,), whole numbers in 0..C-1 of any integer type. A class may
            be missing from the batch: C is the number of columns.

    Returns:
        (loss, dlogits): a number, and the gradient, shape (n, C). `logits` keeps its values.

    Must be right for scores such as 1000, -1000 and 2000, also in one array or row. There p is rounded to
    0, whose logarithm is minus infinity, while the true loss is an ordinary number: the second
    formula for the loss needs no p.
    No loop over single numbers: the whole array at once (100 times slower than numpy fails a test).

    Example: logits [[0, 0]], y [0]: loss log 2 (the natural logarithm), dlogits [[-0.5, 0.5]];
        logits [[2000, 0]], y [1]: loss 2000.
    Source: Goodfellow, Bengio & Courville, "Deep Learning", 2016, section 6.2.2.3.
    """
    ### BEGIN SOLUTION
    logits = np.asarray(logits, dtype=np.float64)
    rows = np.arange(len(logits))
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1.0
    return float(-np.mean(log_p[rows, y])), dlogits / len(logits)
    ### END SOLUTION


def bce_with_logits(logits: Array, y: Array) -> tuple[float, Array]:
    """Binary cross-entropy for yes/no questions, from scores.

        p = sigmoid(logits)
        loss = mean of -(y * log p + (1 - y) * log(1 - p))
             = mean of max(z, 0) - z * y + log(1 + e^-|z|),  z = logits
        dlogits = (p - y) / n

    Args:
        logits: scores, shape (n,); not probabilities.
        y: the right answers, shape (n,): 0, 1 or anything between (a "soft" answer such as 0.3).

    Returns:
        (loss, dlogits): a number, and the gradient, shape (n,).

    Must be right for scores such as 800 and -800, where p is rounded to 1 or 0 and its logarithm is
    lost: the second formula needs no p.
    Who differs: PyTorch's `binary_cross_entropy` and Keras' default take p instead of the scores.
    Example: logits [0], y [1]: loss log 2, dlogits [-0.5]; logits [800], y [0]: loss 800,
        dlogits [1].
    Source: Goodfellow, Bengio & Courville, "Deep Learning", 2016, section 6.2.2.2.
    """
    ### BEGIN SOLUTION
    z = np.asarray(logits, dtype=np.float64)
    small = np.exp(-np.abs(z))  # in (0, 1]: cannot overflow
    loss = np.mean(np.maximum(z, 0.0) - z * y + np.log1p(small))
    p = np.where(z >= 0, 1.0, small) / (1.0 + small)
    return float(loss), (p - y) / z.size
    ### END SOLUTION


def hinge_loss(scores: Array, y: Array) -> tuple[float, Array]:
    """Hinge loss of a two-class linear model: right is not enough, right by a margin of 1 is.

        loss = mean over i of max(0, 1 - y[i] * scores[i])
        dscores[i] = -y[i] / n  if y[i] * scores[i] < 1  else  0

    Args:
        scores: shape (n,).
        y: labels -1 or +1, shape (n,).

    Returns:
        (loss, dscores): a number, and the gradient, shape (n,). Exactly on the margin, where
        y * score = 1, the gradient is 0.

    Example: scores [0.5, 1, -1], y [1, 1, 1]: losses 0.5, 0 and 2, so loss 2.5/3, dscores
        [-1/3, 0, -1/3].
    Source: Cortes & Vapnik, "Support-Vector Networks", 1995.
    """
    ### BEGIN SOLUTION
    margin = 1.0 - y * np.asarray(scores, dtype=np.float64)
    dscores = np.where(margin > 0, -y, 0.0) / margin.size
    return float(np.mean(np.maximum(margin, 0.0))), dscores
    ### END SOLUTION


def l2_penalty(params: Params, reg: float) -> tuple[float, Params]:
    """L2 penalty ("weight decay"): large weights cost something, against learning by heart.

        loss = 0.5 * reg * (sum of W^2 over all entries of all weight arrays)
        gradient of each weight array W = reg * W

    Args:
        params: arrays by name. The weights are those whose name starts with a capital "W" ("W1",
            "W_out"), matrices (d, h); all others are biases and cost nothing, whatever their
            names ("b1", "beta", "w1") and shapes.
        reg: strength, at least 0.

    Returns:
        (loss, grads): a number, and a dict with the keys of params; the gradient of a bias is zeros
        of the bias's shape. Neither `params` nor its arrays are changed.

    Who differs: the factor 0.5 is missing in some texts, and then the gradient is 2 * reg * W;
    PyTorch's `weight_decay` has the gradient of this one, but for biases as well. This sum is not
    divided by n.
    Example: params {"W1": [[1, 2]], "b1": [7, 7]}, reg 0.1: loss 0.25, grads {"W1": [[0.1, 0.2]],
        "b1": [0, 0]}.
    Source: Krogh & Hertz, "A Simple Weight Decay Can Improve Generalization", 1992.
    """
    ### BEGIN SOLUTION
    loss = 0.0
    grads: Params = {}
    for name, values in params.items():
        if name.startswith("W"):
            loss += 0.5 * reg * float(np.sum(np.square(values, dtype=np.float64)))
            grads[name] = reg * values
        else:
            grads[name] = np.zeros(np.shape(values))
    return loss, grads
    ### END SOLUTION


def svm_loss(scores: Array, y: Labels, delta: float = 1.0) -> tuple[float, Array]:
    """Multi-class hinge loss: the right class must beat every other one by a margin of delta.

        margin[i, k] = scores[i, k] - scores[i, y[i]] + delta      for k != y[i] only
        loss = (1/n) * sum over i and over k != y[i] of max(0, margin[i, k])

    Each margin above 0 pushes two scores: that of class k and that of the right class.

    Args:
        scores: shape (n, C).
        y: the right classes, shape (n,), whole numbers in 0..C-1 of any integer type.
        delta: the margin wanted, larger than 0.

    Returns:
        (loss, dscores): a number, and the gradient, shape (n, C). `scores` keeps its values. A
        margin of exactly 0 has the gradient 0.

    Who differs: PyTorch's `MultiMarginLoss` also divides by C; Crammer & Singer count only the
    largest margin of each row.
    Example: scores [[3, 2.5, 1]], y [0]: margins 0.5 and -1, so loss 0.5, dscores [[-1, 1, 0]].
    Source: Weston & Watkins, "Support Vector Machines for Multi-Class Pattern Recognition", 1999.
    """
    ### BEGIN SOLUTION
    scores = np.asarray(scores, dtype=np.float64)
    n = len(scores)
    rows = np.arange(n)
    margin = scores - scores[rows, y][:, None] + delta
    margin[rows, y] = 0.0
    dscores = (margin > 0).astype(np.float64)
    dscores[rows, y] = -dscores.sum(axis=1)
    return float(np.maximum(margin, 0.0).sum() / n), dscores / n
    ### END SOLUTION


def huber_loss(pred: Array, target: Array, delta: float = 1.0) -> tuple[float, Array]:
    """Huber loss: a square for small errors, a straight line for large ones.

    A few wild values then do not decide everything, as they do with the mean squared error.

        d = pred - target
        each element costs  d^2 / 2  if |d| <= delta  else  delta * (|d| - delta / 2)
        loss = mean over ALL elements
        dpred = (d, cut to the range from -delta to delta) / (number of elements)

    Args:
        pred: predictions, any shape.
        target: the right values, of the same shape.
        delta: where the square ends, larger than 0.

    Returns:
        (loss, dpred): a number, and the gradient with the shape of pred.

    Who differs: nobody (PyTorch's `HuberLoss`, Keras' `Huber`); PyTorch's `SmoothL1Loss` is this
    divided by delta.
    Example: pred [0.5, 3], target [0, 0]: costs 0.125 and 2.5, so loss 1.3125, dpred [0.25, 0.5].
    Source: Huber, "Robust Estimation of a Location Parameter", 1964.
    """
    ### BEGIN SOLUTION
    d = np.asarray(pred, dtype=np.float64) - target
    size = np.abs(d)
    cost = np.where(size <= delta, 0.5 * d**2, delta * (size - 0.5 * delta))
    return float(np.mean(cost)), np.clip(d, -delta, delta) / d.size
    ### END SOLUTION


def label_smoothing_ce(logits: Array, y: Labels, eps: float = 0.1) -> tuple[float, Array]:
    """Cross-entropy against softened labels, which keeps a classifier from becoming too sure.

        q = (1 - eps) * onehot(y) + eps / C            every row of q adds up to 1
        loss = -mean over i of (sum over k of q[i, k] * log p[i, k]),  p = softmax(logits)
        dlogits = (p - q) / n

    Args:
        logits: scores, shape (n, C).
        y: the right classes, shape (n,), whole numbers in 0..C-1 of any integer type.
        eps: the share of belief spread over all C classes, the right one included, from 0 to 1;
            0 gives softmax_cross_entropy.

    Returns:
        (loss, dlogits): a number, and the gradient, shape (n, C). `logits` keeps its values.

    Must be right for scores such as 1000 and -1000, as softmax_cross_entropy must.
    Who differs: nobody (PyTorch, Keras); some code shares eps among the other C - 1 classes only.
    Example: logits [[0, 0]], y [0]: q = [0.95, 0.05], loss log 2, dlogits [[-0.45, 0.45]].
    Source: Szegedy et al., "Rethinking the Inception Architecture for Computer Vision", 2016,
    section 7.
    """
    ### BEGIN SOLUTION
    logits = np.asarray(logits, dtype=np.float64)
    n, classes = logits.shape
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    q = np.full((n, classes), eps / classes)
    q[np.arange(n), y] += 1.0 - eps
    return float(-np.sum(q * log_p) / n), (np.exp(log_p) - q) / n
    ### END SOLUTION
