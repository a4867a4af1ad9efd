"""A free-text answer → the prediction object, by what its own words name: for systems that give nothing else.

Nothing is guessed: a clause is cited where the text writes its locator or quotes it verbatim, a unit is named where
its name (or a form that units.tsv knows) stands, and a lead where the text says who leads.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from assistant.mentions import find_mentions
from assistant.words import fold
from documents.model import Clause, Document
from documents.units import unit_lexicon
from evals.metrics import same_clause
from evals.set_columns import locator

WORDS_FILE = Path(__file__).parent / "answer_words.toml"
SHORTEST_QUOTE = 6
"""Characters; shorter words in quotation marks are names."""
QUOTED = re.compile(rf"[“「『\"]([^“”「」『』\"\n]{{{SHORTEST_QUOTE},}})[”」』\"]")
_NUMERAL = "[一二三四五六七八九十百零〇]+"
LOCATORS = re.compile(
    rf"(?:附件\d*/)?(?:第(?:{_NUMERAL}|\d+)[编章节条款项目]\s*/?\s*)+"
    rf"|(?:附件\d*/)?{_NUMERAL}\s*[、/.]?\s*[((（]{_NUMERAL}[))）]\s*[、/.]?\s*(?:\d+(?![\d.]*[%％年月日亿万个项公]))?"
    rf"|(?<![\d.])\d+(?:\.\d+)+(?![\d%％])"
)
"""Where a text may name a clause; what is no clause of the documents counts for nothing."""


def text_prediction(
    identity: str, text: str, library: Mapping[str, Document], document: str | None, latency_ms: float
) -> dict[str, object]:
    """The prediction object of a free-text answer about `document`, or the whole library where that is None."""
    documents = [held for name, held in library.items() if document in (None, name)]
    citations = list(_citations(text, documents))
    units = _units(text, documents)
    refused = not citations and any(pattern.search(text) for pattern in _patterns("refusals"))
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
        for document, clause, start in _quoted(part, documents):
            if (document.name, clause.locator) not in cited:
                cited.add((document.name, clause.locator))
                yield _citation(document, clause, start, start + len(part))
    for found in LOCATORS.findall(text):
        written = locator(found)
        matches = [
            (held, clause) for held in documents for clause in held.clauses if same_clause(written, clause.locator)
        ]
        for document, clause in matches[:1]:
            if (document.name, clause.locator) not in cited:
                cited.add((document.name, clause.locator))
                yield _citation(document, clause, clause.start, clause.end)


def _quoted(part: str, documents: list[Document]) -> Iterator[tuple[Document, Clause, int]]:
    for document in documents:
        start = document.text.find(part)
        if start < 0:
            continue
        end = start + len(part)
        inside = (clause for clause in document.clauses if clause.start <= start and end <= clause.end)
        yield from ((document, clause, start) for clause in list(inside)[-1:])


def _named(written: str, documents: list[Document]) -> list[tuple[Document, Clause]]:
    """The first clause of that locator."""
    every = ((held, clause) for held in documents for clause in held.clauses)
    return [(held, clause) for held, clause in every if same_clause(written, clause.locator)][:1]


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
    """The documents' units that the text names, in order; a form that could mean several names none."""
    known = dict.fromkeys(unit.unit for held in documents for clause in held.clauses for unit in clause.units)
    mentions = find_mentions(fold(text), known, unit_lexicon())
    return list(dict.fromkeys(mention.units[0] for mention in mentions if len(mention.units) == 1))


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
