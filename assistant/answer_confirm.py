"""Answers to yes-or-no questions: whether a unit is responsible or leads, whether the text says what is claimed."""

import functools
import re
from collections.abc import Iterator

from assistant import grammar, ledger
from assistant.answer_who import clause_answer, lead_key, lead_of, prose_answer
from assistant.best_clause import best_with_units
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.english_figures import chinese_figures
from assistant.extract import ranked_sentences
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import Understanding, asked
from assistant.quoted import quoted
from assistant.retrieve import Asked, Hit, coverage
from assistant.subject import relate_subject
from assistant.text import Sentence
from assistant.turn import Draft, Duty, Turn
from documents.model import Responsibility
from index.keys import search_key

CONSIDERED = 5
"""Clauses of which one may answer in place of the best."""
NEAR_COVERAGE = 0.7
"""Share of the best clause's words that such a one holds at least."""
NEAR_SENTENCE = 0.6
"""Share of the best sentence's score from which one that holds more of what tells the question apart is quoted."""
_SEATED = re.compile("[设挂][在于靠]|位于")
_STRETCH = re.compile("[^，,。；;]*")
_COUNTED = re.compile(r"\d+(?=[^\d\s%.,年月日号时点分])(.)")
_FREE = re.compile("免费|免[收交缴征]|减半")
"""What answers whether something is charged for without a sum."""


def answer_confirm(turn: Turn, desk: Desk) -> Draft:
    """Whether the unit named is responsible, or leads, where the subject is dealt with; with the clause's own units."""
    understanding = turn.understanding
    located = understanding is not None and _is_located(understanding)
    of_text = located or (understanding is not None and not understanding.mentions and not asks_of_units(understanding))
    hit = _best_of_text(turn, desk, located=located) if of_text else best_with_units(turn, desk)
    if hit is None or understanding is None or not is_supported(turn, hit, desk):
        return refusal(turn, desk, Outcome.NOT_COVERED)
    duty = desk.library.duty(*hit.place.key)
    if of_text or (duty is not None and not understanding.mentions):
        return _confirm_text(turn, desk, hit)
    if duty is None:
        return prose_answer(turn, desk, hit)
    return clause_answer(turn, desk, hit, duty, functools.partial(_state_confirmation, hit.place))


def _is_located(understanding: Understanding) -> bool:
    """Whether a unit is named as the place of something: `办公室设在水利局吗`."""
    return any(grammar.LOCATED.search(understanding.folded, 0, one.start) for one in understanding.mentions)


def _best_of_text(turn: Turn, desk: Desk, *, located: bool) -> Hit | None:
    """The best clause; before it one that says where a thing is, or counts what the question counts, where asked."""
    hits = [hit for hit in turn.hits if not hit.place.is_over_others]
    if not hits:
        return None
    counted = _COUNTED.findall(asked(turn))
    wanted = [_SEATED] if located else [re.compile(rf"\d{re.escape(measure)}") for measure in counted]
    near = [hit for hit in hits[:CONSIDERED] if hit.coverage >= NEAR_COVERAGE * hits[0].coverage]
    candidates: list[Hit] = [*near, *_beside(hits[0])] if located else near
    for hit in candidates:
        best = ranked_sentences(turn, hit, desk.library)[:1]
        if any(pattern.search(one.sentence.text) for pattern in wanted for one in best) and is_supported(
            turn, hit, desk
        ):
            return hit
    telling: list[Hit] = [hit for hit in near if _holds_telling(turn, hit, desk)]
    return telling[0] if telling else hits[0]


def _beside(hit: Hit) -> Iterator[Hit]:
    """The clauses under the same heading: where an office sits often stands behind what set it up."""
    outer = hit.place.clause.locator.rpartition("/")[0]
    for clause in hit.place.document.children(outer) if outer else ():
        yield Hit(Place(hit.place.document, clause), None, hit.coverage, hit.score)


def _holds_telling(turn: Turn, hit: Hit, desk: Desk) -> bool:
    """Whether the clause holds something of the question that its document's title does not."""
    return _telling(turn, hit, desk.library.clause_key(*hit.place.key), desk) > 0.0


def _telling(turn: Turn, hit: Hit, key: str, desk: Desk) -> float:
    """How much a text of that key holds of the question's words that the document's title does not; 1 for none."""
    understanding, title = turn.understanding, search_key(hit.place.document.title)
    words = tuple(word for word in understanding.words if word not in title) if understanding else ()
    return coverage(Asked.of(understanding, words, desk), key) if understanding and words else 1.0


def asks_of_units(understanding: Understanding) -> bool:
    """Whether the question asks who, in whatever words: `有没有牵头单位`."""
    asked_of = (grammar.LEAD, grammar.UNITS, grammar.LEADING, grammar.SUPPORT)
    return any(pattern.search(understanding.folded) for pattern in asked_of)


def _confirm_text(turn: Turn, desk: Desk, hit: Hit) -> Draft:
    """What the text says on a statement about its content, and whether it gives the statement's numbers."""
    ranked = ranked_sentences(turn, hit, desk.library)
    if not ranked:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    near = [scored for scored in ranked if scored.score >= NEAR_SENTENCE * ranked[0].score]
    held = [_telling(turn, hit, search_key(scored.sentence.text), desk) for scored in near]
    sentence = near[held.index(max(held)) if held[0] == 0.0 else 0].sentence
    text = " ".join(scored.sentence.text for scored in ranked[:2])
    if lacks_aspect(asked(turn), text) and not _FREE.search(text):
        return refusal(turn, desk, Outcome.NOT_COVERED, "not_covered_aspect")
    claimed = set(re.findall(r"\d+", chinese_figures(asked(turn))))
    if turn.understanding is not None and _is_located(turn.understanding) and _SEATED.search(sentence.text):
        return _confirm_seat(turn, desk, hit, sentence)
    key = "confirm_text" if claimed <= set(re.findall(r"\d+", sentence.text)) else "confirm_number_differs"
    page = Page(turn, desk)
    whole = quoted(hit.place, sentence)
    page.say(key, page.cite(hit.place, whole.start, whole.end), quote=whole.text)
    relate_subject(page, hit.place)
    return page.draft()


def _confirm_seat(turn: Turn, desk: Desk, hit: Hit, sentence: Sentence) -> Draft:
    """Whether a thing is in the unit named, by the sentence that says where it is."""
    page = Page(turn, desk)
    units = turn.understanding.units if turn.understanding else ()
    seat = _SEATED.search(sentence.text)
    where = _STRETCH.match(sentence.text, seat.end()) if seat else None
    seated = where is not None and any(unit in where.group() for unit in units)
    mark = page.cite(hit.place, sentence.start, sentence.end)
    page.say("confirm_seat" if seated else "confirm_not_seat", mark, quote=sentence.text)
    relate_subject(page, hit.place)
    return page.draft()


def _state_confirmation(place: Place, page: Page, duty: Duty, mark: int) -> None:
    understanding = page.turn.understanding
    if understanding is None:
        return
    named = understanding.units or understanding.unknown_units
    held = ledger.held_by(duty, understanding.units)
    lead = lead_of(duty)
    values = {"unit": page.unit_name(held.unit if held else named[0]), **page.named(place)}
    missing = _missing(duty, understanding)
    if held is not None and missing:
        units = page.unit_names(u.unit for u in duty.units)
        page.say("confirm_partly", mark, missing=page.unit_names(missing), units=units, **page.named(place))
        page.join("confirm_role", unit=page.unit_name(held.unit), role=page.role_name(held))
    elif held is None and _named_beside(page, duty, understanding):
        page.say("confirm_other_sentence", mark, units=page.unit_names(u.unit for u in duty.units), **values)
    elif held is None:
        page.say("confirm_no", mark, units=page.unit_names(u.unit for u in duty.units), **values)
        if lead:
            page.join(lead_key(_first(duty, lead), [u.unit for u in duty.units[1:]]), lead=page.unit_name(lead))
    elif understanding.role not in (None, held.role):
        key = "confirm_other_role" if lead else "confirm_other_role_no_lead"
        page.say(key, mark, role=page.role_name(held), lead=page.unit_name(lead or ""), **values)
    else:
        page.say("confirm_yes", mark, role=page.role_name(held), **values)
        page.join("units_all", count=page.count(len(duty.units)), units=page.unit_names(u.unit for u in duty.units))


def _named_beside(page: Page, duty: Duty, understanding: Understanding) -> bool:
    """Whether the clause names the unit, but in another sentence than the one on what is asked."""
    whole = page.desk.library.duty(duty.document, duty.locator)
    return whole is not None and ledger.held_by(whole, understanding.units) is not None


def _missing(duty: Duty, understanding: Understanding) -> list[str]:
    """Of the units named those that the row does not hold; of one name that means several, none where it holds one."""
    absent = [named for named in understanding.mentions if ledger.held_by(duty, named.units) is None]
    return [named.units[0] if named.units else named.text for named in absent]


def _first(duty: Duty, unit: str) -> Responsibility:
    return next(held for held in duty.units if held.unit == unit)
