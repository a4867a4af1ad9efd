"""Fitting: what is learnt from made-up questions whose right side is known, and the scale it is set back to."""

import numpy as np
import pytest

pytest.importorskip("torch")

from evals import fusion_fit
from evals.errors import RunFailed
from evals.fusion_fit import Lesson, Lessons, best_and_lead, fit, lesson_of, teachable, teaches
from evals.fusion_report import report
from index.fusion import SIGNALS, Candidates, Fusion, Weights


def lesson(words_right: bool, known: float, seed: int) -> Lesson:
    """Twenty clauses; the first is right, and stands out on the side of words or on that of vectors."""
    draw = np.random.default_rng(seed)
    parts = np.zeros((20, 7), dtype=np.float32)
    parts[:, [0, 1]] = draw.uniform(0, 0.5, (20, 2))
    parts[:, [4, 5]] = draw.uniform(0, 2.0, (20, 2))
    misled = int(draw.integers(1, 20))
    parts[0 if words_right else misled, :2] = 0.8
    parts[misled if words_right else 0, 4:6] = 3.5
    candidates = Candidates(np.arange(20), parts, 25.0, known, 6)
    return lesson_of(candidates, tuple(f"r{number}" for number in range(20)), {"r0": 1})


def taught(words_right: bool, known: float, kind: str = "quick", name: str = "made up") -> Lessons:
    made = tuple(lesson(words_right, known, seed) for seed in range(40))
    return Lessons(name, kind, made[:20], made[20:])


@pytest.fixture(autouse=True)
def fewer_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion_fit, "STEPS", 100)
    monkeypatch.setattr(fusion_fit, "LEAST_LESSONS", 10)
    monkeypatch.setattr(fusion_fit, "RESTRAINT", 0.02)


def hits(fusion: Fusion, lessons: Lessons, asked: str = "fitted") -> float:
    rows = report([lessons], fusion)
    return next(found["hit@1"] for _, _, row, found in rows if row == asked)


def test_the_fit_trusts_the_side_that_is_right() -> None:
    for words_right in (True, False):
        lessons = taught(words_right, 0.5)
        fusion = fit([lessons])
        words, vectors = np.sum(fusion.kinds["quick"].parts[:2]), np.sum(fusion.kinds["quick"].parts[4:6])
        start = fusion_fit.START["quick"]
        assert (words / np.sum(start[:2]) > vectors / np.sum(start[4:6])) == words_right
        assert hits(fusion, lessons) > 0.9


def test_a_signal_tells_which_side_to_trust() -> None:
    words, vectors = taught(True, 1.0, name="words"), taught(False, 0.0, name="vectors")
    fusion = fit([words, vectors])
    by_known = dict(zip(SIGNALS, fusion.kinds["quick"].vectors_by_signal, strict=True))["known"]
    assert by_known < -0.1
    assert hits(fusion, words) > 0.9
    assert hits(fusion, vectors) > hits(fusion, vectors, "before")


def test_scores_are_set_back_to_the_scale_they_had() -> None:
    lessons = taught(True, 0.5)
    fusion = fit([lessons])
    before = Fusion(fusion.centres, fusion.spreads, {"quick": Weights(fusion_fit.START["quick"])})
    old = np.mean([best_and_lead(each, before, "quick") for each in lessons.learnt], axis=0)
    new = np.mean([best_and_lead(each, fusion, "quick") for each in lessons.learnt], axis=0)
    assert new == pytest.approx(old, rel=1e-3)


def test_a_kind_that_nothing_teaches_keeps_what_it_began_with() -> None:
    fusion = fit([taught(True, 0.5)])
    assert fusion.kinds["bridged"] == Weights(fusion_fit.START["bridged"])


def test_a_kind_with_few_lessons_keeps_what_it_began_with() -> None:
    few = taught(True, 0.5, kind="bridged")
    fusion = fit([taught(True, 0.5), Lessons(few.name, few.kind, few.learnt[:9], ())])
    assert fusion.kinds["bridged"] == Weights(fusion_fit.START["bridged"])


def test_the_reader_is_trusted_where_it_is_right() -> None:
    taught_by_words = taught(True, 0.5, kind="quick_read")
    draw = np.random.default_rng(9)
    for right in (True, False):
        for each in (*taught_by_words.learnt, *taught_by_words.held_out):
            each.candidates.parts[:, :2] = draw.uniform(0, 0.5, (20, 2))
            each.candidates.parts[:, 6] = draw.uniform(0, 1, 20)
            each.candidates.parts[0, 6] = 3.0 if right else -3.0
        weights = fit([taught_by_words]).kinds["quick_read"]
        start = fusion_fit.START["quick_read"]
        assert (weights.parts[6] > start[6]) == right
    assert taught_by_words.kind in fusion_fit.START


def test_a_kind_with_few_lessons_is_set_on_the_scale_it_had() -> None:
    few = taught(True, 0.5, kind="bridged_read")
    for each in few.learnt:
        each.candidates.parts[:, 6] = each.candidates.parts[:, 4]
    few = Lessons(few.name, few.kind, few.learnt[:9], ())
    fusion = fit([taught(True, 0.5), few])
    found = fusion.kinds["bridged_read"]
    assert found.parts == fusion_fit.START["bridged_read"]
    before = Fusion(fusion.centres, fusion.spreads, {"bridged": Weights(fusion_fit.START["bridged"])})
    old = np.mean([best_and_lead(each, before, "bridged") for each in few.learnt], axis=0)
    new = np.mean([best_and_lead(each, fusion, "bridged_read") for each in few.learnt], axis=0)
    assert new == pytest.approx(old, rel=1e-3)


@pytest.mark.parametrize("sets", [[], [Lessons("few", "quick", taught(True, 0.5).learnt[:9], ())]])
def test_a_fit_of_too_few_questions_is_refused(sets: list[Lessons]) -> None:
    with pytest.raises(RunFailed, match="a fit needs 10 questions of one kind"):
        fit(sets)


def test_a_question_whose_clause_was_not_found_teaches_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fusion_fit, "LEAST_LESSONS", 1)
    lost = lesson_of(lesson(True, 0.5, 0).candidates, tuple("abcdefghijklmnopqrst"), {"other": 1})
    assert teachable([lost]) == []
    fusion = fit([Lessons("lost", "quick", (lost,), (lost,))])
    assert fusion.kinds["quick"] == Weights(fusion_fit.START["quick"])


def test_halves_are_halves_and_stay() -> None:
    halves = [teaches(f"q{number}") for number in range(400)]
    assert 160 < sum(halves) < 240
    assert halves == [teaches(f"q{number}") for number in range(400)]
