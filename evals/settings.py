"""Every number of this room, read from the environment in one place."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class EvalSettings:
    """Limits of a test set, and what the benchmark holds its figures against."""

    max_set_bytes: int = 64 * 1024 * 1024
    """POLICY_EVAL_MAX_SET_BYTES: a larger test set is refused, in bytes, > 0."""
    problems_shown: int = 10
    """How many problems of a broken test set are named before the rest are counted, > 0."""
    warm_up_questions: int = 10
    """POLICY_EVAL_WARM_UP: questions asked before the clock counts, >= 0."""
    median_target_ms: float = 60.0
    """Target for the median question, in milliseconds."""
    memory_target_mb: float = 800.0
    """Target for the peak resident memory of one process, in MB of 1,000,000 bytes."""
    first_page_target_s: float = 8.0
    """Target for process start to the first page, in seconds."""
    ledger_clauses: int = 100_000
    """POLICY_EVAL_LEDGER_CLAUSES: clauses of the library that the ledger is measured over, > 0."""
    ledger_page_target_ms: float = 200.0
    """Target for one unit's page of the ledger, in milliseconds."""
    ledger_export_target_s: float = 20.0
    """Target for an export of the whole ledger, in seconds."""
    index_clauses: int = 100_000
    """POLICY_EVAL_INDEX_CLAUSES: clauses of the library that the index is measured over, > 0."""
    index_embedder: str = "stand-in"
    """POLICY_EVAL_INDEX_EMBEDDER: "stand-in", as quick as a static model, or "configured"."""
    index_build_target_s: float = 240.0
    """Target for indexing that library from the catalogue, in seconds."""
    index_again_target_s: float = 5.0
    """Target for the same again with nothing changed, in seconds."""
    index_change_target_s: float = 1.0
    """Target from a changed document in the catalogue to its clause found, in seconds."""
    index_memory_target_mb: float = 1_500.0
    """Target for the peak resident memory of building and of searching it, in MB of 1,000,000 bytes."""
    search_median_target_ms: float = 25.0
    """Target for the median search in it, in milliseconds."""
    search_p99_target_ms: float = 80.0
    """Target for 99 searches of 100, in milliseconds."""
    library_documents: int = 1_000
    """POLICY_EVAL_LIBRARY_DOCUMENTS: documents of the library whose adding is measured, > 0."""
    library_add_target_s: float = 180.0
    """Target for adding them, in seconds."""
    library_again_target_s: float = 10.0
    """Target for adding them unchanged, in seconds."""
    library_memory_target_mb: float = 1000.0
    """Target for all processes that add, in MB of 1,000,000 bytes."""
    library_change_target_s: float = 2.0
    """Target from adding a changed document to an answer from it, in seconds."""
    library_answer_limit_s: float = 60.0
    """An answer that does not come within so long has failed, in seconds, > 0."""
    answer_limit_s: float = 120.0
    """POLICY_EVAL_ANSWER_LIMIT_S: another system that says nothing for so long has failed, in seconds, > 0."""
    cached_vectors: int = 500_000
    """POLICY_EVAL_CACHED_VECTORS: vectors that a measurement keeps for the next, > 0; one takes 1 to 2 kB."""
    resamples: int = 2_000
    """Draws of a bootstrap interval and of a paired test, > 0."""
    timed_questions: int = 200
    """Questions of a benchmark that are timed, > 0."""
    speed_sample: int = 256
    """Passages from which the speed of a model and of counting words is taken, > 0."""
    peer_limit_s: float = 3_600.0
    """POLICY_EVAL_PEER_LIMIT_S: a peer that has not finished by then has failed, in seconds, > 0."""
    start_limit_s: float = 120.0
    """POLICY_EVAL_START_LIMIT_S: a server that shows no page for so long has failed, in seconds, > 0."""
    build_limit_s: float = 900.0
    """POLICY_EVAL_BUILD_LIMIT_S: an index build that takes longer has failed, in seconds, > 0."""
    poll_interval_s: float = 0.02
    """How long to wait between two tries to fetch the first page, in seconds."""
    stop_limit_s: float = 10.0
    """How long a server may take to stop before it is killed, in seconds."""

    @classmethod
    def from_environment(cls) -> "EvalSettings":
        return cls(
            max_set_bytes=int(os.environ.get("POLICY_EVAL_MAX_SET_BYTES", "") or cls.max_set_bytes),
            warm_up_questions=int(os.environ.get("POLICY_EVAL_WARM_UP", "") or cls.warm_up_questions),
            ledger_clauses=int(os.environ.get("POLICY_EVAL_LEDGER_CLAUSES", "") or cls.ledger_clauses),
            index_clauses=int(os.environ.get("POLICY_EVAL_INDEX_CLAUSES", "") or cls.index_clauses),
            index_embedder=os.environ.get("POLICY_EVAL_INDEX_EMBEDDER", "") or cls.index_embedder,
            library_documents=int(os.environ.get("POLICY_EVAL_LIBRARY_DOCUMENTS", "") or cls.library_documents),
            answer_limit_s=float(os.environ.get("POLICY_EVAL_ANSWER_LIMIT_S", "") or cls.answer_limit_s),
            cached_vectors=int(os.environ.get("POLICY_EVAL_CACHED_VECTORS", "") or cls.cached_vectors),
            peer_limit_s=float(os.environ.get("POLICY_EVAL_PEER_LIMIT_S", "") or cls.peer_limit_s),
            start_limit_s=float(os.environ.get("POLICY_EVAL_START_LIMIT_S", "") or cls.start_limit_s),
            build_limit_s=float(os.environ.get("POLICY_EVAL_BUILD_LIMIT_S", "") or cls.build_limit_s),
        )
