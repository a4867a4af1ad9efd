"""A test set's questions as a retrieval benchmark over the library: which clause should have been found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from documents.catalog import Catalogue
from evals.errors import InvalidBenchmark
from evals.question import Question
from evals.retrieval_beir import Benchmark
from index.model import Passage


def library_benchmark(name: str, questions: Sequence[Question], catalogue: Catalogue) -> Benchmark:
    """The answerable questions that name clauses and stand alone. Raises: InvalidBenchmark where there are none."""
    corpus = dict(clauses_of(catalogue))
    documents = sorted({record[0] for record in corpus})
    asked = {
        question.id: question
        for question in questions
        if question.answerable and not question.history and gold_of(question, documents, corpus)
    }
    if not asked:
        raise InvalidBenchmark(f"{name}: a question with 'clauses' of the library is needed, none has: add the gold")
    return Benchmark(
        name,
        {record_id(*record): text for record, text in corpus.items()},
        {key: question.question for key, question in asked.items()},
        {key: dict.fromkeys(gold_of(question, documents, corpus), 1) for key, question in asked.items()},
    )


def by_language(benchmark: Benchmark, questions: Iterable[Question]) -> Iterator[Benchmark]:
    """The same benchmark for the questions of each language that it has, where it has more than one."""
    languages = {question.id: question.lang for question in questions if question.id in benchmark.queries}
    for language in sorted(set(languages.values())) if len(set(languages.values())) > 1 else ():
        kept = [key for key in benchmark.queries if languages[key] == language]
        yield replace(
            benchmark,
            name=f"{benchmark.name} {language}",
            queries={key: benchmark.queries[key] for key in kept},
            relevant={key: benchmark.relevant[key] for key in kept},
        )


def clauses_of(catalogue: Catalogue) -> Iterator[tuple[tuple[str, str], str]]:
    """((document, locator), text) of every clause of the library."""
    for name in catalogue.names():
        for clause in catalogue.document(name).clauses:
            yield (name, clause.locator), clause.text


def gold_of(question: Question, documents: Sequence[str], corpus: dict[tuple[str, str], str]) -> list[str]:
    """Record ids of the clauses that the question names; in every document where it names none."""
    names = [question.document] if question.document else documents
    locators = (*question.clauses, *question.clauses_any)
    return [record_id(name, locator) for name in names for locator in locators if (name, locator) in corpus]


def clause_of(passage: Passage) -> str:
    """The record id of the clause that a passage is part of."""
    return record_id(passage.document, passage.locator)


def record_id(document: str, locator: str) -> str:
    return f"{document}#{locator}"
