"""Wrong implementations of structures.py that beginners write; each docstring is the hint they get."""

UNNAMED = {"Stack__says_python_s_own_words": "only a message tells it, and messages differ in innocent ways"}


class _Stack:
    def __init__(self):
        self.things = []

    def push(self, thing):
        self.things.append(thing)

    def pop(self):
        if not self.things:
            raise IndexError("the stack is empty")
        return self.things.pop()

    def size(self):
        return len(self.things)


class Stack__first_in_first_out(_Stack):
    """At which end do you put things on, and at which do you take them off?"""

    def pop(self):
        if not self.things:
            raise IndexError("the stack is empty")
        return self.things.pop(0)


class Stack__looks_without_taking(_Stack):
    """After pop: is the thing still on the stack?"""

    def pop(self):
        if not self.things:
            raise IndexError("the stack is empty")
        return self.things[-1]


class Stack__says_python_s_own_words(_Stack):
    """What does a user of your stack read when it is empty, and does it name the stack?"""

    def pop(self):
        if not self.things:
            raise IndexError("nothing there")
        return self.things.pop()


def is_balanced__counts_only(text):
    """Are there enough brackets, or do they also close in the right order?"""
    pairs = ("()", "[]", "{}")
    for opening, closing in pairs:
        depth = 0
        for letter in text:
            depth += (letter == opening) - (letter == closing)
            if depth < 0:
                return False
        if depth:
            return False
    return True


def is_balanced__forgets_the_open_ones(text):
    """What may be left on your stack at the end?"""
    closing = {")": "(", "]": "[", "}": "{"}
    ahead = []
    for letter in text:
        if letter in "([{":
            ahead.append(letter)
        elif letter in closing and (not ahead or ahead.pop() != closing[letter]):
            return False
    return True


def is_balanced__ignores_the_unopened(text):
    """What do you do with a closing bracket when nothing is open?"""
    closing = {")": "(", "]": "[", "}": "{"}
    ahead = []
    for letter in text:
        if letter in "([{":
            ahead.append(letter)
        elif letter in closing and ahead and ahead.pop() != closing[letter]:
            return False
    return not ahead


def distances__depth_first(graph, start):
    """You follow one way to its end first: is the first way you find to a place the shortest?"""
    found = {start: 0}
    ahead = [start]
    while ahead:
        place = ahead.pop()
        for other in sorted(graph[place]):
            if other not in found:
                found[other] = found[place] + 1
                ahead.append(other)
    return found


def distances__everywhere(graph, start):
    """Which places cannot be reached at all, and do they belong in the result?"""
    found = _distances(graph, start)
    return {place: found.get(place, -1) for place in graph}


def distances__without_the_start(graph, start):
    """How many steps is it from the start to itself?"""
    found = _distances(graph, start)
    del found[start]
    return found


def distances__uses_the_graph_up(graph, start):
    """After your function has run: are all steps still in the graph?"""
    found = {start: 0}
    ahead = [start]
    while ahead:
        place = ahead.pop(0)
        while graph[place]:
            other = min(graph[place])
            graph[place].remove(other)
            if other not in found:
                found[other] = found[place] + 1
                ahead.append(other)
    return found


def _distances(graph, start):
    found = {start: 0}
    ahead = [start]
    while ahead:
        place = ahead.pop(0)
        for other in sorted(graph[place]):
            if other not in found:
                found[other] = found[place] + 1
                ahead.append(other)
    return found
