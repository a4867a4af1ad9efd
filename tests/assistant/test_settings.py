"""The room's numbers, read from the environment in one place."""

from dataclasses import FrozenInstanceError

import pytest

from assistant.settings import AssistantSettings
from documents.errors import BadSetting


def test_the_limits_that_stand_when_nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_MAX_QUESTION", raising=False)
    settings = AssistantSettings.from_environment()
    assert settings == AssistantSettings()
    assert settings.max_question_characters == 300


def test_the_environment_sets_the_longest_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_MAX_QUESTION", " 120 ")
    assert AssistantSettings.from_environment().max_question_characters == 120


@pytest.mark.parametrize("written", ["0", "-1", "many", "1.5", "9" * 30, "３００"])
def test_a_number_it_cannot_be_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("POLICY_MAX_QUESTION", written)
    with pytest.raises(BadSetting, match="POLICY_MAX_QUESTION takes a whole number from 1"):
        AssistantSettings.from_environment()


def test_they_do_not_change_while_a_turn_runs() -> None:
    with pytest.raises(FrozenInstanceError):
        AssistantSettings().max_parts = 9  # type: ignore[misc]


@pytest.mark.parametrize(("written", "read"), [("0", 0.0), ("1.5", 1.5), ("", 0.5)])
def test_seconds_between_two_looks(written: str, read: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_LOOK_SECONDS", written)
    assert AssistantSettings.from_environment().look_seconds == read


@pytest.mark.parametrize("written", ["-1", "soon", "1e3", "nan"])
def test_what_is_no_time_is_refused(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_LEVEL_SECONDS", written)
    with pytest.raises(BadSetting, match="POLICY_LEVEL_SECONDS"):
        AssistantSettings.from_environment()
