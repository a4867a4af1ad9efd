"""Stand-ins that tests share: an embedder, a catalogue, documents, another process. No network."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

from documents.errors import UnknownDocument
from documents.model import Clause, Document


class HashEmbedder:
    """Sums a fixed pseudo-random vector for every character: texts that share characters lie near each other."""

    def __init__(self, name: str = "hash-embedder 1", dimension: int = 16) -> None:
        self.name = name
        self.dimension = dimension
        self.embedded: list[str] = []
        """Every text that was asked for, in order."""

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.embedded.extend(texts)
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        vectors = np.stack([sum((self._direction(letter) for letter in text), self._direction("")) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def _direction(self, letter: str) -> npt.NDArray[np.float64]:
        seed = int.from_bytes(hashlib.sha256(letter.encode("utf-8", "replace")).digest()[:8], "big")
        return np.random.default_rng(seed).standard_normal(self.dimension)


class HashReader:
    """A reader after the same manner, in a space of its own."""

    def __init__(self, name: str = "hash-reader 1") -> None:
        self.name = name
        self.dimension = 16
        self.read: list[str] = []
        """Every passage that was asked for, in order."""
        self.asked: list[str] = []
        self._embedder = HashEmbedder()

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        self.read.extend(texts)
        return self._embedder.embed([f"读{text}" for text in texts])

    def question(self, text: str) -> npt.NDArray[np.float32]:
        self.asked.append(text)
        vector: npt.NDArray[np.float32] = self._embedder.embed([f"读{text}"])[0]
        return vector


class FakeCatalogue:
    """Documents by name, held in memory."""

    def __init__(self, *documents: Document) -> None:
        self.held = {document.name: document for document in documents}

    def names(self) -> list[str]:
        return sorted(self.held)

    def hashes(self) -> dict[str, str]:
        return {name: self.held[name].content_hash for name in self.names()}

    def document(self, name: str) -> Document:
        if name not in self.held:
            raise UnknownDocument(f"document {name!r} is not in the library")
        return self.held[name]


def document_of(name: str, *clauses: str) -> Document:
    """A document whose clauses are these texts, one after the other, numbered from 1."""
    text = "".join(clauses)
    made: list[Clause] = []
    start = 0
    for number, clause in enumerate(clauses, start=1):
        label, title = str(number), clause.strip().partition("。")[0]
        made.append(Clause(label, label, 1, title, clause, start, start + len(clause)))
        start += len(clause)
    content_hash = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Document(name, f"关于{name}的意见", text, text, tuple(made), content_hash=content_hash)


@contextmanager
def another_process(code: str, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run `code` in a Python of its own; yields the first line it prints. It is killed at the end, if not before."""
    command = [sys.executable, "-c", code, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()
