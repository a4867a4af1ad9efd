"""Everything this room refuses, each with a sentence that names the rule, the value and the remedy.

PolicyError (documents.errors)
└── IndexRefused
    ├── IndexUnavailable     the index folder cannot be read or written, or another process is building in it
    │   └── IndexDamaged     a stored index fails its own manifest; building it again from the catalogue cures it
    ├── ModelUnavailable     the embedding model is missing, truncated, or gave unusable vectors
    ├── BadSetting           a setting in the environment is not what it takes
    └── BadTrainingText      the text a model is to learn from cannot be read, or holds nothing to learn from
"""

from documents.errors import PolicyError


class IndexRefused(PolicyError):
    """Something about the index or the model it is built with."""


class IndexUnavailable(IndexRefused):
    """The index folder cannot be read or written, or another process is building in it."""


class IndexDamaged(IndexUnavailable):
    """A stored index fails its manifest. Never reaches a person where it can be rebuilt."""


class ModelUnavailable(IndexRefused):
    """The embedding model cannot be loaded, or what it returned cannot be used."""


class BadSetting(IndexRefused):
    """A setting in the environment is not what it takes."""


class BadTrainingText(IndexRefused):
    """The text a model is to learn from cannot be read, or holds nothing to learn from."""
