"""A parser's version covers what reads a text, and nothing else."""

import subprocess
import sys
from pathlib import Path

import pytest

from documents import version

ROOM = Path(version.__file__).parent
_ASK = """
import sys, documents.parsing, documents.standing_read, documents.suspicion
print(*(name for name in sys.modules if 'documents.' in name))
"""
MAKES_DATA = {"lexicon_evaluation", "lexicon_training", "read"}
"""What is hashed though parsing does not load it: it makes the data that parsing reads, or the text."""
REFUSES = {"errors", "settings"}
"""What parsing loads though it decides nothing about a text."""


def test_every_module_that_reads_a_text_is_hashed_and_no_other() -> None:
    """A module on neither list fails here: say in documents/version.py whether it parses."""
    told = subprocess.run([sys.executable, "-c", _ASK], cwd=ROOM.parent, capture_output=True, text=True, check=True)
    parsing = {name.removeprefix("documents.") for name in told.stdout.split()} - REFUSES
    hashed = {path.stem for path in ROOM.glob("*.py") if version._parses(path.stem)} - MAKES_DATA
    assert hashed == parsing


@pytest.mark.parametrize(("name", "changes"), [("repair.py", True), ("catalog.py", False), ("units.tsv", True)])
def test_a_changed_file_changes_the_version_only_where_it_parses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, changes: bool
) -> None:
    versions = []
    for content in ("before", "after"):
        (tmp_path / name).write_text(content, encoding="utf-8")
        monkeypatch.setattr(version, "__file__", str(tmp_path / "version.py"))
        version.parser_version.cache_clear()
        versions.append(version.parser_version())
    version.parser_version.cache_clear()
    assert (versions[0] != versions[1]) == changes
