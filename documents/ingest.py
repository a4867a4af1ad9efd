"""From a file to a finished Document: read, repair, parse, name who is responsible."""

from pathlib import Path

from documents.catalog import Catalogue
from documents.duties import with_units
from documents.gaps import find_gaps
from documents.metadata import read_metadata
from documents.model import Document
from documents.noise import find_noise
from documents.read import READABLE_SUFFIXES, read_file
from documents.repair import restore_masks
from documents.settings import DocumentSettings
from documents.structure import parse_clauses
from documents.units import unit_lexicon


def read_document(path: Path, settings: DocumentSettings) -> Document:
    """The file at `path` as a Document. Raises UnreadableFile."""
    source = read_file(path, settings)
    return parse_document(source.name, source.text, source.content_hash, source.pages)


def parse_document(name: str, source: str, content_hash: str = "", pages: tuple[int, ...] = ()) -> Document:
    """Decoded text as a Document; positions in it, the beginnings of `pages` too, are positions in `source`."""
    noise = find_noise(source)
    text, repairs = restore_masks(source, noise)
    clauses = parse_clauses(text, noise)
    metadata = read_metadata(text, noise, clauses, name)
    return Document(
        name=name,
        title=metadata.title,
        source=source,
        text=text,
        clauses=with_units(text, clauses, noise, unit_lexicon()),
        repairs=repairs,
        gaps=find_gaps(text, noise, repairs),
        noise=noise,
        issuer=metadata.issuer,
        number=metadata.number,
        date=metadata.date,
        content_hash=content_hash,
        pages=pages,
    )


def ensure_library(catalogue: Catalogue, settings: DocumentSettings) -> list[str]:
    """Puts the shipped corpus into an empty library, and reads documents of an older parser anew from their text.

    Returns the names added or read anew; none when nothing was to be done.
    """
    if not catalogue.names():
        paths = sorted(path for path in settings.corpus.iterdir() if path.suffix in READABLE_SUFFIXES)
        documents = [read_document(path, settings) for path in paths]
    else:
        held = (catalogue.document(name) for name in catalogue.outdated())
        documents = [parse_document(old.name, old.source, old.content_hash, old.pages) for old in held]
    for document in documents:
        catalogue.put(document)
    return [document.name for document in documents]
