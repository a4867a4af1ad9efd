"""Every contender in turn, each in a process of its own, so that none pays for another's memory or imports."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from evals.peers.process import Job

ROOT = Path(__file__).parent.parent.parent
REASON_CHARACTERS = 200
Row = Mapping[str, object]


def run_peers(job: Job, names: Sequence[str], limit_s: float) -> Iterator[tuple[str, Row]]:
    """(name, row) of each contender as soon as it is known; one that fails is a row that says why."""
    with tempfile.TemporaryDirectory(prefix="policy-peers-") as folder:
        path = Path(folder) / "job.json"
        path.write_text(json.dumps(asdict(job)), encoding="utf-8")
        for name in names:
            yield name, _row(name, path, limit_s)


def _row(name: str, job: Path, limit_s: float) -> Row:
    command = [sys.executable, "-m", "evals.peers.process", name, str(job)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit_s, check=False)
    except subprocess.TimeoutExpired:
        return {"installed": True, "reason": f"not finished after {limit_s:.0f} s"}
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        return {"installed": True, "reason": f"failed: {said[-1][:REASON_CHARACTERS] if said else done.returncode}"}
    row: Row = json.loads(done.stdout.strip().splitlines()[-1])
    return row
