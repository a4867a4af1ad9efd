"""Citation recall and precision by the definitions of ALCE, with a deterministic judge in place of a model.

Gao et al., "Enabling Large Language Models to Generate Text with Citations" (EMNLP 2023), section 3: a statement is
recalled (1) if it has citations and they together support it. A citation of it is precise (1) if the statement is
recalled and the citation is not irrelevant; it is irrelevant if it does not support the statement alone and the
others still do without it.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

C = TypeVar("C")
Supports = Callable[[Sequence[C]], bool]
"""Whether these citations together support the statement."""


def citation_recall(citations: Sequence[C], supports: Supports[C]) -> float:
    """1.0 where the statement has citations and they support it, else 0.0."""
    return float(bool(citations) and supports(citations))


def citation_precision(citations: Sequence[C], supports: Supports[C]) -> list[float]:
    """For each citation 1.0 where it is precise, else 0.0."""
    if not citation_recall(citations, supports):
        return [0.0] * len(citations)
    return [float(not _irrelevant(place, citations, supports)) for place in range(len(citations))]


def _irrelevant(place: int, citations: Sequence[C], supports: Supports[C]) -> bool:
    others = [citation for other, citation in enumerate(citations) if other != place]
    return not supports([citations[place]]) and bool(others) and supports(others)
