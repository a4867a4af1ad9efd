"""Settings from the environment."""

from pathlib import Path

import pytest

from index.errors import BadSetting
from index.settings import EMBEDDED_MODEL, IndexSettings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POLICY_HOME", "POLICY_EMBEDDING_MODEL", "POLICY_THREADS"):
        monkeypatch.delenv(name, raising=False)


def test_defaults() -> None:
    settings = IndexSettings.from_environment()
    assert settings == IndexSettings()
    assert settings.model == EMBEDDED_MODEL
    assert settings.folder == Path("var/index")


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_HOME", "/data")
    monkeypatch.setenv("POLICY_EMBEDDING_MODEL", " ./models/mine ")
    monkeypatch.setenv("POLICY_THREADS", "4")
    settings = IndexSettings.from_environment()
    assert (settings.folder, settings.model, settings.threads) == (Path("/data/index"), "./models/mine", 4)


@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "²", "1e3"])
def test_a_number_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("POLICY_THREADS", text)
    with pytest.raises(BadSetting, match="POLICY_THREADS"):
        IndexSettings.from_environment()


def test_chromas_own_limits_are_kept() -> None:
    settings = IndexSettings()
    assert settings.chroma_batch <= 5461
    assert settings.neighbours_looked_at >= settings.candidates
