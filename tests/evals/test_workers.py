"""Answers by several workers: in order, each fault its own, a dead process no end of the run."""

import os
import threading
import time

import pytest

from documents.errors import PolicyError
from evals.question import Question
from evals.run import ERROR
from evals.system import Answer
from evals.workers import Source, answers
from tests.evals.fakes import question

QUESTIONS = [question(id=f"q{number}", question=f"第{number}问") for number in range(6)]


class Echo:
    """Answers with its process; dies, raises or waits where the question says so."""

    def answer(self, asked: Question) -> Answer:
        if "exit" in asked.question:
            os._exit(3)
        if "raise" in asked.question:
            raise ValueError("no way")
        if "wait" in asked.question:
            time.sleep(0.2)
        return Answer({"id": asked.id, "outcome": "answered", "process": os.getpid()})


def refuse() -> Echo:
    raise PolicyError("no index")


def ids_and_outcomes(questions: list[Question], source: Source, workers: int) -> list[tuple[object, object]]:
    found = list(answers(questions, source, workers))
    return [(answer.prediction["id"], answer.prediction["outcome"]) for answer in found]


@pytest.mark.parametrize(("threads", "workers"), [(False, 1), (True, 3), (False, 2)])
def test_answers_come_in_order_whoever_is_first(threads: bool, workers: int) -> None:
    slow = [question(id="slow", question="wait"), *QUESTIONS, question(id="bad", question="raise")]
    expected = [(asked.id, ERROR if asked.id == "bad" else "answered") for asked in slow]
    assert ids_and_outcomes(slow, Source(Echo, threads), workers) == expected


def test_processes_are_others_and_threads_are_not() -> None:
    here = {answer.prediction["process"] for answer in answers(QUESTIONS, Source(Echo, True), 2)}
    there = {answer.prediction["process"] for answer in answers(QUESTIONS, Source(Echo), 2)}
    assert here == {os.getpid()}
    assert os.getpid() not in there


def test_a_question_that_kills_its_process_is_an_error_and_the_rest_is_answered() -> None:
    deadly = [*QUESTIONS[:2], question(id="deadly", question="exit"), *QUESTIONS[2:]]
    expected = [(asked.id, ERROR if asked.id == "deadly" else "answered") for asked in deadly]
    assert ids_and_outcomes(deadly, Source(Echo), 2) == expected


@pytest.mark.parametrize("workers", [1, 2])
def test_a_system_that_cannot_be_opened_says_so_once(workers: int) -> None:
    with pytest.raises(PolicyError, match="no index"):
        list(answers(QUESTIONS, Source(refuse), workers))


def test_a_run_that_is_left_leaves_no_thread_behind() -> None:
    found = answers([question(question="wait")] * 20, Source(Echo, True), 2)
    next(found)
    found.close()  # type: ignore[attr-defined]
    assert sum("ThreadPoolExecutor" in thread.name for thread in threading.enumerate()) == 0
