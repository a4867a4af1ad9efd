"""Settings of this room from the environment."""

import pytest

from assistant.settings import AssistantSettings
from documents.errors import BadSetting


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_MAX_QUESTION", raising=False)
    assert AssistantSettings.from_environment() == AssistantSettings()


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_MAX_QUESTION", "500")
    assert AssistantSettings.from_environment().max_question_characters == 500


@pytest.mark.parametrize("written", ["0", "-1", "many", "1.5", "１００"])
def test_a_length_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("POLICY_MAX_QUESTION", written)
    with pytest.raises(BadSetting, match="POLICY_MAX_QUESTION takes a whole number from 1"):
        AssistantSettings.from_environment()
