"""The prediction object of the contract, checked when it comes in: a system under test may give anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from assistant.turn import Citation, Related
from evals.errors import InvalidPrediction

T = TypeVar("T")


@dataclass(frozen=True)
class Prediction:
    """What a system answered. See the fields of `ask --json`."""

    id: str
    answer: str
    refused: bool
    outcome: str
    units: tuple[str, ...] = ()
    lead: str | None = None
    citations: tuple[Citation, ...] = ()
    related: tuple[Related, ...] = ()
    latency_ms: float = 0.0


def parse_prediction(value: object) -> Prediction:
    """`value` as a Prediction. Raises InvalidPrediction naming the first field that breaks the contract."""
    record = _record(value, "the prediction")
    lead = record.get("lead")
    return Prediction(
        id=_field(record, "id", str),
        answer=_field(record, "answer", str),
        refused=_field(record, "refused", bool),
        outcome=_field(record, "outcome", str),
        units=tuple(_typed(unit, "units", str) for unit in _field(record, "units", list)),
        lead=None if lead is None else _typed(lead, "lead", str),
        citations=tuple(_citation(entry) for entry in _field(record, "citations", list)),
        related=tuple(_related(entry) for entry in _field(record, "related", list)),
        latency_ms=_number(record.get("latency_ms")),
    )


def _citation(value: object) -> Citation:
    record = _record(value, "a citation")
    return Citation(
        document=_field(record, "document", str),
        locator=_field(record, "locator", str),
        title=_field(record, "title", str),
        quote=_field(record, "quote", str),
        start=_field(record, "start", int),
        end=_field(record, "end", int),
    )


def _related(value: object) -> Related:
    record = _record(value, "a related clause")
    return Related(
        document=_field(record, "document", str),
        locator=_field(record, "locator", str),
        title=_field(record, "title", str),
    )


def _record(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise InvalidPrediction(f"{what} must be an object, this is a {type(value).__name__}")
    return value


def _field(record: Mapping[str, object], name: str, kind: type[T]) -> T:
    if name not in record:
        raise InvalidPrediction(f"a prediction needs the field {name!r}, this one lacks it")
    return _typed(record[name], name, kind)


def _typed(value: object, name: str, kind: type[T]) -> T:
    # bool is a subclass of int, but true is no position.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise InvalidPrediction(f"{name!r} must hold {kind.__name__}, this holds a {type(value).__name__}")
    return value


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
        raise InvalidPrediction(f"'latency_ms' must be a number of milliseconds >= 0, this is {value!r}")
    return float(value)
