"""Work done in worker processes, its results in the order that it was given, with a bounded number under way."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from typing import Generic, TypeVar

from documents.errors import PolicyError, UnreadableFile

Tag = TypeVar("Tag")
Argument = TypeVar("Argument")
Result = TypeVar("Result")

_FEW = 3
"""So many are done in this process: starting workers takes longer."""
_AHEAD = 3
"""Jobs under way per worker: enough to keep it busy, few enough for memory."""


@dataclass
class _Job(Generic[Tag, Argument, Result]):
    tag: Tag
    argument: Argument | None
    future: "Future[Result] | None" = None


def in_order(
    function: Callable[[Argument], Result],
    jobs: Iterable[tuple[Tag, Argument | None]],
    workers: int,
    named: Callable[[Tag], str] = str,
) -> Generator[tuple[Tag, Result | PolicyError | None], None, None]:
    """(tag, function(argument)) for each job, or the PolicyError that it raised; None for a job without argument.

    Function, arguments and results cross process borders and must pickle. `jobs` is read only as far ahead as the
    workers need. A worker that dies costs nothing but the job that it dies of, which is refused under the name that
    `named` gives its tag. One worker: everything is done in this process.
    """
    pool = _Pool(function, workers, named)
    waiting: deque[_Job[Tag, Argument, Result]] = deque()
    try:
        for tag, argument in jobs:
            waiting.append(pool.job(tag, argument))
            if len(waiting) > pool.ahead:
                yield pool.finished(waiting)
        while waiting:
            yield pool.finished(waiting)
    finally:
        pool.stop()


class _Pool(Generic[Tag, Argument, Result]):
    """Starts its processes at the first job that is more than a few."""

    def __init__(self, function: Callable[[Argument], Result], workers: int, named: Callable[[Tag], str]) -> None:
        self._function = function
        self._named = named
        self._workers = workers
        self._seen = 0
        self._executor: ProcessPoolExecutor | None = None

    @property
    def ahead(self) -> int:
        return self._workers * _AHEAD if self._workers > 1 else 0

    def job(self, tag: Tag, argument: Argument | None) -> _Job[Tag, Argument, Result]:
        """A job, under way already where there are workers for it."""
        job: _Job[Tag, Argument, Result] = _Job(tag, argument)
        if argument is not None:
            self._seen += 1
            if self._workers > 1 and self._seen > _FEW:
                self._submit(job)
        return job

    def finished(self, waiting: "deque[_Job[Tag, Argument, Result]]") -> tuple[Tag, Result | PolicyError | None]:
        """The first of `waiting` with its result; it is taken out."""
        job = waiting.popleft()
        if job.argument is None:
            return job.tag, None
        try:
            if job.future is None:
                return job.tag, self._function(job.argument)
            return job.tag, job.future.result()
        except PolicyError as error:
            return job.tag, error
        except BrokenProcessPool:
            return job.tag, self._alone(job, waiting)

    def stop(self) -> None:
        """Ends the workers; what they were at is dropped."""
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)
            self._executor = None

    def _submit(self, job: _Job[Tag, Argument, Result]) -> None:
        if self._executor is None:
            # Not forked: the process may have threads, and a fork would hold the library's lock.
            self._executor = ProcessPoolExecutor(self._workers, get_context("spawn"), _begin)
        assert job.argument is not None
        try:
            job.future = self._executor.submit(self._function, job.argument)
        except BrokenProcessPool as error:
            job.future = Future()
            job.future.set_exception(error)

    def _alone(
        self, job: _Job[Tag, Argument, Result], waiting: "deque[_Job[Tag, Argument, Result]]"
    ) -> Result | PolicyError:
        """A worker died, of this job or of another: this one again by itself, and then the others."""
        self.stop()
        self._submit(job)
        assert job.future is not None
        try:
            result: Result | PolicyError = job.future.result()
        except PolicyError as error:
            result = error
        except BrokenProcessPool:
            self.stop()
            result = UnreadableFile(
                f"{self._named(job.tag)}: the process that read it broke down; save it anew and try again"
            )
        for other in waiting:
            if other.future is not None:
                self._submit(other)
        return result


def _begin() -> None:
    """A worker leaves Ctrl-C to the process that it works for, and ends with it, even when that one is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
