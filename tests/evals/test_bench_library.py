"""The benchmark of a library, on a small scale; no figure is asserted."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from documents.parsing import parse_document
from evals.bench_library import measure_library, memory_below
from evals.errors import BenchmarkFailed
from evals.library import temporary_home
from evals.made_policies import han, made_policies, write_policies
from evals.settings import EvalSettings

SMALL = replace(EvalSettings(), library_documents=6)


def test_the_documents_are_the_same_each_time_and_no_two_alike() -> None:
    documents = list(made_policies(40))
    assert documents == list(made_policies(40))
    assert len({text for _, text in documents}) == len({name for name, _ in documents}) == 40


def test_every_document_is_read_as_it_was_made() -> None:
    styles = set()
    for name, text in made_policies(40):
        document = parse_document(name, text)
        numbered = [clause for clause in document.clauses if clause.part == "numbered"]
        tasks = [clause for clause in numbered if clause.level == 2]
        assert 24 <= len(numbered) <= 36
        assert len(tasks) >= 20
        assert all(2 <= len(clause.units) <= 4 for clause in tasks)
        assert document.title.endswith(("意见", "方案", "措施", "办法", "计划"))
        styles.add((numbered[0].label, tasks[0].label))
    assert len(styles) >= 5


@pytest.mark.parametrize(("number", "written"), [(1, "一"), (10, "十"), (15, "十五"), (20, "二十"), (99, "九十九")])
def test_numbers_in_chinese(number: int, written: str) -> None:
    assert han(number) == written


def test_every_figure_stands_beside_its_target() -> None:
    with temporary_home() as home:
        figures = {figure.name: figure for figure in measure_library(home, SMALL)}
    targets = {name: figure.target for name, figure in figures.items() if figure.target is not None}
    assert targets == {
        "library, add 6 documents": 180,
        "library, the same again": 10,
        "peak memory, adding, all processes": 1000,
        "changed document, add to answer, median": 2,
    }
    assert all(figure.value > 0 for figure in figures.values())


def test_documents_that_are_refused_are_no_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_MAX_FILE_BYTES", "10")
    with temporary_home() as home, pytest.raises(BenchmarkFailed, match=r"adding ended with \['refused'\], not added"):
        measure_library(home, SMALL)


def test_memory_is_that_of_all_descendants(tmp_path: Path) -> None:
    eat = "import sys; held = b'x' * 80_000_000; print(len(held), flush=True); sys.stdin.read()"
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {eat!r}])"
    with subprocess.Popen([sys.executable, "-c", nested], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None and child.stdin is not None
        assert child.stdout.readline() == b"80000000\n"
        assert memory_below(os.getpid()) > 80_000_000
        child.stdin.close()
    assert len(write_policies(tmp_path, 2)) == 2
