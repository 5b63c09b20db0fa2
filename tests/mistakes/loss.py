"""Wrong implementations of loss.py that beginners write; each docstring is the hint they get.

A name says the exercise and what is wrong with it. ACCEPTED has those that the contract tolerates.
"""

import numpy as np

ACCEPTED = {
    "bce_with_logits__plain_sigmoid": "warns for -800, but no loss promises to be silent",
}

# Caught, and never named, with the reason.
UNNAMED = {
    "softmax_cross_entropy__loops": "only its time is wrong: the failing test says so in words",
}


def _m_sigmoid(z):
    small = np.exp(-np.abs(np.asarray(z, dtype=float)))
    return np.where(np.asarray(z) >= 0, 1.0, small) / (1.0 + small)


def _m_log_p(logits):
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def _m_rows(y, classes):
    return np.eye(classes)[np.asarray(y, dtype=int)]


def _m_ce(logits, y):
    """Return the losses of the rows, and the gradient of their sum."""
    log_p = _m_log_p(logits)
    return -log_p[np.arange(len(y)), y], np.exp(log_p) - _m_rows(y, logits.shape[1])


# one_hot


def _m_check(y, num_classes):
    if np.any((y < 0) | (y >= num_classes)):
        raise ValueError("label outside the classes")


def one_hot__index_of_numpy(y, num_classes):
    """What does numpy do with an index of -1, and which error does it raise for one too large?"""
    return np.eye(num_classes)[y]


# M097, G09
def one_hot__width_from_the_labels(y, num_classes):
    """What says how many columns there are: this batch's labels, or num_classes?"""
    _m_check(y, num_classes)
    return np.eye(int(y.max()) + 1)[y]


def one_hot__labels_cut_to_int8(y, num_classes):
    """What becomes of the label 200 in a type that ends at 127?"""
    y = np.asarray(y).astype(np.int8)
    _m_check(y, num_classes)
    return np.eye(num_classes)[y]


def one_hot__labels_cut_to_a_byte(y, num_classes):
    """What becomes of the label 256 in a type that ends at 255?"""
    y = np.asarray(y)
    _m_check(y, num_classes)
    return np.eye(num_classes)[y.astype(np.uint8)]


def one_hot__last_class_refused(y, num_classes):
    """Which label is the largest that the docstring allows? What does your comparison say of it?"""
    if np.any((y < 0) | (y >= num_classes - 1)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes)[y]


def one_hot__whole_numbers(y, num_classes):
    """Of which type does the docstring promise the array?"""
    _m_check(y, num_classes)
    return np.eye(num_classes, dtype=int)[y]


def one_hot__true_and_false(y, num_classes):
    """Are True and False numbers of type float64?"""
    _m_check(y, num_classes)
    return y[:, None] == np.arange(num_classes)


def one_hot__transposed(y, num_classes):
    """Are the rows of the result examples, or classes?"""
    _m_check(y, num_classes)
    return np.eye(num_classes)[y].T


def one_hot__whole_columns(y, num_classes):
    """Which entries does out[:, y] = 1 set? How do you pair row i with column y[i]?"""
    _m_check(y, num_classes)
    out = np.zeros((len(y), num_classes))
    out[:, y] = 1.0
    return out


def one_hot__counts_from_one(y, num_classes):
    """Does the first class have the number 0 or 1?"""
    _m_check(y, num_classes)
    return np.roll(np.eye(num_classes), 1, axis=0)[y]


def one_hot__column_before(y, num_classes):
    """Which column has the label 0? (numpy takes -1 for the last one.)"""
    if np.any(y < 0) or np.any(y > num_classes):
        raise ValueError("label outside the classes")
    rows = np.zeros((len(y), num_classes))
    rows[np.arange(len(y)), np.asarray(y, dtype=int) - 1] = 1
    return rows


def one_hot__negative_labels_pass(y, num_classes):
    """You refuse labels that are too large: and those below 0?"""
    if np.any(y >= num_classes):
        raise ValueError("label too large")
    return np.eye(num_classes)[y]


def one_hot__large_labels_pass(y, num_classes):
    """Is there a class with the number num_classes?"""
    if np.any((y < 0) | (y > num_classes)):
        raise ValueError("label outside the classes")
    return np.eye(num_classes + 1)[y][:, :num_classes]


def one_hot__large_labels_become_zeros(y, num_classes):
    """What should happen to a label that no column stands for: a row of zeros?"""
    if np.any(y < 0):
        raise ValueError("negative label")
    return (y[:, None] == np.arange(num_classes)).astype(float)


def one_hot__index_error(y, num_classes):
    """Which exception does the docstring name?"""
    if np.any((y < 0) | (y >= num_classes)):
        raise IndexError("label outside the classes")
    return np.eye(num_classes)[y]


def one_hot__ten_classes(y, num_classes):
    """How many columns did the caller ask for?"""
    _m_check(y, num_classes)
    return np.eye(10)[y]


# mse_loss


def _m_same_shape(pred, target):
    if np.shape(pred) != np.shape(target):
        raise ValueError("the shapes differ")
    return np.asarray(pred, dtype=float) - target


# M102
def mse_loss__sum(pred, target):
    """What does the M in MSE stand for?"""
    d = _m_same_shape(pred, target)
    return float(np.sum(d**2)), 2 * d


# M103
def mse_loss__half(pred, target):
    """There are two conventions, with and without a factor 1/2: which one is used here?"""
    d = _m_same_shape(pred, target)
    return float(0.5 * np.mean(d**2)), d / d.size


# M104
def mse_loss__gradient_without_two(pred, target):
    """What is the derivative of a square?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(d**2)), d / d.size


# M105
def mse_loss__mean_over_rows(pred, target):
    """Over what does the mean go: the rows, or all the elements?"""
    d = _m_same_shape(pred, target)
    return float(np.sum(d**2) / len(d)), 2 * d / len(d)


def mse_loss__subtracted_from_a_copy(pred, target):
    """Your copy of pred has the type of pred. Can you subtract 0.25 from integers in place?"""
    if np.shape(pred) != np.shape(target):
        raise ValueError("the shapes differ")
    d = pred.copy()
    d -= target
    return float(np.mean(d**2)), 2 * d / d.size


def mse_loss__mean_of_sums(pred, target):
    """You add up along one axis before you take the mean: is that a mean over all the elements?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(np.sum(d**2, axis=1) if d.ndim > 1 else d**2)), 2 * d / len(d)


# M106
def mse_loss__broadcasts(pred, target):
    """What is the shape of (4, 1) minus (4,)? Who should notice?"""
    d = np.asarray(pred, dtype=float) - target
    return float(np.mean(d**2)), 2 * d / d.size


# M107
def mse_loss__gradient_uphill(pred, target):
    """If pred is larger than target, does the loss grow or fall when pred grows?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(d**2)), -2 * d / d.size


def mse_loss__gradient_of_a_sum(pred, target):
    """The loss is a mean: what does that do to its gradient?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(d**2)), 2 * d


def mse_loss__gradient_divided_by_rows(pred, target):
    """Do the loss and the gradient divide by the same number?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(d**2)), 2 * d / len(d)


def mse_loss__summed_with_gradient_of_a_mean(pred, target):
    """Do the loss and the gradient divide by the same number?"""
    d = _m_same_shape(pred, target)
    return float(np.sum(d**2)), 2 * d / d.size


def mse_loss__root(pred, target):
    """Is there a square root in the formula?"""
    d = _m_same_shape(pred, target)
    root = float(np.sqrt(np.mean(d**2)))
    return root, d / (d.size * root) if root else d


def mse_loss__absolute(pred, target):
    """Are the differences squared, or only stripped of their signs?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(np.abs(d))), np.sign(d) / d.size


def mse_loss__square_of_the_mean(pred, target):
    """Which comes first, the square or the mean? Can errors of opposite sign cancel?"""
    d = _m_same_shape(pred, target)
    mean = np.mean(d)
    return float(mean**2), np.full(d.shape, 2 * mean / d.size)


def mse_loss__one_loss_per_row(pred, target):
    """How many numbers is a loss?"""
    d = _m_same_shape(pred, target)
    return np.mean(d**2, axis=-1), 2 * d / d.size


def mse_loss__no_gradient(pred, target):
    """How many things does the docstring say are returned?"""
    return float(np.mean(_m_same_shape(pred, target) ** 2))


def mse_loss__gradient_first(pred, target):
    """In which order does the docstring name the two results?"""
    d = _m_same_shape(pred, target)
    return 2 * d / d.size, float(np.mean(d**2))


def mse_loss__in_place(pred, target):
    """Which line writes into an array of the person who called you?"""
    if np.shape(pred) != np.shape(target):
        raise ValueError("the shapes differ")
    pred -= target
    return float(np.mean(pred**2)), 2 * pred / pred.size


def mse_loss__only_sizes_compared(pred, target):
    """Two arrays of one size may have different shapes: which do you compare?"""
    if np.size(pred) != np.size(target):
        raise ValueError("the sizes differ")
    d = np.asarray(pred, dtype=float) - np.reshape(target, np.shape(pred))
    return float(np.mean(d**2)), 2 * d / d.size


def mse_loss__sizes_and_axes_compared(pred, target):
    """Two arrays can have as many elements and as many axes, and other shapes: what about (4, 1) and (1, 4)?"""
    if np.size(pred) != np.size(target) or np.ndim(pred) != np.ndim(target):
        raise ValueError("size or number of axes differs")
    d = np.asarray(pred, dtype=float) - target
    return float(np.mean(d**2)), 2 * d / d.size


def mse_loss__only_axes_compared(pred, target):
    """Two arrays can have as many axes, and other shapes: what about (4, 3) and (4, 1)?"""
    if np.ndim(pred) != np.ndim(target):
        raise ValueError("number of axes differs")
    d = np.asarray(pred, dtype=float) - target
    return float(np.mean(d**2)), 2 * d / d.size


def mse_loss__target_stretched(pred, target):
    """Which shape has your difference if target is (1, 3), or (3,), and pred is (4, 3)? Who should notice?"""
    d = np.asarray(pred, dtype=float) - target
    if np.shape(d) != np.shape(pred):
        raise ValueError("the shapes differ")
    return float(np.mean(d**2)), 2 * d / d.size


def mse_loss__length_over_length(pred, target):
    """What is 0 divided by 0? What is the gradient where nothing is wrong?"""
    d = _m_same_shape(pred, target)
    length = np.sqrt(np.sum(d**2))
    return float(length**2 / d.size), 2 * d / length * length / d.size


def mse_loss__gradient_never_filled(pred, target):
    """Where in your code does the gradient get its values?"""
    d = _m_same_shape(pred, target)
    return float(np.mean(d**2)), np.zeros(d.shape)


def mse_loss__gradient_of_the_type_of_pred(pred, target):
    """If pred holds whole numbers, which numbers can your gradient hold?"""
    d = _m_same_shape(pred, target)
    out = np.zeros_like(pred)
    out[...] = 2 * d / d.size
    return float(np.mean(d**2)), out


def mse_loss__assertion(pred, target):
    """Which exception does the docstring name?"""
    assert np.shape(pred) == np.shape(target)
    d = np.asarray(pred, dtype=float) - target
    return float(np.mean(d**2)), 2 * d / d.size


# softmax_cross_entropy


# M089
def softmax_cross_entropy__log_of_softmax(logits, y):
    """What is the logarithm of a probability that is rounded to 0? Do you need it for the loss?"""
    p = np.exp(_m_log_p(logits))
    n = len(y)
    return float(-np.mean(np.log(p[np.arange(n), y]))), (p - _m_rows(y, p.shape[1])) / n


# M090
def softmax_cross_entropy__epsilon(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    p = np.exp(_m_log_p(logits))
    n = len(y)
    return float(-np.mean(np.log(p[np.arange(n), y] + 1e-9))), (p - _m_rows(y, p.shape[1])) / n


def softmax_cross_entropy__clipped(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    p = np.exp(_m_log_p(logits))
    n = len(y)
    q = np.clip(p[np.arange(n), y], 1e-12, 1.0)
    return float(-np.mean(np.log(q))), (p - _m_rows(y, p.shape[1])) / n


def _m_ce_of_p(logits, y, change):
    """Take the logarithm of probabilities after a change to them."""
    p = np.exp(_m_log_p(logits))
    n = len(y)
    return float(-np.mean(np.log(change(p[np.arange(n), y])))), (p - _m_rows(y, p.shape[1])) / n


def softmax_cross_entropy__epsilon_1e_7(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    return _m_ce_of_p(logits, y, lambda p: p + 1e-7)


def softmax_cross_entropy__epsilon_1e_8(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    return _m_ce_of_p(logits, y, lambda p: p + 1e-8)


def softmax_cross_entropy__epsilon_1e_10(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    return _m_ce_of_p(logits, y, lambda p: p + 1e-10)


def softmax_cross_entropy__epsilon_1e_15(logits, y):
    """What is the largest loss that your formula can give, and what should it be?"""
    return _m_ce_of_p(logits, y, lambda p: p + 1e-15)


def softmax_cross_entropy__epsilon_in_the_sum(logits, y):
    """After the shift one of the powers is 1: can their sum be 0? How large is the smallest loss you leave?"""
    z = np.asarray(logits, dtype=float)
    z = z - z.max(axis=1, keepdims=True)
    rows = np.arange(len(y))
    value = np.mean(np.log(np.exp(z).sum(axis=1) + 1e-8) - z[rows, y])
    gradient = np.exp(_m_log_p(logits))
    gradient[rows, y] -= 1.0
    return float(value), gradient / len(y)


def softmax_cross_entropy__smallest_float(logits, y):
    """What is the largest loss that your formula can give, and what should it be for [2000, 0]?"""
    return _m_ce_of_p(logits, y, lambda p: np.maximum(p, 1e-300))


def softmax_cross_entropy__log_of_unshifted_softmax(logits, y):
    """How large is e^1000, and what is the logarithm of a probability that is rounded to 0?"""
    e, n = np.exp(logits), len(y)
    p = e / e.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(p[np.arange(n), y]))), (p - _m_rows(y, p.shape[1])) / n


def softmax_cross_entropy__global_max_then_log(logits, y):
    """What is left of a row that is 2000 below the largest score of another one, and what is its logarithm?"""
    e, n = np.exp(logits - np.max(logits)), len(y)
    p = e / e.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(p[np.arange(n), y]))), (p - _m_rows(y, p.shape[1])) / n


def softmax_cross_entropy__scores_cut_off(logits, y):
    """What becomes of the difference between 2000 and 1000 when both are cut off at 500?"""
    losses, d = _m_ce(np.clip(logits, -500, 500), y)
    return float(np.mean(losses)), d / len(y)


def softmax_cross_entropy__rows_counted_in_the_type_of_y(logits, y):
    """How far can an array of the type of y count: as far as there are rows?"""
    losses, d = _m_ce(logits, y)
    d = np.exp(_m_log_p(logits))
    d[np.arange(len(y)).astype(y.dtype), y] -= 1
    return float(np.mean(losses)), d / len(y)


def softmax_cross_entropy__gradient_never_filled(logits, y):
    """Where in your code does the gradient get its values?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), np.zeros(d.shape)


def softmax_cross_entropy__gradient_of_the_type_of_logits(logits, y):
    """If the scores are whole numbers, which numbers can your gradient hold?"""
    losses, d = _m_ce(logits, y)
    out = np.zeros_like(logits)
    out[...] = d / len(y)
    return float(np.mean(losses)), out


# M091
def softmax_cross_entropy__no_shift(logits, y):
    """How large is e^1000? What may be subtracted from a row of scores first?"""
    e = np.exp(logits)
    total = e.sum(axis=1)
    n = len(y)
    value = np.mean(np.log(total) - logits[np.arange(n), y])
    return float(value), (e / total[:, None] - _m_rows(y, e.shape[1])) / n


# M092
def softmax_cross_entropy__global_max(logits, y):
    """What is left of a row that is 2000 below the largest score of another one?"""
    shifted = logits - np.max(logits)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    n = len(y)
    value = -np.mean(log_p[np.arange(n), y])
    return float(value), (np.exp(log_p) - _m_rows(y, log_p.shape[1])) / n


# M093
def softmax_cross_entropy__gradient_of_a_sum(logits, y):
    """The loss is a mean: what does that do to its gradient?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), d


# M094
def softmax_cross_entropy__summed_with_gradient_of_a_mean(logits, y):
    """Do the loss and the gradient divide by the same number?"""
    losses, d = _m_ce(logits, y)
    return float(np.sum(losses)), d / len(y)


def softmax_cross_entropy__sum(logits, y):
    """Is the loss of a batch a sum or a mean? Should it grow when the batch does?"""
    losses, d = _m_ce(logits, y)
    return float(np.sum(losses)), d


# M095
def softmax_cross_entropy__divided_by_all_elements(logits, y):
    """Over what does the mean go? What should the loss be for scores that are all 0?"""
    losses, d = _m_ce(logits, y)
    return float(np.sum(losses) / d.size), d / d.size


def softmax_cross_entropy__gradient_divided_by_all_elements(logits, y):
    """Do the loss and the gradient divide by the same number?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), d / d.size


def softmax_cross_entropy__divided_by_classes(logits, y):
    """How many examples are there, and how many classes: which of the two is logits.shape[1]?"""
    losses, d = _m_ce(logits, y)
    return float(np.sum(losses) / d.shape[1]), d / d.shape[1]


# M096
def softmax_cross_entropy__whole_columns(logits, y):
    """Which entries does d[:, y] name? How do you pair row i with column y[i]?"""
    losses, d = _m_ce(logits, y)
    d = np.exp(_m_log_p(logits))
    d[:, y] -= 1
    return float(np.mean(losses)), d / len(y)


# M097
def softmax_cross_entropy__columns_of_all_labels(logits, y):
    """Which entries does log_p[:, y] name? How do you pair row i with column y[i]?"""
    log_p = _m_log_p(logits)
    d = np.exp(log_p)
    d[:, y] -= 1
    return float(-np.mean(log_p[:, y])), d / len(y)


def softmax_cross_entropy__width_from_the_labels(logits, y):
    """What says how many classes there are: this batch's labels, or the scores?"""
    log_p = _m_log_p(logits)
    rows = _m_rows(y, int(y.max()) + 1)
    return float(-np.sum(rows * log_p) / len(y)), (np.exp(log_p) - rows) / len(y)


# M098
def softmax_cross_entropy__gradient_uphill(logits, y):
    """Does the loss grow or fall when the score of the right class grows?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), -d / len(y)


# M099
def softmax_cross_entropy__in_place(logits, y):
    """Which line writes into an array of the person who called you?"""
    logits -= logits.max(axis=1, keepdims=True)
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), d / len(y)


# M100
def softmax_cross_entropy__one_loss_per_example(logits, y):
    """How many numbers is the loss of a batch?"""
    losses, d = _m_ce(logits, y)
    return losses, d / len(y)


# M101
def softmax_cross_entropy__log_base_2(logits, y):
    """To which base do you take the logarithm?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses) / np.log(2)), d / len(y)


# M101
def softmax_cross_entropy__log_base_10(logits, y):
    """To which base do you take the logarithm? Which one does the gradient belong to?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses) / np.log(10)), d / len(y)


def softmax_cross_entropy__opposite_sign(logits, y):
    """Can a cross-entropy be negative? Which sign has the logarithm of a probability?"""
    losses, d = _m_ce(logits, y)
    return float(-np.mean(losses)), d / len(y)


def softmax_cross_entropy__probabilities_taken_for_scores(logits, y):
    """Are the logits probabilities already, or must a softmax come first?"""
    return softmax_cross_entropy__epsilon(np.exp(_m_log_p(logits)), y)


def softmax_cross_entropy__probabilities_recognised(logits, y):
    """A row of scores may add up to 1 by chance. Are scores ever taken for probabilities?"""
    if np.all(logits >= 0) and np.allclose(np.sum(logits, axis=1), 1.0):
        n = len(y)
        return float(-np.mean(np.log(logits[np.arange(n), y]))), (logits - _m_rows(y, logits.shape[1])) / n
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), d / len(y)


def softmax_cross_entropy__one_hot_forgotten(logits, y):
    """Where does the gradient depend on the label?"""
    losses, _ = _m_ce(logits, y)
    return float(np.mean(losses)), np.exp(_m_log_p(logits)) / len(y)


def softmax_cross_entropy__one_subtracted_after_the_mean(logits, y):
    """Is the 1 of the right class divided by n as well?"""
    losses, _ = _m_ce(logits, y)
    d = np.exp(_m_log_p(logits)) / len(y)
    d[np.arange(len(y)), y] -= 1
    return float(np.mean(losses)), d


def softmax_cross_entropy__gradient_of_the_right_class_only(logits, y):
    """Do the scores of the other classes change the loss?"""
    losses, d = _m_ce(logits, y)
    return float(np.mean(losses)), d * _m_rows(y, d.shape[1]) / len(y)


def softmax_cross_entropy__binary_terms_added(logits, y):
    """Does log(1 - p) of the wrong classes stand in the formula?"""
    p = np.exp(_m_log_p(logits))
    rows = _m_rows(y, p.shape[1])
    value = -np.sum(rows * np.log(p + 1e-12) + (1 - rows) * np.log(1 - p + 1e-12)) / len(y)
    return float(value), (p - rows) / len(y)


def softmax_cross_entropy__columns(logits, y):
    """Rows are examples: over which axis does the softmax go?"""
    shifted = logits - np.max(logits, axis=0, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=0, keepdims=True))
    n = len(y)
    value = -np.mean(log_p[np.arange(n), y])
    return float(value), (np.exp(log_p) - _m_rows(y, log_p.shape[1])) / n


def softmax_cross_entropy__keepdims_forgotten(logits, y):
    """Against which axis does numpy line up an array of shape (n,)?"""
    shifted = logits - np.max(logits, axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1))
    n = len(y)
    value = -np.mean(log_p[np.arange(n), y])
    return float(value), (np.exp(log_p) - _m_rows(y, log_p.shape[1])) / n


def softmax_cross_entropy__no_gradient(logits, y):
    """How many things does the docstring say are returned?"""
    return float(np.mean(_m_ce(logits, y)[0]))


def softmax_cross_entropy__batch_of_32(logits, y):
    """How many examples does this batch have?"""
    losses, d = _m_ce(logits, y)
    return float(np.sum(losses) / 32), d / 32


def softmax_cross_entropy__loops(logits, y):
    """How many rows and columns does a Python loop visit? Can one line treat all of them?"""
    n, classes = logits.shape
    value, d = 0.0, np.zeros((n, classes))
    for i in range(n):
        largest, total = np.max(logits[i]), 0.0
        for k in range(classes):
            total += np.exp(logits[i, k] - largest)
        for k in range(classes):
            d[i, k] = (np.exp(logits[i, k] - largest) / total - float(k == y[i])) / n
        value += (largest + np.log(total) - logits[i, y[i]]) / n
    return float(value), d


# bce_with_logits


def _m_bce(z, y):
    """Return the losses of the examples, and the gradient of their sum."""
    losses = np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))
    return losses, _m_sigmoid(z) - y


def bce_with_logits__plain_sigmoid(logits, y):
    """How large is e^-z for z = -800? The value survives: does the warning matter to you?"""
    losses, _ = _m_bce(logits, y)
    return float(np.mean(losses)), (1 / (1 + np.exp(-logits)) - y) / len(y)


# M108
def bce_with_logits__log_of_sigmoid(logits, y):
    """What is log(1 - p) when p is rounded to 1, and what is 0 times that?"""
    p = _m_sigmoid(logits)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))), (p - y) / len(y)


# M109
def bce_with_logits__clipped(logits, y):
    """What is the largest loss that your formula can give, and what should it be at 800?"""
    p = _m_sigmoid(logits)
    q = np.clip(p, 1e-12, 1 - 1e-12)
    return float(np.mean(-y * np.log(q) - (1 - y) * np.log(1 - q))), (p - y) / len(y)


# M110
def bce_with_logits__slope_in_the_probability(logits, y):
    """Is this the slope in p or in z? Which link of the chain rule is missing?"""
    p = _m_sigmoid(logits)
    losses, d = _m_bce(logits, y)
    return float(np.mean(losses)), d / (p * (1 - p)) / len(y)


def bce_with_logits__sigmoid_slope_twice(logits, y):
    """That is the gradient of a squared error: which terms cancel for the cross-entropy?"""
    p = _m_sigmoid(logits)
    losses, d = _m_bce(logits, y)
    return float(np.mean(losses)), d * p * (1 - p) / len(y)


# M111
def bce_with_logits__sign_of_the_second_term(logits, y):
    """How many of the two terms carry the minus? Can the loss be negative?"""
    p = _m_sigmoid(logits)
    return float(np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p))), (p - y) / len(y)


# M112
def bce_with_logits__sum(logits, y):
    """Is the loss of a batch a sum or a mean?"""
    losses, d = _m_bce(logits, y)
    return float(np.sum(losses)), d


# M113
def bce_with_logits__epsilon(logits, y):
    """What does the epsilon change where p is small, and what is the largest loss possible?"""
    p = _m_sigmoid(logits)
    value = np.mean(-y * np.log(p + 1e-8) - (1 - y) * np.log(1 - p + 1e-8))
    return float(value), (p - y) / len(y)


def _m_bce_of_p(z, y, change):
    """Take the logarithm of probabilities after a change to them."""
    p = _m_sigmoid(z)
    value = -np.mean(y * np.log(change(p)) + (1 - y) * np.log(change(1 - p)))
    return float(value), (p - y) / len(y)


def bce_with_logits__epsilon_1e_7(logits, y):
    """What does the epsilon change where p is small, and what is the largest loss possible?"""
    return _m_bce_of_p(logits, y, lambda p: p + 1e-7)


def bce_with_logits__epsilon_1e_12(logits, y):
    """What does the epsilon change where p is small, and what is the largest loss possible?"""
    return _m_bce_of_p(logits, y, lambda p: p + 1e-12)


def bce_with_logits__epsilon_1e_15(logits, y):
    """What does the epsilon change where p is small, and what is the largest loss possible?"""
    return _m_bce_of_p(logits, y, lambda p: p + 1e-15)


def bce_with_logits__epsilon_beside_the_one(logits, y):
    """Which logarithm of 0 does your epsilon guard against, and how large is the smallest loss it leaves?"""
    z = np.asarray(logits, dtype=float)
    value = np.mean(np.maximum(z, 0) - z * y + np.log(1 + np.exp(-np.abs(z)) + 1e-9))
    return float(value), (_m_sigmoid(logits) - y) / len(y)


def bce_with_logits__clipped_at_1e_7(logits, y):
    """What is the largest loss that your formula can give, and what should it be at 800?"""
    return _m_bce_of_p(logits, y, lambda p: np.clip(p, 1e-7, 1 - 1e-7))


def bce_with_logits__clipped_at_1e_15(logits, y):
    """What is the largest loss that your formula can give, and what should it be at 800?"""
    return _m_bce_of_p(logits, y, lambda p: np.clip(p, 1e-15, 1 - 1e-15))


def bce_with_logits__scores_cut_off(logits, y):
    """What does a score of 800 cost for y = 0 after it was cut off?"""
    losses, d = _m_bce(np.clip(logits, -100, 100), y)
    return float(np.mean(losses)), d / len(y)


def bce_with_logits__gradient_never_filled(logits, y):
    """Where in your code does the gradient get its values?"""
    losses, d = _m_bce(logits, y)
    return float(np.mean(losses)), np.zeros(d.shape)


def bce_with_logits__gradient_of_a_sum(logits, y):
    """The loss is a mean: what does that do to its gradient?"""
    losses, d = _m_bce(logits, y)
    return float(np.mean(losses)), d


def bce_with_logits__summed_with_gradient_of_a_mean(logits, y):
    """Do the loss and the gradient divide by the same number?"""
    losses, d = _m_bce(logits, y)
    return float(np.sum(losses)), d / len(y)


def bce_with_logits__gradient_uphill(logits, y):
    """For y = 1, does the loss grow or fall when the score grows?"""
    losses, d = _m_bce(logits, y)
    return float(np.mean(losses)), -d / len(y)


def bce_with_logits__first_term_only(logits, y):
    """What does an example with y = 0 cost in your formula?"""
    losses = y * np.logaddexp(0, -np.asarray(logits, dtype=float))
    return float(np.mean(losses)), y * (_m_sigmoid(logits) - 1) / len(y)


def bce_with_logits__only_hard_answers(logits, y):
    """What does your code do with an answer of 0.3?"""
    losses, d = _m_bce(logits, np.where(np.asarray(y) > 0.5, 1.0, 0.0))
    return float(np.mean(losses)), d / len(y)


def bce_with_logits__probabilities_taken_for_scores(logits, y):
    """Are the logits probabilities already? Can they be negative?"""
    p = np.clip(logits, 1e-12, 1 - 1e-12)
    return float(np.mean(-y * np.log(p) - (1 - y) * np.log(1 - p))), (p - y) / len(y)


def bce_with_logits__labels_of_minus_one(logits, y):
    """Are the answers 0 and 1, or -1 and +1?"""
    sign = 2 * np.asarray(y, dtype=float) - 1
    losses = np.logaddexp(0, -y * np.asarray(logits, dtype=float))
    return float(np.mean(losses)), -sign * _m_sigmoid(-sign * logits) / len(y)


def bce_with_logits__no_overflow_guard(logits, y):
    """How large is e^800? Which power of e stays at most 1?"""
    losses = np.log(1 + np.exp(logits)) - logits * y
    return float(np.mean(losses)), (_m_sigmoid(logits) - y) / len(y)


def bce_with_logits__absolute_value_forgotten(logits, y):
    """For which sign of z is e^-z large?"""
    losses = np.maximum(logits, 0) - logits * y + np.log1p(np.exp(-logits))
    return float(np.mean(losses)), (_m_sigmoid(logits) - y) / len(y)


def bce_with_logits__max_forgotten(logits, y):
    """What does a large positive score cost for y = 0 in your formula?"""
    losses = np.log1p(np.exp(-np.abs(logits))) - logits * y
    return float(np.mean(losses)), (_m_sigmoid(logits) - y) / len(y)


def bce_with_logits__one_loss_per_example(logits, y):
    """How many numbers is the loss of a batch?"""
    losses, d = _m_bce(logits, y)
    return losses, d / len(y)


def bce_with_logits__in_place(logits, y):
    """Whose array do you write the probabilities into?"""
    losses, d = _m_bce(logits, y)
    logits[:] = d / len(y)
    return float(np.mean(losses)), logits


# hinge_loss


def _m_hinge(scores, y):
    return 1.0 - y * np.asarray(scores, dtype=float)


# M114
def hinge_loss__no_margin(scores, y):
    """That is the perceptron's loss: by how much must an answer be right to cost nothing here?"""
    m = -y * np.asarray(scores, dtype=float)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -y, 0) / len(y)


# M115
def hinge_loss__pushes_on_the_margin(scores, y):
    """What is the gradient where 1 - y * score is exactly 0?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m >= 0, -y, 0) / len(y)


# M116
def hinge_loss__gradient_of_a_sum(scores, y):
    """The loss is a mean: what does that do to its gradient?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -y, 0.0)


def hinge_loss__tiny_violations_do_not_push(scores, y):
    """A margin is violated by very little. Is it met?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 1e-9, -y, 0) / len(y)


def hinge_loss__mean_over_nothing(scores, y):
    """What is the mean of the violated margins if none is violated?"""
    m = _m_hinge(scores, y)
    violated = m[m > 0]
    return float(np.mean(violated) * len(violated) / len(m)), np.where(m > 0, -y, 0) / len(y)


def hinge_loss__gradient_never_filled(scores, y):
    """Where in your code does the gradient get its values?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.zeros(m.shape)


def hinge_loss__gradient_of_the_type_of_scores(scores, y):
    """If the scores are whole numbers, which numbers can your gradient hold?"""
    m = _m_hinge(scores, y)
    out = np.zeros_like(scores)
    out[m > 0] = -y[m > 0] / len(y)
    return float(np.mean(np.maximum(m, 0))), out


def hinge_loss__half_at_the_margin(scores, y):
    """Between 0 and the full push, which one did the docstring choose exactly on the margin?"""
    m = _m_hinge(scores, y)
    push = np.where(m > 0, 1.0, np.where(m == 0, 0.5, 0.0))
    return float(np.mean(np.maximum(m, 0))), -y * push / len(y)


def hinge_loss__sum(scores, y):
    """Is the loss of a batch a sum or a mean?"""
    m = _m_hinge(scores, y)
    return float(np.sum(np.maximum(m, 0))), np.where(m > 0, -y, 0.0)


def hinge_loss__gradient_uphill(scores, y):
    """For y = +1, does the loss grow or fall when the score grows?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, y, 0) / len(y)


def hinge_loss__every_example_pushes(scores, y):
    """Which examples cost nothing, and what is their gradient?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), -np.asarray(y, dtype=float) / len(y)


def hinge_loss__only_wrong_answers_push(scores, y):
    """Does an answer that is right, but within the margin, still push?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 1, -y, 0) / len(y)


def hinge_loss__mean_over_violations(scores, y):
    """Over what does the mean go: all examples, or those that cost something?"""
    m = _m_hinge(scores, y)
    count = max(int(np.sum(m > 0)), 1)
    return float(np.sum(np.maximum(m, 0)) / count), np.where(m > 0, -y, 0) / count


def hinge_loss__max_forgotten(scores, y):
    """Can an answer that is very right cost less than nothing?"""
    m = _m_hinge(scores, y)
    return float(np.mean(m)), -np.asarray(y, dtype=float) / len(y)


def hinge_loss__max_of_the_mean(scores, y):
    """Which comes first, the max or the mean?"""
    m = np.mean(_m_hinge(scores, y))
    return float(max(m, 0.0)), (m > 0) * -np.asarray(y, dtype=float) / len(y)


def hinge_loss__squared(scores, y):
    """Is the violated margin squared in the formula?"""
    m = np.maximum(_m_hinge(scores, y), 0)
    return float(np.mean(m**2)), -2 * m * y / len(y)


def hinge_loss__label_forgotten_in_the_gradient(scores, y):
    """In which direction does an example with y = -1 push?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -1.0, 0.0) / len(y)


def hinge_loss__labels_zero_and_one(scores, y):
    """Which two numbers are the labels here?"""
    sign = np.where(np.asarray(y) > 0, 1.0, 0.0)
    m = _m_hinge(scores, sign)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -sign, 0) / len(y)


def hinge_loss__difference(scores, y):
    """Are the label and the score multiplied, or subtracted?"""
    m = 1.0 - np.abs(np.asarray(scores, dtype=float) - y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -y, 0) / len(y)


def hinge_loss__slope_times_score(scores, y):
    """What is the derivative of 1 - y * s in s?"""
    m = _m_hinge(scores, y)
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -y * scores, 0) / len(y)


def hinge_loss__one_loss_per_example(scores, y):
    """How many numbers is the loss of a batch?"""
    m = _m_hinge(scores, y)
    return np.maximum(m, 0), np.where(m > 0, -y, 0) / len(y)


def hinge_loss__in_place(scores, y):
    """Which line writes into an array of the person who called you?"""
    scores *= y
    m = 1.0 - scores
    return float(np.mean(np.maximum(m, 0))), np.where(m > 0, -y, 0) / len(y)


# l2_penalty


def _m_l2(params, reg, loss_factor=0.5, grad_factor=1.0):
    value, grads = 0.0, {}
    for key, a in params.items():
        weight = key.startswith("W")
        value += loss_factor * reg * float(np.sum(a**2)) if weight else 0.0
        grads[key] = grad_factor * reg * a if weight else np.zeros(np.shape(a))
    return value, grads


def _m_l2_if(params, reg, is_weight):
    """Penalise the arrays that another rule takes for weights."""
    value = sum(0.5 * reg * float(np.sum(a**2)) for k, a in params.items() if is_weight(k, a))
    return value, {k: reg * a if is_weight(k, a) else np.zeros(np.shape(a)) for k, a in params.items()}


# M120
def l2_penalty__half_forgotten_in_the_loss(params, reg):
    """Of which function is reg * W the derivative?"""
    return _m_l2(params, reg, loss_factor=1.0)


def l2_penalty__no_half_at_all(params, reg):
    """There are two conventions, with and without a factor 1/2: which one is used here?"""
    return _m_l2(params, reg, loss_factor=1.0, grad_factor=2.0)


def l2_penalty__two_in_the_gradient(params, reg):
    """What becomes of the 2 from the square when there is a half in front?"""
    return _m_l2(params, reg, grad_factor=2.0)


def l2_penalty__half_in_the_gradient(params, reg):
    """What is the derivative of half a square?"""
    return _m_l2(params, reg, grad_factor=0.5)


# M121
def l2_penalty__biases_too(params, reg):
    """Which keys are weights? Does a bias cost anything?"""
    value = sum(0.5 * reg * float(np.sum(a**2)) for a in params.values())
    return value, {key: reg * a for key, a in params.items()}


def l2_penalty__biases_in_the_gradient(params, reg):
    """A bias costs nothing: what is its gradient then?"""
    value, _ = _m_l2(params, reg)
    return value, {key: reg * a for key, a in params.items()}


def l2_penalty__biases_in_the_loss(params, reg):
    """Which arrays does your sum go over?"""
    value = sum(0.5 * reg * float(np.sum(a**2)) for a in params.values())
    return value, _m_l2(params, reg)[1]


# M122
def l2_penalty__absolute_values(params, reg):
    """Does the 2 in L2 stand for squares?"""
    value = sum(reg * float(np.sum(np.abs(a))) for k, a in params.items() if k[0] == "W")
    return value, {k: reg * np.sign(a) * float(k[0] == "W") for k, a in params.items()}


def l2_penalty__norm_without_the_square(params, reg):
    """Is there a square root in the formula?"""
    total = sum(float(np.sum(a**2)) for k, a in params.items() if k[0] == "W")
    return 0.5 * reg * total**0.5, _m_l2(params, reg)[1]


def l2_penalty__norms_without_the_square(params, reg):
    """Does np.linalg.norm give the sum of the squares, or its root?"""
    total = sum(float(np.linalg.norm(a)) for k, a in params.items() if k[0] == "W")
    return 0.5 * reg * total, _m_l2(params, reg)[1]


def l2_penalty__square_of_the_sum(params, reg):
    """Which comes first, the square or the sum?"""
    total = sum(float(np.sum(a)) for k, a in params.items() if k[0] == "W")
    return 0.5 * reg * total**2, _m_l2(params, reg)[1]


def l2_penalty__mean_instead_of_sum(params, reg):
    """Is the penalty a sum or a mean over the weights?"""
    value, grads = 0.0, {}
    for k, a in params.items():
        grads[k] = reg * a / a.size if k[0] == "W" else np.zeros(np.shape(a))
        value += 0.5 * reg * float(np.mean(a**2)) if k[0] == "W" else 0.0
    return value, grads


def l2_penalty__reg_forgotten_in_the_gradient(params, reg):
    """Where does reg stand in the gradient?"""
    value, _ = _m_l2(params, reg)
    return value, _m_l2(params, 1.0)[1]


def l2_penalty__reg_squared(params, reg):
    """What exactly is squared: the weights, or reg as well?"""
    value, grads = _m_l2(params, reg)
    return value * reg, {k: g * reg for k, g in grads.items()}


def l2_penalty__biases_missing_in_the_gradients(params, reg):
    """Which keys does the docstring promise in grads?"""
    value, grads = _m_l2(params, reg)
    return value, {k: g for k, g in grads.items() if k.startswith("W")}


def l2_penalty__zero_for_biases(params, reg):
    """Which shape does the gradient of a bias have?"""
    value, grads = _m_l2(params, reg)
    return value, {k: g if k.startswith("W") else 0.0 for k, g in grads.items()}


def l2_penalty__first_weights_only(params, reg):
    """How many weight arrays are there?"""
    value, grads = _m_l2({k: a for k, a in params.items() if k in ("W1", "W2")}, reg)
    return value, {k: grads.get(k, np.zeros(np.shape(a))) for k, a in params.items()}


def l2_penalty__last_weights_only(params, reg):
    """Does your loss add up over the layers, or is it overwritten by each?"""
    value, grads = 0.0, {}
    for k, a in params.items():
        if k.startswith("W"):
            value = 0.5 * reg * float(np.sum(a**2))
            grads[k] = reg * a
        else:
            grads[k] = np.zeros(np.shape(a))
    return value, grads


def l2_penalty__numbered_keys_only(params, reg):
    """How do you know a weight: by its first letter, or by a number behind it?"""
    value, grads = _m_l2({k: a for k, a in params.items() if k[0] == "W" and k[1:].isdigit()}, reg)
    return value, {k: grads.get(k, np.zeros(np.shape(a))) for k, a in params.items()}


def l2_penalty__two_axes_are_weights(params, reg):
    """How do you know a weight: by its name, or by the number of its axes?"""
    return _m_l2_if(params, reg, lambda k, a: np.ndim(a) == 2)


def l2_penalty__whatever_is_no_b(params, reg):
    """Is everything a weight whose name starts with another letter than b?"""
    return _m_l2_if(params, reg, lambda k, a: not k.startswith("b"))


def l2_penalty__any_w_in_the_name(params, reg):
    """Where in the name must the W stand, and is w the same as W?"""
    return _m_l2_if(params, reg, lambda k, a: "w" in k.lower())


def l2_penalty__capital_w_anywhere(params, reg):
    """Where in the name must the W stand?"""
    return _m_l2_if(params, reg, lambda k, a: "W" in k)


def l2_penalty__small_w_too(params, reg):
    """Is w the same letter as W?"""
    return _m_l2_if(params, reg, lambda k, a: k.lower().startswith("w"))


def l2_penalty__any_capital_letter(params, reg):
    """Which capital letter stands for a weight?"""
    return _m_l2_if(params, reg, lambda k, a: k[0].isupper())


def l2_penalty__in_place(params, reg):
    """Which line writes into the arrays of the person who called you?"""
    value, _ = _m_l2(params, reg)
    for k in params:
        params[k] *= reg if k.startswith("W") else 0.0
    return value, params


def l2_penalty__no_gradients(params, reg):
    """How many things does the docstring say are returned?"""
    return _m_l2(params, reg)[0]


# svm_loss


def _m_margins(scores, y, delta):
    rows = np.arange(len(y))
    margin = scores - scores[rows, y][:, None] + delta
    margin[rows, y] = 0.0
    return margin


def _m_svm_gradient(margin, y):
    d = (margin > 0).astype(float)
    d[np.arange(len(y)), y] = -d.sum(axis=1)
    return d


# M117
def svm_loss__right_class_counted(scores, y, delta=1.0):
    """Does the right class have to beat itself?"""
    n = len(y)
    margin = scores - scores[np.arange(n), y][:, None] + delta
    d = (margin > 0).astype(float)
    d[np.arange(n), y] -= d.sum(axis=1)
    return float(np.maximum(margin, 0).sum() / n), d / n


# M118
def svm_loss__right_class_pushed_once(scores, y, delta=1.0):
    """How often is the right class pushed when two margins of its row are violated?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    d = (margin > 0).astype(float)
    d[np.arange(n), y] = -1.0
    return float(np.maximum(margin, 0).sum() / n), d / n


# M119
def svm_loss__delta_fixed(scores, y, delta=1.0):
    """Where do you use the argument delta?"""
    margin, n = _m_margins(scores, y, 1.0), len(y)
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__right_class_not_pushed(scores, y, delta=1.0):
    """Does the loss depend on the score of the right class?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), (margin > 0) / n


def svm_loss__pushes_on_the_margin(scores, y, delta=1.0):
    """What is the gradient where a margin is exactly 0?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    d = (margin >= 0).astype(float)
    d[np.arange(n), y] = 0.0
    d[np.arange(n), y] = -d.sum(axis=1)
    return float(np.maximum(margin, 0).sum() / n), d / n


def svm_loss__equal_scores_cost_nothing(scores, y, delta=1.0):
    """A wrong class has exactly the score of the right one. Does it cost nothing?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    margin[margin == delta] = 0.0
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__tiny_violations_do_not_push(scores, y, delta=1.0):
    """A margin is violated by very little. Is it met?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin * (margin > 1e-9), y) / n


def svm_loss__rows_counted_in_the_type_of_y(scores, y, delta=1.0):
    """How far can an array of the type of y count: as far as there are rows?"""
    n, rows = len(y), np.arange(len(y)).astype(y.dtype)
    margin = scores - scores[rows, y][:, None] + delta
    margin[rows, y] = 0.0
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__mean_over_nothing(scores, y, delta=1.0):
    """What is the mean of the violated margins if none is violated?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    violated = margin[margin > 0]
    return float(np.mean(violated) * len(violated) / n), _m_svm_gradient(margin, y) / n


def svm_loss__gradient_never_filled(scores, y, delta=1.0):
    """Where in your code does the gradient get its values?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), np.zeros(margin.shape)


def svm_loss__gradient_of_the_type_of_scores(scores, y, delta=1.0):
    """If the scores are whole numbers, which numbers can your gradient hold?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    out = np.zeros_like(scores)
    out[...] = _m_svm_gradient(margin, y) / n
    return float(np.maximum(margin, 0).sum() / n), out


def svm_loss__right_class_is_the_largest(scores, y, delta=1.0):
    """Which score must the others be compared with: the largest, or that of the right class?"""
    n = len(y)
    margin = scores - np.max(scores, axis=1, keepdims=True) + delta
    margin[np.arange(n), y] = 0.0
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__gradient_of_a_sum(scores, y, delta=1.0):
    """The loss is a mean: what does that do to its gradient?"""
    margin = _m_margins(scores, y, delta)
    return float(np.maximum(margin, 0).sum() / len(y)), _m_svm_gradient(margin, y)


def svm_loss__sum(scores, y, delta=1.0):
    """Is the loss of a batch a sum or a mean over its examples?"""
    margin = _m_margins(scores, y, delta)
    return float(np.maximum(margin, 0).sum()), _m_svm_gradient(margin, y)


def svm_loss__mean_over_all_elements(scores, y, delta=1.0):
    """By what do you divide: the examples, or all the elements?"""
    margin = _m_margins(scores, y, delta)
    size = margin.size
    return float(np.maximum(margin, 0).sum() / size), _m_svm_gradient(margin, y) / size


def svm_loss__gradient_uphill(scores, y, delta=1.0):
    """Does the loss grow or fall when the score of a wrong class grows?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), -_m_svm_gradient(margin, y) / n


def svm_loss__delta_subtracted(scores, y, delta=1.0):
    """Does a wrong class cost something when it is a little below the right one?"""
    margin, n = _m_margins(scores, y, -delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__no_delta(scores, y, delta=1.0):
    """By how much must the right class win to cost nothing?"""
    margin, n = _m_margins(scores, y, 0.0), len(y)
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__sides_swapped(scores, y, delta=1.0):
    """Which of the two scores must be the larger one: which is subtracted?"""
    n = len(y)
    margin = scores[np.arange(n), y][:, None] - scores + delta
    margin[np.arange(n), y] = 0.0
    return float(np.maximum(margin, 0).sum() / n), -_m_svm_gradient(margin, y) / n


def svm_loss__only_the_worst_class(scores, y, delta=1.0):
    """Does only the largest margin of a row count, or each of them?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    worst = _m_rows(margin.argmax(axis=1), margin.shape[1])
    return float(np.maximum(margin, 0).max(axis=1).mean()), _m_svm_gradient(worst * margin, y) / n


def svm_loss__squared(scores, y, delta=1.0):
    """Is the violated margin squared in the formula?"""
    margin, n = np.maximum(_m_margins(scores, y, delta), 0), len(y)
    d = 2 * margin
    d[np.arange(n), y] = -d.sum(axis=1)
    return float((margin**2).sum() / n), d / n


def svm_loss__scores_in_a_row(scores, y, delta=1.0):
    """Against which axis does numpy line up the n right scores, of shape (n,)? Where should they stand?"""
    n = len(y)
    margins = np.maximum(0, scores - scores[np.arange(n), y] + delta)
    margins[np.arange(n), y] = 0
    d = (margins > 0).astype(float)
    d[np.arange(n), y] = -d.sum(axis=1)
    return float(margins.sum() / n), d / n


def svm_loss__whole_columns(scores, y, delta=1.0):
    """Which scores does scores[:, y] name? How do you pair row i with column y[i]?"""
    n = len(y)
    margin = scores - scores[:, y][:, :1] + delta
    margin[np.arange(n), y] = 0.0
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__default_delta_of_ten(scores, y, delta=10.0):
    """Which default does the docstring name for delta?"""
    margin, n = _m_margins(scores, y, delta), len(y)
    return float(np.maximum(margin, 0).sum() / n), _m_svm_gradient(margin, y) / n


def svm_loss__in_place(scores, y, delta=1.0):
    """Which line writes into an array of the person who called you?"""
    n = len(y)
    scores -= scores[np.arange(n), y][:, None] - delta
    scores[np.arange(n), y] = 0
    return float(np.maximum(scores, 0).sum() / n), _m_svm_gradient(scores, y) / n


# huber_loss


def _m_huber(d, delta):
    size = np.abs(d)
    return np.where(size <= delta, 0.5 * d**2, delta * (size - 0.5 * delta))


def _m_minus(pred, target):
    return np.asarray(pred, dtype=float) - target


def huber_loss__half_forgotten(pred, target, delta=1.0):
    """Do the square and the line meet where one becomes the other?"""
    d = _m_minus(pred, target)
    cost = np.where(np.abs(d) <= delta, d**2, delta * (np.abs(d) - 0.5 * delta))
    return float(np.mean(cost)), np.clip(d, -delta, delta) / d.size


def huber_loss__twice_as_large(pred, target, delta=1.0):
    """There is a factor 1/2 in the formula: where is it in yours?"""
    d = _m_minus(pred, target)
    return float(2 * np.mean(_m_huber(d, delta))), 2 * np.clip(d, -delta, delta) / d.size


def huber_loss__line_without_offset(pred, target, delta=1.0):
    """What does the line subtract so that it meets the square at delta?"""
    d = _m_minus(pred, target)
    cost = np.where(np.abs(d) <= delta, 0.5 * d**2, delta * np.abs(d))
    return float(np.mean(cost)), np.clip(d, -delta, delta) / d.size


def huber_loss__slope_of_one(pred, target, delta=1.0):
    """How steep is the line: 1, or delta?"""
    d = _m_minus(pred, target)
    cost = np.where(np.abs(d) <= delta, 0.5 * d**2, np.abs(d) - 0.5 * delta)
    return float(np.mean(cost)), np.where(np.abs(d) <= delta, d, np.sign(d)) / d.size


def huber_loss__smooth_l1(pred, target, delta=1.0):
    """The smooth L1 loss is a relative: by which factor does it differ from this one?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta)) / delta), np.clip(d, -delta, delta) / delta / d.size


def huber_loss__delta_fixed(pred, target, delta=1.0):
    """Where do you use the argument delta?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, 1.0))), np.clip(d, -1.0, 1.0) / d.size


def huber_loss__sum(pred, target, delta=1.0):
    """Is the loss a sum or a mean?"""
    d = _m_minus(pred, target)
    return float(np.sum(_m_huber(d, delta))), np.clip(d, -delta, delta)


def huber_loss__gradient_of_a_sum(pred, target, delta=1.0):
    """The loss is a mean: what does that do to its gradient?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), np.clip(d, -delta, delta)


def huber_loss__mean_over_rows(pred, target, delta=1.0):
    """Over what does the mean go: the rows, or all the elements?"""
    d = _m_minus(pred, target)
    return float(np.sum(_m_huber(d, delta)) / len(d)), np.clip(d, -delta, delta) / len(d)


def huber_loss__gradient_divided_by_rows(pred, target, delta=1.0):
    """Do the loss and the gradient divide by the same number?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), np.clip(d, -delta, delta) / len(d)


def huber_loss__gradient_uphill(pred, target, delta=1.0):
    """If pred is larger than target, does the loss grow or fall when pred grows?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), -np.clip(d, -delta, delta) / d.size


def huber_loss__gradient_not_cut(pred, target, delta=1.0):
    """How steep is the loss for a very large error?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), d / d.size


def huber_loss__gradient_without_sign(pred, target, delta=1.0):
    """On the line, does the gradient know on which side it is?"""
    d = _m_minus(pred, target)
    slope = np.where(np.abs(d) <= delta, d, delta)
    return float(np.mean(_m_huber(d, delta))), slope / d.size


def huber_loss__size_forgotten(pred, target, delta=1.0):
    """Is -5 smaller than delta, and should it count as a small error?"""
    d = _m_minus(pred, target)
    cost = np.where(d <= delta, 0.5 * d**2, delta * (np.abs(d) - 0.5 * delta))
    return float(np.mean(cost)), np.minimum(d, delta) / d.size


def huber_loss__plain_squares(pred, target, delta=1.0):
    """What makes this loss milder than squares for large errors?"""
    d = _m_minus(pred, target)
    return float(np.mean(0.5 * d**2)), d / d.size


def huber_loss__branches_swapped(pred, target, delta=1.0):
    """For which errors is the square meant: the small ones, or the large ones?"""
    d = _m_minus(pred, target)
    small = np.abs(d) <= delta
    cost = np.where(small, delta * (np.abs(d) - 0.5 * delta), 0.5 * d**2)
    return float(np.mean(cost)), np.where(small, delta * np.sign(d), d) / d.size


def huber_loss__one_branch_for_all(pred, target, delta=1.0):
    """Does each element choose its own branch, or do all of them take one?"""
    d = _m_minus(pred, target)
    if np.mean(np.abs(d)) <= delta:
        return float(np.mean(0.5 * d**2)), d / d.size
    return float(np.mean(delta * (np.abs(d) - 0.5 * delta))), delta * np.sign(d) / d.size


def huber_loss__smooth_everywhere(pred, target, delta=1.0):
    """Is there a root in the formula, or a square and a line?"""
    d = _m_minus(pred, target)
    root = np.sqrt(1 + (d / delta) ** 2)
    return float(np.mean(delta**2 * (root - 1))), d / root / d.size


def huber_loss__default_delta_of_1_35(pred, target, delta=1.35):
    """Which default does the docstring name for delta?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), np.clip(d, -delta, delta) / d.size


def huber_loss__gradient_never_filled(pred, target, delta=1.0):
    """Where in your code does the gradient get its values?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), np.zeros(d.shape)


def huber_loss__gradient_of_the_type_of_pred(pred, target, delta=1.0):
    """If pred holds whole numbers, which numbers can your gradient hold?"""
    d = _m_minus(pred, target)
    out = np.zeros_like(pred)
    out[...] = np.clip(d, -delta, delta) / d.size
    return float(np.mean(_m_huber(d, delta))), out


def huber_loss__gradient_cut_at_one(pred, target, delta=1.0):
    """Where is the gradient cut off: at 1, or at delta?"""
    d = _m_minus(pred, target)
    return float(np.mean(_m_huber(d, delta))), np.clip(d, -1.0, 1.0) / d.size


def huber_loss__subtracted_from_a_copy(pred, target, delta=1.0):
    """Your copy of pred has the type of pred. Can you subtract 0.25 from integers in place?"""
    d = pred.copy()
    d -= target
    return float(np.mean(_m_huber(d, delta))), np.clip(d, -delta, delta) / d.size


def huber_loss__in_place(pred, target, delta=1.0):
    """Which line writes into an array of the person who called you?"""
    pred -= target
    return float(np.mean(_m_huber(pred, delta))), np.clip(pred, -delta, delta) / pred.size


# label_smoothing_ce


def _m_smooth(y, classes, eps):
    return (1 - eps) * _m_rows(y, classes) + eps / classes


def _m_against(logits, q):
    log_p = _m_log_p(logits)
    return float(-np.sum(q * log_p) / len(q)), (np.exp(log_p) - q) / len(q)


def label_smoothing_ce__eps_ignored(logits, y, eps=0.1):
    """Where do you use the argument eps?"""
    return _m_against(logits, _m_rows(y, logits.shape[1]))


def label_smoothing_ce__eps_fixed(logits, y, eps=0.1):
    """Does your code use the eps it is given, or always the same number?"""
    return _m_against(logits, _m_smooth(y, logits.shape[1], 0.1))


def label_smoothing_ce__default_eps_of_zero(logits, y, eps=0.0):
    """Which default does the docstring name for eps?"""
    return _m_against(logits, _m_smooth(y, logits.shape[1], eps))


def label_smoothing_ce__zero_taken_for_nothing_said(logits, y, eps=0.1):
    """What happens in your code if somebody asks for eps = 0?"""
    return _m_against(logits, _m_smooth(y, logits.shape[1], eps or 0.1))


def label_smoothing_ce__eps_over_the_examples(logits, y, eps=0.1):
    """Over what is eps spread: over the classes, or over the examples?"""
    return _m_against(logits, (1 - eps) * _m_rows(y, logits.shape[1]) + eps / len(y))


def label_smoothing_ce__eps_not_divided(logits, y, eps=0.1):
    """You mix two losses: what is the second one divided by?"""
    log_p, n = _m_log_p(logits), len(y)
    value = -(1 - eps) * np.mean(log_p[np.arange(n), y]) - eps * np.mean(log_p.sum(axis=1))
    return float(value), _m_against(logits, _m_smooth(y, logits.shape[1], eps))[1]


def label_smoothing_ce__rows_counted_in_the_type_of_y(logits, y, eps=0.1):
    """How far can an array of the type of y count: as far as there are rows?"""
    q = np.full(np.shape(logits), eps / logits.shape[1])
    q[np.arange(len(y)).astype(y.dtype), y] += 1 - eps
    return _m_against(logits, q)


def label_smoothing_ce__gradient_never_filled(logits, y, eps=0.1):
    """Where in your code does the gradient get its values?"""
    value, d = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value, np.zeros(d.shape)


def label_smoothing_ce__global_max(logits, y, eps=0.1):
    """What is left of a row that is 2000 below the largest score of another one?"""
    q, shifted = _m_smooth(y, logits.shape[1], eps), logits - np.max(logits)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-np.sum(q * log_p) / len(y)), (np.exp(log_p) - q) / len(y)


def label_smoothing_ce__eps_to_the_others_only(logits, y, eps=0.1):
    """Over how many classes is eps spread: all C, or all but the right one?"""
    rows, classes = _m_rows(y, logits.shape[1]), logits.shape[1]
    return _m_against(logits, (1 - eps) * rows + eps / max(classes - 1, 1) * (1 - rows))


def label_smoothing_ce__eps_for_each_class(logits, y, eps=0.1):
    """What does a softened row add up to in your formula?"""
    return _m_against(logits, (1 - eps) * _m_rows(y, logits.shape[1]) + eps)


def label_smoothing_ce__right_class_not_lowered(logits, y, eps=0.1):
    """Where does the belief that is spread over all classes come from?"""
    return _m_against(logits, _m_rows(y, logits.shape[1]) + eps / logits.shape[1])


def label_smoothing_ce__nothing_spread(logits, y, eps=0.1):
    """The right class gives up eps: who gets it?"""
    return _m_against(logits, (1 - eps) * _m_rows(y, logits.shape[1]))


def label_smoothing_ce__right_class_gets_no_share(logits, y, eps=0.1):
    """Does the right class get a share of eps as well?"""
    rows, classes = _m_rows(y, logits.shape[1]), logits.shape[1]
    return _m_against(logits, (1 - eps) * rows + eps / classes * (1 - rows))


def label_smoothing_ce__eps_swapped(logits, y, eps=0.1):
    """How much belief does the right class keep: eps, or 1 - eps?"""
    return _m_against(logits, _m_smooth(y, logits.shape[1], 1 - eps))


def label_smoothing_ce__gradient_with_hard_labels(logits, y, eps=0.1):
    """Does the gradient know of the softened labels?"""
    value, _ = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value, _m_against(logits, _m_rows(y, logits.shape[1]))[1]


def label_smoothing_ce__loss_with_hard_labels(logits, y, eps=0.1):
    """Does the loss know of the softened labels?"""
    value, _ = _m_against(logits, _m_rows(y, logits.shape[1]))
    return value, _m_against(logits, _m_smooth(y, logits.shape[1], eps))[1]


def label_smoothing_ce__gradient_of_a_sum(logits, y, eps=0.1):
    """The loss is a mean: what does that do to its gradient?"""
    value, d = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value, d * len(y)


def label_smoothing_ce__sum(logits, y, eps=0.1):
    """Is the loss of a batch a sum or a mean?"""
    value, d = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value * len(y), d * len(y)


def label_smoothing_ce__mean_over_all_elements(logits, y, eps=0.1):
    """Over what does the mean go: the examples, or all the elements?"""
    value, d = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value / logits.shape[1], d / logits.shape[1]


def label_smoothing_ce__gradient_uphill(logits, y, eps=0.1):
    """Does the loss grow or fall when the score of the right class grows?"""
    value, d = _m_against(logits, _m_smooth(y, logits.shape[1], eps))
    return value, -d


def label_smoothing_ce__log_of_softmax(logits, y, eps=0.1):
    """What is the logarithm of a probability that is rounded to 0?"""
    p, q = np.exp(_m_log_p(logits)), _m_smooth(y, logits.shape[1], eps)
    return float(-np.sum(q * np.log(p)) / len(y)), (p - q) / len(y)


def label_smoothing_ce__epsilon_in_the_log(logits, y, eps=0.1):
    """What is the largest loss that your formula can give?"""
    p, q = np.exp(_m_log_p(logits)), _m_smooth(y, logits.shape[1], eps)
    return float(-np.sum(q * np.log(p + 1e-12)) / len(y)), (p - q) / len(y)


def label_smoothing_ce__no_shift(logits, y, eps=0.1):
    """How large is e^1000?"""
    e, q = np.exp(logits), _m_smooth(y, logits.shape[1], eps)
    total = e.sum(axis=1, keepdims=True)
    return float(-np.sum(q * (logits - np.log(total))) / len(y)), (e / total - q) / len(y)


def label_smoothing_ce__width_from_the_labels(logits, y, eps=0.1):
    """What says how many classes there are: this batch's labels, or the scores?"""
    return _m_against(logits, _m_smooth(y, int(y.max()) + 1, eps))


def label_smoothing_ce__in_place(logits, y, eps=0.1):
    """Which line writes into an array of the person who called you?"""
    logits -= logits.max(axis=1, keepdims=True)
    return _m_against(logits, _m_smooth(y, logits.shape[1], eps))
