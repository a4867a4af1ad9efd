"""What a person typed, made fit to be read: nothing invisible or personal, no bare order, not too long."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.desk import Desk
from assistant.orders import without_orders
from assistant.outcome import Outcome
from assistant.privacy import LONGEST_PERSONAL, PersonalData, masked, personal_data
from assistant.turn import Language, Turn
from assistant.words import is_chinese
from documents.repair import restore_masks
from index.keys import runs, search_key, visible

_LATIN = re.compile("[A-Za-z]")


def receive(turn: Turn, desk: Desk) -> Turn:
    """Cleans the question and decides its language; ends the turn when there is nothing to answer or to answer from."""
    question = " ".join(visible(turn.question).split())
    limit = desk.settings.max_question_characters
    turn = replace(turn, question=question[: limit + 1], language=language_of(question))
    begun = question[: limit + LONGEST_PERSONAL]
    if personal := personal_data(begun):
        return _without(personal, replace(turn, question=masked(begun)[: limit + 1]), desk)
    if len(question) > limit:
        text = desk.sentence(turn.language, Outcome.TOO_LONG, length=len(question), limit=limit)
        return turn.ended(Outcome.TOO_LONG, text)
    if not any(True for _ in runs(search_key(question))):
        return turn.ended(Outcome.NEEDS_CLARIFYING, desk.sentence(turn.language, Outcome.NEEDS_CLARIFYING))
    if not without_orders(question):
        return turn.ended(Outcome.OFF_TOPIC, desk.sentence(turn.language, Outcome.OFF_TOPIC))
    if not desk.library.documents:
        return turn.ended(Outcome.EMPTY_LIBRARY, desk.sentence(turn.language, Outcome.EMPTY_LIBRARY))
    restored, _ = restore_masks(question, ())
    return replace(turn, question=restored)


def _without(personal: Sequence[PersonalData], turn: Turn, desk: Desk) -> Turn:
    """Ends the turn, whose question is masked by now, with the sentence that says what to leave out."""
    kinds = dict.fromkeys(desk.sentence(turn.language, f"personal_{one.kind}") for one in personal)
    named = desk.sentence(turn.language, "separator").join(kinds)
    return turn.ended(Outcome.PERSONAL_DATA, desk.sentence(turn.language, Outcome.PERSONAL_DATA, kinds=named))


def language_of(question: str) -> Language:
    """English for a question in Latin letters, Chinese for any other, one of signs alone included."""
    return "en" if _LATIN.search(question) and not is_chinese(question) else "zh"
