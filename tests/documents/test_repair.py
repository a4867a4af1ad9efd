"""Masks restored one for one, or left standing."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.alphabet import Weighing
from documents.model import Noise, Repair
from documents.noise import find_noise
from documents.repair import find_masks, restore_masks
from documents.settings import DocumentSettings

SEED = DocumentSettings().corpus / "dongying-policy-forum-copy.txt"
CAREFUL = replace(DocumentSettings(), restore_confidence=0.95)
HUANG, ZHENG, DANG, JUN = "黄政党军"
TRUTH: tuple[tuple[str, str], ...] = (
    (r"\*河", HUANG),
    (r"沿\*", HUANG),
    (r"\*金水道", HUANG),
    (r"\*三角", HUANG),
    (r"\*\(渤\)海", HUANG),
    (r"\*府", ZHENG),
    (r"\*策", ZHENG),
    (r"财\*局", ZHENG),
    (r"\*务服务", ZHENG),
    (r"民\*局", ZHENG),
    (r"行\*审批", ZHENG),
    (r"鲁\*发〔", ZHENG),
    (r"\*的十九大", DANG),
    (r"领\*", JUN),
)
"""What the author wrote, by the words around the mask; read by eye from the original."""


def author(text: str) -> dict[int, str]:
    return {
        match.start() + match.group().index("*"): char
        for pattern, char in TRUTH
        for match in re.finditer(pattern, text)
    }


def restored(text: str, settings: DocumentSettings = CAREFUL) -> str:
    return restore_masks(text, (), settings=settings)[0]


def test_every_mask_of_the_forum_copy_is_the_authors_character() -> None:
    source = SEED.read_text(encoding="utf-8")
    truth = author(source)
    text, repairs = restore_masks(source, find_noise(source), settings=CAREFUL)
    assert len(repairs) == len(truth) == 62
    assert {repair.start: repair.after for repair in repairs} == truth
    assert all(text[place] == char for place, char in truth.items())
    assert {repair.rule for repair in repairs} >= {"alphabet", "insertion", "document_number", "lexicon_2_2"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各县区人民*府要加强领导。", "各县区人民政府要加强领导。"),
        ("市公*局负责社会治安管理。", "市公安局负责社会治安管理。"),
        ("依法追究*事责任。", "依法追究刑事责任。"),
        ("(晋*办发〔2020〕8号)", "(晋政办发〔2020〕8号)"),
        ("各县区人民＊府要加强领导。", "各县区人民政府要加强领导。"),
    ],
)
def test_a_word_with_one_reading_is_restored(text: str, expected: str) -> None:
    assert restored(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "原告王*与被告李**之间的纠纷。",
        "**重点任务**：加强领导。",
        "* 第一项\n* 第二项\n",
        "面积为3*4平方米，a*b，138****1234。",
        "***\n\n* * *\n",
        r"脚注\*见后。",
        "□是 □否 ●要点",
        "",
    ],
)
def test_what_is_no_mask_or_has_no_sure_reading_stays(text: str) -> None:
    assert restored(text) == text


@pytest.mark.parametrize("text", ["**重点任务**", "* 第一项", "3*4", "***\n", r"注\*释", "□是 □否", "×"])
def test_stars_that_are_no_masks_have_no_repair(text: str) -> None:
    assert find_masks(text, ()) == ()


def test_masks_in_noise_have_no_repair() -> None:
    text = "人民*府论坛\n人民*府令"
    assert find_masks(text, (Noise(0, 6, "site_name"),)) == (9,)


def test_a_mask_left_standing_says_so() -> None:
    text, repairs = restore_masks("原告王*出庭。", (), settings=CAREFUL)
    assert text == "原告王*出庭。"
    assert [(repair.start, repair.before, repair.after, repair.restored) for repair in repairs] == [
        (3, "*", "*", False)
    ]


def test_the_threshold_decides() -> None:
    text = "为切实推进*市工作，"
    eager = replace(CAREFUL, restore_confidence=1e-6)
    assert restored(text, eager) != text
    assert restored(text, replace(CAREFUL, restore_confidence=1.0)) == text


def test_a_character_that_still_stands_is_not_what_a_mask_hides() -> None:
    def read(text: str) -> tuple[str, float]:
        repair = restore_masks(text, (), settings=replace(CAREFUL, restore_confidence=0.1))[1][0]
        return repair.after, repair.confidence

    (alone, chance), (beside, _), (after_rival, more) = (
        read(f"推进*河流域治理。{rest}") for rest in ("", "黄山。", "淮海。")
    )
    assert (alone, after_rival) == ("黄", "黄")
    assert beside != "黄"
    assert more > chance


def test_masks_beyond_the_limit_stand() -> None:
    _, repairs = restore_masks("人民*府" * 3, (), settings=CAREFUL, weighing=Weighing(most_masks=2))
    assert [repair.after for repair in repairs] == ["政", "政", "*"]
    assert repairs[-1] == Repair(10, "*", "*", "too_many", 0.0)


@given(st.text(alphabet="*＊□人民政府黄河党的局，。\n(〔 1a#", max_size=60) | st.text(max_size=30))
def test_length_is_kept_and_nothing_unmasked_is_touched(source: str) -> None:
    noise = find_noise(source)
    text, repairs = restore_masks(source, noise)
    places = {repair.start: repair for repair in repairs}
    assert len(text) == len(source) and len(places) == len(repairs)
    for place, (before, after) in enumerate(zip(source, text, strict=True)):
        expected = places[place].after if place in places else before
        assert after == expected
    assert all(source[repair.start] == repair.before and repair.before in "*＊×□■●○" for repair in repairs)
    assert all(0.0 <= repair.confidence <= 1.0 and len(repair.after) == 1 for repair in repairs)
    assert not any(span.start <= place < span.end for place in places for span in noise)
    assert (text, repairs) == restore_masks(source, noise)
