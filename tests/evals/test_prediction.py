import pytest

from evals.errors import InvalidPrediction
from evals.prediction import parse_prediction
from tests.evals.fakes import citation, right


def test_a_prediction_of_the_contract_is_read() -> None:
    prediction = parse_prediction(right())
    assert prediction.units == ("市甲局", "市乙局")
    assert prediction.lead == "市甲局"
    assert prediction.citations[0].locator == "二/1"
    assert prediction.related[0].title == "修建公路"
    assert prediction.latency_ms == 12.5


@pytest.mark.parametrize("field", sorted(set(right()) - {"lead"}))
def test_no_field_may_be_missing(field: str) -> None:
    record = right()
    del record[field]
    with pytest.raises(InvalidPrediction, match=field):
        parse_prediction(record)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 1},
        {"answer": None},
        {"refused": "no"},
        {"refused": 0},
        {"units": "市甲局"},
        {"units": [1]},
        {"lead": ["市甲局"]},
        {"citations": ["二/1"]},
        {"citations": [citation(start="3")]},
        {"citations": [citation(start=True)]},
        {"citations": [{"locator": "二/1"}]},
        {"related": [{"document": "plan", "locator": 2, "title": ""}]},
        {"latency_ms": "12"},
        {"latency_ms": float("nan")},
        {"latency_ms": -1},
        {"latency_ms": True},
    ],
)
def test_a_wrong_kind_of_value_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InvalidPrediction):
        parse_prediction(right(**changes))


@pytest.mark.parametrize("value", [None, [], "answer", 3])
def test_only_an_object_is_a_prediction(value: object) -> None:
    with pytest.raises(InvalidPrediction, match="must be an object"):
        parse_prediction(value)
