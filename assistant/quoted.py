"""How much of a clause is quoted with the sentence that answers: what reads whole, and no more than is soon read."""

from itertools import pairwise

from assistant.library import Place
from assistant.sentence_features import telling
from assistant.text import Sentence

SENTENCE_CHARACTERS = 160
"""What semicolons tie to the sentence is quoted with it up to this length: `…限期改正；逾期不改正的，处1000元罚款`."""
CLAUSE_CHARACTERS = 130
"""A clause of no more text than this is quoted whole, less its title and its statement of units."""
_TIED = ("；", ";")


def quoted(place: Place, sentence: Sentence) -> Sentence:
    """The stretch of the clause around the sentence that is quoted: the sentence at least, never over a lost place."""
    found = telling(place)
    at = next((number for number, one in enumerate(found) if one.start == sentence.start), None)
    if at is None:
        return sentence
    first, last = _tied(found, at)
    widest = sentence
    for start, end, most in ((first, last, SENTENCE_CHARACTERS), (0, len(found) - 1, CLAUSE_CHARACTERS)):
        whole = _joined(place, found[start : end + 1])
        if whole is not None and len(whole.text) <= most:
            widest = whole
    return widest


def _tied(found: list[Sentence], at: int) -> tuple[int, int]:
    """From the first to the last of the pieces that semicolons tie to the one at `at`."""
    first = last = at
    while first > 0 and found[first - 1].text.endswith(_TIED):
        first -= 1
    while last + 1 < len(found) and found[last].text.endswith(_TIED):
        last += 1
    return first, last


def _joined(place: Place, pieces: list[Sentence]) -> Sentence | None:
    """The pieces as one stretch; None where more than space stands between, or something was lost beside them."""
    document = place.document
    between = pairwise(pieces)
    if any(document.quote(left.end, right.start).strip() for left, right in between):
        return None
    start, end = pieces[0].start, pieces[-1].end
    if len(pieces) > 1 and document.damage(start, end)[1]:
        return None
    return Sentence(start, end, document.quote(start, end))
