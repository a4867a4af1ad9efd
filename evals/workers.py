"""Questions asked by several workers at once, their answers in the order of the questions.

The assistant computes, so that its workers are processes; a system behind a network waits, so that its workers are
threads. A worker process that dies takes the questions under way with it: each of them is asked once more, alone, and
one that kills its process again is an error of its own.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context

from evals.question import Question
from evals.run import ask, failed
from evals.system import Answer, System


@dataclass(frozen=True)
class Source:
    """How to come by the system under test."""

    open: Callable[[], System]
    """Opens it, in the process that asks; goes to other processes, so it is a function of a module."""
    threads: bool = False
    """Whether its workers are threads that share one system."""


def answers(questions: Sequence[Question], source: Source, workers: int) -> Iterator[Answer]:
    """The answer to each question, in order, each as soon as it and those before it are known.

    Raises what opening the system raises, before the first answer.
    """
    # Opened here in any case: what is wrong with it is said once, and an index is built by one process.
    system = source.open()
    if workers == 1 or source.threads:
        return _by_threads(questions, system, workers)
    return _by_processes(questions, source, workers)


def _by_threads(questions: Sequence[Question], system: System, workers: int) -> Iterator[Answer]:
    if workers == 1:
        yield from (ask(question, system) for question in questions)
        return
    with ThreadPoolExecutor(workers) as pool:
        yield from _in_order([pool.submit(ask, question, system) for question in questions], pool)


def _by_processes(questions: Sequence[Question], source: Source, workers: int) -> Iterator[Answer]:
    done = 0
    with _pool(source, workers) as pool:
        try:
            for answer in _in_order([pool.submit(_ask, question) for question in questions], pool):
                yield answer
                done += 1
        except BrokenProcessPool:
            pool.shutdown(cancel_futures=True)
    if done < len(questions):
        # Those that were under way when a process died: one at a time; then the rest, together again.
        yield from (_alone(question, source) for question in questions[done : done + workers])
        yield from _by_processes(questions[done + workers :], source, workers)


def _alone(question: Question, source: Source) -> Answer:
    with _pool(source, 1) as pool:
        try:
            return pool.submit(_ask, question).result()
        except BrokenProcessPool:
            return Answer(failed(question.id, "the process that answered died"))


def _in_order(waiting: Sequence[Future[Answer]], pool: Executor) -> Iterator[Answer]:
    try:
        for future in waiting:
            yield future.result()
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _pool(source: Source, workers: int) -> ProcessPoolExecutor:
    """Fresh processes: a fork would copy the threads' locks of the libraries that are loaded here."""
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_open, initargs=(source,))


_SYSTEM: list[System] = []
"""The system of this worker process."""


def _open(source: Source) -> None:
    _SYSTEM[:] = [source.open()]


def _ask(question: Question) -> Answer:
    return ask(question, _SYSTEM[0])
