"""What this room refuses, under documents.errors.PolicyError.

PolicyError
└── AssistantError
    └── BadHistory    the file of earlier questions cannot be read
"""

from documents.errors import PolicyError


class AssistantError(PolicyError):
    """Something about how the assistant was asked."""


class BadHistory(AssistantError):
    """The history given is not a list of messages."""
