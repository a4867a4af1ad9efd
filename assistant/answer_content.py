"""Answers to what the text says: facts, numbers, dates, lists, and which clause deals with something."""

import re
from collections.abc import Sequence

from assistant.answer_who import foreign_place, place_elsewhere
from assistant.confidence import is_supported, lacks_aspect
from assistant.desk import Desk
from assistant.elsewhere import elsewhere, say_more
from assistant.extract import (
    Scored,
    asked_date,
    asked_enumeration,
    asked_quantity,
    asks_money,
    fits,
    ranked_sentences,
)
from assistant.grammar import Kind
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.question import asked
from assistant.retrieve import Hit
from assistant.subject import relate_subject, subject_term
from assistant.text import Sentence, body_span, sentences
from assistant.turn import Draft, Turn
from documents.model import Gap
from index.keys import search_key

CONSIDERED_CLAUSES = 3
FITTING_SHARE = 0.5
"""A sentence that holds the kind of thing asked for is quoted instead of the best one from this share of its score."""
SECOND_SENTENCE_SHARE = 0.8
"""A second sentence is quoted too when it fits at least this share as well as the first."""
WHOLE_CLAUSE_CHARACTERS = 700
"""A clause asked for is quoted whole up to this length, its best sentence beyond."""
CLAUSE_SCORE_WEIGHT = 0.12
SHOWN_AROUND_GAP = 16
"""Characters shown on either side of a lost place."""
GAP_KINDS: dict[Kind, frozenset[str]] = {
    Kind.DATE: frozenset({"year", "date", "brackets"}),
    Kind.NUMBER: frozenset({"number", "year", "brackets"}),
    Kind.COUNT: frozenset({"number"}),
}
QUESTION_WORD = re.compile(r"哪(?:一)?(?:家|个|些|几个|所|座|条)?|多少|几(?:个|家|所|条)?|什么")
COUNTED_LIST = re.compile(r"哪[两二三四五六七八九十]{1,2}(?=个|种|类|项|条|家|座|大|方|[一-鿿])")
PLURAL_CLAUSES = re.compile(
    r"哪(?:些|几)(?:个|条|项)?(?:条款|条|任务|地方|处|部分)?|\b(?:clauses|sections|articles|places|parts)\b"
)


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
    kind = turn.understanding.kind if turn.understanding else Kind.FACT
    words = words_of(turn)
    spanless = _lacks_span(kind, question, ranked[0].sentence, words)
    supported = is_supported(turn, hit, desk)
    if not supported or spanless or lacks_aspect(question, _text_of(ranked)):
        key = "not_covered_aspect" if supported else "not_covered"
        return refusal(turn, desk, Outcome.NOT_COVERED, key)
    foreign = place_elsewhere(turn, hit)
    if foreign:
        return foreign_place(turn, desk, foreign)
    page = Page(turn, desk)
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
        if found is not None and not _lacks_what_is_asked(page.turn, found[1]):
            told.append((found[0].place, found[1][0].sentence))
    if told:
        page.say("elsewhere")
    for place, sentence in told[: page.desk.settings.max_others]:
        mark = page.cite(place, sentence.start, sentence.end)
        page.say("elsewhere_text", mark, quote=sentence.text, **page.named(place))
    say_more(page, len(told))


def _lacks_what_is_asked(turn: Turn, ranked: Sequence[Scored]) -> bool:
    """Whether the sentences do not hold the kind of thing asked for: a number, a date, a list, money."""
    kind, question = turn.understanding.kind if turn.understanding else Kind.FACT, asked(turn)
    lacks_form = _lacks_form(kind, question, ranked[0].sentence, words_of(turn))
    return lacks_form or lacks_aspect(question, _text_of(ranked))


def _picked(turn: Turn, desk: Desk, item: str) -> Draft:
    """One item of an earlier list, with the sentence that lists it."""
    held = ((hit, sentence) for hit in turn.hits for sentence in sentences(hit.place) if item in sentence.text)
    hit, sentence = next(held, (None, None))
    if hit is None or sentence is None:
        return refusal(turn, desk, Outcome.NOT_COVERED)
    page = Page(turn, desk)
    page.say("fact", page.cite(hit.place, sentence.start, sentence.end), span=item, quote=sentence.text)
    return page.draft()


def words_of(turn: Turn) -> Sequence[str]:
    """The words of the question's subject; none before it is understood."""
    return turn.understanding.words if turn.understanding else ()


def best_sentence(turn: Turn, desk: Desk, hits: Sequence[Hit]) -> tuple[Hit, list[Scored]] | None:
    """The clause with the sentence that fits best among the first of the clauses, and its sentences ranked."""
    options = []
    telling = [hit for hit in hits if not hit.place.is_heading or hit.evidence is None]
    for hit in telling[:CONSIDERED_CLAUSES]:
        ranked = ranked_sentences(turn, hit, desk.library)
        if ranked:
            fit = max(scored.between for scored in ranked)
            options.append((fit + CLAUSE_SCORE_WEIGHT * hit.score, hit, ranked))
    if not options:
        return None
    if asks_money(asked(turn)):
        options = [option for option in options if _holds_sum(turn, option[2])] or options
    _, hit, ranked = max(options, key=lambda option: option[0])
    return hit, _fitting_first(turn, ranked)


def _holds_sum(turn: Turn, ranked: Sequence[Scored]) -> bool:
    """Whether one of the sentences gives the money that is asked for."""
    question, words = asked(turn), words_of(turn)
    return any(asked_quantity(question, scored.sentence.text, words) is not None for scored in ranked)


def _fitting_first(turn: Turn, ranked: list[Scored]) -> list[Scored]:
    """The sentences with one in front that holds the kind of thing asked for, where it fits about as well."""
    kind = turn.understanding.kind if turn.understanding else Kind.FACT
    question, words = asked(turn), words_of(turn)
    near = (scored for scored in ranked if scored.score >= FITTING_SHARE * ranked[0].score)
    fitting = next((scored for scored in near if not _lacks_form(kind, question, scored.sentence, words)), ranked[0])
    return [fitting, *(scored for scored in ranked if scored is not fitting)]


def _lacks_form(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> bool:
    """Whether the sentence has no number, date or list, where the question asks for one."""
    if kind is Kind.LIST:
        return asked_enumeration(sentence.text, words) is None
    return _lacks_span(kind, question, sentence, words)


def _state(page: Page, hit: Hit, ranked: Sequence[Scored], question: str) -> None:
    kind = page.turn.understanding.kind if page.turn.understanding else Kind.FACT
    words = page.turn.understanding.words if page.turn.understanding else ()
    best = ranked[0].sentence
    mark = page.cite(hit.place, best.start, best.end)
    page.speak_for(hit.place)
    listed = asked_enumeration(best.text, words) if kind in (Kind.LIST, Kind.COUNT) else None
    span = _span(kind, question, best, words)
    if kind is Kind.COUNT and listed is not None and (span is not None or not fits(listed, words)):
        listed = None
    if listed is not None:
        key = "list_items_open" if listed.open_end else "list_items"
        items = page.items(listed.items)
        page.say(key, mark, count=page.count(len(listed.items)), items=items, quote=best.text)
    elif span is not None:
        page.say("fact", mark, span=span, quote=best.text)
    else:
        page.say("quote_only", mark, quote=best.text)
    for other in ranked[1:2]:
        if other.score >= SECOND_SENTENCE_SHARE * ranked[0].score:
            page.evidence(hit.place, other.sentence)


def _lacks_span(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> bool:
    """Whether the sentence holds no number, date, or list of as many items as are asked for."""
    listed = asked_enumeration(sentence.text, words)
    if kind is Kind.LIST:
        asked_for = COUNTED_LIST.search(question)
        return asked_for is not None and listed is None
    if kind is Kind.COUNT and listed is not None and fits(listed, words):
        return False
    return kind in (Kind.NUMBER, Kind.DATE, Kind.COUNT) and _span(kind, question, sentence, words) is None


def _span(kind: Kind, question: str, sentence: Sentence, words: Sequence[str]) -> str | None:
    if kind is Kind.DATE:
        return asked_date(sentence.text)
    if kind in (Kind.NUMBER, Kind.COUNT):
        return asked_quantity(question, sentence.text, words)
    return None


def lost_here(turn: Turn, hit: Hit, sentence: Sentence, desk: Desk) -> Gap | None:
    """The gap in the answering sentence where what is asked for stood, if the copy lost it.

    It is the one asked for when the question has its question word where the text has the gap (`世界多少强企业` and
    `世界强企业`), or when the sentence holds nothing of the asked kind and the gap is of that kind.
    """
    question = asked(turn)
    _, gaps = hit.place.document.damage(sentence.start, sentence.end)
    beside = next(
        (gap for gap in gaps if _asked_in_place(question, hit, gap) or _asked_in_english(question, hit, gap, desk)),
        None,
    )
    if beside is not None:
        return beside
    kind = turn.understanding.kind if turn.understanding else Kind.FACT
    listed = asked_enumeration(sentence.text, words_of(turn)) if kind is Kind.LIST else None
    if listed is not None:
        text = hit.place.document.text
        return next((gap for gap in gaps if text[gap.start : gap.end] in listed.items), None)
    wanted = [gap for gap in gaps if gap.kind in GAP_KINDS.get(kind, frozenset())]
    words = words_of(turn)
    if not wanted or _span(kind, question, sentence, words) is not None:
        return None
    return wanted[0]


def _asked_in_place(question: str, hit: Hit, gap: Gap) -> bool:
    """Whether the question word stands between the same characters as the gap."""
    text = hit.place.document.text
    before, after = search_key(text[max(0, gap.start - 4) : gap.start]), search_key(text[gap.end : gap.end + 4])
    inside = search_key(text[gap.start : gap.end])
    for found in QUESTION_WORD.finditer(question):
        left, right = question[: found.start()], question[found.end() :]
        if inside and gap.kind == "number" and left.endswith(inside):
            return True
        if right[:2] and (inside + after).startswith(right[:2]) and (gap.kind != "year" or left[-1:] == before[-1:]):
            return True
        if (
            len(left) >= 2
            and before
            and left.endswith(before[-2:])
            and len(before) >= 2
            and right[:1] == (inside + after)[:1]
        ):
            return True
    return False


def _asked_in_english(question: str, hit: Hit, gap: Gap, desk: Desk) -> bool:
    """`which hospital`: whether the noun asked for stands for what follows the gap."""
    after = search_key(hit.place.document.text[gap.end : gap.end + 2] or "") or ""
    inside = search_key(hit.place.document.text[gap.start : gap.end])
    found = re.match(r"(?:which|what) (?P<noun>[a-z]+)", question)
    return found is not None and (inside + after)[:2] in desk.searcher.terms(found["noun"])


def shown(hit: Hit, gap: Gap) -> str:
    """The gap's surroundings, verbatim, within its line."""
    start = max(hit.place.clause.start, gap.start - SHOWN_AROUND_GAP)
    end = min(hit.place.clause.end, gap.end + SHOWN_AROUND_GAP)
    before, after = hit.place.document.quote(start, gap.start), hit.place.document.quote(gap.start, end)
    return before.rpartition("\n")[2] + after.partition("\n")[0]


def _text_of(ranked: Sequence[Scored]) -> str:
    """The sentences that would be quoted."""
    return " ".join(scored.sentence.text for scored in ranked[:2])


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
