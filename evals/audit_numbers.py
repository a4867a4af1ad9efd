"""Whether every number of an answer stands in a quote or was counted; needs no gold.

A number is its digits with what scales it: 1.2亿 is not 1.2万, 36个月 carries no 36%. Numbers written in Chinese
count where they measure something (三年, 九千元). The answer's furniture is no claim: citation markers, list
numbering, the locators and titles of what it refers to, words it quotes from a document it refers to.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from assistant.turn import Citation, Related
from documents.model import Clause, Document
from evals.normal import THOUSANDS, contains
from evals.numerals import in_chinese, in_digits
from evals.prediction import Prediction

NUMBER = re.compile(r"(\d+(?:\.\d+)*)\s*([万亿]+|%|percent|个百分点)?")
CHINESE_AMOUNT = re.compile(
    r"(?<![零〇一二两三四五六七八九十百千万亿])([二两三四五六七八九十][零〇一二两三四五六七八九十百千万亿]*)"
    r"(元|个月|年|天|日|倍|户|亩|公里|吨|名|周?岁)"
)
PERCENT = {"percent": "%", "个百分点": "%"}
MEASURE = "[元个万亿%年月日天项家户亩吨倍名]"
MARKER = re.compile(rf"\[\d{{1,2}}\](?!\s*{MEASURE})|[\u2460-\u2473]|(?m:^\s*\d{{1,2}}[.)、](?!\d|\s*{MEASURE})\s*)")
"""A citation's marker [1] or ① and the numbering of a list; in front of a measure both are numbers."""
DIGIT = re.compile(r"\d")
DIGITS_INSIDE = re.compile(r"\d+")
LABEL = re.compile(r"第\d{1,3}[编章节条款项]")
LETTER = re.compile(r"[^\W\d]")
QUOTED = re.compile(r"“([^”]+)”|《([^》]+)》")
ECHO = re.compile(rf"“(\d[\d.,]*)”(?!\s*{MEASURE})")
"""A number in quotation marks that names what was asked about, and measures nothing."""
CLAUSE_END = re.compile(r"[。.;；:：!?\n]")
SEPARATORS = ("、", ", ")
ITEM_MARKS = ("；", "; ")
"""What parts the clauses of a list from each other."""
COUNTS = re.compile(r"\s*(?:(?![个]月)[项个条家类种处件章节款份次]|[A-Za-z()（）:：,，。.;；]|$)")
"""What may stand behind a number that only counts: a word for things, no measure of money, time or size."""
Number = tuple[str, str]
"""Digits without leading zeros, and what scales them (万, 亿, %), empty for nothing."""


def unsupported_numbers(prediction: Prediction, documents: dict[str, Document], asked: str) -> list[str]:
    """The numbers of the answer that nothing carries, as it writes them; `asked` is the question."""
    quotes = "\n".join(citation.quote for citation in prediction.citations)
    allowed = {number for number, _, _ in _numbers(quotes)}
    countable = {str(count) for count in _counts(prediction, documents)} | set(_labels(prediction, documents))
    claims = _claims(prediction, documents, asked)
    invented = [
        written
        for number, written, behind in _numbers(claims)
        if number not in allowed and not (number[1] == "" and number[0] in countable and COUNTS.match(behind))
    ]
    amounts = [(found[0], in_digits(found[1]) + found[2]) for found in CHINESE_AMOUNT.finditer(claims)]
    return invented + [said for said, digits in amounts if not contains(quotes, said) and not contains(quotes, digits)]


def _numbers(text: str) -> Iterator[tuple[Number, str, str]]:
    """Each number, as the text writes it, and the text behind it."""
    plain = THOUSANDS.sub("", unicodedata.normalize("NFKC", text))
    for found in NUMBER.finditer(plain):
        scale = found[2] or ""
        # 2025.3.1 is a date: each part is a number of its own.
        parts = found[1].split(".") if found[1].count(".") > 1 else [found[1]]
        for part in parts:
            digits = part.lstrip("0") or "0"
            digits = "0" + digits if digits.startswith(".") else digits
            yield (digits, PERCENT.get(scale, scale)), found[0].strip(), plain[found.end() : found.end() + 3]


def _claims(prediction: Prediction, documents: dict[str, Document], asked: str) -> str:
    """The answer without what is no claim, see the module."""
    text = prediction.answer
    for reference in sorted(_names(prediction, documents), key=len, reverse=True):
        # A reference without a digit cannot hide an invented number, and "二" alone would cut words apart.
        if DIGIT.search(reference):
            text = re.sub(rf"(?<![\d.]){re.escape(reference)}(?![\d.]*\d|\s*{MEASURE})", " ", text)
    clauses = [clause for _, clause in _referred(prediction, documents)]
    text = LABEL.sub(lambda found: " " if _is_referred(found[0], clauses) else found[0], text)
    held = [words for document in documents.values() for words in (document.text, document.title)]
    for found in QUOTED.finditer(text):
        part = found[1] or found[2]
        # A bare number in quotation marks quotes nothing.
        if LETTER.search(part) and any(contains(words, part) for words in held):
            text = text.replace(found[0], " ")
    text = ECHO.sub(lambda found: " " if contains(asked, found[1]) else found[0], text)
    return MARKER.sub(" ", text)


def _names(prediction: Prediction, documents: dict[str, Document]) -> set[str]:
    """The locators and titles of what is referred to, as the documents have them."""
    names = {name for document in documents.values() for name in (document.title, document.name)}
    for _, clause in _referred(prediction, documents):
        names |= {clause.locator, clause.title}
    return names


def _is_referred(label: str, clauses: Iterable[Clause]) -> bool:
    """Whether `第4条` is the label of one of the clauses, which may write it 第四条."""
    chinese = DIGITS_INSIDE.sub(lambda found: in_chinese(int(found[0])), label)
    return any(part in (label, chinese) for clause in clauses for part in clause.locator.split("/"))


def _labels(prediction: Prediction, documents: dict[str, Document]) -> Iterator[str]:
    """The numbers of the clauses referred to: `4` of `二/(一)/4`."""
    for _, clause in _referred(prediction, documents):
        yield from (number[0] for number, _, _ in _numbers(clause.locator))


def _referred(prediction: Prediction, documents: dict[str, Document]) -> Iterator[tuple[Document, Clause]]:
    """The clauses cited or related that exist: what a prediction makes up carries nothing."""
    entries: tuple[Citation | Related, ...] = (*prediction.citations, *prediction.related)
    for entry in entries:
        document = documents.get(entry.document)
        clause = document.clause(entry.locator) if document else None
        if document and clause:
            yield document, clause


def _counts(prediction: Prediction, documents: dict[str, Document]) -> Iterator[int]:
    """What can be counted for this answer: its own lists, the cited clauses' parts, the named units' clauses."""
    yield from (line.count(mark) + 1 for line in prediction.answer.split("\n") for mark in ITEM_MARKS if mark in line)
    for clause_text in CLAUSE_END.split(prediction.answer):
        yield from (clause_text.count(separator) + 1 for separator in SEPARATORS if separator in clause_text)
    yield from (len(prediction.citations), len(prediction.units), len(cited_clauses(prediction, documents)))
    for clause in cited_clauses(prediction, documents):
        yield len(clause.units)
    for document in documents.values():
        yield from _document_counts(document, prediction)


def _document_counts(document: Document, prediction: Prediction) -> Iterator[int]:
    yield sum(1 for clause in document.clauses if clause.units)
    for citation in prediction.citations:
        for locator in _with_ancestors(citation.locator):
            below = document.children(locator)
            yield from (len(below), sum(1 for clause in below if clause.parent_locator == locator))
    for unit in {*units_named(prediction.answer, [document]), *prediction.units}:
        yield from _unit_counts(document, unit)


def _unit_counts(document: Document, unit: str) -> tuple[int, int]:
    """In how many clauses the unit is named, and how many it leads."""
    roles = [entry.role for clause in document.clauses for entry in clause.units if entry.unit == unit]
    return len(roles), roles.count("lead")


def _with_ancestors(locator: str) -> Iterator[str]:
    while locator:
        yield locator
        locator = locator.rpartition("/")[0]


def units_named(answer: str, documents: Iterable[Document]) -> list[str]:
    """The units of the documents' ledgers that the answer names; a longer name hides the shorter inside it."""
    known = {unit.unit for document in documents for clause in document.clauses for unit in clause.units}
    named: list[str] = []
    for unit in sorted(known, key=len, reverse=True):
        if unit in answer:
            named.append(unit)
            answer = answer.replace(unit, "")
    return named


def cited_clauses(prediction: Prediction, documents: dict[str, Document]) -> list[Clause]:
    keys = {(citation.document, citation.locator) for citation in prediction.citations}
    clauses = [documents[name].clause(locator) for name, locator in keys if name in documents]
    return [clause for clause in clauses if clause is not None]
