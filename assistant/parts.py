"""Several questions in one message: cut apart before they are answered, joined again after."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import grammar
from assistant.orders import without_orders
from assistant.privacy import personal_data
from assistant.settings import AssistantSettings
from assistant.turn import Citation, Turn
from assistant.words import fold, is_chinese, subject_terms
from index.keys import visible

LONGEST_SUBJECT = 15
"""Characters of what stands behind a question and belongs to it, at most."""
_MARK = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Part:
    """One sentence of a message; those that ask nothing only lend their subject to the next."""

    text: str
    asks: bool


def split(question: str, settings: AssistantSettings) -> tuple[Part, ...]:
    """The message's questions, each with the sentence before it, when it is more than one sentence; else as it is.

    Orders to the machine are left out where something is asked beside them.
    """
    whole = (Part(question, True),)
    if len(question) > settings.max_question_characters or personal_data(visible(question)):
        return whole
    asked = without_orders(question)
    if not asked:
        return whole
    whole = (Part(asked, True),)
    parts = _parts(asked)
    asking = [place for place, part in enumerate(parts) if part.asks][: settings.max_parts]
    if len(parts) < 2 or not asking or _names_what_for(parts):
        return whole
    kept = {place for asked in asking for place in (asked - 1, asked) if place >= 0}
    return tuple(parts[place] for place in sorted(kept))


def _names_what_for(parts: Sequence[Part]) -> bool:
    """Whether what stands behind the question only says what it is about: `供电公司要做什么？小区改造`."""
    return len(parts) == 2 and parts[0].asks and not parts[1].asks and len(parts[1].text) <= LONGEST_SUBJECT


def left_out(question: str, settings: AssistantSettings) -> int:
    """How many questions of the message `split` leaves unanswered."""
    if len(question) > settings.max_question_characters:
        return 0
    return max(0, sum(part.asks for part in _parts(question)) - settings.max_parts)


def _parts(question: str) -> list[Part]:
    """Every sentence of the message that says something."""
    marked = question.replace("？", "？\n").replace("?", "?\n")
    pieces = [piece.strip() for sentence in grammar.PART_END.split(marked) for piece in _questions(sentence)]
    return [Part(piece, _asks(piece)) for piece in pieces if _says_something(piece)]


def _questions(sentence: str) -> list[str]:
    """A sentence cut at its commas where each piece asks of a subject of its own: `机场归谁管,还有人才归谁牵头`."""
    pieces = [piece for piece in re.split(r"[,，]|还有|以及|另外", sentence) if piece.strip()]
    if not is_chinese(sentence) or grammar.CONDITION.match(fold(sentence)):
        return [sentence]
    whole = [piece for piece in pieces if subject_terms(fold(piece)) and grammar.INTERROGATIVE.search(fold(piece))]
    return pieces if len(pieces) > 1 and len(whole) == len(pieces) else [sentence]


def join(question: str, turns: Sequence[Turn], note: str = "") -> Turn:
    """One turn out of several: what was answered, its citations numbered through; a refusal where nothing was.

    `note` is said at the end.
    """
    answered = [turn for turn in turns if turn.outcome is not None and not turn.outcome.refused]
    if not answered:
        last = turns[-1]
        return replace(last, question=question, answer="\n\n".join(filter(None, (last.answer, note))))
    citations: list[Citation] = []
    texts = []
    for turn in turns:
        texts.append(_renumbered(turn.answer, len(citations)))
        citations.extend(turn.citations)
    texts += [note] if note else []
    first = answered[0]
    return replace(
        first,
        question=question,
        answer="\n\n".join(texts),
        citations=tuple(citations),
        related=tuple(dict.fromkeys(related for turn in turns for related in turn.related)),
        units=tuple(dict.fromkeys(unit for turn in answered for unit in turn.units)),
        lead=next((turn.lead for turn in answered if turn.lead is not None), None),
    )


def _asks(piece: str) -> bool:
    return grammar.ASKS.search(fold(piece)) is not None


def _says_something(piece: str) -> bool:
    folded = grammar.POLITE.sub(" ", fold(piece))
    return bool(subject_terms(folded)) or (bool(folded.strip()) and _asks(piece) and is_chinese(folded))


def _renumbered(answer: str, offset: int) -> str:
    return _MARK.sub(lambda mark: f"[{int(mark[1]) + offset}]", answer) if offset else answer
