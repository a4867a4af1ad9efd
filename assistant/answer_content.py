"""Answers to what the text says: facts, numbers, dates, lists, and which clause deals with something."""

import re
from collections.abc import Sequence

from assistant.answer_span import headline, kind_of, lacks_form, lacks_span, words_of
from assistant.answer_who import foreign_place, place_elsewhere
from assistant.best_sentence import best_sentence
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.elsewhere import elsewhere, say_more
from assistant.extract import Scored, asked_enumeration, fits, holds_what_is_asked, ranked_sentences
from assistant.grammar import Kind
from assistant.library import Place
from assistant.listed_below import items_below, state_items
from assistant.lost_place import lost_here, shown
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.quoted import quoted
from assistant.retrieve import Hit
from assistant.set_beside import Side, set_beside
from assistant.subject import relate_subject, subject_term
from assistant.text import Sentence, body_span, sentences
from assistant.turn import Draft, Turn
from index.keys import search_key

SECOND_SENTENCE_SHARE = 0.8
"""A second sentence is quoted too when it fits at least this share as well as the first."""
WHOLE_CLAUSE_CHARACTERS = 700
"""A clause asked for is quoted whole up to this length, its best sentence beyond."""
PLURAL_CLAUSES = re.compile(
    r"哪(?:些|几)(?:个|条|项)?(?:条款|条|任务|地方|处|部分)?|\b(?:clauses|sections|articles|places|parts)\b"
)

ASKS_CASES = re.compile("(?:哪些|哪几种|什么)(?:情况|情形|行为)")
"""What is asked beside a figure is listed with it: `哪些情况会被追回？之后几年不让再申请`."""


def answer_content(turn: Turn, desk: Desk) -> Draft:
    """The sentence that holds the answer, verbatim, with the span, number or list asked for in front."""
    if turn.understanding is not None and turn.understanding.picked:
        return _picked(turn, desk, turn.understanding.picked)
    found = best_sentence(turn, desk, turn.hits)
    if found is None:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    hit, ranked = found
    question = asked(turn)
    lost = lost_here(turn, hit, ranked[0].sentence, desk)
    if lost is not None:
        return refusal(turn, desk, Outcome.TEXT_LOST, context=shown(hit, lost))
    below = items_below(hit.place, ranked[0].sentence)
    spanless = not below and lacks_span(kind_of(turn), question, ranked[0].sentence, words_of(turn))
    supported = is_supported(turn, hit, desk)
    if not supported or spanless or _lacks_aspect(question, hit, ranked):
        key = "not_covered_aspect" if supported else "not_covered"
        return refusal(turn, desk, Outcome.NOT_COVERED, key)
    foreign = place_elsewhere(turn, hit)
    if foreign:
        return foreign_place(turn, desk, foreign)
    page = Page(turn, desk)
    sides = set_beside(turn, desk, hit)
    if sides:
        _state_sides(page, sides, question)
    else:
        _state(page, hit, ranked, question)
    _show_elsewhere(page, hit)
    relate_subject(page, hit.place)
    return page.draft()


def _show_elsewhere(page: Page, hit: Hit) -> None:
    """The sentence of each other document that answers as well."""
    told = []
    for other in elsewhere(page.turn, hit, page.desk, listed=False):
        name = other.place.document.name
        found = best_sentence(page.turn, page.desk, [hit for hit in page.turn.hits if hit.place.document.name == name])
        if found is not None and not _lacks_what_is_asked(page.turn, *found):
            told.append((found[0].place, found[1][0].sentence))
    if told:
        page.say("elsewhere")
    for place, sentence in told[: page.desk.settings.max_others]:
        mark = page.cite(place, sentence.start, sentence.end)
        page.say("elsewhere_text", mark, quote=sentence.text, **page.named(place))
    say_more(page, len(told))


def _lacks_what_is_asked(turn: Turn, hit: Hit, ranked: Sequence[Scored]) -> bool:
    """Whether the sentences do not hold the kind of thing asked for: a number, a date, a list, money."""
    question = asked(turn)
    lacks = lacks_form(kind_of(turn), question, ranked[0].sentence, words_of(turn))
    return lacks or _lacks_aspect(question, hit, ranked)


def _picked(turn: Turn, desk: Desk, item: str) -> Draft:
    """One item of an earlier list, with the sentence that lists it."""
    held = ((hit, sentence) for hit in turn.hits for sentence in sentences(hit.place) if item in sentence.text)
    hit, sentence = next(held, (None, None))
    if hit is None or sentence is None:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    page.say("fact", page.cite(hit.place, sentence.start, sentence.end), span=item, quote=sentence.text)
    return page.draft()


def _state(page: Page, hit: Hit, ranked: Sequence[Scored], question: str) -> None:
    kind, words = kind_of(page.turn), words_of(page.turn)
    best = ranked[0].sentence
    span = headline(kind, question, best, words)
    announced = items_below(hit.place, best) if span is None or ASKS_CASES.search(question) else []
    whole = best if announced else quoted(hit.place, best)
    mark = page.cite(hit.place, whole.start, whole.end)
    page.speak_for(hit.place)
    if announced:
        state_items(page, mark, best, announced)
        return
    listed = asked_enumeration(best.text, words) if kind in (Kind.LIST, Kind.COUNT) else None
    if kind is Kind.COUNT and listed is not None and (span is not None or not fits(listed, words)):
        listed = None
    if listed is not None:
        key = "list_items_open" if listed.open_end else "list_items"
        items = page.items(listed.items)
        page.say(key, mark, count=page.count(len(listed.items)), items=items, quote=whole.text)
    elif span is not None:
        page.say("fact", mark, span=span, quote=whole.text)
    else:
        page.say("quote_only", mark, quote=whole.text)
    for other in _second(ranked):
        if not whole.start <= other.sentence.start < whole.end:
            page.evidence(hit.place, other.sentence)


def _state_sides(page: Page, sides: Sequence[Side], question: str) -> None:
    """What the text says of each thing set beside the others, each sentence once."""
    kind, words = kind_of(page.turn), words_of(page.turn)
    page.speak_for(sides[0].hit.place)
    told: list[tuple[str, Sentence]] = []
    for side in sides:
        place, sentence = side.hit.place, side.sentence
        whole = quoted(place, sentence)
        if any(name == place.clause.locator and one.start <= sentence.start < one.end for name, one in told):
            continue
        told.append((place.clause.locator, whole))
        alone = sum(other.sentence == sentence for other in sides) == 1
        span = headline(kind, question, sentence, side.words or words) if alone else None
        mark = page.cite(place, whole.start, whole.end)
        if span is None:
            page.say("quote_only", mark, quote=whole.text)
        else:
            page.say("fact", mark, span=span, quote=whole.text)


def _second(ranked: Sequence[Scored]) -> list[Scored]:
    """The second sentence, where it fits about as well as the first."""
    return [other for other in ranked[1:2] if other.score >= SECOND_SENTENCE_SHARE * ranked[0].score]


def _lacks_aspect(question: str, hit: Hit, ranked: Sequence[Scored]) -> bool:
    """Whether what would be quoted shows nothing of a kind that is asked for; a figure of that very kind does."""
    figure = bool(holds_what_is_asked(question, ranked[0].sentence.text))
    return lacks_aspect(question, _text_of(hit, ranked), figure=figure)


def _text_of(hit: Hit, ranked: Sequence[Scored]) -> str:
    """The sentences that would be quoted."""
    return " ".join([quoted(hit.place, ranked[0].sentence).text, *(other.sentence.text for other in ranked[1:2])])


def answer_clause(turn: Turn, desk: Desk) -> Draft:
    """Locator, title and text of the clause asked for; all of them where the question asks for all that mention."""
    if not turn.hits or not is_supported(turn, turn.hits[0], desk):
        return refusal(turn, desk, Outcome.NOT_COVERED)
    hit = turn.hits[0]
    term = subject_term(turn, hit.place, desk)
    if term and PLURAL_CLAUSES.search(asked(turn)):
        return _mentions(turn, desk, term)
    page = Page(turn, desk)
    start, end = _quoted_span(hit, turn, desk)
    mark = page.cite(hit.place, start, end)
    page.say("clause_found", mark, quote=hit.place.document.quote(start, end), **page.named(hit.place))
    below = [Place(hit.place.document, child) for child in hit.place.document.children(hit.place.clause.locator)]
    if below:
        page.say("clause_children", children=page.join_names([page.clause_name(p) for p in below], wide=True))
    relate_subject(page, hit.place)
    return page.draft()


def _quoted_span(hit: Hit, turn: Turn, desk: Desk) -> tuple[int, int]:
    start, end = body_span(hit.place)
    if end - start <= WHOLE_CLAUSE_CHARACTERS:
        return start, end
    ranked = ranked_sentences(turn, hit, desk.library)
    return (ranked[0].sentence.start, ranked[0].sentence.end) if ranked else (start, end)


def _mentions(turn: Turn, desk: Desk, term: str) -> Draft:
    """Every clause that holds `term`, each cited by the first sentence that does."""
    page = Page(turn, desk)
    marks = []
    for place in desk.library.containing(term, turn.scope):
        held = next((s for s in sentences(place) if term in search_key(s.text)), None)
        if place.clause.part == "numbered" and held is not None:
            marks.append(f"{page.clause_name(place)}[{page.cite(place, held.start, held.end)}]")
    page.say("mentions", term=term, count=page.count(len(marks)), clauses=page.join_names(marks, wide=True))
    return page.draft()
