"""Single characters counted in the candidates' own text, against sums done by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.letters import LetterQuestion, LetterScale, folded

SCALE = LetterScale.of(["机场建设", "港口建设"])
TEXTS = st.lists(st.text(alphabet="机场港口建設设 a\n", max_size=12), max_size=6)


def test_a_letter_of_every_text_is_worth_less_than_one_of_half_of_them() -> None:
    assert SCALE.rarity("建") == pytest.approx(np.log(1.2))
    assert SCALE.rarity("机") == pytest.approx(np.log(2.0))
    assert SCALE.rarity("鸟") == pytest.approx(np.log(6.0))


def test_letters_meet_a_text_in_another_order() -> None:
    question = LetterQuestion.of("场机", SCALE)
    assert question.letters == ("场", "机")
    both, one, none = question.scores(["机场建设", "机电建设", "港口建设"], SCALE, 1.2, 0.75).tolist()
    root = np.sqrt(2 * np.log(2.0))
    assert both == pytest.approx(root / 2.2)
    assert one == pytest.approx(root / 4.4)
    assert none == 0.0


def test_a_letter_asked_twice_counts_twice_and_latin_ones_not_at_all() -> None:
    question = LetterQuestion.of("机机 abc", SCALE)
    assert question.letters == ("机",)
    assert question.rarity == pytest.approx(2 * np.log(2.0))


def test_a_question_without_chinese_scores_nothing() -> None:
    assert LetterQuestion.of("airport", SCALE).scores(["机场"], SCALE, 1.2, 0.75).tolist() == [0.0]


def test_folding_keeps_texts_apart_and_brings_scripts_together() -> None:
    assert folded(["機場\n建設", "ABC"]) == ["机场 建设", "abc"]
    assert folded([]) == []


@given(TEXTS)
def test_every_text_has_a_score_between_none_and_all(texts: list[str]) -> None:
    question = LetterQuestion.of("机场建设", SCALE)
    scores = question.scores(folded(texts), SCALE, 1.2, 0.75)
    assert len(folded(texts)) == len(texts) == len(scores)
    assert ((scores >= 0) & (scores <= np.sqrt(question.rarity) + 1e-5)).all()
