"""What a file's pages and the reader's limits become further in: the document, the catalogue, the settings."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from documents.catalog import Catalogue
from documents.errors import BadSetting
from documents.ingest import parse_document, read_document
from documents.read import read_file
from documents.settings import DocumentSettings, ReaderLimits
from tests.documents.readers.make import as_text
from tests.documents.readers.make_pdf import as_pdf
from tests.documents.readers.policies import OPINION


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "意见.pdf"
    path.write_bytes(as_pdf(OPINION, numbers=True))
    return path


def test_a_document_has_its_files_pages(pdf: Path) -> None:
    source = read_file(pdf, DocumentSettings())
    document = read_document(pdf, DocumentSettings())
    assert len(source.pages) == 5
    assert document.pages == source.pages
    assert document.source == source.text


def test_every_position_stands_on_a_page() -> None:
    document = parse_document("甲", "一、甲\n二、乙\n三、丙\n", pages=(0, 4, 4, 8))
    assert [document.page(position) for position in (0, 3, 4, 7, 8, 11)] == [1, 1, 3, 3, 4, 4]


def test_a_text_has_no_pages(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_bytes(as_text(OPINION))
    document = read_document(tmp_path / "甲.txt", DocumentSettings())
    assert document.pages == ()
    assert document.page(0) is None


def test_the_catalogue_keeps_pages(tmp_path: Path, pdf: Path) -> None:
    settings = DocumentSettings(home=tmp_path / "home")
    document = read_document(pdf, settings)
    Catalogue.open(settings).put(document)
    assert Catalogue.open(settings).document("意见") == document


def test_a_catalogue_from_before_pages_is_read(tmp_path: Path) -> None:
    settings = DocumentSettings(home=tmp_path)
    document = parse_document("甲", "一、甲\n", "hash")
    catalogue = Catalogue.open(settings)
    catalogue.put(document)
    catalogue.close()
    engine = create_engine(settings.url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE documents DROP COLUMN pages"))
    engine.dispose()
    assert Catalogue.open(settings).document("甲") == document


def test_the_time_for_a_file_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    assert DocumentSettings.from_environment().readers == ReaderLimits(seconds=10)
    monkeypatch.setenv("POLICY_READER_SECONDS", "3")
    assert DocumentSettings.from_environment().readers.seconds == 3
    monkeypatch.setenv("POLICY_READER_SECONDS", "0")
    with pytest.raises(BadSetting, match="POLICY_READER_SECONDS takes a whole number from 1"):
        DocumentSettings.from_environment()
