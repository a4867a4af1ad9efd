"""Whether what was found holds the answer: the fitted model, its features, and kinds of thing a text must show."""

import json
import math
from dataclasses import replace

import pytest

from assistant.confidence import (
    FEATURES,
    REFUSAL_FILE,
    Refusal,
    features,
    is_supported,
    lacks_aspect,
    refusal_model,
    stands_in_library,
)
from assistant.turn import Language, Turn
from tests.assistant.fakes import (
    POLICY_NAME,
    FixedSearch,
    desk_over,
    found_turn,
    policy_document,
    seed_document,
)

DESK = desk_over()
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_the_model_is_a_logistic_one() -> None:
    model = Refusal({"zh": (2.0, -1.0), "en": (0.0, 0.0)}, {"zh": 0.5, "en": 0.0}, {"zh": 0.5, "en": 0.5})
    assert model.probability("zh", (1.0, 0.5)) == pytest.approx(1 / (1 + math.exp(-2.0)))
    assert model.probability("en", (9.0, 9.0)) == 0.5


def test_too_few_features_are_no_silent_zero() -> None:
    with pytest.raises(ValueError, match="argument"):
        refusal_model().probability("zh", (1.0,))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fitted_numbers_fit_their_features(language: Language) -> None:
    model = refusal_model()
    assert json.loads(REFUSAL_FILE.read_text(encoding="utf-8"))["features"] == list(FEATURES)
    assert len(model.weights[language]) == len(FEATURES)
    assert 0.0 < model.least[language] < 1.0
    nothing, everything = (0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 0.1), (1.0, 0.8, 1.5, 0.5, 0.0, 0.0, 0.5)
    assert model.probability(language, nothing) < model.least[language] < model.probability(language, everything)


def test_the_features_of_a_hit() -> None:
    turn = found_turn("无人配送企业由谁牵头?", DESK)
    hit, rival = turn.hits[0], max(other.score for other in turn.hits[1:])
    coverage, cosine, fused, margin, content, absent, words = features(turn, hit, DESK)
    assert hit.evidence is not None
    assert (coverage, cosine, content, absent) == (1.0, hit.evidence.dense_score, 0.0, 0.0)
    assert fused == pytest.approx(hit.evidence.score / 10)
    assert margin == pytest.approx(min(1.0, (hit.score - rival) / 10))
    assert features(turn, turn.hits[1], DESK)[3] == pytest.approx(max(-1.0, (turn.hits[1].score - hit.score) / 10))
    assert words == pytest.approx(3 / 8)


def test_a_question_for_content_and_a_word_that_stands_nowhere() -> None:
    turn = found_turn("无人火星什么时候完成?", DESK)
    assert turn.understanding is not None
    assert "火星" in turn.understanding.words
    found = features(turn, turn.hits[0], DESK)
    assert found[4] == 1.0
    assert found[5] == pytest.approx(1 / len(turn.understanding.words))


def test_the_features_of_a_turn_without_words() -> None:
    turn = found_turn("无人配送由谁牵头?", DESK)
    assert features(replace(turn, understanding=None, hits=()), turn.hits[0], DESK)[4:] == (0.0, 0.0, 0.0)


def test_a_clause_about_something_else_is_not_supported() -> None:
    desk = desk_over(search=FixedSearch(policy_document(), "第三章/第八条", score=0.5, cosine=0.05))
    turn = found_turn("火星基地由谁建设?", desk)
    assert not is_supported(turn, turn.hits[0], desk)


def test_the_clause_asked_about_is() -> None:
    turn = found_turn("无人配送航线由谁牵头开通?", DESK)
    assert is_supported(turn, turn.hits[0], DESK)


def test_a_clause_asked_for_by_its_number_always_is() -> None:
    turn = found_turn("第十二条由谁牵头?", DESK)
    assert is_supported(turn, turn.hits[0], DESK)


def test_words_stand_where_the_question_may_look() -> None:
    desk = desk_over(seed_document(), policy_document())
    assert stands_in_library("翠湖", Turn("?"), desk)
    assert stands_in_library("翠湖", Turn("?", scope=frozenset({POLICY_NAME})), desk)
    assert not stands_in_library("翠湖", Turn("?", scope=frozenset({seed_document().name})), desk)
    assert stands_in_library("pump", Turn("?"), desk)
    assert not stands_in_library("spaceship", Turn("?"), desk)


@pytest.mark.parametrize(
    ("question", "text", "lacks"),
    [
        ("翠湖泵站要花多少钱", "新增排涝能力每秒45立方米。", True),
        ("翠湖泵站要花多少钱", "总投资2.6亿元。", False),
        ("how much money does it cost", "总投资2.6亿元。", False),
        ("how much money does it cost", "占地450亩。", True),
        ("市水利局的电话是多少", "（牵头单位：市水利局）", True),
        ("市水利局的电话是多少", "电话0546-8381234", False),
        ("市水利局局长是谁", "市水利局牵头。", True),
        ("管网多长", "安装智能水表18万只。", True),
        ("管网多长", "更换管网80公里。", False),
        ("泵站什么时候完工", "完成自动化改造。", True),
        ("泵站什么时候完工", "2025年底前完成。", False),
        ("漏损率是百分之几", "降到8%以下。", False),
        ("漏损率是百分之几", "进一步降低。", True),
        ("由谁牵头", "", False),
        ("", "", False),
    ],
)
def test_a_kind_of_thing_that_the_text_does_not_hold(question: str, text: str, lacks: bool) -> None:
    assert lacks_aspect(question, text) is lacks
