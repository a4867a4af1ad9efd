"""All masks of a document read together."""

import numpy as np
import pytest

from documents.alphabet import Reading, Weighing, read_together

USUAL = np.array([0.02, 0.01, 0.01, 0.96])
NONE_STAND = np.zeros(4, bool)
ALL = np.arange(4)


def reading(
    chances: list[float], *, two_sided: bool = True, in_run: bool = False, words: tuple[str, ...] = ()
) -> Reading:
    return Reading(0, ALL, np.array(chances), "lexicon_1_1", two_sided, in_run, words=words)


def test_a_mask_by_itself_keeps_its_estimate() -> None:
    (verdict,) = read_together([reading([6.0, 3.0, 1.0, 0.0])], USUAL, NONE_STAND, Weighing())
    assert verdict.character == 0
    assert verdict.confidence == pytest.approx(0.6)
    assert verdict.alone == pytest.approx(0.6)


def test_sure_masks_decide_doubtful_ones() -> None:
    sure = [reading([0.0, 1.0, 0.0, 0.0])] * 10
    verdicts = read_together([*sure, reading([6.0, 4.0, 0.0, 0.0])], USUAL, NONE_STAND, Weighing())
    assert verdicts[-1].character == 1
    assert verdicts[-1].confidence > 0.95 > verdicts[-1].alone


def test_a_character_that_still_stands_is_not_revealed() -> None:
    sure = [reading([0.0, 1.0, 0.0, 0.0])] * 10
    standing = np.array([False, True, False, False])
    verdicts = read_together([*sure, reading([6.0, 4.0, 0.0, 0.0])], USUAL, standing, Weighing())
    assert verdicts[-1].character == 0


def test_a_reading_is_no_evidence_for_itself() -> None:
    (verdict,) = read_together([reading([97.0, 3.0, 0.0, 0.0], words=("R之",))], USUAL, NONE_STAND, Weighing())
    assert verdict.confidence == pytest.approx(0.97)


def test_the_same_word_is_read_the_same_way() -> None:
    rule = Weighing(revealed=0.0)
    sure = reading([0.0, 1.0, 0.0, 0.0], words=("R水道",))
    same, other = (reading([7.0, 3.0, 0.0, 0.0], words=(word,)) for word in ("R水道", "R天下"))
    verdicts = read_together([sure, same, other], USUAL, NONE_STAND, rule)
    assert [verdict.character for verdict in verdicts] == [1, 1, 0]


def test_one_side_and_runs_are_trusted_less() -> None:
    rule = Weighing(uncorroborated=0.9, in_run=0.5)
    chances = [1.0, 0.0, 0.0, 0.0]
    alone, run = (
        read_together([case], USUAL, NONE_STAND, rule)[0].confidence
        for case in (reading(chances, two_sided=False), reading(chances, in_run=True))
    )
    assert alone == pytest.approx(0.9)
    assert run == pytest.approx(0.5)
