"""NaN, infinity, object and masked arrays

Tried: return values for which comparisons are false both ways, arrays of objects, masked arrays, bools of other bytes.

Stopped: a finite expectation accepts only finite numbers; other kinds of arrays do not cross, or only as plain ones.
"""


def _returning(value: str) -> dict:
    names = ("relu", "softmax", "numerical_gradient", "predict")
    source = "import numpy as np\n" + "".join(
        f"def {name}(x, *args, **kwargs):\n    s = np.shape(x) if not callable(x) else (3, 2)\n    return {value}\n"
        for name in names
    )
    return {"forward.py": source, "backward.py": source, "hands_on.py": source}


VARIANTS = {
    "nan": _returning("np.full(s, np.nan)"),
    "infinity": _returning("np.full(s, np.inf)"),
    "complex nan": _returning("np.full(s, complex(np.nan, np.nan))"),
    "objects": _returning("np.full(s, None, dtype=object)"),
    "masked": _returning("np.ma.masked_all(s)"),
    "strings": _returning("np.full(s, 'nan')"),
    "dates": _returning("np.full(s, np.datetime64('NaT'))"),
    "records": _returning("np.zeros(s, dtype=[('a', float)])"),
    "odd bools": _returning("np.full(s, 7, np.uint8).view(bool)"),
    "huge int": _returning("10 ** 1000"),
}
