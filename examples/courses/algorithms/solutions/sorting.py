"""Find things in lists, and put lists in order, in steps that can be counted."""

from collections.abc import Callable


def linear_search(items: list, wanted: object) -> int:
    """Return the first place of `wanted` in a list, -1 where it is not in it.

    Example: linear_search(["a", "b", "b"], "b") = 1.
    """
    ### BEGIN SOLUTION
    for place, item in enumerate(items):
        if item == wanted:
            return place
    return -1
    ### END SOLUTION


def binary_search(look: Callable[[int], int], size: int, wanted: int) -> int:
    """Return a place of `wanted` in a sorted list that can only be looked at, -1 where it is not in it.

    Look into the middle, and go on in the half that is left: a list of 1,000 numbers takes at most 12 looks.

    Args:
        look: look(place) is the number at a place, from 0 to size - 1.
        size: how many numbers there are.
    """
    ### BEGIN SOLUTION
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        found = look(middle)
        if found == wanted:
            return middle
        if found < wanted:
            low = middle + 1
        else:
            high = middle
    return -1
    ### END SOLUTION


def insertion_sort(items: list) -> list:
    """Return a new list with the same things, the smallest first; `items` is left as it is."""
    ### BEGIN SOLUTION
    done: list = []
    for item in items:
        place = len(done)
        while place > 0 and done[place - 1] > item:
            place -= 1
        done.insert(place, item)
    return done
    ### END SOLUTION


def merge(left: list, right: list) -> list:
    """Return one sorted list of two sorted ones. Of equal things, those of `left` come first."""
    ### BEGIN SOLUTION
    merged, i, k = [], 0, 0
    while i < len(left) and k < len(right):
        if right[k] < left[i]:
            merged.append(right[k])
            k += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[k:]
    ### END SOLUTION


def merge_sort(items: list) -> list:
    """Return a new sorted list: sort each half in the same way, and merge the two.

    A list of fewer than two things is sorted already.
    """
    ### BEGIN SOLUTION
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    return merge(merge_sort(items[:middle]), merge_sort(items[middle:]))
    ### END SOLUTION
