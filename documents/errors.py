"""Everything this room refuses, each with a sentence that names the rule, the value and the remedy.

PolicyError                  base of every error that a person may see; the commands print it and exit 1
├── BadSetting               a variable of the environment is not what it takes
└── DocumentError
    ├── UnreadableFile       missing, empty, binary, too large, of an unknown format
    ├── UnknownDocument      no document of that name in the catalogue
    │   └── UnknownVersion   the document has no version of that number
    ├── BadStanding          a standing that cannot be: a day that no calendar has
    ├── BadLibraryFile       an exported library that is damaged, hostile or none
    ├── BadNote              a progress note that cannot be kept as it was given
    └── CatalogueUnavailable the catalogue's folder or file cannot be read or written
        └── LibraryBusy      another process is adding documents
"""


class PolicyError(Exception):
    """An error whose message is a sentence for people: the rule, the value, the remedy."""


class BadSetting(PolicyError):
    """A variable of the environment is not what it takes."""


class DocumentError(PolicyError):
    """Something about a document or the catalogue that holds it."""


class UnreadableFile(DocumentError):
    """The file is missing, empty, binary, too large or of a format that is not read."""


class UnknownDocument(DocumentError):
    """The catalogue holds no document of that name."""


class UnknownVersion(UnknownDocument):
    """The document has no version of that number."""


class BadNote(DocumentError):
    """A progress note without a name, too long, of an unknown status or on a clause that is not there."""


class BadStanding(DocumentError):
    """A standing that cannot be set as it is given."""


class CatalogueUnavailable(DocumentError):
    """The catalogue cannot be opened, read or written."""


class LibraryBusy(CatalogueUnavailable):
    """Another process is adding documents to this library."""


class BadLibraryFile(DocumentError):
    """The file to import is no exported library, or is damaged."""
