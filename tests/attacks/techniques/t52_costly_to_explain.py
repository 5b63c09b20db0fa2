"""Answers that are costly to explain

Tried: answer with what takes the search for the mistake behind it minutes: thousands of numbers under dozens of lists,
one more each time, so that the explanation, or the marks with it, are lost.

Stopped: marks are complete and safe before anything is explained. Explanations run in processes of their own, each with
a little time, and the loss of one is a remark.
"""

NESTED = """
DEEP = [0] * 7000
for _ in range(30):
    DEEP = [DEEP]

def relu(x):
    return DEEP

softmax = numerical_gradient = predict = lambda *given: relu(given)
"""

VARIANTS = {"nested": dict.fromkeys(("forward.py", "backward.py", "hands_on.py"), NESTED)}
