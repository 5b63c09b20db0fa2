"""The page that benchmarks/peers.py prints: when and where, what it cost, who survived what, and what is unfair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peers import Cost

_UNFAIR = """\
Where this is unfair, either way:

- Ours grades a whole class in one command that has imported everything once. otter and gradescope-utils are built to be
  started for each hand-in, in a container that somebody else's machine starts; what starting a container costs is not
  counted. Where hand-ins come one by one, compare the column for one hand-in.
- nbgrader and otter run a notebook in a kernel, and would run any cell of it. Ours imports a
  file and calls its functions; it runs no notebook and no kernel.
- `otter grade` isolates by Docker, and Gradescope by a container. Here both run without, as they are on a machine that
  has none: a container would keep files, processes and the network of the machine from a hostile hand-in (rows 4, 5 and
  10). It would not keep the tests, the results and numpy from it, because these are in the same container.
- All four have the same limits from the benchmark (an ordinary user, 3 GB of address space for each process), so that
  `takes all memory` looks better for the others than it is without.
- The exercises are tiny on purpose: what is measured is what grading costs around them. With exercises that compute for
  seconds all four would come closer.
- The attacks were written by those who wrote the kit, who know what it stands up to.
- The marks are the same only because every assertion compares numbers: ours compares in the grader's process, with
  `expect.close`, the others with `numpy.testing.assert_allclose`, at the same tolerances.
- CPU is that of everything that has ended. Memory is the peak of all processes of a run together, each shared page
  counted once (PSS), looked at twice a second.
"""


def words(now: datetime, machine: str, command: str) -> str:
    """Return the head of the page."""
    return (
        "# Beside the peers\n\n"
        "Ten exercises with three assertions each, graded by four graders in one run. Written by:\n\n"
        f"```\n{command}\n```\n\n"
        f"{now:%Y-%m-%d}; {machine}.\n"
    )


def table_of_costs(costs: Sequence[Cost], number: int) -> str:
    """Return what a class of `number` costs with each; where fewer were graded, what it would cost at the same rate."""
    lines = [
        "## What a class costs\n",
        "| grader | version | isolation | graded | marks as due | CPU s for one | CPU s for one more "
        f"| CPU s for {number} | hand-ins per CPU s | beside ours | peak memory, MB |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    ours = next((cost for cost in costs if cost.grader.name == "this kit"), costs[0])
    for cost in costs:
        whole = _whole(cost, number)
        lines.append(
            f"| {cost.grader.name} | {cost.version} | {cost.grader.isolation} | {cost.number} | {cost.agree} "
            f"| {cost.start.cpu:.2f} | {_more(cost):.3f} | {whole:.1f} | {number / whole:.2f} "
            f"| {whole / _whole(ours, number):.1f} | {cost.ran.peak_mb:.0f} |"
        )
    told = (
        f"\n`CPU s for {number}` is one and {number - 1} more, starting included: measured where so many were\n"
        "graded, reckoned where fewer were. `Beside ours` compares it. A busy machine makes every figure larger:\n"
        "compare rows, and not the seconds of another day.\n"
    )
    return "\n".join([*lines, told, _UNFAIR])


def _more(cost: Cost) -> float:
    return (cost.ran.cpu - cost.start.cpu) / max(1, cost.number - 1)


def _whole(cost: Cost, number: int) -> float:
    return cost.start.cpu + (number - 1) * _more(cost)


def table_of_attacks(verdicts: Mapping[str, Mapping[str, str]]) -> str:
    """Return who survives what."""
    names = list(verdicts)
    attacks = list(next(iter(verdicts.values())))
    lines = [
        "## Ten hostile hand-ins\n",
        "Each is graded together with an honest one. Nine of its exercises are right; the tenth attacks.\n"
        "`yes`: the run ends, nobody is harmed, the honest hand-in has its ten marks and the hostile one its nine.\n"
        "`in part`: all of that, but for the nine.\n",
        f"| | attack | {' | '.join(names)} |",
        f"|--:|---|{'---|' * len(names)}",
    ]
    for number, attack in enumerate(attacks, 1):
        lines.append(f"| {number} | {attack} | {' | '.join(verdicts[name][attack] for name in names)} |")
    whole = [sum(told == "yes" for told in verdicts[name].values()) for name in names]
    part = [sum(told.startswith("in part") for told in verdicts[name].values()) for name in names]
    counts = [f"{one} of {len(attacks)}, {other} in part" for one, other in zip(whole, part, strict=True)]
    lines.append(f"| | survived | {' | '.join(counts)} |")
    return "\n".join(lines)
