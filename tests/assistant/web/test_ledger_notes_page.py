"""Progress notes on the page: officials alone, kept as written, gone for nobody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest

from documents.catalog import Catalogue
from documents.ingest import parse_document
from documents.notes import Notes
from tests.assistant.ledger_rows import document_of, task
from tests.assistant.web.ledger_site import ledger_site, shown, sign_in, token_of

HOSTILE = "<img src=x onerror=alert(1)>\r\n第二行"


@pytest.fixture
def catalogue(tmp_path: Path) -> Iterator[Catalogue]:
    held = Catalogue(f"sqlite:///{tmp_path / 'catalogue.sqlite3'}")
    held.put(document_of([task("1", ("市甲局", "lead"), title="修路"), task("2", ("市乙局", "lead"), title="架桥")]))
    yield held
    held.close()


@pytest.fixture
def site(catalogue: Catalogue) -> Iterator[httpx.Client]:
    with ledger_site(catalogue) as client:
        yield client


PLACE = {"document": "plan", "clause": "1"}


def write(site: httpx.Client, **fields: str) -> httpx.Response:
    token = token_of(site.get("/ledger/notes", params=PLACE).text)
    return site.post("/ledger/notes", data={**PLACE, "token": token, "status": "under_way", "who": "张三", **fields})


def test_visitors_see_no_note_and_write_none(site: httpx.Client, catalogue: Catalogue) -> None:
    Notes(catalogue).add("plan", "1", "blocked", "保密的话", "张三")
    for path in (
        "/ledger",
        "/ledger?view=chart",
        "/ledger/unit?name=市甲局",
        "/ledger/unit?name=市甲局&brief=1",
        "/ledger?status=blocked",
    ):
        html = site.get(path).text
        assert "保密的话" not in html and "受阻" not in html and "/ledger/notes" not in html
    assert site.get("/ledger/notes", params=PLACE).status_code == 403
    assert "保密的话" not in site.get("/ledger/notes", params=PLACE).text
    assert site.post("/ledger/notes", data={**PLACE, "status": "done", "who": "x"}).status_code == 403
    assert len(Notes(catalogue).of("plan")) == 1


def test_an_official_writes_and_reads_the_history(site: httpx.Client, catalogue: Catalogue) -> None:
    sign_in(site)
    assert "还没有记录" in site.get("/ledger/notes", params=PLACE).text
    answer = write(site, note=HOSTILE)
    assert answer.status_code == 303
    html = site.get(answer.headers["location"]).text
    assert "已登记" in html and "<img" not in html and "onerror=alert(1)" in html
    write(site, status="done", note="竣工")
    html = site.get("/ledger/notes", params=PLACE).text
    assert [note.note for note in Notes(catalogue).of("plan", "1")] == [HOSTILE.replace("\r\n", "\n"), "竣工"]
    assert html.index("竣工") < html.index("第二行"), "the newest stands first"
    assert re.search(r'class="note done"[^>]*>已完成<', site.get("/ledger").text)
    assert "已完成" in shown(site.get("/ledger/unit?name=市甲局").text)


def test_what_is_refused_stays_in_the_form(site: httpx.Client, catalogue: Catalogue) -> None:
    sign_in(site)
    answer = write(site, who=" ", note="写了很久的话")
    assert answer.status_code == 400
    assert "没有登记" in shown(answer.text) and "写了很久的话</textarea>" in answer.text
    assert write(site, status="finished").status_code == 400
    assert Notes(catalogue).latest() == {}


def test_a_form_of_another_site_or_without_its_token_is_refused(site: httpx.Client, catalogue: Catalogue) -> None:
    sign_in(site)
    fields = {**PLACE, "status": "done", "who": "x"}
    assert site.post("/ledger/notes", data=fields).status_code == 403
    token = token_of(site.get("/ledger/notes", params=PLACE).text)
    foreign = site.post("/ledger/notes", data={**fields, "token": token}, headers={"origin": "https://evil.example"})
    assert foreign.status_code == 403
    assert Notes(catalogue).latest() == {}


def test_a_note_whose_clause_is_gone_is_listed_as_such(site: httpx.Client, catalogue: Catalogue) -> None:
    Notes(catalogue).add("plan", "1", "done", "竣工", "张三")
    Notes(catalogue).add("plan", "2", "blocked", "缺料", "李四")
    catalogue.put(document_of([task("1", ("市甲局", "lead"), title="拆路")], name="plan"))
    sign_in(site)
    words = shown(site.get("/ledger/notes").text)
    before, _, after = words.partition("条款已不存在的记录")
    assert "竣工" in before and "缺料" in after and "缺料" not in before
    gone = site.get("/ledger/notes", params={**PLACE, "clause": "2"}).text
    assert "现行版本中已没有这一条" in gone and "缺料" in gone and "<textarea" not in gone
    moved = site.get("/ledger/notes", params=PLACE).text
    assert "标题是“修路”" in moved
    nothing = site.get("/ledger/notes", params={**PLACE, "clause": "99"})
    assert nothing.status_code == 404 and "没有条款“99”" in nothing.text


def test_officials_filter_by_progress(site: httpx.Client, catalogue: Catalogue) -> None:
    Notes(catalogue).add("plan", "2", "blocked", "缺料", "李四")
    sign_in(site)
    html = site.get("/ledger", params={"status": "blocked"}).text
    assert "架桥" in html and "修路" not in html


def test_after_renumbering_no_row_shows_another_tasks_note(site: httpx.Client, catalogue: Catalogue) -> None:
    """Two tasks change places in a new version: each row, unit page and export keeps its own task's note."""
    sign_in(site)
    first, second = "修建环城公路并按期通车", "清理全市河道并长期管护"
    for order in ((first, second), (second, first)):
        lines = "".join(
            f"（{number}）{title}。（责任单位：市交通局）\n" for number, title in zip("一二", order, strict=True)
        )
        catalogue.put(
            replace(parse_document("renumbered", f"云溪市试验方案\n一、任务\n{lines}"), content_hash=order[0])
        )
        if order[0] == first:
            Notes(catalogue).add("renumbered", "一/(一)", "blocked", "等待资金", "张三")
    query = {"document": "renumbered"}
    exported = site.get("/ledger/export", params={**query, "format": "json", "notes": "1"}).json()
    noted = {item["locator"]: item["progress"] and item["progress"]["note"] for item in exported}
    assert noted == {"一/(一)": None, "一/(二)": "等待资金"}
    for page in (
        site.get("/ledger", params=query).text,
        site.get("/ledger/unit", params={"name": "市交通局", **query}).text,
    ):
        notes = re.findall(r'class="note (\w+)" href="[^"]*clause=([^"&]*)', page)
        assert sorted((unquote(clause), status) for status, clause in notes) == [
            ("一/(一)", "none"),
            ("一/(二)", "blocked"),
        ]
