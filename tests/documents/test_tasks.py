"""The ledger's rows out of SQL are those of the documents, whatever the question and however they are cut in chunks."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import tasks
from documents.catalog import Catalogue
from documents.errors import UnknownDocument
from documents.ingest import parse_document
from documents.model import Noise
from documents.tasks import TaskQuery

NORTH = parse_document(
    "north",
    """北市关于水网的意见

一、建设
1.修建泵站。2025年底前完成。（责任单位：市水务局、市财政局）
2.更换管网。（市住建局牵头，市水务局配合）
3.宣传引导。
二、保障
加强组织领导。

北市人民政府
2024年1月1日
""",
)
SOUTH = parse_document("south", "南市方案\n\n1.修路。（责任单位：市交通运输局）\n2.种树。（责任单位：市水务局）\n")


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    held.put(SOUTH)
    held.put(NORTH)
    yield held
    held.close()


def test_rows_are_the_clauses_that_name_units_in_order(catalogue: Catalogue) -> None:
    rows = list(catalogue.tasks(TaskQuery()))
    assert [(row.document, row.locator, row.title, row.heading) for row in rows] == [
        ("north", "一/1", "修建泵站", "建设"),
        ("north", "一/2", "更换管网", "建设"),
        ("south", "1", "修路", ""),
        ("south", "2", "种树", ""),
    ]
    assert [row.deadline for row in rows] == ["2025年底前", "", "", ""]
    assert (rows[0].document_title, rows[0].document_date) == ("北市关于水网的意见", "2024年1月1日")


def test_units_and_text_are_those_of_the_document(catalogue: Catalogue) -> None:
    for row in catalogue.tasks(TaskQuery(unnamed=True)):
        clause = catalogue.document(row.document).clause(row.locator)
        assert clause is not None
        assert (row.units, row.text, row.title) == (clause.units, clause.text, clause.title)


def test_a_query_narrows_to_a_document_to_units_or_widens_to_the_unnamed(catalogue: Catalogue) -> None:
    def found(query: TaskQuery) -> list[str]:
        return [f"{row.document} {row.locator}" for row in catalogue.tasks(query)]

    assert found(TaskQuery(document="south")) == ["south 1", "south 2"]
    assert found(TaskQuery(units=("市水务局",))) == ["north 一/1", "north 一/2", "south 2"]
    assert found(TaskQuery(units=("市财政局", "市交通运输局"))) == ["north 一/1", "south 1"]
    assert found(TaskQuery(document="south", units=("市财政局",))) == []
    assert found(TaskQuery(document="north", unnamed=True)) == [
        "north 一",
        "north 一/1",
        "north 一/2",
        "north 一/3",
        "north 二",
    ]
    with pytest.raises(UnknownDocument, match="it holds: north, south"):
        found(TaskQuery(document="west"))


def test_every_unit_named_is_listed_once(catalogue: Catalogue) -> None:
    assert catalogue.units() == sorted(["市水务局", "市财政局", "市住建局", "市交通运输局"])


def test_noise_stands_in_no_row(tmp_path: Path) -> None:
    text = SOUTH.text
    at = text.index("种树")
    catalogue = Catalogue(f"sqlite:///{tmp_path / 'noisy.sqlite3'}")
    catalogue.put(replace(SOUTH, noise=(Noise(at, at + 2, "page"),)))
    *_, last = catalogue.tasks(TaskQuery())
    assert last.text == "2.。（责任单位：市水务局）"
    catalogue.close()


@given(st.integers(1, 9), st.integers(1, 4))
def test_chunks_lose_and_repeat_nothing(documents: int, size: int) -> None:
    catalogue = Catalogue("sqlite://")
    for number in range(documents):
        catalogue.put(replace(SOUTH, name=f"d{number}"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tasks, "FIRST_CHUNK", size)
        patch.setattr(tasks, "LARGEST_CHUNK", size)
        rows = Counter((row.document, row.locator) for row in catalogue.tasks(TaskQuery()))
    catalogue.close()
    assert rows == {(f"d{number}", locator): 1 for number in range(documents) for locator in ("1", "2")}


def test_a_page_is_read_and_the_rest_let_go(catalogue: Catalogue) -> None:
    stream = catalogue.tasks(TaskQuery())
    assert next(stream).locator == "一/1"
    stream.close()
    catalogue.remove("north")
    assert [row.document for row in catalogue.tasks(TaskQuery())] == ["south", "south"]
