"""Everything this room refuses, each with a sentence that names the rule, the value and the remedy.

PolicyError                  base of every error that a person may see; the commands print it and exit 1
├── BadSetting               a variable of the environment is not what it takes
└── DocumentError
    ├── UnreadableFile       missing, empty, binary, too large, of an unknown format
    ├── UnknownDocument      no document of that name in the catalogue
    └── CatalogueUnavailable the catalogue's folder or file cannot be read or written
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


class CatalogueUnavailable(DocumentError):
    """The catalogue cannot be opened, read or written."""
