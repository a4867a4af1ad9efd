"""Every way a turn can end, each with its sentence in both languages."""

import pytest

from assistant.outcome import Outcome
from assistant.sentences import sentences
from assistant.turn import Language

FILLED = {
    "context": "到年",
    "unit": "市公安局",
    "length": 301,
    "limit": 300,
    "title": "甲市停车办法",
    "kinds": "手机号码",
}
LANGUAGES: tuple[Language, ...] = ("zh", "en")


def test_only_an_answer_is_no_refusal() -> None:
    assert {outcome for outcome in Outcome if not outcome.refused} == {Outcome.ANSWERED, Outcome.PARTIAL}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome.refused])
def test_every_refusal_has_its_sentence(outcome: Outcome, language: Language) -> None:
    sentence = sentences().get(language, outcome, **FILLED)
    assert sentence
    assert "{" not in sentence


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_refusals_sound_the_same(language: Language) -> None:
    said = [sentences().get(language, outcome, **FILLED) for outcome in Outcome if outcome.refused]
    assert len(said) == len(set(said))
