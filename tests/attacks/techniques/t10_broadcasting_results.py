"""Empty, scalar and (n, 1) results that broadcast

Tried: return an empty array, a scalar, an axis of length 1 or a zero-size shape, which agree with
anything by broadcasting.

Stopped: shapes are compared exactly before any number is.
"""


def _returning(value: str) -> dict:
    names = ("relu", "softmax", "numerical_gradient", "predict")
    source = "import numpy as np\n" + "".join(f"def {name}(*args, **kwargs):\n    return {value}\n" for name in names)
    return {"forward.py": source, "backward.py": source, "hands_on.py": source}


VARIANTS = {
    "empty": _returning("np.zeros(0)"),
    "scalar": _returning("np.float64(0.0)"),
    "zero": _returning("0"),
    "column": _returning("np.zeros((4, 1))"),
    "zero rows": _returning("np.zeros((0, 3))"),
    "many axes": _returning("np.zeros((1,) * 30)"),
    "huge empty": _returning("np.zeros((0, 2**40))"),
    "empty list": _returning("[]"),
    "none": _returning("None"),
}
