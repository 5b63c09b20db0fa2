"""Backward propagation: how fast does the loss change with each single number of the network?

Forward propagation asks "what does the network say?". Backward propagation asks, for every weight
and for every input, "if I push this number up a little, does the loss go up or down, and how
fast?". That speed is the gradient, and the optimizer of the next module walks against it.

The one idea of this module is the chain rule. Every function below receives

    dout    d loss / d output of this step: the gradient from above, of the output's shape,
    cache   what the forward step kept for this moment,

and returns d loss / d input, of the input's shape: (what comes from above) times (the slope of this
step).

What each cache is (the same for everybody, so each function can be graded without any other):

    sigmoid, tanh, softmax    the OUTPUT of the forward step
    relu, leaky_relu, elu     the INPUT x of the forward step
    affine                    the tuple (x, W, b)
    maxout                    the tuple (x, W1, b1, W2, b2)

Conventions:
- Rows are examples: x (n, d), W (d, h), b (h,). A gradient has exactly the shape of the thing it
  belongs to.
- No 1/n in this module. The loss is a mean, so the 1/n is already in the dout that the loss hands
  over.
- At a kink the slope is a choice. Here: relu'(0) = 0, leaky_relu'(0) = alpha, elu'(0) = alpha, and
  where the two pieces of maxout are equal, piece 1 takes the gradient.
- Functions are pure: every argument keeps its values. Make a new array instead of changing one you
  were given (`dx = dout` is not a copy, it is a second name for the same array).
- Whole-number input is allowed and gives the right values, so calculate in floating point.
- An array may be a view, such as X.T or X[::2]: only its values count, not their place in memory.
- 0 is a number like any other, and a tiny number is not 0: compare with 0, never with 1e-9.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Graph = list[dict[str, Any]]


def numerical_gradient(f: Callable[[Array], float], x: Array, h: float = 1e-5) -> Array:
    """Measure the gradient of a function by trying it out: slow, but hard to get wrong.

        gradient[i] = (f(x + h*e_i) - f(x - h*e_i)) / (2*h)

    e_i is 1 at entry i and 0 everywhere else: one entry moves at a time, all others stay where they
    are. Looking to both sides (the central difference) makes an error of about h^2; looking to one
    side only, of about h. With it you can check every other function of this module.

    Args:
        f: takes an array of x's shape and returns one number.
        x: the point, of any shape with at least one axis. It has the same bits afterwards. It may
            hold whole numbers, and a whole-number array cannot hold x + h.
        h: the step, the same for every entry. Much smaller is not better: at 1e-12 the difference
            drowns in rounding.

    Returns:
        The gradient, float64, of x's shape.

    Example: f(x) = sum of x^2 at [1, -3] has the gradient [2, -6].

    Source: CS231n notes, "Gradient checks".
    """
    raise NotImplementedError("numerical_gradient is not written yet")


def rel_error(a: Array, n: Array) -> float:
    """Say how far an analytic gradient a is from a numerical one n, as one number without a unit.

        max|a - n| / max(max|a|, max|n|, 1e-12)

    Below 1e-6 the gradient is almost surely right; above 1e-2 it is almost surely wrong. The 1e-12
    keeps two gradients that are all zero from dividing by zero: their error is 0. The maxima run
    over whole arrays, not over single entries (CS231n divides entry by entry and with the sum of
    both, which shouts at harmless tiny entries).

    Args:
        a: one gradient, of any shape.
        n: the other one, of the same shape.

    Returns:
        One number, at least 0.

    Raises:
        ValueError: the shapes differ in any way. (4,) against (4, 1), or (1, 4) against (4, 1), must
            not quietly become a (4, 4) table.

    Example: a = [1, 2] and n = [1, 4] give 2 / 4 = 0.5.
    """
    raise NotImplementedError("rel_error is not written yet")


def relu_backward(dout: Array, cache: Array) -> Array:
    """Send the gradient back through relu: it passes where the unit was on, else it stops.

        dx = dout   where x > 0
        dx = 0      where x <= 0

    At exactly 0 the slope is 0, as in PyTorch and TensorFlow (much code on the web says 1 there).

    Args:
        dout: d loss / d relu(x), of any shape.
        cache: x, the INPUT of relu, of the same shape.

    Returns:
        d loss / d x, a new array of the same shape. dout and cache keep their values.

    Example: dout = [5, -6, 7], x = [-1, 2, 0] gives [0, -6, 0].
    """
    raise NotImplementedError("relu_backward is not written yet")


def sigmoid_backward(dout: Array, cache: Array) -> Array:
    """Send the gradient back through the sigmoid.

        s = sigmoid(x),   ds/dx = s * (1 - s),   dx = dout * ds/dx

    The slope is largest (1/4) at s = 1/2 and almost 0 where the unit is saturated: the vanishing
    gradient. Must not warn for any finite input.

    Args:
        dout: d loss / d s, of any shape.
        cache: s, the OUTPUT of the sigmoid, of the same shape. It is already squashed: no sigmoid
            in here.

    Returns:
        d loss / d x, a new array of the same shape. dout and cache keep their values.

    Example: dout = [4], s = [0.5] gives [1].
    """
    raise NotImplementedError("sigmoid_backward is not written yet")


def tanh_backward(dout: Array, cache: Array) -> Array:
    """Send the gradient back through tanh.

        t = tanh(x),   dt/dx = 1 - t^2,   dx = dout * dt/dx

    Must not warn for any finite input.

    Args:
        dout: d loss / d t, of any shape.
        cache: t, the OUTPUT of tanh, of the same shape.

    Returns:
        d loss / d x, a new array of the same shape. dout and cache keep their values.

    Example: dout = [4, 4], t = [0, -0.5] gives [4, 3].
    """
    raise NotImplementedError("tanh_backward is not written yet")


def leaky_relu_backward(dout: Array, cache: Array, alpha: float = 0.1) -> Array:
    """Send the gradient back through leaky relu: a little always gets through.

        dx = dout          where x > 0
        dx = alpha * dout  where x <= 0

    At exactly 0 the slope is alpha. Our slides use alpha = 0.1; PyTorch uses 0.01, Keras 0.3.

    Args:
        dout: d loss / d leaky_relu(x), of any shape.
        cache: x, the INPUT of leaky relu, of the same shape.
        alpha: the slope on the left: 0, or larger than 1, as well as between.

    Returns:
        d loss / d x, a new array of the same shape. dout and cache keep their values.

    Example: dout = [5, 5, 5], x = [2, -2, 0], alpha = 0.1 gives [5, 0.5, 0.5].
    """
    raise NotImplementedError("leaky_relu_backward is not written yet")


def elu_backward(dout: Array, cache: Array, alpha: float = 1.0) -> Array:
    """Send the gradient back through elu.

        elu(x) = x  where x > 0,  alpha * (e^x - 1)  where x <= 0

        dx = dout                where x > 0
        dx = dout * alpha * e^x  where x <= 0     (so the slope at exactly 0 is alpha)

    Must not warn for any finite input. A choice between two formulas (np.where) calculates both of
    them everywhere: what is e^x for x = 1000, even if nobody looks at it afterwards?

    Args:
        dout: d loss / d elu(x), of any shape.
        cache: x, the INPUT of elu, of the same shape.
        alpha: the size of the left part, 0 or more; elu goes down to -alpha.

    Returns:
        d loss / d x, a new array of the same shape. dout and cache keep their values.

    Example: dout = [3, 3], x = [0, 2], alpha = 2 gives [6, 3].

    Source: Clevert et al., "Fast and Accurate Deep Network Learning by Exponential Linear Units",
    2015, eq. 15.
    """
    raise NotImplementedError("elu_backward is not written yet")


def affine_backward(dout: Array, cache: tuple[Array, Array, Array]) -> tuple[Array, Array, Array]:
    """Send the gradient back through a layer: to its input, to its weights, and to its bias.

    Forward, for example k and unit j:  out[k, j] = sum over i of x[k, i] * W[i, j]  +  b[j]. So:

        dx[k, i] = sum over the units j     of dout[k, j] * W[i, j]
        dW[i, j] = sum over the examples k  of x[k, i] * dout[k, j]
        db[j]    = sum over the examples k  of dout[k, j]

    Each of the first two is one matrix product; let the shapes tell you which. The same W and b
    serve all n examples, so their gradients add up over the examples: a sum, not a mean. There is
    no 1/n here, because the loss has already divided by n (many texts put the 1/n here instead,
    never in both places).

    Args:
        dout: d loss / d out, shape (n, h).
        cache: the tuple (x, W, b) with shapes (n, d), (d, h), (h,).

    Returns:
        (dx, dW, db) with the shapes of x, W and b: (n, d), (d, h), (h,). db is (h,), not (1, h).
        dout and the arrays of the cache keep their values.

    Example: x = [[1, 2]], W = [[3], [4]], b = [0], dout = [[10]] gives dx = [[30, 40]], dW = [[10],
    [20]], db = [10].
    """
    raise NotImplementedError("affine_backward is not written yet")


def maxout_backward(
    dout: Array, cache: tuple[Array, Array, Array, Array, Array]
) -> tuple[Array, Array, Array, Array, Array]:
    """Send the gradient back through maxout: the winner takes it all.

        z1 = x@W1 + b1,   z2 = x@W2 + b2,   out = max(z1, z2), number by number

    Each output is a copy of one of its two pieces, so only that piece hears of dout; the other one
    gets 0. Each piece is an affine layer, and x feeds both of them. Where z1 and z2 are exactly
    equal, piece 1 is the winner; where one of them is larger, however little, that one is.

    Args:
        dout: d loss / d out, shape (n, h).
        cache: the tuple (x, W1, b1, W2, b2) with shapes (n, d), (d, h), (h,), (d, h), (h,).

    Returns:
        (dx, dW1, db1, dW2, db2) with the shapes of x, W1, b1, W2 and b2. The arguments keep their
        values.

    Example: x = [[1]], W1 = [[2]], W2 = [[3]], both biases [0]: piece 2 wins (3 > 2), so dout =
    [[10]] gives dx = [[30]], dW1 = [[0]], db1 = [0], dW2 = [[10]], db2 = [10].

    Source: Goodfellow et al., "Maxout Networks", 2013.
    """
    raise NotImplementedError("maxout_backward is not written yet")


def mlp_backward(dout: Array, caches: list[dict[str, Array]], params: dict[str, Array]) -> dict[str, Array]:
    """Send the gradient back through a whole network of L layers: backpropagation.

    Forward, layer k = 1..L calculated z = x @ Wk + bk and handed relu(z) to the next layer as its
    x; the last layer has no relu, its z are the logits. Undo it in reverse order, last layer first:
    the gradient of a layer's input is the dout of the layer below, once it has passed that layer's
    relu (at z = 0 the slope is 0).

    All gradients belong to the same, old weights: nothing is updated here, that is the optimizer's
    work. There is no 1/n here either, the loss has already divided.

    Args:
        dout: d loss / d logits, shape (n, C).
        caches: a list of L dicts, the first one for layer 1, each with at least "x": the layer's
            input and "z": its pre-activation. There may be more in a cache, in any order.
        params: {"W1": (d, h1), "b1": (h1,), ..., "WL", "bL"}, in any order. L may be 1, or larger
            than 9.

    Returns:
        The gradients: a dict with exactly the keys of params, each of the shape of its parameter.
        The arguments keep their values.

    Example: one layer, x = [[1, 2]], W1 = [[3], [4]]: dout = [[10]] gives {"W1": [[10], [20]],
    "b1": [10]}.

    Source: Rumelhart, Hinton, Williams, "Learning representations by back-propagating errors",
    1986.
    """
    raise NotImplementedError("mlp_backward is not written yet")


def topo_sort(graph: Graph) -> list[str]:
    """Put the nodes of a computational graph into an order in which it can be calculated.

    Every node's arguments come before the node itself. Usually there are many such orders; any of
    them is right. One way: a node is ready when all its arguments have been placed; place a ready
    node, see who becomes ready (Kahn). Another: visit a node's arguments first, then place the node
    (depth first).

    Args:
        graph: as in graph_backward, in any order. It may be 3,000 nodes deep, which is more than
            Python's usual limit for functions that call themselves.

    Returns:
        The list of all names, each exactly once. The graph keeps its content.

    Raises:
        ValueError: the graph has a cycle (a needs b and b needs a: nobody can start), or an
            argument is the name of no node.

    Example: [{"id": "c", "op": "neg", "args": ["a"]}, {"id": "a", "op": "input"}] gives ["a", "c"].

    Source: Kahn, "Topological sorting of large networks", 1962.
    """
    raise NotImplementedError("topo_sort is not written yet")


def graph_backward(graph: Graph, values: dict[str, float], output: str) -> dict[str, float]:
    """Send the gradient back through any computational graph, as every deep-learning library does.

    d output / d output = 1. A node whose gradient is complete sends to each of its arguments

        (its own gradient) * (the slope of its operation with respect to that argument)

    and an argument ADDS what it receives from all its users, for the output depends on it along
    each of these paths. A node's gradient is complete when every one of its users has sent. So each
    node sends once, however many paths there are: 40 doublings in a row make 2^40 of them. The list
    is in no particular order.

    Slopes, for v = op(a) or v = op(a, b):

        add 1, 1    sub 1, -1    mul b, a    div 1/b, -a/b^2    neg -1    exp v    log 1/a
        tanh 1 - v^2    sigmoid v*(1 - v)    relu 1 if a > 0 else 0    square 2*a

    Args:
        graph: a list of dicts {"id": name, "op": "input"}, {"id": name, "op": "const", "value":
            number} or {"id": name, "op": operation, "args": [names]}. A name may appear twice among
            the args. It may be 3,000 nodes deep, which is more than Python's usual limit for
            functions that call themselves.
        values: the value of every node, from the forward pass. 0.0 is a value like any other.
        output: the name of the node whose change we ask about; it need not be the last one.

    Returns:
        d output / d node for every node of the graph, constants too; 0.0 for a node the output does
        not depend on. graph and values keep their content.

    Example: b = a + a with a = 3 and output b gives {"a": 2.0, "b": 1.0}.

    Source: Griewank and Walther, "Evaluating Derivatives", 2008, reverse mode.
    """

    raise NotImplementedError("graph_backward is not written yet")


def softmax_backward(dout: Array, cache: Array) -> Array:
    """Send the gradient back through softmax, where every output depends on every input of its row.

        ds_j/dx_i = s_i * (1 if i == j else 0)  -  s_i * s_j

        dx_i = sum over j of dout_j * ds_j/dx_i = s_i * (dout_i - sum over j of dout_j * s_j)

    The sum runs over the classes of one example (the last axis), never over examples. The gradients
    of a row add up to 0, because softmax does not change when all scores of a row go up together.
    Must not warn where a probability is exactly 0 or 1.

    Args:
        dout: d loss / d s, shape (..., C).
        cache: s, the OUTPUT of softmax, of the same shape; each row adds up to 1.

    Returns:
        d loss / d x, a new array of shape (..., C). dout and cache keep their values.

    Example: dout = [4, 0], s = [0.5, 0.5] gives [1, -1].
    """
    raise NotImplementedError("softmax_backward is not written yet")


def unbroadcast(grad: Array, shape: tuple[int, ...]) -> Array:
    """Undo numpy's broadcasting: sum the gradient along every axis where an array was repeated.

    When b of shape (3,) is added to a matrix of shape (4, 3), numpy repeats b for each of the 4
    rows. Each copy gets its own gradient, and b's gradient is the sum of them all. numpy repeats in
    two ways:

        axes put in front:         shape (3,)   -> (4, 3): sum away the first axis
        axes of length 1 stretched: shape (4, 1) -> (4, 3): sum along the last axis, and keep it
        with length 1

    Args:
        grad: d loss / d (the repeated array), of a shape to which `shape` broadcasts.
        shape: the shape before the repetition, a tuple; () for a single number.

    Returns:
        d loss / d (the array before), of exactly that shape. For shape () one number. Where nothing
        was repeated it is grad as it came. grad keeps its values.

    Example: grad = [[1, 2], [3, 4]] gives [4, 6] for shape (2,), [[3], [7]] for (2, 1), [10] for
    (1,).
    """
    raise NotImplementedError("unbroadcast is not written yet")


class Value:
    """A number that remembers how it was calculated and can send gradients back: autograd.

        x = Value(3.0)
        y = x * x + 2
        y.backward()
        x.grad          # 6.0

    Attributes:
        data: the number, a float or a whole number; 0 is one like any other.
        grad: d (the Value on which backward was called) / d (this Value); 0.0 before.

    Every operation makes a NEW Value and leaves its operands' data alone. The new Value remembers
    its operands, and how fast it changes with each of them (or a function that knows). The other
    operand of + - * / may be a Value or a plain number, on either side: `2 - x` makes Python call
    `x.__rsub__(2)`. A Value may be used many times, also twice in one operation (x * x): its
    gradients add up.

    Source: after A. Karpathy's micrograd; TensorFlow calls the record a tape, PyTorch calls it
    autograd.
    """

    def __init__(self, data: float) -> None:
        """Keep the number; the gradient starts at 0.0, and there is no history yet."""
        raise NotImplementedError("Value.__init__ is not written yet")

    def __add__(self, other: "Value | float") -> "Value":
        """self + other, for a Value or a plain number."""
        raise NotImplementedError("Value.__add__ is not written yet")

    def __radd__(self, other: float) -> "Value":
        """other + self, for a plain number on the left."""
        raise NotImplementedError("Value.__radd__ is not written yet")

    def __sub__(self, other: "Value | float") -> "Value":
        """self - other, for a Value or a plain number."""
        raise NotImplementedError("Value.__sub__ is not written yet")

    def __rsub__(self, other: float) -> "Value":
        """other - self, for a plain number on the left. The order matters."""
        raise NotImplementedError("Value.__rsub__ is not written yet")

    def __mul__(self, other: "Value | float") -> "Value":
        """self * other, for a Value or a plain number."""
        raise NotImplementedError("Value.__mul__ is not written yet")

    def __rmul__(self, other: float) -> "Value":
        """other * self, for a plain number on the left."""
        raise NotImplementedError("Value.__rmul__ is not written yet")

    def __truediv__(self, other: "Value | float") -> "Value":
        """self / other, for a Value or a plain number."""
        raise NotImplementedError("Value.__truediv__ is not written yet")

    def __rtruediv__(self, other: float) -> "Value":
        """other / self, for a plain number on the left. The order matters."""
        raise NotImplementedError("Value.__rtruediv__ is not written yet")

    def __neg__(self) -> "Value":
        """-self."""
        raise NotImplementedError("Value.__neg__ is not written yet")

    def __pow__(self, power: float) -> "Value":
        """self ** power, for a plain number as the power (0 as well): slope power * self^(power - 1)."""
        raise NotImplementedError("Value.__pow__ is not written yet")

    def exp(self) -> "Value":
        """e to the power of self."""
        raise NotImplementedError("Value.exp is not written yet")

    def tanh(self) -> "Value":
        """The hyperbolic tangent of self."""
        raise NotImplementedError("Value.tanh is not written yet")

    def relu(self) -> "Value":
        """The larger one of self and 0. At exactly 0 the slope is 0."""
        raise NotImplementedError("Value.relu is not written yet")

    def backward(self) -> None:
        """Set .grad to d self / d v for every Value v that self was calculated from; 1.0 for self.

        A Value may hand its gradient on only when all who used it have added theirs: so put all
        Values in an order first (operands before users), then walk back from the end. Each Value
        comes once in that order, however many paths lead to it. backward is called once per graph,
        on any Value of it: what was calculated from that one later keeps grad 0.0.
        """
        raise NotImplementedError("Value.backward is not written yet")


def second_derivative(f: Callable[[float], float], x: float, h: float = 1e-4) -> float:
    """Measure how the slope itself changes: the curvature of f at x.

        (f(x + h) - 2*f(x) + f(x - h)) / h^2

    Positive in a valley, negative on a hill, 0 on a straight line. Dividing by h^2 magnifies
    rounding, so the best step is larger here than for a slope, and only about 5 to 8 digits are
    right.

    Args:
        f: takes one number and returns one number.
        x: the point.
        h: the step, the same at every x.

    Returns:
        One number.

    Example: f(x) = x^2 gives 2 at every x.
    """
    raise NotImplementedError("second_derivative is not written yet")
