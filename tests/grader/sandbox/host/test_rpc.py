"""Calls into a student's code and back: callbacks, objects, mishaps, deadlines, and modules that lean on each other."""

from __future__ import annotations

import os
import types
from typing import Any

import pytest

from grader.children import Watch
from grader.handout import expect
from grader.sandbox.host import proxy
from grader.sandbox.host.errors import NotHandedIn, StudentCrashed, StudentError, StudentTimedOut, Unimportable
from grader.sandbox.host.remote import RemoteObject
from grader.sandbox.host.submission import Budget
from grader.values import special

# callbacks


def test_a_function_can_be_passed_and_called_back(work):
    module = work("def twice(f, x): return f(f(x), y=1)")

    assert module.twice(lambda x, y=0: 10 * x + y, 3) == 301


def test_a_callback_may_call_the_students_own_code(work):
    module = work("def apply(f, x): return f(x)\ndef double(x): return 2 * x")

    assert module.apply(lambda x: module.double(x) + 1, 5) == 11


def test_a_failed_check_in_a_callback_fails_the_test_even_if_the_code_swallows_it(work):
    module = work("def apply(f):\n    try:\n        f()\n    except Exception:\n        pass\n    return 1")

    def check():
        raise AssertionError("the point left the plane")

    with pytest.raises(AssertionError, match="the point left the plane"):
        module.apply(check)


def test_a_wrong_argument_of_a_callback_is_the_students_error(work):
    module = work("def apply(f): return f(1, 2, 3)")

    with pytest.raises(StudentError, match="called with what your code passed, raised TypeError"):
        module.apply(lambda x: x)


def test_an_error_of_the_students_inside_a_callback_comes_through(work):
    module = work("def apply(f): return f()\ndef broken(): return 1 / 0")

    with pytest.raises(ZeroDivisionError, match="your code raised ZeroDivisionError"):
        module.apply(lambda: module.broken())


# classes

VALUE = """
class Value:
    def __init__(self, data): self.data = data; self.grad = 0.0; self.parents = []
    def __add__(self, other): return self._new(self.data + getattr(other, "data", other), other)
    __radd__ = __add__
    def __mul__(self, other): return self._new(self.data * getattr(other, "data", other), other)
    __rmul__ = __mul__
    def __sub__(self, other): return Value(self.data - getattr(other, "data", other))
    def __rsub__(self, other): return Value(other - self.data)
    def __truediv__(self, other): return Value(self.data / other)
    def __pow__(self, n): return Value(self.data ** n)
    def __neg__(self): return Value(-self.data)
    def backward(self, scale=1.0):
        self.grad = scale
        for parent in self.parents: parent.grad += scale
    def _new(self, data, other):
        out = Value(data)
        out.parents = [v for v in (self, other) if isinstance(v, Value)]
        return out
def total(values): return sum(v.data for v in values)
def make(n): return [Value(i) for i in range(n)]
"""


def test_an_instance_has_attributes_methods_and_operators(work):
    Value = work(VALUE).Value
    a, b = Value(2.0), Value(3.0)

    assert (a + b).data == 5.0
    assert (a * 4 + 1).data == 9.0
    assert (1 + 2 * a).data == 5.0
    assert [(-a).data, (a - 1).data, (1 - a).data, (a / 4).data, (a**3).data] == [-2.0, 1.0, -1.0, 0.5, 8.0]
    c = a + b
    c.backward(scale=2.0)
    assert [c.grad, a.grad, b.grad] == [2.0, 2.0, 2.0]
    assert repr(a) == "a Value object"


def test_instances_cross_in_both_directions_and_keep_their_identity(work):
    module = work(VALUE)
    made = module.make(3)

    assert all(isinstance(value, RemoteObject) for value in made)
    assert module.total([*made, module.Value(10)]) == 13
    assert module.Value(made[1]).data.data == 1


def test_every_attribute_is_the_students_whatever_its_name(work):
    source = "class Pet:\n def __init__(self): self.owner, self.kind, self.number, self.guest = 'ada', 'cat', 3, None\n"

    pet = work(source).Pet()

    assert [pet.owner, pet.kind, pet.number, pet.guest] == ["ada", "cat", 3, None]
    assert repr(pet) == "a Pet object"


def test_an_object_of_a_class_of_their_own_is_iterated_over(work):
    source = """
class Down:
    def __init__(self, start): self.at = start
    def __iter__(self): return self
    def __next__(self):
        if not self.at: raise StopIteration
        self.at -= 1
        return self.at
class Box:
    def __iter__(self): yield from (1, 2)
class Odd:
    def __iter__(self): return 3
"""
    module = work(source)

    assert list(module.Down(3)) == [2, 1, 0]
    assert list(module.Box()) == list(module.Box()) == [1, 2]
    with pytest.raises(StudentError, match="__iter__ of your Odd gives no iterator"):
        list(module.Odd())
    with pytest.raises(StudentError, match="has no attribute '__iter__'"):
        list(work(VALUE).Value(1))


def test_special_methods_are_called_by_their_names(work):
    source = """
class Box:
    def __init__(self, *things): self.things = [*things]
    def __len__(self): return len(self.things)
    def __getitem__(self, i): return self.things[i]
    def __setitem__(self, i, thing): self.things[i] = thing
    def __contains__(self, thing): return thing in self.things
    def __eq__(self, other): return self.things == other.things
    def __str__(self): return f"a box of {len(self)}"
    def __enter__(self): return self
    def __call__(self, n): return n * self.things
"""
    scope: dict[str, Any] = {}
    exec(source, scope)

    for make in (work(source).Box, scope["Box"]):
        box = make("a", "b")
        special(box, "__setitem__", 0, "c")
        assert [special(box, "__len__"), special(box, "__getitem__", 0), special(box, "__str__")] == [
            2,
            "c",
            "a box of 2",
        ]
        assert special(box, "__contains__", "c") is special(box, "__eq__", make("c", "b")) is True
        assert special(special(box, "__enter__"), "__call__", 2) == ["c", "b", "c", "b"]
    with pytest.raises(StudentError, match="has no attribute '__len__'"):
        special(work(VALUE).Value(1), "__len__")


def test_a_method_where_a_value_should_be_is_shown_by_its_name(work):
    with pytest.raises(expect.Mismatch, match=r"the result is the method backward, should be the number 3"):
        expect.equal(work(VALUE).Value(1).backward, 3)


def test_what_could_not_come_cannot_go_back_and_is_no_fault_of_the_suites(work):
    module = work("def f(x): return range(3)")

    with pytest.raises(StudentError, match="your code gave a value of type range, which cannot be given back to it"):
        module.f(module.f(1))


def test_a_suite_that_sets_an_attribute_is_told_that_it_cannot(work):
    value = work(VALUE).Value(1)

    with pytest.raises(TypeError, match="a suite cannot set data of a hand-in's object: call a method"):
        value.data = 2


def test_a_call_with_an_object_may_be_looked_at_for_its_purity(work):
    module = work(VALUE)

    assert expect.pure(module.total, [module.Value(1), module.Value(2)]) == 3


def test_an_attribute_that_does_not_exist_is_the_students_error(work):
    value = work(VALUE).Value(1)

    with pytest.raises(AttributeError, match="'Value' object has no attribute 'gradient'"):
        value.gradient  # noqa: B018  # asking is the point


def test_an_object_is_lost_with_the_process_it_lived_in(work):
    module = work(VALUE + "import os\ndef end(): os._exit(0)")
    value = module.Value(1)
    with pytest.raises(StudentCrashed):
        module.end()

    with pytest.raises(StudentCrashed, match="the object was lost when your code ended its process"):
        value.data  # noqa: B018  # asking is the point


# mishaps and time


def test_after_a_crash_the_next_call_gets_a_fresh_process(work):
    module = work("import os\nn = 0\ndef count():\n    global n\n    n += 1\n    return n\ndef end(): os._exit(3)")

    assert [module.count(), module.count()] == [1, 2]
    with pytest.raises(StudentCrashed, match=r"ended the whole Python process \(exit code 3\)"):
        module.end()
    assert module.count() == 1


@pytest.mark.parametrize("argument", ["1", "[1] * 900", "'x'"])
def test_an_endless_loop_of_questions_is_a_time_out_as_any_other(student, argument):
    source = f"def find(look):\n    while True:\n        try: look({argument})\n        except Exception: pass"
    watch = Watch()
    watch.allow(1000, 1000)
    one = student(Budget(0.3, 20, 20), watch=watch, work=source)
    seen: list[bool] = []

    def look(place):
        seen.append(watch.has_passed(os.getpid()))
        return place + 1

    with pytest.raises(StudentTimedOut, match=r"did not answer within 0\.3 s: is a loop endless\?"):
        one.call("work", "find", (look,), {})

    assert not any(seen)  # nobody had to stop the grader for it


def test_time_outs_of_one_function_do_not_cost_the_others(student):
    one = student(Budget(0.3, 20, 20), work="def hang():\n    while True: pass\ndef f(): return 1")

    for _ in range(2):
        with pytest.raises(StudentTimedOut, match=r"your code did not answer within 0\.3 s: is a loop endless\?"):
            one.call("work", "hang", (), {})
    with pytest.raises(StudentTimedOut, match="hang was not called again: it did not answer 2 times"):
        one.call("work", "hang", (), {})

    assert one.call("work", "f", (), {}) == 1


def test_a_function_with_more_time_of_its_own_gets_it(student):
    source = "import time\ndef train():\n    time.sleep(0.4)\n    return 1"

    assert student(Budget(0.2, 20, 20, {"train": 5}), work=source).call("work", "train", (), {}) == 1


def test_a_function_with_more_time_of_its_own_takes_none_from_the_others(student):
    budget = Budget(0.2, 0.4, 20, {"train": 0.4})
    one = student(budget, work="def train():\n    while True: pass\ndef f(): return 1")

    with pytest.raises(StudentTimedOut, match=r"did not answer within 0\.4 s"):
        one.call("work", "train", (), {})
    with pytest.raises(StudentTimedOut, match="the time for train was used up before this test"):
        one.call("work", "train", (), {})
    assert one.call("work", "f", (), {}) == 1


def test_a_function_that_waited_for_a_slow_neighbour_has_time_to_be_tried_with_another(student):
    budget = Budget(0.1, 0.4, 20, {"train": 0.4})
    first = student(
        budget, neighbour="def f():\n    while True: pass", work="import neighbour\ntrain = lambda: neighbour.f()"
    )
    with pytest.raises(StudentTimedOut, match="did not answer within"):
        first.call("work", "train", (), {})

    again = student(budget, work="def train(): return 1", earlier=first)

    assert again.call("work", "train", (), {}) == 1


@pytest.mark.parametrize(
    "budget",
    [pytest.param(Budget(5, 0.8, 20), id="of a module"), pytest.param(Budget(5, 20, 0.8), id="of a hand-in")],
)
def test_the_time_in_all_is_limited_too(student, budget):
    one = student(budget, work="def hang():\n    while True: pass\ndef f(): return 1")

    with pytest.raises(StudentTimedOut, match="did not answer within the time that was left"):
        one.call("work", "hang", (), {})
    with pytest.raises(StudentTimedOut, match="the time for this module was used up before this test"):
        one.call("work", "f", (), {})


def test_imports_that_hang_do_not_cost_the_other_modules(student):
    hang = "while True: pass"
    one = student(Budget(0.1, 20, 20), a=hang, b=hang, c="def f(): return 1")

    for module in "ab":
        with pytest.raises(Unimportable, match=f"importing {module}.py: your code did not answer within"):
            one.call(module, "f", (), {})
    assert one.call("c", "f", (), {}) == 1


def test_patience_ends_after_some_time_outs(student):
    names = ["a", "b", "c", "d"]
    one = student(Budget(0.4, 20, 20), work="\n".join(f"def {n}():\n    while True: pass" for n in names))

    for name in names[:3]:
        with pytest.raises(StudentTimedOut, match=r"within 0\.4 s"):
            one.call("work", name, (), {})
    with pytest.raises(StudentTimedOut, match=r"within 0\.1 s"):
        one.call("work", "d", (), {})


# modules


def test_a_missing_and_a_refused_module_say_so(student):
    one = student(refused={"forward": "forward.py is a named pipe"})

    with pytest.raises(NotHandedIn, match=r"loss\.py was not handed in"):
        one.call("loss", "mse", (), {})
    with pytest.raises(Unimportable, match=r"forward\.py is a named pipe"):
        one.call("forward", "relu", (), {})


def test_siblings_import_each_other(student):
    one = student(forward="def relu(x): return max(x, 0)", loss="from forward import relu\ndef l(x): return relu(x)")

    assert one.call("loss", "l", (-3,), {}) == 0
    assert one.borrowed == set()


@pytest.fixture
def reference() -> dict[str, types.ModuleType]:
    """A course of two modules of our own."""
    forward, loss = types.ModuleType("forward"), types.ModuleType("loss")
    exec("def relu(x): return max(x, 0)", forward.__dict__)  # a module made here
    return {"forward": forward, "loss": loss}


@pytest.mark.parametrize("first", ["forward", "loss"])
@pytest.mark.parametrize("broken", ["def relu(x", "1 / 0", "import os; os._exit(0)"])
def test_a_broken_module_earns_nothing_and_its_sibling_works_with_the_courses(student, reference, broken, first):
    one = student(forward=broken, loss="import forward\ndef l(x): return forward.relu(x)", reference=reference)
    calls = {"forward": ("relu", (1,)), "loss": ("l", (5,))}

    for module in (first, *(calls.keys() - {first})):
        if module == "forward":
            with pytest.raises(Unimportable, match=r"forward\.py"):
                one.call("forward", *calls["forward"], {})
        else:
            assert one.call("loss", *calls["loss"], {}) == 5
    assert one.borrowed == {"forward"}


def test_a_missing_module_is_lent_to_its_siblings(student, reference):
    one = student(loss="from forward import relu\ndef l(x): return relu(x)", reference=reference)

    assert one.call("loss", "l", (-5,), {}) == 0


def test_plotting_libraries_are_stood_in_for_and_noted(student):
    one = student(
        work="import matplotlib.pyplot as plt\nimport seaborn as sns\nfig, (a, b) = plt.subplots(1, 2)\n"
        "with plt.style.context('x'):\n    a[0].plot([1]); sns.heatmap([[1]])\ndef f(): return 1"
    )

    assert one.call("work", "f", (), {}) == 1
    assert one.stubbed == {"matplotlib", "seaborn"}


def test_the_proxy_refuses_to_work_outside_a_hand_in(work):
    module = work("def f(): return 1")

    with proxy.nobody_answers(), pytest.raises(RuntimeError, match=r"work\.f was called while no submission is graded"):
        module.f()
    assert module.f() == 1
    assert repr(module.f) == "work.f"
