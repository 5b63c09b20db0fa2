"""Grade sorting.py: one test, one property; its docstring is the sentence a student reads."""

import pytest
import sorting as hand_in

from grader import expect
from grader.values import OnCopies

sorting = OnCopies(hand_in)  # what a hand-in does to its arguments costs marks in one test, and no others


@pytest.mark.exercise("linear_search")
def test_linear_search_finds_the_first_of_several():
    """linear_search returns the first place, the very first one too"""
    expect.equal(sorting.linear_search([7, 3, 5, 3], 3), 1, hint="when do you stop looking?")
    expect.equal(sorting.linear_search(["x", "y"], "x"), 0, hint="where does the first place have its number?")


@pytest.mark.exercise("linear_search")
@pytest.mark.parametrize("items", [[1, 2, 3], []], ids=["three", "none"])
def test_linear_search_says_that_there_is_none(items):
    """linear_search returns -1 for what is not in the list"""
    expect.equal(sorting.linear_search(items, 4), -1, given=items, hint="what do you return after the last item?")


@pytest.mark.exercise("binary_search", weight=2)
@pytest.mark.parametrize("size", [1, 2, 7, 8])
def test_binary_search_finds_everything_there_is(size):
    """binary_search finds each number of a sorted list"""
    numbers = list(range(10, 10 + 3 * size, 3))
    for place, wanted in enumerate(numbers):
        got = sorting.binary_search(lambda at: numbers[at], size, wanted)
        given = {"the numbers": numbers, "wanted": wanted}
        expect.equal(got, place, given=given, hint="which places are still left to look at?")


@pytest.mark.exercise("binary_search")
@pytest.mark.parametrize("wanted", [0, 4, 99], ids=["too small", "between", "too large"])
def test_binary_search_says_that_there_is_none(wanted):
    """binary_search returns -1 for what is not in the list"""
    got = sorting.binary_search(lambda at: [1, 3, 5, 7][at], 4, wanted)
    given = {"the numbers": [1, 3, 5, 7], "wanted": wanted}
    expect.equal(got, -1, given=given, hint="when is nothing left to look at?")


@pytest.mark.exercise("binary_search")
def test_binary_search_takes_few_looks():
    """binary_search looks at few of 1,000 numbers"""
    looks = []

    def look(place):
        looks.append(place)
        return 2 * place

    sorting.binary_search(look, 1000, 1996)
    text = f"it takes {len(looks):,} looks to find a number among 1,000, should take at most 12"
    expect.that(len(looks) <= 12, text, hint="how much is left after one look?")


@pytest.mark.exercise("insertion_sort")
@pytest.mark.parametrize("items", [[], [2, 1], [5, 3, 9, 1, 3], ["pear", "apple", "fig"]], ids=len)
def test_insertion_sort_puts_the_smallest_first(items):
    """insertion_sort returns all things in order"""
    expect.equal(
        sorting.insertion_sort(items), sorted(items), given={"items": items}, hint="where does each thing belong?"
    )


@pytest.mark.exercise("insertion_sort")
def test_insertion_sort_leaves_its_list_alone():
    """insertion_sort makes a new list"""
    expect.pure(hand_in.insertion_sort, [3, 1, 2], hint="whose list do you sort?")


@pytest.mark.exercise("merge", weight=2)
@pytest.mark.parametrize(
    ("left", "right"),
    [([1, 4], [2, 3, 5]), ([1, 2], []), ([], [3]), ([5, 6], [1, 2])],
    ids=["mixed", "left", "right", "apart"],
)
def test_merge_makes_one_sorted_list(left, right):
    """merge returns all things of both lists, in order"""
    given = {"left": left, "right": right}
    expect.equal(
        sorting.merge(left, right), sorted(left + right), given=given, hint="what is left when one list is used up?"
    )


@pytest.mark.exercise("merge")
def test_merge_takes_equal_things_of_the_left_first():
    """merge keeps the order of equal things: first those of the left"""
    got = sorting.merge([2, 3], [3.0])
    kinds = [type(item).__name__ for item in got]
    expect.equal(kinds, ["int", "int", "float"], name="the types", hint="which list is first where both are equal?")


@pytest.mark.exercise("merge_sort")
@pytest.mark.parametrize("size", [0, 1, 2, 9, 64])
def test_merge_sort_puts_the_smallest_first(size):
    """merge_sort returns all things in order"""
    items = [(7 * n) % 65 for n in range(size)]
    expect.equal(sorting.merge_sort(items), sorted(items), given={"items": items}, hint="what is in neither half?")


@pytest.mark.exercise("merge_sort")
def test_merge_sort_leaves_its_list_alone():
    """merge_sort makes a new list"""
    expect.pure(hand_in.merge_sort, [3, 1, 2], hint="whose list do you sort?")
