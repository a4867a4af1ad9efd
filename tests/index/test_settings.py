"""Settings from the environment."""

from pathlib import Path

import pytest

from index.errors import BadSetting
from index.settings import EMBEDDED_MODEL, READER, SHIPPED_MODELS, SHIPPED_READERS, IndexSettings


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "POLICY_HOME",
        "POLICY_EMBEDDING_MODEL",
        "POLICY_EMBEDDING_DIMENSION",
        "POLICY_THREADS",
        "POLICY_CHROMA_URL",
        "POLICY_READER_MODEL",
        "POLICY_READER_PASSAGES",
    ):
        monkeypatch.delenv(name, raising=False)


def test_defaults() -> None:
    settings = IndexSettings.from_environment()
    assert settings == IndexSettings(reader=READER)
    assert READER in SHIPPED_READERS
    assert settings.model in (*SHIPPED_MODELS, EMBEDDED_MODEL)
    assert settings.dimension == 0
    assert settings.folder == Path("var/index")


def test_the_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_HOME", "/data")
    monkeypatch.setenv("POLICY_EMBEDDING_MODEL", " ./models/mine ")
    monkeypatch.setenv("POLICY_EMBEDDING_DIMENSION", "128")
    monkeypatch.setenv("POLICY_THREADS", "4")
    settings = IndexSettings.from_environment()
    assert settings.dimension == 128
    assert (settings.folder, settings.model, settings.threads) == (Path("/data/index"), "./models/mine", 4)


@pytest.mark.parametrize(
    ("text", "reader"), [("", ""), ("none", ""), (" None ", ""), (" ./mine ", "./mine"), (READER, READER)]
)
def test_a_reader_is_named_or_none(monkeypatch: pytest.MonkeyPatch, text: str, reader: str) -> None:
    monkeypatch.setenv("POLICY_READER_MODEL", text)
    assert IndexSettings.from_environment().reader == reader


def test_no_passage_may_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICY_READER_PASSAGES", "0")
    assert IndexSettings.from_environment().reader_passages == 0
    monkeypatch.setenv("POLICY_READER_PASSAGES", "-1")
    with pytest.raises(BadSetting, match="POLICY_READER_PASSAGES takes a whole number from 0"):
        IndexSettings.from_environment()


@pytest.mark.parametrize("name", ["POLICY_THREADS", "POLICY_EMBEDDING_DIMENSION"])
@pytest.mark.parametrize("text", ["0", "-1", "two", "1.5", "²", "1e3"])
def test_a_number_that_is_none_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    monkeypatch.setenv(name, text)
    with pytest.raises(BadSetting, match=name):
        IndexSettings.from_environment()


@pytest.mark.parametrize(
    ("text", "url"),
    [("", ""), (" http://127.0.0.1:8000/ ", "http://127.0.0.1:8000"), ("https://chroma", "https://chroma")],
)
def test_a_chroma_server_is_named_by_its_url(monkeypatch: pytest.MonkeyPatch, text: str, url: str) -> None:
    monkeypatch.setenv("POLICY_CHROMA_URL", text)
    assert IndexSettings.from_environment().chroma_url == url


@pytest.mark.parametrize(
    "text", ["127.0.0.1:8000", "ftp://a", "http://", "http://a:port", "http://a:0x1", "http://u:p@a", "http://a/b"]
)
def test_a_url_that_names_no_server_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("POLICY_CHROMA_URL", text)
    with pytest.raises(BadSetting, match="POLICY_CHROMA_URL"):
        IndexSettings.from_environment()


def test_chromas_own_limits_are_kept() -> None:
    settings = IndexSettings()
    assert settings.chroma_batch <= 5461
    assert settings.neighbours_looked_at >= settings.candidates
