"""From a file to a finished Document, and a library that has what it needs to be asked."""

from pathlib import Path

from documents.catalog import Catalogue
from documents.model import Document
from documents.parsing import parse_document
from documents.read import READABLE_SUFFIXES, read_file
from documents.settings import DocumentSettings

__all__ = ["ensure_library", "parse_document", "read_document"]


def read_document(path: Path, settings: DocumentSettings) -> Document:
    """The file at `path` as a Document. Raises UnreadableFile."""
    source = read_file(path, settings)
    return parse_document(source.name, source.text, source.content_hash, source.pages)


def ensure_library(catalogue: Catalogue, settings: DocumentSettings) -> list[str]:
    """Puts the shipped corpus into an empty library, and reads documents of an older parser anew from their text.

    Returns the names added or read anew; none when nothing was to be done.
    """
    if not catalogue.names():
        paths = sorted(path for path in settings.corpus.iterdir() if path.suffix in READABLE_SUFFIXES)
        return [_put(catalogue, read_document(path, settings)) for path in paths]
    held = (catalogue.document(name) for name in catalogue.outdated())
    return [_put(catalogue, parse_document(old.name, old.source, old.content_hash, old.pages)) for old in held]


def _put(catalogue: Catalogue, document: Document) -> str:
    catalogue.put(document)
    return document.name
