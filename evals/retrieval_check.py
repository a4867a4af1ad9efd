"""The same run given to pytrec_eval, so that no figure rests on this project's arithmetic alone.

pytrec_eval wraps trec_eval, the evaluation program of the Text Retrieval Conferences. It is needed for the check only.
"""

from collections.abc import Mapping

import numpy as np

from evals.retrieval import Measurement, Ranked
from evals.retrieval_measures import MEASURES

THEIRS = {
    "hit@1": "success_1",
    "hit@3": "success_3",
    "ndcg@10": "ndcg_cut_10",
    "recall@10": "recall_10",
    "recall@100": "recall_100",
    "mrr@10": "recip_rank",
}
LIBRARY = "pytrec-eval-terrier"
SAME = 1e-6


def check(measurement: Measurement) -> dict[str, object]:
    """The largest difference of any question's figure to pytrec_eval's, and whether they are the same."""
    try:
        import pytrec_eval  # noqa: F401, PLC0415 - a requirement of development, and the command works without
    except ImportError:
        return {"library": LIBRARY, "agrees": None, "left_out": f"{LIBRARY} is not installed"}
    largest = max(
        float(np.abs(measurement.figures[row] - theirs(run.ranked, measurement)).max())
        for row, run in measurement.runs.items()
    )
    return {"library": LIBRARY, "agrees": largest < SAME, "largest_difference": largest}


def theirs(ranked: Ranked, measurement: Measurement) -> "np.typing.NDArray[np.float64]":
    """trec_eval's figures, `[questions, MEASURES]`; its reciprocal rank has no depth, so it is given ten records."""
    import pytrec_eval  # noqa: PLC0415

    relevant = {name: dict(grades) for name, grades in measurement.benchmark.relevant.items()}
    asked = pytrec_eval.RelevanceEvaluator(relevant, {"success.1,3", "ndcg_cut.10", "recall.10,100"})
    first_ten = pytrec_eval.RelevanceEvaluator(relevant, {"recip_rank"})
    whole = asked.evaluate({name: scored(records) for name, records in ranked.items()})
    short = first_ten.evaluate({name: scored(records[:10]) for name, records in ranked.items()})
    rows = [figures({**whole.get(name, {}), **short.get(name, {})}) for name in measurement.benchmark.queries]
    return np.array(rows, dtype=np.float64)


def scored(records: list[str]) -> dict[str, float]:
    """Record → a score that falls with the rank; trec_eval sorts by score."""
    return {record: float(len(records) - place) for place, record in enumerate(records)}


def figures(found: Mapping[str, float]) -> list[float]:
    return [found.get(THEIRS[name], 0.0) for name in MEASURES]
