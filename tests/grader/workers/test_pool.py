"""What a pool makes of the answers that workers give."""

from __future__ import annotations

import json
import os
from concurrent.futures import Future

from grader.grade.document import Grade
from grader.grade.score import ungraded
from grader.submission import Submission
from grader.workers.orders import GradingFault
from grader.workers.pool import Job, Pool


class AnswersOfAnother:
    """An engine that answers each order with the document of one student."""

    def __init__(self, document: Grade) -> None:
        self._document = document

    def ready(self) -> None:
        pass

    def slots(self) -> int:
        return 1

    def submit(self, order: bytes) -> Future[bytes]:
        answer: Future[bytes] = Future()
        answer.set_result(json.dumps({"grade": self._document.model_dump(mode="json")}).encode())
        return answer

    def look(self) -> None:
        pass

    def fault(self, error: BaseException) -> GradingFault:
        raise error

    def close(self) -> None:
        pass

    def kill(self) -> None:
        pass


def test_an_answer_about_somebody_else_is_nobodys_grade(tiny_course):
    graded = ungraded(tiny_course, Submission("ada", {}), "a test", "process", None)
    jobs = [Job(name, Submission(name, {})) for name in ("ada", "hopper")]

    with Pool(AnswersOfAnother(graded)) as pool:
        results = {job.key: result for job, result in pool.grade(jobs)}

    assert results["ada"] == graded
    assert isinstance(results["hopper"], GradingFault)
    assert str(results["hopper"]) == "the answer of a worker is about ada"


def test_a_name_of_any_bytes_is_known_in_its_document(tiny_course):
    name = os.fsdecode(b"bad\xff\xfebytes")
    graded = ungraded(tiny_course, Submission(name, {}), "a test", "process", None)

    with Pool(AnswersOfAnother(graded)) as pool:
        [(_, result)] = pool.grade([Job(name, Submission(name, {}))])

    assert result == graded
