"""A free-text answer → the prediction object, by what its own words name: for systems that give nothing else.

Nothing is guessed: a clause is cited where the text writes its locator or quotes it verbatim, a unit is named where
its name (or a form that units.tsv knows) stands, and a lead where the text says who leads.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from assistant.mentions import find_mentions
from assistant.words import fold
from documents.model import Clause, Document
from documents.units import unit_lexicon
from evals.metrics import same_clause
from evals.normal import normalised
from evals.numerals import in_chinese
from evals.set_columns import locator

WORDS_FILE = Path(__file__).parent / "answer_words.toml"
SHORTEST_QUOTE = 6
"""Characters; shorter words in quotation marks are names."""
EMPHASIS = re.compile(r"`+|\*{1,3}(?=\S)|(?<=\S)\*{1,3}|(?<!\w)__|__(?!\w)")
"""Markdown that parts a number from its measure."""
QUOTED = re.compile(rf"[“「『\"]([^“”「」『』\"\n]{{{SHORTEST_QUOTE},}})[”」』\"]")
_NUMERAL = "[一二三四五六七八九十百零〇]+"
LOCATORS = re.compile(
    rf"(?:附件\d*/)?(?:第(?:{_NUMERAL}|\d+)[编章节条款项目]\s*/?\s*)+"
    rf"|(?:附件\d*/)?{_NUMERAL}\s*[、/.]?\s*[((（]{_NUMERAL}[))）]\s*[、/.]?\s*(?:\d+(?![\d.]*[%％年月日亿万个项公]))?"
    rf"|(?<![\d.])\d+(?:\.\d+)+(?![\d%％])"
)
"""Where a text may name a clause; what is no clause of the documents counts for nothing."""
ARABIC_LABEL = re.compile(r"(?<=第)\d{1,3}(?=[编章节条款项])")
SENTENCE_END = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")
MEASURED = re.compile(r"\d[\d,.]*\s*(?:[%％万亿元个年月日天项家户亩吨倍点]|yuan\b|percent\b)")
"""A number that says how much or when."""


def text_prediction(
    identity: str, text: str, library: Mapping[str, Document], document: str | None, latency_ms: float
) -> dict[str, object]:
    """The prediction object of a free-text answer about `document`, or the whole library where that is None."""
    documents = [held for name, held in library.items() if document in (None, name)]
    text = EMPHASIS.sub("", text)
    citations = list(_citations(text, documents))
    units = _units(text, documents)
    refused = not citations and _refuses(text)
    return {
        "id": identity,
        "answer": text,
        "refused": refused,
        "outcome": "not_covered" if refused else "answered",
        "units": [] if refused else units,
        "lead": None if refused else _lead(text, units),
        "citations": citations,
        "related": [],
        "latency_ms": latency_ms,
    }


def _citations(text: str, documents: list[Document]) -> Iterator[dict[str, object]]:
    """Verbatim quotes first, then clauses named by their locator and not quoted; each clause once."""
    cited: set[tuple[str, str]] = set()
    for part in QUOTED.findall(text):
        for document, clause, start, end in _quoted(part, documents):
            if (document.name, clause.locator) not in cited:
                cited.add((document.name, clause.locator))
                yield _citation(document, clause, start, end)
    for found in LOCATORS.findall(text):
        for document, clause in _named(locator(found), documents):
            if (document.name, clause.locator) not in cited:
                cited.add((document.name, clause.locator))
                yield _citation(document, clause, clause.start, clause.end)


def _refuses(text: str) -> bool:
    """Whether the text says that it has no answer, and beside that gives none: no figure and nobody who leads.

    What follows a turn (`但`, `据了解`) is judged by itself, and advice whom to call is no answer.
    """
    for pattern in _patterns("turns"):
        text = pattern.sub("\n", text)
    sentences = SENTENCE_END.split(unicodedata.normalize("NFKC", text))
    others = [part for part in sentences if not any(pattern.search(part) for pattern in _patterns("refusals"))]
    answers = [part for part in others if not any(pattern.search(part) for pattern in _patterns("advice"))]
    claims = (MEASURED, *_patterns("leads"))
    return len(others) < len(sentences) and not any(claim.search(part) for claim in claims for part in answers)


def _quoted(part: str, documents: list[Document]) -> Iterator[tuple[Document, Clause, int, int]]:
    """Where the documents have these words, width, commas and spaces aside: the clause, and the span's two ends."""
    wanted = normalised(part)
    for document in documents:
        folded, places = _folded(document.text)
        at = folded.find(wanted) if wanted else -1
        if at < 0:
            continue
        start, end = places[at], places[at + len(wanted) - 1] + 1
        inside = (clause for clause in document.clauses if clause.start <= start and end <= clause.end)
        yield from ((document, clause, start, end) for clause in list(inside)[-1:])


@lru_cache(maxsize=64)
def _folded(text: str) -> tuple[str, tuple[int, ...]]:
    """The text as strings are compared, and where in it each character stands."""
    letters = [(letter, place) for place, written in enumerate(text) for letter in normalised(written)]
    return "".join(letter for letter, _ in letters), tuple(place for _, place in letters)


def _named(written: str, documents: list[Document]) -> list[tuple[Document, Clause]]:
    """The first clause of that locator, whose label may be written in digits: 第4条 is 第四条."""
    chinese = ARABIC_LABEL.sub(lambda found: in_chinese(int(found[0])), written)
    every = [(held, clause) for held in documents for clause in held.clauses]
    forms = dict.fromkeys((written, chinese))
    return [(held, clause) for form in forms for held, clause in every if same_clause(form, clause.locator)][:1]


def _citation(document: Document, clause: Clause, start: int, end: int) -> dict[str, object]:
    return {
        "document": document.name,
        "locator": clause.locator,
        "title": clause.title,
        "quote": document.quote(start, end),
        "start": start,
        "end": end,
    }


def _units(text: str, documents: list[Document]) -> list[str]:
    """The units that the text names, in order: the documents' own, and official names that no document holds.

    A form that could mean several of the documents' units names none.
    """
    known = dict.fromkeys(unit.unit for held in documents for clause in held.clauses for unit in clause.units)
    lexicon, folded = unit_lexicon(), fold(text)
    named: dict[str, None] = {}
    for mention in find_mentions(folded, known, lexicon):
        if len(mention.units) == 1:
            named[mention.units[0]] = None
        elif not mention.units and lexicon.prefix(mention.text) and lexicon.entry(lexicon.base(mention.text)):
            elsewhere = folded.startswith("门", mention.end) or any(mention.text in held.text for held in documents)
            named |= {} if elsewhere else {mention.text: None}
    return list(named)


def _lead(text: str, units: list[str]) -> str | None:
    """The unit that the text says leads; None where it says of nobody."""
    folded = unicodedata.normalize("NFKC", text)
    for pattern in _patterns("leads"):
        for found in pattern.finditer(folded):
            words = next(group for group in found.groups() if group)
            named = [unit for unit in units if unit in words or unit_lexicon().same_unit(words, unit)]
            if named:
                return min(named, key=lambda unit: words.find(unit) if unit in words else 0)
    return None


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, tomllib.loads(WORDS_FILE.read_text(encoding="utf-8"))[name]))
