"""What the library page lists, in which order, and how it is searched."""

from pathlib import Path

import pytest

from assistant.web.library_list import choose, lines
from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.settings import DocumentSettings


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    held = Catalogue.open(DocumentSettings(home=tmp_path))
    for name, title in (("b", "乙市港口办法"), ("a", "甲市港口办法"), ("c", "丙市公园办法")):
        held.put(parse_document(name, f"{title}\n一、总则\n内容。\n"))
    held.set_standing("a", "repealed", by="b")
    return held


def test_what_is_in_force_comes_first_then_by_title(catalogue: Catalogue) -> None:
    found = lines(catalogue, "zh")
    assert [line.holding.name for line in found] == ["c", "b", "a"]
    assert (found[-1].standing.label, found[-1].standing.by_title) == ("已废止", "乙市港口办法")
    catalogue.close()


def test_all_words_have_to_be_there(catalogue: Catalogue) -> None:
    every = lines(catalogue, "zh")
    chosen = {
        sought: [line.holding.name for line in choose(every, *sought)]
        for sought in (
            ("港口", ""),
            ("港口 甲市", ""),
            ("港口", "in"),
            ("港口", "out"),
            ("港口", "other"),
            ("公园 甲市", ""),
        )
    }
    catalogue.close()
    assert list(chosen.values()) == [["b", "a"], ["a"], ["b"], ["a"], ["b", "a"], []]
