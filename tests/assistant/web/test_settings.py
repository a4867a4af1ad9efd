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
