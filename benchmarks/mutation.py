"""Change the solutions in small ways, one at a time, and see whether the hidden suites notice.

The changes are mutmut's (an operator swapped, a number off by one, an argument dropped ...). A module's suite is
collected once under plain pytest; each mutant then runs in a fork of that session: its code replaces the content
of the module that plays the student's, while `from solutions import forward as reference` stays what it was.

A mutant no test notices must stand in mutation.toml with the reason why it is no worse than the original.

    pip install mutmut
    python benchmarks/mutation.py                 # writes benchmarks/mutation.md; exit 1: a mutant without a reason
    python benchmarks/mutation.py forward loss    # shows the survivors of these modules only
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parents[1]
_MODULES = "perceptron forward backward loss optimizer hands_on".split()
_REPORT, _REASONS = (Path(__file__).with_suffix(suffix) for suffix in (".md", ".toml"))
_SECONDS = 60.0  # a mutant that needs longer than this is noticed too: every suite needs less than 5
_MEMORY = 8 << 30  # bytes of address space: a wrong shape may ask for more than there is


@dataclass(frozen=True)
class Mutant:
    """One change: the lines it takes away and puts in their place, and the exercise or helper they are in."""

    module: str
    function: str
    line: int
    before: str
    after: str
    code: str = ""


@dataclass(frozen=True)
class Result:
    """How one mutant fared: killed, timeout or survived."""

    mutant: Mutant
    outcome: str


def main(arguments: list[str]) -> int:
    """Run the mutants of all modules, or of those named; return the exit code."""
    if arguments[:1] == ["--session"]:
        return _session(arguments[1])
    results = [result for module in arguments or _MODULES for result in _run(module)]
    reasons = _reasons()
    unexplained = [r.mutant for r in results if r.outcome == "survived" and _key(r.mutant) not in reasons]
    if not arguments:
        _REPORT.write_text(_report(results, reasons, unexplained), encoding="utf-8")
        known = {_key(r.mutant) for r in results if r.outcome == "survived"}
        for key in reasons.keys() - known:
            print(f"{_REASONS.name}: nothing survives any more of {key}: take it out")
    for mutant in unexplained:
        print(f"\n{mutant.module}.py, line {mutant.line}, {mutant.function}\n{_diff(mutant)}")
    print(f"\n{len(results)} mutants, {len(unexplained)} neither noticed nor explained")
    return 1 if unexplained else 0


def _run(module: str) -> list[Result]:
    """Run a module's mutants in a process of their own."""
    paths = os.pathsep.join([str(_ROOT / "solutions"), str(_ROOT)])
    done = subprocess.run(
        [sys.executable, __file__, "--session", module],
        stdout=subprocess.PIPE,
        check=True,
        cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
    )
    rows = json.loads(done.stdout)
    return [Result(Mutant(**row["mutant"]), row["outcome"]) for row in rows]


def _session(module: str) -> int:
    mutants = list(_mutants(module))
    plugin = _Mutating(module, mutants)
    kept = os.dup(1)
    os.dup2(2, 1)  # pytest's own words: standard output carries the results
    suite = str(_ROOT / "tests" / "hidden" / f"test_{module}.py")
    pytest.main([suite, "-q", "-p", "no:cacheprovider", f"--rootdir={_ROOT}"], plugins=[plugin])
    with os.fdopen(kept, "w") as out:
        json.dump([{"mutant": asdict(r.mutant) | {"code": ""}, "outcome": r.outcome} for r in plugin.results], out)
    return 0


def _mutants(module: str) -> Iterator[Mutant]:
    source = (_ROOT / "solutions" / f"{module}.py").read_text(encoding="utf-8")
    owners = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    seen = {source}
    for code in _changed(source):
        if code in seen:
            continue
        seen.add(code)
        before, after, line = _difference(source, code)
        owner = next((o.name for o in owners if o.lineno <= line <= (o.end_lineno or 0)), "the module itself")
        yield Mutant(module, owner, line, before, after, code)


def _changed(source: str) -> Iterator[str]:
    """Yield the source with one change each, as mutmut makes them."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        Path("setup.cfg").write_text("[mutmut]\nsource_paths=.\n")  # mutmut will not start without one
        from mutmut.mutation.file_mutation import create_mutations

        tree, mutations, *_ = create_mutations("solution.py", source)
        for mutation in mutations:
            changed: Any = tree.deep_replace(mutation.original_node, mutation.mutated_node)
            yield changed.code


def _difference(source: str, code: str) -> tuple[str, str, int]:
    old, new = source.splitlines(), code.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    (_, start, _, from_, _), (_, _, end, _, to) = changes[0], changes[-1]
    strip = "\n".join
    return strip(s.strip() for s in old[start:end]), strip(s.strip() for s in new[from_:to]), start + 1


class _Mutating:
    """Runs the collected tests once per mutant, in a fork, up to the first that fails."""

    def __init__(self, module: str, mutants: list[Mutant]) -> None:
        self.results: list[Result] = []
        self._module, self._mutants = module, mutants
        self._has_failed = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        original = Mutant(self._module, "", 0, "", "", "")
        if session.testsfailed or self._outcome(session, original) != "survived":
            raise pytest.UsageError(f"{self._module}: the solution does not pass its own suite: nothing to measure")
        for number, mutant in enumerate(self._mutants, 1):
            self.results.append(Result(mutant, self._outcome(session, mutant)))
            if number % 25 == 0:
                print(f"{self._module}: {number} of {len(self._mutants)}", file=sys.stderr, flush=True)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo[None]) -> pytest.TestReport:
        self._has_failed |= call.excinfo is not None
        phase: Any = call.when
        return pytest.TestReport(item.nodeid, item.location, {}, "passed", None, phase, duration=0.0)

    def _outcome(self, session: pytest.Session, mutant: Mutant) -> str:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            self._become(session, mutant, writing)
        os.close(writing)
        ready, _, _ = select.select([reading], [], [], _SECONDS)
        said = os.read(reading, 1) if ready else b"t"
        os.close(reading)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return {b"s": "survived", b"t": "timeout"}.get(said, "killed")

    def _become(self, session: pytest.Session, mutant: Mutant, writing: int) -> None:
        """Be the mutant: exec its code into the module that the suite holds, and run the tests."""
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        try:
            exec(compile(mutant.code, f"{mutant.module}.py", "exec"), vars(sys.modules[mutant.module]))
            os.write(writing, b"s" if self._survives(session, mutant) else b"k")
        finally:  # what cannot be imported is noticed by everybody
            os._exit(0)

    def _survives(self, session: pytest.Session, mutant: Mutant) -> bool:
        own = [item for item in session.items if _exercise(item) == mutant.function]
        others = [item for item in session.items if _exercise(item) != mutant.function]
        for item in [*own, *others]:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=None)
            if self._has_failed:
                return False
        return True


def _exercise(item: pytest.Item) -> str:
    mark = item.get_closest_marker("exercise")
    return str(mark.args[0]) if mark else ""


def _reasons() -> dict[str, str]:
    """Return why mutants that survive may do so, by their keys."""
    listed = tomllib.loads(_REASONS.read_text(encoding="utf-8")) if _REASONS.is_file() else {}
    return {key: group["because"] for group in listed.get("equivalent", ()) for key in group["mutants"]}


def _key(mutant: Mutant) -> str:
    return f"{mutant.module}.{mutant.function}: {_one_line(mutant.before)} => {_one_line(mutant.after)}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _diff(mutant: Mutant) -> str:
    lines = [f"- {line}" for line in mutant.before.splitlines()] + [f"+ {line}" for line in mutant.after.splitlines()]
    return "\n".join(lines)


def _report(results: list[Result], reasons: dict[str, str], unexplained: list[Mutant]) -> str:
    rows = []
    for module in [*_MODULES, "all"]:
        own = [r for r in results if module in (r.mutant.module, "all")]
        count = {outcome: sum(r.outcome == outcome for r in own) for outcome in ("killed", "timeout", "survived")}
        left = sum(module in (m.module, "all") for m in unexplained)
        explained = count["survived"] - left
        noticed = len(own) - count["survived"]
        score = 100 * noticed / max(len(own) - explained, 1)
        rows.append(
            f"| {module} | {len(own)} | {noticed} | {count['timeout']} | {explained} | {left} | {score:.1f} % |"
        )
    text = [
        "# Mutation score of the hidden suites",
        "",
        f"Written by `python benchmarks/mutation.py` with mutmut {version('mutmut')}. Each mutant is one small change",
        "to a solution; it is noticed if one hidden test of its module refuses it, or by the clock if it runs for more",
        f"than {_SECONDS:.0f} seconds. What no test notices is equivalent for a reason in mutation.toml, or",
        "unexplained. The score leaves the equivalent ones out.",
        "",
        "| module | mutants | noticed | by the clock | equivalent | unexplained | score |",
        "|---|---|---|---|---|---|---|",
        *rows,
    ]
    if unexplained:
        text += ["", "## Unexplained", "", "```diff", *map(_diff, unexplained), "```"]
    survivors = [r.mutant for r in results if r.outcome == "survived" and r.mutant not in unexplained]
    text += ["", "## Equivalent"] if survivors else []
    for reason in dict.fromkeys(reasons.values()):
        chosen = [m for m in survivors if reasons[_key(m)] == reason]
        if chosen:
            text += ["", f"{reason[0].upper()}{reason[1:]} ({len(chosen)}):", "", "```diff"]
            text += [f"{m.module}.py, {m.function}:\n{_diff(m)}" for m in chosen] + ["```"]
    return "\n".join(text) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
