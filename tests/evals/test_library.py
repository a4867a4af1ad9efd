"""A library of its own for a while, and the environment as it was afterwards."""

import os
from pathlib import Path

import pytest

from documents.catalog import Catalogue
from documents.settings import DocumentSettings
from evals.errors import RunFailed
from evals.library import library_of, open_library, temporary_home


def test_the_environment_is_another_and_then_as_it_was(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICY_HOME", str(tmp_path))
    monkeypatch.setenv("POLICY_CATALOGUE_URL", "sqlite:////nowhere/at/all.sqlite3")
    with temporary_home() as home:
        assert os.environ["POLICY_HOME"] == str(home)
        assert Catalogue.open(DocumentSettings.from_environment()).names() == []
    assert (os.environ["POLICY_HOME"], home.exists()) == (str(tmp_path), False)
    assert os.environ["POLICY_CATALOGUE_URL"].startswith("sqlite:////nowhere")


def test_a_folders_documents_alone_are_asked_about(tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("一、总则\n1.修路。(责任单位:市水务局)\n", encoding="utf-8")
    with library_of(tmp_path):
        assert open_library().names() == ["plan"]


def test_a_folder_without_documents_and_one_with_a_broken_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RunFailed, match="holds no document"), library_of(tmp_path):
        pass
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 not really")
    with pytest.raises(RunFailed, match=r"broken\.pdf"), library_of(tmp_path):
        pass
