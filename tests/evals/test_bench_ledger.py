"""The benchmark's library and its figures, on a small scale; no figure is asserted."""

from pathlib import Path

from evals.bench_ledger import generated, measure_ledger
from evals.settings import EvalSettings


def test_the_library_is_what_it_says_and_the_same_each_time() -> None:
    documents = list(generated(230))
    tasks = [clause for document in documents for clause in document.clauses if clause.units]
    assert (len(documents), len(tasks)) == (3, 230)
    assert documents == list(generated(230))
    for document in documents:
        for clause in document.clauses:
            assert document.text[clause.start : clause.end] == clause.text
            assert all(document.text[held.start : held.end] == held.unit for held in clause.units)


def test_both_figures_stand_beside_their_targets(tmp_path: Path) -> None:
    figures = {figure.name: figure for figure in measure_ledger(tmp_path, EvalSettings(ledger_clauses=120))}
    assert figures["ledger, page of the busiest unit"].target == 200
    assert [figures[f"ledger, export {form}"].target for form in ("csv", "json", "xlsx")] == [20, 20, 20]
    assert all(figure.value > 0 for figure in figures.values())
    assert (tmp_path / "ledger.csv").stat().st_size > 120 * 50
