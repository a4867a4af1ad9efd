"""What documents are called in a question: by title, shortened title, document number, name, place or year."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz, process

from assistant.document_facts import WRAPPED, DocumentFacts
from assistant.place_spans import beside, inside, span_of
from index.keys import search_key

_KIND = (
    "意见|方案|办法|规定|条例|通知|规划|细则|决定|公告|计划|纲要|措施|通告|批复|函|报告|章程|准则|规则|清单|要点"
    "|指南|目录|标准|制度|公报"
)
_QUOTED = re.compile(r"[《〈](?P<title>[^《》〈〉]{2,80})[》〉]")
_NUMBER = re.compile(
    r"(?P<agency>[一-鿿]{1,10}?)?[〔\[(【﹝]?(?P<year>(?:19|20)\d{2})[〕\])】﹞]?(?:年)?第?(?P<serial>\d{1,4})号(?:文件?)?"
)
_KIND_END = re.compile(rf"(?:{_KIND})")
_ISSUED_ABOUT = re.compile(r"^.{2,30}?(?:关于|印发)(?=.)")
_EDITION = re.compile(r"\([^()]{2,20}\)")
_YEAR_OF = re.compile(
    rf"(?P<year>(?:19|20)\d{{2}})年?(?:版|度)?(?:的)?(?:那|这)?(?:份|个|部|版|项)?(?:{_KIND}|文件|政策|版本|版|那份|那个)"
)
_YEAR_APART = re.compile(
    r"(?P<dated>(?P<year>(?:19|20)\d{2})年(?:的)?)[一-鿿]{2,10}(?P<document>(?:的)?[那这](?:份|个|部|版)(?:文件|政策|版本)?)"
)
_ENGLISH_YEAR = re.compile(
    r"\b(?P<year>(?:19|20)\d{2}) (?:version|edition|document|policy|plan|measures|opinions?|rules)\b"
)
_YEARS_BEFORE = re.compile(
    r"(?:(?:19|20)\d{2}年?(?:版|度)?(?:的)?[和与跟及、]?)+(?:[一-鿿]{1,6}?(?:省|市|县|区|州|旗)(?:的)?)?$"
)
_YEAR_BEHIND = re.compile(r"^(?:\((?:19|20)\d{2}年?版?\)|(?:19|20)\d{2}年?版)")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BEHIND_NAME = rf"(?:的)?(?:[这那]?(?:份|个|篇|部))?(?:{_KIND}|文件|文本|政策|公文|附件)"
_SHORTEST_CALLED = 4
"""Characters a shortened title has at least, the word for its kind included."""
_MIN_CLOSENESS = 50.0
_CLOSEST = 3


@dataclass(frozen=True)
class NamedDocument:
    """One document's names as search keys, its longest first."""

    name: str
    title: str
    called: tuple[str, ...]
    number: tuple[str, str, str] | None
    """Agency, year and serial number of its document number."""
    places: tuple[str, ...]
    """The place it is from, last, behind the larger one that it is written in."""
    years: frozenset[str]

    @classmethod
    def of(cls, facts: DocumentFacts) -> "NamedDocument":
        document = facts.document
        number = _NUMBER.search(search_key(document.number))
        dated = re.match(r"\d{4}", search_key(document.date))
        years = {number["year"] if number else "", dated.group() if dated else ""}
        return cls(
            document.name,
            document.title,
            tuple(_forms(search_key(document.title), search_key(facts.place))),
            _number_of(number) if number else None,
            tuple(map(search_key, facts.places)),
            frozenset(filter(None, years)),
        )


@dataclass(frozen=True)
class Naming:
    """The documents that a question names, and where it does."""

    documents: frozenset[str] | None = None
    """None where it names none, and no place or year that not all of them are of."""
    by_place: bool = False
    """Whether the question gives no more than a place, or a year."""
    unknown: str = ""
    """A document's title or number that is no document's of the library, as the question writes it."""
    spans: tuple[tuple[int, int], ...] = field(default=())
    """Where the names stand: no subject of the question."""
    called: tuple[tuple[frozenset[str], int], ...] = ()
    """Of each title, number or name, the documents that it can mean and where in the question it starts."""

    @property
    def by_name(self) -> bool:
        """Whether documents are named by title, number or name: then they may answer, in force or not."""
        return self.documents is not None and not self.by_place


@dataclass(frozen=True)
class DocumentNames:
    """The names of all documents of a library."""

    documents: tuple[NamedDocument, ...]

    @classmethod
    def of(cls, facts: Iterable[DocumentFacts]) -> "DocumentNames":
        return cls(tuple(map(NamedDocument.of, facts)))

    def named_in(self, folded: str, holds: Callable[[str], bool]) -> Naming:
        """What the folded question names: documents by title or number, else by place and year.

        `holds` tells whether a stretch stands in the library's text.
        """
        titles = [*self._numbered(folded), *self._titled(folded)]
        found = [self._of_year(folded, documents, span) for documents, span in titles if documents]
        dated = [*self._dated(folded)] or [*self._dated_apart(folded)]
        places = [*self._placed(folded, holds), *dated]
        spans = tuple(span for _, span in [*found, *places])
        if found:
            named = _narrowed(frozenset[str]().union(*(documents for documents, _ in found)), places)
            return Naming(named, False, "", spans, tuple(self._called_apart(folded, found, named)))
        unknown = next((folded[start:end] for documents, (start, end) in titles if not documents), "")
        every = frozenset(held.name for held in self.documents)
        kept = _narrowed(every, places)
        if kept == every:
            return Naming(unknown=unknown)
        return Naming(kept, True, unknown, spans)

    def closest(self, title: str) -> tuple[str, ...]:
        """The names of up to three documents whose titles are nearest to a title."""
        titles = {held.name: search_key(held.title) for held in self.documents}
        found = process.extract(search_key(title), titles, scorer=fuzz.WRatio, limit=_CLOSEST)
        return tuple(name for _, score, name in found if score >= _MIN_CLOSENESS)

    def _called_apart(
        self, folded: str, found: Iterable[tuple[frozenset[str], tuple[int, int]]], named: frozenset[str]
    ) -> Iterator[tuple[frozenset[str], int]]:
        """What `Naming.called` holds; with the year beside it each of the documents is meant."""
        for documents, (start, end) in found:
            if _YEAR.search(folded[start:end]):
                yield from ((frozenset({name}), start) for name in sorted(documents & named))
            elif documents & named:
                yield documents & named, start

    def _of_year(
        self, folded: str, named: frozenset[str], span: tuple[int, int]
    ) -> tuple[frozenset[str], tuple[int, int]]:
        """Of the documents of one title those of the year beside it, `2024年的停车办法`, a part of the name."""
        before, behind = _YEARS_BEFORE.search(folded[: span[0]]), _YEAR_BEHIND.match(folded[span[1] :])
        years = {*_YEAR.findall(before.group() if before else ""), *_YEAR.findall(behind.group() if behind else "")}
        held = {document.name for document in self.documents if document.name in named and document.years & years}
        if not held:
            return named, span
        return frozenset(held), (before.start() if before else span[0], span[1] + (behind.end() if behind else 0))

    def _numbered(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """Documents named by number, `X政发〔2020〕8号` in any brackets; of one without an agency all that have it."""
        for found in _NUMBER.finditer(folded):
            asked = _number_of(found)
            held = {
                document.name
                for document in self.documents
                if document.number and document.number[1:] == asked[1:] and _agrees(asked[0], document.number[0])
            }
            agency = next((d.number[0] for d in self.documents if d.name in held and d.number), asked[0])
            start = found.start("year") - 1 if found["agency"] is None else found.end("agency") - len(agency)
            yield frozenset(held), (max(found.start(), start) if held else found.start(), found.end())

    def _titled(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """Documents named by title: in title marks, by a name that stands in the question, or by a shortened one."""
        quoted = list(_QUOTED.finditer(folded))
        for found in quoted:
            held = self._called(found["title"])
            if held or _KIND_END.search(found["title"][-4:]):
                yield held, found.span()
        rest = _QUOTED.sub(lambda found: " " * len(found.group()), folded)
        whole = self._standing_in(rest)
        if whole is not None:
            yield whole
            return
        shortened = [] if quoted else list(self._shortened(rest))
        yield from shortened or self._stems(rest)

    def _called(self, title: str) -> frozenset[str]:
        """The documents of that title: exactly, else those whose title holds it, else with its characters in order."""
        key = _EDITION.sub("", search_key(title)).strip() or search_key(title)
        for fits in (_is_name, _is_part, _is_shortened):
            held = frozenset(document.name for document in self.documents if fits(key, document))
            if held:
                return held
        return frozenset()

    def _standing_in(self, folded: str) -> tuple[frozenset[str], tuple[int, int]] | None:
        """The longest name that stands in the question, with every document that has it."""
        held = [(form, document.name) for document in self.documents for form in document.called if form in folded]
        named = ((name, document.name) for document in self.documents if not _is_stem(name := document.name.lower()))
        held += [pair for pair in named if pair[0] in folded]
        if not held:
            return None
        longest = max((form for form, _ in held), key=len)
        start = folded.index(longest)
        return frozenset(name for form, name in held if form == longest), (start, start + len(longest))

    def _stems(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """`养犬文件`: documents named by a file's name that is a plain word, where a word for a document follows it."""
        for document in self.documents:
            name = document.name.lower()
            found = re.search(rf"{re.escape(name)}(?={_BEHIND_NAME})", folded) if _is_stem(name) else None
            if found:
                yield frozenset({document.name}), found.span()

    def _shortened(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """`停车办法` for `停车设施管理办法`: the longest stretch before a word for a kind of document that fits one."""
        for ending in _KIND_END.finditer(folded):
            for start in range(max(0, ending.start() - 16), ending.end() - _SHORTEST_CALLED + 1):
                stretch = folded[start : ending.end()]
                if not re.fullmatch(r"[一-鿿]+", stretch):
                    continue
                held = frozenset(d.name for d in self.documents if _is_shortened(stretch.replace("的", ""), d))
                if held:
                    yield held, (start, ending.end())
                    break

    def _placed(self, folded: str, holds: Callable[[str], bool]) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """The documents of the places that the question names, of all of them together."""
        spans = {place: span for place in self._by_place if (span := span_of(place, folded, holds)) is not None}
        if spans:
            rest = [place for place in self._by_place if place not in spans]
            spans |= {place: span for place in rest if (span := beside(place, spans.keys(), folded)) is not None}
        longest = [place for place, span in spans.items() if not any(inside(span, other) for other in spans.values())]
        together = frozenset[str]().union(*(self._by_place[place] for place in longest))
        yield from ((together, spans[place]) for place in longest)

    @cached_property
    def _by_place(self) -> Mapping[str, frozenset[str]]:
        """Place with its level → the documents that are from there; of a smaller place in it where none is."""
        own: dict[str, set[str]] = {}
        within: dict[str, set[str]] = {}
        for document in self.documents:
            for depth, place in enumerate(reversed(document.places)):
                (within if depth else own).setdefault(place, set()).add(document.name)
        return {place: frozenset(names) for place, names in {**within, **own}.items()}

    def _dated_apart(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """The documents of the year in `2020年营商环境那份文件`, where the subject stands between."""
        for found in _YEAR_APART.finditer(folded):
            held = frozenset(document.name for document in self.documents if found["year"] in document.years)
            if held:
                yield from ((held, found.span(part)) for part in ("dated", "document"))

    def _dated(self, folded: str) -> Iterator[tuple[frozenset[str], tuple[int, int]]]:
        """The documents of the year that the question names one of, `2020年的那份`; none where no document is."""
        for pattern in (_YEAR_OF, _ENGLISH_YEAR):
            for found in pattern.finditer(folded):
                held = frozenset(document.name for document in self.documents if found["year"] in document.years)
                if held:
                    yield held, found.span()


def _narrowed(named: frozenset[str], places: Collection[tuple[frozenset[str], tuple[int, int]]]) -> frozenset[str]:
    """Of the documents named those that are of the places and years named too; all where none is of them."""
    for documents, _ in places:
        named = named & documents or named
    return named


def _forms(title: str, place: str) -> Iterator[str]:
    """A title without what people leave out: the wrapper, the issuer, the edition, the place."""
    wrapped = WRAPPED.search(title)
    inner = wrapped["inner"] if wrapped else title
    core = _EDITION.sub("", inner)
    bare = _ISSUED_ABOUT.sub("", core)
    forms = [title, inner, core, bare, bare.removeprefix(place) if place else bare]
    yield from (form for form in dict.fromkeys(forms) if len(form) > _SHORTEST_CALLED and _KIND_END.search(form[-4:]))


def _is_stem(name: str) -> bool:
    """Whether the name of a file is a plain word, such as a question's subject may be: `养犬`."""
    return not _KIND_END.search(name[-4:]) and re.fullmatch(r"[a-z]+|[一-鿿]+", name) is not None


def _is_name(key: str, document: NamedDocument) -> bool:
    return key in document.called or key in (search_key(document.title), search_key(document.name))


def _is_part(key: str, document: NamedDocument) -> bool:
    return len(key) >= _SHORTEST_CALLED and key in search_key(document.title)


def _is_shortened(key: str, document: NamedDocument) -> bool:
    """Whether the key keeps characters of the title in order, its first or its place's and its kind at the end."""
    kind = next((ending for ending in _KIND.split("|") if key.endswith(ending)), "")
    topic = key.removesuffix(kind)
    if not kind or len(key) < _SHORTEST_CALLED or len(topic) < 2:
        return False
    return any(form.endswith(kind) and _in_order(topic, form.removesuffix(kind)) for form in document.called)


def _in_order(short: str, full: str) -> bool:
    """Whether the characters of `short` stand in `full` in that order, in pieces of two or more."""
    place = 0
    while short:
        length = next((n for n in range(len(short), 1, -1) if full.find(short[:n], place) >= 0), 0)
        if not length or len(short) - length == 1:
            return False
        place = full.find(short[:length], place) + length
        short = short[length:]
    return True


def _number_of(found: re.Match[str]) -> tuple[str, str, str]:
    return found["agency"] or "", found["year"], found["serial"].lstrip("0")


def _agrees(asked: str, agency: str) -> bool:
    """Whether what stands before the year can be that agency: words of the question may stick to it."""
    return not asked or asked.endswith(agency) or (len(asked) <= 2 and agency.endswith(asked))
