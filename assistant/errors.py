"""What this room refuses, under documents.errors.PolicyError.

PolicyError
└── AssistantError
    ├── BadHistory    the file of earlier questions cannot be read
    └── LedgerError
        ├── UnknownUnit    no clause of the library names that unit
        ├── NothingFits    no row of the ledger passes the filters
        └── BadOutput      the file for the ledger cannot be written
"""

from documents.errors import PolicyError


class AssistantError(PolicyError):
    """Something about how the assistant was asked."""


class BadHistory(AssistantError):
    """The history given is not a list of messages."""


class LedgerError(AssistantError):
    """Something about which part of the ledger was asked for, or where it was to go."""


class UnknownUnit(LedgerError):
    """No clause of the library names a unit of that name."""


class NothingFits(LedgerError):
    """The library has no duties, or none that passes all filters."""


class BadOutput(LedgerError):
    """The ledger cannot be written there, or not in that format."""
