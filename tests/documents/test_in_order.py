"""Work in other processes: every result in its place, whatever becomes of the workers."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.errors import PolicyError, UnreadableFile
from documents.in_order import in_order

START_AND_SLEEP = """
import sys, time
from documents.in_order import in_order
from tests.documents.test_in_order import sleep_for
if __name__ == "__main__":
    for tag, result in in_order(sleep_for, ((n, 0.0 if n < 4 else 600.0) for n in range(6)), 2):
        print(result, flush=True)
"""


def double(number: int) -> int:
    if number < 0:
        raise UnreadableFile(f"{number} is too small")
    return 2 * number


def process_of(number: int) -> int:
    return os.getpid()


def sleep_for(seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def die_at_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@given(st.lists(st.none() | st.integers(0, 99)))
def test_one_worker_keeps_the_order(numbers: list[int | None]) -> None:
    expected = [(place, None if number is None else 2 * number) for place, number in enumerate(numbers)]
    assert list(in_order(double, enumerate(numbers), 1)) == expected


def test_two_workers_keep_the_order_and_errors_their_place() -> None:
    numbers = [1, None, -3, *range(4, 30), None, -31]
    found = [result for _, result in in_order(double, enumerate(numbers), 2)]
    assert [str(result) if isinstance(result, PolicyError) else result for result in found] == [
        None if n is None else f"{n} is too small" if n < 0 else 2 * n for n in numbers
    ]


def test_a_few_are_done_here_and_more_elsewhere() -> None:
    here = os.getpid()
    assert {result for _, result in in_order(process_of, enumerate(range(3)), 2)} == {here}
    many = [result for _, result in in_order(process_of, enumerate(range(12)), 2)]
    assert many[:3] == [here] * 3
    assert here not in many[3:]


def test_jobs_are_read_no_further_ahead_than_needed() -> None:
    taken = 0

    def jobs() -> Iterator[tuple[int, int]]:
        nonlocal taken
        for taken in range(1, 1001):
            yield taken, taken

    work = in_order(double, jobs(), 2)
    assert next(work) == (1, 2)
    assert taken == 7
    work.close()


def test_a_worker_that_dies_costs_the_job_that_it_died_of() -> None:
    found = dict(in_order(die_at_seven, ((number, number) for number in range(14)), 2, lambda tag: f"{tag}.txt"))
    refused = found.pop(7)
    assert str(refused) == "7.txt: the process that read it broke down; save it anew and try again"
    assert found == {number: number for number in range(14) if number != 7}


def test_workers_end_with_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "run.py"
    script.write_text(START_AND_SLEEP, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, env=environment) as parent:
        assert parent.stdout is not None
        told = [int(parent.stdout.readline()) for _ in range(4)]
        worker = told[3]
        assert worker != parent.pid
        parent.kill()
        parent.wait()
    deadline = time.monotonic() + 20
    while _lives(worker) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _lives(worker)


def _lives(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("workers", [1, 2])
def test_leaving_early_stops_the_workers(workers: int) -> None:
    work = in_order(double, enumerate(range(500)), workers)
    assert next(work) == (0, 0)
    work.close()
    assert list(work) == []
