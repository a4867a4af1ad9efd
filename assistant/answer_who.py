"""Answers to who leads and which units are responsible."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from assistant import ledger
from assistant.best_clause import best_with_units
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.elsewhere import show_units_elsewhere
from assistant.extract import ranked_sentences
from assistant.grammar import Kind
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.quoted import quoted
from assistant.retrieve import Hit
from assistant.said import said_of
from assistant.subject import relate_subject
from assistant.turn import Draft, Duty, Turn
from assistant.words import fold
from documents.model import Clause, Responsibility

MOST_PLACES = 3
"""Places named where a question asks about one that no document is from."""
GROUP_TITLE_COVERAGE = 0.6
"""Share of the question's words in a group's title from which the group itself is what is asked about."""


def answer_who(turn: Turn, desk: Desk) -> Draft:
    """Every unit of the best clause in order, its lead and the basis for it; a group's units clause by clause."""
    if len(turn.hits) > 1 and all(hit.evidence is None for hit in turn.hits):
        return _several(turn, desk, [hit.place for hit in turn.hits])
    group = _asked_group(turn, desk)
    if group is not None:
        return _group(turn, desk, group)
    hit = best_with_units(turn, desk)
    if hit is None or not is_supported(turn, hit, desk):
        return refusal(turn, desk, Outcome.NOT_COVERED)
    if lacks_aspect(asked(turn), hit.place.clause.text, who=True):
        return refusal(turn, desk, Outcome.NOT_COVERED, "not_covered_aspect")
    foreign = place_elsewhere(turn, hit)
    if foreign:
        return foreign_place(turn, desk, foreign)
    duty = desk.library.duty(*hit.place.key)
    return prose_answer(turn, desk, hit) if duty is None else clause_answer(turn, desk, hit, duty, state_units)


def state_units(page: Page, duty: Duty, mark: int) -> None:
    """Who leads and on what basis, and who else is listed, as far as the question asks."""
    lead = next((held for held in duty.units if held.role == "lead"), None)
    others = [held.unit for held in duty.units if held is not lead]
    understanding = page.turn.understanding
    role = understanding.role if understanding else None
    kind = understanding.kind if understanding else Kind.LEAD
    if _is_part(page, duty) and (lead is None or lead.basis != "marked"):
        page.say("said_units", mark, units=page.unit_names(held.unit for held in duty.units))
        return
    if lead is None:
        page.say("joint_units", mark, units=page.unit_names(others))
        return
    if kind in (Kind.UNITS, Kind.COUNT) and role is None:
        page.say(
            "units_all", mark, count=page.count(len(duty.units)), units=page.unit_names(u.unit for u in duty.units)
        )
        page.join(lead_key(lead, others), lead=page.unit_name(lead.unit))
        return
    if role == "support":
        key = "support_units" if others else "support_none"
        page.say(key, mark, units=page.unit_names(others))
        page.join(lead_key(lead, others), lead=page.unit_name(lead.unit))
        return
    page.say(lead_key(lead, others), mark, lead=page.unit_name(lead.unit))
    if others:
        page.join("others", units=page.unit_names(others))


def _is_part(page: Page, duty: Duty) -> bool:
    """Whether the row holds only some of its clause's units: those of one sentence."""
    whole = page.desk.library.duty(duty.document, duty.locator)
    return whole is not None and len(duty.units) < len(whole.units)


def _beside(place: Place, units: Sequence[Responsibility]) -> list[str]:
    """The clause's units that are none of these, in order."""
    told = {held.unit for held in units}
    return [held.unit for held in place.clause.units if held.unit not in told]


def lead_key(lead: Responsibility, others: Sequence[str]) -> str:
    """The sentence that says who leads and why: marked, listed first, or the only one listed."""
    if lead.basis == "marked":
        return "lead_marked"
    return "lead_first_listed" if others else "lead_only"


def clause_answer(turn: Turn, desk: Desk, hit: Hit, duty: Duty, state: Callable[[Page, Duty, int], None]) -> Draft:
    """What `state` says of a clause's units, then the sentence on the subject and the statement of the units."""
    page = Page(turn, desk)
    best = ranked_sentences(_as_first_asked(turn), hit, desk.library)
    sentence = best[0].sentence if best else None
    told = said_of(hit.place, best, asked(turn), turn.understanding.words if turn.understanding else ())
    if told is not None:
        sentence, duty = told.sentence, replace(duty, units=told.units)
    mark = page.cite(hit.place, sentence.start, sentence.end) if sentence else page.cite_units(hit.place)
    page.speak_for(hit.place)
    state(page, duty, mark)
    if sentence:
        page.evidence(hit.place, sentence)
        page.statement(hit.place)
    if told is not None:
        page.say("said_beside", units=page.unit_names(_beside(hit.place, told.units)))
    show_units_elsewhere(page, hit)
    relate_subject(page, hit.place)
    return page.draft(units=tuple(held.unit for held in duty.units), lead=lead_of(duty))


def _as_first_asked(turn: Turn) -> Turn:
    """The turn with the earlier question where this one only asks on (`那配合单位呢`): its sentence is meant."""
    understanding, focus = turn.understanding, turn.focus
    if understanding is None or focus is None or not focus.folded or understanding.words != focus.words:
        return turn
    return replace(turn, understanding=replace(understanding, folded=focus.folded))


def prose_answer(turn: Turn, desk: Desk, hit: Hit) -> Draft:
    """A clause that lists no unit: its own words say who acts, and that no unit is listed is said."""
    best = ranked_sentences(turn, hit, desk.library)
    if not best:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    sentence = best[0].sentence
    page.speak_for(hit.place)
    below = hit.place.document.children(hit.place.clause.locator) if hit.place.is_heading else ()
    if below:
        places = [Place(hit.place.document, child) for child in below]
        names = page.join_names([page.clause_name(place) for place in places], wide=True)
        mark = page.cite(hit.place, hit.place.clause.start, hit.place.clause.end)
        page.list_beside(places)
        page.say("no_units_below", mark, children=names, **page.named(hit.place))
        return page.draft()
    whole = quoted(hit.place, sentence)
    page.say("no_units_named", page.cite(hit.place, whole.start, whole.end), quote=whole.text)
    return page.draft()


def whole_document(turn: Turn, desk: Desk) -> Draft:
    """Who is responsible for what in each document named: every clause with its units."""
    if not turn.duties:
        return refusal(turn, desk, Outcome.NOT_COVERED, "no_units_in_document")
    page = Page(turn, desk)
    for group in ledger.by_document(turn.duties):
        document = page.document_name(desk.library.documents[group.document])
        units = len(ledger.every_unit(group.rows))
        page.say("whole_document", document=document, clauses=page.count(len(group.rows)), count=page.count(units))
        list_rows(page, group.rows)
    return page.draft(units=ledger.every_unit(turn.duties))


def _asked_group(turn: Turn, desk: Desk) -> Place | None:
    """The heading over several tasks that the question names, when its title fits better than any task's."""
    understanding = turn.understanding
    if understanding is None:
        return None
    if turn.hits and turn.hits[0].evidence is None:
        place = turn.hits[0].place
        return place if place.is_heading and _rows_below(place, desk) else None
    return named_heading(
        understanding.folded,
        understanding.words,
        [place for place in headings(turn, desk) if _rows_below(place, desk)],
        desk,
    )


def headings(turn: Turn, desk: Desk) -> list[Place]:
    """Every clause that is only a title over others: of the documents found, of the whole scope where none was."""
    found = {hit.place.document.name for hit in turn.hits} or turn.scope
    return [Place(facts.document, heading) for facts in desk.library.facts_of(found) for heading in facts.headings]


def named_heading(folded: str, words: Sequence[str], places: Sequence[Place], desk: Desk) -> Place | None:
    """The heading whose title the question writes out.

    Else the one whose title holds most of the words, when that is most of them and no other title holds as much."""
    written = next(
        (place for place in places if len(place.clause.title) > 3 and fold(place.clause.title) in folded), None
    )
    if written is not None:
        return written
    weights = {word: desk.library.word_rarity(word) for word in words}
    best = max(places, key=lambda place: title_coverage(weights, place.clause), default=None)
    if best is None or title_coverage(weights, best.clause) < GROUP_TITLE_COVERAGE:
        return None
    others = (clause for clause in best.document.clauses if clause.locator != best.clause.locator)
    rival = max((title_coverage(weights, clause) for clause in others if clause.title), default=0.0)
    return best if title_coverage(weights, best.clause) > rival else None


def title_coverage(weights: Mapping[str, float], clause: Clause) -> float:
    """The share of the words, by their weights, that stand in the clause's title."""
    total = sum(weights.values())
    return sum(weight for word, weight in weights.items() if word in clause.title) / total if total else 0.0


def _rows_below(place: Place, desk: Desk) -> tuple[Duty, ...]:
    return ledger.below(desk.library.facts[place.document.name].duties, *place.key)


def _group(turn: Turn, desk: Desk, heading: Place) -> Draft:
    """The union of a group's units, then each of its clauses with its own."""
    rows = _rows_below(heading, desk)
    page = Page(turn, desk)
    units = ledger.every_unit(rows)
    page.say(
        "group_units",
        clauses=page.count(len(rows)),
        count=page.count(len(units)),
        units=page.unit_names(units),
        **page.named(heading),
    )
    list_rows(page, rows)
    return page.draft(units=units)


def _several(turn: Turn, desk: Desk, places: Sequence[Place]) -> Draft:
    """The units of several clauses an earlier answer cited, clause by clause."""
    rows = tuple(duty for place in places if (duty := desk.library.duty(*place.key)) is not None)
    if not rows:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    list_rows(page, rows)
    return page.draft(units=ledger.every_unit(rows))


def list_rows(page: Page, rows: Sequence[Duty]) -> None:
    """One line a ledger row: the clause and its units, the lead marked, cited where the text names them."""
    for duty in rows:
        place = page.desk.library.place(duty.document, duty.locator)
        if place is None:
            continue
        names = [page.role_of(held) for held in duty.units]
        page.say("group_line", page.cite_units(place), units=page.join_names(names), **page.named(place))


def foreign_place(turn: Turn, desk: Desk, place: str) -> Draft:
    """A refusal that says whose documents are held, and that the place asked about is none of them."""
    local = sorted(desk.library.local_places, key=lambda name: (len(name), name))[:MOST_PLACES]
    names = Page(turn, desk).join_names(local)
    return refusal(turn, desk, Outcome.NOT_COVERED, "foreign_place", place=place, local=names)


def place_elsewhere(turn: Turn, hit: Hit) -> str | None:
    """A place asked about that is not the library's own, unless the clause speaks of it in the question's words."""
    foreign = turn.understanding.foreign if turn.understanding else ()
    return next((place for place in foreign if _only_beside(place, turn, hit)), None)


def _only_beside(place: str, turn: Turn, hit: Hit) -> bool:
    """Whether the clause does not hold the place together with what follows it in the question."""
    name = place.rstrip("市省县区")
    question = turn.understanding.folded if turn.understanding else ""
    if name in hit.place.clause.text and _between_places(name, question):
        return False
    if name not in question:
        return True
    after = question.partition(name)[2][:2]
    return name not in hit.place.clause.text or (bool(after) and name + after not in hit.place.clause.text)


_OWN_SIDE = re.compile(r"回|这边|这里|本地|咱|我|老家|\b(?:i|my|we|our|here|home|back)\b")


def _between_places(name: str, question: str) -> bool:
    """Whether the place is where something happened that is to count here: `在西海拍的片子，回咱这认不认`."""
    own = re.search(rf"{re.escape(name)}[市省县区]?的(?!时候)", question) is not None
    return not own and _OWN_SIDE.search(question.replace(name, "")) is not None


def lead_of(duty: Duty) -> str | None:
    """The unit that leads a row, None where all are equal or none is named."""
    return next((held.unit for held in duty.units if held.role == "lead"), None)
