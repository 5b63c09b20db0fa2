"""Examples for sorting.py that a hand can check: run `pytest` in this folder."""

import expect
import sorting


def test_linear_search_finds_the_first():
    """linear_search returns the first place"""
    expect.equal(sorting.linear_search(["a", "b", "b"], "b"), 1, hint="at which of the two do you stop?")


def test_binary_search_in_a_small_list():
    """binary_search finds what is in the list, and says -1 otherwise"""
    numbers = [1, 3, 5]
    expect.equal(sorting.binary_search(lambda place: numbers[place], 3, 5), 2)
    expect.equal(
        sorting.binary_search(lambda place: numbers[place], 3, 4),
        -1,
        hint="what is left when nothing is left to look at?",
    )


def test_insertion_sort_of_three():
    """insertion_sort puts the smallest first"""
    expect.equal(sorting.insertion_sort([3, 1, 2]), [1, 2, 3])


def test_merge_of_two_lists():
    """merge makes one sorted list of two"""
    expect.equal(sorting.merge([1, 4], [2, 3, 5]), [1, 2, 3, 4, 5], hint="what is left when one list is used up?")


def test_merge_sort_of_five():
    """merge_sort puts the smallest first"""
    expect.equal(sorting.merge_sort([5, 2, 4, 1, 3]), [1, 2, 3, 4, 5])
