"""What a composer writes on: sentences, numbered citations and related clauses, gathered into a draft."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from assistant.desk import Desk
from assistant.library import Place
from assistant.outcome import Outcome
from assistant.retrieve import Hit
from assistant.text import Sentence, statement_span
from assistant.turn import Citation, Draft, Related, Turn
from documents.model import CLOSING_LOCATOR, FRONT_LOCATOR, Document, Responsibility
from documents.units import unit_lexicon

_PART_KEYS = {FRONT_LOCATOR: "front", CLOSING_LOCATOR: "closing"}

_SPACE_BEFORE_COLON = re.compile(r" +([:：。])")
"""What a clause without a title leaves in a sentence that names one."""


_AMOUNT = re.compile(
    r"\d|[零一二两三四五六七八九十百千万亿]+(?:元|个?月|年|天|[工周]?[日作岁]|倍|户|亩|公里|吨|名|台|个|次|成|分之)"
)
"""What a title states where it is a sentence rather than a heading: `使用满十五年的`."""
_ONE_OF_MANY = re.compile(r"(?<![\d.,])1 (clause|unit|task)s\b")
"""English takes the singular after one."""


class Page:
    """Collects one answer. Every claim that needs a source is written with the number that `cite` gave."""

    def __init__(self, turn: Turn, desk: Desk) -> None:
        self.turn = turn
        self.desk = desk
        self._lines: list[str] = []
        self._citations: list[Citation] = []
        self._related: dict[tuple[str, str], Related] = {}
        self._counted: list[str] = []
        self._items: tuple[str, ...] = ()
        self._named: dict[tuple[str, str], None] = {}
        self._told: set[str] = set()
        self._opening = ""

    def say(self, key: str, mark: int | None = None, **values: object) -> None:
        """Adds the sentence `key`, with the mark of its citation when it has one."""
        line = self._opening + _SPACE_BEFORE_COLON.sub(r"\1", self.desk.sentence(self.turn.language, key, **values))
        line = _ONE_OF_MANY.sub(r"1 \1", line) if self.turn.language == "en" else line
        self._opening = ""
        self._lines.append(f"{line}[{mark}]" if mark else line)

    def speak_for(self, place: Place) -> None:
        """Opens the next sentence with the document it is taken from, where the library holds several."""
        if len(self.desk.library.documents) > 1:
            self.named(place)
            self._opening = self.desk.sentence(
                self.turn.language, "speaks_for", document=self.document_name(place.document)
            )

    def join(self, key: str, mark: int | None = None, **values: object) -> None:
        """Adds the sentence `key` to the line before."""
        self.say(key, mark, **values)
        last = self._lines.pop()
        space = " " if self.turn.language == "en" else ""
        self._lines[-1] += space + last

    def count(self, number: int) -> int:
        """Notes a number that the ledger counted, and returns it."""
        self._counted.append(str(number))
        return number

    def items(self, listed: tuple[str, ...]) -> str:
        """Notes the items of the text that are listed, and returns them joined."""
        self._items = listed
        return self.join_names(listed)

    def cite(self, place: Place, start: int, end: int) -> int:
        """The number of the citation of `[start, end)`; the same span keeps its number."""
        for number, citation in enumerate(self._citations, 1):
            if (citation.document, citation.start, citation.end) == (place.document.name, start, end):
                return number
        repairs, gaps = place.document.damage(start, end)
        quote = place.document.quote(start, end)
        self._citations.append(
            Citation(
                place.document.name,
                place.clause.locator,
                place.clause.title,
                quote,
                start,
                end,
                bool(repairs or gaps),
                None if (standing := self.desk.library.standing(place.document.name)).in_force else standing,
            )
        )
        return len(self._citations)

    def cite_units(self, place: Place) -> int:
        """Cites the clause's statement of who is responsible; the whole clause where that is not one stretch."""
        return self.cite(place, *(statement_span(place) or (place.clause.start, place.clause.end)))

    def evidence(self, place: Place, sentence: Sentence) -> int:
        """Cites the sentence and writes it out as the source of what was said."""
        number = self.cite(place, sentence.start, sentence.end)
        self.say("evidence", number=number, quote=sentence.text, **self.named(place))
        return number

    def statement(self, place: Place) -> None:
        """Cites the clause's own words on who is responsible, as the source of its units."""
        span = statement_span(place)
        if span is not None:
            quote = place.document.quote(*span)
            self.say("evidence", number=self.cite(place, *span), quote=quote, **self.named(place))

    def list_beside(self, places: Iterable[Place]) -> None:
        """Notes clauses that the answer lists without citing them, so that they can be opened."""
        for place in places:
            self._related[place.key] = Related(place.document.name, place.clause.locator, place.clause.title)

    def relate(self, places: Iterable[Place], term: str | None = None) -> None:
        """Names clauses that touch the subject, those cited left out, no more than the settings allow."""
        cited = {(citation.document, citation.locator) for citation in self._citations}
        fresh = (p for p in places if p.key not in cited and p.clause.part == "numbered")
        shown = list(islice(unique(fresh), self.desk.settings.max_related))
        if not shown:
            return
        for place in shown:
            self._related[place.key] = Related(place.document.name, place.clause.locator, place.clause.title)
        clauses = self.join_names([self.touching_name(place) for place in shown], wide=True)
        if term:
            self.say("related", term=term, clauses=clauses)
        else:
            self.say("related_other", clauses=clauses)

    def named(self, place: Place) -> dict[str, Any]:
        """The fields `locator` and `title` of a clause, which is noted as named."""
        self._named[place.key] = None
        key = _PART_KEYS.get(place.clause.locator)
        locator = self.desk.sentence(self.turn.language, key) if key else place.clause.locator
        title = place.clause.title
        if len(self.desk.library.documents) > 1:
            locator = f"{self.document_name(place.document)}{locator}"
        return {"locator": locator, "title": title}

    def clause_name(self, place: Place) -> str:
        return self.desk.sentence(self.turn.language, "clause_name", **self.named(place)).strip()

    def touching_name(self, place: Place) -> str:
        """The name of a clause not cited; without a title that names a unit or an amount: that would be a claim."""
        named = self.named(place)
        title = place.clause.title
        if _AMOUNT.search(title) or any(held.unit in title for held in place.clause.units):
            named["title"] = ""
        return self.desk.sentence(self.turn.language, "clause_name", **named).strip()

    def unit_name(self, unit: str) -> str:
        """The unit as the document writes it; in English with its English name behind."""
        english = unit_lexicon().english(unit) if self.turn.language == "en" else ""
        return f"{unit} ({english})" if english else unit

    def unit_names(self, units: Iterable[str]) -> str:
        return self.join_names([self.unit_name(unit) for unit in units])

    def role_name(self, held: Responsibility) -> str:
        return self.desk.sentence(self.turn.language, f"role_{held.role}")

    def role_of(self, held: Responsibility) -> str:
        """The unit's name, marked where it leads."""
        name = self.unit_name(held.unit)
        return self.desk.sentence(self.turn.language, "lead_mark", unit=name) if held.role == "lead" else name

    def document_name(self, document: Document, *, in_full: bool = False) -> str:
        """The document's title in title marks; that of what it issues, where it only issues another text.

        Of several documents of one title each has its number behind it, or its year.
        """
        title = document.title if in_full else self.desk.library.facts[document.name].short_title
        named = self.desk.sentence(self.turn.language, "about_document", title=title)
        apart = self.desk.library.told_apart.get(document.name, "")
        if not apart:
            return named
        self._counted += re.findall(r"\d+", apart)
        return named + self.desk.sentence(self.turn.language, "holding_number", number=apart)

    def lapsed(self, document: Document) -> str:
        """The sentence that says since when a document is no longer in force, and what stands in its place."""
        standing = self.desk.library.standing(document.name)
        language = self.turn.language
        since = self.desk.sentence(language, "lapsed_since", since=standing.since) if standing.since else ""
        held = self.desk.library.documents.get(standing.by)
        other = self.document_name(held) if held else standing.by
        by = self.desk.sentence(language, f"lapsed_by_{standing.status}", other=other) if other else ""
        self._counted += re.findall(r"\d+", f"{standing.since} {other}")
        title = self.document_name(document)
        return self.desk.sentence(language, f"lapsed_{standing.status}", title=title, since=since, by=by)

    def say_lapsed(self, document: Document, mark: int | None) -> None:
        """Says that a document is no longer in force, once for the whole answer."""
        self._told.add(document.name)
        self.say("quoted_sentence", mark, sentence=self.lapsed(document))

    def _note_lapsed(self) -> None:
        """Says of each document cited that is not in force that it is not."""
        lapsed = dict.fromkeys(citation.document for citation in self._citations if citation.standing)
        for name in (name for name in lapsed if name not in self._told):
            sentence = self.lapsed(self.desk.library.documents[name])
            self._lines.append(self.desk.sentence(self.turn.language, "lapsed_note", sentence=sentence))

    def join_names(self, names: Iterable[str], *, wide: bool = False) -> str:
        key = "list_separator" if wide else "separator"
        return self.desk.sentence(self.turn.language, key).join(names)

    def draft(self, outcome: Outcome = Outcome.ANSWERED, units: tuple[str, ...] = (), lead: str | None = None) -> Draft:
        """The finished draft; a damaged quote is pointed out and makes an answer partial only where a gap is in it."""
        self._note_lapsed()
        if any(citation.damaged for citation in self._citations):
            self.say("damaged")
        return Draft(
            outcome=outcome,
            answer="\n".join(self._lines),
            citations=tuple(self._citations),
            related=tuple(self._related.values()),
            units=units,
            lead=lead,
            items=self._items,
            counted=tuple(self._counted),
            named=tuple(self._named),
        )


def unique(places: Iterable[Place]) -> Iterator[Place]:
    """The places, each once."""
    seen: set[tuple[str, str]] = set()
    for place in places:
        if place.key not in seen:
            seen.add(place.key)
            yield place


def refusal(turn: Turn, desk: Desk, outcome: Outcome, key: str | None = None, **values: object) -> Draft:
    """A draft without a claim: the outcome's sentence and the nearest clauses."""
    sentence = desk.sentence(turn.language, key or outcome, **values)
    nearest = nearest_places(turn.hits, desk)
    page = Page(turn, desk)
    lines = [sentence]
    if nearest:
        clauses = page.join_names([page.touching_name(place) for place in nearest], wide=True)
        lines.append(desk.sentence(turn.language, "nearest", clauses=clauses))
    related = tuple(Related(p.document.name, p.clause.locator, p.clause.title) for p in nearest)
    return Draft(outcome, "\n".join(lines), related=related)


def nearest_places(hits: Iterable[Hit], desk: Desk) -> list[Place]:
    """The clauses nearest to the question that have text of their own."""
    places = [hit.place for hit in hits if hit.place.clause.part == "numbered" and not hit.place.is_heading]
    return places[: desk.settings.max_nearest]
