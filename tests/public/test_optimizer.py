"""Examples for optimizer.py: small enough to check by hand.

Run all of them with `pytest test_optimizer.py`, those of one exercise with
`pytest test_optimizer.py -k momentum`.
"""

import expect
import numpy as np
import optimizer


def _point():
    """A w and its dw, made anew for each test."""
    return np.array([1.0, -2.0]), np.array([10.0, 0.0])


# sgd: a step downhill


def test_sgd_steps_against_the_gradient():
    w, state = expect.parts(optimizer.sgd(*_point(), lr=0.1), "w", "state")

    expect.close(w, [0.0, -2.0], name="w", hint="which way is downhill?")
    expect.that(state is None or isinstance(state, dict), "the state should be a dict or None")


def test_sgd_with_weight_decay_pulls_towards_zero():
    w, _ = expect.parts(optimizer.sgd(*_point(), lr=0.1, weight_decay=1.0), "w", "state")

    expect.close(w, [-0.1, -1.8], name="w", hint="dw of the second weight is 0: what is left?")


def test_sgd_does_not_change_its_arguments():
    expect.pure(optimizer.sgd, np.array([1.0, 2.0]), np.array([3.0, 4.0]), None, lr=0.5)


def test_sgd_has_a_default_learning_rate():
    w, _ = expect.parts(optimizer.sgd(*_point()), "w", "state")

    expect.close(w, [0.9, -2.0], name="w")


def test_sgd_takes_zero_at_its_word():
    w, _ = expect.parts(optimizer.sgd(*_point(), lr=0.0), "w", "state")

    expect.close(w, [1.0, -2.0], name="w", hint="what does `lr or 0.01` say where lr is 0?")


def test_sgd_takes_whole_numbers_and_views():
    w, dw = np.array([[1, 2, 3], [4, 5, 6]]), np.ones((2, 3), dtype=int)

    got, _ = expect.parts(optimizer.sgd(w.T, dw.T, lr=0.5), "w", "state")

    expect.close(got, [[0.5, 3.5], [1.5, 4.5], [2.5, 5.5]], name="w")


# gradient_descent_1d: a walk down a parabola


def test_gradient_descent_1d_comes_closer_to_the_minimum():
    points = optimizer.gradient_descent_1d(2.0, -4.0, 0.0, lr=0.25, steps=2)

    expect.numbers(points, [0.0, 1.0, 1.5], hint="does the list begin at x0?")


def test_gradient_descent_1d_diverges_if_the_step_is_too_long():
    points = optimizer.gradient_descent_1d(2.0, 0.0, 1.0, lr=1.5, steps=3)

    expect.numbers(points, [1.0, -2.0, 4.0, -8.0])


def test_gradient_descent_1d_takes_every_step():
    points = expect.items(optimizer.gradient_descent_1d(2.0, 0.0, 1.0, lr=1.5, steps=60), length=61)
    expect.close(points[60], 2.0**60, name="the last point", hint="do you stop, or cut anything?")
    points = expect.items(optimizer.gradient_descent_1d(2.0, 0.0, 0.0, lr=0.25, steps=3), length=4)
    expect.numbers(points, [0.0] * 4, hint="how many points does a walk have that begins at the minimum?")


# minibatches: every example once, in small batches


def test_minibatches_without_a_seed_keep_the_order():
    X, y = np.array([[0.0], [1.0], [2.0], [3.0], [4.0]]), np.array([5, 6, 7, 8, 9])

    hint = "one pair (Xb, yb) for each batch: where does each begin, and what becomes of the rest?"
    batches = expect.items(optimizer.minibatches(X, y, 2), length=3, name="the list of batches", hint=hint)

    first = expect.parts(batches[0], "Xb", "yb", name="the first batch")
    last = expect.parts(batches[2], "Xb", "yb", name="the last batch")
    expect.close(
        first[0], [[0.0], [1.0]], name="Xb of the first batch", hint="seed is None here: is anything shuffled?"
    )
    expect.whole(first[1], [5, 6], name="yb of the first batch")
    expect.close(last[0], [[4.0]], name="Xb of the last batch", hint="is an example dropped?")
    expect.whole(last[1], [9], name="yb of the last batch")


def test_minibatches_with_a_seed_shuffle_but_keep_rows_and_labels_together():
    X, y = np.arange(20.0).reshape(20, 1), np.arange(20)

    batches = expect.items(optimizer.minibatches(X, y, 8, seed=0), length=3, name="the list of batches")

    pairs = [expect.parts(batch, "Xb", "yb", name="a batch") for batch in batches]
    rows = [expect.array(Xb, (size, 1), name="Xb") for (Xb, _), size in zip(pairs, [8, 8, 4], strict=True)]
    labels = [expect.array(yb, (size,), name="yb") for (_, yb), size in zip(pairs, [8, 8, 4], strict=True)]
    expect.close(np.concatenate(rows)[:, 0], np.concatenate(labels), hint="did X and y get the same order?")
    expect.whole(np.sort(np.concatenate(labels)), y, name="all labels, sorted")
    expect.that(
        not np.array_equal(np.concatenate(labels), y),
        "seed=0 left the examples in their order",
        hint="which value of seed means no shuffle?",
    )


def test_minibatches_repeat_for_the_same_seed():
    X, y = np.arange(20.0).reshape(10, 2), np.arange(10)

    again = [optimizer.minibatches(X, y, 10, seed=seed) for seed in (3, 3)]

    labels = [expect.parts(expect.items(batches, length=1)[0], "Xb", "yb")[1] for batches in again]
    expect.whole(labels[1], expect.array(labels[0], (10,), name="yb"), name="yb of the second call")


def test_minibatches_may_be_larger_than_the_data():
    X, y = np.array([[0.0], [1.0], [2.0]]), np.array([0.5, 0.25, 0.125])

    (batch,) = expect.items(optimizer.minibatches(X, y, 10, seed=4), length=1, name="the list of batches")

    Xb, yb = expect.parts(batch, "Xb", "yb")
    expect.close(0.5 ** (expect.array(Xb, (3, 1))[:, 0] + 1), expect.array(yb, (3,)), hint="did X and y stay together?")


def test_minibatches_do_not_change_their_arguments():
    expect.pure(optimizer.minibatches, np.arange(20.0).reshape(10, 2), np.arange(10), 4, seed=3)


# momentum: a heavy ball


def test_momentum_remembers_the_last_step():
    first = expect.parts(optimizer.momentum(np.array([1.0]), np.array([2.0]), lr=0.1, mu=0.5), "w", "state")
    slips = {
        "is dw multiplied by 1 - mu, or taken as it is?": [0.9],
        "is it the old v that w goes by, or the new one?": [1.0],
    }
    expect.close(first[0], [0.8], name="w", slips=slips)
    v = expect.mapping(first[1], "v", name="the state")["v"]
    expect.close(v, [2.0], name="v", hint="does lr belong into v, and which sign has it?")

    second = expect.parts(optimizer.momentum(first[0], np.array([2.0]), first[1], lr=0.1, mu=0.5), "w", "state")
    expect.close(second[0], [0.5], name="w after two steps", hint="what must the state hand on?")
    expect.close(expect.mapping(second[1], "v", name="the state")["v"], [3.0], name="v after two steps")


def test_momentum_does_not_change_the_old_state():
    state = {"v": np.array([4.0])}

    w, _ = expect.parts(expect.pure(optimizer.momentum, np.array([1.0]), np.array([1.0]), state), "w", "state")

    expect.close(w, [1.0 - 0.01 * (0.9 * 4.0 + 1.0)], name="w")


def test_momentum_without_memory_is_plain_descent():
    w, _ = expect.parts(
        optimizer.momentum(np.array([1.0]), np.array([1.0]), {"v": np.array([4.0])}, lr=0.5, mu=0.0), "w", "state"
    )

    expect.close(w, [0.5], name="w", hint="what does `mu or 0.9` say where mu is 0?")


# rmsprop: a step of its own for every weight


def test_rmsprop_divides_by_the_size_of_recent_gradients():
    result = optimizer.rmsprop(np.array([1.0]), np.array([2.0]), lr=0.1, alpha=0.75, eps=0.0)

    w, state = expect.parts(result, "w", "state")
    expect.close(w, [0.8], name="w", hint="here s is 0.25 * 2 * 2 = 1")
    expect.close(expect.mapping(state, "s", name="the state")["s"], [1.0], name="s")


def test_rmsprop_adds_eps_outside_the_root():
    state = {"s": np.array([4.0])}

    w, _ = expect.parts(
        optimizer.rmsprop(np.array([1.0]), np.array([2.0]), state, lr=1.0, alpha=0.5, eps=2.0),
        "w",
        "state",
    )

    expect.close(w, [0.5], name="w", hint="s is 4 again; is it sqrt(s) + eps or sqrt(s + eps)?")


def test_rmsprop_has_the_defaults_it_promises():
    w, state = expect.parts(optimizer.rmsprop(np.array([1.0]), np.array([2.0])), "w", "state")

    expect.close(w, [0.9], name="w", rtol=1e-6, hint="0.01 * 2 / sqrt(0.01 * 4)")
    expect.close(expect.mapping(state, "s", name="the state")["s"], [0.04], name="s")


def test_rmsprop_does_not_change_the_old_state():
    expect.pure(optimizer.rmsprop, np.array([1.0]), np.array([1.0]), {"s": np.array([4.0])})


# adam: momentum and rmsprop, corrected


def test_adam_takes_a_first_step_of_length_lr():
    result = optimizer.adam(np.array([1.0, 1.0]), np.array([5.0, -0.5]), lr=0.1)

    w, state = expect.parts(result, "w", "state")
    expect.close(w, [0.9, 1.1], name="w", hint="what are mhat and vhat at t = 1?")
    state = expect.mapping(state, "m", "v", "t", name="the state")
    expect.close(state["m"], [0.5, -0.05], name="m", hint="is it m or mhat that the next step needs?")
    expect.close(state["v"], [0.025, 0.00025], name="v", hint="is it v or vhat that the next step needs?")
    expect.whole(state["t"], 1, name="t")


def test_adam_goes_on_from_a_given_state():
    state = {"m": np.array([1.0]), "v": np.array([4.0]), "t": 1}

    result = optimizer.adam(np.array([0.0]), np.array([2.0]), state, lr=1.0, beta1=0.5, beta2=0.5, eps=1.0)

    w, new = expect.parts(result, "w", "state")  # m = 1.5, mhat = 2; v = 4, vhat = 16/3
    slips = {
        "is it sqrt(vhat) + eps or sqrt(vhat + eps)?": [-2.0 / np.sqrt(16 / 3 + 1.0)],
        "which t belongs to this step: the old one, or one more?": [-3.0 / (np.sqrt(8) + 1.0)],
        "do m and v go into the step, or mhat and vhat?": [-1.5 / (np.sqrt(4) + 1.0)],
    }
    expect.close(w, [-2.0 / (np.sqrt(16 / 3) + 1.0)], name="w", hint="here mhat is 2 and vhat 16/3", slips=slips)
    new = expect.mapping(new, "m", "v", "t", name="the state")
    expect.close(new["m"], [1.5], name="m", hint="is it m or mhat that the next step needs?")
    expect.close(new["v"], [4.0], name="v")
    expect.whole(new["t"], 2, name="t")


def test_adam_starts_afresh_without_a_state():
    w, dw = np.array([1.0]), np.array([3.0])

    results = [expect.parts(optimizer.adam(w, dw, lr=0.1), "w", "state") for _ in range(2)]

    for got, state in results:
        expect.close(got, [0.9], name="w", hint="where does your code keep what it remembers?")
        expect.whole(expect.mapping(state, "t", name="the state")["t"], 1, name="t")


def test_adam_corrects_late_steps_as_well():
    state = {"m": np.array([1.0]), "v": np.array([1.0]), "t": 99}

    w, _ = expect.parts(optimizer.adam(np.array([0.0]), np.array([1.0]), state, lr=1.0), "w", "state")

    correction = (1 - 0.9**100) / np.sqrt(1 - 0.999**100)
    expect.close(w, [-1 / correction], name="w", hint="until which step do you correct m and v?")


def test_adam_does_not_change_the_old_state():
    state = {"m": np.array([1.0]), "v": np.array([4.0]), "t": 3}

    expect.pure(optimizer.adam, np.array([1.0]), np.array([1.0]), state)


# step_decay: a staircase


def test_step_decay_goes_down_in_steps():
    rates = [optimizer.step_decay(0.8, epoch, drop=0.5, every=10) for epoch in (0, 9, 10, 25)]

    for rate, want in zip(rates, [0.8, 0.8, 0.4, 0.2], strict=True):
        expect.close(rate, want, hint="how many whole blocks are over?")


def test_step_decay_halves_every_ten_epochs_by_default():
    expect.close(optimizer.step_decay(1.0, 30), 0.125)


def test_step_decay_knows_no_smallest_rate():
    expect.close(1e12 * optimizer.step_decay(1e-3, 95, drop=0.1), 1.0, hint="do you round the rate?")


# nesterov: momentum that looks ahead


def test_nesterov_looks_one_step_ahead():
    first = expect.parts(optimizer.nesterov(np.array([1.0]), np.array([2.0]), lr=0.1, mu=0.5), "w", "state")
    expect.close(first[0], [0.7], name="w", hint="which v stands in the step, the old or the new one?")
    expect.close(expect.mapping(first[1], "v", name="the state")["v"], [2.0], name="v")

    second = expect.parts(optimizer.nesterov(first[0], np.array([2.0]), first[1], lr=0.1, mu=0.5), "w", "state")
    expect.close(second[0], [0.35], name="w after two steps")


def test_nesterov_does_not_change_the_old_state():
    expect.pure(optimizer.nesterov, np.array([1.0]), np.array([1.0]), {"v": np.array([4.0])})


# adagrad: steps that only shrink


def test_adagrad_remembers_the_whole_past():
    first = expect.parts(optimizer.adagrad(np.array([1.0]), np.array([3.0]), lr=0.1, eps=0.0), "w", "state")
    expect.close(first[0], [0.9], name="w")
    expect.close(expect.mapping(first[1], "s", name="the state")["s"], [9.0], name="s")

    second = expect.parts(optimizer.adagrad(first[0], np.array([4.0]), first[1], lr=0.1, eps=0.0), "w", "state")
    expect.close(second[0], [0.82], name="w after two steps", hint="is s a sum or only the last square?")


def test_adagrad_adds_eps_outside_the_root():
    w, _ = expect.parts(optimizer.adagrad(np.array([1.0]), np.array([2.0]), lr=1.0, eps=2.0), "w", "state")

    expect.close(w, [0.5], name="w")


def test_adagrad_does_not_change_the_old_state():
    expect.pure(optimizer.adagrad, np.array([1.0]), np.array([1.0]), {"s": np.array([4.0])})


# adamw: Adam, and the weights shrink on the side


def test_adamw_without_a_gradient_only_shrinks():
    result = optimizer.adamw(np.array([2.0]), np.array([0.0]), lr=0.1, weight_decay=0.5)

    w, state = expect.parts(result, "w", "state")
    expect.close(w, [1.9], name="w", hint="by which factor does w shrink?")
    state = expect.mapping(state, "m", "v", "t", name="the state")
    expect.close(state["m"], [0.0], name="m", hint="is the decay part of the gradient?")


def test_adamw_shrinks_and_then_steps_as_adam():
    w, _ = expect.parts(optimizer.adamw(np.array([2.0]), np.array([7.0]), lr=0.1, weight_decay=0.5), "w", "state")

    expect.close(w, [1.8], name="w")


def test_adamw_has_the_defaults_it_promises():
    w, _ = expect.parts(optimizer.adamw(np.array([100.0]), np.array([5.0])), "w", "state")

    expect.close(w, [100 * (1 - 1e-3 * 1e-2) - 1e-3], name="w", hint="lr is 0.001 and weight_decay 0.01 by default")


def test_adamw_does_not_change_the_old_state():
    expect.pure(optimizer.adamw, np.array([1.0]), np.array([1.0]), {"m": np.array([1.0]), "v": np.array([4.0]), "t": 3})


# clip_grad_norm: one length for all


def test_clip_grad_norm_shortens_all_arrays_by_the_same_factor():
    grads = {"W": np.array([[3.0]]), "b": np.array([4.0])}

    clipped, total = expect.parts(optimizer.clip_grad_norm(grads, 1.0), "grads", "total_norm")

    expect.close(total, 5.0, name="total_norm", hint="is that the length before clipping?")
    clipped = expect.mapping(clipped, "W", "b", exact=True, name="the gradients")
    expect.close(clipped["W"], [[3.0 / (5.0 + 1e-6)]], name="W")
    expect.close(clipped["b"], [4.0 / (5.0 + 1e-6)], name="b")


def test_clip_grad_norm_leaves_short_gradients_alone():
    grads = {"W": np.array([[3.0]]), "b": np.array([4.0])}

    clipped, total = expect.parts(optimizer.clip_grad_norm(grads, 10.0), "grads", "total_norm")

    expect.close(total, 5.0, name="total_norm")
    clipped = expect.mapping(clipped, "W", "b", exact=True, name="the gradients")
    expect.close(clipped["W"], [[3.0]], name="W", hint="may clipping make a gradient longer?")
    expect.close(clipped["b"], [4.0], name="b")


def test_clip_grad_norm_at_the_limit():
    grads = {"W": np.array([[3e-6]]), "b": np.array([4e-6])}

    clipped, _ = expect.parts(optimizer.clip_grad_norm(grads, 5e-6), "grads", "total_norm")

    clipped = expect.mapping(clipped, "W", "b", exact=True, name="the gradients")
    W = expect.array(clipped["W"], (1, 1), name="W")
    expect.close(1e6 * W, [[3 * 5 / 6]], name="W in millionths", hint="what is 5e-6 / (5e-6 + 1e-6)?")


def test_clip_grad_norm_does_not_change_its_arguments():
    expect.pure(optimizer.clip_grad_norm, {"W": np.array([[3.0]]), "b": np.array([4.0])}, 1.0)


# cosine_schedule: down along a wave


def test_cosine_schedule_falls_from_lr0_to_lr_min():
    rates = [optimizer.cosine_schedule(1.0, step, 10, lr_min=0.2) for step in (0, 5, 10)]

    for rate, want in zip(rates, [1.0, 0.6, 0.2], strict=True):
        expect.close(rate, want)


def test_cosine_schedule_stays_down_after_the_end():
    expect.close(optimizer.cosine_schedule(1.0, 12, 10), 0.0, hint="what is s after the last step?")


def test_cosine_schedule_does_not_round():
    expect.close(1e9 * optimizer.cosine_schedule(4e-9, 5, 10), 2.0)
