"""A second builder of the index, as people start it: a sentence, an exit code, and the lock ends with its holder."""

import os
import subprocess
import sys
from pathlib import Path

from documents.catalog import Catalogue
from documents.parsing import parse_document
from documents.settings import DocumentSettings
from index.settings import IndexSettings
from tests.fakes import another_process

ROOT = Path(__file__).parents[2]
HOLD = """
import sys, time
from pathlib import Path
from index.generation import building
with building(Path(sys.argv[1]), 0):
    print("building", flush=True)
    time.sleep(600)
"""


def build(home: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "POLICY_HOME": str(home), "POLICY_CATALOGUE_URL": "", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "index", "build"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=300
    )


def test_a_second_builder_is_refused_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    catalogue = Catalogue.open(DocumentSettings(home=tmp_path))
    catalogue.put(parse_document("意见", "一、加快机场建设。（责任单位：市财政局）\n", "ab" * 32))
    catalogue.close()
    with another_process(HOLD, str(IndexSettings(home=tmp_path).folder)) as (said, holder):
        assert said == "building"
        refused = build(tmp_path)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.startswith("索引正在使用")
        assert refused.stderr.count("\n") == 1
        holder.kill()
        holder.wait()
        built = build(tmp_path)
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("1 document, ")
