"""The file of figures that `run --json` writes and `compare` and `history` read.

All of it is the same for the same answers but `timing`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from evals.errors import InvalidMetrics
from evals.manifest import Manifest
from evals.run import Row
from evals.summary import Summary, as_json, failures, row_json


@dataclass(frozen=True)
class Metrics:
    """What a later command needs of a run's figures."""

    name: str
    """Of the test set."""
    started: str
    """ISO 8601, UTC."""
    manifest: Manifest
    verdicts: Mapping[str, str]
    """Question id → right, wrong or error, in the order of the set."""
    figures: Mapping[str, object]
    """The whole file."""


def metrics_json(rows: Sequence[Row], summary: Summary, manifest: Manifest, started: datetime) -> dict[str, object]:
    """The figures, each question's verdict, every failure with its reason, the manifest and the timing."""
    return {
        "set": manifest.set,
        **as_json(summary),
        "questions": [{"id": row.question.id, "verdict": row.verdict} for row in rows],
        "failures": [row_json(row) for row in failures(rows)],
        "manifest": asdict(manifest),
        "timing": {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round((datetime.now(UTC) - started).total_seconds(), 3),
            "latency_ms": asdict(summary.latency_ms),
        },
    }


def read_metrics(path: Path) -> Metrics:
    """The figures at `path`. Raises InvalidMetrics for what no run has written."""
    try:
        figures = json.loads(path.read_text(encoding="utf-8"))
        verdicts = {str(row["id"]): str(row["verdict"]) for row in figures["questions"]}
        manifest = Manifest(**figures["manifest"])
        return Metrics(str(figures["set"]), str(figures["timing"]["started"]), manifest, verdicts, figures)
    except OSError as error:
        raise InvalidMetrics(f"{path}: cannot be read ({error.strerror}): check the path") from error
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidMetrics(
            f"{path}: is not what `python -m evals run SET --json` writes ({type(error).__name__}): name such a file"
        ) from error
