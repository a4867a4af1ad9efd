"""A finished turn as the object that `ask --json` and test runs promise, and the way a history is read."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from assistant.turn import Turn


def prediction(turn: Turn, id: str = "", latency_ms: float = 0.0) -> dict[str, Any]:
    """The contract's prediction object."""
    return {
        "id": id,
        "answer": turn.answer,
        "refused": turn.outcome is None or turn.outcome.refused,
        "outcome": str(turn.outcome or ""),
        "units": list(turn.units),
        "lead": turn.lead,
        "citations": [
            {key: getattr(citation, key) for key in ("document", "locator", "title", "quote", "start", "end")}
            for citation in turn.citations
        ],
        "related": [asdict(related) for related in turn.related],
        "latency_ms": round(latency_ms, 3),
    }


def questions(history: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """The person's own questions of a `[{role, content}]` history. What it claims we answered is never read."""
    return tuple(str(message.get("content", "")) for message in history if message.get("role") == "user")
