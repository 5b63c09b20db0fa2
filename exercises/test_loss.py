"""Examples for loss.py: run them with `pytest test_loss.py`, one exercise with `-k mse_loss`."""

import expect
import loss
import numpy as np
import pytest

# Warnings count in the tests about warnings alone.
pytestmark = pytest.mark.filterwarnings("ignore")

LOG2 = 0.6931471805599453


def test_one_hot_has_a_one_in_the_column_of_the_label():
    """one_hot writes a 1 in the column of each label, in as many columns as asked for"""
    y = np.array([2, 0, 2], dtype=np.uint8)

    want = [[0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0], [0.0, 0.0, 1.0, 0.0]]
    expect.close(loss.one_hot(y, 4), want, given=y, hint="how many ones has each row?")


def test_one_hot_is_float64():
    """one_hot returns float64"""
    got = loss.one_hot(np.array([1, 0]), 2)

    expect.close(got, [[0.0, 1.0], [1.0, 0.0]])
    expect.that(np.asarray(got).dtype == np.float64, f"the type is {np.asarray(got).dtype}, should be float64")


def test_one_hot_leaves_the_labels_alone():
    """one_hot does not change its argument"""
    y = np.array([1, 0])

    expect.close(expect.pure(loss.one_hot, y, 2), [[0.0, 1.0], [1.0, 0.0]])


@pytest.mark.parametrize("label", [-1, 3, 7])
def test_one_hot_refuses_a_label_outside_the_classes(label):
    """one_hot raises ValueError for a label outside 0..C-1"""
    for y in ([0, label], [label, 0]):
        expect.raises(ValueError, loss.one_hot, np.array(y), 3, because=f"there is no class {label}")


def test_mse_loss_is_the_mean_over_all_elements():
    """mse_loss is the mean of the squares over all elements, and so is its gradient"""
    pred = np.array([[1.0, 2.0], [0.0, 3.0]])
    target = np.array([[1.0, 4.0], [0.0, 0.0]])

    value, dpred = expect.parts(loss.mse_loss(pred, target), "loss", "dpred")

    slips = {"is it the sum of the squares, or their mean?": 13.0, "is there a half too much?": 1.625}
    slips |= {"is it the mean over the rows, or over all elements?": 6.5}
    expect.close(value, 3.25, name="the loss", slips=slips)  # (0 + 4 + 0 + 9) / 4
    hint = "what is the slope of the square, and by how many elements is it divided?"
    expect.close(dpred, [[0.0, -1.0], [0.0, 1.5]], name="dpred", hint=hint)


def test_mse_loss_has_the_gradient_of_its_own_loss():
    """mse_loss returns the gradient of the loss it returns, and changes no argument"""
    pred, target = np.array([0.5, -1.0, 2.0]), np.array([0.0, 1.0, 2.5])

    _, dpred = expect.parts(expect.pure(loss.mse_loss, pred, target), "loss", "dpred")

    expect.gradient(dpred, lambda p: loss.mse_loss(p, target)[0], pred, name="dpred")


def test_mse_loss_refuses_shapes_that_differ():
    """mse_loss raises ValueError where the shapes differ, even if numpy could broadcast"""
    column, row = np.array([[1.0], [2.0]]), np.array([1.0, 2.0])

    expect.raises(ValueError, loss.mse_loss, column, row, because="(2, 1) is not (2,)")
    expect.raises(ValueError, loss.mse_loss, column, row[None, :], because="(2, 1) is not (1, 2)")


def test_mse_loss_takes_whole_numbers_and_arrays_turned_round():
    """mse_loss takes whole numbers, and an array that is turned round"""
    value, dpred = expect.parts(
        loss.mse_loss(np.array([[1, 2], [3, 4]]).T, np.array([[1, 2], [3, 4]])), "loss", "dpred"
    )

    expect.close(value, 0.5, name="the loss")  # (0 + 1 + 1 + 0) / 4
    expect.close(dpred, [[0.0, 0.5], [-0.5, 0.0]], name="dpred")


def test_softmax_cross_entropy_of_zero_scores_is_log_c():
    """softmax_cross_entropy of equal scores is the natural logarithm of the number of classes"""
    value, dlogits = expect.parts(loss.softmax_cross_entropy(np.zeros((2, 4)), np.array([0, 1])), "loss", "dlogits")

    slips = {
        "is it the sum over the rows, or their mean?": 4 * LOG2,
        "which sign has log p, and which the loss?": -2 * LOG2,
    }
    expect.close(value, 2 * LOG2, name="the loss", slips=slips)
    want = [[-0.375, 0.125, 0.125, 0.125], [0.125, -0.375, 0.125, 0.125]]
    expect.close(dlogits, want, name="dlogits", hint="each row has one right class; by how many rows is it divided?")


def test_softmax_cross_entropy_by_hand():
    """softmax_cross_entropy is minus the mean log-probability of the right classes"""
    logits = np.array([[0.0, np.log(3.0)], [np.log(4.0), 0.0]])  # p = [1/4, 3/4] and [4/5, 1/5]
    y = np.array([1, 1], dtype=np.int32)

    result = expect.pure(loss.softmax_cross_entropy, logits, y, hint="which line writes into it?")

    value, dlogits = expect.parts(result, "loss", "dlogits")
    expect.close(value, -np.log([0.75, 0.2]).mean(), name="the loss")
    expect.close(dlogits, [[0.125, -0.125], [0.4, -0.4]], name="dlogits")


def test_softmax_cross_entropy_takes_whole_numbers():
    """softmax_cross_entropy takes whole numbers as scores, and a class may be missing"""
    value, dlogits = expect.parts(loss.softmax_cross_entropy(np.array([[7, 7, 7]]), np.array([0])), "loss", "dlogits")

    expect.close(value, np.log(3.0), name="the loss")
    expect.close(dlogits, [[-2 / 3, 1 / 3, 1 / 3]], name="dlogits")


def test_softmax_cross_entropy_has_no_loop_over_single_numbers():
    """softmax_cross_entropy is less than 100 times slower than whole-array code of its size"""

    def as_much_work(logits, y):
        for _ in range(4):
            np.exp(logits).sum(axis=1)  # nothing is returned: only the time is compared

    logits, y = np.zeros((300, 40)), np.zeros(300, dtype=int)
    expect.fast(loss.softmax_cross_entropy, as_much_work, logits, y, hint="can one line treat all rows at once?")


def test_softmax_cross_entropy_has_the_gradient_of_its_own_loss():
    """softmax_cross_entropy returns the gradient of the loss it returns"""
    logits, y = np.array([[1.0, -2.0, 0.5]]), np.array([1])

    _, dlogits = expect.parts(loss.softmax_cross_entropy(logits, y), "loss", "dlogits")

    expect.gradient(dlogits, lambda z: loss.softmax_cross_entropy(z, y)[0], logits, name="dlogits")


def test_softmax_cross_entropy_survives_large_scores():
    """softmax_cross_entropy is right for scores of 2000, 1000 and -1000 in one array"""
    logits = np.array([[2000.0, 0.0], [1000.0, 1000.0], [-1000.0, -1000.0]])

    value, dlogits = expect.parts(loss.softmax_cross_entropy(logits, np.array([1, 0, 0])), "loss", "dlogits")

    expect.close(
        value, (2000.0 + 2 * LOG2) / 3, name="the loss", hint="log of a p that is 0: can log p be found without p?"
    )
    expect.close(3 * expect.array(dlogits, (3, 2)), [[1.0, -1.0], [-0.5, 0.5], [-0.5, 0.5]])


def test_bce_with_logits_by_hand():
    """bce_with_logits of the score 0 is log 2; the answer may be 0, 1 or between"""
    logits, y = np.array([0.0, np.log(3.0)]), np.array([1.0, 0.0])  # p = 1/2 and 3/4

    value, dlogits = expect.parts(loss.bce_with_logits(logits, y), "loss", "dlogits")

    expect.close(value, -np.log([0.5, 0.25]).mean(), name="the loss", hint="here p is 1/2 and 3/4: is it worked out?")
    expect.close(dlogits, [-0.25, 0.375], name="dlogits")
    value, dlogits = expect.parts(loss.bce_with_logits(np.array([0.0]), np.array([0.3])), "loss", "dlogits")
    expect.close(value, LOG2, name="the loss for y = 0.3")
    expect.close(dlogits, [0.2], name="dlogits for y = 0.3")


def test_bce_with_logits_takes_whole_numbers():
    """bce_with_logits takes whole numbers as scores and answers"""
    value, dlogits = expect.parts(loss.bce_with_logits(np.array([0, 0]), np.array([1, 0])), "loss", "dlogits")

    expect.close(value, LOG2, name="the loss")
    expect.close(dlogits, [-0.25, 0.25], name="dlogits")


def test_bce_with_logits_has_the_gradient_of_its_own_loss():
    """bce_with_logits returns the gradient of the loss it returns, and changes no argument"""
    logits, y = np.array([0.5, -1.0, 2.0]), np.array([1.0, 0.0, 0.25])

    _, dlogits = expect.parts(expect.pure(loss.bce_with_logits, logits, y), "loss", "dlogits")

    expect.gradient(dlogits, lambda z: loss.bce_with_logits(z, y)[0], logits, name="dlogits")


def test_bce_with_logits_survives_large_scores():
    """bce_with_logits is right for scores of 800 and -800"""
    logits, y = np.array([800.0, -800.0, 800.0]), np.array([0.0, 0.0, 1.0])

    value, dlogits = expect.parts(loss.bce_with_logits(logits, y), "loss", "dlogits")

    expect.close(value, 800.0 / 3, name="the loss", hint="log of a p that is 0: can log p be found without p?")
    expect.close(dlogits, [1 / 3, 0.0, 0.0], name="dlogits")


def test_hinge_loss_by_hand():
    """hinge_loss is 0 from the margin 1 on, and exactly there its gradient is 0"""
    scores, y = np.array([0.5, 1.0, -1.0, -3.0]), np.array([1, 1, 1, -1])

    value, dscores = expect.parts(expect.pure(loss.hinge_loss, scores, y), "loss", "dscores")

    expect.close(value, 0.625, name="the loss", hint="the four losses are 0.5, 0, 2 and 0")
    expect.close(
        dscores, [-0.25, 0.0, -0.25, 0.0], name="dscores", hint="y * scores is 0.5, 1, -1, 3: which are below 1?"
    )


def test_hinge_loss_pushes_where_the_margin_is_just_violated():
    """hinge_loss takes whole numbers, and pushes as soon as the margin is violated at all"""
    _, dscores = expect.parts(loss.hinge_loss(np.array([0, 2]), np.array([1, 1])), "loss", "dscores")
    expect.close(dscores, [-0.5, 0.0], name="dscores")

    _, dscores = expect.parts(loss.hinge_loss(np.array([1 - 1e-12]), np.array([1])), "loss", "dscores")
    expect.close(dscores, [-1.0], name="dscores", hint="is the margin met?")


def test_hinge_loss_has_the_gradient_of_its_own_loss():
    """hinge_loss returns the gradient of the loss it returns"""
    scores, y = np.array([0.5, 3.0, -1.0, 0.25, -5.0]), np.array([1.0, 1.0, 1.0, -1.0, -1.0])

    _, dscores = expect.parts(loss.hinge_loss(scores, y), "loss", "dscores")

    expect.gradient(dscores, lambda s: loss.hinge_loss(s, y)[0], scores, name="dscores")


def test_l2_penalty_by_hand():
    """l2_penalty is half of reg times the sum of the squared weights, without the biases"""
    params = {"W1": np.array([[1.0, 2.0]]), "b1": np.array([7.0, 7.0]), "W2": np.array([[3.0]])}

    value, grads = expect.parts(expect.pure(loss.l2_penalty, params, 0.1), "loss", "grads")

    slips = {"is the half missing?": 1.4, "do biases cost something?": 5.6}
    expect.close(value, 0.7, name="the loss", slips=slips)  # 0.5 * 0.1 * (1 + 4 + 9)
    hint = "what is the slope of what costs nothing?"
    grads = expect.mapping(grads, "W1", "b1", "W2", exact=True, name="grads", hint=hint)
    expect.close(grads["W1"], [[0.1, 0.2]], name="the gradient of W1")
    expect.close(grads["W2"], [[0.3]], name="the gradient of W2")
    expect.close(grads["b1"], [0.0, 0.0], name="the gradient of b1")


def test_l2_penalty_goes_by_the_first_letter():
    """l2_penalty takes for a weight what starts with a capital W, and takes whole numbers"""
    params = {"beta": np.array([5.0]), "W_out": np.array([[2, 0]]), "w1": np.array([[7.0, 7.0]])}

    value, grads = expect.parts(loss.l2_penalty(params, 0.5), "loss", "grads")

    expect.close(value, 1.0, name="the loss")
    grads = expect.mapping(grads, "beta", "W_out", "w1", exact=True, name="grads")
    expect.close(grads["beta"], [0.0], name="the gradient of beta")
    expect.close(grads["W_out"], [[1.0, 0.0]], name="the gradient of W_out")
    expect.close(grads["w1"], [[0.0, 0.0]], name="the gradient of w1", hint="is w a capital letter?")


def test_l2_penalty_has_the_gradient_of_its_own_loss():
    """l2_penalty returns the gradient of the penalty it returns"""
    W = np.array([[0.5, -1.0], [2.0, 0.25]])

    _, grads = expect.parts(loss.l2_penalty({"W_out": W}, 0.5), "loss", "grads")

    grads = expect.mapping(grads, "W_out", name="grads")
    expect.gradient(grads["W_out"], lambda w: loss.l2_penalty({"W_out": w}, 0.5)[0], W)


def test_svm_loss_by_hand():
    """svm_loss counts the margins of the wrong classes; each pushes two scores"""
    scores, y = np.array([[3.0, 2.5, 1.0], [0.0, 1.5, 1.0]]), np.array([0, 0])

    value, dscores = expect.parts(expect.pure(loss.svm_loss, scores, y), "loss", "dscores")

    expect.close(value, 2.5, name="the loss")  # (0.5 + 0  +  2.5 + 2) / 2
    expect.close(dscores, [[-0.5, 0.5, 0.0], [-1.0, 0.5, 0.5]], name="dscores")


def test_svm_loss_of_equal_whole_numbers():
    """svm_loss takes whole numbers, and a draw costs delta"""
    value, dscores = expect.parts(loss.svm_loss(np.array([[4, 4, 4]]), np.array([1])), "loss", "dscores")

    expect.close(value, 2.0, name="the loss")
    expect.close(dscores, [[1.0, -2.0, 1.0]], name="dscores")


def test_svm_loss_exactly_on_the_margin():
    """svm_loss has the gradient 0 where a margin is exactly 0, and uses delta"""
    scores, y = np.array([[3.0, 2.0, 1.0]]), np.array([0])

    value, dscores = expect.parts(loss.svm_loss(scores, y), "loss", "dscores")
    expect.close(value, 0.0, name="the loss")
    expect.close(dscores, [[0.0, 0.0, 0.0]], name="dscores")

    value, dscores = expect.parts(loss.svm_loss(scores, y, delta=2.0), "loss", "dscores")
    expect.close(value, 1.0, name="the loss for delta = 2")
    expect.close(dscores, [[-1.0, 1.0, 0.0]], name="dscores for delta = 2")


def test_huber_loss_by_hand():
    """huber_loss is half a square up to delta and a line beyond, as a mean over all elements"""
    pred, target = np.array([[0.5, 3.0], [-4.0, 1.0]]), np.zeros((2, 2))

    value, dpred = expect.parts(expect.pure(loss.huber_loss, pred, target), "loss", "dpred")

    expect.close(value, 1.65625, name="the loss")  # (0.125 + 2.5 + 3.5 + 0.5) / 4
    expect.close(dpred, [[0.125, 0.25], [-0.25, 0.25]], name="dpred")


def test_huber_loss_takes_whole_numbers():
    """huber_loss takes whole numbers"""
    value, dpred = expect.parts(loss.huber_loss(np.array([1, 5]), np.array([1, 2])), "loss", "dpred")

    expect.close(value, 1.25, name="the loss")
    expect.close(dpred, [0.0, 0.5], name="dpred")


def test_huber_loss_uses_delta():
    """huber_loss uses delta, and returns the gradient of the loss it returns"""
    pred, target = np.array([0.5, 3.0, -4.0]), np.array([0.0, 0.5, 1.0])

    value, dpred = expect.parts(loss.huber_loss(pred, target, delta=3.0), "loss", "dpred")

    expect.close(value, 4.5833333333333333, name="the loss")  # (0.125 + 3.125 + 10.5) / 3
    expect.gradient(dpred, lambda p: loss.huber_loss(p, target, delta=3.0)[0], pred, name="dpred")


def test_label_smoothing_ce_by_hand():
    """label_smoothing_ce spreads eps over all classes, the right one included"""
    logits, y = np.array([[0.0, np.log(3.0)]]), np.array([0])  # p = [1/4, 3/4], q = [0.9, 0.1]

    value, dlogits = expect.parts(expect.pure(loss.label_smoothing_ce, logits, y, eps=0.2), "loss", "dlogits")

    expect.close(value, -(0.9 * np.log(0.25) + 0.1 * np.log(0.75)), name="the loss")
    expect.close(dlogits, [[-0.65, 0.65]], name="dlogits")


def test_label_smoothing_ce_takes_whole_numbers_and_any_eps():
    """label_smoothing_ce takes whole numbers, eps = 0.1 is its default, and 0 means no smoothing"""
    logits, y = np.array([[0, 0]]), np.array([0])

    for settings, want in (({}, [[-0.45, 0.45]]), ({"eps": 0.0}, [[-0.5, 0.5]]), ({"eps": 1.0}, [[0.0, 0.0]])):
        value, dlogits = expect.parts(loss.label_smoothing_ce(logits, y, **settings), "loss", "dlogits")
        expect.close(value, LOG2, name="the loss")
        expect.close(dlogits, want, name=f"dlogits for {settings}")


def test_label_smoothing_ce_has_the_gradient_of_its_own_loss():
    """label_smoothing_ce returns the gradient of the loss it returns"""
    logits, y = np.array([[1.0, -2.0, 0.5], [0.0, 0.5, 3.0]]), np.array([1, 0])

    _, dlogits = expect.parts(loss.label_smoothing_ce(logits, y), "loss", "dlogits")

    expect.gradient(dlogits, lambda z: loss.label_smoothing_ce(z, y)[0], logits, name="dlogits")


def test_label_smoothing_ce_survives_large_scores():
    """label_smoothing_ce is right for scores of 1000 and -1000 in one array"""
    logits = np.array([[1000.0, 0.0], [-1000.0, -1000.0]])

    value, _ = expect.parts(loss.label_smoothing_ce(logits, np.array([0, 1])), "loss", "dlogits")

    expect.close(value, (50.0 + LOG2) / 2, name="the loss")
