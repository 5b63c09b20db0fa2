"""Wrong ways to write hands_on.py that beginners really take; each docstring is the hint a tutor would give."""

import numpy as np

ACCEPTED: dict[str, str] = {}


# what a right training is made of


def _m_forward(x, params, relu=True):
    caches, layers = [], sum(name[0] == "W" for name in params)
    for layer in range(1, layers + 1):
        z = x @ params[f"W{layer}"] + params[f"b{layer}"]
        caches.append((x, z))
        x = np.maximum(z, 0) if relu else z
    return z, caches


def _m_loss(logits, y):
    z = logits - logits.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    rows = np.arange(len(y))
    dlogits = np.exp(log_p)
    dlogits[rows, y] -= 1
    return -log_p[rows, y].mean(), dlogits / len(y)


def _m_backward(dout, caches, params):
    grads = {}
    for layer in range(len(caches), 0, -1):
        x, z = caches[layer - 1]
        dout = dout * (z > 0) if layer < len(caches) else dout
        grads[f"W{layer}"], grads[f"b{layer}"] = x.T @ dout, dout.sum(axis=0)
        dout = dout @ params[f"W{layer}"].T
    return grads


def _m_adam(w, dw, state, lr):
    state = state or {"m": 0.0, "v": 0.0, "t": 0}
    t = state["t"] + 1
    m, v = 0.9 * state["m"] + 0.1 * dw, 0.999 * state["v"] + 0.001 * dw * dw
    return w - lr * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8), {"m": m, "v": v, "t": t}


def _m_batches(X, y, batch_size, seed):
    order = np.arange(len(X)) if seed is None else np.random.default_rng(seed).permutation(len(X))
    parts = [order[i : i + batch_size] for i in range(0, len(X), batch_size)]
    return [(X[part], y[part]) for part in parts]


def _m_grads(X, y, params, reg):
    logits, caches = _m_forward(X, params)
    loss, dlogits = _m_loss(logits, y)
    grads = _m_backward(dlogits, caches, params)
    if reg:
        for name in grads:
            if name[0] == "W":
                loss = loss + 0.5 * reg * np.sum(params[name] ** 2)
                grads[name] = grads[name] + reg * params[name]
    return loss, grads


def _m_update(params, grads, states, lr):
    for name in params:
        params[name], states[name] = _m_adam(params[name], grads[name], states.get(name), lr)


def _m_accuracy(X, y, params):
    return float(np.mean(_m_forward(X, params)[0].argmax(axis=1) == y))


def _m_train(X, y, params, epochs, batch_size, lr, reg, seed, *, deal=None, grads_of=_m_grads, update=_m_update):
    """A right training; `deal(epoch)` gives the batches, `grads_of` the gradients, `update` makes the step."""
    params = {name: np.array(value, dtype=float) for name, value in params.items()}
    states, losses, accuracies = {}, [], []
    deal = deal or (lambda epoch: _m_batches(X, y, batch_size, seed + epoch))
    for epoch in range(epochs):
        batch_losses = []
        for Xb, yb in deal(epoch):
            loss, grads = grads_of(Xb, yb, params, reg)
            update(params, grads, states, lr)
            batch_losses.append(loss)
        losses.append(float(np.mean(batch_losses)))
        accuracies.append(_m_accuracy(X, y, params))
    return {"params": params, "loss": losses, "accuracy": accuracies}


# train: the batches


def train__same_order_in_every_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Is the order of the batches a new one in the second epoch? Which seed does the docstring name?"""
    deal = lambda epoch: _m_batches(X, y, batch_size, seed)  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal)


def train__not_shuffled(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """What does minibatches do when nobody gives it a seed?"""
    deal = lambda epoch: _m_batches(X, y, batch_size, None)  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal)


def train__seed_ignored(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Two runs with different seeds: what differs in your code?"""
    return _m_train(X, y, params, epochs, batch_size, lr, reg, 0)


def train__epochs_counted_from_one(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which number has the first epoch: 0 or 1? Which seed do its batches get?"""
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed + 1)


def train__last_batch_dropped(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """24 examples in batches of 7: how many batches are there, and how many do you use?"""

    def deal(epoch):
        batches = _m_batches(X, y, batch_size, seed + epoch)
        return [batch for batch in batches if len(batch[0]) == batch_size] or batches

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal)


def train__first_batch_only(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How many batches has an epoch, and how many of them make a step in your code?"""
    deal = lambda epoch: _m_batches(X, y, batch_size, seed + epoch)[:1]  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal)


def train__all_data_in_every_step(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Inside the loop over batches: do you hand on the batch, or all of X and y?"""
    grads_of = lambda Xb, yb, p, r: _m_grads(X, y, p, r)  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


def train__batch_size_ignored(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How many steps has an epoch? Where do you use batch_size?"""
    return _m_train(X, y, params, epochs, 32, lr, reg, seed)


# train: the step


def train__optimizer_forgets(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Adam remembers its earlier steps in its state. Where does your state go after each step?"""
    update = lambda p, grads, states, rate: _m_update(p, grads, {}, rate)  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def train__optimizer_starts_anew_every_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Where do you set the states to None: before the first epoch, or at the start of every one?"""
    result = {"params": params, "loss": [], "accuracy": []}
    for epoch in range(epochs):
        one = _m_train(X, y, result["params"], 1, batch_size, lr, reg, seed + epoch)
        result = {key: one[key] if key == "params" else result[key] + one[key] for key in result}
    return result


def train__one_step_count_for_all(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Each parameter has an optimizer state of its own. What counts t in yours: batches, or single parameters?"""

    def update(p, grads, states, rate):
        for name in p:
            own = {**states.get(name, {"m": 0.0, "v": 0.0}), "t": states.get("t", 0)}
            p[name], states[name] = _m_adam(p[name], grads[name], own, rate)
            states["t"] = states[name]["t"]

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def train__sgd_instead_of_adam(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which optimizer does the docstring ask for?"""

    def update(p, grads, states, rate):
        for name in p:
            p[name] = p[name] - rate * grads[name]

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def train__lr_ignored(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Does adam hear of your lr, or does it take its own default?"""
    return _m_train(X, y, params, epochs, batch_size, 1e-3, reg, seed)


def train__uphill(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Does the loss fall or rise? Who has already turned the gradient round?"""
    return _m_train(X, y, params, epochs, batch_size, -lr, reg, seed)


def train__biases_stay(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which parameters does your loop update? Are the biases among them?"""
    update = lambda p, grads, states, rate: p.update(  # noqa: E731
        {name: value for name, value in _m_step(p, grads, states, rate).items() if name[0] == "W"}
    )
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def _m_step(params, grads, states, lr):
    new = dict(params)
    _m_update(new, grads, states, lr)
    return new


def train__only_the_last_layer_learns(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Compare every parameter before and after: which of them has not moved at all?"""
    last = str(sum(name[0] == "W" for name in params))

    def update(p, grads, states, rate):
        p.update({name: value for name, value in _m_step(p, grads, states, rate).items() if name[1:] == last})

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def train__gradients_pile_up(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Do the gradients of a batch start from zero, or from those of the batch before?"""
    total = {}

    def grads_of(Xb, yb, p, r):
        loss, grads = _m_grads(Xb, yb, p, r)
        for name in grads:
            total[name] = total.get(name, 0.0) + grads[name]
        return loss, dict(total)

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


# G24
def train__layer_by_layer(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """All gradients belong to the same, old weights. Which layer's weights are new when you go on to the next?"""

    def update(p, grads, states, rate):
        Xb, yb, r = here["batch"]
        for layer in range(sum(name[0] == "W" for name in p), 0, -1):
            _, fresh = _m_grads(Xb, yb, p, r)
            for name in (f"W{layer}", f"b{layer}"):
                p[name], states[name] = _m_adam(p[name], fresh[name], states.get(name), rate)

    def grads_of(Xb, yb, p, r):
        here["batch"] = (Xb, yb, r)
        return _m_grads(Xb, yb, p, r)

    here = {}
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of, update=update)


# train: the penalty


def train__reg_ignored(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Where do you use reg?"""
    return _m_train(X, y, params, epochs, batch_size, lr, 0.0, seed)


def train__reg_in_the_loss_only(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """l2_penalty returns two things: a loss and its gradients. Where does the second one go?"""

    def grads_of(Xb, yb, p, r):
        return _m_grads(Xb, yb, p, r)[0], _m_grads(Xb, yb, p, 0.0)[1]

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


def train__penalty_not_reported(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """What is minimized where reg > 0, and what stands in your list of losses?"""

    def grads_of(Xb, yb, p, r):
        return _m_grads(Xb, yb, p, 0.0)[0], _m_grads(Xb, yb, p, r)[1]

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


def train__reg_replaces_the_gradient(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The gradient of a sum is the sum of the gradients. Do you add the penalty's, or put it in place of the other?"""

    def grads_of(Xb, yb, p, r):
        loss, grads = _m_grads(Xb, yb, p, r)
        return loss, ({name: r * p[name] * (name[0] == "W") for name in p} if r else grads)

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


def train__reg_on_biases_too(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which parameters does our L2 penalty pull on: all of them?"""

    def grads_of(Xb, yb, p, r):
        loss, grads = _m_grads(Xb, yb, p, r)
        return loss, {name: grads[name] + (r * p[name] if name[0] == "b" else 0.0) for name in p}

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


def train__reg_divided_by_the_batch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The penalty knows nothing of examples. By what do you divide it?"""
    grads_of = lambda Xb, yb, p, r: _m_grads(Xb, yb, p, r / len(yb))  # noqa: E731
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of)


# train: what comes back


def train__start_overwritten(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Your training is fine, but what has become of the params of the caller?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    params.update(result["params"])
    return {**result, "params": params}


def train__start_returned(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which params do you return: those that came in or those that were trained?"""
    return {**_m_train(X, y, params, epochs, batch_size, lr, reg, seed), "params": dict(params)}


def train__stops_after_one_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How far is your return indented? After how many epochs is it reached?"""
    return _m_train(X, y, params, 1, batch_size, lr, reg, seed)


def train__a_loss_for_every_batch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How many numbers should the list of losses hold after 12 epochs, and how many does yours?"""
    losses = []

    def grads_of(Xb, yb, p, r):
        loss, grads = _m_grads(Xb, yb, p, r)
        losses.append(float(loss))
        return loss, grads

    return {**_m_train(X, y, params, epochs, batch_size, lr, reg, seed, grads_of=grads_of), "loss": losses}


def train__accuracy_in_percent(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Is an accuracy a number from 0 to 1, or from 0 to 100?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    return {**result, "accuracy": [100 * share for share in result["accuracy"]]}


def train__accuracy_counts(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You count the right answers. What share of all examples is that?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    return {**result, "accuracy": [round(share * len(y)) for share in result["accuracy"]]}


def train__last_numbers_only(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How would one draw the course of the training? What must loss and accuracy hold for it?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    return {**result, "loss": result["loss"][-1], "accuracy": result["accuracy"][-1]}


def train__a_tuple(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How does the caller get at the loss: by a name or by a place? What does the docstring promise?"""
    return tuple(_m_train(X, y, params, epochs, batch_size, lr, reg, seed).values())


def train__params_only(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The trained parameters are one of three things to return. Which are the other two?"""
    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed)["params"]


def _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=None, accuracy=None):
    """A right training whose lists are made otherwise, by loss(epoch) or accuracy(epoch).

    `epoch` holds "before" and "after" (params), and for each batch its data, its loss and the params before and after.
    """
    epochs_seen = []

    def deal(epoch):
        epochs_seen.append({"batches": []})
        return _m_batches(X, y, batch_size, seed + epoch)

    def grads_of(Xb, yb, p, r):
        found, grads = _m_grads(Xb, yb, p, r)
        epochs_seen[-1]["batches"].append({"X": Xb, "y": yb, "loss": float(found), "before": dict(p)})
        return found, grads

    def update(p, grads, states, rate):
        _m_update(p, grads, states, rate)
        epochs_seen[-1]["batches"][-1]["after"] = dict(p)

    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal, grads_of=grads_of, update=update)
    for epoch in epochs_seen:
        epoch["before"], epoch["after"] = epoch["batches"][0]["before"], epoch["batches"][-1]["after"]
    lists = {"loss": loss, "accuracy": accuracy}
    return {**result, **{key: [float(f(epoch)) for epoch in epochs_seen] for key, f in lists.items() if f}}


def train__loss_of_the_last_batch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The loss of an epoch: is it that of its last batch, or the mean of all of them?"""
    loss = lambda epoch: epoch["batches"][-1]["loss"]  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__loss_of_the_first_batch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How many batches has an epoch? The loss of which one do you report?"""
    loss = lambda epoch: epoch["batches"][0]["loss"]  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_added_up(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Would your loss of an epoch be larger if the same data came in more batches?"""
    loss = lambda epoch: sum(batch["loss"] for batch in epoch["batches"])  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_weighted_by_size(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The smaller last batch: does its loss count less in your mean? And in the docstring's?"""
    loss = lambda epoch: sum(batch["loss"] * len(batch["y"]) for batch in epoch["batches"]) / len(y)  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_divided_by_n(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """How many losses do you add up, and by which number do you divide their sum?"""
    loss = lambda epoch: sum(batch["loss"] for batch in epoch["batches"]) / len(y)  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_divided_by_whole_batches(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """11 examples in batches of 4: how many batches are that? What does 11 // 4 say?"""
    loss = lambda epoch: sum(batch["loss"] for batch in epoch["batches"]) / max(len(y) // batch_size, 1)  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__loss_after_the_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You measure the loss on all of X, once the epoch is over. Which losses does the docstring take the mean of?"""
    loss = lambda epoch: _m_grads(X, y, epoch["after"], reg)[0]  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__loss_before_the_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You measure the loss on all of X before the first step. Which losses does the docstring take the mean of?"""
    loss = lambda epoch: _m_grads(X, y, epoch["before"], reg)[0]  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_after_the_step(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Is the loss of a batch that of the network which met it, or of the one that has learned from it?"""

    def loss(epoch):
        return np.mean([_m_grads(batch["X"], batch["y"], batch["after"], reg)[0] for batch in epoch["batches"]])

    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__penalty_added_at_the_end(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The weights change with every step, and so does their penalty. With which weights is yours calculated?"""

    def loss(epoch):
        plain = np.mean([_m_grads(batch["X"], batch["y"], batch["before"], 0.0)[0] for batch in epoch["batches"]])
        return plain + _m_grads(X, y, epoch["after"], reg)[0] - _m_grads(X, y, epoch["after"], 0.0)[0]

    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__losses_of_all_epochs_so_far(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Where does the list of batch losses begin: with the training, or with each epoch?"""
    so_far = []

    def loss(epoch):
        so_far.extend(batch["loss"] for batch in epoch["batches"])
        return np.mean(so_far)

    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, loss=loss)


def train__accuracy_before_the_epoch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """When do you measure the accuracy: before the epoch, or after it?"""
    accuracy = lambda epoch: _m_accuracy(X, y, epoch["before"])  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, accuracy=accuracy)


def train__accuracy_on_the_way(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You count right answers batch by batch. Has the network stayed the same from the first batch to the last?"""

    def accuracy(epoch):
        return sum(_m_accuracy(b["X"], b["y"], b["before"]) * len(b["y"]) for b in epoch["batches"]) / len(y)

    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, accuracy=accuracy)


def train__accuracy_as_a_mean_over_batches(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You average over batches. Is that the network after the epoch, and does each example count once?"""
    accuracy = lambda epoch: np.mean([_m_accuracy(b["X"], b["y"], b["before"]) for b in epoch["batches"]])  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, accuracy=accuracy)


def train__accuracy_of_the_last_batch(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """On how many examples do you measure the accuracy, and how many are there?"""
    accuracy = lambda epoch: _m_accuracy(epoch["batches"][-1]["X"], epoch["batches"][-1]["y"], epoch["after"])  # noqa: E731
    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, accuracy=accuracy)


def train__accuracy_of_the_last_batch_before_its_step(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Whose right answers do you count: those of one batch before its step, or those of all examples at the end?"""

    def accuracy(epoch):
        last = epoch["batches"][-1]
        return _m_accuracy(last["X"], last["y"], last["before"])

    return _m_reports(X, y, params, epochs, batch_size, lr, reg, seed, accuracy=accuracy)


def train__accuracy_at_the_end_only(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """All your accuracies are the same number. When is each of them measured?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    return {**result, "accuracy": [result["accuracy"][-1]] * epochs}


def train__errors_for_accuracy(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Is it the share of right answers that you report, or that of wrong ones?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    return {**result, "accuracy": [1.0 - share for share in result["accuracy"]]}


def train__zero_lr_is_a_default(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """What does `lr or 1e-3` say where lr is 0?"""
    return _m_train(X, y, params, epochs, batch_size, lr or 1e-3, reg, seed)


def train__stops_when_the_loss_rises(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The loss went up once. Who says that the training ends there, and how many epochs were asked for?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    rises = [epoch for epoch in range(1, epochs) if result["loss"][epoch] > result["loss"][epoch - 1]]
    return _m_train(X, y, params, rises[0] + 1 if rises else epochs, batch_size, lr, reg, seed)


def train__best_epoch_returned(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which weights are asked for: those with the best accuracy on the way, or those at the end?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    best = max(range(epochs), key=lambda epoch: (result["accuracy"][epoch], epoch))
    return {**result, "params": _m_train(X, y, params, best + 1, batch_size, lr, reg, seed)["params"]}


def train__epoch_of_the_lowest_loss_returned(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which weights are asked for: those with the lowest loss on the way, or those at the end?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    best = min(range(epochs), key=lambda epoch: (result["loss"][epoch], -epoch))
    return {**result, "params": _m_train(X, y, params, best + 1, batch_size, lr, reg, seed)["params"]}


def train__lr_decays(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Who says that the learning rate becomes smaller after some epochs?"""
    epochs_begun = []

    def deal(epoch):
        epochs_begun.append(epoch)
        return _m_batches(X, y, batch_size, seed + epoch)

    def update(params, grads, states, lr):
        _m_update(params, grads, states, lr * 0.5 ** (epochs_begun[-1] // 10))

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, deal=deal, update=update)


def train__stops_when_all_is_right(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """All answers are right. Has the loss reached 0, and how many epochs were asked for?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    perfect = [epoch for epoch in range(epochs) if result["accuracy"][epoch] == 1.0]
    return _m_train(X, y, params, perfect[0] + 1 if perfect else epochs, batch_size, lr, reg, seed)


def train__stops_when_the_loss_stands_still(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """The loss has hardly changed. Who says that the training ends there, and how many epochs were asked for?"""
    result = _m_train(X, y, params, epochs, batch_size, lr, reg, seed)
    still = [epoch for epoch in range(1, epochs) if abs(result["loss"][epoch] - result["loss"][epoch - 1]) < 1e-6]
    return _m_train(X, y, params, still[0] + 1 if still else epochs, batch_size, lr, reg, seed)


def train__layers_of_one_digit(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """Which of the names W1, W10 and b10 does your loop over the parameters meet?"""

    def update(p, grads, states, rate):
        p.update({name: value for name, value in _m_step(p, grads, states, rate).items() if len(name) == 2})

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


def train__weights_stay_whole(X, y, params, *, epochs, batch_size, lr, reg=0.0, seed=0):
    """You write the new weights into a copy of the old ones. And if those are whole numbers?"""
    whole = {name: np.issubdtype(value.dtype, np.integer) for name, value in params.items()}

    def update(p, grads, states, rate):
        for name, value in _m_step(p, grads, states, rate).items():
            p[name] = np.trunc(value) if whole[name] else value

    return _m_train(X, y, params, epochs, batch_size, lr, reg, seed, update=update)


# predict


def predict__largest_logit(X, params):
    """Do you return how large the largest logit is, or where it stands?"""
    return _m_forward(X, params)[0].max(axis=1)


def predict__probabilities(X, params):
    """Probabilities say how sure the network is. And which class does it name?"""
    z = _m_forward(X, params)[0]
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def predict__logits(X, params):
    """Logits are scores, one for each class. Which class does the network name?"""
    return _m_forward(X, params)[0]


def predict__best_example_for_each_class(X, params):
    """Rows are examples. Along which axis do you look for the largest logit?"""
    return _m_forward(X, params)[0].argmax(axis=0)


def predict__one_for_all(X, params):
    """What does argmax look through when it is told no axis?"""
    return _m_forward(X, params)[0].argmax()


def predict__a_column(X, params):
    """The classes have shape (n,). Which shape does keepdims give?"""
    return _m_forward(X, params)[0].argmax(axis=1)[:, None]


def predict__through_overflowing_probabilities(X, params):
    """What is e^1000 in floating point? And which of inf / inf is the largest?"""
    with np.errstate(all="ignore"):
        e = np.exp(_m_forward(X, params)[0])
        return (e / e.sum(axis=1, keepdims=True)).argmax(axis=1)


def predict__logits_cut_off(X, params):
    """You cut the logits off on both sides. Which of two logits that were cut off is the larger one?"""
    return np.clip(_m_forward(X, params)[0], -500, 500).argmax(axis=1)


def predict__smallest_logit(X, params):
    """Is a large logit a good sign for its class, or a bad one?"""
    return _m_forward(X, params)[0].argmin(axis=1)


def predict__two_classes_only(X, params):
    """A threshold decides between two classes. And if there are ten?"""
    return (_m_forward(X, params)[0][:, -1] > 0).astype(int)


def predict__relu_on_the_logits(X, params):
    """What is left of a row of negative logits after a relu? Which one is the largest then?"""
    return np.maximum(_m_forward(X, params)[0], 0).argmax(axis=1)


def predict__relu_forgotten(X, params):
    """What happens between two layers in mlp_forward, and in your code?"""
    return _m_forward(X, params, relu=False)[0].argmax(axis=1)


def predict__counted_from_one(X, params):
    """Which number has the first class?"""
    return _m_forward(X, params)[0].argmax(axis=1) + 1


def predict__one_hot(X, params):
    """One number per example is asked for. How many does your result hold?"""
    z = _m_forward(X, params)[0]
    return (z == z.max(axis=1, keepdims=True)).astype(int)


def predict__layers_sorted_as_text(X, params):
    """In which order are W10 and W2 when names are sorted?"""
    for i, name in enumerate(sorted(name for name in params if name[0] == "W")):
        X = (np.maximum(X, 0) if i else X) @ params[name] + params["b" + name[1:]]
    return X.argmax(axis=1)


def predict__writes_into_X(X, params):
    """Where the layers are as wide as X, you write the next input over the old one. Whose array is that?"""
    layers = len(params) // 2
    for layer in range(1, layers + 1):
        z = X @ params[f"W{layer}"] + params[f"b{layer}"]
        z = np.maximum(z, 0) if layer < layers else z
        if z.shape == X.shape and X.dtype == z.dtype:
            X[...] = z
        else:
            X = z
    return X.argmax(axis=1)


# confusion_matrix


def _m_confusion(y, pred, classes):
    counts = np.zeros((classes, classes), dtype=int)
    for truth, guess in zip(y, pred, strict=True):
        counts[truth, guess] += 1
    return counts


def confusion_matrix__transposed(y, pred, num_classes):
    """Where does the docstring put the truth: in the rows or in the columns?"""
    return _m_confusion(pred, y, num_classes)


def confusion_matrix__pairs_counted_once(y, pred, num_classes):
    """M[y, pred] += 1: if the same pair comes seven times, how often is 1 added?"""
    counts = np.zeros((num_classes, num_classes), dtype=int)
    counts[y, pred] += 1
    return counts


def confusion_matrix__classes_from_the_labels(y, pred, num_classes):
    """How many rows are there if the last class does not occur? Where does the argument num_classes come in?"""
    return _m_confusion(y, pred, int(max(y.max(), pred.max())) + 1)


def confusion_matrix__classes_that_occur(y, pred, num_classes):
    """A class that nobody has seen: has it a row?"""
    names = sorted({*y.tolist(), *pred.tolist()})
    return _m_confusion([names.index(i) for i in y], [names.index(i) for i in pred], len(names))


def confusion_matrix__shares(y, pred, num_classes):
    """Are counts asked for, or shares?"""
    counts = _m_confusion(y, pred, num_classes)
    return counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)


def confusion_matrix__right_answers_only(y, pred, num_classes):
    """The diagonal is fine. Where are the wrong answers counted?"""
    return np.diag(np.diag(_m_confusion(y, pred, num_classes)))


def confusion_matrix__wrong_answers_only(y, pred, num_classes):
    """Where are the right answers counted?"""
    counts = _m_confusion(y, pred, num_classes)
    return counts - np.diag(np.diag(counts))


def confusion_matrix__labels_overflow(y, pred, num_classes):
    """y * num_classes + pred is a fine idea. How large a number can a uint8 hold?"""
    index = np.multiply(y, np.asarray(num_classes, dtype=y.dtype)) + pred
    return np.bincount(index, minlength=num_classes**2)[: num_classes**2].reshape(num_classes, num_classes)


def confusion_matrix__one_class_too_many(y, pred, num_classes):
    """The classes are 0 to num_classes - 1. How many are that?"""
    return _m_confusion(y, pred, num_classes + 1)


def confusion_matrix__counts_in_the_type_of_the_labels(y, pred, num_classes):
    """Of which type are your counts? How far can a uint8 count?"""
    with np.errstate(all="ignore"):
        return _m_confusion(y, pred, num_classes).astype(y.dtype)


_M_COUNTS: dict = {}


def confusion_matrix__counts_in_16_bits(y, pred, num_classes):
    """How far can a number of type uint16 count?"""
    counts = np.zeros((num_classes, num_classes), dtype=np.uint16)
    np.add.at(counts, (np.asarray(y, dtype=int), np.asarray(pred, dtype=int)), 1)
    return counts


def confusion_matrix__goes_on_counting(y, pred, num_classes):
    """Where do the counts of a second call start?"""
    old = _M_COUNTS.get((num_classes, y.dtype), 0) if len(_M_COUNTS) < 50 else 0
    _M_COUNTS[(num_classes, y.dtype)] = old + _m_confusion(y, pred, num_classes)
    return _M_COUNTS[(num_classes, y.dtype)]


# solve_xor


def _m_xor():
    W1, W2 = np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([[0.0, 1.0], [0.0, -2.0]])
    return {"W1": W1, "b1": np.array([0.0, -1.0]), "W2": W2, "b2": np.array([0.5, 0.0])}


def solve_xor__one_logit():
    """How many classes are there, and how many logits has your network?"""
    params = _m_xor()
    return {**params, "W2": params["W2"][:, 1:], "b2": np.array([-0.5])}


def solve_xor__classes_exchanged():
    """Which class means "different": 0 or 1? Which column of the last W is its logit?"""
    params = _m_xor()
    return {**params, "W2": params["W2"][:, ::-1].copy(), "b2": params["b2"][::-1].copy()}


def solve_xor__a_tie():
    """Which of your two logits is the larger one at (0, 0)?"""
    return {**_m_xor(), "b2": np.array([0.0, 0.0])}


def solve_xor__no_hidden_layer():
    """Can one straight line separate the four points?"""
    return {"W1": np.array([[0.0, 1.0], [0.0, 1.0]]), "b1": np.array([0.5, 0.0])}


def solve_xor__or_instead():
    """What does your network say at (1, 1)?"""
    params = _m_xor()
    return {**params, "W2": np.array([[0.0, 1.0], [0.0, 0.0]])}


def solve_xor__stuck():
    """Three of four points are right. With which other start, or how many hidden units, does it get out?"""
    W1, W2 = np.array([[1.6, -0.4], [-1.6, -0.4]]), np.array([[-1.3, 1.3], [0.2, 0.3]])
    return {"W1": W1, "b1": np.array([0.0, 0.0]), "W2": W2, "b2": np.array([0.7, -0.7])}


def solve_xor__step_function_in_mind():
    """Your weights are made for a unit that says 0 or 1. What does a relu say at (1, 1)?"""
    W1, W2 = np.array([[1.0, -1.0], [1.0, -1.0]]), np.array([[0.0, 1.0], [0.0, 1.0]])
    return {"W1": W1, "b1": np.array([-0.5, 1.5]), "W2": W2, "b2": np.array([1.5, 0.0])}


def solve_xor__biases_forgotten():
    """mlp_forward looks for b1 and b2. What does it find?"""
    return {name: value for name, value in _m_xor().items() if name[0] == "W"}


def solve_xor__predictions():
    """You return what the network says. And where is the network?"""
    return np.array([0, 1, 1, 0])


def solve_xor__global_generator():
    """np.random.seed changes everybody's random numbers. Which generator would be yours alone?"""
    np.random.seed(0)
    return {name: value + 1e-6 * np.random.randn(*value.shape) for name, value in _m_xor().items()}


# solve_spiral


def _m_start(hidden, classes, scale=1.0):
    rng = np.random.default_rng(0)
    return {
        "W1": scale * rng.normal(size=(2, hidden)),
        "b1": np.zeros(hidden),
        "W2": scale * rng.normal(scale=np.sqrt(2 / hidden), size=(hidden, classes)),
        "b2": np.zeros(classes),
    }


def _m_spiral(X, y, start, epochs, lr=1e-2):
    return _m_train(X, y, start, epochs, 32, lr, 0.0, 0)


def solve_spiral__stopped_too_early(X, y):
    """How does the loss look: has it stopped falling, or have you stopped training?"""
    return _m_spiral(X, y, _m_start(100, int(y.max()) + 1), 5)["params"]


def solve_spiral__too_few_units(X, y):
    """Each hidden unit bends the border once. How many bends does a spiral need?"""
    return _m_spiral(X, y, _m_start(3, int(y.max()) + 1), 15)["params"]


# G19
def solve_spiral__zero_weights(X, y):
    """If all hidden units start alike, what could ever make them different?"""
    return _m_spiral(X, y, _m_start(100, int(y.max()) + 1, scale=0.0), 10)["params"]


def solve_spiral__no_hidden_layer(X, y):
    """How far does one layer come with borders that are straight lines?"""
    return _m_spiral(X, y, {"W1": np.zeros((2, int(y.max()) + 1)), "b1": np.zeros(int(y.max()) + 1)}, 10)["params"]


def solve_spiral__rate_too_small(X, y):
    """How far do the weights move in all, with so small a learning rate?"""
    return _m_spiral(X, y, _m_start(100, int(y.max()) + 1), 10, lr=1e-5)["params"]


def solve_spiral__of_other_points(X, y):
    """Which points has your network seen: those that are given, or others?"""
    along = np.linspace(0.0, 1.0, 100)
    angles = [4 * (arm + along) + 0.2 * np.random.default_rng(arm).normal(size=100) for arm in range(3)]
    own = np.concatenate([np.c_[np.sin(angle), np.cos(angle)] * along[:, None] for angle in angles])
    return _m_spiral(own, np.repeat(np.arange(3), 100), _m_start(100, 3), 60)["params"]


def solve_spiral__start_returned(X, y):
    """train returns the trained params, it does not change yours. Which ones do you return?"""
    return _m_start(100, int(y.max()) + 1)


def solve_spiral__all_of_the_result(X, y):
    """train returns a dict of three things. Which of them is the network?"""
    return _m_spiral(X, y, _m_start(20, int(y.max()) + 1), 5)


def solve_spiral__global_generator(X, y):
    """np.random.seed changes everybody's random numbers. Which generator would be yours alone?"""
    np.random.seed(0)
    start = _m_start(100, int(y.max()) + 1)
    return _m_spiral(X, y, {name: value + 1e-6 * np.random.randn(*value.shape) for name, value in start.items()}, 60)[
        "params"
    ]
