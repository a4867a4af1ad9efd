"""Answers about a document itself: title, issuer, number, date, its parts."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant import grammar
from assistant.desk import Desk
from assistant.extract import asked_date
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.page import Page, refusal
from assistant.text import Sentence, sentences
from assistant.turn import Draft, Turn
from documents.model import Document

_UNTIL = re.compile(
    r"失效|作废|到期|有效期|(?:到|管)(?:哪|几|多少)(?:一)?(?:年|天|日|时候)|\bexpir\w+|\buntil\b|\bvalid for\b"
)
_FROM = re.compile(r"从|自|起|开始|什么时候|何时|施行|实施|生效|实行|\bfrom\b|\bwhen\b")
_APPLIES = re.compile(rf"管用|起作用|开始(?:实行|管|算|执行)|{_UNTIL.pattern}|\bvalid from\b")
"""From when or until when, in people's own words."""
_ASKS = (
    ("effect", grammar.EFFECT),
    ("effect", _APPLIES),
    ("standing", grammar.STANDING),
    ("basis", re.compile(r"根据|依据|按照")),
    ("year", re.compile(r"哪(?:一)?年|\b(?:which|what) year\b")),
    ("date", re.compile(r"什么时候|何时|日期|时间|几月|几号|哪天|\bwhen\b|\bdated?\b|\bday\b|\bmonth\b")),
    ("number", re.compile(r"文号|字号|\bdocument number\b|\breference number\b|\bnumber of (?:this|the)\b")),
    (
        "issuer",
        re.compile(
            r"谁|哪(?:个|家)?(?:单位|机关|部门|政府|里)?(?:发|印|出|制|颁)|发文机关|发文单位"
            r"|\bwho\b|\bissued by\b|\bissuer\b|\bwhich (?:government|body|authority)\b"
        ),
    ),
    ("title", re.compile(r"标题|题目|全称|叫什么|名称|\btitle\b|\bcalled\b|\bname\b")),
)

MOST_DOCUMENTS = 5
"""Documents told of at once, where the question names none."""
_OF_ITSELF = "(?:施行|实施|执行|生效)(?!之日|之前|之后|以前|以后|前|后|期间|中|的)"
"""Not `自本条例施行之日起6个月内`, which counts from then."""
_TAKES_EFFECT = re.compile(rf"自.{{2,20}}(?:起|之日)?{_OF_ITSELF}|有效期(?:至|为|[一二三四五六七八九十\d])")
_STARTS = re.compile(rf"自(?P<from>[^自,，。；]{{2,20}}?)(?:起|之日|正式)*{_OF_ITSELF}")
"""From when a document applies, which is not until when."""
_ENDS = re.compile(r"有效期(?:至|为)?(?P<until>[^，。；]{2,20})")
_RESTS_ON = re.compile(r"(?:根据|依据|按照|落实|贯彻).*《")


def answer_about(turn: Turn, desk: Desk) -> Draft:
    """What the documents asked about say of themselves; of every document where the question names none.

    Where that is more than a few, the question has to name one.
    """
    documents = desk.library.scope(turn.scope)
    if len(documents) > MOST_DOCUMENTS:
        return refusal(replace(turn, hits=()), desk, Outcome.NEEDS_CLARIFYING, "which_document", count=len(documents))
    page = Page(turn, desk)
    question = turn.understanding.unnamed if turn.understanding else ""
    wanted = next((name for name, pattern in _ASKS if pattern.search(question)), "parts")
    if wanted == "year" and all(_year_lost(document) for document in documents):
        return _refuse_year(turn, desk, documents[0])
    if wanted == "effect" and not any(_tells_effect(document, desk) for document in documents):
        return refusal(replace(turn, hits=()), desk, Outcome.NOT_COVERED, "about_effect_unknown")
    for document in documents:
        if len(documents) > 1 or document.name in desk.library.told_apart:
            page.say("document_line", document=page.document_name(document, in_full=True))
        _STATERS[wanted](page, document)
    outcome = (
        Outcome.PARTIAL
        if wanted in ("date", "year", "title") and any(map(_damaged_front, documents))
        else Outcome.ANSWERED
    )
    return page.draft(outcome)


def _standing(page: Page, document: Document) -> None:
    """Whether the document is in force and since when, with the sentence it is read from, of whichever document."""
    standing = page.desk.library.standing(document.name)
    source = page.desk.library.documents.get(standing.by) if not standing.in_force else None
    found = next(
        (place for held in (source, document) if held for place in _standing_places(held, standing.evidence)), None
    )
    mark = page.cite(*found) if found else _cite_text(page, document, document.title)
    if not standing.in_force:
        page.say_lapsed(document, mark)
    else:
        page.say("standing_assumed" if standing.basis == "assumed" else "standing_in_force", mark)
    if found:
        page.say("quote_only", mark, quote=found[0].document.quote(*found[1:]))
    if standing.in_force:
        _say_effect(page, document, (found,) if found else ())


def _effective(page: Page, document: Document) -> None:
    """From when the document applies, by its own sentence; how it stands where it has none."""
    told = list(_effect_sentences(document))
    found = next((one for one in told if _STARTS.search(one[1].text)), told[0] if told else None)
    if found is None:
        _standing(page, document)
        return
    place, sentence = found
    mark = page.cite(place, sentence.start, sentence.end)
    span = _asked_end(page, sentence) or _start(sentence)
    if span is None:
        page.say("quote_only", mark, quote=sentence.text)
    else:
        page.say("fact", mark, span=span, quote=sentence.text)


def _start(sentence: Sentence) -> str | None:
    """From when it applies; None where the sentence gives no date for that."""
    starts = _STARTS.search(sentence.text)
    return asked_date(starts["from"]) if starts else None


def _asked_end(page: Page, sentence: Sentence) -> str | None:
    """Until when, or for how long, where the question asks that alone and the sentence says it."""
    question = page.turn.understanding.unnamed if page.turn.understanding else ""
    ends = _ENDS.search(sentence.text)
    return ends["until"] if ends and _UNTIL.search(question) and not _FROM.search(question) else None


def _tells_effect(document: Document, desk: Desk) -> bool:
    """Whether something is known of when it applies: a sentence of its own, or that it no longer does."""
    return document.name in desk.library.lapsed or next(_effect_sentences(document), None) is not None


def _effect_sentences(document: Document) -> Iterator[tuple[Place, Sentence]]:
    """The document's sentences on from when and until when it applies."""
    for clause in document.clauses:
        place = Place(document, clause)
        yield from ((place, sentence) for sentence in sentences(place) if _TAKES_EFFECT.search(sentence.text))


def _standing_places(document: Document, evidence: str) -> Iterator[tuple[Place, int, int]]:
    """Where the sentence that a standing was read from stands; it may be written over a line's end."""
    if evidence:
        for clause in document.clauses:
            for sentence in sentences(Place(document, clause)):
                if evidence in sentence.text or sentence.text in evidence:
                    yield Place(document, clause), sentence.start, sentence.end


def _say_effect(page: Page, document: Document, told: Collection[tuple[Place, int, int]]) -> None:
    """The document's own sentence on from when and until when it applies, unless that was quoted already."""
    for place, sentence in _effect_sentences(document):
        if (sentence.start, sentence.end) not in {span[1:] for span in told}:
            page.say("quote_only", page.cite(place, sentence.start, sentence.end), quote=sentence.text)
            return


def _title(page: Page, document: Document) -> None:
    lost = any(gap.kind == "title" for gap in document.gaps)
    page.say(
        "about_title_lost" if lost else "about_title", _cite_text(page, document, document.title), title=document.title
    )


def _issuer(page: Page, document: Document) -> None:
    if document.issuer:
        page.say("about_issuer", _cite_text(page, document, document.issuer, last=True), issuer=document.issuer)
    else:
        page.say("about_issuer_unknown")


def _number(page: Page, document: Document) -> None:
    if document.number:
        page.say("about_number", _cite_text(page, document, document.number), number=document.number)
    else:
        page.say("about_number_unknown")


def _date(page: Page, document: Document) -> None:
    if document.date:
        key = "about_date_lost" if _year_lost(document) else "about_date"
        page.say(key, _cite_text(page, document, document.date, last=True), date=document.date)
    else:
        page.say("about_date_unknown")


def _basis(page: Page, document: Document) -> None:
    """The sentence in front that names the documents this one rests on."""
    front = (Place(document, clause) for clause in document.clauses if clause.part == "front")
    held = ((place, sentence) for place in front for sentence in sentences(place) if _RESTS_ON.search(sentence.text))
    place, sentence = next(held, (None, None))
    if place is None or sentence is None:
        page.say("about_basis_unknown")
    else:
        page.say("quote_only", page.cite(place, sentence.start, sentence.end), quote=sentence.text)


def _parts(page: Page, document: Document) -> None:
    _title(page, document)
    places = [Place(document, clause) for clause in document.clauses if clause.level == 1]
    groups = [Place(document, clause) for clause in document.clauses if clause.level == 2]
    if places:
        names = page.join_names([page.clause_name(place) for place in places], wide=True)
        first = places[0]
        page.say(
            "about_parts",
            page.cite(first, first.clause.start, first.clause.start + _heading_length(first)),
            count=page.count(len(places)),
            parts=names,
        )
    for place in groups:
        page.say(
            "clause_name",
            page.cite(place, place.clause.start, place.clause.start + _heading_length(place)),
            **page.named(place),
        )


_STATERS = {
    "effect": _effective,
    "standing": _standing,
    "basis": _basis,
    "title": _title,
    "issuer": _issuer,
    "number": _number,
    "date": _date,
    "year": _date,
    "parts": _parts,
}


def _heading_length(place: Place) -> int:
    """Of the clause's label and title, which may stand on one line with its text."""
    line, title = place.clause.text.partition("\n")[0], place.clause.title
    return line.find(title) + len(title) if title and title in line else len(line)


def _cite_text(page: Page, document: Document, words: str, *, last: bool = False) -> int | None:
    """Cites where `words` stand in the front or closing part; None where they are spread over lines."""
    start = document.text.rfind(words) if last else document.text.find(words)
    clause = next((c for c in document.clauses if c.start <= start < c.end), None)
    if start < 0 or clause is None:
        return None
    return page.cite(Place(document, clause), start, start + len(words))


def _year_lost(document: Document) -> bool:
    return bool(document.date) and not re.match(r"\d{4}|[二〇零○一三四五六七八九]{4}", document.date)


def _damaged_front(document: Document) -> bool:
    return _year_lost(document) or any(gap.kind == "title" for gap in document.gaps)


def _refuse_year(turn: Turn, desk: Desk, document: Document) -> Draft:
    return refusal(turn, desk, Outcome.TEXT_LOST, context=document.date)
