import numpy as np


def one_hot(y, num_classes):
    out = np.zeros((len(y), num_classes))
    for i, label in enumerate(y)
        out[i, label] = 1
    return out
