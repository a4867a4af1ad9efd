"""The library that gold and answers are held against: the catalogue that the environment names, never empty."""

from documents.catalog import Catalogue
from documents.ingest import ensure_library
from documents.settings import DocumentSettings


def open_library() -> Catalogue:
    """The catalogue, the shipped corpus put in where it was empty. Raises PolicyError."""
    settings = DocumentSettings.from_environment()
    catalogue = Catalogue.open(settings)
    ensure_library(catalogue, settings)
    return catalogue
