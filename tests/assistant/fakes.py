"""What the tests of this room ask: the shipped corpus, a made-up city's policy, and a search without an index.

Nothing here depends on the shipped document but `seed_document`; every rule is tested on the made-up one as well.
"""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from assistant.compose import compose
from assistant.consult import consult
from assistant.desk import Desk
from assistant.library import Library, Place
from assistant.pipeline import Assistant
from assistant.receive import receive
from assistant.retrieve import retrieve
from assistant.scope import scope
from assistant.sentences import sentences
from assistant.settings import AssistantSettings
from assistant.turn import Turn
from assistant.understand import understand
from documents.ingest import parse_document, read_document
from documents.model import Document
from documents.settings import DocumentSettings
from index.keys import search_key, terms
from index.model import Evidence, Passage

SEED_NAME = "dongying-policy-forum-copy"
POLICY_NAME = "yunxi-plan"
POLICY = Path(__file__).with_name(f"{POLICY_NAME}.txt").read_text(encoding="utf-8")
ENGLISH = {
    "pump": "泵站",
    "finished": "完成",
    "rain": "雨水",
    "gardens": "花园",
    "cold": "冷链",
    "logistics": "物流",
    "park": "园",
    "delivery": "配送",
    "drone": "无人",
    "talent": "人才",
    "leakage": "漏损",
    "water": "水",
}
"""What the fake search takes English words for."""


@cache
def policy_document() -> Document:
    """The made-up city's plan: chapters and articles, marked leads, joint duties, years, one lost number."""
    return parse_document(POLICY_NAME, POLICY, "policy")


@cache
def seed_document() -> Document:
    """The corpus that the project ships."""
    settings = DocumentSettings()
    return read_document(settings.corpus / f"{SEED_NAME}.txt", settings)


class WordSearch:
    """Ranks whole clauses by the character pairs they share with the question. No index, no model."""

    def __init__(self, *documents: Document, english: Mapping[str, str] = ENGLISH, cosine: float = 0.6) -> None:
        self._documents = documents
        self._english = english
        self._cosine = cosine
        self.asked: list[tuple[str, Collection[str] | None]] = []
        """Every question searched for, with the documents it was kept to."""

    def terms(self, question: str) -> Mapping[str, float]:
        found = dict.fromkeys(terms(search_key(question)), 1.0)
        meant = {pair: 0.8 for term in found for pair in terms(self._english.get(term, ""))}
        return {**meant, **found}

    def renderings(self, text: str) -> tuple[str, ...]:
        return tuple(self._english[term] for term in terms(search_key(text)) if term in self._english)

    def phrases(self, question: str) -> tuple[tuple[int, int], ...]:
        return ()

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        self.asked.append((question, documents))
        wanted = self.terms(question)
        evidence = []
        for document in self._documents:
            for clause in document.clauses if documents is None or document.name in documents else ():
                shared = sum(weight for term, weight in wanted.items() if term in set(terms(search_key(clause.text))))
                if shared:
                    share = shared / sum(wanted.values())
                    passage = Passage(
                        document.name, clause.locator, clause.title, clause.start, clause.end, clause.text
                    )
                    evidence.append(Evidence(passage, 20.0 * share**0.5, 1, shared, 1, self._cosine * share**0.5))
        return sorted(evidence, key=lambda found: -found.score)[:limit]


class FixedSearch(WordSearch):
    """Finds the clauses it is told, in that order, whatever is asked."""

    def __init__(self, document: Document, *locators: str, score: float = 8.0, cosine: float = 0.6) -> None:
        super().__init__(document, cosine=cosine)
        self._found = [
            Evidence(
                Passage(document.name, clause.locator, clause.title, clause.start, clause.end, clause.text),
                score - place,
                place + 1,
                score - place,
                place + 1,
                cosine,
            )
            for place, clause in enumerate(map(document.clause, locators))
            if clause is not None
        ]

    def search(self, question: str, *, documents: Collection[str] | None = None, limit: int = 50) -> list[Evidence]:
        return self._found[:limit]


def library_of(*documents: Document) -> Library:
    return Library({document.name: document for document in documents})


def desk_over(*documents: Document, search: WordSearch | None = None, **settings: int) -> Desk:
    """A desk without an index; over the made-up plan when no document is given."""
    held = documents or (policy_document(),)
    return Desk(library_of(*held), search or WordSearch(*held), sentences(), replace(AssistantSettings(), **settings))


def assistant_over(*documents: Document, search: WordSearch | None = None, **settings: int) -> Assistant:
    """An assistant without an index; over the made-up plan when no document is given."""
    desk = desk_over(*documents, search=search, **settings)
    return Assistant(desk.library, desk.searcher, desk.settings)


def place_of(document: Document, locator: str) -> Place:
    clause = document.clause(locator)
    assert clause is not None, f"{document.name} has no clause {locator}"
    return Place(document, clause)


def found_turn(question: str, desk: Desk, *, document: str | None = None) -> Turn:
    """The turn with its evidence and ledger rows filled in: what a composer is given."""
    turn = Turn(question, document=document)
    for stage in (receive, understand, scope, retrieve, consult):
        turn = stage(turn, desk)
    assert not turn.finished, f"{question!r} ended early: {turn.outcome}"
    return turn


def composed_turn(question: str, desk: Desk, *, document: str | None = None) -> Turn:
    """The turn with its draft, not yet verified."""
    return compose(found_turn(question, desk, document=document), desk)


def locators(turn: Turn) -> list[str]:
    """Of the clauses cited, in order."""
    return list(dict.fromkeys(citation.locator for citation in turn.citations))


def said(turn: Turn) -> str:
    """The answer with half-width punctuation: what it says, however its sentences are set."""
    return unicodedata.normalize("NFKC", turn.answer)


def related_locators(turn: Turn) -> list[str]:
    return [related.locator for related in turn.related]


def in_a_conversation(assistant: Assistant, questions: Sequence[str]) -> Iterator[Turn]:
    """Each question asked with those before it as its history."""
    for place, question in enumerate(questions):
        yield assistant.ask(question, questions[:place])
