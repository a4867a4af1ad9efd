import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.run import run
from evals.summary import Score, Tally, as_json, failures, quantile, row_json, summarise
from tests.evals.fakes import OneDocument, Scripted, question, right

QUESTIONS = [
    question(id="a"),
    question(id="b", category="fact", lang="en"),
    question(id="c", category="fact"),
    question(id="d", category="fact"),
    question(id="e"),
]
ANSWERS = {
    "a": right(latency_ms=10),
    "b": right(lead=None, latency_ms=20),
    "c": RuntimeError("broken"),
    "d": right(answer="4个10万吨级泊位,共777个。", latency_ms=40),
    "e": right(latency_ms=30),
}
ROWS = list(run(QUESTIONS, Scripted(ANSWERS), OneDocument()))


def test_figures_computed_by_hand() -> None:
    summary = summarise(ROWS)
    assert summary.total == Score(count=5, right=3, errors=1)
    assert summary.total.accuracy == pytest.approx(0.6)
    assert summary.by_category == {"lead_unit": Score(2, 2, 0), "fact": Score(3, 1, 1)}
    assert summary.by_language == {"zh": Score(4, 3, 1), "en": Score(1, 0, 0)}
    assert summary.checks["lead"] == Tally(applied=4, passed=3)
    assert summary.audits["numbers"] == Tally(applied=4, passed=3)
    assert (summary.unsupported, summary.unsupported_rate) == (1, 0.25)
    assert summary.latency_ms.median == pytest.approx(25.0)
    assert summary.latency_ms.p95 == pytest.approx(38.5)


def test_a_run_of_nothing_but_errors_divides_by_nothing() -> None:
    summary = summarise(list(run(QUESTIONS, Scripted({}), OneDocument())))
    assert summary.total == Score(5, 0, 5)
    assert (summary.unsupported_rate, summary.latency_ms.median) == (0.0, 0.0)


def test_failures_are_what_needs_a_look() -> None:
    found = {row.question.id: row_json(row) for row in failures(ROWS)}
    assert list(found) == ["b", "c", "d"]
    assert found["b"]["failed"] == {"lead": "expected 市甲局, got None"}
    assert found["c"]["error"] == "RuntimeError: broken"
    assert (found["d"]["verdict"], found["d"]["unsupported"]) == ("right", {"numbers": "in no quote: 777"})


def test_the_json_carries_the_same_figures() -> None:
    figures = json.loads(json.dumps(as_json(summarise(ROWS))))
    assert (figures["count"], figures["right"], figures["errors"], figures["accuracy"]) == (5, 3, 1, 0.6)
    assert figures["by_category"]["fact"]["right"] == 1
    assert figures["checks"]["lead"] == {"applied": 4, "passed": 3}
    assert figures["audit"]["unsupported"] == 1
    assert figures["measures"]["lead_accuracy"] == {"mean": 0.75, "low": 0.25, "high": 1.0, "count": 4}
    assert figures["accuracy_by_category"]["lead_unit"]["mean"] == 1.0
    assert figures["answer_characters"] == len(str(right()["answer"]))
    assert "latency_ms" not in figures, "what differs between runs stands apart"


@given(st.lists(st.floats(0, 1e6), min_size=1), st.floats(0, 1))
def test_quantiles_agree_with_numpy(values: list[float], share: float) -> None:
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)), rel=1e-6, abs=1e-6)
