"""Exports hold exactly the rows that the page shows, compute nothing, and carry notes for officials alone."""

import csv
import io
import json
from collections.abc import Iterator

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from assistant.ledger_export.columns import starts_formula
from assistant.ledger_link import LedgerAsked
from assistant.web.ledger_page_export import disposition, file_stem
from documents.catalog import Catalogue
from documents.notes import Notes
from tests.assistant.fakes import policy_document, seed_document
from tests.assistant.ledger_rows import document_of, task
from tests.assistant.web.ledger_site import ledger_site, locators, sign_in

FORMULA = "=cmd|'/c calc'!A1"


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path_factory.mktemp('site') / 'catalogue.sqlite3'}")
    for document in (seed_document(), policy_document()):
        held.put(document)
    held.put(document_of([task("1", (FORMULA, "lead"), title=FORMULA)], name="hostile"))
    held.put(document_of([task("1", ("市财政局", "lead"), title="旧任务")], name="old"))
    held.set_standing("old", "repealed")
    yield held
    held.close()


@pytest.fixture(scope="module")
def site(catalogue: Catalogue) -> Iterator[httpx.Client]:
    with ledger_site(catalogue) as client:
        yield client


def csv_of(answer: httpx.Response) -> list[list[str]]:
    text = answer.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


QUERIES = st.fixed_dictionaries(
    {},
    optional={
        "unit": st.sampled_from(("发改委", "交通局", "市财政局", "市教育局")),
        "role": st.sampled_from(("lead", "support", "joint")),
        "with": st.sampled_from(("市水务局", "投促局", "市自然资源和规划局")),
        "document": st.sampled_from(("yunxi-plan", "old")),
        "keyword": st.sampled_from(("建设", "合作", "水")),
        "group": st.sampled_from(("二/(一)", "第二章", "协同")),
        "deadline": st.sampled_from(("any", "none")),
        "in_force": st.sampled_from(("no", "all")),
        "sort": st.sampled_from(("lead", "-task", "units")),
    },
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=QUERIES)
def test_the_rows_of_a_page_are_the_rows_exported(site: httpx.Client, query: dict[str, str]) -> None:
    shown = locators(site.get("/ledger", params=query).text)
    exported = site.get("/ledger/export", params={**query, "format": "csv"})
    if not shown:
        assert exported.status_code == 404
        return
    assert [row[1] for row in csv_of(exported)[1:]] == shown
    items = site.get("/ledger/export", params={**query, "format": "json"}).json()
    assert [item["locator"] for item in items] == shown


def test_a_workbook_holds_the_rows_of_the_page(site: httpx.Client) -> None:
    query = {"unit": "发改委", "role": "lead"}
    answer = site.get("/ledger/export", params={**query, "format": "xlsx"})
    book = load_workbook(io.BytesIO(answer.content))
    assert [row[0] for row in book["按条款"].iter_rows(min_row=6, values_only=True)] == locators(
        site.get("/ledger", params=query).text
    )
    assert "筛选：单位 市发展改革委；角色 牵头。" in str(book["按条款"]["A3"].value)


def test_x1_nothing_exported_computes(site: httpx.Client) -> None:
    for by in ("clause", "unit", "group", "document"):
        answer = site.get("/ledger/export", params={"document": "hostile", "format": "csv", "by": by})
        cells = [cell for row in csv_of(answer) for cell in row]
        assert any("cmd|" in cell for cell in cells) or by == "document"
        assert not [cell for cell in cells if starts_formula(cell)]
    book = load_workbook(io.BytesIO(site.get("/ledger/export", params={"format": "xlsx"}).content))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s", "n"}


def test_a_document_no_longer_in_force_says_so_in_its_export(site: httpx.Client) -> None:
    rows = csv_of(site.get("/ledger/export", params={"document": "old", "format": "csv"}))
    assert rows[1][0] == "关于old的意见（已废止）"
    book = load_workbook(io.BytesIO(site.get("/ledger/export", params={"document": "old", "format": "xlsx"}).content))
    assert "（已废止）" in str(book["按条款"]["A2"].value)


def test_what_cannot_be_exported_is_a_sentence(site: httpx.Client) -> None:
    assert "没有“doc”这种导出格式" in site.get("/ledger/export", params={"format": "doc"}).text
    refused = site.get("/ledger/export", params={"format": "csv", "by": "colour"})
    assert refused.status_code == 400 and "没有“colour”这种排列" in refused.text
    unknown = site.get("/ledger/export", params={"format": "csv", "unit": "银河舰队"})
    assert unknown.status_code == 404 and "没有条款列有“银河舰队”" in unknown.text
    odd = site.get("/ledger/export", params={"format": "csv", "in_force": "x"})
    assert odd.status_code == 400 and "效力没有“x”这个选项。可选：yes、no、all" in odd.text


@pytest.mark.parametrize("form", ["xlsx", "csv", "json"])
def test_an_export_of_nothing_is_no_file(site: httpx.Client, form: str) -> None:
    """A page saved as `ledger.xlsx` is a broken workbook: the status says that there is none, the page says why."""
    answer = site.get("/ledger/export", params={"by": "clause", "format": form, "keyword": "不存在的词"})
    assert answer.status_code == 404 and "content-disposition" not in answer.headers
    assert "没有可导出的任务，因此没有生成文件。筛选：关键词：不存在的词" in answer.text
    assert 'href="/ledger?keyword=' in answer.text


def test_notes_are_exported_for_officials_who_ask_for_them(catalogue: Catalogue) -> None:
    Notes(catalogue).add("hostile", "1", "done", FORMULA, "张三")
    with ledger_site(catalogue) as site:
        query = {"document": "hostile", "format": "csv"}
        assert len(csv_of(site.get("/ledger/export", params=query))[0]) == 9
        assert site.get("/ledger/export", params={**query, "notes": "1"}).status_code == 403
        sign_in(site)
        assert len(csv_of(site.get("/ledger/export", params=query))[0]) == 9
        header, row = csv_of(site.get("/ledger/export", params={**query, "notes": "1"}))
        assert header[8:] == ["发文机关", "进展", "进展说明", "填报人", "填报时间（北京时间）"]
        assert row[9:12] == ["已完成", f"'{FORMULA}", "张三"]
        (item,) = site.get("/ledger/export", params={**query, "format": "json", "notes": "1"}).json()
        assert (item["progress"]["status"], item["progress"]["note"]) == ("done", FORMULA)
        plain = site.get("/ledger/export", params={**query, "format": "json"}).json()
        assert "progress" not in json.dumps(plain)


@pytest.mark.parametrize("name", ['"; filename=x', "a/../b", "局\r\nset-cookie: x", "=1", "", "长" * 300])
def test_a_files_name_is_safe(name: str) -> None:
    header = disposition(file_stem(LedgerAsked(unit=name, document=name), "clause"), "csv")
    assert header.isascii() and header.isprintable()
    assert header.startswith("attachment; filename=\"ledger.csv\"; filename*=UTF-8''")
    assert not set(header.partition("''")[2]) & set('"/\\;= ')
    assert len(header) < 1500
