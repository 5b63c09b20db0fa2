"""Right answers in plain Python loops."""

import math

import numpy as np


def linear_score(X, w, b):
    scores = np.zeros(len(X))
    for i in range(len(X)):
        total = 0.0
        for j in range(len(w)):
            total += X[i][j] * w[j]
        scores[i] = total + b
    return scores


def perceptron_predict(X, w, b):
    labels = []
    for row in X:
        score = b
        for value, weight in zip(row, w, strict=True):
            score += value * weight
        if score > 0:
            labels.append(1)
        else:
            labels.append(-1)
    return np.array(labels)


def accuracy(pred, y):
    right = 0
    for i in range(len(y)):
        if pred[i] == y[i]:
            right += 1
    return right / len(y)


def gate_weights(name):
    if name == "AND":
        w, b = [1, 1], -1.5
    elif name == "OR":
        w, b = [1, 1], -0.5
    elif name == "NAND":
        w, b = [-1, -1], 1.5
    else:
        w, b = [-1, -1], 0.5
    return np.array(w), b


def perceptron_update(w, b, x, y, lr=1.0):
    score = b
    for j in range(len(w)):
        score += w[j] * x[j]
    new = np.empty(len(w))
    for j in range(len(w)):
        new[j] = w[j] + lr * y * x[j] if y * score <= 0 else w[j]
    if y * score <= 0:
        b = b + lr * y
    return new, b


def perceptron_train(X, y, epochs=100, lr=1.0):
    w = [0.0] * X.shape[1]
    b = 0.0
    mistakes = []
    for _ in range(epochs):
        count = 0
        for i in range(len(X)):
            score = b
            for j in range(len(w)):
                score += w[j] * X[i, j]
            if score * y[i] <= 0:
                for j in range(len(w)):
                    w[j] += lr * y[i] * X[i, j]
                b += lr * y[i]
                count += 1
        mistakes.append(count)
        if count == 0:
            break
    return np.array(w), b, mistakes


def xor_network(X):
    answers = np.zeros(len(X), dtype=int)
    for i in range(len(X)):
        h1 = 1 if X[i, 0] + X[i, 1] - 0.5 > 0 else 0
        h2 = 1 if X[i, 0] + X[i, 1] - 1.5 > 0 else 0
        answers[i] = 1 if h1 - 2 * h2 - 0.5 > 0 else -1
    return answers


def hill_climb(X, y, w, b, deltas):
    def measure(weights, bias):
        right = 0
        for i in range(len(X)):
            score = bias
            for j in range(len(weights)):
                score += weights[j] * X[i, j]
            right += int((score > 0 and y[i] == 1) or (score <= 0 and y[i] == -1))
        return right / len(X)

    held = [float(value) for value in w]
    best = measure(held, b)
    history = []
    for k in range(len(deltas)):
        trial = [held[j] + deltas[k, j] for j in range(len(held))]
        trial_b = b + deltas[k, len(held)]
        reached = measure(trial, trial_b)
        if reached > best:
            held, b, best = trial, trial_b, reached
        history.append(best)
    return np.array(held), b, history


def pocket_train(X, y, epochs, lr=1.0):
    w, b = [0.0] * X.shape[1], 0.0
    best_w, best_b, best_right = None, None, -1
    for _ in range(epochs):
        for i in range(len(X)):
            score = sum(w[j] * X[i, j] for j in range(len(w))) + b
            if y[i] * score > 0:
                continue
            for j in range(len(w)):
                w[j] += lr * y[i] * X[i, j]
            b += lr * y[i]
            right = 0
            for row, label in zip(X, y, strict=True):
                answer = 1 if sum(w[j] * row[j] for j in range(len(w))) + b > 0 else -1
                if answer == label:
                    right += 1
            if right > best_right:
                best_w, best_b, best_right = list(w), b, right
    return np.array(best_w), best_b, best_right / len(y)


def margin_bound(X, y, w, b):
    longest, nearest = 0.0, math.inf
    for row, label in zip(X, y, strict=True):
        length, score = 1.0, b
        for value, weight in zip(row, w, strict=True):
            length += value**2
            score += value * weight
        longest = max(longest, math.sqrt(length))
        nearest = min(nearest, label * score)
    norm = b**2
    for weight in w:
        norm += weight**2
    gamma = nearest / math.sqrt(norm)
    return (longest / gamma) ** 2
