import pytest

from evals.settings import EvalSettings


def test_the_environment_sets_the_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_EVAL_WARM_UP", "3")
    monkeypatch.setenv("POLICY_EVAL_START_LIMIT_S", "7.5")
    settings = EvalSettings.from_environment()
    assert (settings.warm_up_questions, settings.start_limit_s) == (3, 7.5)


def test_the_promised_figures_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_EVAL_WARM_UP", "")
    settings = EvalSettings.from_environment()
    assert settings == EvalSettings()
    assert (settings.median_target_ms, settings.memory_target_mb, settings.first_page_target_s) == (60, 800, 8)
