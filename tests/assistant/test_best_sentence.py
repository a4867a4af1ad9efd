"""Which clause's sentence answers: the kind of thing asked for and a title named count beside the words."""

import pytest

from assistant.best_sentence import best_sentence, shows_kind
from assistant.sentence_features import telling
from documents.ingest import parse_document
from tests.assistant.fakes import desk_over, found_turn, place_of

RESPONSES = (
    "预案\n\n一、响应分级。应急响应由低到高分为Ⅳ级、Ⅲ级、Ⅱ级、Ⅰ级四个等级。\n"
    "二、Ⅱ级响应。出现较大险情时启动。集中到指挥部值守，每6小时报告1次情况。\n"
    "三、Ⅰ级响应。发生垮坝时启动。每3小时报告1次情况。\n"
)
SHELTER = (
    "条例\n\n第一条　有犬牌的走失犬只，收容所应当通知养犬人；"
    "无主犬只自收容之日起满20日无人认领的，可以由他人领养。收容所免费开放。\n"
)


def test_the_clause_that_holds_what_is_asked_under_its_title_answers() -> None:
    desk = desk_over(parse_document("plan", RESPONSES))
    turn = found_turn("Ⅱ级响应期间多长时间报一次情况?", desk)
    found = best_sentence(turn, desk, turn.hits)
    assert found is not None
    hit, ranked = found
    assert hit.place.clause.locator == "二"
    assert ranked[0].sentence.text.endswith("每6小时报告1次情况。")


def test_the_sentence_with_the_kind_asked_for_stands_in_front() -> None:
    desk = desk_over(parse_document("law", SHELTER))
    turn = found_turn("收容所里的走失犬只多少天没人认领才能领养?", desk)
    found = best_sentence(turn, desk, turn.hits)
    assert found is not None
    assert "20日" in found[1][0].sentence.text


@pytest.mark.parametrize(
    ("question", "shows"),
    [("多少天没人领才能领养?", True), ("收容所有几只犬?", False), ("领养罚多少钱?", False)],
)
def test_whether_a_sentence_shows_the_kind(question: str, shows: bool) -> None:
    desk = desk_over(parse_document("law", SHELTER))
    turn = found_turn(question, desk)
    sentence = next(one for one in telling(place_of(parse_document("law", SHELTER), "第一条")) if "20日" in one.text)
    assert shows_kind(turn, sentence) is shows
