"""Which rows pass, names as people write them, and what is said when nothing fits."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import NothingFits, UnknownUnit
from assistant.ledger_filter import LedgerFilter, read_both, read_gaps, read_rows, resolve_units
from documents.catalog import Catalogue
from documents.errors import UnknownDocument
from documents.tasks import Task
from tests.assistant.ledger_rows import UNITS, document_of, ledgers, task

ROWS = [
    task("一/1", ("市甲局", "lead"), ("市乙局", "support"), title="建设ＡＩ 平台"),
    task("一/2", ("市乙局", "lead"), title="修路"),
    task("一/3", title="种树"),
]


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    held.put(document_of(ROWS))
    held.put(document_of([task("1", ("市交通运输局", "lead"))], name="other"))
    yield held
    held.close()


@pytest.mark.parametrize(
    ("wanted", "locators"),
    [
        (LedgerFilter(), ["1", "一/1", "一/2"]),
        (LedgerFilter(document="plan"), ["一/1", "一/2"]),
        (LedgerFilter(units=("市乙局",)), ["一/1", "一/2"]),
        (LedgerFilter(units=("市乙局",), role="lead"), ["一/2"]),
        (LedgerFilter(role="support"), ["一/1"]),
        (LedgerFilter(keyword="ai平台"), ["一/1"]),
        (LedgerFilter(keyword="交通"), ["1"]),
        (LedgerFilter(keyword="  "), ["1", "一/1", "一/2"]),
    ],
)
def test_rows_pass_that_meet_every_filter(catalogue: Catalogue, wanted: LedgerFilter, locators: list[str]) -> None:
    assert [row.locator for row in read_rows(catalogue, wanted)] == locators


def test_a_role_belongs_to_the_unit_that_is_asked_for(catalogue: Catalogue) -> None:
    """市甲局 leads 一/1, but 市乙局 does not."""
    led = read_rows(catalogue, LedgerFilter(units=("市乙局",), role="support"))
    assert [row.locator for row in led] == ["一/1"]
    with pytest.raises(NothingFits):
        read_rows(catalogue, LedgerFilter(units=("市甲局",), role="support"))


def test_filters_that_contradict_each_other_are_explained(catalogue: Catalogue) -> None:
    with pytest.raises(NothingFits) as refused:
        read_rows(catalogue, LedgerFilter("other", ("市乙局",), "lead", "修路"))
    assert str(refused.value) == (
        "no clause fits all of these filters, each with the clauses it fits alone: document 'other' (1), "
        "unit 市乙局 (2), role 'lead' (3), keyword '修路' (2); drop one"
    )
    with pytest.raises(NothingFits, match=r"^no clause fits keyword '航天': ask for another$"):
        read_rows(catalogue, LedgerFilter(keyword="航天"))


def test_an_unknown_unit_is_told_the_closest(catalogue: Catalogue) -> None:
    with pytest.raises(
        UnknownUnit, match="unit '市交通管理局' is named in no clause of the library; the closest are 市交通运输局"
    ):
        resolve_units(catalogue, "市交通管理局")
    with pytest.raises(UnknownUnit, match="--by unit lists them"):
        resolve_units(catalogue, "银河舰队指挥中枢")
    assert resolve_units(catalogue, " 交通局 ") == ("市交通运输局",)


def test_an_unknown_document_is_told_what_there_is(catalogue: Catalogue) -> None:
    for read in (read_rows, read_both, lambda *both: list(read_gaps(*both))):
        with pytest.raises(UnknownDocument, match="it holds: other, plan"):
            read(catalogue, LedgerFilter(document="none"))


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (None, "the library is empty: add a document"),
        ([task("1")], "no clause of the library names a responsible unit"),
    ],
)
def test_an_empty_library_is_one_sentence(rows: list[Task] | None, sentence: str) -> None:
    catalogue = Catalogue("sqlite://")
    if rows is not None:
        catalogue.put(document_of(rows))
    for read in (read_rows, read_both):
        with pytest.raises(NothingFits, match=sentence):
            read(catalogue, LedgerFilter())
    catalogue.close()


def test_gaps_have_no_unit_to_be_asked_for(catalogue: Catalogue) -> None:
    assert [row.locator for row in read_gaps(catalogue, LedgerFilter())] == ["一/3"]
    assert [row.locator for row in read_gaps(catalogue, LedgerFilter(keyword="修"))] == []
    assert list(read_gaps(catalogue, LedgerFilter(role="lead"))) == []
    rows, gaps = read_both(catalogue, LedgerFilter())
    assert ([row.locator for row in rows], [row.locator for row in gaps]) == (["1", "一/1", "一/2"], ["一/3"])
    rows, gaps = read_both(catalogue, LedgerFilter(units=("市甲局",)))
    assert ([row.locator for row in rows], gaps) == (["一/1"], ())


@given(ledgers(), st.lists(st.sampled_from(UNITS), unique=True, max_size=2), st.sampled_from((None, "lead", "joint")))
def test_a_row_passes_where_one_entry_of_it_is_asked_for(rows: list[Task], units: list[str], role: Any) -> None:
    wanted = LedgerFilter(units=tuple(units), role=role)
    for row in rows:
        asked = [held for held in row.units if (not units or held.unit in units) and role in (None, held.role)]
        assert wanted.passes(row) is bool(asked)
