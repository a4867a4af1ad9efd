"""How the fit of the fusion does on the halves that taught nothing, beside each side alone and where it began."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from evals.fusion_fit import START, Lesson, Lessons
from evals.retrieval_measures import MEASURES, measured
from index.fusion import VECTORS, WORDS, Fusion, Weights, fused, top


def figures(lessons: Sequence[Lesson], scores_of: Callable[[Lesson], npt.NDArray[np.float32]]) -> dict[str, float]:
    """The mean MEASURES of ranking by `scores_of`."""
    rows = []
    for lesson in lessons:
        order = top(scores_of(lesson), len(lesson.records))
        rows.append(measured([lesson.records[place] for place in order], lesson.relevant))
    return dict(zip(MEASURES, np.mean(rows, axis=0).tolist(), strict=True))


def report(sets: Sequence[Lessons], fusion: Fusion) -> list[tuple[str, str, str, dict[str, float]]]:
    """(set, kind, row, figures) on the halves that taught nothing: words, vectors, what the fit began with, fitted."""
    rows = []
    for each in sets:
        if not each.held_out:
            continue
        before = Fusion(fusion.centres, fusion.spreads, {each.kind: Weights(START[each.kind])})
        ways: dict[str, Callable[[Lesson], npt.NDArray[np.float32]]] = {
            "bm25": lambda lesson: lesson.candidates.parts[:, WORDS].sum(axis=1),
            "dense": lambda lesson: lesson.candidates.parts[:, VECTORS].sum(axis=1),
            "before": lambda lesson, before=before, kind=each.kind: fused(lesson.candidates, before, kind),  # type: ignore[misc]
            "fitted": lambda lesson, kind=each.kind: fused(lesson.candidates, fusion, kind),  # type: ignore[misc]
        }
        rows += [(each.name, each.kind, row, figures(each.held_out, way)) for row, way in ways.items()]
    return rows
