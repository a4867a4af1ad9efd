"""Adding files while its official does something else: one job after the other, in a thread, watched from a page."""

import logging
import os
import secrets
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

from assistant.web.errors import Refused
from assistant.web.log import event
from documents.adding import Added, Report
from documents.errors import CatalogueUnavailable, LibraryBusy
from documents.exclusive import Waiting

Work = Callable[[Sequence[Path], Report, Waiting], Iterator[Added]]
"""Adds files, tells how far it is and for whom it waits, and how each file ended."""


@dataclass
class Job:
    """One adding of files. Written by its thread, read by pages."""

    identity: str
    total: int
    done: int = 0
    waiting: bool = False
    """True while another process is adding to the same library."""
    results: list[Added] = field(default_factory=list)
    finished: bool = False
    fault: str = ""
    """Why it stopped early, as a key of the frame's words; empty where it did not."""


class Jobs:
    """The jobs of this process; `kept` of them can still be looked at."""

    def __init__(self, kept: int) -> None:
        self._kept = kept
        self._lock = Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._stopping = Event()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="adding")

    def start(self, paths: Sequence[Path], work: Work, finish: Callable[[], None]) -> Job:
        """Begin, or wait for the job before; `finish` is called at the end, however it ends."""
        job = Job(secrets.token_urlsafe(18), len(paths))
        with self._lock:
            self._jobs[job.identity] = job
            while len(self._jobs) > self._kept:
                self._jobs.popitem(last=False)
        self._thread.submit(_run, job, paths, work, finish, self._stopping)
        return job

    def stop(self) -> None:
        """End after the file that is being added now; what comes after it is not begun."""
        self._stopping.set()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def find(self, identity: str) -> Job:
        """The job of that identity. Raises Refused (404) where it is kept no longer."""
        with self._lock:
            job = self._jobs.get(identity)
        if job is None:
            raise Refused(404, "job_gone")
        return job


def _run(job: Job, paths: Sequence[Path], work: Work, finish: Callable[[], None], stopping: Event) -> None:
    def report(done: int, _total: int) -> None:
        job.done, job.waiting = done, False

    def wait(_sentence: str) -> None:
        job.waiting = True

    try:
        for added in work(paths, report, wait):
            job.results.append(_without_folder(added))
            if stopping.is_set():
                break
    except Exception as error:  # whatever breaks, the page says so and what was stored before stays
        event("adding_failed", level=logging.ERROR, error=error)
        job.fault = fault(error)
    finally:
        finish()
        job.finished = True
        event("added", files=job.total, stored=sum(1 for one in job.results if one.outcome in ("added", "replaced")))


def fault(error: Exception) -> str:
    """Why the library could not be read or written, as a key of the frame's words."""
    if isinstance(error, LibraryBusy):
        return "library_busy"
    return "library_unavailable" if isinstance(error, CatalogueUnavailable) else "failed"


def _without_folder(added: Added) -> Added:
    """Where this server keeps files for the moment is nobody's business."""
    return Added(added.path, added.name, added.outcome, added.message.replace(f"{added.path.parent}{os.sep}", ""))
