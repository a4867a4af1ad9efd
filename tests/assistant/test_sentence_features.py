"""What speaks for a sentence: shares counted by hand, and an order that does not depend on where it stands."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.extract import ranked_sentences
from assistant.sentence_features import (
    BETWEEN_READ,
    FEATURES,
    between_clauses,
    described,
    kind_fit,
    longest_shared,
    telling,
    telling_shares,
    was_read,
    weights,
)
from documents.ingest import parse_document
from tests.assistant.fakes import desk_over, found_turn, place_of

ANSWER = "市水务局于2021年完成古塔河疏浚。"
OTHERS = ("古塔河两岸种植柳树。", "沿线步道向公众开放。", "汛期实行二十四小时值守。")


def document_of(*sentences: str) -> str:
    return "方案\n\n一、治理河道\n" + "".join(sentences) + "\n"


def best(question: str, *sentences: str) -> str:
    desk = desk_over(parse_document("river", document_of(*sentences)))
    turn = found_turn(question, desk)
    return ranked_sentences(turn, turn.hits[0], desk.library)[0].sentence.text


@pytest.mark.parametrize("place", range(4))
def test_the_answer_comes_first_wherever_it_stands(place: int) -> None:
    ordered = [*OTHERS[:place], ANSWER, *OTHERS[place:]]
    assert best("古塔河哪年疏浚?", *ordered) == ANSWER


def test_what_every_sentence_holds_tells_nothing_apart() -> None:
    shares = telling_shares({"古塔": 1.0, "疏浚": 1.0}, [["古塔", "疏浚"], ["古塔"]])
    both, one = math.log(1 + 0.5 / 2.5), math.log(1 + 1.5 / 1.5)
    assert shares == [1.0, pytest.approx(both / (both + one))]


def test_what_no_sentence_holds_counts_for_none() -> None:
    assert telling_shares({"火星": 5.0}, [["古塔"], []]) == [0.0, 0.0]
    assert telling_shares({}, [["古塔"]]) == [0.0]


@pytest.mark.parametrize(
    ("question", "key", "length"),
    [("古塔河哪年疏浚", "完成古塔河疏浚", 3), ("甲乙", "丙丁", 0), ("", "丙", 0), ("甲乙丙", "甲乙丙", 3)],
)
def test_the_longest_stretch_that_both_hold(question: str, key: str, length: int) -> None:
    assert longest_shared(question, key) == length


@pytest.mark.parametrize(
    ("question", "key", "fit"),
    [
        ("哪年完成", "2021年完成", (1.0, 0.0)),
        ("哪年完成", "正在推进", (0.0, 1.0)),
        ("怎么推进", "正在推进", (0.0, 0.0)),
        ("谁在什么时候完成", "2021年完成", (0.5, 0.0)),
        ("when was it done", "2021年完成", (1.0, 0.0)),
    ],
)
def test_the_kind_of_thing_asked_for(question: str, key: str, fit: tuple[float, float]) -> None:
    assert kind_fit(question, key) == fit


def test_a_salutation_answers_nothing() -> None:
    text = "甲市人民政府\n关于治理河道的方案\n\n各县区人民政府:\n为治理河道，制定本方案。\n\n一、疏浚\n疏浚河道。\n"
    front = place_of(parse_document("front", text), "前言")
    assert not any(sentence.text.endswith(":") for sentence in telling(front))


def test_every_feature_has_a_weight_and_none_that_is_shared_speaks_against() -> None:
    fitted = dict(zip(FEATURES, weights(), strict=True))
    assert all(fitted[name] >= 0 for name in FEATURES if name not in ("lacks_kind", "length"))
    assert sum(weight for weight in fitted.values() if weight > 0) == pytest.approx(3.5, abs=0.01)


def test_between_clauses_counts_what_a_sentence_holds_itself() -> None:
    features = dict.fromkeys(FEATURES, 0.0) | {"terms": 0.5, "words": 0.25, "cosine": 0.5, "telling_letters": 1.0}
    assert between_clauses(tuple(features.values())) == pytest.approx(0.5 + 0.25 + 0.75)


@given(
    st.lists(st.sampled_from([ANSWER, *OTHERS]), min_size=1, max_size=6),
    st.text(alphabet="古塔河哪年疏浚谁", max_size=9),
)
def test_features_are_numbers_in_bounds_and_in_reading_order(sentences: list[str], question: str) -> None:
    desk = desk_over(parse_document("river", document_of(*sentences)))
    turn = found_turn(f"古塔{question}", desk)
    if not turn.hits:
        return
    found = described(turn, replace(turn.hits[0], coverage=0.0), desk.library)
    assert [one.sentence.start for one in found] == sorted(one.sentence.start for one in found)
    assert all(-1.0 <= value <= 1.0 + 1e-9 for one in found for value in one.features)


def test_what_the_reader_saw_is_a_feature_and_its_lack_counts_nothing() -> None:
    desk = desk_over(parse_document("river", document_of(ANSWER, *OTHERS)))
    turn = found_turn("古塔河哪年疏浚?", desk)
    at = FEATURES.index("read")
    assert not was_read(turn)
    assert {one.features[at] for one in described(turn, turn.hits[0], desk.library)} == {0.0}
    read = replace(turn, evidence=tuple(replace(found, read_score=0.7) for found in turn.evidence))
    assert was_read(read)
    scored = described(read, read.hits[0], desk.library)
    assert {one.features[at] for one in scored} == {0.7}
    unread = described(turn, turn.hits[0], desk.library)
    gain = between_clauses(scored[0].features) - between_clauses(unread[0].features)
    assert gain == pytest.approx(BETWEEN_READ * 0.7)


def test_without_a_fit_with_a_reader_the_other_serves() -> None:
    assert len(weights(read=True)) == len(weights()) == len(FEATURES)


@pytest.mark.parametrize(
    ("question", "sentence", "fit"),
    [
        ("两个补贴能一起拿吗", "两项补贴不得同时享受。", (1.0, 0.0)),
        ("两个补贴能一起拿吗", "每年发放两次。", (0.0, 1.0)),
        ("低保户也要出钱吧", "低保家庭免予出资。", (1.0, 0.0)),
    ],
)
def test_a_yes_or_no_question_wants_what_is_allowed(question: str, sentence: str, fit: tuple[float, float]) -> None:
    assert kind_fit(question, sentence) == fit


def test_a_first_sentence_that_says_something_is_no_mere_title() -> None:
    text = "办法\n\n第一条　家庭补贴：\n\n（一）最低生活保障家庭和孤儿，保育费全额减免。托育消费券每季度发放一次。\n"
    found = telling(place_of(parse_document("aid", text), "第一条/(一)"))
    assert [one.text for one in found][:1] == ["最低生活保障家庭和孤儿，保育费全额减免。"]
