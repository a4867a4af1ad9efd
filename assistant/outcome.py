"""Every way a turn can end. The sentence for each stands in prompts/sentences.zh.toml and sentences.en.toml."""

from enum import StrEnum


class Outcome(StrEnum):
    """How a turn ended; `refused` outcomes carry no claim, only the nearest clauses."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    """Answered, and the quote holds damage of the copy that bears on the answer."""
    NOT_COVERED = "not_covered"
    """The library's text does not hold the answer."""
    TEXT_LOST = "text_lost"
    """The very place that held the answer is lost in this copy."""
    UNKNOWN_UNIT = "unknown_unit"
    """The unit asked about is named nowhere as responsible."""
    UNKNOWN_DOCUMENT = "unknown_document"
    """The document asked about is not in the library."""
    NOT_IN_FORCE = "not_in_force"
    """Only documents that are no longer in force hold the answer, and none of them was asked for."""
    OFF_TOPIC = "off_topic"
    """Not a question to a policy library: a poem, the weather, an order to the machine."""
    NEEDS_CLARIFYING = "needs_clarifying"
    """Empty, only signs, or a follow-up with nothing before it."""
    TOO_LONG = "too_long"
    PERSONAL_DATA = "personal_data"
    """The question holds an identity card, mobile or card number or an e-mail address; nothing of it is kept."""
    EMPTY_LIBRARY = "empty_library"
    FAILED = "failed"
    """A fault of ours; logged, and the sentence says so."""

    @property
    def refused(self) -> bool:
        return self not in (Outcome.ANSWERED, Outcome.PARTIAL)
