"""A stack, a use for it, and the shortest ways through a graph."""


class Stack:
    """Things on top of each other: what was put on last is taken off first."""

    def __init__(self) -> None:
        """Begin with nothing."""
        ### BEGIN SOLUTION
        self._things: list = []
        ### END SOLUTION

    def push(self, thing: object) -> None:
        """Put a thing on top."""
        ### BEGIN SOLUTION
        self._things.append(thing)
        ### END SOLUTION

    def pop(self) -> object:
        """Take off the thing on top, and return it.

        Raises:
            IndexError: there is none; the message says that the stack is empty.
        """
        ### BEGIN SOLUTION
        if not self._things:
            raise IndexError("the stack is empty")
        return self._things.pop()
        ### END SOLUTION

    def size(self) -> int:
        """Return how many things there are."""
        ### BEGIN SOLUTION
        return len(self._things)
        ### END SOLUTION


def is_balanced(text: str) -> bool:
    """Say whether every bracket of a text, ( ) [ ] { }, is closed by one of its kind, the last opened first.

    All other letters do not matter. Examples: "a[0](b)" is balanced; "([)]", "(" and ")" are not.
    """
    ### BEGIN SOLUTION
    closing = {")": "(", "]": "[", "}": "{"}
    open_ones = []
    for letter in text:
        if letter in "([{":
            open_ones.append(letter)
        elif letter in closing and (not open_ones or open_ones.pop() != closing[letter]):
            return False
    return not open_ones
    ### END SOLUTION


def distances(graph: dict[str, set[str]], start: str) -> dict[str, int]:
    """Return the number of steps from `start` to each place that can be reached, `start` itself with 0.

    Args:
        graph: to each place, the places that are one step away; steps go one way, and there may be circles.
    """
    ### BEGIN SOLUTION
    found = {start: 0}
    ahead = [start]
    while ahead:
        place = ahead.pop(0)
        for other in sorted(graph[place]):
            if other not in found:
                found[other] = found[place] + 1
                ahead.append(other)
    return found
    ### END SOLUTION
