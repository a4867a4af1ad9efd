"""Answers to yes-or-no questions: whether a unit is responsible or leads, whether the text says what is claimed."""

import functools
import re

from assistant import grammar, ledger
from assistant.answer_who import best_with_units, clause_answer, lead_key, lead_of, prose_answer
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.extract import ranked_sentences
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import Understanding, asked
from assistant.retrieve import Hit
from assistant.subject import relate_subject
from assistant.turn import Draft, Duty, Turn
from documents.model import Responsibility

_FREE = re.compile("免费|免[收交缴征]|减半")
"""What answers whether something is charged for without a sum."""


def answer_confirm(turn: Turn, desk: Desk) -> Draft:
    """Whether the unit named is responsible, or leads, where the subject is dealt with; with the clause's own units."""
    understanding = turn.understanding
    of_text = understanding is not None and not understanding.mentions and not asks_of_units(understanding)
    hit = next((hit for hit in turn.hits if not hit.place.is_over_others), None) if of_text else best_with_units(turn)
    if hit is None or understanding is None or not is_supported(turn, hit, desk):
        return refusal(turn, desk, Outcome.NOT_COVERED)
    duty = desk.library.duty(*hit.place.key)
    if of_text or (duty is not None and not understanding.mentions):
        return _confirm_text(turn, desk, hit)
    if duty is None:
        return prose_answer(turn, desk, hit)
    return clause_answer(turn, desk, hit, duty, functools.partial(_state_confirmation, hit.place))


def asks_of_units(understanding: Understanding) -> bool:
    """Whether the question asks who, in whatever words: `有没有牵头单位`."""
    asked_of = (grammar.LEAD, grammar.UNITS, grammar.LEADING, grammar.SUPPORT)
    return any(pattern.search(understanding.folded) for pattern in asked_of)


def _confirm_text(turn: Turn, desk: Desk, hit: Hit) -> Draft:
    """What the text says on a statement about its content, and whether it gives the statement's numbers."""
    ranked = ranked_sentences(turn, hit, desk.library)
    if not ranked:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    sentence = ranked[0].sentence
    quoted = " ".join(scored.sentence.text for scored in ranked[:2])
    if lacks_aspect(asked(turn), quoted) and not _FREE.search(quoted):
        return refusal(turn, desk, Outcome.NOT_COVERED, "not_covered_aspect")
    claimed = set(re.findall(r"\d+", turn.understanding.folded if turn.understanding else ""))
    key = "confirm_text" if claimed <= set(re.findall(r"\d+", sentence.text)) else "confirm_number_differs"
    page = Page(turn, desk)
    page.say(key, page.cite(hit.place, sentence.start, sentence.end), quote=sentence.text)
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


def _missing(duty: Duty, understanding: Understanding) -> list[str]:
    """Of the units named those that the row does not hold; of one name that means several, none where it holds one."""
    absent = [named for named in understanding.mentions if ledger.held_by(duty, named.units) is None]
    return [named.units[0] if named.units else named.text for named in absent]


def _first(duty: Duty, unit: str) -> Responsibility:
    return next(held for held in duty.units if held.unit == unit)
