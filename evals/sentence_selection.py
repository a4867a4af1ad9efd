"""Answer-sentence selection: given the right passage, is the sentence that holds the answer put first?

A benchmark's record becomes a document of one clause, so that the sentences, the words and the search are those that a
policy goes through. A question counts where at least one of the passage's sentences holds one of its answers whole;
where none does, the answer crosses sentences (or stands in none) and the question is left out and counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.desk import Desk, Searcher
from assistant.library import Library, Place
from assistant.question import read_question, readable
from assistant.retrieve import Hit
from assistant.sentence_features import Described, described, telling, was_read, weights
from assistant.sentences import sentences
from assistant.settings import AssistantSettings
from assistant.turn import Turn
from evals.bootstrap import Interval, mean_interval
from evals.compare import mcnemar
from evals.errors import InvalidBenchmark
from evals.normal import contains
from evals.retrieval_beir import Benchmark, HeldDocuments, document_of, hash_of, read_lines, read_object, shown
from index.keys import search_key, terms
from index.lexical import LexicalIndex

BM25_K1, BM25_B = 1.2, 0.75
PASSAGES_OF_A_RECORD = 50
"""Passages of the right record that the search is asked for: more than any record has."""


@dataclass(frozen=True)
class Asked:
    """One question with the sentences of its passage and which of them hold an answer."""

    name: str
    question: str
    sentences: tuple[Described, ...]
    right: tuple[bool, ...]
    """One for each sentence; at least one is true."""
    bm25: tuple[float, ...]
    read: bool = False
    """Whether the search had a reader."""

    @property
    def teaches(self) -> bool:
        """Whether the question is of the half that the weights are fitted on, by the hash of its id."""
        return hash_of(self.name)[0] % 2 == 1


@dataclass(frozen=True)
class Selection:
    """How often the right sentence came first. `first` and `baseline` hold one value in {0, 1} a question."""

    first: tuple[float, ...]
    baseline: tuple[float, ...]

    @property
    def interval(self) -> Interval | None:
        return mean_interval(self.first)

    @property
    def baseline_interval(self) -> Interval | None:
        return mean_interval(self.baseline)

    @property
    def difference(self) -> Interval | None:
        """Ours less BM25's, paired."""
        return mean_interval([ours - theirs for ours, theirs in zip(self.first, self.baseline, strict=True)])

    @property
    def p_value(self) -> float:
        """McNemar's exact test, two-sided."""
        pairs = list(zip(self.first, self.baseline, strict=True))
        return mcnemar(sum(a > b for a, b in pairs), sum(a < b for a, b in pairs))


class RecordCatalogue(HeldDocuments):
    """Each record of a corpus as a document of its own with one clause."""

    def __init__(self, corpus: Mapping[str, str]) -> None:
        super().__init__({record: document_of(record, [record], corpus) for record in corpus})


def read_answers(folder: Path) -> dict[str, tuple[str, ...]]:
    """Question id → its answers, of `metadata.answers`. Raises: InvalidBenchmark, one sentence."""
    path = folder / "queries.jsonl"
    found: dict[str, tuple[str, ...]] = {}
    for number, line in read_lines(path):
        where = f"{path.name}: line {number}"
        record = read_object(line, where)
        metadata = record.get("metadata")
        answers = metadata.get("answers") if isinstance(metadata, dict) else None
        if not isinstance(answers, list) or not all(isinstance(answer, str) and answer for answer in answers):
            raise InvalidBenchmark(f"{where}: metadata.answers must be a list of texts, not {shown(answers)}: write it")
        found[str(record.get("_id"))] = tuple(answers)
    return found


def asked_questions(
    benchmark: Benchmark, answers: Mapping[str, tuple[str, ...]], searcher: Searcher
) -> Iterator[Asked | None]:
    """Every question, in order; None for one whose answer no single sentence holds."""
    catalogue = RecordCatalogue(benchmark.corpus)
    library = Library({name: catalogue.document(name) for name in catalogue.names()}, catalogue.hashes())
    desk = Desk(library, searcher, sentences(), AssistantSettings())
    bm25 = SentenceBaseline.of(library)
    for name, question in benchmark.queries.items():
        yield _asked(name, question, [*benchmark.relevant[name]], answers.get(name, ()), desk, bm25)


def _asked(
    name: str, question: str, records: Sequence[str], answers: Sequence[str], desk: Desk, bm25: "SentenceBaseline"
) -> Asked | None:
    """Of a question with several right records the first whose sentences hold an answer."""
    for record in records:
        place = desk.library.place(record, record)
        if place is None:
            continue
        right = tuple(any(contains(one.text, answer) for answer in answers) for one in telling(place))
        if any(right):
            turn, hit = _searched(question, place, desk)
            found = tuple(described(turn, hit, desk.library))
            return Asked(name, question, found, right, bm25.scores(question, record), was_read(turn))
    return None


def _searched(question: str, place: Place, desk: Desk) -> tuple[Turn, Hit]:
    """The question as the assistant has it when it chooses a sentence of the right clause."""
    understanding = read_question(readable(question, desk), desk)
    query = understanding.query or question
    evidence = desk.searcher.search(query, documents=[place.document.name], limit=PASSAGES_OF_A_RECORD)
    search_terms = desk.searcher.terms(query)
    turn = Turn(question, understanding=understanding, evidence=tuple(evidence), search_terms=search_terms)
    return turn, Hit(place, evidence[0] if evidence else None, 0.0)


@dataclass(frozen=True)
class SentenceBaseline:
    """BM25 over the character bigrams of all sentences of the corpus: the same sentences, its own statistics."""

    index: LexicalIndex
    rows: Mapping[str, range]
    """Record → the rows of its sentences."""

    @classmethod
    def of(cls, library: Library) -> "SentenceBaseline":
        texts: list[str] = []
        rows: dict[str, range] = {}
        for name, document in library.documents.items():
            found = [one.text for one in telling(Place(document, document.clauses[0]))]
            rows[name] = range(len(texts), len(texts) + len(found))
            texts += found
        return cls(LexicalIndex.build(texts, BM25_K1, BM25_B), rows)

    def scores(self, question: str, record: str) -> tuple[float, ...]:
        """BM25 of each sentence of the record for the question as it was typed."""
        rows = self.rows[record]
        asked = Counter(terms(search_key(question)))
        return tuple(float(score) for score in self.index.scores(asked)[rows.start : rows.stop])


def selected(asked: Iterable[Asked], weighed: Sequence[float] | None = None) -> Selection:
    """Whether each method puts a right sentence first; of equal scores the earlier sentence."""
    found = list(asked)
    by = np.asarray(weights(read=any(one.read for one in found)) if weighed is None else weighed)
    first = tuple(float(one.right[int(np.argmax(matrix(one) @ by))]) for one in found)
    baseline = tuple(float(one.right[int(np.argmax(one.bm25))]) for one in found)
    return Selection(first, baseline)


def matrix(asked: Asked) -> npt.NDArray[np.float64]:
    """`[sentences, features]`"""
    return np.array([one.features for one in asked.sentences], dtype=np.float64)
