"""Policy documents of many styles, written by hand: their clause trees and responsible units."""

from pathlib import Path

import pytest

from documents.settings import DocumentSettings
from evals.structure import StructureScore, score_folder, shares

POLICIES = Path(__file__).parent / "policies"
ENOUGH = 0.95


@pytest.fixture(scope="module")
def scores() -> list[StructureScore]:
    return score_folder(POLICIES, DocumentSettings())


def test_there_are_forty_and_some_were_written_first(scores: list[StructureScore]) -> None:
    assert len(scores) >= 40
    assert sum(score.held for score in scores) >= 20


@pytest.mark.parametrize("held", [True, False], ids=["held back", "worked on"])
def test_trees_and_units_are_exact_on_nearly_all_clauses(scores: list[StructureScore], held: bool) -> None:
    clauses, units = shares([score for score in scores if score.held is held])
    assert clauses >= ENOUGH
    assert units >= ENOUGH
