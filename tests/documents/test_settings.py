"""Settings of this room from the environment."""

from pathlib import Path

import pytest

from documents.errors import BadSetting, PolicyError
from documents.settings import DocumentSettings, whole_number


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POLICY_HOME", "POLICY_CATALOGUE_URL", "POLICY_MAX_FILE_BYTES"):
        monkeypatch.delenv(name, raising=False)


def test_defaults() -> None:
    settings = DocumentSettings.from_environment()
    assert settings == DocumentSettings()
    assert settings.url == "sqlite:///var/catalogue.sqlite3"
    assert 0 < settings.restore_confidence <= 1


def test_the_shipped_corpus_is_there() -> None:
    assert any(DocumentSettings().corpus.glob("*.txt"))


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_HOME", "/data/政策 库")
    monkeypatch.setenv("POLICY_MAX_FILE_BYTES", " 1024 ")
    settings = DocumentSettings.from_environment()
    assert (settings.home, settings.max_file_bytes) == (Path("/data/政策 库"), 1024)
    assert settings.url == "sqlite:////data/政策 库/catalogue.sqlite3"


def test_a_url_goes_before_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_HOME", "/data")
    monkeypatch.setenv("POLICY_CATALOGUE_URL", "postgresql+psycopg://localhost/policy")
    assert DocumentSettings.from_environment().url == "postgresql+psycopg://localhost/policy"


@pytest.mark.parametrize("name", ["POLICY_HOME", "POLICY_CATALOGUE_URL", "POLICY_MAX_FILE_BYTES"])
def test_an_empty_variable_is_an_unset_one(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert DocumentSettings.from_environment() == DocumentSettings()


@pytest.mark.parametrize("written", ["0", "-1", "many", "1.5", "1e6", "²", "４", "20MB", "9" * 5000])
def test_a_size_that_is_none_is_refused_by_name_value_and_remedy(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("POLICY_MAX_FILE_BYTES", written)
    with pytest.raises(BadSetting) as caught:
        DocumentSettings.from_environment()
    message = str(caught.value)
    assert "POLICY_MAX_FILE_BYTES takes a whole number from 1" in message
    assert repr(written[:40]) in message
    assert "correct it or unset it" in message
    assert len(message) < 200
    assert isinstance(caught.value, PolicyError)


def test_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert whole_number("POLICY_MAX_FILE_BYTES", 7) == 7
    monkeypatch.setenv("POLICY_MAX_FILE_BYTES", "1")
    assert whole_number("POLICY_MAX_FILE_BYTES", 7) == 1
