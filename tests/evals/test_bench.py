"""The benchmark's own machinery, on stand-in programs; no figure is asserted."""

import json
import math
import os
import socket
from pathlib import Path

import pytest
from rich.console import Console

from evals import bench
from evals.bench import Figure
from evals.errors import BenchmarkFailed
from evals.settings import EvalSettings
from evals.system import Answer
from tests.evals.fakes import Scripted, question, right

SERVER = """
import argparse, http.server
parser = argparse.ArgumentParser()
parser.add_argument("--host"); parser.add_argument("--port", type=int)
options = parser.parse_args()
class Page(http.server.BaseHTTPRequestHandler):
    asked = 0
    def do_GET(self):
        Page.asked += 1
        self.send_response(503 if Page.asked < 3 else 200)
        self.end_headers()
    def log_message(self, *words): pass
http.server.HTTPServer((options.host, options.port), Page).serve_forever()
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(bench, "ROOT", tmp_path)
    return tmp_path


def test_the_first_page_is_waited_for_and_the_server_stopped(root: Path) -> None:
    (root / "app.py").write_text(SERVER, encoding="utf-8")
    figures = bench.measure_first_page(EvalSettings())
    assert figures[0].name == "first page"
    assert figures[0].value > 0
    assert all(figure.target for figure in figures)


def test_a_server_that_stops_is_reported_with_its_last_words(root: Path) -> None:
    (root / "app.py").write_text("import sys; sys.exit('port taken')", encoding="utf-8")
    with pytest.raises(BenchmarkFailed, match="stopped before its first page \\(port taken\\)"):
        bench.measure_first_page(EvalSettings())


def test_a_server_without_a_page_is_given_up_and_stopped(root: Path) -> None:
    (root / "app.py").write_text(
        "import os, pathlib, time; pathlib.Path('pid').write_text(str(os.getpid())); time.sleep(60)", encoding="utf-8"
    )
    with pytest.raises(BenchmarkFailed, match="no page within 1 s"):
        bench.measure_first_page(EvalSettings(start_limit_s=1))
    with pytest.raises(ProcessLookupError):
        os.kill(int((root / "pid").read_text(encoding="utf-8")), 0)


def _index_program(root: Path, code: str) -> None:
    (root / "index").mkdir()
    (root / "index" / "__init__.py").touch()
    (root / "index" / "__main__.py").write_text(code, encoding="utf-8")


def test_the_index_is_built_by_its_own_command(root: Path) -> None:
    _index_program(root, "import pathlib, sys; pathlib.Path('called').write_text(' '.join(sys.argv[1:]))")
    (figure,) = bench.measure_index_build(EvalSettings())
    assert (figure.name, figure.target) == ("index build", None)
    assert (root / "called").read_text(encoding="utf-8") == "build"


def test_a_failed_or_endless_build_is_reported(root: Path) -> None:
    _index_program(root, "import sys, time; sys.exit('no room') if sys.argv[2:] else time.sleep(60)")
    with pytest.raises(BenchmarkFailed, match="not built within 1 s"):
        bench.measure_index_build(EvalSettings(build_limit_s=1))
    (root / "index" / "__main__.py").write_text("import sys; sys.exit('no room')", encoding="utf-8")
    with pytest.raises(BenchmarkFailed, match="the index build failed \\(no room\\)"):
        bench.measure_index_build(EvalSettings())


def test_questions_are_timed_after_the_warm_up() -> None:
    class Counting(Scripted):
        asked = 0

        def answer(self, question: object) -> Answer:
            self.asked += 1
            return Answer(right())

    system = Counting({})
    figures = bench.measure_questions([question()] * 5, system, EvalSettings(warm_up_questions=3))
    assert system.asked == 8
    assert [figure.name for figure in figures] == [
        "question, median", "question, 95th percentile", "peak memory, asking",
    ]  # fmt: skip
    assert all(math.isfinite(figure.value) for figure in figures)
    assert 5 < figures[2].value < 100_000


def test_figures_stand_beside_their_targets(capsys: pytest.CaptureFixture[str]) -> None:
    figures = [Figure("fast", 59.9, "ms", 60), Figure("slow", 60.1, "ms", 60), Figure("free", 3, "s")]
    assert [figure.met for figure in figures] == [True, False, None]
    bench.print_figures(Console(width=80), figures)
    lines = capsys.readouterr().out.splitlines()
    assert "yes" in next(line for line in lines if "fast" in line)
    assert "no" in next(line for line in lines if "slow" in line)
    parsed = json.loads(bench.figures_json(figures))
    assert parsed["slow"] == {"value": 60.1, "unit": "ms", "target": 60, "met": False}
    assert parsed["free"]["met"] is None


def test_a_free_port_can_be_bound() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", bench.free_port()))
        assert server.getsockname()[1] > 0
