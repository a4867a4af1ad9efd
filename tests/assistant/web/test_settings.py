"""Settings come from the environment, within their ranges."""

import pytest

from assistant.web.errors import BadSetting
from assistant.web.settings import WebSettings


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLICY_WEB_CONCURRENCY", raising=False)
    assert WebSettings.from_environment() == WebSettings()


def test_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_WEB_CONCURRENCY", "8")
    monkeypatch.setenv("POLICY_LOG_QUESTIONS", "1")
    settings = WebSettings.from_environment()
    assert (settings.concurrency, settings.log_questions) == (8, True)


@pytest.mark.parametrize("written", ["0", "65", "-1", "four", "４", "1e1"])
def test_outside_its_range_is_refused_with_the_range(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("POLICY_WEB_CONCURRENCY", written)
    with pytest.raises(BadSetting, match="POLICY_WEB_CONCURRENCY must be a whole number from 1 to 64"):
        WebSettings.from_environment()


@pytest.mark.parametrize("password", ["short", "x" * 11, "x" * 201])
def test_a_password_of_a_bad_length_is_refused_without_being_said(
    monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    monkeypatch.setenv("POLICY_OFFICIALS_PASSWORD", password)
    with pytest.raises(BadSetting, match="must have 12 to 200 characters") as refused:
        WebSettings.from_environment()
    assert password not in str(refused.value)


def test_the_password_is_taken_as_it_is_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_OFFICIALS_PASSWORD", " 口令口令 口令口令口 令 ")
    settings = WebSettings.from_environment()
    assert settings.officials_password == " 口令口令 口令口令口 令 "
    assert "口令" not in repr(settings)
