"""Wrong answers to optimizer.py that beginners write, each with the question a good assistant asks.

The grader replays a student's calls through these functions to say which mistake it sees.
"""

import math

import numpy as np

ACCEPTED: dict[str, str] = {}


def _m_old(state, key, w):
    """Return what the state remembers under `key`, or zeros on the first call."""
    return np.zeros(np.shape(w)) if state is None else state[key]


def _m_adam(w, dw, state, lr, beta1, beta2, eps):
    """Take a right step of Adam."""
    t = 1 if state is None else state["t"] + 1
    m = beta1 * _m_old(state, "m", w) + (1 - beta1) * dw
    v = beta2 * _m_old(state, "v", w) + (1 - beta2) * dw**2
    step = lr * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def _m_raw(w, dw, state, beta1, beta2):
    """Return the new t, m and v of Adam."""
    t = 1 if state is None else state["t"] + 1
    m = beta1 * _m_old(state, "m", w) + (1 - beta1) * dw
    v = beta2 * _m_old(state, "v", w) + (1 - beta2) * dw**2
    return t, m, v


# sgd


# M123
def sgd__in_place(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """What does -= do to the array that the caller gave you?"""
    w -= lr * (dw + weight_decay * w)
    return w, {}


# M124
def sgd__uphill(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """The gradient points to where the loss grows. Which way do you step?"""
    return w + lr * (dw + weight_decay * w), {}


# M125
def sgd__decay_sign(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Set dw to 0: does weight decay make your weights smaller or larger?"""
    return w - lr * (dw - weight_decay * w), {}


# M126
def sgd__decay_without_lr(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """The decay is part of the gradient. What is every gradient multiplied by?"""
    return w - lr * dw - weight_decay * w, {}


def sgd__decay_ignored(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Which of the arguments does your code never use?"""
    return w - lr * dw, {}


def sgd__decay_twice_as_strong(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """What is the derivative of 0.5*wd*w^2? Where has the 0.5 gone?"""
    return w - lr * (dw + 2 * weight_decay * w), {}


def sgd__decay_after_the_step(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Which weights does the decay pull at: those before the step or those after it?"""
    stepped = w - lr * dw
    return stepped - lr * weight_decay * stepped, {}


def sgd__decay_of_signs(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Your decay pulls equally at large and small weights. Which penalty has that derivative?"""
    return w - lr * (dw + weight_decay * np.sign(w)), {}


def sgd__lr_fixed(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """What changes in your code when another lr is given?"""
    return w - 0.01 * (dw + weight_decay * w), {}


def sgd__lr_forgotten(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """How long is your step if the gradient is 10? Where is lr?"""
    return w - (dw + weight_decay * w), {}


def sgd__divides_by_the_length(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Is the mean over the examples taken here, or has the loss taken it already?"""
    return w - lr * (dw + weight_decay * w) / len(w), {}


def sgd__unit_gradient(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Do you use the length of the gradient, or only its direction?"""
    g = dw + weight_decay * w
    return w - lr * g / (np.sqrt((g**2).sum()) + 1e-12), {}


def sgd__state_forgotten_in_return(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """How many things does the docstring promise to return, and how many do you return?"""
    return w - lr * (dw + weight_decay * w)


def sgd__returns_the_step(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """You return the change. What is the new w?"""
    return -lr * (dw + weight_decay * w), {}


def sgd__zero_lr_is_the_default(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """What does `lr or 0.01` say where lr is 0?"""
    return w - (lr or 0.01) * (dw + weight_decay * w), {}


def sgd__gradient_cut(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """Which gradients do you call too large? Does the docstring?"""
    return w - lr * (np.clip(dw, -100, 100) + weight_decay * w), {}


def sgd__step_as_the_state(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """What must SGD remember for the next step, and of which type is a state?"""
    step = lr * (dw + weight_decay * w)
    return w - step, step


def sgd__steps_counted_in_the_old_state(w, dw, state=None, *, lr=1e-2, weight_decay=0.0):
    """The dict you were given belongs to the caller. Is it still empty afterwards?"""
    if state is not None:
        state["steps"] = state.get("steps", 0) + 1
    return w - lr * (dw + weight_decay * w), state


# gradient_descent_1d


def _m_walk(slope, x0, lr, steps):
    points = [float(x0)]
    for _ in range(steps):
        points.append(points[-1] - lr * slope(points[-1]))
    return points


def gradient_descent_1d__start_missing(a, b, x0, lr, steps):
    """How many points are there before the first step? Is x0 in your list?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps)[1:]


def gradient_descent_1d__last_point_missing(a, b, x0, lr, steps):
    """Count your points for steps=1. Where does the step lead, and is that point in the list?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps)[: max(steps, 1)]


def gradient_descent_1d__end_not_in_the_list(a, b, x0, lr, steps):
    """After the last step, is the point where you stand in the list?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps)[:steps]


def gradient_descent_1d__begins_after_the_first_step(a, b, x0, lr, steps):
    """Which point comes first in your list: x0, or the one after a step?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps + 1)[1:]


def gradient_descent_1d__one_step_too_many(a, b, x0, lr, steps):
    """Count the points of your list for steps=0. How many should there be?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps + 1)


def gradient_descent_1d__uphill(a, b, x0, lr, steps):
    """The slope points uphill. Which way do you step?"""
    return _m_walk(lambda x: a * x + b, x0, -lr, steps)


def gradient_descent_1d__b_forgotten(a, b, x0, lr, steps):
    """What is the derivative of b*x? Where does your walk end, and where is the minimum?"""
    return _m_walk(lambda x: a * x, x0, lr, steps)


def gradient_descent_1d__half_slope(a, b, x0, lr, steps):
    """What is the derivative of a/2*x^2? Where has the 2 of the exponent gone?"""
    return _m_walk(lambda x: a / 2 * x + b, x0, lr, steps)


def gradient_descent_1d__double_slope(a, b, x0, lr, steps):
    """The parabola is a/2*x^2, not a*x^2. What is its derivative?"""
    return _m_walk(lambda x: 2 * a * x + b, x0, lr, steps)


def gradient_descent_1d__height_as_slope(a, b, x0, lr, steps):
    """Do you step along the slope of f, or along its value?"""
    return _m_walk(lambda x: max(min(a / 2 * x * x + b * x, 1e9), -1e9), x0, lr, steps)


def gradient_descent_1d__last_point_only(a, b, x0, lr, steps):
    """You return where the walk ends. What about the points on the way?"""
    return _m_walk(lambda x: a * x + b, x0, lr, steps)[-1]


def gradient_descent_1d__lists_the_values(a, b, x0, lr, steps):
    """Should the list hold the points x, or the heights f(x)?"""
    return [a / 2 * x * x + b * x for x in _m_walk(lambda x: a * x + b, x0, lr, steps)]


def gradient_descent_1d__refuses_to_diverge(a, b, x0, lr, steps):
    """You shorten steps that are too long. Does the docstring allow the walk to diverge?"""
    return _m_walk(lambda x: a * x + b, x0, min(lr, 1 / a), steps)


def gradient_descent_1d__stops_at_the_minimum(a, b, x0, lr, steps):
    """Your list is shorter once the minimum is reached. How many points does the docstring ask for?"""
    points = [float(x0)]
    for _ in range(steps):
        slope = a * points[-1] + b
        if abs(slope) < 1e-9:
            break
        points.append(points[-1] - lr * slope)
    return points


def gradient_descent_1d__slope_of_the_start(a, b, x0, lr, steps):
    """At which point do you take the slope: at x0 every time, or where the walk has got to?"""
    return [float(x0) - k * lr * (a * x0 + b) for k in range(steps + 1)]


def gradient_descent_1d__shrinking_lr(a, b, x0, lr, steps):
    """Is the learning rate of the second step the same as that of the first?"""
    points = [float(x0)]
    for k in range(steps):
        points.append(points[-1] - lr / (k + 1) * (a * points[-1] + b))
    return points


def gradient_descent_1d__stops_far_out(a, b, x0, lr, steps):
    """For lr > 2/a the walk runs away. Who says that it has to stop somewhere?"""
    points = [float(x0)]
    for _ in range(steps):
        if abs(points[-1]) > 1e6:
            break
        points.append(points[-1] - lr * (a * points[-1] + b))
    return points


def gradient_descent_1d__cut_far_out(a, b, x0, lr, steps):
    """For lr > 2/a the walk runs away. Where do you hold it, and may you?"""
    points = [float(x0)]
    for _ in range(steps):
        points.append(min(max(points[-1] - lr * (a * points[-1] + b), -1e6), 1e6))
    return points


def gradient_descent_1d__zero_lr_is_a_default(a, b, x0, lr, steps):
    """What does `lr or 0.01` say where lr is 0?"""
    return _m_walk(lambda x: a * x + b, x0, lr or 0.01, steps)


def gradient_descent_1d__stops_when_it_hardly_moves(a, b, x0, lr, steps):
    """The last steps are tiny. Are they steps all the same? How many points were asked for?"""
    points = [float(x0)]
    for _ in range(steps):
        step = lr * (a * points[-1] + b)
        if 0 < abs(step) < 1e-8:
            break
        points.append(points[-1] - step)
    return points


# minibatches


def _m_order(n, seed):
    return np.arange(n) if seed is None else np.random.default_rng(seed).permutation(n)


def _m_cut(X, y, order, batch_size):
    starts = range(0, len(order), batch_size)
    return [(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts]


# M161
def minibatches__drops_the_rest(X, y, batch_size, seed=None):
    """11 examples in batches of 4: how many batches are there, and how many examples do they hold?"""
    order = _m_order(len(X), seed)
    return _m_cut(X, y, order[: len(X) // batch_size * batch_size], batch_size)


# M162
def minibatches__two_shuffles(X, y, batch_size, seed=None):
    """Does row 3 still have its own label afterwards? How many orders do you draw?"""
    if seed is None:
        return _m_cut(X, y, np.arange(len(X)), batch_size)
    rng = np.random.default_rng(seed)
    return _m_cut(X[rng.permutation(len(X))], y[rng.permutation(len(X))], np.arange(len(X)), batch_size)


# M163
def minibatches__shuffles_in_place(X, y, batch_size, seed=None):
    """After the call, are the rows of the caller's own X still in their old order?"""
    order = _m_order(len(X), seed)
    X[:], y[:] = X[order], y[order]
    return _m_cut(X, y, np.arange(len(X)), batch_size)


# M163
def minibatches__global_generator(X, y, batch_size, seed=None):
    """np.random.seed changes everybody's random numbers. Which generator would be yours alone?"""
    order = np.arange(len(X))
    if seed is not None:
        np.random.seed(seed)
        np.random.shuffle(order)
    return _m_cut(X, y, order, batch_size)


# M164
def minibatches__seed_ignored(X, y, batch_size, seed=None):
    """Try two seeds. Do you get two orders? What is your generator made from?"""
    return _m_cut(X, y, _m_order(len(X), None if seed is None else 42), batch_size)


# M165
def minibatches__with_replacement(X, y, batch_size, seed=None):
    """Count how often each example is visited in one epoch. How often should it be?"""
    n = len(X)
    order = np.arange(n) if seed is None else np.random.default_rng(seed).integers(0, n, n)
    return _m_cut(X, y, order, batch_size)


def minibatches__seed_zero_is_no_seed(X, y, batch_size, seed=None):
    """In an if, is 0 true or false? Which value of seed means no shuffle?"""
    return _m_cut(X, y, _m_order(len(X), seed if seed else None), batch_size)


def minibatches__never_shuffles(X, y, batch_size, seed=None):
    """What does your code do with the seed?"""
    return _m_cut(X, y, np.arange(len(X)), batch_size)


def minibatches__always_shuffles(X, y, batch_size, seed=None):
    """What should happen when no seed is given?"""
    return _m_cut(X, y, _m_order(len(X), 0 if seed is None else seed), batch_size)


def minibatches__one_batch_not_shuffled(X, y, batch_size, seed=None):
    """You hand everything back at once where it fits into one batch. What does the docstring promise of a seed?"""
    return [(X, y)] if batch_size >= len(X) else _m_cut(X, y, _m_order(len(X), seed), batch_size)


def minibatches__shuffles_batches_only(X, y, batch_size, seed=None):
    """The batches come in a random order. Are the examples in one batch still neighbours?"""
    batches = _m_cut(X, y, np.arange(len(X)), batch_size)
    whole = len(X) // batch_size
    order = _m_order(whole, seed)
    return [batches[k] for k in order] + batches[whole:]


def minibatches__shuffles_inside_batches_only(X, y, batch_size, seed=None):
    """Which examples can end up in the first batch: all of them, or always the same few?"""
    order = np.arange(len(X))
    if seed is not None:
        rng = np.random.default_rng(seed)
        parts = [order[s : s + batch_size] for s in range(0, len(X), batch_size)]
        order = np.concatenate([rng.permutation(part) for part in parts])
    return _m_cut(X, y, order, batch_size)


def minibatches__only_x_shuffled(X, y, batch_size, seed=None):
    """The rows of X are in a new order. In which order are the labels?"""
    return _m_cut(X[_m_order(len(X), seed)], y, np.arange(len(X)), batch_size)


def minibatches__equal_sizes(X, y, batch_size, seed=None):
    """Which batches may be smaller than batch_size: several, or only the last one?"""
    parts = np.array_split(_m_order(len(X), seed), math.ceil(len(X) / batch_size))
    return [(X[part], y[part]) for part in parts]


def minibatches__number_of_batches(X, y, batch_size, seed=None):
    """Is batch_size the number of batches, or the number of examples in each?"""
    return _m_cut(X, y, _m_order(len(X), seed), math.ceil(len(X) / batch_size))


def minibatches__empty_batch_at_the_end(X, y, batch_size, seed=None):
    """6 examples in batches of 3: is there a third batch, and what does it hold?"""
    order = _m_order(len(X), seed)
    starts = range(0, len(X) + 1, batch_size)
    return [(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts]


def minibatches__last_example_lost(X, y, batch_size, seed=None):
    """Where does the last slice end? Is the end of a slice included?"""
    return _m_cut(X, y, _m_order(len(X), seed)[:-1], batch_size)


def minibatches__last_batch_filled_up(X, y, batch_size, seed=None):
    """The last batch is as long as the others. Which examples have you visited twice for that?"""
    order = _m_order(len(X), seed)
    missing = -len(order) % batch_size
    return _m_cut(X, y, np.concatenate([order, order[:missing]]), batch_size)


def minibatches__overlapping(X, y, batch_size, seed=None):
    """Does one batch begin where the one before ends? Compare the last and the first label."""
    order = _m_order(len(X), seed)
    starts = range(0, len(X), max(batch_size - 1, 1))
    return [(X[order[s : s + batch_size]], y[order[s : s + batch_size]]) for s in starts]


def minibatches__two_lists(X, y, batch_size, seed=None):
    """Do you return a list of pairs, or a pair of lists?"""
    batches = _m_cut(X, y, _m_order(len(X), seed), batch_size)
    return [Xb for Xb, _ in batches], [yb for _, yb in batches]


def minibatches__labels_forgotten(X, y, batch_size, seed=None):
    """What should stand beside each piece of X?"""
    return [Xb for Xb, _ in _m_cut(X, y, _m_order(len(X), seed), batch_size)]


def minibatches__first_batch_only(X, y, batch_size, seed=None):
    """In which loop does your return stand? How many batches can there be before it?"""
    return _m_cut(X, y, _m_order(len(X), seed), batch_size)[:1]


def minibatches__sorted_by_label(X, y, batch_size, seed=None):
    """The seed gives an order of the rows. Do your batches still have it, or have you sorted them?"""
    return _m_cut(X, y, np.sort(_m_order(len(X), seed))[::-1], batch_size)


def minibatches__labels_in_order_without_a_seed(X, y, batch_size, seed=None):
    """Without a seed, do your batches still come in the order of the examples, or in that of the labels?"""
    return _m_cut(X, y, np.argsort(y, kind="stable") if seed is None else _m_order(len(X), seed), batch_size)


def minibatches__label_of_the_first_equal_row(X, y, batch_size, seed=None):
    """Two rows are equal, their labels are not. Which label do you find for the second one?"""
    rows = X[_m_order(len(X), seed)]
    labels = np.array([y[int(np.flatnonzero((row == X).all(axis=1))[0])] for row in rows])
    return _m_cut(rows, labels, np.arange(len(X)), batch_size)


def minibatches__labels_made_whole(X, y, batch_size, seed=None):
    """May a label be 0.5? What does astype(int) make of it?"""
    return _m_cut(X, y.astype(int), _m_order(len(X), seed), batch_size)


# momentum


# M127
def momentum__dampened(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Two conventions exist. Is dw added in full here, or times (1 - mu)?"""
    v = mu * _m_old(state, "v", w) + (1 - mu) * dw
    return w - lr * v, {"v": v}


# M128
def momentum__lr_in_the_velocity(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """When lr changes, what happens to the steps of the past in your velocity?"""
    v = mu * _m_old(state, "v", w) - lr * dw
    return w + v, {"v": v}


def momentum__lr_in_a_positive_velocity(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Does the velocity hold gradients or steps? What if lr changes tomorrow?"""
    v = mu * _m_old(state, "v", w) + lr * dw
    return w - v, {"v": v}


# M129
def momentum__lr_forgotten(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How long is your first step if dw is 10? Where is lr?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - v, {"v": v}


def momentum__lr_twice(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How many times is a gradient multiplied by lr on its way to w?"""
    v = mu * _m_old(state, "v", w) + lr * dw
    return w - lr * v, {"v": v}


# M130
def momentum__velocity_not_stored(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Which velocity do you hand on for the next call, the old one or the new one?"""
    old = _m_old(state, "v", w)
    return w - lr * (mu * old + dw), {"v": old}


def momentum__empty_state(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What must the next call know, and where does it find that?"""
    return w - lr * (mu * _m_old(state, "v", w) + dw), {}


def momentum__velocity_starts_at_the_gradient(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How large is v before the first step?"""
    v = mu * (dw if state is None else state["v"]) + dw
    return w - lr * v, {"v": v}


def momentum__state_never_read(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """You return a state. Do you also use the one you are given?"""
    return w - lr * dw, {"v": np.array(dw)}


# M131
def momentum__state_mutated(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """After the call, does the old state still hold the old velocity?"""
    if state is None:
        state = {"v": np.zeros(np.shape(w))}
    state["v"] = mu * state["v"] + dw
    return w - lr * state["v"], state


def momentum__in_place(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What does -= do to the array that the caller gave you?"""
    v = mu * _m_old(state, "v", w) + dw
    w -= lr * v
    return w, {"v": v}


def momentum__old_velocity_in_the_step(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Which velocity moves w: the one before or the one after this gradient?"""
    old = _m_old(state, "v", w)
    return w - lr * old, {"v": mu * old + dw}


def momentum__uphill(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """The velocity adds up gradients, which point uphill. Which way do you step?"""
    v = mu * _m_old(state, "v", w) + dw
    return w + lr * v, {"v": v}


def momentum__negative_velocity(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Your steps are right. Which sign has the velocity in the docstring's formula?"""
    v = mu * _m_old(state, "v", w) - dw
    return w + lr * v, {"v": v}


def momentum__mu_fixed(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What changes in your code when another mu is given?"""
    v = 0.9 * _m_old(state, "v", w) + dw
    return w - lr * v, {"v": v}


def momentum__mu_on_the_gradient(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Which of the two is multiplied by mu: what is remembered, or what is new?"""
    v = _m_old(state, "v", w) + mu * dw
    return w - lr * v, {"v": v}


def momentum__swapped_factors(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """If mu is 0.9, how much of the old velocity should stay?"""
    v = (1 - mu) * _m_old(state, "v", w) + mu * dw
    return w - lr * v, {"v": v}


def momentum__no_friction(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Does your ball ever slow down? Where is mu?"""
    v = _m_old(state, "v", w) + dw
    return w - lr * v, {"v": v}


def momentum__nesterov(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """You look one step ahead. Which exercise asks for that?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * (dw + mu * v), {"v": v}


def momentum__integer_velocity(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Which number type does zeros_like(w) have when w holds integers? What becomes of 0.5 in it?"""
    v = np.zeros_like(w)
    v[...] = mu * (v if state is None else state["v"]) + dw
    return w - lr * v, {"v": v}


def momentum__integer_result(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """If w holds integers, which numbers can a copy of it hold?"""
    v = mu * _m_old(state, "v", w) + dw
    new = np.array(w)
    new[...] = w - lr * v
    return new, {"v": v}


def momentum__zero_mu_is_the_default(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What does `mu or 0.9` say where mu is 0?"""
    v = (mu or 0.9) * _m_old(state, "v", w) + dw
    return w - lr * v, {"v": v}


def momentum__velocity_cut(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How fast may the ball become? What does the docstring say of a largest velocity?"""
    v = np.clip(mu * _m_old(state, "v", w) + dw, -1000, 1000)
    return w - lr * v, {"v": v}


# rmsprop


# M135
def rmsprop__eps_added_to_w(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """To what is eps added: to the denominator, or to the result? Where are the parentheses?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / np.sqrt(s) + eps, {"s": s}


# M136
def rmsprop__eps_inside_the_root(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Does eps stand inside the root or outside? The two conventions differ for small gradients"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / np.sqrt(s + eps), {"s": s}


def rmsprop__eps_inside_and_outside(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """How many times does eps appear in the formula?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s + eps) + eps), {"s": s}


def rmsprop__eps_forgotten(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What do you divide by when every gradient so far was 0?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / np.sqrt(s), {"s": s}


# M137
def rmsprop__factors_swapped(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """If alpha is 0.99, how much of the old average should stay?"""
    s = (1 - alpha) * _m_old(state, "s", w) + alpha * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


# M138
def rmsprop__square_forgotten(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """The root of what do you take? Can it be negative?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__absolute_instead_of_square(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Is it an average of sizes, or of squares? What does the root undo?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * np.abs(dw)
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__root_forgotten(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What happens to your step if all gradients become 10 times smaller? Should it?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (s + eps), {"s": s}


def rmsprop__a_sum_like_adagrad(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Can your s ever shrink? Is it a sum, or a running average?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__new_square_in_full(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """The two factors of a running average add up to 1. Do yours?"""
    s = alpha * _m_old(state, "s", w) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__state_not_stored(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Which average do you hand on for the next call, the old one or the new one?"""
    old = _m_old(state, "s", w)
    s = alpha * old + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": old}


def rmsprop__starts_at_the_first_square(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What is s before the first step: 0, or the first square? How long is your first step?"""
    s = 1.0 * dw**2 if state is None else alpha * state["s"] + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__state_never_read(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """You return a state. Do you also use the one you are given?"""
    s = (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__old_average_in_the_step(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Which average do you divide by: the one before or the one after this gradient?"""
    old = _m_old(state, "s", w)
    return w - lr * dw / (np.sqrt(old) + eps), {"s": alpha * old + (1 - alpha) * dw**2}


def rmsprop__one_average_for_all(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Does every parameter have its own average, or do they share one?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * np.mean(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__bias_corrected_by_alpha(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """You correct the first steps as Adam does. Does RMSProp?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s / (1 - alpha)) + eps), {"s": s}


def rmsprop__corrected_as_adam(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Adam makes up for the cold start. Does RMSProp?"""
    t = (state or {}).get("t", 0) + 1
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s / (1 - alpha**t)) + eps), {"s": s, "t": t}


def rmsprop__uphill(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """The gradient points to where the loss grows. Which way do you step?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w + lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__gradient_forgotten(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What stands above the fraction line? Which way does w move if dw is negative?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr / (np.sqrt(s) + eps), {"s": s}


def rmsprop__alpha_fixed(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What changes in your code when another alpha is given?"""
    s = 0.99 * _m_old(state, "s", w) + 0.01 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__eps_fixed(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What changes in your code when another eps is given?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + 1e-8), {"s": s}


def rmsprop__lr_forgotten(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """How long is your step? Where is lr?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__state_mutated(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """After the call, does the old state still hold the old average?"""
    if state is None:
        state = {"s": np.zeros(np.shape(w))}
    state["s"] = alpha * state["s"] + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(state["s"]) + eps), state


def rmsprop__in_place(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What does -= do to the array that the caller gave you?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    w -= lr * dw / (np.sqrt(s) + eps)
    return w, {"s": s}


def rmsprop__integer_average(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """Which number type does zeros_like(w) have when w holds integers? What becomes of 0.5 in it?"""
    s = np.zeros_like(w)
    s[...] = alpha * (s if state is None else state["s"]) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def rmsprop__zero_eps_is_the_default(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What does `eps or 1e-8` say where eps is 0?"""
    s = alpha * _m_old(state, "s", w) + (1 - alpha) * dw**2
    return w - lr * dw / (np.sqrt(s) + (eps or 1e-8)), {"s": s}


def rmsprop__zero_alpha_is_the_default(w, dw, state=None, *, lr=1e-2, alpha=0.99, eps=1e-8):
    """What does `alpha or 0.99` say where alpha is 0?"""
    keep = alpha or 0.99
    s = keep * _m_old(state, "s", w) + (1 - keep) * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


# adam


# M139
def adam__no_correction(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """At the first step m is only a tenth of dw. What makes up for that?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v, "t": t}


def adam__no_correction_of_m(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """You correct one of the two averages. What about the other?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v, "t": t}


def adam__no_correction_of_v(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The average of the gradients is corrected. And the average of their squares?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (np.sqrt(v) + eps), {"m": m, "v": v, "t": t}


# M140
def adam__first_t_is_two(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which t stands in the formula at the very first call? Where does your t begin?"""
    if state is None:
        state = {"m": np.zeros(np.shape(w)), "v": np.zeros(np.shape(w)), "t": 1}
    return _m_adam(w, dw, state, lr, beta1, beta2, eps)


# M141
def adam__t_never_stored(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which t does the second call start from? Where could it have learned that?"""
    w_new, new = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new, {"m": new["m"], "v": new["v"], "t": 0 if state is None else state["t"]}


def adam__t_always_one(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What is t at your second step? Is it counted, or set?"""
    _, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps), {"m": m, "v": v, "t": 1}


def adam__t_missing_in_the_state(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which three things must the next call know?"""
    w_new, new = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new, {"m": new["m"], "v": new["v"]}


# M142
def adam__t_before_the_increment(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What is 1 - beta**t at your first step? When is t incremented?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    mhat, vhat = m / (1 - beta1 ** (t - 1)), v / (1 - beta2 ** (t - 1))
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


# M143
def adam__beta_squared(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which power of beta stands in the correction: a fixed one, or one that counts?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * m / (1 - beta1**2) / (np.sqrt(v / (1 - beta2**2)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__power_forgotten(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """By how much are m and v too small at the tenth step? Where is t in your correction?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * m / (1 - beta1) / (np.sqrt(v / (1 - beta2)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__beta_times_t(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Is it beta times t, or beta to the power of t? Which sign does 1 - 2*0.9 have?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * m / (1 - beta1 * t) / (np.sqrt(v / (1 - beta2 * t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


# M144
def adam__eps_inside_the_root(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Does eps stand inside the root or outside? When can you see the difference?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps)
    return w - step, {"m": m, "v": v, "t": t}


# M145
def adam__epsilon_hat(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The paper has two forms of the step. Is v corrected before eps is added, or after?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    rate = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t)
    return w - rate * m / (np.sqrt(v) + eps), {"m": m, "v": v, "t": t}


# M146
def adam__stores_corrected(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """You hand on mhat and vhat. What does the next call do to them?"""
    w_new, new = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    t = new["t"]
    return w_new, {"m": new["m"] / (1 - beta1**t), "v": new["v"] / (1 - beta2**t), "t": t}


def adam__eps_forgotten(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What do you divide by when every gradient so far was 0?"""
    return _m_adam(w, dw, state, lr, beta1, beta2, 0.0)


# M147
def adam__square_forgotten(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """v is an average of what? Can your v be negative under the root?"""
    t, m, _ = _m_raw(w, dw, state, beta1, beta2)
    v = beta2 * _m_old(state, "v", w) + (1 - beta2) * dw
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__square_of_m(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """v averages the square of something. Of m, or of the gradient?"""
    t, m, _ = _m_raw(w, dw, state, beta1, beta2)
    v = beta2 * _m_old(state, "v", w) + (1 - beta2) * m**2
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


# M148
def adam__root_forgotten(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """How long is your first step if the gradient is 0.01? Should that depend on its size?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / (1 - beta1**t) / (v / (1 - beta2**t) + eps), {"m": m, "v": v, "t": t}


# M149
def adam__betas_swapped(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which of the two averages is the slow one? Which beta belongs to it?"""
    return _m_adam(w, dw, state, lr, beta2, beta1, eps)


def adam__factors_swapped(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """If beta1 is 0.9, how much of the old m should stay?"""
    t = 1 if state is None else state["t"] + 1
    m = (1 - beta1) * _m_old(state, "m", w) + beta1 * dw
    v = (1 - beta2) * _m_old(state, "v", w) + beta2 * dw**2
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__beta1_for_both(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """There are two betas. Do you use both of them?"""
    return _m_adam(w, dw, state, lr, beta1, beta1, eps)


def adam__gradient_in_full(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The two factors of a running average add up to 1. Do those of your m?"""
    t, _, v = _m_raw(w, dw, state, beta1, beta2)
    m = beta1 * _m_old(state, "m", w) + dw
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__gradient_instead_of_m(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What stands above the fraction line: this gradient alone, or the average?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * dw / (np.sqrt(v / (1 - beta2**t)) + eps), {"m": m, "v": v, "t": t}


def adam__uphill(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """The gradient points to where the loss grows. Which way do you step?"""
    return _m_adam(w, dw, state, -lr, beta1, beta2, eps)


def adam__lr_fixed(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What changes in your code when another lr is given?"""
    return _m_adam(w, dw, state, 1e-3, beta1, beta2, eps)


def adam__betas_fixed(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What changes in your code when other betas are given?"""
    return _m_adam(w, dw, state, lr, 0.9, 0.999, eps)


def adam__eps_fixed(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What changes in your code when another eps is given?"""
    return _m_adam(w, dw, state, lr, beta1, beta2, 1e-8)


def adam__amsgrad(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """You never let the denominator shrink. Which paper is that from, and which one is asked for?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    v = np.maximum(v, _m_old(state, "v", w))
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__tiny_taken_for_zero(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Do you treat a tiny dw as if it were 0? Only exactly 0 is 0."""
    return _m_adam(w, np.where(np.abs(dw) < 1e-9, 0.0, dw), state, lr, beta1, beta2, eps)


# M150
_m_memory: dict = {}


def adam__global_memory(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Start a second training: where do its first m, v and t come from?"""
    key = np.shape(w)
    w_new, _m_memory[key] = _m_adam(w, dw, _m_memory.get(key), lr, beta1, beta2, eps)
    return w_new, _m_memory[key]


# M151
def adam__mutable_default(w, dw, state={}, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):  # noqa: B006 the mistake
    """How often is a default value such as {} created: at each call, or once for the whole program?"""
    if state is None:
        state = {}
    w_new, new = _m_adam(w, dw, state or None, lr, beta1, beta2, eps)
    state.update(new)
    return w_new, state


def adam__state_mutated(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """After the call, does the old state still hold the old m, v and t?"""
    if state is None:
        state = {}
    w_new, new = _m_adam(w, dw, state or None, lr, beta1, beta2, eps)
    state.update(new)
    return w_new, state


def adam__in_place(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What does -= do to the array that the caller gave you?"""
    w_new, new = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    w -= w - w_new
    return w, new


def adam__integer_averages(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Which number type does zeros_like(w) have when w holds integers? What becomes of 0.5 in it?"""
    t, m_new, v_new = _m_raw(w, dw, state, beta1, beta2)
    m, v = np.zeros_like(w), np.zeros_like(w)
    m[...], v[...] = m_new, v_new
    step = lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - step, {"m": m, "v": v, "t": t}


def adam__no_correction_and_eps_inside(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """Two lines of the algorithm make up for the cold start. Have you written them? And where is eps?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w - lr * m / np.sqrt(v + eps), {"m": m, "v": v, "t": t}


def adam__zero_beta_is_the_default(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """What does `beta1 or 0.9` say where beta1 is 0?"""
    return _m_adam(w, dw, state, lr, beta1 or 0.9, beta2 or 0.999, eps)


def adam__corrected_in_the_first_ten_steps(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """m and v are too small at first. Does the formula of the docstring ever stop correcting them?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    mhat, vhat = (m / (1 - beta1**t), v / (1 - beta2**t)) if t <= 10 else (m, v)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


def adam__corrected_in_the_first_hundred_steps(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8):
    """At step 1000, how much is 1 - beta2^t? Is that worth nothing?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    mhat, vhat = (m / (1 - beta1**t), v / (1 - beta2**t)) if t <= 100 else (m, v)
    return w - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


# step_decay


# M160
def step_decay__smooth(lr0, epoch, drop=0.5, every=10):
    """Does your rate change inside a block? Which division counts whole blocks only?"""
    return lr0 * drop ** (epoch / every)


def step_decay__product_instead_of_power(lr0, epoch, drop=0.5, every=10):
    """After two blocks the rate has dropped twice. Do you multiply by 2, or drop two times?"""
    return lr0 * drop * (epoch // every)


def step_decay__drops_one_epoch_early(lr0, epoch, drop=0.5, every=10):
    """Epochs are counted from 0. Which epoch is the first of the second block?"""
    return lr0 * drop ** ((epoch + 1) // every)


def step_decay__counts_from_the_epoch_before(lr0, epoch, drop=0.5, every=10):
    """What is -1 // 10 in Python? Which rate has epoch 0?"""
    return lr0 * drop ** ((epoch - 1) // every)


def step_decay__drops_in_one_epoch_only(lr0, epoch, drop=0.5, every=10):
    """Your rate is low in one epoch. And in the next one?"""
    return lr0 * drop if epoch % every == 0 else lr0


def step_decay__divides(lr0, epoch, drop=0.5, every=10):
    """Is the rate multiplied by drop for each block, or divided by something that grows?"""
    return lr0 / (1 + drop * (epoch // every))


def step_decay__drops_one_epoch_late(lr0, epoch, drop=0.5, every=10):
    """Is the epoch number `every` the last of its block, or the first of the next?"""
    return lr0 * drop ** (max(epoch - 1, 0) // every)


def step_decay__rounds(lr0, epoch, drop=0.5, every=10):
    """Does your rate drop at the end of a block or in its middle?"""
    return lr0 * drop ** round(epoch / every)


def step_decay__drops_at_once(lr0, epoch, drop=0.5, every=10):
    """Which rate has epoch 0?"""
    return lr0 * drop ** (epoch // every + 1)


def step_decay__every_epoch(lr0, epoch, drop=0.5, every=10):
    """How many epochs does a block have in your code?"""
    return lr0 * drop**epoch


def step_decay__one_drop_only(lr0, epoch, drop=0.5, every=10):
    """What happens in the third block?"""
    return lr0 * (drop if epoch >= every else 1.0)


def step_decay__times_one_over_every(lr0, epoch, drop=0.5, every=10):
    """How many whole blocks are 49 epochs, with 49 in each? Is 49 times 1/49 exactly 1 for a computer?"""
    return lr0 * drop ** int(epoch * (1 / every))


def step_decay__remainder(lr0, epoch, drop=0.5, every=10):
    """Which operator counts whole blocks, and which one gives the rest?"""
    return lr0 * drop ** (epoch % every)


def step_decay__loses_the_share(lr0, epoch, drop=0.5, every=10):
    """With drop = 0.3, which share of the rate stays: 0.3 or 0.7?"""
    return lr0 * (1 - drop) ** (epoch // every)


def step_decay__subtracts(lr0, epoch, drop=0.5, every=10):
    """Can your rate become negative? Is drop a factor, or something to subtract?"""
    return lr0 - drop * (epoch // every)


def step_decay__drop_fixed(lr0, epoch, drop=0.5, every=10):
    """What changes in your code when another drop is given?"""
    return lr0 * 0.5 ** (epoch // every)


def step_decay__every_fixed(lr0, epoch, drop=0.5, every=10):
    """What changes in your code when another number of epochs per block is given?"""
    return lr0 * drop ** (epoch // 10)


def step_decay__factor_only(lr0, epoch, drop=0.5, every=10):
    """You return a factor. Of which rate?"""
    return drop ** (epoch // every)


def step_decay__rounded(lr0, epoch, drop=0.5, every=10):
    """How many digits has a rate of 0.000001, and how many of them do you keep?"""
    return round(lr0 * drop ** (epoch // every), 6)


def step_decay__never_below_a_floor(lr0, epoch, drop=0.5, every=10):
    """Is there a smallest rate in the docstring? Where does yours come from?"""
    return max(lr0 * drop ** (epoch // every), min(1e-6, lr0))


# nesterov


# M132
def nesterov__plain_momentum(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """This is momentum. Where do you look one step ahead? Does the new v stand in your step, or the old one?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * v, {"v": v}


def nesterov__lr_in_the_velocity(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """When lr changes, what happens to the steps of the past in your velocity?"""
    old = _m_old(state, "v", w)
    v = mu * old - lr * dw
    return w - mu * old + (1 + mu) * v, {"v": v}


def nesterov__dampened(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Is dw added to the velocity in full here, or times (1 - mu)?"""
    v = mu * _m_old(state, "v", w) + (1 - mu) * dw
    return w - lr * (dw + mu * v), {"v": v}


def nesterov__gradient_not_in_the_step(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """The step has two parts. Which one is missing?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * mu * v, {"v": v}


def nesterov__mu_on_the_gradient(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """The step has two parts. Which of them is multiplied by mu?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * (v + mu * dw), {"v": v}


def nesterov__looks_ahead_without_mu(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How much of the velocity does the look ahead take?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * (dw + v), {"v": v}


def nesterov__state_is_the_step(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What do you hand on: the velocity, or what you have stepped along?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * (dw + mu * v), {"v": dw + mu * v}


def nesterov__velocity_not_stored(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Which velocity do you hand on for the next call, the old one or the new one?"""
    old = _m_old(state, "v", w)
    return w - lr * (dw + mu * (mu * old + dw)), {"v": old}


def nesterov__uphill(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """The gradient points to where the loss grows. Which way do you step?"""
    v = mu * _m_old(state, "v", w) + dw
    return w + lr * (dw + mu * v), {"v": v}


def nesterov__mu_fixed(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What changes in your code when another mu is given?"""
    v = 0.9 * _m_old(state, "v", w) + dw
    return w - lr * (dw + 0.9 * v), {"v": v}


def nesterov__lr_forgotten(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """How long is your first step if dw is 10? Where is lr?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - (dw + mu * v), {"v": v}


def nesterov__lr_not_for_the_look_ahead(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """Is the whole step multiplied by lr? Where are the parentheses?"""
    v = mu * _m_old(state, "v", w) + dw
    return w - lr * dw + mu * v, {"v": v}


def nesterov__state_mutated(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """After the call, does the old state still hold the old velocity?"""
    if state is None:
        state = {"v": np.zeros(np.shape(w))}
    state["v"] = mu * state["v"] + dw
    return w - lr * (dw + mu * state["v"]), state


def nesterov__in_place(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What does -= do to the array that the caller gave you?"""
    v = mu * _m_old(state, "v", w) + dw
    w -= lr * (dw + mu * v)
    return w, {"v": v}


def nesterov__zero_mu_is_the_default(w, dw, state=None, *, lr=1e-2, mu=0.9):
    """What does `mu or 0.9` say where mu is 0?"""
    keep = mu or 0.9
    v = keep * _m_old(state, "v", w) + dw
    return w - lr * (dw + keep * v), {"v": v}


# adagrad


# M133
def adagrad__eps_inside_the_root(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Does eps stand inside the root or outside? When can you see the difference?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / np.sqrt(s + eps), {"s": s}


# M134
def adagrad__past_forgotten(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Is your s a sum over the whole past, or only the last square?"""
    s = np.asarray(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__sum_not_stored(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Which sum do you hand on for the next call, the old one or the new one?"""
    old = _m_old(state, "s", w)
    return w - lr * dw / (np.sqrt(old + dw**2) + eps), {"s": old}


def adagrad__average_like_rmsprop(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Your s can shrink. Is it an average or a sum?"""
    s = 0.9 * _m_old(state, "s", w) + 0.1 * dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__old_sum_in_the_step(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Which sum do you divide by: the one before or the one after this gradient?"""
    old = _m_old(state, "s", w)
    return w - lr * dw / (np.sqrt(old) + eps), {"s": old + dw**2}


def adagrad__root_forgotten(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """What happens to your first step if the gradient is 10 times smaller? Should it?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / (s + eps), {"s": s}


def adagrad__square_forgotten(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """The root of what do you take? Can it be negative?"""
    s = _m_old(state, "s", w) + dw
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__absolute_instead_of_square(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Is it a sum of sizes, or of squares? What does the root undo?"""
    s = _m_old(state, "s", w) + np.abs(dw)
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__eps_added_to_w(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """To what is eps added: to the denominator, or to the result? Where are the parentheses?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / np.sqrt(s) + eps, {"s": s}


def adagrad__eps_forgotten(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """What do you divide by when every gradient so far was 0?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / np.sqrt(s), {"s": s}


def adagrad__eps_fixed(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """What changes in your code when another eps is given?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / (np.sqrt(s) + 1e-10), {"s": s}


def adagrad__starts_at_a_tenth(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Where does your sum begin? (Keras and PyTorch differ here: which one does the docstring follow?)"""
    s = (np.full(np.shape(w), 0.1) if state is None else state["s"]) + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__integer_sum(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Which number type does zeros_like(w) have when w holds integers? What becomes of 0.5 in it?"""
    s = np.zeros_like(w) if state is None else np.array(state["s"])
    s[...] = s + dw**2
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__one_sum_for_all(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """Does every parameter have its own sum, or do they share one?"""
    s = _m_old(state, "s", w) + np.sum(dw**2)
    return w - lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__uphill(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """The gradient points to where the loss grows. Which way do you step?"""
    s = _m_old(state, "s", w) + dw**2
    return w + lr * dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__lr_forgotten(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """How long is your first step? Where is lr?"""
    s = _m_old(state, "s", w) + dw**2
    return w - dw / (np.sqrt(s) + eps), {"s": s}


def adagrad__state_mutated(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """After the call, does the old state still hold the old sum?"""
    if state is None:
        state = {"s": np.zeros(np.shape(w))}
    state["s"] += dw**2
    return w - lr * dw / (np.sqrt(state["s"]) + eps), state


def adagrad__in_place(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """What does -= do to the array that the caller gave you?"""
    s = _m_old(state, "s", w) + dw**2
    w -= lr * dw / (np.sqrt(s) + eps)
    return w, {"s": s}


def adagrad__zero_eps_is_the_default(w, dw, state=None, *, lr=1e-2, eps=1e-10):
    """What does `eps or 1e-10` say where eps is 0?"""
    s = _m_old(state, "s", w) + dw**2
    return w - lr * dw / (np.sqrt(s) + (eps or 1e-10)), {"s": s}


# adamw


# M152
def adamw__l2_in_the_gradient(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Does the decay pass through m and v? What does Adam's division do to it there?"""
    return _m_adam(w, dw + weight_decay * w, state, lr, beta1, beta2, eps)


# M153
def adamw__decay_without_lr(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """How much of a weight is left after 100 steps without a gradient? Where is lr?"""
    return _m_adam(w * (1 - weight_decay), dw, state, lr, beta1, beta2, eps)


def adamw__decay_sign(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Without a gradient, do your weights shrink or grow?"""
    return _m_adam(w * (1 + lr * weight_decay), dw, state, lr, beta1, beta2, eps)


def adamw__decay_after_the_step(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Which weights are shrunk: those before Adam's step or those after it?"""
    w_new, state = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    return w_new * (1 - lr * weight_decay), state


def adamw__decay_ignored(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Which of the arguments does your code never use?"""
    return _m_adam(w, dw, state, lr, beta1, beta2, eps)


def adamw__decay_fixed(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """What changes in your code when another weight_decay is given?"""
    return _m_adam(w * (1 - lr * 0.01), dw, state, lr, beta1, beta2, eps)


def adamw__decays_twice(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """In how many places does the decay pull at w?"""
    return _m_adam(w * (1 - lr * weight_decay), dw + weight_decay * w, state, lr, beta1, beta2, eps)


def adamw__decay_divided_as_well(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Is the decay divided by the root of v, too? Where are the parentheses?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = (m / (1 - beta1**t) + weight_decay * w) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return w - lr * step, {"m": m, "v": v, "t": t}


def adamw__no_correction(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """At the first step m is only a tenth of dw. What makes up for that?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    return w * (1 - lr * weight_decay) - lr * m / (np.sqrt(v) + eps), {"m": m, "v": v, "t": t}


def adamw__eps_inside_the_root(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Does eps stand inside the root or outside? When can you see the difference?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * m / (1 - beta1**t) / np.sqrt(v / (1 - beta2**t) + eps)
    return w * (1 - lr * weight_decay) - step, {"m": m, "v": v, "t": t}


def adamw__epsilon_hat(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Adam's paper has two forms of the step. Is v corrected before eps is added, or after?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    step = lr * math.sqrt(1 - beta2**t) / (1 - beta1**t) * m / (np.sqrt(v) + eps)
    return w * (1 - lr * weight_decay) - step, {"m": m, "v": v, "t": t}


def adamw__t_never_stored(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Which t does the second call start from? Where could it have learned that?"""
    w_new, new = _m_adam(w * (1 - lr * weight_decay), dw, state, lr, beta1, beta2, eps)
    return w_new, {**new, "t": 0 if state is None else state["t"]}


def adamw__first_t_is_two(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """Which t stands in the formula at the very first call? Where does your t begin?"""
    if state is None:
        state = {"m": np.zeros(np.shape(w)), "v": np.zeros(np.shape(w)), "t": 1}
    return _m_adam(w * (1 - lr * weight_decay), dw, state, lr, beta1, beta2, eps)


def adamw__state_mutated(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """After the call, does the old state still hold the old m, v and t?"""
    if state is None:
        state = {}
    w_new, new = _m_adam(w * (1 - lr * weight_decay), dw, state or None, lr, beta1, beta2, eps)
    state.update(new)
    return w_new, state


def adamw__in_place(w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2):
    """What does *= do to the array that the caller gave you?"""
    w *= 1 - lr * weight_decay
    return _m_adam(w, dw, state, lr, beta1, beta2, eps)


def adamw__corrected_in_the_first_ten_steps(
    w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    """m and v are too small at first. Does the formula of the docstring ever stop correcting them?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    mhat, vhat = (m / (1 - beta1**t), v / (1 - beta2**t)) if t <= 10 else (m, v)
    return w * (1 - lr * weight_decay) - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


def adamw__corrected_in_the_first_hundred_steps(
    w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    """At step 1000, how much is 1 - beta2^t? Is that worth nothing?"""
    t, m, v = _m_raw(w, dw, state, beta1, beta2)
    mhat, vhat = (m / (1 - beta1**t), v / (1 - beta2**t)) if t <= 100 else (m, v)
    return w * (1 - lr * weight_decay) - lr * mhat / (np.sqrt(vhat) + eps), {"m": m, "v": v, "t": t}


def adamw__zero_decay_is_the_default(
    w, dw, state=None, *, lr=1e-3, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=1e-2
):
    """What does `weight_decay or 0.01` say where weight_decay is 0?"""
    step, state = _m_adam(w, dw, state, lr, beta1, beta2, eps)
    return step - lr * (weight_decay or 0.01) * w, state


# clip_grad_norm


def _m_norm(grads):
    return float(np.sqrt(sum(float(np.sum(np.square(g, dtype=float))) for g in grads.values())))


def _m_scaled(grads, scale):
    return {name: g * scale for name, g in grads.items()}


# M154
def clip_grad_norm__each_array_by_itself(grads, max_norm):
    """How many norms do you compute? Does the direction of all gradients together stay the same?"""
    clipped = {}
    for name, g in grads.items():
        clipped[name] = g * min(1.0, max_norm / (float(np.sqrt((g * g).sum())) + 1e-6))
    return clipped, _m_norm(grads)


# M155
def clip_grad_norm__clips_values(grads, max_norm):
    """You cut single entries. Does the gradient still point in the same direction?"""
    return {name: np.clip(g, -max_norm, max_norm) for name, g in grads.items()}, _m_norm(grads)


# M156
def clip_grad_norm__always_scales(grads, max_norm):
    """What does your code do to a gradient that is shorter than max_norm?"""
    total = _m_norm(grads)
    return _m_scaled(grads, max_norm / (total + 1e-6)), total


# M157
def clip_grad_norm__in_place(grads, max_norm):
    """What does *= do to the arrays of the caller?"""
    total = _m_norm(grads)
    for g in grads.values():
        g *= min(1.0, max_norm / (total + 1e-6))
    return grads, total


def clip_grad_norm__changes_the_dict(grads, max_norm):
    """You put new arrays into a dict. Whose dict is it?"""
    total = _m_norm(grads)
    for name in grads:
        grads[name] = grads[name] * min(1.0, max_norm / (total + 1e-6))
    return grads, total


def clip_grad_norm__root_forgotten(grads, max_norm):
    """The length of (3, 4) is 5. What is it in your code?"""
    total = _m_norm(grads) ** 2
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__sum_of_norms(grads, max_norm):
    """Is the length of (3, 4) the same as 3 + 4? How do the norms of two arrays combine?"""
    total = sum(float(np.sqrt((g * g).sum())) for g in grads.values())
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__absolute_sum(grads, max_norm):
    """Which norm do you use: a sum of sizes, or the root of a sum of squares?"""
    total = sum(float(np.abs(g).sum()) for g in grads.values())
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__largest_entry(grads, max_norm):
    """Which norm do you use: the largest entry, or the root of a sum of squares?"""
    total = max(float(np.abs(g).max()) for g in grads.values())
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__largest_norm(grads, max_norm):
    """Which arrays count for the norm: the longest, or all together?"""
    total = max(float(np.sqrt((g * g).sum())) for g in grads.values())
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__root_mean_square(grads, max_norm):
    """Do you divide by the number of entries? Does a length depend on that?"""
    total = _m_norm(grads) / math.sqrt(sum(g.size for g in grads.values()))
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__matrix_norm(grads, max_norm):
    """Which norm does np.linalg.norm(g, 2) compute for a matrix?"""
    total = 0.0
    for g in grads.values():
        matrix = g.reshape(len(g), -1) if g.ndim > 1 else g
        total += float(np.linalg.norm(matrix, 2)) ** 2
    total = math.sqrt(total)
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__weights_only(grads, max_norm):
    """Are the biases part of the gradient? Which arrays does your norm leave out?"""
    total = _m_norm({name: g for name, g in grads.items() if g.ndim > 1})
    return _m_scaled(grads, min(1.0, max_norm / (total + 1e-6))), total


def clip_grad_norm__norm_after_clipping(grads, max_norm):
    """Which length do you return: that before clipping or that after it?"""
    total = _m_norm(grads)
    clipped = _m_scaled(grads, min(1.0, max_norm / (total + 1e-6)))
    return clipped, _m_norm(clipped)


def clip_grad_norm__scale_instead_of_norm(grads, max_norm):
    """The second thing you return is a factor. Which number does the docstring ask for?"""
    scale = min(1.0, max_norm / (_m_norm(grads) + 1e-6))
    return _m_scaled(grads, scale), scale


def clip_grad_norm__upside_down(grads, max_norm):
    """Do long gradients become shorter in your code? Which way round is the fraction?"""
    total = _m_norm(grads)
    return _m_scaled(grads, max(1.0, (total + 1e-6) / max_norm)), total


def clip_grad_norm__no_millionth(grads, max_norm):
    """What do you divide by when every gradient is 0? What does the formula add?"""
    total = _m_norm(grads)
    return _m_scaled(grads, min(1.0, max_norm / total) if total > 0 else 1.0), total


def clip_grad_norm__unit_length(grads, max_norm):
    """To which length do you shorten: to 1, or to max_norm?"""
    total = _m_norm(grads)
    return _m_scaled(grads, 1 / (total + 1e-6) if total > max_norm else 1.0), total


def clip_grad_norm__too_long_becomes_zero(grads, max_norm):
    """A gradient that is too long: is it shortened, or thrown away?"""
    total = _m_norm(grads)
    return _m_scaled(grads, 0.0 if total > max_norm else 1.0), total


def clip_grad_norm__norm_forgotten_in_return(grads, max_norm):
    """How many things does the docstring promise to return, and how many do you return?"""
    return _m_scaled(grads, min(1.0, max_norm / (_m_norm(grads) + 1e-6)))


def clip_grad_norm__list_instead_of_dict(grads, max_norm):
    """How will the caller know which gradient belongs to which parameter?"""
    total = _m_norm(grads)
    return list(_m_scaled(grads, min(1.0, max_norm / (total + 1e-6))).values()), total


def clip_grad_norm__compared_before_scaling(grads, max_norm):
    """If total_norm is just max_norm, what is max_norm / (total_norm + 1e-6)? Do you get to that line?"""
    total = float(np.sqrt(sum(float(np.sum(g * g)) for g in grads.values())))
    scale = max_norm / (total + 1e-6) if total > max_norm else 1.0
    return {name: g * scale for name, g in grads.items()}, total


def clip_grad_norm__zero_gradients_left_out(grads, max_norm):
    """An array of zeros: is its name still among those you return?"""
    total = float(np.sqrt(sum(float(np.sum(g * g)) for g in grads.values())))
    scale = min(1.0, max_norm / (total + 1e-6))
    return {name: g * scale for name, g in grads.items() if np.any(g)}, total


# cosine_schedule


# M158
def cosine_schedule__no_end(lr0, step, total, lr_min=0.0):
    """What does the cosine do after half a wave? What should the rate do?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * step / total))


# M159
def cosine_schedule__amplitude_too_large(lr0, step, total, lr_min=0.0):
    """Which rate do you get at step 0? How far is it from lr0 down to lr_min?"""
    return lr_min + 0.5 * lr0 * (1 + math.cos(math.pi * min(step, total) / total))


def cosine_schedule__lr_min_ignored(lr0, step, total, lr_min=0.0):
    """Which of the arguments does your code never use?"""
    return 0.5 * lr0 * (1 + math.cos(math.pi * min(step, total) / total))


def cosine_schedule__lr_min_as_a_floor(lr0, step, total, lr_min=0.0):
    """You cut the wave off at lr_min. Should it be cut, or squeezed between lr0 and lr_min?"""
    return max(lr_min, 0.5 * lr0 * (1 + math.cos(math.pi * min(step, total) / total)))


def cosine_schedule__lr_min_not_added(lr0, step, total, lr_min=0.0):
    """Which rate do you get at the end?"""
    return 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total))


def cosine_schedule__half_forgotten(lr0, step, total, lr_min=0.0):
    """1 + cos goes from 2 down to 0. Which rate do you get at step 0?"""
    return lr_min + (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total))


def cosine_schedule__one_forgotten(lr0, step, total, lr_min=0.0):
    """Can your rate become negative? What is added to the cosine?"""
    return lr_min + 0.5 * (lr0 - lr_min) * math.cos(math.pi * min(step, total) / total)


def cosine_schedule__quarter_wave(lr0, step, total, lr_min=0.0):
    """Which part of the wave do you use: a quarter or a half? Compare the middle of the fall."""
    return lr_min + (lr0 - lr_min) * math.cos(0.5 * math.pi * min(step, total) / total)


def cosine_schedule__whole_wave(lr0, step, total, lr_min=0.0):
    """Where is your rate at the last step: down, or up again?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(2 * math.pi * min(step, total) / total))


def cosine_schedule__pi_forgotten(lr0, step, total, lr_min=0.0):
    """Which angle does the cosine get at the last step?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(min(step, total) / total))


def cosine_schedule__degrees(lr0, step, total, lr_min=0.0):
    """Does cos take degrees or radians?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(180 * min(step, total) / total))


def cosine_schedule__sine(lr0, step, total, lr_min=0.0):
    """Which value does your wave have at step 0?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.sin(math.pi * min(step, total) / total))


def cosine_schedule__rises(lr0, step, total, lr_min=0.0):
    """Is your rate larger at the start or at the end?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 - math.cos(math.pi * min(step, total) / total))


def cosine_schedule__linear(lr0, step, total, lr_min=0.0):
    """Your rate falls along a straight line. Where is the cosine?"""
    return lr0 + (lr_min - lr0) * min(step, total) / total


def cosine_schedule__restarts(lr0, step, total, lr_min=0.0):
    """After the last step, does your rate jump up again?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * (step % total) / total))


def cosine_schedule__whole_division(lr0, step, total, lr_min=0.0):
    """Which division gives the share of the steps done: / or //?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * (min(step, total) // total)))


def cosine_schedule__one_step_fewer(lr0, step, total, lr_min=0.0):
    """The fall has `total` steps. By what do you divide?"""
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / max(total - 1, 1)))


def cosine_schedule__ends_one_step_early(lr0, step, total, lr_min=0.0):
    """At which step does your rate reach lr_min: at total, or before it?"""
    done = min(step, total - 1) / max(total - 1, 1)
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * done))


def cosine_schedule__zero_after_the_end(lr0, step, total, lr_min=0.0):
    """Which rate holds after the last step: 0 or lr_min?"""
    if step > total:
        return 0.0
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * step / total))


def cosine_schedule__rounded(lr0, step, total, lr_min=0.0):
    """How many digits has a rate of 0.000001, and how many of them do you keep?"""
    return round(lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total)), 8)


def cosine_schedule__never_below_a_floor(lr0, step, total, lr_min=0.0):
    """Is there a smallest rate beside lr_min? Where does yours come from?"""
    rate = lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total))
    return rate if rate > 1e-7 or step >= total else 1e-7


def cosine_schedule__zero_lr_min_is_another(lr0, step, total, lr_min=0.0):
    """What does `lr_min or 1e-6` say where lr_min is 0?"""
    lr_min = lr_min or 1e-6
    return lr_min + 0.5 * (lr0 - lr_min) * (1 + math.cos(math.pi * min(step, total) / total))
