"""Jobs run one after the other, can be watched, and end with a sentence however they end."""

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from assistant.web.errors import Refused
from assistant.web.jobs import Job, Jobs, Work
from documents.adding import Added
from documents.errors import CatalogueUnavailable, LibraryBusy

PATHS = [Path("/secret/upload/0/甲.txt"), Path("/secret/upload/1/乙.txt")]
SECONDS = 20


def run(jobs: Jobs, work: Work) -> Job:
    ended = threading.Event()
    job = jobs.start(PATHS, work, ended.set)
    assert ended.wait(SECONDS)
    while not job.finished:
        pass
    return job


def adding(
    paths: Sequence[Path], report: Callable[[int, int], None], waiting: Callable[[str], None]
) -> Iterator[Added]:
    waiting("another process is adding")
    for number, path in enumerate(paths, start=1):
        report(number, len(paths))
        yield Added(path, path.stem, "added" if number == 1 else "refused", f"{path}: cannot be read")


def test_a_job_tells_how_each_file_ended_and_no_path() -> None:
    jobs = Jobs(2)
    job = run(jobs, adding)
    assert [(one.name, one.outcome, one.message) for one in job.results] == [
        ("甲", "added", "甲.txt: cannot be read"),
        ("乙", "refused", "乙.txt: cannot be read"),
    ]
    assert (job.done, job.total, job.waiting, job.fault) == (2, 2, False, "")
    assert jobs.find(job.identity) is job


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (LibraryBusy("x"), "library_busy"),
        (CatalogueUnavailable("x"), "library_unavailable"),
        (RuntimeError("x"), "failed"),
    ],
    ids=["busy", "unavailable", "broken"],
)
def test_what_was_stored_before_a_fault_is_still_told(error: Exception, fault: str) -> None:
    def breaking(
        paths: Sequence[Path], report: Callable[[int, int], None], waiting: Callable[[str], None]
    ) -> Iterator[Added]:
        yield Added(paths[0], "甲", "added", "")
        raise error

    job = run(Jobs(2), breaking)
    assert ([one.name for one in job.results], job.fault, job.finished) == (["甲"], fault, True)


def test_the_oldest_job_is_forgotten() -> None:
    jobs = Jobs(1)
    first, second = run(jobs, adding), run(jobs, adding)
    assert jobs.find(second.identity) is second
    with pytest.raises(Refused) as refused:
        jobs.find(first.identity)
    assert refused.value.status == 404


def test_stopping_waits_for_the_file_under_way_and_begins_no_other() -> None:
    jobs, under_way, go = Jobs(2), threading.Event(), threading.Event()

    def slow(
        paths: Sequence[Path], report: Callable[[int, int], None], waiting: Callable[[str], None]
    ) -> Iterator[Added]:
        under_way.set()
        assert go.wait(SECONDS)
        for path in paths:
            yield Added(path, path.stem, "added", "")

    first = jobs.start(PATHS, slow, lambda: None)
    second = jobs.start(PATHS, slow, lambda: None)
    assert under_way.wait(SECONDS)
    threading.Timer(0.05, go.set).start()
    jobs.stop()
    assert ([one.name for one in first.results], first.finished) == (["甲"], True)
    assert (second.results, second.finished) == ([], False)
