"""structures.py with a deque, by taking pairs away, and in rings around the start."""

from collections import deque


class Stack:
    def __init__(self):
        self.things = deque()

    def push(self, thing):
        self.things.appendleft(thing)

    def pop(self):
        try:
            return self.things.popleft()
        except IndexError:
            raise IndexError("Empty stack") from None

    def size(self):
        return len(self.things)


def is_balanced(text):
    text = "".join(letter for letter in text if letter in "()[]{}")
    while True:
        shorter = text.replace("()", "").replace("[]", "").replace("{}", "")
        if shorter == text:
            return text == ""
        text = shorter


def distances(graph, start):
    found, ring, steps = {}, {start}, 0
    while ring:
        found |= dict.fromkeys(ring, steps)
        ring = {other for place in ring for other in graph[place]} - found.keys()
        steps += 1
    return found
