"""From decoded text to a finished Document: repair, parse, name who is responsible."""

from documents.duties import with_units
from documents.gaps import find_gaps
from documents.metadata import read_metadata
from documents.model import Document
from documents.noise import find_noise
from documents.repair import restore_masks
from documents.structure import parse_clauses
from documents.units import unit_lexicon


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
