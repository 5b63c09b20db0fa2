"""Wrong ways to write backward.py that beginners really take; each docstring is the hint a tutor would give."""

import math

import numpy as np

ACCEPTED = {
    "relu_backward__int_mask": "float64 values are right; only float32 would be widened, and dtypes are not graded",
}


# numerical_gradient


# M083
def numerical_gradient__forward_difference(f, x, h=1e-5):
    """You step to the right only. How does the error change with h, and what if you look to the left as well?"""
    point = np.array(x, dtype=float)
    grad, here = np.zeros(point.shape), f(point.copy())
    for i in np.ndindex(point.shape):
        moved = point.copy()
        moved[i] += h
        grad[i] = (f(moved) - here) / h
    return grad


def numerical_gradient__backward_difference(f, x, h=1e-5):
    """You step to the left only. How does the error change with h, and what if you look to the right as well?"""
    point = np.array(x, dtype=float)
    grad, here = np.zeros(point.shape), f(point.copy())
    for i in np.ndindex(point.shape):
        moved = point.copy()
        moved[i] -= h
        grad[i] = (here - f(moved)) / h
    return grad


def _m_central(f, x, h, distance):
    point = np.array(x, dtype=float)
    grad = np.zeros(point.shape)
    for i in np.ndindex(point.shape):
        right, left = point.copy(), point.copy()
        right[i] += h
        left[i] -= h
        grad[i] = (f(right) - f(left)) / distance
    return grad


# M084
def numerical_gradient__divided_by_h(f, x, h=1e-5):
    """How far apart are x + h and x - h?"""
    return _m_central(f, x, h, h)


# M087
def numerical_gradient__step_too_small(f, x, h=1e-12):
    """A smaller step is not always better: how many digits of f(x + h) - f(x - h) survive the subtraction?"""
    return _m_central(f, x, h, 2 * h)


def numerical_gradient__step_ignored(f, x, h=1e-5):
    """Which step do you take: the h of the call, or a number that stands in the code?"""
    return _m_central(f, x, 1e-5, 2e-5)


def numerical_gradient__half_a_step(f, x, h=1e-5):
    """How far do you go to each side: h, or half of it? What does the formula in the docstring say?"""
    return _m_central(f, x, h / 2, h)


def numerical_gradient__subtracted_the_wrong_way_round(f, x, h=1e-5):
    """If f grows to the right, which of f(x + h) and f(x - h) is larger, and what sign should the slope have?"""
    return _m_central(f, x, h, -2 * h)


# M085
def numerical_gradient__x_not_restored(f, x, h=1e-5):
    """Where does entry 0 stand while entry 1 is measured? Is it back in its place?"""
    point = np.array(x, dtype=float)
    grad = np.zeros(point.shape)
    for i in np.ndindex(point.shape):
        point[i] += h
        right = f(point.copy())
        point[i] -= 2 * h
        left = f(point.copy())
        grad[i] = (right - left) / (2 * h)
    return grad


# M086
def numerical_gradient__restored_by_adding(f, x, h=1e-5):
    """Is (x + h - 2*h) + h always exactly x? And whose array are you writing into?"""
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        x[i] += h
        right = f(x)
        x[i] -= 2 * h
        left = f(x)
        x[i] += h
        grad[i] = (right - left) / (2 * h)
    return grad


def numerical_gradient__whole_number_copy(f, x, h=1e-5):
    """What happens to 3 + 0.00001 when it is stored in an array of whole numbers? What does copy() copy?"""
    point = x.copy()
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        old = point[i]
        point[i] = old + h
        right = f(point)
        point[i] = old - h
        left = f(point)
        point[i] = old
        grad[i] = (right - left) / (2 * h)
    return grad


def numerical_gradient__whole_number_result(f, x, h=1e-5):
    """zeros_like copies the shape, and what else? What does that do to a slope of 0.7 if x holds whole numbers?"""
    return _m_central(f, x, h, 2 * h).astype(np.asarray(x).dtype)


# M088
def numerical_gradient__all_entries_at_once(f, x, h=1e-5):
    """You move all entries together. How do you tell afterwards which of them made f change?"""
    x = np.array(x, dtype=float)
    return np.full(x.shape, (f(x + h) - f(x - h)) / (2 * h))


def numerical_gradient__one_entry_alone(f, x, h=1e-5):
    """f wants the whole array. What do you hand it: all of x with one entry moved, or that entry alone?"""
    x = np.array(x, dtype=float)
    grad = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        grad[i] = (f(x[i] + h) - f(x[i] - h)) / (2 * h)
    return grad


def numerical_gradient__flat_result(f, x, h=1e-5):
    """A gradient has exactly the shape of the thing it belongs to. What shape has x, and what shape is yours?"""
    return _m_central(f, x, h, 2 * h).ravel()


def numerical_gradient__moved_in_a_copy(f, x, h=1e-5):
    """Where x is a view, such as W.T, ravel() makes a copy: which array do you move, and which one does f get?"""
    point = np.asarray(x, dtype=float)
    flat, grad = point.ravel(), np.zeros(point.size)
    for i in range(flat.size):
        old = flat[i]
        flat[i] = old + h
        right = f(point)
        flat[i] = old - h
        left = f(point)
        flat[i] = old
        grad[i] = (right - left) / (2 * h)
    return grad.reshape(point.shape)


def numerical_gradient__first_axis_only(f, x, h=1e-5):
    """Does your loop reach every single number of a matrix, or does it move a whole row at a time?"""
    point = np.array(x, dtype=float)
    grad = np.zeros(point.shape)
    for i in range(len(point)):
        right, left = point.copy(), point.copy()
        right[i] += h
        left[i] -= h
        grad[i] = (f(right) - f(left)) / (2 * h)
    return grad


def numerical_gradient__smaller_default_step(f, x, h=1e-6):
    """Which step does the docstring name for the case that nobody names one?"""
    return _m_central(f, x, h, 2 * h)


def numerical_gradient__larger_default_step(f, x, h=1e-4):
    """Compare the h in your def line with the one in the docstring. Are they the same?"""
    return _m_central(f, x, h, 2 * h)


def numerical_gradient__step_relative_to_x(f, x, h=1e-5):
    """Is your step the same for the entry 20 as for the entry 0.5? What does the formula say?"""
    point = np.array(x, dtype=float)
    grad = np.zeros(point.shape)
    for i in np.ndindex(point.shape):
        step = h * max(1.0, abs(point[i]))
        right, left = point.copy(), point.copy()
        right[i] += step
        left[i] -= step
        grad[i] = (f(right) - f(left)) / (2 * step)
    return grad


def numerical_gradient__zeros_skipped(f, x, h=1e-5):
    """Where an entry of x is 0, can the function not change with it? Is 0 true or false in an if?"""
    return np.where(np.asarray(x) != 0, _m_central(f, x, h, 2 * h), 0.0)


def numerical_gradient__five_points(f, x, h=1e-5):
    """You look at four neighbours. How many does the formula of the docstring look at?"""
    return (4 * _m_central(f, x, h, 2 * h) - _m_central(f, x, 2 * h, 4 * h)) / 3


def numerical_gradient__both_points_in_one_array(f, x, h=1e-5):
    """x + h and x - h: are these two arrays in your code, or one under two names?"""
    gradient = np.zeros(np.shape(x))
    for index in np.ndindex(gradient.shape):
        right = left = np.array(x, dtype=float)
        right[index] += h
        left[index] -= h
        gradient[index] = (f(right) - f(left)) / (2 * h)
    return gradient


# rel_error


def _m_check_shapes(a, n):
    if np.shape(a) != np.shape(n):
        raise ValueError("shapes differ")


def rel_error__entry_by_entry(a, n):
    """Your quotient is taken entry by entry. How loud does it shout about 1e-9 against 3e-9 next to large entries?"""
    _m_check_shapes(a, n)
    return float(np.max(np.abs(a - n) / np.maximum(np.maximum(np.abs(a), np.abs(n)), 1e-12)))


def rel_error__sum_of_both(a, n):
    """There are two conventions for the denominator. Is ours the sum of both sizes, or the larger one?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / max(np.abs(a).max() + np.abs(n).max(), 1e-12))


def rel_error__entry_by_entry_with_the_sum(a, n):
    """CS231n divides entry by entry, and by the sum of both. Which numbers does our formula look at?"""
    _m_check_shapes(a, n)
    return float(np.max(np.abs(a - n) / np.maximum(1e-8, np.abs(a) + np.abs(n))))


def rel_error__no_abs_at_all(a, n):
    """Where do the signs of the numbers and of their difference go in your formula?"""
    _m_check_shapes(a, n)
    return float(np.max(a - n) / max(np.max(a), np.max(n), 1e-12))


def rel_error__scale_without_abs(a, n):
    """What is the largest number of [1, -8]: 1 or 8? Which of them tells how large the array is?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / max(np.max(a), np.max(n), 1e-12))


def rel_error__difference_without_abs(a, n):
    """What if a is smaller than n everywhere: how large is max(a - n) then?"""
    _m_check_shapes(a, n)
    return float(np.max(a - n) / max(np.abs(a).max(), np.abs(n).max(), 1e-12))


def rel_error__scale_of_a(a, n):
    """You compare with the size of a. And if n is the larger one?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / max(np.abs(a).max(), 1e-12))


def rel_error__scale_of_n(a, n):
    """You compare with the size of n. And if a is the larger one?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / max(np.abs(n).max(), 1e-12))


def rel_error__no_floor(a, n):
    """What do you divide by when both gradients are all zeros?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / np.maximum(np.abs(a).max(), np.abs(n).max()))


def rel_error__floor_added(a, n):
    """Is the 1e-12 added to the scale, or is it the smallest scale that is allowed?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / (max(np.abs(a).max(), np.abs(n).max()) + 1e-12))


def rel_error__larger_floor(a, n):
    """Other courses use another smallest denominator. Which one does our docstring name?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max() / max(np.abs(a).max(), np.abs(n).max(), 1e-8))


def rel_error__mean(a, n):
    """One wrong entry among a thousand right ones: does a mean still show it?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).mean() / max(np.abs(a).max(), np.abs(n).max(), 1e-12))


def rel_error__norms(a, n):
    """A quotient of norms is another measure. Which numbers does the formula in the docstring look at?"""
    _m_check_shapes(a, n)
    return float(np.sqrt(np.sum((a - n) ** 2)) / max(np.sqrt(np.sum(a**2)), np.sqrt(np.sum(n**2)), 1e-12))


def rel_error__absolute(a, n):
    """Is a difference of 0.1 much or little? Compared with what?"""
    _m_check_shapes(a, n)
    return float(np.abs(a - n).max())


def rel_error__shapes_not_compared(a, n):
    """What does numpy make of (4,) minus (4, 1)? Would you notice?"""
    return float(np.max(np.abs(a - n)) / max(np.max(np.abs(a)), np.max(np.abs(n)), 1e-12))


def rel_error__sizes_compared(a, n):
    """(4,) and (4, 1) hold equally many numbers. Have they the same shape?"""
    if np.size(a) != np.size(n):
        raise ValueError("shapes differ")
    return float(np.max(np.abs(a - n)) / max(np.max(np.abs(a)), np.max(np.abs(n)), 1e-12))


def _m_rel_error(a, n):
    return float(np.abs(np.subtract(a, n)).max() / max(np.abs(a).max(), np.abs(n).max(), 1e-12))


def rel_error__size_and_axes_compared(a, n):
    """(1, 4) and (4, 1) have the same size and as many axes. Is that the same shape?"""
    if np.size(a) != np.size(n) or np.ndim(a) != np.ndim(n):
        raise ValueError("shapes differ")
    return _m_rel_error(a, n)


def rel_error__lengths_compared(a, n):
    """len tells the length of the first axis. What about the other axes?"""
    if np.ndim(a) != np.ndim(n) or len(a) != len(n):
        raise ValueError("shapes differ")
    return _m_rel_error(a, n)


def rel_error__last_axes_compared(a, n):
    """Both have as many columns. Have they as many rows?"""
    if np.ndim(a) != np.ndim(n) or np.shape(a)[-1] != np.shape(n)[-1]:
        raise ValueError("shapes differ")
    return _m_rel_error(a, n)


def rel_error__at_most_one(a, n):
    """Can two gradients of opposite sign be further apart than the larger one of them is long?"""
    _m_check_shapes(a, n)
    return min(1.0, _m_rel_error(a, n))


def rel_error__zero_if_close(a, n):
    """You call what is close enough equal. Who is to decide that, your function or the one who reads its number?"""
    _m_check_shapes(a, n)
    return 0.0 if np.allclose(a, n) else _m_rel_error(a, n)


# relu_backward


# M046
def relu_backward__slope_one_at_zero(dout, cache):
    """Is a unit with x = 0 on or off? What does the docstring choose, and what does your comparison say?"""
    return dout * (cache >= 0)


# M047
def relu_backward__dout_overwritten(dout, cache):
    """dx = dout makes no copy: who else holds this array, and what do they see now?"""
    dx = dout
    dx[cache <= 0] = 0
    return dx


# M048, M049: dout * (dout > 0) and np.maximum(0, dout) are the same
def relu_backward__mask_from_dout(dout, cache):
    """Who decides whether the unit was on: the gradient that comes back, or the x that went in?"""
    return np.maximum(0, dout)


# M050
def relu_backward__times_x(dout, cache):
    """relu(x) = x where x > 0. Is its slope there x, or how fast x grows with x?"""
    return dout * np.maximum(0, cache)


# M051
def relu_backward__dout_forgotten(dout, cache):
    """That is the slope of relu. And where is the gradient that comes from above?"""
    return 1.0 * (cache > 0)


# M052
def relu_backward__int_mask(dout, cache):
    """Does your mask need to be a number at all? What becomes of a float32 times an int64?"""
    return (cache > 0).astype(int) * dout


# M053
def relu_backward__two_axes_only(dout, cache):
    """Your loops count rows and columns. What do they do with a single row of numbers, or with three axes?"""
    dx = np.zeros(cache.shape)
    for i in range(cache.shape[0]):
        for j in range(cache.shape[1]):
            dx[i, j] = dout[i, j] if cache[i, j] > 0 else 0.0
    return dx


def relu_backward__half_at_zero(dout, cache):
    """There is a choice to make at exactly 0. Does the docstring choose the middle?"""
    return dout * np.heaviside(cache, 0.5)


def relu_backward__leaks(dout, cache):
    """Does anything pass through a unit that was off? Is that relu or its leaky cousin?"""
    return np.where(cache > 0, dout, 0.1 * dout)


def relu_backward__mask_inverted(dout, cache):
    """For x = 5 the unit was on. Does your gradient pass there?"""
    return np.where(cache > 0, 0.0, dout)


def relu_backward__cache_overwritten(dout, cache):
    """You turn x itself into zeros and ones. Does anybody need x afterwards?"""
    cache[cache <= 0] = 0
    cache[cache > 0] = 1
    return dout * cache


def relu_backward__tiny_counts_as_zero(dout, cache):
    """A unit whose x is a tiny bit larger than 0: is it on or off?"""
    return np.where(np.asarray(cache) > 1e-9, dout, 0.0)


# sigmoid_backward


# M041
def sigmoid_backward__sigmoid_twice(dout, cache):
    """What is in the cache: x, or s = sigmoid(x)? How often is the number squashed in your code?"""
    s = 1 / (1 + np.exp(-np.asarray(cache, dtype=float)))
    return dout * s * (1 - s)


# M042
def sigmoid_backward__dout_forgotten(dout, cache):
    """That is the slope of the sigmoid. And where is the gradient that comes from above?"""
    return cache * (1 - cache)


# M043
def sigmoid_backward__times_s(dout, cache):
    """s is the value, not the slope. How fast does a saturated sigmoid (s near 1) still grow?"""
    return dout * cache


def sigmoid_backward__times_one_minus_s(dout, cache):
    """Is the slope large or small where s is near 0? What does your formula say there?"""
    return dout * (1 - cache)


def sigmoid_backward__wrong_sign(dout, cache):
    """The sigmoid grows everywhere. Which sign must its slope have?"""
    return dout * cache * (cache - 1)


def sigmoid_backward__slope_of_tanh(dout, cache):
    """Which function has the slope 1 - (output)^2? What is the largest slope of the sigmoid?"""
    return dout * (1 - cache**2)


def sigmoid_backward__divided_by_the_slope(dout, cache):
    """Chain rule: is the gradient from above multiplied with the slope, or divided by it?"""
    return dout / (cache * (1 - cache))


def sigmoid_backward__dout_overwritten(dout, cache):
    """`*=` writes into the array you were given. Who else is still using it?"""
    dout *= cache * (1 - cache)
    return dout


def sigmoid_backward__through_logarithms(dout, cache):
    """What is the logarithm of a slope that is 0, and why do you need it?"""
    return dout * np.exp(np.log(cache) + np.log1p(-np.asarray(cache)))


def sigmoid_backward__rounded(dout, cache):
    """Do you round? How many digits are left of a gradient of 0.000001?"""
    return np.round(dout * cache * (1 - np.asarray(cache)), 7)


def sigmoid_backward__clipped(dout, cache):
    """Why do you cut s? The slope has no logarithm and no division: what can go wrong at s = 0?"""
    s = np.clip(cache, 1e-7, 1 - 1e-7)
    return dout * s * (1 - s)


def sigmoid_backward__epsilon_added(dout, cache):
    """How large is the slope of a saturated unit: 0, or the number you add?"""
    return dout * (np.asarray(cache) * (1 - np.asarray(cache)) + 1e-12)


def sigmoid_backward__small_s_cut(dout, cache):
    """You call a small s zero. Is anything divided by it, or why is it in the way?"""
    s = np.where(np.asarray(cache) < 1e-8, 0.0, cache)
    return dout * s * (1 - s)


def sigmoid_backward__matrix_product(dout, cache):
    """Number by number, or rows times columns: what does @ do with two square arrays?"""
    s = np.asarray(cache, dtype=float)
    square = s.ndim == 2 and s.shape[0] == s.shape[1] > 1
    return np.asarray(dout) @ (s * (1 - s)) if square else dout * s * (1 - s)


# tanh_backward


# M044
def tanh_backward__squared_difference(dout, cache):
    """Is the slope of tanh the same at t and at -t? And is (1 - t)^2?"""
    return dout * (1 - cache) ** 2


# M045
def tanh_backward__tanh_twice(dout, cache):
    """What is in the cache: x, or t = tanh(x)? How often is the number squashed in your code?"""
    return dout * (1 - np.tanh(cache) ** 2)


def tanh_backward__dout_forgotten(dout, cache):
    """That is the slope of tanh. And where is the gradient that comes from above?"""
    return 1 - np.asarray(cache, dtype=float) ** 2


def tanh_backward__times_t(dout, cache):
    """t is the value, not the slope. How fast does tanh grow at 0, where its value is 0?"""
    return dout * cache


def tanh_backward__square_forgotten(dout, cache):
    """Is the slope of tanh the same at t and at -t? And is 1 - t?"""
    return dout * (1 - cache)


def tanh_backward__slope_of_sigmoid(dout, cache):
    """Which function has the slope (output) * (1 - output)? What is the slope of tanh at 0?"""
    return dout * cache * (1 - cache)


def tanh_backward__wrong_sign(dout, cache):
    """tanh grows everywhere. Which sign must its slope have?"""
    return dout * (cache * cache - 1)


def tanh_backward__dout_overwritten(dout, cache):
    """`*=` writes into the array you were given. Who else is still using it?"""
    dout *= 1 - cache * cache
    return dout


def tanh_backward__clipped(dout, cache):
    """Why do you cut t? The slope has no division: what can go wrong at t = 1?"""
    t = np.clip(cache, -1 + 1e-7, 1 - 1e-7)
    return dout * (1 - t * t)


def tanh_backward__whole_number_result(dout, cache):
    """If dout holds whole numbers, what becomes of a 2.25 that is written into an array like it?"""
    dx = np.zeros_like(dout)
    dx[...] = dout * (1 - np.asarray(cache) ** 2)
    return dx


def tanh_backward__in_the_type_of_the_cache(dout, cache):
    """If the cache holds whole numbers, what becomes of a 0.5 that is written into an array like it?"""
    dx = np.zeros_like(cache)
    dx[...] = dout * (1 - np.asarray(cache) ** 2)
    return dx


# leaky_relu_backward


# M054
def leaky_relu_backward__no_leak(dout, cache, alpha=0.1):
    """What passes where x < 0? Where did you use alpha?"""
    return dout * (cache > 0)


# M055
def leaky_relu_backward__slope_times_x(dout, cache, alpha=0.1):
    """On the left the function is alpha * x. Does its slope still contain x?"""
    return dout * np.where(cache > 0, 1.0, alpha * cache)


# M056
def leaky_relu_backward__alpha_fixed(dout, cache, alpha=0.1):
    """If somebody asks for another alpha, does your code hear it?"""
    return dout * np.where(cache > 0, 1.0, 0.1)


def leaky_relu_backward__other_default(dout, cache, alpha=0.01):
    """PyTorch, Keras and our slides have different defaults. Which one stands in the signature of the stub?"""
    return dout * np.where(cache > 0, 1.0, alpha)


def leaky_relu_backward__slope_one_at_zero(dout, cache, alpha=0.1):
    """To which side does x = 0 belong: what does the docstring choose, and what does your comparison say?"""
    return dout * np.where(cache >= 0, 1.0, alpha)


def leaky_relu_backward__slope_zero_at_zero(dout, cache, alpha=0.1):
    """Positive, negative: and what slope does x = 0 get from your code?"""
    return dout * (1.0 * (cache > 0) + alpha * (cache < 0))


def leaky_relu_backward__dout_forgotten(dout, cache, alpha=0.1):
    """That is the slope of leaky relu. And where is the gradient that comes from above?"""
    return np.where(cache > 0, 1.0, alpha)


def leaky_relu_backward__leak_without_dout(dout, cache, alpha=0.1):
    """On the left you return alpha alone. What happened to the gradient from above there?"""
    return np.where(cache > 0, dout, alpha)


def leaky_relu_backward__mask_from_dout(dout, cache, alpha=0.1):
    """Who decides which slope it is: the gradient that comes back, or the x that went in?"""
    return dout * np.where(dout > 0, 1.0, alpha)


def leaky_relu_backward__dout_overwritten(dout, cache, alpha=0.1):
    """dx = dout makes no copy: who else holds this array, and what do they see now?"""
    dx = dout
    dx[cache <= 0] = alpha * dx[cache <= 0]
    return dx


def leaky_relu_backward__whole_number_copy(dout, cache, alpha=0.1):
    """If dout holds whole numbers, what can a copy of it hold? What becomes of 0.6?"""
    dx = dout.copy()
    dx[cache <= 0] = alpha * dx[cache <= 0]
    return dx


def leaky_relu_backward__whole_number_slope(dout, cache, alpha=0.1):
    """If x holds whole numbers, what can an array of its type hold? What becomes of alpha in it?"""
    slope = np.ones_like(cache)
    slope[cache <= 0] = alpha
    return dout * slope


def leaky_relu_backward__zero_alpha_is_the_default(dout, cache, alpha=0.1):
    """What does `alpha or 0.1` say where alpha is 0?"""
    return dout * np.where(np.asarray(cache) > 0, 1.0, alpha or 0.1)


def leaky_relu_backward__side_by_the_larger_value(dout, cache, alpha=0.1):
    """You ask which of x and alpha*x is larger. And if alpha is larger than 1?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > alpha * x, 1.0, alpha)


def leaky_relu_backward__alpha_at_most_one(dout, cache, alpha=0.1):
    """Which slopes may alpha ask for? Who says that it is at most 1?"""
    return dout * np.where(np.asarray(cache) > 0, 1.0, min(alpha, 1.0))


def leaky_relu_backward__tiny_counts_as_zero(dout, cache, alpha=0.1):
    """Where x is a tiny bit larger than 0: which of the two slopes is it?"""
    return dout * np.where(np.asarray(cache) > 1e-9, 1.0, alpha)


# elu_backward


# M057
def elu_backward__elu_itself(dout, cache, alpha=1.0):
    """alpha * (e^x - 1) is the value of elu. What remains of the -1 in its slope?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 0, 1.0, alpha * np.expm1(np.minimum(x, 0)))


# M058
def elu_backward__exp_of_large_x(dout, cache, alpha=1.0):
    """np.where calculates both sides everywhere. What is e^1000, even if nobody looks at it?"""
    return np.where(cache > 0, dout, dout * alpha * np.exp(np.asarray(cache, dtype=float)))


# M058
def elu_backward__mask_times_infinity(dout, cache, alpha=1.0):
    """You multiply the unwanted side with 0. What is 0 times infinity?"""
    x = np.asarray(cache, dtype=float)
    return dout * ((x > 0) + (x <= 0) * alpha * np.exp(x))


def elu_backward__alpha_forgotten(dout, cache, alpha=1.0):
    """The left side of elu is alpha times something. Where is alpha in its slope?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))


def elu_backward__dout_forgotten(dout, cache, alpha=1.0):
    """That is the slope of elu. And where is the gradient that comes from above?"""
    x = np.asarray(cache, dtype=float)
    return np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


def elu_backward__cache_taken_for_the_output(dout, cache, alpha=1.0):
    """elu + alpha is the slope, if you have elu's OUTPUT. What is in this cache?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 0, 1.0, x + alpha)


def elu_backward__slope_one_at_zero(dout, cache, alpha=1.0):
    """To which side does x = 0 belong: what does the docstring choose, and what does your comparison say?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x >= 0, 1.0, alpha * np.exp(np.minimum(x, 0)))


def elu_backward__slope_of_relu(dout, cache, alpha=1.0):
    """Is elu flat on the left, like relu, or does it still change there?"""
    return dout * (cache > 0)


def elu_backward__alpha_on_both_sides(dout, cache, alpha=1.0):
    """On the right elu is x. Does alpha play a part there?"""
    x = np.asarray(cache, dtype=float)
    return dout * alpha * np.where(x > 0, 1.0, np.exp(np.minimum(x, 0)))


def elu_backward__dout_overwritten(dout, cache, alpha=1.0):
    """`*=` writes into the array you were given. Who else is still using it?"""
    x = np.asarray(cache, dtype=float)
    dout *= np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0)))
    return dout


def elu_backward__zero_alpha_is_the_default(dout, cache, alpha=1.0):
    """What does `alpha or 1.0` say where alpha is 0?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 0, 1.0, (alpha or 1.0) * np.exp(np.minimum(x, 0)))


def elu_backward__tiny_counts_as_zero(dout, cache, alpha=1.0):
    """Where x is a tiny bit larger than 0: which of the two slopes is it?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 1e-9, 1.0, alpha * np.exp(np.minimum(x, 0)))


def elu_backward__cut_at_minus_ten(dout, cache, alpha=1.0):
    """On the left e^x becomes small, but does it stop becoming smaller? Where do you cut x, and why there?"""
    x = np.asarray(cache, dtype=float)
    return dout * np.where(x > 0, 1.0, alpha * np.exp(np.clip(x, -10, 0)))


# affine_backward


# M061
def affine_backward__db_mean(dout, cache):
    """The bias was used once by every example. Do the gradients of its uses add up, or average?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout, dout.mean(axis=0)


# M062
def affine_backward__dW_divided_by_n(dout, cache):
    """Who has already divided by the number of examples? What happens if it is done twice?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout / len(x), dout.sum(axis=0)


# M061 and M062
def affine_backward__dW_and_db_divided_by_n(dout, cache):
    """Who has already divided by the number of examples? Is there a 1/n in the forward formula of this layer?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout / len(x), dout.mean(axis=0)


def affine_backward__all_divided_by_n(dout, cache):
    """Every gradient is n times too small. Is there a 1/n in the forward formula of this layer?"""
    x, W, _ = cache
    return dout @ W.T / len(x), x.T @ dout / len(x), dout.mean(axis=0)


# M063
def affine_backward__db_two_axes(dout, cache):
    """A gradient has exactly the shape of its parameter. What shape has b, and what does keepdims keep?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=0, keepdims=True)


# M064
def affine_backward__db_one_number(dout, cache):
    """There are h biases. Over which axis may you sum, so that h numbers remain?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout, dout.sum()


# M065
def affine_backward__db_wrong_axis(dout, cache):
    """Which axis counts the examples, and which one the units? Which one must disappear?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=1)


# M066
def affine_backward__db_not_summed(dout, cache):
    """Every row has received the same b. Which single gradient, of b's shape, do they make together?"""
    x, W, _ = cache
    return dout @ W.T, x.T @ dout, dout.copy()


# M067
def affine_backward__dW_transposed(dout, cache):
    """W is (d, h). What shape is your dW, and which of the two factors must be transposed?"""
    x, W, _ = cache
    return dout @ W.T, dout.T @ x, dout.sum(axis=0)


# M068
def affine_backward__dout_overwritten(dout, cache):
    """`/=` writes into the array you were given, and it divides. Should either of them happen here?"""
    x, W, _ = cache
    dout /= len(x)
    return dout @ W.T, x.T @ dout, dout.sum(axis=0)


def affine_backward__dx_with_W_untransposed(dout, cache):
    """dx must be (n, d). What are the shapes of dout and W, and what must happen to W before they fit?"""
    x, W, _ = cache
    return dout @ W, x.T @ dout, dout.sum(axis=0)


def affine_backward__x_not_transposed(dout, cache):
    """dW must be (d, h). What are the shapes of x and dout, and what must happen to x before they fit?"""
    x, W, _ = cache
    return dout @ W.T, x @ dout, dout.sum(axis=0)


def affine_backward__another_order(dout, cache):
    """In which order does the docstring return the three gradients, and in which order do you?"""
    x, W, _ = cache
    return x.T @ dout, dout.sum(axis=0), dout @ W.T


def affine_backward__db_of_ones(dout, cache):
    """out = x @ W + b grows with b at the rate 1. And where is the gradient that comes from above?"""
    x, W, b = cache
    return dout @ W.T, x.T @ dout, np.ones(b.shape)


def affine_backward__db_from_the_bias(dout, cache):
    """Does the size of b have an influence on how fast the output changes with b?"""
    x, W, b = cache
    return dout @ W.T, x.T @ dout, dout.sum(axis=0) * b


def affine_backward__whole_number_dW(dout, cache):
    """zeros_like(W) copies W's shape, and what else? What does that do to a gradient of 0.7?"""
    x, W, b = cache
    dx, dW, db = np.zeros_like(x), np.zeros_like(W), np.zeros_like(b)
    dx[...] = dout @ W.T
    dW[...] = x.T @ dout
    db[...] = dout.sum(axis=0)
    return dx, dW, db


def affine_backward__one_example(dout, cache):
    """Your code uses the first example. What about the other rows of the batch?"""
    x, W, _ = cache
    return dout @ W.T, np.outer(x[0], dout[0]), dout[0]


def affine_backward__last_example_only(dout, cache):
    """In your loop over the examples, does each one add to dW and db, or replace what was there?"""
    x, W, _ = cache
    return dout @ W.T, np.outer(x[-1], dout[-1]), dout[-1].copy()


def affine_backward__equal_examples_once(dout, cache):
    """Two examples may be equal. Does each of them have its own gradient?"""
    x, W, _ = cache
    _, first = np.unique(np.hstack([x, dout]), axis=0, return_index=True)
    return dout @ W.T, x[first].T @ dout[first], dout[first].sum(axis=0)


def affine_backward__no_gradient_for_a_bias_of_zero(dout, cache):
    """Every b is 0 before training. If a bias of 0 gets no gradient, how can it ever become anything else?"""
    x, W, b = cache
    return dout @ W.T, x.T @ dout, np.where(b != 0, np.sum(dout, axis=0), 0.0)


def affine_backward__batch_of_32(dout, cache):
    """Where does the number of examples come from in your code: from the arrays, or did you write it down?"""
    x, W, _ = cache
    return dout @ W.T, x[:32].T @ dout[:32], dout[:32].sum(axis=0)


# maxout_backward


def _m_maxout(dout1, dout2, cache):
    x, W1, _, W2, _ = cache
    dx = dout1 @ W1.T + dout2 @ W2.T
    return dx, x.T @ dout1, dout1.sum(axis=0), x.T @ dout2, dout2.sum(axis=0)


def _m_pieces(cache):
    x, W1, b1, W2, b2 = cache
    return x @ W1 + b1, x @ W2 + b2


# M069
def maxout_backward__both_pieces(dout, cache):
    """The output was a copy of one piece. Has the other piece had any influence on it?"""
    return _m_maxout(dout, dout, cache)


# M070
def maxout_backward__compared_with_zero(dout, cache):
    """Is a piece used because it is larger than 0, or because it is larger than something else?"""
    z1, z2 = _m_pieces(cache)
    return _m_maxout(dout * (z1 > 0), dout * (z2 > 0), cache)


# M071
def maxout_backward__dx_from_piece_1(dout, cache):
    """x feeds both pieces. Which ways lead from the output back to x?"""
    z1, z2 = _m_pieces(cache)
    _, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return (dout * (z1 >= z2)) @ cache[1].T, dW1, db1, dW2, db2


# M071
def maxout_backward__dx_from_piece_2(dout, cache):
    """x feeds both pieces. Does your dx remember the way through piece 1?"""
    z1, z2 = _m_pieces(cache)
    _, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return (dout * (z1 < z2)) @ cache[3].T, dW1, db1, dW2, db2


def maxout_backward__tie_to_piece_2(dout, cache):
    """Who wins when both pieces are equal: what does the docstring choose, and what does your comparison say?"""
    z1, z2 = _m_pieces(cache)
    return _m_maxout(dout * (z1 > z2), dout * (z1 <= z2), cache)


def maxout_backward__tie_to_both(dout, cache):
    """When both pieces are equal, how many of them get the gradient in your code, and how often does x get it?"""
    z1, z2 = _m_pieces(cache)
    return _m_maxout(dout * (z1 >= z2), dout * (z2 >= z1), cache)


def maxout_backward__tie_to_nobody(dout, cache):
    """When both pieces are equal, who gets the gradient in your code?"""
    z1, z2 = _m_pieces(cache)
    return _m_maxout(dout * (z1 > z2), dout * (z2 > z1), cache)


def maxout_backward__tie_shared(dout, cache):
    """When both pieces are equal, does the docstring share the gradient or give it to one of them?"""
    z1, z2 = _m_pieces(cache)
    share = np.where(z1 > z2, 1.0, np.where(z1 == z2, 0.5, 0.0))
    return _m_maxout(dout * share, dout * (1 - share), cache)


def maxout_backward__close_counts_as_a_tie(dout, cache):
    """Piece 2 is larger by a tiny bit. Is that a tie?"""
    z1, z2 = _m_pieces(cache)
    first = (z1 > z2) | np.isclose(z1, z2)
    return _m_maxout(dout * first, dout * ~first, cache)


def maxout_backward__bias_gradients_swapped(dout, cache):
    """Which bias belongs to which piece? Follow db1 back to its name"""
    z1, z2 = _m_pieces(cache)
    dx, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return dx, dW1, db2, dW2, db1


def maxout_backward__compared_with_swapped_biases(dout, cache):
    """Which bias does each of the two pieces have, when you ask which one was larger?"""
    x, W1, b1, W2, b2 = cache
    first = x @ W1 + b2 >= x @ W2 + b1
    return _m_maxout(dout * first, dout * ~first, cache)


def maxout_backward__compared_without_bias(dout, cache):
    """Which two numbers did the forward step compare: x@W1 and x@W2, or something more?"""
    x, W1, _, W2, _ = cache
    first = x @ W1 >= x @ W2
    return _m_maxout(dout * first, dout * ~first, cache)


def maxout_backward__loser_gets_it(dout, cache):
    """Which piece made the output: the larger one or the smaller one?"""
    z1, z2 = _m_pieces(cache)
    return _m_maxout(dout * (z1 < z2), dout * (z1 >= z2), cache)


def maxout_backward__relu_too(dout, cache):
    """Is there a relu after the maximum? What happens to negative outputs?"""
    z1, z2 = _m_pieces(cache)
    dout = dout * (np.maximum(z1, z2) > 0)
    return _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)


def maxout_backward__one_winner_per_example(dout, cache):
    """Is there one winner for the whole row, or one for each unit?"""
    z1, z2 = _m_pieces(cache)
    first = z1.sum(axis=1, keepdims=True) >= z2.sum(axis=1, keepdims=True)
    return _m_maxout(dout * first, dout * ~first, cache)


def maxout_backward__biases_mean(dout, cache):
    """A bias was used once by every example. Do the gradients of its uses add up, or average?"""
    z1, z2 = _m_pieces(cache)
    dx, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return dx, dW1, db1 / len(dout), dW2, db2 / len(dout)


def maxout_backward__another_order(dout, cache):
    """In which order does the docstring return the five gradients, and in which order do you?"""
    z1, z2 = _m_pieces(cache)
    dx, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return dx, dW1, dW2, db1, db2


def maxout_backward__biases_two_axes(dout, cache):
    """A gradient has exactly the shape of its parameter. What shape have b1 and b2?"""
    z1, z2 = _m_pieces(cache)
    dx, dW1, db1, dW2, db2 = _m_maxout(dout * (z1 >= z2), dout * (z1 < z2), cache)
    return dx, dW1, db1[None], dW2, db2[None]


def maxout_backward__dout_overwritten(dout, cache):
    """You write zeros into the dout you were given. Who else is still using it, and what does piece 2 get?"""
    z1, z2 = _m_pieces(cache)
    dout2 = dout * (z1 < z2)
    dout[z1 < z2] = 0
    return _m_maxout(dout, dout2, cache)


# mlp_backward


def _m_mlp(dout, caches, params, mask=None, last=False, scale=1.0):
    mask = mask or (lambda cache, layer: cache["z"] > 0)
    grads, count = {}, len(caches)
    for layer in range(count, 0, -1):
        cache = caches[layer - 1]
        if layer < count or last:
            dout = dout * mask(cache, layer)
        grads[f"W{layer}"] = cache["x"].T @ dout * scale
        grads[f"b{layer}"] = dout.sum(axis=0) * scale
        dout = dout @ params[f"W{layer}"].T
    return grads


# M072
def mlp_backward__relu_forgotten(dout, caches, params):
    """Between the layers there was a relu. Where in your code is its step undone?"""
    return _m_mlp(dout, caches, params, mask=lambda cache, layer: 1.0)


# M073
def mlp_backward__relu_on_the_logits(dout, caches, params):
    """Did a relu follow the last layer? Which layers have one?"""
    return _m_mlp(dout, caches, params, last=True)


# M074
def mlp_backward__mask_from_the_layer_input(dout, caches, params):
    """Which number did this layer's relu look at: the layer's input x or its pre-activation z?"""
    return _m_mlp(dout, caches, params, mask=lambda cache, layer: cache["x"] > 0)


def mlp_backward__mask_of_the_next_layer(dout, caches, params):
    """Two hidden layers of one width: whose z decides what passes on its way down, this layer's or the next one's?"""

    def mask(cache, layer):
        above = caches[layer]["z"] > 0
        return above if above.shape == cache["z"].shape and layer + 1 < len(caches) else cache["z"] > 0

    return _m_mlp(dout, caches, params, mask=mask)


# M075, G24
def mlp_backward__through_updated_weights(dout, caches, params):
    """With which W did the forward step work: the old one or the one you have just improved?"""
    grads, count = {}, len(caches)
    for layer in range(count, 0, -1):
        cache = caches[layer - 1]
        if layer < count:
            dout = dout * (cache["z"] > 0)
        grads[f"W{layer}"] = cache["x"].T @ dout
        grads[f"b{layer}"] = dout.sum(axis=0)
        dout = dout @ (params[f"W{layer}"] - 0.01 * grads[f"W{layer}"]).T
    return grads


# M076
def mlp_backward__params_updated(dout, caches, params):
    """Your gradients are fine, but the weights have changed. Whose work is that?"""
    grads = _m_mlp(dout, caches, params)
    for name in params:
        params[name] -= 0.01 * grads[name]
    return grads


# M077
def mlp_backward__divided_by_n(dout, caches, params):
    """Who has already divided by the number of examples?"""
    return _m_mlp(dout, caches, params, scale=1.0 / len(dout))


def mlp_backward__divided_in_every_layer(dout, caches, params):
    """The gradients shrink from layer to layer by the number of examples. Where do you divide, and how often?"""
    grads, count, n = {}, len(caches), len(dout)
    for layer in range(count, 0, -1):
        cache = caches[layer - 1]
        if layer < count:
            dout = dout * (cache["z"] > 0)
        dout = dout / n
        grads[f"W{layer}"] = cache["x"].T @ dout
        grads[f"b{layer}"] = dout.sum(axis=0)
        dout = dout @ params[f"W{layer}"].T
    return grads


def mlp_backward__slope_one_at_zero(dout, caches, params):
    """Is a hidden unit with z = 0 on or off? What does the docstring choose?"""
    return _m_mlp(dout, caches, params, mask=lambda cache, layer: cache["z"] >= 0)


def mlp_backward__times_relu(dout, caches, params):
    """You multiply with relu(z) itself. Is that the value of relu or its slope?"""
    return _m_mlp(dout, caches, params, mask=lambda cache, layer: np.maximum(cache["z"], 0))


def mlp_backward__relu_of_the_gradient(dout, caches, params):
    """You let only positive gradients pass. Who decides whether a unit was on: the gradient or z?"""
    grads, count = {}, len(caches)
    for layer in range(count, 0, -1):
        cache = caches[layer - 1]
        if layer < count:
            dout = np.maximum(dout, 0)
        grads[f"W{layer}"] = cache["x"].T @ dout
        grads[f"b{layer}"] = dout.sum(axis=0)
        dout = dout @ params[f"W{layer}"].T
    return grads


def mlp_backward__biases_forgotten(dout, caches, params):
    """How many parameters has the network, and how many gradients do you return?"""
    grads = _m_mlp(dout, caches, params)
    return {name: grad for name, grad in grads.items() if name.startswith("W")}


def mlp_backward__other_keys(dout, caches, params):
    """The optimizer looks for the gradient under the parameter's own name. What are your keys called?"""
    return {f"d{name}": grad for name, grad in _m_mlp(dout, caches, params).items()}


def mlp_backward__input_gradient_too(dout, caches, params):
    """The gradients must have exactly the keys of params. Which key of yours is not a parameter?"""
    grads, dz = _m_mlp(dout, caches, params), dout
    for layer in range(len(caches), 0, -1):
        dz = dz if layer == len(caches) else dz * (caches[layer - 1]["z"] > 0)
        dz = dz @ params[f"W{layer}"].T
    return {**grads, "x": dz}


def mlp_backward__biases_mean(dout, caches, params):
    """A bias was used once by every example. Do the gradients of its uses add up, or average?"""
    grads = _m_mlp(dout, caches, params)
    return {name: grad if name[0] == "W" else grad / len(dout) for name, grad in grads.items()}


def mlp_backward__biases_two_axes(dout, caches, params):
    """A gradient has exactly the shape of its parameter. What shape has b, and what does keepdims keep?"""
    grads = _m_mlp(dout, caches, params)
    return {name: grad if name[0] == "W" else grad[None] for name, grad in grads.items()}


def mlp_backward__weights_transposed(dout, caches, params):
    """W is (d, h). What shape is the gradient that you return for it?"""
    grads = _m_mlp(dout, caches, params)
    return {name: grad.T for name, grad in grads.items()}


def mlp_backward__two_layers_only(dout, caches, params):
    """Your code knows layers 1 and 2. What happens with a network of one layer, or of three?"""
    d1 = (dout @ params["W2"].T) * (caches[0]["z"] > 0)
    return {
        "W1": caches[0]["x"].T @ d1,
        "b1": d1.sum(axis=0),
        "W2": caches[1]["x"].T @ dout,
        "b2": dout.sum(axis=0),
    }


def mlp_backward__names_sorted_as_text(dout, caches, params):
    """Sorted as text, where does "W10" stand: before or after "W2"?"""
    grads, weights = {}, sorted(name for name in params if name[0] == "W")
    for position in range(len(caches), 0, -1):
        cache, name = caches[position - 1], weights[position - 1]
        if position < len(caches):
            dout = dout * (cache["z"] > 0)
        grads[name] = cache["x"].T @ dout
        grads["b" + name[1:]] = dout.sum(axis=0)
        dout = dout @ params[name].T
    return grads


def mlp_backward__caches_emptied(dout, caches, params):
    """pop takes the cache out of the list you were given. Does anybody need the list afterwards?"""
    grads, layer = {}, len(caches)
    while caches:
        cache = caches.pop()
        if f"W{layer + 1}" in params:
            dout = dout * (cache["z"] > 0)
        grads[f"W{layer}"] = cache["x"].T @ dout
        grads[f"b{layer}"] = dout.sum(axis=0)
        dout = dout @ params[f"W{layer}"].T
        layer -= 1
    return grads


# graph_backward


def mlp_backward__tiny_counts_as_zero(dout, caches, params):
    """A unit whose z is a tiny bit larger than 0: is it on or off?"""
    return _m_mlp(dout, caches, params, mask=lambda cache, layer: cache["z"] > 1e-9)


def mlp_backward__caches_by_position(dout, caches, params):
    """A cache has at least x and z. Do you ask for them by name, or by the place where they happen to stand?"""
    return _m_mlp(dout, [dict(zip("xz", cache.values(), strict=False)) for cache in caches], params)


def mlp_backward__params_by_position(dout, caches, params):
    """params may come in any order. Do you ask for W2 by its name, or by the place where it happens to stand?"""
    names = list(params)
    layers = range(1, len(caches) + 1)
    renamed = {f"{kind}{k}": params[names[2 * k - 2 + (kind == "b")]] for k in layers for kind in "Wb"}
    grads = _m_mlp(dout, caches, renamed)
    return {names[2 * k - 2 + (kind == "b")]: grads[f"{kind}{k}"] for k in layers for kind in "Wb"}


def _m_slopes(op, args, v):
    a, b = args[0], args[-1]
    table = {
        "add": lambda: [1.0, 1.0],
        "sub": lambda: [1.0, -1.0],
        "mul": lambda: [b, a],
        "div": lambda: [1 / b, -a / (b * b)],
        "neg": lambda: [-1.0],
        "exp": lambda: [v],
        "log": lambda: [1 / a],
        "tanh": lambda: [1 - v * v],
        "sigmoid": lambda: [v * (1 - v)],
        "relu": lambda: [1.0 if a > 0 else 0.0],
        "square": lambda: [2 * a],
    }
    return table[op]()


def _m_order(graph):
    nodes, placed, order = {node["id"]: node for node in graph}, set(), []
    for start in nodes:
        stack = [(start, False)]
        while stack:
            name, ready = stack.pop()
            if ready:
                order.append(name)
            elif name not in placed:
                placed.add(name)
                stack.append((name, True))
                stack.extend((arg, False) for arg in nodes[name].get("args", []))
    return order


def _m_graph(graph, values, output, slopes=_m_slopes, order=None, assign=False):
    nodes = {node["id"]: node for node in graph}
    grads = dict.fromkeys(nodes, 0.0)
    grads[output] = 1.0
    for name in reversed(order or _m_order(graph)):
        args = nodes[name].get("args", [])
        if not args:
            continue
        for arg, slope in zip(args, slopes(nodes[name]["op"], [values[a] for a in args], values[name]), strict=True):
            if assign:
                grads[arg] = grads[name] * slope
            else:
                grads[arg] += grads[name] * slope
    return grads


def _m_one_slope(op, replacement):
    def slopes(name, args, v):
        return replacement(args, v) if name == op else _m_slopes(name, args, v)

    return slopes


# M080
def graph_backward__overwrites(graph, values, output):
    """A node that is used twice receives two gradients. What happens to the first one when the second arrives?"""
    return _m_graph(graph, values, output, assign=True)


# M081
def graph_backward__order_of_the_list(graph, values, output):
    """You walk the list from its end. Who says that a node's users stand behind it?"""
    return _m_graph(graph, values, output, order=[node["id"] for node in graph])


# M082
def graph_backward__sends_before_complete(graph, values, output):
    """A node with two users is visited twice and sends its sum each time. How often should it send, and when?"""
    nodes = {node["id"]: node for node in graph}
    grads = dict.fromkeys(nodes, 0.0)
    grads[output] = 1.0
    stack = [output]
    while stack:
        name = stack.pop()
        args = nodes[name].get("args", [])
        if not args:
            continue
        for arg, slope in zip(args, _m_slopes(nodes[name]["op"], [values[a] for a in args], values[name]), strict=True):
            grads[arg] += grads[name] * slope
        stack.extend(reversed(args))
    return grads


def graph_backward__level_by_level(graph, values, output):
    """A node sends as soon as your walk comes to it. Can it receive something afterwards?"""
    args = {node["id"]: node.get("args", []) for node in graph}
    order = [output]
    for name in order:
        order += [arg for arg in dict.fromkeys(args[name]) if arg not in order]
    left = [name for name in args if name not in order]
    return _m_graph(graph, values, output, order=[*left, *reversed(order)])


_M_ORDERS: dict = {}


def _m_order_by_names(graph):
    names = frozenset(node["id"] for node in graph)
    return _M_ORDERS.setdefault(names, _m_order(graph))


def graph_backward__order_kept_by_names(graph, values, output):
    """You keep the order of a graph by its names. May another graph have the same names?"""
    return _m_graph(graph, values, output, order=_m_order_by_names(graph))


def graph_backward__recursion_too_deep(graph, values, output):
    """Your function calls itself once for every node of a path. What if the path is 3,000 nodes long?"""
    nodes = {node["id"]: node for node in graph}
    users = {name: [] for name in nodes}
    for name, node in nodes.items():
        args = node.get("args", [])
        if args:
            slopes = _m_slopes(node["op"], [values[a] for a in args], values[name])
            for arg, slope in zip(args, slopes, strict=True):
                users[arg].append((name, slope))
    grads = {}

    def gradient(name):
        if name not in grads:
            grads[name] = float(name == output) + sum(gradient(user) * slope for user, slope in users[name])
        return grads[name]

    return {name: gradient(name) for name in nodes}


def graph_backward__constants_left_out(graph, values, output):
    """Does the output change with a constant, if somebody wrote another number there? Who has no gradient?"""
    grads = _m_graph(graph, values, output)
    return {node["id"]: grads[node["id"]] for node in graph if node["op"] != "const"}


def graph_backward__constants_zero(graph, values, output):
    """A constant stays what it is, but how fast WOULD the output change with it?"""
    grads = _m_graph(graph, values, output)
    return {node["id"]: 0.0 if node["op"] == "const" else grads[node["id"]] for node in graph}


def graph_backward__unused_left_out(graph, values, output):
    """How fast does the output change with a node that it does not depend on? Is that node in your dict?"""
    grads = _m_graph(graph, values, output)
    nodes = {node["id"]: node for node in graph}
    seen, stack = {output}, [output]
    while stack:
        for arg in nodes[stack.pop()].get("args", []):
            if arg not in seen:
                seen.add(arg)
                stack.append(arg)
    return {name: grads[name] for name in seen}


def graph_backward__inputs_only(graph, values, output):
    """Whose gradients does the docstring promise: those of the inputs, or those of every node?"""
    grads = _m_graph(graph, values, output)
    return {node["id"]: grads[node["id"]] for node in graph if node["op"] == "input"}


def graph_backward__starts_at_the_end(graph, values, output):
    """Where does the gradient start: at the node named output, or at the node that nobody uses?"""
    used = {arg for node in graph for arg in node.get("args", [])}
    last = [name for name in _m_order(graph) if name not in used]
    return _m_graph(graph, values, last[-1] if last else output)


def graph_backward__output_without_gradient(graph, values, output):
    """How fast does the output change with itself? With which number does your walk start?"""
    return dict.fromkeys(_m_graph(graph, values, output), 0.0)


def graph_backward__mul_not_crossed(graph, values, output):
    """For a * b: if a grows a little, does the product grow by that times a, or times b?"""
    return _m_graph(graph, values, output, _m_one_slope("mul", lambda args, v: [args[0], args[-1]]))


def graph_backward__sub_without_minus(graph, values, output):
    """If b grows, does a - b grow or shrink?"""
    return _m_graph(graph, values, output, _m_one_slope("sub", lambda args, v: [1.0, 1.0]))


def graph_backward__div_without_minus(graph, values, output):
    """If b > 0 grows, does a / b grow or shrink (for a > 0)?"""
    slope = _m_one_slope("div", lambda args, v: [1 / args[-1], args[0] / args[-1] ** 2])
    return _m_graph(graph, values, output, slope)


def graph_backward__div_without_square(graph, values, output):
    """What is the derivative of 1/b with respect to b? Which power of b stands below?"""
    slope = _m_one_slope("div", lambda args, v: [1 / args[-1], -args[0] / args[-1]])
    return _m_graph(graph, values, output, slope)


def graph_backward__tanh_of_the_argument(graph, values, output):
    """1 - t^2 wants t = tanh(a). Do you put in the node's value or its argument?"""
    return _m_graph(graph, values, output, _m_one_slope("tanh", lambda args, v: [1 - args[0] ** 2]))


def graph_backward__sigmoid_of_the_argument(graph, values, output):
    """s * (1 - s) wants s = sigmoid(a). Do you put in the node's value or its argument?"""
    return _m_graph(graph, values, output, _m_one_slope("sigmoid", lambda args, v: [args[0] * (1 - args[0])]))


def graph_backward__exp_of_the_value(graph, values, output):
    """The node's value is e^a already. How often do you take exp?"""
    return _m_graph(graph, values, output, _m_one_slope("exp", lambda args, v: [math.exp(v)]))


def graph_backward__log_of_the_value(graph, values, output):
    """The slope of log a is one over what: over a, or over the node's own value?"""
    return _m_graph(graph, values, output, _m_one_slope("log", lambda args, v: [1 / v if v else 0.0]))


def graph_backward__square_without_two(graph, values, output):
    """What is the derivative of a^2?"""
    return _m_graph(graph, values, output, _m_one_slope("square", lambda args, v: [args[0]]))


def graph_backward__neg_without_minus(graph, values, output):
    """If a grows, does -a grow or shrink?"""
    return _m_graph(graph, values, output, _m_one_slope("neg", lambda args, v: [1.0]))


def graph_backward__relu_on_at_zero(graph, values, output):
    """Is a relu whose argument is exactly 0 on or off? What does the docstring choose?"""
    return _m_graph(graph, values, output, _m_one_slope("relu", lambda args, v: [1.0 if args[0] >= 0 else 0.0]))


def graph_backward__relu_always_on(graph, values, output):
    """You look at the value of the relu, which is never below 0. Can it tell you that the unit is off by `>= 0`?"""
    return _m_graph(graph, values, output, _m_one_slope("relu", lambda args, v: [1.0 if v >= 0 else 0.0]))


def graph_backward__slopes_without_chain(graph, values, output):
    """You add up the slopes of the single steps. What are they multiplied with on the way from the output?"""
    nodes = {node["id"]: node for node in graph}
    grads = dict.fromkeys(nodes, 0.0)
    grads[output] = 1.0
    for name in reversed(_m_order(graph)):
        args = nodes[name].get("args", [])
        if args and grads[name]:
            local = _m_slopes(nodes[name]["op"], [values[a] for a in args], values[name])
            for arg, slope in zip(args, local, strict=True):
                grads[arg] += slope
    return grads


def graph_backward__notes_in_the_graph(graph, values, output):
    """You write your notes into the nodes you were given. What does the next call find there?"""
    grads = _m_graph(graph, values, output)
    for node in graph:
        node["grad"] = grads[node["id"]]
    return grads


def graph_backward__stops_where_the_value_is_zero(graph, values, output):
    """What does `if values[name]:` say where the value is 0.0?"""
    stopped = [name for name in values if values[name] == 0]

    def slopes(op, args, v):
        return [0.0] * len(args) if v == 0 else _m_slopes(op, args, v)

    return _m_graph(graph, values, output, slopes) if stopped else _m_graph(graph, values, output)


def graph_backward__slopes_from_the_result(graph, values, output):
    """a*b divided by a is b. And where a is 0?"""
    return _m_graph(graph, values, output, _m_one_slope("mul", lambda args, v: [v / a if a else 0.0 for a in args]))


def graph_backward__div_slope_from_the_result(graph, values, output):
    """a/b divided by a is 1/b. And where a is 0?"""
    return _m_graph(
        graph,
        values,
        output,
        _m_one_slope("div", lambda args, v: [v / args[0] if args[0] else 0.0, -v / args[1]]),
    )


def graph_backward__tiny_counts_as_zero(graph, values, output):
    """A relu whose argument is a tiny bit larger than 0: is it on or off?"""
    return _m_graph(graph, values, output, _m_one_slope("relu", lambda args, v: [float(args[0] > 1e-9)]))


def graph_backward__epsilon_in_log(graph, values, output):
    """What does a small number added to the denominator of 1/a do where a is small itself?"""
    return _m_graph(graph, values, output, _m_one_slope("log", lambda args, v: [1 / (args[0] + 1e-12)]))


def graph_backward__epsilon_in_div(graph, values, output):
    """What does a small number added to the denominator do where b is small itself, or negative?"""
    slopes = _m_one_slope("div", lambda args, v: [1 / (args[1] + 1e-12), -args[0] / (args[1] ** 2 + 1e-12)])
    return _m_graph(graph, values, output, slopes)


def graph_backward__sigmoid_clipped(graph, values, output):
    """Why do you cut the value of the sigmoid? Its slope has no logarithm and no division"""
    cut = lambda v: min(max(v, 1e-7), 1 - 1e-7)  # noqa: E731
    return _m_graph(graph, values, output, _m_one_slope("sigmoid", lambda args, v: [cut(v) * (1 - cut(v))]))


def graph_backward__square_of_the_size(graph, values, output):
    """What is the slope of a square where a is negative?"""
    return _m_graph(graph, values, output, _m_one_slope("square", lambda args, v: [2 * abs(args[0])]))


def graph_backward__log_of_the_size(graph, values, output):
    """Why abs? Which numbers have a logarithm, and what does 1/a say for them? And where do you use abs once more?"""
    return _m_graph(graph, values, output, _m_one_slope("div", lambda a, v: [1 / abs(a[1]), -a[0] / a[1] ** 2]))


def graph_backward__constant_output_is_zero(graph, values, output):
    """If the output is a constant: how fast does it change with itself?"""
    grads = _m_graph(graph, values, output)
    return {node["id"]: 0.0 if node["op"] == "const" and node["id"] == output else grads[node["id"]] for node in graph}


def graph_backward__same_argument_once(graph, values, output):
    """In a - a, a stands twice among the args. How many gradients does it receive?"""
    nodes = {node["id"]: node for node in graph}
    grads = dict.fromkeys(nodes, 0.0)
    grads[output] = 1.0
    for name in reversed(_m_order(graph)):
        args = nodes[name].get("args", [])
        if args:
            slopes = _m_slopes(nodes[name]["op"], [values[a] for a in args], values[name])
            for arg, slope in dict(zip(args, slopes, strict=True)).items():
                grads[arg] += grads[name] * slope
    return grads


# topo_sort


def _m_check_names(graph):
    names = {node["id"] for node in graph}
    for node in graph:
        for arg in node.get("args", []):
            if arg not in names:
                raise ValueError(f"unknown name {arg}")


def _m_kahn(graph, count=list):
    _m_check_names(graph)
    missing = {node["id"]: len(count(node.get("args", []))) for node in graph}
    users = {}
    for node in graph:
        for name in node.get("args", []):
            users.setdefault(name, []).append(node["id"])
    order = [name for name, number in missing.items() if number == 0]
    for name in order:
        for user in users.get(name, []):
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    return order


def topo_sort__order_of_the_list(graph):
    """You keep the order of the list. Who says that a node's arguments stand before it?"""
    _m_check_names(graph)
    return [node["id"] for node in graph]


def topo_sort__list_reversed(graph):
    """Turning the list round helps if it stood exactly the wrong way. And if it is shuffled?"""
    _m_check_names(graph)
    return [node["id"] for node in graph][::-1]


def topo_sort__users_first(graph):
    """Who can be calculated first: a node, or the nodes it needs? Your order is right, but which way round?"""
    if len(order := _m_kahn(graph)) < len(graph):
        raise ValueError("cycle")
    return order[::-1]


def topo_sort__by_number_of_args(graph):
    """Inputs first is a good start. But may a node with one argument need a node with two?"""
    _m_check_names(graph)
    return [node["id"] for node in sorted(graph, key=lambda node: len(node.get("args", [])))]


def topo_sort__sorted_by_name(graph):
    """Does the name of a node say anything about who needs it?"""
    _m_check_names(graph)
    return sorted(node["id"] for node in graph)


def topo_sort__cycle_not_noticed(graph):
    """If nobody is ready any more but some nodes are left over, what does your function do?"""
    return _m_kahn(graph)


def topo_sort__unknown_name_ignored(graph):
    """What does your code do with an argument that is the name of no node?"""
    names = {node["id"] for node in graph}
    known = [{"id": node["id"], "args": [a for a in node.get("args", []) if a in names]} for node in graph]
    if len(order := _m_kahn(known)) < len(graph):
        raise ValueError("cycle")
    return order


def topo_sort__unknown_name_is_a_key_error(graph):
    """The docstring promises a ValueError for an unknown name. Which error does a dict raise?"""
    names = {node["id"]: node for node in graph}
    for node in graph:
        for arg in node.get("args", []):
            names[arg]
    if len(order := _m_kahn(graph)) < len(graph):
        raise ValueError("cycle")
    return order


def topo_sort__same_argument_counted_twice(graph):
    """In a + a, how many different nodes must be placed before? And how many does your counter wait for?"""
    _m_check_names(graph)
    missing = {node["id"]: len(node.get("args", [])) for node in graph}
    order = [name for name, number in missing.items() if number == 0]
    users = {}
    for node in graph:
        for name in set(node.get("args", [])):
            users.setdefault(name, []).append(node["id"])
    for name in order:
        for user in users.get(name, []):
            missing[user] -= 1
            if missing[user] == 0:
                order.append(user)
    if len(order) < len(missing):
        raise ValueError("cycle")
    return order


def topo_sort__names_repeated(graph):
    """A node that is needed twice: how often does it stand in your order?"""
    _m_check_names(graph)
    if len(_m_kahn(graph)) < len(graph):
        raise ValueError("cycle")
    nodes, order = {node["id"]: node for node in graph}, []
    for start in nodes:
        chain, stack = [], [start]
        while stack and len(chain) < 5000:
            name = stack.pop()
            chain.append(name)
            stack.extend(nodes[name].get("args", []))
        order.extend(reversed(chain))
        if len(order) > 20000:
            break
    return order


def topo_sort__only_what_the_last_needs(graph):
    """You start at the last node of the list. What about nodes that it does not need?"""
    _m_check_names(graph)
    if len(order := _m_kahn(graph)) < len(graph):
        raise ValueError("cycle")
    nodes = {node["id"]: node for node in graph}
    needed, stack = set(), [graph[-1]["id"]]
    while stack:
        name = stack.pop()
        if name not in needed:
            needed.add(name)
            stack.extend(nodes[name].get("args", []))
    return [name for name in order if name in needed]


def topo_sort__recursion_too_deep(graph):
    """Your function calls itself once for every node of a path. What if the path is 3,000 nodes long?"""
    _m_check_names(graph)
    nodes, order, open_now = {node["id"]: node for node in graph}, [], set()

    def visit(name):
        if name in open_now:
            raise ValueError("cycle")
        if name not in placed:
            open_now.add(name)
            for arg in nodes[name].get("args", []):
                visit(arg)
            open_now.discard(name)
            placed.add(name)
            order.append(name)

    placed = set()
    for name in nodes:
        visit(name)
    return order


def topo_sort__cycle_visited_silently(graph):
    """You mark a node as seen and never look at it again. How would you notice that it waits for itself?"""
    _m_check_names(graph)
    return _m_order(graph)


def topo_sort__graph_emptied(graph):
    """You take the placed nodes out of the list that you were given. What is left of it for the caller?"""
    _m_check_names(graph)
    if len(order := _m_kahn(graph)) < len(graph):
        raise ValueError("cycle")
    graph.clear()
    return order


def topo_sort__looks_for_two_that_wait(graph):
    """Two nodes may wait for each other. And three, in a ring?"""
    _m_check_names(graph)
    nodes = {node["id"]: node for node in graph}
    for name, node in nodes.items():
        for arg in node.get("args", []):
            if arg == name or name in nodes[arg].get("args", []):
                raise ValueError("the graph has a cycle")
    return _m_order(graph)


def topo_sort__cycle_only_if_nobody_can_start(graph):
    """You raise where no node is ready at the start. And where the ring comes later?"""
    _m_check_names(graph)
    if all(node.get("args") for node in graph):
        raise ValueError("the graph has a cycle")
    return _m_order(graph)


def topo_sort__order_kept_by_names(graph):
    """You keep the order of a graph by its names. May another graph have the same names?"""
    _m_check_names(graph)
    return list(_m_order_by_names(graph))


def topo_sort__only_from_the_ends(graph):
    """You start at the nodes that nobody uses. How do you get to a ring of nodes, in which each one is used?"""
    _m_check_names(graph)
    used = {arg for node in graph for arg in node.get("args", [])}
    if len(used) == len(graph):
        raise ValueError("the graph has a cycle")
    nodes, order, state = {node["id"]: node for node in graph}, [], {}
    stack = [(name, False) for name in nodes if name not in used]
    while stack:
        name, ready = stack.pop()
        if ready:
            order.append(name)
            state[name] = "placed"
        elif name not in state:
            state[name] = "open"
            stack.append((name, True))
            for arg in nodes[name].get("args", []):
                if state.get(arg) == "open":
                    raise ValueError("the graph has a cycle")
                stack.append((arg, False))
    return order


def topo_sort__too_few_rounds(graph):
    """How many rounds does a long chain need in which every user stands before its arguments?"""
    _m_check_names(graph)
    order, placed = [], set()
    for _ in range(100):
        for node in graph:
            if node["id"] not in placed and placed.issuperset(node.get("args", [])):
                order.append(node["id"])
                placed.add(node["id"])
    if len(order) < len(graph):
        raise ValueError("the graph has a cycle")
    return order


# softmax_backward


# M059
def softmax_backward__diagonal_only(dout, cache):
    """When one score goes up, what happens to the probabilities of the other classes?"""
    return dout * cache * (1 - cache)


# M060
def softmax_backward__sum_over_examples(dout, cache):
    """Over what does the sum run: over the classes of one example, or over the examples?"""
    return cache * (dout - np.sum(dout * cache, axis=0, keepdims=True))


def softmax_backward__sum_over_everything(dout, cache):
    """One sum for the whole batch: may one example hear of the other examples' gradients?"""
    return cache * (dout - np.sum(dout * cache))


def softmax_backward__keepdims_forgotten(dout, cache):
    """What shape has your sum, and to which axis of (n, C) does numpy align it?"""
    return cache * (dout - np.sum(dout * cache, axis=-1))


def softmax_backward__outer_factor_forgotten(dout, cache):
    """How strongly should a class with probability 0 react? What do you multiply the difference with?"""
    return dout - np.sum(dout * cache, axis=-1, keepdims=True)


def softmax_backward__sum_without_s(dout, cache):
    """You subtract the plain sum of dout. With what is each dout_j weighted?"""
    return cache * (dout - np.sum(dout, axis=-1, keepdims=True))


def softmax_backward__no_sum(dout, cache):
    """If all scores of a row go up together, softmax stays the same. Do your gradients of a row add up to 0?"""
    return dout * cache


def softmax_backward__wrong_sign(dout, cache):
    """If only the first class's dout is positive, which sign must the first score's gradient have?"""
    return cache * (np.sum(dout * cache, axis=-1, keepdims=True) - dout)


def softmax_backward__softmax_twice(dout, cache):
    """What is in the cache: the scores, or the probabilities? How often do you take softmax?"""
    e = np.exp(cache - np.max(cache, axis=-1, keepdims=True))
    s = e / e.sum(axis=-1, keepdims=True)
    return s * (dout - np.sum(dout * s, axis=-1, keepdims=True))


def softmax_backward__as_if_cross_entropy(dout, cache):
    """p minus something is the shortcut for softmax and cross-entropy together. Is there a loss in this function?"""
    return cache - dout


def softmax_backward__one_row_only(dout, cache):
    """Your Jacobian is made for one row. What do diag and outer do with a whole batch?"""
    s = np.ravel(cache)
    return (np.diag(s) - np.outer(s, s)) @ np.ravel(dout)


def softmax_backward__dout_overwritten(dout, cache):
    """`-=` writes into the array you were given. Who else is still using it?"""
    dout -= np.sum(dout * cache, axis=-1, keepdims=True)
    return dout * cache


def softmax_backward__clipped(dout, cache):
    """Why do you cut s? There is no logarithm and no division here: what can go wrong at s = 0?"""
    s = np.clip(cache, 1e-7, 1.0)
    return s * (dout - np.sum(dout * s, axis=-1, keepdims=True))


def softmax_backward__second_axis(dout, cache):
    """The classes are the last axis. Is that always axis 1?"""
    s = np.asarray(cache, dtype=float)
    return s * (dout - np.sum(dout * s, axis=1 if s.ndim > 1 else 0, keepdims=True))


# unbroadcast


def _m_in_front(grad, shape):
    return grad.sum(axis=tuple(range(grad.ndim - len(shape))))


def unbroadcast__front_only(grad, shape):
    """You sum away the axes put in front. And an axis of length 1 that was stretched?"""
    return _m_in_front(grad, shape)


def unbroadcast__stretched_only(grad, shape):
    """You sum along stretched axes. And if grad has more axes than shape?"""
    if grad.ndim != len(shape):
        return grad
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def unbroadcast__sums_where_shape_has_a_one(grad, shape):
    """Does axis 0 of shape belong to axis 0 of grad, if grad has more axes?"""
    for axis, n in enumerate(shape):
        if n == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


def unbroadcast__stretched_axis_lost(grad, shape):
    """After the sum, is the axis of length 1 still there? What shape was asked for?"""
    grad = _m_in_front(grad, shape)
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1))


def unbroadcast__front_axis_kept(grad, shape):
    """keepdims keeps the axes in front too, with length 1. Were they there before?"""
    front = tuple(range(grad.ndim - len(shape)))
    grad = grad.sum(axis=front, keepdims=True)
    stretched = tuple(i + len(front) for i, n in enumerate(shape) if n == 1)
    return grad.sum(axis=stretched, keepdims=True)


def unbroadcast__unchanged(grad, shape):
    """What shape does your result have, and what shape was asked for?"""
    return grad.copy()


def unbroadcast__mean(grad, shape):
    """Each copy had its own influence on the loss. Do influences add up, or average?"""
    count = grad.size / max(1, int(np.prod(shape)))
    grad = _m_in_front(grad, shape)
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True) / count


def unbroadcast__first_copy(grad, shape):
    """You keep the gradient of the first copy. What about the other copies?"""
    while grad.ndim > len(shape):
        grad = grad[0]
    return grad[tuple(slice(0, n) for n in shape)].copy() if shape else grad.copy()


def unbroadcast__always_axis_0(grad, shape):
    """You always sum over axis 0. For which shapes is that right?"""
    return grad if grad.shape == shape else grad.sum(axis=0)


def unbroadcast__everything(grad, shape):
    """You add up all numbers. Which numbers belong to the same entry of the array before?"""
    return np.full(shape, grad.sum())


def unbroadcast__aligned_left(grad, shape):
    """At which end does numpy align (3,) and (3, 3): at the first axis or at the last one?"""
    extra = tuple(range(len(shape), grad.ndim))
    grad = grad.sum(axis=extra) if extra else grad
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True).reshape(grad.shape[:0] + shape)


def unbroadcast__one_stretched_axis(grad, shape):
    """Your code finds one axis of length 1. And if there are two?"""
    grad = _m_in_front(grad, shape)
    for axis, size in enumerate(shape):
        if size == 1:
            return grad.sum(axis=axis, keepdims=True)
    return grad


def unbroadcast__number_keeps_an_axis(grad, shape):
    """What shape is asked for when shape is ()? How many axes has a single number?"""
    if shape == ():
        return grad.sum().reshape(1)
    grad = _m_in_front(grad, shape)
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def unbroadcast__only_longer_axes_in_front(grad, shape):
    """grad may have an axis of length 1 in front that shape does not have. Is it gone in your result?"""
    wanted = (0,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, (n, m) in enumerate(zip(grad.shape, wanted, strict=True)) if n > 1 and m in (0, 1))
    summed = grad.sum(axis=axes, keepdims=True)
    kept = [n for i, n in enumerate(summed.shape) if not (wanted[i] == 0 and i in axes)]
    return summed.reshape(kept)


def unbroadcast__two_axes_in_front_at_most(grad, shape):
    """How many axes may numpy put in front? How many can you take away?"""
    grad = np.asarray(grad, dtype=float)
    for _ in range(2):
        if grad.ndim > len(shape):
            grad = grad.sum(axis=0)
    if grad.ndim > len(shape):
        return grad
    return grad.sum(axis=tuple(i for i, n in enumerate(shape) if n == 1), keepdims=True)


def unbroadcast__axes_move_up(grad, shape):
    """Once an axis is summed away, the axes behind it move up by one. Which axis does your next number mean then?"""
    grad = _m_in_front(np.asarray(grad, dtype=float), shape)
    for axis, size in enumerate(shape):
        if size == 1 and grad.ndim > 1:
            grad = grad.sum(axis=min(axis, grad.ndim - 1))
    return grad.reshape(shape) if grad.size == math.prod(shape) else grad


# Value


class _m_Value:
    """A right Value, from which each mistake below differs in one place."""

    def __init__(self, data):
        self.data = data
        self.grad = 0.0
        self._inputs = []

    def _new(self, data, *inputs):
        out = type(self)(data)
        out._inputs = list(inputs)
        return out

    def _wrap(self, other):
        return other if isinstance(other, _m_Value) else type(self)(other)

    def __add__(self, other):
        other = self._wrap(other)
        return self._new(self.data + other.data, (self, 1.0), (other, 1.0))

    def __radd__(self, other):
        return self + other

    def __sub__(self, other):
        other = self._wrap(other)
        return self._new(self.data - other.data, (self, 1.0), (other, -1.0))

    def __rsub__(self, other):
        return self._wrap(other) - self

    def __mul__(self, other):
        other = self._wrap(other)
        return self._new(self.data * other.data, (self, other.data), (other, self.data))

    def __rmul__(self, other):
        return self * other

    def __truediv__(self, other):
        other = self._wrap(other)
        slopes = 1 / other.data, -self.data / other.data**2
        return self._new(self.data / other.data, (self, slopes[0]), (other, slopes[1]))

    def __rtruediv__(self, other):
        return self._wrap(other) / self

    def __neg__(self):
        return self._new(-self.data, (self, -1.0))

    def __pow__(self, power):
        return self._new(self.data**power, (self, power * self.data ** (power - 1)))

    def exp(self):
        return self._new(math.exp(self.data), (self, math.exp(self.data)))

    def tanh(self):
        return self._new(math.tanh(self.data), (self, 1 - math.tanh(self.data) ** 2))

    def relu(self):
        return self._new(max(self.data, 0.0), (self, 1.0 if self.data > 0 else 0.0))

    def _order(self):
        order, seen = [], set()

        def visit(value):
            if id(value) not in seen:
                seen.add(id(value))
                for operand, _ in value._inputs:
                    visit(operand)
                order.append(value)

        visit(self)
        return order[::-1]

    def backward(self):
        self.grad = 1.0
        for value in self._order():
            for operand, slope in value._inputs:
                operand.grad += slope * value.grad


class Value__gradient_overwritten(_m_Value):
    """A Value that is used twice receives two gradients. What happens to the first when the second arrives?"""

    def backward(self):
        self.grad = 1.0
        for value in self._order():
            for operand, slope in value._inputs:
                operand.grad = slope * value.grad


class Value__sends_before_complete(_m_Value):
    """You send as soon as something arrives. How often does a Value with two users send, and how much each time?"""

    def backward(self):
        self.grad = 1.0
        self._send()

    def _send(self):
        for operand, slope in self._inputs:
            operand.grad += slope * self.grad
        for operand, _ in self._inputs:
            operand._send()


class Value__breadth_first(_m_Value):
    """A Value sends as soon as your walk comes to it. Can it be needed again on a deeper level?"""

    def _order(self):
        order, seen = [self], {id(self)}
        for value in order:
            for operand, _ in value._inputs:
                if id(operand) not in seen:
                    seen.add(id(operand))
                    order.append(operand)
        return order


class Value__path_by_path(_m_Value):
    """A Value sends when your walk first comes to it. Can it receive something afterwards?"""

    def _order(self):
        order, seen = [], set()

        def visit(value):
            if id(value) not in seen:
                seen.add(id(value))
                order.append(value)
                for operand, _ in value._inputs:
                    visit(operand)

        visit(self)
        return order


class Value__waits_for_all_users(_m_Value):
    """Who has to send before a Value is complete: all who ever used it, or those that the result was made from?"""

    def _new(self, data, *inputs):
        for operand, _ in inputs:
            operand._users = getattr(operand, "_users", 0) + 1
        return super()._new(data, *inputs)

    def backward(self):
        self.grad = 1.0
        ready = [self]
        for value in ready:
            for operand, slope in value._inputs:
                operand.grad += slope * value.grad
                operand._users -= 1
                if operand._users == 0:
                    ready.append(operand)


class Value__leaves_first(_m_Value):
    """Who knows a gradient at the beginning: the result, or the numbers it was made of? Who sends first?"""

    def _order(self):
        return super()._order()[::-1]


class Value__operands_in_a_set(_m_Value):
    """In x * x both operands are the same Value. How many of them does a set or a dict remember?"""

    def _new(self, data, *inputs):
        return super()._new(data, *{id(operand): (operand, slope) for operand, slope in inputs}.values())


class Value__no_number_on_the_left(_m_Value):
    """For 2 * x Python asks the number first, and it knows no Values. Which method of yours is asked next?"""

    __radd__ = __rmul__ = __rsub__ = __rtruediv__ = None


class Value__no_plain_numbers(_m_Value):
    """x + 3: has a plain number a .data? What could you make of it first?"""

    def _wrap(self, other):
        return type(self)(other.data) if not isinstance(other, _m_Value) else other


class Value__rsub_turned_round(_m_Value):
    """What is 3 - x for x = 1: 2 or -2? Which operand stands left when __rsub__ is called?"""

    def __rsub__(self, other):
        return self - other


class Value__rtruediv_turned_round(_m_Value):
    """What is 6 / x for x = 3: 2 or one half? Which operand stands left when __rtruediv__ is called?"""

    def __rtruediv__(self, other):
        return self / other


class Value__sub_without_minus(_m_Value):
    """If b grows, does a - b grow or shrink?"""

    def __sub__(self, other):
        other = self._wrap(other)
        return self._new(self.data - other.data, (self, 1.0), (other, 1.0))


class Value__neg_without_minus(_m_Value):
    """If a grows, does -a grow or shrink?"""

    def __neg__(self):
        return self._new(-self.data, (self, 1.0))


class Value__neg_cut_off(_m_Value):
    """-a is a new Value. Does it remember that it came from a?"""

    def __neg__(self):
        return type(self)(-self.data)


class Value__mul_not_crossed(_m_Value):
    """For a * b: if a grows a little, does the product grow by that times a, or times b?"""

    def __mul__(self, other):
        other = self._wrap(other)
        return self._new(self.data * other.data, (self, self.data), (other, other.data))


class Value__div_without_square(_m_Value):
    """What is the derivative of 1/b with respect to b? Which power of b stands below?"""

    def __truediv__(self, other):
        other = self._wrap(other)
        return self._new(self.data / other.data, (self, 1 / other.data), (other, -self.data / other.data))


class Value__div_without_minus(_m_Value):
    """If b > 0 grows, does a / b grow or shrink (for a > 0)?"""

    def __truediv__(self, other):
        other = self._wrap(other)
        return self._new(self.data / other.data, (self, 1 / other.data), (other, self.data / other.data**2))


class Value__pow_without_factor(_m_Value):
    """What is the derivative of x^3? Which two things happen to the 3?"""

    def __pow__(self, power):
        return self._new(self.data**power, (self, self.data ** (power - 1)))


class Value__pow_same_power(_m_Value):
    """What is the derivative of x^3? Which power of x is left?"""

    def __pow__(self, power):
        return self._new(self.data**power, (self, power * self.data**power))


class Value__exp_without_slope(_m_Value):
    """How fast does e^x grow: with the rate 1, or with a rate that depends on x?"""

    def exp(self):
        return self._new(math.exp(self.data), (self, 1.0))


class Value__exp_slope_as_power(_m_Value):
    """x * e^(x-1) is the rule for powers of x. Is e^x a power of x?"""

    def exp(self):
        return self._new(math.exp(self.data), (self, self.data * math.exp(self.data - 1)))


class Value__tanh_of_the_input(_m_Value):
    """1 - t^2 wants t = tanh(x). Do you put in the output or the input?"""

    def tanh(self):
        return self._new(math.tanh(self.data), (self, 1 - self.data**2))


class Value__relu_on_at_zero(_m_Value):
    """Is relu at exactly 0 on or off? What does the docstring choose?"""

    def relu(self):
        return self._new(max(self.data, 0.0), (self, 1.0 if self.data >= 0 else 0.0))


class Value__relu_always_on(_m_Value):
    """A relu with a negative input gives 0, whatever the input. How fast does it change there?"""

    def relu(self):
        return self._new(max(self.data, 0.0), (self, 1.0))


class Value__output_without_gradient(_m_Value):
    """How fast does the result change with itself? With which number does backward start?"""

    def backward(self):
        for value in self._order():
            for operand, slope in value._inputs:
                operand.grad += slope * value.grad


class Value__grad_is_none(_m_Value):
    """What does the docstring say .grad is before backward? Is None a number?"""

    def __init__(self, data):
        super().__init__(data)
        self.grad = None

    def backward(self):
        for value in self._order():
            value.grad = 0.0
        super().backward()


class Value__history_shared_by_all(_m_Value):
    """A list that belongs to the class belongs to all Values. What does a second calculation find in it?"""

    _all = []  # noqa: RUF012 - the mistake itself

    def __init__(self, data):
        super().__init__(data)
        if len(self._all) > 60:
            self._all.clear()
        self._all.append(self)

    def backward(self):
        for value in self._all:
            value.grad = 0.0
        super().backward()


class Value__operand_changed(_m_Value):
    """After c = a + b, what is a.data? Does your addition make a new Value?"""

    def __add__(self, other):
        other = self._wrap(other)
        out = self._new(self.data + other.data, (self, 1.0), (other, 1.0))
        self.data = out.data
        return out


class Value__returns_a_number(_m_Value):
    """a * b must remember a and b. Can a plain number do that?"""

    def __mul__(self, other):
        return self.data * self._wrap(other).data


class Value__zero_is_no_operand(_m_Value):
    """What does `if other.data` say where the number is 0.0?"""

    def __add__(self, other):
        other = self._wrap(other)
        operands = [(value, 1.0) for value in (self, other) if value.data]
        return self._new(self.data + other.data, *operands)


class Value__mul_slopes_from_the_result(_m_Value):
    """a*b divided by a is b. And where a is 0?"""

    def __mul__(self, other):
        other = self._wrap(other)
        product = self.data * other.data
        slopes = [product / value.data if value.data else 0.0 for value in (self, other)]
        return self._new(product, (self, slopes[0]), (other, slopes[1]))


class Value__pow_slope_from_the_result(_m_Value):
    """x^p divided by x is x^(p-1). And where x is 0?"""

    def __pow__(self, power):
        out = self.data**power
        return self._new(out, (self, power * out / self.data if self.data else 0.0))


class Value__pow_zero_has_slope_one(_m_Value):
    """x^0 is 1 everywhere. How fast does it change?"""

    def __pow__(self, power):
        return self._new(self.data**power, (self, power * self.data ** (power - 1) if power else 1.0))


class Value__tiny_counts_as_zero(_m_Value):
    """A relu whose input is a tiny bit larger than 0: is it on or off?"""

    def relu(self):
        return self._new(max(self.data, 0.0), (self, 1.0 if self.data > 1e-9 else 0.0))


class Value__epsilon_in_division(_m_Value):
    """What does a small number added to the denominator do where the denominator is small itself?"""

    def __truediv__(self, other):
        other = self._wrap(other)
        safe = other.data + 1e-9
        return self._new(self.data / safe, (self, 1 / safe), (other, -self.data / safe**2))


class Value__whole_number_division(_m_Value):
    """7 // 2 and 7 / 2: which of them is 3.5?"""

    def __truediv__(self, other):
        other = self._wrap(other)
        whole = isinstance(self.data, int) and isinstance(other.data, int)
        data = self.data // other.data if whole else self.data / other.data
        return self._new(data, (self, 1 / other.data), (other, -self.data / other.data**2))


class _m_Pushes(_m_Value):
    """A right Value whose functions hand their gradients on themselves, as `push` says."""

    @staticmethod
    def push(name, operand, slope, grad):
        operand.grad += slope * grad

    def _named(self, name, data, slope):
        out = self._new(data, (self, slope))
        out._name = name
        return out

    def exp(self):
        return self._named("exp", math.exp(self.data), math.exp(self.data))

    def tanh(self):
        return self._named("tanh", math.tanh(self.data), 1 - math.tanh(self.data) ** 2)

    def relu(self):
        return self._named("relu", max(self.data, 0.0), 1.0 if self.data > 0 else 0.0)

    def backward(self):
        self.grad = 1.0
        for value in self._order():
            for operand, slope in value._inputs:
                self.push(getattr(value, "_name", ""), operand, slope, value.grad)


class Value__relu_overwrites(_m_Pushes):
    """In relu you write = where the other operations write +=. What happens to the gradient that arrived first?"""

    @staticmethod
    def push(name, operand, slope, grad):
        operand.grad = slope * grad if name == "relu" else operand.grad + slope * grad


class Value__tanh_overwrites(_m_Pushes):
    """In tanh you write = where the other operations write +=. What happens to the gradient that arrived first?"""

    @staticmethod
    def push(name, operand, slope, grad):
        operand.grad = slope * grad if name == "tanh" else operand.grad + slope * grad


class Value__exp_overwrites(_m_Pushes):
    """In exp you write = where the other operations write +=. What happens to the gradient that arrived first?"""

    @staticmethod
    def push(name, operand, slope, grad):
        operand.grad = slope * grad if name == "exp" else operand.grad + slope * grad


class Value__relu_of_the_gradient(_m_Pushes):
    """Backward through relu: is it the input that decides, or the sign of the gradient?"""

    @staticmethod
    def push(name, operand, slope, grad):
        operand.grad += slope * (max(grad, 0.0) if name == "relu" else grad)


# second_derivative


def second_derivative__divided_by_h(f, x, h=1e-4):
    """A difference of differences: how often must it be divided by h?"""
    return (f(x + h) - 2 * f(x) + f(x - h)) / h


def second_derivative__middle_counted_once(f, x, h=1e-4):
    """For a constant f the result must be 0. Is it? How often must the middle be counted?"""
    return (f(x + h) - f(x) + f(x - h)) / h**2


def second_derivative__first_derivative(f, x, h=1e-4):
    """That is the slope. What is the slope of the slope?"""
    return (f(x + h) - f(x - h)) / (2 * h)


def second_derivative__divided_by_the_whole_distance(f, x, h=1e-4):
    """By what is a difference of differences divided: h twice, or the distance 2*h twice?"""
    return (f(x + h) - 2 * f(x) + f(x - h)) / (2 * h) ** 2


def second_derivative__half(f, x, h=1e-4):
    """For x^2 the second derivative is 2. Where does your extra factor come from?"""
    return (f(x + h) - 2 * f(x) + f(x - h)) / (2 * h**2)


def second_derivative__wrong_sign(f, x, h=1e-4):
    """In a valley both neighbours lie higher than the middle. Which sign must the result have?"""
    return (2 * f(x) - f(x + h) - f(x - h)) / h**2


def second_derivative__double_step(f, x, h=1e-4):
    """The slope of a slope reaches two steps far. How far does the formula in the docstring reach?"""
    return (f(x + 2 * h) - 2 * f(x) + f(x - 2 * h)) / (4 * h**2)


def second_derivative__one_sided(f, x, h=1e-4):
    """At which point is the middle one of your three points?"""
    return (f(x + 2 * h) - 2 * f(x + h) + f(x)) / h**2


def second_derivative__step_too_small(f, x, h=1e-8):
    """You divide by h^2. With so small a step, how many digits of the difference are left?"""
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def second_derivative__step_ignored(f, x, h=1e-4):
    """Which step do you take: the h of the call, or a number that stands in the code?"""
    return (f(x + 1e-4) - 2 * f(x) + f(x - 1e-4)) / 1e-8


def second_derivative__larger_default_step(f, x, h=1e-3):
    """Compare the h in your def line with the one in the docstring. Are they the same?"""
    return (f(x + h) - 2 * f(x) + f(x - h)) / h**2


def second_derivative__step_relative_to_x(f, x, h=1e-4):
    """Is your step the same at x = 3 as at x = 0.5? What does the formula say?"""
    step = h * max(1.0, abs(x))
    return (f(x + step) - 2 * f(x) + f(x - step)) / step**2


def second_derivative__four_neighbours(f, x, h=1e-4):
    """You look at four neighbours. How many does the formula of the docstring look at?"""
    return (-f(x + 2 * h) + 16 * f(x + h) - 30 * f(x) + 16 * f(x - h) - f(x - 2 * h)) / (12 * h * h)


def second_derivative__plus_in_the_middle(f, x, h=1e-4):
    """For a constant f the result must be 0. Which signs do the three terms have?"""
    return (f(x + h) + 2 * f(x) + f(x - h)) / h**2
