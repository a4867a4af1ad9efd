"""The subject of an English question: words that mean something of the library together are kept together."""

import re

from assistant.desk import Desk
from assistant.english_figures import chinese_figures
from assistant.words import is_stopword, subject_terms

_DOCUMENT_WORD = re.compile(
    r"(?<=[ -])(?:plan|notice|regulations?|measures|opinions?|scheme|circular|programme|program|rules|guidelines?)\b"
)
_IN_A_DOCUMENT = re.compile(
    r"\b(?:under|in|of|by|per|within|does|do|did|is|are|was|were) "
    rf"(?:the|this|that) (?:[\w']+[ -]){{0,4}}?{_DOCUMENT_WORD.pattern}"
)
"""`under the flood plan`: the last word says that a document is meant, not what is asked about."""


def subject_of(text: str, desk: Desk) -> tuple[str, ...]:
    """What `subject_terms` finds in a folded text, and as one term each phrase that the search knows as a whole.

    Figures and dates are as a Chinese text has them.

    `bus lanes in the old town` → (`bus lanes`, `old town`) where the library has words for both.
    """
    text = _IN_A_DOCUMENT.sub(lambda said: _DOCUMENT_WORD.sub(" ", said.group()), chinese_figures(text))
    found: list[str] = []
    place = 0
    for start, end in desk.searcher.phrases(text):
        phrase = " ".join(text[start:end].split())
        if all(map(is_stopword, phrase.split(" "))):
            continue
        found += [*subject_terms(text[place:start]), phrase]
        place = end
    return (*found, *subject_terms(text[place:]))
