"""After any history of crashes, hangs and sessions killed in the middle, the next hand-in is graded as alone."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from grader.sandbox.host.errors import StudentError
from grader.sandbox.host.forkserver import ForkServer
from grader.sandbox.host.isolation import ForkServerLost
from grader.sandbox.host.submission import Budget, RunningSubmission
from tests.grader.sandbox.conftest import new_fork_server

HONEST = b"""
import numpy as np

class Node:
    pass

def work(f, x):
    return [f(x), float(np.sum(x)), len({Node() for _ in range(10)})]
"""
HOSTILE = {
    "returns": b"def work(f, x): return 1",
    "raises": b"def work(f, x): raise KeyError('no')",
    "exits": b"import os\ndef work(f, x): os._exit(3)",
    "crashes": b"import ctypes\ndef work(f, x): ctypes.string_at(0)",
    "hangs": b"def work(f, x):\n    while True: pass",
    "sleeps": b"import time\ndef work(f, x): time.sleep(60)",
    "hangs when asked again": b"def work(f, x):\n    f(x)\n    while True: pass",
    "writes rubbish": b"import os\ndef work(f, x): os.write(4, b'x' * 1000)",
    "answers twice": b"import gc\ndef work(f, x):\n    for t in gc.get_objects():\n"
    b"        if type(t).__name__ == 'Responder': t._write(t.read.__self__ and b'FDL1' + bytes(12))",
}
BRIEF = Budget(0.2, 2, 2)


class AnyHistory(RuleBasedStateMachine):
    """Host, fork server and guest; a session is a process that shares the fork server's socket, as in the worker."""

    secret: Path

    def __init__(self) -> None:
        super().__init__()
        self.fork_server: ForkServer = new_fork_server(self.secret)
        self.alone = self._honest()

    def teardown(self) -> None:
        self.fork_server.close()

    @rule(kind=st.sampled_from(sorted(HOSTILE)))
    def a_hand_in_misbehaves(self, kind: str) -> None:
        self._run(HOSTILE[kind])

    @rule(kind=st.sampled_from(sorted(HOSTILE)), after=st.floats(0.0, 0.03))
    def its_session_is_killed(self, kind: str, after: float) -> None:
        pid = os.fork()
        if pid == 0:
            try:
                self._run(HOSTILE[kind])
            finally:
                os._exit(0)
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self._as_the_worker_does(was_killed=True)

    @rule()
    def the_fork_server_is_killed(self) -> None:
        self.fork_server._process.kill()
        self.fork_server._process.wait()  # until then its fork may answer once more
        self._as_the_worker_does()

    @rule(kind=st.sampled_from(sorted(HOSTILE)))
    def an_order_is_not_heard_to_its_end(self, kind: str) -> None:
        self.fork_server._socket.sendall(b"C" + bytes(16))
        try:
            self._run(HOSTILE[kind])
        except ForkServerLost:
            self._as_the_worker_does(was_killed=True)
        else:
            raise AssertionError("the answer to another order was believed")

    @invariant()
    def an_honest_hand_in_is_graded_as_alone(self) -> None:
        assert self._honest() == self.alone

    @invariant()
    def no_guest_is_left(self) -> None:
        server = self.fork_server._process.pid
        assert [guest for fork in _children_of(server) for guest in _children_of(fork)] == []

    def _as_the_worker_does(self, was_killed: bool = False) -> None:
        try:
            if not was_killed:
                self.fork_server.end_all()
                return
        except ForkServerLost:
            pass
        self.fork_server.close()
        self.fork_server = new_fork_server(self.secret)

    def _honest(self) -> Any:
        return self._run(HONEST, Budget(10, 60, 60))

    def _run(self, source: bytes, budget: Budget = BRIEF) -> Any:
        student = RunningSubmission(self.fork_server, {"work": source}, budget=budget)
        try:
            return student.call("work", "work", (lambda x: float(np.max(x)), np.arange(4.0)), {})
        except StudentError as error:
            return str(error)
        finally:
            student.close()


def test_after_any_history_the_next_honest_hand_in_is_graded_as_alone(secret: Path):
    machine: Any = type("AnyHistory", (AnyHistory,), {"secret": secret})
    machine.TestCase.settings = settings(
        max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    machine.TestCase("runTest").runTest()


def _children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # a fork of the server ends after each hand-in
        return []
