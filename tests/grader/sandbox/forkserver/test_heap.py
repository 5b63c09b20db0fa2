"""Objects of a fork lie at the same addresses, whatever its parent made and freed before, in whatever order."""

from __future__ import annotations

import subprocess
import sys

import pytest

FORKS = 12
PROGRAM = """
import gc, os, random, sys
from itertools import repeat
from grader.sandbox.forkserver import heap

def work(dice):  # what a parent does between two forks: never the same, and nothing of it is kept
    made = [[{}, [], (dice,), {dice}, dice.random(), object(), 10**9 + dice.randrange(9), bytes(dice.randrange(400))]
            for _ in range(12)]
    made = [one for row in made for one in row]
    dice.shuffle(made)
    while made:
        made.pop()

def addresses():
    made = [[{}, [], (n,), {n}, n + 0.5, object(), 10**9 + n, bytes(4 * n)] for n in range(100)]
    return hash(tuple([id(one) for row in made for one in row]))

is_filled = sys.argv[1] == "filled"
dice = random.Random(0)
before = [bytes(dice.randrange(480)) for _ in range(40_000)]
dice.shuffle(before)
del before[::2]  # a heap full of holes
gc.collect()
filling = heap.fill_holes() if is_filled else None
gc.freeze()
for number in range(int(sys.argv[2])):
    work(random.Random(number))
    if os.fork() == 0:
        taken = heap.take_what_was_freed() if is_filled else None
        print(addresses(), flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.mark.parametrize(("how", "places"), [("filled", {1}), ("as it was", set(range(2, FORKS + 1)))])
def test_a_fork_finds_the_same_blocks_whatever_was_freed_before_it(how, places):
    done = subprocess.run([sys.executable, "-c", PROGRAM, how, str(FORKS)], capture_output=True, text=True, check=True)

    found = done.stdout.split()

    assert len(found) == FORKS
    assert len(set(found)) in places
