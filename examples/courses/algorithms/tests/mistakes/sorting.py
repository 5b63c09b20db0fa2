"""Wrong implementations of sorting.py that beginners write; each docstring is the hint they get."""

UNNAMED = {"binary_search__through_the_whole_list": "it answers right: only how often it looks tells it"}


def linear_search__the_last_one(items, wanted):
    """When the wanted thing comes twice, at which one do you stop?"""
    found = -1
    for place, item in enumerate(items):
        if item == wanted:
            found = place
    return found


def linear_search__gives_up_at_once(items, wanted):
    """Your loop returns something at the first item, whatever it is: when do you know that the thing is not there?"""
    for place, item in enumerate(items):
        return place if item == wanted else -1
    return -1


def linear_search__none_for_none(items, wanted):
    """What does the docstring want for a thing that is not in the list?"""
    return items.index(wanted) if wanted in items else None


def binary_search__misses_the_last(look, size, wanted):
    """Your loop ends while one place is still left to look at: what if the number is just there?"""
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        found = look(middle)
        if found == wanted:
            return middle
        if found < wanted:
            low = middle + 1
        else:
            high = middle - 1
    return -1


def binary_search__where_it_would_be(look, size, wanted):
    """You return the place where the number would belong: is it there?"""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if look(middle) < wanted:
            low = middle + 1
        else:
            high = middle
    return low


def binary_search__through_the_whole_list(look, size, wanted):
    """How many numbers do you look at before you find the last one?"""
    for place in range(size):
        if look(place) == wanted:
            return place
    return -1


def insertion_sort__largest_first(items):
    """Which comes first in your list, the smallest or the largest?"""
    return sorted(items, reverse=True)


def insertion_sort__in_its_own_list(items):
    """After your function has run: what does the list look like that you were given?"""
    items.sort()
    return items


def insertion_sort__each_thing_once(items):
    """What happens to a thing that is in the list twice?"""
    return sorted(set(items))


def merge__loses_the_rest(left, right):
    """What happens to the rest of one list when the other one is used up?"""
    merged, i, k = [], 0, 0
    while i < len(left) and k < len(right):
        if right[k] < left[i]:
            merged.append(right[k])
            k += 1
        else:
            merged.append(left[i])
            i += 1
    return merged


def merge__one_after_the_other(left, right):
    """Are two sorted lists one after the other always sorted?"""
    return left + right


def merge__right_first(left, right):
    """Which list is first where both have an equal thing?"""
    merged, i, k = [], 0, 0
    while i < len(left) and k < len(right):
        if right[k] <= left[i]:
            merged.append(right[k])
            k += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[k:]


def merge_sort__only_one_half(items):
    """Both halves have to be sorted before they are merged: is each of them?"""
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    return _merge(merge_sort__only_one_half(items[:middle]), items[middle:])


def merge_sort__loses_the_middle(items):
    """In which half is the thing in the middle?"""
    if len(items) < 2:
        return list(items)
    middle = len(items) // 2
    return _merge(merge_sort__loses_the_middle(items[:middle]), merge_sort__loses_the_middle(items[middle + 1 :]))


def merge_sort__in_its_own_list(items):
    """After your function has run: what does the list look like that you were given?"""
    items.sort()
    return items


def _merge(left, right):
    merged, i, k = [], 0, 0
    while i < len(left) and k < len(right):
        if right[k] < left[i]:
            merged.append(right[k])
            k += 1
        else:
            merged.append(left[i])
            i += 1
    return merged + left[i:] + right[k:]
